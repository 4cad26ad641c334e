//! The provenance of an article, from its cluster as it stands.

use super::Engine;
use super::compare::Compared;
use super::document::Document;
use super::names::{NamedAmong, Names, OutletNames};
use super::supply::Supplied;
use super::words::Open;
use crate::candidates::Arrival;
use crate::cluster::{Cluster, ClusterKey};
use crate::error::Result;
use crate::provenance::lineage::{
    self, Descent, Evidence, Kin, MAX_WITNESSES, MemberFacts, Origin, Provenance, Witness,
};
use crate::provenance::{Agency, KeptAgency};
use crate::sinks::Verdict;
use crate::tracked::{Delta, Tracked};
use crate::verify::Relation;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Members beyond which a cluster's copying is not traced: the earliest so many are.
const MAX_TRACED: usize = 1024;

/// Share of an article that has to stand in another of which it names the outlet, for it to be taken from there.
pub(super) const MIN_NAMED: f32 = 0.15;

impl Engine {
    /// The provenance of an article; `compared` are those that it was compared with.
    pub(super) fn provenance(&self, arrival: Arrival, compared: &[Compared]) -> Option<Provenance> {
        let mut provenance = self.authorship(arrival, compared)?;
        let article = self.document(arrival)?;
        let key = self.clusters.key_of(arrival)?;
        provenance.withdraws = self.has_withdrawn(article);
        if !lineage::withdraws(&article.signals) {
            provenance.withdrawn_by = provenance.withdrawn_by.or_else(|| self.notice_against(key).map(str::to_owned));
        }
        let alone = self.clusters.get(key).is_none_or(|cluster| cluster.members.len() < 2);
        provenance.version = (!alone).then_some(article.version.into());
        provenance.outdated = article.outdated;
        Some(provenance)
    }

    /// Of the provenance of an article, who wrote and who carried it. It asks nothing of notices: what these withdraw asks
    /// for the author of a cluster.
    pub(super) fn authorship(&self, arrival: Arrival, compared: &[Compared]) -> Option<Provenance> {
        let article = self.document(arrival)?;
        let key = self.clusters.key_of(arrival)?;
        let members = self.clusters.get(key)?.members.iter().take(MAX_WITNESSES);
        let members = members.filter_map(|m| self.document(m.arrival)).map(facts);
        let names = Names::of(article);
        let kin: Vec<Kin<'_>> = compared
            .iter()
            .filter_map(|c| {
                let member = self.document(c.with)?;
                let in_cluster = c.comparison.relation.is_copy() && self.clusters.key_of(c.with) == Some(key);
                let containment = c.comparison.measures.containment;
                // Who names an outlet has it from the article with the passages, not from any other of that outlet.
                let named = containment.get() >= MIN_NAMED
                    && names.any()
                    && names.include(&member.open(&self.shelf), &Names::of(member));
                Some(Kin { member: facts(member), containment, in_cluster, named })
            })
            .collect();
        Some(lineage::infer(facts(article), members, &kin, self.elsewhere.of(key), &self.families))
    }

    pub(super) fn story_of(&self, arrival: Arrival) -> Option<String> {
        let key = self.clusters.key_of(arrival)?;
        self.detection.as_ref()?.story_of(key).map(str::to_owned)
    }

