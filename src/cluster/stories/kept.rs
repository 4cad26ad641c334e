//! Stories as they are stored, piece by piece.

use super::Stories;
use crate::embed::DocumentFrequency;
use crate::tracked::{Delta, from_bytes, to_bytes};
use std::collections::VecDeque;

/// What is counted over all stories.
type Counts = (DocumentFrequency, u32, usize, u32, u32);

impl Stories {
    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.changed.get_or_insert_default();
        self.postings.track();
    }

    /// The stories that changed since the last time, ascending by key; `None` for one that is gone.
    pub fn changes(&mut self) -> Vec<(u32, Option<Vec<u8>>)> {
        let changed = self.changed.as_mut().map(std::mem::take).unwrap_or_default();
        let mut keys: Vec<u32> = changed.into_iter().collect();
        keys.sort_unstable();
        keys.into_iter().map(|key| (key, self.stories.get(&key).map(to_bytes))).collect()
    }

    /// What changed of the index since the last time, or all of it.
    pub fn index_delta(&mut self, whole: bool) -> Delta {
        self.postings.delta(whole)
    }

    /// What is learnt over all stories: frequencies and counts.
    pub fn counts(&self) -> Vec<u8> {
        to_bytes(&(&self.frequency, self.next, self.unswept, self.epoch, self.epoch_documents))
    }

    /// Puts back a story that [`Self::changes`] gave. Errors: the reason, where the bytes are not that.
    pub fn restore(&mut self, key: u32, story: &[u8]) -> Result<(), String> {
        let story: super::Story = from_bytes(story)?;
        for &cluster in &story.clusters {
            self.of_cluster.insert(cluster, key);
        }
        self.stories.insert(key, story);
        Ok(())
    }

    /// Puts back what [`Self::index_delta`] gave. Errors: the reason, where the bytes are not that.
    pub fn restore_index(&mut self, bytes: &[u8]) -> Result<(), String> {
        let entries: Vec<(u32, Option<VecDeque<u32>>)> = from_bytes(bytes)?;
        entries.into_iter().for_each(|(term, list)| self.postings.restore(term, list));
        Ok(())
    }

    /// Puts back what [`Self::counts`] gave. Errors: the reason, where the bytes are not that.
    pub fn restore_counts(&mut self, bytes: &[u8]) -> Result<(), String> {
        let (frequency, next, unswept, epoch, epoch_documents): Counts = from_bytes(bytes)?;
        self.frequency = frequency;
        (self.next, self.unswept) = (next, unswept);
        (self.epoch, self.epoch_documents) = (epoch, epoch_documents);
        Ok(())
    }
}
