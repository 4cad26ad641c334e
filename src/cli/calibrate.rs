//! `wirefold calibrate`: which bound of a copy a user's own judged pairs ask for, and what it would change.

use super::{
    Finish, articles, count_of,
    options::{Reading, batch_config},
    output::Sink,
    rethreshold, warn,
};
use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Write,
    path::PathBuf,
};
use wirefold::{
    Article, Config, Engine,
    eval::{
        BoundSweep, Gold, JudgedPair,
        bounds::AtBound,
        judged::Label,
        read::{self, ordered},
    },
    verify::{Relation, Rule, VerifyConfig},
};

/// Bounds that are tried, in hundredths.
const TRIED: std::ops::RangeInclusive<u32> = 20..=80;
const STEP: usize = 2;

/// Articles that are folded before their passages are let go.
const BLOCK: usize = 2048;

const AFTER_HELP: &str = "\
The judged pairs are tab-separated cells (.tsv): id_a, id_b and copy, partial or none; then, where pairs were drawn by \
stratum, the stratum's name and its size in pairs. The articles that they name must be among those of --in; the more of \
the collection is there, the better is what each source repeats known.

With --rethreshold no text is read: pairs that were decided by their likeness are decided anew, all others stay as they \
are, and the articles are grouped by the same rule as in a batch. Its limits:
  - pairs that the batch never compared count as no copies, so a large cluster may come out in parts
  - which bodies are short is not stored: pairs of short bodies are held against the new bound, not against copy_short
  - reworded sentences are counted only where the batch counted them: under a higher bound some copies come out apart
  - under a lower bound, pairs pass whose texts share too few words of their own
  - stories and provenance are not made anew
  - without --in-verdicts, the order of arrival is guessed from the pairs, and articles that were compared with nothing are missing
On the project's corpora, clusters for a bound 0.15 higher agree with a batch under it to a pairwise F1 of 0.96. Once a \
bound is settled, a batch gives the exact answer.

Examples:
  wirefold calibrate --gold judged.tsv --in news/
  wirefold calibrate --gold judged.tsv --in news/ --config wirefold.toml --json | jq .proposal
  wirefold batch news/ --out verdicts.jsonl --edges edges.jsonl
  wirefold calibrate --rethreshold edges.jsonl --copy 0.5 --in-verdicts verdicts.jsonl";

/// Propose the bound of a copy from judged pairs of your own
///
/// Compares the judged pairs with what wirefold says of them under many bounds, proposes one (verify.copy), says what it
/// would change over the whole input, and lists the pairs nearest to the bound first: those are worth a second look.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Pairs that you have judged (.tsv)
    #[arg(long, value_name = "FILE", required_unless_present = "edges")]
    gold: Option<PathBuf>,
    /// Files and folders with the articles
    #[arg(long = "in", value_name = "FILE", num_args = 1.., required_unless_present = "edges")]
    files: Vec<PathBuf>,
    /// Configuration file that is in force
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Pairs that are listed
    #[arg(long, value_name = "N", default_value_t = 20)]
    show: usize,
    /// Give all of it as one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    stored: rethreshold::Stored,
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    if arguments.stored.is_asked_for() {
        return rethreshold::run(&arguments.stored);
    }
    let gold = arguments.gold.as_ref().context("--gold is missing")?;
    let Gold::Judged(judged) = read::gold(gold, "")? else {
        bail!("{} holds no judged pairs; their file's name ends in .tsv", gold.display());
    };
    let config = batch_config(arguments.config.as_ref())?;
    let read = articles::read(&arguments.files, &arguments.reading.options(), |_| ())?;
    read.tell_faults();
    let rejected = read.rejected.len() as u64;

    let folded = Folded::new(&read.articles, &config)?;
    let known = |pair: &JudgedPair| [&pair.a, &pair.b].iter().all(|id| folded.cluster_of.contains_key(id.as_str()));
    let (judged, unknown): (Vec<_>, Vec<_>) = judged.into_iter().partition(known);
    if judged.is_empty() {
        bail!("{}: no pair has both its articles in the input", gold.display());
    }
    let report = Report::new(&judged, unknown.len(), &folded, &read.articles, &config)?;
    let mut out = Sink::stdout();
    if arguments.json {
        out.write_line(&report)?;
    } else {
        report.print(&mut out, arguments.show)?;
    }
    out.finish()?;
    if !unknown.is_empty() {
        warn(format_args!(
            "{} left out, whose articles are not in the input",
            count_of(unknown.len() as u64, "judged pair")
        ));
    }
    Ok(Finish::with_rejected(rejected))
}

