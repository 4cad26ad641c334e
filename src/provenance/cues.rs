//! Words that stand around a credit, a citation or a photo credit, lower-case, by language.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Words that introduce a credit.
#[rustfmt::skip]
const CREDIT_WORDS: &[&str] = &[
    "additional", "agence", "agences", "agencia", "agencias", "agencies", "agency", "agentur", "agenturen", "agenzia",
    "agenzie", "agência", "agências", "article", "articolo", "artikel", "artículo", "autor", "autore", "auteur", "av",
    "avec", "basé", "bron", "collaboration", "colaboración", "collaborazione", "colaboração", "bronnen", "by", "com", "con", "contenu", "content", "contribué", "contributed",
    "crédits", "crédito", "desk", "dispatches", "door", "editing", "files", "fonte", "fonti", "forrás", "från",
    "fuente", "fuentes", "informação", "informações", "información", "informaciones", "informationen", "informations",
    "informazioni", "inhalten", "input", "inputs", "kaynak", "kilde", "källa", "lähde", "material", "materiale",
    "materiał", "med", "met", "mit", "mukaan", "par", "por", "quelle", "quellen", "redacción", "redaction",
    "redaktion", "redazione", "redação", "redactie", "redakcja", "report", "reporting", "reports", "rédaction",
    "service", "services", "source", "sources", "staff", "sursa", "sursă", "text", "texte", "texto", "testo", "tekst",
    "via", "vom", "von", "wire", "wires", "with", "writer", "writers", "zdroj", "zdroje", "źródło", "oprac", "haber",
    "источник", "источники", "джерело", "по", "с", "материалам", "использованием", "материалов", "за", "матеріалами",
    "المصدر", "المصادر", "مع", "وكالات", "وكالة", "z", "ze", "i", "correspondent", "autoři", "autorka", "szerző",
    "agenturami", "πηγή", "πηγές", "πληροφορίες", "מקור", "סוכנות", "סוכנויות", "וסוכנות", "וסוכנויות", "ووكالة", "ووكالات",
    "منبع", "خبرگزاری",
    "sumber", "laporan", "pewarta", "nguồn",
    "종합", "기자", "특파원", "출처", "इनपुट", "स्रोत", "साभार", "ที่มา", "โดย", "สำนักข่าว", "อ้างอิง", "सोर्स", "dilansir", "dikutip",
    "font", "fonts", "informacions", "agència", "agències", "redacció", "amb", "източник", "източници", "извор", "извори",
    "izvor", "izvori", "агенције", "агенција", "agencije", "agencija", "agentúra", "agentúry", "redakcia", "spracovala",
    "spracoval", "kilder", "källor", "সূত্র", "তথ্যসূত্র", "সৌজন্যে", "সংস্থা", "ডেস্ক", "প্রতিবেদক", "بشکریہ", "ماخذ",
    "ڈیسک", "مانیٹرنگ", "نیوز", "نمائندہ", "chanzo", "vyanzo", "shirika", "mashirika", "mwandishi", "reporter", "reporters", "courtesy", "surse", "аутор", "inf", "খবর", "avots", "šaltinis", "allikas", "burimi", "mənbə", "நன்றி", "மூலம்", "інформацією", "даними", "информации", "данным", "מאת", "הידיעות",
    "ምንጭ", "წყარო", "majiya", "աղբյուր", "աղբյուրը", "сообщениям", "агентств", "повідомленнями", "повідомленням", "агенцій",
    "паведамленнях", "செய்தி", "inligting", "tietojen", "pohjalta", "byggt", "frétt", "andmetel", "toimetus", "materiāliem", "pagal", "parengta", "nyomán",
    "tudósítása", "alapján", "cu", "informații", "informaţii", "povzeto", "prema", "pisanju", "agencijama", "паводле", "паведамленняў", "informacione", "oplysninger", "opplysninger",
    "podľa", "spracované", "dank", "dados", "datos", "материали",
];

/// Words that join parts of a credit and say nothing alone.
#[rustfmt::skip]
const JOINING_WORDS: &[&str] = &[
    "a", "al", "am", "an", "and", "at", "aus", "da", "das", "de", "del", "della", "delle", "den", "der", "des", "di",
    "do", "dos", "du", "e", "el", "en", "et", "for", "from", "für", "het", "in", "la", "las", "le", "les", "los", "o",
    "och", "of", "og", "pour", "para", "per", "the", "this", "to", "und", "van", "ve", "y", "à", "zu", "и", "та", "в",
    "w", "для", "news", "os", "as", "के", "की", "साथ", "से", "और", "dari",
    "i", "ও", "এবং", "اور", "ו",
];

