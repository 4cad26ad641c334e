//! An article as the engine keeps it, and how it is made: once alone, once with what the engine has learnt.

use crate::article::Article;
use crate::cluster::stories::Views;
use crate::embed::{Code, CompactVector};
use crate::fingerprint::{Fingerprint, Sketch, fingerprint};
use crate::normalise::furniture::{FurnitureMemory, source_key};
use crate::normalise::{clean, language};
use crate::provenance::{Gazetteer, Signals};
use crate::sinks::{MARKED_SHINGLES, Marks};
use crate::tokenise::stem::StemCache;
use crate::tokenise::{Cut, Kind, Segment, Tokens, tokenise};
use crate::units::{Language, Timestamp};
use crate::verify::Text;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// What of an article depends on nothing but the article.
#[derive(Clone, Debug)]
pub struct Analysis {
    pub language: Option<Language>,
    /// Whether the language is stated by the record or sure from the text; if not, the source's usual one goes first.
    pub language_is_sure: bool,
    /// The words of the text, furniture included; of the title when there is no text.
    pub words: Tokens,
    /// The words of the title.
    pub title: Tokens,
    /// For each sentence of `words`, whether it is furniture by how it begins.
    pub listed: Vec<bool>,
    /// What the article says of its origin.
    pub signals: Signals,
    pub source: u64,
    /// Hash over title and text as given: equal for a re-sent article.
    pub content: u64,
}

/// Analyses one article. Pure. Cost: O(bytes).
pub fn analyse(article: &Article, agencies: &Gazetteer) -> Analysis {
    let stated = article.language;
    let (language, language_is_sure) = match stated {
        Some(language) => (Some(language), true),
        None => {
            let whole =
                if article.text.is_empty() { article.title.as_deref().unwrap_or_default() } else { &article.text };
            let found = language::detect(whole);
            (found.language, found.reliable)
        }
    };
    analyse_as(article, language, language_is_sure, agencies)
}

/// Analyses an article as being in `language`.
pub fn analyse_as(
    article: &Article,
    language: Option<Language>,
    language_is_sure: bool,
    agencies: &Gazetteer,
) -> Analysis {
    let title_text = article.title.as_deref().unwrap_or_default();
    let stems = StemCache::shared();
    let title = tokenise(&clean(title_text), language, stems);
    let (words, listed) = if article.text.trim().is_empty() {
        (title.clone(), vec![false; title.segments.len()])
    } else {
        let text = clean(&article.text);
        let words = tokenise(&text, language, stems);
        let listed = words.listed_furniture(&text);
        (words, listed)
    };
    Analysis {
        language,
        language_is_sure,
        words,
        title,
        listed,
        signals: agencies.read(article, language),
        source: source_key(article.source.as_deref()),
        content: content_hash(article.title.as_deref(), &article.text),
    }
}

/// Hash over title and text as given: equal for an article that is sent again unchanged.
pub fn content_hash(title: Option<&str>, text: &str) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(title.unwrap_or_default().as_bytes());
    hash.update(&[0xff]);
    hash.update(text.as_bytes());
    hash.digest()
}

/// An article of the window; what is serialised is its form in a store.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    pub id: String,
    pub source: Option<String>,
    pub source_key: u64,
    #[serde(with = "crate::units::seconds")]
    pub published_at: Option<Timestamp>,
    /// Where it stands in the window, in seconds: when it was published, or the latest time seen when it came.
    pub at: i64,
    pub language: Option<Language>,
    /// The words that count: furniture left out.
    pub body: Tokens,
    /// Hashes of the words that were left out: sites print their own name among them.
    pub furniture: Vec<u32>,
    pub title: Tokens,
    pub fingerprint: Fingerprint,
    pub vector: Option<CompactVector>,
    /// The bits of the vector's signs.
    pub code: Code,
    /// The time under which its vector is listed, for one that represents a cluster.
    pub listed_at: Option<i64>,
    /// What tells the event; dropped once it is learnt from.
    pub views: Option<Box<Views>>,
    /// What the article says of its origin.
    #[serde(with = "crate::provenance::kept")]
    pub signals: Signals,
    /// Hash over title and text as given.
    pub content: u64,
    /// Hashes and lengths of the sentences that the source's furniture is learnt from.
    pub sentences: Vec<u64>,
    /// The article as given, when texts are kept.
    #[serde(skip)]
    pub article: Option<Box<Article>>,
}

