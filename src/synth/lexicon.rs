//! The vocabulary of an invented language, and how its tokens are printed.

use super::languages::Spec;
use crate::random::{Alias, SplitMix64};
use rustc_hash::FxHashSet;

/// Invented stems of a language: with inflections about 30,000 words.
const STEMS: usize = 12_000;
const SURNAMES: usize = 4_000;
const PLACES: usize = 2_000;

/// A word, number, date or comma. Upper two bits: kind; the rest: index or value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token(u32);

const KIND: u32 = 3 << 30;
const INTEGER: u32 = 1 << 30;
const TENTHS: u32 = 2 << 30;
const OTHER: u32 = 3 << 30;

impl Token {
    /// A comma.
    pub const COMMA: Self = Self(OTHER);

    pub fn integer(value: usize) -> Self {
        Self(INTEGER | (value as u32 & !KIND))
    }

    pub fn tenths(value: usize) -> Self {
        Self(TENTHS | (value as u32 & !KIND))
    }

    pub fn date(day: usize, month: usize) -> Self {
        Self(OTHER | (day as u32) << 4 | month as u32)
    }

    pub fn is_number(self) -> bool {
        matches!(self.0 & KIND, INTEGER | TENTHS)
    }

    /// The token's bits, which tell it from all others.
    pub fn bits(self) -> u64 {
        u64::from(self.0)
    }

    /// The same kind of number with another value near to it.
    pub fn with_other_number(self, random: &mut SplitMix64) -> Self {
        let value = (self.0 & !KIND) as usize;
        let other = value + 1 + random.below(value / 3 + 3);
        Self(self.0 & KIND | (other as u32 & !KIND))
    }
}

/// Strings that a token's index names: stop words, inflected words, given names, surnames, places, in this order.
pub(super) struct Lexicon {
    pub spec: &'static Spec,
    text: String,
    ends: Vec<u32>,
    /// First string and number of inflections of each stem.
    stems: Vec<(u32, u32)>,
    /// For the strings between stop words and given names: their stem.
    stem_of: Vec<u32>,
    given: u32,
    surnames: u32,
    places: u32,
    stop_words: Alias,
    words: Alias,
}

/// Zipf and Mandelbrot: weight 1 / (rank + 2.7), ranks from 1.
fn zipf(n: usize) -> Alias {
    let weights: Vec<f64> = (1..=n).map(|rank| 1.0 / (rank as f64 + 2.7)).collect();
    Alias::new(&weights)
}

impl Lexicon {
    /// The language's words: the same in every version, whatever the seed of the day.
    pub fn new(spec: &'static Spec) -> Self {
        let mut random = SplitMix64::of(0x1e71_c0de, &[u64::from(spec.code[0]), u64::from(spec.code[1])]);
        let mut lexicon = Self {
            spec,
            text: String::new(),
            ends: Vec::new(),
            stems: Vec::new(),
            stem_of: Vec::new(),
            given: 0,
            surnames: 0,
            places: 0,
            stop_words: zipf(spec.stop_words.len()),
            words: zipf(STEMS),
        };
        let mut known: FxHashSet<String> = FxHashSet::default();
        for word in spec.stop_words {
            lexicon.push(word);
            known.insert((*word).to_owned());
        }
        for stem in 0..STEMS {
            let class = random.choose(spec.classes);
            // Frequent words are short (Zipf 1949).
            let syllables = if stem < 2000 { 1 + random.below(2) } else { 2 + random.below(2) };
            let root = lexicon.invent(&mut random, syllables, &mut known, class.forms[0]);
            lexicon.stems.push((lexicon.ends.len() as u32, class.forms.len() as u32));
            for form in class.forms {
                let word = format!("{root}{form}");
                lexicon.push(&if class.capital { capitalised(&word) } else { word });
                lexicon.stem_of.push(stem as u32);
            }
        }
        lexicon.given = lexicon.ends.len() as u32;
        spec.given_names.iter().for_each(|name| lexicon.push(name));
        lexicon.surnames = lexicon.ends.len() as u32;
        for _ in 0..SURNAMES {
            let name = lexicon.invent(&mut random, 2, &mut known, "");
            lexicon.push(&capitalised(&name));
        }
        lexicon.places = lexicon.ends.len() as u32;
        for _ in 0..PLACES {
            let ending = random.choose::<&str>(spec.place_endings);
            let name = lexicon.invent(&mut random, 2, &mut known, ending);
            lexicon.push(&capitalised(&format!("{name}{ending}")));
        }
        lexicon
    }

    fn push(&mut self, string: &str) {
        self.text.push_str(string);
        self.ends.push(self.text.len() as u32);
    }

