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
//!
//! Forms that were filled anew are kept apart however alike they are ([`Contacts::note_shared`]), and stories of one article
//! are looked at again when they have aged (`second_look`); those of several, when they have grown: they may be two (`parting`).
//!
//! The index is frozen for a quantum of arrivals, and with it what is costly: [`Stories::contacts`] finds and compares
//! the stories that an article may belong to, and is pure. [`Stories::assign`] decides, one cluster after the other; it
//! compares anew with those stories alone that the quantum has moved. While fewer than [`YOUNG`] documents are known, the
//! articles of a quantum are a large part of all that can be learnt from: then everything is done in `assign`, and
//! learnt at once.

mod again;
mod before;
mod bounds;
mod contacts;
mod counted;
mod days;
mod decision;
mod evidence;
mod forgetting;
mod index;
mod kept;
mod parting;
mod profile;
mod second_look;
mod sounds;
mod story;
mod vectors;
mod views;

pub use bounds::StoryConfig;
pub use contacts::Contacts;
pub use decision::{Decision, Merge, Split};
pub use evidence::{Evidence, Weights};
pub use views::Views;

use crate::embed::{Centres, DocumentFrequency};
use crate::units::{Language, Similarity, Timestamp};
use bounds::Likely;
use contacts::{Candidate, Placed};
use evidence::time_nearness;
use index::TermIndex;
use profile::{Profile, VIEWS, Weighing, comparing};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeSet, VecDeque};
use story::Story;
use views::{Key, KeySet, unseen};

/// Next best candidates that a story is compared with, for merging, once it has grown.
const MERGE_CANDIDATES: usize = 3;

/// Stories that are compared view by view. Twice as many changed no figure.
const CANDIDATES: usize = 12;

/// Documents below which each is learnt from at once, and of a language below which rare words in common count. Cost: some
/// 30 µs each on the one thread that decides.
pub const YOUNG: u32 = 512;

/// Squared weight of keys in common from which two articles of one quantum are compared view by view.
const MIN_SHARED: f32 = 0.02;

/// Share of the weight of what an article does not share with a text, from which that is about the same event. Digests of
/// the day have 0.00 to 0.06, texts that take over a statement from 0.07 on.
const REST_ON_THE_EVENT: f32 = 0.05;

/// Stems of such a rest below which it says nothing.
const REST_STEMS: usize = 32;

impl Default for Stories {
    fn default() -> Self {
        Self::new(StoryConfig::default())
    }
}

/// The stories of the window.
///
/// Memory: about 1.6 KB a story with its index entries, 16 bytes a member cluster, and 6 MB for articles of small stories,
/// which may part. Cost of an article: at most 68 × 32 index entries and 24 comparisons with stories, whatever their number, a
/// glance at each of the up to 63 earlier articles of its quantum, and some 20 comparisons of articles where its story grows.
#[derive(Clone, Debug)]
pub struct Stories {
    config: StoryConfig,
    /// While [`Self::is_young`]: what was learnt, the open quantum included.
    young: Option<Box<DocumentFrequency>>,
    /// State.
    stories: FxHashMap<u32, Box<Story>>,
    /// State: the next key.
    next: u32,
    /// Derived from the stories.
    of_cluster: FxHashMap<u32, u32>,
    /// Derived from the articles learnt.
    index: TermIndex,
    /// Rises each time the documents have grown by a quarter: centroids are weighed anew then, when next compared.
    epoch: u32,
    epoch_documents: u32,
    /// Stories forgotten since the index was swept: it is swept when they are a quarter of those held.
    unswept: usize,
    /// State: stories of one article that are to be looked at again in this quantum.
    due: VecDeque<u32>,
    /// State: stories that moved in the last quantum.
    moved: FxHashSet<u32>,
    /// Stories that have moved in this quantum; empty between quanta, and so the next three.
    moving: FxHashSet<u32>,
    /// Those of which what they say has changed in this quantum, as it was before: what is found must not depend on how much
    /// of the quantum is decided when it is looked for.
    before: FxHashMap<u32, Box<Story>>,
    /// Clusters founded in this quantum with the keys that they are to be listed under.
    unlisted: Vec<(u32, Vec<Key>)>,
    /// Where the stories went that were merged in this quantum.
    merged: FxHashMap<u32, u32>,
    /// State: [`Self::next`] after each of the last articles while young, then after each of the last quanta.
    opened: VecDeque<u32>,
    /// Derived from the stories: those that remember their articles, with the times when they were heard of.
    remembering: BTreeSet<(u64, u32)>,
    /// Derived: articles remembered.
    remembered: usize,
    /// State: rises when a story is heard of.
    heard: u64,
    /// State: where the vectors of a model lie; empty without one.
    centres: Centres,
    /// State: the same while young, as it was before the open quantum: how an article is seen must not depend on how much of
    /// that is decided.
    centres_before: Option<Centres>,
    /// Stories that changed since they were last put away; none while nobody asks.
    changed: Option<FxHashSet<u32>>,
    /// Of those that have not, the ones that were encoded ahead.
    encoded: FxHashMap<u32, Vec<u8>>,
}

