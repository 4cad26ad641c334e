//! `wirefold show`: clusters as a person reads them.

use super::{
    Finish,
    account::{account, first_outlet},
    articles,
    columns::{cell, cut, terminal_width, wrapped},
    count_of,
    labels::Labels,
    options::Reading,
    verdicts, warn,
};
use anstyle::Style;
use anyhow::Result;
use clap::Args;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    io::Write,
    path::{Path, PathBuf},
};
use unicode_width::UnicodeWidthStr;
use wirefold::{
    Article, Error,
    cluster::label::{Label, MOST_ARTICLES},
    provenance::Families,
    sinks::export::{Author, Item, Role, told_by},
    store::{Facts, Reader, Scope, Stats, is_store},
    units::Timestamp,
};

/// Members that a list of many clusters shows of each.
const LISTED: usize = 8;

/// Clusters about the same event that are named.
const TOLD: usize = 3;

/// Columns of a row of the table, spaces between them included, but for the outlet and the credit.
const FIXED_COLUMNS: usize = 3 + 2 + 11 + 2 + 2 + 14 + 1 + 5 + 2;

/// Columns that outlets leave to credits that are as long.
const MIN_CREDIT: usize = 12;

const LONG_ABOUT: &str = "\
Read clusters as a person does

For each cluster: who wrote the text, how many printed it, and every printing with its time, outlet, what it is to an \
earlier one (… where that is of another cluster), how much of it stands there, and whom it credits. An agency in \
(brackets) is not credited in that article, but others of its cluster credit it.";

const AFTER_HELP: &str = "\
Examples:
  wirefold batch news/ --out verdicts.jsonl && wirefold show verdicts.jsonl --in news/
  wirefold show verdicts.jsonl --in news/ --top 3
  wirefold show verdicts.jsonl --in news/ --cluster c:a1    # or the id of any article
  wirefold show news.db --top 3    # a store, also while a stream writes it";

/// Read clusters as a person does
#[derive(Args)]
#[command(long_about = LONG_ABOUT, after_help = AFTER_HELP)]
pub struct Arguments {
    /// Verdicts, as batch and stream write them, or - for standard input; or a store, which another process may be writing
    verdicts: PathBuf,
    /// Files and folders with the articles, for their titles and dates
    #[arg(long = "in", value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Show one cluster in full: its id, or that of an article
    #[arg(long, value_name = "ID")]
    cluster: Option<String>,
    /// Show so many of the largest clusters
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Publishers and their outlets, as docs/formats/families.md describes them: added to those that are known
    #[arg(long, value_name = "FILE")]
    families: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// An article of a cluster.
pub struct Member {
    /// Its verdict, with the title, address and date of the article where they are known.
    pub item: Item,
    /// The outlet, as the article names it or else the verdict.
    pub source: Option<String>,
}

pub struct Cluster {
    pub id: String,
    /// As the member tells it that knows most.
    origin: Author,
    /// By time of publication, the undated ones last.
    pub members: Vec<Member>,
}

impl Cluster {
    fn representative(&self) -> Option<&Member> {
        let id = self.members.iter().find_map(|member| member.item.representative.as_ref());
        self.members.iter().find(|member| Some(&member.item.id) == id).or(self.members.first())
    }

    /// Its articles, the one that stands for it first.
    fn label_ids(&self) -> impl Iterator<Item = &str> {
        let representative = self.representative().map(|member| member.item.id.as_str());
        let others = self.members.iter().map(|m| m.item.id.as_str()).filter(move |id| Some(*id) != representative);
        representative.into_iter().chain(others)
    }

    fn first(&self) -> Option<Timestamp> {
        self.members.first().and_then(|member| member.item.published_at)
    }

    fn story(&self) -> Option<&str> {
        self.representative()?.item.story_id.as_deref()
    }

    /// Whether the id is the cluster's own or that of one of its articles.
    fn is_called(&self, id: &str) -> bool {
        self.id == id || self.members.iter().any(|member| member.item.id == id)
    }

    /// Whether an agency wrote its text.
    pub fn is_agencys(&self) -> bool {
        self.origin.kind == "agency"
    }

