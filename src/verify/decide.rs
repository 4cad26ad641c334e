//! From measures to a relation, by rules that can be said in one sentence each.

use super::{Comparison, Text};
use crate::units::Similarity;
use serde::{Deserialize, Serialize};

/// What one article is to another. Ordered from the closest to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same body, but for case, accents and furniture.
    Identical,
    /// A later or earlier take of the same item: a copy with changed figures, or a revision by the same source.
    Version,
    /// The body derives from the same original text.
    Copy,
    /// Passages are shared, while most of the shorter body is independent.
    Partial,
    /// Nothing beyond quotations, set phrases or a template.
    None,
}

impl Relation {
    /// Whether the two belong into one cluster.
    pub fn is_copy(self) -> bool {
        self <= Self::Copy
    }

    /// The name in verdicts and edges.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Version => "version",
            Self::Copy => "copy",
            Self::Partial => "partial",
            Self::None => "none",
        }
    }
}

/// The rule that decided a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// The bodies are equal word for word.
    SameBody,
    /// At least the bound of the shorter body is shared.
    SharedBody,
    /// The same, and figures inside shared passages were changed.
    ChangedFigures,
    /// The same, where sentences rewritten word by word are counted.
    Reworded,
    /// The shared words are a form: too many of its numbers and names differ, or its title.
    Template,
    /// Enough is shared, but the shorter is too short for that to mean anything.
    TooShort,
    /// Passages outside quotations are shared, below the bound.
    SharedPassages,
    /// Only quotations or set phrases are shared.
    QuotationsOnly,
    /// No passage is shared.
    NothingShared,
}

impl Rule {
    /// The rule in one sentence, for a person.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::SameBody => "the bodies are the same, word for word",
            Self::SharedBody => "enough of the shorter body is shared, in words, outside quotations and in sentences",
            Self::ChangedFigures => {
                "enough of the shorter body is shared, and figures in it were changed: another take"
            }
            Self::Template => "the words are shared, but numbers, names or titles differ as in a form filled anew",
            Self::Reworded => "enough of the shorter body is shared once sentences rewritten word by word are counted",
            Self::TooShort => "the shorter text is too short for what it shares to mean anything",
            Self::SharedPassages => "passages are shared, but most of the shorter body is independent",
            Self::QuotationsOnly => "only quotations or set phrases are shared",
            Self::NothingShared => "no passage is shared",
        }
    }
}

/// The bounds of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VerifyConfig {
    /// Likeness from which a pair is a copy. Ratio in [0, 1]. Default 0.44: readers call copy what takes *about* half of
    /// the shorter body, and alignment misses the sentences that were reworded.
    pub copy: f32,
    /// The same for bodies of no more than `short_tokens`, falling to `copy` at four times that length. Default 0.7: a few
    /// shared words come easily.
    pub copy_short: f32,
    /// The same for two texts more than a day and a half apart. Default 0.65: what comes again after days is a reprint, or
    /// another report on a matter that lasts.
    pub copy_apart: f32,
    /// Length up to which a body is short. Unit: tokens. Default 30, two sentences.
    pub short_tokens: u32,
    /// Likeness to the representative of its cluster that every member has at least, whatever the others are to it. Ratio
    /// in [0, 1]. Default 0.2: so the cluster is still about one dispatch.
    pub member: f32,
    /// Likeness to an earlier article from which it is taken for the original of two copies that are not like each other.
    /// Ratio in [0, 1]. Default 0.46: a pair that just reaches the bound of a copy cannot vouch for others.
    pub original: f32,
    /// Likeness to a copy of such an original from which an article is taken for made from it as well. Ratio in [0, 1].
    /// Default 0.8: the copy of a copy that had added much of its own.
    pub follow: f32,
    /// Words outside quotations that a copy shares at least, unless nearly all of them are shared. Unit: tokens. Default
    /// 20: fewer are what introduces a shared quotation or post.
    pub own_tokens: u32,
    /// Share of its words outside quotations that the shorter must share for the pair to be partial reuse. Default 0.1.
    pub partial: f32,
    /// How much a pair may look like one form filled twice: changed numbers and names, missing ones, and titles that
    /// disagree, added up. Range 0..=3. Default 0.6: the copies among real news nearly all lie below, forms nearly all
    /// above.
    pub form: f32,
    /// The same where the shorter body has no more than `brief_tokens`. Default 0.45.
    pub form_brief: f32,
    /// The same for two texts more than a day and a half apart of which one changed something. Default 0.2.
    pub form_apart: f32,
    /// Length up to which a body is brief. Unit: tokens. Default 60.
    pub brief_tokens: u32,
}

