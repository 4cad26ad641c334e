//! From whom an article says that it was taken over: `via LeMonde`, `Originally published on X`, a canonical link.

use super::context::{Offsets, ceil, floor, is_dash, phrase, trim};
use super::gazetteer::{LONGEST, host_of};
use super::names::find;
use super::{Field, Gazetteer, Signals, Via};
use crate::article::Article;
use crate::units::{Language, Span};
use std::ops::Range;

/// How much of the text's head and foot is read, in bytes.
const HEAD: usize = 500;
const FOOT: usize = 2000;
/// Longest name of an outlet that a text gives, in characters.
const NAME: usize = 80;

/// Articles that a record says it is based on, of which the outlets are read; what names more names no source.
const MAX_BASED_ON: usize = 64;

/// Where a cue may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a short line, the name behind it.
    Line,
    /// Anywhere, the name behind it.
    Anywhere,
    /// Anywhere, and no name: a link.
    Link,
    /// Behind the name, with which its line begins.
    Behind,
    /// As [`Line`], in texts of this language: elsewhere it is another word.
    LineIn(&'static str),
}
use Place::{Anywhere, Behind, Line, LineIn, Link};

const CUES: &[(&str, Place)] = &[
    ("via ", Line),
    ("via: ", Line),
    ("vía ", Line),
    ("vía: ", Line),
    ("Vía: ", Line),
    ("za: ", Line),
    ("Alıntı: ", Line),
    ("alıntı: ", Line),
    ("Informację podał ", Line),
    ("Впервые опубликовано: ", Line),
    ("со ссылкой на ", Line),
    ("Со ссылкой на ", Line),
    ("本文转载自", Line),
    ("articolo pubblicato da ", Line),
    ("lees verder bij ", Line),
    ("lees verder bij het ", Line),
    ("lees verder bij de ", Line),
    ("Źródło:", Line),
    ("Со ссылкой на газету ", Line),
    ("Со ссылкой на издание ", Line),
    ("Как пишет ", Anywhere),
    ("как пишет ", Anywhere),
    ("(da ", Line),
    ("texto: ", Line),
    ("元記事：", Line),
    ("元記事:", Line),
    ("から転載", Behind),
    ("より転載", Behind),
    ("によると、以下の通り", Behind),
    ("에서 전재", Behind),
    (" var först med att rapportera", Behind),
    ("h/t ", Line),
    ("source:", Line),
    ("source :", Line),
    ("source\u{a0}:", Line),
    ("sources:", Line),
    ("sources :", Line),
    ("quelle:", Line),
    ("quellen:", Line),
    ("fuente:", Line),
    ("fuente original:", Line),
    ("fonte:", Line),
    ("bron:", Line),
    ("källa:", Line),
    ("kilde:", Line),
    ("źródło:", Line),
    ("zdroj:", Line),
    ("kaynak:", Line),
    ("sursa:", Line),
    ("lähde:", Line),
    ("zdroj :", Line),
    ("převzato z ", Line),
    ("preluat din ", Line),
    ("preluare ", Line),
    ("forrás:", Line),
    ("forrás :", Line),
    ("izvor:", Line),
    ("vir:", Line),
    ("allikas:", Line),
    ("avots:", Line),
    ("šaltinis:", Line),
    ("Šaltinis:", Line),
    ("Πηγή:", Line),
    ("πηγή:", Line),
    ("ΠΗΓΗ:", Line),
    ("Πηγή :", Line),
    ("Αναδημοσίευση από ", Line),
    ("Πρώτη δημοσίευση: ", Line),
    ("Извор:", Line),
    ("извор:", Line),
    ("Източник:", Line),
    ("източник:", Line),
    ("Крыніца:", Line),
    ("З посиланням на ", Line),
    ("Як пише ", Anywhere),
    ("як пише ", Anywhere),
    ("Вперше опубліковано: ", Line),
    ("מקור:", Line),
    ("המקור:", Line),
    ("פורסם לראשונה באתר ", Anywhere),
    ("منبع:", Line),
    ("منبع :", Line),
    ("به نقل از ", Line),
    ("Источник:", Line),
    ("источник:", Line),
    ("Джерело:", Line),
    ("المصدر:", Line),
    ("المصدر :", Line),
    ("نقلا عن ", Line),
    ("نقلاً عن ", Line),
    ("转自：", Line),
    ("转自:", Line),
    ("转载自：", Line),
    ("转载自", Line),
    ("来源：", Line),
    ("来源:", Line),
    ("來源：", Line),
    ("文章来源：", Line),
    ("稿源：", Line),
    ("出典：", Line),
    ("出典:", Line),
    ("出典元：", Line),
    ("引用元：", Line),
    ("配信元：", Line),
    ("출처:", Line),
    ("출처 :", Line),
    ("출처=", Line),
    ("출처 =", Line),
    ("출처]", Line),
    ("원문:", Line),
    ("स्रोत:", Line),
    ("स्रोत :", Line),
    ("स्रोत-", Line),
    ("सोर्स:", Line),
    ("साभार:", Line),
    ("साभार :", Line),
    ("साभार-", Line),
    ("साभार -", Line),
    ("sumber:", Line),
    ("sumber :", Line),
    ("dikutip dari ", Line),
    ("dilansir dari ", Line),
    ("dilansir ", LineIn("id")),
    ("artikel ini telah tayang di", Anywhere),
    ("artikel ini sudah tayang di", Anywhere),
    ("artikel ini pertama kali tayang di", Anywhere),
    ("artikel ini pertama kali terbit di", Anywhere),
    ("nguồn:", Line),
    ("nguồn :", Line),
    ("nguồn tin:", Line),
    ("nguồn ", LineIn("vi")),
    ("theo ", LineIn("vi")),
    ("dẫn theo ", LineIn("vi")),
    ("ที่มา:", Line),
    ("ที่มา :", Line),
    ("ที่มา ", LineIn("th")),
    ("แหล่งที่มา:", Line),
    ("แหล่งที่มา :", Line),
    ("อ้างอิง:", Line),
    ("อ้างอิง :", Line),
    ("ขอบคุณ ", LineIn("th")),
    ("ขอบคุณข้อมูลจาก", Line),
    ("ขอบคุณที่มา", Line),
    ("เครดิต:", Line),
    ("เครดิต :", Line),
    ("เครดิต ", LineIn("th")),
    ("font:", Line),
    ("fonts:", Line),
    ("publicat originalment a", Anywhere),
    ("publicat originalment per", Anywhere),
    ("kilder:", Line),
    ("oprindeligt bragt i", Anywhere),
    ("oprindeligt udgivet af", Anywhere),
    ("først bragt i", Anywhere),
    ("først omtalt af", Anywhere),
    ("først omtalt av", Anywhere),
    ("først publisert i", Anywhere),
    ("først publisert på", Anywhere),
    ("først publisert av", Anywhere),
    ("opprinnelig publisert i", Anywhere),
    ("opprinnelig publisert på", Anywhere),
    ("ursprungligen publicerad på", Anywhere),
    ("det skriver ", Line),
    ("Препечатано от ", Line),
    ("Първоначално публикувано в", Anywhere),
    ("първоначално публикувана в", Anywhere),
    ("preuzeto sa ", Line),
    ("preuzeto s ", Line),
    ("preuzeto iz ", Line),
    ("preneto sa ", Line),
    ("Преузето са ", Line),
    ("преузето са ", Line),
    ("Пренето са ", Line),
    ("prevzaté z ", Line),
    ("সূত্র:", Line),
    ("সূত্র :", Line),
    ("সূত্রঃ", Line),
    ("তথ্যসূত্র:", Line),
    ("তথ্যসূত্র :", Line),
    ("সৌজন্যে:", Line),
    ("সৌজন্যে :", Line),
    ("بشکریہ:", Line),
    ("بشکریہ :", Line),
    ("بشکریہ ", LineIn("ur")),
    ("ماخذ:", Line),
    ("chanzo:", Line),
    ("chanzo :", Line),
    ("chanzo cha habari:", Line),
    ("imechapishwa kwanza na", Anywhere),
    ("ilichapishwa kwanza na", Anywhere),
    ("ilichapishwa awali na", Anywhere),
    ("originally published on", Anywhere),
    ("originally published in", Anywhere),
    ("originally published by", Anywhere),
    ("originally published at", Anywhere),
    ("originally appeared on", Anywhere),
    ("originally appeared in", Anywhere),
    ("originally appeared at", Anywhere),
    ("first published on", Anywhere),
    ("first published in", Anywhere),
    ("first published by", Anywhere),
    ("first appeared on", Anywhere),
    ("first appeared in", Anywhere),
    ("appeared first on", Anywhere),
    ("republished from", Anywhere),
    ("republished with permission from", Anywhere),
    ("republished with permission of", Anywhere),
    ("reprinted from", Anywhere),
    ("reprinted with permission from", Anywhere),
    ("reprinted with permission of", Anywhere),
    ("republished from the", Anywhere),
    ("this story was produced by", Anywhere),
    ("initialement publié sur", Anywhere),
    ("initialement publié dans", Anywhere),
    ("initialement publié par", Anywhere),
    ("initialement paru dans", Anywhere),
    ("initialement paru sur", Anywhere),
    ("d'abord paru dans", Anywhere),
    ("d’abord paru dans", Anywhere),
    ("d'abord paru sur", Anywhere),
    ("d’abord paru sur", Anywhere),
    ("est apparu en premier sur", Anywhere),
    ("publié à l'origine par", Anywhere),
    ("publié à l'origine sur", Anywhere),
    ("publié d'abord sur", Anywhere),
    ("cet article est repris de", Anywhere),
    ("repris du site", Anywhere),
    ("este artículo fue publicado en", Anywhere),
    ("este artículo fue publicado originalmente en", Anywhere),
    ("publicado originalmente en", Anywhere),
    ("publicado originalmente por", Anywhere),
    ("se publicó originalmente en", Anywhere),
    ("apareció primero en", Anywhere),
    ("según publica", Anywhere),
    ("publicado originalmente no", Anywhere),
    ("publicada originalmente no", Anywhere),
    ("publicada originalmente na", Anywhere),
    ("publicada originalmente em", Anywhere),
    ("publicado originalmente na", Anywhere),
    ("publicado originalmente em", Anywhere),
    ("apareceu primeiro em", Anywhere),
    ("apareceu primeiro no", Anywhere),
    ("zuerst erschienen bei", Anywhere),
    ("zuerst erschienen in", Anywhere),
    ("zuerst erschienen auf", Anywhere),
    ("erschien zuerst auf", Anywhere),
    ("erschien zuerst bei", Anywhere),
    ("erschien zuerst in", Anywhere),
    ("erschien zuerst im", Anywhere),
    ("ursprünglich erschienen in", Anywhere),
    ("ursprünglich erschienen bei", Anywhere),
    ("ursprünglich erschienen auf", Anywhere),
    ("ursprünglich erschienen:", Anywhere),
    ("ursprünglich veröffentlicht auf", Anywhere),
    ("ursprünglich veröffentlicht von", Anywhere),
    ("erschien ursprünglich in", Anywhere),
    ("erschien ursprünglich bei", Anywhere),
    ("pubblicato originariamente su", Anywhere),
    ("pubblicato originalmente su", Anywhere),
    ("proviene da ", Line),
    ("sembra essere il primo su", Anywhere),
    ("oorspronkelijk gepubliceerd op", Anywhere),
    ("verscheen eerst op", Anywhere),
    ("verscheen eerder in", Anywhere),
    ("verscheen eerder op", Anywhere),
    ("verscheen eerder bij", Anywhere),
    ("pierwotnie opublikowany w", Anywhere),
    ("ursprungligen publicerad i", Anywhere),
    ("först publicerad i", Anywhere),
    ("впервые опубликовано на", Anywhere),
    ("впервые опубликована на", Anywhere),
    ("оригинал статьи:", Anywhere),
    ("Оригинал: ", Line),
    ("ukazał się pierwotnie w", Anywhere),
    ("pierwotnie ukazał się w", Anywhere),
    ("pierwotnie ukazał się na", Anywhere),
    ("po raz pierwszy opublikowano w", Anywhere),
    ("původně vyšel v deníku", Anywhere),
    ("původně vyšel v", Anywhere),
    ("původně vyšel na", Anywhere),
    ("původně vyšlo v", Anywhere),
    ("poprvé vyšel v", Anywhere),
    ("pôvodne vyšiel v", Anywhere),
    ("pôvodne vyšiel na", Anywhere),
    ("cikk eredetileg a", Anywhere),
    ("cikk eredetileg az", Anywhere),
    ("eredeti megjelenés:", Line),
    ("a apărut inițial în", Anywhere),
    ("a apărut inițial pe", Anywhere),
    ("publicat inițial în", Anywhere),
    ("publicat inițial pe", Anywhere),
    ("publicat inițial de", Anywhere),
    ("δημοσιεύτηκε αρχικά στην", Anywhere),
    ("δημοσιεύτηκε αρχικά στο", Anywhere),
    ("δημοσιεύτηκε αρχικά στον", Anywhere),
    ("δημοσιεύθηκε αρχικά στην", Anywhere),
    ("δημοσιεύθηκε αρχικά στο", Anywhere),
    ("Вперше опубліковано на сайті", Anywhere),
    ("вперше опубліковано на сайті", Anywhere),
    ("Вперше опубліковано в", Anywhere),
    ("פורסמה לראשונה ב", Anywhere),
    ("פורסם לראשונה ב", Anywhere),
    ("نشر لأول مرة في", Anywhere),
    ("lire l'article original", Link),
    ("lire l’article original", Link),
    ("lire l'article sur ", Line),
    ("lire la suite sur ", Line),
    ("read the original article", Link),
    ("read original article", Link),
    ("view original content", Link),
    ("view original post", Link),
    ("click here to read the original", Link),
    ("original article", Line),
    ("leer el artículo original", Link),
    ("leer artículo original", Link),
    ("leia o artigo original", Link),
    ("leggi l'articolo originale", Link),
    ("leggi l’articolo originale", Link),
    ("zum originalartikel", Link),
    ("originalartikel lesen", Link),
    ("lees het originele artikel", Link),
    ("читать оригинал", Link),
    ("阅读原文", Link),
    ("閱讀原文", Link),
    ("元の記事を読む", Link),
    ("원문 보기", Link),
];

