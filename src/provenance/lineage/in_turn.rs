//! Whether a text went from hand to hand: each outlet had it from one before it and handed it on to one other.
//!
//! Most texts are printed by whom the agency sends them to, and some are copied from any earlier printing. Seldom one goes
//! round: nearly every printing is a copy then, also those that name nobody, and none has two takers. Both are held against
//! all members of a cluster, and each member's sources are those of both ways, by how likely each is.

use super::known::Known;

/// A source, or none for the agency, with how likely it is: in nats, or as a probability.
pub(super) type Sourced = (f32, Option<usize>);

/// Share of the texts that go from hand to hand.
const TEXTS: f32 = 0.05;

/// Share of their printings that are copies.
pub(super) const COPIED: f32 = 0.95;

/// Share of the copies that keep to the order of time; and of those that are made from the latest printing which nobody has
/// copied. Of what is left the same share is made from the one before that.
const IN_ORDER: f32 = 0.9;
const LATEST: f32 = 0.6;

/// What it costs, in nats, that a printing is copied a second time.
const AGAIN: f32 = 3.0;

/// How much one member can say for either way at most, in nats. Who names nobody says nothing for the rarer one.
const MOST: f32 = 3.0;
const MOST_AGAINST: f32 = 1.0;

/// The sources of one member with their likelihoods, in nats, the agency last.
pub(super) struct Ways {
    /// By the habits of the cluster's members.
    pub by_habit: Vec<Sourced>,
    /// In a text that goes from hand to hand.
    pub in_turn: Vec<Sourced>,
    /// In any text, before anything is known of it.
    pub in_any: Vec<Sourced>,
    /// Whether the member names a source.
    pub names: bool,
}

/// How likely each candidate is the child's source in a text that goes from hand to hand, by the order of the printings
/// alone; `lags` are the weights of their times, `at` the times.
pub(super) fn chosen<T: Ord>(
    child: usize,
    candidates: &[usize],
    lags: &[f32],
    known: &Known,
    at: impl Fn(usize) -> Option<T>,
) -> Vec<f32> {
    let is_free = |m: usize| known.is_free(child, m);
    let mut latest: Vec<(Option<T>, usize)> = Vec::new();
    if at(child).is_some() {
        latest.extend(candidates.iter().filter(|m| is_free(**m)).map(|&m| (at(m), m)).filter(|m| m.0.is_some()));
        latest.sort_by(|a, b| b.cmp(a));
    }
    let in_order = if at(child).is_some() { IN_ORDER } else { 0.0 };
    let mut by_order = vec![0.0; candidates.len()];
    let mut share = in_order * LATEST;
    for (_, member) in latest {
        if let Some(place) = candidates.iter().position(|&m| m == member) {
            by_order[place] = share;
        }
        share *= 1.0 - LATEST;
    }
    let free: f32 = candidates.iter().zip(lags).filter(|(m, _)| is_free(**m)).map(|(_, lag)| lag).sum();
    let of = |((&m, &lag), by_order): ((&usize, &f32), f32)| {
        let by_time = (1.0 - in_order) * lag / free.max(lag).max(f32::MIN_POSITIVE);
        (by_order + by_time) * if is_free(m) { 1.0 } else { (-AGAIN).exp() }
    };
    candidates.iter().zip(lags).zip(by_order).map(of).collect()
}

/// How likely the text of a cluster went from hand to hand, in [0, 1].
pub(super) fn likelihood(members: &[Ways]) -> f32 {
    let says = |ways: &Ways| match ways.in_turn.len() {
        // Where there is no source but the agency, there is nothing to tell.
        0 | 1 => 0.0,
        _ => (total(&ways.in_turn) - total(&ways.in_any)).clamp(-MOST_AGAINST, if ways.names { MOST } else { 0.0 }),
    };
    let odds = (TEXTS / (1.0 - TEXTS)).ln() + members.iter().map(says).sum::<f32>();
    1.0 / (1.0 + (-odds).exp())
}

impl Ways {
    /// The probabilities of the sources, where the text went from hand to hand with that probability.
    pub fn mixed(&self, in_turn: f32) -> Vec<Sourced> {
        let (by_habit, turns) = (total(&self.by_habit), total(&self.in_turn));
        let of = |(habit, turn): (&Sourced, &Sourced)| {
            ((1.0 - in_turn) * (habit.0 - by_habit).exp() + in_turn * (turn.0 - turns).exp(), habit.1)
        };
        self.by_habit.iter().zip(&self.in_turn).map(of).collect()
    }
}

/// The logarithm of the sum of what stands there as logarithms.
fn total(options: &[Sourced]) -> f32 {
    let best = options.iter().map(|o| o.0).fold(f32::MIN, f32::max);
    best + options.iter().map(|o| (o.0 - best).exp()).sum::<f32>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_of(sources: Vec<Option<usize>>, child: usize) -> Vec<f32> {
        let candidates: Vec<usize> = (0..child).collect();
        chosen(child, &candidates, &vec![0.1; child], &Known::new(sources), Some)
    }

    #[test]
    fn the_latest_that_nobody_has_copied_is_likeliest() {
        let found = chosen_of(vec![None, Some(0), None, Some(2), None], 4);
        assert!(found[3] > found[1] && found[1] > found[2] && found[2] > 0.0, "{found:?}");
        // Its own taking leaves a source free.
        let found = chosen_of(vec![None, Some(0), None, None, Some(2)], 4);
        assert!(found[3] > found[2] && found[2] > found[1], "{found:?}");
    }

    #[test]
    fn names_tell_that_a_text_goes_round_and_silence_does_not() {
        let member = |names: bool, in_turn: f32| Ways {
            by_habit: vec![(-1.0, Some(0)), (-1.0, None)],
            in_turn: vec![(in_turn, Some(0)), (-9.0, None)],
            in_any: vec![(-1.5, Some(0)), (-9.0, None)],
            names,
        };
        let named: Vec<Ways> = (0..4).map(|_| member(true, -0.2)).collect();
        assert!(likelihood(&named) > 0.8, "{}", likelihood(&named));
        let silent: Vec<Ways> = (0..40).map(|_| member(false, -0.2)).collect();
        assert!((likelihood(&silent) - TEXTS).abs() < 1e-3, "{}", likelihood(&silent));
        let against: Vec<Ways> = (0..4).map(|_| member(false, -3.0)).collect();
        assert!(likelihood(&against) < 0.01, "{}", likelihood(&against));
    }

    #[test]
    fn sources_are_those_of_both_ways() {
        let ways = Ways {
            by_habit: vec![(0.0, Some(0)), (0.0, None)],
            in_turn: vec![(0.0, Some(0)), (-50.0, None)],
            in_any: Vec::new(),
            names: false,
        };
        let mixed = ways.mixed(0.5);
        assert!((mixed[0].0 - 0.75).abs() < 1e-6 && (mixed[1].0 - 0.25).abs() < 1e-6, "{mixed:?}");
    }
}
