//! Furniture that is learnt: what one source prints on articles that have nothing else in common.

use crate::tracked::{Delta, Tracked, from_bytes, to_bytes};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// Longest sentence, in tokens, that counts as a site's line rather than as prose.
const SHORT: usize = 15;

/// Clusters a short line must stand in before it is furniture of its source.
///
/// Why 3: two may be one dispatch in two takes that were kept apart.
const SHORT_CLUSTERS: u8 = 3;

/// The same for a longer one, which may be an agency's background paragraph that the source prints often.
const LONG_CLUSTERS: u8 = 6;

/// Entries after which the older generation is forgotten: about 24 MB in two generations.
const GENERATION: usize = 400_000;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Seen {
    /// Key of the cluster that it was last seen in.
    cluster: u64,
    /// Distinct clusters, as far as consecutive sightings tell; saturates.
    clusters: u8,
}

/// What each source was seen to repeat over unrelated articles.
///
/// A sentence is furniture once it stood in several *clusters* of one source: an agency's text that a source prints
/// often is one cluster, and stays. What is no longer printed is forgotten, and so is what was learnt wrongly.
/// Memory: bounded by two generations of 400,000 entries.
#[derive(Debug, Default)]
pub struct FurnitureMemory {
    young: Tracked<u64, Seen>,
    old: FxHashMap<u64, Seen>,
    /// Whether `old` has changed since it was last asked for.
    turned: bool,
}

impl FurnitureMemory {
    /// Whether a sentence of `tokens` tokens with the hash `sentence` is known furniture of `source`.
    pub fn is_furniture(&self, source: u64, sentence: u64, tokens: usize) -> bool {
        let needed = if tokens <= SHORT { SHORT_CLUSTERS } else { LONG_CLUSTERS };
        let key = key(source, sentence);
        self.young.get(&key).or_else(|| self.old.get(&key)).is_some_and(|seen| seen.clusters >= needed)
    }

    /// Notes that `source` printed the sentence in an article of `cluster`.
    pub fn observe(&mut self, source: u64, sentence: u64, cluster: u64) {
        let key = key(source, sentence);
        let known = self.young.get(&key).or_else(|| self.old.get(&key)).copied();
        let seen = match known {
            Some(seen) if seen.cluster == cluster => seen,
            Some(seen) => Seen { cluster, clusters: seen.clusters.saturating_add(1) },
            None => Seen { cluster, clusters: 1 },
        };
        self.young.insert(key, seen);
        if self.young.len() >= GENERATION {
            self.old = self.young.take();
            self.turned = true;
        }
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.young.track();
    }

    /// What changed since the last time, or all: everything after a change of generations.
    pub fn delta(&mut self, whole: bool) -> Delta {
        let whole = whole || std::mem::take(&mut self.turned);
        let mut old: Vec<(&u64, &Seen)> = self.old.iter().filter(|_| whole).collect();
        old.sort_unstable_by_key(|(key, _)| **key);
        let young = self.young.delta(whole);
        Delta { whole, bytes: to_bytes(&(old, young.bytes)) }
    }

    /// Puts back what [`Self::delta`] gave. Errors: the reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String> {
        let (old, young): (Vec<(u64, Seen)>, Vec<u8>) = from_bytes(bytes)?;
        self.old.extend(old);
        self.young.apply(&young)
    }

    /// Entries held.
    pub fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// Whether nothing has been seen.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The key of a source by its name; sources that differ in case or in a leading `www.` are one.
pub fn source_key(source: Option<&str>) -> u64 {
    let name = source.unwrap_or_default().trim().to_lowercase();
    xxh3_64(name.strip_prefix("www.").unwrap_or(&name).as_bytes())
}

fn key(source: u64, sentence: u64) -> u64 {
    (source.rotate_left(32) ^ sentence).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_several_clusters_of_a_source_is_its_furniture() {
        let mut memory = FurnitureMemory::default();
        for cluster in 0..2 {
            memory.observe(1, 77, cluster);
            assert!(!memory.is_furniture(1, 77, 5));
        }
        memory.observe(1, 77, 2);
        assert!(memory.is_furniture(1, 77, 5));
        assert!(!memory.is_furniture(1, 77, 30), "longer text needs more");
        assert!(!memory.is_furniture(2, 77, 5), "another source's is not");
    }

    #[test]
    fn a_dispatch_that_a_source_prints_often_is_none() {
        let mut memory = FurnitureMemory::default();
        for _ in 0..50 {
            memory.observe(1, 77, 9);
        }
        assert!(!memory.is_furniture(1, 77, 5));
    }

    #[test]
    fn memory_is_bounded() {
        let mut memory = FurnitureMemory::default();
        for sentence in 0..3 * GENERATION as u64 {
            memory.observe(1, sentence, sentence);
        }
        assert!(memory.len() <= 2 * GENERATION);
    }
}