impl Stories {
    /// No stories yet.
    pub fn new(config: StoryConfig) -> Self {
        Self {
            config,
            young: Some(Box::default()),
            stories: FxHashMap::default(),
            next: 0,
            of_cluster: FxHashMap::default(),
            index: TermIndex::default(),
            epoch: 0,
            epoch_documents: 0,
            unswept: 0,
            due: VecDeque::new(),
            moved: FxHashSet::default(),
            moving: FxHashSet::default(),
            before: FxHashMap::default(),
            unlisted: Vec::new(),
            merged: FxHashMap::default(),
            opened: VecDeque::new(),
            remembering: BTreeSet::new(),
            remembered: 0,
            heard: 0,
            centres: Centres::default(),
            centres_before: Some(Centres::default()),
            changed: None,
            encoded: FxHashMap::default(),
        }
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
        self.stories.get(&story).map_or(&[], |s| s.clusters.as_slice())
    }

    /// Whether each document is learnt from at once; changes only between quanta.
    pub fn is_young(&self) -> bool {
        self.young.is_some()
    }

    /// Finds and compares the stories that an article may belong to, and finds the earlier articles of its quantum, each
    /// under a number of the caller's; `near` are articles, under such numbers as well, that are near by other means. Pure.
    /// Finds nothing by itself while [`Self::is_young`].
    pub fn contacts<'a>(
        &self,
        views: &Views,
        earlier: impl Iterator<Item = (u32, &'a Views)>,
        near: impl Iterator<Item = u32>,
        frequency: &DocumentFrequency,
    ) -> Contacts {
        if self.is_young() {
            return Contacts { articles: near.collect(), ..Contacts::default() };
        }
        let keys = self.index.retrieve(&views.keys, CANDIDATES);
        let own = KeySet::new(&views.keys);
        let alike = |(number, other): (u32, &Views)| {
            let shared = own.shared(&other.keys);
            (shared >= MIN_SHARED).then_some((shared, number))
        };
        let mut articles: Vec<(f32, u32)> = earlier.filter_map(alike).collect();
        articles.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        articles.truncate(CANDIDATES);
        let weighing = weighing(views, &self.profiles_before(&keys, views.language), self.config.discount, frequency);
        let (moved, still): (Vec<u32>, Vec<u32>) =
            keys.into_iter().partition(|key| self.moving.contains(key) || !self.stories.contains_key(key));
        Contacts {
            stories: self.compare(views, &weighing, &still, frequency),
            moved,
            weighing: Some(weighing),
            articles: articles.into_iter().map(|(_, number)| number).chain(near).collect(),
            shared: Vec::new(),
            rest: Vec::new(),
        }
    }

