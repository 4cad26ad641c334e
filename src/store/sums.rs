//! Checksums over whole tables: the checksums of their rows, each crossed with the others, so that rows come and go in any
//! order. They stand in the table `store`, under the names of the tables, and under `settings` for the settings there.

use super::rows::Checksum;
use rusqlite::{Connection, Params, Row, Statement, ToSql};

/// The checksum of a row, by its values.
pub fn of_values(values: &[&dyn ToSql]) -> i64 {
    let mut sum = Checksum::default();
    values.iter().for_each(|value| sum.add(*value));
    sum.finish()
}

fn of_row(row: &Row<'_>, columns: usize) -> rusqlite::Result<i64> {
    let mut sum = Checksum::default();
    (0..columns).try_for_each(|column| row.get_ref(column).map(|value| sum.add_value(value)))?;
    Ok(sum.finish())
}

/// The sum of the rows that a statement gives.
pub fn of_rows(statement: &mut Statement<'_>, values: impl Params) -> rusqlite::Result<i64> {
    let columns = statement.column_count();
    let mut rows = statement.query(values)?;
    let mut sum = 0;
    while let Some(row) = rows.next()? {
        sum ^= of_row(row, columns)?;
    }
    Ok(sum)
}

/// Notes the sum of rows that came or went.
pub fn note(db: &Connection, name: &str, sum: i64) -> rusqlite::Result<()> {
    // What `^` is where there is none.
    let note = "INSERT INTO store VALUES (?1, ?2) \
                ON CONFLICT (name) DO UPDATE SET value = (value | ?2) - (value & ?2)";
    db.prepare_cached(note)?.execute((name, sum)).map(drop)
}

/// Whether rows are as they were written: those that `query` gives against the sum that was noted under a name.
pub fn is_whole(db: &Connection, name: &str, query: &str) -> rusqlite::Result<bool> {
    let found = of_rows(&mut db.prepare(query)?, [])?;
    let noted = "SELECT coalesce((SELECT value FROM store WHERE name = ?1), 0)";
    db.query_row(noted, [name], |row| row.get(0)).map(|noted: i64| noted == found)
}
