//! What an article costs in a window of ten thousand, a hundred thousand, a million.

use super::row;
use std::time::Instant;
use wirefold::synth::{Options, WireDay};
use wirefold::{Article, Config, Engine};

/// Articles that are taken in at once, and those before each size that are timed.
const STEP: usize = 2_000;
const TIMED: usize = 4_000;

/// Resident memory of this process, in bytes; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1024
}

pub fn rows(largest: usize, stories: bool) {
    // The window of two weeks holds the news of one.
    let mut config = Config { stories, keep_text: false, ..Config::default() };
    config.window.articles = 4_000_000_000;
    let mut engine = Engine::builder().config(config).build().expect("a valid configuration");
    let mut articles =
        WireDay::new(Options { articles: largest as u64, days: 7, ..Options::default() }).map(|(a, _)| a);
    let before = resident();
    let (mut count, mut seconds, mut words, mut last) = (0, 0.0, 0usize, None);
    let marks = [10_000, 100_000, 1_000_000].into_iter().filter(|&mark| mark < largest).chain([largest]);
    for mark in marks {
        while count < mark {
            let step: Vec<Article> = articles.by_ref().take(STEP.min(mark - count)).collect();
            words += step.iter().map(|a| a.text.split_whitespace().count()).sum::<usize>();
            let began = Instant::now();
            engine.ingest_batch(&step).expect("verdicts");
            seconds = if count + TIMED >= mark { seconds + began.elapsed().as_secs_f64() } else { 0.0 };
            count += step.len();
        }
        let each = 1e6 * seconds / TIMED.min(count) as f64;
        let growth = last.map_or_else(String::new, |last: f64| format!("{:.2} × the size before", each / last));
        last = Some(each);
        let kept = resident().saturating_sub(before) / count as u64;
        let with = if stories { "with" } else { "without" };
        let figure = format!("{each:.0} µs, {kept} bytes an article of {} words", words / count);
        row(&format!("window of {count}, {with} stories"), figure, &growth);
        seconds = 0.0;
    }
}
