//! The texts of a cluster side by side: who has which words, which of them the agency's own text has, where a text was
//! damaged.

use super::Witness;
use super::variants::{Places, SHINGLE, Text, Variants, counted};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Runs of words that nobody else has, in all and one to so many words, from which a text counts as damaged: misread
/// characters are not handed on, since the next outlet copies what it reads or has it from elsewhere.
const DAMAGED: usize = 10;
const DAMAGED_EVERY: usize = 40;

/// How far around a run the words are looked for that tell its place in another text.
const REACH: u32 = 24;

/// What a source leaves unexplained of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Differences {
    pub additions: u32,
    pub cuts: u32,
    /// Of the two, those that damage to either text does not explain.
    pub undamaged: [u32; 2],
}

/// The words of a cluster, in nodes of the graph of its variants, and who has them.
pub(super) struct Collation {
    /// For each member its text.
    pub texts: Vec<Text>,
    /// For each node how many shingles it has.
    pub lengths: Vec<u32>,
    /// For each node the members that have it.
    pub holders: Holders,
    /// For each node whether it is of the kind that agencies revise and outlets do not: figures, and what several have
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

/// For each node the members that have it, ascending: all lists in one.
pub(super) struct Holders {
    /// Where each list begins, and where the last one ends.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Holders {
    fn of_texts(texts: &[Text], nodes: usize) -> Self {
        let mut starts = vec![0u32; nodes + 1];
        let all = texts.iter().flat_map(|text| &text.nodes);
        all.for_each(|&node| starts[node as usize + 1] += 1);
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut members = vec![0; starts[nodes] as usize];
        for (member, text) in (0..).zip(texts) {
            for &node in &text.nodes {
                let next = &mut next[node as usize];
                members[*next as usize] = member;
                *next += 1;
            }
        }
        Self { starts, members }
    }

