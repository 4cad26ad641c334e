//! Every member of a cluster is itself like the cluster's anchor, which by default is what represents it: a chain of
//! likenesses is not enough.

mod news;

use wirefold::cluster::Event;
use wirefold::random::SplitMix64;
use wirefold::synth::{Options, WireDay};
use wirefold::units::Timestamp;
use wirefold::verify::Relation;
use wirefold::{Article, Config, Engine};

/// Whether an anchor holds a member, compared anew, and how like they are.
fn held(engine: &Engine, member: &str, anchor: &str, arrivals: &[String]) -> (bool, f32) {
    let arrived = |id: &str| arrivals.iter().rposition(|known| known == id).expect("it was sent");
    let (later, earlier) = if arrived(member) < arrived(anchor) { (anchor, member) } else { (member, anchor) };
    let found = engine.explain(later, earlier).expect("both are known");
    let is_partial = found.relation == Relation::Partial && found.likeness >= engine.config().verify.member;
    (found.relation.is_copy() || is_partial, found.likeness)
}

/// Holds every cluster against fresh comparisons; gives how many members were compared.
fn assert_members_are_like_their_anchor(engine: &Engine, arrivals: &[String]) -> usize {
    let mut compared = 0;
    for cluster in engine.clusters() {
        let anchor = cluster.representative();
        let mut least = 1.0f32;
        for member in cluster.members().iter().filter(|member| **member != anchor) {
            let (is_held, likeness) = held(engine, member, &anchor, arrivals);
            assert!(is_held, "{member} in {}: {likeness}", cluster.id());
            least = least.min(likeness);
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

/// Clusters lose and change anchors when the window moves on and articles come again. Who is in stays in; who comes in is
/// held by the anchor of then.
#[test]
fn who_joins_is_held_by_the_anchor() {
    for (seed, days) in [(61, 0.0), (62, 0.1)] {
        let articles = news::sent_again(&news::day(seed, 800), seed);
        let mut engine = news::engine(&news::config(days, true));
        let mut joined = 0;
        for (n, article) in articles.iter().enumerate() {
            let verdict = engine.ingest(article).expect("a verdict");
            for event in &verdict.events {
                let Event::Joined { article, .. } = event else { continue };
                let cluster = engine.cluster_of(article).expect("it is known");
                let anchor = cluster.representative();
                if *article != anchor {
                    let (is_held, likeness) = held(&engine, article, &anchor, &ids(&articles[..=n]));
                    assert!(is_held, "{article} joined {} of {anchor}: {likeness}", cluster.id());
                    joined += 1;
                }
            }
        }
        assert!(joined > 100, "{joined}");
        let least = engine.config().verify.member;
        assert!(engine.clusters().all(|cluster| cluster.least_likeness() >= least));
    }
}

/// What a dispatch's printings were cut from leaves the window before they do.
#[test]
fn who_is_in_a_cluster_stays_when_its_anchor_leaves_the_window() {
    let others = news::day(7, 80);
    let (first, second) = (others[0].text.clone(), others[1].text.clone());
    let hour = |n: i64| Timestamp::from_seconds(1_900_000_000 + n * 3600);
    let mut articles = vec![
        Article::new("whole", format!("{first}\n\n{second}")).with_published_at(hour(0)),
        Article::new("one-half", first).with_published_at(hour(1)),
        Article::new("the-other", second).with_published_at(hour(2)),
    ];
    articles.extend(others[2..].iter().map(|other| other.clone().with_published_at(hour(3))));
    let mut engine = news::engine(&news::config(1.0, true));
    engine.ingest_batch(&articles).expect("verdicts");
    let members = |engine: &Engine| {
        let cluster = engine.cluster_of("one-half").expect("it is known");
        (cluster.id().to_owned(), cluster.members())
    };
    let before = members(&engine).1;
    assert!(before.contains(&"the-other".to_owned()), "{before:?}");
    engine.expire(Timestamp::from_seconds(hour(24).seconds() + 1));
    assert!(engine.cluster_of("whole").is_err(), "it has left");
    assert_eq!(members(&engine), ("c:whole".to_owned(), before[1..].to_vec()));
}

/// Two texts that a third one prints whole, and that share nothing, are its cuts where it came first. Where it came last, it
/// was put together from them, and stays with the one that it holds most of, in whatever order they arrive.
#[test]
fn what_is_put_together_from_two_dispatches_does_not_join_them() {
    let others = news::day(7, 80);
    let (mut long, mut short) = (others[0].text.clone(), others[1].text.clone());
    if long.len() < short.len() {
        std::mem::swap(&mut long, &mut short);
    }
    let hour = |n: i64| Timestamp::from_seconds(1_900_000_000 + n * 3600);
    let of = |id: &str, at: i64| match id {
        "long" => Article::new(id, &long).with_published_at(hour(at)),
        "short" => Article::new(id, &short).with_published_at(hour(at)),
        _ => Article::new("both", format!("{short}\n\n{long}")).with_published_at(hour(at)),
    };
    for (at, expected) in
        [([1, 2, 3], vec![vec!["both", "long"], vec!["short"]]), ([2, 3, 1], vec![vec!["both", "long", "short"]])]
    {
        let articles: Vec<Article> = ["long", "short", "both"].iter().zip(at).map(|(id, at)| of(id, at)).collect();
        for turn in 0..3 {
            let mut arrivals = articles.clone();
            arrivals.rotate_left(turn);
            let mut engine = news::engine(&news::config(0.0, true));
            engine.ingest_batch(&arrivals).expect("verdicts");
            let mut found: Vec<Vec<String>> = engine.clusters().map(|cluster| cluster.members()).collect();
            found.iter_mut().for_each(|members| members.sort_unstable());
            found.sort_unstable();
            assert_eq!(found, expected, "published at {at:?}, turn {turn}");
        }
    }
}

/// Round-ups of two dispatches tell no dates, each is a copy of the other and of all prints of both, and the first to come
/// would stand for all that follow.
#[test]
fn round_ups_join_none_of_what_they_hold() {
    let others = news::day(7, 80);
    let (first, second) = (&others[0].text, &others[1].text);
    let print = |id: &str, text: &str| Article::new(id, text).with_source(format!("{id}.example"));
    let prints = |name: &str, text: &str| (0..5).map(|n| print(&format!("{name}-{n}"), text)).collect::<Vec<_>>();
    let round_up = |name: &str| print(name, &format!("{first}\n\n{second}"));
    let (firsts, seconds) = (prints("first", first), prints("second", second));
    let one = [vec![round_up("both")], firsts.clone(), seconds.clone()].concat();
    let two = [firsts, vec![round_up("both"), round_up("again")], seconds].concat();
    for articles in [one, two] {
        for turn in 0..articles.len() {
            let mut arrivals = articles.clone();
            arrivals.rotate_left(turn);
            let mut engine = news::engine(&news::config(0.0, true));
            engine.ingest_batch(&arrivals).expect("verdicts");
            let cluster_of = |id: &str| engine.standing(id).expect("it is known").cluster_id;
            for n in 1..5 {
                assert_eq!(cluster_of("first-0"), cluster_of(&format!("first-{n}")), "turn {turn}");
                assert_eq!(cluster_of("second-0"), cluster_of(&format!("second-{n}")), "turn {turn}");
            }
            assert_ne!(cluster_of("first-0"), cluster_of("second-0"), "turn {turn} of {}", articles.len());
        }
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

/// A page that grows tells the day alone, and each of its versions holds what it was put together from.
#[test]
fn a_page_that_grows_joins_no_dispatches() {
    let [dam, race] = [
        [
            "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior ministry said.",
            "Some 4,300 people were moved from the town of Meldrin to schools in the next valley.",
            "Engineers lowered the lake by two metres overnight, and lorries brought sand from the quarry at Orsa.",
            "Mayor Ilse Brandow said that nobody would go home before Sunday.",
        ],
        [
            "A driver of the brewery at Lemna won the marathon in two hours and nine minutes on Thursday, in borrowed shoes.",
            "Petra Kovarik, 31, had come to hand out water, and ran because a friend fell ill.",
            "She overtook the champion of last year, Dana Whitlow, on the bridge by the cathedral.",
            "The brewery gave all 212 of its workers the rest of the week off.",
        ],
    ];
    let at = |text: &str| Timestamp::parse(text).expect("a date");
    let mut articles = Vec::new();
    let more = [
        " Farmers below the wall had driven their cattle uphill by noon. The dam was built in 1957 by the state power company.",
        " The race has been run since 1971 and was never won by somebody from the town. Bells rang until dusk.",
    ];
    for (name, day, sentences, more) in [("dam", "2031-03-04", dam, more[0]), ("race", "2031-03-06", race, more[1])] {
        for n in 0..4 {
            let text = sentences[..4 - n % 2].join(" ") + if n == 0 { more } else { "" };
            let article = Article::new(format!("{name}-{n}"), text).with_source(format!("{name}{n}.example"));
            articles.push(article.with_published_at(at(&format!("{day}T1{n}:00:00Z"))));
        }
    }
    let page = [dam[..3].to_vec(), [&dam[..3], &race[..3]].concat(), [&dam[..], &race[..]].concat()];
    for (n, lines) in page.iter().enumerate() {
        let text = lines.iter().rev().copied().collect::<Vec<_>>().join("\n\n");
        let article = Article::new(format!("page-{n}"), text).with_source("live.example");
        articles.push(article.with_published_at(at("2031-03-04")));
    }
    articles.sort_by_key(|article| article.published_at);
    let mut engine = Engine::builder().build().expect("an engine");
    engine.ingest_batch(&articles).expect("verdicts");
    let cluster_of =
        |id: &str| engine.clusters().find(|c| c.members().iter().any(|m| m == id)).map(|c| c.id().to_owned());
    for n in 1..4 {
        assert_eq!(cluster_of("dam-0"), cluster_of(&format!("dam-{n}")));
        assert_eq!(cluster_of("race-0"), cluster_of(&format!("race-{n}")));
    }
    assert_ne!(cluster_of("dam-0"), cluster_of("race-0"));
}
