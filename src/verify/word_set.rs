//! A set of words for one pair after the other.

use crate::tokenise::{Tokens, shape};

/// A set of stems, which are hashes, that is asked far more often for words that are not in it, and is emptied at once.
#[derive(Debug)]
pub(super) struct WordSet {
    /// Stems, each with the era when it was put in; the one behind an era is of those that were taken out again. A power of
    /// two, at most half of it filled.
    slots: Vec<(u32, u32)>,
    era: u32,
    /// Slots that are filled, and those of them that hold a word.
    filled: usize,
    held: usize,
    /// A bit for each word, by its hash: most that are not in the set end here.
    bits: [u64; 64],
}

const MIN_SLOTS: usize = 256;

impl Default for WordSet {
    fn default() -> Self {
        Self { slots: Vec::new(), era: 1, filled: 0, held: 0, bits: [0; 64] }
    }
}

impl WordSet {
    pub fn clear(&mut self) {
        (self.filled, self.held) = (0, 0);
        self.bits = [0; 64];
        self.era += 2;
        if self.era == u32::MAX {
            self.slots.fill((0, 0));
            self.era = 1;
        }
    }

    /// Makes it the set of these words.
    pub fn fill(&mut self, words: impl Iterator<Item = u32>) {
        self.clear();
        words.for_each(|word| _ = self.insert(word));
    }

    fn bit(stem: u32) -> (usize, u64) {
        ((stem >> 6 & 63) as usize, 1 << (stem & 63))
    }

    /// The slot of a stem, or the empty one where it belongs.
    #[inline]
    fn slot(&mut self, stem: u32) -> &mut (u32, u32) {
        let last = self.slots.len() - 1;
        let mut at = (stem >> 8) as usize & last;
        while self.slots[at].1 >= self.era && self.slots[at].0 != stem {
            at = (at + 1) & last;
        }
        &mut self.slots[at]
    }

    /// Puts a word in; gives whether it was not in it.
    pub fn insert(&mut self, stem: u32) -> bool {
        let (word, bit) = Self::bit(stem);
        self.bits[word] |= bit;
        if self.filled * 2 >= self.slots.len() {
            self.grow();
        }
        let era = self.era;
        let slot = self.slot(stem);
        let (is_new, was_known) = (slot.1 != era, slot.1 >= era);
        *slot = (stem, era);
        self.held += usize::from(is_new);
        self.filled += usize::from(!was_known);
        is_new
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(MIN_SLOTS);
        let era = self.era;
        let old = std::mem::replace(&mut self.slots, vec![(0, 0); size]);
        // Those that were taken out stay known as such.
        for known in old.into_iter().filter(|slot| slot.1 >= era) {
            *self.slot(known.0) = known;
        }
    }

    #[inline]
    pub fn remove(&mut self, stem: u32) -> bool {
        let (word, bit) = Self::bit(stem);
        if self.bits[word] & bit == 0 {
            return false;
        }
        let era = self.era;
        let slot = self.slot(stem);
        let was_held = slot.1 == era;
        if was_held {
            slot.1 = era + 1;
        }
        self.held -= usize::from(was_held);
        was_held
    }

    #[inline]
    pub fn holds(&mut self, stem: u32) -> bool {
        let (word, bit) = Self::bit(stem);
        self.bits[word] & bit != 0 && self.slot(stem).1 == self.era
    }

    pub fn len(&self) -> usize {
        self.held
    }

    /// Takes out those of `words`, given as stem and shape, that `title` has misread.
    pub fn remove_misread(&mut self, words: impl Iterator<Item = (u32, u32)>, title: &Tokens) {
        let shapes = &title.shapes[..title.shapes.len().min(MAX_MISREAD)];
        for (stem, shape) in words {
            if self.holds(stem) && shapes.iter().any(|other| shape::are_alike(shape, *other)) {
                self.remove(stem);
            }
        }
    }
}

/// The different words of a text, numbered in their order.
#[derive(Debug, Default)]
pub(super) struct WordNumbers {
    words: Vec<u32>,
    /// Words with their numbers, by their hashes; a power of two, at most half of it filled.
    slots: Vec<(u32, u32)>,
}

