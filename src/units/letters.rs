//! Which characters make words, looked up in a bit for each: the standard library searches a table, at ten times the cost.

use std::sync::OnceLock;
use unicode_normalization::char::is_combining_mark;

/// A bit for each character of the alphabets and syllabaries, up to those of Japan; 64 are read when one of them is first
/// met.
struct Bits {
    words: [OnceLock<u64>; 0x3100 / 64],
    holds: fn(char) -> bool,
}

static ALPHANUMERIC: Bits = Bits::of(char::is_alphanumeric);

static OF_WORDS: Bits = Bits::of(|c| c.is_alphanumeric() || is_combining_mark(c));

impl Bits {
    const fn of(holds: fn(char) -> bool) -> Self {
        Self { words: [const { OnceLock::new() }; 0x3100 / 64], holds }
    }

    #[inline]
    fn has(&self, c: char) -> bool {
        // Han and Hangul are letters throughout.
        if matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}') {
            return true;
        }
        let code = u32::from(c);
        let Some(word) = self.words.get(code as usize / 64) else { return (self.holds)(c) };
        word.get_or_init(|| self.read(code & !63)) >> (code % 64) & 1 == 1
    }

    #[cold]
    fn read(&self, first: u32) -> u64 {
        let bit = |n: u32| u64::from(char::from_u32(first + n).is_some_and(self.holds)) << n;
        (0..64).fold(0, |bits, n| bits | bit(n))
    }
}

/// Whether a character is a letter or a digit, as [`char::is_alphanumeric`] says.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { ALPHANUMERIC.has(c) }
}

/// Whether a character is a letter, a digit or a mark on one.
#[inline]
pub(crate) fn is_of_words(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { OF_WORDS.has(c) }
}

/// Whether a character is of an alphabet that sets no spaces between words: Thai, Lao, Burmese, Khmer.
#[inline]
pub(crate) fn is_of_south_east_asia(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a character is of a script that sets no spaces between words: those, Han and Kana.
#[inline]
pub(crate) fn is_unspaced(c: char) -> bool {
    is_of_south_east_asia(c)
        || matches!(
            c,
            '\u{3005}'..='\u{3007}'
                | '\u{3041}'..='\u{30FF}'
                | '\u{31F0}'..='\u{31FF}'
                | '\u{3400}'..='\u{4DBF}'
                | '\u{4E00}'..='\u{9FFF}'
                | '\u{F900}'..='\u{FAFF}'
                | '\u{20000}'..='\u{2FA1F}'
        )
}

/// The digit of ASCII that a decimal digit of another script stands for: Arabic, Persian, N'Ko, those of India, Thai, Lao,
/// Tibetan, Burmese, Khmer and Mongolian. Those of full width are NFKC's.
pub(crate) fn plain_digit(ch: char) -> Option<char> {
    let code = ch as u32;
    let value = match code {
        0x0660..=0x0669 => code - 0x0660,
        0x06f0..=0x06f9 => code - 0x06f0,
        0x07c0..=0x07c9 => code - 0x07c0,
        // Ten scripts with blocks of one plan.
        0x0966..=0x0def if (0x66..=0x6f).contains(&(code & 0x7f)) => (code & 0x7f) - 0x66,
        0x0e50..=0x0e59 => code - 0x0e50,
        0x0ed0..=0x0ed9 => code - 0x0ed0,
        0x0f20..=0x0f29 => code - 0x0f20,
        0x1040..=0x1049 => code - 0x1040,
        0x17e0..=0x17e9 => code - 0x17e0,
        0x1810..=0x1819 => code - 0x1810,
        _ => return None,
    };
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_told_as_the_standard_library_tells_it() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_of_words(c), c.is_alphanumeric() || is_combining_mark(c), "{c:?}");
        }
    }
}
