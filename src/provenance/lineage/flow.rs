//! Between two printings: did one take it from the other, did both have it from one source, or does nothing tell?

use super::{Descent, Evidence, MemberFacts, Witness};
use crate::provenance::{Basis, Families, Field};
use serde::Serialize;

/// Which way a text went between two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The second has it from the first.
    Forward,
    /// The first has it from the second.
    Backward,
    /// Both have it from a common source.
    Common,
    /// Both are one outlet's.
    SameOutlet,
    /// Nothing tells.
    Undecided,
}

/// The way of a text between two articles, and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flow {
    /// Which way.
    pub direction: Direction,
    /// How likely that is, in [0, 1]; 0 when undecided.
    pub confidence: f32,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// One of the two articles, and what is known of its descent.
#[derive(Clone, Copy, Debug)]
pub struct FlowEnd<'a> {
    /// What it says of its origin.
    pub facts: MemberFacts<'a>,
    /// Its outlet's publisher, where that is known.
    pub family: Option<&'a str>,
    /// From whom it was taken; none where it has no cluster but itself.
    pub descent: Option<&'a Descent>,
    /// Whether that is the other.
    pub from_other: bool,
    /// The agency that the text is from, as its cluster tells, and how sure that is.
    pub agency: Option<(&'a str, f32)>,
}

/// Confidence that is left to a direction from text alone where an agency supplies both: it takes what the agency's own
/// text leaves no room for.
const AGAINST_AGENCY: f32 = 0.9;

/// How likely two outlets that do not name each other have an agency's text from one source, whichever agency that is; and
/// where it is known which.
const BOTH_SUPPLIED: f32 = 0.92;
const BOTH_SUPPLIED_BY: f32 = 0.97;

/// How likely two outlets of one publisher that do not name each other have a text from one desk.
const ONE_PUBLISHER: f32 = 0.6;

/// How surely what an agency prints on its own pages is its own.
const OWN_PRINT: f32 = 0.98;

/// How sure it is at most from whom a text was taken where the text alone tells, and not enough.
const UNTOLD: f32 = 0.4;

