//! The tables, their version, and how older ones are brought up to date.

use super::{StoreError, sql};
use crate::error::{Error, Result};
use rusqlite::Connection;
use std::path::Path;

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
