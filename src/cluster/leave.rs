//! What becomes of a cluster when an article leaves it: another anchor, and those that this one does not hold.

use super::settle::MIN_GAIN;
use super::{Articles, Change, ClusterKey, Clusters, Member};
use crate::candidates::Arrival;
use crate::units::Similarity;

impl Clusters {
    /// Takes an article out, since the window or a person forgets it, and gives what that changed: its cluster may be gone,
    /// or need another anchor. Members that this one does not hold stay: what they were copied from is gone, and nothing is
    /// refuted.
    pub fn leave(&mut self, arrival: Arrival, articles: &mut impl Articles) -> Vec<Change> {
        let mut changes = Vec::new();
        if let Some(key) = self.take_out(arrival, &mut changes) {
            self.anchor_anew(key, articles);
        }
        self.choose_representatives(articles, &mut changes);
        changes
    }

    /// The same for an article whose text another has replaced: members that the other anchor does not hold are split off.
    pub fn retire(&mut self, arrival: Arrival, articles: &mut impl Articles) -> Vec<Change> {
        let mut changes = Vec::new();
        if let Some(key) = self.take_out(arrival, &mut changes) {
            let rest = self.anchor_anew(key, articles);
            self.part(key, &rest, articles, &mut changes);
        }
        self.choose_representatives(articles, &mut changes);
        changes
    }

    /// Takes an article out; gives its cluster where that has lost its anchor and not its last member.
    fn take_out(&mut self, arrival: Arrival, changes: &mut Vec<Change>) -> Option<ClusterKey> {
        let removed = self.remove(arrival);
        self.ties.remove(arrival);
        let (key, was_anchor) = removed?;
        if let Some(id) = self.drop_empty(key) {
            changes.push(Change::Expired { key, id });
            return None;
        }
        was_anchor.then_some(key)
    }

    /// Chooses a new anchor for a cluster that has lost its own: of the later half of its members, so that it lasts, the
    /// one that most are known to be copies of, of equals the one most like the old anchor, then the latest. Gives the
    /// members that it does not hold, the earliest first; they keep their likeness to the anchor that held them.
    fn anchor_anew(&mut self, key: ClusterKey, articles: &mut impl Articles) -> Vec<Arrival> {
        let Some(members) = self.get(key).map(|cluster| cluster.members.clone()) else { return Vec::new() };
        let copies = |m: &Member| {
            let ties = self.ties.of(m.arrival);
            ties.filter(|tie| tie.relation.is_copy() && self.key_of(tie.with) == Some(key)).count()
        };
        let rank = |m: &Member| (copies(m), (m.likeness.get() / MIN_GAIN) as u32, m.arrival);
        let mut by_arrival = members.clone();
        by_arrival.sort_unstable_by_key(|m| m.arrival);
        let later = &by_arrival[members.len() / 2..];
        let Some(anchor) = later.iter().max_by_key(|m| rank(m)).map(|m| m.arrival) else { return Vec::new() };
        let (mut likenesses, mut rest) = (Vec::with_capacity(members.len()), Vec::new());
        for member in &members {
            likenesses.push(match member.arrival {
                arrival if arrival == anchor => Similarity::ONE,
                arrival => {
                    let tie = self.tie(arrival, anchor, articles);
                    if self.is_held(&tie) {
                        tie.likeness
                    } else {
                        rest.push(arrival);
                        member.likeness
                    }
                }
            });
        }
        self.set_anchor(key, anchor, &likenesses);
        rest.sort_unstable();
        rest
    }

    /// Splits members off their cluster: those that the first of them holds together, the others one by one.
    fn part(&mut self, key: ClusterKey, arrivals: &[Arrival], articles: &mut impl Articles, changes: &mut Vec<Change>) {
        let Some((&founder, others)) = arrivals.split_first() else { return };
        let (mut together, mut alone) = (vec![founder], Vec::new());
        for &arrival in others {
            let tie = self.tie(arrival, founder, articles);
            if self.is_held(&tie) { &mut together } else { &mut alone }.push(arrival);
        }
        self.split(key, together, articles, changes);
        for arrival in alone {
            self.split(key, vec![arrival], articles, changes);
        }
    }
}
