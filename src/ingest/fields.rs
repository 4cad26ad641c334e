//! The fields of a record, and the names that they go by.

use super::abroad::ABROAD;
use crate::error::Error;
use rustc_hash::FxHashMap;
use std::{fmt, str::FromStr, sync::LazyLock};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A field of an [`Article`](crate::article::Article) or of its [`Metadata`](crate::article::Metadata).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is documented where the article declares it")]
pub enum Field {
    Id,
    Source,
    PublishedAt,
    Url,
    Title,
    Text,
    Language,
    Author,
    Credit,
    Copyright,
    Dateline,
    CanonicalUrl,
    SyndicatedFrom,
    BasedOn,
    Version,
    PublicationStatus,
    EditorialNote,
    Slug,
}

/// Every field in the order of [`Field`], its own name first among the spellings that are known by default, and those
/// in the order in which they are preferred. Case, `_`, `-`, `:` and spaces do not count.
///
/// From ninjs 1 to 3, NewsML-G2, schema.org `NewsArticle`, JSON Feed, RSS, Dublin Core, Open Graph, and what crawlers
/// and aggregators commonly write.
const KNOWN: [(Field, &[&str]); 18] = [
    (Field::Id, &["id", "article_id", "guid", "identifier", "doc_id", "uuid", "_id", "@id"]),
    (
        Field::Source,
        &[
            "source",
            "publisher",
            "outlet",
            "domain",
            "source_domain",
            "site",
            "site_name",
            "og:site_name",
            "source_name",
            "newspaper",
            "publication",
            "publication_title",
            "media_name",
            "hostname",
            "clean_url",
        ],
    ),
    (
        Field::PublishedAt,
        &[
            "published_at",
            "published",
            // WordPress has the site's local time beside it, as `date`.
            "date_gmt",
            "date",
            "pubDate",
            "datePublished",
            "date_published",
            "publish_date",
            "published_date",
            "date_publish",
            "publication_date",
            "published_time",
            "article:published_time",
            "versionCreated",
            "firstCreated",
            "timestamp",
            "isoDate",
            "webPublicationDate",
            "pub_date",
            "display_date",
            "issued",
            "dcterms:issued",
            "dc:date",
            "created_at",
            "created",
            "updated",
            "post_date_gmt",
            "post_date",
            "seendate",
            "publishing_date",
            "created_utc",
            "unix_timestamp",
            "@timestamp",
            "warc_date",
        ],
    ),
    (Field::Url, &["url", "link", "uri", "canonical", "permalink", "og:url", "web_url", "page_url", "warc_target_uri"]),
    (
        Field::Title,
        &[
            "title",
            "headline",
            "headline_main",
            "headlines",
            "og:title",
            "dc:title",
            "web_title",
            "post_title",
            "heading",
            "name",
        ],
    ),
    (
        Field::Text,
        &[
            "text",
            "body",
            "content",
            "articleBody",
            "body_text",
            "contentText",
            "maintext",
            "main_text",
            "full_text",
            "article_text",
            "story_text",
            "plain_text",
            "plaintext",
            "cleaned_text",
            "page_content",
            "post_content",
            "selftext",
            "body.content",
            "textContent",
            "ocr_text",
            "ocr_eng",
            "paragraphs",
            "content_elements",
            "bodies",
            "article",
            FIRST_STAND_IN,
            "content_html",
            "body_html",
            "body_xhtml",
            "html",
            "lead_paragraph",
            "description",
            "summary",
            "abstract",
        ],
    ),
    (Field::Language, &["language", "lang", "inLanguage", "dc:language", "langcode", "human_language", "locale"]),
    (Field::Author, &["author", "authors", "byline", "by", "creator", "dc:creator", "primary_author"]),
    (
        Field::Credit,
        &["credit", "credit_line", "credits", "provider", "infoSources", "infoSource", "sourceOrganization", "agency"],
    ),
    (Field::Copyright, &["copyright", "copyrightHolder", "copyrightNotice", "rights", "dc:rights"]),
    (Field::Dateline, &["dateline", "located"]),
    (Field::CanonicalUrl, &["canonical_url", "canonical_link", "rel_canonical"]),
    (Field::SyndicatedFrom, &["syndicated_from", "syndication-source", "original-source"]),
    (Field::BasedOn, &["based_on", "isBasedOn", "isBasedOnUrl", "associations"]),
    (Field::Version, &["version"]),
    (Field::PublicationStatus, &["publication_status", "pubStatus"]),
    (Field::EditorialNote, &["editorial_note", "edNote"]),
    (Field::Slug, &["slug", "slugline"]),
];

