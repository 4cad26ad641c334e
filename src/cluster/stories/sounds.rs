//! Names as they sound, so that they agree across scripts and spellings: Карсова, Καρσόβα, カルソワ and Karsova are one.
//!
//! A name becomes the row of its consonants, in seven classes that most scripts tell apart, after it was written in Latin
//! letters. Vowels go, since Arabic does not write them and Japanese adds some; so do endings, beyond the fifth
//! consonant. The sounds of the lips are one class: Korean, Japanese, Hebrew and Bengali write one letter for some of them.
//! Source of the idea: Russell's Soundex (1918); the classes are coarser where scripts are.

use crate::embed::EmbedInput;
use crate::random::GOLDEN_GAMMA;
use crate::tokenise::{Kind, Tokens, simplified};
use crate::units::{Language, is_of_south_east_asia};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Consonants that a row needs to tell anything, and those after which it is cut off.
const FEWEST: usize = 3;
const MOST: usize = 5;

/// Letters of a word in Arabic and Hebrew, and characters in Han, Katakana or Hangul, from which it may be a foreign name.
const LETTERS: usize = 4;
const CHARACTERS: usize = 3;

/// Characters of a string that comes again, at most: its first consonants tell.
const LONGEST: u32 = 255;

/// Bits of a class in a row.
const BITS: u32 = 4;

/// Keeps rows apart from the hashes of stems.
const SALT: u64 = 0x736f_756e_6473;

/// Characters by which Chinese writes foreign names.
const OF_FOREIGN_NAMES: &str = "阿埃艾爱安昂奥澳巴白班邦保鲍贝本比彼宾波伯博勃布查昌楚茨达戴丹道德登迪蒂丁杜顿多厄恩尔法凡菲费芬弗福夫盖甘冈\
    戈哥格根贡古瓜哈汉豪赫亨胡霍基吉加贾简杰津卡凯坎康考科克肯孔库夸奎拉莱兰朗劳勒雷蕾黎里利莉丽列林琳卢鲁吕伦罗洛马玛迈麦曼芒毛\
    梅门蒙米密敏缪莫墨默姆穆内纳娜奈南瑙尼妮宁纽努诺欧帕派潘庞佩彭皮珀普奇契恰乔切钦琴丘让热荣茹儒若萨塞赛桑瑟森沙莎尚舍申施什史\
    士舒朔斯思丝司苏索塔泰坦汤唐陶特滕提廷亭图托脱瓦汪旺威韦维魏温沃乌伍武西锡希夏肖谢辛欣休逊雅亚扬耶叶伊易因尤约赞泽扎詹珍芝朱\
    兹佐";

static IN_FOREIGN_NAMES: LazyLock<FxHashSet<char>> = LazyLock::new(|| OF_FOREIGN_NAMES.chars().collect());

/// Calls `with` for each name of the body: with the term for its sound, and whether another word with a capital stands
/// beside it.
///
/// Names are words with a capital inside sentences; in scripts without capitals, words of four letters and more in Arabic, of
/// three syllables and more in Hangul, runs of Katakana, and runs of the characters by which Chinese writes foreign names.
/// In Hebrew and the scripts of India, where nearly every word is as long as a name, words whose row is full: what sounds
/// alike by chance is more than what names share in shorter ones. Thai and its neighbours set nothing between words: there,
/// strings that come again. Cost: O(bytes).
pub(super) fn of_names(input: &EmbedInput<'_>, mut with: impl FnMut(u32, bool)) {
    let mut words = Words::new(input.body_text);
    let body = input.body;
    for (at, kind) in body.kinds.iter().enumerate() {
        let word = if is_name(body, at, *kind) {
            words.between(body.starts[at], body.lengths[at])
        } else {
            continue;
        };
        if let Some(term) = term(word.chars()) {
            with(term, is_paired(body, at));
        }
    }
    // The first bytes of characters of these scripts; text in others is passed over at once.
    let is_of_runs = |byte: u8| matches!(byte, 0xd7..=0xdb | 0xe0..=0xe1 | 0xe3..=0xed);
    // No end before the last byte: so many are looked at together.
    let may_have_runs = |chunk: &[u8]| chunk.iter().fold(false, |any, &byte| any | is_of_runs(byte));
    if input.body_text.as_bytes().chunks(64).any(may_have_runs) {
        of_runs(input.body_text, input.language, &mut |term| with(term, false));
        if input.body_text.contains(is_of_south_east_asia) {
            of_strings_that_recur(input, &mut |term| with(term, false));
        }
    }
}

