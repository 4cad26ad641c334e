//! Measures `tokenise`: words, stems and sentences out of clean texts. Bytes a second on one thread, with a cache that
//! knows the words and with one that knows none.
//!
//! Corpus: 1,000 articles of a generated wire day (seed 1) in six languages.
//! Command: `cargo bench --bench tokenise`

use divan::{Bencher, counter::BytesCount};
use std::sync::LazyLock;
use wirefold::Article;
use wirefold::normalise::{CleanText, clean};
use wirefold::synth::{Options, WireDay};
use wirefold::tokenise::{Tokens, stem::StemCache, tokenise};
use wirefold::units::Language;

struct Prepared {
    article: Article,
    clean: CleanText,
    language: Language,
}

static DAY: LazyLock<Vec<Prepared>> = LazyLock::new(|| {
    let day = WireDay::new(Options { articles: 1000, ..Options::default() });
    day.map(|(article, truth)| Prepared { clean: clean(&article.text), article, language: truth.language }).collect()
});

fn tokens(prepared: &Prepared, stems: &StemCache) -> Tokens {
    tokenise(&prepared.clean, Some(prepared.language), stems)
}

fn main() {
    let warm = StemCache::default();
    for prepared in DAY.iter() {
        let found = tokens(prepared, &warm);
        assert_eq!(found, tokens(prepared, &StemCache::default()), "what is remembered changes nothing");
        assert_eq!(
            found.segments.iter().map(|s| s.len()).sum::<usize>(),
            found.len(),
            "sentences hold every word once"
        );
    }
    divan::main();
}

fn bytes() -> BytesCount {
    BytesCount::new(DAY.iter().map(|p| p.article.text.len()).sum::<usize>())
}

#[divan::bench]
fn with_a_warm_cache(bencher: Bencher) {
    let stems = StemCache::default();
    DAY.iter().for_each(|p| drop(tokens(p, &stems)));
    bencher.counter(bytes()).bench_local(|| DAY.iter().map(|p| tokens(p, &stems).len()).sum::<usize>());
}

#[divan::bench]
fn with_a_cold_cache(bencher: Bencher) {
    bencher
        .counter(bytes())
        .with_inputs(StemCache::default)
        .bench_local_values(|stems| DAY.iter().map(|p| tokens(p, &stems).len()).sum::<usize>());
}
