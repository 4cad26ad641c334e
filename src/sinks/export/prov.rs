//! W3C PROV-JSON. Articles and the agencies' own texts are entities, outlets and agencies are agents; an article is
//! generated when it is published. What is written is a valid instance (PROV-CONSTRAINTS, W3C 2013).

use super::{Item, Role};
use crate::units::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

/// Writes the instance part by part: what is held of each article is where its text comes from.
pub(super) fn write(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    let last: HashMap<&str, usize> = items.iter().enumerate().map(|(n, item)| (item.id.as_str(), n)).collect();
    // What is named twice is stated once.
    let items: Vec<&Item> =
        items.iter().enumerate().filter(|(n, i)| last[i.id.as_str()] == *n).map(|(_, i)| i).collect();
    drop(last);
    let sources = sources(&items);
    let wires: Wires<'_> = items
        .iter()
        .zip(&sources)
        .filter_map(|(item, source)| match source {
            Some(Used::Wire(agency)) => Some((item.cluster_id.as_str(), agency.name.as_str())),
            _ => None,
        })
        .collect();
    let prefixes = json!({
        "prov": "http://www.w3.org/ns/prov#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "wirefold": "urn:wirefold:",
        "article": "urn:wirefold:article:",
        "wire": "urn:wirefold:wire:",
        "outlet": "urn:wirefold:outlet:",
        "agency": "urn:wirefold:agency:",
    });
    write!(out, "{{\"prefix\":{prefixes}")?;
    Part::write("entity", out, |part| put_entities(&items, &wires, part))?;
    Part::write("agent", out, |part| put_agents(&items, &wires, part))?;
    Part::write("wasGeneratedBy", out, |part| put_generations(&items, &sources, part))?;
    Part::write("wasAttributedTo", out, |part| put_attributions(&items, &wires, part))?;
    Part::write("wasDerivedFrom", out, |part| put_derivations(&items, &sources, part))?;
    out.write_all(b"}\n")
}

/// The agency of each cluster whose text is taken from its wire.
type Wires<'a> = BTreeMap<&'a str, &'a str>;

fn put_entities<W: Write>(items: &[&Item], wires: &Wires<'_>, part: &mut Part<'_, W>) -> io::Result<()> {
    for item in items {
        part.put(&name("article", &item.id), &entity(item))?;
    }
    for (cluster, agency) in wires {
        let dispatch = json!({ "prov:type": qualified("wirefold:Dispatch"), "prov:label": agency });
        part.put(&name("wire", cluster), &dispatch)?;
    }
    Ok(())
}

fn put_agents<W: Write>(items: &[&Item], wires: &Wires<'_>, part: &mut Part<'_, W>) -> io::Result<()> {
    let mut known: BTreeSet<[&str; 2]> =
        items.iter().flat_map(|i| attributions(i)).map(|[kind, of, _]| [kind, of]).collect();
    known.extend(wires.values().map(|agency| ["agency", agency]));
    for [kind, label] in known {
        let agent = json!({ "prov:type": qualified("prov:Organization"), "prov:label": label, "wirefold:kind": kind });
        part.put(&name(kind, label), &agent)?;
    }
    Ok(())
}

