//! No article is fatal: whatever stands in it, it gets a verdict, and its passages lie inside its text.

mod news;

use proptest::prelude::*;
use wirefold::article::Metadata;
use wirefold::provenance::{Field, Signals, read_signals};
use wirefold::units::{Language, Timestamp};
use wirefold::{Article, Engine};

const DAM: &str = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior \
     ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley.";

/// Stretches of text that have broken programs before.
fn piece() -> impl Strategy<Value = String> {
    const ODD: &[&str] = &[
        "",
        " ",
        "\n\n",
        "\r",
        "\t",
        "\0",
        "\u{feff}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{2028}",
        "\u{fffd}",
        "\u{10ffff}",
        "e\u{301}\u{301}\u{301}",
        "\u{301}",
        "ﬃ",
        "ŉ",
        "İ",
        "ß",
        "ẞ",
        "Ǆ",
        "ﷺ",
        "👩‍👩‍👧‍👦",
        "🇫🇷",
        "1️⃣",
        "𝔘𝔫𝔦",
        "٣٤٥",
        "هذا نص عربي",
        "שלום עולם",
        "東京で地震がありました。",
        "แผ่นดินไหว",
        "မြန်မာ",
        "नमस्ते दुनिया",
        "한국어 기사",
        "“",
        "”",
        "«",
        "»",
        "„",
        "'",
        "’",
        "\"",
        "—",
        "...",
        "…",
        "(AFP)",
        "PARIS (Reuters) -",
        "via",
        "Source :",
        "© dpa",
        "told AP",
        "UPDATE 3",
        "1.234.567,89",
        "31/12/2031",
        "http://a.example/?q=1",
        "pic.twitter.com/x",
        "Lire aussi",
        "a-\nb",
        "<p>&amp;</p>",
    ];
    prop_oneof![
        4 => proptest::sample::select(ODD).prop_map(str::to_owned).boxed(),
        2 => any::<String>().boxed(),
        2 => "[a-zA-Zéèßа-я ,.]{0,40}".boxed(),
        1 => (any::<char>(), 0usize..3000).prop_map(|(c, n)| c.to_string().repeat(n)).boxed(),
        1 => Just(DAM.to_owned()).boxed(),
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec((piece(), proptest::sample::select([" ", "", "\n", ". "].as_slice())), 0..14)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, space)| [piece, space.to_owned()]).collect())
}

fn article() -> impl Strategy<Value = Article> {
    let maybe = || proptest::option::of(piece());
    let at = prop_oneof![any::<i64>(), 1_930_000_000i64..1_930_300_000];
    let language = proptest::option::of("[a-z]{2}");
    (
        "[a-f]|\\PC{0,3}",
        maybe(),
        proptest::option::of(text()),
        text(),
        proptest::option::of(at),
        language,
        maybe(),
        maybe(),
    )
        .prop_map(|(id, source, title, text, at, language, author, credit)| {
            let mut article = Article::new(id, text);
            article.source = source;
            article.title = title;
            article.published_at = at.map(Timestamp::from_seconds);
            article.language = language.and_then(|l| Language::parse(&l));
            article.metadata.author = author.clone();
            article.metadata.copyright = author;
            article.metadata.credit = credit.clone();
            article.metadata.canonical_url = credit.clone();
            article.metadata.syndicated_from = credit.clone();
            article.metadata.dateline = credit.clone();
            article.metadata.editorial_note = credit.clone();
            article.metadata.slug = credit;
            article.url = article.source.clone();
            article
        })
}

/// Characters of what a signal was read from.
fn characters(article: &Article, field: Field) -> usize {
    let metadata = &article.metadata;
    let value = match field {
        Field::Text => Some(&article.text),
        Field::Title => article.title.as_ref(),
        Field::Source => article.source.as_ref(),
        Field::Url => article.url.as_ref(),
        Field::Author => metadata.author.as_ref(),
        Field::Credit => metadata.credit.as_ref(),
        Field::Copyright => metadata.copyright.as_ref(),
        Field::Dateline => metadata.dateline.as_ref(),
        Field::CanonicalUrl => metadata.canonical_url.as_ref(),
        Field::SyndicatedFrom => metadata.syndicated_from.as_ref(),
        Field::BasedOn => metadata.based_on.iter().max_by_key(|url| url.chars().count()),
        Field::PublicationStatus => metadata.publication_status.as_ref(),
        Field::EditorialNote => metadata.editorial_note.as_ref(),
        Field::Slug => metadata.slug.as_ref(),
        Field::Version => None,
    };
    value.map_or(0, |value| value.chars().count())
}

