//! Event detection (Yang, Pierce and Carbonell 1998, "A study on retrospective and on-line event detection"): vectors, the index
//! of them, and the stories.

use super::document::{Document, Young};
use super::state::Log;
use super::words::Shelved;
use crate::article::Article;
use crate::candidates::hnsw::{Nearest, NearestConfig};
use crate::candidates::{Arrival, Candidate};
use crate::cluster::stories::{Contacts, Split, Stories, StoryConfig, Views};
use crate::cluster::{ClusterKey, Clusters, Event};
use crate::embed::{Code, CompactVector, DocumentFrequency, EmbedInput, Embedder, TfIdf, project};
use crate::error::{Error, Result};
use crate::tracked::{Delta, Extent, Raw, Rows, from_bytes, to_bytes};
use crate::units::{Language, Similarity, Timestamp};
use ndarray::{Array1, ArrayView1};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Nearest representatives that are looked at.
const NEAREST: usize = 8;

/// Bits of 256 in which two codes may differ: a cosine of about 0.6. Texts about other matters differ in 128.
const NEAR_BITS: u32 = 75;

/// Bits in which the codes of a story's articles may differ where a model makes them: a cosine of about 0.4.
const NEAR_STORY_BITS: u32 = 95;

/// Rank of a candidate that only its vector speaks for: behind all that share text.
const VECTOR_LIKENESS: f32 = 0.01;

/// Stems that are given out by themselves before all that was learnt is given out again: those of some thousand articles, a
/// few times what the built-in frequencies take.
const MAX_GIVEN_APART: usize = 1 << 19;

/// Embedder, index and stories, which exist together or not at all.
pub struct Detection {
    tfidf: TfIdf,
    /// The caller's own embedder, in the place of the built-in one.
    embedder: Option<Box<dyn Embedder>>,
    nearest: Nearest,
    stories: Stories,
    /// Ids of the stories by their keys.
    ids: FxHashMap<u32, String>,
    /// The stems learnt from since changes were last asked for, document by document; none while nobody asks.
    learnt: Option<Vec<Vec<u32>>>,
    /// Stems that were given out since all that was learnt was.
    given_apart: usize,
    /// While vectors are restored: those of earlier times are dropped.
    listed_from: Option<Timestamp>,
}

/// What is learnt of events from an article that represents a cluster.
pub struct Founding {
    /// Which article.
    pub arrival: Arrival,
    /// Its time, by the clock of the window.
    pub at: i64,
    /// The bits of its vector.
    pub code: Code,
    /// What it is about.
    pub views: Box<Views>,
}

/// What embedders have learnt, as it is stored.
#[derive(Serialize, Deserialize)]
enum Learnt {
    /// All that the built-in one has, and that the caller's has.
    Whole(Raw, Option<Raw>),
    /// The stems of further documents.
    From(Vec<Vec<u32>>),
}

/// What is small and learnt over all articles, as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub struct Counts {
    embedder: String,
    stories: Vec<u8>,
    listed_from: Option<i64>,
}

impl std::fmt::Debug for Detection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Detection({} with {} stories)", self.embedder().name(), self.stories.len())
    }
}

impl Detection {
    /// Over a window of `window_seconds`; `None` never forgets.
    pub fn new(embedder: Option<Box<dyn Embedder>>, story: StoryConfig, window_seconds: Option<i64>) -> Self {
        Self {
            tfidf: TfIdf::default(),
            embedder,
            nearest: Nearest::new(NearestConfig::over(window_seconds)),
            stories: Stories::new(story),
            ids: FxHashMap::default(),
            learnt: None,
            given_apart: 0,
            listed_from: None,
        }
    }

    pub fn embedder_name(&self) -> &str {
        self.embedder().name()
    }

    fn embedder(&self) -> &dyn Embedder {
        self.embedder.as_deref().unwrap_or(&self.tfidf)
    }

    /// Adds vector, code and views to a document. Pure. Errors: what the embedder reports, [`Error::Dimension`].
    pub fn sense(&self, document: &mut Document, article: &Article) -> Result<()> {
        let Shelved::Here(fresh) = &mut document.words else { return Ok(()) };
        let words = &mut fresh.words;
        let input = EmbedInput {
            title: &words.title,
            body: &words.body,
            title_text: article.title.as_deref().unwrap_or_default(),
            body_text: &article.text,
            language: document.language,
        };
        // A model reads the first sentence anyway.
        let is_headed = self.embedder.is_none();
        let mut views = Views::prepare(&input, document.published_at, self.tfidf.frequency(), is_headed);
        let vector = match &self.embedder {
            Some(embedder) => embedded(embedder.as_ref(), &input)?,
            None => project(&views.body_weights()),
        };
        let compact = CompactVector::of(&vector.to_vec());
        let code = match &self.embedder {
            Some(_) => Code::projected(self.centred(&vector, document.language).view()),
            None => Code::of(vector.view()),
        };
        views.vector = self.embedder.as_ref().map(|_| compact.clone());
        words.vector = Some(compact);
        (fresh.young.code, fresh.young.views) = (code, Some(Box::new(views)));
        Ok(())
    }

