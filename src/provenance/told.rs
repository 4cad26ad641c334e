//! Whether a text speaks of an agency as the agency's own dispatches do: `told AFP`, `a constaté un journaliste de
//! l'AFP`, `disse à Lusa`.
//!
//! An agency names itself where its reporters asked or saw. Others say `according to AFP`, `Interfax reported`, `told the
//! state news agency`. So who prints the former has the passage from the agency, or quotes one who has.

use super::Agency;
use super::context::{ceil, floor, joins_word};
use crate::units::Language;
use std::ops::Range;

/// Bytes on either side that are read.
const REACH: usize = 72;

/// What stands right before the agency that was told something, or whose reporter saw it; lower-case.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    // English
    "told", "told the", "interviewed by", "interviewed by the", "seen by", "seen by the", "reviewed by", "obtained by",
    "obtained by the", "contacted by", "contacted by the", "interview with", "interview with the", "spoke to",
    "spoke to the", "spoke with", "speaking to", "statement to", "statement to the", "shown to", "emailed to",
    // French
    "à", "à l'", "auprès de", "auprès de l'", "interrogé par", "interrogé par l'", "interrogée par", "interrogée par l'",
    "interrogés par l'", "interrogées par l'", "contacté par", "contacté par l'", "contactée par", "contactée par l'",
    "contactés par l'", "joint par", "joint par l'", "jointe par l'", "joints par l'", "sollicité par l'",
    "sollicitée par l'", "rencontré par l'", "rencontrée par l'", "journaliste de l'", "journalistes de l'",
    "correspondant de l'", "correspondante de l'", "correspondants de l'", "photographe de l'", "photographes de l'",
    "reporter de l'", "vidéaste de l'", "équipe de l'", "équipes de l'", "appris l'", "constaté l'", "dénombré l'", "recensé l'", "vidéo de l'", "fact-checking de l'", "pour l'", "devant l'", "consulté par l'",
    "consultée par l'", "consultés par l'", "dont l'", "décompte de l'", "comptage de l'", "journaliste de",
    "correspondant de",
    // German
    "gegenüber der", "gegenüber dem", "gespräch mit der", "interview mit der", "interview der", "anfrage der",
    "reporter der", "reporterin der", "korrespondent der", "korrespondentin der", "journalist der",
    "journalistin der", "fotograf der", "fotografin der",
    // Spanish, Portuguese, Italian
    "entrevista con", "entrevista con la", "conversación con", "periodista de", "periodista de la", "periodistas de",
    "periodistas de la", "corresponsal de", "corresponsal de la", "fotógrafo de", "fotógrafo de la", "constató",
    "constató la", "consultado por", "consultada por", "consultados por", "constatou a", "contactado pela",
    "contactada pela", "entrevista à", "all'", "intervista all'", "colloquio con l'", "cronista dell'",
    "giornalista dell'",
    // Dutch, Swedish, Danish, Norwegian
    "tegen", "tegen het", "tegenover", "tegenover het", "aan het", "verslaggever van", "verslaggever van het", "till",
    "för", "til",
    // Polish, Czech, Romanian, Greek
    "poinformował", "poinformowali", "powiedział", "powiedziała", "przekazał", "przekazała", "rozmowie z", "dziennikarz", "dziennikarka", "reporter",
    "řekl", "řekla", "řekli", "sdělil", "sdělila", "sdělili", "pro", "pentru", "στο", "στην", "προς το", "μιλώντας στο",
    // Russian, Ukrainian, Bulgarian, Serbian
    "сказал", "сказала", "сказали", "сообщил", "сообщила", "сообщили", "заявил", "заявила", "рассказал", "рассказала",
    "рассказали", "пояснил", "пояснила", "подтвердили", "подтвердил", "подтвердила", "корреспондент", "корреспонденту",
    "корреспондентом", "интервью", "сказав", "повідомив", "повідомила", "повідомили", "розповів",
    "розповіла", "коментарі", "кореспондент", "кореспонденту", "каза пред", "заяви пред", "пред", "за",
    // Arabic, Persian, Indonesian, Chinese
    "لمراسل", "مراسل", "مراسلو", "مصور", "خبرنگار", "گفتگو با", "گفت‌وگو با", "گفت و گو با", "kepada", "wartawan", "告诉",
    "告訴",
    // Danish, Slovak, Catalan, Swahili
    "over for", "overfor", "pre", "povedal", "povedala", "a l'", "aliiambia", "ameiambia", "waliiambia",
];

