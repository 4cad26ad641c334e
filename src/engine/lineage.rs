//! The lineage of a cluster, and which way a text went between two articles, from what the window holds.

use super::Engine;
use super::compare::{Compared, shared_spans};
use super::document::Document;
use super::origin::{Traced, facts};
use super::views::ClusterView;
use super::words::Open;
use crate::candidates::Arrival;
use crate::cluster::Cluster;
use crate::error::{Error, Result};
use crate::provenance::lineage::{
    self, Derivation, Flow, FlowEnd, Lineage, MemberFacts, Origin, OriginKind, Passage, Printing, Taking, withdrawn_by,
};
use crate::units::Similarity;
use crate::verify::{Comparer, Comparison, Relation};
use rustc_hash::FxHashMap;

/// Versions of one text that are told apart; a later one counts as the last of these.
const MAX_VERSIONS: usize = 16;

/// How much more of an article one version has to hold than another, for it to be the one that it copies.
const AS_CLOSE: f32 = 0.05;

/// Whether an article was published before another, where both say when.
fn earlier(a: &Document, b: &Document) -> bool {
    matches!((a.published_at, b.published_at), (Some(a), Some(b)) if a.is_before(b))
}

impl Engine {
    /// The lineage of a cluster as it stands now.
    ///
    /// Cost: that of tracing it, see [`lineage::descents`], at most 17 comparisons a member, and a look at each article of
    /// the window.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn lineage(&self, cluster_id: &str) -> Result<Lineage> {
        let ClusterView { key, cluster, .. } = self.cluster(cluster_id)?;
        let supplied = self.supplies().remove(&key);
        let members = self.trace(cluster, &self.outlet_names(), supplied.as_ref());
        let documents: Vec<(Open<'_>, &Traced)> =
            members.iter().filter_map(|(arrival, traced)| Some((self.open(*arrival)?, traced))).collect();
        let all: Vec<MemberFacts<'_>> = documents.iter().map(|(d, _)| facts(d)).collect();
        let mut comparer = Comparer::default();
        let notice = self.withdrawn().by.remove(&key);
        let mut printings: Vec<Printing> = documents
            .iter()
            .map(|(document, traced)| Printing {
                id: document.id.to_string(),
                outlet: document.source().map(str::to_owned),
                family: document.source().and_then(|s| self.families.of(s)).map(str::to_owned),
                published_at: document.published_at,
                version: traced.version,
                outdated: traced.outdated,
                withdrawn_by: withdrawn_by(&facts(document), &all)
                    .or(notice.as_deref().filter(|_| !lineage::withdraws(&document.signals)))
                    .map(str::to_owned),
                originality: traced.descent.originality,
            })
            .collect();
        let anchor = self.open(cluster.anchor);
        let takings: Vec<Taking> =
            documents.iter().map(|(d, traced)| self.taking(d, traced, anchor.as_ref(), &mut comparer)).collect();
        for (n, taking) in takings.iter().enumerate() {
            let (earlier, own) = printings.split_at_mut(n);
            if earlier.iter().any(|p| taking.measured_against.as_ref() == Some(&p.id)) {
                own[0].originality = own[0].originality.min(taking.new.get());
            }
        }
        self.shelf.check()?;
        let mut outlets: Vec<&str> =
            printings.iter().filter_map(|p| p.family.as_deref().or(p.outlet.as_deref())).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let independent_outlets = outlets.len() as u32;
        let origin = self.provenance(cluster.anchor, &[]).map(|mut provenance| {
            if let Some(supply) = supplied.as_ref().and_then(|s| s.by.as_ref()) {
                supply.complete(&mut provenance);
            }
            provenance.origin
        });
        Ok(Lineage {
            cluster_id: cluster.id.clone(),
            origin: origin.unwrap_or(Origin { kind: OriginKind::Unknown, name: None }),
            printings,
            takings,
            versions: members.iter().map(|(_, traced)| traced.version).max().unwrap_or(0),
            independent_outlets,
        })
    }

