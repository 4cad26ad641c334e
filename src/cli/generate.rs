//! `wirefold generate`: news that never happened, with its truth.

use super::{Finish, count_of, files::Files, output::Sink, say};
use anyhow::Result;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use wirefold::{
    article::Article,
    synth::{Options, Truth, WireDay, corpus, write_json_lines},
};

const AFTER_HELP: &str = "\
Examples:
  wirefold generate corpus corpora
  wirefold generate day --articles 100000 --days 7 --out day.jsonl --truth truth.jsonl";

/// Write invented articles, and what is true of them
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Expand the recipes of a folder into its articles.jsonl and truth.jsonl
    Corpus {
        /// The folder with dispatches/ and outlets/
        folder: PathBuf,
    },
    /// Invent wire days of any size; the same arguments give the same articles everywhere
    Day {
        /// Number of articles
        #[arg(long, value_name = "N", default_value_t = Options::default().articles)]
        articles: u64,
        /// Days that they are spread over
        #[arg(long, value_name = "N", default_value_t = Options::default().days,
            value_parser = clap::value_parser!(u32).range(1..))]
        days: u32,
        /// Seed of everything
        #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
        seed: u64,
        /// File for the articles; - for standard output
        #[arg(long, value_name = "FILE", default_value = "-")]
        out: PathBuf,
        /// File for their truth
        #[arg(long, value_name = "FILE")]
        truth: Option<PathBuf>,
    },
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    let written = match arguments.what {
        What::Corpus { folder } => {
            write(corpus::expand(&folder)?, &folder.join("articles.jsonl"), Some(&folder.join("truth.jsonl")))?
        }
        What::Day { articles, days, seed, out, truth } => {
            let mut files = Files::default();
            files.write("--out", [&out]);
            files.write("--truth", &truth);
            files.check()?;
            let day = WireDay::new(Options { articles, days, seed, ..Options::default() });
            write(day, &out, truth.as_deref())?
        }
    };
    say(format_args!("{} written", count_of(written, "article")));
    Ok(Finish::AllRead)
}

fn write(items: impl IntoIterator<Item = (Article, Truth)>, articles: &Path, truth: Option<&Path>) -> Result<u64> {
    let mut articles = Sink::create(articles)?;
    let mut truth = truth.map(Sink::create).transpose()?;
    let written = match &mut truth {
        Some(truth) => write_json_lines(items, &mut articles, truth),
        None => write_json_lines(items, &mut articles, std::io::sink()),
    }?;
    articles.finish()?;
    truth.map(Sink::finish).transpose()?;
    Ok(written)
}
