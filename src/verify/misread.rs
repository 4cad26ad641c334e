//! Passages of texts that were misread: grown on from what matched, over words that no run of equal ones reaches.
//!
//! Where one character in ten is misread, one word in two is, on either side, and few runs of three are left. But words in
//! their places tell: of two prints of one text three words in four are equal or each other's misread, at one place after
//! the other, and of two texts hardly one in three, wherever they are laid against each other.

use super::Passage;
use super::align::{are_misread, is_name};
use crate::tokenise::{Kind, Tokens};
use std::ops::Range;

/// Of the words that match, the share that match as misread from which a pair was misread, and how many at least: inflected
/// and respelt words are fewer.
const MISREAD: f32 = 0.04;
const MIN_MISREAD: usize = 3;

/// Of misread names, the share that matches nothing, as numbers never do: the others match as misread.
const LOST_NAMES: f32 = 0.5;

/// Share of the matching words that one of two texts has misread: 0 where hardly any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Misreading(f32);

impl Misreading {
    /// Of a pair in which so many words match, those of `respelt` as misread: places in `a` and in `b`. Words of equal letters do
    /// not count, which two languages' stemmers part, and no pairs of characters: of two such words, one is often the same.
    pub fn of(matched: u32, respelt: &[(u32, u32)], [a, b]: [&Tokens; 2]) -> Self {
        let is_one = |&&(x, y): &&(u32, u32)| {
            !a.kinds[x as usize].has(Kind::OVERLAPS) && a.shapes[x as usize] != b.shapes[y as usize]
        };
        let respelt = respelt.iter().filter(is_one).count();
        let is_misread = respelt >= MIN_MISREAD && respelt as f32 >= MISREAD * matched as f32;
        Self(if is_misread { (respelt as f32 / matched as f32).min(1.0) } else { 0.0 })
    }

    /// Whether anything was misread.
    pub fn is_any(self) -> bool {
        self.0 > 0.0
    }

    /// The same for what it does to names.
    pub fn of_names(self) -> Self {
        Self(self.0 * LOST_NAMES)
    }

    /// Of so many facts that do not match, among `all`, those beyond the number that misreading makes on average.
    pub fn beyond(self, lost: u32, all: u32) -> u32 {
        lost.saturating_sub((self.0 * all as f32).round() as u32)
    }

    /// Whether misreading can explain all of them: they are no more than it makes, and a standard deviation (Poisson's).
    pub fn explains(self, lost: u32, all: u32) -> bool {
        let expected = self.0 * all as f32;
        lost as f32 <= expected + expected.sqrt()
    }
}

/// How far a score may fall below the best before a passage ends there. Unit: words that do not match.
const DROP: i32 = 8;

/// Words that match, less those that do not, by which a passage must grow.
const MIN_GAIN: i32 = 2;

/// Words that are laid against each other at a time, and by how many one side may run ahead in them.
const ROWS: usize = 64;
const AHEAD: usize = 8;
const COLUMNS: usize = 2 * AHEAD + 1;

/// How two words were laid against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    /// Not at all.
    #[default]
    None,
    /// As one word.
    Equal,
    /// As one word that was misread: so many words in `a`, so many in `b`.
    Misread(u8, u8),
    /// As two different words.
    Changed,
    /// A word that stands in `a` alone.
    InA,
    /// A word that stands in `b` alone.
    InB,
}

impl Step {
    /// Words that it takes of `a` and of `b`.
    fn words(self) -> (usize, usize) {
        match self {
            Step::None => (0, 0),
            Step::Equal | Step::Changed => (1, 1),
            Step::Misread(in_a, in_b) => (in_a.into(), in_b.into()),
            Step::InA => (1, 0),
            Step::InB => (0, 1),
        }
    }
}

/// Grows passages; its buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Growth {
    scores: Vec<[i32; COLUMNS]>,
    steps: Vec<[Step; COLUMNS]>,
}

