//! Provenance for other programs: W3C PROV, graphs, tables, ninjs.
//!
//! - takes: verdict lines as `batch` writes them ([`Item`]), with the articles' own facts added where they are known
//! - gives: one document, in a format of [`Format`]
//! - useful for: PROV tools, Gephi, spreadsheets, newsroom systems
//! - not useful for: the passages; edges have them

mod graph;
mod ninjs;
mod prov;
mod tables;

use crate::cluster::label::Label;
use crate::provenance::lineage::AUTHOR;
use crate::units::Timestamp;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::{self, Write};

/// An article with its provenance: what is read of a verdict line, any key of which may be missing, and what the article itself
/// tells.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Item {
    /// The article.
    pub id: String,
    /// Its cluster.
    pub cluster_id: String,
    /// Its story.
    pub story_id: Option<String>,
    /// What it is to `of`.
    pub relation: String,
    /// The article that it is closest to.
    pub of: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// The measures against `of`.
    pub measures: Option<Shares>,
    /// The rule that decided about `of`.
    pub rule: Option<String>,
    /// Where it comes from.
    pub provenance: Option<Source>,
    /// The article that stands for its cluster.
    pub representative: Option<String>,
    /// The label of its cluster; not in the line.
    #[serde(skip)]
    pub cluster_label: Option<Label>,
    /// The label of its story; not in the line.
    #[serde(skip)]
    pub story_label: Option<Label>,
    /// Its headline; not in the line.
    #[serde(skip)]
    pub title: Option<String>,
    /// Where it stands; not in the line.
    #[serde(skip)]
    pub url: Option<String>,
    /// When it was published; not in the line.
    #[serde(skip)]
    pub published_at: Option<Timestamp>,
    /// The article in which its outlet first printed the text, which it wrote itself; not in the line, see [`find_origins`].
    #[serde(skip)]
    pub origin: Option<String>,
}

/// Of the measures, those that are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
pub struct Shares {
    /// Share of the article that stands in `of`, in [0, 1].
    pub containment: f32,
}

/// Of the provenance, what is read.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Source {
    /// The agencies.
    pub agencies: Vec<Role>,
    /// Who wrote the cluster's text.
    pub origin: Author,
    /// Who printed the article.
    pub publisher: Option<String>,
    /// Whom it names as its source.
    pub via: Vec<String>,
    /// From which article it was taken.
    pub taken_from: Option<String>,
    /// How likely that is.
    pub taken_from_confidence: Option<f32>,
    /// What it rests on.
    pub evidence: Vec<String>,
    /// Share of it that no earlier member of the cluster has.
    pub originality: Option<f32>,
    /// Which version of its cluster's text it prints.
    pub version: Option<u32>,
    /// Whether a newer version had been printed when it was.
    pub outdated: bool,
    /// The notice that withdrew it.
    pub withdrawn_by: Option<String>,
    /// Of a kill or withhold notice, the clusters whose text it withdraws.
    pub withdraws: Vec<String>,
    /// Its author.
    pub byline: Option<String>,
}

/// An agency and what it has to do with an article.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Role {
    /// Short name.
    pub name: String,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// What it rests on.
    pub basis: String,
    /// How sure that is.
    pub confidence: f32,
}

impl Role {
    /// Whether the article itself credits the agency; else it is inferred, cited or the author of a picture.
    pub fn is_credit(&self) -> bool {
        !matches!(self.basis.as_str(), "inferred" | "citation" | "photo")
    }
}

/// Who wrote a text.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Author {
    /// `agency`, `outlet` or `unknown`.
    pub kind: String,
    /// Its name.
    pub name: Option<String>,
}

impl Item {
    /// The agencies that the text is from: of less sure ones, passages may be.
    pub fn authors(&self) -> impl Iterator<Item = &Role> {
        let roles = self.provenance.iter().flat_map(|p| &p.agencies);
        roles.filter(|a| a.confidence >= AUTHOR && !matches!(a.basis.as_str(), "citation" | "photo"))
    }

    /// Who printed the article.
    pub fn publisher(&self) -> Option<&str> {
        self.provenance.as_ref()?.publisher.as_deref()
    }

