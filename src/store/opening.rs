//! How a store is opened for writing, and its engine comes to where it was.

use super::arrivals::{self, Arrivals};
use super::background::{Gathered, Tables, Underway};
use super::checkpoint::{self, Checkpoints};
use super::kept::{self, Beginnings, InStore};
use super::lock::{WriterLock, followed};
use super::marks::{self, Pending};
use super::reader::{ARTICLE, read_article};
use super::rows::{self, Facts, Rows};
use super::settings::{self, settle_embedder, settle_identity};
use super::unshown::Unshown;
use super::worker::{Worker, locked};
use super::{
    Archive, PATIENCE, background, begins_cluster, changed, now, number, past, plan_once, pressing, schema, sql,
};
use crate::article::Article;
use crate::config::Config;
use crate::engine::{Builder, Engine, QUANTUM};
use crate::error::{Error, Result, StoreError};
use crate::sinks::Verdict;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

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
    /// cluster back ([`Event::Returned`](crate::cluster::Event::Returned)). May differ from run to run.
    pub late: bool,
}

/// An article that is folded once more, with what is on record of the verdict on it.
struct Again {
    article: Article,
    run: i64,
    version: i64,
    checksum: i64,
}

impl Archive {
    /// Opens a store for writing, or makes one.
    ///
    /// Cost: reading the window's state, and folding at most some thousand articles after a crash.
    ///
    /// # Errors
    /// [`Error::Store`] where it is another's, newer, damaged, locked by another writer, or was made under another
    /// configuration or embedder.
    pub fn open(path: impl AsRef<Path>, opening: Opening) -> Result<Self> {
        let path = &followed(path.as_ref());
        schema::check_head(path)?;
        let lock = WriterLock::take(path)?;
        schema::check_length(path)?;
        let mut db = open_to_write(path)?;
        let (late, command) = (opening.late, opening.command.clone());
        let mut engine = settled_engine(&db, path, opening)?;
        let identity = settle_identity(&db, path)?;
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
        let left = arrivals::left(path, identity, next)?;
        lock.check(path, next + left.len() as u32)?;
        let run = begin_run(&db, path, &command)?;
        let checkpoints = Checkpoints::start(&mut db, path).map_err(sql(path))?;
        let shown: u32 = number(&db, path, "SELECT coalesce((SELECT value FROM store WHERE name = 'shown'), 0)")?;
        Pending::take_up(&db, path)?;
        let shown = left.iter().filter_map(|(arrival, _)| arrival.shown).fold(shown, u32::max);
        let unshown = Unshown::take_up(&db, path)?;
        // From now on the store is known by this on the disk, whatever happens.
        checkpoint::sync(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let pressing = pressing::Pressing::new()
            .map_err(|e| Error::Io { path: path.to_owned(), source: std::io::Error::other(e) })?;
        let answered = Arc::new(AtomicU32::new(shown));
        let arrivals = Arrivals::new(path, identity, lock, late, checkpoints.durable(), answered.clone());
        let tables = Tables {
            db: Arc::new(Mutex::new(db)),
            path: path.to_owned(),
            checkpoints,
            beginnings,
            marks: Arc::default(),
            changed: changed::Changed::default(),
            number: last,
            putting: None,
            voided: Vec::new(),
            uncommitted: Arc::default(),
            pressing,
            open: put_away / kept::BLOCK,
            held: Vec::new(),
            run,
            answered,
            gathered: Gathered::default(),
        };
        let (db, marks, uncommitted) = (tables.db.clone(), tables.marks.clone(), tables.uncommitted.clone());
        let tables = Worker::start(path, |jobs| tables.work(jobs));
        let underway = Arc::new(Underway::new(tables.progress(), uncommitted));
        let before = Arc::new(AtomicU32::new(u32::MAX));
        let looks = Arc::new(AtomicBool::new(late));
        engine.remember(past::InTables {
            reading: Mutex::new(super::open_to_read(path)?),
            db: db.clone(),
            path: path.to_owned(),
            before: before.clone(),
            marks: marks.clone(),
            underway: underway.clone(),
            late: looks.clone(),
        });
        let mut archive = Self {
            engine,
            db,
            path: path.to_owned(),
            tables,
            arrivals: Worker::start(path, |jobs| arrivals.work(jobs)),
            fresh: Mutex::default(),
            underway,
            marks,
            keeps,
            run,
            next,
            put_away,
            committed: next,
            unshown,
            before,
            taken: 0,
            repeated: 0,
            answers: 0,
            late,
        };
        let arrived = left.len();
        archive.fold_again(shown)?;
        archive.take_up(left, shown, &looks)?;
        looks.store(late, Ordering::Relaxed);
        let (articles, again) = (archive.next, archive.next - archive.put_away);
        tracing::info!(store = %archive.path.display(), articles, folded_again = again, arrived, "opened");
        Ok(archive)
    }

    /// Folds the articles since the state was put away once more, and holds each verdict against what was written.
    fn fold_again(&mut self, shown: u32) -> Result<()> {
        while self.engine.arrivals() < self.next {
            let from = self.engine.arrivals();
            self.before.store(from, Ordering::Relaxed);
            let again = self.read_back(from, QUANTUM - from % QUANTUM)?;
            for (n, (_, verdict)) in (from..).zip(self.fold_as_before(from, again)?) {
                if begins_cluster(&verdict) {
                    locked(&self.marks).add(n, &verdict.marks);
                }
                if n >= shown {
                    self.unshown.add(n, verdict);
                }
            }
        }
        self.before.store(u32::MAX, Ordering::Relaxed);
        Ok(())
    }

    /// Folds the articles that had arrived and are in no table yet, and writes them there.
    fn take_up(
        &mut self,
        left: Vec<(arrivals::Arrival<'static>, Article)>,
        shown: u32,
        looks: &AtomicBool,
    ) -> Result<()> {
        let mut left = left.into_iter().peekable();
        while let Some((arrival, _)) = left.peek() {
            let (first, run, late) = (arrival.number, arrival.run, arrival.late);
            looks.store(late, Ordering::Relaxed);
            let end = first + QUANTUM - first % QUANTUM;
            let of_one_run =
                |(arrival, _): &(arrivals::Arrival<'_>, Article)| arrival.number < end && arrival.run == run;
            let mut again = Vec::new();
            while let Some((arrival, article)) = left.next_if(of_one_run) {
                again.push(Again { article, run, version: 0, checksum: arrival.checksum });
            }
            let rows = self.fold_as_before(first, again)?;
            for (article, verdict) in &rows {
                self.underway.note(&article.id, self.next);
                if self.next >= shown {
                    self.unshown.add(self.next, verdict.clone());
                }
                self.next += 1;
            }
            let taken = rows.len() as i64;
            let rows = Rows { first, run, edges: self.keeps.edges, articles: rows };
            self.tables.give(background::Job::Rows(Arc::new(rows)))?;
            self.committed = self.next;
            let count = "UPDATE runs SET taken = taken + ?2 WHERE run = ?1";
            self.tables()?.execute(count, params![run, taken]).map_err(sql(&self.path))?;
        }
        self.commit()?;
        self.clear_arrivals(false)
    }

    /// Folds articles whose verdicts are on record, the first of them of number `first`. Errors: [`Error::Store`] where a verdict
    /// is another than it was.
    fn fold_as_before(&mut self, first: u32, again: Vec<Again>) -> Result<Vec<(Article, Verdict)>> {
        let given: Vec<Article> = again.iter().map(|again| again.article.clone()).collect();
        let verdicts = self.engine.ingest_batch(&given)?;
        for ((arrival, Again { article, run, version, checksum }), verdict) in (first..).zip(again).zip(&verdicts) {
            if rows::checksum(&article, verdict, Facts { arrival, run }, version) != checksum {
                let by = "SELECT wirefold FROM runs WHERE run = ?1";
                let by: Option<String> =
                    self.tables()?.query_row(by, [run], |row| row.get(0)).optional().map_err(sql(&self.path))?;
                return Err(Error::Store(StoreError {
                    path: self.path.clone(),
                    expected: format!("the verdict on article {arrival} ({}) as it was given", article.id),
                    found: "another one when it is folded once more".into(),
                    remedy: format!(
                        "it was written by wirefold {}: open it once with that version, which closes it; if this is \
                         that version, `wirefold store check` tells what is damaged",
                        by.unwrap_or_default()
                    ),
                }));
            }
        }
        Ok(given.into_iter().zip(verdicts).collect())
    }

    /// Articles of the tables as they were given.
    fn read_back(&self, from: u32, count: u32) -> Result<Vec<Again>> {
        let db = self.tables()?;
        let fault = sql(&self.path);
        let query = format!(
            "SELECT {ARTICLE}, a.run, a.version, a.checksum FROM articles a JOIN texts t USING (article) \
             WHERE a.article >= ?1 ORDER BY a.article LIMIT ?2"
        );
        let mut statement = db.prepare_cached(&query).map_err(fault)?;
        let mut rows = statement.query([from, count]).map_err(fault)?;
        let mut again = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let article = read_article(row, &self.path)?;
            let number = |name: &str| row.get(name).map_err(fault);
            again.push(Again {
                article,
                run: number("run")?,
                version: number("version")?,
                checksum: number("checksum")?,
            });
        }
        if again.is_empty() {
            return Err(self.damaged(from, &"it has no text, although the state before it was put away"));
        }
        Ok(again)
    }

    fn damaged(&self, article: u32, reason: &dyn std::fmt::Display) -> Error {
        Error::Store(StoreError {
            path: self.path.clone(),
            expected: format!("article {article} as it was written"),
            found: reason.to_string(),
            remedy: "`wirefold store check` tells what is damaged; go back to a copy of the store".into(),
        })
    }
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
    let config = settings::config(db, path, opening.config)?;
    settings::accept_late(opening.late, &config.store)?;
    let edges = config.store.edges;
    let mut engine = opening.engine.config(config.clone()).edges(edges).build()?;
    settle_embedder(db, path, engine.embedder_name())?;
    // What is refused leaves the store as it is.
    settings::keep_config(db, path, &config)?;
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
    // No commit waits for the disk: what was acknowledged is with the arrivals until it is there.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "secure_delete", "ON")?;
    // More than it is let grow to: giving room back, and taking it anew, is waited for.
    db.pragma_update(None, "journal_size_limit", 128 << 20)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    plan_once(db)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}
