//! Editorial marks: updates, corrections, recasts, refiles, kills.

use super::context::{Offsets, trim};
use super::notices::withdrawal;
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
    ("(Ampliación)", Update, false),
    ("AGGIORNAMENTO", Update, true),
    ("(AGGIORNA", Update, false),
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
    ("This version corrects", Correction, false),
    ("(CORREGGE", Correction, false),
    ("(Version corrigée)", Correction, false),
    ("(ИСПРАВЛЕНО", Correction, false),
    ("CORECTARE", Correction, true),
    ("HELYREIGAZÍTÁS", Correction, true),
    ("FE DE ERRORES", Correction, true),
    ("FE DE ERRATAS", Correction, true),
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
    ("OPDATERET", Update, true),
    ("OPPDATERT", Update, true),
    ("UPPDATERAD", Update, true),
    ("UPPDATERING", Update, true),
    ("PÄIVITETTY", Update, true),
    ("PÄIVITYS", Update, true),
    ("FRISSÍTVE", Update, true),
    ("FRISSÍTÉS", Update, true),
    ("ACTUALIZARE", Update, true),
    ("ACTUALITZACIÓ", Update, true),
    ("ΕΠΙΚΑΙΡΟΠΟΙΗΣΗ", Update, true),
    ("GÜNCELLEME", Update, true),
    ("GÜNCELLENDİ", Update, true),
    ("AKTUALIZACJA", Update, true),
    ("UZUPEŁNIENIE", Update, true),
    ("AKTUALIZACE", Update, true),
    ("AKTUALIZÁCIA", Update, true),
    ("AŽURIRANO", Update, true),
    ("DOPUNA", Update, true),
    ("ДОПУНА", Update, true),
    ("ОНОВЛЕНО", Update, true),
    ("ДОПОВНЕНО", Update, true),
    ("ОБНОВЛЕНО", Update, true),
    ("ATNAUJINTA", Update, true),
    ("PAPILDYTA", Update, true),
    ("PAPILDINĀTA", Update, true),
    ("TÄIENDATUD", Update, true),
    ("(ATUALIZA", Update, false),
    ("(AMPLÍA", Update, false),
    ("(Zusammenfassung", Update, false),
    ("تحديث", Update, true),
    ("更新", Update, true),
    ("종합", Update, true),
    ("2보", Update, true),
    ("3보", Update, true),
    ("4보", Update, true),
    ("Rectificatie", Correction, true),
    ("Rettelse", Correction, true),
    ("Javítás", Correction, true),
    ("تصحیح خبر", Correction, true),
    ("DEPECHE ANNULEE", Kill, true),
    ("DÉPÊCHE ANNULÉE", Kill, true),
    ("STORNO", Kill, true),
    ("Oikaisu", Correction, true),
    ("KORJAUS", Correction, true),
    ("KORJATTU", Correction, true),
    ("Helyesbítés", Correction, true),
    ("HELYESBÍTÉS", Correction, true),
    ("Corecție", Correction, true),
    ("Corecţie", Correction, true),
    ("CORECȚIE", Correction, true),
    ("CORECŢIE", Correction, true),
    ("Erată", Correction, true),
    ("ERATĂ", Correction, true),
    ("CORREZIONE", Correction, true),
    ("ERRAMOS", Correction, true),
    ("Erramos", Correction, true),
    ("Διόρθωση", Correction, true),
    ("ΔΙΟΡΘΩΣΗ", Correction, true),
    ("Ορθή επανάληψη", Correction, true),
    ("ΟΡΘΗ ΕΠΑΝΑΛΗΨΗ", Correction, true),
    ("ΔΙΟΡΘΩΜΕΝΗ ΕΠΑΝΑΛΗΨΗ", Correction, true),
    ("Düzeltme", Correction, true),
    ("Ralat", Correction, true),
    ("Koreksi", Correction, true),
    ("PEMBETULAN", Correction, true),
    ("Đính chính", Correction, true),
    ("ĐÍNH CHÍNH", Correction, true),
    ("शुद्धि", Correction, true),
    ("शुद्धिपत्र", Correction, true),
    ("भूल सुधार", Correction, true),
    ("ভ্রম সংশোধন", Correction, true),
    ("সংশোধনী", Correction, true),
    ("اصلاحیه", Correction, true),
    ("تصحیح", Correction, true),
    ("תיקון טעות", Correction, true),
    ("תיקון", Correction, true),
    ("정정", Correction, true),
    ("바로잡습니다", Correction, true),
    ("ВИПРАВЛЕННЯ", Correction, true),
    ("ВИПРАВЛЕНО", Correction, true),
    ("УТОЧНЕННЯ", Correction, true),
    ("Уточнення", Correction, true),
    ("УТОЧНЕНИЕ", Correction, true),
    ("Уточнение", Correction, true),
    ("уточнено", Correction, true),
    ("исправлено", Correction, true),
    ("виправлено", Correction, true),
    ("обновлено", Update, true),
    ("оновлено", Update, true),
    ("Исправлено", Correction, true),
    ("Исправка", Correction, true),
    ("ИСПРАВКА", Correction, true),
    ("Ispravka", Correction, true),
    ("Ispravak", Correction, true),
    ("Popravek", Correction, true),
    ("Корекция", Correction, true),
    ("КОРЕКЦИЯ", Correction, true),
    ("Поправка", Correction, true),
    ("Correcció", Correction, true),
    ("CORRECCIÓ", Correction, true),
    ("Rectificació", Correction, true),
    ("RECTIFICACIÓ", Correction, true),
    ("Rectificación", Correction, true),
    ("RECTIFICACIÓN", Correction, true),
    ("Oprava", Correction, true),
    ("Labojums", Correction, true),
    ("Patikslinimas", Correction, true),
    ("Parandus", Correction, true),
    ("Masahihisho", Correction, true),
    ("แก้ไขข่าว", Correction, true),
    ("MANDATORY CORRECTION", Correction, false),
    ("BULLETIN KILL", Kill, false),
    ("KILL NOTICE", Kill, false),
    ("ZURÜCKZIEHUNG", Kill, true),
    ("(Zurückziehung", Kill, false),
    ("ANNULLIERUNG", Kill, true),
    ("INGETROKKEN", Kill, true),
    ("ANNULLERING", Kill, true),
    ("ÅTERKALLAS", Kill, true),
    ("PERUUTUS", Kill, true),
    ("VISSZAVONÁS", Kill, true),
    ("ANULAÇÃO", Kill, true),
    ("ANULARE", Kill, true),
    ("RETRAGERE", Kill, true),
    ("ANUL·LACIÓ", Kill, true),
    ("ANULOWANIE", Kill, true),
    ("АНУЛЬОВАНО", Kill, true),
    ("ВІДКЛИКАНО", Kill, true),
    ("PONIŠTENJE", Kill, true),
    ("ПОНИШТЕЊЕ", Kill, true),
    ("PREKLIC", Kill, true),
    ("HABER İPTALİ", Kill, true),
    ("BERITA DIBATALKAN", Kill, true),
    ("PEMBATALAN BERITA", Kill, true),
    ("HỦY TIN", Kill, true),
    ("기사취소", Kill, true),
    ("기사 취소", Kill, true),
    ("기사 전문취소", Kill, true),
    ("전문취소", Kill, true),
    ("撤稿", Kill, true),
    ("註銷", Kill, true),
    ("取り消し", Kill, true),
    ("配信取消", Kill, true),
    ("Fe d'errors", Correction, true),
    ("FE D'ERRORS", Correction, true),
    ("Fe d'errades", Correction, true),
    ("Fe d'errates", Correction, true),
    ("እርማት", Correction, true),
    ("திருத்தம்", Correction, true),
    ("సవరణ", Correction, true),
    ("തിരുത്ത്", Correction, true),
    ("ತಿದ್ದುಪಡಿ", Correction, true),
    ("दुरुस्ती", Correction, true),
    ("भूलसुधार", Correction, true),
    ("સુધારો", Correction, true),
    ("නිවැරදි කිරීම", Correction, true),
    ("Regstelling", Correction, true),
    ("Leiðrétting", Correction, true),
    ("LEIÐRÉTTING", Correction, true),
    ("Zuzenketa", Correction, true),
    ("შესწორება", Correction, true),
    ("Ուղղում", Correction, true),
    ("Түзету", Correction, true),
    ("Tuzatish", Correction, true),
    ("Düzəliş", Correction, true),
    ("DÜZƏLİŞ", Correction, true),
    ("Korrigjim", Correction, true),
    ("Залруулга", Correction, true),
    ("Pagtatama", Correction, true),
    ("Retting", Correction, true),
    ("RETTING", Correction, true),
    ("Korrigering", Correction, true),
    ("CORRECTIE", Correction, true),
    ("OPRAVA", Correction, true),
    ("Korekta", Correction, true),
    ("RECTIFICARE", Correction, true),
    ("Виправлення", Correction, true),
    ("勘误", Correction, true),
    ("勘誤", Correction, true),
    ("お詫びと訂正", Correction, true),
    ("ANNULLERES", Kill, true),
    ("ANNULLERAS", Kill, true),
    ("MAKULERAS", Kill, true),
    ("MAKULERES", Kill, true),
    ("TILBAGETRÆKNING", Kill, true),
    ("TRÆKKES TILBAGE", Kill, true),
    ("TREKKES TILBAKE", Kill, true),
    ("DRAS TILLBAKA", Kill, true),
    ("ANULOWANA", Kill, true),
    ("ANULOWANO", Kill, true),
    ("WYCOFANA", Kill, true),
    ("ANULOVÁNO", Kill, true),
    ("POVUČENO", Kill, true),
    ("STORNIRANO", Kill, true),
    ("ПОВУЧЕНО", Kill, true),
    ("АНУЛИРАНО", Kill, true),
    ("ΑΚΥΡΩΣΗ", Kill, true),
    ("ΑΝΑΚΛΗΣΗ", Kill, true),
    ("PEMBATALAN", Kill, true),
    ("Виправлено", Correction, true),
    ("Уточнено", Correction, true),
    ("Оновлено", Update, true),
    ("Обновлено", Update, true),
    ("Доповнено", Update, true),
    ("Дополнено", Update, true),
    ("WITHHOLD", Withhold, true),
    ("WITHHELD", Withhold, true),
    ("HOLD", Withhold, true),
];

