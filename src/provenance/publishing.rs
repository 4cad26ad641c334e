//! Words of publishing that lead to an outlet's name, and those that are passed over on the way to it.

use super::outlets_named::Place;

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
    (&["fyrst"], &["birtist", "birt"]),
    (&["fillimisht"], &["botuar", "publikuar"]),
    (&["orixinalmente"], &["publicado", "publicada"]),
    (&["yn wreiddiol"], &["cyhoeddwyd"]),
    (&["првично", "првпат"], &["објавено", "објавена", "објавен"]),
    (&["упершыню", "першапачаткова"], &["апублікавана", "апублікаваны"]),
    (&["pirmą kartą", "pirmiausia"], &["publikuotas", "publikuota", "paskelbtas", "paskelbta"]),
];

/// Words for *whole* and for a text, beside each other where a page leads to it: `Lees het hele artikel op`, `Полный текст на`.
#[rustfmt::skip]
const WHOLE: &[(&[&str], &[&str])] = &[
    (&["full", "whole", "complete", "entire"], &["story", "article", "report"]),
    (&["ganzen", "ganze", "vollständigen", "kompletten"], &["artikel", "beitrag", "bericht", "text"]),
    (&["hele", "volledige"], &["artikel", "bericht", "verhaal", "artiklen", "historien", "saken", "artikkelen"]),
    (&["hela"], &["artikeln", "texten", "nyheten"]),
    (&["koko"], &["juttu", "artikkeli"]),
    (&["tervet", "kogu"], &["artiklit", "lugu"]),
    (&["complet", "intégral"], &["article", "texte"]),
    (&["completo", "completa", "íntegra"], &["artículo", "nota", "noticia", "matéria", "notícia", "artigo", "reportagem"]),
    (&["completo", "completa", "integrale"], &["articolo", "notizia", "testo"]),
    (&["complet", "completa", "sencer"], &["article", "notícia"]),
    (&["integral", "complet"], &["articolul", "textul"]),
    (&["cały"], &["artykuł", "tekst"]),
    (&["celý"], &["článek", "článok", "text"]),
    (&["cijeli", "ceo", "cio", "celoten"], &["članak", "članek", "tekst"]),
    (&["полный"], &["текст"]),
    (&["повний"], &["текст"]),
    (&["цялата"], &["статия", "новина"]),
    (&["целиот", "цео"], &["текст", "чланак"]),
    (&["ολόκληρο"], &["το άρθρο", "το κείμενο"]),
    (&["haberin"], &["tamamı", "devamı"]),
    (&["teljes"], &["cikk", "cikket"]),
    (&["baca"], &["selengkapnya"]),
];

/// The pairs of [`PUBLISHED`] and [`WHOLE`], in both orders.
pub(super) fn pairs() -> impl Iterator<Item = (String, Place)> {
    let published = PUBLISHED.iter().map(|pair| (pair, Place::Verb));
    published.chain(WHOLE.iter().map(|pair| (pair, Place::Whole))).flat_map(|(&(firsts, seconds), place)| {
        firsts
            .iter()
            .flat_map(move |first| {
                seconds.iter().flat_map(move |second| [format!("{first} {second}"), format!("{second} {first}")])
            })
            .map(move |cue| (cue, place))
    })
}

/// Articles, which are passed over where the name is known by its capital.
pub(super) const ARTICLES: &[&str] = &[
    "o", "os", "as", "af", "par", "von", "oleh", "di", "dal", "dalla", "från", "nos", "nas", "the", "la", "le", "les",
    "el", "los", "las", "il", "lo", "der", "die", "das", "dem", "den", "het", "de",
];

/// Words between a cue and the name: prepositions, and what the outlet is.
#[rustfmt::skip]
pub(super) const PASSED: &[&str] = &[
    "erschienen", "lesen", "sie", "itt", "olvasható", "pročitajte", "čitajte", "na:", "a", "à", "am", "at", "auf", "av", "bei", "by", "da", "dans", "do", "door", "em", "en", "hos", "i", "im", "in",
    "iz", "jornal", "journal", "na", "nel", "nella", "no", "op", "pe", "pela", "pelo", "på", "pri", "s", "sa", "site",
    "sito", "su", "sui", "sul", "sulla", "sur", "u", "v", "w", "dagblad", "diari", "diario", "avisen", "bladet",
    "periódico", "portal", "portala", "portale", "portalu", "listu", "lista", "listo", "sajta", "sajtu", "časniku",
    "časopisu", "serveru", "tedniku", "dnevniku", "spletnem", "mestu", "strony", "stronie", "portalului", "site-ul", "ziarul",
    "ziarului", "publicaţia", "publicația", "în", "sitesi", "situs", "laman", "στη", "στην", "στο", "στον", "από",
    "τη", "την", "το", "τον", "εφημερίδα", "ιστοσελίδα", "в", "во", "на", "у", "сайте", "сайта", "сайті", "сайту",
    "издании", "издания", "виданні", "видання", "газете", "газеті", "газеты", "газети", "журнале", "журналі",
    "موقع", "порталі", "портала", "портале", "порталу", "листу", "листа", "дневном", "сајта", "сајту",
];