/// What stands right before an agency that is quoted, and makes a citation even of a name that is also another word. An
/// article alone does not: `l'ENA`, `l'ADN`.
#[rustfmt::skip]
pub(super) const CITED_BEFORE: &[&str] = &[
    "told", "told the", "agence", "agency", "agentur", "nachrichtenagentur", "presseagentur", "uutistoimisto", "uutistoimiston", "fréttastofan", "fréttaveitan", "uudisteagentuur", "az", "poinformował", "poinformowała", "powiedziała", "opowiedział", "opowiedziała", "agenzia", "agencia",
    "agência", "agentschap", "persbureau", "nyhetsbyrån", "nyhetsbyrået", "nyhedsbureauet", "agencja", "agencji",
    "agencję", "agencją", "agentura", "agentury", "agentuře", "ajansı", "агентство", "агентства", "агентству",
    "агентством", "агенцією", "агентстві", "وكالة", "لوكالة", "وكالة أنباء", "وكالة انباء", "correspondant de", "corr. de",
    "korrespondent der", "indiqué à", "pela", "pelo", "déclaré à", "confirmé à", "précisé à", "expliqué à", "affirmé à", "assuré à",
    "disse à", "disseram à", "declarações à", "revelou à", "contou à", "afirmou à", "explicou à", "gegenüber der",
    "gegenüber dem", "sagte dem", "sagte gegenüber", "bureau", "büro", "selon", "d'après", "dapres", "selon l'",
    "d'après l'", "é à l'", "é par l'", "dit à l'", "entretien à l'", "journaliste de l'", "correspondant de l'",
    "dépêche de l'", "service de l'", "dépêche à l'", "détail à l'", "communiqué à l'", "according to", "laut",
    "nach", "gegenüber", "secondo", "según", "segundo", "volgens", "enligt", "ifølge", "według", "podle", "сообщает",
    "сообщила", "сообщил", "передает", "передаёт", "передал", "пишет", "повідомляє", "передає", "dijo a",
    "dit à", "ha detto all'", "all'agenzia", "dall'agenzia", "dépêche de", "telegramm", "telegram",
    "depesche", "meldung", "meldung der", "service de", "sagte der", "reported by", "quoted by", "interview with",
    "interview with the", "till", "dice all'", "detto all'", "spiega all'", "spiegato all'", "riferito all'",
    "dichiarato all'", "version d'", "information d'", "dépêche d'", "powiedział", "berichtet", "meldet",
    "agencija", "agencije", "agenciji", "agenciju", "агенција", "агенције", "агенцији", "агенцију", "агенция", "агенцията",
    "agentúra", "agentúre", "agentúry", "agència", "shirika la habari la", "বার্তা সংস্থা", "সংবাদ সংস্থা", "خبر رساں ادارے",
    "خبررساں ادارے", "خبر رساں ایجنسی", "prenosi", "navodi", "javlja", "javila", "наводи", "преноси", "јавља", "јавила", "съобщава", "съобщи",
    "предаде", "предава", "според", "informovala", "uviedla", "podľa", "prema", "према", "segons", "kwa mujibu wa", "dilansir dari", "dilansir", "melansir", "dikutip dari", "mengutip", "kepada", "menurut",
    // Verbs that stand before whom they quote: `informa Efe`, `vahendab BNS`, `donosi PAP`.
    "informa", "informó", "recoge", "reporta", "reportó", "segnala", "riferisce", "riporta", "rende noto", "noticia", "noticiou", "relata",
    "transmite", "relatează", "informează", "scrie", "potrivit", "conform", "rapporte", "donosi", "podaje", "informuje", "hlásí", "uvádí",
    "jelentette", "jelenti", "írja", "raporton", "njofton", "poroča", "piše", "bildirir", "melaporkan", "lapor", "vahendas", "vahendab",
    "teatas", "ziņo", "vēsta", "raksta", "praneša", "pranešė", "skelbia", "informuoja", "перадае", "паведамляе", "повідомив", "цитира",
    // Offices and messages: `biuro Wolffa`, `une note Havas`, `diffusé par la Stefani`.
    "agencya", "agencyi", "agencyę", "ajencya", "ajencyi", "ajencja", "ajencji", "biuro", "biura", "biuru", "biurem", "agenția", "agenției",
    "agenţia", "agenţiei", "agentia", "agentiei", "biroul", "biroului", "biro", "ured", "uredu", "kancelář", "kanceláře", "kanceláři",
    "kanceláří", "agentūra", "agentūros", "agentūrai", "aģentūra", "aģentūras", "aģentūrai", "бюро", "агентствомъ", "агенція", "агенції", "агенціи",
    "πρακτορείο", "πρακτορείον", "πρακτορείου", "πρακτορεῖον", "πρακτορεῖο", "πρακτορεία", "bureaus", "büros", "office", "byrån", "byrå", "byrået",
    "correspondance", "dépêche", "dépêches", "télégramme", "télégrammes", "une note", "communiqué", "telegramme", "telegramms", "depeschen",
    "dispaccio", "dispacci", "telegramma", "telegrama", "telegramas", "una nota", "despacho", "despachos", "diffusé par la", "diffusée par la",
    "publié par la", "publiée par la", "transmis par la", "transmise par la", "communiqué par la", "diffusé par l'", "diffusée par l'",
    "publié par l'", "publiée par l'", "transmis par l'", "transmise par l'", "communiqué par l'",
];

