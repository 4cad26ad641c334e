//! The paper that a text was taken from, as papers that exchange theirs name it: `—Orsa Mail.` behind the last sentence,
//! `[Orsa Courier.]`, `(From the Lemna Gazette.)` over the text, `Courtesy: Orsa Herald` under it.

use super::context::{Offsets, ceil, ends_sentence, floor, is_dash, trim};
use super::gazetteer::host_of;
use super::mentions::{is_noun_of_outlets, is_outlet};
use super::republication::same_site;
use super::{AgencySignal, Field, Signals, Via};
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
    "record", "register", "reporter", "republican", "sentinel", "standard", "star", "sun", "telegraf", "telegraaf", "telegraph", "телеграф", "kurir", "ekspres", "politika", "pravda", "tribune", "witness", "world",
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
    let is_credited = signals.agencies.iter().any(|signal| signal.basis.is_credit());
    let found = courtesy(text).or_else(|| behind(text)).or_else(|| over(text)).or_else(|| with(text));
    let is_titled = |name: &Range<usize>| titled(article, &text[name.clone()]);
    let found = found
        .or_else(|| closing(article).filter(|name| !is_credited || is_titled(name)))
        .or_else(|| collected(article, signals))
        .or_else(|| signed(signals, text));
    let Some(found) = found else { return };
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let name = &text[found.clone()];
    let own = article.source.as_deref().map(letters).unwrap_or_default();
    let is_agency = |signal: &AgencySignal| signal.agency.names.iter().any(|known| known == name);
    if own.contains(&letters(name)) || !signals.via.is_empty() || signals.agencies.iter().any(is_agency) {
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
    let alone = || closed && name.starts_with(char::is_uppercase) && NOUNS.contains(&name.to_lowercase().as_str());
    (ended && (is_paper(name) || is_site(name) || alone())).then_some(name_start..name_start + name.len())
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

/// Words for *with*, with which a last line names who gave the text.
const WITH: &[&str] = &["avec", "con", "com", "mit", "with", "met", "med", "cu", "z", "ze", "s", "sa", "amb", "me"];

/// `Avec Orsa.fr` on the last line.
fn with(text: &str) -> Option<Range<usize>> {
    let whole = text.trim_end();
    let from = floor(whole, whole.len().saturating_sub(LONGEST));
    let from = memchr::memrchr(b'\n', &whole.as_bytes()[from..]).map(|i| from + i + 1)?;
    let line = whole[from..].trim_matches(['(', ')', ' ', '.']);
    let (word, name) = line.split_once(' ')?;
    let start = name.as_ptr() as usize - text.as_ptr() as usize;
    let named = is_paper(name) || is_site(name.rsplit(' ').next()?) && name.split(' ').count() <= 3;
    (WITH.contains(&word.to_lowercase().as_str()) && named).then_some(start..start + name.len())
}

/// `Orsa 24` or `lemna.example/ ORN` on one of the last lines, behind the end of a sentence.
fn closing(article: &Article) -> Option<Range<usize>> {
    let text = article.text.as_str();
    let whole = text.trim_end();
    let own = article.url.as_deref().and_then(host_of).or_else(|| article.source.as_deref().and_then(host_of));
    let mut end = whole.len();
    for _ in 0..CLOSING_LINES {
        let near = end.saturating_sub(HEAD);
        let from = near + memchr::memrchr(b'\n', &whole.as_bytes()[near..end])? + 1;
        let line = trim(text, from..end);
        let ahead = whole[..from].trim_end();
        let words = &text[line.clone()];
        let part = words.split_once('/').filter(|(site, _)| own.is_some_and(|own| same_site(own, site.trim())));
        let part = part.map(|(_, name)| name.trim()).filter(|name| {
            name.starts_with(char::is_uppercase) && name.split(' ').count() <= 3 && !name.contains(['.', '/'])
        });
        let numbered = words.rsplit(' ').next().is_some_and(|word| word == "24");
        // `Orsa.example`, `(radio.orsa.example)`
        let site = words.strip_prefix('(').and_then(|words| words.strip_suffix(')')).unwrap_or(words);
        let site = (is_site(site) && own.is_some_and(|own| !same_site(own, site))).then_some(site);
        // The name with which the headline ends: `Bridge closed - Orsa`
        let titled = titled(article, words);
        if line.len() <= LONGEST && !words.is_empty() && !ahead.is_empty() && titled {
            return Some(line);
        }
        if line.len() <= LONGEST && !words.is_empty() && !ahead.is_empty() && ends_sentence(ahead) {
            if let Some(name) = part {
                let start = name.as_ptr() as usize - text.as_ptr() as usize;
                return Some(start..start + name.len());
            }
            if let Some(name) = site {
                let start = name.as_ptr() as usize - text.as_ptr() as usize;
                return Some(start..start + name.len());
            }
            if numbered && words.split(' ').count() == 2 {
                return Some(line);
            }
        }
        end = ahead.len();
    }
    None
}

/// Whether the article's headline ends in `name` behind a dash or a bar.
fn titled(article: &Article, name: &str) -> bool {
    let title = article.title.as_deref().unwrap_or_default().trim_end();
    let ahead = title.strip_suffix(name).map(str::trim_end).unwrap_or_default();
    name.chars().count() >= MIN_TITLED && ahead.ends_with(|c: char| is_dash(c) || c == '|') && title.contains(' ')
}

/// Shortest name that is told by the headline, in letters.
const MIN_TITLED: usize = 3;

/// How many lines at the end may be the outlet's name.
const CLOSING_LINES: usize = 3;

/// People of a house, who sign with its name: `By Orsa Herald Reporter`.
const STAFF: &[&str] = &[
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editor",
    "editors",
    "news",
    "redacción",
    "redaktion",
    "redazione",
    "redakcja",
    "redação",
    "redakcija",
    "reporter",
    "reporters",
    "rédaction",
    "staff",
    "team",
    "writer",
];

/// `par Orsa 24 FR`: a byline that names an outlet.
fn signed(signals: &Signals, text: &str) -> Option<Range<usize>> {
    let byline = signals.byline.as_ref().filter(|byline| byline.field == Field::Text)?;
    let is_staff = |word: &str| STAFF.contains(&word.to_lowercase().as_str());
    let named = (is_site(&byline.name) || is_paper(&byline.name)) && !byline.name.split_whitespace().any(is_staff);
    let start = text.char_indices().nth(byline.span.start as usize)?.0;
    named.then_some(start..start + byline.name.len())
}

/// Over an item of a collection: `orsa.example 19.03.2031 02:00 …`, `Orsa.example Před 2 hodinami`, and a paper with what
/// it says of the item, of which a part is missing: `Orsa Mail - - World -`.
fn collected(article: &Article, signals: &Signals) -> Option<Range<usize>> {
    let is_credited = signals.agencies.iter().any(|signal| signal.basis.is_credit());
    let text = article.text.as_str();
    let head = &text[..floor(text, HEAD)];
    let own = article.url.as_deref().and_then(host_of).or_else(|| article.source.as_deref().and_then(host_of))?;
    let mut lines = head.split('\n').filter(|line| !line.trim().is_empty()).take(LINES).peekable();
    while let Some(line) = lines.next() {
        let start = line.as_ptr() as usize - head.as_ptr() as usize;
        let first = line.split(' ').next().unwrap_or_default();
        let rest = line[first.len()..].trim();
        let dated = rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.get(..DATE).is_some_and(|day| day.contains(YEAR))
            || rest.len() <= AGO && rest.contains(|c: char| c.is_ascii_digit());
        // `Orsa.example` over the day
        let mut below =
            || lines.peek().is_some_and(|next| next.len() <= AGO && next.starts_with(|c: char| c.is_ascii_digit()));
        let dated = dated || rest.is_empty() && is_site(first) && below();
        if dated && is_site(first) && !same_site(own, first) {
            return Some(start..start + first.len());
        }
        let placed = || dispatched(line).or_else(|| placed(line)).filter(|_| !is_credited);
        if let Some(name) = beside_day(line).or_else(placed) {
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

/// `Orsa, ONN Indonesia – …`, `ORSA, (EL VALLE).- …`, `Orsa.com, Lemna - …`: a place and an outlet's name before a dash.
fn placed(line: &str) -> Option<Range<usize>> {
    let near = &line[..floor(line, LONGEST)];
    let place = near.match_indices(['–', '—', '-']).find_map(|(at, dash)| {
        let (ahead, behind) = (&near[..at], &near[at + dash.len()..]);
        let stopped = ahead.strip_suffix('.').filter(|_| dash == "-");
        let between = ahead.ends_with(' ') && behind.strip_prefix('-').unwrap_or(behind).starts_with(' ');
        stopped.or(between.then_some(ahead))
    });
    let place = place?.trim_end();
    let words = |part: &str| part.split_whitespace().count();
    if place.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '"' | '?' | '!')) || words(place) > 6 {
        return None;
    }
    let capitals = |part: &str| part.len() >= 3 && part.chars().all(|c| c.is_uppercase() || c == ' ');
    if let Some((place, name)) = place.strip_suffix(')').and_then(|place| place.split_once('(')) {
        let start = name.as_ptr() as usize - line.as_ptr() as usize;
        let shouted = place.trim_end().trim_end_matches(',').split(", ").all(capitals) && capitals(name);
        return (shouted && words(name) >= 2).then_some(start..start + name.len());
    }
    let parts = || place.split(", ").map(str::trim);
    let named = |part: &str| {
        let acronym = part.split(' ').next().is_some_and(|word| capitals(word) && !COUNTRIES.contains(&word));
        let mixed = part.contains(char::is_lowercase) && words(part) == 2 && place.contains(char::is_lowercase);
        is_site(part) || parts().count() == 2 && (acronym && mixed || is_outlet(part) && words(part) >= 2)
    };
    let name = parts().find(|part| named(part)).filter(|_| parts().count() <= 2)?;
    let start = name.as_ptr() as usize - line.as_ptr() as usize;
    Some(start..start + name.len())
}

/// Countries that are written as outlets' names are.
const COUNTRIES: &[&str] = &["USA", "UAE", "DRC", "UK", "PNG"];

/// `2031年03月19日09:39 奥尔萨晚报`, `Orsa novosti 23.03.2031`: a paper's name and the day, and nothing else.
fn beside_day(whole: &str) -> Option<Range<usize>> {
    let line = whole.trim_matches(|c: char| c.is_whitespace() || c == '|');
    let day = line.contains(YEAR)
        && line.chars().count() <= LONGEST
        && line.chars().filter(char::is_ascii_digit).count() >= 6;
    if !day {
        return None;
    }
    let bare = |words: &'_ str| -> Range<usize> {
        let name = words.trim_matches(|c: char| matches!(c, ',' | '|' | '·' | '-' | ' '));
        let start = name.as_ptr() as usize - whole.as_ptr() as usize;
        start..start + name.len()
    };
    let last = line.rfind(of_time_end).map_or(0, |i| i + line[i..].chars().next().map_or(1, char::len_utf8));
    let first = line.find(|c: char| c.is_ascii_digit())?;
    let names = [bare(&line[last..]), bare(&line[..first])];
    let is_named = |name: &str| {
        let words = name.split_whitespace().count();
        is_paper(name) || is_cjk_paper(name) || words == 2 && name.starts_with(char::is_uppercase) && is_outlet(name)
    };
    names.into_iter().find(|name| is_named(&whole[name.clone()]))
}

fn of_time_end(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '日' | '分' | '時' | '时')
}