    /// Brings verdicts to the state of now: cluster, story, representative, origin and who copied whom, as later articles
    /// have changed them. What an article was found to be when it came (relation, measures, events) stays, and so does
    /// all of an article that has left the window.
    ///
    /// Cost: that of tracing every cluster, see [`lineage::descents`]; on all threads.
    ///
    /// ```
    /// use wirefold::{Article, Engine};
    ///
    /// let text = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the \
    ///             interior ministry said. Some 4,300 people were moved from the town of Meldrin to schools.";
    /// let silent = Article::new("a1", text).with_source("voice.example");
    /// let credited = Article::new("b7", format!("MELDRIN (AFP) - {text}")).with_source("tribune.example");
    ///
    /// let mut engine = Engine::builder().build()?;
    /// let mut verdicts = engine.ingest_batch(&[silent, credited])?;
    /// engine.settle(&mut verdicts)?;
    /// // What the second credits was not known when the first came.
    /// let first = verdicts[0].provenance.as_ref().expect("every article has one");
    /// assert_eq!(first.origin.name.as_deref(), Some("AFP"));
    /// # Ok::<(), wirefold::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io) where words that are not in memory cannot be read.
    pub fn settle(&self, verdicts: &mut [Verdict]) -> Result<()> {
        let mut keys: Vec<ClusterKey> =
            verdicts.iter().filter_map(|v| self.clusters.key_of(self.held(&v.id)?)).collect();
        keys.sort_unstable();
        keys.dedup();
        let ((supplies, withdrawn), outlets) =
            rayon::join(|| (self.supplies(), self.withdrawn()), || self.outlet_names());
        let traced: FxHashMap<Arrival, Traced> = keys
            .par_iter()
            .filter_map(|&key| Some((self.clusters.get(key).filter(|c| c.members.len() > 1)?, supplies.get(&key))))
            .flat_map_iter(|(cluster, supplier)| self.trace(cluster, &outlets, supplier))
            .collect();
        verdicts.par_iter_mut().for_each(|verdict| {
            let Some(arrival) = self.held(&verdict.id) else { return };
            let now = self.verdict(arrival, &[]);
            verdict.cluster_id = now.cluster_id;
            verdict.story_id = now.story_id;
            verdict.representative = now.representative;
            let (Some(provenance), Some(mut now)) = (&mut verdict.provenance, now.provenance) else { return };
            if let Some(supply) = self.clusters.key_of(arrival).and_then(|key| supplies.get(&key)?.by.as_ref()) {
                supply.complete(&mut now);
            }
            provenance.agencies = now.agencies;
            provenance.origin = now.origin;
            let (key, withdraws) = (self.clusters.key_of(arrival), withdrawn.of.get(&arrival));
            provenance.withdraws = withdraws.into_iter().flatten().map(|&key| self.clusters.id_of(key)).collect();
            let notice = key.and_then(|key| withdrawn.by.get(&key)).filter(|_| withdraws.is_none());
            provenance.withdrawn_by = now.withdrawn_by.or_else(|| notice.cloned());
            let traced = traced.get(&arrival);
            provenance.originality = traced.map(|t| {
                let other = verdict.of.as_ref().and_then(|of| self.held(of)).filter(|of| self.precedes(*of, arrival));
                let shared = other.and(verdict.measures.as_ref()).map_or(0.0, |m| m.containment.get());
                t.descent.originality.min(1.0 - shared)
            });
            provenance.version = traced.map(|t| t.version);
            provenance.outdated = traced.is_some_and(|t| t.outdated);
            // Whom it names outside its cluster was found when it came.
            if traced.is_none_or(|t| t.parent.is_none()) && provenance.evidence.contains(&Evidence::Named) {
                return;
            }
            let is_named = traced.is_some_and(|t| t.descent.evidence.contains(&Evidence::Named));
            if let Some(source) = (!is_named).then(|| self.named_elsewhere(arrival, &outlets)).flatten() {
                provenance.taken_from = Some(source);
                provenance.taken_from_confidence = Some(lineage::NAMED);
                provenance.evidence = vec![Evidence::Named];
                return;
            }
            let Some(traced) = traced else { return };
            provenance.taken_from.clone_from(&traced.parent);
            provenance.taken_from_confidence = Some(traced.descent.confidence);
            provenance.evidence.clone_from(&traced.descent.evidence);
        });
        self.shelf.check()
    }

    /// Who copied whom in a cluster; `supplied` says what its outlets tell of an agency behind it.
    pub(super) fn trace(
        &self,
        cluster: &Cluster,
        outlets: &OutletNames,
        supplied: Option<&Supplied>,
    ) -> Vec<(Arrival, Traced)> {
        let members = self.earliest(cluster);
        let witnesses: Vec<Witness<'_>> = members.iter().map(|(_, d)| witness_of(d)).collect();
        let origin = self.origin_of(cluster);
        let named = NamedAmong::of(members.iter().map(|(_, d)| d), outlets);
        let told = |child, other| named.told(child, other);
        let named = |child, other| named.naming(child, other);
        let agency = origin.filter(|o| o.kind == lineage::OriginKind::Agency).and_then(|o| o.name);
        let from_agency = agency.is_some();
        let supplied = match supplied {
            Some(supplied) if !from_agency && supplied.by.is_none() => lineage::supplied(&witnesses, supplied.outlets),
            _ => 1.0,
        };
        let mut descents = lineage::descents(&witnesses, named, told, supplied);
        lineage::doubt_within_publishers(&mut descents, &witnesses, &self.families);
        if let Some(agency) = &agency {
            lineage::doubt_without_dates(&mut descents, &witnesses, agency);
            lineage::spare_origin(&mut descents, &witnesses, agency);
        }
        let parents: Vec<Option<String>> =
            descents.iter().map(|d| Some(witnesses[d.parent?].facts.id.to_owned())).collect();
        let documents: Vec<&Open<'_>> = members.iter().map(|(_, d)| d).collect();
        let versions = self.versions(&documents);
        let arrivals = members.iter().map(|(arrival, _)| *arrival);
        let traced = descents
            .into_iter()
            .zip(parents)
            .zip(versions)
            .map(|((descent, parent), (version, outdated))| Traced { descent, parent, version, outdated });
        arrivals.zip(traced).collect()
    }

    /// Whether one member of a cluster comes before another of it in the order of publication.
    fn precedes(&self, one: Arrival, other: Arrival) -> bool {
        let [Some(a), Some(b)] = [one, other].map(|arrival| self.document(arrival)) else { return false };
        let order = |arrival, d: &Document| (d.published_at.is_none(), d.latest_at(), arrival);
        self.clusters.key_of(one) == self.clusters.key_of(other) && order(one, a) < order(other, b)
    }