/// From here on, names of a text stand in for a better one: they hold it as markup, or its beginning. Feeds also use them
/// for other things, so that one whose value is no text costs nothing.
const FIRST_STAND_IN: &str = "content:encoded";

/// Keys of objects that are envelopes around a record, or hold what is said of it: as databases, queues, search engines
/// and interfaces write them. What stands in them counts where the record itself has no value.
const ENVELOPES: [&str; 20] = [
    "_source",
    "doc",
    "document",
    "full_document",
    "article",
    "data",
    "attributes",
    "fields",
    "payload",
    "after",
    "node",
    "item",
    "row",
    "record",
    "entry",
    "post",
    "story",
    "news",
    "json_ld",
    "properties",
];

/// The same for objects that describe what stands beside them; what names an outlet there is often the name of a set.
const DESCRIPTIONS: [&str; 2] = ["meta", "metadata"];

/// The things that one page tells of, of which one is its article (JSON-LD).
const GRAPH: &str = "@graph";

/// Ranks: explicit names take those below, defaults those from here, names in other languages follow, and stand-ins.
const FIRST_DEFAULT_RANK: u8 = 64;
const ABROAD_RANK: u8 = 112;
const FIRST_STAND_IN_RANK: u8 = 113;
/// What stands in an envelope, and in a description, comes behind all of these.
const RANKS_OF_A_LEVEL: u8 = 64;

/// What a name means that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Known {
    pub(super) slot: Option<Slot>,
    pub(super) opens: Option<Opens>,
}

/// What an object under a name is, where it is no value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    Envelope,
    Description,
    Graph,
}

/// All of it by the letters and digits of the spelling.
static DEFAULTS: LazyLock<FxHashMap<Box<[u8]>, Known>> = LazyLock::new(|| {
    let mut defaults = FxHashMap::<Box<[u8]>, Known>::default();
    let mut known = |spelling: &str, set: &dyn Fn(&mut Known)| {
        let key = LettersOf::new(spelling).expect("a known spelling is short");
        set(defaults.entry(key.get().into()).or_default());
    };
    for (field, spellings) in KNOWN {
        let main = spellings.iter().take_while(|name| **name != FIRST_STAND_IN).count();
        let ranks = (FIRST_DEFAULT_RANK..).take(main).chain(FIRST_STAND_IN_RANK..);
        for (rank, spelling) in ranks.zip(spellings) {
            known(spelling, &|known| _ = known.slot.get_or_insert(Slot { field, rank }));
        }
    }
    for (field, spellings) in ABROAD {
        let slot = Slot { field, rank: ABROAD_RANK };
        spellings.split_whitespace().for_each(|name| known(name, &|known| _ = known.slot.get_or_insert(slot)));
    }
    let envelopes = ENVELOPES.map(|name| (name, Opens::Envelope));
    let others = DESCRIPTIONS.map(|name| (name, Opens::Description));
    for (name, opens) in envelopes.into_iter().chain(others).chain([(GRAPH, Opens::Graph)]) {
        known(name, &|known| known.opens = Some(opens));
    }
    defaults
});

impl Field {
    /// Every field, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|(field, _)| *field)
    }

    /// The name that `--map` and the error messages use.
    pub fn name(self) -> &'static str {
        self.spellings()[0]
    }

    /// The spellings known by default, the preferred one first.
    pub fn spellings(self) -> &'static [&'static str] {
        KNOWN[self as usize].1
    }
}

/// Where a value belongs, and how strongly its name is preferred: 0 is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) field: Field,
    pub(super) rank: u8,
}

