//! SimHash in four bands of 16 bits: two hashes that differ in at most three bits agree on one band (Manku et al. 2007).

use crate::fingerprint::SimHash;
use crate::prefetch::ask_for_pages;

const BANDS: usize = 4;
const BAND_BITS: usize = 64 / BANDS;

/// The articles of a segment by each band of their SimHash: 24 bytes an article, and 8 bytes a slot.
///
/// The articles of one slot are a chain. Where a segment is small, several values of a band share a slot.
#[derive(Debug)]
pub struct SimHashBands {
    /// Band by band, slot by slot: the newest article of the chain, counted from 1, and the chain's length.
    slots: Vec<[u32; 2]>,
    bits: u32,
    /// For each article: its SimHash, and the next of its chain in each band, counted from 1.
    articles: Vec<(SimHash, [u32; BANDS])>,
}

impl SimHashBands {
    /// Bands of 2^`bits` slots, at most one for each value of a band.
    pub fn new(bits: u32) -> Self {
        let bits = bits.min(BAND_BITS as u32);
        let mut slots = vec![[0; 2]; BANDS << bits];
        ask_for_pages(&mut slots);
        Self { slots, bits, articles: Vec::new() }
    }

    /// Lists the next article of the segment in each band in which fewer than `cap` share its slot; the one that it `replaces`
    /// is listed no more.
    pub fn insert(&mut self, simhash: SimHash, replaces: Option<u32>, cap: usize) {
        replaces.into_iter().for_each(|old| self.remove(old));
        let mut next = [0; BANDS];
        let article = self.articles.len() as u32 + 1;
        if simhash.0 != 0 {
            for (band, next) in next.iter_mut().enumerate() {
                let slot = self.slot(simhash, band);
                let [newest, length] = &mut self.slots[slot];
                if (*length as usize) < cap {
                    *next = std::mem::replace(newest, article);
                    *length += 1;
                }
            }
        }
        self.articles.push((simhash, next));
    }

    /// Takes an article out of its chains. Cost: O(their lengths).
    fn remove(&mut self, article: u32) {
        let (simhash, own) = self.articles[article as usize];
        for (band, &own) in own.iter().enumerate() {
            let slot = self.slot(simhash, band);
            let [newest, length] = &mut self.slots[slot];
            if *newest == article + 1 {
                (*newest, *length) = (own, *length - 1);
                continue;
            }
            let mut at = *newest;
            while let Some(later) = at.checked_sub(1) {
                let next = &mut self.articles[later as usize].1[band];
                at = *next;
                if at == article + 1 {
                    (*next, *length) = (own, *length - 1);
                    break;
                }
            }
        }
    }

    /// Gives back the room for articles that will not come.
    pub fn close(&mut self) {
        self.articles.shrink_to_fit();
    }

    /// Calls `found` for each listed article within `bits` bits, by its number in the segment; once for each band that
    /// leads to it.
    pub fn near(&self, simhash: SimHash, bits: u8, mut found: impl FnMut(u32)) {
        for band in 0..BANDS {
            let mut at = self.slots[self.slot(simhash, band)][0];
            while let Some(article) = at.checked_sub(1) {
                let (other, next) = self.articles[article as usize];
                if simhash.distance(other).get() <= bits {
                    found(article);
                }
                at = next[band];
            }
        }
    }

    fn slot(&self, simhash: SimHash, band: usize) -> usize {
        let value = (simhash.0 >> (band * BAND_BITS)) as usize & ((1 << self.bits) - 1);
        band << self.bits | value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_within_three_bits_are_found(
            hashes in prop::collection::vec(prop::sample::select(vec![1u64, 3, 7, 0xff00, u64::MAX, 1 << 40]), 1..50),
            flips in prop::collection::vec(0u32..64, 0..3),
            bits in 2u32..17,
        ) {
            let mut bands = SimHashBands::new(bits);
            hashes.iter().for_each(|&hash| bands.insert(SimHash(hash), None, 1000));
            let query = SimHash(flips.iter().fold(hashes[0], |hash, bit| hash ^ 1 << bit));
            let mut found = Vec::new();
            bands.near(query, 3, |article| found.push(article));
            found.sort_unstable();
            found.dedup();
            let scanned: Vec<u32> = (0..)
                .zip(&hashes)
                .filter(|&(_, &hash)| query.distance(SimHash(hash)).get() <= 3)
                .map(|(article, _)| article)
                .collect();
            prop_assert_eq!(found, scanned);
        }
    }
}
