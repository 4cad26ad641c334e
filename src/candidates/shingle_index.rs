//! Inverted index: sampled shingle → the articles that hold it.

use super::Arrival;
use rustc_hash::FxHashMap;

/// A list of articles; most shingles stand in one article only, which then needs no list of its own.
#[derive(Debug)]
enum Postings {
    One(Arrival),
    Many(Vec<Arrival>),
}

#[derive(Debug, Default)]
pub struct ShingleIndex(FxHashMap<u32, Postings>);

impl ShingleIndex {
    pub fn insert(&mut self, arrival: Arrival, hashes: &[u32], cap: usize) {
        for &hash in hashes {
            match self.0.entry(hash) {
                std::collections::hash_map::Entry::Vacant(slot) => {
                    slot.insert(Postings::One(arrival));
                }
                std::collections::hash_map::Entry::Occupied(mut slot) => match slot.get_mut() {
                    Postings::One(first) => {
                        let both = vec![*first, arrival];
                        slot.insert(Postings::Many(both));
                    }
                    Postings::Many(list) if list.len() < cap => list.push(arrival),
                    Postings::Many(_) => {}
                },
            }
        }
    }

    /// Adds, for each article listed, how many of `hashes` it holds.
    pub fn count(&self, hashes: &[u32], counts: &mut FxHashMap<Arrival, u32>) {
        for hash in hashes {
            match self.0.get(hash) {
                None => {}
                Some(Postings::One(arrival)) => *counts.entry(*arrival).or_default() += 1,
                Some(Postings::Many(list)) => {
                    for &arrival in list {
                        *counts.entry(arrival).or_default() += 1;
                    }
                }
            }
        }
    }
}
