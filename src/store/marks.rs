//! The marks by which an article that has left the window is found again: bands of its SimHash, and sampled shingles.
//!
//! They stand in the table `marks`, in parts of [`PART`] articles, so that what is written at once lies close together. They
//! are written when the engine's state is put away, in order, and wait in memory until then.

use super::sums;
use crate::sinks::Marks;
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The table.
const TABLE: &str = "marks";

/// Articles of a part.
pub const PART: u32 = 1 << 17;

/// Parts that are looked into, the latest: so that a lookup has an end, however large the store.
const PARTS: u32 = 64;

/// Articles of one part to which one mark may lead: a mark that more have tells nothing.
const COMMON: usize = 16;

/// Articles that a lookup names at most: each of them is compared.
const NAMED: usize = 4;

/// Marks that two articles must have in common, where their SimHashes are not near.
const SHARED: u32 = 2;

/// Bits in which SimHashes that are near differ at most: such two agree on one band.
const NEAR: u32 = 3;

const BANDS: u32 = 4;

const FIND: &str = "SELECT article, simhash FROM marks WHERE part = ?1 AND mark = ?2 AND article < ?3 LIMIT ?4";

/// What is known of an article by one mark: its number and, for a band, its SimHash.
type Entry = (u32, Option<u64>);

/// The marks of an article as numbers: shingles are positive, bands negative, with their own number above their 16 bits. Each
/// with the SimHash where it is a band.
fn numbers(marks: &Marks) -> Vec<(i64, Option<u64>)> {
    let shingles = marks.shingles.iter().filter(|hash| **hash != 0).map(|hash| (i64::from(hash >> 1), None));
    let simhash = marks.simhash.0;
    let bands = (0..BANDS).filter(|_| simhash != 0).map(|band| {
        let value = (simhash >> (16 * band)) as u16;
        (-1 - (i64::from(band) << 16 | i64::from(value)), Some(simhash))
    });
    shingles.chain(bands).collect()
}

/// Marks that are not in the table yet.
#[derive(Debug, Default)]
pub struct Pending(BTreeMap<(u32, i64), Vec<Entry>>);

impl Pending {
    /// Adds an article's. Articles come in the order of their numbers.
    pub fn add(&mut self, article: u32, marks: &Marks) {
        for (mark, simhash) in numbers(marks) {
            self.0.entry((article / PART, mark)).or_default().push((article, simhash));
        }
    }

    /// Writes all into the open transaction. They are in the table from now on.
    pub fn write(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let mut add = db.prepare_cached("INSERT OR IGNORE INTO marks VALUES (?1, ?2, ?3, ?4)")?;
        let mut sum = 0;
        for ((part, mark), entries) in std::mem::take(&mut self.0) {
            for (article, simhash) in entries {
                let simhash = simhash.map(|s| s as i64);
                if add.execute(params![part, mark, article, simhash])? > 0 {
                    sum ^= sums::of_values(params![part, mark, article, simhash]);
                }
            }
        }
        sums::note(db, TABLE, sum)
    }

    /// The articles before `first` that share most marks with others, the likeliest first.
    ///
    /// Cost: for each of the last [`PARTS`] parts 12 places of the table, and up to 17 entries at each.
    pub fn find(&self, db: &Connection, marks: &Marks, first: u32) -> rusqlite::Result<Vec<u32>> {
        let Some(last) = first.checked_sub(1) else { return Ok(Vec::new()) };
        let mut found: FxHashMap<u32, (bool, u32)> = FxHashMap::default();
        let mut statement = db.prepare_cached(FIND)?;
        let numbers = numbers(marks);
        for part in (last / PART).saturating_sub(PARTS - 1)..=last / PART {
            for (mark, _) in &numbers {
                let mut entries: Vec<Entry> = Vec::new();
                let mut rows = statement.query(params![part, mark, first, COMMON as u32 + 1])?;
                while let Some(row) = rows.next()? {
                    entries.push((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(|s| s as u64)));
                }
                let pending = self.0.get(&(part, *mark)).into_iter().flatten();
                entries.extend(pending.filter(|(article, _)| *article < first));
                if entries.len() > COMMON {
                    continue;
                }
                for (article, simhash) in entries {
                    let (is_near, shared) = found.entry(article).or_default();
                    *is_near |= simhash.is_some_and(|simhash| (simhash ^ marks.simhash.0).count_ones() <= NEAR);
                    *shared += 1;
                }
            }
        }
        let mut found: Vec<(u32, (bool, u32))> =
            found.into_iter().filter(|(_, (is_near, shared))| *is_near || *shared >= SHARED).collect();
        // Of equals the latest, which is the likeliest to have a text that is printed today.
        found.sort_unstable_by_key(|&(article, (is_near, shared))| std::cmp::Reverse((is_near, shared, article)));
        found.truncate(NAMED);
        Ok(found.into_iter().map(|(article, _)| article).collect())
    }
}

