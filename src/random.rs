//! Pseudo-random numbers whose sequence is fixed for ever.
//!
//! Seeds stand in reports and in golden files, so the numbers must be the same on every machine and in every version.
//! Hence only integer operations and `+ - * /` on `f64`, which IEEE 754 rounds exactly: std's `ln`, `exp` and `cos` may
//! differ between platforms.

/// SplitMix64: 64 bits of state, a period of 2^64, one addition and two multiplications a number.
///
/// Source: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", fig. 17.
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

/// 2^64 by the golden ratio, made odd: multiples of it lie far apart, so it spreads keys over all bits.
pub(crate) const GOLDEN_GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl SplitMix64 {
    /// The sequence of `seed`.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A sequence of its own for the thing that `path` names under `seed`; other paths give unrelated sequences.
    pub fn of(seed: u64, path: &[u64]) -> Self {
        let mut state = mix(seed.wrapping_add(GOLDEN_GAMMA));
        for &step in path {
            state = mix(state.wrapping_add(GOLDEN_GAMMA) ^ mix(step.wrapping_add(GOLDEN_GAMMA)));
        }
        Self { state }
    }

    /// The next 64 bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        mix(self.state)
    }

    /// A whole number in `0..bound`; 0 when `bound` is 0. The bias is below `bound` / 2^64.
    #[inline]
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.bits()) * bound as u128) >> 64) as usize
    }

    /// A whole number in `low..=high`; `low` when `high` is smaller.
    #[inline]
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below((high + 1).saturating_sub(low))
    }

    /// A number in [0, 1), of 53 bits.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// True with the given probability.
    #[inline]
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of `items`, which must not be empty.
    #[inline]
    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// An exponentially distributed number of mean 1.
    pub fn exponential(&mut self) -> f64 {
        -ln(1.0 - self.unit())
    }

    /// A standard normal number, by the sum of twelve uniform ones: it never leaves [-6, 6].
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// A log-normal number of the given median; `spread` is the standard deviation of its logarithm.
    pub fn log_normal(&mut self, median: f64, spread: f64) -> f64 {
        median * exp(spread * self.normal())
    }
}

/// Natural logarithm of a positive normal number: `ln m + e ln 2`, ln m by the series of 2 artanh((m-1)/(m+1)).
fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as i64 - 1023;
    let mut m = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if m > std::f64::consts::SQRT_2 {
        m *= 0.5;
        exponent += 1;
    }
    let s = (m - 1.0) / (m + 1.0);
    let square = s * s;
    let series = (0..11).rev().fold(0.0, |sum, k| sum * square + 1.0 / f64::from(2 * k + 1));
    2.0 * s * series + exponent as f64 * std::f64::consts::LN_2
}

/// e^x for |x| below 700: Taylor's series of the remainder modulo ln 2.
fn exp(x: f64) -> f64 {
    let twos = (x / std::f64::consts::LN_2).round();
    let r = x - twos * std::f64::consts::LN_2;
    let series = (1..=15).rev().fold(1.0, |sum, k| 1.0 + sum * r / f64::from(k));
    series * f64::from_bits(((1023 + twos as i64) as u64) << 52)
}

/// Draws an index by weight in constant time (the alias method).
///
/// Cost: O(n) to build, two table look-ups to draw. Source: Vose 1991, "A linear algorithm for generating random numbers
/// with a given distribution".
#[derive(Clone, Debug)]
pub struct Alias {
    /// Below this 32-bit share a cell keeps its own index, else it gives its alias.
    cells: Vec<(u32, u32)>,
}

impl Alias {
    /// A table for `weights`: not empty, none negative, not all zero, fewer than 2^32.
    pub fn new(weights: &[f64]) -> Self {
        let n = weights.len();
        let total: f64 = weights.iter().sum();
        let mut share: Vec<f64> = weights.iter().map(|w| w * n as f64 / total).collect();
        let mut cells: Vec<(u32, u32)> = (0..n as u32).map(|i| (u32::MAX, i)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|&i| share[i] < 1.0);
        while let (Some(s), Some(&l)) = (small.pop(), large.last()) {
            cells[s] = ((share[s] * 4_294_967_296.0) as u32, l as u32);
            share[l] -= 1.0 - share[s];
            if share[l] < 1.0 {
                large.pop();
                small.push(l);
            }
        }
        Self { cells }
    }

    /// An index in `0..weights.len()`.
    #[inline]
    pub fn draw(&self, random: &mut SplitMix64) -> usize {
        let bits = random.bits();
        let cell = (((bits >> 32) * self.cells.len() as u64) >> 32) as usize;
        let (kept, alias) = self.cells[cell];
        if (bits as u32) < kept { cell } else { alias as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        // The reference implementation's first numbers for the seed 1234567.
        let mut random = SplitMix64::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn logarithm_and_exponential_agree_with_std() {
        for i in 1..2000 {
            let x = f64::from(i) * 0.0173;
            assert!((ln(x) - x.ln()).abs() < 1e-14 * x.ln().abs().max(1.0), "ln {x}");
            let y = f64::from(i - 1000) * 0.02;
            assert!((exp(y) / y.exp() - 1.0).abs() < 1e-13, "exp {y}");
        }
    }

    #[test]
    fn distributions_have_their_means() {
        let mut random = SplitMix64::new(7);
        let n = 40_000;
        let exponential = (0..n).map(|_| random.exponential()).sum::<f64>() / f64::from(n);
        assert!((exponential - 1.0).abs() < 0.02, "{exponential}");
        let mut lengths: Vec<f64> = (0..n).map(|_| random.log_normal(350.0, 0.6)).collect();
        lengths.sort_by(f64::total_cmp);
        assert!((lengths[n as usize / 2] / 350.0 - 1.0).abs() < 0.03);
        let alias = Alias::new(&[1.0, 0.0, 3.0]);
        let mut counts = [0; 3];
        (0..n).for_each(|_| counts[alias.draw(&mut random)] += 1);
        assert_eq!(counts[1], 0);
        assert!((f64::from(counts[2]) / f64::from(n) - 0.75).abs() < 0.02);
    }

    #[test]
    fn bounds_hold_at_the_edges() {
        let mut random = SplitMix64::of(1, &[2, 3]);
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
        assert_eq!(random.between(5, 4), 5);
        assert!((0..1000).all(|_| (3..=5).contains(&random.between(3, 5))));
    }
}
