//! What happens between two quanta: learning, and forgetting what the window has moved past.

use super::detection::Founding;
use super::{Engine, QUANTUM, document_of};
use crate::candidates::{Arrival, Listed};
use crate::cluster::Event;
use crate::cluster::stories::Contacts;
use crate::tracked::{Delta, Tracked};
use crate::units::{Language, Timestamp};
use crate::verify::Comparer;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The language that each source usually writes in.
#[derive(Debug, Default)]
pub struct SourceLanguages {
    usual: Tracked<u64, Usual>,
    /// Whether the table was begun anew since changes were last asked for.
    cleared: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Usual {
    language: Language,
    /// How often it was this one, less how often another.
    lead: u32,
}

/// Sources after which the table is begun anew: a bound on memory, far above the outlets of the world.
const MAX_SOURCES: usize = 500_000;

/// Articles by which the usual language leads before it is believed.
const MIN_LEAD: u32 = 3;

impl SourceLanguages {
    /// The language of most of a source's articles, once there are a few.
    pub fn usual(&self, source: u64) -> Option<Language> {
        self.usual.get(&source).filter(|usual| usual.lead >= MIN_LEAD).map(|usual| usual.language)
    }

    /// Notes an article whose language is sure (majority vote of Boyer and Moore).
    pub fn observe(&mut self, source: u64, language: Language) {
        if self.usual.len() >= MAX_SOURCES && !self.usual.contains_key(&source) {
            _ = self.usual.take();
            self.cleared = true;
        }
        let usual = self.usual.entry(source, || Usual { language, lead: 0 });
        if usual.language == language {
            usual.lead = (usual.lead + 1).min(1000);
        } else if usual.lead == 0 {
            *usual = Usual { language, lead: 1 };
        } else {
            usual.lead -= 1;
        }
    }

    /// Notes from now on what changes.
    pub fn track(&mut self) {
        self.usual.track();
    }

    /// What changed since the last time, or all.
    pub fn delta(&mut self, whole: bool) -> Delta {
        let whole = std::mem::take(&mut self.cleared) || whole;
        self.usual.delta(whole)
    }

    /// Puts back what [`Self::delta`] gave. Errors: the reason, where the bytes are not that.
    pub fn apply(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.usual.apply(bytes)
    }
}

impl Engine {
    /// Moves the window on to `now`, as an article of that date would; gives what this changed.
    pub fn expire(&mut self, now: Timestamp) -> Vec<Event> {
        let is_first = self.clock.latest().is_none();
        self.clock.set(now.seconds());
        if is_first {
            self.stand_at(now.seconds(), self.first);
        }
        self.drop_old()
    }

    /// Lets the articles of the window from one on stand at `now`.
    pub(super) fn stand_at(&mut self, now: i64, from: Arrival) {
        for arrival in from..self.next_arrival() {
            if let Some(Some(document)) = self.documents.get_mut((arrival - self.first) as usize) {
                document.at = now;
            }
        }
        self.candidates.stand_at(now, from);
        self.times_changed(from);
    }

    /// Ends a quantum: learns from its articles, lists them, forgets what is too old.
    pub(super) fn turn(&mut self) -> Vec<Event> {
        let end = self.next_arrival();
        self.furniture.settle();
        self.learn(end - QUANTUM..end);
        self.quantum.clear();
        self.returned.clear();
        for arrival in std::mem::take(&mut self.retired) {
            let slot = self.documents.get_mut((arrival - self.first) as usize);
            if let Some(document) = slot.and_then(Option::take) {
                self.vacant.insert(arrival);
                self.part_with(arrival, document);
            }
        }
        let mut events = self.drop_old();
        self.shelve();
        let horizon = self.horizon();
        if let Some(detection) = &mut self.detection {
            detection.settle(horizon, &self.clusters, &mut events);
        }
        if let Some(saving) = &mut self.saving {
            saving.turn();
        }
        events
    }

