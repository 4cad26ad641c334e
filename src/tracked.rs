//! What has been learnt, in a form that can be put away piece by piece: maps that know which of their entries changed.
//!
//! A stage that learns keeps what it has learnt in a [`Tracked`] map. Where a store stands behind the engine, only the
//! entries that changed since the last time are written; where none does, nothing is noted and nothing costs.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};
use std::ops::Range;

/// What learnt state becomes, and comes from: the wire format of postcard, which is fixed.
pub fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("state has neither unsized sequences nor failing serialisers")
}

/// What [`to_bytes`] made.
///
/// # Errors
/// The reason, where the bytes are not that.
pub fn from_bytes<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|e| e.to_string())
}

/// Bytes that are written as they are, not one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw(pub Vec<u8>);

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl serde::de::Visitor<'_> for Bytes {
            type Value = Raw;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Raw, E> {
                Ok(Raw(bytes.to_vec()))
            }

            fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Raw, E> {
                Ok(Raw(bytes))
            }
        }
        d.deserialize_bytes(Bytes)
    }
}

/// Numbers as they lie in memory, the lowest byte first, for fields that serde shall not go through one by one: that takes
/// many times as long, and they are hashes, which it makes longer.
pub(crate) mod plain {
    use super::Raw;
    use bytemuck::{Pod, cast_slice, pod_read_unaligned};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// What is written so.
    pub trait Plain: Pod {
        /// The same with the lowest byte of each number first, and back.
        fn turned(self) -> Self;
    }

    macro_rules! number {
        ($($number:ty),*) => {$(
            impl Plain for $number {
                fn turned(self) -> Self {
                    self.to_le()
                }
            }
        )*};
    }

    number!(u8, u16, u32, u64);

    impl Plain for f32 {
        fn turned(self) -> Self {
            Self::from_bits(self.to_bits().to_le())
        }
    }

    impl Plain for [u8; 6] {
        fn turned(self) -> Self {
            self
        }
    }

    pub fn serialize<T: Plain, S: Serializer>(values: &[T], to: S) -> Result<S::Ok, S::Error> {
        if cfg!(target_endian = "little") {
            return to.serialize_bytes(cast_slice(values));
        }
        let turned: Vec<T> = values.iter().map(|value| value.turned()).collect();
        to.serialize_bytes(cast_slice(&turned))
    }

    /// Errors: bytes that are no whole number of values.
    pub fn deserialize<'de, D: Deserializer<'de>, T: Plain, C: FromIterator<T>>(from: D) -> Result<C, D::Error> {
        let Raw(bytes) = Raw::deserialize(from)?;
        let values = bytes.chunks_exact(size_of::<T>());
        match values.remainder().len() {
            0 => Ok(values.map(|bytes| pod_read_unaligned::<T>(bytes).turned()).collect()),
            rest => Err(D::Error::custom(format!("{rest} bytes beyond values of {}", size_of::<T>()))),
        }
    }
}

/// Rows of a table, to be set under their keys, or deleted where they are none.
pub type Rows = Vec<(u32, Option<Vec<u8>>)>;

/// Parts of a map that are given out anew in turn.
pub(crate) const SLICES: usize = 1024;

/// What a change is to those before it in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It is to be added to them.
    Change,
    /// The same, and a round of slices begins with it: what came before the round before is void.
    Round,
    /// It holds everything, so that what came before is void.
    Whole,
}

/// A change that is to be added to those before, or stands for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// What it is to those before.
    pub extent: Extent,
    /// Entries, in a form that the stage knows.
    pub bytes: Vec<u8>,
}

impl Delta {
    /// Adds it to a log, without what is void from then on.
    pub fn append_to(self, log: &mut Vec<Self>) {
        let void = match self.extent {
            Extent::Change => 0,
            Extent::Round => log.iter().rposition(|delta| delta.extent != Extent::Change).unwrap_or(0),
            Extent::Whole => log.len(),
        };
        log.drain(..void);
        log.push(self);
    }
}

/// Where a log stands in being given out anew. With each change go slices of what has not changed, about as many entries as
/// have; once all slices have gone, the round is complete, and what was written before it is void. So a log has an end, and
/// no change holds much more than what has changed.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Round {
    next: u16,
}

