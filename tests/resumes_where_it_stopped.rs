//! An engine whose state is put away and taken up again, at any points, gives what one gives that was never stopped.

mod news;

use ndarray::Array1;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use wirefold::embed::{EmbedInput, Embedder};
use wirefold::engine::{Changes, Each, Kept, Log, QUANTUM, Unfit};
use wirefold::random::SplitMix64;
use wirefold::tracked::Delta;
use wirefold::{Article, Config, Engine};

/// A store in memory.
#[derive(Default)]
struct Drawer {
    rest: Vec<u8>,
    articles: BTreeMap<u32, Vec<u8>>,
    /// The quantum that was open when it was put away last, and its articles as they are now that it has ended.
    open: Range<u32>,
    held: Vec<(u32, Vec<u8>)>,
    clusters: BTreeMap<u32, Vec<u8>>,
    stories: BTreeMap<u32, Vec<u8>>,
    logs: BTreeMap<Log, Vec<Delta>>,
}

impl Drawer {
    fn put_ahead(&mut self, articles: Vec<(u32, Vec<u8>)>) {
        let (held, ahead): (Vec<_>, Vec<_>) = articles.into_iter().partition(|(n, _)| self.open.contains(n));
        self.held.extend(held);
        self.articles.extend(ahead);
    }

    fn put(&mut self, changes: Changes, arrivals: u32) {
        self.articles.extend(self.held.drain(..));
        self.open = arrivals - arrivals % QUANTUM..arrivals.next_multiple_of(QUANTUM);
        let set = |table: &mut BTreeMap<u32, Vec<u8>>, rows: Vec<(u32, Option<Vec<u8>>)>| {
            for (key, bytes) in rows {
                match bytes {
                    Some(bytes) => _ = table.insert(key, bytes),
                    None => _ = table.remove(&key),
                }
            }
        };
        self.articles.extend(changes.articles);
        self.articles = self.articles.split_off(&changes.first_article);
        set(&mut self.clusters, changes.clusters);
        set(&mut self.stories, changes.stories);
        for (log, delta) in changes.logs {
            delta.append_to(self.logs.entry(log).or_default());
        }
        self.rest = changes.rest;
    }
}

fn each<'a>(rows: impl IntoIterator<Item = (u32, &'a Vec<u8>)>, each: Each<'_, Unfit>) -> Result<(), Unfit> {
    rows.into_iter().try_for_each(|(key, bytes)| each(key, bytes))
}

impl Kept<Unfit> for Drawer {
    fn rest(&self) -> Result<Vec<u8>, Unfit> {
        Ok(self.rest.clone())
    }

    fn articles(&self, to: Each<'_, Unfit>) -> Result<(), Unfit> {
        each(self.articles.iter().map(|(key, bytes)| (*key, bytes)), to)
    }

    fn clusters(&self, to: Each<'_, Unfit>) -> Result<(), Unfit> {
        each(self.clusters.iter().map(|(key, bytes)| (*key, bytes)), to)
    }

    fn stories(&self, to: Each<'_, Unfit>) -> Result<(), Unfit> {
        each(self.stories.iter().map(|(key, bytes)| (*key, bytes)), to)
    }

    fn log(&self, log: Log, to: Each<'_, Unfit>) -> Result<(), Unfit> {
        each((0..).zip(self.logs.get(&log).into_iter().flatten().map(|delta| &delta.bytes)), to)
    }
}

fn undisturbed(articles: &[Article], mut engine: Engine) -> (Vec<String>, Vec<String>) {
    let verdicts = engine.ingest_batch(articles).expect("verdicts");
    (news::lines(&verdicts), news::clusters(&engine))
}

/// What happens between two chunks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pause {
    None,
    /// What has ended is put away ahead of the rest.
    Ahead,
    /// State is put away, and the engine goes on.
    Save,
    /// State is put away with all logs whole.
    SaveWhole,
    /// State is put away and taken up by another engine.
    Restart,
    /// The program ends; another takes up the state that was put away last, and what came since comes again.
    Crash,
}

