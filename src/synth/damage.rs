//! What happens to texts on their way: characters misread, encodings mistaken, ends cut off.

use crate::random::SplitMix64;

/// Look-alikes of optical character recognition.
const CONFUSED: [(&str, &str); 12] = [
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("e", "c"),
    ("o", "0"),
    ("h", "li"),
    ("c", "e"),
    ("i", "l"),
    ("u", "n"),
    ("а", "о"),
    ("и", "н"),
    ("日", "曰"),
];

/// Which damage was done, as it stands in the truth's `trap`.
pub(super) fn damage(text: &mut String, random: &mut SplitMix64) -> &'static str {
    match random.below(3) {
        0 => {
            misread(text, 0.01 + 0.04 * random.unit(), random);
            "damage: characters misread"
        }
        1 => {
            mistake_encoding(text);
            "damage: encoding mistaken"
        }
        _ => {
            truncate(text, 0.5 + 0.45 * random.unit());
            "damage: cut off"
        }
    }
}

/// Misreads about `share` of the characters, as optical character recognition does: look-alikes, lost characters, stray
/// spaces. Line breaks stay. Cost: O(bytes).
pub fn misread(text: &mut String, share: f64, random: &mut SplitMix64) {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let mut step = first.len_utf8();
        if first != '\n' && random.chance(share) {
            match CONFUSED.iter().find(|(right, _)| rest.starts_with(right)) {
                Some((right, wrong)) => {
                    out.push_str(wrong);
                    step = right.len();
                }
                None if random.chance(0.5) => {}
                None => {
                    out.push(first);
                    out.push(' ');
                }
            }
        } else {
            out.push(first);
        }
        rest = &rest[step..];
    }
    *text = out;
}

/// `text` in lines of at most so many characters, as a column of print, a teletype or mail sets it; a longer word has a line to itself.
/// Cost: O(bytes).
pub fn in_lines(text: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut taken = 0;
        for word in paragraph.split_inclusive(|c| c == ' ' || ('\u{3000}'..'\u{ac00}').contains(&c)) {
            let length = word.trim_end().chars().count();
            if taken > 0 && taken + length > width {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push_str(word);
            taken += word.chars().count();
        }
        lines.push(line);
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// UTF-8 read as Latin-1, where at most a fifth of the bytes would turn to rubbish; other scripts lose every twentieth
/// character to U+FFFD instead.
fn mistake_encoding(text: &mut String) {
    let foreign = text.bytes().filter(|b| !b.is_ascii()).count();
    *text = if foreign * 5 <= text.len() {
        text.bytes().map(char::from).collect()
    } else {
        text.chars().enumerate().map(|(i, c)| if i % 20 == 7 && c != '\n' { '\u{fffd}' } else { c }).collect()
    };
}

/// Keeps `share` of the text, wherever that falls, and an ellipsis.
fn truncate(text: &mut String, share: f64) {
    let mut cut = (text.len() as f64 * share) as usize;
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    text.truncate(cut);
    text.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_what_it_says() {
        let mut random = SplitMix64::new(5);
        let mut text = "Modern learning, où l'été\n\nпосле того".repeat(40);
        let whole = text.clone();
        misread(&mut text, 0.05, &mut random);
        assert_ne!(text, whole);
        assert_eq!(text.matches("\n\n").count(), whole.matches("\n\n").count());
        let mut text = "L'été à la mer reste doux pour tous".to_owned();
        mistake_encoding(&mut text);
        assert!(text.starts_with("L'Ã©tÃ©"), "{text}");
        let mut text = "после того".to_owned();
        truncate(&mut text, 0.45);
        assert_eq!(text, "посл…");
    }
}
