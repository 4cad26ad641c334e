//! Where an article comes from, as far as the article itself says it.
//!
//! A printed dispatch carries traces of its origin: a dateline (`PARIS (AFP) -`), a byline, a credit line (`Le Monde avec
//! AFP`), a copyright line, a field of its record. [`read_signals`] finds them and says of each what it rests on. A name
//! in running prose (`told AFP`, `selon l'AFP`) is a *citation*, one under a picture a *photo credit*: both are reported,
//! and neither says who wrote the article ([`Basis::is_credit`]).
//!
//! A credit has to stand in the place of a credit: in brackets at the head or foot of a paragraph, on a line of its own,
//! behind a word such as `avec` or `Quelle:`. What stands anywhere else is a citation. So lists of verbs of saying, which
//! no language ever completes, are needed only for short names that are also other words (`AP`, `PA`, `Reuter`).
//!
//! Useful for: who is credited, by whom it was carried, corrections and kills. Not useful for: articles that say nothing
//! of their origin; those are inferred from the other members of their cluster. Tags that were left in a text are passed over, as
//! are, but in print, line breaks that a column asked for; places are those of the text as it was given.

mod asian;
mod brackets;
mod bylines;
mod cabled;
mod context;
mod countries;
mod credits;
mod cues;
mod datelines;
mod exchanges;
mod families;
mod fields;
mod gazetteer;
mod house;
pub mod kept;
mod labels;
pub mod lineage;
mod lines;
mod marks;
mod mentions;
mod names;
mod notices;
mod outlets_named;
mod print;
mod publishing;
mod republication;
mod signatures;
mod slugs;
mod told;
mod words;

pub use families::Families;
pub use gazetteer::Gazetteer;
pub use kept::KeptAgency;

use crate::article::Article;
use crate::normalise::{Unmarked, laid_out, title_apart};
use crate::units::{Language, Span};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::sync::Arc;
use thin_vec::ThinVec;

/// A news agency, as the gazetteer describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Short name, as verdicts show it.
    pub name: String,
    /// Wikidata id (`Q…`), where it is certain.
    #[serde(default)]
    pub wikidata: Option<String>,
    /// ISO 3166 code of its seat.
    #[serde(default)]
    pub country: Option<String>,
    /// ISO 639-1 codes; decides between agencies that share a short name.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Spellings that mean this agency wherever they stand.
    #[serde(default)]
    pub names: Vec<String>,
    /// Spellings that are also other words, and count only where a credit or a citation stands.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Own web domains; subdomains are included.
    #[serde(default)]
    pub domains: Vec<String>,
    /// First year of its life.
    #[serde(default)]
    pub from: Option<i16>,
    /// Last year of its life; none when it lives.
    #[serde(default)]
    pub to: Option<i16>,
    /// Whether other agencies hand on what it writes, under their own credit as well: `(ats)` over what AFP wrote.
    #[serde(default)]
    pub world: bool,
    /// Whether it deals in pictures: it is then never credited with a text.
    #[serde(default)]
    pub photo: bool,
    /// Whether its weak spellings mean it in texts of its languages only: elsewhere they are something else.
    #[serde(default)]
    pub local: bool,
    /// Whether it stands for agencies that are not named (`con agencias`, `(Ag.)`).
    #[serde(default)]
    pub generic: bool,
}

impl Agency {
    /// Whether it writes in `language`, by its `languages` or else by the country of its seat.
    pub fn writes_in(&self, language: Language) -> bool {
        if !self.languages.is_empty() {
            return self.languages.iter().any(|known| known == language.code());
        }
        let country = self.country.as_deref().unwrap_or_default();
        countries::speaks(country, language.code())
    }

    /// Whether it was at work in `year`; a year of grace is given on both sides, since names outlive firms.
    pub fn lived_in(&self, year: i16) -> bool {
        self.from.is_none_or(|from| year >= from - 1) && self.to.is_none_or(|to| year <= to + 1)
    }
}

/// What a signal rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Basis {
    /// A field of the record: source, provider, the URL's host.
    Metadata,
    /// A credit line or a bracket at the end of a paragraph.
    Credit,
    /// A line or field that names the author.
    Byline,
    /// Place, date and agency at the head of a paragraph.
    Dateline,
    /// A copyright line.
    Copyright,
    /// Nothing in this article, but in the others of its cluster.
    Inferred,
    /// The agency is quoted or reported on.
    Citation,
    /// The agency took a picture.
    Photo,
}

impl Basis {
    /// Whether the article itself says that its text is the agency's.
    pub fn is_credit(self) -> bool {
        matches!(self, Self::Metadata | Self::Credit | Self::Byline | Self::Dateline | Self::Copyright)
    }
}

