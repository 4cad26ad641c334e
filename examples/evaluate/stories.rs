//! Stories: labelled collections, and the corpora within and across languages.

use super::Request;
use super::folding::{self, Collections, Folded};
use super::table::{Table, Target};
use super::{corpora, perturbed};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wirefold::cluster::stories::StoryConfig;
use wirefold::eval::report::ClusterFigures;
use wirefold::eval::{Contingency, PrecisionRecall};
use wirefold::synth::Truth;
use wirefold::{Article, Config, Result};

/// B-cubed F1 to reach, by set; other sets are told.
const TARGETS: [(&str, f64); 4] = [("giveme5w1h", 0.95), ("galaxy_medium", 0.94), (WITHIN, 0.95), (ACROSS, 0.70)];

const WITHIN: &str = "corpora, within a language";
const ACROSS: &str = "corpora, stories of several languages";

/// Wires of other years that pass before the articles of the last collection.
const WIRES: usize = 3000;

/// Articles that are folded together, those of `gold` scored.
struct Collection {
    name: String,
    articles: Vec<Article>,
    /// What is scored: a name, and for each article its id, its story, and what it is told apart by beside its story.
    gold: Vec<(String, Vec<Gold>)>,
}

struct Gold {
    id: String,
    story: String,
    language: String,
}

impl Collection {
    /// A single collection of stories, scored as it is.
    fn plain(name: String, articles: Vec<Article>, stories: impl Iterator<Item = (String, String)>) -> Self {
        let gold = stories.map(|(id, story)| Gold { id, story, language: String::new() }).collect();
        Self { gold: vec![(name.clone(), gold)], name, articles }
    }

    fn corpora() -> Result<Self> {
        let articles = folding::articles(&corpora::folder().join("articles.jsonl"))?;
        let truths = corpora::truths()?;
        let mut languages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for truth in &truths {
            languages.entry(&truth.story).or_default().insert(truth.language.code());
        }
        let gold = |truth: &Truth, language: &str| Gold {
            id: truth.id.clone(),
            story: truth.story.clone(),
            language: language.to_owned(),
        };
        let across = truths.iter().filter(|t| languages[t.story.as_str()].len() > 1).map(|t| gold(t, "")).collect();
        let within = truths.iter().map(|t| gold(t, t.language.code())).collect();
        Ok(Self { name: "corpora".into(), articles, gold: vec![(WITHIN.into(), within), (ACROSS.into(), across)] })
    }

    /// All collections in one stream, after other news: what a newsroom sees. None where there are not two of them.
    fn together(sets: &[Self], folder: Option<&Path>) -> Result<Vec<Self>> {
        let [_, _, ..] = sets else { return Ok(Vec::new()) };
        let joined = |name: &str, before: Vec<Article>| {
            let named = |set: &Self, id: &str| format!("{}/{id}", set.name);
            let of = |set: &Self| -> Vec<Article> {
                set.articles.iter().map(|a| Article { id: named(set, &a.id), ..a.clone() }).collect()
            };
            let mut articles: Vec<Article> = sets.iter().flat_map(of).collect();
            articles.sort_by(wirefold::Article::by_publication);
            let articles = before.into_iter().chain(articles).collect();
            let stories = sets.iter().flat_map(|set| {
                let gold = set.gold.iter().flat_map(|(_, gold)| gold);
                gold.map(move |gold| (named(set, &gold.id), named(set, &gold.story)))
            });
            Self::plain(name.to_owned(), articles, stories)
        };
        let mut found = vec![joined("all in one stream", Vec::new())];
        if let Some(wires) = folder.map(|folder| folder.join("reuters.jsonl")).filter(|path| path.exists()) {
            let mut before = folding::articles(&wires)?;
            before.truncate(WIRES);
            found.push(joined("the same after other news", before));
        }
        Ok(found)
    }

