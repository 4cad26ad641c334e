//! What a store says to readers, while a writer may be at work.

use super::{open_to_read, rows::word, sql, standing};
use crate::cluster::Event;
use crate::error::{Error, Result};
use crate::sinks::Verdict;
use crate::sinks::export::Item;
use crate::units::{Hamming, Language, Similarity, Timestamp};
use crate::verify::Measures;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// A store as a reader sees it: as of one moment for each question.
pub struct Reader<'a> {
    db: Access<'a>,
    path: &'a Path,
}

/// A connection of one's own, or another's.
enum Access<'a> {
    Own(Connection),
    Lent(&'a Connection),
}

/// How much there is in a store.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

impl<'a> Reader<'a> {
    /// Opens a store for reading. Errors: [`Error::Io`] where there is none, [`Error::Store`] where it cannot be read.
    pub fn open(path: &'a Path) -> Result<Self> {
        Ok(Self { db: Access::Own(open_to_read(path)?), path })
    }

    pub(super) fn of(db: &'a Connection, path: &'a Path) -> Self {
        Self { db: Access::Lent(db), path }
    }

    pub(super) fn db(&self) -> &Connection {
        match &self.db {
            Access::Own(db) => db,
            Access::Lent(db) => db,
        }
    }

    /// How much there is.
    pub fn stats(&self) -> Result<Stats> {
        let fault = sql(self.path);
        let number = |query: &str| self.db().query_row(query, [], |row| row.get::<_, i64>(0)).map_err(fault);
        let time = |query: &str| {
            let seconds = self.db().query_row(query, [], |row| row.get::<_, Option<i64>>(0)).map_err(fault)?;
            Ok::<_, Error>(seconds.map(Timestamp::from_seconds))
        };
        let articles = number("SELECT count(*) FROM articles WHERE replaced_by IS NULL AND NOT forgotten")?;
        let clusters = number(
            "SELECT count(DISTINCT m.cluster) FROM members m JOIN articles a USING (article) \
                               WHERE a.replaced_by IS NULL AND NOT a.forgotten",
        )?;
        let mut log = self.path.as_os_str().to_owned();
        log.push("-wal");
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
        Ok(Stats {
            version: number("PRAGMA user_version")?,
            runs: number("SELECT count(*) FROM runs")?,
            articles,
            replaced: number("SELECT count(*) FROM articles WHERE replaced_by IS NOT NULL")?,
            forgotten: number("SELECT count(*) FROM articles WHERE forgotten")?,
            window: number("SELECT count(*) FROM kept_articles")?,
            clusters,
            open: number("SELECT count(*) FROM clusters WHERE state = 'open'")?,
            stories: number("SELECT count(*) FROM stories WHERE merged_into IS NULL")?,
            copies: articles - clusters,
            largest: number(
                "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM members m JOIN articles a USING (article) \
                 WHERE a.replaced_by IS NULL AND NOT a.forgotten GROUP BY m.cluster)",
            )?,
            edges: number("SELECT count(*) FROM edges")?,
            events: number("SELECT count(*) FROM events")?,
            from: time("SELECT min(published_at) FROM articles")?,
            to: time("SELECT max(published_at) FROM articles")?,
            bytes: size(self.path) + size(Path::new(&log)),
        })
    }

    /// How an article stands, by its id. Errors: [`Error::UnknownId`].
    pub fn standing(&self, id: &str) -> Result<Verdict> {
        let query = "SELECT a.id, c.id, c.representative, s.id, a.language, m.relation, m.of_id, m.rule, m.containment, \
                     m.containment_of_other, m.resemblance, m.hamming, m.cosine \
                     FROM articles a LEFT JOIN members m USING (article) LEFT JOIN clusters c USING (cluster) \
                     LEFT JOIN stories s USING (story) WHERE a.id = ?1 ORDER BY a.article DESC LIMIT 1";
        let read = |row: &Row<'_>| {
            let text = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
            let mut verdict = standing(row.get(0)?, text(1)?, text(2)?);
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
        let found = self.db().prepare_cached(query).and_then(|mut s| s.query_row([id], read).optional());
        found.map_err(sql(self.path))?.ok_or_else(|| Error::UnknownId { what: "article", id: id.to_owned() })
    }

