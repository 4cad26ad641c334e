//! Input that means harm: throughput beside that of ordinary news of as many bytes.

use super::{day, row, runs};
use std::fmt::Write as _;
use std::path::Path;
use wirefold::random::SplitMix64;

/// Bytes of each input.
const BYTES: usize = 24 << 20;

/// Words that mean nothing.
fn words(random: &mut SplitMix64, count: usize) -> String {
    (0..count).fold(String::new(), |mut text, n| {
        let word = random.below(500_000);
        let _ = write!(text, "{}w{word:x}", if n % 12 == 11 { ". " } else { " " });
        text
    })
}

fn write(folder: &Path, name: &str, mut text: impl FnMut(usize) -> String) -> std::path::PathBuf {
    let mut lines = String::new();
    for n in 0.. {
        if lines.len() >= BYTES {
            break;
        }
        let record =
            serde_json::json!({"id": n.to_string(), "source": format!("s{}.example", n % 40), "text": text(n)});
        let _ = writeln!(lines, "{record}");
    }
    let path = folder.join(format!("{name}.jsonl"));
    std::fs::write(&path, lines).expect("the folder can be written");
    path
}

pub fn rows(folder: &Path) {
    let ordinary = day(folder, 10_000);
    let bytes = |path: &Path| std::fs::metadata(path).map_or(0.0, |m| m.len() as f64);
    let run = runs::batch(&ordinary, &[]);
    let usual = bytes(&ordinary) / run.seconds;
    row("ordinary input", format!("{:.1} MB/s, {} MiB", usual / 1e6, run.peak_bytes >> 20), "");
    let mut random = SplitMix64::of(7, &[]);
    let one = words(&mut random, 400);
    let common = words(&mut random, 40);
    let inputs = [
        ("copies of one text", write(folder, "copies", |_| one.clone())),
        ("one text, one word of it another each time", write(folder, "near", |n| format!("{one} x{n}"))),
        ("one passage in every text", write(folder, "passage", |_| format!("{common}. {}", words(&mut random, 360)))),
        (
            "texts of 4.9 MB",
            write(folder, "long", |n| {
                let mut random = SplitMix64::of(8, &[n as u64]);
                words(&mut random, 700_000)
            }),
        ),
        ("one word over and over", write(folder, "word", |n| format!("{n} {}", "buffalo ".repeat(400)))),
    ];
    for (name, path) in inputs {
        let run = runs::batch(&path, &[]);
        let rate = bytes(&path) / run.seconds;
        let figure = format!("{:.1} MB/s, {} MiB", rate / 1e6, run.peak_bytes >> 20);
        row(&format!("hostile: {name}"), figure, &format!("{:.2} × slower than ordinary", usual / rate));
    }
}
