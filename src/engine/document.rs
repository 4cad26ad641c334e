//! An article as the engine keeps it, and how it is made: once alone, once with what the engine has learnt.

use super::mastheads::BREAK;
use super::notices::MIN_WORDS;
use super::shelf::{Place, Shelf};
use super::sources::Source;
use super::state::Mark;
use super::words::{Fresh, Open, Printed, Shelved, Words};
use crate::article::Article;
use crate::candidates::{Arrival, Letters};
use crate::cluster::stories::Views;
use crate::embed::{CODE_BITS, Code};
use crate::fingerprint::{Fingerprint, SimHash, Sketch, fingerprint};
use crate::normalise::furniture::{FurnitureMemory, source_key};
use crate::normalise::{CleanText, Reading, clean, laid_out, language, title_apart};
use crate::provenance::kept::Said;
use crate::provenance::lineage::possible_names;
use crate::provenance::{Gazetteer, Signals};
use crate::sinks::{MARKED_SHINGLES, Marks};
use crate::tokenise::stem::StemCache;
use crate::tokenise::{Cut, Kind, Segment, Tokens, tokenise};
use crate::tracked::{from_bytes, to_bytes};
use crate::units::{Language, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;
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
    /// See [`CleanText::in_columns`].
    pub in_columns: bool,
    /// Whether letters of it are lost.
    pub has_losses: bool,
    /// See [`CleanText::is_laid_out`].
    pub is_laid_out: bool,
    pub source: u64,
    /// Hash over title and text as given: equal for a re-sent article.
    pub content: u64,
}

/// Words of a text from which on it is asked whether it is in the language that its record states; the share of function words
/// of that up to which it is; and the share that is as good as none.
const MIN_TOLD: usize = 24;
const DOUBTED: f32 = 0.35;
const NEXT_TO_NONE: f32 = 0.03;
/// By how much the share of function words of another language is higher at least where the text is in that.
const MORE: f32 = 0.1;

/// Analyses one article. Pure. Cost: O(bytes).
pub fn analyse(article: &Article, agencies: &Gazetteer) -> Analysis {
    let text = clean(&title_apart(&article.text, article.title.as_deref()));
    let detect = || {
        let has_text = !article.text.is_empty();
        // What entities or characters of full width hide is told once they are read.
        let is_hidden = text.reading() != Reading::AsGiven || 10 * text.as_str().len() < 9 * article.text.len();
        match &article.title {
            Some(title) if !has_text => language::detect(title),
            _ => language::detect(if is_hidden { text.as_str() } else { &article.text }),
        }
    };
    let Some(stated) = article.language else {
        let found = detect();
        return analysed(article, &text, found.language, found.reliable, agencies);
    };
    let analysis = analysed(article, &text, Some(stated), true, agencies);
    let share = function_words(&analysis.words);
    if analysis.words.len() < MIN_TOLD || share > DOUBTED || !language::is_told(stated.code()) {
        return analysis;
    }
    let Some(found) = Some(detect()).filter(|found| found.reliable).and_then(|found| found.language) else {
        return analysis;
    };
    if found == stated {
        return analysis;
    }
    let anew = analysed(article, &text, Some(found), true, agencies);
    let is_another = share < NEXT_TO_NONE || function_words(&anew.words) > share + MORE;
    if is_another { anew } else { analysis }
}

/// The share of function words among the words of a text.
fn function_words(words: &Tokens) -> f32 {
    let count = words.kinds.iter().filter(|kind| kind.has(Kind::STOP)).count();
    count as f32 / words.len().max(1) as f32
}

/// Analyses one article as being in `language`.
pub fn analyse_as(
    article: &Article,
    language: Option<Language>,
    language_is_sure: bool,
    agencies: &Gazetteer,
) -> Analysis {
    let text = clean(&title_apart(&article.text, article.title.as_deref()));
    analysed(article, &text, language, language_is_sure, agencies)
}

