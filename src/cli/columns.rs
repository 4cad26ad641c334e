//! Text for the terminal: widths, cuts, and two texts side by side with their differences marked.

use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Cells of a table of two texts' words beyond which differences are not looked for.
const MAX_CELLS: usize = 4_000_000;

/// Columns of the terminal that standard output is, within bounds that can be read; 80 where it is none.
pub fn terminal_width() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map_or(80, |(width, _)| usize::from(width.0)).clamp(60, 140)
}

/// Whether words are parted here: at blanks and controls, and at what turns the direction of all that follows, which would
/// reach beyond the text's own place.
fn parts(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` on one line, without control characters, and cut to `width` columns with `…` at the end; not filled up.
pub fn cut(text: &str, width: usize) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(parts).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.width() <= width {
        return line;
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let kept: String = line.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// [`cut`], filled up with spaces to `width`.
pub fn cell(text: &str, width: usize) -> String {
    let mut cell = cut(text, width);
    let missing = width.saturating_sub(cell.width());
    cell.extend(std::iter::repeat_n(' ', missing));
    cell
}

/// What a line can break around: a word with its punctuation, or one wide character.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    text: String,
    width: usize,
    /// A space stands before it.
    is_spaced: bool,
    /// It has no counterpart in the other text.
    differs: bool,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut is_spaced, mut is_open) = (false, false);
    for c in text.chars() {
        if parts(c) {
            (is_spaced, is_open) = (true, false);
            continue;
        }
        let width = c.width().unwrap_or(0);
        match pieces.last_mut().filter(|_| is_open && width < 2) {
            Some(piece) => {
                piece.text.push(c);
                piece.width += width;
            }
            None => {
                pieces.push(Piece { text: c.into(), width, is_spaced, differs: false });
                is_spaced = false;
            }
        }
        is_open = width < 2;
    }
    pieces
}

/// What two pieces are compared by: letters and digits, without case.
fn key(piece: &Piece) -> String {
    piece.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Marks what is not in the longest common subsequence of the two.
fn mark_differences(a: &mut [Piece], b: &mut [Piece]) {
    let (n, m) = (a.len(), b.len());
    if n * m > MAX_CELLS {
        return;
    }
    let keys = |pieces: &[Piece]| pieces.iter().map(key).collect::<Vec<_>>();
    let (x, y) = (keys(a), keys(b));
    let at = |i: usize, j: usize| i * (m + 1) + j;
    // Length of the longest common subsequence of what follows i and j.
    let mut common = vec![0u16; (n + 1) * (m + 1)];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            common[at(i, j)] = if x[i] == y[j] {
                common[at(i + 1, j + 1)].saturating_add(1)
            } else {
                common[at(i + 1, j)].max(common[at(i, j + 1)])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < n || j < m {
        if i < n && j < m && x[i] == y[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == m || i < n && common[at(i + 1, j)] >= common[at(i, j + 1)] {
            a[i].differs = !x[i].is_empty();
            i += 1;
        } else {
            b[j].differs = !y[j].is_empty();
            j += 1;
        }
    }
}

/// Breaks pieces into lines of at most `width` columns.
fn wrap(pieces: Vec<Piece>, width: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut used = 0;
    for mut piece in pieces {
        let space = usize::from(piece.is_spaced && used > 0);
        if used == 0 || used + space + piece.width > width {
            piece.is_spaced = false;
            used = 0;
            lines.push(Vec::new());
            // A word longer than the column, such as an address.
            if piece.width > width {
                piece.text = cut(&piece.text, width);
                piece.width = piece.text.width();
            }
        }
        used += usize::from(piece.is_spaced) + piece.width;
        if let Some(line) = lines.last_mut() {
            line.push(piece);
        }
    }
    lines
}

/// The line with its differences in `mark`, filled up to `width`.
fn render(line: &[Piece], width: usize, mark: anstyle::Style) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for piece in line {
        if piece.is_spaced {
            out.push(' ');
            used += 1;
        }
        used += piece.width;
        // Writing into a string cannot fail.
        let _ = if piece.differs { write!(out, "{mark}{}{mark:#}", piece.text) } else { write!(out, "{}", piece.text) };
    }
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    out
}

/// The lines of two texts side by side in `width` columns: words that the other has not are in `mark`.
pub fn side_by_side(a: &str, b: &str, width: usize, mark: anstyle::Style) -> Vec<String> {
    let column = width.saturating_sub(3) / 2;
    let (mut a, mut b) = (pieces(a), pieces(b));
    mark_differences(&mut a, &mut b);
    let (a, b) = (wrap(a, column), wrap(b, column));
    let line = |n: usize| {
        let left = render(a.get(n).map_or(&[], Vec::as_slice), column, mark);
        let right = render(b.get(n).map_or(&[], Vec::as_slice), 0, mark);
        format!("{left} │ {right}").trim_end().to_owned()
    };
    (0..a.len().max(b.len())).map(line).collect()
}

/// The lines of one text in `width` columns.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    wrap(pieces(text), width).iter().map(|line| render(line, 0, anstyle::Style::new())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn differing(a: &str, b: &str) -> (Vec<String>, Vec<String>) {
        let (mut a, mut b) = (pieces(a), pieces(b));
        mark_differences(&mut a, &mut b);
        let marked = |pieces: Vec<Piece>| pieces.into_iter().filter(|p| p.differs).map(|p| p.text).collect();
        (marked(a), marked(b))
    }

    #[test]
    fn differing_words_are_marked_but_not_case_and_punctuation() {
        assert_eq!(differing("The dam, closed.", "the dam is closed"), (vec![], vec!["is".to_owned()]));
        assert_eq!(differing("桥已关闭", "桥未关闭"), (vec!["已".to_owned()], vec!["未".to_owned()]));
        assert_eq!(differing("", "a"), (vec![], vec!["a".to_owned()]));
    }

    #[test]
    fn a_cut_is_seen() {
        assert_eq!(cut("bridge closed", 20), "bridge closed");
        assert_eq!(cut("bridge closed", 8), "bridge…");
        assert_eq!(cut("bridge\n\t\u{1b}[31mclosed", 20), "bridge [31mclosed");
        assert_eq!(cut("桥已关闭", 5), "桥已…");
        assert_eq!(cut("\u{202e}bridge\u{202c} closed", 20), "bridge closed");
        assert_eq!(cell("桥", 4), "桥  ");
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked(a in "\\PC{0,60}", b in "[a-d 桥é\n]{0,60}", width in 20usize..100) {
            for line in wrapped(&a, width) {
                prop_assert!(line.width() <= width, "{line:?}");
            }
            for line in side_by_side(&a, &b, width, anstyle::Style::new()) {
                prop_assert!(line.width() <= width, "{line:?}");
            }
            prop_assert!(cut(&a, width).width() <= width);
        }
    }
}