    /// The members of a cluster in the order of publication, as many as are traced.
    fn earliest(&self, cluster: &Cluster) -> Vec<(Arrival, Open<'_>)> {
        let documents = cluster.members.iter().filter_map(|m| Some((m.arrival, self.document(m.arrival)?)));
        let mut members: Vec<(Arrival, &Document)> = documents.collect();
        members.sort_by_key(|(arrival, d)| (d.published_at.is_none(), d.latest_at(), *arrival));
        members.truncate(MAX_TRACED);
        members.into_iter().map(|(arrival, d)| (arrival, d.open(&self.shelf))).collect()
    }

    fn origin_of(&self, cluster: &Cluster) -> Option<Origin> {
        self.provenance(cluster.anchor, &[]).map(|p| p.origin)
    }

    /// Notes the agencies that a new article and those of other clusters credit, or that speak of themselves in them, where
    /// passages are shared.
    pub(super) fn note_elsewhere(&mut self, arrival: Arrival, compared: &[Compared]) {
        let Some(key) = self.clusters.key_of(arrival) else { return };
        for c in compared.iter().filter(|c| c.comparison.relation != Relation::None) {
            let Some(other) = self.clusters.key_of(c.with).filter(|other| *other != key) else { continue };
            let measures = c.comparison.measures;
            let shares = [measures.containment_of_other.get(), measures.containment.get()];
            if shares[0].max(shares[1]) < MIN_ELSEWHERE {
                continue;
            }
            for ((from, to), share) in [(arrival, other), (c.with, key)].into_iter().zip(shares) {
                let said = self.document(from).map_or_else(Vec::new, |d| {
                    let said = d.signals.agencies.iter().filter(|s| s.basis.is_credit() || s.told);
                    let said = said.filter(|s| !s.agency.generic && !s.agency.photo);
                    said.map(|s| (s.agency.clone(), s.confidence * share * ELSEWHERE)).collect()
                });
                self.elsewhere.note(to, said);
            }
        }
        if self.elsewhere.len() > 2 * self.clusters.len() + 1024 {
            let clusters = &self.clusters;
            self.elsewhere.retain(|key| clusters.get(key).is_some());
        }
    }
}

/// From whom an article was taken, with the id, and which version of the text it prints.
pub(super) struct Traced {
    pub descent: Descent,
    pub parent: Option<String>,
    /// From 1.
    pub version: u32,
    /// Whether a newer version had been printed before.
    pub outdated: bool,
}

/// How much less a credit says of passages that are shared than of a whole copy.
const ELSEWHERE: f32 = 0.8;

/// Share of either article that has to stand in the other for its credit to say anything of that.
const MIN_ELSEWHERE: f32 = 0.05;

/// Agencies that are remembered for a cluster.
const MAX_ELSEWHERE: usize = 4;

/// Agencies with their weights, as they are stored.
type KeptCredits = Vec<(KeptAgency, f32)>;

/// For clusters, the agencies credited by articles of other clusters that share passages with them.
#[derive(Debug, Default)]
pub(super) struct Elsewhere(Tracked<ClusterKey, Vec<(Arc<Agency>, f32)>>);

impl Elsewhere {
    fn of(&self, key: ClusterKey) -> &[(Arc<Agency>, f32)] {
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Keeps the strongest statement for each agency.
    fn note(&mut self, key: ClusterKey, credited: Vec<(Arc<Agency>, f32)>) {
        for (agency, weight) in credited {
            let known = self.0.entry(key, Vec::new);
            match known.iter().position(|(a, _)| a.name == agency.name) {
                Some(at) => known[at].1 = known[at].1.max(weight),
                None if known.len() < MAX_ELSEWHERE => known.push((agency, weight)),
                None => {}
            }
        }
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn retain(&mut self, lives: impl Fn(ClusterKey) -> bool) {
        self.0.retain(|&key, _| lives(key));
    }

    /// Notes from now on what changes.
    pub(super) fn track(&mut self) {
        self.0.track();
    }

    /// What changed since the last time, or all.
    pub(super) fn delta(&mut self, whole: bool) -> Delta {
        self.0.delta_as(whole, |known| -> KeptCredits {
            known.iter().map(|(agency, weight)| (KeptAgency::of(agency), *weight)).collect()
        })
    }

    /// Puts back what [`Self::delta`] gave. Errors: the reason, where the bytes are not that.
    pub(super) fn apply(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.0.apply_as(bytes, |known: KeptCredits| {
            known.into_iter().map(|(agency, weight)| (agency.agency(), weight)).collect()
        })
    }
}

fn witness_of<'a>(article: &'a Open<'_>) -> Witness<'a> {
    Witness { facts: facts(article), body: &article.words.body, title: &article.words.title.stems }
}

pub(super) fn facts(document: &Document) -> MemberFacts<'_> {
    MemberFacts {
        id: &document.id,
        source: document.source(),
        published_at: document.latest_at(),
        signals: &document.signals,
    }
}
