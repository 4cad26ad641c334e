//! Which outlets belong to one publisher, so that they do not count as independent.

use super::lineage::bare;
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::path::Path;

const BUILT_IN: &str = include_str!("families.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    family: Vec<Family>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    name: String,
    outlets: Vec<String>,
}

/// Publishers and their outlets, by domain or name.
///
#[doc = include_str!("../../docs/formats/families.md")]
#[derive(Clone, Debug)]
pub struct Families {
    of: FxHashMap<String, String>,
}

impl Default for Families {
    fn default() -> Self {
        let mut families = Self { of: FxHashMap::default() };
        families.extend(BUILT_IN).expect("the shipped file of families is sound, which a test holds");
        families
    }
}

impl Families {
    /// The shipped families and those of a file of the same form; what it says of an outlet counts.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be read, [`Error::ConfigFile`] when it cannot be understood.
    pub fn with_file(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
        let mut families = Self::default();
        families.extend(&text).map_err(|reason| Error::ConfigFile { path: path.to_owned(), reason })?;
        Ok(families)
    }

    fn extend(&mut self, text: &str) -> Result<(), String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string().trim().to_owned())?;
        for family in file.family {
            self.of.extend(family.outlets.iter().map(|outlet| (key(outlet), family.name.clone())));
        }
        Ok(())
    }

    /// The publisher of an outlet, given as its records do: a domain, a subdomain of it, or a name.
    pub fn of(&self, source: &str) -> Option<&str> {
        let key = key(source);
        let mut rest = key.as_str();
        loop {
            if let Some(family) = self.of.get(rest) {
                return Some(family);
            }
            rest = rest.split_once('.')?.1;
        }
    }
}

/// A domain in lower case, without protocol, `www.` and path; a name in letters and digits alone, so that `La Libre` is
/// `LaLibre`.
fn key(source: &str) -> String {
    let lower = source.trim().to_lowercase();
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.contains('.') && !host.contains(' ') { host.to_owned() } else { bare(source) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_of_one_publisher_are_known() {
        let families = Families::default();
        assert_eq!(families.of("https://www.dhnet.be/x"), families.of("lalibre.be"));
        assert!(families.of("sport.lalibre.be").is_some());
        assert_eq!(families.of("nobody.example"), None);
    }

    #[test]
    fn the_documented_example_is_a_file_of_families() {
        let page = include_str!("../../docs/formats/families.md");
        let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let mut families = Families::default();
        families.extend(example).expect("a valid example");
        assert_eq!(families.of("www.harbourpost.example"), families.of("evening lantern"));
        assert_eq!(families.of("EveningLantern"), Some("Harbour Press"));
    }

    #[test]
    fn a_file_extends_them() {
        let mut families = Families::default();
        families.extend("[[family]]\nname = \"Acme\"\noutlets = [\"acme.example\", \"Acme Post\"]").unwrap();
        assert_eq!(families.of("news.acme.example"), Some("Acme"));
        assert_eq!(families.of("acme post"), Some("Acme"));
        assert_eq!(families.of("AcmePost"), Some("Acme"));
        assert!(families.extend("[[family]]\ntitle = 1").is_err());
    }
}
