//! What the store knows of articles beyond the window.

use super::sql;
use crate::engine::{Past, PastArticle};
use crate::error::Result;
use rusqlite::{Connection, params};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The writer's own connection, so that what it has not committed yet is seen as well.
#[derive(Debug)]
pub(super) struct InTables {
    pub db: Arc<Mutex<Connection>>,
    pub path: PathBuf,
    /// Only what came before this article counts: those from it on are being folded once more.
    pub before: Arc<AtomicU32>,
}

impl Past for InTables {
    fn article(&self, id: &str, content: u64) -> Result<PastArticle> {
        let db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = sql(&self.path);
        let before = self.before.load(Ordering::Relaxed);
        let query = "SELECT max(content = ?3) FROM articles WHERE id = ?1 AND article < ?2";
        let mut statement = db.prepare_cached(query).map_err(fault)?;
        let is_known: Option<bool> =
            statement.query_row(params![id, before, content as i64], |row| row.get(0)).map_err(fault)?;
        let Some(is_known) = is_known else { return Ok(PastArticle::default()) };
        let query = "SELECT count(*) FROM clusters WHERE founder = ?1 AND (founded_by IS NULL OR founded_by < ?2)";
        let mut statement = db.prepare_cached(query).map_err(fault)?;
        let founded: u32 = statement.query_row(params![id, before], |row| row.get(0)).map_err(fault)?;
        Ok(PastArticle { is_known, founded })
    }
}
