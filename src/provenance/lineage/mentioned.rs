//! Outlets that a text names in running words, whatever words these are: `Det var Granforsbladet som först rapporterade`,
//! `Об этом пишет «Урал сегодня»`.
//!
//! No list of verbs is ever complete. So what may be a name, at the head and the foot of a text where attributions stand, is
//! kept by its letters, and is one where it turns out to be that of another member's outlet.

use super::outlet::{label, letters_of, push_word};
use crate::provenance::cues::PHOTO_CUES;
use crate::provenance::exchanges::is_noun_of_papers;
use crate::provenance::publishing::ARTICLES;
use crate::tokenise::end_of_ascii_word;
use crate::units::{Span, is_of_words};
use std::borrow::Cow;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Characters at the head and at the foot that are read.
const HEAD: usize = 300;
const FOOT: usize = 200;

/// Words of a name at most, without its article.
const WORDS: usize = 4;

/// Letters of a name at least; what is shorter is also a word or a place.
const LETTERS: usize = 8;

/// Bytes of a line up to which a word for a picture at its beginning makes it a caption or a photographer's.
const PICTURE: usize = 80;

/// Names of an article that are kept, four bytes each.
const MOST: usize = 96;

/// A word by its letters, among those of a passage.
struct Word {
    letters: Range<usize>,
    /// Whether a name may begin with it: it has a capital, or stands behind a quotation mark.
    begins: bool,
    /// Whether nothing but a space, a hyphen or an apostrophe stands between it and the word before.
    follows: bool,
}

/// Turns the hash of a single word into that of a word at the head of a text: there, a place.
const PLACE: u32 = 0x5bd1_e995;

/// What may be names of outlets at the head and the foot of a text, as hashes of their letters, ascending. `left_out` are the
/// ranges of characters that are furniture, ascending: there a site names itself. Cost: O(characters).
pub fn possible_names(text: &str, left_out: &[Span]) -> Vec<u32> {
    let length = text.chars().count();
    let mut found = Vec::new();
    let mut room = (String::new(), Vec::new());
    if length <= HEAD + FOOT {
        read(&without(text, 0..length, left_out), true, &mut room, &mut found);
    } else {
        let (mut behind, mut before) = (text.chars(), text.chars());
        behind.nth(HEAD - 1);
        before.nth_back(FOOT - 1);
        let (head, foot) = (text.len() - behind.as_str().len(), before.as_str().len());
        read(&without(&text[..head], 0..HEAD, left_out), true, &mut room, &mut found);
        read(&without(&text[foot..], length - FOOT..length, left_out), false, &mut room, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(MOST);
    found
}

/// The form in which [`possible_names`] keeps a single word at the head, where it may be the place of which a text tells.
pub fn as_place(name: u32) -> u32 {
    name ^ PLACE
}

/// A part of a text, which has these characters of the whole, with a line's end for each that is left out.
fn without<'t>(part: &'t str, characters: Range<usize>, left_out: &[Span]) -> Cow<'t, str> {
    let Range { start, end } = characters;
    let inside = |range: &&Span| (range.end as usize) > start && (range.start as usize) < end;
    let mut left_out = left_out.iter().filter(inside).peekable();
    if left_out.peek().is_none() {
        return Cow::Borrowed(part);
    }
    let kept = |(c, at): (char, usize)| {
        while left_out.next_if(|range| range.end as usize <= at).is_some() {}
        if left_out.peek().is_some_and(|range| range.start as usize <= at) { '\n' } else { c }
    };
    Cow::Owned(part.chars().zip(start..).map(kept).collect())
}

fn read(text: &str, is_head: bool, room: &mut (String, Vec<Word>), found: &mut Vec<u32>) {
    // Who took the picture wrote nothing, and who has the rights to the page is its publisher.
    let opens =
        |line: &str| PHOTO_CUES.find(line.trim_start_matches(['(', '[', ' '])).is_some_and(|cue| cue.start() == 0);
    let is_of_picture = |line: &str| line.len() <= PICTURE && opens(line);
    let tells = |line: &&str| !line.is_empty() && !line.contains('©') && !is_of_picture(line);
    text.lines().filter(tells).for_each(|line| read_line(line, is_head, room, found));
}

