//! Words of repetition: *another* fire, a *second* blaze, *again*, `erneut`, `nuovo`, `再び`.
//!
//! Who reports a further event of a kind says so in the headline, since the first one is known. Who reports more of one event
//! says it as well (*a second suspect*), but then counts what was counted before; so it tells where numbers differ alone.

use crate::normalise::clean;
use crate::tokenise::{Kind, Tokens, stem::StemCache, tokenise};
use crate::units::Language;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{LazyLock, OnceLock};

/// Words of a language that say that something has been before; words of one joined by a hyphen.
const WORDS: [(&str, &str); 43] = [
    ("ar", "مجددا مجدداً الثاني الثانية ثان ثانية الثالث الثالثة ثالث ثالثة"),
    ("bg", "отново пак втори втора второ трети трета трето пореден поредна поредно друг друга друго"),
    ("bn", "আবার আবারও ফের দ্বিতীয় তৃতীয়"),
    ("bs", "ponovo ponovno opet drugi druga drugo treći treća treće još-jedan još-jedna još-jedno"),
    ("ca", "novament segon segona tercer tercera un-altre una-altra"),
    ("cs", "opět znovu zase druhý druhá druhé třetí další"),
    ("da", "igen atter anden andet tredje endnu-en endnu-et"),
    ("de", "erneut wieder abermals zweite zweiter zweites zweiten dritte dritter drittes weitere weiterer weiteres"),
    ("el", "ξανά πάλι εκ-νέου δεύτερη δεύτερος δεύτερο τρίτη τρίτος τρίτο κι-άλλη κι-άλλος κι-άλλο"),
    ("en", "again another second third fourth"),
    ("es", "otro otra nuevamente segundo segunda tercer tercera tercero de-nuevo otra-vez"),
    ("et", "taas jälle teine kolmas järjekordne"),
    ("fa", "دوباره مجددا دومین سومین بار-دیگر"),
    ("fi", "jälleen taas toinen kolmas uudelleen"),
    ("fr", "encore deuxième second seconde troisième autre de-nouveau à-nouveau"),
    ("he", "שוב נוסף נוספת שני שנייה שלישי שלישית"),
    ("hi", "फिर फिर-से दोबारा एक-और दूसरा दूसरी तीसरा तीसरी"),
    ("hr", "ponovo ponovno opet drugi druga drugo treći treća treće još-jedan još-jedna još-jedno"),
    ("hu", "ismét újra megint második harmadik újabb"),
    ("id", "lagi kembali kedua ketiga"),
    ("it", "ancora secondo seconda terzo terza altro altra un'altra un'altro di-nuovo"),
    ("ja", "再び また 二度 再度"),
    ("ko", "또 또다시 다시 두-번째 세-번째"),
    ("lt", "vėl antras antra trečias trečia dar-vienas dar-viena"),
    ("lv", "atkal otrais otrā trešais trešā vēl-viens vēl-viena"),
    ("ms", "lagi kembali kedua ketiga"),
    ("nl", "opnieuw weer tweede derde nog-een alweer andermaal"),
    ("no", "igjen på-nytt andre annen annet tredje enda-en nok-en"),
    ("pl", "znowu znów ponownie drugi druga drugie trzeci trzecia trzecie kolejny kolejna kolejne"),
    ("pt", "outro outra novamente segundo segunda terceiro terceira de-novo outra-vez"),
    ("ro", "iarăși iar din-nou un-alt o-altă doua doilea treia treilea încă-un încă-o"),
    (
        "ru",
        "снова вновь опять второй вторая второе третий третья третье очередной очередная очередное ещё-один ещё-одна ещё-одно",
    ),
    ("sk", "opäť znova zase druhý druhá druhé tretí tretia tretie ďalší ďalšia ďalšie"),
    ("sl", "znova spet ponovno drugi druga drugo tretji tretja tretje še-en še-ena še-eno"),
    ("sr", "ponovo opet drugi druga drugo treći treća treće još-jedan još-jedna još-jedno"),
    ("sv", "igen åter andra tredje ännu-en ännu-ett ytterligare-en ytterligare-ett"),
    ("sw", "tena nyingine mwingine ya-pili wa-pili ya-tatu"),
    ("th", "อีกครั้ง ซ้ำ"),
    ("tr", "yine yeniden tekrar ikinci üçüncü bir-daha"),
    ("uk", "знову вдруге другий друга друге третій третя третє черговий чергова чергове ще-один ще-одна ще-одне"),
    ("ur", "پھر دوبارہ دوسرا دوسری تیسرا تیسری"),
    ("vi", "lại thứ-hai lần-hai tiếp-tục"),
    ("zh", "再次 再度 又一 第二 第三"),
];

