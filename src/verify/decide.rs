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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// The bodies are equal word for word.
    SameBody,
    /// At least the bound of the shorter body is shared.
    SharedBody,
    /// The same, and figures inside shared passages were changed.
    ChangedFigures,
    /// The shared words are a template: most figures in them differ.
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
            Self::Template => "the words are shared but most figures in them differ: a template filled anew",
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
    /// The same for bodies of no more than `short_tokens`. Default 0.7: a few shared words come easily.
    pub copy_short: f32,
    /// Length up to which a body is short. Unit: tokens. Default 30, two sentences.
    pub short_tokens: u32,
    /// Words outside quotations that a copy shares at least, unless nearly all of them are shared. Unit: tokens. Default
    /// 20: fewer are what introduces a shared quotation or post.
    pub own_tokens: u32,
    /// Share of its words outside quotations that the shorter must share for the pair to be partial reuse. Default 0.1.
    pub partial: f32,
    /// Changed numbers and names over all those inside shared passages, above which they are a form filled anew. Ratio in
    /// [0, 1]. Default 0.33: a new take changes some figures, a form most; two takes are far below, forms far above.
    pub template: f32,
    /// Share of a title's words that the other article must have somewhere, for the titles to agree. Default 0.5.
    pub titles: f32,
    /// Length up to which one changed number makes a form where the titles differ. Unit: tokens. Default 60.
    pub brief_tokens: u32,
}

impl Default for VerifyConfig {
    fn default() -> Self {
        Self {
            copy: 0.44,
            copy_short: 0.7,
            short_tokens: 30,
            own_tokens: 20,
            partial: 0.1,
            template: 0.33,
            titles: 0.5,
            brief_tokens: 60,
        }
    }
}

/// Whether what is shared is a form filled anew: of the numbers and names inside it too many were changed. The titles
/// of short texts have a say, since a form's title names what it is about, and a dispatch's title names its event.
fn is_template(c: &Comparison, shorter: usize, config: &VerifyConfig) -> bool {
    let changed = c.numbers_changed + c.names_changed;
    let share = changed as f32 / (changed + c.facts_kept).max(1) as f32;
    let titles_differ = c.titles.is_some_and(|titles| titles.get() < config.titles);
    let brief = shorter <= config.brief_tokens as usize;
    match changed {
        0 => false,
        1 => brief && titles_differ && share > config.template,
        2 => share > 0.5 || titles_differ && share > config.template * 0.6,
        _ => share > config.template || titles_differ && share > config.template * 0.6,
    }
}

/// Share of the words outside quotations from which a few of them are enough.
const MOST: f32 = 0.7;

/// A body this many times longer than a short one holds it by chance or as a line of its own.
const MAX_SHORT_RATIO: usize = 6;

pub(super) fn decide(c: &mut Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) {
    (c.relation, c.rule) = judge(c, a, b, config);
}

fn judge(c: &Comparison, a: Text<'_>, b: Text<'_>, config: &VerifyConfig) -> (Relation, Rule) {
    let (shorter, longer) = (a.body.len().min(b.body.len()), a.body.len().max(b.body.len()));
    if shorter > 0 && a.fingerprint.body == b.fingerprint.body && a.body.stems == b.body.stems {
        return (Relation::Identical, Rule::SameBody);
    }
    if c.passages.is_empty() {
        return (Relation::None, Rule::NothingShared);
    }
    if is_template(c, shorter, config) {
        return (Relation::None, Rule::Template);
    }
    let short = shorter <= config.short_tokens as usize;
    let bound = bound(shorter, config);
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
        return (Relation::Copy, Rule::SharedBody);
    }
    if c.unquoted.get() >= config.partial && c.sentences > Similarity::ZERO {
        return (Relation::Partial, Rule::SharedPassages);
    }
    (Relation::None, Rule::QuotationsOnly)
}

/// The likeness that a pair whose shorter body has `tokens` tokens must reach.
pub(super) fn bound(tokens: usize, config: &VerifyConfig) -> Similarity {
    let bound = if tokens <= config.short_tokens as usize { config.copy_short } else { config.copy };
    Similarity::clamped(bound)
}
