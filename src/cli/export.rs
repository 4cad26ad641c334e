//! `wirefold export`: provenance for other programs.

use super::{Finish, articles, files::Files, labels::Labels, output::Sink, verdicts};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
};
use wirefold::{
    Error,
    cluster::label::Label,
    ingest::{self, Mapping, Options},
    sinks::export::{self, Item},
    store::{Reader, is_store},
};

const AFTER_HELP: &str = "\
Examples:
  wirefold batch news/ --out verdicts.jsonl
  wirefold export verdicts.jsonl --in news/ --format prov-json --out provenance.json
  wirefold export verdicts.jsonl --in news/ --format csv --out edges.csv    # who copied whom
  wirefold export verdicts.jsonl --in news/ --format csv-articles --out articles.csv
  wirefold export verdicts.jsonl --in news/ --format gexf --out copies.gexf    # for Gephi
  wirefold export verdicts.jsonl --format csv --cluster c:a1    # of one text alone
  wirefold export news.db --format ninjs --out news.jsonl    # from a store";

/// Write who took what from whom for other programs
///
/// As a W3C PROV document, a graph for Gephi and others, ninjs items, or tables: of edges (csv), of articles, of clusters.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Verdicts, as batch writes them, or - for standard input; or a store, which another process may be writing
    verdicts: PathBuf,
    /// What to write
    #[arg(long, value_enum)]
    format: Form,
    /// Files and folders with the articles, for their titles, dates and addresses
    #[arg(long = "in", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Write one cluster only: its id, or that of an article
    #[arg(long, value_name = "ID")]
    cluster: Option<String>,
    /// File to write to; - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    out: PathBuf,
    /// Names that your records have for fields, such as text=body,source=publisher
    #[arg(long, value_name = "FIELD=NAME,…")]
    map: Option<Mapping>,
    /// Form of every file of --in: jsonl, csv, tsv or txt [default: told by the file's extension]
    #[arg(long, value_name = "FORMAT")]
    in_format: Option<ingest::Format>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    ProvJson,
    Graphml,
    Gexf,
    Csv,
    CsvArticles,
    CsvClusters,
    Ninjs,
}

impl From<Form> for export::Format {
    fn from(form: Form) -> Self {
        match form {
            Form::ProvJson => Self::ProvJson,
            Form::Graphml => Self::GraphMl,
            Form::Gexf => Self::Gexf,
            Form::Csv => Self::Csv,
            Form::CsvArticles => Self::CsvArticles,
            Form::CsvClusters => Self::CsvClusters,
            Form::Ninjs => Self::Ninjs,
        }
    }
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    check_files(&arguments)?;
    let mut out = Sink::create(&arguments.out)?;
    let mut items = items(&arguments)?;
    let mut labels = Labels::default();
    let mut rejected = 0;
    if !arguments.files.is_empty() {
        rejected = add_articles(&mut items, &mut labels, &arguments)?;
    } else if is_store(&arguments.verdicts) {
        labels.read(&Reader::open(&arguments.verdicts)?, &Vec::from_iter(representatives(&items)))?;
    }
    label(&mut items, &labels);
    export::find_origins(&mut items);
    export::write(arguments.format.into(), &items, &mut out)?;
    out.finish()?;
    Ok(Finish::with_rejected(rejected))
}

fn check_files(arguments: &Arguments) -> Result<()> {
    let mut files = Files::default();
    if is_store(&arguments.verdicts) {
        files.store("the store", [&arguments.verdicts], false);
    } else {
        files.read("the file of verdicts", [&arguments.verdicts]);
    }
    files.read_articles(&arguments.files, arguments.in_format);
    files.write("--out", [&arguments.out]);
    files.check()
}

/// What is to be written: all, or one cluster.
fn items(arguments: &Arguments) -> Result<Vec<Item>> {
    if is_store(&arguments.verdicts) {
        return Ok(Reader::open(&arguments.verdicts)?.items(arguments.cluster.as_deref())?);
    }
    let mut items: Vec<Item> = verdicts::read(&arguments.verdicts)?;
    if let Some(id) = &arguments.cluster {
        let of_article = items.iter().find(|i| i.id == *id).map(|i| i.cluster_id.clone());
        let cluster = of_article.unwrap_or_else(|| id.clone());
        items.retain(|i| i.cluster_id == cluster);
        if items.is_empty() {
            return Err(Error::UnknownId { what: "cluster", id: id.clone() }.into());
        }
    }
    Ok(items)
}

/// The articles that stand for clusters.
fn representatives(items: &[Item]) -> HashSet<&str> {
    items.iter().filter_map(|item| item.representative.as_deref()).collect()
}

/// Adds what the articles of `--in` tell of themselves, and has labels learn from them; gives how many records were rejected.
fn add_articles(items: &mut [Item], labels: &mut Labels, arguments: &Arguments) -> Result<u64> {
    let mapping = arguments.map.clone().unwrap_or_default();
    let options = Options { mapping, format: arguments.in_format, ..Options::default() };
    let read = articles::read(&arguments.files, &options, |_| ())?;
    read.tell_faults();
    labels.learn(&read.articles);
    let stand = representatives(items);
    labels.add(read.articles.iter().filter(|article| stand.contains(article.id.as_str())));
    // Of several versions of an article, the last counts.
    let mut known: HashMap<String, _> = read.articles.into_iter().map(|a| (a.id.clone(), a)).collect();
    let mut missing = 0;
    for item in items {
        match known.remove(&item.id) {
            Some(article) => {
                item.title = article.title;
                item.url = article.url;
                item.published_at = article.published_at;
            }
            None => missing += 1,
        }
    }
    verdicts::tell_unread(missing);
    Ok(read.rejected.len() as u64)
}

/// Gives each item the labels of its cluster and its story.
fn label(items: &mut [Item], labels: &Labels) {
    let mut of_story: BTreeMap<&str, BTreeMap<&str, (usize, &str)>> = BTreeMap::new();
    let mut of_cluster: HashMap<&str, &str> = HashMap::new();
    for item in &*items {
        let Some(stands) = item.representative.as_deref() else { continue };
        of_cluster.insert(&item.cluster_id, stands);
        if let Some(story) = &item.story_id {
            of_story.entry(story).or_default().entry(&item.cluster_id).or_insert((0, stands)).0 += 1;
        }
    }
    let clusters: HashMap<String, Label> =
        of_cluster.iter().map(|(id, stands)| ((*id).to_owned(), labels.of([*stands].into_iter()))).collect();
    let stories: HashMap<String, Label> = of_story
        .iter()
        .map(|(id, clusters)| {
            let mut largest_first: Vec<&(usize, &str)> = clusters.values().collect();
            largest_first.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
            ((*id).to_owned(), labels.of(largest_first.into_iter().map(|(_, stands)| *stands)))
        })
        .collect();
    for item in items {
        item.cluster_label = clusters.get(&item.cluster_id).cloned();
        item.story_label = item.story_id.as_ref().and_then(|id| stories.get(id)).cloned();
    }
}
