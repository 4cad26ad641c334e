//! From whom an article says that it was taken over: `via LeMonde`, `Originally published on X`, a canonical link.

use super::context::{Offsets, ceil, floor, is_dash, phrase, trim};
use super::gazetteer::{LONGEST, host_of};
use super::names::find;
use super::outlets_named::{CUES, Place};
use super::publishing::{ARTICLES, PASSED, VERBS};
use super::{Field, Gazetteer, Signals, Via};
use crate::article::Article;
use crate::units::{self, Language, Span};
use Place::{Anywhere, Before, Behind, Last, Line, LineIn, Link, Verb};
use std::ops::Range;

/// How much of the text's head and foot is read, in bytes.
const HEAD: usize = 500;
const FOOT: usize = 2000;
/// Longest name of an outlet that a text gives, in characters.
const NAME: usize = 80;

/// Articles that a record says it is based on, of which the outlets are read; what names more names no source.
const MAX_BASED_ON: usize = 64;

/// What posts items of others, and is none that they are taken from: `via IFTTT`.
const TOOLS: &[&str] = &["IFTTT", "dlvr.it", "Buffer", "Hootsuite", "Feedly", "Zapier", "WordPress.com", "Blogger"];

/// What follows the name of an outlet: the day, the title, the licence.
const BEHIND_NAME: &[&str] = &[
    " http",
    " on ",
    " under a",
    " under the",
    " under creative",
    " under Creative",
    " and is republished",
    " dengan judul",
    " di bawah lisensi",
    " berdasarkan lisensi",
    " sous licence",
    " sous une licence",
    " bajo licencia",
    " bajo una licencia",
    " sob licença",
    " sob uma licença",
    " e republicado",
    " con licenza",
    " sotto licenza",
    " unter einer",
    " unter der",
    " unter creative",
    " onder een",
    " erschienen",
    " oldalán",
    " jelent meg",
];

/// The cues, in the order of their numbers.
pub(super) fn cues<'a>() -> impl Iterator<Item = &'a str> {
    CUES.iter().map(|&(cue, _)| cue).chain(VERBS.iter().map(String::as_str))
}

/// Adds from whom the article was taken over; `cues` are the places of cues in its text and their numbers.
pub(super) fn read(
    gazetteer: &Gazetteer,
    article: &Article,
    language: Option<Language>,
    cues: &[(Range<usize>, usize)],
    signals: &mut Signals,
) {
    let reads = |place| !matches!(place, LineIn(code) if language.is_none_or(|l| l.code() != code));
    let mut offsets = Offsets::new(&article.text);
    for (at, cue) in cues {
        let place = CUES.get(*cue).map_or(Verb, |&(_, place)| place);
        if (at.start < HEAD || at.start + FOOT >= article.text.len()) && reads(place) {
            cue_at(gazetteer, article, at, place, &mut offsets, signals);
        }
    }
    links(article, signals);
}

/// Adds from whom the article was taken over by a cue at `at`, where it stands in its place and names an outlet.
fn cue_at(
    gazetteer: &Gazetteer,
    article: &Article,
    at: &Range<usize>,
    place: Place,
    offsets: &mut Offsets<'_>,
    signals: &mut Signals,
) {
    let text = article.text.as_str();
    let line = line_around(text, at);
    if !stands_in(place, text, at, &line) {
        return;
    }
    // A link names nobody.
    let named = (place != Link).then(|| name_beside(text, at, &line, place));
    if named.as_ref().is_some_and(|name| !can_be_outlet(gazetteer, text, name, &line, place)) {
        return;
    }
    // `Source: orsa.org` on orsa.org.
    let own = own_host(article);
    if named.as_ref().is_some_and(|name| own.is_some_and(|own| is_host(&text[name.clone()], own))) {
        return;
    }
    let span = named.as_ref().map_or(at.clone(), |name| at.start.min(name.start)..name.end.max(at.end));
    let written = |name: Range<usize>| {
        let words = &text[name];
        let host = host_of(words).filter(|_| words.contains("://"));
        host.map_or_else(|| words.to_string(), str::to_ascii_lowercase)
    };
    let via = Via {
        name: named.map(written),
        confidence: match place {
            Anywhere | Verb | Last(_) => 0.9,
            Line | LineIn(_) | Behind | Before(_) => 0.8,
            Link => 0.6,
        },
        field: Field::Text,
        span: offsets.span(span),
    };
    if !signals.via.iter().any(|v| v.name == via.name) {
        // Who brought it comes before who wrote it: `Source : X`, `via Y`.
        let brought = text[at.clone()].to_lowercase().starts_with('v') && place == Line;
        signals.via.insert(if brought { 0 } else { signals.via.len() }, via);
    }
}

/// The line of a cue, as far as a name can reach.
fn line_around(text: &str, at: &Range<usize>) -> Range<usize> {
    let near = floor(text, at.start.saturating_sub(NAME * 2));
    let far = ceil(text, at.end + NAME * 3);
    let start = memchr::memrchr(b'\n', &text.as_bytes()[near..at.start]).map_or(near, |i| near + i + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[at.end..far]).map_or(far, |i| at.end + i);
    start..end
}

