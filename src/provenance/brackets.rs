//! Agencies in brackets: a dateline, a credit behind the last sentence, a byline, or none of these.

use super::context::{
    Bracket, Hit, Phrase, ends_sentence, is_cjk, is_dash, is_dated_place, is_place_and_date, line_above, line_of,
    phrase, trim,
};
use super::credits::{CAPTION, Reader, Reading};
use super::mentions::{is_desk, is_outlet, is_person};
use super::signatures::opens_dispatch;
use super::told::is_told;
use super::{Agency, Basis};
use std::ops::Range;

/// Agencies of pictures that others stand beside.
#[rustfmt::skip]
pub(super) const PICTURES: &[&str] = &[
    "EPA", "Getty", "Getty Images", "Scanpix", "SCANPIX", "Lehtikuva", "LEHTIKUVA", "Profimedia", "Shutterstock", "Imago", "IMAGO",
    "picture alliance", "Eurokinissi", "EUROKINISSI", "Pixsell", "Cropix",
];

/// Nouns for an agency in scripts without capitals, and of how many words its name before the brackets is.
const AGENCY_NOUNS: &[&str] = &[
    "وكالة",
    "لوكالة",
    "كالة",
    "وكالات",
    "סוכנות",
    "एजेंसी",
    "संस्था",
    "সংস্থা",
    "এজেন্সি",
    "ادارے",
    "ایجنسی",
    "通讯社",
    "通訊社",
];
const AGENCY_NAME: usize = 5;

