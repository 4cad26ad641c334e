//! Which earlier articles may be copies of a new one: retrieval, which decides nothing.
//!
//! - takes: a [`Fingerprint`]
//! - gives: at most a set number of [`Candidate`]s, best first
//! - useful for: meeting, among a window of any size, the few articles worth an exact comparison
//! - not useful for: saying what they are to each other; [`verify`](crate::verify) does
//!
//! A union of sources, since each is blind somewhere: SimHash bands find texts barely touched, the inverted index of
//! sampled shingles finds abridged and extended ones, the index of vectors ([`hnsw`]) finds reworded ones. Each source
//! lives in time segments that are dropped whole when the window has moved past them, so nothing needs tombstones.

pub mod hnsw;
pub mod quantum;
mod shingle_index;
mod halves;
mod simhash_bands;
mod stretches;

use crate::fingerprint::{Fingerprint, SimHash};
use crate::units::Similarity;
use halves::{Halved, Halves};
use rayon::prelude::*;
use shingle_index::MAX_ARTICLES;
use simhash_bands::SimHashBands;
use std::collections::VecDeque;

/// Number of an article in the order of arrival, from 0.
pub type Arrival = u32;

/// Which sources retrieve, and how much.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CandidateConfig {
    /// Earlier articles that one article is compared with exactly. Unit: articles, 1..=1000. Default 64: on real news
    /// an article has 2 on average.
    pub at_most: usize,
    /// Copies among these after which the rest are not compared. Unit: articles, 1..=1000. Default 24: so many votes place an
    /// article; those of a burst's other copies say the same.
    pub enough: usize,
    /// Articles that one shingle or SimHash band leads to, per time segment; later ones are not listed, since a shingle
    /// that common tells nothing new. Unit: articles, 1..=10000. Default 64: more are not compared.
    pub frequency_cap: usize,
    /// Bits in which two SimHashes may differ to be candidates. Range 0..=7; beyond 3 some pairs are missed by the bands.
    /// Default 3 (Manku et al. 2007).
    pub simhash_bits: u8,
    /// Whether SimHash bands retrieve. Default true.
    pub simhash: bool,
    /// Whether sampled shingles retrieve. Default true.
    pub shingles: bool,
    /// Whether vectors of clusters' representatives retrieve. Default true; they exist only with stories.
    pub vectors: bool,
}

impl Default for CandidateConfig {
    fn default() -> Self {
        Self {
            at_most: 64,
            enough: 24,
            frequency_cap: 64,
            simhash_bits: 3,
            simhash: true,
            shingles: true,
            vectors: true,
        }
    }
}

/// An earlier article that may be a copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Which article.
    pub arrival: Arrival,
    /// Estimated containment of the smaller of the two in the other; 1 for a SimHash hit.
    pub likeness: Similarity,
}

/// Shared samples from which a pair is worth comparing, for texts that have enough of them.
const MIN_SHARED: u64 = 2;

/// Estimated containment from which a pair is worth comparing. A pair is a copy from about one half.
const MIN_LIKENESS: f32 = 0.06;

/// Shared samples from which two scanned texts are worth comparing, however small a part that is: where one character in twelve
/// is misread, copies of six hundred words share a twentieth of their hundred and fifty samples.
const MIN_SHARED_IN_PRINT: usize = 3;

/// How sure the letters of a text are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// As they were written.
    #[default]
    Sure,
    /// Read by a scanner, from print: few of its shingles are whole, so three samples that few others have are enough.
    Scanned,
}

/// What a shared sample adds to the evidence for a pair, in quarters, by the articles that hold it: what many hold is a
/// phrase that all use, or a dispatch that all print.
fn evidence(listed: u32) -> u32 {
    match listed {
        0..=8 => QUARTERS,
        9..=24 => QUARTERS / 2,
        _ => QUARTERS / 4,
    }
}

const QUARTERS: u32 = 4;

impl Letters {
    /// Estimated containment from which a pair is worth comparing whose smaller text has so many samples.
    fn min_likeness(self, samples: usize) -> f32 {
        match self {
            // Half a sample less, since these are ratios of whole numbers.
            Self::Scanned => MIN_LIKENESS.min((MIN_SHARED_IN_PRINT as f32 - 0.5) / samples as f32),
            Self::Sure => MIN_LIKENESS,
        }
    }
}

