//! Which clusters a kill or withhold notice withdraws, wherever it stands itself.

use super::Engine;
use super::document::{self, Document};
use crate::blocks::Blocks;
use crate::candidates::Arrival;
use crate::cluster::{Cluster, ClusterKey};
use crate::normalise::clean;
use crate::provenance::lineage::{self, AUTHOR};
use crate::tokenise::stem::StemCache;
use crate::tokenise::tokenise;
use crate::units::Language;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use xxhash_rust::xxh3::xxh3_64;

/// Seconds that a notice reaches back: what is older is no longer on the wire.
const REACH: i64 = 7 * 86_400;

/// Articles that a notice is held against, the latest first.
const MAX_ARTICLES: usize = 50_000;

/// Of these, the ones whose headlines are read, since all their words may stand in that which is named, or its words in theirs.
const MAX_READ: usize = 1024;

/// Clusters that are asked whether the notice means them: a headline that more have is that of a form, of which the latest are
/// meant.
const MAX_CLUSTERS: usize = 32;

/// Words of a headline from which it can stand within another, and how many the other may have more.
pub(super) const MIN_WORDS: usize = 3;
const MAX_MORE: usize = 4;

/// Articles of a withdrawn cluster by which it is known later on, the latest.
const REMEMBERED: usize = 4;

/// Notices, the latest, that a later article's cluster is looked up among.
const MAX_NOTICES: usize = 256;

/// What a notice is first held against of an article: most are passed over by this.
#[derive(Clone, Copy, Debug, Default)]
struct Named {
    /// See [`Document::title_bits`].
    title: u32,
    /// A bit for each of its slugs.
    slugs: u32,
    language: Option<Language>,
}

impl Named {
    fn of(document: &Document) -> Self {
        let slugs = document.signals.slugs.iter();
        let slugs = slugs.fold(0, |bits, slug| bits | 1 << (xxh3_64(slug.as_bytes()) & 31));
        Self { title: document.title_bits, slugs, language: document.language }
    }
}

/// The notices of the window, and the articles that a further one may name.
#[derive(Debug, Default)]
pub(super) struct Notices {
    /// Those that withdrew something, the latest.
    withdrew: VecDeque<Arrival>,
    /// Of the latest articles, the last of which has come last.
    named: VecDeque<Named>,
}

impl Notices {
    /// Notes an article that has come.
    pub fn arrived(&mut self, document: &Document) {
        self.push(Some(document));
    }

    fn push(&mut self, document: Option<&Document>) {
        if self.named.len() == MAX_ARTICLES {
            self.named.pop_front();
        }
        self.named.push_back(document.map(Named::of).unwrap_or_default());
    }

    fn withdrew(&mut self, notice: Arrival) {
        if self.withdrew.len() == MAX_NOTICES {
            self.withdrew.pop_front();
        }
        self.withdrew.push_back(notice);
    }

    /// Those that withdrew something, the latest.
    pub fn withdrew_latest(&self) -> Vec<Arrival> {
        self.withdrew.iter().copied().collect()
    }

    /// As they stand in a window of these documents, of which those in `withdrew` have withdrawn something.
    pub fn restored(withdrew: Vec<Arrival>, documents: &Blocks<Option<Document>>) -> Self {
        let mut notices = Self { withdrew: withdrew.into(), ..Self::default() };
        documents.iter().for_each(|document| notices.push(document.as_ref()));
        notices
    }
}

/// A headline by its stems, with the bits of [`Document::title_bits`].
struct Headline {
    stems: Vec<u32>,
    bits: u32,
}

/// The headlines that a notice names, read in the language of each article that they are held against: that of the notice is
/// told by few words, often not those of its headline.
struct Headlines(Vec<(Option<Language>, Vec<Headline>)>);

