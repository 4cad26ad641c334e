//! A text as its readers saw it, where it was given with markup: for what is read of its lines and not of its words.

use super::NOTHING;
use super::clean::entity;
use super::markup::Finder;
use crate::units::Span;

/// A text without its tags and with its entities read, otherwise as it was given, and the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unmarked {
    pub text: String,
    /// Where the distance between the two texts changes: characters of this one and of the original, ascending.
    steps: Vec<[u32; 2]>,
    /// The text between the two, where markup was escaped as if it were text.
    between: Option<Box<Unmarked>>,
}

impl Unmarked {
    /// The same without markup; none where it has none. Cost: O(bytes); a search for two bytes where there are none.
    pub fn of(original: &str) -> Option<Self> {
        let mut once = Self::once(original)?;
        let Some(twice) = Self::once(&once.text) else { return Some(once) };
        once.text.clear();
        Some(Self { between: Some(Box::new(once)), ..twice })
    }

    /// The same without [`NOTHING`]; none where there is none of it. Cost: O(bytes).
    pub fn without_nothing(original: &str) -> Option<Self> {
        memchr::memchr(NOTHING as u8, original.as_bytes())?;
        let mut close = Self { text: String::with_capacity(original.len()), steps: Vec::new(), between: None };
        let mut here = 0;
        for (there, c) in (0..).zip(original.chars()) {
            if c == NOTHING {
                match close.steps.last_mut() {
                    Some(last) if last[0] == here => last[1] = there + 1,
                    _ => close.steps.push([here, there + 1]),
                }
            } else {
                close.text.push(c);
                here += 1;
            }
        }
        Some(close)
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
    fn nothing_is_taken_out_and_leads_back() {
        assert_eq!(Unmarked::without_nothing("新华社"), None);
        let given = "\0\0新\0华\0社 (\0AFP)\0";
        let close = Unmarked::without_nothing(given).expect("there is some");
        assert_eq!(close.text, "新华社 (AFP)");
        assert_eq!(close.original(Span::new(0, 3)).of(given), "新\0华\0社");
        assert_eq!(close.original(Span::new(5, 8)).of(given), "AFP");
    }

    #[test]
    fn what_is_not_closed_is_looked_for_once() {
        for text in ["<!--", "<script>", "<p ", "&amp", "&", "<"] {
            let text = text.repeat(40_000);
            assert!(Unmarked::of(&text).is_none_or(|unmarked| unmarked.text.len() <= text.len()));
        }
    }
}
