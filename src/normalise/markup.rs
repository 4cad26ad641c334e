//! Tags of HTML that were left in a text.
//!
//! Only what can be nothing else: the names of elements, in small letters. Wires mark companies as `<X>`, and mathematics
//! compares with the same sign.

/// Elements that stand for a line of their own, or between two.
const BLOCKS: &[&str] = &[
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "tbody",
    "thead",
    "td",
    "th",
    "hr",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "nav",
    "aside",
    "main",
    "figure",
    "figcaption",
    "html",
    "body",
    "head",
    "title",
    "dl",
    "dt",
    "dd",
    "pre",
    "iframe",
    "video",
    "form",
    "button",
    "noscript",
];

/// Elements within a line.
const INLINE: &[&str] = &[
    "a", "b", "i", "u", "s", "em", "strong", "span", "small", "big", "sub", "sup", "font", "img", "cite", "q", "abbr",
    "time", "mark", "code", "strike", "del", "ins", "center", "label", "input", "picture", "source", "svg", "path",
    "meta", "link", "wbr",
];

/// Elements whose content is no text.
const UNREAD: &[&str] = &["script", "style"];

/// Longest tag, in bytes.
const MAX_TAG: usize = 4000;

/// What stands in a text in place of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Markup {
    /// Its length in bytes.
    pub length: usize,
    /// Whether what stands before and behind it are two lines.
    pub parts: bool,
}

/// Finds markup, and remembers what is not closed: so it is not looked for again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Finder {
    unclosed: [bool; UNREAD.len() + 1],
}

impl Finder {
    /// The markup with which `rest` begins, at its `<`.
    ///
    /// Cost: O(its length); O(length of `rest`) once for each kind that has an end.
    pub fn at_start(&mut self, rest: &str) -> Option<Markup> {
        if rest.starts_with("<!--") {
            let length = self.close(UNREAD.len(), rest, "-->")?;
            return Some(Markup { length, parts: false });
        }
        let (name, length) = tag(rest)?;
        if let Some(kind) = UNREAD.iter().position(|unread| *unread == name) {
            let end = if kind == 0 { "</script>" } else { "</style>" };
            let closed = if rest.starts_with("</") { None } else { self.close(kind, rest, end) };
            return Some(Markup { length: closed.unwrap_or(length), parts: true });
        }
        let parts = BLOCKS.contains(&name);
        (parts || INLINE.contains(&name)).then_some(Markup { length, parts })
    }

    /// The length of `rest` up to the end of the first `end`.
    fn close(&mut self, kind: usize, rest: &str, end: &str) -> Option<usize> {
        if self.unclosed[kind] {
            return None;
        }
        let found = memchr::memmem::find(rest.as_bytes(), end.as_bytes()).map(|at| at + end.len());
        self.unclosed[kind] = found.is_none();
        found
    }
}

/// The name and the length of the tag with which `rest` begins.
fn tag(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'))?;
    let end = inner.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count();
    let (name, behind) = inner.split_at(end);
    if name.is_empty() || !behind.starts_with(['>', ' ', '/', '\n', '\t', '\r']) {
        return None;
    }
    let close = behind.bytes().take(MAX_TAG).position(|b| matches!(b, b'<' | b'>'))?;
    let is_closed = behind.as_bytes()[close] == b'>';
    is_closed.then(|| (name, rest.len() - behind.len() + close + 1))
}

#[cfg(test)]
mod tests {
    use crate::normalise::clean;

    #[test]
    fn tags_are_no_words() {
        for (text, is) in [
            ("<p>The bridge</p><p class=\"x\">is shut</p>", "\nthe bridge\n\nis shut\n"),
            ("The <a href=\"https://a.example/?x=1&amp;y=2\" rel='no'>bridge</a> is<br/>shut", "the bridge is\nshut"),
            ("<span>T</span>he<!-- an advertisement --> bridge", "the bridge"),
            ("The bridge<script>var a = '<p>open</p>';</script> is shut", "the bridge\n is shut"),
            ("Shares of <X> and <AP> rose, 3 < 4 and 5 > 4, <b", "shares of <x> and <ap> rose, 3 < 4 and 5 > 4, <b"),
            ("<bridge> <p <q", "<bridge> <p <q"),
        ] {
            assert_eq!(clean(text).as_str(), is, "{text}");
        }
        let text = "<p title=\"é\">Le pont</p>";
        let cleaned = clean(text);
        assert_eq!(cleaned.original_offset(1) as usize, text.find("Le").unwrap_or_default());
        let last = cleaned.steps().last().copied().unwrap_or_default();
        assert_eq!(last.character as usize, text.chars().count());
    }

    #[test]
    fn what_is_not_closed_is_looked_for_once() {
        for text in ["<!--", "<script>", "<style>", "<p ", "<a href='"] {
            assert!(clean(&text.repeat(40_000)).as_str().len() <= 2 * text.len() * 40_000);
        }
    }
}