    /// `AFP`, or `the outlet lavoix.example`; none without provenance.
    pub fn author(&self) -> Option<String> {
        let name = self.origin.name.as_deref()?;
        Some(if self.is_agencys() { name.to_owned() } else { format!("the outlet {name}") })
    }
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    let path = &arguments.verdicts;
    let Verdicts { mut items, mut facts, notices, stats, asked } = if is_store(path) {
        read_store(path, arguments.cluster.as_deref(), arguments.top)?
    } else {
        Verdicts { items: verdicts::read(path)?, asked: arguments.cluster.clone(), ..Verdicts::default() }
    };
    let mut rejected = 0;
    let mut articles: Vec<Article> = Vec::new();
    if !arguments.files.is_empty() {
        let read = articles::read(&arguments.files, &arguments.reading.options(), |_| ())?;
        read.tell_faults();
        rejected = read.rejected.len() as u64;
        articles = read.articles;
        let told = |a: &Article| {
            let (title, source, url) = (a.title.clone(), a.source.clone(), a.url.clone());
            (a.id.clone(), Facts { title, source, published_at: a.published_at, url })
        };
        facts.extend(articles.iter().map(told));
        verdicts::tell_unread(items.iter().filter(|item| !facts.contains_key(&item.id)).count());
    } else if stats.is_none() {
        warn("titles and dates stand in the articles: name these by --in");
    }
    withdraw(&mut items, notices);
    let clusters = clusters(items, facts);
    let mut labels = Labels::default();
    let shown = shown(&clusters, asked.as_deref(), arguments.top);
    if articles.is_empty() && stats.is_some() {
        labels.read(&Reader::open(path)?, &Vec::from_iter(shown))?;
    } else {
        labels.learn(&articles);
        labels.add(articles.iter().filter(|article| shown.contains(article.id.as_str())));
    }
    let families = arguments.families.as_deref().map(Families::with_file).transpose()?.unwrap_or_default();
    let stories = stories(&clusters);
    let mut page = Page { out: anstream::stdout().lock(), width: terminal_width(), stories, families, labels };
    match &asked {
        Some(id) => {
            let found = clusters.iter().find(|cluster| cluster.is_called(id));
            page.one(found.ok_or_else(|| Error::UnknownId { what: "cluster", id: id.clone() })?)?;
        }
        None => {
            let totals = stats.map_or_else(|| Totals::of(&clusters), |stats| Totals::stored(&stats));
            page.many(&clusters, &totals, arguments.top)?;
        }
    }
    page.out.flush()?;
    Ok(Finish::with_rejected(rejected))
}

/// What is to be shown.
#[derive(Default)]
struct Verdicts {
    items: Vec<Item>,
    /// What a store tells of their articles.
    facts: HashMap<String, Facts>,
    /// The notice against each cluster that a store knows to be withdrawn.
    notices: HashMap<String, String>,
    /// Of a store, how much there is in all.
    stats: Option<Stats>,
    /// The cluster that was asked for, or an article of it.
    asked: Option<String>,
}

/// The verdicts on a store's clusters, as of one moment: those of one that is asked for with those of its story, or of the
/// largest.
fn read_store(path: &Path, asked: Option<&str>, top: usize) -> Result<Verdicts> {
    let reader = Reader::open(path)?;
    reader.hold()?;
    let (mut items, mut facts) = (Vec::new(), HashMap::new());
    reader.verdicts(asked.map_or(Scope::Largest(top), Scope::Around), |line, of_article| {
        let item: Item = serde_json::from_str(line)?;
        facts.insert(item.id.clone(), of_article);
        items.push(item);
        anyhow::Ok(())
    })?;
    // The one that was asked for comes first, under the id that it has today.
    let asked = asked.map(|id| items.first().map_or_else(|| id.to_owned(), |item| item.cluster_id.clone()));
    let notices = reader.withdrawals()?.into_iter().collect();
    Ok(Verdicts { items, facts, notices, stats: Some(reader.stats()?), asked })
}

/// Has every carrier of a withdrawn cluster say so: a stream's line says it only of what came after the notice.
fn withdraw(items: &mut [Item], mut notices: HashMap<String, String>) {
    for item in &*items {
        let withdraws = item.provenance.iter().flat_map(|p| &p.withdraws);
        withdraws.for_each(|cluster| _ = notices.entry(cluster.clone()).or_insert(item.id.clone()));
    }
    for item in items {
        let carrier = item.provenance.as_mut().filter(|p| p.withdraws.is_empty() && p.withdrawn_by.is_none());
        if let (Some(notice), Some(provenance)) = (notices.get(&item.cluster_id), carrier) {
            provenance.withdrawn_by = Some(notice.clone());
        }
    }
}

/// The articles that labels are made from: of the clusters that are shown, and of the event of one that was asked for.
fn shown<'a>(clusters: &'a [Cluster], asked: Option<&str>, top: usize) -> HashSet<&'a str> {
    let of = |cluster: &'a Cluster| cluster.label_ids().take(MOST_ARTICLES);
    let Some(id) = asked else {
        return clusters.iter().filter(|c| c.members.len() > 1).take(top).flat_map(of).collect();
    };
    let found = clusters.iter().find(|cluster| cluster.is_called(id));
    let story = found.and_then(Cluster::story);
    let others = clusters.iter().filter(|c| story.is_some() && c.story() == story);
    found.into_iter().flat_map(of).chain(others.filter_map(|c| c.label_ids().next())).collect()
}

