//! Takes articles in, quantum by quantum: prepare and compare in parallel, then decide one by one.

use super::clock::MAX_STEP;
use super::compare::{Compared, edge};
use super::document::{self, Analysis, Document};
use super::late::Return;
use super::reused;
use super::shelf::Shelf;
use super::words::Shelved;
use super::{Engine, QUANTUM, document_of, is_called};
use crate::article::Article;
use crate::blocks::Blocks;
use crate::candidates::Arrival;
use crate::cluster::stories::Contacts;
use crate::cluster::{Articles, Change, Clusters, Event, Tie};
use crate::error::Result;
use crate::sinks::{Edge, Verdict};
use crate::tokenise::{Kind, Tokens};
use crate::units::{Similarity, Timestamp};
use crate::verify::{Comparer, Relation, Rule, VerifyConfig};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::VecDeque;

/// Articles after which a part is done of what need not wait for the end of a quantum, nor be done at once.
const STEP: u32 = 8;

/// What becomes of an article of a block.
enum Turn {
    /// It is new: its place in the chunk, and how many clusters it founded before the window forgot it.
    New { place: usize, founded: u32 },
    /// It was sent before, as it is.
    Again,
}

/// New articles of one quantum.
type Chunk<'a> = Vec<(&'a Article, Analysis)>;

/// What an article was compared with, the stories near it, the clusters that it may bring back, and its body with the words
/// of a form marked. The stories near a copy are not looked for, since it joins a cluster.
type Found = (Vec<Compared>, Contacts, Vec<Return>, Option<Tokens>);

impl Engine {
    /// Takes articles in, quantum by quantum; ends before one that was sent before, as memory knows.
    ///
    /// Placing goes one article after the other: meanwhile threads without work analyse the articles of the next quantum,
    /// which depends on nothing that placing changes.
    ///
    /// `ready` are the analyses of the first articles, as far as they are made; what was not used of them stays.
    pub(super) fn fold(
        &mut self,
        articles: &[Article],
        ready: &mut VecDeque<Analysis>,
        verdicts: &mut Vec<Verdict>,
    ) -> Result<()> {
        let agencies = self.agencies();
        let analyse = |articles: &[Article]| -> Vec<Analysis> {
            match articles {
                [one] => vec![document::analyse(one, &agencies)],
                // In small portions: who waits for a moment takes one and is back soon.
                many => many.par_iter().with_max_len(4).map(|article| document::analyse(article, &agencies)).collect(),
            }
        };
        let ahead = |from: usize| {
            let rest = articles.get(from..).unwrap_or_default();
            &rest[..rest.len().min(QUANTUM as usize)]
        };
        if ready.is_empty() {
            ready.extend(analyse(ahead(0)));
        }
        let (mut at, mut ends) = (0, false);
        while at < articles.len() && !ends {
            let chunk;
            let turns;
            (turns, chunk, ends) = self.next_chunk(&articles[at..], ready)?;
            let taken = &articles[at..at + turns.len()];
            at += taken.len();
            let (documents, found) = self.look(chunk)?;
            match ahead(at + ready.len()) {
                next @ [_, ..] if !ends => {
                    let place = || self.place_chunk(taken, &turns, documents, found, verdicts);
                    let ((), analyses) = rayon::join(place, || analyse(next));
                    ready.extend(analyses);
                }
                _ => self.place_chunk(taken, &turns, documents, found, verdicts),
            }
            self.shelf.check()?;
        }
        Ok(())
    }

