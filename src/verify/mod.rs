//! Measures a pair of bodies exactly, and says what one is to the other, with the evidence.
//!
//! - takes: two bodies (furniture left out) with their fingerprints
//! - gives: a [`Comparison`]: measures, aligned passages, the relation, and the rule that decided
//! - useful for: any pair; every number in it can be shown in the two originals
//! - not useful for: retrieval; a comparison costs some microseconds
//!
//! What decides is the *shared share of the shorter body*, seen in three ways and averaged: of its words, of its words
//! outside quotations, of its sentences. Reader's rule: a copy takes at least about half of the shorter body from a
//! common original. Quotations alone count in one view of three; scattered set phrases count in none of the sentences.

mod align;
mod cover;
mod decide;
mod facts;
mod filled;
mod form;
mod misread;
mod own;
mod reworded;
mod statement;
mod word_set;

pub use align::{Aligner, Passage};
pub use decide::{Relation, Rule, VerifyConfig};
pub use facts::Facts;
pub use filled::form_words;
pub use form::Signs;
pub use own::Own;

use crate::embed::CompactVector;
use crate::fingerprint::SimHash;
use crate::tokenise::{Kind, Tokens};
use crate::units::{Hamming, Similarity, Timestamp};
use cover::Cover;
use facts::FactFinder;
use misread::Misreading;
use reworded::Rewording;
use serde::{Deserialize, Serialize};

/// What a pair is compared by. Borrowed: nothing is copied.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The words of the body, furniture left out; of the title where there is no body.
    pub body: &'a Tokens,
    /// The words of the title.
    pub title: &'a Tokens,
    /// The body's [`Fingerprint::simhash`](crate::fingerprint::Fingerprint::simhash).
    pub simhash: SimHash,
    /// The body's [`Fingerprint::body`](crate::fingerprint::Fingerprint::body).
    pub hash: u64,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// The vector, where there is one.
    pub vector: Option<&'a CompactVector>,
    /// Its source, where it is known.
    pub source: Option<u64>,
    /// Whether it came later than the other: then its marks of [`Kind::FORM`] count.
    pub is_later: bool,
}

/// The measures of a pair, as verdicts and edges print them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Measures {
    /// Share of the first body's words that lie in passages which the second has too. Ratio in [0, 1].
    ///
    /// Source: containment as in Broder 1997, over aligned words rather than shingles, so that one changed word costs
    /// one word and not three shingles.
    pub containment: Similarity,
    /// The same the other way round.
    pub containment_of_other: Similarity,
    /// Shared words over the words of both together. Ratio in [0, 1]. Source: Broder 1997.
    pub resemblance: Similarity,
    /// Bits in which the SimHashes differ, 0..=64.
    pub hamming: Hamming,
    /// Cosine of the two vectors, cut off at 0; none without vectors.
    pub cosine: Option<Similarity>,
}

/// What an exact comparison found.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What the first is to the second.
    pub relation: Relation,
    /// The rule that decided.
    pub rule: Rule,
    /// The shared share of the shorter body: the mean of the three shares below. Ratio in [0, 1].
    pub likeness: Similarity,
    /// The same without stretches that were rewritten word by word.
    pub verbatim: Similarity,
    /// The likeness that makes a copy of this pair, for the length of the shorter and the time between the two.
    pub bound: Similarity,
    /// Share of the shorter body's words in shared passages.
    pub words: Similarity,
    /// The same over its words outside quotations.
    pub unquoted: Similarity,
    /// How many words outside quotations that are.
    pub unquoted_tokens: u32,
    /// Share of its sentences that lie in shared passages for the larger part.
    pub sentences: Similarity,
    /// Its numbers, names and titles.
    pub facts: Facts,
    /// Whether it is a copy only if stretches that were rewritten word by word are counted; the shares count them then.
    pub reworded: bool,
    /// Numbers inside shared passages that were changed, without those that misreading makes.
    pub numbers_changed: u32,
    /// Names inside shared passages that were changed, as much.
    pub names_changed: u32,
    /// What two articles of one source have of their own.
    pub own: Own,
    /// Words of the sentences that a brief shorter body begins with and that stand in the other as they are, from the first
    /// word to the last.
    pub lead: u32,
    /// Share of the shared words that are marked as those of a form, times the share of the others that is not shared. Ratio in
    /// [0, 1].
    pub in_forms: f32,
    /// Signs that what is shared is a form.
    pub form: Signs,
    /// The measures that are printed.
    pub measures: Measures,
    /// The shared passages, in the order of the second body.
    pub passages: Vec<Passage>,
}