/// Whether a cue stands where one of its kind may.
fn stands_in(place: Place, text: &str, at: &Range<usize>, line: &Range<usize>) -> bool {
    let letters = text[line.clone()].chars().count();
    // Hebrew writes *in* to the name.
    let is_whole = || text[..at.end].ends_with([' ', 'ב']) || !text[at.end..].starts_with(char::is_alphanumeric);
    match place {
        Anywhere => is_whole(),
        // A book is first published as well, in the midst of a paragraph.
        Verb => is_whole() && letters <= NAME * 2,
        Last(_) => letters <= NAME * 2,
        Line | LineIn(_) | Before(_) => {
            let ahead = text[line.start..at.start].trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, '(' | '[' | '>' | '*' | '→' | '_' | '«' | '（' | '■' | '※')
                    || is_dash(c)
            });
            ahead.is_empty() && letters <= NAME + 60
        }
        Behind => {
            let rest = text[at.end..line.end].trim_matches(['。', '.', ' ', '\r', ')', '）']);
            at.start - line.start <= NAME && rest.is_empty()
        }
        Link => text[line.start..at.start].chars().count() <= 120,
    }
}

/// The name beside a cue that is no link.
fn name_beside(text: &str, at: &Range<usize>, line: &Range<usize>, place: Place) -> Range<usize> {
    let Range { start, end } = *at;
    match place {
        Behind => {
            let opening = |c: char| c.is_whitespace() || matches!(c, '(' | '（' | '※');
            let inner = text[line.start..start].trim_start_matches(opening);
            let inner = inner.trim_start_matches("この記事は").trim_start_matches("本記事は").len();
            trim(text, start - inner..start)
        }
        Line | LineIn(_) | Anywhere | Verb | Link => name_of(text, end..line.end, place == Verb),
        Before(verbs) | Last(verbs) => {
            let name = name_of(text, end..line.end, matches!(place, Last(_)));
            let cut = verbs.iter().filter_map(|verb| text[name.start..line.end].find(verb)).min();
            // `ist zuerst erschienen in …`: or it stands first.
            let first = verbs.iter().any(|verb| text[end..].starts_with(verb.trim_start()));
            let cut = cut.or_else(|| (first && matches!(place, Last(_))).then_some(name.len()));
            name.start..name.start + cut.unwrap_or(0).min(name.len())
        }
    }
}

/// Whether what stands beside a cue can be the name of an outlet: no sentence, no date, no agency, whose credit it would be.
fn can_be_outlet(gazetteer: &Gazetteer, text: &str, name: &Range<usize>, line: &Range<usize>, place: Place) -> bool {
    let words = &text[name.clone()];
    // A preposition opens sentences as well: `Theo Bộ Y tế, số ca mắc giảm`.
    let goes_on = || !text[name.end..line.end].trim_matches(['.', ')', ' ', '\r']).is_empty();
    if words.is_empty() || matches!(place, LineIn(_)) && goes_on() {
        return false;
    }
    let is_host = host_of(words).is_some();
    if is_dated(words, matches!(place, Before(_) | Last(_))) && !is_host {
        return false;
    }
    let is_named = || {
        // `Źródło: orsa24`
        let numbered = words.ends_with(|c: char| c.is_ascii_digit()) && !words.contains(' ');
        words.starts_with(|c: char| !c.is_lowercase()) || is_host || words.starts_with(['@', '"']) || numbered
    };
    // `via` opens sentences too.
    if place != Anywhere && (words.split_whitespace().count() > 6 || !is_named()) {
        return false;
    }
    if TOOLS.iter().any(|tool| words.eq_ignore_ascii_case(tool)) {
        return false;
    }
    let bracketed = &text[name.start..ceil(text, name.end + 1)];
    let hits = find(gazetteer, bracketed);
    // `Kaynak: AA / Güncel`: the agency and the section.
    let is_led = hits.first().is_some_and(|hit| hit.start == 0 && bracketed[hit.end..].trim_start().starts_with('/'));
    !is_led && !phrase(words, 0..words.len(), &hits).is_bare()
}

/// Whether a date stands where an outlet would: `originally published in 1921 and out of print`, `først publisert 12. mars`,
/// `first published March 12, 2024`; but `20 Minuten`, unless a verb follows (`before_verb`).
fn is_dated(words: &str, before_verb: bool) -> bool {
    let word = || words.split_whitespace().find(|w| w.contains(char::is_alphabetic));
    let is_small = || word().is_none_or(|w| w.starts_with(char::is_lowercase));
    if words.starts_with(char::is_numeric) && (before_verb || is_small()) {
        return true;
    }
    let mut parts = words.split_whitespace();
    parts.next().is_some_and(|word| units::is_month(&word.to_lowercase()))
        && parts.next().is_some_and(|word| word.starts_with(char::is_numeric))
}

