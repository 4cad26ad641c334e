//! A stream as an operator knows it: signals, figures, logs.
#![cfg(unix)]

mod news;
mod stores;

use rusqlite::Connection;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};
use stores::contents;
use wirefold::Article;
use wirefold::engine::STATE_VERSION;
use wirefold::store::{Archive, Opening, Reader, check};

struct Stream {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Stream {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wirefold"))
            .args(["stream", "--threads", "2"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let stdin = child.stdin.take().expect("it is piped");
        let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, stdin, stdout }
    }

    /// Sends a line and waits for its answer.
    fn ask(&mut self, line: &str) -> Value {
        writeln!(self.stdin, "{line}").expect("it reads");
        let mut answer = String::new();
        self.stdout.read_line(&mut answer).expect("it answers");
        serde_json::from_str(&answer).expect(&answer)
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status();
        assert!(sent.expect("there is a shell").success());
    }

    /// Its exit code, and what it said.
    fn end(mut self) -> (Option<i32>, String) {
        drop(self.stdin);
        let status = self.child.wait().expect("it ends");
        let mut said = String::new();
        self.child.stderr.take().expect("it is piped").read_to_string(&mut said).expect("UTF-8");
        (status.code(), said)
    }
}

fn line(article: &Article) -> String {
    serde_json::json!({"id": article.id, "source": article.source, "text": article.text}).to_string()
}

fn number(store: &Path, query: &str) -> i64 {
    let db = Connection::open(store).expect("it opens");
    db.query_row(query, [], |row| row.get(0)).expect(query)
}

/// While it waits for input that does not come.
#[test]
fn told_to_stop_it_puts_its_state_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, ack) = (folder.path().join("news.db"), folder.path().join("ack.json"));
    let mut stream = Stream::start(&["--store", store.to_str().expect("UTF-8"), "--ack", ack.to_str().expect("UTF-8")]);
    for article in news::day(71, 20) {
        stream.ask(&line(&article));
    }
    stream.signal("TERM");
    let mut rest = String::new();
    stream.stdout.read_to_string(&mut rest).expect("UTF-8");
    assert_eq!(rest, "");
    let (code, said) = stream.end();
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(number(&store, "SELECT articles FROM kept_rest"), 20);
    assert_eq!(number(&store, "SELECT count(*) FROM runs WHERE ended IS NOT NULL"), 1);
    assert_eq!(check(&store).expect("a store"), []);
    let ack: Value = serde_json::from_str(&fs::read_to_string(&ack).expect("it is there")).expect("JSON");
    assert_eq!(ack["line"], 20);
}

#[test]
fn what_a_store_keeps_may_change_while_it_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, config) = (folder.path().join("news.db"), folder.path().join("wirefold.toml"));
    fs::write(&config, "[store]\nedges = false\n").expect("written");
    let arguments = ["--store", store.to_str().expect("UTF-8"), "--config", config.to_str().expect("UTF-8")];
    let mut stream = Stream::start(&arguments);
    let text = &news::day(72, 1)[0].text;
    let ask = |stream: &mut Stream, id: &str| stream.ask(&line(&Article::new(id, text.clone())));
    ask(&mut stream, "a");
    ask(&mut stream, "b");
    fs::write(&config, "[store]\nedges = true\n").expect("written");
    stream.signal("HUP");
    // The signal is looked at before a line is waited for: it may have come while the next one was.
    for n in 0..50 {
        ask(&mut stream, &format!("c{n}"));
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let (code, said) = stream.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("read again: [store] is in force, all else"), "{said}");
    assert_eq!(number(&store, "SELECT count(*) FROM edges JOIN articles USING (article) WHERE id = 'b'"), 0);
    assert!(number(&store, "SELECT count(*) FROM edges") > 0);
}

/// What may not change is told at once, and not by a restart that fails.
#[test]
fn what_may_not_change_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, config) = (folder.path().join("news.db"), folder.path().join("wirefold.toml"));
    fs::write(&config, "").expect("written");
    let arguments = ["--store", store.to_str().expect("UTF-8"), "--config", config.to_str().expect("UTF-8")];
    let mut stream = Stream::start(&arguments);
    let articles = news::day(81, 2);
    stream.ask(&line(&articles[0]));
    fs::write(&config, "[verify]\ncopy = 0.5\n").expect("written");
    stream.signal("HUP");
    std::thread::sleep(std::time::Duration::from_millis(300));
    stream.ask(&line(&articles[1]));
    let (code, said) = stream.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("would fail") && said.contains("expected verify.copy = 0.44"), "{said}");
}

