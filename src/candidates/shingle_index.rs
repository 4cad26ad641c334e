//! Inverted index of a segment: sampled shingle → the articles that hold it.

use crate::prefetch::prefetch;

/// Entries of a line, which a processor reads at once: in four words their tags, in four more their articles.
const LINE: usize = 16;
const WORDS: usize = LINE / LANES;

/// Tags or articles in a word, of 16 bits each.
const LANES: usize = 4;
const LANE_BITS: usize = 16;

/// Least size of a table, in lines as a power of two: 256 KiB, the more of them a process touches the more it holds.
const MIN_BITS: u32 = 12;

/// Largest size: 32 MiB, room for the 65,535 articles of a segment with a hundred samples each.
const MAX_BITS: u32 = 19;

/// Share of the entries, in eighths, at which a table is full: beyond it searches run over ever more lines.
const FULL_EIGHTHS: usize = 7;

/// The low bits of its shingles (0 is free; a line fills from the first entry on), then the articles. Each in one line of
/// a processor's cache.
#[derive(Clone, Copy, Debug, bytemuck::Zeroable)]
#[repr(align(64))]
struct Line([u64; 2 * WORDS]);

/// Hashes ahead whose lines are asked for.
const AHEAD: usize = 12;

/// A table of fixed size, 4 bytes an entry, which is never rebuilt: who adds the next article never waits for the earlier.
///
/// An entry lies in the first line with room from that on which the high bits of its shingle name; it keeps the low bits,
/// which together tell shingles apart by at least 28 of their 32 bits.
#[derive(Debug)]
pub struct ShingleIndex {
    lines: Vec<Line>,
    bits: u32,
    entries: usize,
}

impl ShingleIndex {
    /// A table of 2^`bits` lines.
    pub fn new(bits: u32) -> Self {
        let bits = bits.clamp(MIN_BITS, MAX_BITS);
        Self { lines: bytemuck::zeroed_vec(1 << bits), bits, entries: 0 }
    }

    /// The size of a table with room for so many entries, within the bounds of sizes.
    pub fn bits_for(entries: usize) -> u32 {
        let lines = (entries * 8 / FULL_EIGHTHS).div_ceil(LINE).max(1);
        lines.next_power_of_two().trailing_zeros().clamp(MIN_BITS, MAX_BITS)
    }

    /// Size of the table, as a power of two.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// Entries held.
    pub fn entries(&self) -> usize {
        self.entries
    }

    /// Whether so many more entries would fill it.
    pub fn is_full_with(&self, more: usize) -> bool {
        self.entries + more > self.lines.len() * LINE * FULL_EIGHTHS / 8
    }

    /// Lists an article under each of its shingles that has fewer than `cap` articles.
    pub fn insert(&mut self, article: u16, hashes: &[u32], cap: usize) {
        for (n, &hash) in hashes.iter().enumerate().take(self.lines.len() * LINE - self.entries - 1) {
            self.ask_ahead(hashes, n);
            let tag = tag(hash);
            let (mut at, mut listed) = (self.home(hash), 0);
            let free = loop {
                let tags = &self.lines[at].0[..WORDS];
                listed += tags.iter().map(|&word| equal(word, tag).count_ones() as usize).sum::<usize>();
                let free = tags.iter().zip(0..).find_map(|(&word, n)| Some(n * LANES + lane(equal(word, 0))?));
                match free {
                    Some(free) => break free,
                    None => at = (at + 1) & (self.lines.len() - 1),
                }
            };
            if listed < cap {
                let (word, shift) = (free / LANES, free % LANES * LANE_BITS);
                let Line(line) = &mut self.lines[at];
                line[word] |= u64::from(tag) << shift;
                line[WORDS + word] |= u64::from(article) << shift;
                self.entries += 1;
            }
        }
    }

