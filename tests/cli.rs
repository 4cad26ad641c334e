//! The manners of the `wirefold` command: exit codes, files that are whole or not there, help that teaches.

mod command;

use command::{CUP, DAM, Folder, article, json_lines, news, run, undated, wirefold};
use serde_json::Value;
use std::{fs, path::Path};

fn ids(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["id"].as_str().expect("an id")).collect()
}

#[test]
fn blank_lines_of_verdicts_and_edges_say_nothing_and_what_is_no_text_is_named_by_its_line() {
    let verdict = |id: &str| format!("{{\"id\":\"{id}\",\"cluster_id\":\"c:a\",\"representative\":\"a\"}}");
    let edge = "{\"a\":\"b\",\"b\":\"a\",\"relation\":\"copy\",\"rule\":\"shared_body\",\"likeness\":0.9}";
    let folder = Folder::new(&[
        ("v.jsonl", &format!("\u{feff}{}\r\n\r\n{}\r\n\n", verdict("a"), verdict("b"))),
        ("e.jsonl", &format!("\u{feff}\n{edge}\r\n\n")),
    ]);
    let (out, _) = run(0, &["show", &folder.path("v.jsonl")]);
    assert!(out.starts_with("2 articles: 1 text printed more than once"), "{out}");
    let (out, _) = run(0, &["calibrate", "--rethreshold", &folder.path("e.jsonl"), "--copy", "0.5"]);
    assert_eq!(ids(&json_lines(&out)), ["a", "b"]);
    fs::write(folder.path("v.jsonl"), [verdict("a").as_bytes(), b"\n{\"id\":\"\xff\"}\n"].concat()).expect("written");
    let (_, said) = run(2, &["show", &folder.path("v.jsonl")]);
    assert!(said.contains("v.jsonl: line 2: not UTF-8"), "{said}");
}

#[test]
fn a_batch_takes_articles_by_time_and_id_and_the_undated_ones_last() {
    let folder = news();
    let (out, _) = run(1, &["batch", &folder.path("good.jsonl"), &folder.path("mixed.jsonl")]);
    let lines = json_lines(&out);
    assert_eq!(ids(&lines), ["early", "a", "b", "c", "late", "y", "z"]);
    let cluster = |id: &str| lines.iter().find(|l| l["id"] == id).expect(id)["cluster_id"].clone();
    assert_eq!(cluster("z"), "c:early");
    assert_eq!(cluster("y"), "c:a");
}

#[test]
fn a_batch_is_the_same_on_any_number_of_threads_and_from_any_order_of_files() {
    let folder = news();
    let (good, mixed) = (folder.path("good.jsonl"), folder.path("mixed.jsonl"));
    let (one, _) = run(1, &["batch", &good, &mixed, "--threads", "1"]);
    let (three, _) = run(1, &["batch", &mixed, &good, "--threads", "3"]);
    assert_eq!(one, three);
}

#[test]
fn exit_codes_tell_how_it_went() {
    let folder = news();
    let (good, mixed) = (folder.path("good.jsonl"), folder.path("mixed.jsonl"));
    run(0, &["batch", &good]);
    let (_, talk) = run(1, &["batch", &mixed]);
    assert!(talk.contains(&format!("{mixed}:2: byte")) && talk.contains("1 record rejected"), "{talk}");
    let (out, talk) = run(2, &["batch", &good, &folder.path("absent.jsonl")]);
    assert!(out.is_empty() && talk.contains("absent.jsonl"), "{talk}");
    assert_eq!(talk.matches("No such file").count(), 1, "{talk}");
    run(2, &["batch"]);
    run(2, &["batch", &good, "--window", "soon"]);
    run(2, &["batch", &good, "--threads", "0"]);
    run(2, &["nonsense"]);
}

