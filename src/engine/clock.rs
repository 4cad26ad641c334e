//! The time of the data: how far the articles' own dates have come.

use crate::units::Timestamp;
use serde::{Deserialize, Serialize};

/// Seconds by which one article may move the clock; more needs others that agree.
pub const MAX_STEP: i64 = 2 * 86_400;

/// Consecutive dated articles beyond the clock that are believed together.
const WITNESSES: u32 = 3;

/// The same where all are of one source of several: it may write its dates wrongly, and feeds bring its articles together.
const OF_ONE_SOURCE: u32 = 64;

/// The latest date seen, on which a few articles with dates from the far future have no hold.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Clock {
    now: Option<i64>,
    /// Consecutive articles that were too far ahead, and the earliest of their dates.
    ahead: u32,
    earliest_ahead: i64,
    /// Whose these are, and whose all dated articles are.
    sources_ahead: Sources,
    sources: Sources,
    /// Whether a second article agreed with the first; if not, those that came far behind it, and the latest of them.
    is_sure: bool,
    behind: u32,
    latest_behind: i64,
}

/// Of how many sources some articles are; one that is not named is another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Sources {
    #[default]
    None,
    One(u64),
    Several,
}

impl Sources {
    fn with(self, source: Option<u64>) -> Self {
        match (self, source) {
            (Self::None, Some(source)) => Self::One(source),
            (Self::One(known), Some(source)) if known == source => self,
            _ => Self::Several,
        }
    }
}

impl Clock {
    /// Moves with an article, and gives the time at which it stands in the window: that of the clock. It goes back only
    /// when the very first date turns out to have been wrong.
    pub fn arrive(&mut self, published: Option<Timestamp>, source: Option<u64>) -> i64 {
        let Some(at) = published.map(Timestamp::seconds) else { return self.now() };
        self.sources = self.sources.with(source);
        match self.now {
            None => self.now = Some(at),
            Some(now) if !self.is_sure && at < now - MAX_STEP => {
                self.latest_behind = if self.behind == 0 { at } else { self.latest_behind.max(at) };
                self.behind += 1;
                if self.behind >= WITNESSES {
                    self.now = Some(self.latest_behind);
                    self.is_sure = true;
                }
            }
            Some(now) if at <= now + MAX_STEP => {
                self.now = Some(now.max(at));
                self.is_sure = true;
                self.ahead = 0;
            }
            Some(_) => {
                let is_first = self.ahead == 0;
                self.earliest_ahead = if is_first { at } else { self.earliest_ahead.min(at) };
                self.sources_ahead = if is_first { Sources::None } else { self.sources_ahead }.with(source);
                self.ahead += 1;
                let is_of_one = self.sources == Sources::Several && self.sources_ahead != Sources::Several;
                if self.ahead >= if is_of_one { OF_ONE_SOURCE } else { WITNESSES } {
                    self.now = Some(self.earliest_ahead);
                    self.is_sure = true;
                    self.ahead = 0;
                }
            }
        }
        self.now()
    }

    /// Sets the clock forward to `at`; it never goes back.
    pub fn set(&mut self, at: i64) {
        self.now = Some(self.now.map_or(at, |now| now.max(at)));
    }

    /// Seconds since 1970 of the latest date believed; 0 before the first.
    pub fn now(&self) -> i64 {
        self.now.unwrap_or(0)
    }

    /// The same, none before the first.
    pub fn latest(&self) -> Option<Timestamp> {
        self.now.map(Timestamp::from_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_from_the_future_moves_nothing() {
        let mut clock = Clock::default();
        let day = |n: i64| Some(Timestamp::from_seconds(n * 86_400));
        assert_eq!(clock.arrive(day(10), None), 10 * 86_400);
        assert_eq!(clock.arrive(day(9000), None), 10 * 86_400);
        assert_eq!(clock.arrive(day(11), None), 11 * 86_400);
        assert_eq!(clock.arrive(None, None), 11 * 86_400);
        assert_eq!(clock.arrive(day(3), None), 11 * 86_400, "it never goes back");
    }

    #[test]
    fn a_wrong_first_date_is_mended() {
        let mut clock = Clock::default();
        let day = |n: i64| Some(Timestamp::from_seconds(n * 86_400));
        clock.arrive(day(9000), None);
        clock.arrive(day(10), None);
        assert_eq!(clock.arrive(day(12), None), 9000 * 86_400);
        assert_eq!(clock.arrive(day(11), None), 12 * 86_400);
        clock.arrive(day(1), None);
        clock.arrive(day(2), None);
        assert_eq!(clock.arrive(day(3), None), 12 * 86_400, "only once");
    }

    #[test]
    fn a_gap_in_the_feed_is_crossed_once_several_agree() {
        let mut clock = Clock::default();
        let day = |n: i64| Some(Timestamp::from_seconds(n * 86_400));
        clock.arrive(day(10), None);
        clock.arrive(day(100), None);
        clock.arrive(day(101), None);
        assert_eq!(clock.arrive(day(102), None), 100 * 86_400);
        assert_eq!(clock.arrive(day(102), None), 102 * 86_400);
    }

    #[test]
    fn one_source_alone_moves_it_late() {
        let day = |n: i64| Some(Timestamp::from_seconds(n * 86_400));
        let mut clock = Clock::default();
        clock.arrive(day(10), Some(2));
        for _ in 1..OF_ONE_SOURCE {
            assert_eq!(clock.arrive(day(9000), Some(1)), 10 * 86_400);
        }
        assert_eq!(clock.arrive(day(9000), Some(1)), 9000 * 86_400, "it may be all that still comes");
        let three = |first, others: [u64; 3]| {
            let mut clock = Clock::default();
            clock.arrive(day(10), Some(first));
            others.map(|source| clock.arrive(day(9000), Some(source)))[2] / 86_400
        };
        assert_eq!(three(1, [1, 1, 2]), 9000, "another bears it out");
        assert_eq!(three(1, [1, 1, 1]), 9000, "there is no other");
        assert_eq!(three(2, [1, 1, 1]), 10);
    }
}
