//! Stories as readers see them, and readable names of clusters and stories: made when they are asked for.

use super::words::Open;
use super::{ClusterView, Engine};
use crate::cluster::label::{self, Label, MOST_ARTICLES, Printed};
use crate::cluster::{Cluster, ClusterKey};
use crate::embed::DocumentFrequency;
use std::cmp::Reverse;

/// A story as readers see it.
#[derive(Clone, Debug)]
pub struct StoryView<'a> {
    engine: &'a Engine,
    id: &'a str,
    /// The largest first, of equals the one founded first.
    clusters: Vec<&'a Cluster>,
}

impl Engine {
    /// The stories of the window, in the order in which they opened; none when stories are off.
    pub fn stories(&self) -> impl Iterator<Item = StoryView<'_>> {
        let stories = self.events.iter().flat_map(|events| events.stories());
        stories.map(|(id, keys)| StoryView { engine: self, id, clusters: self.largest_first(keys) })
    }

    fn largest_first(&self, keys: &[ClusterKey]) -> Vec<&Cluster> {
        let mut clusters: Vec<&Cluster> = keys.iter().filter_map(|&key| self.clusters.get(key)).collect();
        clusters.sort_by_key(|cluster| Reverse(cluster.members.len()));
        clusters
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
        let unknown = DocumentFrequency::default();
        let frequency = self.events.as_ref().map_or(&unknown, |events| events.frequency());
        let title = articles.first().and_then(|open| open.words.printed.as_ref()?.title.clone());
        Label { title, terms: label::terms(&printed, frequency) }
    }
}

impl ClusterView<'_> {
    /// A readable name: the headline of its representative, and the words that tell it from the rest of the window. Empty
    /// where texts are not kept. Cost: about 50 µs an article, of at most 8.
    pub fn label(&self) -> Label {
        let cluster = self.cluster;
        let others = cluster.members.iter().map(|m| m.arrival).filter(|a| *a != cluster.representative);
        self.engine.label(std::iter::once(cluster.representative).chain(others))
    }
}

impl StoryView<'_> {
    /// Its id.
    pub fn id(&self) -> &str {
        self.id
    }

    /// The ids of its clusters, the largest first.
    pub fn clusters(&self) -> Vec<&str> {
        self.clusters.iter().map(|cluster| cluster.id.as_str()).collect()
    }

    /// Number of articles.
    pub fn articles(&self) -> usize {
        self.clusters.iter().map(|cluster| cluster.members.len()).sum()
    }

    /// The id of the article that stands for it: that of its largest cluster. Empty where it has none left.
    pub fn representative(&self) -> String {
        self.clusters.first().map_or_else(String::new, |cluster| self.engine.id_of(cluster.representative))
    }

    /// A readable name, as [`ClusterView::label`], of the representatives of its clusters.
    pub fn label(&self) -> Label {
        self.engine.label(self.clusters.iter().map(|cluster| cluster.representative))
    }
}
