//! Why two articles were, or were not, taken for copies: the measures, the passages, the rule.

use super::Engine;
use super::compare::shared_spans;
use super::document;
use super::shelf::Shelf;
use super::words::Open;
use crate::article::Article;
use crate::config::Config;
use crate::error::Result;
use crate::normalise::furniture::FurnitureMemory;
use crate::provenance::Gazetteer;
use crate::units::Span;
use crate::verify::{Comparer, Comparison, Measures, Relation, Rule, Signs, Text, VerifyConfig};
use serde::Serialize;

/// A pair, explained from what is stored.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The first article.
    pub a: String,
    /// The second.
    pub b: String,
    /// What the first is to the second.
    pub relation: Relation,
    /// The rule that decided.
    pub rule: Rule,
    /// The same in one sentence.
    pub because: String,
    /// The shared share of the shorter body: the mean of the three below. Ratio in [0, 1].
    pub likeness: f32,
    /// The same without stretches that were rewritten word by word.
    pub verbatim: f32,
    /// Share of the shorter body's words in shared passages.
    pub words: f32,
    /// The same over words outside quotations.
    pub unquoted: f32,
    /// The same over sentences.
    pub sentences: f32,
    /// Different numbers and names of the shorter body.
    pub facts: u32,
    /// How many of them the longer article has somewhere.
    pub facts_found: u32,
    /// Different numbers and names inside the passages that match.
    pub facts_kept: u32,
    /// Numbers inside the passages that were changed.
    pub numbers_changed: u32,
    /// Names inside the passages that were changed.
    pub names_changed: u32,
    /// The signs of a form filled twice, from 0 to 1 each (`length` from -2.5 to 2.5).
    pub form: Signs,
    /// Log-odds that the pair is such a form, from these signs and their weights; above 0 it is no copy.
    pub form_log_odds: f32,
    /// The measures.
    pub measures: Measures,
    /// The shared passages, in the order of the second.
    pub passages: Vec<SharedPassage>,
}

/// A passage that both articles have.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SharedPassage {
    /// Where it stands in the first, in characters; several ranges where furniture stands between.
    pub a: Vec<Span>,
    /// Where it stands in the second.
    pub b: Vec<Span>,
    /// Words that match.
    pub words: u32,
    /// The passage as the first has it; empty when texts are not kept.
    pub a_text: String,
    /// The passage as the second has it.
    pub b_text: String,
}

impl Engine {
    /// Compares two articles of the window as the engine did.
    ///
    /// # Errors
    /// [`crate::Error::UnknownId`].
    pub fn explain(&self, a: &str, b: &str) -> Result<Explanation> {
        self.explain_under(a, b, &self.config.verify)
    }

    /// The same under other bounds than those in force: what the engine would have said of the pair, its furniture
    /// being what it is.
    ///
    /// # Errors
    /// [`crate::Error::UnknownId`].
    pub fn explain_under(&self, a: &str, b: &str, bounds: &VerifyConfig) -> Result<Explanation> {
        let (first, second) = (self.arrival_of(a)?, self.arrival_of(b)?);
        let (Some(x), Some(y)) = (self.open(first), self.open(second)) else {
            return Err(crate::Error::UnknownId { what: "article", id: a.to_owned() });
        };
        let texts = [(&x, first > second), (&y, second > first)];
        let texts = texts.map(|(article, is_later)| Text { is_later, ..article.text() });
        Ok(explain_documents(&x, &y, texts, bounds))
    }
}

/// Compares two articles that no engine has seen; nothing but the listed furniture is known of their sources.
pub fn explain_articles(a: &Article, b: &Article, config: &Config) -> Explanation {
    let nothing_learnt = FurnitureMemory::default();
    let agencies = Gazetteer::shared();
    let prepare =
        |article: &Article| document::prepare(article, document::analyse(article, &agencies), &nothing_learnt, true);
    let (a, b, here) = (prepare(a), prepare(b), Shelf::default());
    let (a, b) = (a.open(&here), b.open(&here));
    let is_later = |one: &Open<'_>, other: &Open<'_>| one.published_at > other.published_at;
    let texts = [(&a, is_later(&a, &b)), (&b, is_later(&b, &a))];
    let texts = texts.map(|(article, is_later)| Text { is_later, ..article.text() });
    explain_documents(&a, &b, texts, &config.verify)
}

