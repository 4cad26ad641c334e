//! Measures `embed`: the vector, and its code of 256 bits, by the built-in TF-IDF. Articles a second on one thread.
//!
//! Corpus: 1,000 articles of a generated wire day (seed 1) in six languages.
//! Command: `cargo bench --bench embed`

mod news;

use divan::{Bencher, counter::ItemsCount};
use news::Marked;
use std::sync::LazyLock;
use wirefold::embed::{Code, Embedder, TfIdf};

static DAY: LazyLock<Vec<Marked>> = LazyLock::new(|| news::day(1000));

fn code(embedder: &TfIdf, marked: &Marked) -> Code {
    Code::of(embedder.embed(&marked.input()).expect("it never fails").view())
}

fn main() {
    let embedder = news::embedder(&DAY);
    let codes: Vec<Code> = DAY.iter().map(|m| code(&embedder, m)).collect();
    let (mut right, mut all) = (0, 0);
    for (n, a) in DAY.iter().enumerate() {
        if !DAY[..n].iter().any(|b| a.is_copy_of(b)) {
            continue;
        }
        let nearest = (0..n).min_by_key(|&m| codes[n].distance(codes[m])).expect("there are some before");
        right += usize::from(DAY[nearest].truth.story == a.truth.story);
        all += 1;
    }
    assert!(right * 100 >= all * 95, "the nearest of {right} among {all} is of the same story");
    divan::main();
}

#[divan::bench]
fn articles(bencher: Bencher) {
    let embedder = news::embedder(&DAY);
    let count = ItemsCount::new(DAY.len());
    bencher.counter(count).bench_local(|| DAY.iter().fold(0, |all, m| all ^ code(&embedder, m).0[0]));
}
