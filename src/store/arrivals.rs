//! What is acknowledged and not in the tables yet: files beside the store to which an article goes before its verdict is
//! shown. So an answer waits for one write at the end of a file, and the tables are written many articles at a time.
//!
//! Two files take turns: one is written over, from its beginning, once all in it is in the tables and these are on the disk.
//! Of a record there is its length (4 bytes), a checksum (8 bytes, seeded by the store's own number) and an [`Arrival`]; what
//! is left of an earlier turn is told by the number at which it began.

use super::lock::WriterLock;
use super::rows::{self, Record, Rows};
use super::worker::{self, Jobs};
use crate::article::Article;
use crate::error::{Error, Result};
use crate::tracked::{from_bytes, to_bytes};
use crate::units::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Bytes of a file from which the other is written, where that is free. Little in tests, so that they take turns there too.
const TURN: u64 = if cfg!(test) { 4 << 10 } else { 4 << 20 };

/// Articles that are made durable at once: beyond that answers would wait, and be held in memory.
const AT_ONCE: usize = 512;

/// Bytes before an arrival: its length and its checksum.
const HEAD: usize = 12;

/// Bytes that an answer takes, about, until it is shown.
const ANSWER: usize = 2048;

/// What is done once articles are durable.
pub(super) type Then = Box<dyn FnOnce() -> Result<()> + Send>;

/// An article that was taken in.
#[derive(Serialize, Deserialize)]
pub(super) struct Arrival<'a> {
    /// Number of the first article of this turn of the file.
    begin: u32,
    /// Number of the article.
    pub number: u32,
    /// Articles whose verdicts were shown before, where that is known.
    pub shown: Option<u32>,
    /// The run that took it in, and whether that looked for old clusters.
    pub run: i64,
    pub late: bool,
    /// Over the verdict, as if the article had no version before.
    pub checksum: i64,
    id: Cow<'a, str>,
    source: Option<Cow<'a, str>>,
    published_at: Option<i64>,
    url: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    text: Cow<'a, str>,
    record: Cow<'a, str>,
}

impl Arrival<'_> {
    /// The article as it was given.
    fn article(&self, path: &Path) -> Result<Article> {
        let Record { language, metadata } = serde_json::from_str(&self.record).map_err(|e| Error::Malformed {
            path: path.to_owned(),
            place: format!("article {}", self.number),
            reason: e.to_string(),
        })?;
        let owned = |text: &Option<Cow<'_, str>>| text.as_ref().map(|text| text.to_string());
        Ok(Article {
            id: self.id.to_string(),
            source: owned(&self.source),
            published_at: self.published_at.map(Timestamp::from_seconds),
            url: owned(&self.url),
            title: owned(&self.title),
            text: self.text.to_string(),
            language,
            metadata,
        })
    }
}

/// What there is to do, in this order.
pub(super) enum Job {
    /// Articles are made durable, and their verdicts shown.
    Acknowledge(Acknowledge),
    /// All of it is in the tables for good: the files go, and with `overwrite` what stands in them before.
    Clear { overwrite: bool },
}

#[derive(Default)]
pub(super) struct Acknowledge {
    pub rows: Vec<Arc<Rows>>,
    /// See [`Arrival`].
    pub shown: Option<u32>,
    /// Verdicts that wait to be shown.
    pub answers: usize,
    pub then: Option<Then>,
}

impl worker::Job for Job {
    fn bytes(&self) -> usize {
        match self {
            Self::Acknowledge(Acknowledge { rows, answers, .. }) => {
                answers * ANSWER + rows.iter().map(|rows| rows.bytes()).sum::<usize>()
            }
            Self::Clear { .. } => 0,
        }
    }
}

/// One of the two files.
#[derive(Default)]
struct Turn {
    file: Option<File>,
    /// Numbers of its first article, and of the one after its last.
    begin: u32,
    end: u32,
    /// Bytes of this turn; 0 where it has none yet.
    length: u64,
}

/// What the thread works on.
pub(super) struct Arrivals {
    pub store: PathBuf,
    pub identity: u64,
    pub lock: WriterLock,
    /// Whether this run looks for old clusters.
    pub late: bool,
    /// Articles that are in the tables and on the disk.
    pub durable: Arc<AtomicU32>,
    /// Articles whose verdicts were shown, as far as this run has to do with it.
    pub answered: Arc<AtomicU32>,
    turns: [Turn; 2],
    at: usize,
    bytes: Vec<u8>,
}

