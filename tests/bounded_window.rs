//! Memory is bounded by the window: in days and in articles, whatever dates the articles have.

mod news;

use wirefold::candidates::{CandidateConfig, Candidates, Letters, Listed};
use wirefold::config::WindowConfig;
use wirefold::engine::QUANTUM;
use wirefold::fingerprint::{Fingerprint, Sketch};
use wirefold::random::SplitMix64;
use wirefold::units::Timestamp;
use wirefold::{Article, Config, Engine};

const START: i64 = 1_930_348_800;
const DAY: i64 = 86_400;

/// Short articles of a steady feed, so many a day; all alike in nothing.
fn feed(articles: usize, a_day: usize) -> impl Iterator<Item = Article> {
    let random = &mut SplitMix64::of(9, &[]);
    let words: Vec<String> =
        (0..4000).map(|_| (0..7).map(|_| char::from(b'a' + random.below(26) as u8)).collect()).collect();
    let mut random = SplitMix64::of(10, &[]);
    (0..articles).map(move |n| {
        let text: Vec<&str> = (0..25).map(|_| random.choose(&words).as_str()).collect();
        let at = START + n as i64 * DAY / a_day as i64;
        Article::new(n.to_string(), text.join(" ")).with_published_at(Timestamp::from_seconds(at))
    })
}

fn engine(days: f64) -> Engine {
    let window = WindowConfig { days, articles: 1000, in_memory: 300 };
    Engine::builder().config(Config { window, ..Config::default() }).build().expect("a valid configuration")
}

/// The most articles that the engine held, with `date` changing their dates.
fn most(days: f64, articles: impl Iterator<Item = Article>, date: impl Fn(usize, i64) -> Option<i64>) -> usize {
    let mut engine = engine(days);
    let mut most = 0;
    for (n, mut article) in articles.enumerate() {
        let at = article.published_at.expect("the feed dates them").seconds();
        article.published_at = date(n, at).map(Timestamp::from_seconds);
        engine.ingest(&article).expect("a verdict");
        most = most.max(engine.len());
    }
    let members: usize = engine.clusters().map(|c| c.len()).sum();
    assert_eq!(members, engine.len(), "clusters hold what the window holds");
    assert!(engine.clusters().all(|c| !c.is_empty()));
    most
}

#[test]
fn in_days() {
    // 200 a day for 15 days, of which two are in the window.
    let bound = 400 + QUANTUM as usize + 1;
    let all = || feed(3000, 200);
    assert!(most(2.0, all(), |_, at| Some(at)) <= bound);
    assert!(most(2.0, all(), |n, at| (n % 3 > 0).then_some(at)) <= bound, "some are undated");
    assert!(
        most(2.0, all(), |n, at| Some(if n % 5 == 1 { at + 3000 * DAY } else { at })) <= bound,
        "some from the future"
    );
    assert!(
        most(2.0, all(), |n, at| Some(if n % 5 == 1 { at - 3000 * DAY } else { at })) <= bound,
        "some from the past"
    );
    assert!(
        most(2.0, all(), |n, at| Some(if n % 50 == 3 { i64::MAX } else { at })) <= bound,
        "some from the end of time"
    );
    assert!(
        most(2.0, all(), |n, at| Some(if n % 50 == 3 { i64::MIN } else { at })) <= bound,
        "some from its beginning"
    );
    assert!(
        most(2.0, all(), |n, at| Some(if n == 0 { at + 3000 * DAY } else { at })) <= bound,
        "the first one's is wrong"
    );
}

#[test]
fn in_articles() {
    let bound = 1000 + QUANTUM as usize;
    for days in [0.0, 14.0] {
        let found = most(days, feed(1800, 1_000_000), |n, at| match n % 3 {
            0 => None,
            1 => Some(at),
            _ => Some(at + (n as i64 * 7919 % 4001 - 2000) * DAY),
        });
        assert!((1000..=bound).contains(&found), "{found} articles");
        assert!(most(days, feed(1300, 1_000_000), |_, _| None) <= bound, "without any date");
    }
}

#[test]
fn what_has_expired_is_forgotten() {
    let mut engine = engine(2.0);
    let articles: Vec<Article> = feed(256, 200).collect();
    engine.ingest_batch(&articles).expect("verdicts");
    assert_eq!(engine.len(), 256);
    let events = engine.expire(Timestamp::from_seconds(START + 30 * DAY));
    assert_eq!((engine.len(), engine.is_empty(), engine.clusters().count()), (0, true, 0));
    assert_eq!(events.len(), 256, "one expired cluster each");
    let again = engine.ingest(&articles[0]).expect("a verdict");
    assert_eq!(again.of, None, "nothing is left to be like");
}

/// The index of candidates drops its segments: by time, and by arrival where times say nothing.
#[test]
fn candidates_are_dropped() {
    let hash = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let print = |n: u64| Fingerprint { sketch: Sketch::sample((n..n + 20).map(hash)), ..Fingerprint::default() };
    let found =
        |index: &Candidates, n: u64| !index.retrieve(&print(n), Letters::Sure, &mut Default::default()).is_empty();
    let mut index = Candidates::new(CandidateConfig::default(), Some(8 * DAY));
    for n in 0..100u32 {
        index.insert(Listed::new(n, &print(u64::from(n) * 100)), START + i64::from(n) * DAY / 4);
    }
    assert!(found(&index, 0) && found(&index, 9900));
    index.drop_before(START + 10 * DAY);
    assert!(!found(&index, 0) && !found(&index, 3500) && found(&index, 4000) && found(&index, 9900));
    index.drop_arrivals_before(80);
    assert!(!found(&index, 7500) && found(&index, 8000));
    index.drop_arrivals_before(100);
    assert!((0..100).all(|n| !found(&index, n * 100)));
}

/// Articles without a date that come before the first date are as new as that.
#[test]
fn what_came_before_the_first_date_is_not_old() {
    for undated in [1, 150] {
        let mut engine = engine(14.0);
        let mut articles: Vec<Article> = feed(400, 200).collect();
        articles[..undated].iter_mut().for_each(|article| article.published_at = None);
        let copy = Article { id: "copy".into(), ..articles[0].clone() };
        for article in articles.iter().chain([&copy]) {
            engine.ingest(article).expect("a verdict");
        }
        assert_eq!(engine.len(), articles.len() + 1);
        assert_eq!(engine.standing("copy").expect("it is there").of.as_deref(), Some("0"), "{undated} without a date");
    }
}

/// After a pause of the feed, the first articles are as new as those that bear their dates out, one source's as well.
#[test]
fn what_comes_first_after_a_pause_is_not_old() {
    for sources_behind in [1, 5] {
        let mut engine = engine(14.0);
        let mut articles: Vec<Article> = feed(500, 200).collect();
        for (n, article) in articles.iter_mut().enumerate() {
            let behind = n >= 200;
            let source = n % if behind { sources_behind } else { 5 };
            article.source = Some(format!("{source}.example"));
            let at = article.published_at.expect("the feed dates them").seconds();
            article.published_at = Some(Timestamp::from_seconds(at + if behind { 40 * DAY } else { 0 }));
        }
        let copy = Article { id: "copy".into(), source: None, ..articles[200].clone() };
        for article in articles.iter().chain([&copy]) {
            engine.ingest(article).expect("a verdict");
        }
        assert_eq!(engine.len(), 301, "those before the pause have left");
        assert_eq!(engine.standing("copy").expect("it is there").of.as_deref(), Some("200"), "{sources_behind}");
    }
}