/// Judges an estimate: `None` when too little is shared to be worth an exact comparison.
pub fn worth_comparing(shared: u64, samples_a: usize, samples_b: usize, letters: Letters) -> Option<Similarity> {
    let smaller = samples_a.min(samples_b) as u64;
    if shared == 0 || (shared < MIN_SHARED && smaller > 8) {
        return None;
    }
    let likeness = Similarity::ratio(shared, smaller);
    (likeness.get() >= letters.min_likeness(smaller as usize)).then_some(likeness)
}

/// Compares two fingerprints directly, by the same rules as the indexes.
pub fn compare(a: &Fingerprint, b: &Fingerprint, letters: Letters, config: &CandidateConfig) -> Option<Similarity> {
    if is_near(a.simhash, b.simhash, config) {
        return Some(Similarity::ONE);
    }
    if !config.shingles {
        return None;
    }
    worth_comparing(a.sketch.shared(&b.sketch), a.sketch.hashes().len(), b.sketch.hashes().len(), letters)
}

fn is_near(a: SimHash, b: SimHash, config: &CandidateConfig) -> bool {
    config.simhash && a.0 != 0 && b.0 != 0 && a.distance(b).get() <= config.simhash_bits
}

/// Best first; of equals the earlier.
pub fn rank(candidates: &mut Vec<Candidate>, at_most: usize) {
    let order =
        |a: &Candidate, b: &Candidate| b.likeness.get().total_cmp(&a.likeness.get()).then(a.arrival.cmp(&b.arrival));
    if candidates.len() > at_most {
        candidates.select_nth_unstable_by(at_most, order);
        candidates.truncate(at_most);
    }
    candidates.sort_unstable_by(order);
}

/// Where a segment begins, and which times it spans: what is stored of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stretch {
    /// The first article in it.
    pub first: Arrival,
    /// Time of that article.
    pub oldest: i64,
    /// The latest time of its articles.
    pub newest: i64,
    /// Size of each of its tables of shingles.
    pub lines: u32,
    /// Whether half of its samples were let go.
    pub is_thin: bool,
}

/// An article as it is listed.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// Which article.
    pub arrival: Arrival,
    /// Its marks.
    pub fingerprint: &'a Fingerprint,
    /// The earlier version of it, in whose place it stands: else a text that is revised often would be taken for one that
    /// many have.
    pub replaces: Option<Arrival>,
}

impl<'a> Listed<'a> {
    /// An article that replaces none.
    pub fn new(arrival: Arrival, fingerprint: &'a Fingerprint) -> Self {
        Self { arrival, fingerprint, replaces: None }
    }
}

/// A stretch of arrivals that is dropped as one.
#[derive(Debug)]
struct Segment {
    first: Arrival,
    /// Time of the first in it, and the latest.
    oldest: i64,
    newest: i64,
    /// Samples of the articles from `first` on.
    shingles: Halves,
    bands: SimHashBands,
}

/// How many times as much as a segment that was full the next one has room for at most: each segment costs a look at every
/// sample.
const GROWTH: u128 = 4;

/// Articles behind the last of a segment from which half of its samples do.
const FAR: Arrival = 1 << 17;

impl Segment {
    fn new(Stretch { first, oldest, newest, lines, is_thin }: Stretch) -> Self {
        let shingles = Halves::new(lines, is_thin);
        let bands = SimHashBands::new(shingles.lines().ilog2() + 1);
        Self { first, oldest, newest, shingles, bands }
    }

    /// Gives back the room for articles that will not come.
    fn close(&mut self) {
        self.shingles.close();
        self.bands.close();
    }

    fn insert(&mut self, Listed { arrival, fingerprint, replaces }: Listed<'_>, config: &CandidateConfig) {
        // Arrivals that are no more are passed over.
        while self.shingles.articles() < (arrival - self.first) as usize {
            self.shingles.insert(&Halved::default(), None, 0);
            self.bands.insert(SimHash(0), None, 0);
        }
        let replaces = replaces.and_then(|old| old.checked_sub(self.first));
        let hashes = if config.shingles { fingerprint.sketch.hashes() } else { &[] };
        self.shingles.insert(&Halved::of(hashes), replaces, config.frequency_cap);
        let simhash = if config.simhash { fingerprint.simhash } else { SimHash(0) };
        self.bands.insert(simhash, replaces, config.frequency_cap);
    }
}