/// How much there is.
struct Totals {
    articles: u64,
    shared: u64,
    alone: u64,
}

impl Totals {
    fn of(clusters: &[Cluster]) -> Self {
        let shared = clusters.iter().filter(|c| c.members.len() > 1).count();
        let articles = clusters.iter().map(|c| c.members.len()).sum::<usize>();
        Self { articles: articles as u64, shared: shared as u64, alone: (clusters.len() - shared) as u64 }
    }

    fn stored(stats: &Stats) -> Self {
        let Stats { articles, shared, clusters, .. } = *stats;
        Self { articles: articles as u64, shared: shared as u64, alone: (clusters - shared) as u64 }
    }
}

/// The clusters, the largest first, then the earliest.
fn clusters(items: Vec<Item>, mut facts: HashMap<String, Facts>) -> Vec<Cluster> {
    let mut by_id: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    let mut origins = HashMap::new();
    for mut item in items {
        let Facts { title, source, url, published_at } = facts.remove(&item.id).unwrap_or_default();
        (item.title, item.url, item.published_at) = (title, url, published_at);
        if let Some(provenance) = &item.provenance {
            let said = (provenance.origin.clone(), published_at);
            told_by(&mut origins, &item.cluster_id, said, |origin: &Author| origin.kind == "agency");
        }
        let source = source.or_else(|| item.publisher().map(str::to_owned));
        by_id.entry(item.cluster_id.clone()).or_default().push(Member { item, source });
    }
    let mut clusters: Vec<Cluster> = by_id
        .into_iter()
        .map(|(id, mut members)| {
            members.sort_by_key(|m| (m.item.published_at.is_none(), m.item.published_at.map(Timestamp::latest)));
            let (origin, _) = origins.remove(&id).unwrap_or_default();
            Cluster { id, origin, members }
        })
        .collect();
    clusters.sort_by_key(|c| (Reverse(c.members.len()), c.first().is_none(), c.first()));
    clusters
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The clusters about each event.
type Stories<'a> = HashMap<&'a str, Vec<&'a Cluster>>;

fn stories(clusters: &[Cluster]) -> Stories<'_> {
    let mut stories = Stories::new();
    for cluster in clusters {
        if let Some(story) = cluster.story() {
            stories.entry(story).or_default().push(cluster);
        }
    }
    stories
}

struct Page<'a, W> {
    out: W,
    width: usize,
    stories: Stories<'a>,
    families: Families,
    labels: Labels,
}

