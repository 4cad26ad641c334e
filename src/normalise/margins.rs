//! What stands before the lines of a text, and between them, and is none of it: the numbers of lines and paragraphs, the times
//! of transcripts and subtitles, the marks of quoted mail.

use super::NOTHING;
use std::ops::Range;

/// Lines that have such a margin at least.
pub(super) const LEAST: usize = 3;

/// Longest number of a line, in digits, and longest of a time: `00:01:02,500`.
const DIGITS: usize = 5;
const TIME: usize = 12;

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    /// A number, and whether the line is that alone.
    Number(u32, bool),
    /// A time with seconds or in brackets, in seconds.
    Time(u64),
    /// From when to when a subtitle stands.
    Subtitle,
    /// `>`
    Quoted,
}

/// Whether the line with which `text` begins may have a margin. Cost: O(1), mostly.
pub(super) fn may_begin(text: &[u8]) -> bool {
    let first = text.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    first.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'[' | b'(' | b'>'))
}

/// What `line` begins with, and how many bytes of it that is, with blanks around it; all of them ASCII.
fn begin(line: &[u8]) -> Option<(Begin, usize)> {
    let blanks = |at: usize| line[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    let from = blanks(0);
    let open = *line.get(from)?;
    if open == b'>' {
        let end = from + line[from..].iter().take_while(|byte| matches!(byte, b'>' | b' ')).count();
        return Some((Begin::Quoted, end));
    }
    let is_bracketed = matches!(open, b'[' | b'(');
    let first = from + usize::from(is_bracketed);
    let part = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b':' | b',' | b'.');
    let length = line[first..].iter().take(TIME + 1).take_while(part).count();
    let (mut token, mut end) = (&line[first..first + length], first + length);
    if is_bracketed {
        end += usize::from(matches!(line.get(end)?, b']' | b')'));
        if end == first + length {
            return None;
        }
    } else if let [number @ .., b'.' | b':'] = token {
        token = number;
    } else if line.get(end) == Some(&b')') {
        end += 1;
    }
    let gap = blanks(end);
    if gap == 0 && end < line.len() {
        return None;
    }
    if line[end + gap..].starts_with(b"-->") {
        return time(token).map(|_| (Begin::Subtitle, line.len()));
    }
    if token.iter().all(u8::is_ascii_digit) {
        let number = std::str::from_utf8(token).ok().filter(|token| token.len() <= DIGITS)?.parse().ok()?;
        return Some((Begin::Number(number, end + gap == line.len()), end + gap));
    }
    let is_time = is_bracketed || token.iter().filter(|byte| **byte == b':').count() == 2;
    time(token).filter(|_| is_time).map(|time| (Begin::Time(time), end + gap))
}

/// A time of hours or minutes to seconds and their parts, in parts of a second.
fn time(token: &[u8]) -> Option<u64> {
    let (mut time, mut digits, mut parts) = (0u64, 0, 0);
    for byte in token {
        match byte {
            b'0'..=b'9' => (time, digits) = (10 * time + u64::from(byte - b'0'), digits + 1),
            b':' | b'.' | b',' if digits > 0 => (parts, digits) = (parts + 1, 0),
            _ => return None,
        }
    }
    (parts > 0 && digits > 1 && token.contains(&b':')).then_some(time)
}

/// The lines of a text that are not blank, with where they begin.
fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    let lines = ends.scan(0, |from, end| Some((std::mem::replace(from, end + 1), end)));
    lines.map(|(from, end)| (from, &text[from..end])).filter(|(_, line)| !line.trim_ascii_start().is_empty())
}

/// The ranges of bytes, ascending, that are margins of the lines of `text`, and whether these are subtitles, of which no line is
/// one. None where less than half of its lines have such; numbers count each up by one, times run one way.
///
/// Cost: O(bytes).
pub(super) fn margins(text: &str) -> Option<(Vec<Range<usize>>, bool)> {
    let lines = || lines(text.as_bytes());
    let (mut count, mut subtitles) = (0, 0);
    // Lines that go on with each kind: numbers, times upwards, times downwards, quotations.
    let mut counts = [0; 4];
    let (mut number, mut latest, mut earliest) = (None, 0, u64::MAX);
    for (_, line) in lines() {
        count += 1;
        match begin(line) {
            Some((Begin::Number(found, _), _)) if number.is_none_or(|last: u32| last + 1 == found) => {
                number = Some(found);
                counts[0] += 1;
            }
            Some((Begin::Time(time), _)) => {
                counts[1] += usize::from(time >= latest);
                counts[2] += usize::from(time <= earliest);
                (latest, earliest) = (time, time);
            }
            Some((Begin::Quoted, _)) => counts[3] += 1,
            Some((Begin::Subtitle, _)) => subtitles += 1,
            _ => {}
        }
    }
    if subtitles >= LEAST && 4 * subtitles >= count {
        return Some((between_subtitles(text, lines()), true));
    }
    let (kind, most) = counts.into_iter().enumerate().max_by_key(|&(kind, most)| (most, 4 - kind))?;
    if most < LEAST || 2 * most < count {
        return None;
    }
    let mut number = None;
    let ranges = lines().filter_map(|(start, line)| {
        let (found, end) = begin(line)?;
        let is_margin = match (kind, found) {
            (0, Begin::Number(found, _)) => {
                let goes_on = number.is_none_or(|last| last + 1 == found);
                number = if goes_on { Some(found) } else { number };
                goes_on
            }
            (1 | 2, Begin::Time(_)) | (3, Begin::Quoted) => true,
            _ => false,
        };
        is_margin.then_some(start..start + end)
    });
    Some((ranges.collect(), false))
}

