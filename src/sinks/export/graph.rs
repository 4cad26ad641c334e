//! Graphs: articles and agencies are nodes, an edge leads from the source to the copy.

use super::{Item, in_one_line};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// An edge from a source to a copy.
pub(super) struct Edge<'a> {
    pub source: String,
    pub child: &'a Item,
    /// None where it was not weighed.
    pub confidence: Option<f32>,
    /// What it rests on.
    pub basis: String,
}

pub(super) fn edges(items: &[Item]) -> impl Iterator<Item = Edge<'_>> {
    items.iter().filter_map(|child| {
        if let Some((parent, confidence)) = child.parent() {
            let evidence = child.provenance.iter().flat_map(|p| p.evidence.iter().map(String::as_str));
            let basis = match &child.origin {
                Some(_) => "origin".to_owned(),
                None => evidence.collect::<Vec<_>>().join(" "),
            };
            return Some(Edge { source: parent.to_owned(), child, confidence, basis });
        }
        let agency = child.wire()?;
        let source = format!("agency:{}", agency.name);
        Some(Edge { source, child, confidence: Some(agency.confidence), basis: agency.basis.clone() })
    })
}

/// Names and labels of the agencies, and of articles that edges name and `items` lack.
fn other_nodes(items: &[Item]) -> BTreeMap<String, String> {
    let known: std::collections::BTreeSet<&str> = items.iter().map(|i| i.id.as_str()).collect();
    let sources = edges(items).map(|e| e.source).filter(|s| !known.contains(s.as_str()));
    sources.map(|s| (s.clone(), s.strip_prefix("agency:").unwrap_or(&s).to_owned())).collect()
}

/// XML text: reserved characters as entities; characters that XML cannot hold are left out.
fn xml(text: &str) -> String {
    escaped(text, |c| if matches!(c, '\t' | '\n' | '\r') { " " } else { "" })
}

/// The same for an id, which is read back as it was: an attribute's own line ends and tabs are read as blanks. What XML cannot
/// hold is U+FFFD, so that ids that differ by it stay apart.
fn xml_id(id: &str) -> String {
    escaped(id, |c| match c {
        '\t' => "&#9;",
        '\n' => "&#10;",
        '\r' => "&#13;",
        _ => "\u{fffd}",
    })
}

fn escaped(text: &str, control: impl Fn(char) -> &'static str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push_str(control(c)),
            c => out.push(c),
        }
    }
    out
}

fn label(item: &Item) -> &str {
    item.title.as_deref().or(item.publisher()).unwrap_or(&item.id)
}

/// The labels of an item's cluster and story, and the story's id, under their keys.
fn named(item: &Item) -> impl Iterator<Item = (&'static str, String)> {
    let values = [
        ("cluster_label", item.cluster_label.as_ref().map(in_one_line)),
        ("story", item.story_id.clone()),
        ("story_label", item.story_label.as_ref().map(in_one_line)),
    ];
    values.into_iter().filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)))
}

