//! What a user would pick instead, on the same file in the same run.

use super::{row, runs};
use std::path::Path;
use std::process::Command;

/// Tools as the script names them, at their usual threshold.
const TOOLS: [&str; 3] = ["gaoya-.5", "rensa-.5", "datasketch-.5"];

/// A row for each tool that is installed; `ours` are our own runs and their seconds.
pub fn rows(script: &Path, file: &Path, folder: &Path, ours: &[(&str, f64)]) {
    let python = std::env::var_os("WIREFOLD_PYTHON").unwrap_or("python3".into());
    let run = Command::new(&python).arg(script).arg(file).arg(folder.join("peers")).args(TOOLS).output();
    let said = run.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    for tool in TOOLS {
        // `name<TAB>seconds s<TAB>…`, or `name failed: reason`.
        let seconds = said.lines().find_map(|line| {
            let seconds = line.strip_prefix(tool)?.strip_prefix('\t')?.split(' ').next()?;
            seconds.parse::<f64>().ok()
        });
        let Some(seconds) = seconds else {
            row(tool, "not installed", "");
            continue;
        };
        let held = ours.iter().map(|(name, own)| runs::times(seconds, *own, name));
        row(tool, format!("{seconds:.2} s"), &held.collect::<Vec<_>>().join(", "));
    }
}
