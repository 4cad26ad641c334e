//! Every member of a cluster is itself like the cluster's anchor, which by default is what represents it: a chain of
//! likenesses is not enough.

mod news;

use wirefold::random::SplitMix64;
use wirefold::synth::{Options, WireDay};
use wirefold::verify::Relation;
use wirefold::{Article, Config, Engine};

/// Holds every cluster against fresh comparisons; gives how many members were compared.
fn assert_members_are_like_their_anchor(engine: &Engine, arrivals: &[String]) -> usize {
    let arrived = |id: &str| arrivals.iter().rposition(|known| known == id).expect("it was sent");
    let verify = engine.config().verify;
    let mut compared = 0;
    for cluster in engine.clusters() {
        let anchor = cluster.representative();
        let mut least = 1.0f32;
        for member in cluster.members().iter().filter(|member| **member != anchor) {
            let (mut later, mut earlier) = (member.as_str(), anchor.as_str());
            if arrived(later) < arrived(earlier) {
                std::mem::swap(&mut later, &mut earlier);
            }
            let found = engine.explain(later, earlier).expect("both are known");
            assert!(
                found.relation.is_copy() || found.relation == Relation::Partial && found.likeness >= verify.member,
                "{member} in {}: {} {}",
                cluster.id(),
                found.likeness,
                found.because
            );
            least = least.min(found.likeness);
            compared += 1;
        }
        assert_eq!(cluster.least_likeness(), least, "{}", cluster.id());
    }
    compared
}

fn ids(articles: &[Article]) -> Vec<String> {
    articles.iter().map(|a| a.id.clone()).collect()
}

#[test]
fn of_the_corpora() {
    let articles = news::corpus();
    let mut engine = news::engine(&news::config(0.0, true));
    engine.ingest_batch(&articles).expect("verdicts");
    assert!(assert_members_are_like_their_anchor(&engine, &ids(&articles)) > 100);
}

/// Clusters lose and change anchors when the window moves on and articles come again.
#[test]
fn of_generated_days() {
    for (seed, days) in [(61, 0.0), (62, 0.1)] {
        let articles = news::sent_again(&news::day(seed, 800), seed);
        let mut engine = news::engine(&news::config(days, true));
        engine.ingest_batch(&articles).expect("verdicts");
        assert!(assert_members_are_like_their_anchor(&engine, &ids(&articles)) > 5);
    }
}

/// Each take of a running dispatch has a new paragraph on top and loses the last one: neighbours share nearly all, the
/// first and the last share nothing.
#[test]
fn a_running_dispatch_does_not_end_in_one_cluster() {
    let options = Options { articles: 400, median_words: 200.0, damaged: 0.0, ..Options::default() };
    let english = options.languages.iter().copied().filter(|l| l.code() == "en").collect();
    let day = WireDay::new(Options { languages: english, ..options });
    let mut sentences: Vec<String> = Vec::new();
    for (article, truth) in day {
        if truth.relation == wirefold::synth::Relation::None && truth.trap.is_none() {
            sentences.extend(article.text.split_inclusive(". ").filter(|s| s.len() > 60).take(6).map(str::to_owned));
        }
    }
    let random = &mut SplitMix64::of(7, &[]);
    let steps = 40;
    let paragraphs: Vec<String> =
        (0..steps + 8).map(|_| (0..3).map(|_| random.choose(&sentences).as_str()).collect()).collect();
    let takes: Vec<Article> = (0..steps)
        .map(|n| {
            let text: Vec<&str> = paragraphs[n..n + 8].iter().rev().map(String::as_str).collect();
            Article::new(format!("take-{n:02}"), text.join("\n\n")).with_title("Dam burst: what we know")
        })
        .collect();
    let mut engine = Engine::builder().config(Config::default()).build().expect("the defaults are valid");
    let verdicts = engine.ingest_batch(&takes).expect("verdicts");
    assert!(verdicts[1..].iter().all(|v| v.relation.is_copy()), "each take is a copy of one before");
    assert_members_are_like_their_anchor(&engine, &ids(&takes));
    let largest = engine.clusters().map(|c| c.len()).max().expect("clusters");
    assert!((2..=8).contains(&largest), "{largest} of {steps} takes are in one cluster");
    assert_ne!(
        engine.standing("take-00").expect("it is known").cluster_id,
        engine.standing("take-39").expect("it is known").cluster_id
    );
}
