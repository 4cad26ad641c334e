//! Where the words of older articles lie: temporary files, which go when the process does, whatever ends it.
//!
//! - takes: records of bytes, in the order of arrival
//! - gives: a place for each, and the bytes back
//! - useful for: windows larger than memory; of an article that nothing new is like, nobody reads the words again
//! - not useful for: what is to last; that is the store's
//!
//! Cost: about 4 bytes of disk for each byte of text; a read of some microseconds where the file is in the system's cache.

use crate::candidates::Arrival;
use crate::error::{Error, Result};
use crate::tracked::from_bytes;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Bytes after which a new file is begun: the window gives back its disk by such pieces, and few are open at once.
const PART: u64 = 256 << 20;

/// After a failure, how many times nothing is written: of quanta, that many are 64,000 articles.
const PAUSE: u32 = 1000;

/// Records that are written as one.
const AT_ONCE: usize = 256;

/// Where a record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes before it, over all files there ever were, in two halves: so a place takes 12 bytes.
    at: [u32; 2],
    length: u32,
}

impl Place {
    fn new(at: u64, length: u32) -> Self {
        Self { at: [(at >> 32) as u32, at as u32], length }
    }

    fn at(self) -> u64 {
        u64::from(self.at[0]) << 32 | u64::from(self.at[1])
    }
}

/// Records of the articles from some arrival on.
#[derive(Debug)]
struct Part {
    file: File,
    /// Bytes in the files before it.
    begin: u64,
    /// The newest article of which it has a record.
    last: Arrival,
}

/// The files, and what befell them.
#[derive(Debug)]
pub struct Shelf {
    /// The folder of the files; none for the system's.
    folder: Option<PathBuf>,
    parts: VecDeque<Part>,
    /// Bytes of a file.
    part: u64,
    end: u64,
    /// How many times more nothing is written, since it could not be: those words stay in memory.
    pause: u32,
    /// Why a record could not be read.
    fault: OnceLock<io::Error>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self { folder: None, parts: VecDeque::new(), part: PART, end: 0, pause: 0, fault: OnceLock::new() }
    }
}

impl Shelf {
    /// The folder for files that are begun from now on; that of `std::env::temp_dir` where none is named.
    pub fn set_folder(&mut self, folder: PathBuf) {
        self.folder = Some(folder);
    }

    /// Writes records, of rising arrivals, one after the other. None where the disk has no room or no file can be made: what
    /// was to be written stays where it was, and so does what is to be written next.
    pub fn put(&mut self, records: &[(Arrival, impl AsRef<[u8]> + Sync)]) -> Option<Vec<Place>> {
        if self.pause > 0 {
            self.pause -= 1;
            return None;
        }
        self.write(records)
            .map_err(|reason| {
                tracing::warn!(%reason, folder = %self.folder().display(), "words of older articles stay in memory");
                self.pause = PAUSE;
            })
            .ok()
    }

    fn write(&mut self, records: &[(Arrival, impl AsRef<[u8]> + Sync)]) -> io::Result<Vec<Place>> {
        let Some(&(last, _)) = records.last() else { return Ok(Vec::new()) };
        if self.parts.back().is_none_or(|part| self.end - part.begin >= self.part) {
            let file = tempfile::tempfile_in(self.folder())?;
            self.parts.push_back(Part { file, begin: self.end, last });
        }
        let Some(part) = self.parts.back_mut() else { return Ok(Vec::new()) };
        let begin = self.end;
        let places = records.iter().map(|(_, record)| {
            let place = Place::new(self.end, record.as_ref().len() as u32);
            self.end += u64::from(place.length);
            place
        });
        let places: Vec<Place> = places.collect();
        let written = records.par_chunks(AT_ONCE).zip(places.par_chunks(AT_ONCE)).try_for_each(|(records, places)| {
            let bytes: Vec<&[u8]> = records.iter().map(|(_, record)| record.as_ref()).collect();
            write_all_at(&part.file, &bytes.concat(), places[0].at() - part.begin)
        });
        if let Err(reason) = written {
            self.end = begin;
            return Err(reason);
        }
        part.last = last;
        Ok(places)
    }

