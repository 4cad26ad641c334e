//! Whether the words that two texts share are one form filled twice: a scorecard.
//!
//! A weather report, a market close, a dividend notice share their words with yesterday's and are another text. No single
//! sign tells them from a dispatch and its update; nineteen of them together do. Each is a number from 0 to 1 (but for
//! `length`), its weight stands in the configuration, and the sum is the logarithm of the odds of a form.

use super::{Comparison, Passage, Text};
use crate::tokenise::{Kind, Segment, Tokens};
use serde::{Deserialize, Serialize};

/// How many signs there are.
const SIGNS: usize = 19;

/// Signs of a form, or their weights: one number for each.
///
/// Weights are log-odds; their defaults are round numbers near a logistic regression over the project's corpora and
/// generated days, which `cargo run --release --example evaluate -- --only scorecard` fits anew; `default.toml` says which are
/// more, and why.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
#[serde(default, deny_unknown_fields)]
pub struct Signs {
    /// Of the numbers in shared passages, the share that was changed.
    pub numbers_changed: f32,
    /// Of the names in shared passages, the share that was changed.
    pub names_changed: f32,
    /// Share of the shorter body's numbers and names that the other has nowhere, beyond what its own passages explain.
    pub facts_missing: f32,
    /// Share of a title's words that the other article has neither in its title nor in its body, the smaller of both ways. A
    /// fifth at most where another source printed the same words within hours, with up to two figures changed and no name.
    pub titles_differ: f32,
    /// Share of its numbers that each text has and the other lacks, the smaller of both; fading out from 50 shared words on,
    /// and nothing from 250 on: of two long texts each has a passage of its own. Down to a half of it, where up to eight
    /// numbers and names stand in shared passages of two sources and none was changed.
    pub numbers_exchanged: f32,
    /// The same for names.
    pub names_exchanged: f32,
    /// 1 where each of two brief texts has facts that the other lacks: one, up to 30 words; a quarter of them and two at least,
    /// up to 60. Two sentences with another company in them are another report. Not where nearly all of it stands in a text
    /// three times as long, and it is no alert: that is a cut, with a word of its outlet's. Not where one figure alone was
    /// brought up to date, within hours, or two of another source's print that has the same words; that counts by half in the
    /// signs of numbers as well. Nor, from 30 words on, where eight numbers and names or more stand in shared passages of
    /// two sources and none was changed, and the longer is no digest, at most six times as long; four, where the shorter begins
    /// with a passage of 24 words; two, where it begins with whole sentences of the other, 12 words and more, at any length of both.
    /// Nor where another source has three of the names within hours, none of them changed, and fewer figures were brought up to date
    /// than a form has slots.
    pub brief_exchanged: f32,
    /// Time between the two, of which one changed something: 0 up to ten hours, 1 from forty on. Copies follow within hours,
    /// forms after a day, a week, a quarter. Of two sources down to a quarter, where few of the numbers and names in shared
    /// passages were changed, and to a half, where none was and eight stayed.
    pub apart_changed: f32,
    /// The same where nothing was changed.
    pub apart_same: f32,
    /// Logarithm to base 2 of the number of shared words, over 100 words; from -2.5 to 2.5. Forms are short, and a long
    /// shared text speaks for itself: its weight is below 0.
    pub length: f32,
    /// How far the shorter body is a table, none up to a number in six words and all from one in four on, times how far it was
    /// filled anew: 0 up to two changed figures, which a correction changes, 1 from four on; times how far they changed alone,
    /// 0 where they are 0.3 of what is not shared of it, 1 from 0.6 on. Who writes a table anew changes its words as well.
    pub table_filled: f32,
    /// How far what is shared stands in other fillings of the form, and what does not is not shared.
    pub in_forms: f32,
    /// Of two articles of one source: share of the shorter title's words that the other title lacks.
    pub own_titles: f32,
    /// Of two articles of one source: geometric mean of the share of their leads that is not shared and of the share of numbers
    /// exchanged; fading out from 50 shared words on, and nothing from 150 on.
    pub own_leads: f32,
    /// Of two articles of one source: how far behind the first third the shared words stand on average. 0 where all of the
    /// shorter is shared, word for word, and it is no brief text: it has nothing of its own in front.
    pub own_behind: f32,
    /// Of two articles of one source, of which one is not as the other was: time between the two, 0 up to forty hours, 1 from
    /// a week on.
    pub own_again: f32,
    /// Of two articles of one source, each with a part of its own: how far the longer goes on beside what is shared, 0 up to a
    /// hundred words, 1 from three hundred on, times [`Self::unlike`]; fading out as `numbers_exchanged`.
    pub own_beside: f32,
    /// Of two articles of one source: whether each title names what the other article does not speak of: up to 1, where it is a
    /// quarter of the words of the title that its own body has; fading out as `own_leads`.
    pub own_subjects: f32,
    /// By how much the likeness falls short of 1, rewritten stretches left out: a form filled anew looks rewritten.
    pub unlike: f32,
}

