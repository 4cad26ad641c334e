//! Measures the engine from articles to verdicts. Articles a second: one by one on one thread, and as a batch on all.
//!
//! Corpus: 2,000 articles of a generated wire day (seed 1) in six languages; and real news where `WIREFOLD_EVAL_DIR`
//! names a folder with `gilets.jsonl` and its judged pairs, `gilets.judged.tsv`.
//! Command: `[WIREFOLD_EVAL_DIR=…] cargo bench --bench end_to_end`

use divan::{Bencher, counter::ItemsCount};
use std::path::PathBuf;
use std::sync::LazyLock;
use wirefold::config::WindowConfig;
use wirefold::eval::{Contingency, Gold, Prediction, Report, measures, read};
use wirefold::synth::{Options, Truth, WireDay};
use wirefold::{Article, Config, Engine, Verdict};

static DAY: LazyLock<(Vec<Article>, Vec<Truth>)> =
    LazyLock::new(|| WireDay::new(Options { articles: 2000, ..Options::default() }).unzip());

/// Real articles by time and id, and judged pairs of them; none without the folder.
static REAL: LazyLock<Option<(Vec<Article>, Gold)>> = LazyLock::new(|| {
    let folder = PathBuf::from(std::env::var_os("WIREFOLD_EVAL_DIR")?);
    let outcomes = wirefold::ingest::read(&[folder.join("gilets.jsonl")], &Default::default()).expect("it opens");
    let mut articles: Vec<Article> = outcomes.filter_map(|o| o.expect("it is read").ok()).collect();
    articles.sort_by(Article::by_publication);
    Some((articles, read::gold(&folder.join("gilets.judged.tsv"), "cluster").expect("judged pairs")))
});

fn engine() -> Engine {
    let config = Config { window: WindowConfig::UNBOUNDED, ..Config::default() };
    Engine::builder().config(config).build().expect("a valid configuration")
}

fn fold(articles: &[Article]) -> Vec<Verdict> {
    let mut engine = engine();
    let mut verdicts = engine.ingest_batch(articles).expect("verdicts");
    engine.settle(&mut verdicts).expect("words that can be read");
    verdicts
}

fn main() {
    let (articles, truths) = &*DAY;
    let verdicts = fold(articles);
    let pairs = truths.iter().zip(&verdicts).map(|(t, v)| (t.cluster.as_str(), v.cluster_id.as_str()));
    let found = measures::pairwise(&Contingency::new(pairs));
    eprintln!("generated: pairwise {found} of {} articles", articles.len());
    assert!(found.precision >= 0.95 && found.recall >= 0.78, "{found}");
    if let Some((articles, gold)) = &*REAL {
        let clusters = fold(articles).into_iter().map(|v| (v.id, v.cluster_id)).collect();
        let report = Report::new(gold, &Prediction::Clusters(clusters));
        eprintln!("real: {} articles, {report}", articles.len());
        assert!(report.judged.as_ref().is_some_and(|j| j.f1 >= 0.85), "{report}");
    }
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn generated_one_by_one(bencher: Bencher) {
    bencher.counter(ItemsCount::new(DAY.0.len())).with_inputs(engine).bench_local_values(|mut engine| {
        DAY.0.iter().for_each(|a| drop(engine.ingest(a).expect("a verdict")));
        engine
    });
}

#[divan::bench(sample_count = 10)]
fn generated_as_a_batch(bencher: Bencher) {
    bencher.counter(ItemsCount::new(DAY.0.len())).bench_local(|| fold(&DAY.0));
}

#[divan::bench(sample_count = 10)]
fn real_as_a_batch(bencher: Bencher) {
    let articles = REAL.as_ref().map_or(&[][..], |(articles, _)| articles);
    bencher.counter(ItemsCount::new(articles.len())).bench_local(|| fold(articles));
}
