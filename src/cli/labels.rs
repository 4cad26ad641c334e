//! Readable names of clusters and stories, from what was printed.

use std::collections::HashMap;
use wirefold::{
    Article, Result,
    cluster::label::{self, CHARACTERS, Label, MOST_ARTICLES, Printed},
    embed::DocumentFrequency,
    normalise::language::detect,
    store::Reader,
    units::Language,
};

/// Articles from which it is learnt how frequent words are, spread evenly over all.
const LEARNT_FROM: usize = 2048;

/// The beginning of an article.
struct Beginning {
    title: Option<String>,
    text: String,
    language: Option<Language>,
}

/// What labels are made from.
#[derive(Default)]
pub struct Labels {
    beginnings: HashMap<String, Beginning>,
    frequency: DocumentFrequency,
}

fn language(article: &Article) -> Option<Language> {
    article.language.or_else(|| detect(&article.text).language)
}

impl Labels {
    /// Adds articles that labels may be asked of.
    pub fn add<'a>(&mut self, articles: impl IntoIterator<Item = &'a Article>) {
        let beginning = |article: &Article| Beginning {
            title: article.title.clone(),
            text: article.text.chars().take(CHARACTERS).collect(),
            language: language(article),
        };
        self.beginnings.extend(articles.into_iter().map(|article| (article.id.clone(), beginning(article))));
    }

    /// Learns how frequent words are.
    pub fn learn(&mut self, articles: &[Article]) {
        let step = (articles.len() / LEARNT_FROM).max(1);
        let spread = articles.iter().step_by(step).map(|article| Printed {
            title: article.title.as_deref().unwrap_or_default(),
            text: &article.text,
            language: language(article),
        });
        self.frequency = label::frequencies(spread);
    }

    /// Learns from a store, and adds those of its articles that have these ids.
    pub fn read(&mut self, reader: &Reader, ids: &[&str]) -> Result<()> {
        self.learn(&reader.spread_articles(LEARNT_FROM)?);
        self.add(&reader.articles(ids)?);
        Ok(())
    }

    /// The label of articles, the one that stands for all first.
    pub fn of<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Label {
        let known: Vec<&Beginning> = ids.filter_map(|id| self.beginnings.get(id)).take(MOST_ARTICLES).collect();
        let printed: Vec<Printed<'_>> = known
            .iter()
            .map(|b| Printed { title: b.title.as_deref().unwrap_or_default(), text: &b.text, language: b.language })
            .collect();
        let title = printed.first().and_then(Printed::headline);
        Label { title, terms: label::terms(&printed, &self.frequency) }
    }
}
