//! Articles that were put together from others: a page that merges two dispatches, a round-up.

use super::Tie;
use super::settle::Articles;
use crate::candidates::Arrival;
use crate::verify::Relation;

/// Share of the shorter of two texts up to which they share nothing but set phrases.
const NOTHING: f32 = 0.05;

/// Whether two share no more than a quotation. What shares as much as a copy is a form, or may be taken for one.
pub(super) fn is_apart(tie: &Tie, copy: f32) -> bool {
    tie.relation == Relation::None && tie.likeness.get() < copy
}

/// What articles were put together from, beside the text that they hold most of.
#[derive(Default)]
pub(super) struct Parts {
    /// Pairs of places: what was put together, and of what.
    pub pairs: Vec<(usize, usize)>,
    /// What was put together of texts that others print each by itself: nothing is cut from it, and it stands for none.
    pub composed: Vec<usize>,
}

/// What articles were put together from.
///
/// An article that was published after two others, is a copy of both, and these share nothing, was put together from them,
/// and says nothing of their being one: cuts of one text would share its beginning. So it was, whatever the dates (a page may
/// tell the day alone), where each of the two has a second print, a copy of it that shares nothing with the other: what holds
/// both is none, so a round-up vouches for no part of another, unless one of two or more that hold both is older than they are:
/// then they are cuts. Prints of its own source do not count: a page that grows.
/// `ties` lists those of each article to the ones before it, `copy` is the bound of one.
///
/// Cost: O(articles³) where copies of one article share nothing, else O(articles²).
pub(super) fn put_together(arrivals: &[Arrival], ties: &[Vec<Tie>], copy: f32, articles: &impl Articles) -> Parts {
    let mut found = Parts::default();
    let tie = |y: usize, z: usize| &ties[y.max(z)][y.min(z)];
    let share_nothing =
        |y: usize, z: usize| y != z && tie(y, z).relation == Relation::None && tie(y, z).likeness.get() <= NOTHING;
    let are_apart = |y: usize, z: usize| y != z && is_apart(tie(y, z), copy);
    for x in 0..arrivals.len() {
        let copies: Vec<usize> = (0..arrivals.len()).filter(|&y| y != x && tie(x, y).relation.is_copy()).collect();
        // What is shared, in words.
        let held = |y: usize| {
            let shorter = articles.words(arrivals[x]).min(articles.words(arrivals[y]));
            tie(x, y).likeness.get() * shorter as f32
        };
        let most = |of: &[usize]| of.iter().copied().reduce(|most, y| if held(y) > held(most) { y } else { most });
        let is_part = |&y: &usize| y < x && articles.precedes(arrivals[y], arrivals[x]);
        let parts: Vec<usize> = copies.iter().copied().filter(is_part).collect();
        let first = most(&parts);
        found
            .pairs
            .extend(parts.iter().filter(|&&y| first.is_some_and(|most| share_nothing(y, most))).map(|&y| (x, y)));
        // A page that grows holds more of its other versions than of what it was put together from.
        let is_version = |y: &usize| articles.are_of_one_source(arrivals[x], arrivals[*y]);
        let copies: Vec<usize> = copies.into_iter().filter(|y| !is_version(y)).collect();
        let has_print = |y: usize, other: usize| {
            copies.iter().any(|&z| z != y && tie(y, z).relation.is_copy() && are_apart(z, other))
        };
        let is_printed = |&y: &usize| copies.iter().any(|&z| are_apart(y, z) && has_print(y, z) && has_print(z, y));
        let texts: Vec<usize> = copies.iter().copied().filter(is_printed).collect();
        let Some(first) = most(&texts) else { continue };
        // Where another print holds all of them as well, and one such print is older than they are, they are its cuts.
        let is_whole = |&y: &usize| !texts.iter().any(|&z| are_apart(y, z));
        let precedes = |y: usize, z: usize| articles.precedes(arrivals[y], arrivals[z]);
        let is_before = |y: usize| texts.iter().any(|&z| precedes(y, z)) && !texts.iter().any(|&z| precedes(z, y));
        let mut others = copies.iter().copied().filter(is_whole).peekable();
        if others.peek().is_none() || !(is_before(x) || others.any(is_before)) {
            found.pairs.extend(copies.iter().filter(|&&y| are_apart(y, first)).map(|&y| (x, y)));
            found.composed.push(x);
        }
    }
    found
}
