//! What old print does that no other text does: headings over what came by wire, brackets and letters that a scanner
//! damaged.

use super::context::{
    Hit, blank_above, ceil, ends_sentence, floor, is_dash, is_dated_place, is_place_and_date, line_above, line_of, trim,
};
use super::credits::{Reader, Reading};
use super::cues::{self, Word};
use super::gazetteer::edits;
use super::mentions::NOUNS;
use super::{Basis, Gazetteer};
use crate::article::Article;
use crate::units::{Language, Timestamp};
use aho_corasick::AhoCorasick;
use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

/// Seconds of a mean year.
const YEAR: i64 = 31_556_952;

/// Names of a text that are held against all spellings, each of which takes some microseconds: more than a page of print has.
const LOOKS: u32 = 1024;
/// Longest line that may head dispatches, in bytes.
const HEADING: usize = 90;
/// Finds nouns of agencies.
static AGENCY: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let nouns = AhoCorasick::builder().ascii_case_insensitive(true).build(NOUNS);
    nouns.expect("the list is small")
});
/// Finds what print leaves of the word *association*.
static ASSOCIATION: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let parts = AhoCorasick::builder().ascii_case_insensitive(true).build(["ssocia", "sociat", "ociati"]);
    parts.expect("the list is small")
});
/// Finds what print leaves of words that say by what a dispatch came, and whose it is.
pub(super) static RIGHTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let parts = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(["opyr", "yrigh", "elegr", "raph", "cable", "epesch", "épêche", "epeche", "espach", "ispacc"]);
    parts.expect("the list is small")
});
/// Longest bracket that may hold an agency's damaged name, in bytes.
const BRACKET: usize = 64;

/// Words with which papers head what came by wire, lower-case.
#[rustfmt::skip]
const HEADINGS: &[&str] = &[
    "dépêches", "dépêche", "depeches", "depeche", "dépèches", "télégrammes", "télégramme", "télégraphique", "télégraphiques",
    "telegraphique", "telegraphiques", "service", "services", "spécial", "spéciale", "spéciaux", "special", "particulier", "particuliers", "correspondance", "correspondenz", "korrespondenz", "dernières", "dernieres",
    "depeschen", "depesche", "telegramme", "telegramm", "telegraphische", "telegraphischer", "drahtmeldungen", "drahtmeldung",
    "drahtbericht", "drahtberichte", "funkspruch", "meldungen", "meldung", "spezialdienst", "sonderdienst", "dienst", "telegraph",
    "telegrams", "telegram", "despatches", "despatch", "dispatches", "dispatch", "cables", "cable", "cablegrams", "cablegram",
    "messages", "message", "leased", "wire", "electric", "elec", "tel", "company's", "company", "agency's", "copyright",
    "telegramas", "telegrama", "telegrammas", "telegramma", "cablegramas", "cablegráfico", "cablegráficos", "telegráfico", "telegráficos",
    "telegráficas", "telegraphico", "telegraphicos", "telegráfica", "despachos", "despacho", "servicio", "serviço", "información",
    "dispacci", "dispaccio", "telegrammi", "telegrafico", "telegrafici", "servizio", "telegrammen", "telegrammer", "telegrafiske",
    "telegrafiska", "телеграммы", "телеграмма", "депеши", "comunicato", "comunicati", "particolare", "especial", "exclusivo",
    "exclusiva", "jelentése", "jelentései", "távirata", "táviratai", "tudósítása", "zpráva", "zprávy", "telegramy", "depesza",
    "depesze", "komunikat", "wireless", "draadloos", "draadlooze", "drahtlos", "drahtlose", "drahtloser", "radiotelegram", "radiotelegramma",
];

/// The year in which an article was published.
pub(super) fn year(article: &Article) -> Option<i16> {
    article.published_at.map(|t| (1970 + t.seconds().div_euclid(YEAR)) as i16)
}

/// Whether a text comes from print.
pub(super) fn is_print(article: &Article) -> bool {
    article.published_at.is_some_and(Timestamp::is_of_print)
}

