//! What a store says to readers, while a writer may be at work.

use super::rows::Record;
use super::schema::MAGIC;
use super::{arrivals, lock, number, open_to_read, rows::word, settings, sql};
use crate::article::Article;
use crate::cluster::Event;
use crate::config::Config;
use crate::error::{Error, Result, StoreError};
use crate::sinks::Verdict;
use crate::sinks::export::Item;
use crate::units::{Hamming, Language, Similarity, Timestamp};
use crate::verify::Measures;
use rusqlite::{Connection, OptionalExtension, Row, Statement, params, params_from_iter};
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long nothing more comes into the tables where nobody writes: many times as long as rows gather.
const STILL: Duration = Duration::from_millis(400);

/// Whether a path leads to an SQLite file, and so perhaps to a store; by its first bytes, whatever its name.
pub fn is_store(path: &Path) -> bool {
    let mut head = [0; MAGIC.len()];
    path.is_file()
        && std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && head == *MAGIC
}

/// Which articles are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All of them.
    All,
    /// Those of one cluster and of the others of its story. The cluster is named by its id, by one that leads to it, or by
    /// that of an article.
    Around(&'a str),
    /// Those of the so many largest clusters that have at least two, and of the others of their stories.
    Largest(usize),
}

/// What an article tells of itself beside its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub source: Option<String>,
    /// Where it stands.
    pub url: Option<String>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
}

/// A store as a reader sees it: as of one moment for each question, or for all of them ([`Reader::hold`]). Whatever is asked,
/// [`Error::Store`] says that the store cannot be read.
pub struct Reader {
    db: Connection,
    path: PathBuf,
}

/// The tables by a connection of whomever: a reader's, or the writer's own.
pub(super) struct Tables<'a> {
    pub db: &'a Connection,
    pub path: &'a Path,
}

/// How much there is in a store.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Version of the tables.
    pub version: i64,
    /// Runs that have written into it.
    pub runs: i64,
    /// Articles, versions of one counted once.
    pub articles: i64,
    /// Versions that were replaced.
    pub replaced: i64,
    /// Articles that were forgotten.
    pub forgotten: i64,
    /// Articles in the engine's window, as last put away.
    pub window: i64,
    /// Clusters, merged ones not counted.
    pub clusters: i64,
    /// Of these, the ones that an article may still join.
    pub open: i64,
    /// Stories.
    pub stories: i64,
    /// Clusters of at least two articles.
    pub shared: i64,
    /// Articles that are not the first of their cluster.
    pub copies: i64,
    /// Size of the largest cluster.
    pub largest: i64,
    /// Edges.
    pub edges: i64,
    /// Events.
    pub events: i64,
    /// Publication of the earliest and the latest article.
    pub from: Option<Timestamp>,
    /// See `from`.
    pub to: Option<Timestamp>,
    /// Size of the file, its log included.
    pub bytes: u64,
}

/// # Errors
/// Of all: [`Error::Store`] where the file cannot be read; others where they are named.
#[allow(clippy::missing_errors_doc, reason = "said once, above")]
impl Reader {
    /// Opens a store for reading. What was acknowledged before is there, also where a writer is about to write it into the
    /// tables: it is waited for as long as more comes there. After a crash the rest comes with the next writer.
    ///
    /// # Errors
    /// [`Error::Io`] where there is none, [`Error::Store`] where it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = &lock::followed(path.as_ref());
        let reader = Self { db: open_to_read(path)?, path: path.to_owned() };
        let acknowledged = lock::acknowledged(path);
        let (mut seen, mut since) = (0, Instant::now());
        while since.elapsed() < STILL {
            let articles: i64 = number(&reader.db, path, "SELECT coalesce(max(article) + 1, 0) FROM articles")?;
            let articles = articles as u64;
            if articles >= acknowledged {
                break;
            }
            if articles > seen {
                (seen, since) = (articles, Instant::now());
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(reader)
    }

    /// The configuration that the store was made with; none for one that was just begun.
    ///
    /// # Errors
    /// [`Error::Store`], where another version wrote one that this does not know.
    pub fn config(&self) -> Result<Option<Config>> {
        settings::kept_config(&self.db, &self.path)
    }

    fn tables(&self) -> Tables<'_> {
        Tables { db: &self.db, path: &self.path }
    }

