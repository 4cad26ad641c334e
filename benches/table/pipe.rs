//! The stream, seen from outside through its pipes: rate, latency of each answer, start.

use super::row;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

/// Lines by which latency is measured.
const LINES: usize = 5000;

fn stream(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirefold"));
    let command = command.arg("stream").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(Stdio::null()).spawn().expect("the binary starts")
}

/// Feeds `lines`, one each `interval`, where there is one from the first answer on: the start is measured apart. Gives the
/// seconds of the whole, and for each line those from writing it to its answer.
fn feed(mut child: Child, lines: &[Vec<u8>], interval: Duration) -> (f64, Vec<f64>) {
    let mut input = child.stdin.take().expect("it is piped");
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    let (sender, receiver) = channel();
    let reader = thread::spawn(move || {
        for line in output.lines() {
            line.expect("answers are text");
            sender.send(Instant::now()).expect("somebody waits for answers");
        }
    });
    let mut began = Instant::now();
    let (mut written, mut answered) = (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()));
    for (n, line) in (0..).zip(lines) {
        let due = began + interval * n;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        written.push(Instant::now());
        input.write_all(line).expect("it reads");
        if n == 0 && !interval.is_zero() {
            answered.push(receiver.recv().expect("an answer"));
            began = Instant::now();
        }
    }
    drop(input);
    answered.extend(receiver.iter().take(lines.len() - answered.len()));
    assert_eq!(answered.len(), lines.len(), "a line for each line");
    let seconds = began.elapsed().as_secs_f64();
    reader.join().expect("the reader ends");
    child.wait().expect("it ends");
    (seconds, written.iter().zip(answered).map(|(from, to)| to.duration_since(*from).as_secs_f64()).collect())
}

/// Rows for a file; `batch_seconds` is what an article takes in a batch on one thread.
pub fn rows(name: &str, file: &Path, folder: &Path, batch_seconds: f64) {
    let bytes = std::fs::read(file).expect("the file can be read");
    let lines: Vec<Vec<u8>> = bytes.split_inclusive(|&b| b == b'\n').take(LINES).map(<[u8]>::to_vec).collect();
    let stores = ["fast", "slow"].map(|run| folder.join(format!("{name}-{run}.db")));
    let [fast, slow] = stores.each_ref().map(|path| ["--store", path.to_str().expect("a path in UTF-8")]);
    for (how, fast, slow) in [("", &[][..], &[][..]), (", with a store", &fast[..], &slow[..])] {
        let (seconds, _) = feed(stream(fast), &lines, Duration::ZERO);
        let rate = lines.len() as f64 / seconds;
        let share = format!("{:.2} of batch on 1 thread", rate * batch_seconds);
        row(&format!("{name}: stream{how}"), format!("{rate:.0} articles/s"), &share);
        let (_, latencies) = feed(stream(slow), &lines, Duration::from_secs_f64(2.0 / rate));
        let mut latencies = latencies[1..].to_vec();
        latencies.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| 1e3 * latencies[((latencies.len() - 1) as f64 * share) as usize];
        let figure = format!("p50 {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99));
        row(&format!("{name}: stream{how}, latency at half that rate"), figure, "");
    }
    let starts = (0..5).map(|_| {
        let began = Instant::now();
        feed(stream(&[]), &lines[..1], Duration::ZERO);
        1e3 * began.elapsed().as_secs_f64()
    });
    let start = starts.fold(f64::INFINITY, f64::min);
    row(&format!("{name}: start, one verdict, end"), format!("{start:.0} ms"), "");
}
