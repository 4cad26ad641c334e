//! The texts of a cluster as paths through the graph of their variants: a node is as many shingles as stand together in
//! every text that has any of them (Schmidt & Colomb 2009). Copies differ in few places, so a text has far fewer nodes than
//! words, and what holds of one shingle of a node holds of all.

use super::stemma::Witness;
use crate::tokenise::Kind;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Tokens in a shingle.
pub(super) const SHINGLE: usize = 4;

/// Lines below so many words are crossheads, credits and furniture that is not known yet: not what is copied.
const MIN_LINE: u32 = 8;

/// The block of a word that does not count.
const OUT: u32 = u32::MAX;

/// What stands beside a shingle: not known yet, or not the same everywhere.
const UNKNOWN: u32 = u32::MAX;
const SEVERAL: u32 = u32::MAX - 1;

/// The graph.
pub(super) struct Variants {
    /// For each member its text.
    pub texts: Vec<Text>,
    /// For each node how many shingles it has.
    pub lengths: Vec<u32>,
    /// For each node whether its shingles have a number: all or none.
    pub figure: Vec<bool>,
}

/// A member's path through the graph. What stands twice in its text is on the path once, where it stands first.
pub(super) struct Text {
    /// Its nodes in order.
    pub nodes: Vec<u32>,
    /// Where each of them begins, in shingles, and where the last one ends.
    pub starts: Vec<u32>,
    /// Where each of its shingles begins, in tokens.
    pub places: Vec<u32>,
    /// Where shingles stand that it has had before, in tokens, and which those are.
    pub again: Vec<(u32, u32)>,
    /// The nodes as a set, and where on the path each of them is, in the order of the set.
    blocks: Vec<Block>,
    order: Vec<u32>,
}

/// As many nodes of a set as have the same number but for six bits.
#[derive(Clone, Copy, Debug)]
struct Block {
    number: u32,
    /// Nodes of the set in the blocks before.
    before: u32,
    nodes: u64,
}

impl Text {
    fn of(nodes: Vec<u32>, lengths: &[u32], Shingles { places, again, .. }: Shingles) -> Self {
        let mut starts = Vec::with_capacity(nodes.len() + 1);
        starts.push(0);
        starts.extend(nodes.iter().scan(0, |end, &node| {
            *end += lengths[node as usize];
            Some(*end)
        }));
        let mut order: Vec<u32> = (0..nodes.len() as u32).collect();
        order.sort_unstable_by_key(|&at| nodes[at as usize]);
        let mut blocks: Vec<Block> = Vec::new();
        for (before, &at) in (0..).zip(&order) {
            let (number, bit) = (nodes[at as usize] / 64, 1 << (nodes[at as usize] % 64));
            match blocks.last_mut() {
                Some(block) if block.number == number => block.nodes |= bit,
                _ => blocks.push(Block { number, before, nodes: bit }),
            }
        }
        Self { nodes, starts, places, again, blocks, order }
    }

    /// How many shingles it has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The nodes for which this is so, as a part of the set; asked by their places on the path.
    pub fn part(&self, is_so: impl Fn(usize) -> bool) -> Vec<u64> {
        let mut places = self.order.iter();
        let of = |block: &Block| {
            let (mut part, mut left) = (0, block.nodes);
            while left != 0 {
                let lowest = left & left.wrapping_neg();
                left ^= lowest;
                part |= if places.next().is_some_and(|&at| is_so(at as usize)) { lowest } else { 0 };
            }
            part
        };
        self.blocks.iter().map(of).collect()
    }