#[test]
fn a_failed_run_leaves_what_was_there() {
    let folder = news();
    let out = folder.path("out.jsonl");
    fs::write(&out, "before").expect("it is written");
    let before = folder.names();
    run(2, &["batch", &folder.path("absent.jsonl"), "--out", &out, "--edges", &folder.path("edges.jsonl")]);
    assert_eq!(folder.read("out.jsonl"), "before");
    assert_eq!(folder.names(), before);
    run(2, &["batch", &folder.path("good.jsonl"), "--out", &folder.path("no/such/folder")]);
    assert_eq!(folder.names(), before);
    run(2, &["batch", &folder.path("good.jsonl"), "--out", &out, "--edges", &out]);
    assert_eq!((folder.read("out.jsonl").as_str(), folder.names()), ("before", before.clone()));
    run(0, &["batch", &folder.path("good.jsonl"), "--out", &out]);
    assert_eq!(json_lines(&folder.read("out.jsonl")).len(), 5);
    assert_eq!(folder.names(), before);
}

/// An output that is an input, the store or another output is refused before anything is written.
#[test]
fn no_file_is_two_things_at_once() {
    let folder = news();
    let path = |name: &str| folder.path(name);
    let (good, out, store) = (path("good.jsonl"), path("out.jsonl"), path("news.db"));
    run(0, &["batch", &good, "--out", &out, "--edges", &path("edges.jsonl"), "--store", &store]);
    fs::write(path("wirefold.toml"), "stories = true\n").expect("it is written");
    let names = folder.names();
    let before: Vec<Vec<u8>> = names.iter().map(|name| fs::read(path(name)).expect(name)).collect();
    let (log, other) = (path("news.db-wal"), path("other.jsonl"));
    let cases: [&[&str]; 17] = [
        &["batch", &good, "--out", &good],
        &["batch", &good, "--rejects", &good],
        &["batch", &good, "--out", &other, "--edges", &other],
        &["batch", &good, "--store", &store, "--out", &store],
        &["batch", &good, "--store", &store, "--changes", &log],
        &["batch", &good, "--store", &good],
        &["batch", &good, "--config", &path("wirefold.toml"), "--out", &path("wirefold.toml")],
        &["batch", &path(""), "--out", &other],
        &["stream", "--store", &store, "--ack", &store],
        &["stream", "--store", &store, "--metrics", &store],
        &["stream", "--store", &store, "--ack", &other, "--metrics", &other],
        &["export", &out, "--format", "csv", "--out", &out],
        &["export", &out, "--format", "csv", "--in", &good, "--out", &good],
        &["export", &store, "--format", "csv", "--out", &store],
        &["store", "export", &store, "--out", &store],
        &["calibrate", "--rethreshold", &path("edges.jsonl"), "--copy", "0.5", "--out", &path("edges.jsonl")],
        &["generate", "day", "--out", &other, "--truth", &other],
    ];
    for case in cases {
        let (said, talk) = run(2, case);
        let names_them = ["as well, which would be destroyed", "are read as articles"];
        assert!(said.is_empty() && names_them.iter().any(|words| talk.contains(words)), "{case:?}: {talk}");
        assert_eq!(folder.names(), names, "{case:?}");
    }
    // A stream that reads what it writes would never end.
    let both = fs::File::options().read(true).append(true).open(&good).expect("it opens");
    let mut stream = std::process::Command::new(env!("CARGO_BIN_EXE_wirefold"));
    let output = stream.arg("stream").stdin(both.try_clone().expect("a clone")).stdout(both).output().expect("it runs");
    let talk = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.code() == Some(2) && talk.contains("standard output is standard input as well"), "{talk}");
    let after: Vec<Vec<u8>> = names.iter().map(|name| fs::read(path(name)).expect(name)).collect();
    assert!(before == after);
}

#[cfg(unix)]
#[test]
fn devices_are_written_to_and_links_stay_links() {
    let folder = news();
    let (out, _) = run(0, &["batch", &folder.path("good.jsonl"), "--out", "/dev/stdout"]);
    assert_eq!(out.lines().count(), 5);
    let (target, link) = (folder.path("target.jsonl"), folder.path("link.jsonl"));
    fs::write(&target, "").expect("it is written");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    run(0, &["batch", &folder.path("good.jsonl"), "--out", &link]);
    assert!(Path::new(&link).is_symlink());
    assert_eq!(folder.read("target.jsonl").lines().count(), 5);
    let mut stream = std::process::Command::new(env!("CARGO_BIN_EXE_wirefold"));
    let input = fs::File::open(folder.path("good.jsonl")).expect("it opens");
    let output = stream.args(["stream", "--metrics", &link]).stdin(input).output().expect("it runs");
    assert!(output.status.success() && Path::new(&link).is_symlink());
    assert!(folder.read("target.jsonl").contains("wirefold_articles_total"));
}

