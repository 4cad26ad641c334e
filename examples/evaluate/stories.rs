//! Stories: labelled collections, and the corpora within and across languages.

use super::Request;
use super::corpora::{self, Truth};
use super::folding::{self, Collections, Folded};
use super::table::{Table, Target};
use std::collections::{BTreeMap, BTreeSet};
use wirefold::Result;
use wirefold::eval::report::ClusterFigures;
use wirefold::eval::{Contingency, PrecisionRecall};

/// B-cubed F1 to reach, by set; other sets are told.
const TARGETS: [(&str, f64); 2] = [("giveme5w1h", 0.95), ("galaxy_medium", 0.94)];

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    for set in &collections.stories {
        let folded = folding::fold(&folding::articles(&set.articles)?, &request.config)?;
        let figures = ClusterFigures::new(&Contingency::new(
            set.stories.iter().map(|(id, story)| (story.as_str(), found(&folded, id))),
        ));
        let target = TARGETS.iter().find(|(name, _)| *name == set.name);
        let target = target.map_or(Target::Told, |(_, least)| Target::AtLeast(*least));
        let what = format!("{}: B-cubed F1", set.name);
        table.row(
            "stories",
            what,
            figures.b_cubed.f1,
            target,
            format!("{}; {:.1} s", detail(&figures), folded.seconds),
        );
    }

    let truths = corpora::truths()?;
    let folded = folding::fold(&folding::articles(&corpora::folder().join("articles.jsonl"))?, &request.config)?;
    let within = truths.iter().map(|t| ((&t.language, &t.story), (&t.language, found(&folded, &t.id))));
    let figures = ClusterFigures::new(&Contingency::new(within));
    let what = "corpora, within a language: B-cubed F1";
    table.row("stories", what, figures.b_cubed.f1, Target::AtLeast(0.95), detail(&figures));

    let mut languages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for truth in &truths {
        languages.entry(&truth.story).or_default().insert(&truth.language);
    }
    let across: Vec<&Truth> = truths.iter().filter(|t| languages[t.story.as_str()].len() > 1).collect();
    let figures =
        ClusterFigures::new(&Contingency::new(across.iter().map(|t| (t.story.as_str(), found(&folded, &t.id)))));
    let what = "corpora, stories of several languages: B3";
    table.row("stories", what, figures.b_cubed.f1, Target::AtLeast(0.70), detail(&figures));
    let pairs = pairs_across(&truths, &folded);
    table.row("stories", "corpora, pairs of two languages: F1", pairs.f1, Target::Told, pairs);
    Ok(())
}

/// An article without a story is alone, and so is told by its own id.
fn found<'a>(folded: &'a Folded, id: &'a str) -> &'a str {
    folded.story_of.get(id).map_or(id, String::as_str)
}

/// Pairwise measures over the pairs whose languages differ.
fn pairs_across(truths: &[Truth], folded: &Folded) -> PrecisionRecall {
    let (mut right, mut claimed, mut relevant) = (0u32, 0u32, 0u32);
    for (n, a) in truths.iter().enumerate() {
        for b in truths[..n].iter().filter(|b| b.language != a.language) {
            let (same, joined) = (a.story == b.story, found(folded, &a.id) == found(folded, &b.id));
            relevant += u32::from(same);
            claimed += u32::from(joined);
            right += u32::from(same && joined);
        }
    }
    PrecisionRecall::of_counts(right.into(), claimed.into(), relevant.into())
}

fn detail(figures: &ClusterFigures) -> String {
    format!(
        "P {:.3} R {:.3}; pairwise {:.3}, ARI {:.3}, AMI {:.3}; {} stories, {} found",
        figures.b_cubed.precision,
        figures.b_cubed.recall,
        figures.pairwise.f1,
        figures.adjusted_rand,
        figures.adjusted_mutual_information,
        figures.gold_groups,
        figures.pred_clusters
    )
}
