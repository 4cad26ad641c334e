//! From a word to the hash of its stem, cached.

use super::digits::behind_letters;
use super::{Kind, numerals, shape};
use crate::prefetch::prefetch;
use crate::random::GOLDEN_GAMMA;
use crate::units::Language;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, OnceLock};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Pairs of slots of the cache, a power of two: 2 MiB, more than the active vocabulary of a day's news in several
/// languages.
const PAIRS: usize = 1 << 16;

/// Longest word that is stemmed, in bytes; longer runs of letters are no words, and hashed as they are.
const MAX_WORD: usize = 64;

/// Two words that are read and written one by one, and hold together only where both come from one writing: the first is
/// the key combined with the second.
///
/// Source: Hyatt and Mann 2002, "A lockless transposition-table implementation for parallel search".
#[derive(Default)]
struct Slot {
    check: AtomicU64,
    entry: AtomicU64,
}

impl Slot {
    fn get(&self, key: u64) -> Option<u64> {
        let entry = self.entry.load(Ordering::Relaxed);
        (self.check.load(Ordering::Relaxed) ^ entry == key).then_some(entry)
    }

    fn set(&self, key: u64, entry: u64) {
        self.check.store(key ^ entry, Ordering::Relaxed);
        self.entry.store(entry, Ordering::Relaxed);
    }

    fn is_free(&self) -> bool {
        self.entry.load(Ordering::Relaxed) == 0
    }
}

/// Two slots of one line of memory, for words that come to the same place.
#[derive(Default)]
#[repr(align(32))]
struct Pair([Slot; 2]);

/// Stems words, remembering what it has stemmed. All threads share one; its memory is bounded and its answers do not
/// depend on what it remembers.
pub struct StemCache {
    pairs: Box<[Pair]>,
}

impl Default for StemCache {
    fn default() -> Self {
        Self { pairs: (0..PAIRS).map(|_| Pair::default()).collect() }
    }
}

/// Of an entry: the stem's hash stands below, whether it is a stop word and the word's shape above, and this, so that none
/// is 0.
const TAKEN: u64 = 1 << 63;
const STOP: u64 = 1 << 32;
const SHAPE: u32 = 33;

impl StemCache {
    /// The cache of the process.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<StemCache> = LazyLock::new(StemCache::default);
        &SHARED
    }

    /// Asks for what is remembered of `word` (in lower case), which [`Self::stem`] with this key then finds near.
    pub(super) fn key(&self, word: &str, language: Option<Language>) -> u64 {
        let key = xxh3_64_with_seed(word.as_bytes(), seed(language));
        prefetch(&self.pairs[pair(key)]);
        key
    }

    /// The hash of the stem of `word`, whether it is a stop word of `language` or a number spelt out, and the word's shape;
    /// `key` is that of [`Self::key`]. What is a number has the stem of its digits, and no shape.
    pub(super) fn stem(&self, key: u64, word: &str, language: Option<Language>) -> (u32, Kind, u32) {
        let Pair(pair) = &self.pairs[pair(key)];
        let first = (key >> 47) as usize & 1;
        let (first, second) = (&pair[first], &pair[first ^ 1]);
        let entry = first.get(key).or_else(|| second.get(key)).unwrap_or_else(|| {
            let word = &*in_one_spelling(word, language);
            let (stem, stop, number) = stem_uncached(word, language);
            let shape = if number { 0 } else { u64::from(shape::of_word(word)) << SHAPE };
            let entry = TAKEN | u64::from(stem) | if stop { STOP } else { 0 } | shape;
            // What came first is mostly what comes often, and stays.
            (if first.is_free() { first } else { second }).set(key, entry);
            entry
        });
        let mut kind = if entry & STOP != 0 { Kind::STOP } else { Kind::default() };
        let shape = ((entry & !TAKEN) >> SHAPE) as u32;
        // Words of letters have a shape.
        if shape == 0 {
            kind.set(Kind::NUMBER);
        }
        (entry as u32, kind, shape)
    }
}

