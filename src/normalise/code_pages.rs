//! Code pages of one byte a character.

use std::sync::LazyLock;

/// A code page. Its lower half is ASCII.
pub(super) struct CodePage {
    name: &'static str,
    /// What it has for the bytes from 0x80 on; U+FFFD where nothing.
    characters: [char; 128],
    /// The same by character.
    bytes: Vec<(char, u8)>,
}

impl CodePage {
    /// The byte that a character beyond ASCII stands for, also where a reader left what it did not know as it was.
    pub fn byte(&self, ch: char) -> Option<u8> {
        if ch.is_ascii() {
            return None;
        }
        if let '\u{80}'..='\u{9f}' = ch {
            return Some(ch as u8);
        }
        match self.bytes.binary_search_by_key(&ch, |(ch, _)| *ch) {
            Ok(at) => Some(self.bytes[at].1),
            Err(_) => u8::try_from(u32::from(ch)).ok().filter(|byte| self.character(*byte).is_none()),
        }
    }

    /// What it has for a byte from 0x80 on.
    pub fn character(&self, byte: u8) -> Option<char> {
        let ch = *self.characters.get(usize::from(byte.checked_sub(0x80)?))?;
        (ch != char::REPLACEMENT_CHARACTER).then_some(ch)
    }

    /// All that it has beyond ASCII.
    pub fn bytes(&self) -> &[(char, u8)] {
        &self.bytes
    }
}

/// All of them; those first that text is most often wrongly read by.
pub(super) static PAGES: LazyLock<Vec<CodePage>> = LazyLock::new(|| {
    let page = |line: &'static str| {
        let mut words = line.split(' ');
        let name = words.next()?;
        let mut characters = [char::REPLACEMENT_CHARACTER; 128];
        for (ch, code) in characters.iter_mut().zip(words) {
            *ch = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).unwrap_or(*ch);
        }
        let known = characters.iter().zip(0x80..=0xff).filter(|(ch, _)| **ch != char::REPLACEMENT_CHARACTER);
        let mut bytes: Vec<(char, u8)> = known.map(|(ch, byte)| (*ch, byte)).collect();
        bytes.sort_unstable();
        Some(CodePage { name, characters, bytes })
    };
    include_str!("code_pages.txt").lines().filter(|line| !line.starts_with('#')).filter_map(page).collect()
});

/// The page of this name.
pub(super) fn page(name: &str) -> Option<&'static CodePage> {
    PAGES.iter().find(|page| page.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_what_they_were() {
        for (name, byte, ch) in [
            ("1252", 0x80, '€'),
            ("1252", 0xe9, 'é'),
            ("1251", 0xc8, 'И'),
            ("1250", 0xb9, 'ą'),
            ("1254", 0xfd, 'ı'),
            ("1253", 0xdc, 'ά'),
            ("macintosh", 0x8e, 'é'),
            ("866", 0x8f, 'П'),
            ("koi8-r", 0xd0, 'п'),
            ("874", 0xa1, 'ก'),
        ] {
            let page = page(name).expect("a known page");
            assert_eq!((page.character(byte), page.byte(ch)), (Some(ch), Some(byte)), "{name}");
        }
        assert_eq!(page("1251").and_then(|page| page.character(0x98)), None);
        assert!(PAGES.len() <= 16 && PAGES.iter().all(|page| page.bytes.len() > 90));
    }
}
