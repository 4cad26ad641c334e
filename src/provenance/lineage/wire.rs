//! How well the agency's own text explains a member, which nobody may have printed whole: by what the other printings show
//! of it.
//!
//! Agencies send a text in several takes, so there is no one text that a member is held against. What it has from elsewhere
//! is the agency's where printings have it that are not known to have it from each other, and hardly where each of these
//! has its text at second hand: what a copy adds is its own. What a member lacks is counted against each other printing in
//! turn, earlier or later, since those of the same take lack it as well.

use super::collation::{Collation, spans};
use super::stemma::{TEXT_WEIGHT, cuts_cost, least_of_rewriting};
use super::variants::{Places, Text};

/// Log odds that a passage which a printing shares with another is the agency's and not one of their own; what is added
/// where it is of the kind that agencies revise, and outlets do not; and the same for a title.
const WIRE: f32 = 2.3;
const REVISED: f32 = 2.0;
const WIRE_TITLE: f32 = 1.0;

/// Instead, where all that have the passage or the title, and not from each other, have their text from another printing.
const SECOND_HAND: f32 = -1.0;
const SECOND_HAND_TITLE: f32 = -2.0;

/// Share of its passages that a printing keeps of the agency's text; and that one which was taken from another, and is not
/// known to be, keeps of what that one's hand had added.
const KEPT: f32 = 0.57;
const CARRIED_OVER: f32 = 0.25;

/// How much those that lack a passage can say against it at most, in nats: they may all print another take.
const OTHER_TAKE: f32 = 8.0;

/// Likelihood from which a passage counts as the agency's.
const AGENCYS: f32 = 0.5;

/// What a run of words costs at most, in nats, that the agency's text seems not to have; and all those together that tell a
/// take from another: figures, and what stands ahead of the lead.
const FOREIGN: f32 = 3.5;
const TAKE: f32 = 2.0;

/// Other printings that a member's cuts are held against, spread evenly over the cluster. Bounds the cost.
const MAX_PEERS: usize = 24;

/// What is known of the agency's text.
pub(super) struct Wire<'a> {
    table: &'a Collation,
    /// For each node, and for each title, how many have it from nobody that is known to have it.
    roots: Vec<u32>,
    titled: Vec<u32>,
    /// And how many have it that are not known to have their text from another.
    at_first_hand: Vec<u32>,
    titled_at_first_hand: Vec<u32>,
    /// For each text the nodes that the agency's text has.
    agencys: Vec<Vec<u64>>,
    /// Share of the members that are taken from another.
    copied: f32,
    /// [`WIRE`] and [`WIRE_TITLE`], by how likely it is that there is such a text.
    prior: f32,
    prior_title: f32,
}

impl<'a> Wire<'a> {
    /// From whom each member has its text, as far as that is known, how many are copies, and how likely an agency sends it.
    ///
    /// Cost: O(nodes of all).
    pub fn new(table: &'a Collation, sources: &[Option<usize>], copied: f32, supplied: f32) -> Self {
        let (mut titled, mut titled_at_first_hand) = (vec![0; table.titled.len()], vec![0; table.titled.len()]);
        for (title, source) in table.titles.iter().zip(sources) {
            let Some(title) = *title else { continue };
            titled[title] += u32::from(source.is_none_or(|s| table.titles[s] != Some(title)));
            titled_at_first_hand[title] += u32::from(source.is_none());
        }
        let (roots, at_first_hand) = table.roots(sources);
        let agencys = Vec::new();
        let prior = supplied * WIRE + (1.0 - supplied) * SECOND_HAND;
        let prior_title = supplied * WIRE_TITLE + (1.0 - supplied) * SECOND_HAND_TITLE;
        let mut wire =
            Self { table, roots, titled, at_first_hand, titled_at_first_hand, agencys, copied, prior, prior_title };
        let mut is_agencys = vec![true; wire.roots.len()];
        for text in &table.texts {
            let most = wire.most(&text.nodes);
            for &node in &text.nodes {
                let with = wire.roots[node as usize].max(1);
                let sure = wire.likelihood(wire.prior(node, None), with, most.max(with));
                is_agencys[node as usize] &= sure > AGENCYS;
            }
        }
        let part = |text: &Text| text.part(|at| is_agencys[text.nodes[at] as usize]);
        wire.agencys = table.texts.iter().map(part).collect();
        wire
    }

    fn most(&self, text: &[u32]) -> u32 {
        text.iter().map(|&node| self.roots[node as usize]).max().unwrap_or(0)
    }

