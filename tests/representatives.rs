//! Whoever stands for a cluster is the member that the rule names, whichever way the articles came, and events tell it.

mod news;

use proptest::prelude::*;
use std::collections::BTreeMap;
use wirefold::cluster::{ClusterConfig, Event, Representative};
use wirefold::{Article, Config, Engine, Verdict};

/// Takes articles in, in chunks of a size; the verdicts and the engine.
fn fold(articles: &[Article], config: &Config, size: usize) -> (Vec<Verdict>, Engine) {
    let mut engine = news::engine(config);
    let verdicts = articles.chunks(size).flat_map(|chunk| engine.ingest_batch(chunk).expect("verdicts")).collect();
    (verdicts, engine)
}

/// The representatives as a reader downstream knows them, from events alone.
fn told(verdicts: &[Verdict]) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for event in verdicts.iter().flat_map(|v| &v.events) {
        match event.clone() {
            Event::Created { cluster_id, article: stands }
            | Event::RepresentativeChanged { cluster_id, representative: stands } => told.insert(cluster_id, stands),
            Event::Split { into, articles, .. } => told.insert(into, articles[0].clone()),
            Event::Merged { cluster_id, .. } | Event::Expired { cluster_id } => told.remove(&cluster_id),
            _ => None,
        };
    }
    told
}

/// The member that should stand for a cluster, by a rule that looks at articles alone.
fn expected<'a>(members: &'a [String], articles: &BTreeMap<&str, (&Article, u32)>, shown: &ClusterConfig) -> &'a str {
    let rank = |id: &&String| {
        let (article, words) = articles[id.as_str()];
        let source = article.source.as_deref().unwrap_or_default();
        let preference = shown.preferred.iter().position(|p| p == source).unwrap_or(shown.preferred.len());
        let words = if shown.representative == Representative::MostComplete { u32::MAX - words } else { 0 };
        (preference, words, article.published_at.is_none(), article.published_at, article.id.clone())
    };
    members.iter().min_by_key(rank).expect("a member")
}

fn assert_rule(articles: &[Article], days: f64, shown: &ClusterConfig) -> usize {
    let config = Config { clusters: shown.clone(), ..news::config(days, false) };
    let (verdicts, engine) = fold(articles, &config, 1);
    let (together, again) = fold(articles, &config, 150);
    assert_eq!(news::lines(&verdicts), news::lines(&together));
    assert_eq!(news::clusters(&engine), news::clusters(&again));
    let told = told(&verdicts);
    let words: BTreeMap<&str, u32> = verdicts.iter().map(|v| (v.id.as_str(), v.marks.words)).collect();
    // The last version of each counts.
    let of_id: BTreeMap<&str, (&Article, u32)> =
        articles.iter().map(|a| (a.id.as_str(), (a, words[a.id.as_str()]))).collect();
    let mut others = 0;
    for cluster in engine.clusters() {
        let stands = cluster.representative();
        assert_eq!(told.get(cluster.id()), Some(&stands), "{}", cluster.id());
        assert!(cluster.members().contains(&stands));
        if matches!(shown.representative, Representative::Earliest | Representative::MostComplete) {
            assert_eq!(stands, expected(&cluster.members(), &of_id, shown), "{}", cluster.id());
        }
        others += usize::from(format!("c:{stands}") != cluster.id());
    }
    others
}

#[test]
fn the_corpora_under_each_rule() {
    let articles = news::corpus();
    let clusters = |shown: &ClusterConfig| {
        let config = Config { clusters: shown.clone(), ..news::config(0.0, false) };
        let (_, engine) = fold(&articles, &config, usize::MAX);
        engine.clusters().map(|c| (c.id().to_owned(), c.members())).collect::<Vec<_>>()
    };
    let usual = clusters(&ClusterConfig::default());
    for shown in news::representatives(&articles) {
        assert_eq!(clusters(&shown), usual, "ids and members are the same: {shown:?}");
        let others = assert_rule(&articles, 0.0, &shown);
        let is_plain = shown.representative == Representative::Earliest && shown.preferred.is_empty();
        assert_eq!(others == 0, is_plain, "{others} others than the founder stand under {shown:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_days_under_each_rule(
        seed in 0u64..1000,
        rule in 0usize..8,
        days in prop_oneof![Just(0.0), 0.02f64..0.4],
    ) {
        let mut articles = news::sent_again(&news::day(seed, 400), seed);
        // Some come late.
        articles.chunks_mut(7).for_each(|chunk| chunk.reverse());
        let shown = news::representatives(&articles);
        assert_rule(&articles, days, &shown[rule % shown.len()]);
    }
}
