//! The store is what `docs/formats/store.md` says, refuses what it must, forgets what it is told to, and old ones open.

mod news;
mod stores;

use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use stores::contents;
use wirefold::config::WindowConfig;
use wirefold::embed::{EmbedInput, Embedder};
use wirefold::store::{Archive, Opening, Reader, STORE_VERSION, check};
use wirefold::units::Timestamp;
use wirefold::{Article, Config, Error};

const FORMAT: &str = include_str!("../docs/formats/store.md");

fn open(path: &Path, config: Option<Config>) -> wirefold::Result<Archive> {
    Archive::open(path, Opening { config, command: "test".into(), ..Opening::default() })
}

fn of_the_corpora(folder: &Path) -> PathBuf {
    let path = folder.join("news.db");
    let mut archive = open(&path, None).expect("a store");
    archive.ingest_batch(&news::corpus()).expect("verdicts");
    archive.close().expect("it closes");
    path
}

/// The names in backticks in the first column of the tables of the document.
fn documented() -> BTreeSet<String> {
    let rows = FORMAT.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    rows.map(str::to_owned).collect()
}

#[test]
fn tables_and_views_are_documented() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Connection::open(of_the_corpora(folder.path())).expect("it opens");
    let mut names = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'kept_%'")
        .expect("a query");
    let rows = names.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let rows: Vec<(String, String)> = rows.map(|row| row.expect("a row")).collect();
    let found: BTreeSet<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(documented(), found);
    for (name, _) in rows.iter().filter(|(name, _)| !name.starts_with("v_")) {
        let line = FORMAT.lines().find(|line| line.starts_with(&format!("| `{name}`"))).expect("a row of the document");
        let mut columns = db.prepare(&format!("SELECT name FROM pragma_table_info('{name}')")).expect("a query");
        let columns = columns.query_map([], |row| row.get::<_, String>(0)).expect("rows");
        for column in columns.map(|column| column.expect("a name")) {
            assert!(line.contains(&format!("`{column}`")), "{name}.{column} is not documented");
        }
    }
    assert!(FORMAT.contains(&format!("the version of the tables: {STORE_VERSION}.")));
}

#[test]
fn questions_have_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Connection::open(of_the_corpora(folder.path())).expect("it opens");
    let questions: Vec<&str> = FORMAT.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(questions.len() >= 8);
    let mut answered = 0;
    for question in &questions {
        let mut statement = db.prepare(question).expect(question);
        let mut rows = statement.query([]).expect(question);
        answered += usize::from(rows.next().expect(question).is_some());
    }
    // Some ask for ids of the documentation, or for what does not happen in the corpora.
    assert!(answered >= 5, "{answered} of {}", questions.len());
    let most: (i64, String) = db
        .query_row("SELECT printings, cluster_id FROM v_clusters ORDER BY printings DESC, cluster_id", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .expect("a row");
    assert_eq!(most.0, Reader::open(folder.path().join("news.db")).expect("it opens").stats().expect("stats").largest);
}

