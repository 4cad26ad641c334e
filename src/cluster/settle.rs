//! Which cluster an article joins, and what that changes for those that it is like.
//!
//! Every pair that was compared has a vote: a copy for one cluster, anything else against it ([`Tie::vote`]). Two copies
//! of an earlier article have none against each other, and no more have close copies of these: what they are cuts of is
//! known, and cuts need share nothing.
//!
//! The clusters sought are those that agree with most of the votes (correlation clustering: Bansal, Blum and Chawla 2004),
//! so that no single likeness joins two groups, and none that came early decides for those that come late. An article that
//! agrees with one cluster joins it. One that is like several, or not like all of one, has these clusters settled anew:
//! grouped from single articles, the two groups first that most votes are for, then each article where its votes are. The
//! new grouping stands only where it has more votes than what was there. Clusters of together more than [`MAX_SETTLED`]
//! members stay as they are: the article joins the one that most votes are for.

use super::together::{is_apart, put_together};
use super::{Change, ClusterKey, Clusters, MAX_MERGE, Tie};
use crate::candidates::Arrival;
use crate::units::Similarity;
use crate::verify::Relation;
use std::cmp::Ordering;

/// Members of neighbouring clusters up to which they are settled anew when an article comes between them.
pub const MAX_SETTLED: usize = 24;

/// Votes that one grouping must have above another to take its place: more than rounding can make.
pub(super) const MIN_GAIN: f32 = 1e-3;

/// What clusters ask of those who know the articles.
pub trait Articles {
    /// What two articles are to each other, and the shared share of the shorter body.
    fn compare(&mut self, a: Arrival, b: Arrival) -> (Relation, Similarity);
    /// An order of articles that does not depend on how they arrived: so settling does not either.
    fn order(&self, a: Arrival, b: Arrival) -> Ordering;
    /// Whether the first was published before the second, as far as both say when.
    fn precedes(&self, a: Arrival, b: Arrival) -> bool;
    /// The id of an article.
    fn id(&self, arrival: Arrival) -> String;
    /// Place of an article's source among the preferred ones, from 0; of others their number.
    fn preference(&self, arrival: Arrival) -> u32;
    /// Words of an article, furniture left out.
    fn words(&self, arrival: Arrival) -> u32;
    /// Whether one source has both, as far as that is known.
    fn are_of_one_source(&self, _a: Arrival, _b: Arrival) -> bool {
        false
    }
}

impl Clusters {
    /// Finds the cluster of a new article, given what it was found to be to earlier ones, and gives what changed.
    ///
    /// Cost: O(ties) where it agrees with one cluster; else at most [`MAX_SETTLED`]² / 2 comparisons, each pair of
    /// articles at most once, and O([`MAX_SETTLED`]³) additions.
    pub fn place(&mut self, arrival: Arrival, found: &[Tie], articles: &mut impl Articles) -> Vec<Change> {
        self.ties.reserve(arrival, found.len());
        for tie in found {
            self.ties.insert(arrival, *tie);
        }
        let mut keys: Vec<ClusterKey> =
            found.iter().filter(|tie| tie.relation.is_copy()).filter_map(|tie| self.key_of(tie.with)).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut changes = Vec::new();
        match keys[..] {
            [] => _ = self.found_by(arrival, articles, &mut changes),
            [key] if self.agrees(arrival, key, articles) => self.admit(arrival, key, articles, &mut changes),
            _ if self.count(&keys) < MAX_SETTLED => self.settle(arrival, &keys, articles, &mut changes),
            _ => self.choose(arrival, &keys, articles, &mut changes),
        }
        self.choose_representatives(articles, &mut changes);
        changes
    }

    fn count(&self, keys: &[ClusterKey]) -> usize {
        keys.iter().filter_map(|&key| self.get(key)).map(|c| c.members.len()).sum()
    }

    /// What two articles are to each other, compared now if they never were.
    pub(super) fn tie(&mut self, a: Arrival, b: Arrival, articles: &mut impl Articles) -> Tie {
        if let Some(tie) = self.ties.between(a, b) {
            return tie;
        }
        let (relation, likeness) = articles.compare(a, b);
        let tie = Tie { with: b, relation, likeness };
        if self.ties.insert(a, tie) {
            self.note_vote(&tie, a, 1);
        }
        tie
    }

