//! What folds: with a memory or without.

use anyhow::Result;
use std::io;
use wirefold::{Article, Engine, Error, Verdict, engine::Analysed, store::Archive};

/// An engine whose window ends with the process, or one beside a store.
pub enum Memory {
    Window(Box<Engine>),
    Store(Box<Archive>),
}

impl Memory {
    pub fn engine(&self) -> &Engine {
        match self {
            Self::Window(engine) => engine,
            Self::Store(archive) => archive.engine(),
        }
    }

    pub fn fold(&mut self, articles: &[Article]) -> Result<Vec<Verdict>> {
        Ok(match self {
            Self::Window(engine) => engine.ingest_batch(articles)?,
            Self::Store(archive) => archive.ingest_batch(articles)?,
        })
    }

    pub fn fold_analysed(&mut self, articles: Vec<Analysed>) -> Result<Vec<Verdict>> {
        Ok(match self {
            Self::Window(engine) => engine.ingest_analysed(articles)?,
            Self::Store(archive) => archive.ingest_analysed(articles)?,
        })
    }

    /// Does what may be done once the verdicts given so far may be shown: with a store, when they are durable.
    pub fn then(&mut self, show: impl FnOnce() -> Result<()> + Send + 'static) -> Result<()> {
        match self {
            Self::Window(_) => show(),
            Self::Store(archive) => {
                // What is not about writing is about making JSON, which does not fail.
                let failed = |e| Error::Io { path: "-".into(), source: io::Error::other(e) };
                Ok(archive.commit_then(move || show().map_err(|e| e.downcast().unwrap_or_else(failed)))?)
            }
        }
    }

    /// Waits until all that was folded is durable, and what was to be done then is.
    pub fn finish(&mut self) -> Result<()> {
        match self {
            Self::Window(_) => Ok(()),
            Self::Store(archive) => Ok(archive.commit()?),
        }
    }

    /// Ends the run; gives the engine where there is no store.
    pub fn close(self) -> Result<Option<Box<Engine>>> {
        match self {
            Self::Window(engine) => Ok(Some(engine)),
            Self::Store(archive) => archive.close().map(|()| None).map_err(Into::into),
        }
    }
}
