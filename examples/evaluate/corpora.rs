//! The project's own corpora: clusters by language, and the traps.

use super::Request;
use super::folding::{self, Collections};
use super::table::{Table, Target};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wirefold::eval::report::{ClusterFigures, Report};
use wirefold::eval::{Gold, Prediction};
use wirefold::synth::Truth;
use wirefold::{Error, Result};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora")
}

pub fn truths() -> Result<Vec<Truth>> {
    let path = folder().join("truth.jsonl");
    let text = std::fs::read_to_string(&path).map_err(Error::io(&path))?;
    let read = |(n, line): (usize, &str)| {
        let place = || format!("line {}", n + 1);
        serde_json::from_str(line).map_err(|e| Error::Malformed {
            path: path.clone(),
            place: place(),
            reason: e.to_string(),
        })
    };
    text.lines().enumerate().map(read).collect()
}

pub fn run(request: &Request, _: &Collections, table: &mut Table) -> Result<()> {
    let truths = truths()?;
    let folded = folding::fold(&folding::articles(&folder().join("articles.jsonl"))?, &request.config)?;
    let (clusters, copies) = (folded.clusters(), folded.copies());
    let gold = |of: Option<&str>| {
        let chosen = truths.iter().filter(|t| of.is_none_or(|language| t.language.code() == language));
        Gold::Groups(chosen.map(|t| (t.id.clone(), t.cluster.clone())).collect())
    };
    let scored = |gold: &Gold, prediction: &Prediction| Report::new(gold, prediction);
    let all = scored(&gold(None), &clusters).all;
    if let Some(figures) = all {
        let detail = format!("{} {:.1} s", detail(&figures), folded.seconds);
        table.row("corpora", "clusters: pairwise F1", figures.pairwise.f1, Target::AtLeast(0.98), detail);
    }
    if let Some(pairs) = scored(&gold(None), &copies).edges {
        table.row("corpora", "pairs: F1 of copy", pairs.f1, Target::Told, pairs);
    }
    let mut languages: BTreeMap<&str, u64> = BTreeMap::new();
    truths.iter().for_each(|t| *languages.entry(t.language.code()).or_default() += 1);
    for language in languages.keys() {
        if let Some(figures) = scored(&gold(Some(language)), &clusters).all {
            let what = format!("clusters in {language}: pairwise F1");
            table.row("corpora", what, figures.pairwise.f1, Target::AtLeast(0.95), detail(&figures));
        }
    }

    let mut members: FxHashMap<&str, Vec<&Truth>> = FxHashMap::default();
    for truth in &truths {
        if let Some(cluster) = folded.cluster_of.get(&truth.id) {
            members.entry(cluster).or_default().push(truth);
        }
    }
    let traps: Vec<&Truth> = truths.iter().filter(|t| t.trap.is_some()).collect();
    let joined_to = |trap: &Truth| {
        let others = folded.cluster_of.get(&trap.id).and_then(|cluster| members.get(cluster.as_str()));
        others.into_iter().flatten().find(|other| other.cluster != trap.cluster).map(|other| other.id.clone())
    };
    let caught: Vec<(&Truth, String)> = traps.iter().filter_map(|&trap| Some((trap, joined_to(trap)?))).collect();
    let apart = 1.0 - caught.len() as f64 / traps.len().max(1) as f64;
    let detail = format!("{} of {} traps joined something", caught.len(), traps.len());
    table.row("corpora", "traps apart", apart, Target::AtLeast(1.0), detail);
    if request.errors {
        for (trap, other) in caught {
            table.listed(format_args!("{} with {other}: {}", trap.id, trap.trap.as_deref().unwrap_or_default()));
        }
        for (truth, cluster) in truths.iter().filter_map(|t| Some((t, folded.cluster_of.get(&t.id)?))) {
            let first = truths.iter().find(|other| other.cluster == truth.cluster).unwrap_or(truth);
            let home = folded.cluster_of.get(&first.id);
            if home != Some(cluster) {
                let found = folded.engine.explain(&truth.id, &first.id)?;
                table.listed(format_args!(
                    "{} apart from {}: likeness {:.3} ({:.2} {:.2} {:.2}), {:?}",
                    truth.id, first.id, found.likeness, found.words, found.unquoted, found.sentences, found.rule
                ));
            }
        }
    }
    Ok(())
}

fn detail(figures: &ClusterFigures) -> String {
    let pairwise = figures.pairwise;
    format!(
        "P {:.3} R {:.3}; {} articles, {} dispatches, {} clusters",
        pairwise.precision, pairwise.recall, figures.items, figures.gold_groups, figures.pred_clusters
    )
}
