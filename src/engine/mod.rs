//! The only place that joins the stages: articles in, verdicts out.
//!
//! - takes: [`Article`]s, one by one or many at once
//! - gives: a [`Verdict`] for each, and the clusters of the window
//! - useful for: streams, batches and libraries alike; all three give the same answer
//! - not useful for: durable memory; the window ends with the engine
//!
//! # How the same answer comes out of one thread and of many
//!
//! Articles are numbered as they arrive. What the engine learns (furniture, languages of sources, frequencies, indexes) is frozen for
//! each *quantum* of 64 consecutive arrivals, and brought up to date between two. So all that is costly (analysing,
//! retrieving, comparing) depends only on the article and on frozen state, and runs on as many threads as there are; only
//! the decision of the cluster is taken one article after the other.

mod analyser;
mod clock;
mod compare;
mod detection;
mod document;
mod explain;
mod fold;
mod ids;
mod late;
mod lineage;
mod mastheads;
mod names;
mod notices;
mod origin;
mod past;
mod recurring;
mod refill;
mod reused;
mod shelf;
mod sources;
mod state;
mod supply;
mod views;
mod window;
mod words;

pub use analyser::{Analysed, Analyser};
pub(crate) use document::Analysis;
pub use document::content_hash;
pub use explain::{Explanation, SharedPassage, explain_articles};
pub use past::{Alike, Past, Wanted};
pub use reused::ReusedIds;
pub(crate) use state::version_of;
pub use state::{Changes, Each, Kept, Log, STATE_VERSION, Unfit};
pub use views::{ClusterView, StoryView};

use crate::article::Article;
use crate::blocks::Blocks;
use crate::candidates::quantum::Quantum;
use crate::candidates::{Arrival, Candidates};
use crate::cluster::Clusters;
use crate::config::Config;
use crate::embed::Embedder;
use crate::error::{Error, Result};
use crate::normalise::furniture::{FurnitureMemory, source_key};
use crate::provenance::{Families, Gazetteer};
use crate::sinks::Verdict;
use crate::units::Timestamp;
use clock::Clock;
use detection::Detection;
use document::Document;
use ids::Ids;
use notices::Notices;
use rustc_hash::FxHashSet;
use shelf::Shelf;
use sources::Sources;
use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use window::SourceLanguages;
use words::Open;

pub use crate::candidates::quantum::QUANTUM;

/// Settings for an [`Engine`].
#[derive(Default)]
pub struct Builder {
    config: Config,
    edges: bool,
    embedder: Option<Box<dyn Embedder>>,
    agencies: Option<Arc<Gazetteer>>,
    families: Families,
}

impl Builder {
    /// Sets the whole configuration.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Whether verdicts carry every compared pair. Default false.
    pub fn edges(mut self, edges: bool) -> Self {
        self.edges = edges;
        self
    }

    /// An embedder of the caller's own, in the place of the built-in TF-IDF.
    pub fn embedder(mut self, embedder: impl Embedder + 'static) -> Self {
        self.embedder = Some(Box::new(embedder));
        self
    }

    /// The agencies that credits are read for, in the place of the shipped ones: those and a file of the caller's own, see
    /// [`Gazetteer::with_file`].
    pub fn agencies(mut self, agencies: Gazetteer) -> Self {
        self.agencies = Some(Arc::new(agencies));
        self
    }

    /// Which outlets belong to one publisher, in the place of the shipped families; see [`Families::with_file`].
    pub fn families(mut self, families: Families) -> Self {
        self.families = families;
        self
    }

    /// Makes the engine.
    ///
    /// # Errors
    /// [`Error::Config`] for a value outside its range, those of [`named::open`](crate::embed::named::open) for an
    /// embedder.
    pub fn build(mut self) -> Result<Engine> {
        self.config.validate()?;
        if self.config.stories && self.embedder.is_none() {
            self.embedder = crate::embed::named::open(&self.config.embedder)?;
        }
        let window = self.config.window.seconds();
        Ok(Engine {
            candidates: Candidates::new(self.config.candidates.clone(), window),
            quantum: Quantum::default(),
            edges: self.edges,
            documents: Blocks::default(),
            first: 0,
            vacant: BTreeSet::new(),
            shelf: Shelf::default(),
            unshelved: 0,
            by_id: Ids::default(),
            sources: Sources::default(),
            retired: Vec::new(),
            furniture: FurnitureMemory::default(),
            languages: SourceLanguages::default(),
            clusters: Clusters::shown_as(&self.config.verify, &self.config.clusters),
            preferred: self.config.clusters.preferred.iter().map(|source| source_key(Some(source))).collect(),
            elsewhere: origin::Elsewhere::default(),
            notices: Notices::default(),
            own_agencies: self.agencies,
            families: self.families,
            clock: Clock::default(),
            saving: None,
            past: None,
            returned: FxHashSet::default(),
            detection: self.config.stories.then(|| Detection::new(self.embedder, self.config.story, window)),
            config: self.config,
            reused_ids: ReusedIds::default(),
        })
    }
}

