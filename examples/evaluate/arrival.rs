//! How much the order of arrival changes: shuffled arrivals against the sorted one.

use super::Request;
use super::folding::{self, Collections, Folded};
use super::table::{Table, Target};
use wirefold::Result;
use wirefold::eval::{Contingency, measures};
use wirefold::random::SplitMix64;

const SHUFFLES: u64 = 20;
const SEED: u64 = 3;

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    for set in &collections.judged {
        let mut articles = folding::articles(&set.articles)?;
        let sorted = folding::fold(&articles, &request.config)?;
        let mut agreements = Vec::new();
        let mut seconds = 0.0;
        for n in 0..SHUFFLES {
            articles.sort_by(wirefold::Article::by_publication);
            let mut random = SplitMix64::of(SEED, &[n]);
            for last in (1..articles.len()).rev() {
                articles.swap(last, random.below(last + 1));
            }
            let shuffled = folding::fold(&articles, &request.config)?;
            agreements.push(agreement(&sorted, &shuffled));
            seconds += shuffled.seconds;
        }
        let mean = agreements.iter().sum::<f64>() / agreements.len() as f64;
        let least = agreements.iter().copied().fold(1.0, f64::min);
        let what = format!("{}: pairwise agreement, least", set.name);
        table.row("arrival", what, least, Target::AtLeast(0.98), format!("{SHUFFLES} shuffles; {seconds:.0} s"));
        table.row("arrival", format!("{}: pairwise agreement, mean", set.name), mean, Target::AtLeast(0.98), "");
    }
    Ok(())
}

/// Pairwise F1 of one clustering held against the other.
fn agreement(one: &Folded, other: &Folded) -> f64 {
    let both = one.cluster_of.iter().map(|(id, cluster)| (cluster, other.cluster_of.get(id)));
    measures::pairwise(&Contingency::new(both)).f1
}