impl Default for VerifyConfig {
    fn default() -> Self {
        Self {
            copy: 0.44,
            copy_short: 0.7,
            copy_apart: 0.65,
            short_tokens: 30,
            member: 0.2,
            original: 0.46,
            follow: 0.8,
            own_tokens: 20,
            partial: 0.1,
            form: 0.6,
            form_brief: 0.45,
            form_apart: 0.2,
            brief_tokens: 60,
        }
    }
}

/// How much the pair looks like one form filled twice: the share of numbers and names in shared passages that were
/// changed, plus the share of the shorter body's that are missing from the other beyond what its own passages explain,
/// plus the disagreement of the titles. Range 0..=3; two prints of one dispatch mostly stay below 0.5.
///
/// Why a sum: a form gives itself away by any of the three, and a true copy that is odd in one is not in the others.
fn form(c: &Comparison, shorter: usize, short: usize, brief: bool) -> f32 {
    let shared = c.words.get() * shorter as f32;
    let (changed_facts, kept) = (c.numbers_changed + c.names_changed, c.numbers_kept + c.names_kept);
    let mut changed = changed_facts as f32 / ((changed_facts + kept) as f32).max(shared / WORDS_PER_FACT).max(1.0);
    // Names of offices and places stand in the form itself; its numbers are what is filled in.
    let numbers = c.numbers_changed as f32 / (c.numbers_changed + c.numbers_kept).max(1) as f32;
    if brief {
        changed = changed.max(numbers);
    } else if c.numbers_changed >= MANY_NUMBERS {
        changed = changed.max(MOST_NUMBERS * numbers);
    }
    let facts = c.facts as f32;
    let missing_facts = ((facts - c.facts_found as f32) - facts * (1.0 - c.words.get())).max(0.0);
    let missing = missing_facts / facts.max(shorter as f32 / WORDS_PER_FACT).max(1.0);
    let unchanged = changed_facts as f32 + missing_facts < 1.0;
    let weight = if brief {
        // Where no number and no name differs, a headline that does says less.
        if unchanged && shorter > short && kept >= MIN_KEPT { UNCHANGED_BRIEF } else { 1.0 }
    } else if unchanged {
        0.0
    } else {
        (1.0 - (shared - LONG_FORM) / (3.0 * LONG_FORM)).clamp(0.3, 1.0)
    };
    let titles = c.titles.map_or(UNKNOWN_TITLES, |agree| 1.0 - agree.get());
    changed + missing + weight * titles
}

/// Words to a number or name in ordinary news. Texts that have fewer (scripts without capitals) are judged as if they had
/// as many, so that one changed figure does not weigh as all.
const WORDS_PER_FACT: f32 = 12.0;

/// Numbers and names that a brief body keeps where it is told from a form that has none, and what its titles weigh then.
const MIN_KEPT: u32 = 2;
const UNCHANGED_BRIEF: f32 = 0.4;

/// Numbers that an update of a longer text seldom changes all at once, and what it weighs when most of them are changed.
const MANY_NUMBERS: u32 = 4;
const MOST_NUMBERS: f32 = 0.7;

/// Shared words up to which titles count in full: forms are short, and a long shared text speaks for itself.
const LONG_FORM: f32 = 100.0;

/// Disagreement of titles where one is missing: that of the average pair of true copies.
const UNKNOWN_TITLES: f32 = 0.2;

/// Whether a pair looks so much like one form filled twice that it is one. With time between the two, less is enough:
/// copies follow within hours, forms after a day, a week, a quarter. A text that changed nothing may come back late.
fn is_form(c: &Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) -> bool {
    let shorter = a.body.len().min(b.body.len());
    let brief = shorter <= config.brief_tokens as usize;
    let mut bound = if brief { config.form_brief } else { config.form };
    let changed = c.numbers_changed + c.names_changed > 0;
    let hours = hours_between(a, b);
    // An alert comes again in the same words, as long as what it tells comes again.
    if shorter <= config.short_tokens as usize / 2 && hours.is_some_and(|hours| hours > APART_HOURS) {
        return true;
    }
    if let Some(hours) = hours.filter(|_| changed) {
        let apart = ((hours - CLOSE_HOURS) / (APART_HOURS - CLOSE_HOURS)).clamp(0.0, 1.0);
        bound += (config.form_apart.min(bound) - bound) * apart;
    }
    if c.reworded {
        // A form filled anew looks rewritten: here nothing may speak for a form.
        bound = bound.min(config.form_apart);
    }
    is_exchanged(c, shorter <= config.short_tokens as usize)
        || hours.is_some_and(|hours| hours > APART_HOURS) && has_other_numbers(c)
        || form(c, shorter, config.short_tokens as usize, brief) > bound
}

