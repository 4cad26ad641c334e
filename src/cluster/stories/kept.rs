//! Stories as they are stored, piece by piece.

use super::Stories;
use super::views::Key;
use crate::embed::{Centres, DocumentFrequency};
use crate::tracked::{Delta, Rows, from_bytes, to_bytes};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// What is counted over all stories, and what the open quantum has done to them.
#[derive(serde::Serialize, serde::Deserialize)]
struct Counts {
    next: u32,
    unswept: usize,
    epoch: u32,
    epoch_documents: u32,
    young: Option<Box<DocumentFrequency>>,
    due: Vec<u32>,
    moved: Vec<u32>,
    moving: Vec<u32>,
    before: Vec<(u32, super::Story)>,
    unlisted: Vec<(u32, Vec<Key>)>,
    merged: Vec<(u32, u32)>,
    opened: Vec<u32>,
    heard: u64,
    centres: Centres,
    centres_before: Option<Centres>,
}

impl Stories {
    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.changed.get_or_insert_default();
        self.index.track();
    }

    /// Encodes, ahead of [`Self::changes`], some stories that have changed, `most` of those that have not moved in this quantum:
    /// few change once more before it ends. `named` adds to a story's bytes what the caller knows of it, here and there the same.
    pub fn encode_ahead(&mut self, most: usize, named: impl Fn(u32, Vec<u8>) -> Vec<u8>) {
        let Self { stories, changed: Some(changed), moving, encoded, .. } = self else { return };
        let some: Vec<u32> = changed.iter().filter(|key| !moving.contains(key)).take(most).copied().collect();
        for key in some {
            if let Some(story) = stories.get(&key) {
                changed.remove(&key);
                encoded.insert(key, named(key, to_bytes(story.as_ref())));
            }
        }
    }

    /// The stories that changed since the last time, ascending by key, `None` for one that is gone. On all threads.
    pub fn changes(&mut self, named: impl Fn(u32, Vec<u8>) -> Vec<u8> + Sync) -> Rows {
        let changed = self.changed.as_mut().map(std::mem::take).unwrap_or_default();
        let mut encoded = std::mem::take(&mut self.encoded);
        encoded.retain(|key, _| !changed.contains(key));
        let keys: Vec<u32> = changed.into_iter().collect();
        let bytes = |key| (key, self.stories.get(&key).map(|story| named(key, to_bytes(story.as_ref()))));
        // Few are not worth waking a thread for.
        let mut rows: Rows = keys.into_par_iter().with_min_len(16).map(bytes).collect();
        rows.extend(encoded.into_iter().map(|(key, story)| (key, Some(story))));
        rows.sort_unstable_by_key(|(key, _)| *key);
        rows
    }

    /// What changed of the index since the last time, or all of it. It changes where a quantum ends, and while
    /// [`Self::is_young`].
    pub fn index_delta(&mut self, whole: bool) -> Delta {
        self.index.delta(whole)
    }

    /// What is counted over all stories.
    pub fn counts(&self) -> Vec<u8> {
        let mut before: Vec<(u32, super::Story)> =
            self.before.iter().map(|(&key, story)| (key, story.as_said())).collect();
        before.sort_unstable_by_key(|(key, _)| *key);
        let mut merged: Vec<(u32, u32)> = self.merged.iter().map(|(&from, &into)| (from, into)).collect();
        merged.sort_unstable();
        to_bytes(&Counts {
            next: self.next,
            unswept: self.unswept,
            epoch: self.epoch,
            epoch_documents: self.epoch_documents,
            young: self.young.clone(),
            due: self.due.iter().copied().collect(),
            moved: sorted(&self.moved),
            moving: sorted(&self.moving),
            before,
            unlisted: self.unlisted.clone(),
            merged,
            opened: self.opened.iter().copied().collect(),
            heard: self.heard,
            centres: self.centres.clone(),
            centres_before: self.centres_before.clone(),
        })
    }

    /// Puts back a story that [`Self::changes`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn restore(&mut self, key: u32, story: &[u8]) -> Result<(), String> {
        let story: super::Story = from_bytes(story)?;
        for &cluster in &story.clusters {
            self.of_cluster.insert(cluster, key);
        }
        if !story.members.is_empty() {
            self.remembering.insert((story.heard, key));
            self.remembered += story.members.len();
        }
        self.stories.insert(key, Box::new(story));
        Ok(())
    }

    /// Puts back what [`Self::index_delta`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn restore_index(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.index.restore(bytes)
    }

    /// Puts back what [`Self::counts`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn restore_counts(&mut self, bytes: &[u8]) -> Result<(), String> {
        let counts: Counts = from_bytes(bytes)?;
        let Counts {
            next,
            unswept,
            epoch,
            epoch_documents,
            young,
            due,
            moved,
            moving,
            before,
            unlisted,
            merged,
            opened,
            heard,
            centres,
            centres_before,
        } = counts;
        (self.next, self.unswept, self.young, self.heard) = (next, unswept, young, heard);
        (self.epoch, self.epoch_documents) = (epoch, epoch_documents);
        self.due = due.into();
        (self.moved, self.moving) = (moved.into_iter().collect(), moving.into_iter().collect());
        self.before = before.into_iter().map(|(key, story)| (key, Box::new(story))).collect();
        (self.unlisted, self.centres, self.centres_before) = (unlisted, centres, centres_before);
        self.merged = merged.into_iter().collect();
        self.opened = opened.into();
        Ok(())
    }
}

fn sorted(keys: &FxHashSet<u32>) -> Vec<u32> {
    let mut keys: Vec<u32> = keys.iter().copied().collect();
    keys.sort_unstable();
    keys
}
