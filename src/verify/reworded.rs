//! Sentences that were rewritten word by word: no run of words is left to align, but the words are.

use super::is_fact;
use crate::tokenise::{Kind, Segment, Tokens};
use rustc_hash::FxHashMap;

/// Telling words that two sentences share at least. Unit: stems.
const MIN_SHARED: u32 = 4;

/// Dice coefficient over telling words from which one sentence is the other rewritten. Independent sentences on one
/// event stay below a third.
const MIN_DICE: f32 = 0.5;

/// Sentences of the longer body that are looked at: the first ones, one bit each.
const MAX_SENTENCES: usize = 128;

/// Finds rewritten sentences; buffers are reused.
#[derive(Debug, Default)]
pub struct Rewording {
    /// The sentences of the longer body that hold a stem.
    holders: FxHashMap<u32, u128>,
    /// Telling words of each sentence of the longer body.
    sizes: Vec<u32>,
    seen: Vec<u32>,
    /// For each sentence of the shorter body the one of the longer that it may be, rewritten or not.
    matches: Vec<Option<usize>>,
}

impl Rewording {
    /// Marks in `marks` the sentences of `shorter` that `longer` has in other words, next to another that it has as well:
    /// who rewrites goes sentence by sentence, while two reports of one event share single ones.
    ///
    /// Words in quotation marks do not count: who quotes the same sentence has not copied. Cost: O(tokens × sentences
    /// that share a word).
    pub fn mark(&mut self, shorter: &Tokens, longer: &Tokens, marks: &mut [bool]) {
        self.holders.clear();
        self.sizes.clear();
        for (number, segment) in longer.segments.iter().take(MAX_SENTENCES).enumerate() {
            self.collect(longer, segment);
            self.sizes.push(self.seen.len() as u32);
            for stem in &self.seen {
                *self.holders.entry(*stem).or_default() |= 1 << number;
            }
        }
        self.matches.clear();
        let mut shared = [0u32; MAX_SENTENCES];
        for segment in &shorter.segments {
            self.collect(shorter, segment);
            shared.fill(0);
            for stem in &self.seen {
                let mut bits = self.holders.get(stem).copied().unwrap_or(0);
                while bits != 0 {
                    shared[bits.trailing_zeros() as usize] += 1;
                    bits &= bits - 1;
                }
            }
            let own = self.seen.len() as u32;
            let likeness = |(at, &size): (usize, &u32)| (2.0 * shared[at] as f32 / (own + size).max(1) as f32, at);
            let enough = |&(at, _): &(usize, &u32)| shared[at] >= MIN_SHARED;
            let best = self.sizes.iter().enumerate().filter(enough).map(likeness);
            let best = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            self.matches.push(best.filter(|&(dice, _)| dice >= MIN_DICE).map(|(_, at)| at));
        }
        for (number, segment) in shorter.segments.iter().enumerate() {
            let Some(at) = self.matches[number] else { continue };
            let around = [number.wrapping_sub(1), number + 1];
            let in_step = around.iter().filter_map(|&n| *self.matches.get(n)?).any(|n| n != at && n.abs_diff(at) <= 2);
            if in_step {
                marks[segment.first as usize..segment.end as usize].fill(true);
            }
        }
    }

    /// The different telling words of a sentence: no stop words, nothing in quotation marks, but every number and name.
    fn collect(&mut self, tokens: &Tokens, segment: &Segment) {
        self.seen.clear();
        for at in segment.first as usize..segment.end as usize {
            let kind = tokens.kinds[at];
            if (!kind.has(Kind::STOP) || is_fact(kind)) && !kind.has(Kind::QUOTED) {
                self.seen.push(tokens.stems[at]);
            }
        }
        self.seen.sort_unstable();
        self.seen.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};
    use crate::units::Language;

    fn rewritten(a: &str, b: &str) -> bool {
        let cut = |text: &str| tokenise(&clean(text), text, Language::parse("en"), &mut StemCache::default());
        let (a, b) = (cut(a), cut(b));
        let mut marks = vec![false; a.len()];
        Rewording::default().mark(&a, &b, &mut marks);
        marks.iter().all(|&m| m)
    }

    #[test]
    fn sentences_rewritten_in_a_row_are_known_by_their_words() {
        let dispatch = "Engineers closed the Karsova dam on Tuesday after cracks were found in the eastern wall. \
                        Some 4,300 people from Meldrin were taken to schools in the next valley by bus.";
        let rewrite = "After cracks were discovered in its eastern wall, engineers on Tuesday shut the Karsova dam. \
                       Buses took 4,300 people from Meldrin to schools in the neighbouring valley.";
        assert!(rewritten(rewrite, dispatch));
        let alone = "After cracks were discovered in its eastern wall, engineers on Tuesday shut the Karsova dam. \
                     Residents spent a second night away from home and asked when the mayor would come.";
        assert!(!rewritten(alone, dispatch));
        let quoted = format!("He said: \"{}\".", dispatch.trim_end_matches('.'));
        assert!(!rewritten(&quoted, dispatch));
    }
}
