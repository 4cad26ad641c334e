//! Where the vectors of a model lie on average, language by language: cosines are taken from there.
//!
//! The vectors of most models lie in a narrow cone, each model's its own, and in it each language has a corner: of two
//! unrelated articles the cosine is 0.1 by one model and 0.8 by another. Seen from the mean of their language, unrelated
//! articles have a cosine of about 0 by any model, and so a cosine says the same by each.
//!
//! Source: Mu and Viswanath 2018, "All-but-the-top", §2; for languages Libovický et al. 2020, "On the language neutrality of
//! pre-trained multilingual representations", §3.

use super::CompactVector;
use crate::units::Language;
use std::collections::BTreeMap;

/// Articles of a language below which nothing is said: with so many, unrelated ones come within 0.06 of 0.
const LEAST: u32 = 16;

/// Articles that a mean remembers: each new one moves it by at least one part in this many.
const MEMORY: u32 = 4096;

/// Squared distance from the mean below which a vector says nothing: a model that does not know a language gives about one
/// vector for all that is written in it.
const NEAREST: f32 = 0.05;

/// A vector, and the language of its article where known.
pub type Located<'a> = (&'a CompactVector, Option<Language>);

/// The means of vectors by language. Memory: 4 bytes a dimension for each language met.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Centres(BTreeMap<Option<Language>, Centre>);

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
struct Centre {
    mean: Vec<f32>,
    learnt: u32,
}

impl Centres {
    /// Learns from an article's vector. Cost: O(dimensions).
    pub fn learn(&mut self, (vector, language): Located<'_>) {
        let centre = self.0.entry(language).or_default();
        centre.mean.resize(vector.dimensions(), 0.0);
        centre.learnt = (centre.learnt + 1).min(MEMORY);
        let share = 1.0 / centre.learnt as f32;
        centre.mean.iter_mut().zip(vector.values()).for_each(|(mean, value)| *mean += (value - *mean) * share);
    }

    /// The mean of a language's vectors; `None` while too few are known.
    pub fn of(&self, language: Option<Language>) -> Option<&[f32]> {
        self.0.get(&language).filter(|centre| centre.learnt >= LEAST).map(|centre| &centre.mean[..])
    }

    /// Cosine of two vectors as seen from the means of their languages, in [-1, 1]; `None` where a mean is not known or one of
    /// them is hardly apart from it, and for vectors of different dimensions. Cost: O(dimensions).
    pub fn cosine(&self, a: Located<'_>, b: Located<'_>) -> Option<f32> {
        let (of_a, of_b) = (self.of(a.1)?, self.of(b.1)?);
        if a.0.dimensions() != b.0.dimensions() {
            return None;
        }
        let (mut dot, mut squares_a, mut squares_b) = (0.0f32, 0.0f32, 0.0f32);
        let centred = a.0.values().zip(of_a).zip(b.0.values().zip(of_b));
        for ((a, of_a), (b, of_b)) in centred {
            let (a, b) = (a - of_a, b - of_b);
            dot += a * b;
            squares_a += a * a;
            squares_b += b * b;
        }
        (squares_a >= NEAREST && squares_b >= NEAREST).then(|| dot / (squares_a * squares_b).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SplitMix64;

    const ENGLISH: Option<Language> = Some(Language::of(*b"en"));
    const FRENCH: Option<Language> = Some(Language::of(*b"fr"));

    /// A vector in the corner of a language, near a topic; all in one cone.
    fn vector(language: Option<Language>, topic: u64, random: &mut SplitMix64) -> CompactVector {
        let noise = |random: &mut SplitMix64| random.bits() as f32 / u64::MAX as f32 - 0.5;
        let mut matter = SplitMix64::of(7, &[topic]);
        let corner = if language == ENGLISH { 0 } else { 1 };
        let entry = |n: usize| {
            let cone = if n % 2 == corner { 2.0 } else { 1.0 };
            cone + 2.0 * noise(&mut matter) + 0.3 * noise(random)
        };
        CompactVector::of(&(0..64).map(entry).collect::<Vec<f32>>())
    }

    #[test]
    fn what_is_one_vector_for_all_says_nothing() {
        let random = &mut SplitMix64::new(4);
        let mut centres = Centres::default();
        let of_length =
            |n: u64| CompactVector::of(&(0..64).map(|d| (d % 5) as f32 + 0.01 * n as f32).collect::<Vec<f32>>());
        (0..20).for_each(|n| centres.learn((&of_length(n), FRENCH)));
        assert_eq!(centres.cosine((&of_length(1), FRENCH), (&of_length(2), FRENCH)), None);
        (0..20).for_each(|topic| centres.learn((&vector(ENGLISH, topic, random), ENGLISH)));
        assert!(
            centres.cosine((&vector(ENGLISH, 1, random), ENGLISH), (&vector(ENGLISH, 2, random), ENGLISH)).is_some()
        );
    }

    #[test]
    fn unrelated_vectors_are_at_right_angles_seen_from_their_languages() {
        let random = &mut SplitMix64::new(3);
        let mut centres = Centres::default();
        let (a, b) = (vector(ENGLISH, 1, random), vector(ENGLISH, 2, random));
        assert!(a.cosine(&b) > 0.8, "they lie in a cone");
        assert_eq!(centres.cosine((&a, ENGLISH), (&b, ENGLISH)), None, "nothing is known yet");
        for topic in 10..210 {
            for language in [ENGLISH, FRENCH] {
                centres.learn((&vector(language, topic, random), language));
            }
        }
        let unrelated = centres.cosine((&a, ENGLISH), (&b, ENGLISH)).expect("known");
        assert!(unrelated.abs() < 0.4, "{unrelated}");
        for language in [ENGLISH, FRENCH] {
            let related = centres.cosine((&a, ENGLISH), (&vector(language, 1, random), language)).expect("known");
            assert!(related > 0.7, "{related}");
        }
        assert_eq!(centres.cosine((&a, ENGLISH), (&b, None)), None, "of articles of no known language none came");
    }
}
