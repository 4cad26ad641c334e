//! Expands the recipes under `corpora/` into articles and their truth. The format is described in `corpora/README.md`.

use super::truth::{Credit, Relation, Truth};
use crate::article::{Article, Metadata};
use crate::error::{Error, Result};
use crate::units::{Language, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletFile {
    outlet: Vec<Outlet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outlet {
    domain: String,
    #[expect(dead_code, reason = "the writers' note of how credits spell the outlet")]
    name: String,
    #[expect(dead_code, reason = "the writers' note of which outlets share a publisher")]
    #[serde(default)]
    family: String,
    #[serde(default)]
    furniture: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dispatch {
    id: String,
    language: String,
    story: String,
    agency: String,
    filed_at: String,
    title: String,
    paragraphs: Vec<String>,
    version: Vec<Version>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    id: String,
    outlet: String,
    published_at: Option<String>,
    title: Option<String>,
    relation: Relation,
    taken_from: String,
    #[serde(default)]
    carrier: String,
    credit: Credit,
    body: Vec<Part>,
    cluster: Option<String>,
    story: Option<String>,
    agency: Option<String>,
    byline: Option<String>,
    trap: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Paragraph(usize),
    Text(String),
}

type Outlets = BTreeMap<String, BTreeMap<String, String>>;

/// Every article of the corpus in `folder` with its truth, in the order of their ids (by bytes).
///
/// Reads `folder/outlets/*.toml` and `folder/dispatches/*.toml`.
///
/// # Errors
/// [`Error::Io`] when a file cannot be read; [`Error::Malformed`] with the file and the id of the dispatch or version when
/// a recipe is not as `corpora/README.md` says: unknown keys, outlets, furniture, paragraphs or parents, ids that stand
/// twice, a copy printed before what it was copied from.
pub fn expand(folder: &Path) -> Result<Vec<(Article, Truth)>> {
    let outlets = outlets(&folder.join("outlets"))?;
    let mut items: BTreeMap<String, (Article, Truth)> = BTreeMap::new();
    for path in toml_files(&folder.join("dispatches"))? {
        let dispatch: Dispatch = parse(&path)?;
        let fault = |place: &str, reason: String| Error::Malformed { path: path.clone(), place: place.into(), reason };
        let mut own: BTreeMap<&str, &Version> = BTreeMap::new();
        for version in &dispatch.version {
            own.insert(&version.id, version);
        }
        for version in &dispatch.version {
            let item = dispatch.expand(version, &own, &outlets).map_err(|reason| fault(&version.id, reason))?;
            if items.insert(version.id.clone(), item).is_some() {
                return Err(fault(&version.id, "the id stands twice".into()));
            }
        }
    }
    Ok(items.into_values().collect())
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let io = Error::io(folder);
    let entries = std::fs::read_dir(folder).map_err(io)?;
    let mut files: Vec<PathBuf> = entries.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>().map_err(io)?;
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    Ok(files)
}

fn parse<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(0, |s| text[..s.start].matches('\n').count()) + 1;
        Error::Malformed { path: path.to_owned(), place: format!("line {line}"), reason: e.message().to_owned() }
    })
}

fn outlets(folder: &Path) -> Result<Outlets> {
    let mut all = Outlets::new();
    for path in toml_files(folder)? {
        for outlet in parse::<OutletFile>(&path)?.outlet {
            if all.insert(outlet.domain.clone(), outlet.furniture).is_some() {
                let reason = "the outlet stands twice".into();
                return Err(Error::Malformed { path, place: outlet.domain, reason });
            }
        }
    }
    Ok(all)
}

