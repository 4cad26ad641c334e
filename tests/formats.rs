//! What is written is what `docs/formats/` says: verdicts hold to their schema, and examples are what they claim to be.

mod news;

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use wirefold::cluster::Event;
use wirefold::store::{Archive, Opening};
use wirefold::units::Timestamp;

const SCHEMA: &str = include_str!("../docs/formats/verdict.schema.json");
const VERDICTS: &str = include_str!("../docs/formats/verdict.md");
const STORE: &str = include_str!("../docs/formats/store.md");
const EDGES: &str = include_str!("../docs/formats/edges.md");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("JSON")
}

/// The faults of `value` by the part of JSON Schema that the schema uses; and every key that it does not name.
fn faults(schema: &Value, part: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    for (keyword, wanted) in part.as_object().expect("a schema") {
        let number = || value.as_f64().zip(wanted.as_f64());
        let is_right = match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" | "examples" => true,
            "$ref" => {
                let name = wanted.as_str().and_then(|r| r.strip_prefix("#/$defs/")).expect("a reference");
                faults(schema, &schema["$defs"][name], value, place, found);
                true
            }
            "oneOf" => {
                // What is there is not held against the choice that nothing is.
                let choices = wanted.as_array().expect("schemas").iter();
                let choices = choices.filter(|c| c["type"] != "null" || value.is_null()).map(|choice| {
                    let mut faulty = Vec::new();
                    faults(schema, choice, value, place, &mut faulty);
                    faulty
                });
                let mut choices: Vec<Vec<String>> = choices.collect();
                choices.sort_by_key(Vec::len);
                found.extend(choices.first().expect("a choice").iter().cloned());
                !choices[0].is_empty() || choices[1..].iter().all(|faulty| !faulty.is_empty())
            }
            "type" => match wanted {
                Value::Array(types) => types.iter().any(|t| is_of_type(value, t)),
                one => is_of_type(value, one),
            },
            "const" => value == wanted,
            "enum" => wanted.as_array().expect("values").contains(value),
            "minimum" => number().is_none_or(|(value, least)| value >= least),
            "maximum" => number().is_none_or(|(value, most)| value <= most),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().expect("a number")),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= wanted.as_u64().expect("a number")),
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    faults(schema, wanted, item, &format!("{place}[{n}]"), found);
                }
                true
            }
            "required" => value.as_object().is_none_or(|object| {
                wanted.as_array().expect("names").iter().all(|name| object.contains_key(name.as_str().expect("a name")))
            }),
            "properties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    match wanted.get(key) {
                        Some(part) => faults(schema, part, value, &format!("{place}.{key}"), found),
                        None => found.push(format!("{place}.{key} is not described")),
                    }
                }
                true
            }
            "pattern" => value.as_str().is_none_or(|text| match wanted.as_str() {
                Some("^[a-z]{2}$") => text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase()),
                Some("^Q[0-9]+$") => text.strip_prefix('Q').is_some_and(|n| n.parse::<u64>().is_ok()),
                other => panic!("the pattern {other:?} is unknown here"),
            }),
            other => panic!("the keyword {other:?} is unknown here"),
        };
        if !is_right {
            found.push(format!("{place}: {value} against {keyword} {wanted}"));
        }
    }
}

fn is_of_type(value: &Value, name: &Value) -> bool {
    match name.as_str().expect("a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the type {other:?} is unknown here"),
    }
}

fn assert_valid(schema: &Value, line: &str) {
    let value: Value = serde_json::from_str(line).expect(line);
    let mut found = Vec::new();
    faults(schema, schema, &value, "", &mut found);
    assert!(found.is_empty(), "{}\nin {line}", found.join("\n"));
}

/// The blocks of a document in one language.
fn blocks<'a>(document: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    document.split(&fence[..]).skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

