//! A durable memory: the engine beside one SQLite file that loses nothing it has acknowledged.
//!
//! - takes: articles, as the engine does
//! - gives: the same verdicts; everything they say as tables; and after any stop the same answers as without one
//! - useful for: streams that run for months, nights that add up, questions in SQL
//! - not useful for: many writers; one process writes, any number read
//!
//! # How nothing is lost and nothing doubled
//!
//! [`Archive::ingest_batch`] writes rows within a transaction, [`Archive::commit`] makes them durable; only then may the
//! verdicts be shown. The engine's own state is put away now and then, and when the archive is closed; the articles since
//! stand in the tables with their texts. A restart takes up the state and folds those articles once more: the engine is
//! deterministic, so it comes to where it was, and each verdict is held against the checksum of the first. So a commit
//! costs a few rows an article, however large the window is.
//!
//! An article is known by its id and content, in the window or long after: sent again it changes nothing.
#![doc = include_str!("../../docs/formats/store.md")]

mod at_rest;
mod background;
mod changed;
mod check;
mod checkpoint;
mod forget;
mod kept;
mod lock;
mod marks;
mod past;
mod pressing;
mod putting;
mod reader;
mod ripening;
mod rows;
mod schema;
mod settings;
mod sums;

pub use check::{Fault, check};
pub use lock::lock_path;
pub use reader::{Change, Extent, Facts, Reader, Scope, Stats, is_store};
pub use schema::STORE_VERSION;

use crate::article::Article;
use crate::cluster::Event;
use crate::config::{Config, StoreConfig};
use crate::engine::{Analysed, Analysis, Builder, Engine, QUANTUM, content_hash};
use crate::error::{Error, Result, StoreError};
use crate::sinks::Verdict;
use background::{Background, Commit, Job, State, Tables, Then, Underway, locked};
use checkpoint::Checkpoints;
use kept::{Beginnings, InStore};
use lock::WriterLock;
use marks::Pending;
use reader::{ARTICLE, read_article};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use rustc_hash::FxHashMap;
use settings::{settle_config, settle_embedder};
use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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

/// How an [`Archive`] is opened.
#[derive(Default)]
pub struct Opening {
    /// The configuration; none takes that of the store, or the default for a new one.
    pub config: Option<Config>,
    /// The engine's settings beside the configuration: embedder, agencies, families.
    pub engine: Builder,
    /// What is doing this, for the table of runs.
    pub command: String,
    /// Whether an article that is like none of the window is looked up among all before: a copy then brings its old
    /// cluster back ([`Event::Returned`]). May differ from run to run.
    pub late: bool,
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
    background: Background,
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
    /// Verdicts that a crash may have kept from being shown: given once more when their articles are sent again.
    unshown: FxHashMap<(String, u64), Verdict>,
    taken: u64,
    repeated: u64,
}

impl Archive {
    /// Opens a store for writing, or makes one.
    ///
    /// Cost: reading the window's state, and folding at most a few hundred articles after a crash.
    ///
    /// Errors: [`Error::Store`] where it is another's, newer, damaged, locked by another writer, or was made under
    /// another configuration or embedder.
    pub fn open(path: impl AsRef<Path>, opening: Opening) -> Result<Self> {
        let path = path.as_ref();
        schema::check_head(path)?;
        let lock = WriterLock::take(path)?;
        schema::check_length(path)?;
        let mut db = open_to_write(path)?;
        let (late, command) = (opening.late, opening.command.clone());
        let mut engine = settled_engine(&db, path, opening)?;
        let keeps = engine.config().store;
        let last = kept::drop_unfinished(&db, path, marks::LOG)?;
        changed::Changed::take_up(&db, path)?;
        let put_away = InStore { db: &db, path }.articles()?;
        match put_away {
            Some(_) => engine.restore(&InStore { db: &db, path }).map_err(|error| kept::of_file(path, error))?,
            None => engine.track(),
        }
        let put_away = put_away.unwrap_or(0);
        let beginnings = Beginnings::of(&db, path)?;
        let next: u32 = number(&db, path, "SELECT coalesce(max(article) + 1, 0) FROM articles")?;
        lock.check(path, next)?;
        let run = begin_run(&db, path, &command)?;
        let checkpoints = Checkpoints::start(&mut db, path).map_err(sql(path))?;
        let shown: u32 = number(&db, path, "SELECT coalesce((SELECT value FROM store WHERE name = 'shown'), 0)")?;
        Pending::take_up(&db, path)?;
        let pressing = pressing::Pressing::new()
            .map_err(|e| Error::Io { path: path.to_owned(), source: std::io::Error::other(e) })?;
        let tables = Tables {
            db: Arc::new(Mutex::new(db)),
            path: path.to_owned(),
            lock,
            checkpoints,
            beginnings,
            marks: Arc::default(),
            changed: changed::Changed::default(),
            number: last,
            putting: None,
            voided: Vec::new(),
            underway: Arc::default(),
            pressing,
            open: put_away / kept::BLOCK,
            held: Vec::new(),
            since: 0,
            run,
            counts: [0; 2],
        };
        let before = Arc::new(AtomicU32::new(u32::MAX));
        engine.remember(past::InTables {
            reading: Mutex::new(open_to_read(path)?),
            db: tables.db.clone(),
            path: path.to_owned(),
            before: before.clone(),
            marks: tables.marks.clone(),
            underway: tables.underway.clone(),
            late,
        });
        let mut archive = Self {
            engine,
            db: tables.db.clone(),
            path: path.to_owned(),
            underway: tables.underway.clone(),
            marks: tables.marks.clone(),
            background: Background::start(tables),
            keeps,
            run,
            next,
            put_away,
            committed: next,
            unshown: FxHashMap::default(),
            before,
            taken: 0,
            repeated: 0,
        };
        archive.fold_again(shown)?;
        let (articles, again) = (archive.next, archive.next - archive.put_away);
        tracing::info!(store = %archive.path.display(), articles, folded_again = again, "opened");
        Ok(archive)
    }