/// `show`, `export` and `explain` read a store that a stream is writing: what was answered is there, and each sees one moment.
#[test]
fn readers_beside_a_stream() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("news.db");
    let store = store.to_str().expect("UTF-8");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_wirefold")).args(arguments).output().expect("it runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let mut stream = Stream::start(&["--store", store]);
    let articles = news::day(76, 600);
    let lines: Vec<String> = articles.iter().map(line).collect();
    let texts = folder.path().join("articles.jsonl");
    std::fs::write(&texts, lines.join("\n")).expect("a file");
    stream.ask(&lines[0]);
    let mut stdin = stream.stdin;
    let feeder = std::thread::spawn(move || {
        for line in &lines[1..] {
            writeln!(stdin, "{line}").expect("it reads");
        }
        stdin
    });
    let (mut answered, mut seen, mut answer) = (1, 0, String::new());
    while answered < articles.len() {
        for _ in 0..100.min(articles.len() - answered) {
            stream.stdout.read_line(&mut answer).expect("it answers");
            answered += 1;
        }
        let exported = run(&["export", store, "--format", "ninjs"]).lines().count();
        assert!(exported >= answered && exported >= seen && exported <= articles.len(), "{exported} of {answered}");
        seen = exported;
        let shown = run(&["show", store, "--top", "2"]);
        let figures: Vec<usize> =
            shown.lines().next().expect("a line").split(' ').filter_map(|n| n.parse().ok()).collect();
        assert!(figures.len() == 3 && figures[0] >= seen && figures[1] + figures[2] <= figures[0], "{shown}");
    }
    let verdicts: Vec<Value> = answer.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let copy = verdicts.iter().rfind(|v| v["relation"] == "copy").expect("a copy");
    let (id, of) = (copy["id"].as_str().expect("an id"), copy["of"].as_str().expect("another"));
    let explained: Value = serde_json::from_str(&run(&["explain", id, of, "--in", store, "--json"])).expect("JSON");
    assert_eq!(explained["relation"], "copy", "{explained}");
    let cluster = run(&["show", store, "--cluster", id]);
    assert!(cluster.contains(copy["cluster_id"].as_str().expect("an id")), "{cluster}");
    stream.stdin = feeder.join().expect("it ends");
    assert_eq!(stream.end().0, Some(0));
    // From the store as from the lines that it gives, as of now.
    let lines = folder.path().join("verdicts.jsonl");
    let lines = lines.to_str().expect("UTF-8");
    run(&["store", "export", store, "--out", lines]);
    let edges = |from: &[&str]| run(&[&["export", "--format", "csv", "--cluster", id], from].concat());
    assert_eq!(edges(&[store]), edges(&[lines, "--in", texts.to_str().expect("UTF-8")]));
    let count = |path: &str| run(&["show", path, "--top", "0"]).lines().next().map(str::to_owned);
    assert_eq!(count(store), count(lines));
}

