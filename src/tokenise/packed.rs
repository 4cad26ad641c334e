//! Tokens as they are stored: column by column, in about eleven bytes a word; nine where places are forgotten.

use super::{Kind, Segment, Tokens};
use crate::tracked::{Raw, plain};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is written of tokens: stems, shapes, lengths and kinds as they are; starts as distances from the end of the word before.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(serialize_with = "plain::serialize")]
    stems: &'a [u32],
    #[serde(serialize_with = "plain::serialize")]
    shapes: &'a [u32],
    distances: Raw,
    #[serde(serialize_with = "plain::serialize")]
    lengths: &'a [u8],
    kinds: Raw,
    segments: &'a [Segment],
}

/// The same as it is read.
#[derive(Deserialize)]
struct Read {
    #[serde(with = "plain")]
    stems: Vec<u32>,
    #[serde(with = "plain")]
    shapes: Vec<u32>,
    distances: Raw,
    lengths: Raw,
    kinds: Raw,
    segments: Vec<Segment>,
}

impl Serialize for Tokens {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut distances = Vec::with_capacity(self.starts.len() + self.starts.len() / 4);
        let mut end = 0i64;
        for (&start, &length) in self.starts.iter().zip(&self.lengths) {
            write_distance(i64::from(start) - end, &mut distances);
            end = i64::from(start) + i64::from(length);
        }
        let written = Written {
            stems: &self.stems,
            shapes: &self.shapes,
            distances: Raw(distances),
            lengths: &self.lengths,
            kinds: Raw(self.kinds.iter().map(|kind| kind.0).collect()),
            segments: &self.segments,
        };
        written.serialize(s)
    }
}

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let Read { stems, shapes, distances: Raw(distances), lengths: Raw(lengths), kinds: Raw(kinds), segments } =
            Read::deserialize(d)?;
        let (mut starts, mut rest, mut end) = (Vec::with_capacity(lengths.len()), &distances[..], 0i64);
        // Places may have been forgotten.
        while let (Some(&length), false) = (lengths.get(starts.len()), rest.is_empty()) {
            let distance = read_distance(&mut rest).ok_or_else(|| D::Error::custom("a place that is not whole"))?;
            let start = end.saturating_add(distance).clamp(0, i64::from(u32::MAX));
            end = start + i64::from(length);
            starts.push(start as u32);
        }
        let words = kinds.len();
        let held = segments.iter().all(|s| s.first <= s.end && s.end as usize <= words);
        let wide = [&stems, &shapes].into_iter().all(|column| column.len() == words);
        let placed = rest.is_empty() && starts.len() == lengths.len() && (lengths.is_empty() || lengths.len() == words);
        if !wide || !placed || !held {
            return Err(D::Error::custom("columns of tokens that differ in length"));
        }
        let kinds = kinds.into_iter().map(Kind).collect();
        Ok(Self { stems, shapes, starts, lengths, kinds, segments, cuts: Vec::new() })
    }
}

/// Adds a number that is near 0 for the most part: seven bits a byte, the lowest first, its sign the lowest of all.
fn write_distance(distance: i64, to: &mut Vec<u8>) {
    let mut rest = ((distance << 1) ^ (distance >> 63)) as u64;
    while rest >= 0x80 {
        to.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    to.push(rest as u8);
}

/// Takes off what [`write_distance`] added; none where it is not whole.
fn read_distance(from: &mut &[u8]) -> Option<i64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((number >> 1) as i64 ^ -((number & 1) as i64));
        }
    }
    None
}
