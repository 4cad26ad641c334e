//! What feeds put at the end of a text about the text: the link to the rest of it, and a line with its title.

use super::{Segment, Tokens};
use crate::normalise::CleanText;

/// Longest link to the rest, in characters.
const MAX_LINK: usize = 48;
/// Longest title that is looked for, shortest, and most words that stand beside it. Unit: tokens.
const MAX_TITLE: usize = 40;
const MIN_TITLE: usize = 4;
const MAX_BESIDE: usize = 12;

impl Tokens {
    /// Flags the sentences at the end that are about the text: words behind three dots that end no sentence (`… on our
    /// site »`), and a line that holds the title and little else (`The post TITLE appeared first on OUTLET.`).
    ///
    /// Cost: O(tokens of the title and of the last lines).
    pub fn list_foot(&self, clean: &CleanText, title: &Self, flags: &mut [bool]) {
        let mut left = 2;
        let mut lines = self.segments.chunk_by(|a, b| a.line == b.line).rev().peekable();
        let mut end = self.segments.len();
        while let Some(line) = lines.next() {
            let first = end - line.len();
            if flags[first..end].iter().all(|&listed| listed) {
                end = first;
                continue;
            }
            if lines.peek().is_some() && self.holds(line, title) {
                flags[first..end].fill(true);
            } else if end > 1 && self.is_link(end - 1, clean.as_str()) {
                flags[end - 1] = true;
                // Of a line, the link alone.
                break;
            } else {
                break;
            }
            left -= 1;
            if left == 0 {
                break;
            }
            end = first;
        }
    }

    /// Whether a line holds all of the title, in order, and little else.
    fn holds(&self, line: &[Segment], title: &Self) -> bool {
        let words = &self.stems[line[0].first as usize..line[line.len() - 1].end as usize];
        let beside = words.len().checked_sub(title.len());
        (MIN_TITLE..=MAX_TITLE).contains(&title.len())
            && beside.is_some_and(|beside| (2..=MAX_BESIDE).contains(&beside))
            && words.windows(title.len()).any(|part| part == title.stems)
    }

    /// Whether a sentence stands behind three dots and ends as none does.
    fn is_link(&self, number: usize, clean: &str) -> bool {
        let start = self.cuts[number].clean_start as usize;
        let text = clean[start..].lines().next().unwrap_or_default().trim_end();
        let before = clean[..start].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ']' | ')'));
        let dots = before.trim_end_matches([']', ')', ' ']);
        dots.ends_with("...")
            && text.chars().nth(MAX_LINK).is_none()
            // An arrow is a quotation mark in clean text.
            && text.matches('"').count() == usize::from(text.ends_with('"'))
            && !text.trim_end_matches(['"', ' ']).ends_with(['.', '!', '?', '\'', ')', '。', '।', '۔', '؟', '」'])
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::clean;
    use crate::tokenise::stem::StemCache;
    use crate::tokenise::tokenise;

    fn listed(title: &str, text: &str) -> Vec<bool> {
        let text = clean(text);
        let words = tokenise(&text, None, StemCache::shared());
        let mut flags = vec![false; words.segments.len()];
        words.list_foot(&text, &tokenise(&clean(title), None, StemCache::shared()), &mut flags);
        flags
    }

    #[test]
    fn a_feed_points_to_the_rest() {
        let title = "Bridge over the Lemna closed for repair";
        for text in [
            "The bridge over the Lemna was closed on Monday. Lorries have to go by… Dalej na naszej stronie »",
            "The bridge was closed on Monday. Lorries have to go by Orsa, the […] Viac na webe",
            "The bridge was closed on Monday. Lorries go by Orsa.\n\nZapis Bridge over the Lemna closed for repair najprej na Orsa News.",
        ] {
            let flags = listed(title, text);
            assert!(!flags[0] && flags[flags.len() - 1], "{text} {flags:?}");
        }
        let both = "The bridge was closed on Monday. Lorries go by … Viac na webe\n\nOrsa News: Bridge over the Lemna closed for repair (link)";
        assert_eq!(listed(title, both).iter().filter(|&&flag| flag).count(), 2);
    }

    #[test]
    fn what_ends_a_text_otherwise_is_kept() {
        let title = "Bridge over the Lemna closed for repair";
        for text in [
            "The mayor said: \"I do not know…\" He left.",
            "The mayor waited… Then he left the hall by the door.",
            "Orsa News: Bridge over the Lemna closed for repair",
            "The bridge was closed.\n\nThat the bridge over the Lemna is closed for repair is the third such case in a year, the province says, and the last one took until autumn.",
        ] {
            assert!(!listed(title, text).contains(&true), "{text}");
        }
    }
}
