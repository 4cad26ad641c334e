//! Long after its cluster has left the window, a copy brings it back where that is asked for, and only a copy does.
#![cfg(unix)]

mod news;
mod stores;

use rusqlite::Connection;
use std::path::Path;
use stores::contents;
use wirefold::engine::{Alike, Past, Wanted};
use wirefold::store::{Archive, Opening, check};
use wirefold::units::Timestamp;
use wirefold::verify::Rule;
use wirefold::{Article, Config, Verdict};

const START: i64 = 1_900_000_000;
const DAY: i64 = 86_400;

fn at(article: &Article, seconds: i64) -> Article {
    Article { published_at: Some(Timestamp::from_seconds(START + seconds)), ..article.clone() }
}

/// News of one day, under ids of its own, published from `day` on.
fn filler(seed: u64, articles: u64, day: i64) -> Vec<Article> {
    let articles = news::day(seed, articles);
    let mut filler: Vec<Article> =
        (0..).zip(&articles).map(|(n, a)| Article { id: format!("{seed}-{}", a.id), ..at(a, day * DAY + n) }).collect();
    filler.sort_by_key(|a| a.published_at);
    filler
}

fn open(path: &Path, late: bool) -> Archive {
    let config = Some(news::config(3.0, true));
    Archive::open(path, Opening { config, late, command: "test".into(), ..Opening::default() }).expect("a store")
}

/// Folds night after night, each opened anew.
fn fold(path: &Path, nights: &[Vec<Article>], late: bool) -> Vec<Vec<Verdict>> {
    let night = |articles: &Vec<Article>| {
        let mut archive = open(path, late);
        let verdicts = archive.ingest_batch(articles).expect("verdicts");
        archive.close().expect("it closes");
        verdicts
    };
    nights.iter().map(night).collect()
}

const DISPATCH: &str = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the \
    interior ministry of Tarvia said. Some families in the valley below were moved to schools in Meldrin before nightfall. \
    Divers went down to the foot of the wall in the morning and found no water coming through, said the engineer in charge, \
    Ilvo Brandt. The reservoir is to be lowered by a third until the wall has been looked at from both sides. Fishermen were \
    told to take their boats out of the water. The dam was built by prisoners and repaired only once since then, when a \
    landslide had damaged its northern end. A commission is to say by the end of the month whether it can stay in use.";

/// A form, filled twice.
fn form(day: &str, wind: [&str; 3], water: [&str; 2], degrees: [u32; 2]) -> String {
    format!(
        "Weather for the coast of Tarvia on {day}, from the institute of hydrology, for ships, small boats and bathers. Wind \
         from the {} at {} knots, gusts of {} knots off the lighthouse. Small boats stay in harbour while the black ball is \
         shown at the mole. Temperatures from {} to {} degrees. High water at Port Salen at {} and {}. Bathers ask the guards \
         on the beach before they go in.",
        wind[0], wind[1], wind[2], degrees[0], degrees[1], water[0], water[1]
    )
}

fn forms() -> [String; 2] {
    [
        form("Monday", ["northwest", "12", "19"], ["06:12", "18:40"], [8, 14]),
        form("Friday", ["southeast", "31", "44"], ["03:55", "16:21"], [2, 5]),
    ]
}

/// Two months: the dispatch and a form, other news, and then a cut copy of the one and the form filled anew.
fn nights() -> Vec<Vec<Article>> {
    let mut first = filler(31, 300, 0);
    first.push(at(&Article::new("dam", DISPATCH).with_source("voice.example"), DAY - 60));
    first.push(at(&Article::new("coast", forms()[0].as_str()).with_source("voice.example"), DAY - 30));
    let months = (1..=5).map(|n| filler(40 + n, 150, 10 * n as i64));
    let (_, cut) = DISPATCH.split_once(". ").expect("sentences");
    let copy = format!("From our archive. {cut}");
    let mut last = filler(60, 100, 60);
    let (copy, form) =
        (Article::new("again", copy), Article::new("coast-2", forms()[1].as_str()).with_source("voice.example"));
    last.extend([at(&copy, 61 * DAY), at(&form, 61 * DAY + 1)]);
    // A second copy is like the first, which is in the window.
    last.push(at(&Article::new("once more", format!("{DISPATCH} It was shut again.")), 61 * DAY + 2));
    [vec![first], months.collect(), vec![last]].concat()
}

