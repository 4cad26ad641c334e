//! Articles with their stories, and the story stage alone: each article is its own cluster, and nothing is verified.

use std::collections::HashMap;
use std::path::Path;
use wirefold::cluster::stories::{Contacts, Decision, Stories, StoryConfig, Views};
use wirefold::embed::{DocumentFrequency, EmbedInput};
use wirefold::engine::QUANTUM;
use wirefold::eval::Contingency;
use wirefold::eval::read::{Gold, gold};
use wirefold::eval::report::ClusterFigures;
use wirefold::normalise::{clean, language};
use wirefold::tokenise::{Tokens, stem::StemCache, tokenise};
use wirefold::units::{Language, Timestamp};
use wirefold::{Article, Result, ingest};

/// An article as the stage takes it.
#[derive(Clone)]
pub struct Prepared {
    pub id: String,
    pub title: String,
    pub text: String,
    pub time: Option<Timestamp>,
    pub language: Option<Language>,
    /// The event that it reports, where that is known; what is not is not scored.
    pub story: Option<String>,
    pub words: (Tokens, Tokens),
}

impl Prepared {
    pub fn new(article: Article, story: Option<String>, cache: &StemCache) -> Self {
        let language = article.language.or(language::detect(&article.text).language);
        let title = article.title.unwrap_or_default();
        let words = [&title, &article.text].map(|text| tokenise(&clean(text), language, cache)).into();
        Self { id: article.id, title, time: article.published_at, text: article.text, language, story, words }
    }

    /// The place in a batch.
    pub fn order(&self) -> (bool, Option<Timestamp>, &str) {
        (self.time.is_none(), self.time, &self.id)
    }

    fn views(&self, frequency: &DocumentFrequency) -> Views {
        let (title, body) = &self.words;
        let input = EmbedInput { title, body, title_text: &self.title, body_text: &self.text, language: self.language };
        Views::prepare(&input, self.time, frequency, true)
    }
}

/// The articles of a file in the order of a batch, with the story that stands under `key`. Errors: what reading reports.
pub fn read(path: &Path, key: Option<&str>, cache: &StemCache) -> Result<Vec<Prepared>> {
    let stories: HashMap<String, String> = match key.map(|key| gold(path, key)).transpose()? {
        Some(Gold::Groups(groups)) => groups.into_iter().collect(),
        _ => HashMap::new(),
    };
    let mut articles = Vec::new();
    for outcome in ingest::read(&[path], &ingest::Options::default())? {
        if let Ok(article) = outcome? {
            let story = stories.get(&article.id).cloned();
            articles.push(Prepared::new(article, story, cache));
        }
    }
    articles.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(articles)
}

/// The stage with what it has learnt.
#[derive(Clone)]
pub struct Stage {
    stories: Stories,
    frequency: DocumentFrequency,
    clusters: u32,
}

impl Stage {
    pub fn new(config: StoryConfig) -> Self {
        Self { stories: Stories::new(config), frequency: DocumentFrequency::default(), clusters: 0 }
    }

    /// Passes articles through the stage; one without a story opens its own, whatever it is like. Gives for each of the
    /// others where it was put.
    pub fn pass<'a>(&mut self, articles: &[&'a Prepared]) -> Vec<Found<'a>> {
        let mut found: Vec<(u32, Found<'a>)> = Vec::new();
        for articles in articles.chunks(QUANTUM as usize) {
            let Self { stories, frequency, clusters } = self;
            let views: Vec<Views> = articles.iter().map(|article| article.views(frequency)).collect();
            let contacts: Vec<Contacts> = (0..views.len())
                .map(|n| stories.contacts(&views[n], (*clusters..).zip(&views[..n]), std::iter::empty(), frequency))
                .collect();
            for ((views, contacts), article) in views.iter().zip(&contacts).zip(articles) {
                if article.story.is_none() {
                    stories.place(*clusters, views, None, frequency);
                } else {
                    let decision = stories.assign(*clusters, views, contacts, Some, frequency);
                    found.push((*clusters, Found { article, story: decision.story, decision }));
                }
                *clusters += 1;
            }
            views.iter().for_each(|v| frequency.observe(&v.stems));
            stories.settle(frequency);
        }
        let now = |(cluster, found): (u32, Found<'a>)| Found {
            story: self.stories.story_of(cluster).unwrap_or(found.story),
            ..found
        };
        found.into_iter().map(now).collect()
    }
}

/// An article, the story that it was put into, and why.
pub struct Found<'a> {
    pub article: &'a Prepared,
    pub story: u32,
    pub decision: Decision,
}

/// The measures over articles that were put into stories.
pub fn figures(found: &[Found<'_>]) -> ClusterFigures {
    ClusterFigures::new(&Contingency::new(found.iter().map(|found| (&found.article.story, found.story))))
}
