//! Clusters and stories that go.

use super::Stories;
use crate::units::Timestamp;

impl Stories {
    /// Forgets stories whose last article is older than `before`. Undated stories go when their clusters do. Gives
    /// the keys of those that are gone, ascending.
    pub fn expire(&mut self, before: Timestamp) -> Vec<u32> {
        let old = self.stories.iter().filter(|(_, s)| s.last.is_some_and(|last| last < before));
        let mut gone: Vec<u32> = old.map(|(&key, _)| key).collect();
        gone.sort_unstable();
        self.forget(&gone);
        gone
    }

    /// Takes a cluster out of its story; what it added to the centroid stays, and fades. Gives the story's key when that
    /// was its last cluster, and the story is gone.
    pub fn remove_cluster(&mut self, cluster: u32) -> Option<u32> {
        let key = self.of_cluster.remove(&cluster)?;
        let story = self.stories.get_mut(&key)?;
        story.clusters.retain(|c| *c != cluster);
        let goes_on = !story.clusters.is_empty();
        self.forget_member(key, cluster);
        self.note(key);
        if goes_on {
            return None;
        }
        self.forget(&[key]);
        Some(key)
    }

    pub(super) fn forget(&mut self, gone: &[u32]) {
        if gone.is_empty() {
            return;
        }
        for key in gone {
            self.take_members(*key);
            if let Some(mut story) = self.stories.remove(key) {
                for cluster in std::mem::take(&mut story.clusters) {
                    self.of_cluster.remove(&cluster);
                }
                self.before.entry(*key).or_insert(story);
            }
            self.note(*key);
        }
        self.unswept += gone.len();
    }

    /// Takes stories that are gone off the index, once they are many.
    pub(super) fn sweep(&mut self) {
        if self.unswept > 0 && self.unswept * 4 >= self.stories.len() {
            self.unswept = 0;
            let stories = &self.stories;
            self.index.sweep(|key| stories.contains_key(&key));
        }
    }
}
