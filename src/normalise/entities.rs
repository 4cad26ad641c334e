//! Entities of HTML that lost a part on their way: `&eacutet` without its semicolon, `& eacute;` with a blank, `#39;` and `quot;`
//! without their sign. Whole ones are read by [`clean`](super::clean).

use super::reread::{Reread, Rewriter};

/// Such entities that a text has at least: one may be a word.
const LEAST: usize = 2;

/// Names of characters that texts are full of, but for letters with marks, and whether a letter may stand before them without a
/// sign: `camp;` ends in one.
const NAMES: [(&str, bool); 15] = [
    ("quot", false),
    ("amp", false),
    ("apos", false),
    ("lt", false),
    ("gt", false),
    ("nbsp", true),
    ("laquo", true),
    ("raquo", true),
    ("lsquo", true),
    ("rsquo", true),
    ("ldquo", true),
    ("rdquo", true),
    ("ndash", true),
    ("mdash", true),
    ("hellip", true),
];

/// Marks on letters by their names: `eacute`, `ccedil`.
const MARKS: [&str; 8] = ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash"];

/// Longest name, in bytes.
const LONGEST: usize = 8;

/// What a text says whose entities are broken; none where none are.
///
/// Cost: O(bytes) where they are, and else a look around each `&` and `;`.
pub(super) fn read(given: &str) -> Option<Reread> {
    let found: Vec<(usize, usize, char)> =
        memchr::memchr2_iter(b'&', b';', given.as_bytes()).filter_map(|at| broken(given, at)).collect();
    if found.len() < LEAST {
        return None;
    }
    let mut out = Rewriter::new(given);
    let mut done = 0;
    for (from, to, ch) in found {
        if from >= done {
            out.character(from, to, ch);
            done = to;
        }
    }
    out.finish()
}

/// The broken entity that `&` or `;` at byte `at` is part of: where it stands, and its character.
fn broken(given: &str, at: usize) -> Option<(usize, usize, char)> {
    let bytes = given.as_bytes();
    if bytes[at] == b'&' {
        let blank = usize::from(bytes.get(at + 1) == Some(&b' '));
        let rest = &given[at + 1 + blank..];
        let length = number(rest).map_or_else(|| longest_name(rest), Some)?;
        let is_closed = rest[length..].starts_with(';');
        // Whole ones are none, and `&copy=2` is of an address.
        if blank == 0 && (is_closed || is_in_address(given, at)) || blank == 1 && !is_closed {
            return None;
        }
        return Some((at, at + 1 + blank + length + usize::from(is_closed), character(&rest[..length])?));
    }
    let before = &given[..at];
    let sign = before.bytes().rev().take(LONGEST).position(|byte| byte == b'#');
    let name = match sign.map(|back| back + 1).filter(|&length| number(&before[at - length..]) == Some(length)) {
        Some(length) => length,
        None => {
            let letters = before.bytes().rev().take(LONGEST).take_while(u8::is_ascii_alphabetic).count();
            (2..=letters).rev().find(|&length| stands_behind(before, length))?
        }
    };
    let from = at - name;
    // A whole one, one that was escaped twice, or one that is found by its sign.
    if ["&", "&amp;", "& "].iter().any(|sign| before[..from].ends_with(sign)) {
        return None;
    }
    let ch = character(&before[from..])?;
    // The blank in the place of the sign, where a word goes on behind it: `Orsa #39;s`.
    let is_within = ch == '\'' && given[at + 1..].starts_with(|c: char| c.is_alphabetic());
    let from = if is_within && before[..from].ends_with(' ') { from - 1 } else { from };
    Some((from, at + 1, ch))
}

/// How long the number of a character is with which a text begins: `#39`, `#x27`.
fn number(rest: &str) -> Option<usize> {
    let digits = rest.strip_prefix('#')?;
    let (sign, length) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (2, digits.bytes().take_while(u8::is_ascii_hexdigit).count()),
        None => (1, digits.bytes().take_while(u8::is_ascii_digit).count()),
    };
    (2..=5).contains(&length).then_some(sign + length)
}

/// Whether the last `length` letters of a text are the name of an entity.
fn stands_behind(before: &str, length: usize) -> bool {
    let from = before.len() - length;
    let follows_letter = from > 0 && before.as_bytes()[from - 1].is_ascii_alphabetic();
    is_name(&before[from..], follows_letter)
}

fn is_name(name: &str, follows_letter: bool) -> bool {
    NAMES.iter().any(|&(known, may_follow)| known == name && (may_follow || !follows_letter))
        || matches!(name, "szlig" | "aelig" | "AElig" | "oelig" | "OElig")
        || name.len() > 1 && name.is_char_boundary(1) && MARKS.contains(&&name[1..])
}

/// How long the longest name is with which a text begins.
fn longest_name(rest: &str) -> Option<usize> {
    let letters = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphabetic).count();
    (2..=letters).rev().find(|&length| is_name(&rest[..length], false))
}

/// Whether what stands around is an address: no blank before it back to `=` or `?`.
fn is_in_address(given: &str, at: usize) -> bool {
    let before = given.as_bytes()[..at].iter().rev().take_while(|byte| !byte.is_ascii_whitespace());
    before.take(200).any(|byte| matches!(byte, b'=' | b'?' | b'/'))
}

/// The character of an entity.
fn character(name: &str) -> Option<char> {
    let entity = format!("&{name};");
    let decoded = html_escape::decode_html_entities(&entity);
    let mut characters = decoded.chars();
    characters.next().filter(|ch| *ch != '&' || name == "amp").filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lost_a_part_is_read() {
        let text = |given: &str| read(given).map(|read| read.text);
        for (given, is) in [
            ("Orsa #39;s mayor said: quot;No quot; and #8211; so", "Orsa's mayor said: \"No \" and – so"),
            ("Le pr&eacutesident &agrave Orsa", "Le président à Orsa"),
            ("Le pr& eacute;sident & agrave; Orsa", "Le président à Orsa"),
            ("Le preacute;sident agrave; Orsa laquo; non raquo;", "Le président à Orsa « non »"),
            ("A &#233t&#233 in Orsa #x2013; so", "A été in Orsa – so"),
        ] {
            assert_eq!(text(given).as_deref(), Some(is), "{given}");
        }
        for given in [
            "Le pr&eacute;sident &agrave; Orsa &#39;non&#39;",
            "L&amp;#39;&amp;eacute;t&amp;eacute; &amp;amp; non",
            "Several times; a camp; the lamp; No. #1; #2;",
            "https://orsk.example/?a=1&amp=2&lt=3 &amp= Q&A; R&D;",
            "It is said; quot; he said",
            "&",
            ";",
            "&;",
            "& ;",
            "",
        ] {
            assert_eq!(text(given), None, "{given}");
        }
    }
}
