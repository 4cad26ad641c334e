//! Where a mark opens or closes a quotation, and where it is something else.

use crate::units::Language;

/// Whether the quotation mark at `at` is that of a Hebrew abbreviation (`מנכ"ל`), which stands before its last letter, or
/// before more where it is inflected. Behind one letter, before several, a quotation begins: `ב"הארץ"`.
pub(super) fn is_in_abbreviation(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    // All letters have two bytes.
    let hebrew = |pair: &&[u8]| pair[0] == 0xd7;
    let behind = bytes[at + 1..].chunks_exact(2).take(4).take_while(hebrew).count();
    let ahead = bytes[..at].rchunks_exact(2).take(2).take_while(hebrew).count();
    behind == 1 && ahead > 0 || (2..=3).contains(&behind) && ahead > 1
}

/// How many apostrophes stand at `at`, and whether they are a quotation mark: two in a row are, and so is one beside a
/// script of South Asia that stands in no word (`দু'জন`).
pub(super) fn apostrophe(text: &str, at: usize, language: Option<Language>) -> (usize, bool) {
    if text.as_bytes().get(at + 1) == Some(&b'\'') {
        return (2, true);
    }
    let is_urdu = language.is_some_and(|l| l.code() == "ur");
    let south_asian = |c: char| matches!(c, '\u{0900}'..='\u{0DFF}') || is_urdu && c.is_alphabetic();
    let ahead = text[..at].chars().next_back().is_some_and(south_asian);
    let behind = text[at + 1..].chars().next().is_some_and(south_asian);
    (1, ahead != behind)
}

/// Bytes in which a quotation that goes on in the next line is closed.
const GOES_ON: usize = 2000;

/// Whether a quotation that is open where a line ends, at `at`, goes on in the next: the next mark closes it. Where each paragraph
/// of a quotation opens with a mark, the last one before closes none.
pub(super) fn goes_on(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[at + 1..];
    let bytes = &bytes[..bytes.len().min(GOES_ON)];
    let Some(mark) = memchr::memchr(b'"', bytes) else { return false };
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '۔');
    let parts = |c: char| c.is_whitespace() || !c.is_alphanumeric() && c != '(';
    let before = text[..at + 1 + mark].chars().next_back().unwrap_or('\n');
    let behind = text[at + 2 + mark..].chars().next().unwrap_or('\n');
    mark > 0 && !before.is_whitespace() && (ends(before) || parts(behind))
}

/// Whether the dash with which `bytes` begin, before the first word of a sentence, opens what somebody says: so does the news
/// of the Nordic countries, and no mark closes it.
pub(super) fn speaks(bytes: &[u8], language: Option<Language>) -> bool {
    bytes.get(1) == Some(&b' ') && language.is_some_and(|l| matches!(l.code(), "da" | "fi" | "nb" | "nn" | "no" | "sv"))
}

/// Verbs that say who speaks.
#[rustfmt::skip]
const SAYS: &[&str] = &[
    // Danish, Norwegian, Swedish
    "siger", "sagde", "sier", "sa", "säger", "sade", "fortæller", "fortalte", "forteller", "berättar", "berättade", "forklarer",
    "forklarede", "forklarte", "förklarar", "oplyser", "opplyser", "oplyste", "opplyste", "uppger", "mener", "mente", "menar",
    "skriver", "skrev", "lyder", "lød", "konstaterer", "konstaterar", "tilføjer", "tilføyer", "legger", "understreger",
    "understreker", "spør", "spørger", "frågar", "svarer", "svarte", "svarede", "svarar", "ifølge", "enligt",
    // Finnish
    "sanoo", "sanoi", "kertoo", "kertoi", "toteaa", "totesi", "arvioi", "muistuttaa", "kuvailee", "selittää", "jatkaa", "pohtii",
];

/// Words behind a comma of which one says who speaks, as Finnish names him first, and the bytes in which they stand.
const NEAR: (usize, usize) = (3, 60);

/// Whether what stands behind a comma says who spoke what stands before: `, sier innsatsleder Myrstøl`.
pub(super) fn names_speaker(behind: &str) -> bool {
    let end = (0..=NEAR.1.min(behind.len())).rev().find(|&end| behind.is_char_boundary(end)).unwrap_or_default();
    let words = behind[..end].split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.take(NEAR.0).any(|word| SAYS.contains(&word))
}
