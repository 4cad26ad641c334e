//! What is to be said of records that became articles all the same.

use super::{fields::Mapping, record::Draft};
use crate::article::Article;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

/// Unread dates of which the place is kept: enough to see their form.
const KEPT: usize = 5;

/// What articles lack, each number in articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lacking {
    /// A title is all they have.
    pub text: u64,
    /// Without an instant of publication.
    pub date: u64,
    /// Of these, the ones whose record states a date in no known form.
    pub unread_dates: u64,
    /// Without an outlet.
    pub source: u64,
}

/// A date that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnreadDate {
    /// The file's path, `-` for standard input.
    pub source_name: String,
    /// Line of the record, from 1.
    pub line: u64,
    /// Offset in the decompressed source, in bytes from 0: of the date in JSON, else of the record.
    pub byte: u64,
    /// What stands there: a string in quotes and shortened, or what else it is.
    pub value: String,
}

impl fmt::Display for UnreadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source_name, line, byte, value } = self;
        write!(f, "{source_name}:{line}: byte {byte}: the date is in no known form: {value}")
    }
}

/// All of it, so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remarks {
    /// What articles lack.
    pub lacking: Lacking,
    /// The first unread dates, at most five, in the order of the input.
    pub unread_dates: Vec<UnreadDate>,
    /// Pairs `FIELD=NAME` of the mapping of which no record had a value.
    pub unmet: Vec<String>,
}

/// Gathers them on any number of threads.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    text: AtomicU64,
    date: AtomicU64,
    unread_dates: AtomicU64,
    source: AtomicU64,
    /// A bit for each pair of the mapping that gave a value.
    met: AtomicU64,
    /// By number of the source and byte.
    first: Mutex<BTreeMap<(u32, u64), UnreadDate>>,
}

impl Gathered {
    pub(super) fn article(&self, article: &Article) {
        let lacks = [
            (&self.text, article.text.is_empty()),
            (&self.date, article.published_at.is_none()),
            (&self.source, article.source.is_none()),
        ];
        for (count, _) in lacks.into_iter().filter(|(_, is_lacking)| *is_lacking) {
            count.fetch_add(1, Relaxed);
        }
    }

    /// `date` is asked for where it is among the first.
    pub(super) fn unread_date(&self, source_number: u32, byte: u64, date: impl FnOnce() -> UnreadDate) {
        self.unread_dates.fetch_add(1, Relaxed);
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (source_number, byte);
        if first.len() < KEPT || first.last_key_value().is_some_and(|(last, _)| place < *last) {
            first.insert(place, date());
            if first.len() > KEPT {
                first.pop_last();
            }
        }
    }

    /// `names` has a bit for each pair of the mapping.
    pub(super) fn met(&self, names: u64) {
        if names & !self.met.load(Relaxed) != 0 {
            self.met.fetch_or(names, Relaxed);
        }
    }

    pub(super) fn unread_dates(&self) -> u64 {
        self.unread_dates.load(Relaxed)
    }

    pub(super) fn remarks(&self, mapping: &Mapping) -> Remarks {
        Remarks {
            lacking: Lacking {
                text: self.text.load(Relaxed),
                date: self.date.load(Relaxed),
                unread_dates: self.unread_dates(),
                source: self.source.load(Relaxed),
            },
            unread_dates: self.first.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect(),
            unmet: mapping.unmet(self.met.load(Relaxed)),
        }
    }
}

/// The bits of the mapping's names under which a record has values.
pub(super) fn names_of(draft: &Draft<'_>) -> u64 {
    draft.slots().filter(|slot| slot.is_explicit()).fold(0, |bits, slot| bits | 1 << slot.rank)
}
