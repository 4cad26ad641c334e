//! Rows of cells with a header, as in RFC 4180: quoted cells may hold line breaks.

use super::{
    Outcome, Parser, Place,
    blocks::Block,
    fields::{self, Field, Slot},
    record::{Draft, Entry, Found},
};
use crate::error::{Form, Reason};
use std::{borrow::Cow, io::Read};

/// The first row: the names of the columns.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) delimiter: u8,
    columns: Vec<String>,
}

impl Header {
    /// `None` when `row` is blank.
    ///
    /// Where `delimiter` parts nothing and another sign does, that one separates the cells: spreadsheets write semicolons
    /// where the comma is in numbers, and call it CSV.
    pub(super) fn read(row: &[u8], delimiter: u8) -> Option<Self> {
        let columns_by = |delimiter| {
            let mut cells = csv::ByteRecord::new();
            let more = reader(row, delimiter).read_byte_record(&mut cells).expect(READS_FROM_MEMORY);
            let columns = cells.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
            more.then_some(Self { delimiter, columns })
        };
        let header = columns_by(delimiter)?;
        match header.columns.len() {
            1 => [b',', b';', b'\t', b'|']
                .into_iter()
                .filter_map(columns_by)
                .find(|h| h.columns.len() > 1)
                .or(Some(header)),
            _ => Some(header),
        }
    }

    /// Whether it is one beyond doubt: of several names, one is known as a text's or a title's.
    pub(super) fn is_telling(&self) -> bool {
        let names_article = |name: &String| fields::known(name).slot.is_some_and(is_article);
        self.columns.len() > 1 && self.columns.iter().any(names_article)
    }
}

fn is_article(slot: Slot) -> bool {
    matches!(slot.field, Field::Text | Field::Title)
}

/// What separates the cells, where a spreadsheet says so in front of the header.
pub(super) fn stated_delimiter(row: &[u8]) -> Option<u8> {
    match row.trim_ascii_end() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign @ (b',' | b';' | b'|')] => Some(*sign),
        b"sep=" if row.contains(&b'\t') => Some(b'\t'),
        _ => None,
    }
}

/// Characters of the header that a message shows.
const SHOWN: usize = 200;

const READS_FROM_MEMORY: &str = "rows of any length that are read from memory give no error";

/// A reader of `bytes` with one line break before them: at the very beginning it would drop a byte order mark, which
/// elsewhere is text.
fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<impl Read> {
    let bytes = b"\n".chain(bytes);
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes)
}

/// Offset in the bytes, and line breaks before it.
fn place<R: Read>(reader: &csv::Reader<R>) -> (usize, u64) {
    let position = reader.position();
    (position.byte().saturating_sub(1) as usize, position.line().saturating_sub(2))
}

/// Every row of the block.
pub(super) fn parse(parser: &Parser, block: &Block, header: &Header) -> Vec<Outcome> {
    let slots: Vec<_> = header.columns.iter().map(|name| parser.mapping().look_up(name).0.slot).collect();
    let named = slots.iter().flatten().filter(|slot| slot.is_explicit());
    parser.gathered.met(named.fold(0, |bits, slot| bits | 1 << slot.rank));
    let has_article = slots.iter().flatten().copied().any(is_article);
    let behind = |reason| match reason {
        Reason::NoText if !has_article => {
            Reason::WrongForm(Form::NoColumn(header.columns.join(", ").chars().take(SHOWN).collect()))
        }
        reason => reason,
    };
    let mut reader = reader(block.bytes(), header.delimiter);
    let mut cells = csv::ByteRecord::new();
    let mut outcomes = Vec::new();
    loop {
        let (mut start, mut line) = place(&reader);
        if !reader.read_byte_record(&mut cells).expect(READS_FROM_MEMORY) {
            return outcomes;
        }
        // The reader leaves the second half of a CRLF, and blank lines, to the row that follows.
        while let Some(b'\r' | b'\n') = block.bytes().get(start) {
            line += u64::from(block.bytes()[start] == b'\n');
            start += 1;
        }
        let row = &block.bytes()[start..place(&reader).0];
        let (line, byte) = (block.line() + line, block.byte() + start as u64);
        let outcome = match std::str::from_utf8(row) {
            Err(fault) => Err((byte + fault.valid_up_to() as u64, Reason::InvalidUtf8)),
            Ok(_) if cells.len() != header.columns.len() => {
                Err((byte, Reason::WrongCellCount { expected: header.columns.len(), found: cells.len() }))
            }
            Ok(_) => {
                let mut draft = Draft::default();
                for ((cell, slot), name) in cells.iter().zip(&slots).zip(&header.columns) {
                    let text = std::str::from_utf8(cell).expect("quotes and delimiters are cut out of valid UTF-8");
                    if let (Some(slot), false) = (*slot, text.is_empty()) {
                        let found = Found::Text(Cow::Borrowed(text));
                        draft.add(Entry { slot, key: Cow::Borrowed(name), found });
                    }
                }
                let place = Place { line, byte, ..Place::of(block) };
                let finished = draft.finish(parser.max_text_bytes, parser.mapping().dates);
                let finished = finished.map_err(|(reason, _)| (byte, behind(reason)));
                finished.map(|finished| parser.take_in(finished, place, |_| 0))
            }
        };
        outcomes.push(outcome.map_err(|(at, reason)| block.rejected(line, at, reason, row)));
    }
}

/// Finds the ends of rows in the same way as the reader: a quote opens a cell only as its first byte, and two stand
/// for one within it.
///
/// A cell of several lines that goes on behind its closing quote is none: the quote that opened it was text, and what was
/// taken for its cell is the rows that follow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct RowState {
    within: Within,
    /// Where the last quoted cell began, and its first line break; both from the beginning of the row.
    quote_at: usize,
    break_at: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Within {
    #[default]
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

/// What a byte says of its row.
pub(super) enum Step {
    Within,
    End,
    /// The last quote that opened a cell did not.
    StrayQuote,
}

impl RowState {
    /// Takes the byte that stands `at` bytes from the beginning of the row.
    pub(super) fn step(&mut self, byte: u8, delimiter: u8, at: usize) -> Step {
        self.within = match (self.within, byte) {
            (Within::Quoted, b'"') => Within::QuoteInQuoted,
            (Within::CellStart, b'"') => {
                (self.quote_at, self.break_at) = (at, None);
                Within::Quoted
            }
            (Within::QuoteInQuoted, b'"') => Within::Quoted,
            (Within::Quoted, byte) => {
                if matches!(byte, b'\n' | b'\r') {
                    self.break_at.get_or_insert(at);
                }
                Within::Quoted
            }
            (_, b'\n' | b'\r') => {
                *self = Self::default();
                return Step::End;
            }
            (_, byte) if byte == delimiter => Within::CellStart,
            (Within::QuoteInQuoted, _) if self.break_at.is_some() => return Step::StrayQuote,
            _ => Within::Plain,
        };
        Step::Within
    }

    /// Where the row's last quoted cell began, and the end of that line if it has one.
    pub(super) fn quote(self) -> (usize, Option<usize>) {
        (self.quote_at, self.break_at)
    }

    /// Whether a cell is open within quotes.
    pub(super) fn is_quoted(self) -> bool {
        self.within == Within::Quoted
    }
}
