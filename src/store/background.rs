//! Writes into the tables what the engine has decided, in that order, many articles at a time.
//!
//! Nobody waits for it: an article is durable before it is in the tables (`arrivals`). So rows gather in an open transaction
//! for [`GATHER`], which makes of the many pages that each article touches few; and what else there is to write goes in
//! between.

use super::changed::Changed;
use super::checkpoint::Checkpoints;
use super::kept::{self, Beginnings, Voided};
use super::marks::{self, Pending};
use super::pressing::{Pressed, Pressing};
use super::putting::{About, Putting, Step};
use super::rows::{self, Facts, Rows};
use super::worker::{self, Jobs, Progress, locked};
use super::{begins_cluster, sql};
use crate::engine::Changes;
use crate::error::{Error, Result};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::TryRecvError;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long rows gather before others may read them.
const GATHER: Duration = Duration::from_millis(50);

/// How long is waited for a job where state is being pressed and nothing else is to be done.
const MOMENT: Duration = Duration::from_micros(500);

/// How often some voided rows are deleted at least, for each time that the state is put away: of a quantum, it writes fewer.
const SWEEPS: usize = 8;

/// What there is to do, in this order.
pub(super) enum Job {
    /// Articles that were taken in.
    Rows(Arc<Rows>),
    /// What was written before belongs together, and may be read by others.
    Commit(Commit),
    /// The engine's state is put away, as it is after everything before.
    State(State),
}

pub(super) struct Commit {
    /// Articles taken in, ever; and of these, the ones that were shown, where that is to be noted.
    pub articles: u32,
    pub shown: Option<u32>,
    /// Counts of this run: articles taken in, and repeated ones.
    pub counts: [u64; 2],
    /// State of articles that changes no more.
    pub ended: Vec<(u32, Vec<u8>)>,
    /// Whether somebody waits for it.
    pub at_once: bool,
}

pub(super) struct State {
    pub changes: Changes,
    pub about: About,
    /// Whether no answer waits: then it is written at once, and so is what would gather.
    pub at_ease: bool,
}

impl worker::Job for Job {
    fn bytes(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.bytes(),
            Self::Commit(_) | Self::State(_) => 0,
        }
    }
}

/// What others may not read yet.
#[derive(Debug)]
pub(super) struct Underway {
    progress: Arc<Progress>,
    /// Articles of which something is not committed: a hash of the id, and the number of the article that caused it.
    articles: Arc<Mutex<FxHashMap<u64, u32>>>,
}

impl Underway {
    pub fn new(progress: Arc<Progress>, articles: Arc<Mutex<FxHashMap<u64, u32>>>) -> Self {
        Self { progress, articles }
    }

    /// Waits until all rows that were handed over are written, where the connection that writes them sees them.
    pub fn wait(&self) {
        self.progress.wait();
    }

    /// Notes an article of which something is about to be handed over, with the article that caused it.
    pub fn note(&self, id: &str, article: u32) {
        locked(&self.articles).insert(hash(id), article);
    }

    /// Whether something of an article of this id is not committed yet.
    pub fn has(&self, id: &str) -> bool {
        locked(&self.articles).contains_key(&hash(id))
    }
}