    /// Every article with what a verdict says of it, in the order of arrival; of one cluster only, where that is named by
    /// its id, one that leads to it, or that of an article.
    ///
    /// Errors: [`Error::UnknownId`] for a cluster that is not there.
    pub fn items(&self, cluster: Option<&str>) -> Result<Vec<Item>> {
        let fault = sql(self.path);
        let cluster = cluster.map(|id| self.cluster(id)).transpose()?;
        let query = "SELECT a.id, c.id, s.id, m.relation, m.of_id, a.language, m.containment, p.provenance, a.title, a.url, \
                     a.published_at, c.representative, m.rule, a.source \
                     FROM articles a LEFT JOIN members m USING (article) LEFT JOIN clusters c USING (cluster) \
                     LEFT JOIN stories s USING (story) LEFT JOIN provenance p USING (article) \
                     WHERE a.replaced_by IS NULL AND NOT a.forgotten AND (?1 IS NULL OR m.cluster = ?1) ORDER BY a.article";
        let mut statement = self.db().prepare(query).map_err(fault)?;
        let mut rows = statement.query(params![cluster]).map_err(fault)?;
        let mut items = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let text = |at: usize| row.get::<_, Option<String>>(at).map_err(fault);
            let provenance = text(7)?;
            let provenance = provenance.map(|json| serde_json::from_str(&json)).transpose().map_err(|e| {
                Error::Malformed { path: self.path.to_owned(), place: "provenance".into(), reason: e.to_string() }
            })?;
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
                title: text(8)?,
                url: text(9)?,
                published_at: row.get::<_, Option<i64>>(10).map_err(fault)?.map(Timestamp::from_seconds),
            });
        }
        Ok(items)
    }

    fn cluster(&self, id: &str) -> Result<i64> {
        let query = "SELECT cluster FROM clusters WHERE id = coalesce((SELECT into_id FROM redirects WHERE id = ?1), ?1) \
                     UNION ALL SELECT cluster FROM members WHERE article = (SELECT max(article) FROM articles WHERE id = ?1) \
                     LIMIT 1";
        let found = self.db().query_row(query, [id], |row| row.get(0)).optional().map_err(sql(self.path))?;
        found.ok_or_else(|| Error::UnknownId { what: "cluster", id: id.to_owned() })
    }

    /// The verdict lines of the store, as it stands, in the order of arrival: as `batch` writes them.
    pub fn verdicts<E: From<Error>>(&self, mut each: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        let fault = sql(self.path);
        let query = "SELECT a.id, p.provenance FROM articles a LEFT JOIN provenance p USING (article) \
                     WHERE a.replaced_by IS NULL AND NOT a.forgotten ORDER BY a.article";
        let mut statement = self.db().prepare(query).map_err(fault)?;
        let mut rows = statement.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let id: String = row.get(0).map_err(fault)?;
            let line = serde_json::to_string(&self.standing(&id)?).expect("verdicts are JSON");
            let provenance: Option<String> = row.get(1).map_err(fault)?;
            // As it was written: numbers that are read and written again may differ in their last digit.
            let provenance = format!("\"provenance\":{}", provenance.as_deref().unwrap_or("null"));
            each(&line.replacen("\"provenance\":null", &provenance, 1))?;
        }
        Ok(())
    }

    /// The events of a run, in their order.
    pub fn changes_of(&self, run: i64) -> Result<Vec<Change>> {
        let fault = sql(self.path);
        let query =
            "SELECT a.id, e.details FROM events e JOIN articles a USING (article) WHERE a.run = ?1 ORDER BY e.event";
        let mut statement = self.db().prepare(query).map_err(fault)?;
        let mut rows = statement.query([run]).map_err(fault)?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let details: String = row.get(1).map_err(fault)?;
            let event = serde_json::from_str(&details).map_err(|e| Error::Malformed {
                path: self.path.to_owned(),
                place: "events".into(),
                reason: e.to_string(),
            })?;
            changes.push(Change { article: row.get(0).map_err(fault)?, event });
        }
        Ok(changes)
    }
}

/// Something that changed, and the article whose arrival caused it.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
