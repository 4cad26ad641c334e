//! How fast is it, beside what? One table, measured in one run on one machine: throughput against the floor and against
//! other tools, threads, the size of the window, latency through a pipe, hostile input.
//!
//! Corpus: generated wire days (seed 1); real news and `peers.py` where `WIREFOLD_EVAL_DIR` names a folder that has
//! `gilets.jsonl`. `WIREFOLD_PYTHON` names the Python that has the other tools (default `python3`; absent ones are passed
//! over). `WIREFOLD_BENCH_ARTICLES` sets the largest window (default 100,000; with 1,000,000 it takes minutes);
//! `-- window with` and `-- window without` (stories) print these rows alone.
//! Command: `cargo bench --bench table`

mod floor;
mod hostile;
mod peers;
mod pipe;
mod runs;
mod window;

/// That of the command.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

use std::path::{Path, PathBuf};
use wirefold::synth::{Options, WireDay, write_json_lines};

/// Prints a row: what, the figure, what it is held against.
pub fn row(what: &str, figure: impl std::fmt::Display, against: &str) {
    println!("| {what} | {figure} | {against} |");
}

/// A generated day of so many articles, as a file.
pub fn day(folder: &Path, articles: u64) -> PathBuf {
    let path = folder.join(format!("day-{articles}.jsonl"));
    if !path.exists() {
        let file = std::io::BufWriter::new(std::fs::File::create(&path).expect("the folder can be written"));
        let day = WireDay::new(Options { articles, ..Options::default() });
        write_json_lines(day, file, std::io::sink()).expect("the folder can be written");
    }
    path
}

fn main() {
    // A window has a process of its own: memory that another left would be counted, or used again.
    let parts: Vec<String> = std::env::args().skip(1).filter(|part| part != "--bench").collect();
    let largest = std::env::var("WIREFOLD_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["window", "with"] => window::rows(largest, true),
        ["window", "without"] => window::rows(largest, false),
        _ => table(),
    }
}

fn table() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let evaluation = std::env::var_os("WIREFOLD_EVAL_DIR").map(PathBuf::from);
    println!("| what | figure | against |\n|---|---|---|");
    let generated = day(folder.path(), 20_000);
    let real = evaluation.as_ref().map(|dir| dir.join("gilets.jsonl")).filter(|path| path.exists());
    for file in real.iter().chain([&generated]) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let floor = floor::seconds(file);
        let whole = runs::batch(file, &[]);
        let folded = runs::batch(file, &["--no-stories"]);
        let one = runs::batch(file, &["--no-stories", "--threads", "1"]);
        let rate = |seconds: f64| format!("{:.0} articles/s", folded.articles as f64 / seconds);
        row(&format!("{name}: the floor"), rate(floor), "");
        row(
            &format!("{name}: batch without stories"),
            rate(folded.seconds),
            &runs::times(folded.seconds, floor, "the floor's time"),
        );
        row(&format!("{name}: batch"), rate(whole.seconds), &runs::times(whole.seconds, floor, "the floor's time"));
        row(
            &format!("{name}: batch without stories, 1 thread"),
            rate(one.seconds),
            &runs::times(one.seconds, folded.seconds, "the time of all threads"),
        );
        row(
            &format!("{name}: peak memory, with and without stories"),
            format!("{} MiB, {} MiB", whole.peak_bytes >> 20, folded.peak_bytes >> 20),
            "",
        );
        if let Some(evaluation) = &evaluation {
            peers::rows(
                &evaluation.join("peers.py"),
                file,
                folder.path(),
                &[("batch without stories", folded.seconds), ("batch", whole.seconds)],
            );
        }
        pipe::rows(&name, file, folder.path(), one.seconds / one.articles as f64);
    }
    hostile::rows(folder.path());
    for stories in ["without", "with"] {
        let this = std::env::current_exe().expect("a program has a file");
        let status = std::process::Command::new(this).args(["window", stories]).status().expect("it starts");
        assert!(status.success(), "the window {stories} stories ended by itself");
    }
}