/// When articles were published. Nothing is generated before what it is derived from (Constraint 41): of one that is dated by
/// the day, and taken from an article of a later hour of it, the hour is not known.
fn put_generations<W: Write>(items: &[&Item], sources: &[Option<Used<'_>>], part: &mut Part<'_, W>) -> io::Result<()> {
    let dates: HashMap<&str, Timestamp> =
        items.iter().filter_map(|item| Some((item.id.as_str(), item.published_at?))).collect();
    for (item, source) in items.iter().zip(sources) {
        let Some(at) = item.published_at else { continue };
        let used = if let Some(Used::Article(id, _)) = source { dates.get(id) } else { None };
        if used.is_some_and(|used| *used > at) {
            continue;
        }
        let event = json!({ "prov:entity": name("article", &item.id), "prov:time": at.to_string() });
        part.put_numbered("generated", &event)?;
    }
    Ok(())
}

fn put_attributions<W: Write>(items: &[&Item], wires: &Wires<'_>, part: &mut Part<'_, W>) -> io::Result<()> {
    for item in items {
        let mut all: Vec<[&str; 3]> = Vec::new();
        // An agency may be named by the outlet and by the address.
        attributions(item).for_each(|said| all.extend(Some(said).filter(|said| !all.contains(said))));
        for [kind, label, role] in all {
            let attribution = json!({
                "prov:entity": name("article", &item.id), "prov:agent": name(kind, label), "wirefold:role": role,
            });
            part.put_numbered("attributed", &attribution)?;
        }
    }
    for (cluster, agency) in wires {
        let attribution = json!({ "prov:entity": name("wire", cluster), "prov:agent": name("agency", agency) });
        part.put_numbered("attributed", &attribution)?;
    }
    Ok(())
}

fn put_derivations<W: Write>(items: &[&Item], sources: &[Option<Used<'_>>], part: &mut Part<'_, W>) -> io::Result<()> {
    for (item, source) in items.iter().zip(sources) {
        if let Some(source) = source {
            part.put_numbered("derived", &derivation(item, source))?;
        }
    }
    Ok(())
}

/// What an article was made from.
enum Used<'a> {
    /// Another article, and how likely that is; none where it was not weighed.
    Article(&'a str, Option<f32>),
    /// The text of its cluster's agency.
    Wire(&'a Role),
}

/// What each article was made from, where that is known.
fn sources<'a>(items: &[&'a Item]) -> Vec<Option<Used<'a>>> {
    let mut derivations = Derivations::default();
    let mut source = |item: &'a Item| {
        let parent = item.parent().filter(|(parent, _)| derivations.add(&item.id, parent));
        let parent = parent.map(|(parent, sure)| Used::Article(parent, sure));
        parent.or_else(|| item.authors().next().map(Used::Wire))
    };
    items.iter().map(|item| source(item)).collect()
}

/// The agents of an article: each by its kind and label, with what it has to do with it.
fn attributions(item: &Item) -> impl Iterator<Item = [&str; 3]> {
    let publisher = item.publisher().map(|publisher| ["outlet", publisher, "publisher"]);
    publisher.into_iter().chain(item.authors().map(|agency| ["agency", &agency.name, &agency.basis]))
}

/// What an article was made from, in PROV's own words for kinds of derivation.
fn derivation(item: &Item, source: &Used<'_>) -> Value {
    let (used, of_kind, sure) = match source {
        Used::Article(id, sure) if item.relation == "version" => (name("article", id), "prov:Revision", *sure),
        Used::Article(id, sure) => (name("article", id), "wirefold:Copy", *sure),
        Used::Wire(agency) => (name("wire", &item.cluster_id), "prov:PrimarySource", Some(agency.confidence)),
    };
    let mut derivation = json!({
        "prov:generatedEntity": name("article", &item.id), "prov:usedEntity": used, "prov:type": qualified(of_kind),
    });
    if let Some(sure) = sure {
        derivation["wirefold:confidence"] = json!({ "$": sure.to_string(), "type": "xsd:double" });
    }
    derivation
}

/// A part of the instance, of which each statement is written as it comes.
struct Part<'w, W> {
    out: &'w mut W,
    statements: usize,
}

impl<'w, W: Write> Part<'w, W> {
    fn write(key: &str, out: &'w mut W, put: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        write!(out, ",\"{key}\":{{")?;
        let mut part = Self { out, statements: 0 };
        put(&mut part)?;
        part.out.write_all(b"}")
    }

    fn put(&mut self, name: &str, value: &Value) -> io::Result<()> {
        let comma = if self.statements > 0 { "," } else { "" };
        self.statements += 1;
        write!(self.out, "{comma}{}:{value}", json!(name))
    }

    /// Adds what has no name of its own, under the next number.
    fn put_numbered(&mut self, kind: &str, value: &Value) -> io::Result<()> {
        self.put(&format!("_:{kind}{}", self.statements), value)
    }
}

