//! A second look at young stories: a text that stood alone when it came is often near to what came after it.
//!
//! An article that says little of what others say of the event opens a story, and later ones follow the others. So a story
//! of one article is compared with the rest again, as a story, when it has reached certain ages; what it takes is decided as
//! for an article. While few documents are known, ages are counted in articles, since each teaches much; later in quanta.

use super::bounds::Likely;
use super::evidence::time_nearness;
use super::story::Story;
use super::views::{self, unseen};
use super::{CANDIDATES, Merge, Stories, VIEWS, Weighing, comparing, counted, days};
use crate::embed::DocumentFrequency;
use rayon::prelude::*;
use thin_vec::{ThinVec, thin_vec};

/// Ages in articles, while [`Stories::is_young`].
pub(super) const ARTICLES: [usize; 4] = [4, 16, 64, 256];

/// Ages in quanta that have ended since. More of them changed no figure.
pub(super) const QUANTA: [usize; 3] = [0, 1, 15];

/// Steps of which it is remembered what they opened, more than any age.
const STEPS: usize = 258;

/// Clusters of other stories that one remembers to be kept apart from, the latest.
const APART: usize = 32;

/// A story that is looked at again.
struct Near {
    key: u32,
    /// The inverse frequencies of its terms.
    idf: Vec<f32>,
    /// Those that it may be part of.
    others: Vec<u32>,
}

impl Story {
    /// Remembers clusters of other events, before those that it knows of.
    pub(super) fn keep_apart_from(&mut self, mut clusters: ThinVec<u32>) {
        clusters.extend(self.apart.iter().filter(|known| !clusters.contains(known)).copied().collect::<Vec<u32>>());
        clusters.truncate(APART);
        clusters.shrink_to_fit();
        self.apart = clusters;
    }
}

impl Stories {
    /// Ends a step by which ages are counted: an article while young, later a quantum.
    pub(super) fn end_step(&mut self) {
        self.opened.push_back(self.next);
        if self.opened.len() > STEPS {
            self.opened.pop_front();
        }
    }

    /// The key of the next story when so many steps were still to end.
    fn end(&self, age: usize) -> u32 {
        self.opened.len().checked_sub(1 + age).map_or(0, |at| self.opened[at])
    }

    /// The stories of one article that have just reached one of these ages, the youngest steps first.
    pub(super) fn due(&self, ages: &[usize]) -> Vec<u32> {
        // Keys rise: those of one step lie between the end of the step before and its own.
        let keys = ages.iter().flat_map(|&age| self.end(age + 1)..self.end(age));
        keys.filter(|key| self.is_alone(*key)).collect()
    }

    fn is_alone(&self, key: u32) -> bool {
        self.stories.get(&key).is_some_and(|story| story.learnt == 1)
    }

    /// Looks again at those of these stories that are still of one article; gives what became one, in its order.
    ///
    /// Cost: for each, finding and comparing stories as for an article, on all threads.
    pub(super) fn look_again(&mut self, mut keys: Vec<u32>, frequency: &DocumentFrequency) -> Vec<Merge> {
        keys.retain(|&key| self.is_alone(key));
        let recent = self.end(2);
        let near: Vec<Near> = keys.into_par_iter().filter_map(|key| self.near(key, frequency)).collect();
        self.weigh_anew(near.iter().filter(|near| near.key < recent).flat_map(|near| &near.others), frequency);
        let found = |near: Near| self.belongs_to(&near, near.key >= recent, frequency).map(|other| (near.key, other));
        let wishes: Vec<(u32, u32)> = near.into_par_iter().filter_map(found).collect();
        let mut merges = Vec::with_capacity(wishes.len());
        for (key, other) in wishes {
            let other = self.now(other);
            // What was itself joined meanwhile stays where it is.
            if self.is_alone(key) && other != key && self.stories.contains_key(&other) && !self.are_apart(key, other) {
                merges.push(self.merge(key, other, frequency));
            }
        }
        merges
    }

    /// The stories that one may be part of. Pure.
    fn near(&self, key: u32, frequency: &DocumentFrequency) -> Option<Near> {
        let story = self.stories.get(&key)?;
        let idf = story.centroid.idf(frequency);
        let keys = views::keys(&story.centroid, &idf);
        let mut others = self.index.retrieve(&keys, CANDIDATES + 1);
        others.retain(|&other| other != key && !self.are_apart(key, other));
        Some(Near { key, idf, others })
    }

