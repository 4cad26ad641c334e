//! One pass over the original: NFKC, case, digits, quotes, dashes, invisible characters, hyphenation.

use super::columns::{rejoined, rejoined_lower};
use super::{Reread, lost, markup};
use crate::units::{is_alphanumeric, plain_digit};
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// A text made comparable, with the way back to the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CleanText {
    text: String,
    /// Byte offsets in `text` of words that began with a capital in the original, ascending.
    capitals: Vec<u32>,
    /// Where the distance between the two texts changes, ascending.
    steps: Vec<Step>,
    in_columns: bool,
    reading: Reading,
}

/// Whether a text was given as it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It was.
    #[default]
    AsGiven,
    /// It was read anew.
    Anew,
    /// The same, and letters of it are lost.
    WithLosses,
}

/// A place from which on the two texts run side by side, character by character, up to the next step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Step {
    /// Byte offset in the clean text.
    pub clean: u32,
    /// Byte offset in the original.
    pub byte: u32,
    /// Character offset in the original.
    pub character: u32,
}

impl CleanText {
    /// The comparable text; lines are still lines, but for those that were broken for a column.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Byte offsets in [`Self::as_str`] of the words that began with a capital letter, ascending.
    pub fn capitals(&self) -> &[u32] {
        &self.capitals
    }

    /// Whether the original was broken into lines for a column, a teletype or mail.
    pub fn in_columns(&self) -> bool {
        self.in_columns
    }

    /// Byte offset in the original of the character that gave byte `offset` of the clean text.
    ///
    /// Cost: O(log changes). An offset past the end gives the offset past the original's last used character.
    pub fn original_offset(&self, offset: u32) -> u32 {
        let after = self.steps.partition_point(|step| step.clean <= offset);
        after.checked_sub(1).map_or(offset, |at| self.steps[at].byte + (offset - self.steps[at].clean))
    }

    /// Whether the text was given as it was written.
    pub(crate) fn reading(&self) -> Reading {
        self.reading
    }

    /// The changes of distance between the two texts, ascending.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// Makes `original` comparable.
///
/// Cost: O(bytes), one pass; only characters that Unicode's quick check doubts go through full normalisation.
/// Texts are read up to 4 GiB; ingest limits them far below.
pub fn clean(original: &str) -> CleanText {
    let Some(reread) = Reread::of(original) else { return clean_as_written(original) };
    let found = clean_as_written(&reread.text);
    let steps = reread.lead_back(&found.steps, &found.text);
    let reading = if reread.text.contains(lost::LETTER) { Reading::WithLosses } else { Reading::Anew };
    CleanText { steps, reading, ..found }
}

/// The same of a text that was given as it was written.
fn clean_as_written(original: &str) -> CleanText {
    let whole = rejoined(original);
    let (original, in_columns) = (&*whole, matches!(whole, Cow::Owned(_)));
    let has_markup = memchr::memchr(b'<', original.as_bytes()).is_some();
    let mut out = Writer { text: String::with_capacity(original.len()), ..Writer::default() };
    let bytes = original.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let plain = bytes[at..].iter().take_while(|&&b| STANDS[b as usize]).count();
        if plain > 0 {
            out.plain(&original[at..at + plain], at);
            at += plain;
            continue;
        }
        let byte = bytes[at];
        if byte.is_ascii() {
            let read = out.ascii(byte, at, original);
            out.character += if read == 1 { 1 } else { original[at..at + read].chars().count() as u32 };
            at += read;
            continue;
        }
        let Some(ch) = original[at..].chars().next() else { break };
        let read = out.unicode(ch, at, original);
        out.character += if read == ch.len_utf8() { 1 } else { original[at..at + read].chars().count() as u32 };
        at += read;
    }
    out.place(original.len(), out.character);
    let mut found = CleanText { in_columns, ..out.finish() };
    // Elements part lines as well.
    if !in_columns
        && has_markup
        && let Cow::Owned(whole) = rejoined_lower(&found.text, &found.capitals)
    {
        (found.text, found.in_columns) = (whole, true);
    }
    found
}

#[derive(Default)]
struct Writer {
    text: String,
    capitals: Vec<u32>,
    steps: Vec<Step>,
    /// Original minus clean offset in bytes, as it stands now.
    distance: i64,
    /// Whether the two may have drifted apart in characters where they have not in bytes.
    parted: bool,
    /// Characters of the original that are done.
    character: u32,
    /// Whether the last character written belongs to a word.
    in_word: bool,
    /// Where the last character began.
    last: Step,
    markup: markup::Finder,
}