impl Comparison {
    /// The same with the first for the second: what the second was found to be to the first.
    pub fn turned(mut self) -> Self {
        let Measures { containment, containment_of_other, .. } = self.measures;
        (self.measures.containment, self.measures.containment_of_other) = (containment_of_other, containment);
        for p in &mut self.passages {
            (p.a_first, p.a_end, p.b_first, p.b_end) = (p.b_first, p.b_end, p.a_first, p.a_end);
        }
        self.passages.sort_unstable_by_key(|p| (p.b_first, p.a_first));
        self
    }

    /// Of two texts that are one form filled twice, whether they report two events: where a name was changed or most are
    /// others, or where half a day or more lies between, or an unknown time. What changes numbers alone, within hours,
    /// brings one event up to date.
    pub fn is_of_another_event(&self, seconds_apart: Option<i64>) -> bool {
        let names = self.facts.all.saturating_sub(self.facts.numbers);
        let missing = self.facts.all.saturating_sub(self.facts.found + self.facts.numbers_missing);
        let is_later = seconds_apart.is_none_or(|apart| apart as f32 / 3600.0 >= decide::ANOTHER_DAY);
        self.names_changed > 0 || 2 * missing > names || is_later
    }
}

/// Compares texts; keep one per thread, its buffers are reused.
#[derive(Debug, Default)]
pub struct Comparer {
    aligner: Aligner,
    cover_a: Cover,
    cover_b: Cover,
    facts: FactFinder,
    rewording: Rewording,
}

impl Comparer {
    /// Makes `a` the text that [`Self::compare`] takes for its first. Cost: O(tokens).
    pub fn load(&mut self, a: Text<'_>) {
        self.aligner.load(a.body);
        self.facts.reload();
    }

    /// Compares `a`, which was loaded, with `b`. Cost: O(tokens of both), see [`Aligner::align`].
    pub fn compare(&mut self, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) -> Comparison {
        let same = is_same(a, b);
        let passages = if same { vec![whole(a.body)] } else { self.aligner.align(a.body, b.body).to_vec() };
        if passages.is_empty() {
            return unlike(a, b, config);
        }
        self.cover_a.set(passages.iter().map(|p| (p.a_first, p.a_end)));
        self.cover_b.set(passages.iter().map(|p| (p.b_first, p.b_end)));
        let (shared_a, shared_b) = (self.cover_a.len(), self.cover_b.len());
        let (length_a, length_b) = (a.body.len() as u64, b.body.len() as u64);
        let matched = passages.iter().map(|passage| passage.matched).sum();
        // Marks are lost where letters are.
        let is_damaged = !same && Misreading::of(matched, self.aligner.respelt(), [a.body, b.body]).is_any();
        let (shares, verbatim, reworded) = self.shares(a, b, &passages, is_damaged, config);
        let likeness = shares.likeness();
        // What tells a form from a dispatch is asked only where something is shared to speak of.
        let (mut facts, mut own, mut lead) = (Facts::default(), Own::default(), 0);
        let mut changed =
            [passages.iter().map(|p| p.numbers_changed).sum(), passages.iter().map(|p| p.names_changed).sum()];
        if likeness.get() >= REWORDED_FROM {
            let respelt = if same { &[] } else { self.aligner.respelt() };
            let shared = shares.words.get() * a.body.len().min(b.body.len()) as f32;
            let covers = [&self.cover_a, &self.cover_b];
            (facts, changed) = self.facts.find([a, b], &passages, covers, respelt, shared, config);
            own = own::own(&mut self.facts.open, [a, b], covers);
            if a.body.len().min(b.body.len()) <= 2 * config.short_tokens as usize {
                lead = form::lead([a.body, b.body]);
            }
        }
        let shared = (shared_a + shared_b) / 2;
        let other = unlike(a, b, config);
        let mut comparison = Comparison {
            likeness,
            verbatim,
            words: shares.words,
            unquoted: shares.unquoted,
            unquoted_tokens: shares.unquoted_tokens,
            sentences: shares.sentences,
            reworded,
            facts,
            numbers_changed: changed[0],
            names_changed: changed[1],
            own,
            lead,
            measures: Measures {
                containment: Similarity::ratio(shared_a, length_a),
                containment_of_other: Similarity::ratio(shared_b, length_b),
                resemblance: Similarity::ratio(shared, (length_a + length_b).saturating_sub(shared)),
                ..other.measures
            },
            passages,
            ..other
        };
        self.judge(&mut comparison, a, b, config);
        comparison
    }

