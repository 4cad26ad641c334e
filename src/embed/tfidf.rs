//! The embedder that needs no model: TF-IDF of stems, randomly projected.

use super::{CODE_BITS, DocumentFrequency, EmbedInput, Embedder, TITLE_BOOST, content, least_rank, rank, term_counts};
use crate::error::Result;
use crate::random::{GOLDEN_GAMMA, SplitMix64};
use ndarray::Array1;
use std::sync::LazyLock;

/// Seed of the projection's signs, fixed for ever: codes are compared across runs.
const SEED: u64 = 0x7769_7265_666f_6c64;

/// Terms of an article that are projected, the heaviest. Twice as many cost twice the time and moved no figure.
pub(crate) const PROJECTED_TERMS: usize = 64;

/// The heaviest term's weight as an integer: the sums of all terms fit 16 bits, of which vector instructions take
/// eight and more at once.
const UNIT: f32 = (i16::MAX as usize / PROJECTED_TERMS) as f32;

/// TF-IDF of stems with sublinear term frequency, its heaviest terms projected to 256 dimensions by signs that are hashed
/// from the stem, so that no matrix is stored.
///
/// The cosine of two such vectors is that of the TF-IDF vectors with a standard error of about 1/16. It knows no
/// language, and finds nothing in common between languages but names and numbers.
/// Source: Achlioptas 2003, "Database-friendly random projections".
#[derive(Clone, Debug, Default)]
pub struct TfIdf {
    /// State: all that is learnt.
    frequency: DocumentFrequency,
}

impl TfIdf {
    /// The learnt document frequencies.
    pub fn frequency(&self) -> &DocumentFrequency {
        &self.frequency
    }
}

impl Embedder for TfIdf {
    fn name(&self) -> &str {
        "tfidf-256/2"
    }

    fn dimensions(&self) -> usize {
        CODE_BITS
    }

    /// Cost: O(words log words + 64 × 256), about 8 µs for an article of 500 words.
    fn embed(&self, input: &EmbedInput<'_>) -> Result<Array1<f32>> {
        let mut stems: Vec<u32> = Vec::with_capacity(input.body.len() + TITLE_BOOST * input.title.len());
        for _ in 0..TITLE_BOOST {
            stems.extend(content(input.title));
        }
        stems.extend(content(input.body));
        let scale = self.frequency.scale();
        let weigh =
            |(stem, count): (u32, u32)| (stem, f32::from(sublinear(count)) * scale.idf(self.frequency.count(stem)));
        let terms: Vec<(u32, f32)> = term_counts(stems).into_iter().map(weigh).collect();
        Ok(project(&terms))
    }

    fn observe(&mut self, stems: &[u32]) {
        self.frequency.observe(stems);
    }

    fn learnt(&self) -> Vec<u8> {
        crate::tracked::to_bytes(&self.frequency)
    }

    fn relearn(&mut self, learnt: &[u8]) -> Result<(), String> {
        self.frequency = crate::tracked::from_bytes(learnt)?;
        Ok(())
    }
}

/// The vector of terms with weights above 0. The order of the terms makes no difference.
pub(crate) fn project(terms: &[(u32, f32)]) -> Array1<f32> {
    let mut ranks: Vec<u64> = terms.iter().map(|&(term, weight)| rank(weight, term)).collect();
    let least = least_rank(&mut ranks, PROJECTED_TERMS);
    let heaviest = terms.iter().fold(0.0f32, |most, &(_, weight)| most.max(weight));
    let (mut all, mut negative) = (0, [0i16; CODE_BITS]);
    for &(term, weight) in terms.iter().filter(|&&(term, weight)| rank(weight, term) >= least) {
        let weight = (weight * (UNIT / heaviest)) as i16;
        all += i32::from(weight);
        add_negative(term, weight, &mut negative);
    }
    let sums = negative.map(|negative| (all - 2 * i32::from(negative)) as f32);
    let norm = sums.iter().map(|x| x * x).sum::<f32>().sqrt();
    let scale = if norm > 0.0 { 1.0 / norm } else { 0.0 };
    sums.iter().map(|x| x * scale).collect()
}

