//! The texts of a cluster side by side: who has which words, which of them the agency's own text has, where a text was
//! damaged.

use super::Witness;
use crate::tokenise::Kind;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;
use std::ops::Range;

/// Tokens in a shingle.
pub(super) const SHINGLE: usize = 4;

/// Runs of words that nobody else has, in all and one to so many words, from which a text counts as damaged: misread
/// characters are not handed on, since the next outlet copies what it reads or has it from elsewhere.
const DAMAGED: u32 = 10;
const DAMAGED_EVERY: usize = 40;

/// How far around a run the words are looked for that tell its place in another text.
const REACH: usize = 24;

/// Lines below so many words are crossheads, credits and furniture that is not known yet: not what is copied.
const MIN_LINE: u32 = 8;

/// The block of a word that does not count.
const OUT: u32 = u32::MAX;

/// For each word of a member its line, or [`OUT`]: short lines, datelines and credits are each outlet's own.
fn blocks(member: &Witness<'_>) -> Vec<u32> {
    let body = member.body;
    let mut blocks = vec![OUT; body.len()];
    for line in body.segments.chunk_by(|a, b| a.line == b.line) {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        if last.end - first.first >= MIN_LINE {
            blocks[first.first as usize..last.end as usize].fill(first.line);
        }
    }
    for (block, kind) in blocks.iter_mut().zip(&body.kinds) {
        if kind.has(Kind::ORIGIN) {
            *block = OUT;
        }
    }
    blocks
}

/// What a source leaves unexplained of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Differences {
    pub additions: u32,
    pub cuts: u32,
    /// Of the two, those that damage to either text does not explain.
    pub undamaged: [u32; 2],
}

/// The shingles of a cluster, numbered, and who has them.
pub(super) struct Collation {
    /// For each member its shingles in order.
    pub texts: Vec<Vec<u32>>,
    /// Where each of them begins, in tokens.
    pub places: Vec<Vec<u32>>,
    /// For each shingle the members that have it.
    pub holders: Holders,
    /// For each shingle whether it has a number.
    figure: Vec<bool>,
    /// For each shingle whether it is of the kind that agencies revise and outlets do not: figures, and what several have
    /// ahead of the lead.
    pub revised: Vec<bool>,
    /// For each member whether it has so many runs of words that only it has that it was damaged or written anew.
    damaged: Vec<bool>,
    /// For each member whether it says that it has the text from the agency: by a credit, or by a slug that another outlet
    /// has as well, since pages do not show it.
    pub fed: Vec<bool>,
    /// For each member the number of its title, and for each title how many have it; members without one have none.
    pub titles: Vec<Option<usize>>,
    pub titled: Vec<u32>,
}

/// For each shingle the members that have it, ascending: all lists in one.
pub(super) struct Holders {
    /// Where each list begins, and where the last one ends.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Holders {
    fn of_texts(texts: &[Vec<u32>], shingles: usize) -> Self {
        let mut starts = vec![0u32; shingles + 1];
        each_once(texts, shingles, |shingle, _| starts[shingle + 1] += 1);
        for shingle in 0..shingles {
            starts[shingle + 1] += starts[shingle];
        }
        let mut next = starts.clone();
        let mut members = vec![0; starts[shingles] as usize];
        each_once(texts, shingles, |shingle, member| {
            members[next[shingle] as usize] = member;
            next[shingle] += 1;
        });
        Self { starts, members }
    }

    #[inline]
    pub fn of(&self, shingle: u32) -> &[u32] {
        let shingle = shingle as usize;
        &self.members[self.starts[shingle] as usize..self.starts[shingle + 1] as usize]
    }
}

/// The shingles of one text, to be asked for each: one number a shingle of the cluster, whichever text is marked.
pub(super) struct Marks {
    marked: Vec<u32>,
    text: u32,
}

impl Marks {
    pub fn of(&mut self, text: &[u32]) -> &Self {
        self.text += 1;
        text.iter().for_each(|&s| self.marked[s as usize] = self.text);
        self
    }

    #[inline]
    fn has(&self, shingle: u32) -> bool {
        self.marked[shingle as usize] == self.text
    }
}

/// Calls with each shingle of each member, once.
fn each_once(texts: &[Vec<u32>], shingles: usize, mut call: impl FnMut(usize, u32)) {
    let mut last = vec![u32::MAX; shingles];
    for (member, text) in (0..).zip(texts) {
        for &shingle in text {
            if std::mem::replace(&mut last[shingle as usize], member) != member {
                call(shingle as usize, member);
            }
        }
    }
}

