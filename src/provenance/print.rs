//! What old print does that no other text does: headings over what came by wire, brackets and letters that a scanner
//! damaged.

use super::context::{Hit, blank_above, ceil, ends_sentence, is_dash, is_place_and_date, line_above, line_of, trim};
use super::credits::{Reader, Reading};
use super::cues::{self, Word};
use super::{Basis, Gazetteer};
use std::ops::Range;

/// Longest line that may head dispatches, in bytes.
const HEADING: usize = 90;

/// Words with which papers head what came by wire, lower-case.
#[rustfmt::skip]
const HEADINGS: &[&str] = &[
    "dépêches", "dépêche", "depeches", "depeche", "dépèches", "télégrammes", "télégramme", "télégraphique", "télégraphiques",
    "telegraphique", "telegraphiques", "service", "services", "spécial", "spéciale", "spéciaux", "special", "particulier", "particuliers", "correspondance", "correspondenz", "korrespondenz", "dernières", "dernieres",
    "depeschen", "depesche", "telegramme", "telegramm", "telegraphische", "telegraphischer", "drahtmeldungen", "drahtmeldung",
    "drahtbericht", "drahtberichte", "funkspruch", "meldungen", "meldung", "spezialdienst", "sonderdienst", "dienst", "telegraph",
    "telegrams", "telegram", "despatches", "despatch", "dispatches", "dispatch", "cables", "cable", "cablegrams", "cablegram",
    "messages", "message", "leased", "wire", "company's", "company", "agency's", "copyright",
    "telegramas", "telegrama", "telegrammas", "telegramma", "cablegramas", "cablegráfico", "cablegráficos", "telegráfico", "telegráficos",
    "telegráficas", "telegraphico", "telegraphicos", "telegráfica", "despachos", "despacho", "servicio", "serviço", "información",
    "dispacci", "dispaccio", "telegrammi", "telegrafico", "telegrafici", "servizio", "telegrammen", "telegrammer", "telegrafiske",
    "telegrafiska", "телеграммы", "телеграмма", "депеши",
];

/// What a word does in a heading over dispatches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It says that this is one.
    Heads,
    /// It joins, or introduces a credit.
    Joins,
    /// A letter, a figure: `k. k.`
    Letter,
    /// Any other word.
    Strange,
}

fn part(word: &str) -> Part {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).to_lowercase();
    if HEADINGS.contains(&bare.as_str()) {
        return Part::Heads;
    }
    // `l'Agence`, `dell'Agenzia`
    let letters = bare.rsplit(['\'', '’']).next().unwrap_or_default();
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
        if (heads > 0 || enclosed) && strange == 0 && opens && apart {
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

/// Brackets that hold an agency's letters with dots between them or, in a dateline or in old `print`, with one letter
/// damaged: `( D. N. B. )`, `(Renter)`; in print also with a damaged bracket: `(UPD —`.
pub(super) fn find_damaged(gazetteer: &Gazetteer, text: &str, print: bool, hits: &mut Vec<Hit>) {
    let mut extra = Vec::new();
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        let to = ceil(text, open + 26);
        let near = &text[open + 1..to];
        let closed = near.find(')');
        let lost =
            || near.find(['—', '–']).or_else(|| near.find("--")).filter(|_| print && before_is_place(text, open));
        let Some(length) = closed.or_else(lost) else { continue };
        let inner = open + 1..open + 1 + length;
        let next = hits.partition_point(|h| h.start < inner.start);
        let content = text[inner.clone()].trim();
        let dashed = closed.is_none() || {
            let rest = text[inner.end + 1..].trim_start_matches(['.', ',', ' ', '\u{a0}']);
            rest.starts_with(|c: char| is_dash(c) && c != '~')
        };
        let dateline = print || dashed;
        let folded = if print && dashed { fold(content, closed.is_some()) } else { None };
        if hits.get(next).is_some_and(|h| h.start < inner.end) && folded.is_none() {
            continue;
        }
        let upper = content.starts_with(|c: char| c.is_uppercase());
        let exact = gazetteer.by_letters(content, false);
        // `BERNE (at s). —`: letters that came apart.
        let apart = print && dashed && exact.is_some() && content.len() <= 6;
        if folded.is_none() && ((!upper && !apart) || content.bytes().any(|b| b.is_ascii_digit())) {
            continue;
        }
        let folded = folded.and_then(|letters| gazetteer.by_letters(&letters, false));
        let Some(form) = folded.or(exact).or_else(|| gazetteer.by_letters(content, dateline)) else { continue };
        let start = inner.start + text[inner.clone()].find(content).unwrap_or(0);
        if hits.get(next).is_some_and(|h| h.start < inner.end) {
            hits.remove(next);
        }
        extra.push(Hit {
            start,
            end: start + content.len(),
            form,
            weak: true,
            exact: true,
            damaged: folded.is_some() || exact.is_none(),
        });
    }
    if !extra.is_empty() {
        hits.append(&mut extra);
        hits.sort_by_key(|h| h.start);
    }
}

/// Whether what stands on the line before `open` can be place and date.
fn before_is_place(text: &str, open: usize) -> bool {
    let line = line_of(text, &(open..open));
    let ahead = &text[line.start..open];
    !ahead.trim().is_empty() && is_place_and_date(ahead)
}

/// Capitals of which print made something like them: `UPl`, `UP1`, `UP!` for `UPI`, and with a lost bracket `UPD`.
fn fold(content: &str, closed: bool) -> Option<String> {
    // The agency's own sign, a P with a stroke before it.
    if content == "/P" {
        return Some("AP".into());
    }
    if !(2..=5).contains(&content.len()) || !content.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let mut letters: String =
        content.chars().map(|c| if matches!(c, 'l' | '1' | '!' | '|') { 'I' } else { c }).collect();
    if !closed && letters.len() > 2 && letters.ends_with('D') {
        letters.pop();
        letters.push('I');
    }
    (letters != content && letters.bytes().all(|b| b.is_ascii_uppercase())).then_some(letters)
}
