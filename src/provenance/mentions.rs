//! What is no credit: copyright lines and photo credits beside each other, and names in running prose.

use super::Basis;
use super::brackets::PICTURES;
use super::context::{Hit, Phrase, ceil, ends_sentence, floor, is_dash, joins_word, line_above, phrase};
use super::credits::{CAPTION, Reader, Reading};
use super::cues::{self, CITED_BEFORE, CITED_BEHIND, PHOTO_CUES, Word};
use super::gazetteer::edits;
use super::labels::{self, Kind};
use super::print::heads_compound;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Longest date behind an agency on a byline. Unit: bytes.
const DATED: usize = 40;

/// What stands before the name of a person.
#[rustfmt::skip]
const PERSONS: &[&str] = &[
    "m.", "mr.", "mr", "mme", "hr.", "herr", "frau", "dr.", "mm.", "chez", "notaire", "monsieur", "madame", "mrs", "mrs.",
    "messrs", "messrs.", "herrn", "fräulein", "frl.", "dr", "docteur", "doktor", "prof.", "professor", "professeur", "ingénieur",
    "conseiller", "député", "maître", "kaufmann", "bürgermeister", "direktor", "fabrikant", "sig.", "signor", "signora", "cav.",
    "comm.", "avv.", "cavaliere", "sr.", "sra.", "señor", "señora", "don", "doña", "senhor", "dona", "de heer", "den heer",
    "mevr.", "mej.", "hr", "fru", "frøken", "fröken", "redaktør", "redaktör", "fabrikör", "konsul", "grosserer", "herra",
    "rouva", "pan", "pana", "pani", "panu", "úr", "d-l", "domnul", "г.", "г-н", "господин", "г-на", "κ.", "bay", "bey", "efendi",
];

/// What a firm's name ends in: `Reuters plc said`, `Agence Havas (S. A.)`.
#[rustfmt::skip]
const FIRMS: &[&str] = &[
    "plc", "PLC", "Ltd", "Limited", "Inc", "Corp", "AG", "GmbH", "S.A.", "S. A.", "SA ", "S.p.A.", "S. p. A.", "et Cie", "& Cie", "& Co",
    "and Co", "und Co", "u. Co", "Group ", "Holdings", "N.V.", "N. V.", "B.V.", "A/S", "AB ", "Oy ",
];

/// Nouns of agencies that print may damage by a letter: `Agenoia Havas`.
pub(super) const NOUNS: &[&str] = &[
    "agence",
    "agentur",
    "agenzia",
    "agencia",
    "agência",
    "agencya",
    "ajencja",
    "agencja",
    "agentura",
    "agentschap",
    "agenția",
];

/// Words for a text, with which a line opens that names who wrote it, and took its pictures as well.
const WRITTEN: &[&str] = &[
    "text",
    "texte",
    "texto",
    "textos",
    "testo",
    "testi",
    "tekst",
    "tekstas",
    "teksti",
    "tin",
    "bài",
    "szöveg",
    "κείμενο",
    "текст",
];

/// How many agencies a list has before a name, at most.
const LISTED: usize = 4;

/// How far before a name the word is followed that stands there, in bytes.
const MAX_WORD: usize = 200;