/// The cues, in the order of their numbers.
pub(super) fn cues<'a>() -> impl Iterator<Item = &'a str> {
    CUES.iter().map(|&(cue, _)| cue)
}

/// Adds from whom the article was taken over; `cues` are the places of cues in its text and their numbers.
pub(super) fn read(
    gazetteer: &Gazetteer,
    article: &Article,
    language: Option<Language>,
    cues: &[(Range<usize>, usize)],
    signals: &mut Signals,
) {
    let reads = |place| !matches!(place, LineIn(code) if language.is_none_or(|l| l.code() != code));
    let mut offsets = Offsets::new(&article.text);
    for (at, cue) in cues {
        if (at.start < HEAD || at.start + FOOT >= article.text.len()) && reads(CUES[*cue].1) {
            cue_at(gazetteer, &article.text, at, CUES[*cue].1, &mut offsets, signals);
        }
    }
    links(article, signals);
}

fn cue_at(
    gazetteer: &Gazetteer,
    text: &str,
    at: &Range<usize>,
    place: Place,
    offsets: &mut Offsets<'_>,
    signals: &mut Signals,
) {
    let Range { start, end } = *at;
    if place == Anywhere && text[end..].starts_with(char::is_alphanumeric) {
        return;
    }
    let near = floor(text, start.saturating_sub(NAME * 2));
    let line_start = memchr::memrchr(b'\n', &text.as_bytes()[near..start]).map_or(near, |i| near + i + 1);
    let far = ceil(text, end + NAME * 3);
    let line_end = memchr::memchr(b'\n', &text.as_bytes()[end..far]).map_or(far, |i| end + i);
    let ahead = text[line_start..start].trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | '[' | '>' | '*' | '→' | '_' | '«' | '（' | '■') || is_dash(c)
    });
    if matches!(place, Line | LineIn(_))
        && (!ahead.is_empty() || text[line_start..line_end].chars().count() > NAME + 60)
        || place == Behind
            && (start - line_start > NAME || !text[end..line_end].trim_matches(['。', '.', ' ', '\r']).is_empty())
        || place == Link && text[line_start..start].chars().count() > 120
    {
        return;
    }
    let name = match place {
        Link => end..end,
        Behind => trim(text, line_start..start),
        Line | LineIn(_) | Anywhere => name_of(text, end..line_end),
    };
    // A preposition opens sentences as well: `Theo Bộ Y tế, số ca mắc giảm`.
    let goes_on = || !text[name.end..line_end].trim_matches(['.', ')', ' ', '\r']).is_empty();
    if place != Link && name.is_empty() || matches!(place, LineIn(_)) && goes_on() {
        return;
    }
    let words = &text[name.clone()];
    if matches!(place, Line | LineIn(_) | Behind) {
        let outlet =
            words.starts_with(|c: char| !c.is_lowercase()) || host_of(words).is_some() || words.starts_with(['@', '"']);
        // `via` opens sentences too.
        if words.split_whitespace().count() > 6 || !outlet {
            return;
        }
    }
    // A source that is an agency is a credit.
    let bracketed = &text[name.start..ceil(text, name.end + 1)];
    if place != Link && phrase(words, 0..words.len(), &find(gazetteer, bracketed)).is_bare() {
        return;
    }
    let host = host_of(words).map(str::to_ascii_lowercase);
    let via = Via {
        name: (place != Link).then(|| host.filter(|_| words.contains("://")).unwrap_or_else(|| words.to_string())),
        confidence: match place {
            Anywhere => 0.9,
            Line | LineIn(_) | Behind => 0.8,
            Link => 0.6,
        },
        field: Field::Text,
        span: offsets.span(start.min(name.start)..name.end.max(end)),
    };
    if !signals.via.iter().any(|v| v.name == via.name) {
        // Who brought it comes before who wrote it: `Source : X`, `via Y`.
        let brought = text[start..end].to_lowercase().starts_with(['v']) && place == Line;
        signals.via.insert(if brought { 0 } else { signals.via.len() }, via);
    }
}

