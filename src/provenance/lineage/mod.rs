//! What a cluster tells of its members' origin, beyond what each says itself.
//!
//! The origin is the agency that most members credit, each by how sure its credit is, or that speaks of itself in the text;
//! without one it is the outlet that came first. A member without a credit of its own inherits the agency, marked
//! *inferred*. From whom a member was taken is said where it names another member's outlet, or where the text leaves no
//! other way.

mod authors;
mod branching;
mod called;
mod collation;
mod evidence;
mod flow;
mod graph;
mod in_turn;
mod joint;
mod known;
mod mentioned;
mod outlet;
mod stemma;
mod supplied;
mod times;
mod variants;
mod wire;

pub use evidence::Evidence;
pub use flow::{Direction, Flow, FlowEnd, flow};
pub(crate) use flow::{doubt_within_publishers, doubt_without_dates, spare_origin};
pub use graph::{Derivation, Lineage, Passage, Printing, Taking};
pub use mentioned::{as_place, names_of, possible_names};
pub use outlet::{Spelling, bare, same_outlet};
pub use stemma::{Descent, Naming, Witness, descents};
pub use supplied::supplied;

use super::{Agency, AgencySignal, Basis, Families, Field, Signals};
use crate::units::{Similarity, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A member of a cluster, as lineage sees it.
#[derive(Clone, Copy, Debug)]
pub struct MemberFacts<'a> {
    /// The article's id.
    pub id: &'a str,
    /// The outlet, as given.
    pub source: Option<&'a str>,
    /// When it was published, at the latest: see [`Timestamp::latest`].
    pub published_at: Option<Timestamp>,
    /// What it says of its origin.
    pub signals: &'a Signals,
}

impl MemberFacts<'_> {
    /// Whether the hour of its publication is known.
    fn is_timed(&self) -> bool {
        self.published_at.is_some_and(|at| at.earliest() == at)
    }

    /// Whether it is known to have been published before `other`.
    fn is_before(&self, other: &Self) -> bool {
        matches!((self.published_at, other.published_at), (Some(own), Some(at)) if own < at.earliest())
    }
}

/// A member that the article shares text with.
#[derive(Clone, Copy, Debug)]
pub struct Kin<'a> {
    /// The other member.
    pub member: MemberFacts<'a>,
    /// Share of the article found in it.
    pub containment: Similarity,
    /// Whether it is a copy in the article's cluster; from others an article is taken only where it names them.
    pub in_cluster: bool,
    /// Whether the article names its outlet as its source.
    pub named: bool,
}

/// An agency behind an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgencyRole {
    /// Short name.
    pub name: String,
    /// Wikidata id, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// What this rests on.
    pub basis: Basis,
    /// How sure it is, in [0, 1].
    pub confidence: f32,
    /// Where it was read; none when it is inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// The words, in characters of that field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// Who wrote the text of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// What kind of author.
    pub kind: OriginKind,
    /// Its name; none when unknown.
    pub name: Option<String>,
}

/// Kinds of author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OriginKind {
    /// A news agency.
    Agency,
    /// An outlet.
    Outlet,
    /// Nothing tells.
    Unknown,
}

/// The provenance of one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Provenance {
    /// Agencies: those that the text is from, then those that it cites or has pictures from.
    pub agencies: Vec<AgencyRole>,
    /// Who wrote the text that the cluster's members share.
    pub origin: Origin,
    /// Who printed this article.
    pub publisher: Option<String>,
    /// Whom the article names as the one it took the text from.
    pub via: Vec<String>,
    /// The article that it was taken from; none for the agency, or for somebody outside the collection.
    pub taken_from: Option<String>,
    /// How sure `taken_from` is, or, where that is none, that the article was taken from no other; none where nothing was
    /// weighed, in [0, 1].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_from_confidence: Option<f32>,
    /// What `taken_from` rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Share of its words that no earlier member of the cluster has. Ratio in [0, 1]; none where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub originality: Option<f32>,
    /// Which version of the cluster's text it prints, from 1; none where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Whether a newer version had been printed when it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outdated: bool,
    /// The notice that withdrew the text, where this article prints it all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_by: Option<String>,
    /// Of a kill or withhold notice, the clusters whose text it withdraws.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdraws: Vec<String>,
    /// Its author, as named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Editorial marks: update, correction, kill and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<super::Mark>,
}

/// Members that are asked who wrote a cluster's text: the first ones, which bounds the cost.
pub const MAX_WITNESSES: usize = 64;

/// Confidence from which an agency counts as the author of a text, and not of passages in it.
pub const AUTHOR: f32 = 0.25;

/// How sure it is that a text was taken from an article of the outlet that it names, which holds passages of it.
pub const NAMED: f32 = 0.9;

