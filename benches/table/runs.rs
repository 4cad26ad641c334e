//! Runs of the binary, from a file to its output.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Times that a run is repeated; the fastest counts, since what else the machine does only slows.
const REPEATS: usize = 3;

/// What a run took.
pub struct Run {
    pub articles: u64,
    pub seconds: f64,
    pub peak_bytes: u64,
}

/// `wirefold batch FILE --out F` with these arguments, from the start of the process to its end.
pub fn batch(file: &Path, arguments: &[&str]) -> Run {
    let runs = (0..REPEATS).map(|_| batch_once(file, arguments));
    runs.min_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("it runs at least once")
}

fn batch_once(file: &Path, arguments: &[&str]) -> Run {
    let out = tempfile::NamedTempFile::new().expect("a temporary file");
    let began = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirefold"));
    let command = command.arg("batch").arg(file).args(["--summary", "json", "--out"]).arg(out.path()).args(arguments);
    let output = command.output().expect("the binary starts");
    let seconds = began.elapsed().as_secs_f64();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let summary: serde_json::Value = serde_json::from_slice(&output.stderr).expect("a summary");
    let number = |name: &str| summary[name].as_u64().unwrap_or(0);
    Run { articles: number("articles"), seconds, peak_bytes: number("peak_bytes") }
}

/// `1.9 × what`.
pub fn times(seconds: f64, of: f64, what: &str) -> String {
    format!("{:.2} × {what}", seconds / of)
}
