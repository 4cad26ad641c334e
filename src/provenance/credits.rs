//! Agencies: whether the place where a name stands is that of a credit, a citation or a photo credit.

use super::context::{
    Bracket, Hit, Offsets, Phrase, blank_above, bracket_of, ceil, ends_sentence, floor, is_cjk, is_dash, line_above,
    line_of, phrase, place_and_date, trim,
};
use super::cues::{LEADING_CUES, OPENING, TRAILING_CUES};
use super::mentions::{is_abbreviated, is_outlet, is_person};
use super::names::find;
use super::print::{Damaged, is_print, year};
use super::signatures::{CLOSES_SO, Line, address_line, closing_line, ends_in_initials, opens_dispatch};
use super::told::is_told;
use super::{Agency, AgencySignal, Basis, Dateline, Field, Gazetteer, Signals, asian, fields, labels, lines};
use crate::article::Article;
use crate::normalise::phrases;
use crate::units::{Language, Span, is_of_south_east_asia};
use std::ops::Range;
use std::sync::Arc;

/// Longest line that may be a credit line, in bytes.
const CREDIT_LINE: usize = 120;
/// Longest line that may be a caption, in bytes.
pub(super) const CAPTION: usize = 260;
/// How far a tweet reaches on either side of a name in it, in bytes.
const TWEET: usize = 200;
/// Names of agencies of a text that are read from either end: what has more in between is a list. Bounds the cost.
const NAMES: usize = 2048;

/// How far behind an agency's name the colon stands that ends what it does and from where, in bytes; and the longest line above
/// that is a heading, in characters.
const WIRES: usize = 56;
const HEADED: usize = 45;

/// Shortest name that tells an outlet, in letters.
const MIN_OWN: usize = 4;

/// What a hit turned out to be.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub basis: Basis,
    pub confidence: f32,
    /// The whole phrase, in bytes.
    pub span: Range<usize>,
    /// For a dateline: what stands before the agency, in bytes.
    pub place: Option<Range<usize>>,
}

impl Reading {
    pub fn new(basis: Basis, confidence: f32, span: Range<usize>) -> Self {
        Self { basis, confidence, span, place: None }
    }
}

/// Adds the agencies of `article` to `signals`, and the dateline; gives the cues of republication found on the way.
pub(super) fn read(
    gazetteer: &Gazetteer,
    article: &Article,
    language: Option<Language>,
    signals: &mut Signals,
) -> Vec<(Range<usize>, usize)> {
    let year = year(article);
    fields::read(gazetteer, article, language, year, signals);
    if let Some(title) = &article.title {
        read_title(gazetteer, title, language, year, signals);
    }
    let text = article.text.as_str();
    let (mut hits, mut cues) = (Vec::new(), Vec::new());
    gazetteer.finder.find(text, |start, end, phrase| match gazetteer.cue(phrase) {
        Some(cue) => cues.push((start..end, cue)),
        None => hits.extend(gazetteer.accept(text, start, end, phrase)),
    });
    let print = is_print(article);
    if print {
        lines::find(gazetteer, text, &mut hits);
    }
    Damaged::new(gazetteer, print, year, language).find(text, &mut hits);
    if !hits.is_empty() {
        read_names(gazetteer, article, language, (year, print), &hits, signals);
    }
    let is_credited = signals.agencies.iter().any(|signal| signal.basis.is_credit());
    if is_credited || print {
        return cues;
    }
    let closing = || Some((closing_line(text)?, gazetteer.by_name(CLOSES_SO)?));
    if let Some((line, agency)) = address_line(gazetteer, text).or_else(closing) {
        push(signals, agency, Basis::Credit, 0.6, Field::Text, Offsets::new(text).span(line));
    }
    cues
}

