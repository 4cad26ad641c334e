//! Reads whole files, on all threads, into articles in the order of a batch.

use super::{count_of, warn};
use anyhow::{Result, bail};
use rayon::prelude::*;
use std::path::PathBuf;
use wirefold::{
    Article,
    engine::ReusedIds,
    error::Reason,
    ingest::{Blocks, Lacking, Options, Outcome, Parser, Rejected, Remarks},
    store::is_store,
};

/// Rejections that are told one by one; a rejects file has them all.
const TOLD: usize = 5;

/// What to do with text in another encoding.
pub const TO_UTF8: &str = "converted first, as by iconv -f WINDOWS-1252 -t UTF-8 (Cyrillic mostly from WINDOWS-1251, Chinese \
    from GB18030 or BIG5, Japanese from SHIFT_JIS, Korean from CP949)";

/// What files hold.
pub struct Articles {
    /// By time of publication and then id; the undated ones after that, by id. Records of one id and time stay in the
    /// order of the input.
    pub articles: Vec<Article>,
    /// In the order of the input.
    pub rejected: Vec<Rejected>,
    /// What there is to say of records that became articles.
    pub remarks: Remarks,
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
    blocks.empty_folders().iter().for_each(warn);
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
    articles.par_sort_by(Article::by_publication);
    Ok(Articles { articles, rejected, remarks: parser.remarks() })
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
        // A source that is no text at all was told as such.
        let no_text = |name: &str| {
            let of_source = self.rejected.iter().filter(|rejected| rejected.rejection.source_name == name);
            of_source.take(1).any(|first| matches!(first.rejection.reason, Reason::WrongForm(_)))
        };
        let not_utf8 = self.rejected.iter().filter(|rejected| rejected.rejection.reason == Reason::InvalidUtf8);
        if not_utf8.take(TOLD).any(|rejected| !no_text(&rejected.rejection.source_name)) {
            let mixed = if self.articles.is_empty() {
                ""
            } else {
                "; where only some lines are not, docs/formats/articles.md has a way"
            };
            warn(format_args!("what is not UTF-8 is to be {TO_UTF8}{mixed}"));
        }
        let lacks_text = |rejected: &Rejected| rejected.rejection.reason == Reason::NoText;
        if self.articles.is_empty() && self.rejected.iter().any(lacks_text) {
            warn(
                "if your records have a text, name its field by --map text=NAME, one within another as text=OUTER.INNER",
            );
        }
        self.remarks.unread_dates.iter().for_each(warn);
        tell_unread_dates(&self.remarks);
        if !self.articles.is_empty() || !self.rejected.is_empty() {
            tell_unmet_names(&self.remarks);
        }
    }
}

/// Tells how many dates could not be read, the first of which were told one by one.
pub fn tell_unread_dates(remarks: &Remarks) {
    let more = remarks.lacking.unread_dates.saturating_sub(remarks.unread_dates.len() as u64);
    if more > 0 {
        warn(format_args!("… and {more} more"));
    }
    if remarks.lacking.unread_dates > 0 {
        warn(format_args!(
            "{} with a date in an unknown form, read as undated: write it as 2031-03-04T07:12:00+01:00, say what comes \
             first in 03/04/2031 by --map dates=day-first or dates=month-first, or name another field by \
             --map published_at=NAME",
            count_of(remarks.lacking.unread_dates, "article")
        ));
    }
}

/// Tells what of `--map` gave nothing.
pub fn tell_unmet_names(remarks: &Remarks) {
    for pair in &remarks.unmet {
        warn(format_args!(
            "--map {pair}: no record has a value under this name; names are compared exactly, case included"
        ));
    }
}

/// Tells what `articles` articles lack.
pub fn tell_lacking(lacking: Lacking, articles: u64) {
    let Lacking { text, date, unread_dates, source, .. } = lacking;
    let counts = [(text, "a title only"), (date, "no date"), (source, "no source")];
    let told: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} with {what}")).collect();
    if !told.is_empty() {
        warn(format_args!("of {}: {}", count_of(articles, "article"), told.join(", ")));
    }
    // What all lack mostly goes by another name.
    let hidden = [(date - unread_dates, "date", "published_at"), (source, "source", "source")];
    for (_, what, field) in hidden.iter().filter(|(lack, ..)| *lack > 0 && *lack == articles) {
        warn(format_args!("if your records have a {what}, name its field by --map {field}=NAME"));
    }
}

/// Tells of ids that came again with another text.
pub fn tell_reused_ids(reused: &ReusedIds) {
    if reused.articles == 0 {
        return;
    }
    warn(format_args!(
        "{} with the id of an earlier one and another text, taken as its version",
        count_of(reused.articles, "article")
    ));
    if let Some((id, earlier, later)) = &reused.first {
        let name = |source: &Option<String>| source.clone().unwrap_or_else(|| "no source".into());
        warn(format_args!(
            "{} of these from another source (the first: {id:?}, of {} and then of {}): articles that share an id by mistake \
             need ids of their own, as by --map id=url",
            reused.of_other_sources,
            name(earlier),
            name(later)
        ));
    }
}