    /// Whether a tie to the anchor is enough for a member, whatever its votes.
    pub(super) fn is_held(&self, to_anchor: &Tie) -> bool {
        to_anchor.relation.is_copy()
            || to_anchor.relation == Relation::Partial && to_anchor.likeness.get() >= self.bounds.member
    }

    /// Whether a tie is that of an article to what it is made from, as far as this can vouch for others.
    fn is_made_from(&self, tie: &Tie) -> bool {
        tie.relation.is_copy() && tie.likeness.get() >= self.bounds.original
    }

    /// Whether an article is a close copy of an earlier one that is made from `original`.
    fn follows(&self, arrival: Arrival, original: Arrival, articles: &impl Articles) -> bool {
        self.ties.of(arrival).any(|tie| {
            self.is_close(&tie)
                && articles.order(tie.with, arrival).is_lt()
                && articles.order(original, tie.with).is_lt()
                && self.ties.between(tie.with, original).is_some_and(|of_that| self.is_made_from(&of_that))
        })
    }

    fn is_close(&self, tie: &Tie) -> bool {
        tie.relation.is_copy() && tie.likeness.get() >= self.bounds.follow
    }

    /// The votes of an article for a cluster; `None` where the anchor does not hold it. Members that it was not compared
    /// with follow the anchor: they say nothing where it is a copy of that, and against where it is not.
    fn votes(&mut self, arrival: Arrival, key: ClusterKey, articles: &mut impl Articles) -> Option<Poll> {
        let cluster = self.get(key)?;
        let (anchor, size) = (cluster.anchor, cluster.members.len());
        let to_anchor = self.tie(arrival, anchor, articles);
        if !self.is_held(&to_anchor) {
            return None;
        }
        let of_anchor = self.is_made_from(&to_anchor) && articles.order(anchor, arrival).is_lt()
            || self.follows(arrival, anchor, articles);
        let (mut poll, mut known, mut apart) = (Poll::default(), 0, 0);
        for tie in self.ties.of(arrival).filter(|tie| self.key_of(tie.with) == Some(key)) {
            known += 1;
            let vote = tie.vote(self.bounds.copy);
            let is_explained = || {
                let of_both = self.ties.between(tie.with, anchor).filter(|other| self.is_made_from(other));
                of_anchor && of_both.is_some() && articles.order(anchor, tie.with).is_lt()
            };
            if vote > 0.0 || !is_explained() {
                poll.sum += vote;
                poll.is_unanimous &= vote > 0.0;
            } else if is_apart(&tie, self.bounds.copy) {
                apart += 1;
            }
        }
        // An anchor may have been put together from it and two cuts that have no more than a quotation in common with it.
        poll.is_unanimous &= apart < 2;
        if !to_anchor.relation.is_copy() {
            poll.sum -= UNKNOWN * size.saturating_sub(known) as f32;
            poll.is_unanimous = false;
        }
        // An anchor that came after it may have been put together from it and members that share nothing with it.
        poll.is_unanimous &= known >= size || !articles.precedes(arrival, anchor);
        Some(poll)
    }

    /// Whether an article is a copy of the cluster's anchor, and nothing speaks against its being a member.
    fn agrees(&mut self, arrival: Arrival, key: ClusterKey, articles: &mut impl Articles) -> bool {
        self.votes(arrival, key, articles).is_some_and(|poll| poll.is_unanimous)
            && !self.is_held_by_round_up(arrival, key, articles)
    }

    /// Whether the anchor of a cluster was put together from a text that the article is a second print of, and from another,
    /// which members print twice. Those share nothing with the article, so they never were among its candidates.
    fn is_held_by_round_up(&mut self, arrival: Arrival, key: ClusterKey, articles: &mut impl Articles) -> bool {
        let Some(cluster) = self.get(key).filter(|cluster| cluster.members.len() < MAX_SETTLED) else { return false };
        let members = cluster.members.iter().map(|m| m.arrival).filter(|&member| member != cluster.anchor);
        let (known, mut others): (Vec<Arrival>, Vec<Arrival>) =
            members.partition(|&member| self.ties.between(arrival, member).is_some());
        let prints: Vec<Arrival> =
            known.into_iter().filter(|&member| self.tie(arrival, member, articles).relation.is_copy()).collect();
        if prints.is_empty() || others.len() < 2 {
            return false;
        }
        let copy = self.bounds.copy;
        others.retain(|&member| is_apart(&self.tie(arrival, member, articles), copy));
        others.iter().any(|&y| {
            others.iter().any(|&z| z != y && self.tie(y, z, articles).relation.is_copy())
                && prints.iter().any(|&print| is_apart(&self.tie(print, y, articles), copy))
        })
    }

