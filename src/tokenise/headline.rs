//! The title within the text: pages are often taken with the headline over them, though it stands in a field of its own.

use super::{Segment, Tokens};
use crate::normalise::{CleanText, phrases};
use crate::units::Span;

/// Shortest title that is looked for, and least of its words that a line has where it has not all. Unit: tokens.
const MIN_TITLE: usize = 4;
/// Lines at the head that may be a part of the title: that without the name of the site, or without a kicker.
const HEAD: u32 = 6;

/// Longest headline, in tokens and in bytes, and how many times as many words the text under it has.
const MAX_HEADLINE: usize = 40;
const MAX_BYTES: usize = 320;
const LONGER: usize = 3;
/// Most sentences of it: questions and calls.
const MAX_SENTENCES: usize = 3;
/// Lines over it (a kicker, a date), and lines under it that are looked at for prose.
const MAX_OVER: usize = 3;
const MAX_UNDER: usize = 6;

impl Tokens {
    /// The same text without the lines that are its title, or, at the head, most of it. All of it where that would leave
    /// fewer words than the title has: then the text is its title.
    ///
    /// Cost: O(sentences); O(tokens) where such a line is found.
    pub fn without_title(self, clean: &CleanText, title: &Self) -> Self {
        if title.len() < MIN_TITLE || self.segments.len() < 2 {
            return self;
        }
        let mut lines: Vec<u32> = Vec::new();
        let (mut first, mut left) = (0, self.len());
        for line in self.segments.chunk_by(|a, b| a.line == b.line) {
            let end = first + line.len();
            if self.is_title(line, title) && !ends_sentence(clean.as_str(), self.cuts[end - 1].clean_end) {
                lines.push(line[0].line);
                left -= (line[line.len() - 1].end - line[0].first) as usize;
            }
            first = end;
        }
        if lines.is_empty() || left < title.len() {
            return self;
        }
        self.without(|_, segment| lines.binary_search(&segment.line).is_ok())
    }

    /// Parts the headline from a text that has none in a field of its own: a line over the text that ends no sentence, names
    /// no source (`is_told`, as credits and datelines do) and has prose under it. Gives the headline, and the text without it.
    ///
    /// Cost: O(1) where there is none, else O(tokens).
    pub fn with_headline_apart(self, clean: &CleanText, is_told: impl Fn(Span) -> bool) -> (Self, Self) {
        let Some((line, words)) = self.headline(clean.as_str(), is_told) else { return (Self::default(), self) };
        if self.len() < (1 + LONGER) * words {
            return (Self::default(), self);
        }
        (self.clone().without(|_, segment| segment.line != line), self.without(|_, segment| segment.line == line))
    }

    /// The number of the line that is the headline, and its length in tokens.
    fn headline(&self, clean: &str, is_told: impl Fn(Span) -> bool) -> Option<(u32, usize)> {
        let mut first = 0;
        let mut found = None;
        for line in self.segments.chunk_by(|a, b| a.line == b.line).take(MAX_OVER + MAX_UNDER) {
            let last = first + line.len() - 1;
            let words = line[0].first as usize..self.segments[last].end as usize;
            let text = &clean[self.cuts[first].clean_start as usize..self.cuts[last].clean_end as usize];
            let ends = ends_sentence(clean, self.cuts[last].clean_end);
            first = last + 1;
            if let Some((_, headline)) = found {
                if ends || words.len() > 2 * headline {
                    return found;
                }
            } else if ends || text.len() > MAX_BYTES {
                return None;
            } else if (MIN_TITLE..=MAX_HEADLINE).contains(&words.len())
                && line.len() <= MAX_SENTENCES
                && !text.trim_end().ends_with([':', ',', ';', '-', '('])
                && !phrases::begins_as_furniture(text)
                && !self.span(words.start, words.end).is_some_and(&is_told)
            {
                found = Some((line[0].line, words.len()));
            }
        }
        None
    }

    fn is_title(&self, line: &[Segment], title: &Self) -> bool {
        let words = &self.stems[line[0].first as usize..line[line.len() - 1].end as usize];
        let is_most = || {
            words.len() >= MIN_TITLE
                && 3 * words.len() >= 2 * title.len()
                && (title.stems.starts_with(words) || title.stems.ends_with(words))
        };
        words.len() <= title.len() && (words == title.stems || line[0].line < HEAD && is_most())
    }
}

/// Whether the sentence that ends at byte `end` has a full stop: a feed may have made its title of the first one.
fn ends_sentence(clean: &str, end: u32) -> bool {
    let (text, behind) = clean.split_at(end as usize);
    text.trim_end().ends_with(['.', '。', '।', '۔']) || behind.starts_with(['.', '。', '।', '۔'])
}

#[cfg(test)]
mod tests {
    use crate::normalise::{clean, title_apart};
    use crate::tokenise::stem::StemCache;
    use crate::tokenise::tokenise;

    fn left(title: &str, text: &str) -> usize {
        let (title, text) = (clean(title), clean(&title_apart(text, Some(title))));
        let words = tokenise(&text, None, StemCache::shared());
        let all = words.len();
        all - words.without_title(&text, &tokenise(&title, None, StemCache::shared())).len()
    }

    const LEAD: &str = "Lorries go by Orsa until the pillars have been mended, said the province on Monday evening.";

    #[test]
    fn a_headline_over_the_text_is_not_the_text() {
        let title = "Bridge over the Lemna closed for repair";
        for text in [
            format!("{title}\n{LEAD}"),
            format!("By Ada Orsa\n\nBRIDGE OVER THE LEMNA CLOSED FOR REPAIR\n\n{LEAD}"),
            format!("{title} {LEAD}"),
        ] {
            assert_eq!(left(title, &text), 7, "{text}");
        }
        assert_eq!(left(title, &format!("{title}\n{LEAD}\n{title}")), 14);
        assert_eq!(left(&format!("{title} | Orsa Mail"), &format!("{title}\n{LEAD}")), 7, "without the site's name");
        assert_eq!(left(&format!("Traffic: {title}"), &format!("{title}\n{LEAD}")), 7, "without the kicker");
    }

    #[test]
    fn what_is_text_stays() {
        let title = "Bridge over the Lemna closed for repair";
        for text in [
            title.to_owned(),
            format!("{title}\nSee above."),
            format!("{title}.\n{LEAD}"),
            format!("{title} on Monday, the province said. {LEAD}"),
            format!("The bridge over the Lemna is closed\n{LEAD}"),
        ] {
            assert_eq!(left(title, &text), 0, "{text}");
        }
        assert_eq!(left("On the road", &format!("On the road\n{LEAD}")), 0, "too short to be told");
    }
}
