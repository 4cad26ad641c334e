//! When a cluster joins a story, opens one, and makes two one.

use super::Weights;

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
    /// Weight of [`Decision::margin`](super::Decision::margin) beside the log-odds. Default 0.5: with 1 two events of one
    /// topic become one where nothing else is near; 0 loses a little.
    pub contrast: f32,
    /// Margin, in log-odds, beyond which a larger one says nothing more. Default 4, odds of 55 to 1.
    pub contrast_cap: f32,
    /// What a term loses of its weight where all the stories that an article is compared with hold it, from 0 to 1: the
    /// words of a topic, rare as they may be among all news, tell nothing between its events. Counts once
    /// [`YOUNG`](super::YOUNG) documents are known; before that frequencies tell what the topics of the day are. Default 0.4.
    pub discount: f32,
    /// What log-odds and weighted margin must come to. Default 0.5.
    pub join: f32,
    /// Log-odds that the best candidate needs however far it stands out. Default -1.5, a probability of 0.18.
    pub floor: f32,
    /// What [`Self::join`] is to an article, for the second look at a story of one article. Default 0.75, a little more:
    /// what is asked twice is twice as often wrong.
    pub again: f32,
    /// Log-odds, of one story's centroid with the other, from which two stories that a cluster is like become one.
    /// Default 3.5, above what joining takes, since centroids lie nearer to one another than their members do.
    pub merge: f32,
    /// Mean log-odds, time left out, of the articles of two groups, each of which holds together, up to which a story that has
    /// both is two. Default -0.25: a little more against one event than for it; -100 keeps all stories whole.
    pub part: f32,
}

impl Default for StoryConfig {
    fn default() -> Self {
        Self {
            weights: Weights::default(),
            contrast: 0.5,
            contrast_cap: 4.0,
            discount: 0.4,
            join: 0.5,
            floor: -1.5,
            again: 0.75,
            merge: 3.5,
            part: -0.25,
        }
    }
}