/// What stands right behind an agency that is quoted.
#[rustfmt::skip]
pub(super) const CITED_BEHIND: &[&str] = &[
    "reported", "reports", "said", "says", "news agency", "newswire", "correspondent", "journalist", "reporter",
    "photographer", "quoted", "cited", "citing", "learned", "has learned", "understands", "poll", "-meldung",
    "-bericht", "-korrespondent", "-journalist", "-reporter", "-telegramm", "-depesche", "-agentur", "meldet",
    "berichtet", "zufolge", "erfuhr", "rapporte", "annonce", "mande", "publie", "apprend", "télégraphie",
    "communique", "dément", "donne", "reçoit", "a annoncé", "a rapporté", "informó", "informa", "reportó",
    "riferisce", "riporta", "noticiou", "avançou", "meldt", "bericht", "schrijft", "rapporterar", "skriver", "uppger",
    "rapporterer", "melder", "podaje", "podała", "poinformowała", "сообщает", "сообщило", "сообщил", "передает",
    "передаёт", "пишет", "повідомляє", "'ya", "'ye", "'na", "'ne", "'nın", "'nin", "’ya", "’ye", "’na", "’ne",
    "haber ajansı", "agentliyi", "agentliyinin", "büro", "bureau", "nyhetsbyrå", "şu", "bildirdi",
    "ha informat", "navodi", "наводи", "prenosi", "javlja", "преноси", "јавља", "съобщава", "съобщи", "предаде", "предава", "informovala",
    "uviedla", "জানিয়েছে", "জানায়", "کے مطابق", "نے بتایا", "نے کہا", "imeripoti", "limeripoti",
    // Offices and messages: `Reuterin toimisto`, `Wolff-ügynökség`, `a Laffan telegram`.
    "kancelář", "kancelari", "toimisto", "tietotoimisto", "-iroda", "iroda", "-ügynökség", "ügynökség", "büroo", "agentuur", "-büro",
    "-bureau", "byrå", "biro", "ured", "agencija", "agentura", "ajans", "aģentūr", "agentūr", "telegram", "despatch", "dispatch", "message",
    "cable", "agency", "depesche", "meldung", "agentur", "-távirat", "távirat", "jelentés", "бюро", "агентств",
    // What wires do, in the tense of old papers.
    "confirme", "signale", "fait savoir", "croit savoir", "transmet", "diffuse", "télégraphiait", "erfährt", "verbreitet",
    "veröffentlicht", "teilt mit", "telegraphiert", "telegraphirt", "telegrafiert", "dementiert", "announces", "learns", "telegraphs", "states that", "is informed",
    "is officially informed", "wires", "comunica", "annuncia", "reca", "riceve", "pubblica", "smentisce", "telegrafa",
    "dirama", "anuncia", "telegrafía", "participa", "desmiente", "publica", "diz que", "verneemt", "deelt mede", "deelt mee",
    "seint", "telegrafeert", "verspreidt", "erfar", "har erfar", "meddel", "telegrafer", "beretter", "förmäler", "ilmoittaa",
    "tiedottaa", "sähköttää", "donosi", "ogłasza", "komunikuje", "telegrafuje", "oznamuje", "hlásí", "sděluje", "jelenti", "közli",
    "anunță", "anunţă", "transmite", "află", "αγγέλλει", "ἀγγέλλει", "τηλεγραφεί", "телеграфирует", "телеграфируют", "передаетъ",
    "сообщаетъ", "телеграфируетъ", "извещает", "bildiriyor",
];

