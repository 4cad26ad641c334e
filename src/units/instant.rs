//! Instants, and the spellings in which feeds and dumps write them.

use super::zones::ZONES;
use super::{calendars, months};
use jiff::civil::{Date, DateTime, Time};
use serde::Serialize;
use std::fmt;
use std::num::NonZeroI64;

/// An instant: seconds since 1970-01-01T00:00:00Z, negative before it.
///
/// An optional one takes 8 bytes: seconds from 0 on are held as one more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(NonZeroI64);

/// A day, in seconds.
const DAY: i64 = 86_400;

/// The first day of the year 2000.
const PRINT: i64 = 946_684_800;

/// Numbers that are taken as seconds since 1970: the years 1973 to 2096. A thousand, a million and a thousand million times
/// as much are milliseconds, microseconds and nanoseconds. No range meets another, nor the numbers that are compact dates
/// of this time, but for twelve digits: as milliseconds those would all lie in the first half of 1976.
const SECONDS: std::ops::RangeInclusive<f64> = 1e8..=4e9;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Timestamp {
    /// The instant `seconds` after 1970-01-01T00:00:00Z, moved into the years -9999..=9999 where it lies outside.
    pub fn from_seconds(seconds: i64) -> Self {
        Self::of(seconds.clamp(jiff::Timestamp::MIN.as_second(), jiff::Timestamp::MAX.as_second()))
    }

    const fn of(seconds: i64) -> Self {
        match NonZeroI64::new(if seconds < 0 { seconds } else { seconds.saturating_add(1) }) {
            Some(held) => Self(held),
            None => Self(NonZeroI64::MIN),
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn seconds(self) -> i64 {
        let held = self.0.get();
        if held < 0 { held } else { held - 1 }
    }

    /// Whether it lies in the years, before 2000, of which texts come from print, and their letters through a scanner.
    pub(crate) fn is_of_print(self) -> bool {
        self < Self::of(PRINT)
    }

    /// The last second that it may mean: that of the day where it is midnight, which mostly stands for a day whose time nobody
    /// gave. So what is dated by the day claims to be earlier than nothing of that day.
    pub const fn latest(self) -> Self {
        if self.is_day() { Self::of(self.seconds().saturating_add(DAY - 1)) } else { self }
    }

    /// Whether it is midnight, and so mostly a day alone.
    pub const fn is_day(self) -> bool {
        self.seconds().rem_euclid(DAY) == 0
    }

    /// The first second that it may mean, where [`Self::latest`] has put a day alone to its end.
    pub(crate) const fn earliest(self) -> Self {
        let seconds = self.seconds();
        if seconds.rem_euclid(DAY) == DAY - 1 { Self::of(seconds.saturating_sub(DAY - 1)) } else { self }
    }

    /// Whether it is known to be before `other`: where one says the day alone, of an earlier day.
    pub const fn is_before(self, other: Self) -> bool {
        self.latest().seconds() < other.earliest().seconds()
    }

    /// `self - earlier` in seconds; negative when `earlier` is later.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.seconds().saturating_sub(earlier.seconds())
    }

    /// Reads the spellings that feeds use: RFC 3339 (with `T` or a space, any offset), numbers as [`Self::of_number`] does,
    /// RFC 2822, and dates in which the month is named or the year comes first, with or without a time and a zone; of those that
    /// sites print for readers, words before the time that say nothing (`Publié le`) are passed over. A date alone is its
    /// midnight, and what has no zone is in UTC.
    ///
    /// `None` when the text is none of these, names an unknown zone, or lies outside the years -9999..=9999. Days and months
    /// that are both numbers, in front of the year, are read with points alone (`16.02.2019`): with other signs, regions
    /// differ in their order.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(number) = text.parse::<f64>() {
            return Self::of_number(number);
        }
        if let Ok(t) = text.parse::<jiff::Timestamp>() {
            return Some(Self::of(t.as_second()));
        }
        // `/Date(1930371120000)/`, as .NET writes, and JavaScript's `… GMT+0100 (Central European Time)`.
        if let Some(number) = text.strip_prefix("/Date(").and_then(|rest| rest.split([')', '+']).next()?.parse().ok()) {
            return Self::of_number(number);
        }
        if let Some((date, _)) = text.strip_suffix(')').and_then(|text| text.split_once(" ("))
            && date.contains(" GMT")
        {
            return Self::parse(date);
        }
        // A zone in brackets, with no offset, would be passed over.
        if text.ends_with(']') {
            return None;
        }
        if let Ok(t) = text.parse::<DateTime>() {
            return Self::from_civil(t, 0);
        }
        if let Ok(d) = text.parse::<Date>() {
            return Self::from_civil(d.at(0, 0, 0, 0), 0);
        }
        let spelled = |text: &str| {
            Spelled::read(text).and_then(Spelled::instant).or_else(|| Spelled::read_for_readers(text)?.instant())
        };
        spelled(text).or_else(|| spelled(&together(text)?))
    }

    /// The instant that a number means: 8, 12 or 14 digits that are a date of the calendar, `YYYYMMDD`, `YYYYMMDDhhmm` or
    /// `YYYYMMDDhhmmss`, in UTC; else seconds, milliseconds, microseconds or nanoseconds since 1970, where that lies in the
    /// years 1973 to 2096. Fractions are let go.
    ///
    /// `None` for any other number: a year alone is no instant.
    pub fn of_number(number: f64) -> Option<Self> {
        if let Some(at) = of_compact(number) {
            return Self::from_civil(at, 0);
        }
        let seconds = [1.0, 1e3, 1e6, 1e9].map(|unit| number / unit).into_iter().find(|s| SECONDS.contains(s))?;
        Some(Self::of(seconds.floor() as i64))
    }

    /// `offset` is in minutes east of Greenwich.
    fn from_civil(t: DateTime, offset: i16) -> Option<Self> {
        let zoned = t.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self::from_seconds(zoned.timestamp().as_second() - i64::from(offset) * 60))
    }
}