/// What a word does in a heading over dispatches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It says that this is one.
    Heads,
    /// It joins, or introduces a credit.
    Joins,
    /// A letter, a figure: `k. k.`
    Letter,
    /// Any other word.
    Strange,
}

/// What `word` does in such a heading, whatever a scanner did to it.
pub(super) fn part(word: &str) -> Part {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).to_lowercase();
    // `TELFGRAMS`
    let damaged = |known: &&str| {
        let most = if known.len() >= 8 { 2 } else { 1 };
        bare.len() >= 6 && bare.len().abs_diff(known.len()) <= 2 && edits(known, &bare, most).is_some()
    };
    if HEADINGS.contains(&bare.as_str()) || HEADINGS.iter().any(damaged) {
        return Part::Heads;
    }
    // `l'Agence`, `dell'Agenzia`
    let letters = match bare.rsplit_once(['\'', '’']) {
        Some((name, "s")) => name,
        Some((_, word)) => word,
        None => &bare,
    };
    match cues::role(letters) {
        Word::Joining | Word::Credit => Part::Joins,
        _ if letters.chars().count() <= 1 || letters.chars().all(char::is_numeric) => Part::Letter,
        _ => Part::Strange,
    }
}

impl Reader<'_> {
    /// A line over what came by wire, with the agency's name in it: `DÉPÊCHES HAVAS`, `(Service spécial de l'Agence
    /// Havas)`, `Telegramme des Wolff'schen Bureaus`, also on two lines.
    pub(super) fn heading(&self, hit: &Hit, line: &Range<usize>) -> Option<Reading> {
        let whole = trim(self.text, line.clone());
        let words = &self.text[whole.clone()];
        let below = self.text[line.end..].trim_start();
        if whole.len() > HEADING || below.is_empty() || below.starts_with(char::is_lowercase) {
            return None;
        }
        let above = line_above(self.text, line);
        let mut count = [0; 4];
        let beside = [&self.text[whole.start..hit.start], &self.text[hit.end..whole.end]];
        beside.iter().flat_map(|part| part.split_whitespace()).for_each(|word| count[part(word) as usize] += 1);
        let [heads, _, letters, strange] = count;
        let opens = words.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '['));
        let capitals = !words.contains(char::is_lowercase);
        let apart = blank_above(self.text, line) || ends_sentence(above) || capitals || above.chars().count() <= 45;
        let enclosed = words.starts_with(['(', '[']) && words.ends_with([')', ']']) && letters == 0;
        // `[Associated Press Cable to The Ledger]`: who has it follows.
        let taker = enclosed && heads > 0 && strange <= 2 && self.text[whole.start..hit.start].len() <= 1;
        if (heads > 0 || enclosed) && (strange == 0 || taker) && opens && apart {
            return Some(Reading::new(Basis::Credit, 0.82, whole));
        }
        // The second line of such a heading, with one damaged word at most: `Dépêches⏎de rAgenoe Havas`.
        let over = !above.is_empty() && above.len() <= HEADING && above.starts_with(char::is_uppercase);
        let parts = || above.split_whitespace().map(part);
        let headed = over && parts().all(|p| p != Part::Strange) && parts().any(|p| p == Part::Heads);
        let last = self.text[hit.end..whole.end].chars().all(|c| !c.is_alphanumeric());
        (headed && last && strange <= 1 && words.split_whitespace().count() <= 5)
            .then(|| Reading::new(Basis::Credit, 0.75, whole))
    }
}

/// What is known of the article where damage is read.
pub(super) struct Damaged<'g> {
    gazetteer: &'g Gazetteer,
    /// Whether it comes from old print.
    print: bool,
    year: Option<i16>,
    language: Option<Language>,
    /// Names that may still be held against all spellings.
    left: Cell<u32>,
}

impl<'g> Damaged<'g> {
    pub fn new(gazetteer: &'g Gazetteer, print: bool, year: Option<i16>, language: Option<Language>) -> Self {
        Self { gazetteer, print, year, language, left: Cell::new(LOOKS) }
    }

