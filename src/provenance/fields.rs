//! Agencies named by the record's own fields: source, URL, author, provider, copyright, dateline.

use super::context::{Hit, Offsets, ceil, floor, phrase, place_and_date};
use super::credits::push;
use super::names::find;
use super::{Basis, Dateline, Field, Gazetteer, Signals};
use crate::article::Article;
use crate::units::{Language, Span};

/// Adds the agencies that the fields of `article` name.
pub(super) fn read(
    g: &Gazetteer,
    article: &Article,
    language: Option<Language>,
    year: Option<i16>,
    signals: &mut Signals,
) {
    let m = &article.metadata;
    let fields = [
        (article.source.as_deref(), Field::Source, Basis::Metadata, 0.98),
        (m.author.as_deref(), Field::Author, Basis::Byline, 0.95),
        (m.credit.as_deref(), Field::Credit, Basis::Metadata, 0.95),
        (m.copyright.as_deref(), Field::Copyright, Basis::Copyright, 0.75),
        (m.dateline.as_deref(), Field::Dateline, Basis::Dateline, 0.95),
        (m.syndicated_from.as_deref(), Field::SyndicatedFrom, Basis::Metadata, 0.9),
    ];
    for (value, field, basis, confidence) in fields {
        let Some(value) = value.filter(|v| !v.trim().is_empty()) else { continue };
        let hits = find(g, value);
        let whole = phrase(value, 0..value.len(), &hits);
        // An outlet is an agency only when its name is nothing else (`Reuters`, but not `Anadolu Sigorta`).
        let strict = matches!(field, Field::Source | Field::SyndicatedFrom);
        let mut offsets = Offsets::new(value);
        for hit in &hits {
            // `hvg.hu/MTI`, `온라인뉴스팀 / 연합뉴스`: whatever a slash parts it from.
            let parted = || hit.exact && value.len() <= NEAR && is_parted(value, hit);
            let taken = match strict {
                true => whole.is_bare(),
                false if whole.prose == 0 => !hit.weak || stands_apart(value, hit),
                // `연합뉴스 김새들`
                false => parted() || !hit.weak && hit.exact && whole.prose == whole.uncased && whole.uncased <= 2,
            };
            let Some(agency) = g.resolve(hit.form, year, language).filter(|a| taken && !a.photo) else { continue };
            let span = offsets.span(hit.start..hit.end);
            push(signals, agency, basis, if hit.weak { confidence - 0.1 } else { confidence }, field, span);
        }
    }
    if let Some(value) = m.dateline.as_deref() {
        let (place, date) = place_and_date(value.split('(').next().unwrap_or(value));
        if place.is_some() || date.is_some() {
            let span = Span::new(0, value.chars().count() as u32);
            signals.dateline = Some(Box::new(Dateline { place, date, field: Field::Dateline, span }));
        }
    }
    let urls = [
        (article.source.as_deref(), Field::Source, 0.98),
        (article.url.as_deref(), Field::Url, 0.98),
        (m.canonical_url.as_deref(), Field::CanonicalUrl, 0.95),
        (m.syndicated_from.as_deref(), Field::SyndicatedFrom, 0.95),
    ];
    let based_on = m.based_on.iter().map(|u| (Some(u.as_str()), Field::BasedOn, 0.9));
    for (url, field, confidence) in urls.into_iter().chain(based_on) {
        let Some(url) = url else { continue };
        let whole = Span::new(0, url.chars().count() as u32);
        match g.by_host(url).filter(|a| !a.photo) {
            Some(agency) => push(signals, agency, Basis::Metadata, confidence, field, whole),
            None if field == Field::Url => {
                if let Some(agency) = section(g, url, language, year) {
                    push(signals, agency, Basis::Metadata, 0.8, field, whole);
                }
            }
            None => {}
        }
    }
}

/// What stands behind an agency's name in the section of a site that its feed fills: `/pti-feed/`, `/ap-world-news/`.
const FEED: &[&str] = &[
    "feed",
    "feeds",
    "wire",
    "wires",
    "newswire",
    "news",
    "general",
    "national",
    "international",
    "world",
    "business",
    "sports",
    "sport",
    "stories",
    "depeches",
    "dernieres",
    "innenriks",
    "utenriks",
    "ticker",
    "meldungen",
];
/// Sections of a site that list articles on a matter.
const MATTERS: &[&str] = &[
    "tag",
    "tags",
    "topic",
    "topics",
    "tema",
    "temas",
    "thema",
    "themen",
    "etiqueta",
    "etiquetas",
    "label",
    "hashtag",
    "search",
    "company",
    "companies",
    "quote",
    "quotes",
    "keyword",
    "sujet",
];

