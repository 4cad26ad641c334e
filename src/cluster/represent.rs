//! Which member stands for a cluster, wherever one article is shown for many.
//!
//! The choice depends on the members alone, on what was found between them and on the rule; so it is the same however
//! they came, and is derived anew when a store is opened. The anchor is another matter: it decides who is a member.

use super::{Articles, Change, ClusterKey, Clusters, Tie};
use crate::candidates::Arrival;
use crate::verify::VerifyConfig;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Which member of a cluster stands for it. Of equals the one that was published first, then the one of the lesser id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Representative {
    /// The article that every member is measured against: the founder, until more of the others are copies of another.
    #[default]
    Anchor,
    /// The one that was published first; undated ones come last.
    Earliest,
    /// The one with the most words, furniture left out.
    MostComplete,
    /// The one that most speaks for: the sum of the votes ([`Tie::vote`](super::Tie::vote)) between it and the members
    /// that it was compared with.
    MostCentral,
}

/// How clusters are shown. None of it changes who is a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClusterConfig {
    /// Which member stands for a cluster. Default [`Representative::Anchor`]: it is what membership was decided by.
    pub representative: Representative,
    /// Sources whose articles stand for a cluster before all others, the most preferred first; among several articles of
    /// one source the rule decides. Names as in the record's `source`, case and a leading `www.` aside; at most 1000. Default none.
    pub preferred: Vec<String>,
}

/// Thousandths in which votes are added up: sums of whole numbers are the same in any order.
fn in_steps(vote: f32) -> i32 {
    (vote * 1000.0).round() as i32
}

/// How the choice is made, and what must be looked at again.
#[derive(Debug, Default)]
pub(super) struct Choosing {
    rule: Representative,
    prefers: bool,
    /// Clusters of which something changed; with a member, where the only change is that it came or has risen.
    touched: Vec<(ClusterKey, Option<Arrival>)>,
    /// For each article the votes of the members of its cluster that it was compared with; kept where the rule asks.
    votes: FxHashMap<Arrival, i32>,
}

impl Choosing {
    pub(super) fn touch(&mut self, key: ClusterKey, risen: Option<Arrival>) {
        self.touched.push((key, risen));
    }

    pub(super) fn forget(&mut self, arrival: Arrival) {
        self.votes.remove(&arrival);
    }
}

/// What is compared of two members: the least stands for the cluster, the articles' own order decides among equals.
type Rank = (u32, Reverse<i64>);

impl Clusters {
    /// No clusters yet, under the bounds of one configuration and shown as another says.
    pub fn shown_as(config: &VerifyConfig, shown: &ClusterConfig) -> Self {
        let mut clusters = Self::new(config);
        clusters.choosing.rule = shown.representative;
        clusters.choosing.prefers = !shown.preferred.is_empty();
        clusters
    }

    fn rank(&self, key: ClusterKey, arrival: Arrival, articles: &impl Articles) -> Rank {
        let preference = if self.choosing.prefers { articles.preference(arrival) } else { 0 };
        let merit = match self.choosing.rule {
            Representative::Anchor => i64::from(self.get(key).is_some_and(|c| c.anchor == arrival)),
            Representative::Earliest => 0,
            Representative::MostComplete => i64::from(articles.words(arrival)),
            Representative::MostCentral => i64::from(self.choosing.votes.get(&arrival).copied().unwrap_or(0)),
        };
        (preference, Reverse(merit))
    }

    /// The best of some members. Cost: O(members).
    fn best(&self, key: ClusterKey, of: impl Iterator<Item = Arrival>, articles: &impl Articles) -> Option<Arrival> {
        let ranked = of.map(|arrival| (self.rank(key, arrival, articles), arrival));
        let best = ranked.min_by(|(a, x), (b, y)| a.cmp(b).then_with(|| articles.order(*x, *y)))?;
        Some(best.1)
    }

    /// Notes that a pair was compared, or, with a negative `sign`, that one of the two leaves; passed over where they are
    /// not members of one cluster, or the rule does not ask.
    pub(super) fn note_vote(&mut self, tie: &Tie, arrival: Arrival, sign: i32) {
        if self.choosing.rule != Representative::MostCentral {
            return;
        }
        let Some(key) = self.key_of(arrival).filter(|key| self.key_of(tie.with) == Some(*key)) else { return };
        let Some(standing) = self.get(key).map(|cluster| cluster.representative) else { return };
        let vote = sign * in_steps(tie.vote(self.bounds.copy));
        for member in [arrival, tie.with] {
            *self.choosing.votes.entry(member).or_default() += vote;
            match vote >= 0 {
                true => self.choosing.touch(key, Some(member)),
                false if member == standing => self.choosing.touch(key, None),
                false => {}
            }
        }
    }

    /// Adds the votes between a member and the others, or takes them off. Cost: O(its ties).
    pub(super) fn note_votes(&mut self, arrival: Arrival, sign: i32) {
        if self.choosing.rule == Representative::MostCentral {
            let ties: Vec<Tie> = self.ties.of(arrival).collect();
            ties.iter().for_each(|tie| self.note_vote(tie, arrival, sign));
        }
    }

    /// Chooses anew for each cluster that was touched, and notes what that changed.
    ///
    /// Cost: O(1) for a member that came or has risen, O(members) where the one that stands has left or fallen.
    pub(super) fn choose_representatives(&mut self, articles: &impl Articles, changes: &mut Vec<Change>) {
        let mut touched = std::mem::take(&mut self.choosing.touched);
        touched.sort_unstable();
        for same in touched.chunk_by(|a, b| a.0 == b.0) {
            let key = same[0].0;
            let Some(cluster) = self.get(key) else { continue };
            let (id, standing) = (&cluster.id, cluster.representative);
            let chosen = if same[0].1.is_some() {
                let risen = same.iter().filter_map(|(_, risen)| *risen).filter(|a| self.key_of(*a) == Some(key));
                self.best(key, risen.chain([standing]), articles)
            } else {
                self.best(key, cluster.members.iter().map(|m| m.arrival), articles)
            };
            let Some(arrival) = chosen.filter(|chosen| *chosen != standing) else { continue };
            changes.push(Change::Represented { key, id: id.clone(), arrival });
            self.stand(key, arrival);
        }
        touched.clear();
        self.choosing.touched = touched;
    }

    fn stand(&mut self, key: ClusterKey, arrival: Arrival) {
        if let Some(cluster) = self.clusters.get_mut(&key) {
            cluster.representative = arrival;
        }
    }

    /// Chooses for all clusters after they were restored, as was chosen before they were put away.
    pub fn restore_representatives(&mut self, articles: &impl Articles) {
        let keys: Vec<ClusterKey> = self.clusters.iter().map(|(key, _)| *key).collect();
        for key in keys {
            let members: Vec<Arrival> = self.get(key).into_iter().flat_map(|c| &c.members).map(|m| m.arrival).collect();
            if self.choosing.rule == Representative::MostCentral {
                for &arrival in &members {
                    let ties = self.ties.of(arrival).filter(|tie| self.key_of(tie.with) == Some(key));
                    let votes = ties.map(|tie| in_steps(tie.vote(self.bounds.copy))).sum();
                    self.choosing.votes.insert(arrival, votes);
                }
            }
            if let Some(best) = self.best(key, members.into_iter(), articles) {
                self.stand(key, best);
            }
        }
    }
}
