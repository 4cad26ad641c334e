//! `wirefold explain`: why two articles were, or were not, taken for copies.

use super::{
    Finish,
    account::moment,
    articles,
    columns::{cut, side_by_side, terminal_width, wrapped},
    count_of,
    options::{Knowledge, MANY, Reading, read_config},
    warn,
};
use anstyle::{AnsiColor, Style};
use anyhow::{Result, anyhow, bail};
use clap::Args;
use serde::Serialize;
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use wirefold::{
    Article, Config, Error,
    engine::{Explanation, explain_articles},
    error::Reason,
    ingest::{self, Format, Options},
    provenance::lineage::{Direction, Flow},
    store::{Reader, is_store},
    verify::Relation,
};

/// Articles of each of the two clusters that are taken out of a store.
const AROUND: usize = 1000;

const AFTER_HELP: &str = "\
Examples:
  wirefold explain le-monde.txt afp.txt         # two files, each one article: headline, then text
  wirefold explain a1 b7 --in news/             # two ids among the articles of files
  wirefold explain a1 b7 --in news/ --json | jq .measures
  wirefold explain a1 b7 --in news.db           # of a store that keeps texts

With --in, the articles are folded first, so that the furniture which each source repeats is known and left out, as it \
was in the batch. Of a store, those of the two clusters are, under the configuration that it was made with.";

/// Show what two articles share, and the rule that decided
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// An article: its id with --in, else a file
    a: String,
    /// The other
    b: String,
    /// Files and folders with the articles that the ids are looked up in, or a store
    #[arg(long = "in", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Give the explanation as one JSON object
    #[arg(long)]
    json: bool,
    /// Configuration file; without one, a store's own
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    knowledge: Knowledge,
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    let config = arguments.config.as_ref().map(read_config).transpose()?;
    let options = arguments.reading.options();
    let (explanation, flow, a, b) = if arguments.files.is_empty() {
        let a = only_article(Path::new(&arguments.a), &options)?;
        let b = only_article(Path::new(&arguments.b), &options)?;
        (explain_articles(&a, &b, &config.unwrap_or_default()), None, a, b)
    } else {
        among(&arguments, config, &options)?
    };
    if arguments.json {
        let mut out = super::output::Sink::stdout();
        out.write_line(&Explained { explanation: &explanation, flow: flow.as_ref() })?;
        out.finish()?;
    } else {
        print(&explanation, flow.as_ref(), &a, &b)?;
    }
    Ok(Finish::AllRead)
}

/// What is known of a pair, as JSON.
#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    explanation: &'a Explanation,
    /// Which way the text went; none for two files.
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<&'a Flow>,
}

/// The one article of a file.
fn only_article(path: &Path, options: &Options) -> Result<Article> {
    let mut found: Option<Article> = None;
    for outcome in ingest::read(&[path], options)? {
        let article = outcome?.map_err(|rejected| {
            let is_text = match options.format {
                Some(format) => format == Format::Text,
                None => path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt")),
            };
            let remedy = match rejected.rejection.reason {
                Reason::InvalidUtf8 => format!("; it is to be {}", articles::TO_UTF8),
                _ if is_text => String::new(),
                _ => "; a file of plain text is read with --format txt".to_owned(),
            };
            anyhow!("{}{remedy}", rejected.rejection)
        })?;
        if found.is_some() {
            bail!("{} has more than one article; give their ids, and this file with --in", path.display());
        }
        found = Some(article);
    }
    found.ok_or_else(|| anyhow!("{} has no article", path.display()))
}