impl Writer {
    /// Notes that the next character written comes from byte `at` of the original, its character `character`.
    fn place(&mut self, at: usize, character: u32) {
        let distance = at as i64 - self.text.len() as i64;
        self.last = Step { clean: self.text.len() as u32, byte: at as u32, character };
        if distance != self.distance || self.parted {
            self.distance = distance;
            self.parted = false;
            self.steps.push(self.last);
        }
    }

    /// Takes over a run of characters that stand as they are: see [`STANDS`].
    fn plain(&mut self, run: &str, at: usize) {
        self.place(at, self.character);
        self.text.push_str(run);
        self.character += run.len() as u32;
        self.last = Step {
            clean: self.text.len() as u32 - 1,
            byte: (at + run.len()) as u32 - 1,
            character: self.character - 1,
        };
        self.in_word = run.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric);
    }

    /// A character that [`STANDS`] does not name; gives how many bytes of the original are done with it.
    fn ascii(&mut self, byte: u8, at: usize, original: &str) -> usize {
        match byte {
            b'&' => {
                if let Some((ch, length)) = entity(&original[at..]) {
                    self.entity(ch, at);
                    return length;
                }
                self.mark('&', at);
            }
            b'<' => {
                if let Some(markup) = self.markup.at_start(&original[at..]) {
                    if markup.parts {
                        self.mark('\n', at);
                    }
                    return markup.length;
                }
                self.mark('<', at);
            }
            b'A'..=b'Z' => {
                self.place(at, self.character);
                if !self.in_word {
                    self.capitals.push(self.text.len() as u32);
                }
                self.text.push(byte.to_ascii_lowercase() as char);
                self.in_word = true;
            }
            b'-' if self.in_word => {
                let shouted = original[..at].ends_with(|c: char| c.is_uppercase());
                if let Some(skipped) = parted_word(&original[at + 1..], shouted) {
                    return 1 + skipped;
                }
                self.mark('-', at);
            }
            // Texts of two bytes a character that were read as one have a NUL beside each.
            b'\r' | 0 => {}
            b'\t' | 0x0b | 0x0c => self.mark(' ', at),
            b'`' => self.mark('\'', at),
            _ => self.mark(byte as char, at),
        }
        1
    }

    /// The character that an entity at `at` stands for.
    fn entity(&mut self, ch: char, at: usize) {
        if ch.is_control() || ch.is_whitespace() {
            return self.mark(' ', at);
        }
        for ch in std::iter::once(ch).nfkc().filter(|c| !is_invisible(*c)) {
            match plain_mark(ch) {
                Some(plain) => self.mark(plain, at),
                None => {
                    self.place(at, self.character);
                    self.letter(ch);
                }
            }
        }
        self.parted = true;
    }

    fn mark(&mut self, ch: char, at: usize) {
        self.place(at, self.character);
        self.text.push(ch);
        self.in_word = false;
    }

    /// A character beyond ASCII, likewise.
    fn unicode(&mut self, ch: char, at: usize, original: &str) -> usize {
        let length = ch.len_utf8();
        if is_invisible(ch) {
            return length;
        }
        if let Some(plain) = plain_mark(ch) {
            self.mark(plain, at);
            return length;
        }
        if is_settled(ch) {
            self.place(at, self.character);
            self.letter(ch);
            return length + if is_han(ch) { reading(&original[at + length..]) } else { 0 };
        }
        // A run that normalisation may join or change: from the last character, when this one combines with it, up to
        // the next that is certain to begin anew.
        let combines = is_nfkc_quick(std::iter::once(ch)) == IsNormalized::Maybe
            || unicode_normalization::char::is_combining_mark(ch);
        let here = Step { clean: self.text.len() as u32, byte: at as u32, character: self.character };
        let reaches_back =
            combines && self.last.clean < here.clean && here.byte - self.last.byte <= 4 * MAX_COMBINING as u32;
        let begin = if reaches_back { self.last } else { here };
        let (clean_from, from) = (begin.clean as usize, begin.byte as usize);
        let was_capital = self.capitals.last().is_some_and(|&c| c as usize == clean_from);
        self.text.truncate(clean_from);
        while self.steps.last().is_some_and(|step| step.clean >= begin.clean) {
            self.steps.pop();
        }
        self.distance = self.steps.last().map_or(0, |step| i64::from(step.byte) - i64::from(step.clean));
        self.parted = true;
        if was_capital {
            self.capitals.pop();
        }
        self.in_word = self.text.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut end = at + length;
        for next in original[end..].chars().take(MAX_COMBINING) {
            if !unicode_normalization::char::is_combining_mark(next) {
                break;
            }
            end += next.len_utf8();
        }
        for c in original[from..end].nfkc() {
            if !is_invisible(c) {
                self.place(from, begin.character);
                self.letter(plain_mark(c).unwrap_or(c));
            }
        }
        self.parted = true;
        // A pile of marks is not taken up again by the marks that follow it: that would cost its length each time.
        let is_pile = end - from > MAX_COMBINING;
        self.last = if is_pile { Step { clean: self.text.len() as u32, byte: end as u32, ..begin } } else { begin };
        end - at
    }

    /// Writes a normalised character in lower case.
    fn letter(&mut self, ch: char) {
        if let Some(&Lower { ch: lower, is_upper, is_alphanumeric }) = LOWER.get(ch as usize) {
            if is_upper && !self.in_word {
                self.capitals.push(self.text.len() as u32);
            }
            self.text.push(lower);
            self.in_word = is_alphanumeric;
            return;
        }
        if ch.is_uppercase() {
            if !self.in_word {
                self.capitals.push(self.text.len() as u32);
            }
            self.text.push(lower(ch));
        } else {
            self.text.push(plain_digit(ch).unwrap_or(ch));
        }
        self.in_word = is_alphanumeric(ch);
    }

    fn finish(self) -> CleanText {
        CleanText { text: self.text, capitals: self.capitals, steps: self.steps, ..CleanText::default() }
    }
}

