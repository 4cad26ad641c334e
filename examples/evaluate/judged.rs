//! Judged pairs: the pair decisions, and the clusters.

use super::Request;
use super::folding::{self, Collections, Folded, JudgedSet};
use super::table::{Table, Target};
use wirefold::Result;
use wirefold::eval::judged::Label;
use wirefold::eval::read::ordered;
use wirefold::eval::{JudgedFigures, Prediction};

/// Targets on the set that they were set for; other sets are told.
const TARGETS_ON: &str = "gilets";

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    for set in &collections.judged {
        let folded = folding::fold(&folding::articles(&set.articles)?, &request.config)?;
        let on = |bound, target: fn(f64) -> Target| if set.name == TARGETS_ON { target(bound) } else { Target::Told };
        for (what, prediction, least) in [("pairs", folded.copies(), 0.95), ("clusters", folded.clusters(), 0.92)] {
            let figures = figures(set, &prediction);
            table.row(
                &set.name,
                format!("{what}: F1 of copy"),
                figures.f1,
                on(least, Target::AtLeast),
                detail(&figures),
            );
            let limit = if what == "pairs" { on(0.06, Target::AtMost) } else { Target::Told };
            table.row(&set.name, format!("{what}: partial joined"), figures.partial_joined, limit, "");
            table.row(&set.name, format!("{what}: none joined"), figures.none_joined, on(0.002, Target::AtMost), "");
        }
        let clusters = folded.engine.clusters().filter(|c| c.len() > 1);
        let (sizes, least): (Vec<usize>, Vec<f32>) = clusters.map(|c| (c.len(), c.least_likeness())).unzip();
        let largest = sizes.iter().max().copied().unwrap_or(0);
        let least = least.into_iter().fold(1.0, f32::min);
        let detail = format!(
            "{} articles in them; least likeness to a representative {least:.3}; {:.1} s",
            sizes.iter().sum::<usize>(),
            folded.seconds
        );
        table.row(&set.name, "clusters of two or more", sizes.len() as f64, Target::Told, detail);
        table.row(&set.name, "largest cluster", largest as f64, Target::Told, "");
        if request.errors {
            list_errors(set, &folded, table)?;
        }
    }
    Ok(())
}

pub fn figures(set: &JudgedSet, prediction: &Prediction) -> JudgedFigures {
    JudgedFigures::new(&set.pairs, |a, b| prediction.joins(a, b))
}

pub fn detail(figures: &JudgedFigures) -> String {
    let (low, high) = figures.f1_interval;
    format!("P {:.3} R {:.3} [{low:.3}-{high:.3}]", figures.precision, figures.recall)
}

/// The judged pairs that are decided wrongly, or land in the wrong clusters: what a person needs to find the cause.
fn list_errors(set: &JudgedSet, folded: &Folded, table: &mut Table) -> Result<()> {
    let (copies, clusters) = (folded.copies(), folded.clusters());
    table.listed("wrong       label    likeness words unquoted sentences rule                 weight  ids");
    for pair in &set.pairs {
        let is_copy = pair.label == Label::Copy;
        let (in_pairs, in_clusters) = (copies.joins(&pair.a, &pair.b), clusters.joins(&pair.a, &pair.b));
        let wrong = match (in_pairs != is_copy, in_clusters != is_copy) {
            (true, true) => "both",
            (true, false) => "pair",
            (false, true) => "clusters",
            (false, false) => continue,
        };
        let found = folded.engine.explain(&pair.a, &pair.b)?;
        let retrieved = folded.pairs.get(&ordered(&pair.a, &pair.b));
        let rule = retrieved.map_or_else(|| "not retrieved".to_owned(), |pair| format!("{:?}", pair.rule));
        let label = format!("{:?}", pair.label).to_lowercase();
        let alike = set.pairs.iter().filter(|other| other.stratum == pair.stratum).count();
        table.listed(format_args!(
            "{wrong:<11} {label:<8} {:>8.3} {:>5.2} {:>8.2} {:>9.2} {rule:<20} {:>6.1}  {} {}",
            found.likeness,
            found.words,
            found.unquoted,
            found.sentences,
            pair.stratum_size / alike as f64,
            pair.a,
            pair.b
        ));
    }
    Ok(())
}
