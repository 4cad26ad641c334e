//! Binary codes: the signs of a vector's projections.

use crate::random::SplitMix64;
use ndarray::ArrayView1;

/// Seed of the projections, fixed for ever.
const SEED: u64 = 0x636f_6465;

/// Bits of a [`Code`].
pub const CODE_BITS: usize = 256;

/// The signs of a vector, one bit per dimension. The share of bits in which two codes differ estimates the angle
/// between the vectors, divided by π.
///
/// Source: Charikar 2002, "Similarity estimation techniques from rounding algorithms", §3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Code(pub [u64; CODE_BITS / 64]);

impl Code {
    /// The signs of the first 256 entries of `vector`; a shorter vector leaves the last bits 0.
    pub fn of(vector: ArrayView1<'_, f32>) -> Self {
        let mut words = [0; CODE_BITS / 64];
        for (bit, &value) in vector.iter().take(CODE_BITS).enumerate() {
            words[bit / 64] |= u64::from(value > 0.0) << (bit % 64);
        }
        Self(words)
    }

    /// The signs of 256 random projections of a vector of any dimensions, for models whose own dimensions are fewer or
    /// more, or unequal in weight. Cost: O(dimensions × 256).
    pub fn projected(vector: ArrayView1<'_, f32>) -> Self {
        let mut sums = [0f32; CODE_BITS];
        for (dimension, &value) in vector.iter().enumerate() {
            let mut signs = SplitMix64::of(SEED, &[dimension as u64]);
            for word in sums.chunks_exact_mut(64) {
                let bits = signs.bits();
                for (bit, sum) in word.iter_mut().enumerate() {
                    *sum += if bits >> bit & 1 == 1 { value } else { -value };
                }
            }
        }
        Self::of(ArrayView1::from(&sums[..]))
    }

    /// Bits that differ, 0..=256. Unrelated texts differ in about 128, with a standard deviation of 8.
    #[inline]
    pub fn distance(self, other: Self) -> u32 {
        differing_bits(&self.0, &other.0)
    }

    /// Appends (distance, place) of the `codes` at most `bound` bits away, in their order.
    ///
    /// Cost: about 1 ns a code where the processor counts bits by itself, 5 where it does not.
    pub fn scan(self, codes: &[Self], bound: u32, found: &mut Vec<(u32, u32)>) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("popcnt") {
            // SAFETY: the processor has the instruction that the function is compiled for.
            return unsafe { scan_popcnt(self, codes, bound, found) };
        }
        scan_any(self, codes, bound, found);
    }
}

/// The words of a code.
type Words = [u64; CODE_BITS / 64];

/// Bits in which the words of two codes differ. Cost: about 2 ns where the processor counts bits by itself, 5 where not.
#[inline]
pub(crate) fn differing_bits(a: &Words, b: &Words) -> u32 {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has the instruction that the function is compiled for.
        return unsafe { differing_popcnt(a, b) };
    }
    differing(a, b)
}

#[inline(always)]
fn differing(a: &Words, b: &Words) -> u32 {
    // A plain loop: what goes through closures is compiled without the instruction.
    let mut bits = 0;
    for word in 0..CODE_BITS / 64 {
        bits += (a[word] ^ b[word]).count_ones();
    }
    bits
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn differing_popcnt(a: &Words, b: &Words) -> u32 {
    differing(a, b)
}

#[inline(always)]
fn scan_any(code: Code, codes: &[Code], bound: u32, found: &mut Vec<(u32, u32)>) {
    for (place, other) in (0..).zip(codes) {
        let distance = differing(&code.0, &other.0);
        if distance <= bound {
            found.push((distance, place));
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn scan_popcnt(code: Code, codes: &[Code], bound: u32, found: &mut Vec<(u32, u32)>) {
    scan_any(code, codes, bound, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_scan_finds_what_distances_say(words in proptest::collection::vec(any::<u64>(), 4..200), bound in 0u32..=256) {
            let codes: Vec<Code> = words.chunks_exact(4).map(|w| Code([w[0], w[1], w[2], w[3]])).collect();
            let mut found = Vec::new();
            codes[0].scan(&codes, bound, &mut found);
            let expected = (0u32..).zip(&codes).map(|(place, code)| (codes[0].distance(*code), place));
            prop_assert_eq!(found, expected.filter(|&(distance, _)| distance <= bound).collect::<Vec<_>>());
        }
    }
}
