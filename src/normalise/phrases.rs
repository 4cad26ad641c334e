//! Beginnings of lines that are furniture on any site: what serves until a source's own furniture is learnt.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

struct Phrase {
    text: &'static str,
    whole_line: bool,
}

/// What short lines end with that say whose the text is, by their last byte.
static ENDS: LazyLock<FxHashMap<u8, Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_last: FxHashMap<u8, Vec<&'static str>> = FxHashMap::default();
    for end in include_str!("phrases.txt").lines().filter_map(|line| line.strip_prefix("end ")) {
        if let Some(last) = end.bytes().last() {
            by_last.entry(last).or_default().push(end);
        }
    }
    by_last
});

/// Longest line that is furniture by its end: a name and what it reserves. Unit: bytes.
const MAX_ENDED: usize = 120;

/// The phrases by their first three bytes.
static PHRASES: LazyLock<FxHashMap<[u8; 3], Vec<Phrase>>> = LazyLock::new(|| {
    let mut by_head: FxHashMap<[u8; 3], Vec<Phrase>> = FxHashMap::default();
    for line in include_str!("phrases.txt").lines() {
        let (whole_line, text) = match line.split_once(' ') {
            Some(("start", text)) => (false, text),
            Some(("line", text)) => (true, text),
            _ => continue,
        };
        if let Some(head) = head(text) {
            by_head.entry(head).or_default().push(Phrase { text, whole_line });
        }
    }
    by_head
});

fn head(line: &str) -> Option<[u8; 3]> {
    line.as_bytes().first_chunk::<3>().copied()
}

/// Whether a short line or sentence of clean text ends as furniture does: it says whose the text is.
///
/// Cost: O(1).
pub fn ends_as_furniture(line: &str) -> bool {
    let end = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    let ends = if end.len() <= MAX_ENDED { end.bytes().last().and_then(|last| ENDS.get(&last)) } else { None };
    ends.is_some_and(|ends| ends.iter().any(|phrase| end.ends_with(phrase)))
}

/// Whether a line or sentence of clean text begins as furniture does, or is short and ends so.
///
/// Cost: O(1).
pub fn begins_as_furniture(line: &str) -> bool {
    if ends_as_furniture(line) {
        return true;
    }
    let begin = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(phrases) = head(begin).and_then(|head| PHRASES.get(&head)) else { return false };
    phrases.iter().any(|phrase| {
        let Some(rest) = rest_behind(begin, phrase.text) else { return false };
        if phrase.whole_line {
            // Nothing else, but for a count: "Comments (12)".
            return !rest.chars().any(char::is_alphabetic);
        }
        // Scripts without spaces go on without one, and behind a share as well.
        let unspaced = phrase.text.chars().next_back().is_some_and(
            |c| matches!(c, '%' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3000}'..),
        );
        unspaced || !rest.starts_with(char::is_alphanumeric)
    })
}

/// What stands behind a phrase, in which `#` is any number or none, and the blanks around it.
fn rest_behind<'a>(line: &'a str, phrase: &str) -> Option<&'a str> {
    let Some((before, behind)) = phrase.split_once('#') else { return line.strip_prefix(phrase) };
    let rest = line.strip_prefix(before.trim_end())?;
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}');
    rest.trim_start_matches(is_number).strip_prefix(behind.trim_start())
}

/// Whether what stands before a line's first word ends with the sign of copyright: of a short line, it tells that it says
/// whose the page or a picture is.
///
/// Cost: O(1).
pub fn is_behind_copyright_sign(before: &str) -> bool {
    before.trim_end_matches([' ', '\u{a0}']).ends_with(['©', 'ⓒ'])
}

/// Whether a text may hold embedded posts at all: if not, none of its sentences needs to be asked.
///
/// Cost: one search for two bytes.
pub fn may_hold_posts(text: &str) -> bool {
    memchr::memchr(b'@', text.as_bytes()).is_some() || PICTURE.find(text.as_bytes()).is_some()
}

/// The link to a post's picture.
static PICTURE: LazyLock<memchr::memmem::Finder<'static>> =
    LazyLock::new(|| memchr::memmem::Finder::new("pic.twitter.com/"));