/// The lines that tell the number and the times of subtitles.
fn between_subtitles<'t>(text: &str, lines: impl Iterator<Item = (usize, &'t [u8])>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut alone = None;
    for (start, line) in lines {
        let end = (start + line.len()).min(text.len());
        match begin(line) {
            Some((Begin::Number(_, true), _)) => alone = Some(start),
            Some((Begin::Subtitle, _)) => ranges.push(alone.take().unwrap_or(start)..end),
            _ => alone = None,
        }
    }
    ranges
}

/// The same text with its margins as [`NOTHING`], each character in its place; none where it has none.
pub(super) fn cleared(text: &str) -> Option<String> {
    let (ranges, are_subtitles) = margins(text)?;
    let mut cleared = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        cleared.push_str(&text[from..range.start]);
        cleared.extend(std::iter::repeat_n(NOTHING, range.len()));
        from = range.end;
    }
    cleared.push_str(&text[from..]);
    Some(if are_subtitles { cleared.replace('\n', " ") } else { cleared })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use proptest::prelude::*;

    const LINES: [&str; 4] = [
        "The Karsova dam was closed to traffic on Tuesday after inspectors found",
        "cracks in its crest, the interior ministry said. Some 4,300 people were",
        "moved from the town of Meldrin to schools in the next valley, and it is",
        "not known when they may return to their houses.",
    ];

    fn numbered(each: impl Fn(usize) -> String) -> String {
        LINES.iter().enumerate().map(|(n, line)| each(n) + line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn what_stands_before_lines_is_none_of_the_text() {
        let plain = clean(&LINES.join("\n"));
        for given in [
            numbered(|n| format!("{}. ", n + 1)),
            numbered(|n| format!("{}) ", n + 7)),
            numbered(|n| format!("({}) ", n + 9)),
            numbered(|n| format!("{:4}\t", n + 98)),
            numbered(|n| format!("[00:{:02}] ", 3 * n)),
            numbered(|n| format!("(1:{}) ", 50 - n)),
            numbered(|n| format!("14:05:{:02} ", 3 * n)),
            numbered(|_| "> ".to_owned()),
            numbered(|_| "> >".to_owned()),
        ] {
            assert_eq!(clean(&given).as_str(), plain.as_str(), "{given}");
        }
    }

    #[test]
    fn subtitles_are_one_text() {
        let given = numbered(|n| format!("{}\n00:00:0{},000 --> 00:00:0{},500\n", n + 1, 2 * n, 2 * n + 1));
        let words = |text: &str| clean(text).as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&given.replace('\n', "\r\n")), words(&LINES.join(" ")));
    }

    #[test]
    fn numbers_that_tell_something_stay() {
        for text in [
            "10:00 News\n10:15 The weather\n11:05 A film\n12:00 News",
            "12 people were injured\n4 were taken to Meldrin\n30 stayed",
            "2029 was dry\n2031 was wet\n2032 was dry again",
            "Three things\n1. One\n2. Two\n\nThe mayor spoke.\nThe river fell.\nThe bridge opened.",
            "1. One\n2. Two",
            "(4:3) (2:1)\n(AFP) Text\n> 5 degrees",
            "",
        ] {
            assert_eq!(cleared(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_character_stays_in_its_place(text in "([>\\[(]?[0-9:]{0,6}[.)\\]]?[ \t]?(--> )?[a-zé橋]{0,9}[\n\r]{0,2}){0,14}") {
            if let Some(found) = cleared(&text) {
                prop_assert_eq!(found.len(), text.len());
                prop_assert!(text.chars().zip(found.chars()).all(|(was, is)| was == is || is == NOTHING || was == '\n' && is == ' '));
            }
        }
    }
}
