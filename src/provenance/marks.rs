//! Editorial marks: updates, corrections, recasts, refiles, kills.

use super::context::{Offsets, trim};
use super::words::PhraseFinder;
use super::{Field, Mark, MarkKind, Signals};
use crate::article::Article;
use crate::units::Span;
use MarkKind::{Correction, Kill, Recast, Refile, Update, Withhold};
use std::sync::LazyLock;

/// What a line begins with, and whether a stop, dash, colon or bracket must follow. What stands here in capitals counts in
/// capitals only.
const MARKS: &[(&str, MarkKind, bool)] = &[
    ("UPDATE", Update, true),
    ("WRAPUP", Update, true),
    ("UPDATED", Update, true),
    ("(Updates", Update, false),
    ("(Adds ", Update, false),
    ("Adds ", Update, true),
    ("ACTUALISATION", Update, true),
    ("ACTUALISÉ", Update, true),
    ("MISE À JOUR", Update, true),
    ("MISE A JOUR", Update, true),
    ("Mise à jour", Update, true),
    ("(actualisé", Update, false),
    ("(Actualise", Update, false),
    ("AKTUALISIERT", Update, true),
    ("Aktualisierung", Update, true),
    ("(Aktualisiert", Update, false),
    ("ACTUALIZACIÓN", Update, true),
    ("ACTUALIZACION", Update, true),
    ("Actualización", Update, true),
    ("ACTUALIZA", Update, true),
    ("(Actualiza", Update, false),
    ("AMPLIACIÓN", Update, true),
    ("AGGIORNAMENTO", Update, true),
    ("ATUALIZAÇÃO", Update, true),
    ("ATUALIZA", Update, true),
    ("ОБНОВЛЕНИЕ", Update, true),
    ("ДОПОЛНЕНИЕ", Update, true),
    ("(更新", Update, false),
    ("（更新", Update, false),
    ("Correction", Correction, true),
    ("CORRECTED", Correction, true),
    ("CORRECTS", Correction, true),
    ("(Corrects ", Correction, false),
    ("(Corrected ", Correction, false),
    ("This article has been corrected", Correction, false),
    ("This story has been corrected", Correction, false),
    ("Rectificatif", Correction, true),
    ("RECTIFICATION", Correction, true),
    ("Erratum", Correction, true),
    ("(Corrige ", Correction, false),
    ("(Bien lire", Correction, false),
    ("BIEN LIRE", Correction, true),
    ("Cet article a été corrigé", Correction, false),
    ("Korrektur", Correction, true),
    ("Berichtigung", Correction, true),
    ("(Berichtigung", Correction, false),
    ("(Korrigiert", Correction, false),
    ("CORRECCIÓN", Correction, true),
    ("Corrección", Correction, true),
    ("CORRECCION", Correction, true),
    ("CORRIGE", Correction, true),
    ("Fe de erratas", Correction, false),
    ("(Corrige", Correction, false),
    ("Errata corrige", Correction, false),
    ("Rettifica", Correction, true),
    ("CORREÇÃO", Correction, true),
    ("Correção", Correction, true),
    ("Errata", Correction, true),
    ("Correctie", Correction, true),
    ("RÄTTELSE", Correction, true),
    ("Rättelse", Correction, true),
    ("RETTELSE", Correction, true),
    ("Sprostowanie", Correction, true),
    ("KOREKTA", Correction, true),
    ("DÜZELTME", Correction, true),
    ("ИСПРАВЛЕНИЕ", Correction, true),
    ("ПОПРАВКА", Correction, true),
    ("Исправление", Correction, true),
    ("تصحيح", Correction, true),
    ("تصويب", Correction, true),
    ("更正", Correction, true),
    ("訂正", Correction, true),
    ("【訂正", Correction, false),
    ("[정정]", Correction, false),
    ("RECASTS", Recast, false),
    ("RECAST", Recast, true),
    ("(Recasts", Recast, false),
    ("REFILE", Refile, true),
    ("REFILING", Refile, true),
    ("(Refiles", Refile, false),
    ("(Refiling", Refile, false),
    ("REPEAT", Refile, true),
    ("RPT", Refile, true),
    ("(Repeats", Refile, false),
    ("WIEDERHOLUNG", Refile, true),
    ("REPETICIÓN", Refile, true),
    ("KILL", Kill, true),
    ("Story kill", Kill, false),
    ("MANDATORY KILL", Kill, false),
    ("WITHDRAWN", Kill, true),
    ("Annule et remplace", Correction, false),
    ("ANNULATION", Kill, true),
    ("ANNULÉ", Kill, true),
    ("ANNULE", Kill, true),
    ("RETRAIT", Kill, true),
    ("RÜCKZUG", Kill, true),
    ("ZURÜCKGEZOGEN", Kill, true),
    ("ANULA", Kill, true),
    ("ANULADA", Kill, true),
    ("ANULACIÓN", Kill, true),
    ("ANNULLAMENTO", Kill, true),
    ("ANNULLA", Kill, true),
    ("АННУЛИРОВАНО", Kill, true),
    ("АННУЛЯЦИЯ", Kill, true),
    ("ОТМЕНА", Kill, true),
    ("WITHHOLD", Withhold, true),
    ("WITHHELD", Withhold, true),
    ("HOLD", Withhold, true),
];

