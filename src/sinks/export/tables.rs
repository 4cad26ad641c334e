//! Tables: edges, articles, clusters.

use super::graph::{self, Edge};
use super::{Item, in_one_line};
use crate::units::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

fn instant(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}

fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn cluster_label(item: &Item) -> String {
    item.cluster_label.as_ref().map(in_one_line).unwrap_or_default()
}

pub(super) fn edges(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    let outlets: HashMap<&str, &str> =
        items.iter().filter_map(|item| Some((item.id.as_str(), item.publisher()?))).collect();
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "source",
        "target",
        "kind",
        "confidence",
        "basis",
        "cluster",
        "outlet",
        "published_at",
        "relation",
        "cluster_label",
        "source_outlet",
    ])?;
    for Edge { source, child, confidence, basis } in graph::edges(items) {
        let kind = if child.parent().is_some() { "copy" } else { "agency" };
        table.write_record([
            source.as_str(),
            &child.id,
            kind,
            &number(confidence),
            &basis,
            &child.cluster_id,
            child.publisher().unwrap_or_default(),
            &instant(child.published_at),
            &child.relation,
            &cluster_label(child),
            outlets.get(source.as_str()).copied().unwrap_or_default(),
        ])?;
    }
    table.flush()
}

pub(super) fn articles(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "id",
        "outlet",
        "published_at",
        "language",
        "title",
        "url",
        "cluster",
        "story",
        "relation",
        "of",
        "rule",
        "containment",
        "origin_kind",
        "origin",
        "agency",
        "agency_basis",
        "agency_confidence",
        "taken_from",
        "taken_from_confidence",
        "originality",
        "version",
        "withdrawn_by",
        "byline",
        "cluster_label",
    ])?;
    for item in items {
        let provenance = item.provenance.as_ref();
        let agency = item.authors().next();
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        table.write_record([
            item.id.clone(),
            item.publisher().unwrap_or_default().to_owned(),
            instant(item.published_at),
            text(item.language.as_ref()),
            text(item.title.as_ref()),
            text(item.url.as_ref()),
            item.cluster_id.clone(),
            text(item.story_id.as_ref()),
            item.relation.clone(),
            text(item.of.as_ref()),
            text(item.rule.as_ref()),
            number(item.measures.map(|measures| measures.containment)),
            text(provenance.map(|p| &p.origin.kind)),
            text(provenance.and_then(|p| p.origin.name.as_ref())),
            text(agency.map(|agency| &agency.name)),
            text(agency.map(|agency| &agency.basis)),
            number(agency.map(|agency| agency.confidence)),
            text(provenance.and_then(|p| p.taken_from.as_ref())),
            number(provenance.and_then(|p| p.taken_from_confidence)),
            number(provenance.and_then(|p| p.originality)),
            number(provenance.and_then(|p| p.version)),
            text(provenance.and_then(|p| p.withdrawn_by.as_ref())),
            text(provenance.and_then(|p| p.byline.as_ref())),
            cluster_label(item),
        ])?;
    }
    table.flush()
}

/// One row for each cluster, in the order in which the first of their articles stand.
pub(super) fn clusters(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    let (mut places, mut clusters): (HashMap<&str, usize>, Vec<Vec<&Item>>) = (HashMap::new(), Vec::new());
    for item in items {
        let place = *places.entry(&item.cluster_id).or_insert(clusters.len());
        match clusters.get_mut(place) {
            Some(members) => members.push(item),
            None => clusters.push(vec![item]),
        }
    }
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "cluster",
        "story",
        "printings",
        "outlets",
        "first_published",
        "last_published",
        "representative",
        "title",
        "language",
        "origin_kind",
        "origin",
        "cluster_label",
    ])?;
    for members in clusters {
        let Some(first) = members.first() else { continue };
        let stands = first.representative.as_deref();
        let shown = members.iter().find(|item| stands == Some(item.id.as_str())).unwrap_or(first);
        let outlets: BTreeSet<&str> = members.iter().filter_map(|item| item.publisher()).collect();
        let dates = || members.iter().filter_map(|item| item.published_at);
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        let origin = shown.provenance.as_ref().map(|p| &p.origin);
        table.write_record([
            first.cluster_id.clone(),
            text(first.story_id.as_ref()),
            members.len().to_string(),
            outlets.len().to_string(),
            instant(dates().min()),
            instant(dates().max()),
            stands.unwrap_or_default().to_owned(),
            text(shown.title.as_ref()),
            text(shown.language.as_ref()),
            text(origin.map(|origin| &origin.kind)),
            text(origin.and_then(|origin| origin.name.as_ref())),
            cluster_label(first),
        ])?;
    }
    table.flush()
}
