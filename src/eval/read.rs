//! Gold labels and predictions from files.

use super::judged::{JudgedPair, Label};
use crate::error::{Error, Result, json_fault};
use crate::store::is_store;
use crate::units;
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
    /// Decisions on pairs.
    Edges {
        /// The pairs that it calls copies, each with the smaller id first.
        joined: FxHashSet<(String, String)>,
        /// Every item that it has compared with another.
        compared: FxHashSet<String>,
    },
}

impl Prediction {
    /// A prediction that says nothing but which pairs are copies; the smaller id of each first.
    pub fn of_pairs(joined: FxHashSet<(String, String)>) -> Self {
        let compared = joined.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        Self::Edges { joined, compared }
    }

    /// Whether it says anything of an item.
    pub fn knows(&self, id: &str) -> bool {
        match self {
            Self::Clusters(cluster) => cluster.contains_key(id),
            Self::Edges { compared, .. } => compared.contains(id),
        }
    }

    /// Whether `a` and `b` are put together. An item without a cluster is alone.
    pub fn joins(&self, a: &str, b: &str) -> bool {
        match self {
            Self::Clusters(cluster) => a == b || cluster.get(a).is_some_and(|c| Some(c) == cluster.get(b)),
            Self::Edges { joined, .. } => joined.contains(&ordered(a, b)),
        }
    }
}

/// A pair whatever the order of its articles: the smaller id first.
pub fn ordered(a: &str, b: &str) -> (String, String) {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    (a.to_owned(), b.to_owned())
}

fn malformed(path: &Path, line: usize, reason: impl ToString) -> Error {
    Error::Malformed { path: path.to_owned(), place: format!("line {line}"), reason: reason.to_string() }
}

/// Calls `each` with every line of a file that is not blank, and its number from 1; `-` is standard input.
///
/// # Errors
/// [`Error::Io`]; [`Error::Malformed`] with the line for what is not UTF-8; those of `each`.
pub fn for_lines<E: From<Error>>(path: &Path, mut each: impl FnMut(usize, &str) -> Result<(), E>) -> Result<(), E> {
    let io = Error::io(path);
    let reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(io)?))
    };
    for (i, line) in reader.split(b'\n').enumerate() {
        let line = line.map_err(io)?;
        let line = std::str::from_utf8(&line).map_err(|_| malformed(path, i + 1, "not UTF-8"))?;
        // Some programs begin a file with a mark of its encoding.
        let line = if i == 0 { line.trim_start_matches('\u{feff}') } else { line };
        if !line.trim().is_empty() {
            each(i + 1, line.strip_suffix('\r').unwrap_or(line))?;
        }
    }
    Ok(())
}

/// An id or label: a string, or a number, which is that of an article's id if it is whole.
fn label(record: &Value, key: &str) -> Option<String> {
    match record.get(key)? {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => {
            let whole = n.as_f64().filter(|_| n.is_f64()).and_then(units::whole);
            Some(whole.map_or_else(|| n.to_string(), |whole| whole.to_string()))
        }
        _ => None,
    }
}

/// Reads gold labels.
///
/// A file whose name ends in `.tsv` holds judged pairs, as `docs/formats/judged.md` describes them. Any other holds JSON
/// lines with `id` and `key`; where `key` is missing, null or empty, the item is alone. The last line of an id counts.
///
/// # Errors
/// [`Error::Io`]; [`Error::Malformed`] with the line, for a file that holds nothing, and for a store.
pub fn gold(path: &Path, key: &str) -> Result<Gold> {
    if is_store(path) {
        return Err(malformed(path, 1, "a store, which has no labels; name a file of what is known to be true"));
    }
    if path.extension().is_some_and(|e| e == "tsv") {
        return judged(path).map(Gold::Judged);
    }
    let wrong = |line: usize, text: &str, error: serde_json::Error| {
        if text.trim_start().starts_with('{') {
            return malformed(path, line, json_fault(&error));
        }
        let remedy = "not a JSON object; judged pairs are cells separated by tabs, in a file whose name ends in .tsv";
        malformed(path, line, remedy)
    };
    let mut order = Vec::new();
    let mut groups: FxHashMap<String, String> = FxHashMap::default();
    let mut labelled = false;
    for_lines(path, |line, text| -> Result<()> {
        let record: Value = serde_json::from_str(text).map_err(|e| wrong(line, text, e))?;
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
    if order.is_empty() {
        return Err(malformed(path, 1, "no labels are in it"));
    }
    if !labelled {
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
    for_lines(path, |line, text| -> Result<()> {
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
    if pairs.is_empty() {
        return Err(malformed(path, 1, "no judged pairs are in it"));
    }
    let alone = pairs.iter().filter(|pair| pair.stratum == ITSELF).count() as f64;
    pairs.iter_mut().filter(|pair| pair.stratum == ITSELF).for_each(|pair| pair.stratum_size = alone);
    Ok(pairs)
}

/// The stratum of pairs that name none; no cell of a line can hold it.
const ITSELF: &str = "\n";

/// Reads predictions: JSON lines with `id` and `key` (clusters; the last line of an id counts, and its cluster is none where
/// it is empty), or with `a`, `b` and `relation` (edges; `identical`, `copy` and `version` join, other relations do not). Lines
/// of neither kind, such as events and counts among a stream's verdicts, are passed over.
///
/// # Errors
/// [`Error::Io`]; [`Error::Malformed`] with the line for what is not JSON, when no line is of either kind, and for a store.
pub fn prediction(path: &Path, key: &str) -> Result<Prediction> {
    if is_store(path) {
        let remedy = "a store; `wirefold store export` writes its verdicts, and these can be scored";
        return Err(malformed(path, 1, remedy));
    }
    let mut clusters = FxHashMap::default();
    let (mut joined, mut compared) = (FxHashSet::default(), FxHashSet::default());
    for_lines(path, |line, text| -> Result<()> {
        let record: Value = serde_json::from_str(text).map_err(|e| malformed(path, line, json_fault(&e)))?;
        if let (Some(a), Some(b), Some(relation)) = (label(&record, "a"), label(&record, "b"), record.get("relation")) {
            if matches!(relation.as_str(), Some("identical" | "copy" | "version")) {
                joined.insert(ordered(&a, &b));
            }
            compared.extend([a, b]);
        } else if let (Some(id), Some(cluster)) = (label(&record, "id"), label(&record, key)) {
            match cluster.is_empty() {
                true => clusters.remove(&id),
                false => clusters.insert(id, cluster),
            };
        }
        Ok(())
    })?;
    match (compared.is_empty(), clusters.is_empty()) {
        (false, _) => Ok(Prediction::Edges { joined, compared }),
        (true, false) => Ok(Prediction::Clusters(clusters)),
        (true, true) => Err(malformed(path, 1, format_args!("no record has id and {key}, or a, b and relation"))),
    }
}
