//! What a record says, before it is an article: values of any shape, each under the field that its name gives.

use super::fields::{DateOrder, Field, Slot};
use crate::{
    article::{Article, Metadata},
    error::Reason,
    units::{self, Language, Timestamp},
};
use std::borrow::Cow;
use xxhash_rust::xxh3::Xxh3;

/// Characters of a value that a message shows.
const SHOWN: usize = 60;

/// A value as found.
#[derive(Debug)]
pub(super) enum Found<'a> {
    Text(Cow<'a, str>),
    Whole(i128),
    Real(f64),
    Bool,
    List(Vec<Found<'a>>),
    Object(Box<Named<'a>>),
}

/// The parts of an object by which something is named.
#[derive(Debug, Default)]
pub(super) struct Named<'a> {
    name: Option<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
    value: Option<Found<'a>>,
    /// The values under other keys, for the fields in which keys are labels.
    members: Vec<Found<'a>>,
    /// Whether it is a picture, a graphic, a video or a sound: printed beside a text, not its origin.
    is_media: bool,
    /// Whether it is a paragraph, one of those that make a text.
    is_paragraph: bool,
}

/// A part of [`Named`].
#[derive(Clone, Copy)]
pub(super) enum Part {
    Name,
    Url,
    Value,
    Type,
    Member,
}

impl<'a> Named<'a> {
    /// The part that `key` gives, unless a preferred key gave it already.
    pub(super) fn part(&self, field: Field, key: &str) -> Option<Part> {
        let lower;
        // `{"Name": …}`
        let key = if key.starts_with(|c: char| c.is_ascii_uppercase()) {
            lower = key.to_ascii_lowercase();
            &lower
        } else {
            key
        };
        match key {
            "name" | "title" | "fullName" | "fullname" | "literal" if self.name.is_none() => Some(Part::Name),
            "url" | "uri" | "href" | "@href" | "@id" if self.url.is_none() => Some(Part::Url),
            "value" | "@value" | "#text" | "_" | "$t" | "$date" | "$numberLong" | "$oid" | "rendered"
                if self.value.is_none() =>
            {
                Some(Part::Value)
            }
            "main" | "basic" if field == Field::Title && self.value.is_none() => Some(Part::Value),
            "text" | "content" | "html" if field == Field::Text && self.value.is_none() => Some(Part::Value),
            "original" if field == Field::Author && self.value.is_none() => Some(Part::Value),
            "type" | "@type" => Some(Part::Type),
            _ => (field == Field::BasedOn).then_some(Part::Member),
        }
    }

    pub(super) fn set(&mut self, part: Part, found: Found<'a>) {
        match (part, found) {
            (Part::Name, Found::Text(text)) => self.name = Some(text),
            (Part::Url, Found::Text(text)) => self.url = Some(text),
            (Part::Value, found) => self.value = Some(found),
            (Part::Type, Found::Text(kind)) => {
                let media =
                    ["picture", "image", "graphic", "video", "audio", "ImageObject", "VideoObject", "AudioObject"];
                self.is_media = media.contains(&&*kind);
                self.is_paragraph = matches!(&*kind, "text" | "paragraph" | "p");
            }
            (Part::Member, found @ Found::Object(_)) => self.members.push(found),
            _ => {}
        }
    }
}

impl<'a> Found<'a> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Whole(_) | Self::Real(_) => "a number",
            Self::Bool => "true or false",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// Every string that it holds, `url` before `name` if asked: one for a string or an object, more for an array.
    fn strings(self, url_first: bool) -> Vec<Cow<'a, str>> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.into_iter().flat_map(|item| item.strings(url_first)).collect(),
            Self::Object(named) => {
                let Named { name, url, value, members, is_media, .. } = *named;
                if is_media && url_first {
                    return Vec::new();
                }
                let (first, last) = if url_first { (url, name) } else { (name, url) };
                let value = || value.map(|value| value.strings(url_first)).filter(|value| !value.is_empty());
                match first {
                    Some(first) => vec![first],
                    None => value()
                        .or_else(|| last.map(|last| vec![last]))
                        .unwrap_or_else(|| members.into_iter().flat_map(|member| member.strings(url_first)).collect()),
                }
            }
            Self::Whole(_) | Self::Real(_) | Self::Bool => Vec::new(),
        }
    }

    /// The strings that are not blank, trimmed; `Err(self.kind())` when it holds no string at all.
    fn trimmed(self, url_first: bool) -> Result<Vec<String>, &'static str> {
        let (kind, may_be_empty) = (self.kind(), matches!(&self, Self::List(_) | Self::Object(_)));
        let strings = self.strings(url_first);
        if strings.is_empty() && !may_be_empty {
            return Err(kind);
        }
        Ok(strings.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).map(str::to_owned).collect())
    }

    /// The first of them.
    fn first_trimmed(self, url_first: bool) -> Result<Option<String>, &'static str> {
        match self {
            Self::Text(text) => Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)),
            other => Ok(other.trimmed(url_first)?.into_iter().next()),
        }
    }

    fn instant(&self) -> Option<Timestamp> {
        match self {
            Self::Text(text) => Timestamp::parse(text),
            Self::Whole(number) => Timestamp::of_number(*number as f64),
            Self::Real(number) => Timestamp::of_number(*number),
            Self::List(items) => items.first().and_then(Self::instant),
            Self::Object(named) => named.value.as_ref().and_then(Self::instant),
            Self::Bool => None,
        }
    }

    fn is_media(&self) -> bool {
        matches!(self, Self::Object(named) if named.is_media)
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// What it is, for people: short.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => format!("{:?}", text.trim().chars().take(SHOWN).collect::<String>()),
            Self::Whole(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            other => other.kind().to_owned(),
        }
    }

    /// The text; paragraphs in an array become one, a blank line between; of objects, the first's.
    fn body(self) -> Result<Option<String>, &'static str> {
        match self {
            Self::Text(text) => Ok(Some(text.into_owned())),
            Self::Object(named) => match named.value {
                Some(value) => value.body(),
                None => Err("an object"),
            },
            Self::List(items) => {
                let mut paragraphs = Vec::new();
                for item in items {
                    match item {
                        Self::Text(text) => paragraphs.push(text),
                        Self::Object(named) if named.is_paragraph => {
                            paragraphs.extend(Self::Object(named).body().ok().flatten().map(Cow::Owned));
                        }
                        other if paragraphs.is_empty() && !other.is_media() => return other.body(),
                        _ => {}
                    }
                }
                Ok(Some(paragraphs.join("\n\n")))
            }
            other => Err(other.kind()),
        }
        .map(|text| text.filter(|text| !text.trim().is_empty()))
    }
}

