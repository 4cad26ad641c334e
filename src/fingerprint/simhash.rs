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

/// Adds up weighted hashes, bit by bit.
#[derive(Clone, Debug)]
pub struct SimHasher {
    sums: [i32; 64],
}

impl Default for SimHasher {
    fn default() -> Self {
        Self { sums: [0; 64] }
    }
}

impl SimHasher {
    /// Adds one feature: each bit of `hash` pulls its sum up or down by `weight`.
    #[inline]
    pub fn add(&mut self, hash: u64, weight: i32) {
        for (bit, sum) in self.sums.iter_mut().enumerate() {
            let sign = ((hash >> bit & 1) as i32) * 2 - 1;
            *sum += sign * weight;
        }
    }

    /// The bits whose sum is above 0. Without any feature this is 0, which candidates must not look up.
    pub fn finish(&self) -> SimHash {
        let mut bits = 0;
        for (bit, &sum) in self.sums.iter().enumerate() {
            bits |= u64::from(sum > 0) << bit;
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
        fn distance_is_symmetric(a: u64, b: u64) {
            prop_assert_eq!(SimHash(a).distance(SimHash(b)), SimHash(b).distance(SimHash(a)));
            prop_assert_eq!(SimHash(a).distance(SimHash(a)).get(), 0);
        }
    }
}
