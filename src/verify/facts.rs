//! Numbers, names and titles of a pair: what tells one event from another of its kind.

use super::cover::Cover;
use super::misread::Misreading;
use super::word_set::WordSet;
use super::{Passage, Text, VerifyConfig, align, form};
use crate::tokenise::{Kind, Tokens};
use crate::units::Similarity;
use std::ops::Range;

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

/// Numbers and names.
fn is_fact(kind: Kind) -> bool {
    kind.has(Kind::NUMBER) | align::is_name(kind)
}

/// Whether a word of a title tells something: no stop word, but for numbers spelt out.
pub(super) fn is_telling(kind: Kind) -> bool {
    !kind.has(Kind::STOP) || kind.has(Kind::NUMBER)
}

/// Whether a word with a capital begins its sentence: in a headline, who it is about.
fn begins(kind: Kind) -> bool {
    kind.has(Kind::FIRST) & kind.has(Kind::CAPITAL) & !kind.has(Kind::STOP)
}

/// Where the facts of a body stand, in a short one its first words as well. Ascending.
fn find_places(body: &Tokens, short: bool, places: &mut Vec<u32>) {
    // Every place is written, and the next one over it where there is no fact: a branch would be guessed wrong too often.
    places.resize(body.len(), 0);
    let mut found = 0;
    for (place, &kind) in (0..).zip(&body.kinds) {
        places[found] = place;
        found += usize::from(is_fact(kind) | (short & begins(kind)));
    }
    places.truncate(found);
}

/// Those of `places` that lie in a range.
fn within(places: &[u32], range: Range<usize>) -> &[u32] {
    let before = |end: usize| places.partition_point(|&place| (place as usize) < end);
    &places[before(range.start)..before(range.end)]
}

/// How many words at some places are numbers.
fn figures_at(places: &[u32], body: &Tokens) -> u32 {
    places.iter().map(|&place| u32::from(body.kinds[place as usize].has(Kind::NUMBER))).sum()
}

/// How many different facts there are, and how many of them the other text has.
#[derive(Clone, Copy, Default)]
struct Found {
    all: u32,
    found: u32,
}

impl Found {
    fn add(&mut self, is_found: bool) {
        self.all += 1;
        self.found += u32::from(is_found);
    }

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

    /// The same where texts were misread: a number in what is covered faces another one there, which was counted as changed, or
    /// was misread. Of other numbers those are missing that are beyond what misreading makes.
    fn beyond(self, misread: Option<Misread<'_>>, covered: u32) -> Self {
        let Some(Misread { misreading, changed, .. }) = misread else { return self };
        Self { numbers: self.numbers.misread(misreading, covered.min(changed)), ..self }
    }
}

/// What is asked of the first text in one pair after the other: found once.
#[derive(Debug, Default)]
struct Loaded {
    /// Whether it counts as short; none until it was asked.
    short: Option<bool>,
    /// All words of body and title.
    words: WordSet,
    /// See [`find_places`].
    places: Vec<u32>,
    /// Its different facts, each with the kind of its first place.
    facts: Vec<(u32, Kind)>,
    /// Their stems, between pairs.
    open: WordSet,
    /// Those that were taken out for a pair.
    taken: Vec<u32>,
}

impl Loaded {
    fn prepare(&mut self, text: Text<'_>, short: bool) {
        if self.short == Some(short) {
            return;
        }
        self.short = Some(short);
        self.words.fill(text.body.stems.iter().chain(&text.title.stems).copied());
        find_places(text.body, short, &mut self.places);
        self.open.clear();
        self.facts.clear();
        for &place in &self.places {
            let (stem, kind) = (text.body.stems[place as usize], text.body.kinds[place as usize]);
            if self.open.insert(stem) {
                self.facts.push((stem, kind));
            }
        }
    }