    fn found_by(&mut self, arrival: Arrival, articles: &impl Articles, changes: &mut Vec<Change>) -> ClusterKey {
        let key = self.found(arrival, &articles.id(arrival));
        changes.push(Change::Founded { key, id: self.id_of(key), arrival });
        key
    }

    fn admit(&mut self, arrival: Arrival, key: ClusterKey, articles: &mut impl Articles, changes: &mut Vec<Change>) {
        let Some(anchor) = self.get(key).map(|c| c.anchor) else { return };
        let likeness = self.tie(arrival, anchor, articles).likeness;
        self.join(key, arrival, likeness);
        changes.push(Change::Joined { key, id: self.id_of(key), arrival, left: None });
    }

    /// Joins the one of large clusters that most votes are for, and merges those that it bridges.
    fn choose(
        &mut self,
        arrival: Arrival,
        keys: &[ClusterKey],
        articles: &mut impl Articles,
        changes: &mut Vec<Change>,
    ) {
        let mut best: Option<(f32, ClusterKey)> = None;
        for &key in keys {
            let votes = self.votes(arrival, key, articles).map_or(0.0, |poll| poll.sum);
            if votes > best.map_or(0.0, |(most, _)| most + MIN_GAIN) {
                best = Some((votes, key));
            }
        }
        let Some((_, joined)) = best else {
            self.found_by(arrival, articles, changes);
            return;
        };
        self.admit(arrival, joined, articles, changes);
        let mut current = joined;
        for &key in keys.iter().filter(|key| **key != joined) {
            let (into, from) = (current.min(key), current.max(key));
            if self.merge_if_one(from, into, articles, changes) {
                current = into;
            }
        }
    }

    /// Merges `from` into `into` where the votes between their members are for it and each member of `from` is held by
    /// the other's anchor.
    fn merge_if_one(
        &mut self,
        from: ClusterKey,
        into: ClusterKey,
        articles: &mut impl Articles,
        changes: &mut Vec<Change>,
    ) -> bool {
        let (Some(gone), Some(kept)) = (self.get(from), self.get(into)) else { return false };
        if gone.members.len() > MAX_MERGE {
            return false;
        }
        let (members, anchor) = (gone.members.clone(), kept.anchor);
        let mut sum = 0.0;
        for member in &members {
            let between = self.ties.of(member.arrival).filter(|tie| self.key_of(tie.with) == Some(into));
            sum += between.map(|tie| tie.vote(self.bounds.copy)).sum::<f32>();
        }
        if sum <= MIN_GAIN {
            return false;
        }
        let mut likenesses = Vec::with_capacity(members.len());
        for member in &members {
            let tie = self.tie(member.arrival, anchor, articles);
            if !self.is_held(&tie) {
                return false;
            }
            likenesses.push(tie.likeness);
        }
        self.merge_into(from, into, &likenesses, changes);
        true
    }

    fn merge_into(&mut self, from: ClusterKey, into: ClusterKey, likenesses: &[Similarity], changes: &mut Vec<Change>) {
        if let Some((from_id, into_id)) = self.merge(from, into, likenesses) {
            changes.push(Change::Merged { from, from_id, into, into_id });
        }
    }