/// Where a key is looked for.
fn pair(key: u64) -> usize {
    (key >> 48) as usize & (PAIRS - 1)
}

/// A seed for each language, spread over all bits: XXH3 adds a seed to the bytes of a short word, so that with small ones
/// the Dutch "top" and the Polish "tor" have one hash.
fn seed(language: Option<Language>) -> u64 {
    let code = language.map_or(0, |l| u64::from(u16::from_be_bytes(l.bytes())));
    code.wrapping_mul(GOLDEN_GAMMA)
}

/// Hash of the stem, whether the word is a stop word, and whether it is a number.
fn stem_uncached(word: &str, language: Option<Language>) -> (u32, bool, bool) {
    if let Some(digits) = behind_letters(word) {
        return (hash_stem(digits), false, true);
    }
    let tables = language.and_then(Tables::of);
    let known = tables.and_then(|t| t.known.get(word));
    if let Some(&Known { number: Some(stem), stop }) = known {
        return (stem, stop, true);
    }
    let stop = known.is_some();
    let stemmed = match tables.and_then(|t| t.stemmer.as_ref()) {
        Some(stemmer) if !stop && word.len() <= MAX_WORD && !word.starts_with(|c: char| c.is_ascii_digit()) => {
            stemmer.stem(word)
        }
        None if !stop && tables.is_some() => truncate(light(word, language), is_inflected(language)).into(),
        _ => word.into(),
    };
    (hash_stem(&stemmed), stop, false)
}

/// Languages that inflect much and have no stemmer here.
fn is_inflected(language: Option<Language>) -> bool {
    let code = language.as_ref().map(Language::code);
    matches!(
        code,
        Some(
            "be" | "bg"
                | "bs"
                | "ca"
                | "cs"
                | "el"
                | "et"
                | "hr"
                | "hy"
                | "ka"
                | "lt"
                | "lv"
                | "mk"
                | "pl"
                | "sk"
                | "sl"
                | "sr"
                | "uk"
        )
    )
}

/// A word in the spelling in which its language is compared: Serbian is printed in two scripts, letter for letter, and goes to
/// Latin; German, Danish and Norwegian have two letters for one where a keyboard lacks it.
fn in_one_spelling(word: &str, language: Option<Language>) -> Cow<'_, str> {
    match language.as_ref().map(Language::code) {
        Some("sr" | "bs") => in_latin(word),
        Some("de") if !is_known(word, language) => with_one_for_two(word, UMLAUTS),
        Some("da" | "nb" | "nn" | "no") if !is_known(word, language) => with_one_for_two(word, NORDIC),
        _ => word.into(),
    }
}

/// Whether a word as it stands is a stop word or a number.
fn is_known(word: &str, language: Option<Language>) -> bool {
    language.and_then(Tables::of).is_some_and(|tables| tables.known.contains_key(word))
}

const UMLAUTS: &[(&str, char)] = &[("ae", 'ä'), ("oe", 'ö'), ("ue", 'ü')];
const NORDIC: &[(&str, char)] = &[("aa", 'å'), ("ae", 'æ'), ("oe", 'ø')];

/// A word with one letter for each such two, but for those behind a vowel or *q*: `neue`, `Quelle`. What they part in other
/// words (`aktuell`) is written alike in all texts.
///
/// Source: Snowball's *German2*.
fn with_one_for_two<'w>(word: &'w str, letters: &[(&str, char)]) -> Cow<'w, str> {
    let Some(mut at) = word.find(['a', 'o', 'u']) else { return word.into() };
    let (mut spelt, mut from) = (String::new(), 0);
    loop {
        let stands_alone = !word[..at].ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'q']);
        match letters.iter().find(|(two, _)| stands_alone && word[at..].starts_with(two)) {
            Some((_, letter)) => {
                spelt.push_str(&word[from..at]);
                spelt.push(*letter);
                (at, from) = (at + 2, at + 2);
            }
            None => at += 1,
        }
        let Some(next) = word[at..].find(['a', 'o', 'u']) else { break };
        at += next;
    }
    if from == 0 {
        return word.into();
    }
    spelt.push_str(&word[from..]);
    spelt.into()
}

