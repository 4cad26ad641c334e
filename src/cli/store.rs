//! `wirefold store`: what is in a store, whether it is whole, and what is to go.

use super::{Finish, count_of, files::Files, output::Sink, say};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use wirefold::Error;
use wirefold::store::{Archive, Opening, Reader, Scope, check};

const AFTER_HELP: &str = "\
Examples:
  wirefold store stats news.db
  wirefold store check news.db && cp news.db /backup/
  wirefold store export news.db --out verdicts.jsonl    # which eval and calibrate read
  wirefold store articles news.db | wirefold stream --store new.db > again.jsonl
  wirefold store forget news.db a1
  sqlite3 news.db 'SELECT * FROM v_clusters ORDER BY printings DESC LIMIT 10'

The tables, and questions ready to ask: docs/formats/store.md.";

/// Look into a store, check it, write out what it holds, make it smaller, take an article out
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say how much there is; a writer may be at work
    Stats {
        /// The store
        store: PathBuf,
        /// As one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Look at every page, checksum and event; a writer may be at work
    Check {
        /// The store
        store: PathBuf,
    },
    /// Free the room of what was deleted
    Compact {
        /// The store
        store: PathBuf,
    },
    /// Write the verdict of every article as it stands, one a line; a writer may be at work
    Export {
        /// The store
        store: PathBuf,
        /// File to write to; - for standard output
        #[arg(long, short, value_name = "FILE", default_value = "-")]
        out: PathBuf,
    },
    /// Write every article as it was given, in the order of arrival, one a line: what a new store is made of
    Articles {
        /// The store
        store: PathBuf,
        /// File to write to; - for standard output
        #[arg(long, short, value_name = "FILE", default_value = "-")]
        out: PathBuf,
    },
    /// Remove the text and the traces of articles for good; their ids stay, so that they are not taken in again
    Forget {
        /// The store
        store: PathBuf,
        /// Ids of articles
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
}

fn open(path: &Path, command: &str) -> Result<Archive> {
    if !path.is_file() {
        bail!("{}: no such store", path.display());
    }
    Ok(Archive::open(path, Opening { command: command.into(), ..Opening::default() })?)
}

/// An output that is not the store itself.
fn beside(store: &PathBuf, out: &PathBuf) -> Result<Sink> {
    let mut files = Files::default();
    files.store("the store", [store], false);
    files.write("--out", [out]);
    files.check()?;
    Sink::create(out)
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    match arguments.what {
        What::Stats { store, json } => stats(&store, json)?,
        What::Check { store } => check_all(&store)?,
        What::Compact { store } => {
            let before = Reader::open(&store)?.stats()?.bytes;
            open(&store, "compact")?.compact()?;
            let after = Reader::open(&store)?.stats()?.bytes;
            say(format_args!("{}: {after} bytes, {before} before", store.display()));
        }
        What::Export { store, out: path } => {
            let mut out = beside(&store, &path)?;
            Reader::open(&store)?
                .verdicts(Scope::All, |line, _| anyhow::Ok(writeln!(out, "{line}").map_err(Error::io(&path))?))?;
            out.finish()?;
        }
        What::Articles { store, out: path } => {
            let mut out = beside(&store, &path)?;
            Reader::open(&store)?.history(|article| out.write_line(&article))?;
            out.finish()?;
        }
        What::Forget { store, ids } => forget(&store, &ids)?,
    }
    Ok(Finish::AllRead)
}

fn stats(store: &Path, json: bool) -> Result<()> {
    let stats = Reader::open(store)?.stats()?;
    let mut out = Sink::stdout();
    if json {
        out.write_line(&stats)?;
    } else {
        let stats = serde_json::to_value(&stats)?;
        for (name, value) in stats.as_object().into_iter().flatten() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            writeln!(out, "{name:<10} {value}")?;
        }
    }
    out.finish()
}

fn check_all(store: &Path) -> Result<()> {
    let faults = check(store)?;
    let mut out = Sink::stdout();
    for fault in &faults {
        out.write_line(fault)?;
    }
    out.finish()?;
    if !faults.is_empty() {
        bail!("{}: {} found", store.display(), count_of(faults.len() as u64, "fault"));
    }
    say(format_args!("{} is whole", store.display()));
    Ok(())
}

/// Forgets all of the articles, or none where one is not there.
fn forget(store: &Path, ids: &[String]) -> Result<()> {
    // What a crash has kept from the tables is there once it is open.
    let mut archive = open(store, "forget")?;
    let reader = Reader::open(store)?;
    let unknown = ids.iter().find_map(|id| reader.standing(id).err());
    drop(reader);
    if let Some(error) = unknown {
        archive.close()?;
        return Err(error).context("nothing was forgotten");
    }
    for id in ids {
        archive.forget(id)?;
    }
    archive.close()?;
    say(format_args!("{} forgotten", count_of(ids.len() as u64, "article")));
    Ok(())
}
