//! wirefold folds together the copies of a news story, and says who wrote it, who carried it and who copied whom.
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]

pub mod units;
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
pub mod eval;
pub mod synth;

pub use article::Article;
pub use config::Config;
pub use engine::Engine;
pub use error::{Error, Result};
pub use sinks::Verdict;
