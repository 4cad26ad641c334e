//! Groups: copies of one dispatch into clusters, clusters about one event into stories.
pub mod stories;