    /// A vector as seen from the mean of its language, where that is known. Unrelated ones have half of their bits in common
    /// only so.
    fn centred(&self, vector: &Array1<f32>, language: Option<Language>) -> Array1<f32> {
        self.stories.centre(language).map_or_else(|| vector.clone(), |mean| vector - &ArrayView1::from(mean))
    }

    /// Stories, and earlier articles of the quantum, that may report the event of `new`. Pure.
    pub fn contacts(&self, new: &Document, fresh: &[(Arrival, &Document)]) -> Contacts {
        let Young { code, views: Some(views), .. } = new.young() else { return Contacts::default() };
        let earlier = fresh.iter().filter_map(|&(arrival, d)| d.young().views.as_deref().map(|views| (arrival, views)));
        // The vectors of the built-in embedder say what the words say.
        let near = self.embedder.as_ref().map(|_| {
            let listed = self.nearest.search_within(code, NEAREST, NEAR_STORY_BITS);
            let fresh = fresh.iter().filter(|(_, d)| d.young().code.distance(*code) <= NEAR_STORY_BITS);
            listed.into_iter().map(|(arrival, _)| arrival).chain(fresh.map(|&(arrival, _)| arrival))
        });
        let near = near.into_iter().flatten();
        self.stories.contacts(views, earlier, near, self.tfidf.frequency())
    }

    /// Representatives, and articles of this quantum, whose vectors are near, that are not among `found` yet.
    pub fn retrieve(&self, new: &Document, fresh: &[(Arrival, &Document)], found: &mut Vec<Candidate>) {
        let code = new.young().code;
        let listed = self.nearest.search_within(&code, NEAREST, NEAR_BITS);
        let listed = listed.into_iter().map(|(arrival, _)| arrival);
        let is_near = |d: &Document| d.young().code.distance(code) <= NEAR_BITS;
        let fresh = fresh.iter().filter(|(_, d)| is_near(d)).map(|&(arrival, _)| arrival);
        for arrival in listed.chain(fresh) {
            if found.iter().all(|c| c.arrival != arrival) {
                found.push(Candidate { arrival, likeness: Similarity::clamped(VECTOR_LIKENESS) });
            }
        }
    }

    /// Finds the story of a new cluster, by its founding article.
    pub fn founded(
        &mut self,
        key: ClusterKey,
        cluster_id: &str,
        (document, contacts): (&Document, &Contacts),
        clusters: &Clusters,
        events: &mut Vec<Event>,
    ) {
        let Some(views) = &document.young().views else { return };
        let cluster_of = |article| clusters.key_of(article);
        let decision = self.stories.assign(key, views, contacts, cluster_of, self.tfidf.frequency());
        if decision.opened {
            self.ids.insert(decision.story, story_id(cluster_id));
        }
        for merge in &decision.merges {
            self.merged(merge.from, merge.into, events);
        }
        self.parted(&decision.splits, clusters, events);
    }

    /// A cluster that was split off another stays in its story.
    pub fn split(&mut self, from: ClusterKey, into: ClusterKey, document: &Document) {
        if let Some(story) = self.stories.story_of(from) {
            self.stories.attach(into, document.published_at, Some(story));
        }
    }

    /// An article joined the cluster.
    pub fn joined(&mut self, key: ClusterKey, at: Option<Timestamp>) {
        self.stories.touch(key, at);
    }

    /// Two clusters became one, and so do their stories.
    pub fn clusters_merged(&mut self, from: ClusterKey, into: ClusterKey, events: &mut Vec<Event>) {
        if let Some(merge) = self.stories.merge_clusters(from, into, self.tfidf.frequency()) {
            self.merged(merge.from, merge.into, events);
        }
    }

    fn merged(&mut self, from: u32, into: u32, events: &mut Vec<Event>) {
        if let (Some(story_id), Some(into)) = (self.ids.remove(&from), self.ids.get(&into)) {
            events.push(Event::StoryMerged { story_id, into: into.clone() });
        }
    }