#[test]
fn figures_are_given_to_a_file_and_at_an_address() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wirefold.prom");
    let mut stream = Stream::start(&["--metrics", file.to_str().expect("UTF-8")]);
    let mut texts = std::collections::HashSet::new();
    for article in news::day(73, 9) {
        stream.ask(&line(&article));
        texts.insert(article.text);
    }
    let copy = Article::new("copy", texts.iter().max_by_key(|text| text.len()).expect("one").clone());
    assert_eq!(stream.ask(&line(&copy))["relation"], "identical");
    assert!(stream.ask("no article")["rejected"].is_object());
    assert_eq!(stream.end().0, Some(1));
    let figures = fs::read_to_string(&file).expect("it is there");
    let value = |name: &str| -> f64 {
        let found = figures.lines().filter(|line| line.starts_with(name)).filter_map(|line| line.rsplit(' ').next());
        found.map(|n| n.parse::<f64>().expect("a number")).sum()
    };
    assert_eq!(value("wirefold_articles_total{"), 10.0, "{figures}");
    assert_eq!(value("wirefold_rejected_total "), 1.0);
    assert_eq!(value("wirefold_lacking_total{what=\"date\"}"), 10.0, "{figures}");
    assert_eq!(value("wirefold_lacking_total{what=\"unread_date\"}"), 0.0, "{figures}");
    assert_eq!(value("wirefold_window_articles "), 10.0);
    assert_eq!(value("wirefold_cluster_size_count "), 10.0);
    let alone = value("wirefold_cluster_size_bucket{le=\"1\"}");
    assert!((1.0..10.0).contains(&alone) && value("wirefold_cluster_size_sum ") >= 20.0 - alone, "{figures}");
    assert!(value("wirefold_answer_seconds_count ") >= 1.0 && value("wirefold_resident_bytes ") > 1e6, "{figures}");

    // Each is on the page, and what has not happened is there as well.
    for name in figures.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()) {
        assert!(OPERATIONS.contains(&format!("`{name}")), "{name} is not described");
    }
    assert!(figures.contains("wirefold_events_total{type=\"merged\"} 0\n"), "{figures}");
    assert!(
        value("wirefold_compared_pairs_count ") == 10.0 && value("wirefold_compared_pairs_sum ") > 0.0,
        "{figures}"
    );

    // A port that was free a moment ago.
    let address = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").to_string();
    let mut stream = Stream::start(&["--metrics", &address]);
    let page = || {
        let mut client = TcpStream::connect(&address).ok()?;
        client.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").ok()?;
        let mut page = String::new();
        client.read_to_string(&mut page).ok().map(|_| page)
    };
    // Who asks a byte at a time keeps the others waiting for two seconds, and not for as long as it goes on.
    let mut slow = TcpStream::connect(&address);
    while slow.is_err() {
        slow = TcpStream::connect(&address);
    }
    let slow = std::thread::spawn(move || {
        let mut slow = slow.expect("a client");
        let began = std::time::Instant::now();
        while began.elapsed() < std::time::Duration::from_secs(20) && slow.write_all(b"x").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        began.elapsed()
    });
    // They are there before the first line comes, and tell of it once it is answered.
    until(|| page().is_some_and(|page| page.contains("wirefold_window_end_seconds 0\n")));
    let mut article = news::day(74, 1)[0].clone();
    article.published_at = wirefold::units::Timestamp::parse("2031-03-04T06:10:00Z");
    let line = serde_json::to_string(&article).expect("an article is JSON");
    assert!(slow.join().expect("it ends") < std::time::Duration::from_secs(15));
    for (articles, repeated) in [(1, 0), (2, 1)] {
        stream.ask(&line);
        let told = [
            "HTTP/1.1 200 OK\r\n".to_owned(),
            "wirefold_window_articles 1\n".to_owned(),
            "wirefold_window_end_seconds 1930371000\n".to_owned(),
            format!("wirefold_repeated_total {repeated}\n"),
        ];
        until(|| page().is_some_and(|page| told.iter().all(|line| page.contains(line))));
        let page = page().expect("a page");
        let answered = page.lines().filter(|line| line.starts_with("wirefold_articles_total"));
        let answered: u64 =
            answered.map(|line| line.rsplit(' ').next().expect("one").parse::<u64>().expect("a number")).sum();
        assert_eq!(answered, articles, "{page}");
    }
    assert_eq!(stream.end().0, Some(0));

    // A file that cannot be written any more ends nothing.
    let gone = folder.path().join("gone");
    fs::create_dir(&gone).expect("a folder");
    let mut stream = Stream::start(&["--metrics", gone.join("f.prom").to_str().expect("UTF-8")]);
    stream.ask(&line);
    fs::remove_dir_all(&gone).expect("it is removed");
    let (code, said) = stream.end();
    assert_eq!((code, said.matches("no figures for now").count()), (Some(0), 1), "{said}");
}

