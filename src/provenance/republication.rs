//! From whom an article says that it was taken over: `via LeMonde`, `Originally published on X`, a canonical link.

use super::context::{Hit, Offsets, ceil, ends_sentence, floor, is_dash, is_place_and_date, phrase, trim};
use super::gazetteer::{LONGEST, host_of};
use super::labels::{self, Label};
use super::names::find;
use super::outlets_named::{CUES, Place};
use super::publishing::{ARTICLES, PASSED, pairs};
use super::{Field, Gazetteer, Signals, Via};
use crate::article::Article;
use crate::units::{self, Language, Span, is_of_south_east_asia};
use Place::{Anywhere, Before, Behind, Last, Line, LineIn, Link, Verb, Whole};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

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
    ALL.iter().map(|(cue, _)| cue.as_str())
}

/// The cues of both lists with their places. The search folds the case of ASCII letters alone: what begins with another small
/// letter stands with a capital as well.
static ALL: LazyLock<Vec<(String, Place)>> = LazyLock::new(|| {
    let listed = CUES.iter().map(|&(cue, place)| (cue.to_owned(), place));
    let mut all: Vec<_> = listed.chain(pairs()).collect();
    let capital = |(cue, place): &(String, Place)| {
        let first = cue.chars().next().filter(|c| !c.is_ascii() && c.is_lowercase() && !is_georgian(*c))?;
        Some((first.to_uppercase().chain(cue.chars().skip(1)).collect::<String>(), *place))
    };
    let capitals: Vec<_> = all.iter().filter_map(capital).collect();
    all.extend(capitals);
    let mut known = FxHashSet::default();
    all.retain(|(cue, _)| known.insert(cue.clone()));
    all
});

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
        let place = ALL[*cue].1;
        if (at.start < HEAD || at.start + FOOT >= article.text.len()) && reads(place) {
            cue_at(gazetteer, article, at, place, &mut offsets, signals);
        }
    }
    labelled(gazetteer, article, &mut offsets, signals);
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
    let span = named.as_ref().map_or(at.clone(), |name| at.start.min(name.start)..name.end.max(at.end));
    let confidence = match place {
        Anywhere | Verb | Last(_) => 0.9,
        Whole | Line | LineIn(_) | Behind | Before(_) => 0.8,
        Link => 0.6,
    };
    // Who brought it comes before who wrote it: `Source : X`, `via Y`.
    let brought = text[at.clone()].to_lowercase().starts_with('v') && place == Line;
    let index = if brought { 0 } else { signals.via.len() };
    add(article, named, confidence, offsets.span(span), index, signals);
}

/// Adds from whom the article was taken over, unless it is there or is the page itself: `Source: orsa.org` on orsa.org.
fn add(
    article: &Article,
    named: Option<Range<usize>>,
    confidence: f32,
    span: Span,
    index: usize,
    signals: &mut Signals,
) {
    let text = article.text.as_str();
    let own = own_host(article);
    if named.as_ref().is_some_and(|name| own.is_some_and(|own| is_host(&text[name.clone()], own))) {
        return;
    }
    let written = |name: Range<usize>| {
        let words = &text[name];
        let host = host_of(words).filter(|_| words.contains("://"));
        host.map_or_else(|| words.to_string(), str::to_ascii_lowercase)
    };
    let name = named.map(written);
    if !signals.via.iter().any(|via| via.name == name) {
        signals.via.insert(index, Via { name, confidence, field: Field::Text, span });
    }
}

/// Adds the outlets that stand behind a label: `Quelle: Orsaer Bote`, `… in autumn. Fuente: El Faro, EFE`, and below one that
/// stands alone. Cost: O(1), both ends are read.
fn labelled(gazetteer: &Gazetteer, article: &Article, offsets: &mut Offsets<'_>, signals: &mut Signals) {
    let text = article.text.as_str();
    let foot = ceil(text, text.len().saturating_sub(FOOT));
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |i| start + i);
        let line = start..end;
        start = end + 1;
        if end < foot && line.start >= HEAD {
            start = start.max(memchr::memrchr(b'\n', &text.as_bytes()[..foot]).map_or(0, |i| i + 1));
            continue;
        }
        for label in labels::sources(text, &line) {
            for name in named_behind(gazetteer, text, &label, &line) {
                let span = offsets.span(label.words.start.min(name.start)..name.end);
                let index = signals.via.len();
                add(article, Some(name), 0.8, span, index, signals);
            }
        }
    }
}

