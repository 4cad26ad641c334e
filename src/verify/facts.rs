//! Numbers, names and titles of a pair: what tells one event from another of its kind.

use super::cover::Cover;
use super::misread::Misreading;
use super::{Passage, Text, VerifyConfig, align, form};
use crate::tokenise::{Kind, Tokens, shape};
use crate::units::Similarity;

/// What a pair has in numbers and names; nothing where hardly a word is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// Different numbers and names of the shorter body.
    pub all: u32,
    /// Those of them that the longer article has somewhere.
    pub found: u32,
    /// Different numbers of the shorter body.
    pub numbers: u32,
    /// Those of them that the longer article has nowhere.
    pub numbers_missing: u32,
    /// Different numbers inside shared passages that match.
    pub numbers_kept: u32,
    /// Different names inside shared passages that match.
    pub names_kept: u32,
    /// Share of its different numbers that each body has and the other article lacks, the smaller of both. Ratio in [0, 1).
    pub numbers_exchanged: f32,
    /// The same for names.
    pub names_exchanged: f32,
    /// Numbers and names that each body has and the other article lacks, the fewer of both.
    pub exchanged: u32,
    /// Share of the shorter body's words that are numbers. Ratio in [0, 1].
    pub figures: f32,
    /// Numbers that were changed, in shared passages and outside them, the fewer of both bodies.
    pub figures_changed: u32,
    /// Share of the words of one title that the other article has in its title or body, the larger of both ways; none
    /// where a title is missing.
    pub titles: Option<Similarity>,
    /// Whether the two were misread so much that this explains every number and name that does not match. What misreading makes
    /// of them on average counts nowhere as changed, missing or exchanged.
    pub is_misread: bool,
}

/// A set of stems, which are hashes, that is asked far more often for words that are not in it, and is emptied at once.
#[derive(Debug)]
pub(super) struct WordSet {
    /// Stems, each with the era when it was put in; the one behind an era is of those that were taken out again. A power of
    /// two, at most half of it filled.
    slots: Vec<(u32, u32)>,
    era: u32,
    /// Slots that are filled, and those of them that hold a word.
    filled: usize,
    held: usize,
    /// A bit for each word, by its hash: most that are not in the set end here.
    bits: [u64; 64],
}

const MIN_SLOTS: usize = 256;

impl Default for WordSet {
    fn default() -> Self {
        Self { slots: Vec::new(), era: 1, filled: 0, held: 0, bits: [0; 64] }
    }
}

impl WordSet {
    fn clear(&mut self) {
        (self.filled, self.held) = (0, 0);
        self.bits = [0; 64];
        self.era = self.era.checked_add(2).unwrap_or_else(|| {
            self.slots.fill((0, 0));
            1
        });
    }

    /// Makes it the set of these words.
    pub fn fill(&mut self, words: impl Iterator<Item = u32>) {
        self.clear();
        words.for_each(|word| _ = self.insert(word));
    }

    fn bit(stem: u32) -> (usize, u64) {
        ((stem >> 6 & 63) as usize, 1 << (stem & 63))
    }

    /// The slot of a stem, or the empty one where it belongs.
    #[inline]
    fn slot(&mut self, stem: u32) -> &mut (u32, u32) {
        let last = self.slots.len() - 1;
        let mut at = (stem >> 8) as usize & last;
        while self.slots[at].1 >= self.era && self.slots[at].0 != stem {
            at = (at + 1) & last;
        }
        &mut self.slots[at]
    }

    fn insert(&mut self, stem: u32) -> bool {
        let (word, bit) = Self::bit(stem);
        self.bits[word] |= bit;
        if self.filled * 2 >= self.slots.len() {
            self.grow();
        }
        let era = self.era;
        let slot = self.slot(stem);
        if slot.1 == era {
            return false;
        }
        let is_new = slot.1 < era;
        *slot = (stem, era);
        self.held += 1;
        self.filled += usize::from(is_new);
        true
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(MIN_SLOTS);
        let era = self.era;
        let old = std::mem::replace(&mut self.slots, vec![(0, 0); size]);
        for (stem, _) in old.into_iter().filter(|slot| slot.1 == era) {
            *self.slot(stem) = (stem, era);
        }
        self.filled = self.held;
    }

