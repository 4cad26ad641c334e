//! What the tests run on: the hand-written corpora, and generated wire days with some of their articles sent again.
#![allow(dead_code, reason = "no test needs all of it")]

use std::path::{Path, PathBuf};
use wirefold::cluster::{ClusterConfig, Representative};
use wirefold::config::WindowConfig;
use wirefold::random::SplitMix64;
use wirefold::synth::{Options, Truth, WireDay};
use wirefold::{Article, Config, Engine, Verdict};

/// Where the corpora lie.
pub fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora")
}

/// The articles of the corpora as a batch takes them: by time and id, the undated ones last.
pub fn corpus() -> Vec<Article> {
    let outcomes = wirefold::ingest::read(&[corpora().join("articles.jsonl")], &Default::default()).expect("it opens");
    let mut articles: Vec<Article> = outcomes.map(|o| o.expect("it is read").expect("an article")).collect();
    articles.sort_by(Article::by_publication);
    articles
}

/// What is true of them.
pub fn truths() -> Vec<Truth> {
    let lines = std::fs::read_to_string(corpora().join("truth.jsonl")).expect("it is there");
    lines.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// A wire day of short articles, printed by few outlets.
pub fn day(seed: u64, articles: u64) -> Vec<Article> {
    let options = Options { seed, articles, outlets: 60, median_words: 120.0, undated: 0.03, ..Options::default() };
    WireDay::new(options).map(|(article, _)| article).collect()
}

/// The articles, with one in eight followed by an earlier one: as it was, cut, or with the text of another.
pub fn sent_again(articles: &[Article], seed: u64) -> Vec<Article> {
    let random = &mut SplitMix64::of(seed, &[]);
    let mut sent: Vec<Article> = Vec::new();
    for article in articles {
        sent.push(article.clone());
        if random.chance(0.125) {
            let back = random.below(sent.len().min(300));
            let mut again = sent[sent.len() - 1 - back].clone();
            match random.below(3) {
                0 => {}
                1 => again.text = again.text.split_inclusive("\n\n").skip(1).collect(),
                _ => again.text = random.choose(articles).text.clone(),
            }
            sent.push(again);
        }
    }
    sent
}

/// A configuration whose window is `days` long, and which has stories or not.
pub fn config(days: f64, stories: bool) -> Config {
    Config { stories, window: WindowConfig { days, articles: 1000, in_memory: 200 }, ..Config::default() }
}

/// Each rule by which a member stands for its cluster, with and without preferred sources among those of `articles`.
pub fn representatives(articles: &[Article]) -> Vec<ClusterConfig> {
    let mut sources: Vec<String> = articles.iter().filter_map(|a| a.source.clone()).collect();
    sources.sort();
    sources.dedup();
    let some: Vec<String> = sources.into_iter().rev().step_by(3).collect();
    use Representative::{Anchor, Earliest, MostCentral, MostComplete};
    let with = |preferred: &[String]| {
        let shown = |representative| ClusterConfig { representative, preferred: preferred.to_vec() };
        [Anchor, Earliest, MostCentral, MostComplete].map(shown)
    };
    with(&[]).into_iter().chain(with(&some)).collect()
}

/// An engine that gives edges as well.
pub fn engine(config: &Config) -> Engine {
    Engine::builder().config(config.clone()).edges(true).build().expect("a valid configuration")
}

/// The verdicts on articles as they stand once all are taken in, as `wirefold batch` gives them.
pub fn settled(engine: &mut Engine, articles: &[Article]) -> Vec<Verdict> {
    let mut verdicts = engine.ingest_batch(articles).expect("articles are taken in");
    engine.settle(&mut verdicts).expect("words that can be read");
    verdicts
}

/// An article as a line of a feed.
pub fn line(article: &Article) -> String {
    serde_json::json!({
        "id": article.id, "source": article.source, "title": article.title, "text": article.text,
        "published_at": article.published_at.map(|at| at.to_string()),
    })
    .to_string()
}

/// Verdicts with their edges, as lines.
pub fn lines(verdicts: &[Verdict]) -> Vec<String> {
    let line = |v: &Verdict| serde_json::to_string(&(v, &v.edges)).expect("JSON");
    verdicts.iter().map(line).collect()
}

/// The clusters of the window, as lines.
pub fn clusters(engine: &Engine) -> Vec<String> {
    let line = |c: wirefold::engine::ClusterView<'_>| {
        format!("{} {} {:?} {}", c.id(), c.representative(), c.members(), c.least_likeness())
    };
    engine.clusters().map(line).collect()
}
