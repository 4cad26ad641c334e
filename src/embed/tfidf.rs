//! The embedder that needs no model: TF-IDF of stems, randomly projected.

use super::{CODE_BITS, DocumentFrequency, EmbedInput, Embedder, TITLE_BOOST, content, term_counts};
use crate::error::Result;
use ndarray::Array1;

/// Seed of the projection's signs, fixed for ever: codes are compared across runs.
const SEED: u64 = 0x7769_7265_666f_6c64;

/// TF-IDF of stems with sublinear term frequency, projected to 256 dimensions by signs that are hashed from the stem,
/// so that no matrix is stored.
///
/// The cosine of two such vectors is that of the TF-IDF vectors with a standard error of about 1/16. It knows no
/// language, and finds nothing in common between languages but names and numbers.
/// Source: Achlioptas 2003, "Database-friendly random projections".
#[derive(Clone, Debug, Default)]
pub struct TfIdf {
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
        "tfidf-256/1"
    }

    fn dimensions(&self) -> usize {
        CODE_BITS
    }

    /// Cost: O(terms × 256), about 20 µs for an article of 500 words.
    fn embed(&self, input: &EmbedInput<'_>) -> Result<Array1<f32>> {
        let mut stems: Vec<u32> = Vec::with_capacity(input.body.len() + TITLE_BOOST * input.title.len());
        for _ in 0..TITLE_BOOST {
            stems.extend(content(input.title));
        }
        stems.extend(content(input.body));
        let mut sums = [0f32; CODE_BITS];
        // Ascending by stem, and so the sums are the same whatever the order of the words.
        for (stem, count) in term_counts(stems) {
            project(stem, (1.0 + (count as f32).ln()) * self.frequency.idf(stem), &mut sums);
        }
        let norm = sums.iter().map(|x| x * x).sum::<f32>().sqrt();
        Ok(sums.iter().map(|x| if norm > 0.0 { x / norm } else { 0.0 }).collect())
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

/// Adds `weight` with the stem's sign in every dimension.
fn project(stem: u32, weight: f32, sums: &mut [f32; CODE_BITS]) {
    let mut state = SEED ^ u64::from(stem).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for word in sums.chunks_exact_mut(64) {
        let bits = split_mix(&mut state);
        for (bit, sum) in word.iter_mut().enumerate() {
            // The bit becomes the sign bit of the weight: no branch, and the loop becomes vector instructions.
            let sign = ((bits >> bit) as u32 & 1) << 31;
            *sum += f32::from_bits(weight.to_bits() ^ sign);
        }
    }
}

/// SplitMix64: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
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