/// An article as an entity.
fn entity(item: &Item) -> Value {
    let mut entity = Map::from_iter([("prov:type".to_owned(), qualified("wirefold:Article"))]);
    let mut add = |key: &str, value: Value| entity.insert(key.to_owned(), value);
    if let Some(title) = &item.title {
        add("prov:label", json!(title));
    }
    if let Some(url) = &item.url {
        add("prov:location", json!(url));
    }
    add("wirefold:cluster", json!(item.cluster_id));
    if let Some(story) = &item.story_id {
        add("wirefold:story", json!(story));
    }
    if let Some(provenance) = &item.provenance {
        if let Some(version) = provenance.version {
            add("wirefold:version", json!({ "$": version.to_string(), "type": "xsd:int" }));
        }
        if let Some(notice) = &provenance.withdrawn_by {
            add("wirefold:withdrawnBy", json!(notice));
        }
    }
    Value::Object(entity)
}

/// Which article was taken from which, without circles: nothing is derived from what is derived from it (Constraint 42).
/// An article that came again with another text may have been taken from what was once taken from it.
#[derive(Default)]
struct Derivations<'a> {
    /// For each article that has an origin, one on the way there.
    towards: HashMap<&'a str, &'a str>,
}

impl<'a> Derivations<'a> {
    /// Adds an edge unless it would close a circle, or the article has one; whether it was added. Cost: O(log articles) on
    /// average, however long the way is.
    fn add(&mut self, generated: &'a str, used: &'a str) -> bool {
        let is_new = !self.towards.contains_key(generated) && self.origin(used) != generated;
        if is_new {
            self.towards.insert(generated, used);
        }
        is_new
    }

    /// The last on the way; each other one on it leads twice as far from now on (Tarjan and van Leeuwen 1984, path halving).
    fn origin(&mut self, mut at: &'a str) -> &'a str {
        while let Some(&next) = self.towards.get(at) {
            let Some(&further) = self.towards.get(next) else { return next };
            self.towards.insert(at, further);
            at = further;
        }
        at
    }
}

/// A qualified name as a value.
fn qualified(name: &str) -> Value {
    json!({ "$": name, "type": "prov:QUALIFIED_NAME" })
}

/// A qualified name: what may not stand in one, or not at its ends, is written as in a URL.
fn name(prefix: &str, local: &str) -> String {
    let mut name = format!("{prefix}:");
    for (at, byte) in local.bytes().enumerate() {
        let inside = at > 0 && at + 1 < local.len();
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => name.push(byte as char),
            b'-' | b'.' if inside => name.push(byte as char),
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_twice_is_stated_once_as_it_was_last() {
        let item = |cluster: &str| Item { id: "a".into(), cluster_id: cluster.into(), ..Item::default() };
        let mut out = Vec::new();
        write(&[item("c:a"), item("c:b")], &mut out).expect("memory takes all");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!((text.matches("\"article:a\"").count(), text.matches("c:b").count()), (1, 1), "{text}");
    }

    #[test]
    fn nothing_is_published_before_what_it_is_taken_from() {
        let item = |id: &str, from: Option<&str>, at: &str| {
            let taken_from = from.map(str::to_owned);
            let provenance = Some(super::super::Source { taken_from, ..Default::default() });
            Item { id: id.into(), provenance, published_at: Timestamp::parse(at), ..Item::default() }
        };
        let items = [
            item("a", None, "2031-03-04T13:52:00Z"),
            item("b", Some("a"), "2031-03-04"),
            item("c", Some("a"), "2031-03-05"),
        ];
        let mut out = Vec::new();
        write(&items, &mut out).expect("memory takes all");
        let prov: Value = serde_json::from_slice(&out).expect("JSON");
        let told = prov["wasGeneratedBy"].as_object().expect("generations").values();
        assert_eq!(told.map(|g| &g["prov:entity"]).collect::<Vec<_>>(), ["article:a", "article:c"]);
    }

    #[test]
    fn nothing_is_derived_from_what_is_derived_from_it() {
        let ids: Vec<String> = (0..200_000).map(|n| n.to_string()).collect();
        let mut derivations = Derivations::default();
        // Each from the one before, however many: steps to the first would be thousands of millions.
        assert!((1..ids.len()).all(|n| derivations.add(&ids[n], &ids[n - 1])));
        assert!(!derivations.add(&ids[0], &ids[199_999]) && !derivations.add(&ids[0], &ids[7]));
        assert!(!derivations.add(&ids[0], &ids[0]) && derivations.add(&ids[0], "another"));
        assert!(!derivations.add("another", &ids[500]));
    }
}