impl Growth {
    /// Grows `passages`, which come in the order of `b` and do not overlap there, up to each other, and `weak` ones, which are
    /// too short to count, where they lie between and grow. What was grown over as misread is added to `respelt`.
    ///
    /// Cost: O(tokens) with a factor of some dozens.
    pub fn grow(
        &mut self,
        passages: &mut Vec<Passage>,
        weak: &[Passage],
        [a, b]: [&Tokens; 2],
        respelt: &mut Vec<(u32, u32)>,
    ) {
        for n in 0..passages.len() {
            let before = n.checked_sub(1).map(|n| passages[n]);
            passages[n] = self.grow_one(passages[n], before, passages.get(n + 1).copied(), [a, b], respelt);
        }
        let mut strong = std::mem::take(passages).into_iter().peekable();
        for &seed in weak {
            while let Some(passage) = strong.next_if(|passage| passage.b_first < seed.b_first) {
                passages.push(passage);
            }
            let (before, next) = (passages.last().copied(), strong.peek().copied());
            if before.is_some_and(|before| before.b_end > seed.b_first)
                || next.is_some_and(|next| next.b_first < seed.b_end)
            {
                continue;
            }
            let grown = self.grow_one(seed, before, next, [a, b], respelt);
            // Three stop words in a row stand anywhere: a passage has as many words that match again around them.
            if grown.matched >= 2 * seed.matched.max(super::align::MIN_MATCHED) {
                passages.push(grown);
            }
        }
        passages.extend(strong);
    }

    /// A passage grown back to the one before it and on to the next, in both texts where these come in one order.
    fn grow_one(
        &mut self,
        mut passage: Passage,
        before: Option<Passage>,
        next: Option<Passage>,
        [a, b]: [&Tokens; 2],
        respelt: &mut Vec<(u32, u32)>,
    ) -> Passage {
        let (mut from, mut to) = ((0, 0), (a.len(), b.len()));
        if let Some(before) = before {
            let in_order = before.a_end <= passage.a_first;
            from = (if in_order { before.a_end as usize } else { 0 }, before.b_end as usize);
        }
        if let Some(next) = next {
            let in_order = next.a_first >= passage.a_end;
            to = (if in_order { next.a_first as usize } else { a.len() }, next.b_first as usize);
        }
        loop {
            let (x, y) = (passage.a_first as usize, passage.b_first as usize);
            let (in_a, in_b) = self.reach(&mut passage, [a, b], [from.0..x, from.1..y], true, respelt);
            (passage.a_first, passage.b_first) = ((x - in_a) as u32, (y - in_b) as u32);
            if in_a == 0 {
                break;
            }
        }
        loop {
            let (x, y) = (passage.a_end as usize, passage.b_end as usize);
            let (in_a, in_b) = self.reach(&mut passage, [a, b], [x..to.0, y..to.1], false, respelt);
            (passage.a_end, passage.b_end) = ((x + in_a) as u32, (y + in_b) as u32);
            if in_a == 0 {
                break;
            }
        }
        passage
    }

