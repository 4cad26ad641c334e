//! How good are the stories, by the story stage alone? Each article is its own cluster, and nothing is verified.
//!
//! `cargo run --release --example stories [-- ARTICLES.jsonl…] [--config JSON] [--warm FILE] [--largest] [--errors]`
//!
//! Without files: B-cubed of many sets made of the labelled articles of `WIREFOLD_EVAL_DIR` and of `corpora/`, family by
//! family, and the mean by which changes are chosen. With files, whose articles carry `story`, each is a set; they are
//! taken in order of (published_at, id). `--warm` first passes up to 3,000 articles of another file; `--largest` prints
//! titles of the largest stories, `--errors` those of the stories that differ from the labels. `held_out.jsonl`,
//! `held_out_2.jsonl` to `held_out_6.jsonl`, beside this file, are such sets: invented reports, reportage and other events at the
//! same places, written to check changes and not to choose them. `develop_3.jsonl` to `develop_5.jsonl` were looked at.

mod sets;
mod stage;

use stage::{Found, Prepared, Stage};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use wirefold::Result;
use wirefold::cluster::stories::{Decision, StoryConfig};
use wirefold::eval::report::ClusterFigures;
use wirefold::tokenise::stem::StemCache;

/// Articles of another file that pass first.
const WARM: usize = 3000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|a| a == name);
    let option = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    let config: StoryConfig = option("--config")
        .map_or_else(StoryConfig::default, |c| serde_json::from_str(c).expect("a configuration in JSON"));
    let files: Vec<&String> = arguments.iter().take_while(|a| !a.starts_with("--")).collect();
    if files.is_empty() {
        let folder = std::env::var_os("WIREFOLD_EVAL_DIR").map(PathBuf::from);
        return sets::run(&folder.expect("WIREFOLD_EVAL_DIR is set"), config);
    }
    let cache = StemCache::default();
    let warm = match option("--warm") {
        Some(path) => stage::read(Path::new(path), None, &cache)?.into_iter().take(WARM).collect(),
        None => Vec::new(),
    };
    for path in files {
        let articles = stage::read(Path::new(path), Some("story"), &cache)?;
        let all: Vec<&Prepared> = warm.iter().chain(&articles).collect();
        let found = Stage::new(config).pass(&all);
        let ClusterFigures { b_cubed, adjusted_rand, pred_clusters, .. } = stage::figures(&found);
        let (p, r, f1) = (b_cubed.precision, b_cubed.recall, b_cubed.f1);
        let merges: usize = found.iter().map(|found| found.decision.merges.len()).sum();
        println!(
            "{path}: B3 P {p:.3} R {r:.3} F1 {f1:.3} ARI {adjusted_rand:.3} stories {pred_clusters} merges {merges}"
        );
        if has("--largest") {
            largest(&found);
        }
        if has("--errors") {
            errors(&found);
        }
    }
    Ok(())
}

fn by_story<'a, 'b>(found: &'b [Found<'a>]) -> BTreeMap<u32, Vec<&'b Found<'a>>> {
    let mut by_story: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    found.iter().for_each(|of| by_story.entry(of.story).or_default().push(of));
    by_story
}

fn day(article: &Prepared) -> String {
    article.time.map_or("-".into(), |time| time.to_string()[..10].to_string())
}

/// Titles of the largest stories, where a swallowed topic shows.
fn largest(found: &[Found<'_>]) {
    let stories = by_story(found);
    let mut stories: Vec<_> = stories.values().collect();
    stories.sort_by_key(|members| std::cmp::Reverse(members.len()));
    for members in stories.iter().take(15) {
        println!("== {} articles", members.len());
        for Found { article, .. } in members.iter().step_by(members.len() / 12 + 1) {
            println!("  {} {}", day(article), article.title);
        }
    }
}

fn errors(found: &[Found<'_>]) {
    let mut parts: HashMap<&Option<String>, BTreeSet<u32>> = HashMap::new();
    for Found { article, story, .. } in found {
        parts.entry(&article.story).or_default().insert(*story);
    }
    for (story, members) in by_story(found) {
        let event = &members[0].article.story;
        let mixed = members.iter().any(|found| found.article.story != *event);
        if !mixed && parts[event].len() == 1 {
            continue;
        }
        println!("== {story}{}", if mixed { " MIXED" } else { "" });
        for Found { article, decision, .. } in members {
            let title: String = article.title.chars().take(70).collect();
            let event = article.story.as_deref().unwrap_or_default();
            let Decision { opened, similarity, margin, evidence, .. } = decision;
            println!("  [{event}] {} {title} | {opened} {similarity} {margin:.2} {evidence:?}", day(article));
        }
    }
}
