//! Texts whose bytes were taken for those of another code page: UTF-8 for Windows-1252 (`Ã©` for `é`) or for any other page of
//! one byte a character, and Cyrillic and Greek for Western letters (`Ïîæàð` for `Пожар`).
//!
//! A wrong repair would invent text, so a text is taken as a whole: it is read anew only where its characters beyond ASCII are
//! parts of sequences that are UTF-8. Of text as it was written such sequences are few, whatever the language. What got lost on
//! the way (bytes that a page has no character for, spaces that do not break) is told by what is left.

use super::code_pages::{CodePage, PAGES};
use super::lost::LETTER;
use super::reread::{Reread, Rewriter};
use super::western;
use std::sync::LazyLock;

/// Sequences that a text has at least; where something else stands between them, and how many for each such character.
const MIN_SEQUENCES: usize = 4;
const MIN_MIXED: usize = 8;
const FOR_EACH_OTHER: usize = 5;

/// The same for each sequence that lost what can be told.
const FOR_EACH_MENDED: usize = 2;

/// Pages that most such text was read by, the first of [`PAGES`]. In these fewer do: so many that no marks behind a letter make.
const COMMON: usize = 5;
const MIN_CERTAIN: usize = 2;

/// What stands behind a capital with an accent in text that was rightly read.
const BEHIND_LETTERS: &str = "»…”’›™®°²³ºª•–—\u{a0}";

/// Characters out of sequences at which a page is given up where so few are in some.
const GIVEN_UP: usize = 8;

/// Runs of characters beyond ASCII that are looked at before a page is tried.
const LOOKS: usize = 6;

/// Characters of pages lie below, all but a few.
const CODES: usize = 0x2600;

/// Pages in which a character is a byte that begins one beyond ASCII, and those in which it goes on with one: a bit each.
struct Roles {
    begins: Box<[u16]>,
    goes_on: Box<[u16]>,
}

static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    let mut roles = Roles { begins: vec![0; CODES].into(), goes_on: vec![0; CODES].into() };
    roles.goes_on[0x80..0xa0].fill(u16::MAX);
    for (n, page) in PAGES.iter().enumerate() {
        for (ch, byte) in page.bytes() {
            let role = match byte {
                0x80..0xc0 => &mut roles.goes_on,
                0xc2..0xf5 => &mut roles.begins,
                _ => continue,
            };
            if let Some(pages) = role.get_mut(*ch as usize) {
                *pages |= 1 << n;
            }
        }
    }
    roles
});

/// What a text stands for whose bytes were misread; none where they were not.
///
/// Cost: O(bytes) for each page that may have been the wrong one, and of any other text what stands before its first places that
/// are no such sequences.
pub(super) fn read(given: &str) -> Option<Reread> {
    let likely = likely_pages(given)?;
    let mut best: Option<(&CodePage, usize)> = None;
    for (n, page) in PAGES.iter().enumerate().filter(|(n, _)| likely >> n & 1 == 1) {
        let Some(others) = others(page, n < COMMON, given) else { continue };
        if best.is_none_or(|(_, least)| others < least) {
            best = Some((page, others));
        }
        if others == 0 {
            break;
        }
    }
    if let Some((page, _)) = best {
        return of_utf8(page, given);
    }
    western::read(given)
}

/// Where the next character beyond ASCII begins.
fn next_beyond_ascii(text: &str, from: usize) -> Option<usize> {
    let (bytes, mut at) = (text.as_bytes(), from);
    while let Some(some) = bytes[at..].first_chunk::<16>()
        && some.is_ascii()
    {
        at += some.len();
    }
    bytes[at..].iter().position(|byte| !byte.is_ascii()).map(|ahead| at + ahead)
}

/// The pages in which most of the first runs of characters beyond ASCII begin as such text does, a bit each; none of a text in
/// ASCII. Where a run begins, so does a sequence.
fn likely_pages(text: &str) -> Option<u16> {
    let roles = &*ROLES;
    let role = |of: &[u16], ch: Option<char>| ch.and_then(|ch| of.get(ch as usize)).copied().unwrap_or_default();
    let (mut from, mut looks, mut begun) = (next_beyond_ascii(text, 0)?, 0, [0_u16; u16::BITS as usize]);
    loop {
        let mut characters = text[from..].chars();
        let begins = role(&roles.begins, characters.next());
        let pages = if begins == 0 { 0 } else { begins & role(&roles.goes_on, characters.next()) };
        looks += 1;
        if pages != 0 {
            begun.iter_mut().enumerate().for_each(|(n, begun)| *begun += pages >> n & 1);
        } else if 2 * looks >= LOOKS && begun == [0; u16::BITS as usize] {
            return Some(0);
        }
        let ends = text.as_bytes()[from..].iter().position(u8::is_ascii).map(|length| from + length);
        let next = ends.filter(|_| looks < LOOKS).and_then(|end| next_beyond_ascii(text, end));
        let Some(next) = next else { break };
        from = next;
    }
    let likely = begun.iter().enumerate().filter(|(_, begun)| 2 * **begun > looks as u16);
    Some(likely.fold(0, |pages, (n, _)| pages | 1 << n))
}