    /// The version that each of a cluster's articles prints, from 1, and whether a newer one had been printed before;
    /// in the order of publication.
    pub(super) fn versions(&self, documents: &[&Open<'_>]) -> Vec<(u32, bool)> {
        let mut comparer = Comparer::default();
        let mut heads: Vec<&Open<'_>> = Vec::new();
        let mut versions = Vec::with_capacity(documents.len());
        for &document in documents {
            comparer.load(document.text());
            // The one that it copies, else the one that it holds most of; whether figures that it prints too are others there.
            let (mut same, mut changed): (Option<(usize, f32)>, bool) = (None, false);
            let mut like: Option<(usize, f32)> = None;
            let mut newer = Vec::new();
            // The newest first: of several that it copies as well, who copies takes the version of the day.
            for (version, head) in heads.iter().enumerate().rev() {
                let found = comparer.compare(document.text(), head.text(), &self.config.verify);
                let share = found.measures.containment.get();
                let closest = |best: Option<(usize, f32)>| {
                    best.filter(|(_, most)| share <= most + AS_CLOSE).or(Some((version, share)))
                };
                match found.relation {
                    Relation::Identical | Relation::Copy => same = closest(same),
                    Relation::Version => {
                        changed = true;
                        newer.extend(earlier(head, document).then_some(version));
                    }
                    _ => {
                        changed |= found.numbers_changed + found.names_changed > 0;
                        like = closest(like);
                    }
                }
                if same.is_some_and(|(_, most)| most + AS_CLOSE >= 1.0) {
                    break;
                }
            }
            let version = match same.or(like.filter(|_| !changed)) {
                Some((version, _)) => version,
                None if heads.len() == MAX_VERSIONS => MAX_VERSIONS - 1,
                None => {
                    heads.push(document);
                    heads.len() - 1
                }
            };
            versions.push((version as u32 + 1, newer.iter().any(|&newer| newer > version)));
        }
        versions
    }

    /// Notes which version of its cluster's text a new article prints: the newest that it is a copy of, among those that
    /// it was compared with, or the next.
    pub(super) fn note_version(&mut self, arrival: Arrival, compared: &[Compared]) {
        let Some((key, document)) = self.clusters.key_of(arrival).zip(self.document(arrival)) else { return };
        let of_cluster = compared.iter().filter(|c| c.comparison.relation.is_copy());
        let of_cluster = of_cluster.filter(|c| self.clusters.key_of(c.with) == Some(key));
        let (mut same, mut newest) = (None, 0);
        let mut others: Vec<&Document> = Vec::new();
        for c in of_cluster {
            let Some(other) = self.document(c.with) else { continue };
            newest = newest.max(other.version);
            match c.comparison.relation {
                Relation::Version => others.push(other),
                _ => same = same.max(Some(other.version)),
            }
        }
        let version = same.unwrap_or((newest + 1).min(MAX_VERSIONS as u16));
        let outdated = others.iter().any(|other| other.version > version && earlier(other, document));
        if let Some(Some(document)) = self.documents.get_mut((arrival - self.first) as usize) {
            (document.version, document.outdated) = (version, outdated);
        }
    }

    fn taking(&self, child: &Open<'_>, traced: &Traced, anchor: Option<&Open<'_>>, comparer: &mut Comparer) -> Taking {
        let parent = traced.parent.as_ref().and_then(|id| self.open(self.held(id)?));
        let against = parent.as_ref().or(anchor.filter(|a| a.id != child.id));
        let hour = |document: &Document| document.published_at.filter(|at| !at.is_day());
        let lag = parent.as_ref().and_then(|p| Some(hour(child)?.seconds_since(hour(p)?)));
        let mut taking = Taking {
            child: child.id.to_string(),
            parent: traced.parent.clone(),
            measured_against: against.map(|d| d.id.to_string()),
            relation: None,
            containment: Similarity::ZERO,
            containment_of_parent: Similarity::ZERO,
            verbatim: Similarity::ZERO,
            reworded: Similarity::ZERO,
            new: Similarity::ONE,
            class: Derivation::NonDerived,
            passages: Vec::new(),
            lag,
            evidence: traced.descent.evidence.clone(),
            confidence: traced.descent.confidence,
        };
        if let Some(against) = against {
            comparer.load(child.text());
            let comparison: Comparison = comparer.compare(child.text(), against.text(), &self.config.verify);
            taking.measure(&comparison, child.words.body.len());
            let shared = shared_spans(&comparison, child, against).into_iter();
            taking.passages = shared.map(|s| Passage { child: s.a, parent: s.b, words: s.words }).collect();
        }
        taking
    }

    /// Which way a text went between pairs of articles of the window, given by their ids; each cluster is traced once.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for an id that the window does not hold.
    pub fn flows(&self, pairs: &[(&str, &str)]) -> Result<Vec<Flow>> {
        let mut traced: FxHashMap<u32, FxHashMap<Arrival, Traced>> = FxHashMap::default();
        let mut flows = Vec::with_capacity(pairs.len());
        let (outlets, supplies) = (self.outlet_names(), self.supplies());
        for &(a, b) in pairs {
            let ends = [self.arrival_of(a)?, self.arrival_of(b)?];
            let keys = ends.map(|arrival| self.clusters.key_of(arrival));
            for key in keys.into_iter().flatten() {
                traced.entry(key).or_insert_with(|| {
                    let cluster: Option<&Cluster> = self.clusters.get(key).filter(|c| c.members.len() > 1);
                    cluster
                        .map(|c| self.trace(c, &outlets, supplies.get(&key)))
                        .unwrap_or_default()
                        .into_iter()
                        .collect()
                });
            }
            let provenance = ends.map(|arrival| self.provenance(arrival, &[]));
            let end = |n: usize| {
                let document = self.document(ends[n])?;
                let traced = keys[n].and_then(|key| traced.get(&key)?.get(&ends[n]));
                let author = provenance[n].as_ref().and_then(|p| p.likeliest());
                Some(FlowEnd {
                    facts: facts(document),
                    family: document.source().and_then(|s| self.families.of(s)),
                    descent: traced.map(|t| &t.descent),
                    from_other: traced.and_then(|t| t.parent.as_deref()) == Some(if n == 0 { b } else { a }),
                    agency: author.map(|a| (&*a.name, a.confidence)),
                })
            };
            let (Some(first), Some(second)) = (end(0), end(1)) else {
                return Err(Error::UnknownId { what: "article", id: a.to_owned() });
            };
            flows.push(lineage::flow(first, second));
        }
        Ok(flows)
    }
}