    /// Adds to `hits` what print made of agencies' names, in order.
    pub fn find(&self, text: &str, hits: &mut Vec<Hit>) {
        let mut extra = Vec::new();
        self.brackets(text, hits, &mut extra);
        if self.print {
            self.headings(text, hits, &mut extra);
            self.ends(text, hits, &mut extra);
            self.named(text, hits, &mut extra);
            self.associations(text, hits, &mut extra);
        }
        if !extra.is_empty() {
            hits.append(&mut extra);
            hits.sort_by_key(|h| h.start);
            hits.dedup_by(|b, a| b.start < a.end);
        }
    }

    fn nearest(&self, text: &str) -> Option<u32> {
        self.may_look().then(|| self.gazetteer.nearest(text, self.year, self.language)).flatten()
    }

    fn may_look(&self) -> bool {
        self.left.replace(self.left.get().saturating_sub(1)) > 0
    }

    /// Brackets that hold an agency's letters with dots between them or, in a dateline or in old print, with some letters
    /// damaged: `( D. N. B. )`, `(Renter)`; in print also with a damaged bracket: `(UPD —`.
    fn brackets(&self, text: &str, hits: &mut Vec<Hit>, extra: &mut Vec<Hit>) {
        let Self { gazetteer, print, .. } = *self;
        // Ascending, as the brackets are.
        let mut gone: Vec<usize> = Vec::new();
        // In print, one bracket stands for another.
        let other = |sign| if print { sign } else { b'(' };
        for open in memchr::memchr3_iter(b'(', other(b'['), other(b'{'), text.as_bytes()) {
            let near = &text[open + 1..ceil(text, open + if print { BRACKET } else { 26 })];
            let closed = near.find(|c| c == ')' || print && matches!(c, ']' | '}'));
            let dash = || near[..ceil(near, 26)].find(['—', '–']).or_else(|| near[..ceil(near, 26)].find("--"));
            let lost = || dash().filter(|_| print && before_is_place(text, open));
            let Some(length) = closed.or_else(lost) else { continue };
            let inner = open + 1..open + 1 + length;
            let mut next = hits.partition_point(|h| h.start < inner.start);
            while gone.binary_search(&next).is_ok() {
                next += 1;
            }
            let content = text[inner.clone()].trim();
            let start = inner.start + text[inner.clone()].find(content).unwrap_or(0);
            let dashed = closed.is_none() || {
                let rest = text[inner.end + 1..].trim_start_matches(['.', ',', ' ', '\u{a0}']);
                rest.starts_with(|c: char| is_dash(c) && c != '~')
            };
            let folded = if print && dashed { fold(content, closed.is_some()) } else { None };
            let known = hits.get(next).filter(|h| h.start < inner.end);
            // `(Agence Hovas.)`: an agency that is not named, until it is.
            let unnamed = print && known.is_some_and(|h| gazetteer.is_generic(h.form));
            let is_known = known.is_some();
            if is_known && folded.is_none() && !unnamed {
                if print {
                    self.beside(text, inner, &hits[next..], extra);
                }
                continue;
            }
            let upper = content.starts_with(|c: char| c.is_uppercase());
            let digits = content.bytes().filter(u8::is_ascii_digit).count();
            if !print && (!upper || digits > 0) {
                continue;
            }
            let folded = folded.and_then(|letters| gazetteer.by_letters(&letters, false));
            let exact = gazetteer.by_letters(content, false);
            // `BERNE (at s). —`: letters that came apart.
            let apart = print && dashed && content.len() <= 6;
            let whole = folded.or_else(|| exact.filter(|_| upper && digits == 0 || apart)).or_else(|| match print {
                true if digits * 3 <= content.len() && (upper || dashed) => self.nearest(content),
                false if dashed && upper && digits == 0 && self.may_look() => gazetteer.by_letters(content, true),
                _ => None,
            });
            // `TEL AVIV, 3. (UI) —`, `SION (oTS) .-`
            let ahead = || &text[line_of(text, &(open..open)).start..open];
            let dated = || is_dated_place(ahead());
            let capitals = |place: &str| {
                content.len() >= 3
                    && place.trim().len() >= 3
                    && !place.contains(char::is_lowercase)
                    && is_place_and_date(place)
            };
            let placed = || dated() || capitals(ahead());
            let short = || {
                print && dashed && closed.is_some() && !is_known && content.len() <= 5 && placed() && self.may_look()
            };
            let whole = whole
                .or_else(|| if short() { gazetteer.nearest_short(content, self.year, self.language) } else { None });
            // `Rome, 19 mars. (Haas.)`
            let cut = |letters: &str| letters.len() == 4 && letters.bytes().all(|b| b.is_ascii_alphabetic());
            let lost_one =
                || print && !is_known && upper && cut(content.trim_end_matches('.')) && dated() && self.may_look();
            let whole = whole
                .or_else(|| if lost_one() { gazetteer.without_one(content, self.year, self.language) } else { None });
            if let Some(form) = whole {
                gone.extend(is_known.then_some(next));
                extra.push(hit(start..start + content.len(), form, folded.is_some() || exact.is_none()));
            } else if print && dated() {
                // `(Meldung der Agence Hovas.)`
                let mut names = words(content, start).take(6);
                let name = names.find_map(|at| Some(hit(at.clone(), self.nearest(&text[at])?, true)));
                gone.extend((unnamed && name.is_some()).then_some(next));
                extra.extend(name);
            }
        }
        let mut place = 0..;
        hits.retain(|_| place.next().is_none_or(|place| gone.binary_search(&place).is_err()));
    }

