//! SimHash: Charikar 2002, "Similarity estimation techniques from rounding algorithms"; for near-duplicates Manku, Jain
//! and Das Sarma 2007.

use crate::units::Hamming;

/// A 64-bit SimHash. Texts that share most of their weighted shingles differ in few bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct SimHash(pub u64);

impl SimHash {
    /// Bits that differ, 0..=64.
    pub fn distance(self, other: Self) -> Hamming {
        Hamming::between(self.0, other.0)
    }
}

/// Counter planes: sums of weights below 2^32, which no text that ingest accepts can reach.
const PLANES: usize = 32;

/// Adds up weighted hashes, bit by bit.
///
/// The 64 sums are kept as vertical counters: plane *p* holds bit *p* of each sum. What is added to a plane waits for a
/// second addition, and both are taken in by one full adder for all 64 sums at once (Harley and Seal, in Warren 2012,
/// "Hacker's Delight", 2nd edition, §5-1).
#[derive(Clone, Debug)]
pub struct SimHasher {
    planes: [u64; PLANES],
    waiting: [u64; PLANES],
    /// Which planes have an addition waiting, one bit each.
    is_waiting: u32,
    /// Sum of all weights.
    total: u64,
}

impl Default for SimHasher {
    fn default() -> Self {
        Self { planes: [0; PLANES], waiting: [0; PLANES], is_waiting: 0, total: 0 }
    }
}

impl SimHasher {
    /// Adds one feature: each bit of `hash` pulls its sum up or down by `weight`.
    #[inline]
    pub fn add(&mut self, hash: u64, weight: u32) {
        self.total += u64::from(weight);
        let mut rest = weight;
        while rest != 0 {
            self.add_to_plane(rest.trailing_zeros() as usize, hash);
            rest &= rest - 1;
        }
    }

    #[inline]
    fn add_to_plane(&mut self, mut plane: usize, mut bits: u64) {
        while plane < PLANES && self.is_waiting >> plane & 1 == 1 {
            self.is_waiting ^= 1 << plane;
            let (a, b, c) = (self.planes[plane], self.waiting[plane], bits);
            self.planes[plane] = a ^ b ^ c;
            bits = a & b | c & (a ^ b);
            plane += 1;
        }
        if plane < PLANES {
            self.waiting[plane] = bits;
            self.is_waiting |= 1 << plane;
        }
    }

    /// The bits that were set for more than half of the weight. Without any feature this is 0, which candidates must not
    /// look up.
    pub fn finish(mut self) -> SimHash {
        // A second addition of nothing brings in what waits; its carry may wait on the next plane.
        for plane in 0..PLANES {
            if self.is_waiting >> plane & 1 == 1 {
                self.add_to_plane(plane, 0);
            }
        }
        let used = PLANES - self.planes.iter().rev().take_while(|plane| **plane == 0).count();
        let planes = &self.planes[..used];
        let mut bits = 0;
        for bit in 0..64 {
            let set: u64 = planes.iter().enumerate().map(|(p, plane)| (plane >> bit & 1) << p).sum();
            bits |= u64::from(2 * set > self.total) << bit;
        }
        SimHash(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// With unit weights and the hash of the crate `simhash`, the two are equal bit for bit.
        #[test]
        fn equals_the_crate_simhash(words in proptest::collection::vec("[a-zé]{1,8}", 1..60)) {
            let mut ours = SimHasher::default();
            for word in &words {
                // The SimHash of one word alone is the hash of that word.
                ours.add(simhash::simhash_stream([word.as_str()].into_iter()), 1);
            }
            let theirs = simhash::simhash_stream(words.iter().map(String::as_str));
            prop_assert_eq!(ours.finish().0, theirs);
        }

        #[test]
        fn a_weight_is_as_many_repeats(features in proptest::collection::vec((0u64.., 1u32..9), 0..40)) {
            let (mut weighted, mut repeated) = (SimHasher::default(), SimHasher::default());
            for &(hash, weight) in &features {
                weighted.add(hash, weight);
                (0..weight).for_each(|_| repeated.add(hash, 1));
            }
            prop_assert_eq!(weighted.finish(), repeated.finish());
        }

        #[test]
        fn distance_is_symmetric(a: u64, b: u64) {
            prop_assert_eq!(SimHash(a).distance(SimHash(b)), SimHash(b).distance(SimHash(a)));
            prop_assert_eq!(SimHash(a).distance(SimHash(a)).get(), 0);
        }
    }
}