/// Reads each name where it stands.
fn read_names(
    gazetteer: &Gazetteer,
    article: &Article,
    language: Option<Language>,
    (year, print): (Option<i16>, bool),
    hits: &[Hit],
    signals: &mut Signals,
) {
    let text = article.text.as_str();
    let reader = Reader::new(text, hits, print, article.source.as_deref());
    let mut offsets = Offsets::new(text);
    let is_read = |index: usize| index < NAMES || index + NAMES >= hits.len();
    for (index, hit) in hits.iter().enumerate().filter(|(index, _)| is_read(*index)) {
        let Some(agency) = gazetteer.resolve(hit.form, year, language) else { continue };
        let Some(reading) = reader.classify(index, agency) else { continue };
        // Without a date, the name of an agency of the past (`Exchange`, `Radio`) is more likely a word of today, unless
        // brackets or a dateline set it apart.
        let apart = reading.basis == Basis::Dateline || text[reading.span.clone()].starts_with(['(', '[']);
        if year.is_none() && hit.weak && agency.to.is_some() && reading.basis.is_credit() && !apart {
            continue;
        }
        // Agencies that are not named can be credited; to say that one was quoted says nothing, nor does the word before
        // their names (`Agences AFP et Reuters`, `Agencias. EFE`).
        let leads = || {
            hits.get(index + 1)
                .is_some_and(|next| [" ", ". ", " ("].contains(&text.get(hit.end..next.start).unwrap_or("-")))
        };
        if agency.generic && (!reading.basis.is_credit() || leads()) {
            continue;
        }
        let confidence = if hit.damaged { reading.confidence * 0.85 } else { reading.confidence };
        let span = offsets.span(reading.span.clone());
        if let Some(place) = reading.place.filter(|_| signals.dateline.as_ref().is_none_or(|d| d.field != Field::Text))
        {
            let (place, date) = place_and_date(&text[place]);
            if place.is_some() || date.is_some() {
                signals.dateline = Some(Box::new(Dateline { place, date, field: Field::Text, span }));
            }
        }
        let told = reading.basis == Basis::Citation && is_told(text, &(hit.start..hit.end), agency, language);
        push(signals, agency, reading.basis, confidence, Field::Text, span);
        if told
            && let Some(signal) = signals.agencies.iter_mut().rfind(|s| is_same(s, agency, reading.basis, Field::Text))
        {
            signal.told = true;
        }
    }
}

fn is_same(signal: &AgencySignal, agency: &Arc<Agency>, basis: Basis, field: Field) -> bool {
    signal.basis == basis && signal.field == field && Arc::ptr_eq(&signal.agency, agency)
}

/// Adds a signal, or raises the confidence of the same one.
pub(super) fn push(
    signals: &mut Signals,
    agency: &Arc<Agency>,
    basis: Basis,
    confidence: f32,
    field: Field,
    span: Span,
) {
    match signals.agencies.iter_mut().find(|s| is_same(s, agency, basis, field)) {
        Some(known) if known.confidence >= confidence => {}
        Some(known) => (known.confidence, known.span) = (confidence, span),
        None => {
            signals.agencies.push(AgencySignal { agency: agency.clone(), basis, confidence, field, span, told: false })
        }
    }
}

/// A title names its agency behind its last separator (`… - Reuters`, `… | AFP`) or in a bracket at its end.
fn read_title(
    gazetteer: &Gazetteer,
    title: &str,
    language: Option<Language>,
    year: Option<i16>,
    signals: &mut Signals,
) {
    let hits = find(gazetteer, title);
    let last = title.trim_end().len();
    for hit in &hits {
        let Some(agency) = gazetteer.resolve(hit.form, year, language) else { continue };
        let bracket = bracket_of(title, &(hit.start..hit.end));
        let end = bracket.as_ref().map_or(hit.end, |b| b.close);
        let before = title[..hit.start].trim_end();
        let separated = before.ends_with(|c: char| is_dash(c) || matches!(c, '|' | '·' | '/'))
            && title[..hit.start].ends_with(char::is_whitespace);
        let inside = bracket.is_some_and(|b| phrase(title, b.inner, &hits).is_bare());
        if agency.photo || end < last || !(separated || inside) || !hit.exact {
            continue;
        }
        let span = Offsets::new(title).span(hit.start..hit.end);
        push(signals, agency, Basis::Credit, if hit.weak { 0.5 } else { 0.75 }, Field::Title, span);
    }
}