/// The sources that look at texts themselves, over the articles of the window.
///
/// A segment is closed when it spans its time, or when a table is full; the next one has room for what is expected in its
/// time, at most four times as much, and for a million articles at most. So a small stream costs little, a window of any size
/// has few segments to ask, and no table is ever rebuilt. Of a segment that lies 131,072 articles back half of the samples are
/// let go: that finds copies as well, and less of what only shares a passage. Memory: about 6 bytes a sample, half as much of
/// those so far back, and 26 an article.
#[derive(Debug)]
pub struct Candidates {
    config: CandidateConfig,
    segments: VecDeque<Segment>,
    /// Seconds that one segment spans; `None` closes none by time.
    segment_seconds: Option<i64>,
}

impl Candidates {
    /// An index over a window of `window_seconds`, in an eighth of which one segment is filled; `None` never forgets.
    pub fn new(config: CandidateConfig, window_seconds: Option<i64>) -> Self {
        Self { config, segments: VecDeque::new(), segment_seconds: window_seconds.map(|w| (w / 8).max(1)) }
    }

    /// Adds an article; arrivals must rise. Cost: O(samples).
    pub fn insert(&mut self, listed: Listed<'_>, at: i64) {
        let Listed { arrival, fingerprint, .. } = listed;
        let hashes = fingerprint.sketch.hashes();
        let last = self.segments.back();
        let is_over =
            |segment: &Segment| self.segment_seconds.is_some_and(|span| at.saturating_sub(segment.oldest) >= span);
        let is_full = |segment: &Segment| {
            (arrival - segment.first) as usize >= MAX_ARTICLES || segment.shingles.is_full_with(hashes.len())
        };
        if last.is_none_or(|segment| is_over(segment) || is_full(segment)) {
            let entries = last.map_or(0, |last| self.expected_after(last, at)).max(hashes.len());
            let lines = Halves::lines_for(entries);
            self.segments.back_mut().into_iter().for_each(Segment::close);
            self.segments.push_back(Segment::new(Stretch {
                first: arrival,
                oldest: at,
                newest: at,
                lines,
                is_thin: false,
            }));
        }
        let is_far = |next: &&Segment| arrival.saturating_sub(next.first) >= FAR;
        let far = self.segments.iter().skip(1).take_while(is_far).count();
        self.segments.iter_mut().take(far).for_each(|segment| segment.shingles.thin());
        let Some(segment) = self.segments.back_mut() else { return };
        segment.newest = segment.newest.max(at);
        segment.insert(listed, &self.config);
    }

    /// Entries for which the segment after `last`, which begins at `at`, has room: as many as come in its time if they go on
    /// coming as they came in that of `last`.
    fn expected_after(&self, last: &Segment, at: i64) -> usize {
        let entries = last.shingles.entries() as u128;
        let most = entries * GROWTH;
        let expected = self.segment_seconds.map_or(most, |span| {
            let took = at.saturating_sub(last.oldest).clamp(1, span) as u128;
            entries * span as u128 / took
        });
        expected.min(most) as usize
    }

    /// The segments, in order.
    pub fn stretches(&self) -> Vec<Stretch> {
        let of = |s: &Segment| Stretch {
            first: s.first,
            oldest: s.oldest,
            newest: s.newest,
            lines: s.shingles.lines(),
            is_thin: s.shingles.is_thin(),
        };
        self.segments.iter().map(of).collect()
    }

