//! Clusters and stories as readers see them, and their readable names: made when they are asked for.

use super::words::Open;
use super::{Engine, document::Document};
use crate::cluster::label::{self, Label, MOST_ARTICLES, Printed};
use crate::cluster::{Cluster, ClusterKey};
use crate::embed::DocumentFrequency;
use crate::error::{Error, Result};
use crate::provenance::lineage::Origin;
use crate::units::Timestamp;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;

/// A cluster as readers see it.
#[derive(Clone, Copy, Debug)]
pub struct ClusterView<'a> {
    engine: &'a Engine,
    pub(super) key: ClusterKey,
    pub(super) cluster: &'a Cluster,
}

/// A story as readers see it.
#[derive(Clone, Debug)]
pub struct StoryView<'a> {
    engine: &'a Engine,
    id: &'a str,
    /// The largest first, of equals the one founded first.
    clusters: Vec<(ClusterKey, &'a Cluster)>,
}

fn unknown(what: &'static str, id: &str) -> Error {
    Error::UnknownId { what, id: id.to_owned() }
}

impl Engine {
    /// The clusters of the window, in the order of their founding. Cost: O(n log n) before the first.
    pub fn clusters(&self) -> impl Iterator<Item = ClusterView<'_>> {
        self.clusters.iter().map(|(key, cluster)| ClusterView { engine: self, key, cluster })
    }

    /// One cluster by its id. Cost: O(1) while the article that founded it is in it, else a look at the ids of all.
    ///
    /// # Errors
    /// [`Error::UnknownId`], also for a cluster that was merged or has expired: its articles tell where they are, see
    /// [`Self::cluster_of`].
    pub fn cluster(&self, id: &str) -> Result<ClusterView<'_>> {
        let (key, cluster) = self.clusters.find(id, self.founder_of(id)).ok_or_else(|| unknown("cluster", id))?;
        Ok(ClusterView { engine: self, key, cluster })
    }

    /// The article after which a cluster is named, where the window holds it.
    fn founder_of(&self, cluster_id: &str) -> Option<u32> {
        let name = cluster_id.strip_prefix("c:")?;
        let again = || self.held(name.rsplit_once('~')?.0);
        self.held(name).or_else(again)
    }

    /// The cluster of an article. Cost: O(1).
    ///
    /// # Errors
    /// [`Error::UnknownId`] for an article that the window does not hold.
    pub fn cluster_of(&self, article: &str) -> Result<ClusterView<'_>> {
        let of_arrival = |arrival| {
            let key = self.clusters.key_of(arrival)?;
            Some(ClusterView { engine: self, key, cluster: self.clusters.get(key)? })
        };
        of_arrival(self.arrival_of(article)?).ok_or_else(|| unknown("article", article))
    }

    /// The stories of the window, in the order in which they opened; none when stories are off. Cost: O(n log n) before the
    /// first.
    pub fn stories(&self) -> impl Iterator<Item = StoryView<'_>> {
        let stories = self.detection.iter().flat_map(|detection| detection.stories());
        stories.map(|(id, keys)| self.story_view(id, keys))
    }

    /// One story by its id; that of a cluster without a search is [`ClusterView::story`]. Cost: a look at the ids of all.
    ///
    /// # Errors
    /// [`Error::UnknownId`], also for a story that was merged or has expired, and when stories are off.
    pub fn story(&self, id: &str) -> Result<StoryView<'_>> {
        let found = self.detection.as_ref().and_then(|detection| detection.story(id));
        found.map(|(id, keys)| self.story_view(id, keys)).ok_or_else(|| unknown("story", id))
    }

    fn story_view<'a>(&'a self, id: &'a str, keys: &[ClusterKey]) -> StoryView<'a> {
        let mut clusters: Vec<(ClusterKey, &Cluster)> =
            keys.iter().filter_map(|&key| Some((key, self.clusters.get(key)?))).collect();
        clusters.sort_by_key(|(_, cluster)| Reverse(cluster.members.len()));
        StoryView { engine: self, id, clusters }
    }

    /// The label of some articles, the one that stands for all first. Without texts ([`Config`](crate::Config)'s `keep_text`)
    /// it is empty.
    fn label(&self, arrivals: impl Iterator<Item = u32>) -> Label {
        let open = arrivals.filter_map(|arrival| self.open(arrival)).filter(|open| open.words.printed.is_some());
        let articles: Vec<Open<'_>> = open.take(MOST_ARTICLES).collect();
        let printed = articles.iter().filter_map(|open| {
            let printed = open.words.printed.as_ref()?;
            let title = printed.title.as_deref().unwrap_or_default();
            Some(Printed { title, text: &printed.text, language: open.language })
        });
        let printed: Vec<Printed<'_>> = printed.collect();
        let unknown;
        let frequency = if let Some(detection) = &self.detection {
            detection.frequency()
        } else {
            unknown = DocumentFrequency::default();
            &unknown
        };
        let title = printed.first().and_then(Printed::headline);
        Label { title, terms: label::terms(&printed, frequency) }
    }
}