/// A term's frequency within a text, 1 + ln count in steps of 1/32, up to 255 for more than a thousand; 0 for 0.
///
/// Source: Manning, Raghavan and Schütze 2008, "Introduction to information retrieval", §6.4.1.
pub(crate) fn sublinear(count: u32) -> u8 {
    static STEPS: LazyLock<[u8; 256]> = LazyLock::new(|| std::array::from_fn(|count| steps(count as u32)));
    STEPS.get(count as usize).copied().unwrap_or_else(|| steps(count))
}

fn steps(count: u32) -> u8 {
    if count == 0 { 0 } else { (32.0 * (1.0 + (count as f32).ln())).round() as u8 }
}

/// The bits of a group of lanes, one each.
const LANE_BITS: [u16; 16] = {
    let mut bits = [0; 16];
    let mut lane = 0;
    while lane < 16 {
        bits[lane] = 1 << lane;
        lane += 1;
    }
    bits
};

/// Adds `weight` in every dimension where the term's sign is negative: no branch, and so the loop becomes vector
/// instructions.
fn add_negative(term: u32, weight: i16, sums: &mut [i16; CODE_BITS]) {
    let mut signs = SplitMix64::new(SEED ^ u64::from(term).wrapping_mul(GOLDEN_GAMMA));
    for word in sums.chunks_exact_mut(64) {
        let bits = signs.bits();
        for (group, lanes) in word.chunks_exact_mut(16).enumerate() {
            let signs = (bits >> (16 * group)) as u16;
            // By reference: an array iterated by value does not become vector instructions.
            for (sum, bit) in lanes.iter_mut().zip(&LANE_BITS) {
                *sum += if signs & bit == *bit { weight } else { 0 };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;
    use crate::tokenise::{Kind, Tokens};

    fn tokens(stems: impl IntoIterator<Item = u32>) -> Tokens {
        let stems: Vec<u32> = stems.into_iter().map(|s| s.wrapping_mul(2_654_435_761)).collect();
        Tokens { kinds: vec![Kind::default(); stems.len()], stems, ..Tokens::default() }
    }

    fn embed(embedder: &TfIdf, body: &Tokens) -> Array1<f32> {
        let title = Tokens::default();
        let input = EmbedInput { title: &title, body, title_text: "", body_text: "", language: None };
        embedder.embed(&input).expect("it never fails")
    }

    #[test]
    fn shared_terms_bring_vectors_near() {
        let embedder = TfIdf::default();
        let [a, half, other] = [0..200, 100..300, 900..1100].map(|range| embed(&embedder, &tokens(range)));
        assert!((a.dot(&a) - 1.0).abs() < 1e-5);
        assert!((a.dot(&half) - 0.5).abs() < 0.2, "{}", a.dot(&half));
        assert!(a.dot(&other).abs() < 0.2, "{}", a.dot(&other));
        let codes = [&a, &half, &other].map(|v| Code::of(v.view()));
        assert!(codes[0].distance(codes[1]) < 105 && codes[0].distance(codes[2]) > 100);
    }

    #[test]
    fn the_order_of_words_changes_nothing() {
        let embedder = TfIdf::default();
        assert_eq!(embed(&embedder, &tokens(0..50)), embed(&embedder, &tokens((0..50).rev())));
        assert_eq!(embed(&embedder, &Tokens::default()), Array1::<f32>::zeros(CODE_BITS));
    }

    #[test]
    fn codes_are_the_same_for_ever() {
        let vector = embed(&TfIdf::default(), &tokens(0..40));
        let expected = [5641040465155595332, 3928871960072246330, 3914007554023499819, 806956141581192943];
        assert_eq!(Code::of(vector.view()).0, expected);
    }

    #[test]
    fn what_is_everywhere_comes_to_weigh_little() {
        let mut embedder = TfIdf::default();
        let [a, b] = [tokens(0..20), tokens(10..30)];
        let before = embed(&embedder, &a).dot(&embed(&embedder, &b));
        for _ in 0..200 {
            embedder.observe(&super::super::distinct_stems(&tokens(10..20), &Tokens::default()));
        }
        let after = embed(&embedder, &a).dot(&embed(&embedder, &b));
        assert!(before > 0.3 && after < 0.2, "{before} {after}");
    }
}
