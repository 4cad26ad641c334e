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

/// An engine, and a week's news for it.
struct Feed {
    engine: Engine,
    articles: Box<dyn Iterator<Item = Article>>,
    count: usize,
    words: usize,
}

impl Feed {
    fn of(articles: usize, stories: bool) -> Self {
        // The window of two weeks holds the news of one.
        let mut config = Config { stories, keep_text: false, ..Config::default() };
        config.window.articles = 4_000_000_000;
        let engine = Engine::builder().config(config).build().expect("a valid configuration");
        let options = Options { articles: articles as u64, days: 7, ..Options::default() };
        Self { engine, articles: Box::new(WireDay::new(options).map(|(a, _)| a)), count: 0, words: 0 }
    }

    /// Takes in articles until there are so many; gives the microseconds that each of the last [`TIMED`] took.
    fn until(&mut self, mark: usize) -> f64 {
        let (from, mut seconds) = (self.count.max(mark.saturating_sub(TIMED)), 0.0);
        while self.count < mark {
            let step: Vec<Article> = self.articles.by_ref().take(STEP.min(mark - self.count)).collect();
            self.words += step.iter().map(|a| a.text.split_whitespace().count()).sum::<usize>();
            let began = Instant::now();
            self.engine.ingest_batch(&step).expect("verdicts");
            seconds += if self.count >= from { began.elapsed().as_secs_f64() } else { 0.0 };
            self.count += step.len();
        }
        1e6 * seconds / (mark - from).max(1) as f64
    }
}

/// One feed as it goes on, and feeds that have brought so many articles in the same week: at first the first has seen but
/// an hour, in which few copies have come of anything.
pub fn rows(largest: usize, stories: bool) {
    let with = if stories { "with" } else { "without" };
    let times = |each: f64, last: Option<f64>, than: &str| {
        last.map_or_else(String::new, |last| format!("{:.2} × {than}", each / last))
    };
    let marks = || [10_000, 100_000, 1_000_000].into_iter().filter(move |&mark| mark < largest).chain([largest]);
    let before = resident();
    let (mut feed, mut last) = (Feed::of(largest, stories), None);
    for mark in marks() {
        let each = feed.until(mark);
        let kept = resident().saturating_sub(before) / mark as u64;
        let figure = format!("{each:.0} µs, {kept} bytes an article of {} words", feed.words / mark);
        row(&format!("window of {mark}, {with} stories"), figure, &times(each, last, "the size before"));
        last = Some(each);
    }
    drop(feed);
    let mut before = None;
    for mark in marks() {
        // The largest is the feed above.
        let each = if mark == largest { last.unwrap_or_default() } else { Feed::of(mark, stories).until(mark) };
        let growth = times(each, before, "a week with fewer");
        row(&format!("a week of {mark}, {with} stories"), format!("{each:.0} µs"), &growth);
        before = Some(each);
    }
}
