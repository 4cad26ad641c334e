//! A text as its readers saw it, where it was given with markup: for what is read of its lines and not of its words.

use super::clean::entity;
use super::markup::Finder;
use super::{NOTHING, Reread};
use crate::units::Span;
use unicode_normalization::UnicodeNormalization;

/// A text without its tags and with its entities read, as it was written and otherwise as it was given, and the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unmarked {
    pub text: String,
    /// Where the distance between the two texts changes: characters of this one and of the original, ascending.
    steps: Vec<[u32; 2]>,
    /// The text between the two, where markup was escaped as if it were text, or the text was read anew.
    between: Option<Box<Unmarked>>,
}

impl Unmarked {
    /// The same without markup; none where it has none. Cost: O(bytes); a search for two bytes where there are none.
    pub fn of(original: &str) -> Option<Self> {
        let Some(reread) = Reread::of(original) else { return Self::as_given(original) };
        let steps = reread.steps_in_characters();
        let Some(mut unmarked) = Self::as_given(&reread.text) else {
            return Some(Self { text: reread.text, steps, between: None });
        };
        let mut last = &mut unmarked;
        while last.between.is_some() {
            last = last.between.as_mut()?;
        }
        last.between = Some(Box::new(Self { text: String::new(), steps, between: None }));
        Some(unmarked)
    }

    /// The same of a text that was given as it was written.
    pub fn as_given(original: &str) -> Option<Self> {
        let mut once = Self::once(original)?;
        let Some(twice) = Self::once(&once.text) else { return Some(once) };
        once.text.clear();
        Some(Self { between: Some(Box::new(once)), ..twice })
    }

    /// The same without marks that nobody sees (soft hyphens, blanks of no width, marks of direction, [`NOTHING`]), and with
    /// letters composed; none where there are neither. Cost: a few searches for a byte; O(bytes) where there are some.
    pub fn visible(original: &str) -> Option<Self> {
        if !may_hide(original.as_bytes()) {
            return None;
        }
        let mut seen = Self { text: String::with_capacity(original.len()), steps: Vec::new(), between: None };
        let (mut here, mut there) = (0, 0);
        let mut characters = original.chars().peekable();
        while let Some(ch) = characters.next() {
            let mut read = 1;
            if is_hidden(ch) {
                there += 1;
            } else {
                let before = seen.text.len();
                seen.text.push(ch);
                while let Some(mark) = characters.next_if(|&next| read < MAX_MARKS && combines(ch, next)) {
                    seen.text.push(mark);
                    read += 1;
                }
                let mut written = 1;
                if read > 1 {
                    let letter = seen.text.split_off(before);
                    seen.text.extend(letter.nfc());
                    written = seen.text[before..].chars().count() as u32;
                }
                (here, there) = (here + written, there + read);
                if written == read {
                    continue;
                }
            }
            match seen.steps.last_mut() {
                Some(last) if last[0] == here => last[1] = there,
                _ => seen.steps.push([here, there]),
            }
        }
        (!seen.steps.is_empty()).then_some(seen)
    }

    fn once(original: &str) -> Option<Self> {
        let bytes = original.as_bytes();
        let first = memchr::memchr2(b'<', b'&', bytes)?;
        let mut finder = Finder::default();
        let mut text = String::with_capacity(original.len());
        let mut steps = Vec::new();
        let (mut at, mut next, mut here, mut there) = (0, Some(first), 0, 0);
        while let Some(mark) = next {
            let plain = &original[at..mark];
            text.push_str(plain);
            let characters = plain.chars().count() as u32;
            (here, there) = (here + characters, there + characters);
            let rest = &original[mark..];
            let (read, written) = if bytes[mark] == b'<' {
                let found = finder.at_start(rest);
                // Lines that stand apart stay apart by one that is blank, however many elements part them.
                let parts = found.is_some_and(|markup| markup.parts) && !text.is_empty() && !text.ends_with("\n\n");
                (found.map_or(0, |markup| markup.length), parts.then_some('\n'))
            } else {
                entity(rest).map_or((0, None), |(ch, length)| (length, Some(ch)))
            };
            if read == 0 {
                text.push(char::from(bytes[mark]));
                (here, there) = (here + 1, there + 1);
            } else {
                text.extend(written);
                here += written.map_or(0, |_| 1);
                there += rest[..read].chars().count() as u32;
                steps.push([here, there]);
            }
            at = mark + read.max(1);
            next = memchr::memchr2(b'<', b'&', &bytes[at..]).map(|further| at + further);
        }
        text.push_str(&original[at..]);
        (!steps.is_empty()).then_some(Self { text, steps, between: None })
    }

    /// Where something stands in the original, from its first character to its last.
    pub fn original(&self, span: Span) -> Span {
        let place = |character: u32| {
            let after = self.steps.partition_point(|[here, _]| *here <= character);
            after.checked_sub(1).map_or(character, |at| self.steps[at][1] + (character - self.steps[at][0]))
        };
        let moved = match span.end.checked_sub(1) {
            Some(last) if last >= span.start => Span::new(place(span.start), place(last) + 1),
            _ => Span::new(place(span.start), place(span.start)),
        };
        self.between.as_ref().map_or(moved, |between| between.original(moved))
    }
}

