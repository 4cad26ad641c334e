//! Cuts a clean text into words, stems them, and marks what kind of word each is.
//!
//! - takes: a [`CleanText`], its original and its language
//! - gives: [`Tokens`]: for each word the hash of its stem, its place in the original and its kind; and the sentences
//! - useful for: every measure on words; one pass, and no allocation per word
//! - not useful for: getting words back, only their hashes are kept
//!
//! A word's stem is looked up in a cache ([`stem`]): text follows Zipf's law, so almost every word has been
//! stemmed before. Scripts without spaces give overlapping pairs of characters.

mod archive;
mod digits;
mod foot;
mod headline;
mod letters;
mod navigation;
mod numerals;
mod others;
mod packed;
mod places;
mod quotations;
pub mod shape;
pub mod shingle;
pub mod stem;
mod readers;
mod simplified;
mod words;

pub(crate) use simplified::simplified;
pub(crate) use words::end_of_ascii_word;
pub use words::tokenise;

use crate::normalise::{CleanText, phrases};
use crate::units::{Language, Span};
use std::ops::Range;

/// Tokens that a line which begins as furniture may have to be furniture as a whole.
const MAX_FURNITURE_LINE: u32 = 30;

/// Tokens that a line behind the sign of copyright may have to be furniture: longer ones are captions of pictures.
const MAX_COPYRIGHT_LINE: u32 = 16;

/// Fewest tokens of a line that says nothing more where it stands again.
const MIN_REPEATED: u32 = 6;

/// Tokens of a line with a credit in it that is about the origin as a whole.
const MAX_CREDIT_LINE: usize = 8;

/// Words of the sentence in which a word stands on average, from which on no marks part sentences.
const UNMARKED: usize = 50;

/// What kind of word a token is: a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Zeroable, bytemuck::Pod)]
#[repr(transparent)]
pub struct Kind(u8);

impl Kind {
    /// A function word, which says little.
    pub const STOP: Self = Self(1);
    /// Begins with a digit, or is a number spelt out.
    pub const NUMBER: Self = Self(2);
    /// Began with a capital letter in the original.
    pub const CAPITAL: Self = Self(4);
    /// Stands inside quotation marks.
    pub const QUOTED: Self = Self(8);
    /// First of its sentence.
    pub const FIRST: Self = Self(16);
    /// Shares a character with the token before it (pairs in scripts without spaces).
    pub const OVERLAPS: Self = Self(32);
    /// Stands in what the article says of its origin: a credit, a dateline, the name of the outlet it was taken from.
    pub const ORIGIN: Self = Self(64);
    /// Stands in what texts that fill the same form otherwise have as well: known of an article once it was compared.
    pub const FORM: Self = Self(128);

    /// Whether all bits of `other` are set.
    #[inline]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The bits of eight tokens, a byte each, the first lowest: what is asked of one can be asked of eight at once.
    #[inline]
    pub(crate) fn of_eight(kinds: &[Self; 8]) -> u64 {
        u64::from_le_bytes(bytemuck::cast(*kinds))
    }

    /// For each byte of [`Self::of_eight`] 1 where this bit is set, and 0 where it is not.
    #[inline]
    pub(crate) fn among(self, eight: u64) -> u64 {
        eight >> self.0.trailing_zeros() & u64::from_le_bytes([1; 8])
    }

    #[inline]
    pub(crate) fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }

    #[inline]
    pub(crate) fn clear(&mut self, other: Self) {
        self.0 &= !other.0;
    }
}

/// A sentence, or a line without a full stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Segment {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Number of the line it stands on, from 0; blank lines count.
    pub line: u32,
    /// Whether something between it and the sentence before was left out.
    pub after_gap: bool,
}

impl Segment {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        (self.end - self.first) as usize
    }

    /// Whether it has no token.
    pub fn is_empty(&self) -> bool {
        self.first == self.end
    }
}

/// What furniture is told by, of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Byte offset of its first token in the clean text.
    pub clean_start: u32,
    /// Byte offset of its end in the clean text.
    pub clean_end: u32,
    /// Hash over its stems, in order.
    pub hash: u64,
}

/// A text as words. The five vectors have one entry per word, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Hash of the stem, without accents; stable across versions and machines.
    pub stems: Vec<u32>,
    /// Letters of the word as bits, see [`shape`]; 0 for numbers, spelt out or in digits alone.
    pub shapes: Vec<u32>,
    /// First character in the original.
    pub starts: Vec<u32>,
    /// Length in characters in the original; 255 for longer words.
    pub lengths: Vec<u8>,
    /// Kinds of word.
    pub kinds: Vec<Kind>,
    /// The sentences, in order; together they hold every token once.
    pub segments: Vec<Segment>,
    /// One entry per sentence; none once they are no longer needed.
    pub cuts: Vec<Cut>,
}

