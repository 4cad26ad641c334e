//! Cyrillic and Greek that were read as Western letters: `Ïîæàð â Îðñêå` for `Пожар в Орске`.
//!
//! No language is written in letters with accents alone. So it is certain that such a text was misread, and what is asked of a
//! page is whether it gives words: of small letters behind a capital, with as many vowels as words have.

use super::code_pages::{CodePage, page};
use super::reread::{Reread, Rewriter};

/// Letters that are looked at before the whole text is.
const LOOK: usize = 48;

/// Letters beyond ASCII that a text has at least, and for each letter of ASCII.
const MIN_LETTERS: usize = 40;
const FOR_EACH_ASCII: usize = 4;

/// Pages that a text may be written in, their vowels and, where words have accents, the vowels with one.
const WRITTEN: [(&str, &str, &str); 3] =
    [("1251", "аеиоуыэюяёіїє", ""), ("koi8-r", "аеиоуыэюяё", ""), ("1253", "αεηιουωάέήίόύώϊϋΐΰ", "άέήίόύώ")];

/// What a text stands for that a Western page was taken for; none where it was not.
///
/// Cost: O(bytes) for each page where it was, and else a look at the first letters.
pub(super) fn read(given: &str) -> Option<Reread> {
    let shown = page("1252")?;
    if !is_of_accents(shown, given.chars().filter(|c| c.is_ascii_alphabetic() || !c.is_ascii()).take(LOOK), LOOK / 2)
        || !is_of_accents(shown, given.chars(), MIN_LETTERS)
    {
        return None;
    }
    let written = WRITTEN.iter().find_map(|(name, vowels, accents)| {
        page(name).filter(|written| gives_words(given, shown, written, [vowels, accents]))
    })?;
    let mut out = Rewriter::new(given);
    for (at, ch) in given.char_indices().filter(|(_, ch)| !ch.is_ascii()) {
        if let Some(written) = in_page(shown, written, ch) {
            out.character(at, at + ch.len_utf8(), written);
        }
    }
    out.finish()
}

/// Whether of some characters so many are letters with accents, and few are others.
fn is_of_accents(shown: &CodePage, characters: impl Iterator<Item = char>, least: usize) -> bool {
    let (mut ascii, mut accents, mut others) = (0, 0, 0);
    for ch in characters {
        if ch.is_ascii() {
            ascii += usize::from(ch.is_ascii_alphabetic());
        } else {
            match shown.byte(ch) {
                Some(0xc0..) => accents += 1,
                Some(_) => {}
                None => others += 1,
            }
        }
    }
    accents >= least && accents >= FOR_EACH_ASCII * ascii && 20 * others <= accents
}

/// What a character was before it was shown by a wrong page.
fn in_page(shown: &CodePage, written: &CodePage, ch: char) -> Option<char> {
    written.character(shown.byte(ch)?)
}

/// Whether a text is words in this page.
fn gives_words(given: &str, shown: &CodePage, written: &CodePage, vowels: [&str; 2]) -> bool {
    let (mut letters, mut capitals, mut voiced, mut misplaced, mut unknown) = (0, 0, [0; 2], 0, 0);
    let mut is_behind_small = false;
    for ch in given.chars() {
        let ch = if ch.is_ascii() { Some(ch) } else { in_page(shown, written, ch) };
        let Some(ch) = ch else {
            unknown += 1;
            continue;
        };
        if ch.is_alphabetic() && !ch.is_ascii() {
            letters += 1;
            capitals += usize::from(ch.is_uppercase());
            misplaced += usize::from(ch.is_uppercase() && is_behind_small);
            for (voiced, vowels) in voiced.iter_mut().zip(vowels) {
                *voiced += usize::from(ch.to_lowercase().any(|ch| vowels.contains(ch)));
            }
        }
        is_behind_small = ch.is_lowercase();
    }
    50 * unknown <= letters
        && 25 * misplaced <= letters
        && 3 * capitals <= letters
        && 100 * voiced[0] >= 35 * letters
        && 100 * voiced[0] <= 60 * letters
        && (vowels[1].is_empty() || 25 * voiced[1] >= letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, written: &str) -> String {
        let (written, shown) = (page(written).expect("a page"), page("1252").expect("a page"));
        let show = |ch: char| written.byte(ch).map_or(ch, |byte| shown.character(byte).unwrap_or(char::from(byte)));
        text.chars().map(show).collect()
    }

    #[test]
    fn letters_of_other_scripts_are_read() {
        let russian = "Мост через реку Лема закрыт, Ильин, мэр Орска, обещал открыть его в июне (AFP).";
        let ukrainian = "Міст через річку Лема закрито, мер Орська обіцяє відкрити його в червні, сім'ї переселено.";
        let greek = "Η γέφυρα της Κάρσοβα έκλεισε την Τρίτη, είπε ο δήμαρχος, που περιμένει τους δύτες.";
        for (text, page) in [(russian, "1251"), (ukrainian, "1251"), (russian, "koi8-r"), (greek, "1253")] {
            assert_eq!(Reread::of(&shown(text, page)).map(|read| read.text).as_deref(), Some(text), "{page}");
            assert_eq!(Reread::of(text), None);
        }
    }

    #[test]
    fn no_text_that_is_written_so_is_touched() {
        let hebrew = "הגשר מעל נהר הלמה נסגר ביום שלישי, אמר ראש העיר אורסק, הממתין לצוללנים";
        let arabic = "أغلق الجسر فوق نهر ليما يوم الثلاثاء بعد فيضان، وقال رئيس البلدية إنه ينتظر الغواصين";
        let thai = "สะพานข้ามแม่น้ำเลมาปิดเมื่อวันอังคารหลังน้ำท่วม นายกเทศมนตรีกล่าว";
        for text in [
            "Hæð öldunnar í Orsk var á við þrjú hús, að sögn Ægis Óðinssonar.",
            "Cầu bắc qua sông Lema bị đóng cửa vì lũ lụt, thị trưởng nói như vậy hôm thứ Ba.",
            &shown(hebrew, "1255"),
            &shown(arabic, "1256"),
            &shown(thai, "874"),
        ] {
            assert_eq!(Reread::of(text), None, "{text}");
        }
    }
}