    /// What these stories say to an article in the language.
    fn profiles(&self, keys: &[u32], language: Option<Language>) -> Vec<&Profile> {
        keys.iter().filter_map(|key| Some(self.stories.get(key)?.profile_for(language))).collect()
    }

    /// Compares an article, whose terms weigh by `weighing`, with stories.
    fn compare(
        &self,
        views: &Views,
        weighing: &Weighing,
        keys: &[u32],
        frequency: &DocumentFrequency,
    ) -> Vec<Candidate> {
        comparing(&views.profile, views.language, weighing, |likeness| {
            let candidate = |&key: &u32| {
                let story = self.stories.get(&key)?;
                let said = story.said_in(views.language);
                let profile = story.profile_for(views.language);
                // What is said in one language of several is weighed anew each time: that is rare.
                let is_stale = said.is_some() || story.epoch != self.epoch;
                let weighed = is_stale.then(|| profile.weighed(frequency));
                let mut evidence = likeness(profile, weighed.as_ref().unwrap_or(&profile.scale));
                let weighed = weighed.filter(|_| said.is_none());
                evidence.time = time_nearness((views.time, views.time), (story.first, story.last));
                evidence.days = days::agreement(&views.days, views.time, &story.days);
                evidence.counts = counted::agreement(&views.counted, &story.counted);
                evidence.again = views.again && !story.again;
                evidence.foreign = story.is_foreign_to(views.language);
                evidence.vector = self.cosine(views.located(), story.vector_for(views.language));
                Some(Candidate { story: key, evidence, log_odds: self.config.weights.log_odds(&evidence), weighed })
            };
            keys.iter().filter_map(candidate).collect()
        })
    }

    /// Puts a new cluster, by the views and contacts of its founding article, into the story that it belongs to.
    /// `cluster_of` tells the cluster of an earlier article of the quantum. Cost: O(terms) for the story's centroid and
    /// for each candidate that the quantum has moved.
    pub fn assign(
        &mut self,
        cluster: u32,
        views: &Views,
        contacts: &Contacts,
        cluster_of: impl Fn(u32) -> Option<u32>,
        frequency: &DocumentFrequency,
    ) -> Decision {
        if let Some(frequency) = self.young.take() {
            return self.assign_young(cluster, views, contacts, cluster_of, frequency);
        }
        let forms = self.forms(contacts, &cluster_of, frequency);
        let mut found = self.candidates(views, contacts, cluster_of, frequency);
        for candidate in &found {
            if let Some(scale) = candidate.weighed {
                self.weigh(candidate.story, scale);
            }
        }
        found.retain(|candidate| forms.iter().all(|(story, _)| *story != candidate.story));
        let decision = self.decide(cluster, views, &found, frequency);
        self.keep_apart(decision.story, cluster, &forms);
        decision
    }

    /// The clusters, with their stories, that report other events however alike they are: the same form filled otherwise,
    /// and what an article takes over beside much else.
    fn forms(
        &self,
        contacts: &Contacts,
        cluster_of: impl Fn(u32) -> Option<u32>,
        frequency: &DocumentFrequency,
    ) -> Vec<(u32, u32)> {
        let placed = |article| {
            let cluster = cluster_of(article)?;
            Some((cluster, self.story_of(cluster)?))
        };
        let mut forms = contacts.forms(placed);
        let is_beside_much_else = |&(_, story): &Placed| {
            self.stories.get(&story).is_some_and(|story| story.share_of(&contacts.rest, frequency) < REST_ON_THE_EVENT)
        };
        if contacts.rest.len() >= REST_STEMS {
            let shared = contacts.shared.iter().filter(|(_, is_form)| !is_form);
            let shared = shared.filter_map(|&(article, _)| placed(article)).filter(is_beside_much_else);
            forms.extend(shared.map(|(cluster, story)| (story, cluster)));
        }
        forms
    }

