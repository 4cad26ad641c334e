//! What a verdict says, as rows for people and their queries.

use super::{sql, sums};
use crate::article::{Article, Metadata};
use crate::cluster::Event;
use crate::error::{Error, Result};
use crate::sinks::Verdict;
use crate::units::Language;
use crate::verify::Relation;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, ToSql, params};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// What of a record has no column of its own: enough to fold the article once more.
#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    /// The language that the record states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(flatten)]
    pub metadata: Metadata,
}

/// What of an article is not in its verdict.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub arrival: u32,
    pub run: i64,
}

/// Articles that were taken in one after another, from number `first` on, by a run.
#[derive(Debug)]
pub(super) struct Rows {
    pub first: u32,
    pub run: i64,
    pub edges: bool,
    pub articles: Vec<(Article, Verdict)>,
}

impl Rows {
    /// The number after the last.
    pub fn end(&self) -> u32 {
        self.first + self.articles.len() as u32
    }

    /// Bytes that they hold in memory, about.
    pub fn bytes(&self) -> usize {
        self.articles.iter().map(|(article, _)| 2048 + article.text.len()).sum()
    }
}

/// What of an article's record has no column of its own, as JSON.
pub(super) fn record(article: &Article) -> String {
    json(&Record { language: article.language, metadata: article.metadata.clone() })
}

/// A checksum over columns, in their order.
#[derive(Default)]
pub(super) struct Checksum(Xxh3);

impl Checksum {
    pub fn add(&mut self, value: &dyn ToSql) {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        let Ok(output) = value.to_sql() else { return };
        let value = match &output {
            ToSqlOutput::Borrowed(value) => *value,
            ToSqlOutput::Owned(value) => ValueRef::from(value),
            _ => ValueRef::Null,
        };
        self.add_value(value);
    }

    pub fn add_value(&mut self, value: rusqlite::types::ValueRef<'_>) {
        use rusqlite::types::ValueRef;
        let (kind, length) = match value {
            ValueRef::Null => (0u8, 0),
            ValueRef::Integer(_) => (1, 8),
            ValueRef::Real(_) => (2, 8),
            ValueRef::Text(t) => (3, t.len()),
            ValueRef::Blob(b) => (4, b.len()),
        };
        self.0.update(&[kind]);
        self.0.update(&(length as u64).to_le_bytes());
        match value {
            ValueRef::Null => {}
            ValueRef::Integer(n) => self.0.update(&n.to_le_bytes()),
            ValueRef::Real(x) => self.0.update(&x.to_bits().to_le_bytes()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => self.0.update(bytes),
        }
    }

    pub fn finish(&self) -> i64 {
        self.0.digest() as i64
    }
}

/// The word that JSON has for a value of a fixed list.
pub(super) fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => other.map(|v| v.to_string()).unwrap_or_default(),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("verdicts are JSON")
}

/// Over all that is written of an article at its arrival and never changed.
pub(super) fn checksum(article: &Article, verdict: &Verdict, facts: Facts, version: i64) -> i64 {
    let mut sum = Checksum::default();
    let columns = params![
        facts.arrival,
        article.id,
        version,
        article.source,
        article.published_at.map(|t| t.seconds()),
        article.url,
        article.title,
        verdict.language.map(|l| l.to_string()),
        verdict.marks.words,
        verdict.marks.simhash.0 as i64,
        verdict.marks.content as i64
    ];
    columns.iter().for_each(|value| sum.add(*value));
    let (relation, rule) = (word(verdict.relation), verdict.rule.map(word));
    let m = verdict.measures.as_ref();
    let evidence: [&dyn ToSql; 8] = [
        &relation,
        &verdict.of,
        &rule,
        &m.map(|m| m.containment.get()),
        &m.map(|m| m.containment_of_other.get()),
        &m.map(|m| m.resemblance.get()),
        &m.map(|m| m.hamming.get()),
        &m.and_then(|m| m.cosine).map(|c| c.get()),
    ];
    evidence.iter().for_each(|value| sum.add(*value));
    sum.add(&verdict.provenance.as_ref().map(json));
    verdict.events.iter().for_each(|event| sum.add(&json(event)));
    sum.finish()
}

/// An event's type, the id of which it tells, and the one that this leads to.
pub(super) fn columns_of(event: &Event) -> (&'static str, &str, Option<&str>) {
    let (id, into) = match event {
        Event::Created { cluster_id, .. }
        | Event::Joined { cluster_id, .. }
        | Event::Returned { cluster_id, .. }
        | Event::Left { cluster_id, .. }
        | Event::RepresentativeChanged { cluster_id, .. }
        | Event::Expired { cluster_id } => (cluster_id, None),
        Event::Merged { cluster_id, into } | Event::Split { cluster_id, into, .. } => (cluster_id, Some(into)),
        Event::StoryMerged { story_id, into } | Event::StorySplit { story_id, into, .. } => (story_id, Some(into)),
    };
    (event.name(), id, into.map(String::as_str))
}