/// How far lines reach that an archive sets over a text, in bytes.
fn furniture_over(text: &str) -> usize {
    let mut over = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() && (words.len() > 400 || !phrases::begins_as_furniture(&words.to_lowercase())) {
            break;
        }
        over += line.len();
    }
    if over < text.len() { over } else { 0 }
}

/// A text whose agencies are read: where its head and tail lie tells what a name there is.
pub(super) struct Reader<'t> {
    pub text: &'t str,
    pub(super) hits: &'t [Hit],
    /// Where the first lines end.
    pub head: usize,
    /// Where the last lines begin.
    pub(super) tail: usize,
    /// The first byte that is no blank, and one past the last.
    begin: usize,
    end: usize,
    /// Whether the text comes from old print.
    pub print: bool,
    /// Who prints it.
    source: Option<&'t str>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, hits: &'t [Hit], print: bool, source: Option<&'t str>) -> Self {
        let bytes = text.as_bytes();
        let over = if print { furniture_over(text) } else { 0 };
        let head = memchr::memchr_iter(b'\n', &bytes[over..])
            .map(|i| over + i)
            .filter(|&i| i > over && bytes[i - 1] != b'\n')
            .nth(5)
            .unwrap_or(bytes.len())
            .min(over + 700);
        // The same in letters for scripts that take three bytes for one.
        let last = &bytes[bytes.len().saturating_sub(64)..];
        let width = if last.iter().filter(|&&byte| byte >= 0xe0).count() > 10 { 3 } else { 1 };
        let end = text.trim_end().len();
        let tail =
            memchr::memrchr_iter(b'\n', &bytes[..end]).filter(|&i| i > 0 && bytes[i - 1] != b'\n').nth(3).unwrap_or(0);
        let begin = text.len() - text.trim_start().len();
        Self { text, hits, head, tail: tail.max(text.len().saturating_sub(500 * width)), begin, end, print, source }
    }

    /// Whether a name is that of who prints the text, as web addresses write it.
    pub(super) fn is_own(&self, name: &str) -> bool {
        let Some(source) = self.source else { return false };
        let spelt = |name: &str| -> String {
            let letters = name.chars().flat_map(|c| any_ascii::any_ascii_char(c).chars());
            letters.filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
        };
        let (own, host) = (spelt(name), source.strip_prefix("www.").unwrap_or(source));
        own.len() >= MIN_OWN && (own == spelt(host.split('.').next().unwrap_or_default()) || own == spelt(source))
    }

    fn classify(&self, index: usize, agency: &Agency) -> Option<Reading> {
        let hit = &self.hits[index];
        let range = hit.start..hit.end;
        let line = line_of(self.text, &range);
        let reading = |basis, confidence| Some(Reading::new(basis, confidence, range.clone()));
        if agency.photo {
            return if hit.exact { reading(Basis::Photo, 0.8) } else { None };
        }
        let before = self.text[line.start..hit.start].trim_end();
        let behind = &self.text[hit.end..line.end];
        let near = &before[floor(before, before.len().saturating_sub(70))..];
        if self.is_korean_caption(&line) {
            return reading(Basis::Photo, 0.7);
        }
        if let Some(found) = self.labelled(hit, &line) {
            return found;
        }
        if self.text[..hit.start].ends_with(is_cjk)
            || self.text[hit.start..].starts_with(is_cjk)
            || behind.trim_start_matches(['=', '＝', '·', '・']).starts_with(is_cjk)
        {
            return asian::classify(self.text, hit, self.hits, &line);
        }
        // In lower case between two words a weak name is a word: `Pratite nas i na Vajberu`.
        let is_word = hit.weak && !hit.exact && self.text[range.clone()].chars().all(|c| !c.is_uppercase());
        let between = |s: &str| s.trim_start_matches([' ', '\u{a0}']).starts_with(char::is_alphabetic);
        if is_word
            && self.text[..hit.start].ends_with([' ', '\u{a0}'])
            && before.ends_with(char::is_alphabetic)
            && between(behind)
        {
            return None;
        }
        let bracket = bracket_of(self.text, &range).or_else(|| self.half_bracket(hit, &line));
        let closes = |b: &Bracket| b.open >= self.tail && self.text[b.close.min(line.end)..line.end].trim().is_empty();
        let tweet = || {
            let from = floor(self.text, hit.start.saturating_sub(TWEET)).max(line.start);
            is_tweet(&self.text[from..ceil(self.text, hit.end + TWEET).min(line.end)])
        };
        if before.ends_with('#') || !bracket.as_ref().is_some_and(closes) && tweet() {
            return if hit.weak { None } else { reading(Basis::Citation, 0.4) };
        }
        if self.print
            && let Some(found) = self.heading(hit, &line).or_else(|| self.cabled(hit, &line))
        {
            return Some(found);
        }
        if let Some(found) = self.copyright(hit, near, behind, &line) {
            return Some(found);
        }
        // Vietnamese pictures say that they are (`Ảnh:`): the name before its agency wrote the text.
        if agency.name == "VNA" && self.signs_off(before, behind, &line) {
            return reading(Basis::Credit, 0.75);
        }
        if self.is_photo(hit, near, behind, &line) {
            return if hit.weak && !hit.exact { None } else { reading(Basis::Photo, 0.8) };
        }
        if let Some(bracket) = &bracket
            && let Some(found) = self.bracketed(hit, bracket, agency)
        {
            return found;
        }
        if let Some(found) = self.led(hit, near, behind, &line) {
            return Some(found);
        }
        if let Some(found) = self.joined_dateline(hit, before, behind, &line) {
            return Some(found);
        }
        if self.opens(before, behind, &line) || self.print && self.wires(before, behind, &line) {
            return reading(Basis::Credit, 0.8);
        }
        if bracket.is_none() && !self.is_firm(hit) {
            if let Some(found) = self.line_or_tail(hit, agency, &line) {
                return Some(found);
            }
            if let Some(found) = self.bare_dateline(hit, before, behind, &line) {
                return Some(found);
            }
        }
        self.citation(hit, behind).or_else(|| {
            let told = hit.exact && is_told(self.text, &range, agency, None);
            told.then(|| Reading::new(Basis::Citation, 0.7, range.clone()))
        })
    }

    /// `con información de EFE`, `Quelle: dpa`, `AFP contributed to this report`.
    fn led(&self, hit: &Hit, near: &str, behind: &str, line: &Range<usize>) -> Option<Reading> {
        if TRAILING_CUES.is_match(&behind[..floor(behind, 160)]) {
            return Some(Reading::new(Basis::Credit, 0.85, hit.start..hit.end));
        }
        let lower = near.to_lowercase();
        let cue = LEADING_CUES.find_iter(&lower).last()?;
        let between = &lower[cue.end()..];
        let label = lower[..cue.end()].ends_with([':', '：', '=', '/']);
        let gap = phrase(between, 0..between.len(), &[]);
        // `Quelle: ntv.de, abc/AFP/dpa`: a line of its own may name others before.
        let listed = label && line.len() <= CREDIT_LINE && lower[..cue.start()].trim().is_empty() && gap.prose <= 2;
        if listed && !between.contains(". ") {
            return Some(Reading::new(Basis::Credit, 0.8, hit.start..hit.end));
        }
        if between.contains(". ") || gap.prose > usize::from(!label) || gap.short > 2 || between.len() > 44 {
            return None;
        }
        let offset = line.start + self.text[line.start..hit.start].trim_end().len() - near.len().min(lower.len());
        let start = if lower.len() == near.len() { offset + cue.start() } else { hit.start };
        Some(Reading::new(Basis::Credit, 0.88, floor(self.text, start)..hit.end))
    }

    /// `به گزارش خبرگزاری ایسنا از آبان‌دشت، …`: the text's first words, up to a comma, say whose it is.
    fn opens(&self, before: &str, behind: &str, line: &Range<usize>) -> bool {
        let few = |words: &str| words.split_whitespace().count() <= 4;
        let opened = before.trim_start().strip_prefix(OPENING).is_some_and(|words| few(words) && !words.contains('،'));
        opened && line.start <= self.begin && behind.split_once('،').is_some_and(|(words, _)| few(words))
    }

    /// `Reuter meldet aus London: …`, `Havas seint uit Parijs: …`: at the head of a text or of a paragraph, the agency, what it
    /// does in a few words, and from where.
    fn wires(&self, before: &str, behind: &str, line: &Range<usize>) -> bool {
        let Some((words, text)) = behind[..floor(behind, WIRES)].split_once(": ") else { return false };
        let mut words = words.trim_start_matches(['.', ',']).split_whitespace();
        let does = words.next().is_some_and(|word| word.chars().count() > 2 && word.chars().all(char::is_lowercase));
        let place = words.clone().next_back().is_some_and(|word| word.contains(char::is_uppercase));
        let opens = text.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let apart = || self.is_alone(line) || line_above(self.text, line).chars().count() <= HEADED;
        before.trim_start_matches(['(', '[']).is_empty() && does && place && words.count() <= 4 && opens && apart()
    }

    /// A line that is a credit and nothing else, or the credit behind the last sentence of a paragraph.
    fn line_or_tail(&self, hit: &Hit, agency: &Agency, line: &Range<usize>) -> Option<Reading> {
        let whole = trim(self.text, line.clone());
        if self.is_wrapped(hit, &whole, line) {
            return None;
        }
        if whole.len() <= CREDIT_LINE {
            let all = phrase(self.text, whole.clone(), self.hits);
            if let Some(found) = self.credit_line(hit, agency, &whole, &all, line) {
                return Some(found);
            }
        }
        // The words behind the last sentence of the line.
        let ahead = &self.text[line.start..hit.start];
        // Thai ends its sentences with nothing: `… ฤดูร้อนหน้า – สำนักข่าวไทย`
        let dash = ahead.trim_end().trim_end_matches(is_dash);
        let closes = hit.end == whole.end && whole.start + ahead.len() > self.tail && !hit.weak;
        if closes && dash.len() < ahead.trim_end().len() && dash.trim_end().ends_with(is_of_south_east_asia) {
            return Some(Reading::new(Basis::Credit, 0.82, hit.start..hit.end));
        }
        let stop = ahead.char_indices().rev().find(|&(i, c)| {
            matches!(c, '.' | '!' | '?' | '»' | '”' | '"' | '…' | ')' | ';' | '।' | '/')
                && ahead[i + c.len_utf8()..].starts_with(|n: char| n.is_whitespace() || c != '.' || is_dash(n))
                && !(c == '.' && is_abbreviated(&ahead[..i]))
        })?;
        let segment = trim(self.text, line.start + stop.0 + stop.1.len_utf8()..line.end);
        let words = phrase(self.text, segment.clone(), self.hits);
        let closed = self.text[line.start..line.start + stop.0 + stop.1.len_utf8()].trim_end_matches(['/', ' ']);
        if segment.len() > CREDIT_LINE || !ends_sentence(closed) || closed.is_empty() {
            return None;
        }
        // A person's name may close a printed line: a weak name closes the text, or is in capitals, or stands behind a
        // dash: `… at dawn. — Reuter.`
        let person = self.text[hit.start..hit.end].contains(char::is_lowercase) && hit.exact;
        let dashed = self.print && words.is_bare() && self.text[segment.start..hit.start].starts_with(['—', '–']);
        if hit.weak
            && (person && segment.start < self.tail && !dashed
                || stop.1 == ')'
                || self.text[..segment.end].ends_with(','))
        {
            return None;
        }
        // `… until summer. PARIS - AFP`, with the desk's number `….-514-สำนักข่าวไทย`
        let apart = self.text[segment.start..hit.start].trim_end().ends_with(|c: char| is_dash(c) || c == '/');
        let placed = apart
            && words.names + words.figures == 1
            && words.prose + words.short + words.joining + words.credit_words == 0
            && hit.end == segment.end
            && segment.start >= self.tail;
        // `… until summer. PTI ABC DEF`: the initials of its desk.
        let initials = |w: &str| (2..=4).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_uppercase());
        let signed = hit.start == segment.start
            && segment.start >= self.tail
            && (1..=4).contains(&(words.names + words.figures))
            && self.text[hit.end..segment.end].split_whitespace().all(initials);
        if !(words.is_bare()
            || placed
            || signed
            || words.is_credit() && words.short == 0 && self.credit_word_ahead(&segment, hit))
        {
            return None;
        }
        let apart = || self.is_alone(line) || opens_dispatch(&self.text[line.end..]);
        let caption = segment.start - line.start <= CAPTION && segment.start < self.tail && apart();
        let slash = stop.1 == '/';
        Some(if caption && words.is_bare() && !slash {
            Reading::new(Basis::Photo, 0.55, segment)
        } else {
            Reading::new(Basis::Credit, if hit.weak { 0.7 } else { 0.82 }, segment)
        })
    }

    fn credit_word_ahead(&self, segment: &Range<usize>, hit: &Hit) -> bool {
        phrase(self.text, segment.start..hit.start, &[]).credit_words > 0
    }

    fn credit_line(
        &self,
        hit: &Hit,
        agency: &Agency,
        whole: &Range<usize>,
        all: &Phrase,
        line: &Range<usize>,
    ) -> Option<Reading> {
        let head = whole.start < self.head;
        let tail = whole.start >= self.tail;
        let above = line_above(self.text, line);
        // `Quelle:` and the name on the line below.
        match labels::alone(above).filter(|_| all.prose == 0 && all.names <= 5) {
            Some(labels::Kind::Source) => return Some(Reading::new(Basis::Credit, 0.8, whole.clone())),
            Some(labels::Kind::Picture) => return Some(Reading::new(Basis::Photo, 0.7, whole.clone())),
            None => {}
        }
        if all.is_bare() {
            let dashed = self.text[whole.start..hit.start].trim_start().starts_with(is_dash);
            return Some(match (head, tail) {
                // `— AFP` over a text: of the picture above.
                (true, _) if dashed && whole.start <= self.begin => Reading::new(Basis::Photo, 0.6, whole.clone()),
                (_, true) => Reading::new(Basis::Credit, 0.85, whole.clone()),
                (true, _) if self.caption_below(line) => Reading::new(Basis::Photo, 0.6, whole.clone()),
                (true, _) => Reading::new(Basis::Byline, 0.6, whole.clone()),
                _ if ends_sentence(above) && !above.is_empty() => Reading::new(Basis::Credit, 0.6, whole.clone()),
                _ => Reading::new(Basis::Photo, 0.5, whole.clone()),
            });
        }
        let before = self.text[whole.start..hit.start].trim_end();
        let behind = self.text[hit.end..whole.end].trim_start();
        if let Some(found) = self.signed_line(Line { hit, whole, all, before, behind, head, tail }) {
            return Some(found);
        }
        // `Orsa Online pre 1 sat | Tanjug, Orsa Online`: what an aggregator has of an item.
        let listed = behind.is_empty() || behind.starts_with(',') && behind.split_whitespace().count() <= 4;
        if head && before.ends_with('|') && all.figures > 0 && listed && !behind.ends_with(['.', '?', '!']) {
            return Some(Reading::new(Basis::Byline, 0.7, whole.clone()));
        }
        // `AFP | Foto: Mara Vell`
        if tail && before.is_empty() && labels::is_picture_behind(&self.text[hit.end..whole.end]) {
            return Some(Reading::new(Basis::Credit, 0.75, whole.clone()));
        }
        if self.closes_with_words(hit, whole, before, behind, line, agency) {
            return Some(Reading::new(Basis::Credit, 0.6, whole.clone()));
        }
        let ends_as_sentence =
            self.text[whole.clone()].ends_with('.') && all.credit_words == 0 && !ends_in_initials(behind);
        if all.prose > 0
            || all.short > 1
            || ends_as_sentence
            || (all.joining > 0 && all.credit_words == 0 && all.names == 0)
        {
            return None;
        }
        if all.credit_words > 0 {
            return self.worded_line(hit, whole, all, head || tail);
        }
        if all.names >= 2 && self.text[whole.clone()].contains('/') && !head {
            return Some(Reading::new(Basis::Photo, 0.6, whole.clone()));
        }
        let parted = |c: char| matches!(c, ',' | '|' | '/' | '·' | '+' | '&') || is_dash(c);
        let apart =
            (before.is_empty() || before.ends_with(parted)) && (behind.is_empty() || behind.starts_with(parted));
        // `APA / Orsaer Tageszeitung`
        if head && before.is_empty() && behind.strip_prefix('/').is_some_and(is_outlet) {
            return Some(Reading::new(Basis::Byline, 0.7, whole.clone()));
        }
        // `AP News` over the text
        if head && before.is_empty() && behind.eq_ignore_ascii_case("news") && hit.exact {
            return Some(Reading::new(Basis::Byline, 0.6, whole.clone()));
        }
        // `AP, Google Sign Deal` is a headline.
        if hit.weak && all.names > 2 && !behind.is_empty() {
            return None;
        }
        if !apart || all.names > 5 {
            return (all.names <= 3
                && all.figures == 0
                && before.len() + behind.len() > 0
                && !hit.weak
                && behind.is_empty()
                && !before.is_empty()
                && is_person(before))
            .then(|| Reading::new(Basis::Photo, 0.5, whole.clone()));
        }
        if head {
            return Some(Reading::new(Basis::Byline, 0.7, whole.clone()));
        }
        tail.then(|| Reading::new(Basis::Credit, 0.75, whole.clone()))
    }

    /// A line whose words of credit say that it is one.
    fn worded_line(&self, hit: &Hit, whole: &Range<usize>, all: &Phrase, at_end: bool) -> Option<Reading> {
        let is_led = self.credit_word_ahead(whole, hit);
        // A headline has capitals too: `Reuters Staff Walk Out`.
        if !is_led && (all.names + all.figures > 0 && !at_end || all.names > 3) {
            return None;
        }
        let by = self.text[whole.clone()].split_whitespace().next().is_some_and(|w| {
            matches!(w.to_lowercase().as_str(), "by" | "par" | "von" | "por" | "di" | "door" | "av" | "af")
        });
        let basis = if by { Basis::Byline } else { Basis::Credit };
        Some(Reading::new(basis, 0.9, whole.clone()))
    }

    /// Whether a line is the middle of a sentence that is broken over lines: `told⏎Reuters.`, `Standard and⏎Poor's`.
    fn is_wrapped(&self, hit: &Hit, whole: &Range<usize>, line: &Range<usize>) -> bool {
        let behind = &self.text[line.end..ceil(self.text, line.end + 40)];
        let below = behind.strip_prefix('\n').unwrap_or(behind).trim_start_matches([' ', '\t']);
        if below.starts_with(char::is_lowercase) && below.contains(' ') {
            return true;
        }
        let worded = || {
            let initials = ends_in_initials(&self.text[hit.end.min(whole.end)..whole.end]);
            let all = phrase(self.text, whole.clone(), self.hits);
            initials || all.agencies > 1 && all.is_credit() && all.short == 0
        };
        let stopped = hit.start == whole.start && self.text[whole.clone()].ends_with(['.', ',']) && !worded();
        !self.is_alone(line) && (stopped || self.is_quoted_before(hit))
    }

    /// Whether nothing but blanks stands behind a line.
    pub(super) fn is_last(&self, line: &Range<usize>) -> bool {
        line.end >= self.end
    }

    /// Whether a line is a paragraph, rather than a line that print has broken.
    pub fn is_alone(&self, line: &Range<usize>) -> bool {
        let above = line_above(self.text, line);
        // `… at dawn. —⏎Reuter.`
        let above = if self.print { above.trim_end_matches(['—', '–', '-', ' ']) } else { above };
        blank_above(self.text, line) || ends_sentence(above)
    }
}

fn is_tweet(near: &str) -> bool {
    near.contains("pic.twitter.com")
        || near.contains("t.co/")
        || near.trim_start().starts_with('—') && near.contains("(@")
}
