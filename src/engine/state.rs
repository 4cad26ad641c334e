//! The engine's whole state, out and back in: what a store keeps, so that a restart goes on as if nothing had been.
//!
//! State is given out piece by piece: each time only what has changed since the last. Articles are given once and do not
//! change, but for those of the open quantum. What can be computed again (indexes, who is in which cluster) is left out.

use super::document::{Document, Young};
use super::notices::Notices;
use super::words::Shelved;
use super::{Engine, QUANTUM};
use crate::candidates::{Arrival, Listed, Stretch};
use crate::cluster::{ClusterKey, Event};
use crate::fingerprint::Fingerprint;
use crate::tracked::{Delta, Raw, from_bytes, to_bytes};
use crate::verify::Comparer;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Version of the encoding below, and of all that it takes in. State of another version is refused.
pub const STATE_VERSION: u8 = 26;

/// The version of a state, by what [`Changes::rest`] gave.
pub fn version_of(rest: &[u8]) -> Option<u8> {
    // It is the first field, and a byte stands for itself.
    rest.first().copied()
}

/// Learnt state that is kept as a row of changes, see [`Delta`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Log {
    /// What sources repeat.
    Furniture,
    /// Which languages sources write in.
    Languages,
    /// How often articles founded clusters.
    Founders,
    /// What articles are to each other.
    Ties,
    /// Agencies credited by articles of other clusters.
    Elsewhere,
    /// The terms by which stories are found.
    StoryIndex,
    /// What embedders have learnt: how often words stand in articles.
    Learnt,
}

impl Log {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Furniture, Self::Languages, Self::Founders, Self::Ties, Self::Elsewhere, Self::StoryIndex, Self::Learnt];

    /// Its name in a store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Furniture => "furniture",
            Self::Languages => "languages",
            Self::Founders => "founders",
            Self::Ties => "ties",
            Self::Elsewhere => "elsewhere",
            Self::StoryIndex => "story_index",
            Self::Learnt => "learnt",
        }
    }
}

/// What is to be written for the state to be that of now.
#[derive(Debug)]
pub struct Changes {
    /// Articles by arrival, to be set.
    pub articles: Vec<(Arrival, Vec<u8>)>,
    /// Articles that came before this one are needed no more.
    pub first_article: Arrival,
    /// Clusters, to be set, or deleted where they are none.
    pub clusters: Vec<(ClusterKey, Option<Vec<u8>>)>,
    /// Stories, likewise.
    pub stories: Vec<(u32, Option<Vec<u8>>)>,
    /// Changes to be added to each log.
    pub logs: Vec<(Log, Delta)>,
    /// All that is small; replaces what was there.
    pub rest: Vec<u8>,
}

/// Called with a key and what was kept under it.
pub type Each<'a, E> = &'a mut dyn FnMut(u32, &[u8]) -> Result<(), E>;

