//! What `export --format prov-json` writes is a valid instance of PROV: the constraints of PROV-CONSTRAINTS (W3C
//! Recommendation, 30 April 2013) that can be broken by entities, agents, generations, attributions and derivations, which
//! are all that it writes. Each is first shown to find a document that breaks it.

mod news;

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wirefold::config::WindowConfig;
use wirefold::sinks::export::{Format, Item, write};
use wirefold::synth::{Options, WireDay, corpus};
use wirefold::units::Timestamp;
use wirefold::{Article, Config, Engine, Verdict};

/// The kinds of statement with their arguments, each with the type that it gives to what stands there (Constraint 50).
const RELATIONS: [(&str, &[(&str, &str)]); 3] = [
    ("wasGeneratedBy", &[("prov:entity", "entity"), ("prov:activity", "activity")]),
    ("wasAttributedTo", &[("prov:entity", "entity"), ("prov:agent", "agent")]),
    (
        "wasDerivedFrom",
        &[("prov:generatedEntity", "entity"), ("prov:usedEntity", "entity"), ("prov:activity", "activity")],
    ),
];

/// What a document breaks, each begun by the number of the constraint, or `form`.
fn broken(document: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let empty = Map::new();
    let kind = |name: &str| document[name].as_object().unwrap_or(&empty);
    let known = ["prefix", "entity", "activity", "agent", "wasGeneratedBy", "wasAttributedTo", "wasDerivedFrom"];
    for key in document.as_object().expect("a document").keys().filter(|k| !known.contains(&k.as_str())) {
        broken.push(format!("form: {key} is not looked at"));
    }

    // 22 and 23, keys: one statement an identifier; PROV-JSON writes several as a list.
    // 50, typing; 54 and 55, what nothing can be at once.
    let mut types: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for element in ["entity", "activity", "agent"] {
        for (id, value) in kind(element) {
            types.entry(id.clone()).or_default().insert(element);
            if !value.is_object() {
                broken.push(format!("22: {id} is stated more than once"));
            }
        }
    }
    for (relation, arguments) in RELATIONS {
        for (id, value) in kind(relation) {
            types.entry(id.clone()).or_default().insert("relation");
            if !value.is_object() {
                broken.push(format!("23: {id} is stated more than once"));
            }
            for (argument, of_type) in arguments {
                match value[argument].as_str() {
                    Some(name) => drop(types.entry(name.to_owned()).or_default().insert(of_type)),
                    None if *of_type != "activity" => broken.push(format!("form: {id} without {argument}")),
                    None => {}
                }
            }
        }
    }
    for (id, types) in &types {
        if types.contains("relation") && types.len() > 1 {
            broken.push(format!("54: {id} is a thing and a relation"));
        }
        if types.contains("entity") && types.contains("activity") {
            broken.push(format!("55: {id} is an entity and an activity"));
        }
        if !id.starts_with("_:") && !is_qualified_name(id, kind("prefix")) {
            broken.push(format!("form: {id} is no qualified name"));
        }
        let stated = ["entity", "activity", "agent"].iter().any(|element| kind(element).contains_key(id));
        if !stated && !types.contains("relation") {
            broken.push(format!("form: {id} is nowhere described"));
        }
    }

    // 24, with 39: an entity is generated once; two generations by activities that are not named are simultaneous.
    let mut generated: BTreeMap<&str, Option<Timestamp>> = BTreeMap::new();
    for (id, value) in kind("wasGeneratedBy") {
        let Some(entity) = value["prov:entity"].as_str() else { continue };
        let at = value["prov:time"].as_str().map(|text| Timestamp::parse(text).expect("a time"));
        if generated.insert(entity, at).is_some_and(|before| before != at) {
            broken.push(format!("24: {id} generates {entity} once more"));
        }
    }

    // 51: a derivation of which the activity is not known names no generation and no usage.
    for (id, value) in kind("wasDerivedFrom") {
        let events = ["prov:generation", "prov:usage"].iter().any(|event| value.get(event).is_some());
        if events && value.get("prov:activity").is_none() {
            broken.push(format!("51: {id} has events of no activity"));
        }
    }

    // 42: what is derived was generated after what it is derived from, and nothing before itself. 49: an agent that is
    // an entity was there before what is attributed to it.
    let mut earlier: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for value in kind("wasDerivedFrom").values() {
        if let (Some(to), Some(from)) = (value["prov:generatedEntity"].as_str(), value["prov:usedEntity"].as_str()) {
            earlier.entry(to).or_default().push(from);
            let time = |entity: &str| generated.get(entity).copied().flatten();
            if let (Some(after), Some(before)) = (time(to), time(from))
                && after < before
            {
                broken.push(format!("42: {to} was generated before {from}, from which it is derived"));
            }
        }
    }
    let mut done: BTreeSet<&str> = BTreeSet::new();
    while let Some(next) = earlier
        .keys()
        .copied()
        .find(|e| !done.contains(e) && earlier[e].iter().all(|f| done.contains(f) || !earlier.contains_key(f)))
    {
        done.insert(next);
    }
    for entity in earlier.keys().filter(|e| !done.contains(*e)) {
        broken.push(format!("42: {entity} lies in a circle of derivations, or behind one"));
    }
    for value in kind("wasAttributedTo").values() {
        if let (Some(entity), Some(agent)) = (value["prov:entity"].as_str(), value["prov:agent"].as_str()) {
            let time = |name: &str| generated.get(name).copied().flatten();
            if let (Some(after), Some(before)) = (time(entity), time(agent))
                && after < before
            {
                broken.push(format!("49: {entity} was generated before {agent}"));
            }
        }
    }
    broken
}