/// A date in figures without the blanks behind its points (`12. 3. 2031`, `2031. 03. 12.`), if it begins so.
fn together(text: &str) -> Option<String> {
    let mut parts = text.splitn(3, ". ");
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let is_figure = |part: &str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_figure(first) && is_figure(second) && rest.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| format!("{first}.{second}.{rest}"))
}

/// `YYYYMMDD`, `YYYYMMDDhhmm` or `YYYYMMDDhhmmss`.
fn of_compact(number: f64) -> Option<DateTime> {
    let (digits, per_day) = match number {
        1e7..1e8 => (number as u64, 1),
        1e11..1e12 => (number as u64 * 100, 1_000_000),
        1e13..1e14 => (number as u64, 1_000_000),
        _ => return None,
    };
    let (days, time) = (digits / per_day, digits % per_day);
    let date = Date::new((days / 10_000) as i16, (days / 100 % 100) as i8, (days % 100) as i8).ok()?;
    Some(date.to_datetime(clock((time / 10_000) as i8, (time / 100 % 100) as i8, (time % 100) as i8)?))
}

/// A leap second is the one before it.
fn clock(hour: i8, minute: i8, second: i8) -> Option<Time> {
    Time::new(hour, minute, if second == 60 { 59 } else { second }, 0).ok()
}

/// A date that is spelled out, part by part: each may stand once.
#[derive(Default)]
struct Spelled {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<Time>,
    is_afternoon: Option<bool>,
    /// Minutes east of Greenwich.
    offset: Option<i16>,
    /// Whether year, month and day are of the solar calendar of Iran.
    is_solar: bool,
    /// Whether it is in a language that writes the day before the month, whatever stands between.
    is_day_first: bool,
}

/// Longest date that is spelled out. Unit: bytes.
const MAX_SPELLED: usize = 80;

/// Fills a part that is still empty.
fn fill<T>(part: &mut Option<T>, value: T) -> Option<()> {
    part.is_none().then(|| *part = Some(value))
}

impl Spelled {
    fn read(text: &str) -> Option<Self> {
        // No spelling is longer, and no text of any length may cost more.
        if text.len() > MAX_SPELLED {
            return None;
        }
        let text = text.to_ascii_lowercase();
        let mut spelled = Self::default();
        for word in text.split([' ', '\t', ',', '(', ')']).filter(|word| !word.is_empty()) {
            spelled.take(word)?;
        }
        Some(spelled)
    }

    /// A date as a site prints it, the month in any language.
    fn read_for_readers(text: &str) -> Option<Self> {
        if text.len() > 2 * MAX_SPELLED {
            return None;
        }
        // Words with letters beyond ASCII are no English ones, and none but English writes `03/12/2024` in December.
        let is_day_first = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        let is_persian = text.chars().any(|c| matches!(c, '\u{6f0}'..='\u{6f9}' | 'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک'));
        let text = months::plain(&calendars::of_era(text).unwrap_or_else(|| text.into())).to_lowercase();
        let mut spelled = Self { is_day_first, ..Self::default() };
        for word in text.split([' ', '\t', '\n', '\u{a0}', '\u{202f}', ',', '،', '(', ')', '|', '·', '•']) {
            if word.chars().any(char::is_alphanumeric) {
                spelled.take_printed(word)?;
            }
        }
        // The Buddhist era, which Thai sites count by.
        if text.chars().any(|c| matches!(c, '\u{0e00}'..='\u{0e7f}')) {
            spelled.year = spelled.year.map(|year| if year > 2400 { year - 543 } else { year });
        }
        spelled.is_solar |= is_persian && spelled.year.is_some_and(calendars::is_solar);
        Some(spelled)
    }