/// Where state comes back from: what [`Changes`] said, each kind ascending by key or in the order of writing.
///
/// # Errors
/// `E`, the source's own; what the bytes are not comes as [`Unfit`].
#[allow(clippy::missing_errors_doc, reason = "the trait says it once for all")]
pub trait Kept<E: From<Unfit>> {
    /// See [`Changes::rest`].
    fn rest(&self) -> Result<Vec<u8>, E>;
    /// See [`Changes::articles`].
    fn articles(&self, each: Each<'_, E>) -> Result<(), E>;
    /// See [`Changes::clusters`].
    fn clusters(&self, each: Each<'_, E>) -> Result<(), E>;
    /// See [`Changes::stories`].
    fn stories(&self, each: Each<'_, E>) -> Result<(), E>;
    /// See [`Changes::logs`].
    fn log(&self, log: Log, each: Each<'_, E>) -> Result<(), E>;
}

/// Kept bytes are not what they should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Unfit {
    /// Which piece.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

pub(super) fn unfit(place: impl std::fmt::Display) -> impl FnOnce(String) -> Unfit {
    move |reason| Unfit { place: place.to_string(), reason }
}

/// What is noted for the next [`Changes`].
#[derive(Debug)]
pub(super) struct Saving {
    /// Articles from this one on have not been given out as they are now, but for those of `ended`.
    from: Arrival,
    /// Articles that were given out ahead of the rest, or are about to be.
    ended: Range<Arrival>,
    /// The last of these, of a quantum that was not given out yet.
    begun: Vec<(Arrival, Vec<u8>)>,
    /// Of those not given out, the ones that have left the window since; indexes list them as long as their segment is held.
    parted: Vec<(Arrival, Vec<u8>)>,
    /// Logs that change no more before the quantum ends, and have changed since they were last asked for.
    frozen: Vec<Log>,
    /// What was asked of these ahead of the rest, in its order.
    ahead: Vec<(Log, Delta)>,
}

/// Logs that change only where a quantum ends, once what is known is much.
const FROZEN: [Log; 2] = [Log::StoryIndex, Log::Learnt];

impl Saving {
    /// The articles before `next` were given out; those of the open quantum change until it ends.
    fn before(next: Arrival) -> Self {
        let open = next - next % QUANTUM;
        Self {
            from: open,
            ended: open..open,
            begun: Vec::new(),
            parted: Vec::new(),
            frozen: Vec::new(),
            ahead: Vec::new(),
        }
    }

    /// A quantum has ended, and much was learnt.
    pub fn turn(&mut self) {
        self.frozen = FROZEN.to_vec();
    }

    fn is_given(&self, arrival: Arrival) -> bool {
        arrival < self.from || self.ended.contains(&arrival)
    }
}

/// An article as it is kept, by its parts, owned or borrowed.
#[derive(Serialize, Deserialize)]
pub(super) enum Article<D, R, M> {
    /// With its record.
    Whole(D, R),
    /// Out of the window, or replaced: only indexes know of it.
    Mark(M),
}

/// What indexes know of an article.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Mark {
    pub fingerprint: Fingerprint,
    pub code: crate::embed::Code,
    pub listed_at: Option<i64>,
    pub replaces: Option<Arrival>,
}

impl Mark {
    pub fn of(fingerprint: Fingerprint, young: &Young) -> Self {
        Self { fingerprint, code: young.code, listed_at: young.listed_at, replaces: young.replaces }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Rest {
    version: u8,
    /// See [`Changes::first_article`].
    pub oldest: Arrival,
    pub first: Arrival,
    pub next: Arrival,
    pub vacant: Vec<Arrival>,
    retired: Vec<Arrival>,
    /// Notices that withdrew something, the latest.
    withdrew: Vec<Arrival>,
    clock: super::clock::Clock,
    next_cluster: ClusterKey,
    stretches: Vec<Stretch>,
    detection: Option<super::detection::Counts>,
}

impl Engine {
    /// Notes from now on what changes, for [`Self::changes`]. To be called before the first article, or after
    /// [`Self::restore`], which does it.
    pub fn track(&mut self) {
        self.saving.get_or_insert(Saving::before(self.first));
        self.furniture.track();
        self.languages.track();
        self.clusters.track();
        self.elsewhere.track();
        if let Some(detection) = &mut self.detection {
            detection.track();
        }
    }

    /// The articles of quanta that have ended since [`Self::changes`] was last called, each given once, a quantum at a time.
    /// They may be written ahead of the rest, so that it is little, since [`Self::restore`] passes over what came after it; but
    /// of the quantum that was open then, the rest that is kept has them as they were, and they are to wait for the next.
    /// Each call encodes `most` articles, so that none has a whole quantum to wait for.
    pub fn ended(&mut self, most: u32) -> Vec<(Arrival, Vec<u8>)> {
        let end = self.next_arrival() - self.next_arrival() % QUANTUM;
        let Some(saving) = &mut self.saving else { return Vec::new() };
        let from = saving.ended.end;
        let end = end.min(from.saturating_add(most));
        if end <= from {
            return Vec::new();
        }
        saving.ended.end = end;
        let (mut articles, parted): (Vec<_>, Vec<_>) =
            std::mem::take(&mut saving.parted).into_iter().partition(|(arrival, _)| (from..end).contains(arrival));
        saving.parted = parted;
        articles.append(&mut self.articles(from..end));
        articles.sort_unstable_by_key(|(arrival, _)| *arrival);
        let Some(saving) = &mut self.saving else { return Vec::new() };
        saving.begun.append(&mut articles);
        let whole = saving.begun.partition_point(|(arrival, _)| *arrival < end - end % QUANTUM);
        saving.begun.drain(..whole).collect()
    }

    /// Encodes, ahead of [`Self::changes`], some of what will be asked for and changes no more before the quantum ends: `most`
    /// stories, and a log of what was learnt. So none has all of it to wait for.
    pub fn encode_ahead(&mut self, most: u32) {
        let Self { detection: Some(detection), saving: Some(saving), .. } = self else { return };
        if detection.is_young() {
            return;
        }
        detection.encode_ahead(most as usize);
        if let Some(log) = saving.frozen.pop() {
            saving.ahead.extend(detection.delta(log, false).map(|delta| (log, delta)));
        }
    }

    fn articles(&self, range: Range<Arrival>) -> Vec<(Arrival, Vec<u8>)> {
        let bytes = |arrival| {
            let document = self.document(arrival)?;
            Some((arrival, to_bytes(&Article::<_, _, Mark>::Whole(document, Raw(document.record(&self.shelf))))))
        };
        // Few are not worth waking a thread for.
        range.into_par_iter().with_min_len(4).filter_map(bytes).collect()
    }

    /// What has changed since the last time; with `whole`, each log as a whole. Cost: O(what has changed), without `whole`, on
    /// all threads.
    pub fn changes(&mut self, whole: bool) -> Changes {
        let next = self.next_arrival();
        let mut saving = self.saving.take().unwrap_or_else(|| Saving::before(self.first));
        let ended = saving.ended.clone();
        let mut articles = self.articles(saving.from.max(self.first)..ended.start.min(next));
        articles.append(&mut saving.begun);
        articles.append(&mut self.articles(ended.end.max(self.first)..next));
        articles.append(&mut saving.parted);
        articles.sort_unstable_by_key(|(arrival, _)| *arrival);
        let (frozen, mut logs) = match whole {
            // All of a log stands for what was given of it ahead.
            true => (FROZEN.to_vec(), Vec::new()),
            false => (saving.frozen, saving.ahead),
        };
        self.saving = Some(Saving::before(next));

        let oldest_listed = self.detection.as_ref().and_then(|detection| detection.first_listed());
        let stretches = self.candidates.stretches();
        let first_article =
            stretches.first().map(|s| s.first).into_iter().chain(oldest_listed).fold(self.first, Arrival::min);
        articles.retain(|(arrival, _)| *arrival >= first_article);
        // What the stages have learnt stands apart, so each is asked on a thread of its own.
        let Self { furniture, languages, elsewhere, clusters, detection, .. } = self;
        let ((ties, founders, clusters), (of_detection, learnt)) = rayon::join(
            || (clusters.ties_delta(whole), clusters.founders_delta(whole), clusters.changes()),
            || {
                rayon::join(
                    || {
                        let detection = detection.as_mut()?;
                        let is_asked = |log: &Log| detection.is_young() || frozen.contains(log);
                        let asked: Vec<Log> = FROZEN.into_iter().filter(is_asked).collect();
                        let deltas = asked.into_iter().filter_map(|log| Some((log, detection.delta(log, whole)?)));
                        Some((deltas.collect::<Vec<_>>(), detection.story_changes(), detection.counts()))
                    },
                    || {
                        vec![
                            (Log::Furniture, furniture.delta(whole)),
                            (Log::Languages, languages.delta(whole)),
                            (Log::Elsewhere, elsewhere.delta(whole)),
                        ]
                    },
                )
            },
        );
        logs.extend(learnt);
        logs.extend([(Log::Founders, founders), (Log::Ties, ties)]);
        let (mut stories, mut counts) = (Vec::new(), None);
        if let Some((deltas, changed, counted)) = of_detection {
            logs.extend(deltas);
            (stories, counts) = (changed, Some(counted));
        }
        let rest = Rest {
            version: STATE_VERSION,
            oldest: first_article,
            first: self.first,
            next,
            vacant: self.vacant.iter().copied().collect(),
            retired: self.retired.clone(),
            withdrew: self.notices.withdrew_latest(),
            clock: self.clock,
            next_cluster: self.clusters.next_key(),
            stretches,
            detection: counts,
        };
        // What was given ahead comes first.
        logs.sort_by_key(|(log, _)| *log);
        Changes { articles, first_article, clusters, stories, logs, rest: to_bytes(&rest) }
    }

    /// Puts back, into an engine that has taken nothing in, what others have given out by [`Self::changes`], under the
    /// same configuration and embedder. From then on it goes on exactly as those would have.
    ///
    /// # Errors
    /// Those of the source, and [`Unfit`] where it gives what was not given out. The engine is of no use then.
    pub fn restore<E: From<Unfit> + Send>(&mut self, kept: &impl Kept<E>) -> Result<(), E> {
        let rest: Rest = from_bytes(&kept.rest()?).map_err(unfit("state"))?;
        if rest.version != STATE_VERSION {
            let reason = format!("version {}, this program writes {STATE_VERSION}", rest.version);
            return Err(Unfit { place: "state".into(), reason }.into());
        }
        self.first = rest.first;
        self.retired.clone_from(&rest.retired);
        self.vacant = rest.vacant.iter().copied().collect();
        self.clock = rest.clock;
        for log in Log::ALL {
            let apply = |n: u32, bytes: &[u8]| {
                let applied = match log {
                    Log::Furniture => self.furniture.apply(bytes),
                    Log::Languages => self.languages.apply(bytes),
                    Log::Founders => self.clusters.apply_founders(bytes),
                    Log::Ties => self.clusters.apply_ties(bytes),
                    Log::Elsewhere => self.elsewhere.apply(bytes),
                    Log::StoryIndex => {
                        self.detection.as_mut().map_or(Ok(()), |detection| detection.restore_index(bytes))
                    }
                    Log::Learnt => self.detection.as_mut().map_or(Ok(()), |detection| detection.restore_learnt(bytes)),
                };
                applied.map_err(|reason| unfit(format_args!("{} {n}", log.name()))(reason).into())
            };
            kept.log(log, &mut { apply })?;
        }
        self.clusters.restore_next(rest.next_cluster);
        kept.clusters(&mut |key, bytes| {
            self.clusters.restore(key, bytes).map_err(unfit(format_args!("cluster {key}"))).map_err(E::from)
        })?;
        if let Some(detection) = &mut self.detection {
            kept.stories(&mut |key, bytes| {
                detection.restore_story(key, bytes).map_err(unfit(format_args!("story {key}"))).map_err(E::from)
            })?;
            let counts = rest.detection.as_ref().ok_or_else(|| unfit("state")("it has no stories".into()))?;
            detection.restore_counts(counts).map_err(unfit("state"))?;
        }
        let listed = self.refill(kept, &rest)?;
        self.notices = Notices::restored(rest.withdrew, &self.documents);
        let mut comparer = Comparer::default();
        let (clusters, window) = self.clusters_and_window(&mut comparer);
        clusters.settle_restored();
        clusters.restore_representatives(&window);
        if let Some(detection) = &mut self.detection {
            for (arrival, mark) in &listed {
                detection.restore_point(*arrival, mark.code, mark.listed_at);
            }
            detection.settle_restored();
        }
        let end_of_listed = rest.next - rest.next % QUANTUM;
        let listed = listed.iter().map(|(arrival, mark)| {
            let Mark { fingerprint, replaces, .. } = mark;
            Listed { arrival: *arrival, fingerprint, replaces: *replaces }
        });
        let listed: Vec<Listed<'_>> = listed.collect();
        let (ended, open) = listed.split_at(listed.partition_point(|listed| listed.arrival < end_of_listed));
        self.candidates.restore(&rest.stretches, ended);
        open.iter().for_each(|listed| self.quantum.insert(listed.fingerprint));
        self.saving = Some(Saving::before(rest.next));
        self.track();
        Ok(())
    }

    /// Takes an article out of the window, with all that is held of it, and out of its cluster; gives what this changed.
    /// What was learnt from it (frequencies, furniture, the terms of its story: hashes all) stays; that an article stood in its
    /// place, indexes know until the state is taken up again.
    pub fn forget(&mut self, id: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut comparer = Comparer::default();
        let of_id = (self.first..).zip(self.documents.iter()).filter(|(_, d)| d.as_ref().is_some_and(|d| *d.id == *id));
        let arrivals: Vec<Arrival> = of_id.map(|(arrival, _)| arrival).collect();
        let open = self.next_arrival() - self.next_arrival() % QUANTUM;
        let was_held = self.by_id.remove(id, |arrival| arrivals.contains(&arrival)).is_some();
        for arrival in arrivals {
            let cluster = self.clusters.key_of(arrival).and_then(|key| self.clusters.get(key));
            if let Some(cluster_id) = cluster.map(|c| c.id.clone()) {
                events.push(Event::Left { cluster_id, article: id.to_owned() });
            }
            self.leave(arrival, &mut comparer, &mut events);
            let Some(slot) = self.documents.get_mut((arrival - self.first) as usize) else { continue };
            if let Some(Shelved::Away(place)) = slot.as_ref().map(|d| &d.words) {
                self.shelf.erase(*place);
            }
            if arrival < open {
                *slot = None;
                self.vacant.insert(arrival);
            } else {
                // Each place of the open quantum is held until it ends.
                *slot = Some(Document::blank(slot.as_ref().map_or(0, |d| d.at)));
                if !self.retired.contains(&arrival) {
                    self.retired.push(arrival);
                }
            }
        }
        if was_held {
            self.clusters.forget_founder(id);
        }
        events
    }

    /// Keeps what indexes know of an article that leaves the window before it was ever given out.
    pub(super) fn part_with(&mut self, arrival: Arrival, document: Document) {
        if let Some(saving) = self.saving.as_mut().filter(|saving| !saving.is_given(arrival)) {
            let mark = Article::<Document, Raw, _>::Mark(document.into_mark(&self.shelf));
            saving.parted.push((arrival, to_bytes(&mark)));
        }
    }

    /// Notes that the times of articles of the window were changed, from one on: these are to be given out anew.
    pub(super) fn times_changed(&mut self, from: Arrival) {
        let next = self.next_arrival();
        let Some(mut saving) = self.saving.take() else { return };
        saving.from = saving.from.min(from);
        saving.ended = Saving::before(next).ended;
        // What has left the window meanwhile is as it was.
        saving.begun.retain(|(arrival, _)| self.document(*arrival).is_none());
        saving.parted.append(&mut saving.begun);
        self.saving = Some(saving);
    }
}