/// Folds copies together while articles come in.
///
/// Memory grows with the articles of the window, and not beyond. `Engine` is `Send + Sync`: one thread ingests, any
/// number may read between two articles.
///
/// ```
/// use wirefold::{Article, Engine};
///
/// let mut engine = Engine::builder().build()?;
/// let text = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, \
///             the interior ministry said. Some 4,300 people were moved from the town of Meldrin to schools \
///             in the next valley, and three villages were cut off.";
/// engine.ingest(&Article::new("first", text))?;
/// let verdict = engine.ingest(&Article::new("second", format!("{text}\n\nRead also: Five dams to see")))?;
/// assert_eq!(verdict.of.as_deref(), Some("first"));
/// assert_eq!(verdict.cluster_id, "c:first");
/// # Ok::<(), wirefold::Error>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    config: Config,
    edges: bool,
    /// The articles of the window by arrival; none where one has been replaced by a newer version.
    documents: Blocks<Option<Document>>,
    /// Arrival of the first of `documents`.
    first: Arrival,
    /// Those of them that are none.
    vacant: BTreeSet<Arrival>,
    /// Where the words of those are that are not in memory.
    shelf: Shelf,
    /// The first arrival whose words are in memory.
    unshelved: Arrival,
    by_id: Ids,
    sources: Sources,
    /// Replaced in this quantum: still compared with until it ends, never joined.
    retired: Vec<Arrival>,
    candidates: Candidates,
    /// The articles since the last turn, which `candidates` does not list yet.
    quantum: Quantum,
    furniture: FurnitureMemory,
    languages: SourceLanguages,
    clusters: Clusters,
    /// Keys of the sources that stand for a cluster before others.
    preferred: Vec<u64>,
    elsewhere: origin::Elsewhere,
    notices: Notices,
    /// Those of the caller, in the place of the shipped ones.
    own_agencies: Option<Arc<Gazetteer>>,
    families: Families,
    clock: Clock,
    /// What a store has not been given yet; none where there is none.
    saving: Option<state::Saving>,
    /// What is known of articles that the window has forgotten.
    past: Option<Box<dyn Past>>,
    /// Clusters that were brought back in this quantum: none comes back twice, however the input is cut.
    returned: FxHashSet<String>,
    /// Vectors and stories; none when stories are off.
    detection: Option<Detection>,
    reused_ids: ReusedIds,
}

impl Engine {
    /// An engine with the default configuration, to be changed before it is built.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The agencies that credits are read for. The shipped ones are made ready when they are first asked for.
    fn agencies(&self) -> Arc<Gazetteer> {
        self.own_agencies.clone().unwrap_or_else(Gazetteer::shared)
    }

