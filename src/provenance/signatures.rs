//! Lines that say by their signs whose a text is: a place before the agency, initials or names behind it.

use super::context::{
    Hit, Phrase, ceil, ends_sentence, floor, is_dash, is_dated_place, is_place_and_date, line_above, line_of, phrase,
};
use super::credits::{CAPTION, Reader, Reading};
use super::cues::{self, AND_AGENCY, PHOTO_CUES, Word};
use super::mentions::is_outlet;
use super::told::is_told;
use super::{Agency, Basis, Gazetteer};
use std::ops::Range;
use std::sync::Arc;

/// Words for *from* that open a line over a text, and join elsewhere.
const FROM: &[&str] = &[
    "da", "do", "das", "dos", "di", "dal", "dall'", "af", "från", "fra", "vom", "van", "od", "от", "від", "oleh", "na",
];

/// How far menus reach over a text whose day and agency stand on one line, in bytes.
const OVER: usize = 1000;

/// How far from its line's start a dispatch has its place and date, in bytes.
const PLACED: usize = 64;

/// A line with an agency's name in it, in the head or the tail of a text.
#[derive(Clone, Copy)]
pub(super) struct Line<'l> {
    pub hit: &'l Hit,
    /// Without the blanks at its ends.
    pub whole: &'l Range<usize>,
    pub all: &'l Phrase,
    /// What stands before the name and behind it.
    pub before: &'l str,
    pub behind: &'l str,
    pub head: bool,
    pub tail: bool,
}

impl Line<'_> {
    fn says(&self, basis: Basis, confidence: f32) -> Option<Reading> {
        Some(Reading::new(basis, confidence, self.whole.clone()))
    }

    /// The same with a place before the name.
    fn places(&self) -> Option<Reading> {
        let place = Some(self.whole.start..self.hit.start);
        Some(Reading { place, ..Reading::new(Basis::Dateline, 0.75, self.whole.clone()) })
    }
}

/// Whether what stands behind an agency's name ends in initials, so that its last full stop ends no sentence: `STA / J.P.`
pub(super) fn ends_in_initials(behind: &str) -> bool {
    let word = behind.rsplit(char::is_whitespace).next().unwrap_or_default();
    let mut parts = word.split('.').filter(|part| !part.is_empty()).peekable();
    let initial = |part: &str| part.chars().count() <= 2 && part.chars().all(char::is_uppercase);
    word.ends_with('.') && parts.peek().is_some() && parts.all(initial)
}

/// Whether the next line opens a dispatch, so that the one before is no part of it: `JAKARTA: …`, `Orsa, 3 maja - …`
pub(super) fn opens_dispatch(below: &str) -> bool {
    let line = below.trim_start();
    let near = &line[..floor(line, PLACED)];
    let Some(end) = near.find([':', '–', '—']).or_else(|| near.find(" - ")) else { return false };
    let place = near[..end].trim();
    let capitals = place.chars().filter(|c| c.is_uppercase()).count() >= 3 && !place.contains(char::is_lowercase);
    // `ORSA, Karsova: …`
    let town = place.split(',').next().unwrap_or_default();
    let shouted = town.len() >= 4 && town.chars().all(|c| c.is_uppercase() || c == ' ') && is_place_and_date(place);
    let placed = capitals && !place.contains(char::is_numeric) || shouted || is_dated_place(place);
    below.starts_with('\n') && placed
}

