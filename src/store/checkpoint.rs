//! SQLite's log is made durable and moved into the file by a thread of its own, so that no commit waits for it.

use super::PATIENCE;
use super::worker::give_way;
use rusqlite::Connection;
use rusqlite::hooks::Wal;
use std::cell::Cell;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// Pages of the log that wait to be moved before it is worth two waits for the disk: 4 MiB.
const WORTH: i32 = 500;

/// Pages of the log after which the writer moves what is left itself, so that the log begins anew: 64 MiB. The thread has
/// moved all but the last of them by then.
const MOST: i32 = 8000;

const MOVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// The thread, for as long as this lives.
#[derive(Debug)]
pub struct Checkpoints {
    /// Pages in the log, as of the last commit.
    pages: Arc<AtomicI32>,
    /// Of these, the ones that are moved.
    moved: Arc<AtomicI32>,
    /// Pages from which the writer tries to move what is left.
    most: Cell<i32>,
    /// Articles in the tables, as of the last commit; and those that will be there after a loss of power as well.
    articles: Arc<AtomicU32>,
    durable: Arc<AtomicU32>,
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Waits until all that was committed is on the disk. Errors: those of the disk.
pub fn sync(store: &Path) -> io::Result<()> {
    let mut log = store.as_os_str().to_owned();
    log.push("-wal");
    match OpenOptions::new().write(true).open(log) {
        Ok(log) => log.sync_data(),
        // All of it was moved, and that is waited for.
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    }
}

impl Checkpoints {
    /// Takes over from SQLite, which would move the log within the commit that fills it.
    pub fn start(db: &mut Connection, path: &Path) -> rusqlite::Result<Self> {
        let (pages, moved) = (Arc::new(AtomicI32::new(0)), Arc::new(AtomicI32::new(0)));
        let counted = pages.clone();
        db.wal_hook(Some(move |_: &mut Wal, pages| {
            counted.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        let own = Connection::open(path)?;
        own.busy_timeout(PATIENCE)?;
        let (wake, woken) = sync_channel::<()>(1);
        let (articles, durable) = (Arc::<AtomicU32>::default(), Arc::<AtomicU32>::default());
        let (done, store) = (moved.clone(), path.to_owned());
        let (committed, safe) = (articles.clone(), durable.clone());
        let thread = thread::spawn(move || {
            give_way();
            while woken.recv().is_ok() {
                let articles = committed.load(Ordering::Acquire);
                // Where that fails, articles stay where they are durable: with those that arrive.
                if sync(&store).is_ok() {
                    safe.store(articles, Ordering::Release);
                }
                // What cannot be moved stays in the log, where it is as safe.
                if let Ok(moved) = own.query_row(MOVE, [], |row| row.get(2)) {
                    done.store(moved, Ordering::Relaxed);
                }
            }
        });
        let most = Cell::new(MOST);
        Ok(Self { pages, moved, most, articles, durable, wake: Some(wake), thread: Some(thread) })
    }

    /// Articles that are in the tables and on the disk; grows.
    pub fn durable(&self) -> Arc<AtomicU32> {
        self.durable.clone()
    }

    /// To be called after a commit, by which so many `articles` are in the tables.
    pub fn committed(&self, db: &Connection, articles: u32) {
        self.articles.store(articles, Ordering::Release);
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.moved.load(Ordering::Relaxed) {
            // The log has begun anew.
            self.moved.store(0, Ordering::Relaxed);
            self.most.set(MOST);
        }
        if pages >= self.most.get() {
            let moved = db.query_row(MOVE, [], |row| row.get(2)).unwrap_or(0);
            self.moved.store(moved, Ordering::Relaxed);
            // A reader that is at work holds the rest.
            self.most.set(pages + MOST / 8);
        } else if pages - self.moved.load(Ordering::Relaxed) >= WORTH {
            // One that is at work already will be woken by a later commit.
            let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