impl Slot {
    /// Whether the caller named it, rather than the table of common spellings.
    pub(super) fn is_explicit(self) -> bool {
        self.rank < FIRST_DEFAULT_RANK
    }

    /// Whether its name is a guess: one in another language, one that stands in for that of a text, or in an envelope.
    pub(super) fn is_guess(self) -> bool {
        self.rank >= ABROAD_RANK
    }

    /// Whether it gives a whole text, and not what stands in for one.
    pub(super) fn is_text(self) -> bool {
        let rank = if self.is_explicit() { 0 } else { self.rank % RANKS_OF_A_LEVEL + FIRST_DEFAULT_RANK };
        self.field == Field::Text && rank < FIRST_STAND_IN_RANK
    }

    /// Whether it is in another language than English, whose readers write the day before the month.
    pub(super) fn is_abroad(self) -> bool {
        !self.is_explicit() && self.rank % RANKS_OF_A_LEVEL + FIRST_DEFAULT_RANK == ABROAD_RANK
    }

    /// Whether it stands in a description.
    pub(super) fn is_described(self) -> bool {
        self.rank >= FIRST_DEFAULT_RANK + 2 * RANKS_OF_A_LEVEL
    }

    /// The same in what a name opens; explicit names keep their rank, and what is within stays there.
    pub(super) fn within(self, opens: Opens) -> Self {
        let level = if opens == Opens::Description { 2 } else { 1 };
        let floor = FIRST_DEFAULT_RANK + level * RANKS_OF_A_LEVEL;
        let is_to_move = !self.is_explicit() && self.rank < floor;
        let rank = if is_to_move { self.rank % RANKS_OF_A_LEVEL + floor } else { self.rank };
        Self { rank, ..self }
    }

    /// Whether it is the default `source`, which names the outlet in some records and the feed's origin in others.
    pub(super) fn is_plain_source(self) -> bool {
        self == Self { field: Field::Source, rank: FIRST_DEFAULT_RANK }
    }
}

/// A name's letters and digits in lower case and without marks.
struct LettersOf {
    bytes: [u8; 48],
    length: usize,
}

impl LettersOf {
    /// `None` when the name is longer than every known spelling.
    fn new(name: &str) -> Option<Self> {
        let mut letters = Self { bytes: [0; 48], length: 0 };
        let mut add = |byte: u8| {
            *letters.bytes.get_mut(letters.length)? = byte.to_ascii_lowercase();
            letters.length += 1;
            Some(())
        };
        let is_letter = |byte: &u8| !matches!(byte, b'_' | b'-' | b':' | b' ');
        if name.is_ascii() {
            name.bytes().filter(is_letter).try_for_each(&mut add)?;
        } else {
            let lower = name.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c));
            for c in lower {
                c.encode_utf8(&mut [0; 4]).bytes().filter(is_letter).try_for_each(&mut add)?;
            }
        }
        Some(letters)
    }

    fn get(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Names, each leading to a field, to names below it, or to both.
pub(super) type Names = FxHashMap<Box<str>, Node>;

/// What a name leads to.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) slot: Option<Slot>,
    pub(super) below: Names,
}

/// How a date is meant of which day and month are both figures, in front of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateOrder {
    DayFirst,
    MonthFirst,
}

impl DateOrder {
    const NAMES: [(&str, Self); 2] = [("day-first", Self::DayFirst), ("month-first", Self::MonthFirst)];
}

/// What stands before the order of dates in a mapping.
const DATES: &str = "dates";

/// Which name of a record gives which field: the caller's names first, then the common spellings.
///
/// Written `field=name,field=name`, as in `text=body,source=publisher`; a field named twice prefers the first name. A
/// name may be a path into nested objects (`text=fields.body`); a record's key or column that is spelled with the dot
/// is found as well. The caller's names are compared exactly, and one that is mapped loses its default meaning.
///
/// `dates=day-first` or `dates=month-first` says how dates such as `03/04/2031` are meant, which else are read under some
/// names alone.
///
/// ```
/// use wirefold::ingest::Mapping;
/// let mapping: Mapping = "text=fields.body,source=publisher".parse()?;
/// assert_eq!(mapping.to_string(), "text=fields.body,source=publisher");
/// # Ok::<(), wirefold::error::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    pairs: Vec<(Field, String)>,
    names: Names,
    pub(super) dates: Option<DateOrder>,
}