#[test]
fn verdicts_hold_to_their_schema() {
    let schema = schema();
    let mut articles = news::sent_again(&news::corpus(), 71);
    articles.extend(news::sent_again(&news::day(72, 700), 72));
    let mut kinds = BTreeSet::new();
    for (days, stories) in [(0.0, true), (0.1, true), (0.1, false)] {
        let mut engine = news::engine(&news::config(days, stories));
        let mut verdicts = engine.ingest_batch(&articles).expect("verdicts");
        for verdict in &verdicts {
            let line = serde_json::to_string(verdict).expect("JSON");
            assert_valid(&schema, &line);
            let events = verdict.events.iter().map(|e| serde_json::to_value(e).expect("JSON")["type"].to_string());
            kinds.extend(events);
        }
        engine.settle(&mut verdicts).expect("words that can be read");
        verdicts.iter().for_each(|v| assert_valid(&schema, &serde_json::to_string(v).expect("JSON")));
        assert_valid(&schema, &with_events(&engine.expire(Timestamp::from_seconds(i64::MAX))));
    }
    assert!(kinds.len() >= 6, "only {kinds:?} happened");
}

fn with_events(events: &[Event]) -> String {
    serde_json::json!({"schema": "wirefold.verdict/1", "id": "x", "cluster_id": "c", "relation": "none", "of": null,
        "representative": "x", "language": null, "measures": null, "events": events})
    .to_string()
}

#[test]
fn every_event_is_described() {
    let name = || "x".to_owned();
    let events = [
        Event::Created { cluster_id: name(), article: name() },
        Event::Joined { cluster_id: name(), article: name() },
        Event::Left { cluster_id: name(), article: name() },
        Event::Merged { cluster_id: name(), into: name() },
        Event::Split { cluster_id: name(), into: name(), articles: vec![name()] },
        Event::RepresentativeChanged { cluster_id: name(), representative: name() },
        Event::Expired { cluster_id: name() },
        Event::Returned { cluster_id: name(), article: name() },
        Event::StoryMerged { story_id: name(), into: name() },
        Event::StorySplit { story_id: name(), into: name(), clusters: vec![name()] },
    ];
    let schema = schema();
    assert_valid(&schema, &with_events(&events));
    let examples = &schema["$defs"]["event"]["properties"]["type"]["examples"];
    let written = events.map(|event| serde_json::to_value(event).expect("JSON")["type"].clone());
    assert_eq!(examples, &Value::from(written.to_vec()));
}

#[test]
fn the_documented_verdicts_hold_to_it_too() {
    let schema = schema();
    let said = blocks(VERDICTS, "json")[1];
    assert!(said.lines().count() > 1);
    said.lines().for_each(|line| assert_valid(&schema, line));
}

/// The examples of verdicts and of edges are what the program makes of theirs.
#[test]
fn the_documented_examples_are_what_the_program_says() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documented_examples");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
    let (input, edges, out) = (path("input.jsonl"), path("edges.jsonl"), path("out.jsonl"));
    let run = |arguments: &[&str]| {
        let input = std::fs::File::open(&input).expect("a file");
        let mut wirefold = std::process::Command::new(env!("CARGO_BIN_EXE_wirefold"));
        let output = wirefold.args(arguments).stdin(input).output().expect("it runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let example = |page: &'static str| {
        let [given, said, ..] = blocks(page, "json")[..] else { panic!("two blocks") };
        std::fs::write(&input, given).expect("a file");
        said
    };
    assert_eq!(example(VERDICTS), run(&["stream"]));
    let said = example(EDGES);
    run(&["batch", &input, "--out", &out, "--edges", &edges]);
    assert_eq!(said, std::fs::read_to_string(&edges).expect("edges"));
}

#[test]
fn what_is_wrong_is_found() {
    let schema = schema();
    let good: Value = serde_json::from_str(blocks(VERDICTS, "json")[1].lines().next().expect("a line")).expect("JSON");
    let broken: [(&str, Value); 6] = [
        ("id", 7.into()),
        ("relation", "cousin".into()),
        ("language", "english".into()),
        ("events", serde_json::json!([{"cluster_id": "c"}])),
        ("measures", serde_json::json!({"containment": 1.5})),
        ("colour", "red".into()),
    ];
    for (key, value) in broken {
        let mut line = good.clone();
        line[key] = value;
        let mut found = Vec::new();
        faults(&schema, &schema, &line, "", &mut found);
        assert!(!found.is_empty(), "{key} was passed");
    }
}

