//! A text as its readers saw it, where it was given with markup: for what is read of its lines and not of its words.

use super::Reread;
use super::clean::entity;
use super::markup::Finder;
use crate::units::Span;

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
