//! News that never happened, with the whole truth known.
//!
//! Two sources of it: [`corpus`] expands the hand-written recipes under `corpora/`, in real prose and real printed manners;
//! [`WireDay`] invents as many articles as one likes, for questions of scale. Both give an article and its [`Truth`].
//!
//! - *useful for*: tests that must know who copied whom; throughput and memory at a million articles.
//! - *not useful for*: choosing bounds. A generator's texts are as hard as its author thought of making them.
#![doc = ""]
#![doc = include_str!("../../docs/formats/truth.md")]

pub mod corpus;
mod damage;
mod draft;
mod languages;
mod lexicon;
mod outlets;
mod plan;
#[cfg(test)]
mod properties;
pub mod truth;
mod wire_day;

pub use damage::{in_lines, misread};
pub use truth::{Credit, Relation, Truth};
pub use wire_day::{Options, WireDay};

use crate::article::Article;
use crate::error::{Error, Result};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// An article as a line of `articles.jsonl`: these keys in this order, whatever an [`Article`] becomes, since the bytes of a day
/// are the same for ever.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<crate::units::Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
}

/// Writes articles and their truth as JSON lines, each article's line before the next is drawn. Returns how many.
///
/// # Errors
/// Whatever the writers give, as [`Error::Io`] with the path `-`.
pub fn write_json_lines(
    items: impl IntoIterator<Item = (Article, Truth)>,
    mut articles: impl Write,
    mut truths: impl Write,
) -> Result<u64> {
    let io = Error::io(Path::new("-"));
    let mut line = Vec::new();
    let mut written = 0;
    for (article, truth) in items {
        let record = Record {
            id: &article.id,
            source: article.source.as_deref(),
            published_at: article.published_at,
            url: article.url.as_deref(),
            title: article.title.as_deref(),
            text: &article.text,
            lang: article.language.as_ref().map(|l| l.code()),
            author: article.metadata.author.as_deref(),
        };
        json_line(&record, &mut line);
        articles.write_all(&line).map_err(io)?;
        json_line(&truth, &mut line);
        truths.write_all(&line).map_err(io)?;
        written += 1;
    }
    articles.flush().map_err(io)?;
    truths.flush().map_err(io)?;
    Ok(written)
}

fn json_line(record: &impl Serialize, line: &mut Vec<u8>) {
    line.clear();
    serde_json::to_writer(&mut *line, record).expect("strings and numbers always become JSON");
    line.push(b'\n');
}
