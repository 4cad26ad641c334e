//! Short texts need nearly everything in common, long pages hold many texts without becoming copies of them, and what a
//! site prints around its articles is no text at all.

mod news;

use wirefold::config::WindowConfig;
use wirefold::units::Timestamp;
use wirefold::verify::{Relation, Rule};
use wirefold::{Article, Config, Engine, engine::explain_articles};

const DAM: &str = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior \
     ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley, and three \
     villages were cut off when the road along the shore was flooded.";

fn hour(n: i64) -> Timestamp {
    Timestamp::from_seconds(1_930_348_800 + 3600 * n)
}

fn relation(a: &Article, b: &Article) -> Relation {
    explain_articles(a, b, &Config::default()).relation
}

fn headline(id: &str, title: &str, at: i64) -> Article {
    Article::new(id, "").with_title(title).with_published_at(hour(at))
}

#[test]
fn headlines_alone() {
    let first = headline("a", "KARSOVA DAM CLOSED AFTER CRACKS FOUND IN CREST, MINISTRY SAYS", 0);
    assert!(
        relation(&headline("b", "Karsova dam closed after cracks found in crest - ministry says", 1), &first).is_copy()
    );
    // The same form about another, and the same alert on another day.
    let other = headline("c", "ORLEVA DAM CLOSED AFTER CRACKS FOUND IN CREST, MINISTRY SAYS", 1);
    assert_eq!(relation(&other, &first), Relation::None);
    let raised =
        |id, company: &str| headline(id, &format!("{company} RAISES POSTED PRICE OF CRUDE OIL 50 CENTS A BARREL"), 0);
    assert_eq!(relation(&raised("d", "SARANDEL"), &raised("e", "TALLOW")), Relation::None);
    assert_eq!(
        relation(&headline("f", "KARSOVA DAM CLOSED AFTER CRACKS FOUND IN CREST, MINISTRY SAYS", 90), &first),
        Relation::None
    );
}

#[test]
fn briefs_and_the_pages_that_hold_them() {
    let brief = Article::new(
        "brief",
        "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest.",
    );
    let dispatch = Article::new("dispatch", DAM);
    assert!(relation(&brief, &dispatch).is_copy(), "a dispatch cut to its lead");
    let news = news::day(71, 40);
    let live: Vec<&str> = news.iter().map(|a| a.text.as_str()).collect();
    let live =
        Article::new("live", format!("{}\n\n{}\n\n{}", live[..20].join("\n\n"), brief.text, live[20..].join("\n\n")));
    let found = explain_articles(&brief, &live, &Config::default());
    assert_eq!((found.relation, found.rule), (Relation::Partial, Rule::TooShort), "a line of a live page");
}

/// What feeds and shops for articles give of one: its beginning, and words of their own.
#[test]
fn beginnings_that_lead_to_the_rest() {
    let begin: String = DAM.split_inclusive('.').next().into_iter().collect();
    let page = format!("{DAM}\n\n{}", DAM.replace("dam", "lock").replace("Karsova", "Mallow"));
    for rest in [
        "[…] Read more",
        "\n\nThis article is for subscribers only. To continue reading, log in or take out a subscription from just 1 a week.",
        "\n\nDieser Artikel ist nur für Abonnenten. Sie sind bereits Abonnent? Hier anmelden",
    ] {
        let (teaser, whole) = (Article::new("teaser", format!("{begin} {rest}")), Article::new("whole", page.as_str()));
        assert!(relation(&teaser, &whole).is_copy(), "{rest}");
    }
}

/// Articles of one source about different things, each with the same lines around it.
fn pages(count: usize, around: &str) -> Vec<Article> {
    let page = |(n, article): (usize, Article)| {
        let text = format!("{}\n\n{around}", article.text.chars().take(700).collect::<String>());
        Article::new(format!("page-{n}"), text).with_source("voice.example").with_published_at(hour(n as i64 / 20))
    };
    news::day(72, 400).into_iter().filter(|a| a.text.len() > 400).take(count).enumerate().map(page).collect()
}

fn engine_after(articles: &[Article]) -> Engine {
    let mut engine = news::engine(&news::config(0.0, false));
    engine.ingest_batch(articles).expect("verdicts");
    engine
}

