//! The provenance of an article, from its cluster as it stands.

use super::Engine;
use super::compare::Compared;
use super::document::Document;
use crate::candidates::Arrival;
use crate::provenance::lineage::{self, Kin, MAX_WITNESSES, MemberFacts, Provenance};
use crate::sinks::Verdict;

impl Engine {
    /// The provenance of an article; `compared` are those that it was compared with, of which its cluster's count.
    pub(super) fn provenance(&self, arrival: Arrival, compared: &[Compared]) -> Option<Provenance> {
        let article = self.document(arrival)?;
        let key = self.clusters.key_of(arrival)?;
        let members = self.clusters.get(key)?.members.iter().take(MAX_WITNESSES);
        let members = members.filter_map(|m| self.document(m.arrival)).map(facts);
        let kin: Vec<Kin<'_>> = compared
            .iter()
            .filter(|c| c.comparison.relation.is_copy() && self.clusters.key_of(c.with) == Some(key))
            .filter_map(|c| {
                let member = facts(self.document(c.with)?);
                Some(Kin { member, containment: c.comparison.measures.containment })
            })
            .collect();
        Some(lineage::infer(facts(article), members, &kin))
    }

    pub(super) fn story_of(&self, arrival: Arrival) -> Option<String> {
        let key = self.clusters.key_of(arrival)?;
        self.events.as_ref()?.story_of(key).map(str::to_owned)
    }

    /// Brings verdicts to the state of now: cluster, story, representative and origin, as later articles have changed
    /// them. What an article was found to be when it came (relation, measures, events, whom it was taken from) stays, and
    /// so does all of an article that has left the window.
    pub fn settle(&self, verdicts: &mut [Verdict]) {
        for verdict in verdicts {
            let Some(&arrival) = self.by_id.get(&verdict.id) else { continue };
            let now = self.verdict(arrival, Vec::new(), Vec::new());
            verdict.cluster_id = now.cluster_id;
            verdict.story_id = now.story_id;
            verdict.representative = now.representative;
            if let (Some(before), Some(now)) = (&mut verdict.provenance, now.provenance) {
                before.agencies = now.agencies;
                before.origin = now.origin;
                before.taken_from = before.taken_from.take().or(now.taken_from);
            }
        }
    }
}

fn facts(document: &Document) -> MemberFacts<'_> {
    MemberFacts {
        id: &document.id,
        source: document.source.as_deref(),
        published_at: document.published_at,
        signals: &document.signals,
    }
}