/// How many characters beyond ASCII are in no whole sequence of UTF-8, where enough are.
fn others(page: &CodePage, is_common: bool, text: &str) -> Option<usize> {
    let (mut at, mut sequences, mut certain, mut marks, mut mended, mut others) = (0, 0, 0, 0, 0, 0);
    while let Some(from) = next_beyond_ascii(text, at) {
        if let Some((ch, length)) = sequence(page, &text[from..]) {
            sequences += 1;
            let mut shown = text[from..].chars();
            let may_be_written = shown.next().is_some_and(char::is_alphabetic)
                && shown.next().is_some_and(|ch| BEHIND_LETTERS.contains(ch));
            certain += usize::from(ch >= '\u{800}' || !may_be_written);
            marks += usize::from(matches!(ch, '\u{2010}'..='\u{203a}'));
            at = from + length;
            continue;
        }
        if let Some((_, length)) = broken(page, &text[from..]).filter(|(ch, _)| *ch != LETTER) {
            mended += 1;
            at = from + length;
            continue;
        }
        others += 1;
        if others > GIVEN_UP && others * FOR_EACH_OTHER > sequences {
            return None;
        }
        at = from + text[from..].chars().next().map_or(1, char::len_utf8);
    }
    let is_short = is_common && (certain >= MIN_CERTAIN || marks > 0);
    let enough = match others + mended {
        0 if is_short => 1,
        0 => MIN_SEQUENCES,
        _ => MIN_MIXED.max(others * FOR_EACH_OTHER).max(mended * FOR_EACH_MENDED),
    };
    (sequences >= enough).then_some(others + mended)
}

/// How many bytes a character beyond ASCII has in UTF-8 that begins with this one.
pub(super) fn length_of(first: u8) -> Option<usize> {
    match first {
        0xc2..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf4 => Some(4),
        _ => None,
    }
}

/// The character that these bytes are in UTF-8.
pub(super) fn character(bytes: &[u8]) -> Option<char> {
    std::str::from_utf8(bytes).ok()?.chars().next()
}

/// The character beyond ASCII that the first characters of `rest` stand for, and how many bytes they take.
fn sequence(page: &CodePage, rest: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut characters = rest.char_indices();
    bytes[0] = page.byte(characters.next()?.1)?;
    let length = length_of(bytes[0])?;
    let mut read = 0;
    for byte in &mut bytes[1..length] {
        let (at, ch) = characters.next()?;
        *byte = page.byte(ch)?;
        read = at + ch.len_utf8();
    }
    Some((character(&bytes[..length])?, read))
}

/// Bytes that begin a character whose second is that of a space which does not break, in the scripts of news.
const BEFORE_SPACE: [u8; 6] = [0xc2, 0xc3, 0xc5, 0xce, 0xd0, 0xd7];