impl Reader<'_> {
    /// `© 2018 AFP` is a copyright line; `© AFP` alone stands under pictures.
    pub(super) fn copyright(&self, hit: &Hit, near: &str, behind: &str, line: &Range<usize>) -> Option<Reading> {
        let near = &near[floor(near, near.len().saturating_sub(30))..];
        let sign = near.rfind(['©', 'Ⓒ', 'ⓒ']).or_else(|| near.rfind("(c)")).or_else(|| near.rfind("(C)"));
        // `c.2031 The Orsa Times Company`
        let lettered = |s: &str| {
            s.strip_prefix("c.").is_some_and(|year| year.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        };
        let sign = sign.or_else(|| lettered(near).then_some(0));
        let word = near.to_ascii_lowercase().rfind("copyright");
        let at = sign.max(word)?;
        let between = &near[at..];
        let start = line.start + self.text[line.start..hit.start].trim_end().len() - between.len();
        if between.contains(". ") {
            return None;
        }
        // `© 2031 Orsa, a.s. © Copyright ČTK, Reuters, AFP.`: what a site says under each of its pages.
        let earlier = self.text[line.start..floor(self.text, start)].contains('©');
        if earlier && self.hits.iter().filter(|h| line.contains(&h.start)).count() > 1 {
            return Some(Reading::new(Basis::Citation, 0.3, hit.start..hit.end));
        }
        let picture = PHOTO_CUES.find_iter(&near[..at]).last().is_some_and(|m| near[m.end()..at].trim().is_empty());
        if picture {
            return Some(Reading::new(Basis::Photo, 0.8, hit.start..hit.end));
        }
        let dated = |s: &str| s.split(|c: char| !c.is_ascii_digit()).any(|d| matches!(d.len(), 4 | 6));
        let reserved = dated(between) || word.is_some() || dated(&behind[..floor(behind, 24)]) || {
            let rest = behind.to_lowercase();
            [
                "all rights",
                "tous droits",
                "alle rechte",
                "todos los derechos",
                "tutti i diritti",
                "riproduzione",
                "todos os direitos",
                "πνευματικά δικαιώματα",
                "все права",
                "усі права",
                "sva prava",
                "сва права",
                "hak cipta",
            ]
            .iter()
            .any(|r| rest.contains(r))
        };
        // `© AFP 2031 / JANE DOE`: who took it.
        let taker = behind.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        if taker.len() < behind.len() && taker.strip_prefix('/').is_some_and(|name| is_person(name.trim())) {
            return Some(Reading::new(Basis::Photo, 0.8, start..hit.end));
        }
        let foreign = between.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count() > 2;
        // `(©NTB)` closes a text, `© NTB` stands under a picture.
        let joined = |s: &str| s.chars().all(|c| c.is_uppercase() || c == '/' || is_dash(c));
        let closed = behind.split_once(')').is_some_and(|(rest, _)| joined(rest));
        let closing = between.strip_prefix('©').is_some_and(joined) && near[..at].ends_with('(') && closed;
        // AFP's Japanese service closes its texts so, with who wrote it: `…ている。(c)AFP/Jane DOE`
        let closing = closing || between == "(c)" && self.closes_japanese(start, behind, line);
        // `bur/pw⏎© Agence France-Presse`
        let closing = closing || behind.trim().is_empty() && self.is_last(line) && is_desk(line_above(self.text, line));
        let (basis, confidence) =
            if (reserved || closing) && !foreign { (Basis::Copyright, 0.8) } else { (Basis::Photo, 0.6) };
        if !hit.exact && basis == Basis::Copyright && hit.weak {
            return None;
        }
        Some(Reading::new(basis, confidence, start..hit.end))
    }

    /// Whether a sign at `start` stands behind the text's last full stop, with nothing behind the name but a person's.
    fn closes_japanese(&self, start: usize, behind: &str, line: &Range<usize>) -> bool {
        let signed = behind.trim().strip_prefix('/').is_none_or(is_person);
        self.text[..start].trim_end().ends_with('。') && (behind.trim().is_empty() || signed) && self.is_last(line)
    }

    /// What the label says that a name stands behind; `Some(None)` where it says that the name is no signal.
    pub(super) fn labelled(&self, hit: &Hit, line: &Range<usize>) -> Option<Option<Reading>> {
        let label = labels::before(self.text, line, hit.start)?;
        let gap = phrase(self.text, label.end..hit.start, self.hits);
        if ends_within(&self.text[label.end..hit.start]) || gap.prose - gap.uncased > 1 || gap.uncased > 4 {
            return None;
        }
        let signed = label.end > label.words.end;
        let behind = &self.text[hit.end..line.end];
        let end = behind.find([')', ']', '|', '）', '】', '。', '।', '។', '။']).unwrap_or(behind.len());
        let end = behind.find(". ").map_or(end, |stop| stop.min(end));
        let rest = phrase(self.text, hit.end..hit.end + end, self.hits);
        if label.kind == Kind::Picture {
            // A noun without a sign may open a sentence.
            let is_picture = signed && !is_written(&self.text[line.clone()]);
            let spoken = !hit.exact && hit.weak;
            return is_picture.then(|| (!spoken).then(|| Reading::new(Basis::Photo, 0.8, hit.start..hit.end)));
        }
        // `Bron: Belga 0 Vier mensen …`: the label's line runs on into the text.
        let opens = signed
            && gap == Phrase::default()
            && !self.text[line.start..label.words.start].contains(char::is_alphanumeric);
        let others = if opens { 0 } else { rest.prose };
        let others = others + if signed { 0 } else { rest.names + rest.short + gap.names + gap.prose };
        if others > if signed { 3 } else { 0 } {
            return None;
        }
        let ahead = self.text[line.start..label.words.start].trim_end();
        let bracketed = ahead.ends_with(['(', '[', '（', '【']);
        let ahead =
            ahead.trim_end_matches(|c: char| !c.is_alphanumeric() && !ends_sentence(c.encode_utf8(&mut [0; 4])));
        // `The bridge at dawn (source: AFP)` over a text, `Illustration. (Source: AFP)`
        let caption = line.start < self.head && line.len() <= CAPTION && !ahead.is_empty() && bracketed;
        if caption && (!ends_sentence(ahead) || PHOTO_CUES.is_match(ahead)) && !self.is_last(line) {
            return Some(Some(Reading::new(Basis::Photo, 0.6, hit.start..hit.end)));
        }
        Some(Some(Reading::new(Basis::Credit, 0.88, label.words.start..hit.end)))
    }

    /// A caption's word near, on the same line and in the same sentence, or `AFP / John Doe`.
    pub(super) fn is_photo(&self, hit: &Hit, near: &str, behind: &str, line: &Range<usize>) -> bool {
        if line.len() <= CAPTION && is_caption(self.text[line.clone()].trim_start()) {
            return true;
        }
        if is_written(&self.text[line.clone()]) {
            return false;
        }
        let cue = PHOTO_CUES.find_iter(near).last();
        if let Some(cue) = cue {
            let between = &near[cue.end()..];
            let quoted = near.ends_with(['\'', '’']) || near.ends_with(" the");
            // `… se ve en la imagen, informa Efe`
            let quoted = quoted || between.contains(", ") && self.is_quoted_before(hit);
            if !ends_within(between) && !between.contains(") ") && !quoted && between.len() <= 48 {
                return true;
            }
        }
        if self.is_beside_pictures(hit, line) {
            return true;
        }
        let pictured = labels::is_picture_behind(behind) && self.text[line.start..hit.start].trim().is_empty();
        if pictured && line.start >= self.tail {
            return false;
        }
        let next = behind.trim_start_matches(['"', '“', '”', '»', '\'']);
        let next = &next[..floor(next, 34)];
        let next = next.split(['.', '\n', ')']).next().unwrap_or_default();
        let joined = next.trim_start_matches([' ', '/', '-', '\u{a0}']);
        if next.starts_with(['/', ' ', '-'])
            && PHOTO_CUES
                .find(&joined[..floor(joined, 12)])
                .is_some_and(|m| m.start() == 0 && ends_as_cue(&joined[m.end()..]))
        {
            return true;
        }
        // `(رويترز) صورة أرشيفية`
        let beside = behind.strip_prefix(") ").filter(|_| line.len() <= CAPTION).unwrap_or_default();
        let cue = PHOTO_CUES.find(&beside[..floor(beside, 24)]).filter(|cue| cue.start() == 0);
        if cue.is_some_and(|cue| ends_as_cue(&beside[cue.end()..])) {
            return true;
        }
        // `/ „Reuters“ nuotr.`: the noun for a picture closes the line.
        let noun = joined.trim_end();
        let last = behind.trim_end().trim_end_matches('.').ends_with(noun);
        if last && !noun.is_empty() && !noun.contains(' ') && labels::is_picture(noun) {
            return true;
        }
        // `AP Newsphoto`
        let word = joined.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        if next.starts_with(['/', ' ', '-']) && (word.ends_with("photo") || word.ends_with("foto")) {
            return true;
        }
        let via = next.trim_start().to_ascii_lowercase();
        if via.starts_with("via getty")
            || next
                .trim_start()
                .strip_prefix('/')
                .map(|n| n.split(['/', '(']).next().unwrap_or_default().trim_end())
                .map(|n| n.split('\n').next().unwrap_or_default())
                // `Jane Doe / Associated Press / March 5, 2031`: the day is nobody.
                .is_some_and(|n| !n.contains(|c: char| c.is_ascii_digit()) && is_person(n))
        {
            return true;
        }
        // `Por Ana Pérez / AFP` is a byline.
        let opening = near
            .split_whitespace()
            .next()
            .is_some_and(|w| matches!(w, "By" | "BY" | "Par" | "Por" | "Von" | "Di" | "Door" | "Av" | "Af"));
        let ahead = near.strip_suffix('/').map(str::trim_end).filter(|_| !opening);
        let person = ahead.is_some_and(|a| {
            let name = a.rsplit(['.', '(', '©', ',', ':', '\n', '/', ';']).next().unwrap_or_default();
            is_person(name) && !self.is_own(name)
        });
        // `Jane Doe / Associated Press / March 5, 2031`: who wrote it, and when.
        let dated = behind.len() <= DATED && behind.trim_end().ends_with(|c: char| c.is_ascii_digit());
        let written = dated && behind.trim_start().starts_with(['/', '|']) && line.start < self.head;
        person && !written && (!hit.weak || behind.trim().is_empty() || behind.starts_with(')'))
    }

    /// `Reuters/Scanpix`, `„Reuters“/„Scanpix“ nuotr.`: an agency of pictures joined to it by a slash.
    fn is_beside_pictures(&self, hit: &Hit, line: &Range<usize>) -> bool {
        let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '»' | '«' | ' ' | '\u{a0}');
        let (ahead, behind) = (&self.text[line.start..hit.start], &self.text[hit.end..line.end]);
        let behind = behind.trim_start_matches(is_quote).strip_prefix('/').map(|b| b.trim_start_matches(is_quote));
        let ahead = ahead.trim_end_matches(is_quote).strip_suffix('/').map(|a| a.trim_end_matches(is_quote));
        let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let any = |found: &dyn Fn(&str) -> bool| PICTURES.iter().any(|name| found(name));
        behind.is_some_and(|b| any(&|name| b.strip_prefix(name).is_some_and(whole)))
            || ahead.is_some_and(|a| any(&|name| a.ends_with(name)))
    }

    /// A name in a sentence. A weak one has to be quoted as an agency is.
    pub(super) fn citation(&self, hit: &Hit, behind: &str) -> Option<Reading> {
        if !hit.exact {
            return None;
        }
        let behind = if behind.trim().is_empty() { &self.text[hit.end..] } else { behind };
        let next =
            behind[..ceil(behind, 24)].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '»' | '”'));
        let next = next.to_lowercase();
        // `agentury Reuters a AP uvedly`: who is quoted beside it.
        let quoted_before = self.is_quoted_before(hit) || hit.weak && self.is_listed_behind_quoted(hit);
        let quoted_behind = CITED_BEHIND.iter().any(|c| next.starts_with(c));
        let compound = || self.print && heads_compound(&self.text[hit.end..]);
        let quoted_behind = quoted_behind || hit.weak && compound();
        if hit.damaged && !quoted_before && !compound() || self.is_behind(hit, PERSONS) || self.is_firm(hit) {
            return None;
        }
        // `the Stock Exchange said`, `M. Reuter annonce`: part of another name.
        let ahead = self.text[floor(self.text, hit.start.saturating_sub(MAX_WORD))..hit.start].trim_end();
        let word = ahead.rsplit(char::is_whitespace).next().unwrap_or_default();
        let part = self.text[hit.start..hit.end].contains(char::is_lowercase)
            && word.starts_with(char::is_uppercase)
            && !word.ends_with(['.', ',', ':']);
        if hit.weak && !quoted_before && part {
            return None;
        }
        match (hit.weak, quoted_before || quoted_behind) {
            (true, false) => None,
            (true, true) => Some(Reading::new(Basis::Citation, 0.7, hit.start..hit.end)),
            (false, quoted) => Some(Reading::new(Basis::Citation, if quoted { 0.9 } else { 0.7 }, hit.start..hit.end)),
        }
    }

    /// Whether a firm's form follows a name.
    pub(super) fn is_firm(&self, hit: &Hit) -> bool {
        let behind = self.text[hit.end..].trim_start_matches([' ', '\u{a0}', '\n', ',', '(']);
        FIRMS.iter().any(|form| behind.starts_with(form))
    }

    /// Whether the words before a bracket have its letters as initials: `Parti Socialiste (PS)`, `Andhra Pradesh (AP)`.
    pub(super) fn explains_unknown(&self, ahead: &str, hit: &Hit) -> bool {
        let letters: Vec<char> = self.text[hit.start..hit.end].chars().filter(|c| c.is_alphabetic()).collect();
        if letters.len() > 5 || !letters.iter().all(|c| c.is_uppercase()) {
            return false;
        }
        let mut words = ahead.split(|c: char| c.is_whitespace() || is_dash(c)).filter(|w| !w.is_empty()).rev();
        let mut small = 0;
        for letter in letters.iter().rev() {
            loop {
                let Some(first) = words.next().and_then(|w| w.chars().find(|c| c.is_alphanumeric())) else {
                    return false;
                };
                if first.to_uppercase().eq(letter.to_uppercase()) {
                    break;
                }
                small += 1;
                if !first.is_lowercase() || small > 3 {
                    return false;
                }
            }
        }
        true
    }

    /// Whether the first word of a line introduces a credit.
    pub(super) fn begins_credit(&self, line: &str) -> bool {
        line.split_whitespace().next().is_some_and(|word| cues::role(word) == Word::Credit)
    }

    /// Whether an agency is quoted by the words before its name.
    pub(super) fn is_quoted_before(&self, hit: &Hit) -> bool {
        self.is_behind(hit, CITED_BEFORE) || self.print && self.is_behind_damaged_noun(hit)
    }

    /// Whether other agencies stand right before a name, joined to it, and the first of them is quoted.
    fn is_listed_behind_quoted(&self, hit: &Hit) -> bool {
        let mut index = self.hits.partition_point(|h| h.start < hit.start);
        for _ in 0..LISTED {
            let Some(before) = index.checked_sub(1) else { return false };
            let gap = self.text.get(self.hits[before].end..self.hits[index].start).unwrap_or("-");
            let gap = gap.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '«' | '»' | '“' | '”' | '„'));
            if !matches!(gap, "," | "/" | "&") && !cues::joins(gap) {
                return false;
            }
            index = before;
            if self.is_quoted_before(&self.hits[index]) {
                return true;
            }
        }
        false
    }

    /// Whether a noun of agencies stands before a name, but for one letter.
    fn is_behind_damaged_noun(&self, hit: &Hit) -> bool {
        let near = &self.text[floor(self.text, hit.start.saturating_sub(48))..hit.start];
        let word = near.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        NOUNS.iter().any(|noun| edits(noun, &word, 1).is_some())
    }

    /// Whether one of `cues` stands right before a name, in lower case; print breaks lines between them.
    fn is_behind(&self, hit: &Hit, cues: &[&str]) -> bool {
        let near = &self.text[floor(self.text, hit.start.saturating_sub(48))..hit.start];
        let ahead = near
            .trim_end_matches(['«', '"', '“', '„', '(', ' ', '\u{a0}', '\n', '\r'])
            .to_lowercase()
            .replace('’', "'");
        cues.iter().any(|cue| {
            ahead.strip_suffix(cue).is_some_and(|rest| {
                // `lagence Reuter`: print that has lost its apostrophes.
                let article = || {
                    self.print
                        && *cue == "agence"
                        && rest.strip_suffix(['l', 'd']).is_some_and(|r| !r.ends_with(joins_word))
                };
                cue.starts_with('é') || !rest.ends_with(joins_word) || article()
            })
        })
    }
}

