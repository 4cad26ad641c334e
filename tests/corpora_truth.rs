//! How well the hand-written corpora are folded, against their truth. The floors lie just below what is measured:
//! `cargo test --test corpora_truth -- --nocapture` prints it.

mod news;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use wirefold::config::WindowConfig;
use wirefold::eval::{Contingency, measures};
use wirefold::provenance::Gazetteer;
use wirefold::provenance::lineage::OriginKind;
use wirefold::synth::{self, Relation, Truth};
use wirefold::units::Language;
use wirefold::{Article, Config, Engine, Verdict};

struct Folded {
    article: Article,
    truth: Truth,
    verdict: Verdict,
}

/// The corpora as a batch folds them, without a window.
static CORPUS: LazyLock<Vec<Folded>> = LazyLock::new(|| folded(news::corpus()));

fn folded(articles: Vec<Article>) -> Vec<Folded> {
    let mut truths: HashMap<String, Truth> = news::truths().into_iter().map(|t| (t.id.clone(), t)).collect();
    let config = Config { window: WindowConfig::UNBOUNDED, ..Config::default() };
    let mut engine = Engine::builder().config(config).build().expect("a valid configuration");
    let verdicts = news::settled(&mut engine, &articles);
    let folded = articles.into_iter().zip(verdicts).map(|(article, verdict)| {
        let truth = truths.remove(&article.id).expect("every article has its truth");
        Folded { article, truth, verdict }
    });
    folded.collect()
}

/// Pairwise F1 of the clusters of those articles.
fn pairwise<'a>(items: impl IntoIterator<Item = &'a Folded>) -> measures::PrecisionRecall {
    let pairs = items.into_iter().map(|f| (f.truth.cluster.as_str(), f.verdict.cluster_id.as_str()));
    measures::pairwise(&Contingency::new(pairs))
}

fn share(right: usize, all: usize) -> f64 {
    right as f64 / all as f64
}

#[test]
fn clusters_are_the_dispatches() {
    let all = pairwise(CORPUS.iter());
    eprintln!("clusters: {all} of {} articles", CORPUS.len());
    let mut by_language: BTreeMap<&str, Vec<&Folded>> = BTreeMap::new();
    for folded in CORPUS.iter() {
        by_language.entry(folded.truth.language.code()).or_default().push(folded);
    }
    for (language, items) in by_language {
        let found = pairwise(items.iter().copied());
        eprintln!("  {language}: {found} of {}", items.len());
        assert!(found.f1 >= 0.94, "{language}: {found}");
    }
    assert!(all.precision >= 0.99 && all.recall >= 0.98, "{all}");
}

#[test]
fn lines_of_any_width_change_little() {
    for width in [30, 64] {
        let set = |mut article: Article| {
            article.text = synth::in_lines(&article.text, width);
            article
        };
        let set = folded(news::corpus().into_iter().map(set).collect());
        let all = pairwise(&set);
        let credits = |folded: &Folded| {
            let agencies = folded.verdict.provenance.iter().flat_map(|told| &told.agencies);
            agencies.map(|signal| signal.name.clone()).collect::<Vec<_>>()
        };
        let same = set.iter().zip(CORPUS.iter()).filter(|(set, whole)| credits(set) == credits(whole)).count();
        eprintln!("in lines of {width}: {all}, {same} of {} with the same agencies", set.len());
        assert!(all.precision >= 0.99 && all.recall >= 0.99, "{width}: {all}");
        assert!(share(same, set.len()) >= 0.98, "{width}: {same}");
    }
}

