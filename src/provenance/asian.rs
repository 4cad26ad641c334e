//! Credits in scripts that write without spaces: `新华社北京9月30日电`, `【ワシントン共同】`, `(서울=연합뉴스)`.

use super::Basis;
use super::context::{Hit, bracket_of, floor, is_cjk, line_of, phrase, trim};
use super::credits::Reading;
use super::cues::{LEADING_CUES, PHOTO_CUES};
use std::ops::Range;

/// Bytes of what joins an agency to the one that hands it on.
const JOINT: usize = 3;

/// Characters between an agency and `电` in `新华社北京9月30日电`.
const WIRED: usize = 28;

/// What a name means that stands beside Chinese, Japanese or Korean letters.
pub(super) fn classify(text: &str, hit: &Hit, hits: &[Hit], line: &Range<usize>) -> Option<Reading> {
    let range = hit.start..hit.end;
    let before = &text[line.start..hit.start];
    let behind = &text[hit.end..line.end];
    let near = &before[floor_chars(before, 14)..];
    let next = &behind[..ceil_chars(behind, WIRED)];
    let reading = |basis, confidence| Some(Reading::new(basis, confidence, range.clone()));

    // `<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>`
    let signed = near.trim_end().ends_with(['ⓒ', '©']) || near.trim_end().ends_with("(c)");
    if signed && next.contains("무단") {
        return reading(Basis::Copyright, 0.8);
    }
    if is_photo(near, next) || near.ends_with("(c)") && before.chars().count() < 12 && behind.trim().is_empty() {
        return reading(Basis::Photo, 0.8);
    }
    // `据新华社电 大桥…`: without place or day.
    let passed_on = before.trim_start().strip_prefix(['据', '據']).is_some_and(str::is_empty);
    if passed_on && next.strip_prefix(['电', '電']).is_some_and(|rest| !is_word(rest.chars().next())) {
        return reading(Basis::Dateline, 0.8);
    }
    if let Some(end) = wired(next) {
        let place = hit.end..hit.end + end;
        let confidence = if before.trim().chars().count() <= 6 { 0.95 } else { 0.8 };
        let span = hit.start..hit.end + end + '电'.len_utf8();
        return Some(Reading { place: Some(place), ..Reading::new(Basis::Dateline, confidence, span) });
    }
    if let Some(cue) = LEADING_CUES.find_iter(near).last().filter(|m| near[m.end()..].chars().count() <= 2) {
        return reading(Basis::Credit, 0.9).map(|mut r| {
            r.span.start = hit.start - (near.len() - cue.start());
            r
        });
    }
    if let Some(found) = bracketed(text, hit, hits) {
        return Some(found);
    }
    let whole = trim(text, line.clone());
    let bare = text[whole.clone()].trim_matches(['<', '>', '〈', '〉']);
    let alone = bare == &text[range.clone()] || {
        let rest = text[whole.clone()].replacen(&text[range.clone()], "", 1);
        // `共同通信 / 2031年7月19日 16時13分`: whose it is, and when it was put up.
        let dated = || {
            let figures = rest.chars().filter(char::is_ascii_digit).count();
            (figures == 0 || figures >= 4) && rest.chars().all(is_of_time)
        };
        let reported = rest.chars().count() <= 14
            && !rest.contains(['。', '，'])
            && (rest.contains("记者") || rest.contains("記者") || rest.contains("기자"));
        whole.start == hit.start && reported || dated()
    };
    // `© 연합뉴스 2031`
    let signed = bare.strip_prefix('©').map(|rest| rest.replacen(&text[range.clone()], "", 1));
    if signed.is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(is_of_time)) {
        return reading(Basis::Copyright, 0.7);
    }
    if alone {
        return Some(Reading::new(Basis::Byline, 0.8, whole));
    }
    // A Japanese report closes with `＝共同`, a Korean one with `/연합뉴스` or `기자·연합뉴스`, a Chinese one with `据新华社`.
    let closing = behind.trim_matches(['。', '）', ')', ' ', '\r', '】']).is_empty();
    // `断水が続く給水所＝共同`: a line without a stop among sentences that have theirs.
    let unstopped = !before.trim().is_empty() && !text[line.clone()].contains(['。', '．']) && text.contains('。');
    if closing && unstopped && near.trim_end().ends_with(['=', '＝']) {
        return reading(Basis::Photo, 0.6);
    }
    if closing
        && (near.trim_end().ends_with(['=', '＝', '=', '/', '·'])
            || near.ends_with('据') && before[..before.len() - '据'.len_utf8()].ends_with(['。', '（', '(', '）']))
    {
        return reading(Basis::Credit, 0.85);
    }
    if !hit.weak && hit.exact { reading(Basis::Citation, 0.7) } else { None }
}