/// The same with a word for *agency* between, which an agency says of itself in its own language only: others speak of
/// `the Interfax news agency`.
#[rustfmt::skip]
const AGENCY_BEFORE: &[&str] = &[
    "à l'agence", "à l'agence de presse", "interrogé par l'agence", "contacté par l'agence", "contactée par l'agence",
    "a la agencia", "a la agencia de noticias", "à agência", "à agência de notícias", "all'agenzia", "tegen persbureau",
    "aan persbureau", "tegen het persbureau", "till nyhetsbyrån", "til nyhetsbyrået", "til nyhedsbureauet",
    "agencji", "agentuře", "agenției", "агентству", "لوكالة", "لوكالة الأنباء", "kepada kantor berita", "la agenția",
];

/// What stands right behind the agency; lower-case.
#[rustfmt::skip]
const BEHIND: &[&str] = &[
    "journalist", "correspondent", "reporter", "photographer", "witness", "team on", "has learned", "learned",
    "tally", "count", "-reporter", "-journalist", "-korrespondent", "-fotograf", "-verslaggever", "-bildjournalist",
    "-mitarbeiter", "-toimittaja", "a pu ", "a constaté", "a appris", "a vu", "a eu copie", "a obtenu", "a recueilli",
    "pudo ", "constató", "comprobó", "constatou", "observou no local", "verificou no local", "ha appreso", "erfuhr",
    "'ya", "'ye", "'na ", "'ne ", "’ya", "’ye", "’na ", "’ne ", "muhabirine", "muhabiri", ":lle", ":n toimittaj",
    "-nek", "-nak", "érdeklődésére", "tudósítój", "munkatárs", "se kaha", "से", "को बताया", "记者", "記者", "の取材",
    "に語", "に対し", "에 ", "와의", "과의", "기자",
    "کو بتایا", "سے گفتگو", "سے بات",
];

/// Verbs of saying that take `der dpa` for their object, however far ahead.
const SAID: &[&str] = &["sagte", "sagten", "erklärte", "erklärten", "bestätigte", "schilderte", "berichtete", "teilte"];

/// Whether the agency at `hit` is told something, or was there; `language` is that of the text.
///
/// Cost: a look at some 70 bytes on either side.
pub(super) fn is_told(text: &str, hit: &Range<usize>, agency: &Agency, language: Option<Language>) -> bool {
    let from = floor(text, hit.start.saturating_sub(REACH));
    let near = text[from..hit.start].to_lowercase().replace('’', "'").replace('\u{a0}', " ");
    let ahead = near.trim_end_matches(['«', '"', '“', '„', '(', ' ', '\u{a0}', '\n', '\r']);
    let next = text[hit.end..ceil(text, hit.end + REACH)].to_lowercase();
    let behind = next.trim_start_matches([' ', '\u{a0}', ')', '"', '»', '”']);
    let ends = |cue: &str| ahead.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(joins_word));
    let stands = |cue: &&str| {
        if cue.starts_with(['\'', '’', ':', '-', ' ']) { next.starts_with(*cue) } else { behind.starts_with(*cue) }
    };
    let at_home = language.is_some_and(|l| agency.writes_in(l));
    BEFORE.iter().any(|cue| ends(cue))
        || BEHIND.iter().any(stands)
        || at_home && AGENCY_BEFORE.iter().any(|cue| ends(cue))
        || ends("der") && SAID.iter().any(|verb| near.split(|c: char| !c.is_alphabetic()).any(|word| word == *verb))
        || ["a", "a la"].iter().any(|cue| ends(cue) && told_in_spanish(ahead, cue))
        // Arabic joins `to` to the word.
        || ahead.len() == near.len() && near.ends_with('ل') && !near.ends_with("ال")
}