static MARK_FINDER: LazyLock<PhraseFinder> = LazyLock::new(|| {
    PhraseFinder::new(MARKS.iter().map(|&(word, ..)| word)).expect("no mark is shorter than two bytes")
});

/// Lines at the head of a text of which one may say that it is withdrawn.
const WITHDRAWING: usize = 4;

/// Adds the marks of the title, of the first and last lines, and of the record's fields.
pub(super) fn read(article: &Article, signals: &mut Signals) {
    let m = &article.metadata;
    if let Some(title) = article.title.as_deref() {
        line(title, 0..title.len(), Field::Title, signals);
        // `석 달 만에 다시 열려(종합2보)`, `Bridge reopens (UPDATE)`
        if let Some(bracket) = title.trim_end().ends_with(CLOSING).then(|| title.rfind(OPENING)).flatten() {
            line(title, bracket..title.len(), Field::Title, signals);
        }
        withdrawal(title, 0..title.len(), Field::Title, signals);
    }
    if let Some(note) = m.editorial_note.as_deref() {
        line(note, 0..note.len(), Field::EditorialNote, signals);
        withdrawal(note, 0..note.len(), Field::EditorialNote, signals);
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
    for (index, part) in text.split_inclusive('\n').take(6).enumerate() {
        line(text, at..at + part.len(), Field::Text, signals);
        if index < WITHDRAWING {
            withdrawal(text, at..at + part.len(), Field::Text, signals);
        }
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
    let mut words = text[range.clone()].trim_start_matches(['*', '#', '_', '-', '+', ' ']);
    // `Eds: CORRECTS spelling`
    let told = ["Eds:", "EDS:", "Editors:", "EDITORS:"].iter().find_map(|editors| words.strip_prefix(editors));
    words = told.map_or(words, str::trim_start);
    let inner = words.trim_start_matches(OPENING);
    // Most lines begin like no mark: the first letter tells.
    if inner.len() == words.len() && !words.starts_with(|c: char| !c.is_lowercase() && !c.is_ascii_digit()) {
        return;
    }
    let start = range.end - words.len();
    // What is listed with its bracket goes before what stands in any.
    let found = MARK_FINDER.at(text, start).map(|found| (found, false));
    let bracketed = || (inner.len() < words.len()).then(|| MARK_FINDER.at(text, range.end - inner.len())).flatten();
    let Some(((_, end, index), bracketed)) = found.or_else(|| bracketed().map(|found| (found, true))) else { return };
    // Some marks end in a blank, which the line may not have.
    let (start, end) = (if bracketed { range.end - inner.len() } else { start }, end.min(range.end));
    let (spelling, kind, parted) = MARKS[index as usize];
    let (word, rest) = (&text[start..end], &text[end..range.end]);
    let capitals = |s: &str| s.chars().all(|c| !c.is_lowercase());
    let loose = bracketed && matches!(kind, Update | Correction);
    if capitals(spelling) && !capitals(word) && !loose {
        return;
    }
    let number: String =
        rest.trim_start_matches([' ', '-', '#']).chars().take_while(char::is_ascii_digit).take(4).collect();
    let numbered = !number.is_empty() && matches!(kind, Update | Correction | Refile);
    let stop = |c: char| matches!(c, ':' | '–' | '—' | '/' | '|' | '：' | '.') || c == '-' || OPENING(c) || CLOSING(c);
    // Desks join a mark in capitals to the slug with a hyphen: `REFILE-Fed raises rates`.
    let joined = !rest.starts_with('-') || rest.starts_with("--") || capitals(word);
    let separated = rest.trim_start().chars().next().is_none_or(stop) && joined;
    // A line that is one bracket is a note of the desk: `(Виправлено вартість ремонту)`.
    let noted = loose && rest.trim_end().strip_suffix(CLOSING).is_some_and(|within| !within.contains(OPENING));
    let dated =
        matches!(kind, Update | Correction) && (rest.starts_with(" le ") || rest.starts_with(" du ")) && word.len() > 8;
    if !parted || told.is_some() || numbered || separated || dated || noted {
        let span = Offsets::new(text).span(start..end);
        add(signals, Mark { kind, number: number.parse().ok().filter(|_| numbered), field, span });
    }
}

/// Brackets in which marks stand.
const OPENING: fn(char) -> bool = |c| matches!(c, '(' | '[' | '{' | '<' | '【' | '（' | '［' | '〈' | '《');
/// What closes them.
const CLOSING: fn(char) -> bool = |c| matches!(c, ')' | ']' | '}' | '>' | '】' | '）' | '］' | '〉' | '》');

/// What follows the mark and the number of the take that a slug begins with; all of one that has none.
pub(super) fn behind_mark(slug: &str) -> &str {
    match MARK_FINDER.at(slug, 0) {
        Some((_, end, _)) if slug[end..].starts_with([' ', '-', '/', ':']) => {
            slug[end..].trim_start_matches(|c: char| !c.is_alphabetic())
        }
        _ => slug,
    }
}

pub(super) fn add(signals: &mut Signals, mark: Mark) {
    if !signals.marks.iter().any(|m| m.kind == mark.kind && m.field == mark.field && m.span == mark.span) {
        signals.marks.push(mark);
    }
}
