//! The paper that a text was taken from, as papers that exchange theirs name it: `—Orsa Mail.` behind the last sentence,
//! `[Orsa Courier.]`, `(From the Lemna Gazette.)` over the text, `Courtesy: Orsa Herald` under it.

use super::context::{Offsets, ceil, ends_sentence, floor, is_dash, trim};
use super::gazetteer::host_of;
use super::mentions::is_outlet;
use super::republication::same_site;
use super::{Field, Signals, Via};
use crate::article::Article;
use std::ops::Range;

/// Longest name with what stands around it, in bytes.
const LONGEST: usize = 80;
/// How many lines, and how many bytes, of a text's head may say which collection it is from.
const LINES: usize = 6;
const HEAD: usize = 800;
/// How far a year stands from the beginning of a date, and the longest words for how long ago, in bytes.
const DATE: usize = 10;
const AGO: usize = 32;
/// With what a year of this age begins.
const YEAR: &str = "20";

/// Nouns that papers are called by, beside those that are told as outlets anywhere: elsewhere they are other words.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "advertiser", "argus", "bee", "bulletin", "chronicle", "courier", "dispatch", "echo", "enquirer", "examiner", "express", "gleaner",
    "globe", "guardian", "herald", "intelligencer", "leader", "mail", "mercury", "messenger", "monitor", "observer", "post", "press",
    "record", "register", "reporter", "republican", "sentinel", "standard", "star", "sun", "telegraph", "tribune", "witness", "world",
    "écho", "éclair", "gaulois", "matin", "petit", "progrès", "soir", "temps", "voix", "correo", "heraldo", "imparcial", "noticiero",
    "pueblo", "voz", "correio", "corriere", "eco", "resto", "secolo", "stampa", "voce", "bote", "boten", "nachrichten",
    "volksblatt", "zeitung", "bode", "courant", "koerier", "nieuwsblad", "allehanda", "aftenblad", "folkeblad", "listy",
    "lidové", "kurjer", "kuryer", "głos", "dziennik", "hírlap", "napló", "ujság", "újság", "листокъ", "курьеръ", "вѣсти", "вѣстникъ",
    "вѣдомости", "ведомости", "голосъ",
];

/// With what a line over the text leads to the name.
#[rustfmt::skip]
const FROM: &[&str] = &[
    "from the ", "from ", "de la ", "del ", "de ", "du ", "do ", "da ", "dal ", "dalla ", "aus dem ", "aus der ", "uit de ", "uit het ",
    "ur ", "fra ", "iz ", "z ", "из ",
];

/// With what papers of India and Pakistan thank another.
const COURTESY: &str = "courtesy";

/// Adds the paper that closes the text or stands over it in brackets. Cost: O(1), both ends are read.
pub(super) fn read(article: &Article, signals: &mut Signals) {
    let text = article.text.as_str();
    let found = courtesy(text).or_else(|| behind(text)).or_else(|| over(text)).or_else(|| collected(article, signals));
    let Some(found) = found else { return };
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let name = &text[found.clone()];
    let own = article.source.as_deref().map(letters).unwrap_or_default();
    if own.contains(&letters(name)) || !signals.via.is_empty() {
        return;
    }
    let span = Offsets::new(text).span(found);
    signals.via.push(Via { name: Some(name.to_string()), confidence: 0.7, field: Field::Text, span });
}

/// `… until summer.—Orsa Mail.`, `… until summer. [Orsa Courier.]`, `(The Orsa Herald/TNS)`
fn behind(text: &str) -> Option<Range<usize>> {
    let whole = text.trim_end();
    let from = floor(whole, whole.len().saturating_sub(LONGEST));
    let from = memchr::memrchr(b'\n', &whole.as_bytes()[from..]).map_or(from, |i| from + i + 1);
    let near = &whole[from..];
    let closed = near.ends_with([')', ']']);
    let open = if closed {
        near.rfind(['(', '['])
    } else {
        near.rfind(is_dash).filter(|&i| near[..i].ends_with(['.', ' ']) || i == 0)
    }?;
    let sign = near[open..].chars().next()?.len_utf8();
    let inner = near[open + sign..].trim_end_matches([')', ']', '.', ' ']);
    // Who hands it on stands behind a slash, in capitals: with anything else there, a photographer's.
    let name = match inner.split_once('/') {
        Some((name, agency)) if agency.len() <= 5 && agency.chars().all(char::is_uppercase) => name,
        Some(_) => return None,
        None => inner,
    };
    let ahead = whole[..from + open].trim_end();
    let ended = ends_sentence(ahead) && !ahead.ends_with([')', ']']);
    let led = if closed { lead(name.trim_start()) } else { 0 };
    let name_start = from + open + sign + (name.len() - name.trim_start().len()) + led;
    let name = name.trim_start()[led..].trim();
    (ended && (is_paper(name) || is_site(name))).then_some(name_start..name_start + name.len())
}

