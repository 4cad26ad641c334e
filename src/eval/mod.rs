//! How good is it? Clusters and pair decisions against what is known to be true.
//!
//! | measure | asks | module |
//! |---|---|---|
//! | pairwise precision, recall, F1 | of the pairs put together, how many belong together, and the other way round | [`measures`] |
//! | B-cubed | the same, asked by every item of its own cluster: large clusters do not drown the rest | [`measures`] |
//! | ARI, AMI | agreement above what chance alone would give | [`measures`] |
//! | homogeneity, completeness, V-measure | how pure, and how whole, in bits | [`measures`] |
//! | weighted judged pairs | all of this where only a stratified sample of pairs could be read | [`judged`] |
//! | reliability, Brier score, ECE | does a stated confidence of 0.8 come true eight times in ten | [`calibration`] |
//! | F1 over bounds | which bound of a copy judged pairs ask for, and whether they can tell | [`bounds`] |
//!
//! Most articles of a day are copies of nothing, and measures that average over items then look splendid whatever the
//! clusters are. So every figure also stands for the items whose gold group has at least two members: all others are
//! taken out of both partitions, and the figures are computed anew.
//!
//! Nothing here compares all pairs: the measures run over the [contingency table](contingency::Contingency), which has at
//! most one cell an item.
//!
//! - *takes*: gold labels and predictions, as files ([`evaluate`]) or as values.
//! - *gives*: a [`Report`], as text (`Display`) or JSON (serde).

pub mod bounds;
pub mod calibration;
pub mod contingency;
pub mod judged;
pub mod measures;
pub mod read;
pub mod report;

#[cfg(test)]
mod properties;

pub use bounds::BoundSweep;
pub use calibration::Calibration;
pub use contingency::Contingency;
pub use judged::{JudgedFigures, JudgedPair};
pub use measures::PrecisionRecall;
pub use read::{Gold, Prediction};
pub use report::{ClusterFigures, Report};

use crate::error::Result;
use std::path::Path;

/// Which keys of the records hold the groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The gold records' key: `cluster` for copies of one dispatch, `story` for texts on one event. Default `cluster`:
    /// it is what wirefold is for.
    pub gold_key: String,
    /// The predicted records' key; by default `story_id` when the gold key begins with `story`, else `cluster_id`.
    pub pred_key: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { gold_key: "cluster".into(), pred_key: None }
    }
}

impl Options {
    fn pred_key(&self) -> &str {
        let by_gold = if self.gold_key.starts_with("story") { "story_id" } else { "cluster_id" };
        self.pred_key.as_deref().unwrap_or(by_gold)
    }
}

/// Scores the prediction in one file against the gold labels in another.
///
/// `gold`: judged pairs (`.tsv`) or JSON lines with `id` and the gold key. `pred`: JSON lines with `id` and the predicted
/// key, or with `a`, `b` and `relation`. The formats are described at [`read::gold`] and [`read::prediction`].
///
/// # Errors
/// [`Error::Io`](crate::error::Error::Io) when a file cannot be read, [`Error::Malformed`](crate::error::Error::Malformed)
/// with its line when it is not as described.
pub fn evaluate(gold: &Path, pred: &Path, options: &Options) -> Result<Report> {
    let truth = read::gold(gold, &options.gold_key)?;
    let prediction = read::prediction(pred, options.pred_key())?;
    Ok(Report::new(&truth, &prediction))
}
