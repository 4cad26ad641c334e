//! Rows on their way into a table in which they lie by another order than they come: those of one moment would touch most of
//! its pages.
//!
//! So they gather in memory, and a log in `kept_logs` keeps them as they came. When there are enough, they go into the table
//! in [`SLICES`] slices, in its own order, one each time the engine's state is put away; what has changed many times meanwhile
//! goes once. Rows of the log count no more once everything in them is in the table, and may be deleted a few at a time:
//! to write what they hold once more, in their order and up to the last, changes nothing.

use super::kept::{InStore, unsealed};
use super::sql;
use crate::error::Result;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// Slices in which rows go into their table.
const SLICES: usize = 16;

/// Rows that are not in their table yet.
#[derive(Debug)]
pub struct Ripening<K, V> {
    log: &'static str,
    /// Rows that gather before they go.
    enough: usize,
    /// Those that go into the table, and how many of them at once.
    ripe: BTreeMap<K, V>,
    slice: usize,
    /// Number of the last row of the log that holds any of these.
    ripe_until: i64,
    /// Those that gather.
    pub young: BTreeMap<K, V>,
}

impl<K: Ord + Copy, V> Ripening<K, V> {
    /// None yet. `log` is their name in `kept_logs`.
    pub fn new(log: &'static str, enough: usize) -> Self {
        Self { log, enough, ripe: BTreeMap::new(), slice: 0, ripe_until: 0, young: BTreeMap::new() }
    }

    /// What is held of a row, the earlier before the later.
    pub fn get(&self, key: K) -> impl Iterator<Item = &V> {
        [self.ripe.get(&key), self.young.get(&key)].into_iter().flatten()
    }

    /// Has `write` put into the table, within the open transaction, what is its turn. To be called when everything that has
    /// come stands in the log. Gives the number of the first row of the log that counts, where those before it count no more.
    pub fn move_on(
        &mut self,
        db: &Connection,
        write: impl FnOnce(BTreeMap<K, V>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<Option<i64>> {
        let mut now = std::mem::take(&mut self.ripe);
        if let Some(next) = now.keys().nth(self.slice).copied() {
            self.ripe = now.split_off(&next);
        }
        let is_last = self.ripe.is_empty() && !now.is_empty();
        write(now)?;
        let counts_from = is_last.then_some(self.ripe_until + 1);
        if self.ripe.is_empty() && self.young.len() >= self.enough {
            let last = "SELECT coalesce(max(number), 0) FROM kept_logs WHERE log = ?1";
            self.ripe_until = db.query_row(last, [self.log], |row| row.get(0))?;
            self.ripe = std::mem::take(&mut self.young);
            self.slice = self.ripe.len().div_ceil(SLICES);
        }
        Ok(counts_from)
    }

    /// The same with everything; nothing is held any more, and the log is empty.
    pub fn put_all_away(
        &mut self,
        db: &Connection,
        mut write: impl FnMut(BTreeMap<K, V>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        write(std::mem::take(&mut self.ripe))?;
        write(std::mem::take(&mut self.young))?;
        db.execute("DELETE FROM kept_logs WHERE log = ?1", [self.log]).map(drop)
    }

    /// Gives each row of the log that an earlier run has left. Errors: [`StoreError`](crate::error::StoreError) where it is
    /// damaged.
    pub fn left(
        &self,
        db: &Connection,
        path: &Path,
        mut each: impl FnMut(&[u8]) -> std::result::Result<(), String>,
    ) -> Result<()> {
        let query = "SELECT number, value FROM kept_logs WHERE log = ?1 ORDER BY number";
        let mut statement = db.prepare(query).map_err(sql(path))?;
        let mut rows = statement.query([self.log]).map_err(sql(path))?;
        while let Some(row) = rows.next().map_err(sql(path))? {
            let (number, value): (u32, Vec<u8>) = row.try_into().map_err(sql(path))?;
            if unsealed(&value).is_none_or(|bytes| each(bytes).is_err()) {
                return Err(InStore { db, path }.damaged(&format!("kept_logs {}", self.log), number));
            }
        }
        Ok(())
    }
}
