//! A page that was taken as one line has its headline in front of the text.

use std::borrow::Cow;

/// Longest word, in letters, that ends no headline where it has no capital: `the`, `den`, `en`. Such a title is how the text
/// begins, cut off.
const SHORT: usize = 3;

/// The same text with a line break in the place of the blank behind its title, where it begins with that and goes on in the
/// same line with a capital or in a script that has none. Every character stays in its place.
///
/// Cost: O(title); O(text) where it is so.
pub(crate) fn title_apart<'t>(text: &'t str, title: Option<&str>) -> Cow<'t, str> {
    let Some(behind) = title.and_then(|title| behind(text, title)) else { return Cow::Borrowed(text) };
    let mut apart = text.to_owned();
    apart.replace_range(behind..=behind, "\n");
    Cow::Owned(apart)
}

/// Where the blank behind the title is.
fn behind(text: &str, title: &str) -> Option<usize> {
    let mut rest = text.trim_start().char_indices().peekable();
    let last = title.split_whitespace().next_back()?;
    if last.chars().count() <= SHORT && last.chars().all(char::is_lowercase) {
        return None;
    }
    for word in title.split_whitespace() {
        while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        for ch in word.chars() {
            rest.next_if(|(_, c)| *c == ch || c.to_lowercase().eq(ch.to_lowercase()))?;
        }
    }
    let (at, blank) = rest.next()?;
    let (_, next) = rest.next()?;
    let at = at + text.len() - text.trim_start().len();
    (blank == ' ' && next.is_alphabetic() && !next.is_lowercase()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::title_apart;

    #[test]
    fn a_title_in_front_of_the_text_has_a_line_of_its_own() {
        let parted = |text: &str, title: &str| title_apart(text, Some(title)).contains('\n');
        assert_eq!(title_apart("Dam shut ORSA (AFP) - It", Some("Dam  shut")), "Dam shut\nORSA (AFP) - It");
        assert!(parted(" DAM SHUT It was", "Dam shut") && parted("ترک در سد مقام‌های تراویا", "ترک در سد"));
        for text in
            ["Dam shut on Monday", "Dam shutter Orsa", "Dam shut", "Dam shut ", "Dam shut  Orsa", "The dam shut It"]
        {
            assert!(!parted(text, "Dam shut"), "{text}");
        }
        assert!(!parted("The dam at Orsa was shut", "The dam at"), "how the text begins, cut off");
        assert_eq!(title_apart("Dam", None), "Dam");
        assert_eq!(title_apart("Dam Orsa", Some(" ")), "Dam Orsa");
    }
}