/// Holds what is read of an article's origin against its fields.
fn assert_signals_lie_in_their_fields(article: &Article) {
    let Signals { agencies, house, byline, dateline, via, marks, .. } = read_signals(article, article.language);
    let agencies = agencies.iter().map(|s| (s.field, s.span));
    let names = house.iter().map(|h| (h.field, h.span)).chain(byline.iter().map(|b| (b.field, b.span)));
    let others = dateline.iter().map(|d| (d.field, d.span)).chain(via.iter().map(|v| (v.field, v.span)));
    for (field, span) in agencies.chain(names).chain(others).chain(marks.iter().map(|m| (m.field, m.span))) {
        let inside = span.start <= span.end && span.end as usize <= characters(article, field);
        assert!(inside, "{field:?} {span:?} of {}", characters(article, field));
    }
}

/// Takes the articles in, and holds every edge's passages against the texts.
fn ingest(engine: &mut Engine, articles: &[Article]) {
    for article in articles {
        assert_signals_lie_in_their_fields(article);
        let verdict = engine.ingest(article).expect("a verdict");
        assert_eq!(verdict.id, article.id);
        assert!(verdict.cluster_id.starts_with("c:"));
        serde_json::to_string(&verdict).expect("JSON");
        let whole = if article.text.trim().is_empty() { article.title.as_deref() } else { Some(article.text.as_str()) };
        let characters = whole.unwrap_or_default().chars().count();
        for span in verdict.edges.iter().flat_map(|e| &e.spans).flat_map(|s| &s.a) {
            assert!(span.start <= span.end && span.end as usize <= characters, "{span:?} of {characters}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn has_a_verdict(articles in proptest::collection::vec(article(), 1..8), days in 0.0f64..3.0) {
        let mut engine = news::engine(&news::config(days, true));
        ingest(&mut engine, &articles);
        let ids: Vec<&str> = articles.iter().map(|a| a.id.as_str()).collect();
        for id in &ids {
            engine.explain(id, ids[0]).expect("both are known");
        }
    }

    /// Many of them in one engine, so that quanta end and memories are asked.
    #[test]
    fn has_a_verdict_among_many(seed in proptest::collection::vec(article(), 40)) {
        let mut engine = news::engine(&news::config(1.0, true));
        let articles: Vec<Article> = (0..4)
            .flat_map(|round| seed.iter().map(move |a| Article { id: format!("{}{}", a.id, round / 2), ..a.clone() }))
            .collect();
        ingest(&mut engine, &articles);
    }
}

#[test]
fn a_megabyte_of_one_character() {
    let mut engine = news::engine(&news::config(0.0, true));
    let characters = [
        'a', ' ', '\n', '.', '“', '"', '(', '-', '1', '\u{301}', '한', '東', 'ﷺ', '\u{0}', '👩', 'ß', 'א', '\u{ad}',
        'ก', '@',
    ];
    for (n, character) in characters.into_iter().enumerate() {
        let text: String = std::iter::repeat_n(character, (1 << 20) / character.len_utf8()).collect();
        ingest(&mut engine, &[Article::new(format!("{n}-a"), text.clone()), Article::new(format!("{n}-b"), text)]);
    }
}

/// Whatever stands in a record's fields, however long, costs about its length. The bound is loose: it only excludes anything
/// quadratic.
#[test]
fn a_quarter_of_a_megabyte_in_each_field() {
    let start = std::time::Instant::now();
    let numbers: String = (0..40_000).map(|n| format!("{n} ")).collect();
    let words: String = (0..30_000).map(|n| format!("x{} ", n * 7919)).collect();
    for (n, words) in ["AFP, ", "A.", "x.", "one ", "a-", "KILL: ", "(AFP) ", &numbers, &words].into_iter().enumerate()
    {
        let value = words.repeat((1 << 18) / words.len());
        let mut engine = news::engine(&news::config(0.0, true));
        let plain =
            Article::new("plain", DAM).with_title(words.chars().rev().cycle().take(1 << 18).collect::<String>());
        let field = Some(value.clone());
        let urls: Vec<String> = (0..20_000).map(|place| format!("https://{place}.example/{n}")).collect();
        let mut full = plain.clone();
        (full.id, full.source, full.title, full.url) = ("full".to_owned(), field.clone(), field.clone(), field.clone());
        full.metadata = Metadata {
            author: field.clone(),
            credit: field.clone(),
            copyright: field.clone(),
            dateline: field.clone(),
            canonical_url: Some(format!("https://{value}")),
            syndicated_from: field.clone(),
            based_on: urls,
            editorial_note: field.clone(),
            slug: field.clone(),
            ..Metadata::default()
        };
        let other = Article { id: "other".to_owned(), source: Some(format!("{value}y")), ..full.clone() };
        ingest(&mut engine, &[plain, full, other]);
    }
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

/// Names of agencies before a long blank, dense brackets, and strings that come again in a script without spaces cost about
/// the length of the text as well. The bound is loose.
#[test]
fn megabytes_that_are_looked_through_again_and_again() {
    let start = std::time::Instant::now();
    let mut engine = news::engine(&news::config(0.0, true));
    let blank = "\u{2003}".repeat(800_000);
    let mut seed = 1u32;
    let mut letter = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ['ก', 'ข', 'ค', 'ง'][(seed >> 30) as usize]
    };
    let thai: String = (0..1_000_000).map(|_| letter()).collect();
    let texts = [
        format!("{DAM}\n{}{blank}", "© AFP\n".repeat(5_000)),
        format!("{DAM}\n{}{blank}", "Minh Hà/TTXVN\n".repeat(5_000)),
        "（共同）".repeat(200_000),
        "(a) ".repeat(600_000),
        thai,
    ];
    let year = Timestamp::parse("1931-05-05");
    let articles = texts.into_iter().zip([None, None, None, year, None]).enumerate();
    let mut articles: Vec<Article> =
        articles.map(|(n, (text, at))| Article { published_at: at, ..Article::new(n.to_string(), text) }).collect();
    articles.push(Article::new("title", DAM).with_title(format!("{}{blank}", "AFP ".repeat(100_000))));
    ingest(&mut engine, &articles);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Words that come again and again are the worst that alignment can meet.
#[test]
fn half_a_megabyte_of_few_words() {
    let mut engine = news::engine(&news::config(0.0, true));
    let opening = format!("{}\nبه گزارش AFP، x\n", " ".repeat(20_000));
    let words = ["one two ", "one two three. ", "“one” 2, ", "東京 ", "PARIS (AFP) - ", "via AFP\n", "told AP. ", "A."];
    for (n, words) in words.into_iter().chain(["به گزارش AFP، x\n", opening.as_str()]).enumerate() {
        let text = words.repeat((1 << 19) / words.len());
        ingest(
            &mut engine,
            &[
                Article::new(format!("{n}-a"), text.clone()),
                Article::new(format!("{n}-b"), text.chars().take(200_000).collect::<String>()),
            ],
        );
    }
}

/// A kill notice that came before what it withdraws, and stands for their cluster.
#[test]
fn a_notice_may_stand_for_what_it_withdraws() {
    let mut engine = news::engine(&news::config(0.0, true));
    let mut articles = ["notice", "dispatch", "copy", "other"].map(|id| Article::new(id, DAM));
    for article in &mut articles {
        article.metadata.slug = Some("KARSOVA-DAM".into());
    }
    articles[0].metadata.publication_status = Some("canceled".into());
    articles[3].metadata.publication_status = Some("canceled".into());
    news::settled(&mut engine, &articles);
    for id in ["notice", "other"] {
        let provenance = engine.standing(id).expect("it is there").provenance.expect("every article has one");
        assert_eq!(provenance.withdraws, ["c:notice"], "{id}");
    }
    let dispatch = engine.standing("dispatch").expect("it is there").provenance.expect("every article has one");
    assert!(dispatch.withdrawn_by.is_some());
}