fn refusal(result: wirefold::Result<Archive>) -> String {
    match result {
        Err(Error::Store(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    struct Other;
    impl Embedder for Other {
        fn name(&self) -> &str {
            "other/1"
        }
        fn dimensions(&self) -> usize {
            4
        }
        fn embed(&self, _: &EmbedInput<'_>) -> wirefold::Result<ndarray::Array1<f32>> {
            Ok(ndarray::Array1::zeros(4))
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = of_the_corpora(folder.path());

    let held = open(&path, None).expect("a store");
    let second = refusal(open(&path, None));
    assert!(second.contains("no other writer") && second.contains(&std::process::id().to_string()), "{second}");
    drop(held);

    let narrow = Config { window: WindowConfig { days: 2.0, ..WindowConfig::default() }, ..Config::default() };
    let said = refusal(open(&path, Some(narrow)));
    assert!(said.contains("window.days = 14.0") && said.contains("found 2.0"), "{said}");
    open(&path, Some(Config { keep_text: false, ..Config::default() })).expect("that changes no verdict");

    let opening = Opening { engine: wirefold::Engine::builder().embedder(Other), ..Opening::default() };
    let said = refusal(Archive::open(&path, opening));
    assert!(said.contains("tfidf-256/") && said.contains("other/1"), "{said}");

    let db = Connection::open(&path).expect("it opens");
    db.pragma_update(None, "user_version", STORE_VERSION + 1).expect("it is set");
    drop(db);
    let said = refusal(open(&path, None));
    assert!(said.contains(&format!("found version {}", STORE_VERSION + 1)), "{said}");
    assert!(matches!(Reader::open(&path), Err(Error::Store(_))));

    let other = folder.path().join("other.db");
    Connection::open(&other).and_then(|db| db.execute_batch("CREATE TABLE mine (x)")).expect("another program's");
    assert!(refusal(open(&other, None)).contains("another SQLite file"));
    let text = folder.path().join("text.db");
    std::fs::write(&text, "no database at all, but a text of some length that is none".repeat(20)).expect("written");
    assert!(refusal(open(&text, None)).contains("not a database"));
    assert!(
        refusal(Reader::open(&text).map(|_| panic!("it is none")))
            .contains("not a database; remedy: name another file")
    );
    assert!(refusal(open(folder.path(), None)).contains("a folder"));
    assert!(matches!(Reader::open(folder.path().join("none.db")), Err(Error::Io { .. })));
}

#[test]
fn readers_see_whole_states_while_it_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    let mut archive = open(&path, None).expect("a store");
    let articles = news::day(12, 400);
    archive.ingest_batch(&articles[..200]).expect("verdicts");
    archive.commit().expect("it is durable");
    archive.ingest_batch(&articles[200..]).expect("verdicts");
    let reader = Reader::open(&path).expect("a reader");
    assert_eq!(reader.stats().expect("an answer").articles, 200);
    assert_eq!(check(&path).expect("a store"), []);
    archive.commit().expect("it is durable");
    assert_eq!(reader.stats().expect("an answer").articles, 400);
    let standing = reader.standing(&articles[7].id).expect("it is there");
    assert_eq!(standing.cluster_id, archive.engine().standing(&articles[7].id).expect("in the window").cluster_id);
}

#[test]
fn old_ids_lead_to_the_clusters_of_today() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    let mut archive = open(&path, None).expect("a store");
    let articles = news::sent_again(&news::day(12, 3000), 12);
    archive.ingest_batch(&articles).expect("verdicts");
    // Two cuts, and then the text that they were cut from, which was published before them: their clusters become one.
    let latest = articles.iter().filter_map(|article| article.published_at).max().expect("a date");
    let later = |id: &str, text: String, hours: i64| {
        Article::new(id, text).with_published_at(Timestamp::from_seconds(latest.seconds() + 3600 * hours))
    };
    let texts = news::day(7, 80);
    let whole = format!("{}\n\n{}", texts[1].text, texts[0].text);
    let cuts = [later("cut-1", texts[0].text.clone(), 2), later("cut-2", texts[1].text.clone(), 3)];
    archive.ingest_batch(&cuts).expect("verdicts");
    archive.ingest_batch(&[later("whole", whole, 1)]).expect("verdicts");
    archive.close().expect("it closes");
    let reader = Reader::open(&path).expect("a reader");
    let db = Connection::open(&path).expect("it opens");
    let mut statement = db.prepare("SELECT id, into_id FROM redirects WHERE id LIKE 'c:%'").expect("a query");
    let redirects = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let redirects: Vec<(String, String)> = redirects.collect::<Result<_, _>>().expect("texts");
    assert!(!redirects.is_empty());
    for (id, into) in redirects {
        assert_eq!(reader.cluster_id(&id).expect("it leads somewhere"), into);
        assert_eq!(reader.cluster_id(&into).expect("it is there"), into);
    }
    let of_article = reader.standing(&articles[7].id).expect("it is there").cluster_id;
    assert_eq!(reader.cluster_id(&articles[7].id).expect("it has one"), of_article);
    assert!(matches!(reader.cluster_id("c:none"), Err(Error::UnknownId { .. })));
}

/// Erasure, of articles of the open quantum and of earlier ones, of the window and of before.
#[test]
fn what_is_forgotten_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    let config = news::config(0.3, true);
    let articles = news::day(14, 500);
    let mut archive = open(&path, Some(config.clone())).expect("a store");
    let verdicts = archive.ingest_batch(&articles[..490]).expect("verdicts");
    let original = verdicts.iter().find(|verdict| verdict.relation.is_copy()).and_then(|verdict| verdict.of.as_ref());
    let original = articles.iter().position(|article| Some(&article.id) == original).expect("one was copied");
    let gone: BTreeSet<usize> = [0, 3, 200, 300, 460, 488, 489, original].into();
    let gone: Vec<&Article> = gone.iter().map(|&n| &articles[n]).collect();
    archive.commit().expect("it is durable");
    let copied = || {
        let db = Connection::open(&path).expect("it opens");
        let mut query = db.prepare("SELECT DISTINCT original_id FROM v_republication").expect("a query");
        let ids: BTreeSet<String> =
            query.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("ids");
        gone.iter().filter(|article| ids.contains(&article.id)).count()
    };
    assert!(copied() > 0, "some of them were copied");
    for article in &gone {
        archive.forget(&article.id).expect("it is there");
    }
    assert!(archive.forget("nobody").is_err());
    archive.commit().expect("it is durable");
    assert_eq!(copied(), 0, "originals without a source");
    for cluster in archive.engine().clusters() {
        assert!(gone.iter().all(|a| !cluster.members().contains(&a.id)), "{}", cluster.id());
    }
    archive.close().expect("it closes");
    assert_eq!(check(&path).expect("a store"), []);
    let bytes = std::fs::read(&path).expect("it is read");
    let mut of_its_own = 0;
    for article in &gone {
        let needle: String = article.text.chars().skip(40).take(80).collect();
        // Copies that stay hold the same words.
        if articles.iter().any(|other| other.id != article.id && other.text.contains(&needle)) {
            continue;
        }
        of_its_own += 1;
        let is_there = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
        assert!(!is_there, "{} is still in the file", article.id);
    }
    assert!(of_its_own >= 2, "{of_its_own}");
    let mut archive = open(&path, None).expect("a store");
    let again = archive.ingest_batch(&articles[480..]).expect("verdicts");
    assert_eq!((again[8].cluster_id.as_str(), again[8].events.len()), ("", 0), "it is not taken in anew");
    archive.close().expect("it closes");
    assert_eq!(check(&path).expect("a store"), []);
}

/// A store of each version that there was, with the first 40 articles of the corpora, packed with zstd. That of a version
/// which no release has written yet is made anew with `WIREFOLD_GOLDEN=1 cargo test --test store_format`.
#[test]
fn old_stores_open() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let articles: Vec<Article> = news::corpus();
    if std::env::var_os("WIREFOLD_GOLDEN").is_some() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("news.db");
        let mut archive = open(&path, None).expect("a store");
        archive.ingest_batch(&articles[..40]).expect("verdicts");
        archive.close().expect("it closes");
        let packed = zstd::bulk::compress(&std::fs::read(&path).expect("it is read"), 19).expect("zstd");
        std::fs::write(golden.join(format!("store-v{STORE_VERSION}.db.zst")), packed).expect("written");
    }
    for version in 1..=STORE_VERSION {
        let packed = std::fs::File::open(golden.join(format!("store-v{version}.db.zst"))).expect("one of each version");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("news.db");
        std::fs::write(&path, zstd::stream::decode_all(packed).expect("zstd")).expect("written");
        assert_eq!(check(&path).expect("a store"), []);
        let before = contents(&path);
        let mut archive = open(&path, None).expect("it opens");
        let held = archive.articles();
        assert_eq!(held, 40);
        archive.ingest_batch(&articles).expect("verdicts");
        archive.commit().expect("it is durable");
        assert_eq!(archive.articles() as usize, articles.len());
        archive.close().expect("it closes");
        assert_eq!(check(&path).expect("a store"), []);
        assert!(contents(&path).len() > before.len());
    }
}
