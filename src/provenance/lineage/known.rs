//! Who has the text of a cluster from whom, as far as is known.

/// Who has the text from whom, as far as is known when a round begins: by the names that members give, then by the round
/// before.
pub(super) struct Known {
    pub sources: Vec<Option<usize>>,
    /// Those that have it from each member.
    takers: Vec<Vec<usize>>,
}

impl Known {
    pub fn new(sources: Vec<Option<usize>>) -> Self {
        let mut takers = vec![Vec::new(); sources.len()];
        for (taker, source) in sources.iter().enumerate() {
            source.iter().for_each(|&source| takers[source].push(taker));
        }
        Self { sources, takers }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_followed_over_many_hands_and_no_circle() {
        let known = Known::new(vec![None, Some(0), Some(1), Some(4), Some(3)]);
        assert_eq!(known.takers_of(0), [1, 2]);
        assert!(known.takers_of(2).is_empty());
        assert_eq!(known.takers_of(3), [3, 4]);
    }
}
