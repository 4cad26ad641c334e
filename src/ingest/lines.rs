//! What stands on a line of JSON lines besides its object, and JSON that is not quite so.

/// The object of a line: files joined end to end have the byte order mark in their midst, sequences a sign before each
/// object (RFC 7464), and arrays of an object a line their commas and brackets.
pub(super) fn unmarked(line: &str) -> &str {
    let json = line.trim_start_matches(['\u{feff}', '\u{1e}']);
    let inner = json.trim_ascii();
    match inner.as_bytes() {
        [b'{', .., b'}', b',' | b']'] => &inner[..inner.len() - 1],
        [b'[' | b',', rest @ .., b'}' | b','] if rest.trim_ascii_start().starts_with(b"{") => unmarked(&inner[1..]),
        _ => json,
    }
}

/// Words that some writers put for a number that is none.
const NO_NUMBERS: [&str; 4] = ["NaN", "-NaN", "Infinity", "-Infinity"];

/// The same with `null` where it has `NaN` or an infinity, and blanks for control characters within strings; `None` where
/// it has none of these.
pub(super) fn mended(json: &str) -> Option<String> {
    let mut mended = String::with_capacity(json.len() + 16);
    let (mut at, mut copied, mut is_within) = (0, 0, false);
    let bytes = json.as_bytes();
    while at < bytes.len() {
        let (put, length) = match bytes[at] {
            b'\\' if is_within => {
                at += 2;
                continue;
            }
            b'"' => {
                is_within = !is_within;
                at += 1;
                continue;
            }
            0..b' ' if is_within => (" ", 1),
            b'N' | b'I' | b'-' if !is_within => {
                let word = NO_NUMBERS.into_iter().find(|word| bytes[at..].starts_with(word.as_bytes()));
                ("null", word.map_or(0, str::len))
            }
            _ => ("", 0),
        };
        if length == 0 {
            at += 1;
            continue;
        }
        mended.push_str(&json[copied..at]);
        mended.push_str(put);
        at += length;
        copied = at;
    }
    mended.push_str(&json[copied..]);
    (copied > 0).then_some(mended)
}

/// Whether nothing stands on the line, or only the bracket that closes an array.
pub(super) fn is_blank(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.is_empty() || line == b"]"
}
