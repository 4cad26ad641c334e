//! `wirefold calibrate`: a bound from judged pairs, and clusters anew from stored pairs.

mod command;

use command::{Folder, run};
use serde_json::Value;
use std::{fs, path::Path};
use wirefold::Config;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect(text)
}

fn corpora(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora").join(name).to_str().expect("UTF-8").to_owned()
}

/// Pairs of the corpora: all copies, and each article with the next three of other dispatches.
fn judged(folder: &Folder) -> String {
    let text = fs::read_to_string(corpora("truth.jsonl")).expect("the corpora's truth");
    let truths: Vec<Value> = text.lines().map(json).collect();
    let mut lines = String::from("id_a\tid_b\tlabel\n");
    for (n, a) in truths.iter().enumerate() {
        for (m, b) in truths.iter().enumerate().skip(n + 1) {
            let label = match a["cluster"] == b["cluster"] {
                true => "copy",
                false if m <= n + 3 => "none",
                false => continue,
            };
            let id = |truth: &Value| truth["id"].as_str().expect("an id").to_owned();
            lines += &format!("{}\t{}\t{label}\n", id(a), id(b));
        }
    }
    folder.with("judged.tsv", &lines)
}

#[test]
fn a_bound_far_off_is_brought_back() {
    let folder = Folder::new(&[]);
    let (gold, articles) = (judged(&folder), corpora("articles.jsonl"));
    let config = folder.with("high.toml", "[verify]\ncopy = 0.9\n");
    let arguments = ["calibrate", "--gold", &gold, "--in", &articles, "--config", &config];
    let (out, _) = run(0, &[&arguments[..], &["--json"]].concat());
    let report = json(&out);
    let (proposal, change) = (&report["proposal"], &report["change"]);
    assert_eq!(proposal["is_change"], true, "{proposal}");
    let bound = proposal["copy"].as_f64().expect("a bound");
    assert!((0.2..0.7).contains(&bound), "{bound}");
    let f1 = |of: &str| report["sweep"][of]["figures"]["f1"].as_f64().expect("F1");
    assert!(f1("best") > f1("now") + 0.1 && f1("best") > 0.8, "{} {}", f1("best"), f1("now"));
    // Where more votes are cast, clusters are settled anew, and a pair may part.
    assert!(change["pairs_joined"].as_u64() > Some(50) && change["pairs_parted"].as_u64() <= Some(1), "{change}");
    assert!(change["clusters_unchanged"].as_u64() < change["clusters_then"].as_u64(), "{change}");
    let distances: Vec<f64> = report["pairs"]
        .as_array()
        .expect("pairs")
        .iter()
        .map(|pair| (pair["likeness"].as_f64().expect("a likeness") - bound).abs())
        .collect();
    assert!(distances.is_sorted(), "the nearest to the bound come first");

    let (text, _) = run(0, &[&arguments[..], &["--show", "7"]].concat());
    assert!(text.contains(&format!("Proposal: verify.copy = {bound:.2}")), "{text}");
    let listed = text.lines().skip_while(|line| !line.starts_with("likeness")).skip(1).count();
    assert_eq!(listed, 7, "{text}");
}

#[test]
fn pairs_of_unknown_articles_are_left_out_and_told() {
    let folder = Folder::new(&[]);
    let articles = corpora("articles.jsonl");
    let some = folder.with("some.tsv", "fr-01-a\tfr-01-b\tcopy\nfr-01-a\tabsent\tnone\n");
    let (out, talk) = run(0, &["calibrate", "--gold", &some, "--in", &articles, "--json"]);
    assert_eq!((json(&out)["judged"].as_u64(), json(&out)["left_out"].as_u64()), (Some(1), Some(1)));
    assert!(talk.contains("1 judged pair"), "{talk}");
    let none = folder.with("none.tsv", "x\ty\tcopy\n");
    let (_, talk) = run(2, &["calibrate", "--gold", &none, "--in", &articles]);
    assert!(talk.contains("none.tsv"), "{talk}");
    run(2, &["calibrate", "--gold", &some]);
    run(2, &["calibrate", "--in", &articles]);
}

