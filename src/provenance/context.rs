//! What stands around an agency's name: its line, its brackets, the words beside it.

use super::cues::{self, Word};
use crate::units::{Span, is_of_south_east_asia};
use std::ops::Range;

/// How far a line or a bracket is followed, in bytes.
const REACH: usize = 600;
/// What print makes of an opening bracket.
pub(super) const BROKEN: [char; 6] = ['l', 'C', '1', 'i', 'f', 'I'];
/// Longest bracket that can hold a credit, in bytes.
const BRACKET: usize = 80;

/// One place of the text where an agency's name stands.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The spelling, in the gazetteer.
    pub form: u32,
    /// Whether it is also another word.
    pub weak: bool,
    /// Whether its letters have the case of the spelling, or are all capitals.
    pub exact: bool,
    /// Whether it was read through damage.
    pub damaged: bool,
}

/// A pair of brackets and what they enclose.
#[derive(Clone, Debug)]
pub(super) struct Bracket {
    /// First byte of the opening bracket.
    pub open: usize,
    /// What stands inside.
    pub inner: Range<usize>,
    /// One past the closing bracket.
    pub close: usize,
}

/// The last place up to `at`, in bytes, where a character begins or the text ends.
pub(super) fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first such place from `at` on.
pub(super) fn ceil(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// The line of `range`, cut at a few hundred bytes on either side.
pub(super) fn line_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let from = floor(text, range.start.saturating_sub(REACH));
    let to = ceil(text, range.end + REACH);
    let start = memchr::memrchr(b'\n', &text.as_bytes()[from..range.start]).map_or(from, |i| from + i + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[range.end..to]).map_or(to, |i| range.end + i);
    start..end
}

/// The last line above `line` that is not blank, trimmed; empty when there is none near.
pub(super) fn line_above<'t>(text: &'t str, line: &Range<usize>) -> &'t str {
    let from = floor(text, line.start.saturating_sub(REACH));
    text[from..line.start].lines().rev().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default()
}

/// Whether nothing but blanks stands between the line above and `line`.
pub(super) fn blank_above(text: &str, line: &Range<usize>) -> bool {
    let from = floor(text, line.start.saturating_sub(REACH));
    let above = text[from..line.start].trim_end_matches([' ', '\t', '\u{a0}', '\r']);
    above.trim_end().is_empty()
        || above.bytes().rev().take_while(|b| b.is_ascii_whitespace()).filter(|&b| b == b'\n').count() >= 2
}

pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// Whether `c` can be part of the same word as a letter.
pub(super) fn joins_word(c: char) -> bool {
    c.is_alphanumeric() && !is_cjk(c) && !is_of_south_east_asia(c) || c == '_'
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '¬' | '\u{2500}')
}

/// Whether `text`, trimmed, ends a sentence; an empty text does.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end().chars().next_back().is_none_or(|c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | '…'
                | '»'
                | '”'
                | '"'
                | '’'
                | '“'
                | '«'
                | ')'
                | ';'
                | '。'
                | '！'
                | '？'
                | '」'
                | '』'
                | '؟'
                | '।'
                | '۔'
                | '։'
                | '።'
                | '။'
                | '។'
                | '\''
        )
    })
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '（' => '）',
        '【' => '】',
        '［' => '］',
        '〔' => '〕',
        '〈' => '〉',
        _ => return None,
    })
}