impl Reader<'_> {
    /// `Ankara-SANA/284 personnes …`: a place and the agency, joined, open a text.
    pub(super) fn joined_dateline(
        &self,
        hit: &Hit,
        before: &str,
        behind: &str,
        line: &Range<usize>,
    ) -> Option<Reading> {
        let place = before.trim_start().strip_suffix('-')?;
        let placed = place.starts_with(char::is_uppercase) && !place.contains(char::is_whitespace) && place.len() > 2;
        let joined = behind.strip_prefix('/').is_some_and(|text| text.trim_start().contains(' '));
        let opens = placed && joined && hit.exact && line.start < self.head;
        opens.then(|| Reading {
            place: Some(line.start..hit.start),
            ..Reading::new(Basis::Dateline, 0.85, line.start..hit.end)
        })
    }

    /// `나가노 AFP 연합뉴스` under a picture: a place, and an agency whose picture another hands on.
    pub(super) fn is_korean_caption(&self, line: &Range<usize>) -> bool {
        let words = self.text[line.clone()].trim();
        let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7af}');
        words.starts_with(is_hangul)
            && words.chars().all(|c| is_hangul(c) || c.is_ascii_uppercase() || c == ' ')
            && words.contains(|c: char| c.is_ascii_uppercase())
            && words.split_whitespace().count() <= 5
            && self.hits.last().is_some_and(|hit| hit.start >= line.start)
            && {
                let all = phrase(self.text, line.clone(), self.hits);
                all.agencies >= 2 && (1..=2).contains(&all.uncased)
            }
    }

    /// Whether the next line is a caption.
    pub(super) fn caption_below(&self, line: &Range<usize>) -> bool {
        let near = &self.text[line.end..ceil(self.text, line.end + CAPTION)];
        let start = line.end + near.len() - near.trim_start().len();
        let Some(next) = self.text[start..line.end + near.len()].split_inclusive('\n').next() else { return false };
        // `Foto: AP`: the picture has an agency of its own.
        let first = self.hits.partition_point(|hit| hit.start < start);
        let own = self.hits.get(first).is_some_and(|hit| hit.end <= start + next.len());
        next.ends_with('\n') && PHOTO_CUES.is_match(next) && !own
    }

    /// A line that says by its signs whose it is: a place before the name, a desk's initials or names behind it, and what
    /// scripts without capitals write; in the head or the tail of a text.
    pub(super) fn signed_line(&self, line: Line<'_>) -> Option<Reading> {
        let Line { before, behind, .. } = line;
        // `أنقرة/ الأناضول`, `PARIS - AFP`: a place in capitals, or of a script without them, stands first.
        let place = before.ends_with(|c: char| c == '/' || is_dash(c)) && before.split_whitespace().count() <= 3;
        if line.head && place && behind.is_empty() && before.chars().all(|c| !c.is_lowercase()) {
            return line.places();
        }
        self.initialled(line)
            .or_else(|| self.dated(line))
            .or_else(|| self.uncased(line))
            .or_else(|| self.beside_outlet(line))
    }

    /// Who wrote and edited stands behind the agency, mostly by their initials.
    fn initialled(&self, line: Line<'_>) -> Option<Reading> {
        let Line { hit, whole, all, before, behind, head, tail } = line;
        // `AFP/ab/cd`: the desk's initials.
        let desk =
            all.names + all.prose + all.credit_words == 0 && all.short <= 3 && self.text[whole.clone()].contains('/');
        if desk && tail {
            return line.says(Basis::Credit, 0.85);
        }
        // `AGERPRES/(AS - autor: Sorana Plopeanu, editor: Remus Corbu)`: an agency, and who wrote.
        let signed = behind.trim_start_matches(['/', ' ']);
        if tail && before.is_empty() && signed.starts_with('(') && signed.find(')') == Some(signed.len() - 1) {
            return line.says(Basis::Credit, 0.85);
        }
        // `חדשות רמות אלון וסוכנות AFP`: a script without capitals tells no names, the words that join them do.
        let joined = AND_AGENCY.iter().any(|word| before.ends_with(word));
        if (head || tail) && joined && behind.is_empty() && before.split_whitespace().count() <= 5 {
            return line.says(Basis::Credit, 0.85);
        }
        // `PTI SKL RC RC`, `epd lmw thw`: an agency and its desk's initials, in the same case.
        let initials = tail && before.is_empty() && hit.exact;
        if initials && is_initialled(&self.text[hit.start..hit.end], behind) {
            return line.says(Basis::Credit, 0.8);
        }
        None
    }

    /// A place and a date stand beside the agency, or a word for *from* before it.
    fn dated(&self, line: Line<'_>) -> Option<Reading> {
        let Line { hit, all, before, behind, head, tail, .. } = line;
        // `MTI, 2024. március 12.`: an agency and a date.
        let is_mark = |c: char| matches!(c, ',' | '|' | '•' | '·' | '/' | ' ' | '(') || is_dash(c);
        let date = behind.trim_start_matches(is_mark);
        let whole_day = date.chars().filter(|c| c.is_numeric()).count() >= 6;
        let dated =
            (date.len() < behind.len() || whole_day) && date.starts_with(char::is_numeric) && is_place_and_date(date);
        if (head || tail) && before.is_empty() && dated && all.names <= 2 && date.len() <= 40 {
            return line.says(Basis::Byline, 0.75);
        }
        // `02 out, 2031 - 08:40 • Reuters`, `15.04.2031 10:22 AFP`; over a text menus may stand.
        let day = before.trim_end_matches(is_mark);
        let marked = day.len() < before.len() || day.ends_with(char::is_numeric);
        let dated = marked && day.starts_with(char::is_numeric) && day.chars().count() >= 8;
        let over = head || hit.start < OVER && !tail;
        if over && behind.is_empty() && dated && is_place_and_date(day) {
            return line.says(Basis::Byline, 0.75);
        }
        // `الرياض 12 مارس 2024 م واس`, `Bakı, 12 mart, AZƏRTAC`: place and date before it, on a line of their own.
        let dated = is_dated_place(before) || all.uncased > 0 && before.contains(char::is_numeric);
        // `लेमाघाट, एएनआई`
        let town = !hit.weak && before.ends_with([',', '،']) && before.split_whitespace().count() <= 2;
        let town = town && all.uncased > 0 && all.prose == all.uncased;
        let placed = dated && is_place_and_date(before) && before.chars().count() > 8;
        if head && behind.is_empty() && (placed || town) {
            return line.places();
        }
        // `in Lusa` closes a text in Portugal.
        if tail && before.eq_ignore_ascii_case("in") && behind.is_empty() {
            return line.says(Basis::Credit, 0.8);
        }
        // `Da EFE`, `Af Ritzau`, `Da AFP, em Paris`: a word for *from* opens the text.
        let from = FROM.contains(&before.to_lowercase().as_str());
        let place = behind.is_empty() || behind.starts_with(',') && all.names <= 3;
        if head && from && place && all.prose == 0 && !behind.ends_with(['.', '?', '!']) {
            return line.says(Basis::Byline, 0.8);
        }
        None
    }

    /// Names in scripts without capitals stand beside the agency.
    fn uncased(&self, line: Line<'_>) -> Option<Reading> {
        let Line { whole, all, before, behind, head, tail, .. } = line;
        // `भाषा सौम्या नीलकंठ`: the desk's names.
        let uncased = all.uncased > 0 && all.prose == all.uncased && all.names + all.short + all.joining == 0;
        let stopped = self.text[whole.clone()].ends_with(['।', '.', '!', '?', '؟', '۔', ':']);
        if !uncased || stopped {
            return None;
        }
        if tail && before.is_empty() && all.prose <= 2 && all.figures + all.credit_words == 0 {
            return line.says(Basis::Credit, 0.6);
        }
        // `한별빛 기자 / AFP 종합`, `เมืองแก้วโพสต์ / ซินหัว`: names without capitals stand apart by a slash.
        let slashed = before.ends_with(['/', '|', '·']) || behind.starts_with(['/', '|', '·']);
        // `โดย สำนักข่าวอินโฟเควสท์ (3 มี.ค. 65)`: nothing but a date follows.
        let leads = |word| cues::role(word) == Word::Credit;
        let led = self.text[whole.clone()].split_whitespace().next().is_some_and(leads)
            && (behind.is_empty() || behind.contains(|c: char| c.is_ascii_digit()));
        // `ایسنا/خراسان رضوی`: the agency and its office, over the text.
        let office = head && before.is_empty() && behind.starts_with('/') && all.prose <= 3;
        if ((slashed || led) && tail || office) && all.prose <= 4 {
            return line.says(Basis::Credit, 0.75);
        }
        None
    }

    /// An outlet or a word that leads stands before the agency.
    fn beside_outlet(&self, line: Line<'_>) -> Option<Reading> {
        let Line { whole, before, behind, head, tail, .. } = line;
        // `Bergens Tidende/NTB`, `Otočne novosti/Hina`, where `Jane Doe/NTB` is a photographer.
        let outlet = before.strip_suffix('/').map(str::trim_end).filter(|name| name.split_whitespace().count() <= 4);
        let is_outlet = |name: &str| name.starts_with(char::is_uppercase) && is_outlet(name) || self.is_own(name);
        if tail && behind.is_empty() && outlet.is_some_and(is_outlet) {
            return line.says(Basis::Credit, 0.75);
        }
        // `By Jane Doe⏎Of The Associated Press`
        let joins = !before.is_empty() && cues::role(&before.to_lowercase()) == Word::Joining;
        if head && behind.is_empty() && joins && self.begins_credit(line_above(self.text, whole)) {
            return line.says(Basis::Byline, 0.85);
        }
        // `Theo TTXVN`, `Theo AP, Reuters`
        let theo = self.text.get(whole.start..whole.start + 5).is_some_and(|word| word.eq_ignore_ascii_case("theo "));
        let is_theo = theo && tail && phrase(self.text, whole.start + 5..whole.end, self.hits).is_bare();
        if is_theo { line.says(Basis::Credit, 0.85) } else { None }
    }

    /// `Pēc AFP materiāliem`, `--อินโฟเควสท์ แปล`: whether the text's last line is a few small words and an agency at either end
    /// of them, and no sentence.
    pub(super) fn closes_with_words(
        &self,
        hit: &Hit,
        whole: &Range<usize>,
        before: &str,
        behind: &str,
        line: &Range<usize>,
        agency: &Agency,
    ) -> bool {
        let others = [before, behind].map(str::split_whitespace);
        let count: usize = others.clone().into_iter().map(Iterator::count).sum();
        let small = others
            .into_iter()
            .flatten()
            .skip(usize::from(!before.is_empty()))
            .all(|word| !word.contains(char::is_uppercase));
        let closed = self.text[whole.clone()].ends_with(['.', '!', '?', ':', '…', '।', '۔', '؟']);
        let signed = |s: &str| s.contains(['#', '@', '"', '|', '>', '«', '“']) || s.contains("http");
        (1..=5).contains(&count)
            && small
            && !closed
            && !hit.weak
            && hit.exact
            && self.is_last(line)
            && ends_sentence(line_above(self.text, line))
            && !signed(before)
            && !signed(behind)
            && !self.is_quoted_before(hit)
            && !is_told(self.text, &(hit.start..hit.end), agency, None)
    }

    /// `Minh Hà/TTXVN`: whether somebody's name and an agency close the text, on a line of their own.
    pub(super) fn signs_off(&self, before: &str, behind: &str, line: &Range<usize>) -> bool {
        let name = before.strip_suffix('/').unwrap_or_default();
        let words = name.split_whitespace();
        behind.trim().is_empty()
            && !name.contains(':')
            && (1..=4).contains(&words.clone().count())
            && words.clone().all(|w| w.starts_with(char::is_uppercase))
            && self.is_last(line)
            && ends_sentence(line_above(self.text, line))
    }
}

