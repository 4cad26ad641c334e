//! Lines in which a house speaks to its readers: boxes for newsletters, channels, subscriptions, photographs.
//!
//! Each house words them in its own way, so no list of phrases has them. But news speaks in the third person, outside
//! quotations: a short line in which the house means itself, its readers, and a way between them, two of these three, is
//! none of the text.

use super::stem::StemCache;
use super::{Kind, Tokens, tokenise};
use crate::normalise::clean;
use crate::units::Language;
use rustc_hash::FxHashMap;
use std::sync::{LazyLock, OnceLock};

/// Longest such line, in tokens.
const LONGEST: u32 = 34;

/// Most such lines around a text. One with more is written in the first person: a letter, a speech, an opinion.
const MOST: usize = 5;

/// Of whom or what a word speaks, as bits.
const WE: u8 = 1;
const YOU: u8 = 2;
const WAY: u8 = 4;

/// Words of a language and what they speak of.
#[derive(Default)]
struct Words {
    /// By their stems, which the text has been cut into.
    stems: FxHashMap<u32, u8>,
    /// As they are printed: a stem has the third person in it as well.
    printed: FxHashMap<&'static str, u8>,
}

impl Words {
    fn has_two(of: impl Iterator<Item = u8>) -> bool {
        of.fold(0, |all, of| all | of).count_ones() >= 2
    }
}

/// The words of each language, found when it is first met.
static BY_LANGUAGE: LazyLock<Vec<(Language, OnceLock<Words>)>> = LazyLock::new(|| {
    let mut known: Vec<(Language, OnceLock<Words>)> = Vec::new();
    for language in entries().filter_map(|(code, ..)| Language::parse(code)) {
        if known.iter().all(|(other, _)| *other != language) {
            known.push((language, OnceLock::new()));
        }
    }
    known
});

/// Language (`*`: all), what its words speak of, and these.
fn entries() -> impl Iterator<Item = (&'static str, u8, &'static str)> {
    include_str!("readers.txt").lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (code, rest) = line.split_once(' ')?;
        let (of, words) = rest.split_once(' ')?;
        let of = match of {
            "we" => WE,
            "you" => YOU,
            _ => WAY,
        };
        Some((code, of, words))
    })
}

fn words_of(language: Language) -> Option<&'static Words> {
    let (_, words) = BY_LANGUAGE.iter().find(|(known, _)| *known == language)?;
    Some(words.get_or_init(|| {
        let mut found = Words::default();
        for (_, of, words) in entries().filter(|(code, ..)| *code == "*" || Language::parse(code) == Some(language)) {
            for stem in tokenise(&clean(words), Some(language), StemCache::shared()).stems {
                *found.stems.entry(stem).or_default() |= of;
            }
            for word in words.split(' ') {
                *found.printed.entry(word).or_default() |= of;
            }
        }
        found
    }))
}

/// Whether a character stands between words; marks of the scripts of India are neither letters nor between these.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{205e}' | '،' | '؟' | '।' | '·' | '¿' | '¡')
}

/// Flags the sentences of lines in which a house speaks to its readers.
///
/// Nothing where more lines do than a site prints around a text, or more than half of the text does.
/// Cost: O(tokens), a look-up for each of a short line.
pub(super) fn list(tokens: &Tokens, clean: &str, language: Option<Language>, flags: &mut [bool]) {
    let Some(words) = language.and_then(words_of) else { return };
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let (mut first, mut spoken, mut rest) = (0, 0, 0);
    for line in tokens.segments.chunk_by(|a, b| a.line == b.line) {
        let sentences = first..first + line.len();
        first = sentences.end;
        if flags[sentences.clone()].iter().all(|&listed| listed) {
            continue;
        }
        let range = line[0].first as usize..line[line.len() - 1].end as usize;
        let length = (range.end - range.start) as u32;
        let is_spoken = length <= LONGEST && {
            let cuts = &tokens.cuts;
            let text = &clean[cuts[sentences.start].clean_start as usize..cuts[sentences.end - 1].clean_end as usize];
            let address = text.contains('@').then_some(WAY);
            let kinds = &tokens.kinds[range.clone()];
            let stems = tokens.stems[range].iter().filter_map(|stem| words.stems.get(stem).copied());
            let printed = || text.split(is_between).filter_map(|word| words.printed.get(word).copied());
            Words::has_two(stems.chain(address))
                && !text.contains(['"', '\u{201c}', '«', '„'])
                && !kinds.iter().any(|kind| kind.has(Kind::QUOTED))
                && Words::has_two(printed().chain(address))
        };
        if is_spoken {
            spoken += length;
            found.push(sentences);
        } else {
            rest += length;
        }
    }
    if found.len() <= MOST && spoken <= rest {
        found.into_iter().for_each(|sentences| flags[sentences].fill(true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(language: &str, text: &str) -> Vec<bool> {
        let (text, language) = (clean(text), Language::parse(language));
        tokenise(&text, language, StemCache::shared()).listed_furniture(&text, language)
    }

    const ENGLISH: &str = "The bridge over the Lema was closed on Tuesday after a flood carried away part of the road and cut off \
                           two villages, and will open again in May, the town of Orsholm said in a statement late on Thursday.";

    #[test]
    fn a_house_speaks_to_its_readers() {
        for (language, box_) in [
            ("en", "You can help keep local reporting alive from as little as two pounds a week."),
            ("es", "Únete a nuestro canal y recibe lo más destacado del día."),
            ("it", "Entra nel nostro canale e ricevi gli aggiornamenti più importanti."),
            ("pl", "Dołącz do naszego kanału, żeby niczego nie przegapić."),
            ("uk", "Долучайтеся до нашого каналу, щоб нічого не пропустити."),
            ("el", "Κατεβάστε την εφαρμογή μας και μείνετε συντονισμένοι."),
            ("id", "Unduh aplikasi kami agar kamu tidak ketinggalan."),
            ("nl", "Wil je vaker verhalen zoals dit lezen? Vul hier je mailadres in."),
            ("tr", "Haberleri ilk siz okuyun, kanalımıza katılın."),
            ("ru", "Подписывайтесь на наш канал и читайте главное."),
        ] {
            let text = format!("{ENGLISH}\n\n{box_}\n\n{ENGLISH}");
            let flags = listed(language, &text);
            assert!(flags.len() > 2 && !flags[0] && flags[1] && !flags[flags.len() - 1], "{language}: {flags:?}");
        }
    }

    #[test]
    fn news_speaks_of_others() {
        for line in [
            "\"You can help us,\" the mayor told the newsletter of the town.",
            "The company took its app off the market after 400 complaints.",
            "She wrote on her page that they would not come.",
            "The US app store was closed.",
            "The network, with over six million subscribers, will not subscribe to the app.",
        ] {
            assert!(listed("en", &format!("{ENGLISH}\n\n{line}\n\n{ENGLISH}")).iter().all(|&flag| !flag), "{line}");
        }
        let speech = "You know what we have done for you, and our work is not over.\n\n".repeat(MOST + 1);
        assert!(
            listed("en", &format!("{ENGLISH}\n\n{ENGLISH}\n\n{ENGLISH}\n\n{speech}")).iter().all(|&flag| !flag),
            "a speech"
        );
    }
}
