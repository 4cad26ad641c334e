//! Stretches that were rewritten word by word: no run of words is left to align, but the words are, and their place is.

use super::{Cover, Passage};
use crate::tokenise::{Kind, Tokens};

/// Longest stretch between two passages that is looked at, two sentences. Unit: tokens. The words of longer ones are those of
/// any two reports on one matter.
const MAX_STRETCH: usize = 50;

/// By how much one side may be longer than the other.
const MAX_RATIO: f32 = 2.5;

/// Telling words that both sides share at least. Unit: stems.
const MIN_SHARED: usize = 3;

/// Dice coefficient over telling words from which one side is the other rewritten.
const MIN_DICE: f32 = 0.4;

/// The same before the first passage and after the last, where only one neighbour vouches for the place.
const MIN_DICE_AT_END: f32 = 0.5;

/// Finds rewritten stretches; buffers are reused.
#[derive(Debug, Default)]
pub struct Rewording {
    links: Vec<Link>,
    ordered: Vec<Passage>,
    words_a: Vec<u32>,
    words_b: Vec<u32>,
    found: Vec<Stretch>,
}

/// A stretch between two passages, as ranges of tokens in both bodies, and the likeness that it must reach.
#[derive(Debug)]
struct Stretch {
    a: (usize, usize),
    b: (usize, usize),
    min_dice: f32,
}

impl Rewording {
    /// Adds to what is covered of each body the stretches between neighbouring passages that hold the same telling words on
    /// both sides.
    ///
    /// Who rewrites a dispatch goes through it in order, so a rewritten sentence stands between what stood around it
    /// before. Two reports of one event share words as well, but not in their places. Words in quotation marks do not
    /// count. Cost: O(tokens log tokens).
    pub fn find(&mut self, a: &Tokens, b: &Tokens, passages: &[Passage], cover_a: &mut Cover, cover_b: &mut Cover) {
        self.found.clear();
        chain(passages, &mut self.links, &mut self.ordered);
        let mut from = (0, 0);
        for n in 0..=self.ordered.len() {
            let next = self.ordered.get(n).copied();
            let to = next.map_or((a.len(), b.len()), |p: Passage| (p.a_first as usize, p.b_first as usize));
            let at_end = n == 0 || next.is_none();
            let min_dice = if at_end { MIN_DICE_AT_END } else { MIN_DICE };
            let stretch = Stretch { a: (from.0, to.0), b: (from.1, to.1), min_dice };
            if self.is_rewritten(a, b, &stretch) {
                self.found.push(stretch);
            }
            if let Some(p) = next {
                from = (p.a_end as usize, p.b_end as usize);
            }
        }
        let range = |(first, end): (usize, usize)| (first as u32, end as u32);
        cover_a.extend(self.found.iter().map(|stretch| range(stretch.a)));
        cover_b.extend(self.found.iter().map(|stretch| range(stretch.b)));
    }

    fn is_rewritten(&mut self, a: &Tokens, b: &Tokens, stretch: &Stretch) -> bool {
        let (in_a, in_b) = (stretch.a.1 - stretch.a.0, stretch.b.1 - stretch.b.0);
        let (less, more) = (in_a.min(in_b), in_a.max(in_b));
        if less < MIN_SHARED || more > MAX_STRETCH || more as f32 > MAX_RATIO * less as f32 {
            return false;
        }
        collect(a, stretch.a, &mut self.words_a);
        collect(b, stretch.b, &mut self.words_b);
        let shared = self.words_a.iter().filter(|w| self.words_b.binary_search(w).is_ok()).count();
        let all = self.words_a.len() + self.words_b.len();
        shared >= MIN_SHARED && 2.0 * shared as f32 >= stretch.min_dice * all as f32
    }
}

/// The best chain of passages that ends with one: its words, and the passage before.
#[derive(Debug)]
struct Link {
    matched: u32,
    before: Option<usize>,
}

