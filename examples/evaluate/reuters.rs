//! The clusters of a collection without labels: how many, how large, and lists for reading.

use super::folding::{self, Collections};
use super::table::{Table, Target};
use super::{Request, write_list};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use wirefold::random::SplitMix64;
use wirefold::{Article, Result};

/// Clusters above this many articles are listed, each of them.
const LARGE: usize = 6;

/// Clusters that are drawn for reading, and the seed of the draw where none is asked for.
const DRAWN: usize = 100;
pub const SEED: u64 = 4;

const BANDS: [(usize, usize, &str); 7] = [
    (2, 2, "2"),
    (3, 3, "3"),
    (4, 6, "4-6"),
    (7, 10, "7-10"),
    (11, 20, "11-20"),
    (21, 50, "21-50"),
    (51, usize::MAX, "51-"),
];

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    let Some(path) = collections.folder.as_ref().map(|f| f.join("reuters.jsonl")).filter(|p| p.exists()) else {
        return Ok(());
    };
    let articles = folding::articles(&path)?;
    let folded = folding::fold(&articles, &request.config)?;
    let by_id: FxHashMap<&str, &Article> = articles.iter().map(|a| (a.id.as_str(), a)).collect();
    let mut members: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
    for (id, cluster) in &folded.cluster_of {
        members.entry(cluster).or_default().push(by_id[id.as_str()]);
    }
    let mut clusters: Vec<(&str, Vec<&Article>)> = members.into_iter().filter(|(_, m)| m.len() > 1).collect();
    for (_, members) in &mut clusters {
        members.sort_by(|a, b| (a.published_at, &a.id).cmp(&(b.published_at, &b.id)));
    }
    clusters.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));

    let within: usize = clusters.iter().map(|(_, m)| m.len()).sum();
    let detail = format!("{within} of {} articles in them; {:.1} s", articles.len(), folded.seconds);
    table.row("reuters", "clusters of two or more", clusters.len() as f64, Target::Told, detail);
    let in_band = |low, high| clusters.iter().filter(|(_, m)| (low..=high).contains(&m.len())).count();
    let sizes = BANDS.map(|(low, high, name)| format!("{name}: {}", in_band(low, high)));
    let largest = clusters.first().map_or(0, |(_, m)| m.len());
    table.row("reuters", "largest cluster", largest as f64, Target::Told, format!("by size {}", sizes.join(", ")));

    let large: Vec<_> = clusters.iter().filter(|(_, m)| m.len() > LARGE).collect();
    let list = write_list("reuters-large.txt", &titles(large.iter().copied()))?;
    table.row("reuters", format!("clusters of more than {LARGE}"), large.len() as f64, Target::Told, list);

    let filled: Vec<_> = clusters.iter().filter(|(_, members)| has_different_figures(members)).collect();
    let share = filled.len() as f64 / clusters.len().max(1) as f64;
    let list = write_list("reuters-figures.txt", &titles(filled.iter().copied()))?;
    let detail = format!("{} clusters; {list}", filled.len());
    table.row("reuters", "clusters whose titles' figures differ", share, Target::Told, detail);

    let mut drawn: Vec<usize> = (0..clusters.len()).collect();
    let mut random = SplitMix64::new(request.seed);
    for place in 0..DRAWN.min(drawn.len()) {
        let other = place + random.below(drawn.len() - place);
        drawn.swap(place, other);
    }
    drawn.truncate(DRAWN);
    let list = write_list("reuters-draw.txt", &texts(drawn.iter().map(|&place| &clusters[place])))?;
    table.row("reuters", "drawn for reading", drawn.len() as f64, Target::Told, format!("{list}; 97 should be pure"));
    Ok(())
}

/// The figures of a title. `1,200` and `1.5` are one each.
fn title_figures(article: &Article) -> BTreeSet<&str> {
    let title = article.title.as_deref().unwrap_or_default();
    let parts = title.split(|c: char| !(c.is_ascii_digit() || ".,/".contains(c)));
    parts.map(|part| part.trim_matches(|c: char| !c.is_ascii_digit())).filter(|part| !part.is_empty()).collect()
}

/// Whether the titles of two members each have a figure that the other lacks: a sign of a form filled twice. A title that
/// leaves figures out is no such sign.
fn has_different_figures(members: &[&Article]) -> bool {
    let figures: Vec<_> = members.iter().map(|a| title_figures(a)).collect();
    let differ = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| !a.is_subset(b) && !b.is_subset(a);
    figures.iter().enumerate().any(|(n, a)| figures[..n].iter().any(|b| differ(a, b)))
}

fn heading(out: &mut String, article: &Article) {
    let when = article.published_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    let _ = writeln!(out, "  {}  {when}  {}", article.id, article.title.as_deref().unwrap_or("-"));
}

fn titles<'a>(clusters: impl Iterator<Item = &'a (&'a str, Vec<&'a Article>)>) -> String {
    let mut out = String::new();
    for (id, members) in clusters {
        let _ = writeln!(out, "{id}: {} articles", members.len());
        members.iter().for_each(|article| heading(&mut out, article));
    }
    out
}

fn texts<'a>(clusters: impl Iterator<Item = &'a (&'a str, Vec<&'a Article>)>) -> String {
    let mut out = String::new();
    for (n, (id, members)) in clusters.enumerate() {
        let _ = writeln!(out, "{}\n#{} {id}: {} articles", "=".repeat(100), n + 1, members.len());
        for article in members {
            heading(&mut out, article);
            let _ = writeln!(out, "{}\n", article.text.trim());
        }
    }
    out
}
