//! What outlets call themselves on their pages, where nobody else names them.
//!
//! Where it is known by which name an outlet goes, its pages show between which words such a name stands (`Download the …
//! app`, `© …. All rights reserved`): a *frame*. What stands in a frame of several outlets on the pages of another is the
//! name of that one. So frames are had in any language, without a list of them. Source of the principle: Brin 1998,
//! "Extracting patterns and relations from the World Wide Web".

use super::Engine;
use super::document::Document;
use super::names::Names;
use super::words::Words;
use crate::tokenise::Kind;
use rustc_hash::{FxHashMap, FxHashSet};

/// What stands between two lines of furniture; no word.
pub(super) const BREAK: u32 = 0;

/// Outlets whose names stand in a frame, from which on it is one.
const OUTLETS: usize = 3;

/// Pages of an outlet that are looked at. Bounds the cost.
const PAGES: u32 = 4;

/// Words of a line that is looked at, at most, and of a name in it; of a name that is written without spaces, pairs of
/// characters.
const LINE: usize = 40;
const NAME: usize = 6;
const NAME_IN_PAIRS: usize = 10;

/// Words of a frame, at least.
const WORDS: usize = 2;

/// The two words on either side of a name, the nearest first, [`BREAK`] where the line ends.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Frame {
    before: [u32; 2],
    behind: [u32; 2],
}

impl Frame {
    /// The frame of the words of `line` in the range; `gap` words next to them share a character with them.
    fn around(line: &[u32], from: usize, to: usize, gap: usize) -> Self {
        let word = |at: Option<usize>| at.and_then(|at| line.get(at)).copied().unwrap_or(BREAK);
        let before = [1, 2].map(|step| word(from.checked_sub(gap + step)));
        Self { before, behind: [0, 1].map(|step| word(Some(to + gap + step))) }
    }

    fn tells(&self) -> bool {
        self.before.iter().chain(&self.behind).filter(|word| **word != BREAK).count() >= WORDS
    }
}

/// Names that outlets call themselves by, as hashes of their words.
#[derive(Default)]
pub(super) struct Mastheads(FxHashMap<String, Vec<Vec<u32>>>);

impl Mastheads {
    /// Whether an outlet calls itself otherwise than by a name: by one that is no part of it, and it no part of that.
    pub fn differ(&self, source: &str, name: &[u32]) -> bool {
        let holds = |whole: &[u32], part: &[u32]| whole.windows(part.len().max(1)).any(|words| words == part);
        let alike = |own: &Vec<u32>| holds(own, name) || holds(name, own);
        !name.is_empty() && self.0.get(source).is_some_and(|own| !own.iter().any(alike))
    }
}

impl Engine {
    /// What the outlets call themselves that are not known by a name yet; `known` are the names of the others.
    ///
    /// Cost: at most four pages of each outlet.
    pub(super) fn mastheads(&self, known: &FxHashMap<Vec<u32>, String>) -> Mastheads {
        let mut names: FxHashMap<&str, Vec<&[u32]>> = FxHashMap::default();
        known.iter().for_each(|(name, source)| names.entry(source).or_default().push(name));
        let (mut of_known, mut of_others): (Vec<&Document>, Vec<&Document>) = (Vec::new(), Vec::new());
        let mut pages: FxHashMap<&str, u32> = FxHashMap::default();
        for document in self.documents.iter().flatten() {
            let Some(source) = document.source() else { continue };
            let pages = pages.entry(source).or_default();
            *pages += 1;
            if *pages <= PAGES {
                if names.contains_key(source) { of_known.push(document) } else { of_others.push(document) }
            }
        }
        let mut outlets: FxHashMap<Frame, FxHashSet<&str>> = FxHashMap::default();
        for document in of_known {
            let Some((source, names)) = document.source().and_then(|source| names.get_key_value(source)) else {
                continue;
            };
            let gap = gap(document);
            each_line(document, &document.words.held(&self.shelf), |line| {
                for name in names.iter().filter(|name| !name.is_empty()) {
                    for at in (0..line.len()).filter(|&at| line[at..].starts_with(name)) {
                        let frame = Frame::around(line, at, at + name.len(), gap);
                        if frame.tells() {
                            outlets.entry(frame).or_default().insert(source);
                        }
                    }
                }
            });
        }
        outlets.retain(|_, outlets| outlets.len() >= OUTLETS);
        let begins: FxHashSet<[u32; 2]> = outlets.keys().map(|frame| frame.before).collect();
        let mut found: FxHashMap<String, Vec<Vec<u32>>> = FxHashMap::default();
        for document in of_others.into_iter().filter(|_| !begins.is_empty()) {
            let Some(source) = document.source() else { continue };
            let gap = gap(document);
            let longest = if gap > 0 { NAME_IN_PAIRS } else { NAME };
            let of_others = Names::of(document);
            each_line(document, &document.words.held(&self.shelf), |line| {
                for from in 0..line.len() {
                    if !begins.contains(&Frame::around(line, from, from, gap).before) {
                        continue;
                    }
                    for to in from + 1..=line.len().min(from + longest) {
                        let name = &line[from..to];
                        if outlets.contains_key(&Frame::around(line, from, to, gap)) && !of_others.give(name) {
                            let own = found.entry(source.to_owned()).or_default();
                            if !own.iter().any(|known| known == name) {
                                own.push(name.to_vec());
                            }
                        }
                    }
                }
            });
        }
        Mastheads(found)
    }
}

