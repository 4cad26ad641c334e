//! Marks of wikis and forums: `[[Orsa|the town]]`, `{{w|Orsa}}`, `'''`, `[b]`.

use super::reread::{Reread, Rewriter};
use memchr::memmem;

/// Links and templates that a text of a wiki has at least.
const LEAST: usize = 2;

/// Longest of them, in bytes.
const LONGEST: usize = 400;

/// Tags of forums.
const TAGS: [&str; 14] =
    ["b", "i", "u", "s", "url", "quote", "img", "size", "color", "font", "center", "list", "code", "email"];

type Mark = (usize, usize);

/// What a text says without such marks; none where it has none. Cost: O(bytes) where it has some; else a look at each bracket.
pub(super) fn read(given: &str) -> Option<Reread> {
    let bytes = given.as_bytes();
    let (mut is_wiki, mut is_forum) = (false, false);
    for at in memchr::memchr2_iter(b'[', b'{', bytes) {
        is_wiki |= bytes.get(at + 1) == Some(&bytes[at]);
        is_forum |= bytes[at] == b'[' && bytes.get(at + 1) == Some(&b'/');
    }
    let mut marks = if is_wiki { of_wiki(given) } else { Vec::new() };
    if is_forum {
        marks.extend(of_forum(given));
    }
    Rewriter::without(given, marks)
}

fn of_wiki(given: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut found = 0;
    for (open, close) in [("[[", "]]"), ("{{", "}}")] {
        let mut done = 0;
        for from in memmem::find_iter(given.as_bytes(), open) {
            let mut limit = given.len().min(from + LONGEST);
            while !given.is_char_boundary(limit) {
                limit -= 1;
            }
            let inside = given.get(from + 2..limit).unwrap_or_default();
            let [opens, closes] = [open, close].map(|pair| pair.as_bytes()[0]);
            let end = memchr::memchr3(opens, closes, b'\n', inside.as_bytes());
            let Some(length) = end.filter(|&end| from >= done && inside[end..].starts_with(close)) else { continue };
            let inside = &inside[..length];
            let to = from + 2 + length + 2;
            // Of a link its words, as of a template that makes one; of a picture, a category and other templates nothing.
            let said = inside.rfind('|').map_or(0, |bar| bar + 1);
            let is_picture = inside.split('|').next().is_some_and(|target| {
                target
                    .split_once(':')
                    .is_some_and(|(space, name)| !space.contains(' ') && !name.starts_with([' ', '/']))
            });
            let is_link = if open == "[[" { !is_picture } else { inside.starts_with("w|") };
            if is_link {
                marks.extend([(from, from + 2 + said), (to - 2, to)]);
            } else {
                marks.push((from, to));
            }
            (found, done) = (found + 1, to);
        }
    }
    if found < LEAST {
        return Vec::new();
    }
    for quotes in ["'''", "''"] {
        let alone = |at: &usize| quotes == "'''" || !given[*at..].starts_with("'''") && !given[..*at].ends_with('\'');
        let places = memmem::find_iter(given.as_bytes(), quotes).filter(alone);
        marks.extend(places.map(|at| (at, at + quotes.len())));
    }
    let mut at = 0;
    for line in given.split('\n') {
        let signs = line.bytes().take_while(|byte| *byte == b'=').count();
        let end = line.trim_end();
        if (2..=5).contains(&signs) && end.len() > 2 * signs && end.ends_with("==") {
            let behind = end.bytes().rev().take_while(|byte| *byte == b'=').count();
            marks.extend([(at, at + signs), (at + end.len() - behind, at + end.len())]);
        }
        at += line.len() + 1;
    }
    marks
}

fn of_forum(given: &str) -> Vec<Mark> {
    let tag = |from: usize| {
        let rest = &given[from + 1..];
        let slash = usize::from(rest.starts_with('/'));
        let length = rest.as_bytes().iter().take(LONGEST).position(|byte| matches!(byte, b']' | b'\n' | b'['))?;
        let name = rest[..length].get(slash..)?;
        let name = name.split_once('=').map_or(name, |(name, _)| name);
        let is_known = rest.as_bytes()[length] == b']' && TAGS.iter().any(|known| known.eq_ignore_ascii_case(name));
        is_known.then_some((from, from + length + 2, slash == 1))
    };
    let found: Vec<_> = memchr::memchr_iter(b'[', given.as_bytes()).filter_map(tag).collect();
    // Without an end there is no tag.
    if !found.iter().any(|&(.., ends)| ends) || found.iter().all(|&(.., ends)| ends) {
        return Vec::new();
    }
    found.into_iter().map(|(from, to, _)| (from, to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_wikis_and_forums_are_left_out() {
        let text = |given: &str| read(given).map(|read| read.text);
        for (given, is) in [
            (
                "{{date|May 3}}\n== The dam ==\nThe '''dam''' at [[Orsa]] on the [[Lemna (river)|Lemna]] is ''shut'', {{w|Ada Lemna}} said. [[File:Dam.jpg|thumb|The dam]][[Category:Dams]]",
                "\n The dam \nThe dam at Orsa on the Lemna is shut, Ada Lemna said. ",
            ),
            ("The [b]dam[/b] is [url=https://orsk.example/]shut[/url].", "The dam is shut."),
        ] {
            assert_eq!(text(given).as_deref(), Some(is), "{given}");
        }
        for given in ["The dam [[1]] is shut", "The [b] dam [1]", "[/b] [c] [/d", "[[", "{{ {{ [[ ]]", "[/", ""] {
            assert_eq!(text(given), None, "{given}");
        }
    }
}