fn analysed(
    article: &Article,
    text: &CleanText,
    language: Option<Language>,
    language_is_sure: bool,
    agencies: &Gazetteer,
) -> Analysis {
    let title_text = article.title.as_deref().unwrap_or_default();
    let stems = StemCache::shared();
    let mut title = tokenise(&clean(title_text), language, stems);
    let signals = match text.reading() {
        Reading::AsGiven => agencies.read_as_given(article, language, text.is_laid_out()),
        _ => agencies.read(article, language),
    };
    let (words, listed) = if article.text.trim().is_empty() {
        (title.clone(), vec![false; title.segments.len()])
    } else {
        let mut words = tokenise(text, language, stems);
        if title.is_empty() {
            let is_told = |line: Span| signals.places().any(|place| line.start < place.end && place.start < line.end);
            (title, words) = words.with_headline_apart(text, is_told);
        } else {
            words = words.without_title(text, &title);
        }
        let mut listed = words.listed_furniture(text, language);
        words.list_foot(text, &title, &mut listed);
        (words, listed)
    };
    Analysis {
        language,
        language_is_sure,
        words,
        title,
        listed,
        signals,
        in_columns: text.in_columns(),
        has_losses: text.reading() == Reading::WithLosses,
        is_laid_out: text.is_laid_out(),
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

/// An article of the window. What is serialised is its form in a store, but for what [`Self::record`] gives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    pub id: Box<str>,
    pub source: Option<Arc<Source>>,
    #[serde(with = "crate::units::seconds")]
    pub published_at: Option<Timestamp>,
    /// Where it stands in the window, in seconds: when it was published, or the latest time seen when it came.
    pub at: i64,
    pub language: Option<Language>,
    /// Number of words of the body.
    pub length: u32,
    /// A bit for each word of the title, none where it is too short to be named: one title can stand in another only if its
    /// bits do.
    pub title_bits: u32,
    #[serde(skip)]
    pub words: Shelved,
    /// See [`Fingerprint::simhash`].
    pub simhash: SimHash,
    /// See [`Fingerprint::body`].
    pub body: u64,
    /// What the article says of its origin; of a kill or withhold notice with the articles of the clusters that it withdrew
    /// when it came.
    pub signals: Said,
    /// Which version of its cluster's text it prints, as known when it came; from 1.
    pub version: u16,
    /// Whether a newer version had been printed before it.
    pub outdated: bool,
    /// Hash over title and text as given.
    pub content: u64,
}

/// What is of use until an article is listed and learnt from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Young {
    /// The bits of the vector's signs.
    pub code: Code,
    /// The time under which its vector is listed, for one that represents a cluster.
    pub listed_at: Option<i64>,
    /// What tells the event; dropped once it is learnt from.
    pub views: Option<Box<Views>>,
    /// Hashes of the sentences that the source's furniture is learnt from; dropped likewise.
    #[serde(with = "crate::tracked::plain")]
    pub sentences: Vec<u64>,
    /// The earlier version of it that it takes the place of.
    pub replaces: Option<Arrival>,
}

/// What is left of an article's marks once its words are out of memory.
const LISTED: &Fingerprint = &Fingerprint { simhash: SimHash(0), sketch: Sketch::NONE, body: 0 };

