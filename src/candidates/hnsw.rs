//! Nearest binary codes: exact in small segments, by HNSW in large ones.
//!
//! Points lie in segments of time, which are dropped whole. A segment is scanned exactly until it holds
//! [`NearestConfig::graph_from`] points; from there on its points are entered into a graph, one by one and only in
//! [`Nearest::settle`], between two quanta, so that the graph does not depend on threads or on who searches when. What
//! is not yet in the graph is scanned. Of many codes a graph leads to few, since nothing lies between a family and what is
//! unrelated to it: so what agrees with the code in a stretch of bits, or with what was found, is found as well. What neither
//! finds by its own code is scanned: each point is looked up when it has been entered, and all of them again each time the
//! graph has doubled.
//!
//! Source: Malkov and Yashunin 2016, "Efficient and robust approximate nearest neighbor search using hierarchical
//! navigable small world graphs".

use super::stretches::Stretches;
use crate::embed::{CODE_BITS, Code, differing_bits};
use crate::units::Timestamp;
use hnsw_rs::anndists::dist::Distance;
use hnsw_rs::hnsw::Hnsw;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Layers of the graphs; with m = 16 the sixteenth is never reached.
const LAYERS: usize = 16;

/// How the index is built and searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearestConfig {
    /// Length of a segment in seconds, above 0. Default: a day, so that a window moves on in steps of a day.
    pub segment_seconds: i64,
    /// Points from which a segment gets a graph. Default 2,000,000: a scan costs 1.3 ns a point, while of 10,000 to
    /// 100,000 points a graph took 0.3 to 1 ms a search and as much for each point entered, and more of a million, where a
    /// scan takes 1.4 ms. Clusters of a day stay far below. Measured in `benches/records/stories.md`.
    pub graph_from: usize,
    /// Points that are scanned for one search, the newest, above 0. Default 65,536, which take 60 µs: what is rewritten is
    /// rewritten soon, and a search must not grow with the window.
    pub scan_at_most: usize,
    /// Links per point and layer, 2..=256 (Malkov's M). Default 16, his recommendation for middling dimensions.
    pub m: usize,
    /// Breadth of the search for links. Default 100.
    pub ef_construction: usize,
    /// Breadth of the search for neighbours; the number asked for is the least. Default 96.
    pub ef_search: usize,
}

impl Default for NearestConfig {
    fn default() -> Self {
        Self {
            segment_seconds: 86_400,
            graph_from: 2_000_000,
            scan_at_most: 65_536,
            m: 16,
            ef_construction: 100,
            ef_search: 96,
        }
    }
}

/// Segments of a window at most, but for one that is open: a search looks into each.
const SEGMENTS: i64 = 64;

impl NearestConfig {
    /// That for a window of so many seconds; `None` never forgets. Segments are a day long where that makes few; longer ones get
    /// no graph, since much may come in them and what is old is not scanned.
    pub fn over(window_seconds: Option<i64>) -> Self {
        let day = Self::default();
        match window_seconds.map_or(i64::MAX, |window| window / SEGMENTS) {
            few if few <= day.segment_seconds => day,
            segment_seconds => Self { segment_seconds, graph_from: usize::MAX, ..day },
        }
    }
}

/// Bits in which two codes differ.
#[derive(Clone, Copy, Debug, Default)]
struct Bits;

impl Distance<u64> for Bits {
    fn eval(&self, a: &[u64], b: &[u64]) -> f32 {
        // All points are codes.
        a.try_into().and_then(|a| Ok((a, b.try_into()?))).map_or(CODE_BITS as f32, |(a, b)| differing_bits(a, b) as f32)
    }
}