/// One value, with the name under which it stood.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) slot: Slot,
    pub(super) key: Cow<'a, str>,
    pub(super) found: Found<'a>,
}

/// A record's values.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    entries: Vec<Entry<'a>>,
}

/// A date that could not be read: its slot, and what stands there.
type Unread = (Slot, String);

/// An article, and the date that its record states where that could not be read.
pub(super) struct Finished {
    pub(super) article: Article,
    pub(super) unread_date: Option<Unread>,
}

/// Why a record is no article, and the slot at fault where it is one.
pub(super) type Refusal = (Reason, Option<Slot>);

impl<'a> Draft<'a> {
    pub(super) fn of_text(id: Option<&'a str>, title: &'a str, text: &'a str) -> Self {
        let mut draft = Self::default();
        for (field, value) in [(Field::Id, id.unwrap_or_default()), (Field::Title, title), (Field::Text, text)] {
            let key = Cow::Borrowed(field.name());
            draft.add(Entry { slot: Slot { field, rank: 0 }, key, found: Found::Text(Cow::Borrowed(value)) });
        }
        draft
    }

    pub(super) fn add(&mut self, entry: Entry<'a>) {
        self.entries.push(entry);
    }

    /// Takes over what one of several things on a page says: the one that is an article. Where several have a text, it is
    /// not known which.
    pub(super) fn take_article_of(&mut self, things: Vec<Self>) {
        let has = |thing: &Self, is: fn(Slot) -> bool| thing.slots().any(is);
        let texts = things.iter().filter(|thing| has(thing, Slot::is_text)).count();
        let is_article = |thing: &Self| match texts {
            0 => has(thing, |slot| slot.field == Field::Title) && has(thing, |slot| slot.field == Field::PublishedAt),
            _ => has(thing, Slot::is_text),
        };
        if texts < 2 {
            self.entries.extend(things.into_iter().find(is_article).unwrap_or_default().entries);
        }
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.entries.iter().map(|entry| entry.slot)
    }