#[test]
fn what_is_read_twice_counts_once() {
    let folder = news();
    let good = folder.path("good.jsonl");
    let counted = |inputs: &[&str]| {
        let (_, talk) = run(0, &[&["batch"], inputs, &["--summary", "json"]].concat());
        let summary: Value = serde_json::from_str(talk.lines().last().expect("a summary")).expect("JSON");
        ["articles", "clusters", "copies", "largest"].map(|key| summary[key].as_u64().expect(key))
    };
    assert_eq!(counted(&[&good]), counted(&[&good, &good]));
    let (_, talk) = run(0, &["batch", &good, &good]);
    assert!(talk.contains("of 10 articles: 4 with no date"), "{talk}");
}

#[test]
fn rejected_records_are_kept_and_edges_written() {
    let folder = news();
    let (rejects, edges) = (folder.path("rejects.jsonl"), folder.path("edges.jsonl"));
    let inputs = [folder.path("good.jsonl"), folder.path("mixed.jsonl")];
    let (out, talk) =
        run(1, &["batch", &inputs[0], &inputs[1], "--rejects", &rejects, "--edges", &edges, "--summary", "json"]);
    let rejected = json_lines(&folder.read("rejects.jsonl"));
    assert_eq!(rejected.len(), 1);
    assert_eq!((rejected[0]["line"].as_u64(), rejected[0]["record"].as_str()), (Some(2), Some("not json")));
    let edges = json_lines(&folder.read("edges.jsonl"));
    assert!(edges.iter().any(|e| e["a"] == "b" && e["b"] == "early" && e["relation"] == "identical"));
    assert!(!out.contains("\"edges\""));
    let summary: Value = serde_json::from_str(talk.lines().last().expect("a summary")).expect("JSON");
    assert_eq!((&summary["articles"], &summary["rejected"], &summary["clusters"]), (&7.into(), &1.into(), &2.into()));
    assert_eq!((&summary["copies"], &summary["largest"]), (&5.into(), &4.into()));
    assert!(summary["agencies"].as_object().is_some_and(serde_json::Map::is_empty), "{summary}");
}

#[test]
fn a_batch_reads_standard_input_and_named_fields() {
    let record = serde_json::json!({"key": "k1", "corps": DAM}).to_string();
    let output =
        wirefold(&["batch", "-", "--map", "id=key,text=corps", "--summary", "none"]).write_stdin(record).assert();
    let output = output.success().stderr("").get_output().clone();
    let lines = json_lines(std::str::from_utf8(&output.stdout).expect("UTF-8"));
    assert_eq!(ids(&lines), ["k1"]);
    assert_eq!(lines[0]["language"], "en");
}

