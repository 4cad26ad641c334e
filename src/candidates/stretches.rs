//! Codes that agree in a stretch of bits: what a graph does not lead to is found through these.
//!
//! A code has sixteen stretches of sixteen bits. Two codes of which one bit in five differs have a stretch that agrees but
//! for one bit in five of six cases, and what is found leads on to what agrees with it. Of unrelated codes one in 220 has
//! such a stretch.
//!
//! Source: Norouzi, Punjani and Fleet 2012, "Fast search in Hamming space with multi-index hashing".

use crate::embed::{CODE_BITS, Code};

/// Bits of a stretch: so few that near codes agree in one, so many that a million codes are parted.
const BITS: usize = 16;

/// Stretches of a code.
const STRETCHES: usize = CODE_BITS / BITS;

/// Points that have one stretch in common of which the newest are looked at, so that a search has a bound.
const LOOKED_AT: usize = 256;

/// How often what was found is asked for what agrees with it.
const STEPS: usize = 2;

/// No further point.
const NONE: u32 = u32::MAX;

/// For each stretch and each value that it can have, the points that have it, newest first.
///
/// Memory: 64 bytes a point, and 4 MiB.
pub(super) struct Stretches {
    newest: Vec<u32>,
    /// The point before each that has the same stretch.
    before: Vec<[u32; STRETCHES]>,
}

impl Default for Stretches {
    fn default() -> Self {
        Self { newest: vec![NONE; STRETCHES << BITS], before: Vec::new() }
    }
}

/// Where the points of each stretch of a code begin.
fn places(code: &Code) -> [usize; STRETCHES] {
    std::array::from_fn(|stretch| {
        let bit = stretch * BITS;
        stretch << BITS | (code.0[bit / 64] >> (bit % 64)) as usize & ((1 << BITS) - 1)
    })
}

impl Stretches {
    /// Adds the next point. Cost: O(1).
    pub(super) fn push(&mut self, code: &Code) {
        let point = self.before.len() as u32;
        let places = places(code);
        self.before.push(places.map(|place| std::mem::replace(&mut self.newest[place], point)));
    }

    /// Adds to what was found of the `codes` those that agree with `code` in a stretch or with what is found itself, at
    /// most `within` bits away; keeps the `k` nearest, nearest first. Points are told by (distance, place).
    ///
    /// Cost: O(codes / 220), at most 272 × 256, and of each found one 16 × 256.
    pub(super) fn search(&self, codes: &[Code], code: &Code, k: usize, within: u32, found: &mut Vec<(u32, u32)>) {
        let off_by_one = |place: usize| std::iter::once(place).chain((0..BITS).map(move |bit| place ^ 1 << bit));
        let places_of_query = places(code).into_iter().flat_map(off_by_one);
        self.follow(places_of_query, |point| keep(codes, code, within, point, found));
        nearest(found, k);
        let mut asked: Vec<u32> = Vec::new();
        for _ in 0..STEPS {
            let new: Vec<u32> = found.iter().map(|&(_, point)| point).filter(|point| !asked.contains(point)).collect();
            for &point in &new {
                let places = places(&codes[point as usize]);
                self.follow(places.into_iter(), |point| keep(codes, code, within, point, found));
            }
            asked.extend(new);
            nearest(found, k);
        }
    }

    /// Whether a point that was added is found by its own `code`.
    pub(super) fn holds(&self, codes: &[Code], code: &Code) -> bool {
        let mut equal = false;
        self.follow(places(code).into_iter(), |point| equal |= codes[point as usize] == *code);
        equal
    }

    /// Visits the points of the places in turn, so that the processor waits for many of them at a time.
    fn follow(&self, places: impl Iterator<Item = usize>, mut visit: impl FnMut(u32)) {
        let started = places.map(|place| (place >> BITS, self.newest[place]));
        let mut at: Vec<(usize, u32)> = started.filter(|&(_, point)| point != NONE).collect();
        for _ in 0..LOOKED_AT {
            at.retain_mut(|(stretch, point)| {
                visit(*point);
                *point = self.before[*point as usize][*stretch];
                *point != NONE
            });
            if at.is_empty() {
                break;
            }
        }
    }
}

fn keep(codes: &[Code], code: &Code, within: u32, point: u32, found: &mut Vec<(u32, u32)>) {
    let distance = code.distance(codes[point as usize]);
    if distance <= within {
        found.push((distance, point));
    }
}

/// Keeps the `k` nearest, each once, nearest first.
fn nearest(found: &mut Vec<(u32, u32)>, k: usize) {
    found.sort_unstable();
    found.dedup();
    found.truncate(k);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_differs_in_one_bit_of_a_stretch_is_found(words: Vec<[u64; 4]>, stretch in 0usize..16, bit in 0usize..16) {
            let codes: Vec<Code> = words.into_iter().map(Code).collect();
            let mut all = Stretches::default();
            codes.iter().for_each(|code| all.push(code));
            for (point, code) in (0..).zip(&codes) {
                prop_assert!(all.holds(&codes, code));
                // All else differs.
                let mut asked = Code(code.0.map(|word| !word));
                let place = stretch * BITS;
                asked.0[place / 64] ^= 0xffff << (place % 64) ^ 1 << (place % 64 + bit);
                let mut found = Vec::new();
                all.search(&codes, &asked, usize::MAX, 256, &mut found);
                prop_assert!(found.contains(&(asked.distance(*code), point)));
            }
        }
    }

    #[test]
    fn of_many_equal_codes_the_newest_are_looked_at() {
        let codes = vec![Code::default(); 1_000];
        let mut all = Stretches::default();
        codes.iter().for_each(|code| all.push(code));
        let mut found = Vec::new();
        all.search(&codes, &codes[0], 1_000, 256, &mut found);
        assert_eq!(found, (744..1_000).map(|point| (0, point)).collect::<Vec<_>>());
    }
}