/// The first cells of all tables, as far as they are names.
fn table_names(document: &str) -> BTreeSet<&str> {
    let cells = document.lines().filter_map(|l| l.strip_prefix("| ")?.split(" |").next());
    let names = cells.flat_map(|cell| cell.split(", ")).filter_map(|name| name.strip_prefix('`')?.strip_suffix('`'));
    names.collect()
}

#[test]
fn the_page_and_the_schema_of_verdicts_name_the_same_keys() {
    let page = table_names(VERDICTS);
    let schema = schema();
    let mut named = BTreeSet::new();
    for (name, part) in schema["$defs"].as_object().expect("parts") {
        for key in part["properties"].as_object().into_iter().flat_map(|p| p.keys()) {
            let is_said = page.contains(key.as_str()) || VERDICTS.contains(&format!("`{key}`"));
            assert!(is_said, "{name}.{key} is not on the page");
            named.insert(key.as_str());
        }
        let values = |part: &Value| [part["enum"].clone(), part["examples"].clone()];
        let listed = part["properties"].as_object().into_iter().flatten().flat_map(|(_, part)| values(part));
        for value in listed.filter_map(|list| list.as_array().cloned()).flatten() {
            let value = value.as_str().expect("a name").to_owned();
            assert!(VERDICTS.contains(&format!("`{value}`")), "{name}: {value} is not on the page");
        }
    }
    let values: BTreeSet<String> =
        SCHEMA.split('"').map(str::to_owned).filter(|word| page.contains(word.as_str())).collect();
    let unknown: Vec<&&str> = page.iter().filter(|name| !named.contains(*name) && !values.contains(**name)).collect();
    assert!(unknown.is_empty(), "{unknown:?} are on the page, not in the schema");
}

#[test]
fn edges_have_the_keys_of_their_page() {
    let page = table_names(EDGES);
    let mut engine = news::engine(&news::config(0.0, true));
    let verdicts = engine.ingest_batch(&news::corpus()).expect("verdicts");
    let mut edges = 0;
    for edge in verdicts.iter().flat_map(|v| &v.edges) {
        let edge = serde_json::to_value(edge).expect("JSON");
        for key in edge.as_object().expect("an object").keys() {
            assert!(page.contains(key.as_str()), "{key} is not on the page");
        }
        edges += 1;
    }
    assert!(edges > 200);
}

/// Every example in a language of data can be read by its parser.
#[test]
fn examples_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats");
    let mut examples = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let document = std::fs::read_to_string(&path).expect("UTF-8");
        for line in blocks(&document, "json").iter().flat_map(|block| block.lines()) {
            // Input of an example may be wrong on purpose.
            if line.starts_with('{') {
                serde_json::from_str::<Value>(line).unwrap_or_else(|e| panic!("{}: {e}: {line}", path.display()));
                examples += 1;
            }
        }
        for block in blocks(&document, "toml") {
            toml::from_str::<toml::Table>(block).unwrap_or_else(|e| panic!("{}: {e}: {block}", path.display()));
            examples += 1;
        }
    }
    assert!(examples > 10);
}

/// Of every view, the columns are those of its row in the table, in their order.
#[test]
fn views_have_the_columns_of_their_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    Archive::open(&path, Opening::default()).expect("a store").close().expect("it closes");
    let db = rusqlite::Connection::open(&path).expect("it opens");
    let columns = |name: &str| -> Vec<String> {
        let mut statement = db.prepare(&format!("SELECT name FROM pragma_table_info('{name}')")).expect("a query");
        statement.query_map([], |row| row.get(0)).expect("rows").map(|name| name.expect("text")).collect()
    };
    let views: Vec<String> = {
        let mut statement = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").expect("a query");
        statement.query_map([], |row| row.get(0)).expect("rows").map(|name| name.expect("text")).collect()
    };
    assert!(views.len() > 5);
    for view in views {
        let row = STORE.lines().find(|line| line.starts_with(&format!("| `{view}` |"))).expect("a row");
        let described = row.trim_end_matches(" |").rsplit(" | ").next().expect("a cell");
        let named: Vec<&str> = described.split('`').skip(1).step_by(2).collect();
        let said: Vec<String> = columns(&view);
        assert!(said.iter().map(String::as_str).eq(named.iter().copied()), "{view}: {said:?} against {named:?}");
    }
}
