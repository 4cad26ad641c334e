//! A generated wire day as the stages before the measured one leave it.
#![allow(dead_code, reason = "no bench needs all of it")]

use wirefold::Article;
use wirefold::embed::{EmbedInput, Embedder, TfIdf, distinct_stems};
use wirefold::fingerprint::{Fingerprint, fingerprint};
use wirefold::normalise::clean;
use wirefold::synth::{Options, Relation, Truth, WireDay};
use wirefold::tokenise::{Tokens, stem::StemCache, tokenise};
use wirefold::verify::Text;

pub struct Marked {
    pub article: Article,
    pub truth: Truth,
    pub title: Tokens,
    pub body: Tokens,
    pub print: Fingerprint,
}

impl Marked {
    pub fn text(&self) -> Text<'_> {
        Text {
            source: None,
            is_later: false,
            body: &self.body,
            title: &self.title,
            simhash: self.print.simhash,
            hash: self.print.body,
            published_at: self.article.published_at,
            vector: None,
        }
    }

    pub fn input(&self) -> EmbedInput<'_> {
        EmbedInput {
            title: &self.title,
            body: &self.body,
            title_text: self.article.title.as_deref().unwrap_or_default(),
            body_text: &self.article.text,
            language: Some(self.truth.language),
        }
    }

    /// Whether both are prints of one dispatch.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        let is_print = |m: &Self| !matches!(m.truth.relation, Relation::Partial | Relation::None);
        self.truth.cluster == other.truth.cluster && is_print(self) && is_print(other)
    }
}

/// So many articles of the wire day with seed 1, in six languages, furniture included.
pub fn day(articles: u64) -> Vec<Marked> {
    let stems = StemCache::default();
    let tokens = |text: &str, truth: &Truth| tokenise(&clean(text), Some(truth.language), &stems);
    let day = WireDay::new(Options { articles, ..Options::default() });
    let marked = day.map(|(article, truth)| {
        let title = tokens(article.title.as_deref().unwrap_or_default(), &truth);
        let body = tokens(&article.text, &truth);
        Marked { print: fingerprint(&body), article, truth, title, body }
    });
    marked.collect()
}

/// An embedder that has seen the day.
pub fn embedder(day: &[Marked]) -> TfIdf {
    let mut embedder = TfIdf::default();
    day.iter().for_each(|m| embedder.observe(&distinct_stems(&m.title, &m.body)));
    embedder
}
