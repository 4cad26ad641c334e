#![doc = include_str!("../../docs/formats/rejects.md")]

use super::Rejected;
use serde::Serialize;
use std::io::{self, Write};

/// Writes rejected records, one JSON object a line.
pub struct RejectsWriter<W: Write> {
    out: W,
}

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    line: u64,
    byte: u64,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record_base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record_bytes: Option<u64>,
}

impl<W: Write> RejectsWriter<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }

    /// Appends one record.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn write(&mut self, rejected: &Rejected) -> io::Result<()> {
        let Rejected { rejection, record, record_bytes } = rejected;
        let text = std::str::from_utf8(record).ok();
        let line = Line {
            source: &rejection.source_name,
            line: rejection.line,
            byte: rejection.byte,
            reason: rejection.reason.to_string(),
            record: text,
            record_base64: text.is_none().then(|| base64(record)),
            record_bytes: Some(*record_bytes).filter(|whole| *whole > record.len() as u64),
        };
        serde_json::to_writer(&mut self.out, &line)?;
        self.out.write_all(b"\n")
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// Base64 with the standard alphabet and padding (RFC 4648 §4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            let sextet = (bits >> (18 - 6 * i)) & 63;
            text.push(if i <= chunk.len() { ALPHABET[sextet as usize].into() } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Blocks, Format, Options, Parser};

    const FORMAT: &str = include_str!("../../docs/formats/rejects.md");

    fn rejects_of(input: &[u8], options: &Options) -> String {
        let parser = Parser::new(options);
        let mut writer = RejectsWriter::new(Vec::new());
        for block in Blocks::of_reader("news.jsonl", Format::JsonLines, io::Cursor::new(input.to_vec()), options) {
            for rejected in parser.parse_block(&block.unwrap()).iter().filter_map(|o| o.as_ref().err()) {
                writer.write(rejected).unwrap();
            }
        }
        String::from_utf8(writer.into_inner()).unwrap()
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(b"\xff\xfe\xfd"), "//79");
    }

    #[test]
    fn the_examples_are_what_is_written() {
        let example = FORMAT.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let input = b"{\"id\": \"a\", \"text\": \"Fine.\"}\n{\"id\": \"b\", \"text\": 7}\nnot json\r\n{\"text\": \"\xe9t\xe9\"}\n";
        assert_eq!(rejects_of(input, &Options::default()), example);
    }

    #[test]
    fn a_record_over_the_limit_is_cut_and_says_so() {
        let options = Options { max_text_bytes: 10, ..Options::default() };
        let length = options.record_limit() as usize + 5;
        let rejects = rejects_of(&vec![b'x'; length], &options);
        let line: serde_json::Value = serde_json::from_str(&rejects).unwrap();
        assert_eq!(line["record"].as_str().unwrap().len(), length - 5);
        assert_eq!(line["record_bytes"], length);
    }
}
