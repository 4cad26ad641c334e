//! Clusters that go, and stories with their last one.

use super::Stories;

impl Stories {
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
        self.take_members(key);
        if let Some(story) = self.stories.remove(&key) {
            self.before.entry(key).or_insert(story);
        }
        self.unswept += 1;
        Some(key)
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