    /// Learns from the articles of the quantum that ends. What is learnt stands apart, so each is done on a thread of its own.
    fn learn(&mut self, quantum: Range<Arrival>) {
        let founding = self.take_founding(quantum.clone());
        let slims = !self.config.keep_text && !self.edges && self.saving.is_none();
        let Self { documents, first, candidates, detection, furniture, languages, clusters, .. } = self;
        let held = || quantum.clone().filter_map(|arrival| Some((arrival, document_of(documents, *first, arrival)?)));
        let list = || {
            for (arrival, document) in held() {
                let replaces = document.young().replaces;
                candidates.insert(Listed { arrival, fingerprint: document.fingerprint(), replaces }, document.at);
            }
        };
        let sources = || {
            for (arrival, document) in held() {
                if let Some(mut cluster) = clusters.key_of(arrival) {
                    let (source, sentences) = (document.source_key(), &document.young().sentences);
                    // Of a single sentence nothing tells whether it is a text.
                    if sentences.len() > 1 {
                        cluster = furniture.observe_text(source, document.body, cluster);
                    }
                    sentences.iter().for_each(|&sentence| furniture.observe(source, sentence, cluster));
                }
                if let Some(language) = document.language.filter(|_| document.length >= MIN_SURE_TOKENS) {
                    languages.observe(document.source_key(), language);
                }
            }
        };
        let events = || detection.as_mut().map(|detection| detection.learn(founding));
        rayon::join(list, || rayon::join(sources, events));
        for arrival in quantum {
            let slot = self.documents.get_mut(arrival.wrapping_sub(self.first) as usize);
            let Some(document) = slot.and_then(Option::as_mut) else { continue };
            if let Some(young) = document.young_mut() {
                young.sentences = Vec::new();
            }
            if slims {
                document.slim();
            }
        }
    }

    /// Takes what is learnt of events from the articles of the quantum that ends: those that represent a cluster, which are listed
    /// by their vectors from now on. Copies are passed over: words of a dispatch are not common because it is printed often.
    fn take_founding(&mut self, quantum: Range<Arrival>) -> Vec<Founding> {
        let mut founding = Vec::new();
        for arrival in quantum {
            let cluster = self.clusters.key_of(arrival).and_then(|key| self.clusters.get(key));
            let founds = cluster.is_some_and(|cluster| cluster.anchor == arrival);
            let slot = self.documents.get_mut(arrival.wrapping_sub(self.first) as usize);
            let Some(document) = slot.and_then(Option::as_mut) else { continue };
            let at = document.at;
            let Some(young) = document.young_mut() else { continue };
            if let Some(views) = young.views.take().filter(|_| founds) {
                young.listed_at = Some(at);
                founding.push(Founding { arrival, at, code: young.code, views });
            }
        }
        founding
    }

    /// Moves the words of articles that are no longer among the newest out of memory.
    fn shelve(&mut self) {
        self.shelf.drop_before(self.first);
        let from = self.unshelved.max(self.first);
        let end = self.next_arrival().saturating_sub(self.config.window.in_memory);
        if end < from + QUANTUM {
            return;
        }
        self.unshelved = end;
        let records: Vec<(Arrival, Vec<u8>)> = (from..end)
            .into_par_iter()
            .filter_map(|arrival| Some((arrival, self.document(arrival)?.record(&self.shelf))))
            .collect();
        let Some(places) = self.shelf.put(&records) else { return };
        for ((arrival, _), place) in records.iter().zip(places) {
            if let Some(Some(document)) = self.documents.get_mut((arrival - self.first) as usize) {
                document.shelve(place);
            }
        }
    }

    /// Time before which articles are out of the window.
    fn horizon(&self) -> Option<i64> {
        self.config.window.seconds().map(|window| self.clock.now().saturating_sub(window))
    }

    fn drop_old(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        let horizon = self.horizon();
        let mut comparer = Comparer::default();
        while let Some(front) = self.documents.front() {
            let over = self.documents.len() > self.config.window.articles as usize;
            let old = front.as_ref().is_none_or(|d| horizon.is_some_and(|h| d.at < h));
            // What is still to be listed at the end of this quantum stays.
            let listed = self.first < self.next_arrival() - self.next_arrival() % QUANTUM;
            if !listed || !(over || old) {
                break;
            }
            let arrival = self.first;
            self.leave(arrival, &mut comparer, &mut events);
            self.let_go(arrival);
            if let Some(Some(document)) = self.documents.pop_front() {
                self.part_with(arrival, document);
            }
            self.vacant.remove(&arrival);
            self.first += 1;
        }
        if let Some(horizon) = horizon {
            self.candidates.drop_before(horizon);
        }
        self.candidates.drop_arrivals_before(self.first);
        events
    }

    /// Lets go of the id of an article, if that leads to it, and of it as a founder.
    fn let_go(&mut self, arrival: Arrival) {
        let Self { by_id, documents, first, clusters, .. } = self;
        let Some(document) = document_of(documents, *first, arrival) else { return };
        if by_id.remove(&document.id, |held| held == arrival).is_some() {
            clusters.forget_founder(&document.id);
        }
    }

    /// Takes an article out of its cluster.
    pub(super) fn leave(&mut self, arrival: Arrival, comparer: &mut Comparer, events: &mut Vec<Event>) {
        let (clusters, mut window) = self.clusters_and_window(comparer);
        let changes = clusters.leave(arrival, &mut window);
        self.tell(changes, &Contacts::default(), events);
    }
}

/// Words from which an article's language counts as a sign of its source's.
const MIN_SURE_TOKENS: u32 = 60;
