//! The samples of a segment's articles in two halves, of which an old segment keeps one.

use super::shingle_index::ShingleIndex;

/// A sample in two halves, by the last bit of its hashes.
#[derive(Debug, Default)]
pub(super) struct Halved {
    kept: Vec<u32>,
    dropped: Vec<u32>,
}

impl Halved {
    /// Cost: O(samples).
    pub fn of(hashes: &[u32]) -> Self {
        // Halves are seldom more unequal.
        let half = || Vec::with_capacity(hashes.len() * 5 / 8);
        let (mut kept, mut dropped) = (half(), half());
        for &hash in hashes {
            if hash & 1 == 1 { dropped.push(hash) } else { kept.push(hash) }
        }
        Self { kept, dropped }
    }

    pub fn len(&self) -> usize {
        self.kept.len() + self.dropped.len()
    }
}

/// Who holds which samples.
#[derive(Debug)]
pub(super) struct Halves {
    kept: ShingleIndex,
    /// None once the segment is old.
    dropped: Option<ShingleIndex>,
    /// How many samples each article has.
    samples: Vec<u16>,
}

impl Halves {
    /// Tables of so many lines each, see [`ShingleIndex::lines_for`]; one alone where it `is_thin`.
    pub fn new(lines: u32, is_thin: bool) -> Self {
        let dropped = (!is_thin).then(|| ShingleIndex::new(lines));
        Self { kept: ShingleIndex::new(lines), dropped, samples: Vec::new() }
    }

    /// Lines of a table, of two that have room for so many entries.
    pub fn lines_for(entries: usize) -> u32 {
        ShingleIndex::lines_for(entries.div_ceil(2))
    }

    pub fn lines(&self) -> u32 {
        self.kept.lines()
    }

    pub fn articles(&self) -> usize {
        self.samples.len()
    }

    /// Entries held.
    pub fn entries(&self) -> usize {
        self.kept.entries() + self.dropped.as_ref().map_or(0, ShingleIndex::entries)
    }

    pub fn is_full_with(&self, more: usize) -> bool {
        [Some(&self.kept), self.dropped.as_ref()].into_iter().flatten().any(|table| table.is_full_with(more))
    }

    /// Lists the next article, under each of its samples that has fewer than `cap` articles, or the one that it `replaces`.
    pub fn insert(&mut self, sample: &Halved, replaces: Option<u32>, cap: usize) {
        let article = self.articles() as u32;
        self.kept.insert(article, replaces, &sample.kept, cap);
        if let Some(dropped) = &mut self.dropped {
            dropped.insert(article, replaces, &sample.dropped, cap);
        }
        self.samples.push(sample.len().min(usize::from(u16::MAX)) as u16);
    }

    /// Gives back the room for articles that will not come.
    pub fn close(&mut self) {
        self.samples.shrink_to_fit();
    }

    /// Forgets half of the samples.
    pub fn thin(&mut self) {
        self.dropped = None;
    }

    pub fn is_thin(&self) -> bool {
        self.dropped.is_none()
    }

    /// Asks for what [`Self::look_up`] reads first.
    pub fn ask(&self, sample: &Halved) {
        self.kept.ask(&sample.kept);
        self.dropped.iter().for_each(|dropped| dropped.ask(&sample.dropped));
    }

    /// Calls `found` for each article under each sample that is kept, with how many there are under that one.
    pub fn look_up(&self, sample: &Halved, mut found: impl FnMut(u32, u32)) {
        self.kept.look_up(&sample.kept, &mut found);
        if let Some(dropped) = &self.dropped {
            dropped.look_up(&sample.dropped, found);
        }
    }

    /// Samples of an article, and of `sample`, that can have been found; the former estimated where half are kept.
    pub fn of(&self, article: u32, sample: &Halved) -> (usize, usize) {
        let samples = usize::from(self.samples[article as usize]);
        match self.dropped {
            Some(_) => (samples, sample.len()),
            None => (samples.div_ceil(2), sample.kept.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CandidateConfig, Candidates, Counts, FAR, Letters, Listed};
    use crate::fingerprint::{Fingerprint, Sketch};
    use crate::random::GOLDEN_GAMMA;

    fn print(shingles: std::ops::Range<u64>) -> Fingerprint {
        let sketch = Sketch::sample(shingles.map(|n| n.wrapping_mul(GOLDEN_GAMMA)));
        Fingerprint { sketch, ..Fingerprint::default() }
    }

    #[test]
    fn an_old_segment_finds_copies_by_half_of_the_samples() {
        let prints = [print(0..400), print(10_000..10_040), print(20_000..20_400), print(30_000..30_400)];
        let arrivals = [0, 1, 10, 10 + FAR];
        let mut index = Candidates::new(CandidateConfig::default(), Some(800));
        for (n, (arrival, print)) in arrivals.into_iter().zip(&prints).enumerate() {
            index.insert(Listed::new(arrival, print), if n < 2 { 0 } else { 100 });
        }
        let entries = |index: &Candidates| index.segments[0].shingles.entries();
        assert!(index.segments.len() == 2 && (45..85).contains(&entries(&index)), "{}", entries(&index));
        // The last has gone since.
        let articles = arrivals.into_iter().zip(&prints).take(3).map(|(arrival, print)| Listed::new(arrival, print));
        let articles: Vec<_> = articles.collect();
        let mut again = Candidates::new(CandidateConfig::default(), Some(800));
        again.restore(&index.stretches(), &articles);
        assert_eq!(entries(&again), entries(&index));
        for (query, arrival) in [(200..600, 0), (10_020..10_060, 1), (20_300..20_500, 10)] {
            let found = index.retrieve(&print(query.clone()), Letters::Sure, &mut Counts::default());
            assert_eq!(found.iter().map(|f| f.arrival).collect::<Vec<_>>(), [arrival]);
            let likeness = found[0].likeness.get();
            assert!((0.25..0.8).contains(&likeness), "{query:?}: {likeness}");
            assert_eq!(again.retrieve(&print(query), Letters::Sure, &mut Counts::default()), found);
        }
    }
}
