//! The marks by which an article that has left the window is found again: bands of its SimHash, and sampled shingles.
//!
//! They stand in the table `marks`, in parts of [`PART`] articles, and in it by what they are and not by when they came.

use super::kept::sealed;
use super::ripening::Ripening;
use super::{sql, sums};
use crate::error::Result;
use crate::fingerprint::SimHash;
use crate::sinks::{MARKED_SHINGLES, Marks};
use crate::tracked::{from_bytes, to_bytes};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::Path;

/// The table, and the log of what goes there.
const TABLE: &str = "marks";
pub const LOG: &str = "marks";

/// Articles of a part.
pub const PART: u32 = 1 << 17;

/// Marks that gather before they go into the table: those of about two thousand articles.
const ENOUGH: usize = 24_000;

/// Parts that are looked into, the latest: so that a lookup has an end, however large the store.
const PARTS: u32 = 64;

/// Articles of one part to which one mark leads, the latest. Where more have it, it tells nothing by itself: forms share such
/// marks.
const COMMON: usize = 16;

/// Marks that two articles must have in common where others have them too: nearly all, as a text has that comes back often.
const SHARED_COMMON: u32 = 6;

/// Articles that a lookup names at most: each of them is compared.
const NAMED: usize = 4;

/// Marks that two articles must have in common, where their SimHashes are not near.
const SHARED: u32 = 2;

/// Bits in which SimHashes that are near differ at most: such two agree on one band.
const NEAR: u32 = 3;

const BANDS: u32 = 4;

const FIND: &str = "SELECT article, simhash FROM marks WHERE part = ?1 AND mark = ?2 AND article < ?3 \
                    ORDER BY article DESC LIMIT ?4";

/// What is known of an article by one mark: its number and, for a band, its SimHash.
type Entry = (u32, Option<u64>);

/// The marks of an article as numbers: shingles are positive, bands negative, with their own number above their 16 bits. Each
/// with the SimHash where it is a band.
fn numbers(marks: &Marks) -> Vec<(i64, Option<u64>)> {
    let mut shingles: Vec<i64> =
        marks.shingles.iter().filter(|hash| **hash != 0).map(|hash| i64::from(hash >> 1)).collect();
    // Two that differ in the last bit are one.
    shingles.sort_unstable();
    shingles.dedup();
    let simhash = marks.simhash.0;
    let bands = (0..BANDS).filter(|_| simhash != 0).map(|band| {
        let value = (simhash >> (16 * band)) as u16;
        (-1 - (i64::from(band) << 16 | i64::from(value)), Some(simhash))
    });
    shingles.into_iter().map(|shingle| (shingle, None)).chain(bands).collect()
}

/// An article's marks as they stand in the log: its number, its SimHash, its shingles.
type Logged = (u32, u64, [u32; MARKED_SHINGLES]);

/// Marks that are not in the table yet.
#[derive(Debug)]
pub struct Pending {
    marks: Ripening<(u32, i64), Vec<Entry>>,
    /// Those that are not in the log yet.
    unlogged: Vec<Logged>,
}

impl Default for Pending {
    fn default() -> Self {
        Self { marks: Ripening::new(LOG, ENOUGH), unlogged: Vec::new() }
    }
}

impl Pending {
    /// Adds an article's. Articles come in the order of their numbers.
    pub fn add(&mut self, article: u32, marks: &Marks) {
        for (mark, simhash) in numbers(marks) {
            self.marks.young.entry((article / PART, mark)).or_default().push((article, simhash));
        }
        self.unlogged.push((article, marks.simhash.0, marks.shingles));
    }

    /// Writes into the open transaction what has come since the last time and, of what has gathered, what is its turn; with
    /// `all`, everything into the table. `number` is that of the last row of all logs. Gives where the log begins from then on,
    /// as [`Ripening::move_on`] does.
    pub fn put_away(&mut self, db: &Connection, number: &mut i64, all: bool) -> rusqlite::Result<Option<i64>> {
        let come = std::mem::take(&mut self.unlogged);
        if all {
            return self.marks.put_all_away(db, |marks| write(db, marks)).map(|()| None);
        }
        if !come.is_empty() {
            *number += 1;
            let add = "INSERT INTO kept_logs VALUES (?1, ?2, 0, ?3)";
            db.prepare_cached(add)?.execute(params![LOG, *number, sealed(&to_bytes(&come))])?;
        }
        self.marks.move_on(db, |marks| write(db, marks))
    }

