//! What `docs/studies.md` tells a researcher to do works, and each figure that it names is there.
#![cfg(unix)]

mod command;

use command::json_lines;
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, process::Command};

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

/// The answers of the questions about copying, credits and lags on a table that is counted by hand.
#[test]
fn questions_to_a_store_are_answered_as_by_hand() {
    let dam = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior \
        ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley, and three \
        villages were cut off. The inspectors are to report on Friday, and water stays fit to drink, the prefect said.";
    let bus = "Nine people were killed and 22 injured on Monday night when a coach left the road near Orsk, firefighters \
        said. It was carrying supporters of the club of Lumen home from a match. A prosecutor is looking into it. The road \
        was icy, and the driver, aged 54, seems to have lost control of the coach in a narrow bend above the river.";
    let law = "Valmorin's deputies passed the reform of farmers' pensions on Wednesday by 212 votes to 187 after eleven hours \
        of debate. It sets a least pension of 940 crowns for those who paid in for 37 years. The opposition said it would go \
        to the constitutional court. The minister, Aurel Tansin, spoke of a historic vote for the countryside.";
    let rows = [
        ("1", "Courier", "04/03/2031 06:12", format!("MELDRIN (AFP) - {dam}")),
        ("2", "Gazette", "04/03/2031 06:52", dam.to_owned()),
        ("3", "Echo", "04/03/2031 08:12", format!("<p>{dam}</p>\n<p><em>With AFP</em></p><div>Share &amp; tell</div>")),
        ("4", "Gazette", "03/03/2031 22:00", format!("{bus}\n\nBy Marine Talloire")),
        ("5", "Courier", "04/03/2031 01:00", format!("{bus}\n\nSource: Gazette")),
        ("6", "Gazette", "05/03/2031 19:00", law.to_owned()),
        ("7", "Echo", "05/03/2031 19:30", format!("{law}\n\n(AFP)")),
        ("8", "Courier", "05/03/2031 20:00", format!("{law} (AFP)")),
        ("9", "Echo", "06/03/2031", "A fair of forty stalls opens on Saturday in the square of Tarsel.".to_owned()),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let mut table =
        csv::WriterBuilder::new().delimiter(b';').from_path(folder.path().join("press.csv")).expect("a file");
    table.write_record(["nr", "paper", "printed on", "words"]).expect("a row");
    rows.iter().for_each(|(nr, paper, at, text)| table.write_record([nr, paper, at, text.as_str()]).expect("a row"));
    drop(table);
    let map = "id=nr,source=paper,published_at=printed on,text=words,dates=day-first";
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirefold"));
    command.current_dir(folder.path()).args([
        "batch",
        "press.csv",
        "--store",
        "press.db",
        "--out",
        "v.jsonl",
        "--map",
        map,
    ]);
    assert!(command.output().expect("it runs").status.success());
    let db = rusqlite::Connection::open(folder.path().join("press.db")).expect("a store");
    let answers = |question: &str| -> Vec<String> {
        let page = include_str!("../docs/formats/store.md");
        let (_, rest) = page.split_once(question).expect(question);
        let query = rest.split("```sql\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a query");
        let mut statement = db.prepare(query).expect(query);
        let columns = statement.column_count();
        let cell = |value| match value {
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Real(number) => number.to_string(),
            _ => "-".into(),
        };
        let read =
            |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at).map(cell)).collect::<Result<Vec<_>, _>>();
        let rows = statement.query_map([], read).expect(query);
        rows.map(|row| row.expect("cells").join(" ")).collect()
    };
    assert_eq!(answers("Who prints other outlets' texts"), ["Gazette Courier 1 180"]);
    let mut shares = answers("How much of each outlet is agency text");
    shares.sort();
    assert_eq!(shares, ["Courier 3 0.67", "Echo 3 0.67", "Gazette 3 0.67"]);
    assert_eq!(answers("Who prints agencies' texts without saying so"), ["Gazette 2 2", "Courier 2 0", "Echo 2 0"]);
    assert_eq!(answers("Who is first with what several print"), ["Gazette 3 2 13", "Courier 3 1 80", "Echo 2 0 75"]);
}
