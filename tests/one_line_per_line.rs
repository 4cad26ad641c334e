//! `wirefold stream` answers every line of its input with exactly one line, in order and at once, whatever the bytes.

use proptest::prelude::*;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

const TEXT: &str = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior \
     ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley.";

fn spawn() -> Child {
    Command::new(env!("CARGO_BIN_EXE_wirefold"))
        .args(["stream", "--threads", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts")
}

/// Feeds `input` in pieces of `piece` bytes.
fn stream(input: Vec<u8>, piece: usize) -> Output {
    let mut child = spawn();
    let mut stdin = child.stdin.take().expect("it is piped");
    let feeder = thread::spawn(move || {
        for piece in input.chunks(piece) {
            stdin.write_all(piece).expect("it reads all");
        }
    });
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("it reads all");
    output
}

fn answers(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn article(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "text": text}).to_string()
}

/// A line's bytes, and the id that its verdict has; none when it is to be rejected.
fn line() -> impl Strategy<Value = (Vec<u8>, Option<String>)> {
    let good = |id: String| (article(&id, TEXT).into_bytes(), Some(id));
    let bad = |bytes: &'static [u8]| Just((bytes.to_vec(), None));
    prop_oneof![
        4 => "[a-e]{1,2}".prop_map(good),
        1 => "[a-e]".prop_map(move |id| (article(&id, "別の記事です。\u{0} \u{1f469}").into_bytes(), Some(id))),
        1 => "[a-e]".prop_map(|id| (format!("\u{feff} {{\"id\":\"{id}\",\"title\":\"Short\"}} ").into_bytes(), Some(id))),
        2 => prop_oneof![bad(b""), bad(b"   "), bad(b"\t"), bad(b"\r")],
        2 => prop_oneof![
            bad(b"not json"),
            bad(b"{"),
            bad(b"[]"),
            bad(b"null"),
            bad(b"{}"),
            bad(b"{\"text\": 3}"),
            bad(b"{\"id\":\"a\",\"text\":\"\\ud800\"}"),
            bad(b"{\"text\": \"\xff\"}"),
            bad(b"\xff\xfe\x00"),
            bad(b"\x00"),
        ],
        1 => proptest::collection::vec(any::<u8>().prop_filter("one line", |b| *b != b'\n'), 1..40)
            .prop_filter("no article by chance", |bytes| bytes[0] != b'{')
            .prop_map(|bytes| (bytes, None)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_many_lines_come_out_as_went_in(
        lines in proptest::collection::vec((line(), any::<bool>()), 0..40),
        is_ended in any::<bool>(),
        piece in prop_oneof![Just(1usize << 20), 1usize..200],
    ) {
        let mut input = Vec::new();
        for ((bytes, _), has_return) in &lines {
            input.extend_from_slice(bytes);
            input.extend_from_slice(if *has_return { b"\r\n" } else { b"\n" });
        }
        let mut expected: Vec<Option<String>> = lines.into_iter().map(|((_, id), _)| id).collect();
        if !is_ended && input.pop().is_some() && (input.is_empty() || input.ends_with(b"\n")) {
            // What is left of the last line is nothing, and no line.
            expected.pop();
        }
        let has_bad = expected.iter().any(Option::is_none);
        let output = stream(input, piece);
        let answers = answers(&output);
        prop_assert_eq!(answers.len(), expected.len());
        for ((answer, id), n) in answers.iter().zip(&expected).zip(1..) {
            prop_assert_eq!(&answer["schema"], "wirefold.verdict/1");
            match id {
                Some(id) => prop_assert_eq!(&answer["id"], id.as_str()),
                None => {
                    prop_assert_eq!(&answer["rejected"]["line"], n);
                    prop_assert!(answer["rejected"]["byte"].is_u64());
                    prop_assert!(answer["rejected"]["reason"].is_string());
                }
            }
        }
        prop_assert_eq!(output.status.code(), Some(i32::from(has_bad)));
    }
}

#[test]
fn lines_of_any_length_have_one_answer_each() {
    let over_text_limit = article("long", &"word ".repeat(1_200_000));
    let over_record_limit = "x".repeat(40 << 20);
    let many_keys = format!("{{\"id\":\"keys\",\"text\":\"x\"{}}}", ",\"date\":\"\"".repeat(400_000));
    let input = [article("a", TEXT), over_text_limit, over_record_limit, article("b", TEXT), many_keys].join("\n");
    let output = stream(input.into_bytes(), 1 << 20);
    let answers = answers(&output);
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0]["id"], "a");
    assert_eq!(answers[1]["rejected"]["line"], 2);
    assert!(answers[1]["rejected"]["reason"].as_str().is_some_and(|r| r.contains("over the limit")));
    assert_eq!(answers[2]["rejected"]["line"], 3);
    assert_eq!(answers[3]["of"], "a");
    assert_eq!(answers[4]["id"], "keys");
}

#[test]
fn a_line_is_answered_before_the_next_is_sent() {
    let mut child = spawn();
    let mut stdin = child.stdin.take().expect("it is piped");
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let (sender, received) = mpsc::channel();
    thread::spawn(move || stdout.lines().map_while(Result::ok).for_each(|line| sender.send(line).unwrap()));
    for n in 0..70 {
        let line = if n % 7 == 3 { "bad".to_owned() } else { article(&n.to_string(), TEXT) };
        writeln!(stdin, "{line}").expect("it reads");
        let answer = received.recv_timeout(Duration::from_secs(30)).expect("it answers at once");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        if n % 7 == 3 {
            assert_eq!(answer["rejected"]["line"], n + 1);
        } else {
            assert_eq!(answer["id"], n.to_string());
        }
    }
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let mut child = spawn();
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut first = String::new();
    writeln!(stdin, "{}", article("a", TEXT)).expect("it reads");
    stdout.read_line(&mut first).expect("it answers");
    drop(stdout);
    // Many more than pipes hold; the end may come at any of them.
    for n in 0..20_000 {
        if writeln!(stdin, "{}", article(&n.to_string(), TEXT)).is_err() {
            break;
        }
    }
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(3), "lines are left that nobody was answered");
    let mut talk = String::new();
    child.stderr.take().expect("it is piped").read_to_string(&mut talk).expect("UTF-8");
    assert_eq!(talk, "");
}
