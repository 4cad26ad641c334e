//! Groups the copies of one dispatch, as they come, without chaining.
//!
//! - takes: for each new article, what it was found to be to earlier ones
//! - gives: its cluster, and the [`Event`]s that this caused
//! - useful for: folding copies while they arrive; ids that last
//! - not useful for: events that are told in other words; [`stories`] stand above clusters
//!
//! An article joins where most of what it was compared with speaks for it, copies for and all else against; never by its
//! likeness to one fringe member ([`Clusters::place`]). Every cluster has an *anchor*, which stands for it and which each member is
//! a copy of or, where its votes carry it, at least partial reuse; so the cluster keeps what it claims of itself. A running
//! dispatch that has changed beyond that founds the next cluster.

mod ties;
mod together;
mod ring;
mod settle;
mod leave;
mod represent;
pub mod regroup;
pub mod stories;
pub mod label;

pub use represent::{ClusterConfig, Representative};
pub use settle::{Articles, MAX_SETTLED};
pub use ties::{Tie, Ties};

use crate::candidates::Arrival;
use crate::tracked::{Delta, Tracked, from_bytes, to_bytes};
use crate::units::Similarity;
use crate::verify::VerifyConfig;
use ring::Ring;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use thin_vec::{ThinVec, thin_vec};
use xxhash_rust::xxh3::xxh3_64;

/// Number of a cluster inside the engine; never reused.
pub type ClusterKey = u32;

/// Members up to which a cluster is merged into another: each is held against the other's anchor.
const MAX_MERGE: usize = 64;

/// A change to clusters or stories, in the order in which it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A cluster was founded by an article.
    Created {
        /// The new cluster.
        cluster_id: String,
        /// Its founding article.
        article: String,
    },
    /// An article joined a cluster.
    Joined {
        /// The cluster.
        cluster_id: String,
        /// The article.
        article: String,
    },
    /// An article left a cluster, since it was re-sent with other content, or since it fits another better; which it has
    /// joined before.
    Left {
        /// The cluster.
        cluster_id: String,
        /// The article.
        article: String,
    },
    /// A cluster was merged into another; its id leads there from now on.
    Merged {
        /// The cluster that is no more.
        cluster_id: String,
        /// The one that goes on.
        into: String,
    },
    /// Members that fit a cluster no longer became a cluster of their own.
    Split {
        /// The cluster that they left.
        cluster_id: String,
        /// The new cluster.
        into: String,
        /// Its members.
        articles: Vec<String>,
    },
    /// A cluster is represented by another article.
    RepresentativeChanged {
        /// The cluster.
        cluster_id: String,
        /// The article that now stands for it.
        representative: String,
    },
    /// The last member of a cluster has left the window.
    Expired {
        /// The cluster.
        cluster_id: String,
    },
    /// An article brought back a cluster that had expired, and stands for it from now on.
    Returned {
        /// The cluster.
        cluster_id: String,
        /// The article.
        article: String,
    },
    /// Two stories turned out to be one; the id of the first leads to the second from now on.
    StoryMerged {
        /// The story that is no more.
        story_id: String,
        /// The one that goes on.
        into: String,
    },
    /// A story turned out to be two events: some of its clusters became a story of their own.
    StorySplit {
        /// The story that they left, and that goes on.
        story_id: String,
        /// The new story.
        into: String,
        /// Its clusters.
        clusters: Vec<String>,
    },
}

impl Event {
    /// The names of all kinds, as [`Self::name`] gives them.
    pub const NAMES: [&str; 10] = [
        "created",
        "joined",
        "left",
        "merged",
        "split",
        "representative_changed",
        "expired",
        "returned",
        "story_merged",
        "story_split",
    ];

    /// The name of its kind: `type` in JSON and in a store.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::Joined { .. } => "joined",
            Self::Left { .. } => "left",
            Self::Merged { .. } => "merged",
            Self::Split { .. } => "split",
            Self::RepresentativeChanged { .. } => "representative_changed",
            Self::Expired { .. } => "expired",
            Self::Returned { .. } => "returned",
            Self::StoryMerged { .. } => "story_merged",
            Self::StorySplit { .. } => "story_split",
        }
    }
}