    /// The article that it was taken from, and how likely that is; none where it was not weighed.
    fn parent(&self) -> Option<(&str, Option<f32>)> {
        let provenance = self.provenance.as_ref()?;
        let sure = provenance.taken_from_confidence;
        match (&provenance.taken_from, &self.origin) {
            (Some(parent), _) => Some((parent, sure)),
            // An outlet that prints its own text again has it from nobody else.
            (None, Some(origin)) => Some((origin, sure.or(Some(1.0)))),
            (None, None) => None,
        }
    }

    /// Whether it prints its cluster's text, and nobody says that an agency wrote it or that it was taken from another.
    fn is_without_source(&self) -> bool {
        matches!(self.relation.as_str(), "identical" | "version" | "copy")
            && self.provenance.as_ref().is_some_and(|p| p.taken_from.is_none())
            && self.authors().next().is_none()
    }

    /// The agency that the text is from, where it was taken from no other article.
    fn wire(&self) -> Option<&Role> {
        if self.parent().is_some() { None } else { self.authors().next() }
    }
}

/// Has every article of a cluster say who wrote its text as the one that tells most: the last of those that name an agency,
/// else the one published first, in the order of `items`, which is that of arrival where they are of a stream or a store.
/// Finds then, for what an outlet prints again of a text that it wrote itself, the first article in which it printed that. Of
/// another outlet's copy that was taken from no article of the cluster, nothing says that it was taken from there.
pub fn find_origins(items: &mut [Item]) {
    let mut told = HashMap::new();
    for item in &*items {
        let Some(Source { origin, .. }) = &item.provenance else { continue };
        told_by(&mut told, &item.cluster_id, (origin.clone(), item.published_at), |author| author.kind == "agency");
    }
    for item in items.iter_mut() {
        let told = told.get(&item.cluster_id);
        item.provenance.iter_mut().zip(told).for_each(|(provenance, (told, _))| provenance.origin.clone_from(told));
    }
    let order = |item: &Item| (item.published_at.is_none(), item.published_at.map(Timestamp::latest));
    let mut firsts: HashMap<&str, &Item> = HashMap::new();
    for item in &*items {
        let Some(provenance) = &item.provenance else { continue };
        let is_own = provenance.origin.kind == "outlet" && provenance.origin.name == provenance.publisher;
        if !is_own || provenance.publisher.is_none() || provenance.taken_from.is_some() {
            continue;
        }
        let first = firsts.entry(&item.cluster_id).or_insert(item);
        if order(item) < order(first) {
            *first = item;
        }
    }
    let firsts: HashMap<String, (String, Option<Timestamp>)> =
        firsts.into_iter().map(|(cluster, i)| (cluster.to_owned(), (i.id.clone(), i.published_at))).collect();
    for item in items.iter_mut().filter(|item| item.is_without_source()) {
        let Some((first, at)) = firsts.get(&item.cluster_id) else { continue };
        let is_own = item.provenance.as_ref().is_some_and(|p| p.origin.name == p.publisher);
        let is_later = at.zip(item.published_at).is_some_and(|(first, own)| first.is_before(own));
        item.origin = (item.id != *first && is_own && is_later).then(|| first.clone());
    }
}

/// What is known of the author of a text, and when the article was published that says so.
pub type Told<A> = (A, Option<Timestamp>);

/// Notes what a further member of a cluster says of its author. The later one came the more was known, but none unsays an
/// agency, and what was published after another knows no more of an outlet.
pub fn told_by<A>(told: &mut HashMap<String, Told<A>>, cluster: &str, said: Told<A>, is_agency: impl Fn(&A) -> bool) {
    let Some(before) = told.get_mut(cluster) else {
        told.insert(cluster.to_owned(), said);
        return;
    };
    let order = |at: Option<Timestamp>| (at.is_none(), at.map(Timestamp::latest));
    if is_agency(&said.0) || !is_agency(&before.0) && order(said.1) <= order(before.1) {
        *before = said;
    }
}

/// A label in one line: `Headline (word, name, word)`.
fn in_one_line(label: &Label) -> String {
    let terms = label.terms.join(", ");
    match (&label.title, terms.is_empty()) {
        (Some(title), true) => title.clone(),
        (Some(title), false) => format!("{title} ({terms})"),
        (None, _) => terms,
    }
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// W3C PROV-JSON (member submission of 2013): articles, outlets and agencies, and who has what from whom.
    ProvJson,
    /// GraphML 1.0: articles and agencies as nodes, copying as edges.
    GraphMl,
    /// GEXF 1.3, as Gephi reads it: the same graph with times.
    Gexf,
    /// A table of edges, RFC 4180.
    Csv,
    /// A table of articles, RFC 4180.
    CsvArticles,
    /// A table of clusters, RFC 4180.
    CsvClusters,
    /// ninjs 2.1, one object a line.
    Ninjs,
}

