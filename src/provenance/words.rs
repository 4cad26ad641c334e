//! Finds phrases that begin where a word begins, which spares most of the text a look at the automaton.

use super::context::BROKEN;
use crate::tokenise::end_of_ascii_word;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, Anchored, Input, MatchKind, StartKind};

/// A set of bits, one for each value of a 16-bit hash.
#[derive(Debug)]
struct Bits(Box<[u64; 1024]>);

impl Bits {
    fn new() -> Self {
        Self(Box::new([0; 1024]))
    }

    fn set(&mut self, at: u16) {
        self.0[usize::from(at >> 6)] |= 1 << (at & 63);
    }

    fn has(&self, at: u16) -> bool {
        self.0[usize::from(at >> 6)] >> (at & 63) & 1 == 1
    }
}

/// Finds the longest of many phrases at every word start; the case of ASCII letters does not matter.
///
/// A word starts at an ASCII letter or digit behind none such, at a letter of another script behind none of an
/// alphabet's, and at every character of a script without spaces.
#[derive(Debug)]
pub(super) struct PhraseFinder {
    automaton: AhoCorasick,
    /// First four bytes of the phrases, hashed.
    quads: Bits,
    /// The phrases of three bytes.
    triples: Bits,
    /// The phrases of two bytes.
    pairs: Bits,
}

impl PhraseFinder {
    /// The error is the automaton's, in words: too many phrases.
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        let phrases: Vec<&str> = phrases.into_iter().collect();
        let (mut quads, mut triples, mut pairs) = (Bits::new(), Bits::new(), Bits::new());
        for phrase in &phrases {
            match *phrase.as_bytes() {
                [a, b] => pairs.set(quad([a, b, 0, 0])),
                [a, b, c] => triples.set(quad([a, b, c, 0])),
                [a, b, c, d, ..] => quads.set(quad([a, b, c, d])),
                _ => return Err(format!("the phrase {phrase:?} is shorter than two bytes")),
            }
        }
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .ascii_case_insensitive(true)
            .build(phrases)
            .map_err(|e| e.to_string())?;
        Ok(Self { automaton, quads, triples, pairs })
    }

    /// Calls `found` with start, end and number of each phrase, in order; a phrase may lie within another.
    ///
    /// Cost: some instructions a byte, and one descent into the automaton where the first four bytes agree.
    pub fn find(&self, text: &str, mut found: impl FnMut(usize, usize, u32)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at + 2 <= bytes.len() {
            let class = CLASS[usize::from(bytes[at])];
            let starts = match class {
                Class::Other => false,
                Class::Word | Class::Opening | Class::Wide => true,
                Class::Letter => starts_letters(bytes, at),
            };
            if starts && let Some((start, end, phrase)) = self.at(text, at) {
                found(start, end, phrase);
                at = end;
                continue;
            }
            at += 1;
            if class == Class::Word {
                // `lDNB)`: print makes letters of brackets.
                if bytes[at].is_ascii_uppercase() && BROKEN.contains(&char::from(bytes[at - 1])) {
                    continue;
                }
                at = end_of_ascii_word(bytes, at);
                at += usize::from(bytes.get(at) == Some(&b' '));
            }
        }
    }

    /// The longest phrase that begins at `at`.
    #[inline(always)]
    pub fn at(&self, text: &str, at: usize) -> Option<(usize, usize, u32)> {
        let rest = text.as_bytes().get(at..)?;
        let ends = |&byte: &u8| CLASS[usize::from(byte)] != Class::Word;
        let likely = match *rest {
            // Without branches: the lengths of words cannot be foreseen.
            [a, b, c, d, ..] => {
                self.quads.has(quad([a, b, c, d]))
                    | ends(&d) & self.triples.has(quad([a, b, c, 0]))
                    | ends(&c) & self.pairs.has(quad([a, b, 0, 0]))
            }
            [a, b, c] => self.triples.has(quad([a, b, c, 0])) || ends(&c) && self.pairs.has(quad([a, b, 0, 0])),
            [a, b] => self.pairs.has(quad([a, b, 0, 0])),
            _ => false,
        };
        if likely { self.descend(text, at) } else { None }
    }

    #[cold]
    fn descend(&self, text: &str, at: usize) -> Option<(usize, usize, u32)> {
        let found = self.automaton.find(Input::new(text).range(at..).anchored(Anchored::Yes))?;
        Some((found.start(), found.end(), found.pattern().as_u32()))
    }
}

/// What a byte can begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Nothing: blanks, signs, bytes inside a character.
    Other,
    /// An ASCII word.
    Word,
    /// A phrase that begins with a sign.
    Opening,
    /// A two-byte letter: Latin with marks, Greek, Cyrillic, Armenian, Hebrew, Arabic.
    Letter,
    /// A longer character: scripts without spaces, and signs.
    Wide,
}

static CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Word,
            b'(' | b'/' => Class::Opening,
            0xc3..=0xdf => Class::Letter,
            0xe0..=0xf4 => Class::Wide,
            _ => Class::Other,
        };
        b += 1;
    }
    table
};

/// Whether the two-byte letter at `at` begins a word.
fn starts_letters(bytes: &[u8], at: usize) -> bool {
    let ahead = if at == 0 { b' ' } else { bytes[at - 1] };
    let letter_ahead = at >= 2 && matches!(bytes[at - 2], 0xc3..=0xdf) || ahead.is_ascii_alphanumeric();
    // Arabic joins `to`, `and`, `by`, `as`, `so` to the word.
    let clitic = at >= 2 && matches!(bytes[at - 2..at], [0xd9, 0x84 | 0x88 | 0x83 | 0x81] | [0xd8, 0xa8]);
    !letter_ahead || clitic
}

/// Hash of the start of a phrase, the same for both cases of ASCII letters.
fn quad(bytes: [u8; 4]) -> u16 {
    // One bit tells the cases apart. That other signs fall together as well costs a look at the automaton.
    ((u32::from_le_bytes(bytes) | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> 16) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let finder = PhraseFinder::new(phrases.iter().copied()).expect("few phrases");
        let mut all = Vec::new();
        finder.find(text, |start, end, _| all.push(text[start..end].to_string()));
        all
    }

    #[test]
    fn phrases_are_found_at_word_starts() {
        assert_eq!(
            found(&["AP", "AFP", "AFP Photo"], "rapport ap/AFP photo, (AP) l’AFP"),
            ["ap", "AFP photo", "AP", "AFP"]
        );
        assert_eq!(found(&["ТАСС", "رويترز", "新华社"], "/ТАСС/ لرويترز 据新华社报"), ["ТАСС", "رويترز", "新华社"]);
        assert_eq!(found(&["DNB"], "Juli. lDNB). xDNB"), ["DNB"]);
        assert!(found(&["ab"], "").is_empty());
        assert!(PhraseFinder::new(["a"]).is_err());
    }
}
