//! What stands around an article in short lines: a site's menu over it, its links under it.
//!
//! Prose ends its sentences. Lines in front of the first sentence, or behind the last one, that are short and end in no mark,
//! several in a row, are what a site offers beside the text, in any language.

use super::others::{Feed, are_teasers, headlines, is_teaser, others};
use crate::units::is_unspaced;

/// Fewest lines in a row.
const LEAST: usize = 4;

/// Longest line of a menu, and longest headline of another article, in letters of alphabets; a script of syllables or words
/// takes fewer.
const MENU: usize = 40;
pub(super) const HEADLINE: usize = 90;

/// Longest line that tells when a text was put on a page, in letters.
const STAMP: usize = 60;

/// Fewest words of a menu that stands on one line with nothing between its words.
const MENU_WORDS: usize = 6;

/// Fewest of them in a script that sets no spaces between words, and how much each tells at most, in letters: a space parts
/// names there, or sentences, and these are longer.
const UNSPACED_WORDS: usize = 4;
const NAME: usize = 24;

/// Longest line that a wire puts over a text for its desks, in bytes; one under it has at most half. And how many lines over
/// and under a text are looked at.
const SENT: usize = 72;
const MAX_OVER: usize = 3;
const MAX_UNDER: usize = 2;

/// Lines over a text that are looked at one by one.
const MAX_ABOVE: usize = 8;

/// How many times as long as these the lines between them are on average: lines that were broken for a column, a teletype or
/// mail end in no mark either.
const LONGER: usize = 2;

/// A line of a text.
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Whether it is furniture by how it begins.
    pub is_listed: bool,
    /// Whether it begins with a small letter: then the line before goes on in it.
    pub goes_on: bool,
}

