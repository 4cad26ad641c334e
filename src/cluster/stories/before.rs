//! What stories said when the quantum began: what is found for an article must not depend on how much of the quantum is
//! decided when it is looked for.

use super::Stories;
use super::profile::Profile;
use super::story::Story;
use crate::units::Language;

impl Story {
    /// What it says, and nothing else of it.
    pub(super) fn as_said(&self) -> Self {
        Self { centroid: self.centroid.clone(), languages: self.languages.clone(), ..Self::default() }
    }
}

impl Stories {
    /// Keeps what a story said when the quantum began, before it learns. What is new in the quantum is not listed yet.
    pub(super) fn keep_before(&mut self, key: u32) {
        if self.young.is_none()
            && let Some(story) = self.stories.get(&key)
        {
            self.before.entry(key).or_insert_with(|| Box::new(story.as_said()));
        }
    }

    /// What these stories said to an article in the language when the quantum began.
    pub(super) fn profiles_before(&self, keys: &[u32], language: Option<Language>) -> Vec<&Profile> {
        let story = |key: &u32| self.before.get(key).or_else(|| self.stories.get(key));
        keys.iter().filter_map(|key| Some(story(key)?.profile_for(language))).collect()
    }
}
