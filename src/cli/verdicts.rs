//! Verdict lines of a file, as `batch`, `stream` and `store export` write them.

use super::{count_of, warn};
use anyhow::{Context, Result, anyhow, ensure};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use std::{collections::HashMap, path::Path};
use wirefold::{error::json_fault, eval::read::for_lines};

/// What tells a verdict from other JSON.
#[derive(serde::Deserialize)]
struct Head {
    id: Option<String>,
    cluster_id: Option<Value>,
    rejected: Option<IgnoredAny>,
}

/// The last line of each id, in the order in which the ids came first: of an article that was sent again, that is its
/// standing. A stream's answers to lines that were no articles are passed over, and so is an article that has no cluster any
/// more, since a store was told to forget it.
///
/// Errors: a file that cannot be read, a line that is no verdict.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let (mut verdicts, mut places): (Vec<Option<T>>, HashMap<String, usize>) = (Vec::new(), HashMap::new());
    for_lines(path, |n, line| {
        let fault = |error| anyhow!(json_fault(&error));
        let no_verdict = || format!("{}:{n}: no verdict, as batch writes them", path.display());
        let head: Head = serde_json::from_str(line).map_err(fault).with_context(no_verdict)?;
        if head.rejected.is_some() {
            return Ok(());
        }
        let cluster = head.cluster_id;
        ensure!(cluster.is_some(), "{}: it has no cluster_id; articles are named by --in", no_verdict());
        let Some(id) = head.id else { return Ok(()) };
        let verdict = serde_json::from_str(line).map_err(fault).with_context(no_verdict)?;
        let verdict = cluster.is_some_and(|cluster| cluster != "").then_some(verdict);
        match places.get(&id) {
            Some(&place) => verdicts[place] = verdict,
            None => {
                places.insert(id, verdicts.len());
                verdicts.push(verdict);
            }
        }
        Ok(())
    })?;
    Ok(verdicts.into_iter().flatten().collect())
}

/// Tells how many articles of the verdicts `--in` did not have.
pub fn tell_unread(missing: usize) {
    if missing > 0 {
        warn(format_args!(
            "{} of the verdicts not found in --in, whose titles and dates are unknown: name all files that were folded, \
             with the same --map",
            count_of(missing as u64, "article")
        ));
    }
}
