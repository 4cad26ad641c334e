//! Measures of agreement between a predicted partition and the true one.
//!
//! All are computed from the contingency table. 0/0 counts as 1 in precision and recall: where nothing was claimed,
//! nothing was claimed wrongly, and two equal partitions score 1 in everything, singletons and the empty one included.

use super::Contingency;
use serde::{Deserialize, Serialize};

/// Precision, recall and their harmonic mean, each in [0, 1].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRecall {
    /// Of what was put together, the share that belongs together.
    pub precision: f64,
    /// Of what belongs together, the share that was put together.
    pub recall: f64,
    /// `2 P R / (P + R)`, 0 when both are 0.
    pub f1: f64,
}

impl PrecisionRecall {
    /// From precision and recall.
    pub fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }

    /// From counts of right claims, of all claims and of all that could rightly be claimed.
    pub fn of_counts(right: f64, claimed: f64, relevant: f64) -> Self {
        let share = |whole: f64| if whole > 0.0 { right / whole } else { 1.0 };
        Self::new(share(claimed), share(relevant))
    }
}

/// Number of unordered pairs among `n` items.
pub fn pairs(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

fn pair_sums(table: &Contingency) -> (u64, u64, u64) {
    let sum = |sizes: &[u64]| sizes.iter().map(|&n| pairs(n)).sum();
    (table.cells().map(|(_, _, n)| pairs(n)).sum(), sum(table.pred_sizes()), sum(table.gold_sizes()))
}

/// Precision and recall over all pairs of items that a cluster joins.
///
/// Large clusters weigh by the square of their size. Cost: O(cells).
pub fn pairwise(table: &Contingency) -> PrecisionRecall {
    let (both, pred, gold) = pair_sums(table);
    PrecisionRecall::of_counts(both as f64, pred as f64, gold as f64)
}

/// B-cubed: for every item the share of its predicted cluster that is of its gold group (precision), and of its gold
/// group that is in its predicted cluster (recall), averaged over the items; F1 is of the averages.
///
/// Cost: O(cells). Source: Bagga and Baldwin 1998, "Entity-based cross-document coreferencing using the vector space
/// model".
pub fn b_cubed(table: &Contingency) -> PrecisionRecall {
    let n = table.items() as f64;
    if n == 0.0 {
        return PrecisionRecall::new(1.0, 1.0);
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for (gold, pred, both) in table.cells() {
        let square = (both as f64) * (both as f64);
        precision += square / pred as f64;
        recall += square / gold as f64;
    }
    PrecisionRecall::new((precision / n).min(1.0), (recall / n).min(1.0))
}

/// Adjusted Rand index: agreement on pairs, 0 where chance would put it and 1 for equal partitions; at least -1.
///
/// Cost: O(cells). Source: Hubert and Arabie 1985, "Comparing partitions", eq. 5.
pub fn adjusted_rand(table: &Contingency) -> f64 {
    if table.is_identity() {
        return 1.0;
    }
    let (both, pred, gold) = pair_sums(table);
    let expected = pred as f64 * gold as f64 / pairs(table.items()) as f64;
    let maximum = (pred as f64 + gold as f64) / 2.0;
    (both as f64 - expected) / (maximum - expected)
}

fn entropy(sizes: &[u64], items: f64) -> f64 {
    -sizes.iter().map(|&n| n as f64 / items).map(|p| p * p.ln()).sum::<f64>()
}

fn mutual_information(table: &Contingency) -> f64 {
    let n = table.items() as f64;
    let sum: f64 =
        table.cells().map(|(g, p, both)| both as f64 / n * (n * both as f64 / (g as f64 * p as f64)).ln()).sum();
    sum.max(0.0)
}

/// Homogeneity, completeness and their harmonic mean (β = 1), each in [0, 1]. Given as precision (homogeneity: a cluster
/// holds one group), recall (completeness: a group lies in one cluster) and F1 (V-measure).
///
/// Unit: shares of entropy. Cost: O(cells). Source: Rosenberg and Hirschberg 2007, "V-measure: a conditional
/// entropy-based external cluster evaluation measure".
pub fn v_measure(table: &Contingency) -> PrecisionRecall {
    let n = table.items() as f64;
    let share = |sizes: &[u64]| {
        let entropy = entropy(sizes, n);
        if sizes.len() <= 1 { 1.0 } else { (mutual_information(table) / entropy).clamp(0.0, 1.0) }
    };
    if table.is_identity() {
        return PrecisionRecall::new(1.0, 1.0);
    }
    PrecisionRecall::new(share(table.gold_sizes()), share(table.pred_sizes()))
}

/// Adjusted mutual information, normalised by the arithmetic mean of both entropies: 0 where chance would put it, 1 for
/// equal partitions; it can fall a little below 0.
///
/// Source: Vinh, Epps and Bailey 2010, "Information theoretic measures for clusterings comparison", who also name the
/// maximum as normaliser; the mean is what scikit-learn uses, so that figures compare. The expectation is under the
/// hypergeometric model of their eq. 24. Cost: O(cells + Σ spread over pairs of *distinct* cluster sizes), see
/// [`expected_mutual_information`].
pub fn adjusted_mutual_information(table: &Contingency) -> f64 {
    if table.is_identity() {
        return 1.0;
    }
    let n = table.items() as f64;
    let mean = (entropy(table.gold_sizes(), n) + entropy(table.pred_sizes(), n)) / 2.0;
    let expected = expected_mutual_information(table);
    let room = mean - expected;
    // Without room above chance (one side all singletons) nothing can be told: chance level.
    if room < 1e-12 { 0.0 } else { (mutual_information(table) - expected) / room }
}

/// The mutual information, in nats, that two random partitions with these cluster sizes share on average.
///
/// Pairs of clusters of equal sizes contribute equally, so the sum runs over distinct sizes, of which n items allow at
/// most about √(2n). For one pair of sizes a, b the overlap k is hypergeometric: its probabilities follow from each other
/// by ratios, so they are summed outwards from the mode and divided by their own sum, without factorials and without
/// their rounding, until they fall below 10^-18 of the mode's.
pub fn expected_mutual_information(table: &Contingency) -> f64 {
    let (rows, columns) = (size_counts(table.gold_sizes()), size_counts(table.pred_sizes()));
    let mut sum = 0.0;
    for &(a, rows_of) in &rows {
        for &(b, columns_of) in &columns {
            sum += rows_of * columns_of * expected_term(a, b, table.items() as f64);
        }
    }
    sum
}

fn size_counts(sizes: &[u64]) -> Vec<(f64, f64)> {
    let mut sorted = sizes.to_vec();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|run| (run[0] as f64, run.len() as f64)).collect()
}

/// E[k/n · ln(n k / (a b))] for k items shared by a set of `a` and a random set of `b` among `n`.
fn expected_term(a: f64, b: f64, n: f64) -> f64 {
    let value = |k: f64| if k > 0.0 { k / n * (n * k / (a * b)).ln() } else { 0.0 };
    let (least, most) = ((a + b - n).max(0.0), a.min(b));
    let mode = ((a + 1.0) * (b + 1.0) / (n + 2.0)).floor().clamp(least, most);
    let (mut mass, mut sum) = (1.0, value(mode));
    let (mut k, mut p) = (mode, 1.0);
    while k < most && p > 1e-18 {
        p *= (a - k) * (b - k) / ((k + 1.0) * (n - a - b + k + 1.0));
        k += 1.0;
        mass += p;
        sum += p * value(k);
    }
    (k, p) = (mode, 1.0);
    while k > least && p > 1e-18 {
        p *= k * (n - a - b + k) / ((a - k + 1.0) * (b - k + 1.0));
        k -= 1.0;
        mass += p;
        sum += p * value(k);
    }
    sum / mass
}
