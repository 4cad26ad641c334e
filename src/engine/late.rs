//! Clusters that come back: an article that is like nothing in the window is held against what memory knows from before.

use super::compare::{Compared, edge};
use super::document::{self, Document};
use super::past::Wanted;
use super::{Engine, QUANTUM};
use crate::candidates::Arrival;
use crate::error::Result;
use crate::sinks::Edge;
use crate::verify::{Comparer, Comparison};
use std::cmp::Reverse;

/// A cluster that an article may bring back.
#[derive(Clone, Debug)]
pub(super) struct Return {
    pub cluster_id: String,
    /// The article of it that the new one is a copy of.
    pub of: String,
    pub comparison: Comparison,
    /// Where edges are asked for.
    pub edge: Option<Edge>,
}

impl Engine {
    /// The clusters from before the window in which a new article is a copy, the closest first; none where it is a copy in
    /// the window, or where there is no memory. Cost: for each article that memory names, about that of analysing it.
    pub(super) fn look_back(&self, new: &Document, arrival: Arrival, compared: &[Compared]) -> Result<Vec<Return>> {
        let Some(past) = &self.past else { return Ok(Vec::new()) };
        if compared.iter().any(|c| c.comparison.relation.is_copy()) {
            return Ok(Vec::new());
        }
        let wanted = Wanted { arrival, marks: new.marks(), first: self.first, quantum: arrival - arrival % QUANTUM };
        let alike = past.alike(&wanted)?;
        if alike.is_empty() {
            return Ok(Vec::new());
        }
        let agencies = self.agencies();
        let mut comparer = Comparer::default();
        let new = new.open(&self.shelf);
        comparer.load(new.text());
        let mut found: Vec<Return> = Vec::new();
        for old in alike {
            let analysis = document::analyse_as(&old.article, old.language, true, &agencies);
            // What is furniture of its source today was so then.
            let old_document = document::prepare(&old.article, analysis, &self.furniture, false);
            let old_document = old_document.open(&self.shelf);
            let comparison = comparer.compare(new.text(), old_document.text(), &self.config.verify);
            if comparison.relation.is_copy() {
                let edge = self.edges.then(|| edge(&new, &old_document, &comparison));
                found.push(Return { cluster_id: old.cluster_id, of: old.article.id, comparison, edge });
            }
        }
        // Of equals the one that memory named first.
        found.sort_by_key(|r| Reverse((r.comparison.likeness.get() * 1e6) as u32));
        Ok(found)
    }
}
