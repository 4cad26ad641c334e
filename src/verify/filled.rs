//! What of an article other fillings of its form have: told by all that it was compared with, and by no pair alone.
//!
//! A price table that comes every ten minutes, companies that follow each other with one notice: a pair of them differs in as
//! little as a text and its correction. But their words stand in many others, which are told for forms by what differs more.

use super::cover::Cover;
use super::{Comparison, Rule, Text};
use crate::tokenise::{Kind, Tokens};

/// Forms that hold a word at least, for it to be one of a form: a single one may be told for a form wrongly.
const FORMS: u32 = 2;

/// How many times as many forms as copies hold it at least: of what many print, a few printings are told for forms.
const FORMS_PER_COPY: u32 = 2;

/// Words beside the form below which what is shared of them tells less.
const BESIDE: f32 = 5.0;

/// Marks in `body` the words that other fillings of its form have, given what it was found to be to earlier texts, itself the
/// first of each pair; none where there are none. Cost: O(tokens + passages).
pub fn form_words<'a>(body: &Tokens, found: impl Iterator<Item = &'a Comparison> + Clone) -> Option<Tokens> {
    let is_form = |c: &&Comparison| c.rule == Rule::Template;
    if (found.clone().filter(is_form).count() as u32) < FORMS {
        return None;
    }
    let held_by = |some: &mut dyn Iterator<Item = &Comparison>| {
        let (mut begins, mut cover) = (vec![0i32; body.len() + 1], Cover::default());
        for comparison in some {
            cover.set(comparison.passages.iter().map(|p| (p.a_first, p.a_end)));
            cover.ranges().for_each(|range| {
                begins[range.start] += 1;
                begins[range.end] -= 1;
            });
        }
        begins.into_iter().scan(0, |held, change| {
            *held += change;
            Some(*held as u32)
        })
    };
    let forms: Vec<u32> = held_by(&mut found.clone().filter(is_form)).collect();
    let copies = held_by(&mut found.filter(|c| c.relation.is_copy()));
    let is_marked = |(forms, copies): (u32, u32)| forms >= FORMS.max(FORMS_PER_COPY * copies);
    let mut marked: Option<Tokens> = None;
    for (at, held) in forms.into_iter().zip(copies).enumerate().take(body.len()) {
        if is_marked(held) {
            marked.get_or_insert_with(|| body.clone()).kinds[at].set(Kind::FORM);
        }
    }
    marked
}

/// See [`Comparison::in_forms`]: `marked` is the text with the marks, `passages` are the shared ones in it, `titles` the share of
/// a title that the other has.
pub(super) fn in_forms(
    marked: Text<'_>,
    other: Text<'_>,
    passages: impl Iterator<Item = (u32, u32)>,
    titles: f32,
    cover: &mut Cover,
) -> f32 {
    let are_marked = |kinds: &[Kind]| kinds.iter().filter(|kind| kind.has(Kind::FORM)).count() as f32;
    cover.set(passages);
    let shared = cover.len() as f32;
    let of_form: f32 = cover.ranges().map(|range| are_marked(&marked.body.kinds[range])).sum();
    let unmarked = marked.body.len() as f32 - are_marked(&marked.body.kinds);
    let title = marked.title.len().min(other.title.len()) as f32;
    let beside = unmarked.min(other.body.len() as f32 - of_form).max(0.0) + title;
    let not_shared = (beside - (shared - of_form) - title * titles).max(0.0);
    of_form / shared.max(1.0) * not_shared / beside.max(BESIDE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::fingerprint;
    use crate::normalise::clean;
    use crate::tokenise::{stem::StemCache, tokenise};
    use crate::verify::{Comparer, VerifyConfig, printed};

    fn words(text: &str) -> Tokens {
        tokenise(&clean(text), None, StemCache::shared())
    }

    fn marked(marks: &Tokens) -> usize {
        marks.kinds.iter().filter(|kind| kind.has(Kind::FORM)).count()
    }

    /// Compares the last of some bodies with those before, each told to be what `rules` say.
    fn compared(bodies: &[Tokens], rules: &[Rule]) -> Vec<Comparison> {
        let (title, last) = (Tokens::default(), &bodies[rules.len()]);
        let marks: Vec<_> = bodies.iter().map(fingerprint).collect();
        let text = |n: usize| printed(n == rules.len(), &bodies[n], &title, &marks[n], None);
        let mut comparer = Comparer::default();
        comparer.load(text(rules.len()));
        let found = rules.iter().enumerate().map(|(n, &rule)| {
            let mut found = comparer.compare(text(rules.len()), text(n), &VerifyConfig::default());
            assert!(!found.passages.is_empty() && !last.is_empty());
            found.rule = rule;
            found.relation =
                if rule == Rule::Template { super::super::Relation::None } else { super::super::Relation::Copy };
            found
        });
        found.collect()
    }

    fn notices() -> Vec<Tokens> {
        let notice = |company: &str| {
            words(&format!(
                "{company} said it raised its posted prices for crude oil by fifty cents a barrel from Tuesday on"
            ))
        };
        ["Corvane", "Ostravane Fuels", "Tidegate Holding", "Mallard Petroleum", "Garnet Shamley"].map(notice).to_vec()
    }

    #[test]
    fn what_several_forms_hold_and_few_copies_is_of_the_form() {
        let bodies = notices();
        let length = bodies[4].len();
        let mark = |rules: &[Rule]| {
            let bodies = &bodies[4 - rules.len()..];
            form_words(&bodies[rules.len()], compared(bodies, rules).iter()).map_or(0, |body| marked(&body))
        };
        use Rule::{SharedBody, Template};
        assert_eq!(mark(&[Template]), 0, "one may be told for a form wrongly");
        assert_eq!(mark(&[Template, Template]), length - 2, "all but the name");
        assert_eq!(mark(&[Template, Template, SharedBody]), length - 2);
        assert_eq!(mark(&[Template, Template, SharedBody, SharedBody]), 0, "many print it");
    }

    #[test]
    fn what_is_shared_of_a_form_tells_little_and_what_is_not_tells_all() {
        let bodies = notices();
        let (company, again) = (bodies[4].clone(), bodies[4].clone());
        let body = form_words(&company, compared(&bodies[2..], &[Rule::Template; 2]).iter()).expect("a form");
        let title = Tokens::default();
        let mark = fingerprint(&body);
        let of = |body| printed(true, body, &title, &mark, None);
        let end = body.len() as u32;
        let filled = in_forms(of(&body), of(&bodies[3]), std::iter::once((2, end)), 1.0, &mut Cover::default());
        let same = in_forms(of(&body), of(&again), std::iter::once((0, end)), 1.0, &mut Cover::default());
        assert!(filled > 0.3, "{filled}");
        assert_eq!(same, 0.0);
    }
}
