//! Stories as they are stored, piece by piece.

use super::Stories;
use super::views::Key;
use crate::embed::{Centres, DocumentFrequency};
use crate::tracked::{Delta, Rows, from_bytes, to_bytes};
use rayon::prelude::*;

/// What is counted over all stories, and what the open quantum has done to them.
#[derive(serde::Serialize, serde::Deserialize)]
struct Counts {
    next: u32,
    unswept: usize,
    epoch: u32,
    epoch_documents: u32,
    young: Option<Box<DocumentFrequency>>,
    moving: Vec<u32>,
    before: Vec<(u32, super::Story)>,
    unlisted: Vec<(u32, Vec<Key>)>,
    merged: Vec<(u32, u32)>,
    opened: Vec<u32>,
    heard: u64,
    centres: Centres,
}

impl Stories {
    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.changed.get_or_insert_default();
        self.index.track();
    }

    /// The stories that changed since the last time, ascending by key, `None` for one that is gone; and what changed of the
    /// index or, with `whole`, all of it. On all threads.
    pub fn changes(&mut self, whole: bool) -> (Rows, Delta) {
        let changed = self.changed.as_mut().map(std::mem::take).unwrap_or_default();
        let mut keys: Vec<u32> = changed.into_iter().collect();
        keys.sort_unstable();
        let Self { stories, index, .. } = self;
        let bytes = |key| (key, stories.get(&key).map(|story| to_bytes(story.as_ref())));
        rayon::join(|| keys.into_par_iter().map(bytes).collect(), || index.delta(whole))
    }

    /// What is counted over all stories.
    pub fn counts(&self) -> Vec<u8> {
        let mut moving: Vec<u32> = self.moving.iter().copied().collect();
        moving.sort_unstable();
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
            moving,
            before,
            unlisted: self.unlisted.clone(),
            merged,
            opened: self.opened.iter().copied().collect(),
            heard: self.heard,
            centres: self.centres.clone(),
        })
    }

    /// Puts back a story that [`Self::changes`] gave. Errors: the reason, where the bytes are not that.
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

    /// Puts back what [`Self::changes`] gave of the index. Errors: the reason, where the bytes are not that.
    pub fn restore_index(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.index.restore(bytes)
    }

    /// Puts back what [`Self::counts`] gave. Errors: the reason, where the bytes are not that.
    pub fn restore_counts(&mut self, bytes: &[u8]) -> Result<(), String> {
        let counts: Counts = from_bytes(bytes)?;
        let Counts {
            next,
            unswept,
            epoch,
            epoch_documents,
            young,
            moving,
            before,
            unlisted,
            merged,
            opened,
            heard,
            centres,
        } = counts;
        (self.next, self.unswept, self.young, self.heard) = (next, unswept, young, heard);
        (self.epoch, self.epoch_documents) = (epoch, epoch_documents);
        self.moving = moving.into_iter().collect();
        self.before = before.into_iter().map(|(key, story)| (key, Box::new(story))).collect();
        (self.unlisted, self.centres) = (unlisted, centres);
        self.merged = merged.into_iter().collect();
        self.opened = opened.into();
        Ok(())
    }
}