/// What is added where no sign speaks for a form.
pub const BIAS: f32 = -4.0;

/// The weights by default.
impl Default for Signs {
    fn default() -> Self {
        Self {
            numbers_changed: 2.5,
            names_changed: 2.0,
            facts_missing: 3.5,
            titles_differ: 2.5,
            numbers_exchanged: 2.0,
            names_exchanged: 2.0,
            brief_exchanged: 4.0,
            apart_changed: 3.0,
            apart_same: 0.5,
            length: -0.6,
            table_filled: 4.0,
            in_forms: 4.0,
            own_titles: 2.0,
            own_leads: 2.5,
            own_behind: 4.0,
            own_again: 4.0,
            own_beside: 2.0,
            own_subjects: 1.0,
            unlike: 3.5,
        }
    }
}

impl Signs {
    /// The names of the signs, in words.
    pub const NAMES: [&str; SIGNS] = [
        "numbers changed",
        "names changed",
        "facts missing",
        "titles differ",
        "numbers exchanged",
        "names exchanged",
        "exchanged, brief",
        "apart in time, changed",
        "apart in time, unchanged",
        "length",
        "table filled anew",
        "in other forms",
        "own titles",
        "own leads",
        "own part in front",
        "own again",
        "own report beside",
        "own subjects",
        "unlike",
    ];

    /// No sign at all.
    pub fn none() -> Self {
        bytemuck::Zeroable::zeroed()
    }

    /// The numbers in the order of [`Self::NAMES`].
    pub fn values(&self) -> [f32; SIGNS] {
        bytemuck::cast(*self)
    }

    /// What [`Self::values`] gave.
    pub fn from_values(values: [f32; SIGNS]) -> Self {
        bytemuck::cast(values)
    }

    /// What each sign adds to the log-odds of a form under `weights`, in the order of [`Self::NAMES`].
    pub fn weighed(&self, weights: &Self) -> [f32; SIGNS] {
        let (signs, weights) = (self.values(), weights.values());
        std::array::from_fn(|n| signs[n] * weights[n])
    }

    /// The same without what two articles of one source have of their own: signs of a form proper.
    pub fn of_form(&self) -> Self {
        Self { own_titles: 0.0, own_leads: 0.0, own_behind: 0.0, own_beside: 0.0, own_subjects: 0.0, ..*self }
    }

    /// Log-odds of a form.
    pub fn log_odds(&self, bias: f32, weights: &Self) -> f32 {
        bias + self.weighed(weights).iter().sum::<f32>()
    }