#[test]
fn a_copy_after_two_months_brings_its_cluster_back_where_that_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    for late in [true, false] {
        let path = folder.path().join(format!("{late}.db"));
        let verdicts = fold(&path, &nights(), late);
        let last = verdicts.last().expect("the last night");
        let of = |id: &str| last.iter().find(|v| v.id == id).expect("its verdict");
        let (copy, second, form) = (of("again"), of("once more"), of("coast-2"));
        if late {
            assert_eq!((copy.cluster_id.as_str(), copy.of.as_deref()), ("c:dam", Some("dam")));
            assert!(copy.relation.is_copy() && copy.measures.expect("measures").containment.get() > 0.8);
            assert_eq!(copy.representative, "again");
        } else {
            assert_eq!((copy.cluster_id.as_str(), copy.of.as_deref()), ("c:again", None));
        }
        assert_eq!(second.cluster_id, copy.cluster_id);
        assert_eq!((form.cluster_id.as_str(), form.of.as_deref()), ("c:coast-2", None), "it is filled anew");
        assert_eq!(check(&path).expect("a store"), []);
        let db = Connection::open(&path).expect("it opens");
        let members =
            "SELECT group_concat(id, ' ') FROM (SELECT id FROM v_articles WHERE cluster_id = ?1 ORDER BY article)";
        let members: String = db.query_row(members, [&copy.cluster_id], |row| row.get(0)).expect("a row");
        assert_eq!(members, if late { "dam again once more" } else { "again once more" });
        let edge = "SELECT count(*) FROM edges JOIN articles USING (article) WHERE id = 'again' AND other = 'dam'";
        assert_eq!(db.query_row(edge, [], |row| row.get::<_, i64>(0)).expect("a row"), i64::from(late));
    }
}

