//! Measures the least that reading news can cost, to hold the rest against: JSON lines parsed into borrowed fields, split
//! into words, each in lower case and hashed, on all threads. Bytes a second.
//!
//! Corpus: 4,000 articles of a generated wire day (seed 1) in six languages, as JSON lines in memory.
//! Command: `cargo bench --bench floor`

use divan::{Bencher, counter::BytesCount};
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::LazyLock;
use wirefold::synth::{Options, WireDay, write_json_lines};
use xxhash_rust::xxh3::xxh3_64;

#[derive(serde::Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

static LINES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut lines = Vec::new();
    let day = WireDay::new(Options { articles: 4000, ..Options::default() });
    write_json_lines(day, &mut lines, std::io::sink()).expect("memory takes all");
    lines
});

/// Words of a line, and a hash over all of them and the id.
fn read(line: &[u8]) -> (usize, u64) {
    let record: Record<'_> = serde_json::from_slice(line).expect("a record");
    let mut lower = String::new();
    let (mut words, mut hash) = (0, xxh3_64(record.id.as_bytes()));
    for word in record.text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        hash ^= xxh3_64(lower.as_bytes());
        words += 1;
    }
    (words, hash)
}

fn on_all_threads(lines: &[u8]) -> (usize, u64) {
    let lines = lines.par_split(|&b| b == b'\n').filter(|line| !line.is_empty());
    lines.map(read).reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 ^ b.1))
}

fn main() {
    let mut expected = (0, 0);
    for line in LINES.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
        let (words, hash) = read(line);
        expected = (expected.0 + words, expected.1 ^ hash);
    }
    assert!(expected.0 > 500_000, "{} words", expected.0);
    assert_eq!(on_all_threads(&LINES), expected);
    divan::main();
}

#[divan::bench]
fn words_of_json_lines(bencher: Bencher) {
    bencher.counter(BytesCount::new(LINES.len())).bench_local(|| on_all_threads(&LINES));
}
