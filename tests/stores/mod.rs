//! What stores are compared by.
#![allow(dead_code, reason = "no test needs all of it")]

use rusqlite::Connection;
use std::path::Path;

/// What a store says, run by run bookkeeping left out, one line a row.
pub fn contents(path: &Path) -> Vec<String> {
    let db = Connection::open(path).expect("it opens");
    let mut lines = Vec::new();
    for (table, columns) in [
        (
            "articles",
            "article, id, version, source, published_at, url, title, language, words, simhash, content, replaced_by, \
             forgotten, checksum",
        ),
        ("texts", "*"),
        ("stories", "*"),
        ("clusters", "*"),
        ("members", "*"),
        ("edges", "*"),
        ("provenance", "*"),
        ("events", "*"),
        ("marks", "*"),
        ("redirects", "*"),
    ] {
        let mut statement = db.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1, 2")).expect(table);
        let count = statement.column_count();
        let mut rows = statement.query([]).expect(table);
        while let Some(row) = rows.next().expect(table) {
            let cells: Vec<String> = (0..count).map(|c| format!("{:?}", row.get_ref(c).expect("a cell"))).collect();
            lines.push(format!("{table} {}", cells.join(" ")));
        }
    }
    lines
}
