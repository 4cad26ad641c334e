//! How alike an article and a story are, view by view, and what that says.

use super::views::{Terms, Views};
use crate::embed::DocumentFrequency;
use crate::units::Timestamp;

/// Terms with the weights that they have now: frequency times idf, of unit length together.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Weighted {
    /// Ascending by term: (term, weight by frequency, weight of unit length).
    terms: Vec<(u32, f32, f32)>,
}

impl Weighted {
    pub(super) fn new(terms: &Terms, frequency: &DocumentFrequency) -> Self {
        let mut weighted = Self { terms: terms.iter().map(|&(term, tf)| (term, tf, 0.0)).collect() };
        weighted.weigh(frequency);
        weighted
    }

    /// Weighs anew by what `frequency` has learnt since.
    pub(super) fn weigh(&mut self, frequency: &DocumentFrequency) {
        for (term, tf, weight) in &mut self.terms {
            *weight = *tf * frequency.idf(*term);
        }
        self.normalise();
    }

    fn normalise(&mut self) {
        let norm = self.terms.iter().map(|t| t.2 * t.2).sum::<f32>().sqrt();
        let scale = if norm > 0.0 { 1.0 / norm } else { 0.0 };
        self.terms.iter_mut().for_each(|t| t.2 *= scale);
    }

    /// Moves towards `other` by `share` of the way and keeps the `most` heaviest terms.
    pub(super) fn drift(&mut self, other: &Self, share: f32, most: usize, frequency: &DocumentFrequency) {
        let mut joined = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut a, mut b) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let (x, y) = (a.peek().map(|t| t.0), b.peek().map(|t| t.0));
            let Some(term) = x.into_iter().chain(y).min() else { break };
            let old = if x == Some(term) { a.next().map_or(0.0, |t| t.1) } else { 0.0 };
            let new = if y == Some(term) { b.next().map_or(0.0, |t| t.1) } else { 0.0 };
            let tf = old + share * (new - old);
            joined.push((term, tf, tf * frequency.idf(term)));
        }
        if joined.len() > most {
            joined.select_nth_unstable_by(most, |a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
            joined.truncate(most);
            joined.sort_unstable_by_key(|t| t.0);
        }
        self.terms = joined;
        self.normalise();
    }

    /// Terms and weights of unit length, heaviest first, at most `most`.
    pub(super) fn heaviest(&self, most: usize) -> Vec<(f32, u32)> {
        let mut ranked: Vec<(f32, u32)> = self.terms.iter().map(|t| (t.2, t.0)).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(most);
        ranked
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Calls `with(own weight, other's weight)` for every term of both, ascending by term. Cost: O(terms of both), less
    /// where one side is much the shorter.
    fn shared(&self, other: &Self, mut with: impl FnMut(f32, f32)) {
        let (a, b) = (&self.terms, &other.terms);
        if a.len() * 8 < b.len() {
            find(a, b, with);
        } else if b.len() * 8 < a.len() {
            find(b, a, |theirs, own| with(own, theirs));
        } else {
            let (mut i, mut j) = (0, 0);
            while i < a.len() && j < b.len() {
                let (x, y) = (&a[i], &b[j]);
                if x.0 == y.0 {
                    with(x.2, y.2);
                }
                i += usize::from(x.0 <= y.0);
                j += usize::from(y.0 <= x.0);
            }
        }
    }

    /// Cosine, in [0, 1].
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        let mut sum = 0.0;
        self.shared(other, |a, b| sum += a * b);
        sum
    }

    /// Share of the own squared weight that lies on terms that `other` has, in [0, 1].
    pub(super) fn covered_by(&self, other: &Self) -> f32 {
        let mut sum = 0.0;
        self.shared(other, |a, _| sum += a * a);
        sum
    }
}

/// Looks each of the few up among the many.
fn find(few: &[(u32, f32, f32)], many: &[(u32, f32, f32)], mut with: impl FnMut(f32, f32)) {
    for x in few {
        if let Ok(at) = many.binary_search_by_key(&x.0, |t| t.0) {
            with(x.2, many[at].2);
        }
    }
}

/// The views with their weights.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct WeightedViews {
    pub(super) title: Weighted,
    pub(super) lead: Weighted,
    pub(super) body: Weighted,
    pub(super) names: Weighted,
    pub(super) numbers: Weighted,
}

impl WeightedViews {
    pub(super) fn new(views: &Views, frequency: &DocumentFrequency) -> Self {
        let of = |terms| Weighted::new(terms, frequency);
        Self {
            title: of(&views.title),
            lead: of(&views.lead),
            body: of(&views.body),
            names: of(&views.names),
            numbers: of(&views.numbers),
        }
    }

    pub(super) fn each(&mut self) -> [&mut Weighted; 5] {
        [&mut self.title, &mut self.lead, &mut self.body, &mut self.names, &mut self.numbers]
    }
}

/// Likeness of an article and a story, view by view, each in [0, 1].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Cosine of the headlines' terms.
    pub title: f32,
    /// Share of the headlines' weight that the other side's body has, mean of both directions.
    pub title_in_body: f32,
    /// Cosine of the leads.
    pub lead: f32,
    /// Cosine of the body with the story's centroid.
    pub body: f32,
    /// Cosine of the names.
    pub names: f32,
    /// Cosine of the numbers.
    pub numbers: f32,
    /// Nearness in time; `None` where one side has no date.
    pub time: Option<f32>,
}

/// Nearness in time: 1 at no gap, 1/2 at a day, 1/8 at a week: coverage of an event falls with its age as a power law.
///
/// The logarithm of this says more than the Gaussian of 72 hours of Miranda et al. 2018, which takes a fortnight and two
/// years for the same. Source of the shape: Dezsö et al. 2006, "Dynamics of information access on the web".
pub(super) fn nearness(gap_seconds: i64) -> f32 {
    1.0 / (1.0 + gap_seconds as f32 / 86_400.0)
}

/// Seconds from `time` to the nearest instant of `first..=last`.
pub(super) fn gap(time: Timestamp, first: Timestamp, last: Timestamp) -> i64 {
    first.seconds_since(time).max(time.seconds_since(last)).max(0)
}

/// Weights of the logistic model of "this article reports the story's event".
///
/// The defaults are round numbers near a logistic regression over labelled articles and candidate stories, on a plateau:
/// changing one of them by a fifth to a half moved mean B-cubed F1 by less than 0.005. Leaving one out: see
/// `benches/records/stories.md`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Log-odds of an event in common at no likeness at all.
    pub bias: f32,
    /// Of [`Evidence::title`].
    pub title: f32,
    /// Of [`Evidence::title_in_body`].
    pub title_in_body: f32,
    /// Of [`Evidence::lead`].
    pub lead: f32,
    /// Of [`Evidence::body`].
    pub body: f32,
    /// Of [`Evidence::names`].
    pub names: f32,
    /// Of [`Evidence::numbers`].
    pub numbers: f32,
    /// Of the logarithm of [`Evidence::time`]: distance in time speaks against, the absence of dates says nothing.
    pub time: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { bias: -3.7, title: 2.0, title_in_body: 2.0, lead: 2.0, body: 10.0, names: 2.0, numbers: 1.0, time: 0.6 }
    }
}

impl Weights {
    /// Log-odds that the article reports the story's event.
    pub fn log_odds(&self, e: &Evidence) -> f32 {
        self.bias
            + self.title * e.title
            + self.title_in_body * e.title_in_body
            + self.lead * e.lead
            + self.body * e.body
            + self.names * e.names
            + self.numbers * e.numbers
            + e.time.map_or(0.0, |time| self.time * time.ln())
    }
}
