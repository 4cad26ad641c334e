//! Whatever befalls the file, there is a clear error, nothing acknowledged is lost unseen, and nothing is wrong in silence.

mod news;
mod stores;

use rusqlite::Connection;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use stores::contents;
use wirefold::random::SplitMix64;
use wirefold::store::{Archive, Opening, Reader, check, lock_path};
use wirefold::{Article, Error};

fn open(path: &Path) -> wirefold::Result<Archive> {
    Archive::open(path, Opening { command: "test".into(), ..Opening::default() })
}

fn folded(path: &Path, articles: &[Article]) {
    let mut archive = open(path).expect("a store");
    archive.ingest_batch(articles).expect("verdicts");
    archive.close().expect("it closes");
}

fn lines(articles: &[Article]) -> Vec<u8> {
    articles.iter().flat_map(|article| format!("{}\n", news::line(article)).into_bytes()).collect()
}

/// Runs `wirefold stream --store` under a shell, after `first` there.
fn stream(first: &str, store: &Path, input: Vec<u8>) -> Output {
    let command = format!("{first}; exec '{}' stream --store '{}'", env!("CARGO_BIN_EXE_wirefold"), store.display());
    let mut child = Command::new("sh")
        .args(["-c", &command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("there is a shell");
    let mut stdin = child.stdin.take().expect("it is piped");
    let feeder = std::thread::spawn(move || _ = stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("it ends");
    output
}

fn answers(output: &Output) -> Vec<String> {
    String::from_utf8(output.stdout.clone()).expect("UTF-8").lines().map(str::to_owned).collect()
}

/// A file that may grow no further is what a full disk is to a program.
#[cfg(unix)]
#[test]
fn no_room_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = news::day(61, 700);
    let (whole, store) = (folder.path().join("whole.db"), folder.path().join("news.db"));
    let expected = answers(&stream(":", &whole, lines(&articles)));
    assert_eq!(expected.len(), articles.len());

    let mut shown: Vec<String> = Vec::new();
    let mut failures = 0;
    // In units of 512 bytes or more, as the shell has it.
    for blocks in [1500, 3000] {
        let cut = stream(&format!("ulimit -f {blocks}"), &store, lines(&articles[shown.len()..]));
        let said = String::from_utf8_lossy(&cut.stderr).into_owned();
        if cut.status.success() {
            shown.extend(answers(&cut));
            break;
        }
        failures += 1;
        assert_eq!(cut.status.code(), Some(2), "{said}");
        assert!(said.contains("news.db") && said.contains("remedy"), "{said}");
        shown.extend(answers(&cut));
        // With more room, what has no place in the tables may all stand beside them.
        assert!(failures > 1 || shown.len() < articles.len());
    }
    assert!(failures > 0, "there was room");
    let rest = stream(":", &store, lines(&articles[shown.len()..]));
    assert!(rest.status.success(), "{}", String::from_utf8_lossy(&rest.stderr));
    shown.extend(answers(&rest));
    assert_eq!(shown, expected);
    assert_eq!(contents(&store), contents(&whole));
    assert_eq!(check(&store).expect("a store"), []);
}

#[test]
fn places_where_no_store_can_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let a_folder = folder.path().join("news");
    fs::create_dir(&a_folder).expect("a folder");
    for path in [folder.path().join("nowhere/news.db"), a_folder] {
        let said = open(&path).expect_err("no file can be there").to_string();
        assert!(said.contains(&*path.to_string_lossy()), "{said}");
    }
}

#[test]
fn another_program_holds_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    folded(&path, &news::day(62, 50));
    let other = Connection::open(&path).expect("it opens");
    other.execute_batch("BEGIN EXCLUSIVE").expect("it is held");
    let Err(Error::Store(error)) = open(&path) else { panic!("it is held") };
    assert!(error.to_string().contains("no other writer"), "{error}");
}

/// All that a store holds, what it keeps for the engine included.
fn all(path: &Path) -> Option<Vec<String>> {
    let found = std::panic::catch_unwind(|| {
        let db = Connection::open(path).expect("it opens");
        let mut found = contents(path);
        for table in ["kept_articles", "kept_clusters", "kept_stories", "kept_logs", "kept_rest", "store"] {
            let mut statement = db.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).expect(table);
            let count = statement.column_count();
            let mut rows = statement.query([]).expect(table);
            while let Some(row) = rows.next().expect(table) {
                found.extend((0..count).map(|c| format!("{:?}", row.get_ref(c).expect("a cell"))));
            }
        }
        found
    });
    found.ok()
}