/// Passages that a link is sought among, back from each.
const LOOK_BACK: usize = 32;

/// Of `passages`, which come in the order of the second body, those that stand in the order of the first as well, as many words
/// as can be: what was moved elsewhere vouches for no place. Cost: O(passages).
fn chain(passages: &[Passage], links: &mut Vec<Link>, ordered: &mut Vec<Passage>) {
    links.clear();
    for (n, passage) in passages.iter().enumerate() {
        let behind = (n.saturating_sub(LOOK_BACK)..n).filter(|&m| passages[m].a_end <= passage.a_first);
        let before = behind.max_by_key(|&m| (links[m].matched, m));
        links.push(Link { matched: passage.matched + before.map_or(0, |m| links[m].matched), before });
    }
    let mut last = (0..links.len()).max_by_key(|&n| links[n].matched);
    ordered.clear();
    while let Some(n) = last {
        ordered.push(passages[n]);
        last = links[n].before;
    }
    ordered.reverse();
}

/// The different telling words of a stretch, ascending: no stop words (small numbers spelt out are), nothing in quotation marks.
fn collect(tokens: &Tokens, (first, end): (usize, usize), words: &mut Vec<u32>) {
    words.clear();
    for at in first..end {
        let kind = tokens.kinds[at];
        if !kind.has(Kind::STOP) && !kind.has(Kind::QUOTED) {
            words.push(tokens.stems[at]);
        }
    }
    words.sort_unstable();
    words.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};
    use crate::units::Language;
    use crate::verify::Aligner;

    /// Share of `a` that is marked as rewritten from `b`.
    fn rewritten(a: &str, b: &str) -> f32 {
        let cut = |text: &str| tokenise(&clean(text), Language::parse("en"), &StemCache::default());
        let (a, b) = (cut(a), cut(b));
        let mut aligner = Aligner::default();
        aligner.load(&a);
        let passages = aligner.align(&a, &b).to_vec();
        let (mut cover_a, mut cover_b) = (Cover::default(), Cover::default());
        Rewording::default().find(&a, &b, &passages, &mut cover_a, &mut cover_b);
        cover_a.len() as f32 / a.len() as f32
    }

    const BEFORE: &str =
        "The interior ministry said on Tuesday evening that the valley road would stay closed all week.";
    const AFTER: &str =
        "No one was hurt, and the mayor of Meldrin asked all residents to keep away from the river banks.";

    #[test]
    fn a_sentence_rewritten_in_its_place_is_known_by_its_words() {
        let dispatch =
            format!("{BEFORE} Engineers closed the Karsova dam after cracks were found in its eastern wall. {AFTER}");
        let rewrite = format!(
            "{BEFORE} After discovering cracks in an eastern wall, engineers have shut down Karsova's dam. {AFTER}"
        );
        assert!(rewritten(&rewrite, &dispatch) > 0.2);
        let other =
            format!("{BEFORE} Trains between the capital and the coast were running normally again by noon. {AFTER}");
        assert_eq!(rewritten(&other, &dispatch), 0.0);
    }

    #[test]
    fn what_was_moved_does_not_keep_what_stayed_from_vouching() {
        let passage = |a_first: u32, b_first: u32, matched: u32| Passage {
            a_first,
            a_end: a_first + matched,
            b_first,
            b_end: b_first + matched,
            matched,
            ..Passage::default()
        };
        let moved = [passage(80, 0, 10), passage(0, 12, 30), passage(40, 45, 20)];
        let (mut links, mut ordered) = (Vec::new(), Vec::new());
        chain(&moved, &mut links, &mut ordered);
        assert_eq!(ordered, moved[1..], "the last paragraph of one opens the other");
        let again = [passage(0, 0, 30), passage(40, 32, 20), passage(10, 60, 8)];
        chain(&again, &mut links, &mut ordered);
        assert_eq!(ordered, again[..2]);
    }
}
