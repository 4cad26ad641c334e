//! Which bound judged pairs ask for, and whether they are enough to tell.

use super::judged::{JudgedFigures, JudgedPair, f1_gain_interval};
use serde::Serialize;

/// One bound, and how its decisions fare.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtBound {
    /// The bound. Ratio in [0, 1].
    pub bound: f32,
    /// Figures of the decisions under it.
    pub figures: JudgedFigures,
}

/// F1 over bounds, the best of them, and what it gains.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoundSweep {
    /// The figures under the bound in force.
    pub now: AtBound,
    /// The figures under the best bound: of equal F1 the one nearest to that in force.
    pub best: AtBound,
    /// 90 % interval of the F1 that the best gains, see [`f1_gain_interval`].
    pub gain_interval: (f64, f64),
    /// Every bound that was tried and the one in force, rising.
    pub bounds: Vec<AtBound>,
}

impl BoundSweep {
    /// Tries `bounds` beside the one in force, `now`. `joins` says whether the articles `a` and `b` are copies under a
    /// bound.
    ///
    /// The best of many bounds always looks a little better than it is on other pairs, so a change is worth proposing
    /// only where [`Self::tells`]. Cost: O(bounds · (pairs · cost of `joins` + the bootstrap)).
    pub fn new(judged: &[JudgedPair], now: f32, bounds: &[f32], joins: impl Fn(f32, &str, &str) -> bool) -> Self {
        let at = |bound: f32| AtBound { bound, figures: JudgedFigures::new(judged, |a, b| joins(bound, a, b)) };
        let mut tried: Vec<f32> = bounds.to_vec();
        tried.push(now);
        tried.sort_by(f32::total_cmp);
        tried.dedup();
        let tried: Vec<AtBound> = tried.into_iter().map(at).collect();
        let distance = |row: &AtBound| (row.bound - now).abs();
        let by_f1 = |a: &AtBound, b: &AtBound| a.figures.f1.total_cmp(&b.figures.f1);
        let best = tried.iter().copied().max_by(|a, b| by_f1(a, b).then(distance(b).total_cmp(&distance(a))));
        let now = at(now);
        let best = best.unwrap_or(now);
        let gain_interval = f1_gain_interval(judged, |a, b| joins(now.bound, a, b), |a, b| joins(best.bound, a, b));
        Self { now, best, gain_interval, bounds: tried }
    }

    /// Whether the judged pairs tell the best bound from the one in force: the interval of its gain lies above 0.
    pub fn tells(&self) -> bool {
        self.gain_interval.0 > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::judged::Label;

    /// Pairs whose likeness is their first id in hundredths; copies are those above `from`, but for every fifth.
    fn judged(count: u32, from: u32) -> Vec<JudgedPair> {
        let pair = |n: u32| {
            let likeness = n * 100 / count;
            let label = if (likeness > from) != n.is_multiple_of(5) { Label::Copy } else { Label::None };
            let a = format!("{}.{n}", likeness);
            JudgedPair { a, b: "x".into(), label, stratum: "all".into(), stratum_size: f64::from(count) }
        };
        (0..count).map(pair).collect()
    }

    fn likeness(id: &str) -> f32 {
        id.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0.0) / 100.0
    }

    #[test]
    fn a_bound_is_proposed_where_the_pairs_tell() {
        let bounds: Vec<f32> = (1..20).map(|n| n as f32 / 20.0).collect();
        let sweep = BoundSweep::new(&judged(300, 60), 0.31, &bounds, |bound, a, _| likeness(a) > bound);
        assert!((sweep.best.bound - 0.6).abs() < 1e-6 && sweep.tells(), "{sweep:?}");
        assert_eq!(sweep.bounds.len(), 20, "the one in force is not among those tried");
        let at_best = BoundSweep::new(&judged(300, 60), 0.6, &bounds, |bound, a, _| likeness(a) > bound);
        assert!(at_best.best == at_best.now && !at_best.tells());
    }

    #[test]
    fn few_pairs_tell_little() {
        let bounds: Vec<f32> = (1..20).map(|n| n as f32 / 20.0).collect();
        let sweep = BoundSweep::new(&judged(12, 60), 0.55, &bounds, |bound, a, _| likeness(a) > bound);
        assert!(!sweep.tells(), "{sweep:?}");
        let none = BoundSweep::new(&[], 0.5, &bounds, |_, _, _| true);
        assert_eq!((none.best.bound, none.tells()), (0.5, false));
    }
}
