//! Days that an article states by their names: `on Tuesday`, in whatever language, is the day that it was.
//!
//! Two reports from one place share the place, the people who speak for it and the words of the trade; they differ by the
//! day on which it happened. So a day counts as the number that it is.

use crate::normalise::clean;
use crate::tokenise::{Tokens, stem::StemCache, tokenise};
use crate::units::{Language, Timestamp};
use rustc_hash::FxHashMap;
use std::sync::{LazyLock, OnceLock};
use thin_vec::ThinVec;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Days ahead that a name may mean: tomorrow, which it is already where the sun rises first. All others lie back.
const AHEAD: i64 = 1;

/// Days that are kept of a text, the first, and of a story.
const OF_ARTICLE: usize = 4;
pub(super) const OF_STORY: usize = 16;

/// The names of the days from Monday to Sunday; other forms and spellings of one after a bar, words of one joined by a hyphen.
const NAMES: [(&str, [&str; 7]); 44] = [
    ("ar", ["الاثنين|الإثنين", "الثلاثاء", "الأربعاء|الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد|الاحد"]),
    ("bg", ["понеделник", "вторник", "сряда", "четвъртък", "петък", "събота", "неделя"]),
    ("bn", ["সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রবিবার|রোববার"]),
    (
        "bs",
        [
            "ponedjeljak|ponedjeljka",
            "utorak|utorka",
            "srijeda|srijedu|srijede",
            "četvrtak|četvrtka",
            "petak|petka",
            "subota|subotu|subote",
            "nedjelja|nedjelju|nedjelje",
        ],
    ),
    ("ca", ["dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge"]),
    (
        "cs",
        [
            "pondělí",
            "úterý|úterní",
            "středa|středu|středy|středeční",
            "čtvrtek|čtvrtka|čtvrteční",
            "pátek|pátku|páteční",
            "sobota|sobotu|soboty|sobotní",
            "neděle|neděli|nedělní",
        ],
    ),
    ("da", ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]),
    ("de", ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag|Sonnabend", "Sonntag"]),
    (
        "el",
        [
            "Δευτέρα|Δευτέρας",
            "Τρίτη|Τρίτης",
            "Τετάρτη|Τετάρτης",
            "Πέμπτη|Πέμπτης",
            "Παρασκευή|Παρασκευής",
            "Σάββατο|Σαββάτου",
            "Κυριακή|Κυριακής",
        ],
    ),
    ("en", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    ("es", ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]),
    (
        "et",
        [
            "esmaspäev|esmaspäeval",
            "teisipäev|teisipäeval",
            "kolmapäev|kolmapäeval",
            "neljapäev|neljapäeval",
            "reede|reedel",
            "laupäev|laupäeval",
            "pühapäev|pühapäeval",
        ],
    ),
    (
        "fa",
        ["دوشنبه", "سه‌شنبه|سه-شنبه", "چهارشنبه", "پنجشنبه|پنج‌شنبه|پنج-شنبه", "جمعه", "شنبه", "یکشنبه|یک‌شنبه|یک-شنبه"],
    ),
    (
        "fi",
        [
            "maanantai|maanantaina|maanantain|maanantaista",
            "tiistai|tiistaina|tiistain",
            "keskiviikko|keskiviikkona|keskiviikon",
            "torstai|torstaina|torstain",
            "perjantai|perjantaina|perjantain",
            "lauantai|lauantaina|lauantain",
            "sunnuntai|sunnuntaina|sunnuntain",
        ],
    ),
    ("fr", ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]),
    (
        "he",
        [
            "יום-שני|ביום-שני",
            "יום-שלישי|ביום-שלישי",
            "יום-רביעי|ביום-רביעי",
            "יום-חמישי|ביום-חמישי",
            "יום-שישי|ביום-שישי",
            "שבת|בשבת",
            "יום-ראשון|ביום-ראשון",
        ],
    ),
    ("hi", ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार|बृहस्पतिवार", "शुक्रवार", "शनिवार", "रविवार"]),
    (
        "hr",
        [
            "ponedjeljak|ponedjeljka",
            "utorak|utorka",
            "srijeda|srijedu|srijede",
            "četvrtak|četvrtka",
            "petak|petka",
            "subota|subotu|subote",
            "nedjelja|nedjelju|nedjelje",
        ],
    ),
    (
        "hu",
        [
            "hétfő|hétfőn|hétfői",
            "kedd|kedden|keddi",
            "szerda|szerdán|szerdai",
            "csütörtök|csütörtökön|csütörtöki",
            "péntek|pénteken|pénteki",
            "szombat|szombaton|szombati",
            "vasárnap|vasárnapi",
        ],
    ),
    ("id", ["Senin", "Selasa", "Rabu", "Kamis", "Jumat|Jum'at", "Sabtu", "Minggu"]),
    ("it", ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"]),
    ("ja", ["月曜", "火曜", "水曜", "木曜", "金曜", "土曜", "日曜"]),
    ("ko", ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"]),
    (
        "lt",
        [
            "pirmadienis|pirmadienį",
            "antradienis|antradienį",
            "trečiadienis|trečiadienį",
            "ketvirtadienis|ketvirtadienį",
            "penktadienis|penktadienį",
            "šeštadienis|šeštadienį",
            "sekmadienis|sekmadienį",
        ],
    ),
    (
        "lv",
        [
            "pirmdiena|pirmdien",
            "otrdiena|otrdien",
            "trešdiena|trešdien",
            "ceturtdiena|ceturtdien",
            "piektdiena|piektdien",
            "sestdiena|sestdien",
            "svētdiena|svētdien",
        ],
    ),
    ("ms", ["Isnin", "Selasa", "Rabu", "Khamis", "Jumaat", "Sabtu", "Ahad"]),
    ("nl", ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]),
    ("no", ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]),
    (
        "pl",
        [
            "poniedziałek|poniedziałku",
            "wtorek|wtorku",
            "środa|środę|środy",
            "czwartek|czwartku",
            "piątek|piątku",
            "sobota|sobotę|soboty",
            "niedziela|niedzielę|niedzieli",
        ],
    ),
    ("pt", ["segunda-feira", "terça-feira|terça", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"]),
    ("ro", ["luni", "marți|marţi", "miercuri", "joi", "vineri", "sâmbătă", "duminică"]),
    (
        "ru",
        [
            "понедельник|понедельника",
            "вторник|вторника",
            "среда|среду|среды",
            "четверг|четверга",
            "пятница|пятницу|пятницы",
            "суббота|субботу|субботы",
            "воскресенье|воскресенья",
        ],
    ),
    (
        "sk",
        [
            "pondelok|pondelka",
            "utorok|utorka",
            "streda|stredu|stredy",
            "štvrtok|štvrtka",
            "piatok|piatka",
            "sobota|sobotu|soboty",
            "nedeľa|nedeľu|nedele",
        ],
    ),
    (
        "sl",
        [
            "ponedeljek|ponedeljka",
            "torek|torka",
            "sreda|sredo|srede",
            "četrtek|četrtka",
            "petek|petka",
            "sobota|soboto|sobote",
            "nedelja|nedeljo|nedelje",
        ],
    ),
    (
        "sr",
        [
            "ponedeljak|ponedeljka",
            "utorak|utorka",
            "sreda|sredu|srede",
            "četvrtak|četvrtka",
            "petak|petka",
            "subota|subotu|subote",
            "nedelja|nedelju|nedelje",
        ],
    ),
    (
        "sv",
        [
            "måndag|måndagen|måndagens",
            "tisdag|tisdagen|tisdagens",
            "onsdag|onsdagen|onsdagens",
            "torsdag|torsdagen|torsdagens",
            "fredag|fredagen|fredagens",
            "lördag|lördagen|lördagens",
            "söndag|söndagen|söndagens",
        ],
    ),
    ("sw", ["Jumatatu", "Jumanne", "Jumatano", "Alhamisi", "Ijumaa", "Jumamosi", "Jumapili"]),
    ("th", ["วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์"]),
    ("tr", ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"]),
    (
        "uk",
        [
            "понеділок|понеділка",
            "вівторок|вівторка",
            "середа|середу|середи",
            "четвер|четверга",
            "п'ятниця|п'ятницю|п'ятниці",
            "субота|суботу|суботи",
            "неділя|неділю|неділі",
        ],
    ),
    ("ur", ["پیر", "منگل", "بدھ", "جمعرات", "جمعہ|جمعے", "ہفتہ|ہفتے", "اتوار"]),
    ("vi", ["thứ-hai", "thứ-ba", "thứ-tư", "thứ-năm", "thứ-sáu", "thứ-bảy", "chủ-nhật"]),
    ("zh", ["周一|期一", "周二|期二", "周三|期三", "周四|期四", "周五|期五", "周六|期六", "周日|期日|期天"]),
    ("eo", ["lundo", "mardo", "merkredo", "ĵaŭdo", "vendredo", "sabato", "dimanĉo"]),
];

/// A name: the stem before its last, where it has two, and the day from Monday on.
type Name = (Option<u32>, i64);

/// By the stem of a name's last word. None is longer than two.
type Names = FxHashMap<u32, Vec<Name>>;

/// Those of a language, read when it is first met: each has stop words and numbers of its own to be read before.
fn names(language: Language) -> Option<&'static Names> {
    static READ: LazyLock<FxHashMap<Language, OnceLock<Names>>> = LazyLock::new(|| {
        NAMES.iter().filter_map(|(code, _)| Some((Language::parse(code)?, OnceLock::new()))).collect()
    });
    let days = || NAMES.iter().find(|(code, _)| *code == language.code()).map(|(_, days)| days).into_iter().flatten();
    let read = || {
        let mut read = Names::default();
        for (day, form) in (0..).zip(days()).flat_map(|(day, forms)| forms.split('|').map(move |form| (day, form))) {
            let stems = tokenise(&clean(&form.replace('-', " ")), Some(language), StemCache::shared()).stems;
            let Some((&last, before)) = stems.split_last() else { continue };
            let (of, name): (&mut Vec<Name>, _) = (read.entry(last).or_default(), (before.last().copied(), day));
            if !of.contains(&name) {
                of.push(name);
            }
        }
        read
    };
    READ.get(&language).map(|names| names.get_or_init(read))
}

/// Day that `stem` names, which follows `before`; of two names the longer one.
fn named(names: &Names, before: Option<u32>, stem: u32) -> Option<i64> {
    let of = names.get(&stem)?;
    let with = |first: Option<u32>| of.iter().find(|name| name.0 == first).map(|&(_, day)| day);
    before.and_then(|before| with(Some(before))).or_else(|| with(None))
}

/// The days that the body states by name, in its order, as days since 1970; none where it is not known when it was printed.
///
/// Cost: a look-up for each word.
pub(super) fn stated(body: &Tokens, language: Option<Language>, time: Option<Timestamp>) -> ThinVec<i32> {
    let mut found = ThinVec::new();
    let (Some(names), Some(today)) = (language.and_then(names), time.map(day_of)) else { return found };
    let before = std::iter::once(None).chain(body.stems.iter().copied().map(Some));
    for (before, &stem) in before.zip(&body.stems) {
        let Some(day) = named(names, before, stem) else { continue };
        // Day 0 was a Thursday.
        let ahead = (day - (today + 3)).rem_euclid(7);
        let day = today + if ahead <= AHEAD { ahead } else { ahead - 7 };
        // Dates so far off are none.
        let Ok(day) = i32::try_from(day) else { break };
        add(&[day], &mut found, OF_ARTICLE);
        if found.len() == OF_ARTICLE {
            break;
        }
    }
    found
}

fn day_of(time: Timestamp) -> i64 {
    time.seconds().div_euclid(DAY)
}

/// Adds days that are not known yet.
pub(super) fn add(days: &[i32], to: &mut ThinVec<i32>, most: usize) {
    for day in days {
        if to.len() < most && !to.contains(day) {
            to.reserve_exact(1);
            to.push(*day);
        }
    }
}

/// What the days that a text of `time` states say of a story that states others: 1 where the first of them is among these, -1
/// where it is not although the text could have named one of these, 0 where either states none, and where the same name is of
/// another week: what is still to come bears it as well.
pub(super) fn agreement(own: &[i32], time: Option<Timestamp>, story: &[i32]) -> f32 {
    let (Some(first), Some(today)) = (own.first(), time.map(day_of)) else { return 0.0 };
    if story.contains(first) {
        return 1.0;
    }
    if [first.saturating_sub(7), first.saturating_add(7)].iter().any(|other| story.contains(other)) {
        return 0.0;
    }
    let could_name = |day: &i32| (today - (6 - AHEAD)..=today + AHEAD).contains(&i64::from(*day));
    if story.iter().any(could_name) { -1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str, text: &str, time: &str) -> Vec<i64> {
        let language = Language::parse(code);
        let body = tokenise(&clean(text), language, StemCache::shared());
        let time = Timestamp::parse(time);
        let today = time.map_or(0, day_of);
        stated(&body, language, time).into_iter().map(|day| i64::from(day) - today).collect()
    }

    #[test]
    fn a_name_is_the_day_that_it_was() {
        // A Wednesday.
        let at = "2031-03-05T10:00:00Z";
        for (code, text, days) in [
            ("en", "It fell on Tuesday and was mended on Saturday. On Thursday all meet.", vec![-1, -4, 1]),
            ("de", "Wie er am Mittwoch sagte, war am Montag niemand da; am Mittwoch auch nicht.", vec![0, -2]),
            ("pl", "We wtorek wieczorem i w środę rano", vec![-1, 0]),
            ("fi", "Onnettomuus tapahtui maanantaina, ja tiistain jälkeen", vec![-2, -1]),
            ("pt", "O acidente ocorreu na terça-feira, na segunda vez este ano", vec![-1]),
            ("he", "השריפה פרצה ביום שלישי בבוקר, בפעם השנייה", vec![-1]),
            ("vi", "Vụ cháy xảy ra hôm thứ ba, là lần thứ tư", vec![-1, 0]),
            ("zh", "周二上午，大桥关闭", vec![-1]),
            ("ar", "وقع الحادث يوم الثلاثاء", vec![-1]),
            ("xx", "On Tuesday", vec![]),
        ] {
            assert_eq!(of(code, text, at), days, "{text}");
        }
        assert!(stated(&Tokens::default(), Language::parse("en"), None).is_empty());
    }

    #[test]
    fn every_name_of_a_day_is_read() {
        for (code, days) in NAMES {
            for (day, forms) in (0..).zip(days) {
                for form in forms.split('|').map(|form| form.replace('-', " ")) {
                    // That week's Thursday; what was six and five days before is taken for what comes.
                    let expected = (day - 3 + 5i64).rem_euclid(7) - 5;
                    assert_eq!(of(code, &form, "2031-03-06T10:00:00Z"), [expected], "{code} {form}");
                }
            }
        }
    }

    #[test]
    fn another_day_speaks_against_where_the_one_could_be_named() {
        let time = |day: i64| Some(Timestamp::from_seconds(day * DAY + 3_600));
        assert_eq!(agreement(&[100, 98], time(100), &[97, 100]), 1.0);
        assert_eq!(agreement(&[100, 98], time(100), &[98]), -1.0);
        assert_eq!(agreement(&[100], time(100), &[94]), 0.0, "six days back no name leads");
        assert_eq!(agreement(&[95], time(100), &[102, 99]), 0.0, "the coming one");
        assert_eq!(agreement(&[], time(100), &[98]), 0.0);
        assert_eq!(agreement(&[100], time(100), &[]), 0.0);
        assert_eq!(agreement(&[100], None, &[98]), 0.0);
    }
}
