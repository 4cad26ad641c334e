//! Which article of the window has an id. The ids themselves stand with the articles: 14 bytes an article here.

use crate::candidates::Arrival;
use crate::random::GOLDEN_GAMMA;
use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// Half of the hash of an id.
type Half = u32;

/// Arrivals by the hashes of their articles' ids. Whether an arrival is that of an id, the caller says.
#[derive(Debug, Default)]
pub struct Ids(HashTable<(Half, Arrival)>);

fn half(id: &str) -> Half {
    (xxh3_64(id.as_bytes()) >> 32) as Half
}

/// A hash of all bits, so that the table grows without a look at the ids.
fn spread(half: Half) -> u64 {
    u64::from(half).wrapping_mul(GOLDEN_GAMMA)
}

impl Ids {
    /// The arrival of an id, where `is` says which are its.
    pub fn find(&self, id: &str, is: impl Fn(Arrival) -> bool) -> Option<Arrival> {
        let half = half(id);
        self.0.find(spread(half), |&(held, arrival)| held == half && is(arrival)).map(|&(_, arrival)| arrival)
    }

    /// Sets the arrival of an id; gives the one before.
    pub fn insert(&mut self, id: &str, arrival: Arrival, is: impl Fn(Arrival) -> bool) -> Option<Arrival> {
        let half = half(id);
        if let Some((_, held)) = self.0.find_mut(spread(half), |&(held, arrival)| held == half && is(arrival)) {
            return Some(std::mem::replace(held, arrival));
        }
        self.0.insert_unique(spread(half), (half, arrival), |&(half, _)| spread(half));
        None
    }

    /// Takes an id out; gives its arrival. To be called while `is` still knows the article.
    pub fn remove(&mut self, id: &str, is: impl Fn(Arrival) -> bool) -> Option<Arrival> {
        let half = half(id);
        let found = self.0.find_entry(spread(half), |&(held, arrival)| held == half && is(arrival));
        found.ok().map(|entry| entry.remove().0.1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_to_the_last_article_that_had_them() {
        let names = ["a", "b", "c"];
        let mut ids = Ids::default();
        let is = |id: &'static str| move |arrival: Arrival| names[arrival as usize % 3] == id;
        assert_eq!(ids.insert("a", 0, is("a")), None);
        assert_eq!(ids.insert("b", 1, is("b")), None);
        assert_eq!(ids.insert("a", 3, is("a")), Some(0));
        assert_eq!((ids.find("a", is("a")), ids.find("c", is("c"))), (Some(3), None));
        // Two ids of one hash are told apart by the articles.
        assert_eq!(ids.find("a", |_| false), None);
        assert_eq!(ids.insert("a", 6, |_| false), None);
        assert_eq!((ids.remove("b", is("b")), ids.remove("b", is("b")), ids.len()), (Some(1), None, 2));
    }
}
