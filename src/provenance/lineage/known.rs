//! Who has the text of a cluster from whom, as far as is known.

/// Share of the texts that each outlet hands on to one other; how seldom one of these names a source which another names as
/// well; and how sure it can be at most.
const HANDED_ON_ONCE: f32 = 0.05;
const NAMED_AGAIN: f32 = 0.05;
const SUREST: f32 = 0.95;

/// Who has the text from whom, as far as is known when a round begins: by the names that members give, then by the round
/// before.
pub(super) struct Known {
    pub sources: Vec<Option<usize>>,
    /// Those that have it from each member.
    takers: Vec<Vec<usize>>,
    /// How likely each hands it on to one other alone.
    pub once: f32,
}

impl Known {
    pub fn new(sources: Vec<Option<usize>>, once: f32) -> Self {
        let mut takers = vec![Vec::new(); sources.len()];
        for (taker, source) in sources.iter().enumerate() {
            source.iter().for_each(|&source| takers[source].push(taker));
        }
        Self { sources, takers, once }
    }

    /// From the names alone. Of copies made from any earlier printing, many pairs would name one and the same; where none
    /// do, each was made from the last.
    pub fn by_name(sources: Vec<Option<usize>>) -> Self {
        let mut known = Self::new(sources, 0.0);
        let named: usize = known.takers.iter().map(Vec::len).sum();
        let again: usize = known.takers.iter().map(|takers| takers.len().saturating_sub(1)).sum();
        let pairs = (named * named.saturating_sub(1) / 2) as f32;
        let once = HANDED_ON_ONCE * NAMED_AGAIN.powf(again as f32);
        let often = (1.0 - HANDED_ON_ONCE) * (-2.0 * pairs / known.takers.len() as f32).exp();
        known.once = (once / (once + often).max(f32::MIN_POSITIVE)).min(SUREST);
        known
    }

    /// The members that have their text from `source`, over however many hands, ascending. Cost: O(members).
    pub fn takers_of(&self, source: usize) -> Vec<usize> {
        if self.takers[source].is_empty() {
            return Vec::new();
        }
        let (mut is_taker, mut open) = (vec![false; self.sources.len()], vec![source]);
        while let Some(member) = open.pop() {
            // Names can make a circle.
            for &taker in &self.takers[member] {
                if !std::mem::replace(&mut is_taker[taker], true) {
                    open.push(taker);
                }
            }
        }
        is_taker.iter().enumerate().filter(|(_, is)| **is).map(|(member, _)| member).collect()
    }

    /// What it costs, in nats, to hold that the child has it from a source that another has it from.
    pub fn again(&self, child: usize, source: usize) -> f32 {
        let others = self.takers[source].len() - usize::from(self.sources[child] == Some(source));
        if others > 0 { -(1.0 - self.once).ln() } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_hands_on_to_one_other_is_told_by_the_names() {
        // Of twelve members eight name the one before; or four of them one and the same.
        let chain = Known::by_name((0..12).map(|n| (n > 0 && n < 9).then(|| n - 1)).collect());
        assert!(chain.once > 0.8, "{}", chain.once);
        let star =
            Known::by_name((0..12).map(|n| (n > 0 && n < 9).then(|| if n % 2 == 0 { n - 1 } else { 0 })).collect());
        assert!(star.once < 0.01, "{}", star.once);
        assert!(chain.again(10, 3) > 1.0 && chain.again(4, 3) == 0.0 && chain.again(10, 9) == 0.0);
    }

    #[test]
    fn a_text_is_followed_over_many_hands_and_no_circle() {
        let known = Known::by_name(vec![None, Some(0), Some(1), Some(4), Some(3)]);
        assert_eq!(known.takers_of(0), [1, 2]);
        assert!(known.takers_of(2).is_empty());
        assert_eq!(known.takers_of(3), [3, 4]);
    }
}
