//! The sources of articles, each held once however many articles of it the window holds.

use crate::normalise::furniture::source_key;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who published an article.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Box<str>", into = "Box<str>")]
pub struct Source {
    pub name: Box<str>,
    /// See [`source_key`].
    pub key: u64,
}

impl From<Box<str>> for Source {
    fn from(name: Box<str>) -> Self {
        Self { key: source_key(Some(&name)), name }
    }
}

impl From<Source> for Box<str> {
    fn from(source: Source) -> Self {
        source.name
    }
}

/// Sources below which none is looked for that no article has any more.
const FEW: usize = 4096;

/// Sources that articles share.
#[derive(Debug, Default)]
pub struct Sources {
    known: FxHashSet<Arc<Source>>,
    /// How many there were when those were last forgotten that no article had.
    kept: usize,
}

impl Sources {
    /// The source as it is held, from now on if not before. Cost: O(1), and a look at all each time that they have doubled.
    pub fn share(&mut self, source: Arc<Source>) -> Arc<Source> {
        if let Some(known) = self.known.get(&source) {
            return known.clone();
        }
        if self.known.len() >= FEW.max(2 * self.kept) {
            self.known.retain(|source| Arc::strong_count(source) > 1);
            self.kept = self.known.len();
        }
        self.known.insert(source.clone());
        source
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_held_once_and_no_longer_than_it_is_used() {
        let source = |name: &str| Arc::new(Source::from(Box::from(name)));
        let mut sources = Sources::default();
        let first = sources.share(source("herald"));
        assert!(Arc::ptr_eq(&first, &sources.share(source("herald"))));
        (0..10 * FEW).for_each(|n| drop(sources.share(source(&n.to_string()))));
        assert!(sources.known.len() <= FEW && sources.known.contains(&first));
    }
}
