//! How well wirefold tells who wrote a text, and who took it from whom? And can its confidence be believed?
//!
//! `cargo run --release --example lineage` measures on the corpora and on a generated day, with and without dates. Where
//! `WIREFOLD_EVAL_DIR` names a folder with judged pairs, on those as well.

use rustc_hash::FxHashMap;
use std::path::Path;
use wirefold::article::Article;
use wirefold::config::{Config, WindowConfig};
use wirefold::eval::Calibration;
use wirefold::provenance::lineage::{AgencyRole, Direction, same_outlet};
use wirefold::provenance::{Basis, Gazetteer};
use wirefold::synth::{Options, Truth, WireDay, corpus};
use wirefold::{Engine, Verdict, ingest};

type Items = Vec<(Article, Truth)>;

fn fold(articles: &mut [Article]) -> (Engine, FxHashMap<String, Verdict>) {
    articles.sort_by(Article::by_publication);
    let config = Config { keep_text: false, window: WindowConfig::UNBOUNDED, ..Config::default() };
    let mut engine = Engine::builder().config(config).build().expect("a valid configuration");
    let mut verdicts = engine.ingest_batch(articles).expect("articles are taken in");
    engine.settle(&mut verdicts).expect("words that can be read");
    let verdicts = verdicts.into_iter().map(|v| (v.id.clone(), v)).collect();
    (engine, verdicts)
}

/// Parent edges of the articles that `counted` picks: right, all; and each statement with its confidence.
fn parents(
    verdicts: &FxHashMap<String, Verdict>,
    items: &Items,
    counted: impl Fn(&Truth) -> bool,
) -> (usize, usize, Vec<(f64, bool)>) {
    let (mut right, mut all, mut statements) = (0, 0, Vec::new());
    for (_, truth) in items.iter().filter(|(_, t)| counted(t)) {
        let provenance = verdicts.get(&truth.id).and_then(|v| v.provenance.as_ref());
        let holds = provenance.is_some_and(|p| p.taken_from == truth.taken_from);
        all += 1;
        right += usize::from(holds);
        let confidence = provenance.and_then(|p| p.taken_from_confidence);
        statements.extend(confidence.map(|c| (f64::from(c), holds)));
        if !holds && std::env::var_os("WIREFOLD_SHOW").is_some() {
            let (found, why) = provenance.map_or((None, None), |p| (p.taken_from.as_ref(), Some(&p.evidence)));
            println!("  {}: {:?} expected, {found:?} found, {confidence:?} {why:?}", truth.id, truth.taken_from);
        }
    }
    (right, all, statements)
}

/// Confidence from which an edge counts as decided: below, `undecided` stands in the evidence.
const DECIDED: f64 = 0.5;

/// Of all, of how many something was decided and how much of that is right: where a text allows no decision none is right
/// but by chance.
fn print_edges(what: &str, (right, all, statements): (usize, usize, Vec<(f64, bool)>)) {
    let decided: Vec<bool> = statements.iter().filter(|(sure, _)| *sure >= DECIDED).map(|(_, holds)| *holds).collect();
    let held = decided.iter().filter(|holds| **holds).count();
    println!(
        "{what} {:.3} of {all}; decided {:.3}, right where decided {:.3}",
        right as f64 / all as f64,
        decided.len() as f64 / all as f64,
        held as f64 / decided.len() as f64
    );
}

fn on_corpora() {
    let items = corpus::expand(Path::new("corpora")).expect("the corpora are sound");
    let mut articles: Vec<Article> = items.iter().map(|(a, _)| a.clone()).collect();
    let (_, verdicts) = fold(&mut articles);
    let gazetteer = Gazetteer::built_in();
    let known = |spelling: &str| {
        let by_spelling = || {
            gazetteer
                .agencies()
                .find(|a| a.names.iter().chain(&a.weak).any(|n| n.to_lowercase() == spelling.to_lowercase()))
        };
        gazetteer.by_name(spelling).or_else(by_spelling).map_or(spelling.to_owned(), |a| a.name.clone())
    };
    let (mut hits, mut said, mut wanted) = (0, 0, 0);
    let (mut carriers, mut all_carriers) = (0, 0);
    for (_, truth) in &items {
        let Some(p) = verdicts.get(&truth.id).and_then(|v| v.provenance.as_ref()) else { continue };
        // What is less sure says that passages are an agency's, not the text.
        let author = |a: &&AgencyRole| !matches!(a.basis, Basis::Citation | Basis::Photo) && a.confidence >= 0.25;
        let found = p.agencies.iter().find(author).map(|a| a.name.clone());
        let expected = truth.agency.as_deref().map(known);
        said += usize::from(found.is_some());
        wanted += usize::from(expected.is_some());
        hits += usize::from(found.is_some() && found == expected);
        let carrier = match (&truth.carrier, p.via.first()) {
            (Some(carrier), Some(via)) => carrier == via || same_outlet(carrier, via),
            (None, None) => true,
            _ => false,
        };
        carriers += usize::from(carrier);
        all_carriers += 1;
        if std::env::var_os("WIREFOLD_SHOW").is_some() && (found != expected || !carrier) {
            println!(
                "  {}: {expected:?} expected, {found:?} found; carrier {:?}, {:?}",
                truth.id, truth.carrier, p.via
            );
        }
    }
    let (precision, recall) = (hits as f64 / said as f64, hits as f64 / wanted as f64);
    println!(
        "corpora: agency F1 {:.3} (P {precision:.3}, R {recall:.3})",
        2.0 * precision * recall / (precision + recall)
    );
    println!("corpora: carrier {:.3}", carriers as f64 / all_carriers as f64);
    let all = parents(&verdicts, &items, |_| true);
    let calibration = Calibration::new(all.2.clone(), 10);
    print_edges("corpora: parent", all);
    print_edges("corpora: parent where there is one", parents(&verdicts, &items, |t| t.taken_from.is_some()));
    print!("{calibration}");
}

