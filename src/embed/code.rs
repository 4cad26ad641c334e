//! Binary codes: the signs of a vector's projections.

use ndarray::ArrayView1;

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
        for (bit, _) in vector.iter().take(CODE_BITS).enumerate().filter(|&(_, &value)| value > 0.0) {
            words[bit / 64] |= 1 << (bit % 64);
        }
        Self(words)
    }

    /// Bits that differ, 0..=256. Unrelated texts differ in about 128, with a standard deviation of 8.
    #[inline]
    pub fn distance(self, other: Self) -> u32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a ^ b).count_ones()).sum()
    }
}