    /// The shares of the shorter body, their likeness without stretches that were rewritten word by word, and whether these
    /// count, which they do where they make a copy of the pair. Those that were found are covered from then on.
    fn shares(
        &mut self,
        a: Text<'_>,
        b: Text<'_>,
        passages: &[Passage],
        is_damaged: bool,
        config: &VerifyConfig,
    ) -> (Shares, Similarity, bool) {
        let a_is_shorter = a.body.len() <= b.body.len();
        let shorter = if a_is_shorter { a.body } else { b.body };
        // A passage that the shorter body repeats and the longer has once is shared once.
        let once = match a_is_shorter {
            true => 1.0,
            false => {
                self.cover_a.len() as f32 / passages.iter().map(|p| p.a_end - p.a_first).sum::<u32>().max(1) as f32
            }
        };
        let quoted = if is_damaged { 0 } else { statement::quoted([a.body, b.body], a_is_shorter, passages) };
        let of = |covers: [&Cover; 2]| Shares::of(shorter, covers[usize::from(!a_is_shorter)], once, quoted);
        let shares = of([&self.cover_a, &self.cover_b]);
        let verbatim = shares.likeness();
        let bound = decide::bound(shorter.len(), config).get();
        if !(REWORDED_FROM..bound).contains(&verbatim.get()) {
            return (shares, verbatim, false);
        }
        self.rewording.find(a.body, b.body, passages, &mut self.cover_a, &mut self.cover_b);
        let with = of([&self.cover_a, &self.cover_b]);
        let reworded = with.likeness().get() >= bound;
        (if reworded { with } else { shares }, verbatim, reworded)
    }

    /// Decides about a pair that was compared, once the words of a form are marked in the later of the two.
    pub fn judge(&mut self, comparison: &mut Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) {
        let marked = |text: Text<'_>| text.is_later && text.body.kinds.iter().any(|kind| kind.has(Kind::FORM));
        let titles = comparison.facts.titles.map_or(1.0, Similarity::get);
        comparison.in_forms = match (marked(a), marked(b)) {
            (true, _) => {
                let passages = comparison.passages.iter().map(|p| (p.a_first, p.a_end));
                filled::in_forms(a, b, passages, titles, &mut self.cover_a)
            }
            (_, true) => {
                let passages = comparison.passages.iter().map(|p| (p.b_first, p.b_end));
                filled::in_forms(b, a, passages, titles, &mut self.cover_b)
            }
            _ => 0.0,
        };
        decide::decide(comparison, a, b, config);
    }
}

/// Whether two bodies are the same, word for word.
fn is_same(a: Text<'_>, b: Text<'_>) -> bool {
    a.hash == b.hash && a.body.stems == b.body.stems && !a.body.is_empty()
}

/// A body as one passage that both have.
fn whole(body: &Tokens) -> Passage {
    let end = body.len() as u32;
    Passage { a_end: end, b_end: end, matched: end, ..Passage::default() }
}

