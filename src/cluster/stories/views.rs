//! What of an article tells the event that it reports.

use super::profile::{BODY, Counts, LEAD, NAMES, NUMBERS, Profile, SOUNDS, TITLE, VIEWS};
use super::{YOUNG, again, counted, days, sounds};
use crate::embed::{
    CompactVector, DocumentFrequency, EmbedInput, PROJECTED_TERMS, TITLE_BOOST, least_rank, rank, sublinear,
};
use crate::random::GOLDEN_GAMMA;
use crate::tokenise::{Kind, Tokens};
use crate::tracked::plain::Plain;
use crate::units::{Language, Timestamp};
use std::cell::RefCell;

/// Terms of the body that are kept, those of the largest weight.
///
/// Why 96: about half of what an article of 500 words has; with 48, 200 or all of them F1 stayed within 0.003.
const BODY_TERMS: usize = 96;

/// Terms that are kept of each view.
const MOST: Counts = {
    let mut most = [32; VIEWS];
    most[LEAD] = 64;
    most[BODY] = BODY_TERMS as u8;
    most
};

const _: () = assert!(BODY_TERMS >= PROJECTED_TERMS, "the vector is made of the terms that are kept");

/// Words of the body that count as its lead.
const LEAD_WORDS: usize = 70;

/// Heaviest terms of a body, of the names, of their sounds and of the headline, by which an article is found.
const KEYS: [(usize, usize); 4] = [(BODY, 24), (NAMES, 24), (SOUNDS, 12), (TITLE, 8)];

/// Keys of an article at most.
pub(super) const ALL_KEYS: usize = KEYS[0].1 + KEYS[1].1 + KEYS[2].1 + KEYS[3].1;

/// A term by which an article is found, and how much it weighs there.
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable, serde::Serialize, serde::Deserialize)]
#[repr(C)]
pub(super) struct Key {
    pub(super) term: u32,
    pub(super) weight: f32,
}

impl Plain for Key {
    fn turned(self) -> Self {
        Self { term: self.term.turned(), weight: self.weight.turned() }
    }
}

/// What of one article tells the event. Pure: prepared on any thread.
///
/// About 3 KB. Terms are hashes of stems; pairs of words are hashes of both.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Views {
    pub(super) profile: Profile,
    /// The inverse document frequency of each term of the profile when it was weighed.
    #[serde(with = "crate::tracked::plain")]
    pub(super) idf: Vec<f32>,
    /// The heaviest terms, ascending.
    #[serde(with = "crate::tracked::plain")]
    pub(super) keys: Vec<Key>,
    /// All distinct stems, the pairs of the names and what stands for the language, ascending: what document frequencies are
    /// learnt from.
    #[serde(with = "crate::tracked::plain")]
    pub stems: Vec<u32>,
    /// When it was published.
    #[serde(with = "crate::units::seconds")]
    pub time: Option<Timestamp>,
    /// Days that the text states by name, in its order, as days since 1970.
    pub(super) days: thin_vec::ThinVec<i32>,
    /// Its numbers with the words beside them.
    pub(super) counted: thin_vec::ThinVec<u32>,
    /// Whether its headline says that what it reports has been before.
    pub(super) again: bool,
    /// The language, where known.
    pub language: Option<Language>,
    /// The vector of a model that the user named.
    pub vector: Option<CompactVector>,
}

/// Where a term stands, in the last bits beside its hash.
mod mark {
    pub const TITLE: u64 = 0;
    pub const LEAD: u64 = 1;
    pub const REST: u64 = 2;
    pub const NAME: u64 = 3;
    /// A pair of capitalised words, or one of its two.
    pub const PAIRED: u64 = 4;
    pub const NUMBER: u64 = 5;
    pub const SOUND: u64 = 6;
    /// No word: by it the documents of a language are counted.
    pub const LANGUAGE: u64 = 7;
    pub const ALL: usize = 8;
}

/// A term of the article that is being prepared.
struct Entry {
    term: u32,
    counts: Counts,
    idf: f32,
}

