//! Numbers, names and titles of a pair: what tells one event from another of its kind.

use super::cover::Cover;
use super::misread::Misreading;
use super::word_set::{WordNumbers, WordSet};
use super::{Passage, Text, VerifyConfig, align, form};
use crate::tokenise::{Kind, Tokens};
use crate::units::Similarity;
use std::ops::Range;

/// What a pair has in numbers and names; nothing where hardly a word is shared.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// How many words a token of the shorter body is: in scripts without spaces, whose words are some two pairs and a half, 0.4.
    pub worth: f32,
    /// Numbers that were changed, in shared passages and outside them, the fewer of both bodies.
    pub figures_changed: u32,
    /// Share of the words of one title that the other article has in its title or body, the larger of both ways; none
    /// where a title is missing.
    pub titles: Option<Similarity>,
    /// Whether the two were misread so much that this explains every number and name that does not match. What misreading makes
    /// of them on average counts nowhere as changed, missing or exchanged.
    pub is_misread: bool,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            all: 0,
            found: 0,
            numbers: 0,
            numbers_missing: 0,
            numbers_kept: 0,
            names_kept: 0,
            numbers_exchanged: 0.0,
            names_exchanged: 0.0,
            exchanged: 0,
            figures: 0.0,
            worth: 1.0,
            figures_changed: 0,
            titles: None,
            is_misread: false,
        }
    }
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

/// Whether a word names something in what an article says of its origin: each print has its own. The date there is news.
fn is_of_origin(kind: Kind) -> bool {
    kind.has(Kind::ORIGIN) & !kind.has(Kind::NUMBER)
}

/// See [`Facts::worth`], by the first tokens.
fn worth(body: &Tokens) -> f32 {
    let first = &body.kinds[..body.len().min(32)];
    let pairs = first.iter().filter(|kind| kind.has(Kind::OVERLAPS)).count();
    if 2 * pairs > first.len() { 0.4 } else { 1.0 }
}

/// How many words of a dateline a body begins with: the text goes on behind it on its line.
fn dateline(body: &Tokens) -> u32 {
    let words = body.kinds.iter().take_while(|kind| kind.has(Kind::ORIGIN)).count() as u32;
    let next = body.segments.iter().find(|segment| segment.end > words);
    let goes_on = next.zip(body.segments.first()).is_some_and(|(next, first)| next.line == first.line);
    if goes_on { words } else { 0 }
}

/// Where the facts of a body stand, in a short one its first words as well; of what it says of its origin, those among its first
/// `dateline` words. Ascending.
fn find_places(body: &Tokens, short: bool, dateline: u32, places: &mut Vec<u32>) {
    places.clear();
    let (eights, rest) = body.kinds.as_chunks::<8>();
    for (start, kinds) in (0..).step_by(8).zip(eights) {
        let kinds = Kind::of_eight(kinds);
        let has = |kind: Kind| kind.among(kinds);
        // As `is_fact` and `begins` have it.
        let telling = has(Kind::CAPITAL) & !has(Kind::STOP);
        let name = if short { telling } else { telling & !has(Kind::FIRST) };
        let mut left = has(Kind::NUMBER) | name;
        while left != 0 {
            let place = start + left.trailing_zeros() / 8;
            if place < dateline || !is_of_origin(body.kinds[place as usize]) {
                places.push(place);
            }
            left &= left - 1;
        }
    }
    let first = (body.len() - rest.len()) as u32;
    let is_place = |kind: &Kind| is_fact(*kind) | (short & begins(*kind));
    let is_told = |place: u32, kind: &Kind| place < dateline || !is_of_origin(*kind);
    let rest = (first..).zip(rest).filter(|&(place, kind)| is_place(kind) && is_told(place, kind));
    places.extend(rest.map(|(place, _)| place));
}

