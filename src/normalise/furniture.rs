//! Furniture that is learnt: what one source prints on articles that have nothing else in common.

use crate::random::GOLDEN_GAMMA;
use crate::tracked::{Delta, Round, Tracked, from_bytes, to_bytes};
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
/// so what was learnt from them wrongly is furniture no longer. A whole text that comes again is the cluster that it was,
/// also where the window has forgotten that. What is no longer printed is forgotten.
/// Memory: bounded by two generations of 400,000 entries.
#[derive(Debug, Default)]
pub struct FurnitureMemory {
    young: Tracked<u64, Seen>,
    old: Tracked<u64, Seen>,
    /// What merged clusters were merged into, as long as a sentence may know them by their own key.
    heirs: Tracked<ClusterKey, ClusterKey>,
    old_heirs: Tracked<ClusterKey, ClusterKey>,
    /// Merged since the quantum began.
    open: Vec<(ClusterKey, ClusterKey)>,
    /// Changes of generations since changes were last asked for.
    turns: u32,
    round: Round,
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

    /// Notes that `source` printed a whole text in an article of `cluster`, given the hash over its words; gives the cluster that
    /// its sentences are of: the one in which that source printed the text before, if it did.
    pub fn observe_text(&mut self, source: u64, body: u64, cluster: ClusterKey) -> ClusterKey {
        // A text of one sentence has that one's hash.
        let key = key(source, !body);
        let known = self.young.get(&key).or_else(|| self.old.get(&key));
        let first = known.and_then(|seen| seen.keys().first().copied()).unwrap_or(cluster);
        let mut seen = Seen::default();
        seen.add(self.heir(first));
        self.young.insert(key, seen);
        self.turn_if(self.young.len() >= GENERATION);
        first
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
            self.turns += 1;
        }
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.young.track();
        self.heirs.track();
    }

    /// What changed since the last time with what is to be given again, or all.
    pub fn delta(&mut self, whole: bool) -> Delta {
        let turns = std::mem::take(&mut self.turns);
        // More than one cannot be told apart any more.
        let whole = whole || turns > 1;
        let Self { young, old, heirs, old_heirs, open, round, .. } = self;
        let held = |slice| young.held(slice) + old.held(slice) + heirs.held(slice) + old_heirs.held(slice);
        let changed = young.changed() + heirs.changed() + old.changed() + old_heirs.changed();
        let (extent, slices) = round.advance(changed, whole, held);
        let kept = Kept {
            round: *round,
            turned: turns > 0,
            old: old.entries(slices.clone()),
            young: young.entries(slices.clone()),
            old_heirs: old_heirs.entries(slices.clone()),
            heirs: heirs.entries(slices),
            open: open.clone(),
        };
        Delta { extent, bytes: to_bytes(&kept) }
    }

    /// Puts back what [`Self::delta`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String> {
        let kept: Kept<Seen, ClusterKey> = from_bytes(bytes)?;
        (self.round, self.open) = (kept.round, kept.open);
        if kept.turned {
            self.old = self.young.take();
            self.old_heirs = self.heirs.take();
        }
        for (map, entries) in [(&mut self.old, kept.old), (&mut self.young, kept.young)] {
            entries.into_iter().for_each(|(key, seen)| map.restore(key, seen));
        }
        for (map, entries) in [(&mut self.old_heirs, kept.old_heirs), (&mut self.heirs, kept.heirs)] {
            entries.into_iter().for_each(|(key, heir)| map.restore(key, heir));
        }
        Ok(())
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
struct Kept<S, H> {
    round: Round,
    /// Whether the generations changed before these entries did.
    turned: bool,
    old: Vec<(u64, Option<S>)>,
    young: Vec<(u64, Option<S>)>,
    old_heirs: Vec<(ClusterKey, Option<H>)>,
    heirs: Vec<(ClusterKey, Option<H>)>,
    open: Vec<(ClusterKey, ClusterKey)>,
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
    use crate::tracked::Extent;

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
    fn a_text_that_the_window_has_forgotten_is_the_cluster_that_it_was() {
        let mut memory = FurnitureMemory::default();
        for cluster in 0..9 {
            let of = memory.observe_text(1, 500, cluster);
            memory.observe(1, 77, of);
        }
        assert!(!memory.is_furniture(1, 77, 5));
        for (text, cluster) in (600..).zip(10..13) {
            let of = memory.observe_text(1, text, cluster);
            memory.observe(1, 77, of);
        }
        assert!(memory.is_furniture(1, 77, 5), "it stands in other texts as well");
        assert_eq!(memory.observe_text(2, 500, 20), 20, "another source's is not known");
        assert!(!memory.is_furniture(1, 500, 5), "a text is no sentence");
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
    fn generations_come_back_as_they_were() {
        let (mut memory, mut log) = (FurnitureMemory::default(), Vec::new());
        memory.track();
        for sentence in 0..(2 * GENERATION + GENERATION / 3) as u64 {
            memory.observe(1, sentence, sentence as ClusterKey);
            if sentence % 64 == 0 {
                memory.merged(sentence as ClusterKey, sentence as ClusterKey + 1);
                memory.settle();
            }
            if sentence % 50_000 == 0 {
                log.push(memory.delta(false));
            }
        }
        log.push(memory.delta(false));
        assert!(log.iter().all(|delta| delta.extent != Extent::Whole), "none takes long");
        let begun = log.iter().rposition(|delta| delta.extent == Extent::Round).expect("a round");
        let before = log[..begun].iter().rposition(|delta| delta.extent == Extent::Round).expect("a complete one");
        let mut again = FurnitureMemory::default();
        for delta in &log[before..] {
            again.apply(&delta.bytes).expect("its own bytes");
        }
        let held = |memory: &FurnitureMemory| {
            let seen = |map: &Tracked<u64, Seen>| sorted(map.iter().map(|(key, seen)| (*key, seen.keys().to_vec())));
            let heirs = |map: &Tracked<_, _>| sorted(map.iter().map(|(key, heir)| (*key, *heir)));
            (seen(&memory.old), seen(&memory.young), heirs(&memory.old_heirs), heirs(&memory.heirs))
        };
        assert!(!memory.old.is_empty() && held(&again) == held(&memory));
    }

    fn sorted<T: Ord>(entries: impl Iterator<Item = T>) -> Vec<T> {
        let mut entries: Vec<T> = entries.collect();
        entries.sort_unstable();
        entries
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
