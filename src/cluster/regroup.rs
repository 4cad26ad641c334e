//! Clusters anew from stored pairs, under another bound, without the texts.
//!
//! The rule is the engine's ([`Clusters::place`]). What the engine would compare anew must here be among the
//! stored pairs; a pair that is not counts as no copy, so a large cluster may come out in parts. Of two articles the one that
//! came first counts as the older.

use super::{Articles, Clusters, Tie};
use crate::candidates::Arrival;
use crate::units::Similarity;
use crate::verify::{Relation, Rule, VerifyConfig};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// A pair of articles that was compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoredPair {
    /// One article, by its place in the order of arrival.
    pub a: Arrival,
    /// The other.
    pub b: Arrival,
    /// What was found.
    pub relation: Relation,
    /// The rule that decided.
    pub rule: Rule,
    /// Shared share of the shorter body.
    pub likeness: Similarity,
}

impl StoredPair {
    /// Whether the pair is a copy under `bound`. Rules that do not look at the bound stand as they are.
    ///
    /// Near to what the texts would give, and not the same. Above the bound that a pair was decided by, reworded sentences
    /// that would be counted are not; below it, pairs may pass that a look at the texts would refuse. Which bodies are
    /// short is not stored, so these too are held against `bound`.
    pub fn is_copy_under(&self, bound: Similarity) -> bool {
        match self.rule {
            Rule::SharedBody | Rule::ChangedFigures | Rule::Reworded | Rule::SharedPassages => self.likeness >= bound,
            _ => self.relation.is_copy(),
        }
    }
}

/// Groups the articles `ids`, given in the order of arrival, by `pairs` under the bound `config.copy`. Of several pairs of
/// the same two articles the last counts; pairs of an article with itself, or beyond `ids`, are passed over.
///
/// Cost: O(articles + pairs), and that of settling, see [`Clusters::place`].
pub fn regroup(ids: &[String], pairs: impl IntoIterator<Item = StoredPair>, config: &VerifyConfig) -> Clusters {
    let bound = Similarity::clamped(config.copy);
    let mut stored = Stored { ids, pairs: FxHashMap::default() };
    let mut earlier: Vec<Vec<Arrival>> = vec![Vec::new(); ids.len()];
    for pair in pairs {
        let (before, after) = (pair.a.min(pair.b), pair.a.max(pair.b));
        if before == after || after as usize >= ids.len() {
            continue;
        }
        let relation = match pair.is_copy_under(bound) {
            true if pair.relation.is_copy() => pair.relation,
            true => Relation::Copy,
            false if pair.relation == Relation::None => Relation::None,
            false => Relation::Partial,
        };
        if stored.pairs.insert((after, before), (relation, pair.likeness)).is_none() {
            earlier[after as usize].push(before);
        }
    }
    let mut clusters = Clusters::new(config);
    for (arrival, earlier) in (0..).zip(earlier) {
        let tie = |&with: &Arrival| {
            let (relation, likeness) = stored.pairs[&(arrival, with)];
            Tie { with, relation, likeness }
        };
        let ties: Vec<Tie> = earlier.iter().map(tie).collect();
        clusters.place(arrival, &ties, &mut stored);
    }
    clusters
}

/// Articles of which nothing is known but stored pairs.
struct Stored<'a> {
    ids: &'a [String],
    /// By the later and the earlier article.
    pairs: FxHashMap<(Arrival, Arrival), (Relation, Similarity)>,
}