#[test]
fn a_window_bounds_what_is_compared() {
    let folder = Folder::new(&[("news.jsonl", &[article("a", 4, DAM), article("b", 6, DAM)].join("\n"))]);
    let news = folder.path("news.jsonl");
    let clusters = |window: &[&str]| {
        let (out, _) = run(0, &[&["batch", &news], window].concat());
        json_lines(&out).iter().map(|l| l["cluster_id"].to_string()).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!(clusters(&[]), 1);
    assert_eq!(clusters(&["--window", "36h"]), 2);
    assert_eq!(clusters(&["--window", "3d"]), 1);
    assert_eq!(clusters(&["--window", "none"]), 1);
    // A file has the last word over the default, a flag over the file.
    let config = folder.path("wirefold.toml");
    fs::write(&config, "[window]\ndays = 1.5\n").expect("it is written");
    assert_eq!(clusters(&["--config", &config]), 2);
    assert_eq!(clusters(&["--config", &config, "--window", "3d"]), 1);
    fs::write(&config, "[window]\nin_memory = 100\n").expect("it is written");
    assert_eq!(clusters(&["--config", &config]), 1);
}

#[test]
fn a_night_counts_copies_of_what_came_before_it() {
    let folder = Folder::new(&[
        ("monday.jsonl", &article("a", 4, DAM)),
        ("tuesday.jsonl", &[article("b", 5, DAM), article("c", 5, DAM), article("d", 5, CUP)].join("\n")),
    ]);
    let night = |name: &str| {
        let (_, talk) =
            run(0, &["batch", &folder.path(name), "--store", &folder.path("news.db"), "--out", "/dev/null"]);
        talk
    };
    assert!(night("monday.jsonl").contains("1 article in 1 cluster: 0 copies, the largest cluster has 1"));
    let talk = night("tuesday.jsonl");
    assert!(talk.contains("3 articles in 2 clusters: 2 copies, the largest cluster has 3"), "{talk}");
    // Once more: the same, and the first counts where it is among them.
    assert_eq!(night("tuesday.jsonl").split(';').next(), talk.split(';').next());
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let folder = news();
    let (good, out, store) = (folder.path("good.jsonl"), folder.path("out.jsonl"), folder.path("news.db"));
    run(0, &["batch", &good, "--out", &out, "--store", &store]);
    let refused = |arguments: &[&str], words: &str| {
        let (_, talk) = run(2, arguments);
        assert!(talk.contains(words), "{arguments:?}: {talk}");
    };
    refused(&["show", "--in", &good, &out], "--in takes all names that follow it");
    refused(&["explain", "--in", &good, "b", "early"], "--in takes all names that follow it");
    refused(&["batch", &good, "--threads", "0"], "0 is not in 1..");
    refused(&["calibrate", "--rethreshold", &out, "--copy", "0.5"], "line 1: no edge, as batch --edges writes them");
    let other = folder.path("other.csv");
    fs::write(&other, "id,text\nelse,Some other text.\n").expect("it is written");
    for command in [vec!["show", &out], vec!["export", &out, "--format", "csv"]] {
        let (_, talk) = run(0, &[&command[..], &["--in", &other]].concat());
        assert!(talk.contains("5 articles of the verdicts not found in --in"), "{command:?}: {talk}");
    }
    assert!(run(0, &["show", &out]).1.contains("name these by --in"));
    for reader in [vec!["show", &good], vec!["export", &good, "--format", "csv"]] {
        refused(
            &reader,
            "good.jsonl:1: no verdict, as batch writes them: it has no cluster_id; articles are named by --in",
        );
    }
    refused(&["stream", "--metrics", ":9464"], "127.0.0.1:9464");
    for reader in [vec!["batch", &store], vec!["calibrate", "--gold", &folder.path("judged.tsv"), "--in", &store]] {
        fs::write(folder.path("judged.tsv"), "a\tb\tcopy\n").expect("it is written");
        refused(&reader, "wirefold store export");
    }
    refused(&["eval", "--gold", &folder.path("judged.tsv"), "--pred", &store], "wirefold store export");
    fs::write(folder.path("latin.txt"), b"Caf\xe9\n\nFerm\xe9 mardi.\n").expect("it is written");
    refused(&["explain", &folder.path("latin.txt"), &folder.path("latin.txt")], "iconv -f WINDOWS-1252");
    assert!(run(1, &["batch", &folder.path("latin.txt")]).1.contains("iconv -f WINDOWS-1252"));
    let zipped = folder.path("zipped.jsonl");
    fs::write(&zipped, b"\x1f\x8b\x08\0\xff\n\xff\xfe\n").expect("it is written");
    let (_, talk) = run(1, &["batch", &zipped]);
    assert!(talk.contains("2: byte 6: not valid UTF-8") && !talk.contains("iconv"), "{talk}");
    let marked = folder.path("marked.jsonl");
    fs::write(&marked, ["\u{feff}", &fs::read_to_string(&out).expect("verdicts")].concat()).expect("it is written");
    assert_eq!(run(0, &["show", &marked]), run(0, &["show", &out]));
    refused(&["store", "check", &good], "a file that is not a database; remedy: name another file");
    refused(&["batch", &good, "--store", &folder.path("")], "found a folder; remedy: name another file");
    fs::write(folder.path("empty.txt"), "").expect("it is written");
    let (_, talk) = run(2, &["explain", &folder.path("empty.txt"), &folder.path("empty.txt")]);
    assert!(!talk.contains("--format"), "{talk}");

    refused(&["eval", "--gold", &store, "--pred", &out], "a store, which has no labels");

    // Of several ids, one that is unknown: none is forgotten.
    refused(&["store", "forget", &store, "early", "nope"], "nothing was forgotten");
    let (verdicts, _) = run(0, &["store", "export", &store]);
    assert!(ids(&json_lines(&verdicts)).contains(&"early"));

    fs::write(folder.path("strict.toml"), "[verify]\ncopy = 0.95\n").expect("it is written");
    refused(&["batch", &good, "--store", &store, "--config", &folder.path("strict.toml")], "verify.copy = 0.44,");

    // Nothing is left beside what is no store.
    fs::write(folder.path("a.csv"), "id,text\n").expect("it is written");
    let before = folder.names();
    refused(&["stream", "--store", &folder.path("a.csv")], "a store of wirefold");
    assert_eq!(folder.names(), before);
    // What cannot be written is said before a line is answered.
    let absent = folder.path("absent/ack.json");
    for place in [vec!["--store", &store, "--ack", &absent], vec!["--metrics", &absent]] {
        let output = wirefold(&[&["stream"], &place[..]].concat()).write_stdin(undated("q", CUP)).assert().code(2);
        assert!(output.get_output().stdout.is_empty(), "{place:?}");
    }
}

/// What was forgotten and comes again is in no cluster.
#[test]
fn what_was_forgotten_counts_for_no_cluster() {
    let folder = news();
    let (good, store) = (folder.path("good.jsonl"), folder.path("news.db"));
    let batch = ["batch", &good, "--store", &store, "--summary", "json"];
    let (before, _) = run(0, &batch);
    let verdicts = json_lines(&before);
    run(0, &[&["store", "forget", &store], &ids(&verdicts)[..]].concat());
    let (after, talk) = run(0, &batch);
    let summary: Value = serde_json::from_str(talk.lines().last().expect("a summary")).expect("JSON");
    let counted = ["articles", "clusters", "copies", "largest"].map(|key| summary[key].as_u64().expect(key));
    assert_eq!(counted, [verdicts.len() as u64, 0, 0, 0]);
    // Of a stream, its last line tells how it stands.
    let all = [before.as_str(), &after].concat();
    let out = folder.path("out.jsonl");
    for (lines, articles) in [(&all, 0), (&before, verdicts.len())] {
        fs::write(&out, lines).expect("it is written");
        let (shown, _) = run(0, &["show", &out, "--in", &good]);
        assert!(shown.starts_with(&format!("{articles} articles: ")), "{shown}");
    }
}

#[test]
fn a_stream_gives_the_verdicts_of_each_article_and_tells_of_faults() {
    let input = format!("{}\r\n\n{}", article("a", 4, DAM), article("b", 5, DAM));
    let output = wirefold(&["stream"]).write_stdin(input).assert().code(1);
    let output = output.stderr("wirefold: 1 line rejected\n").get_output().clone();
    let lines = json_lines(std::str::from_utf8(&output.stdout).expect("UTF-8"));
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["rejected"]["reason"], "blank line");
    assert_eq!(lines[2]["relation"], "identical");
    wirefold(&["stream"]).write_stdin("").assert().success().stdout("").stderr("");
}