/// Where the two files of a store stand.
fn paths(store: &Path) -> [PathBuf; 2] {
    ["-arrivals-a", "-arrivals-b"].map(|end| {
        let mut name = store.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

/// The arrivals of a file, up to the first that is not whole.
fn read_file(path: &Path, identity: u64) -> Result<Vec<Arrival<'static>>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::Io { path: path.to_owned(), source }),
    };
    let mut arrivals: Vec<Arrival<'static>> = Vec::new();
    let mut rest = &bytes[..];
    while let Some((head, after)) = rest.split_at_checked(HEAD) {
        let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some((body, after)) = after.split_at_checked(length) else { break };
        if length == 0 || xxh3_64_with_seed(body, identity).to_le_bytes() != head[4..] {
            break;
        }
        let Ok(arrival) = from_bytes::<Arrival<'_>>(body) else { break };
        let begin = arrivals.first().map_or(arrival.number, |first| first.number);
        if arrival.begin != begin || arrival.number != begin + arrivals.len() as u32 {
            break;
        }
        arrivals.push(arrival);
        rest = after;
    }
    Ok(arrivals)
}

/// The articles from number `next` on that were acknowledged, as the last writer left them: those that are not in the tables.
///
/// Errors: [`Error::Io`] where a file cannot be read, [`Error::Malformed`] for one that another version wrote.
pub(super) fn left(store: &Path, identity: u64, next: u32) -> Result<Vec<(Arrival<'static>, Article)>> {
    let [a, b] = paths(store);
    let mut arrivals = read_file(&a, identity)?;
    arrivals.append(&mut read_file(&b, identity)?);
    arrivals.sort_by_key(|arrival| arrival.number);
    let mut left = Vec::new();
    for arrival in arrivals {
        if arrival.number == next + left.len() as u32 {
            let article = arrival.article(store)?;
            left.push((arrival, article));
        }
    }
    Ok(left)
}

impl Arrivals {
    pub fn new(
        store: &Path,
        identity: u64,
        lock: WriterLock,
        late: bool,
        durable: Arc<AtomicU32>,
        answered: Arc<AtomicU32>,
    ) -> Self {
        let (turns, store) = (Default::default(), store.to_owned());
        Self { store, identity, lock, late, durable, answered, turns, at: 0, bytes: Vec::new() }
    }

    pub fn work(mut self, jobs: &mut Jobs<Job>) -> Result<()> {
        while let Some(job) = jobs.next() {
            let (mut next, mut waiting, mut articles) = (Some(job), Vec::new(), 0);
            let mut clear = None;
            while let Some(job) = next.take() {
                match job {
                    Job::Acknowledge(come) => {
                        articles += come.rows.iter().map(|rows| rows.articles.len()).sum::<usize>();
                        waiting.push(come);
                        if articles < AT_ONCE {
                            next = jobs.next_if_there().ok();
                        }
                    }
                    Job::Clear { overwrite } => clear = Some(overwrite),
                }
            }
            self.acknowledge(waiting)?;
            if let Some(overwrite) = clear {
                self.clear(overwrite)?;
            }
            jobs.done();
        }
        Ok(())
    }

    fn acknowledge(&mut self, waiting: Vec<Acknowledge>) -> Result<()> {
        let first = waiting.iter().flat_map(|waiting| &waiting.rows).map(|rows| rows.first).next();
        if let Some(first) = first {
            let (at, begin) = self.turn(first);
            self.bytes.clear();
            let mut end = first;
            // Those that are acknowledged together with it are shown later.
            let answered = self.answered.load(Ordering::Acquire);
            for Acknowledge { rows, shown, .. } in &waiting {
                for rows in rows {
                    end = rows.end();
                    self.encode(rows, begin, shown.map(|shown| shown.min(answered)));
                }
            }
            let path = &paths(&self.store)[at];
            let written = self.turns[at].append(path, &self.bytes, (begin, end));
            written.map_err(|source| Error::Io { path: path.clone(), source })?;
            self.lock.note(u64::from(end))?;
        }
        for Acknowledge { rows, then, .. } in waiting {
            if let Some(then) = then {
                then()?;
            }
            if let Some(rows) = rows.last() {
                self.answered.store(rows.end(), Ordering::Release);
            }
        }
        Ok(())
    }

    /// The file that is written next, and the number at which its turn begins, where the next article is `next`.
    fn turn(&mut self, next: u32) -> (usize, u32) {
        let (turn, other) = (&self.turns[self.at], &self.turns[1 - self.at]);
        if turn.length >= TURN && (other.length == 0 || other.end <= self.durable.load(Ordering::Acquire)) {
            self.at = 1 - self.at;
            self.turns[self.at].length = 0;
        }
        let turn = &self.turns[self.at];
        (self.at, if turn.length == 0 { next } else { turn.begin })
    }

    fn encode(&mut self, rows: &Rows, begin: u32, shown: Option<u32>) {
        fn borrowed(text: &Option<String>) -> Option<Cow<'_, str>> {
            text.as_deref().map(Cow::Borrowed)
        }
        for (number, (article, verdict)) in (rows.first..).zip(&rows.articles) {
            let facts = rows::Facts { arrival: number, run: rows.run };
            let arrival = Arrival {
                begin,
                number,
                shown,
                run: rows.run,
                late: self.late,
                checksum: rows::checksum(article, verdict, facts, 0),
                id: Cow::Borrowed(&article.id),
                source: borrowed(&article.source),
                published_at: article.published_at.map(|at| at.seconds()),
                url: borrowed(&article.url),
                title: borrowed(&article.title),
                text: Cow::Borrowed(&article.text),
                record: Cow::Owned(rows::record(article)),
            };
            let body = to_bytes(&arrival);
            self.bytes.extend_from_slice(&(body.len() as u32).to_le_bytes());
            self.bytes.extend_from_slice(&xxh3_64_with_seed(&body, self.identity).to_le_bytes());
            self.bytes.extend_from_slice(&body);
        }
    }

    fn clear(&mut self, overwrite: bool) -> Result<()> {
        self.turns = Default::default();
        paths(&self.store).iter().try_for_each(|path| {
            let cleared = if overwrite { blank(path) } else { Ok(()) };
            match cleared.and_then(|()| fs::remove_file(path)) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    Err(Error::Io { path: path.to_owned(), source })
                }
                _ => Ok(()),
            }
        })
    }
}