/// What happened to clusters when an article came or left, for those who keep something by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An article founded a cluster.
    Founded {
        /// The new cluster.
        key: ClusterKey,
        /// Its id.
        id: String,
        /// The article.
        arrival: Arrival,
    },
    /// An article brought back a cluster that the window had forgotten.
    Returned {
        /// The cluster, which is new as far as the window knows.
        key: ClusterKey,
        /// Its old id.
        id: String,
        /// The id that it would have if the article had founded it: never that of another.
        own_id: String,
        /// The article.
        arrival: Arrival,
    },
    /// An article joined a cluster.
    Joined {
        /// The cluster.
        key: ClusterKey,
        /// Its id.
        id: String,
        /// The article.
        arrival: Arrival,
        /// The cluster that it left for it, with its id.
        left: Option<(ClusterKey, String)>,
    },
    /// All members of one cluster went over into another.
    Merged {
        /// The cluster that is no more.
        from: ClusterKey,
        /// Its id.
        from_id: String,
        /// The one that goes on.
        into: ClusterKey,
        /// Its id.
        into_id: String,
    },
    /// Some members of a cluster became one of their own.
    Split {
        /// The cluster that they left.
        from: ClusterKey,
        /// Its id.
        from_id: String,
        /// The new cluster.
        into: ClusterKey,
        /// Its id.
        into_id: String,
        /// Its members, its founder first.
        arrivals: Vec<Arrival>,
    },
    /// Another member stands for a cluster.
    Represented {
        /// The cluster.
        key: ClusterKey,
        /// Its id.
        id: String,
        /// The member.
        arrival: Arrival,
    },
    /// A cluster has lost its last member.
    Expired {
        /// The cluster.
        key: ClusterKey,
        /// Its id.
        id: String,
    },
}

/// A member and how like the anchor it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Which article.
    pub arrival: Arrival,
    /// Likeness to the anchor, or to the last one that held it; 1 for the anchor itself.
    pub likeness: Similarity,
}

/// The copies of one dispatch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cluster {
    /// Its id, from its founding article.
    pub id: String,
    /// The article that members are measured against.
    pub anchor: Arrival,
    /// The member that stands for the cluster where one is shown for all; see [`Representative`].
    #[serde(skip)]
    pub representative: Arrival,
    /// Members in the order of joining; the anchor is one of them.
    pub members: ThinVec<Member>,
    /// The article whose id stands in its own.
    founder: FounderKey,
    /// Those whose ids stand in the ids that lead to it: of the clusters that were merged into it.
    absorbed: ThinVec<FounderKey>,
}

impl Cluster {
    /// The least likeness of a member to the anchor, or to the one before that held it where this one does not: what the
    /// cluster can claim of itself.
    pub fn least_likeness(&self) -> Similarity {
        Similarity::clamped(self.members.iter().map(|m| m.likeness.get()).fold(1.0, f32::min))
    }
}

/// The clusters of the window, and what their members are to each other.
#[derive(Debug)]
pub struct Clusters {
    bounds: Bounds,
    clusters: Tracked<ClusterKey, Cluster>,
    /// Keys of the articles' clusters, counted from 1.
    of: Ring<Option<NonZeroU32>>,
    ties: Ties,
    next: ClusterKey,
    founders: Tracked<FounderKey, Founder>,
    choosing: represent::Choosing,
}

/// What votes and members are held against; see the fields of [`VerifyConfig`] of these names.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    copy: f32,
    member: f32,
    original: f32,
    follow: f32,
}

/// Hash of the id of an article that has founded clusters. Were two ids to share one, as of ten million some two in a million
/// times do, one would found `c:ID~2` first.
type FounderKey = u64;

fn founder_key(id: &str) -> FounderKey {
    xxh3_64(id.as_bytes())
}

/// What is remembered of an article that has founded clusters, while it is in the window or one of their ids is in use.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Founder {
    /// Clusters founded.
    times: u32,
    /// Of those, the ones that live or lead to one that does.
    in_use: u32,
    has_left: bool,
}

impl Clusters {
    /// No clusters yet, under the bounds of a configuration.
    pub fn new(config: &VerifyConfig) -> Self {
        Self {
            bounds: Bounds {
                copy: config.copy,
                member: config.member,
                original: config.original,
                follow: config.follow,
            },
            clusters: Tracked::default(),
            of: Ring::default(),
            ties: Ties::default(),
            next: 0,
            founders: Tracked::default(),
            choosing: represent::Choosing::default(),
        }
    }

    /// The cluster of an article.
    pub fn key_of(&self, arrival: Arrival) -> Option<ClusterKey> {
        self.of.get(arrival).copied().flatten().map(|key| key.get() - 1)
    }

    /// A cluster by its key; `None` once it was merged or has expired.
    pub fn get(&self, key: ClusterKey) -> Option<&Cluster> {
        self.clusters.get(&key)
    }

    /// A cluster by its id; `founder` is the article that it is named after, which mostly is in it. Else all are looked at.
    pub fn find(&self, id: &str, founder: Option<Arrival>) -> Option<(ClusterKey, &Cluster)> {
        let named = founder.and_then(|founder| self.key_of(founder)).and_then(|key| Some((key, self.get(key)?)));
        named.filter(|(_, cluster)| cluster.id == id).or_else(|| {
            self.clusters.iter().map(|(&key, cluster)| (key, cluster)).find(|(_, cluster)| cluster.id == id)
        })
    }

