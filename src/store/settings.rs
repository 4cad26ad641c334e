//! Under which settings a store was made, and whether those of now may go on in it.

use super::{sql, sums};
use crate::config::{Config, StoreConfig};
use crate::error::{Error, Result, StoreError};
use rusqlite::{Connection, OptionalExtension};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;

/// What to do with a store that another version of the program wrote.
pub(super) const OTHER_VERSION: &str = "go on with the wirefold that wrote it, or fold its articles anew: `wirefold store \
     articles OLD | wirefold stream --store NEW`; what only reads reads it as before";

fn kept_value(db: &Connection, path: &Path, name: &str) -> Result<Option<String>> {
    let query = "SELECT value FROM store WHERE name = ?1";
    db.query_row(query, [name], |row| row.get(0)).optional().map_err(sql(path))
}

/// The number by which a store is told from others that stood at its place; none where it was never written to since it has
/// such a number.
pub(super) fn identity(db: &Connection, path: &Path) -> Result<Option<u64>> {
    let Some(kept) = kept_value(db, path, "identity")? else { return Ok(None) };
    u64::from_str_radix(&kept, 16).map(Some).map_err(|e| {
        Error::Store(StoreError {
            path: path.to_owned(),
            expected: "an identity of 16 digits".into(),
            found: e.to_string(),
            remedy: "`wirefold store check` tells what is damaged; go back to a copy".into(),
        })
    })
}

/// The same, made where there is none.
pub(super) fn settle_identity(db: &Connection, path: &Path) -> Result<u64> {
    if let Some(identity) = identity(db, path)? {
        return Ok(identity);
    }
    // Keys of hashers are drawn by chance.
    let identity = RandomState::new().build_hasher().finish();
    keep_value(db, path, "identity", &format!("{identity:016x}"))?;
    Ok(identity)
}

fn keep_value(db: &Connection, path: &Path, name: &str, value: &str) -> Result<()> {
    // The value and its checksum, or neither.
    let transaction = db.unchecked_transaction().map_err(sql(path))?;
    let before = kept_value(db, path, name)?.map_or(0, |before| sums::of_values(&[&name, &before]));
    db.execute("INSERT OR REPLACE INTO store VALUES (?1, ?2)", [name, value])
        .and_then(|_| sums::note(db, "settings", before ^ sums::of_values(&[&name, &value])))
        .and_then(|()| transaction.commit())
        .map_err(sql(path))
}

/// The configuration that the store was made with; none for one that was just begun.
pub(super) fn kept_config(db: &Connection, path: &Path) -> Result<Option<Config>> {
    let Some(kept) = kept_value(db, path, "config")? else { return Ok(None) };
    toml::from_str(&kept).map(Some).map_err(|e| {
        Error::Store(StoreError {
            path: path.to_owned(),
            expected: "a configuration of this version".into(),
            found: e.to_string(),
            remedy: OTHER_VERSION.into(),
        })
    })
}

/// Errors: [`Error::Config`] where old clusters are to come back, and texts, against which what is looked up is held, are not kept.
pub(super) fn accept_late(late: bool, keeps: &StoreConfig) -> Result<()> {
    if late && !keeps.text {
        let permitted = "true where old clusters are to come back: what is looked up is held against old texts".into();
        return Err(Error::Config { field: "store.text".into(), value: "false".into(), permitted });
    }
    Ok(())
}

/// The configuration to work under: that which is asked for, where it is the store's own in all that makes verdicts.
pub(super) fn config(db: &Connection, path: &Path, asked: Option<Config>) -> Result<Config> {
    let Some(kept) = kept_config(db, path)? else { return Ok(asked.unwrap_or_default()) };
    let Some(asked) = asked else { return Ok(kept) };
    accept(path, &kept, &asked)?;
    Ok(asked)
}

/// Makes a configuration the store's own.
pub(super) fn keep_config(db: &Connection, path: &Path, config: &Config) -> Result<()> {
    let text = toml::to_string(config).expect("a configuration is TOML");
    if kept_value(db, path, "config")?.as_ref() == Some(&text) {
        return Ok(());
    }
    keep_value(db, path, "config", &text)
}

/// Fails where `asked` would make other verdicts than what the store was made under.
pub(super) fn accept(path: &Path, kept: &Config, asked: &Config) -> Result<()> {
    // These change what is kept, and no verdict.
    let alike = |config: &Config| {
        let mut config = Config { keep_text: true, store: StoreConfig::default(), ..config.clone() };
        config.window.in_memory = 0;
        // By way of text, 0.44 stays 0.44, and does not become the nearest number of half the width.
        let text = serde_json::to_string(&config).expect("a configuration is JSON");
        serde_json::from_str::<serde_json::Value>(&text).expect("it was just written")
    };
    match first_difference("", &alike(asked), &alike(kept)) {
        None => Ok(()),
        Some((field, ours, theirs)) => Err(Error::Store(StoreError {
            path: path.to_owned(),
            expected: format!("{field} = {theirs}, as the store was made"),
            found: ours,
            remedy: "leave the configuration out to take the store's, or fold its articles into another store: \
                     `wirefold store articles OLD`"
                .into(),
        })),
    }
}

fn first_difference(field: &str, a: &serde_json::Value, b: &serde_json::Value) -> Option<(String, String, String)> {
    use serde_json::Value;
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => x.keys().chain(y.keys()).find_map(|key| {
            let name = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
            first_difference(&name, x.get(key).unwrap_or(&Value::Null), y.get(key).unwrap_or(&Value::Null))
        }),
        _ if a == b => None,
        _ => Some((field.to_owned(), a.to_string(), b.to_string())),
    }
}

/// Takes the name of the embedder that a new store is made with. Errors: [`Error::Store`] for another than the store's.
pub(super) fn settle_embedder(db: &Connection, path: &Path, name: Option<&str>) -> Result<()> {
    let name = name.unwrap_or("none");
    match kept_value(db, path, "embedder")? {
        None => keep_value(db, path, "embedder", name),
        Some(kept) if kept == name => Ok(()),
        Some(kept) => Err(Error::Store(StoreError {
            path: path.to_owned(),
            expected: format!("the embedder {kept}, which made its vectors"),
            found: format!("the embedder {name}"),
            remedy: "name that embedder, or fold the articles into a new store: `wirefold store articles OLD`".into(),
        })),
    }
}
