//! The contingency table of two partitions: how many items each gold group shares with each predicted cluster.

use rustc_hash::FxHashMap;
use std::hash::Hash;

/// Counts of items by gold group and predicted cluster; only cells that are not empty are stored.
///
/// Cost: O(n) to build, memory O(cells) with at most n cells.
#[derive(Clone, Debug, Default)]
pub struct Contingency {
    /// Items of each gold group.
    gold: Vec<u64>,
    /// Items of each predicted cluster.
    pred: Vec<u64>,
    /// Gold group, predicted cluster, items in both; in the order of their first item.
    cells: Vec<(u32, u32, u64)>,
    items: u64,
}

impl Contingency {
    /// The table of `pairs`, which holds for every item its gold label and its predicted one.
    ///
    /// Labels are only told apart, so two partitions that differ in names alone give equal tables. At most 2^32 - 1
    /// labels of each kind.
    pub fn new<G: Hash + Eq, P: Hash + Eq>(pairs: impl IntoIterator<Item = (G, P)>) -> Self {
        let mut golds: FxHashMap<G, u32> = FxHashMap::default();
        let mut preds: FxHashMap<P, u32> = FxHashMap::default();
        let mut places: FxHashMap<(u32, u32), usize> = FxHashMap::default();
        let mut table = Self::default();
        for (g, p) in pairs {
            let next = golds.len() as u32;
            let g = *golds.entry(g).or_insert(next);
            let next = preds.len() as u32;
            let p = *preds.entry(p).or_insert(next);
            if g as usize == table.gold.len() {
                table.gold.push(0);
            }
            if p as usize == table.pred.len() {
                table.pred.push(0);
            }
            table.gold[g as usize] += 1;
            table.pred[p as usize] += 1;
            table.items += 1;
            let place = *places.entry((g, p)).or_insert_with(|| {
                table.cells.push((g, p, 0));
                table.cells.len() - 1
            });
            table.cells[place].2 += 1;
        }
        table
    }

    /// Number of items.
    pub fn items(&self) -> u64 {
        self.items
    }

    /// Sizes of the gold groups, in items.
    pub fn gold_sizes(&self) -> &[u64] {
        &self.gold
    }

    /// Sizes of the predicted clusters, in items.
    pub fn pred_sizes(&self) -> &[u64] {
        &self.pred
    }

    /// For each cell that is not empty: size of its gold group, size of its predicted cluster, items in both.
    pub fn cells(&self) -> impl Iterator<Item = (u64, u64, u64)> + '_ {
        self.cells.iter().map(|&(g, p, n)| (self.gold[g as usize], self.pred[p as usize], n))
    }

    /// Whether both partitions are the same (names aside).
    pub fn is_identity(&self) -> bool {
        self.cells.len() == self.gold.len() && self.cells.len() == self.pred.len()
    }
}
