//! Pairs judged by reading: a stratified sample that stands for all pairs of a collection.
//!
//! Nobody reads millions of pairs. Pairs are drawn by stratum (say, by tenth of shared text), so each judged pair stands
//! for `stratum_size / judged in that stratum` pairs. *copy* is positive; *partial* and *none* are negative.

use crate::random::SplitMix64;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a reader found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// The bodies derive from one original.
    Copy,
    /// Passages are shared, most of the shorter body is independent.
    Partial,
    /// Nothing is shared but quotations, templates, furniture.
    None,
}

/// One judged pair.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedPair {
    /// Id of one article.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// The reader's judgement.
    pub label: Label,
    /// Name of the stratum that the pair was drawn from.
    pub stratum: String,
    /// Pairs in that stratum, in the whole collection.
    pub stratum_size: f64,
}

/// How a prediction fares on judged pairs, every figure weighted up to the whole collection.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgedFigures {
    /// Number of judged pairs.
    pub pairs: u64,
    /// Of the pairs joined, the share that are copies; 0 when none is joined.
    pub precision: f64,
    /// Of the copies, the share that is joined; 0 when there are none.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// 90 % interval of F1: the 21st lowest and 21st highest of [`RESAMPLES`] bootstrap resamples within strata.
    pub f1_interval: (f64, f64),
    /// Share of the *partial* pairs that are joined.
    pub partial_joined: f64,
    /// Share of the *none* pairs that are joined.
    pub none_joined: f64,
}

/// Bootstrap resamples behind the interval. 400 leave 20 outside on each side.
pub const RESAMPLES: usize = 400;
/// Seed of the resampling: fixed, so that a figure can be had again.
pub const SEED: u64 = 1;

#[derive(Clone, Copy)]
struct Row {
    label: Label,
    weight: f64,
    joined: bool,
}

/// Below this, a denominator counts as this: keeps 0/0 at 0.
const LEAST: f64 = 1e-9;

fn precision_recall_f1(rows: impl Iterator<Item = Row>) -> (f64, f64, f64) {
    let (mut hit, mut missed, mut wrong) = (0.0, 0.0, 0.0);
    for row in rows {
        match (row.label == Label::Copy, row.joined) {
            (true, true) => hit += row.weight,
            (true, false) => missed += row.weight,
            (false, true) => wrong += row.weight,
            (false, false) => {}
        }
    }
    let (p, r) = (hit / (hit + wrong).max(LEAST), hit / (hit + missed).max(LEAST));
    (p, r, 2.0 * p * r / (p + r).max(LEAST))
}

type Strata<'a> = BTreeMap<&'a str, Vec<Row>>;

fn strata<'a>(judged: &'a [JudgedPair], joins: impl Fn(&str, &str) -> bool) -> Strata<'a> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for pair in judged {
        *counts.entry(&pair.stratum).or_default() += 1.0;
    }
    let mut strata = Strata::new();
    for pair in judged {
        let weight = pair.stratum_size / counts[pair.stratum.as_str()];
        let row = Row { label: pair.label, weight, joined: joins(&pair.a, &pair.b) };
        strata.entry(&pair.stratum).or_default().push(row);
    }
    strata
}

/// F1 of [`RESAMPLES`] resamples within strata. The n-th resample of the same pairs always draws the same ones, so that
/// two predictions can be compared resample by resample.
fn resampled_f1(strata: &Strata) -> Vec<f64> {
    let mut random = SplitMix64::new(SEED);
    let resample = |_| {
        let draws = strata.values().flat_map(|rows| (0..rows.len()).map(move |_| rows));
        precision_recall_f1(draws.map(|rows| *random.choose(rows))).2
    };
    (0..RESAMPLES).map(resample).collect()
}

fn interval(mut resampled: Vec<f64>) -> (f64, f64) {
    resampled.sort_by(f64::total_cmp);
    (resampled[20], resampled[RESAMPLES - 21])
}

/// 90 % interval of the F1 that `joins` has above `before`: where it holds 0, the judged pairs cannot tell which of the
/// two is better. In [-1, 1].
///
/// The paired percentile bootstrap; cost: O([`RESAMPLES`] · pairs).
pub fn f1_gain_interval(
    judged: &[JudgedPair],
    before: impl Fn(&str, &str) -> bool,
    joins: impl Fn(&str, &str) -> bool,
) -> (f64, f64) {
    let (before, after) = (resampled_f1(&strata(judged, before)), resampled_f1(&strata(judged, joins)));
    interval(after.into_iter().zip(before).map(|(after, before)| after - before).collect())
}

