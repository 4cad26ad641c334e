//! What the agencies and sources of articles are that say nothing of them, from the others of the window.

mod news;

use std::path::Path;
use wirefold::provenance::lineage::{Evidence, OriginKind, Provenance};
use wirefold::provenance::{Basis, Families, Gazetteer};
use wirefold::synth::corpus;
use wirefold::units::Timestamp;
use wirefold::{Article, Engine, Verdict};

/// Invented events that share nothing but their form of sentence.
fn dispatch(n: usize) -> String {
    let place =
        ["Karsova", "Meldrin", "Valmorin", "Brassac", "Torvald", "Okelby", "Sarandel", "Pelmora", "Grabicz"][n % 9];
    let thing = ["dam", "harbour", "tunnel", "library", "orchard", "railway", "glacier", "theatre"][n % 8];
    let who = ["engineers", "divers", "teachers", "farmers", "pilots", "bakers", "judges"][n % 7];
    let why = ["a crack", "a strike", "a storm", "a swarm of bees", "an old map"][n % 5];
    format!(
        "The {thing} of {place} was closed for {n} weeks after {why} had been reported by {who} near the western gate. \
         Mayor Ilka {place}man called the {who} together in hall {n}, where {} of them voted to keep watch over the {thing} \
         until the end of the season. Shops around {place} lost {} crowns a day, said the chamber of {thing} keepers, and \
         {why} is still being examined by experts from the town of Upper {place}.",
        n * 7 + 11,
        n * 310 + 45,
    )
}

fn folded(builder: wirefold::engine::Builder, articles: &[Article]) -> Vec<Verdict> {
    let mut engine = builder.build().expect("a valid configuration");
    news::settled(&mut engine, articles)
}

/// What each article's verdict says at its arrival.
fn streamed(articles: &[Article]) -> Vec<Verdict> {
    let mut engine = Engine::builder().build().expect("a valid configuration");
    articles.iter().map(|article| engine.ingest(article).expect("a verdict")).collect()
}

fn of<'a>(verdicts: &'a [Verdict], id: &str) -> &'a Provenance {
    verdicts.iter().find(|v| v.id == id).and_then(|v| v.provenance.as_ref()).expect("it has provenance")
}

fn inferred(provenance: &Provenance) -> Vec<&str> {
    let inferred = provenance.agencies.iter().filter(|a| a.basis == Basis::Inferred && a.confidence >= 0.25);
    inferred.map(|a| a.name.as_str()).collect()
}

#[test]
fn an_agency_that_speaks_of_itself_wrote_the_text_of_several_outlets() {
    let told = |by: &str| format!("{} \"We stay,\" she told {by} on Monday.", dispatch(1));
    let articles = [
        Article::new("a", told("AFP")).with_source("voice.example"),
        Article::new("b", told("AFP")).with_source("tribune.example"),
        Article::new("c", dispatch(2) + " \"We stay,\" she told AFP on Monday.").with_source("voice.example"),
    ];
    let verdicts = folded(Engine::builder(), &articles);
    assert_eq!(inferred(of(&verdicts, "a")), ["AFP"]);
    assert_eq!(of(&verdicts, "b").origin.name.as_deref(), Some("AFP"));
    // One outlet may quote the agency.
    assert_eq!(of(&verdicts, "c").origin.kind, OriginKind::Outlet);
}

/// Credited texts of two outlets, a text of both without a credit, and one of either alone.
fn with_habits() -> Vec<Article> {
    let mut articles = Vec::new();
    for n in 0..6 {
        for source in ["voice.example", "tribune.example"] {
            let text = format!("KARSOVA (Reuters) - {}", dispatch(n));
            articles.push(Article::new(format!("{source}-{n}"), text).with_source(source));
        }
    }
    articles.push(Article::new("both-1", dispatch(7)).with_source("voice.example"));
    articles.push(Article::new("both-2", dispatch(7)).with_source("tribune.example"));
    articles.push(Article::new("alone", dispatch(8)).with_source("voice.example"));
    articles
}