fn on_a_day(seed: u64, dated: bool) {
    let options = Options { seed, articles: 5000, ..Options::default() };
    let items: Items = WireDay::new(options).collect();
    let mut articles: Vec<Article> = items.iter().map(|(a, _)| a.clone()).collect();
    if !dated {
        articles.iter_mut().for_each(|a| a.published_at = None);
    }
    let (_, verdicts) = fold(&mut articles);
    // All edges on the way to an article that is three or more steps from the wire.
    let parent: FxHashMap<&str, &str> =
        items.iter().filter_map(|(_, t)| Some((t.id.as_str(), t.taken_from.as_deref()?))).collect();
    let mut in_cascade: FxHashMap<&str, ()> = FxHashMap::default();
    for (_, truth) in items.iter().filter(|(_, t)| t.depth >= 3) {
        let mut at = Some(truth.id.as_str());
        while let Some(id) = at.filter(|id| parent.contains_key(id)) {
            in_cascade.insert(id, ());
            at = parent.get(id).copied();
        }
    }
    let what = if dated { "dated" } else { "undated" };
    let of = |counted: &dyn Fn(&Truth) -> bool| parents(&verdicts, &items, counted);
    let in_cascade = of(&|t| in_cascade.contains_key(t.id.as_str()));
    print_edges(&format!("{what} day {seed}: edges of cascades of 3 and more"), in_cascade);
    print_edges(&format!("{what} day {seed}: edges"), of(&|t| t.taken_from.is_some()));
    let all = of(&|t| t.agency.is_some());
    let calibration = Calibration::new(all.2.clone(), 10);
    print_edges(&format!("{what} day {seed}: parent or wire"), all);
    print!("{calibration}");
}

/// Judged pairs of real news: whether the agency and the way between the two are told.
fn on_judged_pairs(folder: &Path) {
    let outcomes = ingest::read(&[folder.join("gilets.jsonl")], &Default::default()).expect("it opens");
    let mut articles: Vec<Article> = outcomes.map(|o| o.expect("it is read").expect("an article")).collect();
    let (engine, verdicts) = fold(&mut articles);
    let pairs = std::fs::read_to_string(folder.join("gilets.judged.full.tsv")).expect("the judged pairs");
    let pairs: Vec<Vec<&str>> = pairs.lines().map(|l| l.split('\t').collect()).collect();
    let (mut right, mut wrong, mut silent) = (0, 0, 0);
    for pair in pairs.iter().filter(|p| p[6] != "-") {
        let roles = pair[..2].iter().filter_map(|id| verdicts.get(*id)?.provenance.as_ref());
        let roles = roles.flat_map(|p| &p.agencies).filter(|a| !matches!(a.basis, Basis::Citation | Basis::Photo));
        let names: Vec<&str> = roles.map(|a| a.name.as_str()).collect();
        match names.contains(&pair[6]) {
            true => right += 1,
            false if names.is_empty() => silent += 1,
            false => {
                wrong += 1;
                println!("  {} {}: {} expected, {names:?} found", pair[0], pair[1], pair[6]);
            }
        }
    }
    let all = right + wrong + silent;
    println!("judged pairs: agency {right} right, {wrong} wrong, {silent} silent of {all}");
    let (mut right, mut wrong) = (0, 0);
    for pair in pairs.iter().filter(|p| p[6] != "-") {
        let found = pair[..2].iter().filter_map(|id| verdicts.get(*id)?.provenance.as_ref()?.author());
        let found: Vec<&str> = found.map(|agency| agency.name.as_str()).collect();
        match found.iter().all(|name| *name == pair[6]) {
            true => right += usize::from(!found.is_empty()),
            false => {
                wrong += 1;
                println!("  {} {}: {} expected, written by {found:?}", pair[0], pair[1], pair[6]);
            }
        }
    }
    println!("judged pairs: origin {right} right, {wrong} wrong, {} silent of {all}", all - right - wrong);
    let copies: Vec<(&str, &str)> = pairs.iter().filter(|p| p[2] == "copy").map(|p| (p[0], p[1])).collect();
    let expected = pairs.iter().filter(|p| p[2] == "copy").map(|p| p[5]);
    let flows = engine.flows(&copies).expect("all ids are in the window");
    let (mut right, mut decided, mut statements) = (0, 0, Vec::new());
    for ((flow, expected), pair) in flows.iter().zip(expected).zip(&copies) {
        let found = match flow.direction {
            Direction::Forward => "a>b",
            Direction::Backward => "b>a",
            Direction::Common => "common",
            Direction::SameOutlet => "same-outlet",
            Direction::Undecided => continue,
        };
        decided += 1;
        right += usize::from(found == expected);
        statements.push((f64::from(flow.confidence), found == expected));
        if found != expected {
            println!("  {pair:?}: {expected} expected, {found} found {:.2} {:?}", flow.confidence, flow.evidence);
        }
    }
    println!("judged copies: flow {right} right of {decided} decided of {}", copies.len());
    print!("{}", Calibration::new(statements, 10));
}

fn main() {
    if let Some(folder) = std::env::var_os("WIREFOLD_EVAL_DIR") {
        on_judged_pairs(Path::new(&folder));
    }
    on_corpora();
    // Days of other seeds: SEEDS=11,23.
    let seeds = std::env::var("SEEDS").unwrap_or_else(|_| "7".into());
    for seed in seeds.split(',').filter_map(|seed| seed.trim().parse().ok()) {
        on_a_day(seed, true);
        on_a_day(seed, false);
    }
}
