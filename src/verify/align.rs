//! Which passages two bodies share: seed on shared shingles, extend over misread words, join over small edits.

use super::misread::{Growth, Misreading};
use crate::tokenise::{Kind, Tokens, shape};

/// Tokens in a seed.
const SEED: usize = 3;

/// Values of a seed that share a slot.
const SPREAD: usize = 8;

/// Places of one seed that are tried: a text that repeats itself costs no more than this factor.
const MAX_PLACES: usize = 8;

/// Places of other seeds in the same slot that are passed over: what was written for its seeds to meet costs no more.
const MAX_PASSED: usize = 1024;

/// Edited tokens, on either side, over which two matching runs are one passage.
const MAX_EDIT: usize = 8;

/// Matching tokens that a passage needs, and matching tokens that are no stop words: less is chance or a set phrase. A
/// word of a script without spaces is some two pairs of characters and a half.
pub(super) const MIN_MATCHED: u32 = 6;
const MIN_TELLING: u32 = 3;

/// A passage that two bodies share: the same words in the same order, small edits apart. Ranges are in tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// First token in the first body.
    pub a_first: u32,
    /// One past the last token in the first body.
    pub a_end: u32,
    /// First token in the second body.
    pub b_first: u32,
    /// One past the last token in the second body.
    pub b_end: u32,
    /// Tokens that match, of either.
    pub matched: u32,
    /// Numbers that were changed inside it.
    pub numbers_changed: u32,
    /// Names that were changed inside it: capitalised words, not first in their sentence.
    pub names_changed: u32,
}

/// Aligns one body with many others; keep one per thread, its buffers are reused.
#[derive(Debug, Default)]
pub struct Aligner {
    /// Which seeds there are, one bit for each of [`SPREAD`] values to a slot: most of a text that shares nothing is passed
    /// over by a look at these.
    seeds: Vec<u64>,
    /// First place (+ 1) of the seeds that fall into each slot.
    heads: Vec<u32>,
    /// Next place (+ 1) of the same slot.
    next: Vec<u32>,
    passages: Vec<Passage>,
    /// Runs that are too short for a passage.
    weak: Vec<Passage>,
    respelt: Vec<(u32, u32)>,
    growth: Growth,
}

impl Aligner {
    /// Makes `a` the body that [`Self::align`] compares others with. Cost: O(tokens).
    pub fn load(&mut self, a: &Tokens) {
        let slots = (a.len() * 2).next_power_of_two().max(64);
        self.seeds.clear();
        self.seeds.resize(slots * SPREAD / 64, 0);
        self.heads.clear();
        self.heads.resize(slots, 0);
        self.next.clear();
        self.next.resize(a.len(), 0);
        for (place, seed) in a.stems.windows(SEED).enumerate().rev() {
            let value = self.value(seed);
            self.seeds[value / 64] |= 1 << (value % 64);
            self.next[place] = std::mem::replace(&mut self.heads[value / SPREAD], place as u32 + 1);
        }
    }

    /// A seed's value, of as many as there are bits in `seeds`; stems are hashes, and spread as they are.
    #[inline]
    fn value(&self, seed: &[u32]) -> usize {
        let mixed = seed[0] ^ seed[1].rotate_left(11) ^ seed[2].rotate_left(22);
        mixed as usize & (self.seeds.len() * 64 - 1)
    }

