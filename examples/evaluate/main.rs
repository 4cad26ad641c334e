//! How good is it, all at once? Prints one table: every figure that the project holds itself to, with its target.
//!
//! `make eval`, or `cargo run --release --example evaluate -- [--only PART]… [--config FILE] [--errors] [--large]
//! [--seed N]`
//!
//! The parts on `corpora/` always run. `WIREFOLD_EVAL_DIR` names a folder of articles that cannot be published; the other
//! parts run on what is in it: `X.jsonl` with `X.judged.tsv` beside it is a set of judged pairs, `X.jsonl` whose records
//! have `story` a set of stories, `reuters.jsonl` is read for its clusters, `peers.py` and `story_baseline.py` run other
//! tools on the same files. Lists for reading go to `target/evaluation/`. Times are printed and decide nothing.

mod arrival;
mod candidates;
mod corpora;
mod folding;
mod judged;
mod nearest;
mod peers;
mod perturbed;
mod reuters;
mod running;
mod scorecard;
mod stories;
mod table;

use folding::Collections;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use table::Table;
use wirefold::Config;

/// What was asked for.
pub struct Request {
    only: Vec<String>,
    pub config: Config,
    /// Lists what is wrong under the rows.
    pub errors: bool,
    /// Seed of what is drawn for reading.
    pub seed: u64,
    /// Goes up to a million points, which takes an hour and more.
    pub large: bool,
}

type Part = (&'static str, fn(&Request, &Collections, &mut Table) -> wirefold::Result<()>);

const PARTS: [Part; 11] = [
    ("corpora", corpora::run),
    ("judged", judged::run),
    ("perturbed", perturbed::run),
    ("candidates", candidates::run),
    ("scorecard", scorecard::run),
    ("running", running::run),
    ("arrival", arrival::run),
    ("reuters", reuters::run),
    ("stories", stories::run),
    ("nearest", nearest::run),
    ("peers", peers::run),
];

fn request() -> Result<Request, String> {
    let mut asked =
        Request { only: Vec::new(), config: Config::default(), errors: false, seed: reuters::SEED, large: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--only" => asked.only.push(value()?),
            "--config" => asked.config = Config::from_file(value()?).map_err(|e| e.to_string())?,
            "--errors" => asked.errors = true,
            "--seed" => asked.seed = value()?.parse().map_err(|e| format!("--seed: {e}"))?,
            "--large" => asked.large = true,
            _ => return Err(format!("{argument} is none of --only PART, --config FILE, --errors, --seed N, --large")),
        }
    }
    let names = PARTS.map(|(name, _)| name);
    match asked.only.iter().find(|part| !names.contains(&part.as_str())) {
        Some(part) => Err(format!("{part} is none of the parts {}", names.join(", "))),
        None => Ok(asked),
    }
}

fn main() -> ExitCode {
    let say = |reason: &dyn std::fmt::Display| {
        eprintln!("evaluate: {reason}");
        ExitCode::from(2)
    };
    let request = match request() {
        Ok(request) => request,
        Err(reason) => return say(&reason),
    };
    let folder = std::env::var_os("WIREFOLD_EVAL_DIR").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("evaluate: WIREFOLD_EVAL_DIR is not set: only what needs no other folder runs");
    }
    let collections = match Collections::in_folder(folder.as_deref()) {
        Ok(collections) => collections,
        Err(error) => return say(&error),
    };
    let mut table = Table::default();
    for (name, run) in PARTS {
        if !request.only.is_empty() && !request.only.iter().any(|part| part == name) {
            continue;
        }
        if let Err(error) = run(&request, &collections, &mut table) {
            return say(&error);
        }
    }
    table.close();
    ExitCode::SUCCESS
}

/// Writes a list for reading; gives its path as it is told.
pub fn write_list(name: &str, text: &str) -> wirefold::Result<String> {
    let folder = evaluation_folder();
    let path = folder.join(name);
    std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, text)).map_err(wirefold::Error::io(&path))?;
    Ok(format!("target/evaluation/{name}"))
}

/// Where lists for reading go; git ignores it, since they show texts that cannot be published.
pub fn evaluation_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/evaluation")
}
