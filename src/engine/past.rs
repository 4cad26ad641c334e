//! What a store remembers of articles beyond the window.

use crate::article::Article;
use crate::candidates::Arrival;
use crate::error::Result;
use crate::sinks::Marks;
use crate::units::Language;
use std::fmt::Debug;

/// Memory beyond the window. Without one, an article that the window has forgotten is new when it comes again, and so is
/// one that goes back to an earlier text.
pub trait Past: Debug + Send + Sync {
    /// Whether any version of an article had this content, by its id and a hash, see [`content_hash`](super::content_hash):
    /// then it changes nothing. None for an id that never came.
    ///
    /// # Errors
    /// What the memory reports; the article is not taken in then, nor those after it.
    fn is_known(&self, id: &str, content: u64) -> Result<Option<bool>>;

    /// How many clusters an article has founded that came before and that the window does not hold: their ids are never given
    /// again.
    ///
    /// # Errors
    /// As [`Self::is_known`].
    fn founded(&self, id: &str) -> Result<u32>;

    /// Articles that an article may be a copy of, whose clusters have expired; a few, the likeliest first.
    ///
    /// The answer depends on what was known when the open quantum began, and on nothing else: else it would not be the same
    /// for every cut of the input.
    ///
    /// # Errors
    /// As [`Self::is_known`].
    fn alike(&self, wanted: &Wanted) -> Result<Vec<Alike>>;
}

/// An article that is like none of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its number.
    pub arrival: Arrival,
    /// Its marks.
    pub marks: Marks,
    /// The first article of the window: earlier ones are asked for.
    pub first: Arrival,
    /// The first article of the open quantum.
    pub quantum: Arrival,
}

/// An article that has left the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// The article, as it was given.
    pub article: Article,
    /// The language that it was taken to be in.
    pub language: Option<Language>,
    /// Its cluster.
    pub cluster_id: String,
}