    /// The passages that `a`, which was loaded, shares with `b`, in the order of `b`, where they do not overlap.
    ///
    /// Cost: O(tokens of `b`) for ordinary texts, at most 8 times the matching tokens for texts that repeat themselves.
    pub fn align(&mut self, a: &Tokens, b: &Tokens) -> &[Passage] {
        self.passages.clear();
        self.weak.clear();
        self.respelt.clear();
        if a.len() < SEED || b.len() < SEED {
            return &self.passages;
        }
        let mut open: Option<Passage> = None;
        let (mut at, mut taken) = (0, 0);
        while at + SEED <= b.len() {
            let known = |seed: &[u32]| {
                let value = self.value(seed);
                self.seeds[value / 64] >> (value % 64) & 1 == 1
            };
            let Some(ahead) = b.stems[at..].windows(SEED).position(known) else { break };
            at += ahead;
            let Some((place, length)) = self.longest(a, b, at, open.as_ref()) else {
                at += 1;
                continue;
            };
            let mut run = Run { a: place, a_end: place + length, b: at, b_end: at + length, matched: length as u32 };
            let before = open.map_or(0, |passage| passage.a_end as usize);
            run.grow_back(a, b, if place >= before { before } else { 0 }, taken, &mut self.respelt);
            run.grow(a, b, &mut self.respelt);
            (at, taken) = (run.b_end, run.b_end);
            match &mut open {
                Some(passage) if continues(passage, &run) => join(passage, &run, a, b, &mut self.respelt),
                _ => {
                    self.keep(open.take(), a);
                    open = Some(start(&run));
                }
            }
        }
        self.keep(open, a);
        let matched = self.passages.iter().map(|passage| passage.matched).sum();
        if !self.passages.is_empty() && Misreading::of(matched, &self.respelt, [a, b]).is_any() {
            self.growth.grow(&mut self.passages, &self.weak, [a, b], &mut self.respelt);
        }
        &self.passages
    }

    /// Words of the last alignment that match as one misread for the other: their places in both texts.
    pub fn respelt(&self) -> &[(u32, u32)] {
        &self.respelt
    }

    /// The longest run that begins at `at` in `b`; of equals the one that continues the open passage, then the first.
    fn longest(&self, a: &Tokens, b: &Tokens, at: usize, open: Option<&Passage>) -> Option<(usize, usize)> {
        let seed = &b.stems[at..at + SEED];
        let mut best: Option<(usize, usize)> = None;
        let mut place = self.heads[self.value(seed) / SPREAD];
        let (mut tried, mut passed) = (0, 0);
        while place != 0 && tried < MAX_PLACES && passed < MAX_PASSED {
            let here = place as usize - 1;
            place = self.next[here];
            if a.stems[here..here + SEED] != *seed {
                passed += 1;
                continue;
            }
            tried += 1;
            let length =
                SEED + a.stems[here + SEED..].iter().zip(&b.stems[at + SEED..]).take_while(|(x, y)| x == y).count();
            let better = match best {
                None => true,
                Some((_, longest)) => {
                    let run = || Run { a: here, a_end: here + length, b: at, b_end: at + length, matched: 0 };
                    length > longest || length == longest && open.is_some_and(|passage| continues(passage, &run()))
                }
            };
            if better {
                best = Some((here, length));
            }
        }
        best
    }

    fn keep(&mut self, passage: Option<Passage>, a: &Tokens) {
        let Some(passage) = passage else { return };
        let kinds = &a.kinds[passage.a_first as usize..passage.a_end as usize];
        let pairs = if passage.matched < 3 * MIN_MATCHED { count(kinds, |kind| kind.has(Kind::OVERLAPS)) } else { 0 };
        let worth = if 2 * pairs > kinds.len() as u32 { 2 * passage.matched / 5 } else { passage.matched };
        if worth >= MIN_MATCHED && count(kinds, |kind| !kind.has(Kind::STOP)) >= MIN_TELLING {
            self.passages.push(passage);
        } else {
            self.weak.push(passage);
        }
    }
}

fn count(kinds: &[Kind], of: impl Fn(&Kind) -> bool) -> u32 {
    kinds.iter().filter(|kind| of(kind)).count() as u32
}

/// Matching words, most of them equal, and some misread.
struct Run {
    a: usize,
    a_end: usize,
    b: usize,
    b_end: usize,
    matched: u32,
}

