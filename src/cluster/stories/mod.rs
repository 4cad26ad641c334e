//! Stories: clusters about one event, grouped in one pass.
//!
//! - takes: the [`Views`] of each cluster's founding article, in the order of arrival
//! - gives: a [`Decision`]: the story that the cluster joins or opens, and why
//! - useful for: following an event over texts that share no passage
//! - not useful for: telling copies; clusters do
//!
//! Candidates come from an inverted index of rare terms and names. A logistic model over several views says how surely
//! the article reports a candidate's event; whether it opens a story of its own is decided apart, by that and by how
//! far the best candidate stands out from the next (after Miranda et al. 2018, "Multilingual clustering of streaming
//! news", who rank first and then decide whether to merge).

mod evidence;
mod kept;
mod views;

pub use evidence::{Evidence, Weights};
pub use views::{BODY_TERMS, Terms, Views};

use crate::embed::DocumentFrequency;
use crate::tracked::Tracked;
use crate::units::{Similarity, Timestamp};
use evidence::{WeightedViews, gap, nearness};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, VecDeque};

/// Members that a centroid remembers: each new one moves it by at least one part in this many.
const CENTROID_MEMORY: f32 = 8.0;

/// Terms of each view of a centroid: as many as an article's body has, so that large stories are not nearer to all.
const CENTROID_TERMS: usize = BODY_TERMS;

/// Heaviest terms of a body, and of the names, by which an article is found.
const INDEX_TERMS: usize = 24;

/// Stories listed under one term; the oldest give way, and so a term that stands everywhere finds recent ones alone.
const POSTINGS: usize = 32;

/// Next best candidates that a story is compared with, for merging, once it has grown.
const MERGE_CANDIDATES: usize = 3;

/// Candidates that are compared view by view. Twice as many changed no figure.
const CANDIDATES: usize = 12;

/// Bounds of the decision.
///
/// A cluster joins the best candidate when `log_odds >= floor` and `log_odds + contrast × min(margin, contrast_cap) >=
/// join`. So an article that is only somewhat like a story, but like no other, follows it, and one that is as much like
/// a second story opens its own. Records: `benches/records/stories.md`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoryConfig {
    /// The likeness model.
    pub weights: Weights,
    /// Weight of [`Decision::margin`] beside the log-odds. Default 0.5: with 1 two events of one topic become one where
    /// nothing else is near; 0 loses a little.
    pub contrast: f32,
    /// Margin, in log-odds, beyond which a larger one says nothing more. Default 4, odds of 55 to 1.
    pub contrast_cap: f32,
    /// What log-odds and weighted margin must come to. Default 0.5.
    pub join: f32,
    /// Log-odds that the best candidate needs however far it stands out. Default -1, a probability of 0.27.
    pub floor: f32,
    /// Log-odds, of one story's centroid with the other, from which two stories that a cluster is like become one.
    /// Default 2, above what joining takes, since centroids lie nearer to one another than their members do.
    pub merge: f32,
}

impl Default for StoryConfig {
    fn default() -> Self {
        Self { weights: Weights::default(), contrast: 0.5, contrast_cap: 4.0, join: 0.5, floor: -1.0, merge: 2.0 }
    }
}

/// A story that was compared with an article.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    story: u32,
    evidence: Evidence,
    log_odds: f32,
}

/// Where a cluster belongs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The story's key: never used again once the story is gone.
    pub story: u32,
    /// Whether the cluster opened it.
    pub opened: bool,
    /// Probability that the cluster reports the event of the best candidate, whether it joined it or not; 0 without a
    /// candidate.
    pub similarity: Similarity,
    /// The views' likeness to the best candidate; `None` without one.
    pub evidence: Option<Evidence>,
    /// Log-odds by which the best candidate stands out from the next one, a lone candidate from no likeness at all; 0
    /// without a candidate.
    pub margin: f32,
    /// A story that this cluster showed to be the same as [`Self::story`], which it now is: (gone, stays).
    pub merged: Option<Merge>,
}

