//! The right to be forgotten: an article's text and traces go, and clusters stay consistent.

use super::background::begin;
use super::rows::Writer;
use super::{Archive, sql};
use super::{kept, marks, sums};
use crate::cluster::Event;
use crate::error::{Error, Result};
use rusqlite::params;

impl Archive {
    /// Removes all versions of an article: text, title, address, outlet, evidence, passages, and what the engine holds of
    /// it. Its id stays, with a hash of its content, so that the article is not taken in anew when it is sent again.
    /// Where it stood for a cluster, another member does from now on. Gives the events of this.
    ///
    /// What is deleted is overwritten in the file.
    ///
    /// # Errors
    /// [`Error::UnknownId`]; [`Error::Store`].
    pub fn forget(&mut self, id: &str) -> Result<Vec<Event>> {
        self.commit()?;
        let path = self.path.clone();
        let fault = sql(&path);
        let known: i64 = {
            let db = self.tables()?;
            db.query_row("SELECT count(*) FROM articles WHERE id = ?1", [id], |row| row.get(0)).map_err(fault)?
        };
        if known == 0 {
            return Err(Error::UnknownId { what: "article", id: id.to_owned() });
        }
        self.put_away(true)?;
        let events = self.engine.forget(id);
        self.unshown.forget(id);
        {
            let db = self.tables()?;
            begin(&db).map_err(fault)?;
            let writer = Writer { db: &db, path: &self.path, edges: false };
            events.iter().try_for_each(|event| writer.event(event, None))?;
            let stands = "SELECT c.id, (SELECT a.id FROM members m JOIN articles a USING (article) WHERE m.cluster = c.cluster \
                          AND a.replaced_by IS NULL AND NOT a.forgotten AND a.id <> ?1 ORDER BY a.article LIMIT 1) \
                          FROM clusters c WHERE c.representative = ?1 AND c.state <> 'merged'";
            let mut stands = db.prepare(stands).map_err(fault)?;
            let pairs =
                stands.query_map([id], |row| Ok((row.get(0)?, row.get::<_, Option<String>>(1)?))).map_err(fault)?;
            for pair in pairs {
                let (cluster_id, other) = pair.map_err(fault)?;
                if let Some(representative) = other {
                    writer.event(&Event::RepresentativeChanged { cluster_id, representative }, None)?;
                }
            }
            let versions = "(SELECT article FROM articles WHERE id = ?1)";
            let edges = format!("DELETE FROM edges WHERE other = ?1 OR article IN {versions} RETURNING *");
            let gone = db.prepare(&edges).and_then(|mut statement| sums::of_rows(&mut statement, [id]));
            gone.and_then(|gone| sums::note(&db, "edges", gone)).map_err(fault)?;
            let texts = format!("DELETE FROM texts WHERE article IN {versions} RETURNING article, record");
            let gone = db.prepare(&texts).and_then(|mut statement| sums::of_rows(&mut statement, [id]));
            gone.and_then(|gone| sums::note(&db, "texts", gone)).map_err(fault)?;
            for table in ["members", "provenance"] {
                db.execute(&format!("DELETE FROM {table} WHERE article IN {versions}"), [id]).map_err(fault)?;
            }
            let numbers: rusqlite::Result<Vec<u32>> = db
                .prepare(versions.trim_matches(['(', ')']))
                .and_then(|mut rows| rows.query_map([id], |row| row.get(0))?.collect());
            for number in numbers.map_err(fault)? {
                marks::remove(&db, number).map_err(fault)?;
                kept::remove_article(&db, &self.path, number)?;
            }
            db.execute(
                "UPDATE articles SET source = NULL, published_at = NULL, url = NULL, title = NULL, language = NULL, \
                 words = 0, simhash = 0, forgotten = 1, checksum = 0 WHERE id = ?1",
                params![id],
            )
            .map_err(fault)?;
        }
        self.commit()?;
        self.put_away(true)?;
        let db = self.tables()?;
        // What stood in the log is gone with it; readers at work keep it until they end.
        let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        drop(db);
        self.clear_arrivals(true)?;
        Ok(events)
    }
}