    /// Damaged names beside one that is whole, in its brackets: `(AFP et Revter.)`.
    fn beside(&self, text: &str, inner: Range<usize>, hits: &[Hit], extra: &mut Vec<Hit>) {
        let known = |at: &Range<usize>| hits.iter().take(4).any(|h| h.start < at.end && at.start < h.end);
        let strange = |at: &Range<usize>| !known(at) && part(&text[at.clone()]) == Part::Strange;
        let others: Vec<_> = words(&text[inner.clone()], inner.start).filter(strange).take(3).collect();
        for at in others.into_iter().filter(|at| text[at.clone()].starts_with(char::is_uppercase)) {
            extra.extend(self.nearest(&text[at.clone()]).map(|form| hit(at, form, true)));
        }
    }

    /// Damaged names behind a noun of agencies, and the last line, where its letters are an agency's: `l'agence Rcuter`,
    /// `A . T . S .`
    fn named(&self, text: &str, hits: &[Hit], extra: &mut Vec<Hit>) {
        let known =
            |at: &Range<usize>| hits.get(hits.partition_point(|h| h.end <= at.start)).is_some_and(|h| h.start < at.end);
        for noun in AGENCY.find_iter(text) {
            let near = &text[noun.end()..ceil(text, noun.end() + 40)];
            let free = near.starts_with(char::is_whitespace);
            let near = near.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '«' | '„' | '"' | '“'));
            let length = near.find(|c: char| !c.is_alphanumeric()).unwrap_or(near.len());
            let start = near.as_ptr() as usize - text.as_ptr() as usize;
            let at = start..start + length;
            if free && near.starts_with(char::is_uppercase) && !known(&at) {
                extra.extend(self.nearest(&text[at.clone()]).map(|form| hit(at, form, true)));
            }
        }
        // `Nach einer Reutei-Melduug`
        for hyphen in memchr::memchr_iter(b'-', text.as_bytes()) {
            if !heads_compound(&text[hyphen..]) {
                continue;
            }
            let ahead = &text[floor(text, hyphen.saturating_sub(24))..hyphen];
            let name = ahead.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let at = hyphen - name.len()..hyphen;
            if name.starts_with(char::is_uppercase) && !known(&at) {
                extra.extend(self.nearest(name).map(|form| hit(at, form, true)));
            }
        }
        let end = text.trim_end().len();
        let last = trim(text, text[..end].rfind('\n').map_or(0, |i| i + 1)..end);
        let letters = text[last.clone()].chars().all(|c| c.is_uppercase() || matches!(c, '.' | ' '));
        if letters && last.start > 0 && (3..=16).contains(&last.len()) && !known(&last) {
            extra.extend(self.gazetteer.by_letters(&text[last.clone()], false).map(|form| hit(last, form, false)));
        }
    }

    /// Lines that head dispatches but for an agency's damaged name: `Télégrammes Iavas`.
    fn headings(&self, text: &str, hits: &[Hit], extra: &mut Vec<Hit>) {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = trim(text, start..start + line.len());
            start += line.len();
            let content = &text[at.clone()];
            let enclosed = content.starts_with(['(', '[', '{', '<']) && content.ends_with([')', ']', '}', '>']);
            let count = content.split_whitespace().take(8).count();
            if content.len() > HEADING
                || !(2..=7).contains(&count)
                || !(enclosed || content.starts_with(char::is_uppercase))
            {
                continue;
            }
            let next = hits.partition_point(|h| h.start < at.start);
            if hits.get(next).is_some_and(|h| h.start < at.end) {
                continue;
            }
            // The words that are none of a heading, if they stand together.
            let (mut heads, mut joins, mut strange, mut ended) = (enclosed, 0, None::<Range<usize>>, false);
            for word in words(content, at.start) {
                match (part(&text[word.clone()]), &mut strange) {
                    (Part::Strange, None) => strange = Some(word),
                    (Part::Strange, Some(run)) if !ended => run.end = word.end,
                    (Part::Strange, Some(_)) => {
                        strange = None;
                        break;
                    }
                    (part, run) => {
                        heads |= part == Part::Heads;
                        joins += usize::from(part == Part::Joins);
                        ended = run.is_some();
                    }
                }
            }
            // `Assocloted Press Staff Writer` has two words of a credit.
            let name = strange.filter(|_| heads || joins >= 2);
            let name = name.and_then(|at| Some(hit(at.clone(), self.nearest(&text[at])?, true)));
            extra.extend(name);
        }
    }

    /// Damaged names of associations beside a word of telegraphs or rights: `Psess Associatiou—By Electric Telegraph`.
    fn associations(&self, text: &str, hits: &[Hit], extra: &mut Vec<Hit>) {
        let mut from = 0;
        for noun in ASSOCIATION.find_iter(text).filter(|_| self.left.get() > 0) {
            let end = noun.end() + text[noun.end()..].find(|c: char| !c.is_alphanumeric()).unwrap_or(0);
            let known = hits.partition_point(|h| h.end <= noun.start());
            let known = hits.get(known).filter(|h| h.start < end);
            if noun.start() < from || known.is_some_and(|h| h.end > end) {
                continue;
            }
            let around = &text[floor(text, noun.start().saturating_sub(BRACKET))..ceil(text, end + BRACKET)];
            if !RIGHTS.is_match(around) {
                continue;
            }
            // With two words before it, or one: `Unlted Press Association` is more than `Press Association`.
            let one = word_before(text, word_before(text, noun.end()).unwrap_or(noun.start()));
            let two = one.and_then(|one| word_before(text, one));
            for start in two.into_iter().chain(one) {
                let form =
                    if text[start..].starts_with(char::is_alphabetic) { self.nearest(&text[start..end]) } else { None };
                if let Some(form) = form.filter(|form| known.is_none_or(|h| h.form != *form && h.start > start)) {
                    extra.push(hit(start..end, form, true));
                    from = end;
                    break;
                }
            }
        }
    }

    /// The last word or two of a line, behind a dash: `the railway.—Rcuter.`
    fn ends(&self, text: &str, hits: &[Hit], extra: &mut Vec<Hit>) {
        for dash in memchr::memmem::find_iter(text.as_bytes(), "—") {
            let behind = &text[dash + '—'.len_utf8()..];
            let near = &behind[..ceil(behind, 32)];
            let end = near.find('\n').unwrap_or(near.len());
            let content = behind[..end].trim();
            let next = hits.partition_point(|h| h.start < dash);
            if end > 24 || hits.get(next).is_some_and(|h| h.start < dash + '—'.len_utf8() + end) {
                continue;
            }
            if content.starts_with(char::is_uppercase) && content.split_whitespace().count() <= 2 {
                let start = dash + '—'.len_utf8() + behind.find(content).unwrap_or(0);
                let at = start..start + content.trim_end_matches('.').len();
                extra.extend(self.nearest(&text[at.clone()]).map(|form| hit(at, form, true)));
            }
        }
    }
}

