//! A dispatch that is re-topped all day: how the takes of whole Saturdays are grouped, and that no two Saturdays are joined.
//!
//! `gilets` is made for it: every Saturday of that winter is one running story, told in much the same words as the one
//! before. The rule is in `docs/errors-on-real-news.md`.

use super::Request;
use super::folding::{self, Collections};
use super::table::{Table, Target};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use wirefold::eval::judged::Label;
use wirefold::eval::read::ordered;
use wirefold::units::Timestamp;
use wirefold::{Article, Result};

const DAY: i64 = 86_400;

/// The Saturday whose reports an article of this date may be: its own, or for a Sunday the day before. Days since 1970.
fn saturday(at: Timestamp) -> Option<i64> {
    // 1970 began on a Thursday.
    let day = at.seconds().div_euclid(DAY);
    match (day + 4).rem_euclid(7) {
        6 => Some(day),
        0 => Some(day - 1),
        _ => None,
    }
}

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    for set in &collections.judged {
        let articles = folding::articles(&set.articles)?;
        let folded = folding::fold(&articles, &request.config)?;
        let dates: FxHashMap<&str, Timestamp> =
            articles.iter().filter_map(|a| Some((a.id.as_str(), a.published_at?))).collect();
        let day_of = |id: &str| dates.get(id).copied().and_then(saturday);
        let mut days: BTreeMap<i64, Vec<&Article>> = BTreeMap::new();
        for article in &articles {
            if let Some(day) = day_of(&article.id) {
                days.entry(day).or_default().push(article);
            }
        }
        let all: usize = days.values().map(Vec::len).sum();
        let what = |row: &str| format!("{}: {row}", set.name);
        table.row(
            "running",
            what("Saturdays with Sundays"),
            days.len() as f64,
            Target::Told,
            format!("{all} articles"),
        );
        let mut members: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (id, cluster) in &folded.cluster_of {
            members.entry(cluster).or_default().push(id);
        }
        let size = |cluster: &str| members.get(cluster).map_or(0, Vec::len);
        let mut largest = 0;
        for (day, articles) in &days {
            let clusters: BTreeSet<&str> = articles.iter().map(|a| folded.cluster_of[&a.id].as_str()).collect();
            let most = clusters.iter().map(|cluster| size(cluster)).max().unwrap_or(0);
            largest = largest.max(most);
            if request.errors {
                table.listed(format_args!(
                    "{}: {} articles in {} clusters, {} of two and more; the largest has {most}",
                    &Timestamp::from_seconds(day * DAY).to_string()[..10],
                    articles.len(),
                    clusters.len(),
                    clusters.iter().filter(|cluster| size(cluster) > 1).count()
                ));
            }
        }
        let of_days = |ids: &[&str]| ids.iter().filter_map(|id| day_of(id)).collect::<BTreeSet<i64>>();
        table.row("running", what("largest cluster with a report of one"), largest as f64, Target::Told, "");
        // What closure of the pairs would make of it: each chain of copies one cluster.
        let chains = chains(&folded.pairs);
        let running: Vec<&Vec<&str>> = chains.iter().filter(|chain| !of_days(chain).is_empty()).collect();
        let longest = running.iter().map(|chain| chain.len()).max().unwrap_or(0);
        let most = running.iter().map(|chain| of_days(chain).len()).max().unwrap_or(0);
        let detail = format!("what closure would join; the reports of {most} Saturdays at most");
        table.row("running", what("longest chain of copies with one"), longest as f64, Target::Told, detail);
        let parts = |chain: &[&str]| chain.iter().map(|id| &folded.cluster_of[*id]).collect::<BTreeSet<_>>().len();
        let cut = running.iter().filter(|chain| parts(chain) > 1).count();
        let most = running.iter().map(|chain| parts(chain)).max().unwrap_or(0);
        let detail = format!("of {} chains, into {most} clusters at most", running.len());
        table.row("running", what("chains that are cut"), cut as f64, Target::Told, detail);

        let two: Vec<&Vec<&str>> = members.values().filter(|ids| of_days(ids).len() > 1).collect();
        let is_copy = |a: &str, b: &str| {
            let pair = folded.pairs.get(&ordered(a, b));
            pair.is_some_and(|pair| pair.relation.is_copy())
        };
        let stranger = |a: &str, b: &str| {
            let days = day_of(a).zip(day_of(b));
            days.is_some_and(|(of_a, of_b)| of_a != of_b) && !is_copy(a, b)
        };
        let joined = two.iter().filter(|ids| ids.iter().any(|a| ids.iter().any(|b| stranger(a, b)))).count();
        let detail = format!("by others than copies of each other; by these {}", two.len() - joined);
        table.row("running", what("clusters that join two Saturdays"), joined as f64, Target::AtMost(0.0), detail);

        let judged = set.pairs.iter().filter(|p| day_of(&p.a).is_some() && day_of(&p.a) == day_of(&p.b));
        let right = |p: &&wirefold::eval::JudgedPair| {
            let one = folded.cluster_of.get(&p.a) == folded.cluster_of.get(&p.b);
            one == (p.label == Label::Copy)
        };
        let (count, right) = (judged.clone().count(), judged.filter(right).count());
        let share = right as f64 / count.max(1) as f64;
        table.row("running", what("judged pairs of one Saturday right"), share, Target::Told, format!("of {count}"));
    }
    Ok(())
}

/// Groups of articles that copies join, however many steps apart.
fn chains(pairs: &FxHashMap<(String, String), folding::Pair>) -> Vec<Vec<&str>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ((a, b), _) in pairs.iter().filter(|(_, pair)| pair.relation.is_copy()) {
        next.entry(a).or_default().push(b);
        next.entry(b).or_default().push(a);
    }
    let (mut seen, mut chains) = (BTreeSet::new(), Vec::new());
    for &start in next.keys() {
        let (mut chain, mut open) = (Vec::new(), vec![start]);
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                chain.push(id);
                open.extend(&next[id]);
            }
        }
        if !chain.is_empty() {
            chains.push(chain);
        }
    }
    chains
}
