//! Furniture that is learnt: what one source prints on articles that have nothing else in common.

use crate::random::GOLDEN_GAMMA;
use crate::tracked::{Delta, Tracked, from_bytes, to_bytes};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// Longest sentence, in tokens, that counts as a site's line rather than as prose.
const SHORT: usize = 15;

/// Clusters a short line must stand in before it is furniture of its source.
///
/// Why 3: two may be one dispatch in two takes that were kept apart.
const SHORT_CLUSTERS: usize = 3;

/// The same for a longer one, which may be an agency's background paragraph that the source prints often.
const LONG_CLUSTERS: usize = 6;

/// Entries after which the older generation is forgotten: about 40 MB in two generations.
const GENERATION: usize = 400_000;

/// Merges of merges that are followed: more than happen to one cluster, and an end where bytes that were put away wrongly go
/// round.
const MAX_MERGES: usize = 32;

/// Key of a cluster; never used again for another.
type ClusterKey = u32;

/// Clusters that a sentence was seen in: no more of them than are asked for.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Seen {
    clusters: [ClusterKey; LONG_CLUSTERS],
    /// How many of these are in use.
    count: u8,
}

impl Seen {
    fn keys(&self) -> &[ClusterKey] {
        &self.clusters[..usize::from(self.count)]
    }

    fn add(&mut self, cluster: ClusterKey) {
        if !self.keys().contains(&cluster) && usize::from(self.count) < LONG_CLUSTERS {
            self.clusters[usize::from(self.count)] = cluster;
            self.count += 1;
        }
    }
}

/// What each source was seen to repeat over unrelated articles.
///
/// A sentence is furniture once it stood in several *clusters* of one source: an agency's text that a source prints
/// often is one cluster, and stays. Where clusters turn out to be one, they count as one from the end of the quantum on:
/// so what was learnt from them wrongly is furniture no longer. What is no longer printed is forgotten.
/// Memory: bounded by two generations of 400,000 entries.
#[derive(Debug, Default)]
pub struct FurnitureMemory {
    young: Tracked<u64, Seen>,
    old: FxHashMap<u64, Seen>,
    /// What merged clusters were merged into, as long as a sentence may know them by their own key.
    heirs: Tracked<ClusterKey, ClusterKey>,
    old_heirs: FxHashMap<ClusterKey, ClusterKey>,
    /// Merged since the quantum began.
    open: Vec<(ClusterKey, ClusterKey)>,
    /// Whether the older generation has changed since it was last asked for.
    turned: bool,
}

impl FurnitureMemory {
    /// Whether a sentence of `tokens` tokens with the hash `sentence` is known furniture of `source`.
    pub fn is_furniture(&self, source: u64, sentence: u64, tokens: usize) -> bool {
        let needed = if tokens <= SHORT { SHORT_CLUSTERS } else { LONG_CLUSTERS };
        let key = key(source, sentence);
        let seen = self.young.get(&key).or_else(|| self.old.get(&key));
        seen.is_some_and(|seen| usize::from(seen.count) >= needed && usize::from(self.now(seen).count) >= needed)
    }

    /// Notes that `source` printed the sentence in an article of `cluster`.
    pub fn observe(&mut self, source: u64, sentence: u64, cluster: ClusterKey) {
        let key = key(source, sentence);
        let known = self.young.get(&key).or_else(|| self.old.get(&key));
        let mut seen = known.map(|seen| self.now(seen)).unwrap_or_default();
        seen.add(self.heir(cluster));
        self.young.insert(key, seen);
        self.turn_if(self.young.len() >= GENERATION);
    }

    /// Notes that the cluster `from` was merged into another; [`Self::settle`] makes it count.
    pub fn merged(&mut self, from: ClusterKey, into: ClusterKey) {
        self.open.push((from, into));
    }

    /// Ends a quantum: what was merged in it counts as one from now on.
    pub fn settle(&mut self) {
        for (from, into) in std::mem::take(&mut self.open) {
            self.heirs.insert(from, into);
        }
        self.turn_if(self.heirs.len() >= GENERATION);
    }

    /// A sentence's clusters as they are now.
    fn now(&self, seen: &Seen) -> Seen {
        let mut now = Seen::default();
        seen.keys().iter().for_each(|cluster| now.add(self.heir(*cluster)));
        now
    }

    fn heir(&self, mut cluster: ClusterKey) -> ClusterKey {
        for _ in 0..MAX_MERGES {
            let Some(heir) = self.heirs.get(&cluster).or_else(|| self.old_heirs.get(&cluster)) else { break };
            cluster = *heir;
        }
        cluster
    }

