//! One writer: a lock beside the store, which ends with the process, and in which is noted how much was acknowledged.

use super::StoreError;
use crate::error::{Error, Result};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The lock of a writer, held while this lives.
#[derive(Debug)]
pub struct WriterLock {
    file: File,
    path: PathBuf,
    /// Articles that were acknowledged, as far as the last writer noted it.
    pub acknowledged: u64,
}

/// Symbolic links that are followed from one to the next, at most.
const LINKS: usize = 40;

/// The file that a path leads to, whether it is there or not: what stands beside a store stands there, as SQLite has it, by
/// whatever link the store is named.
pub(super) fn followed(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    path
}

/// Where the lock of a store stands.
pub fn lock_path(store: &Path) -> PathBuf {
    let mut name = followed(store).into_os_string();
    name.push("-lock");
    name.into()
}

/// Articles that were acknowledged, as far as the last writer noted it; 0 where that is not known.
pub(super) fn acknowledged(store: &Path) -> u64 {
    noted(&fs::read_to_string(lock_path(store)).unwrap_or_default()).1
}

/// The process and the count that a lock names.
fn noted(text: &str) -> (Option<&str>, u64) {
    let mut words = text.split_whitespace();
    (words.next(), words.next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

impl WriterLock {
    /// Takes the lock. Errors: [`Error::Store`] while another process holds it.
    pub fn take(store: &Path) -> Result<Self> {
        let path = lock_path(store);
        let failed = |source| Error::Io { path: path.clone(), source };
        // It is the store's folder that is not there, or not to be written in.
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(|source| Error::Io { path: store.to_owned(), source })?;
        let mut text = String::new();
        let locked = file.try_lock();
        file.read_to_string(&mut text).map_err(failed)?;
        let (process, acknowledged) = noted(&text);
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Store(StoreError {
                    path: store.to_owned(),
                    expected: "no other writer".into(),
                    found: format!("process {} writing", process.unwrap_or("unknown")),
                    remedy: "stop that process first; any number may read meanwhile".into(),
                }));
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let mut lock = Self { file, path, acknowledged };
        lock.note(acknowledged)?;
        Ok(lock)
    }

    /// Errors: [`Error::Store`] where `store` has fewer `articles` than were acknowledged.
    pub fn check(&self, store: &Path, articles: u32) -> Result<()> {
        if u64::from(articles) >= self.acknowledged {
            return Ok(());
        }
        Err(Error::Store(StoreError {
            path: store.to_owned(),
            expected: format!("the {} articles that were acknowledged", self.acknowledged),
            found: format!("{articles}"),
            remedy: format!(
                "what stands beside it (-wal, -arrivals-a, -arrivals-b) was damaged or removed: go back to a copy of all, or \
                 delete {} and feed the input again",
                self.path.display()
            ),
        }))
    }

    /// Notes that `articles` are acknowledged: so that a store that has lost some of them is found out.
    pub fn note(&mut self, articles: u64) -> Result<()> {
        // Of fixed length, so that it is written over in one go.
        let line = format!("{:>10} {articles:>20}\n", std::process::id());
        let written = self.file.seek(SeekFrom::Start(0)).and_then(|_| self.file.write_all(line.as_bytes()));
        self.acknowledged = articles;
        written.map_err(|source| Error::Io { path: self.path.clone(), source })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // A process that is just being started holds the file as well, for a moment: that must not hold the lock.
        let _ = self.file.unlock();
    }
}
