//! The letters of a word as a few bits, so that a misread word is known for what it was.
//!
//! Hashes tell equal words from others and nothing else. A shape has a bit for each pair of neighbouring letters; a word
//! with one letter lost, added or mistaken keeps most of them. Shapes are compared in their places only, between words
//! that match, where the chance likeness of two words does no harm.

/// Bits of a shape: those that the cache of stems has room for.
pub const BITS: u32 = 30;

/// The shape of a word in lower case: each pair of neighbouring letters, its beginning and its end among them, sets one
/// bit. Never 0 for a word that has letters. Cost: O(bytes).
///
/// Source: the signature files of Faloutsos and Christodoulakis 1984, over letter pairs as in Adamson and Boreham 1974.
pub fn of_word(word: &str) -> u32 {
    let mut shape = 0;
    let mut before = 0u32;
    for ch in word.chars().map(u32::from).chain([0]) {
        let pair = before.wrapping_mul(0x9e37_79b9) ^ ch.wrapping_mul(0x85eb_ca6b);
        shape |= 1 << ((pair.wrapping_mul(0xc2b2_ae35) >> 16) % BITS);
        before = ch;
    }
    shape
}

/// The shape of a pair of characters of a script without spaces, or of units of several letters as numbers: two bits for
/// each, by its place. So pairs that share one of their characters in its place are like each other.
pub fn of_pair(first: impl Into<u32>, second: impl Into<u32>) -> u32 {
    let bits = |unit: u32| {
        let mixed = unit.wrapping_mul(0x9e37_79b9) >> 12;
        1 << (mixed & 15) | 1 << (mixed >> 4 & 15)
    };
    bits(first.into()) | bits(second.into()) << 16
}

/// Bits in which the shapes of a word differ that has one letter, or two for one, misread: two pairs lost, three gained.
const ONE_LETTER: u32 = 5;

/// Whether two shapes are those of one word, as it was and misread: they differ by one letter and share half of their
/// bits, or share seven in ten (Dice coefficient). Shapes of 0, those of numbers, are like none.
#[inline]
pub fn are_alike(a: u32, b: u32) -> bool {
    let (shared, differing) = bits(a, b);
    shared > 0 && (differing <= ONE_LETTER && 2 * shared >= differing || are_close(shared, differing))
}

/// Whether two shapes together are that of a word that came apart: they share seven bits in ten.
#[inline]
pub fn is_parted(whole: u32, first: u32, second: u32) -> bool {
    let (shared, differing) = bits(whole, first | second);
    shared > 0 && are_close(shared, differing)
}

/// How many bits two shapes share, and in how many they differ.
#[inline]
fn bits(a: u32, b: u32) -> (u32, u32) {
    ((a & b).count_ones(), (a ^ b).count_ones())
}

/// Whether `2 shared / (2 shared + differing)`, their Dice coefficient, is at least 0.7.
#[inline]
fn are_close(shared: u32, differing: u32) -> bool {
    6 * shared >= 7 * differing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_words_are_alike_and_others_are_not() {
        let alike = |a: &str, b: &str| are_alike(of_word(a), of_word(b));
        for (word, misread) in [
            ("modern", "modem"),
            ("government", "govemment"),
            ("minister", "rninister"),
            ("bridge", "bridgc"),
            ("плотина", "плотнна"),
            ("سدكارسوفا", "سدكارسوفة"),
            ("les", "1es"),
        ] {
            assert!(alike(word, misread), "{word} {misread}");
        }
        let words = ["bridge", "minister", "monday", "tuesday", "valley", "people", "montag", "dienstag", "mittwoch"];
        for a in words {
            assert!(words.iter().all(|b| a == *b || !alike(a, b)), "{a}");
        }
        let parted = |whole, first, second| is_parted(of_word(whole), of_word(first), of_word(second));
        assert!(parted("schools", "scho", "ols") && parted("bridge", "bri", "dge"));
        assert!(!parted("valley", "people", "schools") && !parted("monday", "tuesday", "with"));
        assert!(are_alike(of_pair('大', '桥'), of_pair('大', '挢')));
        assert!(are_alike(of_pair('大', '桥'), of_pair('太', '桥')));
        assert!(!are_alike(of_pair('大', '桥'), of_pair('桥', '大')));
        assert!(!are_alike(0, 0), "numbers");
    }
}