    #[inline]
    pub fn of(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.members[self.starts[node] as usize..self.starts[node + 1] as usize]
    }
}

impl Collation {
    pub fn new(members: &[Witness<'_>]) -> Self {
        let Variants { texts, lengths, figure } = Variants::of(members);
        let holders = Holders::of_texts(&texts, lengths.len());
        let damage = |text: &Text| {
            let own = (0..text.nodes.len()).filter(|&at| holders.of(text.nodes[at]).len() == 1);
            let own = spans(text, own).len();
            own >= DAMAGED && own * DAMAGED_EVERY >= text.len()
        };
        let damaged = texts.iter().map(damage).collect();
        let (titles, titled) = titles(members);
        let revised = revised(&texts, &holders, figure);
        Self { texts, lengths, holders, revised, damaged, fed: fed(members), titles, titled }
    }

    /// Whether a member has a node. Cost: O(log members).
    pub fn has(&self, member: usize, node: u32) -> bool {
        self.holders.of(node).binary_search(&(member as u32)).is_ok()
    }

    /// For each member the first that has its text and its title, and is [`fed`](Self::fed) or is not as it is, of those of
    /// whom nothing else tells which was before.
    pub fn alike(&self, nothing_tells: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut first: FxHashMap<(Option<usize>, bool, &[u32]), usize> = FxHashMap::default();
        let of = |member: usize| match nothing_tells(member) {
            true => *first.entry((self.titles[member], self.fed[member], &self.texts[member].nodes)).or_insert(member),
            false => member,
        };
        (0..self.texts.len()).map(of).collect()
    }

    /// For each node how many have it from nobody that has it, as far as is known whom they have their text from, and how
    /// many have it that are not known to have their text from another.
    pub fn roots(&self, sources: &[Option<usize>]) -> (Vec<u32>, Vec<u32>) {
        let (mut roots, mut at_first_hand) = (vec![0; self.lengths.len()], vec![0; self.lengths.len()]);
        let mut room = Places::default();
        for (text, source) in self.texts.iter().zip(sources) {
            match source {
                Some(source) => text.each_lacking(None, &self.texts[*source], &mut room, |at| {
                    roots[text.nodes[at] as usize] += 1;
                }),
                None => text.nodes.iter().for_each(|&node| {
                    roots[node as usize] += 1;
                    at_first_hand[node as usize] += 1;
                }),
            }
        }
        (roots, at_first_hand)
    }

    /// Which nodes of a member, in the order of its text, another has that `precedes` it: the member may have them from
    /// there. What only later ones have too, they have from the member or from what was made of it.
    pub fn inherited(&self, member: usize, precedes: impl Fn(usize) -> bool) -> Vec<bool> {
        let has_before =
            |&node: &u32| self.holders.of(node).iter().any(|&m| m as usize != member && precedes(m as usize));
        self.texts[member].nodes.iter().map(has_before).collect()
    }

    /// What a text of `source` leaves unexplained in the child's: runs of words that the child has `inherited`, as a part of
    /// its nodes, and not from the source (*additions*), and passages of the source that the child has not (*cuts*).
    pub fn differences(&self, child: usize, source: usize, inherited: &[u64], room: &mut Places) -> Differences {
        let additions = self.lacking(child, source, Some(inherited), room);
        let cuts = self.lacking(source, child, None, room);
        Differences { additions: additions.0, cuts: cuts.0, undamaged: [additions.1, cuts.1] }
    }

    /// Runs of `text` that `other` lacks, of a part of its nodes or of all; and how many of them `other` has not damaged or
    /// written anew, that is, has no words of its own in their place.
    pub fn lacking(&self, text: usize, other: usize, part: Option<&[u64]>, room: &mut Places) -> (u32, u32) {
        let (text, other_text) = (&self.texts[text], &self.texts[other]);
        if !self.damaged[other] {
            let (mut all, mut end) = (0, None);
            text.each_lacking(part, other_text, room, |at| {
                all += u32::from(end.is_none_or(|end| text.starts[at] > end + 1));
                end = Some(text.starts[at + 1]);
            });
            return (all, all);
        }
        let mut lacking = Vec::new();
        text.each_lacking(part, other_text, room, |at| lacking.push(at));
        let spans = spans(text, lacking);
        let place: FxHashMap<u32, usize> = other_text.nodes.iter().copied().zip(0..).collect();
        let bare = |run: &&Range<usize>| {
            let (start, end) = (text.starts[run.start], text.starts[run.end]);
            let size = end - start;
            let near = |at: &usize| text.starts[at + 1] + REACH > start && text.starts[*at] < end + REACH;
            let of_other = |at: usize| place.get(&text.nodes[at]);
            let before = (0..run.start).rev().take_while(near).find_map(of_other).map(|at| other_text.starts[at + 1]);
            let behind =
                (run.end..text.nodes.len()).take_while(near).find_map(of_other).map(|at| other_text.starts[*at]);
            let between = match (before, behind) {
                (Some(from), Some(to)) if from <= to => from..to,
                (Some(from), _) => from..(from + size).min(other_text.len() as u32),
                (None, Some(to)) => to.saturating_sub(size)..to,
                (None, None) => 0..0,
            };
            self.own(other_text, between) * 2 < size.min(SHINGLE as u32)
        };
        (spans.len() as u32, spans.iter().filter(bare).count() as u32)
    }

    /// How many of these shingles of a text nobody else has.
    fn own(&self, text: &Text, between: Range<u32>) -> u32 {
        let first = text.starts.partition_point(|&start| start <= between.start).saturating_sub(1);
        (first..text.nodes.len())
            .take_while(|&at| text.starts[at] < between.end)
            .filter(|&at| self.holders.of(text.nodes[at]).len() == 1)
            .map(|at| text.starts[at + 1].min(between.end).saturating_sub(text.starts[at].max(between.start)))
            .sum()
    }

    /// Share of the child's words that no member before it has; undated members count by their place.
    pub fn originality(&self, members: &[Witness<'_>], child: usize) -> f32 {
        let before = |m: usize| match (members[m].facts.published_at, members[child].facts.published_at) {
            (Some(m_at), Some(at)) => m_at < at || m_at == at && m < child,
            _ => m < child,
        };
        let mut own = counted(&members[child]);
        let all = own.iter().filter(|&&counted| counted).count();
        let text = &self.texts[child];
        let found = self.inherited(child, before);
        let mut is_found = |at: u32| {
            let end = (at as usize + SHINGLE).min(own.len());
            own[at as usize..end].fill(false);
        };
        for (shingles, _) in text.starts.windows(2).zip(&found).filter(|(_, found)| **found) {
            text.places[shingles[0] as usize..shingles[1] as usize].iter().for_each(|&place| is_found(place));
        }
        for &(place, first) in &text.again {
            let node = text.starts.partition_point(|&start| start <= first) - 1;
            if found[node] {
                is_found(place);
            }
        }
        let left = own.iter().filter(|&&own| own).count();
        if all == 0 { 0.0 } else { left as f32 / all as f32 }
    }
}

/// See [`Collation::revised`].
fn revised(texts: &[Text], holders: &Holders, figure: Vec<bool>) -> Vec<bool> {
    let mut revised = figure;
    for text in texts {
        for &node in &text.nodes[..lead(&text.nodes, holders)] {
            revised[node as usize] |= holders.of(node).len() > 1;
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

/// Maximal runs on a text's path of the nodes at these places, which ascend; gaps of one shingle do not part them.
pub(super) fn spans(text: &Text, places: impl IntoIterator<Item = usize>) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for at in places {
        match spans.last_mut() {
            Some(last) if text.starts[at] <= text.starts[last.end] + 1 => last.end = at + 1,
            _ => spans.push(at..at + 1),
        }
    }
    spans
}
