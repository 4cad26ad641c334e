//! Short marks of a text, fixed for ever, since they are persisted.
//!
//! - takes: the stems of an article's body
//! - gives: a [`Fingerprint`]: a weighted 64-bit [`SimHash`] and a [`Sketch`], a sample of its shingles
//! - useful for: finding texts that may be copies of one another
//! - not useful for: deciding; 1–2 % of words changed already move 4–6 bits of a SimHash, an abridged copy many more

mod simhash;
mod sketch;

pub use simhash::{SimHash, SimHasher};
pub use sketch::{Sampler, Sketch};

use crate::tokenise::shingle::{SHINGLE, hash_stems, shingle_hash};
use crate::tokenise::{Kind, Tokens};

/// The marks of one body of text.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fingerprint {
    /// SimHash over shingles weighted by how many of their stems are no stop words.
    pub simhash: SimHash,
    /// Sampled shingles.
    pub sketch: Sketch,
    /// Hash over all stems in order: equal exactly when the bodies are equal but for case, accents and inflection.
    pub body: u64,
}

/// Fingerprints a body.
///
/// Shingles of stop words alone are left out: they are shared by texts that share nothing. A body of fewer than three
/// stems is marked by its stems one by one. Cost: O(tokens).
pub fn fingerprint(body: &Tokens) -> Fingerprint {
    let mut simhash = SimHasher::default();
    let mut sample = Sampler::with_capacity(body.len());
    if body.len() < SHINGLE {
        for &stem in &body.stems {
            simhash.add(shingle_hash(stem, 0, 0), 1);
            sample.add(shingle_hash(stem, 0, 0));
        }
    }
    let telling = |kind: Kind| u32::from(!kind.has(Kind::STOP));
    for (stems, kinds) in body.stems.windows(SHINGLE).zip(body.kinds.windows(SHINGLE)) {
        let weight = telling(kinds[0]) + telling(kinds[1]) + telling(kinds[2]);
        if weight > 0 {
            let hash = shingle_hash(stems[0], stems[1], stems[2]);
            simhash.add(hash, weight);
            sample.add(hash);
        }
    }
    Fingerprint { simhash: simhash.finish(), sketch: sample.finish(), body: hash_stems(&body.stems) }
}