    /// Puts the centroids of those that were last weighed in an earlier epoch under a new scale, each once: many are near to
    /// several. Cost: O(terms) each, on all threads.
    fn weigh_anew<'a>(&mut self, keys: impl Iterator<Item = &'a u32>, frequency: &DocumentFrequency) {
        let is_stale = |key: &&u32| self.stories.get(key).is_some_and(|story| story.epoch != self.epoch);
        let mut stale: Vec<u32> = keys.filter(is_stale).copied().collect();
        stale.sort_unstable();
        stale.dedup();
        let weighed = |key: u32| Some((key, self.stories.get(&key)?.centroid.weighed(frequency)));
        let weighed: Vec<(u32, [f32; VIEWS])> = stale.into_par_iter().filter_map(weighed).collect();
        for (key, scale) in weighed {
            self.weigh(key, scale);
        }
    }

    /// The story that one is part of, if it is likely and stands out from the next, as for an article; where the last
    /// quantum is the first since the last look (`recent`), one that has moved since it began, since the others were refused
    /// then. Pure.
    fn belongs_to(&self, near: &Near, recent: bool, frequency: &DocumentFrequency) -> Option<u32> {
        let has_moved = |other: &&u32| !recent || self.moving.contains(other) || self.moved.contains(other);
        let (moved, still): (Vec<u32>, Vec<u32>) = near.others.iter().partition(has_moved);
        if moved.is_empty() {
            return None;
        }
        let story = self.stories.get(&near.key)?;
        let profiles = self.profiles(&near.others, story.language());
        let (unseen, learnt) = (unseen(frequency, story.language()), story.learnt as f32);
        let weighing = Weighing::among(&story.centroid, &near.idf, &profiles, 0.0, unseen, learnt);
        let mut found = self.compare_stories(story, &weighing, &moved, frequency);
        if found.iter().all(|likely| likely.log_odds + likely.by_names < self.config.floor) {
            return None;
        }
        found.extend(self.compare_stories(story, &weighing, &still, frequency));
        self.config.best_of(&found, self.config.again).filter(|best| best.joins).map(|best| best.story)
    }

    /// How likely a story, whose terms weigh by `weighing`, and each of `others` report one event. Pure.
    /// Cost: O(terms) each.
    pub(super) fn compare_stories(
        &self,
        story: &Story,
        weighing: &Weighing,
        others: &[u32],
        frequency: &DocumentFrequency,
    ) -> Vec<Likely> {
        let mut own = story.centroid.clone();
        own.scale = own.scale_by(&weighing.idf);
        comparing(&own, story.language(), weighing, |likeness| {
            let compared = |&key: &u32| {
                let other = self.stories.get(&key)?;
                let said = other.said_in(story.language());
                let profile = other.profile_for(story.language());
                let is_stale = said.is_some() || other.epoch != self.epoch;
                let scale = if is_stale { profile.weighed(frequency) } else { profile.scale };
                let mut evidence = likeness(profile, &scale);
                evidence.time = time_nearness((story.first, story.last), (other.first, other.last));
                evidence.days = days::agreement(&story.days, story.last, &other.days);
                evidence.counts = counted::agreement(&story.counted, &other.counted);
                // Where much is known, numbers that differ part texts of one event sooner than they tell two.
                let is_further = story.is_further_than(other) || other.is_further_than(story);
                evidence.again = is_further && unseen(frequency, story.language()).is_some();
                let vector = story.vector_for(story.language());
                evidence.vector = self.cosine(vector, other.vector_for(vector.and_then(|(_, language)| language)));
                evidence.foreign = story.is_foreign_to_all_of(other);
                let weights = &self.config.weights;
                Some(Likely {
                    story: key,
                    log_odds: weights.log_odds(&evidence),
                    by_names: weights.by_names(&evidence),
                })
            };
            others.iter().filter_map(compared).collect()
        })
    }

    /// Remembers that `story`, which holds `cluster`, is another event than the stories of `forms`, pairs of a story and a
    /// cluster in it.
    pub(super) fn keep_apart(&mut self, story: u32, cluster: u32, forms: &[(u32, u32)]) {
        for &(other, form) in forms {
            for (of, apart) in [(story, form), (other, cluster)] {
                let of = self.now(of);
                if let Some(of_story) = self.stories.get_mut(&of) {
                    of_story.keep_apart_from(thin_vec![apart]);
                    self.note(of);
                }
            }
        }
    }

    /// Whether one of two stories is known to be another event than the other.
    pub(super) fn are_apart(&self, a: u32, b: u32) -> bool {
        let is_apart = |a: u32, b: u32| {
            let apart = self.stories.get(&a).map_or(&[][..], |story| &story.apart[..]);
            apart.iter().any(|&cluster| self.story_of(cluster) == Some(b))
        };
        is_apart(a, b) || is_apart(b, a)
    }
}
