//! What happened to a text, in sentences: who wrote it, where it came first, who took it from whom, what was withdrawn.

use super::count_of;
use super::show::{Cluster, Member};
use std::collections::{BTreeSet, HashMap};
use wirefold::provenance::Families;
use wirefold::sinks::export::{Role, Source};
use wirefold::units::Timestamp;

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
        withdrawn(members, story),
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
    if !cluster.is_agencys() {
        let first = first_outlet(&cluster.members).map(|outlet| format!(": the outlet {outlet} had it first"));
        return Some(format!("No agency is known behind it{}.", first.unwrap_or_default()));
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

/// The outlet that printed it before all others: the only one, or the one that dates tell.
pub fn first_outlet(members: &[Member]) -> Option<&str> {
    let outlets: BTreeSet<&str> = members.iter().map(outlet).collect();
    let first = if outlets.len() == 1 { members.first()? } else { earliest(members).next()? };
    let dated = || members.iter().all(|m| m.item.published_at.is_some());
    (outlets.len() == 1 || dated() && earliest(members).all(|m| outlet(m) == outlet(first))).then(|| outlet(first))
}

/// The dated members of which no date says that another was earlier.
fn earliest(members: &[Member]) -> impl Iterator<Item = &Member> {
    // What comes before an article does so at its latest.
    let first = members.iter().filter_map(|m| m.item.published_at).min_by_key(|at| at.latest());
    let is_before = move |at| first.is_some_and(|first| first.is_before(at));
    members.iter().filter(move |m| m.item.published_at.is_some_and(|at| !is_before(at)))
}

/// Where it came first, as far as dates tell, and when it came last.
fn first(members: &[Member]) -> Option<String> {
    let first = earliest(members).find(|m| !m.item.published_at.is_some_and(Timestamp::is_day));
    let first = first.or_else(|| earliest(members).next())?;
    let at = first.item.published_at?;
    let of_one_time = |m: &&Member| m.item.published_at == Some(at);
    let (with_it, of_that_day): (Vec<_>, Vec<_>) = earliest(members).partition(of_one_time);
    let outlets: BTreeSet<&str> = with_it.iter().map(|m| outlet(m)).collect();
    let others = list(of_that_day.iter().map(|m| outlet(m)).filter(|name| !outlets.contains(name)));
    let undated = members.iter().filter(|m| m.item.published_at.is_none()).count();
    let dates = if undated > 0 { "As far as dates tell, it" } else { "It" };
    let (time, parted) = (moment(at), if at.is_day() { " or " } else { " and " });
    let places = outlets.iter().copied().take(NAMED).collect::<Vec<_>>().join(parted);
    let more = if outlets.len() > NAMED { format!("{parted}{} more", outlets.len() - NAMED) } else { String::new() };
    let doubt = match others.is_empty() {
        true => String::new(),
        false => format!(", unless earlier that day at {others}, of which no hour is known"),
    };
    let undated = match undated {
        0 => String::new(),
        n if n + 1 == members.len() => "; the others have no date".to_owned(),
        n => format!("; {} {} no date", count_of(n as u64, "printing"), if n == 1 { "has" } else { "have" }),
    };
    Some(format!("{dates} came first at {places}{more}, {time}{doubt}{}{undated}.", spread(members, at)))
}

/// `2031-03-04 06:31 UTC`, or the day alone where nobody gave a time.
pub fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    match (at.is_day(), text.get(..10), text.get(..16)) {
        (true, Some(day), _) => day.to_owned(),
        (false, _, Some(minute)) => format!("{} UTC", minute.replace('T', " ")),
        _ => text,
    }
}

/// How long after the first the last came: in days where one of the two dates says no more.
fn spread(members: &[Member], first: Timestamp) -> String {
    let Some(last) = members.iter().filter_map(|m| m.item.published_at).max_by_key(|at| at.latest()) else {
        return String::new();
    };
    let days = last.seconds().div_euclid(86_400) - first.seconds().div_euclid(86_400);
    let (seconds, by_day) = (last.seconds_since(first), last.is_day() || first.is_day());
    let after = match seconds {
        _ if by_day && days < 1 => return String::new(),
        _ if by_day => count_of(days.unsigned_abs(), "day"),
        s if s < 30 => return String::new(),
        s if s < 3570 => count_of((s as u64 + 30) / 60, "minute"),
        s if s < 48 * 3600 => count_of((s as u64 + 1800) / 3600, "hour"),
        s => count_of((s as u64 + 43_200) / 86_400, "day"),
    };
    format!("; the last came {after} later")
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
        1 => " Of 1 printing nothing tells for sure from whom it was taken.".to_owned(),
        n => format!(" Of {n} printings nothing tells for sure from whom they were taken."),
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

fn withdrawn(members: &[Member], story: &[&Cluster]) -> Option<String> {
    let carriers: Vec<(&Member, &str)> =
        members.iter().filter_map(|m| Some((m, provenance(m)?.withdrawn_by.as_deref()?))).collect();
    let (_, notice) = carriers.first()?;
    // What was printed before it may be taken down by now.
    let by_id = |m: &&Member| m.item.id == *notice;
    let at = members.iter().chain(story.iter().flat_map(|c| &c.members)).find(by_id).and_then(|m| m.item.published_at);
    let is_after = |m: &Member| at.zip(m.item.published_at).is_some_and(|(at, own)| at.is_before(own));
    let after = list(carriers.iter().filter(|(m, _)| is_after(m)).map(|(m, _)| outlet(m)));
    let after = if after.is_empty() { after } else { format!("; after that, by {after}") };
    Some(format!("WITHDRAWN by {notice}. It was printed by {}{after}.", list(carriers.iter().map(|(m, _)| outlet(m)))))
}
