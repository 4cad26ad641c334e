//! The engine's state in the store: written piece by piece, each piece with a checksum, and read back.

use super::{StoreError, settings, sql};
use crate::engine::{Each, Kept, Log, QUANTUM, STATE_VERSION, Unfit, version_of};
use crate::error::{Error, Result};
use crate::tracked::Extent;
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// Compression of articles that have ended, which stay for as long as the window: a level more takes over half as much time
/// again, and saves 3 %.
pub(super) const SMALL: i32 = 2;

/// Compression of the rest, for which answers wait, and of what is soon written anew.
pub(super) const FAST: i32 = 1;

/// What everything that is pressed begins with.
const ZSTD: [u8; 4] = 0xFD2F_B528_u32.to_le_bytes();

/// Articles of a block, which are written and pressed together: those of one quantum.
pub(super) const BLOCK: u32 = QUANTUM;

/// Blocks that are read and expanded at once.
const BLOCKS_AT_ONCE: usize = 128;

/// A piece with its checksum before it.
pub(super) fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = xxh3_64(bytes).to_le_bytes().to_vec();
    sealed.extend_from_slice(bytes);
    sealed
}

/// The piece without its checksum; none where the two do not agree.
pub(super) fn unsealed(sealed: &[u8]) -> Option<&[u8]> {
    let (checksum, bytes) = sealed.split_first_chunk::<8>()?;
    (xxh3_64(bytes).to_le_bytes() == *checksum).then_some(bytes)
}

pub(super) fn squeezed(bytes: &[u8], level: i32) -> std::io::Result<Vec<u8>> {
    zstd::bulk::compress(bytes, level)
}

/// What a row of a log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A change to what the rows before say.
    Change = 0,
    /// Begins anew: the rows before count no more.
    Whole = 1,
    /// Goes on with the row before: large ones are parted, so that none takes long to write or to delete.
    Further = 2,
    /// A change with which all is begun to be written again: the rows before those that last began to do so count no more.
    Round = 3,
}

impl From<Extent> for Piece {
    fn from(extent: Extent) -> Self {
        match extent {
            Extent::Change => Self::Change,
            Extent::Round => Self::Round,
            Extent::Whole => Self::Whole,
        }
    }
}

/// Logs, and the number of a row of each: those before it are to be deleted.
pub type Voided = Vec<(&'static str, i64)>;

/// For each log of the state, the number of the row with which it was last begun again.
#[derive(Debug, Default)]
pub struct Beginnings(BTreeMap<&'static str, i64>);

impl Beginnings {
    /// As they stand in the store.
    pub fn of(db: &Connection, path: &Path) -> Result<Self> {
        let query = "SELECT coalesce(max(number), 0) FROM kept_logs WHERE log = ?1 AND whole IN (1, 3)";
        let last = |log: Log| db.query_row(query, [log.name()], |row| Ok((log.name(), row.get(0)?)));
        Log::ALL.into_iter().map(last).collect::<rusqlite::Result<_>>().map(Self).map_err(sql(path))
    }

    /// Notes a row that begins a log again; gives the number of the first that counts.
    pub fn note(&mut self, log: &'static str, piece: Piece, number: i64) -> i64 {
        let before = self.0.insert(log, number).unwrap_or(0);
        if piece == Piece::Whole { number } else { before }
    }
}

/// Rows that are deleted at once.
const SWEPT: usize = 4;

/// Deletes within the open transaction some rows that count no more: since deleted room is overwritten, all at once would take
/// as long as writing them did.
pub fn sweep(db: &Connection, voided: &mut Voided) -> rusqlite::Result<()> {
    let Some((log, number)) = voided.last() else { return Ok(()) };
    let some = "DELETE FROM kept_logs WHERE log = ?1 AND number IN \
                (SELECT number FROM kept_logs WHERE log = ?1 AND number < ?2 ORDER BY number LIMIT ?3)";
    if db.prepare_cached(some)?.execute(params![log, number, SWEPT as u32])? < SWEPT {
        voided.pop();
    }
    Ok(())
}

/// A block of articles: number and length before the bytes of each.
fn block<'a>(articles: impl IntoIterator<Item = (u32, &'a [u8])>) -> Vec<u8> {
    let mut block = Vec::new();
    for (number, bytes) in articles {
        block.extend_from_slice(&number.to_le_bytes());
        block.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        block.extend_from_slice(bytes);
    }
    block
}

/// The articles of a block; ends before one that is cut.
fn articles_of(mut block: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let (number, rest) = block.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (bytes, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        block = rest;
        Some((u32::from_le_bytes(*number), bytes))
    })
}

