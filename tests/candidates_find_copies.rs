//! One table of cases through every source of candidates alone, and through all together, among a day of other news.
//!
//! Sources that are exact find what brute force over fingerprints finds, no less and no more; the index of vectors, which
//! is not, meets a recall. Which kinds of copies each is blind to is written into the table, since the union rests on it.

mod news;

use std::collections::BTreeSet;
use wirefold::candidates::hnsw::{Nearest, NearestConfig};
use wirefold::candidates::{self, Arrival, CandidateConfig, Candidates, Counts, Letters, Listed};
use wirefold::embed::{Code, EmbedInput, Embedder, TfIdf};
use wirefold::fingerprint::{Fingerprint, fingerprint};
use wirefold::normalise::{clean, language};
use wirefold::random::SplitMix64;
use wirefold::tokenise::{Tokens, stem::StemCache, tokenise};
use wirefold::units::{Language, Timestamp};

const DAM: &str = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior ministry \
    said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley, and three villages were cut \
    off when the road along the shore was flooded. Engineers lowered the level of the lake by two metres overnight, which \
    spokeswoman Ines Haldor called a precaution. The dam was built in 1974 and holds the drinking water of two provinces. An \
    earlier inspection had found no damage, but parts of the report were missing when the committee asked for it in spring. \
    Farmers below the dam complained that nobody had warned them before the gates were opened, and that their fields will \
    be lost for this season. The government promised to pay for the harvest. A first survey of the foundations is to be \
    published on Friday, when the minister will answer to parliament.";
const BRIEF: &str = "Firefighters rescued eleven hikers from a burning hut above Torvelle on Sunday evening. Nobody was hurt, \
    the mountain guard said, and the path to the glacier is closed until the ruin has cooled.";
const DABA: &str = "卡尔索瓦大坝周二因检查人员在坝顶发现裂缝而停止通行，内政部表示。约四千三百人从梅尔德林镇被转移到邻近山谷的学校，沿岸公路被淹后三个村庄与外界隔绝。\
    工程师连夜将湖水水位降低两米，发言人称这是预防措施。大坝建于一九七四年，为两个省份提供饮用水。早先的检查没有发现损坏，但委员会春季索要报告时缺少部分内容。\
    坝下农民抱怨开闸前没有人通知他们，今年的田地将颗粒无收。政府承诺赔偿收成损失。地基的首次勘察结果将于周五公布，届时部长将在议会答问。";

/// What a case is to the text that it was made from.
struct Case {
    name: &'static str,
    original: &'static str,
    copy: String,
    /// Whether SimHash, shingles and vectors find it, each alone.
    found_by: [bool; 3],
}

fn sentences(text: &str, which: std::ops::Range<usize>) -> String {
    let end = if text == DABA { '。' } else { '.' };
    text.split_inclusive(end).skip(which.start).take(which.len()).collect::<String>().trim().to_owned()
}

/// Every `n`th letter read wrongly, as from worn print.
fn damaged(text: &str, n: usize) -> String {
    let mut random = SplitMix64::of(3, &[]);
    let wrong = |c: char| if c.is_alphabetic() { 'x' } else { c };
    text.chars().map(|c| if random.below(n) == 0 { wrong(c) } else { c }).collect()
}

