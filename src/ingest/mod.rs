//! From bytes to articles.
//!
//! Takes files, folders and standard input; gives an [`Article`] or a [`Rejected`] record for each record, in the order
//! of the input. It knows formats, and nothing of likeness. No bytes are fatal: a bad record is reported with source,
//! line and byte offset, and the run goes on.
//!
//! [`read`] does all in one. For many threads, [`Blocks`] cuts the input into blocks of whole records, and
//! [`Parser::parse_block`] parses each by itself:
//!
//! ```
//! use wirefold::ingest::{Blocks, Format, Options, Parser};
//!
//! let options = Options::default();
//! let parser = Parser::new(&options);
//! let input = &b"{\"id\": \"a\", \"title\": \"Bridge closed\"}\nnot json\n"[..];
//! for block in Blocks::of_reader("example", Format::JsonLines, input, &options) {
//!     let outcomes = parser.parse_block(&block?);
//!     assert_eq!(outcomes[0].as_ref().expect("an article").id, "a");
//!     assert_eq!(outcomes[1].as_ref().unwrap_err().rejection.line, 2);
//! }
//! # Ok::<(), wirefold::error::Error>(())
//! ```
#![doc = include_str!("../../docs/formats/articles.md")]

mod abroad;
mod blocks;
mod fields;
mod forms;
mod json;
mod lines;
mod record;
pub mod rejects;
mod remarks;
mod rows;
mod sources;
#[cfg(test)]
mod tests;

pub use blocks::{Block, Blocks};
pub use fields::{Field, Mapping};
pub use remarks::{Lacking, Remarks, UnreadDate};
pub use sources::EmptyFolder;

use crate::{
    article::Article,
    error::{Error, Reason, Rejection, json_reason},
};
use blocks::Content;
use fields::Slot;
use lines::{is_blank, unmarked};
use record::{Draft, Finished};
use remarks::Gathered;
use std::{fmt, path::Path, str::FromStr, vec};

/// The form of a source's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// Cells separated by commas, the first row naming the columns.
    Csv,
    /// Cells separated by tabs, the first row naming the columns.
    Tsv,
    /// One article: its headline on the first line, its text after that.
    Text,
}

impl Format {
    const NAMES: [(&str, Self); 4] =
        [("jsonl", Self::JsonLines), ("csv", Self::Csv), ("tsv", Self::Tsv), ("txt", Self::Text)];

    /// The form that a file's name tells, with or without `.gz` or `.zst` at its end; none for another name.
    pub fn of_path(path: &Path) -> Option<Self> {
        sources::bare(path).0
    }

    fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "ndjson" | "json" => Some(Self::JsonLines),
            other => Self::NAMES.iter().find(|(name, _)| *name == other).map(|(_, format)| *format),
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    /// # Errors
    /// [`Error::Config`] when the name is none of `jsonl`, `csv`, `tsv` and `txt`.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, format)| *format).ok_or_else(|| Error::Config {
            field: "format".into(),
            value: text.into(),
            permitted: "jsonl, csv, tsv or txt".into(),
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.iter().find(|(_, format)| format == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The form of every source. Default: told by each one's extension; JSON lines where that tells nothing.
    pub format: Option<Format>,
    /// Which names give which fields. Default: the common spellings.
    pub mapping: Mapping,
    /// Longest text, in bytes. Default 5 MiB: far above any article, so that what exceeds it is a fault upstream.
    pub max_text_bytes: u64,
    /// Least size of a block, in bytes, while more input follows. Default 1 MiB: enough work to be worth handing to a
    /// thread. With 1, records are given out as soon as they are complete, and no read waits for what comes after them.
    pub block_bytes: usize,
    /// Whether a blank line is rejected instead of passed over, so that every line has an answer. Default: no.
    pub reject_blank_lines: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            mapping: Mapping::default(),
            max_text_bytes: 5 << 20,
            block_bytes: 1 << 20,
            reject_blank_lines: false,
        }
    }
}

impl Options {
    /// Longest record that is held in memory, in bytes: the longest text with each byte escaped as `\u00XX`, and 1 MiB
    /// for the other fields.
    pub fn record_limit(&self) -> u64 {
        self.max_text_bytes.saturating_mul(6).saturating_add(1 << 20)
    }
}

/// A record that is no article: why, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where it stands and what is wrong with it.
    pub rejection: Rejection,
    /// The record as found, without the line feed at its end; of one over [`Options::record_limit`], its beginning.
    pub record: Vec<u8>,
    /// Length of the whole record, in bytes.
    pub record_bytes: u64,
}

/// What a record becomes.
pub type Outcome = Result<Article, Box<Rejected>>;

