//! However the input is cut into nights, chunks, restarts and crashes, and on any number of threads, a store ends in the same state, and the same
//! verdicts are given.

mod news;
mod stores;

use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use rusqlite::Connection;
use std::path::Path;
use std::sync::LazyLock;
use stores::contents;
use wirefold::store::{Archive, Opening, check};
use wirefold::{Article, Config, Verdict};

/// A configuration, and whether old clusters come back.
struct Setting {
    config: Config,
    late: bool,
}

fn setting(days: f64, stories: bool, late: bool) -> Setting {
    Setting { config: news::config(days, stories), late }
}

fn open(path: &Path, Setting { config, late }: &Setting) -> Archive {
    let opening = Opening { config: Some(config.clone()), command: "test".into(), late: *late, ..Opening::default() };
    Archive::open(path, opening).expect("a store")
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Pause {
    /// The next chunk goes into the same transaction.
    None,
    Commit,
    /// Closed, and opened again.
    Close,
    /// Committed, and then the process is gone.
    Crash,
    /// Gone before it has committed: what was not acknowledged comes again.
    CrashBefore,
}

/// Articles of one call, what happens after it, and the threads that it runs on.
type Step = (usize, Pause, usize);

/// Pools of one thread, of two, and so on.
static POOLS: LazyLock<Vec<ThreadPool>> = LazyLock::new(|| {
    let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    (1..=4).map(pool).collect()
});

/// Openings of one store in one run.
const MOST_STOPS: usize = 9;

fn fold(path: &Path, articles: &[Article], setting: &Setting, steps: &[Step]) -> Vec<Verdict> {
    let mut archive = open(path, setting);
    let mut shown: Vec<Verdict> = Vec::new();
    let mut pending: Vec<Verdict> = Vec::new();
    let mut steps = steps.iter().cycle();
    let (mut at, mut stops) = (0, 0);
    while at < articles.len() {
        let &(size, mut pause, threads) = steps.next().expect("a step");
        if !matches!(pause, Pause::None | Pause::Commit) {
            stops += 1;
            // Each stop after a crash folds what went before once more.
            if stops > MOST_STOPS {
                pause = Pause::Commit;
            }
        }
        let end = articles.len().min(at + size);
        let pool = &POOLS[threads - 1];
        pending.extend(pool.install(|| archive.ingest_batch(&articles[at..end])).expect("verdicts"));
        at = end;
        match pause {
            Pause::None => continue,
            Pause::CrashBefore => pending.clear(),
            _ => {
                archive.commit().expect("it is durable");
                shown.append(&mut pending);
            }
        }
        at = shown.len();
        match pause {
            Pause::None | Pause::Commit => {}
            Pause::Close => {
                archive.close().expect("it closes");
                archive = pool.install(|| open(path, setting));
            }
            Pause::Crash | Pause::CrashBefore => {
                drop(archive);
                archive = pool.install(|| open(path, setting));
            }
        }
    }
    archive.commit().expect("it is durable");
    shown.append(&mut pending);
    archive.close().expect("it closes");
    shown
}

fn assert_same(articles: &[Article], setting: &Setting, steps: &[Step]) {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, many) = (folder.path().join("one.db"), folder.path().join("many.db"));
    let expected = news::lines(&fold(&one, articles, setting, &[(usize::MAX, Pause::Commit, 2)]));
    let found = news::lines(&fold(&many, articles, setting, steps));
    assert_eq!(expected.len(), articles.len());
    for (n, (e, f)) in expected.iter().zip(&found).enumerate() {
        // After a crash, what may not have been shown is given as it was at first, and not as it stands.
        let first =
            articles.iter().zip(&expected).filter(|(a, _)| a.id == articles[n].id && a.text == articles[n].text);
        if first.map(|(_, line)| line).take(n + 1).all(|line| line != f) {
            assert_eq!(e, f, "verdict {n}, with {steps:?}");
        }
    }
    assert_eq!(expected.len(), found.len());
    let (one_says, many_says) = (contents(&one), contents(&many));
    for (e, f) in one_says.iter().zip(&many_says) {
        assert_eq!(e, f, "with {steps:?}");
    }
    assert_eq!(one_says.len(), many_says.len());
    for path in [&one, &many] {
        assert_eq!(check(path).expect("it is a store"), []);
    }
}

#[test]
fn the_corpora_in_nights() {
    let articles = news::sent_again(&news::corpus(), 1);
    for (days, stories, late) in [(0.0, true, false), (0.5, false, true)] {
        assert_same(&articles, &setting(days, stories, late), &[(97, Pause::Close, 1), (40, Pause::Crash, 3)]);
    }
}

/// What is owed when a state is put away is given with its pairs later.
#[test]
fn a_crash_soon_after_the_first_state() {
    let articles = news::sent_again(&news::day(7, 400), 7);
    assert_same(&articles, &setting(0.05, false, false), &[(1, Pause::Close, 2), (190, Pause::Crash, 1)]);
}

