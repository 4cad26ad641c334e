//! What happened to a text, in sentences: who wrote it, where it came first, who took it from whom, what was withdrawn.

use super::count_of;
use super::show::{Cluster, Member};
use std::collections::{BTreeSet, HashMap};
use wirefold::provenance::Families;
use wirefold::sinks::export::{Role, Source};

/// Outlets that a sentence names.
const NAMED: usize = 4;

/// Confidence from which it is said from whom an article was taken.
const SURE: f32 = 0.5;

/// The account of a cluster, a sentence an item; `story` are the clusters about its event, `families` its publishers.
pub fn account(cluster: &Cluster, story: &[&Cluster], families: &Families) -> Vec<String> {
    let members = &cluster.members;
    let sentences = [
        authors(cluster),
        first(members),
        publishers(members, families),
        copying(members),
        versions(members),
        outdated(members),
        older(members),
        withdrawn(members),
        origins(story, families),
    ];
    sentences.into_iter().flatten().collect()
}

fn provenance(member: &Member) -> Option<&Source> {
    member.item.provenance.as_ref()
}

fn agencies(member: &Member) -> &[Role] {
    provenance(member).map_or(&[], |provenance| &provenance.agencies)
}

fn outlet(member: &Member) -> &str {
    member.source.as_deref().unwrap_or(&member.item.id)
}

/// Some names, and how many more there are.
fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let shown: Vec<&str> = names.iter().copied().take(NAMED).collect();
    match names.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `AFP wrote it: 2 of 7 printings credit it.`
fn authors(cluster: &Cluster) -> Option<String> {
    let author = cluster.author()?;
    let credits = |member: &&Member| agencies(member).iter().any(|a| a.name == author && a.is_credit());
    let sure = |member: &Member| {
        agencies(member).iter().filter(|a| a.name == author).map(|a| a.confidence).fold(0.0, f32::max)
    };
    if author.starts_with("the outlet ") {
        return Some(format!("No agency is known behind it: {author} had it first."));
    }
    let all = cluster.members.len();
    let others = match credited_otherwise(cluster, &author) {
        (_, 0) => String::new(),
        (names, n) => {
            format!("; {} {} {names}", count_of(n as u64, "printing"), if n == 1 { "credits" } else { "credit" })
        }
    };
    Some(match cluster.members.iter().filter(credits).count() {
        0 => {
            let sure = cluster.members.iter().map(sure).fold(0.0, f32::max);
            let doubt = if sure >= SURE { "Most likely" } else { "Perhaps" };
            format!("{doubt} {author} wrote it, though no printing credits it{others}.")
        }
        n => {
            let credit = if n == 1 { "credits" } else { "credit" };
            format!("{author} wrote it: {n} of {} {credit} it{others}.", count_of(all as u64, "printing"))
        }
    })
}

/// The agencies that printings credit which do not credit the author, and how many such there are.
fn credited_otherwise(cluster: &Cluster, author: &str) -> (String, usize) {
    let credited = cluster.members.iter().filter_map(|member| {
        let credits = agencies(member).iter().filter(|a| a.is_credit());
        let names: Vec<&str> = credits.map(|a| a.name.as_str()).collect();
        (!names.is_empty() && !names.contains(&author)).then_some(names)
    });
    let credited: Vec<Vec<&str>> = credited.collect();
    (list(credited.iter().flatten().copied()), credited.len())
}

fn first(members: &[Member]) -> Option<String> {
    let first = members.first()?;
    let at = first.item.published_at?;
    let dated: Vec<_> = members.iter().filter_map(|m| m.item.published_at).collect();
    let hours = dated.last()?.seconds_since(at) as f64 / 3600.0;
    let spread = match hours {
        _ if members.len() == 1 => String::new(),
        _ if dated.len() == 1 => "; the others have no date".to_owned(),
        h if h * 60.0 < 0.5 => String::new(),
        h if h < 1.0 => format!("; the last came {:.0} minutes later", h * 60.0),
        h if h < 48.0 => format!("; the last came {h:.0} hours later"),
        h => format!("; the last came {:.0} days later", h / 24.0),
    };
    let minute: String = at.to_string().chars().take(16).collect();
    Some(format!("It came first at {}, {} UTC{spread}.", outlet(first), minute.replace('T', " ")))
}