/// Parses records. Shared between threads; only its remarks ever change.
#[derive(Debug)]
pub struct Parser {
    mapping: Mapping,
    max_text_bytes: u64,
    record_limit: u64,
    reject_blank_lines: bool,
    gathered: Gathered,
}

impl Parser {
    /// A parser that reads as `options` say.
    pub fn new(options: &Options) -> Self {
        Self {
            mapping: options.mapping.clone(),
            max_text_bytes: options.max_text_bytes,
            record_limit: options.record_limit(),
            reject_blank_lines: options.reject_blank_lines,
            gathered: Gathered::default(),
        }
    }

    /// Articles so far whose record states a date in a form that is not known. They are kept, without it.
    pub fn unread_dates(&self) -> u64 {
        self.gathered.unread_dates()
    }

    /// What is to be said so far of records that became articles all the same.
    pub fn remarks(&self) -> Remarks {
        self.gathered.remarks(&self.mapping)
    }

    /// Every record of the block, in its order. The same block always gives the same.
    pub fn parse_block(&self, block: &Block) -> Vec<Outcome> {
        match &block.content {
            Content::Lines => self.parse_lines(block),
            Content::Rows(header) => rows::parse(self, block, header),
            Content::Text(id) => {
                let parsed = self.parse_text(block.bytes(), id.as_deref());
                let rejected = |(offset, reason)| {
                    let reason = forms::behind(reason, block.bytes(), Format::Text);
                    block.rejected(block.line(), block.byte() + offset, reason, block.bytes())
                };
                vec![parsed.map(|finished| self.take_in(finished, Place::of(block), |_| 0)).map_err(rejected)]
            }
            Content::Unfit { reason, fault_at, record_bytes } => {
                let mut rejected = block.rejected(block.line(), *fault_at, reason.clone(), block.bytes());
                rejected.record_bytes = *record_bytes;
                vec![Err(rejected)]
            }
        }
    }

    /// One line of JSON, with or without its line break, as an article. `line` and `byte` say where it begins.
    ///
    /// ```
    /// use wirefold::ingest::{Options, Parser};
    ///
    /// // The messages of a queue, each an article.
    /// let parser = Parser::new(&Options::default());
    /// let message = br#"{"guid": "a1", "headline": "Bridge closed", "pubDate": "2031-03-04T06:10:00Z"}"#;
    /// let article = parser.parse_line("news", message, 1, 0)?;
    /// assert_eq!((article.id.as_str(), article.title.as_deref()), ("a1", Some("Bridge closed")));
    /// # Ok::<(), wirefold::error::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// A [`Rejection`] for anything else, a blank line ([`Reason::BlankLine`]) included.
    pub fn parse_line(&self, source_name: &str, bytes: &[u8], line: u64, byte: u64) -> Result<Article, Rejection> {
        let place = Place { source_number: 0, source_name, line, byte };
        let parsed = self.parse_json(bytes);
        let taken = parsed.map(|finished| self.take_in(finished, place, |slot| self.value_at(bytes, slot)));
        taken.map_err(|(offset, reason)| Rejection {
            source_name: source_name.to_owned(),
            line,
            byte: byte + offset,
            reason,
        })
    }

