//! Measures `verify`: exact comparisons of pairs. Pairs a second on one thread.
//!
//! Corpus: 1,000 articles of a generated wire day (seed 1) in six languages, each compared with an earlier print of its
//! dispatch, and with the article before it, which has hardly a word in common.
//! Command: `cargo bench --bench verify`

mod news;

use divan::{Bencher, counter::ItemsCount};
use news::Marked;
use std::sync::LazyLock;
use wirefold::verify::{Comparer, Comparison, VerifyConfig};

static DAY: LazyLock<Vec<Marked>> = LazyLock::new(|| news::day(1000));

fn copies() -> Vec<(&'static Marked, &'static Marked)> {
    let earlier = |n: usize| DAY[..n].iter().find(|other| DAY[n].is_copy_of(other));
    (0..DAY.len()).filter_map(|n| Some((&DAY[n], earlier(n)?))).collect()
}

fn strangers() -> Vec<(&'static Marked, &'static Marked)> {
    let pairs = DAY.windows(2).map(|w| (&w[1], &w[0]));
    pairs.filter(|(a, b)| a.truth.story != b.truth.story && a.truth.reuses.is_empty()).collect()
}

fn compare(comparer: &mut Comparer, (a, b): (&Marked, &Marked)) -> Comparison {
    comparer.load(a.text());
    comparer.compare(a.text(), b.text(), &VerifyConfig::default())
}

fn main() {
    let mut comparer = Comparer::default();
    let mut called_copies = |pairs: Vec<_>| {
        let all = pairs.len();
        let found = pairs.into_iter().filter(|&pair| compare(&mut comparer, pair).relation.is_copy()).count();
        (found, all)
    };
    let ((found, copies), (wrong, strangers)) = (called_copies(copies()), called_copies(strangers()));
    eprintln!("{found} of {copies} copies and {wrong} of {strangers} strangers are called copies");
    assert!(found * 100 >= copies * 85 && wrong * 500 <= strangers);
    divan::main();
}

fn bench(bencher: Bencher, pairs: Vec<(&Marked, &Marked)>) {
    let mut comparer = Comparer::default();
    bencher
        .counter(ItemsCount::new(pairs.len()))
        .bench_local(|| pairs.iter().map(|&pair| compare(&mut comparer, pair).passages.len()).sum::<usize>());
}

#[divan::bench]
fn pairs_of_copies(bencher: Bencher) {
    bench(bencher, copies());
}

#[divan::bench]
fn pairs_of_strangers(bencher: Bencher) {
    bench(bencher, strangers());
}