/// Writes rows within the transaction that is open.
pub(super) struct Writer<'a> {
    pub db: &'a Connection,
    pub path: &'a Path,
    pub edges: bool,
}

impl Writer<'_> {
    fn statement(&self, text: &str) -> Result<CachedStatement<'_>> {
        self.db.prepare_cached(text).map_err(sql(self.path))
    }

    fn execute(&self, text: &str, values: impl Params) -> Result<usize> {
        self.statement(text)?.execute(values).map_err(sql(self.path))
    }

    fn number(&self, text: &str, values: impl Params) -> Result<Option<i64>> {
        self.statement(text)?.query_row(values, |row| row.get(0)).optional().map_err(sql(self.path))
    }

    /// An article that was taken in, and all that its arrival changed.
    pub fn article(&self, article: &Article, verdict: &Verdict, facts: Facts) -> Result<()> {
        let earlier = "SELECT article FROM articles WHERE id = ?1 ORDER BY article DESC LIMIT 1";
        let earlier = self.number(earlier, [&article.id])?;
        let version = match earlier {
            None => 1,
            Some(earlier) => {
                self.execute(
                    "UPDATE articles SET replaced_by = ?2 WHERE article = ?1",
                    params![earlier, facts.arrival],
                )?;
                1 + self.number("SELECT version FROM articles WHERE article = ?1", [earlier])?.unwrap_or(0)
            }
        };
        let checksum = checksum(article, verdict, facts, version);
        self.execute(
            "INSERT INTO articles (article, id, version, source, published_at, url, title, language, words, simhash, \
             content, run, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                facts.arrival,
                article.id,
                version,
                article.source,
                article.published_at.map(|t| t.seconds()),
                article.url,
                article.title,
                verdict.language.map(|l| l.to_string()),
                verdict.marks.words,
                verdict.marks.simhash.0 as i64,
                verdict.marks.content as i64,
                facts.run,
                checksum
            ],
        )?;
        let record = record(article);
        self.execute("INSERT INTO texts VALUES (?1, ?2, ?3)", params![facts.arrival, article.text, record])?;
        // What the text is says its article.
        let sum = sums::of_values(params![facts.arrival, record]);
        sums::note(self.db, "texts", sum).map_err(sql(self.path))?;
        self.evidence(verdict, facts.arrival)?;
        for event in &verdict.events {
            self.event(event, Some(facts.arrival))?;
        }
        self.story(verdict, facts.arrival)
    }

    fn evidence(&self, verdict: &Verdict, arrival: u32) -> Result<()> {
        let m = verdict.measures.as_ref();
        self.execute(
            "INSERT INTO members VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                arrival,
                word(verdict.relation),
                verdict.of,
                verdict.rule.map(word),
                m.map(|m| m.containment.get()),
                m.map(|m| m.containment_of_other.get()),
                m.map(|m| m.resemblance.get()),
                m.map(|m| m.hamming.get()),
                m.and_then(|m| m.cosine).map(|c| c.get())
            ],
        )?;
        if let Some(provenance) = &verdict.provenance {
            self.execute(
                "INSERT INTO provenance VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    arrival,
                    word(provenance.origin.kind),
                    provenance.origin.name,
                    provenance.taken_from,
                    json(provenance)
                ],
            )?;
        }
        if self.edges { self.edges_of(verdict, arrival) } else { Ok(()) }
    }

    fn edges_of(&self, verdict: &Verdict, arrival: u32) -> Result<()> {
        let mut sum = 0;
        let mut seen = FxHashSet::default();
        // Of two versions of an article, with the later.
        for edge in verdict.edges.iter().rev() {
            if edge.relation == Relation::None || !seen.insert(&edge.b) {
                continue;
            }
            // The passages of further copies say the same over again, and can be had from the texts.
            let is_telling = !edge.relation.is_copy() || verdict.of.as_ref() == Some(&edge.b);
            let (relation, rule, spans) = (word(edge.relation), word(edge.rule), is_telling.then(|| json(&edge.spans)));
            let values = params![
                arrival,
                edge.b,
                relation,
                rule,
                edge.likeness,
                edge.measures.containment.get(),
                edge.measures.containment_of_other.get(),
                spans
            ];
            self.execute("INSERT INTO edges VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", values)?;
            sum ^= sums::of_values(values);
        }
        if sum == 0 { Ok(()) } else { sums::note(self.db, "edges", sum).map_err(sql(self.path)) }
    }

    fn cluster(&self, id: &str) -> Result<i64> {
        let found = self.number("SELECT cluster FROM clusters WHERE id = ?1", [id])?;
        found.ok_or_else(|| Error::UnknownId { what: "cluster", id: id.to_owned() })
    }

    fn story_of(&self, cluster: i64) -> Result<Option<i64>> {
        Ok(self.number("SELECT coalesce(story, -1) FROM clusters WHERE cluster = ?1", [cluster])?.filter(|&s| s >= 0))
    }

    fn join(&self, cluster: i64, id: &str) -> Result<()> {
        self.execute(
            "UPDATE members SET cluster = ?1 WHERE article = (SELECT max(article) FROM articles WHERE id = ?2)",
            params![cluster, id],
        )?;
        Ok(())
    }

    fn found(&self, id: &str, founder: &str, cause: Option<u32>, story: Option<i64>) -> Result<i64> {
        self.execute(
            "INSERT INTO clusters (id, founder, representative, founded_by, story) VALUES (?1, ?2, ?2, ?3, ?4)",
            params![id, founder, cause, story],
        )?;
        Ok(self.db.last_insert_rowid())
    }

    /// One event: into the log, and done to the tables that say how things stand.
    pub fn event(&self, event: &Event, cause: Option<u32>) -> Result<()> {
        match event {
            Event::Created { cluster_id, article } => {
                let cluster = self.found(cluster_id, article, cause, None)?;
                self.join(cluster, article)?;
            }
            Event::Joined { cluster_id, article } => {
                self.join(self.cluster(cluster_id)?, article)?;
            }
            Event::Returned { cluster_id, article } => {
                let cluster = self.cluster(cluster_id)?;
                self.join(cluster, article)?;
                self.execute(
                    "UPDATE clusters SET state = 'open', representative = ?2 WHERE cluster = ?1",
                    params![cluster, article],
                )?;
            }
            Event::Left { .. } => {}
            Event::Merged { cluster_id, into } => {
                let (from, to) = (self.cluster(cluster_id)?, self.cluster(into)?);
                self.execute("UPDATE members SET cluster = ?2 WHERE cluster = ?1", [from, to])?;
                self.execute("UPDATE clusters SET state = 'merged', merged_into = ?2 WHERE cluster = ?1", [from, to])?;
                self.redirect(cluster_id, into)?;
            }
            Event::Split { cluster_id, into, articles } => {
                let story = self.story_of(self.cluster(cluster_id)?)?;
                let founder = articles.first().map_or("", String::as_str);
                let cluster = self.found(into, founder, cause, story)?;
                articles.iter().try_for_each(|article| self.join(cluster, article))?;
            }
            Event::RepresentativeChanged { cluster_id, representative } => {
                self.execute(
                    "UPDATE clusters SET representative = ?2 WHERE id = ?1",
                    params![cluster_id, representative],
                )?;
            }
            Event::Expired { cluster_id } => {
                self.execute("UPDATE clusters SET state = 'expired' WHERE id = ?1", [cluster_id])?;
            }
            Event::StoryMerged { story_id, into } => {
                let (from, to) = (self.story_number(story_id)?, self.story_number(into)?);
                self.execute("UPDATE clusters SET story = ?2 WHERE story = ?1", [from, to])?;
                self.execute("UPDATE stories SET merged_into = ?2 WHERE story = ?1", [from, to])?;
                self.redirect(story_id, into)?;
            }
            Event::StorySplit { into, clusters, .. } => {
                let story = self.story_number(into)?;
                for id in clusters {
                    self.execute("UPDATE clusters SET story = ?2 WHERE id = ?1", params![id, story])?;
                }
            }
        }
        let (kind, id, into) = columns_of(event);
        self.execute(
            "INSERT INTO events (article, type, id, into_id, details) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![cause, kind, id, into, json(event)],
        )?;
        Ok(())
    }

    /// The row of a story, made where there is none.
    fn story_number(&self, id: &str) -> Result<i64> {
        if let Some(story) = self.number("SELECT story FROM stories WHERE id = ?1", [id])? {
            return Ok(story);
        }
        self.execute("INSERT INTO stories (id) VALUES (?1)", [id])?;
        Ok(self.db.last_insert_rowid())
    }

    /// The story that the article's cluster is in from now on.
    fn story(&self, verdict: &Verdict, arrival: u32) -> Result<()> {
        let Some(id) = &verdict.story_id else { return Ok(()) };
        let story = self.story_number(id)?;
        self.execute(
            "UPDATE clusters SET story = ?2 WHERE cluster = (SELECT cluster FROM members WHERE article = ?1) \
             AND story IS NOT ?2",
            params![arrival, story],
        )?;
        Ok(())
    }

    fn redirect(&self, id: &str, into: &str) -> Result<()> {
        // Each id leads straight to one that lives.
        self.execute("UPDATE redirects SET into_id = ?2 WHERE into_id = ?1", [id, into])?;
        self.execute("INSERT OR REPLACE INTO redirects VALUES (?1, ?2)", [id, into])?;
        Ok(())
    }
}
