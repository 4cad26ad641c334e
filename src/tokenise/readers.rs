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

/// Longest such line, in tokens; in scripts without spaces nearly each character is one.
const LONGEST: u32 = 34;
const LONGEST_UNSPACED: u32 = 60;

/// Fewest sections and tools of a site that make a menu of a line, of which they are at least half.
const FEWEST_PARTS: usize = 3;

/// Longest menu on one line, in tokens.
const LONGEST_MENU: u32 = 16;

/// Most such lines around a text. One with more is written in the first person: a letter, a speech, an opinion.
const MOST: usize = 5;

/// Of whom or what a word speaks, as bits.
const WE: u8 = 1;
const YOU: u8 = 2;
const WAY: u8 = 4;
const PART: u8 = 8;
const TOOL: u8 = 16;

/// Words of a language and what they speak of.
#[derive(Default)]
struct Words {
    /// By their stems, which the text has been cut into.
    stems: FxHashMap<u32, u8>,
    /// As they are printed: a stem has the third person in it as well.
    printed: FxHashMap<&'static str, u8>,
    /// The same of a language that sets no spaces, by their first characters: they are found wherever they stand.
    unspaced: FxHashMap<char, Vec<(&'static str, u8)>>,
}

impl Words {
    fn has_two(of: impl Iterator<Item = u8>) -> bool {
        (of.fold(0, |all, of| all | of) & (WE | YOU | WAY)).count_ones() >= 2
    }

    /// Of what a line of a language without spaces speaks, word by word. Cost: O(line), a look-up a character.
    fn within<'a>(&'a self, line: &'a str) -> impl Iterator<Item = u8> + 'a {
        let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        line.char_indices().flat_map(move |(at, first)| {
            self.unspaced.get(&first).into_iter().flatten().filter_map(move |&(word, of)| {
                let behind = line[at..].strip_prefix(word)?;
                // A name in Latin letters is one by itself.
                let inside =
                    first.is_ascii() && (goes_on(behind.chars().next()) || goes_on(line[..at].chars().next_back()));
                (!inside).then_some(of)
            })
        })
    }

    /// Whether a line is a menu: sections and tools of a site, and hardly anything else, without the end of a sentence.
    fn is_menu(&self, line: &str) -> bool {
        if self.stems.is_empty() || line.ends_with(is_stop) {
            return false;
        }
        let (mut words, mut parts, mut tools) = (0, 0, 0);
        for word in line.split(is_between).filter(|word| !word.is_empty()) {
            words += 1;
            let of = self.printed.get(word).copied().unwrap_or_default();
            parts += usize::from(of & PART > 0);
            tools += usize::from(of & TOOL > 0);
        }
        // `Drucken Senden`: of tools alone two are enough.
        parts >= FEWEST_PARTS && 2 * parts >= words || tools >= 2 && words <= tools + 1
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
            "part" => PART,
            "tool" => PART | TOOL,
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
                if let Some(first) = word.chars().next().filter(|_| language.sets_no_spaces()) {
                    found.unspaced.entry(first).or_default().push((word, of));
                }
            }
        }
        found
    }))
}