/// Where a record has its headline, and what a site's template says of the language of all its pages.
#[test]
fn fields_filled_otherwise_change_little() {
    type Form = (&'static str, fn(&mut Article), f64);
    let forms: [Form; 4] = [
        ("title in the text as well", |article| article.text = in_front(article, "\n"), 0.998),
        ("title in front of the text, in one line", |article| article.text = in_front(article, " "), 0.998),
        (
            "title in the text alone",
            |article| {
                article.text = in_front(article, "\n");
                article.title = None;
            },
            0.998,
        ),
        (
            "half of them said to be English",
            |article| {
                let odd = article.id.bytes().map(usize::from).sum::<usize>() % 2 == 1;
                article.language = odd.then(|| Language::of(*b"en"));
            },
            0.98,
        ),
    ];
    for (form, change, floor) in forms {
        let mut articles = news::corpus();
        articles.iter_mut().for_each(change);
        let set = folded(articles);
        let all = pairwise(&set);
        let stories = |set: &[Folded]| {
            let pairs: Vec<(String, String)> =
                set.iter().filter_map(|f| Some((f.truth.story.clone(), f.verdict.story_id.clone()?))).collect();
            measures::pairwise(&Contingency::new(pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())))).f1
        };
        let (found, whole) = (stories(&set), stories(&CORPUS));
        eprintln!("{form}: {all}, stories {found:.3} ({whole:.3})");
        assert!(all.f1 >= floor, "{form}: {all}");
        assert!(found >= whole - 0.02, "{form}: stories {found} {whole}");
    }
}

/// The title and the text of an article.
fn in_front(article: &Article, between: &str) -> String {
    format!("{}{between}{}", article.title.as_deref().unwrap_or_default(), article.text)
}

/// The forms in which tables, feeds and dumps give a text.
fn in_another_form(text: &str, form: usize) -> String {
    let paragraphs: Vec<&str> = text.split('\n').filter(|line| !line.is_empty()).collect();
    let escaped = |text: &str| -> String {
        text.encode_utf16()
            .map(|unit| if unit < 128 { char::from(unit as u8).into() } else { format!("\\u{unit:04x}") })
            .collect()
    };
    match form {
        // UTF-8 taken for Latin-1, once and twice.
        0 => text.bytes().map(char::from).collect(),
        1 => text.bytes().map(char::from).collect::<String>().bytes().map(char::from).collect(),
        2 => serde_json::to_string(&paragraphs).expect("strings"),
        3 => escaped(serde_json::to_string(text).expect("a string").trim_matches('"')),
        4 => {
            let byte = |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("\\x{byte:02x}") };
            let quoted = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n");
            format!("b'{}'", quoted.bytes().map(byte).collect::<String>())
        }
        5 => text.replace(". ", ".[1] "),
        6 => {
            let words = text.split(' ').enumerate();
            let linked = |(n, word): (usize, &str)| match n % 20 {
                7 if !word.contains('\n') => format!("[{word}](https://orsk.example/{n})"),
                13 if !word.contains('\n') => format!("**{word}**"),
                _ => word.to_owned(),
            };
            words.map(linked).collect::<Vec<_>>().join(" ")
        }
        _ => text.to_owned(),
    }
}

#[test]
fn other_forms_of_a_text_change_nothing() {
    let given = |(n, mut article): (usize, Article)| {
        article.text = in_another_form(&article.text, n % 8);
        article
    };
    let given = folded(news::corpus().into_iter().enumerate().map(given).collect());
    let all = pairwise(&given);
    eprintln!("in other forms: {all}");
    assert!(all.precision >= 0.999 && all.recall >= 0.999, "{all}");
    let credited = |folded: &Folded| {
        let agencies = folded.verdict.provenance.iter().flat_map(|told| &told.agencies);
        agencies.map(|signal| signal.name.clone()).collect::<Vec<_>>()
    };
    let same = given.iter().zip(CORPUS.iter()).filter(|(given, plain)| credited(given) == credited(plain)).count();
    eprintln!("{same} of {} with the same agencies", given.len());
    assert!(share(same, given.len()) >= 0.98, "{same}");
}

/// A text with a blank behind each character of Chinese and Japanese, as programs leave it that cut it into words.
fn segmented(text: &str) -> String {
    let is_wide = |c: char| ('\u{3041}'..='\u{9fff}').contains(&c);
    let behind = text.chars().skip(1).chain(['\n']);
    text.chars()
        .zip(behind)
        .flat_map(|(c, next)| [Some(c), (is_wide(c) && is_wide(next)).then_some(' ')])
        .flatten()
        .collect()
}

/// A text with what is written before each of its lines, given their number.
fn lines(text: &str, written: impl Fn(usize) -> String) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).enumerate();
    lines.map(|(number, line)| written(number + 1) + line).collect::<Vec<_>>().join("\n")
}

