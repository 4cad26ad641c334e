//! Arguments that several commands take.

use super::{files::Files, warn};
use anyhow::{Context, Result};
use clap::Args;
use std::{
    num::NonZero,
    path::{Path, PathBuf},
    str::FromStr,
    thread,
};
use wirefold::{
    Config, Engine, Error,
    config::WindowConfig,
    engine::Builder,
    ingest::{Format, Mapping, Options},
    provenance::{Families, Gazetteer},
    store::{Archive, Opening},
};

/// Articles of a window without a bound.
pub const MANY: u32 = WindowConfig::UNBOUNDED.articles;

/// Threads that are started for each core at most: beyond some hundred, those without work hold up the others.
const THREADS_A_CORE: usize = 64;

/// How articles are read.
#[derive(Args)]
pub struct Reading {
    /// Names that your records have for fields, such as text=body,source=publisher
    #[arg(long, value_name = "FIELD=NAME,…")]
    map: Option<Mapping>,
    /// Form of every file: jsonl, csv, tsv or txt [default: told by the file's extension]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

impl Reading {
    pub fn options(&self) -> Options {
        Options { format: self.format, mapping: self.map.clone().unwrap_or_default(), ..Options::default() }
    }
}

/// How articles are folded.
#[derive(Args)]
pub struct Folding {
    /// Configuration file; flags outrank it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How far apart two articles are still compared: 14d, 36h, 90m or none [default: that of --config; else 14d, and none in
    /// a batch without a store]
    #[arg(long, value_name = "TIME")]
    pub window: Option<Window>,
    /// Make no stories: faster, and verdicts have no story_id
    #[arg(long)]
    no_stories: bool,
    /// What makes vectors: tfidf, or model2vec:FOLDER or onnx:FOLDER in builds with these features
    #[arg(long, value_name = "NAME")]
    embedder: Option<String>,
    /// Threads to work on, at most 64 for each core [default: one for each]; the answer is the same with any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    #[command(flatten)]
    pub knowledge: Knowledge,
}

/// What is known of agencies and outlets beyond what wirefold ships.
#[derive(Args)]
pub struct Knowledge {
    /// News agencies of your own, as docs/formats/agencies.md describes them: added to those that are known
    #[arg(long, value_name = "FILE")]
    agencies: Option<PathBuf>,
    /// Publishers and their outlets, as docs/formats/families.md describes them: added to those that are known
    #[arg(long, value_name = "FILE")]
    families: Option<PathBuf>,
}

impl Knowledge {
    /// An engine's settings with this configuration, and what the files say.
    pub fn engine(&self, config: Config) -> Result<Builder> {
        let mut builder = Engine::builder().config(config);
        if let Some(path) = &self.agencies {
            builder = builder.agencies(Gazetteer::with_file(path)?);
        }
        if let Some(path) = &self.families {
            builder = builder.families(Families::with_file(path)?);
        }
        Ok(builder)
    }
}

impl Folding {
    /// Notes the files that are read for this.
    pub fn note(&self, files: &mut Files) {
        files.read("--config", &self.config);
        files.read("--agencies", &self.knowledge.agencies);
        files.read("--families", &self.knowledge.families);
    }

    /// The configuration file as it is now, under the flags; none where none is named.
    pub fn reread(&self) -> Result<Option<Config>> {
        self.config.as_ref().map(|path| self.under_flags(read_config(path)?)).transpose()
    }

    /// The configuration that is asked for, or none where nothing is asked for, so that a store's own may be taken.
    fn start_beside(&self, store: &StoreArguments) -> Result<Option<Config>> {
        let config = self.start()?;
        let asked = self.config.is_some() || self.window.is_some() || self.no_stories || self.embedder.is_some();
        Ok((asked || !store.exists()).then_some(config))
    }

    /// Opens the store at `path` for a command, under its own configuration where none is asked for. Texts are the store's to
    /// keep, and not the engine's.
    pub fn open(&self, store: &StoreArguments, path: &Path, command: &str) -> Result<Archive> {
        let config = self.start_beside(store)?;
        let opening = Opening {
            config: config.map(|config| Config { keep_text: false, ..config }),
            engine: self.knowledge.engine(Config::default())?,
            command: command.into(),
            late: store.late,
        };
        Ok(Archive::open(path, opening)?)
    }

    /// The configuration by flag, then file, then default, and the threads started.
    pub fn start(&self) -> Result<Config> {
        self.start_under(self.config.as_ref().map(read_config).transpose()?.unwrap_or_default())
    }

    /// The same for a batch by itself: everything is in reach, unless flag or file asks for a window.
    pub fn start_batch(&self) -> Result<Config> {
        match self.window {
            Some(_) => self.start(),
            None => self.start_under(batch_config(self.config.as_ref())?),
        }
    }