impl Mapping {
    /// What the key of a record's outermost object leads to: its field, and the names looked for inside its value.
    pub(super) fn look_up(&self, key: &str) -> (Known, Option<&Names>) {
        match self.names.get(key) {
            Some(Node { slot: Some(slot), below }) => {
                (Known { slot: Some(*slot), opens: None }, Some(below).filter(|b| !b.is_empty()))
            }
            Some(Node { slot: None, below }) => (known(key), Some(below).filter(|b| !b.is_empty())),
            None => (known(key), None),
        }
    }

    /// The pairs that gave no value: `met` has a bit for each that did, the first one's lowest.
    pub(super) fn unmet(&self, met: u64) -> Vec<String> {
        let unmet = self.pairs.iter().enumerate().filter(|(rank, _)| met >> rank & 1 == 0);
        unmet.map(|(_, (field, name))| format!("{}={name}", field.name())).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn add(&mut self, field: &str, name: &str) -> Option<()> {
        if field == DATES {
            self.dates = Some(DateOrder::NAMES.into_iter().find(|(known, _)| *known == name)?.1);
            return Some(());
        }
        let field = Field::all().find(|known| known.name() == field)?;
        let rank = u8::try_from(self.pairs.len()).ok().filter(|rank| *rank < FIRST_DEFAULT_RANK)?;
        let slot = Some(Slot { field, rank });
        self.names.entry(name.into()).or_default().slot.get_or_insert(Slot { field, rank });
        let mut steps = name.split('.');
        let mut node = self.names.entry(steps.next().unwrap_or_default().into()).or_default();
        for step in steps {
            node = node.below.entry(step.into()).or_default();
        }
        node.slot = node.slot.or(slot);
        self.pairs.push((field, name.to_owned()));
        Some(())
    }
}

/// What a key means by default.
pub(super) fn known(key: &str) -> Known {
    let known = LettersOf::new(key).and_then(|letters| DEFAULTS.get(letters.get()).copied()).unwrap_or_default();
    // What a search engine calls `_source` is no outlet, and no outlet is an envelope.
    let is_outlet = known.slot.is_some_and(|slot| slot.is_plain_source()) && !key.starts_with('_');
    Known { opens: known.opens.filter(|_| !is_outlet), ..known }
}

impl FromStr for Mapping {
    type Err = Error;