#[test]
fn a_closed_output_is_told_where_input_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("news.db");
    // Short ones, which are read at once.
    let short = |n: u32| line(&Article::new(format!("a{n}"), format!("The Karsova dam was closed on day {n}.")));
    let lines: Vec<String> = (0..3).map(short).collect();
    for arguments in [vec![], vec!["--store", store.to_str().expect("UTF-8")]] {
        // The input goes on.
        let mut stream = Stream::start(&arguments);
        drop(stream.stdout);
        writeln!(stream.stdin, "{}", lines[0]).expect("it reads");
        assert_eq!(stream.child.wait().expect("it ends").code(), Some(3), "{arguments:?}");
        // All of it was read: from a file, since of what a pipe brings a part may come after the first answers.
        let input = folder.path().join("input.jsonl");
        fs::write(&input, lines.join("\n") + "\n").expect("written");
        let mut stream = Command::new(env!("CARGO_BIN_EXE_wirefold"))
            .arg("stream")
            .args(&arguments)
            .stdin(fs::File::open(&input).expect("it is there"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(stream.stdout.take());
        assert_eq!(stream.wait().expect("it ends").code(), Some(0), "{arguments:?}");
    }
    assert_eq!(number(&store, "SELECT count(*) FROM articles"), 3);
}

/// A batch that is told to stop leaves what was there, and nothing else.
#[test]
fn a_stopped_batch_leaves_no_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.jsonl");
    fs::write(&out, "before").expect("written");
    for signal in ["TERM", "INT"] {
        // Who runs the tests in the background may have them ignore it, and so does the child then.
        let survived = Command::new("sh").args(["-c", &format!("kill -{signal} $$; true")]).status();
        if survived.expect("there is a shell").success() {
            continue;
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_wirefold"))
            .args(["batch", "-", "--out", out.to_str().expect("UTF-8")])
            .stdin(Stdio::piped())
            .spawn()
            .expect("it starts");
        // Open until it has ended: otherwise it may come to its end before the signal is heard.
        let _stdin = child.stdin.take();
        let names = || -> Vec<_> {
            let entries = fs::read_dir(folder.path()).expect("a folder");
            entries.map(|entry| entry.expect("an entry").file_name()).collect()
        };
        while names().len() < 2 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status();
        assert!(sent.expect("there is a shell").success());
        assert_eq!(child.wait().expect("it ends").code(), None, "a signal ended it");
        assert_eq!(names(), ["out.jsonl"], "{signal}");
    }
    assert_eq!(fs::read_to_string(&out).expect("it is there"), "before");
}

/// What a run changed that did not end is told by the next of its command.
#[test]
fn a_night_that_is_run_again_tells_all_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = news::day(78, 300);
    let night = |name: &str, command: &str, parts: &[&[Article]], ends: bool| {
        let opening = Opening { command: command.into(), ..Opening::default() };
        let mut archive = Archive::open(folder.path().join(name), opening).expect("a store");
        for part in parts {
            archive.ingest_batch(part).expect("verdicts");
        }
        let changes = archive.changes().expect("changes");
        archive.commit().expect("it is durable");
        if ends {
            archive.close().expect("it closes");
        }
        changes
    };
    let expected = night("whole.db", "batch", &[&articles], true);
    assert!(expected.len() > 300);
    let begun = night("cut.db", "batch", &[&articles[..120]], false);
    assert!(!begun.is_empty() && begun.len() < expected.len());
    // Whoever looks after the store meanwhile takes nothing in.
    Archive::open(folder.path().join("cut.db"), Opening::default())
        .and_then(Archive::compact)
        .expect("it is made smaller");
    assert_eq!(night("cut.db", "batch", &[&articles], false), expected);
    assert_eq!(night("cut.db", "batch", &[], true), expected, "a third time");
    assert_eq!(night("cut.db", "batch", &[&articles], true), [], "it was told");
    // Those of a stream are in its own answers.
    night("other.db", "stream", &[&articles[..120]], false);
    let rest = night("other.db", "batch", &[&articles], true);
    assert_eq!(rest, expected[begun.len()..]);
}

const OPERATIONS: &str = include_str!("../docs/operations.md");

/// A command of the page, with its names led into a folder, run by bash there.
fn as_documented(folder: &Path, command: &str) -> Command {
    let command = command
        .replace("/usr/local/bin/wirefold", env!("CARGO_BIN_EXE_wirefold"))
        .replace("/var/spool", folder.to_str().expect("UTF-8"))
        .replace("--metrics 127.0.0.1:9464", "--metrics 127.0.0.1:0");
    let mut bash = Command::new("bash");
    bash.current_dir(folder).args(["-c", &command]).stderr(Stdio::null());
    bash
}

fn append(path: &Path, lines: &[String]) {
    let mut file = fs::File::options().append(true).create(true).open(path).expect("it opens");
    lines.iter().for_each(|line| writeln!(file, "{line}").expect("written"));
}

