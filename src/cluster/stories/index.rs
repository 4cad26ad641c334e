//! Which stories stand under a term.

use super::super::ties::grow;
use super::views::Key;
use crate::prefetch::{prefetch, prefetch_at};
use crate::tracked::{Delta, Tracked};
use std::cell::RefCell;
use thin_vec::{ThinVec, thin_vec};

/// Stories listed under one term. Those that were not heard of for longest give way, and so a term that stands everywhere
/// finds recent ones alone.
pub(super) const POSTINGS: usize = 32;

const _: () = assert!(super::views::ALL_KEYS * POSTINGS < SLOTS, "there is always an empty slot");

/// An inverted index from the heaviest terms to stories.
///
/// Derived: listing the keys of the articles again, in their order, gives the same. Memory: about 30 bytes for a term of
/// one story, 16 and 4 a story more for one of several.
#[derive(Clone, Debug, Default)]
pub(super) struct TermIndex {
    lists: Tracked<u32, List>,
}

/// Most terms stand in one story alone.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
enum List {
    One(u32),
    /// The one that was listed last at the end.
    Many(ThinVec<u32>),
}

impl List {
    fn ask(&self) {
        if let Self::Many(stories) = self {
            prefetch_at(stories.as_ptr());
        }
    }

    fn stories(&self) -> &[u32] {
        match self {
            Self::One(story) => std::slice::from_ref(story),
            Self::Many(stories) => stories,
        }
    }
}

/// Slots of [`Weights`], a power of two: more than all stories that the keys of an article lead to.
const SLOTS: usize = 4096;

/// Sums of weights by story. Stories are numbered one after the other, so their last bits spread them well.
struct Weights {
    /// (story, where its sum stands in `sums` plus 1), 0 for an empty slot.
    slots: Box<[(u32, u32); SLOTS]>,
    sums: Vec<(f32, u32)>,
}

thread_local! {
    static WEIGHTS: RefCell<Weights> =
        RefCell::new(Weights { slots: Box::new([(0, 0); SLOTS]), sums: Vec::new() });
}

impl Weights {
    fn add(&mut self, story: u32, weight: f32) {
        let mut slot = story as usize % SLOTS;
        loop {
            let (held, place) = self.slots[slot];
            if place == 0 {
                self.sums.push((weight, story));
                self.slots[slot] = (story, self.sums.len() as u32);
                return;
            }
            if held == story {
                self.sums[place as usize - 1].0 += weight;
                return;
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// Empties the slots; the sums stay.
    fn reset(&mut self) {
        for &(_, story) in &self.sums {
            let mut slot = story as usize % SLOTS;
            while self.slots[slot].1 != 0 {
                self.slots[slot].1 = 0;
                slot = (slot + 1) % SLOTS;
            }
        }
    }
}

impl TermIndex {
    /// Lists a story under the terms.
    pub(super) fn list(&mut self, story: u32, keys: &[Key]) {
        for key in keys {
            let list = self.lists.entry(key.term, || List::One(story));
            match list {
                List::One(known) if *known == story => {}
                List::One(known) => *list = List::Many(thin_vec![*known, story]),
                List::Many(stories) => {
                    if let Some(at) = stories.iter().position(|&known| known == story) {
                        stories.remove(at);
                    } else if stories.len() == POSTINGS {
                        stories.remove(0);
                    }
                    grow(stories).push(story);
                }
            }
        }
    }

    /// Stories that share the most weight with the terms, the best first, at most `most`; of equals the earlier.
    ///
    /// Cost: at most [`POSTINGS`] steps a term, whatever the number of stories.
    pub(super) fn retrieve(&self, keys: &[Key], most: usize) -> Vec<u32> {
        // In three steps, so that the memory of all lists is waited for at once.
        let lists: Vec<(&List, f32)> =
            keys.iter().filter_map(|key| Some((self.lists.get(&key.term)?, key.weight * key.weight))).collect();
        lists.iter().for_each(|(list, _)| list.ask());
        let lists: Vec<(&[u32], f32)> = lists.into_iter().map(|(list, weight)| (list.stories(), weight)).collect();
        lists.iter().filter_map(|(stories, _)| stories.first()).for_each(prefetch);
        WEIGHTS.with_borrow_mut(|weights| {
            for (stories, weight) in lists {
                stories.iter().for_each(|&story| weights.add(story, weight));
            }
            weights.reset();
            let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            let ranked = &mut weights.sums;
            if ranked.len() > most {
                ranked.select_nth_unstable_by(most, order);
                ranked.truncate(most);
            }
            ranked.sort_unstable_by(order);
            ranked.drain(..).map(|(_, story)| story).collect()
        })
    }

    /// Drops the stories that are no longer held. Cost: O(terms).
    pub(super) fn sweep(&mut self, held: impl Fn(u32) -> bool) {
        self.lists.retain(|_, list| list.stories().iter().any(|&story| held(story)));
        let stale = self.lists.iter().filter(|(_, list)| !list.stories().iter().all(|&story| held(story)));
        for term in stale.map(|(&term, _)| term).collect::<Vec<u32>>() {
            if let Some(List::Many(stories)) = self.lists.get_mut(&term) {
                stories.retain(|&story| held(story));
            }
        }
    }

    /// Notes from now on what changes.
    pub(super) fn track(&mut self) {
        self.lists.track();
    }

    /// What changed since the last time, or all of it.
    pub(super) fn delta(&mut self, whole: bool) -> Delta {
        self.lists.delta(whole)
    }

    /// Puts back what [`Self::delta`] gave. Errors: the reason, where the bytes are not that.
    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.lists.apply(bytes)
    }

    #[cfg(test)]
    pub(super) fn longest(&self) -> usize {
        self.lists.iter().map(|(_, list)| list.stories().len()).max().unwrap_or(0)
    }
}
