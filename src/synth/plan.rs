//! What happens on a day: events, the dispatches about them, and who prints what when. No text yet.

use crate::random::{Alias, SplitMix64};
use std::cmp::Ordering;

/// What a sequence of random numbers is for: each purpose has its own under the day's seed.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Event = 1,
    Gap,
    Prints,
    Facts,
    Dispatch,
    Take,
    Edit,
    Page,
    Template,
}

pub(super) fn sequence(seed: u64, purpose: Purpose, path: [u64; 2]) -> SplitMix64 {
    SplitMix64::of(seed, &[purpose as u64, path[0], path[1]])
}

/// Kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Agencies file dispatches on it.
    Wire,
    /// Outlets write of it themselves.
    Own,
    /// A template is filled anew.
    Template,
    /// An outlet sums up earlier dispatches.
    RoundUp,
}

/// One event in numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub kind: Kind,
    /// Index of the language.
    pub language: usize,
    /// Prints of each dispatch; 0 where there is none.
    pub copies: [u16; 3],
    /// Own texts that print passages of the first dispatch.
    pub partials: u16,
    /// Texts written independently.
    pub independent: u16,
}

impl Event {
    pub fn prints(&self) -> u64 {
        self.copies.iter().map(|&n| u64::from(n)).sum::<u64>() + u64::from(self.partials + self.independent)
    }
}

/// What an article is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A print of the event's dispatch of this number.
    Dispatch(u8),
    /// An own text with passages of the first dispatch.
    Partial,
    /// A text of the outlet's own; also templates and round-ups, by the event's kind.
    Own,
}

/// Most steps of copying.
pub(super) const DEEPEST: usize = 7;

/// An article still to be printed: about 48 bytes, all that is held of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    /// Seconds since 1970.
    pub at: i64,
    pub event: u64,
    /// Number within the event.
    pub number: u16,
    pub origin: Origin,
    /// Take of the dispatch, from 0.
    pub take: u8,
    /// The prints that it was copied through, first the one that had it from the wire.
    chain: [u16; DEEPEST],
    depth: u8,
}

impl Print {
    pub fn ancestors(&self) -> &[u16] {
        &self.chain[..usize::from(self.depth)]
    }
}

impl Ord for Print {
    /// By time, then event and number, so that the order is total.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.event, self.number).cmp(&(other.at, other.event, other.number))
    }
}

impl PartialOrd for Print {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Draws events and prints.
pub(super) struct Planner {
    seed: u64,
    kinds: Alias,
    languages: Alias,
    sizes: Alias,
    /// Share of prints that are copied from another print.
    copied: f64,
}

const KINDS: [Kind; 4] = [Kind::Wire, Kind::Own, Kind::Template, Kind::RoundUp];

impl Planner {
    /// `kinds`: shares of the events of [`KINDS`]; `largest`: most prints of one dispatch.
    pub fn new(seed: u64, kinds: [f64; 4], languages: &[f64], largest: usize, copied: f64) -> Self {
        // P(k) ∝ 1/(k+1)²: the tail falls as 1/k, so a few dispatches are printed everywhere.
        let sizes: Vec<f64> = (1..=largest).map(|k| 1.0 / ((k + 1) * (k + 1)) as f64).collect();
        Self { seed, kinds: Alias::new(&kinds), languages: Alias::new(languages), sizes: Alias::new(&sizes), copied }
    }

    pub fn event(&self, event: u64) -> Event {
        let mut random = sequence(self.seed, Purpose::Event, [event, 0]);
        let kind = KINDS[self.kinds.draw(&mut random)];
        let language = self.languages.draw(&mut random);
        let (mut copies, mut partials, mut independent) = ([0; 3], 0, 1);
        match kind {
            Kind::Wire => {
                let dispatches = 1 + usize::from(random.chance(0.3)) + usize::from(random.chance(0.1));
                copies[..dispatches].fill_with(|| 1 + self.sizes.draw(&mut random) as u16);
                partials = u16::from(random.chance(0.15));
                independent = [0, 0, 0, 1, 1, 2, 3][random.below(7)];
            }
            Kind::Own => independent = [1, 1, 1, 1, 1, 1, 2, 2, 3, 4][random.below(10)],
            Kind::Template | Kind::RoundUp => {}
        }
        Event { kind, language, copies, partials, independent }
    }