    /// Forgets the older generation. Merges go with the sentences that were last seen before them.
    fn turn_if(&mut self, is_full: bool) {
        if is_full {
            self.old = self.young.take();
            self.old_heirs = self.heirs.take();
            self.turned = true;
        }
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.young.track();
        self.heirs.track();
    }

    /// What changed since the last time, or all: everything after a change of generations.
    pub fn delta(&mut self, whole: bool) -> Delta {
        let whole = whole || std::mem::take(&mut self.turned);
        let kept = Kept {
            old: sorted(self.old.iter().filter(|_| whole)),
            young: self.young.delta(whole).bytes,
            old_heirs: sorted(self.old_heirs.iter().filter(|_| whole)),
            heirs: self.heirs.delta(whole).bytes,
            open: self.open.clone(),
        };
        Delta { whole, bytes: to_bytes(&kept) }
    }

    /// Puts back what [`Self::delta`] gave. Errors: the reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String> {
        let kept: Kept = from_bytes(bytes)?;
        self.old.extend(kept.old);
        self.old_heirs.extend(kept.old_heirs);
        self.open = kept.open;
        self.young.apply(&kept.young)?;
        self.heirs.apply(&kept.heirs)
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

/// The memory as it is put away.
#[derive(Serialize, Deserialize)]
struct Kept {
    old: Vec<(u64, Seen)>,
    young: Vec<u8>,
    old_heirs: Vec<(ClusterKey, ClusterKey)>,
    heirs: Vec<u8>,
    open: Vec<(ClusterKey, ClusterKey)>,
}

fn sorted<'a, K: Copy + Ord + 'a, V: Copy + 'a>(entries: impl Iterator<Item = (&'a K, &'a V)>) -> Vec<(K, V)> {
    let mut entries: Vec<(K, V)> = entries.map(|(key, value)| (*key, *value)).collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}

/// The key of a source by its name; sources that differ in case or in a leading `www.` are one.
pub fn source_key(source: Option<&str>) -> u64 {
    let name = source.unwrap_or_default().trim().to_lowercase();
    xxh3_64(name.strip_prefix("www.").unwrap_or(&name).as_bytes())
}

fn key(source: u64, sentence: u64) -> u64 {
    (source.rotate_left(32) ^ sentence).wrapping_mul(GOLDEN_GAMMA)
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
    fn what_was_learnt_from_clusters_that_are_one_is_unlearnt() {
        let mut memory = FurnitureMemory::default();
        for cluster in [4, 7, 9] {
            memory.observe(1, 77, cluster);
        }
        assert!(memory.is_furniture(1, 77, 5));
        memory.merged(7, 9);
        assert!(memory.is_furniture(1, 77, 5), "not before the quantum ends");
        memory.settle();
        assert!(!memory.is_furniture(1, 77, 5));
        memory.observe(1, 77, 7);
        memory.observe(1, 77, 9);
        assert!(!memory.is_furniture(1, 77, 5), "seen again in clusters that are one");
        memory.observe(1, 77, 12);
        assert!(memory.is_furniture(1, 77, 5), "and in a third");
        memory.merged(9, 4);
        memory.merged(12, 9);
        memory.settle();
        assert!(!memory.is_furniture(1, 77, 5), "merges of merges");
    }

    #[test]
    fn what_is_put_away_comes_back() {
        let mut memory = FurnitureMemory::default();
        memory.track();
        for cluster in [4, 7, 9] {
            memory.observe(1, 77, cluster);
        }
        let first = memory.delta(false);
        memory.merged(7, 9);
        let second = memory.delta(false);
        let mut again = FurnitureMemory::default();
        for delta in [first, second] {
            again.apply(&delta.bytes).expect("its own bytes");
        }
        assert!(again.is_furniture(1, 77, 5));
        again.settle();
        assert!(!again.is_furniture(1, 77, 5), "what was open is settled after the restart");
    }

    #[test]
    fn memory_is_bounded() {
        let mut memory = FurnitureMemory::default();
        for sentence in 0..3 * GENERATION as u64 {
            memory.observe(1, sentence, sentence as ClusterKey);
            memory.merged(sentence as ClusterKey + 7, sentence as ClusterKey % 7);
            memory.settle();
        }
        assert!(memory.len() <= 2 * GENERATION);
        assert!(memory.heirs.len() + memory.old_heirs.len() <= 2 * GENERATION);
    }
}