/// Whether the word that a caption's cue begins is that cue or a form of it, given what follows the cue: `photos`,
/// `Fotograf`, but not `Фотоловушки`, camera traps.
fn ends_as_cue(behind: &str) -> bool {
    let rest = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    rest.chars().count() <= 2 || ["gra", "гра", "rep", "реп"].iter().any(|form| rest.starts_with(form))
}

/// Whether a line opens as a caption: `Photo : la façade nord. (ATS)`.
fn is_caption(line: &str) -> bool {
    let cue = PHOTO_CUES.find(&line[..ceil(line, 32)]).filter(|cue| cue.start() == 0);
    cue.is_some_and(|cue| line[cue.end()..].trim_start_matches([' ', '\u{a0}']).starts_with([':', '：', '|']))
}

/// Whether `rest` is the initials of a desk: `(PAP) jlp/ kow/`, `gm/sc (ats)`, `bur/pw`.
pub(super) fn is_desk(rest: &str) -> bool {
    let initials = |word: &str| {
        word.contains('/')
            && word
                .trim_matches('/')
                .split(['/', '-'])
                .all(|part| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()))
    };
    // `(EFE)tw/nc (foto) (vídeo)`: what goes with it.
    let is_added = |word: &&str| word.starts_with('(') && word.ends_with(')');
    let mut words = rest.split_whitespace().filter(|word| !is_added(word)).peekable();
    words.peek().is_some() && rest.len() <= 32 && words.all(initials) || is_signed_twice(rest)
}

