//! Lines that were broken to fit a column of print, a teletype or mail, made whole again.
//!
//! Such a line ends where the next word no longer fitted, in the middle of sentences. Whoever takes it for a paragraph loses a
//! quotation that goes on in the next line, and takes half a sentence for a heading.

use super::{NOTHING, phrases};
use crate::units::is_unspaced;
use std::borrow::Cow;

/// Narrowest and widest lines, in characters. Columns of print have some 25 to 45, teletypes 60 to 72, mail up to 80.
const NARROWEST: usize = 18;
const WIDEST: usize = 110;

/// A line is broken for want of room where it and the next word together have this share of the usual width: letters of print
/// differ in width.
const FULL: f32 = 0.85;

/// The usual width is that of the line than which this share of all is narrower: the last lines of paragraphs say nothing, and
/// few run over.
const USUAL: f32 = 0.8;

/// Full lines that a text has at least; and one in a script without capitals.
const LEAST: usize = 2;
const LEAST_WITHOUT_CASE: usize = 4;

/// Lines beyond which a text is left as it is: five megabytes of print have half as many.
const MOST: usize = 1 << 18;

/// Bytes of a text that tell how long its characters are.
const SAMPLE: usize = 256;

/// Deeper than the line before by so many spaces, a line begins a paragraph.
const INDENT: usize = 2;

struct Line<'t> {
    /// Where it begins in the text, in bytes.
    start: usize,
    /// Lines before it.
    number: usize,
    /// Without blanks around it.
    words: &'t str,
    begins_small: bool,
    /// In characters.
    width: usize,
    /// Blanks before it; those of full width count twice.
    indent: usize,
}

impl<'t> Line<'t> {
    /// None where it is blank. `is_capital` says whether a letter at this byte was a capital, where the text does not show it.
    fn new(start: usize, number: usize, line: &'t str, is_capital: impl Fn(usize) -> bool) -> Option<Self> {
        let is_blank = |c: char| c.is_whitespace() || c == NOTHING;
        let words = line.trim_matches(is_blank);
        let before = &line[..line.len() - line.trim_start_matches(is_blank).len()];
        let indent = before.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum();
        let begins_small = words.starts_with(char::is_lowercase) && !is_capital(start + before.len());
        let line = Self { start, number, words, begins_small, width: words.chars().count(), indent };
        (!words.is_empty()).then_some(line)
    }

    /// Characters of what cannot be parted at its beginning.
    fn first_word(&self) -> usize {
        if self.words.starts_with(is_unspaced) {
            return 1;
        }
        self.words.chars().take_while(|c| !c.is_whitespace()).count()
    }

    fn ends_sentence(&self) -> bool {
        self.words.ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？', '؟', '۔', '।'])
    }

    /// Whether a word was parted at its end, which `next` goes on with.
    fn is_parted(&self, next: &Self) -> bool {
        self.words.ends_with(['-', '\u{2010}', '\u{ad}', '¬']) && next.begins_small
    }
}

/// The same text with a space for each line break that only a column asked for; in scripts without spaces with
/// [`NOTHING`]. Every character stays in its place. Breaks in the middle of a word are left to [`clean`](super::clean).
///
/// A text is in columns where lines are mostly full and mostly go on in the next: with a small letter or, in scripts that have
/// none, without the mark of a sentence before. Cost: O(bytes); a search for line breaks where there are few.
pub(super) fn rejoined(text: &str) -> Cow<'_, str> {
    rejoined_where(text, |_| false)
}

/// The same of a text in lower case; `capitals` are the bytes, ascending, at which words began with one.
pub(super) fn rejoined_lower<'t>(text: &'t str, capitals: &[u32]) -> Cow<'t, str> {
    rejoined_where(text, |at| capitals.binary_search(&(at as u32)).is_ok())
}

fn rejoined_where(text: &str, is_capital: impl Fn(usize) -> bool) -> Cow<'_, str> {
    if !may_be_set(text) {
        return Cow::Borrowed(text);
    }
    let mut at = 0;
    let lines = text.split('\n').enumerate().filter_map(|(number, line)| {
        let start = at;
        at += line.len() + 1;
        Line::new(start, number, line, &is_capital)
    });
    let lines: Vec<Line<'_>> = lines.collect();
    let joints = joints(&lines);
    if joints.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut whole, mut from) = (String::with_capacity(text.len()), 0);
    for (line, next) in joints {
        let end = line.start + text[line.start..next.start].find('\n').unwrap_or_default();
        whole.push_str(&text[from..end]);
        let joint = if next.words.starts_with(is_unspaced) { NOTHING } else { ' ' };
        whole.extend(text[end..next.start].chars().map(|c| if c == '\n' { joint } else { c }));
        from = next.start;
    }
    whole.push_str(&text[from..]);
    Cow::Owned(whole)
}

