//! A JSON object into a [`Draft`], in one pass and without an intermediate tree: keys that name no field are skipped.

use super::{
    fields::{Field, Mapping, Names, Node, Slot},
    record::{Draft, Entry, Found, Named},
};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

/// Reads the one object that `json` holds.
///
/// With `stop_at`, the first key of that slot is an error, so that the parser tells its position.
pub(super) fn read<'de>(
    json: &'de str,
    mapping: &Mapping,
    stop_at: Option<Slot>,
) -> Result<Draft<'de>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let mut draft = Draft::default();
    let record = RecordVisitor { mapping, stop_at, draft: &mut draft };
    (&mut deserializer).deserialize_map(record)?;
    deserializer.end()?;
    Ok(draft)
}

struct RecordVisitor<'m, 'd, 'de> {
    mapping: &'m Mapping,
    stop_at: Option<Slot>,
    draft: &'d mut Draft<'de>,
}

impl<'de> Visitor<'de> for RecordVisitor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeySeed)? {
            let (slot, below) = self.mapping.look_up(&key);
            if slot.is_some() && slot == self.stop_at {
                return Err(A::Error::custom("stopped as asked"));
            }
            if slot.is_none() && below.is_none() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = ValueSeed { field: slot.map(|s| s.field), below, draft: self.draft };
            let found = map.next_value_seed(value)?;
            if let (Some(slot), Some(found)) = (slot, found) {
                self.draft.add(Entry { slot, key, found });
            }
        }
        Ok(())
    }
}

/// A key, borrowed from the input unless it holds escapes.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(v.to_owned()))
    }
}

/// A value of any shape; `None` is `null`.
struct ValueSeed<'m, 'd, 'de> {
    field: Option<Field>,
    below: Option<&'m Names>,
    draft: &'d mut Draft<'de>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_, 'de> {
    type Value = Option<Found<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_, 'de> {
    type Value = Option<Found<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Some(Found::Bool))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(Some(Found::Whole(v.into())))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(Some(Found::Whole(v.into())))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        Ok(Some(Found::Real(v)))
    }

    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Found::Text(Cow::Borrowed(v))))
    }

    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Some(Found::Text(Cow::Owned(v.to_owned()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(ValueSeed { field: self.field, below: None, draft: self.draft })? {
            items.extend(item);
        }
        Ok(Some(Found::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self { field, below, draft } = self;
        let mut named = Named::default();
        while let Some(key) = map.next_key_seed(KeySeed)? {
            let node = below.and_then(|names| names.get(&*key));
            let part = field.and_then(|field| named.part(field, &key));
            if node.is_none() && part.is_none() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let slot = node.and_then(|node| node.slot);
            let inner = ValueSeed {
                field: slot.map(|slot| slot.field).or(field),
                below: node.map(|Node { below, .. }| below).filter(|below| !below.is_empty()),
                draft,
            };
            let Some(found) = map.next_value_seed(inner)? else { continue };
            match (slot, part) {
                (Some(slot), _) => draft.add(Entry { slot, key, found }),
                (None, Some(part)) => named.set(part, found),
                (None, None) => {}
            }
        }
        Ok(Some(Found::Object(Box::new(named))))
    }
}
