//! A durable memory: the engine beside one SQLite file that loses nothing it has acknowledged.
//!
//! - takes: articles, as the engine does
//! - gives: the same verdicts; everything they say as tables; and after any stop the same answers as without one
//! - useful for: streams that run for months, nights that add up, questions in SQL
//! - not useful for: many writers; one process writes, any number read
//!
//! # How nothing is lost and nothing doubled
//!
//! [`Archive::ingest_batch`] takes articles in, [`Archive::commit`] makes them durable; only then may the verdicts be shown.
//! They are durable as soon as the articles stand in a file of arrivals beside the store; rows go into the tables many articles
//! at a time, a moment later. The engine's own state is put away now and then, and when the archive is closed. A restart
//! takes up the state and folds the articles since once more, those in the tables and those that had only arrived: the
//! engine is deterministic, so it comes to where it was, and each verdict is held against the checksum of the first. So a
//! commit costs one write of the article, however large the window is.
//!
//! An article is known by its id and content, in the window or long after: sent again it changes nothing.
#![doc = include_str!("../../docs/formats/store.md")]

mod arrivals;
mod at_rest;
mod background;
mod changed;
mod check;
mod checkpoint;
mod forget;
mod kept;
mod lock;
mod marks;
mod opening;
mod past;
mod pressing;
mod putting;
mod reader;
mod ripening;
mod rows;
mod schema;
mod settings;
mod sums;
mod unshown;
mod worker;

pub use check::{Fault, check};
pub use lock::lock_path;
pub use opening::Opening;
pub use reader::{Change, Extent, Facts, Reader, Scope, Stats, is_store};
pub use schema::STORE_VERSION;

use crate::article::Article;
use crate::cluster::Event;
use crate::config::{Config, StoreConfig};
use crate::engine::{Analysed, Analysis, Engine, QUANTUM, content_hash};
use crate::error::{Error, Result, StoreError};
use crate::sinks::Verdict;
use arrivals::{Acknowledge, Then};
use background::{Commit, State, Underway};
use marks::Pending;
use rows::Rows;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use unshown::Unshown;
use worker::{Worker, locked};

/// How long another program's short lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where in a quantum the state is put away: some articles behind the end of the one before, so that none waits for both. What
/// has come of the open quantum is given out once more when it ends, and is little.
const REST: u32 = QUANTUM * 3 / 8;

/// Articles of the quantum before that are encoded with each that comes, all of them before [`REST`]; and stories.
const ENCODED: u32 = 4;

/// An error of SQLite, as one of the store.
fn sql(path: &Path) -> impl Fn(rusqlite::Error) -> Error + Copy + '_ {
    move |error| {
        let (expected, remedy) = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::TooBig) => (
                "room to write and a disk that works",
                "make room and feed the input again; what was acknowledged is safe",
            ),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                ("a file that may be read and written, in a folder that may be", "check the path and its permissions")
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                ("no other writer", "stop the other program that holds the file")
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                ("a store of wirefold that is whole", "`wirefold store check` tells what is damaged; go back to a copy")
            }
            _ => ("a store that can be read and written", "`wirefold store check` tells whether it is whole"),
        };
        Error::Store(StoreError {
            path: path.to_owned(),
            expected: expected.into(),
            found: error.to_string(),
            remedy: remedy.into(),
        })
    }
}

/// An engine with a durable memory.
///
/// ```
/// use wirefold::Article;
/// use wirefold::store::{Archive, Opening};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("news.db");
/// let text = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior \
///             ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley.";
/// let mut archive = Archive::open(&path, Opening::default())?;
/// archive.ingest_batch(&[Article::new("a1", text)])?;
/// archive.close()?;
///
/// let mut archive = Archive::open(&path, Opening::default())?;
/// let verdicts = archive.ingest_batch(&[Article::new("b7", text)])?;
/// assert_eq!(verdicts[0].of.as_deref(), Some("a1"));
/// archive.close()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Archive {
    engine: Engine,
    db: Arc<Mutex<Connection>>,
    path: PathBuf,
    /// Those that make articles durable, and that write them into the tables. This one ends first, and so does the lock last.
    tables: Worker<background::Job>,
    arrivals: Worker<arrivals::Job>,
    /// What was taken in and is not committed, and how much of it was handed over to be written into the tables.
    fresh: Mutex<(Vec<Arc<Rows>>, usize)>,
    underway: Arc<Underway>,
    keeps: StoreConfig,
    run: i64,
    /// Articles taken in, ever; the number of the next.
    next: u32,
    /// Articles up to which the engine's state is put away.
    put_away: u32,
    /// Articles that are durable, or will be as soon as what was handed over is written.
    committed: u32,
    /// What the engine asks of the past is answered as of this article.
    before: Arc<AtomicU32>,
    /// The marks of articles that are not in the tables yet.
    marks: Arc<Mutex<Pending>>,
    /// Verdicts that a crash may have kept from being shown.
    unshown: Unshown,
    taken: u64,
    repeated: u64,
    /// Answers since the last commit.
    answers: usize,
    /// Whether old clusters are to come back.
    late: bool,
}