/// What is left of the rest.
const GROWN: &Young =
    &Young { code: Code([0; CODE_BITS / 64]), listed_at: None, views: None, sentences: Vec::new(), replaces: None };

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
        for (place, hash) in shingles.iter_mut().zip(self.fingerprint().sketch.hashes()) {
            *place = *hash;
        }
        Marks { words: self.length, simhash: self.simhash, content: self.content, shingles }
    }

    /// Forgets what only passages, indexes and learning need: an article that was learnt from is then little more than its
    /// stems.
    pub fn slim(&mut self) {
        if let Shelved::Here(fresh) = &mut self.words {
            fresh.words.body.forget_places();
            fresh.words.title.forget_places();
            fresh.words.furniture.shrink_to_fit();
            fresh.words.names.shrink_to_fit();
            fresh.fingerprint.sketch = Sketch::NONE;
        }
    }

    /// What of an article is looked at only where it is compared, or listed again, as bytes: [`Sketch`], [`Young`] and
    /// [`Words`].
    pub fn record(&self, shelf: &Shelf) -> Vec<u8> {
        match &self.words {
            Shelved::Here(fresh) => to_bytes(&(&fresh.fingerprint.sketch, &fresh.young, &fresh.words)),
            Shelved::Away(place) => shelf.get(*place),
        }
    }

    /// Takes a record in, its words only where they are to be in memory; gives what indexes know of the article. Errors: the
    /// reason, where the bytes are no record.
    pub fn restore(&mut self, record: &[u8], in_memory: bool) -> Result<Mark, String> {
        let (sketch, young): (Sketch, Young) = from_bytes(record)?;
        let mark = Mark::of(self.marked(sketch), &young);
        if in_memory {
            let (_, _, words): (Sketch, Young, Words) = from_bytes(record)?;
            self.words = Shelved::Here(Box::new(Fresh {
                words,
                fingerprint: mark.fingerprint.clone(),
                young,
                letters: Letters::Sure,
            }));
        }
        Ok(mark)
    }

    /// What indexes know of it.
    pub fn into_mark(self, shelf: &Shelf) -> Mark {
        match self.words {
            Shelved::Here(fresh) => Mark::of(fresh.fingerprint, &fresh.young),
            Shelved::Away(place) => {
                let (sketch, young): (Sketch, Young) = shelf.read(place);
                Mark::of(self.marked(sketch), &young)
            }
        }
    }

    fn marked(&self, sketch: Sketch) -> Fingerprint {
        Fingerprint { simhash: self.simhash, sketch, body: self.body }
    }

    /// Leaves to the shelf what [`Self::record`] gave.
    pub fn shelve(&mut self, place: Place) {
        self.words = Shelved::Away(place);
    }

    /// The name of its source.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref().map(|source| &*source.name)
    }

    /// See [`source_key`].
    pub fn source_key(&self) -> u64 {
        self.source.as_ref().map_or_else(|| source_key(None), |source| source.key)
    }

    /// When it was published at the latest, see [`Timestamp::latest`]: by this is told who was first.
    pub fn latest_at(&self) -> Option<Timestamp> {
        self.published_at.map(Timestamp::latest)
    }

    /// How sure its letters are, as long as its words are in memory.
    pub fn letters(&self) -> Letters {
        if let Shelved::Here(fresh) = &self.words { fresh.letters } else { Letters::Sure }
    }

    /// The body's marks; none once its words are out of memory, and no sample once it is listed.
    pub fn fingerprint(&self) -> &Fingerprint {
        if let Shelved::Here(fresh) = &self.words { &fresh.fingerprint } else { LISTED }
    }

    /// What is of use until the article is listed and learnt from.
    pub fn young(&self) -> &Young {
        if let Shelved::Here(fresh) = &self.words { &fresh.young } else { GROWN }
    }

    /// The same, as long as the words are in memory.
    pub fn young_mut(&mut self) -> Option<&mut Young> {
        if let Shelved::Here(fresh) = &mut self.words { Some(&mut fresh.young) } else { None }
    }

    /// The article with its words, which are read where they are not in memory.
    pub fn open(&self, shelf: &Shelf) -> Open<'_> {
        Open { document: self, words: self.words.held(shelf) }
    }
}

/// A bit for each of some words.
pub fn bits_of(stems: &[u32]) -> u32 {
    stems.iter().fold(0, |bits, stem| bits | 1 << (stem & 31))
}

/// Words of furniture that are kept of an article, 4 bytes each.
const MAX_FURNITURE: usize = 96;