    /// Takes articles up to the end of the quantum, passing over those that the window holds as they are; ends before
    /// one that was sent before, as memory knows, and says so.
    fn next_chunk<'a>(
        &self,
        articles: &'a [Article],
        ready: &mut VecDeque<Analysis>,
    ) -> Result<(Vec<Turn>, Chunk<'a>, bool)> {
        let room = (QUANTUM - self.next_arrival() % QUANTUM) as usize;
        let mut turns = Vec::new();
        let mut chunk: Chunk<'_> = Vec::with_capacity(room);
        let mut pending: FxHashMap<&str, u64> = FxHashMap::default();
        let mut taken: FxHashSet<(&str, u64)> = FxHashSet::default();
        for article in articles {
            if chunk.len() == room {
                break;
            }
            let Some(analysis) = ready.pop_front() else { break };
            let held = pending
                .get(article.id.as_str())
                .copied()
                .or_else(|| self.document(self.held(&article.id)?).map(|d| d.content));
            if held == Some(analysis.content) {
                turns.push(Turn::Again);
            } else {
                let mut founded = 0;
                if let Some(memory) = &self.past {
                    let is_known = memory.is_known(&article.id, analysis.content)?;
                    if is_known == Some(true) || !taken.insert((&article.id, analysis.content)) {
                        ready.push_front(analysis);
                        return Ok((turns, chunk, true));
                    }
                    // What one of the window has founded, clusters know.
                    if is_known.is_some() && held.is_none() {
                        founded = memory.founded(&article.id)?;
                    }
                }
                pending.insert(&article.id, analysis.content);
                turns.push(Turn::New { place: chunk.len(), founded });
                chunk.push((article, analysis));
            }
        }
        Ok((turns, chunk, false))
    }

    /// Prepares the articles of a chunk and compares them with what came before: all that is costly.
    fn look(&mut self, chunk: Chunk<'_>) -> Result<(Vec<Document>, Vec<Found>)> {
        let documents: Result<Vec<Document>> =
            each(chunk, |(article, analysis)| self.prepare(article, analysis)).into_iter().collect();
        let mut documents = documents?;
        let clock = self.clock;
        for n in 0..documents.len() {
            let before = self.clock.latest();
            let (published, source) =
                (documents[n].published_at, documents[n].source.as_ref().map(|source| source.key));
            let now = self.clock.arrive(published, source);
            documents[n].at = now;
            self.mend_times(&mut documents[..n], before, now);
        }
        let found = self.compare_chunk(&documents).inspect_err(|_| {
            // They are sent again.
            self.clock = clock;
            self.quantum.truncate(self.next_arrival() % QUANTUM);
        })?;
        Ok((documents, found))
    }

    /// Gives the articles that came before one, the last of them in `chunk`, the times that they turn out to have: those on whose
    /// dates the clock has gone from `before` to `now` are no older than that, and nor are those that came before any date.
    fn mend_times(&mut self, chunk: &mut [Document], before: Option<Timestamp>, now: i64) {
        let before = match before {
            Some(before) if now < before.seconds() => {
                let earlier = chunk.iter_mut().chain(self.documents.iter_mut().flatten());
                earlier.for_each(|d| d.at = d.at.min(now));
                return self.times_changed(self.first);
            }
            Some(before) if now <= before.seconds() + MAX_STEP => return,
            None if self.clock.latest().is_none() => return,
            before => before,
        };
        let is_newer =
            |d: &Document| d.published_at.is_none_or(|at| before.is_none_or(|b| at.seconds_since(b) > MAX_STEP));
        let newer = chunk.iter_mut().rev().take_while(|d| is_newer(d)).map(|d| d.at = now).count();
        if newer == chunk.len() {
            let newer = |arrival: &Arrival| self.document(*arrival).is_none_or(is_newer);
            let end = self.next_arrival();
            self.stand_at(now, (self.first..end).rev().take_while(newer).last().unwrap_or(end));
        }
    }

    /// Decides about the articles of a chunk, one after the other.
    fn place_chunk(
        &mut self,
        articles: &[Article],
        turns: &[Turn],
        documents: Vec<Document>,
        found: Vec<Found>,
        verdicts: &mut Vec<Verdict>,
    ) {
        let any_is_new = !documents.is_empty();
        let mut waiting: Vec<Option<(Document, Found)>> = documents.into_iter().zip(found).map(Some).collect();
        for (article, turn) in articles.iter().zip(turns) {
            let verdict = match turn {
                Turn::Again => match self.held(&article.id) {
                    Some(arrival) => self.verdict_again(arrival),
                    None => continue,
                },
                Turn::New { place, founded } => match waiting[*place].take() {
                    Some((document, found)) => {
                        self.clusters.arrived(&article.id, *founded);
                        let mut verdict = self.place(document, found);
                        self.midway(&mut verdict);
                        verdict
                    }
                    None => continue,
                },
            };
            verdicts.push(verdict);
        }
        // A re-sent article at the border of two quanta must not end the first of them once more.
        if any_is_new && self.next_arrival().is_multiple_of(QUANTUM) {
            let events = self.turn();
            if let Some(last) = verdicts.last_mut() {
                last.events.extend(events);
                // Its story may just have become part of another.
                last.story_id = self.story_of(self.next_arrival() - 1).or(last.story_id.take());
            }
        }
    }

    /// In the midst of a quantum, every [`STEP`] articles: what need not be done at its end, so that no article has all of it to
    /// wait for.
    fn midway(&mut self, last: &mut Verdict) {
        let left = QUANTUM - self.next_arrival() % QUANTUM;
        if let Some(detection) = self.detection.as_mut().filter(|_| left < QUANTUM && left.is_multiple_of(STEP)) {
            detection.midway(left / STEP, &mut last.events);
            last.story_id = self.story_of(self.next_arrival() - 1).or(last.story_id.take());
        }
    }

    fn prepare(&self, article: &Article, analysis: Analysis) -> Result<Document> {
        let usual = if analysis.language_is_sure { None } else { self.languages.usual(analysis.source) };
        let analysis = match usual.filter(|usual| analysis.language != Some(*usual)) {
            Some(language) => document::analyse_as(article, Some(language), false, &self.agencies()),
            None => analysis,
        };
        let mut document = document::prepare(article, analysis, &self.furniture, self.config.keep_text);
        if let Some(detection) = &self.detection {
            detection.sense(&mut document, article)?;
        }
        Ok(document)
    }

    /// Compares each document of a chunk with all before it, with the stories, and with what memory knows from before.
    fn compare_chunk(&mut self, documents: &[Document]) -> Result<Vec<Found>> {
        let next = self.next_arrival();
        documents.iter().for_each(|d| self.quantum.insert(d.fingerprint()));
        let quantum = next - next % QUANTUM;
        // None is missing: what is replaced stays until the quantum ends.
        let mut fresh: Vec<(Arrival, &Document)> =
            (quantum..next).filter_map(|arrival| self.document(arrival).map(|d| (arrival, d))).collect();
        let before = fresh.len();
        fresh.extend(documents.iter().enumerate().map(|(n, d)| (next + n as Arrival, d)));
        let places: Vec<usize> = (0..documents.len()).collect();
        let replaced = self.replaced(documents);
        // What shares less is a form in a part of it, and may report one event in the rest.
        let bound = Similarity::clamped(self.config.verify.copy);
        let found = each(places, |n| {
            let (new, earlier) = (&documents[n], &fresh[..before + n]);
            let is_gone = |arrival: Arrival| replaced.get(&arrival).is_some_and(|&from| from <= n);
            let (compared, marked) = self.compare(new, earlier, is_gone);
            let mut contacts = if is_copy(&compared) { Contacts::default() } else { self.contacts(new, earlier) };
            for Compared { with, comparison } in &compared {
                let is_form = comparison.rule == Rule::Template && comparison.likeness >= bound;
                if comparison.relation != Relation::None || is_form {
                    let other = match with.checked_sub(quantum) {
                        Some(place) => fresh.get(place as usize).map(|&(_, d)| d),
                        None => self.document(*with),
                    };
                    let other = other.and_then(|d| d.published_at);
                    let apart = new.published_at.zip(other).map(|(a, b)| a.seconds_since(b).abs());
                    contacts.note_shared(*with, is_form && comparison.is_of_another_event(apart));
                }
            }
            if !is_copy(&compared) {
                contacts.note_rest(self.rest(new, &compared));
            }
            let returns = self.look_back(new, next + n as Arrival, &compared)?;
            Ok((compared, contacts, returns, marked))
        });
        found.into_iter().collect()
    }

    /// The articles that a later version has replaced in this quantum, with the first place in the chunk that comes after that.
    fn replaced(&self, documents: &[Document]) -> FxHashMap<Arrival, usize> {
        let mut replaced: FxHashMap<Arrival, usize> = self.retired.iter().map(|&arrival| (arrival, 0)).collect();
        let mut latest: FxHashMap<&str, Arrival> = FxHashMap::default();
        for (n, document) in documents.iter().enumerate() {
            let earlier = latest.insert(&document.id, self.next_arrival() + n as Arrival);
            replaced.extend(earlier.or_else(|| self.held(&document.id)).map(|earlier| (earlier, n + 1)));
        }
        replaced
    }

    /// The distinct stems of an article outside of what it shares with others; none where it shares nothing or most.
    fn rest(&self, new: &Document, compared: &[Compared]) -> Vec<u32> {
        let partial = compared.iter().filter(|c| c.comparison.relation == Relation::Partial);
        let mut passages = partial.flat_map(|c| &c.comparison.passages).peekable();
        if passages.peek().is_none() {
            return Vec::new();
        }
        let new = new.open(&self.shelf);
        let body = &new.words.body;
        let mut is_shared = vec![false; body.len()];
        passages.for_each(|p| is_shared[p.a_first as usize..p.a_end as usize].fill(true));
        if is_shared.iter().filter(|shared| !**shared).count() * 2 < body.len() {
            return Vec::new();
        }
        let own = (0..body.len()).filter(|&at| !is_shared[at] && !body.kinds[at].has(Kind::STOP));
        let mut stems: Vec<u32> = own.map(|at| body.stems[at]).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// The stories near an article, given with the earlier ones of its quantum.
    fn contacts(&self, new: &Document, earlier: &[(Arrival, &Document)]) -> Contacts {
        self.detection.as_ref().map(|detection| detection.contacts(new, earlier)).unwrap_or_default()
    }

    /// The same for the newest article of the window.
    fn contacts_of_newest(&self) -> Contacts {
        let Some(newest) = self.next_arrival().checked_sub(1) else { return Contacts::default() };
        let of = |arrival| self.document(arrival).map(|d| (arrival, d));
        let earlier: Vec<(Arrival, &Document)> = (newest - newest % QUANTUM..newest).filter_map(of).collect();
        self.document(newest).map(|new| self.contacts(new, &earlier)).unwrap_or_default()
    }

    /// Decides the cluster of a new article.
    fn place(&mut self, mut document: Document, (compared, mut contacts, returns, marked): Found) -> Verdict {
        let arrival = self.next_arrival();
        let id = document.id.to_string();
        document.source = document.source.map(|source| self.sources.share(source));
        let mut events = Vec::new();
        let mut comparer = Comparer::default();
        let Self { by_id, documents, first, .. } = self;
        let replaced = by_id.insert(&id, arrival, |arrival| is_called(documents, *first, arrival, &id));
        if let Shelved::Here(fresh) = &mut document.words {
            fresh.young.replaces = replaced;
            if let Some(body) = marked {
                fresh.words.body = body;
            }
        }
        if let Some(old) = replaced {
            let sources = self.document(old).and_then(|old| reused::sources(old, &document));
            self.reused_ids.add(&id, sources);
        }
        let mut edges: Vec<Edge> = match self.edges {
            true => {
                let new = document.open(&self.shelf);
                let edge = |c: &Compared| Some(edge(&new, &self.open(c.with)?, &c.comparison));
                compared.iter().filter_map(edge).collect()
            }
            false => Vec::new(),
        };
        self.notices.arrived(&document);
        self.documents.push_back(Some(document));
        let is_copy = is_copy(&compared);
        let compared: Vec<Compared> = compared.into_iter().filter(|c| self.clusters.key_of(c.with).is_some()).collect();
        let ties: Vec<Tie> = compared.iter().map(Compared::tie).collect();
        let mut returns = match ties.iter().any(|tie| tie.relation.is_copy()) {
            true => None,
            false => returns.into_iter().find(|r| !self.returned.contains(&r.cluster_id)),
        };
        let (clusters, mut window) = self.clusters_and_window(&mut comparer);
        let changes = match &returns {
            Some(old) => clusters.bring_back(arrival, &ties, &old.cluster_id, &window),
            None => clusters.place(arrival, &ties, &mut window),
        };
        if is_copy && changes.iter().any(|change| matches!(change, Change::Founded { .. })) {
            contacts = contacts.with_near(self.contacts_of_newest());
        }
        self.tell(changes, &contacts, &mut events);
        if let Some(old) = replaced {
            self.retire(old, arrival, &id, &mut comparer, &mut events);
        }
        self.note_elsewhere(arrival, &compared);
        self.note_version(arrival, &compared);
        self.note_withdrawn(arrival);
        let mut verdict = self.verdict(arrival, &compared);
        if let Some(old) = &mut returns {
            edges.extend(old.edge.take());
            self.returned.insert(old.cluster_id.clone());
        }
        (verdict.events, verdict.edges) = (events, edges);
        let closest = compared.iter().min_by_key(|c| closeness(&c.tie()));
        let closest = closest.filter(|c| c.comparison.relation != Relation::None);
        let closest = closest.map(|c| (self.id_of(c.with), &c.comparison));
        if let Some((of, c)) = returns.as_ref().map(|old| (old.of.clone(), &old.comparison)).or(closest) {
            verdict.relation = c.relation;
            verdict.of = Some(of);
            verdict.measures = Some(c.measures);
            verdict.rule = Some(c.rule);
        }
        verdict
    }

    /// The clusters, and the window as they ask it.
    pub(super) fn clusters_and_window<'a>(&'a mut self, comparer: &'a mut Comparer) -> (&'a mut Clusters, Window<'a>) {
        let window = Window {
            documents: &self.documents,
            first: self.first,
            shelf: &self.shelf,
            bounds: &self.config.verify,
            preferred: &self.preferred,
            comparer,
        };
        (&mut self.clusters, window)
    }

    /// Turns changes of clusters into events, and has the stories follow them; `contacts` are those of the article that
    /// founded one.
    pub(super) fn tell(&mut self, changes: Vec<Change>, contacts: &Contacts, events: &mut Vec<Event>) {
        for change in changes {
            match change {
                Change::Founded { key, id, arrival } => {
                    events.push(Event::Created { cluster_id: id.clone(), article: self.id_of(arrival) });
                    let document = document_of(&self.documents, self.first, arrival);
                    if let Some((detection, document)) = self.detection.as_mut().zip(document) {
                        detection.founded(key, &id, (document, contacts), &self.clusters, events);
                    }
                }
                Change::Returned { key, id, own_id, arrival } => {
                    events.push(Event::Returned { cluster_id: id, article: self.id_of(arrival) });
                    let document = document_of(&self.documents, self.first, arrival);
                    // Its old story has ended: one that it opens is another, and has an id of its own.
                    if let Some((detection, document)) = self.detection.as_mut().zip(document) {
                        detection.founded(key, &own_id, (document, contacts), &self.clusters, events);
                    }
                }
                Change::Joined { key, id, arrival, left } => {
                    let article = self.id_of(arrival);
                    events.push(Event::Joined { cluster_id: id, article: article.clone() });
                    events.extend(left.map(|(_, cluster_id)| Event::Left { cluster_id, article }));
                    let at = self.document(arrival).and_then(|d| d.published_at);
                    if let Some(detection) = &mut self.detection {
                        detection.joined(key, at);
                    }
                }
                Change::Merged { from, from_id, into, into_id } => {
                    events.push(Event::Merged { cluster_id: from_id, into: into_id });
                    self.furniture.merged(from, into);
                    if let Some(detection) = &mut self.detection {
                        detection.clusters_merged(from, into, events);
                    }
                }
                Change::Split { from, from_id, into, into_id, arrivals } => {
                    let articles = arrivals.iter().map(|&a| self.id_of(a)).collect();
                    events.push(Event::Split { cluster_id: from_id, into: into_id, articles });
                    let document = document_of(&self.documents, self.first, arrivals[0]);
                    if let Some((detection, document)) = self.detection.as_mut().zip(document) {
                        detection.split(from, into, document);
                    }
                }
                Change::Represented { id, arrival, .. } => {
                    let representative = self.id_of(arrival);
                    events.push(Event::RepresentativeChanged { cluster_id: id, representative });
                }
                Change::Expired { key, id } => {
                    events.push(Event::Expired { cluster_id: id });
                    if let Some(detection) = &mut self.detection {
                        detection.expired(key);
                    }
                }
            }
        }
    }

    /// Puts a new version in the place of the old one.
    fn retire(&mut self, old: Arrival, new: Arrival, id: &str, comparer: &mut Comparer, events: &mut Vec<Event>) {
        self.retired.push(old);
        let (from, to) = (self.clusters.key_of(old), self.clusters.key_of(new));
        if from != to {
            let left = from.and_then(|key| self.clusters.get(key)).map(|c| c.id.clone());
            events.extend(left.map(|cluster_id| Event::Left { cluster_id, article: id.to_owned() }));
        }
        let (clusters, mut window) = self.clusters_and_window(comparer);
        let changes = clusters.retire(old, &mut window);
        self.tell(changes, &Contacts::default(), events);
    }

    /// The standing of an article as it is now; `compared` are those that it was compared with when it came.
    pub(super) fn verdict(&self, arrival: Arrival, compared: &[Compared]) -> Verdict {
        let cluster = self.clusters.key_of(arrival).and_then(|key| self.clusters.get(key));
        let document = self.document(arrival);
        let id = cluster.map_or_else(String::new, |c| c.id.clone());
        let representative = cluster.map_or_else(String::new, |c| self.id_of(c.representative));
        Verdict {
            story_id: self.story_of(arrival),
            language: document.and_then(|d| d.language),
            provenance: self.provenance(arrival, compared),
            marks: document.map(Document::marks).unwrap_or_default(),
            ..Verdict::of_standing(self.id_of(arrival), id, representative)
        }
    }

    /// The same with what the article is to the earlier one that it was closest to when it came, while the window holds both.
    pub(super) fn verdict_again(&self, arrival: Arrival) -> Verdict {
        let mut verdict = self.verdict(arrival, &[]);
        if let Some(provenance) = &mut verdict.provenance {
            // Also of what has come since.
            provenance.withdraws =
                self.withdraws(arrival).into_iter().map(|(key, _)| self.clusters.id_of(key)).collect();
        }
        let earlier = self.clusters.ties_to_earlier(arrival).filter(|tie| self.document(tie.with).is_some());
        let closest = earlier.min_by_key(closeness).filter(|tie| tie.relation != Relation::None);
        let Some((tie, (new, old))) = closest.and_then(|tie| Some((tie, self.open(arrival).zip(self.open(tie.with))?)))
        else {
            return verdict;
        };
        let mut comparer = Comparer::default();
        comparer.load(new.as_later());
        let found = comparer.compare(new.as_later(), old.text(), &self.config.verify);
        verdict.relation = found.relation;
        verdict.of = (found.relation != Relation::None).then(|| self.id_of(tie.with));
        verdict.measures = verdict.of.as_ref().map(|_| found.measures);
        verdict.rule = verdict.of.as_ref().map(|_| found.rule);
        verdict
    }
}