    /// How many words of either side a passage grows by, from the end of the ranges `back`, or from their beginning.
    fn reach(
        &mut self,
        passage: &mut Passage,
        [a, b]: [&Tokens; 2],
        [room_a, room_b]: [Range<usize>; 2],
        back: bool,
        respelt: &mut Vec<(u32, u32)>,
    ) -> (usize, usize) {
        let (rows, columns) = (room_a.len().min(ROWS), room_b.len().min(ROWS + AHEAD));
        if rows == 0 || columns == 0 {
            return (0, 0);
        }
        // Words `n - size` to `n` from where the passage ends.
        let words = |room: &Range<usize>, n: usize, size: usize| match back {
            true => room.end - n..room.end - n + size,
            false => room.start + n - size..room.start + n,
        };
        self.lay(rows, columns, |(i, in_a), (j, in_b)| {
            let (x, y) = (words(&room_a, i, in_a), words(&room_b, j, in_b));
            match in_a == 1 && in_b == 1 && a.stems[x.start] == b.stems[y.start] {
                true => Some(Step::Equal),
                false => are_misread(a, x, b, y).then_some(Step::Misread(in_a as u8, in_b as u8)),
            }
        });
        let Some(best) = self.best() else { return (0, 0) };
        let (mut i, mut j) = best;
        while (i, j) != (0, 0) {
            let step = self.steps[i][j + AHEAD - i];
            let (in_a, in_b) = step.words();
            let (x, y) = (words(&room_a, i, in_a).start, words(&room_b, j, in_b).start);
            match step {
                Step::None => break,
                Step::Equal => passage.matched += 1,
                Step::Misread(in_a, in_b) => {
                    passage.matched += u32::from(in_a.min(in_b));
                    if in_a == in_b {
                        respelt.push((x as u32, y as u32));
                    }
                }
                Step::Changed => {
                    let (in_a, in_b) = (a.kinds[x], b.kinds[y]);
                    passage.numbers_changed += u32::from(in_a.has(Kind::NUMBER) && in_b.has(Kind::NUMBER));
                    passage.names_changed += u32::from(is_name(in_a) && is_name(in_b));
                }
                Step::InA | Step::InB => {}
            }
            (i, j) = (i - in_a, j - in_b);
        }
        best
    }

    /// Lays words against each other, of `a` in rows and of `b` in columns: the best score of each place, and the step there.
    fn lay(&mut self, rows: usize, columns: usize, matches: impl Fn((usize, usize), (usize, usize)) -> Option<Step>) {
        const NONE: i32 = i32::MIN / 2;
        self.scores.clear();
        self.steps.clear();
        let mut best = 0;
        for i in 0..=rows {
            let (mut scores, mut steps) = ([NONE; COLUMNS], [Step::None; COLUMNS]);
            for k in 0..COLUMNS {
                let Some(j) = (i + k).checked_sub(AHEAD).filter(|j| *j <= columns) else { continue };
                if (i, j) == (0, 0) {
                    scores[k] = 0;
                    continue;
                }
                let mut take = |in_a: usize, in_b: usize, gain: i32, step: Option<Step>| {
                    let Some(step) = step else { return };
                    let (row, column) = (i - in_a, k + in_a - in_b);
                    let before = match (row == i, column < COLUMNS) {
                        (true, true) => scores[column],
                        (false, true) => self.scores[row][column],
                        _ => NONE,
                    };
                    if before > NONE && before + gain > scores[k] {
                        (scores[k], steps[k]) = (before + gain, step);
                    }
                };
                if i > 0 && j > 0 {
                    let step = matches((i, 1), (j, 1));
                    take(1, 1, if step.is_some() { 1 } else { -1 }, Some(step.unwrap_or(Step::Changed)));
                    if step.is_none() && i > 1 {
                        take(2, 1, 1, matches((i, 2), (j, 1)));
                    }
                    if step.is_none() && j > 1 && k > 0 {
                        take(1, 2, 1, matches((i, 1), (j, 2)));
                    }
                }
                if i > 0 {
                    take(1, 0, -1, Some(Step::InA));
                }
                if j > 0 && k > 0 {
                    take(0, 1, -1, Some(Step::InB));
                }
            }
            let most = scores.into_iter().max().unwrap_or(NONE);
            self.scores.push(scores);
            self.steps.push(steps);
            best = best.max(most);
            if most < best - DROP {
                return;
            }
        }
    }

    /// The place with the best score, the first of equals, where a word matches and enough was gained.
    fn best(&self) -> Option<(usize, usize)> {
        let mut best = (MIN_GAIN - 1, None);
        for (i, (scores, steps)) in self.scores.iter().zip(&self.steps).enumerate() {
            for (k, (&score, step)) in scores.iter().zip(steps).enumerate() {
                if score > best.0 && matches!(step, Step::Equal | Step::Misread(..)) {
                    best = (score, Some((i, i + k - AHEAD)));
                }
            }
        }
        best.1
    }
}