/// No number.
const FREE: u32 = u32::MAX;

impl WordNumbers {
    /// Forgets all, and makes room for so many words.
    pub fn reset(&mut self, most: usize) {
        self.words.clear();
        self.slots.clear();
        self.slots.resize((most * 2).next_power_of_two(), (0, FREE));
    }

    /// Puts a word in, one of as many as there is room for.
    pub fn put(&mut self, word: u32) {
        let (at, number) = find(&self.slots, word);
        if number == FREE {
            self.slots[at] = (word, self.words.len() as u32);
            self.words.push(word);
        }
    }

    pub fn number(&self, word: u32) -> Option<u32> {
        let (_, number) = find(&self.slots, word);
        (number != FREE).then_some(number)
    }

    /// The numbers of some words.
    pub fn numbers(&self, words: &[u32], numbers: &mut Vec<Option<u32>>) {
        let slots = self.slots.as_slice();
        let number = |word: &u32| {
            let (_, number) = find(slots, *word);
            (number != FREE).then_some(number)
        };
        numbers.clear();
        numbers.extend(words.iter().map(number));
    }

    pub fn word(&self, number: u32) -> u32 {
        self.words[number as usize]
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// Where among `slots` a word is or belongs, and its number.
#[inline]
fn find(slots: &[(u32, u32)], word: u32) -> (usize, u32) {
    let last = slots.len().saturating_sub(1);
    let mut at = (word >> 8) as usize & last;
    while let Some(&(known, number)) = slots.get(at) {
        if known == word || number == FREE {
            return (at, number);
        }
        at = (at + 1) & last;
    }
    (at, FREE)
}

/// Words of a title among which misread ones are looked for: more than a headline has, whatever stands in its field.
const MAX_MISREAD: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_words_is_emptied_filled_and_grown() {
        let mut set = WordSet::default();
        assert!(!set.remove(7) && !set.holds(7));
        for round in 0..3 {
            // Stems that want one slot, and more than there is room for.
            set.fill((0..1000).map(|n| n << 20 | round));
            assert_eq!(set.len(), 1000);
            assert!(!set.insert(5 << 20 | round) && set.holds(5 << 20 | round));
            assert!(set.remove(5 << 20 | round) && !set.remove(5 << 20 | round) && !set.holds(5 << 20 | round));
            assert!(set.insert(5 << 20 | round) && set.len() == 1000);
            assert!(round == 0 || !set.holds(6 << 20 | (round - 1)));
        }
        set.era = u32::MAX - 4;
        for _ in 0..3 {
            set.fill([5 << 20, 6 << 20].into_iter());
            assert!(set.remove(5 << 20) && !set.holds(5 << 20) && set.remove(6 << 20));
        }
        assert!(set.insert(8 << 20) && set.remove(8 << 20) && set.insert(8 << 20) && !set.insert(8 << 20));
        set.fill((0..200).map(|n| n << 20));
        (0..200).for_each(|n| assert!(set.remove(n << 20)));
        (200..900).for_each(|n| assert!(set.insert(n << 20)));
        assert!(set.len() == 700 && (0..900).all(|n| set.insert(n << 20) == (n < 200)));
        set.clear();
        assert!(set.len() == 0 && !set.holds(5 << 20 | 2) && set.insert(5 << 20 | 2));
    }

    #[test]
    fn words_are_numbered_in_their_order() {
        let mut numbers = WordNumbers::default();
        for round in 0..2 {
            numbers.reset(300);
            (0..600).for_each(|n| numbers.put((n % 150) << 20 | round));
            assert_eq!((numbers.len(), numbers.word(7)), (150, 7 << 20 | round));
            assert!((0..150).all(|n| numbers.number(n << 20 | round) == Some(n)));
            assert!(numbers.number(7 << 20 | 5).is_none());
        }
        numbers.reset(0);
        assert!(numbers.len() == 0 && numbers.number(7).is_none());
    }
}