    /// The same while [`Self::is_young`].
    fn assign_young(
        &mut self,
        cluster: u32,
        views: &Views,
        contacts: &Contacts,
        cluster_of: impl Fn(u32) -> Option<u32>,
        mut frequency: Box<DocumentFrequency>,
    ) -> Decision {
        let mut views = views.clone();
        views.reweigh(&frequency);
        let mut keys = self.index.retrieve(&views.keys, CANDIDATES);
        for story in contacts.articles.iter().filter_map(|&number| self.story_of(cluster_of(number)?)) {
            if !keys.contains(&story) {
                keys.push(story);
            }
        }
        let forms = self.forms(contacts, cluster_of, &frequency);
        keys.retain(|key| forms.iter().all(|(story, _)| story != key));
        let weighing = weighing(&views, &self.profiles(&keys, views.language), 0.0, &frequency);
        let mut found = self.compare(&views, &weighing, &keys, &frequency);
        best_first(&mut found);
        let mut decision = self.decide(cluster, &views, &found, &frequency);
        self.keep_apart(decision.story, cluster, &forms);
        frequency.observe(&views.stems);
        self.point(&views);
        self.list();
        self.end_step();
        decision.merges.extend(self.look_again(self.due(&second_look::ARTICLES), &frequency));
        decision.splits = self.part(&frequency);
        self.list();
        self.begin_epoch(frequency.documents());
        self.before.clear();
        self.young = Some(frequency);
        decision
    }

    fn decide(&mut self, cluster: u32, views: &Views, found: &[Candidate], frequency: &DocumentFrequency) -> Decision {
        let likely: Vec<Likely> = found.iter().map(|candidate| candidate.likely(&self.config.weights)).collect();
        let best = self.config.best_of(&likely, self.config.join);
        let joined = best.filter(|best| best.joins).map(|best| best.story);
        let story = self.put(cluster, views, joined, frequency);
        let twins =
            found.iter().filter(|twin| joined.is_some_and(|joined| joined != twin.story)).take(MERGE_CANDIDATES);
        let floor = self.config.floor;
        let mut twins = twins.filter(|twin| twin.log_odds >= floor);
        let merged = twins.find_map(|twin| self.merge_if_alike(story, twin.story, frequency));
        Decision {
            story,
            opened: joined.is_none(),
            similarity: Similarity::clamped(best.map_or(0.0, |b| 1.0 / (1.0 + (-b.log_odds).exp()))),
            evidence: best.and_then(|best| found.iter().find(|c| c.story == best.story)).map(|c| c.evidence),
            margin: best.map_or(0.0, |best| best.margin),
            merges: merged.into_iter().collect(),
            splits: Vec::new(),
        }
    }

    /// The stories that an article may belong to as they are now, the most likely first.
    fn candidates(
        &self,
        views: &Views,
        contacts: &Contacts,
        cluster_of: impl Fn(u32) -> Option<u32>,
        frequency: &DocumentFrequency,
    ) -> Vec<Candidate> {
        let (mut found, mut anew) = (Vec::with_capacity(CANDIDATES), Vec::new());
        anew.extend(contacts.moved.iter().map(|&story| self.now(story)));
        for candidate in &contacts.stories {
            let now = self.now(candidate.story);
            if self.moving.contains(&now) {
                anew.push(now);
            } else if self.stories.contains_key(&now) {
                found.push(*candidate);
            }
        }
        let clusters = contacts.articles.iter().filter_map(|&number| cluster_of(number));
        for story in clusters.filter_map(|cluster| self.story_of(cluster)) {
            if found.iter().all(|c: &Candidate| c.story != story) {
                anew.push(story);
            }
        }
        anew.retain(|story| self.stories.contains_key(story));
        anew.sort_unstable();
        anew.dedup();
        if !anew.is_empty() {
            let among = || weighing(views, &self.profiles(&anew, views.language), 0.0, frequency);
            let weighing = contacts.weighing.clone().unwrap_or_else(among);
            found.extend(self.compare(views, &weighing, &anew, frequency));
        }
        best_first(&mut found);
        found
    }