/// The outlet's name behind a cue: up to the sentence's end.
fn name_of(text: &str, range: Range<usize>, articles: bool) -> Range<usize> {
    let mut range = trim(text, range);
    let opening = |c: char| {
        c.is_whitespace() || matches!(c, ':' | '"' | '«' | '“' | '„' | '\'' | '「' | '《' | '：' | '>' | '(' | '[')
    };
    range.start += text[range.clone()].len() - text[range.clone()].trim_start_matches(opening).len();
    if text[range.clone()].starts_with("le site ") {
        range.start += "le site ".len();
    }
    let passed = |word: &str| PASSED.contains(&word) || articles && ARTICLES.contains(&word);
    while let Some((word, _)) = text[range.clone()].split_once(' ').filter(|(word, _)| passed(word)) {
        range.start += word.len();
        range.start += text[range.clone()].len() - text[range.clone()].trim_start_matches(opening).len();
    }
    if articles && text[range.clone()].starts_with(['l', 'd']) && text[range.start + 1..].starts_with(['\'', '’']) {
        range.start += 1;
        range.start += text[range.clone()].chars().next().map_or(0, char::len_utf8);
    }
    let words = &text[range.clone()];
    let first = words.split_whitespace().next().unwrap_or_default();
    let url = first.contains("://") || first.starts_with("www.");
    let end = words
        .char_indices()
        .find(|&(i, c)| {
            let next = words[i + c.len_utf8()..].chars().next();
            match c {
                '.' => next.is_none_or(char::is_whitespace),
                ',' if url => next.is_none_or(char::is_whitespace),
                '"' | '»' | '”' | '」' | '》' | '。' | ',' | ';' | ')' | ']' | '，' | '）' | '(' | '（' | '|' | '…' => {
                    !url
                }
                '?' | '!' => !url && next.is_none_or(char::is_whitespace),
                ' ' if url => true,
                // `originally appeared on Orsa Mail: Bridge closed`
                ':' | '：' => !url && (c == '：' || next.is_none_or(char::is_whitespace)),
                c => is_dash(c) && words[..i].ends_with(' '),
            }
        })
        .map_or(words.len(), |(i, _)| i);
    let title = BEHIND_NAME.iter().find_map(|behind| words[..end].find(behind));
    let end = title.unwrap_or(end);
    let end = words[..end].char_indices().nth(NAME).map_or(end, |(cut, _)| cut);
    trim(text, range.start..range.start + end)
}

/// The host of the page itself.
fn own_host(article: &Article) -> Option<&str> {
    article.url.as_deref().and_then(host_of).or_else(|| article.source.as_deref().and_then(host_of))
}

/// Whether a name is that of a host as sites print it.
fn is_host(name: &str, host: &str) -> bool {
    let bare = |host: &str| host.trim().trim_start_matches("www.").to_ascii_lowercase();
    name.contains('.') && bare(name) == bare(host)
}

/// A canonical link to another host, a feed's `<source>`, `isBasedOn`.
fn links(article: &Article, signals: &mut Signals) {
    let m = &article.metadata;
    let own = own_host(article);
    let foreign = |host: &str| own.is_none_or(|own| !same_site(own, host));
    let whole = |s: &str| Span::new(0, s.chars().count() as u32);
    let mut add = |name: String, confidence, field, span| {
        if !signals.via.iter().any(|v| v.name.as_deref() == Some(&name)) {
            signals.via.push(Via { name: Some(name), confidence, field, span });
        }
    };
    if let Some(url) = m.canonical_url.as_deref()
        && let Some(host) = host_of(url).filter(|h| own.is_some() && foreign(h))
    {
        add(host.to_ascii_lowercase(), 0.95, Field::CanonicalUrl, whole(url));
    }
    if let Some(from) = m.syndicated_from.as_deref().filter(|f| !f.trim().is_empty()) {
        match host_of(from) {
            Some(host) if !foreign(host) => {}
            Some(host) => add(host.to_ascii_lowercase(), 0.95, Field::SyndicatedFrom, whole(from)),
            None if article.source.as_deref().is_some_and(|s| s.eq_ignore_ascii_case(from.trim())) => {}
            None if from.len() > LONGEST => {}
            None => add(from.trim().to_string(), 0.9, Field::SyndicatedFrom, whole(from)),
        }
    }
    for source in m.based_on.iter().take(MAX_BASED_ON) {
        match host_of(source) {
            Some(host) if foreign(host) => add(host.to_ascii_lowercase(), 0.9, Field::BasedOn, whole(source)),
            _ => {}
        }
    }
}

/// Whether one host is the other's subdomain, or they share all but the first label (`m.x.org`, `amp.x.org`).
pub(super) fn same_site(a: &str, b: &str) -> bool {
    let within = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'));
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let rest = |h: &str| h.split_once('.').map(|(_, r)| r.to_string()).filter(|r| r.contains('.') && r.len() > 6);
    a == b || within(&a, &b) || within(&b, &a) || rest(&a).is_some() && rest(&a) == rest(&b)
}
