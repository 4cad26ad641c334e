//! Names that articles of several clusters give for their source, and whose outlet no page tells: an outlet that prints in
//! most of these clusters, and else seldom, is likely the one.

use super::Engine;
use super::document::Document;
use super::names::Names;
use crate::cluster::Cluster;
use rustc_hash::{FxHashMap, FxHashSet};

/// How often the outlet that is named is among a cluster's members.
const THERE: f32 = 0.9;

/// Share of the clusters that an outlet prints in at least, as far as few of them can tell.
const SELDOM: f32 = 0.02;

/// How much the other clusters can say for or against an outlet, in nats.
const MOST: f32 = 3.0;

/// For each such name, as hashes of its words, what the other clusters say for an outlet that prints in one of them, in
/// nats.
#[derive(Default)]
pub(super) struct Recurring(FxHashMap<Vec<u32>, FxHashMap<String, f32>>);

impl Recurring {
    /// What the clusters say for a name and the outlets that print in one of them; none where it is given in one alone.
    pub fn of(&self, name: &[u32]) -> Option<&FxHashMap<String, f32>> {
        self.0.get(name)
    }
}

/// What the other clusters that a name is given in say of an outlet that prints in `with` of all these `clusters` and has
/// this share of those of the window, in nats.
fn says(with: usize, clusters: usize, share: f32) -> f32 {
    let there = (THERE / share.max(SELDOM)).ln().max(0.0);
    let missing = ((1.0 - THERE) / (1.0 - share.min(THERE))).ln();
    ((with - 1) as f32 * there + (clusters - with) as f32 * missing).clamp(-MOST, MOST)
}

impl Engine {
    /// The names that articles of several clusters give, without those of which the outlet `is_known`.
    ///
    /// Cost: O(articles).
    pub(super) fn recurring(&self, is_known: impl Fn(&[u32]) -> bool) -> Recurring {
        let clusters = || self.clusters.iter().map(|(_, cluster)| cluster).filter(|cluster| cluster.members.len() > 1);
        let members = |cluster: &'_ Cluster| -> Vec<&Document> {
            cluster.members.iter().filter_map(|member| self.document(member.arrival)).collect()
        };
        let mut given: FxHashMap<Vec<u32>, Vec<&Cluster>> = FxHashMap::default();
        for cluster in clusters() {
            for member in members(cluster) {
                // Of several, which is the source is open.
                if let Some(name) = Names::of(member).only().filter(|name| !name.is_empty() && !is_known(name)) {
                    let given = given.entry(name.to_vec()).or_default();
                    if given.last().is_none_or(|last| last.id != cluster.id) {
                        given.push(cluster);
                    }
                }
            }
        }
        given.retain(|_, clusters| clusters.len() > 1);
        if given.is_empty() {
            return Recurring::default();
        }
        let mut all = 0;
        let mut prints: FxHashMap<&str, u32> = FxHashMap::default();
        for cluster in clusters() {
            all += 1;
            let outlets: FxHashSet<&str> = members(cluster).iter().filter_map(|member| member.source()).collect();
            outlets.into_iter().for_each(|outlet| *prints.entry(outlet).or_default() += 1);
        }
        let of_name = |(name, clusters): (Vec<u32>, Vec<&Cluster>)| {
            let mut with: FxHashMap<&str, usize> = FxHashMap::default();
            for cluster in &clusters {
                // Who gives the name is another.
                let others = members(cluster).into_iter().filter(|member| !Names::of(member).give(&name));
                let others: FxHashSet<&str> = others.filter_map(|member| member.source()).collect();
                others.into_iter().for_each(|outlet| *with.entry(outlet).or_default() += 1);
            }
            let told = with.into_iter().map(|(outlet, with)| {
                let share = prints.get(outlet).copied().unwrap_or(0) as f32 / all as f32;
                (outlet.to_owned(), says(with, clusters.len(), share))
            });
            (name, told.collect())
        };
        Recurring(given.into_iter().map(of_name).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_prints_wherever_a_name_is_given_is_likely_the_one() {
        assert_eq!(says(1, 1, 0.1), 0.0, "one cluster alone tells nothing more");
        assert!(says(2, 2, 0.1) > 2.0, "{}", says(2, 2, 0.1));
        assert!(says(2, 2, 0.9).abs() < 1e-6, "who prints everything is there by chance");
        assert!(says(1, 2, 0.1) < -2.0 && says(1, 9, 0.1) == -MOST);
        assert!(says(3, 4, 0.1) > says(2, 4, 0.1));
        assert!((0..=100).all(|share| says(1, 3, share as f32 / 100.0).is_finite()));
    }
}
