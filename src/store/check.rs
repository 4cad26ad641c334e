//! Whether a store is whole: its pages, its checksums, and its tables against its own log of events.

use super::kept::unsealed;
use super::rows::{Checksum, columns_of};
use super::unshown::Unshown;
use super::{arrivals, lock, number, open_to_read, settings, sql};
use crate::cluster::Event;
use crate::engine::content_hash;
use crate::error::Result;
use rusqlite::Connection;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::path::Path;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where: a table and a key.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// Looks at one part of a store.
type Part = fn(&Connection, &mut Vec<Fault>) -> rusqlite::Result<()>;

/// How often articles are looked for that a writer moves on.
const LOOKS: usize = 4;

/// Faults after which no more are looked for: the file is beyond repair then.
const ENOUGH: usize = 100;

/// Looks at all of a store; gives what is wrong with it, nothing for one that is whole. A writer may be at work meanwhile.
///
/// Cost: reads every page once, and about 100 bytes of memory an article.
///
/// # Errors
/// [`crate::Error::Io`] where there is no file, [`crate::Error::Store`] for one that is no store or is newer.
pub fn check(path: &Path) -> Result<Vec<Fault>> {
    let path = &lock::followed(path);
    let db = open_to_read(path)?;
    let mut faults = Vec::new();
    acknowledged(&db, path, &mut faults)?;
    // One moment for all that follows.
    db.execute_batch("BEGIN").map_err(sql(path))?;
    let parts: [(&str, Part); 5] = [
        ("pages", pages),
        ("kept state", pieces),
        ("articles", articles),
        ("edges and marks", sums),
        ("events", events),
    ];
    for (place, part) in parts {
        if let Err(error) = part(&db, &mut faults) {
            faults.push(Fault { place: place.into(), what: error.to_string() });
        }
        if faults.len() >= ENOUGH {
            break;
        }
    }
    faults.truncate(ENOUGH);
    Ok(faults)
}

/// What was acknowledged against what is in the tables, or is to come there.
fn acknowledged(db: &Connection, path: &Path, faults: &mut Vec<Fault>) -> Result<()> {
    let acknowledged = lock::acknowledged(path);
    let mut found = 0;
    // A writer may move some on between two looks.
    for _ in 0..LOOKS {
        let next: u32 = match number(db, path, "SELECT coalesce(max(article) + 1, 0) FROM articles") {
            Ok(next) => next,
            // Damage that the tables tell better.
            Err(_) => return Ok(()),
        };
        let left = match settings::identity(db, path) {
            Ok(Some(identity)) => arrivals::left(path, identity, next)?.len(),
            _ => 0,
        };
        found = u64::from(next) + left as u64;
        if found >= acknowledged {
            return Ok(());
        }
    }
    fault(faults, "arrivals", format!("{found} articles are there, {acknowledged} were acknowledged"));
    Ok(())
}

fn fault(faults: &mut Vec<Fault>, place: impl Into<String>, what: impl Into<String>) {
    if faults.len() < ENOUGH {
        faults.push(Fault { place: place.into(), what: what.into() });
    }
}

fn pages(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    let mut statement = db.prepare("PRAGMA integrity_check(100)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            fault(faults, "pages", said);
        }
    }
    Ok(())
}

fn pieces(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    for (table, key) in [
        ("kept_articles", "key"),
        ("kept_clusters", "key"),
        ("kept_stories", "key"),
        ("kept_logs", "number"),
        ("kept_rest", "articles"),
    ] {
        let mut statement = db.prepare(&format!("SELECT {key}, value FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if unsealed(row.get_ref(1)?.as_blob().unwrap_or_default()).is_none() {
                fault(faults, format!("{table} {}", row.get::<_, i64>(0)?), "differs from its checksum");
            }
        }
    }
    Ok(())
}

fn sums(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    for (name, rows) in [
        ("edges", "SELECT * FROM edges"),
        ("marks", "SELECT * FROM marks"),
        ("texts", "SELECT article, record FROM texts"),
        ("settings", "SELECT name, value FROM store WHERE name IN ('config', 'embedder', 'identity')"),
    ] {
        if !super::sums::is_whole(db, name, rows)? {
            fault(faults, name, "differ from their checksum");
        }
    }
    if !Unshown::is_whole(db)? {
        fault(faults, "store unshown", "differs from its checksum");
    }
    Ok(())
}