    /// How much there is.
    pub fn stats(&self) -> Result<Stats> {
        let fault = sql(&self.path);
        let number = |query: &str| self.db.query_row(query, [], |row| row.get::<_, i64>(0)).map_err(fault);
        let time = |query: &str| {
            let seconds = self.db.query_row(query, [], |row| row.get::<_, Option<i64>>(0)).map_err(fault)?;
            Ok::<_, Error>(seconds.map(Timestamp::from_seconds))
        };
        let articles = number("SELECT count(*) FROM articles WHERE replaced_by IS NULL AND NOT forgotten")?;
        // In the order of the index: nothing is sorted.
        let sizes = "SELECT count(*), coalesce(sum(n > 1), 0), coalesce(max(n), 0) FROM (SELECT count(*) AS n \
                     FROM members m JOIN articles a USING (article) \
                     WHERE a.replaced_by IS NULL AND NOT a.forgotten GROUP BY m.cluster)";
        let sizes = self.db.query_row(sizes, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let (clusters, shared, largest): (i64, i64, i64) = sizes.map_err(fault)?;
        let mut log = self.path.as_os_str().to_owned();
        log.push("-wal");
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
        Ok(Stats {
            version: number("PRAGMA user_version")?,
            runs: number("SELECT count(*) FROM runs")?,
            articles,
            replaced: number("SELECT count(*) FROM articles WHERE replaced_by IS NOT NULL")?,
            forgotten: number("SELECT count(*) FROM articles WHERE forgotten")?,
            window: number("SELECT coalesce(max(window), 0) FROM kept_rest")?,
            clusters,
            open: number("SELECT count(*) FROM clusters WHERE state = 'open'")?,
            stories: number("SELECT count(*) FROM stories WHERE merged_into IS NULL")?,
            shared,
            copies: articles - clusters,
            largest,
            edges: number("SELECT count(*) FROM edges")?,
            events: number("SELECT count(*) FROM events")?,
            from: time("SELECT min(published_at) FROM articles")?,
            to: time("SELECT max(published_at) FROM articles")?,
            bytes: size(&self.path) + size(Path::new(&log)),
        })
    }

    /// How an article stands, by its id, with its provenance as it was known when it came.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn standing(&self, id: &str) -> Result<Verdict> {
        self.tables().standing(id)
    }