impl Articles for Stored<'_> {
    fn compare(&mut self, a: Arrival, b: Arrival) -> (Relation, Similarity) {
        self.pairs.get(&(a.max(b), a.min(b))).copied().unwrap_or((Relation::None, Similarity::ZERO))
    }

    fn order(&self, a: Arrival, b: Arrival) -> Ordering {
        a.cmp(&b)
    }

    // A batch takes articles in the order of their publication.
    fn precedes(&self, a: Arrival, b: Arrival) -> bool {
        a < b
    }

    fn id(&self, arrival: Arrival) -> String {
        self.ids[arrival as usize].clone()
    }

    fn preference(&self, _: Arrival) -> u32 {
        0
    }

    fn words(&self, _: Arrival) -> u32 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(a: Arrival, b: Arrival, likeness: f32) -> StoredPair {
        let likeness = Similarity::clamped(likeness);
        StoredPair { a, b, relation: Relation::Copy, rule: Rule::SharedBody, likeness }
    }

    fn under(bound: f32) -> VerifyConfig {
        VerifyConfig { copy: bound, ..VerifyConfig::default() }
    }

    fn groups(count: usize, pairs: &[StoredPair], bound: f32) -> Vec<Vec<Arrival>> {
        let ids: Vec<String> = (0..count).map(|n| n.to_string()).collect();
        let clusters = regroup(&ids, pairs.iter().copied(), &under(bound));
        clusters.iter().map(|(_, c)| c.members.iter().map(|m| m.arrival).collect()).collect()
    }

    #[test]
    fn a_chain_of_copies_is_cut() {
        let chain: Vec<StoredPair> = (0..12).map(|n| pair(n + 1, n, 0.9)).collect();
        let found = groups(13, &chain, 0.4);
        assert!(found.iter().all(|members| (2..=3).contains(&members.len())), "{found:?}");
        assert_eq!(groups(13, &chain, 0.95).len(), 13);
    }

    #[test]
    fn the_copy_of_a_copy_belongs_where_its_votes_are() {
        let pairs = [pair(1, 0, 0.8), pair(2, 1, 0.9), pair(2, 0, 0.3)];
        assert_eq!(groups(3, &pairs, 0.44), [[0, 1, 2]]);
    }

    #[test]
    fn a_bridge_merges_what_most_votes_are_for() {
        let bridge = [pair(1, 0, 0.3), pair(2, 0, 0.7), pair(2, 1, 0.8)];
        assert_eq!(groups(3, &bridge, 0.6), [vec![0], vec![1, 2]]);
        assert_eq!(groups(3, &bridge, 0.3), [vec![0, 1, 2]]);
    }

    #[test]
    fn the_order_of_arrival_decides_nothing() {
        // Two dispatches of three prints each, and one article that is a copy of a print of either.
        let close = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (6, 0), (6, 3)];
        for turn in 0..7 {
            let at = |n: Arrival| (n + turn) % 7;
            let pairs: Vec<StoredPair> = close.iter().map(|&(a, b)| pair(at(a), at(b), 0.9)).collect();
            let mut found = groups(7, &pairs, 0.44);
            for members in &mut found {
                members.retain(|member| *member != at(6));
                members.sort_unstable();
            }
            for dispatch in [[0, 1, 2], [3, 4, 5]] {
                let mut members = dispatch.map(at).to_vec();
                members.sort_unstable();
                assert!(found.contains(&members), "{found:?} after {turn} turns");
            }
        }
    }

    #[test]
    fn a_page_that_holds_two_dispatches_and_came_first_joins_none_of_them() {
        let apart = |a, b| StoredPair { relation: Relation::None, rule: Rule::QuotationsOnly, ..pair(a, b, 0.2) };
        let of_page = (1..=4).map(|print| pair(print, 0, 0.9));
        let prints = [pair(2, 1, 0.9), pair(4, 3, 0.9), apart(3, 1), apart(3, 2), apart(4, 1), apart(4, 2)];
        let mut found = groups(5, &of_page.chain(prints).collect::<Vec<_>>(), 0.44);
        found.iter_mut().for_each(|members| members.sort_unstable());
        found.sort_unstable();
        assert_eq!(found, [vec![0, 1, 2], vec![3, 4]]);
        // Of single prints either may be a cut of the page.
        assert_eq!(groups(3, &[pair(1, 0, 0.9), pair(2, 0, 0.9), apart(2, 1)], 0.44), [[0, 1, 2]]);
    }

    #[test]
    fn a_round_up_vouches_for_no_part_of_another() {
        // Two prints of each of two texts, and two pages that hold both.
        let apart = |a, b| StoredPair { relation: Relation::None, rule: Rule::QuotationsOnly, ..pair(a, b, 0.1) };
        let found = |pages: [Arrival; 2], prints: [Arrival; 4]| {
            let [a, b, c, d] = prints;
            let of_both = pages.into_iter().flat_map(|page| prints.map(|print| pair(print, page, 0.9)));
            let alone = [pair(pages[1], pages[0], 0.8), pair(b, a, 0.9), pair(d, c, 0.9)];
            let apart = [apart(c, a), apart(c, b), apart(d, a), apart(d, b)];
            groups(6, &of_both.chain(alone).chain(apart).collect::<Vec<_>>(), 0.44)
        };
        let round_ups = found([4, 5], [0, 1, 2, 3]);
        let with = |print: Arrival| round_ups.iter().position(|members| members.contains(&print));
        assert!(with(0) == with(1) && with(2) == with(3) && with(0) != with(2), "{round_ups:?}");
        // What came before all of its cuts is a text of its own.
        assert_eq!(found([0, 1], [2, 3, 4, 5]).len(), 1);
    }

    #[test]
    fn rules_that_do_not_look_at_the_bound_stand() {
        let form = StoredPair { relation: Relation::None, rule: Rule::Template, ..pair(1, 0, 0.95) };
        let same = StoredPair { relation: Relation::Identical, rule: Rule::SameBody, ..pair(2, 0, 1.0) };
        assert_eq!(groups(3, &[form, same], 0.4), [vec![0, 2], vec![1]]);
        let below = StoredPair { relation: Relation::Partial, rule: Rule::SharedPassages, ..pair(1, 0, 0.4) };
        assert_eq!(groups(2, &[below], 0.35), [[0, 1]]);
    }

    proptest! {
        #[test]
        fn every_member_is_as_like_the_anchor_as_the_bound(
            rows in prop::collection::vec((0u32..24, 0u32..26, 0.0f32..1.0), 0..120),
            bound in 0.05f32..1.0,
        ) {
            let ids: Vec<String> = (0..24).map(|n: u32| n.to_string()).collect();
            let pairs = rows.into_iter().map(|(a, b, likeness)| pair(a, b, likeness));
            let clusters = regroup(&ids, pairs, &under(bound));
            let mut members: Vec<Arrival> =
                clusters.iter().flat_map(|(_, c)| c.members.iter().map(|m| m.arrival).collect::<Vec<_>>()).collect();
            members.sort_unstable();
            prop_assert_eq!(members, (0..24).collect::<Vec<_>>());
            for (_, cluster) in clusters.iter() {
                prop_assert!(cluster.least_likeness().get() >= bound.min(VerifyConfig::default().member));
            }
        }
    }
}
