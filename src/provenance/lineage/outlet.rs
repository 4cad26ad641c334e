//! Whether a printed name and a record's source mean one outlet.

use crate::provenance::gazetteer::LONGEST;
use unicode_normalization::UnicodeNormalization;

/// Share of letter pairs (Dice) from which two names that are spelt alike, transliterated, are one.
const ALIKE: f32 = 0.72;

/// Whether a printed name and a source mean one outlet: `LeMonde`, `Le Monde` and `www.lemonde.fr` do, and so do
/// `L'Écho de Brassac` and `echo-brassac.example`. Names in Cyrillic are read as their Latin transliteration; what has more
/// than 255 bytes is no name of an outlet.
pub fn same_outlet(source: &str, name: &str) -> bool {
    Spelling::of(source).is(&Spelling::of(name))
}

/// The letters of an outlet's name or domain by which it is compared with others, see [`same_outlet`]; for names that are
/// compared with many.
#[derive(Clone, Debug)]
pub struct Spelling {
    words: Vec<String>,
    letters: String,
}

impl Spelling {
    /// Cost: O(letters).
    pub fn of(name: &str) -> Self {
        let words = words(name);
        Self { letters: words.concat(), words }
    }

    /// Whether both mean one outlet. Cost: O(letters of both).
    pub fn is(&self, other: &Self) -> bool {
        let (a, b) = (&self.letters, &other.letters);
        if a.is_empty() || b.is_empty() {
            return false;
        }
        a == b || other.is_within(a) || self.is_within(b) || a.len().min(b.len()) >= 6 && dice(a, b) >= ALIKE
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
    for c in stem(name).nfd() {
        match latin(c) {
            Some(latin) => words.last_mut().into_iter().for_each(|w| w.push_str(latin)),
            None if c.is_alphanumeric() => words.last_mut().into_iter().for_each(|w| w.push(c)),
            // Combining marks are no breaks.
            None if ('\u{300}'..='\u{36f}').contains(&c) => {}
            None => words.push(String::new()),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

/// Letters that do not decompose, and Cyrillic (ISO 9 in its usual web form).
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
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
        ] {
            assert!(same_outlet(source, name), "{source} {name}");
        }
        for (source, name) in [
            ("lemonde.fr", "Le Figaro"),
            ("", ""),
            ("durak-haber.example", "Sahilbaşı Haber"),
            ("echo-bielnika.example", "Kurier Bielnicki"),
            ("kurier-bielnicki.example", "Echo Bielnika"),
        ] {
            assert!(!same_outlet(source, name), "{source} {name}");
        }
    }
}