/// The outlets behind a label, where it stands in its place.
fn named_behind(gazetteer: &Gazetteer, text: &str, label: &Label, line: &Range<usize>) -> Vec<Range<usize>> {
    let ahead = &text[line.start..label.words.start];
    // `23-05-2031 | Fuente: orsa.example`
    let is_mark = |c: char| matches!(c, '|' | '•' | '·' | '/' | ' ') || is_dash(c);
    let day = ahead.trim().trim_end_matches(is_mark);
    let dated =
        day.len() < ahead.trim().len() && day.starts_with(|c: char| c.is_ascii_digit()) && is_place_and_date(day);
    let opens = dated || !ahead.contains(char::is_alphanumeric);
    let bracketed = ahead.trim_end().ends_with(['(', '[', '（', '【']);
    let before =
        ahead.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '（' | '【') || is_dash(c));
    let mut rest = label.end..line.end;
    if text[rest.clone()].trim().is_empty() && opens {
        let below = text[line.end..ceil(text, line.end + NAME * 3)].trim_start();
        let from = below.as_ptr() as usize - text.as_ptr() as usize;
        rest = from..from + below.find('\n').unwrap_or(below.len());
    }
    // Thai ends its sentences with nothing.
    let ended = ends_sentence(before) || bracketed && before.ends_with(is_of_south_east_asia);
    if !(opens || ended) || text[rest.clone()].chars().count() > NAME * 2 {
        return Vec::new();
    }
    let hits = find(gazetteer, &text[rest.clone()]);
    let agency_at = |at: usize| {
        let behind = |hit: &Hit| &text[rest.start + hit.end..rest.end];
        let closes = |hit: &Hit| !behind(hit).starts_with(' ') || is_agency(hit, behind(hit));
        hits.iter().find(|hit| rest.start + hit.start == at && closes(hit))
    };
    let (mut names, mut at) = (Vec::new(), rest.start);
    loop {
        let mut name = name_of(text, at..rest.end, false);
        if name.is_empty() {
            break;
        }
        // `Orsa Mail/AFP`, `AFP, Orsa Mail`, but `AFP / World`
        let slash = text[name.clone()].char_indices().find(|&(i, c)| {
            c == '/' && (text[..name.start + i].ends_with(' ') || agency_at(name.start + i + 1).is_some())
        });
        let mut taken = false;
        if let Some((cut, _)) = slash.filter(|_| !text[name.clone()].contains("://")) {
            let pictures = |hit: &&Hit| gazetteer.is_photo(hit.form);
            taken = agency_at(name.start + cut + 1).filter(pictures).is_some();
            name = trim(text, name.start..name.start + cut);
        }
        // `Source: Orsa: The bridge is closed`: a headline.
        if text[name.end..rest.end].trim_start().starts_with(": ") && agency_at(name.start).is_none() {
            break;
        }
        match agency_at(name.start) {
            Some(_) if text[name.end..rest.end].trim_start().starts_with('/') || text[name.clone()].contains('/') => {
                break;
            }
            Some(_) => {}
            // `Pierre Sunt/Getty Images`
            None if taken => break,
            None if can_be_outlet(gazetteer, text, &name, line, Line) || is_small(&text[name.clone()]) => {
                names.push(name.clone());
            }
            None => break,
        }
        at = name.end;
        let next = text[at..rest.end].trim_start_matches([' ', '"', '»', '”', '\u{a0}']);
        if !next.starts_with([',', ';', '/', '&', '|', '、', '，', '،', '+']) {
            break;
        }
        at = rest.end - next.len() + next.chars().next().map_or(0, char::len_utf8);
    }
    // Behind a sentence, or in a list, nothing follows the names.
    let left = text[at..rest.end].trim_matches(|c: char| !c.is_alphanumeric());
    if !left.is_empty() {
        names.truncate(usize::from(opens && !bracketed));
    }
    names
}