#[derive(Default)]
struct Segment {
    keys: Vec<u32>,
    codes: Vec<Code>,
    graph: Option<(Hnsw<'static, u64, Bits>, Stretches)>,
    /// Points in the graph: the first ones.
    settled: usize,
    /// Points in the graph when all were last looked up.
    looked_up: usize,
    /// Points in the graph that a search for their own code did not find.
    unreached: Vec<usize>,
}

impl Segment {
    fn settle(&mut self, config: &NearestConfig) {
        if self.codes.len() < config.graph_from {
            return;
        }
        let (graph, stretches) = self.graph.get_or_insert_with(|| {
            let m = config.m.clamp(2, 256);
            (Hnsw::new(m, 2 * self.codes.len(), LAYERS, config.ef_construction, Bits), Stretches::default())
        });
        let mut from = self.settled;
        for (point, code) in self.codes.iter().enumerate().skip(from) {
            graph.insert((code.0.as_slice(), point));
            stretches.push(code);
        }
        self.settled = self.codes.len();
        if self.settled >= 2 * self.looked_up {
            (from, self.looked_up) = (0, self.settled);
            self.unreached.clear();
        }
        let (graph, stretches, ef) = (&*graph, &*stretches, config.ef_search);
        let missed = (from..self.settled).into_par_iter().filter(|&point| {
            let code = &self.codes[point];
            let led_to =
                || graph.search(code.0.as_slice(), 1, ef).first().is_some_and(|nearest| nearest.distance == 0.0);
            !stretches.holds(&self.codes, code) && !led_to()
        });
        self.unreached.par_extend(missed);
    }

    /// Adds what is near; of the points that no graph holds, the newest `scan`. Gives how many were scanned.
    fn search(
        &self,
        code: &Code,
        k: usize,
        within: u32,
        (ef, scan): (usize, usize),
        found: &mut Vec<(u32, u32)>,
    ) -> usize {
        if let Some((graph, stretches)) = &self.graph {
            let near = graph.search(code.0.as_slice(), k, ef.max(k)).into_iter();
            let near = near.map(|near| (near.distance as u32, near.d_id as u32));
            let mut near: Vec<(u32, u32)> = near.filter(|&(distance, _)| distance <= within).collect();
            let unreached = self.unreached.iter().map(|&point| (code.distance(self.codes[point]), point as u32));
            near.extend(unreached.filter(|&(distance, _)| distance <= within));
            stretches.search(&self.codes, code, k, within, &mut near);
            found.extend(near.into_iter().map(|(distance, point)| (distance, self.keys[point as usize])));
        }
        let known = found.len();
        let from = self.settled.max(self.codes.len().saturating_sub(scan));
        code.scan(&self.codes[from..], within, found);
        for (_, place) in &mut found[known..] {
            *place = self.keys[from + *place as usize];
        }
        nearest(found, k);
        self.codes.len() - from
    }
}

fn nearest(found: &mut Vec<(u32, u32)>, k: usize) {
    if found.len() > k {
        found.select_nth_unstable(k);
        found.truncate(k);
    }
    found.sort_unstable();
}

/// The nearest codes among those of the window.
///
/// Memory: 36 bytes a point, and about 420 more where a graph is, with 4 MiB a segment.
pub struct Nearest {
    config: NearestConfig,
    segments: BTreeMap<i64, Segment>,
}

impl Default for Nearest {
    fn default() -> Self {
        Self::new(NearestConfig::default())
    }
}

impl Nearest {
    /// An empty index.
    pub fn new(config: NearestConfig) -> Self {
        Self { config, segments: BTreeMap::new() }
    }

    /// Adds a point. It is found from now on, by an exact scan until the next [`Self::settle`]. Cost: O(1).
    pub fn insert(&mut self, key: u32, code: Code, time: Timestamp) {
        let segment = self.segments.entry(self.segment_of(time)).or_default();
        segment.keys.push(key);
        segment.codes.push(code);
    }

    /// Enters what was inserted into the graphs of large segments. To be called between quanta.
    ///
    /// Cost: about 1 ms a point that goes into a graph; nothing where segments are small.
    pub fn settle(&mut self) {
        for segment in self.segments.values_mut() {
            segment.settle(&self.config);
        }
    }

    /// Keys and distances (bits, 0..=256) of the `k` nearest points, nearest first, ties by key.
    ///
    /// Exact over the newest [`NearestConfig::scan_at_most`] points of segments without a graph; older ones of these are
    /// passed over. Cost there: O(points scanned).
    pub fn search(&self, code: &Code, k: usize) -> Vec<(u32, u32)> {
        self.search_within(code, k, CODE_BITS as u32)
    }