    /// Sets what is kept from now on. It changes no verdict, so it may change while the archive is at work.
    pub fn keep(&mut self, keeps: StoreConfig) {
        self.keeps = keeps;
        self.engine.set_edges(keeps.edges);
    }

    /// Fails as [`Self::open`] would under this configuration, where it makes other verdicts than the store's.
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
        self.background.wait()?;
        Ok(locked(&self.db))
    }

    /// Folds the articles since the state was put away once more, and holds each verdict against what was written.
    fn fold_again(&mut self, shown: u32) -> Result<()> {
        while self.engine.arrivals() < self.next {
            let from = self.engine.arrivals();
            self.before.store(from, Ordering::Relaxed);
            let articles = self.read_back(from, QUANTUM - from % QUANTUM)?;
            let given: Vec<Article> = articles.iter().map(|(article, ..)| article.clone()).collect();
            let verdicts = self.engine.ingest_batch(&given)?;
            for ((n, (article, version, checksum)), verdict) in (from..).zip(articles).zip(verdicts) {
                if rows::checksum(&article, &verdict, rows::Facts { arrival: n, run: self.run }, version) != checksum {
                    let by = "SELECT wirefold FROM runs JOIN articles USING (run) WHERE article = ?1";
                    let by: Option<String> =
                        self.tables()?.query_row(by, [n], |row| row.get(0)).optional().map_err(sql(&self.path))?;
                    return Err(Error::Store(StoreError {
                        path: self.path.clone(),
                        expected: format!("the verdict on article {n} ({}) as it was given", article.id),
                        found: "another one when it is folded once more".into(),
                        remedy: format!(
                            "it was written by wirefold {}: open it once with that version, which closes it; if this is \
                             that version, `wirefold store check` tells what is damaged",
                            by.unwrap_or_default()
                        ),
                    }));
                }
                if begins_cluster(&verdict) {
                    locked(&self.marks).add(n, &verdict.marks);
                }
                if n >= shown {
                    self.unshown.insert((verdict.id.clone(), verdict.marks.content), verdict);
                }
            }
        }
        self.before.store(u32::MAX, Ordering::Relaxed);
        Ok(())
    }

    /// Articles as they were given, with their version and checksum.
    fn read_back(&self, from: u32, count: u32) -> Result<Vec<(Article, i64, i64)>> {
        let db = self.tables()?;
        let fault = sql(&self.path);
        let query = format!(
            "SELECT {ARTICLE}, a.version, a.checksum FROM articles a JOIN texts t USING (article) \
             WHERE a.article >= ?1 ORDER BY a.article LIMIT ?2"
        );
        let mut statement = db.prepare_cached(&query).map_err(fault)?;
        let mut rows = statement.query([from, count]).map_err(fault)?;
        let mut articles = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let article = read_article(row, &self.path)?;
            articles.push((article, row.get("version").map_err(fault)?, row.get("checksum").map_err(fault)?));
        }
        if articles.is_empty() {
            return Err(self.damaged(from, &"it has no text, although the state before it was put away"));
        }
        Ok(articles)
    }

    fn damaged(&self, article: u32, reason: &dyn std::fmt::Display) -> Error {
        Error::Store(StoreError {
            path: self.path.clone(),
            expected: format!("article {article} as it was written"),
            found: reason.to_string(),
            remedy: "`wirefold store check` tells what is damaged; go back to a copy of the store".into(),
        })
    }

    /// Takes in one article; see [`Self::ingest_batch`].
    pub fn ingest(&mut self, article: &Article) -> Result<Verdict> {
        let mut verdicts = self.ingest_batch(std::slice::from_ref(article))?;
        verdicts.pop().ok_or_else(|| Error::UnknownId { what: "article", id: article.id.clone() })
    }

    /// Takes in articles, in their order, as [`Engine::ingest_batch`] does; a thread writes what they change meanwhile. The
    /// verdicts may be shown once [`Self::commit`] has returned, and are taken to be shown when the next articles come.
    ///
    /// An article that was taken in before, ever, changes nothing: one of the window gives its standing, an older one what
    /// the store says of it. Errors: also those of what was handed to that thread before.
    pub fn ingest_batch(&mut self, articles: &[Article]) -> Result<Vec<Verdict>> {
        self.ingest_ready(articles, VecDeque::new())
    }

    /// The same for articles that an [`Analyser`](crate::engine::Analyser) has looked at.
    pub fn ingest_analysed(&mut self, analysed: Vec<Analysed>) -> Result<Vec<Verdict>> {
        let (articles, ready) = Analysed::apart(analysed);
        self.ingest_ready(&articles, ready)
    }

    fn ingest_ready(&mut self, articles: &[Article], mut ready: VecDeque<Analysis>) -> Result<Vec<Verdict>> {
        let after = self.keeps.put_away;
        // What was not shown before a crash is given when it comes again, which is soon or never.
        let is_settled = self.unshown.is_empty() || self.taken >= u64::from(after);
        let since = self.next - self.put_away;
        let is_due = since >= after && (self.next % QUANTUM == REST || since >= after + QUANTUM);
        if self.committed == self.next && is_due && is_settled {
            self.put_away(false)?;
        }
        let mut verdicts = Vec::with_capacity(articles.len());
        let mut at = 0;
        while at < articles.len() {
            let room = (QUANTUM - self.engine.arrivals() % QUANTUM) as usize;
            let part = &articles[at..articles.len().min(at + room)];
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
                self.background.give(Job::Rows { first, articles: rows, edges: self.keeps.edges })?;
            }
        }
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
            return self.unshown.remove(&(article.id.clone(), verdict.marks.content)).unwrap_or(verdict);
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
        if let Some(verdict) = self.unshown.remove(&(article.id.clone(), content)) {
            return Ok(verdict);
        }
        match self.engine.standing(&article.id) {
            Ok(verdict) => Ok(verdict),
            Err(_) => reader::Tables { db: &*self.tables()?, path: &self.path }.standing(&article.id),
        }
    }

    /// Makes durable what was taken in, all or nothing. Cost: one write to disk that waits for it.
    pub fn commit(&mut self) -> Result<()> {
        self.commit_and(None)?;
        self.background.wait()
    }

    /// The same without waiting for it: `then` is called by another thread once it is durable, in the order of these calls,
    /// and may show the verdicts. Commits that wait for the disk together become one.
    ///
    /// Errors: those of what was handed over before. What fails from now on, and what `then` gives, is an error of a later
    /// call; nothing that comes after it is written or called.
    pub fn commit_then(&mut self, then: impl FnOnce() -> Result<()> + Send + 'static) -> Result<()> {
        self.commit_and(Some(Box::new(then)))
    }

    fn commit_and(&mut self, then: Option<Then>) -> Result<()> {
        let since = self.next - self.committed;
        if self.next + QUANTUM >= self.put_away.saturating_add(self.keeps.put_away) {
            self.engine.encode_ahead(ENCODED.saturating_mul(since));
        }
        let commit = Commit {
            since,
            articles: self.next,
            shown: self.unshown.is_empty().then_some(self.committed),
            counts: [self.taken, self.repeated],
            ended: self.engine.ended(ENCODED.saturating_mul(since)),
            then,
        };
        self.committed = self.next;
        self.background.give(Job::Commit(commit))
    }

    /// Puts the engine's state away. What was shown before is on record as shown.
    fn put_away(&mut self, at_ease: bool) -> Result<()> {
        self.put_away_with(at_ease, false)
    }

    fn put_away_with(&mut self, at_ease: bool, whole: bool) -> Result<()> {
        let changes = self.engine.changes(whole);
        let about = putting::About { articles: self.next, window: self.engine.len(), text: self.keeps.text };
        self.put_away = self.next;
        self.unshown.clear();
        self.background.give(Job::State(State { changes, about, at_ease }))
    }

    /// Commits, puts the state away and ends the run: the next opening has nothing to fold once more.
    pub fn close(mut self) -> Result<()> {
        self.commit()?;
        self.put_away(true)?;
        let db = self.tables()?;
        tracing::info!(store = %self.path.display(), articles = self.next, taken = self.taken, repeated = self.repeated, "closed");
        let fault = sql(&self.path);
        db.execute("UPDATE runs SET ended = ?2 WHERE run = ?1", params![self.run, now()]).map_err(fault)?;
        // Readers at work keep the log from being emptied; that is no fault.
        let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(())
    }

    /// Frees the room of what was deleted, and writes the logs of learnt state whole. Cost: the file is written anew.
    pub fn compact(mut self) -> Result<()> {
        self.commit()?;
        self.put_away_with(true, true)?;
        self.tables()?.execute_batch("VACUUM").map_err(sql(&self.path))?;
        self.close()
    }

    /// The events of this run so far, in their order, behind those of the runs of the same command that did not end, since the
    /// last that did: nobody was told of these.
    pub fn changes(&self) -> Result<Vec<Change>> {
        reader::Tables { db: &*self.tables()?, path: &self.path }.changes_up_to(self.run)
    }

    /// How clusters stand, those that are known.
    pub fn extents<'a>(&self, clusters: impl IntoIterator<Item = &'a str>) -> Result<HashMap<String, Extent>> {
        reader::Tables { db: &*self.tables()?, path: &self.path }.extents(clusters)
    }
}