/// The window as clusters ask it: compares articles, and orders them as a batch does.
pub(super) struct Window<'a> {
    documents: &'a Blocks<Option<Document>>,
    first: Arrival,
    shelf: &'a Shelf,
    bounds: &'a VerifyConfig,
    preferred: &'a [u64],
    comparer: &'a mut Comparer,
}

impl Window<'_> {
    fn document(&self, arrival: Arrival) -> Option<&Document> {
        document_of(self.documents, self.first, arrival)
    }
}

impl Articles for Window<'_> {
    fn compare(&mut self, a: Arrival, b: Arrival) -> (Relation, Similarity) {
        let open = |arrival| Some(document_of(self.documents, self.first, arrival)?.open(self.shelf));
        let (Some(later), Some(earlier)) = (open(a.max(b)), open(a.min(b))) else {
            return (Relation::None, Similarity::ZERO);
        };
        self.comparer.load(later.as_later());
        let found = self.comparer.compare(later.as_later(), earlier.text(), self.bounds);
        (found.relation, found.likeness)
    }

    fn order(&self, a: Arrival, b: Arrival) -> Ordering {
        let key = |arrival| self.document(arrival).map(|d| (d.published_at.is_none(), d.published_at, &*d.id, arrival));
        key(a).cmp(&key(b))
    }

    fn precedes(&self, a: Arrival, b: Arrival) -> bool {
        let date = |arrival| self.document(arrival).and_then(|d| d.published_at);
        date(a).zip(date(b)).is_some_and(|(a, b)| a < b)
    }

    fn id(&self, arrival: Arrival) -> String {
        self.document(arrival).map_or_else(String::new, |d| d.id.to_string())
    }

    fn preference(&self, arrival: Arrival) -> u32 {
        let source = self.document(arrival).map(|d| d.source_key());
        self.preferred.iter().position(|key| Some(*key) == source).unwrap_or(self.preferred.len()) as u32
    }

    fn words(&self, arrival: Arrival) -> u32 {
        self.document(arrival).map_or(0, |d| d.length)
    }

    fn are_of_one_source(&self, a: Arrival, b: Arrival) -> bool {
        let source = |arrival| self.document(arrival).filter(|d| d.source().is_some()).map(|d| d.source_key());
        source(a).is_some_and(|a| Some(a) == source(b))
    }
}

/// Whether an article is a copy of one that it was compared with, and so joins a cluster, but for one that is gone by then.
fn is_copy(compared: &[Compared]) -> bool {
    compared.iter().any(|c| c.comparison.relation.is_copy())
}

/// Orders what an article was compared with: copies first, then by likeness, then the earliest.
fn closeness(tie: &Tie) -> (bool, std::cmp::Reverse<u32>, Arrival) {
    (!tie.relation.is_copy(), std::cmp::Reverse((tie.likeness.get() * 1e6) as u32), tie.with)
}

/// Maps in order; on all threads when there is more than one item.
fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if items.len() == 1 { items.into_iter().map(work).collect() } else { items.into_par_iter().map(work).collect() }
}