/// A text that was written in UTF-8 and read by this page.
fn of_utf8(page: &CodePage, given: &str) -> Option<Reread> {
    let mut out = Rewriter::new(given);
    let mut at = 0;
    while let Some(from) = next_beyond_ascii(given, at) {
        let rest = &given[from..];
        if let Some((ch, length)) = sequence(page, rest).or_else(|| broken(page, rest)) {
            out.character(from, from + length, ch);
            at = from + length;
        } else {
            at = from + rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    out.finish()
}

/// The same of a sequence that lost a byte on its way.
fn broken(page: &CodePage, rest: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let first = rest.chars().next()?;
    bytes[0] = page.byte(first)?;
    let length = length_of(bytes[0])?;
    let (mut at, mut known) = (first.len_utf8(), 1);
    for ch in rest[at..].chars().take(length - 1) {
        let Some(byte @ 0x80..0xc0) = page.byte(ch) else { break };
        bytes[known] = byte;
        known += 1;
        at += ch.len_utf8();
    }
    if known >= length {
        return None;
    }
    let behind = rest[at..].chars().next();
    // A space that does not break was made one that does.
    if behind == Some(' ') && known + 1 == length && (known > 1 || BEFORE_SPACE.contains(&bytes[0])) {
        bytes[known] = 0xa0;
        let ch = character(&bytes[..length])?;
        let stands_apart = ch.is_lowercase() && rest[at + 1..].starts_with(char::is_alphanumeric);
        return Some((ch, if stands_apart { at } else { at + 1 }));
    }
    // The byte that the page has nothing for, where there is but one; and of closing quotation marks the last.
    let lacks = |byte: &u8| page.character(*byte).is_none();
    let lost = match bytes {
        [0xe2, 0x80, ..] if lacks(&0x9d) => Some(0x9d),
        _ => (0x80..0xc0).find(lacks).filter(|first| !(first + 1..0xc0).any(|byte| lacks(&byte))),
    };
    let mark = behind.filter(|ch| matches!(ch, '\u{fffd}' | '?'));
    if mark.is_none() && known == 1 && (bytes[0] != 0xd0 || lost.is_none()) {
        return None;
    }
    bytes[known] = lost.filter(|_| known + 1 == length).unwrap_or_default();
    Some((character(&bytes[..length]).unwrap_or(LETTER), at + mark.map_or(0, char::len_utf8)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::code_pages::page;

    /// A text in UTF-8 as this page shows it.
    fn misread(text: &str, name: &str) -> String {
        let page = page(name).expect("a known page");
        let show = |byte: u8| {
            if byte.is_ascii() { char::from(byte) } else { page.character(byte).unwrap_or(char::from(byte)) }
        };
        text.bytes().map(show).collect()
    }

    const TEXTS: [&str; 6] = [
        "Le pont de Karsova a été fermé « mardi » à Orsk, où l’Elvane s’est élevée.",
        "Мост через реку Лема закрыт, Ильин — мэр Орска — обещал открыть его в июне.",
        "Most přes řeku Lemu je zavřený, řekl starosta Orsku, který čeká na potápěče.",
        "Η γέφυρα της Κάρσοβα έκλεισε την Τρίτη, είπε ο δήμαρχος.",
        "הגשר מעל נהר הלמה נסגר ביום שלישי",
        "卡尔索瓦大桥因洪水于星期二关闭，市长说。",
    ];

    #[test]
    fn what_was_read_by_a_wrong_page_is_read_by_the_right_one() {
        for text in TEXTS {
            for page in ["1252", "1251", "1250", "1254", "1253", "macintosh", "437", "850", "866", "koi8-r"] {
                let once = misread(text, page);
                assert_eq!(Reread::of(&once).map(|read| read.text).as_deref(), Some(text), "{page}");
                let twice = misread(&once, "1252");
                assert_eq!(Reread::of(&twice).map(|read| read.text).as_deref(), Some(text), "{page}, 1252");
            }
            assert_eq!(Reread::of(text), None);
        }
    }

    #[test]
    fn what_got_lost_is_told_by_what_is_left() {
        let text = TEXTS[1].repeat(2);
        for lost in ["\u{fffd}", "?", ""] {
            let given = misread(&text, "1251").replace('\u{98}', lost);
            assert_eq!(Reread::of(&given).map(|read| read.text).as_deref(), Some(&*text), "{lost:?}");
        }
        let text = "Voilà “la Lema”, à Orsk, où l’été a été très sévère";
        let given = misread(text, "1252").replace('\u{a0}', " ").replace('\u{9d}', "");
        assert_eq!(Reread::of(&given).map(|read| read.text).as_deref(), Some(text));
        let short = misread("The bridge — it’s shut", "1252");
        assert_eq!(Reread::of(&short).map(|read| read.text).as_deref(), Some("The bridge — it’s shut"));
    }

    #[test]
    fn text_that_was_rightly_read_stays() {
        for text in [
            "LIBERTÉ» et «ÉGALITÉ», « Liberté » et « Égalité »…",
            "«É…» «é»”",
            "Ã© Ã© Ã© et Ã",
            "«Сборная» — «Орск»…",
            "├── Orsk\n│   ├── Lema\n│   └── Elvane\n└── Karsova\n    └── Meldrin",
        ] {
            assert_eq!(Reread::of(text), None, "{text}");
        }
    }
}
