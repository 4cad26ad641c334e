//! What of an article tells the event that it reports.

use crate::embed::{DocumentFrequency, EmbedInput, TITLE_BOOST, content, distinct_stems, term_counts};
use crate::tokenise::{Kind, Tokens};
use crate::units::{Language, Timestamp};
use rustc_hash::FxHashSet;

/// Terms of the body that are kept, those of the largest weight.
///
/// Why 96: about half of what an article of 500 words has; with 48, 200 or all of them F1 stayed within 0.003.
pub const BODY_TERMS: usize = 96;

/// Terms that are kept of each of the other views.
const VIEW_TERMS: usize = 32;

/// Words of the body that count as its lead.
const LEAD_WORDS: usize = 70;

/// Sparse terms, ascending by term, each once: (hash, weight by frequency within the text, without idf).
pub type Terms = Vec<(u32, f32)>;

/// The views of one article by which stories are told apart. Pure: prepared on any thread.
///
/// About 2 KB. Terms are hashes of stems; pairs of words are hashes of both.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Views {
    /// The headline.
    pub title: Terms,
    /// The first words of the body.
    pub lead: Terms,
    /// The whole, headline included, the heaviest terms alone.
    pub body: Terms,
    /// Names: capitalised words inside sentences, and runs of two.
    pub names: Terms,
    /// Numbers, of two digits and more.
    pub numbers: Terms,
    /// All distinct stems, ascending, and the pairs of the names: what document frequencies are learnt from.
    pub stems: Vec<u32>,
    /// When it was published.
    #[serde(with = "crate::units::seconds")]
    pub time: Option<Timestamp>,
}

impl Views {
    /// The views of an article; the heaviest terms are picked by what `frequency` has learnt, frozen for a quantum. Cost: O(words log words).
    pub fn prepare(input: &EmbedInput<'_>, time: Option<Timestamp>, frequency: &DocumentFrequency) -> Self {
        let idf = |stem| frequency.idf(stem);
        let mut whole: Vec<u32> = content(input.body).collect();
        for _ in 0..TITLE_BOOST {
            whole.extend(content(input.title));
        }
        let names = names(input);
        let mut stems = distinct_stems(input.title, input.body);
        stems.extend(names.iter().map(|&(term, _)| term));
        stems.sort_unstable();
        stems.dedup();
        Self {
            title: heaviest(weigh(content(input.title).collect()), VIEW_TERMS, idf),
            lead: heaviest(weigh(content(input.body).take(LEAD_WORDS).collect()), VIEW_TERMS * 2, idf),
            body: heaviest(weigh(whole), BODY_TERMS, idf),
            names: heaviest(names, VIEW_TERMS, idf),
            numbers: heaviest(numbers(input), VIEW_TERMS, idf),
            stems,
            time,
        }
    }
}

/// Sublinear frequencies: 1 + ln count.
fn weigh(stems: Vec<u32>) -> Terms {
    term_counts(stems).into_iter().map(|(stem, count)| (stem, 1.0 + (count as f32).ln())).collect()
}

/// The `most` terms of the largest weight, ascending by term.
fn heaviest(mut terms: Terms, most: usize, idf: impl Fn(u32) -> f32) -> Terms {
    if terms.len() > most {
        let mut ranked: Vec<(f32, u32, f32)> = terms.iter().map(|&(term, tf)| (tf * idf(term), term, tf)).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(most);
        terms = ranked.into_iter().map(|(_, term, tf)| (term, tf)).collect();
        terms.sort_unstable_by_key(|&(term, _)| term);
    }
    terms
}

/// Names: capitalised words that are not first in their sentence, and pairs of capitalised words in a row.
///
/// Headlines in title case say nothing by their capitals, so names are looked for in the body. Where all nouns have
/// capitals (German, Luxembourgish) a single word counts only when it is part of a pair or recurs, since names do.
/// Scripts without case have no names here, and the view is neutral.
fn names(input: &EmbedInput<'_>) -> Terms {
    let body = input.body;
    let nouns = matches!(input.language.as_ref().map(Language::code), Some("de" | "lb"));
    let capital = |t: usize| body.kinds[t].has(Kind::CAPITAL) && !body.kinds[t].has(Kind::STOP);
    let (mut singles, mut pairs, mut paired) = (Vec::new(), Vec::new(), FxHashSet::default());
    for segment in &body.segments {
        let range = segment.first as usize..segment.end as usize;
        let capitals = range.clone().filter(|&t| capital(t)).count();
        // A line in title case or in capitals.
        if capitals * 10 > range.len() * 6 && range.len() > 3 {
            continue;
        }
        for t in range.clone().filter(|&t| capital(t)) {
            let next = (t + 1 < range.end && capital(t + 1)).then(|| body.stems[t + 1]);
            if let Some(next) = next {
                pairs.push(pair(body.stems[t], next));
                paired.extend([body.stems[t], next]);
            }
            if !body.kinds[t].has(Kind::FIRST) {
                singles.push(body.stems[t]);
            }
        }
    }
    let mut terms = weigh(singles);
    if nouns {
        terms.retain(|&(stem, tf)| tf > 1.0 || paired.contains(&stem));
    }
    terms.extend(weigh(pairs));
    terms.sort_unstable_by_key(|&(term, _)| term);
    terms.dedup_by_key(|&mut (term, _)| term);
    terms
}

fn numbers(input: &EmbedInput<'_>) -> Terms {
    let of = |tokens: &Tokens| -> Vec<u32> {
        let all = tokens.stems.iter().zip(&tokens.kinds).zip(&tokens.lengths);
        all.filter(|((_, kind), length)| kind.has(Kind::NUMBER) && **length > 1).map(|((&stem, _), _)| stem).collect()
    };
    let mut stems = of(input.title);
    stems.extend(of(input.body));
    weigh(stems)
}

/// The term for two words in a row.
fn pair(first: u32, second: u32) -> u32 {
    let joined = u64::from(first) << 32 | u64::from(second);
    (joined.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}
