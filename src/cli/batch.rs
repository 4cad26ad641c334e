//! `wirefold batch`: whole files at once, each verdict as it stands at the end.

use super::{
    Finish,
    articles::{self, Articles},
    count_of,
    files::Files,
    memory::Memory,
    memory_of,
    options::{Folding, Reading, StoreArguments},
    output::Sink,
    say,
};
use anyhow::Result;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    io::Write,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};
use wirefold::{
    Config, Verdict,
    engine::ReusedIds,
    error::Error,
    ingest::{Lacking, rejects::RejectsWriter},
    provenance::{Gazetteer, lineage::OriginKind},
    store::Extent,
};

/// Articles between two movements of the progress bar, after which their texts are let go.
const STEP: usize = 8192;

/// Agencies that the summary names.
const NAMED: usize = 5;

const AFTER_HELP: &str = "\
Examples:
  wirefold batch monday.jsonl tuesday.jsonl.gz --out verdicts.jsonl
  wirefold batch news/ --out verdicts.jsonl --edges edges.jsonl
  wirefold batch dump.csv --map text=corps,source=journal --window 36h
  wirefold show verdicts.jsonl --in news/           # and then read them
  wirefold batch monday/ --store news.db --out monday.jsonl --changes changes.jsonl";

/// Fold the articles of files
///
/// Writes one verdict for each article, a JSON object a line. Articles are taken in the order of their publication,
/// whatever the order of the files, and the undated ones after that by their ids; an id that comes again with another
/// text is a version of the article. The answer is the same with any number of threads.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Files and folders (.jsonl, .csv, .tsv, .txt, also .gz and .zst); - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// File for the verdicts; - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    out: PathBuf,
    /// File for every pair that was compared, with its shared passages
    #[arg(long, value_name = "FILE")]
    edges: Option<PathBuf>,
    /// File for the records that could not be read
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// What is said on stderr at the end
    #[arg(long, value_enum, value_name = "FORM", default_value_t = SummaryForm::Text)]
    summary: SummaryForm,
    #[command(flatten)]
    folding: Folding,
    #[command(flatten)]
    store: StoreArguments,
    /// File for all that changed in the store since the last batch that ended, one event a line
    #[arg(long, value_name = "FILE", requires = "store")]
    changes: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Clone, Copy, ValueEnum)]
enum SummaryForm {
    Text,
    Json,
    None,
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    let began = Instant::now();
    check_files(&arguments)?;
    let mut memory = open(&arguments)?;
    // Files that cannot be written are better known before the work than after it.
    let mut out = Sink::create(&arguments.out)?;
    let mut edges = arguments.edges.as_deref().map(Sink::create).transpose()?;
    let rejects = arguments.rejects.as_deref().map(Sink::create).transpose()?;
    let changes = arguments.changes.as_deref().map(Sink::create).transpose()?;

    // The shipped agencies take a moment to be made ready: meanwhile files are read.
    let agencies = thread::spawn(Gazetteer::shared);
    let bar = ProgressBar::new_spinner().with_style(style("{spinner} {human_pos} records read"));
    let read = articles::read(&arguments.files, &arguments.reading.options(), |records| bar.inc(records));
    bar.finish_and_clear();
    let read = read?;
    if let (Some(rejects), Some(path)) = (rejects, &arguments.rejects) {
        write_rejects(rejects, path, &read)?;
    }
    read.tell_faults();
    let rejected = read.rejected.len() as u64;
    let lacking = read.remarks.lacking;
    let records = read.articles.len() as u64;
    let _ = agencies.join();

    let verdicts = fold(&mut memory, read, edges.as_mut())?;
    let config = memory.engine().config().clone();
    let reused_ids = memory.engine().reused_ids().clone();
    memory.finish()?;
    let grown = extents(&memory, &verdicts)?;
    out.write_lines(&verdicts)?;
    out.finish()?;
    edges.map(Sink::finish).transpose()?;
    // Only then has the run ended: one that is stopped before gives its changes to the next.
    changes.map(|changes| write_changes(&memory, changes)).transpose()?;
    let rest = memory.close()?;