/// The part of an article that a signal was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// [`Article::text`].
    Text,
    /// [`Article::title`].
    Title,
    /// [`Article::source`].
    Source,
    /// [`Article::url`].
    Url,
    /// [`Metadata::author`](crate::article::Metadata::author).
    Author,
    /// [`Metadata::credit`](crate::article::Metadata::credit).
    Credit,
    /// [`Metadata::copyright`](crate::article::Metadata::copyright).
    Copyright,
    /// [`Metadata::dateline`](crate::article::Metadata::dateline).
    Dateline,
    /// [`Metadata::canonical_url`](crate::article::Metadata::canonical_url).
    CanonicalUrl,
    /// [`Metadata::syndicated_from`](crate::article::Metadata::syndicated_from).
    SyndicatedFrom,
    /// One of [`Metadata::based_on`](crate::article::Metadata::based_on).
    BasedOn,
    /// [`Metadata::version`](crate::article::Metadata::version), a number: spans in it are empty.
    Version,
    /// [`Metadata::publication_status`](crate::article::Metadata::publication_status).
    PublicationStatus,
    /// [`Metadata::editorial_note`](crate::article::Metadata::editorial_note).
    EditorialNote,
    /// [`Metadata::slug`](crate::article::Metadata::slug).
    Slug,
}

/// An agency that the article names, and how.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgencySignal {
    /// The agency; written as its short name.
    #[serde(serialize_with = "short_name")]
    pub agency: Arc<Agency>,
    /// What the signal rests on.
    pub basis: Basis,
    /// How sure it is that the basis is right, in [0, 1].
    pub confidence: f32,
    /// Where it was read.
    pub field: Field,
    /// The words, in characters of that field.
    pub span: Span,
    /// Whether a citation is of the kind that the agency's own dispatches have: `told AFP`, `an AFP correspondent saw`.
    pub told: bool,
}

fn short_name<S: Serializer>(agency: &Arc<Agency>, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&agency.name)
}

/// The author's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Byline {
    /// As printed, without `By`.
    pub name: String,
    /// Where it was read.
    pub field: Field,
    /// The name, in characters of that field.
    pub span: Span,
}

/// Place and date at the head of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dateline {
    /// As printed: `PARIS`, `Saint-Denis de la Réunion`.
    pub place: Option<String>,
    /// As printed: `Jan 13`, `9月30日`.
    pub date: Option<String>,
    /// Where it was read.
    pub field: Field,
    /// Place, date and agency, in characters of that field.
    pub span: Span,
}

/// From whom the article says it was taken over.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Via {
    /// The outlet's name as printed, or its host; none when only a link is offered (`Lire l'article original`).
    pub name: Option<String>,
    /// How sure it is, in [0, 1].
    pub confidence: f32,
    /// Where it was read.
    pub field: Field,
    /// The words, in characters of that field.
    pub span: Span,
}

/// What an editorial mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MarkKind {
    /// A later take with more.
    Update,
    /// Something was wrong and is put right.
    Correction,
    /// The same item written anew.
    Recast,
    /// The same item sent again.
    Refile,
    /// The item is withdrawn for good.
    Kill,
    /// The item is not to be published (for now).
    Withhold,
}

/// An editorial mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mark {
    /// What it says.
    pub kind: MarkKind,
    /// The take, where it is numbered (`UPDATE 2-`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Where it was read.
    pub field: Field,
    /// The words, in characters of that field.
    pub span: Span,
}

/// The outlet that the article's own credit line names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct House {
    /// As printed.
    pub name: String,
    /// Where it was read.
    pub field: Field,
    /// The name, in characters of that field.
    pub span: Span,
}

/// All that an article says of its own origin.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Signals {
    /// Agencies, each once per basis and field, in order of the fields and of the text.
    pub agencies: ThinVec<AgencySignal>,
    /// The outlet beside the agency in a credit line.
    pub house: Option<Box<House>>,
    /// The author.
    pub byline: Option<Box<Byline>>,
    /// Place and date.
    pub dateline: Option<Box<Dateline>>,
    /// From whom it was taken over.
    pub via: ThinVec<Via>,
    /// Updates, corrections, kills.
    pub marks: ThinVec<Mark>,
    /// Of a kill or withhold notice, the headlines that it names: the dispatches that are withdrawn.
    pub withdraws: ThinVec<String>,
    /// The slug of the item without marks, in lower case, its words joined by hyphens; of a notice, those that it names too.
    pub slugs: ThinVec<String>,
}

impl Signals {
    /// The signals that say whose text it is, the surest first.
    pub fn credits(&self) -> Vec<&AgencySignal> {
        let mut credits: Vec<_> = self.agencies.iter().filter(|s| s.basis.is_credit()).collect();
        credits.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        credits
    }