impl Round {
    /// The slices whose turn it is where `changed` entries have changed: all with `whole`. `held` says how many entries a slice
    /// holds.
    pub fn advance(&mut self, changed: usize, whole: bool, held: impl Fn(usize) -> usize) -> (Extent, Range<usize>) {
        if whole {
            self.next = 0;
            return (Extent::Whole, 0..SLICES);
        }
        let from = usize::from(self.next);
        let (mut end, mut given) = (from, 0);
        while end < SLICES && given < changed {
            given += held(end);
            end += 1;
        }
        self.next = (end % SLICES) as u16;
        (if from == 0 && end > 0 { Extent::Round } else { Extent::Change }, from..end)
    }
}

/// A map that notes which entries changed.
///
/// It is made of many small ones, so that none takes long to grow, and some of the entries can be named without a look at all.
#[derive(Clone, Debug)]
pub struct Tracked<K, V> {
    slices: Box<[FxHashMap<K, V>]>,
    len: usize,
    /// Keys of the entries that changed; none while nobody asks for them.
    changed: Option<FxHashSet<K>>,
    round: Round,
}

impl<K, V> Default for Tracked<K, V> {
    fn default() -> Self {
        let slices = std::iter::repeat_with(FxHashMap::default).take(SLICES).collect();
        Self { slices, len: 0, changed: None, round: Round::default() }
    }
}

/// The slice of a key: bits of its hash by which the small maps order nothing.
fn slice_of(key: &(impl Hash + ?Sized)) -> usize {
    (FxBuildHasher.hash_one(key) >> 46) as usize % SLICES
}

