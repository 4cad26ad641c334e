//! A thread that writes into the tables what the engine has decided, in that order, so that the engine goes on meanwhile.
//!
//! What waits to be written has a bound ([`WAITING`], [`LARGE`]). Commits that wait together become one. What fails ends the
//! thread, and is told to whoever next hands it something or waits for it.

use super::changed::Changed;
use super::checkpoint::Checkpoints;
use super::kept::{self, Beginnings, Voided};
use super::lock::WriterLock;
use super::marks::{self, Pending};
use super::pressing::{Pressed, Pressing};
use super::putting::{About, Putting, Step};
use super::rows::{self, Facts};
use super::{begins_cluster, sql};
use crate::article::Article;
use crate::engine::Changes;
use crate::error::{Error, Result, StoreError};
use crate::sinks::Verdict;
use rusqlite::{Connection, params};
use std::fmt::{self, Debug, Formatter};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Jobs that wait at most: the articles of some quanta.
const WAITING: usize = 8;

/// Bytes of text from which a job is waited for, so that few of these are in memory twice.
const LARGE: usize = 4 << 20;

/// Commits, and articles in them, that become one commit: beyond that answers would wait, and be held in memory.
const AT_ONCE: u32 = 512;

/// Articles of a commit that state is written along with: else it waits until nothing else is to be done, since all that is
/// written at once is waited for at once.
const MANY: u32 = 16;

/// Articles since the state was given from which it is written along with any commit.
const LONG: u32 = 40;

/// How long is waited for a job where state is being pressed and nothing else is to be done.
const MOMENT: Duration = Duration::from_micros(500);

/// How often some voided rows are deleted at least, for each time that the state is put away: of a quantum, it writes fewer.
const SWEEPS: usize = 8;

/// What is done once a commit is durable.
pub(super) type Then = Box<dyn FnOnce() -> Result<()> + Send>;

/// What there is to do, in this order.
pub(super) enum Job {
    /// Articles that were taken in, from number `first` on.
    Rows { first: u32, articles: Vec<(Article, Verdict)>, edges: bool },
    /// What was written before is made durable.
    Commit(Commit),
    /// The engine's state is put away, as it is after everything before.
    State(State),
}

pub(super) struct Commit {
    /// Articles since the commit before.
    pub since: u32,
    /// Articles taken in, ever; and of these, the ones that were shown, where that is to be noted.
    pub articles: u32,
    pub shown: Option<u32>,
    /// Counts of this run: articles taken in, and repeated ones.
    pub counts: [u64; 2],
    /// State of articles that changes no more.
    pub ended: Vec<(u32, Vec<u8>)>,
    pub then: Option<Then>,
}

pub(super) struct State {
    pub changes: Changes,
    pub about: About,
    /// Whether no answer waits: then it is written at once, and so is what would gather.
    pub at_ease: bool,
}

/// What the thread works on.
pub(super) struct Tables {
    pub db: Arc<Mutex<Connection>>,
    pub path: PathBuf,
    pub lock: WriterLock,
    pub checkpoints: Checkpoints,
    pub beginnings: Beginnings,
    pub marks: Arc<Mutex<Pending>>,
    pub changed: Changed,
    /// Number of the last row of all logs of the state.
    pub number: i64,
    /// State that is being put away, and rows of those before that are to be deleted.
    pub putting: Option<Putting>,
    pub voided: Voided,
    pub underway: Arc<Underway>,
    pub pressing: Pressing,
    /// The block whose quantum was open when the state in force was put away. As it is when the quantum has ended, it waits in
    /// `held` for the next state.
    pub open: u32,
    pub held: Pressed,
    /// Articles since the state was given.
    pub since: u32,
    pub run: i64,
    /// Counts of this run as they are written.
    pub counts: [u64; 2],
}

