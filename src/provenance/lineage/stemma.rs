//! Who copied whom among the members of a cluster, read from their texts as philologists read manuscripts.
//!
//! A copy carries the changes of the one that it was made from. So each member is explained by each earlier one, and by
//! the agency's own text, which nobody may have printed whole: words that it shares with others but not with its supposed
//! source speak against that source (*shared additions*), and so do cuts that the source has not (*shared cuts*). Words
//! that the agency's text most likely has not, since few of those that could have them do, speak against a copy from the
//! wire. Where the texts are equal, time and what the cluster's members name decide, or nothing does, and the confidence
//! says so. Source of the principle: common errors (Lachmann; see Trovato 2014).

use super::MemberFacts;
use super::branching::{Arc, arborescence};
use super::called::Called;
use super::collation::{Collation, Differences};
use super::evidence::Evidence;
use super::in_turn::{self, Sourced, Turns, Ways};
use super::joint;
use super::known::Known;
use super::times::{UNDATED, lag_weight, odds_of_copying};
use super::variants::{Places, SHINGLE};
use super::wire::Wire;
use crate::tokenise::Tokens;

/// Members that each is held against: the closest, the latest and those that it names. Bounds the cost.
const MAX_CANDIDATES: usize = 48;

/// Shingles and titles of more members than this choose no candidates. Bounds the cost.
const MAX_HOLDERS: usize = 256;

/// Shared passages of a shingle's length that a shared title counts as, where candidates are chosen.
const TITLE_VOTES: u32 = 3;

/// What a run of words costs, in nats, that the member shares with others and not with its supposed source.
const ADDITION: f32 = 2.5;

/// What a passage costs that the supposed source has and the member has not, and the first of them besides: many hands
/// leave a text as it is.
const CUT: f32 = 0.8;
const FIRST_CUT: f32 = 0.6;

/// Share of those who take a text over that take its title over. A title of one's own is as likely whatever the source; one
/// that others have, and the supposed source has not, needs another way or chance.
const TITLE_KEPT: f32 = 0.6;
const TITLE_BY_CHANCE: f32 = 0.01;

/// What it costs to hold that a text was damaged and not written anew.
const DAMAGE: f32 = 2.0;

/// What it costs to hold that one hand rewrote a text, and what each change of it costs then.
const REWRITTEN: f32 = 6.0;
const EACH_REWRITTEN: f32 = 0.2;

/// By how much texts outweigh the rest; below 1, since the edits of one hand are not independent.
pub(super) const TEXT_WEIGHT: f32 = 0.7;

/// Share of the printings of an agency's text that are taken from another printing, before anything is known, and how
/// many members that is worth.
const COPIED: f32 = 0.33;
const COPIED_WEIGHT: f32 = 1.0;

/// The same for a text that no agency is behind: what was not taken from a member came from outside the collection. That
/// members name nobody says little of it.
const COPIED_FROM_OUTLET: f32 = 0.85;
const COPIED_FROM_OUTLET_WEIGHT: f32 = 8.0;

/// How likely who credits the agency, or has its slug, is to have the text from another outlet, against who does not.
const CREDITING: f32 = 0.6;

/// Share of those who copy from an outlet that name it. Estimated for pages that link; it only scales the above.
const NAMING: f32 = 0.55;

/// Share of copies that are taken from the printing just before, as far as nothing is known of the cluster, and how many
/// copies that is worth.
const HANDED_ON: f32 = 0.15;
const HANDED_ON_WEIGHT: f32 = 2.0;

/// Confidence from which an explanation of one round is relied upon in the next.
const RELIED_UPON: f32 = 0.5;

/// What it costs, in nats, to hold of a text that names its source that it has it from a member which is not named, or from
/// the agency; and from one that goes by another name, where the named one is none of the members.
const NAMES_ITS_SOURCE: f32 = 7.0;
const NAMES_ANOTHER: f32 = 4.0;

/// What it tells, in nats, that a text mentions an outlet which few others do: one in two of those who have a text from another
/// outlet says so in some words, and hardly one in a thousand of the others.
const MENTIONS: f32 = 6.0;

/// Sources that explain a text this well compared with the best, in nats, explain it equally well.
const EQUAL: f32 = 0.5;