/// The bytes of ASCII that no rule changes: all but capitals, hyphens (which may part a word), what may begin an entity or a
/// tag, and marks of other kinds.
const STANDS: [bool; 256] = {
    let mut stands = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        stands[byte] = !matches!(byte as u8, 0 | b'A'..=b'Z' | b'-' | b'&' | b'<' | b'\r' | b'\t' | 0x0b | 0x0c | b'`');
        byte += 1;
    }
    stands
};

/// What [`Writer::letter`] asks of a character.
#[derive(Clone, Copy)]
struct Lower {
    /// In lower case.
    ch: char,
    is_upper: bool,
    is_alphanumeric: bool,
}

/// The characters of one and two bytes: Latin, Greek, Cyrillic, Hebrew, Arabic and more.
static LOWER: LazyLock<[Lower; 0x800]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let ch = char::from_u32(code as u32).unwrap_or_default();
        let is_upper = ch.is_uppercase();
        let lower = if is_upper { lower(ch) } else { plain_digit(ch).unwrap_or(ch) };
        Lower { ch: lower, is_upper, is_alphanumeric: ch.is_alphanumeric() }
    })
});

/// A capital in lower case: one character for one, so that the two texts stay side by side. Of `İ`, the only letter with
/// more, `i` without the dot that its lower case combines with.
fn lower(ch: char) -> char {
    ch.to_lowercase().next().unwrap_or(ch)
}

/// Combining marks taken with one base, so that a hostile pile of them costs no more than its length.
const MAX_COMBINING: usize = 32;

/// Longest entity that is looked for, in bytes: `&thetasym;`, `&#x10FFFF;`.
const MAX_ENTITY: usize = 12;

/// The character that an HTML entity at the beginning of `rest` stands for, and the entity's length. What was escaped twice is
/// read twice: `&amp;eacute;`.
pub(super) fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(MAX_ENTITY).position(|b| b == b';')? + 1;
    let mut decoded = html_escape::decode_html_entities(rest.get(..end)?).into_owned();
    let ch = decoded.pop()?;
    if decoded.is_empty() && ch == '&' {
        let inner = rest[end..].bytes().take(MAX_ENTITY).position(|b| b == b';').map(|length| end + length + 1);
        if let Some(whole) = inner.filter(|whole| rest.is_char_boundary(*whole)) {
            let mut twice = html_escape::decode_html_entities(&format!("&{}", &rest[end..whole])).into_owned();
            if let Some(ch) = twice.pop().filter(|ch| twice.is_empty() && *ch != ';') {
                return Some((ch, whole));
            }
        }
    }
    (decoded.is_empty() && ch != ';').then_some((ch, end))
}

/// After a hyphen: how many bytes to skip when a line break follows and the word goes on, in lower case or, where it is
/// `shouted`, in capitals.
fn parted_word(rest: &str, shouted: bool) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    if bytes.first() == Some(&b' ') {
        at += 1;
    }
    if bytes.get(at) == Some(&b'\r') {
        at += 1;
    }
    if bytes.get(at) != Some(&b'\n') {
        return None;
    }
    at += 1;
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    let next = rest[at..].chars().next()?;
    (next.is_lowercase() || shouted && next.is_uppercase()).then_some(at)
}

