//! Whether a text went from hand to hand: each outlet had it from one before it and handed it on to one other.
//!
//! Most texts are printed by whom the agency sends them to, and some are copied from any earlier printing. Seldom one goes
//! round: nearly every printing is a copy then, also those that name nobody, and none has two takers. Both are held against
//! all members of a cluster, and each member's sources are those of both ways, by how likely each is.

/// A source, or none for the agency, with how likely it is: in nats, or as a probability.
pub(super) type Sourced = (f32, Option<usize>);

/// Share of the texts that go from hand to hand.
const TEXTS: f32 = 0.05;

/// Share of their printings that are copies.
pub(super) const COPIED: f32 = 0.95;

/// What it costs, in nats, that a printing is copied a second time.
const AGAIN: f32 = 4.0;

/// How often the members are asked anew for whom the others leave.
const SWEEPS: usize = 3;

/// How surely one member alone can take a source.
const SURELY: f32 = 0.999;

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
    pub turns: Turns,
}

/// What tells which of the candidates is next in turn, as long as nobody else has copied them.
pub(super) struct Turns {
    /// How likely the text is the candidate's, in nats.
    pub alone: Vec<f32>,
    /// The weights of their times.
    pub lags: Vec<f32>,
}

impl Turns {
    /// How likely each candidate is the source by the times of the printings alone, where each is left by the others with the
    /// probability that `free` says.
    fn chosen(&self, free: &[f32]) -> impl Iterator<Item = f32> {
        let all: f32 = self.lags.iter().zip(free).map(|(lag, free)| lag * free).sum();
        let of = move |(&lag, &free): (&f32, &f32)| {
            lag / all.max(lag).max(f32::MIN_POSITIVE) * (free + (1.0 - free) * (-AGAIN).exp())
        };
        self.lags.iter().zip(free).map(of)
    }
}

/// Fills in the sources in a text that goes from hand to hand: since each printing has one taker, whom one member surely
/// has it from, the others hardly do. The members are asked in order, a few times, each for whom the others leave by then
/// (loopy belief propagation of the one constraint). Cost: O(members × candidates).
pub(super) fn settle(ways: &mut [Ways]) {
    let stays = |taken: f32| (1.0 - taken.min(SURELY)).ln();
    let mut taken: Vec<Vec<f32>> = ways.iter().map(|w| vec![0.0; w.turns.lags.len()]).collect();
    // For each member how likely nobody has taken it, in nats.
    let mut left = vec![0.0f32; ways.len()];
    for _ in 0..SWEEPS {
        for (ways, taken) in ways.iter_mut().zip(&mut taken) {
            let sources = |option: &Sourced| option.1;
            let others = |(source, &taken): (usize, &f32)| (left[source] - stays(taken)).min(0.0).exp();
            let free: Vec<f32> = ways.in_turn.iter().filter_map(sources).zip(&*taken).map(others).collect();
            let chosen = ways.turns.chosen(&free);
            for ((option, alone), chosen) in ways.in_turn.iter_mut().zip(&ways.turns.alone).zip(chosen) {
                option.0 = alone + chosen.max(f32::MIN_POSITIVE).ln();
            }
            let all = total(&ways.in_turn);
            for ((likely, source), taken) in ways.in_turn.iter().zip(taken) {
                let Some(source) = *source else { continue };
                let now = (likely - all).exp();
                left[source] += stays(now) - stays(*taken);
                *taken = now;
            }
        }
    }
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
    /// Adds to the likelihood of each source, in nats, whichever way it is.
    pub fn add(&mut self, says: impl Fn(usize) -> f32) {
        for place in 0..self.turns.alone.len() {
            let Some(source) = self.by_habit[place].1 else { continue };
            let said = says(source);
            self.turns.alone[place] += said;
            for options in [&mut self.by_habit, &mut self.in_turn, &mut self.in_any] {
                options[place].0 += said;
            }
        }
    }

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

    /// Members that each may have the text from any before it, as likely by their texts, or from the agency.
    fn ways(count: usize) -> Vec<Ways> {
        let of = |child: usize| {
            let options = || (0..child).map(|source| (0.0, Some(source))).chain([(-4.0, None)]).collect();
            let lags = (0..child).map(|source| 0.5f32.powi((child - source) as i32)).collect();
            let turns = Turns { alone: vec![0.0; child], lags };
            Ways { by_habit: options(), in_turn: options(), in_any: options(), names: false, turns }
        };
        (0..count).map(of).collect()
    }

    #[test]
    fn the_latest_that_nobody_has_copied_is_likeliest() {
        let turns = &ways(5)[4].turns;
        let found: Vec<f32> = turns.chosen(&[0.0, 1.0, 0.0, 1.0]).collect();
        assert!(found[3] > found[1] && found[1] > found[2] && found[2] > 0.0, "{found:?}");
        let sure: Vec<f32> = turns.chosen(&[0.0, 1.0, 0.0, 0.0]).collect();
        let unsure: Vec<f32> = turns.chosen(&[0.0, 1.0, 0.0, 0.5]).collect();
        assert!(unsure[3] > sure[3] && unsure[1] < sure[1], "{unsure:?} {sure:?}");
    }

    #[test]
    fn whom_one_surely_has_it_from_the_others_hardly_do() {
        let best = |ways: &Ways| ways.in_turn.iter().max_by(|a, b| a.0.total_cmp(&b.0)).and_then(|o| o.1);
        let mut members = ways(4);
        settle(&mut members);
        assert_eq!(members.iter().map(best).collect::<Vec<_>>(), [None, Some(0), Some(1), Some(2)]);
        // The last has it from the second, as its text tells, and the second from the agency: the first is left.
        members[1].turns.alone = vec![-9.0];
        members[3].turns.alone = vec![-9.0, 3.0, -9.0];
        settle(&mut members);
        assert_eq!(members.iter().map(best).collect::<Vec<_>>(), [None, None, Some(0), Some(1)]);
    }

    #[test]
    fn names_tell_that_a_text_goes_round_and_silence_does_not() {
        let member = |names: bool, in_turn: f32| Ways {
            by_habit: vec![(-1.0, Some(0)), (-1.0, None)],
            in_turn: vec![(in_turn, Some(0)), (-9.0, None)],
            in_any: vec![(-1.5, Some(0)), (-9.0, None)],
            names,
            turns: Turns { alone: Vec::new(), lags: Vec::new() },
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
            turns: Turns { alone: Vec::new(), lags: Vec::new() },
        };
        let mixed = ways.mixed(0.5);
        assert!((mixed[0].0 - 0.75).abs() < 1e-6 && (mixed[1].0 - 0.25).abs() < 1e-6, "{mixed:?}");
    }
}