/// Infers the provenance of `article` from its own words and from its cluster.
///
/// `members` are the cluster's, the article among them or not, in the order of joining; `kin` those that it was compared
/// with; `elsewhere` the agencies that articles of other clusters credit which share passages with this one, and how much
/// that says; `families` the outlets that one publisher has. Cost: O(members up to [`MAX_WITNESSES`] + kin).
pub fn infer<'a>(
    article: MemberFacts<'a>,
    members: impl IntoIterator<Item = MemberFacts<'a>>,
    kin: &[Kin<'a>],
    elsewhere: &[(Arc<Agency>, f32)],
    families: &Families,
) -> Provenance {
    let members: Vec<MemberFacts<'a>> = members.into_iter().take(MAX_WITNESSES).collect();
    let mut agencies: Vec<AgencyRole> = article.signals.agencies.iter().map(role).collect();
    agencies.sort_by(|a, b| b.basis.is_credit().cmp(&a.basis.is_credit()).then(b.confidence.total_cmp(&a.confidence)));
    let own = |agency: &Agency| article.signals.credits_agency(&agency.name);
    // Agencies hand on each other's dispatches: who credits one may print what the others of the cluster have from another.
    let place = agencies.iter().take_while(|a| a.basis.is_credit() && !is_generic(&article, a)).count();
    let mut known: Vec<(&Agency, f32)> = authors::authors(&members, &article, families);
    for (agency, sure) in elsewhere {
        match known.iter_mut().find(|(k, _)| k.name == agency.name) {
            Some((_, known)) => *known = known.max(*sure),
            None => known.push((agency, *sure)),
        }
    }
    known.sort_by(|a, b| b.1.total_cmp(&a.1));
    let found = known.iter().filter(|(agency, _)| !own(agency)).map(|&(agency, sure)| inferred(agency, sure));
    agencies.splice(place..place, found.collect::<Vec<_>>());
    known.retain(|(_, sure)| *sure >= AUTHOR);
    let origin = match known.first() {
        Some((agency, _)) => Origin { kind: OriginKind::Agency, name: Some(agency.name.clone()) },
        None => outlet_origin(&members, &article),
    };
    let via: Vec<String> = article.signals.via.iter().filter_map(|v| v.name.clone()).collect();
    let found = parent(&article, &members, kin, !known.is_empty());
    let named = found.as_ref().is_some_and(|(_, named)| *named);
    let taken_from = found.map(|(id, _)| id);
    Provenance {
        agencies,
        origin,
        publisher: article.source.map(str::to_owned).or_else(|| article.signals.house.as_ref().map(|h| h.name.clone())),
        via,
        taken_from,
        taken_from_confidence: named.then_some(NAMED),
        evidence: if named { vec![Evidence::Named] } else { Vec::new() },
        originality: None,
        version: None,
        outdated: false,
        withdraws: Vec::new(),
        withdrawn_by: withdrawn_by(&article, &members).map(str::to_owned),
        byline: article.signals.byline.as_ref().map(|b| b.name.clone()),
        marks: article.signals.marks.to_vec(),
    }
}

fn inferred(agency: &Agency, confidence: f32) -> AgencyRole {
    AgencyRole {
        name: agency.name.clone(),
        wikidata: agency.wikidata.clone(),
        basis: Basis::Inferred,
        confidence,
        field: None,
        span: None,
    }
}

impl Provenance {
    /// The agency that wrote the text, where one did, with how sure that is.
    pub fn author(&self) -> Option<&AgencyRole> {
        let name = self.origin.name.as_ref().filter(|_| self.origin.kind == OriginKind::Agency)?;
        let named = self.agencies.iter().filter(|a| a.name == *name && is_of_text(a));
        named.max_by(|a, b| a.confidence.total_cmp(&b.confidence))
    }

    /// The agency that most probably wrote the text, or passages of it.
    pub(crate) fn likeliest(&self) -> Option<&AgencyRole> {
        self.author().or(self.agencies.first().filter(|a| is_of_text(a)))
    }

