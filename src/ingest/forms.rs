//! What a source that cannot be read seems to be, told by its first record.

use super::{Field, Format, Mapping, fields::Opens};
use crate::error::{Form, Reason};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

/// Beginnings of files that are no text.
const BEGINNINGS: [(&[u8], Form); 15] = [
    (b"\xff\xfe\0\0", Form::Binary("text in UTF-32")),
    (b"\0\0\xfe\xff", Form::Binary("text in UTF-32")),
    (b"\xff\xfe", Form::Utf16),
    (b"\xfe\xff", Form::Utf16),
    (b"\x1f\x8b", Form::Compressed { by: "gzip", ending: "gz" }),
    (b"\x28\xb5\x2f\xfd", Form::Compressed { by: "zstd", ending: "zst" }),
    (b"\xfd7zXZ\0", Form::Binary("data compressed by xz")),
    (b"BZh", Form::Binary("data compressed by bzip2")),
    (b"WARC/", Form::Binary("a WARC file")),
    (b"PK\x03\x04", Form::Binary("a ZIP archive or an Office document")),
    (b"SQLite format 3\0", Form::Binary("an SQLite database")),
    (b"%PDF-", Form::Binary("a PDF document")),
    (b"PAR1", Form::Binary("a Parquet file")),
    (b"ARROW1\0", Form::Binary("an Arrow or Feather file")),
    (b"Obj\x01", Form::Binary("an Avro file")),
];

/// The form of a source that begins with `first` and was taken for `taken`, where it is another that is known.
pub(super) fn of_source(first: &[u8], taken: Format) -> Option<Form> {
    if let Some((_, form)) = BEGINNINGS.into_iter().find(|(beginning, _)| first.starts_with(beginning)) {
        return Some(form);
    }
    let text = first.trim_ascii();
    match (text, taken) {
        ([0, _, ..] | [_, 0, ..], _) => Some(Form::Utf16),
        (_, Format::Text) => None,
        ([b'<', ..], _) => Some(Form::Xml),
        // A column may be called `[id]`.
        ([open @ (b'{' | b'['), rest @ ..], Format::Csv | Format::Tsv) => {
            let inner = if *open == b'{' { b'"' } else { b'{' };
            rest.trim_ascii_start().first().is_none_or(|first| *first == inner).then_some(Form::Json)
        }
        ([b'[', ..], _) => Some(Form::JsonArray),
        ([b'{', .., b',' | b'{' | b'['] | [b'{'], _) => Some(Form::JsonOverLines),
        _ => None,
    }
}

/// The reason, or what the first record of a source says that lies behind it.
pub(super) fn behind(reason: Reason, first: &[u8], taken: Format) -> Reason {
    match reason {
        Reason::InvalidJson(_) | Reason::InvalidUtf8 | Reason::NotAnObject | Reason::WrongCellCount { .. } => {
            of_source(first, taken).map_or(reason, Reason::WrongForm)
        }
        reason => reason,
    }
}

/// What an object without a text and a title seems to be.
pub(super) fn without_text(json: &str, mapping: &Mapping) -> Option<Form> {
    let is_verdict = json.contains("\"wirefold.verdict/");
    if json.starts_with("{\"columns\":") {
        return Some(Form::Columns);
    }
    if is_verdict { Some(Form::Verdict) } else { list_in(json, mapping).map(Form::Envelope) }
}

/// What an object with a title alone is, where its text would be that of a list's items: a feed has a title as well.
pub(super) fn around_items(json: &str, mapping: &Mapping) -> Option<Form> {
    let lists = ["items", "entries", "articles", "channel.item", "feed.entry"];
    let may_hold =
        || ["\"items\"", "\"entries\"", "\"articles\"", "\"item\"", "\"entry\""].iter().any(|key| json.contains(key));
    let found = may_hold().then(|| list_in(json, mapping)).flatten();
    found
        .filter(|path| lists.iter().any(|list| path == list || path.ends_with(&format!(".{list}"))))
        .map(Form::Envelope)
}

/// Where an object without a text holds a list of objects that are articles by their names: as in `response.docs`.
fn list_in(json: &str, mapping: &Mapping) -> Option<String> {
    let mut search = Search { mapping, path: Vec::new(), found: None };
    let mut deserializer = serde_json::Deserializer::from_str(json);
    // What is no JSON has no list.
    let _ = Value(&mut search, false).deserialize(&mut deserializer);
    search.found
}

struct Search<'m> {
    mapping: &'m Mapping,
    path: Vec<String>,
    found: Option<String>,
}

/// Any value; the flag says that it is the first of an array.
struct Value<'s, 'm>(&'s mut Search<'m>, bool);

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(search, is_listed) = self;
        let mut fields = Vec::new();
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if search.found.is_some() || is_listed {
                let known = search.mapping.look_up(&key).0;
                fields.extend(known.slot.map(|slot| slot.field));
                match known.opens {
                    // The items of a list may have envelopes of their own.
                    Some(Opens::Envelope) if is_listed => map.next_value_seed(Value(search, true))?,
                    _ => _ = map.next_value::<IgnoredAny>()?,
                }
                continue;
            }
            search.path.push(key.into_owned());
            map.next_value_seed(Value(search, false))?;
            search.path.pop();
        }
        let has = |field| fields.contains(&field);
        let is_article = has(Field::Text) || has(Field::Title) && (has(Field::Url) || has(Field::PublishedAt));
        if is_listed && is_article {
            search.found = Some(search.path.join("."));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.0.found.is_none() && !self.1 && seq.next_element_seed(Value(self.0, true))?.is_none() {
            return Ok(());
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}
