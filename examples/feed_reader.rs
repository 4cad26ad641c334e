//! How does a feed reader remember, and show the stories of the day?
//!
//! `cargo run --example feed_reader`

use std::sync::mpsc;
use std::thread;
use wirefold::config::WindowConfig;
use wirefold::ingest::{self, Options};
use wirefold::store::{Archive, Opening, Reader};
use wirefold::{Article, Config, Event, Timestamp};

/// Stories of a page.
const PAGE: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut articles: Vec<Article> = ingest::read(&["corpora/articles.jsonl"], &Options::default())?
        .filter_map(|outcome| outcome.ok()?.ok())
        .filter(|article| article.id.starts_with("en-"))
        .collect();
    articles.sort_by_key(|article| article.published_at);
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("news.db");

    // These articles are years apart, so nothing may leave the window.
    let config = Config { window: WindowConfig::UNBOUNDED, ..Config::default() };
    let opening = || Opening { config: Some(config.clone()), command: "feed reader".into(), ..Opening::default() };
    let mut archive = Archive::open(&store, opening())?;

    // Feeds come on threads of their own, where half of the work on an article is done. One thread takes them in; here it
    // waits for the feeds to end, so that the order is the same each time.
    let analyser = archive.engine().analyser();
    let (give, take) = mpsc::channel();
    thread::scope(|scope| {
        for (number, feed) in articles.chunks(articles.len().div_ceil(3)).enumerate() {
            let (give, analyser) = (give.clone(), analyser.clone());
            scope.spawn(move || {
                for article in feed {
                    // Who takes them in waits for all.
                    let _ = give.send((number, analyser.analyse(article.clone())));
                }
            });
        }
    });
    drop(give);
    let mut analysed: Vec<_> = take.into_iter().collect();
    analysed.sort_by_key(|(number, _)| *number);
    let verdicts = archive.ingest_analysed(analysed.into_iter().map(|(_, article)| article).collect())?;
    // Only now may they be shown: what was shown is never lost.
    archive.commit()?;

    // Whoever keeps something by the id of a cluster follows what happens to it.
    let moved = verdicts.iter().flat_map(|verdict| &verdict.events).filter_map(|event| match event {
        Event::Merged { cluster_id, into } => Some(format!("{cluster_id} is now {into}")),
        Event::Split { cluster_id, into, articles } => Some(format!("{} of {cluster_id} are {into}", articles.len())),
        // Kinds that later versions tell of come here as well.
        _ => None,
    });
    moved.for_each(|told| println!("{told}"));

    // Who else printed this?
    let cluster = archive.engine().cluster_of("en-04-b")?;
    println!("en-04-b: {} printings, of which {} stands for all", cluster.len(), cluster.representative());
    assert!(cluster.members().contains(&"en-04-a".to_owned()));

    // The stories of a day, those that most printed first, page by page. Ids break ties, so that pages do not overlap.
    let day = Timestamp::parse("2031-08-22").ok_or("it is a date")?;
    let of_day =
        |(first, last): (Timestamp, Timestamp)| first.seconds_since(day) < 86_400 && day.seconds_since(last) <= 0;
    let mut stories: Vec<_> =
        archive.engine().stories().filter(|story| story.published().is_some_and(of_day)).collect();
    stories.sort_by_key(|story| (std::cmp::Reverse(story.printings()), story.id()));
    assert!(!stories.is_empty());
    for story in stories.iter().take(PAGE) {
        // Of these, how many wrote it themselves?
        println!("{:>3} {} {}", story.printings(), story.origins().len(), story.label().title.unwrap_or_default());
        assert!((1..=story.printings()).contains(&story.origins().len()));
    }

    // An article that must go: its text, its traces and its place. It is not taken in again, and the others stay.
    let events = archive.forget("en-04-b")?;
    assert!(events.iter().any(|event| matches!(event, Event::Left { .. })));
    assert!(archive.engine().cluster_of("en-04-b").is_err());

    // The process is killed. What was acknowledged is there, and feeding from any earlier article changes nothing.
    drop(archive);
    let mut archive = Archive::open(&store, opening())?;
    let again = archive.ingest_batch(&articles)?;
    assert!(again.iter().all(|verdict| verdict.events.is_empty()));
    archive.close()?;

    // Others may read meanwhile, in SQL as well.
    let stats = Reader::open(&store)?.stats()?;
    assert_eq!((stats.articles as usize, stats.forgotten), (articles.len() - 1, 1));
    println!("{} articles, {} texts printed more than once", stats.articles, stats.shared);
    Ok(())
}
