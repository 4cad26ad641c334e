//! Clusters and stories of the engine's state, on their way into their tables.

use super::kept::sealed;
use super::ripening::Ripening;
use super::sql;
use crate::engine::Changes;
use crate::error::Result;
use crate::tracked::{Raw, from_bytes, to_bytes};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows that gather before they go into the tables: those that some thousand articles change, about 6 MB.
const ENOUGH: usize = 4096;

/// Rows that one row of the log holds.
const ROWS: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
enum Kind {
    Cluster,
    Story,
}

/// A row as the log has it; one without a value is to be deleted.
type Logged = (Kind, u32, Option<Raw>);

/// Rows that are not in the tables yet.
#[derive(Debug)]
pub struct Changed(Ripening<(Kind, u32), Option<Raw>>);

impl Default for Changed {
    fn default() -> Self {
        Self(Ripening::new(Self::LOG, ENOUGH))
    }
}

impl Changed {
    /// Its name among the logs.
    pub const LOG: &'static str = "changed";

    /// Takes clusters and stories out of changes, and gives them as rows of the log.
    pub fn take(&mut self, changes: &mut Changes) -> Vec<Vec<u8>> {
        let rows = |kind, rows: &mut Vec<(u32, Option<Vec<u8>>)>| -> Vec<Logged> {
            std::mem::take(rows).into_iter().map(|(key, bytes)| (kind, key, bytes.map(Raw))).collect()
        };
        let mut come = rows(Kind::Cluster, &mut changes.clusters);
        come.append(&mut rows(Kind::Story, &mut changes.stories));
        let logged = come.chunks(ROWS).map(|rows| to_bytes(&rows)).collect();
        self.0.young.extend(come.into_iter().map(|(kind, key, bytes)| ((kind, key), bytes)));
        logged
    }

    /// Writes into the open transaction what is its turn to go into the tables; with `all`, everything. To be called when what
    /// was taken stands in the log. Gives where the log begins from then on, as [`Ripening::move_on`] does.
    pub fn move_on(&mut self, db: &Connection, all: bool) -> rusqlite::Result<Option<i64>> {
        match all {
            true => self.0.put_all_away(db, |rows| write(db, rows)).map(|()| None),
            false => self.0.move_on(db, |rows| write(db, rows)),
        }
    }

    /// Writes into the tables what an earlier run left in the log. Errors: [`StoreError`](crate::error::StoreError) where it
    /// is damaged.
    pub fn take_up(db: &Connection, path: &Path) -> Result<()> {
        let Self(mut left) = Self::default();
        let mut rows = BTreeMap::new();
        left.left(db, path, |bytes| {
            let logged: Vec<Logged> = from_bytes(bytes)?;
            rows.extend(logged.into_iter().map(|(kind, key, bytes)| ((kind, key), bytes)));
            Ok(())
        })?;
        if rows.is_empty() {
            return Ok(());
        }
        left.young = rows;
        db.execute_batch("BEGIN IMMEDIATE")
            .and_then(|()| left.put_all_away(db, |rows| write(db, rows)))
            .and_then(|()| db.execute_batch("COMMIT"))
            .map_err(sql(path))
    }
}

fn write(db: &Connection, rows: BTreeMap<(Kind, u32), Option<Raw>>) -> rusqlite::Result<()> {
    for ((kind, key), bytes) in rows {
        let table = match kind {
            Kind::Cluster => "kept_clusters",
            Kind::Story => "kept_stories",
        };
        match bytes {
            Some(Raw(bytes)) => {
                let set = format!("INSERT OR REPLACE INTO {table} VALUES (?1, ?2)");
                db.prepare_cached(&set)?.execute((key, sealed(&bytes)))?
            }
            None => db.prepare_cached(&format!("DELETE FROM {table} WHERE key = ?1"))?.execute([key])?,
        };
    }
    Ok(())
}