    /// The places in the text where it is said: credits, datelines, from whom it was taken. In characters of the text.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        let credits = self.agencies.iter().filter(|s| s.basis.is_credit()).map(|s| (s.field, s.span));
        let via = self.via.iter().map(|v| (v.field, v.span));
        let dateline = self.dateline.iter().map(|d| (d.field, d.span));
        credits.chain(via).chain(dateline).filter(|(field, _)| *field == Field::Text).map(|(_, span)| span)
    }

    /// All places in the text, to be moved.
    fn places_in_text(&mut self) -> impl Iterator<Item = &mut Span> {
        let agencies = self.agencies.iter_mut().map(|s| (s.field, &mut s.span));
        let house = self.house.iter_mut().map(|h| (h.field, &mut h.span));
        let byline = self.byline.iter_mut().map(|b| (b.field, &mut b.span));
        let dateline = self.dateline.iter_mut().map(|d| (d.field, &mut d.span));
        let via = self.via.iter_mut().map(|v| (v.field, &mut v.span));
        let marks = self.marks.iter_mut().map(|m| (m.field, &mut m.span));
        let all = agencies.chain(house).chain(byline).chain(dateline).chain(via).chain(marks);
        all.filter(|(field, _)| *field == Field::Text).map(|(_, span)| span)
    }

    /// Those of [`Self::places`] that may be a part of a line about the origin (`Mit Material der dpa`): credits, but no
    /// datelines, behind which the text begins.
    pub fn lines(&self) -> impl Iterator<Item = Span> {
        let is_line = |basis| matches!(basis, Basis::Credit | Basis::Byline | Basis::Copyright);
        let credits = self.agencies.iter().filter(move |s| is_line(s.basis) && s.field == Field::Text);
        credits.map(|signal| signal.span)
    }

    /// Whether the article says that its text is this agency's.
    pub fn credits_agency(&self, name: &str) -> bool {
        self.agencies.iter().any(|s| s.basis.is_credit() && s.agency.name == name)
    }
}

/// Reads what an article says of its origin, with the agencies that wirefold ships.
///
/// `language` is the language of the text where it is known; it decides between agencies that share a short name.
/// Cost: one pass over the text, and a look around each name found.
pub fn read_signals(article: &Article, language: Option<Language>) -> Signals {
    Gazetteer::shared().read(article, language)
}

impl Gazetteer {
    /// Like [`read_signals`], with these agencies.
    pub fn read(&self, article: &Article, language: Option<Language>) -> Signals {
        self.read_unmarked(article, language, Unmarked::of(&article.text), true)
    }

    /// The same of a text that was given as it was written; `is_laid_out` says whether it may have been set otherwise than a page
    /// of its own is.
    pub(crate) fn read_as_given(&self, article: &Article, language: Option<Language>, is_laid_out: bool) -> Signals {
        self.read_unmarked(article, language, Unmarked::as_given(&article.text), is_laid_out)
    }

    fn read_unmarked(
        &self,
        article: &Article,
        language: Option<Language>,
        unmarked: Option<Unmarked>,
        is_laid_out: bool,
    ) -> Signals {
        let text = unmarked.as_ref().map_or(&article.text, |unmarked| &unmarked.text);
        let mut text = title_apart(text, article.title.as_deref());
        // In print a credit is told by the line that it stands in.
        if (is_laid_out || unmarked.is_some()) && !print::is_print(article) {
            let set = match laid_out(&text).text {
                Cow::Owned(set) => Some(set),
                Cow::Borrowed(_) => None,
            };
            text = set.map_or(text, Cow::Owned);
        }
        let visible = Unmarked::visible(&text);
        let text = visible.as_ref().map_or(text, |visible| Cow::Borrowed(&visible.text));
        // A name of several words may have a blank between them at which no line is broken.
        let text = if text.contains('\u{a0}') { Cow::Owned(text.replace('\u{a0}', " ")) } else { text };
        if unmarked.is_none() && visible.is_none() && matches!(text, Cow::Borrowed(_)) {
            return self.read_shown(article, language);
        }
        let mut signals = self.read_shown(&article.with_text(text.into_owned()), language);
        for layer in visible.iter().chain(&unmarked) {
            signals.places_in_text().for_each(|span| *span = layer.original(*span));
        }
        signals
    }

    /// Reads a text as its readers saw it.
    fn read_shown(&self, article: &Article, language: Option<Language>) -> Signals {
        let mut signals = Signals::default();
        let language = language.or(article.language);
        let cues = credits::read(self, article, language, &mut signals);
        house::read(self, article, &mut signals);
        bylines::read(article, &mut signals);
        republication::read(self, article, language, &cues, &mut signals);
        exchanges::read(article, &mut signals);
        marks::read(article, &mut signals);
        notices::read(article, &mut signals);
        slugs::read(article, &mut signals);
        signals
    }
}

#[cfg(test)]
mod tests;