/// Whether a sentence is an embedded post of a social network: it holds the link to its picture, or is the signature
/// with the handle.
///
/// Cost: O(length of the sentence).
pub fn is_embedded_post(sentence: &str) -> bool {
    let bytes = sentence.as_bytes();
    if PICTURE.find(bytes).is_some() {
        return true;
    }
    memchr::memmem::find(bytes, b"(@").is_some_and(|at| {
        let handle = bytes[at + 2..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        (1..=15).contains(&handle)
            && bytes.get(at + 2 + handle) == Some(&b')')
            && sentence.trim_start().starts_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;

    #[test]
    fn furniture_is_known_by_its_beginning() {
        let furniture = [
            "» LIRE AUSSI - «Gilets jaunes»: la mobilisation",
            "We and our 214 partners store information on a device",
            "Wir und unsere 1.214 Partner verarbeiten Daten",
            "Nous et nos partenaires utilisons des traceurs",
            "我们和214个合作伙伴在您的设备上存储信息",
            "Lire aussi Article réservé à nos abonnés",
            "LAISSER UN COMMENTAIRE",
            "S'il vous plaît entrez votre commentaire!",
            "Instagram",
            "Comentarios (0).",
            "Δημοσίευση σχολίου",
            "Naujausi komentarai",
            "Enviar um comentário",
            "הוספת תגובה",
            "وقد يهمك أيضًا:",
            "La Voz de Puertomira, todos los derechos reservados",
            "Read more: the bridge",
            "Copyright 2031 by The Orsa Mail",
            "Read or Share this story: http://orsa.example/1x",
            "Our Standards: The Thomson Reuters Trust Principles.",
            "This story has not been edited by our staff",
            "View Gallery",
            "3 min read",
            "Eds: UPDATES with ninth victim",
            "Читайте также: мост",
            "Читайте також: що змінилося",
            "ČTĚTE TAKÉ: Jak poznat výzvu",
            "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ: Πότε πληρώνονται",
            "Iratkozzon fel hírlevelünkre!",
            "Loe ka: sild",
            "Skaitykite taip pat",
            "Irakurri gehiago: zubia",
            "აგრეთვე წაიკითხეთ: ხიდი",
            "Կարդացեք նաև՝ կամուրջ",
            "ተዛማጅ ዜናዎች",
            "ఇవి కూడా చదవండి",
            "සියලු හිමිකම් ඇවිරිණි",
            "អានបន្ត៖ ស្ពាន",
            "ແບ່ງປັນຂ່າວນີ້",
            "ဆက်စပ်သတင်းများ",
            "Akhri sidoo kale: buundada",
            "Juttu jatkuu mainoksen jälkeen",
            "Citește și",
            "תגובות (12)",
            "קבוצת אלומה תקשורת. כל הזכויות שמורות",
            "بیشتر بخوانید: قبض آب",
            "اشتراک‌گذاری در تلگرام | واتساپ",
            "相关阅读：大桥",
            "本报版权所有，未经书面授权不得转载",
            "関連記事",
            "관련기사",
            "यह भी पढ़ें: पुल",
            "Baca juga: Jembatan",
            "Bình luận (0)",
            "ติดตามเราได้ที่เฟซบุ๊ก",
            "Il vous reste 62 % de cet article à lire",
            "Für unverlangt eingesandte Manuskripte keine Gewähr",
            "Abonnementsprijs f 3,90 per kwartaal",
            "PRECIOS DE SUSCRIPCIÓN: una peseta al mes",
            "® Ghi rõ nguồn khi phát hành lại",
            "Direttore responsabile: Arturo Pellegri",
            "Oletko jo tilaaja? Kirjaudu sisään",
            "Pozostało 71% tekstu",
            "残り612文字",
            "剩余62%内容",
            "เนื้อหานี้สำหรับสมาชิกเท่านั้น",
            "On y va ! pic.twitter.com/abc",
            "— Ville de Valmorin (@valmorin) 3 mars 2031",
        ];
        for line in furniture {
            let text = clean(line);
            assert!(begins_as_furniture(text.as_str()) || is_embedded_post(text.as_str()), "{line}");
        }
        assert!(is_behind_copyright_sign("Fin du texte.\n\n© "));
        assert!(!is_behind_copyright_sign("") && !is_behind_copyright_sign("Le pont © Jean Villard. "));
        let body = [
            "Lire aussitôt serait une erreur, dit-il.",
            "Instagram a annoncé jeudi une nouvelle règle.",
            "Le ministre (@ministre) a publié un message.",
            "Readers of the paper were told.",
            "Copyright law was tightened on Tuesday.",
            "Search crews found the boat.",
            "Shares of the company fell.",
            "More than 40 people were hurt.",
            "Video of the bridge was shown in court.",
            "Home to 400 people, the village was cut off.",
            "Bình luận về cây cầu, ông nói sẽ mở lại.",
            "無料会員は40万人に達した。",
            "成为会员国之后，该国将减税。",
            "He said that all rights reserved to the state by the old treaty would now pass to the two towns, as had \
             been agreed.",
            "",
        ];
        for line in body {
            let text = clean(line);
            assert!(!begins_as_furniture(text.as_str()) && !is_embedded_post(text.as_str()), "{line}");
        }
    }
}