impl<W: Write> Page<'_, W> {
    /// The largest clusters, and what else there is.
    fn many(&mut self, clusters: &[Cluster], totals: &Totals, top: usize) -> Result<()> {
        writeln!(
            self.out,
            "{}: {} printed more than once, {} printed once",
            count_of(totals.articles, "article"),
            count_of(totals.shared, "text"),
            totals.alone,
        )?;
        for cluster in clusters.iter().filter(|c| c.members.len() > 1).take(top) {
            writeln!(self.out)?;
            self.head(cluster)?;
            let shown = if cluster.members.len() > LISTED + 1 { LISTED } else { cluster.members.len() };
            self.table(cluster, shown, false)?;
            if shown < cluster.members.len() {
                let more = cluster.members.len() - shown;
                writeln!(self.out, "{DIM}     … and {more} more: --cluster {}{DIM:#}", cut(&cluster.id, self.width))?;
            }
        }
        if totals.shared > top as u64 {
            writeln!(self.out, "\n{DIM}… and {} more: --top N{DIM:#}", count_of(totals.shared - top as u64, "text"))?;
        }
        Ok(())
    }

    /// One cluster with all that is known of its members.
    fn one(&mut self, cluster: &Cluster) -> Result<()> {
        self.head(cluster)?;
        let story = cluster.story().and_then(|story| self.stories.get(story)).cloned().unwrap_or_default();
        for (n, line) in wrapped(&account(cluster, &story, &self.families).join(" "), self.width).iter().enumerate() {
            writeln!(self.out, "{}{line}", if n == 0 { "\n" } else { "" })?;
        }
        if story.len() > 1 {
            let mut story = story;
            story.sort_by_key(|c| Reverse(c.members.len()));
            let Label { title, terms } = self.labels.of(story.iter().filter_map(|c| c.label_ids().next()));
            let event: Vec<String> =
                title.into_iter().chain([terms.join(", ")]).filter(|part| !part.is_empty()).collect();
            if !event.is_empty() {
                for line in wrapped(&format!("The event: {}", event.join(" · ")), self.width) {
                    writeln!(self.out, "{line}")?;
                }
            }
        }
        writeln!(self.out)?;
        self.table(cluster, cluster.members.len(), true)
    }

    fn head(&mut self, cluster: &Cluster) -> Result<()> {
        let Some(representative) = cluster.representative() else { return Ok(()) };
        let Label { title, terms } = self.labels.of(cluster.label_ids());
        let title = representative.item.title.as_ref().or(title.as_ref()).unwrap_or(&representative.item.id);
        for line in wrapped(title, self.width) {
            writeln!(self.out, "{BOLD}{line}{BOLD:#}")?;
        }
        let terms = terms.join(", ");
        for line in wrapped(&terms, self.width).into_iter().filter(|line| !line.is_empty()) {
            writeln!(self.out, "{line}")?;
        }
        let mut about = vec![count_of(cluster.members.len() as u64, "printing")];
        let author = cluster.author().filter(|_| cluster.is_agencys() || first_outlet(&cluster.members).is_some());
        about.extend(author.map(|author| format!("written by {author}")));
        about.extend(representative.item.language.clone());
        about.extend(cluster.first().map(|at| format!("{} UTC", at.to_string().chars().take(10).collect::<String>())));
        for line in wrapped(&about.join(" · "), self.width) {
            writeln!(self.out, "{line}")?;
        }
        let mut ids = cluster.id.clone();
        let story = cluster.story().and_then(|story| self.stories.get(story)).map_or(&[][..], Vec::as_slice);
        let others = story.iter().map(|c| c.id.as_str()).filter(|id| *id != cluster.id);
        let told: Vec<&str> = others.take(TOLD).collect();
        if !told.is_empty() {
            ids += &format!(" · same event as {}", told.join(", "));
        }
        // It is one of them itself.
        if story.len() > TOLD + 1 {
            ids += &format!(" and {} more", story.len() - 1 - TOLD);
        }
        for line in wrapped(&ids, self.width) {
            writeln!(self.out, "{DIM}{line}{DIM:#}")?;
        }
        let notice = |member: &Member| member.item.provenance.as_ref()?.withdrawn_by.clone();
        if let Some(notice) = cluster.members.iter().find_map(notice) {
            writeln!(self.out, "{BOLD}withdrawn by {}{BOLD:#}", cut(&notice, self.width - 13))?;
        }
        Ok(())
    }

    /// One row for each of the first `shown` members: number, time, outlet, relation, share, credit.
    fn table(&mut self, cluster: &Cluster, shown: usize, in_full: bool) -> Result<()> {
        let numbers: HashMap<&str, usize> =
            cluster.members.iter().zip(1..).map(|(m, n)| (m.item.id.as_str(), n)).collect();
        let width = self.width;
        let outlet = |member: &Member| cut(member.source.as_deref().unwrap_or(&member.item.id), width);
        let widest = |text: &dyn Fn(&Member) -> String| {
            cluster.members.iter().take(shown).map(|m| text(m).width()).max().unwrap_or(0)
        };
        let kept = widest(&credit).min(MIN_CREDIT);
        let outlet_width = widest(&outlet).min(width - FIXED_COLUMNS - kept);
        let credit_width = width - FIXED_COLUMNS - outlet_width;
        let first = cluster.first();
        for (member, n) in cluster.members.iter().zip(1..).take(shown) {
            let share = member.item.measures.filter(|_| member.item.of.is_some());
            let share = share.map_or_else(String::new, |m| format!("{:.0} %", m.containment * 100.0));
            let row = format!(
                "{n:>3}  {}  {}  {} {share:>5}  {}",
                cell(&when(member.item.published_at, first.filter(|_| n > 1)), 11),
                cell(&outlet(member), outlet_width),
                cell(&what(member, n, &numbers), 14),
                cut(&credit(member), credit_width),
            );
            writeln!(self.out, "{}", row.trim_end())?;
            if in_full {
                self.details(member, &numbers)?;
            } else if let Some(via) = member.item.provenance.as_ref().and_then(|p| p.via.first()) {
                writeln!(self.out, "{DIM}{:18}via {}{DIM:#}", "", cut(via, width - 22))?;
            }
        }
        Ok(())
    }

    fn details(&mut self, member: &Member, numbers: &HashMap<&str, usize>) -> Result<()> {
        let item = &member.item;
        let mut details: Vec<String> = Vec::new();
        details.extend(item.title.clone());
        details.push(item.url.iter().fold(item.id.clone(), |id, url| format!("{id} · {url}")));
        if let Some(rule) = &item.rule {
            let of = item.of.iter().map(|of| format!(" (against {of})")).collect::<String>();
            details.push(format!("rule: {}{of}", rule.replace('_', " ")));
        }
        if let Some(provenance) = &item.provenance {
            for Role { name, basis, confidence, .. } in &provenance.agencies {
                let said = format!("{name}: {basis}, {:.0} % sure", confidence * 100.0);
                // By the outlet's name and by its address.
                details.extend(Some(said).filter(|said| !details.contains(said)));
            }
            details.extend(provenance.byline.iter().map(|name| format!("by {name}")));
            details.extend(provenance.via.iter().map(|name| format!("names {name} as its source")));
            let numbered = |id: &String| numbers.get(id.as_str()).map_or_else(|| id.clone(), usize::to_string);
            details.extend(provenance.taken_from.iter().map(|id| {
                let sure = provenance.taken_from_confidence.map(|c| format!(", {:.0} % sure", c * 100.0));
                let why = if provenance.evidence.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", provenance.evidence.join(", ").replace('_', " "))
                };
                format!("taken from {}{}{why}", numbered(id), sure.unwrap_or_default())
            }));
            let own = provenance.originality.filter(|share| *share >= 0.005);
            details.extend(own.map(|share| format!("{:.0} % of it stands in no earlier one", share * 100.0)));
            let version = provenance.version.filter(|&v| v > 1 || provenance.outdated);
            let outdated = if provenance.outdated { ", when a newer one was out" } else { "" };
            details.extend(version.map(|v| format!("prints version {v}{outdated}")));
            details.extend(provenance.withdraws.iter().map(|id| format!("withdraws {id}")));
            details.extend(provenance.withdrawn_by.iter().map(|id| format!("withdrawn by {}", numbered(id))));
        }
        for detail in details {
            for line in wrapped(&detail, self.width - 5) {
                writeln!(self.out, "{DIM}     {line}{DIM:#}")?;
            }
        }
        Ok(())
    }
}