/// How far the thread has come.
#[derive(Debug, Default)]
pub(super) struct Underway {
    progress: Mutex<Progress>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct Progress {
    given: u64,
    done: u64,
    has_ended: bool,
    failure: Option<Error>,
    /// Articles of which something is not committed yet: a hash of the id, and the number of the article that caused it.
    articles: rustc_hash::FxHashMap<u64, u32>,
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic in between has left at most an open transaction, which is never committed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Underway {
    /// Waits until everything that was handed over is done. Gives nothing where the thread has ended: who hands it more, or
    /// waits through [`Background::wait`], is told why.
    pub fn wait(&self) {
        let mut progress = locked(&self.progress);
        while progress.done < progress.given && !progress.has_ended {
            progress = self.moved.wait(progress).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes an article of which something is about to be handed over, with the article that caused it.
    pub fn note(&self, id: &str, article: u32) {
        locked(&self.progress).articles.insert(hash(id), article);
    }

    /// Whether something of an article of this id is not committed yet.
    pub fn has(&self, id: &str) -> bool {
        locked(&self.progress).articles.contains_key(&hash(id))
    }

    fn committed(&self, articles: u32) {
        locked(&self.progress).articles.retain(|_, article| *article >= articles);
    }

    fn advance(&self, done: u64) {
        locked(&self.progress).done = done;
        self.moved.notify_all();
    }

    fn end(&self, failure: Option<Error>) {
        let mut progress = locked(&self.progress);
        (progress.has_ended, progress.failure) = (true, failure);
        self.moved.notify_all();
    }
}

fn hash(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

/// Notes the end even of a thread that panics.
struct End(Arc<Underway>);

impl Drop for End {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end(None);
        }
    }
}

/// The thread, for as long as this lives; when it is dropped, what was handed over is done first.
pub(super) struct Background {
    queue: Option<SyncSender<Job>>,
    underway: Arc<Underway>,
    path: PathBuf,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    pub fn start(tables: Tables) -> Self {
        let (queue, jobs) = sync_channel(WAITING);
        let (underway, path) = (tables.underway.clone(), tables.path.clone());
        let thread = thread::spawn(move || {
            let end = End(tables.underway.clone());
            let failure = tables.work(&jobs).err();
            end.0.end(failure);
        });
        Self { queue: Some(queue), underway, path, thread: Some(thread) }
    }

    /// Hands a job over; waits where many do. Errors: those of an earlier job.
    pub fn give(&self, job: Job) -> Result<()> {
        let is_large = match &job {
            Job::Rows { articles, .. } => articles.iter().map(|(article, _)| article.text.len()).sum::<usize>() > LARGE,
            Job::Commit(_) | Job::State(_) => false,
        };
        locked(&self.underway.progress).given += 1;
        if self.queue.as_ref().is_none_or(|queue| queue.send(job).is_err()) {
            return Err(self.failure());
        }
        if is_large { self.wait() } else { Ok(()) }
    }

    /// Waits until everything that was handed over is done. Errors: those of doing it.
    pub fn wait(&self) -> Result<()> {
        self.underway.wait();
        if locked(&self.underway.progress).has_ended { Err(self.failure()) } else { Ok(()) }
    }

    fn failure(&self) -> Error {
        // The thread may be about to say why it ends.
        self.underway.wait();
        locked(&self.underway.progress).failure.take().unwrap_or_else(|| {
            Error::Store(StoreError {
                path: self.path.clone(),
                expected: "a store that was written to without a fault".into(),
                found: "one whose writing has failed before".into(),
                remedy: "open it again, and feed what was not acknowledged once more".into(),
            })
        })
    }
}

impl Debug for Background {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Background").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Tables {
    fn work(mut self, jobs: &Receiver<Job>) -> Result<()> {
        let (mut waiting, mut done) = (Vec::new(), 0);
        loop {
            let job = match jobs.try_recv() {
                Ok(job) => job,
                Err(_) if !waiting.is_empty() => {
                    self.commit(&mut waiting)?;
                    self.underway.advance(done);
                    continue;
                }
                Err(TryRecvError::Empty) if self.has_more() => {
                    if self.put_on(false)? {
                        continue;
                    }
                    match jobs.recv_timeout(MOMENT) {
                        Ok(job) => job,
                        Err(_) => continue,
                    }
                }
                Err(_) => match jobs.recv() {
                    Ok(job) => job,
                    Err(_) => return Ok(()),
                },
            };
            done += 1;
            match job {
                Job::Rows { first, articles, edges } => self.rows(first, &articles, edges)?,
                Job::Commit(commit) => {
                    waiting.push(commit);
                    if waiting.iter().map(|commit: &Commit| 1 + commit.since).sum::<u32>() < AT_ONCE {
                        continue;
                    }
                    self.commit(&mut waiting)?;
                }
                Job::State(state) => {
                    self.commit(&mut waiting)?;
                    self.state(state)?;
                }
            }
            if waiting.is_empty() {
                self.underway.advance(done);
            }
        }
    }

    fn rows(&self, first: u32, articles: &[(Article, Verdict)], edges: bool) -> Result<()> {
        let db = locked(&self.db);
        begin(&db).map_err(sql(&self.path))?;
        let rows = rows::Writer { db: &db, path: &self.path, edges };
        for (arrival, (article, verdict)) in (first..).zip(articles) {
            rows.article(article, verdict, Facts { arrival, run: self.run })?;
            if begins_cluster(verdict) {
                locked(&self.marks).add(arrival, &verdict.marks);
            }
        }
        Ok(())
    }

    /// Makes durable what has been written since the last time, all or nothing, and does what was to be done then.
    fn commit(&mut self, waiting: &mut Vec<Commit>) -> Result<()> {
        let Some(Commit { articles, counts, .. }) = waiting.last() else { return Ok(()) };
        let (articles, counts) = (*articles, *counts);
        let since: u32 = waiting.iter().map(|commit| commit.since).sum();
        self.since = self.since.saturating_add(since);
        {
            let db = self.db.clone();
            let (db, path) = (locked(&db), self.path.clone());
            let fault = sql(&path);
            if self.counts != counts || waiting.iter().any(|commit| !commit.ended.is_empty()) {
                begin(&db).map_err(fault)?;
            }
            if !db.is_autocommit() {
                for ended in waiting.iter_mut().map(|commit| std::mem::take(&mut commit.ended)) {
                    self.pressing.begin(kept::blocks(&db, &path, ended)?);
                }
                if let Some(shown) = waiting.first().and_then(|first| first.shown) {
                    let note = "INSERT OR REPLACE INTO store VALUES ('shown', ?1)";
                    db.prepare_cached(note).and_then(|mut s| s.execute([shown])).map_err(fault)?;
                }
                let count = "UPDATE runs SET taken = ?2, repeated = ?3 WHERE run = ?1";
                let [taken, repeated] = counts.map(|n| n as i64);
                let values = params![self.run, taken, repeated];
                db.prepare_cached(count).and_then(|mut s| s.execute(values)).map_err(fault)?;
                self.counts = counts;
                if since >= MANY || self.since >= LONG {
                    self.step(&db, false, false)?;
                }
                db.execute_batch("COMMIT").map_err(fault)?;
                self.checkpoints.committed(&db);
            }
        }
        self.underway.committed(articles);
        self.lock.note(u64::from(articles))?;
        waiting.drain(..).filter_map(|commit| commit.then).try_for_each(|then| then())
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
        self.since = 0;
        let db = self.db.clone();
        let db = locked(&db);
        // Where articles leave no time between them, rows would be voided faster than they go.
        begin(&db).map_err(sql(&self.path))?;
        for _ in 0..SWEEPS {
            kept::sweep(&db, &mut self.voided).map_err(sql(&self.path))?;
        }
        let blocks = kept::blocks(&db, &self.path, std::mem::take(&mut changes.articles))?;
        self.putting = Some(Putting::begin(&self.pressing.pool, about, changes, blocks, &mut self.changed));
        if at_ease {
            begin(&db).map_err(sql(&self.path))?;
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

    /// Goes on with what is being put away while nothing else is to be done; gives whether it could, as in [`Self::step`].
    fn put_on(&mut self, waits: bool) -> Result<bool> {
        let db = self.db.clone();
        let db = locked(&db);
        let has_articles = !db.is_autocommit();
        begin(&db).map_err(sql(&self.path))?;
        let went_on = self.step(&db, waits, false)?;
        // A little at a time, since what is written to the disk at once is waited for at once; articles wait for their commit.
        if !has_articles {
            self.end(&db)?;
        }
        Ok(went_on)
    }

    fn end(&self, db: &Connection) -> Result<()> {
        db.execute_batch("COMMIT").map_err(sql(&self.path))?;
        self.checkpoints.committed(db);
        Ok(())
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