impl<'a> ClusterView<'a> {
    /// Its id.
    pub fn id(&self) -> &'a str {
        &self.cluster.id
    }

    /// Its story; none when stories are off.
    pub fn story(&self) -> Option<StoryView<'a>> {
        let (id, keys) = self.engine.detection.as_ref()?.story_of_cluster(self.key)?;
        Some(self.engine.story_view(id, keys))
    }

    /// The id of the article that stands for it, by the rule of [`ClusterConfig`](crate::cluster::ClusterConfig).
    pub fn representative(&self) -> String {
        self.engine.id_of(self.cluster.representative)
    }

    /// The ids of its members, in the order of joining.
    pub fn members(&self) -> Vec<String> {
        self.cluster.members.iter().map(|m| self.engine.id_of(m.arrival)).collect()
    }

    fn documents(&self) -> impl Iterator<Item = &'a Document> {
        let Self { engine, cluster, .. } = *self;
        cluster.members.iter().filter_map(|member| engine.document(member.arrival))
    }

    /// When its members were published: the earliest and the latest date; none where none has a date.
    pub fn published(&self) -> Option<(Timestamp, Timestamp)> {
        span(self.documents().filter_map(|document| document.published_at))
    }

    /// Number of members.
    pub fn len(&self) -> usize {
        self.cluster.members.len()
    }

    /// Whether it has no members; never for a cluster of the window.
    pub fn is_empty(&self) -> bool {
        self.cluster.members.is_empty()
    }

    /// The least likeness of a member to the anchor: what the cluster claims of itself. Ratio in [0, 1].
    pub fn least_likeness(&self) -> f32 {
        self.cluster.least_likeness().get()
    }

    /// The true least likeness of any two members, by comparing every pair. Cost: O(members²) comparisons.
    pub fn least_pair_likeness(&self) -> f32 {
        self.engine.least_pair_likeness(self.cluster)
    }

    /// A readable name: the headline of its representative, and the words that tell it from the rest of the window. Empty
    /// where texts are not kept. Cost: about 50 µs an article, of at most 8.
    pub fn label(&self) -> Label {
        let cluster = self.cluster;
        let others = cluster.members.iter().map(|m| m.arrival).filter(|a| *a != cluster.representative);
        self.engine.label(std::iter::once(cluster.representative).chain(others))
    }
}

impl<'a> StoryView<'a> {
    /// Its id.
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// Its clusters, the largest first.
    pub fn clusters(&self) -> impl Iterator<Item = ClusterView<'a>> {
        let engine = self.engine;
        self.clusters.iter().map(move |&(key, cluster)| ClusterView { engine, key, cluster })
    }

    /// Number of articles, of all its clusters.
    pub fn printings(&self) -> usize {
        self.clusters.iter().map(|(_, cluster)| cluster.members.len()).sum()
    }

    /// When its articles were published: the earliest and the latest date; none where none has a date.
    pub fn published(&self) -> Option<(Timestamp, Timestamp)> {
        span(self.clusters().filter_map(|cluster| cluster.published()).flat_map(|(first, last)| [first, last]))
    }

    /// Its independent origins: the agencies and the outlets that wrote its clusters' texts, each once, and outlets of one
    /// publisher once. In the order of the clusters' founding. Cost: O(members of each cluster up to
    /// [`MAX_WITNESSES`](crate::provenance::lineage::MAX_WITNESSES)).
    pub fn origins(&self) -> Vec<Origin> {
        let mut by_founding = self.clusters.clone();
        by_founding.sort_unstable_by_key(|(key, _)| *key);
        let of_cluster =
            |(_, cluster): (ClusterKey, &Cluster)| Some(self.engine.provenance(cluster.anchor, &[])?.origin);
        let mut seen = FxHashSet::default();
        let mut is_new = |origin: &Origin| {
            let name = origin.name.as_deref();
            name.is_some_and(|name| seen.insert(self.engine.families.of(name).unwrap_or(name).to_owned()))
        };
        by_founding.into_iter().filter_map(of_cluster).filter(|origin| is_new(origin)).collect()
    }

    /// The id of the article that stands for it: that of its largest cluster. Empty where it has none left.
    pub fn representative(&self) -> String {
        self.clusters().next().map_or_else(String::new, |cluster| cluster.representative())
    }

    /// A readable name, as [`ClusterView::label`], of the representatives of its clusters.
    pub fn label(&self) -> Label {
        self.engine.label(self.clusters.iter().map(|(_, cluster)| cluster.representative))
    }
}

/// The earliest and the latest of some dates.
fn span(dates: impl Iterator<Item = Timestamp>) -> Option<(Timestamp, Timestamp)> {
    dates.fold(None, |span, at| {
        let (first, last) = span.unwrap_or((at, at));
        Some((first.min(at), last.max(at)))
    })
}
