//! Verdicts that were durable and perhaps not shown when a process ended: each is given once more, as it was, when its
//! article comes again. That is soon or never, so they are let go once enough other articles have come.

use super::kept::{sealed, unsealed};
use super::sql;
use crate::error::{Error, Result};
use crate::sinks::{Edge, Verdict};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The name under which they stand in the table `store`, where a run ended before all of them were given.
const NAME: &str = "unshown";

#[derive(Debug, Default)]
pub(super) struct Unshown {
    /// By id and content of the article.
    verdicts: FxHashMap<(String, u64), Verdict>,
    /// The number after the last of these articles.
    end: u32,
}

/// What stands in the table.
#[derive(Serialize, Deserialize)]
struct Kept {
    end: u32,
    /// With the hash of the article's content, and the pairs that are no part of its line; in the order of ids.
    verdicts: Vec<(u64, Verdict, Vec<Edge>)>,
}

impl Unshown {
    /// Those that the run before had not given. Errors: [`Error::Malformed`] for damaged ones.
    pub fn take_up(db: &Connection, path: &Path) -> Result<Self> {
        let query = "SELECT value FROM store WHERE name = ?1";
        let value: Option<Vec<u8>> = db.query_row(query, [NAME], |row| row.get(0)).optional().map_err(sql(path))?;
        let Some(value) = value else { return Ok(Self::default()) };
        let kept: Option<Kept> = unsealed(&value).and_then(|bytes| serde_json::from_slice(bytes).ok());
        let Kept { end, verdicts } = kept.ok_or_else(|| Error::Malformed {
            path: path.to_owned(),
            place: format!("store {NAME}"),
            reason: "it differs from its checksum".into(),
        })?;
        let whole = |(content, verdict, edges): (u64, Verdict, Vec<Edge>)| {
            ((verdict.id.clone(), content), Verdict { edges, ..verdict })
        };
        Ok(Self { verdicts: verdicts.into_iter().map(whole).collect(), end })
    }

    /// Whether what stands in the table, if anything does, is as it was written.
    pub fn is_whole(db: &Connection) -> rusqlite::Result<bool> {
        let query = "SELECT value FROM store WHERE name = ?1";
        let value: Option<Vec<u8>> = db.query_row(query, [NAME], |row| row.get(0)).optional()?;
        Ok(value.is_none_or(|value| unsealed(&value).is_some()))
    }

    /// Adds the verdict on article `number`.
    pub fn add(&mut self, number: u32, verdict: Verdict) {
        self.end = self.end.max(number + 1);
        self.verdicts.insert((verdict.id.clone(), verdict.marks.content), verdict);
    }

    /// The verdict on an article, which is given now.
    pub fn take(&mut self, id: &str, content: u64) -> Option<Verdict> {
        if self.verdicts.is_empty() {
            return None;
        }
        self.verdicts.remove(&(id.to_owned(), content))
    }

    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
    }

    /// Lets all of them go where `after` others have come, up to number `next`; gives whether none is left.
    pub fn settle(&mut self, next: u32, after: u32) -> bool {
        if next.saturating_sub(self.end) >= after {
            self.verdicts.clear();
        }
        self.verdicts.is_empty()
    }

    /// Lets go what is known of an article.
    pub fn forget(&mut self, id: &str) {
        self.verdicts.retain(|(of, _), _| of != id);
    }

    /// As they stand in the table; none where there are none.
    pub fn kept(&self) -> Option<Vec<u8>> {
        let of = |((_, content), verdict): (&(String, u64), &Verdict)| {
            let mut verdict = verdict.clone();
            let edges = std::mem::take(&mut verdict.edges);
            (*content, verdict, edges)
        };
        let mut verdicts: Vec<(u64, Verdict, Vec<Edge>)> = self.verdicts.iter().map(of).collect();
        verdicts.sort_by(|(a, x, _), (b, y, _)| (&x.id, a).cmp(&(&y.id, b)));
        let kept = Kept { end: self.end, verdicts };
        (!kept.verdicts.is_empty()).then(|| sealed(&serde_json::to_vec(&kept).expect("verdicts are JSON")))
    }
}

/// Writes them into the table within the transaction that is open.
pub(super) fn keep(db: &Connection, kept: Option<&[u8]>) -> rusqlite::Result<()> {
    match kept {
        Some(kept) => db.execute("INSERT OR REPLACE INTO store VALUES (?1, ?2)", params![NAME, kept]),
        None => db.prepare_cached("DELETE FROM store WHERE name = ?1").and_then(|mut s| s.execute([NAME])),
    }
    .map(drop)
}
