//! What is true of an article, by construction.

use crate::units::Language;
use serde::{Deserialize, Serialize};

/// How an article's body stands to the dispatch that it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The body as filed; only title, credit and furniture may differ.
    Identical,
    /// Derived from it: abridged, extended, lightly rewritten, damaged.
    Copy,
    /// A later take of the dispatch, or a copy of one.
    Version,
    /// Passages of it in a text that is otherwise independent.
    Partial,
    /// Nothing of it.
    None,
}

/// How much of the agency's credit is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Credit {
    /// Dateline or credit line of the agency.
    Full,
    /// The outlet names the agency beside itself.
    Part,
    /// The agency is not named as author.
    None,
}

/// The truth of one article: a line of `truth.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// The article.
    pub id: String,
    /// Its language.
    pub language: Language,
    /// The dispatch that it is a copy of; articles of one cluster derive from one text.
    pub cluster: String,
    /// The event that it reports.
    pub story: String,
    /// How its body stands to its dispatch.
    pub relation: Relation,
    /// The agency that wrote the text; `None` when the outlet did.
    pub agency: Option<String>,
    /// The outlet that a "via …" or "Source: …" line names, as it is spelt there.
    pub carrier: Option<String>,
    /// The article that it was copied from; `None` when it came from the wire or was copied from nobody.
    pub taken_from: Option<String>,
    /// Steps of copying between the wire and the article: 0 from the wire or own, 1 from an article that had it from there.
    pub depth: u32,
    /// The agency's credit as printed.
    pub credit: Credit,
    /// Clusters of which a *partial* article prints passages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reuses: Vec<String>,
    /// The trap that the article sets, in words.
    pub trap: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_examples_are_truths() {
        let document = include_str!("../../docs/formats/truth.md");
        let lines: Vec<&str> = document.lines().filter(|l| l.starts_with("{\"id\"")).collect();
        assert!(lines.len() >= 4);
        for line in lines {
            let truth: Truth = serde_json::from_str(line).expect(line);
            assert_eq!(serde_json::to_string(&truth).unwrap(), line);
        }
    }

    #[test]
    fn a_wrong_language_is_refused() {
        let line = r#"{"id":"a","language":"?","cluster":"a","story":"a","relation":"none","agency":null,"carrier":null,
            "taken_from":null,"depth":0,"credit":"none","trap":null}"#;
        assert!(serde_json::from_str::<Truth>(line).unwrap_err().to_string().contains("language code"));
    }
}