/// PROV-N's `prefix:local` with a declared prefix; of what a local part may be, the part without escapes.
fn is_qualified_name(name: &str, prefixes: &Map<String, Value>) -> bool {
    let Some((prefix, local)) = name.split_once(':') else { return false };
    let percents = local
        .match_indices('%')
        .all(|(at, _)| local.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)));
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '%');
    prefixes.contains_key(prefix)
        && percents
        && local.chars().all(inside)
        && !local.starts_with(['-', '.'])
        && !local.ends_with('.')
}

fn export(items: &[Item]) -> Value {
    let mut out = Vec::new();
    write(Format::ProvJson, items, &mut out).expect("memory takes all");
    serde_json::from_slice(&out).expect("JSON")
}

fn item(verdict: &Verdict, article: &Article) -> Item {
    let line = serde_json::to_value(verdict).expect("a verdict is JSON");
    let mut item: Item = serde_json::from_value(line).expect("a verdict line");
    item.title.clone_from(&article.title);
    item.published_at = article.published_at;
    item
}

/// The export of a batch.
fn batch(mut articles: Vec<Article>) -> Value {
    articles.sort_by(Article::by_publication);
    let config = Config { window: WindowConfig::UNBOUNDED, ..Config::default() };
    let mut engine = Engine::builder().config(config).build().expect("a valid configuration");
    let verdicts = news::settled(&mut engine, &articles);
    export(&verdicts.iter().zip(&articles).map(|(v, a)| item(v, a)).collect::<Vec<_>>())
}

/// A document that states what ours do, and breaks nothing.
fn small() -> Value {
    json!({
        "prefix": { "a": "urn:a:" },
        "entity": { "a:1": {}, "a:2": {}, "a:3": {} },
        "agent": { "a:outlet": {} },
        "wasGeneratedBy": {
            "_:g1": { "prov:entity": "a:1", "prov:time": "2031-03-04T06:00:00Z" },
            "_:g2": { "prov:entity": "a:2", "prov:time": "2031-03-04T07:00:00Z" },
        },
        "wasAttributedTo": { "_:w1": { "prov:entity": "a:1", "prov:agent": "a:outlet" } },
        "wasDerivedFrom": {
            "_:d1": { "prov:generatedEntity": "a:2", "prov:usedEntity": "a:1" },
            "_:d2": { "prov:generatedEntity": "a:3", "prov:usedEntity": "a:2" },
        },
    })
}