impl Run {
    /// Lengthens the run over misread words, while an equal word follows them. Cost: O(words gained).
    fn grow(&mut self, a: &Tokens, b: &Tokens, respelt: &mut Vec<(u32, u32)>) {
        loop {
            let (x, y) = (self.a_end, self.b_end);
            if x >= a.len() || y >= b.len() {
                return;
            }
            if a.stems[x] == b.stems[y] {
                self.matched += 1;
                (self.a_end, self.b_end) = (x + 1, y + 1);
                continue;
            }
            let is_next = |in_a: usize, in_b: usize| {
                a.stems.get(x + in_a).is_some_and(|stem| b.stems.get(y + in_b) == Some(stem))
            };
            let next = [(1, 1), (2, 1), (1, 2)].into_iter().find(|&(in_a, in_b)| {
                is_next(in_a, in_b) && x + in_a <= a.len() && are_misread(a, x..x + in_a, b, y..y + in_b)
            });
            let Some((in_a, in_b)) = next.or_else(|| two_misread(a, x, b, y, is_next(2, 2))) else { return };
            note(respelt, (x, in_a), (y, in_b));
            self.matched += in_a.min(in_b) as u32;
            (self.a_end, self.b_end) = (x + in_a, y + in_b);
        }
    }

    /// The same before the run, down to `a_from` and `b_from`.
    fn grow_back(&mut self, a: &Tokens, b: &Tokens, a_from: usize, b_from: usize, respelt: &mut Vec<(u32, u32)>) {
        loop {
            let (x, y) = (self.a, self.b);
            let (room_a, room_b) = (x - a_from.min(x), y - b_from.min(y));
            if room_a == 0 || room_b == 0 {
                return;
            }
            if a.stems[x - 1] == b.stems[y - 1] {
                self.matched += 1;
                (self.a, self.b) = (x - 1, y - 1);
                continue;
            }
            let is_next = |in_a: usize, in_b: usize| {
                room_a > in_a && room_b > in_b && a.stems[x - in_a - 1] == b.stems[y - in_b - 1]
            };
            let next = [(1, 1), (2, 1), (1, 2)]
                .into_iter()
                .find(|&(in_a, in_b)| is_next(in_a, in_b) && are_misread(a, x - in_a..x, b, y - in_b..y));
            let two = || (is_next(2, 2) && two_misread(a, x - 2, b, y - 2, true).is_some()).then_some((2, 2));
            let Some((in_a, in_b)) = next.or_else(two) else { return };
            note(respelt, (x - in_a, in_a), (y - in_b, in_b));
            self.matched += in_a.min(in_b) as u32;
            (self.a, self.b) = (x - in_a, y - in_b);
        }
    }
}

/// Whether the words of one range are those of the other misread, where one of them may have come apart.
pub(super) fn are_misread(a: &Tokens, in_a: std::ops::Range<usize>, b: &Tokens, in_b: std::ops::Range<usize>) -> bool {
    match (&a.shapes[in_a], &b.shapes[in_b]) {
        ([a], [b]) => shape::are_alike(*a, *b),
        ([whole], [first, second]) | ([first, second], [whole]) => shape::is_parted(*whole, *first, *second),
        _ => false,
    }
}

/// Two misread words in a row.
fn two_misread(a: &Tokens, x: usize, b: &Tokens, y: usize, is_next: bool) -> Option<(usize, usize)> {
    let both = || (0..2).all(|n| are_misread(a, x + n..x + n + 1, b, y + n..y + n + 1));
    (is_next && both()).then_some((2, 2))
}

/// Notes misread words that stand for each other one by one.
fn note(respelt: &mut Vec<(u32, u32)>, (x, in_a): (usize, usize), (y, in_b): (usize, usize)) {
    if in_a == in_b {
        respelt.extend((0..in_a).map(|n| ((x + n) as u32, (y + n) as u32)));
    }
}

fn continues(passage: &Passage, run: &Run) -> bool {
    run.a >= passage.a_end as usize
        && run.a - passage.a_end as usize <= MAX_EDIT
        && run.b - passage.b_end as usize <= MAX_EDIT
}