    /// Calls with the place on the path of each node that another lacks, of a part of the nodes or of all, in order.
    /// Cost: O(blocks of both + nodes that are lacking).
    pub fn each_lacking(&self, part: Option<&[u64]>, other: &Self, found: &mut Places, mut call: impl FnMut(usize)) {
        found.0.resize(found.0.len().max(self.nodes.len().div_ceil(64)), 0);
        let mut of_other = other.blocks.iter().peekable();
        for (at, block) in self.blocks.iter().enumerate() {
            while of_other.next_if(|o| o.number < block.number).is_some() {}
            let has = of_other.peek().filter(|o| o.number == block.number).map_or(0, |o| o.nodes);
            let mut lacks = block.nodes & !has & part.map_or(u64::MAX, |part| part[at]);
            while lacks != 0 {
                let below = (lacks & lacks.wrapping_neg()) - 1;
                let place = self.order[(block.before + (block.nodes & below).count_ones()) as usize];
                found.0[place as usize / 64] |= 1 << (place % 64);
                lacks &= lacks - 1;
            }
        }
        for (at, places) in found.0[..self.nodes.len().div_ceil(64)].iter_mut().enumerate() {
            let mut left = std::mem::take(places);
            while left != 0 {
                call(at * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }
}

/// Room for the places that are found on one path; empty between two calls.
#[derive(Default)]
pub(super) struct Places(Vec<u64>);

/// Numbers for the shingles of a cluster.
#[derive(Default)]
struct Numbers {
    known: FxHashMap<u64, u32>,
    /// For each shingle whether it has a number among its words.
    figure: Vec<bool>,
    /// For each the text that had it last, and where, in shingles.
    last: Vec<(u32, u32)>,
}

/// The shingles of one text, each once.
#[derive(Default)]
struct Shingles {
    numbers: Vec<u32>,
    places: Vec<u32>,
    again: Vec<(u32, u32)>,
}

impl Numbers {
    fn read(&mut self, text: u32, member: &Witness<'_>) -> Shingles {
        let (stems, kinds) = (&member.body.stems, &member.body.kinds);
        let size = SHINGLE.min(stems.len().max(1));
        let blocks = blocks(member);
        let together = |b: &[u32]| b[0] != OUT && b.iter().all(|&x| x == b[0]);
        let windows = stems.windows(size).zip(kinds.windows(size)).zip(blocks.windows(size)).zip(0..);
        let room = || Vec::with_capacity(stems.len());
        let mut found = Shingles { numbers: room(), places: room(), again: Vec::new() };
        for (((stems, kinds), _), place) in windows.filter(|((_, block), _)| together(block)) {
            let mut hash = FxHasher::default();
            stems.iter().for_each(|&s| hash.write_u32(s));
            let next = self.figure.len() as u32;
            let number = *self.known.entry(hash.finish()).or_insert(next);
            let at = found.numbers.len() as u32;
            if number == next {
                self.figure.push(kinds.iter().any(|k| k.has(Kind::NUMBER)));
                self.last.push((text, at));
            } else {
                let last = &mut self.last[number as usize];
                if last.0 == text {
                    found.again.push((place, last.1));
                    continue;
                }
                *last = (text, at);
            }
            found.numbers.push(number);
            found.places.push(place);
        }
        found
    }
}

impl Variants {
    /// Cost: O(tokens).
    pub fn of(members: &[Witness<'_>]) -> Self {
        let mut numbers = Numbers::default();
        let texts = (0..).zip(members).map(|(text, member)| numbers.read(text, member)).collect();
        Self::joined(texts, &numbers.figure)
    }

    /// Joins the shingles that always stand behind one another.
    fn joined(texts: Vec<Shingles>, figure: &[bool]) -> Self {
        let mut before = vec![UNKNOWN; figure.len()];
        let mut behind = vec![UNKNOWN; figure.len()];
        for text in &texts {
            let mut last = SEVERAL;
            for &shingle in &text.numbers {
                stands_beside(&mut before[shingle as usize], last);
                if last != SEVERAL {
                    stands_beside(&mut behind[last as usize], shingle);
                }
                last = shingle;
            }
            if last != SEVERAL {
                behind[last as usize] = SEVERAL;
            }
        }
        let goes_on = |a: u32, b: u32| {
            let (a, b) = (a as usize, b as usize);
            behind[a] as usize == b && before[b] as usize == a && figure[a] == figure[b]
        };
        let mut node_of_first = vec![UNKNOWN; figure.len()];
        let (mut lengths, mut figures): (Vec<u32>, Vec<bool>) = (Vec::new(), Vec::new());
        let text = |text: Shingles| {
            let node = |shingles: &[u32]| {
                let first = shingles[0] as usize;
                if node_of_first[first] == UNKNOWN {
                    node_of_first[first] = lengths.len() as u32;
                    lengths.push(shingles.len() as u32);
                    figures.push(figure[first]);
                }
                node_of_first[first]
            };
            let nodes = text.numbers.chunk_by(|&a, &b| goes_on(a, b)).map(node).collect();
            Text::of(nodes, &lengths, text)
        };
        let texts = texts.into_iter().map(text).collect();
        Self { texts, lengths, figure: figures }
    }
}

fn stands_beside(known: &mut u32, beside: u32) {
    if *known != beside {
        *known = if *known == UNKNOWN { beside } else { SEVERAL };
    }
}

/// For each word of a member its line, or none where it does not count: short lines, datelines and credits are each
/// outlet's own.
fn blocks(member: &Witness<'_>) -> Vec<u32> {
    let body = member.body;
    let mut blocks = vec![OUT; body.len()];
    for line in body.segments.chunk_by(|a, b| a.line == b.line) {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        if last.end - first.first >= MIN_LINE {
            blocks[first.first as usize..last.end as usize].fill(first.line);
        }
    }
    for (block, kind) in blocks.iter_mut().zip(&body.kinds) {
        if kind.has(Kind::ORIGIN) {
            *block = OUT;
        }
    }
    blocks
}

/// For each word of a member whether it counts.
pub(super) fn counted(member: &Witness<'_>) -> Vec<bool> {
    blocks(member).into_iter().map(|block| block != OUT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Signals;
    use crate::provenance::lineage::MemberFacts;
    use crate::tokenise::{Segment, Tokens};

    fn joined(texts: &[&[u32]], figure: &[bool]) -> Variants {
        let shingles = |text: &&[u32]| Shingles {
            numbers: text.to_vec(),
            places: (0..text.len() as u32).collect(),
            again: Vec::new(),
        };
        Variants::joined(texts.iter().map(shingles).collect(), figure)
    }

    fn paths(found: &Variants) -> Vec<&[u32]> {
        found.texts.iter().map(|text| text.nodes.as_slice()).collect()
    }

    #[test]
    fn what_always_stands_together_is_one_node() {
        let found = joined(&[&[0, 1, 2, 3, 4], &[0, 1, 5, 3, 4]], &[false; 6]);
        assert_eq!((paths(&found), &*found.lengths), (vec![&[0, 1, 2][..], &[0, 3, 2]], &[2, 1, 2, 1][..]));
        assert_eq!(found.texts[1].starts, [0, 2, 3, 5]);
    }

    #[test]
    fn what_begins_or_ends_a_text_begins_or_ends_a_node() {
        let found = joined(&[&[0, 1, 2, 3], &[1, 2], &[], &[0, 1, 2, 3]], &[false; 4]);
        assert_eq!((paths(&found), &*found.lengths), (vec![&[0, 1, 2][..], &[1], &[], &[0, 1, 2]], &[1, 2, 1][..]));
    }

    #[test]
    fn figures_are_nodes_of_their_own() {
        let found = joined(&[&[0, 1, 2, 3]], &[false, true, true, false]);
        assert_eq!((paths(&found), &*found.figure), (vec![&[0, 1, 2][..]], &[false, true, false][..]));
    }

    #[test]
    fn what_stands_twice_in_a_text_counts_once() {
        let segments = vec![Segment { first: 0, end: 12, line: 0, after_gap: false }];
        let stems = vec![1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 6, 7];
        let body = Tokens { stems, kinds: vec![Kind::default(); 12], segments, ..Tokens::default() };
        let signals = Signals::default();
        let facts = MemberFacts { id: "a", source: None, published_at: None, signals: &signals };
        let found = Variants::of(&[Witness { facts, body: &body, title: &[] }]);
        assert_eq!((found.texts[0].len(), &*found.texts[0].places), (7, &[0, 1, 2, 3, 4, 7, 8][..]));
        assert_eq!(found.texts[0].again, [(5, 0), (6, 1)]);
    }

    #[test]
    fn what_another_lacks_is_found_in_order() {
        // Nodes of one shingle each, the second text backwards, over several blocks.
        let forth: Vec<u32> = (0..300).collect();
        let back: Vec<u32> = (0..300).rev().filter(|n| n % 3 != 1).chain(400..500).collect();
        let found = joined(&[&forth, &back], &[false; 500]);
        let (mut room, mut lacking) = (Places::default(), Vec::new());
        for (a, b) in [(0, 1), (1, 0)] {
            let (a, b) = (&found.texts[a], &found.texts[b]);
            let part = a.part(|at| at % 2 == 0);
            for part in [None, Some(&*part)] {
                lacking.clear();
                a.each_lacking(part, b, &mut room, |at| lacking.push(at));
                let expected =
                    (0..a.nodes.len()).filter(|&at| !b.nodes.contains(&a.nodes[at]) && (part.is_none() || at % 2 == 0));
                assert_eq!(lacking, expected.collect::<Vec<_>>());
            }
        }
    }
}
