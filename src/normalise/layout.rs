//! A text as it would stand on a page of its own: without what its lines have in their margins, with lines that a column had made
//! whole, and with no blanks between the characters of scripts that set none.

use super::language::middle;
use super::{columns, margins, segmented};
use std::borrow::Cow;

/// What stands in the place of a character that is none of the text: [`clean`](super::clean) passes it over.
pub(crate) const NOTHING: char = '\0';

/// A text, each character in its place, but for such as are now [`NOTHING`] or a space.
#[derive(Clone, Debug)]
pub(crate) struct Layout<'t> {
    pub text: Cow<'t, str>,
    /// Whether its lines were broken for a column.
    pub in_columns: bool,
}

/// Lines that tell whether what others begin with is looked at.
const FIRST: usize = 16;

/// Cost: O(bytes); a few searches for line breaks where nothing is set otherwise.
pub(crate) fn laid_out(text: &str) -> Layout<'_> {
    let mut text = Cow::Borrowed(text);
    let next = memchr::memchr2(b'\n', b'\r', text.as_bytes());
    if next.is_some_and(|at| text.as_bytes()[at] == b'\r') && memchr::memchr(b'\n', text.as_bytes()).is_none() {
        text = text.replace('\r', "\n").into();
    }
    if let Some(bracketed) = with_brackets(&text) {
        text = bracketed.into();
    }
    let begins = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    let (mut in_margins, mut is_spaced_out) = (0, false);
    for from in std::iter::once(0).chain(begins).take(FIRST) {
        in_margins += usize::from(margins::may_begin(&text.as_bytes()[from..]));
        is_spaced_out |= segmented::is_spaced_out(&text[from..]);
    }
    if in_margins >= margins::LEAST
        && let Some(cleared) = margins::cleared(&text)
    {
        text = cleared.into();
    }
    if let Some(whole) = with_first_letter(&text) {
        text = whole.into();
    }
    let columns = match columns::rejoined(&text) {
        Cow::Owned(whole) => Some(whole),
        Cow::Borrowed(_) => None,
    };
    let in_columns = columns.is_some();
    text = columns.map_or(text, Cow::Owned);
    if let Some(joined) = segmented::joined(&text, is_spaced_out) {
        text = joined.into();
    }
    Layout { text, in_columns }
}

/// Brackets as the Penn Treebank has them, and programs that cut texts into words after it.
const BRACKETS: [(&str, char); 6] =
    [("-LRB-", '('), ("-RRB-", ')'), ("-LSB-", '['), ("-RSB-", ']'), ("-lrb-", '('), ("-rrb-", ')')];

/// Bytes of a text that tell whether it was cut into words: its commas and full stops then have a blank before them.
const SAMPLE: usize = 256;

/// The same text with brackets for their names; none where it has none. Cost: O(1) of texts that were not cut into words.
fn with_brackets(text: &str) -> Option<String> {
    let sample = middle(text, SAMPLE).as_bytes();
    let has = |name: &str| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some();
    let is_cut = sample.windows(2).any(|pair| matches!(pair, b" ," | b" ." | b" -"));
    if !is_cut || !has("-LRB-") && !has("-lrb-") {
        return None;
    }
    let nothing = |times: usize| String::from(NOTHING).repeat(times);
    let named = |text: String, (name, bracket): (&str, char)| {
        // With the blank inside.
        let (given, set) = match bracket {
            '(' | '[' => (format!("{name} "), format!("{bracket}{}", nothing(name.len()))),
            _ => (format!(" {name}"), format!("{}{bracket}", nothing(name.len()))),
        };
        text.replace(&given, &set).replace(name, &format!("{bracket}{}", nothing(name.len() - 1)))
    };
    Some(BRACKETS.into_iter().fold(text.to_owned(), named))
}

/// The same text with its first letter in its word, where it was set on a line of its own, as large ones are; none where it was
/// not. Vowels may be words, and stay some.
fn with_first_letter(text: &str) -> Option<String> {
    let from = text.len() - text.trim_start().len();
    let first = text[from..].chars().next()?;
    let behind = from + first.len_utf8();
    let next = text[behind..].strip_prefix('\n')?;
    if !first.is_uppercase() || !next.starts_with(char::is_lowercase) {
        return None;
    }
    let joint = if "AEIOUYÀÉАВИКОСУЯ".contains(first) { ' ' } else { NOTHING };
    Some(format!("{}{joint}{next}", &text[..behind]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;

    #[test]
    fn lines_end_with_carriage_returns_alone_as_well() {
        let text = "Le pont est fermé.\nLa crue monte.\nLe maire attend.";
        assert_eq!(clean(&text.replace('\n', "\r")).as_str(), clean(text).as_str());
        assert!(matches!(laid_out(&text.replace('\n', "\r\n")).text, Cow::Borrowed(_)));
    }

    #[test]
    fn brackets_are_read_from_their_names() {
        let given = "MELDRIN -LRB- AFP -RRB- -- The dam -lrb- built in 2031 -rrb- , he said .";
        assert_eq!(clean(given).as_str(), "meldrin (afp) -- the dam (built in 2031) , he said .");
        assert_eq!(laid_out(given).text.len(), given.len());
    }

    #[test]
    fn a_large_first_letter_is_one_of_its_word() {
        assert_eq!(clean("L\ne pont est fermé.").as_str(), "le pont est fermé.");
        assert_eq!(clean("A\nbridge was closed.").as_str(), "a bridge was closed.");
        assert_eq!(clean("L\nLe pont est fermé.").as_str(), "l\nle pont est fermé.");
    }
}