fn start(run: &Run) -> Passage {
    Passage {
        a_first: run.a as u32,
        a_end: run.a_end as u32,
        b_first: run.b as u32,
        b_end: run.b_end as u32,
        matched: run.matched,
        ..Passage::default()
    }
}

/// Lengthens a passage over an edit: words of the edit that match in order count as matched, misread ones among them.
/// Where both sides have numbers, or names, that do not, these were changed.
fn join(passage: &mut Passage, run: &Run, a: &Tokens, b: &Tokens, respelt: &mut Vec<(u32, u32)>) {
    let (mut x, mut y) = (passage.a_end as usize, passage.b_end as usize);
    let (mut in_a, mut in_b) = (Edited::default(), Edited::default());
    while x < run.a && y < run.b {
        let equal = a.stems[x] == b.stems[y];
        if equal || are_misread(a, x..x + 1, b, y..y + 1) {
            if !equal {
                respelt.push((x as u32, y as u32));
            }
            passage.matched += 1;
            x += 1;
            y += 1;
            continue;
        }
        let ahead_in_a = a.stems[x..run.a].iter().position(|s| *s == b.stems[y]);
        let ahead_in_b = b.stems[y..run.b].iter().position(|s| *s == a.stems[x]);
        let (skip_a, skip_b) = match (ahead_in_a, ahead_in_b) {
            (Some(skip), None) => (skip, 0),
            (None, Some(skip)) => (0, skip),
            (Some(skip_a), Some(skip_b)) if skip_a < skip_b => (skip_a, 0),
            (Some(_), Some(skip_b)) => (0, skip_b),
            (None, None) => (1, 1),
        };
        in_a.count(&a.kinds[x..x + skip_a]);
        in_b.count(&b.kinds[y..y + skip_b]);
        x += skip_a;
        y += skip_b;
    }
    in_a.count(&a.kinds[x..run.a]);
    in_b.count(&b.kinds[y..run.b]);
    passage.numbers_changed += in_a.numbers.min(in_b.numbers);
    passage.names_changed += in_a.names.min(in_b.names);
    passage.matched += run.matched;
    passage.a_end = run.a_end as u32;
    passage.b_end = run.b_end as u32;
}

/// Words on one side of an edit that tell one event from another of its kind.
#[derive(Default)]
struct Edited {
    numbers: u32,
    names: u32,
}

impl Edited {
    fn count(&mut self, kinds: &[Kind]) {
        for kind in kinds {
            self.numbers += u32::from(kind.has(Kind::NUMBER));
            self.names += u32::from(is_name(*kind));
        }
    }
}