/// The brackets or slashes that enclose `range`.
pub(super) fn bracket_of(text: &str, range: &Range<usize>) -> Option<Bracket> {
    // Print makes letters of brackets: `lDNB)`.
    if text[..range.start].ends_with(BROKEN) && text[range.end..].starts_with(')') {
        return Some(Bracket { open: range.start - 1, inner: range.clone(), close: range.end + 1 });
    }
    let from = floor(text, range.start.saturating_sub(BRACKET));
    for (i, c) in text[from..range.start].char_indices().rev() {
        if matches!(c, ')' | ']' | '}' | '）' | '】' | '］' | '〕' | '>') {
            break;
        }
        // Print makes one bracket of another: `<AP)`, `(AP>`; where both have angles, they are no damage.
        let damaged = c == '<' && range.start == from + i + 1 && text[range.end..].starts_with(')');
        let Some(close) = Some(')').filter(|_| damaged).or_else(|| closing(c)) else { continue };
        let to = ceil(text, range.end + BRACKET);
        let after = &text[range.end..to];
        let inner_start = from + i + c.len_utf8();
        let angle = after.find(['>', '»']).filter(|&j| j <= 1 && c == '(');
        let closed = || after.find([close, ')', '}', ']']).filter(|&j| !after[..j].contains(['(', '[']));
        if let Some(j) = angle.or_else(closed) {
            let width = after[j..].chars().next().map_or(1, char::len_utf8);
            return Some(Bracket { open: from + i, inner: inner_start..range.end + j, close: range.end + j + width });
        }
        // Print loses closing brackets, or makes letters of them: `(Havas. — Le`, `(AP i — The`.
        let dashed = |rest: &&str| rest.starts_with(['—', '–']) || rest.starts_with("--");
        let rest = after.trim_start_matches(['.', ',', ' ']);
        let letter =
            rest.strip_prefix(['i', 'l', '1', 'I', 'j', 'J', '|', '!']).map(|r| r.trim_start_matches(['.', ' ']));
        let letter = letter.filter(dashed);
        let rest = letter.unwrap_or(rest);
        if dashed(&rest) && text[inner_start..range.start].trim().is_empty() {
            return Some(Bracket { open: from + i, inner: inner_start..range.end, close: to - rest.len() });
        }
        break;
    }
    slashes_of(text, range)
}

/// `/ТАСС/`, `/ وام /`: slashes with nothing but the name (and a word such as `Корр.`) inside, free on the outside.
fn slashes_of(text: &str, range: &Range<usize>) -> Option<Bracket> {
    let from = floor(text, range.start.saturating_sub(24));
    let open = from + text[from..range.start].rfind('/')?;
    let inside = &text[open + 1..range.start];
    if inside.contains(['\n', '.', ',']) && !inside.trim().ends_with("рр.") {
        return None;
    }
    let to = ceil(text, range.end + 48);
    let close = range.end + text[range.end..to].find(['/', '\n'])?;
    if text.as_bytes()[close] != b'/' {
        return None;
    }
    // `في 12 مارس/ وام /`: blanks inside do as well.
    let spaced = text[open + 1..].starts_with(' ') && text[..close].ends_with(' ');
    let free_before = spaced || text[..open].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let free_behind = text[close + 1..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let short = text[open + 1..close].split_whitespace().count() <= 4;
    (free_before && free_behind && short).then_some(Bracket { open, inner: open + 1..close, close: close + 1 })
}

/// What the words of a stretch of text are, agencies' names left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Words with a capital.
    pub names: usize,
    /// Words that introduce a credit.
    pub credit_words: usize,
    /// Figures, dates, initials.
    pub figures: usize,
    /// Words that join parts.
    pub joining: usize,
    /// Short lower-case words.
    pub short: usize,
    /// Words of a sentence.
    pub prose: usize,
    /// Those of them that may be names, since their script has no capitals.
    pub uncased: usize,
    /// Agencies' names.
    pub agencies: usize,
}

impl Phrase {
    /// Nothing but agencies, joined.
    pub fn is_bare(&self) -> bool {
        self.agencies > 0
            && self.names + self.credit_words + self.figures + self.short + self.prose == 0
            && (self.joining == 0 || self.agencies > 1)
    }

    /// A word of credit and somebody's name.
    pub fn is_author(&self) -> bool {
        self.credit_words > 0 && (1..=4).contains(&self.names) && self.prose == 0 && self.short + self.joining <= 1
    }

    /// Agencies, names and words of credit, no sentence.
    pub fn is_credit(&self) -> bool {
        self.agencies > 0 && self.prose == 0 && self.credit_words > 0 && self.names <= 8 && self.short <= 1
    }
}

const SEPARATORS: &[char] = &[
    '/', ',', ';', ':', '|', '+', '&', '(', ')', '[', ']', '·', '•', '–', '—', '-', '=', '：', '＝', '、', '，', '／',
    '*', '…', '®', '™', '>', '<', '―', '_', '،',
];