fn until(what: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !what() {
        assert!(began.elapsed().as_secs() < 60, "it takes too long");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

fn stop(mut child: Child) {
    let sent = Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]).status();
    assert!(sent.expect("there is a shell").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

/// The unit's command, stopped as systemd stops it, over a rotation: no line is lost.
#[test]
fn the_documented_unit_loses_no_line() {
    let start = OPERATIONS.split("ExecStart=/bin/bash -c '").nth(1).expect("a command");
    let start = start.split("'\n").next().expect("its end").replace("\\\n", " ");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let (feed, verdicts, store) = (path("news.jsonl"), path("verdicts.jsonl"), path("news.db"));
    let lines: Vec<String> = news::day(79, 90).iter().map(line).collect();
    let run = || {
        let out = fs::File::options().append(true).create(true).open(&verdicts).expect("it opens");
        as_documented(folder.path(), &start).stdout(out).spawn().expect("there is a bash")
    };
    let answered = || fs::read_to_string(&verdicts).map_or(0, |text| text.lines().count());
    append(&feed, &lines[..20]);
    let child = run();
    until(|| answered() == 20);
    append(&feed, &lines[20..40]);
    until(|| answered() == 40);
    // Its signal is for wirefold itself, which puts its state away.
    stop(child);
    assert_eq!(number(&store, "SELECT count(*) FROM runs WHERE ended IS NOT NULL"), 1);
    // While it is down, the feed grows and is rotated.
    append(&feed, &lines[40..60]);
    fs::rename(&feed, path("news.jsonl.1")).expect("it is renamed");
    append(&feed, &lines[60..80]);
    let child = run();
    until(|| answered() == 40 + 80);
    // It is rotated once more while it runs, and the unit started again, as the page says.
    fs::rename(&feed, path("news.jsonl.1")).expect("it is renamed");
    append(&feed, &lines[80..]);
    stop(child);
    let before = answered();
    let child = run();
    until(|| answered() == before + 30);
    stop(child);
    assert_eq!(number(&store, "SELECT count(DISTINCT id) FROM articles"), 90);
    assert_eq!(check(&store).expect("a store"), []);
}

/// Counting lines, in the order that the page gives: stop, wait, record.
#[test]
fn the_documented_count_begins_where_it_stopped() {
    let block = OPERATIONS.split("```sh\n").find(|block| block.starts_with("seen=")).expect("a block");
    let (start, record) = block.split("```").next().expect("its end").split_once("# stop\n").expect("two parts");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let wirefold = Path::new(env!("CARGO_BIN_EXE_wirefold")).parent().expect("a folder").display().to_string();
    let lines: Vec<String> = news::day(80, 60).iter().map(line).collect();
    let run = |part: usize| {
        append(&path("news.jsonl"), &lines[part * 20..part * 20 + 20]);
        // The answers of these lines are waited for in between, as a person would.
        let wait = format!("until [ \"$(wc -l < verdicts.jsonl)\" = {} ]; do sleep 0.02; done", part * 20 + 20);
        let script = format!("PATH={wirefold}:$PATH\n{start}\n{wait}\n{record}");
        assert!(as_documented(folder.path(), &script).status().expect("there is a bash").success());
        fs::read_to_string(path("seen")).expect("it is recorded").trim().to_owned()
    };
    assert_eq!([run(0), run(1), run(2)], ["20", "40", "60"]);
    assert_eq!(number(&path("news.db"), "SELECT sum(repeated) FROM runs"), 0);
    assert!(!path("ack.json").exists());
}

/// A store whose memory another version wrote: it says so, is read as before, and its articles make a new store that is its
/// equal.
#[test]
fn a_store_of_another_version_is_folded_anew() {
    let command =
        OPERATIONS.split("```sh\n").find(|block| block.starts_with("wirefold store articles")).expect("a block");
    let command = command.split("```").next().expect("its end");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let (old, new) = (path("news.db"), path("new.db"));
    let mut articles = news::corpus();
    articles.truncate(300);
    // One comes again with another text, and one is forgotten.
    articles.push(Article { text: articles[5].text.clone() + " More is to come.", ..articles[5].clone() });
    let opening = || Opening { command: "stream".into(), ..Opening::default() };
    let mut archive = Archive::open(&old, opening()).expect("a store");
    for quantum in articles.chunks(100) {
        archive.ingest_batch(quantum).expect("verdicts");
    }
    archive.close().expect("it closes");
    let before = contents(&old);

    let db = Connection::open(&old).expect("it opens");
    let kept: Vec<u8> = db.query_row("SELECT value FROM kept_rest", [], |row| row.get(0)).expect("a row");
    let mut rest = zstd::stream::decode_all(&kept[16..]).expect("zstd");
    assert_eq!(rest[0], STATE_VERSION);
    rest[0] += 1;
    let mut other = kept[8..16].to_vec();
    other.extend(zstd::bulk::compress(&rest, 1).expect("zstd"));
    let sealed = [&xxhash_rust::xxh3::xxh3_64(&other).to_le_bytes(), &other[..]].concat();
    db.execute("UPDATE kept_rest SET value = ?1", [sealed]).expect("it is written");
    drop(db);
    let refused = Archive::open(&old, opening()).expect_err("another version").to_string();
    let told = [format!("version {}, which", STATE_VERSION + 1), "store articles".into(), "news.db".into()];
    assert!(told.iter().all(|words| refused.contains(words)), "{refused}");

    let wirefold = Path::new(env!("CARGO_BIN_EXE_wirefold")).parent().expect("a folder").display().to_string();
    let anew = || {
        let script = format!("PATH={wirefold}:$PATH\n{command}");
        assert!(as_documented(folder.path(), &script).status().expect("there is a bash").success());
    };
    anew();
    assert!(contents(&new) == before);
    assert_eq!(fs::read_to_string(path("again.jsonl")).expect("answers").lines().count(), articles.len());
    assert_eq!(check(&new).expect("a store"), []);

    // What was forgotten is in no new store, and texts that are not kept are asked for.
    let mut archive = Archive::open(&new, opening()).expect("a store");
    archive.forget(&articles[7].id).expect("it is there");
    archive.close().expect("it closes");
    fs::rename(&new, &old).expect("it is renamed");
    fs::remove_file(path("new.db-lock")).expect("it is there");
    anew();
    assert_eq!(number(&new, "SELECT count(*) FROM articles"), articles.len() as i64 - 1);
    let db = Connection::open(&old).expect("it opens");
    db.execute("DELETE FROM texts WHERE article = 9", []).expect("a row");
    let reader = Reader::open(&old).expect("a reader");
    let said = reader.history(|_| Ok::<_, wirefold::Error>(())).expect_err("one is missing").to_string();
    assert!(said.contains("found 1 without"), "{said}");
}

#[test]
fn a_log_is_one_object_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("news.db");
    let mut stream = Stream::start(&["--log", "json", "--store", store.to_str().expect("UTF-8")]);
    stream.ask(&line(&news::day(75, 1)[0]));
    stream.ask("{\"text\": 3}");
    let (code, said) = stream.end();
    assert_eq!(code, Some(1), "{said}");
    let events: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let of = |message: &str| events.iter().find(|e| e["message"] == message).unwrap_or_else(|| panic!("{said}"));
    assert_eq!(of("rejected")["line"], 2);
    assert_eq!(of("rejected")["level"], "WARN");
    assert_eq!(of("closed")["articles"], 1);
    assert!(of("opened")["timestamp"].is_string());
    assert_eq!(of("1 line rejected")["level"], "WARN");
    // What ends a command is an error.
    let stream = Stream::start(&["--log", "json", "--store", folder.path().to_str().expect("UTF-8")]);
    let (code, said) = stream.end();
    let event: Value = serde_json::from_str(said.lines().last().expect("a line")).expect(&said);
    assert_eq!((code, &event["level"]), (Some(2), &"ERROR".into()), "{said}");
}

/// A limit on the size of files is told like a full disk, without a store as well, and leaves no half of a file.
#[test]
fn files_may_grow_no_further() {
    let folder = tempfile::tempdir().expect("a folder");
    let (articles, program) =
        (concat!(env!("CARGO_MANIFEST_DIR"), "/corpora/articles.jsonl"), env!("CARGO_BIN_EXE_wirefold"));
    let command =
        format!("ulimit -f 100; exec '{program}' batch '{articles}' --out verdicts.jsonl --edges edges.jsonl");
    let output = Command::new("sh").args(["-c", &command]).current_dir(&folder).output().expect("there is a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("edges.jsonl: File too large"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
