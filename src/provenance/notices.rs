//! Which dispatches a kill or withhold notice withdraws: by the headlines that it names.
//!
//! A notice repeats the headline behind its mark (`KILL: Bank raises rate`, `ANNULATION – Le pont rouvre`), or quotes it in
//! its text (`Merci de ne pas publier notre dépêche « Le pont rouvre »`). It shares nothing else with the dispatch.

use super::context::{Offsets, trim};
use super::{Field, Mark, MarkKind, Signals, marks};
use crate::article::Article;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use std::ops::Range;
use std::sync::LazyLock;

/// How much of a notice's text is read, in characters.
const NOTICE: usize = 1200;

/// Words from which a quotation can be a headline.
const MIN_WORDS: usize = 3;

/// Headlines that are kept of a notice.
const MAX_HEADLINES: usize = 4;

/// Quotation marks, opening and closing.
const QUOTES: [(char, char); 9] =
    [('«', '»'), ('“', '”'), ('„', '“'), ('‘', '’'), ('"', '"'), ('「', '」'), ('『', '』'), ('《', '》'), ('”', '”')];

/// Longest line that asks editors not to use an item, in bytes.
const REQUEST: usize = 500;

/// With what an agency asks that an item be not printed.
#[rustfmt::skip]
const NOT_TO_USE: &[&str] = &[
    "do not use", "not be used", "please kill", "please disregard", "nicht verwenden", "nicht zu verwenden", "nicht mehr verwenden", "bitte verwenden sie",
    "nicht veröffentlichen", "ne pas utiliser", "ne pas publier", "ne pas tenir compte", "no utilizar", "no utilicen", "no usar",
    "no publicar", "no publiquen", "anulen la", "anulen el", "não utilizar", "não utilizem", "não usar", "não publicar", "não publiquem",
    "desconsiderar", "desconsiderem", "non utilizzare", "non usare", "non pubblicare", "non tenere conto", "niet te gebruiken",
    "niet gebruiken", "niet te publiceren", "ikke brukes", "ikke bruk ", "ikke bruges", "brug ikke", "ikke anvend", "använd inte",
    "inte användas", "älkää käyttäkö", "ei saa käyttää", "ne használj", "ne közölj", "nu folosi", "nu utiliz", "nu publica",
    "μη χρησιμοποιηθεί", "μην χρησιμοποιηθεί", "μη χρησιμοποιήσ", "μη δημοσιευ", "kullanmayın", "kullanılmaması", "jangan gunakan",
    "tidak digunakan", "jangan siarkan", "jangan disiarkan", "sila abaikan", "mohon abaikan", "không sử dụng", "không đăng", "उपयोग न कर", "इस्तेमाल न कर",
    "प्रकाशित न कर", "ব্যবহার না কর", "প্রকাশ না কর", "منتشر نکنید", "استفاده نکنید", "استعمال نہ کر", "شائع نہ کر",
    "לא להשתמש", "לא לפרסם", "عدم استخدام", "عدم نشر", "عدم استعمال", "사용하지 말", "사용하지 마", "не використовув", "не публікув",
    "не использовать", "не публиковать", "не користит", "не објављу", "ne koristit", "ne koriste", "ne objavlj", "ne uporablja",
    "no utilitzi", "no publiqui", "msiitumie", "msitumie", "niewykorzystywanie", "nie wykorzystywać", "nie publikować",
    "niepublikowanie", "nepoužívat", "nepoužívejte", "nepoužívajte", "да не се използва", "да не се публикува", "请勿采用", "请勿使用",
    "請勿採用", "請勿使用", "使用しないで", "配信しないで", "งดใช้",
    "als nicht gesendet", "considérer comme nul", "prière d'annuler", "merci d'annuler", "rogamos anul", "considerare annullat",
    "considerarsi annullat", "să anulați știrea", "anulați știrea", "anulaţi ştirea", "anulowanie depeszy", "anulować depeszę",
    "prosíme zrušte", "beder om, at telegrammet", "beder om at telegrammet", "ber om at meldingen", "ber att telegrammet",
    "älkää julkaisko", "haberi yayımlamayın", "haberi yayınlamayın", "haberin yayımlanmaması", "haberin yayınlanmaması",
    "haberi dikkate almayın", "να θεωρηθεί άκυρ", "να ακυρώσετε", "просим аннулировать", "просьба аннулировать", "просимо анулювати",
    "моля анулирайте", "إلغاء الخبر", "اعتبار الخبر لاغ", "خبر باطل تلقی", "خبر را نادیده بگیرید", "منسوخ سمجھی جائے", "خبر کو منسوخ",
    "समाचार को रद्द", "खबर को रद्द", "ख़बर को रद्द", "बातमी रद्द", "সংবাদটি বাতিল", "খবরটি বাতিল", "செய்தியை ரத்து",
    "செய்தியை வெளியிட வேண்டாம்", "செய்தியைப் பயன்படுத்த வேண்டாம்", "వార్తను ఉపయోగించవద్దు", "വാർത്ത ഉപയോഗിക്കരുത്", "ಸುದ್ದಿಯನ್ನು ಬಳಸಬೇಡಿ",
    "mohon dibatalkan", "jangan dimuat", "hủy bỏ tin \"", "hủy bỏ tin “", "hủy tin \"", "hủy tin “", "hủy bỏ bản tin", "hủy bản tin",
    "ขอยกเลิกข่าว", "기사를 취소합니다", "전문 취소합니다", "記事を取り消します", "配信を取り消します", "msichapishe habari", "futeni habari", "ዜናውን እንዳይጠቀሙ",
    "kada a yi amfani da labarin", "לבטל את הידיעה", "no l'utilitzeu", "no utilitzeu",
];

