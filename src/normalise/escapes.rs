//! Escapes of programming languages that were left in a text: `\n`, `\"`, `\u00e9`, `\xc3\xa9`.

use super::mojibake::{character, length_of};
use super::reread::{Reread, Rewriter};

/// Breaks beyond which lines that end in the middle of a sentence are believed to be such.
const MANY: usize = 8;

/// What an escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Escape {
    pub ch: char,
    pub length: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// By its number.
    Numbered,
    Blank,
    Mark,
    Backslash,
}

/// The escape with which `rest` begins, at its backslash. Bytes of UTF-8 in a row are one.
pub(super) fn escape(rest: &str) -> Option<Escape> {
    let bytes = rest.as_bytes();
    let (ch, length, kind) = match *bytes.get(1)? {
        b'n' => ('\n', 2, Kind::Blank),
        b'r' => ('\r', 2, Kind::Blank),
        b't' => ('\t', 2, Kind::Blank),
        b'\\' => ('\\', 2, Kind::Backslash),
        b'u' => {
            let (code, length) = match (number(bytes, 2, 4)?, bytes.get(6..8)) {
                (high @ 0xd800..0xdc00, Some(b"\\u")) => match number(bytes, 8, 4) {
                    Some(low @ 0xdc00..0xe000) => (0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), 12),
                    _ => (high, 6),
                },
                (code, _) => (code, 6),
            };
            (char::from_u32(code).unwrap_or('\u{fffd}'), length, Kind::Numbered)
        }
        b'U' => (char::from_u32(number(bytes, 2, 8)?)?, 10, Kind::Numbered),
        b'x' => {
            let first = number(bytes, 2, 2)?;
            let (ch, length) = of_bytes(bytes).unwrap_or((char::from_u32(first)?, 4));
            (ch, length, Kind::Numbered)
        }
        mark if mark.is_ascii_punctuation() => (char::from(mark), 2, Kind::Mark),
        _ => return None,
    };
    Some(Escape { ch, length, kind })
}

/// A number of so many digits in hexadecimal.
fn number(bytes: &[u8], from: usize, digits: usize) -> Option<u32> {
    let digits = bytes.get(from..from + digits)?;
    digits.iter().try_fold(0u32, |number, digit| Some(number << 4 | char::from(*digit).to_digit(16)?))
}

/// The character beyond ASCII that escaped bytes stand for, and the length of their escapes.
fn of_bytes(escaped: &[u8]) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    for (n, byte) in bytes.iter_mut().enumerate() {
        let Some(b"\\x") = escaped.get(4 * n..4 * n + 2) else { break };
        let Some(read) = number(escaped, 4 * n + 2, 2) else { break };
        *byte = read as u8;
    }
    let count = length_of(bytes[0])?;
    Some((character(&bytes[..count])?, 4 * count))
}

/// What a text stands for in which escapes were left; none where it has none, or where it may mean its backslashes.
///
/// Cost: O(bytes); a search for one byte where there is none.
pub(super) fn read(given: &str) -> Option<Reread> {
    memchr::memchr(b'\\', given.as_bytes())?;
    let found = Found::in_text(given)?;
    let mut out = Rewriter::new(given);
    for (from, escape) in found.escapes {
        if escape.kind != Kind::Blank || found.has_breaks || !is_doubtful(given, from) {
            out.character(from, from + escape.length, escape.ch);
        }
    }
    out.finish()
}

/// The escapes of a text that has such.
struct Found {
    escapes: Vec<(usize, Escape)>,
    /// Whether each escaped blank is one.
    has_breaks: bool,
}

