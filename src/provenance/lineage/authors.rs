//! Which agency wrote a cluster's text, as its members tell.

use super::MemberFacts;
use crate::provenance::{Agency, AgencySignal, Basis, Families};

/// How sure it is that a text is an agency's which speaks of itself in it (`told AFP`), by the number of unrelated outlets
/// that print it: one may quote the agency; several that quote the same have its text.
const TOLD: [f32; 2] = [0.2, 0.75];

/// The same where all of the outlets are one publisher's.
const TOLD_IN_FAMILY: f32 = 0.5;

/// How sure it is that a world agency wrote what another hands on, where an outlet prints it as it came from the former.
const AS_SENT: f32 = 0.75;

/// The agencies that may have written the text, and how sure each is, the surest first: the one that the members credit
/// most, and those that speak of themselves in it. Of a text that is credited to an agency which hands on what a world
/// agency wrote, that one is the author, and the other less sure.
///
/// Cost: O(signals of the members).
pub(super) fn authors<'a>(
    members: &[MemberFacts<'a>],
    article: &MemberFacts<'a>,
    families: &Families,
) -> Vec<(&'a Agency, f32)> {
    let mut authors: Vec<(&Agency, f32)> = credited(members, article).into_iter().collect();
    if let Some((relay, sure)) = authors.first_mut()
        && !relay.world
        && let Some(behind) = printed_as_sent(members, article, relay)
    {
        *sure = sure.min(1.0 - AS_SENT);
        authors.push((behind, AS_SENT));
    }
    for (agency, sure) in told(members, article, families) {
        match authors.iter_mut().find(|(known, _)| known.name == agency.name) {
            Some((_, known)) => *known = known.max(sure),
            None => authors.push((agency, sure)),
        }
    }
    authors.sort_by(|a, b| b.1.total_cmp(&a.1));
    authors
}

/// The world agency whose dateline or copyright a member prints which does not credit `relay`.
fn printed_as_sent<'a>(members: &[MemberFacts<'a>], article: &MemberFacts<'a>, relay: &Agency) -> Option<&'a Agency> {
    let others = with_article(members, article).filter(|member| !member.signals.credits_agency(&relay.name));
    let mut signals = others.flat_map(|member| &member.signals.agencies);
    let is_sent = |basis| matches!(basis, Basis::Dateline | Basis::Copyright);
    signals.find(|s| s.agency.world && is_sent(s.basis)).map(|s| &*s.agency)
}

fn with_article<'m, 'a>(
    members: &'m [MemberFacts<'a>],
    article: &'m MemberFacts<'a>,
) -> impl Iterator<Item = &'m MemberFacts<'a>> {
    let apart = members.iter().all(|m| m.id != article.id).then_some(article);
    members.iter().chain(apart)
}

/// The agency that the members credit most, and how sure that is: its share of all credits, times the surest of its own.
fn credited<'a>(members: &[MemberFacts<'a>], article: &MemberFacts<'a>) -> Option<(&'a Agency, f32)> {
    let mut tally: Vec<(&AgencySignal, f32, f32)> = Vec::new();
    let mut all = 0.0;
    for member in with_article(members, article) {
        let mut seen: Vec<&str> = Vec::new();
        for signal in member.signals.agencies.iter().filter(|s| s.basis.is_credit() && !s.agency.generic) {
            if seen.contains(&signal.agency.name.as_str()) {
                continue;
            }
            seen.push(&signal.agency.name);
            all += signal.confidence;
            match tally.iter_mut().find(|(s, ..)| s.agency.name == signal.agency.name) {
                Some((_, sum, surest)) => {
                    *sum += signal.confidence;
                    *surest = surest.max(signal.confidence);
                }
                None => tally.push((signal, signal.confidence, signal.confidence)),
            }
        }
    }
    // Of equals the first named, which the order of the members makes the same on every run.
    let (mut best, mut most) = (None, 0.0);
    for &(signal, sum, surest) in &tally {
        if sum > most {
            (best, most) = (Some((&*signal.agency, sum / all * surest)), sum);
        }
    }
    best
}

/// The agencies that are told something in the text, each with how sure it is that the text is theirs.
fn told<'a>(members: &[MemberFacts<'a>], article: &MemberFacts<'a>, families: &Families) -> Vec<(&'a Agency, f32)> {
    let mut found: Vec<(&Agency, Vec<&str>)> = Vec::new();
    for member in with_article(members, article) {
        let outlet = member.source.unwrap_or(member.id);
        for signal in member.signals.agencies.iter().filter(|s| s.told && !s.agency.generic && !s.agency.photo) {
            let at = found.iter().position(|(a, _)| a.name == signal.agency.name).unwrap_or_else(|| {
                found.push((&signal.agency, Vec::new()));
                found.len() - 1
            });
            if found[at].1.iter().all(|known| !super::same_outlet(known, outlet)) {
                found[at].1.push(outlet);
            }
        }
    }
    let sure = |outlets: &[&str]| match outlets {
        [_] => TOLD[0],
        outlets => {
            let family = |outlet: &&str| families.of(outlet).map(str::to_owned);
            let first = family(&outlets[0]);
            if first.is_some() && outlets.iter().all(|o| family(o) == first) { TOLD_IN_FAMILY } else { TOLD[1] }
        }
    };
    found.into_iter().map(|(agency, outlets)| (agency, sure(&outlets))).collect()
}
