//! Two articles of one source: whether the second says the same again, or something new over what was said before.
//!
//! Who copies from elsewhere writes a title and a lead of their own. A source that prints its own text again, whole or brought
//! up to date, keeps its title or its lead; where both are new and what is shared stands behind, it is background.

use super::Text;
use super::cover::Cover;
use super::facts;
use super::word_set::WordSet;
use crate::tokenise::{Kind, Tokens};

/// What two articles of one source have of their own; 0 each where the sources differ or are unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Own {
    /// Whether the source is one.
    pub is_one_source: bool,
    /// Share of the shorter title's words that the other title lacks.
    pub titles: f32,
    /// Share of the words of its lead that is not shared, the smaller of both.
    pub leads: f32,
    /// Whether a number that the other's lack stands first among the first words of each: the day, in most datelines.
    pub is_dated_anew: bool,
    /// How far behind the first third the shared words stand on average, in bodies, the smaller of both.
    pub behind: f32,
    /// Words of the longer body that are not shared.
    pub beside: u32,
    /// Share of the words of a title that its body has, which the other article has nowhere, the smaller of both.
    pub subjects: f32,
}

/// Different words, stop words and origin left out, that make a lead; at most [`LEAD_MOST`] of a long sentence.
const LEAD: usize = 12;
const LEAD_MOST: usize = 30;

/// Where the shared words of an abridged copy stand on average in its original, or before.
const FRONT: f32 = 0.35;

