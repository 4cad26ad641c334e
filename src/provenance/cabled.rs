//! Credits over cables that stand in one line with headlines and text, as scanned columns have them: `HEAVY GALES. Press
//! Association—By Electric Telegraph—Copyright. (Received May 4, 9 a.m.) ORSA, May 3. The …`

use super::Basis;
use super::context::{Hit, blank_above, ceil, ends_sentence, floor, is_dash, line_above, trim};
use super::credits::{Reader, Reading};
use super::datelines::leads_dateline;
use super::gazetteer::edits;
use super::print::{Part, RIGHTS, part};
use std::ops::Range;

/// How far the words of a credit are followed on either side, in bytes.
const REACH: usize = 80;
/// Longest note of when a cable came, in bytes.
const RECEIPT: usize = 48;

/// The words beside an agency's name that may be of its credit.
struct Beside {
    /// How far they reach from the name, in bytes.
    reach: usize,
    /// Whether one of them says that this is a cable, or whose.
    heads: bool,
    /// Whether the last of them says whose.
    rights: bool,
    /// Whether one of them joins it to the name, and a bracket encloses them.
    enclosed: bool,
    /// Whether they end where a credit may: at a bracket, a stop, a line.
    ends: bool,
}

impl Reader<'_> {
    /// The agency of a credit whose other words are all of cables and their rights, between brackets or stops.
    pub(super) fn cabled(&self, hit: &Hit, line: &Range<usize>) -> Option<Reading> {
        let ahead = &self.text[floor(self.text, hit.start.saturating_sub(REACH)).max(line.start)..hit.start];
        let rest = &self.text[hit.end..line.end];
        let whole = line.start + ahead.len() == hit.start
            && (blank_above(self.text, line) || ends_sentence(line_above(self.text, line)));
        let (before, behind) = (ahead_of(ahead, whole), behind_of(rest));
        if hit.weak && !hit.exact || !before.ends || !behind.ends {
            return None;
        }
        let receipt = receipt(&rest[behind.reach..]);
        let span = trim(self.text, hit.start - before.reach..hit.end + behind.reach + receipt);
        if before.heads || behind.heads || before.enclosed && behind.enclosed && !hit.weak {
            return Some(Reading::new(Basis::Credit, 0.82, span));
        }
        // `Orsa and Lemna Cable Association. (Received May 4.)`, or a dateline in the place of that.
        let next = rest[behind.reach..].trim_start_matches(|c: char| !c.is_alphanumeric());
        let opens = receipt > 0 || next.starts_with(char::is_uppercase) && leads_dateline(next);
        (!hit.weak && opens).then(|| Reading::new(Basis::Credit, 0.75, span))
    }
}

/// Whether words say when a cable came: `Received May 4`, `Rec. 9 a.m.`
fn is_receipt(words: &str) -> bool {
    let word = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    matches!(word.to_lowercase().as_str(), "received" | "rec" | "recd")
}

/// How far words reach behind a credit that say when it came: `. (Received May 4, 9.25 a.m.)`
fn receipt(rest: &str) -> usize {
    let words = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !is_receipt(words) {
        return 0;
    }
    let ahead = rest.len() - words.len();
    let near = &words[..floor(words, RECEIPT)];
    if rest[..ahead].contains(['(', '[', '{']) {
        return near.find([')', ']', '}']).map_or(0, |end| ahead + end + 1);
    }
    // Without brackets it ends with its last figure, and the halves of the day.
    let figure = near.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let half = [" a.m.", " p.m.", " am", " pm"].iter().find(|half| near[figure..].starts_with(*half));
    let figure = figure + half.map_or(0, |half| half.len());
    if figure > 0 { ahead + figure } else { 0 }
}