fn is_capital(kind: Kind) -> bool {
    kind.has(Kind::CAPITAL) && !kind.has(Kind::STOP) && !kind.has(Kind::NUMBER)
}

/// Whether the token behind one has a capital and stands in its sentence.
fn next_is_capital(body: &Tokens, at: usize) -> bool {
    body.kinds.get(at + 1).is_some_and(|next| is_capital(*next) && !next.has(Kind::FIRST))
}

/// Whether a token is a name by its capital.
fn is_name(body: &Tokens, at: usize, kind: Kind) -> bool {
    is_capital(kind) && (!kind.has(Kind::FIRST) || next_is_capital(body, at))
}

/// Whether a word with a capital stands beside one.
fn is_paired(body: &Tokens, at: usize) -> bool {
    let ahead = at.checked_sub(1).filter(|_| !body.kinds[at].has(Kind::FIRST));
    ahead.is_some_and(|ahead| is_capital(body.kinds[ahead])) || next_is_capital(body, at)
}

/// Names in scripts without capitals.
fn of_runs(text: &str, language: Option<Language>, with: &mut impl FnMut(u32)) {
    // What Arabic writes for a long vowel is a consonant as well in the languages that took its letters.
    let has_v = language.is_some_and(|language| matches!(language.code(), "fa" | "ku" | "ps" | "sd" | "ug" | "ur"));
    let mut runs = text.split(|c: char| script(c) == Script::Other).filter(|run| !run.is_empty());
    let mut each = |run: &str| {
        // A run of one script ends where another begins.
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let of = script(first);
            let end = rest.find(|c| script(c) != of).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            let least = if matches!(of, Script::Arabic | Script::Hebrew) { LETTERS } else { CHARACTERS };
            if word.chars().count() < least {
                continue;
            }
            let word = if of == Script::Arabic { word.strip_prefix("ال").unwrap_or(word) } else { word };
            // Long vowels are written by consonants.
            let without_vowels = word.chars().filter(|c| !matches!(c, 'و' | 'ي' | 'ى' | 'ו' | 'י'));
            let found = match of {
                Script::Hebrew => full(without_vowels),
                Script::Indic => full(word.chars()),
                _ => term(without_vowels),
            };
            found.into_iter().for_each(&mut *with);
            if has_v && word.contains('و') {
                term(word.chars().filter(|c| !matches!(c, 'ي' | 'ى'))).into_iter().for_each(&mut *with);
            }
        }
    };
    runs.by_ref().for_each(&mut each);
}

