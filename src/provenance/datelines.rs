//! Datelines: place, date and agency at the head of a paragraph, with brackets or without.

use super::Basis;
use super::context::{
    Bracket, Hit, Phrase, ceil, ends_sentence, floor, is_dash, is_dated_place, is_place_and_date, line_above, trim,
};
use super::credits::{Reader, Reading};
use crate::units;
use std::ops::Range;

impl Reader<'_> {
    /// `PARIS, 13 janvier (AFP) -`, and the bracket alone at the head of a paragraph.
    pub(super) fn dateline(
        &self,
        bracket: &Bracket,
        ahead: &str,
        rest: &str,
        outer: &Range<usize>,
        inside: &Phrase,
    ) -> Option<Reading> {
        let trimmed = rest.trim_start_matches(['.', ',', ' ', '\u{a0}', ':', '।', '۔']);
        // `(Havas) ag. Der`
        let trimmed = trimmed.strip_prefix("ag.").filter(|_| self.print).map_or(trimmed, str::trim_start);
        // `(Havas).⏎— On annonce`
        let below = || self.text[outer.end..].trim_start().starts_with(['—', '–']);
        let trimmed = match self.print && trimmed.trim().is_empty() && below() {
            true => self.text[outer.end..].trim_start(),
            false => trimmed,
        };
        let dash = trimmed.starts_with(|c: char| is_dash(c) || matches!(c, '|' | '/' | '=' | '_'))
            || rest.trim_start().starts_with([':', '፡']);
        let starts = trimmed.starts_with(|c: char| {
            c.is_uppercase()
                || c.is_numeric()
                || matches!(c, '«' | '"' | '“' | '„' | '\'' | '‘')
                || c.is_alphabetic() && !c.is_lowercase()
        });
        // In print several dispatches share a line: only what follows the last sentence is place and date.
        let sentence = ahead.rfind(['!', '?', '»', '”']).map_or(0, |i| ceil(ahead, i + 1));
        let prefix = &ahead[sentence..];
        let full = is_place_and_date(ahead);
        let plausible = full || is_place_and_date(prefix);
        let joined = inside.names == 1
            && inside.prose + inside.short + inside.credit_words + inside.figures + inside.joining == 0
            && self.text[bracket.inner.clone()].contains(['/', '-']);
        let cut_line = outer.start > 0 && self.text.as_bytes()[outer.start - 1] != b'\n';
        let span = || outer.start + ahead.len() - ahead.trim_start().len()..bracket.close;
        let place = |confidence| {
            let place =
                if full && !cut_line { outer.start..bracket.open } else { outer.start + sentence..bracket.open };
            let span = if full { span() } else { bracket.open..bracket.close };
            Some(Reading { basis: Basis::Dateline, confidence, span, place: Some(place) })
        };
        let figure = prefix.contains(|c: char| c.is_numeric());
        let stopped = prefix.trim_end().ends_with(['.', ',', ':', '-', '—', '–']);
        let capitals =
            prefix.chars().filter(|c| c.is_alphabetic()).count() >= 2 && prefix.chars().all(|c| !c.is_lowercase());
        if ahead.trim().is_empty() {
            let next_line = trimmed.is_empty() && !self.is_last(outer);
            return match () {
                () if dash => place(0.93),
                () if starts && inside.names == 0 => place(0.8),
                () if next_line && !ends_sentence(line_above(self.text, outer)) && bracket.open < self.head => {
                    place(0.6)
                }
                () => None,
            };
        }
        match () {
            () if dash && plausible && !cut_line => place(0.95),
            () if dash && plausible => place(0.85),
            () if plausible
                && prefix.contains(char::is_alphanumeric)
                && (figure || stopped || capitals)
                && (starts || trimmed.is_empty() || self.print && full && figure)
                && (inside.credit_words + inside.short == 0 || full && figure && stopped && inside.prose == 0)
                && !ends_whole_sentence(prefix, figure) =>
            {
                place(0.85)
            }
            // `Berlin (ADN/BZ). Der`, `Berlin (ADN-Korr.). Der`: the agency with its taker, or its man.
            () if plausible && starts && (inside.is_bare() || joined) && prefix.split_whitespace().count() <= 3 => {
                place(0.75)
            }
            // `… in road accidentOrsa, April 16 (IANS) Eighteen`: a headline is joined to place and date.
            () if inside.is_bare() && starts && ends_in_day(ahead) => {
                Some(Reading::new(Basis::Dateline, 0.7, bracket.open..bracket.close))
            }
            () if dash && trimmed.starts_with(['—', '–']) => {
                Some(Reading::new(Basis::Dateline, 0.7, bracket.open..bracket.close))
            }
            () => None,
        }
    }

    /// `PARIS, 4. — Havas — Les`, `AFP - Le président`, `МОСКВА, 5 янв - РИА Новости.`, `मेल्ड्रिन, एपी।`
    pub(super) fn bare_dateline(&self, hit: &Hit, before: &str, behind: &str, line: &Range<usize>) -> Option<Reading> {
        // `Bern, 4. Febr. sda. Der`, `ats. — Le`
        let set_apart = is_dated_place(before) && behind.starts_with('.')
            || before.is_empty() && [". —", ". –", ". -"].iter().any(|mark| behind.starts_with(mark));
        let small = self.print && !hit.exact && hit.end - hit.start <= 4 && set_apart;
        if line.end - line.start < 30 && !behind.trim().ends_with(is_dash)
            || !(hit.exact || small)
            || !is_place_and_date(before)
        {
            return None;
        }
        let spaced = behind.starts_with(char::is_whitespace);
        let next = behind.trim_start().chars().next()?;
        // `لماآباد- ایرنا- پل`: in scripts without capitals a hyphen joins the agency's name to nothing.
        let closed = behind.starts_with("- ") && self.text[hit.start..hit.end].chars().all(|c| !c.is_ascii());
        let dash = is_dash(next) && (spaced || matches!(next, '—' | '–'))
            || closed && (!hit.weak || before.contains(|c: char| c.is_numeric()))
            || behind.starts_with(".-")
            || behind.starts_with(". -")
            || behind.starts_with(".—")
            || behind.starts_with(". —")
            || behind.starts_with("--")
            || next == '|' && spaced;
        // `دمشق-سانا انطلقت`: joined to its place at the head of a text.
        let joined = spaced
            && before.ends_with('-')
            && before.trim_end_matches('-').split_whitespace().count() <= 2
            && before.chars().any(char::is_alphabetic)
            && before.chars().all(|c| !c.is_uppercase() && !c.is_lowercase())
            && line.start < self.head
            && self.is_alone(line);
        let capitals = before.chars().any(char::is_alphabetic) && before.chars().all(|c| !c.is_lowercase());
        let stopped =
            before.ends_with(|c: char| is_dash(c) || matches!(c, ',' | '.' | '/' | '|' | ':' | '،' | '।' | '۔' | '։'));
        let figure = before.contains(|c: char| c.is_numeric());
        // A weak name between full stops needs place and date before it: `Paris, 3. Mai. Havas. Der Senat`.
        let placed = !hit.weak
            || next == '।'
            || figure
                && before
                    .split([' ', ',', '.'])
                    .next()
                    .is_some_and(|w| w.chars().count() >= 3 && w.starts_with(char::is_uppercase));
        let dotted = self.text[..hit.end].ends_with('.');
        // `STOCK EXCHANGE.—Consols`: a word in capitals, which heads a column as any other does.
        let is_word = hit.weak
            && hit.end - hit.start > 5
            && !figure
            && self.text[hit.start..hit.end].chars().all(char::is_uppercase);
        let capital = self.text[hit.start..hit.end].chars().all(|c| !c.is_lowercase());
        let sure = match () {
            () if is_word && !leads_date(behind.trim_start_matches(['.', ',', '—', '–', '-', ' '])) => false,
            () if before.is_empty() => {
                leads_line(behind)
                    || dash && (!hit.weak || next != '-' || line.start < self.head)
                    || spaced && self.is_alone(line) && (!hit.weak || self.print && capital) && leads_dateline(behind)
                    || (matches!(next, '.' | ',') || dotted)
                        && self.is_alone(line)
                        && (leads_date(behind.trim_start_matches(['.', ','])) || leads_place(behind))
            }
            // `PHILADELPHIA, PA -`: two letters behind a place are a state's.
            () if hit.weak && hit.end - hit.start == 2 && before.ends_with(',') && !figure => false,
            () if stopped => {
                let words = before.split_whitespace().count();
                // `Bern. - AP. Der`
                let parted = before.ends_with(is_dash) && words <= 3 && before.starts_with(char::is_uppercase);
                // `Norderwald/dpa. Bei`, where `Jane Doe/dpa. The` is a photographer.
                let town = next == '.' && before.ends_with('/') && words == 1 && before.starts_with(char::is_uppercase);
                let slashed =
                    town && line.start < self.head && behind[1..].trim_start().starts_with(char::is_uppercase);
                dash || joined
                    || slashed
                    || matches!(next, '.' | ':' | '/' | '।' | '։') && placed && (figure || capitals) && words <= 8
                    || dotted && placed && figure && words <= 8
                    || next == '.' && parted && self.is_alone(line)
                    || next == ',' && placed && figure && words <= 8 && is_signed(behind)
            }
            // `MOSKWA PAP. Delegacja`
            () if self.print && next == '.' && capital && hit.end - hit.start <= 5 => {
                capitals
                    && before.chars().filter(|c| c.is_alphabetic()).count() >= 4
                    && before.split_whitespace().count() <= 3
                    && self.is_alone(line)
                    && behind[1..].trim_start().starts_with(char::is_uppercase)
                    // `WALL BLOWN UP. MANY HURT. It`: a headline.
                    && behind.split_whitespace().nth(1).is_some_and(|word| word.contains(char::is_lowercase))
            }
            () => dash && capitals && before.split_whitespace().count() <= 4,
        };
        sure.then(|| Reading {
            place: Some(line.start..hit.start),
            ..Reading::new(Basis::Dateline, if hit.weak { 0.7 } else { 0.82 }, trim(self.text, line.start..hit.end))
        })
    }
}

