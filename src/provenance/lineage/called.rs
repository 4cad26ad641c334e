//! By which names the outlets of members go that no page tells: by whom those have the text from that give the names.
//!
//! An outlet has one name. So two members that give one unknown name have their text from one outlet, and two that give
//! two names do not.

use super::in_turn::{Sourced, Ways};
use super::stemma::{Naming, Witness};
use rustc_hash::FxHashMap;

/// How likely a member's outlet goes by a name at most, as one of those that give it can tell.
const SURELY: f32 = 0.98;

/// What unknown names tell of the members' outlets.
#[derive(Default)]
pub(super) struct Called<'a> {
    /// The unknown name that each member gives, where it gives one.
    names: Vec<Option<&'a str>>,
    /// For each member the first of its outlet.
    hosts: Vec<usize>,
    /// How likely the outlet of a host goes by a name, and by any.
    by_name: FxHashMap<(&'a str, usize), f32>,
    by_any: Vec<f32>,
    /// How many give each name.
    givers: FxHashMap<&'a str, u32>,
}

impl<'a> Called<'a> {
    /// From whom the members seem to have their text; `unknown` says whose names are no member's as far as is known.
    ///
    /// Cost: O(members × candidates).
    pub fn new(members: &[Witness<'a>], found: &[Vec<Sourced>], unknown: impl Fn(usize) -> bool) -> Self {
        let name = |(child, member): (usize, &Witness<'a>)| {
            let mut names = member.facts.signals.via.iter().filter_map(|via| via.name.as_deref());
            let first = names.next().filter(|_| unknown(child));
            // Of several, which is the source is open.
            first.filter(|_| names.next().is_none())
        };
        let names: Vec<Option<&str>> = members.iter().enumerate().map(name).collect();
        let mut firsts: FxHashMap<&str, usize> = FxHashMap::default();
        let first = |(at, member): (usize, &Witness<'a>)| {
            member.facts.source.map_or(at, |source| *firsts.entry(source).or_insert(at))
        };
        let hosts: Vec<usize> = members.iter().enumerate().map(first).collect();
        let (mut by_name, mut by_any) = (FxHashMap::default(), vec![0.0; members.len()]);
        let mut givers = FxHashMap::default();
        for (name, options) in names.iter().zip(found) {
            let Some(name) = *name else { continue };
            *givers.entry(name).or_default() += 1;
            for (likely, source) in options.iter().filter_map(|o| Some((o.0.min(SURELY), o.1?))) {
                let host = hosts[source];
                let known: &mut f32 = by_name.entry((name, host)).or_default();
                // Each that gives the name says it anew.
                let more = (1.0 - *known) * likely;
                *known += more;
                by_any[host] += more;
            }
        }
        Self { names, hosts, by_name, by_any, givers }
    }

    /// Adds to the sources of each member what the names that the others give tell of them, at most `most` nats.
    pub fn add_to(&self, ways: &mut [Ways], named: impl Fn(usize, usize) -> Naming, most: f32) {
        for (child, (ways, name)) in ways.iter_mut().zip(&self.names).enumerate() {
            let Some(name) = *name else { continue };
            let least = |likely: f32| likely.max((-most).exp()).ln();
            ways.add(|source| {
                if named(child, source) != Naming::Unknown {
                    return 0.0;
                }
                let host = self.hosts[source];
                let this = self.by_name.get(&(name, host)).copied().unwrap_or(0.0);
                let another = (self.by_any[host] - this).clamp(0.0, 1.0);
                let shared = self.givers.get(name).is_some_and(|givers| *givers > 1);
                least(1.0 - another) + if shared { least(this) } else { 0.0 }
            });
        }
    }
}
