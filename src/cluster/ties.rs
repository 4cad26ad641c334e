//! What the articles of the window are to each other, as far as they were compared.

use super::ring::Ring;
use crate::candidates::Arrival;
use crate::tracked::{Delta, Round, SLICES, from_bytes, to_bytes};
use crate::units::Similarity;
use crate::verify::Relation;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

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

/// The ties of all articles: each stands with the later of the two, and the earlier one knows with whom. 12 bytes a pair.
///
/// A tie to an article that has been forgotten goes with the later article.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// Of each article what earlier ones are to it.
    found: Ring<ThinVec<Packed>>,
    /// Of each article the later ones that have a tie to it, ascending.
    later: Ring<ThinVec<Arrival>>,
    /// Articles whose `found` changed; none while nobody asks for them.
    changed: Option<FxHashSet<Arrival>>,
    round: Round,
}

impl Ties {
    /// The ties of an article: those to earlier ones in the order in which they were found, then those to later ones. Cost:
    /// O(1) for each of the former, O(its ties) for each of the latter.
    pub fn of(&self, arrival: Arrival) -> impl Iterator<Item = Tie> {
        let later = self.later.get(arrival).into_iter().flatten();
        let to_later = later.filter_map(move |&later| Some(Tie { with: later, ..self.found_of(later, arrival)? }));
        self.packed(arrival).iter().map(|&packed| packed.into()).chain(to_later)
    }

    /// The ties of an article to earlier ones, in the order in which they were found.
    pub fn to_earlier(&self, arrival: Arrival) -> impl Iterator<Item = Tie> {
        self.packed(arrival).iter().map(|&packed| packed.into())
    }

    fn packed(&self, arrival: Arrival) -> &[Packed] {
        self.found.get(arrival).map_or(&[], |ties| ties.as_slice())
    }

    fn found_of(&self, later: Arrival, earlier: Arrival) -> Option<Tie> {
        self.packed(later).iter().find(|tie| tie.0 == earlier).map(|&tie| tie.into())
    }

    /// The tie between two articles; none where they were never compared. Cost: O(ties of the later one).
    pub fn between(&self, a: Arrival, b: Arrival) -> Option<Tie> {
        self.found_of(a.max(b), a.min(b)).map(|tie| Tie { with: b, ..tie })
    }

    fn count(&self, arrival: Arrival) -> usize {
        self.packed(arrival).len() + self.later.get(arrival).map_or(0, ThinVec::len)
    }

    /// Makes room for so many ties of a new article.
    pub fn reserve(&mut self, arrival: Arrival, ties: usize) {
        if ties > 0 {
            self.found.entry(arrival).reserve_exact(ties.min(MAX_TIES));
        }
    }

    /// Notes what `arrival` is to another article, which it was not compared with before; gives whether there was room.
    pub fn insert(&mut self, arrival: Arrival, tie: Tie) -> bool {
        let has_room = self.count(arrival).max(self.count(tie.with)) < MAX_TIES;
        if has_room {
            let (earlier, later) = (arrival.min(tie.with), arrival.max(tie.with));
            self.note(later);
            grow(self.found.entry(later)).push(Tie { with: earlier, ..tie }.into());
            self.link(earlier, later);
        }
        has_room
    }

    fn link(&mut self, earlier: Arrival, later: Arrival) {
        let all = grow(self.later.entry(earlier));
        let place = all.iter().rposition(|&other| other < later).map_or(0, |place| place + 1);
        all.insert(place, later);
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.changed.get_or_insert_default();
    }

    fn note(&mut self, arrival: Arrival) {
        self.changed.iter_mut().for_each(|changed| _ = changed.insert(arrival));
    }

    /// The ties of a slice of the articles, those that have some.
    fn slice(found: &Ring<ThinVec<Packed>>, slice: usize) -> impl Iterator<Item = (Arrival, &[Packed])> {
        found.every(SLICES, slice).filter(|(_, ties)| !ties.is_empty()).map(|(arrival, ties)| (arrival, &ties[..]))
    }

