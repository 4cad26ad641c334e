//! What `docs/formats/` shows is what the command reads and writes.

mod command;

use command::{Folder, run, wirefold};
use std::fs;

/// The blocks of JSON lines in a document of `docs/formats/`.
fn examples(document: &str) -> Vec<&str> {
    document.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

#[test]
fn the_documented_verdicts_are_what_a_stream_says() {
    let [input, expected] = examples(include_str!("../docs/formats/verdict.md"))[..] else { panic!("two blocks") };
    let output = wirefold(&["stream"]).write_stdin(input).assert().code(1).get_output().clone();
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(said == expected, "docs/formats/verdict.md should say:\n{said}");
}

#[test]
fn the_documented_edges_are_what_a_batch_says() {
    let [input, expected] = examples(include_str!("../docs/formats/edges.md"))[..] else { panic!("two blocks") };
    let folder = Folder::new(&[("news.jsonl", input)]);
    run(0, &["batch", &folder.path("news.jsonl"), "--edges", &folder.path("edges.jsonl")]);
    let said = folder.read("edges.jsonl");
    assert!(said == expected, "docs/formats/edges.md should say:\n{said}");
}

/// The page's examples: verdicts, their articles, and what each format makes of them.
#[test]
fn the_documented_exports_are_what_is_written() {
    let page = include_str!("../docs/formats/export.md");
    let block = |language: &str| {
        let fence = format!("```{language}\n");
        let mut blocks =
            page.split(&fence[..]).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned());
        (blocks.next().expect(language), blocks.next())
    };
    let (articles, ninjs) = block("json");
    let folder = Folder::new(&[("news.jsonl", &articles)]);
    let (news, verdicts) = (folder.path("news.jsonl"), folder.path("verdicts.jsonl"));
    run(0, &["batch", &news, "--out", &verdicts]);
    let written = |format: &str| run(0, &["export", &verdicts, "--in", &news, "--format", format]).0;
    for format in ["csv", "csv-articles", "csv-clusters", "graphml", "gexf", "prov-json", "ninjs"] {
        let expected = if format == "ninjs" { ninjs.clone().expect("a second block") } else { block(format).0 };
        let said = written(format);
        assert!(said == expected, "docs/formats/export.md should say:\n{said}");
    }
    for table in ["csv-articles", "csv-clusters"] {
        for column in written(table).lines().next().expect("a row").split(',') {
            assert!(page.contains(&format!("`{column}`")), "{table}: {column} is not described");
        }
    }
    // The articles may have any form that is read.
    let renamed = folder.path("news.data");
    fs::copy(&news, &renamed).expect("a copy");
    let in_format = ["export", &verdicts, "--in", &renamed, "--in-format", "jsonl", "--format", "csv"];
    assert_eq!(run(0, &in_format).0, written("csv"));
}

#[test]
fn the_documented_judged_pairs_are_read() {
    let page = include_str!("../docs/formats/judged.md");
    let pairs = page.split("```tsv\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let edge = serde_json::json!({"a": "b1", "b": "a1", "relation": "copy"}).to_string();
    let folder = Folder::new(&[("judged.tsv", pairs), ("edges.jsonl", &edge)]);
    let (said, _) = run(0, &["eval", "--gold", &folder.path("judged.tsv"), "--pred", &folder.path("edges.jsonl")]);
    assert!(said.contains("judged pairs (3)") && said.contains("F1 1.000"), "{said}");
    assert!(said.contains("2 gold items are not in the prediction"), "{said}");
}
