//! W3C PROV-JSON. Articles and the agencies' own texts are entities, outlets and agencies are agents; an article is
//! generated when it is published. What is written is a valid instance (PROV-CONSTRAINTS, W3C 2013).

use super::Item;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

pub(super) fn write(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    let mut instance = Instance::default();
    items.iter().for_each(|item| instance.add(item));
    serde_json::to_writer(&mut *out, &instance.finish())?;
    out.write_all(b"\n")
}

/// The parts of an instance, under their keys.
#[derive(Default)]
struct Instance<'a> {
    entities: Map<String, Value>,
    agents: Map<String, Value>,
    generated: Map<String, Value>,
    attributed: Map<String, Value>,
    derived: Map<String, Value>,
    derivations: Derivations<'a>,
    /// The agencies' own texts, each with the agency's name.
    wires: BTreeMap<String, String>,
}

impl<'a> Instance<'a> {
    fn add(&mut self, item: &'a Item) {
        let article = name("article", &item.id);
        self.entities.insert(article.clone(), entity(item));
        if let Some(at) = item.published_at {
            let event = json!({ "prov:entity": article, "prov:time": at.to_string() });
            insert_numbered(&mut self.generated, "generated", event);
        }
        if let Some(publisher) = item.publisher() {
            self.attribute(&article, "outlet", publisher, "publisher");
        }
        for agency in item.authors() {
            self.attribute(&article, "agency", &agency.name, &agency.basis);
        }
        self.derive(&article, item);
    }

    /// Names an agent of an article, by its kind and label, and what it has to do with it.
    fn attribute(&mut self, article: &str, kind: &str, label: &str, role: &str) {
        let agent = name(kind, label);
        self.agents.entry(agent.clone()).or_insert_with(
            || json!({ "prov:type": qualified("prov:Organization"), "prov:label": label, "wirefold:kind": kind }),
        );
        let attribution = json!({ "prov:entity": article, "prov:agent": agent, "wirefold:role": role });
        insert_numbered(&mut self.attributed, "attributed", attribution);
    }

    /// Says what an article was made from: another article, or the text of its agency.
    fn derive(&mut self, article: &str, item: &'a Item) {
        let parent = item.parent().filter(|(parent, _)| self.derivations.add(&item.id, parent));
        let (used, confidence) = match (parent, item.authors().next()) {
            (Some((parent, confidence)), _) => (name("article", parent), confidence),
            (None, Some(agency)) => {
                let text = name("wire", &item.cluster_id);
                self.wires.insert(text.clone(), agency.name.clone());
                (text, Some(agency.confidence))
            }
            (None, None) => return,
        };
        // PROV's own words for kinds of derivation.
        let of_kind = match (parent.is_some(), item.relation.as_str()) {
            (false, _) => "prov:PrimarySource",
            (true, "version") => "prov:Revision",
            (true, _) => "wirefold:Copy",
        };
        let mut derivation =
            json!({ "prov:generatedEntity": article, "prov:usedEntity": used, "prov:type": qualified(of_kind) });
        if let Some(sure) = confidence {
            derivation["wirefold:confidence"] = json!({ "$": sure.to_string(), "type": "xsd:double" });
        }
        insert_numbered(&mut self.derived, "derived", derivation);
    }

    /// The instance as JSON, with the agencies' own texts.
    fn finish(mut self) -> Value {
        for (text, agency) in self.wires {
            let dispatch = json!({ "prov:type": qualified("wirefold:Dispatch"), "prov:label": agency });
            let attribution = json!({ "prov:entity": text, "prov:agent": name("agency", &agency) });
            self.entities.insert(text, dispatch);
            insert_numbered(&mut self.attributed, "attributed", attribution);
        }
        json!({
            "prefix": {
                "prov": "http://www.w3.org/ns/prov#",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
                "wirefold": "urn:wirefold:",
                "article": "urn:wirefold:article:",
                "wire": "urn:wirefold:wire:",
                "outlet": "urn:wirefold:outlet:",
                "agency": "urn:wirefold:agency:",
            },
            "entity": self.entities,
            "agent": self.agents,
            "wasGeneratedBy": self.generated,
            "wasAttributedTo": self.attributed,
            "wasDerivedFrom": self.derived,
        })
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

/// Adds what has no name of its own, under the next number.
fn insert_numbered(part: &mut Map<String, Value>, kind: &str, value: Value) {
    part.insert(format!("_:{kind}{}", part.len()), value);
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