/// What the request is about, or to whom it goes.
#[rustfmt::skip]
const ITEMS: &[&str] = &[
    "story", "item", "dispatch", "headline", "editors", "eds:", "clients", "subscribers", "meldung", "bericht", "dépêche", "depeche",
    "noticia", "despacho", "notícia", "nota ", "notizia", "lancio", "historien", "meldinge", "telegram", "nyheten", "texten",
    "juttu", "uutista", "uutinen", "hírt", "hírét", "a hír", "ştire", "știre", "materialul", "είδηση", "τηλεγράφημα", "ΑΝΑΚΛΗΣΗ", "haber", "berita",
    "tin này", "bản tin", "các báo", "खबर", "ख़बर", "समाचार", "সংবাদ", "খবর", "خبر", "ידיעה", "ביטול", "기사", "новин", "повідомлення", "сообщени",
    "новость", "материал", "вест", "vest", "vijest", "novic", "informaci", "habari", "depesz", "zpráv", "správ", "稿", "新闻", "新聞",
    "記事", "ข่าว", "информацията",
    "செய்தியை", "వార్తను", "വാർത്ത ഉപയോഗിക്കരുത്", "ಸುದ್ದಿಯನ್ನು ಬಳಸಬೇಡಿ", "बातमी", "ዜናውን", "labarin", "hủy bỏ tin", "hủy tin", "הידיעה",
    "配信を取り消し",
];

fn search(words: &[&str]) -> AhoCorasick {
    AhoCorasickBuilder::new().ascii_case_insensitive(true).build(words).expect("the lists are small")
}

static REQUESTS: LazyLock<AhoCorasick> = LazyLock::new(|| search(NOT_TO_USE));
static MEANT: LazyLock<AhoCorasick> = LazyLock::new(|| search(ITEMS));

/// Adds the mark of a line that asks editors not to use an item, whatever it begins with: `Bitte verwenden Sie diese Meldung
/// nicht`.
pub(super) fn withdrawal(text: &str, range: Range<usize>, field: Field, signals: &mut Signals) {
    let range = trim(text, range);
    let line = &text[range.clone()];
    let known = signals.marks.iter().any(|m| matches!(m.kind, MarkKind::Kill | MarkKind::Withhold));
    if known || line.len() > REQUEST {
        return;
    }
    let Some(request) = REQUESTS.find(line) else { return };
    if MEANT.is_match(line) {
        let span = Offsets::new(text).span(range.start + request.start()..range.start + request.end());
        marks::add(signals, Mark { kind: MarkKind::Kill, number: None, field, span });
    }
}

/// Adds the headlines that a notice names.
pub(super) fn read(article: &Article, signals: &mut Signals) {
    let marks = signals.marks.iter().filter(|m| matches!(m.kind, MarkKind::Kill | MarkKind::Withhold));
    let marks: Vec<_> = marks.copied().collect();
    if marks.is_empty() {
        return;
    }
    let mut found: Vec<String> = Vec::new();
    let title = article.title.as_deref().unwrap_or_default();
    let text: String = article.text.chars().take(NOTICE).collect();
    for mark in &marks {
        let whole = match mark.field {
            Field::Title => title,
            Field::Text => &text,
            // The item itself was withdrawn by its record: its own headline is meant.
            Field::PublicationStatus => {
                found.push(title.to_owned());
                continue;
            }
            _ => continue,
        };
        let behind: String = whole.chars().skip(mark.span.end as usize).collect();
        let line = behind.lines().next().unwrap_or_default();
        found.push(line.trim_start_matches(|c: char| !c.is_alphanumeric() && !opens(c)).trim().to_owned());
    }
    let note = article.metadata.editorial_note.as_deref().unwrap_or_default();
    for whole in [title, &text, note] {
        quoted(whole, &mut found);
    }
    for headline in found {
        let words = headline.split_whitespace().count();
        let long = words >= MIN_WORDS || headline.chars().count() >= 6 && words == 1 && !headline.is_ascii();
        if long && !signals.withdraws.contains(&headline) && signals.withdraws.len() < MAX_HEADLINES {
            signals.withdraws.push(headline);
        }
    }
}

fn opens(c: char) -> bool {
    QUOTES.iter().any(|(open, _)| *open == c)
}

/// Adds what stands between quotation marks.
fn quoted(text: &str, found: &mut Vec<String>) {
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| opens(*c)) {
        let inner = &rest[at + c.len_utf8()..];
        let end = QUOTES.iter().filter(|(open, _)| *open == c).filter_map(|(_, close)| inner.find(*close)).min();
        let Some(end) = end else { return };
        found.push(inner[..end].trim().to_owned());
        rest = inner[end..].char_indices().nth(1).map_or("", |(i, _)| &inner[end + i..]);
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::provenance::read_signals;

    #[test]
    fn notices_name_what_they_withdraw() {
        let withdraws =
            |title: &str, text: &str| read_signals(&Article::new("a", text).with_title(title), None).withdraws;
        assert_eq!(withdraws("KILL: Bank raises rate by a point", "A notice."), ["Bank raises rate by a point"]);
        assert_eq!(
            withdraws("ANNULATION", "Merci de ne pas publier notre dépêche « Le pont de Valmorin rouvre »."),
            ["Le pont de Valmorin rouvre"]
        );
        assert_eq!(
            withdraws("Hinweis", "RÜCKZUG: Bitte verwenden Sie die Meldung „Brücke wieder offen“ nicht."),
            ["Bitte verwenden Sie die Meldung „Brücke wieder offen“ nicht.", "Brücke wieder offen"]
        );
        assert!(withdraws("Bank raises rate by a point", "He said \"we will raise it again\".").is_empty());
    }
}
