//! Chinese in either of its scripts: outlets of Hong Kong and Taiwan print in traditional characters what an agency sends in
//! simplified ones. Compared is the simplified form.

use std::sync::LazyLock;

/// Traditional characters, each with its simplified form: a pair a line (Unicode's Unihan data; of several forms the commonest).
static PAIRS: &str = include_str!("simplified.txt");

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// The simplified form by the number of the character from [`FIRST`] on; 0 for the same.
static FORMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut forms = vec![0; (LAST - FIRST + 1) as usize];
    for pair in PAIRS.lines() {
        let mut pair = pair.chars();
        if let (Some(traditional), Some(form)) = (pair.next(), pair.next()) {
            forms[(u32::from(traditional) - FIRST) as usize] = u32::from(form) as u16;
        }
    }
    forms
});

/// A character in simplified Chinese; another as it is.
pub(crate) fn simplified(ch: char) -> char {
    let form = u32::from(ch).checked_sub(FIRST).and_then(|at| FORMS.get(at as usize));
    form.filter(|&&form| form > 0).and_then(|&form| char::from_u32(form.into())).unwrap_or(ch)
}

/// Writes one or two characters in simplified Chinese; gives none of more.
pub(super) fn simplified_pair(text: &str) -> Option<([u8; 8], usize)> {
    let (mut bytes, mut length) = ([0; 8], 0);
    if text.len() > bytes.len() {
        return None;
    }
    for ch in text.chars() {
        length += simplified(ch).encode_utf8(&mut bytes[length..]).len();
    }
    Some((bytes, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};
    use crate::units::Language;

    #[test]
    fn a_text_has_the_same_words_in_either_script() {
        let stems = |text: &str, language: &str| {
            let words = tokenise(&clean(text), Language::parse(language), StemCache::shared());
            (words.stems, words.shapes)
        };
        let (simplified, traditional) = ("奥尔萨大桥关闭，300辆车绕行", "奧爾薩大橋關閉，300輛車繞行");
        assert_eq!(stems(simplified, "zh"), stems(traditional, "zh"));
        assert_ne!(stems(simplified, "ja"), stems(traditional, "ja"));
    }

    #[test]
    fn every_pair_is_of_two_characters_that_are_kept() {
        for pair in PAIRS.lines() {
            let pair: Vec<char> = pair.chars().collect();
            assert!(pair.len() == 2 && pair[0] != pair[1], "{pair:?}");
            assert!(pair.iter().all(|&ch| (FIRST..=LAST).contains(&u32::from(ch))), "{pair:?}");
            assert_eq!(simplified(pair[1]), pair[1], "a simplified form is not simplified further: {pair:?}");
        }
        assert!(PAIRS.lines().is_sorted());
        for (traditional, form) in
            [('萬', '万'), ('國', '国'), ('新', '新'), ('a', 'a'), ('の', 'の'), ('\u{20000}', '\u{20000}')]
        {
            assert_eq!(simplified(traditional), form);
        }
    }
}
