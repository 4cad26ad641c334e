//! The engine's state on its way into the store, piece by piece between the commits of articles, so that no answer waits for
//! all of it.
//!
//! Pieces go to the ends of the logs; until the last step, which names the last of them, what is read is the state before.

use super::changed::Changed;
use super::kept::{self, Beginnings, Block, FAST, Piece, Voided, sealed, squeezed};
use super::{sql, sums, unshown};
use crate::engine::{Changes, Log};
use crate::error::{Error, Result};
use crate::tracked::Extent;
use rayon::ThreadPool;
use rayon::prelude::*;
use rusqlite::{Connection, params};
use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// Bytes after which a step ends. Little in tests, so that large pieces are parted there as well.
const STEP: usize = if cfg!(test) { 256 } else { 64 << 10 };

/// What is written of the state beside the engine's changes.
#[derive(Clone, Debug)]
pub struct About {
    /// Articles taken in, ever, and those of the window.
    pub articles: u32,
    pub window: usize,
    /// Whether texts stay.
    pub text: bool,
    /// See [`Unshown::kept`](super::unshown::Unshown::kept).
    pub unshown: Option<Vec<u8>>,
}

/// Pieces that are pressed.
struct Pressed {
    logs: Vec<(Log, Extent, Vec<u8>)>,
    last: Last,
}

/// What the last step writes: blocks of articles, and the rest.
#[derive(Default)]
struct Last {
    blocks: Vec<(u32, Vec<u8>)>,
    rest: Vec<u8>,
}

/// How a step of it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Some pieces were written; more may follow.
    Written,
    /// What comes next is still being pressed.
    Pressing,
    /// All pieces are there: [`Putting::finish`] may follow.
    Done,
}