#[test]
fn what_a_site_repeats_is_left_out_after_few_articles() {
    let around =
        "Our readers choose the stories of the week\nWrite to the desk of this fine paper\nAll our regions at a glance";
    let mut engine = engine_after(&pages(70, around));
    for id in ["x", "y"] {
        let own = if id == "x" {
            DAM
        } else {
            "Lumen won the cup when their captain scored late against a side that had led."
        };
        let article =
            Article::new(id, format!("{own}\n\n{around}")).with_source("voice.example").with_published_at(hour(9));
        engine.ingest(&article).expect("a verdict");
    }
    let found = engine.explain("x", "y").expect("both are known");
    assert_eq!((found.relation, found.words), (Relation::None, 0.0), "{}", found.because);
}

#[test]
fn what_a_site_prints_often_is_kept() {
    // One dispatch again and again, and a line with figures under many articles.
    let mut articles = pages(70, "Payable April 30 to holders of record April 10");
    for n in 0..40 {
        articles.push(Article::new(format!("dam-{n}"), DAM).with_source("voice.example").with_published_at(hour(4)));
    }
    let mut engine = engine_after(&articles);
    let last = Article::new("last", DAM).with_source("voice.example").with_published_at(hour(9));
    let verdict = engine.ingest(&last).expect("a verdict");
    assert_eq!(verdict.relation, Relation::Identical);
    let notice = |id: &str, company: &str, dividend: u32| {
        let text =
            format!("{company} pays {dividend} cents a quarter.\nPayable April 30 to holders of record April 10");
        Article::new(id, text).with_source("voice.example").with_published_at(hour(9))
    };
    engine.ingest(&notice("one", "Sarandel", 35)).expect("a verdict");
    let other = engine.ingest(&notice("two", "Tallow", 45)).expect("a verdict");
    assert_eq!(other.cluster_id, "c:two", "two companies' dividends are two texts");
    let found = engine.explain("one", "two").expect("both are known");
    assert!(found.words > 0.4, "the line still counts: {}", found.because);
}

/// Paragraphs about things that have nothing in common.
const PARAGRAPHS: [&str; 5] = [
    "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior ministry \
     said, and the people of Meldrin were moved to schools in the next valley.",
    "In the harbour of Sarandel fishermen pulled nine sailors from the water when a freighter with timber on its deck \
     capsized within sight of the pier during the storm of the night.",
    "Farther north the railway to Orleva stays interrupted, since the river has washed away the bank under both tracks, \
     and buses carry travellers over the pass as far as the snow allows.",
    "The opera of Tallow opened its season with a piece that nobody had sung for a century, found by a student in the \
     cellar of the town hall among the bills of a brewery.",
    "Bakers in Lumen have agreed to close on Mondays, which the mayor called a pity and the union a beginning, as ovens \
     will now stay cold for a whole day of the week.",
];

const AGENCY_LINE: &str = "The search for the missing goes on, said the rescue service";

#[test]
fn an_agency_line_that_was_learnt_from_cuts_of_one_dispatch_is_unlearnt() {
    let with_line = |id: &str, source: &str, paragraphs: &[&str], at: i64| {
        let text = format!("{}\n\n{AGENCY_LINE}", paragraphs.join("\n\n"));
        Article::new(id, text).with_source(source).with_published_at(hour(at))
    };
    let mut others = news::day(73, 400).into_iter().filter(|a| a.text.len() > 400);
    let mut others = |count: usize| -> Vec<Article> { others.by_ref().take(count).collect() };
    // Three cuts of a dispatch that comes late: to all that can be known, a line that the site prints under anything.
    let mut first: Vec<Article> =
        (0..3).map(|n| with_line(&format!("cut-{n}"), "voice.example", &PARAGRAPHS[n..=n], 5)).collect();
    first.extend(others(61));
    let mut engine = engine_after(&first);
    let shares_line = |engine: &mut Engine, name: &str, paragraph: &str| {
        let (a, b) = (format!("{name}-voice"), format!("{name}-gazette"));
        let articles =
            [with_line(&a, "voice.example", &[paragraph], 6), with_line(&b, "gazette.example", &[paragraph], 6)];
        engine.ingest_batch(&articles).expect("verdicts");
        let found = engine.explain(&a, &b).expect("both are known");
        assert!(found.relation.is_copy(), "{}", found.because);
        found.passages.iter().any(|passage| passage.a_text.contains("rescue service"))
    };
    assert!(!shares_line(&mut engine, "before", PARAGRAPHS[3]), "it was learnt");
    let dispatch = with_line("dispatch", "agency.example", &PARAGRAPHS[..3], 0);
    engine.ingest(&dispatch).expect("a verdict");
    let cluster = |engine: &Engine, id: &str| engine.standing(id).expect("it is known").cluster_id;
    assert!((0..3).all(|n| cluster(&engine, &format!("cut-{n}")) == cluster(&engine, "dispatch")), "one dispatch");
    engine.ingest_batch(&others(61)).expect("verdicts");
    assert!(shares_line(&mut engine, "after", PARAGRAPHS[4]), "it was unlearnt");
}

