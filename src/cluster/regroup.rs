//! Clusters anew from stored pairs, under another bound, without the texts.
//!
//! The rule is the engine's: an article joins the cluster whose anchor it is a copy of, or follows a member that it is
//! nearly all of, and bridges two where all members
//! of the later are copies of the earlier's anchor. What the engine would compare anew must here be among the stored
//! pairs; a pair that is not counts as no copy, so a large cluster may come out in parts.

use super::{Clusters, MAX_MERGE};
use crate::candidates::Arrival;
use crate::units::Similarity;
use crate::verify::{Relation, Rule, VerifyConfig};
use rustc_hash::FxHashMap;

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

/// Groups the articles `ids`, given in the order of arrival, by `pairs` under the bound `config.copy`. Of several pairs of the same two
/// articles the last counts; pairs of an article with itself, or beyond `ids`, are passed over.
///
/// Cost: O(articles + pairs), and at most [`MAX_MERGE`] look-ups for each bridge.
pub fn regroup(ids: &[String], pairs: impl IntoIterator<Item = StoredPair>, config: &VerifyConfig) -> Clusters {
    let bound = Similarity::clamped(config.copy);
    let mut partial: FxHashMap<(Arrival, Arrival), Similarity> = FxHashMap::default();
    let mut likeness: FxHashMap<(Arrival, Arrival), Similarity> = FxHashMap::default();
    for pair in pairs {
        let (earlier, later) = (pair.a.min(pair.b), pair.a.max(pair.b));
        if earlier == later || later as usize >= ids.len() {
            continue;
        }
        if pair.is_copy_under(bound) {
            likeness.insert((later, earlier), pair.likeness);
            partial.remove(&(later, earlier));
        } else {
            likeness.remove(&(later, earlier));
            if pair.relation != Relation::None && pair.likeness.get() >= config.follow_anchor {
                partial.insert((later, earlier), pair.likeness);
            }
        }
    }
    let mut earlier: Vec<Vec<Arrival>> = vec![Vec::new(); ids.len()];
    for &(a, b) in likeness.keys() {
        earlier[a as usize].push(b);
    }
    let between = |a: Arrival, b: Arrival| match a == b {
        true => Some(Similarity::ONE),
        false => likeness.get(&(a.max(b), a.min(b))).copied(),
    };

    let mut clusters = Clusters::default();
    for (arrival, id) in (0..).zip(ids) {
        let mut keys: Vec<_> = earlier[arrival as usize].iter().filter_map(|&b| clusters.key_of(b)).collect();
        keys.sort_unstable();
        keys.dedup();
        // Those whose anchor it is a copy of, or into which it follows a member; keys rise, so of equals the earliest
        // comes first.
        let anchored = |key: &_| {
            let cluster = clusters.get(*key)?;
            let follows = || {
                let closest = cluster.members.iter().filter_map(|m| between(arrival, m.arrival));
                let near = closest.map(Similarity::get).fold(0.0, f32::max) >= config.follow;
                partial.get(&(arrival, cluster.anchor)).copied().filter(|_| near)
            };
            Some((*key, between(arrival, cluster.anchor).or_else(follows)?))
        };
        let anchored: Vec<_> = keys.iter().filter_map(anchored).collect();
        let Some(&(joined, likeness)) = anchored.iter().rev().max_by(|a, b| a.1.get().total_cmp(&b.1.get())) else {
            clusters.found(arrival, id);
            continue;
        };
        clusters.join(joined, arrival, likeness);
        let mut current = joined;
        for &(key, _) in anchored.iter().filter(|(key, _)| *key != joined) {
            let is_copy = clusters.get(key).is_some_and(|c| between(arrival, c.anchor).is_some());
            if !is_copy {
                continue;
            }
            let (into, from) = (current.min(key), current.max(key));
            let (Some(kept), Some(gone)) = (clusters.get(into), clusters.get(from)) else { continue };
            if gone.members.len() > MAX_MERGE {
                continue;
            }
            let likenesses: Option<Vec<_>> = gone.members.iter().map(|m| between(m.arrival, kept.anchor)).collect();
            if let Some(likenesses) = likenesses {
                clusters.merge(from, into, &likenesses);
                current = into;
            }
        }
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(a: Arrival, b: Arrival, likeness: f32) -> StoredPair {
        let likeness = Similarity::clamped(likeness);
        StoredPair { a, b, relation: Relation::Copy, rule: Rule::SharedBody, likeness }
    }

    /// A bound, and nothing that follows a fringe member.
    fn under(bound: f32) -> VerifyConfig {
        VerifyConfig { copy: bound, follow: 2.0, ..VerifyConfig::default() }
    }

    #[test]
    fn the_copy_of_a_copy_follows_it() {
        let pairs = [pair(1, 0, 0.8), pair(2, 1, 0.9), pair(2, 0, 0.3)];
        let ids: Vec<String> = (0..3).map(|n: u32| n.to_string()).collect();
        assert_eq!(regroup(&ids, pairs, &VerifyConfig::default()).len(), 1);
        assert_eq!(groups(3, &pairs, 0.44), [vec![0, 1], vec![2]]);
    }

    fn groups(count: usize, pairs: &[StoredPair], bound: f32) -> Vec<Vec<Arrival>> {
        let ids: Vec<String> = (0..count).map(|n| n.to_string()).collect();
        let clusters = regroup(&ids, pairs.iter().copied(), &under(bound));
        clusters.iter().map(|(_, c)| c.members.iter().map(|m| m.arrival).collect()).collect()
    }

    #[test]
    fn articles_join_by_the_anchor_and_never_by_a_fringe_member() {
        let chain = [pair(1, 0, 0.8), pair(2, 1, 0.9), pair(3, 0, 0.5)];
        assert_eq!(groups(4, &chain, 0.4), [vec![0, 1, 3], vec![2]]);
        assert_eq!(groups(4, &chain, 0.6), [vec![0, 1], vec![2], vec![3]]);
    }

    #[test]
    fn a_bridge_merges_what_the_anchor_holds() {
        let bridge = [pair(1, 0, 0.3), pair(2, 0, 0.7), pair(2, 1, 0.8)];
        assert_eq!(groups(3, &bridge, 0.6), [vec![0], vec![1, 2]]);
        assert_eq!(groups(3, &bridge, 0.3), [vec![0, 1, 2]]);
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
                prop_assert!(cluster.least_likeness().get() >= bound);
            }
        }
    }
}
