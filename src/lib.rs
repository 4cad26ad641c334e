//! wirefold folds together the copies of a news story, and says who wrote it, who carried it and who copied whom.
//!
//! An [`Engine`] takes in [`Article`]s and gives a [`Verdict`] for each: the earlier article that it is a copy of, how
//! much of it is copied, its cluster (the copies of one dispatch), its story (the clusters about one event), and where
//! its text comes from.
//!
//! ```
//! use wirefold::{Article, Engine, Relation};
//!
//! let mut engine = Engine::builder().build()?;
//! let dispatch = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the \
//!                 interior ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the \
//!                 next valley, and three villages were cut off.";
//! engine.ingest(&Article::new("a1", dispatch).with_source("voice.example"))?;
//!
//! let cut = dispatch.split_once(", and three").map_or(dispatch, |(most, _)| most);
//! let verdict = engine.ingest(&Article::new("b7", cut).with_source("tribune.example"))?;
//! assert_eq!(verdict.relation, Relation::Copy);
//! assert_eq!(verdict.cluster_id, "c:a1");
//! assert!(verdict.measures.is_some_and(|m| m.containment.get() > 0.9));
//! # Ok::<(), wirefold::Error>(())
//! ```
//!
//! # Where is what?
//!
//! | to | there is |
//! |---|---|
//! | answer each article as it comes | [`Engine::ingest`] |
//! | fold many on all threads, with the same answer | [`Engine::ingest_batch`]; how all stand at the end: [`Engine::settle`] |
//! | do half of the work on threads of one's own | [`Engine::analyser`], [`Engine::ingest_analysed`] |
//! | read articles from files, streams, messages | [`ingest::read`], [`ingest::Blocks`], [`ingest::Parser::parse_line`] |
//! | go on after a restart | [`store::Archive`]; for others to read meanwhile, [`store::Reader`] |
//! | follow what becomes of a cluster | [`Verdict::events`] |
//! | list who printed an article, or the day's stories | [`Engine::cluster_of`], [`Engine::clusters`], [`Engine::stories`] |
//! | tell why two are copies or not, with the passages of both | [`Engine::explain`], [`engine::explain_articles`] |
//! | change bounds | [`Config`], [`engine::Builder::config`] |
//! | add agencies, publishers, a model's vectors | [`engine::Builder::agencies`], [`engine::Builder::families`], [`embed::Embedder`] |
//! | write PROV, graphs, tables | [`sinks::export`] |
//!
//! `examples/` in the repository has programs for most of these.
//!
//! # The order of the stages
//!
//! The modules stand in the order in which the data passes them; each imports only from those above it.
//!
//! | module | from | to |
//! |---|---|---|
//! | [`ingest`] | bytes | [`Article`], or a counted rejection |
//! | [`normalise`] | text as printed | comparable text, and the way back to the original |
//! | [`tokenise`] | comparable text | stems of words, sentences |
//! | [`fingerprint`] | stems | SimHash, sampled shingles |
//! | [`embed`] | words or text | a dense vector |
//! | [`candidates`] | fingerprint and vector | the few earlier articles worth a comparison |
//! | [`verify`] | two texts | measures, shared passages, a relation and its rule |
//! | [`cluster`] | relations | clusters, stories, events |
//! | [`provenance`] | an article and its cluster | agency, carrier, whom it was taken from |
//! | [`sinks`] | all of it | [`Verdict`] and edge, as JSON lines |
//! | [`engine`] | | the only place that joins them |
//! | [`store`] | the engine, verdicts | a durable memory: tables, and a restart where it stopped |
//!
//! Beside these: [`config`] with every bound, its range and its reason; [`eval`], which scores verdicts against labels;
//! [`synth`], which invents articles with known truth; [`units`], [`tracked`], [`random`], [`error`] and
//! [`article`], on which all others stand.
//!
//! # What stays as it is
//!
//! What stands at the top of the crate ([`Article`], [`Engine`], [`Verdict`] with all that is in it, [`Config`], [`Error`] …),
//! [`ingest`], [`store`], [`sinks`], and [`embed::Embedder`] change by the rules of semantic versioning. What a program is given may gain fields and kinds at any
//! time, and is marked so; what it gives (a [`Config`], an [`Opening`](store::Opening)) may gain fields: begin with its
//! default. The stages between are public so that they can be looked at, measured and tested by themselves, and change with
//! any version.
//!
//! # Features
//!
//! By default vectors need no model and no download. `model2vec` and `onnx` add embedders that read a model's files
//! ([`embed::named`]); one of one's own goes in by [`engine::Builder::embedder`]. The command line is always built.
#![deny(missing_docs, rustdoc::broken_intra_doc_links, clippy::missing_errors_doc)]

pub mod units;
pub(crate) mod blocks;
pub(crate) mod prefetch;
pub mod tracked;
pub mod random;
pub mod error;
pub mod article;
pub mod ingest;
pub mod normalise;
pub mod tokenise;
pub mod fingerprint;
pub mod embed;
pub mod candidates;
pub mod verify;
pub mod cluster;
pub mod provenance;
pub mod sinks;
pub mod config;
pub mod engine;
pub mod store;
pub mod eval;
pub mod synth;

pub use article::Article;
pub use cluster::Event;
pub use config::Config;
pub use engine::Engine;
pub use error::{Error, Result};
pub use sinks::Verdict;
pub use units::{Language, Timestamp};
pub use verify::{Relation, Rule};

/// The code of the README, run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
