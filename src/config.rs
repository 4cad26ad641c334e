//! The one configuration: every field with its unit, range, default and reason in `default.toml` beside this file.

use crate::candidates::CandidateConfig;
use crate::cluster::ClusterConfig;
use crate::cluster::stories::StoryConfig;
use crate::error::{Error, Result};
use crate::verify::VerifyConfig;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The default configuration as a commented file: what `wirefold config` prints.
pub const DEFAULT_TOML: &str = include_str!("default.toml");

/// How far back articles are in reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WindowConfig {
    /// Days between two articles beyond which they are not compared; 0 puts no bound. Range 0..=36500. Default 14: later
    /// reprints are rare, and each day costs memory. A batch without a store, whose flags and file name none, has no bound.
    pub days: f64,
    /// Articles that the window holds at most, whatever their dates. Range 1000..=4000000000. Default 1000000: a bound on
    /// memory that no feed with missing or wrong dates can break.
    pub articles: u32,
    /// Articles, the newest ones, whose words are in memory; those of older articles lie in temporary files. Range
    /// 0..=4000000000. Default 8192: about 45 MB, and few articles are compared with older ones. It changes no verdict.
    pub in_memory: u32,
}

impl Default for WindowConfig {
    fn default() -> Self {
        Self { days: 14.0, articles: 1_000_000, in_memory: 8192 }
    }
}

impl WindowConfig {
    /// Everything in reach: for a batch whose articles are all there, or years apart.
    pub const UNBOUNDED: Self = Self { days: 0.0, articles: 4_000_000_000, in_memory: 8192 };

    /// The window's length in seconds; `None` for no bound.
    pub fn seconds(self) -> Option<i64> {
        (self.days > 0.0).then(|| ((self.days * 86_400.0) as i64).max(1))
    }
}

/// What a store keeps. None of it changes a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreConfig {
    /// Whether texts are kept. Default true; without, only those of the last few hundred articles are there, which a
    /// restart folds once more.
    pub text: bool,
    /// Whether pairs that share passages are kept with their passages. Default true; about a sixth of the file.
    pub edges: bool,
    /// Articles after which the engine's state is put away. Range 64..=1000000. Default 64: after a crash that many are
    /// folded once more, and each time the engine stops to say what has changed, for the longer the more have come.
    pub put_away: u32,
}

impl Default for StoreConfig {
    fn default() -> Self {
        Self { text: true, edges: true, put_away: 64 }
    }
}

/// What an engine does and by which bounds. A flag outranks the file, the file outranks the default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Whether clusters are grouped into stories. Default true; without stories no vectors are made.
    pub stories: bool,
    /// What makes vectors: `tfidf`, or `model2vec:FOLDER` or `onnx:FOLDER` in builds with these features. Default `tfidf`: it
    /// needs no model and knows every language.
    pub embedder: String,
    /// Whether texts, and the places of their words, are kept, so that `explain` can show passages. Default true; without
    /// them the window takes less room, most of it in the temporary files of [`WindowConfig::in_memory`].
    pub keep_text: bool,
    /// How far back articles are in reach.
    pub window: WindowConfig,
    /// Which earlier articles a new one is compared with.
    pub candidates: CandidateConfig,
    /// What makes a copy.
    pub verify: VerifyConfig,
    /// How clusters are shown.
    pub clusters: ClusterConfig,
    /// What makes a story.
    pub story: StoryConfig,
    /// What a store keeps, where there is one.
    pub store: StoreConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            stories: true,
            embedder: crate::embed::named::BUILT_IN.to_owned(),
            keep_text: true,
            window: WindowConfig::default(),
            candidates: CandidateConfig::default(),
            verify: VerifyConfig::default(),
            clusters: ClusterConfig::default(),
            story: StoryConfig::default(),
            store: StoreConfig::default(),
        }
    }
}

impl Config {
    /// Reads a TOML text; fields that it does not name keep their defaults. `path` is what errors name.
    ///
    /// # Errors
    /// [`Error::ConfigFile`] for what cannot be read, [`Error::Config`] for a value outside its range.
    pub fn from_toml(text: &str, path: &Path) -> Result<Self> {
        let config: Self = toml::from_str(text)
            .map_err(|e| Error::ConfigFile { path: path.to_owned(), reason: e.to_string().trim().to_owned() })?;
        config.validate()?;
        Ok(config)
    }

