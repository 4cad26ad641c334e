//! Reading a store where nothing may be written beside it.

use super::sql;
use crate::error::Result;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Whether nothing stands beside the store that is part of how it is: nobody has it open to write.
pub(super) fn is_so(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(Path::new(&log)).map_or(true, |log| log.len() == 0)
}

/// Opens a store that nobody writes meanwhile: that it is read is noted nowhere. Errors: [`Error::Store`](crate::error::Error).
pub(super) fn open(path: &Path) -> Result<Connection> {
    let escaped = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags).map_err(sql(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::store::{Archive, Opening};

    #[test]
    fn a_store_at_rest_is_read_without_a_trace() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("50 % #1?.db");
        let mut archive = Archive::open(&path, Opening::default()).expect("a store");
        archive.ingest_batch(&[Article::new("a", "Cracks shut the Karsova dam.")]).expect("a verdict");
        archive.commit().expect("it is durable");
        assert!(!is_so(&path), "it is written");
        archive.close().expect("it closes");
        assert!(is_so(&path));
        let names = || std::fs::read_dir(folder.path()).expect("a folder").count();
        let before = names();
        let db = open(&path).expect("it opens");
        let count: i64 = db.query_row("SELECT count(*) FROM articles", [], |row| row.get(0)).expect("a row");
        assert_eq!((count, names()), (1, before));
    }
}
