//! Marks of Markdown, addresses in brackets and marks of notes: what stands in a text for its layout and is not read out.

use super::reread::{Reread, Rewriter};
use memchr::memmem;

/// Marks of notes, and addresses in brackets, that a text has at least: one may be meant for the reader.
const MIN_NOTES: usize = 2;
const MIN_ADDRESSES: usize = 2;

/// Longest words of a link, longest address, in bytes.
const MAX_WORDS: usize = 400;
const MAX_ADDRESS: usize = 500;

/// What a text says without such marks; none where it has none.
///
/// Cost: O(bytes) with a factor for those that look like marks; a search for three bytes where there are none.
pub(super) fn read(given: &str) -> Option<Reread> {
    let bytes = given.as_bytes();
    let (mut links, mut bold, mut addresses, mut squares) = (false, false, false, false);
    for at in memchr::memchr3_iter(b'(', b'[', b'*', bytes) {
        match bytes[at] {
            b'[' => squares = true,
            b'*' => bold |= bytes.get(at + 1) == Some(&b'*'),
            _ => {
                links |= at > 0 && bytes[at - 1] == b']';
                addresses |= bytes[at + 1..].starts_with(b"http");
            }
        }
    }
    let notes = if squares { notes(given) } else { Vec::new() };
    if !(links || bold || addresses || notes.len() >= MIN_NOTES) {
        return None;
    }
    let mut marks: Vec<(usize, usize)> = if notes.len() >= MIN_NOTES { notes } else { Vec::new() };
    if addresses {
        bracketed(given, &mut marks);
    }
    let before = marks.len();
    if links {
        linked(given, &mut marks);
    }
    if bold {
        paired(given, "**", &mut marks);
    }
    if marks.len() > before {
        paired(given, "_", &mut marks);
        headings(given, &mut marks);
    }
    Rewriter::without(given, marks)
}

/// Marks of notes behind words: `[1]`, `[note 2]`, the numbers from 1 on.
fn notes(given: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for from in memchr::memchr_iter(b'[', given.as_bytes()) {
        let inside = &given[from + 1..];
        let name = ["note ", "Note "].iter().find(|name| inside.starts_with(**name)).map_or(0, |name| name.len());
        let digits = inside[name..].bytes().take_while(u8::is_ascii_digit).count();
        let to = from + 1 + name + digits + 1;
        let is_behind = given[..from].ends_with(|c: char| !c.is_whitespace() && !matches!(c, '[' | '('));
        if (1..=3).contains(&digits) && given.as_bytes().get(to - 1) == Some(&b']') && is_behind {
            found.push((from, to));
        }
    }
    found
}

/// Addresses in brackets of their own, with the blank before them.
fn bracketed(given: &str, marks: &mut Vec<(usize, usize)>) {
    let known = marks.len();
    for from in memmem::find_iter(given.as_bytes(), "(http") {
        let Some(length) = address(&given[from + 1..]) else { continue };
        let before = given[..from].trim_end_matches(' ');
        if !before.ends_with(']') {
            marks.push((before.len(), from + 1 + length + 1));
        }
    }
    if marks.len() - known < MIN_ADDRESSES {
        marks.truncate(known);
    }
}

/// How long an address is that ends with the bracket around it.
fn address(rest: &str) -> Option<usize> {
    let (mut open, mut length) = (0, 0);
    for byte in rest.bytes().take(MAX_ADDRESS) {
        match byte {
            b'(' => open += 1,
            b')' if open == 0 => return Some(length),
            b')' => open -= 1,
            b' ' | b'\n' | b'\t' | b'\r' => return None,
            _ => {}
        }
        length += 1;
    }
    None
}

/// Links, of which the words stay, and pictures, of which nothing does.
fn linked(given: &str, marks: &mut Vec<(usize, usize)>) {
    let mut done = 0;
    for middle in memmem::find_iter(given.as_bytes(), "](") {
        let from = done.max(middle.saturating_sub(MAX_WORDS));
        let Some(open) = memchr::memrchr(b'[', &given.as_bytes()[from..middle]).map(|at| from + at) else { continue };
        let target = &given[middle + 2..];
        if !["http", "/", "#", "mailto:", "www."].iter().any(|begin| target.starts_with(begin)) {
            continue;
        }
        // A title may stand behind the address.
        let length = address(target).or_else(|| {
            let end = target.as_bytes().iter().take(MAX_ADDRESS).position(|byte| *byte == b'"' || *byte == b'\n')?;
            let titled = target.as_bytes()[end] == b'"' && target[..end].ends_with(' ');
            let title = target.as_bytes()[end + 1..].iter().take(MAX_WORDS);
            let close = title.clone().zip(title.skip(1)).position(|pair| pair == (&b'"', &b')')).filter(|_| titled)?;
            Some(end + 1 + close + 1)
        });
        let Some(length) = length else { continue };
        let end = middle + 2 + length + 1;
        if given[..open].ends_with('!') {
            marks.push((open - 1, end));
        } else {
            marks.extend([(open, open + 1), (middle, end)]);
        }
        done = end;
    }
}

/// Marks that stand before words and, on the same line, behind them.
fn paired(given: &str, mark: &str, marks: &mut Vec<(usize, usize)>) {
    let mut open: Option<usize> = None;
    for at in memmem::find_iter(given.as_bytes(), mark) {
        let (before, behind) = (given[..at].chars().next_back(), given[at + mark.len()..].chars().next());
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_same = |c: Option<char>| c.is_some_and(|c| mark.starts_with(c));
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match open.take() {
            Some(from)
                if !is_blank(before) && !is_same(before) && !is_word(behind) && !given[from..at].contains('\n') =>
            {
                marks.extend([(from, from + mark.len()), (at, at + mark.len())]);
            }
            _ if !is_blank(behind) && !is_same(behind) && !is_word(before) => open = Some(at),
            _ => {}
        }
    }
}

/// `#` before headings.
fn headings(given: &str, marks: &mut Vec<(usize, usize)>) {
    let mut at = 0;
    for line in given.split('\n') {
        let signs = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&signs) && line[signs..].starts_with(' ') {
            marks.push((at, at + signs + 1));
        }
        at += line.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_out_is_left_out() {
        let text = |given: &str| read(given).map(|read| read.text);
        for (given, is) in [
            (
                "# Karsova\n\nThe **bridge** over the [Lema](https://orsk.example/tag/(3)) is _shut_, ![a view](/b.png \"Lema\")says a_b_c.",
                "Karsova\n\nThe bridge over the Lema is shut, says a_b_c.",
            ),
            ("The bridge (https://orsk.example/1) is (https://orsk.example/2) shut.", "The bridge is shut."),
            ("It is shut.[1] It opens.[2] So it was said[note 3].", "It is shut. It opens. So it was said."),
            ("[**Karsova**](https://orsk.example)", "Karsova"),
        ] {
            assert_eq!(text(given).as_deref(), Some(is), "{given}");
        }
        for given in [
            "It is shut [1] and [2].",
            "He [sic](the mayor) said so.[4]",
            "Two ** three ** four, a_b_c",
            "(http is no address) (http (http://orsk.example)",
            "******* fr * so it is **",
            "](",
            "[](",
            "**",
            "",
        ] {
            assert_eq!(text(given), None, "{given}");
        }
    }
}
