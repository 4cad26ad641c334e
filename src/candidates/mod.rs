//! Finds what an article may be a copy of, or share an event with.
pub mod hnsw;