/// `Courtesy: Orsa Herald` on the last line, in brackets or not; what else is given so is a picture.
fn courtesy(text: &str) -> Option<Range<usize>> {
    let whole = text.trim_end().trim_end_matches(')');
    let from = floor(whole, whole.len().saturating_sub(LONGEST));
    let from = memchr::memrchr(b'\n', &whole.as_bytes()[from..]).map(|i| from + i + 1)?;
    let line = whole[from..].trim_start_matches(['(', ' ']);
    let cue = line.get(..COURTESY.len()).filter(|cue| cue.eq_ignore_ascii_case(COURTESY))?;
    let name = line[cue.len()..].trim_start_matches([':', ' ', '-', '\u{2013}']);
    let name = name.strip_prefix("of ").unwrap_or(name);
    let start = whole.len() - name.len();
    let name = trim(text, start..start + name.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).len());
    is_paper(&text[name.clone()]).then_some(name)
}

/// `(From the Lemna Gazette.)` on the first line.
fn over(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let head = &text[start..ceil(text, start + LONGEST)];
    let line = head.split_inclusive('\n').next().filter(|line| line.ends_with('\n'))?.trim_end();
    let inner = line.strip_prefix(['(', '['])?.strip_suffix([')', ']'])?;
    let from = Some(lead(inner)).filter(|from| *from > 0)?;
    let name = inner[from..].trim_end_matches(['.', ' ']);
    let at = start + 1 + from;
    is_paper(name).then_some(at..at + name.len())
}

/// Over an item of a collection: `orsa.example 19.03.2031 02:00 …`, `Orsa.example Před 2 hodinami`, and a paper with what
/// it says of the item, of which a part is missing: `Orsa Mail - - World -`.
fn collected(article: &Article, signals: &Signals) -> Option<Range<usize>> {
    let is_credited = signals.agencies.iter().any(|signal| signal.basis.is_credit());
    let text = article.text.as_str();
    let head = &text[..floor(text, HEAD)];
    let own = article.url.as_deref().and_then(host_of).or_else(|| article.source.as_deref().and_then(host_of))?;
    for line in head.split('\n').filter(|line| !line.trim().is_empty()).take(LINES) {
        let start = line.as_ptr() as usize - head.as_ptr() as usize;
        let first = line.split(' ').next().unwrap_or_default();
        let rest = line[first.len()..].trim();
        let dated = rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.get(..DATE).is_some_and(|day| day.contains(YEAR))
            || rest.len() <= AGO && rest.contains(|c: char| c.is_ascii_digit());
        if dated && is_site(first) && !same_site(own, first) {
            return Some(start..start + first.len());
        }
        if let Some(name) = dispatched(line).filter(|_| !is_credited) {
            return Some(start + name.start..start + name.end);
        }
        let (name, rest) = line.split_once(" - - ").unwrap_or_default();
        let named = (1..=5).contains(&name.split_whitespace().count()) && name.starts_with(char::is_uppercase);
        if named && rest.trim_end().ends_with('-') && name.len() <= LONGEST && !name.contains(':') {
            return Some(start..start + name.split('(').next().unwrap_or_default().trim_end().len());
        }
    }
    None
}

/// `ORSA (ValeWatch) -- …`: where brackets that stand behind a place hold a site's name or one of joined words.
fn dispatched(line: &str) -> Option<Range<usize>> {
    let open = line.find('(').filter(|&open| open <= AGO)?;
    let close = open + line[open..].find(')')?;
    let (place, name) = (line[..open].trim(), &line[open + 1..close]);
    let capitals = place.len() >= 3 && place.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | ',' | '.'));
    let joined = name.len() <= AGO
        && name.chars().all(char::is_alphanumeric)
        && name.starts_with(char::is_uppercase)
        && name.chars().skip(1).any(char::is_uppercase)
        && name.contains(char::is_lowercase);
    let dashed = line[close + 1..].trim_start().starts_with(is_dash);
    (capitals && dashed && (joined || is_site(name))).then_some(open + 1..close)
}

/// Whether a word is a site's name: `Orsa.example`.
fn is_site(word: &str) -> bool {
    let Some((name, top)) = word.rsplit_once('.') else { return false };
    if word.starts_with("www.") {
        return false;
    }
    let label = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    name.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && name.split('.').all(label)
        && (2..=8).contains(&top.chars().count())
        && top.chars().all(char::is_alphabetic)
}

/// The bytes of what leads to a name; 0 for nothing.
fn lead(text: &str) -> usize {
    let leads = FROM.iter().filter(|from| text.get(..from.len()).is_some_and(|words| words.to_lowercase() == **from));
    leads.map(|from| from.len()).max().unwrap_or(0)
}