/// A block that stands in the store; none where there is none.
fn read_block(db: &Connection, path: &Path, key: u32) -> Result<Option<Vec<u8>>> {
    let query = "SELECT value FROM kept_articles WHERE key = ?1";
    let value: Option<Vec<u8>> = db
        .prepare_cached(query)
        .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
        .map_err(sql(path))?;
    value.map(|value| InStore { db, path }.expand(&value, "kept_articles", key)).transpose()
}

/// Articles of one block, ascending, and what stands in the store of it.
#[derive(Debug)]
pub struct Block {
    articles: Vec<(u32, Vec<u8>)>,
    /// Where some of a block are not given anew, they stay: so those that were replaced, once times change.
    earlier: Option<Vec<u8>>,
}

/// Cuts articles, ascending, into blocks.
pub fn blocks(db: &Connection, path: &Path, articles: Vec<(u32, Vec<u8>)>) -> Result<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    for (number, bytes) in articles {
        match blocks.last_mut().filter(|block| block.articles[0].0 / BLOCK == number / BLOCK) {
            Some(block) => block.articles.push((number, bytes)),
            None => blocks.push(Block { articles: vec![(number, bytes)], earlier: None }),
        }
    }
    for block in blocks.iter_mut().filter(|block| block.articles.len() < BLOCK as usize) {
        block.earlier = read_block(db, path, block.articles[0].0 / BLOCK)?;
    }
    Ok(blocks)
}

/// Presses each block as a whole: the same words stand in many articles. Gives keys and values for [`write_blocks`].
pub fn press(blocks: Vec<Block>, level: i32) -> std::io::Result<Vec<(u32, Vec<u8>)>> {
    let pressed = blocks.into_par_iter().map(|Block { articles, earlier }| {
        let mut all: BTreeMap<u32, &[u8]> = articles_of(earlier.as_deref().unwrap_or_default()).collect();
        all.extend(articles.iter().map(|(number, bytes)| (*number, bytes.as_slice())));
        Ok((articles[0].0 / BLOCK, sealed(&squeezed(&block(all), level)?)))
    });
    pressed.collect()
}

/// Writes pressed blocks within the transaction that is open.
pub fn write_blocks(db: &Connection, path: &Path, pressed: &[(u32, Vec<u8>)]) -> Result<()> {
    let set = "INSERT OR REPLACE INTO kept_articles VALUES (?1, ?2)";
    let mut set = db.prepare_cached(set).map_err(sql(path))?;
    for (key, value) in pressed {
        set.execute(params![key, value]).map_err(sql(path))?;
    }
    Ok(())
}

/// Takes an article out of its block.
pub fn remove_article(db: &Connection, path: &Path, article: u32) -> Result<()> {
    retain_articles(db, path, article / BLOCK, |number| number != article)
}

/// Takes the articles out of a block that are not to stay.
fn retain_articles(db: &Connection, path: &Path, key: u32, stays: impl Fn(u32) -> bool) -> Result<()> {
    let Some(bytes) = read_block(db, path, key)? else { return Ok(()) };
    if articles_of(&bytes).all(|(number, _)| stays(number)) {
        return Ok(());
    }
    let rest = block(articles_of(&bytes).filter(|(number, _)| stays(*number)));
    let value = sealed(&squeezed(&rest, SMALL).map_err(|source| Error::Io { path: path.to_owned(), source })?);
    db.execute("UPDATE kept_articles SET value = ?2 WHERE key = ?1", params![key, value]).map(drop).map_err(sql(path))
}

/// Writes the rest of a state, and with it that all of the state is there: of the logs, the rows up to `number` belong to it.
pub fn write_rest(
    db: &Connection,
    path: &Path,
    (articles, window): (u32, usize),
    number: i64,
    rest: &[u8],
) -> Result<()> {
    let mut bytes = number.to_le_bytes().to_vec();
    bytes.extend_from_slice(rest);
    db.execute("DELETE FROM kept_rest", [])
        .and_then(|_| {
            db.execute("INSERT INTO kept_rest VALUES (?1, ?2, ?3)", params![articles, window as i64, sealed(&bytes)])
        })
        .map(drop)
        .map_err(sql(path))
}