/// One source prints a text again each time that the window has forgotten it, with figures in it as most texts have; other
/// articles of that source come between.
#[test]
fn a_text_that_comes_again_for_months_is_no_furniture() {
    let window = WindowConfig { days: 2.0, ..WindowConfig::default() };
    let mut engine = Engine::builder().config(Config { window, ..Config::default() }).build().expect("a configuration");
    let advice = "Whoever walks in the hills of Tarvia in winter should tell someone at home which way they take. The \
        mountain rescue of Meldrin asks walkers to turn back at the hut when the wind gets up. Take a lamp and a rope. \
        Last winter 14 people were brought down from the ridge.";
    let between = news::day(77, 1200);
    let mut words = Vec::new();
    for (month, others) in (0..).zip(between.chunks(120)) {
        let at = |article: Article| article.with_source("hills.example").with_published_at(hour(24 * 30 * month));
        let id = format!("advice-{month}");
        let verdict = engine.ingest(&at(Article::new(id, advice).with_title("Before you go")));
        words.push(verdict.expect("a verdict").marks.words);
        for (n, other) in others.iter().enumerate() {
            engine.ingest(&at(Article { id: format!("{month}-{n}"), ..other.clone() })).expect("a verdict");
        }
    }
    assert!(words.iter().all(|of| *of == words[0]), "{words:?}");
}

#[test]
fn what_a_page_repeats_is_said_once() {
    let rest = "Engineers had measured the crest in March and seen nothing, a spokesman for the operator told reporters. Water is \
        now let out through two of the four gates, and the level of the lake falls by a hand's breadth each day.\n\nWhoever \
        lives below the dam may fetch clothes and animals until Thursday noon. The school year in Meldrin begins a week later \
        than planned, and the fair on the shore is off.\n\nThe dam was built fifty years ago for a mill that has long been \
        closed. Its owners have asked the province three times for money to seal it, the last time in winter.";
    let dispatch = Article::new("dispatch", format!("{DAM}\n\n{rest}")).with_source("voice.example");
    let warning = "\nThe list of places below this report could not be read by the counter, and the page is shown without it \
        and without the pictures";
    let page = |id, times| Article::new(id, format!("{DAM}\n{}", warning.repeat(times))).with_source("tribune.example");
    assert!(relation(&page("once", 1), &dispatch).is_copy());
    assert!(relation(&page("often", 6), &dispatch).is_copy());
    let twice = Article::new("twice", format!("{DAM}\n\n{DAM}"));
    assert_eq!(explain_articles(&twice, &Article::new("dam", DAM), &Config::default()).relation, Relation::Identical);
}

#[test]
fn reports_of_one_announcement_share_names_and_set_phrases() {
    let one = "北浦町の沖で2日夜、連絡船「みさき丸」と貨物船が衝突し、乗客ら34人が海に投げ出された。第五管区海上保安部によると、\
        3人の死亡が確認され、行方不明者は5人となっている。みさき丸の船長は「霧で前が見えなかった」と話しているという。海上保安部は\
        業務上過失致死の疑いで調べている。";
    let other = "2日夜に北浦町の沖で起きた連絡船「みさき丸」と貨物船の衝突で、町は3日、対策本部を設置した。乗客ら34人のうち29人が\
        病院に運ばれ、3人の死亡が確認された。第五管区海上保安部によると、行方不明者は5人。貨物船の航海士は速度を落としていたと説明して\
        おり、海上保安部は業務上過失致死の疑いで双方から事情を聴く。";
    let one = Article::new("one", one).with_source("kitaura-shimbun.example");
    assert!(!relation(&one, &Article::new("other", other).with_source("minato-press.example")).is_copy());
    let cut = format!("【北浦共同】{}", one.text.split_inclusive('。').take(2).collect::<String>());
    assert!(relation(&one, &Article::new("cut", cut).with_source("minato-press.example")).is_copy());
}