    fn take_printed(&mut self, word: &str) -> Option<()> {
        let word = word.trim_end_matches('.');
        if let Some(month) = months::named(word) {
            return fill(&mut self.month, month);
        }
        if let Some(month) = calendars::solar_month(word) {
            self.is_solar = true;
            return fill(&mut self.month, month);
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let is_dated = self.year.is_some() && self.month.is_some() && self.day.is_some();
            // `8h05`, `8h`, `8:`; behind the date `8.05`.
            return match word.split_once(['h', ':']).or_else(|| is_dated.then(|| word.split_once('.')).flatten()) {
                Some((hour, "" | "h")) => self.take_time(&format!("{hour}:00")),
                Some((hour, minute)) if !word.contains('t') => self.take_time(&format!("{hour}:{minute}")),
                _ => self.take(word),
            };
        }
        // What stands before the time may be anything; behind it, an unknown word may be a zone.
        if self.time.is_none() && !word.starts_with(['+', '-']) || months::is_hour(word) {
            Some(())
        } else {
            self.take(word)
        }
    }

    fn take(&mut self, word: &str) -> Option<()> {
        if let Some((date, time)) =
            word.split_once('t').filter(|(date, _)| date.ends_with(|c: char| c.is_ascii_digit()))
            && time.starts_with(|c: char| c.is_ascii_digit())
        {
            self.take(date)?;
            return self.take(time);
        }
        match word.as_bytes()[0] {
            b'0'..=b'9' if word.contains(':') && !word.contains('/') => self.take_time(word),
            b'0'..=b'9' => self.take_day(word),
            b'+' | b'-' => self.take_offset(word),
            _ => self.take_name(word),
        }
    }

    /// `9:10`, `09:10:00.25`, and what is written at their ends: `9:10pm`, `09:10+01:00`.
    fn take_time(&mut self, word: &str) -> Option<()> {
        let end = word.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(word.len());
        let (time, rest) = word.split_at(end);
        let mut parts = time.split(':');
        let hour = parts.next()?.parse().ok()?;
        let minute = parts.next()?.parse().ok()?;
        let second = parts.next().map_or(Some(0), |part| part.split('.').next()?.parse().ok())?;
        if parts.next().is_some() {
            return None;
        }
        fill(&mut self.time, clock(hour, minute, second)?)?;
        if rest.is_empty() { Some(()) } else { self.take(rest) }
    }

    /// `16`, `16th`, `2019`, `2019-02-16`, `2019/2/16`, `16-feb-2019`, `16.02.2019`.
    fn take_day(&mut self, word: &str) -> Option<()> {
        let Some(sign) = word.trim_end_matches('.').chars().find(|c| matches!(c, '-' | '/' | '.')) else {
            return self.take_number(word.trim_end_matches('.'));
        };
        let parts: Vec<&str> = word.split(sign).collect();
        let [first, second, third] = parts[..] else { return None };
        match (first.len(), third.len()) {
            (4, 1 | 2) => {
                self.take_number(first)?;
                fill(&mut self.month, month(second)?)?;
                fill(&mut self.day, third.parse().ok()?)
            }
            (1 | 2, year @ (2 | 4))
                if second.starts_with(|c: char| c.is_ascii_alphabetic())
                    || year == 4 && (sign == '.' || self.is_day_first && sign == '/') =>
            {
                fill(&mut self.day, first.parse().ok()?)?;
                fill(&mut self.month, month(second)?)?;
                self.take_number(third)
            }
            _ => None,
        }
    }

    /// A day, or a year; two digits after the day are a year as RFC 2822 takes it.
    fn take_number(&mut self, word: &str) -> Option<()> {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let number: i16 = digits.parse().ok()?;
        match digits.len() {
            4 => fill(&mut self.year, number),
            1 | 2 if self.day.is_none() => fill(&mut self.day, number as i8),
            2 if digits.len() == word.len() => fill(&mut self.year, number + if number < 50 { 2000 } else { 1900 }),
            _ => None,
        }
    }