    let summary = Summary::new(&verdicts, &grown, Counts { rejected, lacking, reused_ids }, config, began.elapsed());
    // The process ends: to give back what a window holds, piece by piece, would take a while and serve nothing.
    std::mem::forget(rest);
    std::mem::forget(verdicts);
    match arguments.summary {
        SummaryForm::Text => {
            articles::tell_reused_ids(&summary.reused_ids);
            articles::tell_lacking(summary.lacking, records);
            say(summary.in_words());
        }
        SummaryForm::Json => {
            let _ = writeln!(anstream::stderr(), "{}", serde_json::to_string(&summary)?);
        }
        SummaryForm::None => {}
    }
    Ok(Finish::with_rejected(rejected))
}

fn open(arguments: &Arguments) -> Result<Memory> {
    let Some(path) = &arguments.store.store else {
        // Nobody asks it for passages, so that it keeps no texts.
        let config = Config { keep_text: false, ..arguments.folding.start_batch()? };
        let engine = arguments.folding.knowledge.engine(config)?.edges(arguments.edges.is_some()).build()?;
        return Ok(Memory::Window(Box::new(engine)));
    };
    // A night among others has a window, as a stream has.
    let archive = arguments.folding.open(&arguments.store, path, "batch")?;
    Ok(Memory::Store(Box::new(archive)))
}

/// What a store has of the clusters of verdicts; nothing where there is none.
fn extents(memory: &Memory, verdicts: &[Verdict]) -> Result<HashMap<String, Extent>> {
    let Memory::Store(archive) = memory else { return Ok(HashMap::new()) };
    let clusters: HashSet<&str> = verdicts.iter().map(|verdict| verdict.cluster_id.as_str()).collect();
    Ok(archive.extents(clusters)?)
}

fn write_changes(memory: &Memory, mut sink: Sink) -> Result<()> {
    if let Memory::Store(archive) = memory {
        for line in archive.changes()? {
            sink.write_line(&line)?;
        }
    }
    sink.finish()
}

