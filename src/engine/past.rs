//! What a store remembers of articles beyond the window.

use crate::error::Result;
use std::fmt::Debug;

/// Memory beyond the window. Without one, an article that the window has forgotten is new when it comes again, and so is
/// one that goes back to an earlier text.
pub trait Past: Debug + Send + Sync {
    /// What is known of an article by its id and a hash of its content, see [`content_hash`](super::content_hash).
    ///
    /// # Errors
    /// What the memory reports; the article is not taken in then, nor those after it.
    fn article(&self, id: &str, content: u64) -> Result<PastArticle>;
}

/// What is known of an article of some id and content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastArticle {
    /// Whether any of its versions had this content: then it changes nothing.
    pub is_known: bool,
    /// How many clusters it has founded: their ids are never given again.
    pub founded: u32,
}
