//! How are last night's articles folded into those of the nights before?
//!
//! `cargo run --example nightly_batch`

use wirefold::config::WindowConfig;
use wirefold::ingest::{self, Options};
use wirefold::{Article, Config, Engine, Event, Verdict};

fn main() -> wirefold::Result<()> {
    let mut articles: Vec<Article> = ingest::read(&["corpora/articles.jsonl"], &Options::default())?
        .filter_map(|outcome| outcome.ok()?.ok())
        .filter(|article| article.id.starts_with("en-"))
        .collect();
    // A batch has all its articles, and so it takes them in the order of their publication.
    articles.sort_by(Article::by_publication);
    let (before, last_night) = articles.split_at(articles.len() / 2);

    // These nights are years apart, so nothing may leave the window.
    let config = Config { window: WindowConfig::UNBOUNDED, ..Config::default() };
    let mut engine = Engine::builder().config(config.clone()).build()?;

    // All threads work on a batch.
    let mut verdicts = engine.ingest_batch(before)?;
    let night = engine.ingest_batch(last_night)?;

    // What the night changed is in the events of its verdicts, in order.
    let joined = night.iter().flat_map(|v| &v.events).filter(|e| matches!(e, Event::Joined { .. })).count();
    let founded = night.iter().flat_map(|v| &v.events).filter(|e| matches!(e, Event::Created { .. })).count();
    println!("last night: {founded} new texts, {joined} copies");
    assert_eq!(founded + joined, last_night.len());

    // Later articles may have merged clusters that earlier verdicts name: `settle` brings these up to date.
    verdicts.extend(night);
    let at_arrival = verdicts.clone();
    engine.settle(&mut verdicts)?;
    let moved = at_arrival.iter().zip(&verdicts).filter(|(then, now)| then.cluster_id != now.cluster_id).count();
    println!("{moved} of {} articles have moved since they came", verdicts.len());

    // The cut between the nights makes no difference, nor does taking the articles one by one.
    let mut stream = Engine::builder().config(config).build()?;
    let one_by_one: Vec<Verdict> = articles.iter().map(|a| stream.ingest(a)).collect::<wirefold::Result<_>>()?;
    assert!(one_by_one == at_arrival);
    Ok(())
}
