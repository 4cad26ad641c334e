//! The author: the record's field, or a line such as `By John Doe` at the head or foot of the text.

use super::context::{Offsets, is_dash, place_and_date, trim};
use super::{Byline, Dateline, Field, Signals};
use crate::article::Article;
use crate::units::Span;
use std::ops::Range;

/// Words that open a byline, with the blank behind them.
const OPENINGS: &[&str] = &[
    "By ",
    "BY ",
    "by ",
    "Par ",
    "PAR ",
    "par ",
    "Von ",
    "VON ",
    "Por ",
    "POR ",
    "por ",
    "Di ",
    "Door ",
    "DOOR ",
    "Av ",
    "Af ",
    "Autor: ",
    "Autore: ",
    "Author: ",
    "Auteur : ",
    "Автор: ",
    "Автор:",
    "Tekst: ",
    "Text: ",
    "Texte : ",
    "Written by ",
    "Oleh ",
    "بقلم: ",
    "بقلم ",
    "كتب: ",
];

/// Adds author and place to `signals`.
pub(super) fn read(article: &Article, signals: &mut Signals) {
    if let Some(author) = article.metadata.author.as_deref() {
        let name = person_of(author);
        if !name.is_empty()
            && !signals
                .agencies
                .iter()
                .any(|s| s.field == Field::Author && author[name.clone()].trim() == s.agency.name)
        {
            let span = Offsets::new(author).span(name.clone());
            signals.byline = Some(Box::new(Byline { name: author[name].to_string(), field: Field::Author, span }));
        }
    }
    let text = article.text.as_str();
    let mut start = 0;
    let mut seen = 0;
    for line in text.split_inclusive('\n').take(12) {
        let range = trim(text, start..start + line.len());
        start += line.len();
        if range.is_empty() {
            continue;
        }
        seen += 1;
        if seen > 6 {
            break;
        }
        if signals.byline.is_none() {
            byline(text, &range, signals);
        }
        if signals.dateline.is_none() {
            dateline(text, &range, signals);
        }
    }
    if signals.byline.is_none() {
        let foot = text.trim_end();
        let last = foot.rfind('\n').map_or(0, |i| i + 1);
        byline(text, &trim(text, last..foot.len()), signals);
    }
}

fn byline(text: &str, line: &Range<usize>, signals: &mut Signals) {
    let words = &text[line.clone()];
    if words.len() > 100 {
        return;
    }
    let Some(opening) = OPENINGS.iter().find(|o| words.starts_with(**o)) else { return };
    let rest = &words[opening.len()..];
    let name = person_of(rest);
    let named = rest[name.clone()].split_whitespace().count();
    let capital =
        rest[name.clone()].split_whitespace().all(|w| !w.starts_with(char::is_lowercase) || w.len() <= 3 || w == "und");
    let agency = signals
        .agencies
        .iter()
        .any(|s| s.agency.name == rest[name.clone()] || s.agency.names.iter().any(|n| *n == rest[name.clone()]));
    if named == 0
        || named > 7
        || !capital
        || agency
        || words.ends_with(['.', '!', '?', ':']) && named > 4
        || rest.contains(". ") && named > 3
    {
        return;
    }
    let from = line.start + opening.len();
    let span = Offsets::new(text).span(from + name.start..from + name.end);
    signals.byline = Some(Box::new(Byline { name: rest[name].to_string(), field: Field::Text, span }));
}

/// The part of a byline that is a name: up to a separator.
fn person_of(author: &str) -> Range<usize> {
    let end = author
        .char_indices()
        .find(|&(i, c)| {
            matches!(c, ',' | '|' | '(' | '/' | ';' | '@' | '•' | '·' | '\n')
                || is_dash(c) && author[..i].ends_with(' ')
        })
        .map_or(author.len(), |(i, _)| i);
    trim(author, 0..end)
}

/// A dateline that names no agency: `PARIS — Le ministre`, `BRUXELLES, 3 mars. –`.
fn dateline(text: &str, line: &Range<usize>, signals: &mut Signals) {
    let words = &text[line.clone()];
    let head = &words[..words.char_indices().nth(50).map_or(words.len(), |(i, _)| i)];
    // Kickers stand in capitals too (`VIDÉO - `): a hyphen will do only behind a date.
    let dated = |i: usize| head[..i].contains(|c: char| c.is_ascii_digit());
    let dash = |(i, c): (usize, char)| {
        (matches!(c, '—' | '–')
            || c == '-' && head[..i].ends_with([' ', '.']) && (dated(i) || head[i + 1..].starts_with('-')))
        .then_some(i)
    };
    let Some(cut) = head.char_indices().find_map(dash) else { return };
    let prefix = &head[..cut];
    let place = prefix.split([',', '.', '(']).next().unwrap_or_default();
    let capitals = place.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && place.chars().all(|c| {
            !c.is_lowercase() && !c.is_numeric() && !matches!(c, ':' | '!' | '?' | '"' | '»' | '/' | '>' | '•')
        });
    if !capitals || place.split_whitespace().count() > 4 || words.len() < prefix.len() + 30 {
        return;
    }
    let (place, date) = place_and_date(prefix);
    let mut offsets = Offsets::new(text);
    let span: Span = offsets.span(trim(text, line.start..line.start + cut));
    signals.dateline = Some(Box::new(Dateline { place, date, field: Field::Text, span }));
}
