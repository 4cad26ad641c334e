//! Terms with their frequencies in each view: what an article, and what a story, is about.

use super::CANDIDATES;
use super::evidence::{BY_CHANCE, Evidence, IN_FULL, LONG, RARE_WORDS, UNNAMED, brevity};
use crate::embed::{DocumentFrequency, PRIOR_OCCURRENCES, least_rank, rank};
use crate::units::Language;
use std::cell::RefCell;

/// The views of a text, by their places in [`Counts`].
pub(super) const TITLE: usize = 0;
pub(super) const LEAD: usize = 1;
pub(super) const BODY: usize = 2;
pub(super) const NAMES: usize = 3;
pub(super) const NUMBERS: usize = 4;
pub(super) const SOUNDS: usize = 5;
pub(super) const VIEWS: usize = 6;

/// A term's sublinear frequency in each view, in steps of 1/32.
pub(super) type Counts = [u8; VIEWS];

/// Sparse terms, each once, with what makes each view a vector of unit length.
///
/// State; `scale` is derived from the terms and the document frequencies of the time. Memory: 10 bytes a term.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Profile {
    /// Ascending.
    #[serde(with = "crate::tracked::plain")]
    pub(super) terms: Vec<u32>,
    /// One for each term.
    #[serde(with = "crate::tracked::plain")]
    pub(super) counts: Vec<Counts>,
    /// For each view one over the length of its vector of frequency times idf; 0 for an empty one.
    pub(super) scale: [f32; VIEWS],
}

impl Profile {
    /// The inverse frequencies of the terms.
    pub(super) fn idf(&self, frequency: &DocumentFrequency) -> Vec<f32> {
        frequency.idf_of(&self.terms)
    }

    /// How many terms a view has, `most` or more as `most`. Cost: a glance at as many.
    fn terms_of(&self, view: usize, most: usize) -> f32 {
        self.counts.iter().filter(|counts| counts[view] > 0).take(most).count() as f32
    }

    /// What makes each view of unit length under these inverse frequencies, one for each term.
    pub(super) fn scale_by(&self, idf: &[f32]) -> [f32; VIEWS] {
        let mut squares = [0f32; LANES];
        for (counts, idf) in self.counts.iter().zip(idf) {
            for (square, count) in squares.iter_mut().zip(&lanes(counts)) {
                let weight = count * idf;
                *square += weight * weight;
            }
        }
        std::array::from_fn(|view| if squares[view] > 0.0 { 1.0 / squares[view].sqrt() } else { 0.0 })
    }

    /// What makes each view of unit length by what `frequency` has learnt.
    pub(super) fn weighed(&self, frequency: &DocumentFrequency) -> [f32; VIEWS] {
        self.scale_by(&self.idf(frequency))
    }

    /// Moves towards `other` by `share` of the way, in an empty view all of it, and keeps the `most` heaviest terms.
    ///
    /// Cost: O(terms of both).
    pub(super) fn drift(&mut self, other: &Self, share: f32, most: usize, frequency: &DocumentFrequency) {
        let shares = self.scale.map(|scale| if scale > 0.0 { share } else { 1.0 });
        let longest = self.terms.len() + other.terms.len();
        let (mut terms, mut counts) = (Vec::with_capacity(longest), Vec::with_capacity(longest));
        let (mut i, mut j) = (0, 0);
        while i < self.terms.len() || j < other.terms.len() {
            let own = self.terms.get(i).copied().unwrap_or(u32::MAX);
            let theirs = other.terms.get(j).copied().unwrap_or(u32::MAX);
            let term = own.min(theirs);
            // A term of the largest hash stands at the end of either.
            let old = if own == term && i < self.terms.len() { self.counts[i] } else { Counts::default() };
            let new = if theirs == term && j < other.terms.len() { other.counts[j] } else { Counts::default() };
            i += usize::from(own == term);
            j += usize::from(theirs == term);
            let moved: Counts = std::array::from_fn(|view| towards(old[view], new[view], shares[view]));
            if moved != Counts::default() {
                terms.push(term);
                counts.push(moved);
            }
        }
        (self.terms, self.counts) = (terms, counts);
        let mut idf = self.idf(frequency);
        self.scale = self.scale_by(&idf);
        if self.terms.len() > most {
            self.keep_heaviest(most, &mut idf);
            self.scale = self.scale_by(&idf);
        }
        self.terms.shrink_to_fit();
        self.counts.shrink_to_fit();
    }

