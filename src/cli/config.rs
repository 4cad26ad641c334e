//! `wirefold config`: the configuration, explained and checked.

use super::{Finish, options::read_config, output::Sink, say};
use anyhow::Result;
use clap::Args;
use std::{io::Write, path::PathBuf};
use wirefold::config::DEFAULT_TOML;

const AFTER_HELP: &str = "\
Examples:
  wirefold config > wirefold.toml           # then change what you like
  wirefold config --check wirefold.toml
  wirefold batch news/ --config wirefold.toml --out verdicts.jsonl";

/// Print the default configuration with its reasons, or check a file
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Check this file instead: unknown fields and values out of range are named
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    match &arguments.check {
        Some(path) => {
            read_config(path)?;
            say(format_args!("{}: in order", path.display()));
        }
        None => {
            let mut out = Sink::stdout();
            out.write_all(DEFAULT_TOML.as_bytes())?;
            out.finish()?;
        }
    }
    Ok(Finish::AllRead)
}
