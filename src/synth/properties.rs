//! What every wire day has, whatever its seed.

use super::*;
use crate::units::Timestamp;
use proptest::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

fn day(seed: u64, articles: u64) -> Vec<(Article, Truth)> {
    WireDay::new(Options { seed, articles, outlets: 90, ..Options::default() }).collect()
}

fn shingles(text: &str) -> FxHashSet<String> {
    let words: Vec<String> = if text.contains(' ') {
        text.split_whitespace().map(str::to_lowercase).collect()
    } else {
        text.chars().map(String::from).collect()
    };
    words.windows(5).map(|w| w.join(" ")).collect()
}

/// Share of the smaller set's shingles that the other has.
fn containment(a: &str, b: &str) -> f64 {
    let (a, b) = (shingles(a), shingles(b));
    a.intersection(&b).count() as f64 / a.len().min(b.len()).max(1) as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn the_day_of_a_seed_is_the_same_for_ever() {
    // A change of this number breaks every figure that was ever measured on a wire day: it belongs under "Changes results".
    let (mut articles, mut truths) = (Vec::new(), Vec::new());
    let options = Options { articles: 400, ..Options::default() };
    assert_eq!(write_json_lines(WireDay::new(options), &mut articles, &mut truths).expect("memory takes it"), 400);
    let hashes = [articles, truths].map(|bytes| xxhash_rust::xxh3::xxh3_64(&bytes));
    assert_eq!(hashes, [0x378a_1a04_43c9_db55, 0xbad7_5295_2721_144a], "{hashes:#x?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn truth_is_consistent(seed: u64, articles in 0u64..400, days in 1u32..4) {
        let options = Options { seed, articles, days, outlets: 40, undated: 0.0, ..Options::default() };
        let begin = options.start;
        let items: Vec<_> = WireDay::new(options).collect();
        prop_assert_eq!(items.len() as u64, articles);
        let mut printed: FxHashMap<&str, (&Article, &Truth)> = FxHashMap::default();
        let mut stories: FxHashMap<&str, &str> = FxHashMap::default();
        let mut last = begin;
        for (article, truth) in &items {
            prop_assert_eq!(&article.id, &truth.id);
            prop_assert!(!article.text.is_empty() && article.title.as_deref().is_some_and(|t| !t.is_empty()));
            let at = article.published_at.expect("generated articles are dated");
            prop_assert!(at >= last, "{} stands after {}", at, last);
            last = at;
            prop_assert_eq!(*stories.entry(&truth.cluster).or_insert(&truth.story), truth.story.as_str());
            match &truth.taken_from {
                Some(parent) => {
                    let (from, of_parent) = printed[parent.as_str()];
                    prop_assert_eq!(&of_parent.cluster, &truth.cluster);
                    prop_assert_eq!(of_parent.depth + 1, truth.depth);
                    prop_assert_eq!(&of_parent.agency, &truth.agency);
                    prop_assert!(from.source != article.source, "two prints of {} in one outlet", truth.cluster);
                }
                None => prop_assert!(truth.depth == 0 && truth.carrier.is_none()),
            }
            prop_assert_eq!(truth.relation == Relation::Partial, !truth.reuses.is_empty());
            prop_assert_eq!(truth.agency.is_some(), truth.cluster.contains("-d"));
            prop_assert!(printed.insert(&article.id, (article, truth)).is_none(), "{} stands twice", article.id);
        }
    }
}

#[test]
fn prints_share_what_their_relation_says() {
    let items = day(3, 3000);
    let clean: Vec<&(Article, Truth)> =
        items.iter().filter(|(_, t)| !t.trap.as_deref().is_some_and(|t| t.starts_with("damage"))).collect();
    let mut by_cluster: FxHashMap<&str, Vec<&(Article, Truth)>> = FxHashMap::default();
    let mut by_story: FxHashMap<&str, Vec<&(Article, Truth)>> = FxHashMap::default();
    for item in clean {
        by_cluster.entry(&item.1.cluster).or_default().push(item);
        by_story.entry(&item.1.story).or_default().push(item);
    }
    let (mut identical, mut copies, mut same_event, mut partial) = (vec![], vec![], vec![], vec![]);
    for items in by_cluster.values() {
        let pairs = items.windows(2).take(3).map(|w| (w[0], w[1]));
        for ((a, of_a), (b, of_b)) in pairs {
            let shared = containment(&a.text, &b.text);
            let both = [of_a.relation, of_b.relation];
            if both == [Relation::Identical; 2] { identical.push(shared) } else { copies.push(shared) }
        }
    }
    for items in by_story.values() {
        for ((a, of_a), (b, of_b)) in
            items.windows(2).map(|w| (&w[0], &w[1])).filter(|(a, b)| a.1.cluster != b.1.cluster)
        {
            let shared = containment(&a.text, &b.text);
            match (of_a.relation, of_b.relation) {
                (Relation::Partial, _) | (_, Relation::Partial) => partial.push(shared),
                _ => same_event.push(shared),
            }
        }
    }
    assert!(identical.len() > 50 && mean(&identical) > 0.75, "identical: {} of {}", mean(&identical), identical.len());
    assert!(copies.len() > 300 && mean(&copies) > 0.55, "copies: {} of {}", mean(&copies), copies.len());
    assert!(same_event.len() > 50 && mean(&same_event) < 0.05, "same event: {}", mean(&same_event));
    assert!(partial.len() > 5 && mean(&partial) < 0.5, "partial: {}", mean(&partial));
}

#[test]
fn a_large_day_has_all_that_a_day_has() {
    let items = day(1, 6000);
    let count = |what: &dyn Fn(&Truth) -> bool| items.iter().filter(|(_, t)| what(t)).count();
    for relation in [Relation::Identical, Relation::Copy, Relation::Version, Relation::Partial, Relation::None] {
        assert!(count(&|t| t.relation == relation) > 50, "{relation:?}");
    }
    for credit in [Credit::Full, Credit::Part, Credit::None] {
        assert!(count(&|t| t.agency.is_some() && t.credit == credit) > 500, "{credit:?}");
    }
    for trap in ["template", "round-up", "same event", "damage: cut", "damage: char", "damage: enc"] {
        assert!(count(&|t| t.trap.as_deref().is_some_and(|t| t.starts_with(trap))) > 20, "{trap}");
    }
    assert!(count(&|t| t.depth >= 3) > 50);
    assert!(count(&|t| t.carrier.is_some()) > 300);
    let mut sizes: FxHashMap<&str, u64> = FxHashMap::default();
    items.iter().for_each(|(_, t)| *sizes.entry(&t.cluster).or_default() += 1);
    assert!(*sizes.values().max().expect("some cluster") >= 20);
    let mut words: Vec<usize> =
        items.iter().filter(|(a, _)| a.text.contains(' ')).map(|(a, _)| a.text.split_whitespace().count()).collect();
    words.sort_unstable();
    assert!((280..420).contains(&words[words.len() / 2]), "median {}", words[words.len() / 2]);
}

#[test]
fn languages_are_told_apart() {
    let expected = |l: whatlang::Lang| l.code();
    let (mut right, mut all) = (0, 0);
    for (article, truth) in day(2, 1200) {
        let found = whatlang::detect(&article.text).map(|info| expected(info.lang()));
        let wanted = match truth.language.code() {
            "en" => "eng",
            "fr" => "fra",
            "de" => "deu",
            "es" => "spa",
            "ru" => "rus",
            _ => "cmn",
        };
        all += 1;
        right += usize::from(found == Some(wanted));
    }
    assert!(right * 100 >= all * 97, "{right} of {all}");
}

#[test]
fn any_options_give_a_day() {
    let wild = Options {
        seed: u64::MAX,
        articles: 50,
        days: 0,
        start: Timestamp::from_seconds(-1),
        languages: vec![crate::units::Language::of(*b"xx")],
        outlets: 0,
        wire_events: f64::NAN,
        template_events: 7.0,
        round_up_events: 1.0,
        copied: -1.0,
        damaged: 2.0,
        undated: 1.0,
        median_words: f64::INFINITY,
    };
    let items: Vec<_> = WireDay::new(wild).collect();
    assert_eq!(items.len(), 50);
    assert!(items.iter().all(|(a, _)| a.published_at.is_none()));
    assert_eq!(WireDay::new(Options { articles: 0, ..Options::default() }).count(), 0);
}
