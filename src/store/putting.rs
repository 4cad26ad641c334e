//! The engine's state on its way into the store, piece by piece between the commits of articles, so that no answer waits for
//! all of it.
//!
//! Pieces go to the ends of the logs; until the last step, which names the last of them, what is read is the state before.

use super::changed::Changed;
use super::kept::{self, Block, FAST, LogSizes, sealed, squeezed};
use super::sql;
use crate::engine::{Changes, Log};
use crate::error::{Error, Result};
use rayon::prelude::*;
use rusqlite::{Connection, params};
use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// Bytes after which a step ends.
const STEP: usize = 128 << 10;

/// What is written of the state beside the engine's changes.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Articles taken in, ever, and those of the window.
    pub articles: u32,
    pub window: usize,
    /// Whether texts stay.
    pub text: bool,
}

/// Pieces that are pressed.
struct Pressed {
    logs: Vec<(Log, bool, Vec<u8>)>,
    last: Last,
}

/// What the last step writes: blocks of articles, and the rest.
#[derive(Default)]
struct Last {
    blocks: Vec<(u32, Vec<u8>)>,
    rest: Vec<u8>,
}

/// State that is being put away.
pub struct Putting {
    about: About,
    first_article: u32,
    pressing: Receiver<io::Result<Pressed>>,
    /// What the last step writes; none until it is pressed.
    last: Option<Last>,
    /// Pieces that are still to go to the end of a log.
    pieces: VecDeque<(&'static str, bool, Vec<u8>)>,
    /// Logs that begin anew, with the number of their first row, and the size of every piece.
    whole: Vec<(&'static str, i64)>,
    sizes: Vec<(&'static str, bool, u64)>,
}

impl Putting {
    /// Begins; the pieces are pressed by other threads. `blocks` are those of the articles of the changes.
    pub fn begin(about: About, mut changes: Changes, blocks: Vec<Block>, changed: &mut Changed) -> Self {
        let pieces = changed.take(&mut changes).into_iter().map(|bytes| (Changed::LOG, false, sealed(&bytes)));
        let (pieces, first_article) = (pieces.collect(), changes.first_article);
        let (give, pressing) = sync_channel(1);
        rayon::spawn(move || {
            let press = || {
                let logs = changes
                    .logs
                    .into_par_iter()
                    .map(|(log, delta)| Ok((log, delta.whole, sealed(&squeezed(&delta.bytes, FAST)?))));
                let (logs, blocks) = rayon::join(|| logs.collect::<io::Result<_>>(), || kept::press(blocks));
                let last = Last { blocks: blocks?, rest: squeezed(&changes.rest, FAST)? };
                Ok(Pressed { logs: logs?, last })
            };
            // Nobody waits for it any more where the store was given up.
            let _ = give.send(press());
        });
        Self { about, first_article, pressing, last: None, pieces, whole: Vec::new(), sizes: Vec::new() }
    }

    /// Adds some pieces within the open transaction; gives whether all are there, and [`Self::finish`] may follow. With
    /// `waits`, what is not pressed yet is waited for. `number` is that of the last row of all logs.
    pub fn step(&mut self, db: &Connection, path: &Path, number: &mut i64, waits: bool) -> Result<bool> {
        let mut written = 0;
        while written < STEP {
            let Some((log, whole, value)) = self.pieces.pop_front() else {
                if self.last.is_some() {
                    return Ok(true);
                }
                if !self.take_pressed(path, waits)? {
                    return Ok(false);
                }
                continue;
            };
            *number += 1;
            let add = "INSERT INTO kept_logs VALUES (?1, ?2, ?3, ?4)";
            let values = params![log, *number, whole, value];
            db.prepare_cached(add).and_then(|mut s| s.execute(values)).map_err(sql(path))?;
            if whole {
                self.whole.push((log, *number));
            }
            self.sizes.push((log, whole, value.len() as u64));
            written += value.len();
        }
        Ok(false)
    }

    fn take_pressed(&mut self, path: &Path, waits: bool) -> Result<bool> {
        let ended = || Err(io::Error::other("a thread has ended before its work"));
        let pressed = match waits {
            true => self.pressing.recv().unwrap_or_else(|_| ended()),
            false => match self.pressing.try_recv() {
                Err(TryRecvError::Empty) => return Ok(false),
                pressed => pressed.unwrap_or_else(|_| ended()),
            },
        };
        let Pressed { logs, last } = pressed.map_err(|source| Error::Io { path: path.to_owned(), source })?;
        self.pieces.extend(logs.into_iter().map(|(log, whole, value)| (log.name(), whole, value)));
        self.last = Some(last);
        Ok(true)
    }

    /// Writes the last of it, by which all of it counts. `number` is that of the last row of all logs.
    pub fn finish(self, db: &Connection, path: &Path, sizes: &mut LogSizes, number: i64) -> Result<()> {
        let fault = sql(path);
        let About { articles, window, text } = self.about;
        let Last { blocks, rest } = self.last.unwrap_or_default();
        kept::write_blocks(db, path, &blocks)?;
        let first = self.first_article / kept::BLOCK;
        db.execute("DELETE FROM kept_articles WHERE key < ?1", [first]).map_err(fault)?;
        for whole in self.whole {
            db.execute("DELETE FROM kept_logs WHERE log = ?1 AND number < ?2", whole).map_err(fault)?;
        }
        self.sizes.into_iter().for_each(|(log, whole, bytes)| sizes.note(log, whole, bytes));
        kept::write_rest(db, path, (articles, window), number, &rest)?;
        let shown = "INSERT OR REPLACE INTO store \
                     SELECT 'shown', max(?1, coalesce((SELECT value FROM store WHERE name = 'shown'), 0))";
        db.execute(shown, [articles]).map_err(fault)?;
        if !text {
            db.execute("DELETE FROM texts WHERE article < ?1", [articles]).map_err(fault)?;
        }
        Ok(())
    }
}