#[test]
fn each_constraint_can_be_broken() {
    assert_eq!(broken(&small()), [""; 0]);
    let breaks = |constraint: &str, pointer: &str, value: Value| {
        let mut document = small();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        document.pointer_mut(parent).expect(parent)[key] = value;
        let found = broken(&document);
        assert!(found.iter().any(|b| b.starts_with(constraint)), "{constraint}: {pointer} gives {found:?}");
    };
    breaks("22", "/entity/a:1", json!([{}, {}]));
    breaks("23", "/wasAttributedTo/_:w1", json!([{}, {}]));
    breaks("24", "/wasGeneratedBy/_:g3", json!({ "prov:entity": "a:1", "prov:time": "2031-03-04T06:30:00Z" }));
    breaks("42", "/wasDerivedFrom/_:d3", json!({ "prov:generatedEntity": "a:1", "prov:usedEntity": "a:1" }));
    breaks("42", "/wasDerivedFrom/_:d3", json!({ "prov:generatedEntity": "a:1", "prov:usedEntity": "a:3" }));
    breaks("42", "/wasGeneratedBy/_:g2/prov:time", json!("2031-03-04T05:00:00Z"));
    let outlet = json!({ "prov:entity": "a:outlet", "prov:time": "2031-03-04T08:00:00Z" });
    breaks("49", "/wasGeneratedBy/_:g3", outlet);
    breaks("51", "/wasDerivedFrom/_:d1/prov:usage", json!("a:u"));
    breaks("54", "/entity/_:d1", json!({}));
    breaks("55", "/wasDerivedFrom/_:d1/prov:activity", json!("a:3"));
    breaks("form", "/wasDerivedFrom/_:d1/prov:usedEntity", Value::Null);
    breaks("form", "/wasDerivedFrom/_:d1/prov:usedEntity", json!("a:4"));
    breaks("form", "/entity/a:-1", json!({}));
    breaks("form", "/entity/b:1", json!({}));
    breaks("form", "/used", json!({}));
}

#[test]
fn the_corpora_and_a_day_are_valid() {
    let corpora = corpus::expand(Path::new("corpora")).expect("the corpora are sound");
    let day = WireDay::new(Options { seed: 9, articles: 1000, ..Options::default() });
    for articles in [corpora.into_iter().map(|(a, _)| a).collect(), day.map(|(a, _)| a).collect::<Vec<_>>()] {
        let document = batch(articles);
        assert_eq!(broken(&document), [""; 0]);
        // It says something.
        let count = |kind: &str| document[kind].as_object().expect(kind).len();
        assert!(count("wasDerivedFrom") > 300 && count("wasGeneratedBy") > 300 && count("wasAttributedTo") > 300);
    }
}

/// Runs on the folder that `WIREFOLD_EVAL_DIR` names, and says so when it names none.
#[test]
fn real_news_is_valid() {
    let Some(folder) = std::env::var_os("WIREFOLD_EVAL_DIR") else {
        eprintln!("WIREFOLD_EVAL_DIR is not set: real news is not looked at");
        return;
    };
    let text = std::fs::read_to_string(Path::new(&folder).join("gilets.jsonl")).expect("the articles are readable");
    let article = |line: &str| {
        let record: Value = serde_json::from_str(line).expect("a JSON object a line");
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        let mut article = Article::new(field("id").unwrap_or_default(), field("text").unwrap_or_default());
        article.source = field("source");
        article.title = field("title");
        article.published_at = field("published_at").as_deref().and_then(Timestamp::parse);
        article
    };
    assert_eq!(broken(&batch(text.lines().map(article).collect())), [""; 0]);
}

#[test]
fn articles_that_come_again_make_no_circle() {
    let line = |id: &str, from: &str| -> Item {
        let provenance = json!({ "publisher": "a", "taken_from": from, "taken_from_confidence": 0.9 });
        serde_json::from_value(json!({ "id": id, "cluster_id": "c:1", "provenance": provenance })).expect("an item")
    };
    // `2` was taken from `1`, which came again and was then taken from `3`, a copy of `2`.
    let document = export(&[line("2", "1"), line("3", "2"), line("1", "3"), line(".x-", "3")]);
    assert_eq!(broken(&document), [""; 0]);
    let derived = document["wasDerivedFrom"].as_object().expect("derivations");
    assert_eq!(derived.len(), 3, "one statement is left out");
    assert!(derived.values().any(|d| d["prov:generatedEntity"] == "article:%2Ex%2D"));
}
