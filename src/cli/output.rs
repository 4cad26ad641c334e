//! Where data goes: standard output, or a file that is there only once it is whole.

use super::signals::before_the_end;
use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, Once, PoisonError},
};
use wirefold::Error;

const BUFFER_BYTES: usize = 256 << 10;

/// Lines that are held in memory before they are written, and those that one thread makes at a time.
const LINES_AT_ONCE: usize = 8192;
const LINES_A_TASK: usize = 256;

/// Files that are not finished: a signal that ends the process removes them first.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        before_the_end(|| {
            let files = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
            files.iter().for_each(|file| _ = fs::remove_file(file));
            // Nothing more is begun, and nothing put in its place.
            std::mem::forget(files);
        });
    });
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether what is there is a pipe or a device, which nothing can be put in the place of.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file())
}

/// A buffered writer. A file is written beside its place and moved there by [`Self::finish`]; one that is not finished is
/// removed, also where a signal ends the process.
pub struct Sink {
    writer: BufWriter<Box<dyn Write + Send>>,
    /// As given; for messages.
    path: PathBuf,
    moving: Option<Moving>,
}

struct Moving {
    file: File,
    from: PathBuf,
    to: PathBuf,
}

impl Sink {
    /// Standard output.
    pub fn stdout() -> Self {
        Self::new(Box::new(io::stdout()), Path::new("-"), None)
    }

    /// The file at `path`, or standard output for `-`. What is there and no plain file (a pipe, a device) is written to
    /// directly.
    pub fn create(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::stdout());
        }
        let failed = Error::io(path);
        if is_special(path) {
            let file = File::options().write(true).open(path).map_err(failed)?;
            return Ok(Self::new(Box::new(file), path, None));
        }
        // A link stays a link, and leads to the new content.
        let to = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let from = to.with_file_name(name);
        let mut unfinished = unfinished();
        let file = File::create_new(&from).map_err(failed)?;
        unfinished.insert(from.clone());
        drop(unfinished);
        let writer = file.try_clone().map_err(failed)?;
        Ok(Self::new(Box::new(writer), path, Some(Moving { file, from, to })))
    }

    fn new(inner: Box<dyn Write + Send>, path: &Path, moving: Option<Moving>) -> Self {
        Self { writer: BufWriter::with_capacity(BUFFER_BYTES, inner), path: path.to_owned(), moving }
    }

    /// Appends one JSON line.
    pub fn write_line(&mut self, value: &impl Serialize) -> Result<()> {
        // Straight into the writer, a closed pipe would come back as an error of JSON.
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        Ok(self.writer.write_all(&line).map_err(Error::io(&self.path))?)
    }

    /// Appends many JSON lines, which are made on all threads.
    pub fn write_lines<T: Serialize + Sync>(&mut self, values: &[T]) -> Result<()> {
        for part in values.chunks(LINES_AT_ONCE) {
            let lines = part.par_chunks(LINES_A_TASK).map(|values| {
                let mut lines = Vec::new();
                for value in values {
                    serde_json::to_writer(&mut lines, value)?;
                    lines.push(b'\n');
                }
                Ok(lines)
            });
            for lines in lines.collect::<serde_json::Result<Vec<_>>>()? {
                self.writer.write_all(&lines).map_err(Error::io(&self.path))?;
            }
        }
        Ok(())
    }

    /// Sends on what is buffered.
    pub fn send_on(&mut self) -> Result<()> {
        Ok(self.writer.flush().map_err(Error::io(&self.path))?)
    }

    /// Sends on what is left, and puts the file in its place.
    pub fn finish(mut self) -> Result<()> {
        self.send_on()?;
        if let Some(Moving { file, from, to }) = &self.moving {
            file.sync_all().map_err(Error::io(&self.path))?;
            let mut unfinished = unfinished();
            fs::rename(from, to).map_err(Error::io(&self.path))?;
            unfinished.remove(from);
            self.moving = None;
        }
        Ok(())
    }
}

/// A small file that says how things are now, and is put anew again and again: whoever reads it finds what it said before or
/// what it says now, never half of it.
///
/// It is not made durable: what is acknowledged is, elsewhere.
pub struct Notice {
    path: PathBuf,
    /// Where it is written before it is put in its place; none for a pipe or a device.
    beside: Option<PathBuf>,
}

impl Notice {
    /// A notice at `path`, which stays as it is for now. Fails where it could not be written.
    pub fn at(path: &Path) -> Result<Self> {
        let notice = if is_special(path) {
            Self { path: path.to_owned(), beside: None }
        } else {
            // A link stays a link.
            let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            let mut beside = path.clone().into_os_string();
            beside.push(".part");
            Self { path, beside: Some(beside.into()) }
        };
        let tried = match &notice.beside {
            Some(beside) => File::create(beside).and_then(|_| fs::remove_file(beside)),
            None => File::options().write(true).open(path).map(drop),
        };
        tried.map_err(Error::io(path))?;
        Ok(notice)
    }

    /// Puts `text` in the place of what it said before.
    pub fn put(&self, text: &[u8]) -> Result<()> {
        let written = match &self.beside {
            Some(beside) => fs::write(beside, text).and_then(|()| fs::rename(beside, &self.path)),
            None => File::options().write(true).open(&self.path).and_then(|mut file| file.write_all(text)),
        };
        Ok(written.map_err(Error::io(&self.path))?)
    }

    /// The same for one JSON line.
    pub fn put_line(&self, value: &impl Serialize) -> Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.put(&line)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(Moving { from, .. }) = &self.moving {
            let mut unfinished = unfinished();
            // Nothing can be done about a failure here, and the reason for the removal was reported.
            let _ = fs::remove_file(from);
            unfinished.remove(from);
        }
    }
}