    /// Puts a cluster into `story`, or into a new one, and moves the story towards it. Gives the story's key.
    pub fn place(&mut self, cluster: u32, views: &Views, story: Option<u32>, frequency: &DocumentFrequency) -> u32 {
        if let Some(young) = &mut self.young {
            young.observe(&views.stems);
            self.point(views);
        }
        self.put(cluster, views, story, frequency)
    }

    fn put(&mut self, cluster: u32, views: &Views, story: Option<u32>, frequency: &DocumentFrequency) -> u32 {
        story.iter().for_each(|&story| {
            self.remember_first(story);
            self.keep_before(story);
        });
        let key = self.attach(cluster, views.time, story);
        self.teach(key, cluster, views, frequency);
        self.unlisted.push((cluster, views.keys.clone()));
        key
    }

    /// Puts a centroid under a new scale where it was last weighed in an earlier epoch.
    fn weigh(&mut self, key: u32, scale: [f32; VIEWS]) {
        if let Some(story) = self.stories.get_mut(&key).filter(|story| story.epoch != self.epoch) {
            (story.epoch, story.centroid.scale) = (self.epoch, scale);
            self.note(key);
        }
    }

    fn note(&mut self, story: u32) {
        self.changed.as_mut().map(|changed| changed.insert(story));
    }

    /// Notes that what a story is compared by has changed.
    fn note_moving(&mut self, story: u32) {
        self.moving.insert(story);
        self.note(story);
    }

    /// Puts a cluster into `story`, which is opened under that key where it is not held, or into a new one, without
    /// moving the story. Gives the story's key.
    pub fn attach(&mut self, cluster: u32, time: Option<Timestamp>, story: Option<u32>) -> u32 {
        let key = story.unwrap_or(self.next);
        self.next = self.next.max(key.saturating_add(1));
        let story = self.stories.entry(key).or_default();
        if let Err(at) = story.clusters.binary_search(&cluster) {
            story.clusters.insert(at, cluster);
        }
        story.extend_time(time);
        self.of_cluster.insert(cluster, key);
        self.note_moving(key);
        key
    }

    /// Ends a quantum, when `frequency` has learnt from it: lists its clusters' stories, so that later articles find them,
    /// takes a look at those that have grown, and notes which of one article are due for another. Gives those that became two.
    pub fn settle(&mut self, frequency: &DocumentFrequency) -> Vec<Split> {
        self.list();
        let young = self.young.take();
        let learnt = young.as_deref().unwrap_or(frequency);
        let mut splits = Vec::new();
        if young.is_none() {
            self.end_step();
            splits = self.part(learnt);
            self.list();
            self.due = self.due(&second_look::QUANTA).into();
        }
        self.begin_epoch(learnt.documents());
        let was_young = young.is_some();
        self.young = young.filter(|_| frequency.documents() < YOUNG);
        if was_young && self.young.is_none() {
            // From now on by quanta.
            self.opened = VecDeque::from([self.next]);
        }
        self.centres_before = self.young.is_some().then(|| self.centres.clone());
        self.moved = std::mem::take(&mut self.moving);
        self.before.clear();
        self.merged.clear();
        self.sweep();
        splits
    }

    /// In the midst of a quantum, takes a second look at some of the stories of one article that are due: at all within `times`
    /// calls. Gives those that became one.
    pub fn look_midway(&mut self, times: u32, frequency: &DocumentFrequency) -> Vec<Merge> {
        let some = self.due.len().div_ceil(times.max(1) as usize);
        let some: Vec<u32> = self.due.drain(..some).collect();
        if some.is_empty() { Vec::new() } else { self.look_again(some, frequency) }
    }

    fn list(&mut self) {
        for (cluster, keys) in std::mem::take(&mut self.unlisted) {
            if let Some(story) = self.story_of(cluster) {
                self.index.list(story, &keys);
            }
        }
    }