/// By the program: nights without, and then one with.
#[test]
fn a_night_may_ask_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, input, out) =
        (folder.path().join("news.db"), folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    let nights = nights();
    fold(&path, &nights[..nights.len() - 1], false);
    let line = |a: &Article| serde_json::json!({"id": a.id, "source": a.source, "text": a.text, "published_at": a.published_at.map(|at| at.to_string())});
    let lines: Vec<String> = nights[nights.len() - 1].iter().map(|a| line(a).to_string()).collect();
    std::fs::write(&input, lines.join("\n")).expect("written");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wirefold"));
        let status = command.arg("batch").arg(&input).args(arguments).arg("--out").arg(&out).output().expect("it runs");
        (status.status.code(), std::fs::read_to_string(&out).unwrap_or_default())
    };
    assert_eq!(run(&["--late"]).0, Some(2), "there is no store");
    let (code, said) = run(&["--late", "--store", path.to_str().expect("UTF-8")]);
    assert_eq!(code, Some(0));
    let copy = said.lines().find(|line| line.contains("\"id\":\"again\"")).expect("its verdict");
    assert!(copy.contains(r#"{"type":"returned","cluster_id":"c:dam","article":"again"}"#), "{copy}");
}

/// The form shares enough marks to be looked at: it is the comparison that tells it from a copy.
#[test]
fn a_form_is_looked_at_and_told_apart() {
    let config = wirefold::Config::default();
    let [a, b] =
        [at(&Article::new("a", forms()[1].as_str()), 60 * DAY), at(&Article::new("b", forms()[0].as_str()), 0)];
    let mut engine = news::engine(&config);
    let marks = [&a, &b].map(|article| engine.ingest(article).expect("a verdict").marks.shingles);
    assert!(marks[0].iter().filter(|hash| marks[1].contains(hash)).count() >= 2, "{marks:?}");
    let explained = wirefold::engine::explain_articles(&a, &b, &config);
    assert_eq!(explained.rule, Rule::Template, "{explained:?}");
}

/// All nights at once, each night twice, and nights cut anywhere, with crashes between.
#[test]
fn it_is_the_same_however_nights_are_cut() {
    let folder = tempfile::tempdir().expect("a folder");
    let nights = nights();
    let whole = folder.path().join("whole.db");
    let expected = fold(&whole, &[nights.concat()], true).concat();
    assert!(expected.iter().any(|v| v.cluster_id == "c:dam" && v.id == "again"));

    let one_by_one = folder.path().join("one-by-one.db");
    let found = fold(&one_by_one, &nights, true).concat();
    assert_eq!(news::lines(&found), news::lines(&expected));
    assert_eq!(contents(&one_by_one), contents(&whole));
    let again = fold(&one_by_one, &nights, true).concat();
    assert!(again.iter().all(|v| v.events.is_empty()));
    assert_eq!(contents(&one_by_one), contents(&whole));

    let crashing = folder.path().join("crashing.db");
    let all = nights.concat();
    for chunk in all.chunks(190) {
        let mut archive = open(&crashing, true);
        archive.ingest_batch(chunk).expect("verdicts");
        archive.commit().expect("it is durable");
        // Gone without closing: the state is not put away, and all is folded once more.
        drop(archive);
    }
    open(&crashing, true).close().expect("it closes");
    assert_eq!(contents(&crashing), contents(&whole));
    assert_eq!(check(&crashing).expect("a store"), []);
}

#[test]
fn without_texts_there_is_nothing_to_look_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = news::config(3.0, true);
    config.store.text = false;
    let opening = Opening { config: Some(config.clone()), late: true, ..Opening::default() };
    let refused = Archive::open(folder.path().join("news.db"), opening).expect_err("it is refused");
    assert!(refused.to_string().contains("store.text"), "{refused}");
    // Nor may they be let go while it runs; and what is refused leaves a store as it is.
    let path = folder.path().join("late.db");
    for (late, is_refused) in [(true, true), (false, false)] {
        let mut archive = open(&path, late);
        assert_eq!(archive.keep(config.store).is_err(), is_refused, "{late}");
        archive.close().expect("it closes");
        let config = Config { store: config.store, ..news::config(3.0, true) };
        let refused = Archive::open(&path, Opening { config: Some(config), late: true, ..Opening::default() });
        assert!(refused.is_err());
        let archive = Archive::open(&path, Opening::default()).expect("a store");
        assert!(archive.engine().config().store.text);
    }
}

/// A memory that cannot be read at times.
#[derive(Debug, Default)]
struct Failing(std::sync::atomic::AtomicU32);

impl Past for Failing {
    fn is_known(&self, _: &str, _: u64) -> wirefold::Result<Option<bool>> {
        Ok(None)
    }

    fn founded(&self, _: &str) -> wirefold::Result<u32> {
        Ok(0)
    }

    fn alike(&self, _: &Wanted) -> wirefold::Result<Vec<Alike>> {
        match self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 50 {
            49 => Err(wirefold::Error::UnknownId { what: "memory", id: "it fails".into() }),
            _ => Ok(Vec::new()),
        }
    }
}

#[test]
fn what_failed_is_sent_again() {
    let articles = news::sent_again(&news::day(8, 300), 8);
    let config = news::config(1.0, true);
    let mut undisturbed = news::engine(&config);
    let expected = undisturbed.ingest_batch(&articles).expect("verdicts");
    let mut engine = news::engine(&config);
    engine.remember(Failing::default());
    let (mut found, mut failed) = (Vec::new(), 0);
    for chunk in articles.chunks(23) {
        let verdicts = loop {
            match engine.ingest_batch(chunk) {
                Ok(verdicts) => break verdicts,
                Err(_) => failed += 1,
            }
        };
        found.extend(verdicts);
    }
    assert!(failed > 3, "{failed}");
    let of = |verdicts: &[Verdict]| verdicts.iter().map(|v| (v.id.clone(), v.cluster_id.clone())).collect::<Vec<_>>();
    assert_eq!(of(&expected), of(&found));
    assert_eq!(news::clusters(&undisturbed), news::clusters(&engine));
}