/// What leads to a credit even inside a sentence.
#[rustfmt::skip]
const LEADING: &[&str] = &[
    "con información de", "con informaciones de", "con datos de", "con información del", "com informações d",
    "com informação d", "com conteúdo d", "com a agência", "mit material von", "mit material der", "mit material des",
    "mit informationen von", "mit inhalten von", "mit inhalten der", "unter verwendung von material",
    "enthält material", "with files from", "with reporting by", "with reporting from", "with material from",
    "with input from", "with inputs from", "additional reporting by", "reporting by", "inputs from",
    "avec des informations de", "avec les informations de", "à partir d'une dépêche", "con informazioni d",
    "met informatie van", "met medewerking van", "med material från", "по материалам", "с использованием материалов",
    "за матеріалами", "based on reporting by", "based on material from", "material from",
    "this story was supplied by", "published from a", "syndicated from", "auto-generated from", "auto generated from",
    "generated from a", "syndicated feed from", "unformatted feed from", "unedited feed from", "wire feed from", "distributed by", "story is provided by", "content is provided by", "story was provided by", "report is provided by", "na podstawie", 
    
    "με πληροφορίες από", "this report by",
    "autor:", "autoři:", "szerző:", "írta:", "s využitím", "s použitím", "автор:", "аутор:", "συντάκτης:", 
    "转自：", 
    "इनपुट:", "इनपुट :", 
    "amb informació d", "amb informacions d", "по материали на", "с материали на", 
    "সূত্রঃ", "بشکریہ", 
    "übermittelt durch", "text stammt von", "beitrag stammt von", "bericht stammt von", "artikel stammt von",
    "meldung stammt von", "texte provient de", "article provient de", "contenu provient de", "texto procede de",
    "artículo procede de", "texto provém d", "testo proviene da", "articolo proviene da", "bericht is afkomstig van",
    "artikel is afkomstig van", "texten kommer från", "artikeln kommer från", "tekst pochodzi z", "artykuł pochodzi z",
    "text pochází z", "článek pochází z",
    "செய்தி:", "piše:", "пише:", "courtesy:", "courtesy :", "ምንጭ፦", "ምንጭ፡", "աղբյուր՝", "աղբյուրը՝", "s použitím materiálu", "s použitím materiálov", "s využitím materiálu",
];

/// With what the press of Iran opens a text that an agency gave: `به گزارش ایسنا، …`.
pub(super) const OPENING: &str = "به گزارش";

/// What joins an agency to the outlet before it, in scripts that write *and* to the word.
pub(super) const AND_AGENCY: &[&str] = &["וסוכנות", "וסוכנויות", "וסוכנויות הידיעות", "ووكالة", "ووكالات"];

/// What follows an agency that gave a text.
#[rustfmt::skip]
const TRAILING: &[&str] = &[
    "'s earlier story is below", "’s earlier story is below", "contributed to this", "contributed to the", "contributed reporting", "was used in this report", "was used in this story",
    "was used in compiling", "were used in this report", "were used in compiling", "a contribué à", "ont contribué à",
    "contribuyó a", "contribuyeron a", "contribuiu para", "haben zu diesem", "hat zu diesem", "heeft bijgedragen",
    "ha contribuito", "से ली गई", "की फीड से", "के इनपुट",
];

/// Words that make a line a caption or a picture's credit.
#[rustfmt::skip]
const PHOTO: &[&str] = &[
    "photo", "foto", "fotó", "Fotó", "FOTÓ", "file/", ", file", "pool/", "photograph", "wirephoto", "radiophoto", "soundphoto", "laserphoto", "picture", "image", "bild", "imagen", "imagem",
    "immagine", "crédit photo", "photo credit", "credit:", "pic:", "pix:", "téléphoto", "telephoto", "bélino", "belino",
    "funkbild", "kuva", "zdj", "fot.", "kép:", "фото", "صورة", "الصورة", "تصوير", "写真", "寫真", "撮影", "必須クレジット", "mandatory credit", "图片", "圖片", "图：", "图源", "圖源",
    "图/", "圖：", "圖/", "供图", "사진", "caption", "légende", "infographi", "infografik", "infografía", "graphic", "grafik",
    "fotoğraf", "ilustra", "symbolbild", "archiv", "getty", "scanpix", "shutterstock", "video:", "video by", "video courtesy", "videó", "wideo", "видео:", "відео:", "映像：", "視頻：", "视频：", "vidéo", "vídeo", "ảnh",
    "gambar", "फोटो", "तस्वीर", "ภาพ:", "ภาพ :", "ภาพจาก", "slika", "φωτο",
    "снимка", "imatge", "ছবি", "تصویر", "فوٹو", "عکاس", "المصور", "picha", "Φωτο", "Фото", "Ảnh", "Снимка", "عکس", "צילום",
];

