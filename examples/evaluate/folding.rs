//! Reads collections and folds them as `wirefold batch` does.

use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;
use wirefold::config::WindowConfig;
use wirefold::eval::read::{self, Gold, ordered};
use wirefold::eval::{JudgedPair, Prediction};
use wirefold::verify::{Relation, Rule};
use wirefold::{Article, Config, Engine, Error, Result, ingest};

/// A set of judged pairs.
pub struct JudgedSet {
    pub name: String,
    pub articles: PathBuf,
    pub pairs: Vec<JudgedPair>,
}

/// A set of articles with their stories: id, story.
pub struct StorySet {
    pub name: String,
    pub articles: PathBuf,
    pub stories: Vec<(String, String)>,
}

/// What the folder of `WIREFOLD_EVAL_DIR` holds.
#[derive(Default)]
pub struct Collections {
    pub judged: Vec<JudgedSet>,
    pub stories: Vec<StorySet>,
    pub folder: Option<PathBuf>,
}

impl Collections {
    pub fn in_folder(folder: Option<&Path>) -> Result<Self> {
        let Some(folder) = folder else { return Ok(Self::default()) };
        let entries = std::fs::read_dir(folder).map_err(Error::io(folder))?;
        let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|path| path.extension().is_some_and(|e| e == "jsonl"));
        files.sort();
        let mut found = Self { folder: Some(folder.to_owned()), ..Self::default() };
        for articles in files {
            let name = articles.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let pairs = folder.join(format!("{name}.judged.tsv"));
            if pairs.exists() {
                if let Gold::Judged(pairs) = read::gold(&pairs, "")? {
                    found.judged.push(JudgedSet { name, articles, pairs });
                }
            } else if let Ok(Gold::Groups(stories)) = read::gold(&articles, "story") {
                found.stories.push(StorySet { name, articles, stories });
            }
        }
        Ok(found)
    }
}

/// The articles of a file in the order of a batch.
pub fn articles(path: &Path) -> Result<Vec<Article>> {
    let (mut articles, mut rejected) = (Vec::new(), 0);
    for outcome in ingest::read(&[path], &ingest::Options::default())? {
        match outcome? {
            Ok(article) => articles.push(article),
            Err(_) => rejected += 1,
        }
    }
    if rejected > 0 {
        eprintln!("evaluate: {}: {rejected} records without text or in disorder are left out", path.display());
    }
    articles.sort_by(Article::by_publication);
    Ok(articles)
}

/// A compared pair, without its passages.
pub struct Pair {
    pub relation: Relation,
    pub rule: Rule,
}

/// What an engine made of a collection.
pub struct Folded {
    pub engine: Engine,
    pub cluster_of: FxHashMap<String, String>,
    pub story_of: FxHashMap<String, String>,
    /// The pairs that were compared, smaller id first.
    pub pairs: FxHashMap<(String, String), Pair>,
    pub articles: usize,
    pub seconds: f64,
}

/// Articles that are folded before their passages are let go.
const STEP: usize = 2048;

/// Folds articles in the order given, everything in reach.
pub fn fold(articles: &[Article], config: &Config) -> Result<Folded> {
    let config = Config { window: WindowConfig::UNBOUNDED, ..config.clone() };
    let began = Instant::now();
    let mut engine = Engine::builder().config(config).edges(true).build()?;
    let mut verdicts = Vec::with_capacity(articles.len());
    let mut pairs = FxHashMap::default();
    for step in articles.chunks(STEP) {
        for mut verdict in engine.ingest_batch(step)? {
            for edge in std::mem::take(&mut verdict.edges) {
                pairs.insert(ordered(&edge.a, &edge.b), Pair { relation: edge.relation, rule: edge.rule });
            }
            verdicts.push(verdict);
        }
    }
    engine.settle(&mut verdicts)?;
    let seconds = began.elapsed().as_secs_f64();
    let story_of = verdicts.iter().filter_map(|v| Some((v.id.clone(), v.story_id.clone()?))).collect();
    let cluster_of = verdicts.into_iter().map(|v| (v.id, v.cluster_id)).collect();
    Ok(Folded { engine, cluster_of, story_of, pairs, articles: articles.len(), seconds })
}

impl Folded {
    /// The pairs called copies.
    pub fn copies(&self) -> Prediction {
        Prediction::of_pairs(self.pairs_where(|pair| pair.relation.is_copy()))
    }

    /// How many pairs are called copies, judged or not.
    pub fn copies_count(&self) -> usize {
        self.pairs.values().filter(|pair| pair.relation.is_copy()).count()
    }

    /// The pairs that retrieval brought up, whatever became of them.
    pub fn retrieved(&self) -> Prediction {
        Prediction::of_pairs(self.pairs_where(|_| true))
    }

    fn pairs_where(&self, holds: impl Fn(&Pair) -> bool) -> FxHashSet<(String, String)> {
        self.pairs.iter().filter(|(_, pair)| holds(pair)).map(|(ids, _)| ids.clone()).collect()
    }

    pub fn clusters(&self) -> Prediction {
        Prediction::Clusters(self.cluster_of.clone())
    }

    /// Compared pairs an article.
    pub fn pairs_per_article(&self) -> f64 {
        self.pairs.len() as f64 / self.articles.max(1) as f64
    }
}