    /// Length of the pause before the event, relative to the mean pause.
    pub fn gap(&self, event: u64) -> f64 {
        sequence(self.seed, Purpose::Gap, [event, 0]).exponential()
    }

    /// The first `limit` prints of an event that begins at `start`; parents come before their copies.
    pub fn prints(&self, event: u64, plan: &Event, start: f64, limit: u64, out: &mut Vec<Print>) {
        let mut random = sequence(self.seed, Purpose::Prints, [event, 0]);
        let blank = Print { at: 0, event, number: 0, origin: Origin::Own, take: 0, chain: [0; DEEPEST], depth: 0 };
        out.clear();
        let minutes = |random: &mut SplitMix64, median: f64, spread: f64| 60.0 * random.log_normal(median, spread);
        for (dispatch, &copies) in plan.copies.iter().enumerate().filter(|(_, copies)| **copies > 0) {
            let filed = start + if dispatch == 0 { 0.0 } else { minutes(&mut random, 20.0, 0.8) };
            let mut takes = vec![filed];
            while takes.len() < 3 && random.chance(0.35) {
                takes.push(takes[takes.len() - 1] + minutes(&mut random, 45.0, 0.7));
            }
            // One dispatch in twelve is handed on from outlet to outlet.
            let chained = random.chance(0.08);
            let first = out.len();
            for _ in 0..copies {
                let mut print = Print { number: out.len() as u16, origin: Origin::Dispatch(dispatch as u8), ..blank };
                let parent =
                    if chained { out[first..].last() } else { out[first..].get(random.below(out.len() - first)) };
                let parent = parent.filter(|p| usize::from(p.depth) < DEEPEST);
                let copied = chained || random.chance(self.copied);
                match parent.filter(|_| copied) {
                    Some(parent) => {
                        print.at = parent.at + 60 + minutes(&mut random, 20.0, 1.0) as i64;
                        print.take = parent.take;
                        print.chain = parent.chain;
                        print.chain[usize::from(parent.depth)] = parent.number;
                        print.depth = parent.depth + 1;
                    }
                    None => {
                        let at = filed + minutes(&mut random, 25.0, 1.3);
                        let filed_by_then = takes.iter().filter(|&&take| take <= at).count().max(1);
                        print.take = if random.chance(0.85) { filed_by_then as u8 - 1 } else { 0 };
                        print.at = at as i64;
                    }
                }
                out.push(print);
            }
        }
        for i in 0..plan.partials + plan.independent {
            let origin = if i < plan.partials { Origin::Partial } else { Origin::Own };
            // A text of one's own takes longer than a copy, unless nobody else writes.
            let delay = if plan.prints() == 1 { 0.0 } else { minutes(&mut random, 90.0, 0.9) };
            out.push(Print { at: (start + delay) as i64, number: out.len() as u16, origin, ..blank });
        }
        out.truncate(limit.min(usize::MAX as u64) as usize);
    }
}

/// Events an hour, relative: the night is quiet.
const HOURS: [f64; 24] = [
    2.0, 1.5, 1.0, 1.0, 1.5, 3.0, 4.5, 5.5, 6.0, 6.5, 6.5, 6.5, 6.0, 6.0, 6.0, 6.0, 6.5, 6.5, 6.0, 5.0, 4.5, 4.0, 3.5,
    2.5,
];

/// Seconds after midnight by which `share` of a day's events have begun.
pub(super) fn time_of_day(share: f64) -> f64 {
    let mut left = share * HOURS.iter().sum::<f64>();
    for (hour, &events) in HOURS.iter().enumerate() {
        if left < events {
            return 3600.0 * (hour as f64 + left / events);
        }
        left -= events;
    }
    86_400.0
}
