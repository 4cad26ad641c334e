//! Official statements: what one article quotes and another prints as its own text is nobody's report.

use super::Passage;
use crate::tokenise::{Kind, Tokens};
use std::ops::Range;

/// Words of a statement at least: fewer are quoted by whoever tells of it.
const MIN_STATEMENT: usize = 12;

/// A report about a statement has this part of its words beside it at least.
const OWN: usize = 4;

/// One word in so many of a passage may stand outside the marks.
const STRAY: usize = 8;

fn is_quoted(kind: &Kind) -> bool {
    kind.has(Kind::QUOTED)
}

/// Whether a body quotes somebody, and has words of its own beside it: marks around all of a text quote nobody.
fn quotes(body: &Tokens) -> bool {
    let quoted = body.kinds.iter().filter(|kind| is_quoted(kind)).count();
    quoted >= MIN_STATEMENT && has_own(body, quoted)
}

/// Whether a body of which so many words are said by somebody is a report about that, and not what was said.
fn has_own(body: &Tokens, quoted: usize) -> bool {
    body.len() - quoted >= MIN_STATEMENT.max(body.len() / OWN)
}

/// Which words of `plain` are said in a passage that it has with `quoting`: all of it, where it stands there within marks, and
/// here without any. Where words around a quotation are shared as well, a report is.
fn said(plain: &Tokens, of: (u32, u32), quoting: &Tokens, there: (u32, u32)) -> Range<usize> {
    let range = |(first, end): (u32, u32)| first as usize..end as usize;
    let (words, marks) = (&plain.kinds[range(of)], &quoting.kinds[range(there)]);
    let outside = marks.iter().filter(|kind| !is_quoted(kind)).count();
    if words.iter().any(is_quoted) || outside * STRAY > marks.len() { 0..0 } else { range(of) }
}

/// How many shared words the shorter of two bodies prints as its own, and the longer quotes. What lost its marks may have been
/// quoted as well. Cost: O(tokens).
pub(super) fn quoted([a, b]: [&Tokens; 2], a_is_shorter: bool, passages: &[Passage]) -> u64 {
    let (shorter, longer) = if a_is_shorter { (a, b) } else { (b, a) };
    if !quotes(longer) || shorter.has_no_marks() {
        return 0;
    }
    let of = passages.iter().map(|p| {
        let (of_a, of_b) = ((p.a_first, p.a_end), (p.b_first, p.b_end));
        let (short, long) = if a_is_shorter { (of_a, of_b) } else { (of_b, of_a) };
        said(shorter, short, longer, long).len()
    });
    let quoted: usize = of.sum();
    if quoted < MIN_STATEMENT { 0 } else { quoted as u64 }
}
