//! The fields of a record, and the names that they go by.

use crate::error::Error;
use rustc_hash::FxHashMap;
use std::{fmt, str::FromStr, sync::LazyLock};

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
            "hostname",
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
            "dc:date",
            "created_at",
            "updated",
            "post_date_gmt",
            "post_date",
            "seendate",
            "warc_date",
        ],
    ),
    (Field::Url, &["url", "link", "uri", "canonical", "permalink", "og:url"]),
    (Field::Title, &["title", "headline", "headline_main", "headlines", "og:title", "dc:title", "name"]),
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
            "bodies",
            "article",
            FIRST_STAND_IN,
            "content_html",
            "body_html",
            "description",
            "summary",
            "abstract",
        ],
    ),
    (Field::Language, &["language", "lang", "inLanguage", "dc:language", "locale"]),
    (Field::Author, &["author", "authors", "byline", "by", "creator", "dc:creator"]),
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

/// Explicit names take the ranks below, defaults those from here.
const FIRST_DEFAULT_RANK: u8 = 64;

/// `KNOWN` by the letters and digits of the spelling.
static DEFAULTS: LazyLock<FxHashMap<Box<[u8]>, Slot>> = LazyLock::new(|| {
    let mut defaults = FxHashMap::default();
    for (field, spellings) in KNOWN {
        for (rank, spelling) in (FIRST_DEFAULT_RANK..).zip(spellings) {
            let key = LettersOf::new(spelling).expect("a known spelling is short");
            defaults.entry(key.get().into()).or_insert(Slot { field, rank });
        }
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

    /// Whether it is a default name that stands in for that of a text.
    pub(super) fn is_stand_in(self) -> bool {
        static FIRST: LazyLock<Option<Slot>> = LazyLock::new(|| default_slot(FIRST_STAND_IN));
        self.field == Field::Text && FIRST.is_some_and(|first| first.rank <= self.rank)
    }

    /// Whether it is the default `source`, which names the outlet in some records and the feed's origin in others.
    pub(super) fn is_plain_source(self) -> bool {
        self == Self { field: Field::Source, rank: FIRST_DEFAULT_RANK }
    }
}

/// A name's letters and digits in lower case.
struct LettersOf {
    bytes: [u8; 24],
    length: usize,
}

impl LettersOf {
    /// `None` when the name is longer than every known spelling.
    fn new(name: &str) -> Option<Self> {
        let mut letters = Self { bytes: [0; 24], length: 0 };
        for byte in name.bytes().filter(|b| !matches!(b, b'_' | b'-' | b':' | b' ')) {
            *letters.bytes.get_mut(letters.length)? = byte.to_ascii_lowercase();
            letters.length += 1;
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

/// Which name of a record gives which field: the caller's names first, then the common spellings.
///
/// Written `field=name,field=name`, as in `text=body,source=publisher`; a field named twice prefers the first name. A
/// name may be a path into nested objects (`text=fields.body`); a record's key or column that is spelled with the dot
/// is found as well. The caller's names are compared exactly, and one that is mapped loses its default meaning.
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
}

impl Mapping {
    /// What the key of a record's outermost object leads to: its field, and the names looked for inside its value.
    pub(super) fn look_up(&self, key: &str) -> (Option<Slot>, Option<&Names>) {
        match self.names.get(key) {
            Some(Node { slot, below }) => (slot.or_else(|| default_slot(key)), Some(below).filter(|b| !b.is_empty())),
            None => (default_slot(key), None),
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

    fn add(&mut self, field: Field, name: &str) -> Option<()> {
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

fn default_slot(key: &str) -> Option<Slot> {
    DEFAULTS.get(LettersOf::new(key)?.get()).copied()
}

impl FromStr for Mapping {
    type Err = Error;

    /// # Errors
    /// [`Error::Config`] when a pair has no `=`, its field is unknown, its name is empty, or the pairs are over 64.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut mapping = Self::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let field_and_name = pair.split_once('=').map(|(field, name)| (field.trim(), name.trim()));
            let added = field_and_name
                .filter(|(_, name)| !name.is_empty())
                .and_then(|(field, name)| mapping.add(Field::all().find(|known| known.name() == field)?, name));
            if added.is_none() {
                let fields: Vec<_> = Field::all().map(Field::name).collect();
                return Err(Error::Config {
                    field: "map".into(),
                    value: pair.into(),
                    permitted: format!(
                        "up to {FIRST_DEFAULT_RANK} pairs FIELD=NAME, FIELD one of {}",
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
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_fields_and_no_spelling_means_two() {
        for (i, (field, spellings)) in KNOWN.iter().enumerate() {
            assert_eq!(*field as usize, i);
            for spelling in *spellings {
                assert_eq!(default_slot(spelling).map(|s| s.field), Some(*field), "{spelling}");
            }
        }
    }

    #[test]
    fn the_stand_ins_of_a_text_come_last() {
        let stand_ins: Vec<_> =
            Field::Text.spellings().iter().map(|name| default_slot(name).unwrap().is_stand_in()).collect();
        assert!(stand_ins.is_sorted() && !stand_ins[0] && stand_ins.iter().filter(|is| **is).count() == 6);
        assert!(!default_slot("warc_date").unwrap().is_stand_in());
        assert!(!Slot { field: Field::Text, rank: 0 }.is_stand_in());
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
        assert_eq!(mapping.look_up("title").0, Some(Slot { field: Field::Text, rank: 0 }));
        assert_eq!(mapping.look_up("source").0, Some(Slot { field: Field::Title, rank: 1 }));
    }

    #[test]
    fn paths_keep_the_default_meaning_of_their_first_step() {
        let mapping: Mapping = "text=source.body".parse().unwrap();
        let (slot, below) = mapping.look_up("source");
        assert!(slot.unwrap().is_plain_source());
        assert_eq!(below.unwrap()["body"].slot, Some(Slot { field: Field::Text, rank: 0 }));
        assert_eq!(mapping.look_up("source.body").0, Some(Slot { field: Field::Text, rank: 0 }));
    }

    #[test]
    fn a_mapping_that_names_no_field_is_refused() {
        for text in ["body", "text=", "txt=body", "=body"] {
            assert!(matches!(text.parse::<Mapping>(), Err(Error::Config { .. })), "{text}");
        }
        assert!("".parse::<Mapping>().is_ok());
    }
}