    /// A term is as heavy as in the view where it weighs most: so headlines and names outlast the tail of the bodies.
    fn keep_heaviest(&mut self, most: usize, idf: &mut Vec<f32>) {
        let weigh = |at: usize| {
            let weights = self.counts[at].iter().zip(self.scale).map(|(&count, scale)| f32::from(count) * scale);
            rank(weights.fold(0.0, f32::max) * idf[at], self.terms[at])
        };
        let ranks: Vec<u64> = (0..self.terms.len()).map(weigh).collect();
        let least = least_rank(&mut ranks.clone(), most);
        let mut kept = ranks.iter().map(|&rank| rank >= least);
        self.terms.retain(|_| kept.next().unwrap_or(false));
        let mut kept = ranks.iter().map(|&rank| rank >= least);
        self.counts.retain(|_| kept.next().unwrap_or(false));
        let mut kept = ranks.iter().map(|&rank| rank >= least);
        idf.retain(|_| kept.next().unwrap_or(false));
    }
}

/// Views, with empty ones up to what a processor's registers hold.
const LANES: usize = 8;

/// The frequencies of a term as numbers to be reckoned with side by side.
#[inline(always)]
fn lanes(counts: &Counts) -> [f32; LANES] {
    let (mut padded, mut lanes) = ([0u8; LANES], [0f32; LANES]);
    padded[..VIEWS].copy_from_slice(counts);
    // By reference, here and where they are used: an array taken by value does not become vector instructions.
    lanes.iter_mut().zip(&padded).for_each(|(lane, &count)| *lane = f32::from(count));
    lanes
}

/// `old` moved to `new` by `share` of the way, at least one step, so that what is not renewed fades out.
fn towards(old: u8, new: u8, share: f32) -> u8 {
    let way = (f32::from(new) - f32::from(old)) * share;
    let step = if way < 0.0 { way.floor() } else { way.ceil() };
    (f32::from(old) + step) as u8
}

/// Slots of a [`Matcher`]: many times the terms of a profile, so that nearly all others meet an empty one.
const SLOTS: usize = 4096;

/// Finds the terms of one profile in many others. Cost: O(terms) to load, and about 1 ns a term to match.
struct Matcher {
    /// Place of a term plus 1, by the last bits of its hash; 0 for none.
    first: [u16; SLOTS],
    /// For each term the next one of the same slot.
    next: Vec<u16>,
}

thread_local! {
    static MATCHER: RefCell<Matcher> = const { RefCell::new(Matcher { first: [0; SLOTS], next: Vec::new() }) };
}

impl Matcher {
    fn load(&mut self, terms: &[u32]) {
        self.first.fill(0);
        self.next.clear();
        for (place, &term) in (1u16..).zip(terms) {
            let slot = &mut self.first[term as usize % SLOTS];
            self.next.push(std::mem::replace(slot, place));
        }
    }

    #[inline]
    fn find(&self, terms: &[u32], term: u32) -> Option<usize> {
        let mut place = self.first[term as usize % SLOTS];
        while place > 0 {
            let at = usize::from(place) - 1;
            if terms[at] == term {
                return Some(at);
            }
            place = self.next[at];
        }
        None
    }
}

/// What stands for a single document.
const ONCE: f32 = 1.0 + PRIOR_OCCURRENCES;

/// What the terms of a profile weigh where it is compared with stories.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighing {
    /// Inverse frequencies.
    pub(super) idf: Vec<f32>,
    /// 1 for a term that one other document had at most, falling with the square of their number; 0 where two of the stories
    /// hold it.
    pub(super) rarity: Vec<f32>,
}