    /// Writes into the table what an earlier run left in the log. Errors: [`StoreError`](crate::error::StoreError) where it
    /// is damaged.
    pub fn take_up(db: &Connection, path: &Path) -> Result<()> {
        let (mut left, mut found) = (Self::default(), Vec::new());
        left.marks.left(db, path, |bytes| {
            found.append(&mut from_bytes::<Vec<Logged>>(bytes)?);
            Ok(())
        })?;
        if found.is_empty() {
            return Ok(());
        }
        for (article, simhash, shingles) in found {
            left.add(article, &Marks { simhash: SimHash(simhash), shingles, ..Marks::default() });
        }
        db.execute_batch("BEGIN IMMEDIATE")
            .and_then(|()| left.put_away(db, &mut 0, true).map(drop))
            .and_then(|()| db.execute_batch("COMMIT"))
            .map_err(sql(path))
    }

    /// The articles before `first` that share most marks with others, the likeliest first.
    ///
    /// Cost: for each of the last [`PARTS`] parts 12 places of the table, and up to 17 entries at each.
    pub fn find(&self, db: &Connection, marks: &Marks, first: u32) -> rusqlite::Result<Vec<u32>> {
        let Some(last) = first.checked_sub(1) else { return Ok(Vec::new()) };
        // Whether it is near, and how many marks it shares: those that few have, and all.
        let mut found: FxHashMap<u32, (bool, u32, u32)> = FxHashMap::default();
        let mut statement = db.prepare_cached(FIND)?;
        let numbers = numbers(marks);
        for part in (last / PART).saturating_sub(PARTS - 1)..=last / PART {
            for (mark, _) in &numbers {
                let pending = self.marks.get((part, *mark)).flatten();
                let mut entries: Vec<Entry> = pending.filter(|(article, _)| *article < first).copied().collect();
                let mut rows = statement.query(params![part, mark, first, COMMON as u32 + 1])?;
                while let Some(row) = rows.next()? {
                    entries.push((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(|s| s as u64)));
                }
                let is_common = entries.len() > COMMON;
                entries.sort_unstable_by_key(|(article, _)| std::cmp::Reverse(*article));
                for (article, simhash) in entries.into_iter().take(COMMON) {
                    let (is_near, rare, shared) = found.entry(article).or_default();
                    *shared += 1;
                    if !is_common {
                        *rare += 1;
                        *is_near |= simhash.is_some_and(|simhash| (simhash ^ marks.simhash.0).count_ones() <= NEAR);
                    }
                }
            }
        }
        let is_alike = |&(_, (is_near, rare, shared)): &(u32, (bool, u32, u32))| {
            is_near || rare >= SHARED || shared >= SHARED_COMMON
        };
        let mut found: Vec<(u32, (bool, u32, u32))> = found.into_iter().filter(is_alike).collect();
        // Of equals the latest, which is the likeliest to have a text that is printed today.
        found.sort_unstable_by_key(|&(article, (is_near, _, shared))| std::cmp::Reverse((is_near, shared, article)));
        found.truncate(NAMED);
        Ok(found.into_iter().map(|(article, _)| article).collect())
    }
}

/// Writes marks into the table.
fn write(db: &Connection, marks: BTreeMap<(u32, i64), Vec<Entry>>) -> rusqlite::Result<()> {
    let mut add = db.prepare_cached("INSERT OR IGNORE INTO marks VALUES (?1, ?2, ?3, ?4)")?;
    let mut sum = 0;
    for ((part, mark), entries) in marks {
        for (article, simhash) in entries {
            let simhash = simhash.map(|s| s as i64);
            if add.execute(params![part, mark, article, simhash])? > 0 {
                sum ^= sums::of_values(params![part, mark, article, simhash]);
            }
        }
    }
    sums::note(db, TABLE, sum)
}

/// Removes an article's from the table. Cost: O([`PART`]).
pub fn remove(db: &Connection, article: u32) -> rusqlite::Result<()> {
    let remove = "DELETE FROM marks WHERE part = ?1 AND article = ?2 RETURNING *";
    let gone = sums::of_rows(&mut *db.prepare_cached(remove)?, params![article / PART, article])?;
    sums::note(db, TABLE, gone)
}

