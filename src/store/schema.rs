//! The tables, their version, and how older ones are brought up to date.

use super::{StoreError, sql};
use crate::error::{Error, Result};
use rusqlite::Connection;
use std::io::Read;
use std::path::Path;

/// What every SQLite file begins with.
pub const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// `wfld`: tells a store from other SQLite files.
const APPLICATION_ID: i64 = 0x7766_6c64;

/// What brings a store from each version to the next; the first makes it.
const STEPS: [&str; 1] = [include_str!("schema.sql")];

/// The version that this program writes.
pub const STORE_VERSION: i64 = STEPS.len() as i64;

/// Makes the tables, or brings them up to date.
///
/// Errors: [`Error::Store`] for a file that is no store, or a newer one.
pub fn prepare(db: &mut Connection, path: &Path) -> Result<()> {
    let fault = sql(path);
    let version = check(db, path)?;
    if version == STORE_VERSION {
        return Ok(());
    }
    let transaction = db.transaction().map_err(fault)?;
    for step in &STEPS[version as usize..] {
        transaction.execute_batch(step).map_err(fault)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(fault)?;
    transaction.pragma_update(None, "user_version", STORE_VERSION).map_err(fault)?;
    transaction.commit().map_err(fault)
}

/// Whether a file that is there may be a store, by its first bytes: so that nothing is made beside one that is none.
///
/// Errors: [`Error::Store`] for one that cannot be.
pub fn check_head(path: &Path) -> Result<()> {
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(72).read_to_end(&mut head));
    let is_folder = path.is_dir();
    if !is_folder && (read.is_err() || head.is_empty()) {
        return Ok(());
    }
    let number =
        |at: usize| head.get(at..at + 4).map_or(0, |b| i64::from(u32::from_be_bytes([b[0], b[1], b[2], b[3]])));
    let (pages, application) = (number(28), number(68));
    let found = match head.starts_with(MAGIC) {
        false if is_folder => "a folder".to_owned(),
        false => "a file that is not a database".to_owned(),
        // One that has a page at most may be a store that was just begun.
        true if application == APPLICATION_ID || application == 0 && pages <= 1 => return Ok(()),
        true => format!("another SQLite file (application id {application})"),
    };
    Err(Error::Store(StoreError {
        path: path.to_owned(),
        expected: "a store of wirefold".into(),
        found,
        remedy: "name another file".into(),
    }))
}

/// Whether a file has all the pages that its head tells of: SQLite finds out only when it comes to one that is not there.
///
/// Errors: [`Error::Store`] for one that has not.
pub fn check_length(path: &Path) -> Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let mut head = [0u8; 96];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    // Pages may still be in the log; a file without a head is SQLite's to judge.
    if read.is_err() || std::fs::metadata(Path::new(&log)).is_ok_and(|log| log.len() > 0) {
        return Ok(());
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    // 1 stands for 65536. The count of pages holds where it was written last by one who knew of it.
    let page_bytes = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        bytes => u64::from(bytes),
    };
    let expected = page_bytes * u64::from(number(28));
    let found = std::fs::metadata(path).map_or(0, |file| file.len());
    if number(24) != number(92) || found >= expected {
        return Ok(());
    }
    Err(Error::Store(StoreError {
        path: path.to_owned(),
        expected: format!("a file of {expected} bytes"),
        found: format!("{found} bytes"),
        remedy: "it was cut off: go back to a copy".into(),
    }))
}

/// The version of a store, 0 for an empty file. Errors as [`prepare`].
pub fn check(db: &Connection, path: &Path) -> Result<i64> {
    let fault = sql(path);
    let number = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(fault);
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(fault)?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID {
        return Err(Error::Store(StoreError {
            path: path.to_owned(),
            expected: "a store of wirefold".into(),
            found: format!("another SQLite file (application id {application}, {tables} tables)"),
            remedy: "name another file".into(),
        }));
    }
    if !(1..=STORE_VERSION).contains(&version) {
        return Err(Error::Store(StoreError {
            path: path.to_owned(),
            expected: format!("version {STORE_VERSION} of the tables, or an older one"),
            found: format!("version {version}"),
            remedy: "use the version of wirefold that wrote it, or a later one".into(),
        }));
    }
    Ok(version)
}