/// A text in German without its umlauts, as keyboards without them write it.
fn without_umlauts(text: &str) -> String {
    let two = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")];
    two.iter().fold(text.to_owned(), |text, (one, two)| text.replace(one, two))
}

/// Its name, the least F1 of clusters, and how a text is put into it.
type Form<'f> = (&'f str, f64, &'f dyn Fn(&str) -> String);

#[test]
fn texts_that_were_set_otherwise_keep_their_clusters() {
    let subtitles = |text: &str| {
        let lines = synth::in_lines(text, 42).replace("\n\n", "\n");
        self::lines(&lines, |n| {
            format!("{n}\n00:{:02}:{:02},000 --> 00:{:02}:{:02},500\n", n / 20, 3 * n % 60, n / 20, 3 * n % 60 + 2)
        })
    };
    let blank = |c: char| if c.is_alphanumeric() || c.is_whitespace() || c == '\'' { c } else { ' ' };
    // Marks on letters are no letters to the program, and stay.
    let without_marks = |text: &str| if text.is_ascii() { text.chars().map(blank).collect() } else { text.to_owned() };
    let forms: [Form<'_>; 9] = [
        ("segmented", 1.0, &segmented),
        ("numbered", 1.0, &|text| lines(text, |number| format!("{number}. "))),
        ("line numbers", 0.999, &|text| {
            let set = synth::in_lines(text, 60);
            set.lines().enumerate().map(|(n, line)| format!("{:4}  {line}\n", n + 1)).collect()
        }),
        ("times", 0.999, &|text| lines(text, |number| format!("[00:{number:02}] "))),
        ("quoted mail", 0.998, &|text| lines(&synth::in_lines(text, 64), |_| "> ".to_owned())),
        ("subtitles", 0.99, &subtitles),
        ("no umlauts", 0.99, &without_umlauts),
        ("carriage returns", 1.0, &|text| text.replace('\n', "\r")),
        ("no marks", 0.99, &without_marks),
    ];
    for (form, least, set) in forms {
        // Every other article, so that each is held against some that are as they were.
        let articles = news::corpus().into_iter().enumerate().map(|(number, mut article)| {
            if number % 2 == 1 {
                article.text = set(&article.text);
            }
            article
        });
        let found = pairwise(&folded(articles.collect()));
        eprintln!("{form}: {found}");
        assert!(found.f1 >= least, "{form}: {found}");
    }
}

/// Each trap is an article made to be joined wrongly, or to be missed.
#[test]
fn traps_are_avoided() {
    let mut traps: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for trapped in CORPUS.iter() {
        let Some(trap) = &trapped.truth.trap else { continue };
        let wrong = CORPUS.iter().filter(|other| {
            let belongs = trapped.truth.cluster == other.truth.cluster;
            belongs != (trapped.verdict.cluster_id == other.verdict.cluster_id)
        });
        let wrong: Vec<&str> = wrong.map(|other| other.article.id.as_str()).collect();
        if !wrong.is_empty() {
            eprintln!("{}, {trap}: wrong about {wrong:?}", trapped.article.id);
        }
        let kind = trap.split(':').next().unwrap_or(trap);
        let (right, all) = traps.entry(kind).or_default();
        *right += usize::from(wrong.is_empty());
        *all += 1;
    }
    for (kind, (right, all)) in &traps {
        eprintln!("  {kind}: {right} of {all}");
    }
    let (right, all) = traps.values().fold((0, 0), |(r, a), (right, all)| (r + right, a + all));
    eprintln!("traps: {right} of {all} avoided");
    assert!(share(right, all) >= 0.98);
}

