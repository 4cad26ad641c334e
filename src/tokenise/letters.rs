//! Which characters make words, and which scripts set no spaces between them.

use crate::units::{is_alphanumeric, is_of_words, is_unspaced};
use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

/// Whether a character is part of a word: a letter, a digit or a mark on one, of a script with spaces between words.
pub(super) fn is_letter(ch: char) -> bool {
    !is_unspaced(ch) && is_of_words(ch)
}

/// Whether a letter behind digits makes one word with them: `3rd`. Korean joins the word for what was counted, with its
/// endings, and the number is a number all the same: `142명이`.
pub(super) fn goes_on_digits(ch: char) -> bool {
    is_alphanumeric(ch) && !is_unspaced(ch) && !matches!(ch, '\u{AC00}'..='\u{D7A3}')
}

/// [`is_letter`] for the characters of two bytes and fewer, one bit each: Latin, Greek, Cyrillic, Hebrew, Arabic and more.
pub(super) type Letters = [u64; 0x800 / 64];

pub(super) static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let bit = |code: u32| u64::from(char::from_u32(code).is_some_and(is_letter)) << (code % 64);
    std::array::from_fn(|word| (0..64).fold(0, |bits, n| bits | bit(word as u32 * 64 + n)))
});

/// Bytes of the unit with which `text` begins, of a script without spaces, and its letters as a number: a character of Han
/// or Kana; of the alphabets of South-East Asia a consonant with the vowels and marks that are written around it, since
/// two letters tell no more there than they do in Latin.
pub(super) fn unit(text: &str) -> (usize, u32) {
    let (mut end, mut letters, mut is_open) = (0, 0u32, true);
    for ch in text.chars() {
        if !(is_open && is_unspaced(ch) || end > 0 && stands_on_last(ch)) {
            break;
        }
        end += ch.len_utf8();
        letters = letters.wrapping_mul(0x0001_0003).wrapping_add(ch.into());
        is_open = stands_on_next(ch);
    }
    (end, letters)
}

/// Vowels and marks that belong to the consonant before them; in the order of the text some stand behind it.
fn stands_on_last(ch: char) -> bool {
    match ch {
        '\u{0E30}' | '\u{0E32}' | '\u{0E33}' | '\u{0E45}' | '\u{0EB0}' | '\u{0EB2}' | '\u{0EB3}' => true,
        // Of Kana, which is no alphabet, two marks are known, and nothing has to be looked up.
        '\u{3000}'.. => matches!(ch, '\u{3099}' | '\u{309A}'),
        _ => is_combining_mark(ch),
    }
}

/// Vowels of Thai and Lao that stand before their consonant; marks of Burmese and Khmer that stack the next.
fn stands_on_next(ch: char) -> bool {
    matches!(ch, '\u{0E40}'..='\u{0E44}' | '\u{0EC0}'..='\u{0EC4}' | '\u{1039}' | '\u{17D2}')
}
