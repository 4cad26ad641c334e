//! What `wirefold show` and `wirefold explain` tell a reader.

mod command;

use command::{DAM, Folder, news, run, wirefold};
use serde_json::Value;

/// The page of the cluster `c:a`, its lines run together.
fn page(verdicts: &str, records: &str) -> String {
    let folder = Folder::new(&[("v.jsonl", verdicts), ("news.jsonl", records)]);
    let (page, _) = run(0, &["show", &folder.path("v.jsonl"), "--in", &folder.path("news.jsonl"), "--cluster", "c:a"]);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn which_print_came_first_is_told_as_far_as_dates_tell() {
    let verdict = |id: &str| {
        serde_json::json!({"schema": "wirefold.verdict/1", "id": id, "cluster_id": "c:a", "relation": "copy", "of": "a",
            "representative": "a", "provenance": {"origin": {"kind": "outlet", "name": "a.example"}}})
        .to_string()
    };
    let told = |dates: &[(&str, Option<&str>)]| {
        let verdicts: Vec<String> = dates.iter().map(|(id, _)| verdict(id)).collect();
        let record = |(id, at): &(&str, Option<&str>)| {
            serde_json::json!({"id": id, "source": format!("{id}.example"), "published_at": at, "text": DAM})
                .to_string()
        };
        let records: Vec<String> = dates.iter().map(record).collect();
        page(&verdicts.join("\n"), &records.join("\n"))
    };
    let (dawn, soon) = (Some("2031-03-04T06:54:00Z"), Some("2031-03-04T06:55:10Z"));
    let (day, next) = (Some("2031-03-04"), Some("2031-03-05"));
    let all_timed = told(&[("a", dawn), ("b", soon)]);
    assert!(all_timed.contains("It came first at a.example, 2031-03-04 06:54 UTC; the last came 1 minute later."));
    assert!(all_timed.contains("written by the outlet a.example") && all_timed.contains("a.example had it first."));
    let of_one_day = told(&[("a", day), ("b", day)]);
    assert!(of_one_day.contains("It came first at a.example or b.example, 2031-03-04."), "{of_one_day}");
    assert!(of_one_day.contains("No agency is known behind it. ") && !of_one_day.contains("written by"));
    assert!(of_one_day.contains("1 03-04 a.example") && !of_one_day.contains("00:00"), "{of_one_day}");
    let of_two_days = told(&[("a", day), ("b", next)]);
    assert!(of_two_days.contains("at a.example, 2031-03-04; the last came 1 day later."), "{of_two_days}");
    let mixed = told(&[("a", dawn), ("b", day)]);
    assert!(
        mixed.contains("at a.example, 2031-03-04 06:54 UTC, unless earlier that day at b.example, of which no hour"),
        "{mixed}"
    );
    let undated = told(&[("a", dawn), ("b", None)]);
    assert!(
        undated.contains("As far as dates tell, it came first at a.example, 2031-03-04 06:54 UTC; the others have")
    );
    assert!(!undated.contains("had it first") && !told(&[("a", None), ("b", None)]).contains("first at"));
}

#[test]
fn who_printed_it_after_a_notice_is_told_where_dates_tell() {
    let verdict = |id: &str, of_it: Value| {
        serde_json::json!({"schema": "wirefold.verdict/1", "id": id, "cluster_id": "c:a", "relation": "copy", "of": "a",
            "representative": "a", "provenance": of_it})
        .to_string()
    };
    let carrier = || serde_json::json!({"withdrawn_by": "k"});
    let verdicts = [
        verdict("a", carrier()),
        verdict("b", carrier()),
        verdict("c", carrier()),
        verdict("k", serde_json::json!({"withdraws": ["c:a"]})),
    ];
    let record = |id: &str, at: &str| {
        serde_json::json!({"id": id, "source": format!("{id}.example"), "published_at": at, "text": DAM}).to_string()
    };
    let records = [
        record("a", "2031-03-04T06:00:00Z"),
        record("b", "2031-03-04"),
        record("c", "2031-03-04T09:30:00Z"),
        record("k", "2031-03-04T08:00:00Z"),
    ];
    let page = page(&verdicts.join("\n"), &records.join("\n"));
    let told = "WITHDRAWN by k. It was printed by a.example, b.example, c.example; after that, by c.example.";
    assert!(page.contains(told), "{page}");
}

/// An outlet that prints its own text again took it from no other.
#[test]
fn who_took_it_from_whom_is_told_of_other_outlets_only() {
    let verdict = |id: &str, source: &str, from: &str| {
        serde_json::json!({"schema": "wirefold.verdict/1", "id": id, "cluster_id": "c:a", "relation": "copy", "of": from,
            "representative": "a", "language": "en", "measures": null, "events": [], "provenance": {"agencies": [],
            "origin": {"kind": "outlet", "name": "one.example"}, "publisher": source, "taken_from": from,
            "taken_from_confidence": 0.9}})
        .to_string()
    };
    let record = |id: &str, source: &str| serde_json::json!({"id": id, "source": source, "text": DAM}).to_string();
    let lines = [verdict("b", "one.example", "a"), verdict("c", "two.example", "b")].join("\n");
    let first = lines
        .lines()
        .next()
        .expect("a line")
        .replace("\"b\"", "\"a\"")
        .replace("\"taken_from\":\"a\"", "\"taken_from\":null");
    let texts = [record("a", "one.example"), record("b", "one.example"), record("c", "two.example")].join("\n");
    let weighed = format!("{first}\n{lines}");
    let told = page(&weighed, &texts);
    assert!(told.contains("Taken from another outlet: two.example from one.example."), "{told}");
    let told = page(&weighed.replace(",\"taken_from_confidence\":0.9", ""), &texts);
    assert!(told.contains("Of 1 printing nothing tells for sure from whom it was taken."), "{told}");
}

#[test]
fn two_files_are_explained() {
    let more = format!("{DAM}\n\nA spokesman for the farmers of the valley asked for aid before the end of the month.");
    let folder = Folder::new(&[("a.txt", &format!("Dam closed\n\n{DAM}")), ("b.txt", &format!("Cracks\n\n{more}"))]);
    let (a, b) = (folder.path("a.txt"), folder.path("b.txt"));
    let (out, talk) = run(0, &["explain", &a, &b]);
    for expected in ["Dam closed", "Cracks", "\ncopy\n", "100 % of A stands in B", "The Karsova dam"] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    assert!(talk.is_empty());
    assert!(!out.contains('\u{1b}'), "no colours into a pipe");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let (out, _) = run(0, &["explain", &a, &b, "--json"]);
    let explanation: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(explanation["relation"], "copy");
    assert_eq!(explanation["passages"][0]["a_text"].as_str().map(|t| &t[..15]), Some("The Karsova dam"));
}

#[test]
fn two_ids_are_explained_among_files() {
    let folder = news();
    let good = folder.path("good.jsonl");
    let (out, _) = run(0, &["explain", "b", "early", "--in", &good]);
    assert!(out.contains("identical") && out.contains("Headline of early"), "{out}");
    let (_, talk) = run(2, &["explain", "b", "absent", "--in", &good]);
    assert!(talk.contains("absent"), "{talk}");
    let (_, talk) = run(2, &["explain", &good, &good]);
    assert!(talk.contains("more than one article"), "{talk}");
}

#[test]
fn pairs_of_a_store_are_explained_by_its_own_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    std::fs::write(path("strict.toml"), "[verify]\ncopy = 0.95\n").expect("a file");
    std::fs::write(path("usual.toml"), "").expect("a file");
    let (store, strict, usual) = (path("news.db"), path("strict.toml"), path("usual.toml"));
    run(0, &["batch", "corpora/articles.jsonl", "--config", &strict, "--store", &store, "--out", &path("v.jsonl")]);
    let relation = |more: &[&str]| {
        let (out, _) = run(0, &[&["explain", "el-01-c", "el-01-a", "--in", &store, "--json"], more].concat());
        serde_json::from_str::<Value>(&out).expect("JSON")["relation"].clone()
    };
    assert_eq!((relation(&[]), relation(&["--config", &usual])), ("partial".into(), "copy".into()));
}