    /// Every article with what a verdict says of it, as exports take it, in the order of arrival; of one cluster only, where
    /// that is named by its id, one that leads to it, or that of an article. Labels and origins are not set, see
    /// [`find_origins`](crate::sinks::export::find_origins).
    ///
    /// # Errors
    /// [`Error::UnknownId`] for a cluster that is not there.
    pub fn items(&self, cluster: Option<&str>) -> Result<Vec<Item>> {
        let fault = sql(&self.path);
        let cluster = cluster.map(|id| self.cluster(id)).transpose()?;
        let query = "SELECT a.id, c.id, s.id, m.relation, m.of_id, a.language, m.containment, p.provenance, a.title, a.url, \
                     a.published_at, c.representative, m.rule \
                     FROM articles a LEFT JOIN members m USING (article) LEFT JOIN clusters c USING (cluster) \
                     LEFT JOIN stories s USING (story) LEFT JOIN provenance p USING (article) \
                     WHERE a.replaced_by IS NULL AND NOT a.forgotten AND (?1 IS NULL OR m.cluster = ?1) ORDER BY a.article";
        let mut statement = self.db.prepare(query).map_err(fault)?;
        let mut rows = statement.query(params![cluster]).map_err(fault)?;
        let mut items = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let text = |at: usize| row.get::<_, Option<String>>(at).map_err(fault);
            let provenance = text(7)?.map(|json| provenance(&self.path, &json)).transpose()?;
            items.push(Item {
                id: text(0)?.unwrap_or_default(),
                cluster_id: text(1)?.unwrap_or_default(),
                story_id: text(2)?,
                relation: text(3)?.unwrap_or_default(),
                of: text(4)?,
                language: text(5)?,
                measures: row
                    .get::<_, Option<f64>>(6)
                    .map_err(fault)?
                    .map(|x| crate::sinks::export::Shares { containment: x as f32 }),
                provenance,
                rule: text(12)?,
                representative: text(11)?,
                cluster_label: None,
                story_label: None,
                title: text(8)?,
                url: text(9)?,
                published_at: row.get::<_, Option<i64>>(10).map_err(fault)?.map(Timestamp::from_seconds),
                origin: None,
            });
        }
        Ok(items)
    }

    /// The clusters that kill and withhold notices withdrew, with the notice, the earliest of several.
    pub fn withdrawals(&self) -> Result<Vec<(String, String)>> {
        let fault = sql(&self.path);
        let query = "SELECT DISTINCT cluster_id, notice_id FROM v_withdrawn ORDER BY withdrawn DESC, notice_id";
        let mut statement = self.db.prepare(query).map_err(fault)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(fault)?;
        rows.collect::<rusqlite::Result<_>>().map_err(fault)
    }

    /// The id that a cluster has today, named by its id, by one that leads to it, or by that of an article.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn cluster_id(&self, id: &str) -> Result<String> {
        let query = "SELECT id FROM clusters WHERE cluster = ?1";
        self.db.query_row(query, [self.cluster(id)?], |row| row.get(0)).map_err(sql(&self.path))
    }

    fn cluster(&self, id: &str) -> Result<i64> {
        let query = "SELECT cluster FROM clusters WHERE id = coalesce((SELECT into_id FROM redirects WHERE id = ?1), ?1) \
                     UNION ALL SELECT cluster FROM members WHERE article = (SELECT max(article) FROM articles WHERE id = ?1) \
                     LIMIT 1";
        let found = self.db.query_row(query, [id], |row| row.get(0)).optional().map_err(sql(&self.path))?;
        found.ok_or_else(|| Error::UnknownId { what: "cluster", id: id.to_owned() })
    }

    /// Answers all further questions as of one moment, however much is written meanwhile. Not for long: the writer's log
    /// grows until this reader is gone.
    pub fn hold(&self) -> Result<()> {
        // The moment is that of the first question: so one is asked.
        let hold = "BEGIN; SELECT count(*) FROM sqlite_schema";
        self.db.execute_batch(hold).map_err(sql(&self.path))
    }

    /// Verdict lines as they stand, as `batch` writes them, with what the articles tell of themselves: cluster by cluster,
    /// or in the order of arrival where all are asked for.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for a cluster that is not there.
    pub fn verdicts<E: From<Error>>(
        &self,
        scope: Scope<'_>,
        mut each: impl FnMut(&str, Facts) -> Result<(), E>,
    ) -> Result<(), E> {
        const COLUMNS: &str = "SELECT a.id, p.provenance, a.title, a.source, a.url, a.published_at";
        let fault = sql(&self.path);
        let mut read = |statement: &mut Statement<'_>, key: &[i64]| -> Result<(), E> {
            let mut rows = statement.query(params_from_iter(key)).map_err(fault)?;
            while let Some(row) = rows.next().map_err(fault)? {
                let text = |at: usize| row.get::<_, Option<String>>(at).map_err(fault);
                let line = serde_json::to_string(&self.tables().bare(&text(0)?.unwrap_or_default())?)
                    .expect("verdicts are JSON");
                // As it was written: numbers that are read and written again may differ in their last digit.
                let provenance = format!("\"provenance\":{}", text(1)?.as_deref().unwrap_or("null"));
                let published_at = row.get::<_, Option<i64>>(5).map_err(fault)?.map(Timestamp::from_seconds);
                let facts = Facts { title: text(2)?, source: text(3)?, url: text(4)?, published_at };
                each(&line.replacen("\"provenance\":null", &provenance, 1), facts)?;
            }
            Ok(())
        };
        if scope == Scope::All {
            let query = format!(
                "{COLUMNS} FROM articles a LEFT JOIN provenance p USING (article) \
                 WHERE a.replaced_by IS NULL AND NOT a.forgotten ORDER BY a.article"
            );
            return read(&mut self.db.prepare(&query).map_err(fault)?, &[]);
        }
        let query = format!(
            "{COLUMNS} FROM members m JOIN articles a USING (article) LEFT JOIN provenance p USING (article) \
             WHERE m.cluster = ?1 AND a.replaced_by IS NULL AND NOT a.forgotten ORDER BY a.article"
        );
        let mut statement = self.db.prepare(&query).map_err(fault)?;
        self.clusters(scope)?.into_iter().try_for_each(|cluster| read(&mut statement, &[cluster]))
    }

    /// The clusters of a scope, each once.
    fn clusters(&self, scope: Scope<'_>) -> Result<Vec<i64>> {
        let numbers = |query: &str, key: i64| -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.db.prepare_cached(query)?;
            statement.query_map([key], |row| row.get(0))?.collect()
        };
        let asked = match scope {
            Scope::All => Ok(Vec::new()),
            Scope::Around(id) => Ok(vec![self.cluster(id)?]),
            Scope::Largest(n) => {
                let query = "SELECT c.cluster FROM members m JOIN articles a USING (article) JOIN clusters c USING (cluster) \
                             WHERE a.replaced_by IS NULL AND NOT a.forgotten GROUP BY m.cluster HAVING count(*) > 1 \
                             ORDER BY count(*) DESC, min(a.published_at) IS NULL, min(a.published_at), c.id LIMIT ?1";
                numbers(query, i64::try_from(n).unwrap_or(i64::MAX))
            }
        };
        let mut found = asked.map_err(sql(&self.path))?;
        let mut seen: FxHashSet<i64> = found.iter().copied().collect();
        // Each story is asked for once, however many of its clusters are.
        let mut told = FxHashSet::default();
        for n in 0..found.len() {
            if told.contains(&found[n]) {
                continue;
            }
            let story = "SELECT cluster FROM clusters WHERE story = (SELECT story FROM clusters WHERE cluster = ?1)";
            for cluster in numbers(story, found[n]).map_err(sql(&self.path))? {
                told.insert(cluster);
                if seen.insert(cluster) {
                    found.push(cluster);
                }
            }
        }
        Ok(found)
    }

    /// The articles of the clusters of some articles, as they were given, in the order of arrival: the earliest `at_most` of
    /// each cluster, and those that are named.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for an article that is not there, [`Error::Store`] where its text was not kept.
    pub fn articles_around(&self, ids: &[&str], at_most: usize) -> Result<Vec<Article>> {
        let fault = sql(&self.path);
        let mut numbers: Vec<i64> = Vec::new();
        for &id in ids {
            let query = "SELECT article FROM articles WHERE id = ?1 AND replaced_by IS NULL AND NOT forgotten";
            let found: Option<i64> = self.db.query_row(query, [id], |row| row.get(0)).optional().map_err(fault)?;
            numbers.push(found.ok_or_else(|| Error::UnknownId { what: "article", id: id.to_owned() })?);
        }
        let named = numbers.len();
        for n in 0..named {
            let query = "SELECT m.article FROM members m JOIN articles a USING (article) \
                         WHERE m.cluster = (SELECT cluster FROM members WHERE article = ?1) \
                         AND a.replaced_by IS NULL AND NOT a.forgotten ORDER BY m.article LIMIT ?2";
            let mut statement = self.db.prepare_cached(query).map_err(fault)?;
            let rows = statement.query_map(params![numbers[n], at_most as i64], |row| row.get(0)).map_err(fault)?;
            let rows: rusqlite::Result<Vec<i64>> = rows.collect();
            numbers.extend(rows.map_err(fault)?);
        }
        let asked: FxHashSet<i64> = numbers[..named].iter().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut articles = Vec::with_capacity(numbers.len());
        for number in numbers {
            match self.article(number)? {
                Some(article) => articles.push(article),
                None if asked.contains(&number) => {
                    return Err(self.without_text("one without ([store] text = false)"));
                }
                None => {}
            }
        }
        Ok(articles)
    }

    /// An article as it was given, by its number; none where its text is not kept.
    fn article(&self, number: i64) -> Result<Option<Article>> {
        let query = format!("SELECT {ARTICLE} FROM articles a JOIN texts t USING (article) WHERE a.article = ?1");
        let mut statement = self.db.prepare_cached(&query).map_err(sql(&self.path))?;
        let mut rows = statement.query([number]).map_err(sql(&self.path))?;
        let Some(row) = rows.next().map_err(sql(&self.path))? else { return Ok(None) };
        read_article(row, &self.path).map(Some)
    }

    /// Of articles with these ids, those whose texts are kept, as they were given, in the order of the ids.
    pub fn articles(&self, ids: &[&str]) -> Result<Vec<Article>> {
        let number = "SELECT max(article) FROM articles WHERE id = ?1 AND NOT forgotten";
        let mut articles = Vec::with_capacity(ids.len());
        for id in ids {
            let mut statement = self.db.prepare_cached(number).map_err(sql(&self.path))?;
            let found: Option<i64> = statement.query_row([id], |row| row.get(0)).map_err(sql(&self.path))?;
            articles.extend(found.map(|number| self.article(number)).transpose()?.flatten());
        }
        Ok(articles)
    }

    /// Every article as it was given, each of its versions, in the order of arrival: folded in that order, they make the
    /// same store again. Those that were forgotten are left out; those that a crash has kept from the tables are there.
    ///
    /// # Errors
    /// [`Error::Store`] where the text of any was not kept, before `each` is called.
    pub fn history<E: From<Error>>(&self, mut each: impl FnMut(Article) -> Result<(), E>) -> Result<(), E> {
        let fault = sql(&self.path);
        let lacking = "SELECT count(*) FROM articles a LEFT JOIN texts t USING (article) \
                       WHERE t.article IS NULL AND NOT a.forgotten";
        let lacking: i64 = self.db.query_row(lacking, [], |row| row.get(0)).map_err(fault)?;
        if lacking > 0 {
            return Err(self.without_text(&format!("{lacking} without ([store] text = false)")).into());
        }
        let mut next: u32 = number(&self.db, &self.path, "SELECT coalesce(max(article) + 1, 0) FROM articles")?;
        let query =
            format!("SELECT {ARTICLE}, a.article FROM articles a JOIN texts t USING (article) ORDER BY a.article");
        let mut statement = self.db.prepare(&query).map_err(fault)?;
        let mut rows = statement.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            next = next.max(1 + row.get::<_, u32>("article").map_err(fault)?);
            each(read_article(row, &self.path)?)?;
        }
        // After a crash some may not have come into the tables.
        let Some(identity) = settings::identity(&self.db, &self.path)? else { return Ok(()) };
        arrivals::left(&self.path, identity, next)?.into_iter().try_for_each(|(_, article)| each(article))
    }

    fn without_text(&self, found: &str) -> Error {
        Error::Store(StoreError {
            path: self.path.to_path_buf(),
            expected: "the texts of its articles".into(),
            found: found.into(),
            remedy: "name the files that have them".into(),
        })
    }

    /// About `count` articles spread evenly over all, as far as their texts are kept: what words are frequent in.
    pub fn spread_articles(&self, count: usize) -> Result<Vec<Article>> {
        let all = "SELECT coalesce(max(article) + 1, 0) FROM articles";
        let all: i64 = self.db.query_row(all, [], |row| row.get(0)).map_err(sql(&self.path))?;
        let step = (all / count.max(1) as i64).max(1);
        let found: Result<Vec<Option<Article>>> = (0..all).step_by(step as usize).map(|n| self.article(n)).collect();
        Ok(found?.into_iter().flatten().collect())
    }
}