    /// The clusters in the order of their founding.
    pub fn iter(&self) -> impl Iterator<Item = (ClusterKey, &Cluster)> {
        let mut keys: Vec<ClusterKey> = self.clusters.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.into_iter().filter_map(|key| self.clusters.get(&key).map(|c| (key, c)))
    }

    /// The id of a cluster; empty for one that is no more.
    pub fn id_of(&self, key: ClusterKey) -> String {
        self.get(key).map_or_else(String::new, |c| c.id.clone())
    }

    /// Number of clusters.
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }

    /// Founds a cluster. Its id is the founder's with `c:` before it; an article that founds again (after its cluster was
    /// merged, or it was split off) gives `c:ID~2`, and so on, and one whose own id ends like that begins with `~1`. So an
    /// id is used again only by the same founder, and only once the window has forgotten both it and the cluster.
    fn found(&mut self, arrival: Arrival, founder: &str) -> ClusterKey {
        let id = self.name(founder);
        self.begin(arrival, founder, id)
    }

    /// The next id that a founder gives; the cluster that is begun with it, or in its place, holds it in use.
    fn name(&mut self, founder: &str) -> String {
        let known = self.founders.entry(founder_key(founder), Founder::default);
        known.times += 1;
        known.in_use += 1;
        known.has_left = false;
        let ends = founder.rsplit_once('~').map_or("", |(_, end)| end);
        let is_numbered = !ends.is_empty() && ends.bytes().all(|b| b.is_ascii_digit());
        match known.times {
            1 if !is_numbered => format!("c:{founder}"),
            times => format!("c:{founder}~{times}"),
        }
    }

    fn begin(&mut self, arrival: Arrival, founder: &str, id: String) -> ClusterKey {
        let key = self.next;
        self.next += 1;
        let members = thin_vec![Member { arrival, likeness: Similarity::ONE }];
        let founder = founder_key(founder);
        let (anchor, representative, absorbed) = (arrival, arrival, ThinVec::new());
        self.clusters.insert(key, Cluster { id, anchor, representative, members, founder, absorbed });
        *self.of.entry(arrival) = NonZeroU32::new(key + 1);
        key
    }

    /// Begins the cluster of a new article that is no copy of what was `found`, but of an article of the cluster `id`, which
    /// the window has forgotten. Gives what changed.
    pub fn bring_back(&mut self, arrival: Arrival, found: &[Tie], id: &str, articles: &impl Articles) -> Vec<Change> {
        self.ties.reserve(arrival, found.len());
        for tie in found {
            self.ties.insert(arrival, *tie);
        }
        let founder = articles.id(arrival);
        let own_id = self.name(&founder);
        let key = self.begin(arrival, &founder, id.to_owned());
        vec![Change::Returned { key, id: id.to_owned(), own_id, arrival }]
    }

    /// Adds a member.
    fn join(&mut self, key: ClusterKey, arrival: Arrival, likeness: Similarity) {
        if let Some(cluster) = self.clusters.get_mut(&key) {
            cluster.members.push(Member { arrival, likeness });
            *self.of.entry(arrival) = NonZeroU32::new(key + 1);
            self.choosing.touch(key, Some(arrival));
            self.note_votes(arrival, 1);
        }
    }

    /// Takes an article out of its cluster; gives the cluster's key and whether the article was its anchor.
    fn remove(&mut self, arrival: Arrival) -> Option<(ClusterKey, bool)> {
        self.note_votes(arrival, -1);
        self.choosing.forget(arrival);
        let key = self.of.remove(arrival)?.get() - 1;
        let cluster = self.clusters.get_mut(&key)?;
        cluster.members.retain(|m| m.arrival != arrival);
        if cluster.representative == arrival {
            self.choosing.touch(key, None);
        }
        let was_anchor = cluster.anchor == arrival;
        Some((key, was_anchor))
    }

    /// Drops a cluster that has no members left; gives its id.
    fn drop_empty(&mut self, key: ClusterKey) -> Option<String> {
        if !self.clusters.get(&key)?.members.is_empty() {
            return None;
        }
        let cluster = self.clusters.remove(&key)?;
        for founder in std::iter::once(cluster.founder).chain(cluster.absorbed) {
            if let Some(known) = self.founders.get_mut(&founder) {
                known.in_use -= 1;
                self.forget_if_unused(founder);
            }
        }
        Some(cluster.id)
    }

    /// Makes `anchor` the anchor, with new likenesses in the order of the members.
    fn set_anchor(&mut self, key: ClusterKey, anchor: Arrival, likenesses: &[Similarity]) {
        if let Some(cluster) = self.clusters.get_mut(&key) {
            if cluster.anchor != anchor {
                self.choosing.touch(key, None);
            }
            cluster.anchor = anchor;
            for (member, &likeness) in cluster.members.iter_mut().zip(likenesses) {
                member.likeness = likeness;
            }
        }
    }

    /// Moves the members of `from` into `into`, with their likenesses to its anchor in the order of the members; gives
    /// the ids of both.
    fn merge(&mut self, from: ClusterKey, into: ClusterKey, likenesses: &[Similarity]) -> Option<(String, String)> {
        let gone = self.clusters.remove(&from)?;
        gone.members.iter().for_each(|member| self.choosing.forget(member.arrival));
        for (member, &likeness) in gone.members.iter().zip(likenesses) {
            self.join(into, member.arrival, likeness);
        }
        let into = self.clusters.get_mut(&into)?;
        let absorbed = std::mem::take(&mut into.absorbed).into_iter();
        into.absorbed = absorbed.chain([gone.founder]).chain(gone.absorbed).collect();
        Some((gone.id, into.id.clone()))
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.clusters.track();
        self.founders.track();
        self.ties.track();
    }

    /// The clusters that changed since the last time, ascending by key; `None` for one that is gone.
    pub fn changes(&mut self) -> Vec<(ClusterKey, Option<Vec<u8>>)> {
        self.clusters.entries(0..0).into_iter().map(|(key, cluster)| (key, cluster.map(to_bytes))).collect()
    }

    /// What changed of the founders since the last time, or all.
    pub fn founders_delta(&mut self, whole: bool) -> Delta {
        self.founders.delta(whole)
    }

    /// What an article was found to be to earlier ones, also to such as are no more.
    pub fn ties_to_earlier(&self, arrival: Arrival) -> impl Iterator<Item = Tie> {
        self.ties.to_earlier(arrival)
    }

    /// What changed of the ties since the last time, or all.
    pub fn ties_delta(&mut self, whole: bool) -> Delta {
        self.ties.delta(whole)
    }

    /// The key that the next cluster gets.
    pub fn next_key(&self) -> ClusterKey {
        self.next
    }

    /// Sets the key that the next cluster gets.
    pub fn restore_next(&mut self, next: ClusterKey) {
        self.next = next;
    }

    /// Puts back a cluster that [`Self::changes`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn restore(&mut self, key: ClusterKey, bytes: &[u8]) -> Result<(), String> {
        let cluster: Cluster = from_bytes(bytes)?;
        cluster.members.iter().for_each(|member| *self.of.entry(member.arrival) = NonZeroU32::new(key + 1));
        self.clusters.restore(key, Some(cluster));
        Ok(())
    }

    /// Puts back what [`Self::founders_delta`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn apply_founders(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.founders.apply(bytes)
    }

    /// Lets all that was restored find together. Cost: O(ties).
    pub fn settle_restored(&mut self) {
        let Self { ties, of, .. } = self;
        ties.settle(|arrival| of.get(arrival).is_some_and(Option::is_some));
    }

    /// Notes that an article has come that may found clusters, and how many it has founded before the window forgot it.
    pub fn arrived(&mut self, founder: &str, founded: u32) {
        let founder = founder_key(founder);
        if let Some(known) = self.founders.get_mut(&founder) {
            known.has_left = false;
        } else if founded > 0 {
            self.founders.insert(founder, Founder { times: founded, ..Founder::default() });
        }
    }

    /// Puts back what [`Self::ties_delta`] gave.
    ///
    /// # Errors
    /// The reason, where the bytes are not that.
    pub fn apply_ties(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.ties.apply(bytes)
    }

    /// Notes that an article has left the window.
    pub fn forget_founder(&mut self, founder: &str) {
        let founder = founder_key(founder);
        if let Some(known) = self.founders.get_mut(&founder) {
            known.has_left = true;
            self.forget_if_unused(founder);
        }
    }

    fn forget_if_unused(&mut self, founder: FounderKey) {
        if self.founders.get(&founder).is_some_and(|f| f.has_left && f.in_use == 0) {
            self.founders.remove(&founder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_type_in_json() {
        for name in Event::NAMES {
            let text = serde_json::json!({
                "type": name, "cluster_id": "c:a", "story_id": "s:a", "article": "a", "into": "c:b", "articles": [],
                "clusters": [], "representative": "a",
            });
            let event: Event = serde_json::from_value(text).expect(name);
            assert_eq!(event.name(), name);
        }
    }
}