/// Whether an agency with more behind its name is meant, and no outlet that begins like it: `Radio Orsa`.
fn is_agency(hit: &Hit, behind: &str) -> bool {
    let next = behind.strip_prefix(' ').unwrap_or_default();
    behind.starts_with('/')
        || !next.is_empty() && (!hit.weak || next.starts_with(|c: char| c.is_ascii_digit() || c == '/'))
}

/// Georgian has no capitals, and its letters count as small ones.
fn is_georgian(c: char) -> bool {
    matches!(c, '\u{10d0}'..='\u{10ff}')
}

/// Whether a lone word in small letters is a site's name: `Fuente: msn`.
fn is_small(name: &str) -> bool {
    (3..=24).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && !NO_NAMES.contains(&name)
}

/// What is given as the source of pictures and figures that have none.
const NO_NAMES: &[&str] = &[
    "agencias", "agences", "agencies", "archivo", "internet", "intern", "privat", "private", "propia", "propio",
    "redes", "web", "online", "own", "various", "unknown", "media", "mediji",
];

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
    // What a feed says of an item stands behind the cut text: `… in autumn […] The post Bridge closed appeared first on Orsa`.
    let cut = ["[…]", "[...]", "[&hellip;]"].iter().filter_map(|cut| text[line.start..at.start].rfind(cut)).max();
    let letters = text[line.start + cut.unwrap_or(0)..line.end].chars().count();
    // Hebrew writes *in* to the name.
    let is_whole = || text[..at.end].ends_with([' ', 'ב']) || !text[at.end..].starts_with(char::is_alphanumeric);
    match place {
        Anywhere => is_whole(),
        // A book is first published as well, in the midst of a paragraph.
        Verb | Whole => is_whole() && letters <= NAME * 2,
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
        Whole => {
            let name = name_of(text, end..line.end, true);
            let led = text[end..name.start].contains(|c: char| c.is_alphabetic() || matches!(c, ':' | '：'));
            if led { name } else { end..end }
        }
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
        words.starts_with(|c: char| !c.is_lowercase() || is_georgian(c))
            || is_host
            || words.starts_with(['@', '"'])
            || numbered
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
    // `Kaynak: AA / Güncel`: the agency and the section; `Bron: Belga 0 Vier mensen`
    let is_led = hits.first().is_some_and(|hit| hit.start == 0 && is_agency(hit, &bracketed[hit.end..]));
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

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::provenance::read_signals;

    fn named(text: &str) -> Vec<Option<String>> {
        read_signals(&Article::new("a", text), None).via.into_iter().map(|via| via.name).collect()
    }

    #[test]
    fn each_outlet_behind_a_label_is_named() {
        let all = named("Most je zatvoren.\nIzvor: Talas, Tanjug, Orsa 24");
        assert_eq!(all, [Some("Talas".into()), Some("Orsa 24".into())]);
        let one = |text: &str| assert_eq!(named(text), [Some("orsa.example".into())], "{text}");
        one("23-05-2031 | Fuente: orsa.example\nEl puente está cerrado.\nLas obras siguen.");
        one(&format!("{} […] Articolul Podul apare prima dată în orsa.example.", "Podul este închis. ".repeat(12)));
        for text in [
            "The bridge is closed.\nSource: Orsa: The bridge is closed",
            "El puente está cerrado.\nFuente: archivo",
            "Мост закрыт.\nИсточник:\nMara Vell/Getty Images",
            "Bron: Belga 0 Vier mensen, onder wie twee kinderen, zijn gewond.\nDe brug is dicht.",
            "The sources of the Lemna: Orsa Hill and its springs are dry this summer, the town said on Monday.",
            "Read the full story Bridge closed",
            "The bridge is closed.\nThe works are over.\nAssociated Press",
            "",
        ] {
            assert!(named(text).is_empty(), "{text}: {:?}", named(text));
        }
        named(&"Fuente: ".repeat(3000));
    }
}
