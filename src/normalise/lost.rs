//! Letters that got lost on a text's way: U+FFFD or `?` in their place, `pr?sident`.
//!
//! Such a mark is a letter that is not known. It is written as a letter of its own, so that it ends neither words nor sentences and
//! a word with it is like the whole one, as a misread word is.

use super::reread::{Reread, Rewriter};
use memchr::memmem;

/// Stands for a letter that is not known: one that no language of news writes (U+01C0).
pub(super) const LETTER: char = 'ǀ';

/// Words with such a mark between two small letters that a text has at least, and one of so many words.
const MIN_WORDS: usize = 3;
const WORDS_FOR_EACH: usize = 150;

/// Marks for each ten letters at most: where nearly all are lost nothing is told by the rest.
const MOST_OF_TEN: usize = 3;

/// Bytes before and behind a mark that tell whether it stands in an address.
const NEAR: usize = 80;

/// Words before an apostrophe, in French, Italian and Catalan, and behind one in English.
const ELIDED: &[&str] = &[
    "all", "aujourd", "c", "d", "dall", "dell", "j", "jusqu", "l", "lorsqu", "m", "n", "nell", "presqu", "puisqu",
    "qu", "quelqu", "quoiqu", "s", "sull", "t",
];
const LONGEST: usize = 8;
const CONTRACTED: &[&str] = &["d", "ll", "m", "re", "s", "t", "ve"];

const UNKNOWN: &str = "\u{fffd}";

/// What a text says in which letters got lost; none where none did.
///
/// Cost: O(bytes) where marks stand between letters, and else a search for them.
pub(super) fn read(given: &str) -> Option<Reread> {
    let bytes = given.as_bytes();
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let is_unknown = |at: usize| bytes[at..].starts_with(UNKNOWN.as_bytes());
    let is_within = |at: usize| is_letter(at.checked_sub(1)) && is_letter(Some(at + 1));
    let (first, _) = UNKNOWN.as_bytes().split_first()?;
    let mut places = memchr::memchr2_iter(b'?', *first, bytes);
    let found = places.find(|&at| is_unknown(at) || bytes[at] == b'?' && is_within(at))?;
    let mark = if is_unknown(found) || places.any(is_unknown) { UNKNOWN } else { "?" };
    let marks = Marks { given, mark, is_english: memmem::find(bytes, b" the ").is_some() };
    let (mut all, mut within, mut letters) = (0, 0, 0);
    for at in memmem::find_iter(bytes, mark) {
        all += 1;
        let is_within = is_letter(at.checked_sub(1)) && bytes.get(at + mark.len()).is_some_and(u8::is_ascii_lowercase);
        within += usize::from(is_within && marks.role(at) == Role::Letter);
    }
    let mut beyond = 0;
    for ch in given.chars() {
        letters += usize::from(ch.is_ascii_alphabetic());
        beyond += usize::from(!ch.is_ascii() && ch.is_alphabetic());
    }
    let words = given.split_ascii_whitespace().count();
    let lost_letters = within >= MIN_WORDS
        && WORDS_FOR_EACH * within >= words
        && (mark == UNKNOWN || 4 * within >= all)
        && if mark == UNKNOWN { 2 * beyond <= all } else { beyond == 0 }
        && 10 * all <= MOST_OF_TEN * letters;
    if !lost_letters && mark == "?" {
        return None;
    }
    let mut out = Rewriter::new(given);
    for at in memmem::find_iter(bytes, mark) {
        let end = at + mark.len();
        match marks.role(at) {
            Role::Letter if lost_letters => out.character(at, end, LETTER),
            Role::Blank if lost_letters => out.character(at, end, ' '),
            Role::Apostrophe => out.character(at, end, '\''),
            _ => {}
        }
    }
    out.finish()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Letter,
    Apostrophe,
    /// A word or a dash.
    Blank,
    /// What it is.
    Itself,
}