fn cases() -> Vec<Case> {
    let case = |name, original, copy: String, found_by| Case { name, original, copy, found_by };
    let own =
        "Readers of this newspaper will remember the flood of 2011, when the old mill was torn away within an hour. ";
    let with_others = news::day(90, 3).iter().map(|a| a.text.clone()).collect::<Vec<_>>().join("\n\n");
    vec![
        case("verbatim", DAM, DAM.to_owned(), [true, true, true]),
        case("in capitals, without accents", DAM, DAM.to_uppercase(), [true, true, true]),
        case("credited", DAM, format!("KARSOVA (AFP) - {DAM}\n\nOur paper with AFP"), [false, true, true]),
        case("abridged by half", DAM, sentences(DAM, 0..4), [false, true, true]),
        case("a fifth of it", DAM, sentences(DAM, 0..2), [false, true, false]),
        case("its end alone", DAM, sentences(DAM, 5..9), [false, true, false]),
        case("extended", DAM, format!("{DAM} {own} {own}"), [false, true, true]),
        case("inside a round-up", DAM, format!("{with_others}\n\n{DAM}"), [false, true, false]),
        case("one word in thirty damaged", DAM, damaged(DAM, 150), [false, true, true]),
        case("one word in four damaged", DAM, damaged(DAM, 20), [false, true, true]),
        case("a brief, verbatim", BRIEF, BRIEF.to_owned(), [true, true, true]),
        case("a brief, its first sentence", BRIEF, sentences(BRIEF, 0..1), [false, true, true]),
        case("Chinese, verbatim", DABA, DABA.to_owned(), [true, true, true]),
        case("Chinese, abridged", DABA, sentences(DABA, 0..4), [false, true, true]),
        case("Chinese, damaged", DABA, damaged(DABA, 12), [false, true, true]),
    ]
}

struct Marked {
    body: Tokens,
    language: Option<Language>,
    print: Fingerprint,
}

fn mark(text: &str, stems: &StemCache) -> Marked {
    let language = language::detect(text).language;
    let body = tokenise(&clean(text), language, stems);
    let print = fingerprint(&body);
    Marked { body, language, print }
}

/// A day's news with the originals in the midst of it, and what is looked for: the cases, and some of the day again.
fn news_and_queries() -> (Vec<Marked>, Vec<Marked>) {
    let stems = StemCache::default();
    let mut texts: Vec<String> = news::day(91, 1200).into_iter().map(|a| a.text).collect();
    let queries: Vec<String> = cases().into_iter().map(|c| c.copy).chain(texts.split_off(1000)).collect();
    texts.splice(500..500, [DAM, BRIEF, DABA].map(str::to_owned));
    let marked = |texts: Vec<String>| texts.iter().map(|t| mark(t, &stems)).collect::<Vec<_>>();
    (marked(texts), marked(queries))
}

fn place_of(original: &str) -> Arrival {
    500 + [DAM, BRIEF, DABA].iter().position(|t| *t == original).expect("one of the three") as Arrival
}

/// Caps out of reach, so that nothing common is left out.
fn config(simhash: bool, shingles: bool) -> CandidateConfig {
    CandidateConfig { at_most: 1000, frequency_cap: 10_000, simhash, shingles, vectors: false, ..Default::default() }
}

fn index(config: &CandidateConfig, news: &[Marked], segments: i64) -> Candidates {
    let mut index = Candidates::new(config.clone(), (segments > 1).then_some(8 * news.len() as i64 / segments));
    for (n, marked) in news.iter().enumerate() {
        index.insert(Listed::new(n as Arrival, &marked.print), n as i64);
    }
    index
}

/// Share from which no pair is passed over, whatever the phrases that others have as well.
const SURE: f32 = 0.25;

#[test]
fn exact_sources_equal_brute_force() {
    let (news, queries) = news_and_queries();
    for (simhash, shingles) in [(true, false), (false, true), (true, true)] {
        let config = config(simhash, shingles);
        let mut counts = Counts::default();
        for index in [index(&config, &news, 1), index(&config, &news, 9)] {
            let mut pairs = 0;
            for query in &queries {
                let key = |arrival: Arrival, likeness: f32| (arrival, likeness.to_bits());
                let found: Vec<_> = index.retrieve(&query.print, Letters::Sure, &mut counts);
                let found: BTreeSet<_> = found.iter().map(|c| key(c.arrival, c.likeness.get())).collect();
                let distinct: BTreeSet<_> = found.iter().map(|&(arrival, _)| arrival).collect();
                assert_eq!(distinct.len(), found.len(), "each is found once");
                let all = news.iter().enumerate().filter_map(|(n, m)| {
                    let likeness = candidates::compare(&query.print, &m.print, Letters::Sure, &config)?;
                    Some(key(n as Arrival, likeness.get()))
                });
                let expected: BTreeSet<_> = all.collect();
                let sure: BTreeSet<_> =
                    expected.iter().filter(|(_, bits)| f32::from_bits(*bits) >= SURE).copied().collect();
                pairs += sure.len();
                assert!(found.is_subset(&expected), "SimHash {simhash}, shingles {shingles}");
                assert!(sure.is_subset(&found), "SimHash {simhash}, shingles {shingles}");
            }
            assert!(pairs >= if shingles { 50 } else { 4 }, "{pairs} pairs are too few to tell anything");
        }
    }
}

