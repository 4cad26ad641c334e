//! Two articles of one source: whether the second says the same again, or something new over what was said before.
//!
//! Who copies from elsewhere writes a title and a lead of their own. A source that prints its own text again, whole or brought
//! up to date, keeps its title or its lead; where both are new and what is shared stands behind, it is background.

use super::Text;
use super::cover::Cover;
use super::facts::WordSet;
use crate::tokenise::{Kind, Tokens, shape};

/// What two articles of one source have of their own; 0 each where the sources differ or are unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Own {
    /// Share of the shorter title's words that the other title lacks.
    pub titles: f32,
    /// Share of the words of its lead that is not shared, the smaller of both.
    pub leads: f32,
    /// How far behind the first third the shared words stand on average, in bodies, the smaller of both.
    pub behind: f32,
}

/// Different words, stop words and origin left out, that make a lead; at most [`LEAD_MOST`] of a long sentence.
const LEAD: usize = 12;
const LEAD_MOST: usize = 30;

/// Where the shared words of an abridged copy stand on average in its original, or before.
const FRONT: f32 = 0.35;

/// Compares two articles of one source. Cost: O(titles + ranges).
pub(super) fn own(set: &mut WordSet, [a, b]: [Text<'_>; 2], [cover_a, cover_b]: [&Cover; 2]) -> Own {
    if a.source.is_none() || a.source != b.source {
        return Own::default();
    }
    Own {
        titles: titles_differ(set, a.title, b.title),
        leads: lead_not_shared(a.body, cover_a).min(lead_not_shared(b.body, cover_b)),
        behind: (cover_a.mean_place(a.body.len()).min(cover_b.mean_place(b.body.len())) - FRONT).max(0.0),
    }
}

fn titles_differ(open: &mut WordSet, a: &Tokens, b: &Tokens) -> f32 {
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let words =
        || shorter.stems.iter().zip(&shorter.shapes).zip(&shorter.kinds).filter(|(_, kind)| !kind.has(Kind::STOP));
    open.fill(words().map(|((stem, _), _)| *stem));
    let all = open.len();
    for stem in &longer.stems {
        open.remove(*stem);
    }
    // Words that the other title has misread.
    for ((stem, shape), _) in words() {
        if open.holds(*stem) && longer.shapes.iter().any(|other| shape::are_alike(*shape, *other)) {
            open.remove(*stem);
        }
    }
    open.len() as f32 / all.max(1) as f32
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