    /// The field's value under the most preferred name that gives one.
    ///
    /// A value of a wrong type yields to the next name. It refuses the record only when no name gives a value and either
    /// the caller named it or the article is not itself without it: a guessed spelling must not cost an article.
    fn take<T>(
        &mut self,
        field: Field,
        expected: &'static str,
        mut read: impl FnMut(Found<'a>) -> Result<Option<T>, &'static str>,
    ) -> Result<Option<T>, Refusal> {
        use Field::{Id, Source, Text, Title, Url};
        let mut refusal = None;
        let mut of_field = self.entries.extract_if(.., |entry| entry.slot.field == field);
        for Entry { slot, key, found } in of_field.by_ref() {
            match read(found) {
                Ok(Some(value)) => {
                    of_field.for_each(drop);
                    return Ok(Some(value));
                }
                Ok(None) => {}
                Err(found)
                    if slot.is_explicit() || matches!(field, Id | Source | Url | Title | Text) && !slot.is_guess() =>
                {
                    let reason = Reason::WrongType { field: key.into_owned(), expected, found };
                    refusal.get_or_insert((reason, Some(slot)));
                }
                Err(_) => {}
            }
        }
        refusal.map_or(Ok(None), Err)
    }

    /// The first of its strings.
    fn one(&mut self, field: Field) -> Result<Option<String>, Refusal> {
        let url_first = matches!(field, Field::Url | Field::CanonicalUrl | Field::SyndicatedFrom);
        self.take(field, "a string", |found| found.first_trimmed(url_first))
    }

    /// All of its strings.
    fn joined(&mut self, field: Field) -> Result<Option<String>, Refusal> {
        self.take(field, "a string", |found| Ok(Some(found.trimmed(false)?.join(", ")).filter(|s| !s.is_empty())))
    }

    /// The article that the values make.
    pub(super) fn finish(mut self, max_text_bytes: u64, dates: Option<DateOrder>) -> Result<Finished, Refusal> {
        // Of a key that stands twice the last counts, as in most readers of JSON.
        self.entries.reverse();
        self.entries.sort_by_key(|entry| entry.slot.rank);

        let feed_source = self.feed_source();
        let described_source = self.described_source();
        let text = self.take(Field::Text, "a string", Found::body)?.unwrap_or_default();
        let title = self.take(Field::Title, "a string", |found| {
            Ok(match found {
                Found::Text(text) => Some(text.into_owned()).filter(|title| !title.trim().is_empty()),
                other => other.first_trimmed(false)?,
            })
        })?;
        if text.is_empty() && title.is_none() {
            return Err((Reason::NoText, None));
        }
        let bytes = text.len() as u64;
        if bytes > max_text_bytes {
            return Err((Reason::TextTooLong { bytes, limit: max_text_bytes }, None));
        }
        let (published_at, unread_date) = self.date(dates)?;
        let id = self.take(Field::Id, "a string or a whole number", |found| match found {
            Found::Whole(number) => Ok(Some(number.to_string())),
            // A column that lacks a number somewhere is of reals to pandas and to R.
            Found::Real(number) if units::whole(number).is_some() => {
                Ok(units::whole(number).map(|whole| whole.to_string()))
            }
            other => other.first_trimmed(false),
        })?;
        let url = self.one(Field::Url)?;
        let source = self.one(Field::Source)?;
        let mut metadata = self.metadata()?;
        let language = self.one(Field::Language)?.and_then(|tag| Language::parse(&tag));
        let source = match (source, feed_source) {
            (None, Some((_, name))) => Some(name),
            (source, Some((url, name))) => {
                if source.as_ref() != Some(&name) {
                    metadata.syndicated_from.get_or_insert(url);
                }
                source
            }
            (source, None) => source,
        };
        // A page is published by its site.
        let (page, source) = match source {
            Some(source) if is_page(&source) => (Some(source), None),
            source => (None, source),
        };
        let url = url.or(page);
        let source = source.or_else(|| outlet_of(url.as_deref()?)).or(described_source);
        let id = id.or_else(|| url.clone()).unwrap_or_else(|| id_of(source.as_deref(), title.as_deref(), &text));
        Ok(Finished {
            unread_date,
            article: Article { id, source, published_at, url, title, text, language, metadata },
        })
    }

    /// What else it says of its origin.
    fn metadata(&mut self) -> Result<Metadata, Refusal> {
        Ok(Metadata {
            author: self.joined(Field::Author)?,
            credit: self.joined(Field::Credit)?,
            copyright: self.joined(Field::Copyright)?,
            dateline: self.one(Field::Dateline)?,
            canonical_url: self.one(Field::CanonicalUrl)?,
            syndicated_from: self.one(Field::SyndicatedFrom)?,
            based_on: self
                .take(Field::BasedOn, "a string or an array", |found| found.trimmed(true).map(Some))?
                .unwrap_or_default(),
            version: self.take(Field::Version, "a whole number", |found| match found {
                Found::Whole(number) => u64::try_from(number).map(Some).map_err(|_| "a number"),
                Found::Text(text) => text.trim().parse().map(Some).map_err(|_| "a string"),
                other => Err(other.kind()),
            })?,
            publication_status: self
                .one(Field::PublicationStatus)?
                .map(|status| status.trim_start_matches("stat:").to_ascii_lowercase()),
            editorial_note: self.one(Field::EditorialNote)?,
            slug: self.one(Field::Slug)?,
        })
    }

    /// When it was published; or the date that it states where that could not be read.
    fn date(&mut self, order: Option<DateOrder>) -> Result<(Option<Timestamp>, Option<Unread>), Refusal> {
        for entry in self.entries.iter_mut().filter(|entry| entry.slot.field == Field::PublishedAt) {
            let order = order.or(entry.slot.is_abroad().then_some(DateOrder::DayFirst));
            if let (Some(order), Found::Text(date)) = (order, &mut entry.found)
                && let Some(with_points) = with_points(date, order)
            {
                *date = with_points.into();
            }
        }
        let is_date = |entry: &&Entry| entry.slot.field == Field::PublishedAt && !entry.found.is_blank();
        let slot = self.entries.iter().find(is_date).map(|entry| entry.slot);
        let mut unread = None;
        let published_at = self.take(Field::PublishedAt, "a date", |found| {
            let at = found.instant();
            if at.is_none() && !found.is_blank() {
                unread.get_or_insert_with(|| found.shown());
            }
            Ok(at)
        })?;
        Ok((published_at, slot.zip(unread).filter(|_| published_at.is_none())))
    }

    /// The outlet that a description names.
    fn described_source(&mut self) -> Option<String> {
        let is_it = |entry: &mut Entry| entry.slot.field == Field::Source && entry.slot.is_described();
        let sources: Vec<_> = self.entries.extract_if(.., is_it).collect();
        let mut named = sources.into_iter().filter_map(|entry| entry.found.first_trimmed(false).ok().flatten());
        named.next().and_then(|source| if is_page(&source) { outlet_of(&source) } else { Some(source) })
    }

    /// An object under the plain key `source`, as (URL or name, name or URL). It names the outlet in a record that names
    /// none otherwise, and is a feed's statement of where the item comes from in one that does.
    fn feed_source(&mut self) -> Option<(String, String)> {
        let at = self
            .entries
            .iter()
            .position(|entry| entry.slot.is_plain_source() && matches!(entry.found, Found::Object(_)))?;
        let Found::Object(named) = self.entries.remove(at).found else { return None };
        let value = named.value.map(|value| value.strings(false)).unwrap_or_default().into_iter().next();
        let present = |text: &Cow<str>| !text.trim().is_empty();
        let (name, url) = (named.name.or(value).filter(present), named.url.filter(present));
        let by_url = url.as_ref().or(name.as_ref())?.trim().to_owned();
        let by_name = name.as_ref().or(url.as_ref())?.trim().to_owned();
        Some((by_url, by_name))
    }
}

/// A date whose first word is two figures and a year (`4/3/2031 6:12`), as points have it: the day first.
fn with_points(date: &str, order: DateOrder) -> Option<String> {
    let date = date.trim();
    let (word, time) = date.split_at(date.find(char::is_whitespace).unwrap_or(date.len()));
    let mut figures = word.split(['/', '-']);
    let mut next = |lengths: &[usize]| {
        let is_figure = |f: &&str| lengths.contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit());
        figures.next().filter(is_figure)
    };
    let (first, second, year) = (next(&[1, 2])?, next(&[1, 2])?, next(&[4])?);
    if figures.next().is_some() {
        return None;
    }
    let (day, month) = if order == DateOrder::DayFirst { (first, second) } else { (second, first) };
    Some(format!("{day}.{month}.{year}{time}"))
}

fn is_page(source: &str) -> bool {
    let scheme = source.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// Hosts that lead to the pages of any outlet.
const NO_OUTLETS: [&str; 7] = [
    "news.google.com",
    "feedproxy.google.com",
    "feeds.feedburner.com",
    "web.archive.org",
    "archive.org",
    "t.co",
    "bit.ly",
];

/// The outlet of a web page: its host in lower case, without `www.`.
fn outlet_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://").filter(|_| is_page(url))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host).to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.');
    let is_name = host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    (is_name && !host.starts_with('.') && !NO_OUTLETS.contains(&host)).then(|| host.to_owned())
}

/// XXH3-64 of source, title and text with U+001F between, as 16 hexadecimal digits.
fn id_of(source: Option<&str>, title: Option<&str>, text: &str) -> String {
    let mut hash = Xxh3::new();
    hash.update(source.unwrap_or_default().as_bytes());
    hash.update(b"\x1f");
    hash.update(title.unwrap_or_default().as_bytes());
    hash.update(b"\x1f");
    hash.update(text.as_bytes());
    format!("{:016x}", hash.digest())
}
