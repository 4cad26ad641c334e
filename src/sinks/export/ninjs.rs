//! ninjs 2.1: one news item a line, with its sources as `infoSources` and the article it was taken from as an
//! association.

use super::{Item, Role};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// What an item is called, by itself and where another is derived from it.
fn uri(item: &Item) -> &str {
    item.url.as_deref().unwrap_or(&item.id)
}

pub(super) fn write(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    let uris: HashMap<&str, &str> = items.iter().map(|item| (item.id.as_str(), uri(item))).collect();
    for item in items {
        let mut object = Map::new();
        let mut add = |key: &str, value: Value| object.insert(key.to_owned(), value);
        add("uri", json!(uri(item)));
        add("standard", json!({ "name": "ninjs", "version": "2.1" }));
        add("type", json!("text"));
        if let Some(at) = item.published_at {
            add("firstCreated", json!(at));
        }
        if let Some(language) = &item.language {
            add("language", json!(language));
        }
        if let Some(title) = &item.title {
            add("headlines", json!([{ "role": "main", "value": title }]));
        }
        if let Some(byline) = item.provenance.as_ref().and_then(|p| p.byline.as_deref()) {
            add("by", json!(byline));
        }
        let mut sources: Vec<Value> = Vec::new();
        let named = |n: usize, agency: &Role| item.authors().take(n).any(|other| other.name == agency.name);
        for (_, agency) in item.authors().enumerate().filter(|(n, agency)| !named(*n, agency)) {
            let mut source = json!({ "role": "originator", "name": agency.name });
            if let (Some(id), Some(source)) = (&agency.wikidata, source.as_object_mut()) {
                source.insert("uri".to_owned(), json!(format!("https://www.wikidata.org/entity/{id}")));
            }
            sources.push(source);
        }
        sources.extend(item.publisher().map(|name| json!({ "role": "publisher", "name": name })));
        let via = item.provenance.iter().flat_map(|p| &p.via);
        sources.extend(via.map(|name| json!({ "role": "distributor", "name": name })));
        if !sources.is_empty() {
            add("infoSources", json!(sources));
        }
        let parent = item.parent().map(|(parent, _)| uris.get(parent).copied().unwrap_or(parent));
        // Two articles of one address are one item.
        if let Some(parent) = parent.filter(|parent| *parent != uri(item)) {
            add("associations", json!([{ "name": "derivedFrom", "uri": parent }]));
        }
        let terms = item.cluster_label.iter().flat_map(|label| &label.terms);
        let subjects: Vec<Value> = terms.map(|term| json!({ "name": term })).collect();
        if !subjects.is_empty() {
            add("subjects", json!(subjects));
        }
        add("altIds", json!([{ "role": "cluster", "value": item.cluster_id }, { "role": "id", "value": item.id }]));
        serde_json::to_writer(&mut *out, &Value::Object(object))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