/// Compares two articles of one source. Cost: O(tokens + ranges).
pub(super) fn own(set: &mut WordSet, [a, b]: [Text<'_>; 2], [cover_a, cover_b]: [&Cover; 2]) -> Own {
    if a.source.is_none() || a.source != b.source {
        return Own::default();
    }
    let (longer, cover) = if a.body.len() > b.body.len() { (a.body, cover_a) } else { (b.body, cover_b) };
    Own {
        is_one_source: true,
        titles: titles_differ(set, a.title, b.title),
        leads: lead_not_shared(a.body, cover_a).min(lead_not_shared(b.body, cover_b)),
        is_dated_anew: is_dated_apart(a.body, b.body) && is_dated_apart(b.body, a.body),
        behind: (cover_a.mean_place(a.body.len()).min(cover_b.mean_place(b.body.len())) - FRONT).max(0.0),
        beside: (longer.len() as u64).saturating_sub(cover.len()) as u32,
        subjects: own_subjects(set, a, b).min(own_subjects(set, b, a)),
    }
}

fn titles_differ(open: &mut WordSet, a: &Tokens, b: &Tokens) -> f32 {
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let words = || {
        let words = shorter.stems.iter().zip(&shorter.shapes).zip(&shorter.kinds);
        words.filter(|(_, kind)| facts::is_telling(**kind)).map(|((&stem, &shape), _)| (stem, shape))
    };
    open.fill(words().map(|(stem, _)| stem));
    let all = open.len();
    for stem in &longer.stems {
        open.remove(*stem);
    }
    open.remove_misread(words(), longer);
    open.len() as f32 / all.max(1) as f32
}

/// Whether the number that stands first among the first words of `a`, the day in most datelines, is not among those of `b`.
fn is_dated_apart(a: &Tokens, b: &Tokens) -> bool {
    let first = a.kinds.iter().take(LEAD).position(|kind| kind.has(Kind::NUMBER));
    first.is_some_and(|at| b.stems.iter().take(LEAD).all(|stem| *stem != a.stems[at]))
}

/// See [`Own::subjects`], of `a`.
fn own_subjects(open: &mut WordSet, a: Text<'_>, b: Text<'_>) -> f32 {
    let words = || {
        let words = a.title.stems.iter().zip(&a.title.kinds);
        words.filter(|(_, kind)| facts::is_telling(**kind)).map(|(stem, _)| *stem)
    };
    open.fill(words());
    for stem in b.title.stems.iter().chain(&b.body.stems) {
        open.remove(*stem);
    }
    if open.len() == 0 {
        return 0.0;
    }
    let own = a.body.stems.iter().filter(|stem| open.remove(**stem)).count();
    open.fill(words());
    let told = a.body.stems.iter().filter(|stem| open.remove(**stem)).count();
    own as f32 / told.max(1) as f32
}

fn lead_not_shared(body: &Tokens, cover: &Cover) -> f32 {
    let (mut words, mut shared) = (0usize, 0usize);
    let mut ranges = cover.ranges().peekable();
    for segment in &body.segments {
        for at in segment.first as usize..segment.end as usize {
            if words == LEAD_MOST {
                break;
            }
            if body.kinds[at].has(Kind::STOP) || body.kinds[at].has(Kind::ORIGIN) {
                continue;
            }
            while ranges.peek().is_some_and(|range| range.end <= at) {
                ranges.next();
            }
            words += 1;
            shared += usize::from(ranges.peek().is_some_and(|range| range.contains(&at)));
        }
        if words >= LEAD {
            break;
        }
    }
    (words - shared) as f32 / words.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::fingerprint;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};
    use crate::verify::printed;

    fn words(text: &str) -> Tokens {
        tokenise(&clean(text), None, StemCache::shared())
    }

    const BACKGROUND: &str =
        "The smelter has been shut since the ninth of May. It makes zinc and lead for the whole valley.";

    /// What two articles have of their own that share [`BACKGROUND`], where it stands behind a lead of so many words.
    fn own_of(lead: usize, sources: [Option<u64>; 2], titles: [&str; 2]) -> Own {
        let text = |of: char| {
            let lead: Vec<String> = (0..lead).map(|n| format!("{of}{of}{}", "xyzuvw".repeat(n + 1))).collect();
            words(&format!("{}. {BACKGROUND}", lead.join(" ")))
        };
        let (bodies, titles) = ([text('p'), text('q')], titles.map(words));
        let marks = [0, 1].map(|n| fingerprint(&bodies[n]));
        let texts = [0, 1].map(|n| printed(n == 1, &bodies[n], &titles[n], &marks[n], sources[n]));
        let covers = [0, 1].map(|n| {
            let mut cover = Cover::default();
            let end = bodies[n].len() as u32;
            cover.set(std::iter::once((end - words(BACKGROUND).len() as u32, end)));
            cover
        });
        own(&mut WordSet::default(), texts, [&covers[0], &covers[1]])
    }

    #[test]
    fn background_stands_behind_titles_and_leads_of_their_own() {
        let found = own_of(15, [Some(7); 2], ["Union rejects contract", "Buyers look abroad for zinc"]);
        assert!(found.is_one_source && found.titles == 1.0 && found.leads == 1.0, "{found:?}");
        assert!(found.behind > 0.2, "{found:?}");
        let again = own_of(0, [Some(7); 2], ["Union rejects contract", "Smelter union rejects contract"]);
        assert_eq!((again.titles, again.leads), (0.0, 0.0));
    }

    #[test]
    fn subjects_are_what_each_title_names_and_the_other_article_does_not() {
        let own = |titles: [&str; 2], bodies: [&str; 2]| {
            let (titles, bodies) = (titles.map(words), bodies.map(words));
            let marks = [0, 1].map(|n| fingerprint(&bodies[n]));
            let texts = [0, 1].map(|n| printed(n == 1, &bodies[n], &titles[n], &marks[n], Some(7)));
            own(&mut WordSet::default(), texts, [&Cover::default(), &Cover::default()])
        };
        let market =
            |metal: &str| format!("{metal} futures are expected to open three cents higher after gains abroad.");
        let found = own(["Gold seen higher", "Silver seen higher"], [&market("Gold"), &market("Silver")]);
        assert_eq!(found.subjects, 0.5, "of gold and higher, gold");
        let retitled = own(["Gold seen higher", "Gains abroad to lift gold"], [&market("Gold"), &market("Gold")]);
        assert_eq!(retitled.subjects, 0.0, "both speak of all");
        let long = market("Gold").repeat(4);
        assert_eq!(own(["", ""], [&long, &market("Gold")]).beside as usize, words(&long).len(), "nothing is covered");
    }

    #[test]
    fn a_report_of_another_day_is_dated_anew() {
        let own = |bodies: [&str; 2]| {
            let (title, bodies) = (Tokens::default(), bodies.map(words));
            let marks = [0, 1].map(|n| fingerprint(&bodies[n]));
            let texts = [0, 1].map(|n| printed(n == 1, &bodies[n], &title, &marks[n], Some(7)));
            own(&mut WordSet::default(), texts, [&Cover::default(), &Cover::default()])
        };
        let rate = |day: &str| format!("LINDMARK, April {day} - The bank left its rate at 7 percent.");
        assert!(own([&rate("2"), &rate("9")]).is_dated_anew);
        assert!(!own([&rate("2"), &rate("2")]).is_dated_anew);
        assert!(!own([&rate("2"), "The bank left its rate at 7 percent."]).is_dated_anew, "a dateline that was cut");
    }

    #[test]
    fn other_sources_write_titles_and_leads_of_their_own_anyway() {
        for sources in [[Some(7), Some(8)], [None, None], [Some(7), None]] {
            assert_eq!(own_of(15, sources, ["Union rejects contract", "Buyers look abroad"]), Own::default());
        }
    }

    #[test]
    fn a_missing_title_says_nothing() {
        assert_eq!(own_of(15, [Some(7); 2], ["", "Buyers look abroad"]).titles, 0.0);
    }
}