/// Whether the usual line, in bytes, is not far too wide for a column. Cost: a search for line breaks.
fn may_be_set(text: &str) -> bool {
    let (mut breaks, mut lines, mut wide, mut from) = (0, 0, 0, 0);
    // Bytes of a character, as they are in the middle of the text.
    let sample = &text.as_bytes()[text.len() / 2..];
    let sample = &sample[..sample.len().min(SAMPLE)];
    let characters = sample.iter().filter(|&&byte| byte as i8 >= -0x40).count();
    let widest = 3 * WIDEST * sample.len() / (2 * characters).max(1);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        breaks += 1;
        lines += usize::from(end > from + 1);
        wide += usize::from(end - from > widest);
        from = end + 1;
    }
    lines >= LEAST && breaks <= MOST && (wide as f32) < (1.0 - USUAL) * (lines + 1) as f32
}

type Pair<'l, 't> = (&'l Line<'t>, &'l Line<'t>);

/// The pairs of lines that are one, where the text is in columns: line after line, or with a blank one between.
fn joints<'l, 't>(lines: &'l [Line<'t>]) -> Vec<Pair<'l, 't>> {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.width).collect();
    if widths.is_empty() {
        return Vec::new();
    }
    let usual = (widths.len() as f32 * USUAL) as usize;
    let usual = *widths.select_nth_unstable(usual).1;
    if !(NARROWEST..=WIDEST).contains(&usual) {
        return Vec::new();
    }
    let is_full = |&(line, next): &Pair<'_, '_>| {
        (line.width + 1 + next.first_word()) as f32 > FULL * usual as f32 && next.indent < line.indent + INDENT
    };
    // Behind the end of a sentence a short line may be a credit, and a site may begin to speak.
    let stands_apart = |(line, next): Pair<'_, '_>| {
        line.ends_sentence()
            && !next.begins_small
            && (2 * next.width < usual
                || next.words.starts_with(['-', '–', '—', '•', '*'])
                || phrases::begins_as_furniture(&next.words.to_lowercase()))
    };
    for breaks in [1, 2] {
        let pairs = lines.iter().zip(&lines[1..]).filter(|(line, next)| next.number - line.number == breaks);
        let pairs: Vec<Pair<'_, '_>> = pairs.collect();
        let mut full: Vec<Pair<'_, '_>> = pairs.iter().copied().filter(is_full).collect();
        if are_set(pairs.len(), &full) {
            full.retain(|&(line, next)| !stands_apart((line, next)) && !line.is_parted(next));
            return full;
        }
    }
    Vec::new()
}

