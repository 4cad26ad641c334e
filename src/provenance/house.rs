//! The outlet that a credit line names beside the agency: `Le Monde avec AFP`.

use super::{Basis, Field, Gazetteer, House, Signals};
use crate::article::Article;
use crate::units::Span;

/// Words between an outlet and the agencies that it had its text from.
const WITH: &[&str] = &["avec", "with", "mit", "con", "com", "met", "med", "z", "с", "і", "și", "ve", "og", "och"];

/// Words that the name of an outlet has at most.
const MAX_WORDS: usize = 5;

/// Reads the house from the credits found so far. Cost: O(length of the credit lines).
pub(super) fn read(gazetteer: &Gazetteer, article: &Article, signals: &mut Signals) {
    let credits = signals.agencies.iter().filter(|s| s.basis == Basis::Credit && s.field == Field::Text);
    for credit in credits {
        let line = credit.span.of(&article.text);
        let Some(name) = named(line).filter(|name| gazetteer.by_name(name).is_none()) else { continue };
        let Some(at) = line.find(name) else { continue };
        let start = credit.span.start + line[..at].chars().count() as u32;
        let span = Span::new(start, start + name.chars().count() as u32);
        signals.house = Some(Box::new(House { name: name.to_owned(), field: Field::Text, span }));
        return;
    }
}

/// What stands before the linking word, where it can be the name of an outlet: no initials, no sentence.
fn named(line: &str) -> Option<&str> {
    let mut offset = 0;
    for word in line.split_whitespace() {
        let at = offset + line[offset..].find(word)?;
        offset = at + word.len();
        if at > 0 && WITH.contains(&word.to_lowercase().as_str()) {
            let name = line[..at].trim_matches(|c: char| !c.is_alphanumeric());
            let is_name = name.chars().next().is_some_and(|c| !c.is_lowercase())
                && name.split_whitespace().count() <= MAX_WORDS
                && name.split(|c: char| !c.is_alphanumeric()).any(|w| w.chars().count() >= 3);
            return is_name.then_some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::provenance::read_signals;
    use crate::units::Language;

    #[test]
    fn the_house_is_read_from_its_credit_line() {
        let cases = [
            ("fr", "Le pont de Valmorin est fermé.\n\nLe Monde avec AFP", Some("Le Monde")),
            ("fr", "Le pont de Valmorin est fermé.\n\nA. D. avec AFP", None),
            ("fr", "Le pont de Valmorin est fermé.\n\n(AFP)", None),
        ];
        for (language, text, expected) in cases {
            let signals = read_signals(&Article::new("a", text), Language::parse(language));
            let house = signals.house.as_ref();
            assert_eq!(house.map(|h| h.name.as_str()), expected, "{text}");
            if let Some(house) = house {
                assert_eq!(house.span.of(text), house.name);
            }
        }
    }
}