/// Counts the words of `range` by their role.
pub(super) fn phrase(text: &str, range: Range<usize>, hits: &[Hit]) -> Phrase {
    let mut phrase = Phrase::default();
    let mut at = range.start;
    let first = hits.partition_point(|h| h.start < range.start);
    for hit in hits[first..].iter().take_while(|h| h.end <= range.end) {
        phrase.agencies += 1;
        // `avec agences` is a name with its word of credit inside.
        let first = text[hit.start..hit.end].split_once(' ').map(|(first, _)| first);
        phrase.credit_words += usize::from(first.is_some_and(|w| {
            matches!(w, "avec" | "con" | "com" | "mit" | "from" | "with" | "Avec" | "Con" | "Com" | "Mit" | "With")
        }));
        // `EFE Y AFP`: between agencies a word in capitals joins them.
        if phrase.agencies > 1 && text.get(at..hit.start).is_some_and(|gap| cues::joins(gap.trim())) {
            phrase.joining += 1;
        } else if hit.start >= at {
            count(&text[at..hit.start], &mut phrase);
        }
        at = hit.end.max(at);
    }
    count(&text[at..range.end], &mut phrase);
    phrase
}

fn count(gap: &str, phrase: &mut Phrase) {
    for word in gap.split(|c: char| c.is_whitespace() || SEPARATORS.contains(&c)).filter(|w| !w.is_empty()) {
        if word.chars().all(|c| matches!(c, '.' | '\'' | '`' | '^' | '»' | '›' | '→')) {
            continue;
        }
        match cues::role(word) {
            Word::Credit => phrase.credit_words += 1,
            Word::Joining => phrase.joining += 1,
            Word::Name => phrase.names += 1,
            Word::Figure => phrase.figures += 1,
            Word::Short => phrase.short += 1,
            // `Avec l'AFP`: an article behind a word of credit.
            Word::Prose if phrase.credit_words > 0 && matches!(word, "l'" | "l’" | "L'" | "dell'" | "d'" | "d’") => {
                phrase.joining += 1
            }
            Word::Prose => phrase.prose += 1,
            Word::Uncased => {
                phrase.prose += 1;
                phrase.uncased += 1;
            }
        }
    }
}

/// Whether `prefix`, what stands on a line before an agency, can be place and date: capitals, figures, months, small
/// words between names.
pub(super) fn is_place_and_date(prefix: &str) -> bool {
    let prefix = prefix.trim();
    if prefix.len() > 110 || prefix.chars().count() > 80 {
        return false;
    }
    let (mut words, mut lower, mut figures, mut uncased) = (0, 0, 0, 0);
    let mut beside_figure = false;
    for word in prefix
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | ':' | '|' | '(' | ')' | '—' | '–'))
        .filter(|w| !w.is_empty())
    {
        words += 1;
        let first = word.chars().find(|c| c.is_alphanumeric());
        match first {
            None => {}
            Some(c) if c.is_numeric() => {
                figures += 1;
                beside_figure = true;
                continue;
            }
            // `'s-Gravenhage` begins with a capital.
            Some(c) if c.is_lowercase() && !word.starts_with("'s-") => {
                let letters = word.chars().count();
                if word.ends_with(['\'', '’']) || word.contains(['«', '“', '"']) {
                    return false;
                }
                let month = beside_figure && letters <= 10;
                if !month && letters > 4 {
                    lower += 1;
                }
                // `12 de marzo de 2024`
                if letters <= 3 {
                    continue;
                }
            }
            Some(c) if !c.is_uppercase() => uncased += 1,
            Some(_) => {}
        }
        beside_figure = false;
    }
    let first_is_lower = prefix.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    words <= 10 && uncased <= 6 && lower == 0 && (!first_is_lower || figures > 0)
}

