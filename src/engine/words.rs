//! The words of an article: in memory while it is young, on the [`Shelf`] later.

use super::document::{Document, Young};
use super::shelf::{Place, Shelf};
use crate::candidates::Letters;
use crate::embed::CompactVector;
use crate::fingerprint::{Fingerprint, Sketch};
use crate::tokenise::Tokens;
use crate::verify::Text;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// What of an article is looked at only where it is compared: some nine bytes a word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// The words that count: furniture left out.
    pub body: Tokens,
    /// Hashes of the words that were left out, line by line: sites print their own name among them.
    #[serde(with = "crate::tracked::plain")]
    pub furniture: Vec<u32>,
    /// Hashes of what may be names of outlets in its text, see [`possible_names`](crate::provenance::lineage::possible_names).
    #[serde(with = "crate::tracked::plain")]
    pub names: Vec<u32>,
    pub title: Tokens,
    pub vector: Option<CompactVector>,
    /// What readers see, when texts are kept.
    pub printed: Option<Printed>,
}

/// Title and text as given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Printed {
    pub title: Option<String>,
    pub text: String,
}

/// An article whose words are in memory.
#[derive(Clone, Debug, Default)]
pub struct Fresh {
    pub words: Words,
    /// Until it is listed: its sample is of no use later.
    pub fingerprint: Fingerprint,
    pub young: Young,
    /// Until it is compared.
    pub letters: Letters,
}

/// Where an article's words are.
#[derive(Clone, Debug)]
pub enum Shelved {
    /// In memory.
    Here(Box<Fresh>),
    /// On the shelf, behind the sample of its fingerprint.
    Away(Place),
}

impl Default for Shelved {
    fn default() -> Self {
        Self::Here(Box::default())
    }
}

impl Shelved {
    /// The words. Those that cannot be read are none, which the shelf notes.
    pub fn held(&self, shelf: &Shelf) -> Held<'_> {
        match self {
            Self::Here(fresh) => Held::Here(&fresh.words),
            Self::Away(place) => {
                let (_, _, words): (Sketch, Young, _) = shelf.read(*place);
                Held::Read(words)
            }
        }
    }
}

/// Words in memory, or read for the moment.
#[derive(Debug)]
pub enum Held<'a> {
    Here(&'a Words),
    Read(Box<Words>),
}

impl Deref for Held<'_> {
    type Target = Words;

    fn deref(&self) -> &Words {
        match self {
            Self::Here(words) => words,
            Self::Read(words) => words,
        }
    }
}

/// An article with its words at hand.
#[derive(Debug)]
pub struct Open<'a> {
    pub document: &'a Document,
    pub words: Held<'a>,
}

impl Open<'_> {
    /// The article as verification takes it, as the earlier of two.
    pub fn text(&self) -> Text<'_> {
        Text {
            body: &self.words.body,
            title: &self.words.title,
            simhash: self.document.simhash,
            hash: self.document.body,
            published_at: self.document.published_at,
            vector: self.words.vector.as_ref(),
            source: self.document.source.as_ref().map(|source| source.key),
            is_later: false,
        }
    }

    /// The same as the later of two.
    pub fn as_later(&self) -> Text<'_> {
        Text { is_later: true, ..self.text() }
    }
}

impl Deref for Open<'_> {
    type Target = Document;

    fn deref(&self) -> &Document {
        self.document
    }
}