impl Tables<'_> {
    /// How an article stands, by its id. Errors: [`Error::UnknownId`].
    pub fn standing(&self, id: &str) -> Result<Verdict> {
        let mut verdict = self.bare(id)?;
        let query =
            "SELECT provenance FROM provenance WHERE article = (SELECT max(article) FROM articles WHERE id = ?1)";
        let found = self.db.prepare_cached(query).and_then(|mut s| s.query_row([id], |row| row.get(0)).optional());
        let found: Option<String> = found.map_err(sql(self.path))?;
        verdict.provenance = found.map(|json| provenance(self.path, &json)).transpose()?;
        Ok(verdict)
    }

    /// The same without its provenance.
    fn bare(&self, id: &str) -> Result<Verdict> {
        let query = "SELECT a.id, c.id, c.representative, s.id, a.language, m.relation, m.of_id, m.rule, m.containment, \
                     m.containment_of_other, m.resemblance, m.hamming, m.cosine \
                     FROM articles a LEFT JOIN members m USING (article) LEFT JOIN clusters c USING (cluster) \
                     LEFT JOIN stories s USING (story) WHERE a.id = ?1 ORDER BY a.article DESC LIMIT 1";
        let read = |row: &Row<'_>| {
            let text = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
            let mut verdict = Verdict::of_standing(row.get(0)?, text(1)?, text(2)?);
            verdict.story_id = row.get(3)?;
            verdict.language = row.get::<_, Option<String>>(4)?.as_deref().and_then(Language::parse);
            verdict.relation = named(&text(5)?).unwrap_or(verdict.relation);
            verdict.of = row.get(6)?;
            verdict.rule = named(&text(7)?);
            let share = |at: usize| row.get::<_, Option<f64>>(at).map(|x| x.map(|x| Similarity::clamped(x as f32)));
            if let (Some(containment), Some(of_other), Some(resemblance)) = (share(8)?, share(9)?, share(10)?) {
                verdict.measures = Some(Measures {
                    containment,
                    containment_of_other: of_other,
                    resemblance,
                    hamming: Hamming::of(row.get::<_, Option<u8>>(11)?.unwrap_or(0)),
                    cosine: share(12)?,
                });
            }
            Ok(verdict)
        };
        let found = self.db.prepare_cached(query).and_then(|mut s| s.query_row([id], read).optional());
        found.map_err(sql(self.path))?.ok_or_else(|| Error::UnknownId { what: "article", id: id.to_owned() })
    }

    /// How clusters stand, those that are known.
    pub fn extents<'b>(&self, clusters: impl IntoIterator<Item = &'b str>) -> Result<HashMap<String, Extent>> {
        let fault = sql(self.path);
        let query = "SELECT c.founder, (SELECT count(*) FROM members m JOIN articles a USING (article) \
                     WHERE m.cluster = c.cluster AND a.replaced_by IS NULL AND NOT a.forgotten) \
                     FROM clusters c WHERE c.id = ?1";
        let mut statement = self.db.prepare(query).map_err(fault)?;
        let mut extents = HashMap::new();
        for id in clusters {
            let found = statement.query_row([id], |row| {
                Ok(Extent { founder: row.get(0)?, printings: row.get::<_, i64>(1)?.unsigned_abs() })
            });
            extents.extend(found.optional().map_err(fault)?.map(|extent| (id.to_owned(), extent)));
        }
        Ok(extents)
    }

    /// The events of a run, in their order, behind those of earlier ones that [`Archive::changes`](super::Archive::changes)
    /// tells of.
    pub fn changes_up_to(&self, run: i64) -> Result<Vec<Change>> {
        let fault = sql(self.path);
        let query = "WITH alike AS (SELECT run, ended FROM runs \
                     WHERE run <= ?1 AND command = (SELECT command FROM runs WHERE run = ?1)) \
                     SELECT a.id, e.details FROM events e JOIN articles a USING (article) WHERE a.run IN \
                     (SELECT run FROM alike WHERE run > coalesce((SELECT max(run) FROM alike WHERE run < ?1 \
                     AND ended IS NOT NULL), 0)) ORDER BY e.event";
        let mut statement = self.db.prepare(query).map_err(fault)?;
        let mut rows = statement.query([run]).map_err(fault)?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let details: String = row.get(1).map_err(fault)?;
            let event = serde_json::from_str(&details).map_err(|e| Error::Malformed {
                path: self.path.to_path_buf(),
                place: "events".into(),
                reason: e.to_string(),
            })?;
            changes.push(Change { article: row.get(0).map_err(fault)?, event });
        }
        Ok(changes)
    }
}