    fn begin_epoch(&mut self, documents: u32) {
        if documents * 4 >= self.epoch_documents * 5 || documents < self.epoch_documents {
            self.epoch += 1;
            self.epoch_documents = documents;
        }
    }

    /// The story that one has become in this quantum.
    fn now(&self, mut story: u32) -> u32 {
        while let Some(&into) = self.merged.get(&story) {
            story = into;
        }
        story
    }

    /// Notes that an article joined `cluster` at `time`: its story goes on until then.
    pub fn touch(&mut self, cluster: u32, time: Option<Timestamp>) {
        let Some(key) = self.story_of(cluster) else { return };
        if let Some(story) = self.stories.get_mut(&key) {
            story.extend_time(time);
            story.note_reprint(cluster, time);
            self.note_moving(key);
        }
    }

    /// Notes that cluster `from` became part of cluster `into`. Where they were in two stories, these become one: copies
    /// of one dispatch report one event.
    pub fn merge_clusters(&mut self, from: u32, into: u32, frequency: &DocumentFrequency) -> Option<Merge> {
        let (a, b) = (self.story_of(from)?, self.story_of(into)?);
        let young = self.young.take();
        let merge = (a != b).then(|| self.merge(a, b, young.as_deref().unwrap_or(frequency)));
        self.young = young;
        self.remove_cluster(from);
        merge
    }

    fn merge_if_alike(&mut self, a: u32, b: u32, frequency: &DocumentFrequency) -> Option<Merge> {
        if a == b {
            return None;
        }
        let story = self.stories.get(&a).filter(|_| !self.are_apart(a, b))?;
        let idf = story.centroid.idf(frequency);
        // Of two alone, it is not known what others hold.
        let weighing = Weighing { rarity: vec![0.0; idf.len()], idf };
        let alike = self.compare_stories(story, &weighing, &[b], frequency);
        (alike.first()?.log_odds >= self.config.merge).then(|| self.merge(a, b, frequency))
    }

    fn merge(&mut self, a: u32, b: u32, frequency: &DocumentFrequency) -> Merge {
        let merge = Merge { from: a.max(b), into: a.min(b) };
        self.note(merge.from);
        [merge.into, merge.from].into_iter().for_each(|story| self.remember_first(story));
        let members = self.take_members(merge.from);
        [merge.into, merge.from].into_iter().for_each(|story| self.keep_before(story));
        let (Some(gone), Some(kept)) = (self.stories.remove(&merge.from), self.stories.get_mut(&merge.into)) else {
            return merge;
        };
        kept.unite(&gone, self.epoch, frequency);
        for &cluster in &gone.clusters {
            self.of_cluster.insert(cluster, merge.into);
        }
        kept.clusters.extend(gone.clusters);
        kept.clusters.sort_unstable();
        kept.keep_apart_from(gone.apart);
        kept.extend_time(gone.first);
        kept.extend_time(gone.last);
        // By its heaviest terms alone: those of its articles' terms that faded lead to it no more.
        let keys = views::keys(&kept.centroid, &kept.centroid.idf(frequency));
        self.unlisted.extend(kept.clusters.first().map(|&cluster| (cluster, keys)));
        self.merged.insert(merge.from, merge.into);
        self.unite_members(merge.into, members);
        self.note_moving(merge.into);
        self.unswept += 1;
        merge
    }
}

/// What an article's terms weigh among stories that say this.
fn weighing(views: &Views, others: &[&Profile], discount: f32, frequency: &DocumentFrequency) -> Weighing {
    Weighing::among(&views.profile, &views.idf, others, discount, unseen(frequency, views.language), 0.0)
}

fn best_first(found: &mut [Candidate]) {
    found.sort_unstable_by(|a, b| b.log_odds.total_cmp(&a.log_odds).then(a.story.cmp(&b.story)));
}

#[cfg(test)]
mod tests;
