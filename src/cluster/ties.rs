//! What the articles of the window are to each other, as far as they were compared.

use crate::candidates::Arrival;
use crate::tracked::{Delta, Tracked};
use crate::units::Similarity;
use crate::verify::Relation;
use serde::{Deserialize, Serialize};

/// Pairs that are remembered of one article beyond those that its arrival brought; further ones are compared again when
/// they are asked for.
const MAX_TIES: usize = 512;

/// What another article was found to be to one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// The other article.
    pub with: Arrival,
    /// What the two are to each other.
    pub relation: Relation,
    /// Shared share of the shorter body.
    pub likeness: Similarity,
}

impl Tie {
    /// How much the pair speaks for one cluster, given the bound of a copy: a copy a half and by how far it lies above the
    /// bound, partial reuse as much against it and by how far it lies below. What shares nothing is half against it: that
    /// may be two cuts of one text, while partial reuse has been seen to be independent for the most part.
    /// Range -1..=1.
    pub fn vote(&self, copy: f32) -> f32 {
        let likeness = self.likeness.get();
        match self.relation {
            Relation::None => -0.5,
            Relation::Partial => -0.5 - (copy - likeness).max(0.0),
            Relation::Identical | Relation::Version | Relation::Copy => (0.5 + (likeness - copy).max(0.0)).min(1.0),
        }
    }
}

/// A tie in 8 bytes: the other article, the relation in 3 bits, the likeness in 29.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Packed(Arrival, u32);

/// Relations by their numbers.
const RELATIONS: [Relation; 5] =
    [Relation::Identical, Relation::Version, Relation::Copy, Relation::Partial, Relation::None];

/// Bits of a float's value that a likeness takes: from 2^-64, below which it is none, to 1 there are 2^29 - 1 floats.
const LIKENESS_BITS: u32 = 29;
const LEAST: u32 = 1.0f32.to_bits() - ((1 << LIKENESS_BITS) - 1);

impl From<Tie> for Packed {
    fn from(tie: Tie) -> Self {
        let likeness = tie.likeness.get().to_bits().saturating_sub(LEAST);
        Self(tie.with, (tie.relation as u32) << LIKENESS_BITS | likeness)
    }
}

impl From<Packed> for Tie {
    fn from(Packed(with, packed): Packed) -> Self {
        let relation = RELATIONS.get((packed >> LIKENESS_BITS) as usize).copied().unwrap_or(Relation::None);
        let likeness = match packed & ((1 << LIKENESS_BITS) - 1) {
            0 => Similarity::ZERO,
            bits => Similarity::clamped(f32::from_bits(bits + LEAST)),
        };
        Self { with, relation, likeness }
    }
}

/// The ties of all articles, each kept on both sides: 16 bytes a pair.
#[derive(Clone, Debug, Default)]
pub struct Ties(Tracked<Arrival, Vec<Packed>>);

impl Ties {
    /// The ties of an article, in the order in which they were found.
    pub fn of(&self, arrival: Arrival) -> impl Iterator<Item = Tie> {
        self.packed(arrival).iter().map(|&packed| packed.into())
    }

    fn packed(&self, arrival: Arrival) -> &[Packed] {
        self.0.get(&arrival).map_or(&[], Vec::as_slice)
    }

    /// The tie between two articles; none where they were never compared. Cost: O(ties of one).
    pub fn between(&self, a: Arrival, b: Arrival) -> Option<Tie> {
        let (of_a, of_b) = (self.packed(a), self.packed(b));
        let (of, with) = if of_a.len() <= of_b.len() { (of_a, b) } else { (of_b, a) };
        of.iter().find(|tie| tie.0 == with).map(|&tie| Tie { with: b, ..tie.into() })
    }

    /// Notes what `arrival` is to another article, which it was not compared with before; gives whether there was room.
    pub fn insert(&mut self, arrival: Arrival, tie: Tie) -> bool {
        let has_room = self.packed(arrival).len().max(self.packed(tie.with).len()) < MAX_TIES;
        if has_room {
            for (of, tie) in [(arrival, tie), (tie.with, Tie { with: arrival, ..tie })] {
                let ties = self.0.entry(of, Vec::new);
                // Most articles have one or two.
                if ties.len() == ties.capacity() {
                    ties.reserve_exact(1 + ties.len() / 4);
                }
                ties.push(tie.into());
            }
        }
        has_room
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.0.track();
    }

    /// What changed since the last time, or all.
    pub fn delta(&mut self, whole: bool) -> Delta {
        self.0.delta(whole)
    }

    /// Puts back what [`Self::delta`] gave. Errors: the reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.0.apply(bytes)
    }

    /// Forgets an article. Cost: O(its ties and theirs).
    pub fn remove(&mut self, arrival: Arrival) {
        for tie in self.0.remove(&arrival).unwrap_or_default() {
            if let Some(others) = self.0.get_mut(&tie.0) {
                others.retain(|other| other.0 != arrival);
                if others.is_empty() {
                    self.0.remove(&tie.0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(with: Arrival, relation: Relation, likeness: f32) -> Tie {
        Tie { with, relation, likeness: Similarity::clamped(likeness) }
    }

    #[test]
    fn copies_speak_for_a_cluster_and_all_else_against_it() {
        let vote = |relation, likeness| tie(0, relation, likeness).vote(0.44);
        assert!((vote(Relation::Copy, 0.64) - 0.7).abs() < 1e-6);
        assert_eq!(vote(Relation::Version, 0.3), 0.5, "short bodies have bounds of their own");
        assert!((vote(Relation::Partial, 0.24) + 0.7).abs() < 1e-6);
        assert_eq!(vote(Relation::None, 0.9), -0.5, "a form");
    }

    #[test]
    fn a_tie_is_packed_without_loss() {
        for relation in RELATIONS {
            for likeness in [0.0, 1e-9, 1.0 / 3.0, 0.44, 0.999_999_94, 1.0] {
                let tie = tie(7, relation, likeness);
                assert_eq!(Tie::from(Packed::from(tie)), tie);
            }
        }
    }

    #[test]
    fn ties_are_known_on_both_sides_and_forgotten_on_both() {
        let mut ties = Ties::default();
        ties.insert(3, tie(1, Relation::Copy, 0.8));
        ties.insert(3, tie(2, Relation::None, 0.0));
        assert_eq!(ties.between(1, 3), Some(tie(3, Relation::Copy, 0.8)));
        assert_eq!(ties.between(3, 1), Some(tie(1, Relation::Copy, 0.8)));
        assert_eq!(ties.between(1, 2), None);
        ties.remove(3);
        assert!((1..=3).all(|arrival| ties.of(arrival).next().is_none()));
    }
}
