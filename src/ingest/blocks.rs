//! A stream of bytes into blocks of whole records, so that many threads can parse them.

use super::{
    Format, Options, Rejected, forms,
    rows::{self, Header, RowState, Step},
    sources::{self, EmptyFolder, Source},
};
use crate::error::{Error, Form, Reason, Rejection};
use memchr::{memchr, memchr_iter};
use std::{
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    sync::Arc,
    vec,
};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Bytes asked of a stream at once.
const READ_BYTES: usize = 64 << 10;

/// Whole records of one source, one after the other, with their place in it.
#[derive(Debug)]
pub struct Block {
    source_name: Arc<str>,
    /// How many sources came before its own.
    source_number: u32,
    bytes: Vec<u8>,
    line: u64,
    byte: u64,
    pub(super) content: Content,
}

/// How to read a block's bytes.
#[derive(Debug)]
pub(super) enum Content {
    Lines,
    Rows(Arc<Header>),
    /// One article; its id, where the file's name gives one.
    Text(Option<String>),
    /// One record, or the beginning of it, that cannot be parsed.
    Unfit {
        reason: Reason,
        fault_at: u64,
        record_bytes: u64,
    },
}

impl Block {
    /// The file's path, `-` for standard input.
    pub fn source_name(&self) -> &str {
        &self.source_name
    }

    /// The records as they stand in the decompressed source.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Line at which the block begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Offset at which the block begins in the decompressed source, from 0.
    pub fn byte(&self) -> u64 {
        self.byte
    }

    /// Where what follows begins: line and byte.
    pub fn end(&self) -> (u64, u64) {
        if let Content::Unfit { record_bytes, .. } = self.content {
            return (self.line + 1, self.byte + record_bytes + 1);
        }
        let lines = memchr_iter(b'\n', &self.bytes).count() as u64;
        let unended = u64::from(self.bytes.last().is_some_and(|&last| last != b'\n'));
        (self.line + lines + unended, self.byte + self.bytes.len() as u64)
    }

    pub(super) fn source_number(&self) -> u32 {
        self.source_number
    }

    pub(super) fn rejected(&self, line: u64, byte: u64, reason: Reason, record: &[u8]) -> Box<Rejected> {
        let rejection = Rejection { source_name: self.source_name.to_string(), line, byte, reason };
        Box::new(Rejected { rejection, record: record.to_vec(), record_bytes: record.len() as u64 })
    }
}

/// The blocks of one or more sources, in their order.
///
/// After an error the blocks of the next source follow.
pub struct Blocks {
    sources: vec::IntoIter<Source>,
    empty: Vec<EmptyFolder>,
    open: Option<Splitter>,
    /// Sources that were opened.
    opened: u32,
    block_bytes: usize,
    record_limit: usize,
}

impl Blocks {
    /// The blocks of the files, folders and streams (`-`) that `paths` names. Nothing is read yet.
    ///
    /// # Errors
    /// [`Error::Io`] when a path does not exist or a folder cannot be listed.
    pub fn open<P: AsRef<Path>>(paths: &[P], options: &Options) -> Result<Self, Error> {
        let (sources, empty) = sources::expand(paths, options.format)?;
        Ok(Self { sources: sources.into_iter(), empty, ..Self::none(options) })
    }

    /// The folders that were named and hold no file to be read.
    pub fn empty_folders(&self) -> &[EmptyFolder] {
        &self.empty
    }

    /// The blocks of one stream, which is called `name` and is not decompressed.
    pub fn of_reader(name: &str, format: Format, reader: impl Read + Send + 'static, options: &Options) -> Self {
        let compression = sources::Compression::None;
        let source = Source { path: name.into(), format, is_guessed: false, compression, text_id: None };
        let mut blocks = Self::none(options);
        blocks.open_source(source, Box::new(reader));
        blocks
    }

    /// The same with another limit of a record.
    #[cfg(test)]
    pub(super) fn with_record_limit(mut self, record_limit: usize) -> Self {
        self.record_limit = record_limit;
        self.open.iter_mut().for_each(|splitter| splitter.record_limit = record_limit);
        self
    }

    fn open_source(&mut self, source: Source, reader: Box<dyn Read + Send>) {
        self.open = Some(Splitter::new(source, self.opened, reader, self.block_bytes, self.record_limit));
        self.opened += 1;
    }

    fn none(options: &Options) -> Self {
        Self {
            sources: Vec::new().into_iter(),
            empty: Vec::new(),
            open: None,
            opened: 0,
            block_bytes: options.block_bytes.max(1),
            record_limit: usize::try_from(options.record_limit()).unwrap_or(usize::MAX),
        }
    }
}

