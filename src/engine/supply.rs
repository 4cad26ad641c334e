//! Which agency supplies the outlets that print a text without a credit, learnt from the texts that have one.
//!
//! A text that unrelated outlets print is most likely an agency's. Which, the outlets tell: each has its agencies, and
//! credits them now and then. So for a cluster that nothing else decides, the agencies are weighed by how often each of its
//! outlets prints them. The same shows an agency that only hands on what another wrote: of a text that one outlet credits
//! to its national agency, and that another prints who never has anything from there, the author is a third.

use super::Engine;
use super::document::Document;
use crate::cluster::{Cluster, ClusterKey};
use crate::provenance::lineage::{self, AUTHOR, Provenance, Spelling};
use crate::provenance::{Agency, Families};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How likely a text that unrelated outlets print without a credit is an agency's at all.
const WIRE: f32 = 0.6;

/// Clusters with a known author from which an outlet's habits count.
const MIN_KNOWN: f32 = 4.0;

/// The same, from which it is no client of an agency of which it prints next to nothing.
const WELL_KNOWN: f32 = 10.0;

/// Texts of an agency that an outlet would print if it printed as much of it as clients do, from which to print none says
/// that it is none.
const EXPECTED: f32 = 3.0;

/// Share of an outlet's agency texts that an agency has to have written to be its supplier.
const MIN_SHARE: f32 = 0.6;

/// Two outlets are partners when they print so many texts together of which no agency is known, and when these are this
/// share of all that they print together: one publisher's, as a rule, whose own reports go into both.
const MIN_PARTNERS: u32 = 8;
const PARTNERS: f64 = 0.6;

/// Outlets of a cluster of which pairs are counted.
const MAX_OUTLETS: usize = 16;

/// How sure an author has to be to say something of an outlet's habits.
const KNOWN: f32 = 0.5;

/// An agency that a cluster's outlets may have its text from.
#[derive(Clone, Debug)]
pub(super) struct Supply {
    pub agency: Arc<Agency>,
    pub confidence: f32,
    /// The agency that the text is credited to, where it hands on what this one wrote.
    relay: Option<Arc<Agency>>,
}

impl Supply {
    /// Adds it to what is known of an article's provenance.
    pub fn complete(&self, provenance: &mut Provenance) {
        provenance.supplied_by(&self.agency, self.confidence, self.relay.as_deref());
    }
}

/// What the outlets of a cluster tell of an agency behind it.
#[derive(Clone, Debug)]
pub(super) struct Supplied {
    /// The agency that they may have the text from.
    pub by: Option<Supply>,
    /// How many of them are unrelated.
    pub outlets: usize,
}

/// How many clusters of each agency an outlet has printed.
type Habits<'a> = FxHashMap<&'a str, Vec<(Arc<Agency>, f32)>>;

impl Engine {
    /// For the clusters of several members the agency that supplies their outlets, where that is not said otherwise.
    ///
    /// Cost: one look at each member of the window's clusters.
    pub(super) fn supplies(&self) -> FxHashMap<ClusterKey, Supplied> {
        let shared = || self.clusters.iter().filter(|(_, c)| c.members.len() > 1);
        let authors: FxHashMap<ClusterKey, (Arc<Agency>, f32)> =
            self.clusters.iter().filter_map(|(key, c)| Some((key, self.author(c)?))).collect();
        let mut habits = Habits::default();
        for (key, cluster) in self.clusters.iter() {
            let Some((agency, _)) = authors.get(&key).filter(|(_, sure)| *sure >= KNOWN) else { continue };
            for outlet in self.outlets(cluster) {
                let known = habits.entry(outlet).or_default();
                match known.iter_mut().find(|(a, _)| a.name == agency.name) {
                    Some((_, clusters)) => *clusters += 1.0,
                    None => known.push((agency.clone(), 1.0)),
                }
            }
        }
        let mut together: FxHashMap<(&str, &str), [u32; 2]> = FxHashMap::default();
        for (key, cluster) in shared() {
            let known = authors.get(&key).is_some_and(|(_, sure)| *sure >= AUTHOR);
            let outlets = self.outlets(cluster);
            for (n, &a) in outlets.iter().enumerate().take(MAX_OUTLETS) {
                for &b in &outlets[..n] {
                    together.entry((b, a)).or_default()[usize::from(known)] += 1;
                }
            }
        }
        let partners = |a: &str, b: &str| {
            let [unknown, known] = together.get(&(a.min(b), a.max(b))).copied().unwrap_or_default();
            unknown >= MIN_PARTNERS && f64::from(unknown) >= PARTNERS * f64::from(unknown + known)
        };
        let clients = clients(&habits);
        let found = shared().map(|(key, cluster)| {
            let outlets = unrelated(self.outlets(cluster), &self.families, &partners);
            let by = match authors.get(&key).filter(|(_, sure)| *sure >= AUTHOR) {
                _ if outlets.len() < 2 || self.is_handed_on(cluster) => None,
                None => supplier(&outlets, &habits),
                Some((author, _)) => {
                    let share = clients.get(&*author.name).map_or(0.0, |[n, all]| n / all);
                    relayed(&outlets, &habits, author, share)
                }
            };
            (key, Supplied { by, outlets: outlets.len() })
        });
        found.collect()
    }

