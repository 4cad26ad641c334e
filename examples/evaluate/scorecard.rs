//! The scorecard of forms: what its weights do on the corpora and on a generated day, what a regression would set them to,
//! and whether that holds in a language that it has not seen.

use super::Request;
use super::corpora;
use super::folding::{self, Collections, Pair};
use super::judged::{detail, figures};
use super::table::{Table, Target};
use rustc_hash::FxHashMap;
use wirefold::synth::{Options, Truth, WireDay};
use wirefold::verify::{Rule, Signs, VerifyConfig};
use wirefold::{Article, Config, Result};

/// Articles of the generated day.
const DAY: u64 = 6000;

/// Weight of a pair's square in what the regression keeps small, against pairs that weigh 4 in all.
const RIDGE: f64 = 0.003;

/// Signs, and 1 for the bias.
const SIZE: usize = Signs::NAMES.len() + 1;

type Row = [f64; SIZE];

/// A pair that is a copy unless it is a form.
struct Sample {
    language: String,
    signs: Row,
    is_form: bool,
    weight: f64,
}

/// Bias first, then the weights of the signs.
type Weights = Row;

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    let truths = corpora::truths()?;
    let articles = folding::articles(&corpora::folder().join("articles.jsonl"))?;
    let group = |truth: &Truth| (truth.id.clone(), (truth.language.code().to_owned(), truth.cluster.clone()));
    let of_corpora = truths.iter().map(group);
    let corpora = samples(articles, &of_corpora.collect(), &request.config)?;
    let invented: Vec<_> = WireDay::new(Options { articles: DAY, ..Options::default() }).collect();
    let of_day = invented.iter().map(|(_, truth)| group(truth)).collect();
    let mut invented: Vec<Article> = invented.into_iter().map(|(article, _)| article).collect();
    invented.sort_by(wirefold::Article::by_publication);
    let day = samples(invented, &of_day, &request.config)?;

    let in_force: Weights = weights_of(&request.config);
    let fitted = fit(corpora.iter().chain(&day));
    for (what, weights) in [("in force", &in_force), ("fitted", &fitted)] {
        for (set, samples) in [("corpora", &corpora), ("generated day", &day)] {
            let (kept, caught) = outcome(weights, samples.iter());
            let (copies, forms) = (samples.iter().filter(|s| !s.is_form).count(), samples.iter().filter(|s| s.is_form));
            let detail = format!("of {copies} copies; {caught:.3} of {} forms are caught", forms.count());
            table.row("scorecard", format!("{set}, {what}: copies kept"), kept, Target::Told, detail);
        }
        table.note("scorecard", format!("weights {what}"), in_words(weights));
    }
    let mut languages: Vec<&str> = corpora.iter().map(|s| s.language.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    let mut unseen: Vec<(bool, bool)> = Vec::new();
    for language in languages {
        let weights = fit(corpora.iter().chain(&day).filter(|s| s.language != language));
        let its = corpora.iter().filter(|s| s.language == language);
        unseen.extend(its.map(|s| (s.is_form, log_odds(&weights, &s.signs) > 0.0)));
    }
    let share = |form: bool| {
        let of: Vec<bool> = unseen.iter().filter(|(is_form, _)| *is_form == form).map(|(_, called)| *called).collect();
        of.iter().filter(|called| **called == form).count() as f64 / of.len().max(1) as f64
    };
    let left_out =
        format!("fitted without the language that it is held against; {:.3} of forms are caught", share(true));
    table.row("scorecard", "corpora, each language left out: copies kept", share(false), Target::Told, left_out);

    for set in &collections.judged {
        let articles = folding::articles(&set.articles)?;
        let config = with_weights(&request.config, &fitted);
        let folded = folding::fold(&articles, &config)?;
        let (pairs, clusters) = (figures(set, &folded.copies()), figures(set, &folded.clusters()));
        let detail = format!("{}; clusters F1 {:.3}", detail(&pairs), clusters.f1);
        table.row("scorecard", format!("{}, fitted: pairs, F1 of copy", set.name), pairs.f1, Target::Told, detail);
    }
    Ok(())
}