/// Two stories that became one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The key that is no longer used.
    pub from: u32,
    /// The key that stands for both: the older one.
    pub into: u32,
}

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
struct Story {
    centroid: WeightedViews,
    /// Member clusters, ascending.
    clusters: Vec<u32>,
    #[serde(with = "crate::units::seconds")]
    first: Option<Timestamp>,
    #[serde(with = "crate::units::seconds")]
    last: Option<Timestamp>,
    /// [`Stories::epoch`] at which the weights were computed.
    epoch: u32,
}

impl Story {
    fn weigh(&mut self, epoch: u32, frequency: &DocumentFrequency) {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.centroid.each().into_iter().for_each(|view| view.weigh(frequency));
        }
    }

    fn extend_time(&mut self, time: Option<Timestamp>) {
        self.first = self.first.into_iter().chain(time).min();
        self.last = self.last.into_iter().chain(time).max();
    }
}

/// The stories of the window.
///
/// Memory: at most about 8 KB a story with its index entries, 12 bytes a member, and 1 MiB of document frequencies.
/// Cost of an assignment: at most 48 × 32 index entries and 12 comparisons, whatever the number of stories.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    config: StoryConfig,
    frequency: DocumentFrequency,
    stories: BTreeMap<u32, Story>,
    of_cluster: FxHashMap<u32, u32>,
    postings: Tracked<u32, VecDeque<u32>>,
    next: u32,
    /// Stories that changed since they were last put away; none while nobody asks.
    changed: Option<FxHashSet<u32>>,
    /// Stories forgotten since the index was swept: it is swept when they are a quarter of those held.
    unswept: usize,
    /// Rises each time the documents have grown by a quarter: weights are computed anew then, and not for each article.
    epoch: u32,
    epoch_documents: u32,
}

impl Stories {
    /// No stories yet.
    pub fn new(config: StoryConfig) -> Self {
        Self { config, ..Self::default() }
    }

    /// Stories held.
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    /// Whether there is no story.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// The story of a cluster.
    pub fn story_of(&self, cluster: u32) -> Option<u32> {
        self.of_cluster.get(&cluster).copied()
    }

    /// The clusters of a story, ascending; empty for an unknown one.
    pub fn clusters(&self, story: u32) -> &[u32] {
        self.stories.get(&story).map_or(&[], |s| &s.clusters)
    }

    /// Puts a new cluster, by the views of its founding article, into the story that it belongs to.
    pub fn assign(&mut self, cluster: u32, views: &Views) -> Decision {
        let query = WeightedViews::new(views, &self.frequency);
        let found = self.compare(&query, views.time);
        let best = found.first();
        let runner_up = found.get(1).map_or(self.config.weights.bias, |second| second.log_odds);
        let margin = best.map_or(0.0, |best| best.log_odds - runner_up);
        let joins = best.is_some_and(|best| {
            let opening = self.config.contrast * margin.min(self.config.contrast_cap) + best.log_odds;
            best.log_odds >= self.config.floor && opening >= self.config.join
        });
        let story = self.put(cluster, views, query, best.filter(|_| joins).map(|best| best.story));
        let floor = self.config.floor;
        let twins = found.iter().skip(1).take(MERGE_CANDIDATES).filter(|twin| joins && twin.log_odds >= floor);
        let merged = twins.into_iter().find_map(|twin| self.merge_if_alike(story, twin.story));
        Decision {
            story: merged.map_or(story, |m| m.into),
            opened: !joins,
            similarity: Similarity::clamped(best.map_or(0.0, |b| 1.0 / (1.0 + (-b.log_odds).exp()))),
            evidence: best.map(|b| b.evidence),
            margin,
            merged,
        }
    }

    /// Puts a cluster into `story`, which is opened under that key where it is not held, or into a new one. For decisions
    /// made elsewhere, and for restoring what was decided. Gives the story's key.
    pub fn place(&mut self, cluster: u32, views: &Views, story: Option<u32>) -> u32 {
        let query = WeightedViews::new(views, &self.frequency);
        self.put(cluster, views, query, story)
    }

    /// Notes that an article joined `cluster` at `time`: its story goes on until then.
    pub fn touch(&mut self, cluster: u32, time: Option<Timestamp>) {
        let Some(&key) = self.of_cluster.get(&cluster) else { return };
        if let Some(story) = self.stories.get_mut(&key) {
            story.extend_time(time);
            self.note(key);
        }
    }