    /// # Errors
    /// [`Error::Config`] when a pair has no `=`, its field is unknown, its name is empty, the pairs are over 64, or the order of
    /// dates is none of the two.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut mapping = Self::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let field_and_name = pair.split_once('=').map(|(field, name)| (field.trim(), name.trim()));
            let added =
                field_and_name.filter(|(_, name)| !name.is_empty()).and_then(|(field, name)| mapping.add(field, name));
            if added.is_none() {
                let fields: Vec<_> = Field::all().map(Field::name).collect();
                return Err(Error::Config {
                    field: "map".into(),
                    value: pair.into(),
                    permitted: format!(
                        "up to {FIRST_DEFAULT_RANK} pairs FIELD=NAME, FIELD one of {}; dates=day-first or dates=month-first",
                        fields.join(", ")
                    ),
                });
            }
        }
        Ok(mapping)
    }
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (field, name)) in self.pairs.iter().enumerate() {
            write!(f, "{}{}={name}", if i == 0 { "" } else { "," }, field.name())?;
        }
        let order = self.dates.and_then(|dates| DateOrder::NAMES.into_iter().find(|(_, order)| *order == dates));
        order.map_or(Ok(()), |(name, _)| write!(f, "{}{DATES}={name}", if self.pairs.is_empty() { "" } else { "," }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default_slot(key: &str) -> Option<Slot> {
        known(key).slot
    }

    #[test]
    fn the_table_stands_in_the_order_of_the_fields_and_no_spelling_means_two() {
        for (i, (field, spellings)) in KNOWN.iter().enumerate() {
            assert_eq!(*field as usize, i);
            for spelling in *spellings {
                assert_eq!(default_slot(spelling).map(|s| s.field), Some(*field), "{spelling}");
            }
        }
        for (field, spellings) in ABROAD {
            for spelling in spellings.split_whitespace() {
                assert_eq!(default_slot(spelling).map(|s| s.field), Some(field), "{spelling}");
            }
        }
    }

    #[test]
    fn ranks_keep_to_their_places() {
        for (_, spellings) in KNOWN {
            let main = spellings.iter().take_while(|name| **name != FIRST_STAND_IN).count();
            assert!(main <= usize::from(ABROAD_RANK - FIRST_DEFAULT_RANK));
            assert!(spellings.len() - main <= usize::from(FIRST_DEFAULT_RANK + RANKS_OF_A_LEVEL - FIRST_STAND_IN_RANK));
        }
        let text = default_slot("text").unwrap();
        let [inner, described] = [Opens::Envelope, Opens::Description].map(|opens| text.within(opens));
        assert!(text.is_text() && inner.is_text() && described.is_text() && described.is_described());
        assert!(text.rank < inner.rank && inner.rank < described.rank && !inner.is_described());
        assert_eq!(described.within(Opens::Envelope), described);
        assert!(!default_slot("summary").unwrap().within(Opens::Envelope).is_text());
        let explicit = Slot { field: Field::Text, rank: 3 };
        assert_eq!(explicit.within(Opens::Description), explicit);
    }

    #[test]
    fn names_in_other_languages_lose_marks_and_case() {
        for name in ["Título", "TITULO", "Заголовок", "Überschrift", "शीर्षक", "제목"] {
            assert_eq!(default_slot(name).map(|s| s.field), Some(Field::Title), "{name}");
        }
    }

    #[test]
    fn the_stand_ins_of_a_text_come_last() {
        let stand_ins: Vec<_> =
            Field::Text.spellings().iter().map(|name| default_slot(name).unwrap().is_guess()).collect();
        assert!(stand_ins.is_sorted() && !stand_ins[0] && stand_ins.iter().filter(|is| **is).count() == 9);
        assert!(!default_slot("warc_date").unwrap().is_guess());
        assert!(!Slot { field: Field::Text, rank: 0 }.is_guess());
    }

    #[test]
    fn spellings_differ_by_case_and_separators_only() {
        for key in ["published_at", "publishedAt", "Published At", "PUBLISHED-AT"] {
            assert_eq!(default_slot(key), default_slot("published_at"), "{key}");
        }
        assert_eq!(default_slot("a name longer than any that is known"), None);
        assert_eq!(default_slot(""), None);
    }

    #[test]
    fn a_mapped_name_loses_its_default_meaning() {
        let mapping: Mapping = "text=title, title = source".parse().unwrap();
        assert_eq!(mapping.look_up("title").0.slot, Some(Slot { field: Field::Text, rank: 0 }));
        assert_eq!(mapping.look_up("source").0.slot, Some(Slot { field: Field::Title, rank: 1 }));
    }

    #[test]
    fn paths_keep_the_default_meaning_of_their_first_step() {
        let mapping: Mapping = "text=source.body".parse().unwrap();
        let (known, below) = mapping.look_up("source");
        assert!(known.slot.unwrap().is_plain_source());
        assert_eq!(below.unwrap()["body"].slot, Some(Slot { field: Field::Text, rank: 0 }));
        assert_eq!(mapping.look_up("source.body").0.slot, Some(Slot { field: Field::Text, rank: 0 }));
    }

    #[test]
    fn a_mapping_that_names_no_field_is_refused() {
        for text in ["body", "text=", "txt=body", "=body", "dates=", "dates=year-first"] {
            assert!(matches!(text.parse::<Mapping>(), Err(Error::Config { .. })), "{text}");
        }
        for text in ["dates=day-first", "text=body,dates=month-first"] {
            assert_eq!(text.parse::<Mapping>().unwrap().to_string(), text);
        }
        assert!("".parse::<Mapping>().is_ok());
    }
}
