//! One pass over the clean text: words, numbers, pairs of characters, sentences, quotations.

use super::digits::{Digits, is_unit};
use super::letters::{LETTERS, Letters, goes_on_digits, is_letter, unit};
use super::places::Places;
use super::shingle::hash_stems;
use super::simplified::{simplified, simplified_pair};
use super::stem::StemCache;
use super::{Cut, Kind, Segment, Tokens, quotations, shape};
use crate::normalise::CleanText;
use crate::units::{Language, is_unspaced};
use xxhash_rust::xxh3::xxh3_64;

/// Words in quotation marks beyond which a mark was rather forgotten than a quotation that long.
const MAX_QUOTATION: usize = 150;

/// Cuts `clean` into stemmed words.
///
/// Words are runs of letters, digits and their marks; the stem of a number is its value (`16.000` and `16,000` are one, and
/// `7,5` and `7.50`). Han and Kana give overlapping pairs of characters, Thai, Lao, Khmer and Burmese of consonants with
/// their vowels.
/// Cost: O(bytes); no allocation per word.
pub fn tokenise(clean: &CleanText, language: Option<Language>, stems: &StemCache) -> Tokens {
    let expected = clean.as_str().len() / 5;
    let tokens = Tokens {
        stems: Vec::with_capacity(expected),
        shapes: Vec::with_capacity(expected),
        starts: Vec::with_capacity(expected),
        lengths: Vec::with_capacity(expected),
        kinds: Vec::with_capacity(expected),
        segments: Vec::with_capacity(expected / 16),
        cuts: Vec::with_capacity(expected / 16),
    };
    let mut scanner = Scanner {
        text: clean.as_str(),
        capitals: clean.capitals(),
        places: Places::new(clean),
        language,
        is_chinese: language.is_none_or(|language| language.code() == "zh"),
        cache: stems,
        letters: &LETTERS,
        tokens,
        unstemmed: Vec::with_capacity(STEMMED_AT_ONCE),
        line: 0,
        segment_start: None,
        quotation: None,
        is_spoken: false,
    };
    scanner.run();
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    /// Capitals still ahead.
    capitals: &'a [u32],
    places: Places<'a>,
    language: Option<Language>,
    is_chinese: bool,
    cache: &'a StemCache,
    letters: &'static Letters,
    tokens: Tokens,
    /// Words that have no stem yet.
    unstemmed: Vec<Unstemmed>,
    line: u32,
    /// Byte offset of the first token of the open sentence.
    segment_start: Option<u32>,
    /// First token of the open quotation.
    quotation: Option<usize>,
    /// Whether a dash opened it.
    is_spoken: bool,
}

/// Words that are stemmed together, since what is remembered of them is then near.
const STEMMED_AT_ONCE: usize = 32;

