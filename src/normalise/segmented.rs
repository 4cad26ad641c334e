//! Blanks between the characters of scripts that set none, as programs leave them that cut such texts into words, and as
//! headings are spaced out.

use super::NOTHING;
use super::language::middle;
use crate::units::{is_of_south_east_asia, is_unspaced, plain_digit};

/// Bytes that tell the script of a text.
const SAMPLE: usize = 256;

/// Characters for each blank at most: words have one to three in Chinese and Japanese, and some four in the alphabets of
/// South-East Asia, whose sentences blanks part as well.
const WORD: usize = 4;
const LONG_WORD: usize = 8;

/// Blanks in a text that was cut into words, at least.
const FEWEST: usize = 4;

/// Characters of a line that is spaced out, at least, and how many, blanks included, tell it.
const LEAST: usize = 8;
const TOLD_BY: usize = 256;

/// Whether a character is of such a script, and no digit.
fn is_of_words(c: char) -> bool {
    is_unspaced(c) && plain_digit(c).is_none()
}

/// Whether a blank beside it says nothing: such a character, or a mark as wide as one.
fn is_wide(c: char) -> bool {
    is_of_words(c)
        || matches!(c, '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Blanks between two characters of these scripts, and their characters.
#[derive(Clone, Copy, Default)]
struct Count {
    blanks: usize,
    characters: usize,
    /// Those of South-East Asia.
    letters: usize,
}

impl Count {
    fn of(line: &str) -> Self {
        let mut count = Self::default();
        let (mut last, mut before) = (' ', ' ');
        for c in line.chars() {
            if is_of_words(c) {
                count.characters += 1;
                count.letters += usize::from(is_of_south_east_asia(c));
                count.blanks += usize::from(last == ' ' && is_of_words(before));
            }
            (before, last) = (last, c);
        }
        count
    }

    fn is_segmented(&self) -> bool {
        let word = if 2 * self.letters > self.characters { LONG_WORD } else { WORD };
        self.blanks >= FEWEST && word * self.blanks >= self.characters
    }
}

/// The same text with [`NOTHING`] for such blanks, each character in its place; none where it has none. Lines that are spaced
/// out are looked for where there is one.
///
/// Cost: O(1); O(bytes) of texts of these scripts.
pub(super) fn joined(text: &str, has_spaced_out: bool) -> Option<String> {
    let is_segmented = is_segmented(text);
    if !is_segmented && !has_spaced_out {
        return None;
    }
    let mut joined = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let spaced = is_spaced_out(line);
        if !is_segmented && !spaced {
            joined.push_str(line);
            continue;
        }
        let mut last = '\n';
        let mut characters = line.chars().peekable();
        while let Some(c) = characters.next() {
            let next = characters.peek().copied().unwrap_or('\n');
            // Where letters are spaced out, more than one blank parts words.
            let parts_nothing = c == ' ' && (spaced && last != ' ' || is_segmented && (is_wide(last) || is_wide(next)));
            joined.push(if parts_nothing { NOTHING } else { c });
            last = c;
        }
    }
    Some(joined)
}

/// Whether a text was cut into words that its script does not part.
fn is_segmented(text: &str) -> bool {
    let sample = middle(text, SAMPLE).as_bytes();
    // Of three bytes, or, where they are Han of the rarer planes, four.
    let wide = sample.iter().filter(|&&byte| byte >= 0xe0).count();
    6 * wide >= sample.len() && wide > 0 && has_blanks_between(text.as_bytes()) && Count::of(text).is_segmented()
}

/// Whether blanks enough stand between what may be such characters, which have three bytes and more. Cost: a search for blanks.
fn has_blanks_between(bytes: &[u8]) -> bool {
    let is_between =
        |&at: &usize| at > 0 && !bytes[at - 1].is_ascii() && bytes.get(at + 1).is_some_and(|&byte| byte >= 0xe0);
    memchr::memchr_iter(b' ', bytes).filter(is_between).take(FEWEST).count() == FEWEST
}

/// Whether each letter of the line with which `text` begins stands alone. Cost: that of its first word, mostly.
pub(super) fn is_spaced_out(text: &str) -> bool {
    if text.as_bytes().get(1).is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let (mut characters, mut letters, mut is_alone) = (0, 0, true);
    for c in text.chars().take(TOLD_BY).take_while(|c| *c != '\n') {
        if c == ' ' || c == '\r' {
            is_alone = true;
        } else if !std::mem::take(&mut is_alone) {
            return false;
        } else {
            characters += 1;
            letters += usize::from(c.is_alphabetic());
        }
    }
    characters >= LEAST && 4 * letters >= 3 * characters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use proptest::prelude::*;

    #[test]
    fn texts_that_were_cut_into_words_are_whole() {
        for (given, whole) in [
            (
                "云 江 市 法 院 21 日 作 出 裁 定 ， 批 准 重 整 计 划 。 \n记 者 获 悉",
                "云江市法院21日作出裁定，批准重整计划。\n记者获悉",
            ),
            ("云江 市 法院 21 日 作出 裁定 ， 批准 重整 计划 。", "云江市法院21日作出裁定，批准重整计划。"),
            ("橋 は 火曜日 に 閉鎖 さ れ た 。 「 市長 は 」", "橋は火曜日に閉鎖された。「市長は」"),
            ("เขื่อน แตก เมื่อ วัน อังคาร ที่ ผ่าน มา ชาว บ้าน", "เขื่อนแตกเมื่อวันอังคารที่ผ่านมาชาวบ้าน"),
            (
                "公 告 云 江 大 桥 关 闭\n云江市法院21日作出裁定，批准重整计划。",
                "公告云江大桥关闭\n云江市法院21日作出裁定，批准重整计划。",
            ),
            ("T h e   b r i d g e   i s  c l o s e d .\nA flood", "The  bridge  is closed.\nA flood"),
        ] {
            assert_eq!(clean(given).as_str(), clean(whole).as_str());
        }
    }

    #[test]
    fn blanks_that_part_something_stay() {
        for text in [
            "首页 新闻 体育 财经\n云江市中级人民法院21日对洛英动力电池公司破产重整案作出裁定，批准管理人提交的重整计划。",
            "山田 太郎記者が火曜日に現地で取材した。市長は「橋は閉鎖する」と述べた。",
            "เขื่อนแตกเมื่อวันอังคารที่ผ่านมา ชาวบ้าน 4,300 คนต้องอพยพ นายกเทศมนตรีกล่าว",
            "다리 를 닫 았 다 고 시장 이 말 했 다",
            "1 2 3 4 5 6 7 8 9",
            "Y a b c d e f",
            "橋 か 火曜日",
            "๒๐๓๑ ๒๐๓๒ ๒๐๓๓ ๒๐๓๔ ๒๐๓๕ ๒๐๓๖",
            "the bridge 橋 梁 was closed on Tuesday, the mayor said to reporters",
            "",
        ] {
            assert_eq!(joined(text, is_spaced_out(text)), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_character_stays_in_its_place(text in "([橋かกแ桥、。a-c] {0,2}\n?){0,30}") {
            if let Some(found) = joined(&text, true) {
                prop_assert_eq!(found.len(), text.len());
                prop_assert!(text.chars().zip(found.chars()).all(|(was, is)| was == is || was == ' ' && is == NOTHING));
            }
        }
    }
}