    /// Calls `found` for each article under each of `hashes`.
    pub fn look_up(&self, hashes: &[u32], mut found: impl FnMut(u16)) {
        for (n, &hash) in hashes.iter().enumerate() {
            self.ask_ahead(hashes, n);
            let tag = tag(hash);
            let mut at = self.home(hash);
            loop {
                let Line(line) = &self.lines[at];
                for word in 0..WORDS {
                    let mut same = equal(line[word], tag);
                    while let Some(lane) = lane(same) {
                        found((line[WORDS + word] >> (lane * LANE_BITS)) as u16);
                        same &= same - 1;
                    }
                }
                if line[WORDS - 1] >> ((LANES - 1) * LANE_BITS) == 0 {
                    break;
                }
                at = (at + 1) & (self.lines.len() - 1);
            }
        }
    }

    #[inline]
    fn ask_ahead(&self, hashes: &[u32], n: usize) {
        if let Some(&hash) = hashes.get(n + AHEAD) {
            prefetch(&self.lines[self.home(hash)]);
        }
    }

    fn home(&self, hash: u32) -> usize {
        (hash >> (32 - self.bits)) as usize
    }
}

/// The low bits, of which 0 stands for a free entry.
fn tag(hash: u32) -> u16 {
    (hash as u16).max(1)
}

/// The highest bit of each lane of `word` that holds `tag`.
#[inline]
fn equal(word: u64, tag: u16) -> u64 {
    const EACH: u64 = 0x0001_0001_0001_0001;
    const LOW: u64 = 0x7fff * EACH;
    let differ = word ^ (u64::from(tag) * EACH);
    // A lane's highest bit is set by the sum, or before it, unless all its bits are 0; no sum runs over its lane.
    !(((differ & LOW) + LOW) | differ | LOW)
}

/// The first lane of which the highest bit is set.
#[inline]
fn lane(bits: u64) -> Option<usize> {
    (bits != 0).then(|| bits.trailing_zeros() as usize / LANE_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rustc_hash::FxHashMap;

    fn found(index: &ShingleIndex, hash: u32) -> Vec<u16> {
        let mut articles = Vec::new();
        index.look_up(&[hash], |article| articles.push(article));
        articles.sort_unstable();
        articles
    }

    #[test]
    fn a_shingle_that_all_have_leads_to_the_first_of_them() {
        let mut index = ShingleIndex::new(0);
        (0..1000).for_each(|article| index.insert(article, &[7 << 20 | 9], 128));
        assert_eq!(found(&index, 7 << 20 | 9), (0..128).collect::<Vec<u16>>());
        assert_eq!(index.entries(), 128);
    }

    #[test]
    fn a_table_says_when_it_is_full_and_takes_no_harm_beyond() {
        let mut index = ShingleIndex::new(0);
        let room = 1 << MIN_BITS << 4;
        assert!(!index.is_full_with(room * 7 / 8) && index.is_full_with(room * 7 / 8 + 1));
        let hashes: Vec<u32> = (0..2 * room as u32).map(|n| n.wrapping_mul(0x9e37_79b1)).collect();
        index.insert(0, &hashes, usize::MAX);
        assert_eq!(index.entries(), room - 1);
        assert!(hashes[..room - 1].iter().all(|&hash| found(&index, hash).contains(&0)));
    }

    proptest! {
        #[test]
        fn it_finds_what_was_listed(articles in prop::collection::vec(prop::collection::vec(0u32..300, 0..40), 0..60)) {
            let mut index = ShingleIndex::new(0);
            let mut expected: FxHashMap<u32, Vec<u16>> = FxHashMap::default();
            for (article, shingles) in (0..).zip(articles) {
                // A sample has no repeats; some of these fall into one line, some have the low bits 0 and 1.
                let mut hashes: Vec<u32> = shingles.into_iter().map(|n| (n % 3) << 20 | n << 1).collect();
                hashes.sort_unstable();
                hashes.dedup();
                index.insert(article, &hashes, 5);
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