/// Whether a word is a noun that papers are called by, and so no name by itself.
pub(super) fn is_noun_of_papers(word: &str) -> bool {
    is_outlet(word) || NOUNS.contains(&word)
}

/// Two to six words, all with capitals but for particles, one of them a noun that papers have.
fn is_paper(name: &str) -> bool {
    let words = || name.split_whitespace();
    let count = words().count();
    let particle = |word: &str| word.chars().count() <= 3 || matches!(word, "della" | "delle" | "dello" | "online");
    (2..=6).contains(&count)
        && name.starts_with(char::is_uppercase)
        && !name.contains([':', ',', ';', '.', '(', '"', '='])
        && words().all(|word| particle(word) || word.contains(char::is_uppercase))
        && (is_outlet(name) || words().any(|word| NOUNS.contains(&word.to_lowercase().as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Option<&str> {
        courtesy(text).or_else(|| behind(text)).or_else(|| over(text)).map(|range| &text[range])
    }

    #[test]
    fn collections_name_whose_an_item_is() {
        let named = |text: &str| {
            let article = Article { source: Some("lemna.example".into()), ..Article::new("a", text) };
            collected(&article, &Signals::default()).map(|range| text[range].to_string())
        };
        for (text, name) in [
            ("Most otevřen\n\nOrsa.cz 03.05.2031 02:00  Most byl v pondělí otevřen.", Some("Orsa.cz")),
            ("Most otevřen\nOrsa.cz Před 2 hodinami\nMost byl otevřen.", Some("Orsa.cz")),
            ("Bron öppnad\n\nOrsa Tidning - - Sverige/världen -\n\nBron öppnades.", Some("Orsa Tidning")),
            ("Міст відкрито\nOrsa (Ukrainian) - - Панорама -\nМіст відкрили.", Some("Orsa")),
            ("Most otevřen\nwww.lemna.example 03.05.2031 02:00", None),
            ("Stocks fall\nORSA (ValeWatch) -- Stocks fell on Monday.", Some("ValeWatch")),
            ("ORSA (Karsova) - The bridge was opened.", None),
            ("ORSA (LUSA) - The bridge was opened.", None),
            ("Jan Vell 03.05.2031\nMost byl otevřen.", None),
            ("Orsa.cz píše o mostu, který má 2 oblouky a byl otevřen v pondělí ráno.", None),
            ("The works - - as he said - took 3 years.", None),
            ("", None),
        ] {
            assert_eq!(named(text).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn papers_that_exchange_texts_name_each_other() {
        let body = "The bridge was opened on Tuesday.";
        for (text, name) in [
            (format!("{body}—Orsa Mail."), "Orsa Mail"),
            (format!("{body} — Orsa Herald."), "Orsa Herald"),
            (format!("{body} [Orsa Courier.]"), "Orsa Courier"),
            (format!("(From the Lemna Gazette.)\n\n{body}"), "Lemna Gazette"),
            (format!("{body}\n\n(From the Lemna Gazette.)"), "Lemna Gazette"),
            ("Le pont est rouvert. (Écho de l'Orsa.)".to_string(), "Écho de l'Orsa"),
            (format!("{body}\n\n(The Orsa Herald/TNS)"), "The Orsa Herald"),
            (format!("{body} — Orsa.example."), "Orsa.example"),
            (format!("{body} (Diário online)"), "Diário online"),
            (format!("{body} (orsa.example)"), "orsa.example"),
            (format!("{body}\n\nCourtesy: Orsa Herald"), "Orsa Herald"),
            (format!("{body}\n(Courtesy of The Lemna Times.)"), "The Lemna Times"),
            (format!("{body}\nCourtesy: Oréa Herald\u{3000})"), "Oréa Herald"),
            (format!("{body}\n(Courtesy: Orsa Herald.\t)"), "Orsa Herald"),
        ] {
            assert_eq!(named(&text), Some(name), "{text}");
        }
        for text in [
            format!("{body} (Tom Roe/Orsa Herald)"),
            format!("{body} (Photo: Orsa Herald)"),
            format!("{body}—Advt."),
            format!("{body} (www.theatre-orsa.example)"),
            format!("{body} (Hear, hear.)"),
            "He wrote for two papers (Orsa Herald)".to_string(),
            format!("{body} (From our own correspondent.)"),
            format!("(From the American Embassy.)\n\n{body}"),
            "The mayor — Tom Post Roe of Orsa — said so.".to_string(),
            format!("{body}\n\nCourtesy: the Vardon family"),
            format!("{body}\n\nCourtesy: Mara Vell"),
            format!("{body}\n\nCourtesy"),
            String::new(),
            "—".into(),
            "()".into(),
        ] {
            assert_eq!(named(&text), None, "{text}");
        }
    }
}