/// The agency that closes its texts with who reported, wrote and edited them, apart by semicolons.
pub(super) const CLOSES_SO: &str = "Reuters";

/// With what it begins these lines, and what it says further on, by language.
const CLOSING: &[(&str, &[&str])] = &[
    ("reporting by", &["editing by"]),
    ("additional reporting by", &["editing by"]),
    ("writing by", &["editing by"]),
    ("reportage", &["édité par", "version française"]),
    ("rédigé par", &["édité par"]),
    ("reporte de", &["editado", "edición de", "traducido"]),
    ("reportado por", &["editado", "edición de"]),
    ("reportagem de", &["edição de", "edição por", "texto de", "tradução"]),
    ("إعداد", &["تحرير", "للنشرة العربية"]),
    ("our standards:", &["trust principles"]),
    ("nuestros estándares:", &["thomson reuters"]),
    ("nossos padrões:", &["thomson reuters"]),
    ("nos standards", &["thomson reuters"]),
    ("bericht von", &["redigiert von"]),
    ("geschrieben von", &["redigiert von"]),
];

/// The line at the foot of a text that is its writer's address at an agency, and whose: `(끝) sample@yna.co.kr`.
pub(super) fn address_line<'g>(gazetteer: &'g Gazetteer, text: &str) -> Option<(Range<usize>, &'g Arc<Agency>)> {
    let text = text.trim_end();
    let from = ceil(text, text.len().saturating_sub(ADDRESS_LINE));
    let at = from + memchr::memrchr(b'@', &text.as_bytes()[from..])?;
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let host = text[at + 1..].split(|c| !is_host(c)).next()?.trim_end_matches('.');
    let agency = gazetteer.by_host(host)?;
    let line = line_of(text, &(at..at + 1));
    let sentence = text[line.start..at].rfind(". ").map_or(0, |stop| stop + 2);
    let line = line.start + sentence..line.end;
    // `Write to jane.doe@reuters.com for details.` speaks to readers.
    let signs = |word: &str| word.contains('@') || !word.starts_with(char::is_lowercase);
    let words = text[line.clone()].split_whitespace();
    let is_signed = line.len() <= ADDRESS_LINE && words.clone().count() <= ADDRESS_WORDS && words.clone().all(signs);
    is_signed.then_some((line, agency))
}