/// Removes an article's from the table. Cost: O([`PART`]).
pub fn remove(db: &Connection, article: u32) -> rusqlite::Result<()> {
    let remove = "DELETE FROM marks WHERE part = ?1 AND article = ?2 RETURNING *";
    let gone = sums::of_rows(&mut *db.prepare_cached(remove)?, params![article / PART, article])?;
    sums::note(db, TABLE, gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::SimHash;
    use crate::random::SplitMix64;
    use crate::sinks::MARKED_SHINGLES;
    use rusqlite::StatementStatus;

    fn table() -> Connection {
        let db = Connection::open_in_memory().expect("memory");
        db.execute_batch(include_str!("schema.sql")).expect("the tables");
        db
    }

    /// The marks of a text of its own.
    fn own(seed: u64) -> Marks {
        let random = &mut SplitMix64::of(seed, &[]);
        let mut shingles = [0; MARKED_SHINGLES];
        shingles.iter_mut().for_each(|hash| *hash = random.bits() as u32 | 2);
        Marks { simhash: SimHash(random.bits()), shingles, ..Marks::default() }
    }

    #[test]
    fn what_shares_marks_is_found_in_memory_and_in_the_table() {
        let db = table();
        let mut pending = Pending::default();
        (0..200).for_each(|n| pending.add(n, &own(n.into())));
        let near = Marks { simhash: SimHash(own(7).simhash.0 ^ 0b111), ..own(1000) };
        let mut cut = own(1001);
        cut.shingles[..3].copy_from_slice(&own(9).shingles[4..7]);
        for written in [false, true] {
            if written {
                pending.write(&db).expect("written");
            }
            let find = |marks: &Marks, first| pending.find(&db, marks, first).expect("an answer");
            assert_eq!(find(&own(5), 200), [5]);
            assert!(find(&own(5), 5).is_empty(), "it is in the window");
            assert_eq!(find(&near, 200), [7]);
            assert_eq!(find(&cut, 200), [9]);
            assert!(find(&own(1000), 200).is_empty());
        }
        assert!(sums::is_whole(&db, TABLE).expect("an answer"));
        remove(&db, 5).expect("removed");
        assert!(sums::is_whole(&db, TABLE).expect("an answer"));
        db.execute("UPDATE marks SET simhash = simhash + 1 WHERE article = 9 AND mark < 0", []).expect("changed");
        assert!(!sums::is_whole(&db, TABLE).expect("an answer"));
        assert!(pending.find(&db, &own(5), 200).expect("an answer").is_empty());
    }

    /// However many articles there are, and however many of them have a mark.
    #[test]
    fn a_lookup_has_an_end() {
        let steps = |articles: u32, alike: u32| {
            let db = table();
            let mut pending = Pending::default();
            for n in 0..articles {
                let form = if n % alike == 0 { own(1) } else { own(u64::from(n) + 2) };
                // Spread over parts, as if a hundred others came between two.
                pending.add(n * 100, &form);
            }
            pending.write(&db).expect("written");
            let found = pending.find(&db, &own(1), articles * 100).expect("an answer");
            assert!(found.len() <= NAMED);
            db.prepare_cached(FIND).expect("it is there").get_status(StatementStatus::VmStep)
        };
        // Sixteen parts of 1300 articles; in each, one has the marks, or all have them.
        let (few, many) = (steps(20_000, 1300), steps(20_000, 1));
        assert!(many < few + 16 * 12 * 17 * 10, "{many} steps, where few have the marks {few}");
        assert!(few < 16 * 12 * 40, "{few} steps");
    }
}