#[test]
fn clusters_are_shown_within_80_columns() {
    let folder = news();
    let (good, out) = (folder.path("good.jsonl"), folder.path("out.jsonl"));
    run(0, &["batch", &good, "--out", &out]);
    let (page, talk) = run(0, &["show", &out, "--in", &good]);
    for expected in
        ["5 articles: 2 texts printed more than once", "Headline of early", "early.example", "same as 1", "100 %"]
    {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(talk.is_empty() && !page.contains('\u{1b}'));
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let coloured = wirefold(&["show", &out]).env("CLICOLOR_FORCE", "1").assert().success().get_output().clone();
    assert!(coloured.stdout.contains(&0x1b));
    let (page, _) = run(0, &["show", &out, "--in", &good, "--cluster", "y"]);
    assert!(page.contains("c:late") && page.contains("rule: same body (against late)"), "{page}");
    let (page, _) = run(0, &["show", &out, "--top", "1"]);
    assert!(page.contains("and 1 text more"), "{page}");
    run(2, &["show", &out, "--cluster", "absent"]);
    run(2, &["show", &folder.path("absent")]);
}

#[test]
fn who_wrote_and_who_carried_is_shown() {
    let verdict = |id: &str, provenance: Value| {
        let of = (id == "b").then_some("a");
        let cluster = if id == "z" { "c:z" } else { "c:a" };
        serde_json::json!({"schema": "wirefold.verdict/1", "id": id, "cluster_id": cluster, "story_id": "s:a", "relation": of.map_or("none", |_| "copy"), "of": of,
            "representative": "a", "language": "en", "measures": null, "events": [], "provenance": provenance})
        .to_string()
    };
    let origin = serde_json::json!({"kind": "agency", "name": "AFP"});
    let agency = |basis: &str| serde_json::json!([{"name": "AFP", "basis": basis, "confidence": 0.9}]);
    let lines = [
        verdict("a", serde_json::json!({"agencies": agency("credit"), "origin": origin, "publisher": "one.example"})),
        verdict(
            "b",
            serde_json::json!({"agencies": agency("inferred"), "origin": origin, "via": ["One"], "taken_from": "a"}),
        ),
        verdict("z", Value::Null),
    ];
    let folder = Folder::new(&[("verdicts.jsonl", &lines.join("\n"))]);
    let (page, _) = run(0, &["show", &folder.path("verdicts.jsonl")]);
    for expected in ["written by AFP", "one.example", "(AFP)", "via One", "same event as c:z"] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let (page, _) = run(0, &["show", &folder.path("verdicts.jsonl"), "--cluster", "b"]);
    for expected in ["AFP: inferred, 90 % sure", "names One as its source", "taken from 1"] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}