    /// Like [`Self::search`], of the points at most `within` bits away: a scan that keeps few is several times as fast.
    pub fn search_within(&self, code: &Code, k: usize, within: u32) -> Vec<(u32, u32)> {
        let mut found = Vec::with_capacity(5 * k.max(16));
        let mut left = self.config.scan_at_most;
        for segment in self.segments.values().rev() {
            left -= segment.search(code, k, within, (self.config.ef_search, left), &mut found);
        }
        found.into_iter().map(|(distance, key)| (key, distance)).collect()
    }

    /// Drops the segments that end at or before `time`. Cost: O(points dropped).
    pub fn drop_before(&mut self, time: Timestamp) {
        self.segments = self.segments.split_off(&self.segment_of(time));
    }

    /// The least key held, where keys were inserted ascending, and the beginning of the time that is held.
    pub fn oldest(&self) -> Option<(u32, Timestamp)> {
        let key = self.segments.values().filter_map(|segment| segment.keys.first()).min()?;
        let (number, _) = self.segments.first_key_value()?;
        Some((*key, Timestamp::from_seconds(number.saturating_mul(self.config.segment_seconds.max(1)))))
    }

    /// Points held.
    pub fn len(&self) -> usize {
        self.segments.values().map(|s| s.keys.len()).sum()
    }

    /// Whether no point is held.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Share of the points that a search for their own code finds at distance 0; 1 for an empty index. Below 1, links of
    /// points that were found once have been given up since. Cost: a search per point.
    pub fn self_recall(&self) -> f32 {
        let (mut found, mut all) = (0usize, 0usize);
        for segment in self.segments.values() {
            all += segment.codes.len();
            found += segment
                .codes
                .iter()
                .filter(|code| {
                    let mut near = Vec::new();
                    segment.search(code, 1, CODE_BITS as u32, (self.config.ef_search, usize::MAX), &mut near);
                    near.first().is_some_and(|&(distance, _)| distance == 0)
                })
                .count();
        }
        if all == 0 { 1.0 } else { found as f32 / all as f32 }
    }

    /// Points that graphs hold and do not lead to: they are scanned.
    pub fn unreached(&self) -> usize {
        self.segments.values().map(|segment| segment.unreached.len()).sum()
    }