impl Headlines {
    fn of(notice: &Document, articles: impl Iterator<Item = Named>) -> Self {
        let named: Vec<_> = notice.signals.withdraws.iter().map(|headline| clean(headline)).collect();
        let mut read = Self(Vec::new());
        for article in articles.take_while(|_| !named.is_empty()) {
            if read.0.iter().all(|(language, _)| *language != article.language) {
                let stems = named.iter().map(|text| tokenise(text, article.language, StemCache::shared()).stems);
                let headlines = stems.filter(|stems| stems.len() >= MIN_WORDS);
                let headlines = headlines.map(|stems| Headline { bits: document::bits_of(&stems), stems });
                read.0.push((article.language, headlines.collect()));
            }
        }
        read
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, headlines)| headlines.is_empty())
    }

    fn in_language(&self, language: Option<Language>) -> impl Iterator<Item = &Headline> {
        self.0.iter().filter(move |(of, _)| *of == language).flat_map(|(_, headlines)| headlines)
    }

    /// Whether all words of one may stand in the title of an article, or the title's in it.
    fn may_be(&self, named: Named) -> bool {
        let within = |headline: &Headline| [headline.bits, named.title].contains(&(headline.bits | named.title));
        named.title != 0 && self.in_language(named.language).any(within)
    }

    /// Whether one is a title of this language.
    fn hold(&self, title: &[u32], language: Option<Language>) -> bool {
        self.in_language(language).any(|headline| same_headline(&headline.stems, title))
    }
}

/// What notices withdraw, as the window stands.
#[derive(Default)]
pub(super) struct Withdrawn {
    /// For each withdrawn cluster its notice, the earliest of several.
    pub by: FxHashMap<ClusterKey, String>,
    /// For each notice the clusters that it withdraws, ascending.
    pub of: FxHashMap<Arrival, Vec<ClusterKey>>,
}

impl Engine {
    /// The clusters that an article withdraws, each with some of its articles; none unless it is a notice: those whose
    /// headline it names, else the latest under the slug that it names; and the one that it stands in itself.
    ///
    /// Cost: for a notice, a glance at the latest 50,000 articles, and at most 1,024 headlines that are read.
    pub(super) fn withdraws(&self, arrival: Arrival) -> Vec<(ClusterKey, Vec<Arrival>)> {
        let Some(notice) = self.document(arrival).filter(|d| lineage::withdraws(&d.signals)) else {
            return Vec::new();
        };
        let headlines = Headlines::of(notice, self.notices.named.iter().copied());
        let mut found = Vec::new();
        if !headlines.is_empty() {
            let mut read = 0;
            found = self.withdrawn_articles(
                arrival,
                notice,
                |named| headlines.may_be(named),
                |d| {
                    read += 1;
                    read <= MAX_READ && headlines.hold(&d.words.held(&self.shelf).title.stems, d.language)
                },
            );
        }
        let (slugs, own) = (&notice.signals.slugs, Named::of(notice).slugs);
        if found.is_empty() && !slugs.is_empty() {
            // A slug stands for a running story: what was sent last is meant.
            let may_be = |named: Named| named.slugs & own != 0;
            found =
                self.withdrawn_articles(arrival, notice, may_be, |d| d.signals.slugs.iter().any(|s| slugs.contains(s)));
            let sent = |articles: &[Arrival]| {
                articles.iter().filter_map(|&a| Some((self.document(a)?.published_at?, a))).max()
            };
            let latest = found.iter().max_by_key(|(key, articles)| (sent(articles), *key)).map(|(key, _)| *key);
            found.retain(|(key, _)| Some(*key) == latest);
        }
        if let Some(key) = self.clusters.key_of(arrival).filter(|key| found.iter().all(|(known, _)| known != key)) {
            let members = self.clusters.get(key).into_iter().flat_map(|cluster| &cluster.members);
            let others = members.rev().map(|m| m.arrival).filter(|&other| other != arrival);
            let mut others: Vec<Arrival> = others.take(REMEMBERED).collect();
            others.reverse();
            if !others.is_empty() {
                found.push((key, others));
            }
        }
        found.sort_unstable();
        found
    }

