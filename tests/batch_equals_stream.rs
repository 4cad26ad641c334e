//! A batch, a stream, and any chunks between the two give the same verdicts, byte for byte.

mod news;

use proptest::prelude::*;
use wirefold::{Article, Config};

/// All verdicts and the clusters at the end, with the articles taken in chunks of these sizes, again and again.
fn fold(articles: &[Article], config: &Config, sizes: &[usize]) -> (Vec<String>, Vec<String>) {
    let mut engine = news::engine(config);
    let mut verdicts = Vec::new();
    let (mut rest, mut sizes) = (articles, sizes.iter().cycle());
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at((*sizes.next().expect("a size")).min(rest.len()));
        verdicts.extend(engine.ingest_batch(chunk).expect("verdicts"));
        rest = after;
    }
    (news::lines(&verdicts), news::clusters(&engine))
}

fn one_by_one(articles: &[Article], config: &Config) -> (Vec<String>, Vec<String>) {
    let mut engine = news::engine(config);
    let verdicts: Vec<_> = articles.iter().map(|a| engine.ingest(a).expect("a verdict")).collect();
    (news::lines(&verdicts), news::clusters(&engine))
}

fn assert_equal(expected: &(Vec<String>, Vec<String>), found: &(Vec<String>, Vec<String>), sizes: &[usize]) {
    for (n, (e, f)) in expected.0.iter().zip(&found.0).enumerate() {
        assert_eq!(e, f, "verdict {n}, in chunks of {sizes:?}");
    }
    assert_eq!(expected.0.len(), found.0.len());
    assert_eq!(expected.1, found.1);
}

#[test]
fn the_corpora_in_any_chunks() {
    let articles = news::sent_again(&news::corpus(), 1);
    for (days, stories) in [(0.0, true), (0.5, false)] {
        let config = news::config(days, stories);
        let expected = one_by_one(&articles, &config);
        assert_eq!(expected.0.len(), articles.len(), "one verdict for each article");
        for sizes in [&[usize::MAX][..], &[64], &[63, 2, 65]] {
            assert_equal(&expected, &fold(&articles, &config, sizes), sizes);
        }
    }
}

#[test]
fn what_comes_again_is_told_what_it_was() {
    let articles = news::corpus();
    let mut engine = news::engine(&news::config(0.0, true));
    let first = engine.ingest_batch(&articles).expect("verdicts");
    let again = engine.ingest_batch(&articles).expect("verdicts");
    assert!(first.iter().filter(|verdict| verdict.of.is_some()).count() > 200);
    for (first, again) in first.iter().zip(&again) {
        let told = |v: &wirefold::Verdict| (v.id.clone(), v.relation, v.of.clone(), v.measures, v.rule);
        assert_eq!(told(first), told(again));
        assert!(again.events.is_empty());
    }
}

#[test]
fn pairs_are_explained_as_they_were_decided() {
    let mut engine = news::engine(&news::config(0.0, true));
    let verdicts = engine.ingest_batch(&news::corpus()).expect("verdicts");
    let edges: Vec<_> = verdicts.iter().flat_map(|verdict| &verdict.edges).collect();
    assert!(edges.len() > 200);
    for edge in edges {
        for (a, b) in [(&edge.a, &edge.b), (&edge.b, &edge.a)] {
            let why = engine.explain(a, b).expect("both are known");
            assert_eq!((why.relation, why.rule), (edge.relation, edge.rule), "{a} {b}");
            assert_eq!(why.likeness, edge.likeness, "{a} {b}");
        }
    }
}

/// More articles than the window holds, and than a batch analyses at once.
#[test]
fn a_window_that_overflows() {
    let articles = news::sent_again(&news::day(3, 2100), 3);
    let config = news::config(0.5, true);
    assert_equal(&one_by_one(&articles, &config), &fold(&articles, &config, &[usize::MAX]), &[usize::MAX]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_days_in_random_chunks(
        seed in 0u64..1000,
        sizes in proptest::collection::vec(prop_oneof![1usize..5, 1usize..200], 1..12),
        days in prop_oneof![Just(0.0), 0.02f64..0.4],
        stories: bool,
    ) {
        let articles = news::sent_again(&news::day(seed, 360), seed);
        let config = news::config(days, stories);
        assert_equal(&one_by_one(&articles, &config), &fold(&articles, &config, &sizes), &sizes);
    }
}
