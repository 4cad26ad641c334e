//! Finds phrases that begin where a word begins, which spares most of the text a look at the list.

use super::context::BROKEN;
use crate::tokenise::end_of_ascii_word;

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
    /// By their text, each once.
    phrases: Vec<Phrase>,
    /// First four bytes of the phrases, hashed.
    quads: Bits,
    /// The phrases of two and three bytes.
    short: Bits,
}

#[derive(Debug)]
struct Phrase {
    /// In lower case, as far as it is ASCII.
    text: Box<[u8]>,
    /// The first eight bytes of it, so that most comparisons look no further.
    head: u64,
    number: u32,
    /// The longest other phrase that it begins with.
    within: Option<u32>,
}

impl Phrase {
    /// Whether it stands in the order of the list where `text` would, or before.
    fn precedes(&self, head: u64, text: &[u8]) -> bool {
        let rest = || self.text.iter().skip(8).copied().cmp(text.iter().skip(8).map(u8::to_ascii_lowercase));
        self.head.cmp(&head).then_with(rest).is_le()
    }

    /// Whether `text` begins with it, and with the end of a word where it is as short as the beginnings of many.
    fn begins(&self, text: &[u8]) -> bool {
        let length = self.text.len();
        text.get(..length).is_some_and(|start| start.eq_ignore_ascii_case(&self.text))
            && (length > 3 || text.get(length).is_none_or(|&next| ends_word(next)))
    }
}

/// The first eight bytes of a text, in lower case, as a number that orders as they do.
fn head(text: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(text).for_each(|(to, byte)| *to = byte.to_ascii_lowercase());
    u64::from_be_bytes(first)
}

impl PhraseFinder {
    /// Of phrases that differ in the case of ASCII letters alone, the first is found. The error names one that is too
    /// short.
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        let phrases: Vec<&str> = phrases.into_iter().collect();
        let (mut quads, mut short) = (Bits::new(), Bits::new());
        for phrase in &phrases {
            match *phrase.as_bytes() {
                [a, b] => (0..=u8::MAX).filter(|&c| ends_word(c)).for_each(|c| short.set(triple([a, b, c]))),
                [a, b, c] => short.set(triple([a, b, c])),
                [a, b, c, d, ..] => quads.set(quad([a, b, c, d])),
                _ => return Err(format!("the phrase {phrase:?} is shorter than two bytes")),
            }
        }
        let mut phrases: Vec<Phrase> = (0..)
            .zip(phrases)
            .map(|(number, phrase)| {
                let text = phrase.to_ascii_lowercase().into_bytes().into_boxed_slice();
                Phrase { head: head(&text), text, number, within: None }
            })
            .collect();
        phrases.sort_by(|a, b| a.text.cmp(&b.text));
        phrases.dedup_by(|later, first| later.text == first.text);
        for at in 1..phrases.len() {
            let before = std::iter::successors(Some(at as u32 - 1), |&before| phrases[before as usize].within);
            phrases[at].within = before.into_iter().find(|&b| phrases[at].text.starts_with(&phrases[b as usize].text));
        }
        Ok(Self { phrases, quads, short })
    }

    /// Calls `found` with start, end and number of each phrase, in order; a phrase may lie within another.
    ///
    /// Cost: some instructions a byte, and a look at O(log phrases) of them where the first four bytes agree.
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
        let likely = match *rest {
            // Without branches: the lengths of words cannot be foreseen.
            [a, b, c, d, ..] => {
                let is_short = self.short.has(triple([a, b, c])) & (ends_word(c) | ends_word(d));
                self.quads.has(quad([a, b, c, d])) | is_short
            }
            [a, b, c] => self.short.has(triple([a, b, c])),
            [a, b] => self.short.has(triple([a, b, b' '])),
            _ => false,
        };
        if likely { self.longest(text, at) } else { None }
    }

    #[cold]
    fn longest(&self, text: &str, at: usize) -> Option<(usize, usize, u32)> {
        let rest = &text.as_bytes()[at..];
        let head = head(rest);
        // Whatever stands in order between a text and a phrase that it begins with begins with that phrase as well.
        let last = self.phrases.partition_point(|phrase| phrase.precedes(head, rest)).checked_sub(1)?;
        let found =
            std::iter::successors(Some(&self.phrases[last]), |phrase| Some(&self.phrases[phrase.within? as usize]))
                .find(|phrase| phrase.begins(rest))?;
        Some((at, at + found.text.len(), found.number))
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

/// Whether a byte is no ASCII letter or digit.
#[inline]
fn ends_word(byte: u8) -> bool {
    CLASS[usize::from(byte)] != Class::Word
}

/// What is left of a byte where few bits are to tell many apart: a letter in either case, a digit, one of four parts of
/// other scripts, or a sign.
static FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            letter @ (b'A'..=b'Z' | b'a'..=b'z') => letter & 31,
            b'0'..=b'9' => 27,
            wide @ 0x80.. => 28 + (wide & 3),
            _ => 0,
        };
        b += 1;
    }
    table
};

/// The first three bytes of a text, as few bits.
#[inline]
fn triple(bytes: [u8; 3]) -> u16 {
    let [a, b, c] = bytes;
    let folded = |byte: u8| u16::from(FOLDED[usize::from(byte)]);
    folded(a) << 10 | folded(b) << 5 | folded(c)
}

/// Hash of the start of a phrase, the same for both cases of ASCII letters.
fn quad(bytes: [u8; 4]) -> u16 {
    // One bit tells the cases apart. That other signs fall together as well costs a look at the list.
    ((u32::from_le_bytes(bytes) | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> 16) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let finder = PhraseFinder::new(phrases.iter().copied()).expect("none is too short");
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
        let nested = ["Agence", "agence A", "Agence A P", "Agence France-Presse", "agence a", "Agence FR"];
        assert_eq!(
            found(&nested, "AGENCE A P, agence france-press, agence a Paris"),
            ["AGENCE A P", "agence fr", "agence a P"]
        );
        assert_eq!(found(&["DNB"], "Juli. lDNB). xDNB"), ["DNB"]);
        assert!(found(&["ab"], "").is_empty());
        assert!(PhraseFinder::new(["a"]).is_err());
    }

    proptest! {
        #[test]
        fn the_longest_phrase_is_found(phrases in proptest::collection::vec("[abA]{2,5}", 1..30), text in "[abAB]{0,12}") {
            let finder = PhraseFinder::new(phrases.iter().map(String::as_str)).expect("none is too short");
            for at in 0..text.len() {
                let begins = |p: &(u32, &String)| text[at..].to_lowercase().starts_with(&p.1.to_lowercase());
                let longest = (0..).zip(&phrases).filter(begins).max_by_key(|&(number, p)| (p.len(), -i64::from(number)));
                let expected = longest.map(|(number, p)| (at, at + p.len(), number));
                // Phrases of two and three letters are found where a word ends with them.
                let whole = expected.filter(|&(_, end, _)| end - at > 3 || end == text.len());
                prop_assert!(whole.is_none() || finder.at(&text, at) == whole);
            }
        }
    }
}
