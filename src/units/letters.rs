//! Which characters make words, looked up in a bit for each: the standard library searches a table, at ten times the cost.

use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

/// A bit for each character of the Basic Multilingual Plane, 8 KiB.
type Plane = [u64; 0x1_0000 / 64];

static ALPHANUMERIC: LazyLock<Plane> = LazyLock::new(|| plane(char::is_alphanumeric));

static OF_WORDS: LazyLock<Plane> = LazyLock::new(|| plane(|c| c.is_alphanumeric() || is_combining_mark(c)));

fn plane(holds: impl Fn(char) -> bool) -> Plane {
    let bit = |code: u32| u64::from(char::from_u32(code).is_some_and(&holds)) << (code % 64);
    std::array::from_fn(|word| (0..64).fold(0, |bits, n| bits | bit(word as u32 * 64 + n)))
}

fn bit(plane: &Plane, c: char) -> Option<bool> {
    plane.get(c as usize / 64).map(|bits| bits >> (c as usize % 64) & 1 == 1)
}

/// Whether a character is a letter or a digit, as [`char::is_alphanumeric`] says.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { bit(&ALPHANUMERIC, c).unwrap_or_else(|| c.is_alphanumeric()) }
}

/// Whether a character is a letter, a digit or a mark on one.
#[inline]
pub(crate) fn is_of_words(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    bit(&OF_WORDS, c).unwrap_or_else(|| c.is_alphanumeric() || is_combining_mark(c))
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
