//! The names of sources, each held once however many articles of it the window holds.

use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Names below which none is looked for that no article has any more.
const FEW: usize = 4096;

/// Names of sources that articles share.
#[derive(Debug, Default)]
pub struct SourceNames {
    names: FxHashSet<Arc<str>>,
    /// How many there were when those were last forgotten that no article had.
    kept: usize,
}

impl SourceNames {
    /// The name as it is held, from now on if not before. Cost: O(1), and a look at all names each time that they have doubled.
    pub fn share(&mut self, name: Arc<str>) -> Arc<str> {
        if let Some(known) = self.names.get(&name) {
            return known.clone();
        }
        if self.names.len() >= FEW.max(2 * self.kept) {
            self.names.retain(|name| Arc::strong_count(name) > 1);
            self.kept = self.names.len();
        }
        self.names.insert(name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_held_once_and_no_longer_than_it_is_used() {
        let mut names = SourceNames::default();
        let first = names.share("herald".into());
        assert!(Arc::ptr_eq(&first, &names.share("herald".into())));
        (0..10 * FEW).for_each(|n| drop(names.share(n.to_string().into())));
        assert!(names.names.len() <= FEW && names.names.contains("herald"));
    }
}
