//! A sample of a text's shingles that is the same for every text, so that samples can be compared.

use crate::units::Similarity;
use thin_vec::ThinVec;

/// One shingle in this many is kept, by its hash.
///
/// Why 4: a brief of 60 words that shares half of itself with a dispatch still shares about 8 samples.
const SAMPLE_ONE_IN: u64 = 4;

/// Least number of shingles kept where the text has them, the smallest by hash: briefs keep all they have.
const AT_LEAST: usize = 24;

/// Sampled shingle hashes, ascending, without repeats: those whose hash falls into one part in four.
///
/// Two samples' overlap estimates the containment of the texts without bias. Source: Irber et al. 2022, "Lightweight
/// compositional analysis of metagenomes with FracMinHash". Size: about tokens / 4 × 4 bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sketch(#[serde(with = "crate::tracked::plain")] ThinVec<u32>);

/// Takes the sample of a text while its shingles pass.
#[derive(Debug, Default)]
pub struct Sampler {
    /// Hashes that fall into the sampled part.
    below: Vec<u64>,
    /// The others, as long as the sample may have to be filled up with the smallest of them.
    above: Vec<u64>,
}

impl Sampler {
    /// A sampler for a text of about so many shingles.
    pub fn with_capacity(shingles: usize) -> Self {
        Self { below: Vec::with_capacity(shingles / 3 + 2 * AT_LEAST), above: Vec::with_capacity(4 * AT_LEAST) }
    }

    /// Adds a shingle. Cost: O(1).
    #[inline]
    pub fn add(&mut self, hash: u64) {
        if hash <= u64::MAX / SAMPLE_ONE_IN {
            self.below.push(hash);
        } else if self.below.len() < AT_LEAST {
            self.above.push(hash);
        }
    }

    /// The sample. Cost: O(samples × log samples).
    pub fn finish(self) -> Sketch {
        let Self { mut below, mut above } = self;
        // Where the sample was filled later, what was put aside before does not count.
        let missing = AT_LEAST.saturating_sub(below.len());
        if missing < above.len() && missing > 0 {
            above.select_nth_unstable(missing - 1);
        }
        above.truncate(missing);
        below.append(&mut above);
        let mut kept: Vec<u32> = below.into_iter().map(|h| (h ^ h >> 32) as u32).collect();
        kept.sort_unstable();
        kept.dedup();
        Sketch(kept.into())
    }
}

impl Sketch {
    /// The sample of nothing.
    pub const NONE: Self = Self(ThinVec::new());

    /// Samples shingle hashes, in any order and with repeats. Cost: O(n + samples × log samples).
    pub fn sample(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut sampler = Sampler::default();
        hashes.into_iter().for_each(|hash| sampler.add(hash));
        sampler.finish()
    }

    /// The sampled hashes, ascending.
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// Estimated share of this text's shingles that also occur in `within`.
    ///
    /// Unit: ratio in [0, 1]; 0 for an empty sketch. Standard error about `sqrt(c (1 - c) / samples)`.
    /// Cost: O(samples of both).
    pub fn containment(&self, within: &Self) -> Similarity {
        Similarity::ratio(self.shared(within), self.0.len() as u64)
    }

    /// Number of samples that both have.
    pub fn shared(&self, other: &Self) -> u64 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenise::shingle::{SHINGLE, shingle_hash};

    fn sketch(stems: std::ops::Range<u32>) -> Sketch {
        let stems: Vec<u32> = stems.map(|n| n.wrapping_mul(2_654_435_761)).collect();
        Sketch::sample(stems.windows(SHINGLE).map(|s| shingle_hash(s[0], s[1], s[2])))
    }

    #[test]
    fn the_sample_estimates_containment() {
        let (whole, half) = (sketch(0..8000), sketch(0..4000));
        assert_eq!(half.containment(&whole).get(), 1.0);
        let back = whole.containment(&half).get();
        assert!((back - 0.5).abs() < 0.05, "{back}");
        assert_eq!(whole.containment(&sketch(90_000..95_000)).get(), 0.0);
    }

    #[test]
    fn briefs_keep_what_they_have() {
        assert_eq!(sketch(0..20).hashes().len(), 18);
        assert_eq!(sketch(0..2).hashes().len(), 0);
        assert!(sketch(0..60).hashes().len() >= 22);
    }
}