/// `03-04 06:31`; the time alone on the day of `first`; the day alone where nobody gave a time.
fn when(at: Option<Timestamp>, first: Option<Timestamp>) -> String {
    let Some(instant) = at else { return "undated".to_owned() };
    let at = instant.to_string();
    // RFC 3339 in UTC: 2031-03-04T06:31:00Z. Years beyond 9999 do not occur in it, those before 0 are shown as they are.
    match (at.get(..10), at.get(5..10), at.get(11..16)) {
        (_, Some(day), _) if instant.is_day() => day.to_owned(),
        (Some(date), _, Some(time)) if first.is_some_and(|first| first.to_string().starts_with(date)) => {
            format!("{time:>11}")
        }
        (_, Some(day), Some(time)) => format!("{day} {time}"),
        _ => at,
    }
}

/// What the article is to another of its cluster.
fn what(member: &Member, n: usize, numbers: &HashMap<&str, usize>) -> String {
    let of = member.item.of.as_deref();
    let of = of.map_or_else(String::new, |of| numbers.get(of).map_or_else(|| "…".to_owned(), usize::to_string));
    match member.item.relation.as_str() {
        "identical" => format!("same as {of}"),
        "partial" => format!("partly from {of}"),
        // Alone when it came; a later article has brought its cluster and this one together.
        "none" | "" => if n == 1 { "first" } else { "–" }.to_owned(),
        relation => format!("{relation} of {of}"),
    }
}

/// The agency that the text is from, in brackets when only others of the cluster credit it.
fn credit(member: &Member) -> String {
    let author = member.item.authors().next();
    author.map_or_else(String::new, |a| if a.basis == "inferred" { format!("({})", a.name) } else { a.name.clone() })
}