    /// `child` is left out, with whom that has its text from.
    fn prior(&self, node: u32, child: Option<Option<usize>>) -> f32 {
        let own = u32::from(child == Some(None));
        let prior = if self.at_first_hand[node as usize] > own { self.prior } else { SECOND_HAND };
        prior + if self.table.revised[node as usize] { REVISED } else { 0.0 }
    }

    /// How likely the agency's text has what `with` of `all` have that could have it and do not have it from each other.
    fn likelihood(&self, prior: f32, with: u32, all: u32) -> f32 {
        let taken = (self.copied * CARRIED_OVER).clamp(0.01, 0.4);
        let (has, lacks) = ((KEPT / taken).ln(), ((1.0 - KEPT) / (1.0 - taken)).ln());
        let odds = prior + (with as f32 - 1.0) * has + ((all - with) as f32 * lacks).max(-OTHER_TAKE);
        1.0 / (1.0 + (-odds).exp())
    }

    /// How likely the child's title is the agency's, as the others tell; `source` is the one that the child has its text
    /// from, as far as that is known.
    pub fn title(&self, child: usize, source: Option<usize>) -> f32 {
        let Some(title) = self.table.titles[child] else { return 1.0 };
        let own = u32::from(source.is_none_or(|s| self.table.titles[s] != Some(title)));
        let others = self.titled[title] - own;
        if others == 0 {
            return 0.0;
        }
        let at_first_hand = self.titled_at_first_hand[title] > u32::from(source.is_none());
        let prior = if at_first_hand { self.prior_title } else { SECOND_HAND_TITLE };
        self.likelihood(prior, others, self.titled.iter().sum::<u32>() - own)
    }

    /// How well the agency's text explains the child's, in nats, at most 0: as well as the `others` do on average, for what
    /// they have and it lacks, less what the words cost which it has `inherited` and the agency's text has not.
    ///
    /// Cost: O(24 × nodes).
    pub fn fit(
        &self,
        child: usize,
        source: Option<usize>,
        inherited: &[bool],
        others: &[usize],
        undated: bool,
        room: &mut Places,
    ) -> f32 {
        let (foreign, runs) = self.foreign(child, source, inherited);
        let step = others.len().div_ceil(MAX_PEERS).max(1);
        let held_against = others.iter().step_by(step).map(|&other| {
            let (_, cuts) = self.table.lacking(other, child, Some(&self.agencys[other]), room);
            let cost = foreign + cuts_cost(cuts);
            if undated { cost.min(least_of_rewriting(runs + cuts)) } else { cost }
        });
        let (sum, count) =
            held_against.fold((0.0, 0), |(sum, count), cost| (sum + (-TEXT_WEIGHT * cost).exp(), count + 1));
        if count == 0 { -TEXT_WEIGHT * foreign } else { (sum / count as f32).max(f32::MIN_POSITIVE).ln() }
    }

    /// What the words cost, in nats, that the child has inherited and not from the agency's text, and in how many runs they
    /// stand. Whether the agency has them, the other printings tell.
    fn foreign(&self, child: usize, source: Option<usize>, inherited: &[bool]) -> (f32, u32) {
        let text = &self.table.texts[child];
        let most = self.most(&text.nodes).saturating_sub(1).max(1);
        let sure = |(&node, &inherited): (&u32, &bool)| {
            if !inherited {
                return 1.0;
            }
            let own = u32::from(source.is_none_or(|s| !self.table.has(s, node)));
            let with = (self.roots[node as usize] - own).max(1);
            self.likelihood(self.prior(node, Some(source)), with, most.max(with))
        };
        let sure: Vec<f32> = text.nodes.iter().zip(inherited).map(sure).collect();
        let runs = spans(text, (0..sure.len()).filter(|&at| sure[at] < AGENCYS));
        let (mut cost, mut of_take) = (0.0, 0.0);
        for run in &runs {
            let (mut all, mut revised) = (0.0, 0);
            for at in run.clone() {
                let shingles = text.starts[at + 1] - text.starts[at];
                all -= shingles as f32 * sure[at].max(f32::MIN_POSITIVE).ln();
                revised += if self.table.revised[text.nodes[at] as usize] { shingles } else { 0 };
            }
            let length = text.starts[run.end] - text.starts[run.start];
            let part = if revised * 2 >= length { &mut of_take } else { &mut cost };
            *part += (all / length as f32).min(FOREIGN);
        }
        (cost + of_take.min(TAKE), runs.len() as u32)
    }
}
