//! Words of publishing that lead to an outlet's name, and those that are passed over on the way to it.

use super::outlets_named::CUES;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Adverbs, and the verbs of publishing that stand beside them, in either order: `originally published`, `publicado
/// originalmente`. What leads from them to the name is passed over.
#[rustfmt::skip]
const PUBLISHED: &[(&[&str], &[&str])] = &[
    (&["originally", "first", "initially"], &["published", "posted", "appeared", "printed"]),
    (&["originalmente", "inicialmente", "pela primeira vez"], &["publicado", "publicada", "divulgado"]),
    (&["originalmente", "inicialmente", "por primera vez"], &["publicado", "publicada", "publicó", "apareció", "aparecido"]),
    (&["originalment", "originàriament", "per primera vegada"], &["publicat", "publicada", "publicar", "aparegut"]),
    (&["originariamente", "originalmente", "inizialmente", "per la prima volta"], &["pubblicato", "pubblicata", "apparso", "uscito"]),
    (&["initialement", "à l'origine", "à l’origine", "pour la première fois"], &["publié", "publiée", "paru", "parue"]),
    (&["zuerst", "ursprünglich", "erstmals"], &["erschienen", "erschien", "veröffentlicht", "publiziert"]),
    (&["oorspronkelijk", "eerder", "eerst"], &["gepubliceerd", "verschenen", "verscheen"]),
    (&["oprindeligt", "først", "tidligere"], &["bragt", "publiceret", "udgivet", "trykt"]),
    (&["opprinnelig", "først", "tidligere"], &["publisert", "trykt"]),
    (&["ursprungligen", "först", "tidigare"], &["publicerad", "publicerades", "publicerats", "publicerat"]),
    (&["alun perin", "ensin", "aiemmin"], &["julkaistu", "julkaistiin", "ilmestyi"]),
    (&["iniţial", "inițial", "pentru prima dată", "pentru prima oară"], &["publicat", "publicată", "apărut", "apărută"]),
    (&["pierwotnie", "po raz pierwszy", "wcześniej"], &["opublikowany", "opublikowano", "opublikowana", "ukazał się", "ukazała się"]),
    (&["původně", "poprvé"], &["vyšel", "vyšlo", "vyšla", "publikován", "publikováno"]),
    (&["pôvodne", "prvýkrát"], &["vyšiel", "vyšlo", "vyšla", "publikovaný", "publikované"]),
    (&["prvotno", "prvobitno", "izvorno", "izvirno", "najprej", "prvi put", "prvič"], &["objavljen", "objavljeno", "objavljena"]),
    (&["првобитно", "изворно", "први пут"], &["објављен", "објављено", "објављена"]),
    (&["първоначално", "за първи път"], &["публикуван", "публикувана", "публикувано"]),
    (
        &["впервые", "Впервые", "первоначально"],
        &["опубликован", "опубликована", "опубликовано", "вышел", "вышла", "вышло"],
    ),
    (
        &["вперше", "Вперше", "уперше", "Уперше", "спочатку"],
        &["опубліковано", "опублікований", "опублікована", "вийшов", "вийшла", "вийшло", "надруковано"],
    ),
    (&["αρχικά", "για πρώτη φορά"], &["δημοσιεύθηκε", "δημοσιεύτηκε"]),
    (&["pertama kali"], &["terbit", "diterbitkan", "dimuat", "disiarkan", "dipublikasikan"]),
    (&["algselt", "esmalt", "esmakordselt"], &["ilmus", "avaldatud", "avaldati"]),
    (&["pirmoreiz", "sākotnēji", "pirmo reizi"], &["publicēts", "publicēta"]),
    (&["pirmą kartą", "pirmiausia"], &["publikuotas", "publikuota", "paskelbtas", "paskelbta"]),
];

/// The pairs of [`PUBLISHED`], in both orders, without those that [`CUES`] lists.
pub(super) static VERBS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let pairs = PUBLISHED.iter().flat_map(|&(adverbs, verbs)| {
        let both = move |adverb: &str| -> Vec<String> {
            verbs.iter().flat_map(|verb| [format!("{adverb} {verb}"), format!("{verb} {adverb}")]).collect()
        };
        adverbs.iter().flat_map(move |adverb| both(adverb))
    });
    let listed: FxHashSet<&str> = CUES.iter().map(|&(cue, _)| cue).collect();
    let mut verbs: Vec<String> = pairs.filter(|cue| !listed.contains(cue.as_str())).collect();
    verbs.sort_unstable();
    verbs.dedup();
    verbs
});

/// Articles, which are passed over where the name is known by its capital.
pub(super) const ARTICLES: &[&str] = &[
    "o", "os", "as", "af", "par", "von", "oleh", "di", "dal", "dalla", "från", "nos", "nas", "the", "la", "le", "les",
    "el", "los", "las", "il", "lo", "der", "die", "das", "dem", "den", "het", "de",
];

/// Words between a cue and the name: prepositions, and what the outlet is.
#[rustfmt::skip]
pub(super) const PASSED: &[&str] = &[
    "erschienen",    "a", "à", "am", "at", "auf", "av", "bei", "by", "da", "dans", "do", "door", "em", "en", "hos", "i", "im", "in",
    "iz", "jornal", "journal", "na", "nel", "nella", "no", "op", "pe", "pela", "pelo", "på", "pri", "s", "sa", "site",
    "sito", "su", "sui", "sul", "sulla", "sur", "u", "v", "w", "dagblad", "diari", "diario", "avisen", "bladet",
    "periódico", "portal", "portala", "portale", "portalu", "listu", "lista", "listo", "sajta", "sajtu", "časniku",
    "časopisu", "serveru", "tedniku", "dnevniku", "spletnem", "mestu", "strony", "stronie", "portalului", "site-ul", "ziarul",
    "ziarului", "publicaţia", "publicația", "în", "sitesi", "situs", "laman", "στη", "στην", "στο", "στον", "από",
    "τη", "την", "το", "τον", "εφημερίδα", "ιστοσελίδα", "в", "во", "на", "у", "сайте", "сайта", "сайті", "сайту",
    "издании", "издания", "виданні", "видання", "газете", "газеті", "газеты", "газети", "журнале", "журналі",
    "موقع", "порталі", "портала", "портале", "порталу", "листу", "листа", "дневном", "сајта", "сајту",
];
