//! Many sets of what labelled articles there are, so that no change is chosen by one of them.
//!
//! Each family takes the same articles otherwise: without dates, by halves of their events, in other orders, in one
//! stream, after and among other news. A family's figure is the mean of its draws.

use super::stage::{self, Prepared, Stage};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use wirefold::cluster::stories::StoryConfig;
use wirefold::eval::read::{self, Gold};
use wirefold::eval::report::ClusterFigures;
use wirefold::random::SplitMix64;
use wirefold::tokenise::stem::StemCache;
use wirefold::units::Timestamp;
use wirefold::{Error, Result};

/// Articles of other news that pass before those that are scored, and among them.
const OTHERS: usize = 3000;
const AMONG: usize = 1000;

/// Draws of each family: two thirds of the events.
const DRAWS: u64 = 8;

const SEED: u64 = 1;

/// Articles in the order in which they arrive; those with a story are scored.
struct Set<'a> {
    family: String,
    /// Which other news passed before.
    after: Option<usize>,
    articles: Vec<&'a Prepared>,
}

/// What there is to make sets of.
#[derive(Default)]
struct Material {
    /// By name, in the order of a batch.
    labelled: Vec<(String, Vec<Prepared>)>,
    /// The same in one row, without dates.
    undated: Vec<Prepared>,
    /// Of each labelled collection with dates, and of the events of one language, all of one day or two.
    crowded: Vec<(String, Vec<Prepared>)>,
    /// Other news, by name.
    others: Vec<(String, Vec<Prepared>)>,
    /// Of the corpora, events of one language, and of several.
    within: Vec<Prepared>,
    across: Vec<Prepared>,
}

/// Prints the figures of each family and their mean.
pub fn run(folder: &Path, config: StoryConfig) -> Result<()> {
    let material = Material::read(folder)?;
    let mut families: BTreeMap<String, Vec<ClusterFigures>> = BTreeMap::new();
    let warm = material.warm(config);
    for Set { family, after, articles } in material.sets() {
        let mut stage = after.map_or_else(|| Stage::new(config), |other| warm[other].clone());
        families.entry(family).or_default().push(stage::figures(&stage.pass(&articles)));
    }
    let mut means = Vec::new();
    for (name, figures) in &families {
        let f1 = mean(figures.iter().map(|f| f.b_cubed.f1));
        let spread = mean(figures.iter().map(|f| (f.b_cubed.f1 - f1).powi(2))).sqrt();
        let (p, r) =
            (mean(figures.iter().map(|f| f.b_cubed.precision)), mean(figures.iter().map(|f| f.b_cubed.recall)));
        println!("{f1:.4} ± {spread:.3} (P {p:.3}, R {r:.3}) of {} {name}", figures.len());
        means.push(f1);
    }
    println!("{:.4} mean of {} families", mean(means.iter().copied()), means.len());
    Ok(())
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    sum / count
}