fn disturbed(articles: &[Article], make: &dyn Fn() -> Engine, steps: &[(usize, Pause)]) -> (Vec<String>, Vec<String>) {
    let mut engine = make();
    engine.track();
    let mut drawer = Drawer::default();
    let mut verdicts = Vec::new();
    let (mut rest, mut steps) = (articles, steps.iter().cycle());
    let mut safe = None;
    while !rest.is_empty() {
        let &(size, pause) = steps.next().expect("a step");
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        verdicts.extend(engine.ingest_batch(chunk).expect("verdicts"));
        rest = after;
        match pause {
            Pause::None => {}
            Pause::Ahead => {
                drawer.put_ahead(engine.ended(size as u32 % 100));
                engine.encode_ahead(size as u32 % 50);
            }
            Pause::Crash => {
                // Once from each state, or it would never end.
                let Some((left, given)) = safe.take() else { continue };
                drawer.put_ahead(engine.ended(size as u32));
                drawer.held.clear();
                (rest, engine) = (left, make());
                verdicts.truncate(given);
                engine.restore(&drawer).expect("what was put away");
            }
            Pause::Save | Pause::SaveWhole | Pause::Restart => {
                let changes = engine.changes(pause == Pause::SaveWhole);
                drawer.put(changes, engine.arrivals());
                safe = Some((rest, verdicts.len()));
            }
        }
        if pause == Pause::Restart {
            engine = make();
            engine.restore(&drawer).expect("what was put away");
        }
    }
    (news::lines(&verdicts), news::clusters(&engine))
}

fn assert_same(articles: &[Article], config: &Config, steps: &[(usize, Pause)]) {
    assert_same_of(articles, &|| news::engine(config), steps);
}

fn assert_same_of(articles: &[Article], make: &dyn Fn() -> Engine, steps: &[(usize, Pause)]) {
    let (expected, found) = (undisturbed(articles, make()), disturbed(articles, make, steps));
    for (n, (e, f)) in expected.0.iter().zip(&found.0).enumerate() {
        assert_eq!(e, f, "verdict {n}, with {steps:?}");
    }
    assert_eq!(expected.0.len(), found.0.len());
    assert_eq!(expected.1, found.1);
}

#[test]
fn the_corpora() {
    let articles = news::sent_again(&news::corpus(), 1);
    for (days, stories) in [(0.0, true), (0.5, false)] {
        assert_same(
            &articles,
            &news::config(days, stories),
            &[(37, Pause::Restart), (70, Pause::Ahead), (30, Pause::Save), (90, Pause::Ahead), (60, Pause::Crash)],
        );
    }
}

/// More than the window holds between two restarts, and a window that is shorter than a quantum.
#[test]
fn a_window_that_overflows() {
    let articles = news::sent_again(&news::day(3, 2600), 3);
    assert_same(&articles, &news::config(0.0, true), &[(1500, Pause::Restart), (90, Pause::Restart)]);
    // Where much is known, much is encoded ahead, also of quanta that end before the state is put away.
    let (ahead, save) = ((21, Pause::Ahead), (17, Pause::Save));
    let steps =
        [(700, Pause::Restart), ahead, ahead, ahead, ahead, save, ahead, ahead, (30, Pause::Crash), ahead, save];
    assert_same(&articles, &news::config(0.0, true), &steps);
    assert_same(
        &articles,
        &news::config(0.01, true),
        &[(333, Pause::Restart), (140, Pause::Ahead), (90, Pause::Save), (70, Pause::Crash)],
    );
}

/// One article is revised more often than a shingle leads to articles, while others print it.
#[test]
fn an_article_that_is_revised_often() {
    let text = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the ministry said. \
                Some 4,300 people were moved from the town of Meldrin to schools in the next valley.";
    let version = |n: usize| match n % 5 {
        3 => Article::new(format!("copy {n}"), text).with_source(format!("{}.example", n % 17)),
        _ => Article::new("live", format!("{text} Also read: {n} bakers of street {} have won.", n * 7)),
    };
    let articles: Vec<Article> = (0..400).map(version).collect();
    let steps = [(70, Pause::Restart), (90, Pause::Ahead), (110, Pause::Restart), (30, Pause::Save)];
    assert_same(&articles, &news::config(0.0, true), &steps);
}

/// The clock is set back, since the very first date was wrong.
#[test]
fn a_clock_that_was_wrong() {
    let mut articles = news::day(5, 400);
    let wrong = wirefold::units::Timestamp::parse("2099-01-01").expect("a date");
    articles[0].published_at = Some(wrong);
    for article in articles[1..].iter_mut().take(150) {
        article.published_at = None;
    }
    assert_same(
        &articles,
        &news::config(1.0, true),
        &[(70, Pause::Restart), (65, Pause::Ahead), (30, Pause::Save), (80, Pause::Crash)],
    );
}

