//! How likely an agency is behind a text, though nobody names one.

use super::Witness;

/// Odds that a text which is printed again is an agency's, before it is known what any printing says; and how often a
/// printing of an agency's text says nothing of it.
const ODDS: f32 = 12.0;
const SILENT: f32 = 0.5;

/// How likely an agency sent the text of these members to those that have it from nobody, where none is known to be behind
/// it: each of the unrelated `outlets` that print it in silence makes that less likely. A slug is no silence, nor is an agency
/// that is quoted or has a picture beside it.
pub fn supplied(members: &[Witness<'_>], outlets: usize) -> f32 {
    let speaks = |m: &Witness<'_>| !m.facts.signals.slugs.is_empty() || !m.facts.signals.agencies.is_empty();
    if members.iter().any(speaks) {
        return 1.0;
    }
    let odds = ODDS * SILENT.powf(outlets as f32);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Signals;
    use crate::provenance::lineage::MemberFacts;
    use crate::tokenise::Tokens;

    #[test]
    fn the_more_print_in_silence_the_less_likely_an_agency_is_behind() {
        let (body, silent) = (Tokens::default(), Signals::default());
        let with_slug = Signals { slugs: ["karsova-dam".to_owned()].into_iter().collect(), ..Signals::default() };
        let of = |signals, outlets| {
            let facts = MemberFacts { id: "", source: None, published_at: None, signals };
            supplied(&[Witness { facts, body: &body, title: &[] }], outlets)
        };
        let sure: Vec<f32> = (1..6).map(|outlets| of(&silent, outlets)).collect();
        assert!(sure.windows(2).all(|pair| pair[1] < pair[0]), "{sure:?}");
        assert!(sure[1] > 0.5 && sure[3] < 0.5, "{sure:?}");
        assert_eq!(of(&with_slug, 5), 1.0);
    }
}
