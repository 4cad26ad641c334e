//! A text that is the literal of a programming language as a whole: `['one', "two"]`, `b'caf\xc3\xa9'`.
//!
//! Tables that were written with lists or bytes in their cells hold such strings. Each element of a list is a paragraph, as it is
//! where a record has a true list.

use super::escapes::escape;
use super::reread::{Reread, Rewriter};

/// None where the text as a whole is none. Cost: O(bytes) where it begins and ends as one.
pub(super) fn read(given: &str) -> Option<Reread> {
    let start = given.len() - given.trim_start().len();
    let end = given.trim_end().len();
    let whole = given.get(start..end)?;
    if !whole.starts_with(['[', '"', '\'', 'b', 'B']) || !whole.ends_with([']', '"', '\'']) {
        return None;
    }
    let list = whole.starts_with('[') && whole.ends_with(']');
    let (mut at, end) = if list { (start + 1, end - 1) } else { (start, end) };
    let mut elements: Vec<Literal> = Vec::new();
    while let Some(rest) = given.get(at..end).map(str::trim_start).filter(|rest| !rest.is_empty()) {
        if !list && !elements.is_empty() {
            return None;
        }
        let literal = Literal::at(given, end - rest.len(), end)?;
        at = literal.end + 1;
        elements.push(literal);
        // Elements of arrays stand apart by blanks alone.
        let behind = given[at..end].trim_start();
        let is_parted = behind.is_empty() || behind.starts_with(',') || behind.len() < end - at;
        if !is_parted {
            return None;
        }
        at = end - behind.strip_prefix(',').unwrap_or(behind).len();
    }
    let (first, last) = (elements.first()?, elements.last()?);
    // One in quotation marks may be a quotation.
    if !(list || first.is_bytes || first.has_escapes && !given[first.start..first.end].contains('\n')) {
        return None;
    }
    let mut out = Rewriter::new(given);
    let mut behind = 0;
    for (n, element) in elements.iter().enumerate() {
        out.write(behind, element.start, if n > 0 { "\n\n" } else { "" });
        let mut at = element.start;
        while let Some(ahead) = memchr::memchr(b'\\', &given.as_bytes()[at..element.end]) {
            let from = at + ahead;
            at = from + 1;
            if let Some(escape) = escape(&given[from..element.end]) {
                at = from + escape.length;
                out.character(from, at, escape.ch);
            }
        }
        behind = element.end;
    }
    out.write(last.end, given.len(), "");
    out.finish()
}

/// What stands between quotation marks of a program.
struct Literal {
    start: usize,
    end: usize,
    is_bytes: bool,
    has_escapes: bool,
}

impl Literal {
    fn at(given: &str, from: usize, most: usize) -> Option<Self> {
        let bytes = &given.as_bytes()[..most];
        let prefix = bytes[from..].iter().take(2).take_while(|byte| b"bBuUrR".contains(byte)).count();
        let is_bytes = bytes[from..from + prefix].iter().any(|byte| matches!(byte, b'b' | b'B'));
        let quote = *bytes.get(from + prefix).filter(|byte| matches!(byte, b'"' | b'\''))?;
        let start = from + prefix + 1;
        let (mut at, mut has_escapes) = (start, false);
        loop {
            at += memchr::memchr2(quote, b'\\', bytes.get(at..)?)?;
            if bytes[at] == quote {
                return Some(Self { start, end: at, is_bytes, has_escapes });
            }
            has_escapes = true;
            at += 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_paragraphs() {
        let read = |given: &str| read(given).map(|read| read.text);
        for (given, is) in [
            (
                r#"["The bridge \"Karsova\" is shut.", "It opens\u00e9 soon."]"#,
                "The bridge \"Karsova\" is shut.\n\nIt opensé soon.",
            ),
            (r#"['The bridge is shut.', "It's the mayor's."] "#, "The bridge is shut.\n\nIt's the mayor's."),
            ("['The bridge\\n is shut.'\n 'It opens.']", "The bridge\n is shut.\n\nIt opens."),
            (r"b'Le pont ferm\xc3\xa9.\nIl rouvre.'", "Le pont fermé.\nIl rouvre."),
            (r#"b"L'Elvane""#, "L'Elvane"),
            (r#"[b'Orsk', b'Lema']"#, "Orsk\n\nLema"),
            (r#""The mayor said \"no\".""#, "The mayor said \"no\"."),
        ] {
            assert_eq!(read(given).as_deref(), Some(is), "{given}");
        }
        for given in [
            r#""The bridge is shut," said the mayor, "and stays so.""#,
            r#""The bridge is shut.""#,
            "[Orsk] The bridge is shut [photo]",
            "['The bridge' is shut]",
            "['The bridge', is 'shut']",
            "[]",
            "['",
            "['\\",
            "b'\\",
            "b",
            "'",
            "",
        ] {
            assert_eq!(read(given), None, "{given}");
        }
    }
}