    /// Fills an empty index as it was: with [`Self::stretches`] and, ascending, every article that was inserted into them.
    ///
    /// Cost: that of inserting them, each segment on a thread.
    pub fn restore(&mut self, stretches: &[Stretch], articles: &[Listed<'_>]) {
        let config = &self.config;
        let fill = |n: usize| {
            let mut segment = Segment::new(stretches[n]);
            let from = articles.partition_point(|listed| listed.arrival < stretches[n].first);
            let end = stretches.get(n + 1).map_or(Arrival::MAX, |next| next.first);
            for &listed in articles[from..].iter().take_while(|listed| listed.arrival < end) {
                segment.insert(listed, config);
            }
            if n + 1 < stretches.len() {
                segment.close();
            }
            segment
        };
        self.segments = (0..stretches.len()).into_par_iter().map(fill).collect::<Vec<_>>().into();
    }

    /// The articles inserted so far that may be copies, unranked. Those that share phrases with an article which many others
    /// have as well are passed over, but none that shares a quarter. Of a scanned text fewer samples are asked for, see [`Letters`].
    ///
    /// Cost: O(samples × listed articles), both bounded by the configuration, for each segment.
    pub fn retrieve(&self, fingerprint: &Fingerprint, letters: Letters, counts: &mut Counts) -> Vec<Candidate> {
        let mut found = Vec::new();
        let sample = Halved::of(fingerprint.sketch.hashes());
        if self.config.shingles {
            self.segments.iter().rev().take(4).for_each(|segment| segment.shingles.ask(&sample));
        }
        for segment in &self.segments {
            counts.reach(segment.shingles.articles());
            if self.config.simhash && fingerprint.simhash.0 != 0 {
                segment
                    .bands
                    .near(fingerprint.simhash, self.config.simhash_bits, |article| counts.take_for_copy(article));
            }
            if self.config.shingles {
                segment.shingles.look_up(&sample, |article, listed| counts.add(article, evidence(listed)));
            }
            counts.drain(|article, shared| {
                let likeness = match shared {
                    None => Some(Similarity::ONE),
                    Some(Shared { samples: shared, evidence }) => {
                        let (of_article, of_sample) = segment.shingles.of(article, &sample);
                        let smaller = of_article.min(of_sample);
                        let least = letters.min_likeness(smaller) * (smaller as u32 * QUARTERS) as f32;
                        let likeness = worth_comparing(u64::from(shared), of_sample, of_article, letters);
                        likeness.filter(|_| evidence as f32 >= least)
                    }
                };
                let arrival = segment.first + article;
                found.extend(likeness.map(|likeness| Candidate { arrival, likeness }));
            });
        }
        found
    }

    /// Lets the listed articles from an arrival on stand at a later time than that under which they were inserted.
    pub fn stand_at(&mut self, at: i64, from: Arrival) {
        let ends_before = |s: &&mut Segment| s.first + s.shingles.articles() as Arrival <= from;
        for segment in self.segments.iter_mut().rev().take_while(|segment| !ends_before(segment)) {
            segment.newest = segment.newest.max(at);
            if segment.first >= from {
                segment.oldest = at;
            }
        }
    }

    /// Drops the segments whose every article is earlier than `before`.
    pub fn drop_before(&mut self, before: i64) {
        while self.segments.front().is_some_and(|s| s.newest < before) {
            self.segments.pop_front();
        }
    }

    /// Drops the segments whose every article came before `arrival`.
    pub fn drop_arrivals_before(&mut self, arrival: Arrival) {
        while self.segments.front().is_some_and(|s| s.first + (s.shingles.articles() as Arrival) <= arrival) {
            self.segments.pop_front();
        }
    }
}

/// What an article of a segment was found to share.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    /// Samples; none where its SimHash is near instead.
    samples: u32,
    /// What these add up to, in quarters.
    evidence: u32,
}

/// Counts shared samples of the articles of one segment; keep one per thread. 8 bytes an article.
#[derive(Debug, Default)]
pub struct Counts {
    /// Of each article of the segment.
    of: Vec<Shared>,
    seen: Vec<u32>,
}

impl Counts {
    /// Evidence of an article that is taken for a copy whatever it shares.
    const COPY: u32 = 1 << 31;

    /// Makes room for a segment of so many articles.
    fn reach(&mut self, articles: usize) {
        self.of.resize(articles.max(self.of.len()), Shared::default());
    }

    #[inline]
    fn add(&mut self, article: u32, evidence: u32) {
        let shared = &mut self.of[article as usize];
        if shared.evidence == 0 {
            self.seen.push(article);
        }
        shared.samples += 1;
        shared.evidence += evidence;
    }

    fn take_for_copy(&mut self, article: u32) {
        let shared = &mut self.of[article as usize];
        if shared.evidence == 0 {
            self.seen.push(article);
        }
        shared.evidence |= Self::COPY;
    }

    /// Gives each article that was counted, with what it shares, none for one taken for a copy; and begins anew.
    fn drain(&mut self, mut each: impl FnMut(u32, Option<Shared>)) {
        for article in self.seen.drain(..) {
            let shared = std::mem::take(&mut self.of[article as usize]);
            each(article, (shared.evidence & Self::COPY == 0).then_some(shared));
        }
    }
}