    /// The signs of a pair, of which all but these is known; `lengths` are those of its bodies, `short` that up
    /// to which bodies are. Where the pair `is_like` a copy, what stands outside its passages counts as well: partial reuse
    /// stands among other text anyway.
    pub(super) fn of(c: &Comparison, lengths: [usize; 2], short: usize, hours: Option<f32>, is_like: bool) -> Self {
        let a_is_shorter = lengths[0] <= lengths[1];
        let (shorter, longer) = (lengths[0].min(lengths[1]), lengths[0].max(lengths[1]));
        let apart = hours.map_or(0.0, |hours| between(hours, CLOSE, APART));
        let pair = Pair {
            c,
            a_is_shorter,
            shorter,
            longer,
            short,
            hours,
            apart,
            shared: c.words.get() * shorter as f32,
            is_like,
        };
        let outside = f32::from(is_like);
        let fading = outside * between(pair.shared, FADED, FEW_SHARED);
        let uncarried = outside * between(pair.shared, CARRIED, FEW_SHARED);
        let unlike = 1.0 - c.verbatim.get();
        let (is_changed, spoken) = (pair.is_changed(), pair.spoken());
        // One figure that was brought up to date is in three signs, and counts in each by half.
        let updated = if pair.is_updated_alone() { 0.5 } else { 1.0 };
        let numbers = updated * spoken * pair.dense();
        let beside = pair.beside();
        Self {
            numbers_changed: numbers * pair.share_changed(c.numbers_changed, c.facts.numbers_kept),
            names_changed: pair.share_changed(c.names_changed, c.facts.names_kept),
            facts_missing: numbers * pair.facts_missing(),
            titles_differ: pair.titles_differ(),
            numbers_exchanged: numbers * c.facts.numbers_exchanged * fading * beside,
            names_exchanged: c.facts.names_exchanged * fading * beside,
            brief_exchanged: f32::from(pair.is_brief_exchanged()),
            apart_changed: if is_changed { apart * pair.filled_anew() * beside } else { 0.0 },
            apart_same: if is_changed { 0.0 } else { apart },
            length: (pair.shared.max(1.0) / 100.0).log2().clamp(-2.5, 2.5),
            table_filled: outside * pair.table_filled(),
            in_forms: outside * c.in_forms,
            own_titles: outside * pair.retitled(spoken) * c.own.titles,
            own_leads: (uncarried * c.own.leads * c.facts.numbers_exchanged).sqrt(),
            own_behind: if shorter > short && pair.is_as_it_was() { 0.0 } else { outside * c.own.behind },
            own_again: outside * pair.again(is_changed),
            own_beside: fading * unlike * between(c.own.beside as f32, BESIDE, REPORT),
            own_subjects: uncarried * (c.own.subjects / SUBJECT).min(1.0),
            unlike: outside * unlike,
        }
    }
}

/// How far `value` has come from one bound to another, in [0, 1].
fn between(value: f32, from: f32, to: f32) -> f32 {
    ((value - from) / (to - from)).clamp(0.0, 1.0)
}

/// What the signs of a pair are told by.
struct Pair<'a> {
    c: &'a Comparison,
    a_is_shorter: bool,
    shorter: usize,
    longer: usize,
    short: usize,
    hours: Option<f32>,
    /// How far apart in time they are, in [0, 1].
    apart: f32,
    /// Words that they share.
    shared: f32,
    is_like: bool,
}