/// Each byte that is changed is found, or changes nothing that the store says.
#[test]
fn flipped_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    folded(&path, &news::day(63, 150));
    let bytes = fs::read(&path).expect("it is read");
    let expected = all(&path).expect("it is whole");
    let copy = folder.path().join("copy.db");
    let random = &mut SplitMix64::of(63, &[]);
    let (mut found, mut harmless) = (0, 0);
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let mut wrong = Vec::new();
    for _ in 0..400 {
        let mut damaged = bytes.clone();
        let at = random.below(damaged.len());
        damaged[at] ^= 1 << random.below(8);
        fs::write(&copy, &damaged).expect("written");
        for beside in ["-wal", "-shm", "-lock"] {
            let _ = fs::remove_file(PathBuf::from(format!("{}{beside}", copy.display())));
        }
        match check(&copy) {
            Ok(faults) if faults.is_empty() => match all(&copy) {
                Some(now) if now == expected => harmless += 1,
                _ => wrong.push(at),
            },
            Ok(_) | Err(Error::Store(_)) => found += 1,
            Err(other) => panic!("{other}"),
        }
    }
    std::panic::set_hook(quiet);
    assert!(wrong.is_empty(), "nothing was found of changes at {wrong:?}");
    assert!(found > 150, "{found} found, {harmless} harmless");
}

#[test]
fn a_torn_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.db");
    folded(&path, &news::day(64, 150));
    let bytes = fs::read(&path).expect("it is read");
    for length in [bytes.len() - 4096, bytes.len() / 2, 100] {
        let copy = folder.path().join(format!("{length}.db"));
        fs::write(&copy, &bytes[..length]).expect("written");
        let is_found = check(&copy).map_or(true, |faults| !faults.is_empty());
        assert!(is_found, "{length} bytes of {}", bytes.len());
        assert!(open(&copy).is_err(), "{length} bytes of {}", bytes.len());
    }
}

/// The log ends where it is damaged, and with it what was acknowledged: that is seen when the store is opened.
#[test]
fn a_damaged_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("news.db"), folder.path().join("copy.db"));
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    let mut archive = open(&path).expect("a store");
    let articles = news::day(65, 120);
    for part in articles.chunks(30) {
        archive.ingest_batch(part).expect("verdicts");
        archive.commit().expect("it is durable");
    }
    // As the process would leave it, were it killed now.
    fs::copy(&path, &copy).expect("copied");
    fs::copy(lock_path(&path), lock_path(&copy)).expect("copied");
    let mut bytes = fs::read(log(&path)).expect("it is there");
    fs::write(log(&copy), &bytes).expect("written");
    assert_eq!(open(&copy).expect("a store").articles(), 120);

    fs::copy(&path, &copy).expect("copied");
    fs::copy(lock_path(&path), lock_path(&copy)).expect("copied");
    let _ = fs::remove_file(format!("{}-shm", copy.display()));
    let at = bytes.len() * 3 / 4;
    bytes[at] ^= 1;
    fs::write(log(&copy), &bytes).expect("written");
    let Err(Error::Store(error)) = open(&copy) else { panic!("some of it is lost") };
    assert!(error.to_string().contains("the 120 articles that were acknowledged"), "{error}");
}

/// Verdicts that are durable and wait to be shown are given as they were, once their articles come again.
#[test]
fn what_was_not_shown_is_given_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("news.db"), folder.path().join("copy.db"));
    let beside = |path: &Path, end: &str| PathBuf::from(format!("{}{end}", path.display()));
    let mut archive = open(&path).expect("a store");
    let (release, held) = std::sync::mpsc::channel::<()>();
    let articles = news::day(67, 60);
    let (mut expected, mut held) = (Vec::new(), Some(held));
    for part in articles.chunks(10) {
        expected.extend(archive.ingest_batch(part).expect("verdicts"));
        let held = held.take();
        // The reader of the first answers is slow; all that comes after them waits as well.
        let then = move || {
            let _ = held.map(|held| held.recv());
            Ok(())
        };
        archive.commit_then(then).expect("it is handed over");
        // What came before is in the tables by then.
        std::thread::sleep(std::time::Duration::from_millis(80));
    }
    let in_tables = || Reader::open(&path).expect("a store").stats().expect("figures").articles;
    while in_tables() < articles.len() as i64 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    for end in ["", "-wal", "-lock", "-arrivals-a"] {
        fs::copy(beside(&path, end), beside(&copy, end)).expect("copied");
    }
    release.send(()).expect("it waits");
    archive.close().expect("it closes");

    let mut archive = open(&copy).expect("a store");
    for (article, expected) in articles.iter().zip(&expected) {
        let verdict = archive.ingest(article).expect("a verdict");
        assert_eq!(serde_json::to_string(&verdict).expect("JSON"), serde_json::to_string(expected).expect("JSON"));
    }
    archive.close().expect("it closes");
}

