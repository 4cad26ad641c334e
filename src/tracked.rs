//! What has been learnt, in a form that can be put away piece by piece: maps that know which of their entries changed.
//!
//! A stage that learns keeps what it has learnt in a [`Tracked`] map. Where a store stands behind the engine, only the
//! entries that changed since the last time are written; where none does, nothing is noted and nothing costs.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use std::borrow::Borrow;
use std::hash::Hash;
use std::ops::Deref;

/// What learnt state becomes, and comes from: the wire format of postcard, which is fixed.
pub fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("state has neither unsized sequences nor failing serialisers")
}

/// What [`to_bytes`] made. Errors: the reason in words, where the bytes are not that.
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

/// A change that is to be added to those before, or stands for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// Whether it holds everything, so that what was written before is void.
    pub whole: bool,
    /// Entries, in a form that the stage knows.
    pub bytes: Vec<u8>,
}

/// A map that notes which entries changed. Reading goes through to the map; each way to change it is named here.
#[derive(Clone, Debug)]
pub struct Tracked<K, V> {
    map: FxHashMap<K, V>,
    /// Keys of the entries that changed; none while nobody asks for them.
    changed: Option<FxHashSet<K>>,
}

impl<K, V> Default for Tracked<K, V> {
    fn default() -> Self {
        Self { map: FxHashMap::default(), changed: None }
    }
}

impl<K, V> Deref for Tracked<K, V> {
    type Target = FxHashMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.map
    }
}

impl<K: Clone + Eq + Hash + Ord, V> Tracked<K, V> {
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
        self.map.insert(key, value)
    }

    /// An entry, to be changed.
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        let found = self.map.get_mut(key)?;
        if let Some(changed) = &mut self.changed {
            changed.insert(key.to_owned());
        }
        Some(found)
    }

    /// An entry to be changed, which is made where there is none.
    pub fn entry(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        self.note(&key);
        self.map.entry(key).or_insert_with(make)
    }

    /// Takes an entry out.
    pub fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = K> + ?Sized,
    {
        let found = self.map.remove(key)?;
        self.note(&key.to_owned());
        Some(found)
    }

    /// Keeps the entries that `keep` says, which changes nothing in them.
    pub fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        let changed = &mut self.changed;
        self.map.retain(|key, value| {
            let kept = keep(key, value);
            if let Some(changed) = changed.as_mut().filter(|_| !kept) {
                changed.insert(key.clone());
            }
            kept
        });
    }

    /// Takes all entries out; what was noted of them is forgotten, so that [`Self::delta`] must be asked for the whole.
    pub fn take(&mut self) -> FxHashMap<K, V> {
        if let Some(changed) = &mut self.changed {
            changed.clear();
        }
        std::mem::take(&mut self.map)
    }

    /// Puts an entry back that was stored; no change.
    pub fn restore(&mut self, key: K, value: Option<V>) {
        match value {
            Some(value) => _ = self.map.insert(key, value),
            None => _ = self.map.remove(&key),
        }
    }

    /// The entries that changed since the last time, ascending by key; `None` for one that is gone.
    pub fn changes(&mut self) -> Vec<(K, Option<&V>)> {
        let changed = self.changed.as_mut().map(std::mem::take).unwrap_or_default();
        let mut keys: Vec<K> = changed.into_iter().collect();
        keys.sort_unstable();
        keys.into_iter().map(|key| (key.clone(), self.map.get(&key))).collect()
    }

    /// The entries that changed since the last time, or all of them, as [`Self::apply`] reads them.
    pub fn delta(&mut self, whole: bool) -> Delta
    where
        K: Serialize,
        V: Serialize,
    {
        let mut entries = self.changes();
        if whole {
            entries = self.map.iter().map(|(key, value)| (key.clone(), Some(value))).collect();
            entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        }
        Delta { whole, bytes: to_bytes(&entries) }
    }

    /// Puts back what [`Self::delta`] gave. Errors: the reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String>
    where
        K: DeserializeOwned,
        V: DeserializeOwned,
    {
        let entries: Vec<(K, Option<V>)> = from_bytes(bytes)?;
        entries.into_iter().for_each(|(key, value)| self.restore(key, value));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
                    let delta = map.delta(whole);
                    if delta.whole {
                        stored.clear();
                    }
                    stored.push(delta);
                }
            }
            stored.push(map.delta(false));
            let mut again: Tracked<u32, u32> = Tracked::default();
            for delta in &stored {
                again.apply(&delta.bytes).expect("entries");
            }
            prop_assert_eq!(&*again, &*map);
        }
    }
}
