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

/// How likely an article reports a story's event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Likely {
    pub(super) story: u32,
    pub(super) log_odds: f32,
    /// What rare names add, [`Weights::by_names`].
    pub(super) by_names: f32,
}

/// Of stories, the best one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Best {
    pub(super) story: u32,
    pub(super) log_odds: f32,
    /// By which it stands out from the next, or from no likeness at all.
    pub(super) margin: f32,
    pub(super) joins: bool,
}

impl StoryConfig {
    /// The best of these, which is joined where it is likely and stands out, log-odds and weighted margin together by `least`.
    /// Names are asked where none is: so they part nothing that words join, and what they say of a second one is held against
    /// the first.
    pub(super) fn best_of(&self, found: &[Likely], least: f32) -> Option<Best> {
        let by_words = self.best_by(found, least, |likely| likely.log_odds)?;
        if by_words.joins || found.iter().all(|likely| likely.by_names <= 0.0) {
            return Some(by_words);
        }
        let by_names = self.best_by(found, least, |likely| likely.log_odds + likely.by_names)?;
        let is_named = found.iter().any(|likely| likely.story == by_names.story && likely.by_names > 0.0);
        Some(if by_names.joins && is_named { by_names } else { by_words })
    }

    fn best_by(&self, found: &[Likely], least: f32, log_odds: impl Fn(&Likely) -> f32) -> Option<Best> {
        let is_better = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1));
        let rated = |likely: &Likely| (log_odds(likely), likely.story);
        let (log_odds, story) = found.iter().map(rated).max_by(is_better)?;
        let others = found.iter().map(rated).filter(|&(_, other)| other != story);
        let runner_up = others.map(|(log_odds, _)| log_odds).max_by(f32::total_cmp).unwrap_or(self.weights.bias);
        let margin = log_odds - runner_up;
        let joins = log_odds >= self.floor && log_odds + self.contrast * margin.min(self.contrast_cap) >= least;
        Some(Best { story, log_odds, margin, joins })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn best(found: &[(u32, f32, f32)]) -> Option<(u32, bool)> {
        let config = StoryConfig::default();
        let likely = |&(story, log_odds, by_names): &(u32, f32, f32)| Likely { story, log_odds, by_names };
        let found: Vec<Likely> = found.iter().map(likely).collect();
        config.best_of(&found, config.join).map(|best| (best.story, best.joins))
    }

    #[test]
    fn names_are_asked_where_nothing_else_joins() {
        assert_eq!(best(&[]), None);
        assert_eq!(best(&[(1, -3.0, 0.0), (2, -3.5, 0.0)]), Some((1, false)));
        assert_eq!(best(&[(1, -3.0, 0.0), (2, -3.5, 4.0)]), Some((2, true)));
        // What joins by words is not parted by names.
        assert_eq!(best(&[(1, 2.0, 0.0), (2, -1.5, 6.0)]), Some((1, true)));
        // Names that lead to two stories lead to none.
        assert_eq!(best(&[(1, -3.0, 3.2), (2, -3.5, 3.6)]), Some((1, false)));
        // The best is so without a name.
        assert_eq!(best(&[(1, 0.2, 0.0), (2, -4.0, 1.0)]).map(|best| best.0), Some(1));
    }

    #[test]
    fn of_equals_the_earlier_story_is_the_best_in_whatever_order() {
        assert_eq!(best(&[(7, 1.0, 0.0), (3, 1.0, 0.0)]), best(&[(3, 1.0, 0.0), (7, 1.0, 0.0)]));
        assert_eq!(best(&[(7, 1.0, 0.0), (3, 1.0, 0.0)]), Some((3, true)));
    }
}