/// The rows of each article against its checksum, its text against its content.
fn articles(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    // In the order in which they were summed up when they were written.
    let mut statement = db.prepare(
        "SELECT a.checksum, a.article, a.id, a.version, a.source, a.published_at, a.url, a.title, a.language, a.words, \
         a.simhash, a.content, m.relation, m.of_id, m.rule, m.containment, m.containment_of_other, m.resemblance, \
         m.hamming, m.cosine, p.provenance, p.origin_kind, p.origin, p.taken_from FROM articles a LEFT JOIN members m USING (article) \
         LEFT JOIN provenance p USING (article) WHERE NOT a.forgotten ORDER BY a.article",
    )?;
    let mut events = db.prepare("SELECT details FROM events WHERE article = ?1 ORDER BY event")?;
    let mut texts = db.prepare("SELECT text FROM texts WHERE article = ?1")?;
    let columns = statement.column_index("origin_kind")?;
    let mut rows = statement.query([])?;
    let mut next = 0i64;
    while let Some(row) = rows.next()? {
        let article: i64 = row.get(1)?;
        let mut sum = Checksum::default();
        for column in 1..columns {
            sum.add_value(row.get_ref(column)?);
        }
        let mut caused = events.query([article])?;
        while let Some(event) = caused.next()? {
            sum.add_value(event.get_ref(0)?);
        }
        if sum.finish() != row.get::<_, i64>(0)? {
            fault(faults, format!("article {article}"), "differs from its checksum");
        }
        let text = |at: usize| row.get::<_, Option<String>>(at);
        if let Some(provenance) = text(columns - 1)? {
            let said: serde_json::Value = serde_json::from_str(&provenance).unwrap_or_default();
            let said = [&said["origin"]["kind"], &said["origin"]["name"], &said["taken_from"]];
            let stands = [text(columns)?, text(columns + 1)?, text(columns + 2)?];
            if said.map(|value| value.as_str().map(str::to_owned)) != stands {
                fault(faults, format!("provenance {article}"), "says another origin than its details");
            }
        }
        let mut text = texts.query([article])?;
        if let Some(text) = text.next()? {
            let title: Option<String> = row.get(7)?;
            let text: String = text.get(0)?;
            if content_hash(title.as_deref(), &text) as i64 != row.get::<_, i64>(11)? {
                fault(faults, format!("text {article}"), "is not the one that was taken in");
            }
        }
        next = article + 1;
    }
    let odd = "SELECT article FROM articles a WHERE forgotten <> 0 AND (forgotten <> 1 OR checksum <> 0) OR replaced_by IS NOT \
               (SELECT min(b.article) FROM articles b WHERE b.id = a.id AND b.article > a.article) ORDER BY article";
    let mut odd = db.prepare(odd)?;
    for article in odd.query_map([], |row| row.get::<_, i64>(0))? {
        fault(faults, format!("article {}", article?), "is not marked as its versions are");
    }
    let count: i64 = db.query_row("SELECT count(*) FROM articles", [], |row| row.get(0))?;
    let most: i64 = db.query_row("SELECT coalesce(max(article) + 1, 0) FROM articles", [], |row| row.get(0))?;
    if count != most {
        fault(faults, "articles", format!("{count} of {most} are there, the last that was read is {}", next - 1));
    }
    Ok(())
}

#[derive(Default)]
struct Standing {
    cluster: FxHashMap<String, String>,
    representative: FxHashMap<String, String>,
    founder: FxHashMap<String, (String, Option<i64>)>,
    expired: FxHashMap<String, bool>,
    merged: FxHashMap<String, String>,
}