    fn segment_of(&self, time: Timestamp) -> i64 {
        time.seconds().div_euclid(self.config.segment_seconds.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64_with_seed;

    /// Codes in families of 8 that lie about 40 bits apart, as stories do.
    fn code(point: u32) -> Code {
        let word = |of: u32, w: u64| xxh3_64_with_seed(&of.to_le_bytes(), w);
        Code(std::array::from_fn(|w| {
            let w = w as u64;
            let noise = word(point, w) & word(point, w + 10) & word(point, w + 20);
            word(point / 8 + 1_000_000, w) ^ noise
        }))
    }

    fn exact(points: u32, query: &Code, k: usize) -> Vec<(u32, u32)> {
        let mut all: Vec<(u32, u32)> = (0..points).map(|p| (query.distance(code(p)), p)).collect();
        all.sort_unstable();
        all.into_iter().take(k).map(|(distance, point)| (point, distance)).collect()
    }

    fn built(points: u32, config: NearestConfig) -> Nearest {
        let mut nearest = Nearest::new(config);
        for point in 0..points {
            nearest.insert(point, code(point), Timestamp::from_seconds(i64::from(point % 3) * 86_400));
            if point % 64 == 63 {
                nearest.settle();
            }
        }
        nearest
    }

    #[test]
    fn a_graph_recalls_what_a_scan_finds() {
        let graphs = built(3_000, NearestConfig { graph_from: 200, ..NearestConfig::default() });
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads");
        let again = pool.install(|| built(3_000, NearestConfig { graph_from: 200, ..NearestConfig::default() }));
        let (mut found, mut all) = (0, 0);
        for query in (0..3_000).step_by(29).map(code) {
            let answer = graphs.search(&query, 8);
            assert_eq!(answer, again.search(&query, 8), "the build is the same on any threads");
            let truth = exact(3_000, &query, 8);
            found += truth.iter().filter(|hit| answer.contains(hit)).count();
            all += truth.len();
        }
        assert!(found as f64 / all as f64 >= 0.95, "recall@8 {found}/{all}");
        assert!(graphs.self_recall() >= 0.99, "{}", graphs.self_recall());
    }

    #[test]
    fn what_a_graph_does_not_lead_to_is_scanned() {
        // So narrow a search, over so few links, that many points are not reached, and all stretches are those of half the
        // points: of these the newest are looked at.
        let of_two = |point: u32| {
            Code(std::array::from_fn(|w| {
                (0..4).fold(0, |word, s| word | u64::from(point >> ((4 * w + s) % 10) & 1) << (16 * s))
            }))
        };
        let poor = NearestConfig { graph_from: 64, m: 2, ef_construction: 2, ef_search: 1, ..NearestConfig::default() };
        let mut nearest = Nearest::new(poor);
        for point in 0..1024 {
            nearest.insert(point, of_two(point), Timestamp::from_seconds(0));
        }
        nearest.settle();
        assert!(nearest.unreached() > 0);
        assert_eq!(nearest.self_recall(), 1.0);
    }

    #[test]
    fn a_poor_graph_beside_stretches_recalls_what_a_scan_finds() {
        let poor =
            NearestConfig { graph_from: 64, m: 8, ef_construction: 16, ef_search: 32, ..NearestConfig::default() };
        let mut graphs = Nearest::new(poor);
        (0..3_000).for_each(|point| graphs.insert(point, code(point), Timestamp::from_seconds(0)));
        graphs.settle();
        let queries: Vec<Code> = (0..3_000).step_by(29).map(code).collect();
        let found = |query: &Code| {
            let answer = graphs.search(query, 8);
            exact(3_000, query, 8).iter().filter(|hit| answer.contains(hit)).count()
        };
        let recall = queries.iter().map(found).sum::<usize>() as f64 / (8 * queries.len()) as f64;
        assert!(recall >= 0.95, "{recall}");
        assert_eq!((graphs.unreached(), graphs.self_recall()), (0, 1.0));
    }

    #[test]
    fn a_scan_goes_back_so_far_and_no_further() {
        // A third of the points lies in each of three days.
        let nearest = built(300, NearestConfig { scan_at_most: 130, ..NearestConfig::default() });
        let found: Vec<u32> = nearest.search(&code(0), 300).into_iter().map(|(key, _)| key).collect();
        let expected = (0..300).filter(|key| key % 3 == 2 || key % 3 == 1 && *key >= 210);
        let mut sorted = found.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected.collect::<Vec<_>>());
    }

    #[test]
    fn however_long_the_window_its_segments_are_few() {
        const DAY: i64 = 86_400;
        for (window, segments) in [(Some(14 * DAY), 15), (Some(36_500 * DAY), 65), (None, 2)] {
            let mut nearest = Nearest::new(NearestConfig::over(window));
            let from = 20_000 - window.unwrap_or(36_500 * DAY) / DAY;
            for day in from..=20_000 {
                nearest.insert(day as u32, code(day as u32), Timestamp::from_seconds(day * DAY));
            }
            assert!(nearest.segments.len() <= segments, "{window:?}: {}", nearest.segments.len());
            assert_eq!(nearest.search(&code(20_000), 1), [(20_000, 0)]);
        }
    }

    #[test]
    fn old_segments_are_dropped_whole() {
        let mut nearest = built(300, NearestConfig::default());
        nearest.drop_before(Timestamp::from_seconds(86_400));
        assert_eq!(nearest.len(), 200);
        assert!(nearest.search(&code(0), 300).iter().all(|(key, _)| key % 3 != 0));
        nearest.drop_before(Timestamp::from_seconds(10 * 86_400));
        assert!(nearest.is_empty() && nearest.search(&code(0), 3).is_empty());
        assert_eq!(nearest.self_recall(), 1.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn small_segments_are_exact(points in 0u32..400, k in 1usize..40, query: u32) {
            let nearest = built(points, NearestConfig::default());
            prop_assert_eq!(nearest.search(&code(query % 500), k), exact(points, &code(query % 500), k));
        }
    }
}
