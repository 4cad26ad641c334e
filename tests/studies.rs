//! What `docs/studies.md` tells a researcher to do works, and each figure that it names is there.
#![cfg(unix)]

use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, process::Command};

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// The commands of the page on a small table; what R and Python read has the columns that they name.
#[test]
fn the_documented_study_runs() {
    let page = include_str!("../docs/studies.md");
    let articles: Vec<&str> = include_str!("../corpora/articles.jsonl").lines().take(60).collect();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["article_no", "newspaper", "date", "headline", "body"]).expect("a row");
    for article in json_lines(&articles.join("\n")) {
        let cell = |key: &str| article[key].as_str().unwrap_or_default().to_owned();
        table.write_record(["id", "source", "published_at", "title", "text"].map(cell)).expect("a row");
    }
    let table = String::from_utf8(table.into_inner().expect("bytes")).expect("UTF-8");
    let folder = tempfile::tempdir().expect("a folder");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect(name);
    fs::write(folder.path().join("press.csv"), table).expect("it is written");
    let verdicts = |name: &str| json_lines(&read(name));
    let bin = Path::new(env!("CARGO_BIN_EXE_wirefold")).parent().expect("a folder").display().to_string();
    let bash = |commands: &str| {
        let mut bash = Command::new("bash");
        let script = format!("set -e; PATH={bin}:$PATH\n{commands}");
        assert!(bash.current_dir(folder.path()).args(["-c", &script]).status().expect("there is a bash").success());
    };
    for block in page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        if block.contains("judged.tsv") {
            let id = |value: &Value| value.as_str().expect("an id").to_owned();
            let pair = |line: &Value| format!("{}\t{}\tcopy\n", id(&line["a"]), id(&line["b"]));
            fs::write(folder.path().join("judged.tsv"), verdicts("edges.jsonl").iter().map(pair).collect::<String>())
                .expect("written");
        }
        bash(block);
    }
    let summary = &verdicts("summary.json")[0];
    assert_eq!((&summary["wirefold"], &summary["articles"]), (&env!("CARGO_PKG_VERSION").into(), &60.into()));
    assert_eq!(summary["config"]["window"]["days"], 0.0);
    for key in summary.as_object().expect("an object").keys() {
        assert!(page.contains(&format!("`{key}`")), "{key} is not described");
    }
    let rows = |name: &str| {
        let text = read(name);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        rows.deserialize().collect::<Result<Vec<BTreeMap<String, String>>, _>>().expect("a table")
    };
    let articles = rows("articles.csv");
    assert_eq!(articles.len(), 60);
    let from_agencies = articles.iter().filter(|row| row["origin_kind"] == "agency" && row["published_at"].len() > 7);
    assert!(from_agencies.count() > 5);
    let printings =
        rows("clusters.csv").iter().map(|row| row["printings"].parse::<usize>().expect("a number")).sum::<usize>();
    assert_eq!(printings, 60);
    let outlets: BTreeMap<&str, &str> =
        articles.iter().map(|row| (row["id"].as_str(), row["outlet"].as_str())).collect();
    for edge in rows("edges.csv") {
        assert_eq!(outlets.get(edge["source"].as_str()).copied().unwrap_or(""), edge["source_outlet"]);
    }
}
