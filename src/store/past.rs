//! What the store knows of articles beyond the window.

use super::background::Underway;
use super::marks::Pending;
use super::reader::{ARTICLE, read_article};
use super::sql;
use super::worker::locked;
use crate::engine::{Alike, Past, Wanted};
use crate::error::Result;
use crate::units::Language;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, ToSql};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// Whether any version of an id, up to an article, had this content.
const IS_KNOWN: &str = "SELECT (SELECT content = ?3 \
    OR EXISTS (SELECT 1 FROM articles WHERE id = ?1 AND content = ?3 AND article < ?2 AND version > 1) \
    FROM articles WHERE id = ?1 AND article < ?2 ORDER BY article LIMIT 1)";

#[derive(Debug)]
pub(super) struct InTables {
    /// Sees what is committed, and waits for no one who writes.
    pub reading: Mutex<Connection>,
    /// The connection of the one who writes, which sees what is not committed yet.
    pub db: Arc<Mutex<Connection>>,
    pub path: PathBuf,
    /// Only what came before this article counts: those from it on are being folded once more.
    pub before: Arc<AtomicU32>,
    /// The marks that are not in the tables yet.
    pub marks: Arc<Mutex<Pending>>,
    /// What is being written.
    pub underway: Arc<Underway>,
    /// Whether articles are looked up by their marks.
    pub late: Arc<AtomicBool>,
}

impl InTables {
    /// The articles that may be alike: by their marks or, for an article that is folded once more, the one that it was
    /// found to be a copy of.
    fn numbers_alike(&self, db: &Connection, wanted: &Wanted, is_again: bool) -> rusqlite::Result<Vec<u32>> {
        if is_again {
            let query = "SELECT (SELECT max(article) FROM articles WHERE id = m.of_id AND article < ?2) \
                         FROM events e JOIN members m USING (article) WHERE e.article = ?1 AND e.type = 'returned'";
            let of =
                db.prepare_cached(query)?.query_row([wanted.arrival, wanted.quantum], |row| row.get(0)).optional()?;
            return Ok(of.flatten().into_iter().collect());
        }
        locked(&self.marks).find(db, &wanted.marks, wanted.first)
    }

    /// The answer to a query on the articles of an id, its first parameter, up to one, its second.
    fn of_article<T: FromSql>(&self, query: &str, id: &str, further: &[&dyn ToSql]) -> Result<T> {
        let db = match self.underway.has(id) {
            false => locked(&self.reading),
            true => {
                self.underway.wait();
                locked(&self.db)
            }
        };
        let before = self.before.load(Ordering::Relaxed);
        let parameters = [&[&id as &dyn ToSql, &before], further].concat();
        let answer = db.prepare_cached(query).and_then(|mut s| s.query_row(&parameters[..], |row| row.get(0)));
        answer.map_err(sql(&self.path))
    }
}

impl Past for InTables {
    fn is_known(&self, id: &str, content: u64) -> Result<Option<bool>> {
        self.of_article(IS_KNOWN, id, &[&(content as i64)])
    }

    fn founded(&self, id: &str) -> Result<u32> {
        // An article that brought a cluster back has used up an id of its own.
        let query = "SELECT (SELECT count(*) FROM clusters WHERE founder = ?1 AND (founded_by IS NULL OR founded_by < ?2)) \
                     + (SELECT count(*) FROM articles a JOIN events e USING (article) \
                     WHERE a.id = ?1 AND a.article < ?2 AND e.type = 'returned')";
        self.of_article(query, id, &[])
    }

    fn alike(&self, wanted: &Wanted) -> Result<Vec<Alike>> {
        let is_again = self.before.load(Ordering::Relaxed) != u32::MAX;
        if !self.late.load(Ordering::Relaxed) && !is_again {
            return Ok(Vec::new());
        }
        self.underway.wait();
        let db = locked(&self.db);
        let fault = sql(&self.path);
        // As things stood when the quantum began: what it has changed since is passed over, whether it is written yet or not.
        let query = format!(
            "SELECT {ARTICLE}, a.language, c.id AS cluster, \
             c.state = 'expired' AND coalesce((SELECT e.article FROM events e WHERE e.id = c.id \
             AND e.type = 'expired' ORDER BY e.event DESC LIMIT 1), -1) < ?2 AND coalesce(a.replaced_by >= ?2, 1) AS is_free \
             FROM articles a JOIN texts t USING (article) JOIN members m USING (article) JOIN clusters c USING (cluster) \
             WHERE a.article = ?1"
        );
        let mut statement = db.prepare_cached(&query).map_err(fault)?;
        let mut alike = Vec::new();
        for number in self.numbers_alike(&db, wanted, is_again).map_err(fault)? {
            let mut rows = statement.query([number, wanted.quantum]).map_err(fault)?;
            let Some(row) = rows.next().map_err(fault)? else { continue };
            let cluster = match is_again {
                false if !row.get::<_, bool>("is_free").map_err(fault)? => continue,
                false => row.get("cluster").map_err(fault)?,
                // Its cluster may have gone on since, under another id.
                true => {
                    let query = "SELECT id FROM events WHERE article = ?1 AND type = 'returned'";
                    let mut statement = db.prepare_cached(query).map_err(fault)?;
                    statement.query_row([wanted.arrival], |row| row.get(0)).map_err(fault)?
                }
            };
            let language: Option<String> = row.get("language").map_err(fault)?;
            alike.push(Alike {
                article: read_article(row, &self.path)?,
                language: language.as_deref().and_then(Language::parse),
                cluster_id: cluster,
            });
        }
        Ok(alike)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_versions_none_is_gone_through() {
        let db = Connection::open_in_memory().expect("memory");
        db.execute_batch(include_str!("schema.sql")).expect("the tables");
        let insert = "INSERT INTO articles (article, id, version, run, words, simhash, content, checksum) \
                      VALUES (?1, 'live', ?1 + 1, 1, 9, 0, ?1 * 7, 0)";
        (0..300).for_each(|n| _ = db.execute(insert, [n]).expect("a row"));
        let steps = |id: &str, before: u32, content: i64| {
            let mut query = db.prepare(IS_KNOWN).expect("a query");
            let known: Option<bool> =
                query.query_row(rusqlite::params![id, before, content], |row| row.get(0)).expect("an answer");
            (known, query.get_status(rusqlite::StatementStatus::VmStep))
        };
        assert_eq!(
            [steps("live", 300, 14).0, steps("live", 300, 15).0, steps("other", 300, 14).0],
            [Some(true), Some(false), None]
        );
        assert_eq!(steps("live", 2, 14).0, Some(false), "it came later");
        assert!(steps("live", 300, 15).1 < 100, "{:?}", steps("live", 300, 15));
    }
}