/// Which of `places` lie in a range.
fn within(places: &[u32], range: Range<usize>) -> Range<usize> {
    let before = |end: usize| places.partition_point(|&place| (place as usize) < end);
    before(range.start)..before(range.end)
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

/// What is known of a word of the first text in a pair: the second text has it; has it misread; has it as a fact, or as one
/// inside a shared passage; or its title tells it.
const HAS: u8 = 1;
const MISREAD: u8 = 2;
const FACT: u8 = 4;
const INSIDE: u8 = 8;
const TITLE: u8 = 16;

/// What is asked of the first text in one pair after the other: found once.
#[derive(Debug, Default)]
struct Loaded {
    /// Whether it counts as short, and how many words of its dateline count; none until it was asked.
    asked: Option<(bool, u32)>,
    /// All words of body and title.
    words: WordNumbers,
    /// See [`find_places`], and which words stand there.
    places: Vec<u32>,
    numbers: Vec<u32>,
    /// Its different facts, each with the kind of its first place.
    facts: Vec<(u32, Kind)>,
    /// The different words of its title that tell something.
    title: Vec<u32>,
}

impl Loaded {
    fn prepare(&mut self, text: Text<'_>, short: bool, dateline: u32) {
        if self.asked == Some((short, dateline)) {
            return;
        }
        self.asked = Some((short, dateline));
        let Self { words, places, numbers, facts, title, .. } = self;
        words.reset(text.body.len() + text.title.len());
        text.body.stems.iter().chain(&text.title.stems).for_each(|&stem| words.put(stem));
        let mut marks = vec![0; words.len()];
        let mut is_new = |number: u32, mark: u8| {
            let before = marks[number as usize];
            marks[number as usize] |= mark;
            before & mark == 0
        };
        find_places(text.body, short, dateline, places);
        let word = |place: &u32| words.number(text.body.stems[*place as usize]).unwrap_or_default();
        numbers.clear();
        numbers.extend(places.iter().map(word));
        let with_kinds =
            numbers.iter().zip(&*places).map(|(&number, &place)| (number, text.body.kinds[place as usize]));
        facts.clear();
        facts.extend(with_kinds.filter(|&(number, _)| is_new(number, FACT)));
        title.clear();
        let telling = text.title.stems.iter().zip(&text.title.kinds).filter(|(_, kind)| is_telling(**kind));
        title.extend(telling.filter_map(|(&stem, _)| words.number(stem)).filter(|&number| is_new(number, TITLE)));
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
    /// Numbers in what is covered that `take` was the first to take, given which of `places` they stand at.
    fn covered(self, body: &Tokens, places: &[u32], mut take: impl FnMut(usize) -> bool) -> u32 {
        let covered = self.cover.ranges().flat_map(|range| within(places, range));
        let numbers = covered.filter(|&at| body.kinds[places[at] as usize].has(Kind::NUMBER));
        numbers.map(|at| u32::from(take(at))).sum()
    }
}

/// Finds the facts of pairs.
#[derive(Debug, Default)]
pub(super) struct FactFinder {
    first: Loaded,
    /// What is known in this pair of each word of the first text.
    marks: Vec<u8>,
    /// Of the second text: where its facts stand, and which words of the first its words are.
    places: Vec<u32>,
    numbers: Vec<Option<u32>>,
    missing: Vec<(u32, Kind)>,
    /// A set of words for whoever needs one.
    pub open: WordSet,
}

impl FactFinder {
    /// Another text is the first now.
    pub fn reload(&mut self) {
        self.first.asked = None;
    }

    /// The facts of `a`, which is the first text since the last [`Self::reload`], and `b`, in short bodies their first words as
    /// well. `respelt` are words of `a` and `b` that match though one of them is misread; `covers` is what they share. What is
    /// exchanged is asked where not more than `shared` words are shared; else it says nothing. With them come the numbers and
    /// the names that were changed in shared passages, without those that misreading makes. Cost: O(tokens of
    /// both).
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
        // Where one alone has a dateline, there is nothing to hold its place against.
        let datelines = [dateline(a.body), dateline(b.body)];
        let [of_a, of_b] = if datelines.contains(&0) { [0, 0] } else { datelines };
        self.first.prepare(a, is_short(a.body), of_a);
        find_places(b.body, is_short(b.body), of_b, &mut self.places);
        self.mark(b);
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
            in_a = self.of_first(a.body, respelt.iter().map(|&(x, _)| x as usize), misread[0]);
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
            cover.ranges().map(|range| figures_at(&places[within(places, range)], body)).sum::<u32>()
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
            worth: worth(if a_is_shorter { a.body } else { b.body }),
            figures_changed: figures_changed.max(in_a.numbers.missing().min(in_b.numbers.missing())),
            titles: self.titles_agree(a, b),
            is_misread,
        };
        (facts, changed)
    }

    /// Marks the words of the first text that the second has.
    fn mark(&mut self, b: Text<'_>) {
        let Self { first, marks, numbers, .. } = self;
        marks.clear();
        marks.resize(first.words.len(), 0);
        let mut has = |number: &Option<u32>| {
            if let Some(number) = *number {
                marks[number as usize] = HAS;
            }
        };
        first.words.numbers(&b.title.stems, numbers);
        numbers.iter().for_each(&mut has);
        first.words.numbers(&b.body.stems, numbers);
        numbers.iter().for_each(has);
    }

    /// Different numbers and names of the first text, and how many of them the second has in its body or title, or has
    /// misread.
    fn of_first(&mut self, body: &Tokens, respelt: impl Iterator<Item = usize>, misread: Option<Misread<'_>>) -> InOne {
        let Self { first, marks, .. } = self;
        let mut take = |number: u32| {
            let mark = &mut marks[number as usize];
            let is_open = *mark & (HAS | MISREAD) == 0;
            *mark |= MISREAD;
            is_open
        };
        respelt.filter_map(|place| first.words.number(body.stems[place])).for_each(|number| _ = take(number));
        let covered = misread.map_or(0, |m| m.covered(body, &first.places, |at| take(first.numbers[at])));
        let mut found = InOne::default();
        for &(number, kind) in &first.facts {
            found.of(kind).add(marks[number as usize] & (HAS | MISREAD) != 0);
        }
        found.beyond(misread, covered)
    }

    /// The same of the second text.
    fn of_second(
        &mut self,
        body: &Tokens,
        respelt: impl Iterator<Item = usize>,
        misread: Option<Misread<'_>>,
    ) -> InOne {
        let Self { marks, places, numbers, missing, open, .. } = self;
        open.clear();
        missing.clear();
        let mut found = InOne::default();
        for &place in places.iter() {
            let (stem, kind) = (body.stems[place as usize], body.kinds[place as usize]);
            match numbers[place as usize] {
                Some(number) => {
                    let mark = &mut marks[number as usize];
                    if *mark & FACT == 0 {
                        *mark |= FACT;
                        found.of(kind).add(true);
                    }
                }
                None if open.insert(stem) => missing.push((stem, kind)),
                None => {}
            }
        }
        respelt.for_each(|place| _ = open.remove(body.stems[place]));
        let covered = misread.map_or(0, |m| m.covered(body, places, |at| open.remove(body.stems[places[at] as usize])));
        for &(stem, kind) in missing.iter() {
            found.of(kind).add(!open.holds(stem));
        }
        found.beyond(misread, covered)
    }

    /// Different numbers, and different names, that stand in passages on both sides.
    fn kept(&mut self, a: &Tokens, b: &Tokens, passages: &[Passage], respelt: &[(u32, u32)]) -> (u32, u32) {
        let Self { first, marks, places, numbers, open, .. } = self;
        open.clear();
        for passage in passages {
            for &place in &places[within(places, passage.b_first as usize..passage.b_end as usize)] {
                let place = place as usize;
                match numbers[place] {
                    _ if !is_fact(b.kinds[place]) => {}
                    Some(number) => marks[number as usize] |= INSIDE,
                    None if !respelt.is_empty() => _ = open.insert(b.stems[place]),
                    None => {}
                }
            }
        }
        let mut take = |number: u32| {
            let mark = &mut marks[number as usize];
            let was_open = *mark & INSIDE != 0;
            *mark &= !INSIDE;
            was_open
        };
        let mut kept = [0; 2];
        for passage in passages {
            for at in within(&first.places, passage.a_first as usize..passage.a_end as usize) {
                let kind = a.kinds[first.places[at] as usize];
                if is_fact(kind) && take(first.numbers[at]) {
                    kept[usize::from(!kind.has(Kind::NUMBER))] += 1;
                }
            }
        }
        let is_name =
            |(x, y): &&(u32, u32)| align::is_name(a.kinds[*x as usize]) && align::is_name(b.kinds[*y as usize]);
        let misread = respelt.iter().filter(is_name).filter(|(_, y)| match numbers[*y as usize] {
            Some(number) => take(number),
            None => open.remove(b.stems[*y as usize]),
        });
        (kept[0], kept[1] + misread.count() as u32)
    }

    /// See [`Facts::titles`].
    fn titles_agree(&mut self, a: Text<'_>, b: Text<'_>) -> Option<Similarity> {
        if a.title.is_empty() || b.title.is_empty() {
            return None;
        }
        let Self { first, marks, open, .. } = self;
        let is_open = |number: &&u32| marks[**number as usize] & HAS == 0;
        let left = first.title.iter().filter(is_open).map(|number| first.words.word(*number));
        open.fill(left);
        let there = held_by(open, first.title.len() as u64, a.title, b.title);
        if there == Similarity::ONE {
            return Some(there);
        }
        open.clear();
        let mut held = 0;
        for (&stem, _) in b.title.stems.iter().zip(&b.title.kinds).filter(|(_, kind)| is_telling(**kind)) {
            match first.words.number(stem) {
                Some(number) => {
                    held += u64::from(marks[number as usize] & TITLE == 0);
                    marks[number as usize] |= TITLE;
                }
                None => _ = open.insert(stem),
            }
        }
        let back = held_by(open, held + open.len() as u64, b.title, a.title);
        Some(if back > there { back } else { there })
    }
}