/// Soft hyphens, joiners, zero-width and direction marks, Arabic vowel signs and the tatweel: what a reader does not see
/// or an editor adds at will. And the strokes under, over and through letters that no language writes, which are set on
/// each letter so that a text is not found.
fn is_invisible(ch: char) -> bool {
    matches!(
        ch,
        '\u{00AD}'
            | '\u{0305}'
            | '\u{0332}'..='\u{0337}'
            | '\u{0339}'..='\u{033F}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{0640}'
            | '\u{064B}'..='\u{0652}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// One sign for all quotes, one for all apostrophes, one for all dashes, one for all spaces.
fn plain_mark(ch: char) -> Option<char> {
    Some(match ch {
        '\u{00A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{0085}' | '\u{2028}' | '\u{2029}' => '\n',
        '«' | '»' | '“' | '”' | '„' | '‟' | '〝' | '〞' | '「' | '」' | '『' | '』' | '＂' | '《' | '》' | '״' => {
            '"'
        }
        '‘' | '’' | '‚' | '‛' | 'ʼ' | 'ʻ' | '′' | '´' | '‹' | '›' | '＇' | '׳' => '\'',
        // Between digits.
        '٫' => '.',
        '٬' => ',',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => '-',
        _ => return None,
    })
}

fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{9FFF}')
}

/// How many bytes tell how the character before is read, `(zhǎng)`: programs that turn simplified Chinese into
/// traditional print it in the middle of words.
fn reading(rest: &str) -> usize {
    if !rest.starts_with('(') {
        return 0;
    }
    let inside = rest[1..].chars().take(LONGEST_READING).take_while(|&c| c.is_ascii_lowercase() || is_tone(c));
    let (bytes, tones) =
        inside.fold((0, 0), |(bytes, tones), c| (bytes + c.len_utf8(), tones + usize::from(is_tone(c))));
    if tones > 0 && rest[1 + bytes..].starts_with(')') { bytes + 2 } else { 0 }
}

/// Longest syllable of Chinese in Latin letters.
const LONGEST_READING: usize = 6;

/// A vowel with one of the four tones of Chinese.
fn is_tone(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü".contains(c)
}

/// Letters that NFKC surely leaves as they are and that no earlier character can change: the bulk of all text.
fn is_settled(ch: char) -> bool {
    matches!(
        ch,
        '\u{00C0}'..='\u{0131}'
            | '\u{0134}'..='\u{013E}'
            | '\u{0141}'..='\u{0148}'
            | '\u{014A}'..='\u{017E}'
            | '\u{0388}'..='\u{03CE}'
            | '\u{0400}'..='\u{0482}'
            | '\u{048A}'..='\u{0556}'
            | '\u{05D0}'..='\u{05EA}'
            | '\u{0620}'..='\u{063F}'
            | '\u{0641}'..='\u{064A}'
            | '\u{0660}'..='\u{0674}'
            | '\u{0679}'..='\u{06D3}'
            | '\u{06F0}'..='\u{06F9}'
            | '\u{0904}'..='\u{0939}'
            | '\u{0E01}'..='\u{0E30}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FA}'
            | '\u{3001}'..='\u{3002}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_text_become_one() {
        let cases = [
            ("L’État « ferme » — enfin…", "l'état \" ferme \" - enfin..."),
            ("e\u{301}te\u{301} É E\u{301}", "été é é"),
            ("ﬁn de so\u{AD}irée\u{200B}", "fin de soirée"),
            ("gouver-\nnement", "gouvernement"),
            ("T\u{33c}h\u{33c}e\u{33c} b\u{336}r\u{336}i\u{336}dge", "the bridge"),
            ("長(zhǎng)江大橋(qiáo),三月(3日)關(guān)閉", "長江大橋,三月(3日)關閉"),
            ("大桥 (Lemna) 和大桥(Lemna)桥(é", "大桥 (lemna) 和大桥(lemna)桥(é"),
            ("gouver- \r\n  nement", "gouvernement"),
            ("Rhin-\nMain", "rhin-\nmain"),
            ("GOUVER-\nNEMENT", "gouvernement"),
            ("прави-\nтельство", "правительство"),
            ("Q&amp;A d&#8217;&Eacute;t&eacute;&nbsp;!", "q&a d'été !"),
            ("AT&T; R&D &unknown;", "at&t; r&d &unknown;"),
            ("l&amp;#39;&amp;eacute;t&amp;eacute; &amp;amp; vous &amp; moi;", "l'été & vous & moi;"),
            ("L\u{e2}\u{20ac}\u{2122}\u{c3}\u{a9}t\u{c3}\u{a9} s\u{c3}\u{a9}v\u{c3}\u{a8}re", "l'été sévère"),
            ("\u{d0}\u{178}\u{d0}\u{be}\u{d1}\u{81}\u{d1}\u{201a}", "пост"),
            ("LIBERTÉ» et «ÉGALITÉ»", "liberté\" et \"égalité\""),
            ("- point", "- point"),
            ("ＡＢＣ１２３", "abc123"),
            ("2\u{202F}030\u{A0}€", "2 030 €"),
            ("كِتَاب", "كتاب"),
            ("ガ", "ガ"),
            ("۴۳۰۰ نفر، ٣٫٥ و ١٬٢٠٠", "4300 نفر، 3.5 و 1,200"),
            ("२०३१ ২০৩১ ௨௦௩௧ ๒๐๓๑ ၂၀၃၁ ២០៣១", "2031 2031 2031 2031 2031 2031"),
            ("מנכ״ל צ׳ק", "מנכ\"ל צ'ק"),
            ("٣٨٫٥ ۴۲ ३६ ൪ ๒๕๗๕ ១០", "38.5 42 36 4 2575 10"),
        ];
        for (given, expected) in cases {
            assert_eq!(clean(given).as_str(), expected, "{given:?}");
        }
    }

    #[test]
    fn offsets_lead_back_to_the_original() {
        let original = "L’État « fe\u{AD}rme » à Paris";
        let text = clean(original);
        for word in ["état", "rme", "paris"] {
            let at = text.as_str().find(word).expect("the word is there") as u32;
            let back = &original[text.original_offset(at) as usize..];
            assert!(back.to_lowercase().starts_with(word), "{word}: {back}");
        }
        assert_eq!(text.capitals().len(), 3, "L, État and Paris");
        let original = "Le cong\u{c3}\u{a9} pay\u{c3}\u{a9} de l\u{e2}\u{20ac}\u{2122}\u{c3}\u{a9}t\u{c3}\u{a9} finit";
        let text = clean(original);
        for (word, given) in [("payé", "pay\u{c3}\u{a9}"), ("été", "\u{c3}\u{a9}t"), ("finit", "finit")] {
            let at = text.as_str().find(word).expect("the word is there") as u32;
            let back = &original[text.original_offset(at) as usize..];
            assert!(back.starts_with(given), "{word}: {back}");
        }
        let original = "M. &Eacute;tat &amp; fils, l&rsquo;&eacute;t&eacute; &#224; Paris";
        let text = clean(original);
        for (word, given) in
            [("état", "&Eacute;tat"), ("fils", "fils"), ("été", "&eacute;t"), ("à", "&#224;"), ("paris", "Paris")]
        {
            let at = text.as_str().find(word).expect("the word is there") as u32;
            let back = &original[text.original_offset(at) as usize..];
            assert!(back.starts_with(given), "{word}: {back}");
        }
    }

    #[test]
    fn a_pile_of_marks_costs_its_length() {
        let pile = format!("e{}", "\u{301}".repeat(200_000));
        assert!(clean(&pile).as_str().len() < 2 * pile.len());
    }

    proptest! {
        #[test]
        fn any_text_maps_back_in_order(original in "\\PC{0,80}|[a-zA-Z\u{300}-\u{310}\u{AD}é«»\n -]{0,40}") {
            let text = clean(&original);
            let mut last = 0;
            for (at, _) in text.as_str().char_indices() {
                let back = text.original_offset(at as u32);
                prop_assert!(back as usize <= original.len());
                prop_assert!(back >= last || text.as_str()[..at].ends_with(|c: char| !c.is_ascii()));
                last = last.max(back);
            }
            let upper = text.as_str().chars().filter(|c| c.is_ascii_uppercase()).count();
            prop_assert_eq!(upper, 0);
        }

        #[test]
        fn cleaning_twice_changes_nothing(original in "[a-zà-ü\u{300}-\u{304}ﬁA-Z ’«»]{0,60}") {
            let once = clean(&original);
            let twice = clean(once.as_str());
            prop_assert_eq!(once.as_str(), twice.as_str());
        }
    }
}