    /// Ids that came again with another text while the window held them, since this engine was made or restored.
    pub fn reused_ids(&self) -> &ReusedIds {
        &self.reused_ids
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Takes in one article.
    ///
    /// The same id with the same content again changes nothing and gives the standing of the article as it is now, with
    /// what it was to an earlier one; with new content it is a version and takes the place of the old one.
    ///
    /// # Errors
    /// None for any article, but those of an embedder of the caller's, and [`Error::Io`] where temporary files cannot
    /// be read back (where they cannot be written, words stay in memory); beside a [`Past`] also its own, and
    /// [`Error::UnknownId`] for an article that the window has forgotten and that came before: see
    /// [`Self::ingest_batch`].
    pub fn ingest(&mut self, article: &Article) -> Result<Verdict> {
        let mut verdicts = self.ingest_batch(std::slice::from_ref(article))?;
        verdicts.pop().ok_or_else(|| Error::UnknownId { what: "article", id: article.id.clone() })
    }

    /// Takes in many articles, in their order, on all threads of the current rayon pool; the verdicts are those that
    /// [`Self::ingest`] would give one by one.
    ///
    /// Beside a [`Past`], it ends before an article that the window does not hold as it is and that came before all the
    /// same: it changes nothing. There are fewer verdicts than articles then.
    ///
    /// # Errors
    /// Those of [`Self::ingest`]. The articles of the quanta before are taken in, and the others are not: sent again, all have verdicts,
    /// and the former their standing, without events. Who must see each event takes in few at a time.
    pub fn ingest_batch(&mut self, articles: &[Article]) -> Result<Vec<Verdict>> {
        self.ingest_ready(articles, &mut VecDeque::new())
    }

    /// The same for articles that an [`Analyser`] has looked at: about half of the work is done then.
    ///
    /// # Errors
    /// Those of [`Self::ingest_batch`].
    pub fn ingest_analysed(&mut self, analysed: Vec<Analysed>) -> Result<Vec<Verdict>> {
        let (articles, mut ready) = Analysed::apart(analysed);
        self.ingest_ready(&articles, &mut ready)
    }

    /// The same with the analyses of the first articles; those of articles that were not taken in stay.
    pub(crate) fn ingest_ready(
        &mut self,
        articles: &[Article],
        ready: &mut VecDeque<Analysis>,
    ) -> Result<Vec<Verdict>> {
        let mut verdicts = Vec::with_capacity(articles.len());
        match articles {
            [_] => self.fold(articles, ready, &mut verdicts)?,
            // On a thread of the pool: from outside, each of the many short stretches would wake and wait anew.
            _ => rayon::scope(|_| self.fold(articles, ready, &mut verdicts))?,
        }
        Ok(verdicts)
    }

    /// What looks at articles by themselves, on threads of its own.
    pub fn analyser(&self) -> Analyser {
        Analyser::new(self.agencies())
    }

    /// Asks `past` of articles that are not in the window, from now on.
    pub fn remember(&mut self, past: impl Past + 'static) {
        self.past = Some(Box::new(past));
    }

    /// The folder for the temporary files with words that are not in memory; that of [`std::env::temp_dir`] where none is
    /// named. To be called before the first article.
    pub fn keep_words_in(&mut self, folder: impl Into<PathBuf>) {
        self.shelf.set_folder(folder.into());
    }

    /// Whether verdicts carry every compared pair, from now on.
    pub fn set_edges(&mut self, edges: bool) {
        self.edges = edges;
    }

    /// Whether they do.
    pub fn gives_edges(&self) -> bool {
        self.edges
    }

    /// Where the window ends: the latest date that is believed, on which one article from the far future has no hold; none
    /// before the first date.
    pub fn now(&self) -> Option<Timestamp> {
        self.clock.latest()
    }

    /// Articles taken in, ever: the number that the next one gets.
    pub fn arrivals(&self) -> Arrival {
        self.next_arrival()
    }

    /// The embedder's name; none when no vectors are made.
    pub fn embedder_name(&self) -> Option<&str> {
        self.detection.as_ref().map(Detection::embedder_name)
    }

    /// Number of articles in the window.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether the window is empty.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The standing of an article as it is now.
    ///
    /// # Errors
    /// [`Error::UnknownId`].
    pub fn standing(&self, id: &str) -> Result<Verdict> {
        let arrival = self.arrival_of(id)?;
        Ok(self.verdict_again(arrival))
    }

    fn arrival_of(&self, id: &str) -> Result<Arrival> {
        self.held(id).ok_or_else(|| Error::UnknownId { what: "article", id: id.to_owned() })
    }

    /// The article of the window that has an id.
    fn held(&self, id: &str) -> Option<Arrival> {
        self.by_id.find(id, |arrival| is_called(&self.documents, self.first, arrival, id))
    }

    fn document(&self, arrival: Arrival) -> Option<&Document> {
        document_of(&self.documents, self.first, arrival)
    }

    /// The same with its words.
    fn open(&self, arrival: Arrival) -> Option<Open<'_>> {
        self.document(arrival).map(|document| document.open(&self.shelf))
    }

    /// The number that the next article gets.
    fn next_arrival(&self) -> Arrival {
        self.first + self.documents.len() as Arrival
    }

    fn id_of(&self, arrival: Arrival) -> String {
        self.document(arrival).map_or_else(String::new, |d| d.id.to_string())
    }
}

/// The article of an arrival, where `documents` begin with that of `first`.
fn document_of(documents: &Blocks<Option<Document>>, first: Arrival, arrival: Arrival) -> Option<&Document> {
    documents.get(arrival.checked_sub(first)? as usize)?.as_ref()
}

/// Whether the article of an arrival has this id.
fn is_called(documents: &Blocks<Option<Document>>, first: Arrival, arrival: Arrival, id: &str) -> bool {
    document_of(documents, first, arrival).is_some_and(|document| *document.id == *id)
}