/// Whether each of two brief texts has what the other lacks: of short ones a single number or name, of others a quarter.
fn is_exchanged(c: &Comparison, short: bool) -> bool {
    let least = if short { 1 } else { (c.facts / 4).max(2) };
    c.facts_exchanged >= least
}

/// Whether half of the numbers of the shorter text, beyond what its own passages explain, are nowhere in the longer: a
/// reprint keeps nearly all of them, a form that comes again next to none.
fn has_other_numbers(c: &Comparison) -> bool {
    let numbers = c.numbers as f32;
    c.numbers > 1 && c.numbers_missing as f32 - numbers * (1.0 - c.words.get()) >= numbers / 2.0
}

/// The likeness that a copy must reach, given the hours between the two: what comes again after days is a reprint, whole
/// or cut, or another report on a matter that lasts.
fn bound_apart(bound: Similarity, hours: Option<f32>, config: &VerifyConfig) -> Similarity {
    let apart = hours.map_or(0.0, |hours| ((hours - CLOSE_HOURS) / (APART_HOURS - CLOSE_HOURS)).clamp(0.0, 1.0));
    Similarity::clamped(bound.get() + (config.copy_apart.max(bound.get()) - bound.get()) * apart)
}

fn hours_between(a: Text<'_>, b: Text<'_>) -> Option<f32> {
    a.published_at.zip(b.published_at).map(|(a, b)| a.seconds_since(b).unsigned_abs() as f32 / 3600.0)
}

/// Hours within which time says nothing against a pair: sources that date by the day are a day apart at most.
const CLOSE_HOURS: f32 = 25.0;

/// Hours from which two texts with changed figures are hardly takes of one dispatch.
const APART_HOURS: f32 = 40.0;

/// Share of the words outside quotations from which a few of them are enough.
const MOST: f32 = 0.7;

/// A body this many times longer than a short one holds it by chance or as a line of its own.
const MAX_SHORT_RATIO: usize = 6;

pub(super) fn decide(c: &mut Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) {
    (c.relation, c.rule) = judge(c, a, b, config);
}

fn judge(c: &Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) -> (Relation, Rule) {
    let (shorter, longer) = (a.body.len().min(b.body.len()), a.body.len().max(b.body.len()));
    let same = super::is_same(a, b);
    if same && (shorter > config.short_tokens as usize || !is_form(c, a, b, config)) {
        return (Relation::Identical, Rule::SameBody);
    }
    if c.passages.is_empty() {
        return (Relation::None, Rule::NothingShared);
    }
    if is_form(c, a, b, config) {
        return (Relation::None, Rule::Template);
    }
    let short = shorter <= config.short_tokens as usize;
    let bound = bound_apart(bound(shorter, config), hours_between(a, b), config);
    let own = c.unquoted_tokens >= config.own_tokens || c.unquoted.get() >= MOST;
    if c.likeness >= bound && !own {
        return (Relation::None, Rule::QuotationsOnly);
    }
    if c.likeness >= bound {
        if short && longer > shorter * MAX_SHORT_RATIO {
            return (Relation::Partial, Rule::TooShort);
        }
        if c.numbers_changed > 0 {
            return (Relation::Version, Rule::ChangedFigures);
        }
        return (Relation::Copy, if c.reworded { Rule::Reworded } else { Rule::SharedBody });
    }
    if c.unquoted.get() >= config.partial && c.sentences > Similarity::ZERO {
        return (Relation::Partial, Rule::SharedPassages);
    }
    (Relation::None, Rule::QuotationsOnly)
}

/// The likeness that a pair whose shorter body has `tokens` tokens must reach: `copy_short` up to `short_tokens`, `copy`
/// from four times as many on, in between on a straight line.
pub(super) fn bound(tokens: usize, config: &VerifyConfig) -> Similarity {
    let short = config.short_tokens.max(1) as f32;
    let beyond = ((tokens as f32 - short) / (3.0 * short)).clamp(0.0, 1.0);
    Similarity::clamped(config.copy_short + (config.copy - config.copy_short) * beyond)
}
