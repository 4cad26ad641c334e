//! What a user would pick instead, on the same files in the same run: scripts of the folder, where Python can run them.

use super::folding::{Collections, JudgedSet};
use super::judged::{detail, figures};
use super::table::{Table, Target};
use super::{Request, evaluation_folder};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use wirefold::eval::Prediction;
use wirefold::eval::read::ordered;
use wirefold::{Error, Result};

pub fn run(_: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    let Some(folder) = &collections.folder else { return Ok(()) };
    for set in &collections.judged {
        run_on_pairs(&folder.join("peers.py"), set, table)?;
    }
    if let [dev, tests @ ..] = &collections.stories[..] {
        // The script tunes on its first file and scores that as well; giveme5w1h has dates and the most articles.
        let mut files = vec![&dev.articles];
        files.extend(tests.iter().map(|set| &set.articles));
        files.sort_by_key(|path| !path.ends_with("giveme5w1h.jsonl"));
        run_on_stories(&folder.join("story_baseline.py"), &files, table);
    }
    Ok(())
}

/// What a script says on stdout; what went wrong instead, in one line.
fn python(script: &Path, arguments: &[&Path]) -> std::result::Result<String, String> {
    let output = Command::new("python3").arg(script).args(arguments).output();
    let output = output.map_err(|e| format!("skipped: python3: {e}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let talk = String::from_utf8_lossy(&output.stderr);
    Err(format!("skipped: {}", talk.lines().last().unwrap_or("the script failed")))
}

fn run_on_pairs(script: &Path, set: &JudgedSet, table: &mut Table) -> Result<()> {
    let out = evaluation_folder().join("peers").join(&set.name);
    match std::fs::remove_dir_all(&out) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Error::io(&out)(error)),
        _ => {}
    }
    let said = match python(script, &[&set.articles, &out]) {
        Ok(said) => said,
        Err(reason) => {
            table.note("peers", format!("{}: pairs", set.name), reason);
            return Ok(());
        }
    };
    for line in said.lines() {
        // `name<TAB>seconds<TAB>pairs<TAB>memory`, or `name failed: reason` where a package is missing.
        let (name, rest) = line.split_once(['\t', ' ']).unwrap_or((line, ""));
        let file = out.join(format!("{name}.pairs"));
        if !file.exists() {
            table.note("peers", format!("{}: {name}", set.name), format_args!("skipped: {rest}"));
            continue;
        }
        let pairs = read_pairs(file)?;
        let (direct, closed) = (figures(set, &Prediction::of_pairs(pairs.clone())), figures(set, &closure(&pairs)));
        let detail = format!(
            "{}; partial {:.3}, none {:.4}; closed F1 {:.3}; {}",
            detail(&direct),
            direct.partial_joined,
            direct.none_joined,
            closed.f1,
            rest.replace('\t', ", ")
        );
        table.row("peers", format!("{}: {name}, pairs", set.name), direct.f1, Target::Told, detail);
    }
    Ok(())
}

fn read_pairs(path: PathBuf) -> Result<FxHashSet<(String, String)>> {
    let text = std::fs::read_to_string(&path).map_err(Error::io(&path))?;
    let ids = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(ids.map(|(a, b)| ordered(a, b)).collect())
}

/// Whatever hangs together by pairs is one cluster.
fn closure(pairs: &FxHashSet<(String, String)>) -> Prediction {
    let mut neighbours: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (a, b) in pairs {
        neighbours.entry(a).or_default().push(b);
        neighbours.entry(b).or_default().push(a);
    }
    let mut cluster_of: FxHashMap<String, String> = FxHashMap::default();
    for &start in neighbours.keys() {
        let mut waiting = vec![start];
        while let Some(id) = waiting.pop() {
            if !cluster_of.contains_key(id) {
                cluster_of.insert(id.to_owned(), start.to_owned());
                waiting.extend(&neighbours[id]);
            }
        }
    }
    Prediction::Clusters(cluster_of)
}

/// Prints what the script says of each file: `test PATH B3 P p R r F1 f ARI a | …`.
fn run_on_stories(script: &Path, files: &[&PathBuf], table: &mut Table) {
    let arguments: Vec<&Path> = files.iter().map(|path| path.as_path()).collect();
    let said = match python(script, &arguments) {
        Ok(said) => said,
        Err(reason) => return table.note("peers", "stories: TF-IDF + average link", reason),
    };
    for line in said.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let name = words.get(1).and_then(|path| Path::new(path).file_stem()).unwrap_or_default().to_string_lossy();
        let f1 = words.iter().position(|w| *w == "F1").and_then(|at| words.get(at + 1)?.parse().ok());
        let Some(f1) = f1 else { continue };
        let how = if words[0] == "dev" { "tuned on it" } else { "as tuned on the first" };
        let from = words.iter().position(|w| *w == "B3").map_or(0, |at| at + 1);
        let what = format!("{name}: TF-IDF + average link, B3");
        table.row("peers", what, f1, Target::Told, format_args!("{}; batch, {how}", words[from..].join(" ")));
    }
}
