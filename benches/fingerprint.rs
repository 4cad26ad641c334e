//! Measures `fingerprint`: SimHash, sample of shingles and hash of a body. Words a second on one thread.
//!
//! Corpus: 1,000 articles of a generated wire day (seed 1) in six languages.
//! Command: `cargo bench --bench fingerprint`

mod news;

use divan::{Bencher, counter::ItemsCount};
use news::Marked;
use std::collections::HashSet;
use std::sync::LazyLock;
use wirefold::fingerprint::fingerprint;
use wirefold::tokenise::shingle::{SHINGLE, shingle_hash};

static DAY: LazyLock<Vec<Marked>> = LazyLock::new(|| news::day(1000));

fn shingles(m: &Marked) -> HashSet<u64> {
    m.body.stems.windows(SHINGLE).map(|s| shingle_hash(s[0], s[1], s[2])).collect()
}

fn main() {
    let (mut off, mut pairs) = (0.0, 0);
    for (n, a) in DAY.iter().enumerate() {
        let Some(b) = DAY[..n].iter().rev().find(|b| a.is_copy_of(b)) else { continue };
        let (x, y) = (shingles(a), shingles(b));
        let truth = x.intersection(&y).count() as f32 / x.len().max(1) as f32;
        off += (a.print.sketch.containment(&b.print.sketch).get() - truth).abs();
        pairs += 1;
    }
    let off = off / pairs as f32;
    assert!(pairs > 300 && off < 0.05, "containment is estimated {off:.3} off on average, of {pairs} pairs");
    divan::main();
}

#[divan::bench]
fn of_bodies(bencher: Bencher) {
    let words = DAY.iter().map(|m| m.body.len()).sum::<usize>();
    bencher
        .counter(ItemsCount::new(words))
        .bench_local(|| DAY.iter().fold(0, |all, m| all ^ fingerprint(&m.body).simhash.0));
}
