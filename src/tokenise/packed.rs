//! Tokens as they are stored: column by column, in about eleven bytes a word; nine where places are forgotten.

use super::{Kind, Segment, Tokens};
use crate::tracked::Raw;
use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const COLUMNS: usize = 6;

impl Serialize for Tokens {
    /// Stems, shapes, lengths and kinds as they are; starts as distances from the end of the word before.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let bytes = |words: &[u32]| Raw(words.iter().flat_map(|word| word.to_le_bytes()).collect());
        let mut end = 0i64;
        let distance = |(&start, &length): (&u32, &u8)| {
            let distance = i64::from(start) - end;
            end = i64::from(start) + i64::from(length);
            distance
        };
        let distances: Vec<i64> = self.starts.iter().zip(&self.lengths).map(distance).collect();
        let mut columns = s.serialize_tuple(COLUMNS)?;
        columns.serialize_element(&bytes(&self.stems))?;
        columns.serialize_element(&bytes(&self.shapes))?;
        columns.serialize_element(&distances)?;
        columns.serialize_element(&Raw(self.lengths.clone()))?;
        columns.serialize_element(&Raw(self.kinds.iter().map(|kind| kind.0).collect()))?;
        columns.serialize_element(&self.segments)?;
        columns.end()
    }
}

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Columns;
        impl<'de> Visitor<'de> for Columns {
            type Value = Tokens;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the columns of tokens")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut columns: A) -> Result<Tokens, A::Error> {
                let missing = || A::Error::custom("a column is missing");
                let stems: Raw = columns.next_element()?.ok_or_else(missing)?;
                let shapes: Raw = columns.next_element()?.ok_or_else(missing)?;
                let distances: Vec<i64> = columns.next_element()?.ok_or_else(missing)?;
                let lengths: Raw = columns.next_element()?.ok_or_else(missing)?;
                let kinds: Raw = columns.next_element()?.ok_or_else(missing)?;
                let segments: Vec<Segment> = columns.next_element()?.ok_or_else(missing)?;
                let words = kinds.0.len();
                let held = segments.iter().all(|s| s.first <= s.end && s.end as usize <= words);
                let wide = [&stems, &shapes].into_iter().all(|column| column.0.len() == 4 * words);
                // Places may have been forgotten.
                let placed = distances.len() == lengths.0.len() && (lengths.0.is_empty() || lengths.0.len() == words);
                if !wide || !placed || !held {
                    return Err(A::Error::custom("columns of tokens that differ in length"));
                }
                let whole = |bytes: Raw| {
                    bytes.0.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
                };
                let mut end = 0i64;
                let start = |(&distance, &length): (&i64, &u8)| {
                    let start = end.saturating_add(distance).clamp(0, i64::from(u32::MAX));
                    end = start + i64::from(length);
                    start as u32
                };
                Ok(Tokens {
                    starts: distances.iter().zip(&lengths.0).map(start).collect(),
                    stems: whole(stems),
                    shapes: whole(shapes),
                    lengths: lengths.0,
                    kinds: kinds.0.into_iter().map(Kind).collect(),
                    segments,
                    cuts: Vec::new(),
                })
            }
        }
        d.deserialize_tuple(COLUMNS, Columns)
    }
}