impl Iterator for Blocks {
    type Item = Result<Block, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(splitter) = &mut self.open {
                match splitter.next_block() {
                    Ok(Some(block)) => return Some(Ok(block)),
                    Ok(None) => self.open = None,
                    Err(error) => {
                        self.open = None;
                        return Some(Err(error));
                    }
                }
            }
            let source = self.sources.next()?;
            match source.open() {
                Ok(reader) => self.open_source(source, reader),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// What ends a record.
enum Boundary {
    Line,
    Row { delimiter: u8, state: RowState, header: Option<Arc<Header>> },
    End { text_id: Option<String>, is_answered: bool },
}

/// Why the record at the front is passed over.
enum Fault {
    /// It is over the limit.
    TooLong,
    /// A quote opens a cell that nothing closes: where, and the end of its line; both from the record's beginning.
    UnclosedQuote { quote_at: usize, break_at: Option<usize> },
    /// It should be a header, and shows that the source has another form; its length.
    WrongForm { form: Form, row: usize },
}

impl Fault {
    fn unclosed(state: RowState) -> Self {
        let (quote_at, break_at) = state.quote();
        Self::UnclosedQuote { quote_at, break_at }
    }
}

/// How the stream came to its end.
enum End {
    Clean,
    Damaged(String),
    Failed(std::io::Error),
}

/// Cuts one source into blocks. Which bytes form a record depends on the bytes alone, never on the sizes of reads or
/// blocks.
struct Splitter {
    reader: Box<dyn Read + Send>,
    path: PathBuf,
    name: Arc<str>,
    number: u32,
    is_compressed: bool,
    is_guessed: bool,
    block_bytes: usize,
    record_limit: usize,
    boundary: Boundary,
    /// Read and not yet given out: `complete` bytes of whole records, then the beginning of the next.
    pending: Vec<u8>,
    complete: usize,
    scanned: usize,
    /// Of the record at `complete`.
    fault: Option<Fault>,
    has_begun: bool,
    /// Place of `pending[0]`.
    line: u64,
    byte: u64,
    end: Option<End>,
}

impl Splitter {
    fn new(source: Source, number: u32, reader: Box<dyn Read + Send>, block_bytes: usize, record_limit: usize) -> Self {
        let row = |delimiter| Boundary::Row { delimiter, state: RowState::default(), header: None };
        Self {
            reader,
            name: source.path.display().to_string().into(),
            number,
            is_compressed: source.compression != sources::Compression::None,
            is_guessed: source.is_guessed,
            path: source.path,
            block_bytes,
            record_limit,
            boundary: match source.format {
                Format::JsonLines => Boundary::Line,
                Format::Csv => row(b','),
                Format::Tsv => row(b'\t'),
                Format::Text => Boundary::End { text_id: source.text_id, is_answered: false },
            },
            pending: Vec::new(),
            complete: 0,
            scanned: 0,
            fault: None,
            has_begun: false,
            line: 1,
            byte: 0,
            end: None,
        }
    }

    fn next_block(&mut self) -> Result<Option<Block>, Error> {
        loop {
            if self.complete >= self.block_bytes || self.complete > 0 && (self.fault.is_some() || self.end.is_some()) {
                let content = self.content();
                let tail = self.pending.split_off(self.complete);
                let bytes = std::mem::replace(&mut self.pending, tail);
                self.scanned -= self.complete;
                self.complete = 0;
                return Ok(Some(self.block(bytes, content)));
            }
            match self.fault.take() {
                Some(Fault::TooLong) => return Ok(Some(self.skip_record())),
                Some(Fault::UnclosedQuote { quote_at, break_at }) => {
                    return Ok(Some(self.skip_line(Reason::UnclosedQuote, quote_at, break_at)));
                }
                Some(Fault::WrongForm { form, row }) => {
                    return Ok(Some(self.skip_line(Reason::WrongForm(form), 0, Some(row))));
                }
                None => {}
            }
            if self.end.is_some() {
                return self.last_block();
            }
            self.read_more();
            self.scan();
        }
    }

    fn content(&mut self) -> Content {
        match &mut self.boundary {
            Boundary::Line => Content::Lines,
            Boundary::Row { header, .. } => {
                Content::Rows(Arc::clone(header.as_ref().expect("no row is complete before the header")))
            }
            Boundary::End { text_id, is_answered } => {
                *is_answered = true;
                Content::Text(text_id.take())
            }
        }
    }

    /// A block at the present place, which moves past it.
    fn block(&mut self, bytes: Vec<u8>, content: Content) -> Block {
        let source_name = Arc::clone(&self.name);
        let (line, byte) = (self.line, self.byte);
        let block = Block { source_name, source_number: self.number, line, byte, bytes, content };
        self.line += lines_in(&block.bytes);
        self.byte += block.bytes.len() as u64;
        block
    }

    /// One read, which waits for no more than the stream has.
    fn read_more(&mut self) {
        let length = self.pending.len();
        self.pending.resize(length + READ_BYTES, 0);
        let outcome = loop {
            match self.reader.read(&mut self.pending[length..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                outcome => break outcome,
            }
        };
        self.pending.truncate(length + *outcome.as_ref().unwrap_or(&0));
        self.end = match outcome {
            Ok(0) => Some(End::Clean),
            Ok(_) => None,
            // The system's own errors carry its number, a decoder's do not.
            Err(error) if self.is_compressed && error.raw_os_error().is_none() => Some(End::Damaged(error.to_string())),
            Err(error) => Some(End::Failed(error)),
        };
    }

    /// Takes a byte order mark away, and tells rows from lines by the first where nothing else does; gives whether enough was
    /// read for that.
    fn begin(&mut self) -> bool {
        if !self.has_begun {
            if BYTE_ORDER_MARK.starts_with(&self.pending) && self.pending != BYTE_ORDER_MARK && self.end.is_none() {
                return false;
            }
            self.has_begun = true;
            if self.pending.starts_with(BYTE_ORDER_MARK) {
                self.drop_front(BYTE_ORDER_MARK.len());
            }
        }
        if self.is_guessed {
            let line_end = memchr(b'\n', &self.pending);
            if line_end.is_none() && self.end.is_none() && self.pending.len() <= self.record_limit {
                return false;
            }
            self.is_guessed = false;
            if Header::read(&self.pending[..line_end.unwrap_or(self.pending.len())], b',')
                .is_some_and(|h| h.is_telling())
            {
                self.boundary = Boundary::Row { delimiter: b',', state: RowState::default(), header: None };
            }
        }
        true
    }

    /// Finds the ends of records in what is new.
    fn scan(&mut self) {
        if !self.begin() {
            return;
        }
        if self.scanned == 0 && matches!(self.boundary, Boundary::Row { header: None, .. }) {
            self.drop_front(self.pending.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count());
        }
        let is_all = match self.boundary {
            Boundary::Line => self.scan_lines(),
            Boundary::Row { .. } => self.scan_rows(),
            Boundary::End { .. } => true,
        };
        if !is_all {
            return;
        }
        self.scanned = self.pending.len();
        let is_at_end = matches!(self.end, Some(End::Clean));
        self.fault = match &self.boundary {
            _ if self.scanned - self.complete > self.record_limit => Some(Fault::TooLong),
            Boundary::Row { state, header, .. } if is_at_end => {
                let form = if header.is_none() { forms::of_source(&self.pending, Format::Csv) } else { None };
                let form = form.map(|form| Fault::WrongForm { form, row: self.scanned });
                form.or_else(|| state.is_quoted().then(|| Fault::unclosed(*state)))
            }
            _ => None,
        };
    }

    /// Finds the ends of lines; gives whether all was looked at, which a fault prevents.
    fn scan_lines(&mut self) -> bool {
        for at in memchr_iter(b'\n', &self.pending[self.scanned..]) {
            let end = self.scanned + at;
            if end - self.complete > self.record_limit {
                (self.scanned, self.fault) = (self.complete, Some(Fault::TooLong));
                return false;
            }
            self.complete = end + 1;
        }
        true
    }

    /// The same for rows, the first of which is the header. Where that is taken out, the rest is scanned anew.
    fn scan_rows(&mut self) -> bool {
        let Boundary::Row { delimiter, state, header } = &mut self.boundary else { return true };
        for at in self.scanned..self.pending.len() {
            let step = state.step(self.pending[at], *delimiter, at - self.complete);
            if let Step::Within = step {
                continue;
            }
            let fault = match step {
                _ if at - self.complete > self.record_limit => Some(Fault::TooLong),
                Step::StrayQuote => Some(Fault::unclosed(*state)),
                _ => None,
            };
            if fault.is_some() {
                (self.scanned, self.fault) = (self.complete, fault);
                return false;
            }
            if header.is_some() {
                self.complete = at + 1;
                continue;
            }
            if let Some(form) = forms::of_source(&self.pending[..at], Format::Csv) {
                self.fault = Some(Fault::WrongForm { form, row: at });
                return false;
            }
            if let Some(stated) = rows::stated_delimiter(&self.pending[..at]) {
                *delimiter = stated;
            } else {
                *header = Header::read(&self.pending[..=at], *delimiter).map(Arc::new);
                *delimiter = header.as_ref().map_or(*delimiter, |header| header.delimiter);
            }
            self.drop_front(at + 1);
            self.scan();
            return false;
        }
        true
    }

    fn drop_front(&mut self, count: usize) {
        self.line += lines_in(&self.pending[..count]);
        self.byte += count as u64;
        self.pending.drain(..count);
        self.scanned = 0;
    }

    /// Passes over the record at the front, which is over the limit, up to the next line break: what a quote has opened
    /// ends there as well, or one stray quote would cost the rest of the source.
    fn skip_record(&mut self) -> Block {
        let limit = self.record_limit;
        let mut skipped = 0;
        let mut skipped_lines = 0;
        loop {
            let rest = &self.pending[limit..];
            let line_end = match self.boundary {
                Boundary::End { .. } => None,
                _ => memchr(b'\n', rest),
            };
            let passed = line_end.unwrap_or(rest.len());
            skipped += passed as u64;
            skipped_lines += lines_in(&rest[..passed]);
            self.pending.drain(limit..limit + passed);
            if line_end.is_some() || self.end.is_some() {
                break;
            }
            self.read_more();
        }
        let tail = self.pending.split_off(limit);
        let bytes = std::mem::replace(&mut self.pending, tail);
        let record_bytes = limit as u64 + skipped;
        let reason = Reason::RecordTooLong { bytes: record_bytes, limit: limit as u64 };
        let block = self.block(bytes, Content::Unfit { reason, fault_at: self.byte, record_bytes });
        self.line += skipped_lines;
        self.byte += skipped;
        self.begin_after_skipped();
        block
    }

    /// Passes over the record at the front up to a line break. Behind a quote that only seemed to open a cell, all that is
    /// scanned once more is what was taken for this cell: there, no cell of several lines begins.
    fn skip_line(&mut self, reason: Reason, fault_at: usize, break_at: Option<usize>) -> Block {
        let tail = self.pending.split_off(break_at.unwrap_or(self.pending.len()));
        let bytes = std::mem::replace(&mut self.pending, tail);
        let (fault_at, record_bytes) = (self.byte + fault_at as u64, bytes.len() as u64);
        let block = self.block(bytes, Content::Unfit { reason, fault_at, record_bytes });
        self.begin_after_skipped();
        block
    }

    /// Goes on after a record that was passed over.
    fn begin_after_skipped(&mut self) {
        (self.scanned, self.fault) = (0, None);
        match &mut self.boundary {
            Boundary::Line => {}
            Boundary::Row { state, header, .. } => {
                *state = RowState::default();
                if header.is_none() {
                    // Without a header nothing that follows can be read.
                    self.pending.clear();
                    self.end = Some(End::Clean);
                }
            }
            Boundary::End { is_answered, .. } => *is_answered = true,
        }
        // The line break itself belongs to the skipped record.
        if self.pending.first() == Some(&b'\n') {
            self.drop_front(1);
        }
        self.scan();
    }

    /// What stands after the last complete record.
    fn last_block(&mut self) -> Result<Option<Block>, Error> {
        let bytes = std::mem::take(&mut self.pending);
        (self.scanned, self.complete) = (0, 0);
        match self.end.replace(End::Clean) {
            Some(End::Failed(source)) => Err(Error::Io { path: self.path.clone(), source }),
            Some(End::Damaged(reason)) => {
                let record_bytes = bytes.len() as u64;
                let fault_at = self.byte + record_bytes;
                if let Boundary::End { is_answered, .. } = &mut self.boundary {
                    *is_answered = true;
                }
                let reason = Reason::DamagedStream(reason);
                Ok(Some(self.block(bytes, Content::Unfit { reason, fault_at, record_bytes })))
            }
            _ => {
                let is_owed = match &self.boundary {
                    Boundary::Row { header: None, .. } => false,
                    Boundary::End { is_answered, .. } => !is_answered,
                    _ => !bytes.is_empty(),
                };
                if !is_owed {
                    return Ok(None);
                }
                let content = self.content();
                Ok(Some(self.block(bytes, content)))
            }
        }
    }
}

fn lines_in(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}