    /// `+01`, `+0100`, `+01:00`, after whatever zone of no offset: `gmt+1`.
    fn take_offset(&mut self, word: &str) -> Option<()> {
        let (sign, digits) = word.split_at(1);
        let digits = digits.replace(':', "");
        let number: i16 = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
        let minutes = match digits.len() {
            1 | 2 => number * 60,
            4 => number / 100 * 60 + number % 100,
            _ => return None,
        };
        let east = if sign == "-" { -minutes } else { minutes };
        (self.offset.unwrap_or(0) == 0 && minutes <= 24 * 60).then(|| self.offset = Some(east))
    }

    fn take_name(&mut self, word: &str) -> Option<()> {
        if let Some(at) = word.find(['+', '-']) {
            self.take_name(&word[..at])?;
            return self.take_offset(&word[at..]);
        }
        let name = word.trim_end_matches('.');
        match name {
            "am" | "a.m" => fill(&mut self.is_afternoon, false),
            "pm" | "p.m" => fill(&mut self.is_afternoon, true),
            "at" => Some(()),
            _ if is_short_for(name, &WEEKDAYS).is_some() => Some(()),
            _ => match is_short_for(name, &MONTHS) {
                Some(place) => fill(&mut self.month, place as i8 + 1),
                None => {
                    let (_, offset) = ZONES.iter().find(|(zone, _)| *zone == name)?;
                    // `+0100 (CET)` says it twice.
                    self.offset = self.offset.or(Some(*offset));
                    Some(())
                }
            },
        }
    }

    fn instant(self) -> Option<Timestamp> {
        let Self { year, month, day, time, is_afternoon, offset, is_solar, .. } = self;
        let (year, month, day) = (year?, month?, day?);
        let date = if is_solar { calendars::of_solar(year, month, day) } else { Date::new(year, month, day).ok() }?;
        let mut time = time.unwrap_or(Time::midnight());
        match (is_afternoon, time.hour()) {
            (Some(true), hour @ 1..12) => time = time.with().hour(hour + 12).build().ok()?,
            (Some(false), 12) => time = time.with().hour(0).build().ok()?,
            _ => {}
        }
        Timestamp::from_civil(date.to_datetime(time), offset.unwrap_or(0))
    }
}

/// A month by its number or its name.
fn month(text: &str) -> Option<i8> {
    text.parse().ok().or_else(|| is_short_for(text, &MONTHS).map(|place| place as i8 + 1))
}

/// The place of the name that `word` is, or begins with three letters or more.
fn is_short_for(word: &str, names: &[&str]) -> Option<usize> {
    names.iter().position(|name| word.len() >= 3 && name.starts_with(word))
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.seconds()) {
            Ok(t) => write!(f, "{t}"),
            Err(_) => write!(f, "{}s", self.seconds()),
        }
    }
}