/// Whether an article begins a cluster: the others are copies of one that does.
fn begins_cluster(verdict: &Verdict) -> bool {
    verdict.events.iter().any(|event| matches!(event, Event::Created { .. } | Event::Returned { .. }))
}

/// Opens a store for writing, or makes its tables.
fn open_to_write(path: &Path) -> Result<Connection> {
    let mut db = Connection::open(path).map_err(sql(path))?;
    set_up(&db).map_err(sql(path))?;
    schema::prepare(&mut db, path)?;
    Ok(db)
}

/// An engine under the settings of a store, to which those that are asked for must not be contrary.
fn settled_engine(db: &Connection, path: &Path, opening: Opening) -> Result<Engine> {
    let config = settle_config(db, path, opening.config)?;
    if opening.late && !config.store.text {
        let permitted = "true where old clusters are to come back: what is looked up is held against old texts".into();
        return Err(Error::Config { field: "store.text".into(), value: "false".into(), permitted });
    }
    let edges = config.store.edges;
    let mut engine = opening.engine.config(config).edges(edges).build()?;
    settle_embedder(db, path, engine.embedder_name())?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        engine.keep_words_in(folder);
    }
    Ok(engine)
}

/// Notes that a run begins; gives its number.
fn begin_run(db: &Connection, path: &Path, command: &str) -> Result<i64> {
    let begin = "INSERT INTO runs (command, wirefold, began) VALUES (?1, ?2, ?3)";
    db.execute(begin, params![command, env!("CARGO_PKG_VERSION"), now()]).map_err(sql(path))?;
    Ok(db.last_insert_rowid())
}

fn set_up(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    // Before the first table, or they are without effect.
    db.pragma_update(None, "page_size", 8192)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "secure_delete", "ON")?;
    // More than it is let grow to: giving room back, and taking it anew, is waited for.
    db.pragma_update(None, "journal_size_limit", 128 << 20)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // What a statement is bound to does not make it be planned anew.
    db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
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
    db.busy_timeout(PATIENCE).map_err(fault)?;
    // Where nothing may be written beside it, SQLite cannot note that it reads. If nobody has the store open, it need not.
    let is_asked = db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    let db = match is_asked.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
        Err(Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen)) if at_rest::is_so(path) => at_rest::open(path)?,
        _ => db,
    };
    schema::check(&db, path)?;
    Ok(db)
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64)
}

fn number<T: rusqlite::types::FromSql>(db: &Connection, path: &Path, query: &str) -> Result<T> {
    db.query_row(query, [], |row| row.get(0)).map_err(sql(path))
}