/// Strings of the alphabets of South-East Asia that come again, and not always behind the same letters: what begins there is
/// a word, and mostly a name. Cost: O(tokens).
fn of_strings_that_recur(input: &EmbedInput<'_>, with: &mut impl FnMut(u32)) {
    let body = input.body;
    // Whether the token that follows shares a letter with this one.
    let goes_on = |at: usize| body.kinds.get(at + 1).is_some_and(|next| next.has(Kind::OVERLAPS));
    // Four consonants, with the vowels and marks around them.
    let string = |at: usize| (goes_on(at) && goes_on(at + 1)).then(|| [0, 1, 2].map(|n| body.stems[at + n]));
    // How often a string stands there, what stood before the first, and whether anything else did.
    let mut found: FxHashMap<[u32; 3], (u32, Option<u32>, bool)> = FxHashMap::default();
    for at in 0..body.len() {
        let Some(string) = string(at) else { continue };
        let before = at.checked_sub(1).filter(|&before| goes_on(before)).map(|before| body.stems[before]);
        let (times, first, begins) = found.entry(string).or_insert((0, before, false));
        *times += 1;
        *begins |= before.is_none() || before != *first;
    }
    // Of each token, where a string that comes again stands there, whether a word begins with it.
    let again = |at: usize| string(at).and_then(|string| found.get(&string)).filter(|(times, ..)| *times > 1);
    let recurs: Vec<Option<bool>> = (0..body.len()).map(|at| again(at).map(|(_, _, begins)| *begins)).collect();
    let mut words = Words::new(input.body_text);
    for at in 0..body.len() {
        if recurs[at] != Some(true) {
            continue;
        }
        // More than a name has is not looked at, in a text of one string over and over.
        let end = |last: usize| body.starts[last] + u32::from(body.lengths[last]);
        let length = |last: usize| end(last).saturating_sub(body.starts[at]);
        let mut last = at + 2;
        while length(last) < LONGEST && recurs[last - 1].is_some() {
            last += 1;
        }
        let word = words.between(body.starts[at], length(last).min(LONGEST) as u8);
        if word.starts_with(is_of_south_east_asia) {
            term(word.chars()).into_iter().for_each(&mut *with);
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Arabic,
    Hebrew,
    /// From Devanagari to Sinhala, in ten blocks of 128.
    Indic,
    Katakana,
    Han,
    Hangul,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '\u{0620}'..='\u{064a}' | '\u{0671}'..='\u{06d3}' => Script::Arabic,
        '\u{05d0}'..='\u{05ea}' => Script::Hebrew,
        // Full stops and digits stand in the first of these alone.
        '\u{0900}'..='\u{0963}' | '\u{0971}'..='\u{0dff}' => Script::Indic,
        '\u{30a1}'..='\u{30fa}' | 'ー' => Script::Katakana,
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        '\u{4e00}'..='\u{9fff}' if IN_FOREIGN_NAMES.contains(&simplified(c)) => Script::Han,
        _ => Script::Other,
    }
}

/// The term for a word's consonants; none where there are too few.
fn term(word: impl Iterator<Item = char>) -> Option<u32> {
    row(word).filter(|&(_, consonants)| consonants >= FEWEST).map(|(term, _)| term)
}

/// The same where it has as many as count; none else.
fn full(word: impl Iterator<Item = char>) -> Option<u32> {
    row(word).filter(|&(_, consonants)| consonants == MOST).map(|(term, _)| term)
}

/// The term for a word's first [`MOST`] consonants, and how many there are; none without any.
fn row(word: impl Iterator<Item = char>) -> Option<(u32, usize)> {
    let (mut row, mut consonants, mut last) = (0u64, 0, None);
    'word: for c in word {
        let mut one = [0];
        let c = if is_anusvara(c) { 'n' } else { c };
        let letters = if c.is_ascii() { c.encode_utf8(&mut one) } else { any_ascii::any_ascii_char(c) };
        for letter in letters.bytes() {
            let class = class(letter.to_ascii_lowercase());
            if class == last && class.is_some() {
                continue;
            }
            last = class;
            let Some(class) = class else { continue };
            row = row << BITS | class;
            consonants += 1;
            if consonants == MOST {
                break 'word;
            }
        }
    }
    let mixed = (row ^ SALT).wrapping_mul(GOLDEN_GAMMA);
    (consonants > 0).then_some(((mixed >> 32) as u32, consonants))
}

/// The mark of India for a nasal before a consonant, the third character of each block.
fn is_anusvara(c: char) -> bool {
    script(c) == Script::Indic && u32::from(c) % 128 == 2
}

/// The class of a consonant; none for a vowel and for what many languages leave out.
fn class(letter: u8) -> Option<u64> {
    Some(match letter {
        b'b' | b'f' | b'p' | b'v' | b'w' => 1,
        b'd' | b't' => 2,
        b'c' | b'g' | b'k' | b'q' => 3,
        b'j' | b's' | b'x' | b'z' => 4,
        b'l' | b'r' => 5,
        b'm' => 6,
        b'n' => 7,
        _ => return None,
    })
}

