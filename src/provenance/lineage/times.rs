//! What time says of how a text came to an outlet: from an earlier printing, or from the agency.

use super::{MemberFacts, Witness};

/// Times in seconds: log-normal about a median with a spread, unless they are not: one in ten is anything.
struct Times {
    median: f32,
    spread: f32,
}

/// From a printing to its copies.
const LAGS: Times = Times { median: 1500.0, spread: 1.2 };

/// From the agency's sending, so long before the first printing, to the printings of those that have it from there.
const PRINTINGS: Times = Times { median: 1800.0, spread: 1.4 };
const SENT_BEFORE: f32 = 300.0;

/// Times below so many seconds are as likely as these: dates say the minute at best.
const SHORTEST: f32 = 60.0;

/// Weight of a candidate of which no time is known, when the child's is known or not.
pub(super) const UNDATED: f32 = 0.05;
const BOTH_UNDATED: f32 = 0.3;

/// How much the time of a printing can say for or against a copy at most, in nats.
const MOST: f32 = 3.0;

impl Times {
    /// How likely a time is, by the second.
    fn density(&self, seconds: f32) -> f32 {
        let seconds = seconds.max(SHORTEST);
        let z = (seconds / self.median).ln() / self.spread;
        let usual = (-0.5 * z * z).exp() / (self.spread * std::f32::consts::TAU.sqrt());
        let anything = 1.0 / ((1.0 + self.median / SHORTEST).ln() * (1.0 + seconds / self.median));
        (0.9 * usual + 0.1 * anything) / seconds
    }

    /// The time that is likeliest.
    fn likeliest(&self) -> f32 {
        self.median * (-self.spread * self.spread).exp()
    }
}

/// How usual the time between two printings is for a copy, relative; 1 at most.
pub(super) fn lag_weight(source: &MemberFacts<'_>, child: &MemberFacts<'_>) -> f32 {
    let (Some(from), Some(to)) = (source.published_at, child.published_at) else {
        let both = source.published_at.is_none() && child.published_at.is_none();
        return if both { BOTH_UNDATED } else { UNDATED };
    };
    // Of one day, one of them without its hour.
    if !(source.is_before(child) || source.is_timed() && child.is_timed()) {
        return if source.is_timed() || child.is_timed() { UNDATED } else { BOTH_UNDATED };
    }
    LAGS.density(to.seconds_since(from) as f32) / LAGS.density(LAGS.likeliest())
}

/// For each member how much its time speaks for a copy, in nats; 0 where it has none.
///
/// Who has the text from the agency prints it soon; each printing has its copies soon after itself. So what comes late, and
/// close behind another, is a copy. Cost: O(members²).
pub(super) fn odds_of_copying(members: &[Witness<'_>]) -> Vec<f32> {
    let times = || members.iter().filter_map(|m| m.facts.published_at);
    let (first, all) = (times().min(), times().count() as f32);
    let odds = |member: &Witness<'_>| {
        let (Some(first), Some(at)) = (first, member.facts.published_at) else { return 0.0 };
        if !member.facts.is_timed() && !first.is_before(at) {
            return 0.0;
        }
        let since = |then| at.seconds_since(then) as f32;
        // Dates of the day alone leave open which of a day was first.
        let copies: f32 = times().filter(|&then| then <= at).map(|then| LAGS.density(since(then))).sum();
        let copies = copies - LAGS.density(0.0);
        let printings = all * PRINTINGS.density(since(first) + SENT_BEFORE);
        (copies.max(f32::MIN_POSITIVE) / printings).ln().clamp(-MOST, MOST)
    };
    members.iter().map(odds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Signals;
    use crate::tokenise::Tokens;
    use crate::units::Timestamp;

    fn odds(times: &[Option<i64>]) -> Vec<f32> {
        let (signals, body) = (Signals::default(), Tokens::default());
        let member = |at: &Option<i64>| {
            let published_at = at.map(Timestamp::from_seconds);
            let facts = MemberFacts { id: "", source: None, published_at, signals: &signals };
            Witness { facts, body: &body, title: &[] }
        };
        odds_of_copying(&times.iter().map(member).collect::<Vec<_>>())
    }

    #[test]
    fn what_comes_late_and_close_behind_another_is_a_copy() {
        let day = 86_400;
        let found = odds(&[Some(0), Some(120), Some(day), Some(day + 900), None]);
        assert!(found[1] < 0.0, "most print at once what the agency sends: {found:?}");
        assert!(found[3] > found[2] && found[3] > 1.0, "{found:?}");
        assert_eq!((found[0], found[4]), (-MOST, 0.0), "there is none before the first, and no time says nothing");
    }

    #[test]
    fn dates_of_the_day_alone_say_little() {
        assert!(odds(&[Some(0); 5]).iter().all(|odds| odds.abs() < 1.0));
        // As the engine gives them: the day's last second.
        let (day, morning) = (86_400, 6 * 3600);
        let found = odds(&[Some(morning), Some(morning + 7200), Some(day - 1), Some(2 * day - 1)]);
        assert_eq!(found[2], 0.0, "it may have come before the others of its day: {found:?}");
        assert_ne!(found[3], 0.0, "it came on another day: {found:?}");
    }

    #[test]
    fn no_time_lies_between_two_of_one_day_without_their_hours() {
        let (signals, day) = (Signals::default(), 86_400);
        let weight = |from: i64, to: i64| {
            let [source, child] = [from, to].map(|at| {
                let published_at = Some(Timestamp::from_seconds(at));
                MemberFacts { id: "", source: None, published_at, signals: &signals }
            });
            lag_weight(&source, &child)
        };
        assert_eq!([weight(7200, day - 1), weight(day - 1, day - 1)], [UNDATED, BOTH_UNDATED]);
        assert!(weight(day - 1, day + 1800) > UNDATED && weight(7200, 9000) > UNDATED);
    }
}