/// Deletes what a run that ended in between has written of the next state, and what it had not deleted yet of those before, and
/// gives the number of the last row of all logs.
/// The log `always` is no part of a state.
pub fn drop_unfinished(db: &Connection, path: &Path, always: &str) -> Result<i64> {
    let fault = sql(path);
    let (next, until) = match (InStore { db, path }).articles()? {
        Some(next) => (next, InStore { db, path }.split_rest()?.0),
        None => (0, 0),
    };
    let blocks = "DELETE FROM kept_articles WHERE key >= ?1";
    db.execute(blocks, [next.div_ceil(BLOCK)]).map_err(fault)?;
    retain_articles(db, path, next / BLOCK, |number| number < next)?;
    db.execute("DELETE FROM kept_logs WHERE log <> ?1 AND number > ?2", params![always, until]).map_err(fault)?;
    // Each log counts from where it was begun anew, or from the last but one where it was begun to be written again.
    let voided = "DELETE FROM kept_logs WHERE log = ?1 AND number < (SELECT coalesce(min(number), 0) FROM \
                  (SELECT number, whole FROM kept_logs WHERE log = ?1 AND whole IN (1, 3) ORDER BY number DESC LIMIT 2) \
                  WHERE number >= (SELECT coalesce(max(number), 0) FROM kept_logs WHERE log = ?1 AND whole = 1))";
    for log in Log::ALL {
        db.execute(voided, [log.name()]).map_err(fault)?;
    }
    db.query_row("SELECT max(?1, coalesce(max(number), 0)) FROM kept_logs", [until], |row| row.get(0)).map_err(fault)
}

/// State as it stands in a store.
pub struct InStore<'a> {
    /// The store.
    pub db: &'a Connection,
    /// Its file, for errors.
    pub path: &'a Path,
}

impl From<Unfit> for Error {
    fn from(Unfit { place, reason }: Unfit) -> Self {
        Self::Store(StoreError {
            path: place.into(),
            expected: "kept state as it was written".into(),
            found: reason,
            remedy: "`wirefold store check` tells what is damaged; go back to a copy of the store".into(),
        })
    }
}

/// An error that names a part of a store, as one that names its file.
pub(super) fn of_file(path: &Path, error: Error) -> Error {
    match error {
        Error::Store(StoreError { path: part, expected, found, remedy }) if part != path => Error::Store(StoreError {
            path: path.to_owned(),
            expected,
            found: format!("{}: {found}", part.display()),
            remedy,
        }),
        error => error,
    }
}

impl InStore<'_> {
    pub(super) fn damaged(&self, what: &str, key: impl std::fmt::Display) -> Error {
        Error::Store(StoreError {
            path: self.path.to_owned(),
            expected: format!("{what} {key} as it was written"),
            found: "bytes that do not agree with their checksum".into(),
            remedy: "`wirefold store check` tells what is damaged; go back to a copy of the store".into(),
        })
    }

    /// State of another version of the program than this.
    fn another_version(&self, found: &str) -> Error {
        let by: Option<String> =
            self.db.query_row("SELECT wirefold FROM runs ORDER BY run DESC LIMIT 1", [], |row| row.get(0)).ok();
        Error::Store(StoreError {
            path: self.path.to_owned(),
            expected: format!("the engine's memory in version {STATE_VERSION}"),
            found: format!("{found}, which wirefold {} wrote", by.as_deref().unwrap_or("of another version")),
            remedy: settings::OTHER_VERSION.into(),
        })
    }

    /// How many articles the state holds; none before anything was put away.
    pub fn articles(&self) -> Result<Option<u32>> {
        let query = "SELECT articles FROM kept_rest";
        self.db.query_row(query, [], |row| row.get(0)).optional().map_err(sql(self.path))
    }

    /// The number of the last row of the logs that belongs to the state, and the rest as it is pressed.
    fn split_rest(&self) -> Result<(i64, Vec<u8>)> {
        let query = "SELECT value FROM kept_rest";
        let value: Vec<u8> = self.db.query_row(query, [], |row| row.get(0)).map_err(sql(self.path))?;
        let parts = unsealed(&value).and_then(|bytes| bytes.split_first_chunk::<8>());
        let (number, rest) = parts.ok_or_else(|| self.damaged("kept_rest", 0))?;
        if !rest.starts_with(&ZSTD) {
            return Err(self.another_version("another form"));
        }
        Ok((i64::from_le_bytes(*number), rest.to_vec()))
    }

    fn rows(&self, table: &str, each: Each<'_, Error>) -> Result<()> {
        let fault = sql(self.path);
        let query = format!("SELECT key, value FROM {table} ORDER BY key");
        let mut statement = self.db.prepare(&query).map_err(fault)?;
        let mut rows = statement.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let key: u32 = row.get(0).map_err(fault)?;
            let value = row.get_ref(1).and_then(|v| Ok(v.as_blob()?)).map_err(fault)?;
            each(key, unsealed(value).ok_or_else(|| self.damaged(table, key))?)?;
        }
        Ok(())
    }

    fn expand(&self, value: &[u8], what: &str, key: u32) -> Result<Vec<u8>> {
        self.inflate(unsealed(value).ok_or_else(|| self.damaged(what, key))?)
    }

    fn inflate(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        zstd::stream::decode_all(bytes).map_err(|source| Error::Io { path: self.path.to_owned(), source })
    }
}

