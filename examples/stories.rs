//! How good are the stories? Runs labelled articles through the story stage and prints B-cubed and ARI.
//!
//! `cargo run --example stories -- ARTICLES.jsonl… [--config JSON] [--warm FILE] [--largest] [--errors]`
//!
//! Articles carry `story`; they are taken in order of (published_at, id), undated ones last, each as its own cluster.
//! `--warm` first passes up to 3,000 articles of another file, each as a story of its own; `--largest` prints titles of
//! the largest stories, `--errors` those of the stories that differ from the labels.

use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use wirefold::cluster::stories::{Contacts, Decision, Stories, StoryConfig, Views};
use wirefold::embed::{DocumentFrequency, EmbedInput, QUANTUM};
use wirefold::normalise::{clean, language};
use wirefold::tokenise::{Tokens, stem::StemCache, tokenise};
use wirefold::units::{Language, Timestamp};

#[derive(Clone)]
struct Labelled {
    id: String,
    title: String,
    text: String,
    time: Option<Timestamp>,
    language: Option<Language>,
    story: String,
}

fn read(path: &str) -> Vec<Labelled> {
    let lines = std::fs::read_to_string(path).expect("the file can be read");
    let text = |v: &Value, field: &str| v[field].as_str().unwrap_or_default().to_string();
    let mut articles: Vec<Labelled> = lines
        .lines()
        .map(|line| {
            let v: Value = serde_json::from_str(line).expect("JSON");
            let body = text(&v, "text");
            let language = v["lang"].as_str().and_then(Language::parse).or(language::detect(&body).language);
            let story = v["story"].as_str().map_or_else(|| v["story"].to_string(), str::to_string);
            let time = Timestamp::parse(&text(&v, "published_at"));
            Labelled { id: text(&v, "id"), title: text(&v, "title"), text: body, time, language, story }
        })
        .collect();
    articles.sort_by(|a, b| (a.time.is_none(), a.time, &a.id).cmp(&(b.time.is_none(), b.time, &b.id)));
    articles
}

/// The views of a quantum's articles.
fn views(articles: &[Labelled], cache: &StemCache, frequency: &DocumentFrequency) -> Vec<Views> {
    let prepared = articles.iter().map(|a| {
        let tokens = |text: &str| -> Tokens { tokenise(&clean(text), a.language, cache) };
        let (title, body) = (tokens(&a.title), tokens(&a.text));
        let input =
            EmbedInput { title: &title, body: &body, title_text: &a.title, body_text: &a.text, language: a.language };
        Views::prepare(&input, a.time, frequency)
    });
    prepared.collect()
}

/// Runs articles through the stage, each as its own cluster; the first `warm` are stories of their own whatever they are.
fn run(articles: &[Labelled], warm: usize, config: StoryConfig) -> (Stories, Vec<Decision>) {
    let (mut stories, mut frequency) = (Stories::new(config), DocumentFrequency::default());
    let (cache, mut log) = (StemCache::default(), Vec::new());
    for (quantum, articles) in articles.chunks(QUANTUM).enumerate() {
        let views = views(articles, &cache, &frequency);
        let first = (quantum * QUANTUM) as u32;
        let contacts: Vec<Contacts> = (0..views.len())
            .map(|n| stories.contacts(&views[n], (first..).zip(&views[..n]), std::iter::empty(), &frequency))
            .collect();
        for ((cluster, own), contacts) in (first..).zip(&views).zip(&contacts) {
            if (cluster as usize) < warm {
                stories.place(cluster, own, None, &frequency);
            } else {
                log.push(stories.assign(cluster, own, contacts, Some, &frequency));
            }
        }
        views.iter().for_each(|v| frequency.observe(&v.stems));
        stories.settle(&frequency);
    }
    (stories, log)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    let config: StoryConfig =
        option("--config").map_or_else(StoryConfig::default, |c| serde_json::from_str(c).expect("config"));
    let files = arguments.iter().take_while(|a| !a.starts_with("--"));
    let warm = option("--warm").map(|p| read(p).into_iter().take(3000).collect::<Vec<_>>()).unwrap_or_default();
    for path in files {
        let read = read(path);
        let number = warm.len();
        let all: Vec<Labelled> = warm.iter().cloned().chain(read.iter().cloned()).collect();
        let (stories, log) = run(&all, number, config);
        let merges = log.iter().map(|decision| decision.merges.len()).sum::<usize>();
        let articles = read;
        let of = |n: usize| stories.story_of((number + n) as u32).expect("placed");
        let labelled: Vec<usize> = (0..articles.len()).filter(|&n| articles[n].story != "null").collect();
        let found: Vec<u32> = labelled.iter().map(|&n| of(n)).collect();
        let gold: Vec<&str> = labelled.iter().map(|&n| articles[n].story.as_str()).collect();
        let (articles, log): (Vec<Labelled>, Vec<Decision>) =
            labelled.iter().map(|&n| (articles[n].clone(), log[n].clone())).unzip();
        let (p, r, f1) = b_cubed(&gold, &found);
        println!(
            "{path}: B3 P {p:.3} R {r:.3} F1 {f1:.3} ARI {:.3} stories {} merges {merges}",
            ari(&gold, &found),
            stories.len() - number
        );
        if arguments.iter().any(|a| a == "--largest") {
            largest(&articles, &found);
        }
        if arguments.iter().any(|a| a == "--errors") {
            errors(&articles, &found, &log);
        }
    }
}

