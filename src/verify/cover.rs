//! Which words of a body are shared, as ranges.

use crate::tokenise::Tokens;
use crate::units::Similarity;
use std::ops::Range;

/// Tokens below which a sentence is a crosshead or a fragment, and is not counted.
const MIN_SENTENCE: usize = 5;

/// Ranges of tokens, ascending and apart. Buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Cover(Vec<(u32, u32)>);

impl Cover {
    /// Covers the ranges given, which may overlap. Cost: O(n log n).
    pub fn set(&mut self, ranges: impl Iterator<Item = (u32, u32)>) {
        self.0.clear();
        self.extend(ranges);
    }

    /// Covers further ranges.
    pub fn extend(&mut self, ranges: impl Iterator<Item = (u32, u32)>) {
        self.0.extend(ranges.filter(|(first, end)| first < end));
        self.0.sort_unstable();
        self.0.dedup_by(|next, last| {
            let overlap = next.0 <= last.1;
            if overlap {
                last.1 = last.1.max(next.1);
            }
            overlap
        });
    }

    /// Number of tokens.
    pub fn len(&self) -> u64 {
        self.0.iter().map(|(first, end)| u64::from(end - first)).sum()
    }

    /// The ranges, ascending.
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.0.iter().map(|&(first, end)| first as usize..end as usize)
    }

    /// Where the covered tokens of a body of so many stand on average. Ratio in [0, 1]; 0 where none is covered.
    pub fn mean_place(&self, length: usize) -> f32 {
        let sum: f64 = self.ranges().map(|r| (r.end - r.start) as f64 * (r.start + r.end) as f64 / 2.0).sum();
        (sum / (self.len().max(1) as f64 * length.max(1) as f64)) as f32
    }

    /// Share of the sentences of `body` that are covered for more than half; none when there is no real sentence, or nothing
    /// tells where they end.
    /// Cost: O(sentences + ranges).
    pub fn sentence_share(&self, body: &Tokens) -> Option<Similarity> {
        let (mut all, mut shared) = (0u64, 0u64);
        let mut ahead = &self.0[..];
        for segment in &body.segments {
            while let [(_, end), rest @ ..] = ahead
                && *end <= segment.first
            {
                ahead = rest;
            }
            if segment.len() < MIN_SENTENCE {
                continue;
            }
            let within = ahead.iter().take_while(|(first, _)| *first < segment.end);
            let covered: u32 = within.map(|(first, end)| end.min(&segment.end) - first.max(&segment.first)).sum();
            all += 1;
            shared += u64::from(2 * covered as usize > segment.len());
        }
        (all > 0 && !body.has_no_marks()).then(|| Similarity::ratio(shared, all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenise::Segment;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranges_count_as_marks_do(
            ranges in proptest::collection::vec((0u32..60, 0u32..12), 0..10),
            lengths in proptest::collection::vec(1u32..14, 1..12),
        ) {
            let words = lengths.iter().sum::<u32>();
            let ranges = ranges.iter().map(|&(first, length)| (first.min(words), (first + length).min(words)));
            let mut marks = vec![false; words as usize];
            ranges.clone().for_each(|(first, end)| marks[first as usize..end as usize].fill(true));
            let mut cover = Cover::default();
            cover.set(ranges.clone().take(3));
            cover.extend(ranges.skip(3));
            prop_assert_eq!(cover.len(), marks.iter().filter(|m| **m).count() as u64);

            let mut body = Tokens::default();
            let (mut at, mut all, mut shared) = (0, 0, 0);
            for length in lengths {
                let (first, end) = (at, at + length);
                body.segments.push(Segment { first, end, ..Segment::default() });
                at = end;
                if length as usize >= MIN_SENTENCE {
                    all += 1;
                    let covered = marks[first as usize..end as usize].iter().filter(|m| **m).count();
                    shared += u64::from(2 * covered > length as usize);
                }
            }
            let share = (all > 0).then(|| Similarity::ratio(shared, all));
            prop_assert_eq!(cover.sentence_share(&body), share);
        }
    }
}
