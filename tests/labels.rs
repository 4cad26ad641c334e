//! Clusters and stories have readable names, from the texts alone, whichever way they are asked for.

mod news;

use assert_cmd::Command;
use std::collections::BTreeMap;
use wirefold::{Article, Config, cluster::label::Label};

#[test]
fn labels_name_what_is_printed() {
    let articles = news::corpus();
    let by_id: BTreeMap<&str, &Article> = articles.iter().map(|a| (a.id.as_str(), a)).collect();
    let mut engine = news::engine(&Config { keep_text: true, ..news::config(0.0, true) });
    engine.ingest_batch(&articles).expect("verdicts");
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut with_terms = 0;
    for cluster in engine.clusters() {
        let Label { title, terms } = cluster.label();
        assert_eq!(title, by_id[cluster.representative().as_str()].title);
        let members = cluster.members();
        let printed = |term: &String| {
            members.iter().map(|id| by_id[id.as_str()]).any(|article| {
                let title = article.title.as_deref().unwrap_or_default();
                flat(&article.text).contains(term) || flat(title).contains(term)
            })
        };
        assert!(terms.len() <= 5 && terms.iter().all(printed), "{}: {terms:?}", cluster.id());
        with_terms += usize::from(terms.len() >= 3);
    }
    assert!(with_terms * 10 >= engine.clusters().count() * 9, "{with_terms}");
    let mut several = 0;
    for story in engine.stories() {
        let label = story.label();
        assert_eq!(label.title, by_id[story.representative().as_str()].title);
        several += usize::from(story.clusters().count() > 1 && !label.terms.is_empty());
    }
    assert!(several > 10, "{several}");
    let all: usize = engine.stories().map(|story| story.printings()).sum();
    assert_eq!(all, engine.len());
}

#[test]
fn terms_of_scripts_without_spaces_are_whole_words() {
    let mut engine = news::engine(&Config { keep_text: true, ..news::config(0.0, true) });
    engine.ingest_batch(&news::corpus()).expect("verdicts");
    let terms = |id: &str| {
        let cluster = engine.clusters().find(|cluster| cluster.id() == id).expect("a cluster");
        cluster.label().terms
    };
    for (id, words) in [
        ("c:th-01-a", ["เมืองแก้ว", "เสียหาย"]),
        ("c:th-02-a", ["ซาแรนเดล", "เบนเกต์"]),
        ("c:th-03-a", ["อากาศร้อน", "อุณหภูมิ"]),
        ("c:zh-01-a", ["卡尔索瓦大坝", "裂缝"]),
        ("c:zh-06-a", ["桐荫路小学", "鱼丸"]),
        ("c:ja-01-a", ["ノールハーベル", "サランデル"]),
    ] {
        let terms = terms(id);
        assert!(words.iter().all(|word| terms.iter().any(|term| term == word)), "{id}: {terms:?}");
    }
}

#[test]
fn without_texts_labels_are_empty() {
    let mut engine = news::engine(&Config { keep_text: false, ..news::config(0.0, true) });
    engine.ingest_batch(&news::corpus()).expect("verdicts");
    assert!(engine.clusters().all(|cluster| cluster.label() == Label::default()));
}

#[test]
fn the_documented_label_is_one() {
    let format = include_str!("../docs/formats/labels.md");
    let example = format.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let label: Label = serde_json::from_str(example).expect("a label");
    assert_eq!(serde_json::to_string(&label).expect("JSON"), example.trim());
    assert_eq!(serde_json::to_string(&Label::default()).expect("JSON"), "{}");
}

#[test]
fn show_and_export_tell_them_from_files_and_from_a_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (verdicts, store) = (path("v.jsonl"), path("news.db"));
    let corpus = news::corpora().join("articles.jsonl").to_str().expect("UTF-8").to_owned();
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_wirefold")).args(arguments).assert().success().get_output().clone();
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    run(&["batch", &corpus, "--out", &verdicts]);
    run(&["batch", &corpus, "--store", &store, "--out", &path("w.jsonl")]);
    for asked in [vec!["show", &verdicts, "--in", &corpus], vec!["show", &store]] {
        let asked = [&asked[..], &["--cluster", "c:en-04-a"]].concat();
        let said = run(&asked);
        let terms = said.lines().nth(1).expect("a line under the headline");
        assert!(terms.contains("ferry") && terms.contains("Kirribee Island"), "{terms}");
    }
    for asked in [vec!["export", &verdicts, "--in", &corpus], vec!["export", &store]] {
        for (format, key) in [("csv", "cluster_label"), ("graphml", "story_label"), ("gexf", "cluster_label")] {
            let said = run(&[&asked[..], &["--format", format]].concat());
            assert!(said.contains(key) && said.contains(", Kirribee Island"), "{format}");
        }
        let said = run(&[&asked[..], &["--format", "ninjs"]].concat());
        assert!(said.contains(r#"{"name":"Kirribee Island"}"#), "{said}");
    }
}