/// Whether a sentence holds a number: then it is no furniture to be learnt, since the lines of a form (a dividend's day of
/// payment) stand in many articles that have nothing else in common. Small numbers spelt out, which are stop words, stand in
/// furniture as well.
fn holds_number(words: &Tokens, sentence: &Segment) -> bool {
    let kinds = &words.kinds[sentence.first as usize..sentence.end as usize];
    kinds.iter().any(|kind| kind.has(Kind::NUMBER) && !kind.has(Kind::STOP))
}

/// Leaves out furniture, listed and learnt, and marks what is left. Pure.
///
/// An article that would lose everything keeps all of it: then it is not furniture that it is made of.
pub fn prepare(article: &Article, analysis: Analysis, furniture: &FurnitureMemory, keep_text: bool) -> Document {
    let Analysis {
        language,
        words,
        mut title,
        listed,
        signals,
        in_columns,
        is_laid_out,
        has_losses,
        source,
        content,
        ..
    } = analysis;
    let sentences = || words.segments.iter().zip(&words.cuts).zip(&listed);
    let learnt_from: Vec<u64> = sentences()
        .filter(|((s, _), listed)| !**listed && s.len() >= 2 && !holds_number(&words, s))
        .map(|((_, cut), _)| cut.hash)
        .collect();
    let is_furniture = |s: &Segment, cut: &Cut| s.len() >= 2 && furniture.is_furniture(source, cut.hash, s.len());
    let leave_out: Vec<bool> = sentences().map(|((s, cut), &listed)| listed || is_furniture(s, cut)).collect();
    let mut left_out: Vec<u32> = Vec::new();
    let mut line = None;
    for (sentence, _) in words.segments.iter().zip(&leave_out).filter(|(_, out)| **out) {
        if line.replace(sentence.line).is_some_and(|line| line != sentence.line) {
            left_out.push(BREAK);
        }
        left_out.extend_from_slice(&words.stems[sentence.first as usize..sentence.end as usize]);
        if left_out.len() >= MAX_FURNITURE {
            break;
        }
    }
    left_out.truncate(MAX_FURNITURE);
    let ranges = words.segments.iter().zip(&leave_out).filter(|(_, out)| **out);
    let ranges: Vec<Span> = ranges.filter_map(|(s, _)| words.span(s.first as usize, s.end as usize)).collect();
    let whole = if is_laid_out { laid_out(&article.text).text } else { Cow::Borrowed(article.text.as_str()) };
    let names = possible_names(&whole, &ranges);
    let mut body = if leave_out.iter().all(|&out| out) { words } else { words.without(|n, _| leave_out[n]) };
    body.cuts = Vec::new();
    title.cuts = Vec::new();
    signals.places().for_each(|span| body.mark(span, Kind::ORIGIN));
    signals.lines().for_each(|span| body.mark_line(span, Kind::ORIGIN));
    let fingerprint = fingerprint(&body);
    let is_scanned = has_losses || article.published_at.map_or(in_columns, Timestamp::is_of_print);
    let printed = keep_text.then(|| Printed { title: article.title.clone(), text: article.text.clone() });
    Document {
        id: article.id.as_str().into(),
        source: article.source.as_deref().map(|name| Arc::new(Source { name: name.into(), key: source })),
        published_at: article.published_at,
        at: 0,
        language,
        length: body.len() as u32,
        title_bits: if title.len() < MIN_WORDS { 0 } else { bits_of(&title.stems) },
        simhash: fingerprint.simhash,
        body: fingerprint.body,
        words: Shelved::Here(Box::new(Fresh {
            words: Words { body, furniture: left_out, names, title, vector: None, printed },
            fingerprint,
            young: Young { sentences: learnt_from, ..Young::default() },
            letters: if is_scanned { Letters::Scanned } else { Letters::Sure },
        })),
        signals: signals.into(),
        version: 1,
        outdated: false,
        content,
    }
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn an_article_of_the_window_takes_little() {
        assert!(std::mem::size_of::<Document>() <= 136);
    }
}