/// The relation is to the dispatch in the truth and to an earlier print in a verdict; so what is compared is the kind:
/// a copy, a part, or nothing. The first print of a dispatch is left out.
#[test]
fn relations_are_known() {
    let mut seen: Vec<&str> = Vec::new();
    let mut table: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let kind = |copy: bool, partial: bool| {
        if copy {
            "copy"
        } else if partial {
            "partial"
        } else {
            "none"
        }
    };
    for folded in CORPUS.iter() {
        let is_first = !seen.contains(&folded.truth.cluster.as_str());
        seen.push(&folded.truth.cluster);
        let truth = match folded.truth.relation {
            Relation::Partial => "partial",
            Relation::None => "none",
            _ if is_first => continue,
            _ => "copy",
        };
        // Later prints of a text that shares nothing with a dispatch are copies of its first.
        let truth = if is_first { truth } else { "copy" };
        let found = folded.verdict.relation;
        let found = kind(found.is_copy(), found == wirefold::verify::Relation::Partial);
        *table.entry((truth, found)).or_default() += 1;
    }
    let right: usize = table.iter().filter(|((truth, found), _)| truth == found).map(|(_, n)| n).sum();
    let all: usize = table.values().sum();
    eprintln!("relations: {right} of {all}; {table:?}");
    assert!(share(right, all) >= 0.95);
}

/// Whether a name of the truth, in whatever script, is that of an agency as verdicts spell it.
fn is_agency(gazetteer: &Gazetteer, truth: &str, found: &str) -> bool {
    let known = gazetteer.by_name(found);
    found == truth
        || known.is_some_and(|a| a.names.iter().chain(&a.weak).any(|name| name.to_lowercase() == truth.to_lowercase()))
}

#[test]
fn agencies_are_known() {
    let gazetteer = Gazetteer::built_in();
    let (mut right, mut wrong, mut missed, mut claimed) = (0, 0, 0, 0);
    for folded in CORPUS.iter() {
        let provenance = folded.verdict.provenance.as_ref().expect("a provenance");
        let found = match provenance.origin.kind {
            OriginKind::Agency => provenance.origin.name.as_deref(),
            _ => None,
        };
        match (folded.truth.agency.as_deref(), found) {
            (None, None) => {}
            (Some(truth), Some(found)) if is_agency(&gazetteer, truth, found) => right += 1,
            (Some(truth), Some(found)) => {
                eprintln!("{}: {truth} taken for {found}", folded.article.id);
                wrong += 1;
            }
            (Some(_), None) => missed += 1,
            (None, Some(found)) => {
                eprintln!("{}: {found} claimed", folded.article.id);
                claimed += 1;
            }
        }
    }
    let found = measures::PrecisionRecall::of_counts(
        f64::from(right),
        f64::from(right + wrong + claimed),
        f64::from(right + wrong + missed),
    );
    eprintln!("agencies: {found}; {right} right, {wrong} wrong, {missed} missed, {claimed} claimed for own texts");
    assert!(found.precision >= 0.97 && found.recall >= 0.97, "{found}");
}

#[test]
fn carriers_are_read() {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for folded in CORPUS.iter() {
        let via = &folded.verdict.provenance.as_ref().expect("a provenance").via;
        let is_right = folded.truth.carrier.as_ref().is_some_and(|carrier| via.contains(carrier));
        let (stated, said) = (folded.truth.carrier.is_some(), !via.is_empty());
        if stated != said || stated && !is_right {
            eprintln!("{}: {:?}, found {via:?}", folded.article.id, folded.truth.carrier);
        }
        wanted += usize::from(folded.truth.carrier.is_some());
        found += usize::from(!via.is_empty());
        right += usize::from(is_right);
    }
    let figures = measures::PrecisionRecall::of_counts(right as f64, found as f64, wanted as f64);
    eprintln!("carriers: {figures} of {wanted}");
    assert!(figures.precision >= 0.92 && figures.recall >= 0.76, "{figures}");
}

#[test]
fn whom_a_print_was_taken_from_is_known() {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for folded in CORPUS.iter() {
        let taken_from = folded.verdict.provenance.as_ref().expect("a provenance").taken_from.as_ref();
        wanted += usize::from(folded.truth.taken_from.is_some());
        found += usize::from(taken_from.is_some());
        right += usize::from(taken_from.is_some() && taken_from == folded.truth.taken_from.as_ref());
    }
    let figures = measures::PrecisionRecall::of_counts(right as f64, found as f64, wanted as f64);
    eprintln!("taken from: {figures} of {wanted}");
    assert!(figures.precision >= 0.88 && figures.recall >= 0.74, "{figures}");
}
