//! What the graph over codes finds of what an exact scan finds.

use super::Request;
use super::folding::Collections;
use super::table::{Table, Target};
use std::time::Instant;
use wirefold::Result;
use wirefold::candidates::hnsw::{Nearest, NearestConfig};
use wirefold::embed::Code;
use wirefold::random::SplitMix64;
use wirefold::units::Timestamp;

/// Neighbours asked for, and queries.
const K: usize = 8;
const QUERIES: usize = 200;
const SEED: u64 = 5;

/// Bits within which the engine looks for neighbours.
const NEAR_BITS: u32 = 75;

/// Codes in families of 8 whose members lie about 28 bits apart from their centre, as clusters of one story do.
fn codes(count: usize) -> Vec<Code> {
    let mut random = SplitMix64::new(SEED);
    let mut centre = Code::default();
    let code = |n: usize| {
        if n.is_multiple_of(8) {
            centre = Code(std::array::from_fn(|_| random.bits()));
        }
        Code(centre.0.map(|word| word ^ (random.bits() & random.bits() & random.bits())))
    };
    (0..count).map(code).collect()
}

pub fn run(request: &Request, _: &Collections, table: &mut Table) -> Result<()> {
    let sizes: &[usize] = if request.large { &[10_000, 100_000, 1_000_000] } else { &[10_000, 100_000] };
    // The graph is what is measured: at its usual settings a small segment is scanned, which is exact.
    let config = NearestConfig { graph_from: 1_000, scan_at_most: usize::MAX, ..NearestConfig::default() };
    for &size in sizes {
        let codes = codes(size);
        let began = Instant::now();
        let mut nearest = Nearest::new(config);
        for (key, &code) in (0u32..).zip(&codes) {
            nearest.insert(key, code, Timestamp::from_seconds(0));
        }
        nearest.settle();
        let built = began.elapsed().as_secs_f64();
        let mut scanned = Nearest::new(NearestConfig { graph_from: usize::MAX, ..config });
        for (key, &code) in (0u32..).zip(&codes) {
            scanned.insert(key, code, Timestamp::from_seconds(0));
        }
        let (mut found, mut searching, mut scanning) = (0, 0.0, 0.0);
        for query in codes.iter().step_by(size / QUERIES) {
            let mut exact: Vec<u32> = codes.iter().map(|code| query.distance(*code)).collect();
            let (_, bound, _) = exact.select_nth_unstable(K - 1);
            let began = Instant::now();
            let answer = nearest.search(query, K);
            searching += began.elapsed().as_secs_f64();
            let began = Instant::now();
            std::hint::black_box(scanned.search_within(query, K, NEAR_BITS));
            scanning += began.elapsed().as_secs_f64();
            // Of points equally far any is right.
            found += answer.iter().filter(|(_, distance)| distance <= bound).count();
        }
        let recall = found as f64 / (QUERIES * K) as f64;
        let micros = |seconds: f64| seconds * 1e6 / QUERIES as f64;
        let detail = format!(
            "{} points do not find themselves; {:.0} us to enter and look up one, {:.0} us a search, {:.0} us a scan",
            nearest.unreached(),
            built * 1e6 / size as f64,
            micros(searching),
            micros(scanning)
        );
        table.row("nearest", format!("HNSW recall@{K} of {size}"), recall, Target::Told, detail);
    }
    Ok(())
}