/// What the table `provenance` has of an article.
fn provenance<T: DeserializeOwned>(path: &Path, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|e| Error::Malformed {
        path: path.to_owned(),
        place: "provenance".into(),
        reason: e.to_string(),
    })
}

/// The columns that [`read_article`] reads, of `articles a` and `texts t`.
pub(super) const ARTICLE: &str = "a.id, a.source, a.published_at, a.url, a.title, t.text, t.record";

/// An article as it was given.
pub(super) fn read_article(row: &Row<'_>, path: &Path) -> Result<Article> {
    let fault = sql(path);
    let text = |at: usize| row.get::<_, Option<String>>(at).map_err(fault);
    let Record { language, metadata } = serde_json::from_str(&text(6)?.unwrap_or_default())
        .map_err(|e| Error::Malformed { path: path.to_owned(), place: "texts.record".into(), reason: e.to_string() })?;
    Ok(Article {
        id: text(0)?.unwrap_or_default(),
        source: text(1)?,
        published_at: row.get::<_, Option<i64>>(2).map_err(fault)?.map(Timestamp::from_seconds),
        url: text(3)?,
        title: text(4)?,
        text: text(5)?.unwrap_or_default(),
        language,
        metadata,
    })
}

/// How a cluster stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// Id of the article that founded it.
    pub founder: String,
    /// Articles that are in it, as they stand.
    pub printings: u64,
}

/// Something that changed, and the article whose arrival caused it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The article.
    pub article: String,
    /// What happened.
    pub event: Event,
}

/// The value of a fixed list by its word; none for another word.
fn named<T: DeserializeOwned + Serialize>(text: &str) -> Option<T> {
    let value = serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()?;
    debug_assert_eq!(word(&value), text);
    Some(value)
}
