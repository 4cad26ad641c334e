//! The real program is killed at random moments under load: nothing that it has acknowledged is lost, nothing is doubled,
//! and the store ends as if nothing had been.
//!
//! 30 kills, or as many as `WIREFOLD_CRASHES` says (`make test-crash`: 300). Which moments they fall into depends on the
//! machine; what must hold does not.
#![cfg(unix)]

mod news;
mod stores;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use stores::contents;
use wirefold::random::SplitMix64;
use wirefold::store::check;

/// The lines of a feed: a generated day with new versions of some of its articles, none of them twice.
fn feed() -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let articles = news::sent_again(&news::day(77, 1300), 77);
    let lines = articles.iter().filter(|a| seen.insert((a.id.clone(), a.text.clone()))).map(news::line);
    lines.collect()
}

fn start(store: &Path, ack: &Path, config: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_wirefold"))
        .args(["stream", "--threads", "2"])
        .args([Path::new("--config"), config, Path::new("--store"), store, Path::new("--ack"), ack])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts")
}

/// Feeds `lines`; gives each line that comes back to `shown`, until it says that it is enough or `time` has passed, and
/// then kills the process. Gives whether it was killed.
fn run(mut child: Child, lines: Vec<String>, time: Duration, mut shown: impl FnMut(String) -> bool) -> bool {
    let mut stdin = child.stdin.take().expect("it is piped");
    let feeder = thread::spawn(move || {
        for line in lines {
            // It was killed.
            if writeln!(stdin, "{line}").is_err() {
                break;
            }
        }
    });
    let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
    let (sender, receiver) = std::sync::mpsc::channel();
    let reader = thread::spawn(move || {
        let mut line = String::new();
        // A line that was cut was not given.
        while output.read_line(&mut line).is_ok() && line.ends_with('\n') {
            line.pop();
            if sender.send(std::mem::take(&mut line)).is_err() {
                break;
            }
        }
    });
    let until = Instant::now() + time;
    let mut ended = false;
    loop {
        match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                if shown(line) {
                    break;
                }
            }
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => break,
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                ended = true;
                break;
            }
        }
    }
    if !ended {
        child.kill().expect("it runs");
    }
    let status = child.wait().expect("it ends");
    reader.join().expect("it ends");
    // What came out before the end was acknowledged as well.
    for line in receiver.try_iter() {
        shown(line);
    }
    feeder.join().expect("it ends");
    if ended {
        let mut said = String::new();
        let _ = std::io::Read::read_to_string(&mut child.stderr.take().expect("it is piped"), &mut said);
        assert!(status.success(), "{status}: {said}");
    }
    !ended
}

#[test]
fn killed_at_any_moment() {
    let wanted: usize = std::env::var("WIREFOLD_CRASHES").ok().and_then(|n| n.parse().ok()).unwrap_or(30);
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("wirefold.toml");
    fs::write(&config, "[window]\ndays = 0.2\narticles = 1000\n[store]\nput_away = 150\n").expect("it is written");
    let lines = feed();

    let (quiet, ack) = (folder.path().join("quiet.db"), folder.path().join("ack.json"));
    let mut expected = Vec::new();
    let killed = run(start(&quiet, &ack, &config), lines.clone(), Duration::from_secs(300), |line| {
        expected.push(line);
        false
    });
    assert!(!killed);
    assert_eq!(expected.len(), lines.len());
    let expected_contents = contents(&quiet);
    fs::remove_file(&ack).expect("it is there");

    let random = &mut SplitMix64::of(7, &[]);
    let mut kills = 0;
    for round in 0.. {
        let store = folder.path().join(format!("store-{round}.db"));
        let mut shown: Vec<Option<String>> = vec![None; lines.len()];
        loop {
            // From the first line that was not shown, or from some way before it.
            let next = shown.iter().position(Option::is_none).unwrap_or(lines.len());
            let from = next - if random.chance(0.3) { random.below(next.min(100) + 1) } else { 0 };
            let enough = if kills < wanted { random.below(160) } else { usize::MAX };
            let time = match (kills < wanted, random.chance(0.3)) {
                (true, true) => Duration::from_millis(random.below(150) as u64),
                _ => Duration::from_secs(300),
            };
            let mut at = from;
            let was_killed = run(start(&store, &ack, &config), lines[from..].to_vec(), time, |line| {
                match &shown[at] {
                    // Sent again: it may be given as it was or as it stands.
                    Some(_) => assert!(line.contains("\"cluster_id\""), "{line}"),
                    None => {
                        assert_eq!(line, expected[at], "line {at} after {kills} kills");
                        shown[at] = Some(line);
                    }
                }
                at += 1;
                at - from > enough
            });
            kills += usize::from(was_killed);
            if !was_killed && shown.iter().all(Option::is_some) {
                break;
            }
        }
        assert_eq!(check(&store).expect("it is a store"), []);
        for (e, f) in expected_contents.iter().zip(contents(&store)) {
            assert_eq!(*e, f);
        }
        assert_eq!(expected_contents.len(), contents(&store).len());
        if kills >= wanted {
            break;
        }
    }
}