/// Where the word begins that ends before `at`, if it is none too long.
fn word_before(text: &str, at: usize) -> Option<usize> {
    let gap = |c: char| c.is_whitespace() || matches!(c, '—' | '–' | '(' | '[');
    let end = text[..at].trim_end_matches(gap).len();
    let from = floor(text, end.saturating_sub(24));
    let start = text[from..end].rfind(gap).map(|at| ceil(text, from + at + 1));
    start.or((from == 0).then_some(0)).filter(|&start| start < end)
}

fn hit(at: Range<usize>, form: u32, damaged: bool) -> Hit {
    Hit { start: at.start, end: at.end, form, weak: true, exact: true, damaged }
}

/// The words of `content`, which begins at `start`, without the signs around them.
fn words(content: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    content.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-')).filter_map(move |word| {
        let from = start + (word.as_ptr() as usize - content.as_ptr() as usize);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let from = from + word.find(bare)?;
        (!bare.is_empty()).then(|| from..from + bare.len())
    })
}

/// Nouns with which German joins an agency's name.
const COMPOUNDS: [&str; 9] =
    ["meldung", "meldungen", "bureau", "büro", "agentur", "telegramm", "depesche", "bericht", "korrespondent"];

/// Whether a hyphen and a noun of messages or offices begin `text`, but for one letter: `-Melduug`.
pub(super) fn heads_compound(text: &str) -> bool {
    let near = &text[..ceil(text, 24)];
    let Some(rest) = near.strip_prefix('-').filter(|rest| rest.starts_with(char::is_uppercase)) else { return false };
    let noun = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    COMPOUNDS.iter().any(|known| noun == *known || known.len() >= 6 && edits(known, &noun, 1).is_some())
}