fn search(words: &[&str]) -> AhoCorasick {
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("the lists of cues are small")
}

/// Finds a [`PHOTO`] cue.
pub(super) static PHOTO_CUES: LazyLock<AhoCorasick> = LazyLock::new(|| search(PHOTO));
/// Finds a [`LEADING`] cue.
pub(super) static LEADING_CUES: LazyLock<AhoCorasick> = LazyLock::new(|| search(LEADING));
/// Finds a [`TRAILING`] cue.
pub(super) static TRAILING_CUES: LazyLock<AhoCorasick> = LazyLock::new(|| search(TRAILING));

/// What a word does in a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// It introduces a credit.
    Credit,
    /// It joins parts.
    Joining,
    /// It may be a name: it has a capital.
    Name,
    /// Digits, initials, a time.
    Figure,
    /// Lower-case letters, up to four: a desk's code where one may stand.
    Short,
    /// A word of a sentence.
    Prose,
    /// The same in a script without capitals, where it may be a name as well.
    Uncased,
}

static LISTED: LazyLock<FxHashMap<&str, Word>> = LazyLock::new(|| {
    let joining = JOINING_WORDS.iter().map(|&w| (w, Word::Joining));
    joining.chain(CREDIT_WORDS.iter().map(|&w| (w, Word::Credit))).collect()
});

/// Whether `word` joins parts of a credit, whatever its case.
pub(super) fn joins(word: &str) -> bool {
    !word.is_empty() && word.len() <= 8 && LISTED.get(word.to_lowercase().as_str()) == Some(&Word::Joining)
}

/// What `word` does in a credit.
pub(super) fn role(word: &str) -> Word {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Word::Joining };
    if word.ends_with(['\'', '’', '`']) || word.contains(['"', '“', '”', '«', '»', '„', '?', '!']) {
        return Word::Prose;
    }
    if !word.bytes().any(|b| b.is_ascii_alphabetic()) && word.is_ascii() {
        return Word::Figure;
    }
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = bare.to_lowercase();
    let listed = LISTED.get(lower.as_str()).copied();
    if listed == Some(Word::Credit) {
        return Word::Credit;
    }
    if first.is_ascii_digit() {
        return Word::Figure;
    }
    // `hirado.hu`
    if bare.contains('.')
        && bare.split('.').all(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    {
        return Word::Name;
    }
    // `d'Orsa`, `dell'Orsa`
    if bare
        .split_once(['\'', '’'])
        .is_some_and(|(article, name)| article.len() <= 5 && name.starts_with(char::is_uppercase))
    {
        return Word::Name;
    }
    if first.is_uppercase() {
        return if lower.chars().count() == 1 || word.ends_with('.') && bare.chars().count() <= 2 {
            Word::Figure
        } else {
            Word::Name
        };
    }
    if listed == Some(Word::Joining) {
        return Word::Joining;
    }
    if bare.is_empty() {
        return Word::Joining;
    }
    match first {
        _ if !first.is_alphabetic() => Word::Prose,
        _ if !first.is_lowercase() => Word::Uncased,
        _ if bare.chars().count() <= 4 => Word::Short,
        _ => Word::Prose,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_roles() {
        for (word, is) in [
            ("avec", Word::Credit),
            ("Source", Word::Credit),
            ("et", Word::Joining),
            ("Monde", Word::Name),
            ("d'Orsa", Word::Name),
            ("A.", Word::Figure),
            ("2018", Word::Figure),
            ("nxp", Word::Short),
            ("l'", Word::Prose),
            ("annoncé", Word::Prose),
            ("기자", Word::Credit),
            ("सौम्या", Word::Uncased),
        ] {
            assert_eq!(role(word), is, "{word}");
        }
    }
}
