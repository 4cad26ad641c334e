//! What wirefold says: verdicts and edges, as JSON lines.
//!
//! - takes: what the engine found out about an article
//! - gives: one line each, in the formats written down in `docs/formats/`
//! - useful for: programs downstream; the names are a public interface, and only ever added to within a version
//! - not useful for: persons; the command line has its own ways of showing

pub mod export;

use crate::cluster::Event;
use crate::fingerprint::SimHash;
use crate::provenance::lineage::Provenance;
use crate::units::{Language, Span};
use crate::verify::{Measures, Relation, Rule};
use serde::{Deserialize, Serialize};

/// The schema of verdict lines.
pub const VERDICT_SCHEMA: &str = "wirefold.verdict/1";

/// What is known of one article: at its arrival in a stream, at the end in a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Verdict {
    /// Always [`VERDICT_SCHEMA`].
    #[serde(skip_deserializing, default = "schema")]
    pub schema: &'static str,
    /// The article.
    pub id: String,
    /// Its cluster: the copies of one dispatch.
    pub cluster_id: String,
    /// Its story: the clusters about one event; none when stories are off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story_id: Option<String>,
    /// What the article is to `of`; `none` when it is alone.
    pub relation: Relation,
    /// The earlier article that it is closest to; none when it is alone.
    pub of: Option<String>,
    /// The article that stands for the cluster.
    pub representative: String,
    /// ISO 639-1 code of the language; none when unknown.
    pub language: Option<Language>,
    /// The measures against `of`.
    pub measures: Option<Measures>,
    /// The rule that decided about `of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// Where the article comes from.
    pub provenance: Option<Provenance>,
    /// What changed, in order.
    pub events: Vec<Event>,
    /// Every pair that was compared for this article, when edges are asked for; not part of the line.
    #[serde(skip)]
    pub edges: Vec<Edge>,
    /// What a store keeps of the article itself; not part of the line.
    #[serde(skip)]
    pub marks: Marks,
}

fn schema() -> &'static str {
    VERDICT_SCHEMA
}

impl Verdict {
    /// Where an article stands, by its id and those of its cluster and of the article that stands for it, and nothing of what
    /// it was found to be.
    pub fn of_standing(id: String, cluster_id: String, representative: String) -> Self {
        Self {
            schema: VERDICT_SCHEMA,
            id,
            cluster_id,
            story_id: None,
            relation: Relation::None,
            of: None,
            representative,
            language: None,
            measures: None,
            rule: None,
            provenance: None,
            events: Vec::new(),
            edges: Vec::new(),
            marks: Marks::default(),
        }
    }
}

/// Marks of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Marks {
    /// Words of its body, furniture left out.
    pub words: u32,
    /// SimHash of its body.
    pub simhash: SimHash,
    /// Hash over title and text as given.
    pub content: u64,
    /// The smallest of its sampled shingle hashes, ascending: two texts that share much share some of these. 0 where there
    /// are fewer.
    pub shingles: [u32; MARKED_SHINGLES],
}

/// Shingles among the marks of an article.
///
/// Why 8: the smallest of a half of a text are, but for one in 256, also among the smallest of the whole.
pub const MARKED_SHINGLES: usize = 8;

/// A compared pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Edge {
    /// The later article.
    pub a: String,
    /// The earlier article.
    pub b: String,
    /// What `a` is to `b`.
    pub relation: Relation,
    /// The rule that decided.
    pub rule: Rule,
    /// The shared share of the shorter body. Ratio in [0, 1].
    pub likeness: f32,
    /// The measures.
    pub measures: Measures,
    /// Different numbers and names inside the passages that match, and those that were changed.
    pub facts: [u32; 2],
    /// The shared passages, in the order of `b`.
    pub spans: Vec<SharedSpan>,
}

/// Where a passage stands in both texts, in characters of the texts as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharedSpan {
    /// In `a`: several ranges where furniture stands between.
    pub a: Vec<Span>,
    /// In `b`.
    pub b: Vec<Span>,
    /// Words that match.
    pub words: u32,
}