/// Pairwise F1 of the clusters in one file held against those in another.
fn agreement(gold: &str, pred: &str) -> f64 {
    let (out, _) = run(0, &["eval", "--gold", gold, "--pred", pred, "--key", "cluster_id", "--json"]);
    json(&out)["all"]["pairwise"]["f1"].as_f64().expect("F1")
}

#[test]
fn stored_pairs_give_nearly_the_clusters_of_a_batch_under_the_bound() {
    let folder = Folder::new(&[]);
    let articles = corpora("articles.jsonl");
    let (verdicts, edges) = (folder.path("verdicts.jsonl"), folder.path("edges.jsonl"));
    run(0, &["batch", &articles, "--out", &verdicts, "--edges", &edges]);
    let in_force = Config::default().verify.copy;
    let (again, high) = (folder.path("again.jsonl"), folder.path("high.jsonl"));
    let rethreshold = |copy: f32, out: &str| {
        let copy = copy.to_string();
        let stored = ["calibrate", "--rethreshold", &edges, "--in-verdicts", &verdicts];
        run(0, &[&stored[..], &["--copy", &copy, "--out", out]].concat()).1
    };
    let talk = rethreshold(in_force, &again);
    assert!(agreement(&verdicts, &again) >= 0.99, "{}", agreement(&verdicts, &again));
    assert!(talk.contains("901 articles"), "{talk}");

    let bound = in_force + 0.15;
    let config = folder.with("high.toml", &format!("[verify]\ncopy = {bound}\n"));
    let batch = folder.path("batch.jsonl");
    run(0, &["batch", &articles, "--out", &batch, "--config", &config]);
    rethreshold(bound, &high);
    assert!(agreement(&batch, &high) >= 0.9, "{}", agreement(&batch, &high));
    assert!(agreement(&verdicts, &high) < 0.95, "the bound changes nothing");
}

#[test]
fn stored_pairs_alone_give_an_order_and_faults_are_named() {
    let folder = Folder::new(&[]);
    let edge = |a: &str, b: &str, relation: &str, rule: &str, likeness: f32| {
        format!(
            "{{\"a\":\"{a}\",\"b\":\"{b}\",\"relation\":\"{relation}\",\"rule\":\"{rule}\",\"likeness\":{likeness}}}\n"
        )
    };
    let lines = edge("b", "a", "copy", "shared_body", 0.6)
        + &edge("c", "b", "partial", "shared_passages", 0.3)
        + &edge("c", "a", "none", "template", 0.9);
    let edges = folder.with("edges.jsonl", &lines);
    let clusters = |copy: &str| {
        let (out, _) = run(0, &["calibrate", "--rethreshold", &edges, "--copy", copy]);
        let line = |line: &str| (json(line)["id"].to_string(), json(line)["cluster_id"].to_string());
        out.lines().map(line).map(|(id, cluster)| format!("{id}{cluster}").replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(clusters("0.5"), ["ac:a", "bc:a", "cc:c"]);
    assert_eq!(clusters("0.7"), ["ac:a", "bc:b", "cc:c"]);
    // `c` is a form of `a`, but a copy of `b` under so low a bound: more votes are for one cluster than against.
    assert_eq!(clusters("0.2"), ["ac:a", "bc:a", "cc:a"]);

    let broken = folder.with("broken.jsonl", &format!("{lines}not json\n"));
    let (_, talk) = run(2, &["calibrate", "--rethreshold", &broken, "--copy", "0.5"]);
    assert!(talk.contains("broken.jsonl: line 4"), "{talk}");
    let (_, talk) = run(2, &["calibrate", "--rethreshold", &edges, "--copy", "2"]);
    assert!(talk.contains("copy = 2") && talk.contains("from 0.05 to 1"), "{talk}");
    run(2, &["calibrate", "--rethreshold", &edges]);
    run(2, &["calibrate", "--copy", "0.5"]);
}