/// Titles of the largest stories: for sets without labels, where a swallowed topic shows.
fn largest(articles: &[Labelled], found: &[u32]) {
    let mut by_story: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    found.iter().enumerate().for_each(|(n, &s)| by_story.entry(s).or_default().push(n));
    let mut stories: Vec<_> = by_story.values().collect();
    stories.sort_by_key(|members| std::cmp::Reverse(members.len()));
    for members in stories.iter().take(15) {
        println!("== {} articles", members.len());
        for &m in members.iter().step_by(members.len() / 12 + 1) {
            println!("  {} {}", articles[m].time.map_or("-".into(), |t| t.to_string()), articles[m].title);
        }
    }
}

fn errors(articles: &[Labelled], found: &[u32], log: &[Decision]) {
    let mut by_story: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    found.iter().enumerate().for_each(|(n, &s)| by_story.entry(s).or_default().push(n));
    let mut parts: HashMap<&str, Vec<u32>> = HashMap::new();
    for (n, a) in articles.iter().enumerate() {
        let list = parts.entry(&a.story).or_default();
        if !list.contains(&found[n]) {
            list.push(found[n]);
        }
    }
    for (story, members) in &by_story {
        let mixed = members.iter().any(|&m| articles[m].story != articles[members[0]].story);
        if !mixed && parts[articles[members[0]].story.as_str()].len() == 1 {
            continue;
        }
        println!("== {story}{}", if mixed { " MIXED" } else { "" });
        for &m in members {
            let (a, d) = (&articles[m], &log[m]);
            let time = a.time.map_or("-".into(), |t| t.to_string()[..10].to_string());
            let title: String = a.title.chars().take(70).collect();
            println!(
                "  [{}] {m} {time} {title} | {} {} {:.2} {:?}",
                a.story, d.opened, d.similarity, d.margin, d.evidence
            );
        }
    }
}

fn b_cubed(gold: &[&str], found: &[u32]) -> (f64, f64, f64) {
    let n = gold.len() as f64;
    let (mut p, mut r) = (0.0, 0.0);
    for i in 0..gold.len() {
        let same = (0..gold.len()).filter(|&j| gold[i] == gold[j] && found[i] == found[j]).count() as f64;
        p += same / found.iter().filter(|&&f| f == found[i]).count() as f64 / n;
        r += same / gold.iter().filter(|&&g| g == gold[i]).count() as f64 / n;
    }
    (p, r, 2.0 * p * r / (p + r))
}

fn ari(gold: &[&str], found: &[u32]) -> f64 {
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let (mut cells, mut rows, mut columns) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (g, f) in gold.iter().zip(found) {
        *cells.entry((g, f)).or_insert(0.0) += 1.0;
        *rows.entry(g).or_insert(0.0) += 1.0;
        *columns.entry(f).or_insert(0.0) += 1.0;
    }
    let both: f64 = cells.values().map(|&n| pairs(n)).sum();
    let (a, b): (f64, f64) = (rows.values().map(|&n| pairs(n)).sum(), columns.values().map(|&n| pairs(n)).sum());
    let expected = a * b / pairs(gold.len() as f64);
    (both - expected) / ((a + b) / 2.0 - expected)
}