/// Writes zeros over a file.
fn blank(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = file.metadata()?.len();
    io::copy(&mut io::Read::take(io::repeat(0), length), &mut file)?;
    file.sync_data()
}

impl Turn {
    /// Writes at its end and waits for the disk.
    fn append(&mut self, path: &Path, bytes: &[u8], (begin, end): (u32, u32)) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
                // The name is to last as well as what stands under it. Some file systems do so by themselves, and refuse.
                #[cfg(unix)]
                let _ = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty())
                    .map_or_else(|| File::open("."), File::open)
                    .and_then(|folder| folder.sync_all());
                self.file.insert(file)
            }
        };
        if self.length == 0 {
            file.seek(SeekFrom::Start(0))?;
        }
        file.write_all(bytes)?;
        file.sync_data()?;
        (self.begin, self.end) = (begin, end);
        self.length += bytes.len() as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use crate::store::worker::Worker;
    use std::sync::Mutex;

    /// Articles from number `first` on with their verdicts, and what they are given as.
    fn rows(engine: &mut Engine, first: u32, count: u32) -> Arc<Rows> {
        let article = |n: u32| {
            let text = format!("Report {n} tells of the bridge over the Meldrin, which was closed on day {}.", n * n);
            Article::new(format!("a{n}"), text).with_title("The bridge").with_source("voice.example")
        };
        let articles: Vec<Article> = (first..first + count).map(article).collect();
        let verdicts = engine.ingest_batch(&articles).expect("verdicts");
        Arc::new(Rows { first, run: 3, edges: true, articles: articles.into_iter().zip(verdicts).collect() })
    }

    fn given(store: &Path, durable: &Arc<AtomicU32>) -> Worker<Job> {
        let lock = WriterLock::take(store).expect("nobody has it");
        let arrivals = Arrivals::new(store, 7, lock, true, durable.clone(), Arc::default());
        Worker::start(store, |jobs| arrivals.work(jobs))
    }

    fn numbers(left: &[(Arrival<'_>, Article)]) -> Vec<u32> {
        left.iter().map(|(arrival, _)| arrival.number).collect()
    }

    #[test]
    fn what_is_acknowledged_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = folder.path().join("news.db");
        let (durable, shown) = (Arc::new(AtomicU32::new(0)), Arc::new(Mutex::new(Vec::new())));
        let mut engine = Engine::builder().build().expect("an engine");
        let worker = given(&store, &durable);
        let mut all = Vec::new();
        for first in (0..30).step_by(3) {
            let rows = rows(&mut engine, first, 3);
            all.extend(rows.articles.iter().map(|(article, _)| article.clone()));
            let told = shown.clone();
            let then: Then = Box::new(move || {
                locked_push(&told, first);
                Ok(())
            });
            let job = Acknowledge { rows: vec![rows], shown: Some(first), answers: 3, then: Some(then) };
            worker.give(Job::Acknowledge(job)).expect("room");
        }
        worker.wait().expect("it is written");
        assert_eq!(*shown.lock().expect("nobody has it"), (0..30).step_by(3).collect::<Vec<u32>>());
        let left_from = |identity, next| left(&store, identity, next).expect("it is read");
        let left = left_from(7, 10);
        assert_eq!(numbers(&left), (10..30).collect::<Vec<u32>>());
        assert!(left.iter().zip(&all[10..]).all(|((arrival, found), article)| {
            found == article && arrival.run == 3 && arrival.late && arrival.shown.is_some()
        }));
        assert_eq!((left_from(8, 10).len(), left_from(7, 30).len(), left_from(7, 31).len()), (0, 0, 0));

        // A record that is not whole ends what counts.
        drop(worker);
        let path = &paths(&store)[0];
        let bytes = fs::read(path).expect("it is there");
        fs::write(path, &bytes[..bytes.len() - 1]).expect("written");
        assert_eq!(numbers(&left_from(7, 10)), (10..29).collect::<Vec<u32>>());
        for at in [3, 9, bytes.len() / 2, bytes.len() - 40] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            fs::write(path, &damaged).expect("written");
            let left = numbers(&left_from(7, 0));
            assert!(left.len() < 30 && left == (0..left.len() as u32).collect::<Vec<u32>>(), "{at}: {left:?}");
        }
        let again = given(&store, &durable);
        again.give(Job::Clear { overwrite: true }).and_then(|()| again.wait()).expect("they go");
        assert!(paths(&store).iter().all(|path| !path.exists()));
    }

    fn locked_push(shown: &Mutex<Vec<u32>>, first: u32) {
        shown.lock().expect("nobody has it").push(first);
    }

    #[test]
    fn files_take_turns_and_hold_what_is_not_in_the_tables() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = folder.path().join("news.db");
        let durable = Arc::new(AtomicU32::new(0));
        let mut engine = Engine::builder().build().expect("an engine");
        let worker = given(&store, &durable);
        let mut give = |n: u32| {
            let job = Acknowledge { rows: vec![rows(&mut engine, n, 1)], answers: 1, ..Acknowledge::default() };
            worker.give(Job::Acknowledge(job)).and_then(|()| worker.wait()).expect("it is written");
        };
        let mut largest = 0;
        for n in 0..400 {
            give(n);
            // Some twenty articles behind, as where rows gather.
            durable.store(n.saturating_sub(20), Ordering::Release);
            let left = left(&store, 7, n.saturating_sub(20)).expect("it is read");
            assert_eq!(numbers(&left), (n.saturating_sub(20)..=n).collect::<Vec<u32>>());
            let bytes = |path: &PathBuf| fs::metadata(path).map_or(0, |file| file.len());
            largest = paths(&store).iter().map(bytes).fold(largest, u64::max);
        }
        assert!((TURN..2 * TURN).contains(&largest), "{largest} bytes");
        // Where the tables do not come after, nothing is written over.
        for n in 400..500 {
            give(n);
        }
        assert_eq!(numbers(&left(&store, 7, 379).expect("it is read")), (379..500).collect::<Vec<u32>>());
    }
}