/// What the log of events adds up to, against the tables that say how things stand.
fn events(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    let mut now = Standing::default();
    let mut members: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let mut statement = db.prepare("SELECT event, details, article, type, id, into_id FROM events ORDER BY event")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, details): (i64, String) = (row.get(0)?, row.get(1)?);
        let Ok(event) = serde_json::from_str::<Event>(&details) else {
            fault(faults, format!("event {number}"), "is no event");
            continue;
        };
        let cause: Option<i64> = row.get(2)?;
        let columns: (String, String, Option<String>) = (row.get(3)?, row.get(4)?, row.get(5)?);
        if (columns.0.as_str(), columns.1.as_str(), columns.2.as_deref()) != columns_of(&event) {
            fault(faults, format!("event {number}"), "says something else than its details");
        }
        match event {
            Event::Created { cluster_id, article } => {
                now.founder.insert(cluster_id.clone(), (article.clone(), cause));
                now.representative.insert(cluster_id.clone(), article.clone());
                members.entry(cluster_id.clone()).or_default().push(article.clone());
                now.cluster.insert(article, cluster_id);
            }
            Event::Joined { cluster_id, article } => {
                members.entry(cluster_id.clone()).or_default().push(article.clone());
                now.cluster.insert(article, cluster_id);
            }
            Event::Returned { cluster_id, article } => {
                now.expired.remove(&cluster_id);
                now.representative.insert(cluster_id.clone(), article.clone());
                members.entry(cluster_id.clone()).or_default().push(article.clone());
                now.cluster.insert(article, cluster_id);
            }
            Event::Merged { cluster_id, into } => {
                let moved = members.remove(&cluster_id).unwrap_or_default();
                for article in &moved {
                    if now.cluster.get(article) == Some(&cluster_id) {
                        now.cluster.insert(article.clone(), into.clone());
                    }
                }
                members.entry(into.clone()).or_default().extend(moved);
                now.merged.insert(cluster_id, into);
            }
            Event::Split { into, articles, .. } => {
                now.founder.insert(into.clone(), (articles.first().cloned().unwrap_or_default(), cause));
                now.representative.insert(into.clone(), articles.first().cloned().unwrap_or_default());
                members.entry(into.clone()).or_default().extend(articles.iter().cloned());
                articles.into_iter().for_each(|article| _ = now.cluster.insert(article, into.clone()));
            }
            Event::RepresentativeChanged { cluster_id, representative } => {
                now.representative.insert(cluster_id, representative);
            }
            Event::Expired { cluster_id } => _ = now.expired.insert(cluster_id, true),
            Event::Left { .. } | Event::StoryMerged { .. } | Event::StorySplit { .. } => {}
        }
    }
    drop(rows);
    compare(db, &now, faults)
}

fn compare(db: &Connection, now: &Standing, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    let mut statement = db.prepare(
        "SELECT a.id, c.id FROM articles a LEFT JOIN members m USING (article) LEFT JOIN clusters c USING (cluster) \
         WHERE a.replaced_by IS NULL AND NOT a.forgotten",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, cluster): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        if now.cluster.get(&id) != cluster.as_ref() {
            let said = now.cluster.get(&id).map_or("none", String::as_str);
            let what = format!("in cluster {}, by its events in {said}", cluster.as_deref().unwrap_or("none"));
            fault(faults, format!("member {id}"), what);
        }
    }
    let mut statement = db.prepare(
        "SELECT c.id, c.representative, c.state, i.id, r.into_id, c.founder, c.founded_by FROM clusters c \
         LEFT JOIN clusters i ON i.cluster = c.merged_into LEFT JOIN redirects r ON r.id = c.id",
    )?;
    let mut rows = statement.query([])?;
    let mut clusters = 0;
    while let Some(row) = rows.next()? {
        clusters += 1;
        let (id, representative, state): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (merged_into, leads_to): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
        let expected = match (now.merged.get(&id), now.expired.contains_key(&id)) {
            (Some(_), _) => "merged",
            (None, true) => "expired",
            (None, false) => "open",
        };
        if state != expected || merged_into.as_ref() != now.merged.get(&id) {
            fault(faults, format!("cluster {id}"), format!("is {state}, by its events {expected}"));
        }
        if now.representative.get(&id) != Some(&representative) {
            fault(
                faults,
                format!("cluster {id}"),
                format!("is represented by {representative}, by its events by another"),
            );
        }
        if now.founder.get(&id) != Some(&(row.get(5)?, row.get(6)?)) {
            fault(faults, format!("cluster {id}"), "was founded by another, as its events say");
        }
        let mut end = now.merged.get(&id);
        while let Some(further) = end.and_then(|id| now.merged.get(id)) {
            end = Some(further);
        }
        if leads_to.as_ref() != end {
            fault(faults, format!("redirect {id}"), "leads elsewhere than its events say");
        }
    }
    if clusters != now.representative.len() {
        fault(faults, "clusters", format!("{clusters} are there, by the events {}", now.representative.len()));
    }
    Ok(())
}