impl Pair<'_> {
    /// Whether the shorter body stands in the other word for word.
    fn is_as_it_was(&self) -> bool {
        self.c.verbatim.get() >= AS_IT_WAS
    }

    /// Of what stands in shared passages, the share that was changed.
    fn share_changed(&self, changed: u32, kept: u32) -> f32 {
        changed as f32 / ((changed + kept) as f32).max(self.shared * self.c.facts.worth / FEW).max(1.0)
    }

    /// Whether a number or a name of one is another in the other.
    fn is_changed(&self) -> bool {
        let c = self.c;
        // A text that is as it was between other names (`—Orsa Mail.`, `On lit dans le Courrier :`) is printed again.
        let is_renamed = !self.is_as_it_was() && c.facts.names_exchanged > 0.0;
        !c.facts.is_misread
            && (c.numbers_changed + c.names_changed > 0 || c.facts.numbers_exchanged > 0.0 || is_renamed)
    }

    /// See [`Signs::facts_missing`].
    fn facts_missing(&self) -> f32 {
        let facts = self.c.facts.all as f32;
        let missing = ((facts - self.c.facts.found as f32) - facts * (1.0 - self.c.words.get())).max(0.0);
        missing / facts.max(self.shorter as f32 * self.c.facts.worth / WORDS_PER_FACT).max(1.0)
    }

    /// Whether no name was changed, and no time has passed.
    fn is_unrenamed(&self) -> bool {
        self.c.names_changed == 0 && self.c.facts.names_exchanged == 0.0 && self.apart == 0.0
    }

    /// Whether it is another's print of the same words, with figures brought up to date.
    fn is_updated_print(&self) -> bool {
        self.is_unrenamed()
            && !self.c.own.is_one_source
            && self.hours.is_some()
            && self.c.facts.figures_changed as f32 <= CORRECTED
            && self.is_as_it_was()
    }

    /// Whether nothing but a figure was brought up to date, within hours.
    fn is_updated_alone(&self) -> bool {
        self.is_unrenamed() && self.c.facts.figures_changed <= 1 || self.is_updated_print()
    }

    /// See [`Signs::titles_differ`].
    fn titles_differ(&self) -> f32 {
        let differ = self.c.facts.titles.map_or(UNKNOWN_TITLES, |agree| 1.0 - agree.get());
        // Titles of another's print are that house's own.
        if self.is_updated_print() { differ.min(UNKNOWN_TITLES) } else { differ }
    }

    /// Numbers and names in shared passages that stayed as they were.
    fn kept(&self) -> f32 {
        (self.c.facts.numbers_kept + self.c.facts.names_kept) as f32
    }

    /// Whether the shared passages of two sources are unchanged. Who fills a form anew does so within what is shared as well,
    /// and the form is one source's.
    fn is_kept(&self) -> bool {
        !self.c.own.is_one_source && self.c.numbers_changed + self.c.names_changed == 0
    }

    /// How much counts what is exchanged beside the shared passages: where much stands unchanged in these, or the lead as it was,
    /// each text has a part of its own beside them.
    fn beside(&self) -> f32 {
        match self.is_kept() {
            true if self.is_headed() => 0.5,
            true => 1.0 - between(self.kept(), FEW_KEPT, MANY_KEPT) / 2.0,
            false => 1.0,
        }
    }

    /// How far the shared passages of two sources look filled anew: a form that comes again has other figures throughout, a take
    /// that is printed days later has one or two.
    fn filled_anew(&self) -> f32 {
        let changed = (self.c.numbers_changed + self.c.names_changed) as f32;
        let is_carried = changed > 0.0 && !self.c.own.is_one_source;
        if is_carried { (changed / (changed + self.kept()) / FILLED_ANEW).clamp(0.25, 1.0) } else { 1.0 }
    }

    /// Whether the two have one lead: the shorter begins with a long passage in which numbers and names stand unchanged. A form
    /// that another fills has another's in it.
    fn is_led(&self) -> bool {
        let begins = |passage: &Passage| {
            let before = if self.a_is_shorter { passage.a_first } else { passage.b_first };
            before <= BEFORE_LEAD && passage.matched >= LEAD_WORDS
        };
        self.is_kept() && self.kept() >= LEAD_KEPT && self.c.passages.iter().any(begins)
    }

    /// Whether the two begin with the same sentences, word for word, and these tell of something: two cuts of one text. Who fills a
    /// form anew does so in its sentences.
    fn is_headed(&self) -> bool {
        self.is_kept() && self.c.lead as f32 * self.c.facts.worth >= HEAD_WORDS && self.kept() >= HEAD_KEPT
    }

    /// See [`Signs::brief_exchanged`].
    fn is_brief_exchanged(&self) -> bool {
        let &Self { c, shorter, longer, short, .. } = self;
        let least = if shorter <= short { 1 } else { (c.facts.all / 4).max(2) };
        let is_cut = 2 * shorter > short && longer >= FAR_LONGER * shorter && c.verbatim.get() >= CUT;
        // In capitals alone all words are names.
        let is_plain = shorter > short && 2 * c.facts.all as usize <= shorter;
        let is_led = is_plain && self.is_led();
        let is_carried = self.is_kept() && is_plain && self.kept() >= MANY_KEPT && longer <= MAX_SHORT_RATIO * shorter;
        let is_brief = shorter <= 2 * short && !is_cut && c.facts.exchanged >= least;
        is_brief && !self.is_updated_alone() && !is_carried && !is_led && !self.is_headed() && !self.is_take()
    }

    /// Whether another source took up the same names within hours, with a few figures brought up to date.
    fn is_take(&self) -> bool {
        self.hours.is_some() && self.c.facts.names_kept >= TAKE_NAMES && self.dense() <= TAKE
    }

    /// How much counts what numbers say. Who fills a form anew quotes nobody, or someone else: where a quotation stayed as it
    /// was and no name was changed, figures were brought up to date.
    fn spoken(&self) -> f32 {
        let quoted = self.shared - self.c.unquoted_tokens as f32;
        let is_dated_otherwise = self.c.names_changed > 0 || self.apart > 0.0 || !self.is_like;
        if is_dated_otherwise { 1.0 } else { 1.0 - between(quoted, FEW_QUOTED, MANY_QUOTED) / 2.0 }
    }

    /// Words of shared passages that are others in the other.
    fn replaced(&self) -> u32 {
        let of = |p: &Passage| (p.a_end - p.a_first).min(p.b_end - p.b_first).saturating_sub(p.matched);
        self.c.passages.iter().map(of).sum()
    }

    /// How much counts what numbers say of two sources within hours: a form has its slots in every line, for figures and for words, and
    /// a take has a few figures in many words.
    fn dense(&self) -> f32 {
        let is_take = self.c.numbers_changed > 0 && self.c.names_changed == 0 && self.apart == 0.0;
        if !is_take || self.c.own.is_one_source {
            return 1.0;
        }
        let words = (self.shared * self.c.facts.worth).max(1.0);
        let filled = self.c.facts.figures_changed.max(self.replaced());
        let slots = between(filled as f32 / words, FEW_SLOTS, MANY_SLOTS);
        let same_names = (1.0 - 2.0 * self.c.facts.names_exchanged).max(0.0);
        1.0 - (1.0 - slots.max(SPARSE)) * same_names
    }

    /// How much counts a new title: under the lead that it had, an own text brought up to date gets one that says what is new.
    fn retitled(&self, spoken: f32) -> f32 {
        if self.c.own.leads < LED { 2.0 * spoken - 1.0 } else { 1.0 }
    }

    /// See [`Signs::table_filled`].
    fn table_filled(&self) -> f32 {
        let figures = self.c.facts.figures_changed as f32;
        let matched: u32 = self.c.passages.iter().map(|passage| passage.matched).sum();
        let alone = figures / figures.max(self.shorter as f32 - matched as f32).max(1.0);
        between(self.c.facts.figures, 1.0 / 6.0, 1.0 / 4.0)
            * between(figures, CORRECTED, FILLED)
            * between(alone, RESET, ALONE)
    }

    /// See [`Signs::own_again`]. What is printed again as it was, whole or cut, is no other report.
    fn again(&self, is_changed: bool) -> f32 {
        let is_another = is_changed || self.c.own.is_dated_anew || !self.is_as_it_was();
        let weeks = self.hours.map_or(0.0, |hours| between(hours, APART, WEEK));
        if self.c.own.is_one_source && is_another { weeks } else { 0.0 }
    }
}