fn in_latin(word: &str) -> Cow<'_, str> {
    if !word.chars().any(|c| ('\u{0400}'..='\u{045f}').contains(&c)) {
        return word.into();
    }
    let mut latin = String::with_capacity(word.len());
    for c in word.chars() {
        let letters = LATIN.iter().find(|(cyrillic, _)| *cyrillic == c).map(|&(_, letters)| letters);
        match letters {
            Some(letters) => latin.push_str(letters),
            None => latin.push(c),
        }
    }
    latin.into()
}

/// The letters of Serbian, in both scripts.
const LATIN: [(char, &str); 30] = [
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('ђ', "đ"),
    ('е', "e"),
    ('ж', "ž"),
    ('з', "z"),
    ('и', "i"),
    ('ј', "j"),
    ('к', "k"),
    ('л', "l"),
    ('љ', "lj"),
    ('м', "m"),
    ('н', "n"),
    ('њ', "nj"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('ћ', "ć"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "c"),
    ('ч', "č"),
    ('џ', "dž"),
    ('ш', "š"),
];

/// A word without what Hebrew writes in front of it (`and`, `the`, `in`, `to`, `as`, `from`, `that`), of which at least four letters
/// are left, or what Persian (plural, `-ye`) and Bengali write behind, of which at least three are.
///
/// Source: Larkey, Ballesteros and Connell 2002, "Improving stemming for Arabic information retrieval: light stemming and
/// co-occurrence analysis", for a script of the same kind.
fn light(word: &str, language: Option<Language>) -> &str {
    match language.as_ref().map(Language::code) {
        Some("he") => {
            let longest = word.chars().count().saturating_sub(4);
            let prefix =
                word.chars().take(longest).take_while(|c| matches!(c, 'ו' | 'ה' | 'ב' | 'ל' | 'כ' | 'מ' | 'ש'));
            &word[prefix.map(char::len_utf8).sum()..]
        }
        Some("fa") => {
            let stem = ["هایی", "های", "ها", "ی", "ي"].iter().find_map(|ending| word.strip_suffix(ending));
            stem.filter(|stem| is_long(stem)).unwrap_or(word)
        }
        Some("bn") => {
            let mut stem = word;
            while let Some(shorter) = BENGALI.iter().find_map(|ending| stem.strip_suffix(ending)).filter(|s| is_long(s))
            {
                stem = shorter;
            }
            stem
        }
        _ => word,
    }
}

/// What Bengali writes behind: case, number, one of these.
const BENGALI: &[&str] = &["গুলো", "গুলি", "দের", "টি", "টা", "ের", "কে", "তে", "রা", "য়", "র", "ে"];

/// Whether at least three letters are left.
fn is_long(stem: &str) -> bool {
    stem.chars().nth(2).is_some()
}

/// Letters of a word that are kept in place of its stem.
///
/// Source: McNamee, Nicholas and Mayfield 2009, "Addressing morphological variation in alphabetic languages", where the
/// first five or six letters serve nearly as well as a stemmer.
const TRUNCATED: usize = 6;

/// The first letters of a longer word.
fn truncate(word: &str, inflected: bool) -> &str {
    match word.char_indices().nth(TRUNCATED) {
        Some((end, _)) if inflected => &word[..end],
        _ => word,
    }
}

/// Hashes a stem without the accents of its script, so that a copy that lost them still matches; so does one in other forms of
/// its letters: Persian, Urdu and Arabic keyboards write `ی` and `ي`, `ہ` and `ه`, capitals tell no final sigma.
fn hash_stem(stem: &str) -> u32 {
    if stem.is_ascii() {
        return xxh3_64(stem.as_bytes()) as u32;
    }
    xxh3_64(without_accents(stem).as_bytes()) as u32
}

fn without_accents(stem: &str) -> String {
    let mut bare = String::with_capacity(stem.len());
    for ch in stem.nfd() {
        match ch {
            // Marks of the alphabets; those of the scripts of India and beyond are letters to their readers.
            c if is_combining_mark(c) && (c as u32) < 0x0900 => {}
            'œ' => bare.push_str("oe"),
            'æ' => bare.push_str("ae"),
            'ß' => bare.push_str("ss"),
            'ø' => bare.push('o'),
            'ł' => bare.push('l'),
            'đ' => bare.push('d'),
            'ı' => bare.push('i'),
            'ς' => bare.push('σ'),
            'ی' | 'ى' => bare.push('ي'),
            'ک' => bare.push('ك'),
            'ہ' => bare.push('ه'),
            c => bare.push(c),
        }
    }
    bare
}

struct Tables {
    stemmer: Option<Stemmer>,
    /// Stop words and numbers.
    known: FxHashMap<Cow<'static, str>, Known>,
}

#[derive(Clone, Copy)]
struct Known {
    stop: bool,
    /// Of a number spelt out, the hash of its digits.
    number: Option<u32>,
}

impl Tables {
    /// Those of a language, made when it is first met.
    fn of(language: Language) -> Option<&'static Self> {
        let tables = TABLES.get(&language)?;
        Some(tables.get_or_init(|| Self::make(language)))
    }

    fn make(language: Language) -> Self {
        let listed = if matches!(language.code(), "bs" | "sr") { "hr" } else { language.code() };
        let stop_words: &[&str] = stop_words::lookup(listed).unwrap_or_default();
        let mut known: FxHashMap<_, _> =
            stop_words.iter().map(|word| (Cow::Borrowed(*word), Known { stop: true, number: None })).collect();
        for (word, number) in numerals::of_language(language.code()) {
            let number = Some(hash_stem(&number.to_string()));
            let stop = known.contains_key(word.as_str());
            // As a copy has it that lost its accents.
            known.insert(Cow::Owned(without_accents(&word)), Known { stop, number });
            // As clean text has it.
            known.insert(Cow::Owned(word.nfkc().collect()), Known { stop, number });
        }
        Self { stemmer: algorithm(language).map(Stemmer::create), known }
    }
}

