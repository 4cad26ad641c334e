//! Which dispatches a kill or withhold notice withdraws: by the headlines that it names.
//!
//! A notice repeats the headline behind its mark (`KILL: Bank raises rate`, `ANNULATION – Le pont rouvre`), or quotes it in
//! its text (`Merci de ne pas publier notre dépêche « Le pont rouvre »`). It shares nothing else with the dispatch.

use super::{Field, MarkKind, Signals};
use crate::article::Article;

/// How much of a notice's text is read, in characters.
const NOTICE: usize = 1200;

/// Words from which a quotation can be a headline.
const MIN_WORDS: usize = 3;

/// Headlines that are kept of a notice.
const MAX_HEADLINES: usize = 4;

/// Quotation marks, opening and closing.
const QUOTES: [(char, char); 9] =
    [('«', '»'), ('“', '”'), ('„', '“'), ('‘', '’'), ('"', '"'), ('「', '」'), ('『', '』'), ('《', '》'), ('”', '”')];

/// Adds the headlines that a notice names.
pub(super) fn read(article: &Article, signals: &mut Signals) {
    let marks = signals.marks.iter().filter(|m| matches!(m.kind, MarkKind::Kill | MarkKind::Withhold));
    let marks: Vec<_> = marks.copied().collect();
    if marks.is_empty() {
        return;
    }
    let mut found: Vec<String> = Vec::new();
    let title = article.title.as_deref().unwrap_or_default();
    let text: String = article.text.chars().take(NOTICE).collect();
    for mark in &marks {
        let whole = match mark.field {
            Field::Title => title,
            Field::Text => &text,
            // The item itself was withdrawn by its record: its own headline is meant.
            Field::PublicationStatus => {
                found.push(title.to_owned());
                continue;
            }
            _ => continue,
        };
        let behind: String = whole.chars().skip(mark.span.end as usize).collect();
        let line = behind.lines().next().unwrap_or_default();
        found.push(line.trim_start_matches(|c: char| !c.is_alphanumeric() && !opens(c)).trim().to_owned());
    }
    let note = article.metadata.editorial_note.as_deref().unwrap_or_default();
    for whole in [title, &text, note] {
        quoted(whole, &mut found);
    }
    for headline in found {
        let words = headline.split_whitespace().count();
        let long = words >= MIN_WORDS || headline.chars().count() >= 6 && words == 1 && !headline.is_ascii();
        if long && !signals.withdraws.contains(&headline) && signals.withdraws.len() < MAX_HEADLINES {
            signals.withdraws.push(headline);
        }
    }
}

fn opens(c: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == c)
}

/// Adds what stands between quotation marks.
fn quoted(text: &str, found: &mut Vec<String>) {
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| opens(*c)) {
        let inner = &rest[at + c.len_utf8()..];
        let end = QUOTES.iter().filter(|(open, _)| *open == c).filter_map(|(_, close)| inner.find(*close)).min();
        let Some(end) = end else { return };
        found.push(inner[..end].trim().to_owned());
        rest = inner[end..].char_indices().nth(1).map_or("", |(i, _)| &inner[end + i..]);
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::provenance::read_signals;

    #[test]
    fn notices_name_what_they_withdraw() {
        let withdraws =
            |title: &str, text: &str| read_signals(&Article::new("a", text).with_title(title), None).withdraws;
        assert_eq!(withdraws("KILL: Bank raises rate by a point", "A notice."), ["Bank raises rate by a point"]);
        assert_eq!(
            withdraws("ANNULATION", "Merci de ne pas publier notre dépêche « Le pont de Valmorin rouvre »."),
            ["Le pont de Valmorin rouvre"]
        );
        assert_eq!(
            withdraws("Hinweis", "RÜCKZUG: Bitte verwenden Sie die Meldung „Brücke wieder offen“ nicht."),
            ["Bitte verwenden Sie die Meldung „Brücke wieder offen“ nicht.", "Brücke wieder offen"]
        );
        assert!(withdraws("Bank raises rate by a point", "He said \"we will raise it again\".").is_empty());
    }
}