    fn parted(&mut self, splits: &[Split], clusters: &Clusters, events: &mut Vec<Event>) {
        for split in splits {
            let moved = split.clusters.iter().filter_map(|&key| clusters.get(key));
            let moved: Vec<String> = moved.map(|cluster| cluster.id.clone()).collect();
            let (Some(story_id), Some(first)) = (self.ids.get(&split.from).cloned(), moved.first()) else { continue };
            let into = parted_id(split.into, first);
            self.ids.insert(split.into, into.clone());
            events.push(Event::StorySplit { story_id, into, clusters: moved });
        }
    }

    /// A cluster is gone.
    pub fn expired(&mut self, key: ClusterKey) {
        if let Some(story) = self.stories.remove_cluster(key) {
            self.ids.remove(&story);
        }
    }

    /// Learns from the articles of a quantum that represent clusters, in their order, and lists their vectors.
    pub fn learn(&mut self, founding: Vec<Founding>) {
        for Founding { arrival, at, code, views } in founding {
            self.observe(&views.stems);
            self.stories.learn(&views);
            if let Some(learnt) = &mut self.learnt {
                learnt.push(views.stems);
            }
            self.nearest.insert(arrival, code, Timestamp::from_seconds(at));
        }
    }

    fn observe(&mut self, stems: &[u32]) {
        self.tfidf.observe(stems);
        if let Some(embedder) = &mut self.embedder {
            embedder.observe(stems);
        }
    }

    /// In the midst of a quantum, tells the stories that turned out to be one; all of them within `times` calls.
    pub fn midway(&mut self, times: u32, events: &mut Vec<Event>) {
        for merge in self.stories.look_midway(times, self.tfidf.frequency()) {
            self.merged(merge.from, merge.into, events);
        }
    }

    /// Ends a quantum; tells the stories that turned out to be two.
    pub fn settle(&mut self, horizon: Option<i64>, clusters: &Clusters, events: &mut Vec<Event>) {
        let splits = self.stories.settle(self.tfidf.frequency());
        self.parted(&splits, clusters, events);
        self.nearest.settle();
        if let Some(horizon) = horizon {
            self.nearest.drop_before(Timestamp::from_seconds(horizon));
        }
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.stories.track();
        self.learnt.get_or_insert_default();
    }

    /// What embedders have learnt since the last time, or all of it.
    fn learnt_delta(&mut self, whole: bool) -> Delta {
        let documents = self.learnt.as_mut().map(std::mem::take).unwrap_or_default();
        self.given_apart += documents.iter().map(Vec::len).sum::<usize>();
        let whole = whole || self.given_apart > MAX_GIVEN_APART;
        if whole {
            self.given_apart = 0;
        }
        let learnt = match whole {
            true => Learnt::Whole(Raw(self.tfidf.learnt()), self.embedder.as_ref().map(|own| Raw(own.learnt()))),
            false => Learnt::From(documents),
        };
        Delta { extent: if whole { Extent::Whole } else { Extent::Change }, bytes: to_bytes(&learnt) }
    }

    /// Puts back what [`Self::delta`] gave of what was learnt. Errors: the reason, where the bytes are not that.
    pub fn restore_learnt(&mut self, bytes: &[u8]) -> Result<(), String> {
        match from_bytes(bytes)? {
            Learnt::Whole(frequency, learnt) => {
                self.tfidf.relearn(&frequency.0)?;
                match (&mut self.embedder, learnt) {
                    (Some(own), Some(learnt)) => own.relearn(&learnt.0),
                    _ => Ok(()),
                }
            }
            Learnt::From(documents) => {
                self.given_apart += documents.iter().map(Vec::len).sum::<usize>();
                documents.iter().for_each(|stems| self.observe(stems));
                Ok(())
            }
        }
    }

    /// Whether what is learnt changes within a quantum.
    pub fn is_young(&self) -> bool {
        self.stories.is_young()
    }

    /// Encodes some stories ahead, see [`Stories::encode_ahead`].
    pub fn encode_ahead(&mut self, most: usize) {
        self.stories.encode_ahead(most, |key, story| named(&self.ids, key, story));
    }

    /// The stories that changed since the last time, with their ids, `None` for one that is gone.
    pub fn story_changes(&mut self) -> Rows {
        self.stories.changes(|key, story| named(&self.ids, key, story))
    }

    /// What changed since the last time of a log of its own, or all of it.
    pub fn delta(&mut self, log: Log, whole: bool) -> Option<Delta> {
        match log {
            Log::StoryIndex => Some(self.stories.index_delta(whole)),
            Log::Learnt => Some(self.learnt_delta(whole)),
            Log::Furniture | Log::Languages | Log::Founders | Log::Ties | Log::Elsewhere => None,
        }
    }

