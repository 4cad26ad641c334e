//! SimHash in four bands of 16 bits: two hashes that differ in at most three bits agree on one band (Manku et al. 2007).

use super::Arrival;
use crate::fingerprint::SimHash;
use rustc_hash::FxHashMap;

const BANDS: u32 = 4;
const BAND_BITS: u32 = 64 / BANDS;

#[derive(Debug, Default)]
pub struct SimHashBands(FxHashMap<u32, Vec<(Arrival, SimHash)>>);

impl SimHashBands {
    pub fn insert(&mut self, arrival: Arrival, simhash: SimHash, cap: usize) {
        for key in keys(simhash) {
            let list = self.0.entry(key).or_default();
            if list.len() < cap {
                list.push((arrival, simhash));
            }
        }
    }

    /// Calls `found` for each listed article within `bits`; once for each band that leads to it.
    pub fn near(&self, simhash: SimHash, bits: u8, mut found: impl FnMut(Arrival)) {
        for key in keys(simhash) {
            for &(arrival, other) in self.0.get(&key).map_or(&[][..], Vec::as_slice) {
                if simhash.distance(other).get() <= bits {
                    found(arrival);
                }
            }
        }
    }
}

/// The four bands, each with its number above its bits.
fn keys(simhash: SimHash) -> impl Iterator<Item = u32> {
    (0..BANDS).map(move |band| band << BAND_BITS | (simhash.0 >> (band * BAND_BITS)) as u32 & 0xffff)
}
