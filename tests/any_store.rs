//! No article is fatal beside a store: ids that look like those of clusters, texts that come and go, dates of all times,
//! notices; whatever of it is not written yet when it is asked for.

use wirefold::Article;
use wirefold::random::SplitMix64;
use wirefold::store::{Archive, Opening, check};
use wirefold::units::Timestamp;

const TEXTS: &[&str] = &[
    "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior ministry \
     said. Some 4,300 people were moved from the town of Meldrin to schools.",
    "The town council of Brackwell voted on Tuesday to plant four hundred lime trees along the ring road. Work begins in \
     the autumn and will take two winters, said the head of the parks department.",
    "Shares of Tarn Holdings gained two percent after the company named a new chief executive, who comes from a rival in \
     the next town.",
    "KILL: dam closed. Editors please kill the story slugged KARSOVA-DAM. It was wrong.",
    "x",
    "",
    "7",
    "한국어 기사입니다 오늘 회의가 열렸다",
    "\0\0 a b c",
];
const IDS: &[&str] = &["a", "a~2", "a~3", "", "c:a", "s:a", "~", "~1", "a~01", "a~2~1", "\0", "ü", "'", "a,b", "a\nb"];
const TITLES: &[&str] = &["Dam closed", "KARSOVA-DAM (KILL)", "", "UPDATE 2-KARSOVA-DAM\0"];
const SOURCES: &[&str] = &["a.example", "b.example", "https://a.example/x", "", "\0"];
const DATES: &[&str] =
    &["2031-03-04T06:10:00Z", "2031-03-05", "0001-01-01", "no date", "no date", "1969-12-31", "2031-04-30", "no date"];

fn article(random: &mut SplitMix64) -> Article {
    let id = match random.chance(0.7) {
        true => format!("n{}", random.below(200)),
        false => (*random.choose(IDS)).to_owned(),
    };
    let text: &str = random.choose::<&str>(TEXTS);
    let end = match random.below(3) {
        0 => String::new(),
        1 => " More.".to_owned(),
        _ => format!(" {}", random.below(50)),
    };
    let mut article = Article::new(id, format!("{text}{end}"));
    article.title = random.chance(0.7).then(|| (*random.choose(TITLES)).to_owned());
    article.source = random.chance(0.8).then(|| (*random.choose(SOURCES)).to_owned());
    let date: &str = random.choose::<&str>(DATES);
    article.published_at = Timestamp::parse(date);
    article.metadata.slug = random.chance(0.2).then(|| "KARSOVA-DAM".into());
    article.metadata.publication_status = random.chance(0.1).then(|| "canceled".into());
    article.metadata.version = random.chance(0.1).then_some(u64::MAX);
    article
}

#[test]
fn takes_all_of_them() {
    // In all but the first two, an article comes again whose founding of a cluster, by a split, is not written yet.
    for seed in [0, 1, 5, 19, 31, 34] {
        let mut random = SplitMix64::of(seed, &[]);
        let articles: Vec<Article> = (0..700).map(|_| article(&mut random)).collect();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("news.db");
        let opening = Opening { late: seed % 2 == 0, ..Opening::default() };
        let mut archive = Archive::open(&path, opening).expect("a store");
        // What is not committed is not seen by who asks for the past, unless it is waited for.
        let (first, second) = articles.split_at(350);
        assert_eq!(archive.ingest_batch(first).expect("verdicts").len(), 350);
        archive.commit().expect("it is durable");
        assert_eq!(archive.ingest_batch(second).expect("verdicts").len(), 350, "seed {seed}");
        archive.close().expect("it closes");
        assert_eq!(check(&path).expect("a store"), [], "seed {seed}");
    }
}
