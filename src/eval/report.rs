//! The report of an evaluation.

use super::{Contingency, Gold, JudgedFigures, PrecisionRecall, Prediction, measures};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::fmt;

/// All measures of one predicted partition.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClusterFigures {
    /// Number of items.
    pub items: u64,
    /// Number of gold groups.
    pub gold_groups: u64,
    /// Number of predicted clusters.
    pub pred_clusters: u64,
    /// See [`measures::pairwise`].
    pub pairwise: PrecisionRecall,
    /// See [`measures::b_cubed`].
    pub b_cubed: PrecisionRecall,
    /// See [`measures::v_measure`]; its precision is homogeneity, its recall completeness.
    pub v_measure: PrecisionRecall,
    /// See [`measures::adjusted_rand`].
    pub adjusted_rand: f64,
    /// See [`measures::adjusted_mutual_information`].
    pub adjusted_mutual_information: f64,
}

impl ClusterFigures {
    /// All measures over one contingency table.
    pub fn new(table: &Contingency) -> Self {
        Self {
            items: table.items(),
            gold_groups: table.gold_sizes().len() as u64,
            pred_clusters: table.pred_sizes().len() as u64,
            pairwise: measures::pairwise(table),
            b_cubed: measures::b_cubed(table),
            v_measure: measures::v_measure(table),
            adjusted_rand: measures::adjusted_rand(table),
            adjusted_mutual_information: measures::adjusted_mutual_information(table),
        }
    }
}

/// What an evaluation found; which parts are there depends on the kinds of gold and prediction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Gold items (articles) that the prediction knows nothing of: each counts as alone.
    pub missing: u64,
    /// Predicted items without a gold label: left out.
    pub extra: u64,
    /// Groups against clusters, over all gold items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<ClusterFigures>,
    /// The same over the items whose gold group has at least two members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_singletons: Option<ClusterFigures>,
    /// Groups against edges: the pair decisions themselves, not closed transitively.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edges: Option<PrecisionRecall>,
    /// Judged pairs against clusters or edges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<JudgedFigures>,
}

impl Report {
    /// Scores `prediction` against `gold`.
    pub fn new(gold: &Gold, prediction: &Prediction) -> Self {
        match (gold, prediction) {
            (Gold::Judged(pairs), _) => {
                let judged = Some(JudgedFigures::new(pairs, |a, b| prediction.joins(a, b)));
                let mut ids: Vec<&str> = pairs.iter().flat_map(|p| [p.a.as_str(), p.b.as_str()]).collect();
                ids.sort_unstable();
                ids.dedup();
                let missing = ids.iter().filter(|id| !prediction.knows(id)).count() as u64;
                Self { missing, judged, ..Self::default() }
            }
            (Gold::Groups(groups), Prediction::Clusters(cluster)) => Self::of_clusters(groups, cluster),
            (Gold::Groups(groups), Prediction::Edges { joined, .. }) => {
                let group: FxHashMap<&str, &str> = groups.iter().map(|(id, g)| (id.as_str(), g.as_str())).collect();
                let (mut right, mut claimed, mut extra) = (0u64, 0u64, 0u64);
                for (a, b) in joined {
                    match (group.get(a.as_str()), group.get(b.as_str())) {
                        (Some(g), Some(h)) => {
                            claimed += 1;
                            right += u64::from(g == h);
                        }
                        _ => extra += 1,
                    }
                }
                let table = Contingency::new(groups.iter().map(|(_, g)| (g, ())));
                let relevant: u64 = table.gold_sizes().iter().map(|&n| measures::pairs(n)).sum();
                let edges = PrecisionRecall::of_counts(right as f64, claimed as f64, relevant as f64);
                let missing = groups.iter().filter(|(id, _)| !prediction.knows(id)).count() as u64;
                Self { missing, extra, edges: Some(edges), ..Self::default() }
            }
        }
    }

    fn of_clusters(groups: &[(String, String)], cluster: &FxHashMap<String, String>) -> Self {
        /// An item without a cluster is in one that nobody else has.
        #[derive(PartialEq, Eq, Hash)]
        enum Cluster<'a> {
            Known(&'a str),
            Alone(usize),
        }
        let known = |i: usize, id: &String| cluster.get(id).map_or(Cluster::Alone(i), |c| Cluster::Known(c));
        let pairs = || groups.iter().enumerate().map(|(i, (id, group))| (group.as_str(), known(i, id)));
        let missing = groups.iter().filter(|(id, _)| !cluster.contains_key(id)).count() as u64;
        let mut sizes: FxHashMap<&str, u64> = FxHashMap::default();
        for (_, group) in groups {
            *sizes.entry(group).or_default() += 1;
        }
        let without = Contingency::new(pairs().filter(|(group, _)| sizes[group] > 1));
        Self {
            missing,
            extra: cluster.len() as u64 - (groups.len() as u64 - missing),
            all: Some(ClusterFigures::new(&Contingency::new(pairs()))),
            without_singletons: Some(ClusterFigures::new(&without)),
            ..Self::default()
        }
    }
}

impl fmt::Display for PrecisionRecall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P {:.3}  R {:.3}  F1 {:.3}", self.precision, self.recall, self.f1)
    }
}

impl fmt::Display for ClusterFigures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { items, gold_groups, pred_clusters, v_measure: v, .. } = self;
        writeln!(f, "  {items} items, {gold_groups} gold groups, {pred_clusters} predicted clusters")?;
        writeln!(f, "  pairwise   {}", self.pairwise)?;
        writeln!(f, "  B-cubed    {}", self.b_cubed)?;
        writeln!(f, "  V-measure  homogeneity {:.3}  completeness {:.3}  V {:.3}", v.precision, v.recall, v.f1)?;
        writeln!(f, "  ARI {:.3}  AMI {:.3}", self.adjusted_rand, self.adjusted_mutual_information)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(all) = &self.all {
            write!(f, "all items\n{all}")?;
        }
        if let Some(without) = &self.without_singletons {
            write!(f, "items whose gold group has two members or more\n{without}")?;
        }
        if let Some(edges) = &self.edges {
            writeln!(f, "edges       {edges}")?;
        }
        if let Some(j) = &self.judged {
            writeln!(f, "judged pairs ({}), weighted to all pairs", j.pairs)?;
            let (low, high) = j.f1_interval;
            writeln!(f, "  copy       P {:.3}  R {:.3}  F1 {:.3} [{low:.3}-{high:.3}]", j.precision, j.recall, j.f1)?;
            writeln!(f, "  joined     partial {:.3}  none {:.4}", j.partial_joined, j.none_joined)?;
        }
        if self.missing > 0 {
            writeln!(
                f,
                "{} gold items are not in the prediction (nor in edges, if compared with nothing): counted as alone",
                self.missing
            )?;
        }
        if self.extra > 0 {
            writeln!(f, "{} predictions have no gold label: left out", self.extra)?;
        }
        Ok(())
    }
}
