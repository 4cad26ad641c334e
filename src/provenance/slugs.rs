//! The slug: the few words by which a desk names an item, the same for all its takes (`KARSOVA-DAM`, `MELDRIN-FLOOD/TOLL
//! (UPDATE 2)`). Feeds hand it on, pages do not show it.

use super::marks::behind_mark;
use super::{MarkKind, Signals};
use crate::article::Article;

/// Letters from which a single word is a slug; of a shorter one there are too many (`weather`).
const MIN_LETTERS: usize = 9;

/// How much of a notice's text is read, in words.
const NOTICE: usize = 200;

/// Slugs that are kept of an article.
const MAX_SLUGS: usize = 4;

/// Adds the slug of the record, and those that a kill or withhold notice names in its text.
pub(super) fn read(article: &Article, signals: &mut Signals) {
    let mut found: Vec<String> = article.metadata.slug.as_deref().and_then(bare).into_iter().collect();
    if signals.marks.iter().any(|m| matches!(m.kind, MarkKind::Kill | MarkKind::Withhold)) {
        let edges = |c: char| !c.is_alphanumeric();
        let mut words = article.text.split_whitespace().take(NOTICE);
        while let Some(word) = words.next() {
            let word = word.trim_matches(edges);
            if ["slug", "slugged", "slugline"].iter().any(|s| word.eq_ignore_ascii_case(s)) {
                found.extend(words.next().map(|slug| slug.trim_matches(edges)).and_then(bare));
            }
        }
    }
    for slug in found {
        if !signals.slugs.contains(&slug) && signals.slugs.len() < MAX_SLUGS {
            signals.slugs.push(slug);
        }
    }
}

/// The words of a slug without marks and numbers of takes, in lower case; none where they are too few to name an item.
fn bare(slug: &str) -> Option<String> {
    let slug = behind_mark(slug.trim());
    let end = slug.find(['(', ',']).unwrap_or(slug.len());
    let words: Vec<String> = slug[..end]
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let letters: usize = words.iter().map(|w| w.chars().filter(|c| c.is_alphabetic()).count()).sum();
    let says = if words.len() > 1 { letters >= 4 } else { letters >= MIN_LETTERS };
    says.then(|| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::{Field, read_signals};

    #[test]
    fn takes_of_an_item_have_one_slug() {
        for slug in [
            "KARSOVA-DAM",
            "karsova_dam",
            "UPDATE 2-KARSOVA-DAM",
            "KARSOVA-DAM/ (UPDATE 2)",
            "Karsova-Dam,2nd Ld",
            "KILL-KARSOVA-DAM",
        ] {
            assert_eq!(bare(slug).as_deref(), Some("karsova-dam"), "{slug}");
        }
        assert_eq!(bare("ダム・カルソワ").as_deref(), Some("ダム-カルソワ"));
        assert_eq!((bare("weather"), bare("2031-03"), bare("")), (None, None, None));
    }

    #[test]
    fn slugs_have_marks() {
        let mut article = Article::new("a", "A text.");
        article.metadata.slug = Some("KARSOVA-DAM/ (CORRECTED)".into());
        let signals = read_signals(&article, None);
        assert_eq!(signals.slugs, ["karsova-dam"]);
        let marks: Vec<_> = signals.marks.iter().map(|m| (m.kind, m.field, m.span.start)).collect();
        assert_eq!(marks, [(MarkKind::Correction, Field::Slug, 14)]);
        article.metadata.slug = Some("HOLD-UP-BANK".into());
        assert!(read_signals(&article, None).marks.is_empty());
    }

    #[test]
    fn a_notice_names_slugs() {
        let named = |text: &str| read_signals(&Article::new("a", text).with_title("KILL"), None).slugs;
        assert_eq!(named("Editors: the item slugged KARSOVA-DAM, sent at 0610, is killed."), ["karsova-dam"]);
        assert_eq!(named("Kill the following.\nSlug: \"MELDRIN-FLOOD/TOLL\""), ["meldrin-flood-toll"]);
        let text = "The dam project, slugged KARSOVA-DAM, goes on.";
        assert!(read_signals(&Article::new("a", text), None).slugs.is_empty());
    }
}
