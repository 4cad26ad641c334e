//! Ids come from founding articles and are never used again; events tell all that happens to clusters; what is sent
//! again changes nothing, and a new version takes the place of the old.

mod news;

use std::collections::{BTreeMap, BTreeSet};
use wirefold::cluster::Event;
use wirefold::store::{Archive, Opening};
use wirefold::units::Timestamp;
use wirefold::{Article, Engine};

const DAM: &str = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior \
     ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley, and three \
     villages were cut off when the road along the shore was flooded.";
const CUP: &str = "Lumen won the cup for the first time in forty years when their captain scored late in the second half \
     against a side that had led since the opening minutes of a cold and windy evening in front of a full house.";

/// A page that is asked for again and again changes in what stands around its text: that must not hide it.
#[test]
fn what_is_revised_often_is_found() {
    // Where the last quantum has ended, and where all versions of it are young.
    for versions in [192, 190] {
        let mut engine = Engine::builder().build().expect("an engine");
        let version = |n: usize| {
            let others = format!("Also read: {} bakers of street {n} have won prize {}.", n + 2, n * 7);
            printed("live", "voice.example", &format!("{DAM} {others}"))
        };
        let mut articles: Vec<Article> = (0..versions).map(version).collect();
        articles.push(printed("copy", "tribune.example", DAM));
        let verdicts = engine.ingest_batch(&articles).expect("verdicts");
        assert!(verdicts.iter().all(|verdict| verdict.cluster_id == "c:live"), "{versions}");
        assert_eq!(verdicts[versions].of.as_deref(), Some("live"));
    }
}

fn printed(id: &str, source: &str, text: &str) -> Article {
    Article::new(id, text).with_source(source).with_title("Karsova dam is closed")
}

/// The clusters as a reader downstream knows them, from events alone.
#[derive(Default)]
struct Log {
    cluster: BTreeMap<String, String>,
    representative: BTreeMap<String, String>,
    /// Ids that lead nowhere but to a cluster that took in theirs, by that cluster.
    merged: BTreeMap<String, String>,
    expired: BTreeSet<String>,
}

impl Log {
    /// `was_known`: whether the article that caused the events was in the window before.
    fn read(&mut self, events: &[Event], was_known: bool) {
        for event in events {
            match event.clone() {
                Event::Created { cluster_id, article } => {
                    let from_founder = cluster_id.strip_prefix("c:").and_then(|id| id.strip_prefix(article.as_str()));
                    let is_numbered = |rest: &str| rest.strip_prefix('~').is_some_and(|n| n.parse::<u32>().is_ok());
                    assert!(from_founder.is_some_and(|rest| rest.is_empty() || is_numbered(rest)), "{event:?}");
                    // Such an id comes back only with its founder, when the window has forgotten both.
                    if self.expired.remove(&cluster_id) {
                        assert!(!was_known, "{cluster_id} was used before");
                    }
                    self.found(cluster_id.clone(), article.clone());
                    self.cluster.insert(article, cluster_id);
                }
                Event::Joined { cluster_id, article } => {
                    self.assert_known(&cluster_id, event);
                    self.cluster.insert(article, cluster_id);
                }
                Event::Left { cluster_id, article } => {
                    self.assert_known(&cluster_id, event);
                    // By then it is in another cluster.
                    assert!(self.cluster.get(&article).is_some_and(|now| *now != cluster_id), "{event:?}");
                }
                Event::Merged { cluster_id, into } => {
                    self.assert_known(&cluster_id, event);
                    self.assert_known(&into, event);
                    let followers = self.cluster.values_mut().chain(self.merged.values_mut());
                    followers.filter(|c| **c == cluster_id).for_each(|c| *c = into.clone());
                    self.representative.remove(&cluster_id);
                    self.merged.insert(cluster_id, into);
                }
                Event::Split { cluster_id, into, articles } => {
                    self.assert_known(&cluster_id, event);
                    self.found(into.clone(), articles.first().expect("members").clone());
                    for article in articles {
                        let before = self.cluster.insert(article, into.clone());
                        assert_eq!(before.as_ref(), Some(&cluster_id), "{event:?}");
                    }
                }
                Event::RepresentativeChanged { cluster_id, representative } => {
                    self.assert_known(&cluster_id, event);
                    assert_eq!(self.cluster.get(&representative), Some(&cluster_id), "{event:?}");
                    self.representative.insert(cluster_id, representative);
                }
                Event::Expired { cluster_id } => {
                    self.assert_known(&cluster_id, event);
                    self.cluster.retain(|_, c| *c != cluster_id);
                    self.representative.remove(&cluster_id);
                    for id in self.merged.iter().filter(|(_, into)| **into == cluster_id).map(|(id, _)| id) {
                        self.expired.insert(id.clone());
                    }
                    self.merged.retain(|_, into| *into != cluster_id);
                    self.expired.insert(cluster_id);
                }
                _ => {}
            }
        }
    }