fn hash(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

/// What the thread works on.
pub(super) struct Tables {
    pub db: Arc<Mutex<Connection>>,
    pub path: PathBuf,
    pub checkpoints: Checkpoints,
    pub beginnings: Beginnings,
    pub marks: Arc<Mutex<Pending>>,
    pub changed: Changed,
    /// Number of the last row of all logs of the state.
    pub number: i64,
    /// State that is being put away, and rows of those before that are to be deleted.
    pub putting: Option<Putting>,
    pub voided: Voided,
    /// See [`Underway`].
    pub uncommitted: Arc<Mutex<FxHashMap<u64, u32>>>,
    pub pressing: Pressing,
    /// The block whose quantum was open when the state in force was put away. As it is when the quantum has ended, it waits in
    /// `held` for the next state.
    pub open: u32,
    pub held: Pressed,
    pub run: i64,
    /// Articles whose verdicts were shown.
    pub answered: Arc<AtomicU32>,
    pub gathered: Gathered,
}

/// What the open transaction holds, and what is to be noted with it.
#[derive(Default)]
pub(super) struct Gathered {
    /// When the transaction began; none where none is open.
    since: Option<Instant>,
    /// Whether rows were written that do not belong together yet.
    is_part: bool,
    /// Articles taken in, ever, and those that were shown.
    articles: u32,
    shown: Option<u32>,
    /// Counts of this run, as they are and as they are written.
    counts: [u64; 2],
    noted: [u64; 2],
}

impl Gathered {
    /// How long it may still gather; none where nothing may be committed.
    fn patience(&self) -> Option<Duration> {
        self.since.filter(|_| !self.is_part).map(|since| GATHER.saturating_sub(since.elapsed()))
    }
}

impl Tables {
    pub fn work(mut self, jobs: &mut Jobs<Job>) -> Result<()> {
        worker::give_way();
        loop {
            let job = match jobs.next_if_there() {
                Ok(job) => job,
                Err(TryRecvError::Disconnected) => return self.commit(),
                Err(TryRecvError::Empty) => {
                    if self.gathered.patience() == Some(Duration::ZERO) {
                        self.commit()?;
                        continue;
                    }
                    let has_more = self.has_more();
                    if has_more && self.put_on(false)? {
                        continue;
                    }
                    let patience = has_more.then_some(MOMENT).into_iter().chain(self.gathered.patience()).min();
                    match patience {
                        None => match jobs.next() {
                            Some(job) => job,
                            None => continue,
                        },
                        Some(time) => match jobs.next_within(time) {
                            Ok(job) => job,
                            Err(_) => continue,
                        },
                    }
                }
            };
            match job {
                Job::Rows(rows) => self.rows(&rows)?,
                Job::Commit(commit) => self.gather(commit)?,
                Job::State(state) => self.state(state)?,
            }
            jobs.done();
        }
    }

    /// Begins a transaction where none is open.
    fn begin(&mut self, db: &Connection) -> Result<()> {
        if db.is_autocommit() {
            self.gathered.since = Some(Instant::now());
        }
        begin(db).map_err(sql(&self.path))
    }

    fn rows(&mut self, Rows { first, run, edges, articles }: &Rows) -> Result<()> {
        let db = self.db.clone();
        let db = locked(&db);
        self.begin(&db)?;
        self.gathered.is_part = true;
        let writer = rows::Writer { db: &db, path: &self.path, edges: *edges };
        for (arrival, (article, verdict)) in (*first..).zip(articles) {
            writer.article(article, verdict, Facts { arrival, run: *run })?;
            if begins_cluster(verdict) {
                locked(&self.marks).add(arrival, &verdict.marks);
            }
        }
        Ok(())
    }

    /// Takes note of what belongs together, and commits it where it is time to.
    fn gather(&mut self, commit: Commit) -> Result<()> {
        let db = self.db.clone();
        let db = locked(&db);
        if self.gathered.noted != commit.counts || !commit.ended.is_empty() {
            self.begin(&db)?;
        }
        self.pressing.begin(kept::blocks(&db, &self.path, commit.ended)?);
        let gathered = &mut self.gathered;
        gathered.is_part = false;
        gathered.articles = commit.articles;
        gathered.counts = commit.counts;
        // Of what was shown, as it was before all that is gathered.
        gathered.shown = gathered.shown.or(commit.shown);
        drop(db);
        let is_due = commit.at_once || gathered.patience() == Some(Duration::ZERO);
        if is_due { self.commit() } else { Ok(()) }
    }

    /// Commits what was gathered, where it belongs together.
    fn commit(&mut self) -> Result<()> {
        let db = self.db.clone();
        let db = locked(&db);
        if db.is_autocommit() || self.gathered.is_part {
            return Ok(());
        }
        // Blocks are taken from those who press them even where there is no moment without a job.
        self.put_ahead(&db, false)?;
        self.end(&db)
    }

    fn end(&mut self, db: &Connection) -> Result<()> {
        let fault = sql(&self.path);
        let gathered = &mut self.gathered;
        if let Some(shown) = gathered.shown.take() {
            let shown = shown.min(self.answered.load(Ordering::Acquire));
            let note = "INSERT OR REPLACE INTO store VALUES ('shown', ?1)";
            db.prepare_cached(note).and_then(|mut s| s.execute([shown])).map_err(fault)?;
        }
        if gathered.noted != gathered.counts {
            let count = "UPDATE runs SET taken = ?2, repeated = ?3 WHERE run = ?1";
            let [taken, repeated] = gathered.counts.map(|n| n as i64);
            let values = params![self.run, taken, repeated];
            db.prepare_cached(count).and_then(|mut s| s.execute(values)).map_err(fault)?;
            gathered.noted = gathered.counts;
        }
        db.execute_batch("COMMIT").map_err(fault)?;
        gathered.since = None;
        self.checkpoints.committed(db, gathered.articles);
        locked(&self.uncommitted).retain(|_, article| *article >= gathered.articles);
        Ok(())
    }

    /// Writes articles that change no more, ahead of the state that they are part of: those that are pressed or, with `all`,
    /// that are being pressed. Holds blocks of which the state in force, or that which is being put away, has another form.
    /// Gives whether there were any.
    fn put_ahead(&mut self, db: &Connection, all: bool) -> Result<bool> {
        let pressed = self.pressing.ready(all).map_err(|source| Error::Io { path: self.path.clone(), source })?;
        let open = [Some(self.open), self.putting.as_ref().map(Putting::open)];
        let (mut held, ahead): (Pressed, Pressed) =
            pressed.into_iter().partition(|(key, _)| open.contains(&Some(*key)));
        let any = !(held.is_empty() && ahead.is_empty());
        self.held.append(&mut held);
        kept::write_blocks(db, &self.path, &ahead)?;
        Ok(any)
    }

    /// Writes the blocks that were held for the state that is about to be in force, whose open block is `open`.
    fn put_held(&mut self, db: &Connection, open: u32) -> Result<()> {
        let (later, now): (Pressed, Pressed) =
            std::mem::take(&mut self.held).into_iter().partition(|(key, _)| *key == open);
        (self.held, self.open) = (later, open);
        kept::write_blocks(db, &self.path, &now)
    }

    /// Begins to put a state away; does it all where no answer waits.
    fn state(&mut self, State { mut changes, about, at_ease }: State) -> Result<()> {
        while self.putting.is_some() {
            self.put_on(true)?;
        }
        let db = self.db.clone();
        let db = locked(&db);
        // Where articles leave no time between them, rows would be voided faster than they go.
        self.begin(&db)?;
        for _ in 0..SWEEPS {
            kept::sweep(&db, &mut self.voided).map_err(sql(&self.path))?;
        }
        let blocks = kept::blocks(&db, &self.path, std::mem::take(&mut changes.articles))?;
        self.putting = Some(Putting::begin(&self.pressing.pool, about, changes, blocks, &mut self.changed));
        if at_ease {
            while self.putting.is_some() || !self.voided.is_empty() {
                self.step(&db, true, true)?;
            }
            self.end(&db)?;
        }
        Ok(())
    }

    /// Whether something of the state, or of what it voids, is still to be written.
    fn has_more(&self) -> bool {
        self.putting.is_some() || !self.voided.is_empty() || !self.pressing.is_empty()
    }

    /// Goes on with what is being put away; gives whether it could, as in [`Self::step`].
    fn put_on(&mut self, waits: bool) -> Result<bool> {
        let db = self.db.clone();
        let db = locked(&db);
        self.begin(&db)?;
        self.step(&db, waits, false)
    }

    /// A step of what is being put away, within the open transaction. With `waits`, what is still being pressed is waited for;
    /// without, gives `false` where there is nothing else to write.
    fn step(&mut self, db: &Connection, waits: bool, at_ease: bool) -> Result<bool> {
        let went_on = self.put_ahead(db, false)?;
        let Some(putting) = &mut self.putting else {
            kept::sweep(db, &mut self.voided).map_err(sql(&self.path))?;
            return Ok(went_on || self.pressing.is_empty());
        };
        match putting.step(db, &self.path, &mut self.number, waits)? {
            Step::Written => return Ok(true),
            Step::Pressing => return Ok(went_on),
            Step::Done => {}
        }
        self.put_ahead(db, waits)?;
        if !self.pressing.is_empty() {
            return Ok(went_on);
        }
        if let Some(putting) = self.putting.take() {
            self.put_held(db, putting.open())?;
            self.voided.extend(putting.finish(db, &self.path, &mut self.beginnings, self.number)?);
        }
        let fault = sql(&self.path);
        let changed = self.changed.move_on(db, at_ease).map_err(fault)?;
        let marks = locked(&self.marks).put_away(db, &mut self.number, at_ease).map_err(fault)?;
        let begin = [(Changed::LOG, changed), (marks::LOG, marks)];
        self.voided.extend(begin.into_iter().filter_map(|(log, number)| Some((log, number?))));
        Ok(true)
    }
}

/// Begins a transaction where none is open.
pub(super) fn begin(db: &Connection) -> rusqlite::Result<()> {
    if db.is_autocommit() { db.execute_batch("BEGIN IMMEDIATE") } else { Ok(()) }
}