    /// Its different numbers and names, and how many of them `other` has in its body or title, or has misread.
    fn find(
        &mut self,
        body: &Tokens,
        other: Text<'_>,
        respelt: impl Iterator<Item = usize>,
        misread: Option<Misread<'_>>,
    ) -> InOne {
        let Self { places, facts, open, taken, .. } = self;
        let mut take = |stem: u32| {
            let was_open = open.remove(stem);
            if was_open {
                taken.push(stem);
            }
            was_open
        };
        other.body.stems.iter().chain(&other.title.stems).for_each(|&stem| _ = take(stem));
        respelt.for_each(|place| _ = take(body.stems[place]));
        let covered = misread.map_or(0, |misread| misread.covered(body, places, take));
        let mut found = InOne::default();
        for &(stem, kind) in facts.iter() {
            found.of(kind).add(!open.holds(stem));
        }
        taken.drain(..).for_each(|stem| _ = open.insert(stem));
        found.beyond(misread, covered)
    }
}

/// How much of a text that was misread explains what does not match.
#[derive(Clone, Copy)]
struct Misread<'a> {
    misreading: Misreading,
    cover: &'a Cover,
    /// Numbers that were changed in shared passages.
    changed: u32,
}

impl Misread<'_> {
    /// Numbers in what is covered that `take` was the first to take.
    fn covered(self, body: &Tokens, places: &[u32], mut take: impl FnMut(u32) -> bool) -> u32 {
        let covered = self.cover.ranges().flat_map(|range| within(places, range));
        let numbers = covered.filter(|&&place| body.kinds[place as usize].has(Kind::NUMBER));
        numbers.map(|&place| u32::from(take(body.stems[place as usize]))).sum()
    }
}

/// Finds the facts of pairs.
#[derive(Debug, Default)]
pub(super) struct FactFinder {
    first: Loaded,
    /// Of the second text.
    places: Vec<u32>,
    missing: Vec<(u32, Kind)>,
    /// A set of words for whoever needs one.
    pub open: WordSet,
}

impl FactFinder {
    /// Another text is the first now.
    pub fn reload(&mut self) {
        self.first.short = None;
    }

    /// The facts of `a`, which is the first text since the last [`Self::reload`], and `b`, in short bodies their first words as
    /// well. `respelt` are words of `a` and `b` that match though one of them is misread; `covers` is what they share. What is
    /// exchanged is asked where not more than `shared` words are shared; else it says nothing. With them come the numbers and
    /// the names that were changed in shared passages, without those that misreading makes. Cost: O(tokens of `b`), for the
    /// first pair of both.
    pub fn find(
        &mut self,
        [a, b]: [Text<'_>; 2],
        passages: &[Passage],
        covers: [&Cover; 2],
        respelt: &[(u32, u32)],
        shared: f32,
        config: &VerifyConfig,
    ) -> (Facts, [u32; 2]) {
        let is_short = |body: &Tokens| body.len() <= config.short_tokens as usize;
        self.first.prepare(a, is_short(a.body));
        find_places(b.body, is_short(b.body), &mut self.places);
        let matched = passages.iter().map(|passage| passage.matched).sum();
        let misreading = Misreading::of(matched, respelt, [a.body, b.body]);
        let of_names = misreading.of_names();
        let a_is_shorter = a.body.len() <= b.body.len();
        let both = shared < form::FADED;
        let (numbers_kept, names_kept) = self.kept(a.body, b.body, passages, respelt);
        let numbers_changed = passages.iter().map(|passage| passage.numbers_changed).sum();
        let names_changed = passages.iter().map(|passage| passage.names_changed).sum();
        let (numbers, names) = (numbers_changed + numbers_kept, names_changed + names_kept);
        let changed = [misreading.beyond(numbers_changed, numbers), of_names.beyond(names_changed, names)];
        let misread =
            covers.map(|cover| misreading.is_any().then_some(Misread { misreading, cover, changed: changed[0] }));
        let [mut in_a, mut in_b] = [InOne::default(); 2];
        if both || a_is_shorter {
            in_a = self.first.find(a.body, b, respelt.iter().map(|&(x, _)| x as usize), misread[0]);
        }
        if both || !a_is_shorter {
            in_b = self.of_second(b.body, respelt.iter().map(|&(_, y)| y as usize), misread[1]);
        }
        let is_misread = misreading.is_any()
            && misreading.explains(numbers_changed, numbers)
            && of_names.explains(names_changed, names)
            && in_a.numbers.missing().min(in_b.numbers.missing()) == 0
            && [in_a, in_b].iter().any(|text| of_names.explains(text.names.missing(), text.names.all));
        let [in_a, in_b] = [in_a, in_b].map(|text| InOne { names: text.names.misread(of_names, 0), ..text });
        let shorter = if a_is_shorter { in_a } else { in_b };
        let texts = [(a.body, &self.first.places, covers[0]), (b.body, &self.places, covers[1])];
        let figures = texts.map(|(body, places, _)| figures_at(places, body));
        let shared_figures = texts.map(|(body, places, cover)| {
            cover.ranges().map(|range| figures_at(within(places, range), body)).sum::<u32>()
        });
        let outside = (figures[0] - shared_figures[0]).min(figures[1] - shared_figures[1]);
        let figures_changed = changed[0] + misreading.beyond(outside, figures[0].min(figures[1]));
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
            titles: self.titles_agree(a, b),
            is_misread,
        };
        (facts, changed)
    }

