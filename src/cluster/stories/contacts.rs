//! What an article was found to be near to, before anything is decided.

use super::bounds::Likely;
use super::profile::{VIEWS, Weighing};
use super::{Evidence, Weights};
use rustc_hash::FxHashMap;

/// Stories and earlier articles that may report an article's event, and what speaks against it.
///
/// Depends on the article, the frozen index and the earlier articles of its quantum alone, but for which stories are
/// compared at once, and which when it is decided.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// Stories, as they were when compared.
    pub(super) stories: Vec<Candidate>,
    /// Those that had moved in the quantum, or were gone, when they were found.
    pub(super) moved: Vec<u32>,
    /// What the article's terms weigh in comparing it with these and further stories; none while each document is learnt
    /// from at once.
    pub(super) weighing: Option<Weighing>,
    /// Earlier articles, by the numbers that the caller gave them.
    pub(super) articles: Vec<u32>,
    /// Earlier articles that share its text, and whether as the same form filled otherwise.
    pub(super) shared: Vec<(u32, bool)>,
    /// Its words outside of what it shares with these, as distinct stems; none where that is the smaller part.
    pub(super) rest: Vec<u32>,
}

/// A story that an article may belong to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) story: u32,
    pub(super) evidence: Evidence,
    pub(super) log_odds: f32,
    /// The scale of its centroid, where that was last weighed in an earlier epoch.
    pub(super) weighed: Option<[f32; VIEWS]>,
}

impl Candidate {
    pub(super) fn likely(&self, weights: &Weights) -> Likely {
        Likely { story: self.story, log_odds: self.log_odds, by_names: weights.by_names(&self.evidence) }
    }
}

/// A cluster, and the story that it is in.
pub(super) type Placed = (u32, u32);

impl Contacts {
    /// Notes an earlier article whose text the new one shares: as a form that was filled anew (today's weather and
    /// yesterday's, two results), which is another event however like the words are, or else as a text on the matter.
    pub fn note_shared(&mut self, article: u32, is_form: bool) {
        self.shared.push((article, is_form));
    }

    /// Notes the distinct stems of the larger part of the article that it shares with none of these: where the rest does not
    /// speak of their event, as in a digest of the day, the article reports it among others.
    pub fn note_rest(&mut self, stems: Vec<u32>) {
        self.rest = stems;
    }

    /// The same with the stories and articles that were found to be near in `found`.
    pub fn with_near(self, found: Self) -> Self {
        Self { shared: self.shared, rest: self.rest, ..found }
    }

    /// The clusters that are the same form filled otherwise, with their stories, of those stories in which they are more
    /// than the clusters that share the article's text. Ascending by story. `placed` tells where an article is.
    pub(super) fn forms(&self, placed: impl Fn(u32) -> Option<Placed>) -> Vec<(u32, u32)> {
        if self.shared.iter().all(|(_, is_form)| !is_form) {
            return Vec::new();
        }
        let place =
            |&(article, is_form): &(u32, bool)| placed(article).map(|(cluster, story)| (story, cluster, is_form));
        let mut clusters: Vec<(u32, u32, bool)> = self.shared.iter().filter_map(place).collect();
        clusters.sort_unstable();
        clusters.dedup();
        let mut balance: FxHashMap<u32, i32> = FxHashMap::default();
        for &(story, _, is_form) in &clusters {
            *balance.entry(story).or_default() += if is_form { 1 } else { -1 };
        }
        let outvoted = |&(story, _, is_form): &(u32, u32, bool)| is_form && balance[&story] > 0;
        clusters.into_iter().filter(outvoted).map(|(story, cluster, _)| (story, cluster)).collect()
    }
}