impl<K: Clone + Eq + Hash + Ord, V> Tracked<K, V> {
    /// The value of a key.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.slices[slice_of(key)].get(key)
    }

    /// Whether a key has a value.
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All entries, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.slices.iter().flatten()
    }

    /// Notes changes from now on.
    pub fn track(&mut self) {
        self.changed.get_or_insert_default();
    }

    fn note(&mut self, key: &K) {
        if let Some(changed) = &mut self.changed {
            changed.insert(key.clone());
        }
    }

    /// Sets an entry.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.note(&key);
        let before = self.slices[slice_of(&key)].insert(key, value);
        self.len += usize::from(before.is_none());
        before
    }

    /// An entry, to be changed.
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        let found = self.slices[slice_of(key)].get_mut(key)?;
        if let Some(changed) = &mut self.changed {
            changed.insert(key.to_owned());
        }
        Some(found)
    }

    /// An entry to be changed, which is made where there is none.
    pub fn entry(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        self.note(&key);
        let len = &mut self.len;
        self.slices[slice_of(&key)].entry(key).or_insert_with(|| {
            *len += 1;
            make()
        })
    }

    /// Takes an entry out.
    pub fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        let found = self.slices[slice_of(key)].remove(key)?;
        self.len -= 1;
        self.note(&key.to_owned());
        Some(found)
    }

    /// Keeps the entries that `keep` says, which changes nothing in them.
    pub fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        let Self { slices, len, changed, .. } = self;
        for slice in slices {
            slice.retain(|key, value| {
                let kept = keep(key, value);
                if !kept {
                    *len -= 1;
                    changed.iter_mut().for_each(|changed| _ = changed.insert(key.clone()));
                }
                kept
            });
        }
    }

    /// Takes all out, with what was noted of them. What is left tells nobody of that.
    pub fn take(&mut self) -> Self {
        let tracks = self.changed.is_some();
        let taken = std::mem::take(self);
        if tracks {
            self.track();
        }
        taken
    }

    /// Puts an entry back that was stored; no change.
    pub fn restore(&mut self, key: K, value: Option<V>) {
        let slice = &mut self.slices[slice_of(&key)];
        match value {
            Some(value) => self.len += usize::from(slice.insert(key, value).is_none()),
            None => self.len -= usize::from(slice.remove(&key).is_some()),
        }
    }

    /// How many entries changed since they were last asked for.
    pub fn changed(&self) -> usize {
        self.changed.as_ref().map_or(0, FxHashSet::len)
    }

    /// How many entries a slice holds.
    pub fn held(&self, slice: usize) -> usize {
        self.slices[slice].len()
    }

    /// The entries that changed since the last time, and all of some slices, ascending by key; `None` for one that is gone.
    pub fn entries(&mut self, slices: Range<usize>) -> Vec<(K, Option<&V>)> {
        let changed = self.changed.as_mut().map(std::mem::take).unwrap_or_default();
        let changed = changed.into_iter().filter_map(|key| {
            let slice = slice_of(&key);
            let value = self.slices[slice].get(&key);
            (value.is_none() || !slices.contains(&slice)).then_some((key, value))
        });
        let mut entries: Vec<(K, Option<&V>)> = changed.collect();
        let given = self.slices[slices.clone()].iter().flatten();
        entries.extend(given.map(|(key, value)| (key.clone(), Some(value))));
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        entries
    }

    /// The entries that changed since the last time with those whose turn it is, or all of them, as [`Self::apply`] reads them.
    /// Cost: O(what has changed), without `whole`.
    pub fn delta(&mut self, whole: bool) -> Delta
    where
        K: Serialize,
        V: Serialize,
    {
        self.delta_as(whole, |value| value)
    }

    /// The same with values in the form in which they are put away.
    pub fn delta_as<'a, W: Serialize>(&'a mut self, whole: bool, kept: impl Fn(&'a V) -> W) -> Delta
    where
        K: Serialize,
    {
        let mut round = self.round;
        let (extent, slices) = round.advance(self.changed(), whole, |slice| self.held(slice));
        self.round = round;
        let entries = self.entries(slices).into_iter().map(|(key, value)| (key, value.map(&kept)));
        Delta { extent, bytes: to_bytes(&(round, entries.collect::<Vec<_>>())) }
    }

    /// Puts back what [`Self::delta`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String>
    where
        K: DeserializeOwned,
        V: DeserializeOwned,
    {
        self.apply_as(bytes, |value: V| value)
    }

    /// Puts back what [`Self::delta_as`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn apply_as<W: DeserializeOwned>(&mut self, bytes: &[u8], value: impl Fn(W) -> V) -> Result<(), String>
    where
        K: DeserializeOwned,
    {
        let (round, entries): (Round, Vec<(K, Option<W>)>) = from_bytes(bytes)?;
        self.round = round;
        entries.into_iter().for_each(|(key, kept)| self.restore(key, kept.map(&value)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_log_has_an_end_and_no_change_holds_much_more_than_what_changed() {
        let mut map: Tracked<u32, u32> = Tracked::default();
        map.track();
        (0..20_000).for_each(|key| _ = map.insert(key, 0));
        let (mut log, mut most) = (Vec::new(), 0);
        for step in 0..400 {
            (0..500).for_each(|n| *map.entry((step * 7919 + n * 31) % 20_000, || 0) += 1);
            let delta = map.delta(false);
            if step > 0 {
                let (_, entries): (Round, Vec<(u32, Option<u32>)>) = from_bytes(&delta.bytes).expect("entries");
                most = most.max(entries.len());
            }
            delta.append_to(&mut log);
        }
        assert!((900..=1100).contains(&most), "{most} entries in one change");
        let rounds = log.iter().filter(|delta| delta.extent == Extent::Round).count();
        assert_eq!(rounds, 2, "one that is complete, and one that is not");
        assert!(log.len() < 2 * 20_000 / 500 + 2, "{} changes", log.len());
    }

    proptest! {
        #[test]
        fn deltas_add_up_to_the_map(
            steps in proptest::collection::vec((0u32..20, 0u8..5, any::<bool>(), any::<bool>()), 0..80),
        ) {
            let mut map: Tracked<u32, u32> = Tracked::default();
            map.track();
            let mut stored: Vec<Delta> = Vec::new();
            for (n, (key, what, put_away, whole)) in steps.into_iter().enumerate() {
                match what {
                    0 => _ = map.insert(key, n as u32),
                    1 => _ = map.remove(&key),
                    2 => *map.entry(key, || 0) += 1,
                    3 => map.get_mut(&key).into_iter().for_each(|v| *v += 7),
                    _ => map.retain(|k, _| k % 3 != key % 3),
                }
                if put_away {
                    map.delta(whole).append_to(&mut stored);
                }
            }
            map.delta(false).append_to(&mut stored);
            let mut again: Tracked<u32, u32> = Tracked::default();
            for delta in &stored {
                again.apply(&delta.bytes).expect("entries");
            }
            let sorted = |map: &Tracked<u32, u32>| {
                let mut entries: Vec<(u32, u32)> = map.iter().map(|(key, value)| (*key, *value)).collect();
                entries.sort_unstable();
                entries
            };
            prop_assert_eq!(sorted(&again), sorted(&map));
            prop_assert_eq!((map.len(), again.len()), (sorted(&map).len(), sorted(&map).len()));
        }
    }
}