    /// What is small and learnt over all articles.
    pub fn counts(&self) -> Counts {
        Counts {
            embedder: self.embedder().name().to_owned(),
            stories: self.stories.counts(),
            listed_from: self.nearest.oldest().map(|(_, time)| time.seconds()),
        }
    }

    /// The first article whose vector is listed.
    pub fn first_listed(&self) -> Option<Arrival> {
        self.nearest.oldest().map(|(arrival, _)| arrival)
    }

    /// Puts back a story that [`Self::story_changes`] gave. Errors: the reason, where the bytes are not that.
    pub fn restore_story(&mut self, key: u32, bytes: &[u8]) -> Result<(), String> {
        let (id, Raw(story)): (String, Raw) = from_bytes(bytes)?;
        self.stories.restore(key, &story)?;
        if !id.is_empty() {
            self.ids.insert(key, id);
        }
        Ok(())
    }

    /// Puts back what [`Self::delta`] gave of the index. Errors: the reason, where the bytes are not that.
    pub fn restore_index(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.stories.restore_index(bytes)
    }

    /// Puts back what [`Self::counts`] gave. Errors: the reason, where the bytes are not that, or another embedder's.
    pub fn restore_counts(&mut self, counts: &Counts) -> Result<(), String> {
        let Counts { embedder, stories, listed_from } = counts;
        if *embedder != self.embedder().name() {
            return Err(format!("vectors of the embedder {embedder}, this one is {}", self.embedder().name()));
        }
        self.stories.restore_counts(stories)?;
        self.listed_from = listed_from.map(Timestamp::from_seconds);
        Ok(())
    }

    /// Lists the vector of an article again, as [`Self::learn`] did. Arrivals must rise.
    pub fn restore_point(&mut self, arrival: Arrival, code: Code, listed_at: Option<i64>) {
        if let Some(at) = listed_at {
            self.nearest.insert(arrival, code, Timestamp::from_seconds(at));
        }
    }

    /// Ends the restoring of vectors.
    pub fn settle_restored(&mut self) {
        if let Some(from) = self.listed_from.take() {
            self.nearest.drop_before(from);
        }
        self.nearest.settle();
    }

    /// How often words are found: what labels are told by.
    pub fn frequency(&self) -> &DocumentFrequency {
        self.tfidf.frequency()
    }

    /// The ids of the stories and their clusters, in the order in which they opened.
    pub fn stories(&self) -> Vec<(&str, &[ClusterKey])> {
        let mut keys: Vec<(&u32, &String)> = self.ids.iter().collect();
        keys.sort_unstable();
        keys.into_iter().map(|(&key, id)| (id.as_str(), self.stories.clusters(key))).collect()
    }

    /// A story by its id, with its clusters.
    pub fn story(&self, id: &str) -> Option<(&str, &[ClusterKey])> {
        let (&key, id) = self.ids.iter().find(|(_, known)| *known == id)?;
        Some((id.as_str(), self.stories.clusters(key)))
    }

    /// The story of a cluster, with its clusters.
    pub fn story_of_cluster(&self, key: ClusterKey) -> Option<(&str, &[ClusterKey])> {
        let story = self.stories.story_of(key)?;
        Some((self.ids.get(&story)?.as_str(), self.stories.clusters(story)))
    }

    /// The id of the story of a cluster.
    pub fn story_of(&self, key: ClusterKey) -> Option<&str> {
        self.ids.get(&self.stories.story_of(key)?).map(String::as_str)
    }
}

fn embedded(embedder: &dyn Embedder, input: &EmbedInput<'_>) -> Result<Array1<f32>> {
    let vector = embedder.embed(input)?;
    if vector.len() == embedder.dimensions() {
        return Ok(vector);
    }
    let embedder_name = embedder.name().to_owned();
    Err(Error::Dimension { embedder: embedder_name, expected: embedder.dimensions(), found: vector.len() })
}

/// A story as it is stored: with its id.
fn named(ids: &FxHashMap<u32, String>, key: u32, story: Vec<u8>) -> Vec<u8> {
    to_bytes(&(ids.get(&key).map_or("", String::as_str), Raw(story)))
}

/// A story's id comes from the cluster that opened it.
fn story_id(cluster_id: &str) -> String {
    format!("s:{}", of_founder(cluster_id))
}

/// The id of a story that parted from another comes from its oldest cluster, which may have opened one before: so its number
/// stands in front.
fn parted_id(key: u32, cluster_id: &str) -> String {
    format!("s{key}:{}", of_founder(cluster_id))
}

fn of_founder(cluster_id: &str) -> &str {
    cluster_id.strip_prefix("c:").unwrap_or(cluster_id)
}
