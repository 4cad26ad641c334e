//! Ids that came again with another text: versions of an article, or articles that share an id by mistake.

use super::document::Document;
use serde::Serialize;

/// What this engine has seen of them, among the articles of its window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReusedIds {
    /// Articles that took the place of an earlier one of their id.
    pub articles: u64,
    /// Of these, the ones that another source printed: hardly versions.
    pub of_other_sources: u64,
    /// The first of them: its id, the source of the earlier article, and its own.
    #[serde(skip)]
    pub first: Option<(String, Option<String>, Option<String>)>,
}

impl ReusedIds {
    /// Takes `sources`, those of the earlier article and of the later, where they differ.
    pub(super) fn add(&mut self, id: &str, sources: Option<(Option<String>, Option<String>)>) {
        self.articles += 1;
        if let Some((earlier, later)) = sources {
            self.of_other_sources += 1;
            self.first.get_or_insert_with(|| (id.to_owned(), earlier, later));
        }
    }
}

/// The sources of both, where they differ.
pub(super) fn sources(earlier: &Document, later: &Document) -> Option<(Option<String>, Option<String>)> {
    (earlier.source_key() != later.source_key()).then(|| {
        let name = |document: &Document| document.source().map(str::to_owned);
        (name(earlier), name(later))
    })
}