/// `(Hina) xtw ync`: who wrote behind an x, who edited behind a y.
fn is_signed_twice(rest: &str) -> bool {
    let small = |word: &str| (3..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
    let signed = rest.trim().split_once(' ');
    signed.is_some_and(|(x, y)| x.starts_with('x') && y.starts_with('y') && small(x) && small(y))
}

/// Whether a sentence ends within `text`: a full stop that closes no initial.
fn ends_within(text: &str) -> bool {
    text.match_indices(". ").any(|(i, _)| !is_abbreviated(&text[..i]))
}

/// Whether `ahead` ends in an initial or a title such as `MM`, so that a full stop behind it ends no sentence.
pub(super) fn is_abbreviated(ahead: &str) -> bool {
    let mut letters = ahead.chars().rev().take_while(|&c| c.is_alphabetic() || is_combining_mark(c));
    match (letters.next(), letters.next(), letters.next()) {
        (Some(_), None, _) => true,
        (Some(_), Some(first), None) => first.is_uppercase(),
        _ => false,
    }
}

/// Words with which papers, stations and sites name themselves, and nobody else; lower-case.
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "24", "actu", "anzeiger", "avis", "avisa", "avisen", "blad", "bladet", "courrier", "dagblad", "dagbladet", "dagsavisen", "daily",
    "denik", "deník", "denník", "diari", "diario", "diário", "gazeta", "gazette", "gazzetta", "giornale", "harian", "kabar", "berita", "suara", "servisi", "redaktion", "redacción",
    "redazione", "redakce", "redakcja", "rédaction", "redação", "newsroom", "haberler", "haber", "hlas", "info",
    "jornal", "journal", "kurier", "magazin", "magazine", "news", "nieuws", "nouvelles", "novine", "noviny", "novosti", "online",
    "periódico", "portal", "posten", "presse", "radio", "ràdio", "rádio", "rádió", "redio", "sanomat", "setmanari", "tagblatt",
    "tageblatt", "tidende", "tidning", "tidningen", "times", "tribune", "tv", "týždenník", "uutiset", "vesti", "viesti", "vijesti",
    "wiadomości", "zeitung", "zprávy", "správy", "радио", "вести", "вестник", "вісник", "газета", "глас", "голос", "дневник", "новини",
    "новости", "портал", "журнал",
];