/// The comparison of two texts that share no passage.
fn unlike(a: Text<'_>, b: Text<'_>, config: &VerifyConfig) -> Comparison {
    Comparison {
        relation: Relation::None,
        rule: Rule::NothingShared,
        likeness: Similarity::ZERO,
        verbatim: Similarity::ZERO,
        bound: decide::bound_of(a, b, config),
        words: Similarity::ZERO,
        unquoted: Similarity::ZERO,
        unquoted_tokens: 0,
        sentences: Similarity::ZERO,
        reworded: false,
        facts: Facts::default(),
        numbers_changed: 0,
        names_changed: 0,
        own: Own::default(),
        lead: 0,
        in_forms: 0.0,
        form: Signs::none(),
        measures: Measures { hamming: a.simhash.distance(b.simhash), cosine: cosine(a, b), ..Measures::default() },
        passages: Vec::new(),
    }
}

fn cosine(a: Text<'_>, b: Text<'_>) -> Option<Similarity> {
    a.vector.zip(b.vector).map(|(a, b)| Similarity::clamped(a.cosine(b)))
}

/// Likeness below which rewritten stretches are not looked for: a copy that was rewritten still keeps some runs of words.
const REWORDED_FROM: f32 = 0.1;

/// The shared shares of a body.
struct Shares {
    words: Similarity,
    unquoted: Similarity,
    unquoted_tokens: u32,
    sentences: Similarity,
}

impl Shares {
    /// The shares of `body` that are covered; of what is, the share `once` counts, and `quoted` words that it prints as its own
    /// are a quotation in the other.
    fn of(body: &Tokens, cover: &Cover, once: f32, quoted: u64) -> Self {
        let ratio = |shared: u64, all: u64| Similarity::clamped(Similarity::ratio(shared, all).get() * once);
        let words = ratio(cover.len(), body.len() as u64);
        let own_words = |kinds: &[Kind]| u64::from(kinds.iter().map(|k| u32::from(!k.has(Kind::QUOTED))).sum::<u32>());
        let own = own_words(&body.kinds).saturating_sub(quoted);
        let shared = cover.ranges().map(|range| own_words(&body.kinds[range])).sum::<u64>().saturating_sub(quoted);
        let unquoted = match own {
            MIN_UNQUOTED.. => ratio(shared, own),
            // All that it says is said by someone whom the other quotes.
            _ if quoted > 0 => Similarity::ZERO,
            _ => words,
        };
        let sentences = cover.sentence_share(body).map_or(words, |share| Similarity::clamped(share.get() * once));
        Self { words, unquoted, unquoted_tokens: shared as u32, sentences }
    }

    fn likeness(&self) -> Similarity {
        Similarity::clamped((self.words.get() + self.unquoted.get() + self.sentences.get()) / 3.0)
    }
}

/// Words outside quotations below which their share says nothing.
const MIN_UNQUOTED: u64 = 8;