impl Reader<'_> {
    /// A name in brackets: `None` when the brackets say nothing, `Some(None)` when they say that it is no signal.
    pub(super) fn bracketed(&self, hit: &Hit, bracket: &Bracket, agency: &Agency) -> Option<Option<Reading>> {
        let inside = phrase(self.text, bracket.inner.clone(), self.hits);
        // `(Ag. Orsa)` is an agency that the gazetteer does not have.
        let of_another = agency.generic && inside.agencies == 1 && self.text[..hit.end].ends_with('.');
        if of_another && inside.names + inside.short > 0 {
            return Some(None);
        }
        let pure = inside.prose == 0
            && !(inside.short > 0 && inside.credit_words > 0)
            && inside.names <= 3
            && inside.figures <= 4
            && (inside.joining == 0 || inside.credit_words > 0 || inside.agencies > 1);
        let outer = line_of(self.text, &(bracket.open..bracket.close));
        let (ahead, rest) = (&self.text[outer.start..bracket.open], &self.text[bracket.close..outer.end]);
        // `Paris, 3 (Havas, par téléphone)`: in print, brackets behind place and date say who sent it, and how.
        let sent = !pure && self.print && inside.prose <= 3 && bracket.inner.len() <= 48 && is_dated_place(ahead);
        if !pure && !sent && !self.is_filed(bracket, &inside) {
            return None;
        }
        if self.explains_name(bracket, &inside) || self.explains_unknown(ahead, hit) {
            return Some((!hit.weak).then(|| Reading::new(Basis::Citation, 0.6, hit.start..hit.end)));
        }
        // `(Mara Vell, AP)` on a line of its own over the text: who took the picture.
        let taken =
            self.text[bracket.inner.start..hit.start].trim_end().strip_suffix([',', '/']).is_some_and(is_person);
        if taken
            && inside.agencies == 1
            && bracket.open < self.tail
            && ahead.trim().is_empty()
            && rest.trim().is_empty()
        {
            return Some(Some(Reading::new(Basis::Photo, 0.7, hit.start..hit.end)));
        }
        // `(PAP/EPA)`: whoever stands beside an agency of pictures.
        if inside.agencies > 1
            && self.text[bracket.inner.clone()].split('/').any(|part| PICTURES.contains(&part.trim()))
        {
            return Some(Some(Reading::new(Basis::Photo, 0.7, hit.start..hit.end)));
        }
        // `ونقلت وكالة (رويترز) عن …`: in scripts without capitals, the words of a citation look like a place.
        let uncased = |words: &str| !words.contains(char::is_uppercase) && !words.contains(char::is_lowercase);
        if uncased(ahead) && !ahead.contains(is_dash) && self.names_agency(ahead) {
            return Some(Some(Reading::new(Basis::Citation, 0.8, hit.start..hit.end)));
        }
        if let Some(found) = self.dateline(bracket, ahead, rest, &outer, &inside) {
            return Some(Some(found));
        }
        if sent {
            return None;
        }
        // `(Paulo Branco/Pool via AP)`: a photographer and who sells his pictures.
        let content = &self.text[bracket.inner.clone()];
        let coded = content.split('/').all(|part| part.trim().chars().count() <= 4);
        if inside.names >= 2
            && !coded
            && (content.contains('/') || content.contains(" via "))
            && !content.split('/').any(is_outlet)
        {
            return Some(Some(Reading::new(Basis::Photo, 0.7, hit.start..hit.end)));
        }
        // `By Jane Doe (AP)`
        let byline = phrase(self.text, outer.start..bracket.open, &[]);
        if rest.trim().is_empty() && inside.is_bare() && byline.is_author() && self.begins_credit(ahead) {
            return Some(Some(Reading::new(Basis::Byline, 0.85, trim(self.text, outer))));
        }
        Some(self.behind_sentence(hit, agency, bracket, &inside, &outer))
    }

    /// Whether one of the last words of `ahead` is a noun for an agency, with what Arabic and Hebrew write to it.
    fn names_agency(&self, ahead: &str) -> bool {
        ahead.split_whitespace().rev().take(AGENCY_NAME).any(|word| {
            let bare = word.trim_start_matches(['و', 'ف', 'ל', 'ו', 'ה']);
            [word, bare].iter().any(|word| AGENCY_NOUNS.contains(word))
        })
    }

    /// `(بغداد- أ ف ب، رويترز)`: a place, a dash and agencies, in scripts without capitals.
    fn is_filed(&self, bracket: &Bracket, inside: &Phrase) -> bool {
        let within = |h: &&Hit| h.end <= bracket.inner.end;
        let mut hits = self.hits[self.hits.partition_point(|h| h.start < bracket.inner.start)..].iter();
        let Some(first) = hits.next().filter(within) else { return false };
        let last = hits.take_while(within).last().unwrap_or(first);
        let place = self.text[bracket.inner.start..first.start].trim();
        let named = place.strip_suffix(is_dash).is_some_and(|place| matches!(place.split_whitespace().count(), 1 | 2));
        named && inside.prose <= 2 && self.text[last.end..bracket.inner.end].trim().is_empty()
    }

    /// In print, brackets behind place and date of which the opening one is lost: `Rom, 12. Oktober. AP) Die`.
    pub(super) fn half_bracket(&self, hit: &Hit, line: &Range<usize>) -> Option<Bracket> {
        let behind = &self.text[hit.end..line.end];
        let rest = behind.trim_start_matches(['.', ' ']).strip_prefix(')').filter(|_| self.print)?;
        let ahead = &self.text[line.start..hit.start];
        let dash = rest.trim_start_matches(['.', ' ']).starts_with(is_dash);
        let capitals =
            |place: &str| place.trim().len() >= 3 && !place.contains(char::is_lowercase) && is_place_and_date(place);
        let placed = is_dated_place(ahead)
            || dash && capitals(ahead)
            || ahead.trim().is_empty() && is_dated_place(line_above(self.text, line));
        placed.then(|| Bracket { open: hit.start, inner: hit.start..hit.end, close: line.end - rest.len() })
    }

    /// `the Agence France-Presse (AFP) said`: whether the brackets explain the name before them.
    fn explains_name(&self, bracket: &Bracket, inside: &Phrase) -> bool {
        let index = self.hits.partition_point(|h| h.start < bracket.open);
        let Some(before) = index.checked_sub(1).map(|index| &self.hits[index]) else { return false };
        self.text.get(before.end..bracket.open).is_some_and(|gap| gap.trim().is_empty())
            && before.start + 4 < bracket.open
            && inside.agencies == 1
            && is_several(&self.text[before.start..before.end])
            && self.text[bracket.inner.clone()].chars().count() <= 8
    }

    /// Brackets with nothing but a credit in them, by what stands before and behind them on their line.
    fn behind_sentence(
        &self,
        hit: &Hit,
        agency: &Agency,
        bracket: &Bracket,
        inside: &Phrase,
        outer: &Range<usize>,
    ) -> Option<Reading> {
        let (ahead, rest) = (&self.text[outer.start..bracket.open], &self.text[bracket.close..outer.end]);
        let span = bracket.open..bracket.close;
        // `(afp/nxp)`: an agency and a desk's code.
        let signed = inside.short > 0 && inside.names + inside.figures == 0 && self.text[span.clone()].contains('/');
        let at_end = bracket.open >= self.tail;
        let rest = if at_end && is_desk(rest) { "" } else { rest };
        let ahead = if at_end && is_desk(ahead.trim()) { "" } else { ahead };
        let closed =
            rest.trim_start_matches(['.', ',', ';', ' ', '\u{a0}', '\r', '\t', '-', '—', '_', '"', '»', '“', '”']);
        let ahead = ahead.trim_end_matches(|c: char| c.is_whitespace() || is_dash(c) || matches!(c, '[' | '{'));
        let ended = ends_sentence(ahead) || ahead.trim_end().ends_with([',', ':']);
        let ended = ended || ahead.trim().is_empty() && ends_sentence(line_above(self.text, outer));
        if closed.is_empty() {
            // `Bridge opened again (AP)⏎⏎ORSA, Karsova - …`: a headline.
            if !ended && bracket.open < self.head && inside.is_bare() && opens_dispatch(&self.text[outer.end..]) {
                return Some(Reading::new(Basis::Credit, 0.7, span));
            }
            if hit.weak && !ended && !signed && inside.agencies == 1 && inside.credit_words == 0 {
                return None;
            }
            // `… until summer. (PAP)⏎mvl/ aro/`: the desk's initials below.
            let below = self.text[outer.end..].strip_prefix('\n').unwrap_or_default();
            if ended && below.lines().next().is_some_and(is_desk) {
                return Some(Reading::new(Basis::Credit, 0.92, span));
            }
            let caption = ahead.len() <= CAPTION && !ahead.trim().is_empty() && self.is_alone(outer);
            return Some(match (ended, caption) {
                (true, true) if bracket.open < self.head && opens_dispatch(&self.text[outer.end..]) => {
                    Reading::new(Basis::Photo, 0.7, span)
                }
                (true, false) => Reading::new(Basis::Credit, 0.92, span),
                (true, true) if at_end || inside.short > 0 || inside.agencies > 1 => {
                    Reading::new(Basis::Credit, 0.85, span)
                }
                (true, true) if bracket.open < self.head => Reading::new(Basis::Photo, 0.5, span),
                (true, true) => Reading::new(Basis::Credit, 0.7, span),
                (false, true) if !at_end && inside.credit_words == 0 => Reading::new(Basis::Photo, 0.6, span),
                // `siger han til /ritzau/.`
                (false, _) if is_told(self.text, &span, agency, None) => Reading::new(Basis::Citation, 0.9, span),
                (false, _) => Reading::new(Basis::Credit, 0.6, span),
            });
        }
        if ended && closed.starts_with(|c: char| !c.is_lowercase()) {
            return Some(Reading::new(Basis::Credit, 0.85, span));
        }
        if inside.credit_words > 0 || signed {
            return Some(Reading::new(Basis::Credit, 0.6, span));
        }
        (!hit.weak && hit.exact).then(|| Reading::new(Basis::Citation, 0.4, hit.start..hit.end))
    }
}

/// Whether a name can be what the letters in the brackets behind it stand for: in scripts without capitals, of several words.
fn is_several(name: &str) -> bool {
    name.is_ascii() || name.contains(' ') || name.chars().any(char::is_uppercase) || name.chars().all(is_cjk)
}