#[test]
fn it_is_told_where_memory_takes_what_files_should() {
    let folder = Folder::new(&[("memory.toml", "[window]\nin_memory = 0\n")]);
    let arguments = ["batch", "corpora/articles.jsonl", "--config", &folder.path("memory.toml")];
    let output = wirefold(&arguments).env("TMPDIR", folder.path("nowhere")).assert().success();
    let talk = String::from_utf8(output.get_output().stderr.clone()).expect("UTF-8");
    assert_eq!(talk.matches("wirefold: words of older articles stay in memory").count(), 1, "{talk}");
}

#[test]
fn what_articles_lack_is_told_at_the_end() {
    let bare = r#"{"id": "bare", "title": "Dam closed", "date": "16/02/2031"}"#;
    let news = [article("a", 4, DAM), bare.into(), undated("z", CUP)].join("\n");
    let folder = Folder::new(&[("news.jsonl", &news)]);
    let path = folder.path("news.jsonl");
    let lacking = "of 3 articles: 1 with a title only, 2 with no date, 2 with no source\n";
    let unmet = "--map source=journal: no record has a value under this name";
    let (_, talk) = run(0, &["batch", &path, "--map", "source=journal"]);
    let date =
        format!("{path}:2: byte {}: the date is in no known form: \"16/02/2031\"", news.find("\"16/").expect("it"));
    for told in [lacking, unmet, &date, "1 article with a date in an unknown form, read as undated"] {
        assert!(talk.contains(told), "{told}: {talk}");
    }
    let (_, talk) = run(0, &["batch", &path, "--summary", "json"]);
    let summary: Value = serde_json::from_str(talk.lines().last().expect("a summary")).expect("JSON");
    assert_eq!(summary["lacking"], serde_json::json!({"text": 1, "date": 2, "unread_dates": 1, "source": 2}));
    let output = wirefold(&["stream", "--map", "source=journal"]).write_stdin(news.clone()).assert().success();
    let talk = String::from_utf8(output.get_output().stderr.clone()).expect("UTF-8");
    for told in [lacking, unmet, &date.replace(&path, "-"), "1 article with a date in an unknown form, read as undated"]
    {
        assert!(talk.contains(told), "{told}: {talk}");
    }
    let (_, talk) = run(0, &["batch", &folder.path("")]);
    assert!(!talk.contains("no record has a value"), "{talk}");
    // What none has goes by another name.
    let other = r#"{"kopf": "Dam closed", "koerper": {"lang": "A text."}, "stand": "03/04/2031"}"#;
    let folder = Folder::new(&[("news.jsonl", other)]);
    let path = folder.path("news.jsonl");
    let (_, talk) = run(1, &["batch", &path]);
    assert!(talk.contains("name its field by --map text=NAME"), "{talk}");
    let map = "text=koerper.lang,title=kopf";
    let (_, talk) = run(0, &["batch", &path, "--map", map]);
    for field in ["published_at", "source"] {
        assert!(talk.contains(&format!("name its field by --map {field}=NAME")), "{talk}");
    }
    let (_, talk) = run(0, &["batch", &path, "--map", &format!("{map},published_at=stand")]);
    assert!(talk.contains("dates=day-first or dates=month-first"), "{talk}");
    let (_, talk) = run(0, &["batch", &path, "--map", &format!("{map},published_at=stand,dates=month-first")]);
    assert!(!talk.contains("date"), "{talk}");
}

