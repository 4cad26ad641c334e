//! A copy stays a copy in other clothes: shouted, without accents, hyphenated, scanned, on one line, among furniture,
//! without title, date or source. Every dispatch of the corpora, in every language, against what becomes of it.

mod news;

use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use wirefold::engine::explain_articles;
use wirefold::random::SplitMix64;
use wirefold::units::Timestamp;
use wirefold::{Article, Config, synth};

/// Dispatches of which at least `share` must be known again, by what happens to their texts.
type Damage = (&'static str, f64, fn(&str) -> String);

const DAMAGE: [Damage; 12] = [
    ("in capitals", 1.0, |text| text.to_uppercase()),
    ("in small letters", 1.0, |text| text.to_lowercase()),
    // From the scripts of India on, marks are vowels.
    ("without accents", 1.0, |text| text.nfd().filter(|&c| !is_combining_mark(c) || c as u32 >= 0x0900).collect()),
    ("on one line", 1.0, |text| text.split_whitespace().collect::<Vec<_>>().join(" ")),
    ("in narrow columns, hyphenated", 1.0, |text| columns(text, 24)),
    ("with entities", 1.0, |text| {
        text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;").replace(' ', "&nbsp;")
    }),
    ("a line in ten lost", 1.0, |text| {
        text.split_inclusive(['.', '。', '۔', '।']).enumerate().filter(|(n, _)| n % 10 != 4).map(|(_, s)| s).collect()
    }),
    ("2 % of the characters misread", 1.0, |text| misread(text, 0.02)),
    ("4 % of the characters misread", 0.97, |text| misread(text, 0.04)),
    ("6 % of the characters misread", 0.85, |text| misread(text, 0.06)),
    ("10 % of the characters misread", 0.85, |text| misread(text, 0.10)),
    ("14 % of the characters misread", 0.5, |text| misread(text, 0.14)),
];

fn misread(text: &str, share: f64) -> String {
    let mut random = SplitMix64::of(17, &[text.len() as u64]);
    let mut text = text.to_owned();
    synth::misread(&mut text, share, &mut random);
    text
}

/// Lines of at most `width` characters; words of alphabets are broken with a hyphen.
fn columns(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    let characters: Vec<char> = text.chars().collect();
    for (n, &ch) in characters.iter().enumerate() {
        let inside = |c: Option<&char>| c.is_some_and(|c| c.is_alphabetic() && (*c as u32) < 0x0600);
        out.push(ch);
        at += 1;
        if ch == '\n' {
            at = 0;
        } else if at >= width && inside(Some(&ch)) && inside(characters.get(n + 1)) {
            out.push_str("-\n");
            at = 0;
        } else if at >= width && ch == ' ' {
            out.push('\n');
            at = 0;
        }
    }
    out
}

fn dispatches() -> Vec<Article> {
    let first: Vec<String> =
        news::truths().into_iter().filter(|t| t.id.ends_with("-a") && t.trap.is_none()).map(|t| t.id).collect();
    news::corpus().into_iter().filter(|a| first.contains(&a.id) && a.text.chars().count() > 300).collect()
}

#[test]
fn in_every_language() {
    let dispatches = dispatches();
    assert!(dispatches.len() > 40);
    let config = Config::default();
    for (what, least, damage) in DAMAGE {
        let (mut known, mut lost) = (0, BTreeMap::new());
        for dispatch in &dispatches {
            let copy = Article { id: "copy".into(), text: damage(&dispatch.text), ..dispatch.clone() };
            let found = explain_articles(&copy, dispatch, &config);
            if found.relation.is_copy() {
                known += 1;
            } else {
                lost.insert(&dispatch.id, format!("{:.2} {:?}", found.likeness, found.rule));
            }
        }
        let share = f64::from(known) / dispatches.len() as f64;
        eprintln!("{what}: {known} of {} are known", dispatches.len());
        assert!(share >= least, "{what}: {lost:?}");
    }
}

/// Both prints are damaged, each by itself.
#[test]
fn two_scans_of_one_dispatch() {
    let config = Config::default();
    let dispatches = dispatches();
    let scan = |article: &Article, seed: u64, share: f64| {
        let mut scan = Article { id: seed.to_string(), title: None, published_at: None, ..article.clone() };
        synth::misread(&mut scan.text, share, &mut SplitMix64::of(seed, &[article.text.len() as u64]));
        scan
    };
    for (share, least) in [(0.02, 97), (0.05, 95), (0.08, 75)] {
        let is_known = |article: &&Article| {
            explain_articles(&scan(article, 1, share), &scan(article, 2, share), &config).relation.is_copy()
        };
        let known = dispatches.iter().filter(is_known).count();
        eprintln!("two scans, {share} misread: {known} of {} are known", dispatches.len());
        assert!(known * 100 >= dispatches.len() * least);
    }
}

/// What was printed again after days, misread otherwise, is the same text; a form filled anew is none, scanned or not.
#[test]
fn scans_of_days_apart() {
    let config = Config::default();
    let scan = |text: &str, seed: u64, day: i64, share: f64| {
        let mut text = text.to_owned();
        synth::misread(&mut text, share, &mut SplitMix64::of(seed, &[day as u64]));
        let at = Timestamp::from_seconds(1_900_000_000 + day * 86_400);
        Article::new(format!("{seed}-{day}"), text).with_source(format!("paper-{seed}")).with_published_at(at)
    };
    let letter = "We learn from the captain of the brig Lavinia, arrived on Tuesday from Pernambuco, that the fever has ceased in \
                  that city, after carrying off nearly 4,000 of the inhabitants. The shops are open again, and the coffee of \
                  the interior comes in at the rate of 600 bags a day. Captain Dolby spoke on the 9th the ship Orient, 40 \
                  days out, all well, and passed on the 14th a quantity of wreck, among which a boat painted green.";
    let forms = [
        ["May 3", "Lavinia, Dolby, from Pernambuco, 31 days", "Thetis, Orr, from Cork", "S.W., fresh", "6.14", "1.42"],
        ["May 4", "Orient, Hale, from Salem, 44 days", "Dove, Skinner, from Bristol", "S., light", "7.02", "1.38"],
        ["May 7", "Hebe, Nance, from Oporto, 17 days", "Two Friends, Gribble, from Guernsey", "N.E.", "9.51", "1.29"],
    ]
    .map(|[day, first, second, wind, water, price]| {
        format!(
            "Shipping intelligence for the port of Wexcombe, {day}. Arrived, with goods to the order of the usual houses, the \
             {first}; and, in ballast, the {second}. Wind {wind}. High water at the old quay this afternoon at {water}. \
             Wheat of the first quality was sold upon the market at {price} the bushel, and barley found no buyers."
        )
    });
    for (share, least) in [(0.0, 20), (0.02, 12), (0.04, 0)] {
        let (mut known, mut joined) = (0, 0);
        for seed in 0..20 {
            let explained = |a: &str, b: &str| {
                let (a, b) = (scan(a, 2 * seed, 0, share), scan(b, 2 * seed + 1, 3, share));
                explain_articles(&b, &a, &config).relation.is_copy()
            };
            known += u32::from(explained(letter, letter));
            joined += u32::from(explained(&forms[0], &forms[1])) + u32::from(explained(&forms[1], &forms[2]));
        }
        eprintln!("days apart, {share} misread: {known} of 20 reprints are known, {joined} of 40 forms joined");
        assert!(known >= least && joined == 0);
    }
}

#[test]
fn without_title_date_or_source() {
    let config = Config::default();
    for dispatch in dispatches() {
        let bare = Article::new("bare", dispatch.text.clone());
        assert!(explain_articles(&bare, &dispatch, &config).relation.is_copy(), "{}", dispatch.id);
    }
}