/// Probability of what the model does not foresee, spread over all options; and of a member without a time, of which less
/// is known.
const UNFORESEEN: f32 = 0.028;
const UNFORESEEN_UNDATED: f32 = 0.05;

/// Likelihood from which a member is held for a copy. Somewhat below 1/2: where one is missed, all that was made from it
/// hangs from the wrong place; where one is said too many, that one alone does.
const A_COPY: f32 = 0.415;

/// What it costs, in nats, to hold against its odds that a member was copied, or that it was not.
const AGAINST: f32 = 1.0;

/// How often the habits are estimated anew.
const ROUNDS: usize = 3;

/// How a cluster's members copy: estimated from those of whom it is clear, for those of whom it is not.
#[derive(Clone, Copy, Debug)]
struct Habits {
    /// Share of the members that are taken from another.
    copied: f32,
    /// Share of those that are taken from the one just before: a text that is handed on from outlet to outlet.
    handed_on: f32,
}

/// How well the candidates' texts explain a child's, which holds as long as the same members have theirs from the child.
struct Fits {
    takers: Vec<usize>,
    candidates: Vec<usize>,
    /// For each candidate, in nats.
    of: Vec<f32>,
    /// See [`Collation::inherited`].
    inherited: Vec<bool>,
    /// Of those that can precede the child, the share that has its title.
    elsewhere: f32,
}

/// A member with its text.
#[derive(Clone, Copy, Debug)]
pub struct Witness<'a> {
    /// What it says of its origin.
    pub facts: MemberFacts<'a>,
    /// Its words, furniture left out.
    pub body: &'a Tokens,
    /// Hashes of the words of its title.
    pub title: &'a [u32],
}

/// Whether a member gives another's outlet for its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It does.
    This,
    /// It mentions that outlet in running words, as few others do.
    Mentioned,
    /// That outlet is known by another name.
    Another,
    /// It names nobody, or nobody knows by which name that outlet goes.
    Unknown,
}

/// From whom a member was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    /// Place of the member that it was taken from; none when it came from the agency or from outside.
    pub parent: Option<usize>,
    /// How likely that is, in [0, 1].
    pub confidence: f32,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// Share of its words that no earlier member has. Ratio in [0, 1].
    pub originality: f32,
}