fn check_files(arguments: &Arguments) -> Result<()> {
    let mut files = Files::default();
    files.read_articles(&arguments.files, arguments.reading.options().format);
    arguments.folding.note(&mut files);
    files.store("--store", &arguments.store.store, true);
    files.write("--out", [&arguments.out]);
    files.write("--edges", &arguments.edges);
    files.write("--rejects", &arguments.rejects);
    files.write("--changes", &arguments.changes);
    files.check()
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn write_rejects(sink: Sink, path: &Path, read: &Articles) -> Result<()> {
    let mut rejects = RejectsWriter::new(sink);
    for rejected in &read.rejected {
        rejects.write(rejected).map_err(Error::io(path))?;
    }
    rejects.into_inner().finish()
}

/// Takes the articles in, in their order; verdicts as they stand at the end.
fn fold(memory: &mut Memory, read: Articles, mut edges: Option<&mut Sink>) -> Result<Vec<Verdict>> {
    let bar = ProgressBar::new(read.articles.len() as u64)
        .with_style(style("{wide_bar} {human_pos}/{human_len} articles, {per_sec}, {eta} left"));
    let mut verdicts = Vec::with_capacity(read.articles.len());
    let mut articles = read.articles.into_iter();
    loop {
        let step: Vec<_> = articles.by_ref().take(STEP).collect();
        if step.is_empty() {
            break;
        }
        let folded = memory.fold(&step)?;
        memory.then(|| Ok(()))?;
        for mut verdict in folded {
            for edge in std::mem::take(&mut verdict.edges) {
                edges.as_mut().map_or(Ok(()), |sink| sink.write_line(&edge))?;
            }
            verdicts.push(verdict);
        }
        bar.inc(step.len() as u64);
    }
    bar.finish_and_clear();
    memory.engine().settle(&mut verdicts)?;
    Ok(verdicts)
}

/// What came out of a batch.
#[derive(Serialize)]
struct Summary {
    /// The version of the program.
    wirefold: &'static str,
    /// Different articles, by their ids.
    articles: u64,
    rejected: u64,
    lacking: Lacking,
    reused_ids: ReusedIds,
    clusters: u64,
    /// Articles of this run in clusters of at least two, but for the one that founded each, which may be of an earlier run.
    copies: u64,
    /// Articles of the largest cluster, earlier runs included.
    largest: u64,
    /// How many articles each agency wrote, as far as provenance tells.
    agencies: BTreeMap<String, u64>,
    seconds: f64,
    articles_per_second: f64,
    /// Most memory that was in use at once; none where the system does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    peak_bytes: Option<u64>,
    /// What was in force.
    config: Config,
}

/// What is counted of the input.
struct Counts {
    rejected: u64,
    lacking: Lacking,
    reused_ids: ReusedIds,
}

impl Summary {
    /// `grown` says of clusters how they stand in a store.
    fn new(
        verdicts: &[Verdict],
        grown: &HashMap<String, Extent>,
        counts: Counts,
        config: Config,
        elapsed: Duration,
    ) -> Self {
        let Counts { rejected, lacking, reused_ids } = counts;
        // An article that came again counts once, as it is in the end.
        let come: HashMap<&str, &Verdict> = verdicts.iter().map(|verdict| (verdict.id.as_str(), verdict)).collect();
        let mut sizes: HashMap<&str, u64> = HashMap::new();
        // One that was forgotten is in no cluster.
        for verdict in come.values().filter(|verdict| !verdict.cluster_id.is_empty()) {
            *sizes.entry(&verdict.cluster_id).or_default() += 1;
        }
        let mut agencies: BTreeMap<String, u64> = BTreeMap::new();
        for origin in come.values().filter_map(|v| Some(&v.provenance.as_ref()?.origin)) {
            if let (OriginKind::Agency, Some(name)) = (origin.kind, &origin.name) {
                *agencies.entry(name.clone()).or_default() += 1;
            }
        }
        let (articles, clusters) = (come.len() as u64, sizes.len() as u64);
        let founded_before = grown.values().filter(|extent| !come.contains_key(extent.founder.as_str())).count() as u64;
        let largest = sizes.values().copied().chain(grown.values().map(|extent| extent.printings)).max();
        let seconds = elapsed.as_secs_f64();
        Self {
            wirefold: env!("CARGO_PKG_VERSION"),
            articles,
            rejected,
            lacking,
            reused_ids,
            clusters,
            copies: sizes.values().sum::<u64>() - clusters + founded_before,
            largest: largest.unwrap_or(0),
            agencies,
            seconds,
            articles_per_second: verdicts.len() as f64 / seconds,
            peak_bytes: memory_of("VmHWM"),
            config,
        }
    }

    fn in_words(&self) -> String {
        let Self { articles, rejected, clusters, copies, largest, seconds, articles_per_second, .. } = self;
        let memory = self.peak_bytes.map_or_else(String::new, |b| format!(", {} MiB", b >> 20));
        let mut agencies: Vec<(&String, &u64)> = self.agencies.iter().collect();
        agencies.sort_by_key(|&(name, n)| (Reverse(n), name));
        let by_agencies: u64 = self.agencies.values().sum();
        let named = agencies.iter().take(NAMED).map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ");
        let more = if agencies.len() > NAMED { ", …" } else { "" };
        let written = if by_agencies == 0 {
            String::new()
        } else {
            format!("; {by_agencies} written by agencies: {named}{more}")
        };
        format!(
            "{} in {}: {copies} {}, the largest cluster has {largest}{written}; {rejected} rejected; {seconds:.1} s, \
             {articles_per_second:.0} articles/s{memory}",
            count_of(*articles, "article"),
            count_of(*clusters, "cluster"),
            if *copies == 1 { "copy" } else { "copies" },
        )
    }
}
