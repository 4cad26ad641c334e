//! Calibration: whether a confidence of 0.8 comes true eight times in ten.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A reliability table, and two figures that sum it up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Bins of equal width over [0, 1], lowest first; each holds its lower edge, the last one also 1.
    pub bins: Vec<Bin>,
    /// Number of statements.
    pub statements: u64,
    /// Mean squared difference of confidence and outcome, in [0, 1]; 0 is best, 0.25 is what a constant 0.5 gets.
    /// Source: Brier 1950, for two outcomes, halved to [0, 1] as is usual.
    pub brier: f64,
    /// Expected calibration error: |observed - stated|, averaged over the statements by bin, in [0, 1].
    /// Source: Naeini, Cooper and Hauskrecht 2015.
    pub expected_calibration_error: f64,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Lowest confidence of the bin.
    pub from: f64,
    /// Its end; excluded, save in the last bin.
    pub to: f64,
    /// Statements in it.
    pub statements: u64,
    /// Their mean confidence; 0 when there are none.
    pub stated: f64,
    /// The share of them that came true; 0 when there are none.
    pub observed: f64,
}

impl Calibration {
    /// The table of `statements`, each a confidence in [0, 1] and whether it came true, in `bins` bins (at least 1).
    ///
    /// Confidences outside [0, 1] count as the nearer end, those that are no number as 0. Cost: O(n + bins).
    pub fn new(statements: impl IntoIterator<Item = (f64, bool)>, bins: usize) -> Self {
        let count = bins.max(1);
        let width = 1.0 / count as f64;
        let mut rows: Vec<Bin> =
            (0..count).map(|i| Bin { from: i as f64 * width, to: (i + 1) as f64 * width, ..Bin::default() }).collect();
        let (mut n, mut squares) = (0u64, 0.0);
        for (confidence, came_true) in statements {
            let confidence = if confidence.is_nan() { 0.0 } else { confidence.clamp(0.0, 1.0) };
            let outcome = f64::from(u8::from(came_true));
            let row = &mut rows[((confidence * count as f64) as usize).min(count - 1)];
            row.statements += 1;
            row.stated += confidence;
            row.observed += outcome;
            n += 1;
            squares += (confidence - outcome) * (confidence - outcome);
        }
        let mut error = 0.0;
        for row in rows.iter_mut().filter(|row| row.statements > 0) {
            error += (row.observed - row.stated).abs();
            row.stated /= row.statements as f64;
            row.observed /= row.statements as f64;
        }
        let n_or_one = n.max(1) as f64;
        Self { bins: rows, statements: n, brier: squares / n_or_one, expected_calibration_error: error / n_or_one }
    }
}

impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "confidence   statements  stated  observed")?;
        for row in self.bins.iter().filter(|row| row.statements > 0) {
            let Bin { from, to, statements, stated, observed } = row;
            writeln!(f, "{from:.2}-{to:.2} {statements:>13}   {stated:.3}     {observed:.3}")?;
        }
        let Self { statements, brier, expected_calibration_error, .. } = self;
        writeln!(f, "Brier {brier:.4}, ECE {expected_calibration_error:.4} over {statements} statements")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_set_stated_against_observed() {
        let table = Calibration::new([(0.9, true), (0.8, false), (0.1, false), (1.0, true), (f64::NAN, false)], 2);
        assert_eq!(table.bins.iter().map(|b| b.statements).collect::<Vec<_>>(), [2, 3]);
        assert!((table.bins[1].stated - 0.9).abs() < 1e-12);
        assert!((table.bins[1].observed - 2.0 / 3.0).abs() < 1e-12);
        assert!((table.brier - (0.01 + 0.64 + 0.01) / 5.0).abs() < 1e-12);
        assert!((table.expected_calibration_error - (0.1 + 0.7) / 5.0).abs() < 1e-12);
        assert_eq!(Calibration::new([], 0).brier, 0.0);
    }
}