/// Whether the word before `a EFE` can be a verb of saying: `dijo a`, `explicaron a la`, `en declaraciones a`.
fn told_in_spanish(ahead: &str, cue: &str) -> bool {
    let rest = ahead[..ahead.len() - cue.len()].trim_end();
    let word = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.chars().count() > 3
        && (word.ends_with(['ó'])
            || ["ron", "dijo", "declaraciones", "detto", "spiegato", "disse"].iter().any(|end| word.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::provenance::{Basis, read_signals};
    use crate::units::Language;

    /// Whether some agency is told something.
    fn told(language: &str, text: &str) -> bool {
        let signals = read_signals(&Article::new("a", text), Language::parse(language));
        signals.agencies.iter().any(|s| s.basis == Basis::Citation && s.told)
    }

    #[test]
    fn agencies_speak_of_themselves() {
        for (language, text) in [
            ("fr", "« Nous restons », a déclaré à l'AFP le président du syndicat de Valmorin."),
            ("fr", "La route est coupée, a constaté un journaliste de l'AFP. Les secours sont sur place."),
            ("fr", "« C'est fini », a confirmé à l'agence Belga le bourgmestre de la ville."),
            ("en", "The bridge was empty on Monday, a Reuters witness said, and the shops were closed."),
            ("en", "\"We stay,\" the mayor told AFP on Monday, before he left the town hall."),
            ("de", "„Wir bleiben“, sagte der Bürgermeister am Montag der dpa, als er das Rathaus verließ."),
            ("de", "Die Brücke war leer, wie ein AFP-Reporter beobachtete, und die Läden waren zu."),
            ("es", "«Nos quedamos», dijo a EFE el alcalde del pueblo antes de salir del ayuntamiento."),
            ("pt", "«Ficamos», disse à Lusa o presidente da câmara, antes de deixar a vila."),
            ("pt", "«Ficamos», disse à agência Lusa o presidente da câmara, antes de deixar a vila."),
            ("it", "«Restiamo», ha detto all'ANSA il sindaco, prima di lasciare il municipio."),
            ("sv", "– Vi stannar, säger borgmästaren till TT innan han lämnar rådhuset."),
            ("ru", "«Мы остаемся», — рассказал ТАСС глава города, прежде чем покинуть мэрию."),
            ("ar", "وقال رئيس البلدية لوكالة فرانس برس إنه سيبقى في المدينة."),
            ("tr", "Belediye başkanı Anadolu Ajansı'na kentte kalacaklarını söyledi ve ayrıldı."),
        ] {
            assert!(told(language, text), "{text}");
        }
    }

    #[test]
    fn others_speak_of_them() {
        for (language, text) in [
            ("fr", "Trois mineurs ont été sauvés, selon l'agence Xinhua, qui cite les autorités."),
            ("fr", "« Nous restons », a déclaré à l'agence Interfax le maire de la ville."),
            ("fr", "Le ministre, cité par l'AFP, dément la nouvelle de son départ."),
            ("en", "Three miners were rescued, the Xinhua news agency reported on Monday."),
            ("en", "The minister was quoted by Interfax as saying that he would stay."),
            ("de", "Das teilte die Stadt mit, wie die Nachrichtenagentur Reuters berichtet."),
            ("ru", "Об этом сообщает Интерфакс со ссылкой на мэрию города."),
        ] {
            assert!(!told(language, text), "{text}");
        }
    }
}