/// A word whose stem was asked for.
struct Unstemmed {
    key: u64,
    token: u32,
    from: u32,
    end: u32,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            at = match byte {
                b'a'..=b'z' => self.word(at),
                b'0'..=b'9' => self.number(at),
                b'\n' => {
                    self.end_segment(at);
                    if self.is_spoken || self.quotation.is_some() && !quotations::goes_on(self.text, at) {
                        (self.is_spoken, self.quotation) = (false, None);
                    }
                    self.line += 1;
                    at + 1
                }
                b'"' => {
                    if !self.is_spoken && !quotations::is_in_abbreviation(self.text, at) {
                        self.toggle_quotation();
                    }
                    at + 1
                }
                b'\'' => {
                    let (length, quotes) = quotations::apostrophe(self.text, at, self.language);
                    if quotes && !self.is_spoken {
                        self.toggle_quotation();
                    }
                    at + length
                }
                b'-' if self.segment_start.is_none() && quotations::speaks(&bytes[at..], self.language) => {
                    (self.is_spoken, self.quotation) = (true, Some(self.tokens.len()));
                    at + 1
                }
                b',' if self.is_spoken && quotations::names_speaker(&self.text[at + 1..]) => {
                    (self.is_spoken, self.quotation) = (false, None);
                    at + 1
                }
                b';' if self.language.is_some_and(|language| language.code() == "el") => {
                    self.end_segment(at + 1);
                    at + 1
                }
                b'.' | b'!' | b'?' => {
                    if self.ends_sentence(at, byte) {
                        self.end_segment(at + 1);
                    }
                    at + 1
                }
                byte if byte.is_ascii() => at + 1,
                _ => self.wide(at),
            };
        }
        self.end_segment(bytes.len());
    }

    /// A character beyond ASCII that no word has begun before.
    fn wide(&mut self, at: usize) -> usize {
        let Some(ch) = self.text[at..].chars().next() else { return self.text.len() };
        if is_unspaced(ch) {
            return self.pairs(at);
        }
        if is_letter(ch) {
            return self.word(at);
        }
        if matches!(ch, '。' | '！' | '？' | '؟' | '۔' | '।') {
            self.end_segment(at + ch.len_utf8());
        }
        at + ch.len_utf8()
    }

    fn word(&mut self, from: usize) -> usize {
        let at = self.end_of_word(from);
        let key = self.cache.key(&self.text[from..at], self.language);
        let mut kind = Kind::default();
        if self.is_capital(from) {
            kind.set(Kind::CAPITAL);
        }
        if self.unstemmed.len() == STEMMED_AT_ONCE {
            self.stem();
        }
        self.unstemmed.push(Unstemmed { key, token: self.tokens.len() as u32, from: from as u32, end: at as u32 });
        self.push(0, 0, kind, from, at);
        at
    }

    /// Fills in the stems that were asked for.
    fn stem(&mut self) {
        for word in self.unstemmed.drain(..) {
            let (token, letters) = (word.token as usize, &self.text[word.from as usize..word.end as usize]);
            let (stem, kind, shape) = self.cache.stem(word.key, letters, self.language);
            self.tokens.stems[token] = stem;
            self.tokens.shapes[token] = shape;
            self.tokens.kinds[token].set(kind);
        }
    }

    /// Where the run of letters, digits and their marks ends that begins at `at`.
    #[inline]
    fn end_of_word(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            at = end_of_ascii_word(bytes, at);
            match *bytes.get(at..).unwrap_or_default() {
                [lead @ 0xc2..0xe0, next, ..] => {
                    let code = usize::from(lead & 0x1f) << 6 | usize::from(next & 0x3f);
                    if self.letters[code >> 6] >> (code & 63) & 1 == 0 {
                        return at;
                    }
                    at += 2;
                }
                [0xe0..=0xff, ..] => match self.text[at..].chars().next() {
                    Some(ch) if is_letter(ch) => at += ch.len_utf8(),
                    _ => return at,
                },
                _ => return at,
            }
        }
    }

    fn number(&mut self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut digits = Digits::default();
        let (mut at, mut letters) = (from, false);
        while at < bytes.len() {
            match bytes[at] {
                digit @ b'0'..=b'9' => digits.push(digit),
                b'.' | b',' | b'\'' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => digits.mark(),
                b' ' if parts_thousands(&bytes[at + 1..]) && digits.may_be_grouped() => digits.mark(),
                b'a'..=b'z' => {
                    letters = true;
                    break;
                }
                byte if !byte.is_ascii() => {
                    let next = self.text[at..].chars().next();
                    letters = next.is_some_and(goes_on_digits);
                    break;
                }
                _ => break,
            }
            at += 1;
        }
        let end = if letters { self.run_of_letters(at) } else { at };
        let (stem, shape) = if letters && !is_unit(&self.text[at..end]) {
            (xxh3_64(&self.text.as_bytes()[from..end]), shape::of_word(&self.text[from..end]))
        } else {
            (xxh3_64(digits.value()), 0)
        };
        self.push(stem as u32, shape, Kind::NUMBER, from, end);
        end
    }

    fn run_of_letters(&self, from: usize) -> usize {
        let letters = self.text[from..].char_indices().find(|&(_, c)| !goes_on_digits(c));
        letters.map_or(self.text.len(), |(offset, _)| from + offset)
    }

    /// Overlapping pairs over a run of a script without spaces; a lone unit is a token by itself.
    fn pairs(&mut self, from: usize) -> usize {
        let (first, mut before) = self.unit(from);
        let (mut at, mut middle) = (from, from + first);
        let mut paired = false;
        while self.text[middle..].starts_with(is_unspaced) {
            let (length, letters) = self.unit(middle);
            let end = middle + length;
            let mut kind = Kind::default();
            if paired {
                kind.set(Kind::OVERLAPS);
            }
            let stem = self.hash_of_pair(at, end);
            self.push(stem, shape::of_pair(before, letters), kind, at, end);
            (paired, before) = (true, letters);
            (at, middle) = (middle, end);
        }
        if !paired {
            let stem = self.hash_of_pair(from, middle);
            self.push(stem, shape::of_pair(before, '\0'), Kind::default(), from, middle);
        }
        middle
    }

    /// See [`unit`]; of Chinese in simplified characters.
    fn unit(&self, at: usize) -> (usize, u32) {
        let (length, letters) = unit(&self.text[at..]);
        let character = char::from_u32(letters).filter(|_| self.is_chinese);
        (length, character.map_or(letters, |ch| simplified(ch).into()))
    }

    fn hash_of_pair(&self, from: usize, end: usize) -> u32 {
        let text = &self.text[from..end];
        match Some(text).filter(|_| self.is_chinese).and_then(simplified_pair) {
            Some((bytes, length)) => xxh3_64(&bytes[..length]) as u32,
            None => xxh3_64(text.as_bytes()) as u32,
        }
    }

    fn push(&mut self, stem: u32, shape: u32, mut kind: Kind, from: usize, end: usize) {
        if self.segment_start.is_none() {
            self.segment_start = Some(from as u32);
            kind.set(Kind::FIRST);
        }
        if self.quotation.is_some() {
            kind.set(Kind::QUOTED);
        }
        let (start, stop) = self.places.characters(from, end);
        let stop = stop.max(start + 1);
        self.tokens.stems.push(stem);
        self.tokens.shapes.push(shape);
        self.tokens.starts.push(start);
        self.tokens.lengths.push((stop - start).min(255) as u8);
        self.tokens.kinds.push(kind);
    }

    fn is_capital(&mut self, at: usize) -> bool {
        while let Some((&next, rest)) = self.capitals.split_first() {
            match (next as usize).cmp(&at) {
                std::cmp::Ordering::Less => self.capitals = rest,
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Greater => break,
            }
        }
        false
    }

    fn toggle_quotation(&mut self) {
        match self.quotation.take() {
            None => self.quotation = Some(self.tokens.len()),
            Some(first) if self.tokens.len() - first > MAX_QUOTATION => {
                for kind in &mut self.tokens.kinds[first..] {
                    kind.clear(Kind::QUOTED);
                }
            }
            Some(_) => {}
        }
    }

    /// Whether the mark at `at` ends a sentence: a space, a line's end or a capital follows, and what stands before it
    /// is no abbreviation or initial, nor an ordinal in digits (`19. února`).
    fn ends_sentence(&self, at: usize, mark: u8) -> bool {
        let bytes = self.text.as_bytes();
        if mark == b'.' {
            // Thai has full stops in abbreviations alone.
            if matches!(bytes[..at], [.., 0xe0, 0xb8..=0xb9, _]) {
                return false;
            }
            let is_part = |c: &char| c.is_alphabetic() && !is_unspaced(*c);
            // Where texts are cut into words, a blank stands before it.
            let word = self.text[..at].trim_end_matches(' ').chars().rev().take(3).take_while(is_part).count();
            if word == 1 || (word == 2 && self.tokens.kinds.last().is_some_and(|k| k.has(Kind::CAPITAL))) {
                return false;
            }
        }
        let mut next = at + 1;
        while next < bytes.len() && matches!(bytes[next], b'"' | b'\'' | b')' | b']') {
            next += 1;
        }
        let is_capital = |at: usize| self.capitals.iter().take(2).any(|&c| c as usize == at);
        match bytes.get(next) {
            None => true,
            Some(b' ') if mark == b'.' && at > 0 && bytes[at - 1].is_ascii_digit() => {
                // Of the scripts that have capitals.
                !matches!(bytes.get(next + 1), Some(b'a'..=b'z' | 0xc3..=0xd3)) || is_capital(next + 1)
            }
            Some(b) if b.is_ascii_whitespace() => true,
            Some(_) => is_capital(next),
        }
    }

    fn end_segment(&mut self, clean_end: usize) {
        let clean_end = clean_end as u32;
        let Some(clean_start) = self.segment_start.take() else { return };
        self.stem();
        let first = self.tokens.segments.last().map_or(0, |s| s.end);
        let end = self.tokens.len() as u32;
        let hash = hash_stems(&self.tokens.stems[first as usize..end as usize]);
        self.tokens.segments.push(Segment { first, end, line: self.line, after_gap: false });
        self.tokens.cuts.push(Cut { clean_start, clean_end, hash });
    }
}