impl Collation {
    pub fn new(members: &[Witness<'_>]) -> Self {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut figure: Vec<bool> = Vec::new();
        let mut texts = Vec::with_capacity(members.len());
        let mut places = Vec::with_capacity(members.len());
        for member in members {
            let (stems, kinds) = (&member.body.stems, &member.body.kinds);
            let size = SHINGLE.min(stems.len().max(1));
            let blocks = blocks(member);
            let together = |b: &[u32]| b[0] != OUT && b.iter().all(|&x| x == b[0]);
            let windows = stems.windows(size).zip(kinds.windows(size)).zip(blocks.windows(size)).enumerate();
            let mut place_of = Vec::new();
            let text: Vec<u32> = windows
                .filter(|(_, (_, block))| together(block))
                .map(|(at, ((stems, kinds), _))| {
                    let mut hash = FxHasher::default();
                    stems.iter().for_each(|&s| hash.write_u32(s));
                    let number = *numbers.entry(hash.finish()).or_insert(figure.len() as u32);
                    if number as usize == figure.len() {
                        figure.push(kinds.iter().any(|k| k.has(Kind::NUMBER)));
                    }
                    place_of.push(at as u32);
                    number
                })
                .collect();
            places.push(place_of);
            texts.push(text);
        }
        let holders = Holders::of_texts(&texts, figure.len());
        let damage = |text: &Vec<u32>| {
            let own = runs(text.len(), |at| holders.of(text[at]).len() == 1);
            own >= DAMAGED && own as usize * DAMAGED_EVERY >= text.len()
        };
        let damaged = texts.iter().map(damage).collect();
        let (titles, titled) = titles(members);
        let revised = revised(&texts, &holders, &figure);
        Self { texts, places, holders, figure, revised, damaged, fed: fed(members), titles, titled }
    }

    /// Whether a member has a shingle. Cost: O(log members).
    pub fn has(&self, member: usize, shingle: u32) -> bool {
        self.holders.of(shingle).binary_search(&(member as u32)).is_ok()
    }

    /// Marks for any text of the cluster.
    pub fn marks(&self) -> Marks {
        Marks { marked: vec![0; self.figure.len()], text: 0 }
    }

    /// For each shingle how many have it from nobody that has it, as far as is known whom they have their text from.
    pub fn roots(&self, sources: &[Option<usize>]) -> Vec<u32> {
        let mut roots = vec![0; self.figure.len()];
        each_once(&self.texts, self.figure.len(), |shingle, member| {
            let source = sources[member as usize];
            roots[shingle] += u32::from(source.is_none_or(|source| !self.has(source, shingle as u32)));
        });
        roots
    }

    /// For each shingle how many have it that are not known to have their text from another.
    pub fn at_first_hand(&self, sources: &[Option<usize>]) -> Vec<u32> {
        let mut with = vec![0; self.figure.len()];
        each_once(&self.texts, self.figure.len(), |shingle, member| {
            with[shingle] += u32::from(sources[member as usize].is_none());
        });
        with
    }

    /// Which shingles of a member, in the order of its text, another has that `precedes` it: the member may have them from
    /// there. What only later ones have too, they have from the member or from what was made of it.
    pub fn inherited(&self, member: usize, precedes: impl Fn(usize) -> bool) -> Vec<bool> {
        let has_before = |&s: &u32| self.holders.of(s).iter().any(|&m| m as usize != member && precedes(m as usize));
        self.texts[member].iter().map(has_before).collect()
    }

    /// What a text of `source` leaves unexplained in the child's: runs of words that the child has `inherited`, and not
    /// from the source (*additions*), and passages of the source that the child has not (*cuts*). `marks` are the shingles
    /// of the child and of the source.
    pub fn differences(&self, child: usize, source: usize, inherited: &[bool], marks: [&Marks; 2]) -> Differences {
        let additions = self.lacking(child, source, marks[1], |at| inherited[at]);
        let cuts = self.lacking(source, child, marks[0], |_| true);
        Differences { additions: additions.0, cuts: cuts.0, undamaged: [additions.1, cuts.1] }
    }

    /// Runs of `text` that `other` lacks, whose shingles are marked, of words that count; and how many of them `other` has
    /// not damaged or written anew, that is, has no words of its own in their place.
    pub fn lacking(&self, text: usize, other: usize, of_other: &Marks, counts: impl Fn(usize) -> bool) -> (u32, u32) {
        let words = &self.texts[text];
        let lacks = |at: usize| !of_other.has(words[at]) & counts(at);
        if !self.damaged[other] {
            let all = runs(words.len(), lacks);
            return (all, all);
        }
        let place: FxHashMap<u32, usize> = self.texts[other].iter().zip(0..).map(|(&s, at)| (s, at)).collect();
        let (mut all, mut bare, mut at) = (0, 0, 0);
        while at < words.len() {
            if !lacks(at) {
                at += 1;
                continue;
            }
            let start = at;
            while at < words.len() && (lacks(at) || at + 1 < words.len() && lacks(at + 1)) {
                at += 1;
            }
            all += 1;
            let before = words[..start].iter().rev().take(REACH).find_map(|s| place.get(s));
            let behind = words[at..].iter().take(REACH).find_map(|s| place.get(s));
            let between = match (before, behind) {
                (Some(&from), Some(&to)) if from < to => from + 1..to,
                (Some(&from), _) => from + 1..(from + 1 + at - start).min(self.texts[other].len()),
                (None, Some(&to)) => to.saturating_sub(at - start)..to,
                (None, None) => 0..0,
            };
            let own = self.texts[other][between].iter().filter(|&&s| self.holders.of(s).len() == 1).count();
            bare += u32::from(own * 2 < (at - start).min(SHINGLE));
        }
        (all, bare)
    }

    /// Share of the child's words that no member before it has; undated members count by their place.
    pub fn originality(&self, members: &[Witness<'_>], child: usize) -> f32 {
        let before = |m: usize| match (members[m].facts.published_at, members[child].facts.published_at) {
            (Some(m_at), Some(at)) => m_at < at || m_at == at && m < child,
            _ => m < child,
        };
        let text = &self.texts[child];
        let length = members[child].body.len();
        let mut found: Vec<bool> = blocks(&members[child]).into_iter().map(|b| b == OUT).collect();
        let counted = found.iter().filter(|&&out| !out).count();
        for (&at, &shingle) in self.places[child].iter().zip(text) {
            let at = at as usize;
            if self.holders.of(shingle).iter().any(|&m| m as usize != child && before(m as usize)) {
                let end = (at + SHINGLE).min(length);
                found[at..end].fill(true);
            }
        }
        let own = found.iter().filter(|&&f| !f).count();
        if counted == 0 { 0.0 } else { own as f32 / counted as f32 }
    }
}

/// See [`Collation::revised`].
fn revised(texts: &[Vec<u32>], holders: &Holders, figure: &[bool]) -> Vec<bool> {
    let mut revised = figure.to_vec();
    for text in texts {
        for &shingle in &text[..lead(text, holders)] {
            revised[shingle as usize] |= holders.of(shingle).len() > 1;
        }
    }
    revised
}

/// Where a text's lead begins: with what more than half as many have as have any of its words.
fn lead(text: &[u32], holders: &Holders) -> usize {
    let most = text.iter().map(|&s| holders.of(s).len()).max().unwrap_or(0);
    text.iter().position(|&s| holders.of(s).len() * 2 > most).unwrap_or(0)
}

fn fed(members: &[Witness<'_>]) -> Vec<bool> {
    let mut outlets: FxHashMap<&str, Vec<Option<&str>>> = FxHashMap::default();
    for member in members {
        for slug in &member.facts.signals.slugs {
            let outlets = outlets.entry(slug).or_default();
            if !outlets.contains(&member.facts.source) && outlets.len() < 2 {
                outlets.push(member.facts.source);
            }
        }
    }
    let says = |m: &Witness<'_>| {
        let signals = m.facts.signals;
        signals.agencies.iter().any(|s| s.basis.is_credit())
            || signals.slugs.iter().any(|slug| outlets.get(slug.as_str()).is_some_and(|o| o.len() > 1))
    };
    members.iter().map(says).collect()
}

/// The members' titles, numbered, and how many have each.
fn titles(members: &[Witness<'_>]) -> (Vec<Option<usize>>, Vec<u32>) {
    let (mut numbers, mut titled): (FxHashMap<&[u32], usize>, Vec<u32>) = (FxHashMap::default(), Vec::new());
    let mut titles = Vec::with_capacity(members.len());
    for member in members {
        if member.title.is_empty() {
            titles.push(None);
            continue;
        }
        let number = *numbers.entry(member.title).or_insert(titled.len());
        titled.resize(titled.len().max(number + 1), 0);
        titled[number] += 1;
        titles.push(Some(number));
    }
    (titles, titled)
}

/// Maximal runs of `true`; gaps of one do not part them.
pub(super) fn spans(flags: impl Iterator<Item = bool>) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, _) in flags.enumerate().filter(|(_, flag)| *flag) {
        match spans.last_mut() {
            Some(last) if at <= last.end + 1 => last.end = at + 1,
            _ => spans.push(at..at + 1),
        }
    }
    spans
}

/// Number of [`spans`] of so many flags. 64 are looked at together: a run begins with a bit behind two that are none.
fn runs(length: usize, is_set: impl Fn(usize) -> bool) -> u32 {
    let (mut count, mut before) = (0, 0u64);
    for start in (0..length).step_by(64) {
        let mut bits = 0u64;
        for at in start..length.min(start + 64) {
            bits |= u64::from(is_set(at)) << (at - start);
        }
        count += (bits & !(bits << 1 | before >> 63) & !(bits << 2 | before >> 62)).count_ones();
        before = bits;
    }
    count
}
