//! A store tells every carrier of a dispatch that was withdrawn, and of an outdated version, from before and after.

mod news;

use assert_cmd::Command;
use rusqlite::Connection;
use std::path::Path;
use wirefold::store::{Archive, Opening, check};
use wirefold::units::Timestamp;
use wirefold::{Article, Verdict};

const DAM: &str = "MELDRIN (AFP) - The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its \
     crest, the interior ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next \
     valley, and three villages were cut off. Engineers from the university of Valmorin lowered the water by two metres \
     overnight, and the mayor, Ilka Torvald, asked shops to stay open until midnight. The dam was built by the Orvane \
     power company to light the mines above Meldrin, and its owners had promised repairs after the last inspection. Pupils \
     of the valley are to be taught in the town hall of Sellin until the road over the crest is open again, the school \
     board said, and trains stop at every station so that families can visit those who had to leave.";

fn printed(id: &str, hour: u32, text: &str) -> Article {
    let at = Timestamp::parse(&format!("2031-03-04T{hour:02}:00:00Z")).expect("a time");
    Article::new(id, text).with_source(format!("{id}.example")).with_published_at(at)
}

/// Takes articles in and closes the store.
fn taken(path: &Path, articles: &[Article]) -> Vec<Verdict> {
    let opening = Opening { command: "test".into(), ..Opening::default() };
    let mut archive = Archive::open(path, opening).expect("a store");
    let verdicts = articles.iter().map(|a| archive.ingest_batch(std::slice::from_ref(a)).expect("a verdict"));
    let verdicts = verdicts.flatten().collect();
    archive.close().expect("it closes");
    assert_eq!(check(path).expect("a store"), []);
    verdicts
}

fn rows(path: &Path, query: &str) -> Vec<String> {
    let db = Connection::open(path).expect("it opens");
    let mut statement = db.prepare(query).expect(query);
    let rows = statement.query_map([], |row| row.get(0)).expect(query);
    rows.map(|row| row.expect("a text")).collect()
}

fn show(path: &Path, cluster: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirefold"));
    let output = command.arg("show").arg(path).args(["--cluster", cluster]).assert().success().get_output().clone();
    String::from_utf8(output.stdout).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn carriers_of_a_withdrawn_dispatch() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    let notice = printed("notice", 9, "AFP advises its clients that the item must not be used. (AFP)");
    let first = [
        printed("wire", 6, DAM).with_title("Dam of Karsova closed"),
        printed("early", 7, DAM).with_title("Cracks found"),
        printed("apart", 8, &news::day(3, 1)[0].text),
        notice.with_title("KILL: Dam of Karsova closed"),
    ];
    taken(&path, &first);
    // The notice is known after a restart, too.
    let late = &taken(&path, &[printed("late", 10, DAM)])[0];
    assert_eq!(late.provenance.as_ref().and_then(|p| p.withdrawn_by.as_deref()), Some("notice"));

    let carriers = "SELECT id || ' ' || notice_id || ' ' || printed_after FROM v_withdrawn ORDER BY article";
    assert_eq!(rows(&path, carriers), ["wire notice 0", "early notice 0", "late notice 1"]);
    let shown = show(&path, "late");
    assert!(
        shown.contains("WITHDRAWN by notice. It was printed by early.example, late.example, wire.example"),
        "{shown}"
    );
}

/// Whoever prints first often says nothing: the credit comes with others, and is that of the text.
#[test]
fn who_wrote_a_text_is_told_as_it_is_known_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    let silent = DAM.strip_prefix("MELDRIN (AFP) - ").expect("it begins so");
    taken(&path, &[printed("early", 6, silent), printed("wire", 7, DAM), printed("late", 8, silent)]);
    assert_eq!(rows(&path, "SELECT origin FROM v_clusters"), ["AFP"]);
    assert_eq!(rows(&path, "SELECT origin FROM v_articles ORDER BY article"), ["AFP"; 3]);
    assert!(show(&path, "early").contains("written by AFP"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirefold"));
    let output =
        command.arg("export").arg(&path).args(["--format", "csv-clusters"]).assert().success().get_output().clone();
    assert!(String::from_utf8(output.stdout).expect("UTF-8").contains(",agency,AFP,"));
    // An outlet's own text, that another prints later and a third printed first.
    let path = folder.path().join("own.db");
    taken(&path, &[printed("copy", 7, silent), printed("author", 6, silent), printed("other", 8, silent)]);
    assert_eq!(rows(&path, "SELECT DISTINCT origin FROM v_articles"), ["author.example"]);
    assert!(show(&path, "copy").contains("written by the outlet author.example"));
}

#[test]
fn carriers_of_an_outdated_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    let update =
        DAM.replace("4,300", "5,100").replace("three villages", "seven villages").replace("Tuesday", "Tuesday night");
    taken(&path, &[printed("wire", 6, DAM), printed("early", 7, DAM), printed("update", 8, &update)]);
    let after = taken(&path, &[printed("lags", 9, DAM), printed("fresh", 9, &update)]);
    let told: Vec<_> = after.iter().filter_map(|v| v.provenance.as_ref()).map(|p| (p.version, p.outdated)).collect();
    assert_eq!(told, [(Some(1), true), (Some(2), false)]);

    let carriers =
        "SELECT id || ' ' || version || ' of ' || newest || ' ' || printed_after FROM v_outdated ORDER BY article";
    assert_eq!(rows(&path, carriers), ["wire 1 of 2 0", "early 1 of 2 0", "lags 1 of 2 1"]);
    let shown = show(&path, "wire");
    assert!(shown.contains("Printed after a newer version was out: lags.example."), "{shown}");
    assert!(shown.contains("An older version stands at early.example, lags.example, wire.example."), "{shown}");
}