    fn found(&mut self, cluster_id: String, founder: String) {
        assert!(!self.expired.contains(&cluster_id), "{cluster_id} was used before");
        assert!(!self.merged.contains_key(&cluster_id), "{cluster_id} leads to another cluster");
        assert!(self.representative.insert(cluster_id.clone(), founder).is_none(), "{cluster_id} is in use");
    }

    fn assert_known(&self, cluster_id: &str, event: &Event) {
        assert!(self.representative.contains_key(cluster_id), "{event:?}: no such cluster");
    }

    /// Holds the log against the engine. What has left the window without ending its cluster is in the log alone.
    fn assert_tells(&self, engine: &Engine) {
        let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (article, cluster) in self.cluster.iter().filter(|(article, _)| engine.standing(article).is_ok()) {
            members.entry(cluster).or_default().insert(article);
        }
        let mut clusters = 0;
        for cluster in engine.clusters() {
            clusters += 1;
            let found = cluster.members();
            let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
            assert_eq!(members.get(cluster.id()), Some(&found), "{}", cluster.id());
            assert_eq!(self.representative.get(cluster.id()), Some(&cluster.representative()), "{}", cluster.id());
        }
        assert_eq!(clusters, members.len());
        assert_eq!(self.representative.len(), clusters, "clusters that have gone were said to be gone");
    }
}

fn assert_log_is_whole(articles: &[Article], days: f64) {
    let mut engine = news::engine(&news::config(days, true));
    let mut log = Log::default();
    for (n, article) in articles.iter().enumerate() {
        let was_known = engine.standing(&article.id).is_ok();
        let verdict = engine.ingest(article).expect("a verdict");
        log.read(&verdict.events, was_known);
        assert_eq!(log.cluster.get(&article.id), Some(&verdict.cluster_id));
        if n % 32 == 0 {
            log.assert_tells(&engine);
        }
    }
    log.assert_tells(&engine);
    let end = Timestamp::from_seconds(4_000_000_000);
    log.read(&engine.expire(end), false);
    log.assert_tells(&engine);
}

/// An article's story is the one that its verdict named, or the one that its cluster has gone over to since, as long as the
/// article's cluster stays.
#[test]
fn events_tell_the_stories() {
    let (mut merged, mut split) = (0, 0);
    for articles in [news::corpus(), news::day(24, 1500)] {
        let mut engine = news::engine(&news::config(0.0, true));
        let verdicts: Vec<_> = articles.iter().map(|a| engine.ingest(a).expect("a verdict")).collect();
        let mut story_of: BTreeMap<&str, &str> = BTreeMap::new();
        let mut ended: BTreeSet<&str> = BTreeSet::new();
        let mut opened: BTreeSet<&str> = BTreeSet::new();
        for verdict in &verdicts {
            for event in &verdict.events {
                match event {
                    Event::StoryMerged { story_id, into } => {
                        story_of.values_mut().filter(|story| *story == story_id).for_each(|story| *story = into);
                        assert!(ended.insert(story_id), "{story_id} is no more");
                        merged += 1;
                    }
                    Event::StorySplit { story_id, into, clusters } => {
                        assert!(!ended.contains(story_id.as_str()) && opened.insert(into), "{into} was used before");
                        for cluster in clusters {
                            let story = story_of.insert(cluster, into);
                            assert!(story.is_none_or(|story| story == story_id), "{cluster} was in {story:?}");
                        }
                        split += 1;
                    }
                    _ => {}
                }
            }
            let told = verdict.story_id.as_deref().expect("a story");
            assert!(!ended.contains(told), "{told} is no more");
            story_of.insert(&verdict.cluster_id, told);
        }
        for verdict in &verdicts {
            // Some have left the window.
            let Ok(now) = engine.standing(&verdict.id) else { continue };
            if now.cluster_id == verdict.cluster_id {
                assert_eq!(now.story_id.as_deref(), story_of.get(&*now.cluster_id).copied(), "{}", verdict.id);
            }
        }
    }
    assert!(merged > 0 && split > 0, "{merged} merged, {split} split");
}

#[test]
fn events_tell_the_clusters() {
    assert_log_is_whole(&news::sent_again(&news::corpus(), 5), 0.0);
    for (seed, days) in [(21, 0.0), (22, 0.1), (23, 0.03)] {
        assert_log_is_whole(&news::sent_again(&news::day(seed, 600), seed), days);
    }
}