/// A collection as a batch folds it.
struct Folded {
    engine: Engine,
    cluster_of: HashMap<String, String>,
    /// Whether each compared pair is a copy; smaller id first.
    pairs: HashMap<(String, String), bool>,
}

impl Folded {
    fn new(articles: &[Article], config: &Config) -> Result<Self> {
        let config = Config { keep_text: false, ..config.clone() };
        let mut engine = Engine::builder().config(config).edges(true).build()?;
        let (mut verdicts, mut pairs) = (Vec::with_capacity(articles.len()), HashMap::new());
        for block in articles.chunks(BLOCK) {
            for mut verdict in engine.ingest_batch(block)? {
                let edges = std::mem::take(&mut verdict.edges);
                pairs.extend(edges.into_iter().map(|e| (ordered(&e.a, &e.b), e.relation.is_copy())));
                verdicts.push(verdict);
            }
        }
        engine.settle(&mut verdicts)?;
        let cluster_of = verdicts.into_iter().map(|v| (v.id, v.cluster_id)).collect();
        Ok(Self { engine, cluster_of, pairs })
    }

    /// The clusters of two or more, each with its members in order.
    fn clusters(&self) -> HashSet<Vec<&str>> {
        let mut members: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (id, cluster) in &self.cluster_of {
            members.entry(cluster).or_default().push(id);
        }
        let mut clusters: Vec<Vec<&str>> = members.into_values().filter(|m| m.len() > 1).collect();
        clusters.iter_mut().for_each(|m| m.sort_unstable());
        clusters.into_iter().collect()
    }
}

/// Everything that is said.
#[derive(Serialize)]
struct Report {
    judged: usize,
    /// Judged pairs whose articles are not in the input.
    left_out: usize,
    /// Judged copies that retrieval never brought up: no bound changes them.
    never_compared: usize,
    proposal: Proposal,
    sweep: BoundSweep,
    change: Change,
    /// Nearest to the proposed bound first.
    pairs: Vec<Borderline>,
}

#[derive(Serialize)]
struct Proposal {
    /// The bound to set, or the one in force where the pairs do not tell.
    copy: f32,
    /// Whether that is another than the one in force.
    is_change: bool,
}

/// What the best bound would change over the whole input.
#[derive(Serialize)]
struct Change {
    articles: usize,
    pairs_compared: usize,
    pairs_joined: usize,
    pairs_parted: usize,
    clusters_now: usize,
    clusters_then: usize,
    clusters_unchanged: usize,
}

#[derive(Serialize)]
struct Borderline {
    a: String,
    b: String,
    likeness: f32,
    label: Label,
    relation: Relation,
    rule: Rule,
    /// Whether the decision now is not what the label says.
    wrong: bool,
    compared: bool,
    words: f32,
    unquoted: f32,
    sentences: f32,
}

impl Report {
    fn new(
        judged: &[JudgedPair],
        left_out: usize,
        folded: &Folded,
        articles: &[Article],
        config: &Config,
    ) -> Result<Self> {
        let tried: Vec<f32> = TRIED.step_by(STEP).map(|hundredths| hundredths as f32 / 100.0).collect();
        let compared = |a: &str, b: &str| folded.pairs.contains_key(&ordered(a, b));
        let joins = |bound: f32, a: &str, b: &str| {
            let bounds = VerifyConfig { copy: bound, ..config.verify };
            compared(a, b) && folded.engine.explain_under(a, b, &bounds).is_ok_and(|e| e.relation.is_copy())
        };
        let sweep = BoundSweep::new(judged, config.verify.copy, &tried, joins);
        let is_change = sweep.tells();
        let proposal = Proposal { copy: if is_change { sweep.best.bound } else { sweep.now.bound }, is_change };

        let mut pairs = Vec::with_capacity(judged.len());
        for pair in judged {
            let found = folded.engine.explain(&pair.a, &pair.b)?;
            let compared = compared(&pair.a, &pair.b);
            pairs.push(Borderline {
                a: pair.a.clone(),
                b: pair.b.clone(),
                likeness: found.likeness,
                label: pair.label,
                relation: found.relation,
                rule: found.rule,
                wrong: (compared && found.relation.is_copy()) != (pair.label == Label::Copy),
                compared,
                words: found.words,
                unquoted: found.unquoted,
                sentences: found.sentences,
            });
        }
        let distance = |pair: &Borderline| (pair.likeness - proposal.copy).abs();
        pairs.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        let never_compared = pairs.iter().filter(|p| p.label == Label::Copy && !p.compared).count();

        let mut then = config.clone();
        then.verify.copy = sweep.best.bound;
        let change = if then.verify.copy == config.verify.copy {
            Change::between(folded, folded)
        } else {
            Change::between(folded, &Folded::new(articles, &then)?)
        };
        Ok(Self { judged: judged.len(), left_out, never_compared, proposal, sweep, change, pairs })
    }