    /// Adds the agency that supplies the outlets of a cluster, behind what is known better. A `relay` that the text is
    /// credited to has handed it on, and is its origin no more.
    pub fn supplied_by(&mut self, agency: &Agency, confidence: f32, relay: Option<&Agency>) {
        let is_relay = |name: &str| relay.is_some_and(|relay| relay.name == name);
        let is_inferred = |a: &AgencyRole| a.basis == Basis::Inferred;
        let is_credited = self.agencies.iter().any(|a| a.name == agency.name && a.basis.is_credit());
        let place = self.agencies.iter().position(is_inferred);
        let place = place.unwrap_or_else(|| self.agencies.iter().take_while(|a| a.basis.is_credit()).count());
        let (mut found, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.agencies).into_iter().partition(is_inferred);
        self.agencies = rest;
        match found.iter_mut().find(|a| a.name == agency.name) {
            Some(known) => known.confidence = known.confidence.max(confidence),
            None if !is_credited => found.push(inferred(agency, confidence)),
            None => {}
        }
        for handed_on in found.iter_mut().filter(|a| is_relay(&a.name)) {
            handed_on.confidence = handed_on.confidence.min(1.0 - confidence);
        }
        found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        self.agencies.splice(place..place, found);
        let is_handed_on = self.origin.name.as_deref().is_some_and(is_relay);
        if (self.origin.kind != OriginKind::Agency || is_handed_on) && confidence >= AUTHOR {
            self.origin = Origin { kind: OriginKind::Agency, name: Some(agency.name.clone()) };
        }
    }
}

/// Whether it says that the text is the agency's, and not a citation or a picture.
fn is_of_text(role: &AgencyRole) -> bool {
    role.basis.is_credit() || role.basis == Basis::Inferred
}

fn is_generic(article: &MemberFacts<'_>, role: &AgencyRole) -> bool {
    article.signals.agencies.iter().any(|s| s.agency.generic && s.agency.name == role.name)
}

fn role(signal: &AgencySignal) -> AgencyRole {
    AgencyRole {
        name: signal.agency.name.clone(),
        wikidata: signal.agency.wikidata.clone(),
        basis: signal.basis,
        confidence: signal.confidence,
        field: Some(signal.field),
        span: Some(signal.span),
    }
}

/// The outlet of the earliest member; undated members count by their place.
fn outlet_origin(members: &[MemberFacts<'_>], article: &MemberFacts<'_>) -> Origin {
    let dated = members.iter().filter(|m| m.published_at.is_some()).min_by_key(|m| m.published_at);
    let first = dated.or(members.first()).unwrap_or(article);
    match first.source {
        Some(source) => Origin { kind: OriginKind::Outlet, name: Some(source.to_owned()) },
        None => Origin { kind: OriginKind::Unknown, name: None },
    }
}

/// Whom the article took its text from, and whether it names that outlet: the member whose outlet it names; or, in a
/// cluster that no agency is behind, the earlier member that holds most of it.
fn parent(
    article: &MemberFacts<'_>,
    members: &[MemberFacts<'_>],
    kin: &[Kin<'_>],
    from_agency: bool,
) -> Option<(String, bool)> {
    let in_time = |m: &MemberFacts<'_>| m.id != article.id && !is_later(m, article);
    let named = kin.iter().filter(|k| k.named && in_time(&k.member));
    let by_name = || {
        let names: Vec<Spelling> =
            article.signals.via.iter().filter_map(|v| Some(Spelling::of(v.name.as_deref()?))).collect();
        let is_named = |m: &&MemberFacts<'_>| {
            !names.is_empty()
                && m.source.map(Spelling::of).is_some_and(|source| names.iter().any(|name| source.is(name)))
        };
        members.iter().filter(|m| in_time(m)).find(is_named).map(|m| m.id)
    };
    let best = named.max_by(|a, b| a.containment.get().total_cmp(&b.containment.get())).map(|k| k.member.id);
    if let Some(named) = best.or_else(by_name) {
        return Some((named.to_owned(), true));
    }
    if from_agency {
        return None;
    }
    let earlier = kin.iter().filter(|k| k.in_cluster && k.member.id != article.id && !is_later(&k.member, article));
    let best = earlier.max_by(|a, b| {
        let by_containment = a.containment.get().total_cmp(&b.containment.get());
        by_containment.then(b.member.published_at.cmp(&a.member.published_at))
    });
    best.map(|k| (k.member.id.to_owned(), false))
}

/// The member that withdraws what `article` prints: a kill or withhold notice, unless the article is one itself.
pub fn withdrawn_by<'a>(article: &MemberFacts<'_>, members: &[MemberFacts<'a>]) -> Option<&'a str> {
    if withdraws(article.signals) {
        return None;
    }
    members.iter().find(|m| m.id != article.id && withdraws(m.signals)).map(|m| m.id)
}

/// Whether an article is a kill or withhold notice.
pub fn withdraws(signals: &Signals) -> bool {
    signals.marks.iter().any(|m| matches!(m.kind, super::MarkKind::Kill | super::MarkKind::Withhold))
}

fn is_later(a: &MemberFacts<'_>, b: &MemberFacts<'_>) -> bool {
    matches!((a.published_at, b.published_at), (Some(a), Some(b)) if a > b)
}