/// Power is lost: the file and its log are as the disk had them some time before. What was acknowledged since stands beside
/// them, and the store goes on as if nothing had been.
#[test]
fn what_the_tables_have_lost_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy, whole) =
        (folder.path().join("news.db"), folder.path().join("copy.db"), folder.path().join("whole.db"));
    let beside = |path: &Path, end: &str| PathBuf::from(format!("{}{end}", path.display()));
    let articles = news::sent_again(&news::day(66, 260), 66);
    let mut archive = open(&whole).expect("a store");
    let expected: Vec<String> = articles
        .chunks(20)
        .flat_map(|part| {
            let verdicts = archive.ingest_batch(part).expect("verdicts");
            archive.commit().expect("it is durable");
            verdicts
        })
        .map(|verdict| serde_json::to_string(&verdict).expect("JSON"))
        .collect();
    archive.close().expect("it closes");

    for (lost_from, tear) in [(0, 0), (100, 0), (100, 7), (240, 0)] {
        let mut archive = open(&path).expect("a store");
        for part in articles.chunks(20) {
            let at = archive.articles();
            if at >= lost_from && !copy.exists() {
                fs::copy(&path, &copy).expect("copied");
                fs::copy(beside(&path, "-wal"), beside(&copy, "-wal")).expect("copied");
            }
            archive.ingest_batch(part).expect("verdicts");
            // Each is in a file beside the store when this has returned, and in the tables.
            archive.commit().expect("it is durable");
        }
        let taken = archive.articles();
        fs::copy(lock_path(&path), lock_path(&copy)).expect("copied");
        let mut arrived = fs::read(beside(&path, "-arrivals-a")).expect("it is there");
        arrived.truncate(arrived.len() - tear);
        fs::write(beside(&copy, "-arrivals-a"), arrived).expect("written");
        if tear > 0 {
            let faults = check(&copy).expect("a store");
            assert!(faults.iter().any(|fault| fault.place == "arrivals"), "{faults:?}");
            let Err(Error::Store(error)) = open(&copy) else { panic!("the last one is lost") };
            assert!(error.to_string().contains(&format!("the {taken} articles that were acknowledged")), "{error}");
            fs::remove_file(lock_path(&copy)).expect("it is there");
        }
        // Who folds it anew has them as well.
        let mut history = 0;
        let count = |_| {
            history += 1;
            Ok::<(), Error>(())
        };
        Reader::open(&copy).and_then(|reader| reader.history(count)).expect("articles");
        assert_eq!(history, taken - u32::from(tear > 0));
        let mut archive = open(&copy).expect("a store");
        assert_eq!(archive.articles(), taken - u32::from(tear > 0));
        // What was not shown, as far as is known, is given as it was.
        let last = articles.chunks(20).next_back().expect("there are some");
        for (article, expected) in last.iter().zip(&expected[articles.len() - last.len()..]) {
            let verdict = archive.ingest(article).expect("a verdict");
            assert_eq!(serde_json::to_string(&verdict).expect("JSON"), *expected);
        }
        archive.close().expect("it closes");
        assert!(!beside(&copy, "-arrivals-a").exists());
        assert_eq!(contents(&copy), contents(&whole));
        assert_eq!(check(&copy).expect("a store"), []);
        for file in [&path, &copy] {
            for end in ["", "-wal", "-shm", "-lock", "-arrivals-a", "-arrivals-b"] {
                let _ = fs::remove_file(beside(file, end));
            }
        }
    }
}

/// By whatever link a store is named, it is one: one writer, and what was acknowledged stands beside the file itself.
#[cfg(unix)]
#[test]
fn a_store_that_a_link_leads_to() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("disk")).expect("made");
    let (file, link) = (folder.path().join("disk/real.db"), folder.path().join("news.db"));
    std::os::unix::fs::symlink("disk/real.db", &link).expect("a link, to what is not there yet");
    let articles = news::day(63, 90);
    let beside = |name: &str| folder.path().join(name).exists();
    for (n, path, other) in [(0, &link, &file), (1, &file, &link)] {
        let mut archive = open(path).expect("a store");
        archive.ingest_batch(&articles[n * 30..][..30]).expect("verdicts");
        archive.commit().expect("it is durable");
        assert!(beside("disk/real.db-arrivals-a") && beside("disk/real.db-lock") && beside("disk/real.db-wal"));
        assert!(!beside("news.db-arrivals-a") && !beside("news.db-lock"));
        let refused = open(other).expect_err("it is being written").to_string();
        assert!(refused.contains("no other writer"), "{refused}");
        assert_eq!(check(other).expect("a store"), []);
        // Gone without closing.
        drop(archive);
    }
    let mut archive = open(&link).expect("a store");
    assert_eq!(archive.articles(), 60);
    archive.ingest_batch(&articles[60..]).expect("verdicts");
    archive.close().expect("it closes");
    assert_eq!(Reader::open(&link).and_then(|reader| reader.stats()).expect("figures").articles, 90);
}