/// The agency whose feed fills the section that an article stands in, by its address: `/ntb/innenriks/2031/`,
/// `/dernieres-depeches/belga/`.
fn section<'g>(
    g: &'g Gazetteer,
    url: &str,
    language: Option<Language>,
    year: Option<i16>,
) -> Option<&'g std::sync::Arc<super::Agency>> {
    let (_, path) = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/')?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // The last part is the article's own.
    let (parts, _) = path.trim_end_matches('/').rsplit_once('/')?;
    for part in parts[..floor(parts, NEAR * 2)].split('/').take_while(|part| !MATTERS.contains(part)) {
        let capitals = part.to_ascii_uppercase().replace('_', "-");
        for hit in find(g, &capitals) {
            let mut behind = part[hit.end..].split(['-', '_']);
            let fed = behind.next() == Some("") && hit.end < part.len() && behind.all(|word| FEED.contains(&word));
            let whole = hit.start == 0 && hit.end == part.len();
            let Some(agency) = g.resolve(hit.form, year, language).filter(|a| !a.photo && !a.generic) else { continue };
            // Weak names are words of addresses too (`/mena/`, `/radio/`).
            let own = || !hit.weak || agency.local && language.is_some_and(|l| agency.writes_in(l));
            if hit.start == 0 && fed || whole && part.len() > 2 && own() {
                return Some(agency);
            }
        }
    }
    None
}

/// How far around a name is looked at, in bytes.
const NEAR: usize = 80;

/// Whether a slash or bar, or the field's end, stands on both sides, one of them a slash or bar; or the field begins so and
/// a comma follows.
fn is_parted(value: &str, hit: &Hit) -> bool {
    let (before, behind) = (value[..hit.start].trim_end(), value[hit.end..].trim_start());
    let bars = ['/', '|', '·'];
    // `AFP, édité par …`
    if before.is_empty() && behind.starts_with(',') && !hit.weak {
        return true;
    }
    match (before.ends_with(bars), behind.starts_with(bars)) {
        (true, true) => true,
        (true, false) => behind.is_empty(),
        (false, true) => before.is_empty(),
        (false, false) => false,
    }
}

/// Words for an agency's own people, in English, behind its name.
const DESK: &[&str] = &[
    "media",
    "reporter",
    "reporters",
    "staff",
    "writer",
    "writers",
    "correspondent",
    "correspondents",
    "sport",
    "sports",
    "news",
    "political",
    "business",
    "desk",
    "editor",
    "editors",
    "newsroom",
];

/// Whether nothing but a separator, a small word or the field's end stands on both sides.
fn stands_apart(value: &str, hit: &Hit) -> bool {
    let before = value[floor(value, hit.start.saturating_sub(NEAR))..hit.start].trim_end();
    let behind = value[hit.end..ceil(value, hit.end + NEAR)].trim_start();
    let parts = [',', '/', '|', ';', '&', '+', '(', ')', '-', '–', '—', ':', '[', ']', '·'];
    let joined = |w: Option<&str>| {
        w.is_some_and(|w| {
            matches!(
                w.to_lowercase().as_str(),
                "avec"
                    | "with"
                    | "and"
                    | "et"
                    | "und"
                    | "y"
                    | "e"
                    | "by"
                    | "par"
                    | "von"
                    | "mit"
                    | "con"
                    | "com"
                    | "©"
                    | "the"
            )
        })
    };
    let dated = |c: char| c.is_ascii_digit() || c == '©';
    // `PA Reporter`, `AP Sports Staff`
    let is_desk = |word: &str| DESK.contains(&word.to_lowercase().as_str());
    if before.is_empty() && !behind.is_empty() && behind.split_whitespace().all(is_desk) {
        return true;
    }
    (before.is_empty()
        || before.ends_with(parts)
        || before.ends_with(dated)
        || joined(before.split_whitespace().next_back()))
        && (behind.is_empty()
            || behind.starts_with(parts)
            || behind.starts_with(dated)
            || behind.starts_with('.')
            || joined(behind.split_whitespace().next()))
}