/// The outlet's name behind a cue: up to the sentence's end.
fn name_of(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = trim(text, range);
    let opening = |c: char| {
        c.is_whitespace() || matches!(c, ':' | '"' | '«' | '“' | '„' | '\'' | '「' | '《' | '：' | '>' | '(' | '[')
    };
    range.start += text[range.clone()].len() - text[range.clone()].trim_start_matches(opening).len();
    if text[range.clone()].starts_with("le site ") {
        range.start += "le site ".len();
    }
    let words = &text[range.clone()];
    let url = words.contains("://") || words.starts_with("www.");
    let end = words
        .char_indices()
        .find(|&(i, c)| {
            let next = words[i + c.len_utf8()..].chars().next();
            match c {
                '.' => next.is_none_or(char::is_whitespace),
                '"' | '»' | '”' | '」' | '》' | '。' | ',' | ';' | ')' | ']' | '，' | '）' | '(' | '（' | '|' => {
                    !url
                }
                '?' | '!' => !url && next.is_none_or(char::is_whitespace),
                ' ' if url => true,
                c => is_dash(c) && words[..i].ends_with(' '),
            }
        })
        .map_or(words.len(), |(i, _)| i);
    let title = [" on ", " dengan judul"].iter().find_map(|behind| words[..end].find(behind));
    let end = title.unwrap_or(end);
    let end = words[..end].char_indices().nth(NAME).map_or(end, |(cut, _)| cut);
    trim(text, range.start..range.start + end)
}

