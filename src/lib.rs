//! wirefold folds together the copies of a news story, and says who wrote it, who carried it and who copied whom.
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]

pub mod units;
pub mod random;
pub mod error;
pub mod article;
pub mod eval;
pub mod synth;
