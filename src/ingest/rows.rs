//! Rows of cells with a header, as in RFC 4180: quoted cells may hold line breaks.

use super::{
    Outcome, Parser,
    blocks::Block,
    record::{Draft, Entry, Found},
};
use crate::error::Reason;
use std::{borrow::Cow, io::Read};

/// The first row: the names of the columns.
#[derive(Debug)]
pub(super) struct Header {
    delimiter: u8,
    columns: Vec<String>,
}

impl Header {
    /// `None` when `row` is blank.
    pub(super) fn read(row: &[u8], delimiter: u8) -> Option<Self> {
        let mut cells = csv::ByteRecord::new();
        let more = reader(row, delimiter).read_byte_record(&mut cells).expect(READS_FROM_MEMORY);
        let columns = cells.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        more.then_some(Self { delimiter, columns })
    }
}

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
    let slots: Vec<_> = header.columns.iter().map(|name| parser.mapping().look_up(name).0).collect();
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
                parser.finish(draft).map_err(|(reason, _)| (byte, reason))
            }
        };
        outcomes.push(outcome.map_err(|(at, reason)| block.rejected(line, at, reason, row)));
    }
}

/// Finds the ends of rows in the same way as the reader: a quote opens a cell only as its first byte, and two stand
/// for one within it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum RowState {
    #[default]
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

impl RowState {
    /// Takes one byte; true when it ends a row.
    pub(super) fn step(&mut self, byte: u8, delimiter: u8) -> bool {
        *self = match (*self, byte) {
            (Self::Quoted, b'"') => Self::QuoteInQuoted,
            (Self::CellStart | Self::QuoteInQuoted, b'"') | (Self::Quoted, _) => Self::Quoted,
            (_, b'\n' | b'\r') => {
                *self = Self::CellStart;
                return true;
            }
            (_, byte) if byte == delimiter => Self::CellStart,
            _ => Self::Plain,
        };
        false
    }
}