/// Articles come before the first date, and after a pause of the feed, one source's first: their times are known late.
#[test]
fn a_clock_that_learns_late() {
    let mut articles = news::day(6, 600);
    articles[..150].iter_mut().for_each(|article| article.published_at = None);
    for (n, article) in articles[350..].iter_mut().enumerate() {
        let at = article.published_at.map(|at| at.seconds() + 40 * 86_400);
        article.published_at = at.map(wirefold::units::Timestamp::from_seconds);
        if n < 100 {
            article.source = Some("one.example".into());
        }
    }
    assert_same(
        &articles,
        &news::config(1.0, true),
        &[(70, Pause::Restart), (65, Pause::Ahead), (30, Pause::Save), (80, Pause::Crash)],
    );
}

/// More notices come than are looked through, and one of them is sent again: the first is forgotten all the same.
#[test]
fn notices_that_are_looked_through_no_more() {
    let word = |random: &mut SplitMix64| -> String {
        (0..3)
            .map(|_| *random.choose(&["ka", "rso", "mel", "dri", "val", "mo", "bra", "ssac", "tor", "vi", "ple"]))
            .collect()
    };
    let words = |seed: u64, many: usize| -> Vec<String> {
        let random = &mut SplitMix64::of(seed, &[]);
        (0..many).map(|_| word(random)).collect()
    };
    let title = |n: u64| format!("The mayor of {} closes harbour {n}", words(1000 + n, 1).concat());
    let in_english = |article: Article| Article { language: Some(wirefold::Language::of(*b"en")), ..article };
    let dispatch = |id: String, n: u64| in_english(Article::new(id, words(n, 60).join(" ")).with_title(title(n)));
    let notice = |n: u64, why: &str| {
        let text = format!("Editors: please kill this item. {why}");
        in_english(Article::new(format!("notice {n}"), text).with_title(format!("KILL: {}", title(n))))
    };
    let mut articles = Vec::new();
    for n in 0..260 {
        articles.extend([dispatch(format!("a{n}"), n), notice(n, &words(2000 + n, 8).join(" "))]);
    }
    articles.push(notice(200, "It was never true."));
    articles.extend((300..364).map(|n| dispatch(format!("a{n}"), n)));
    articles.extend((0..8).map(|n| dispatch(format!("late {n}"), n)));
    let (verdicts, _) = undisturbed(&articles, news::engine(&news::config(0.0, true)));
    let withdrawn = verdicts.iter().rev().take(8).filter(|verdict| verdict.contains("withdrawn_by")).count();
    assert_eq!(withdrawn, 3);
    assert_same(&articles, &news::config(0.0, true), &[(585, Pause::Restart)]);
}

/// Vectors of words in a narrow cone, as those of models are.
struct Cone;

impl Embedder for Cone {
    fn name(&self) -> &str {
        "cone/1"
    }

    fn dimensions(&self) -> usize {
        32
    }

    fn embed(&self, input: &EmbedInput<'_>) -> wirefold::Result<Array1<f32>> {
        let mut sum = Array1::from_elem(self.dimensions(), 4.0);
        for word in input.body_text.split_whitespace() {
            let mut random = SplitMix64::of(1, &[xxhash_rust::xxh3::xxh3_64(word.as_bytes())]);
            sum.iter_mut().for_each(|value| *value += random.bits() as f32 / u64::MAX as f32 - 0.5);
        }
        let length = sum.dot(&sum).sqrt();
        Ok(sum / length)
    }
}

/// Where its vectors lie is learnt at once while the engine is young, by quanta later.
#[test]
fn a_model_of_the_users() {
    let config = news::config(0.0, true);
    let make = || Engine::builder().config(config.clone()).embedder(Cone).build().expect("an engine");
    let articles = news::sent_again(&news::day(11, 900), 2);
    assert_same_of(
        &articles,
        &make,
        &[(37, Pause::Restart), (1, Pause::None), (90, Pause::Save), (200, Pause::Restart)],
    );
    // Nor does it matter how many come at a time.
    for size in [1, 90, 200] {
        assert_same_of(&articles, &make, &[(size, Pause::None)]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_days(
        seed in 0u64..1000,
        steps in proptest::collection::vec(
            (
                prop_oneof![1usize..5, 1usize..200],
                prop_oneof![
                    Just(Pause::None),
                    Just(Pause::Ahead),
                    Just(Pause::Save),
                    Just(Pause::SaveWhole),
                    Just(Pause::Restart),
                    Just(Pause::Crash)
                ],
            ),
            1..12,
        ),
        days in prop_oneof![Just(0.0), 0.02f64..0.4],
        stories: bool,
        rule in 0usize..8,
    ) {
        let articles = news::sent_again(&news::day(seed, 500), seed);
        let clusters = news::representatives(&articles).swap_remove(rule);
        assert_same(&articles, &Config { clusters, ..news::config(days, stories) }, &steps);
    }
}