pub(super) fn graphml(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    for (key, of, kind) in [
        ("label", "node", "string"),
        ("kind", "node", "string"),
        ("outlet", "node", "string"),
        ("published_at", "node", "string"),
        ("cluster", "node", "string"),
        ("cluster_label", "node", "string"),
        ("story", "node", "string"),
        ("story_label", "node", "string"),
        ("confidence", "edge", "double"),
        ("basis", "edge", "string"),
    ] {
        writeln!(out, r#"<key id="{key}" for="{of}" attr.name="{key}" attr.type="{kind}"/>"#)?;
    }
    writeln!(out, r#"<graph edgedefault="directed">"#)?;
    for item in items {
        write!(out, r#"<node id="{}"><data key="label">{}</data>"#, xml_id(&item.id), xml(label(item)))?;
        write!(out, r#"<data key="kind">article</data><data key="cluster">{}</data>"#, xml_id(&item.cluster_id))?;
        for (key, value) in named(item) {
            write!(out, r#"<data key="{key}">{}</data>"#, xml(&value))?;
        }
        if let Some(outlet) = item.publisher() {
            write!(out, r#"<data key="outlet">{}</data>"#, xml(outlet))?;
        }
        if let Some(at) = item.published_at {
            write!(out, r#"<data key="published_at">{at}</data>"#)?;
        }
        writeln!(out, "</node>")?;
    }
    for (id, name) in other_nodes(items) {
        let kind = if id.starts_with("agency:") { "agency" } else { "article" };
        let (id, name) = (xml_id(&id), xml(&name));
        writeln!(out, r#"<node id="{id}"><data key="label">{name}</data><data key="kind">{kind}</data></node>"#)?;
    }
    for Edge { source, child, confidence, basis } in edges(items) {
        let (source, target, basis) = (xml_id(&source), xml_id(&child.id), xml(&basis));
        write!(out, r#"<edge source="{source}" target="{target}">"#)?;
        if let Some(confidence) = confidence {
            write!(out, r#"<data key="confidence">{confidence}</data>"#)?;
        }
        writeln!(out, r#"<data key="basis">{basis}</data></edge>"#)?;
    }
    writeln!(out, "</graph>\n</graphml>")
}

pub(super) fn gexf(items: &[Item], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<gexf xmlns="http://gexf.net/1.3" version="1.3">"#)?;
    writeln!(out, r#"<graph defaultedgetype="directed" mode="dynamic" timeformat="dateTime">"#)?;
    writeln!(out, r#"<attributes class="node"><attribute id="0" title="kind" type="string"/>"#)?;
    writeln!(out, r#"<attribute id="1" title="outlet" type="string"/>"#)?;
    writeln!(out, r#"<attribute id="2" title="cluster" type="string"/>"#)?;
    writeln!(out, r#"<attribute id="3" title="cluster_label" type="string"/>"#)?;
    writeln!(out, r#"<attribute id="4" title="story" type="string"/>"#)?;
    writeln!(out, r#"<attribute id="5" title="story_label" type="string"/></attributes>"#)?;
    writeln!(out, r#"<attributes class="edge"><attribute id="0" title="confidence" type="double"/>"#)?;
    writeln!(out, r#"<attribute id="1" title="basis" type="string"/></attributes>"#)?;
    writeln!(out, "<nodes>")?;
    for item in items {
        let start = item.published_at.map_or_else(String::new, |at| format!(r#" start="{at}""#));
        write!(out, r#"<node id="{}" label="{}"{start}><attvalues>"#, xml_id(&item.id), xml(label(item)))?;
        write!(out, r#"<attvalue for="0" value="article"/>"#)?;
        if let Some(outlet) = item.publisher() {
            write!(out, r#"<attvalue for="1" value="{}"/>"#, xml(outlet))?;
        }
        write!(out, r#"<attvalue for="2" value="{}"/>"#, xml_id(&item.cluster_id))?;
        for (key, value) in named(item) {
            let number =
                ["cluster_label", "story", "story_label"].iter().position(|known| *known == key).unwrap_or(0) + 3;
            write!(out, r#"<attvalue for="{number}" value="{}"/>"#, xml(&value))?;
        }
        writeln!(out, "</attvalues></node>")?;
    }
    for (id, name) in other_nodes(items) {
        let kind = if id.starts_with("agency:") { "agency" } else { "article" };
        write!(out, r#"<node id="{}" label="{}"><attvalues>"#, xml_id(&id), xml(&name))?;
        writeln!(out, r#"<attvalue for="0" value="{kind}"/></attvalues></node>"#)?;
    }
    writeln!(out, "</nodes>\n<edges>")?;
    for (number, Edge { source, child, confidence, basis }) in edges(items).enumerate() {
        let (source, target, basis) = (xml_id(&source), xml_id(&child.id), xml(&basis));
        write!(out, r#"<edge id="{number}" source="{source}" target="{target}""#)?;
        match confidence {
            Some(sure) => write!(out, r#" weight="{sure}"><attvalues><attvalue for="0" value="{sure}"/>"#)?,
            None => write!(out, "><attvalues>")?,
        }
        writeln!(out, r#"<attvalue for="1" value="{basis}"/></attvalues></edge>"#)?;
    }
    writeln!(out, "</edges>\n</graph>\n</gexf>")
}
