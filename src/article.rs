//! The article: what every stage after ingest works on.

use crate::units::{Language, Timestamp};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// One printed article, as its source gave it. Its JSON is a record that [`crate::ingest`] reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Article {
    /// The caller's id, unique per article; the same id sent again is a re-sent article or a new version of it.
    pub id: String,
    /// The outlet: a domain or a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When the outlet published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The body, as given: nothing stripped. Empty for a headline alone.
    pub text: String,
    /// The language that the record states, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What else the record says of its own origin.
    #[serde(flatten)]
    pub metadata: Metadata,
}

/// Statements of origin that a record carries beside its text (RSS, Atom, ninjs, NewsML-G2, schema.org, HTML meta tags).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// The author or byline field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The credit or provider field (ninjs `infoSources`, NewsML-G2 `provider`, schema.org `provider`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// The copyright holder or notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// The dateline field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// `rel=canonical`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_url: Option<String>,
    /// The feed's own `<source>`, or `meta[name=syndication-source]`, `meta[name=original-source]`: a URL or a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub syndicated_from: Option<String>,
    /// What the record says that it is based on (schema.org `isBasedOn`, ninjs `associations`): URLs or ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub based_on: Vec<String>,
    /// The version number that the provider gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// ninjs and NewsML-G2 `pubStatus`: `usable`, `withheld` or `canceled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication_status: Option<String>,
    /// The slug (ninjs and NewsML-G2 `slugline`): the few words by which the desk names the item, for all its takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The editorial note (ninjs `edNote`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editorial_note: Option<String>,
}

impl Article {
    /// An article of which only the id and the text are known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }

    /// The same article with another text.
    pub(crate) fn with_text(&self, text: String) -> Self {
        let Self { id, source, published_at, url, title, text: _, language, metadata } = self;
        Self {
            id: id.clone(),
            source: source.clone(),
            published_at: *published_at,
            url: url.clone(),
            title: title.clone(),
            text,
            language: *language,
            metadata: metadata.clone(),
        }
    }

    /// The order in which a batch takes articles: by time of publication and then id, the undated last.
    pub fn by_publication(&self, other: &Self) -> Ordering {
        let order = |a: &Self| (a.published_at.is_none(), a.published_at);
        order(self).cmp(&order(other)).then_with(|| self.id.cmp(&other.id))
    }

    /// The same article with a headline.
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The same article with its outlet.
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same article with the instant of its publication.
    pub fn with_published_at(mut self, at: Timestamp) -> Self {
        self.published_at = Some(at);
        self
    }
}