    /// The clusters of the window, of the notice's agency and in its reach, with articles that `is_named` holds of, each with
    /// the latest of these. `is_named` is asked of those that `may_be` holds of.
    fn withdrawn_articles(
        &self,
        arrival: Arrival,
        notice: &Document,
        may_be: impl Fn(Named) -> bool,
        mut is_named: impl FnMut(&Document) -> bool,
    ) -> Vec<(ClusterKey, Vec<Arrival>)> {
        let (mut found, mut refused): (Vec<(ClusterKey, Vec<Arrival>)>, Vec<ClusterKey>) = Default::default();
        let latest = (0..self.next_arrival()).rev().zip(self.notices.named.iter().rev());
        for (other, _) in latest.filter(|&(other, &named)| may_be(named) && other != arrival) {
            let in_reach = |d: &&Document| in_reach(notice, d) && !lineage::withdraws(&d.signals);
            let Some(document) = self.document(other).filter(in_reach) else { continue };
            let Some((key, cluster)) = self.clusters.key_of(other).and_then(|key| Some((key, self.clusters.get(key)?)))
            else {
                continue;
            };
            let known = found.iter_mut().find(|(known, _)| *known == key).map(|(_, articles)| articles);
            if known.as_ref().is_some_and(|articles| articles.len() == REMEMBERED)
                || refused.contains(&key)
                || !is_named(document)
            {
                continue;
            }
            match known {
                Some(articles) => articles.push(other),
                None if self.is_of_one_agency(notice, cluster) => found.push((key, vec![other])),
                None => refused.push(key),
            }
            if found.len() + refused.len() == MAX_CLUSTERS {
                break;
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
        self.notices.withdrew(arrival);
        if let Some(Some(document)) = self.documents.get_mut((arrival - self.first) as usize) {
            document.signals.withdraw(withdrawn);
        }
    }

    /// The clusters, by their ids, that a notice withdrew when it came, as they stand by now.
    pub(super) fn has_withdrawn(&self, notice: &Document) -> Vec<String> {
        let articles = notice.signals.withdrawn().iter();
        let mut keys: Vec<ClusterKey> = articles.filter_map(|&article| self.clusters.key_of(article)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().filter_map(|key| Some(self.clusters.get(key)?.id.clone())).collect()
    }

    /// The notice of the window that withdrew a cluster before now, the earliest of several.
    pub(super) fn notice_against(&self, key: ClusterKey) -> Option<&str> {
        let mut notices = self.notices.withdrew.iter().filter_map(|&notice| self.document(notice));
        let is_against =
            |n: &&Document| n.signals.withdrawn().iter().any(|&article| self.clusters.key_of(article) == Some(key));
        notices.find(is_against).map(|notice| &*notice.id)
    }

    /// What the notices of the window withdraw.
    ///
    /// Cost: for each notice a glance at the latest 50,000 articles, on all threads.
    pub(super) fn withdrawn(&self) -> Withdrawn {
        let is_notice = |d: &Option<Document>| d.as_ref().is_some_and(|d| lineage::withdraws(&d.signals));
        let notices = (self.first..).zip(self.documents.iter()).filter(|(_, document)| is_notice(document));
        let notices: Vec<Arrival> = notices.map(|(arrival, _)| arrival).collect();
        let keys = |&notice: &Arrival| self.withdraws(notice).into_iter().map(|(key, _)| key).collect();
        let keys: Vec<Vec<ClusterKey>> = notices.par_iter().map(keys).collect();
        let mut withdrawn = Withdrawn::default();
        for (notice, keys) in notices.into_iter().zip(keys) {
            for &key in &keys {
                withdrawn.by.entry(key).or_insert_with(|| self.id_of(notice));
            }
            withdrawn.of.insert(notice, keys);
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
