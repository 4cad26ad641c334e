//! Texts in UTF-8 whose bytes were taken for those of Windows-1252: `Ã©` for `é`.
//!
//! A wrong repair would invent text, so a text is taken as a whole: it is read anew only where every character beyond ASCII is
//! part of a sequence that is UTF-8. One `é` before a letter, one `é»`, and it stays as it is.

/// Sequences that a text has at least.
const MIN_SEQUENCES: usize = 4;

/// What Windows-1252 has in the place of the control characters from 0x80 on; 0 where it has nothing.
const SPECIAL: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

/// Whether all characters beyond ASCII are bytes of UTF-8, each read as a character.
///
/// Cost: O(bytes) for such a text, and of any other what stands before its first character that is none.
pub(super) fn is_misdecoded(text: &str) -> bool {
    let (mut at, mut sequences) = (0, 0);
    while let Some(ascii) = text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) {
        at += ascii;
        let Some((_, read)) = decoded(&text[at..]) else { return false };
        at += read;
        sequences += 1;
    }
    sequences >= MIN_SEQUENCES
}

/// The character beyond ASCII that the first characters of `rest` stand for, and how many bytes they take.
pub(super) fn decoded(rest: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut characters = rest.char_indices();
    bytes[0] = byte_of(characters.next()?.1)?;
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut read = 0;
    for byte in &mut bytes[1..length] {
        let (at, ch) = characters.next()?;
        *byte = byte_of(ch)?;
        read = at + ch.len_utf8();
    }
    Some((std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?, read))
}

/// The byte of Windows-1252, or of Latin-1, that a character stands for.
fn byte_of(ch: char) -> Option<u8> {
    match u32::from(ch) {
        code @ 0x80..=0xff => Some(code as u8),
        code => {
            let at = SPECIAL.iter().position(|special| code != 0 && u32::from(*special) == code)?;
            Some(0x80 + at as u8)
        }
    }
}
