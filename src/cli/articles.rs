//! Reads whole files, on all threads, into articles in the order of a batch.

use super::{count_of, warn};
use anyhow::{Result, bail};
use rayon::prelude::*;
use std::path::PathBuf;
use wirefold::{
    Article,
    ingest::{Blocks, Options, Outcome, Parser, Rejected},
    store::is_store,
};

/// Rejections that are told one by one; a rejects file has them all.
const TOLD: usize = 5;

/// What files hold.
pub struct Articles {
    /// By time of publication and then id; the undated ones after that, by id. Records of one id and time stay in the
    /// order of the input.
    pub articles: Vec<Article>,
    /// In the order of the input.
    pub rejected: Vec<Rejected>,
    /// Articles whose record states a date that could not be read.
    pub unread_dates: u64,
}

/// Reads the files, folders and streams that `paths` names; `seen` is told of every block how many records it has.
pub fn read(paths: &[PathBuf], options: &Options, seen: impl Fn(u64) + Sync) -> Result<Articles> {
    if let Some(store) = paths.iter().find(|path| is_store(path)) {
        bail!(
            "{} is a store, and not a file of articles; `wirefold store export` writes its verdicts, and show, export and \
             explain read it as it is",
            store.display()
        );
    }
    let parser = Parser::new(options);
    let blocks = Blocks::open(paths, options)?;
    let parse = |(n, block): (usize, wirefold::Result<_>)| {
        let outcomes = parser.parse_block(&block?);
        seen(outcomes.len() as u64);
        Ok((n, outcomes))
    };
    let mut parsed: Vec<(usize, Vec<Outcome>)> =
        blocks.enumerate().par_bridge().map(parse).collect::<wirefold::Result<_>>()?;
    parsed.sort_unstable_by_key(|(n, _)| *n);
    let mut articles = Vec::with_capacity(parsed.iter().map(|(_, outcomes)| outcomes.len()).sum());
    let mut rejected = Vec::new();
    for outcome in parsed.into_iter().flat_map(|(_, outcomes)| outcomes) {
        match outcome {
            Ok(article) => articles.push(article),
            Err(record) => rejected.push(*record),
        }
    }
    articles.par_sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(Articles { articles, rejected, unread_dates: parser.unread_dates() })
}

fn order(article: &Article) -> (bool, Option<wirefold::units::Timestamp>, &str) {
    (article.published_at.is_none(), article.published_at, &article.id)
}

impl Articles {
    /// Tells of what could not be read: the first rejections, how many there are, dates.
    pub fn tell_faults(&self) {
        for rejected in self.rejected.iter().take(TOLD) {
            warn(&rejected.rejection);
        }
        let more = self.rejected.len().saturating_sub(TOLD);
        if more > 0 {
            warn(format_args!("… and {more} more"));
        }
        if !self.rejected.is_empty() {
            warn(format_args!("{} rejected", count_of(self.rejected.len() as u64, "record")));
        }
        if self.unread_dates > 0 {
            warn(format_args!(
                "{} with a date in an unknown form; read as undated",
                count_of(self.unread_dates, "article")
            ));
        }
    }
}