#[test]
fn ids_that_several_articles_have_are_told() {
    let later = article("a", 5, CUP).replace("a.example", "b.example");
    let update = article("late", 6, &DAM.replace("4,300", "4,900"));
    let news = [article("a", 4, DAM), later, article("late", 5, DAM), update, article("late", 5, DAM)].join("\n");
    let folder = Folder::new(&[("news.jsonl", &news)]);
    let (_, talk) = run(0, &["batch", &folder.path("news.jsonl")]);
    let other = "1 of these from another source (the first: \"a\", of a.example and then of b.example)";
    assert!(talk.contains("2 articles with the id of an earlier one") && talk.contains(other), "{talk}");
    let (_, talk) = run(0, &["batch", &folder.path("news.jsonl"), "--summary", "json"]);
    let summary: Value = serde_json::from_str(talk.lines().last().expect("a summary")).expect("JSON");
    assert_eq!(summary["reused_ids"], serde_json::json!({"articles": 2, "of_other_sources": 1}));
}

#[test]
fn a_folder_with_nothing_to_read_is_told() {
    let folder = Folder::new(&[("feed.xml", "<rss/>")]);
    let (_, talk) = run(0, &["batch", &folder.path("")]);
    assert!(talk.contains("none of its 1 files is read") && talk.contains("--format"), "{talk}");
}

