//! Looks at articles by themselves, before and beside the engine.

use super::document::{Analysis, analyse};
use crate::article::Article;
use crate::provenance::Gazetteer;
use std::collections::VecDeque;
use std::sync::Arc;

/// Analyses articles on any thread. Cheap to clone.
///
/// ```
/// use wirefold::{Article, Engine};
///
/// let mut engine = Engine::builder().build()?;
/// let analyser = engine.analyser();
/// let articles = vec![Article::new("a1", "The dam was closed."), Article::new("b7", "The dam was closed.")];
/// let (give, take) = std::sync::mpsc::channel();
/// std::thread::spawn(move || articles.into_iter().try_for_each(|article| give.send(analyser.analyse(article))));
/// let verdicts = engine.ingest_analysed(take.into_iter().collect())?;
/// assert_eq!(verdicts[1].of.as_deref(), Some("a1"));
/// # Ok::<(), wirefold::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Analyser(Arc<Gazetteer>);

/// An article with what depends on nothing else: its language, its words, what it says of its origin.
#[derive(Clone, Debug)]
pub struct Analysed {
    article: Article,
    analysis: Analysis,
}

impl Analyser {
    pub(super) fn new(agencies: Arc<Gazetteer>) -> Self {
        Self(agencies)
    }

    /// Analyses one article, for engines with the same agencies. Pure. Cost: O(bytes).
    pub fn analyse(&self, article: Article) -> Analysed {
        let analysis = analyse(&article, &self.0);
        Analysed { article, analysis }
    }
}

impl Analysed {
    /// The article as it was given.
    pub fn article(&self) -> &Article {
        &self.article
    }

    pub(crate) fn apart(analysed: Vec<Self>) -> (Vec<Article>, VecDeque<Analysis>) {
        analysed.into_iter().map(|one| (one.article, one.analysis)).unzip()
    }
}
