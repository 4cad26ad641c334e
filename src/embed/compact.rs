//! A vector in a byte a dimension: for measures that are printed, and for stories where a model of one's own makes vectors.

/// A vector of unit length, kept in 8 bits a dimension: cosines come out within 0.01 of the exact ones.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CompactVector {
    values: Box<[i8]>,
    /// Length of the vector of integers.
    length: f32,
}

impl CompactVector {
    /// Scales the largest value to 127 and rounds. Cost: O(dimensions).
    pub fn of(vector: &[f32]) -> Self {
        let largest = vector.iter().fold(0.0f32, |most, v| most.max(v.abs()));
        let scale = if largest > 0.0 { 127.0 / largest } else { 0.0 };
        // Half away from zero, without a call of the C library for each.
        let values: Box<[i8]> = vector.iter().map(|v| (v * scale + 0.5f32.copysign(*v)) as i8).collect();
        let squares: i64 = values.iter().map(|&v| i64::from(v) * i64::from(v)).sum();
        Self { values, length: (squares as f32).sqrt() }
    }

    /// Whether it has no direction: of a text of which its model knows no word.
    pub fn is_empty(&self) -> bool {
        self.length == 0.0
    }

    /// Its dimensions.
    pub fn dimensions(&self) -> usize {
        self.values.len()
    }

    /// Its entries, at unit length; all 0 where it is empty.
    pub fn values(&self) -> impl Iterator<Item = f32> {
        let scale = if self.length > 0.0 { 1.0 / self.length } else { 0.0 };
        self.values.iter().map(move |&value| f32::from(value) * scale)
    }

    /// Moves towards `other` by `share` of the way, lengths aside; vectors of other dimensions are left out.
    pub fn drift(&mut self, other: &Self, share: f32) {
        if self.values.len() != other.values.len() || self.length == 0.0 || other.length == 0.0 {
            return;
        }
        let (own, theirs) = ((1.0 - share) / self.length, share / other.length);
        let both = self.values.iter().zip(&other.values);
        let moved: Vec<f32> = both.map(|(&a, &b)| f32::from(a) * own + f32::from(b) * theirs).collect();
        *self = Self::of(&moved);
    }

    /// Cosine of the two, in [-1, 1]; 0 when either is empty, or they are of different dimensions.
    pub fn cosine(&self, other: &Self) -> f32 {
        if self.values.len() != other.values.len() || self.length == 0.0 || other.length == 0.0 {
            return 0.0;
        }
        let dot: i32 = self.values.iter().zip(&other.values).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum();
        dot as f32 / (self.length * other.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cosines_are_close_to_the_exact_ones(
            a in proptest::collection::vec(-1.0f32..1.0, 64),
            b in proptest::collection::vec(-1.0f32..1.0, 64),
        ) {
            let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
            let exact = dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt();
            let compact = CompactVector::of(&a).cosine(&CompactVector::of(&b));
            prop_assert!((exact - compact).abs() < 0.01, "{exact} {compact}");
        }
    }
}