    fn folder(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(std::env::temp_dir)
    }

    /// Overwrites what was written.
    pub fn erase(&self, place: Place) {
        let Some(part) = self.part_of(place) else { return };
        if let Err(fault) = write_all_at(&part.file, &vec![0; place.length as usize], place.at() - part.begin) {
            self.fail(fault);
        }
    }

    fn part_of(&self, place: Place) -> Option<&Part> {
        self.parts.partition_point(|part| part.begin <= place.at()).checked_sub(1).map(|n| &self.parts[n])
    }

    /// What was written. Empty where it cannot be read: then [`Self::check`] says so from now on.
    pub fn get(&self, place: Place) -> Vec<u8> {
        let mut bytes = vec![0; place.length as usize];
        let read = match self.part_of(place) {
            Some(part) => read_exact_at(&part.file, &mut bytes, place.at() - part.begin),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        };
        if let Err(fault) = read {
            self.fail(fault);
            return Vec::new();
        }
        bytes
    }

    /// What was written, as the value that it begins with; the default one where it cannot be read, as [`Self::get`] says.
    pub fn read<T: DeserializeOwned + Default>(&self, place: Place) -> T {
        from_bytes(&self.get(place)).unwrap_or_else(|reason| {
            self.fail(io::Error::new(io::ErrorKind::InvalidData, reason));
            T::default()
        })
    }

    fn fail(&self, fault: io::Error) {
        // The first is as good as any other.
        let _ = self.fault.set(fault);
    }

    /// Errors: [`Error::Io`], once a record could not be read: what was found since is not to be trusted.
    pub fn check(&self) -> Result<()> {
        match self.fault.get() {
            None => Ok(()),
            Some(fault) => {
                Err(Error::Io { path: self.folder(), source: io::Error::new(fault.kind(), fault.to_string()) })
            }
        }
    }

    /// Gives back the files that have no record of an article from `first` on.
    pub fn drop_before(&mut self, first: Arrival) {
        while self.parts.front().is_some_and(|part| part.last < first) && self.parts.len() > 1 {
            self.parts.pop_front();
        }
    }
}

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        (bytes, at) = (&bytes[written..], at + written as u64);
    }
    Ok(())
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => (bytes, at) = (&mut bytes[read..], at + read as u64),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_until_the_window_has_passed_it() {
        let mut shelf = Shelf { part: 64 << 10, ..Shelf::default() };
        let record = |n: u32| (n, vec![n as u8; 1 << 10]);
        let places: Vec<Place> = (0..150).flat_map(|n| shelf.put(&[record(n)]).expect("room")).collect();
        assert_eq!(shelf.parts.len(), 3);
        assert!((0..150).all(|n| shelf.get(places[n as usize]) == record(n).1));
        shelf.drop_before(100);
        assert_eq!(shelf.parts.len(), 2);
        assert!((64..150).all(|n| shelf.get(places[n as usize]) == record(n).1));
        shelf.erase(places[149]);
        assert_eq!(shelf.get(places[149]), vec![0; 1 << 10]);
        shelf.check().expect("no fault");
        assert!(shelf.get(places[0]).is_empty());
        let fault = shelf.check().expect_err("it is gone");
        assert!(matches!(fault, Error::Io { .. }), "{fault}");
    }

    #[test]
    fn without_a_folder_nothing_is_written_for_a_while() {
        let mut shelf = Shelf::default();
        shelf.set_folder("/nonexistent/folder".into());
        assert_eq!(shelf.put(&[(0, vec![1])]), None);
        let folder = tempfile::tempdir().expect("a folder");
        shelf.set_folder(folder.path().into());
        assert!((0..PAUSE).all(|n| shelf.put(&[(n, vec![1])]).is_none()));
        assert!(shelf.put(&[(PAUSE, vec![1])]).is_some(), "it is tried again");
        shelf.check().expect("what was not written need not be read");
    }
}
