//! A JSON object into a [`Draft`], in one pass and without an intermediate tree: keys that name no field are skipped.

use super::{
    fields::{Field, Known, Mapping, Names, Node, Opens, Slot},
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
    let record = RecordVisitor { mapping, stop_at, within: None, draft: &mut draft };
    (&mut deserializer).deserialize_map(record)?;
    deserializer.end()?;
    Ok(draft)
}

struct RecordVisitor<'m, 'd, 'de> {
    mapping: &'m Mapping,
    stop_at: Option<Slot>,
    /// What leads to this object, where it is not the record itself.
    within: Option<Opens>,
    draft: &'d mut Draft<'de>,
}

impl<'de> DeserializeSeed<'de> for RecordVisitor<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordVisitor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeySeed)? {
            let (Known { slot, opens }, below) = self.mapping.look_up(&key);
            let slot = slot.map(|slot| self.within.map_or(slot, |opens| slot.within(opens)));
            if slot.is_some() && slot == self.stop_at {
                return Err(A::Error::custom("stopped as asked"));
            }
            // A description is of what stands beside it, and no record within it.
            let opens = opens.filter(|_| self.within != Some(Opens::Description));
            if slot.is_none() && below.is_none() && opens.is_none() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let opens = opens.map(|opens| Opening { opens, mapping: self.mapping, stop_at: self.stop_at });
            let value = ValueSeed { field: slot.map(|s| s.field), below, opens, draft: self.draft };
            let found = map.next_value_seed(value)?;
            if let (Some(slot), Some(found)) = (slot, found) {
                self.draft.add(Entry { slot, key, found });
            }
        }
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// How to read an object that is no value of a field.
#[derive(Clone, Copy)]
struct Opening<'m> {
    opens: Opens,
    mapping: &'m Mapping,
    stop_at: Option<Slot>,
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
    opens: Option<Opening<'m>>,
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
        if let Some(Opening { opens: opens @ Opens::Graph, mapping, stop_at }) = self.opens {
            let mut things = Vec::new();
            loop {
                let mut draft = Draft::default();
                let thing = RecordVisitor { mapping, stop_at, within: Some(opens), draft: &mut draft };
                if seq.next_element_seed(thing)?.is_none() {
                    break;
                }
                things.push(draft);
            }
            self.draft.take_article_of(things);
            return Ok(None);
        }
        let mut items = Vec::new();
        loop {
            let seed = ValueSeed { field: self.field, below: None, opens: None, draft: self.draft };
            let Some(item) = seq.next_element_seed(seed)? else { break };
            items.extend(item);
        }
        Ok(Some(Found::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self { field, below, opens, draft } = self;
        if let (Some(Opening { opens, mapping, stop_at }), None) = (opens, below) {
            RecordVisitor { mapping, stop_at, within: Some(opens), draft }.visit_map(map)?;
            return Ok(None);
        }
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
                opens: None,
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
