//! The judged pairs again, over articles that have lost something (case, accents, characters, fields), stand in columns, or have
//! their fields filled otherwise.

use super::Request;
use super::folding::{self, Collections};
use super::judged::{detail, figures};
use super::table::{Table, Target};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use wirefold::random::SplitMix64;
use wirefold::units::{Language, Timestamp};
use wirefold::{Article, Result, synth};
use xxhash_rust::xxh3::xxh3_64;

/// Share of characters that are misread, and the seed of which.
const MISREAD: f64 = 0.02;
const SEED: u64 = 2;

/// Width of a line of print, in characters, and seconds of a year: real sets are of years whose texts no scanner read.
const COLUMN: usize = 38;
const YEAR: i64 = 31_556_952;

type Perturbation = (&'static str, fn(&mut Article));

const PERTURBATIONS: [Perturbation; 10] = [
    ("lower-cased", |article| texts(article, |text| *text = text.to_lowercase())),
    ("every accent lost", |article| texts(article, |text| *text = without_accents(text))),
    ("2 % of characters misread", |article| {
        // Every article is damaged by itself, whatever stands before it.
        let mut random = SplitMix64::of(SEED, &[xxh3_64(article.id.as_bytes())]);
        texts(article, |text| synth::misread(text, MISREAD, &mut random));
    }),
    ("in lines of 38", |article| article.text = synth::in_lines(&article.text, COLUMN)),
    ("print in lines of 38, 4 % of characters misread", |article| {
        article.published_at = article.published_at.map(|at| Timestamp::from_seconds(at.seconds() - 62 * YEAR));
        let mut random = SplitMix64::of(SEED, &[xxh3_64(article.id.as_bytes())]);
        texts(article, |text| {
            *text = synth::in_lines(text, COLUMN);
            synth::misread(text, 2.0 * MISREAD, &mut random);
        });
    }),
    ("titles in the text alone", headline_in_text),
    ("half of them said to be English", |article| {
        if xxh3_64(article.id.as_bytes()) % 2 == 1 {
            article.language = Language::parse("en");
        }
    }),
    ("titles absent", |article| article.title = None),
    ("published_at absent", |article| article.published_at = None),
    ("source absent", |article| article.source = None),
];

pub fn run(request: &Request, collections: &Collections, table: &mut Table) -> Result<()> {
    for set in &collections.judged {
        let whole = folding::articles(&set.articles)?;
        for (what, perturb) in PERTURBATIONS {
            let mut articles = whole.clone();
            articles.iter_mut().for_each(perturb);
            articles.sort_by(wirefold::Article::by_publication);
            let folded = folding::fold(&articles, &request.config)?;
            let (pairs, clusters) = (figures(set, &folded.copies()), figures(set, &folded.clusters()));
            let detail = format!(
                "{}; partial {:.3}, none {:.4}; clusters F1 {:.3}; {} copies in all; {:.1} s",
                detail(&pairs),
                pairs.partial_joined,
                pairs.none_joined,
                clusters.f1,
                folded.copies_count(),
                folded.seconds
            );
            let row = format!("{}: {what}", set.name);
            table.row("perturbed", row, pairs.f1, Target::AtLeast(0.92), detail);
        }
    }
    Ok(())
}

/// Takes the headline of an article out of its field, and sets it over the text.
pub fn headline_in_text(article: &mut Article) {
    if let Some(title) = article.title.take() {
        article.text = format!("{title}\n{}", article.text);
    }
}

fn texts(article: &mut Article, mut change: impl FnMut(&mut String)) {
    change(&mut article.text);
    article.title.as_mut().map(change);
}

fn without_accents(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect()
}
