//! Paths into streams of bytes: folders are listed, formats told by their extensions, compressed files decompressed.

use super::Format;
use crate::error::Error;
use flate2::bufread::MultiGzDecoder;
use std::{
    fmt,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

/// One stream to read; the path `-` is standard input.
#[derive(Debug, PartialEq)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) format: Format,
    /// Whether nothing said so, neither the caller nor the name.
    pub(super) is_guessed: bool,
    pub(super) compression: Compression,
    /// For a plain text: the id that its path gives.
    pub(super) text_id: Option<String>,
}

/// A folder in which there is nothing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmptyFolder {
    /// The folder, as it was named.
    pub path: PathBuf,
    /// Files in it and below it, each with an extension that tells no format.
    pub unknown: usize,
}

impl fmt::Display for EmptyFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.unknown {
            0 => write!(f, "{path}: no files"),
            n => write!(
                f,
                "{path}: none of its {n} files is read: no name ends in .jsonl, .ndjson, .json, .csv, .tsv or .txt (also \
                 .gz, .zst); --format says what all of them are"
            ),
        }
    }
}

impl Source {
    pub(super) fn open(&self) -> Result<Box<dyn Read + Send>, Error> {
        let failed = Error::io(&self.path);
        if self.path == Path::new("-") {
            return Ok(Box::new(io::stdin()));
        }
        let file = File::open(&self.path).map_err(failed)?;
        Ok(match self.compression {
            Compression::None => Box::new(file),
            // Compressors that work in parallel write many members, one after the other.
            Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(64 << 10, file))),
            Compression::Zstd => Box::new(zstd::Decoder::new(file).map_err(failed)?),
        })
    }

    fn new(path: PathBuf, below: &Path, format: Option<Format>) -> Option<Self> {
        let (told, compression, bare) = bare(path.strip_prefix(below).unwrap_or(&path));
        let format = format.or(told)?;
        let text_id = (format == Format::Text && path != Path::new("-")).then(|| bare.display().to_string());
        Some(Self { path, format, is_guessed: false, compression, text_id })
    }
}

/// The format and the compression that a name's extensions tell, and the name without these.
pub(super) fn bare(path: &Path) -> (Option<Format>, Compression, PathBuf) {
    let mut bare = path.to_owned();
    let compression = match extension(&bare).as_str() {
        "gz" => Compression::Gzip,
        "zst" => Compression::Zstd,
        _ => Compression::None,
    };
    if compression != Compression::None {
        bare.set_extension("");
    }
    let format = Format::of_extension(&extension(&bare));
    if format.is_some() {
        bare.set_extension("");
    }
    (format, compression, bare)
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}

/// The sources that `paths` names, in their order; a folder's are sorted by path.
///
/// In a folder, files count whose extension tells a format, or all of them when `format` is given. Hidden files do not,
/// nor do folders behind symbolic links, which could form a circle.
pub(super) fn expand<P: AsRef<Path>>(
    paths: &[P],
    format: Option<Format>,
) -> Result<(Vec<Source>, Vec<EmptyFolder>), Error> {
    let (mut sources, mut empty) = (Vec::new(), Vec::new());
    for path in paths.iter().map(AsRef::as_ref) {
        let failed = Error::io(path);
        if path != Path::new("-") && fs::metadata(path).map_err(failed)?.is_dir() {
            let mut files = Vec::new();
            list(path, &mut files)?;
            files.sort();
            let (before, unknown) = (sources.len(), files.len());
            sources.extend(files.into_iter().filter_map(|file| Source::new(file, path, format)));
            if sources.len() == before {
                empty.push(EmptyFolder { path: path.to_owned(), unknown });
            }
        } else {
            let parent = path.parent().unwrap_or(path);
            let source = Source::new(path.to_owned(), parent, format);
            let guessed = || {
                let source = Source::new(path.to_owned(), parent, Some(Format::JsonLines))?;
                Some(Source { is_guessed: true, ..source })
            };
            sources.extend(source.or_else(guessed));
        }
    }
    Ok((sources, empty))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = Error::io(&folder);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() || kind.is_symlink() && entry.path().is_file() {
                files.push(entry.path());
            }
        }
    }
    Ok(())
}
