//! A copy stays a copy in other clothes: shouted, without accents, hyphenated, scanned, on one line, among furniture,
//! without title, date or source. Every dispatch of the corpora, in every language, against what becomes of it.

mod news;

use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use wirefold::engine::explain_articles;
use wirefold::random::SplitMix64;
use wirefold::{Article, Config, synth};

/// Dispatches of which at least `share` must be known again, by what happens to their texts.
type Damage = (&'static str, f64, fn(&str) -> String);

const DAMAGE: [Damage; 10] = [
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
    let scan = |article: &Article, seed: u64| {
        let mut scan = Article { id: seed.to_string(), title: None, published_at: None, ..article.clone() };
        synth::misread(&mut scan.text, 0.02, &mut SplitMix64::of(seed, &[article.text.len() as u64]));
        scan
    };
    let is_known =
        |article: &&Article| explain_articles(&scan(article, 1), &scan(article, 2), &config).relation.is_copy();
    let known = dispatches.iter().filter(is_known).count();
    eprintln!("two scans: {known} of {} are known", dispatches.len());
    assert!(known * 100 >= dispatches.len() * 97);
}

#[test]
fn without_title_date_or_source() {
    let config = Config::default();
    for dispatch in dispatches() {
        let bare = Article::new("bare", dispatch.text.clone());
        assert!(explain_articles(&bare, &dispatch, &config).relation.is_copy(), "{}", dispatch.id);
    }
}