impl Tokens {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// Whether the text has no word.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// Whether the text, which is no short one, lost its marks: each of its lines is one sentence, however long, and none quotes.
    pub fn has_no_marks(&self) -> bool {
        let usual: usize = self.segments.iter().map(|sentence| sentence.len().pow(2)).sum();
        if self.len() < 2 * UNMARKED
            || usual < UNMARKED * self.len()
            || self.segments.windows(2).any(|pair| pair[0].line == pair[1].line)
        {
            return false;
        }
        let count = |kind: Kind| self.kinds.iter().filter(|own| own.has(kind)).count();
        // Scripts without spaces have three pairs for a word.
        count(Kind::QUOTED) == 0 && (2 * count(Kind::OVERLAPS) < self.len() || usual >= 3 * UNMARKED * self.len())
    }

    /// Which sentences are furniture by how they begin or to whom they speak, embedded posts, or said before in the text:
    /// one flag per segment.
    /// `clean` is the text that they were cut from.
    ///
    /// A line that begins as furniture is furniture up to its end when it is short; a long one only in its first
    /// sentence, since some sources put a whole article on one line.
    pub fn listed_furniture(&self, clean: &CleanText, language: Option<Language>) -> Vec<bool> {
        let mut flags = Vec::with_capacity(self.segments.len());
        let (mut line, mut rest_of_line) = (u32::MAX, 0u32);
        // Where it begins: its first sentence, and the first word of that.
        let (mut line_at, mut line_first) = (0, 0);
        let posts = phrases::may_hold_posts(clean.as_str());
        for (segment, cut) in self.segments.iter().zip(&self.cuts) {
            let text = &clean.as_str()[cut.clean_start as usize..cut.clean_end as usize];
            let begins_line = segment.line != line;
            if begins_line {
                line = segment.line;
                rest_of_line = 0;
                (line_at, line_first) = (flags.len(), segment.first);
            }
            let mut begins = begins_line && phrases::begins_as_furniture(text);
            if begins_line && phrases::is_behind_copyright_sign(&clean.as_str()[..cut.clean_start as usize]) {
                let rest = self.segments[flags.len()..].iter().take_while(|s| s.line == line).last();
                begins |= rest.is_some_and(|last| last.end - segment.first <= MAX_COPYRIGHT_LINE);
            }
            if begins {
                rest_of_line = MAX_FURNITURE_LINE;
            } else if !begins_line && segment.end - line_first <= MAX_COPYRIGHT_LINE && phrases::ends_as_furniture(text)
            {
                // `Copyright 2031 Orsa Mail. All rights reserved.`: so is what stands before it.
                flags[line_at..].fill(true);
                rest_of_line = MAX_FURNITURE_LINE;
            }
            let within = rest_of_line >= segment.end - segment.first;
            rest_of_line = rest_of_line.saturating_sub(segment.end - segment.first);
            flags.push(begins || within || posts && phrases::is_embedded_post(text));
        }
        readers::list(self, clean.as_str(), language, &mut flags);
        self.list_repeated(&mut flags);
        self.list_navigation(clean.as_str(), &mut flags);
        flags
    }

    /// Flags the lines that stand in the text before, word for word: a page prints its headline over the picture and under
    /// it, each of its links twice, a program's warning line by line, or the text once more.
    fn list_repeated(&self, flags: &mut [bool]) {
        let mut first = 0;
        let mut said: Vec<(u64, Range<usize>)> = Vec::new();
        for line in self.segments.chunk_by(|a, b| a.line == b.line) {
            let sentences = first..first + line.len();
            first = sentences.end;
            if line[line.len() - 1].end - line[0].first >= MIN_REPEATED && !flags[sentences.start] {
                let hash = |whole: u64, cut: &Cut| whole.rotate_left(17) ^ cut.hash;
                said.push((self.cuts[sentences.clone()].iter().fold(0, hash), sentences));
            }
        }
        said.sort_unstable_by_key(|(hash, sentences)| (*hash, sentences.start));
        for again in said.chunk_by(|a, b| a.0 == b.0) {
            again[1..].iter().for_each(|(_, sentences)| flags[sentences.clone()].fill(true));
        }
    }

    /// Flags the sentences of the short lines that a site prints around the text.
    fn list_navigation(&self, clean: &str, flags: &mut [bool]) {
        let (mut lines, mut ends, mut first) = (Vec::new(), Vec::new(), 0);
        for sentences in self.segments.chunk_by(|a, b| a.line == b.line) {
            let end = first + sentences.len();
            let text = &clean[self.cuts[first].clean_start as usize..self.cuts[end - 1].clean_end as usize];
            let is_capital = self.kinds[sentences[0].first as usize].has(Kind::CAPITAL);
            // Georgian begins no sentence with a capital, though its letters have some.
            let is_small = |c: char| c.is_lowercase() && !matches!(c, '\u{10d0}'..='\u{10ff}');
            let goes_on = !is_capital && text.starts_with(is_small);
            let tokens = sentences[0].first as usize..sentences[sentences.len() - 1].end as usize;
            let has_capitals = || self.kinds[tokens.clone()].iter().all(|kind| kind.has(Kind::CAPITAL));
            if navigation::is_menu(text, has_capitals) || archive::is_reference(text) {
                flags[first..end].fill(true);
            }
            lines.push(navigation::Line { text, is_listed: flags[first..end].iter().all(|&listed| listed), goes_on });
            ends.push(end);
            first = end;
        }
        for line in navigation::above(&lines).chain(navigation::sent(&lines)) {
            flags[line.checked_sub(1).map_or(0, |before| ends[before])..ends[line]].fill(true);
        }
        let (head, foot) = navigation::around(&lines);
        if let Some(end) = head.checked_sub(1) {
            flags[..ends[end]].fill(true);
        }
        if foot > 0 {
            flags[ends[ends.len() - foot - 1]..].fill(true);
        }
    }

