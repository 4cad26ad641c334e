//! What tells one event from another of its kind: the numbers and names of a pair, and its titles.

use super::{Passage, Text, align};
use crate::tokenise::{Kind, Tokens};
use crate::units::Similarity;
use rustc_hash::FxHashSet;

/// Numbers, names and titles of a pair; see the fields of [`Comparison`](super::Comparison) of these names.
#[derive(Default)]
pub(super) struct Facts {
    pub all: u32,
    pub found: u32,
    pub numbers_kept: u32,
    pub names_kept: u32,
    pub titles: Option<Similarity>,
}

/// Numbers and names: what tells one event from another of its kind.
#[inline]
pub(super) fn is_fact(kind: Kind) -> bool {
    kind.has(Kind::NUMBER) || align::is_name(kind)
}

/// Compares the facts of one text with those of many others; buffers are reused.
///
/// What the first text says is put into tables once, so that each comparison is one pass over the other text.
#[derive(Debug, Default)]
pub(super) struct FactFinder {
    /// All stems of the first text, its title's included.
    stems: StemTable,
    /// Its different facts, and the different telling words of its title.
    facts: StemTable,
    title: StemTable,
    of_other: FxHashSet<u32>,
    is_loaded: bool,
}

impl FactFinder {
    /// Forgets the first text; it is taken in when it is first asked for.
    pub fn unload(&mut self) {
        self.is_loaded = false;
    }

    fn load(&mut self, a: Text<'_>) {
        self.stems.fill(a.body.stems.iter().chain(&a.title.stems).copied(), a.body.len() + a.title.len());
        let facts = of_kind(a.body, is_fact);
        self.facts.fill(facts.iter().copied(), facts.len());
        let title = of_kind(a.title, is_telling);
        self.title.fill(title.iter().copied(), title.len());
        self.is_loaded = true;
    }

    /// The facts of `a`, which is the same until [`Self::unload`], beside those of `b`. Cost: O(tokens of `b`).
    pub fn compare(&mut self, a: Text<'_>, b: Text<'_>, passages: &[Passage]) -> Facts {
        if !self.is_loaded {
            self.load(a);
        }
        let (numbers_kept, names_kept) = self.kept(a.body, b.body, passages);
        let a_is_shorter = a.body.len() <= b.body.len();
        let (mut facts_found, mut title_found) = (0, 0);
        self.facts.begin();
        self.title.begin();
        for &stem in b.body.stems.iter().chain(&b.title.stems) {
            facts_found += u32::from(a_is_shorter && self.facts.meet(stem));
            title_found += u32::from(self.title.meet(stem));
        }
        let (all, found) = match a_is_shorter {
            true => (self.facts.len, facts_found),
            false => self.of_other(b.body, is_fact),
        };
        let both_have_titles = !a.title.is_empty() && !b.title.is_empty();
        let titles = both_have_titles.then(|| {
            let (telling, known) = self.of_other(b.title, is_telling);
            let share = |found: u32, all: u32| Similarity::ratio(u64::from(found), u64::from(all));
            let (ours, theirs) = (share(title_found, self.title.len), share(known, telling));
            if theirs > ours { theirs } else { ours }
        });
        Facts { all, found, numbers_kept, names_kept, titles }
    }

    /// Different words of a kind in `tokens`, and how many of them the first text has.
    fn of_other(&mut self, tokens: &Tokens, kind: impl Fn(Kind) -> bool) -> (u32, u32) {
        self.of_other.clear();
        let (mut all, mut found) = (0, 0);
        for (&stem, &own) in tokens.stems.iter().zip(&tokens.kinds) {
            if kind(own) && self.of_other.insert(stem) {
                all += 1;
                found += u32::from(self.stems.has(stem));
            }
        }
        (all, found)
    }

    /// Different numbers, and different names, that stand in passages on both sides. Cost: O(tokens).
    fn kept(&mut self, a: &Tokens, b: &Tokens, passages: &[Passage]) -> (u32, u32) {
        let open = &mut self.of_other;
        open.clear();
        for passage in passages {
            let range = passage.b_first as usize..passage.b_end as usize;
            let facts = b.stems[range.clone()].iter().zip(&b.kinds[range]).filter(|(_, kind)| is_fact(**kind));
            open.extend(facts.map(|(stem, _)| *stem));
        }
        let (mut numbers, mut names) = (0, 0);
        for passage in passages {
            for at in passage.a_first as usize..passage.a_end as usize {
                let kind = a.kinds[at];
                if is_fact(kind) && open.remove(&a.stems[at]) {
                    *(if kind.has(Kind::NUMBER) { &mut numbers } else { &mut names }) += 1;
                }
            }
        }
        (numbers, names)
    }
}

fn is_telling(kind: Kind) -> bool {
    !kind.has(Kind::STOP)
}

fn of_kind(tokens: &Tokens, kind: impl Fn(Kind) -> bool) -> Vec<u32> {
    tokens.stems.iter().zip(&tokens.kinds).filter(|(_, own)| kind(**own)).map(|(stem, _)| *stem).collect()
}

/// A set of stems, and which of them were met since [`Self::begin`]. Stems are hashes, and lie where they point.
#[derive(Debug, Default)]
struct StemTable {
    /// A stem, and when it was met last; of time 0 where free.
    slots: Vec<(u32, u32)>,
    now: u32,
    /// Different stems.
    len: u32,
}

impl StemTable {
    /// Holds `stems`, of which there are `count` at most, in the place of what it held.
    fn fill(&mut self, stems: impl Iterator<Item = u32>, count: usize) {
        self.slots.clear();
        self.slots.resize((2 * count).next_power_of_two().max(16), (0, 0));
        (self.now, self.len) = (1, 0);
        for stem in stems {
            let at = self.find(stem);
            if self.slots[at].1 == 0 {
                self.slots[at] = (stem, 1);
                self.len += 1;
            }
        }
    }

    /// Where a stem lies, or would.
    #[inline]
    fn find(&self, stem: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = stem as usize & mask;
        while self.slots[at].1 != 0 && self.slots[at].0 != stem {
            at = (at + 1) & mask;
        }
        at
    }

    fn has(&self, stem: u32) -> bool {
        self.slots[self.find(stem)].1 != 0
    }

    /// From now on no stem was met.
    fn begin(&mut self) {
        self.now += 1;
    }

    /// Whether a stem is held and is met for the first time.
    #[inline]
    fn meet(&mut self, stem: u32) -> bool {
        let at = self.find(stem);
        let met = &mut self.slots[at].1;
        let first = *met != 0 && *met != self.now;
        if first {
            *met = self.now;
        }
        first
    }
}