/// Whether `prefix` is place and date, and has both: a name, and behind it a number that stands alone.
pub(super) fn is_dated_place(prefix: &str) -> bool {
    let mut words = prefix.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(')).filter(|w| !w.is_empty());
    let is_name = |word: &str| {
        word.strip_prefix("'s-").unwrap_or(word).starts_with(char::is_uppercase)
            && word.chars().filter(|c| c.is_alphabetic()).count() >= 3
    };
    is_place_and_date(prefix) && words.any(is_name) && words.any(|word| word.starts_with(char::is_numeric))
}

/// Splits `PARIS, 13 janvier` into place and date.
pub(super) fn place_and_date(prefix: &str) -> (Option<String>, Option<String>) {
    let clean = |s: &str| {
        let s = s.trim().trim_matches(|c: char| {
            matches!(
                c,
                ',' | '.' | ':' | '(' | ')' | '/' | '|' | '【' | '[' | '（' | '"' | '\'' | '•' | '*' | '=' | '،'
            ) || is_dash(c)
                || c.is_whitespace()
        });
        (!s.is_empty()).then(|| if s.contains('(') && !s.contains(')') { format!("{s})") } else { s.to_string() })
    };
    // A desk signature may stand before the place: `burs-emd 22/12/2018 22:56 - Paris`.
    let prefix = prefix.trim().trim_end_matches(is_dash).trim_end();
    let prefix = match prefix.rfind(" - ").or_else(|| prefix.rfind("\u{a0}- ")) {
        Some(i)
            if prefix[i + 2..].contains(char::is_alphabetic)
                && prefix[..i].starts_with(|c: char| c.is_lowercase() || c.is_numeric()) =>
        {
            &prefix[i + 2..]
        }
        _ => prefix,
    };
    let digit = prefix.find(|c: char| c.is_numeric());
    let cut = match (prefix.find([',', '،']), digit) {
        (Some(comma), _) => comma,
        (None, Some(0)) => 0,
        (None, Some(digit)) => digit,
        (None, None) => prefix.len(),
    };
    let (place, date) = (clean(&prefix[..cut]), clean(&prefix[cut..]));
    // `HEATHROW, England` and `Paris, France` name no date.
    match (place, date) {
        (Some(p), Some(d)) if !d.contains(char::is_numeric) => (Some(format!("{p}, {d}")), None),
        pair => pair,
    }
}

/// `range` without the blanks at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// Turns byte offsets into character offsets; cheapest when asked in rising order.
pub(super) struct Offsets<'t> {
    text: &'t str,
    byte: usize,
    char: usize,
}

impl<'t> Offsets<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, byte: 0, char: 0 }
    }

    pub fn span(&mut self, range: Range<usize>) -> Span {
        let start = self.at(range.start);
        Span::new(start, self.at(range.end))
    }

    fn at(&mut self, byte: usize) -> u32 {
        if byte < self.byte {
            self.char -= self.text[byte..self.byte].chars().count();
        } else {
            self.char += self.text[self.byte..byte].chars().count();
        }
        self.byte = byte;
        self.char as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_start_with_place_and_date() {
        for prefix in [
            "PARIS",
            "LONDRES, 29 ",
            "Berlin. 9. Dez.",
            "Saint-Denis de la Réunion",
            "МОСКВА, 13 января.",
            "",
            "Madrid, 3 ene",
        ] {
            assert!(is_place_and_date(prefix), "{prefix}");
        }
        for prefix in ["Selon l'", "a déclaré à", "Le ministre a annoncé à la presse"] {
            assert!(!is_place_and_date(prefix), "{prefix}");
        }
        assert_eq!(place_and_date("PARIS, 13 janvier"), (Some("PARIS".into()), Some("13 janvier".into())));
        assert_eq!(place_and_date("Paris"), (Some("Paris".into()), None));
        assert_eq!(place_and_date("burs-emd/bw 22/12/2018 22:56:42 - Paris"), (Some("Paris".into()), None));
    }

    #[test]
    fn brackets_enclose() {
        let of = |text: &str, name: &str| {
            let start = text.find(name).expect("the name");
            bracket_of(text, &(start..start + name.len())).map(|b| text[b.open..b.close].to_string())
        };
        assert_eq!(of("LONDRES, 9 (Reuter). — Un", "Reuter").as_deref(), Some("(Reuter)"));
        assert_eq!(of("(a) Reuter (b)", "Reuter"), None);
        assert_eq!(of("МОСКВА. /ТАСС/. Один", "ТАСС").as_deref(), Some("/ТАСС/"));
        assert_eq!(of("Rome, 4 (Havas. — Le", "Havas").as_deref(), Some("(Havas. "));
        assert_eq!(of("Le Monde/AFP/", "AFP"), None);
    }
}