impl Material {
    fn read(folder: &Path) -> Result<Self> {
        let cache = StemCache::default();
        let entries = std::fs::read_dir(folder).map_err(Error::io(folder))?;
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "jsonl"));
        files.sort();
        let mut found = Self::default();
        for path in files {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if let Ok(mut articles) = stage::read(&path, Some("story"), &cache) {
                articles
                    .iter_mut()
                    .filter_map(|a| a.story.as_mut())
                    .for_each(|story| *story = format!("{name}/{story}"));
                found.labelled.push((name, articles));
                continue;
            }
            let mut others = stage::read(&path, None, &cache)?;
            others.truncate(OTHERS);
            if others.len() == OTHERS {
                found.others.push((name, others));
            }
        }
        let undated = |a: &Prepared| Prepared { time: None, ..a.clone() };
        found.undated = found.labelled.iter().flat_map(|(_, articles)| articles).map(undated).collect();
        found.undated.sort_by(|a, b| a.order().cmp(&b.order()));
        found.read_corpora(&cache)?;
        // What another event has of its dispatch stays as far from it as it was.
        let dispatch = |a: &Prepared| a.id.rsplit_once('-').map_or(a.id.clone(), |(dispatch, _)| dispatch.to_owned());
        let dated = found.labelled.iter().filter(|(_, articles)| articles.iter().any(|a| a.time.is_some()));
        let of_event = |a: &Prepared| a.story.clone().unwrap_or_default();
        let of = dated.map(|(name, all)| (name.clone(), crowded(all, of_event)));
        found.crowded = of.collect();
        found.crowded.push(("within a language".into(), crowded(&found.within, dispatch)));
        Ok(found)
    }

    /// The founding article of each cluster, but for forms, which verification tells apart.
    fn read_corpora(&mut self, cache: &StemCache) -> Result<()> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora");
        let truth = |key: &str| match read::gold(&folder.join("truth.jsonl"), key)? {
            Gold::Groups(groups) => Ok::<_, Error>(groups.into_iter().collect::<BTreeMap<String, String>>()),
            Gold::Judged(_) => Ok(BTreeMap::new()),
        };
        let (clusters, stories, languages) = (truth("cluster")?, truth("story")?, truth("language")?);
        let traps = truth("trap")?;
        let is_form = |id: &str| ["template", "brief"].iter().any(|form| traps[id].contains(form));
        let mut spoken: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
        stories.iter().for_each(|(id, story)| spoken.entry(story).or_default().extend(languages.get(id)));
        let mut seen = BTreeSet::new();
        for mut article in stage::read(&folder.join("articles.jsonl"), None, cache)? {
            if is_form(&article.id) || !seen.insert(&clusters[&article.id]) {
                continue;
            }
            let (story, language) = (&stories[&article.id], &languages[&article.id]);
            let across = spoken[story].len() > 1;
            article.story = Some(if across { story.clone() } else { format!("{language}/{story}") });
            if across { &mut self.across } else { &mut self.within }.push(article);
        }
        Ok(())
    }

    /// The stage after each of the other news.
    fn warm(&self, config: StoryConfig) -> Vec<Stage> {
        let after = |(_, news): &(String, Vec<Prepared>)| {
            let mut stage = Stage::new(config);
            stage.pass(&news.iter().collect::<Vec<_>>());
            stage
        };
        self.others.iter().map(after).collect()
    }

    fn sets(&self) -> Vec<Set<'_>> {
        let mut sets = Vec::new();
        for draw in 0..DRAWS {
            let mut add = |family: String, after, articles| sets.push(Set { family, after, articles });
            let mut dated: Vec<&Prepared> = Vec::new();
            for (name, articles) in &self.labelled {
                let drawn = events(articles, draw);
                dated.extend(&drawn);
                add(name.clone(), None, drawn);
            }
            dated.sort_by_key(|a| a.order());
            for (name, articles) in &self.crowded {
                add(format!("{name}, of two days"), None, events(articles, draw));
            }
            let undated = events(&self.undated, draw);
            for (name, articles) in &self.labelled {
                let is_of = |a: &Prepared| a.story.as_ref().is_some_and(|story| story.starts_with(name));
                if articles.iter().any(|a| a.time.is_some()) {
                    let articles = undated.iter().copied().filter(|a| is_of(a)).collect();
                    add(format!("{name} without dates"), None, articles);
                }
            }
            add("all, without dates, in any order".into(), None, shuffled(&undated, draw));
            let (within, across) = (events(&self.within, draw), self.across.iter().collect::<Vec<_>>());
            for (other, (name, news)) in self.others.iter().enumerate() {
                add(format!("all, after {name}"), Some(other), dated.clone());
                add(format!("within a language, after {name}"), Some(other), within.clone());
                add(format!("across languages, after {name}"), Some(other), shuffled(&across, draw));
                let among: Vec<&Prepared> = news[..AMONG].iter().chain(undated.iter().copied()).collect();
                add(format!("all, without dates, among {name}"), None, shuffled(&among, draw));
            }
            add("all".into(), None, dated);
            add("within a language".into(), None, within);
            add("across languages".into(), None, shuffled(&across, draw));
        }
        sets
    }
}

/// The articles of two thirds of the events, in their order.
fn events(articles: &[Prepared], draw: u64) -> Vec<&Prepared> {
    let mut random = SplitMix64::of(SEED, &[draw]);
    let mut drawn: BTreeMap<&Option<String>, bool> = articles.iter().map(|a| (&a.story, false)).collect();
    drawn.values_mut().for_each(|drawn| *drawn = random.chance(2.0 / 3.0));
    articles.iter().filter(|a| drawn[&a.story]).collect()
}

fn shuffled<'a>(articles: &[&'a Prepared], draw: u64) -> Vec<&'a Prepared> {
    let mut random = SplitMix64::of(SEED, &[draw, 1]);
    let mut articles = articles.to_vec();
    for n in (1..articles.len()).rev() {
        articles.swap(n, random.below(n + 1));
    }
    articles
}

/// The articles with all groups begun within two days, each as long as it was; in the order in which they come then.
fn crowded(articles: &[Prepared], group: impl Fn(&Prepared) -> String) -> Vec<Prepared> {
    let mut first: BTreeMap<String, Timestamp> = BTreeMap::new();
    for article in articles {
        if let Some(time) = article.time {
            let first = first.entry(group(article)).or_insert(time);
            *first = time.min(*first);
        }
    }
    let start: BTreeMap<String, i64> = first
        .keys()
        .zip(0u64..)
        .map(|(group, n)| (group.clone(), SplitMix64::of(SEED, &[n, 2]).below(2 * 86_400) as i64))
        .collect();
    let moved = |a: &Prepared| {
        let time = a.time.map(|time| Timestamp::from_seconds(time.seconds_since(first[&group(a)]) + start[&group(a)]));
        Prepared { time, ..a.clone() }
    };
    let mut articles: Vec<Prepared> = articles.iter().map(moved).collect();
    articles.sort_by(|a, b| a.order().cmp(&b.order()));
    articles
}