/// Longest such line, in bytes, and its words: the writer's name and desk, and a sign of the end.
const ADDRESS_LINE: usize = 160;
const ADDRESS_WORDS: usize = 7;

/// The line of [`CLOSING`] at the foot of a text, in bytes.
pub(super) fn closing_line(text: &str) -> Option<Range<usize>> {
    let foot = text.trim_end().rsplit('\n').take(4);
    let line = foot.map(str::trim).find(|line| {
        if line.len() > 4 * CLOSING_LINE {
            return false;
        }
        let lower = line.trim_start_matches(['(', '[']).to_lowercase();
        lower.contains([';', ',', '.', '-', ':'])
            && CLOSING
                .iter()
                .any(|(first, then)| lower.starts_with(first) && then.iter().any(|cue| lower.contains(cue)))
    })?;
    let from = text.rfind(line)?;
    Some(from..from + line.len())
}

/// Letters that such a line has at most, a fourth of its bytes.
const CLOSING_LINE: usize = 100;

/// Whether `behind` is the initials of one to five people, in the case of the agency's `name`.
fn is_initialled(name: &str, behind: &str) -> bool {
    let capital = name.bytes().all(|b| b.is_ascii_uppercase());
    let small = name.bytes().all(|b| b.is_ascii_lowercase());
    let initials = |word: &str| {
        (2..=4).contains(&word.len())
            && word.bytes().all(|b| capital && b.is_ascii_uppercase() || small && b.is_ascii_lowercase())
    };
    let words = behind.split_whitespace();
    (1..=5).contains(&words.clone().count()) && words.clone().all(initials)
}