/// Marks that are composed with one letter at most.
const MAX_MARKS: u32 = 8;

/// Whether a text may have what [`Unmarked::visible`] takes out.
fn may_hide(bytes: &[u8]) -> bool {
    let of_two = memchr::memchr3_iter(0xc2, 0xcc, 0xcd, bytes).any(|at| bytes[at] != 0xc2 || bytes[at + 1] == 0xad);
    let is_hidden = |at: usize| {
        matches!(
            bytes[at..],
            [0xe2, 0x80, 0x8b | 0x8e | 0x8f | 0xaa..=0xae, ..]
                | [0xe2, 0x81, 0xa0 | 0xa6..=0xa9, ..]
                | [0xef, 0xbb, 0xbf, ..]
                | [0xe1, 0x84, ..]
        )
    };
    memchr::memchr(NOTHING as u8, bytes).is_some()
        || of_two
        || memchr::memchr3_iter(0xe1, 0xe2, 0xef, bytes).any(is_hidden)
}

fn is_hidden(ch: char) -> bool {
    matches!(
        ch,
        NOTHING | '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Whether `next` is a mark on a letter, or goes on in the syllable of Hangul that `first` begins.
fn combines(first: char, next: char) -> bool {
    matches!(next, '\u{300}'..='\u{36f}')
        || matches!(first, '\u{1100}'..='\u{1112}') && matches!(next, '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_out_and_lead_back() {
        assert_eq!(Unmarked::of("Orsk & Co. < 3, <X> &c."), None);
        let given = "<p>É<b>tats</b>&nbsp;: <a href=\"/é\">AFP</a></p>\n\n<div><p>2 &lt; 3 & <X></p></div>";
        let unmarked = Unmarked::of(given).expect("it has tags");
        assert_eq!(unmarked.text, "États\u{a0}: AFP\n\n\n2 < 3 & <X>\n\n");
        for (word, is) in [("AFP", "AFP"), ("États", "É<b>tats"), ("2 < 3", "2 &lt; 3"), ("<X>", "<X>")] {
            let byte = unmarked.text.find(word).expect("it is there");
            let start = unmarked.text[..byte].chars().count() as u32;
            let span = unmarked.original(Span::new(start, start + word.chars().count() as u32));
            assert_eq!(span.of(given), is, "{span:?}");
        }
        assert_eq!(unmarked.original(Span::new(0, 0)).len(), 0);
        let given = "&lt;p&gt;É &amp;amp; &lt;b&gt;AFP&lt;/b&gt;&lt;/p&gt;";
        let unmarked = Unmarked::of(given).expect("it was escaped");
        assert_eq!(unmarked.text, "É & AFP\n");
        assert_eq!(unmarked.original(Span::new(4, 7)).of(given), "AFP");
    }

    #[test]
    fn what_nobody_sees_is_taken_out_and_leads_back() {
        assert_eq!(Unmarked::visible("L’État « é » ＡＦＰ, 연합뉴스"), None);
        let given = "\u{feff}L’E\u{301}tat (\u{200f}A\u{ad}FP\u{200e}) 연합\u{200b} q\u{301}a";
        let given = format!("{given} {}", "연합".nfd());
        let seen = Unmarked::visible(&given).expect("there are some");
        assert_eq!(seen.text, "L’État (AFP) 연합 q\u{301}a 연합");
        for (word, is) in [("État", "E\u{301}tat"), ("AFP", "A\u{ad}FP"), ("a", "a")] {
            let byte = seen.text.rfind(word).expect("it is there");
            let start = seen.text[..byte].chars().count() as u32;
            assert_eq!(seen.original(Span::new(start, start + word.chars().count() as u32)).of(&given), is);
        }
        assert_eq!(seen.original(Span::new(20, 22)).start, given.chars().count() as u32 - 6);
    }

    #[test]
    fn what_was_read_anew_leads_back() {
        for (given, text, word, is) in [
            (r"['<b>Orsk</b> est ferm\u00e9.', 'Il rouvre (AFP)']", "Orsk est fermé.\n\nIl rouvre (AFP)", "AFP", "AFP"),
            (
                r"['<b>Orsk</b> est ferm\u00e9.', 'Il rouvre (AFP)']",
                "Orsk est fermé.\n\nIl rouvre (AFP)",
                "Orsk",
                "Orsk",
            ),
            (r"Orsk est ferm\u00e9.\nIl rouvre (AFP)", "Orsk est fermé.\nIl rouvre (AFP)", "fermé.", r"ferm\u00e9."),
        ] {
            let unmarked = Unmarked::of(given).expect("it is read anew");
            assert_eq!(unmarked.text, text);
            let byte = text.find(word).expect("it is there");
            let start = text[..byte].chars().count() as u32;
            assert_eq!(unmarked.original(Span::new(start, start + word.chars().count() as u32)).of(given), is);
        }
    }

    #[test]
    fn what_is_not_closed_is_looked_for_once() {
        for text in ["<!--", "<script>", "<p ", "&amp", "&", "<"] {
            let text = text.repeat(40_000);
            assert!(Unmarked::of(&text).is_none_or(|unmarked| unmarked.text.len() <= text.len()));
        }
    }
}
