//! The lineage of a cluster: who wrote it, its versions, who took it from whom.

use super::{Evidence, Origin};
use crate::units::{Similarity, Span, Timestamp};
use crate::verify::{Comparison, Relation};
use serde::Serialize;

/// How much of a text is derived, in the classes of METER (Clough, Gaizauskas, Piao and Wilks 2002).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Derivation {
    /// All of it, but for touches of the hand.
    WhollyDerived,
    /// Some of it.
    PartiallyDerived,
    /// None of it.
    NonDerived,
}

impl Derivation {
    /// The class of a text of which this share stands in its source.
    ///
    /// METER's classes were given by readers; the bounds are those of its authors' words: an odd sentence of one's own
    /// leaves a text wholly derived, an odd phrase taken over does not make it derived.
    pub fn of(containment: Similarity) -> Self {
        match containment.get() {
            share if share >= 0.8 => Self::WhollyDerived,
            share if share >= 0.1 => Self::PartiallyDerived,
            _ => Self::NonDerived,
        }
    }
}

/// A member in its cluster's lineage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Printing {
    /// The article.
    pub id: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The outlet's publisher, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// Which version of the text it prints, from 1.
    pub version: u32,
    /// Whether a newer version had been printed when it was.
    pub outdated: bool,
    /// The notice that withdrew the text, where there is one and this article prints the text all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_by: Option<String>,
    /// Share of its words that no earlier member has. Ratio in [0, 1].
    pub originality: f32,
}

/// A passage that a member shares with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Where it stands in the member, in characters of the text as given; several ranges where furniture stands between.
    pub child: Vec<Span>,
    /// Where it stands in the other.
    pub parent: Vec<Span>,
    /// Words that match.
    pub words: u32,
}

/// From whom a member was taken: one for each member.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Taking {
    /// The member.
    pub child: String,
    /// From whom; none for the agency, or for somebody outside the collection.
    pub parent: Option<String>,
    /// The member that the shares are measured against: the parent, or else the representative; none for that itself.
    pub measured_against: Option<String>,
    /// What the child is to that.
    pub relation: Option<Relation>,
    /// Share of the child's words that stand there. Ratio in [0, 1].
    pub containment: Similarity,
    /// Share of the other's words that stand in the child.
    pub containment_of_parent: Similarity,
    /// Share of the child's words that are taken word for word.
    pub verbatim: Similarity,
    /// Share that stands inside shared passages in other words.
    pub reworded: Similarity,
    /// Share that is the child's own. The three make 1.
    pub new: Similarity,
    /// How much of the child is derived.
    pub class: Derivation,
    /// The passages that both have, in the order of the other.
    pub passages: Vec<Passage>,
    /// Seconds between the two printings; none where a date is missing or says the day alone.
    pub lag: Option<i64>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// How likely the parent is the right one, in [0, 1].
    pub confidence: f32,
}

impl Taking {
    /// Shares and class from a comparison of the child, the first of the pair, whose body has `words`.
    pub fn measure(&mut self, comparison: &Comparison, words: usize) {
        let measures = comparison.measures;
        let matched: u64 = comparison.passages.iter().map(|p| u64::from(p.matched)).sum();
        let verbatim = Similarity::ratio(matched, words as u64).get().min(measures.containment.get());
        self.relation = Some(comparison.relation);
        self.containment = measures.containment;
        self.containment_of_parent = measures.containment_of_other;
        self.verbatim = Similarity::clamped(verbatim);
        self.reworded = Similarity::clamped(measures.containment.get() - verbatim);
        self.new = Similarity::clamped(1.0 - measures.containment.get());
        self.class = Derivation::of(measures.containment);
    }
}

/// All that is known of how a cluster's text came about and spread.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lineage {
    /// The cluster.
    pub cluster_id: String,
    /// Who wrote it.
    pub origin: Origin,
    /// Its members, by time of publication; the undated ones last.
    pub printings: Vec<Printing>,
    /// From whom each was taken, in the same order.
    pub takings: Vec<Taking>,
    /// Number of versions of the text.
    pub versions: u32,
    /// The outlets that printed it, those of one publisher counted once.
    pub independent_outlets: u32,
}