/// Whether a name stands under a picture, by what is `near` before it and `next` behind it.
fn is_photo(near: &str, next: &str) -> bool {
    let ahead = PHOTO_CUES.find_iter(near).last().is_some_and(|m| !near[m.end()..].contains(['。', '，', '、']));
    let stop = next.find(['。', '，', '\n', '、']).unwrap_or(next.len());
    let taken = next[..stop].find(['摄', '攝']).is_some()
        || next[..stop].contains("供图")
        || next[..stop].contains("제공") && near.contains("사진");
    let caption = next.starts_with('发') && next.contains(['摄', '）'])
        || next.trim_start().starts_with("자료사진")
        || next.starts_with("图")
        || ["照片", "檔案照", "資料照", "档案照", "资料图", "資料圖"].iter().any(|word| next.starts_with(word))
        || next.starts_with("PHOTO");
    ahead || taken || caption
}

/// A name in brackets that are a dateline or a credit.
fn bracketed(text: &str, hit: &Hit, hits: &[Hit]) -> Option<Reading> {
    let bracket = bracket_of(text, &(hit.start..hit.end))?;
    let outer = line_of(text, &(bracket.open..bracket.close));
    let content = text[bracket.inner.clone()].trim_end();
    let last = text[hit.end..bracket.inner.end]
        .trim_matches(|c: char| matches!(c, '=' | '＝' | '通' | '信' | '社' | ' '))
        .is_empty();
    // `【パリAFP時事】`: one agency that another hands on.
    let joins = |h: &&Hit| {
        let gap = text.get(hit.end..h.start).filter(|_| h.end <= bracket.inner.end);
        gap.is_some_and(|gap| {
            gap.len() <= JOINT && gap.chars().all(|c| matches!(c, '·' | '・' | '/' | '、' | '，' | ','))
        })
    };
    let mut next =
        hits[hits.partition_point(|h| h.start < hit.end)..].iter().take_while(|h| h.start <= hit.end + JOINT);
    let handed = next.find(joins).is_some_and(|h| {
        let rest = &text[h.end.min(bracket.inner.end)..bracket.inner.end];
        rest.trim_matches(|c: char| matches!(c, '=' | '＝' | '通' | '信' | '社' | ' ')).is_empty()
    });
    let last = last || handed;
    let at_head = text[outer.start..bracket.open].trim().is_empty();
    let at_foot = text[bracket.close..outer.end].trim_matches(['。', ' ', '\r']).is_empty();
    let short = content.chars().count() <= 24;
    // `（中央社東京3日綜合外電報導）`, `(파리 AFP=연합뉴스)`.
    let filed = ["電", "电", "報導", "报道"].iter().any(|end| content.ends_with(end));
    let relayed = text[hit.end..bracket.inner.end].starts_with(['=', '＝']);
    let pure = || phrase(text, bracket.inner.clone(), hits).prose == 0;
    if at_head && !at_foot && short && (last || filed || relayed || pure()) {
        return Some(Reading {
            place: Some(bracket.inner.start..hit.start),
            ..Reading::new(Basis::Dateline, 0.9, bracket.open..bracket.close)
        });
    }
    // `再開した橋＝3日、東渡市（共同）`: a line without a stop, among sentences that have theirs, is a caption.
    let ahead = text[outer.start..bracket.open].trim();
    let unstopped = |s: &str| !s.contains(['。', '．']);
    let closing = &text[bracket.close..outer.end];
    if at_foot && !ahead.is_empty() && unstopped(ahead) && unstopped(closing) && ahead.contains(['＝', '=']) {
        return Some(Reading::new(Basis::Photo, 0.6, bracket.open..bracket.close));
    }
    // `（综合新华社、中新社报道）`
    let gathered = filed && ["综合", "綜合", "据", "據"].iter().any(|start| content.trim_start().starts_with(start));
    if at_foot && short && (last || gathered || bracket.inner.start == hit.start) {
        return Some(Reading::new(Basis::Credit, 0.85, bracket.open..bracket.close));
    }
    None
}

/// Bytes up to `电`, when only a place, a date and a reporter's name stand before it.
fn wired(next: &str) -> Option<usize> {
    let end = next.find(['电', '電'])?;
    let between = &next[..end];
    let rest = next[end..].chars().nth(1);
    let dated = between.contains(['月', '日'])
        && between.contains(|c: char| c.is_numeric() || "一二三四五六七八九十".contains(c));
    let placed = between.chars().count() <= 6
        && !between.is_empty()
        && matches!(rest, Some('（' | '(' | ' ' | '　' | '】' | '）') | None);
    let clean = !between.contains(['，', '。', '、', '：', '“', '”', '（', '('])
        && between.chars().filter(|&c| is_cjk(c)).count() <= 20;
    (clean && !is_word(rest) && (dated || placed)).then_some(end)
}

/// 电话, 电视, 电影 … are words of their own.
fn is_word(behind: Option<char>) -> bool {
    matches!(behind, Some('话' | '视' | '影' | '子' | '力' | '商' | '讯' | '報' | '話' | '視' | '台'))
}

/// What a day and an hour are written with, and what stands between.
fn is_of_time(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || "/|｜／·・•:.,、。*–—»-年月日時时分秒년월일시분오전후".contains(c)
}

fn floor_chars(text: &str, n: usize) -> usize {
    text.char_indices().rev().nth(n.saturating_sub(1)).map_or(0, |(i, _)| floor(text, i))
}

fn ceil_chars(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(i, _)| i)
}
