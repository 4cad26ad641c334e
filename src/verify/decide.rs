//! From measures to a relation, by rules that can be said in one sentence each.

use super::form::{self, MAX_SHORT_RATIO, Signs, hours_between};
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
    /// What two articles of one source share stands behind titles and leads of their own.
    Background,
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
            Self::Background => "one source has both, and what they share stands behind news that each has of its own",
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
    /// Likeness from which a pair is a copy. Ratio, 0.05 to 1. Default 0.44: readers call copy what takes *about* half of
    /// the shorter body, and alignment misses the sentences that were reworded.
    pub copy: f32,
    /// The same for bodies of no more than `short_tokens`, falling to `copy` at four times that length. Default 0.6: a few
    /// shared words come easily.
    pub copy_short: f32,
    /// The same for two texts more than a day and a half apart. Default 0.65: what comes again after days is a reprint, or
    /// another report on a matter that lasts.
    pub copy_apart: f32,
    /// Length up to which a body is short. Unit: tokens, 0 to 1000. Default 30, two sentences.
    pub short_tokens: u32,
    /// Likeness to the anchor of its cluster that every member has at least, whatever the others are to it. Ratio in [0, 1].
    /// Default 0.2: so the cluster is still about one dispatch.
    pub member: f32,
    /// Likeness to an earlier article from which it is taken for the original of two copies that are not like each other.
    /// Ratio in [0, 1]. Default 0.46: a pair that just reaches the bound of a copy cannot vouch for others.
    pub original: f32,
    /// Likeness to a copy of such an original from which an article is taken for made from it as well. Ratio in [0, 1].
    /// Default 0.8: the copy of a copy that had added much of its own.
    pub follow: f32,
    /// Words outside quotations that a copy shares at least, unless nearly all of them are shared. Unit: tokens, 0 to 1000.
    /// Default 20: fewer are what introduces a shared quotation or post.
    pub own_tokens: u32,
    /// Share of its words outside quotations that the shorter must share for the pair to be partial reuse. Ratio in [0, 1].
    /// Default 0.1: below it lie titles of offices and set phrases.
    pub partial: f32,
    /// What is added to the log-odds of a form where no sign speaks for one, -100 to 100. Default -4: without a sign, one in
    /// fifty.
    pub form_bias: f32,
    /// What each sign of a form adds to its log-odds, -100 to 100 each; above 0 the pair is a form filled twice, and no copy.
    pub form: Signs,
}

impl Default for VerifyConfig {
    fn default() -> Self {
        Self {
            copy: 0.44,
            copy_short: 0.6,
            copy_apart: 0.65,
            short_tokens: 30,
            member: 0.2,
            original: 0.46,
            follow: 0.8,
            own_tokens: 20,
            partial: 0.1,
            form_bias: form::BIAS,
            form: Signs::default(),
        }
    }
}

/// Whether a brief alert comes again: in the same words, as long as what it tells comes again. Another source may print one
/// a day later; who sends the same one again after half a day tells of another day.
fn is_alert_again(shorter: usize, hours: Option<f32>, is_one_source: bool, config: &VerifyConfig) -> bool {
    let from = if is_one_source { ANOTHER_DAY } else { APART_HOURS };
    shorter <= config.short_tokens as usize / 2 && hours.is_some_and(|hours| hours > from)
}

/// Hours from which what one source tells again, and a form that comes again, is about another day.
pub(super) const ANOTHER_DAY: f32 = 12.0;

/// The likeness that a copy must reach, given the hours between the two: what comes again after days is a reprint, whole
/// or cut, or another report on a matter that lasts.
fn bound_apart(bound: Similarity, hours: Option<f32>, config: &VerifyConfig) -> Similarity {
    let apart = hours.map_or(0.0, |hours| ((hours - CLOSE_HOURS) / (APART_HOURS - CLOSE_HOURS)).clamp(0.0, 1.0));
    Similarity::clamped(bound.get() + (config.copy_apart.max(bound.get()) - bound.get()) * apart)
}

