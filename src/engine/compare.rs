//! The costly part of a quantum, free of decisions: retrieve and compare. Pure, so that it runs on all threads.

use super::Engine;
use super::document::Document;
use super::words::Open;
use crate::candidates::{self, Arrival, Counts};
use crate::cluster::{Cluster, Tie};
use crate::sinks::{Edge, SharedSpan};
use crate::tokenise::Tokens;
use crate::verify::{Comparer, Comparison, Rule, Text, form_words};
use std::cell::RefCell;

/// An earlier article, and what the new one was found to be to it.
#[derive(Clone, Debug)]
pub struct Compared {
    pub with: Arrival,
    pub comparison: Comparison,
}

impl Compared {
    pub fn tie(&self) -> Tie {
        Tie { with: self.with, relation: self.comparison.relation, likeness: self.comparison.likeness }
    }
}

/// Estimated containment from which a candidate shares text.
const SHARES_TEXT: f32 = 0.25;

/// How often the words of a form are marked anew once more forms are told by them.
const ROUNDS: usize = 3;

/// Texts told for forms that are looked at for two that are not one text.
const FILLINGS: usize = 8;

thread_local! {
    static BUFFERS: RefCell<(Counts, Comparer)> = RefCell::default();
}

impl Engine {
    /// Compares a new article with those listed and with the earlier ones of its quantum, `fresh`, best candidates only, but for
    /// those that are gone. Gives the body as well where it fills a form, the words of that marked.
    pub(super) fn compare(
        &self,
        new: &Document,
        fresh: &[(Arrival, &Document)],
        is_gone: impl Fn(Arrival) -> bool,
    ) -> (Vec<Compared>, Option<Tokens>) {
        BUFFERS.with_borrow_mut(|(counts, comparer)| {
            let mut found = self.candidates.retrieve(new.fingerprint(), new.letters(), counts);
            if let Some(&(first, _)) = fresh.first() {
                let earlier = fresh.len() as u32;
                let new = (new.fingerprint(), new.letters());
                self.quantum.retrieve(new, first, earlier, &self.config.candidates, &mut found);
            }
            found.retain(|c| !is_gone(c.arrival));
            // Vectors are for texts that were written anew: who shares text with another is none.
            let shares_text = found.iter().any(|c| c.likeness.get() >= SHARES_TEXT);
            if let Some(detection) = self.detection.as_ref().filter(|_| self.config.candidates.vectors && !shares_text)
            {
                detection.retrieve(new, fresh, &mut found);
            }
            let document = |arrival: Arrival| match fresh.first() {
                Some(&(first, _)) if arrival >= first => fresh.get((arrival - first) as usize).map(|&(_, d)| d),
                _ => self.document(arrival),
            };
            found.retain(|c| !is_gone(c.arrival) && document(c.arrival).is_some_and(|d| self.in_reach(new, d)));
            candidates::rank(&mut found, self.config.candidates.at_most);
            if found.is_empty() {
                return (Vec::new(), None);
            }
            let new = new.open(&self.shelf);
            comparer.load(new.as_later());
            let bounds = &self.config.verify;
            let (mut compared, mut is_copy) = (Vec::with_capacity(found.len()), 0);
            for c in &found {
                let Some(earlier) = document(c.arrival) else { continue };
                let comparison = comparer.compare(new.as_later(), earlier.open(&self.shelf).text(), bounds);
                is_copy += usize::from(comparison.relation.is_copy());
                compared.push(Compared { with: c.arrival, comparison });
                if is_copy == self.config.candidates.enough {
                    break;
                }
            }
            // Printings of one text are one filling of a form, however many there are.
            let is_form = |c: &&Compared| c.comparison.rule == Rule::Template;
            let mut forms = compared.iter().filter(is_form).take(FILLINGS);
            let first = forms.next().and_then(|c| document(c.with)).map(|first| first.open(&self.shelf));
            let are_several = first.is_some_and(|first| {
                // As two earlier ones: whether the first has its words marked yet depends on how many came at a time.
                comparer.load(first.text());
                forms.filter_map(|c| document(c.with)).any(|other| {
                    let other = other.open(&self.shelf);
                    !comparer.compare(first.text(), other.text(), bounds).relation.is_copy()
                })
            });
            // Judges the copies, or the others, by the marks of a form.
            let mut judge = |compared: &mut [Compared], body: &Tokens, are_copies: bool| {
                let text = Text { body, ..new.as_later() };
                for c in compared.iter_mut().filter(|c| c.comparison.relation.is_copy() == are_copies) {
                    if let Some(earlier) = document(c.with) {
                        comparer.judge(&mut c.comparison, text, earlier.open(&self.shelf).text(), bounds);
                    }
                }
            };
            let copies = |compared: &[Compared]| compared.iter().filter(|c| c.comparison.relation.is_copy()).count();
            let mut marked = None;
            // What is told for a form then tells others.
            for _ in 0..if are_several { ROUNDS } else { 0 } {
                let Some(body) = form_words(&new.words.body, compared.iter().map(|c| &c.comparison)) else { break };
                let before = copies(&compared);
                judge(&mut compared, &body, true);
                marked = Some(body);
                if copies(&compared) == before {
                    break;
                }
            }
            // The others by the marks that stay, as they will be explained.
            if let Some(body) = &marked {
                judge(&mut compared, body, false);
            }
            (compared, marked)
        })
    }

    /// Whether two articles lie within one window of each other, as far as their dates are known.
    fn in_reach(&self, a: &Document, b: &Document) -> bool {
        match (self.config.window.seconds(), a.published_at, b.published_at) {
            (Some(window), Some(a), Some(b)) => a.seconds_since(b).abs() <= window,
            _ => true,
        }
    }

    /// The least likeness of any two members, each pair compared anew.
    pub(super) fn least_pair_likeness(&self, cluster: &Cluster) -> f32 {
        let mut arrivals: Vec<Arrival> = cluster.members.iter().map(|member| member.arrival).collect();
        arrivals.sort_unstable();
        let members: Vec<Open<'_>> = arrivals.into_iter().filter_map(|arrival| self.open(arrival)).collect();
        let mut comparer = Comparer::default();
        let mut least = 1.0f32;
        for (n, later) in members.iter().enumerate() {
            comparer.load(later.as_later());
            for earlier in &members[..n] {
                let found = comparer.compare(later.as_later(), earlier.text(), &self.config.verify);
                least = least.min(found.likeness.get());
            }
        }
        least
    }
}

/// The edge of a comparison, with passages in characters of the originals.
pub(super) fn edge(new: &Open<'_>, earlier: &Open<'_>, c: &Comparison) -> Edge {
    Edge {
        a: new.id.to_string(),
        b: earlier.id.to_string(),
        relation: c.relation,
        rule: c.rule,
        likeness: c.likeness.get(),
        measures: c.measures,
        facts: [c.facts.numbers_kept + c.facts.names_kept, c.numbers_changed + c.names_changed],
        spans: shared_spans(c, new, earlier),
    }
}

/// The passages of a comparison in characters of the texts as given.
pub fn shared_spans(comparison: &Comparison, a: &Open<'_>, b: &Open<'_>) -> Vec<SharedSpan> {
    let passages = comparison.passages.iter();
    passages
        .map(|p| SharedSpan {
            a: a.words.body.spans(p.a_first as usize, p.a_end as usize),
            b: b.words.body.spans(p.b_first as usize, p.b_end as usize),
            words: p.matched,
        })
        .collect()
}
