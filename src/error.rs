//! The three families of errors: configuration, record, store.

use std::path::{Path, PathBuf};

/// What can keep wirefold from starting or finishing. A bad record is not among these: it is a [`Rejection`], reported
/// and counted while the run goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of the configuration lies outside its range. Remedy: set it within `permitted`.
    #[error("configuration: {field} = {value} is not allowed: {permitted}")]
    Config {
        /// The field's full name, as in `wirefold config`.
        field: String,
        /// The value that was found.
        value: String,
        /// What would be allowed.
        permitted: String,
    },
    /// A configuration file could not be understood. Remedy: mend the line that the reason names.
    #[error("configuration file {}: {reason}", path.display())]
    ConfigFile {
        /// The file.
        path: PathBuf,
        /// The parser's reason, with line and column.
        reason: String,
    },
    /// A file could not be read or written. Remedy: check the path, its permissions and the space left.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file; `-` for standard input or output.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file that is read as a whole (a corpus' recipes, gold labels, predictions) is not as its format says. Remedy:
    /// mend the place that is named.
    #[error("{}: {place}: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where in it: a line, or the id of the item.
        place: String,
        /// What is wrong there.
        reason: String,
    },
    /// An embedder gave a vector that is not of the engine's dimension. Remedy: use the embedder that built the state.
    #[error("the embedder {embedder} gave {found} dimensions, {expected} were expected")]
    Dimension {
        /// The embedder's name.
        embedder: String,
        /// Dimensions that the index was built with.
        expected: usize,
        /// Dimensions of the vector.
        found: usize,
    },
    /// A store is not what it should be, or cannot be used. Remedy: the one that is named.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An embedder could not be opened, or gave no vector. Remedy: what the reason says.
    #[error("the embedder {embedder}: {reason}")]
    Embedder {
        /// The embedder's name.
        embedder: String,
        /// What is wrong.
        reason: String,
    },
    /// An id that no article, cluster or story of the window has, or of the store that was asked. Remedy: check the spelling,
    /// or widen the window.
    #[error("no {what} has the id {id:?}")]
    UnknownId {
        /// `article`, `cluster` or `story`.
        what: &'static str,
        /// The id that was asked for.
        id: String,
    },
}

impl Error {
    /// For `map_err`: that a file, `-` for standard input or output, could not be read or written.
    pub fn io(path: &Path) -> impl Fn(std::io::Error) -> Self + Copy + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

/// What is wrong with a store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("store {}: expected {expected}, found {found}; remedy: {remedy}", path.display())]
pub struct StoreError {
    /// The store's file.
    pub path: PathBuf,
    /// What was expected of it.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// What to do.
    pub remedy: String,
}

/// The result of what can fail as a whole.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A record that could not become an article: where it stands, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{source_name}:{line}: byte {byte}: {reason}")]
pub struct Rejection {
    /// The file's path, `-` for standard input.
    pub source_name: String,
    /// Line of the record, from 1.
    pub line: u64,
    /// Offset of the fault in the source, in bytes from 0 (of the decompressed stream).
    pub byte: u64,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with JSON, without its place.
pub(crate) fn json_reason(error: &serde_json::Error) -> String {
    error.to_string().split(" at line ").next().unwrap_or_default().to_owned()
}

/// What is wrong with JSON that stands on one line, and at which of its bytes, from 0.
pub fn json_fault(error: &serde_json::Error) -> String {
    format!("{} (byte {} of the line)", json_reason(error), error.column().saturating_sub(1))
}

/// Why a record is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The bytes are not UTF-8.
    #[error("not valid UTF-8")]
    InvalidUtf8,
    /// The line is not JSON (a lone surrogate counts here as well).
    #[error("not valid JSON: {0}")]
    InvalidJson(String),
    /// The line is JSON, but no object.
    #[error("not a JSON object")]
    NotAnObject,
    /// A field has a type that it cannot have.
    #[error("field {field:?} is {found}, {expected} was expected")]
    WrongType {
        /// The field as the record spells it.
        field: String,
        /// What would do.
        expected: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// Neither a text nor a title.
    #[error("no text and no title")]
    NoText,
    /// The text is over the set limit.
    #[error("text of {bytes} bytes is over the limit of {limit}")]
    TextTooLong {
        /// Length of the text, in bytes.
        bytes: u64,
        /// The limit in force, in bytes.
        limit: u64,
    },
    /// The whole record is over what is held in memory at once.
    #[error("record of {bytes} bytes is over the limit of {limit}")]
    RecordTooLong {
        /// Length of the record, in bytes.
        bytes: u64,
        /// The limit in force, in bytes.
        limit: u64,
    },
    /// The line is blank, where every line was to be answered.
    #[error("blank line")]
    BlankLine,
    /// A row has more or fewer cells than the header.
    #[error("{found} {}, the header has {expected}", if *found == 1 { "cell" } else { "cells" })]
    WrongCellCount {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// The source has another form than it was taken for, as its first record shows.
    #[error("{0}")]
    WrongForm(Form),
    /// A quote opens a cell that nothing closes, or that closes in the midst of a later line. What follows the line is read.
    #[error(
        "a quote opens a cell here and nothing closes it; one that is text is written twice, in a cell within quotes"
    )]
    UnclosedQuote,
    /// The compressed stream is damaged; what follows in this source is lost.
    #[error("damaged compressed stream: {0}")]
    DamagedStream(String),
}

/// What a source seems to be that cannot be read as it is; each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Form {
    /// Text in UTF-16.
    #[error("this looks like UTF-16; UTF-8 is read: convert it, as by iconv -f UTF-16 -t UTF-8")]
    Utf16,
    /// A compressed stream whose name does not say so.
    #[error("this looks like {by}: what is to be decompressed has a name that ends in .{ending}")]
    Compressed {
        /// The compressor.
        by: &'static str,
        /// The ending of its files.
        ending: &'static str,
    },
    /// A file that is no text.
    #[error("this looks like {0}; JSON lines, CSV, TSV and plain text are read: convert it")]
    Binary(&'static str),
    /// XML or HTML.
    #[error("this looks like XML or HTML; JSON lines, CSV, TSV and plain text are read: convert it, an article a line")]
    Xml,
    /// JSON where rows were expected.
    #[error("this looks like JSON, where rows were expected: JSON lines are read with --format jsonl")]
    Json,
    /// An array of articles.
    #[error("this is a JSON array; one object a line is read: take them out by jq -c '.[]'")]
    JsonArray,
    /// An object that is laid out over lines.
    #[error("this is JSON over several lines; one object a line is read: join them by jq -c .")]
    JsonOverLines,
    /// An object around a list of articles.
    #[error("no text, but a list of articles; one article a line is read: take them out by jq -c '.{0}[]'")]
    Envelope(String),
    /// A table with its columns apart from its rows.
    #[error(
        "this is a table with its columns apart from its rows, as pandas writes it: write it by to_json(orient='records', lines=True)"
    )]
    Columns,
    /// What wirefold said of an article.
    #[error("this is a verdict, and no article: name the file that has the articles")]
    Verdict,
    /// Rows whose header names neither a text nor a title.
    #[error("no column is known as a text or a title: name one by --map text=NAME; the header has {0}")]
    NoColumn(String),
}
