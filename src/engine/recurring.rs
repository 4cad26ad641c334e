//! Names that articles of several clusters give for their source, and whose outlet no page tells: an outlet that prints in
//! most of these clusters, and else seldom, is likely the one.

use super::Engine;
use super::names::Names;
use rustc_hash::{FxHashMap, FxHashSet};

/// How often the outlet that is named is among a cluster's members.
const THERE: f32 = 0.9;

/// Share of the clusters that an outlet prints in at least, as far as few of them can tell.
const SELDOM: f32 = 0.02;

/// How much the other clusters can say for or against an outlet, in nats.
const MOST: f32 = 3.0;

/// Members of a cluster that are looked at, the first ones: each name that they give is held against each of their outlets.
const MEMBERS: usize = 256;

/// For each such name, as hashes of its words, what the other clusters say for an outlet that prints in one of them, in
/// nats.
#[derive(Default)]
pub(super) struct Recurring {
    names: FxHashMap<Vec<u32>, FxHashMap<u32, f32>>,
    /// The numbers by which outlets are told.
    outlets: FxHashMap<String, u32>,
}

impl Recurring {
    /// What the clusters say for a name and an outlet; none where it is given in one alone.
    pub fn of(&self, name: &[u32]) -> Option<impl Fn(&str) -> f32> {
        let told = self.names.get(name)?;
        Some(|outlet: &str| self.outlets.get(outlet).and_then(|outlet| told.get(outlet)).copied().unwrap_or(0.0))
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
    /// Cost: O(articles), and of a cluster's names times its outlets, of 256 members at most.
    pub(super) fn recurring(&self, is_known: impl Fn(&[u32]) -> bool) -> Recurring {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        // In how many clusters each outlet prints; and those clusters in which names are given, with their members.
        let (mut all, mut prints, mut naming) = (0, Vec::<u32>::new(), Vec::<Vec<Told>>::new());
        for (_, cluster) in self.clusters.iter().filter(|(_, cluster)| cluster.members.len() > 1) {
            let documents = cluster.members.iter().take(MEMBERS).filter_map(|member| self.document(member.arrival));
            let mut number = |outlet| {
                let next = numbers.len() as u32;
                *numbers.entry(outlet).or_insert(next)
            };
            let members: Vec<Told> = documents.map(|d| (d.source().map(&mut number), Names::of(d))).collect();
            prints.resize(numbers.len(), 0);
            all += 1;
            outlets_of(members.iter()).into_iter().for_each(|outlet| prints[outlet as usize] += 1);
            if members.iter().any(|(_, names)| names.any()) {
                naming.push(members);
            }
        }
        let mut given: FxHashMap<Vec<u32>, Vec<usize>> = FxHashMap::default();
        for (n, members) in naming.iter().enumerate() {
            // Of several, which is the source is open.
            for name in members.iter().filter_map(|(_, names)| names.only()) {
                if !name.is_empty() && !is_known(name) {
                    let given = given.entry(name.to_vec()).or_default();
                    if given.last() != Some(&n) {
                        given.push(n);
                    }
                }
            }
        }
        given.retain(|_, clusters| clusters.len() > 1);
        let of_name = |(name, clusters): (Vec<u32>, Vec<usize>)| {
            let mut with: FxHashMap<u32, usize> = FxHashMap::default();
            for &n in &clusters {
                // Who gives the name is another.
                let others = outlets_of(naming[n].iter().filter(|(_, names)| !names.give(&name)));
                others.into_iter().for_each(|outlet| *with.entry(outlet).or_default() += 1);
            }
            let told = with.into_iter().map(|(outlet, with)| {
                let share = prints[outlet as usize] as f32 / all as f32;
                (outlet, says(with, clusters.len(), share))
            });
            (name, told.collect())
        };
        let names = given.into_iter().map(of_name).collect();
        let outlets = numbers.into_iter().map(|(outlet, number)| (outlet.to_owned(), number)).collect();
        Recurring { names, outlets }
    }
}

/// A member of a cluster: the number of its outlet, and the names that it gives.
type Told = (Option<u32>, Names);

/// The outlets of some members, each once.
fn outlets_of<'a>(members: impl Iterator<Item = &'a Told>) -> FxHashSet<u32> {
    members.filter_map(|(outlet, _)| *outlet).collect()
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