impl Document {
    /// An article of which nothing is known, to hold a place.
    pub fn blank(at: i64) -> Self {
        let nothing = Article::default();
        let analysis = analyse(&nothing, &Gazetteer::shared());
        let mut blank = prepare(&nothing, analysis, &FurnitureMemory::default(), false);
        blank.at = at;
        blank
    }

    pub fn marks(&self) -> Marks {
        let mut shingles = [0; MARKED_SHINGLES];
        for (place, hash) in shingles.iter_mut().zip(self.fingerprint.sketch.hashes()) {
            *place = *hash;
        }
        Marks { words: self.body.len() as u32, simhash: self.fingerprint.simhash, content: self.content, shingles }
    }

    /// Forgets what only passages, indexes and learning need: an article that was learnt from is then little more than its
    /// stems.
    pub fn slim(&mut self) {
        self.body.forget_places();
        self.title.forget_places();
        self.fingerprint.sketch = Sketch::default();
        self.sentences = Vec::new();
        self.furniture.shrink_to_fit();
    }

    /// What it is compared by, as the earlier of two.
    pub fn text(&self) -> Text<'_> {
        Text {
            source: self.source.as_ref().map(|_| self.source_key),
            is_later: false,
            body: &self.body,
            title: &self.title,
            fingerprint: &self.fingerprint,
            published_at: self.published_at,
            vector: self.vector.as_ref(),
        }
    }

    /// The same as the later of two.
    pub fn as_later(&self) -> Text<'_> {
        Text { is_later: true, ..self.text() }
    }
}

/// Words of furniture that are kept of an article, 4 bytes each.
const MAX_FURNITURE: usize = 96;

/// Whether a sentence holds a number: then it is no furniture to be learnt, since the lines of a form (a dividend's day of
/// payment) stand in many articles that have nothing else in common.
fn holds_number(words: &Tokens, sentence: &Segment) -> bool {
    words.kinds[sentence.first as usize..sentence.end as usize].iter().any(|kind| kind.has(Kind::NUMBER))
}

/// Leaves out furniture, listed and learnt, and marks what is left. Pure.
///
/// An article that would lose everything keeps all of it: then it is not furniture that it is made of.
pub fn prepare(article: &Article, analysis: Analysis, furniture: &FurnitureMemory, keep_text: bool) -> Document {
    let Analysis { language, words, mut title, listed, signals, source, content, .. } = analysis;
    let sentences = || words.segments.iter().zip(&words.cuts).zip(&listed);
    let learnt_from: Vec<u64> = sentences()
        .filter(|((s, _), listed)| !**listed && s.len() >= 2 && !holds_number(&words, s))
        .map(|((_, cut), _)| cut.hash)
        .collect();
    let is_furniture = |s: &Segment, cut: &Cut| s.len() >= 2 && furniture.is_furniture(source, cut.hash, s.len());
    let leave_out: Vec<bool> = sentences().map(|((s, cut), &listed)| listed || is_furniture(s, cut)).collect();
    let left_out = words.segments.iter().zip(&leave_out).filter(|(_, out)| **out).map(|(s, _)| s);
    let left_out = left_out.flat_map(|s| &words.stems[s.first as usize..s.end as usize]).copied();
    let left_out: Vec<u32> = left_out.take(MAX_FURNITURE).collect();
    let mut body = if leave_out.iter().all(|&out| out) { words } else { words.without(|n, _| leave_out[n]) };
    body.cuts = Vec::new();
    title.cuts = Vec::new();
    signals.places().for_each(|span| body.mark(span, Kind::ORIGIN));
    let fingerprint = fingerprint(&body);
    Document {
        id: article.id.clone(),
        source: article.source.clone(),
        source_key: source,
        published_at: article.published_at,
        at: 0,
        language,
        body,
        furniture: left_out,
        title,
        fingerprint,
        vector: None,
        code: Code::default(),
        listed_at: None,
        views: None,
        signals,
        content,
        sentences: learnt_from,
        article: keep_text.then(|| Box::new(article.clone())),
    }
}