/// How many outlets of how many publishers printed it.
fn publishers(members: &[Member], families: &Families) -> Option<String> {
    let outlets: BTreeSet<&str> = members.iter().filter_map(|m| m.source.as_deref()).collect();
    let publishers: BTreeSet<&str> = outlets.iter().map(|&outlet| families.of(outlet).unwrap_or(outlet)).collect();
    let all = count_of(outlets.len() as u64, "outlet");
    let own = match publishers.len() {
        n if n == outlets.len() => String::new(),
        n => format!(" of {}", count_of(n as u64, "publisher")),
    };
    (outlets.len() > 1).then(|| format!("{all}{own} printed it."))
}

/// Who wrote of the event independently: agencies, and outlets once for each publisher.
fn origins(story: &[&Cluster], families: &Families) -> Option<String> {
    let authors = story.iter().filter_map(|cluster| cluster.author());
    let authors: BTreeSet<String> = authors
        .map(|author| {
            let outlet = author.strip_prefix("the outlet ");
            outlet.map_or(author.as_str(), |outlet| families.of(outlet).unwrap_or(outlet)).to_owned()
        })
        .collect();
    (story.len() > 1).then(|| {
        let origins = count_of(authors.len() as u64, "independent origin");
        format!(
            "The event is told in {} texts of {origins}: {}.",
            story.len(),
            list(authors.iter().map(String::as_str))
        )
    })
}

/// Who took it from which other outlet, where that is likelier than not.
fn copying(members: &[Member]) -> Option<String> {
    let outlets: HashMap<&str, &str> = members.iter().map(|m| (m.item.id.as_str(), outlet(m))).collect();
    let name = |id: &str| outlets.get(id).map_or_else(|| id.to_owned(), |&outlet| outlet.to_owned());
    let taken = members.iter().filter_map(|member| {
        let said = provenance(member)?;
        let from = name(said.taken_from.as_deref()?);
        // An outlet that prints its own text again took it from nobody.
        // What was not weighed, as at the arrival of an article, is not sure.
        (from != outlet(member)).then(|| (outlet(member), from, said.taken_from_confidence.unwrap_or(0.0)))
    });
    let (copies, undecided): (Vec<_>, Vec<_>) = taken.partition(|(_, _, confidence)| *confidence >= SURE);
    let undecided = undecided.len();
    let mut said: Vec<String> =
        copies.iter().take(NAMED).map(|(outlet, from, _)| format!("{outlet} from {from}")).collect();
    if copies.len() > NAMED {
        said.push(format!("{} more from others", copies.len() - NAMED));
    }
    let undecided = match undecided {
        0 => String::new(),
        n => format!(" Of {n} nothing tells for sure from whom."),
    };
    if said.is_empty() {
        return (!undecided.is_empty()).then(|| undecided.trim_start().to_owned());
    }
    Some(format!("Taken from another outlet: {}.{undecided}", said.join("; ")))
}

fn versions(members: &[Member]) -> Option<String> {
    let versions = members.iter().filter_map(|m| provenance(m)?.version).max().filter(|&v| v > 1)?;
    Some(format!("It went through {versions} versions."))
}

fn outdated(members: &[Member]) -> Option<String> {
    let old: Vec<&Member> = members.iter().filter(|m| provenance(m).is_some_and(|p| p.outdated)).collect();
    let named = list(old.iter().map(|m| outlet(m)));
    (!old.is_empty()).then(|| format!("Printed after a newer version was out: {named}."))
}

/// Who prints an older version, whenever they did.
fn older(members: &[Member]) -> Option<String> {
    // A stream's line says nothing of an article that was alone then: it prints the first.
    let version = |m: &Member| provenance(m)?.version;
    let newest = members.iter().filter_map(version).max().filter(|&v| v > 1)?;
    let old = list(members.iter().filter(|m| version(m).unwrap_or(1) < newest).map(outlet));
    (!old.is_empty()).then(|| format!("An older version stands at {old}."))
}

fn withdrawn(members: &[Member]) -> Option<String> {
    let carriers: Vec<(&Member, &str)> =
        members.iter().filter_map(|m| Some((m, provenance(m)?.withdrawn_by.as_deref()?))).collect();
    let (_, notice) = carriers.first()?;
    Some(format!("WITHDRAWN by {notice}, and still printed by {}.", list(carriers.iter().map(|(m, _)| outlet(m)))))
}
