//! Which clusters a kill or withhold notice withdraws, wherever it stands itself.

use super::Engine;
use super::document::{self, Document};
use crate::candidates::Arrival;
use crate::cluster::{Cluster, ClusterKey};
use crate::normalise::clean;
use crate::provenance::lineage::AUTHOR;
use crate::tokenise::stem::StemCache;
use crate::tokenise::tokenise;
use rustc_hash::FxHashMap;

/// Seconds that a notice reaches back: what is older is no longer on the wire.
const REACH: i64 = 7 * 86_400;

/// Articles whose headlines a notice is held against, the latest first: a bound on what a stream of notices costs.
const MAX_HEADLINES: usize = 50_000;

/// Words of a headline from which it can stand within another, and how many the other may have more.
const MIN_WORDS: usize = 3;
const MAX_MORE: usize = 4;

impl Engine {
    /// The clusters that an article withdraws; none unless it is a notice.
    ///
    /// Cost: for a notice, a look at the headlines of the window, 50,000 at most.
    pub(super) fn withdraws(&self, arrival: Arrival) -> Vec<ClusterKey> {
        let Some(notice) = self.document(arrival).filter(|d| !d.signals.withdraws.is_empty()) else {
            return Vec::new();
        };
        let stems = |headline: &String| tokenise(&clean(headline), notice.language, StemCache::shared()).stems;
        let headlines: Vec<Vec<u32>> = notice.signals.withdraws.iter().map(stems).collect();
        let bits: Vec<u64> = headlines.iter().map(|headline| document::bits_of(headline)).collect();
        let mut found: Vec<ClusterKey> = Vec::new();
        for (n, document) in self.documents.iter().enumerate().rev().take(MAX_HEADLINES) {
            let other = self.first + n as Arrival;
            let Some(document) = document.as_ref().filter(|d| other != arrival && in_reach(notice, d)) else {
                continue;
            };
            // Most titles are told apart without being read.
            if !bits.iter().any(|bits| [*bits, document.title_bits].contains(&(bits | document.title_bits))) {
                continue;
            }
            let words = document.words.held(&self.shelf);
            if !headlines.iter().any(|headline| same_headline(headline, &words.title.stems)) {
                continue;
            }
            let Some(key) = self.clusters.key_of(other).filter(|key| !found.contains(key)) else { continue };
            if self.clusters.get(key).is_some_and(|cluster| self.is_of_one_agency(notice, cluster)) {
                found.push(key);
            }
        }
        found.sort_unstable();
        found
    }

    /// For each withdrawn cluster of the window its notice, the earliest of several.
    pub(super) fn withdrawn(&self) -> FxHashMap<ClusterKey, String> {
        let mut withdrawn = FxHashMap::default();
        for (n, document) in self.documents.iter().enumerate() {
            let Some(notice) = document.as_ref().filter(|d| !d.signals.withdraws.is_empty()) else { continue };
            for key in self.withdraws(self.first + n as Arrival) {
                withdrawn.entry(key).or_insert_with(|| notice.id.clone());
            }
        }
        withdrawn
    }

    /// Whether the agencies that a notice names and the one behind a cluster, where both are known, are one.
    fn is_of_one_agency(&self, notice: &Document, cluster: &Cluster) -> bool {
        let mut named = notice.signals.agencies.iter().filter(|s| !s.agency.photo).peekable();
        match self.author(cluster).filter(|(_, sure)| *sure >= AUTHOR) {
            Some((author, _)) if named.peek().is_some() => named.any(|s| s.agency.name == author.name),
            _ => true,
        }
    }
}

fn in_reach(notice: &Document, other: &Document) -> bool {
    match (notice.published_at, other.published_at) {
        (Some(at), Some(then)) => (0..=REACH).contains(&at.seconds_since(then)),
        _ => true,
    }
}

/// Whether two headlines are one, but for a mark or a slug before or behind.
fn same_headline(a: &[u32], b: &[u32]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= MIN_WORDS
        && long.len() <= short.len() + MAX_MORE
        && long.windows(short.len()).any(|words| words == short)
}
