//! The command line: one file for each command, and what they have in common.
//!
//! stdout is data, stderr is talk. Exit codes: 0, all was read; 1, finished, and some records were rejected; 2, could not
//! start or finish; 3, the output was closed before all was read. A reader that closes the pipe ends a command quietly.

mod account;
mod articles;
mod batch;
mod calibrate;
mod columns;
mod config;
mod eval;
mod explain;
mod export;
mod files;
mod generate;
mod labels;
mod log;
mod manual;
mod memory;
mod metrics;
mod options;
mod output;
mod rethreshold;
mod show;
mod signals;
mod store;
mod stream;
mod verdicts;

use clap::{Parser, Subcommand, error::ErrorKind};
use log::{fail, say, warn};
use std::{io, process::ExitCode};

const AFTER_HELP: &str = "\
Examples:
  tail -F news.jsonl | wirefold stream | jq -r 'select(.relation == \"none\") | .id'
  wirefold batch news/ --out verdicts.jsonl
  wirefold show verdicts.jsonl --in news/
  wirefold explain a1 b7 --in news/

Exit codes:
  0  all was read
  1  finished, and some records were rejected; their number is on stderr
  2  could not start or finish
  3  the output was closed before all input was read (stream)";

/// Folds together the copies of a news story, and says who wrote it, who carried it and who copied whom
///
/// One agency dispatch is printed by hundreds of outlets: cut, retitled, revised, credited and copied again. wirefold reads
/// the articles and says for each which other it is a copy of, how much of it is copied, and which dispatch and which event
/// it belongs to.
#[derive(Parser)]
#[command(name = "wirefold", version, after_help = AFTER_HELP, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Say what there is to say on standard error as a log
    #[arg(long, global = true, value_enum, value_name = "FORM")]
    log: Option<log::Form>,
}

#[derive(Subcommand)]
enum Command {
    Stream(stream::Arguments),
    Batch(batch::Arguments),
    Show(show::Arguments),
    Explain(explain::Arguments),
    Export(export::Arguments),
    Eval(eval::Arguments),
    Calibrate(calibrate::Arguments),
    Config(config::Arguments),
    Store(store::Arguments),
    Generate(generate::Arguments),
    Completions(manual::Completions),
    Man(manual::Man),
}

/// How a command that could finish has finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finish {
    AllRead,
    SomeRejected,
    /// Whoever read the output has gone, and input is left.
    OutputClosed,
}

impl Finish {
    fn with_rejected(rejected: u64) -> Self {
        if rejected == 0 { Self::AllRead } else { Self::SomeRejected }
    }
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let Arguments { command, log } = Arguments::try_parse().unwrap_or_else(|error| {
        let _ = error.print();
        if error.kind() == ErrorKind::MissingRequiredArgument && std::env::args_os().any(|given| given == "--in") {
            say("--in takes all names that follow it: put the others before it");
        }
        std::process::exit(error.exit_code())
    });
    log::start(log);
    let finish = signals::fail_on_size_limit().and_then(|()| match command {
        Command::Stream(arguments) => stream::run(arguments),
        Command::Batch(arguments) => batch::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
        Command::Calibrate(arguments) => calibrate::run(arguments),
        Command::Config(arguments) => config::run(arguments),
        Command::Store(arguments) => store::run(arguments),
        Command::Generate(arguments) => generate::run(arguments),
        Command::Completions(arguments) => manual::completions(arguments),
        Command::Man(arguments) => manual::man(arguments),
    });
    match finish {
        Ok(Finish::AllRead) => ExitCode::SUCCESS,
        Ok(Finish::SomeRejected) => ExitCode::from(1),
        Ok(Finish::OutputClosed) => ExitCode::from(3),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            fail(describe(&error));
            ExitCode::from(2)
        }
    }
}

/// `3 records`, `1 record`.
fn count_of(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What Linux tells of this process under a name, in `/proc/self/status`; none elsewhere.
fn status_of(name: &str) -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    Some(value.trim().to_owned())
}

/// Memory of this process, where the system tells: in use (`VmRSS`), or the most that was (`VmHWM`). Unit: bytes.
fn memory_of(name: &str) -> Option<u64> {
    let value = status_of(name)?;
    value.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The error with its causes; the library's errors name theirs already.
fn describe(error: &anyhow::Error) -> String {
    let mut parts = Vec::new();
    for cause in error.chain() {
        parts.push(cause.to_string());
        if cause.is::<wirefold::Error>() {
            break;
        }
    }
    parts.join(": ")
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }
}