fn explain_documents(a: &Open<'_>, b: &Open<'_>, texts: [Text<'_>; 2], bounds: &VerifyConfig) -> Explanation {
    let c = compared(texts, bounds);
    let passages = shared_spans(&c, a, b);
    let (of_a, of_b) = (Printing::of(a), Printing::of(b));
    Explanation {
        a: a.id.to_string(),
        b: b.id.to_string(),
        relation: c.relation,
        rule: c.rule,
        because: because(&c, bounds),
        likeness: c.likeness.get(),
        verbatim: c.verbatim.get(),
        words: c.words.get(),
        unquoted: c.unquoted.get(),
        sentences: c.sentences.get(),
        facts: c.facts.all,
        facts_found: c.facts.found,
        facts_kept: c.facts.numbers_kept + c.facts.names_kept,
        numbers_changed: c.numbers_changed,
        names_changed: c.names_changed,
        form: c.form,
        form_log_odds: c.form.log_odds(bounds.form_bias, &bounds.form),
        measures: c.measures,
        passages: passages
            .into_iter()
            .map(|p| SharedPassage { a_text: of_a.at(&p.a), b_text: of_b.at(&p.b), a: p.a, b: p.b, words: p.words })
            .collect(),
    }
}

/// Compares the first with the second; what is found depends on which of the two came later, as when it came.
fn compared([a, b]: [Text<'_>; 2], bounds: &VerifyConfig) -> Comparison {
    let mut comparer = Comparer::default();
    if !b.is_later {
        comparer.load(a);
        return comparer.compare(a, b, bounds);
    }
    comparer.load(b);
    comparer.compare(b, a, bounds).turned()
}

/// The decision in one sentence, with its numbers.
fn because(c: &Comparison, bounds: &VerifyConfig) -> String {
    format!(
        "{}: {:.0} % of the shorter body's words, {:.0} % of those outside quotations and {:.0} % of its sentences are \
         shared, {:.0} % on average; a copy takes {:.0} %{}.",
        c.rule.sentence(),
        c.words.get() * 100.0,
        c.unquoted.get() * 100.0,
        c.sentences.get() * 100.0,
        c.likeness.get() * 100.0,
        c.bound.get() * 100.0,
        because_of_form(c, bounds),
    )
}

/// What speaks for and against a form, each sign with what it adds to the log-odds.
fn because_of_form(c: &Comparison, bounds: &VerifyConfig) -> String {
    if c.passages.is_empty() {
        return String::new();
    }
    let weighed = c.form.weighed(&bounds.form);
    let mut parts: Vec<(f32, &str)> =
        weighed.into_iter().zip(Signs::NAMES).filter(|part| part.0.abs() >= 0.05).collect();
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let parts: Vec<String> = parts.into_iter().map(|(odds, name)| format!("{name} {odds:+.1}")).collect();
    let parts = if parts.is_empty() { "no sign of one".to_owned() } else { parts.join(", ") };
    let odds = c.form.log_odds(bounds.form_bias, &bounds.form);
    format!("; log-odds of a form, or of background, {odds:+.1} ({:+.1} to begin with, {parts})", bounds.form_bias)
}

/// A text as printed, in which characters are found by their number.
struct Printing<'a> {
    text: &'a str,
    /// Where every [`STEP`]th character begins, in bytes.
    steps: Vec<usize>,
}

/// Characters that are counted for each end of a passage at most.
const STEP: usize = 64;

impl<'a> Printing<'a> {
    /// The text of an article, or its title where it has none; nothing where texts are not kept.
    fn of(article: &'a Open<'_>) -> Self {
        let printed = article.words.printed.as_ref();
        let text = printed.map_or("", |printed| match printed.text.trim().is_empty() {
            true => printed.title.as_deref().unwrap_or_default(),
            false => &printed.text,
        });
        Self { text, steps: text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect() }
    }

    fn byte(&self, character: u32) -> usize {
        let (step, further) = (character as usize / STEP, character as usize % STEP);
        let found =
            self.steps.get(step).and_then(|&from| Some(from + self.text[from..].char_indices().nth(further)?.0));
        found.unwrap_or(self.text.len())
    }

    /// The characters of some spans.
    fn at(&self, spans: &[Span]) -> String {
        let slice = |span: &Span| &self.text[self.byte(span.start)..self.byte(span.end.max(span.start))];
        spans.iter().map(slice).collect::<Vec<_>>().join(" […] ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_by_their_number() {
        let text: String = (0..500).map(|n| if n % 3 == 0 { 'é' } else { char::from(b'a' + (n % 26) as u8) }).collect();
        let printing =
            Printing { text: &text, steps: text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect() };
        for (start, end) in [(0, 0), (0, 500), (63, 65), (64, 128), (317, 420), (499, 900), (700, 900), (9, 3)] {
            let expected: String =
                text.chars().skip(start as usize).take((end as usize).saturating_sub(start as usize)).collect();
            assert_eq!(printing.at(&[Span::new(start, end)]), expected, "{start}..{end}");
        }
        assert_eq!(Printing { text: "", steps: Vec::new() }.at(&[Span::new(0, 9)]), "");
    }
}