    /// Reads a TOML file, as [`Self::from_toml`] does.
    ///
    /// # Errors
    /// [`Error::Io`], and those of [`Self::from_toml`].
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
        Self::from_toml(&text, path)
    }

    /// Checks every bound.
    ///
    /// # Errors
    /// [`Error::Config`], naming the first field that is out of its range.
    pub fn validate(&self) -> Result<()> {
        let v = &self.verify;
        let c = &self.candidates;
        let checks = [
            ("window.days", self.window.days, 0.0, 36_500.0),
            ("window.articles", f64::from(self.window.articles), 1000.0, 4e9),
            ("window.in_memory", f64::from(self.window.in_memory), 0.0, 4e9),
            ("clusters.preferred (sources)", self.clusters.preferred.len() as f64, 0.0, 1000.0),
            ("store.put_away", f64::from(self.store.put_away), 64.0, 1e6),
            ("candidates.at_most", c.at_most as f64, 1.0, 1000.0),
            ("candidates.enough", c.enough as f64, 1.0, 1000.0),
            ("candidates.frequency_cap", c.frequency_cap as f64, 1.0, 10_000.0),
            ("candidates.simhash_bits", f64::from(c.simhash_bits), 0.0, 7.0),
            ("verify.copy", f64::from(v.copy), 0.05, 1.0),
            ("verify.copy_short", f64::from(v.copy_short), 0.05, 1.0),
            ("verify.copy_apart", f64::from(v.copy_apart), 0.05, 1.0),
            ("verify.short_tokens", f64::from(v.short_tokens), 0.0, 1000.0),
            ("verify.member", f64::from(v.member), 0.0, 1.0),
            ("verify.original", f64::from(v.original), 0.0, 1.0),
            ("verify.follow", f64::from(v.follow), 0.0, 1.0),
            ("verify.own_tokens", f64::from(v.own_tokens), 0.0, 1000.0),
            ("verify.partial", f64::from(v.partial), 0.0, 1.0),
            ("verify.form_bias", f64::from(v.form_bias), -100.0, 100.0),
            ("story.contrast", f64::from(self.story.contrast), 0.0, 10.0),
            ("story.contrast_cap", f64::from(self.story.contrast_cap), 0.0, 100.0),
            ("story.discount", f64::from(self.story.discount), 0.0, 1.0),
            ("story.join", f64::from(self.story.join), -100.0, 100.0),
            ("story.floor", f64::from(self.story.floor), -100.0, 100.0),
            ("story.again", f64::from(self.story.again), -100.0, 100.0),
            ("story.merge", f64::from(self.story.merge), -100.0, 100.0),
            ("story.part", f64::from(self.story.part), -100.0, 100.0),
        ];
        let checks = checks.into_iter().map(|(field, value, least, most)| (field.to_owned(), value, least, most));
        let weights =
            [fields("verify.form", &v.form), fields("story.weights", &self.story.weights)].into_iter().flatten();
        for (field, value, least, most) in checks.chain(weights.map(|(field, value)| (field, value, -100.0, 100.0))) {
            if !(least..=most).contains(&value) {
                let permitted = format!("from {least} to {most}");
                return Err(Error::Config { field, value: value.to_string(), permitted });
            }
        }
        Ok(())
    }
}

/// The numbers of a table, each with its full name.
fn fields(table: &str, of: &impl Serialize) -> Vec<(String, f64)> {
    let numbers = toml::Table::try_from(of).unwrap_or_default();
    numbers.iter().filter_map(|(name, value)| Some((format!("{table}.{name}"), value.as_float()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commented_file_is_the_default() {
        let read = Config::from_toml(DEFAULT_TOML, Path::new("default.toml")).expect("it parses");
        assert_eq!(read, Config::default());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = Config::from_toml("[verify]\ncopy = 1.5", Path::new("x.toml")).expect_err("out of range");
        assert!(wrong.to_string().contains("verify.copy = 1.5"), "{wrong}");
        for (text, named) in [
            ("[verify.form]\nlength = -101", "verify.form.length = -101"),
            ("[story.weights]\nbody = nan", "story.weights.body = NaN"),
        ] {
            let wrong = Config::from_toml(text, Path::new("x.toml")).expect_err("out of range");
            assert!(wrong.to_string().contains(named), "{wrong}");
        }
        let unknown = Config::from_toml("[verify]\ncopi = 0.5", Path::new("x.toml")).expect_err("no such field");
        assert!(unknown.to_string().contains("copi"), "{unknown}");
    }
}
