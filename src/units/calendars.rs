//! Years and months of other calendars, as sites of East Asia and Iran print them.

use jiff::civil::Date;

/// Names of eras, and the year before their first.
const ERAS: [(&str, i16); 7] =
    [("民國", 1911), ("民国", 1911), ("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867)];

/// The months of the solar calendar of Iran, from 1.
const SOLAR: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// Years that it counts in our time and that of print.
const SOLAR_YEARS: std::ops::RangeInclusive<i16> = 1250..=1500;

/// A date whose year is counted in an era (`令和6年3月12日`, `民國113年3月12日`) with the year that it is; none where no era is named.
pub(super) fn of_era(text: &str) -> Option<String> {
    let (before, rest, first) = ERAS.iter().find_map(|&(era, first)| {
        let (before, rest) = text.split_once(era)?;
        Some((before, rest.trim_start(), first))
    })?;
    let (year, behind) = rest.split_once('年')?;
    let year: i16 = if year == "元" { 1 } else { year.trim_end().parse().ok()? };
    Some(format!("{before}{}年{behind}", first.checked_add(year)?))
}

/// The month of the solar calendar that a word names, from 1.
pub(super) fn solar_month(word: &str) -> Option<i8> {
    SOLAR.iter().position(|name| *name == word).map(|place| place as i8 + 1)
}

/// Whether a year that a Persian text gives is one of the solar calendar.
pub(super) fn is_solar(year: i16) -> bool {
    SOLAR_YEARS.contains(&year)
}

/// The day of the solar calendar in ours.
///
/// Source: the cycle of 33 years with eight leap years, which is the calendar in force in [`SOLAR_YEARS`] from 1304 on.
pub(super) fn of_solar(year: i16, month: i8, day: i8) -> Option<Date> {
    let length = if month <= 6 { 31 } else { 30 };
    if !is_solar(year) || !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    let (year, month, day) = (i32::from(year), i32::from(month), i32::from(day));
    let months = if month <= 7 { (month - 1) * 31 } else { (month - 1) * 30 + 6 };
    let leaps = (8 * year + 21) / 33;
    // Days since 1970-01-01.
    let days = day + months + leaps + (year - 1) * 365 - 492_269;
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_solar_calendar_are_days_of_ours() {
        for (solar, ours) in [
            ((1403, 1, 1), (2024, 3, 20)),
            ((1402, 12, 29), (2024, 3, 19)),
            ((1399, 12, 30), (2021, 3, 20)),
            ((1400, 1, 1), (2021, 3, 21)),
            ((1404, 7, 1), (2025, 9, 23)),
            ((1357, 11, 22), (1979, 2, 11)),
        ] {
            let (year, month, day) = ours;
            assert_eq!(of_solar(solar.0, solar.1, solar.2), Some(Date::constant(year, month, day)), "{solar:?}");
        }
        for none in [(2024, 1, 1), (1403, 0, 1), (1403, 13, 1), (1403, 7, 31), (1403, 1, 0), (0, 1, 1)] {
            assert_eq!(of_solar(none.0, none.1, none.2), None, "{none:?}");
        }
    }

    #[test]
    fn years_of_eras_are_years_of_ours() {
        assert_eq!(of_era("令和6年3月12日").as_deref(), Some("2024年3月12日"));
        assert_eq!(of_era("中華民國 113 年 3 月").as_deref(), Some("中華2024年 3 月"));
        assert_eq!(of_era("昭和元年12月").as_deref(), Some("1926年12月"));
        for none in ["2024年3月12日", "令和", "令和六年", "令和32767年", ""] {
            assert_eq!(of_era(none), None, "{none}");
        }
    }
}