    #[inline]
    pub fn remove(&mut self, stem: u32) -> bool {
        let (word, bit) = Self::bit(stem);
        if self.bits[word] & bit == 0 {
            return false;
        }
        let era = self.era;
        let slot = self.slot(stem);
        let was_held = slot.1 == era;
        if was_held {
            slot.1 = era + 1;
        }
        self.held -= usize::from(was_held);
        was_held
    }

    #[inline]
    fn holds(&mut self, stem: u32) -> bool {
        let (word, bit) = Self::bit(stem);
        self.bits[word] & bit != 0 && self.slot(stem).1 == self.era
    }

    pub fn len(&self) -> usize {
        self.held
    }

    /// Takes out those of `words`, given as stem and shape, that `title` has misread.
    pub fn remove_misread(&mut self, words: impl Iterator<Item = (u32, u32)>, title: &Tokens) {
        let shapes = &title.shapes[..title.shapes.len().min(MAX_MISREAD)];
        for (stem, shape) in words {
            if self.holds(stem) && shapes.iter().any(|other| shape::are_alike(shape, *other)) {
                self.remove(stem);
            }
        }
    }
}

/// Words of a title among which misread ones are looked for: more than a headline has, whatever stands in its field.
const MAX_MISREAD: usize = 256;

/// Numbers and names.
fn is_fact(kind: Kind) -> bool {
    kind.has(Kind::NUMBER) || align::is_name(kind)
}

/// Whether a word of a title tells something: no stop word, but for numbers spelt out.
pub(super) fn is_telling(kind: Kind) -> bool {
    !kind.has(Kind::STOP) || kind.has(Kind::NUMBER)
}

/// Whether a word with a capital begins its sentence: in a headline, who it is about.
fn begins(kind: Kind) -> bool {
    kind.has(Kind::FIRST) && kind.has(Kind::CAPITAL) && !kind.has(Kind::STOP)
}