impl fmt::Debug for Timestamp {
    /// As [`fmt::Display`]: what is held is no number of seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        Timestamp::parse(text).map(|t| t.to_string())
    }

    #[test]
    fn instants_are_read_in_the_spellings_of_feeds() {
        for text in [
            "2022-01-13T09:10:00Z",
            "2022-01-13 09:10:00Z",
            "2022-01-13T10:10:00+01:00",
            "2022-01-13T10:10:00+0100",
            "2022-01-13 10:10:00 +0100",
            "2022-01-13T09:10:00",
            "2022-01-13 09:10",
            "2022-01-13 09:10:00 UTC",
            "2022-01-13T10:10:00 CET",
            "2022/01/13 09:10:00",
            "2022-01-13T10:10:00+01:00[Europe/Paris]",
            "20220113T091000Z",
            "20220113T091000",
            "20220113091000",
            "20220113091000.0",
            "202201130910",
            "1642065000",
            "1642065000.7",
            "1642065000123",
            "1642065000123456",
            "1642065000123456789",
            "1.642065e9",
            "Thu, 13 Jan 2022 09:10:00 +0000",
            "Thu, 13 Jan 2022 09:10 GMT",
            "Thu, 13 Jan 2022 10:10:00 CET",
            "Thu, 13 Jan 2022 11:10:00 CEST",
            "Thu, 13 Jan 2022 04:10:00 EST",
            "Thu, 13 Jan 2022 02:10:00 PDT",
            "Thu, 13 Jan 2022 01:10:00 PST",
            "Thu, 13 Jan 2022 14:40:00 IST",
            "Thu, 13 Jan 22 09:10:00 GMT",
            // The weekday is not what says the day.
            "Mon, 13 Jan 2022 09:10:00 GMT",
            "Thu Jan 13 09:10:00 2022",
            "Thu Jan 13 09:10:00 +0000 2022",
            "Thu Jan 13 2022 10:10:00 GMT+0100 (CET)",
            "Thu Jan 13 2022 10:10:00 GMT+0100 (Central European Standard Time)",
            "/Date(1642065000000)/",
            "13. 1. 2022 09:10",
            "2022. 01. 13. 09:10",
            "/Date(1642065000000+0100)/",
            "13-JAN-2022 09:10:00.01",
            "January 13, 2022 at 4:10 a.m. EST",
            "Jan. 13th, 2022 9:10am",
            "13.01.2022 09:10",
        ] {
            assert_eq!(read(text).as_deref(), Some("2022-01-13T09:10:00Z"), "{text}");
        }
        for text in
            ["2022-01-13", "20220113", "20220113.0", "2022/1/13", "Jan 13, 2022", "13 January 2022", "13.1.2022"]
        {
            assert_eq!(read(text).as_deref(), Some("2022-01-13T00:00:00Z"), "{text}");
        }
        for text in [
            "13 janvier 2022",
            "jeudi 13 janvier 2022",
            "Publié le 13 janv. 2022",
            "13. Januar 2022",
            "13 de enero de 2022",
            "13 января 2022 г.",
            "13 ledna 2022",
            "2022. január 13., csütörtök",
            "13 Ocak 2022 Perşembe",
            "13 जनवरी 2022",
            "১৩ জানুয়ারি ২০২২",
            "13 มกราคม 2565",
            "١٣ يناير ٢٠٢٢",
            "13 בינואר 2022",
            "2022年1月13日",
            "2022년 1월 13일 (목)",
            "2022.01.13.",
            "۲۳ دی ۱۴۰۰",
            "۱۴۰۰/۱۰/۲۳",
            "民國111年1月13日",
            "令和4年1月13日",
            "Thứ Năm, 13/1/2022",
        ] {
            assert_eq!(read(text).as_deref(), Some("2022-01-13T00:00:00Z"), "{text}");
        }
        for text in [
            "Updated: January 13, 2022 09:10 UTC",
            "Thursday, January 13, 2022 - 09:10",
            "Thursday, 13-Jan-22 09:10:00 GMT",
            "Le 13 janvier 2022 à 09h10",
            "13. Januar 2022, 9:10 Uhr",
            "13.1.2022 klo 9.10",
            "13 de janeiro de 2022 às 9h10",
            "Kamis, 13 Januari 2022 16:10 WIB",
            "2022年01月13日 9時10分",
            "입력 2022.01.13 오전 9:10",
            "Jan 13, 2022, 5:10 AM ET",
            "Thứ Năm, 13/1/2022, 16:10 (GMT+7)",
        ] {
            assert_eq!(read(text).as_deref(), Some("2022-01-13T09:10:00Z"), "{text}");
        }
        assert_eq!(read("Sept. 2, 2022 12:05 PM").as_deref(), Some("2022-09-02T12:05:00Z"));
        assert_eq!(read("2 May 2022 12:05 AM").as_deref(), Some("2022-05-02T00:05:00Z"));
    }

    #[test]
    fn what_is_no_instant_is_not_guessed() {
        for text in [
            "",
            "soon",
            "2019",
            "1905",
            "4.03",
            "0",
            "-1642065000",
            "2022-13-40",
            "20221340",
            "20220113256000",
            "99999999999999999999",
            "1e300",
            "nan",
            "inf",
            "02/03/2019",
            "2022-01-13T10:10:00[Europe/Paris]",
            "16/02/2019",
            "13 Jan",
            "13 Jan 2022 09:10 XYZ",
            "13 Jan 2022 25:10",
            "13 Jan 2022 14 Jan",
            "-",
            "+",
            "(",
            "1t2",
            "1:",
            "1-2-",
            "2019-é-16",
            "13 Jané 2022",
            "32767 Jan 32767",
            "13 jan 2022 +99999",
            "13 listopada 2022",
            "Le 13 janvier 2022 à 9h10 XYZ",
            "13 janvier 2022, 14 janvier 2022",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9tTzZ:+./ ,()-]{0,24}|\\PC{0,90}|(jan|mon|pm|[0-9]{1,5}|[-+:. ]){0,9}") {
            let _ = Timestamp::parse(&text);
        }

        #[test]
        fn no_number_panics(number in any::<f64>()) {
            let _ = Timestamp::of_number(number);
        }
    }
}