/// An undated article, for tests.
#[cfg(test)]
fn printed<'a>(
    is_later: bool,
    body: &'a Tokens,
    title: &'a Tokens,
    fingerprint: &crate::fingerprint::Fingerprint,
    source: Option<u64>,
) -> Text<'a> {
    let (simhash, hash) = (fingerprint.simhash, fingerprint.body);
    Text { body, title, simhash, hash, published_at: None, vector: None, source, is_later }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::fingerprint;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};

    fn compared(a: &str, b: &str, source: Option<u64>) -> Comparison {
        compared_of(a, b, [source; 2], None)
    }

    fn compared_of(a: &str, b: &str, sources: [Option<u64>; 2], hours: Option<i64>) -> Comparison {
        let times = hours.map_or([None; 2], |hours| [hours, 0].map(|hour| Some(Timestamp::from_seconds(hour * 3600))));
        let bodies = [a, b].map(|text| tokenise(&clean(text), None, StemCache::shared()));
        let (title, marks) = (Tokens::default(), [0, 1].map(|n| fingerprint(&bodies[n])));
        let text =
            |n: usize| Text { published_at: times[n], ..printed(n == 0, &bodies[n], &title, &marks[n], sources[n]) };
        let mut comparer = Comparer::default();
        comparer.load(text(0));
        comparer.compare(text(0), text(1), &VerifyConfig::default())
    }

    #[test]
    fn a_passage_that_one_text_repeats_is_shared_once() {
        let head = "Prices by grade, in crowns to the tonne, at the quay, for delivery in spring and in summer";
        let table = |names: [&str; 4]| names.map(|name| format!("{head}: {name}. ")).concat();
        let repeated = table([
            "Karsova red 410 and 425",
            "Ostravane hard 388 and 402",
            "Mallow soft 371 and 390",
            "Tallow 350 and 361",
        ]);
        let once = format!(
            "{head}: Lindmark white 512 and 533. {}",
            "Nobody at the quay expects the barges before Tuesday. Two of them lie in the lock at Brakensiel with broken rudders, and the third waits for a pilot who has the mumps and will not come. Its owner has asked the harbour court for a remedy, without much hope of one."
        );
        for (a, b) in [(&repeated, &once), (&once, &repeated)] {
            let found = compared(a, b, None);
            assert!(found.words.get() < 0.35, "{found:?}");
            assert!(!found.relation.is_copy(), "{found:?}");
        }
    }

    #[test]
    fn a_take_changes_a_few_figures_and_a_form_its_words_as_well() {
        let report = |[dead, missing, boats, hours]: [u32; 4], thing: &str, why: &str| {
            format!(
                "The {thing} of Karsova was closed on Monday after {why} had been reported near the western gate. Rescuers \
                 pulled {dead} people out of it and looked for {missing} more with {boats} lamps, said Ilka Brandt, who leads \
                 the {thing} police. Shops around the {thing} stayed shut for {hours} hours, and {why} is still being examined \
                 by experts from Upper Karsova.",
            )
        };
        let first = report([14, 9, 21, 5], "harbour", "an oil slick");
        let found = |text: &str| compared_of(text, &first, [Some(1), Some(2)], Some(5));
        let take = found(&report([17, 6, 21, 5], "harbour", "an oil slick"));
        assert!(take.relation.is_copy(), "{take:?}");
        let form = found(&report([17, 6, 33, 5], "library", "a broken pipe"));
        assert_eq!(form.rule, Rule::Template, "{form:?}");
    }

    #[test]
    fn two_cuts_of_a_text_begin_with_one_sentence() {
        let lead = |killed: u32, place: &str| {
            format!(
                "Beim Einsturz eines Gerüstes an der alten Karsova-Brücke sind am Dienstag kurz vor Mittag {killed} Arbeiter in {place} verletzt worden."
            )
        };
        let one = "Die Brücke bleibt bis zum 14. Mai gesperrt.";
        let other = "Taucher suchten nach dem Polier Werner Lindqvist.";
        let cut = |lead: String, rest: &str| format!("{lead} {rest}");
        let found = |a: &str, sources| compared_of(a, &cut(lead(7, "Meldrin"), other), sources, Some(2));
        let apart = [Some(1), Some(2)];
        let cuts = found(&cut(lead(7, "Meldrin"), one), apart);
        assert!(cuts.relation.is_copy() && cuts.form.brief_exchanged == 0.0, "{cuts:?}");
        let another = found(&cut(lead(9, "Emmenau"), one), apart);
        assert_eq!(another.form.brief_exchanged, 1.0, "filled anew in its lead: {another:?}");
        let one_source = found(&cut(lead(7, "Meldrin"), one), [Some(1); 2]);
        assert_eq!(one_source.form.brief_exchanged, 1.0, "{one_source:?}");
    }

    #[test]
    fn a_table_filled_anew_changes_its_figures_alone() {
        let table = |rates: [f32; 5]| {
            let rates: Vec<String> = [30, 60, 90, 180, 360]
                .iter()
                .zip(rates)
                .map(|(days, rate)| format!("{days} days {rate:.2} percent"))
                .collect();
            format!("The bank at Lindmark pays on deposits of a thousand crowns and more: {}.", rates.join(", "))
        };
        let first = table([4.12, 4.25, 4.44, 4.71, 5.05]);
        let found = |rates| compared(&table(rates), &first, Some(7));
        let filled = found([4.12, 4.31, 4.52, 4.83, 5.16]);
        assert_eq!((filled.rule, filled.facts.figures_changed), (Rule::Template, 4), "{filled:?}");
        let corrected = found([4.12, 4.25, 4.52, 4.71, 5.05]);
        assert_eq!((corrected.relation, corrected.facts.figures_changed), (Relation::Version, 1), "{corrected:?}");
    }
}