static TABLES: LazyLock<FxHashMap<Language, OnceLock<Tables>>> = LazyLock::new(|| {
    let listed = stop_words::available_languages().iter().filter(|code| code.len() == 2);
    listed.chain(UNLISTED).filter_map(|code| Some((Language::parse(code)?, OnceLock::new()))).collect()
});

/// Languages that have stems or numbers here, and no stop words of their own where they are looked up. Those of Croatian are
/// Serbian and Bosnian as well.
const UNLISTED: &[&str] = &["be", "bs", "ka", "mk", "sr", "ta"];

/// The Snowball stemmer of a language; `None` where there is none, and its words are then compared as they are.
///
/// Greek is left out: its stemmer is reported to panic on some input.
fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language.code() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stem(cache: &StemCache, word: &str, language: Option<Language>) -> (u32, Kind, u32) {
        cache.stem(cache.key(word, language), word, language)
    }

    #[test]
    fn inflections_meet_and_words_stay_apart() {
        let cache = StemCache::default();
        let fr = Language::parse("fr");
        for (a, b) in [("manifestants", "manifestant"), ("état", "etat"), ("cœur", "coeur"), ("annoncé", "annonce")]
        {
            assert_eq!(stem(&cache, a, fr).0, stem(&cache, b, fr).0, "{a} {b}");
        }
        for (code, a, b) in [
            ("fa", "کشورش", "كشورش"),
            ("fa", "روستاهای", "روستاها"),
            ("fa", "روستايي", "روستایی"),
            ("el", "νησος", "νησοσ"),
            ("he", "המעבורת", "מעבורת"),
            ("he", "ושמהמעבורת", "במעבורת"),
            ("sr", "председнице", "predsednica"),
            ("sr", "љубав", "ljubav"),
            ("sr", "двадесет", "20"),
            ("ur", "ہفتہ", "هفته"),
            ("de", "müller", "mueller"),
            ("de", "müller", "muller"),
            ("de", "häuserblöcke", "haeuserbloecke"),
            ("de", "großmütter", "grossmuetter"),
            ("de", "straßenbrücke", "straßenbruecke"),
            ("de", "für", "fuer"),
            ("de", "zwölf", "zwoelf"),
            ("de", "neue", "neue"),
            ("da", "århus", "aarhus"),
            ("no", "sjøfører", "sjoefoerer"),
            ("nb", "sjøfører", "sjofører"),
            ("bn", "পলাশপুরের", "পলাশপুর"),
            ("bn", "মন্ত্রীদেরকে", "মন্ত্রীরা"),
        ] {
            let language = Language::parse(code);
            assert_eq!(stem(&cache, a, language).0, stem(&cache, b, language).0, "{a} {b}");
        }
        assert_ne!(stem(&cache, "הגשר", Language::parse("he")).0, stem(&cache, "שר", Language::parse("he")).0);
        assert_eq!(with_one_for_two("neue quellen", UMLAUTS), "neue quellen");
        assert_eq!(with_one_for_two("mauer-aerztueoe", UMLAUTS), "mauer-ärztüoe");
        assert_ne!(stem(&cache, "pont", fr).0, stem(&cache, "port", fr).0);
        assert!(stem(&cache, "dans", fr).1.has(Kind::STOP));
        assert!(!stem(&cache, "pont", fr).1.has(Kind::STOP));
    }

    #[test]
    fn stems_are_the_same_for_ever() {
        let cache = StemCache::default();
        let found: Vec<u32> = [("bridges", "en"), ("brücken", "de"), ("мосты", "ru"), ("大桥", "zh"), ("2031", "en")]
            .map(|(word, language)| stem(&cache, word, Language::parse(language)).0)
            .to_vec();
        assert_eq!(found, [2_934_888_741, 668_707_480, 2_888_066_999, 4_254_751_242, 2_008_826_161]);
    }

    #[test]
    fn numbers_are_one_spelt_or_in_digits() {
        let cache = StemCache::default();
        for (word, language, digits) in [
            ("six", "en", "6"),
            ("six", "fr", "6"),
            ("fünfzehn", "de", "15"),
            ("funfzehn", "de", "15"),
            ("пять", "ru", "5"),
        ] {
            let (found, kind, shape) = stem(&cache, word, Language::parse(language));
            assert_eq!((found, kind.has(Kind::NUMBER), shape), (hash_stem(digits), true, 0), "{word}");
        }
        for (word, language) in [("once", "en"), ("dix", "de"), ("one", "en"), ("neuf", "fr"), ("million", "en")] {
            assert!(!stem(&cache, word, Language::parse(language)).1.has(Kind::NUMBER), "{word} {language}");
        }
    }

    proptest! {
        /// Stemmers cut words at bytes.
        #[test]
        fn any_word_has_a_stem(
            word in "\\PC{0,24}|[a-zß-öø-ÿœşğışțășåœ'’]{0,24}|[а-яёіїєґ]{0,24}|[\u{600}-\u{6ff}]{0,20}|[\u{b80}-\u{bff}]{0,20}"
        ) {
            for language in TABLES.keys() {
                stem_uncached(&word, Some(*language));
            }
        }
    }

    /// Short words, of which several languages have the same or nearly the same.
    #[test]
    fn what_is_remembered_changes_no_answer() {
        let letters: Vec<char> = ('a'..='z').collect();
        let languages = ["en", "nl", "pl", "de", "fr", "sv", "cs", "tr"].map(Language::parse);
        let words =
            || letters.iter().flat_map(|a| letters.iter().map(move |b| [*a, 'o', *b].iter().collect::<String>()));
        let cache = StemCache::default();
        for language in languages.iter().chain(languages.iter().rev()) {
            for word in words() {
                let (plain, stop, _) = stem_uncached(&in_one_spelling(&word, *language), *language);
                let (found, kind, _) = stem(&cache, &word, *language);
                assert_eq!((found, kind.has(Kind::STOP)), (plain, stop), "{word} {language:?}");
            }
        }
    }
}