impl Archive {
    /// Sets what is kept from now on. It changes no verdict, so it may change while the archive is at work.
    ///
    /// # Errors
    /// [`Error::Config`] where texts are not to be kept, and old clusters are to come back: then all stays as it is.
    pub fn keep(&mut self, keeps: StoreConfig) -> Result<()> {
        settings::accept_late(self.late, &keeps)?;
        self.keeps = keeps;
        self.engine.set_edges(keeps.edges);
        Ok(())
    }

    /// Whether the store could be opened under this configuration.
    ///
    /// # Errors
    /// [`Error::Store`], as those of [`Self::open`], where it makes other verdicts than the store's.
    pub fn accepts(&self, config: &Config) -> Result<()> {
        settings::accept(&self.path, self.engine.config(), config)
    }

    /// The engine, to be read.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Articles taken in, ever.
    pub fn articles(&self) -> u32 {
        self.next
    }

    /// The tables, once everything that was decided is written.
    fn tables(&self) -> Result<MutexGuard<'_, Connection>> {
        self.hand_over()?;
        self.tables.wait()?;
        Ok(locked(&self.db))
    }

    /// Hands what was taken in over to be written into the tables.
    fn hand_over(&self) -> Result<()> {
        let mut fresh = locked(&self.fresh);
        let (rows, handed) = &mut *fresh;
        while let Some(rows) = rows.get(*handed) {
            self.tables.give(background::Job::Rows(rows.clone()))?;
            *handed += 1;
        }
        Ok(())
    }

    /// Takes in one article; see [`Self::ingest_batch`].
    ///
    /// # Errors
    /// Those of [`Self::ingest_batch`].
    pub fn ingest(&mut self, article: &Article) -> Result<Verdict> {
        let mut verdicts = self.ingest_batch(std::slice::from_ref(article))?;
        verdicts.pop().ok_or_else(|| Error::UnknownId { what: "article", id: article.id.clone() })
    }

    /// Takes in articles, in their order, as [`Engine::ingest_batch`] does; a thread writes what they change meanwhile. The
    /// verdicts may be shown once [`Self::commit`] has returned, and are taken to be shown when the next articles come.
    ///
    /// An article that was taken in before, ever, changes nothing: one of the window gives its standing, an older one
    /// what the store says of it.
    ///
    /// # Errors
    /// Those of [`Engine::ingest_batch`], and of what was handed to that thread before.
    pub fn ingest_batch(&mut self, articles: &[Article]) -> Result<Vec<Verdict>> {
        self.ingest_ready(articles, VecDeque::new())
    }

    /// The same for articles that an [`Analyser`](crate::engine::Analyser) has looked at.
    ///
    /// # Errors
    /// Those of [`Self::ingest_batch`].
    pub fn ingest_analysed(&mut self, analysed: Vec<Analysed>) -> Result<Vec<Verdict>> {
        let (articles, ready) = Analysed::apart(analysed);
        self.ingest_ready(&articles, ready)
    }

    fn ingest_ready(&mut self, articles: &[Article], mut ready: VecDeque<Analysis>) -> Result<Vec<Verdict>> {
        let after = self.keeps.put_away;
        let since = self.next - self.put_away;
        let is_due = since >= after && (self.next % QUANTUM == REST || since >= after + QUANTUM);
        if self.committed == self.next && is_due && self.unshown.settle(self.next, after) {
            // What a state holds is on record as shown.
            self.arrivals.wait()?;
            self.put_away(false)?;
        }
        let mut verdicts = Vec::with_capacity(articles.len());
        let mut at = 0;
        while at < articles.len() {
            let room = (QUANTUM - self.engine.arrivals() % QUANTUM) as usize;
            let part = &articles[at..articles.len().min(at + room)];
            // What the engine asks of the past is answered from the tables.
            self.hand_over()?;
            let folded = self.engine.ingest_ready(part, &mut ready)?;
            if folded.is_empty() {
                ready.pop_front();
                verdicts.push(self.standing(&part[0])?);
                self.repeated += 1;
                at += 1;
                continue;
            }
            let (first, mut rows) = (self.next, Vec::with_capacity(folded.len()));
            for (article, verdict) in part.iter().zip(folded) {
                verdicts.push(self.take(article, verdict, &mut rows));
                at += 1;
            }
            if !rows.is_empty() {
                let rows = Rows { first, run: self.run, edges: self.keeps.edges, articles: rows };
                locked(&self.fresh).0.push(Arc::new(rows));
            }
        }
        self.answers += articles.len();
        Ok(verdicts)
    }

    /// Articles after which the state is put away with little to write and nothing else to be done: who takes in few at a time
    /// does well to end a batch there. Above 0.
    pub fn until_rest(&self) -> usize {
        let due = self.put_away.saturating_add(self.keeps.put_away).max(self.next + 1);
        (due - self.next + (REST + QUANTUM - due % QUANTUM) % QUANTUM) as usize
    }

    /// Notes what is to be written of a new article; gives the verdict to be shown.
    fn take(&mut self, article: &Article, verdict: Verdict, rows: &mut Vec<(Article, Verdict)>) -> Verdict {
        let founds_or_joins = |event: &Event| match event {
            Event::Created { article: id, .. }
            | Event::Joined { article: id, .. }
            | Event::Returned { article: id, .. } => *id == article.id,
            _ => false,
        };
        if !verdict.events.iter().any(founds_or_joins) {
            self.repeated += 1;
            return self.unshown.take(&article.id, verdict.marks.content).unwrap_or(verdict);
        }
        self.underway.note(&article.id, self.next);
        // Those that found a cluster now are counted as founders once this is written.
        for event in &verdict.events {
            if let Event::Split { articles, .. } = event {
                articles.first().into_iter().for_each(|founder| self.underway.note(founder, self.next));
            }
        }
        rows.push((article.clone(), verdict.clone()));
        self.next += 1;
        self.taken += 1;
        verdict
    }

    /// How an article stands that came before, as it is or otherwise: by the window, or by the tables.
    fn standing(&mut self, article: &Article) -> Result<Verdict> {
        let content = content_hash(article.title.as_deref(), &article.text);
        if let Some(verdict) = self.unshown.take(&article.id, content) {
            return Ok(verdict);
        }
        match self.engine.standing(&article.id) {
            Ok(verdict) => Ok(verdict),
            Err(_) => reader::Tables { db: &*self.tables()?, path: &self.path }.standing(&article.id),
        }
    }

    /// Makes durable what was taken in, and waits until it is in the tables, where others may read it. A crash before it has
    /// returned may leave the first articles of it. Cost: one write to disk that waits for it.
    ///
    /// # Errors
    /// [`Error::Store`] and [`Error::Io`] where it cannot be written; also those of what was handed over before.
    pub fn commit(&mut self) -> Result<()> {
        self.commit_and(None, true)?;
        self.arrivals.wait()?;
        self.tables.wait()
    }

    /// The same without waiting for it: `then` is called by another thread once it is durable, in the order of these calls,
    /// and may show the verdicts. Commits that wait for the disk together become one. Others may read it in the tables some
    /// 50 ms later.
    ///
    /// # Errors
    /// Those of what was handed over before. What fails from now on, and what `then` gives, is an error of a later
    /// call; nothing that comes after it is written or called.
    pub fn commit_then(&mut self, then: impl FnOnce() -> Result<()> + Send + 'static) -> Result<()> {
        self.commit_and(Some(Box::new(then)), false)
    }

    fn commit_and(&mut self, then: Option<Then>, at_once: bool) -> Result<()> {
        let shown = self.unshown.is_empty().then_some(self.committed);
        let rows = locked(&self.fresh).0.clone();
        let answers = std::mem::take(&mut self.answers);
        self.arrivals.give(arrivals::Job::Acknowledge(Acknowledge { rows, shown, answers, then }))?;
        self.hand_over()?;
        *locked(&self.fresh) = (Vec::new(), 0);
        let since = self.next - self.committed;
        if self.next + QUANTUM >= self.put_away.saturating_add(self.keeps.put_away) {
            self.engine.encode_ahead(ENCODED.saturating_mul(since));
        }
        let commit = Commit {
            articles: self.next,
            shown,
            counts: [self.taken, self.repeated],
            ended: self.engine.ended(ENCODED.saturating_mul(since)),
            at_once,
        };
        self.committed = self.next;
        self.tables.give(background::Job::Commit(commit))
    }

    /// Puts the engine's state away. All before is on record as shown, but for what is still owed.
    fn put_away(&mut self, at_ease: bool) -> Result<()> {
        self.put_away_with(at_ease, false)
    }

    fn put_away_with(&mut self, at_ease: bool, whole: bool) -> Result<()> {
        let changes = self.engine.changes(whole);
        self.unshown.settle(self.next, self.keeps.put_away);
        let about = putting::About {
            articles: self.next,
            window: self.engine.len(),
            text: self.keeps.text,
            unshown: self.unshown.kept(),
        };
        self.put_away = self.next;
        self.tables.give(background::Job::State(State { changes, about, at_ease }))
    }

    /// Empties the files of arrivals, once all that is in them is in the tables and on the disk.
    fn clear_arrivals(&self, overwrite: bool) -> Result<()> {
        self.tables.wait()?;
        checkpoint::sync(&self.path).map_err(|source| Error::Io { path: self.path.clone(), source })?;
        self.arrivals.give(arrivals::Job::Clear { overwrite })?;
        self.arrivals.wait()
    }

    /// Commits, puts the state away and ends the run: the next opening has nothing to fold once more.
    ///
    /// # Errors
    /// Those of [`Self::commit`].
    pub fn close(mut self) -> Result<()> {
        self.commit()?;
        self.put_away(true)?;
        let db = self.tables()?;
        tracing::info!(store = %self.path.display(), articles = self.next, taken = self.taken, repeated = self.repeated, "closed");
        let fault = sql(&self.path);
        db.execute("UPDATE runs SET ended = ?2 WHERE run = ?1", params![self.run, now()]).map_err(fault)?;
        // Readers at work keep the log from being emptied; that is no fault.
        let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        drop(db);
        self.clear_arrivals(!self.keeps.text)
    }

    /// Frees the room of what was deleted, and writes the logs of learnt state whole. Cost: the file is written anew.
    ///
    /// # Errors
    /// Those of [`Self::commit`].
    pub fn compact(mut self) -> Result<()> {
        self.commit()?;
        self.put_away_with(true, true)?;
        self.tables()?.execute_batch("VACUUM").map_err(sql(&self.path))?;
        self.close()
    }

    /// The events of this run so far, in their order, behind those of the runs of the same command that did not end, since the
    /// last that did: nobody was told of these.
    ///
    /// # Errors
    /// [`Error::Store`] where the tables cannot be read; also those of what was handed over before.
    pub fn changes(&self) -> Result<Vec<Change>> {
        reader::Tables { db: &*self.tables()?, path: &self.path }.changes_up_to(self.run)
    }

    /// How clusters stand, those that are known.
    ///
    /// # Errors
    /// [`Error::Store`] where the tables cannot be read; also those of what was handed over before.
    pub fn extents<'a>(&self, clusters: impl IntoIterator<Item = &'a str>) -> Result<HashMap<String, Extent>> {
        reader::Tables { db: &*self.tables()?, path: &self.path }.extents(clusters)
    }
}

