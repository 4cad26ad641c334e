//! `wirefold eval`: figures against what is known to be true.

use super::{Finish, output::Sink};
use anyhow::Result;
use clap::Args;
use std::{io::Write, path::PathBuf};
use wirefold::eval::{Options, evaluate};

const AFTER_HELP: &str = "\
The gold file holds JSON lines with an id and the key, or, if its name ends in .tsv, judged pairs as cells separated by \
tabs: id_a, id_b, and copy, partial or none; then, where pairs were drawn by stratum, the stratum's name and its size in \
pairs (docs/formats/judged.md). The prediction holds verdicts, or edges.

Examples:
  wirefold eval --gold corpora/truth.jsonl --pred verdicts.jsonl
  wirefold eval --gold corpora/truth.jsonl --pred verdicts.jsonl --key story
  wirefold eval --gold judged.tsv --pred edges.jsonl --json";

/// Score verdicts or edges against gold labels
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// What is true: JSON lines, or judged pairs (.tsv)
    #[arg(long, value_name = "FILE")]
    gold: PathBuf,
    /// What wirefold said: verdicts or edges
    #[arg(long, value_name = "FILE")]
    pred: PathBuf,
    /// Which of the gold file's keys holds the groups: cluster or story
    #[arg(long, default_value = "cluster")]
    key: String,
    /// The prediction's key [default: story_id for story, else cluster_id]
    #[arg(long, value_name = "KEY")]
    pred_key: Option<String>,
    /// Give the figures as one JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    let options = Options { gold_key: arguments.key, pred_key: arguments.pred_key };
    let report = evaluate(&arguments.gold, &arguments.pred, &options)?;
    let mut out = Sink::stdout();
    if arguments.json {
        out.write_line(&report)?;
    } else {
        write!(out, "{report}")?;
    }
    out.finish()?;
    Ok(Finish::AllRead)
}