/// The words before a name.
fn ahead_of(ahead: &str, whole: bool) -> Beside {
    let mut found = Beside { reach: 0, heads: false, rights: false, enclosed: false, ends: false };
    let mut rest = ahead.trim_end_matches(between);
    loop {
        found.reach = ahead.len() - rest.len();
        if rest.is_empty() {
            return Beside { ends: whole, ..found };
        }
        if rest.ends_with(|c: char| !c.is_alphanumeric()) {
            // The bracket belongs to it.
            let bracket = rest.chars().next_back().filter(|c| matches!(c, '(' | '[' | '{' | '<'));
            let enclosed = bracket.is_some() && found.reach > 1;
            return Beside { ends: true, enclosed, reach: found.reach + bracket.map_or(0, char::len_utf8), ..found };
        }
        let from = rest.rfind(|c: char| c.is_whitespace() || is_dash(c) || matches!(c, '(' | '[' | '{' | '<'));
        let from = from.map_or(0, |at| ceil(rest, at + 1));
        match part(&rest[from..]) {
            // `8y Telegraph—`
            Part::Strange if found.heads && rest.len() - from <= 3 => {}
            // A headline.
            Part::Strange => {
                let headline = !rest[from..].contains(char::is_lowercase) && found.reach > 0;
                return Beside { ends: headline, ..found };
            }
            part => found.heads |= part == Part::Heads && RIGHTS.is_match(&rest[from..]),
        }
        rest = rest[..from].trim_end_matches(between);
        // `… was saved. By Telegraph`: the sentence before it.
        if rest.ends_with('.') {
            found.reach = ahead.len() - from;
            return Beside { ends: true, ..found };
        }
    }
}

/// The words behind a name.
fn behind_of(rest: &str) -> Beside {
    let near = &rest[..ceil(rest, REACH)];
    let mut found = Beside { reach: 0, heads: false, rights: false, enclosed: false, ends: false };
    let mut at = 0;
    loop {
        let word = near[at..].trim_start_matches(|c: char| !c.is_alphanumeric());
        let between = &near[at..near.len() - word.len()];
        let closed = between.find([')', ']', '}']);
        let stop = closed.or_else(|| between.find(['(', '[', '{']));
        if let Some(stop) = stop {
            found.reach = at + stop + usize::from(closed.is_some());
            return Beside { ends: true, enclosed: closed.is_some(), ..found };
        }
        let parted = between.contains(|c: char| is_dash(c) || matches!(c, '.' | ',' | ':' | ';' | '!'));
        if word.is_empty() {
            return Beside { ends: near.len() == rest.len() && parted || found.rights, ..found };
        }
        let length = word.find(|c: char| c.is_whitespace() || is_dash(c) || "()[]{}".contains(c)).unwrap_or(word.len());
        match part(&word[..length]) {
            Part::Strange => {
                let opens = is_receipt(word) || word.starts_with(char::is_uppercase);
                return Beside { ends: opens && (parted || found.rights), ..found };
            }
            part => {
                found.heads |= part == Part::Heads && RIGHTS.is_match(&word[..length]);
                found.rights = edits("copyright", &word[..length].to_lowercase(), 2).is_some();
            }
        }
        at = near.len() - word.len() + length;
        found.reach = at;
    }
}