/// From whom each of `members` was taken. `named(child, other)` says whether the child names the other's outlet as its
/// source, and `told(child, other)` how much speaks for that besides, in nats, where it is not known; `supplied` how likely an
/// agency sends the text, see [`supplied`](super::supplied()).
///
/// Members are in the order of joining; a dated one has no later parent. Cost: O(tokens of all + members × (190 × nodes of
/// a text + members)), where a node is a passage that stands alike in all who have it; memory: O(tokens of all).
pub fn descents(
    members: &[Witness<'_>],
    named: impl Fn(usize, usize) -> Naming,
    told: impl Fn(usize, usize) -> f32,
    supplied: f32,
) -> Vec<Descent> {
    let table = Collation::new(members);
    let naming = naming(members);
    let said = naming.iter().filter(|n| **n).count() as f32;
    let base = supplied * COPIED + (1.0 - supplied) * COPIED_FROM_OUTLET;
    let weight = supplied * COPIED_WEIGHT + (1.0 - supplied) * COPIED_FROM_OUTLET_WEIGHT;
    let others = members.len().saturating_sub(1) as f32;
    let share = |n: f32| ((n + base * weight) / (others + weight)).clamp(0.02, 0.95);
    let mut habits = Habits { copied: share((said / NAMING).min(others)), handed_on: HANDED_ON };
    let candidates: Vec<Vec<usize>> =
        (0..members.len()).map(|child| table.candidates(members, child, &named)).collect();
    let by_name = |child: usize| candidates[child].iter().copied().find(|&m| named(child, m) == Naming::This);
    let mut known = Known::new((0..members.len()).map(by_name).collect());
    let times = odds_of_copying(members);
    let mut room = Places::default();
    let mut found: Vec<Vec<Sourced>> = Vec::new();
    let mut called = Called::default();
    let mut fits: Vec<Option<Fits>> = members.iter().map(|_| None).collect();
    let undated = |m: usize| members[m].facts.published_at.is_none();
    for round in 0..ROUNDS {
        let wire = Wire::new(&table, &known.sources, habits.copied, supplied);
        let mut ways: Vec<Ways> = fits
            .iter_mut()
            .enumerate()
            .map(|(child, fits)| {
                let takers = known.takers_of(child);
                let fits = match fits.take().filter(|known| known.takers == takers) {
                    Some(known) => fits.insert(known),
                    None => fits.insert(table.fits(members, child, &candidates[child], takers, &mut room)),
                };
                let habits = [habits.copied, habits.handed_on, base];
                table.explain(
                    members,
                    (child, naming[child]),
                    fits,
                    &named,
                    (habits, &known, times[child] * supplied, supplied),
                    (&wire, &mut room),
                )
            })
            .collect();
        for (child, ways) in ways.iter_mut().enumerate().filter(|(child, _)| naming[*child]) {
            let is_open = |source: &usize| named(child, *source) == Naming::Unknown;
            ways.add(|source| Some(source).filter(is_open).map_or(0.0, |source| told(child, source)));
        }
        called.add_to(&mut ways, &named, NAMES_ANOTHER);
        in_turn::settle(&mut ways);
        let in_turn = in_turn::likelihood(&ways);
        let unforeseen = |m| if undated(m) { UNFORESEEN_UNDATED } else { UNFORESEEN };
        found = ways.iter().zip(0..).map(|(w, m)| likeliest_first(w.mixed(in_turn), unforeseen(m))).collect();
        if round + 1 < ROUNDS {
            let is_named = |child: usize| candidates[child].iter().any(|&m| named(child, m) == Naming::This);
            called = Called::new(members, &found, |child| !is_named(child));
            habits = learn(members, &candidates, &found, share);
            let relied = |(source, sure): (Option<usize>, f32)| source.filter(|_| sure >= RELIED_UPON);
            known = Known::new(without_circles(&found).into_iter().map(relied).collect());
        }
    }
    let mut chosen = without_circles(&found);
    if (0..members.len()).any(undated) {
        let alike = table.alike(|member| undated(member) && !naming[member]);
        joint::given_the_rest(&found, &alike, |child| naming[child], &mut chosen);
    }
    chosen
        .into_iter()
        .enumerate()
        .map(|(child, (parent, confidence))| {
            let is_named = named_by(&named, child, parent);
            let evidence = table.evidence(members, child, (parent, confidence), is_named, naming[child], &mut room);
            Descent { parent, confidence, evidence, originality: table.originality(members, child) }
        })
        .collect()
}

/// Which members name from whom they have the text. What every one of several says stands in the text itself, and is whom the
/// agency has it from.
fn naming(members: &[Witness<'_>]) -> Vec<bool> {
    let vias = members.iter().map(|m| m.facts.signals.via.iter());
    let names: Vec<Vec<&str>> = vias.map(|via| via.filter_map(|via| via.name.as_deref()).collect()).collect();
    let by_all = |name: &&str| members.len() > 1 && names.iter().all(|names| names.contains(name));
    names.iter().map(|own| own.iter().any(|name| !by_all(name))).collect()
}

/// The habits, from how the members have been explained.
fn learn(
    members: &[Witness<'_>],
    candidates: &[Vec<usize>],
    found: &[Vec<Sourced>],
    share: impl Fn(f32) -> f32,
) -> Habits {
    let (mut copied, mut all, mut handed_on) = (0.0, HANDED_ON_WEIGHT, HANDED_ON * HANDED_ON_WEIGHT);
    for (child, options) in found.iter().enumerate() {
        let last = latest(members, candidates[child].iter().copied());
        for &(confidence, parent) in options.iter().filter(|o| o.1.is_some()) {
            copied += confidence;
            // With a single candidate the last is the only one, which tells nothing.
            if last.is_some() && candidates[child].len() > 1 && members[child].facts.is_timed() {
                all += confidence;
                handed_on += if parent == last { confidence } else { 0.0 };
            }
        }
    }
    Habits { copied: share(copied), handed_on: (handed_on / all).clamp(0.02, 0.95) }
}

/// The last dated one.
fn latest(members: &[Witness<'_>], candidates: impl Iterator<Item = usize>) -> Option<usize> {
    let dated = candidates.filter(|&m| members[m].facts.published_at.is_some());
    dated.max_by_key(|&m| (members[m].facts.published_at, m))
}

fn named_by(named: impl Fn(usize, usize) -> Naming, child: usize, parent: Option<usize>) -> bool {
    parent.is_some_and(|p| matches!(named(child, p), Naming::This | Naming::Mentioned))
}

/// Whether `a` can have been the source of `b`: it is not known to be later, and another outlet's.
pub(super) fn can_precede(members: &[Witness<'_>], a: usize, b: usize) -> bool {
    if a == b {
        return false;
    }
    let (x, y) = (&members[a].facts, &members[b].facts);
    let same = x.source.is_some() && x.source == y.source;
    let in_time = match (x.published_at, y.published_at) {
        (Some(x), Some(y)) => x < y || x == y && a < b,
        _ => true,
    };
    !same && in_time
}

impl Collation {
    /// The members that may be the child's source: those that it names, those that share most of its words and its title,
    /// the latest. Of its shingles every fourth is asked for, which are all of its words.
    fn candidates(&self, members: &[Witness<'_>], child: usize, named: &impl Fn(usize, usize) -> Naming) -> Vec<usize> {
        let mut earlier: Vec<usize> = (0..members.len()).filter(|&m| can_precede(members, m, child)).collect();
        if earlier.len() <= MAX_CANDIDATES {
            return earlier;
        }
        let mut votes = vec![0u32; members.len()];
        let text = &self.texts[child];
        for (&node, shingles) in text.nodes.iter().zip(text.starts.windows(2)) {
            let holders = self.holders.of(node);
            let asked = shingles[1].div_ceil(SHINGLE as u32) - shingles[0].div_ceil(SHINGLE as u32);
            if asked > 0 && holders.len() <= MAX_HOLDERS {
                holders.iter().for_each(|&m| votes[m as usize] += asked);
            }
        }
        if self.titles[child].is_some_and(|title| self.titled[title] as usize <= MAX_HOLDERS) {
            let as_child = votes.iter_mut().zip(&self.titles).filter(|(_, title)| **title == self.titles[child]);
            as_child.for_each(|(votes, _)| *votes += TITLE_VOTES);
        }
        let named: Vec<bool> = (0..members.len()).map(|m| named_by(named, child, Some(m))).collect();
        earlier.sort_by_key(|&m| {
            let at = members[m].facts.published_at;
            (std::cmp::Reverse((named[m], votes[m], at)), std::cmp::Reverse(m))
        });
        earlier.truncate(MAX_CANDIDATES);
        earlier
    }

    /// How well a source of the title `from` explains the child's title, in nats; `sure` is how likely it is to have it, and
    /// `elsewhere` the share of those that can precede the child which have it: the fewer, the less is that by chance.
    ///
    /// A title that none of them has is the child's own: who has it later has it from there.
    fn title(&self, child: usize, from: Option<usize>, sure: f32, elsewhere: f32) -> f32 {
        let Some(title) = self.titles[child] else { return 0.0 };
        let otherwise = if elsewhere == 0.0 { 1.0 - TITLE_KEPT } else { TITLE_BY_CHANCE * elsewhere };
        let kept = if from == Some(title) { TITLE_KEPT * sure } else { 0.0 };
        (kept + otherwise).ln()
    }

    /// How well the texts of the candidates explain the child's. What has its text from the child is neither its source nor a
    /// witness of where the child has it from.
    fn fits(
        &self,
        members: &[Witness<'_>],
        child: usize,
        candidates: &[usize],
        takers: Vec<usize>,
        room: &mut Places,
    ) -> Fits {
        let is_taker = |m: usize| takers.binary_search(&m).is_ok();
        let candidates: Vec<usize> = candidates.iter().copied().filter(|&m| !is_taker(m)).collect();
        let before: Vec<bool> = (0..members.len()).map(|m| can_precede(members, m, child) && !is_taker(m)).collect();
        let titled = (0..members.len()).filter(|&m| before[m] && self.titles[m] == self.titles[child]).count();
        let elsewhere = titled as f32 / before.iter().filter(|before| **before).count().max(1) as f32;
        let (inherited, undated) = (self.inherited(child, |m| before[m]), members[child].facts.published_at.is_none());
        let of_child = self.texts[child].part(|at| inherited[at]);
        let fit = |&m: &usize| {
            let text = text_cost(self.differences(child, m, &of_child, room), undated);
            self.title(child, self.titles[m], 1.0, elsewhere) - TEXT_WEIGHT * text
        };
        let of = candidates.iter().map(fit).collect();
        Fits { takers, candidates, of, inherited, elsewhere }
    }

    /// The possible sources of a child with their likelihoods, by the shares of copies and of those that are handed on, and
    /// by the share of copies before anything is known; `names` says whether it names its source.
    fn explain(
        &self,
        members: &[Witness<'_>],
        (child, names): (usize, bool),
        Fits { takers, candidates, of: fits, inherited, elsewhere }: &Fits,
        named: &impl Fn(usize, usize) -> Naming,
        ([copied, handed_on, base], known, time, supplied): ([f32; 3], &Known, f32, f32),
        (wire, room): (&Wire<'_>, &mut Places),
    ) -> Ways {
        let facts = &members[child].facts;
        let undated = facts.published_at.is_none();
        let naming: Vec<Naming> = candidates.iter().map(|&m| named(child, m)).collect();
        let (resolved, mentions) = (naming.contains(&Naming::This), naming.contains(&Naming::Mentioned));
        let lags: Vec<f32> = candidates.iter().map(|&m| lag_weight(&members[m].facts, facts)).collect();
        // Who says from whom it has the text has it from there, however late.
        let unknown = if resolved || mentions { f32::MIN_POSITIVE } else { UNDATED };
        let all_lags: f32 = lags.iter().sum::<f32>() + unknown;
        let best = fits.iter().copied().fold(f32::MIN, f32::max);
        let fitting = candidates.iter().zip(fits).filter(|(_, fit)| **fit >= best - EQUAL).map(|(&m, _)| m);
        let last = latest(members, fitting).filter(|_| facts.is_timed());
        let handed_on = if last.is_some() { handed_on } else { 0.0 };
        // Who says nothing is likelier not to have copied.
        let silent = match (names || mentions, self.fed[child]) {
            (true, _) => 1.0,
            (false, true) => (1.0 - NAMING * supplied) * CREDITING,
            (false, false) => 1.0 - NAMING * supplied,
        };
        let options = || Vec::with_capacity(candidates.len() + 1);
        let turns = Turns { alone: Vec::new(), lags: Vec::new() };
        let mut ways = Ways { by_habit: options(), in_turn: options(), in_any: options(), names, turns };
        for (place, &source) in candidates.iter().enumerate() {
            let said = match naming[place] {
                Naming::This => 0.0,
                _ if resolved => -NAMES_ITS_SOURCE,
                Naming::Mentioned => MENTIONS,
                Naming::Another => -NAMES_ANOTHER,
                Naming::Unknown => 0.0,
            };
            let likely = |copied: f32, chosen: f32| {
                ((copied * silent * chosen).max(1e-12).ln() + said + fits[place], Some(source))
            };
            let by_time = lags[place] / all_lags;
            let just_before = if last == Some(source) { handed_on } else { 0.0 };
            ways.by_habit.push(likely(copied, just_before + (1.0 - handed_on) * by_time));
            let alone = likely(in_turn::COPIED, 1.0);
            ways.turns.alone.push(alone.0);
            ways.in_turn.push(alone);
            ways.in_any.push(likely(base, by_time));
        }
        let is_other = |m: &usize| *m != child && takers.binary_search(m).is_err();
        let others: Vec<usize> = (0..members.len()).filter(is_other).collect();
        let text = wire.fit(child, known.sources[child], inherited, &others, undated, room);
        let title = self.title(child, self.titles[child], wire.title(child, known.sources[child]), *elsewhere);
        let said = if names { -NAMES_ITS_SOURCE } else { 0.0 };
        let supplied = |copied: f32| ((1.0 - copied).ln() - time + said + title + text, None);
        ways.by_habit.push(supplied(copied));
        ways.in_turn.push(supplied(in_turn::COPIED));
        ways.in_any.push(supplied(base));
        ways.turns.lags = lags;
        ways
    }
}

/// Sources with their probabilities, the agency last, as they are where something may be unforeseen with a probability, the
/// best first.
fn likeliest_first(mut options: Vec<Sourced>, unforeseen: f32) -> Vec<Sourced> {
    let even = unforeseen / options.len() as f32;
    options.iter_mut().for_each(|o| o.0 = (1.0 - unforeseen) * o.0 + even);
    // Whether it was copied at all is decided before from whom, over all that it may have been copied from.
    let copied = options.last().is_some_and(|o| 1.0 - o.0 > A_COPY);
    options.sort_by(|a, b| (b.1.is_some() == copied).cmp(&(a.1.is_some() == copied)).then(b.0.total_cmp(&a.0)));
    options
}

/// What additions and cuts cost, in nats.
fn cost([additions, cuts]: [u32; 2]) -> f32 {
    ADDITION * additions as f32 + cuts_cost(cuts)
}

pub(super) fn cuts_cost(cuts: u32) -> f32 {
    if cuts > 0 { FIRST_CUT + CUT * cuts as f32 } else { 0.0 }
}

/// The same, or what it costs to hold that the child's hand made them all where it is undated: others that share them may
/// have them from the child.
fn least_cost(differences: [u32; 2], undated: bool) -> f32 {
    let all = cost(differences);
    if undated { all.min(least_of_rewriting(differences.iter().sum())) } else { all }
}

/// What it costs, in nats, to hold that one hand made so many differences.
pub(super) fn least_of_rewriting(differences: u32) -> f32 {
    REWRITTEN + EACH_REWRITTEN * differences as f32
}

/// What the differences between a text and its supposed source cost, in nats. Damage is not handed on: a damaged text may
/// have had all that its own words stand for.
fn text_cost(differences: Differences, undated: bool) -> f32 {
    let Differences { additions, cuts, undamaged } = differences;
    least_cost([additions, cuts], undated).min(DAMAGE + cost(undamaged))
}

/// The sources of all that together are likeliest and make no circle: undated members may explain each other.
fn without_circles(found: &[Vec<Sourced>]) -> Vec<(Option<usize>, f32)> {
    let wire = found.len();
    let mut arcs: Vec<Arc> = Vec::new();
    let mut options: Vec<(Option<usize>, f32)> = Vec::new();
    for (child, sources) in found.iter().enumerate() {
        // Whether it was copied at all has been decided: the other way stays open where circles leave none.
        let copied = sources.first().is_some_and(|s| s.1.is_some());
        for &(confidence, parent) in sources {
            let against = if parent.is_some() == copied { 0.0 } else { AGAINST };
            let weight = confidence.max(1e-9).ln() - against;
            arcs.push(Arc { from: parent.unwrap_or(wire), to: child, weight });
            options.push((parent, confidence));
        }
    }
    let mut result = vec![(None, 0.0); found.len()];
    for place in arborescence(found.len() + 1, &arcs) {
        result[arcs[place].to] = options[place];
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::{Field, Signals, Via};
    use crate::tokenise::{Kind, Segment};
    use crate::units::{Span, Timestamp};

    /// From whom each of six printings of one text was taken, half an hour apart, of which those `named` name the one before.
    fn parents(named: &[usize]) -> Vec<Option<usize>> {
        let via = Via { name: Some(String::new()), confidence: 1.0, field: Field::Text, span: Span::default() };
        let signals = [Signals::default(), Signals { via: [via].into_iter().collect(), ..Signals::default() }];
        let segments = vec![Segment { first: 0, end: 60, line: 0, after_gap: false }];
        let body = Tokens { stems: (0..60).collect(), kinds: vec![Kind::default(); 60], segments, ..Tokens::default() };
        let outlets: Vec<String> = (0..6).map(|n| format!("outlet-{n}.example")).collect();
        let witness = |n: usize| {
            let published_at = Some(Timestamp::from_seconds(n as i64 * 1800));
            let signals = &signals[usize::from(named.contains(&n))];
            let facts = MemberFacts { id: &outlets[n], source: Some(&outlets[n]), published_at, signals };
            Witness { facts, body: &body, title: &[1] }
        };
        let naming = |child: usize, other: usize| match named.contains(&child) && other + 1 == child {
            true => Naming::This,
            false => Naming::Unknown,
        };
        let members: Vec<Witness<'_>> = (0..6).map(witness).collect();
        descents(&members, naming, |_, _| 0.0, 1.0).into_iter().map(|d| d.parent).collect()
    }

    #[test]
    fn who_is_silent_in_a_text_that_goes_round_has_it_from_the_one_before() {
        assert_eq!(parents(&[1, 2, 4, 5]), [None, Some(0), Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(parents(&[5]), [None, None, None, None, None, Some(4)], "one name tells nothing of the others");
    }
}
