//! `wirefold calibrate --rethreshold`: clusters anew from stored pairs, under another bound.

use super::{Finish, count_of, files::Files, output::Sink, say, verdicts};
use anyhow::{Context, Result};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};
use wirefold::{
    Error,
    candidates::Arrival,
    cluster::regroup::{StoredPair, regroup},
    error::json_fault,
    eval::read::for_lines,
    units::Similarity,
    verify::{Relation, Rule, VerifyConfig},
};

#[derive(Args)]
pub struct Stored {
    /// Group anew from the pairs that a batch stored with --edges, without reading texts
    #[arg(long = "rethreshold", value_name = "EDGES", requires = "copy", conflicts_with_all = ["gold", "files", "config"])]
    edges: Option<PathBuf>,
    /// The new bound of a copy, from 0.05 to 1
    #[arg(long, value_name = "BOUND", requires = "edges")]
    copy: Option<f32>,
    /// The same batch's verdicts: they give the order of the articles, and those that were compared with nothing
    #[arg(long, value_name = "FILE", requires = "edges")]
    in_verdicts: Option<PathBuf>,
    /// File for the clusters: JSON lines with id, cluster_id and representative [default: standard output]
    #[arg(long, short, value_name = "FILE", requires = "edges")]
    out: Option<PathBuf>,
}

impl Stored {
    pub fn is_asked_for(&self) -> bool {
        self.edges.is_some()
    }
}

/// What is read of an edge; see `docs/formats/edges.md`.
#[derive(Deserialize)]
struct EdgeLine {
    a: String,
    b: String,
    relation: Relation,
    rule: Rule,
    likeness: f32,
}

/// What is read of a verdict.
#[derive(Deserialize)]
struct VerdictLine {
    id: String,
}

#[derive(Serialize)]
struct ClusterLine<'a> {
    id: &'a str,
    cluster_id: &'a str,
    representative: &'a str,
    /// Likeness to the representative.
    likeness: f32,
}

/// Articles by their place in the order of arrival.
#[derive(Default)]
struct Order {
    ids: Vec<String>,
    places: HashMap<String, Arrival>,
}

impl Order {
    fn place(&mut self, id: String) -> Arrival {
        let next = self.ids.len() as Arrival;
        *self.places.entry(id).or_insert_with_key(|id| {
            self.ids.push(id.clone());
            next
        })
    }
}

pub fn run(arguments: &Stored) -> Result<Finish> {
    let edges = arguments.edges.as_ref().context("--rethreshold is missing")?;
    let copy = arguments.copy.context("--copy is missing")?;
    if !(0.05..=1.0).contains(&copy) {
        let permitted = "from 0.05 to 1".to_owned();
        return Err(Error::Config { field: "copy".to_owned(), value: copy.to_string(), permitted }.into());
    }
    let mut files = Files::default();
    files.read("the file of edges", [edges]);
    files.read("--in-verdicts", &arguments.in_verdicts);
    files.write("--out", &arguments.out);
    files.check()?;
    let mut out = Sink::create(arguments.out.as_deref().unwrap_or(Path::new("-")))?;
    let mut order = Order::default();
    if let Some(path) = &arguments.in_verdicts {
        for VerdictLine { id } in verdicts::read(path)? {
            order.place(id);
        }
    }
    let mut pairs = Vec::new();
    for_lines(edges, |n, line| {
        let EdgeLine { a, b, relation, rule, likeness } = serde_json::from_str(line).map_err(|e| Error::Malformed {
            path: edges.clone(),
            place: format!("line {n}"),
            reason: format!("no edge, as batch --edges writes them: {}", json_fault(&e)),
        })?;
        // An edge names the later article first; without verdicts its earlier one takes its place before it.
        let b = order.place(b);
        let a = order.place(a);
        pairs.push(StoredPair { a, b, relation, rule, likeness: Similarity::clamped(likeness) });
        anyhow::Ok(())
    })?;

    let ids = &order.ids;
    let changed = pairs.iter().filter(|p| p.is_copy_under(Similarity::clamped(copy)) != p.relation.is_copy()).count();
    let compared = pairs.len();
    let config = VerifyConfig { copy, ..VerifyConfig::default() };
    let clusters = regroup(ids, pairs, &config);
    let members = clusters.iter().flat_map(|(_, cluster)| cluster.members.iter().map(move |member| (cluster, member)));
    let mut members: Vec<_> = members.map(|(cluster, m)| (m.arrival, cluster, m.likeness.get())).collect();
    members.sort_unstable_by_key(|(arrival, ..)| *arrival);
    let mut copies = 0;
    for (arrival, cluster, likeness) in members {
        let id = &ids[arrival as usize];
        let representative = &ids[cluster.anchor as usize];
        copies += usize::from(cluster.anchor != arrival);
        out.write_line(&ClusterLine { id, cluster_id: &cluster.id, representative, likeness })?;
    }
    out.finish()?;
    say(format_args!(
        "{} in {}, {copies} of them copies; {changed} of {} decided otherwise than before",
        count_of(ids.len() as u64, "article"),
        count_of(clusters.len() as u64, "cluster"),
        count_of(compared as u64, "pair"),
    ));
    Ok(Finish::AllRead)
}