#[test]
fn outlets_have_their_suppliers() {
    let verdicts = folded(Engine::builder(), &with_habits());
    assert_eq!(inferred(of(&verdicts, "both-1")), ["Reuters"]);
    assert_eq!(inferred(of(&verdicts, "both-2")), ["Reuters"]);
    assert!(inferred(of(&verdicts, "alone")).is_empty());
}

#[test]
fn a_national_agency_hands_on_what_a_world_agency_wrote() {
    let printed = |id: &str, source: &str, text: String| Article::new(id, text).with_source(source);
    let mut articles = with_habits();
    let more = (20..25).map(|n| format!("KARSOVA (Reuters) - {}", dispatch(n)));
    articles.extend(more.enumerate().map(|(n, text)| printed(&format!("more-{n}"), "voice.example", text)));
    // One outlet credits its national agency, the other has all from Reuters.
    articles.push(printed("handed-on", "courier.example", format!("{}\n\n(ats)", dispatch(10))));
    articles.push(printed("silent", "voice.example", dispatch(10)));
    // The one credits its national agency, the other prints what the world agency sent.
    articles.push(printed("credit", "courier.example", format!("{}\n\n(ats)", dispatch(11))));
    articles.push(printed("as-sent", "lantern.example", format!("KARSOVA (AFP) - {}", dispatch(11))));
    // The national agency's own, beside a world agency's that it quotes.
    articles.push(printed("own", "courier.example", format!("{}\n\n(ats)", dispatch(12))));
    articles.push(printed("its-own", "herald.example", format!("KARSOVA (ATS) - {}", dispatch(12))));
    let verdicts = folded(Engine::builder(), &articles);
    let origin = |id: &str| of(&verdicts, id).origin.name.clone().expect("an agency");
    assert_eq!(["handed-on", "silent"].map(origin), ["Reuters", "Reuters"]);
    assert_eq!(["credit", "as-sent"].map(origin), ["AFP", "AFP"]);
    assert_eq!(["own", "its-own"].map(origin), ["ATS", "ATS"]);
    // What is printed stays said.
    let first = |id: &str| (of(&verdicts, id).agencies[0].name.clone(), of(&verdicts, id).agencies[0].basis);
    assert_eq!(first("handed-on"), ("ATS".to_owned(), Basis::Credit));
    assert_eq!(first("silent"), ("Reuters".to_owned(), Basis::Inferred));
}

#[test]
fn outlets_of_one_publisher_share_texts_of_their_own() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "[[family]]\nname = \"X\"\noutlets = [\"voice.example\", \"tribune.example\"]")
        .unwrap();
    let families = Families::with_file(file.path()).expect("a sound file");
    let verdicts = folded(Engine::builder().families(families), &with_habits());
    assert!(inferred(of(&verdicts, "both-1")).is_empty());
}

#[test]
fn agencies_of_the_callers_own_are_read() {
    let extra = "[[agency]]\nname = \"NSW\"\nnames = [\"North Sea Wire\"]\n";
    let agencies = Gazetteer::with_extra(extra).expect("a valid file");
    let articles = [Article::new("a", format!("MELDRIN (North Sea Wire) - {}", dispatch(3)))];
    let verdicts = folded(Engine::builder().agencies(agencies), &articles);
    assert_eq!(of(&verdicts, "a").origin.name.as_deref(), Some("NSW"));
}

#[test]
fn outlets_go_by_the_names_that_their_pages_print() {
    let mut articles = Vec::new();
    for n in 0..3 {
        let page = format!("{}\n\nThe Evening Lantern is delivered to your door every weekday morning", dispatch(n));
        articles.push(Article::new(format!("lantern-{n}"), page).with_source("outlet-7.example"));
    }
    let copy = format!("{}\n\nvia The Evening Lantern", dispatch(1));
    articles.push(Article::new("copy", copy).with_source("outlet-9.example"));
    let verdicts = folded(Engine::builder(), &articles);
    let copy = of(&verdicts, "copy");
    assert_eq!(copy.taken_from.as_deref(), Some("lantern-1"));
    assert!(copy.evidence.contains(&Evidence::Named));
}

