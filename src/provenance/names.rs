//! Finds the names of agencies in a text.

use super::Gazetteer;
use super::context::{BROKEN, Hit, is_dash, joins_word};
use super::gazetteer::Form;

/// The names of agencies in a short `text`, in order.
pub(super) fn find(gazetteer: &Gazetteer, text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    gazetteer.finder.find(text, |start, end, form| {
        if gazetteer.cue(form).is_none() {
            hits.extend(gazetteer.accept(text, start, end, form));
        }
    });
    hits
}

impl Gazetteer {
    /// Of the spellings that differ in case alone, the one that is printed, else the first.
    fn twin(&self, index: u32, found: &str) -> u32 {
        let mut twins = std::iter::successors(Some(index), |&at| self.form(at).twin);
        twins.find(|&at| &*self.form(at).text == found).unwrap_or(index)
    }

    /// Whether a spelling found at `start..end` is a name: a word of its own, in a case that it can have, no address.
    pub(super) fn accept(&self, text: &str, start: usize, end: usize, index: u32) -> Option<Hit> {
        let found = text.get(start..end)?;
        let index = self.twin(index, found);
        let form = self.form(index);
        let (first, last) = (found.chars().next()?, found.chars().next_back()?);
        let before = text[..start].chars().next_back();
        let behind = text[end..].chars().next();
        // A letter that print made of a bracket (`lDNB)`) separates as the bracket did.
        let broken_bracket = before.is_some_and(|c| BROKEN.contains(&c))
            && behind == Some(')')
            && {
                let dashed = text[end + 1..].trim_start_matches(['.', ' ']).starts_with(is_dash);
                found.len() > 2 || dashed
            }
            && {
                let ahead = text[..start - 1].chars().next_back();
                ahead.is_none_or(char::is_whitespace) && first.is_uppercase()
            };
        let clitic = matches!(before, Some('ل' | 'و' | 'ب' | 'ك' | 'ف'));
        if joins_word(first) && before.is_some_and(joins_word) && !broken_bracket && !clitic {
            return None;
        }
        let (bare, end) = (end, end + if joins_word(last) { case_ending(form, &text[end..]) } else { 0 });
        if joins_word(last) && end == bare && behind.is_some_and(joins_word) {
            return None;
        }
        if before == Some('@') || behind == Some('@') {
            return None;
        }
        let domain = |rest: &str| rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_lowercase());
        if domain(&text[end..]) || before == Some('.') && start >= 4 && text[..start].ends_with("www.") {
            return None;
        }
        let exact = found == &*form.text || form.text.len() > 3 && found.chars().all(|c| !c.is_lowercase());
        let folded = form.long || found.chars().all(|c| !c.is_uppercase()) || form.text.len() > 4;
        // `(Afp.)`, `(Afp-Ap)`: one capital, in the place of a credit.
        let capital = found.len() <= 4
            && first.is_uppercase()
            && behind.is_some_and(|c| {
                matches!(c, '.' | ')' | '-' | '/' | ',') || c == ' ' && text[..start].trim_end().ends_with('(')
            });
        if !(exact || folded || capital) {
            return None;
        }
        // `Agence Havas` is found in `l'agence Havas`: what counts is the case of the rest.
        let first_word = |s: &str| s.char_indices().nth(1).map_or(0, |(i, _)| i)..s.find(' ').unwrap_or(s.len());
        let exact = exact || form.long && found[first_word(found)] == form.text[first_word(&form.text)];
        Some(Hit { start, end, form: index, weak: form.weak, exact, damaged: false })
    }
}

/// Bytes of the case ending with which `rest` begins, if nothing else of the word follows: `এএফপির`, `Интерфакса`, `Reutersin`.
fn case_ending(form: &Form, rest: &str) -> usize {
    const BENGALI: &[&str] = &["ের", "র", "কে", "য়ের"];
    const CYRILLIC: &[&str] = &["а", "у", "ом", "ем", "е", "ы", "и", "ів", "ові", "от", "ът"];
    const LATIN: &[&str] =
        &["a", "u", "om", "em", "ie", "owi", "in", "ille", "ilta", "ista", "ile", "ului", "ul", "iem", "as"];
    // Names that are other words have their cases in the gazetteer.
    let long = || !form.weak && form.text.chars().count() >= MIN_DECLINED && !form.text.contains([' ', '-']);
    let first = rest.chars().next();
    let endings = match first {
        Some('\u{980}'..='\u{9ff}') => BENGALI,
        Some('\u{400}'..='\u{4ff}') if long() => CYRILLIC,
        Some('a'..='z') if long() => LATIN,
        _ => return 0,
    };
    let endings = endings.iter().filter_map(|case| Some((case.len(), rest.strip_prefix(case)?)));
    endings.filter(|(_, rest)| !rest.starts_with(joins_word)).map(|(length, _)| length).next().unwrap_or(0)
}

/// Letters of the shortest name that is read in its cases.
const MIN_DECLINED: usize = 5;