    /// Forgets stories whose last article is older than `before`. Undated stories go when their clusters do. Gives
    /// the keys of those that are gone, ascending.
    pub fn expire(&mut self, before: Timestamp) -> Vec<u32> {
        let gone: Vec<u32> =
            self.stories.iter().filter(|(_, s)| s.last.is_some_and(|last| last < before)).map(|(&k, _)| k).collect();
        self.forget(&gone);
        gone
    }

    /// Takes a cluster out of its story; what it added to the centroid stays, and fades. Gives the story's key when that
    /// was its last cluster, and the story is gone.
    pub fn remove_cluster(&mut self, cluster: u32) -> Option<u32> {
        let key = self.of_cluster.remove(&cluster)?;
        let story = self.stories.get_mut(&key)?;
        story.clusters.retain(|&c| c != cluster);
        let goes_on = !story.clusters.is_empty();
        self.note(key);
        if goes_on {
            return None;
        }
        self.forget(&[key]);
        Some(key)
    }

    /// Notes that cluster `from` became part of cluster `into`. Where they were in two stories, these become one: copies
    /// of one dispatch report one event.
    pub fn merge_clusters(&mut self, from: u32, into: u32) -> Option<Merge> {
        let (a, b) = (self.story_of(from)?, self.story_of(into)?);
        let merge = (a != b).then(|| self.merge(a, b));
        self.remove_cluster(from);
        merge
    }

    fn note(&mut self, story: u32) {
        if let Some(changed) = &mut self.changed {
            changed.insert(story);
        }
    }

    fn forget(&mut self, gone: &[u32]) {
        if gone.is_empty() {
            return;
        }
        for key in gone {
            for cluster in self.stories.remove(key).into_iter().flat_map(|s| s.clusters) {
                self.of_cluster.remove(&cluster);
            }
            self.note(*key);
        }
        self.unswept += gone.len();
        if self.unswept * 4 >= self.stories.len() {
            self.unswept = 0;
            self.sweep();
        }
    }

    /// Takes the stories that are gone out of the index.
    fn sweep(&mut self) {
        let stories = &self.stories;
        let stale = self.postings.iter().filter(|(_, list)| list.iter().any(|key| !stories.contains_key(key)));
        let stale: Vec<u32> = stale.map(|(&term, _)| term).collect();
        for term in stale {
            let Some(list) = self.postings.get_mut(&term) else { continue };
            list.retain(|key| stories.contains_key(key));
            if list.is_empty() {
                self.postings.remove(&term);
            }
        }
    }

    /// Keys of the stories that share the most weight on the rarest terms, at most [`CANDIDATES`].
    fn retrieve(&self, query: &WeightedViews) -> Vec<u32> {
        let mut weights: FxHashMap<u32, f32> = FxHashMap::default();
        for (weight, term) in index_terms(query) {
            for &story in self.postings.get(&term).into_iter().flatten() {
                *weights.entry(story).or_default() += weight * weight;
            }
        }
        let held = weights.into_iter().filter(|(story, _)| self.stories.contains_key(story));
        let mut ranked: Vec<(f32, u32)> = held.map(|(story, weight)| (weight, story)).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(CANDIDATES);
        ranked.into_iter().map(|(_, story)| story).collect()
    }

