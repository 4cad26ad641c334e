//! Which clusters a kill or withhold notice withdraws, wherever it stands itself.

use super::document::{self, Document};
use super::{Engine, document_of};
use crate::candidates::Arrival;
use crate::cluster::{Cluster, ClusterKey};
use crate::normalise::clean;
use crate::provenance::lineage::{self, AUTHOR};
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

/// Articles of a withdrawn cluster by which it is known later on, the latest.
const REMEMBERED: usize = 4;

/// Notices, the latest, that a later article's cluster is looked up among.
const MAX_NOTICES: usize = 256;

impl Engine {
    /// The clusters that an article withdraws, each with some of its articles; none unless it is a notice: those whose
    /// headline it names, else the latest under the slug that it names; and the one that it stands in itself.
    ///
    /// Cost: for a notice, a look at the headlines of the window, 50,000 at most.
    pub(super) fn withdraws(&self, arrival: Arrival) -> Vec<(ClusterKey, Vec<Arrival>)> {
        let Some(notice) = self.document(arrival).filter(|d| lineage::withdraws(&d.signals)) else {
            return Vec::new();
        };
        let stems = |headline: &String| tokenise(&clean(headline), notice.language, StemCache::shared()).stems;
        let headlines: Vec<Vec<u32>> = notice.signals.withdraws.iter().map(stems).collect();
        let bits: Vec<u32> = headlines.iter().map(|headline| document::bits_of(headline)).collect();
        let named = |d: &Document| {
            // Most titles are told apart without being read.
            bits.iter().any(|bits| [*bits, d.title_bits].contains(&(bits | d.title_bits))) && {
                let words = d.words.held(&self.shelf);
                headlines.iter().any(|headline| same_headline(headline, &words.title.stems))
            }
        };
        let slugs = &notice.signals.slugs;
        let mut found = Vec::new();
        if !headlines.is_empty() {
            found = self.withdrawn_articles(arrival, notice, named);
        }
        if found.is_empty() && !slugs.is_empty() {
            // A slug stands for a running story: what was sent last is meant.
            found = self.withdrawn_articles(arrival, notice, |d| d.signals.slugs.iter().any(|s| slugs.contains(s)));
            let sent = |articles: &[Arrival]| {
                articles.iter().filter_map(|&a| Some((self.document(a)?.published_at?, a))).max()
            };
            let latest = found.iter().max_by_key(|(key, articles)| (sent(articles), *key)).map(|(key, _)| *key);
            found.retain(|(key, _)| Some(*key) == latest);
        }
        if let Some(key) = self.clusters.key_of(arrival).filter(|key| found.iter().all(|(known, _)| known != key)) {
            let members = self.clusters.get(key).into_iter().flat_map(|cluster| &cluster.members);
            let others: Vec<Arrival> = members.map(|m| m.arrival).filter(|&other| other != arrival).collect();
            if !others.is_empty() {
                found.push((key, others[others.len().saturating_sub(REMEMBERED)..].to_vec()));
            }
        }
        found.sort_unstable();
        found
    }

    /// The clusters of the window, of the notice's agency and in its reach, with articles that `named` holds of, each with
    /// the latest of these.
    fn withdrawn_articles(
        &self,
        arrival: Arrival,
        notice: &Document,
        named: impl Fn(&Document) -> bool,
    ) -> Vec<(ClusterKey, Vec<Arrival>)> {
        let mut found: Vec<(ClusterKey, Vec<Arrival>)> = Vec::new();
        for n in (0..self.documents.len()).rev().take(MAX_HEADLINES) {
            let other = self.first + n as Arrival;
            let in_reach = |d: &&Document| other != arrival && in_reach(notice, d) && !lineage::withdraws(&d.signals);
            let Some(document) = self.document(other).filter(in_reach) else { continue };
            if !named(document) {
                continue;
            }
            let Some(key) = self.clusters.key_of(other) else { continue };
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, articles)) if articles.len() < REMEMBERED => articles.push(other),
                Some(_) => {}
                None if self.clusters.get(key).is_some_and(|cluster| self.is_of_one_agency(notice, cluster)) => {
                    found.push((key, vec![other]));
                }
                None => {}
            }
        }
        found
    }

    /// Notes what a new notice withdraws, for the articles that come after it.
    pub(super) fn note_withdrawn(&mut self, arrival: Arrival) {
        let withdrawn: Vec<Arrival> = self.withdraws(arrival).into_iter().flat_map(|(_, articles)| articles).collect();
        if withdrawn.is_empty() {
            return;
        }
        let Self { documents, first, notices, .. } = self;
        notices.retain(|&notice| document_of(documents, *first, notice).is_some());
        notices.push(arrival);
        if let Some(Some(document)) = documents.get_mut((arrival - *first) as usize) {
            document.signals.withdraw(withdrawn);
        }
    }

    /// The notice of the window that withdrew a cluster before now, the earliest of several.
    pub(super) fn notice_against(&self, key: ClusterKey) -> Option<&str> {
        let latest = self.notices.iter().rev().filter_map(|&notice| self.document(notice)).take(MAX_NOTICES);
        let against =
            latest.filter(|n| n.signals.withdrawn().iter().any(|&article| self.clusters.key_of(article) == Some(key)));
        against.last().map(|notice| &*notice.id)
    }

    /// For each withdrawn cluster of the window its notice, the earliest of several.
    pub(super) fn withdrawn(&self) -> FxHashMap<ClusterKey, String> {
        let mut withdrawn = FxHashMap::default();
        for (n, document) in self.documents.iter().enumerate() {
            let Some(notice) = document.as_ref().filter(|d| lineage::withdraws(&d.signals)) else { continue };
            for (key, _) in self.withdraws(self.first + n as Arrival) {
                withdrawn.entry(key).or_insert_with(|| notice.id.to_string());
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