/// Articles come back, as they were and changed, long after the window has forgotten them and their clusters.
#[test]
fn what_the_window_has_forgotten() {
    let mut articles = news::day(8, 700);
    let again: Vec<Article> = articles[..200].to_vec();
    let late = |article: &Article, n: usize| {
        let mut article = article.clone();
        if n % 3 == 1 {
            article.text = article.text.split_inclusive("\n\n").skip(1).collect();
        }
        article.published_at =
            article.published_at.map(|at| wirefold::units::Timestamp::from_seconds(at.seconds() + 9 * 86_400));
        article
    };
    articles.extend(news::day(9, 300).iter().map(|article| {
        let mut article = article.clone();
        article.id = format!("second-{}", article.id);
        article.published_at =
            article.published_at.map(|at| wirefold::units::Timestamp::from_seconds(at.seconds() + 9 * 86_400));
        article
    }));
    articles.extend(again.iter().enumerate().map(|(n, article)| late(article, n)));
    let number = |path: &Path, query: &str| {
        let db = Connection::open(path).expect("it opens");
        db.query_row(query, [], |row| row.get::<_, i64>(0)).expect(query)
    };
    for late in [false, true] {
        let setting = setting(0.3, true, late);
        assert_same(&articles, &setting, &[(130, Pause::Close, 4), (75, Pause::CrashBefore, 1), (11, Pause::Crash, 2)]);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("news.db");
        fold(&path, &articles, &setting, &[(100, Pause::Close, 1)]);
        assert_eq!(number(&path, "SELECT count(*) FROM articles WHERE version > 1"), 67);
        let (anew, returned) = (
            number(&path, "SELECT count(*) FROM clusters WHERE id LIKE '%~2'"),
            number(&path, "SELECT count(*) FROM events WHERE type = 'returned'"),
        );
        match late {
            false => assert!(anew > 10 && returned == 0, "{anew} founders came back, {returned} clusters"),
            true => assert!(returned > 30, "{anew} founders came back, {returned} clusters"),
        }
    }
}

#[test]
fn a_night_that_is_run_twice_changes_nothing() {
    let articles = news::day(4, 500);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    let setting = setting(0.2, true, true);
    let first = fold(&path, &articles, &setting, &[(200, Pause::Close, 2)]);
    let before = contents(&path);
    let second = fold(&path, &articles, &setting, &[(63, Pause::Close, 1)]);
    assert_eq!(contents(&path), before);
    assert_eq!(first.len(), second.len());
    assert!(second.iter().all(|verdict| verdict.events.is_empty()));
    // Of what the window has forgotten, the store says as much.
    assert!(second.iter().all(|verdict| verdict.provenance.is_some()));
}

/// What was durable and not shown is owed with its events, whatever comes before its articles come again: a run without them, one
/// with some, a smaller file, an article that is forgotten, or another end of the process before they are shown.
#[test]
fn what_is_owed_outlasts_what_comes_between() {
    let articles = news::day(12, 150);
    let setting = setting(0.0, true, false);
    let folder = tempfile::tempdir().expect("a folder");
    let lines = |verdicts: &[Verdict]| news::lines(verdicts);
    for between in 0..5 {
        let path = folder.path().join(format!("{between}.db"));
        let mut archive = open(&path, &setting);
        let first = archive.ingest_batch(&articles).expect("verdicts");
        archive.commit().expect("it is durable");
        drop(archive);
        let mut archive = open(&path, &setting);
        let (mut given, mut gone) = (0, None);
        match between {
            0 => archive.close().expect("it closes"),
            1 => {
                given = 40;
                let again = archive.ingest_batch(&articles[..given]).expect("verdicts");
                assert_eq!(lines(&again), lines(&first[..given]));
                archive.close().expect("it closes");
            }
            2 => archive.compact().expect("it is written anew"),
            3 => {
                archive.forget(&articles[7].id).expect("it is there");
                gone = Some(7);
                archive.close().expect("it closes");
            }
            _ => {
                assert_eq!(lines(&archive.ingest_batch(&articles).expect("verdicts")), lines(&first));
                // Whoever was to show them is gone.
                let closed = || Err(wirefold::Error::UnknownId { what: "reader", id: "it has gone".into() });
                let _ = archive.commit_then(closed);
                drop(archive);
            }
        }
        assert_eq!(check(&path).expect("it is a store"), []);
        let mut archive = open(&path, &setting);
        let again = archive.ingest_batch(&articles[given..]).expect("verdicts");
        for (n, (again, first)) in lines(&again).iter().zip(&lines(&first[given..])).enumerate() {
            assert!(again == first || gone == Some(n), "{between}: {again}, {first} before");
        }
        assert!(gone.is_none_or(|n| again[n].events.is_empty() && again[n].provenance.is_none()));
        archive.close().expect("it closes");
        // They were shown: nothing is owed any more.
        let mut archive = open(&path, &setting);
        let again = archive.ingest_batch(&articles).expect("verdicts");
        assert!(again.iter().all(|verdict| verdict.events.is_empty()), "{between}");
        archive.close().expect("it closes");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_days(
        seed in 0u64..1000,
        steps in proptest::collection::vec(
            (
                prop_oneof![1usize..5, 1usize..200],
                prop_oneof![
                    Just(Pause::None),
                    Just(Pause::Commit),
                    Just(Pause::Close),
                    Just(Pause::Crash),
                    Just(Pause::CrashBefore),
                ],
                1usize..=4,
            ),
            1..10,
        ),
        days in prop_oneof![Just(0.0), 0.02f64..0.4],
        stories: bool,
        late: bool,
    ) {
        let articles = news::sent_again(&news::day(seed, 400), seed);
        assert_same(&articles, &setting(days, stories, late), &steps);
    }
}