/// A canonical link to another host, a feed's `<source>`, `isBasedOn`.
fn links(article: &Article, signals: &mut Signals) {
    let m = &article.metadata;
    let own = article.url.as_deref().and_then(host_of).or_else(|| article.source.as_deref().and_then(host_of));
    let foreign = |host: &str| own.is_none_or(|own| !same_site(own, host));
    let whole = |s: &str| Span::new(0, s.chars().count() as u32);
    let mut add = |name: String, confidence, field, span| {
        if !signals.via.iter().any(|v| v.name.as_deref() == Some(&name)) {
            signals.via.push(Via { name: Some(name), confidence, field, span });
        }
    };
    if let Some(url) = m.canonical_url.as_deref()
        && let Some(host) = host_of(url).filter(|h| own.is_some() && foreign(h))
    {
        add(host.to_ascii_lowercase(), 0.95, Field::CanonicalUrl, whole(url));
    }
    if let Some(from) = m.syndicated_from.as_deref().filter(|f| !f.trim().is_empty()) {
        match host_of(from) {
            Some(host) if !foreign(host) => {}
            Some(host) => add(host.to_ascii_lowercase(), 0.95, Field::SyndicatedFrom, whole(from)),
            None if article.source.as_deref().is_some_and(|s| s.eq_ignore_ascii_case(from.trim())) => {}
            None if from.len() > LONGEST => {}
            None => add(from.trim().to_string(), 0.9, Field::SyndicatedFrom, whole(from)),
        }
    }
    for source in m.based_on.iter().take(MAX_BASED_ON) {
        match host_of(source) {
            Some(host) if foreign(host) => add(host.to_ascii_lowercase(), 0.9, Field::BasedOn, whole(source)),
            _ => {}
        }
    }
}

/// Whether one host is the other's subdomain, or they share all but the first label (`m.x.org`, `amp.x.org`).
fn same_site(a: &str, b: &str) -> bool {
    let within = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'));
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let rest = |h: &str| h.split_once('.').map(|(_, r)| r.to_string()).filter(|r| r.contains('.') && r.len() > 6);
    a == b || within(&a, &b) || within(&b, &a) || rest(&a).is_some() && rest(&a) == rest(&b)
}