#[test]
fn who_prints_wherever_a_name_is_given_goes_by_it() {
    let mut articles = Vec::new();
    for n in 0..24 {
        let printed = |id: &str, source: &str, minutes: u32| {
            let at = Timestamp::parse(&format!("2031-03-{:02}T06:{minutes:02}:00Z", n + 1)).expect("a time");
            Article::new(format!("{id}-{n}"), dispatch(n)).with_source(source).with_published_at(at)
        };
        articles.push(printed("first", &format!("first-{n}.example"), 0));
        articles.push(printed("last", &format!("last-{n}.example"), 20));
        if n < 3 {
            articles.push(printed("meant", "outlet-7.example", 10));
            let mut copy = printed("copy", &format!("copy-{n}.example"), 50);
            copy.text += "\n\nvia The Evening Lantern";
            articles.push(copy);
        }
    }
    let verdicts = folded(Engine::builder(), &articles);
    for n in 0..3 {
        assert_eq!(of(&verdicts, &format!("copy-{n}")).taken_from, Some(format!("meant-{n}")));
    }
    // One cluster alone leaves it open.
    let of_one = |article: &Article| article.id.ends_with("-0");
    let alone: Vec<Article> = articles.into_iter().filter(of_one).collect();
    let found = of(&folded(Engine::builder(), &alone), "copy-0").taken_from_confidence;
    assert!(found.is_some_and(|sure| sure < 0.7), "{found:?}");
}

#[test]
fn whom_every_print_names_is_the_agencys_own_source() {
    let at = |hour: u32| Timestamp::parse(&format!("2031-03-04T{hour:02}:10:00Z")).expect("a time");
    let article = |id: &str, hour, end: &str| {
        let text = format!("KARSOVA (AFP) - {}\n\n{end}", dispatch(4));
        Article::new(id, text).with_source(format!("{id}.example")).with_published_at(at(hour))
    };
    let source = "Source: Meldrin Herald";
    let all = [article("a", 6, source), article("b", 11, source), article("c", 15, source)];
    for verdict in folded(Engine::builder(), &all) {
        let told = verdict.provenance.expect("it has provenance");
        assert_eq!(
            (told.taken_from.as_deref(), &*told.via),
            (None, &["Meldrin Herald".to_owned()][..]),
            "{}",
            verdict.id
        );
    }
    let some = [article("a", 6, ""), article("b", 11, source), article("c", 15, "")];
    let verdicts = folded(Engine::builder(), &some);
    assert_eq!(of(&verdicts, "b").taken_from.as_deref(), Some("a"), "where one says it, it may be that one's outlet");
}

#[test]
fn what_is_dated_by_the_day_came_after_nothing_of_that_day() {
    let at = |time: &str| Timestamp::parse(time).expect("a date");
    let text = |figure: u32| format!("{} About {figure} people signed a letter.", dispatch(3));
    let article = |id: &str, figure, time| {
        let credited = format!("{}\n\nCopyright 2031 AFP. All rights reserved.", text(figure));
        Article::new(id, credited).with_source(format!("{id}.example")).with_published_at(at(time))
    };
    let articles = [
        article("by-day", 300, "2031-03-04"),
        article("dawn", 300, "2031-03-04T06:54:00Z"),
        article("noon", 470, "2031-03-04T12:20:00Z"),
        article("late", 300, "2031-03-04T18:40:00Z"),
        article("next-day", 300, "2031-03-05"),
    ];
    let mut engine = Engine::builder().build().expect("a valid configuration");
    let verdicts = news::settled(&mut engine, &articles);
    let told = |id| of(&verdicts, id);
    assert!(verdicts.iter().all(|v| v.cluster_id == "c:by-day"), "{verdicts:?}");
    assert!(told("noon").version > told("by-day").version);
    assert_eq!(["by-day", "late", "next-day"].map(|id| told(id).outdated), [false, true, true]);
    assert!(!told("by-day").evidence.contains(&Evidence::Time), "{:?}", told("by-day"));
    assert_eq!(told("by-day").taken_from, None, "{:?}", told("by-day"));
    let lineage = engine.lineage("c:by-day").expect("the cluster is there");
    for taking in lineage.takings.iter().filter(|t| ["by-day", "next-day"].contains(&&*t.child)) {
        assert_eq!(taking.lag, None, "{taking:?}");
    }
}

