//! Gives every article a dense vector, so that articles in other words about the same matter are near one another.
//!
//! - takes: an article's words and text ([`EmbedInput`])
//! - gives: a vector of unit length, and from it a [`Code`] of 256 bits
//! - useful for: finding candidates, and stories
//! - not useful for: telling copies from other texts on the same matter
//!
//! What an embedder learns is frozen while a quantum of consecutive articles
//! ([`engine::QUANTUM`](crate::engine::QUANTUM)) is embedded, and brought up to date between two such quanta, in the order
//! of arrival. So the articles of a quantum can be embedded on any number of threads, and a batch gives the same vectors as
//! a stream.

mod centres;
mod code;
mod compact;
mod frequency;
#[cfg(feature = "model2vec")]
pub mod model2vec;
pub mod named;
#[cfg(feature = "onnx")]
pub mod onnx;
mod tfidf;

pub use centres::{Centres, Located};
pub(crate) use code::differing_bits;
pub use code::{CODE_BITS, Code};
pub use compact::CompactVector;
pub use frequency::DocumentFrequency;
pub(crate) use frequency::PRIOR_OCCURRENCES;
pub use tfidf::TfIdf;
pub(crate) use tfidf::{PROJECTED_TERMS, project, sublinear};

use crate::error::Result;
use crate::tokenise::{Kind, Tokens};
use crate::units::Language;
use ndarray::Array1;

/// Occurrences in the body that one in the headline counts for.
pub(crate) const TITLE_BOOST: usize = 3;

/// What an embedder may look at.
#[derive(Clone, Copy, Debug)]
pub struct EmbedInput<'a> {
    /// The headline's words; empty without a headline.
    pub title: &'a Tokens,
    /// The body's words, furniture left out.
    pub body: &'a Tokens,
    /// The headline as printed, empty without one: for embedders with a vocabulary of their own.
    pub title_text: &'a str,
    /// The body as printed.
    pub body_text: &'a str,
    /// The language, where known.
    pub language: Option<Language>,
}

/// Turns an article into a dense vector.
pub trait Embedder: Send + Sync {
    /// Name with version and parameters. State that was made under another name is refused.
    fn name(&self) -> &str;

    /// Length of the vectors.
    fn dimensions(&self) -> usize;

    /// The vector of one article: [`Self::dimensions`] long, of unit length, or all zero when the article has no term.
    ///
    /// Pure: the answer depends on the input and the learnt state alone.
    ///
    /// # Errors
    /// What the model behind it reports; the built-in [`TfIdf`] never fails.
    fn embed(&self, input: &EmbedInput<'_>) -> Result<Array1<f32>>;

    /// Learns from one article, by its [`distinct_stems`]. Called between quanta, in the order of arrival.
    fn observe(&mut self, _stems: &[u32]) {}

    /// What it has learnt, for a store; nothing by default.
    fn learnt(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Takes back what [`Self::learnt`] gave under the same name.
    ///
    /// # Errors
    /// The reason in words, where the bytes are not that.
    fn relearn(&mut self, _learnt: &[u8]) -> Result<(), String> {
        Ok(())
    }
}

/// The stems of an article without stop words, ascending, each once: what [`Embedder::observe`] learns from.
///
/// Cost: O(n log n).
pub fn distinct_stems(title: &Tokens, body: &Tokens) -> Vec<u32> {
    let mut stems: Vec<u32> = content(title).chain(content(body)).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Stems and how often each occurs, ascending by stem.
pub(crate) fn term_counts(mut stems: Vec<u32>) -> Vec<(u32, u32)> {
    stems.sort_unstable();
    stems.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect()
}

/// The stems that are no stop words, in the order of the text.
pub(crate) fn content(tokens: &Tokens) -> impl Iterator<Item = u32> + '_ {
    tokens.stems.iter().zip(&tokens.kinds).filter(|(_, kind)| !kind.has(Kind::STOP)).map(|(&stem, _)| stem)
}

/// Orders terms by weight, which must not be negative; of equal weights the smaller hash counts as the heavier.
pub(crate) fn rank(weight: f32, term: u32) -> u64 {
    u64::from(weight.to_bits()) << 32 | u64::from(!term)
}

/// The least of the `most` largest ranks; 0 where there are no more than that. Cost: O(ranks), which it reorders.
pub(crate) fn least_rank(ranks: &mut [u64], most: usize) -> u64 {
    if ranks.len() <= most || most == 0 {
        return 0;
    }
    *ranks.select_nth_unstable_by(most - 1, |a, b| b.cmp(a)).1
}