/// Words of a text by their places in characters, asked for in ascending order.
struct Words<'a> {
    text: &'a str,
    ascii: bool,
    /// What was walked so far: characters, and the bytes that they take.
    characters: usize,
    byte: usize,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii(), characters: 0, byte: 0 }
    }

    /// The characters from `start` on; empty beyond the end.
    fn between(&mut self, start: u32, length: u8) -> &'a str {
        let (start, length) = (start as usize, usize::from(length));
        if self.ascii {
            return self.text.get(start..(start + length).min(self.text.len())).unwrap_or_default();
        }
        let rest = &self.text[self.byte..];
        let step = start.saturating_sub(self.characters);
        self.byte += bytes_of(rest, step);
        self.characters += step;
        let rest = &self.text[self.byte..];
        &rest[..bytes_of(rest, length)]
    }
}

/// Bytes that the first `characters` of a text take.
fn bytes_of(text: &str, characters: usize) -> usize {
    let mut rest = text.chars();
    if let Some(last) = characters.checked_sub(1) {
        // Many at once, where `char_indices` goes one by one.
        rest.nth(last);
    }
    text.len() - rest.as_str().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};

    fn of(word: &str) -> Option<u32> {
        term(word.chars())
    }

    #[test]
    fn a_name_sounds_the_same_in_many_scripts() {
        let karsova = of("Karsova").expect("four consonants");
        for spelling in ["Карсова", "Карсовы", "Καρσόβα", "カルソワ", "卡尔索瓦", "KARSOWA", "Qarsova"]
        {
            assert_eq!(of(spelling), Some(karsova), "{spelling}");
        }
        assert_eq!(of("Мелдрин"), of("Meldrin"));
        assert_eq!(of("梅尔德林"), of("Meldrin"));
        assert_eq!(of("멜드린"), of("Meldrin"));
        assert_ne!(of("Meldrin"), Some(karsova));
        assert_eq!((of("Rio"), of("Aiea")), (None, None));
    }

    #[test]
    fn names_are_found_in_scripts_without_capitals() {
        let mut found = Vec::new();
        let text = "ダムのあるカルソワで、卡尔索瓦大坝 قرب كارسوفا 멜드린 댐 मेल्ड्रिन कस्बे מלדרין";
        of_runs(text, None, &mut |term| found.push(term));
        let times = |name: &str| found.iter().filter(|term| Some(**term) == of(name)).count();
        assert_eq!((times("Karsova"), times("Meldrin")), (3, 3), "{found:?}");
        found.clear();
        of_runs("سد کارسوا", Language::parse("fa"), &mut |term| found.push(term));
        assert!(found.contains(&of("Karsova").expect("four consonants")), "{found:?}");
    }

    #[test]
    fn strings_that_recur_are_names_where_nothing_stands_between_words() {
        let text = "ทีมซาแรนเดลชนะนอร์ดฮาเวล แฟนของซาแรนเดลดีใจ ส่วนนอร์ดฮาเวลเสียใจ";
        let language = Language::parse("th");
        let body = tokenise(&clean(text), language, StemCache::shared());
        let title = Tokens::default();
        let input = EmbedInput { title: &title, body: &body, title_text: "", body_text: text, language };
        let mut found = Vec::new();
        of_names(&input, |term, _| found.push(term));
        let times = |name: &str| found.iter().filter(|term| Some(**term) == of(name)).count();
        assert_eq!((times("Sarandel"), times("Nordhavel"), found.len()), (2, 2, 4), "{found:?}");
    }

    #[test]
    fn words_are_found_by_their_characters() {
        let text = "Ça va à Été";
        let mut words = Words::new(text);
        assert_eq!((words.between(3, 2), words.between(8, 3), words.between(40, 2)), ("va", "Été", ""));
    }
}