/// The stem before the last, where a word has two, and its last.
type Words = FxHashSet<(Option<u32>, u32)>;

/// Those of a language, read when it is first met: each has stop words and numbers of its own to be read before.
fn words(language: Language) -> Option<&'static Words> {
    static READ: LazyLock<FxHashMap<Language, OnceLock<Words>>> = LazyLock::new(|| {
        WORDS.iter().filter_map(|(code, _)| Some((Language::parse(code)?, OnceLock::new()))).collect()
    });
    let of = || WORDS.iter().find(|(code, _)| *code == language.code()).map_or("", |(_, words)| words);
    let read = |word: &str| {
        let stems = tokenise(&clean(&word.replace('-', " ")), Some(language), StemCache::shared()).stems;
        stems.split_last().map(|(&last, before)| (before.last().copied(), last))
    };
    READ.get(&language).map(|words| words.get_or_init(|| of().split_ascii_whitespace().filter_map(read).collect()))
}

/// Whether a headline says that what it reports has been before. Cost: two look-ups a word.
pub(super) fn says(title: &Tokens, language: Option<Language>) -> bool {
    let Some(words) = language.and_then(words) else { return false };
    let before = std::iter::once(None).chain(title.stems.iter().copied().map(Some));
    before.zip(&title.stems).zip(&title.kinds).any(|((before, &stem), kind)| {
        let is = |before| words.contains(&(before, stem));
        !kind.has(Kind::QUOTED) && (is(None) || before.is_some() && is(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str, title: &str) -> bool {
        let language = Language::parse(code);
        says(&tokenise(&clean(title), language, StemCache::shared()), language)
    }

    #[test]
    fn a_headline_says_that_it_has_been_before() {
        for (code, title) in [
            ("en", "Second blaze in a week hits Harrowgate Dock"),
            ("de", "Erneut Demonstration für Kreisklinik in Lindenau"),
            ("es", "Otro temblor, de magnitud 4,6, causa alarma"),
            ("fr", "À nouveau une avalanche au-dessus de Valbrune"),
            ("it", "Di nuovo allagata la statale"),
            ("nl", "Weer brand in haven van Kapelhoek"),
            ("no", "Nok en brann i Øvre Kvein"),
            ("pl", "Kolejna nawałnica w Zalesiu"),
            ("ru", "Ещё один сухогруз сел на мель"),
            ("el", "Κι άλλη ληστεία στη Λευκάδια"),
            ("tr", "Çınarlı’da yine sel"),
            ("hi", "सोनगढ़ में फिर सड़क हादसा"),
            ("ja", "花岡市で再び車が暴走"),
            ("ko", "청운대교 공사장서 또 사고"),
            ("zh", "石门镇再次发生滑坡"),
            ("vi", "Sạt lở lần hai ở Hoàng Khê"),
        ] {
            assert!(of(code, title), "{code} {title}");
        }
        for (code, title) in [
            ("en", "Two die as blaze hits 2 warehouses"),
            ("en", "“Never again,” say survivors"),
            ("fr", "Deux morts dans une avalanche"),
            ("it", "Sindaco nuovo per Roccamerla"),
            ("zh", "山体滑坡致2人遇难"),
            ("vi", "Hai người chết, 2 người mất tích"),
            ("sw", "Watu 3 wafariki"),
            ("xx", "Second blaze"),
        ] {
            assert!(!of(code, title), "{code} {title}");
        }
    }

    #[test]
    fn every_word_is_read() {
        for (code, words) in WORDS {
            for word in words.split_ascii_whitespace() {
                assert!(of(code, &word.replace('-', " ")), "{code} {word}");
            }
        }
    }
}
