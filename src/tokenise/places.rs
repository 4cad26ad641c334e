//! From places in the clean text to places in the original.

use crate::normalise::{CleanText, Step};

/// Walks the clean text and its steps side by side, and so finds each place in the original in constant time.
pub(super) struct Places<'a> {
    clean: &'a [u8],
    /// Whether every byte of `clean` is a character.
    ascii: bool,
    steps: &'a [Step],
    /// Steps that lie behind, and the byte offset of the next in the clean text.
    behind: usize,
    next: usize,
    /// Byte offset in the clean text up to which characters are counted, and the character of the original there.
    at: usize,
    character: u32,
}

impl<'a> Places<'a> {
    pub fn new(clean: &'a CleanText) -> Self {
        let (text, steps) = (clean.as_str(), clean.steps());
        let ascii = text.is_ascii();
        let mut places = Self { clean: text.as_bytes(), ascii, steps, behind: 0, next: 0, at: 0, character: 0 };
        places.next = places.next_step();
        places
    }

    /// Character offsets in the original of the bytes `from` and `end` of the clean text. Offsets asked for mostly rise.
    #[inline]
    pub fn characters(&mut self, from: usize, end: usize) -> (u32, u32) {
        if from < self.at || end >= self.next {
            self.seek(from);
            let start = self.character;
            self.seek(end);
            return (start, self.character);
        }
        let start = self.character + self.count(self.at, from);
        self.character = start + self.count(from, end);
        self.at = end;
        (start, self.character)
    }

    fn seek(&mut self, clean: usize) {
        let mut crossed = false;
        while clean >= self.next {
            self.behind += 1;
            self.next = self.next_step();
            crossed = true;
        }
        while self.behind > 0 && self.steps[self.behind - 1].clean as usize > clean {
            self.behind -= 1;
            self.next = self.next_step();
            crossed = true;
        }
        if crossed {
            let from = self.behind.checked_sub(1).map_or(Step::default(), |last| self.steps[last]);
            (self.at, self.character) = (from.clean as usize, from.character);
        }
        if clean >= self.at {
            self.character += self.count(self.at, clean);
        } else {
            self.character -= self.count(clean, self.at);
        }
        self.at = clean;
    }

    fn next_step(&self) -> usize {
        self.steps.get(self.behind).map_or(usize::MAX, |step| step.clean as usize)
    }

    /// Characters of the bytes `from..to` of the clean text, which begin and end with a character.
    #[inline]
    fn count(&self, from: usize, to: usize) -> u32 {
        const EACH: u64 = 0x0101_0101_0101_0101;
        let bytes = to - from;
        if self.ascii || bytes < 2 {
            return bytes as u32;
        }
        let begins = |bytes: &[u8]| bytes.iter().filter(|&&b| (b as i8) >= -0x40).count() as u32;
        // Words are short: one look at eight bytes mostly does.
        match self.clean.get(from..from + 8).and_then(|bytes| bytes.first_chunk::<8>()) {
            Some(eight) if bytes <= 8 => {
                let eight = u64::from_le_bytes(*eight);
                // Bytes that go on with a character: the highest bit is set and the next is not.
                let continued = (eight & !(eight << 1)) >> 7 & EACH & u64::MAX >> (64 - 8 * bytes);
                bytes as u32 - (continued.wrapping_mul(EACH) >> 56) as u32
            }
            _ => begins(&self.clean[from..to]),
        }
    }
}