    fn outlets<'a>(&'a self, cluster: &'a Cluster) -> Vec<&'a str> {
        let documents = cluster.members.iter().take(lineage::MAX_WITNESSES).filter_map(|m| self.document(m.arrival));
        let mut outlets: Vec<&str> = documents.filter_map(|d: &Document| d.source()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        outlets
    }

    /// Whether a member says from which outlet it has the text.
    fn is_handed_on(&self, cluster: &Cluster) -> bool {
        let documents = cluster.members.iter().take(lineage::MAX_WITNESSES).filter_map(|m| self.document(m.arrival));
        documents.flat_map(|d| &d.signals.via).any(|via| via.name.is_some())
    }

    /// The agency behind a cluster, as its members tell.
    pub(super) fn author(&self, cluster: &Cluster) -> Option<(Arc<Agency>, f32)> {
        let provenance = self.authorship(cluster.anchor, &[])?;
        let author = provenance.author()?;
        Some((self.agencies().by_name(&author.name)?.clone(), author.confidence))
    }
}

/// One outlet of each publisher.
fn unrelated<'a>(outlets: Vec<&'a str>, families: &Families, partners: &impl Fn(&str, &str) -> bool) -> Vec<&'a str> {
    let mut kept: Vec<(&str, Spelling)> = Vec::new();
    for outlet in outlets {
        let spelling = Spelling::of(outlet);
        let related = |(other, spelt): &(&str, Spelling)| {
            spelt.is(&spelling)
                || partners(other, outlet)
                || families.of(outlet).is_some_and(|f| families.of(other) == Some(f))
        };
        if !kept.iter().any(related) {
            kept.push((outlet, spelling));
        }
    }
    kept.into_iter().map(|(outlet, _)| outlet).collect()
}

/// The agency that wrote most of what these outlets have from agencies.
fn supplier(outlets: &[&str], habits: &Habits<'_>) -> Option<Supply> {
    let mut sums: Vec<(Arc<Agency>, f32)> = Vec::new();
    let mut known_of = 0;
    for outlet in outlets {
        let Some(known) = habits.get(outlet) else { continue };
        let all: f32 = known.iter().map(|(_, n)| n).sum();
        if all < MIN_KNOWN {
            continue;
        }
        known_of += 1;
        for (agency, clusters) in known {
            match sums.iter_mut().find(|(a, _)| a.name == agency.name) {
                Some((_, share)) => *share += clusters / all,
                None => sums.push((agency.clone(), clusters / all)),
            }
        }
    }
    if known_of == 0 {
        return None;
    }
    let (agency, sum) = sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.name.cmp(&a.0.name)))?;
    let share = sum / known_of as f32;
    (share >= MIN_SHARE).then_some(Supply { agency, confidence: WIRE * share, relay: None })
}