impl Dispatch {
    fn expand(
        &self,
        version: &Version,
        own: &BTreeMap<&str, &Version>,
        outlets: &Outlets,
    ) -> Result<(Article, Truth), String> {
        let language = Language::parse(&self.language).ok_or_else(|| format!("{:?} is no language", self.language))?;
        let furniture = outlets.get(&version.outlet).ok_or_else(|| format!("unknown outlet {:?}", version.outlet))?;
        let published_at = version.published()?;
        let filed_at = instant(&self.filed_at)?;
        if published_at.is_some_and(|at| at < filed_at) && version.taken_from == "wire" {
            return Err(format!("printed at {published_at:?}, before the dispatch was filed"));
        }
        let body: Vec<String> =
            version.body.iter().map(|part| self.paragraph(part, furniture)).collect::<Result<_, _>>()?;
        let lineage = lineage(version, own)?;

        let apart = matches!(version.relation, Relation::None | Relation::Partial) || self.paragraphs.is_empty();
        let cluster = match &version.cluster {
            Some(cluster) => cluster.clone(),
            None if apart => version.id.clone(),
            None => self.id.clone(),
        };
        // Who prints a passage, or nothing, of a dispatch wrote the rest without the agency, unless a credit says otherwise.
        let agency = match &version.agency {
            Some(agency) => agency.clone(),
            None if apart && version.credit == Credit::None => String::new(),
            None => self.agency.clone(),
        };
        let reuses = if version.relation == Relation::Partial { vec![self.id.clone()] } else { Vec::new() };
        let taken_from = Some(&version.taken_from).filter(|t| !matches!(t.as_str(), "wire" | ""));
        let truth = Truth {
            id: version.id.clone(),
            language,
            cluster,
            story: version.story.clone().unwrap_or_else(|| self.story.clone()),
            relation: version.relation,
            agency: Some(agency).filter(|a| !a.is_empty()),
            carrier: Some(version.carrier.clone()).filter(|c| !c.is_empty()),
            taken_from: taken_from.cloned(),
            depth: lineage,
            credit: version.credit,
            reuses,
            trap: version.trap.clone().filter(|t| !t.is_empty()),
        };
        let article = Article {
            id: version.id.clone(),
            source: Some(version.outlet.clone()),
            published_at,
            url: Some(format!("https://{}/{}", version.outlet, version.id)),
            title: Some(version.title.clone().unwrap_or_else(|| self.title.clone())),
            text: body.join("\n\n"),
            language: Some(language),
            metadata: Metadata { author: version.byline.clone().filter(|b| !b.is_empty()), ..Metadata::default() },
        };
        Ok((article, truth))
    }

    fn paragraph(&self, part: &Part, furniture: &BTreeMap<String, String>) -> Result<String, String> {
        let text = match part {
            Part::Paragraph(number) => return self.numbered(*number).map(str::to_owned),
            Part::Text(text) => text,
        };
        if let Some(name) = text.strip_prefix('@').filter(|name| !name.starts_with('@')) {
            return furniture.get(name).cloned().ok_or_else(|| format!("the outlet has no furniture {name:?}"));
        }
        let Some((before, rest)) = text.split_once("@@") else { return Ok(text.clone()) };
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest[..digits].parse().map_err(|_| format!("no paragraph number after @@ in {text:?}"))?;
        Ok(format!("{before}{}{}", self.numbered(number)?, &rest[digits..]))
    }

    fn numbered(&self, number: usize) -> Result<&str, String> {
        let paragraph = number.checked_sub(1).and_then(|i| self.paragraphs.get(i));
        let count = self.paragraphs.len();
        paragraph.map(String::as_str).ok_or_else(|| format!("paragraph {number} of {count}"))
    }
}

impl Version {
    fn published(&self) -> Result<Option<Timestamp>, String> {
        self.published_at.as_deref().filter(|at| !at.is_empty()).map(instant).transpose()
    }
}

fn instant(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| format!("{text:?} is no instant"))
}