/// Whether text ends in a comma, a month and a day.
fn ends_in_day(ahead: &str) -> bool {
    let mut words = ahead.trim_end().rsplitn(4, ' ');
    let (day, month, place) = (words.next(), words.next(), words.next());
    day.is_some_and(|day| day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit()))
        && month.is_some_and(|month| units::is_month(&month.to_lowercase()))
        && place.is_some_and(|place| place.ends_with(','))
}

/// Whether its writer's name and a full stop follow an agency: `РИА Новости, Игорь Лавин. Мост`.
fn is_signed(behind: &str) -> bool {
    let near = behind[..floor(behind, 80)].trim_start_matches([',', ' ', '\u{a0}']);
    let Some((name, _)) = near.split_once('.') else { return false };
    (2..=3).contains(&name.split(' ').count())
        && name
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase))
}

/// Whether place and date follow an agency: `DNB. Berlin, 3. Mai. Der`, `ТАСС, 5 января.`
fn leads_date(behind: &str) -> bool {
    let near = behind[..floor(behind, 44)].trim_start();
    let Some(digit) = near.find(|c: char| c.is_numeric()) else { return false };
    let place = near[..digit].trim_end();
    let stopped = place.is_empty() || place.contains([',', '.']) || place.split_whitespace().count() == 1;
    stopped && place.split_whitespace().count() <= 4 && is_place_and_date(place)
}

