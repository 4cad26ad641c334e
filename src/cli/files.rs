//! The files of a command: that what it writes is nothing else of it is known before anything is written.

use anyhow::{Result, bail};
use std::{
    fs::{self, Metadata},
    path::{Path, PathBuf},
};
use wirefold::ingest::Format;

/// What a command reads and writes.
#[derive(Default)]
pub struct Files {
    known: Vec<Known>,
    folders: Vec<Folder>,
}

struct Known {
    /// What it is for: `--out`.
    role: &'static str,
    path: PathBuf,
    file: Identity,
    is_written: bool,
}

impl Known {
    fn name(&self) -> String {
        if self.path == Path::new("-") {
            self.role.to_owned()
        } else {
            format!("{} {}", self.role, self.path.display())
        }
    }
}

struct Folder {
    path: PathBuf,
    place: PathBuf,
    /// Files of any name are read in it.
    reads_all: bool,
}

/// Which file it is, whatever it is called; nothing for a pipe or a device, which can be several things at once.
#[derive(PartialEq, Eq)]
enum Identity {
    Inode(u64, u64),
    /// Where it will be, or where the system has no numbers for files.
    Place(PathBuf),
    Special,
}

impl Identity {
    fn of(path: &Path, is_written: bool) -> Self {
        if path == Path::new("-") {
            return Self::of_standard(is_written).unwrap_or(Self::Special);
        }
        match fs::metadata(path) {
            Ok(found) if found.is_file() => Self::of_file(&found).unwrap_or_else(|| Self::Place(place(path))),
            Ok(_) => Self::Special,
            Err(_) => Self::Place(place(path)),
        }
    }

    #[cfg(unix)]
    fn of_file(found: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self::Inode(found.dev(), found.ino()))
    }

    #[cfg(not(unix))]
    fn of_file(_: &Metadata) -> Option<Self> {
        None
    }

    /// The file that standard output, or standard input, was redirected to.
    #[cfg(unix)]
    fn of_standard(is_output: bool) -> Option<Self> {
        use std::{io, os::fd::AsFd};
        let (input, output) = (io::stdin(), io::stdout());
        let descriptor = if is_output { output.as_fd() } else { input.as_fd() };
        let found = fs::File::from(descriptor.try_clone_to_owned().ok()?).metadata().ok()?;
        found.is_file().then(|| Self::of_file(&found)).flatten()
    }

    #[cfg(not(unix))]
    fn of_standard(_: bool) -> Option<Self> {
        None
    }
}

/// The path without links and dots, as far as it is there.
fn place(path: &Path) -> PathBuf {
    if let Ok(found) = fs::canonicalize(path) {
        return found;
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let parent = fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned());
    path.file_name().map_or(parent.clone(), |name| parent.join(name))
}

