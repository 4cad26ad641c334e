//! Values that are checked once at the border: similarities, bit distances, spans, languages, instants.

mod calendars;
mod instant;
mod letters;
mod months;
mod zones;

pub use instant::Timestamp;
pub(crate) use letters::{is_alphanumeric, is_of_south_east_asia, is_of_words, is_unspaced, plain_digit};
pub(crate) use months::is_month;

use serde::{Deserialize, Serialize};
use std::fmt;

/// The whole number that a real stands for; `None` where it is none, or so large that another may have been meant.
pub(crate) fn whole(real: f64) -> Option<i64> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    (real.fract() == 0.0 && real.abs() <= LARGEST).then_some(real as i64)
}

/// A likeness in [0, 1]: 0 is nothing in common, 1 is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Similarity(f32);

impl Similarity {
    /// Nothing in common.
    pub const ZERO: Self = Self(0.0);
    /// The same.
    pub const ONE: Self = Self(1.0);

    /// Takes `value` into [0, 1]; what is not a number becomes 0.
    pub fn clamped(value: f32) -> Self {
        if value.is_nan() { Self(0.0) } else { Self(value.clamp(0.0, 1.0)) }
    }

    /// `part / whole`, and 0 when the whole is 0.
    pub fn ratio(part: u64, whole: u64) -> Self {
        if whole == 0 { Self::ZERO } else { Self::clamped((part as f64 / whole as f64) as f32) }
    }

    /// The number, in [0, 1].
    pub fn get(self) -> f32 {
        self.0
    }
}

impl fmt::Display for Similarity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

/// Number of differing bits between two 64-bit fingerprints, 0..=64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hamming(u8);

impl Hamming {
    /// Counts the bits in which `a` and `b` differ.
    pub fn between(a: u64, b: u64) -> Self {
        Self((a ^ b).count_ones() as u8)
    }

    /// A count that is known; above 64 it is 64.
    pub fn of(bits: u8) -> Self {
        Self(bits.min(64))
    }

    /// The count, 0..=64.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// A half-open range of characters (Unicode scalar values) of a text as it was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// What stands there in `text`; what lies behind its end is passed over. Cost: O(characters up to the span's end).
    ///
    /// ```
    /// assert_eq!(wirefold::units::Span::new(2, 5).of("à été fermé"), "été");
    /// ```
    pub fn of(self, text: &str) -> &str {
        let behind = |text: &str, n: u32| text.char_indices().nth(n as usize).map_or(text.len(), |(byte, _)| byte);
        let rest = &text[behind(text, self.start)..];
        &rest[..behind(rest, self.len())]
    }

    /// Length in characters.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no character.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].serialize(s)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let [start, end] = <[u32; 2]>::deserialize(d)?;
        Ok(Self { start, end })
    }
}

/// A language by its two-letter ISO 639-1 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

impl Language {
    /// The language of a two-letter code; a longer tag such as `pt-BR` counts by its first part.
    ///
    /// `None` when the first part is not two ASCII letters.
    pub fn parse(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next().unwrap_or_default().as_bytes();
        match first {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => None,
        }
    }

    /// From a code known to be right: two lower-case ASCII letters.
    pub const fn of(code: [u8; 2]) -> Self {
        Self(code)
    }

    /// The two letters, as bytes.
    pub const fn bytes(self) -> [u8; 2] {
        self.0
    }

    /// Whether its words stand together without spaces, so that pairs stand for them.
    pub(crate) fn sets_no_spaces(self) -> bool {
        matches!(&self.0, b"ja" | b"zh" | b"th" | b"lo" | b"km" | b"my")
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a language holds two ASCII letters")
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = String::deserialize(d)?;
        Self::parse(&code).ok_or_else(|| serde::de::Error::custom(format!("{code:?} is no two-letter language code")))
    }
}

/// Instants in state that is stored: whole seconds, where [`Timestamp`] itself is written for people.
pub mod seconds {
    use super::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Seconds since 1970, or none.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<S: Serializer>(time: &Option<Timestamp>, s: S) -> Result<S::Ok, S::Error> {
        time.map(Timestamp::seconds).serialize(s)
    }

    /// What [`serialize`] wrote.
    ///
    /// # Errors
    /// The deserializer's own.
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::<i64>::deserialize(d)?.map(Timestamp::from_seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_stays_in_bounds() {
        assert_eq!(Similarity::clamped(f32::NAN).get(), 0.0);
        assert_eq!(Similarity::clamped(1.5).get(), 1.0);
        assert_eq!(Similarity::ratio(1, 0).get(), 0.0);
    }

    #[test]
    fn languages_are_read_from_tags() {
        assert_eq!(Language::parse("pt-BR").map(|l| l.to_string()).as_deref(), Some("pt"));
        assert_eq!(Language::parse("français"), None);
    }
}