/// Whether a sentence ends with a character.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '۔' | '।' | '።' | ':')
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
        let cuts = &tokens.cuts;
        let text = &clean[cuts[sentences.start].clean_start as usize..cuts[sentences.end - 1].clean_end as usize];
        if length <= LONGEST_MENU && words.is_menu(text) {
            flags[sentences].fill(true);
            continue;
        }
        let longest = if words.unspaced.is_empty() { LONGEST } else { LONGEST_UNSPACED };
        let is_spoken = length <= longest && {
            let address = text.contains('@').then_some(WAY);
            let kinds = &tokens.kinds[range.clone()];
            let stems = tokens.stems[range].iter().filter_map(|stem| words.stems.get(stem).copied());
            let printed = || text.split(is_between).filter_map(|word| words.printed.get(word).copied());
            let says = || match words.unspaced.is_empty() {
                true => Words::has_two(stems.chain(address)) && Words::has_two(printed().chain(address)),
                false => Words::has_two(words.within(text).chain(address)),
            };
            !text.contains(['"', '\u{201c}', '«', '„']) && !kinds.iter().any(|kind| kind.has(Kind::QUOTED)) && says()
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

    const MORE: &str = "Lorries have to go by the pass until then, which takes an hour longer, and the school bus does not go at \
                        all, so that thirty children were taught at home last week by a teacher who came over on foot.";

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
            ("ja", "ニュースを毎朝お届けするメールマガジンはこちらから。"),
            ("zh", "欢迎关注我们的公众号，第一时间获取资讯。"),
            ("zh", "下載APP，新聞即時通知不漏接"),
            ("th", "อย่าลืมกดติดตามข่าวสารจากเรา"),
            ("ko", "기사에 대한 여러분의 의견을 남겨주세요."),
            ("ur", "تازہ خبروں کے لیے ہمارا پیج لائک کریں اور ہماری ایپ حاصل کریں۔"),
            ("ta", "உங்கள் கருத்துகளை எங்களுக்கு அனுப்புங்கள்."),
            ("sw", "Jiunge na chaneli yetu upate habari za leo."),
            ("fa", "صفحه اصلی سیاسی اقتصادی ورزشی فرهنگی"),
            ("ko", "정치 경제 사회 문화 스포츠"),
            ("de", "Drucken Senden Kommentieren"),
            ("fr", "Envoyer à un ami - Imprimer - Réagir (12)"),
            ("pl", "Udostępnij Tweetnij"),
            ("en", "Copyright 2031 Orsa Mail. All rights reserved."),
            ("de", "Copyright 2031 Stimme von Orsa. Alle Rechte vorbehalten."),
        ] {
            let text = format!("{ENGLISH}\n\n{box_}\n\n{MORE}");
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
            "Print and share prices",
            "The network, with over six million subscribers, will not subscribe to the app.",
        ] {
            assert!(listed("en", &format!("{ENGLISH}\n\n{line}\n\n{MORE}")).iter().all(|&flag| !flag), "{line}");
        }
        for (language, line) in [
            ("ja", "同社は利用者が減ったとして、アプリの配信をやめると発表した。"),
            ("ja", "県は「アプリをご利用ください」と呼び掛けている。"),
            ("zh", "该公司在微信公众号发布声明，引发关注。"),
            ("zh", "警方提醒民眾勿點擊不明連結。"),
            ("zh", "The apple of the happy app line"),
            ("th", "ตำรวจแจ้งข้อหาแอดมินเพจที่หลอกลวงทางไลน์"),
            ("ko", "시는 정치 경제 사회 분야의 계획을 발표했다."),
            ("ta", "செயலியை தடை செய்ய வேண்டும் என்று மேயர் கூறினார்."),
            ("kn", "ಸಚಿವರು ಸುದ್ದಿಗಳನ್ನು ತಳ್ಳಿ ಹಾಕಿದರು."),
            ("fa", "وزیر از برنامه‌های سیاسی اقتصادی و ورزشی دولت گفت."),
        ] {
            assert!(listed(language, &format!("{ENGLISH}\n\n{line}\n\n{MORE}")).iter().all(|&flag| !flag), "{line}");
        }
        let towns = ["Orsa", "Lemna", "Tarsby", "Voll", "Holm", "Ness", "Orsholm"];
        let said = |town: &&str| format!("You know what we have done for you in {town}, and our work is not over.\n\n");
        let speech: String = towns[..=MOST].iter().map(said).collect();
        let text = format!("{ENGLISH}\n\n{MORE}\n\nThe mayor: {ENGLISH}\n\n{speech}");
        assert!(listed("en", &text).iter().all(|&flag| !flag), "a speech");
    }
}