    /// Different numbers and names of the second text, and how many of them the first has in its body or title, or has misread.
    fn of_second(
        &mut self,
        body: &Tokens,
        respelt: impl Iterator<Item = usize>,
        misread: Option<Misread<'_>>,
    ) -> InOne {
        let Self { first, places, missing, open } = self;
        open.clear();
        missing.clear();
        let mut found = InOne::default();
        for &place in places.iter() {
            let (stem, kind) = (body.stems[place as usize], body.kinds[place as usize]);
            if !open.insert_once(stem) {
                continue;
            }
            if first.words.holds(stem) {
                found.of(kind).add(true);
                open.remove(stem);
            } else {
                missing.push((stem, kind));
            }
        }
        respelt.for_each(|place| _ = open.remove(body.stems[place]));
        let covered = misread.map_or(0, |misread| misread.covered(body, places, |stem| open.remove(stem)));
        for &(stem, kind) in missing.iter() {
            found.of(kind).add(!open.holds(stem));
        }
        found.beyond(misread, covered)
    }

    /// Different numbers, and different names, that stand in passages on both sides.
    fn kept(&mut self, a: &Tokens, b: &Tokens, passages: &[Passage], respelt: &[(u32, u32)]) -> (u32, u32) {
        let Self { first, places, open, .. } = self;
        open.clear();
        for passage in passages {
            for &place in within(places, passage.b_first as usize..passage.b_end as usize) {
                if is_fact(b.kinds[place as usize]) {
                    open.insert(b.stems[place as usize]);
                }
            }
        }
        let (mut numbers, mut names) = (0, 0);
        for passage in passages {
            for &place in within(&first.places, passage.a_first as usize..passage.a_end as usize) {
                let kind = a.kinds[place as usize];
                if is_fact(kind) && open.remove(a.stems[place as usize]) {
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
    fn titles_agree(&mut self, a: Text<'_>, b: Text<'_>) -> Option<Similarity> {
        if a.title.is_empty() || b.title.is_empty() {
            return None;
        }
        let Self { first, open, .. } = self;
        let telling = |title: &Tokens, open: &mut WordSet| {
            let words = title.stems.iter().zip(&title.kinds).filter(|(_, kind)| is_telling(**kind));
            open.fill(words.map(|(stem, _)| *stem));
            open.len() as u64
        };
        let all = telling(a.title, open);
        for &stem in b.title.stems.iter().chain(&b.body.stems) {
            if open.remove(stem) && open.len() == 0 {
                break;
            }
        }
        let there = held_by(open, all, a.title, b.title);
        if there == Similarity::ONE {
            return Some(there);
        }
        let all = telling(b.title, open);
        for &stem in b.title.stems.iter().filter(|stem| first.words.holds(**stem)) {
            open.remove(stem);
        }
        let back = held_by(open, all, b.title, a.title);
        Some(if back > there { back } else { there })
    }
}

/// Share of the `all` telling words of a title that another article has, those left `open` only where its title has them
/// misread.
fn held_by(open: &mut WordSet, all: u64, title: &Tokens, other: &Tokens) -> Similarity {
    open.remove_misread(title.stems.iter().copied().zip(title.shapes.iter().copied()), other);
    Similarity::ratio(all - open.len() as u64, all)
}