    /// Groups the members of some clusters and a new article anew, where that has more votes.
    fn settle(
        &mut self,
        arrival: Arrival,
        keys: &[ClusterKey],
        articles: &mut impl Articles,
        changes: &mut Vec<Change>,
    ) {
        let mut nodes: Vec<Node> = vec![(arrival, None)];
        for &key in keys {
            nodes.extend(self.get(key).into_iter().flat_map(|c| &c.members).map(|m| (m.arrival, Some(key))));
        }
        nodes.sort_by(|a, b| articles.order(a.0, b.0));
        let mut votes = Votes::new(nodes.len());
        let mut ties: Vec<Vec<Tie>> = Vec::with_capacity(nodes.len());
        let mut made_from: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        let mut follows: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        for x in 0..nodes.len() {
            ties.push(Vec::with_capacity(x));
            for y in 0..x {
                let tie = self.tie(nodes[x].0, nodes[y].0, articles);
                ties[x].push(tie);
                votes.set(x, y, tie.vote(self.bounds.copy));
                if self.is_made_from(&tie) {
                    made_from[x].push(y);
                }
                if self.is_close(&tie) {
                    follows[x].push(y);
                }
            }
        }
        let arrivals: Vec<Arrival> = nodes.iter().map(|&(arrival, _)| arrival).collect();
        let parts = put_together(&arrivals, &ties, self.bounds.copy, articles);
        made_from.iter_mut().for_each(|originals| originals.retain(|x| !parts.composed.contains(x)));
        // From the last: what is taken over is what each is made from itself.
        for x in (0..nodes.len()).rev() {
            for &y in &follows[x] {
                let originals = made_from[y].clone();
                made_from[x].extend(originals);
            }
        }
        votes.explain(&made_from);
        for (x, y) in parts.pairs {
            votes.set(x, y, -0.5);
        }
        // What was there, and the article alone or in one of the clusters.
        let standing = |home: Option<ClusterKey>| -> Vec<usize> {
            let place = |key: &Option<ClusterKey>| keys.iter().position(|k| Some(*k) == key.or(home));
            nodes.iter().map(|(_, key)| place(key).unwrap_or(keys.len())).collect()
        };
        let mut best = standing(None);
        let mut most = votes.total(&best);
        for grouping in keys.iter().map(|&key| standing(Some(key))).chain([votes.group()]) {
            let total = votes.total(&grouping);
            if total > most + MIN_GAIN {
                (best, most) = (grouping, total);
            }
        }
        let groups = self.held(&nodes, &best, &parts.composed, articles);
        self.arrange(&nodes, &groups, keys, articles, changes);
    }