/// Writes `items` in a format. Copies of a text that an outlet wrote itself lead to its first printing where
/// [`find_origins`] was called before; labels stand where the caller has set them.
///
/// # Errors
/// Those of the writer.
pub fn write(format: Format, items: &[Item], out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::ProvJson => prov::write(items, out),
        Format::GraphMl => graph::graphml(items, out),
        Format::Gexf => graph::gexf(items, out),
        Format::Csv => tables::edges(items, out),
        Format::CsvArticles => tables::articles(items, out),
        Format::CsvClusters => tables::clusters(items, out),
        Format::Ninjs => ninjs::write(items, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        let line = |text: &str| serde_json::from_str::<Item>(text).expect("a verdict line");
        let mut first = line(
            r#"{"id":"a<1>","cluster_id":"c:a","relation":"none","of":null,"language":"en","provenance":{"agencies":[{"name":"AFP","wikidata":"Q40464","basis":"dateline","confidence":0.9}],"origin":{"kind":"agency","name":"AFP"},"publisher":"a.example","via":[],"taken_from":null}}"#,
        );
        first.title = Some("Dam & \"bridge\"\u{1}".into());
        first.published_at = Timestamp::parse("2031-03-04T06:10:00Z");
        let second = line(
            r#"{"id":"b","cluster_id":"c:a","relation":"copy","of":"a<1>","measures":{"containment":0.9},"provenance":{"agencies":[],"origin":{"kind":"agency","name":"AFP"},"publisher":"b.example","via":["A"],"taken_from":"a<1>","taken_from_confidence":0.97,"evidence":["named"]}}"#,
        );
        vec![first, second]
    }

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        write(format, &items(), &mut out).expect("memory takes all");
        String::from_utf8(out).expect("exports are UTF-8")
    }

    #[test]
    fn prov_says_who_has_what_from_whom() {
        let prov: serde_json::Value = serde_json::from_str(&written(Format::ProvJson)).expect("JSON");
        assert_eq!(prov["prefix"]["prov"], "http://www.w3.org/ns/prov#");
        assert_eq!(prov["entity"].as_object().map(|e| e.len()), Some(3));
        let derivations: Vec<_> = prov["wasDerivedFrom"].as_object().expect("derivations").values().collect();
        assert!(
            derivations
                .iter()
                .any(|d| d["prov:generatedEntity"] == "article:b" && d["prov:usedEntity"] == "article:a%3C1%3E")
        );
    }

    #[test]
    fn what_an_outlet_prints_again_of_its_own_is_taken_from_its_first_print() {
        let line = |id: &str, relation: &str, publisher: &str, at: &str| {
            let mut item: Item = serde_json::from_value(serde_json::json!({
                "id": id, "cluster_id": "c:a", "relation": relation,
                "provenance": { "origin": { "kind": "outlet", "name": "a.example" }, "publisher": publisher,
                                "taken_from_confidence": 0.8 },
            }))
            .expect("a verdict line");
            item.published_at = Timestamp::parse(at);
            item
        };
        let mut items = vec![
            line("c", "copy", "b.example", "2031-03-04T09:00:00Z"),
            line("a", "none", "a.example", "2031-03-04T06:00:00Z"),
            line("d", "version", "a.example", "2031-03-04T08:00:00Z"),
            line("e", "partial", "b.example", "2031-03-04T09:30:00Z"),
            line("f", "copy", "c.example", "2031-03-03T09:30:00Z"),
            line("g", "copy", "a.example", ""),
        ];
        find_origins(&mut items);
        let parents: Vec<Option<(&str, Option<f32>)>> = items.iter().map(Item::parent).collect();
        assert_eq!(
            parents,
            [None, None, Some(("a", Some(0.8))), None, None, None],
            "that another's copy was taken from no member does not say that it was taken from this one, nor is an undated print \
             known to be later"
        );
    }

    #[test]
    fn what_was_not_weighed_has_no_confidence() {
        let mut items = items();
        items.iter_mut().filter_map(|i| i.provenance.as_mut()).for_each(|p| p.taken_from_confidence = None);
        let written = |format| {
            let mut out = Vec::new();
            write(format, &items, &mut out).expect("a vector takes all");
            String::from_utf8(out).expect("text")
        };
        assert!(written(Format::Csv).contains("\na<1>,b,copy,,named,"));
        assert_eq!(written(Format::GraphMl).matches("key=\"confidence\"").count(), 1);
        assert_eq!(written(Format::Gexf).matches("weight=").count(), 1);
        assert_eq!(written(Format::ProvJson).matches("wirefold:confidence").count(), 1);
    }

    #[test]
    fn graphs_are_escaped() {
        for format in [Format::GraphMl, Format::Gexf] {
            let text = written(format);
            assert!(text.contains("a&lt;1&gt;") && text.contains("Dam &amp; &quot;bridge&quot;"), "{text}");
            assert!(!text.contains('\u{1}'));
            assert_eq!(text.matches("<edge ").count(), 2, "{text}");
        }
    }

    #[test]
    fn ids_in_graphs_are_read_back_as_they_were() {
        let mut items = items();
        items[0].id = "two\nlines\r\t\u{0}".into();
        for format in [Format::GraphMl, Format::Gexf] {
            let mut out = Vec::new();
            write(format, &items, &mut out).expect("memory takes all");
            let text = String::from_utf8(out).expect("UTF-8");
            assert!(text.contains("<node id=\"two&#10;lines&#13;&#9;\u{fffd}\""), "{text}");
        }
    }

    #[test]
    fn tables_have_a_row_for_each_edge() {
        let text = written(Format::Csv);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("a table");
        assert_eq!(rows.len(), 2);
        assert_eq!(&rows[1][0], "a<1>");
        assert_eq!(&rows[1][1], "b");
        assert_eq!(&rows[1][10], "a.example", "who printed the source");
    }

    #[test]
    fn passages_of_an_agency_make_no_source() {
        let mut items = items();
        let weak = |item: &mut Item| item.provenance.iter_mut().for_each(|p| p.agencies[0].confidence = 0.24);
        weak(&mut items[0]);
        for format in [Format::ProvJson, Format::Csv, Format::GraphMl, Format::Ninjs, Format::CsvArticles] {
            let mut out = Vec::new();
            write(format, &items[..1], &mut out).expect("memory takes all");
            let text = String::from_utf8(out).expect("UTF-8");
            let named = text.matches("AFP").count();
            assert_eq!(named, usize::from(format == Format::CsvArticles), "{format:?}: its origin alone, in {text}");
        }
    }

    #[test]
    fn articles_and_clusters_are_rows() {
        let rows = |format| {
            let text = written(format);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            reader.deserialize().collect::<Result<Vec<HashMap<String, String>>, _>>().expect("a table")
        };
        let articles = rows(Format::CsvArticles);
        let cell = |n: usize, column: &str| articles[n][column].clone();
        assert_eq!(articles.len(), 2);
        assert_eq!([cell(0, "agency"), cell(0, "agency_basis"), cell(1, "agency")], ["AFP", "dateline", ""]);
        assert_eq!([cell(1, "containment"), cell(1, "taken_from"), cell(1, "origin")], ["0.9", "a<1>", "AFP"]);
        let clusters = rows(Format::CsvClusters);
        assert_eq!(clusters.len(), 1);
        assert_eq!((clusters[0]["printings"].as_str(), clusters[0]["outlets"].as_str()), ("2", "2"));
        assert_eq!(clusters[0]["first_published"], "2031-03-04T06:10:00Z");
    }

    #[test]
    fn ninjs_is_one_object_a_line() {
        let text = written(Format::Ninjs);
        let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["infoSources"][0]["name"], "AFP");
        assert_eq!(lines[1]["associations"][0]["uri"], "a<1>");
    }

    #[test]
    fn in_ninjs_an_agency_is_one_source_and_no_item_its_own() {
        let mut items = items();
        items.iter_mut().for_each(|item| item.url = Some("https://a.example/dam".into()));
        let agencies = &mut items[0].provenance.as_mut().expect("provenance").agencies;
        agencies.push(Role { basis: "copyright".into(), ..agencies[0].clone() });
        let mut out = Vec::new();
        write(Format::Ninjs, &items, &mut out).expect("memory takes all");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text.matches("originator").count(), 1, "{text}");
        assert!(!text.contains("derivedFrom"), "two crawls of one page: {text}");
    }
}