/// Of each agency, the texts that those print who print it more than now and then, and how many of all that they print.
fn clients<'h>(habits: &'h Habits<'_>) -> FxHashMap<&'h str, [f32; 2]> {
    let mut clients: FxHashMap<&str, [f32; 2]> = FxHashMap::default();
    for known in habits.values() {
        let all: f32 = known.iter().map(|(_, n)| n).sum();
        for (agency, n) in known.iter().filter(|(_, n)| *n > now_and_then(all)) {
            let [of_it, of_all] = clients.entry(&agency.name).or_default();
            (*of_it, *of_all) = (*of_it + n, *of_all + all);
        }
    }
    clients
}

/// Of so many texts, how many of an agency an outlet may print that is no client.
fn now_and_then(all: f32) -> f32 {
    1.0_f32.max(0.1 * all)
}

/// The agency behind a text that is credited to another, where an outlet prints it which has never printed that one, though
/// this wrote the `share` of all that its clients print: of what is rare, an outlet has none by chance.
fn relayed(outlets: &[&str], habits: &Habits<'_>, credited: &Arc<Agency>, share: f32) -> Option<Supply> {
    let is_stranger = |outlet: &str, least: f32| {
        habits.get(outlet).is_some_and(|known| {
            // This very cluster is among those that count.
            let from_there: f32 = known.iter().filter(|(a, _)| a.name == credited.name).map(|(_, n)| n).sum();
            let all: f32 = known.iter().map(|(_, n)| n).sum();
            all - from_there >= least && from_there <= now_and_then(all)
        })
    };
    let strangers: Vec<&str> = outlets.iter().copied().filter(|outlet| is_stranger(outlet, MIN_KNOWN)).collect();
    if strangers.is_empty() {
        return None;
    }
    let supply = supplier(&strangers, habits).filter(|supply| supply.agency.name != credited.name)?;
    let all = |outlet: &str| habits.get(outlet).map_or(0.0, |known| known.iter().map(|(_, n)| n).sum());
    let is_no_client = |outlet: &&str| {
        is_stranger(outlet, WELL_KNOWN) && all(outlet) * share >= EXPECTED && !is_compatriot(outlet, credited)
    };
    let is_handed_on = supply.agency.world && !credited.world && strangers.iter().any(is_no_client);
    Some(Supply { relay: is_handed_on.then(|| credited.clone()), ..supply })
}

/// Whether an outlet is of the agency's country, as far as its domain tells: then it may well be its client.
fn is_compatriot(outlet: &str, agency: &Agency) -> bool {
    let country = agency.country.as_deref().map(|country| if country == "GB" { "uk" } else { country });
    outlet.rsplit_once('.').zip(country).is_some_and(|((_, top), country)| top.eq_ignore_ascii_case(country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_prints_much_and_nothing_of_an_agency_is_not_its_client() {
        let agency = |name: &str, world, country: &str| {
            Arc::new(Agency { name: name.into(), world, country: Some(country.into()), ..Agency::default() })
        };
        let (afp, ats, ap) = (agency("AFP", true, "FR"), agency("ATS", false, "CH"), agency("AP", true, "US"));
        let relay = |outlet: &'static str, of_afp: f32, of_ats: f32, credited: &Arc<Agency>| {
            let habits = Habits::from_iter([(outlet, vec![(afp.clone(), of_afp), (ats.clone(), of_ats)])]);
            let supply = relayed(&["tdg.ch", outlet], &habits, credited, 0.2)?;
            assert_eq!(supply.agency.name, "AFP");
            supply.relay.map(|relay| relay.name.clone())
        };
        assert_eq!(relay("La DH", 30.0, 1.0, &ats).as_deref(), Some("ATS"));
        assert_eq!(relay("lepoint.fr", 30.0, 3.0, &ats).as_deref(), Some("ATS"));
        assert_eq!(relay("lepoint.fr", 30.0, 5.0, &ats), None, "it prints the other as well");
        assert_eq!(relay("lepoint.fr", 5.0, 1.0, &ats), None, "too little is known of it");
        assert_eq!(relay("letemps.ch", 30.0, 1.0, &ats), None, "of one country");
        assert_eq!(relay("lepoint.fr", 30.0, 1.0, &ap), None, "a world agency writes itself");
        assert_eq!(relay("lepoint.fr", 12.0, 1.0, &ats), None, "it may have none by chance");
    }
}
