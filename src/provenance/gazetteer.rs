//! The gazetteer: which agencies there are, and by which names they go.

use super::labels;
use super::words::PhraseFinder;
use super::{Agency, republication};
use crate::error::{Error, Result};
use crate::units::{Language, is_alphanumeric};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The agencies that wirefold ships.
const BUILT_IN: &str = include_str!("agencies.toml");

/// Shortest letters of a form (spaces and dots left out) that may be found with one damaged character.
const FUZZY_LETTERS: usize = 5;
/// Longest letters that are held against the spellings.
const LONGEST_DAMAGED: usize = 48;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    agency: Vec<Agency>,
}

/// One spelling of one agency (or of several that share it).
#[derive(Debug)]
pub(super) struct Form {
    /// Index of the agencies that go by this spelling, first the one that the file names first.
    pub agencies: Vec<u16>,
    /// The spelling as the file gives it.
    pub text: Box<str>,
    /// Whether the spelling counts only where a credit or a citation stands.
    pub weak: bool,
    /// Whether its letters are so many, or it has so many words, that their case does not matter.
    pub long: bool,
    /// The next spelling that differs in the case of ASCII letters alone, which the search does not tell apart.
    pub twin: Option<u32>,
}

/// The known news agencies, with what finds them.
///
#[doc = include_str!("../../docs/formats/agencies.md")]
#[derive(Debug)]
pub struct Gazetteer {
    agencies: Vec<Arc<Agency>>,
    forms: Vec<Form>,
    /// Finds the spellings, and behind them the cues of republication: one pass over the text serves both.
    pub(super) finder: PhraseFinder,
    /// Letters of a form, lower-case, to the form: for damaged and dotted print inside brackets.
    bare: FxHashMap<Box<str>, u32>,
    fuzzy: Vec<(Box<str>, u32)>,
    domains: FxHashMap<Box<str>, u16>,
}

impl Gazetteer {
    /// The agencies that wirefold ships.
    ///
    /// Cost: some milliseconds; build it once.
    pub fn built_in() -> Self {
        Self::from_agencies(Self::built_in_agencies()).expect("the shipped gazetteer is valid, which a test holds")
    }