#[derive(Default)]
struct Buffers {
    marks: Vec<u64>,
    entries: Vec<Entry>,
    ranks: Vec<u64>,
}

/// Fewest words of the sentence that stands for a headline, and how many of them do.
const MIN_HEAD: usize = 4;
const MAX_HEAD: usize = 24;

thread_local! {
    static BUFFERS: RefCell<Buffers> = RefCell::default();
}

impl Views {
    /// The views of an article; the heaviest terms are picked by what `frequency` has learnt, frozen for a quantum.
    ///
    /// Cost: O(words log words), about 10 µs for 500 words.
    /// `is_headed` says whether the first sentence stands in for a headline that is missing.
    pub fn prepare(
        input: &EmbedInput<'_>,
        time: Option<Timestamp>,
        frequency: &DocumentFrequency,
        is_headed: bool,
    ) -> Self {
        BUFFERS.with_borrow_mut(|buffers| {
            mark_terms(input, is_headed, &mut buffers.marks);
            buffers.marks.sort_unstable();
            let nouns = has_nouns(input);
            let mut views = Self { time, language: input.language, ..Self::default() };
            buffers.entries.clear();
            views.stems.reserve_exact(buffers.marks.len());
            for run in buffers.marks.chunk_by(|a, b| a >> 32 == b >> 32) {
                let term = (run[0] >> 32) as u32;
                views.stems.push(term);
                buffers.entries.push(Entry { term, counts: count(run, nouns), idf: 0.0 });
            }
            let idf = frequency.idf_of(&views.stems);
            buffers.entries.iter_mut().zip(idf).for_each(|(entry, idf)| entry.idf = idf);
            views.keep_heaviest(&mut buffers.entries, &mut buffers.ranks);
            views.weigh();
            views.days = days::stated(input.body, input.language, time);
            views.counted = counted::stated(input.body);
            views.again = again::says(input.title, input.language);
            views
        })
    }

    /// Keeps the heaviest terms of each view.
    fn keep_heaviest(&mut self, entries: &mut [Entry], ranks: &mut Vec<u64>) {
        let weight = |entry: &Entry, view: usize| rank(f32::from(entry.counts[view]) * entry.idf, entry.term);
        for (view, &most) in MOST.iter().enumerate() {
            ranks.clear();
            ranks.extend(entries.iter().filter(|e| e.counts[view] > 0).map(|e| weight(e, view)));
            let least = least_rank(ranks, usize::from(most));
            if least > 0 {
                entries.iter_mut().filter(|e| weight(e, view) < least).for_each(|e| e.counts[view] = 0);
            }
        }
        let kept = entries.iter().filter(|e| e.counts != Counts::default()).count();
        self.profile.terms.reserve_exact(kept);
        self.profile.counts.reserve_exact(kept);
        self.idf.reserve_exact(kept);
        for entry in entries.iter().filter(|e| e.counts != Counts::default()) {
            self.profile.terms.push(entry.term);
            self.profile.counts.push(entry.counts);
            self.idf.push(entry.idf);
        }
    }

    /// Weighs the terms by what `frequency` has learnt by now.
    pub(super) fn reweigh(&mut self, frequency: &DocumentFrequency) {
        self.idf = self.profile.idf(frequency);
        self.weigh();
    }

    /// Derives lengths and keys from the inverse frequencies.
    fn weigh(&mut self) {
        self.profile.scale = self.profile.scale_by(&self.idf);
        self.keys = keys(&self.profile, &self.idf);
    }

    /// The terms of the body, headline included, with their weights.
    pub fn body_weights(&self) -> Vec<(u32, f32)> {
        let terms = self.profile.terms.iter().zip(&self.profile.counts).zip(&self.idf);
        let body = terms.filter(|((_, counts), _)| counts[BODY] > 0);
        body.map(|((&term, counts), idf)| (term, f32::from(counts[BODY]) * idf)).collect()
    }
}

/// The keys of one article, to be compared with those of many.
pub(super) struct KeySet<'a> {
    keys: &'a [Key],
    /// A bit for each key: most keys of others end here.
    bits: [u64; 16],
}