#[test]
fn a_notice_withdraws_what_it_names_in_another_cluster() {
    let at = |hour: u32| Timestamp::parse(&format!("2031-03-04T{hour:02}:00:00Z")).expect("a time");
    let dispatch_of = |n| format!("KARSOVA (AFP) - {}", dispatch(n));
    let articles = [
        Article::new("a", dispatch_of(1)).with_title("Dam of Karsova closed for weeks").with_published_at(at(6)),
        Article::new("b", dispatch_of(1)).with_title("Gates shut").with_source("b.example").with_published_at(at(7)),
        Article::new("other", dispatch_of(2)).with_title("Harbour of Meldrin closed").with_published_at(at(7)),
        Article::new("notice", "AFP advises its clients that the item must not be used. (AFP)")
            .with_title("KILL: Dam of Karsova closed for weeks")
            .with_published_at(at(8)),
        Article::new("rival", "Reuters advises its clients that the item must not be used. (Reuters)")
            .with_title("KILL: Harbour of Meldrin closed")
            .with_published_at(at(8)),
        Article::new("late", dispatch_of(1)).with_title("Shut").with_source("c.example").with_published_at(at(9)),
    ];
    let verdicts = folded(Engine::builder(), &articles);
    for carrier in ["a", "b", "late"] {
        assert_eq!(of(&verdicts, carrier).withdrawn_by.as_deref(), Some("notice"), "{carrier}");
    }
    assert_eq!(of(&verdicts, "notice").withdraws, ["c:a"]);
    assert_eq!(of(&verdicts, "notice").withdrawn_by, None);
    // Another agency's notice withdraws nothing of this one.
    assert_eq!(of(&verdicts, "other").withdrawn_by, None);
    assert!(of(&verdicts, "rival").withdraws.is_empty());

    // A stream says it of what comes after.
    let verdicts = streamed(&articles);
    let withdrawn = |id| of(&verdicts, id).withdrawn_by.as_deref();
    assert_eq!(of(&verdicts, "notice").withdraws, ["c:a"]);
    assert_eq!(["a", "b", "other", "notice", "late"].map(withdrawn), [None, None, None, None, Some("notice")]);
}

#[test]
fn a_notice_names_a_headline_of_another_language() {
    let text = "Der Hafen von Meldrin wurde am Montag nach einem Sturm geschlossen, weil die Mauern der alten Mole gebrochen \
                waren. Die Boote der Fischer liegen seither im Fluss, sagte Bürgermeisterin Ilka Brandt, und die Halle am Kai \
                bleibt mehrere Wochen ohne Strom.";
    let notice = "Attention editors: the item must not be used, please kill it. A corrected version will follow.";
    let articles = [
        Article::new("a", text).with_title("Mauern gebrochen: Hafen von Meldrin geschlossen"),
        Article::new("notice", notice).with_title("KILL: Mauern gebrochen: Hafen von Meldrin geschlossen"),
    ];
    for verdicts in [folded(Engine::builder(), &articles), streamed(&articles)] {
        assert_eq!(of(&verdicts, "notice").withdraws, ["c:a"]);
    }
}

