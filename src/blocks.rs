//! A queue that grows and shrinks by blocks.

use std::collections::VecDeque;

/// Values of a block.
const BLOCK: usize = 256;

/// Values in a row, of which the first can be let go. One that grows copies nothing, and takes no more room than its values
/// and those of two blocks.
///
/// Cost: O(1) for all but what goes over all values.
#[derive(Clone, Debug)]
pub struct Blocks<T> {
    /// All but the last are full.
    blocks: VecDeque<Vec<T>>,
    /// Places of the first block that are no values.
    skipped: usize,
    length: usize,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: VecDeque::new(), skipped: 0, length: 0 }
    }
}

impl<T: Default> Blocks<T> {
    /// Values held.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The value of a place, from 0.
    pub fn get(&self, place: usize) -> Option<&T> {
        let at = place + self.skipped;
        self.blocks.get(at / BLOCK)?.get(at % BLOCK)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        let at = place + self.skipped;
        self.blocks.get_mut(at / BLOCK)?.get_mut(at % BLOCK)
    }

    /// The first value.
    pub fn front(&self) -> Option<&T> {
        self.get(0)
    }

    /// Adds a value behind the others.
    pub fn push_back(&mut self, value: T) {
        if (self.skipped + self.length).is_multiple_of(BLOCK) {
            self.blocks.push_back(Vec::with_capacity(BLOCK));
        }
        if let Some(last) = self.blocks.back_mut() {
            last.push(value);
            self.length += 1;
        }
    }

    /// Adds a value before the others.
    pub fn push_front(&mut self, value: T) {
        if self.skipped == 0 {
            self.blocks.push_front(std::iter::repeat_with(T::default).take(BLOCK).collect());
            self.skipped = BLOCK;
        }
        self.skipped -= 1;
        self.length += 1;
        self.blocks[0][self.skipped] = value;
    }

    /// Takes the first value out.
    pub fn pop_front(&mut self) -> Option<T> {
        let value = std::mem::take(self.get_mut(0)?);
        self.skipped += 1;
        self.length -= 1;
        if self.skipped == BLOCK {
            self.blocks.pop_front();
            self.skipped = 0;
        }
        Some(value)
    }

    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.blocks.iter().flatten().skip(self.skipped)
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.blocks.iter_mut().flatten().skip(self.skipped)
    }
}

impl<T: Default> FromIterator<T> for Blocks<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut blocks = Self::default();
        values.into_iter().for_each(|value| blocks.push_back(value));
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_holds_what_a_queue_holds(steps in proptest::collection::vec((0usize..4, 1u32..900), 0..24)) {
            let (mut blocks, mut queue) = (Blocks::default(), VecDeque::new());
            for (step, times) in steps {
                for n in 0..times {
                    match step {
                        0 | 1 => {
                            blocks.push_back(n);
                            queue.push_back(n);
                        }
                        2 if times % 3 == 0 => {
                            blocks.push_front(n);
                            queue.push_front(n);
                        }
                        _ => prop_assert_eq!(blocks.pop_front(), queue.pop_front()),
                    }
                }
                prop_assert_eq!((blocks.len(), blocks.is_empty()), (queue.len(), queue.is_empty()));
                prop_assert!(blocks.iter().eq(queue.iter()) && blocks.front() == queue.front());
                prop_assert!((0..queue.len() + 1).all(|place| blocks.get(place) == queue.get(place)));
                prop_assert!(blocks.blocks.len() * BLOCK <= queue.len() + 2 * BLOCK);
            }
        }
    }
}
