//! W3C PROV-JSON. Articles and the agencies' own texts are entities, outlets and agencies are agents; an article is
//! generated when it is published. What is written is a valid instance (PROV-CONSTRAINTS, W3C 2013).

use super::Item;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

pub(super) fn write(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    let (mut entities, mut agents) = (Map::new(), Map::new());
    let (mut attributed, mut derived, mut generated) = (Map::new(), Map::new(), Map::new());
    let mut known = Derivations::default();
    let mut wires: BTreeMap<String, String> = BTreeMap::new();
    for item in items {
        let article = name("article", &item.id);
        let mut entity = Map::from_iter([("prov:type".to_owned(), qualified("wirefold:Article"))]);
        let mut add = |key: &str, value: Value| entity.insert(key.to_owned(), value);
        if let Some(title) = &item.title {
            add("prov:label", json!(title));
        }
        if let Some(url) = &item.url {
            add("prov:location", json!(url));
        }
        if let Some(at) = item.published_at {
            let number = generated.len();
            let event = json!({ "prov:entity": article, "prov:time": at.to_string() });
            generated.insert(format!("_:generated{number}"), event);
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
        entities.insert(article.clone(), Value::Object(entity));
        let mut attribute = |agents: &mut Map<String, Value>, to: String, label: &str, kind: &str, role: &str| {
            let number = attributed.len();
            agents.entry(to.clone()).or_insert_with(
                || json!({ "prov:type": qualified("prov:Organization"), "prov:label": label, "wirefold:kind": kind }),
            );
            attributed.insert(
                format!("_:attributed{number}"),
                json!({ "prov:entity": article, "prov:agent": to, "wirefold:role": role }),
            );
        };
        if let Some(publisher) = item.publisher() {
            attribute(&mut agents, name("outlet", publisher), publisher, "outlet", "publisher");
        }
        for agency in item.authors() {
            attribute(&mut agents, name("agency", &agency.name), &agency.name, "agency", &agency.basis);
        }
        let number = derived.len();
        let parent = item.parent().filter(|(parent, _)| known.add(&item.id, parent));
        let used = match (parent, item.authors().next()) {
            (Some((parent, confidence)), _) => Some((name("article", parent), confidence)),
            (None, Some(agency)) => {
                let text = name("wire", &item.cluster_id);
                wires.insert(text.clone(), agency.name.clone());
                Some((text, agency.confidence))
            }
            (None, None) => None,
        };
        if let Some((used, confidence)) = used {
            // PROV's own words for kinds of derivation.
            let of_kind = match (parent.is_some(), item.relation.as_str()) {
                (false, _) => "prov:PrimarySource",
                (true, "version") => "prov:Revision",
                (true, _) => "wirefold:Copy",
            };
            derived.insert(
                format!("_:derived{number}"),
                json!({
                    "prov:generatedEntity": article, "prov:usedEntity": used, "prov:type": qualified(of_kind),
                    "wirefold:confidence": { "$": confidence.to_string(), "type": "xsd:double" },
                }),
            );
        }
    }
    for (text, agency) in wires {
        entities.insert(text.clone(), json!({ "prov:type": qualified("wirefold:Dispatch"), "prov:label": agency }));
        let number = attributed.len();
        let agency = name("agency", &agency);
        attributed.insert(format!("_:attributed{number}"), json!({ "prov:entity": text, "prov:agent": agency }));
    }
    let document = json!({
        "prefix": {
            "prov": "http://www.w3.org/ns/prov#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "wirefold": "urn:wirefold:",
            "article": "urn:wirefold:article:",
            "wire": "urn:wirefold:wire:",
            "outlet": "urn:wirefold:outlet:",
            "agency": "urn:wirefold:agency:",
        },
        "entity": entities,
        "agent": agents,
        "wasGeneratedBy": generated,
        "wasAttributedTo": attributed,
        "wasDerivedFrom": derived,
    });
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}

/// Which article was taken from which, without circles: nothing is derived from what is derived from it (Constraint 42).
/// An article that came again with another text may have been taken from what was once taken from it.
#[derive(Default)]
struct Derivations<'a>(HashMap<&'a str, &'a str>);

impl<'a> Derivations<'a> {
    /// Adds an edge unless it would close a circle; whether it was added. Cost: O(steps from `used` to its origin).
    fn add(&mut self, generated: &'a str, used: &'a str) -> bool {
        let mut at = Some(used);
        while let Some(id) = at {
            if id == generated {
                return false;
            }
            at = self.0.get(id).copied();
        }
        self.0.insert(generated, used);
        true
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