    /// The groups of a grouping with an anchor each; members that their anchor does not hold are groups by themselves.
    /// What was put together stands for others where there is nothing else.
    fn held(
        &mut self,
        nodes: &[Node],
        grouping: &[usize],
        composed: &[usize],
        articles: &mut impl Articles,
    ) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for label in 0..=grouping.iter().max().copied().unwrap_or(0) {
            let mut members: Vec<usize> = (0..nodes.len()).filter(|&n| grouping[n] == label).collect();
            while let Some(&first) = members.first() {
                let arrivals: Vec<(Arrival, bool)> =
                    members.iter().map(|&n| (nodes[n].0, !composed.contains(&n))).collect();
                let anchor = self.central(&arrivals, articles).unwrap_or(nodes[first].0);
                let (held, rest): (Vec<usize>, Vec<usize>) = members.iter().partition(|&&n| {
                    nodes[n].0 == anchor || {
                        let tie = self.tie(nodes[n].0, anchor, articles);
                        self.is_held(&tie)
                    }
                });
                groups.push(Group { anchor, members: held });
                members = rest;
            }
        }
        groups
    }

    /// The article that holds most of the others, of equals the one that most are copies of, then the one that these are
    /// most like, then the first. An anchor that all others are copies of stays. Those that may stand for others go before.
    fn central(&mut self, members: &[(Arrival, bool)], articles: &mut impl Articles) -> Option<Arrival> {
        let mut best: Option<(Rank, Arrival)> = None;
        for &(candidate, may_stand) in members {
            let (mut held, mut copies, mut likeness) = (0, 0, 0.0);
            for &(other, _) in members.iter().filter(|other| other.0 != candidate) {
                let tie = self.tie(candidate, other, articles);
                held += usize::from(self.is_held(&tie));
                if tie.relation.is_copy() {
                    copies += 1;
                    likeness += tie.likeness.get();
                }
            }
            let is_anchor = self.key_of(candidate).and_then(|key| self.get(key)).is_some_and(|c| c.anchor == candidate);
            let rank =
                (may_stand, is_anchor && copies + 1 == members.len(), held, copies, (likeness / MIN_GAIN) as u32);
            if best.is_none_or(|(highest, _)| rank > highest) {
                best = Some((rank, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }

    /// Makes `groups` of the members of `keys` and a new article the clusters. Each group goes on as the cluster that most
    /// of its members are from.
    fn arrange(
        &mut self,
        nodes: &[Node],
        groups: &[Group],
        keys: &[ClusterKey],
        articles: &mut impl Articles,
        changes: &mut Vec<Change>,
    ) {
        let mut shares: Vec<(usize, ClusterKey, usize)> = Vec::new();
        for (n, group) in groups.iter().enumerate() {
            for &key in keys {
                let share = group.members.iter().filter(|&&m| nodes[m].1 == Some(key)).count();
                if share > 0 {
                    shares.push((share, key, n));
                }
            }
        }
        shares.sort_unstable_by_key(|&(share, key, n)| (std::cmp::Reverse(share), key, n));
        let mut becomes: Vec<Option<ClusterKey>> = vec![None; groups.len()];
        for &(_, key, n) in &shares {
            if becomes[n].is_none() && !becomes.contains(&Some(key)) {
                becomes[n] = Some(key);
            }
        }
        // A cluster that no group goes on as is merged into the one that has most of its members.
        let heir = |key: ClusterKey| shares.iter().find(|share| share.1 == key).and_then(|share| becomes[share.2]);
        let merged: Vec<(ClusterKey, ClusterKey)> = keys
            .iter()
            .filter(|key| !becomes.contains(&Some(**key)))
            .filter_map(|&key| Some((key, heir(key)?)))
            .collect();
        let becomes: Vec<ClusterKey> = (0..groups.len())
            .map(|n| becomes[n].unwrap_or_else(|| self.open(nodes, &groups[n], articles, changes)))
            .collect();
        for (group, &key) in groups.iter().zip(&becomes) {
            for &member in &group.members {
                let arrival = nodes[member].0;
                let from = self.key_of(arrival);
                if from == Some(key) || from.is_some_and(|from| merged.contains(&(from, key))) {
                    continue;
                }
                let left = from.map(|from| (from, self.id_of(from)));
                self.remove(arrival);
                self.join(key, arrival, Similarity::ONE);
                changes.push(Change::Joined { key, id: self.id_of(key), arrival, left });
            }
        }
        for &(from, into) in &merged {
            let size = self.get(from).map_or(0, |c| c.members.len());
            self.merge_into(from, into, &vec![Similarity::ONE; size], changes);
        }
        for (group, &key) in groups.iter().zip(&becomes) {
            self.anchor(key, group.anchor, articles);
        }
    }

    /// Founds a cluster for a group that goes on as none that was there.
    fn open(
        &mut self,
        nodes: &[Node],
        group: &Group,
        articles: &mut impl Articles,
        changes: &mut Vec<Change>,
    ) -> ClusterKey {
        let mut froms: Vec<ClusterKey> = group.members.iter().filter_map(|&m| nodes[m].1).collect();
        froms.sort_unstable();
        let most = froms.chunk_by(|a, b| a == b).max_by_key(|same| (same.len(), std::cmp::Reverse(same[0])));
        let Some(from) = most.map(|same| same[0]) else {
            return self.found_by(group.anchor, articles, changes);
        };
        let arrivals: Vec<Arrival> =
            group.members.iter().filter(|&&m| nodes[m].1 == Some(from)).map(|&m| nodes[m].0).collect();
        self.split(from, arrivals, articles, changes)
    }

    /// Makes some members of a cluster one of their own, founded by the first of them.
    pub(super) fn split(
        &mut self,
        from: ClusterKey,
        arrivals: Vec<Arrival>,
        articles: &mut impl Articles,
        changes: &mut Vec<Change>,
    ) -> ClusterKey {
        let founder = arrivals[0];
        for &arrival in &arrivals {
            self.remove(arrival);
        }
        let into = self.found(founder, &articles.id(founder));
        for &arrival in &arrivals[1..] {
            let likeness = self.tie(arrival, founder, articles).likeness;
            self.join(into, arrival, likeness);
        }
        changes.push(Change::Split { from, from_id: self.id_of(from), into, into_id: self.id_of(into), arrivals });
        into
    }

    /// Sets the anchor of a cluster, and the likenesses of its members to it.
    fn anchor(&mut self, key: ClusterKey, anchor: Arrival, articles: &mut impl Articles) {
        let Some(members) = self.get(key).map(|c| c.members.clone()) else { return };
        let likenesses: Vec<Similarity> = members
            .iter()
            .map(|m| if m.arrival == anchor { Similarity::ONE } else { self.tie(m.arrival, anchor, articles).likeness })
            .collect();
        self.set_anchor(key, anchor, &likenesses);
    }
}

/// What a member that was not compared with an article has against it, where that is no copy of the anchor.
const UNKNOWN: f32 = 0.5;

/// The votes of an article for a cluster.
struct Poll {
    sum: f32,
    /// Whether it is a copy of the anchor, and none is against it.
    is_unanimous: bool,
}

impl Default for Poll {
    fn default() -> Self {
        Self { sum: 0.0, is_unanimous: true }
    }
}

/// How well an article would stand for others.
type Rank = (bool, bool, usize, usize, u32);

/// An article that is settled anew, and the cluster that it was in.
type Node = (Arrival, Option<ClusterKey>);

/// Articles, by their places among those that are settled anew, that are to be one cluster.
struct Group {
    anchor: Arrival,
    members: Vec<usize>,
}

/// The votes between the articles that are settled anew.
struct Votes {
    size: usize,
    /// Row by row, each pair twice.
    votes: Vec<f32>,
}

impl Votes {
    fn new(size: usize) -> Self {
        Self { size, votes: vec![0.0; size * size] }
    }

    fn set(&mut self, x: usize, y: usize, vote: f32) {
        self.votes[x * self.size + y] = vote;
        self.votes[y * self.size + x] = vote;
    }

    /// Takes back what copies of an earlier article have against each other. `made_from` lists, for each article, the
    /// earlier ones that it is made from.
    fn explain(&mut self, made_from: &[Vec<usize>]) {
        for x in 0..self.size {
            for y in 0..x {
                if self.row(x)[y] < 0.0 && made_from[x].iter().any(|original| made_from[y].contains(original)) {
                    self.set(x, y, 0.0);
                }
            }
        }
    }

    fn row(&self, x: usize) -> &[f32] {
        &self.votes[x * self.size..(x + 1) * self.size]
    }

    /// The votes inside the groups of a grouping: a label for each article.
    fn total(&self, grouping: &[usize]) -> f32 {
        let inside = |x: usize| (0..x).filter(|&y| grouping[x] == grouping[y]).map(|y| self.row(x)[y]).sum::<f32>();
        (0..self.size).map(inside).sum()
    }

    /// A grouping with many votes: the two groups first that most votes are for, from single articles on, while there are
    /// any for; then each article moves to where its votes are, while that gains any. Cost: O(articles³).
    fn group(&self) -> Vec<usize> {
        let mut grouping: Vec<usize> = (0..self.size).collect();
        // Votes between groups, by their labels; a group's label is that of its first article.
        let mut between = self.votes.clone();
        loop {
            let mut best = (MIN_GAIN, None);
            for x in 0..self.size {
                for y in 0..x {
                    if between[x * self.size + y] > best.0 {
                        best = (between[x * self.size + y], Some((x, y)));
                    }
                }
            }
            let Some((gone, kept)) = best.1 else { break };
            for other in 0..self.size {
                let sum = between[gone * self.size + other] + between[kept * self.size + other];
                (between[kept * self.size + other], between[other * self.size + kept]) = (sum, sum);
                between[gone * self.size + other] = 0.0;
                between[other * self.size + gone] = 0.0;
            }
            between[kept * self.size + kept] = 0.0;
            grouping.iter_mut().filter(|label| **label == gone).for_each(|label| *label = kept);
        }
        for _ in 0..self.size {
            let mut moved = false;
            for x in 0..self.size {
                let mut to = vec![0.0f32; self.size];
                for y in (0..self.size).filter(|&y| y != x) {
                    to[grouping[y]] += self.row(x)[y];
                }
                let now = to[grouping[x]];
                // A label that is not in use is a group of its own, without votes.
                let (place, most) = to.iter().enumerate().fold((grouping[x], now), |(place, most), (label, &sum)| {
                    if sum > most + MIN_GAIN { (label, sum) } else { (place, most) }
                });
                if most > now {
                    grouping[x] = place;
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        grouping
    }
}