impl<'a> KeySet<'a> {
    pub(super) fn new(keys: &'a [Key]) -> Self {
        let mut bits = [0; 16];
        keys.iter().for_each(|key| bits[key.term as usize >> 6 & 15] |= 1 << (key.term & 63));
        Self { keys, bits }
    }

    /// Squared weight of the keys that the other has as well. Cost: O(its keys).
    pub(super) fn shared(&self, others: &[Key]) -> f32 {
        let known = others.iter().filter(|key| self.bits[key.term as usize >> 6 & 15] >> (key.term & 63) & 1 == 1);
        let own = known.filter_map(|other| self.keys.binary_search_by_key(&other.term, |key| key.term).ok());
        own.map(|at| self.keys[at].weight * self.keys[at].weight).sum()
    }
}

/// The heaviest terms of each of [`KEYS`], ascending; a term of two weighs as in the first.
pub(super) fn keys(profile: &Profile, idf: &[f32]) -> Vec<Key> {
    let mut ranks = Vec::with_capacity(idf.len());
    let mut least = |view: usize, most: usize| {
        let terms = profile.terms.iter().zip(&profile.counts).zip(idf);
        let terms = terms.filter(|((_, counts), _)| counts[view] > 0);
        ranks.clear();
        ranks.extend(terms.map(|((&term, counts), idf)| rank(f32::from(counts[view]) * idf, term)));
        least_rank(&mut ranks, most)
    };
    let least = KEYS.map(|(view, most)| (view, least(view, most)));
    let terms = profile.terms.iter().zip(&profile.counts).zip(idf);
    let keys = terms.filter_map(|((&term, counts), idf)| {
        let weight = |view: usize| f32::from(counts[view]) * idf;
        let (view, _) =
            least.into_iter().find(|&(view, least)| counts[view] > 0 && rank(weight(view), term) >= least)?;
        Some(Key { term, weight: weight(view) * profile.scale[view] })
    });
    keys.collect()
}

/// Whether all nouns of the language have capitals.
fn has_nouns(input: &EmbedInput<'_>) -> bool {
    matches!(input.language.as_ref().map(Language::code), Some("de" | "lb"))
}

/// The frequencies of a term in each view. Where all nouns have capitals (German, Luxembourgish) a single word counts as
/// a name only when it is part of a pair or recurs, since names do.
fn count(run: &[u64], nouns: bool) -> Counts {
    let mut counts = [0u32; mark::ALL];
    for entry in run {
        counts[(entry & 7) as usize] += 1;
    }
    let [title, lead, rest, name, paired, number, sound, _] = counts;
    let is_name = !nouns || name > 1 || sound > 1 || paired > 0;
    let mut of = Counts::default();
    of[TITLE] = sublinear(title);
    of[LEAD] = sublinear(lead);
    of[BODY] = sublinear(lead + rest + TITLE_BOOST as u32 * title);
    of[NAMES] = if is_name { sublinear(name) } else { 0 };
    of[NUMBERS] = sublinear(number);
    of[SOUNDS] = if is_name { sublinear(sound) } else { 0 };
    of
}