    /// The same text without the sentences that `leave_out` names, given their number and themselves. Cost: O(tokens);
    /// nothing is copied when none is.
    pub fn without(mut self, leave_out: impl Fn(usize, &Segment) -> bool) -> Self {
        let (mut kept, mut gap) = (0u32, false);
        let mut segments = std::mem::take(&mut self.segments);
        let (mut number, mut cuts) = (0, 0);
        segments.retain_mut(|segment| {
            number += 1;
            if leave_out(number - 1, segment) {
                gap = true;
                return false;
            }
            if let Some(&cut) = self.cuts.get(number - 1) {
                self.cuts[cuts] = cut;
                cuts += 1;
            }
            let range = segment.first as usize..segment.end as usize;
            if kept < segment.first {
                self.stems.copy_within(range.clone(), kept as usize);
                self.shapes.copy_within(range.clone(), kept as usize);
                self.starts.copy_within(range.clone(), kept as usize);
                self.lengths.copy_within(range.clone(), kept as usize);
                self.kinds.copy_within(range, kept as usize);
            }
            let length = segment.end - segment.first;
            (segment.first, segment.end) = (kept, kept + length);
            segment.after_gap = std::mem::take(&mut gap);
            kept += length;
            true
        });
        self.stems.truncate(kept as usize);
        self.shapes.truncate(kept as usize);
        self.starts.truncate(kept as usize);
        self.lengths.truncate(kept as usize);
        self.kinds.truncate(kept as usize);
        self.segments = segments;
        self.cuts.truncate(cuts);
        self
    }

    /// Marks the words that begin in a span of the original as being of a kind.
    pub fn mark(&mut self, span: Span, kind: Kind) {
        let place = |character: u32| self.starts.partition_point(|&start| start < character);
        let (from, to) = (place(span.start), place(span.end));
        for own in self.kinds.iter_mut().take(to).skip(from) {
            own.set(kind);
        }
    }

    /// Marks the words of the line in which a span of the original begins, where they are few and not all of the text.
    pub fn mark_line(&mut self, span: Span, kind: Kind) {
        let word = self.starts.partition_point(|&start| start < span.start) as u32;
        let at = self.segments.partition_point(|segment| segment.end <= word);
        let Some(line) = self.segments.get(at).map(|segment| segment.line) else { return };
        let first = self.segments[..at].iter().rposition(|segment| segment.line != line).map_or(0, |before| before + 1);
        let end =
            self.segments[at..].iter().position(|segment| segment.line != line).map_or(self.segments.len(), |n| at + n);
        let words = self.segments[first].first as usize..self.segments[end - 1].end as usize;
        if words.len() <= MAX_CREDIT_LINE && words.len() < self.len() {
            self.kinds[words].iter_mut().for_each(|own| own.set(kind));
        }
    }

    /// Forgets where the words stand in the original, and gives back the room that is not used: for windows of many
    /// articles. [`Self::spans`] is empty from then on.
    pub fn forget_places(&mut self) {
        self.starts = Vec::new();
        self.lengths = Vec::new();
        self.cuts = Vec::new();
        self.stems.shrink_to_fit();
        self.shapes.shrink_to_fit();
        self.kinds.shrink_to_fit();
        self.segments.shrink_to_fit();
    }

    /// The characters of the original that the tokens `first..end` cover, in order: one span, or several where
    /// something between them was left out. Empty for an empty range.
    pub fn spans(&self, first: usize, end: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut from = first;
        let inside = self.segments.partition_point(|s| (s.first as usize) <= first);
        for cut in self.segments[inside..].iter().take_while(|s| (s.first as usize) < end).filter(|s| s.after_gap) {
            spans.extend(self.span(from, cut.first as usize));
            from = cut.first as usize;
        }
        spans.extend(self.span(from, end));
        spans
    }

    /// The characters from the first of the tokens `first..end` to the last.
    pub(crate) fn span(&self, first: usize, end: usize) -> Option<Span> {
        let last = end.checked_sub(1).filter(|&last| last >= first)?;
        Some(Span::new(*self.starts.get(first)?, self.starts.get(last)? + u32::from(self.lengths[last])))
    }
}