/// Steps of copying up to the wire.
fn lineage(version: &Version, own: &BTreeMap<&str, &Version>) -> Result<u32, String> {
    let (mut at, mut depth) = (version, 0);
    while !matches!(at.taken_from.as_str(), "wire" | "") {
        let parent = own.get(at.taken_from.as_str());
        let parent = parent.ok_or_else(|| format!("taken from {:?}, which this file does not hold", at.taken_from))?;
        if let (Some(child), Some(parent)) = (at.published()?, parent.published()?)
            && child < parent
        {
            return Err(format!("printed at {child}, before what it was copied from ({parent})"));
        }
        depth += 1;
        if depth as usize > own.len() {
            return Err("copied from itself in a circle".into());
        }
        at = parent;
    }
    Ok(depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTLETS: &str =
        "[[outlet]]\ndomain = \"a.example\"\nname = \"A\"\nfamily = \"\"\n[outlet.furniture]\nmore = \"Read more\"\n";
    const DISPATCH: &str = r#"
id = "en-01"
language = "en"
story = "s"
agency = "AP"
filed_at = "2031-03-04T06:00:00Z"
title = "T"
paragraphs = ["One.", "Two."]

[[version]]
id = "en-01-b"
outlet = "a.example"
published_at = "2031-03-04T07:00:00Z"
relation = "copy"
taken_from = "en-01-a"
carrier = "A"
credit = "none"
body = [1, "@more", "via A"]

[[version]]
id = "en-01-a"
outlet = "a.example"
relation = "identical"
taken_from = "wire"
credit = "full"
body = ["TOWN (AP) — @@1 (END)", 2]

[[version]]
id = "en-01-c"
outlet = "a.example"
title = "Round-up"
relation = "partial"
taken_from = "wire"
credit = "none"
byline = "Someone"
body = ["Own.", 2]
"#;

    fn expanded(dispatch: &str) -> Result<Vec<(Article, Truth)>> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("outlets", OUTLETS), ("dispatches", dispatch)] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("en.toml"), text).unwrap();
        }
        expand(folder.path())
    }

    #[test]
    fn recipes_become_articles_and_their_truth() {
        let items = expanded(DISPATCH).unwrap();
        let texts: Vec<&str> = items.iter().map(|(a, _)| a.text.as_str()).collect();
        assert_eq!(texts, ["TOWN (AP) — One. (END)\n\nTwo.", "One.\n\nRead more\n\nvia A", "Own.\n\nTwo."]);
        let [(a, of_a), (b, of_b), (c, of_c)] = items.as_slice() else { panic!() };
        assert_eq!((a.published_at, a.title.as_deref()), (None, Some("T")));
        assert_eq!(b.url.as_deref(), Some("https://a.example/en-01-b"));
        assert_eq!((of_b.taken_from.as_deref(), of_b.carrier.as_deref(), of_b.depth), (Some("en-01-a"), Some("A"), 1));
        assert_eq!((of_a.taken_from.as_deref(), of_a.depth, of_a.cluster.as_str()), (None, 0, "en-01"));
        assert_eq!(
            (of_c.cluster.as_str(), of_c.agency.as_deref(), of_c.reuses.as_slice()),
            ("en-01-c", None, &["en-01".to_owned()][..])
        );
        assert_eq!((of_a.agency.as_deref(), c.metadata.author.as_deref()), (Some("AP"), Some("Someone")));
    }

    #[test]
    fn faults_name_file_and_version() {
        for (wrong, right, said) in [
            ("body = [3", "body = [1", "paragraph 3 of 2"),
            ("@les", "@more", "no furniture \"les\""),
            ("\"en-01-z\"", "\"en-01-a\"\ncarrier", "en-01-z"),
            ("@@x", "@@1", "no paragraph number"),
            ("outlet = \"b.example\"\npublished", "outlet = \"a.example\"\npublished", "unknown outlet"),
            ("id = \"en-01-b\"", "id = \"en-01-c\"", "stands twice"),
            ("colour = 1\noutlet", "outlet", "line 12"),
        ] {
            let wrong_text = if said == "en-01-z" { format!("{wrong}\ncarrier") } else { wrong.to_owned() };
            let broken = DISPATCH.replacen(right, &wrong_text, 1);
            assert_ne!(broken, DISPATCH, "{right}");
            let message = expanded(&broken).unwrap_err().to_string();
            assert!(message.contains("en.toml") && message.contains(said), "{message}");
        }
        let circle =
            DISPATCH.replace("taken_from = \"wire\"\ncredit = \"full\"", "taken_from = \"en-01-b\"\ncredit = \"full\"");
        assert!(expanded(&circle).unwrap_err().to_string().contains("circle"));
    }
}
