//! Other articles that a site shows beside a text: headlines with the times of a feed, with beginnings that are cut off, or
//! under a line that announces them.

use super::navigation::{HEADLINE, Line, is_offered, is_put_up, is_short};

/// Fewest headlines of other articles over a text: some lines of its own stand there as well.
const LEAST_HEADLINES: usize = 6;

/// Longest beginning of another article under its headline, in letters, and fewest of these.
const TEASER: usize = 360;
const LEAST_TEASERS: usize = 2;

/// Fewest articles that are begun under a line which announces them.
const LEAST_BEGUN: usize = 3;

/// How many lines at the head are headlines of other articles, and when these were put up.
pub(super) fn headlines(lines: &[Line<'_>]) -> usize {
    let mut feed = Feed::default();
    let is_headline = |line: &Line<'_>| {
        line.is_listed || is_offered(line, HEADLINE) && line.text.starts_with(|c: char| c.is_alphanumeric() || c == '"')
    };
    let row = lines.iter().take_while(|line| is_headline(line) || feed.is_dated(line.text, false)).count();
    let links = lines[..row].iter().filter(|line| is_headline(line)).count();
    if links >= LEAST_HEADLINES { row } else { 0 }
}

/// How many lines at the end are other articles under a line that is known to announce them: headlines, each with a
/// sentence or two.
pub(super) fn others(lines: &[Line<'_>]) -> usize {
    if !lines.iter().any(|line| line.is_listed) {
        return 0;
    }
    let (mut begun, mut is_under, mut found) = (0, false, 0);
    let mut feed = Feed::default();
    for (before, line) in lines.iter().rev().enumerate() {
        if line.is_listed {
            if begun >= LEAST_BEGUN && !is_under {
                found = before + 1;
            }
        } else if is_offered(line, HEADLINE) {
            (begun, is_under) = (begun + usize::from(is_under), false);
        } else if feed.is_dated(line.text, true) {
        } else if is_short(line.text, TEASER) && !is_under {
            is_under = true;
        } else {
            break;
        }
    }
    found
}

/// Whether a text shows the beginnings of several other articles: one alone may be its own end, which was cut off.
pub(super) fn are_teasers(lines: &[Line<'_>]) -> bool {
    (0..lines.len()).filter(|&number| is_teaser(lines, number)).take(LEAST_TEASERS).count() == LEAST_TEASERS
}

/// Whether a line is the beginning of another article: under a headline, and cut off.
pub(super) fn is_teaser(lines: &[Line<'_>], number: usize) -> bool {
    let line = lines[number].text.trim_end();
    line.ends_with("...") && number > 0 && is_short(line, TEASER) && is_offered(&lines[number - 1], HEADLINE)
}

/// The times of other articles, of which a site shows the newest first; a programme begins with what comes first.
#[derive(Default)]
pub(super) struct Feed(Option<u32>);

impl Feed {
    /// Whether a line tells nothing but when something was put up, in the order of a feed, or how warm it is.
    pub fn is_dated(&mut self, line: &str, upwards: bool) -> bool {
        if is_put_up(line) || is_warmth(line) {
            return true;
        }
        let Some(time) = clock(line) else { return false };
        let in_order = self.0.is_none_or(|last| if upwards { last <= time } else { time <= last });
        self.0 = Some(time);
        in_order
    }
}

/// Whether a line is what a site's weather tells: `15°`.
fn is_warmth(line: &str) -> bool {
    line.trim().len() <= 8 && line.contains('°')
}

/// The time of day, in minutes, where a line tells nothing else.
fn clock(line: &str) -> Option<u32> {
    let (hours, minutes) = line.trim().split_once(':')?;
    let figure = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<u32>().ok()).flatten();
    let (hours, minutes) = (figure(hours)?, figure(minutes)?);
    (hours < 24 && minutes < 60).then_some(60 * hours + minutes)
}

#[cfg(test)]
mod tests {
    use super::super::navigation::tests::{PROSE, found};

    #[test]
    fn a_feed_beside_the_text_is_a_sites() {
        let text = [PROSE; 2].join(" ");
        let headlines = [
            "Two bridges between Orsa and Tarsby are inspected again",
            "A ferry for the north of Orsa starts early in May",
            "Winter comes early to the upper valley of the Lema",
            "The mayor of Voll steps down after eleven years",
            "Tarsby beat Holm after extra time in the snow",
            "Bread is dearer in Ness than anywhere in the north",
        ];
        let put_up = ["03-03-2031, 19:54 -", "02-03-2031, 16:51 -", "1. märz 2031, 08:23 uhr | orsa"];
        let dated: Vec<&str> = put_up.iter().zip(headlines).flat_map(|(&time, line)| [line, time]).collect();
        assert_eq!(found(&[&[&*text][..], &dated, &headlines[3..4]].concat()), (0, 7));
        let times = ["19:54", "16:51", "16:40", "11:18", "9:00", "8:59"];
        let newest: Vec<&str> = times.iter().zip(headlines).flat_map(|(&time, line)| [time, line]).collect();
        assert_eq!(found(&[&[&*text][..], &newest].concat()), (0, 12));
        assert_eq!(found(&[&newest[..], &[&*text]].concat()), (12, 0));
        assert_eq!(found(&[&headlines[..], &[&*text]].concat()), (6, 0));
        assert_eq!(found(&[&headlines[1..], &[&*text]].concat()), (0, 0), "a text has lines of its own over it");
        let programme: Vec<&str> = times.iter().rev().zip(headlines).flat_map(|(&time, line)| [time, line]).collect();
        assert_eq!(found(&[&[&*text][..], &programme].concat()), (0, 0), "a programme");
        assert_eq!(found(&[&programme[..], &[&*text]].concat()), (0, 0), "a programme");
        let weather = ["Orsa", "Clear", "15°", "Sunday cloudy", "12 °c", "Monday rain", "9 °c", "Politics", "Sport"];
        assert_eq!(found(&[&weather[..], &[&*text]].concat()), (9, 0));
        let points = headlines.map(|line| format!("- {line}"));
        let points: Vec<&str> = points.iter().map(String::as_str).collect();
        assert_eq!(found(&[&points[..], &[&*text]].concat()), (0, 0), "a summary");
    }

    #[test]
    fn beginnings_of_other_articles_are_a_sites() {
        let teasers = [
            "Two bridges are inspected again",
            "After the flood of last week the province looks at the two bridges between Orsa and Tarsby that are older than ...",
            "A ferry for the north of Orsa",
            "From May on a ferry will cross the lake twice a day. It takes ...",
        ];
        assert_eq!(found(&[&[PROSE, PROSE][..], &teasers].concat()), (0, 4));
        assert_eq!(found(&[&[PROSE, PROSE][..], &teasers[2..]].concat()), (0, 0), "its own end, which was cut off");
        let begun = [
            "#See also",
            "Two bridges are inspected again",
            "The province looks at the two bridges that are older than the road, and has found nothing so far.",
            "A ferry for the north of Orsa",
            "From May on a ferry will cross the lake twice a day.",
            "03-03-2031, 19:54 -",
            "Bread is dearer in Ness",
            "A loaf costs more than anywhere in the north.",
        ];
        assert_eq!(found(&[&[PROSE, PROSE][..], &begun].concat()), (0, 8));
        assert_eq!(found(&[&[PROSE, PROSE][..], &begun[1..]].concat()), (0, 0), "nothing announces them");
        assert_eq!(found(&[&[PROSE, PROSE][..], &begun[..5]].concat()), (0, 0), "a link, and the text goes on");
        let goes_on = [&[PROSE, PROSE][..], &begun[..3], &[PROSE], &begun[3..5]].concat();
        assert_eq!(found(&goes_on), (0, 0), "the text goes on");
    }
}