/// Words to a number or name in ordinary news. Texts that have fewer (scripts without capitals) are judged as if they had
/// as many, so that one changed figure does not weigh as all.
const WORDS_PER_FACT: f32 = 12.0;

/// The same for numbers alone, and for names alone.
const FEW: f32 = 2.0 * WORDS_PER_FACT;

/// Disagreement of titles where one is missing: that of the average pair of true copies.
const UNKNOWN_TITLES: f32 = 0.2;

/// Shared words up to which an exchange of facts says all that it can, and at which it says nothing any more.
const FEW_SHARED: f32 = 50.0;
pub(super) const FADED: f32 = 250.0;

/// Numbers and names in shared passages, none of them changed, up to which they say nothing of a form, and from which they
/// halve what is exchanged beside them.
const FEW_KEPT: f32 = 3.0;
const MANY_KEPT: f32 = 8.0;

/// Words before a lead at most, as a dateline and a page's title take them; words and unchanged numbers and names in what two
/// texts that have one lead share.
const BEFORE_LEAD: u32 = 20;
const LEAD_WORDS: u32 = 24;
const LEAD_KEPT: f32 = 4.0;

/// Words of the sentences that two texts begin with as they are, and unchanged numbers and names of the shared passages.
const HEAD_WORDS: f32 = 12.0;
const HEAD_KEPT: f32 = 2.0;

/// Words from which a sentence is no headline or crosshead.
const LEAST_TOLD: usize = 5;

/// Words of shared quotations up to which they may be a set phrase, and from which someone is quoted.
const FEW_QUOTED: f32 = 4.0;
const MANY_QUOTED: f32 = 8.0;

/// Share of its words that a lead of its own has at least, beyond what was brought up to date in it.
const LED: f32 = 0.5;

/// Shared words at which leads and subjects of their own say nothing any more: the body is carried.
const CARRIED: f32 = 150.0;

/// How many times as long a text is that another was cut from rather than filled in as it, and the likeness of a cut.
const FAR_LONGER: usize = 3;
const CUT: f32 = 0.9;

/// A body this many times longer than a short one holds it by chance or as a line of its own.
pub(super) const MAX_SHORT_RATIO: usize = 6;

/// Hours within which time says nothing against a pair, and from which it says all that it can.
const CLOSE: f32 = 10.0;
const APART: f32 = 40.0;

/// Likeness from which the shorter body is as it was.
const AS_IT_WAS: f32 = 0.95;

/// Words beside what is shared up to which a text goes on as an update does, and from which it is another report.
const BESIDE: f32 = 100.0;
const REPORT: f32 = 300.0;

/// Share of a title's words from which they name another subject.
const SUBJECT: f32 = 0.25;