/// Whether an article begins a cluster: the others are copies of one that does.
fn begins_cluster(verdict: &Verdict) -> bool {
    verdict.events.iter().any(|event| matches!(event, Event::Created { .. } | Event::Returned { .. }))
}

/// Opens a store for reading; a writer may be at work meanwhile.
fn open_to_read(path: &Path) -> Result<Connection> {
    let fault = sql(path);
    if !path.is_file() {
        let source = std::io::Error::new(std::io::ErrorKind::NotFound, "no such store");
        return Err(Error::Io { path: path.to_owned(), source });
    }
    schema::check_head(path)?;
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(fault)?;
    db.busy_timeout(PATIENCE).and_then(|()| plan_once(&db)).map_err(fault)?;
    // Where nothing may be written beside it, SQLite cannot note that it reads. If nobody has the store open, it need not.
    let is_asked = db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    let db = match is_asked.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
        Err(Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen)) if at_rest::is_so(path) => at_rest::open(path)?,
        _ => db,
    };
    schema::check(&db, path)?;
    Ok(db)
}

/// Sees to it that no statement is planned anew for what it is bound to.
fn plan_once(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64)
}

fn number<T: rusqlite::types::FromSql>(db: &Connection, path: &Path, query: &str) -> Result<T> {
    db.query_row(query, [], |row| row.get(0)).map_err(sql(path))
}
