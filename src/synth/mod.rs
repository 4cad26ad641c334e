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

pub use damage::misread;
pub use truth::{Credit, Relation, Truth};
pub use wire_day::{Options, WireDay};

use crate::article::Article;
use crate::error::{Error, Result};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// An article as a line of `articles.jsonl`.
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
    articles: impl Write,
    truths: impl Write,
) -> Result<u64> {
    let path = Path::new("-");
    write(items, (path, articles), (path, truths))
}

/// [`write_json_lines`] into two files, which are made anew.
///
/// # Errors
/// [`Error::Io`] with the file's path.
pub fn write_files(items: impl IntoIterator<Item = (Article, Truth)>, articles: &Path, truths: &Path) -> Result<u64> {
    let create = |path| {
        let file = std::fs::File::create(path).map_err(at(path))?;
        Ok::<_, Error>((path, std::io::BufWriter::with_capacity(1 << 18, file)))
    };
    write(items, create(articles)?, create(truths)?)
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Error {
    move |source| Error::Io { path: path.to_owned(), source }
}

fn write(
    items: impl IntoIterator<Item = (Article, Truth)>,
    (articles_path, mut articles): (&Path, impl Write),
    (truths_path, mut truths): (&Path, impl Write),
) -> Result<u64> {
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
        articles.write_all(&line).map_err(at(articles_path))?;
        json_line(&truth, &mut line);
        truths.write_all(&line).map_err(at(truths_path))?;
        written += 1;
    }
    articles.flush().map_err(at(articles_path))?;
    truths.flush().map_err(at(truths_path))?;
    Ok(written)
}

fn json_line(record: &impl Serialize, line: &mut Vec<u8>) {
    line.clear();
    serde_json::to_writer(&mut *line, record).expect("strings and numbers always become JSON");
    line.push(b'\n');
}