fn read_line(text: &str, is_head: bool, (letters, words): &mut (String, Vec<Word>), found: &mut Vec<u32>) {
    letters.clear();
    words.clear();
    let (mut gap, mut quoted, mut inside) = (0, false, false);
    // Words of the line, and how many more from here a name may have.
    let (mut count, mut more) = (0, 0);
    let (bytes, mut at) = (text.as_bytes(), 0);
    while let Some(c) = text[at..].chars().next() {
        if is_of_words(c) {
            if !inside {
                let begins = quoted || c.is_uppercase();
                more = if begins { WORDS } else { more.saturating_sub(1) };
                count += 1;
                if more > 0 {
                    let follows = gap == 1 && !quoted;
                    words.push(Word { letters: letters.len()..letters.len(), begins, follows });
                }
                (gap, quoted, inside) = (0, false, true);
            }
            let from = at;
            at = if c.is_ascii() { end_of_ascii_word(bytes, at) } else { at + c.len_utf8() };
            // Most words are far from any name.
            if more > 0 {
                push_word(&text[from..at], letters);
                if let Some(word) = words.last_mut() {
                    word.letters.end = letters.len();
                }
            }
        } else {
            inside = false;
            let joins = matches!(c, ' ' | '\u{a0}' | '-' | '\'' | '’');
            gap += if joins { 1 } else { 2 };
            quoted |= matches!(c, '«' | '„' | '“' | '"' | '‚' | '‘' | '《' | '「' | '『' | '»');
            at += c.len_utf8();
        }
    }
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.begins) {
        let last = words[at..].iter().enumerate().take(WORDS).take_while(|(n, word)| *n == 0 || word.follows);
        let names = last.map(|(more, last)| (more, &letters[word.letters.start..last.letters.end]));
        for (more, name) in names.filter(|(_, name)| name.len() >= LETTERS) {
            found.push(hash(name));
            if more == 0 && is_head && count > WORDS {
                found.push(as_place(hash(name)));
            }
        }
    }
}

/// The names by which a text may mention a source: its letters, with and without an article, and with umlauts spelt out or
/// not. None where they are also a common noun.
pub fn names_of(source: &str) -> Vec<u32> {
    let label = label(source);
    let whole = letters_of(label);
    let first = label.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let is_article = matches!(first.as_str(), "l" | "d") || ARTICLES.contains(&first.as_str());
    let prefix = ARTICLES.iter().filter(|article| whole.starts_with(**article)).map(|article| article.len()).max();
    let article = if is_article { first.len() } else { prefix.unwrap_or(0) };
    let mut names = Vec::new();
    for name in [&whole, whole.get(article..).unwrap_or_default()] {
        if name.len() >= LETTERS && !is_noun_of_papers(name) {
            names.extend([hash(name), hash(&name.replace("ae", "a").replace("oe", "o").replace("ue", "u"))]);
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn hash(letters: &str) -> u32 {
    xxh3_64(letters.as_bytes()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions(text: &str, source: &str) -> bool {
        let names = possible_names(text, &[]);
        names_of(source).into_iter().any(|name| names.binary_search(&name).is_ok())
    }

    #[test]
    fn an_outlet_is_told_by_its_name_among_any_words() {
        for (text, source) in [
            ("Det var Granforsbladet som först rapporterade.", "www.granforsbladet.example"),
            ("Об этом пишет «Урал сегодня».", "ural-segodnya.example"),
            ("Informoval o tom Vrchovský deník.", "vrchovskydenik.example"),
            ("Aus Hochstadt wird dem „Lindauer Anzeiger“ gemeldet:", "lindauer-anzeiger.example"),
            ("Read more at the Wenlow Tribune.", "www.thewenlowtribune.co.uk"),
            ("On lit dans le Petit Montcelois :", "le-petit-montcelois.example"),
            ("The Wenlow Tribune has pictures of it.", "wenlow-tribune.example"),
            ("según publicó Portafolio Andino, el banco", "portafolioandino.example"),
            ("The Wenlow Tribune’s reporter", "Wenlow Tribune"),
            ("Nous lisons dans l'Avenir de la Brenne :", "l-avenir-de-la-brenne.example"),
            ("Wie die Ellerbrücker Nachrichten berichten", "ellerbruecker-nachrichten.example"),
        ] {
            assert!(mentions(text, source), "{text}");
            let far = format!("{0}{text}{0}", "Am Montag kam niemand mehr. ".repeat(40));
            assert!(!mentions(&far, source), "{text}");
        }
        for (text, source) in [
            ("Weitere Nachrichten aus der Region", "nachrichten.example"),
            ("les secours sont arrivés vite. Tribune libre", "vite-tribune.example"),
            ("the wenlow tribune was built in 1820", "wenlow-tribune.example"),
            ("Foto: Lindauer Anzeiger", "lindauer-anzeiger.example"),
            ("© Wenlow Tribune 2031", "wenlow-tribune.example"),
            ("", "wenlow-tribune.example"),
            ("Read more at the Wenlow Tribune.", ""),
        ] {
            assert!(!mentions(text, source), "{text}");
        }
    }

    #[test]
    fn furniture_names_nobody_and_a_place_is_told_apart() {
        let text = "The dam was closed. Follow the Wenlow Tribune.";
        let whole = possible_names(text, &[]);
        let name = names_of("wenlow-tribune.example")[0];
        assert!(whole.contains(&name) && !possible_names(text, &[Span::new(20, 46)]).contains(&name));
        let place = names_of("nordanvik.example")[0];
        assert!(possible_names("Nordanvik (TT) Museet har ny chef", &[]).contains(&as_place(place)));
        assert!(!possible_names("Museet har ny chef.\n\nNordanvik", &[]).contains(&as_place(place)));
        assert!(!whole.contains(&as_place(name)));
    }
}