/// Whether a word is a noun with which papers and stations name themselves.
pub(super) fn is_noun_of_outlets(word: &str) -> bool {
    PAPERS.contains(&word)
}

/// Whether a name has a word in it that makes it an outlet's: `Bergens Tidende`, `Otočne novosti`.
pub(super) fn is_outlet(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "zeitung",
        "anzeiger",
        "nachrichten",
        "tageblatt",
        "tagblatt",
        "tidende",
        "tidning",
        "tidningen",
        "ausgabe",
        "bladet",
        "sanomat",
    ];
    name.split_whitespace().any(|word| {
        let word = word.to_lowercase();
        PAPERS.contains(&word.as_str()) || ENDS.iter().any(|end| word.ends_with(end))
    })
}

/// Two to four capitalised words: `John Doe`, `JOHN DOE`, `Jean-Paul de la Tour`.
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |w: &str| {
        w.starts_with(char::is_uppercase)
            && w.chars().skip(1).all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'))
    };
    let particle =
        |w: &str| matches!(w, "de" | "la" | "van" | "von" | "der" | "di" | "da" | "al" | "el" | "bin" | "den");
    let outlet = words.first().is_some_and(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "le" | "la" | "les" | "the" | "el" | "il" | "die" | "der" | "das" | "o" | "libre" | "sud"
        )
    });
    (2..=5).contains(&words.len())
        && !outlet
        && !is_outlet(text)
        && words.iter().all(|w| capital(w) || particle(w))
        && words.iter().filter(|w| capital(w)).count() >= 2
}

/// Whether a line opens with a word for a text. `Tin, ảnh: Minh Hà (TTXVN)`: words and pictures are the same person's.
fn is_written(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    WRITTEN.contains(&first.trim_end_matches([',', '/', '&', '-']))
}