/// State that is being put away.
pub struct Putting {
    about: About,
    first_article: u32,
    pressing: Receiver<io::Result<Pressed>>,
    /// What the last step writes; none until it is pressed.
    last: Option<Last>,
    /// Pieces that are still to go to the end of a log.
    pieces: VecDeque<(&'static str, Piece, Vec<u8>)>,
    /// Logs that are begun again, with the number of the row that does so.
    begun: Vec<(&'static str, Piece, i64)>,
}

impl Putting {
    /// Begins; the pieces are pressed on the threads of `pool`. `blocks` are those of the articles of the changes.
    pub fn begin(
        pool: &ThreadPool,
        about: About,
        mut changes: Changes,
        blocks: Vec<Block>,
        changed: &mut Changed,
    ) -> Self {
        let pieces = changed.take(&mut changes).into_iter().map(|bytes| (Changed::LOG, Piece::Change, sealed(&bytes)));
        let (pieces, first_article) = (pieces.collect(), changes.first_article);
        let (give, pressing) = sync_channel(1);
        pool.spawn(move || {
            let press = || {
                let logs = changes
                    .logs
                    .into_par_iter()
                    .map(|(log, delta)| Ok((log, delta.extent, squeezed(&delta.bytes, FAST)?)));
                let (logs, blocks) = rayon::join(|| logs.collect::<io::Result<_>>(), || kept::press(blocks, FAST));
                let last = Last { blocks: blocks?, rest: squeezed(&changes.rest, FAST)? };
                Ok(Pressed { logs: logs?, last })
            };
            // Nobody waits for it any more where the store was given up.
            let _ = give.send(press());
        });
        Self { about, first_article, pressing, last: None, pieces, begun: Vec::new() }
    }

    /// The block whose quantum is open in this state.
    pub fn open(&self) -> u32 {
        self.about.articles / kept::BLOCK
    }

    /// Adds some pieces within the open transaction. With `waits`, what is not pressed yet is waited for. `number` is that of the
    /// last row of all logs.
    pub fn step(&mut self, db: &Connection, path: &Path, number: &mut i64, waits: bool) -> Result<Step> {
        let mut written = 0;
        while written < STEP {
            let Some((log, piece, value)) = self.pieces.pop_front() else {
                if self.last.is_some() {
                    return Ok(Step::Done);
                }
                if !self.take_pressed(path, waits)? {
                    return Ok(if written > 0 { Step::Written } else { Step::Pressing });
                }
                continue;
            };
            *number += 1;
            let add = "INSERT INTO kept_logs VALUES (?1, ?2, ?3, ?4)";
            let values = params![log, *number, piece as u8, value];
            db.prepare_cached(add).and_then(|mut s| s.execute(values)).map_err(sql(path))?;
            if matches!(piece, Piece::Whole | Piece::Round) {
                self.begun.push((log, piece, *number));
            }
            written += value.len();
        }
        Ok(Step::Written)
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
        for (log, extent, value) in logs {
            let kinds = std::iter::once(Piece::from(extent)).chain(std::iter::repeat(Piece::Further));
            self.pieces.extend(value.chunks(STEP).zip(kinds).map(|(part, kind)| (log.name(), kind, sealed(part))));
        }
        self.last = Some(last);
        Ok(true)
    }

    /// Writes the last of it, by which all of it counts; gives the rows that count no more. `number` is that of the last row of
    /// all logs.
    pub fn finish(self, db: &Connection, path: &Path, beginnings: &mut Beginnings, number: i64) -> Result<Voided> {
        let fault = sql(path);
        let About { articles, window, text, unshown } = self.about;
        let Last { blocks, rest } = self.last.unwrap_or_default();
        kept::write_blocks(db, path, &blocks)?;
        let first = self.first_article / kept::BLOCK;
        db.execute("DELETE FROM kept_articles WHERE key < ?1", [first]).map_err(fault)?;
        kept::write_rest(db, path, (articles, window), number, &rest)?;
        let shown = "INSERT OR REPLACE INTO store \
                     SELECT 'shown', max(?1, coalesce((SELECT value FROM store WHERE name = 'shown'), 0))";
        db.execute(shown, [articles]).map_err(fault)?;
        unshown::keep(db, unshown.as_deref()).map_err(fault)?;
        if !text {
            let texts = db.prepare_cached("DELETE FROM texts WHERE article < ?1 RETURNING article, record");
            let gone = texts.and_then(|mut statement| sums::of_rows(&mut statement, [articles]));
            gone.and_then(|gone| sums::note(db, "texts", gone)).map_err(fault)?;
        }
        let from = |(log, piece, row)| (log, beginnings.note(log, piece, row));
        Ok(self.begun.into_iter().map(from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::kept::{InStore, drop_unfinished};
    use super::*;
    use crate::article::Article;
    use crate::engine::Engine;

    /// Changes of an engine that takes in some more articles.
    fn changes(engine: &mut Engine, from: u32) -> (About, Changes) {
        let text =
            |n: u32| format!("Report number {n} tells of the bridge over the Meldrin, which was closed on day {n}.");
        let articles: Vec<Article> = (from..from + 70).map(|n| Article::new(format!("a{n}"), text(n * n))).collect();
        engine.ingest_batch(&articles).expect("verdicts");
        let about = About { articles: engine.arrivals(), window: engine.len(), text: true, unshown: None };
        (about, engine.changes(true))
    }

    fn blocks(db: &Connection, changes: &mut Changes) -> Vec<Block> {
        kept::blocks(db, Path::new("store"), std::mem::take(&mut changes.articles)).expect("blocks")
    }

    #[test]
    fn what_is_not_finished_does_not_count() {
        let path = Path::new("store");
        let db = Connection::open_in_memory().expect("memory");
        db.execute_batch(include_str!("schema.sql")).expect("the tables");
        let (mut engine, mut changed, mut number) =
            (Engine::builder().build().expect("an engine"), Changed::default(), 0);
        engine.track();
        let pool = rayon::ThreadPoolBuilder::new().build().expect("threads");
        let mut beginnings = Beginnings::of(&db, path).expect("numbers");
        let restored = |db: &Connection| {
            let last = drop_unfinished(db, path, "marks").expect("it is read");
            Changed::take_up(db, path).expect("it is taken up");
            let mut engine = Engine::builder().build().expect("an engine");
            engine.restore(&InStore { db, path }).expect("it is whole");
            (engine.arrivals(), last)
        };

        let (about, mut first) = changes(&mut engine, 0);
        let blocks_of_first = blocks(&db, &mut first);
        let mut putting = Putting::begin(&pool, about, first, blocks_of_first, &mut changed);
        while putting.step(&db, path, &mut number, true).expect("a step") != Step::Done {}
        putting.finish(&db, path, &mut beginnings, number).expect("written");
        assert_eq!(restored(&db), (70, number));
        let parted = db.query_row("SELECT count(*) FROM kept_logs WHERE whole = 2", [], |row| row.get::<_, i64>(0));
        assert!(parted.expect("a number") > 2, "large pieces are parted");

        // All pieces of the next are there, one log of them whole; that they count is not.
        let (about, mut second) = changes(&mut engine, 70);
        let blocks_of_second = blocks(&db, &mut second);
        let (before, mut changed) = (number, Changed::default());
        let mut putting = Putting::begin(&pool, about, second, blocks_of_second, &mut changed);
        while putting.step(&db, path, &mut number, true).expect("a step") != Step::Done {}
        assert!(number > before + 2);
        let rows = |db: &Connection| db.query_row("SELECT count(*) FROM kept_logs", [], |row| row.get::<_, i64>(0));
        let held = rows(&db).expect("a number");
        assert_eq!(restored(&db), (70, before));
        assert!(rows(&db).expect("a number") < held);
    }
}