/// Looks both up among the articles of files, folded as a batch folds them, or of a store, under its configuration unless
/// another is named.
fn among(
    arguments: &Arguments,
    mut config: Option<Config>,
    options: &Options,
) -> Result<(Explanation, Option<Flow>, Article, Article)> {
    let articles = match &arguments.files[..] {
        [store] if is_store(store) => {
            let reader = Reader::open(store)?;
            reader.hold()?;
            if config.is_none() {
                config = reader.config().unwrap_or_else(|error| {
                    warn(format_args!("explained under the default configuration: {error}"));
                    None
                });
            }
            reader.articles_around(&[&arguments.a, &arguments.b], AROUND)?
        }
        files => {
            let read = articles::read(files, options, |_| ())?;
            read.tell_faults();
            read.articles
        }
    };
    let article = |id: &str| {
        // Of several versions, the engine keeps the last.
        let found = articles.iter().rev().find(|article| article.id == id).cloned();
        found.ok_or_else(|| Error::UnknownId { what: "article", id: id.to_owned() })
    };
    let (a, b) = (article(&arguments.a)?, article(&arguments.b)?);
    let mut config = config.unwrap_or_default();
    (config.window.days, config.window.articles) = (0.0, MANY);
    (config.stories, config.keep_text) = (false, true);
    let mut engine = arguments.knowledge.engine(config)?.build()?;
    engine.ingest_batch(&articles)?;
    let explanation = engine.explain(&a.id, &b.id)?;
    // Who shares nothing has it from nobody.
    let shares = explanation.relation != Relation::None;
    let flow = if shares { engine.flows(&[(&a.id, &b.id)])?.pop() } else { None };
    Ok((explanation, flow, a, b))
}

/// Which way a text went, in a sentence.
fn in_words(flow: &Flow) -> String {
    let way = match flow.direction {
        Direction::Forward => "B has it from A",
        Direction::Backward => "A has it from B",
        Direction::Common => "Both have it from one source",
        Direction::SameOutlet => "Both are of one outlet",
        Direction::Undecided => return "Nothing tells which of the two had it first.".to_owned(),
    };
    let why: Vec<&str> = flow.evidence.iter().map(|e| e.in_words()).collect();
    let why = if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) };
    format!("{way}, {:.0} % sure{why}.", flow.confidence * 100.0)
}

fn print(explanation: &Explanation, flow: Option<&Flow>, a: &Article, b: &Article) -> Result<()> {
    let width = terminal_width();
    let mut out = anstream::stdout().lock();
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let mark = AnsiColor::Yellow.on_default().bold();
    let Explanation { relation, measures, .. } = explanation;
    let percent = |share: f32| (share * 100.0).round();

    for (name, article) in [("A", a), ("B", b)] {
        let when = article.published_at.map(|at| format!(" · {}", moment(at))).unwrap_or_default();
        let source = article.source.as_deref().map(|s| format!(" · {s}")).unwrap_or_default();
        let head = cut(&format!("{}{source}{when}", article.id), width - 3);
        writeln!(out, "{bold}{name}{bold:#}  {head}")?;
        if let Some(title) = &article.title {
            writeln!(out, "   {bold}{}{bold:#}", cut(title, width - 3))?;
        }
    }
    writeln!(out, "\n{bold}{}{bold:#}", relation.name())?;
    for line in wrapped(&explanation.because, width - 2) {
        writeln!(out, "  {line}")?;
    }
    if let Some(flow) = flow {
        writeln!(out)?;
        for line in wrapped(&in_words(flow), width - 2) {
            writeln!(out, "  {line}")?;
        }
    }
    let numbers = count_of(explanation.numbers_changed.into(), "number");
    let names = count_of(explanation.names_changed.into(), "name");
    let figures = format!(
        "{} % of A stands in B, {} % of B stands in A. Resemblance {}; SimHash {} of 64 bits apart; of the numbers and \
         names in shared passages {} are the same, {numbers} and {names} were changed.",
        percent(measures.containment.get()),
        percent(measures.containment_of_other.get()),
        measures.resemblance,
        measures.hamming.get(),
        explanation.facts_kept,
    );
    writeln!(out)?;
    for line in wrapped(&figures, width - 2) {
        writeln!(out, "  {line}")?;
    }
    if explanation.passages.is_empty() {
        return Ok(());
    }
    let column = width.saturating_sub(3) / 2;
    writeln!(out, "\n{bold}{:<column$}{bold:#} │ {bold}B{bold:#}", "A")?;
    for passage in &explanation.passages {
        let words = format!("─ {} words ", passage.words);
        let left = "─".repeat(column.saturating_sub(words.chars().count()));
        writeln!(out, "{dim}{words}{left}─┼{}{dim:#}", "─".repeat(width - column - 2))?;
        for line in side_by_side(&passage.a_text, &passage.b_text, width, mark) {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(())
}
