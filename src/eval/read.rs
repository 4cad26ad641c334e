//! Gold labels and predictions from files.

use super::judged::{JudgedPair, Label};
use crate::error::{Error, Result};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// What is known to be true.
#[derive(Clone, Debug)]
pub enum Gold {
    /// Every item's group: id, group.
    Groups(Vec<(String, String)>),
    /// A sample of judged pairs.
    Judged(Vec<JudgedPair>),
}

/// What a program says.
#[derive(Clone, Debug)]
pub enum Prediction {
    /// Every item's cluster, by id.
    Clusters(FxHashMap<String, String>),
    /// The pairs that it calls copies, each with the smaller id first.
    Edges(FxHashSet<(String, String)>),
}

impl Prediction {
    /// Whether `a` and `b` are put together. An item without a cluster is alone.
    pub fn joins(&self, a: &str, b: &str) -> bool {
        match self {
            Self::Clusters(cluster) => a == b || cluster.get(a).is_some_and(|c| Some(c) == cluster.get(b)),
            Self::Edges(edges) => edges.contains(&ordered(a, b)),
        }
    }
}

fn ordered(a: &str, b: &str) -> (String, String) {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    (a.to_owned(), b.to_owned())
}

fn malformed(path: &Path, line: usize, reason: impl ToString) -> Error {
    Error::Malformed { path: path.to_owned(), place: format!("line {line}"), reason: reason.to_string() }
}

/// Calls `each` with every line that is not blank, and its number from 1.
fn for_lines(path: &Path, mut each: impl FnMut(usize, &str) -> Result<()>) -> Result<()> {
    let io = |source| Error::Io { path: path.to_owned(), source };
    for (i, line) in BufReader::new(File::open(path).map_err(io)?).lines().enumerate() {
        let line = line.map_err(io)?;
        if !line.trim().is_empty() {
            each(i + 1, &line)?;
        }
    }
    Ok(())
}

/// An id or label: a string, or a number written as such.
fn label(record: &Value, key: &str) -> Option<String> {
    match record.get(key)? {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// Reads gold labels.
///
/// A file whose name ends in `.tsv` holds judged pairs: `id_a`, `id_b`, label (`copy`, `partial`, `none`), stratum,
/// `stratum_size`, further columns ignored, lines that begin with `#` skipped. Where the last two are left out, the pairs
/// stand for themselves. Any other holds JSON lines with `id` and `key`; where `key` is missing, null or empty, the item is alone. The last line of an id counts.
///
/// # Errors
/// [`Error::Io`]; [`Error::Malformed`] with the line.
pub fn gold(path: &Path, key: &str) -> Result<Gold> {
    if path.extension().is_some_and(|e| e == "tsv") {
        return judged(path).map(Gold::Judged);
    }
    let mut order = Vec::new();
    let mut groups: FxHashMap<String, String> = FxHashMap::default();
    let mut labelled = false;
    for_lines(path, |line, text| {
        let record: Value = serde_json::from_str(text).map_err(|e| malformed(path, line, e))?;
        let id = label(&record, "id").ok_or_else(|| malformed(path, line, "no id"))?;
        // A group's name could be another item's id, so the lone ones get names that no label has: they begin with NUL.
        let group = label(&record, key).filter(|g| !g.is_empty());
        labelled |= group.is_some();
        let group = group.unwrap_or_else(|| format!("\0{id}"));
        if groups.insert(id.clone(), group).is_none() {
            order.push(id);
        }
        Ok(())
    })?;
    if !labelled && !order.is_empty() {
        return Err(malformed(path, 1, format_args!("no record has the key {key:?}")));
    }
    let with_group = |id: String| {
        let group = groups.remove(&id).expect("an id is in the order once, and has a group");
        (id, group)
    };
    Ok(Gold::Groups(order.into_iter().map(with_group).collect()))
}

fn judged(path: &Path) -> Result<Vec<JudgedPair>> {
    let mut pairs = Vec::new();
    for_lines(path, |line, text| {
        if text.starts_with('#') {
            return Ok(());
        }
        let cells: Vec<&str> = text.split('\t').collect();
        let (a, b, label, stratum) = match *cells.as_slice() {
            [a, b, label] => (a, b, label, None),
            [a, b, label, stratum, size, ..] => (a, b, label, Some((stratum, size))),
            _ => return Err(malformed(path, line, format_args!("{} cells, 3 or 5 were expected", cells.len()))),
        };
        let label = match label {
            "copy" => Label::Copy,
            "partial" => Label::Partial,
            "none" => Label::None,
            // The first line may name the columns.
            _ if pairs.is_empty() && a == "id_a" => return Ok(()),
            other => return Err(malformed(path, line, format_args!("{other:?} is none of copy, partial, none"))),
        };
        let (stratum, stratum_size) = match stratum {
            None => (ITSELF, 1.0),
            Some((stratum, size)) => {
                let found = size.trim().parse().ok().filter(|s: &f64| s.is_finite() && *s >= 0.0);
                let size = found.ok_or_else(|| malformed(path, line, format_args!("{size:?} is no stratum size")))?;
                (stratum, size)
            }
        };
        pairs.push(JudgedPair { a: a.into(), b: b.into(), label, stratum: stratum.into(), stratum_size });
        Ok(())
    })?;
    let alone = pairs.iter().filter(|pair| pair.stratum == ITSELF).count() as f64;
    pairs.iter_mut().filter(|pair| pair.stratum == ITSELF).for_each(|pair| pair.stratum_size = alone);
    Ok(pairs)
}

/// The stratum of pairs that name none; no cell of a line can hold it.
const ITSELF: &str = "\n";

/// Reads predictions: JSON lines with `id` and `key` (clusters; the last line of an id counts), or with `a`, `b` and
/// `relation` (edges; `identical`, `copy` and `version` join, other relations do not). Lines of neither kind, such as
/// events and counts among a stream's verdicts, are passed over.
///
/// # Errors
/// [`Error::Io`]; [`Error::Malformed`] with the line for what is not JSON, and when no line is of either kind.
pub fn prediction(path: &Path, key: &str) -> Result<Prediction> {
    let mut clusters = FxHashMap::default();
    let mut edges: Option<FxHashSet<(String, String)>> = None;
    let mut lines = 0;
    for_lines(path, |line, text| {
        lines += 1;
        let record: Value = serde_json::from_str(text).map_err(|e| malformed(path, line, e))?;
        if let (Some(a), Some(b), Some(relation)) = (label(&record, "a"), label(&record, "b"), record.get("relation")) {
            let edges = edges.get_or_insert_default();
            if matches!(relation.as_str(), Some("identical" | "copy" | "version")) {
                edges.insert(ordered(&a, &b));
            }
        } else if let (Some(id), Some(cluster)) = (label(&record, "id"), label(&record, key)) {
            clusters.insert(id, cluster);
        }
        Ok(())
    })?;
    match edges {
        Some(edges) => Ok(Prediction::Edges(edges)),
        None if clusters.is_empty() && lines > 0 => {
            Err(malformed(path, 1, format_args!("no record has id and {key}, or a, b and relation")))
        }
        None => Ok(Prediction::Clusters(clusters)),
    }
}