impl Kept<Error> for InStore<'_> {
    fn rest(&self) -> Result<Vec<u8>> {
        let (_, rest) = self.split_rest()?;
        let rest = self.inflate(&rest)?;
        match version_of(&rest) {
            Some(version) if version != STATE_VERSION => Err(self.another_version(&format!("version {version}"))),
            _ => Ok(rest),
        }
    }

    fn articles(&self, each: Each<'_, Error>) -> Result<()> {
        let mut pending: Vec<(u32, Vec<u8>)> = Vec::with_capacity(BLOCKS_AT_ONCE);
        let give = |pending: &mut Vec<(u32, Vec<u8>)>, each: Each<'_, Error>| -> Result<()> {
            let expanded: std::io::Result<Vec<Vec<u8>>> =
                pending.par_drain(..).map(|(_, bytes)| zstd::stream::decode_all(bytes.as_slice())).collect();
            let expanded = expanded.map_err(|source| Error::Io { path: self.path.to_owned(), source })?;
            expanded.iter().flat_map(|block| articles_of(block)).try_for_each(|(number, bytes)| each(number, bytes))
        };
        self.rows("kept_articles", &mut |key, bytes| {
            pending.push((key, bytes.to_vec()));
            if pending.len() == BLOCKS_AT_ONCE { give(&mut pending, each) } else { Ok(()) }
        })?;
        give(&mut pending, each)
    }

    fn clusters(&self, each: Each<'_, Error>) -> Result<()> {
        self.rows("kept_clusters", each)
    }

    fn stories(&self, each: Each<'_, Error>) -> Result<()> {
        self.rows("kept_stories", each)
    }

    fn log(&self, log: Log, each: Each<'_, Error>) -> Result<()> {
        let fault = sql(self.path);
        let query = "SELECT number, whole, value FROM kept_logs WHERE log = ?1 ORDER BY number";
        let mut statement = self.db.prepare(query).map_err(fault)?;
        let mut rows = statement.query([log.name()]).map_err(fault)?;
        let mut give = |number: u32, value: &[u8]| match value {
            [] => Ok(()),
            value => each(number, &self.inflate(value)?),
        };
        let (mut first, mut value) = (0, Vec::new());
        while let Some(row) = rows.next().map_err(fault)? {
            let (number, piece): (u32, u8) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
            let part = row.get_ref(2).and_then(|v| Ok(v.as_blob()?)).map_err(fault)?;
            let part = unsealed(part).ok_or_else(|| self.damaged(log.name(), number))?;
            if piece != Piece::Further as u8 {
                give(first, &std::mem::take(&mut value))?;
                first = number;
            }
            value.extend_from_slice(part);
        }
        give(first, &value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_given_anew_stays_in_its_block() {
        let path = Path::new("store");
        let db = Connection::open_in_memory().expect("memory");
        db.execute_batch(include_str!("schema.sql")).expect("the tables");
        let put = |numbers: &[u32], text: &str| {
            let articles = numbers.iter().map(|&number| (number, format!("{text} {number}").into_bytes())).collect();
            let pressed = press(blocks(&db, path, articles).expect("blocks"), FAST).expect("pressed");
            write_blocks(&db, path, &pressed).expect("written");
        };
        let all = || {
            let mut all = Vec::new();
            let mut each = |number, bytes: &[u8]| {
                all.push(format!("{number}: {}", String::from_utf8_lossy(bytes)));
                Ok(())
            };
            Kept::articles(&InStore { db: &db, path }, &mut each).expect("they are read");
            all
        };
        put(&(0..BLOCK + 3).collect::<Vec<u32>>(), "old");
        // The first of a block, some in between and the last of another.
        put(&[0, 1, 5, BLOCK + 2], "new");
        let text = |n: u32| if [0, 1, 5, BLOCK + 2].contains(&n) { "new" } else { "old" };
        let expected = |to: u32| (0..to).map(|n| format!("{n}: {} {n}", text(n))).collect::<Vec<_>>();
        assert_eq!(all(), expected(BLOCK + 3));
        // What was written ahead of a state that never was is gone.
        write_rest(&db, path, (BLOCK + 1, 1), 0, &squeezed(b"rest", FAST).expect("squeezed")).expect("written");
        drop_unfinished(&db, path, "marks").expect("read");
        assert_eq!(all(), expected(BLOCK + 1));
    }
}