/// The facts of `a` and `b`, in short bodies their first words as well. `respelt` are words of `a` and `b` that match though
/// one of them is misread; `covers` is what they share. What is exchanged is asked where not more than `shared` words are shared;
/// else it says nothing. With them come the numbers and the names that were changed in shared passages, without those that
/// misreading makes. Cost: O(tokens of both).
pub(super) fn facts_of(
    set: &mut WordSet,
    [a, b]: [Text<'_>; 2],
    passages: &[Passage],
    covers: [&Cover; 2],
    respelt: &[(u32, u32)],
    shared: f32,
    config: &VerifyConfig,
) -> (Facts, [u32; 2]) {
    let short = config.short_tokens as usize;
    let matched = passages.iter().map(|passage| passage.matched).sum();
    let misread = Misreading::of(matched, respelt, [a.body, b.body]);
    let a_is_shorter = a.body.len() <= b.body.len();
    let both = shared < form::FADED;
    let (numbers_kept, names_kept) = facts_kept(set, a.body, b.body, passages, respelt);
    let numbers_changed = passages.iter().map(|passage| passage.numbers_changed).sum();
    let names_changed = passages.iter().map(|passage| passage.names_changed).sum();
    let (numbers, names) = (numbers_changed + numbers_kept, names_changed + names_kept);
    let changed = [misread.beyond(numbers_changed, numbers), misread.of_names().beyond(names_changed, names)];
    let mut asked = |is_asked, body, other, cover, respelt: &mut dyn Iterator<Item = usize>| {
        let misread = misread.is_any().then_some((misread, cover, changed[0]));
        if is_asked { find_facts(set, body, other, respelt, misread, short) } else { InOne::default() }
    };
    let in_a = asked(both || a_is_shorter, a.body, b, covers[0], &mut respelt.iter().map(|&(x, _)| x as usize));
    let in_b = asked(both || !a_is_shorter, b.body, a, covers[1], &mut respelt.iter().map(|&(_, y)| y as usize));
    let of_names = misread.of_names();
    let is_misread = misread.is_any()
        && misread.explains(numbers_changed, numbers)
        && of_names.explains(names_changed, names)
        && in_a.numbers.missing().min(in_b.numbers.missing()) == 0
        && [in_a, in_b].iter().any(|text| of_names.explains(text.names.missing(), text.names.all));
    let [in_a, in_b] = [in_a, in_b].map(|text| InOne { names: text.names.misread(of_names, 0), ..text });
    let shorter = if a_is_shorter { in_a } else { in_b };
    let figures = [a, b].map(|text| figures_in(&text.body.kinds));
    let within = [(a, covers[0]), (b, covers[1])]
        .map(|(text, cover)| cover.ranges().map(|range| figures_in(&text.body.kinds[range])).sum::<u32>());
    let outside = (figures[0] - within[0]).min(figures[1] - within[1]);
    let figures_changed = changed[0] + misread.beyond(outside, figures[0].min(figures[1]));
    let facts = Facts {
        all: shorter.numbers.all + shorter.names.all,
        found: shorter.numbers.found + shorter.names.found,
        numbers: shorter.numbers.all,
        numbers_missing: shorter.numbers.all - shorter.numbers.found,
        numbers_kept,
        names_kept,
        numbers_exchanged: in_a.numbers.lost().min(in_b.numbers.lost()),
        names_exchanged: in_a.names.lost().min(in_b.names.lost()),
        exchanged: in_a.missing().min(in_b.missing()),
        figures: figures[usize::from(!a_is_shorter)] as f32 / a.body.len().min(b.body.len()).max(1) as f32,
        figures_changed: figures_changed.max(in_a.numbers.missing().min(in_b.numbers.missing())),
        titles: titles_agree(set, a, b),
        is_misread,
    };
    (facts, changed)
}

/// How many words are numbers.
fn figures_in(kinds: &[Kind]) -> u32 {
    kinds.iter().map(|kind| u32::from(kind.has(Kind::NUMBER))).sum()
}

/// How many different facts there are, and how many of them the other text has.
#[derive(Clone, Copy, Default)]
struct Found {
    all: u32,
    found: u32,
}

impl Found {
    fn missing(self) -> u32 {
        self.all - self.found
    }

    /// The same, where of what is missing only that counts which is beyond misreading, and what was changed.
    fn misread(self, misread: Misreading, changed: u32) -> Self {
        Self { found: self.all - (misread.beyond(self.missing(), self.all) + changed).min(self.all), ..self }
    }

    /// Share that the other lacks; of one fact a half, since one may be mistaken.
    fn lost(self) -> f32 {
        self.missing() as f32 / (self.all + 1) as f32
    }
}

/// What one text has in facts.
#[derive(Clone, Copy, Default)]
struct InOne {
    numbers: Found,
    names: Found,
}

impl InOne {
    fn missing(&self) -> u32 {
        self.numbers.missing() + self.names.missing()
    }

    fn of(&mut self, kind: Kind) -> &mut Found {
        if kind.has(Kind::NUMBER) { &mut self.numbers } else { &mut self.names }
    }
}

/// Different numbers and names of `body`, and how many of them `other` has in its body or title, or has misread.
///
/// Where texts were misread, a number in what is covered faces another one there, which was counted as `changed`, or was misread.
/// Of other numbers those are missing that are beyond what misreading makes.
fn find_facts(
    open: &mut WordSet,
    body: &Tokens,
    other: Text<'_>,
    respelt: impl Iterator<Item = usize>,
    misread: Option<(Misreading, &Cover, u32)>,
    short: usize,
) -> InOne {
    open.clear();
    let short = body.len() <= short;
    let is_fact = |kind: Kind| is_fact(kind) || short && begins(kind);
    let mut facts = InOne::default();
    for (&stem, &kind) in body.stems.iter().zip(&body.kinds) {
        if is_fact(kind) && open.insert(stem) {
            facts.of(kind).all += 1;
        }
    }
    for stem in other.body.stems.iter().chain(&other.title.stems) {
        open.remove(*stem);
    }
    for at in respelt {
        open.remove(body.stems[at]);
    }
    (facts.numbers.found, facts.names.found) = (facts.numbers.all, facts.names.all);
    let mut covered = 0;
    if let Some((_, cover, _)) = misread {
        for at in cover.ranges().flatten().filter(|&at| body.kinds[at].has(Kind::NUMBER)) {
            covered += u32::from(open.remove(body.stems[at]));
        }
    }
    if open.len() > 0 {
        for (&stem, &kind) in body.stems.iter().zip(&body.kinds) {
            if is_fact(kind) && open.remove(stem) {
                facts.of(kind).found -= 1;
            }
        }
    }
    if let Some((misread, _, changed)) = misread {
        facts.numbers = facts.numbers.misread(misread, covered.min(changed));
    }
    facts
}

/// Different numbers, and different names, that stand in passages on both sides. Cost: O(tokens).
fn facts_kept(open: &mut WordSet, a: &Tokens, b: &Tokens, passages: &[Passage], respelt: &[(u32, u32)]) -> (u32, u32) {
    open.clear();
    for passage in passages {
        let range = passage.b_first as usize..passage.b_end as usize;
        let facts = b.stems[range.clone()].iter().zip(&b.kinds[range]).filter(|(_, kind)| is_fact(**kind));
        for (stem, _) in facts {
            open.insert(*stem);
        }
    }
    let (mut numbers, mut names) = (0, 0);
    for passage in passages {
        for at in passage.a_first as usize..passage.a_end as usize {
            let kind = a.kinds[at];
            if is_fact(kind) && open.remove(a.stems[at]) {
                *(if kind.has(Kind::NUMBER) { &mut numbers } else { &mut names }) += 1;
            }
        }
    }
    let misread = respelt.iter().filter(|(x, y)| {
        align::is_name(a.kinds[*x as usize])
            && align::is_name(b.kinds[*y as usize])
            && open.remove(b.stems[*y as usize])
    });
    (numbers, names + misread.count() as u32)
}

/// See [`Facts::titles`].
fn titles_agree(open: &mut WordSet, a: Text<'_>, b: Text<'_>) -> Option<Similarity> {
    if a.title.is_empty() || b.title.is_empty() {
        return None;
    }
    let mut best = Similarity::ZERO;
    for (title, other) in [(a.title, b), (b.title, a)] {
        let words = title.stems.iter().zip(&title.kinds).filter(|(_, kind)| is_telling(**kind));
        open.fill(words.map(|(stem, _)| *stem));
        let all = open.len() as u64;
        for stem in other.title.stems.iter().chain(&other.body.stems) {
            if open.remove(*stem) && open.len() == 0 {
                break;
            }
        }
        open.remove_misread(title.stems.iter().copied().zip(title.shapes.iter().copied()), other.title);
        let share = Similarity::ratio(all - open.len() as u64, all);
        if share > best {
            best = share;
        }
        if best == Similarity::ONE {
            break;
        }
    }
    Some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_words_is_emptied_filled_and_grown() {
        let mut set = WordSet::default();
        assert!(!set.remove(7) && !set.holds(7));
        for round in 0..3 {
            // Stems that want one slot, and more than there is room for.
            set.fill((0..1000).map(|n| n << 20 | round));
            assert_eq!(set.len(), 1000);
            assert!(!set.insert(5 << 20 | round) && set.holds(5 << 20 | round));
            assert!(set.remove(5 << 20 | round) && !set.remove(5 << 20 | round) && !set.holds(5 << 20 | round));
            assert!(set.insert(5 << 20 | round) && set.len() == 1000);
            assert!(round == 0 || !set.holds(6 << 20 | (round - 1)));
        }
        set.era = u32::MAX;
        set.clear();
        assert!(set.len() == 0 && !set.holds(5 << 20 | 2) && set.insert(5 << 20 | 2));
    }
}
