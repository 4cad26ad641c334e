//! How many documents a term stands in, in bounded memory.

use crate::prefetch::{ask_for_pages, prefetch};
use crate::random::GOLDEN_GAMMA;
use std::sync::LazyLock;

/// Half of the counters, a power of two: 2 × 2^18 of two bytes are 1 MiB.
const SLOTS: usize = 1 << 18;

/// Stems ahead whose counters are asked for.
pub(crate) const AHEAD: usize = 16;

/// Documents after which all counts are halved, so that old ones fade: before counts of 16 bits are full.
const HALVE_AT: u32 = 60_000;

/// Documents that are taken to have been seen before the first, so that the first articles' terms weigh about the same.
const PRIOR_DOCUMENTS: f32 = 40.0;

/// Documents of these that a term is taken to have stood in.
pub(crate) const PRIOR_OCCURRENCES: f32 = 0.5;

/// Counts whose logarithm is looked up: nearly all, since most terms are rare.
const LOGARITHMS: usize = 1024;

/// The logarithm of each small count with the prior.
static LN_COUNT: LazyLock<[f32; LOGARITHMS]> =
    LazyLock::new(|| std::array::from_fn(|count| (count as f32 + PRIOR_OCCURRENCES).ln()));

/// Document frequencies of stems, counted as documents pass.
///
/// A count-min sketch (Cormode and Muthukrishnan 2005) of two counters a stem, side by side: a count is never too low, and
/// too high only where a stem meets more frequent ones in both. All counts are halved every 60,000 documents. Memory: 1 MiB.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct DocumentFrequency {
    #[serde(with = "as_bytes")]
    rows: Vec<u16>,
    documents: u32,
}

impl Default for DocumentFrequency {
    fn default() -> Self {
        let mut rows = vec![0; 2 * SLOTS];
        ask_for_pages(&mut rows);
        Self { rows, documents: 0 }
    }
}

impl DocumentFrequency {
    /// Counts one document by its stems, each given once.
    pub fn observe(&mut self, stems: &[u32]) {
        for (n, &stem) in stems.iter().enumerate() {
            stems.get(n + AHEAD).iter().for_each(|&&stem| self.ask(stem));
            let (a, b) = slots(stem);
            // Stems that share both counters raise them more than once a document.
            let count = self.rows[a].min(self.rows[b]).saturating_add(1);
            self.rows[a] = self.rows[a].max(count);
            self.rows[b] = self.rows[b].max(count);
        }
        self.documents += 1;
        if self.documents >= HALVE_AT {
            self.documents /= 2;
            self.rows.iter_mut().for_each(|count| *count /= 2);
        }
    }

    /// Documents counted, halvings included.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// Documents that the stem stands in; may be too high, never too low but for halvings.
    pub fn count(&self, stem: u32) -> u32 {
        let (a, b) = slots(stem);
        u32::from(self.rows[a].min(self.rows[b]))
    }

    /// Asks for a stem's counters, which [`Self::count`] then finds near.
    pub(crate) fn ask(&self, stem: u32) {
        prefetch(&self.rows[line(stem)]);
    }

    /// The inverse document frequency of each stem. Cost: O(stems).
    pub(crate) fn idf_of(&self, stems: &[u32]) -> Vec<f32> {
        let scale = self.scale();
        stems.iter().take(AHEAD).for_each(|&stem| self.ask(stem));
        let idf = stems.iter().enumerate().map(|(n, &stem)| {
            stems.get(n + AHEAD).iter().for_each(|&&stem| self.ask(stem));
            scale.idf(self.count(stem))
        });
        idf.collect()
    }

    /// Inverse document frequency: the natural logarithm of documents over documents with the stem, with a prior of a
    /// few documents. Above 0; a stem never seen has the most.
    ///
    /// Source: Spärck Jones 1972, "A statistical interpretation of term specificity and its application in retrieval".
    pub fn idf(&self, stem: u32) -> f32 {
        self.scale().idf(self.count(stem))
    }

    /// The inverse document frequency of a stem that was never seen.
    pub(crate) fn unseen(&self) -> f32 {
        self.scale().idf(0)
    }

    /// What turns counts into inverse frequencies as long as nothing more is counted.
    pub(crate) fn scale(&self) -> IdfScale {
        IdfScale { ln_documents: (self.documents as f32 + PRIOR_DOCUMENTS).ln(), ln_count: &LN_COUNT }
    }
}

/// Inverse document frequencies over a fixed number of documents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdfScale {
    ln_documents: f32,
    /// Of small counts.
    ln_count: &'static [f32; LOGARITHMS],
}

impl IdfScale {
    /// See [`DocumentFrequency::idf`].
    pub(crate) fn idf(self, count: u32) -> f32 {
        let ln_count = self.ln_count.get(count as usize).copied();
        (self.ln_documents - ln_count.unwrap_or_else(|| (count as f32 + PRIOR_OCCURRENCES).ln())).max(0.01)
    }
}

/// Counters that lie together in memory, a cache line of 64 bytes.
const LINE: usize = 32;

/// Where the line of a stem's counters begins. The stems are hashes already.
fn line(stem: u32) -> usize {
    stem as usize % (2 * SLOTS / LINE) * LINE
}

/// A stem's two counters, in one line: looking one up costs one miss and not two. One multiplication mixes the hash for the
/// places within the line.
fn slots(stem: u32) -> (usize, usize) {
    let mixed = (u64::from(stem).wrapping_mul(GOLDEN_GAMMA) >> 40) as usize;
    let line = line(stem);
    let first = mixed % LINE;
    let second = (first + 1 + mixed / LINE % (LINE - 1)) % LINE;
    (line + first, line + second)
}

/// Counters as they lie in memory, the lower byte first: one by one they would take milliseconds.
mod as_bytes {
    use super::SLOTS;
    use crate::tracked::plain;
    use serde::{Deserializer, de::Error};

    pub use crate::tracked::plain::serialize;

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u16>, D::Error> {
        let counts: Vec<u16> = plain::deserialize(from)?;
        if counts.len() != 2 * SLOTS {
            return Err(D::Error::custom(format!("{} counters, not {}", counts.len(), 2 * SLOTS)));
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_terms_weigh_less_and_counts_fade() {
        let mut frequency = DocumentFrequency::default();
        let unseen = frequency.idf(7);
        for document in 0..HALVE_AT - 1 {
            frequency.observe(&[7, 1_000_000 + document]);
        }
        assert_eq!(frequency.count(7), HALVE_AT - 1);
        assert!(frequency.idf(7) < 0.02 && frequency.idf(12) > unseen);
        frequency.observe(&[7]);
        assert_eq!((frequency.documents(), frequency.count(7)), (HALVE_AT / 2, HALVE_AT / 2));
    }

    #[test]
    fn stems_that_share_their_counters_fill_them_and_no_more() {
        let mut frequency = DocumentFrequency::default();
        let place = slots(0);
        let meeting: Vec<u32> = (0..u32::MAX / 16384).map(|n| n * 16384).filter(|&stem| slots(stem) == place).collect();
        assert!(meeting.len() > 100);
        for _ in 0..=usize::from(u16::MAX) / meeting.len() {
            frequency.observe(&meeting);
        }
        assert_eq!(frequency.count(0), u32::from(u16::MAX));
    }
}
