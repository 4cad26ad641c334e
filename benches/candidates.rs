//! Measures `candidates`: listing articles, and retrieving for each those before it that may be copies. Articles a second
//! on one thread.
//!
//! Corpus: 4,000 articles of a generated wire day (seed 1) in six languages, in one segment.
//! Command: `cargo bench --bench candidates`

mod news;

use divan::{Bencher, counter::ItemsCount};
use news::Marked;
use std::sync::LazyLock;
use wirefold::candidates::{Arrival, CandidateConfig, Candidates, Counts, Letters, Listed, rank};

static DAY: LazyLock<Vec<Marked>> = LazyLock::new(|| news::day(4000));

fn listed() -> Candidates {
    let mut index = Candidates::new(CandidateConfig::default(), None);
    for (n, marked) in DAY.iter().enumerate() {
        index.insert(Listed::new(n as Arrival, &marked.print), 0);
    }
    index
}

fn main() {
    let config = CandidateConfig::default();
    let mut index = Candidates::new(config.clone(), None);
    let mut counts = Counts::default();
    let (mut met, mut all, mut retrieved) = (0, 0, 0);
    for (n, marked) in DAY.iter().enumerate() {
        let mut found = index.retrieve(&marked.print, Letters::Sure, &mut counts);
        rank(&mut found, config.at_most);
        if DAY[..n].iter().any(|other| marked.is_copy_of(other)) {
            met += usize::from(found.iter().any(|c| marked.is_copy_of(&DAY[c.arrival as usize])));
            all += 1;
        }
        retrieved += found.len();
        index.insert(Listed::new(n as Arrival, &marked.print), 0);
    }
    let each = retrieved as f64 / DAY.len() as f64;
    eprintln!("{met} of {all} copies meet an earlier one; {each:.1} candidates an article");
    assert!(met * 1000 >= all * 990 && each <= 32.0);
    divan::main();
}

#[divan::bench]
fn list(bencher: Bencher) {
    bencher.counter(ItemsCount::new(DAY.len())).bench_local(listed);
}

#[divan::bench]
fn retrieve(bencher: Bencher) {
    let index = listed();
    let mut counts = Counts::default();
    bencher
        .counter(ItemsCount::new(DAY.len()))
        .bench_local(|| DAY.iter().map(|m| index.retrieve(&m.print, Letters::Sure, &mut counts).len()).sum::<usize>());
}
