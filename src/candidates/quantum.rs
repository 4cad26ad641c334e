//! The newest articles, which the indexes do not list yet: each is compared with the earlier ones among them.

use super::{Arrival, Candidate, CandidateConfig, Letters, is_near, worth_comparing};
use crate::fingerprint::{Fingerprint, SimHash};
use crate::units::Similarity;
use rustc_hash::FxHashMap;

/// Consecutive articles, by number of arrival, that see the same learnt state and the same indexes: 64, one bit of a word
/// each.
pub const QUANTUM: u32 = u64::BITS;

/// The articles of the open quantum by their samples.
///
/// Cost of an article: O(samples) to add and to look up, and not the number of articles times that.
#[derive(Debug, Default)]
pub struct Quantum {
    /// Sample → the articles that hold it, one bit each.
    holders: FxHashMap<u32, u64>,
    /// For each article: how many samples it has, and its SimHash.
    marks: Vec<(usize, SimHash)>,
}

impl Quantum {
    /// Articles held.
    pub fn len(&self) -> u32 {
        self.marks.len() as u32
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Adds the next article; of more than [`QUANTUM`] nothing is held until [`Self::clear`].
    pub fn insert(&mut self, fingerprint: &Fingerprint) {
        let Some(bit) = 1u64.checked_shl(self.len()) else { return };
        let hashes = fingerprint.sketch.hashes();
        for &hash in hashes {
            *self.holders.entry(hash).or_default() |= bit;
        }
        self.marks.push((hashes.len(), fingerprint.simhash));
    }

    /// Forgets all but the first `articles`.
    pub fn truncate(&mut self, articles: u32) {
        let kept = 1u64.checked_shl(articles).map_or(u64::MAX, |bit| bit - 1);
        self.holders.retain(|_, holders| {
            *holders &= kept;
            *holders != 0
        });
        self.marks.truncate(articles as usize);
    }

    /// Forgets all articles.
    pub fn clear(&mut self) {
        self.holders.clear();
        self.marks.clear();
    }

    /// Adds to `found` those of the first `before` articles that may be copies, by the rules of the indexes; `first` is the
    /// arrival of the first article held.
    pub fn retrieve(
        &self,
        (fingerprint, letters): (&Fingerprint, Letters),
        first: Arrival,
        before: u32,
        config: &CandidateConfig,
        found: &mut Vec<Candidate>,
    ) {
        let Some(earlier) = before.checked_sub(1).map(|last| u64::MAX >> (QUANTUM - 1 - last.min(QUANTUM - 1))) else {
            return;
        };
        let hashes = fingerprint.sketch.hashes();
        let mut shared = [0u32; QUANTUM as usize];
        let mut any = 0u64;
        if config.shingles {
            for hash in hashes {
                let mut holders = self.holders.get(hash).map_or(0, |holders| holders & earlier);
                any |= holders;
                while holders != 0 {
                    shared[holders.trailing_zeros() as usize] += 1;
                    holders &= holders - 1;
                }
            }
        }
        for (at, &(samples, simhash)) in self.marks.iter().take(before as usize).enumerate() {
            let likeness = if is_near(fingerprint.simhash, simhash, config) {
                Some(Similarity::ONE)
            } else if any >> at & 1 == 1 {
                worth_comparing(u64::from(shared[at]), hashes.len(), samples, letters)
            } else {
                None
            };
            found.extend(likeness.map(|likeness| Candidate { arrival: first + at as Arrival, likeness }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Sketch;
    use crate::random::GOLDEN_GAMMA;
    use proptest::prelude::*;

    fn print(samples: &[u64], simhash: u64) -> Fingerprint {
        let sketch = Sketch::sample(samples.iter().map(|&n| n.wrapping_mul(GOLDEN_GAMMA)));
        Fingerprint { sketch, simhash: SimHash(simhash), ..Fingerprint::default() }
    }

    proptest! {
        #[test]
        fn it_finds_what_a_scan_finds(
            articles in prop::collection::vec((prop::collection::vec(0u64..60, 0..20), 0u64..64), 1..70),
            letters in prop::sample::select(vec![Letters::Sure, Letters::Scanned]),
        ) {
            let config = CandidateConfig::default();
            let prints: Vec<Fingerprint> = articles.iter().map(|(samples, hash)| print(samples, *hash)).collect();
            let prints = &prints[..prints.len().min(QUANTUM as usize)];
            let mut quantum = Quantum::default();
            prints.iter().for_each(|p| quantum.insert(p));
            for (n, new) in prints.iter().enumerate() {
                let mut found = Vec::new();
                quantum.retrieve((new, letters), 1000, n as u32, &config, &mut found);
                let scanned: Vec<Candidate> = (1000..)
                    .zip(&prints[..n])
                    .filter_map(|(arrival, p)| {
                        Some(Candidate { arrival, likeness: super::super::compare(new, p, letters, &config)? })
                    })
                    .collect();
                prop_assert_eq!(found, scanned);
            }
        }
    }
}