/// Hours within which time says nothing against a pair: sources that date by the day are a day apart at most.
const CLOSE_HOURS: f32 = 25.0;

/// Hours from which two texts are hardly takes of one dispatch.
const APART_HOURS: f32 = 40.0;

/// Share of the words outside quotations from which a few of them are enough.
const MOST: f32 = 0.7;

/// How far above the bound of a copy what looks like a form may still be partial reuse.
const NEAR: f32 = 0.08;

/// Likeness from which a short text that stands where another begins is its beginning, and words before it: a dateline.
const BEGINNING: f32 = 0.9;
const MAX_BEFORE: u32 = 12;

/// Whether the shorter text is what the longer begins with, as feeds and stubs give it, and no alert.
fn is_beginning(c: &Comparison, a: Text<'_>, b: Text<'_>) -> bool {
    let a_is_shorter = a.body.len() <= b.body.len();
    let begins = |p: &super::Passage| if a_is_shorter { p.b_first } else { p.a_first } <= MAX_BEFORE;
    let is_titled = a.title.len() >= MIN_TITLE && a.title.stems == b.title.stems;
    let words = if is_titled { MIN_TITLED } else { MIN_BEGINNING };
    c.verbatim.get() >= BEGINNING && a.body.len().min(b.body.len()) >= words && c.passages.iter().any(begins)
}

/// Words of a beginning at least; and under the same title, of so many words.
const MIN_BEGINNING: usize = 15;
const MIN_TITLED: usize = 10;
const MIN_TITLE: usize = 4;

/// Sets the signs of a form, the relation and the rule of a pair whose measures are known.
pub(super) fn decide(c: &mut Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) {
    if !c.passages.is_empty() {
        let (a_length, b_length) = (a.body.len(), b.body.len());
        c.form = Signs::of(
            c,
            [a_length, b_length],
            config.short_tokens as usize,
            hours_between(a, b),
            c.likeness >= c.bound,
        );
    }
    (c.relation, c.rule) = relation_and_rule(c, a, b, config);
}

/// See [`Comparison::bound`].
pub(super) fn bound_of(a: Text<'_>, b: Text<'_>, config: &VerifyConfig) -> Similarity {
    bound_apart(bound(a.body.len().min(b.body.len()), config), hours_between(a, b), config)
}

fn relation_and_rule(c: &Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) -> (Relation, Rule) {
    let (shorter, longer) = (a.body.len().min(b.body.len()), a.body.len().max(b.body.len()));
    let short = shorter <= config.short_tokens as usize;
    let is_form = |signs: &Signs| signs.log_odds(config.form_bias, &config.form) > 0.0;
    let is_background = is_form(&c.form);
    let is_form = is_alert_again(shorter, hours_between(a, b), c.own.is_one_source, config)
        || if short { is_background } else { is_form(&c.form.of_form()) };
    if super::is_same(a, b) && !(short && is_form) {
        return (Relation::Identical, Rule::SameBody);
    }
    if c.passages.is_empty() {
        return (Relation::None, Rule::NothingShared);
    }
    if is_form {
        // Just below the bound of a copy the same signs count inside the passages alone. What is no form there is none here:
        // else the same report would speak against a copy for sharing a little more of it.
        let within =
            || Signs::of(c, [a.body.len(), b.body.len()], config.short_tokens as usize, hours_between(a, b), false);
        let is_near = c.likeness >= c.bound && c.likeness.get() < c.bound.get() + NEAR;
        if is_near && !c.own.is_one_source && within().of_form().log_odds(config.form_bias, &config.form) <= 0.0 {
            return (Relation::Partial, Rule::SharedPassages);
        }
        return (Relation::None, Rule::Template);
    }
    if is_background {
        return (Relation::Partial, Rule::Background);
    }
    let own = c.unquoted_tokens >= config.own_tokens || c.unquoted.get() >= MOST;
    if c.likeness >= c.bound && !own {
        return (Relation::None, Rule::QuotationsOnly);
    }
    if c.likeness >= c.bound {
        if short && longer > shorter * MAX_SHORT_RATIO && !is_beginning(c, a, b) {
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