/// Codes of all, by what was learnt from the news.
fn codes(news: &[Marked], queries: &[Marked]) -> (Vec<Code>, Vec<Code>) {
    let mut embedder = TfIdf::default();
    let title = Tokens::default();
    for marked in news {
        embedder.observe(&wirefold::embed::distinct_stems(&title, &marked.body));
    }
    let code = |m: &Marked| {
        let input = EmbedInput { title: &title, body: &m.body, title_text: "", body_text: "", language: m.language };
        Code::of(embedder.embed(&input).expect("it never fails").view())
    };
    (news.iter().map(code).collect(), queries.iter().map(code).collect())
}

fn nearest(config: NearestConfig, codes: &[Code]) -> Nearest {
    let mut nearest = Nearest::new(config);
    for (n, code) in codes.iter().enumerate() {
        nearest.insert(n as Arrival, *code, Timestamp::from_seconds(n as i64 * 60));
    }
    nearest.settle();
    nearest
}

#[test]
fn vectors_equal_brute_force_when_scanned_and_meet_a_recall_as_a_graph() {
    let (news, queries) = news_and_queries();
    let (codes, wanted) = codes(&news, &queries);
    let k = 8;
    let scanned = nearest(NearestConfig::default(), &codes);
    let graph = nearest(NearestConfig { graph_from: 100, ..Default::default() }, &codes);
    let (mut met, mut all) = (0, 0);
    for code in &wanted {
        let mut expected: Vec<u32> = codes.iter().map(|other| code.distance(*other)).collect();
        expected.sort_unstable();
        let bits = |found: Vec<(Arrival, u32)>| found.into_iter().map(|(_, bits)| bits).collect::<Vec<u32>>();
        assert_eq!(bits(scanned.search(code, k)), expected[..k], "a scan is exact");
        // Of equally near ones any will do: distances are compared, not names.
        let found = bits(graph.search(code, k));
        met += found.iter().filter(|bits| **bits <= expected[k - 1]).count();
        all += k;
    }
    let recall = met as f64 / all as f64;
    eprintln!("recall of the graph: {recall:.4} of {all}");
    assert!(recall >= 0.98, "{recall}");
}

#[test]
fn each_case_is_found_by_what_can_see_it() {
    let (news, queries) = news_and_queries();
    let (codes, wanted) = codes(&news, &queries);
    let alone = [config(true, false), config(false, true)];
    let indexes = alone.each_ref().map(|config| index(config, &news, 4));
    let nearest = nearest(NearestConfig::default(), &codes);
    let mut counts = Counts::default();
    let mut wrong = Vec::new();
    for ((case, query), code) in cases().iter().zip(&queries).zip(&wanted) {
        let place = place_of(case.original);
        let mut by_text =
            |n: usize| indexes[n].retrieve(&query.print, Letters::Sure, &mut counts).iter().any(|c| c.arrival == place);
        // The engine's bound for a candidate that only its vector speaks for.
        let near = nearest.search(code, 8).iter().any(|&(arrival, bits)| arrival == place && bits <= 75);
        let found = [by_text(0), by_text(1), near];
        eprintln!("{:32} SimHash, shingles, vectors: {found:?}", case.name);
        if found != case.found_by {
            wrong.push(format!("{}: {found:?}, not {:?}", case.name, case.found_by));
        }
        assert!(found.contains(&true), "{} is found by none", case.name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
