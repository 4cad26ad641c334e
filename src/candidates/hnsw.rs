//! Vectors of representatives.