/// Leaves undecided which of two outlets of one publisher has a text from the other, where it names nobody and no date says
/// which was first: they may both have it from one desk.
pub(crate) fn doubt_within_publishers(descents: &mut [Descent], members: &[Witness<'_>], families: &Families) {
    let family = |m: usize| members[m].facts.source.and_then(|source| families.of(source));
    for (child, descent) in descents.iter_mut().enumerate() {
        let Some(parent) = descent.parent.filter(|_| !descent.evidence.contains(&Evidence::Named)) else { continue };
        let told = members[parent].facts.is_before(&members[child].facts);
        if !told && family(child).is_some() && family(child) == family(parent) {
            descent.confidence = descent.confidence.min(1.0 - ONE_PUBLISHER);
            descent.evidence = vec![Evidence::OnePublisher];
        }
    }
}

/// Leaves undecided from whom an article was taken that prints the text of `agency` and names nobody, where no date says which
/// of the two was first: both may have a take of the agency's that few others print, unless the text speaks clearly, and who
/// credits the agency has not the credit from one that credits nobody.
pub(crate) fn doubt_without_dates(descents: &mut [Descent], members: &[Witness<'_>], agency: &str) {
    let names = |evidence: &Evidence| matches!(evidence, Evidence::Named | Evidence::NamesSomeone);
    for (child, descent) in descents.iter_mut().enumerate() {
        let Some(parent) = descent.parent.filter(|_| !descent.evidence.iter().any(names)) else { continue };
        let (from, to) = (&members[parent].facts, &members[child].facts);
        let is_silent = !from.signals.agencies.iter().any(|s| s.basis.is_credit());
        let credits_more = is_silent && to.signals.credits_agency(agency);
        let is_open = descent.confidence < AGAINST_AGENCY || credits_more;
        if is_open && !from.is_before(to) && descent.confidence > UNTOLD {
            descent.confidence = UNTOLD;
            if !descent.evidence.contains(&Evidence::Undecided) {
                descent.evidence.push(Evidence::Undecided);
            }
        }
    }
}

/// What the agency that wrote a text prints itself is its own: nobody else's copy, and who has it from there has it from the
/// agency.
pub(crate) fn spare_origin(descents: &mut [Descent], members: &[Witness<'_>], agency: &str) {
    let is_own = |m: usize| {
        let said = &members[m].facts.signals.agencies;
        said.iter().any(|s| s.field == Field::Source && s.basis == Basis::Metadata && s.agency.name == agency)
    };
    for (child, descent) in descents.iter_mut().enumerate() {
        let Some(parent) = descent.parent else { continue };
        if is_own(child) {
            descent.confidence = OWN_PRINT;
        } else if !is_own(parent) {
            continue;
        }
        descent.parent = None;
        descent.evidence.clear();
    }
}

/// Which way the text went between `a` and `b`, of which passages are shared.
///
/// In this order: one outlet; one names the other; an agency's text in both, where the shared additions do not speak
/// clearly for a copy; a copy by the text; two copies of one third; else undecided.
pub fn flow(a: FlowEnd<'_>, b: FlowEnd<'_>) -> Flow {
    let decided = |direction, confidence, evidence| Flow { direction, confidence, evidence };
    if let (Some(x), Some(y)) = (a.facts.source, b.facts.source)
        && super::same_outlet(x, y)
    {
        return decided(Direction::SameOutlet, 0.97, vec![Evidence::SameOutlet]);
    }
    let copy = [(&a, Direction::Backward), (&b, Direction::Forward)]
        .into_iter()
        .filter(|(p, _)| p.from_other)
        .filter_map(|(p, direction)| Some((p.descent?, direction)))
        .max_by(|x, y| x.0.confidence.total_cmp(&y.0.confidence));
    if let Some((descent, direction)) = copy.filter(|(d, _)| d.evidence.contains(&Evidence::Named)) {
        return decided(direction, descent.confidence, descent.evidence.clone());
    }
    let one_agency = match (a.agency, b.agency) {
        (Some((x, sure)), Some((y, also))) if x == y => Some(sure.min(also)),
        _ => None,
    };
    let least = if one_agency.is_some() { AGAINST_AGENCY } else { 0.5 };
    let dated = a.facts.is_before(&b.facts) || b.facts.is_before(&a.facts);
    // Without time, that one text lies within the other tells no direction: it may be abridged or extended.
    let by_text = |d: &Descent| {
        let additions = d.evidence.contains(&Evidence::SharedAdditions);
        d.confidence >= least && additions && (dated || d.confidence >= AGAINST_AGENCY)
            || d.confidence >= least && dated && one_agency.is_none()
    };
    if let Some((descent, direction)) = copy.filter(|(d, _)| by_text(d)) {
        return decided(direction, descent.confidence, descent.evidence.clone());
    }
    if let Some(sure) = one_agency {
        let sure = BOTH_SUPPLIED + (BOTH_SUPPLIED_BY - BOTH_SUPPLIED) * sure;
        return decided(Direction::Common, sure, vec![Evidence::OneAgency]);
    }
    if a.family.is_some() && a.family == b.family {
        return decided(Direction::Common, ONE_PUBLISHER, vec![Evidence::OnePublisher]);
    }
    if let (Some(x), Some(y)) = (a.descent, b.descent)
        && x.parent.is_some()
        && x.parent == y.parent
        && x.confidence.min(y.confidence) >= 0.5
    {
        return decided(Direction::Common, x.confidence.min(y.confidence), vec![Evidence::SharedCuts]);
    }
    decided(Direction::Undecided, 0.0, vec![Evidence::Undecided])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::provenance::{Signals, read_signals};
    use crate::tokenise::Tokens;
    use crate::units::Timestamp;

    #[test]
    fn which_sister_has_a_text_from_the_other_is_not_known_without_dates() {
        let (body, signals) = (Tokens::default(), Signals::default());
        let doubted = |outlets: [&str; 2], dated: [bool; 2], said: Evidence| {
            let member = |n: usize| {
                let published_at = dated[n].then(|| Timestamp::from_seconds(n as i64 * 3600));
                let facts = MemberFacts { id: outlets[n], source: Some(outlets[n]), published_at, signals: &signals };
                Witness { facts, body: &body, title: &[] }
            };
            let descent = |parent| Descent { parent, confidence: 0.9, evidence: vec![said], originality: 0.0 };
            let mut descents = [descent(None), descent(Some(0))];
            doubt_within_publishers(&mut descents, &[0, 1].map(member), &Families::default());
            assert_eq!(descents[0], descent(None), "who has it from nobody is not doubted");
            descents[1].confidence < 0.5 && descents[1].evidence == [Evidence::OnePublisher]
        };
        let (sisters, none) = (["lalibre.be", "dhnet.be"], ["lalibre.be", "tribune.example"]);
        assert!(doubted(sisters, [false, false], Evidence::Contained));
        assert!(doubted(sisters, [true, false], Evidence::SharedAdditions));
        assert!(!doubted(sisters, [true, true], Evidence::Contained), "time tells");
        assert!(!doubted(sisters, [false, false], Evidence::Named), "it says so");
        assert!(!doubted(none, [false, false], Evidence::Contained));
    }

    #[test]
    fn without_dates_an_agencys_text_has_to_speak_clearly_for_a_copy() {
        let body = Tokens::default();
        let texts = ["The dam is shut.", "KARSOVA (AFP) - The dam is shut.", "The dam is shut. (AFP)"];
        let signals = texts.map(|text| read_signals(&Article::new("a", text), None));
        let sure = |confidence, [parent, child]: [usize; 2], at: [Option<i64>; 2], said: Evidence| {
            let member = |n: usize| {
                let published_at = at[n].map(Timestamp::from_seconds);
                let facts = MemberFacts { id: "", source: None, published_at, signals: &signals[[parent, child][n]] };
                Witness { facts, body: &body, title: &[] }
            };
            let descent = |parent| Descent { parent, confidence, evidence: vec![said], originality: 0.0 };
            let mut descents = [descent(None), descent(Some(0))];
            doubt_without_dates(&mut descents, &[0, 1].map(member), "AFP");
            assert_eq!(descents[0], descent(None));
            descents[1].confidence < 0.5 && descents[1].evidence == [said, Evidence::Undecided]
        };
        let (undated, said) = ([None, Some(7200)], Evidence::SharedAdditions);
        let doubted = |pair, at, said| sure(0.95, pair, at, said);
        assert!(sure(0.8, [0, 0], undated, said) && sure(0.8, [1, 1], [None; 2], said), "they may share a take");
        assert!(!sure(0.8, [0, 0], [Some(3600), Some(7200)], said) && !doubted([0, 0], undated, said));
        assert!(doubted([0, 1], undated, said) && doubted([0, 2], [None; 2], said));
        assert!(doubted([0, 1], [Some(7200), Some(86_399)], said), "the child says the day alone");
        assert!(!doubted([0, 1], [Some(3600), Some(7200)], said), "time tells");
        assert!(!doubted([0, 1], undated, Evidence::Named), "it says so");
        assert!(!sure(0.8, [0, 1], undated, Evidence::NamesSomeone), "it says that it has it from an outlet");
        assert!(!doubted([2, 1], undated, said) && !doubted([1, 0], undated, said));
    }

    #[test]
    fn what_an_agency_prints_itself_is_its_own() {
        let body = Tokens::default();
        let read = |source: &str| read_signals(&Article::new("a", "The dam is shut.").with_source(source), None);
        let sources = ["reuters.com", "tribune.example", "voice.example"];
        let signals = sources.map(read);
        let members: Vec<Witness<'_>> = (0..3)
            .map(|n| {
                let (id, source) = (sources[n], Some(sources[n]));
                let facts = MemberFacts { id, source, published_at: None, signals: &signals[n] };
                Witness { facts, body: &body, title: &[] }
            })
            .collect();
        let taken = |agency: &str, parents: [Option<usize>; 3]| {
            let evidence = vec![Evidence::Contained];
            let mut descents =
                parents.map(|parent| Descent { parent, confidence: 0.9, evidence: evidence.clone(), originality: 0.0 });
            spare_origin(&mut descents, &members, agency);
            descents.map(|descent| descent.parent)
        };
        assert_eq!(taken("Reuters", [Some(1), None, Some(1)]), [None, None, Some(1)]);
        assert_eq!(taken("Reuters", [None, Some(0), Some(1)]), [None, None, Some(1)]);
        assert_eq!(taken("AFP", [None, Some(0), Some(1)]), [None, Some(0), Some(1)], "another's text");
    }
}