impl Weighing {
    /// Of the terms of `own`, with the inverse frequencies `idf`, among stories. A term loses inverse frequency the more of
    /// these hold it: `discount` of it where [`CANDIDATES`] do, by a share that grows with the logarithm of their number.
    /// `unseen` is the inverse frequency of what no document had, none where rarity shall say nothing; `documents` how many
    /// of them `own` was made from.
    ///
    /// Cost: about 1 ns for each term of the others.
    pub(super) fn among(
        own: &Profile,
        idf: &[f32],
        others: &[&Profile],
        discount: f32,
        unseen: Option<f32>,
        documents: f32,
    ) -> Self {
        let mut holders = vec![0u16; own.terms.len()];
        MATCHER.with_borrow_mut(|matcher| {
            matcher.load(&own.terms);
            for term in others.iter().flat_map(|other| &other.terms) {
                if let Some(at) = matcher.find(&own.terms, *term) {
                    holders[at] += 1;
                }
            }
        });
        let kept: [f32; CANDIDATES + 1] = std::array::from_fn(|holders| {
            let of_all = (holders.max(1) as f32).ln() / (CANDIDATES as f32).ln();
            1.0 - discount * of_all
        });
        let rarity = |(idf, &holders): (&f32, &u16)| {
            // The inverse frequency is the logarithm of this, with the prior. The story's own article had it, learnt or not.
            let Some(unseen) = unseen.filter(|_| holders < 2) else { return 0.0 };
            let had = (PRIOR_OCCURRENCES * (unseen - idf).exp() - documents).max(ONCE);
            (ONCE / had).powi(2)
        };
        Self {
            rarity: idf.iter().zip(&holders).map(rarity).collect(),
            idf: idf.iter().zip(&holders).map(|(idf, &of)| idf * kept[usize::from(of).min(CANDIDATES)]).collect(),
        }
    }
}

/// Pairs for each word that counts where words stand together: those within it, and what it makes with its neighbours. Briefs
/// of one size had 22 terms in German, 20 in Russian and 57 in Chinese.
const PAIRS_A_WORD: f32 = 2.5;

/// What an article has in all, whatever it is compared with.
struct Sums {
    /// The rarity of its words.
    rarity: f32,
    /// The rarity of its names.
    names: f32,
    terms: f32,
    numbers: f32,
    /// Terms that stand for a word of its language.
    a_word: f32,
}

impl Sums {
    fn of(own: &Profile, weighing: &Weighing, language: Option<Language>) -> Self {
        let rarity = |view: usize| {
            let of_view = own.counts.iter().zip(&weighing.rarity).filter(|(counts, _)| counts[view] > 0);
            of_view.map(|(_, rarity)| rarity).sum()
        };
        let a_word = if language.is_some_and(Language::sets_no_spaces) { PAIRS_A_WORD } else { 1.0 };
        let (terms, numbers) = (own.terms_of(BODY, usize::MAX), own.terms_of(NUMBERS, usize::MAX));
        Self { rarity: rarity(BODY), names: rarity(NAMES), terms, numbers, a_word }
    }
}

/// Gives the likeness to a profile whose views have these scales, time left open.
pub(super) type Likeness<'a> = dyn Fn(&Profile, &[f32; VIEWS]) -> Evidence + 'a;