    fn score(&self, config: &Config) -> Result<(Folded, Vec<(&str, ClusterFigures)>)> {
        let folded = folding::fold(&self.articles, config)?;
        let figures = |gold: &Vec<Gold>| {
            let labels = gold.iter().map(|g| ((&g.language, &g.story), (&g.language, found(&folded, &g.id))));
            ClusterFigures::new(&Contingency::new(labels))
        };
        let scores = self.gold.iter().map(|(name, gold)| (name.as_str(), figures(gold))).collect();
        Ok((folded, scores))
    }
}

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    let mut sets = Vec::new();
    for set in &collections.stories {
        let articles = folding::articles(&set.articles)?;
        sets.push(Collection::plain(set.name.clone(), articles, set.stories.iter().cloned()));
    }
    let together = Collection::together(&sets, collections.folder.as_deref())?;
    sets.push(Collection::corpora()?);
    sets.extend(together);
    for set in &sets {
        let (folded, scores) = set.score(&request.config)?;
        for (name, figures) in scores {
            let target = TARGETS.iter().find(|(of, _)| *of == name);
            let target = target.map_or(Target::Told, |(_, least)| Target::AtLeast(*least));
            let detail = format!("{}; {:.1} s", detail(&figures), folded.seconds);
            table.row("stories", format!("{name}: B3 F1"), figures.b_cubed.f1, target, detail);
        }
        if set.name == "corpora" {
            let pairs = pairs_across(&corpora::truths()?, &folded);
            table.row("stories", "corpora, pairs of two languages: F1", pairs.f1, Target::Told, pairs);
        }
    }
    for (how, given) in [
        ("headlines in the text alone", perturbed::headline_in_text as fn(&mut Article)),
        ("no headlines", |article| article.title = None),
    ] {
        for set in &collections.stories {
            let mut articles = folding::articles(&set.articles)?;
            articles.iter_mut().for_each(given);
            let name = format!("{}, {how}", set.name);
            let given = Collection::plain(name, articles, set.stories.iter().cloned());
            for (name, figures) in given.score(&request.config)?.1 {
                table.row("stories", format!("{name}: B3 F1"), figures.b_cubed.f1, Target::Told, detail(&figures));
            }
        }
    }
    left_out(request, &sets, table)
}

/// What each part of the decision is worth: B-cubed F1 without it, the mean and each.
fn left_out(request: &Request, sets: &[Collection], table: &mut Table) -> Result<()> {
    type Without = fn(&mut StoryConfig);
    let parts: [(&str, Without); 17] = [
        ("nothing", |_| ()),
        ("headlines", |c| c.weights.title = 0.0),
        ("headline in body", |c| c.weights.title_in_body = 0.0),
        ("leads", |c| c.weights.lead = 0.0),
        ("bodies", |c| c.weights.body = 0.0),
        ("names", |c| c.weights.names = 0.0),
        ("numbers", |c| c.weights.numbers = 0.0),
        ("rare words", |c| c.weights.rare = 0.0),
        ("rare names", |c| c.weights.rare_names = 0.0),
        ("time", |c| c.weights.time = 0.0),
        ("names as they sound", |c| c.weights.foreign_sounds = 0.0),
        ("numbers, foreign", |c| c.weights.foreign_numbers = 0.0),
        ("contrast", |c| c.contrast = 0.0),
        ("contrast, join lowered", |c| (c.contrast, c.join) = (0.0, c.floor)),
        ("discount", |c| c.discount = 0.0),
        ("merging", |c| c.merge = 100.0),
        ("parting", |c| c.part = -100.0),
    ];
    for (name, without) in parts {
        let mut config = request.config.clone();
        without(&mut config.story);
        let mut each: Vec<(String, f64)> = Vec::new();
        for set in sets {
            each.extend(set.score(&config)?.1.into_iter().map(|(of, figures)| (of.to_owned(), figures.b_cubed.f1)));
        }
        let mean = each.iter().map(|(_, f1)| f1).sum::<f64>() / each.len() as f64;
        let each: Vec<String> = each.iter().map(|(of, f1)| format!("{of} {f1:.3}")).collect();
        table.row("stories", format!("mean without {name}"), mean, Target::Told, each.join("; "));
    }
    Ok(())
}

/// An article without a story is alone, and so is told by its own id.
fn found<'a>(folded: &'a Folded, id: &'a str) -> &'a str {
    folded.story_of.get(id).map_or(id, String::as_str)
}

/// Pairwise measures over the pairs whose languages differ.
fn pairs_across(truths: &[Truth], folded: &Folded) -> PrecisionRecall {
    let (mut right, mut claimed, mut relevant) = (0u32, 0u32, 0u32);
    for (n, a) in truths.iter().enumerate() {
        for b in truths[..n].iter().filter(|b| b.language != a.language) {
            let (same, joined) = (a.story == b.story, found(folded, &a.id) == found(folded, &b.id));
            relevant += u32::from(same);
            claimed += u32::from(joined);
            right += u32::from(same && joined);
        }
    }
    PrecisionRecall::of_counts(right.into(), claimed.into(), relevant.into())
}

fn detail(figures: &ClusterFigures) -> String {
    format!(
        "P {:.3} R {:.3}; pairwise {:.3}, ARI {:.3}, AMI {:.3}; {} stories, {} found",
        figures.b_cubed.precision,
        figures.b_cubed.recall,
        figures.pairwise.f1,
        figures.adjusted_rand,
        figures.adjusted_mutual_information,
        figures.gold_groups,
        figures.pred_clusters
    )
}