#[test]
fn a_headline_that_many_texts_have_withdraws_the_latest() {
    let at = |hour: usize| {
        Timestamp::parse(&format!("2031-03-{:02}T{:02}:00:00Z", 1 + hour / 24, hour % 24)).expect("a time")
    };
    let mut articles: Vec<Article> = Vec::new();
    for n in 0..100 {
        let article = Article::new(format!("a{n}"), dispatch(n)).with_published_at(at(n));
        articles.push(article.with_title("Weather on the northern coast"));
    }
    let notice = Article::new("notice", "Editors: please kill this item.").with_published_at(at(100));
    articles.push(notice.with_title("KILL: Weather on the northern coast"));
    for verdicts in [folded(Engine::builder(), &articles), streamed(&articles)] {
        let withdrawn = |n: usize| of(&verdicts, "notice").withdraws.contains(&verdicts[n].cluster_id);
        assert_eq!(of(&verdicts, "notice").withdraws.len(), 32);
        assert!(withdrawn(99) && withdrawn(80) && !withdrawn(20));
    }
}

#[test]
fn a_notice_that_names_a_slug_withdraws_what_was_sent_last() {
    let at = |hour: u32| Timestamp::parse(&format!("2031-03-04T{hour:02}:00:00Z")).expect("a time");
    let with_slug = |id: &str, n, slug: &str, hour| {
        let mut article = Article::new(id, format!("KARSOVA (AFP) - {}", dispatch(n))).with_published_at(at(hour));
        article.metadata.slug = Some(slug.into());
        article
    };
    let mut notice = Article::new("notice", "Editors: do not use. (AFP)").with_title("KILL").with_published_at(at(9));
    notice.metadata.slug = Some("MELDRIN-HARBOUR".into());
    let articles = [
        with_slug("first", 1, "MELDRIN-HARBOUR", 6),
        with_slug("last", 2, "MELDRIN-HARBOUR/ (UPDATE 2)", 7),
        with_slug("other", 3, "MELDRIN-LIBRARY", 8),
        notice,
        Article::new("late", dispatch(2)).with_source("c.example").with_published_at(at(10)),
    ];
    for verdicts in [folded(Engine::builder(), &articles), streamed(&articles)] {
        assert_eq!(of(&verdicts, "notice").withdraws, ["c:last"]);
        assert_eq!(of(&verdicts, "late").withdrawn_by.as_deref(), Some("notice"));
        assert_eq!(["first", "other"].map(|id| of(&verdicts, id).withdrawn_by.as_deref()), [None, None]);
    }
}

#[test]
fn outlets_with_one_slug_have_the_text_from_the_agency() {
    let at = |hour: u32| Timestamp::parse(&format!("2031-03-04T{hour:02}:00:00Z")).expect("a time");
    let sure = |slug: Option<&str>| {
        let wire = format!("KARSOVA (AFP) - {}", dispatch(1));
        let mut articles = [
            Article::new("wire", wire).with_source("a.example").with_published_at(at(6)),
            Article::new("one", dispatch(1)).with_source("b.example").with_published_at(at(7)),
            Article::new("two", dispatch(1)).with_source("c.example").with_published_at(at(8)),
        ];
        articles[1..].iter_mut().for_each(|a| a.metadata.slug = slug.map(str::to_owned));
        let verdicts = folded(Engine::builder(), &articles);
        let two = of(&verdicts, "two");
        let sure = two.taken_from_confidence.expect("it was weighed");
        if two.taken_from.is_none() { sure } else { 1.0 - sure }
    };
    assert!(sure(Some("KARSOVA-DAM")) > sure(None), "{} {}", sure(Some("KARSOVA-DAM")), sure(None));
}

