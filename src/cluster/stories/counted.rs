//! Numbers with the word beside them: `60 firefighters`, `magnitude 5.8`, `12 March`.
//!
//! Two events of one kind at one place share the place, who speaks for it and what is counted there, and the numbers are
//! others. Of one event, what is counted twice has the same number, or it grows.

use crate::random::GOLDEN_GAMMA;
use crate::tokenise::{Kind, Tokens};
use thin_vec::ThinVec;

/// That are kept of a text, the first, and of a story.
const OF_ARTICLE: usize = 20;
const OF_STORY: usize = 24;

/// What is counted in the first half of the bits, and its number in the other.
const WHAT: u32 = 16;

/// The numbers of a body with the words before and after them, ascending. Cost: a glance at each word.
pub(super) fn stated(body: &Tokens) -> ThinVec<u32> {
    let mut found = ThinVec::new();
    for segment in &body.segments {
        let range = segment.first as usize..segment.end as usize;
        for at in range.clone().filter(|&at| body.kinds[at].has(Kind::NUMBER)) {
            for (side, beside) in [(1, at.wrapping_add(1)), (2, at.wrapping_sub(1))] {
                let is_word = |at: usize| !body.kinds[at].has(Kind::NUMBER) && !body.kinds[at].has(Kind::STOP);
                if range.contains(&beside) && is_word(beside) && found.len() < OF_ARTICLE {
                    let what = half(u64::from(body.stems[beside]) << 2 | side);
                    found.push(what << WHAT | half(u64::from(body.stems[at])));
                }
            }
        }
    }
    found.sort_unstable();
    found
}

fn half(of: u64) -> u32 {
    (of.wrapping_mul(GOLDEN_GAMMA) >> (64 - WHAT)) as u32
}

/// Adds what is not known yet, with room for no more: stories by the million keep theirs.
pub(super) fn add(new: &[u32], to: &mut ThinVec<u32>) {
    let unknown = new.iter().filter(|figure| to.binary_search(figure).is_err()).count();
    to.reserve_exact(unknown.min(OF_STORY - to.len()));
    for figure in new {
        if let Err(at) = to.binary_search(figure)
            && to.len() < OF_STORY
        {
            to.insert(at, *figure);
        }
    }
}

/// What the numbers of a text say of a story: above 0 where something that both count has the same number, below where all
/// has another, 0 where they count nothing in common. In [-1, 1]. Cost: O(both).
pub(super) fn agreement(own: &[u32], story: &[u32]) -> f32 {
    let (mut alike, mut otherwise) = (0.0, 0.0);
    let mut rest = story;
    for same in own.chunk_by(|a, b| a >> WHAT == b >> WHAT) {
        let what = same[0] >> WHAT;
        rest = &rest[rest.partition_point(|figure| figure >> WHAT < what)..];
        let theirs = &rest[..rest.partition_point(|figure| figure >> WHAT == what)];
        if same.iter().any(|figure| theirs.contains(figure)) {
            alike += 1.0;
        } else if !theirs.is_empty() {
            otherwise += 1.0;
        }
    }
    let all = alike + otherwise + 1.0;
    // A toll that has grown beside figures that have not is the same event.
    if alike > 0.0 { alike / all } else { 0.0 - otherwise / all }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};
    use crate::units::Language;

    fn of(code: &str, text: &str) -> ThinVec<u32> {
        stated(&tokenise(&clean(text), Language::parse(code), StemCache::shared()))
    }

    #[test]
    fn the_same_number_of_one_thing_speaks_for_an_event_and_another_against() {
        for (code, own, story, expected) in [
            ("en", "Sixty firefighters came.", "It took 60 firefighters five hours.", 0.5),
            ("en", "It took 40 firefighters.", "It took 60 firefighters five hours.", -0.5),
            ("en", "It killed 11 people and hurt 23 others.", "It killed 12 people and hurt 23 others.", 0.4),
            ("de", "Der Gewinn fiel auf 43 Millionen Euro.", "Der Gewinn stieg auf 74 Millionen Euro.", -0.5),
            ("es", "Un temblor de magnitud 4,6 se sintió", "Un sismo de magnitud 5,8 sacudió", -0.5),
            ("ja", "けが人は3人に上った", "けが人は5人に上った", -0.5),
            ("en", "Nobody was hurt.", "It took 60 firefighters.", 0.0),
            ("en", "", "", 0.0),
        ] {
            let found = agreement(&of(code, own), &of(code, story));
            assert!((found - expected).abs() < 0.21 && found.signum() == f32::signum(expected), "{found} {own}");
        }
    }

    #[test]
    fn so_many_are_kept_and_no_more() {
        let text: String = (1..500).map(|n| format!("The storm took {n} roofs of the {n} houses there. ")).collect();
        let mut story = ThinVec::new();
        (0..9).for_each(|from| add(&of("en", &text[from * 1_000..]), &mut story));
        assert_eq!((of("en", &text).len(), story.len()), (OF_ARTICLE, OF_STORY));
        assert!(story.is_sorted());
    }
}