struct Marks<'t> {
    given: &'t str,
    mark: &'t str,
    is_english: bool,
}

impl Marks<'_> {
    /// What a mark stands for, where letters got lost.
    fn role(&self, at: usize) -> Role {
        let (before, behind) = (&self.given[..at], &self.given[at + self.mark.len()..]);
        let is_part = |c: char| c.is_alphabetic();
        let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_lowercase()) || rest.starts_with(self.mark);
        let is_in = before.ends_with(is_part) || before.ends_with(self.mark);
        if self.mark == "?" && self.is_in_address(at) {
            return Role::Itself;
        }
        if behind.starts_with(is_part) || behind.starts_with(self.mark) {
            if before.ends_with(is_part) && self.is_apostrophe(before, behind) {
                return Role::Apostrophe;
            }
            return if is_in || goes_on(behind) { Role::Letter } else { Role::Itself };
        }
        let ends = behind.starts_with([',', '.', ';', ':', ')', '-', '\'']);
        let is_followed = behind.strip_prefix(' ').is_some_and(goes_on);
        match (is_in, ends || is_followed || self.mark == UNKNOWN) {
            (true, true) => Role::Letter,
            (false, _) if is_followed => Role::Blank,
            _ => Role::Itself,
        }
    }

    /// Whether a mark stands in an address: `a?b=c`.
    fn is_in_address(&self, at: usize) -> bool {
        let bytes = self.given.as_bytes();
        let before = bytes[..at].iter().rev().take(NEAR).take_while(|byte| !byte.is_ascii_whitespace());
        let mut behind = bytes[at..].iter().take(NEAR).take_while(|byte| !byte.is_ascii_whitespace());
        before.into_iter().any(|byte| matches!(byte, b'/' | b'=')) || behind.any(|byte| matches!(byte, b'/' | b'='))
    }

    /// Whether a mark between two letters is an apostrophe.
    fn is_apostrophe(&self, before: &str, behind: &str) -> bool {
        let word = |letters: &mut dyn Iterator<Item = char>| {
            let letters = letters.take_while(|c| c.is_alphabetic()).take(LONGEST + 1);
            letters.map(|c| c.to_ascii_lowercase()).collect::<String>()
        };
        if self.is_english {
            return CONTRACTED.contains(&&*word(&mut behind.chars()));
        }
        let first: String = word(&mut before.chars().rev()).chars().rev().collect();
        behind.starts_with(|c: char| "aeiouyhAEIOUYH".contains(c)) && ELIDED.contains(&&*first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_letters_are_letters() {
        let text = |given: &str| read(given).map(|read| read.text);
        for mark in ["?", UNKNOWN] {
            let given = "Le pr?sident a d?clar? que l??t? a ?t? s?v?re ? Orsk, o? l?Elvane a d?bord?. Pourquoi ? Il est n? l?-bas.";
            let is = "Le prǀsident a dǀclarǀ que lǀǀtǀ a ǀtǀ sǀvǀre ? Orsk, oǀ l'Elvane a dǀbordǀ. Pourquoi ? Il est nǀ lǀ-bas.";
            let (given, is) = (given.replace('?', mark), is.replace('?', mark));
            assert_eq!(text(&given).as_deref(), Some(&*is));
        }
        assert_eq!(text("It\u{fffd}s the end, \u{fffd}so what").as_deref(), Some("It's the end, \u{fffd}so what"));
    }

    #[test]
    fn questions_and_addresses_stay() {
        for given in [
            "Who?What?Where? He asked: why? what for? who?",
            "See https://orsk.example/a?b=c, /d?e=f, /g?h=i and a?b=c.",
            "Was?und wer?und wo? Le pr\u{e9}sident est l\u{e0}?oui",
            "??????? ??? ??? ?????? ????? a?b?c?d",
            "don?t it?s we?re the they?ve",
            "a?b",
            "?",
        ] {
            assert_eq!(read(given), None, "{given}");
        }
    }
}