#[test]
fn carriers_of_an_old_version_are_known() {
    // A ferry accident: two takes of one agency, and a late reprint of the first.
    let items = corpus::expand(Path::new("corpora")).expect("the corpora are sound");
    let mut articles: Vec<Article> = items.into_iter().map(|(a, _)| a).filter(|a| a.id.starts_with("en-04-")).collect();
    articles.sort_by(Article::by_publication);
    let first = articles.iter().find(|a| a.id == "en-04-a").expect("the first take").clone();
    let at = Timestamp::parse("2031-08-22T23:00:00Z").expect("a time");
    articles.push(Article { id: "lags".into(), ..first }.with_source("late.example").with_published_at(at));
    let verdicts = folded(Engine::builder(), &articles);
    let told = |id| (of(&verdicts, id).version, of(&verdicts, id).outdated);
    assert_eq!(told("en-04-a"), (Some(1), false));
    assert_eq!(told("en-04-c"), (Some(2), false));
    assert_eq!(told("en-04-d"), (Some(2), false));
    assert_eq!(told("lags"), (Some(1), true));

    // In a stream, as far as is known when each comes.
    let verdicts = streamed(&articles);
    let told = |id| (of(&verdicts, id).version, of(&verdicts, id).outdated);
    assert_eq!(told("en-04-a"), (None, false));
    assert_eq!(told("en-04-c"), (Some(2), false));
    assert_eq!(told("en-04-d"), (Some(2), false));
    assert_eq!(told("lags"), (Some(1), true));
}

#[test]
fn what_is_dated_by_the_day_was_not_first_of_it() {
    let at = |article: Article, time: &str| article.with_published_at(Timestamp::parse(time).expect("a time"));
    let text = dispatch(6);
    let cut = text.split_once(" Shops").map(|(head, _)| head.to_owned()).expect("a cut");
    let articles = [
        at(Article::new("copy", cut).with_source("tribune.example"), "2031-03-04"),
        at(Article::new("own", text).with_source("voice.example"), "2031-03-04T07:00:00Z"),
    ];
    let verdicts = folded(Engine::builder(), &articles);
    assert_eq!(verdicts[0].cluster_id, verdicts[1].cluster_id);
    for id in ["copy", "own"] {
        assert_eq!(of(&verdicts, id).origin.name.as_deref(), Some("voice.example"), "{id}");
    }
}

/// A first printing, a second with a paragraph, a passage less or a title of its own, a third that has the same, and a fourth
/// like the first; `credit` stands at the end of each.
fn four_printings(change: &str, credit: &str, dated: bool) -> Vec<Article> {
    let text = [dispatch(1), dispatch(2), dispatch(3)];
    let changed = match change {
        "paragraph" => vec![dispatch(1), dispatch(4), dispatch(2), dispatch(3)],
        "cut" => vec![dispatch(1), dispatch(3)],
        _ => text.to_vec(),
    };
    let printing = |id: &str, outlet: &str, minutes: i64, is_changed: bool| {
        let title = if is_changed && change == "title" { "Watch over a dam" } else { "Three closures in a week" };
        let body = if is_changed { changed.join("\n\n") } else { text.join("\n\n") };
        let article = Article::new(id, body + credit).with_title(title).with_source(outlet);
        match dated {
            true => article.with_published_at(Timestamp::from_seconds(minutes * 60)),
            false => article,
        }
    };
    vec![
        printing("a", "voice.example", 0, false),
        printing("d", "tribune.example", 35, false),
        printing("b", "harbour.example", 70, true),
        printing("c", "lantern.example", 95, true),
    ]
}

#[test]
fn what_two_printings_share_that_no_agency_is_behind_one_has_from_the_other() {
    for change in ["paragraph", "cut", "title"] {
        let verdicts = folded(Engine::builder(), &four_printings(change, "", true));
        let found = of(&verdicts, "c");
        assert_eq!(found.taken_from.as_deref(), Some("b"), "{change}");
        assert!(found.taken_from_confidence >= Some(0.5), "{change}: {:?}", found.taken_from_confidence);
        // An agency sends its text in several takes.
        let verdicts = folded(Engine::builder(), &four_printings(change, " (AFP)", true));
        assert_eq!(of(&verdicts, "c").taken_from, None, "{change}");
    }
}

#[test]
fn which_of_two_equal_texts_was_first_is_not_told_without_dates() {
    let verdicts = folded(Engine::builder(), &four_printings("title", "", false));
    let sure = ["b", "c"].map(|id| of(&verdicts, id).taken_from_confidence);
    assert!(sure.iter().all(|sure| *sure < Some(0.5)), "{sure:?}");
}
