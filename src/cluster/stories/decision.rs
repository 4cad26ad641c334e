//! Where a cluster belongs, and what that showed of stories.

use super::Evidence;
use crate::units::Similarity;

/// Where a cluster belongs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Key of the story that the cluster joined or opened, before [`Self::merges`]: never used again once it is gone.
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
    /// Stories that this cluster, or what was learnt from it, showed to be one, in the order in which they became one.
    pub merges: Vec<Merge>,
    /// Stories that turned out, after these, to be two.
    pub splits: Vec<Split>,
}

/// Two stories that became one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The key that is no longer used.
    pub from: u32,
    /// The key that stands for both: the older one.
    pub into: u32,
}

/// A story that was two events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The key of the story, which its oldest cluster stays in.
    pub from: u32,
    /// The key of the new one.
    pub into: u32,
    /// The clusters that went over, ascending.
    pub clusters: Vec<u32>,
}
