//! Measures `normalise`: making texts comparable, and telling their language. Bytes a second on one thread.
//!
//! Corpus: 1,000 articles of a generated wire day (seed 1) in six languages.
//! Command: `cargo bench --bench normalise`

use divan::{Bencher, counter::BytesCount};
use std::sync::LazyLock;
use wirefold::Article;
use wirefold::normalise::{clean, language};
use wirefold::synth::{Options, Truth, WireDay};

static DAY: LazyLock<Vec<(Article, Truth)>> =
    LazyLock::new(|| WireDay::new(Options { articles: 1000, ..Options::default() }).collect());

fn main() {
    let (mut right, mut wrong) = (0, 0);
    for (article, truth) in DAY.iter() {
        let clean = clean(&article.text);
        let mut last = 0;
        for (at, ch) in clean.as_str().char_indices() {
            let offset = clean.original_offset(at as u32);
            assert!(offset >= last && article.text.is_char_boundary(offset as usize), "places lead back, in order");
            assert!(!ch.is_uppercase());
            last = offset;
        }
        match language::detect(&article.text).language == Some(truth.language) {
            true => right += 1,
            false => wrong += 1,
        }
    }
    assert!(wrong * 50 < right, "{wrong} of {} languages are wrong", right + wrong);
    divan::main();
}

fn bytes() -> BytesCount {
    BytesCount::new(DAY.iter().map(|(a, _)| a.text.len()).sum::<usize>())
}

#[divan::bench]
fn clean_text(bencher: Bencher) {
    bencher.counter(bytes()).bench_local(|| DAY.iter().map(|(a, _)| clean(&a.text).as_str().len()).sum::<usize>());
}

#[divan::bench]
fn detect_language(bencher: Bencher) {
    bencher.counter(bytes()).bench_local(|| DAY.iter().filter(|(a, _)| language::detect(&a.text).reliable).count());
}