#[cfg(test)]
mod tests {
    use super::super::kept::sweep;
    use super::*;
    use crate::random::SplitMix64;
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
    fn shingles_that_differ_in_the_last_bit_are_one_mark() {
        let mut marks = own(3);
        marks.shingles[1] = marks.shingles[0] ^ 1;
        assert_eq!(numbers(&marks).len(), MARKED_SHINGLES - 1 + BANDS as usize);
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
                pending.put_away(&db, &mut 0, true).expect("written");
            }
            let find = |marks: &Marks, first| pending.find(&db, marks, first).expect("an answer");
            assert_eq!(find(&own(5), 200), [5]);
            assert!(find(&own(5), 5).is_empty(), "it is in the window");
            assert_eq!(find(&near, 200), [7]);
            assert_eq!(find(&cut, 200), [9]);
            assert!(find(&own(1000), 200).is_empty());
        }
        assert!(sums::is_whole(&db, TABLE, "SELECT * FROM marks").expect("an answer"));
        remove(&db, 5).expect("removed");
        assert!(sums::is_whole(&db, TABLE, "SELECT * FROM marks").expect("an answer"));
        db.execute("UPDATE marks SET simhash = simhash + 1 WHERE article = 9 AND mark < 0", []).expect("changed");
        assert!(!sums::is_whole(&db, TABLE, "SELECT * FROM marks").expect("an answer"));
        assert!(pending.find(&db, &own(5), 200).expect("an answer").is_empty());
    }

    #[test]
    fn marks_are_found_and_kept_at_every_step_into_the_table() {
        let db = table();
        let mut pending = Pending::default();
        let count = |query: &str| db.query_row(query, [], |row| row.get::<_, u32>(0)).expect("a number");
        let (mut number, mut voided) = (0, Vec::new());
        let (mut most, articles) = (0, 3 * ENOUGH as u32 / 12);
        for n in 0..articles {
            pending.add(n, &own(n.into()));
            if n % 100 == 99 {
                let begins = pending.put_away(&db, &mut number, false).expect("written");
                voided.extend(begins.map(|number| (LOG, number)));
                sweep(&db, &mut voided).expect("deleted");
                let known = n / 2;
                assert_eq!(pending.find(&db, &own(known.into()), articles).expect("an answer"), [known]);
                most = most.max(count("SELECT count(*) FROM kept_logs"));
            }
        }
        assert!(most < 2 * (ENOUGH / 1200) as u32 + 4, "the log is short: {most}");
        assert!(count("SELECT count(*) FROM marks") > ENOUGH as u32);
        // A run that ended here leaves all but the last few to the next.
        drop(pending);
        Pending::take_up(&db, Path::new("store")).expect("taken up");
        assert_eq!(count("SELECT count(DISTINCT article) FROM marks"), articles / 100 * 100);
        assert_eq!(count("SELECT count(*) FROM kept_logs"), 0);
        assert!(sums::is_whole(&db, TABLE, "SELECT * FROM marks").expect("an answer"));
    }

    #[test]
    fn what_comes_back_often_is_found_by_its_latest_printings() {
        let db = table();
        let mut pending = Pending::default();
        // A text that comes back with a changed end, among others, and a form of which two marks in three are filled.
        let printing = |n: u64| {
            let mut marks = own(1);
            (marks.simhash, marks.shingles[7]) = (own(n + 10).simhash, own(n + 10).shingles[7]);
            marks
        };
        let form = |n: u64| {
            let mut marks = own(n + 1000);
            marks.shingles[..4].copy_from_slice(&own(2).shingles[..4]);
            marks
        };
        for n in 0..100 {
            pending.add(3 * n, &printing(u64::from(n)));
            pending.add(3 * n + 1, &form(u64::from(n)));
        }
        for written in [false, true] {
            if written {
                pending.put_away(&db, &mut 0, true).expect("written");
            }
            assert_eq!(pending.find(&db, &printing(200), 300).expect("an answer"), [297, 294, 291, 288]);
            assert_eq!(pending.find(&db, &form(200), 300).expect("an answer"), Vec::<u32>::new());
        }
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
            pending.put_away(&db, &mut 0, true).expect("written");
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