impl JudgedFigures {
    /// Scores a prediction that answers whether it joins the articles `a` and `b`.
    ///
    /// The bootstrap is the percentile one, resampled within strata (Efron and Tibshirani 1993, ch. 13).
    /// Cost: O([`RESAMPLES`] · pairs).
    pub fn new(judged: &[JudgedPair], joins: impl Fn(&str, &str) -> bool) -> Self {
        let strata = strata(judged, joins);
        let (precision, recall, f1) = precision_recall_f1(strata.values().flatten().copied());
        let f1_interval = interval(resampled_f1(&strata));

        let joined_share = |label: Label| {
            let (mut joined, mut all) = (0.0, 0.0);
            for row in strata.values().flatten().filter(|row| row.label == label) {
                all += row.weight;
                joined += if row.joined { row.weight } else { 0.0 };
            }
            joined / f64::max(all, LEAST)
        };
        Self {
            pairs: judged.len() as u64,
            precision,
            recall,
            f1,
            f1_interval,
            partial_joined: joined_share(Label::Partial),
            none_joined: joined_share(Label::None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: &str, b: &str, label: Label, stratum: &str, size: f64) -> JudgedPair {
        JudgedPair { a: a.into(), b: b.into(), label, stratum: stratum.into(), stratum_size: size }
    }

    #[test]
    fn pairs_stand_for_their_stratum() {
        // Stratum "low": 100 pairs by 2 judged, 50 each; "high": 10 by 2, 5 each.
        let judged = [
            pair("1", "2", Label::Copy, "high", 10.0),
            pair("1", "3", Label::Copy, "high", 10.0),
            pair("4", "5", Label::None, "low", 100.0),
            pair("4", "6", Label::Partial, "low", 100.0),
        ];
        let figures = JudgedFigures::new(&judged, |a, b| matches!((a, b), ("1", "2") | ("4", "6")));
        assert!((figures.precision - 5.0 / 55.0).abs() < 1e-12);
        assert!((figures.recall - 0.5).abs() < 1e-12);
        assert!((figures.f1 - 2.0 * (5.0 / 55.0) * 0.5 / (5.0 / 55.0 + 0.5)).abs() < 1e-12);
        assert_eq!((figures.partial_joined, figures.none_joined), (1.0, 0.0));
        assert!(figures.f1_interval.0 <= figures.f1 && figures.f1 <= figures.f1_interval.1);
        assert_eq!(figures, JudgedFigures::new(&judged, |a, b| matches!((a, b), ("1", "2") | ("4", "6"))));
    }

    #[test]
    fn a_gain_is_told_from_none() {
        let label = |n: u32| if n.is_multiple_of(3) { Label::Copy } else { Label::None };
        let judged: Vec<_> = (0..90).map(|n| pair(&n.to_string(), "x", label(n), "all", 90.0)).collect();
        let is_copy = |a: &str| a.parse::<u32>().is_ok_and(|n| n.is_multiple_of(3));
        assert_eq!(f1_gain_interval(&judged, |a, _| is_copy(a), |a, _| is_copy(a)), (0.0, 0.0));
        let (low, high) = f1_gain_interval(&judged, |a, _| is_copy(a) && a.len() == 1, |a, _| is_copy(a));
        assert!(0.2 < low && low < high && high <= 1.0, "{low} {high}");
        // One pair of ninety more may be luck.
        let (low, high) = f1_gain_interval(&judged, |a, _| is_copy(a) && a != "0", |a, _| is_copy(a));
        assert!(low == 0.0 && high > 0.0, "{low} {high}");
    }

    #[test]
    fn nothing_joined_scores_nothing() {
        let judged = [pair("1", "2", Label::Copy, "all", 3.0)];
        let figures = JudgedFigures::new(&judged, |_, _| false);
        assert_eq!((figures.precision, figures.recall, figures.f1), (0.0, 0.0, 0.0));
        assert_eq!(JudgedFigures::new(&[], |_, _| true).f1, 0.0);
    }
}