/// Whether a word is a name, as far as capitals tell.
#[inline]
pub(super) fn is_name(kind: Kind) -> bool {
    kind.has(Kind::CAPITAL) & !kind.has(Kind::FIRST) & !kind.has(Kind::STOP) & !kind.has(Kind::NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};
    use crate::units::Language;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Tokens {
        tokenise(&clean(text), Language::parse("en"), &StemCache::default())
    }

    fn align(a: &str, b: &str) -> Vec<Passage> {
        let (a, b) = (tokens(a), tokens(b));
        let mut aligner = Aligner::default();
        aligner.load(&a);
        aligner.align(&a, &b).to_vec()
    }

    const TEXT: &str = "The dam on the river was closed on Tuesday after engineers found cracks, and 4,300 people \
                        were moved to schools in the next valley.";

    #[test]
    fn a_text_is_one_passage_of_itself() {
        let found = align(TEXT, TEXT);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].matched as usize, tokens(TEXT).len());
        assert_eq!(found[0].numbers_changed, 0);
    }

    #[test]
    fn small_edits_stay_inside_a_passage() {
        let edited = TEXT.replace("4,300", "4,500").replace("cracks", "deep cracks");
        let found = align(TEXT, &edited);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].numbers_changed, 1);
        assert_eq!(found[0].matched as usize, tokens(TEXT).len() - 1);
    }

    #[test]
    fn what_stands_between_is_left_out() {
        let filler = "Nobody in the capital had expected anything of this kind so early in a dry and windy year. ";
        let (head, tail) = TEXT.split_at(TEXT.find("and 4,300").expect("it is there"));
        let found = align(TEXT, &format!("{head}{filler}{tail}"));
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn misread_words_match_in_their_places() {
        let scanned = "Thc dam on tbe river was c1osed on Tuesday aftcr cngineers found cracks in its eastem wall, and \
                       4,300 pcople were rnoved to scho ols in the ncxt valley.";
        let text = "The dam on the river was closed on Tuesday after engineers found cracks in its eastern wall, and 4,300 \
                    people were moved to schools in the next valley.";
        let found = align(text, scanned);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].b_end as usize > tokens(scanned).len() - 2 && found[0].b_first <= 1, "{found:?}");
        assert_eq!((found[0].numbers_changed, found[0].names_changed), (0, 0), "misread is not changed");
    }

    /// One word in two is misread, on either side: hardly three in a row are equal.
    #[test]
    fn what_is_misread_throughout_is_one_passage_still() {
        let one = "Tbree lorties slid into the River Tove early Frid ay when the oid bridge at Penhal1ow lced over, aud their \
                   drivers swam to the bank. The counly surveyor, Mi1es Orme, said salt had becn spread at midnigbt but was \
                   wasbed off by a butst main. Schools on the far bank are c1osed, and the bridge wlll be shut.";
        let other = "Thrce lorries slld into the Rivcr Tove carly Friday wben the old bridgc at Penhallow iced ovcr, and tbeir \
                     drivcrs swam to the bank. The county survcyor, Miles 0rme, sald salt had been spreod at midnight bnt was \
                     washcd off by a burst maln. Scho ols on thc far bank arc closed, ard the bridgc will bc shut.";
        let elsewhere = "Tbe ladies of the Grauge will bold their yearly bazaar on Sotnrday in the ball on Front Streel. Jams, \
                         quilts aud knltted goods will be on sale from ten, and tea is setved until the urn is emply. The bridge \
                         wil1 be lit, and the oid stove has been condcmned by the fire chicf in language not repeatcd.";
        let found = align(one, other);
        let covered: u32 = found.iter().map(|p| p.a_end - p.a_first).sum();
        assert!(covered as usize * 10 > tokens(one).len() * 9, "{found:?}");
        assert!(align(one, elsewhere).is_empty());
    }

    #[test]
    fn set_phrases_are_no_passage() {
        assert!(align("It was on the way to the house", "It was on the way to a town").is_empty());
    }

    /// The seeds (0, 0, 0) and (1, 0, 0) fall into one slot. The bound is loose: it only excludes anything quadratic.
    #[test]
    fn what_is_written_for_its_seeds_to_meet_costs_no_more() {
        let text = |stems: Vec<u32>| {
            let (shapes, kinds) = (vec![0; stems.len()], vec![Kind::default(); stems.len()]);
            Tokens { stems, shapes, kinds, ..Tokens::default() }
        };
        let mut stems = vec![0; 500_000];
        stems.extend([1, 0, 0]);
        let (a, b) = (text(stems), text([1, 0, 0].repeat(200_000)));
        let start = std::time::Instant::now();
        let mut aligner = Aligner::default();
        aligner.load(&a);
        assert!(aligner.align(&a, &b).len() < b.len());
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn passages_lie_inside_and_in_order(a in "([a-e]{1,2} ){0,60}", b in "([a-e]{1,2} ){0,60}") {
            let (ta, tb) = (tokens(&a), tokens(&b));
            let mut aligner = Aligner::default();
            aligner.load(&ta);
            let mut last = 0;
            for p in aligner.align(&ta, &tb) {
                prop_assert!(p.a_end as usize <= ta.len() && p.b_end as usize <= tb.len());
                prop_assert!(p.b_first >= last);
                prop_assert!(p.matched <= (p.a_end - p.a_first).min(p.b_end - p.b_first));
                last = p.b_end;
            }
        }
    }
}