/// Whether behind a blank another three digits of a number stand, and no more.
fn parts_thousands(behind: &[u8]) -> bool {
    let [a, b, c, rest @ ..] = behind else { return false };
    [a, b, c].into_iter().all(u8::is_ascii_digit) && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// Where the run of ASCII letters and digits ends that begins at `at`: eight bytes at once.
#[inline]
pub(crate) fn end_of_ascii_word(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let others = others(u64::from_le_bytes(eight));
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes.get(at..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count())
}

/// The highest bit of each byte that is no ASCII letter or digit.
#[inline]
fn others(eight: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // The highest bit of each byte that is at least `least`, which is below 128; no sum runs over its byte.
    let reach = |bytes: u64, least: u8| (bytes & !HIGH) + (0x80 - u64::from(least)) * EACH;
    let lower = eight | (0x20 * EACH);
    let letters = reach(lower, b'a') & !reach(lower, b'z' + 1);
    let digits = reach(eight, b'0') & !reach(eight, b'9' + 1);
    (!(letters | digits) | eight) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use proptest::prelude::*;

    #[test]
    fn runs_end_where_they_end_byte_by_byte() {
        for byte in 0..=u8::MAX {
            let is_word = byte.is_ascii_alphanumeric();
            for before in 0..9 {
                let mut text = vec![b'x'; before];
                text.extend([byte, b'Z', b'-', b'9', b'9', b'9', b'9', b'9', b'9']);
                assert_eq!(end_of_ascii_word(&text, 0), before + if is_word { 2 } else { 0 }, "{byte} {before}");
            }
        }
        assert_eq!((end_of_ascii_word(b"ab", 1), end_of_ascii_word(b"ab", 2), end_of_ascii_word(b"ab", 5)), (2, 2, 5));
    }

    fn cut(original: &str, language: &str) -> (Tokens, Vec<String>) {
        let tokens = tokenise(&clean(original), Language::parse(language), &StemCache::default());
        let characters: Vec<char> = original.chars().collect();
        let words = (0..tokens.len())
            .map(|t| {
                let start = tokens.starts[t] as usize;
                characters[start..(start + tokens.lengths[t] as usize).min(characters.len())].iter().collect()
            })
            .collect();
        (tokens, words)
    }

    #[test]
    fn words_stand_where_the_original_has_them() {
        let cases: [(&str, &str, &[&str]); 10] = [
            ("L’État a payé 16.000 euros.", "fr", &["L", "État", "a", "payé", "16.000", "euros"]),
            ("It’s the 3rd.", "en", &["It", "s", "the", "3rd"]),
            ("大桥关闭 2031年", "zh", &["大桥", "桥关", "关闭", "2031", "年"]),
            ("橋が", "ja", &["橋が"]),
            ("橋 か", "ja", &["橋", "か"]),
            ("เขื่อนแตก 2 แห่ง", "th", &["เขื่อ", "อน", "นแต", "แตก", "2", "แห่ง"]),
            ("ဗုဒ္ဓ ស្ពាន", "my", &["ဗုဒ္ဓ", "ស្ពាន"]),
            ("승객 142명이 3rd", "ko", &["승객", "142", "명이", "3rd"]),
            ("हिन्दी में", "hi", &["हिन्दी", "में"]),
            ("gou\u{AD}ver-\nnement", "fr", &["gou\u{AD}ver-\nnement"]),
        ];
        for (text, language, expected) in cases {
            assert_eq!(cut(text, language).1, expected, "{text}");
        }
    }

    #[test]
    fn numbers_meet_over_their_marks() {
        let stems = |text| cut(text, "fr").0.stems;
        assert_eq!(stems("16.000"), stems("16,000"));
        assert_ne!(stems("16.000"), stems("16.001"));
        assert_eq!(stems("7,50"), stems("7.5"));
        assert_ne!(stems("7.5"), stems("75"));
        for digits in ["३६", "๓๖", "٣٦", "۳۶"] {
            let (tokens, _) = cut(digits, "hi");
            assert!(tokens.stems == stems("36") && tokens.kinds[0].has(Kind::NUMBER), "{digits}");
        }
        assert_eq!(stems("٣٫٥"), stems("3.5"));
        for grouped in ["16 000", "16\u{a0}000", "16\u{202f}000", "16'000"] {
            assert_eq!(stems(grouped), stems("16000"), "{grouped}");
        }
        assert_eq!(stems("6 000 000,50"), stems("6000000.5"));
        for several in ["2031 500", "12 5000", "007 500", "1.5 300", "12 345a", "1 50", "3 000 12"] {
            assert!(cut(several, "fr").0.len() > 1, "{several}");
        }
    }

    #[test]
    fn digits_of_any_script_are_numbers() {
        for (text, plain, language) in [
            ("۴۳۰۰ نفر و ۳٫۵ متر", "4300 نفر و 3.5 متر", "fa"),
            ("١٬٢٠٠ شخص", "1200 شخص", "ar"),
            ("२०३१ में", "2031 में", "hi"),
        ] {
            let (found, expected) = (cut(text, language).0, cut(plain, language).0);
            assert_eq!((&found.stems, &found.kinds), (&expected.stems, &expected.kinds), "{text}");
            assert!(found.kinds.iter().any(|kind| kind.has(Kind::NUMBER)), "{text}");
        }
    }

    #[test]
    fn marks_inside_hebrew_words_quote_nothing() {
        let quoted =
            |text| cut(text, "he").0.kinds.iter().map(|kind| usize::from(kind.has(Kind::QUOTED))).sum::<usize>();
        assert_eq!(quoted("מנכ\"ל החברה אמר כי ארה\"ב ודו\"ח הוועדה והמנכ\"לית לא השיבו"), 0);
        assert_eq!(quoted("היו\"ר אמר \"לא נחתום היום\" ויצא"), 3);
        assert_eq!(quoted("נמסר ל\"הארץ\" אתמול"), 1);
    }

    #[test]
    fn single_marks_quote_in_scripts_without_apostrophes_and_dashes_in_nordic_news() {
        for (words, language, text) in [
            (3, "bn", "তিনি বলেন, ‘আমরা যাব না’ এবং দু'জন চলে যান"),
            (4, "ur", "انہوں نے کہا، ’’ہم نہیں جائیں گے‘‘ اور چلے گئے"),
            (2, "en", "the boys' dog and John's ''old house'' in the '90s"),
            (8, "no", "– Veien er stengt, og broen. Vi søker ennå, sier Gaute Myrstøl til NTB. Han er der."),
            (4, "fi", "– Korjaajia on maastossa 180, Siltasalo sanoo."),
            (0, "da", "Broen - den gamle - er lukket, siger han"),
            (0, "fr", "– le pont est fermé, dit-il"),
        ] {
            let quoted = cut(text, language).0.kinds.iter().filter(|kind| kind.has(Kind::QUOTED)).count();
            assert_eq!(quoted, words, "{text}");
        }
    }

    #[test]
    fn ordinals_and_initials_end_no_sentence_and_greek_questions_do() {
        let sentences = |text, language| cut(text, language).0.segments.iter().map(Segment::len).collect::<Vec<_>>();
        assert_eq!(sentences("Podhoří 19. února hlásilo sníh. Most stojí od roku 2031. Řeka klesá.", "cs"), [5, 5, 2]);
        assert_eq!(sentences("Sept blessés. Sniž to. Сказал А. Петров. Мост", "fr"), [2, 2, 3, 1]);
        assert_eq!(sentences("Ποιος είχε τα κλειδιά; Κανείς.", "el"), [4, 1]);
        assert_eq!(sentences("sie kamen; sie gingen", "de"), [4]);
        assert_eq!(sentences("נבנה ב-2031. הגשר נסגר", "he"), [3, 2]);
        assert_eq!(sentences("เมื่อเวลา 01.40 น. วันที่ 16 ก.พ. ที่ผ่านมา", "th").len(), 1);
        assert_eq!(sentences("यह पुल है। वह बांध है।", "hi"), [3, 3]);
    }

    #[test]
    fn sentences_and_quotations_are_marked() {
        let (tokens, words) = cut("M. Veld a dit « on verra ». Puis rien.\nFin", "fr");
        assert_eq!(tokens.segments.iter().map(Segment::len).collect::<Vec<_>>(), [6, 2, 1]);
        let quoted: Vec<&String> =
            words.iter().zip(&tokens.kinds).filter(|(_, k)| k.has(Kind::QUOTED)).map(|(w, _)| w).collect();
        assert_eq!(quoted, ["on", "verra"]);
        assert_eq!(tokens.segments[2].line, 1);
    }

    #[test]
    fn texts_without_marks_are_told_by_their_sentences() {
        let words = |count: usize| "the bridge over the river was closed ".repeat(count);
        for (text, language, has_none) in [
            (format!("{}\n{}\nSource AFP", words(8), words(12)), "en", true),
            (words(30), "en", true),
            (words(10), "en", false),
            (format!("{}. {}", words(30), "The mayor spoke."), "en", false),
            (format!("\"No\" {}", words(30)), "en", false),
            ("大桥因洪水关闭市长说".repeat(16), "zh", true),
            ("大桥因洪水关闭市长说".repeat(10), "zh", false),
            (String::new(), "en", false),
        ] {
            assert_eq!(cut(&text, language).0.has_no_marks(), has_none, "{text}");
        }
    }

    #[test]
    fn quotations_go_on_in_the_next_line_where_the_next_mark_closes_them() {
        for (words, language, text) in [
            (6, "de", "Er sagte: „Wir warten.\nDie Brücke ist\nzu“, und ging."),
            (6, "en", "\"We wait.\nThe bridge is closed\", he said."),
            (6, "en", "\"We wait.\n\"The bridge is closed,\" he said."),
            (2, "en", "\"We wait.\nThe bridge is closed.\nHe said: \"No.\""),
            (2, "en", "\"We wait.\nThe bridge is closed."),
            (7, "zh", "市长说：“我们等待。\n大桥关闭了。”他说。"),
        ] {
            let (tokens, _) = cut(text, language);
            let first = tokens.kinds.iter().skip_while(|kind| !kind.has(Kind::QUOTED));
            assert_eq!(first.take_while(|kind| kind.has(Kind::QUOTED)).count(), words, "{text}");
        }
    }

    #[test]
    fn any_character_gives_tokens_inside_it() {
        let stems = StemCache::default();
        for text in ('\0'..=char::MAX).flat_map(|c| [format!("{c}{c}"), format!("a{c}"), format!("345{c}")]) {
            let tokens = tokenise(&clean(&text), None, &stems);
            let end = tokens.spans(0, tokens.len()).last().map_or(0, |span| span.end);
            assert!(end as usize <= text.chars().count(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_tokens_inside_it(original in "\\PC{0,120}|[a-zA-Zé0-9 .,\n\"«»橋大กเ่๓-]{0,80}") {
            let (tokens, _) = cut(&original, "fr");
            let length = original.chars().count() as u32;
            prop_assert_eq!(tokens.segments.iter().map(|s| s.len()).sum::<usize>(), tokens.len());
            prop_assert!(tokens.starts.is_sorted());
            prop_assert!((0..tokens.len()).all(|t| tokens.starts[t] + u32::from(tokens.lengths[t]) <= length));
        }
    }
}
