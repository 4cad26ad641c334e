//! `wirefold stream`: a filter that answers every line.

use super::{Finish, count_of, options::Folding, output::Sink, say};
use anyhow::Result;
use clap::Args;
use serde::Serialize;
use std::{
    io,
    sync::mpsc::{Receiver, sync_channel},
    thread,
};
use wirefold::{
    Engine,
    ingest::{Blocks, Format, Mapping, Options, Outcome, Parser, Rejected},
    sinks::VERDICT_SCHEMA,
};

/// Lines that are taken in together when they are there already: enough for all threads.
const AT_ONCE: usize = 2048;

/// Blocks that are read ahead. A block is what one read of the input gave, so this bounds memory.
const AHEAD: usize = 64;

const AFTER_HELP: &str = "\
A line that is no article is answered as well:
  {\"schema\":\"wirefold.verdict/1\",\"rejected\":{\"line\":2,\"byte\":49,\"reason\":\"not a JSON object\"}}

Examples:
  wirefold stream < news.jsonl > verdicts.jsonl
  tail -F news.jsonl | wirefold stream --window 36h | jq -r 'select(.relation == \"none\") | .id'
  paste -d '\\n' news.jsonl <(wirefold stream < news.jsonl)      # each article and its verdict";

/// Answer every line of standard input with one line, at once
///
/// Reads one article a line as JSON; writes one verdict a line, in the same order, as soon as no more input is waiting. A
/// verdict says what was known when the article came; later articles do not change it.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(flatten)]
    folding: Folding,
    /// Names that your records have for fields, such as text=body,source=publisher
    #[arg(long, value_name = "FIELD=NAME,…")]
    map: Option<Mapping>,
}

/// The answer to a line that is no article.
#[derive(Serialize)]
struct Refusal {
    schema: &'static str,
    rejected: Fault,
}

#[derive(Serialize)]
struct Fault {
    line: u64,
    byte: u64,
    reason: String,
}

impl From<&Rejected> for Refusal {
    fn from(rejected: &Rejected) -> Self {
        let rejection = &rejected.rejection;
        let fault = Fault { line: rejection.line, byte: rejection.byte, reason: rejection.reason.to_string() };
        Self { schema: VERDICT_SCHEMA, rejected: fault }
    }
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    let mut engine = arguments.folding.knowledge.engine(arguments.folding.start()?)?.build()?;
    let mapping = arguments.map.unwrap_or_default();
    let options = Options { mapping, block_bytes: 1, reject_blank_lines: true, ..Options::default() };
    let lines = read_ahead(options);
    let mut out = Sink::stdout();
    let mut rejected = 0;
    while let Ok(first) = lines.recv() {
        let mut outcomes = first?;
        let mut failure = None;
        while outcomes.len() < AT_ONCE {
            match lines.try_recv() {
                Ok(Ok(more)) => outcomes.extend(more),
                Ok(Err(error)) => {
                    // What was read before is answered first.
                    failure = Some(error);
                    break;
                }
                Err(_) => break,
            }
        }
        rejected += answer(&mut engine, outcomes, &mut out)?;
        out.send_on()?;
        if let Some(error) = failure {
            return Err(error.into());
        }
    }
    if rejected > 0 {
        say(format_args!("{} rejected", count_of(rejected, "line")));
    }
    Ok(Finish::with_rejected(rejected))
}

/// Reads and parses standard input on a thread of its own, so that waiting for input holds up no answer.
fn read_ahead(options: Options) -> Receiver<wirefold::Result<Vec<Outcome>>> {
    let (sender, receiver) = sync_channel(AHEAD);
    thread::spawn(move || {
        let parser = Parser::new(&options);
        for block in Blocks::of_reader("-", Format::JsonLines, io::stdin(), &options) {
            if sender.send(block.map(|block| parser.parse_block(&block))).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Writes one line for each outcome, in order; gives how many were rejections.
fn answer(engine: &mut Engine, outcomes: Vec<Outcome>, out: &mut Sink) -> Result<u64> {
    let mut articles = Vec::with_capacity(outcomes.len());
    let refusals: Vec<Option<Box<Rejected>>> =
        outcomes.into_iter().map(|outcome| outcome.map(|article| articles.push(article)).err()).collect();
    let mut verdicts = engine.ingest_batch(&articles)?.into_iter();
    let mut rejected = 0;
    for refusal in refusals {
        match refusal {
            Some(refused) => {
                rejected += 1;
                out.write_line(&Refusal::from(&*refused))?;
            }
            None => out.write_line(&verdicts.next().expect("every article has a verdict"))?,
        }
    }
    Ok(rejected)
}