    /// The same, built once and shared.
    pub fn shared() -> Arc<Self> {
        static SHARED: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Arc::new(Gazetteer::built_in()));
        SHARED.clone()
    }

    /// The shipped agencies with those of a file of the user's own (`docs/formats/agencies.md`): an agency of the same
    /// name is replaced, others are added.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be read, [`Error::ConfigFile`] when it cannot be understood.
    pub fn with_file(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
        Self::with_extra(&text).map_err(|reason| Error::ConfigFile { path: path.to_owned(), reason })
    }

    /// Like [`Gazetteer::with_file`], from the file's text.
    ///
    /// # Errors
    /// The reason, where the text cannot be understood.
    pub fn with_extra(text: &str) -> Result<Self, String> {
        let extra: File = toml::from_str(text).map_err(|e| e.to_string().trim().to_owned())?;
        let mut agencies = Self::built_in_agencies();
        for agency in extra.agency {
            match agencies.iter_mut().find(|a| a.name == agency.name) {
                Some(known) => *known = agency,
                None => agencies.push(agency),
            }
        }
        Self::from_agencies(agencies)
    }

    fn built_in_agencies() -> Vec<Agency> {
        toml::from_str::<File>(BUILT_IN).expect("the shipped gazetteer is valid TOML").agency
    }

    fn from_agencies(agencies: Vec<Agency>) -> Result<Self, String> {
        if agencies.len() > usize::from(u16::MAX) {
            return Err(format!("{} agencies, at most {} are possible", agencies.len(), u16::MAX));
        }
        let mut forms: Vec<Form> = Vec::new();
        let mut by_text: FxHashMap<Box<str>, usize> = FxHashMap::default();
        let mut domains = FxHashMap::default();
        for (index, agency) in agencies.iter().enumerate() {
            let index = index as u16;
            // The search folds the case of ASCII letters alone: other scripts' capitals are spellings of their own.
            let foreign = || agency.names.iter().filter(|n| !n.is_ascii());
            let capitals = foreign().map(|n| n.to_uppercase());
            // `Франс прес`
            let later = foreign().filter_map(|n| n.split_once(' ').map(|(a, b)| format!("{a} {}", b.to_lowercase())));
            // `ايسنا` for `ایسنا`, `الاناضول` for `الأناضول`: letters that keyboards exchange.
            let keyed = |n: &String| {
                Some(n.replace('ی', "ي").replace('ک', "ك").replace(['أ', 'إ', 'آ'], "ا")).filter(|k| k != n)
            };
            let names = agency.names.iter().cloned().chain(capitals).chain(later);
            // `ΑΠΕ – ΜΠΕ`, `Интерфакс Україна`: a hyphen that is written as a dash or not at all.
            let apart = |n: &String| n.contains('-').then(|| [n.replace('-', " "), n.replace('-', " – ")]);
            // `БTA` with Latin letters in it.
            let alike = |n: &String| Some(labels::to_latin_capitals(n)).filter(|k| k != n && !k.is_ascii());
            let names = names.chain(foreign().filter_map(keyed)).chain(foreign().filter_map(apart).flatten());
            let names = names.chain(foreign().filter_map(alike)).map(|n| (n, false));
            let weak = agency.weak.iter().cloned().chain(agency.weak.iter().filter_map(keyed)).map(|n| (n, true));
            let wide = agency.names.iter().map(|n| (n, false)).chain(agency.weak.iter().map(|n| (n, true)));
            let wide = wide.filter_map(|(n, weak)| Some((full_width(n)?, weak)));
            for (text, weak) in names.chain(weak).chain(wide) {
                let letters = text.chars().filter(|&c| is_alphanumeric(c)).count();
                if letters < 2 {
                    return Err(format!("agency {:?}: the name {text:?} has fewer than two letters", agency.name));
                }
                // Lines, and the words around a name, are told by their blanks.
                let is_word = text.starts_with(is_alphanumeric) && !text.ends_with(char::is_whitespace);
                if !is_word || text.contains(char::is_control) {
                    return Err(format!(
                        "agency {:?}: the name {text:?} does not begin with a letter or digit, or ends in a blank, or has a \
                         line end in it",
                        agency.name
                    ));
                }
                let at = *by_text.entry(text.as_str().into()).or_insert_with(|| {
                    let long = !weak && (letters >= 10 || text.contains(' '));
                    forms.push(Form { agencies: Vec::new(), text: text.as_str().into(), weak, long, twin: None });
                    forms.len() - 1
                });
                forms[at].weak |= weak;
                if !forms[at].agencies.contains(&index) {
                    forms[at].agencies.push(index);
                }
            }
            for domain in &agency.domains {
                domains.entry(domain.to_ascii_lowercase().into()).or_insert(index);
            }
        }
        let mut folded: FxHashMap<String, usize> = FxHashMap::default();
        for at in 0..forms.len() {
            if let Some(before) = folded.insert(forms[at].text.to_ascii_lowercase(), at) {
                forms[before].twin = Some(at as u32);
            }
        }
        let mut phrases: Vec<&str> = forms.iter().map(|f| &*f.text).collect();
        phrases.extend(republication::cues());
        let finder = PhraseFinder::new(phrases)?;
        let mut bare = FxHashMap::default();
        let mut fuzzy = Vec::new();
        for (index, form) in forms.iter().enumerate() {
            let key = letters_of(&form.text);
            let alphabet = key.chars().all(|c| c < '\u{530}');
            if alphabet && key.chars().count() >= FUZZY_LETTERS {
                fuzzy.push((key.clone(), index as u32));
            }
            bare.entry(key).or_insert(index as u32);
        }
        let agencies = agencies.into_iter().map(Arc::new).collect();
        Ok(Self { agencies, forms, finder, bare, fuzzy, domains })
    }

    /// All agencies, in the order of the file.
    pub fn agencies(&self) -> impl Iterator<Item = &Arc<Agency>> {
        self.agencies.iter()
    }

    /// The agency of this short name, as verdicts show it.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Agency>> {
        self.agencies.iter().find(|a| a.name == name)
    }

    /// The agency whose own domain `url_or_host` lies on, a subdomain included.
    pub fn by_host(&self, url_or_host: &str) -> Option<&Arc<Agency>> {
        let host = host_of(url_or_host)?.to_ascii_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(&index) = self.domains.get(rest) {
                return Some(&self.agencies[usize::from(index)]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// Number of the cue of republication that the finder's phrase is; none for the spelling of an agency.
    pub(super) fn cue(&self, phrase: u32) -> Option<usize> {
        (phrase as usize).checked_sub(self.forms.len())
    }

    pub(super) fn form(&self, index: u32) -> &Form {
        &self.forms[index as usize]
    }

    /// Whether a form stands for agencies that are not named.
    pub(super) fn is_generic(&self, form: u32) -> bool {
        self.form(form).agencies.iter().all(|&agency| self.agencies[usize::from(agency)].generic)
    }

    /// Whether a form stands for agencies that deal in pictures.
    pub(super) fn is_photo(&self, form: u32) -> bool {
        self.form(form).agencies.iter().all(|&agency| self.agencies[usize::from(agency)].photo)
    }

    /// The agency that a form means: of several that share it, the one that lived in `year` and writes in `language`.
    pub(super) fn resolve(&self, form: u32, year: Option<i16>, language: Option<Language>) -> Option<&Arc<Agency>> {
        let alive = || {
            let all = self.form(form).agencies.iter().map(|&i| &self.agencies[usize::from(i)]);
            let abroad = |a: &Agency| a.local && self.form(form).weak && language.is_some_and(|l| !a.writes_in(l));
            all.filter(move |a| year.is_none_or(|y| a.lived_in(y)) && !abroad(a))
        };
        language
            .and_then(|l| alive().find(|a| a.languages.iter().any(|known| known == l.code())))
            .or_else(|| alive().next())
    }

    /// The form whose letters are those of `text`; with `damaged`, one letter may be wrong, missing or added.
    pub(super) fn by_letters(&self, text: &str, damaged: bool) -> Option<u32> {
        let key = letters_of(text);
        if key.len() < 2 {
            return None;
        }
        if let Some(&form) = self.bare.get(&key) {
            return Some(form);
        }
        if !damaged || key.chars().count() < FUZZY_LETTERS {
            return None;
        }
        self.fuzzy.iter().find(|(known, _)| edits(known, &key, 1).is_some()).map(|&(_, form)| form)
    }

    /// Of the spellings of named agencies in force in `year`, the one that `text` is nearest to: one letter in six may be wrong, missing or
    /// added, one at least.
    pub(super) fn nearest(&self, text: &str, year: Option<i16>, language: Option<Language>) -> Option<u32> {
        let key = letters_of(text);
        let length = key.chars().count();
        if !(FUZZY_LETTERS..=LONGEST_DAMAGED).contains(&length) {
            return None;
        }
        let most = (length / 6).max(1);
        let near = self.fuzzy.iter().filter_map(|(known, form)| Some((edits(known, &key, most)?, *form)));
        near.filter(|&(_, form)| self.resolve(form, year, language).is_some_and(|a| !a.generic))
            .min()
            .map(|(_, form)| form)
    }
}

impl Gazetteer {
    /// The name of five letters in force in `year` that `text` is but for one that was lost, of an agency that works for the
    /// world.
    pub(super) fn without_one(&self, text: &str, year: Option<i16>, language: Option<Language>) -> Option<u32> {
        let key = letters_of(text);
        let near =
            self.fuzzy.iter().filter(|(known, _)| known.len() == key.len() + 1 && edits(known, &key, 1).is_some());
        near.map(|&(_, form)| form).find(|&form| self.resolve(form, year, language).is_some_and(|a| a.world))
    }

    /// The abbreviation in force in `year` that `text` is but for one letter, where only one agency comes into question:
    /// of those that work for the world or write in `language`.
    pub(super) fn nearest_short(&self, text: &str, year: Option<i16>, language: Option<Language>) -> Option<u32> {
        let key = letters_of(text);
        if !(2..=4).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let (mut found, mut whose) = (None, None);
        for (at, form) in self.forms.iter().enumerate() {
            let short = (3..=4).contains(&form.text.len()) && form.text.bytes().all(|b| b.is_ascii_alphabetic());
            if !short || edits(&form.text.to_ascii_lowercase(), &key, 1).is_none() {
                continue;
            }
            let Some(agency) = self.resolve(at as u32, year, language).filter(|a| !a.generic && !a.photo) else {
                continue;
            };
            if agency.world || language.is_some_and(|l| agency.writes_in(l)) {
                if whose.is_some_and(|other| !Arc::ptr_eq(other, agency)) {
                    return None;
                }
                (found, whose) = (Some(at as u32), Some(agency));
            }
        }
        found
    }
}

/// An abbreviation in the letters of full width that Japanese papers set it in: `ＡＦＰ`.
fn full_width(name: &str) -> Option<String> {
    let is_short = name.len() <= 8 && name.bytes().all(|b| b.is_ascii_uppercase());
    is_short.then(|| name.bytes().filter_map(|b| char::from_u32(u32::from(b) + 0xFEE0)).collect())
}

/// Letters and digits, lower-case.
fn letters_of(text: &str) -> Box<str> {
    text.chars().filter(|&c| is_alphanumeric(c)).flat_map(char::to_lowercase).collect::<String>().into()
}

/// How many letters have to be put in, left out or exchanged to make one of the other; none where it is more than `most`.
///
/// Cost: the product of the lengths; their sum where `most` is 1.
pub(super) fn edits(a: &str, b: &str, most: usize) -> Option<usize> {
    // The letters held against each other have two bytes at most.
    if a.len().abs_diff(b.len()) > 2 * most {
        return None;
    }
    if most == 1 {
        return one_edit(a, b);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(diagonal + 1).min(row[j] + 1);
        }
        if row.iter().min().is_some_and(|&least| least > most) {
            return None;
        }
    }
    Some(row[b.len()]).filter(|&count| count <= most)
}

fn one_edit(a: &str, b: &str) -> Option<usize> {
    let alike = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let (a, b): (&str, &str) = (&a[alike..], &b[alike..]);
    let behind = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    let (rest_of_a, rest_of_b) = (&a[behind(a)..], &b[behind(b)..]);
    match a == b {
        true => Some(0),
        false => (rest_of_a == rest_of_b || rest_of_a == b || a == rest_of_b).then_some(1),
    }
}

/// Longest host, in bytes (RFC 1035); what is longer is no name of an outlet either.
pub(super) const LONGEST: usize = 255;

/// The host of a URL, or the text itself when it looks like a host; `www.` and a port are left out.
pub(super) fn host_of(url: &str) -> Option<&str> {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, h)| h);
    let host = host.split_once(':').map_or(host, |(h, _)| h);
    let host = host.strip_prefix("www.").unwrap_or(host);
    let plausible =
        host.len() <= LONGEST && host.contains('.') && !host.contains(char::is_whitespace) && !host.ends_with('.');
    plausible.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_gazetteer_holds_its_agencies() {
        let g = Gazetteer::built_in();
        assert!(g.agencies().count() >= 150);
        for (name, id) in [("AFP", "Q40464"), ("AP", "Q40469"), ("Reuters", "Q130879"), ("dpa", "Q312653")] {
            assert_eq!(g.by_name(name).and_then(|a| a.wikidata.as_deref()), Some(id));
        }
        for agency in g.agencies() {
            assert!(!agency.names.is_empty() || !agency.weak.is_empty(), "{}", agency.name);
            assert!(agency.from.unwrap_or(0) <= agency.to.unwrap_or(i16::MAX), "{}", agency.name);
        }
    }

    #[test]
    fn agencies_are_found_by_their_domain() {
        let g = Gazetteer::built_in();
        let name = |url| g.by_host(url).map(|a| a.name.as_str());
        assert_eq!(name("https://fr.news.afp.com/x"), Some("AFP"));
        assert_eq!(name("www.reuters.com"), Some("Reuters"));
        assert_eq!(name("https://notreuters.com/reuters.com"), None);
        assert_eq!(name("AFP"), None);
    }

    #[test]
    fn shared_names_follow_years_and_language() {
        let g = Gazetteer::built_in();
        let form = g.by_letters("KNA", false).expect("KNA is known");
        let name = |language| g.resolve(form, None, Language::parse(language)).map(|a| a.name.as_str());
        assert_eq!(name("de"), Some("KNA"));
        let kbc = g.by_letters("KBC", false).expect("KBC is known");
        let kbc = |language| g.resolve(kbc, None, Language::parse(language)).map(|a| a.name.as_str());
        assert_eq!((kbc("sw"), kbc("nl"), kbc("")), (Some("KBC"), None, Some("KBC")), "a bank in Belgium");
        assert_eq!(name("en"), Some("KNA Kenya"));
        let havas = g.by_letters("(Havas.)", false).expect("Havas is known");
        assert!(g.resolve(havas, Some(1925), None).is_some());
        assert!(g.resolve(havas, Some(1990), None).is_none());
    }

    #[test]
    fn damaged_print_is_read_by_its_letters() {
        let g = Gazetteer::built_in();
        let name = |t| g.by_letters(t, true).and_then(|f| g.resolve(f, Some(1938), None)).map(|a| a.name.as_str());
        assert_eq!(name("Renter."), Some("Reuters"));
        assert_eq!(name("D. N. B."), Some("DNB"));
        assert_eq!(name("Hayas"), Some("Havas"));
        assert_eq!(name("Paris"), None);
    }

    #[test]
    fn the_documented_example_is_a_gazetteer() {
        let page = include_str!("../../docs/formats/agencies.md");
        let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let g = Gazetteer::with_extra(example).expect("a valid example");
        let agency = g.by_name("NSW").expect("the first agency");
        assert!(agency.lived_in(1950) && !agency.lived_in(1990));
        assert_eq!(g.by_host("https://www.northseawire.example/1").map(|a| a.name.as_str()), Some("NSW"));
        assert!(g.by_name("Harbour Pictures").is_some_and(|a| a.photo));
    }

    #[test]
    fn a_file_of_the_user_adds_and_replaces() {
        let extra = "[[agency]]\nname = \"AFP\"\nnames = [\"Eiffel Press\"]\n\n[[agency]]\nname = \"XYZ\"\nnames = [\"Xyz Wire\"]\n";
        let g = Gazetteer::with_extra(extra).expect("a valid file");
        assert_eq!(g.by_name("AFP").map(|a| a.names.len()), Some(1));
        assert!(g.by_name("XYZ").is_some());
        assert!(Gazetteer::with_extra("[[agency]]\nnom = 1").is_err());
        for name in ["", "Orsa Wire ", "Orsa\\nWire", "«Orsa»", " Orsa"] {
            let file = format!("[[agency]]\nname = \"A\"\nnames = [\"{name}\"]");
            assert!(Gazetteer::with_extra(&file).is_err(), "{name:?}");
        }
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, is) in [
            ("havas", "hayas", Some(1)),
            ("havas", "havs", Some(1)),
            ("havas", "havas", Some(0)),
            ("havaß", "havas", Some(1)),
            ("wolff", "woltft", Some(2)),
            ("reuter", "rcutcr", Some(2)),
            ("havas", "paris", None),
            ("", "abc", None),
        ] {
            assert_eq!(edits(a, b, 2), is, "{a} {b}");
        }
        let letters = ["", "a", "b", "ß"];
        let texts: Vec<String> =
            (0..64).map(|n| [letters[n % 4], letters[n / 4 % 4], letters[n / 16], "a"].concat()).collect();
        for (a, b) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            assert_eq!(edits(a, b, 1), edits(a, b, 2).filter(|&count| count < 2), "{a} {b}");
        }
        let g = Gazetteer::built_in();
        let name = |text, year| g.nearest(text, Some(year), None).and_then(|form| g.resolve(form, Some(year), None));
        assert_eq!(name("Sohweizerische Depeschenagenrur", 1921).map(|a| a.name.as_str()), Some("ATS"));
        assert!(name("Hovas", 1925).is_some() && name("Hovas", 1990).is_none() && name("Paris", 1925).is_none());
    }
}
