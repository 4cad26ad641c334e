//! Whether a printed name and a record's source mean one outlet.

use crate::provenance::gazetteer::LONGEST;
use crate::units::{is_alphanumeric, is_of_words};
use unicode_normalization::char::decompose_canonical;

/// Share of letter pairs (Dice) from which two names that are spelt alike, transliterated, are one.
const ALIKE: f32 = 0.72;

/// The same of names in signs: most of the letters of two papers of one town are the town's.
const ALIKE_IN_SIGNS: f32 = 0.9;

/// Consonants of a name in a script that leaves out vowels, at least.
const CONSONANTS: usize = 3;

/// Whether a printed name and a source mean one outlet: `LeMonde`, `Le Monde` and `www.lemonde.fr` do, and so do
/// `L'Écho de Brassac` and `echo-brassac.example`. Names in other scripts are read as their Latin transliteration; what has
/// more than 255 bytes is no name of an outlet.
pub fn same_outlet(source: &str, name: &str) -> bool {
    Spelling::of(source).is(&Spelling::of(name))
}

/// The letters of an outlet's name or domain by which it is compared with others, see [`same_outlet`]; for names that are
/// compared with many.
#[derive(Clone, Debug)]
pub struct Spelling {
    words: Vec<String>,
    letters: String,
    /// Whether it is written in a script that leaves out vowels.
    without_vowels: bool,
    /// Whether it is written in signs, of which each is several letters.
    in_signs: bool,
}

impl Spelling {
    /// Cost: O(letters).
    pub fn of(name: &str) -> Self {
        let words = words(name);
        let without_vowels =
            name.contains(|c| matches!(c, '\u{05d0}'..='\u{05ea}' | '\u{0620}'..='\u{06d3}' | '\u{0900}'..='\u{0dff}'));
        let in_signs = name.contains(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'));
        Self { letters: words.concat(), words, without_vowels, in_signs }
    }

    /// Whether both mean one outlet. Cost: O(letters of both).
    pub fn is(&self, other: &Self) -> bool {
        let (a, b) = (&self.letters, &other.letters);
        if a.is_empty() || b.is_empty() {
            return false;
        }
        if self.without_vowels != other.without_vowels {
            let (a, b) = (self.consonants(), other.consonants());
            return a.len().min(b.len()) >= CONSONANTS && dice(&a, &b) >= ALIKE;
        }
        if self.in_signs || other.in_signs {
            // Korean writes one letter for both.
            let (a, b) = (a.replace('r', "l"), b.replace('r', "l"));
            return a == b || a.len().min(b.len()) >= 6 && dice(&a, &b) >= ALIKE_IN_SIGNS;
        }
        a == b || other.is_within(a) || self.is_within(b) || a.len().min(b.len()) >= 6 && dice(a, b) >= ALIKE
    }

    /// What a script that leaves out vowels would leave, each letter once where it is doubled.
    fn consonants(&self) -> String {
        let mut found = String::new();
        for c in self.letters.chars() {
            let is_vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'v' | 'h');
            let c = if matches!(c, 'q' | 'c') { 'k' } else { c };
            if !is_vowel && !found.ends_with(c) {
                found.push(c);
            }
        }
        found
    }

    /// Whether its words of four letters and more stand in `whole`, and are most of it.
    fn is_within(&self, whole: &str) -> bool {
        let mut letters = 0;
        for word in self.words.iter().filter(|word| word.chars().count() > 3) {
            letters += word.len();
            if !whole.contains(word.as_str()) {
                return false;
            }
        }
        letters > 0 && letters * 10 >= whole.len() * 8
    }
}

/// The host of a URL or domain without `www.` and its ending; a name as it is, of up to [`LONGEST`] bytes.
fn stem(name: &str) -> String {
    let name = name.trim();
    let host = name.split_once("://").map_or(name, |(_, rest)| rest);
    let is_domain = host.contains('.') && !host.contains(' ');
    let read = if is_domain { host.split('/').next().unwrap_or(host) } else { name };
    if read.len() > LONGEST {
        return String::new();
    }
    let lower = read.to_lowercase();
    if !is_domain {
        return lower;
    }
    let host = lower.strip_prefix("www.").unwrap_or(&lower);
    host.rsplit_once('.').map_or(host, |(stem, _)| stem).to_owned()
}

/// The letters and digits of an outlet's name or domain without accents, in Latin where there is a common
/// transliteration; of a domain, without its ending. Empty for what is too long to be either.
pub fn bare(name: &str) -> String {
    words(name).concat()
}

fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in stem(name).chars() {
        if !words.last_mut().is_some_and(|word| push_letters(c, word)) {
            words.push(String::new());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

/// The letters of a name, see [`push_letters`].
pub(super) fn letters_of(name: &str) -> String {
    let mut letters = String::new();
    name.chars().for_each(|c| _ = push_letters(c, &mut letters));
    letters
}

/// The part of a source by which people call it: of a domain, the longest label before its ending.
pub(super) fn label(source: &str) -> &str {
    let host = source.trim().split_once("://").map_or(source.trim(), |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    if host.contains(' ') {
        return host;
    }
    let Some((labels, _)) = host.rsplit_once('.') else { return host };
    labels.split('.').rev().max_by_key(|label| label.len()).unwrap_or(labels)
}

/// Adds what a character is in names that are compared: letters and digits in lower case and without accents, in Latin as
/// web addresses write them. Whether it is no break between words.
#[inline]
pub(super) fn push_letters(c: char, letters: &mut String) -> bool {
    if !c.is_ascii() {
        return push_foreign(c, letters);
    }
    let is_letter = c.is_ascii_alphanumeric();
    if is_letter {
        letters.push(c.to_ascii_lowercase());
    }
    is_letter
}

/// The same of a part of a word: a run of ASCII letters and digits, or one other character.
pub(super) fn push_word(part: &str, letters: &mut String) {
    if part.is_ascii() {
        let from = letters.len();
        letters.push_str(part);
        letters[from..].make_ascii_lowercase();
    } else {
        part.chars().for_each(|c| _ = push_foreign(c, letters));
    }
}

/// The same of what is not ASCII.
fn push_foreign(c: char, letters: &mut String) -> bool {
    if let Some(latin) = latin(c) {
        letters.push_str(latin);
        return true;
    }
    if !is_of_words(c) {
        return false;
    }
    let is_mark = !is_alphanumeric(c);
    // Accents, and the vowels that Arabic and Hebrew leave out, are passed over; in India they are letters.
    if is_mark && u32::from(c) < 0x0900 {
        return true;
    }
    for c in c.to_lowercase() {
        let mut decomposed = None;
        let mut take = |part| _ = decomposed.get_or_insert(part);
        if latin(c).is_none() {
            decompose_canonical(c, &mut take);
        }
        let decomposed = decomposed.unwrap_or(c);
        match latin(decomposed) {
            Some(latin) => letters.push_str(latin),
            None if decomposed.is_ascii() => letters.push(decomposed),
            None => {
                let read = any_ascii::any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric);
                letters.extend(read.map(|c| c.to_ascii_lowercase()));
            }
        }
    }
    true
}

/// Letters that do not decompose, Cyrillic (ISO 9 in its usual web form), and what Arabic sounds before another word.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ة' => "t",
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "sch",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        'ь' | 'ъ' => "",
        _ => return None,
    })
}

/// Dice coefficient over pairs of letters.
fn dice(a: &str, b: &str) -> f32 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).map(|p| (p[0], p[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let mut b = b.into_iter().peekable();
    let mut shared = 0;
    for pair in a {
        while b.next_if(|other| *other < pair).is_some() {}
        shared += usize::from(b.next_if_eq(&pair).is_some());
    }
    if all == 0 { 0.0 } else { 2.0 * shared as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_known_by_name_and_domain() {
        for (source, name) in [
            ("www.lemonde.fr", "LeMonde"),
            ("Le Monde", "lemonde"),
            ("https://lemonde.fr/", "Le Monde"),
            ("echo-brassac.example", "L'Écho de Brassac"),
            ("courrier-valmorin.example", "Le Courrier de Valmorin"),
            ("glos-porzecza.example", "Głos Porzecza"),
            ("vestnik-krasnorechja.example", "Вестник Красноречья"),
            ("svetloborie24.example", "Светлоборье 24"),
            ("hamnsala-kuriren.example", "Hamnsala-Kuriren"),
            ("sahilbasi-haber.example", "Sahilbaşı Haber"),
            ("foni-tis-petras.example", "Φωνή της Πέτρας"),
            ("qingchuan-ribao.example", "青川日报"),
            ("cheongsanilbo.example", "청산일보"),
            ("haerim-sinmun.example", "해림신문"),
            ("khabaraaj.example", "खबर आज"),
            ("annahr-aljadid.example", "النهر الجديد"),
            ("haboker-shel-karmia.example", "הבוקר של כרמיה"),
        ] {
            assert!(same_outlet(source, name), "{source} {name}");
        }
        for (source, name) in [
            ("lemonde.fr", "Le Figaro"),
            ("", ""),
            ("durak-haber.example", "Sahilbaşı Haber"),
            ("qingchuan-wanbao.example", "青川日报"),
            ("cheongsan-sinmun.example", "청산일보"),
            ("青川晚报", "青川日报"),
            ("almadina-alyawm.example", "النهر الجديد"),
            ("echo-bielnika.example", "Kurier Bielnicki"),
            ("kurier-bielnicki.example", "Echo Bielnika"),
        ] {
            assert!(!same_outlet(source, name), "{source} {name}");
        }
    }
}