/// What stands between the words of a credit.
fn between(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || c == ','
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::provenance::read_signals;
    use crate::units::{Language, Timestamp};

    fn credited(text: &str, language: &str) -> Option<String> {
        let date = Timestamp::parse("1921-05-04T00:00:00Z").expect("a date");
        let article = Article::new("a", text).with_published_at(date);
        let signals = read_signals(&article, Language::parse(language));
        signals.agencies.iter().find(|s| s.basis.is_credit()).map(|s| s.agency.name.clone())
    }

    const CABLE: &str = "ORSA, May 3. The dam above Meldrin has given way, and the lower town is under water. Boats were sent from all villages along the river, and some forty people were taken from their roofs before dark.";

    #[test]
    fn a_credit_may_stand_between_headlines_and_text() {
        for (over, name) in [
            ("HEAVY FLOODS. TOWN IN DANGER. Press Association—By Electric Telegraph—Copyright.", "PA"),
            ("HEAVY FLOODS. By Telegraph—Press Association—Copyright (Received May 4, 9.25 a.m.)", "PA"),
            ("HEAVY FLOODS. By Telegraph.—Press Assn.—Copyright. Received May 4, 5.5 p.m.", "PA"),
            ("HEAVY FLOODS. By TclegrapH—Press Association—Copyright.", "PA"),
            ("HEAVY FLOODS. Press Association.— By Telegraph:”. —Copyright).", "PA"),
            ("HEAVY FLOODS. By Telegraph—Psess Associatiou—Copyright.", "PA"),
            (
                "HEAVY FLOODS. Boats Sent. United Press Association— By Electric Telegraph—Copyright (Received 9 a.m.)",
                "NZPA",
            ),
            ("HEAVY FLOODS. 8y Telegraph—Press Association.—Copyright Received this day.", "PA"),
            ("TOWN IN DANGER AFTER HEAVY FLOODS (Per Press Association.) (Special to the Orsa Star.)", "PA"),
            ("HEAVY FLOODS. Unlted Press Associatian—By Eiectrlc Telegrapn—Copyrlght. (Received May 4)", "NZPA"),
            ("HEAVY FLOODS. (By Electric Telegraph.—Copyright.) rUnited Press Association.)", "NZPA"),
            ("HEAVY FLOODS. (United P.A.—Electric Telegraph—Copyright) (Received 12.30 p.m.)", "NZPA"),
            ("HEAVY FLOODS. (United Press Assn.—Elec. Tel. Copyright,", "NZPA"),
            ("HEAVY FLOODS. AUSTRALIAN AND N.Z. CABLE ASSOCIATION.", "A. and N.Z. Cable Association"),
            ("HEAVY FLOODS. (Aus. and N.Z. Cable Assn.) Received May 4. at 5.5 p.m.", "A. and N.Z. Cable Association"),
            ("HEAVY FLOODS. (A. and N.Z. Cable Assn. and Reuter.)", "A. and N.Z. Cable Association"),
            (
                "HEAVY FLOODS. Australian and N.Z. Press Association. (Received May 4, 9.50 a.m.)",
                "Australian Press Association",
            ),
        ] {
            assert_eq!(credited(&format!("{over} {CABLE}"), "en").as_deref(), Some(name), "{over}");
        }
    }

    #[test]
    fn so_it_does_in_other_languages() {
        for (language, text, name) in [
            (
                "fr",
                "LES CRUES. Dépêche télégraphique Havas. Orsa, 3 mai. Le barrage a cédé, et la ville est sous l'eau.",
                "Havas",
            ),
            ("de", "HOCHWASSER. Telegramm des Wolff'schen Bureaus. Orsa, 3. Mai. Der Damm ist gebrochen.", "Wolff"),
            ("es", "LAS CRECIDAS. Telegramas de la Agencia Fabra. Orsa, 3 de mayo. La presa ha cedido.", "Fabra"),
        ] {
            assert_eq!(credited(text, language).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn what_a_text_says_of_an_agency_is_none() {
        for text in [
            "HEAVY FLOODS. A Press Association telegram from Orsa states that the dam has given way.",
            "HEAVY FLOODS. The Press Association, whose cables were cut, has heard nothing of Meldrin.",
            "HEAVY FLOODS. The manager of the Press Association telegraphs that the office is under water.",
            "HEAVY FLOODS. The ambassador told the Lemna news\nagency KUNA.\n    He said that the dam has given way.",
            "HEAVY FLOODS. Of the total, much had been lent by Orsa Companies, up\nthree from March, when the dam gave way.",
            "DE LA GUERRE AU LAC\nLe correspondant de l'agence Reuter\na vu la digue céder en mai.",
            "HEAVY FLOODS. WHARF BLOWN UP. MILLS LOST IN A NIGHT. ORSA, May 3. The dam has given way.",
            "HEAVY FLOODS.\nWord Passed on by Lemna Radio Stations.\nORSA, May 3. The dam has given way.",
        ] {
            assert_eq!(credited(text, "en"), None, "{text}");
        }
    }
}