#[test]
fn the_printed_configuration_is_in_order_and_faults_in_others_are_named() {
    let (printed, _) = run(0, &["config"]);
    assert_eq!(printed, wirefold::config::DEFAULT_TOML);
    let folder = Folder::new(&[
        ("wirefold.toml", &printed),
        ("range.toml", "[verify]\ncopy = 1.5\n"),
        ("unknown.toml", "[verify]\ncopi = 0.5\n"),
        ("strict.toml", "[verify]\ncopy = 0.95\n"),
        ("news.jsonl", &[article("a", 4, DAM), article("b", 5, &format!("{DAM} {CUP}"))].join("\n")),
    ]);
    run(0, &["config", "--check", &folder.path("wirefold.toml")]);
    let (_, talk) = run(2, &["config", "--check", &folder.path("range.toml")]);
    assert!(talk.contains("verify.copy = 1.5"), "{talk}");
    let (_, talk) = run(2, &["config", "--check", &folder.path("unknown.toml")]);
    assert!(talk.contains("copi") && talk.contains("line 2"), "{talk}");
    run(2, &["config", "--check", &folder.path("absent.toml")]);
    run(2, &["batch", &folder.path("news.jsonl"), "--config", &folder.path("range.toml")]);
    let news = folder.path("news.jsonl");
    let (by_default, _) = run(0, &["batch", &news, "--config", &folder.path("wirefold.toml")]);
    assert_eq!(by_default, run(0, &["batch", &news]).0);
}

#[test]
fn generated_days_are_scored() {
    let folder = Folder::new(&[]);
    let (day, truth, out) = (folder.path("day.jsonl"), folder.path("truth.jsonl"), folder.path("out.jsonl"));
    let generate = ["generate", "day", "--articles", "60", "--seed", "7", "--out", &day, "--truth", &truth];
    run(0, &generate);
    let first = folder.read("day.jsonl");
    run(0, &generate);
    assert_eq!(folder.read("day.jsonl"), first, "equal arguments give equal articles");
    run(0, &["batch", &day, "--out", &out]);
    let (report, _) = run(0, &["eval", "--gold", &truth, "--pred", &out]);
    assert!(report.contains("60 items") && report.contains("B-cubed"), "{report}");
    let (report, _) = run(0, &["eval", "--gold", &truth, "--pred", &out, "--json"]);
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["all"]["items"], 60);
    run(2, &["eval", "--gold", &truth, "--pred", &folder.path("absent")]);
    run(2, &["generate", "corpus", &folder.path("absent")]);
}

#[test]
fn every_command_explains_itself() {
    let (help, _) = run(0, &["--help"]);
    assert!(help.contains("Exit codes:"));
    for command in [
        "stream",
        "batch",
        "show",
        "explain",
        "export",
        "eval",
        "calibrate",
        "config",
        "store",
        "generate",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
        let (page, _) = run(0, &[command, "--help"]);
        assert!(page.contains("Examples:\n  ") && page.contains(&format!("wirefold {command}")), "{page}");
        let examples = page.split("Examples:\n").nth(1).expect("examples").lines().take_while(|line| !line.is_empty());
        // None is broken into two lines.
        examples.for_each(|line| assert!(line.contains("wirefold ") || line.contains("news.db"), "{line}"));
        let (page, _) = run(0, &["man", command]);
        assert!(page.contains(".SH NAME") && page.contains("Examples:"), "{page}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (script, _) = run(0, &["completions", shell]);
        assert!(script.contains("no-stories"), "{shell}");
    }
    let folder = Folder::new(&[]);
    run(0, &["man", "--out-dir", &folder.path("")]);
    assert!(folder.names().contains(&"wirefold-batch.1".to_owned()), "{:?}", folder.names());
    run(2, &["man", "nonsense"]);
}

#[test]
fn the_schema_knows_every_key_of_a_verdict() {
    let schema: Value = serde_json::from_str(include_str!("../docs/formats/verdict.schema.json")).expect("JSON");
    let properties = |name: &str| schema["$defs"][name]["properties"].as_object().expect(name).clone();
    let (verdict, measures) = (properties("verdict"), properties("measures"));
    let folder = news();
    let (out, _) = run(0, &["batch", &folder.path("good.jsonl")]);
    for line in json_lines(&out) {
        let line = line.as_object().expect("an object");
        assert!(line.keys().all(|key| verdict.contains_key(key)), "{line:?}");
        let required = schema["$defs"]["verdict"]["required"].as_array().expect("a list");
        assert!(required.iter().all(|key| line.contains_key(key.as_str().expect("a name"))), "{line:?}");
        if let Some(found) = line["measures"].as_object() {
            assert!(found.keys().eq(measures.keys()), "{found:?}");
        }
    }
}