    fn print(&self, out: &mut impl Write, show: usize) -> Result<()> {
        writeln!(out, "{} judged pairs; {} copies among them were never compared", self.judged, self.never_compared)?;
        self.print_bounds(out)?;
        self.print_proposal(out)?;
        self.print_pairs(out, show)
    }

    fn print_bounds(&self, out: &mut impl Write) -> Result<()> {
        let BoundSweep { now, best, bounds, .. } = &self.sweep;
        writeln!(out, "\nbound     F1  90 % interval  precision  recall  partial joined  none joined")?;
        for row in bounds {
            let AtBound { bound, figures: f } = row;
            let (low, high) = f.f1_interval;
            let mark = match (row.bound == now.bound, row.bound == best.bound) {
                (true, true) => "  in force, best",
                (true, false) => "  in force",
                (false, true) => "  best",
                (false, false) => "",
            };
            writeln!(
                out,
                "{bound:>5.2}  {:.3}  {low:.3} - {high:.3}      {:.3}   {:.3}           {:.3}        {:.4}{mark}",
                f.f1, f.precision, f.recall, f.partial_joined, f.none_joined
            )?;
        }
        Ok(())
    }

    /// The bound to set, and what the best one would change.
    fn print_proposal(&self, out: &mut impl Write) -> Result<()> {
        let BoundSweep { now, best, gain_interval: (low, high), .. } = &self.sweep;
        let gain = best.figures.f1 - now.figures.f1;
        writeln!(out)?;
        if self.proposal.is_change {
            writeln!(out, "Proposal: verify.copy = {:.2}, which gains {gain:.3} [{low:.3}, {high:.3}].", best.bound)?;
        } else if best.bound == now.bound {
            writeln!(out, "Proposal: keep verify.copy = {:.2}; no bound is better on these pairs.", now.bound)?;
        } else {
            writeln!(
                out,
                "Proposal: keep verify.copy = {:.2}. {:.2} gains {gain:.3} [{low:.3}, {high:.3}] on these pairs, which \
                 are too few to tell.",
                now.bound, best.bound
            )?;
        }
        let c = &self.change;
        if best.bound != now.bound {
            writeln!(
                out,
                "Under {:.2}, of {} compared pairs among {} articles {} become copies and {} cease to be; of {} \
                 clusters of two or more {} stay as they are, and there are {}.",
                best.bound,
                c.pairs_compared,
                c.articles,
                c.pairs_joined,
                c.pairs_parted,
                c.clusters_now,
                c.clusters_unchanged,
                c.clusters_then
            )?;
        }
        Ok(())
    }

    fn print_pairs(&self, out: &mut impl Write, show: usize) -> Result<()> {
        writeln!(out, "\nlikeness  judged   found      rule              words  unquoted  sentences  a, b")?;
        for pair in self.pairs.iter().take(show) {
            let rule = if pair.compared { name(&pair.rule) } else { "never compared".to_owned() };
            writeln!(
                out,
                "{:>8.3}  {:<7}  {:<9}{} {rule:<17} {:>5.2}  {:>8.2}  {:>9.2}  {}, {}",
                pair.likeness,
                name(&pair.label),
                pair.relation.name(),
                if pair.wrong { "!" } else { " " },
                pair.words,
                pair.unquoted,
                pair.sentences,
                pair.a,
                pair.b
            )?;
        }
        Ok(())
    }
}

impl Change {
    fn between(now: &Folded, then: &Folded) -> Self {
        let is_copy = |folded: &Folded, ids| folded.pairs.get(ids).copied().unwrap_or(false);
        let all: HashSet<&(String, String)> = now.pairs.keys().chain(then.pairs.keys()).collect();
        let moved = |joined: bool| {
            all.iter().filter(|ids| is_copy(now, **ids) != joined && is_copy(then, **ids) == joined).count()
        };
        let (before, after) = (now.clusters(), then.clusters());
        Self {
            articles: now.cluster_of.len(),
            pairs_compared: now.pairs.len(),
            pairs_joined: moved(true),
            pairs_parted: moved(false),
            clusters_now: before.len(),
            clusters_then: after.len(),
            clusters_unchanged: before.intersection(&after).count(),
        }
    }
}

/// The name that a label or rule has in files.
fn name(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(|v| v.as_str()).unwrap_or_default().to_owned()
}