/// Whether place, comma and date follow an agency without a stop: `WTB Berlin, 11. Juli. Der`, `dpa Hamburg, 3. Mai.`
pub(super) fn leads_dateline(behind: &str) -> bool {
    let near = behind[..floor(behind, 60)].trim_start();
    let Some(digit) = near.find(|c: char| c.is_numeric()) else { return false };
    let (place, date) = near.split_at(digit);
    let (place, date) = (place.trim_end(), date.trim_start_matches(|c: char| c.is_numeric()));
    place.ends_with([',', '.'])
        && place.starts_with(char::is_uppercase)
        && place.split_whitespace().count() <= 3
        && is_place_and_date(place)
        && date.starts_with(['.', ' ', ','])
}

/// Whether a place follows an agency, up to a full stop and a dash: `ACN Barcelona.-Els bombers`.
fn leads_line(behind: &str) -> bool {
    let near = &behind[..floor(behind, 60)];
    let end = [".-", ". -", ".—", ".–", ". —", ". –"].iter().filter_map(|mark| near.find(mark)).min();
    let place = end.map(|end| near[..end].trim());
    place.is_some_and(|place| {
        near.starts_with(' ') && (1..=4).contains(&place.split_whitespace().count()) && is_place_and_date(place)
    })
}

/// Whether a place follows an agency, up to a danda: `एजेंसी, झरनापुर।`
fn leads_place(behind: &str) -> bool {
    let near = &behind[..floor(behind, 80)];
    near.starts_with(',') && near.find('।').is_some_and(|end| near[..end].split_whitespace().count() <= 3)
}

/// A long prefix that ends in a full stop is a sentence, unless it carries a date.
fn ends_whole_sentence(prefix: &str, figure: bool) -> bool {
    prefix.trim_end().ends_with('.') && prefix.split_whitespace().count() > if figure { 8 } else { 4 }
}