/// Whether a name in Chinese or Japanese letters ends as papers' and sites' do.
fn is_cjk_paper(name: &str) -> bool {
    const ENDS: &[&str] =
        &["报", "報", "网", "網", "新闻", "新聞", "ニュース", "ネット", "日报", "晚报", "周刊", "通讯", "在线"];
    let short = (3..=14).contains(&name.chars().count()) && !name.contains(char::is_whitespace);
    short && ENDS.iter().any(|end| name.ends_with(end))
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
    is_noun_of_outlets(word) || NOUNS.contains(&word)
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
            ("Most otevřen\n\nOrsa.cz\n\n3.5.2031\nMost byl otevřen.", Some("Orsa.cz")),
            ("Most otevřen\n\nOrsa.cz\n\nMost byl otevřen.", None),
            ("Most otevřen\nwww.lemna.example 03.05.2031 02:00", None),
            ("Stocks fall\nORSA (ValeWatch) -- Stocks fell on Monday.", Some("ValeWatch")),
            ("Orsa, ONN Karsova – Jembatan ditutup.", Some("ONN Karsova")),
            ("ORSA, KARSOVA, (EL VALLE).- El puente fue cerrado.", Some("EL VALLE")),
            ("Valeposten.example, Orsa - Jembatan ditutup.", Some("Valeposten.example")),
            ("Мост затворен\nВечерње новости 15.04.2031 | Г. Ч.\nМост је затворен.", Some("Вечерње новости")),
            ("橋が閉鎖\n2031年4月15日 9時56分 オルサニュース\n橋が閉鎖された。", Some("オルサニュース")),
            ("2031年04月15日09:39 奥尔萨晚报\n桥关闭。", Some("奥尔萨晚报")),
            ("HEATHROW, England – The bridge was closed.", None),
            ("Zagreb, 15.04.2031\nMost je zatvoren.", None),
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
    fn the_last_lines_name_an_outlet() {
        let named = |text: &str| {
            let article = Article { source: Some("lemna.example".into()), ..Article::new("a", text) };
            with(text).or_else(|| closing(&article)).map(|range| text[range].to_string())
        };
        for (lines, name) in [
            ("Avec Le Valois.fr", Some("Le Valois.fr")),
            ("Talas.example", Some("Talas.example")),
            ("(radio.talas.example)\n\nCe que la loi en dit", Some("radio.talas.example")),
            ("lemna.example", None),
            ("Tous disent Talas.example", None),
            ("Con El Diario de Orsa", Some("El Diario de Orsa")),
            ("Orsa 24\nAinsi va la vie.", Some("Orsa 24")),
            ("lemna.example/ ORN", Some("ORN")),
            ("Mit Maria Vell", None),
            ("Latest News", None),
            ("Orsa 24 rouvre", None),
            ("tom.example/ ORN", None),
            ("", None),
        ] {
            let text = format!("Le pont est rouvert.\nLes travaux sont finis.\n{lines}");
            assert_eq!(named(&text).as_deref(), name, "{lines}");
        }
        assert_eq!(named(""), None);
        assert_eq!(named(&"é\n".repeat(2000)), None);
    }

    #[test]
    fn a_last_line_with_which_the_headline_ends_is_an_outlet() {
        let named = |title: &str, foot: &str| {
            let text = format!("The bridge was opened on Monday. AP\n\n{foot}\n\nNo comments:");
            let source = Some("lemna.example".into());
            closing(&Article { source, title: Some(title.into()), ..Article::new("a", &text) })
                .map(|range| text[range].to_string())
        };
        assert_eq!(named("Bridge opened - Talas", "Talas").as_deref(), Some("Talas"));
        assert_eq!(named("Bridge opened by Talas", "Talas"), None);
        assert_eq!(named("Bridge opened - Talas", "Share"), None);
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
            (format!("{body}(Telegraf)"), "Telegraf"),
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
            format!("{body} (Schmidt)"),
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