/// Writes each term with where it stands.
fn mark_terms(input: &EmbedInput<'_>, is_headed: bool, marks: &mut Vec<u64>) {
    marks.clear();
    let mut lead = LEAD_WORDS;
    // A text without a headline is headed by its first sentence, where it has more.
    let first = input.body.segments.iter().find(|sentence| sentence.len() >= MIN_HEAD);
    let first = first
        .filter(|head| is_headed && input.title.is_empty() && input.body.len() >= 2 * head.len())
        .map_or(0..0, |s| s.first as usize..s.end as usize);
    let first = first.start..first.end.min(first.start + MAX_HEAD);
    let heading = input.body.stems[first.clone()]
        .iter()
        .zip(&input.body.kinds[first])
        .filter(|(_, kind)| !kind.has(Kind::STOP) && !kind.has(Kind::ORIGIN));
    marks.extend(heading.map(|(&stem, _)| u64::from(stem) << 32 | mark::TITLE));
    for (tokens, place) in [(input.title, mark::TITLE), (input.body, mark::REST)] {
        for ((&stem, kind), &length) in tokens.stems.iter().zip(&tokens.kinds).zip(&tokens.lengths) {
            if kind.has(Kind::STOP) {
                continue;
            }
            let term = u64::from(stem) << 32;
            if place == mark::REST && lead > 0 {
                lead -= 1;
                marks.push(term | mark::LEAD);
            } else {
                marks.push(term | place);
            }
            if kind.has(Kind::NUMBER) && length > 1 {
                marks.push(term | mark::NUMBER);
            }
        }
    }
    mark_names(input.body, marks);
    marks.extend(input.language.map(|language| u64::from(of_language(language)) << 32 | mark::LANGUAGE));
    let nouns = has_nouns(input);
    sounds::of_names(input, |term, is_paired| {
        let term = u64::from(term) << 32;
        marks.push(term | mark::SOUND);
        if nouns && is_paired {
            marks.push(term | mark::PAIRED);
        }
    });
}

/// Names: capitalised words that are not first in their sentence, and pairs of capitalised words in a row.
///
/// Headlines in title case say nothing by their capitals, so names are looked for in the body. Scripts without case have
/// no names here, and the view is neutral.
fn mark_names(body: &Tokens, marks: &mut Vec<u64>) {
    let capital = |t: usize| body.kinds[t].has(Kind::CAPITAL) && !body.kinds[t].has(Kind::STOP);
    for segment in &body.segments {
        let range = segment.first as usize..segment.end as usize;
        let capitals = range.clone().filter(|&t| capital(t)).count();
        // None, or a line in title case or in capitals.
        if capitals == 0 || capitals * 10 > range.len() * 6 && range.len() > 3 {
            continue;
        }
        for t in range.clone().filter(|&t| capital(t)) {
            let stem = u64::from(body.stems[t]) << 32;
            if t + 1 < range.end && capital(t + 1) {
                let next = u64::from(body.stems[t + 1]) << 32;
                let both = u64::from(pair(body.stems[t], body.stems[t + 1])) << 32;
                marks.extend([both | mark::NAME, both | mark::PAIRED, stem | mark::PAIRED, next | mark::PAIRED]);
            }
            if !body.kinds[t].has(Kind::FIRST) {
                marks.push(stem | mark::NAME);
            }
        }
    }
}

/// The term by which the documents of a language are counted.
pub(super) fn of_language(language: Language) -> u32 {
    let [first, second] = language.bytes().map(u32::from);
    pair(first, second)
}

/// The inverse frequency of a word that no document had, while few of the language are known. Later words weigh by what they
/// are, and what is rare among all news may be the topic's of the day.
pub(super) fn unseen(frequency: &DocumentFrequency, language: Option<Language>) -> Option<f32> {
    let known = language.map(|language| frequency.count(of_language(language)));
    (known.unwrap_or_else(|| frequency.documents()) < YOUNG).then(|| frequency.unseen())
}

/// The term for two words in a row.
fn pair(first: u32, second: u32) -> u32 {
    let joined = u64::from(first) << 32 | u64::from(second);
    (joined.wrapping_mul(GOLDEN_GAMMA) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_nouns_are_no_names_where_all_have_capitals() {
        let weighs = |marks: &[u64], nouns: bool| {
            let counts = count(marks, nouns);
            (counts[NAMES] > 0, counts[SOUNDS] > 0)
        };
        assert_eq!(weighs(&[mark::NAME], true), (false, false));
        assert_eq!(weighs(&[mark::SOUND], true), (false, false));
        assert_eq!(weighs(&[mark::SOUND], false), (false, true));
        assert_eq!(weighs(&[mark::SOUND, mark::SOUND], true), (false, true));
        assert_eq!(weighs(&[mark::SOUND, mark::PAIRED], true), (false, true));
        assert_eq!(weighs(&[mark::NAME, mark::PAIRED], true), (true, false));
    }
}