static MARK_FINDER: LazyLock<PhraseFinder> =
    LazyLock::new(|| PhraseFinder::new(MARKS.iter().map(|&(word, ..)| word)).expect("the list of marks is small"));

/// Adds the marks of the title, of the first and last lines, and of the record's fields.
pub(super) fn read(article: &Article, signals: &mut Signals) {
    let m = &article.metadata;
    if let Some(title) = article.title.as_deref() {
        line(title, 0..title.len(), Field::Title, signals);
    }
    if let Some(note) = m.editorial_note.as_deref() {
        line(note, 0..note.len(), Field::EditorialNote, signals);
    }
    if let Some(slug) = m.slug.as_deref() {
        line(slug, 0..slug.len(), Field::Slug, signals);
        // What is begun so may also be an item about a killing or a hold-up: only brackets are sure.
        signals.marks.retain(|m| m.field != Field::Slug || !matches!(m.kind, Kill | Withhold));
        if let Some(bracket) = slug.find('(') {
            line(slug, bracket + 1..slug.len(), Field::Slug, signals);
        }
    }
    let text = article.text.as_str();
    let mut at = 0;
    for part in text.split_inclusive('\n').take(6) {
        line(text, at..at + part.len(), Field::Text, signals);
        at += part.len();
    }
    let mut end = text.len();
    for _ in 0..6 {
        if end <= at {
            break;
        }
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..end - 1]).map_or(0, |i| i + 1).max(at);
        line(text, start..end, Field::Text, signals);
        end = start;
    }
    if let Some(status) = m.publication_status.as_deref() {
        let kind = match status.trim().rsplit(':').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "canceled" | "cancelled" => Some(Kill),
            "withheld" => Some(Withhold),
            _ => None,
        };
        if let Some(kind) = kind {
            add(
                signals,
                Mark {
                    kind,
                    number: None,
                    field: Field::PublicationStatus,
                    span: Span::new(0, status.chars().count() as u32),
                },
            );
        }
    }
    if let Some(version) = m.version.filter(|&v| v > 1) {
        let number = u32::try_from(version).ok();
        add(signals, Mark { kind: Update, number, field: Field::Version, span: Span::default() });
    }
}

fn line(text: &str, range: std::ops::Range<usize>, field: Field, signals: &mut Signals) {
    let range = trim(text, range);
    let words = text[range.clone()].trim_start_matches(['*', '#', '_', '-', ' ']);
    // Most lines begin like no mark: the first letter tells.
    if !words.starts_with(|c: char| !c.is_lowercase() && !c.is_ascii_digit()) {
        return;
    }
    let start = range.end - words.len();
    let Some((_, end, index)) = MARK_FINDER.at(text, start) else { return };
    let (spelling, kind, parted) = MARKS[index as usize];
    let (word, rest) = (&text[start..end], &text[end..range.end]);
    let capitals = |s: &str| s.chars().all(|c| !c.is_lowercase());
    if capitals(spelling) && !capitals(word) {
        return;
    }
    let number: String =
        rest.trim_start_matches([' ', '-', '#']).chars().take_while(char::is_ascii_digit).take(4).collect();
    let numbered = !number.is_empty() && matches!(kind, Update | Correction | Refile);
    let stop = |c: char| matches!(c, ':' | '–' | '—' | '(' | ')' | '/' | '|' | '：' | ']' | '】' | '.') || c == '-';
    // Desks join a mark in capitals to the slug with a hyphen: `REFILE-Fed raises rates`.
    let joined = !rest.starts_with('-') || rest.starts_with("--") || capitals(word);
    let separated = rest.trim_start().chars().next().is_none_or(stop) && joined;
    let dated =
        matches!(kind, Update | Correction) && (rest.starts_with(" le ") || rest.starts_with(" du ")) && word.len() > 8;
    if !parted || numbered || separated || dated {
        let span = Offsets::new(text).span(start..end);
        add(signals, Mark { kind, number: number.parse().ok().filter(|_| numbered), field, span });
    }
}

/// What follows the mark and the number of the take that a slug begins with; all of one that has none.
pub(super) fn behind_mark(slug: &str) -> &str {
    match MARK_FINDER.at(slug, 0) {
        Some((_, end, _)) if slug[end..].starts_with([' ', '-', '/', ':']) => {
            slug[end..].trim_start_matches(|c: char| !c.is_alphabetic())
        }
        _ => slug,
    }
}

fn add(signals: &mut Signals, mark: Mark) {
    if !signals.marks.iter().any(|m| m.kind == mark.kind && m.field == mark.field && m.span == mark.span) {
        signals.marks.push(mark);
    }
}