    /// A root that gives a new word with `ending`, as far as a few tries find one.
    fn invent(&self, random: &mut SplitMix64, syllables: usize, known: &mut FxHashSet<String>, ending: &str) -> String {
        let mut root = String::new();
        for _ in 0..8 {
            root.clear();
            // Two characters make a word where a syllable is two characters.
            let syllables = if self.spec.space.is_empty() { 1 } else { syllables };
            for _ in 0..syllables {
                root.push_str(random.choose::<&str>(self.spec.onsets));
                root.push_str(random.choose::<&str>(self.spec.nuclei));
                if random.chance(0.4) {
                    root.push_str(random.choose::<&str>(self.spec.codas));
                }
            }
            if known.insert(format!("{root}{ending}")) {
                break;
            }
        }
        root
    }

    fn string(&self, index: u32) -> &str {
        let i = index as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }

    #[inline]
    pub fn stop_word(&self, random: &mut SplitMix64) -> Token {
        Token(self.stop_words.draw(random) as u32)
    }

    /// A stem by frequency.
    #[inline]
    pub fn stem(&self, random: &mut SplitMix64) -> u32 {
        self.words.draw(random) as u32
    }

    /// A word of `stem`, every second time in its dictionary form.
    #[inline]
    pub fn inflected(&self, stem: u32, random: &mut SplitMix64) -> Token {
        let (first, forms) = self.stems[stem as usize];
        let bits = random.bits();
        let form = if bits & 1 == 0 { 0 } else { ((bits >> 32) * u64::from(forms)) >> 32 };
        Token(first + form as u32)
    }

    /// A word of like frequency that stands for `token`'s; stop words, names and numbers have none.
    pub fn synonym(&self, token: Token) -> Option<Token> {
        let stops = self.spec.stop_words.len() as u32;
        if token.0 < stops || token.0 >= self.given {
            return None;
        }
        let stem = self.stem_of[(token.0 - stops) as usize];
        let form = token.0 - self.stems[stem as usize].0;
        let (first, forms) = self.stems[(stem ^ 1) as usize];
        Some(Token(first + form.min(forms - 1)))
    }

    pub fn given_name(&self, random: &mut SplitMix64) -> Token {
        Token(self.given + random.below((self.surnames - self.given) as usize) as u32)
    }

    pub fn surname(&self, random: &mut SplitMix64) -> Token {
        Token(self.surnames + random.below(SURNAMES) as u32)
    }

    pub fn place(&self, random: &mut SplitMix64) -> Token {
        Token(self.places + random.below(PLACES) as u32)
    }

    pub fn is_place(&self, token: Token) -> bool {
        token.0 & KIND == 0 && token.0 >= self.places
    }

    /// Prints `tokens` in a row; the first word with a capital. No full stop.
    pub fn print(&self, tokens: &[Token], out: &mut String) {
        let mut first = true;
        for &token in tokens {
            if token == Token::COMMA {
                out.push_str(self.spec.stops.0.trim_end());
                continue;
            }
            if !first {
                out.push_str(self.spec.space);
            }
            match token.0 & KIND {
                0 if first => push_capitalised(self.string(token.0), out),
                0 => out.push_str(self.string(token.0)),
                kind => self.print_number(kind, token.0 & !KIND, out),
            }
            first = false;
        }
    }

    fn print_number(&self, kind: u32, value: u32, out: &mut String) {
        use std::fmt::Write;
        // Writing into a string cannot fail.
        let _ = match kind {
            INTEGER if value >= 10_000 => {
                write!(out, "{}{}{:03}", value / 1000, self.spec.marks.0, value % 1000)
            }
            INTEGER => write!(out, "{value}"),
            TENTHS => write!(out, "{}{}{}", value / 10, self.spec.marks.1, value % 10),
            _ => {
                let (day, month) = (value >> 4, self.spec.months[(value & 15) as usize % 12]);
                match &self.spec.code {
                    b"zh" => write!(out, "{month}{day}日"),
                    b"de" => write!(out, "{day}. {month}"),
                    _ => write!(out, "{day} {month}"),
                }
            }
        };
    }

    /// The printed token, for phrases.
    pub fn word(&self, token: Token) -> String {
        let mut out = String::new();
        match token.0 & KIND {
            0 => out.push_str(self.string(token.0)),
            kind => self.print_number(kind, token.0 & !KIND, &mut out),
        }
        out
    }
}

fn push_capitalised(word: &str, out: &mut String) {
    let mut chars = word.chars();
    if let Some(first) = chars.next() {
        out.extend(first.to_uppercase());
        out.push_str(chars.as_str());
    }
}

fn capitalised(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    push_capitalised(word, &mut out);
    out
}