/// Compares `own`, in this language and with terms that weigh by `weighing`, with many profiles: calls `with` with what compares.
pub(super) fn comparing<R>(
    own: &Profile,
    language: Option<Language>,
    weighing: &Weighing,
    with: impl FnOnce(&Likeness<'_>) -> R,
) -> R {
    MATCHER.with_borrow_mut(|matcher| {
        matcher.load(&own.terms);
        let sums = Sums::of(own, weighing, language);
        with(&|other, scale| likeness(matcher, (own, &sums), weighing, (other, scale)))
    })
}

fn likeness(
    matcher: &Matcher,
    (own, sums): (&Profile, &Sums),
    Weighing { idf, rarity }: &Weighing,
    (other, scale): (&Profile, &[f32; VIEWS]),
) -> Evidence {
    let (mut products, mut there, mut back) = ([0f32; LANES], 0f32, 0f32);
    let (mut rare, mut figures) = (-BY_CHANCE * sums.rarity, sums.numbers);
    let (mut written, mut in_full, mut heard) = (0f32, 0f32, 0f32);
    for (&term, theirs) in other.terms.iter().zip(&other.counts) {
        let Some(at) = matcher.find(&own.terms, term) else { continue };
        let (ours, square) = (&own.counts[at], idf[at] * idf[at]);
        for (product, (a, b)) in products.iter_mut().zip(lanes(ours).iter().zip(&lanes(theirs))) {
            *product += a * b * square;
        }
        if ours[BODY] > 0 && theirs[BODY] > 0 {
            rare += rarity[at];
            figures -= f32::from(u8::from(ours[NUMBERS] > 0));
        }
        if rarity[at] > 0.0 {
            let both = |view: usize| ours[view] > 0 && theirs[view] > 0;
            // A pair of names is no word of the body.
            if both(NAMES) {
                let names = if ours[BODY] == 0 && theirs[BODY] == 0 { &mut in_full } else { &mut written };
                *names += rarity[at];
            }
            heard += if both(SOUNDS) { rarity[at] } else { 0.0 };
        }
        let in_title = |counts: &Counts| f32::from(u16::from(counts[TITLE]).pow(2)) * square;
        there += if theirs[BODY] > 0 { in_title(ours) } else { 0.0 };
        back += if ours[BODY] > 0 { in_title(theirs) } else { 0.0 };
    }
    let cosine = |view: usize| (products[view] * own.scale[view] * scale[view]).min(1.0);
    let there = (there * own.scale[TITLE] * own.scale[TITLE]).min(1.0);
    let back = (back * scale[TITLE] * scale[TITLE]).min(1.0);
    let is_named = own.scale[NAMES] > 0.0 || scale[NAMES] > 0.0;
    Evidence {
        named: if is_named { cosine(NAMES) } else { UNNAMED * cosine(SOUNDS) },
        title: cosine(TITLE),
        title_in_body: (there + back) / 2.0,
        lead: cosine(LEAD),
        body: cosine(BODY),
        names: cosine(NAMES),
        numbers: cosine(NUMBERS),
        sounds: cosine(SOUNDS),
        brief: (brevity(sums.terms / sums.a_word)
            + brevity(other.terms_of(BODY, (LONG * sums.a_word) as usize) / sums.a_word))
            / 2.0,
        rare: 1.0 - (-rare.max(0.0) / RARE_WORDS).exp(),
        // A name that is written alike sounds alike.
        rare_names: (written.max(heard) + IN_FULL * in_full - BY_CHANCE * sums.names).max(0.0),
        figures: figures / sums.terms.max(1.0),
        days: 0.0,
        counts: 0.0,
        again: false,
        foreign: false,
        vector: None,
        time: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_as_brief_in_pairs_of_characters_as_in_words() {
        let of = |terms: u32, language: &str| {
            let counts = vec![[32; VIEWS]; terms as usize];
            let own = Profile { terms: (0..terms).collect(), counts, ..Profile::default() };
            let weighing = Weighing { idf: vec![1.0; own.terms.len()], rarity: vec![0.0; own.terms.len()] };
            comparing(&own, Language::parse(language), &weighing, |likeness| likeness(&own, &own.scale).brief)
        };
        assert_eq!((of(96, "en"), of(32, "en")), (0.0, 0.0));
        assert!(of(20, "en") > 0.4 && of(20, "en") == of(50, "zh"), "{} {}", of(20, "en"), of(50, "zh"));
        assert_eq!(of(96, "zh"), 0.0);
    }

    #[test]
    fn what_all_hold_loses_most_and_what_one_holds_nothing() {
        let of = |terms: &[u32]| Profile { terms: terms.to_vec(), ..Profile::default() };
        let others: Vec<Profile> = (0..CANDIDATES as u32).map(|n| of(&[1, 2 + n % 2, 100 + n])).collect();
        let others: Vec<&Profile> = others.iter().collect();
        let weighing = Weighing::among(&of(&[0, 1, 2, 100]), &[2.0; 4], &others, 0.4, Some(2.0), 0.0);
        let idf = &weighing.idf;
        assert_eq!((idf[0], idf[3]), (2.0, 2.0));
        assert!((idf[1] - 1.2).abs() < 1e-6 && idf[1] < idf[2] && idf[2] < 2.0, "{idf:?}");
        assert_eq!(weighing.rarity, [1.0, 0.0, 0.0, 1.0]);
        assert_eq!(Weighing::among(&of(&[0, 1]), &[2.0, 3.0], &others, 0.0, None, 0.0).idf, [2.0, 3.0]);
    }
}
