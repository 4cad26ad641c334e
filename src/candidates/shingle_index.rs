//! Inverted index of a segment: sampled shingle → the articles that hold it.

use crate::prefetch::{ask_for_pages, prefetch};

/// Entries of a line, which a processor reads at once.
const LINE: usize = 16;

/// Bits of an entry that number its article; those above are its tag.
const ARTICLE_BITS: u32 = 20;

/// Articles that can be numbered.
pub const MAX_ARTICLES: usize = 1 << ARTICLE_BITS;

/// Least size of a table, in lines: 1 MiB, room for some thousand articles in two of them.
const MIN_LINES: usize = 1 << 14;

/// Largest size: 256 MiB, room for 48 samples of each article that can be numbered.
const MAX_LINES: usize = 1 << 22;

/// Share of the entries, in quarters, at which a table is full: beyond it walks go over ever more lines.
const FULL_QUARTERS: usize = 3;

/// Hashes ahead whose lines are asked for.
const AHEAD: usize = 12;

/// Lines for whose memory is asked with each article, until there is that of all: a mebibyte.
const LINES_TO_COME: usize = 1 << 14;

/// Tags with their articles, 0 where there is none; filled from the first on. In one line of a processor's cache.
#[derive(Clone, Copy, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C, align(64))]
struct Line([u32; LINE]);

impl Line {
    /// A bit for each entry of which `is` holds.
    #[inline(always)]
    fn which(&self, is: impl Fn(u32) -> bool) -> u32 {
        // A loop without branches, which becomes vector instructions.
        let mut bits = 0;
        for (n, &entry) in self.0.iter().enumerate() {
            bits |= u32::from(is(entry)) << n;
        }
        bits
    }

    #[inline]
    fn tagged(&self, tag: u32) -> u32 {
        self.which(|entry| is_tagged(entry, tag))
    }

    /// How many entries have the tag. Most have not, and counting costs half of what [`Self::tagged`] does.
    #[inline]
    fn count(&self, tag: u32) -> u32 {
        self.0.iter().map(|&entry| u32::from(is_tagged(entry, tag))).sum()
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.0[LINE - 1] != 0
    }
}

/// A table of fixed size, 4 bytes an entry, which is never rebuilt: who adds the next article never waits for the earlier.
///
/// An entry lies in the first line with room of a [`Walk`] from that which the high bits of its shingle name: each line is that
/// of as many hashes that follow each other. Its tag is the low bits but for the last, which all hashes of a table have in
/// common; the two tell shingles apart by at least 25 of their 32 bits, that one counted. Two that are taken for one add one to
/// what a pair of articles is thought to share, in one of some hundred pairs.
#[derive(Debug)]
pub struct ShingleIndex {
    lines: Vec<Line>,
    entries: usize,
    /// Lines for whose memory was asked.
    given: usize,
}

impl ShingleIndex {
    /// A table of so many lines, an even number within the bounds of sizes.
    pub fn new(lines: u32) -> Self {
        Self {
            lines: bytemuck::zeroed_vec((lines as usize).next_multiple_of(2).clamp(MIN_LINES, MAX_LINES)),
            entries: 0,
            given: 0,
        }
    }

    /// The lines of a table with room for so many entries, within the bounds of sizes.
    pub fn lines_for(entries: usize) -> u32 {
        entries.saturating_mul(4).div_ceil(FULL_QUARTERS * LINE).next_multiple_of(2).clamp(MIN_LINES, MAX_LINES) as u32
    }

    /// Size of the table, in lines.
    pub fn lines(&self) -> u32 {
        self.lines.len() as u32
    }

    /// Entries held.
    pub fn entries(&self) -> usize {
        self.entries
    }

    /// Whether so many more entries would fill it.
    pub fn is_full_with(&self, more: usize) -> bool {
        self.entries + more > self.lines.len() * LINE * FULL_QUARTERS / 4
    }

    /// Lists an article, below [`MAX_ARTICLES`], under each of its shingles that has fewer than `cap` articles, or that has
    /// the one that it `replaces`, in whose place it then stands.
    pub fn insert(&mut self, article: u32, replaces: Option<u32>, hashes: &[u32], cap: usize) {
        let given = self.lines.len().min(self.given + LINES_TO_COME);
        ask_for_pages(&mut self.lines[self.given..given]);
        self.given = given;
        for (n, &hash) in hashes.iter().enumerate().take(self.lines.len() * LINE - self.entries - 1) {
            self.ask_ahead(hashes, n);
            let tag = tag(hash);
            if replaces.is_some_and(|old| self.replace(self.walk(hash), tag | old, tag | article)) {
                continue;
            }
            let (last, listed) = self.walk_to_end(hash);
            let line = &mut self.lines[last];
            let free = line.which(|entry| entry == 0).trailing_zeros() as usize;
            if (listed as usize) < cap && free < LINE {
                line.0[free] = tag | article;
                self.entries += 1;
            }
        }
    }

    /// Puts an entry in the place of another, which is looked for on a walk; gives whether it was there.
    fn replace(&mut self, mut walk: Walk, old: u32, new: u32) -> bool {
        loop {
            let line = &mut self.lines[walk.line];
            if let Some(entry) = line.0.iter_mut().find(|entry| **entry == old) {
                *entry = new;
                return true;
            }
            if !line.is_full() {
                return false;
            }
            walk.go_on(self.lines.len());
        }
    }