    fn start_under(&self, config: Config) -> Result<Config> {
        if let Some(asked) = self.threads.map(usize::from) {
            let most = THREADS_A_CORE * thread::available_parallelism().map_or(1, NonZero::get);
            if asked > most {
                warn(format_args!("--threads {asked}: {most} are started, {THREADS_A_CORE} for each core"));
            }
            rayon::ThreadPoolBuilder::new().num_threads(asked.min(most)).build_global().context("--threads")?;
        }
        self.under_flags(config)
    }

    fn under_flags(&self, mut config: Config) -> Result<Config> {
        if let Some(Window { days }) = self.window {
            config.window.days = days;
        }
        config.stories &= !self.no_stories;
        if let Some(embedder) = &self.embedder {
            config.embedder.clone_from(embedder);
        }
        config.validate()?;
        Ok(config)
    }
}

/// Where what is folded is remembered.
#[derive(Args)]
pub struct StoreArguments {
    /// Store to go on from and to write into; made where there is none. Its configuration is taken where none is named
    #[arg(long, value_name = "FILE")]
    pub store: Option<PathBuf>,
    /// Look up what is like nothing in the window among all articles of the store: a copy brings its old cluster back
    #[arg(long, requires = "store")]
    pub late: bool,
}

impl StoreArguments {
    fn exists(&self) -> bool {
        self.store.as_ref().is_some_and(|path| path.exists())
    }
}

/// Reads and checks a configuration file.
pub fn read_config(path: &PathBuf) -> Result<Config> {
    named(Config::from_file(path), path)
}

/// The result with the name of the file in an error that tells of a value alone.
fn named(read: wirefold::Result<Config>, path: &Path) -> Result<Config> {
    match read {
        Err(error @ Error::Config { .. }) => Err(error).with_context(|| path.display().to_string()),
        read => Ok(read?),
    }
}

/// The same for a batch by itself, or the default where none is named: the bounds of a window that it does not state are
/// none.
pub fn batch_config(path: Option<&PathBuf>) -> Result<Config> {
    let path = path.map_or(Path::new(""), PathBuf::as_path);
    let text =
        if path == Path::new("") { String::new() } else { std::fs::read_to_string(path).map_err(Error::io(path))? };
    let mut config = named(Config::from_toml(&text, path), path)?;
    let stated: toml::Table = text.parse().unwrap_or_default();
    let states = |bound: &str| stated.get("window").and_then(|window| window.get(bound)).is_some();
    if !states("days") {
        config.window.days = 0.0;
        if !states("articles") {
            config.window.articles = MANY;
        }
    }
    Ok(config)
}

/// A length of time as written on the command line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// In days; 0 for no bound.
    days: f64,
}

impl FromStr for Window {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == "none" {
            return Ok(Self { days: 0.0 });
        }
        let wrong = || Error::Config {
            field: "window".into(),
            value: text.into(),
            permitted: "a number with d, h or m for days, hours or minutes, up to 36500d; or none".into(),
        };
        let unit = text.chars().last().ok_or_else(wrong)?;
        let per_day = match unit {
            'd' => 1.0,
            'h' => 24.0,
            'm' => 1440.0,
            _ => return Err(wrong()),
        };
        let number: f64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
        let days = number / per_day;
        // `none` is the only way to ask for no bound.
        if days > 0.0 && days <= 36_500.0 { Ok(Self { days }) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_has_the_window_that_its_file_states() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("wirefold.toml");
        let window = |text: &str| {
            std::fs::write(&path, text).expect("written");
            let window = batch_config(Some(&path)).expect("a configuration").window;
            (window.days, window.articles, window.in_memory)
        };
        assert_eq!(window("[window]\ndays = 14.0"), (14.0, 1_000_000, 8192));
        assert_eq!(window("[window]\narticles = 5000"), (0.0, 5000, 8192));
        assert_eq!(window("[window]\nin_memory = 7"), (0.0, MANY, 7));
        assert_eq!(window("stories = false"), (0.0, MANY, 8192));
        let by_default = batch_config(None).expect("a configuration").window;
        assert_eq!((by_default.days, by_default.articles), (0.0, MANY));
    }

    #[test]
    fn windows_are_read() {
        let days = |text: &str| text.parse::<Window>().ok().map(|w| w.days);
        assert_eq!(days("14d"), Some(14.0));
        assert_eq!(days("36h"), Some(1.5));
        assert_eq!(days("720m"), Some(0.5));
        assert_eq!(days("none"), Some(0.0));
        for text in ["", "d", "14", "0d", "-1d", "inf d", "infd", "NaNd", "40000d", "1é", "é"] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