/// How many lines at the head and at the foot of a text are a site's, none where nothing would be left.
///
/// Cost: O(text).
pub(super) fn around(lines: &[Line<'_>]) -> (usize, usize) {
    let (mut head, mut stamps) = (0, 0);
    for line in lines {
        let is_link = line.is_listed || is_offered(line, MENU);
        if !is_link && !is_stamp(line.text) {
            break;
        }
        stamps += usize::from(!is_link);
        head += 1;
    }
    // One line that tells the time is as good as a link, more of them are a table.
    let is_menu = head - stamps >= LEAST || head >= LEAST && stamps == 1;
    let head = (if is_menu { head } else { 0 }).max(headlines(lines));
    let foot = foot(&lines[head..]);
    let (above, rest) = lines.split_at(head);
    let (between, below) = rest.split_at(rest.len() - foot);
    // What is listed alone is furniture anyway.
    let is_beside = |row: &[Line<'_>]| row.iter().any(|line| !line.is_listed) && are_shorter(row, between);
    (if is_beside(above) { head } else { 0 }, if is_beside(below) { foot } else { 0 })
}

/// Which of the short lines over a text tell when it was put on a page, or where on the site that is (`Home > News`). None
/// where there is nothing else, or where more than two lines tell a time: a table.
pub(super) fn above(lines: &[Line<'_>]) -> impl Iterator<Item = usize> {
    let is_above = |line: &Line<'_>| {
        line.is_listed || is_short(line.text, HEADLINE) && !line.text.trim_end().ends_with(is_full_stop)
    };
    let row = lines.iter().take(MAX_ABOVE).take_while(|line| is_above(line)).count();
    let row = &lines[..if row < lines.len() { row } else { 0 }];
    let times = row.iter().filter(|line| is_put_up(line.text)).count();
    let is_told = move |line: &Line<'_>| times <= 2 && is_put_up(line.text) || is_trail(line.text);
    row.iter().enumerate().filter(move |(_, line)| is_told(line)).map(|(number, _)| number)
}

/// Which lines over and under a text a wire put there for its desks: the cycle and the slug (`^BC-Ferry, 1st Ld-Writethru<`,
/// `am-ferry 2ndadd`), and when it was sent (`AP-NY-03-04-31 0532EST`). None where there is nothing else.
pub(super) fn sent(lines: &[Line<'_>]) -> impl Iterator<Item = usize> {
    let (head, foot) = (MAX_OVER.min(lines.len()), lines.len().saturating_sub(MAX_UNDER));
    let over = lines[..head].iter().position(|line| is_slug(line.text));
    let under =
        (foot.max(head)..lines.len()).filter(|&number| is_sent(lines[number].text) || is_put_up(lines[number].text));
    over.into_iter().chain(under).filter(|_| lines.len() > 1)
}

/// Whether a line begins with the cycle of an item and its slug.
fn is_slug(line: &str) -> bool {
    let line = line.trim_start_matches(['^', ' ']);
    // `r a BC-Ferry`: priority and service.
    let line = line.trim_start_matches(|c: char| c.is_ascii_lowercase()).strip_prefix(' ').unwrap_or(line);
    let line = line.trim_start_matches(|c: char| c.is_ascii_lowercase()).strip_prefix(' ').unwrap_or(line);
    let (Some(cycle), Some(slug)) = (line.get(..3), line.get(3..)) else { return false };
    line.len() <= SENT
        && ["am-", "bc-", "pm-"].iter().any(|known| cycle.eq_ignore_ascii_case(known))
        && slug.starts_with(|c: char| c.is_alphabetic())
        && (line.contains([',', '<']) || line.contains(|c: char| c.is_ascii_digit()) || !line.contains(' '))
        && !line.trim_end().ends_with(is_full_stop)
}

/// Whether a line tells when a text was sent: in figures, and hardly a word more.
fn is_sent(line: &str) -> bool {
    let line = line.trim();
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let letters = line.bytes().filter(u8::is_ascii_alphabetic).count();
    let zoned = |word: &str| {
        let word = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let zone = word.trim_start_matches(|c: char| c.is_ascii_digit());
        word.len() - zone.len() == 4 && matches!(zone.to_ascii_lowercase().as_str(), "edt" | "est" | "et" | "gmt" | "z")
    };
    let dated = |word: &str| {
        word.split('-').filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).count() == 3
    };
    line.len() <= SENT / 2
        && (6..=16).contains(&digits)
        && letters <= 10
        && line.split_ascii_whitespace().any(|word| zoned(word) || dated(word))
}

/// Whether a line tells day, year and time, and has hardly a word more.
pub(super) fn is_put_up(line: &str) -> bool {
    if !is_short(line, HEADLINE) || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let figures = || line.split(|c: char| !c.is_ascii_digit()).filter(|figure| !figure.is_empty());
    let years = figures().filter(|figure| figure.len() == 4).count();
    let marks = [":", "h", "uhr", "時", "时", "시"];
    let is_timed = figures().any(|figure| figure.len() <= 2) && marks.iter().any(|mark| is_behind_figure(line, mark));
    (1..=3).contains(&years)
        && (4..=16).contains(&figures().count())
        && figures().all(|figure| figure.len() <= 2 || figure.len() == 4)
        && is_timed
        && line.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count() <= 8
}

/// Whether a mark stands behind a figure, a blank between them or none.
fn is_behind_figure(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| line[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a line names the page's place on its site: short names with arrows between them.
fn is_trail(line: &str) -> bool {
    // A quotation mark between blanks was an arrow.
    let arrow = if line.contains(" > ") { " > " } else { " \" " };
    let parts = line.split(arrow).count();
    (if arrow == " > " { 2..=6 } else { 2..=2 }).contains(&parts)
        && line.split(arrow).all(|part| {
            !part.is_empty()
                && is_short(part, MENU)
                && !part.contains(|c: char| c.is_numeric() || c == '"' || is_end(c))
        })
}

/// Whether the lines of `row`, beginnings of other articles left out, are shorter than those of a text, of which there are
/// some, by [`LONGER`].
fn are_shorter(row: &[Line<'_>], text: &[Line<'_>]) -> bool {
    let short = || row.iter().filter(|line| is_short(line.text, HEADLINE));
    let row: usize = short().map(|line| letters(line.text)).sum();
    let length: usize = text.iter().map(|line| letters(line.text)).sum();
    !text.is_empty() && LONGER * row * text.len() <= length * short().count()
}

/// How many lines at the end begin with a row of links, and go on with more of them and some short sentences, in which a site
/// asks for something. Between links may stand when these were put up.
fn foot(lines: &[Line<'_>]) -> usize {
    let (mut row, mut links, mut sentences, mut found) = (0, 0, 0, 0);
    let mut feed = Feed::default();
    let has_teasers = are_teasers(lines);
    for (before, line) in lines.iter().rev().enumerate() {
        if line.is_listed || is_offered(line, HEADLINE) || has_teasers && is_teaser(lines, lines.len() - 1 - before) {
            (row, links) = (row + 1, links + 1);
        } else if feed.is_dated(line.text, true) {
        } else if is_short(line.text, HEADLINE) {
            (row, sentences) = (0, sentences + 1);
        } else {
            break;
        }
        if row >= LEAST && 2 * sentences <= links {
            found = before + 1;
        }
    }
    found.max(others(lines))
}

/// Whether a line may be a link: short, of words, ended by no mark of a sentence, a quotation or a bracket.
pub(super) fn is_offered(line: &Line<'_>, longest: usize) -> bool {
    let text = line.text.trim_end();
    if line.goes_on || !is_short(text, longest) {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    // Results, prices and dates are no links, or tell more than these.
    letters > 0 && 5 * digits <= letters && !text.ends_with(is_end) && !text.ends_with(char::is_numeric)
}

/// Whether a line tells no more than so many letters of an alphabet. Cost: O(`longest`).
pub(super) fn is_short(line: &str, longest: usize) -> bool {
    // No letter has more than four bytes.
    line.len() <= 4 * longest && thirds(line) <= 3 * longest
}

/// Whether a line is a menu of its own: names parted by bars, or a row of words that all have capitals, with no number and no
/// mark of a sentence.
pub(super) fn is_menu(line: &str, has_capitals: impl Fn() -> bool) -> bool {
    let line = line.trim_end();
    // Most lines are prose, and told by their end.
    if line.ends_with(is_end) {
        return false;
    }
    let bars = line.bytes().filter(|&byte| byte == b'|').count();
    if bars >= 2 {
        // As many letters between two bars as a link has.
        return letters(line) <= 24 * (bars + 1) && !line.contains(['"', '.', ';']);
    }
    let words = line.split_ascii_whitespace().count();
    if line.starts_with(is_unspaced) {
        return words >= UNSPACED_WORDS && are_names(line);
    }
    words >= MENU_WORDS
        && !line.contains(|c: char| c.is_numeric() || c == ',')
        // A teletype prints all in capitals.
        && line.contains(char::is_lowercase)
        && has_capitals()
}

/// Whether a line is made of short names, with no number and no mark between them.
fn are_names(line: &str) -> bool {
    line.split_ascii_whitespace().all(|name| {
        name.chars().map(width).sum::<usize>() <= 3 * NAME && !name.contains(|c: char| c.is_numeric() || is_end(c))
    })
}

/// Whether a line is short and tells when a text was put on a page.
fn is_stamp(line: &str) -> bool {
    let digits = || line.bytes().filter(u8::is_ascii_digit).count();
    is_short(line, STAMP) && (4..=24).contains(&digits()) && line.contains(char::is_alphabetic)
}

/// How many letters of an alphabet a line tells.
fn letters(line: &str) -> usize {
    thirds(line) / 3
}

/// The same in thirds of a letter.
fn thirds(line: &str) -> usize {
    // Most alphabets take one byte or two.
    if line.bytes().all(|byte| byte < 0xe0) { 3 * line.chars().count() } else { line.chars().map(width).sum() }
}

/// What a character tells, in thirds of a letter: one of Chinese nearly three letters, one of Thai more than one.
fn width(c: char) -> usize {
    match c {
        '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => 8,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => 4,
        _ => 3,
    }
}

fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '።')
}

fn is_end(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | ';'
            | ':'
            | ','
            | '"'
            | '\''
            | ')'
            | ']'
            | '}'
            | '-'
            | '…'
            | '»'
            | '”'
            | '’'
            | '。'
            | '！'
            | '；'
            | '：'
            | '，'
            | '、'
            | '）'
            | '」'
            | '』'
            | '】'
            | '》'
            | '۔'
            | '،'
            | '؛'
            | '।'
            | '॥'
            | '።'
            | '፡'
            | '፤'
            | '։'
            | '՝'
            | '။'
            | '၊'
            | '។'
            | '៕'
            | '៖'
            | 'ฯ'
    )
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::tokenise) fn found(lines: &[&str]) -> (usize, usize) {
        let lines: Vec<Line<'_>> = lines
            .iter()
            .map(|text| Line { text, is_listed: text.starts_with('#'), goes_on: text.starts_with(char::is_lowercase) })
            .collect();
        around(&lines)
    }

    #[test]
    fn a_wires_lines_for_its_desks_are_none_of_the_text() {
        let sent_of = |lines: &[&str]| {
            let lines: Vec<Line<'_>> =
                lines.iter().map(|text| Line { text, is_listed: false, goes_on: false }).collect();
            sent(&lines).collect::<Vec<_>>()
        };
        for slug in ["bc-ferry, 1st ld-writethru, a0474<", "r a am-ferry   03-04 0280", "pm-ferry", "bc-ferry 2ndadd"] {
            assert_eq!(sent_of(&[slug, PROSE, PROSE]), [0], "{slug}");
        }
        for stamp in ["ap-ny-03-04-31 0532est<", "upi 03-04-31 05:36 aes", "110931 0630gmt", "march 5, 2031 16:09"] {
            assert_eq!(sent_of(&[PROSE, PROSE, "by june hallow", stamp]), [3], "{stamp}");
        }
        for line in
            ["am-radio is dying, he said.", "pm-elect rao said that the bridge", "614 people at 0630", "0-3, 2-1"]
        {
            assert!(sent_of(&[line, PROSE, line]).is_empty(), "{line}");
        }
        assert!(sent_of(&["pm-ferry"]).is_empty(), "nothing would be left");
    }

    pub(in crate::tokenise) const PROSE: &str =
        "The bridge over the Lema was closed on Tuesday after a flood, and will open again in May, the town said.";

    #[test]
    fn menus_and_links_are_a_sites() {
        assert_eq!(found(&["Home", "Politics", "Sport", "Log in", PROSE, PROSE]), (4, 0));
        let basque = [
            "Azala",
            "Gizartea",
            "Mundua",
            "Kirola",
            PROSE,
            "Partekatu",
            "#Iruzkinak",
            "Zubia itxita",
            "45 taldek parte hartuko dute",
        ];
        assert_eq!(found(&basque), (4, 4));
        let asked = [
            "Share",
            "Copy link",
            "Others read",
            "A tyre for winter",
            "Your view counts!",
            "By reading on you accept cookies.",
        ];
        assert_eq!(found(&[&[PROSE; 2][..], &asked].concat()), (0, 6));
        let chinese = [
            "首页",
            "国内",
            "国际",
            "体育",
            "由于上周的洪水，横跨河流的大桥于周二关闭，市政府表示预计要到明年五月才能重新开放交通。",
            "分享到微信",
            "微博",
            "成品油价格再次下调",
            "我要评论",
        ];
        assert_eq!(found(&chinese), (4, 4));
    }

    #[test]
    fn a_row_of_names_is_a_menu() {
        for menu in [
            "Home | News | Sport | Contact",
            "Home News Sport Opinion Video Weather",
            "トップ 社会 政治 経済 スポーツ",
            "首頁 即時 要聞 地方 娛樂",
            "หน้าแรก การเมือง กีฬา บันเทิง",
        ] {
            assert!(is_menu(menu, || true), "{menu}");
        }
        for text in [
            "Home News Sport",
            "Orsa, Lemna, Tarsby Voll Holm Ness",
            "THE PRESIDENT WAS TO SPEAK LATER ON",
            "大橋 三カ月ぶり 通行再開",
            "เปิดสะพานข้ามแม่น้ำเลมาแล้ว หลังปิดซ่อมนานสามเดือน รถบรรทุกยังผ่านไม่ได้ เทศบาลเตรียมแถลง",
        ] {
            assert!(!is_menu(text, || true), "{text}");
        }
    }

    #[test]
    fn times_and_places_on_a_site_stand_above() {
        let told = |lines: &[&str]| {
            let lines: Vec<Line<'_>> =
                lines.iter().map(|text| Line { text, is_listed: false, goes_on: false }).collect();
            above(&lines).collect::<Vec<_>>()
        };
        for line in [
            "publié le 03/03/2009 à 06:12 | mis à jour le 03/03/2009 à 14:20",
            "05.06.2014 12:10 - güncelleme: 05.06.2014 12:10",
            "8. oktober 2012, 14.30 uhr",
            "2016/05/11 07:10更新",
            "2016年5月11日 7時10分",
            "home > news > economy",
            "ana sayfa \" gündem",
            "トップ > 社会 > ニュース",
        ] {
            assert_eq!(told(&[line, PROSE]), [0], "{line}");
            assert_eq!(told(&["bridge is shut", line, PROSE, PROSE]), [1], "{line}");
            assert_eq!(told(&[line]), [0; 0], "{line}");
            assert_eq!(told(&[PROSE, line, PROSE]), [0; 0], "{line}");
        }
        for line in [
            "orsa, march 12",
            "paris, 12 mars 1923",
            "orsa - lemna 2:1",
            "12 march 2009",
            "the vote of 2009",
            "20:15 the bridge",
            "it said \" no \" to the bridge",
            "2 > 1",
            "we saw 300 of them in 2009 at 10:12 by the old bridge over the lema in orsa and in tarsby as well",
        ] {
            assert_eq!(told(&[line, PROSE]), [0; 0], "{line}");
        }
        let table = ["12.03.2014 20:00 orsa", "13.03.2014 20:00 lemna", "14.03.2014 20:00 voll", PROSE];
        assert_eq!(told(&table), [0; 0]);
    }

    #[test]
    fn prose_tables_and_verse_are_not() {
        assert_eq!(found(&["Home", "Sport", "Bridge is shut", PROSE]), (0, 0), "three lines are a headline and names");
        assert_eq!(found(&["ORSA, March 12", "By Tom Roe", "(AFP)", PROSE]), (0, 0));
        assert_eq!(
            found(&[PROSE, "Orsa - Lemna 2-1", "Tarsby - Voll 0-0", "Holm - Ness 3-2", "Ness - Voll 1-1"]),
            (0, 0)
        );
        let verse = ["The river runs", "beyond the hill", "and no one knows", "where it stands still", "until the day"];
        assert_eq!(found(&verse), (0, 0));
        assert_eq!(found(&[PROSE, "It is shut.", "Share", "Copy link", "Log in", "He went.", "She stayed."]), (0, 0));
        let narrow = [
            "The bridge over the Lema was closed",
            "on Tuesday after a flood and will",
            "May the town said",
            "Orsholm and Lemna",
        ];
        assert_eq!(found(&narrow), (0, 0));
        assert_eq!(found(&[&[PROSE][..], &narrow].concat()), (0, 0), "a line goes on in the next");
        let column = [PROSE, "The bridge over the Lema was closed on Tuesday after a flood and will"].repeat(4);
        assert_eq!(
            found(
                &[&column[..], &["The bridge over the Lema was closed on Tuesday after a flood and will"; 4]].concat()
            ),
            (0, 0)
        );
        assert_eq!(found(&[]), (0, 0));
    }
}