/// Share of the `all` telling words of a title that another article has, those left `open` only where its title has them
/// misread.
fn held_by(open: &mut WordSet, all: u64, title: &Tokens, other: &Tokens) -> Similarity {
    if open.len() > 0 {
        open.remove_misread(title.stems.iter().copied().zip(title.shapes.iter().copied()), other);
    }
    Similarity::ratio(all - open.len() as u64, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_facts() {
        // Every kind of word, eight at a time and one by one.
        let mut kinds: Vec<Kind> = Vec::new();
        for bits in 0..=u8::MAX {
            let all =
                [Kind::STOP, Kind::NUMBER, Kind::CAPITAL, Kind::QUOTED, Kind::FIRST, Kind::OVERLAPS, Kind::ORIGIN];
            let mut kind = Kind::default();
            let set = all.iter().chain(&[Kind::FORM]).enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            set.for_each(|(_, bit)| kind.set(*bit));
            kinds.push(kind);
        }
        kinds.extend_from_within(0..7);
        let body = Tokens { stems: vec![0; kinds.len()], kinds, ..Tokens::default() };
        for short in [false, true] {
            let mut places = vec![7];
            for dateline in [0, 21] {
                places.clear();
                find_places(&body, short, dateline, &mut places);
                let is_place = |at: &u32| {
                    let kind = body.kinds[*at as usize];
                    (is_fact(kind) || short && begins(kind)) && (*at < dateline || !is_of_origin(kind))
                };
                assert_eq!(places, (0..body.len() as u32).filter(is_place).collect::<Vec<_>>());
            }
        }
    }
}