/// Whether what stands on the line before `open` can be place and date.
fn before_is_place(text: &str, open: usize) -> bool {
    let line = line_of(text, &(open..open));
    let ahead = &text[line.start..open];
    !ahead.trim().is_empty() && is_place_and_date(ahead)
}

/// Capitals of which print made something like them: `UPl`, `lNS`, `AT8`, `UP!`, and with a lost bracket `UPD`.
fn fold(content: &str, closed: bool) -> Option<String> {
    // The agency's own sign, a P with a stroke before it.
    if content == "/P" {
        return Some("AP".into());
    }
    if !(2..=5).contains(&content.len()) || content.bytes().filter(u8::is_ascii_uppercase).count() * 2 < content.len() {
        return None;
    }
    let capital = |c| match c {
        'l' | '1' | '!' | '|' => 'I',
        '0' => 'O',
        '4' => 'A',
        '5' | '8' => 'S',
        c => c,
    };
    let mut letters: String = content.chars().map(capital).collect();
    if !closed && letters.len() > 2 && letters.ends_with('D') {
        letters.pop();
        letters.push('I');
    }
    (letters != content && letters.bytes().all(|b| b.is_ascii_uppercase())).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<Hit> {
        let gazetteer = Gazetteer::built_in();
        let up = text.match_indices("UP").map(|(start, name)| {
            let form = gazetteer.by_letters(name, false).expect("a form");
            Hit { start, end: start + name.len(), form, weak: true, exact: true, damaged: false }
        });
        let mut hits: Vec<Hit> = up.collect();
        Damaged::new(&gazetteer, true, Some(1921), None).find(text, &mut hits);
        hits
    }

    #[test]
    fn a_name_with_a_damaged_letter_takes_the_place_of_what_stands_in_it() {
        let hits = names(&"(UP!) — It rained. ".repeat(3000));
        assert!(hits.len() == 3000 && hits.iter().all(|hit| hit.damaged && hit.end - hit.start == 3));
        assert_eq!(names("((UP!) — It rained. (UP)").len(), 2);
    }

    #[test]
    fn no_more_names_are_looked_at_than_a_page_has() {
        let count = |names_there: usize| names(&"(Hovas) ".repeat(names_there)).len();
        assert_eq!((count(7), count(2 * LOOKS as usize)), (7, LOOKS as usize));
    }
}