    fn parse_lines(&self, block: &Block) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let (mut at, mut line) = (0, block.line());
        while at < block.bytes().len() {
            let rest = &block.bytes()[at..];
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let record = &rest[..length];
            if self.reject_blank_lines || !is_blank(record) {
                let byte = block.byte() + at as u64;
                let place = Place { line, byte, ..Place::of(block) };
                let parsed = self.parse_json(record);
                let taken = parsed.map(|finished| self.take_in(finished, place, |slot| self.value_at(record, slot)));
                outcomes.push(taken.map_err(|(offset, reason)| {
                    let reason = if line == 1 { forms::behind(reason, record, Format::JsonLines) } else { reason };
                    block.rejected(line, byte + offset, reason, record)
                }));
            }
            at += length + 1;
            line += 1;
        }
        outcomes
    }

    /// The offset in a refusal is that of the fault in `bytes`.
    fn parse_json(&self, bytes: &[u8]) -> Result<Finished, (u64, Reason)> {
        if is_blank(bytes) {
            return Err((0, Reason::BlankLine));
        }
        if bytes.len() as u64 > self.record_limit {
            return Err((0, Reason::RecordTooLong { bytes: bytes.len() as u64, limit: self.record_limit }));
        }
        let whole = simdutf8::compat::from_utf8(bytes).map_err(|e| (e.valid_up_to() as u64, Reason::InvalidUtf8))?;
        let json = unmarked(whole);
        let mended;
        let read = match json::read(json, &self.mapping, None) {
            Err(error) if error.is_syntax() => match lines::mended(json) {
                Some(other) => {
                    mended = other;
                    json::read(&mended, &self.mapping, None).map_err(|_| error)
                }
                None => Err(error),
            },
            read => read,
        };
        let draft = read.map_err(|error| {
            let reason = match error.classify() {
                serde_json::error::Category::Data => Reason::NotAnObject,
                _ => Reason::InvalidJson(json_reason(&error)),
            };
            (fault_at(whole, &error), reason)
        })?;
        if !self.mapping.is_empty() {
            self.gathered.met(remarks::names_of(&draft));
        }
        let finished =
            draft.finish(self.max_text_bytes, self.mapping.dates).map_err(|(reason, slot)| match reason {
                Reason::NoText => {
                    (0, forms::without_text(json, &self.mapping).map_or(Reason::NoText, Reason::WrongForm))
                }
                reason => (slot.map_or(0, |slot| self.value_at(bytes, slot)), reason),
            })?;
        let is_title = finished.article.text.is_empty();
        match is_title.then(|| forms::around_items(json, &self.mapping)).flatten() {
            Some(form) => Err((0, Reason::WrongForm(form))),
            None => Ok(finished),
        }
    }

    /// Where a JSON object that was read has the value of a slot. The parser is stopped at its key: only messages need it.
    fn value_at(&self, bytes: &[u8], slot: Slot) -> u64 {
        let value_at = || {
            let whole = std::str::from_utf8(bytes).ok()?;
            let key_end = fault_at(whole, &json::read(unmarked(whole), &self.mapping, Some(slot)).err()?);
            let after_key = whole.get(key_end as usize..)?;
            let value = after_key.split_once(':')?.1.trim_start();
            Some((whole.len() - value.len()) as u64)
        };
        value_at().unwrap_or(0)
    }

    fn parse_text(&self, bytes: &[u8], id: Option<&str>) -> Result<Finished, (u64, Reason)> {
        let text = std::str::from_utf8(bytes).map_err(|e| (e.valid_up_to() as u64, Reason::InvalidUtf8))?;
        let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
        let body = rest.split_inclusive('\n').skip_while(|line| line.trim().is_empty()).map(str::len).sum::<usize>();
        let draft = Draft::of_text(id, title.trim(), &rest[rest.len() - body..]);
        draft.finish(self.max_text_bytes, None).map_err(|(reason, _)| (0, reason))
    }

    fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// The article, once what there is to remark on it is gathered; `offset` says where a slot's value stands in its record.
    fn take_in(&self, finished: Finished, place: Place<'_>, offset: impl FnOnce(Slot) -> u64) -> Article {
        let Finished { article, unread_date } = finished;
        self.gathered.article(&article);
        if let Some((slot, value)) = unread_date {
            let Place { source_number, source_name, line, byte } = place;
            self.gathered.unread_date(source_number, byte, || UnreadDate {
                source_name: source_name.to_owned(),
                line,
                byte: byte + offset(slot),
                value,
            });
        }
        article
    }
}

/// Where a record stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    source_number: u32,
    source_name: &'a str,
    line: u64,
    byte: u64,
}

impl<'a> Place<'a> {
    /// That of a block's beginning.
    fn of(block: &'a Block) -> Self {
        let (source_number, source_name) = (block.source_number(), block.source_name());
        Self { source_number, source_name, line: block.line(), byte: block.byte() }
    }
}

/// Where in `whole` the parser of what [`unmarked`] leaves of it met `error`.
fn fault_at(whole: &str, error: &serde_json::Error) -> u64 {
    let json = unmarked(whole);
    let line_start = (1..error.line()).fold(0, |at, _| at + json[at..].find('\n').map_or(0, |end| end + 1));
    let front = json.as_ptr() as usize - whole.as_ptr() as usize;
    (front + line_start + error.column().saturating_sub(1)) as u64
}

/// The articles and rejected records of one or more sources, in their order.
///
/// An [`Error::Io`] is given in the place of what could not be read; the next source follows.
pub struct Articles {
    blocks: Blocks,
    parser: Parser,
    parsed: vec::IntoIter<Outcome>,
}

/// Reads the files, folders and streams (`-`) that `paths` names.
///
/// # Errors
/// [`Error::Io`] when a path does not exist or a folder cannot be listed.
pub fn read<P: AsRef<Path>>(paths: &[P], options: &Options) -> Result<Articles, Error> {
    let blocks = Blocks::open(paths, options)?;
    Ok(Articles { blocks, parser: Parser::new(options), parsed: Vec::new().into_iter() })
}

impl Articles {
    /// See [`Parser::remarks`].
    pub fn remarks(&self) -> Remarks {
        self.parser.remarks()
    }
}

impl Iterator for Articles {
    type Item = Result<Outcome, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(outcome) = self.parsed.next() {
                return Some(Ok(outcome));
            }
            match self.blocks.next()? {
                Ok(block) => self.parsed = self.parser.parse_block(&block).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
