//! What is known of each article of the window, by its arrival.

use crate::blocks::Blocks;
use crate::candidates::Arrival;

/// Values by arrival, from the first that is not the default to the last: no more for each than a value takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Ring<T> {
    first: Arrival,
    values: Blocks<T>,
}

impl<T: Default + PartialEq> Ring<T> {
    fn slot(&self, arrival: Arrival) -> Option<usize> {
        arrival.checked_sub(self.first).map(|slot| slot as usize)
    }

    pub fn get(&self, arrival: Arrival) -> Option<&T> {
        self.values.get(self.slot(arrival)?)
    }

    pub fn get_mut(&mut self, arrival: Arrival) -> Option<&mut T> {
        let slot = self.slot(arrival)?;
        self.values.get_mut(slot)
    }

    /// The value of an arrival, to be set. Cost: O(1) where arrivals rise.
    pub fn entry(&mut self, arrival: Arrival) -> &mut T {
        if self.values.is_empty() {
            self.first = arrival;
        }
        while arrival < self.first {
            self.values.push_front(T::default());
            self.first -= 1;
        }
        let slot = (arrival - self.first) as usize;
        while slot >= self.values.len() {
            self.values.push_back(T::default());
        }
        self.values.get_mut(slot).expect("its place was just made")
    }

    /// The values of every `step`th arrival from the first that leaves `rest`, by arrival.
    pub fn every(&self, step: usize, rest: usize) -> impl Iterator<Item = (Arrival, &T)> {
        let skip = (rest + step - self.first as usize % step) % step;
        let slots = (skip..self.values.len()).step_by(step);
        slots.filter_map(|slot| Some((self.first + slot as Arrival, self.values.get(slot)?)))
    }

    /// Takes the value of an arrival out, and all before it that are nothing.
    pub fn remove(&mut self, arrival: Arrival) -> T {
        let value = self.get_mut(arrival).map(std::mem::take).unwrap_or_default();
        while self.values.front().is_some_and(|value| *value == T::default()) {
            self.values.pop_front();
            self.first += 1;
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds(steps in proptest::collection::vec((0u32..40, 1u32..9, any::<bool>()), 0..120)) {
            let (mut ring, mut map) = (Ring::default(), BTreeMap::new());
            for (arrival, value, put) in steps {
                if put {
                    *ring.entry(arrival) = value;
                    map.insert(arrival, value);
                } else {
                    prop_assert_eq!(ring.remove(arrival), map.remove(&arrival).unwrap_or_default());
                }
                let of = |arrival| ring.get(arrival).copied().unwrap_or_default();
                prop_assert!((0..41).all(|arrival| of(arrival) == map.get(&arrival).copied().unwrap_or_default()));
                prop_assert!(ring.values.len() <= 40);
                let of_seven = ring.every(7, 3).filter(|(_, value)| **value > 0).map(|(arrival, &value)| (arrival, value));
                prop_assert!(of_seven.eq(map.iter().filter(|(arrival, _)| *arrival % 7 == 3).map(|(&a, &v)| (a, v))));
            }
        }
    }
}