/// The pairs that share enough for a copy, with their signs as they are with what is told for a form in force. Copies weigh as much as forms in each set.
fn samples(
    articles: Vec<Article>,
    truth: &FxHashMap<String, (String, String)>,
    config: &Config,
) -> Result<Vec<Sample>> {
    let config = Config { stories: false, ..config.clone() };
    let no_forms = VerifyConfig { form_bias: -100.0, ..config.verify };
    let folded = folding::fold(&articles, &config)?;
    let mut samples = Vec::new();
    let mut pairs: Vec<_> = folded.pairs.iter().filter(|(_, pair)| may_be_copy(pair)).map(|(ids, _)| ids).collect();
    pairs.sort_unstable();
    for (a, b) in pairs {
        let (Some(of_a), Some(of_b)) = (truth.get(a), truth.get(b)) else { continue };
        let found = folded.engine.explain_under(a, b, &no_forms)?;
        if !found.relation.is_copy() {
            continue;
        }
        let values = found.form.values();
        let signs = std::array::from_fn(|n| if n == 0 { 1.0 } else { f64::from(values[n - 1]) });
        samples.push(Sample { language: of_a.0.clone(), signs, is_form: of_a.1 != of_b.1, weight: 0.0 });
    }
    let forms = samples.iter().filter(|s| s.is_form).count().max(1) as f64;
    let copies = samples.len() as f64 - forms;
    samples.iter_mut().for_each(|s| s.weight = if s.is_form { 1.0 / forms } else { 1.0 / copies });
    Ok(samples)
}

/// Whether a pair is a copy, or may be one but for its signs: little above the bound these leave partial reuse as well.
fn may_be_copy(pair: &Pair) -> bool {
    pair.relation.is_copy() || matches!(pair.rule, Rule::Template | Rule::Background | Rule::SharedPassages)
}

fn log_odds(weights: &Weights, signs: &Row) -> f64 {
    weights.iter().zip(signs).map(|(w, x)| w * x).sum()
}

/// Shares of copies that are taken for copies, and of forms that are taken for forms.
fn outcome<'a>(weights: &Weights, samples: impl Iterator<Item = &'a Sample>) -> (f64, f64) {
    let (mut all, mut right) = ([0.0f64; 2], [0.0f64; 2]);
    for sample in samples {
        let kind = usize::from(sample.is_form);
        all[kind] += 1.0;
        right[kind] += f64::from(u8::from((log_odds(weights, &sample.signs) > 0.0) == sample.is_form));
    }
    (right[0] / all[0].max(1.0), right[1] / all[1].max(1.0))
}

/// Logistic regression with a small ridge, by Newton's method.
fn fit<'a>(samples: impl Iterator<Item = &'a Sample> + Clone) -> Weights {
    let mut weights = [0.0; SIZE];
    for _ in 0..25 {
        let (mut slope, mut curve) = ([0.0; SIZE], [[0.0; SIZE]; SIZE]);
        for n in 1..SIZE {
            slope[n] = -RIDGE * weights[n];
            curve[n][n] = RIDGE;
        }
        curve[0][0] = 1e-9;
        for sample in samples.clone() {
            let chance = 1.0 / (1.0 + (-log_odds(&weights, &sample.signs)).exp());
            let (miss, bend) = (f64::from(u8::from(sample.is_form)) - chance, chance * (1.0 - chance));
            for ((row, slope), sign) in curve.iter_mut().zip(&mut slope).zip(&sample.signs) {
                *slope += sample.weight * miss * sign;
                row.iter_mut()
                    .zip(&sample.signs)
                    .for_each(|(curve, other)| *curve += sample.weight * bend * sign * other);
            }
        }
        let step = solve(curve, slope);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step);
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    weights
}

/// Solves a system of equations by elimination.
fn solve(mut rows: [[f64; SIZE]; SIZE], mut right: Row) -> Row {
    for n in 0..SIZE {
        let pivot = (n..SIZE).max_by(|&a, &b| rows[a][n].abs().total_cmp(&rows[b][n].abs())).unwrap_or(n);
        rows.swap(n, pivot);
        right.swap(n, pivot);
        let (row, value) = (rows[n], right[n]);
        for m in n + 1..SIZE {
            let factor = rows[m][n] / row[n];
            rows[m].iter_mut().zip(&row).for_each(|(x, y)| *x -= factor * y);
            right[m] -= factor * value;
        }
    }
    for n in (0..SIZE).rev() {
        let known: f64 = (n + 1..SIZE).map(|m| rows[n][m] * right[m]).sum();
        right[n] = (right[n] - known) / rows[n][n];
    }
    right
}

fn weights_of(config: &Config) -> Weights {
    let weights = config.verify.form.values();
    std::array::from_fn(|n| f64::from(if n == 0 { config.verify.form_bias } else { weights[n - 1] }))
}

fn with_weights(config: &Config, weights: &Weights) -> Config {
    let mut config = config.clone();
    config.verify.form_bias = weights[0] as f32;
    config.verify.form = Signs::from_values(std::array::from_fn(|n| weights[n + 1] as f32));
    config
}

fn in_words(weights: &Weights) -> String {
    let signs = Signs::NAMES.iter().zip(&weights[1..]).map(|(name, weight)| format!("{name} {weight:.1}"));
    let signs: Vec<String> = signs.collect();
    format!("bias {:.1}, {}", weights[0], signs.join(", "))
}
