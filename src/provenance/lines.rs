//! Agencies' names that a narrow column broke over two lines: `United⏎Press`, `Ha-⏎vas`, `Telegraphen-⏎Agentur`.

use super::Gazetteer;
use super::context::{Hit, ceil, floor};

/// How much of either line is read, in bytes.
const REACH: usize = 48;
/// How many words of a name stand on either line at most, and one more below.
const WORDS: usize = 3;
/// Signs that divide a word at the end of a printed line.
const HYPHENS: [char; 5] = ['-', '¬', '=', '⸗', '\u{ad}'];

/// Adds to `hits`, which are in order, the names that begin on one line of `text` and end on the next.
///
/// Cost: some forty bytes more to search for each line.
pub(super) fn find(gazetteer: &Gazetteer, text: &str, hits: &mut Vec<Hit>) {
    let mut extra = Vec::new();
    let mut joined = String::with_capacity(2 * REACH + 4);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = text[floor(text, end.saturating_sub(REACH))..end].trim_end_matches([' ', '\t', '\r']);
        let line = line.rsplit('\n').next().unwrap_or_default();
        let below = text[end + 1..ceil(text, end + 1 + REACH)].trim_start_matches([' ', '\t', '\r']);
        let below = below.split('\n').next().unwrap_or_default();
        if line.is_empty() || below.is_empty() {
            continue;
        }
        // A name that is cut by the window's edge is none of a whole word.
        let left = match line.rmatch_indices(' ').nth(WORDS - 1) {
            Some((at, _)) => &line[at..],
            None if line.len() + 1 < REACH => line,
            None => &line[line.find(' ').unwrap_or(0)..],
        };
        let below = below.match_indices(' ').nth(WORDS).map_or(below, |(at, _)| &below[..at]);
        let from = left.as_ptr() as usize - text.as_ptr() as usize;
        let right = below.as_ptr() as usize - text.as_ptr() as usize;
        // `Telegraphen-⏎Union` keeps its hyphen.
        let is_small = |c: char| c.is_lowercase();
        let (part, join) = match left.strip_suffix(HYPHENS) {
            Some(part) if below.starts_with(char::is_uppercase) && part.ends_with(is_small) => (part, "-"),
            Some(part) => (part, ""),
            None => (left, " "),
        };
        joined.clear();
        joined.extend([part, join, below]);
        let (edge, over) = (part.len(), part.len() + join.len());
        gazetteer.finder.find(&joined, |start, stop, phrase| {
            if start >= edge || stop <= over || gazetteer.cue(phrase).is_some() {
                return;
            }
            let hit = gazetteer.accept(&joined, start, stop, phrase).filter(|hit| hit.end > over);
            extra.extend(hit.map(|hit| Hit { start: from + hit.start, end: right + hit.end - over, ..hit }));
        });
    }
    if extra.is_empty() {
        return;
    }
    // The longer of two that overlap: `Agence⏎France-Presse` has `France-Presse` within.
    hits.append(&mut extra);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    hits.dedup_by(|later, first| later.start < first.end);
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::provenance::read_signals;
    use crate::units::Timestamp;

    fn named(text: &str, date: &str) -> Vec<String> {
        let article = Article::new("a", text).with_published_at(Timestamp::parse(date).expect("a date"));
        read_signals(&article, None).agencies.iter().map(|s| s.agency.name.clone()).collect()
    }

    #[test]
    fn a_name_may_end_on_the_next_line() {
        let then = "1931-05-02T00:00:00Z";
        for (text, name) in [
            ("Wie die Agentur Ha-\nvas aus Orsa meldet, ist der\nDampfer gesunken.", "Havas"),
            ("Aus Orsa wird der Telegraphen-\nUnion gemeldet, der Dampfer sei\ngesunken.", "Telegraphen-Union"),
            ("The steamer sank off Orsa, the Exchange \nTelegraph learns.", "Exchange Telegraph"),
            ("Le vapeur a sombré. On mande d'Orsa à l'Agence télé¬\ngraphique suisse que", "ATS"),
        ] {
            assert_eq!(named(text, then), [name], "{text:?}");
        }
        assert!(named("Der Dampfer fuhr in den Ha-\nfen ein. Er war\nvon Ha-\n\nvas", then).is_empty());
        assert!(named("Wie die Agentur Ha-\nvas meldet", "2019-05-02T00:00:00Z").is_empty());
        let many = "Agence Ha-\nvas et United\nPress\n".repeat(5000);
        assert_eq!(named(&many, then).len(), 2);
    }
}