    /// Calls `found` for each article under each of `hashes`, with how many there are under that one.
    pub fn look_up(&self, hashes: &[u32], mut found: impl FnMut(u32, u32)) {
        for (n, &hash) in hashes.iter().enumerate() {
            self.ask_ahead(hashes, n);
            let tag = tag(hash);
            let (_, listed) = self.walk_to_end(hash);
            let (mut walk, mut left) = (self.walk(hash), listed);
            while left > 0 {
                let line = &self.lines[walk.line];
                let mut same = line.tagged(tag);
                left -= same.count_ones();
                while same != 0 {
                    found(line.0[same.trailing_zeros() as usize] ^ tag, listed);
                    same &= same - 1;
                }
                walk.go_on(self.lines.len());
            }
        }
    }

    /// Asks for the lines of the first of `hashes`, which [`Self::look_up`] then finds near.
    pub fn ask(&self, hashes: &[u32]) {
        hashes.iter().take(AHEAD).for_each(|&hash| prefetch(&self.lines[self.walk(hash).line]));
    }

    /// Asks for the line of a hash ahead, and for the next two of one that is nearer, where its first is full.
    #[inline]
    fn ask_ahead(&self, hashes: &[u32], n: usize) {
        if let Some(&hash) = hashes.get(n + AHEAD) {
            prefetch(&self.lines[self.walk(hash).line]);
        }
        if let Some(&hash) = hashes.get(n + AHEAD / 2) {
            let mut walk = self.walk(hash);
            if self.lines[walk.line].is_full() {
                for _ in 0..2 {
                    walk.go_on(self.lines.len());
                    prefetch(&self.lines[walk.line]);
                }
            }
        }
    }

    /// The line with room in which the walk of a hash ends, and how many entries on the way have its tag.
    #[inline]
    fn walk_to_end(&self, hash: u32) -> (usize, u32) {
        let (tag, mut walk) = (tag(hash), self.walk(hash));
        let mut listed = self.lines[walk.line].count(tag);
        let mut ahead = walk;
        ahead.go_on(self.lines.len());
        while self.lines[walk.line].is_full() {
            walk = ahead;
            ahead.go_on(self.lines.len());
            prefetch(&self.lines[ahead.line]);
            listed += self.lines[walk.line].count(tag);
        }
        (walk.line, listed)
    }

    /// From the line that the high bits of a hash name.
    #[inline]
    fn walk(&self, hash: u32) -> Walk {
        let line = ((u64::from(hash) * self.lines.len() as u64) >> 32) as usize;
        let pairs = 1 + (tag(hash) >> ARTICLE_BITS) as usize;
        Walk { line, stride: 2 * pairs, turns: 0 }
    }
}

/// The lines in which an entry may lie, in order: its own, the other of that pair, then pairs at a distance that the tag names,
/// so that shingles which many articles hold do not fill a stretch of the table; at last each pair of the table.
#[derive(Clone, Copy)]
struct Walk {
    line: usize,
    /// From pair to pair, in lines; less than the least table has.
    stride: usize,
    turns: u32,
}

impl Walk {
    /// Lines that are walked in strides; strides alone would not reach all.
    const STRIDING: u32 = 32;

    #[inline]
    fn go_on(&mut self, lines: usize) {
        self.turns += 1;
        if self.turns % 2 == 1 {
            self.line ^= 1;
            return;
        }
        self.line += if self.turns < Self::STRIDING { self.stride } else { 2 };
        if self.line >= lines {
            self.line -= lines;
        }
    }
}

#[inline(always)]
fn is_tagged(entry: u32, tag: u32) -> bool {
    (entry ^ tag) < MAX_ARTICLES as u32
}

/// The low bits in their place, never all 0: so no entry is 0.
fn tag(hash: u32) -> u32 {
    (hash >> 1 << ARTICLE_BITS).max(1 << ARTICLE_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rustc_hash::FxHashMap;

    fn found(index: &ShingleIndex, hash: u32) -> Vec<u32> {
        let mut articles = Vec::new();
        index.look_up(&[hash], |article, _| articles.push(article));
        articles.sort_unstable();
        articles
    }

    #[test]
    fn a_shingle_that_all_have_leads_to_the_first_of_them() {
        let mut index = ShingleIndex::new(0);
        (0..1000).for_each(|article| index.insert(article, None, &[7 << 20 | 9], 128));
        assert_eq!(found(&index, 7 << 20 | 9), (0..128).collect::<Vec<u32>>());
        assert_eq!(index.entries(), 128);
    }

    #[test]
    fn a_table_says_when_it_is_full_and_takes_no_harm_beyond() {
        let mut index = ShingleIndex::new(0);
        let room = MIN_LINES * LINE;
        assert!(!index.is_full_with(room * 3 / 4) && index.is_full_with(room * 3 / 4 + 1));
        let hashes: Vec<u32> = (0..2 * room as u32).map(|n| n.wrapping_mul(0x9e37_79b1)).collect();
        index.insert(0, None, &hashes, usize::MAX);
        assert_eq!(index.entries(), room - 1);
        assert!(hashes[..room - 1].iter().all(|&hash| found(&index, hash).contains(&0)));
    }

    proptest! {
        #[test]
        fn it_finds_what_was_listed(articles in prop::collection::vec(prop::collection::vec(0u32..300, 0..40), 0..60)) {
            let mut index = ShingleIndex::new(MIN_LINES as u32 + 7);
            let mut expected: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for (article, shingles) in (0..).zip(articles) {
                // A sample has no repeats; some of these fall into one line, some have the low bits 0 and 1.
                let mut hashes: Vec<u32> = shingles.into_iter().map(|n| (n % 3) << 20 | n << 2).collect();
                hashes.sort_unstable();
                hashes.dedup();
                index.insert(article, None, &hashes, 5);
                for hash in hashes {
                    let listed = expected.entry(hash).or_default();
                    if listed.len() < 5 {
                        listed.push(article);
                    }
                }
            }
            for (hash, articles) in expected {
                prop_assert_eq!(found(&index, hash), articles, "{:x}", hash);
            }
        }
    }
}