    fn compare(&mut self, query: &WeightedViews, time: Option<Timestamp>) -> Vec<Candidate> {
        let mut found = Vec::with_capacity(CANDIDATES);
        for key in self.retrieve(query) {
            let Some(story) = self.stories.get_mut(&key) else { continue };
            if story.epoch != self.epoch
                && let Some(changed) = &mut self.changed
            {
                changed.insert(key);
            }
            story.weigh(self.epoch, &self.frequency);
            let evidence = likeness(query, time, time, story);
            found.push(Candidate { story: key, evidence, log_odds: self.config.weights.log_odds(&evidence) });
        }
        found.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds).then(a.story.cmp(&b.story)));
        found
    }

    fn put(&mut self, cluster: u32, views: &Views, query: WeightedViews, story: Option<u32>) -> u32 {
        let key = story.unwrap_or(self.next);
        self.note(key);
        self.next = self.next.max(key.saturating_add(1));
        self.index(key, &query);
        let story = self.stories.entry(key).or_insert_with(|| Story { epoch: self.epoch, ..Story::default() });
        let share = 1.0 / (story.clusters.len() as f32 + 1.0).min(CENTROID_MEMORY);
        let mut query = query;
        for (view, new) in story.centroid.each().into_iter().zip(query.each()) {
            let share = if view.is_empty() { 1.0 } else { share };
            view.drift(new, share, CENTROID_TERMS, &self.frequency);
        }
        if let Err(at) = story.clusters.binary_search(&cluster) {
            story.clusters.insert(at, cluster);
        }
        story.extend_time(views.time);
        self.of_cluster.insert(cluster, key);
        self.frequency.observe(&views.stems);
        if self.frequency.documents() * 4 >= self.epoch_documents * 5
            || self.frequency.documents() < self.epoch_documents
        {
            self.epoch += 1;
            self.epoch_documents = self.frequency.documents();
        }
        key
    }

    /// Lists a story under the terms by which `views` are found.
    fn index(&mut self, story: u32, views: &WeightedViews) {
        for (_, term) in index_terms(views) {
            if self.postings.get(&term).is_none_or(|list| !list.contains(&story)) {
                let list = self.postings.entry(term, VecDeque::new);
                list.push_back(story);
                if list.len() > POSTINGS {
                    list.pop_front();
                }
            }
        }
    }

    fn merge_if_alike(&mut self, a: u32, b: u32) -> Option<Merge> {
        let (first, second) = (self.stories.get(&a)?, self.stories.get(&b)?);
        let evidence = likeness(&first.centroid, first.first, first.last, second);
        (self.config.weights.log_odds(&evidence) >= self.config.merge).then(|| self.merge(a, b))
    }

    fn merge(&mut self, a: u32, b: u32) -> Merge {
        let merge = Merge { from: a.max(b), into: a.min(b) };
        self.note(merge.from);
        self.note(merge.into);
        let (Some(gone), Some(mut kept)) = (self.stories.remove(&merge.from), self.stories.remove(&merge.into)) else {
            return merge;
        };
        let share = gone.clusters.len() as f32 / (gone.clusters.len() + kept.clusters.len()).max(1) as f32;
        let mut theirs = gone.centroid;
        for (view, other) in kept.centroid.each().into_iter().zip(theirs.each()) {
            view.drift(other, share, CENTROID_TERMS, &self.frequency);
        }
        for &cluster in &gone.clusters {
            self.of_cluster.insert(cluster, merge.into);
        }
        kept.clusters.extend(gone.clusters);
        kept.clusters.sort_unstable();
        kept.extend_time(gone.first);
        kept.extend_time(gone.last);
        self.stories.insert(merge.into, kept);
        self.index(merge.into, &theirs);
        self.unswept += 1;
        merge
    }
}

/// The terms by which an article is found: (weight, term).
fn index_terms(query: &WeightedViews) -> Vec<(f32, u32)> {
    let mut terms = query.body.heaviest(INDEX_TERMS);
    for (weight, term) in query.names.heaviest(INDEX_TERMS) {
        if !terms.iter().any(|&(_, known)| known == term) {
            terms.push((weight, term));
        }
    }
    terms
}

/// Compares views, of an article or of a story that lasted from `first` to `last`, with a story.
fn likeness(query: &WeightedViews, first: Option<Timestamp>, last: Option<Timestamp>, story: &Story) -> Evidence {
    let centroid = &story.centroid;
    let there = query.title.covered_by(&centroid.body);
    let back = centroid.title.covered_by(&query.body);
    let time = match (first, last, story.first, story.last) {
        (Some(first), Some(last), Some(from), Some(to)) => {
            Some(nearness(gap(first, from, to).min(gap(last, from, to)).min(gap(from, first, last))))
        }
        _ => None,
    };
    Evidence {
        title: query.title.cosine(&centroid.title),
        title_in_body: (there + back) / 2.0,
        lead: query.lead.cosine(&centroid.lead),
        body: query.body.cosine(&centroid.body),
        names: query.names.cosine(&centroid.names),
        numbers: query.numbers.cosine(&centroid.numbers),
        time,
    }
}

#[cfg(test)]
mod tests;
