//! The time of the data: how far the articles' own dates have come.

use crate::units::Timestamp;
use serde::{Deserialize, Serialize};

/// Seconds by which one article may move the clock; more needs others that agree.
const MAX_STEP: i64 = 2 * 86_400;

/// Consecutive dated articles beyond the clock that are believed together.
const WITNESSES: u32 = 3;

/// The latest date seen, on which a few articles with dates from the far future have no hold.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Clock {
    now: Option<i64>,
    /// Consecutive articles that were too far ahead, and the earliest of their dates.
    ahead: u32,
    earliest_ahead: i64,
    /// Whether a second article agreed with the first; if not, those that came far behind it, and the latest of them.
    is_sure: bool,
    behind: u32,
    latest_behind: i64,
}

impl Clock {
    /// Moves with an article, and gives the time at which it stands in the window: that of the clock. It goes back only
    /// when the very first date turns out to have been wrong.
    pub fn arrive(&mut self, published: Option<Timestamp>) -> i64 {
        let Some(at) = published.map(Timestamp::seconds) else { return self.now() };
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
                self.earliest_ahead = if self.ahead == 0 { at } else { self.earliest_ahead.min(at) };
                self.ahead += 1;
                if self.ahead >= WITNESSES {
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
        assert_eq!(clock.arrive(day(10)), 10 * 86_400);
        assert_eq!(clock.arrive(day(9000)), 10 * 86_400);
        assert_eq!(clock.arrive(day(11)), 11 * 86_400);
        assert_eq!(clock.arrive(None), 11 * 86_400);
        assert_eq!(clock.arrive(day(3)), 11 * 86_400, "it never goes back");
    }

    #[test]
    fn a_wrong_first_date_is_mended() {
        let mut clock = Clock::default();
        let day = |n: i64| Some(Timestamp::from_seconds(n * 86_400));
        clock.arrive(day(9000));
        clock.arrive(day(10));
        assert_eq!(clock.arrive(day(12)), 9000 * 86_400);
        assert_eq!(clock.arrive(day(11)), 12 * 86_400);
        clock.arrive(day(1));
        clock.arrive(day(2));
        assert_eq!(clock.arrive(day(3)), 12 * 86_400, "only once");
    }

    #[test]
    fn a_gap_in_the_feed_is_crossed_once_several_agree() {
        let mut clock = Clock::default();
        let day = |n: i64| Some(Timestamp::from_seconds(n * 86_400));
        clock.arrive(day(10));
        clock.arrive(day(100));
        clock.arrive(day(101));
        assert_eq!(clock.arrive(day(102)), 100 * 86_400);
        assert_eq!(clock.arrive(day(102)), 102 * 86_400);
    }
}