impl Found {
    fn in_text(given: &str) -> Option<Self> {
        let (mut escapes, mut below, mut strange, mut at) = (Vec::new(), Vec::new(), 0, 0);
        while let Some(ahead) = memchr::memchr(b'\\', &given.as_bytes()[at..]) {
            let from = at + ahead;
            let Some(found) = escape(&given[from..]) else {
                strange += 1;
                at = from + 1;
                continue;
            };
            at = from + found.length;
            // What was escaped twice tells as much.
            if found.kind == Kind::Backslash
                && let Some(inner) = escape(&given[from + 1..])
                && matches!(inner.kind, Kind::Numbered | Kind::Blank)
            {
                below.push((from + 1, inner));
            }
            escapes.push((from, found));
        }
        if 10 * strange > escapes.len() {
            return None;
        }
        let places = |kind: Kind| {
            let all = escapes.iter().chain(&below);
            all.filter(move |(_, escape)| escape.kind == kind).map(|(from, _)| *from)
        };
        let (numbered, marks) = (places(Kind::Numbered).count(), places(Kind::Mark).count());
        let blanks = places(Kind::Blank).count();
        let doubtful = places(Kind::Blank).filter(|from| is_doubtful(given, *from)).count();
        // Whoever escapes line breaks leaves none.
        let has_breaks = blanks > 0
            && strange == 0
            && memchr::memchr(b'\n', given.as_bytes()).is_none()
            && (blanks >= MANY
                || 4 * doubtful < blanks
                    && (blanks - doubtful >= 2 || places(Kind::Blank).any(|from| is_behind_end(given, from))));
        let has_others = numbered >= 2 || numbered == 1 && strange == 0 || marks >= 2;
        (has_breaks || has_others).then_some(Self { has_breaks: has_breaks || numbered > 0, escapes })
    }
}

/// Whether an escaped blank may be the name of a folder or a file: `C:\new`.
fn is_doubtful(given: &str, from: usize) -> bool {
    given[from + 2..].starts_with(|c: char| c.is_ascii_lowercase()) && !is_behind_end(given, from)
}

/// Whether a sentence or a quotation ends before.
fn is_behind_end(given: &str, from: usize) -> bool {
    given[..from]
        .trim_end_matches([' ', '\\'])
        .ends_with(['.', '!', '?', '"', '”', '»', ')', '…', '。', '！', '？', '」', '؟', '۔', '।'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(given: &str) -> Option<String> {
        read(given).map(|read| read.text)
    }

    #[test]
    fn escapes_are_what_they_stand_for() {
        for (given, is) in [
            (r"Le pont est ferm\u00e9.\nIl rouvre mardi.", "Le pont est fermé.\nIl rouvre mardi."),
            (r#"\"The bridge is shut,\" he said."#, "\"The bridge is shut,\" he said."),
            (r"The bridge is shut.\r\nIt opens on Tuesday.", "The bridge is shut.\r\nIt opens on Tuesday."),
            (r"Le pont\xa0: ferm\xc3\xa9 \xe0 Orsk", "Le pont\u{a0}: fermé à Orsk"),
            (r"\ud83d\ude00 \ud83d Orsk \U0001f600", "😀 \u{fffd} Orsk 😀"),
            (r"https:\/\/orsk.example\/a and 2\/3", "https://orsk.example/a and 2/3"),
            (r"\\n and caf\\u00e9 \u00e9", r"\n and caf\u00e9 é"),
        ] {
            assert_eq!(text(given).as_deref(), Some(is), "{given}");
        }
        let twice = r"Il est ferm\\u00e9.\\nIl rouvre.";
        assert_eq!(Reread::of(twice).map(|read| read.text).as_deref(), Some("Il est fermé.\nIl rouvre."));
        let lines = r"the bridge over the\nLema was closed ".repeat(MANY);
        assert_eq!(text(&lines).map(|text| text.lines().count()), Some(MANY + 1));
    }

    #[test]
    fn backslashes_that_are_meant_stay() {
        for given in [
            r"The files are in C:\new\temp\reports.",
            r"The files are in C:\new, C:\temp and D:\reports, he said.",
            r"He wrote \o/ and ¯\_(ツ)_/¯ at 3\4.",
            r"The formula is \alpha \beta \nabla \rho.",
            r"One \n is a line's end",
            "A line.\nAnd \\name.",
            r"AC\DC",
            "\\",
            r"\u12 \x1 \U0011",
        ] {
            assert_eq!(text(given), None, "{given}");
        }
    }
}