    /// What changed since the last time, or all.
    pub fn delta(&mut self, whole: bool) -> Delta {
        let Self { found, changed, round, .. } = self;
        let changed = changed.as_mut().map(std::mem::take).unwrap_or_default();
        let (extent, slices) = round.advance(changed.len(), whole, |slice| Self::slice(found, slice).count());
        let given =
            slices.clone().flat_map(|slice| Self::slice(found, slice).map(|(arrival, ties)| (arrival, Some(ties))));
        let mut entries: Vec<(Arrival, Option<&[Packed]>)> = given.collect();
        let changed = changed.into_iter().map(|arrival| (arrival, found.get(arrival).filter(|ties| !ties.is_empty())));
        let is_given = |arrival: Arrival| slices.contains(&(arrival as usize % SLICES));
        let changed = changed.filter(|(arrival, ties)| ties.is_none() || !is_given(*arrival));
        entries.extend(changed.map(|(arrival, ties)| (arrival, ties.map(ThinVec::as_slice))));
        entries.sort_unstable_by_key(|&(arrival, _)| arrival);
        Delta { extent, bytes: to_bytes(&(*round, entries)) }
    }

    /// Puts back what [`Self::delta`] gave; once all is back, [`Self::settle`] is to be called.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String> {
        let (round, entries): (Round, Vec<Entry>) = from_bytes(bytes)?;
        self.round = round;
        for (arrival, ties) in entries {
            match ties {
                Some(ties) => *self.found.entry(arrival) = ties,
                None => _ = self.found.remove(arrival),
            }
        }
        Ok(())
    }

    /// Lets earlier articles know their ties again, of which `lives` says which there still are. Cost: O(ties).
    pub fn settle(&mut self, lives: impl Fn(Arrival) -> bool) {
        let mut links: Vec<(Arrival, Arrival)> = Vec::new();
        for (later, ties) in self.found.every(1, 0) {
            links.extend(ties.iter().filter(|tie| lives(tie.0)).map(|tie| (later, tie.0)));
        }
        links.sort_unstable();
        self.later = Ring::default();
        links.into_iter().for_each(|(later, earlier)| self.link(earlier, later));
    }

    /// Forgets an article. Cost: O(its ties and those of the earlier ones).
    pub fn remove(&mut self, arrival: Arrival) {
        let found = self.found.remove(arrival);
        if !found.is_empty() {
            self.note(arrival);
        }
        for tie in found {
            if let Some(later) = self.later.get_mut(tie.0) {
                later.retain(|other| *other != arrival);
            }
        }
        self.later.remove(arrival);
    }
}

/// An article's ties to earlier ones, as they are stored; none once it is gone.
type Entry = (Arrival, Option<ThinVec<Packed>>);

/// Makes room for one more: most lists hold one or two, so they grow by a quarter.
pub(super) fn grow<T>(list: &mut ThinVec<T>) -> &mut ThinVec<T> {
    if list.len() == list.capacity() {
        list.reserve_exact(1 + list.len() / 4);
    }
    list
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
        ties.insert(2, tie(1, Relation::Partial, 0.3));
        let with = |ties: &Ties, of: Arrival| ties.of(of).map(|tie| tie.with).collect::<Vec<_>>();
        assert_eq!((with(&ties, 1), with(&ties, 2), with(&ties, 3)), (vec![2, 3], vec![1, 3], vec![1, 2]));
        let mut again = Ties::default();
        again.apply(&ties.delta(true).bytes).expect("ties");
        again.settle(|_| true);
        assert!((1..=3).all(|of| ties.of(of).eq(again.of(of))));
        ties.remove(3);
        assert_eq!((with(&ties, 1), with(&ties, 2), with(&ties, 3)), (vec![2], vec![1], vec![]));
        ties.remove(1);
        again = Ties::default();
        again.apply(&ties.delta(true).bytes).expect("ties");
        again.settle(|arrival| arrival == 2);
        assert!(again.of(1).next().is_none() && again.later.get(1).is_none_or(|later| later.is_empty()));
    }
}