#[test]
fn what_is_sent_again_changes_nothing() {
    let articles = news::day(31, 400);
    let mut engine = news::engine(&news::config(0.0, true));
    engine.ingest_batch(&articles).expect("verdicts");
    let before = news::clusters(&engine);
    let again = engine.ingest_batch(&articles).expect("verdicts");
    assert_eq!(news::clusters(&engine), before);
    assert_eq!(engine.len(), articles.len());
    for (article, verdict) in articles.iter().zip(&again) {
        assert!(verdict.events.is_empty(), "{verdict:?}");
        assert_eq!(*verdict, engine.standing(&article.id).expect("it is known"));
    }
}

/// Sent at once, one after the other, or with a day's news between.
#[test]
fn a_new_version_takes_the_place_of_the_old() {
    for between in [0, 10, 200] {
        let mut engine = news::engine(&news::config(0.0, true));
        engine.ingest_batch(&[Article::new("a", DAM), Article::new("b", DAM)]).expect("verdicts");
        engine.ingest_batch(&news::day(41, between)).expect("verdicts");
        let changed = engine.ingest(&Article::new("a", CUP)).expect("a verdict");
        assert_eq!((changed.cluster_id.as_str(), changed.representative.as_str()), ("c:a~2", "a"));
        let old = engine.cluster("c:a").expect("b is in it");
        assert_eq!((old.members(), old.representative()), (vec!["b".to_owned()], "b".to_owned()));
        // The old text is no longer there to be copied.
        assert_eq!(engine.ingest(&Article::new("c", DAM)).expect("a verdict").of.as_deref(), Some("b"));
        let back = engine.ingest(&Article::new("a", DAM)).expect("a verdict");
        assert_eq!(back.cluster_id, "c:a");
        assert!(engine.cluster("c:a~2").is_err());
        assert_eq!(engine.len() as u64, between + 3);
        assert_eq!(engine.standing("a").expect("it is known").cluster_id, "c:a");
    }
}

/// The founder has left the window, its cluster has not; then the founder comes again with another text.
#[test]
fn a_founder_that_returns_takes_no_id_that_is_in_use() {
    let hour = |n: i64| Timestamp::from_seconds(1_930_348_800 + 3600 * n);
    let mut engine = news::engine(&news::config(1.0, false));
    engine.ingest(&Article::new("a", DAM).with_published_at(hour(0))).expect("a verdict");
    engine.ingest(&Article::new("b", DAM).with_published_at(hour(20))).expect("a verdict");
    for (n, filler) in news::day(51, 62).into_iter().enumerate() {
        engine.ingest(&filler.with_published_at(hour(21 + n as i64 / 30))).expect("a verdict");
    }
    engine.expire(hour(30));
    assert!(engine.standing("a").is_err());
    assert_eq!(engine.cluster("c:a").expect("b is in it").members(), ["b"]);
    let again = engine.ingest(&Article::new("a", CUP).with_published_at(hour(30))).expect("a verdict");
    assert_eq!(again.cluster_id, "c:a~2");
    assert_eq!(engine.cluster("c:a").expect("it is as it was").members(), ["b"]);
}

/// Ids that look like those of an article's second cluster are nobody else's, beside a store as well.
#[test]
fn ids_of_clusters_are_not_made_twice() {
    let texts = [
        "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, said the ministry.",
        "The town council of Brackwell voted on Tuesday to plant four hundred lime trees along the ring road to the east.",
        "Shares of Tarn Holdings gained two percent after the company named a new chief executive from the next town.",
    ];
    let ids = ["a", "a", "a~2", "a~2", "a~2~1", "", "", "~2", "~", "a~x", "a~2~2"];
    let articles: Vec<Article> =
        ids.iter().zip(texts.iter().cycle()).map(|(id, text)| Article::new(*id, *text)).collect();
    for articles in [articles.clone(), articles.into_iter().rev().collect()] {
        let mut log = Log::default();
        let mut engine = news::engine(&news::config(0.0, true));
        let folder = tempfile::tempdir().expect("a folder");
        let mut archive = Archive::open(folder.path().join("news.db"), Opening::default()).expect("a store");
        for article in &articles {
            let was_known = engine.standing(&article.id).is_ok();
            let verdict = engine.ingest(article).expect("a verdict");
            log.read(&verdict.events, was_known);
            assert_eq!(engine.cluster(&verdict.cluster_id).expect("it is there").members(), {
                engine.cluster_of(&article.id).expect("it has one").members()
            });
            assert_eq!(archive.ingest(article).expect("a verdict").cluster_id, verdict.cluster_id);
        }
        log.assert_tells(&engine);
        archive.close().expect("it closes");
    }
}
