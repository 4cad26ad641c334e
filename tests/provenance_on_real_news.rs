//! How well explicit signals are read from real news. Runs on the folder that `WIREFOLD_EVAL_DIR` names, and says so
//! when it names none: `WIREFOLD_EVAL_DIR=… cargo test --test provenance_on_real_news -- --nocapture`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;
use wirefold::article::Article;
use wirefold::provenance::{Basis, Signals, read_signals};
use wirefold::units::{Language, Timestamp};

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("WIREFOLD_EVAL_DIR").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("WIREFOLD_EVAL_DIR is not set: nothing is measured");
    }
    folder
}

struct Labelled {
    article: Article,
    agencies: BTreeSet<String>,
}

fn articles(path: &std::path::Path) -> Vec<Labelled> {
    let text = std::fs::read_to_string(path).expect("the evaluation file is readable");
    let record = |line: &str| {
        let v: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
        let field = |name: &str| v[name].as_str().map(str::to_string);
        let article = Article {
            id: field("id").unwrap_or_default(),
            source: field("source"),
            published_at: v["published_at"].as_str().and_then(Timestamp::parse),
            url: field("url"),
            title: field("title"),
            text: field("text").unwrap_or_default(),
            language: v["lang"].as_str().and_then(Language::parse),
            ..Article::default()
        };
        let agencies = v["agencies"].as_array().into_iter().flatten().filter_map(|a| a.as_str()).map(str::to_string);
        Labelled { article, agencies: agencies.collect() }
    };
    text.lines().filter(|l| !l.trim().is_empty()).map(record).collect()
}

/// The agencies that old print names as its source count whether credited or quoted (`d'après Reuter`).
#[test]
fn agencies_of_old_print() {
    let Some(folder) = folder() else { return };
    for file in ["impresso_dev.jsonl", "impresso_test.jsonl"] {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let (mut right, mut found, mut wanted) = (0, 0, 0);
        for Labelled { article, agencies } in articles(&path) {
            let signals = read_signals(&article, None);
            let named: BTreeSet<String> = signals
                .agencies
                .iter()
                .filter(|s| s.basis != Basis::Photo)
                .filter_map(|s| s.agency.wikidata.clone())
                .collect();
            right += named.intersection(&agencies).count();
            found += named.len();
            wanted += agencies.len();
            if std::env::var_os("WIREFOLD_SHOW").is_some() && named != agencies {
                eprintln!("{}: missed {:?}, too many {:?}", article.id, &agencies - &named, &named - &agencies);
                show(&signals, &article.text);
            }
        }
        let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
        let f1 = 2.0 * precision * recall / (precision + recall);
        eprintln!("{file}: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3} of {wanted} agencies");
        assert!(f1 >= 0.8, "micro F1 {f1}");
    }
}

fn show(signals: &Signals, text: &str) {
    for s in &signals.agencies {
        let from = (s.span.start as usize).saturating_sub(30);
        let words: String = text.chars().skip(from).take(s.span.len() as usize + 60).collect();
        eprintln!("    {} {:?} {:.2} {:?}", s.agency.name, s.basis, s.confidence, words);
    }
}

/// An agency that either article of a judged pair credits, against the agency that a reader found behind the pair.
#[test]
fn agencies_of_judged_pairs() {
    let Some(folder) = folder() else { return };
    let labelled = articles(&folder.join("gilets.jsonl"));
    let bytes: usize = labelled.iter().map(|l| l.article.text.len()).sum();
    read_signals(&labelled[0].article, None);
    let start = Instant::now();
    let signals: FxHashMap<String, Signals> =
        labelled.iter().map(|l| (l.article.id.clone(), read_signals(&l.article, None))).collect();
    let each = start.elapsed().as_secs_f64() * 1e6 / labelled.len() as f64;
    eprintln!("{} articles of {} bytes on average: {each:.1} µs an article", labelled.len(), bytes / labelled.len());
    let credited: FxHashSet<&str> =
        signals.iter().filter(|(_, s)| !s.credits().is_empty()).map(|(id, _)| id.as_str()).collect();
    eprintln!("{} of {} articles credit an agency", credited.len(), labelled.len());
    let pairs = std::fs::read_to_string(folder.join("gilets.judged.full.tsv")).expect("the judged pairs");
    let (mut right, mut wrong, mut silent, mut unasked) = (0, 0, 0, 0);
    for pair in pairs.lines() {
        let cells: Vec<&str> = pair.split('\t').collect();
        let names: BTreeSet<&str> =
            cells[..2].iter().flat_map(|id| signals[*id].credits()).map(|s| s.agency.name.as_str()).collect();
        match cells[6] {
            "-" if names.is_empty() => {}
            "-" => unasked += 1,
            agency if names.contains(agency) => right += 1,
            _ if names.is_empty() => silent += 1,
            agency => {
                wrong += 1;
                eprintln!("{} {}: {agency} expected, {names:?} credited", cells[0], cells[1]);
                if std::env::var_os("WIREFOLD_SHOW").is_some() {
                    cells[..2].iter().for_each(|id| {
                        show(&signals[*id], &labelled.iter().find(|l| l.article.id == *id).expect("known").article.text)
                    });
                }
            }
        }
    }
    eprintln!(
        "judged pairs: {right} right, {wrong} wrong, {silent} credit nobody, {unasked} credited where none is known"
    );
    assert!(right >= 4 * wrong);
}

/// One article as a site shows it: credited to Le Monde with AFP, carried from LeMonde, and quoting AFP.
#[test]
fn a_page_with_its_furniture() {
    let Some(folder) = folder() else { return };
    let seed = std::fs::read_dir(folder.join("seed")).expect("the seed folder");
    let path = seed.filter_map(|e| e.ok()).find(|e| e.path().extension().is_some_and(|x| x == "txt")).expect("a text");
    let text = std::fs::read_to_string(path.path()).expect("the text");
    let signals = read_signals(&Article::new("seed", text.clone()), None);
    let words = |span: wirefold::units::Span| span.of(&text).to_owned();
    let of =
        |basis| signals.agencies.iter().find(|s| s.basis == basis).map(|s| (s.agency.name.as_str(), words(s.span)));
    assert_eq!(of(Basis::Credit), Some(("AFP", "Le Monde avec AFP".to_string())));
    assert_eq!(of(Basis::Citation), Some(("AFP", "Agence France-Presse".to_string())));
    let via: Vec<_> = signals.via.iter().map(|v| (v.name.as_deref(), words(v.span))).collect();
    assert_eq!(via, [(Some("LeMonde"), "via LeMonde".to_string())]);
    assert!(signals.marks.is_empty() && signals.byline.is_none(), "{signals:?}");
}