/// Changed figures up to which a table was corrected, and from which it is another.
const CORRECTED: f32 = 2.0;
const FILLED: f32 = 4.0;

/// Share of the figures in what was changed up to which a table was written anew, and from which it was filled anew.
const RESET: f32 = 0.3;
const ALONE: f32 = 0.6;

/// Share of the numbers and names in shared passages from which these were filled anew.
const FILLED_ANEW: f32 = 0.25;

/// Changed figures to a shared word up to which few of the words are slots, and from which these are as dense as in a form; and how
/// much numbers count at least.
const FEW_SLOTS: f32 = 1.0 / 36.0;
const MANY_SLOTS: f32 = 1.0 / 12.0;
const SPARSE: f32 = 0.25;

/// Names in shared passages of a take at least, and how much numbers count against it at most.
const TAKE_NAMES: u32 = 3;
const TAKE: f32 = 0.75;

/// A week, in hours.
const WEEK: f32 = 168.0;

/// See [`Comparison::lead`]; datelines are left out. Cost: O(sentences of the longer + words of the shorter).
pub(super) fn lead([a, b]: [&Tokens; 2]) -> u32 {
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_told = |segment: &Segment| segment.len() >= LEAST_TOLD;
    let Some(first) = shorter.segments.iter().position(is_told) else { return 0 };
    if shorter.segments[first].first > BEFORE_LEAD {
        return 0;
    }
    let begun = (0..longer.segments.len()).map(|there| {
        let sentences = shorter.segments[first..].iter().zip(&longer.segments[there..]);
        let same = sentences.take_while(|(a, b)| told(shorter, a) == told(longer, b));
        same.map(|(segment, _)| segment.end - segment.first).sum()
    });
    begun.max().unwrap_or(0)
}

/// The words of a sentence, without a dateline before them.
fn told<'a>(body: &'a Tokens, segment: &Segment) -> &'a [u32] {
    let words = segment.first as usize..segment.end as usize;
    let dateline = body.kinds[words.clone()].iter().take_while(|kind| kind.has(Kind::ORIGIN)).count();
    &body.stems[words][dateline..]
}

/// Hours between two articles; none where a date is missing.
pub(super) fn hours_between(a: Text<'_>, b: Text<'_>) -> Option<f32> {
    a.published_at.zip(b.published_at).map(|(a, b)| a.seconds_since(b).unsigned_abs() as f32 / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};

    #[test]
    fn a_lead_is_whole_sentences_without_a_dateline() {
        let words = |text: &str| tokenise(&clean(text), None, StemCache::shared());
        let first = "Seven workers were hurt on Tuesday when a scaffold fell from the old bridge at Meldrin.";
        let plain = words(&format!("{first} Divers looked for an eighth."));
        let mut dated = words(&format!("A page of its own.\n\nMELDRIN: {first} The bridge stays closed until May."));
        assert_eq!(lead([&plain, &dated]), 0, "a place that may be filled in");
        dated.kinds[5].set(Kind::ORIGIN);
        assert_eq!(lead([&plain, &dated]), 16);
        let filled =
            words("Nine workers were hurt on Tuesday when a scaffold fell from the old bridge at Meldrin. It rained.");
        assert_eq!(lead([&plain, &filled]), 0);
        assert_eq!(lead([&plain, &plain]), plain.len() as u32);
    }

    #[test]
    fn values_and_names_go_with_their_fields() {
        let values = std::array::from_fn(|n| n as f32);
        let signs = Signs::from_values(values);
        assert_eq!(signs.values(), values);
        assert_eq!((signs.numbers_changed, signs.brief_exchanged, signs.unlike), (0.0, 6.0, 18.0));
        assert_eq!(
            (Signs::NAMES[0], Signs::NAMES[6], Signs::NAMES[18]),
            ("numbers changed", "exchanged, brief", "unlike")
        );
    }

    #[test]
    fn what_the_signs_add_comes_to_the_log_odds() {
        let weights = Signs::default();
        let signs = Signs { numbers_changed: 0.5, titles_differ: 0.4, length: -1.0, ..Signs::none() };
        let sum: f32 = signs.weighed(&weights).iter().sum();
        assert!((sum - (0.5 * 2.5 + 0.4 * 2.5 + 0.6)).abs() < 1e-5, "{sum}");
        assert!((signs.log_odds(BIAS, &weights) - (sum - 4.0)).abs() < 1e-5);
        assert_eq!(Signs::none().log_odds(BIAS, &weights), BIAS);
    }
}