/// Whether of so many pairs enough are full, and go on.
fn are_set(pairs: usize, full: &[Pair<'_, '_>]) -> bool {
    let count = |is: &dyn Fn(&Line<'_>, &Line<'_>) -> bool| full.iter().filter(|(line, next)| is(line, next)).count();
    let small = count(&|_, next| next.begins_small);
    let cased = count(&|_, next| next.words.starts_with(|c: char| c.is_lowercase() || c.is_uppercase()));
    let ended = count(&|line, _| line.ends_sentence());
    if 2 * cased >= full.len() {
        full.len() >= LEAST && 2 * full.len() >= pairs && 5 * small >= 2 * full.len() && 2 * ended <= full.len()
    } else {
        full.len() >= LEAST_WITHOUT_CASE && 10 * full.len() >= 7 * pairs && 10 * ended <= 3 * full.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use proptest::prelude::*;

    /// `text` in lines of at most so many characters.
    fn set(text: &str, columns: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in text.split('\n') {
            lines.push(String::new());
            for word in paragraph.split(' ') {
                let line = lines.last_mut().expect("one was pushed");
                if line.is_empty() {
                    line.push_str(word);
                } else if line.chars().count() + 1 + word.chars().count() <= columns {
                    line.push(' ');
                    line.push_str(word);
                } else {
                    lines.push(word.to_owned());
                }
            }
        }
        lines.join("\n")
    }

    const DISPATCH: &str = "MELDRINE (AFP) - Le pont de Karsova a été fermé mardi après une crue, a annoncé le maire.\n\
        \"Nous ne savons pas quand il rouvrira\", a dit le maire de la ville, qui attend les experts de la capitale \
        et les plongeurs de l'armée avant la fin de la semaine.\n\
        Quelque 4.300 personnes ont été conduites dans des écoles.\n\
        Lire aussi : La crue de l'Elvane";

    #[test]
    fn lines_of_any_column_are_paragraphs_again() {
        // Where a paragraph ends, a full line does not tell.
        let paragraphs = |text: &str| text.replace(".\n\"", ". \"").replace(".\nQ", ". Q").to_lowercase();
        for columns in 24..=80 {
            let given = set(DISPATCH, columns);
            assert_eq!(paragraphs(&rejoined(&given)), paragraphs(DISPATCH), "{columns}");
            assert_eq!(clean(&given).as_str(), clean(&rejoined(&given)).as_str(), "{columns}");
        }
        assert_eq!(rejoined(&set(DISPATCH, 38).replace('\n', "\r\n")).replace('\r', ""), rejoined(&set(DISPATCH, 38)));
        assert_eq!(rejoined(DISPATCH), DISPATCH);
        // With a blank line between, and as elements.
        for columns in [38, 64] {
            let given = set(DISPATCH, columns);
            let whole = rejoined(&given);
            assert_eq!(rejoined(&given.replace('\n', "\n\n")).replace("  ", " "), whole.replace('\n', "\n\n"));
            assert_eq!(clean(&given.replace('\n', "<br />")).as_str(), clean(&whole).as_str());
        }
    }

    #[test]
    fn what_was_no_column_keeps_its_lines() {
        for text in [
            "Orsa - Teravia 2:1\nVale - Myrstad 0:0\nLema - Karsova 3:1\nPodhoř - Elvane 1:1\nMeldrine - Orsk 0:2",
            "The bridge is closed\nSeven people were injured\nThe mayor spoke on Tuesday\nThe river is falling again",
            "politique\néconomie\nsociété\nsports\nculture\nmonde",
            "Un titre\n\nUn paragraphe.\n\nUn autre.",
            "",
            "\n\n\n\n",
        ] {
            assert_eq!(rejoined(text), text);
        }
        let long = format!("{}\n", ["the bridge over the Lema was closed on"; 3].join("\n")).repeat(MOST / 3 + 1);
        assert!(matches!(rejoined(&long), Cow::Borrowed(_)) && matches!(rejoined(&long[..1 << 20]), Cow::Owned(_)));
        let indented = "    The bridge over the Lema was closed\non Tuesday after a flood and it will be\nweeks before it opens.\n    \
             The mayor said so to the reporters who\nhad come for the day.";
        assert_eq!(rejoined(indented).lines().count(), 2);
    }

    #[test]
    fn scripts_without_spaces_are_joined_without_one() {
        let given = "梅尔德林大桥因洪水于星期二关闭，市长说，专家将在\n本周末前检查桥墩，军方潜水员也将抵达，四千三百名居\n民已被转移到学校，\
                     其中有两百名儿童，他们的父母在河\n对岸的工厂里工作，要等到桥重新开放以后才能回家，而\n河水还在上涨。";
        assert_eq!(clean(given).as_str(), clean(&given.replace('\n', "")).as_str());
        let apart = format!("梅尔德林大桥已经关闭。\n\n{given}\n\n市长说。\n\n热线");
        assert_eq!(clean(&apart).as_str(), clean(&apart.replace(given, &given.replace('\n', ""))).as_str());
    }

    proptest! {
        #[test]
        fn every_character_stays_in_its_place(text in "([a-zA-Zé橋。 .-]{0,30}[\n\r ]{0,2}){0,12}") {
            let whole = rejoined(&text);
            prop_assert_eq!(whole.len(), text.len());
            let differs = text.chars().zip(whole.chars()).filter(|(was, is)| was != is);
            prop_assert!(differs.into_iter().all(|(was, is)| was == '\n' && (is == ' ' || is == NOTHING)));
        }
    }
}