/// Words next to a name that share a character with it.
fn gap(document: &Document) -> usize {
    usize::from(document.language.is_some_and(|language| matches!(language.code(), "zh" | "ja")))
}

/// Calls with each short line of a page, furniture first: an outlet also names itself beside an agency (`The Herald with
/// AFP`). Where it gives a source, credits and the names of sources are left out.
fn each_line(document: &Document, words: &Words, mut call: impl FnMut(&[u32])) {
    let gives_a_source = !document.signals.via.is_empty();
    words.furniture.split(|&word| word == BREAK).filter(|line| line.len() <= LINE).for_each(&mut call);
    let body = &words.body;
    for line in body.segments.chunk_by(|a, b| a.line == b.line) {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        let words = first.first as usize..last.end as usize;
        let is_credit = || body.kinds[words.clone()].iter().any(|kind| kind.has(Kind::ORIGIN));
        if words.len() <= LINE && !(gives_a_source && is_credit()) {
            call(&body.stems[words]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::config::Config;
    use crate::engine::Engine;
    use crate::provenance::lineage::{Evidence, same_outlet};

    fn page(id: &str, outlet: &str, line: &str, text: &str, minute: i64) -> Article {
        Article {
            source: Some(format!("{outlet}.example")),
            published_at: Some(crate::units::Timestamp::from_seconds(1_930_348_800 + 60 * minute)),
            ..Article::new(id, format!("{text}\n\n{line}"))
        }
    }

    #[test]
    fn an_outlet_that_calls_itself_otherwise_is_not_the_one_that_is_named() {
        assert_eq!(source_of_a_copy("Prenez dès demain l'application NAME sur vos écrans"), "unsaid");
        assert_eq!(source_of_a_copy("NAME avec AFP"), "unsaid", "nor where it does so beside an agency");
    }

    /// Of two articles of outlets that nobody names, of which one calls itself otherwise than by the name that a copy of both
    /// gives, in the line that has its outlet's name on each page, the one that the copy is said to be taken from.
    fn source_of_a_copy(line: &str) -> String {
        let page = |id: &str, outlet: &str, name: &str, text: &str, minute| {
            page(id, outlet, &line.replace("NAME", name), text, minute)
        };
        let text = "Le pont de Valmorin est fermé depuis lundi matin après la crue de la Lys, a annoncé la mairie. \
                    Les travaux dureront trois semaines et coûteront deux millions de florins, selon le maire.\n\n\
                    Les habitants de la rive gauche devront faire un détour par Brassac, où les bus seront plus nombreux.";
        let own = "Le marché de la place Neuve a ouvert ce matin avec trente marchands de la région voisine.";
        // Three outlets that are known by their names, since others give them for their sources.
        let mut articles: Vec<Article> = Vec::new();
        for (n, (outlet, name)) in
            [("le-phare", "Le Phare"), ("la-tribune", "La Tribune"), ("le-relais", "Le Relais")].into_iter().enumerate()
        {
            articles.push(page(&format!("k{n}"), outlet, name, &format!("{own} Édition {n}."), n as i64));
            articles.push(page(&format!("c{n}"), "abc", "Chouette", &format!("{own} Édition {n}.\n\nvia {name}"), 10));
        }
        // Two outlets with the same text, of which one prints its name and the other does not.
        articles.push(page("said", "n1", "Cormoran", text, 20));
        articles.push(Article { source: Some("n2.example".into()), ..page("unsaid", "n2", "", text, 20) });
        articles[7].text = text.to_owned();
        articles.push(page("copy", "n3", "Hibou", &format!("{text}\n\nvia L'Aigrette"), 25));
        assert!(!same_outlet("n1.example", "L'Aigrette"));
        let mut engine = Engine::builder().config(Config::default()).build().unwrap();
        let mut verdicts = engine.ingest_batch(&articles).unwrap();
        engine.settle(&mut verdicts).unwrap();
        let copy = verdicts.iter().find(|v| v.id == "copy").and_then(|v| v.provenance.as_ref());
        copy.and_then(|p| p.taken_from.clone()).unwrap_or_default()
    }

    #[test]
    fn an_outlet_goes_by_the_name_that_it_signs_with_beside_an_agency() {
        let text = "Le pont de Valmorin est fermé depuis lundi matin après la crue de la Lys, a annoncé la mairie. \
                    Les travaux dureront trois semaines et coûteront deux millions de florins, selon le maire.";
        let mut articles =
            ["n1", "n2", "n3"].map(|outlet| page(outlet, outlet, "", text, if outlet == "n3" { 20 } else { 5 }));
        articles[0].metadata.author = Some("L'Aigrette / AFP".into());
        articles[1].metadata.author = Some("Jeanne Morel / AFP".into());
        articles[2].text += "via L'Aigrette";
        let mut engine = Engine::builder().config(Config::default()).build().unwrap();
        let mut verdicts = engine.ingest_batch(&articles).unwrap();
        engine.settle(&mut verdicts).unwrap();
        let copy = verdicts.iter().find(|v| v.id == "n3").and_then(|v| v.provenance.as_ref());
        let copy = copy.map(|p| (p.taken_from.as_deref(), p.evidence.contains(&Evidence::Named)));
        assert_eq!(copy, Some((Some("n1"), true)));
    }
}