impl Files {
    /// Notes a file that is read, `-` for standard input.
    pub fn read<'a>(&mut self, role: &'static str, paths: impl IntoIterator<Item = &'a PathBuf>) {
        paths.into_iter().for_each(|path| self.note(role, path, false));
    }

    /// Notes files and folders with articles.
    pub fn read_articles(&mut self, paths: &[PathBuf], format: Option<Format>) {
        for path in paths {
            if path.is_dir() {
                self.folders.push(Folder { path: path.clone(), place: place(path), reads_all: format.is_some() });
            } else {
                self.note("the input", path, false);
            }
        }
    }

    /// Notes a file that is written, `-` for standard output.
    pub fn write<'a>(&mut self, role: &'static str, paths: impl IntoIterator<Item = &'a PathBuf>) {
        paths.into_iter().for_each(|path| self.note(role, path, true));
    }

    /// Notes a store with what stands beside it.
    pub fn store<'a>(&mut self, role: &'static str, paths: impl IntoIterator<Item = &'a PathBuf>, is_written: bool) {
        for path in paths {
            self.note(role, path, is_written);
            // Beside the file that a link leads to.
            let path = if path.is_symlink() { &place(path) } else { path };
            for beside in ["-wal", "-shm", "-lock", "-arrivals-a", "-arrivals-b"] {
                let mut name = path.as_os_str().to_owned();
                name.push(beside);
                self.note("part of the store", Path::new(&name), is_written);
            }
        }
    }

    fn note(&mut self, role: &'static str, path: &Path, is_written: bool) {
        let file = Identity::of(path, is_written);
        self.known.push(Known { role, path: path.to_owned(), file, is_written });
    }

    /// Fails where what is written is something else as well, which it would destroy.
    pub fn check(&self) -> Result<()> {
        for (n, written) in self.known.iter().enumerate().filter(|(_, known)| known.is_written) {
            let is_same = |(m, other): &(usize, &Known)| {
                *m != n && other.file == written.file && written.file != Identity::Special
            };
            if let Some((_, other)) = self.known.iter().enumerate().find(is_same) {
                bail!("{} is {} as well, which would be destroyed; name another file", written.name(), other.name());
            }
            let at = place(&written.path);
            let is_inside = |folder: &&Folder| {
                let inner = at.strip_prefix(&folder.place).ok();
                inner.is_some_and(|inner| !is_hidden(inner) && (folder.reads_all || Format::of_path(inner).is_some()))
            };
            if let Some(folder) = self.folders.iter().find(is_inside) {
                bail!(
                    "{} lies in {}, of which all such files are read as articles; name a file elsewhere",
                    written.name(),
                    folder.path.display()
                );
            }
        }
        Ok(())
    }
}

/// Hidden files are not read, nor what lies in hidden folders.
fn is_hidden(path: &Path) -> bool {
    path.iter().any(|part| part.to_string_lossy().starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(note: impl FnOnce(&mut Files)) -> Option<String> {
        let mut files = Files::default();
        note(&mut files);
        files.check().err().map(|error| error.to_string())
    }

    #[test]
    fn a_file_is_known_by_what_it_is_and_not_by_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("in")).expect("made");
        fs::write(at("a.csv"), "id,text\n").expect("written");
        let roundabout = at("in/../a.csv");
        let both = |read: PathBuf, written: PathBuf| {
            refusal(|files| {
                files.read_articles(&[read], None);
                files.write("--out", [&written]);
            })
        };
        assert!(both(at("a.csv"), roundabout).expect("one file").contains("is the input"), "by another path");
        assert_eq!(both(at("a.csv"), at("b.csv")), None);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("a.csv"), at("soft.csv")).expect("a link");
            fs::hard_link(at("a.csv"), at("hard.csv")).expect("a link");
            assert!(both(at("a.csv"), at("soft.csv")).is_some() && both(at("hard.csv"), at("a.csv")).is_some());
            let null = PathBuf::from("/dev/null");
            assert_eq!(both(null.clone(), null), None, "a device may be all of them");
        }
        // Neither is there yet.
        let twice = refusal(|files| files.write("--out", [&at("new.jsonl"), &at("in/../new.jsonl")]));
        assert!(twice.is_some());
        // What a folder's files are read for, and what not.
        assert!(both(at("in"), at("in/out.jsonl.gz")).expect("it would be read").contains("lies in"));
        assert_eq!(both(at("in"), at("in/out.db")), None);
        assert_eq!(both(at("in"), at("in/.out.jsonl")), None);
        assert_eq!(both(at("in"), at("out.jsonl")), None);
    }

    #[test]
    fn what_stands_beside_a_store_belongs_to_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["news.db", "news.db-wal", "news.db-shm", "news.db-lock", "news.db-arrivals-a"] {
            let refused = refusal(|files| {
                files.store("--store", [&at("news.db")], true);
                files.write("--ack", [&at(name)]);
            });
            assert!(refused.expect(name).contains("--ack"), "{name}");
        }
    }
}
