//! The outlets that articles name as their sources (`via The Herald`), and which sources of the window they are.

use super::Engine;
use super::document::Document;
use super::mastheads::Mastheads;
use super::origin::MIN_NAMED;
use super::recurring::Recurring;
use super::words::{Open, Words};
use crate::candidates::Arrival;
use crate::normalise::clean;
use crate::provenance::Field;
use crate::provenance::lineage::{self, Naming, Spelling};
use crate::tokenise::stem::StemCache;
use crate::tokenise::tokenise;
use crate::verify::Comparer;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// An outlet that an article names as its source: as printed, and as hashes of its words.
type Name = (String, Vec<u32>);

/// The words of a name on a page, as hashes.
fn hashes(name: &str, page: &Document) -> Vec<u32> {
    tokenise(&clean(name), page.language, StemCache::shared()).stems
}

/// The words of who signs a page beside an agency (`The Herald / AFP`), as hashes: a person, or the outlet.
fn signature(page: &Document) -> Vec<u32> {
    let signals = &page.signals;
    let beside = signals.agencies.iter().any(|agency| agency.field == Field::Author);
    let byline = signals.byline.as_ref().filter(|byline| beside && byline.field == Field::Author);
    byline.map_or_else(Vec::new, |byline| hashes(&byline.name, page))
}

/// The outlets that an article names as its sources.
#[derive(Default)]
pub(super) struct Names(Vec<Name>);

impl Names {
    pub fn of(document: &Document) -> Self {
        let names: Vec<&str> = document.signals.via.iter().filter_map(|v| v.name.as_deref()).collect();
        if names.is_empty() {
            return Self::default();
        }
        Self(names.into_iter().map(|name| (name.to_owned(), hashes(name, document))).collect())
    }

    /// Whether it names any.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The name that it gives, as hashes of its words, where that is a single one.
    pub fn only(&self) -> Option<&[u32]> {
        match &*self.0 {
            [(_, hashes)] => Some(hashes),
            _ => None,
        }
    }

    /// Whether a name, as hashes of its words, is one of them.
    pub fn give(&self, name: &[u32]) -> bool {
        self.0.iter().any(|(_, hashes)| hashes == name)
    }

    /// Whether one of the names is the outlet of `other`, by its source, or as the name that its page prints and does not
    /// give for a source of its own.
    pub fn include(&self, other: &Open<'_>, of_other: &Self) -> bool {
        let source = other.source().map(Spelling::of);
        let known = OutletNames::default();
        self.0.iter().any(|name| is_outlet(name, &Spelling::of(&name.0), other, source.as_ref(), of_other, &known))
    }
}

/// Whether a name is that of the outlet of `other`: by its source, by what is known of the outlets' names, or as the name that
/// its page prints and does not give for a source of its own.
fn is_outlet(
    (_, hashes): &Name,
    spelling: &Spelling,
    other: &Open<'_>,
    source: Option<&Spelling>,
    of_other: &Names,
    outlets: &OutletNames,
) -> bool {
    source.is_some_and(|source| source.is(spelling))
        || match outlets.source(hashes) {
            Some(known) => other.source() == Some(known),
            None => of_other.0.iter().all(|(_, own)| own != hashes) && prints(other, hashes),
        }
}

/// Whether a page prints a name: in its furniture, or, a name of several words, anywhere.
fn prints(page: &Open<'_>, name: &[u32]) -> bool {
    let [first, rest @ ..] = name else { return false };
    let holds = |text: &[u32]| {
        let mut begins = text.iter().enumerate().filter(|(_, word)| *word == first);
        begins.any(|(at, _)| text[at + 1..].starts_with(rest))
    };
    holds(&page.words.furniture) || !rest.is_empty() && holds(&page.words.body.stems)
}

/// Which members of a cluster name the outlets of which others.
///
/// Memory: a byte for each name and member, five where the name is given in other clusters too.
pub(super) struct NamedAmong {
    /// For each member the places of its names among the different ones.
    names: Vec<Vec<usize>>,
    /// For each different name, how it stands to the outlet of each member.
    naming: Vec<Vec<Naming>>,
    /// For each member those whose outlets it mentions in running words, ascending.
    mentioned: Vec<Vec<usize>>,
    /// For each different name, what other clusters say for the outlet of each member, in nats; empty where they say nothing.
    told: Vec<Vec<f32>>,
}

impl NamedAmong {
    /// Cost: O(tokens of all) for each different name.
    pub fn of<'m>(members: impl Iterator<Item = &'m Open<'m>> + Clone, outlets: &OutletNames) -> Self {
        let all: Vec<Names> = members.clone().map(|member| Names::of(member)).collect();
        let mut numbers: FxHashMap<&Name, usize> = FxHashMap::default();
        let mut different: Vec<&Name> = Vec::new();
        let mut number = |name| {
            *numbers.entry(name).or_insert_with(|| {
                different.push(name);
                different.len() - 1
            })
        };
        let names = all.iter().map(|names| names.0.iter().map(&mut number).collect()).collect();
        let sources: Vec<Option<Spelling>> = members.clone().map(|m| m.source().map(Spelling::of)).collect();
        let of_name = |name: &Name| {
            let spelling = Spelling::of(&name.0);
            let of_member = |((other, source), of_other): ((&Open<'_>, &Option<Spelling>), &Names)| {
                if is_outlet(name, &spelling, other, source.as_ref(), of_other, outlets) {
                    Naming::This
                } else if other.source().is_some_and(|source| outlets.is_another(source, &name.1)) {
                    Naming::Another
                } else {
                    Naming::Unknown
                }
            };
            members.clone().zip(&sources).zip(&all).map(of_member).collect()
        };
        let told = |name: &&Name| {
            let Some(told) = outlets.recurring.of(&name.1) else { return Vec::new() };
            members.clone().map(|m| m.source().map_or(0.0, &told)).collect()
        };
        let told = different.iter().map(told).collect();
        let mentioned = mentioned(members.clone());
        Self { names, naming: different.into_iter().map(of_name).collect(), mentioned, told }
    }

    /// What other clusters that give the name which `child` gives say for the outlet of `other`, in nats.
    pub fn told(&self, child: usize, other: usize) -> f32 {
        match *self.names[child] {
            [name] => self.told[name].get(other).copied().unwrap_or(0.0),
            _ => 0.0,
        }
    }

    /// Whether `child` names the outlet of `other`.
    pub fn naming(&self, child: usize, other: usize) -> Naming {
        let naming = || self.names[child].iter().map(|&name| self.naming[name][other]);
        if naming().any(|naming| naming == Naming::This) {
            Naming::This
        } else if !self.names[child].is_empty() && naming().all(|naming| naming == Naming::Another) {
            Naming::Another
        } else if self.mentioned[child].binary_search(&other).is_ok() {
            Naming::Mentioned
        } else {
            Naming::Unknown
        }
    }
}

/// For each member of a cluster those whose outlets it mentions in running words, ascending. Who gives an outlet for its source
/// has said so; and what half of the others mention as well stands in the text that all have.
///
/// Cost: O(members × possible names), and the members of each outlet for each that mentions it.
fn mentioned<'m>(members: impl Iterator<Item = &'m Open<'m>> + Clone) -> Vec<Vec<usize>> {
    let mut outlets: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, source) in members.clone().enumerate().filter_map(|(at, member)| Some((at, member.source()?))) {
        outlets.entry(source).or_default().push(at);
    }
    let all: Vec<&Open<'_>> = members.collect();
    let is_place = |name: u32, at: &usize| all[*at].words.names.binary_search(&lineage::as_place(name)).is_ok();
    let mut by_name: FxHashMap<u32, Vec<&str>> = FxHashMap::default();
    for (&source, own) in &outlets {
        // The town that its own texts tell of is no mention of `nordanvik.example`.
        let names = lineage::names_of(source).into_iter().filter(|&name| !own.iter().any(|at| is_place(name, at)));
        names.for_each(|name| by_name.entry(name).or_default().push(source));
    }
    let mut by: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, member) in all.iter().enumerate().filter(|(_, member)| !Names::of(member).any()) {
        let outlets = member.words.names.iter().filter_map(|name| by_name.get(name)).flatten().copied();
        for outlet in outlets.filter(|outlet| member.source() != Some(outlet)) {
            let known = by.entry(outlet).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    let mut found = vec![Vec::new(); all.len()];
    for (outlet, mentioning) in by {
        let of_outlet = &outlets[outlet];
        let others = found.len() - of_outlet.len() - 1;
        if 2 * (mentioning.len() - 1) <= others {
            mentioning.iter().for_each(|&at| found[at].extend(of_outlet));
        }
    }
    found.iter_mut().for_each(|of: &mut Vec<usize>| of.sort_unstable());
    found
}

/// The source behind each name: the one that is spelt alike, or whose pages print it most, those left out that give it for
/// their own source.
#[derive(Default)]
pub(super) struct OutletNames {
    sources: FxHashMap<Vec<u32>, String>,
    /// The articles of these sources, in the order of arrival.
    articles: FxHashMap<String, Vec<Arrival>>,
    /// What the other sources call themselves.
    mastheads: Mastheads,
    /// What the clusters say that give the other names.
    recurring: Recurring,
}

impl OutletNames {
    fn source(&self, name: &[u32]) -> Option<&str> {
        self.sources.get(name).map(String::as_str)
    }

    /// Whether a source is known to go by another name than this one, which is not known to be its own.
    fn is_another(&self, source: &str, name: &[u32]) -> bool {
        self.articles.contains_key(source) || self.mastheads.differ(source, name)
    }
}

/// Names that are looked for on pages.
struct Printed {
    /// By the first word.
    names: FxHashMap<u32, Vec<Vec<u32>>>,
    /// A bit for each name of one word, and for the first two of each other: most words are passed over at once.
    marked: [Box<[u64; 1024]>; 2],
}

impl Printed {
    fn of<'n>(all: impl Iterator<Item = &'n Vec<u32>>) -> Self {
        let mut names: FxHashMap<u32, Vec<Vec<u32>>> = FxHashMap::default();
        let mut marked = [Box::new([0; 1024]), Box::new([0; 1024])];
        for name in all {
            let [first, rest @ ..] = name.as_slice() else { continue };
            names.entry(*first).or_default().push(name.clone());
            let (word, bit) = Self::place(*first, rest.first());
            marked[usize::from(!rest.is_empty())][word] |= 1 << bit;
        }
        Self { names, marked }
    }

    /// Where the bit of a word is, or of two.
    fn place(first: u32, second: Option<&u32>) -> (usize, u32) {
        let both = second.map_or(first, |second| first.rotate_left(7) ^ second);
        (usize::from(both as u16 >> 6), both & 63)
    }

    fn is_marked(&self, first: u32, second: Option<&u32>) -> bool {
        let (word, bit) = Self::place(first, second);
        self.marked[usize::from(second.is_some())][word] >> bit & 1 == 1
    }

    /// Those that a page prints in its furniture or signature, or, of several words, anywhere, each once; without those that
    /// it gives for its sources.
    fn on(&self, page: &Words, signature: &[u32], sources: &Names) -> Vec<Vec<u32>> {
        let mut seen: Vec<&Vec<u32>> = Vec::new();
        for (text, shortest) in [(&*page.furniture, 1), (signature, 1), (&*page.body.stems, 2)] {
            for (at, &first) in text.iter().enumerate() {
                let of_two = || text.get(at + 1).is_some_and(|second| self.is_marked(first, Some(second)));
                if of_two() || shortest == 1 && self.is_marked(first, None) {
                    let printed = self.names.get(&first).into_iter().flatten();
                    let printed = printed.filter(|name| name.len() >= shortest && text[at..].starts_with(name));
                    seen.extend(printed.filter(|name| !sources.give(name)));
                }
            }
        }
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().cloned().collect()
    }
}

/// Articles of an outlet, next before the one that names it, that are looked at for what was taken.
const MAX_SOURCES: usize = 16;

impl Engine {
    /// The sources of the window that go by the names which its articles give for their sources.
    ///
    /// Cost: one look at each word of the window, on all threads; memory by the names.
    pub(super) fn outlet_names(&self) -> OutletNames {
        let mut pages: FxHashMap<Vec<u32>, FxHashMap<&str, u32>> = FxHashMap::default();
        let documents = || self.documents.iter().flatten();
        let mut spelt: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for document in documents().filter(|d| !d.signals.via.is_empty()) {
            for (name, hashes) in Names::of(document).0 {
                spelt.insert(lineage::bare(&name), hashes.clone());
                pages.insert(hashes, FxHashMap::default());
            }
        }
        pages.remove([].as_slice());
        if pages.is_empty() {
            return OutletNames::default();
        }
        let names = Printed::of(pages.keys());
        let all: Vec<&Document> = documents().collect();
        let printed = all.par_iter().filter_map(|document| {
            let seen = names.on(&document.words.held(&self.shelf), &signature(document), &Names::of(document));
            Some((document.source()?, seen)).filter(|(_, seen)| !seen.is_empty())
        });
        let printed: Vec<(&str, Vec<Vec<u32>>)> = printed.collect();
        for (source, name) in printed.into_iter().flat_map(|(source, seen)| seen.into_iter().map(move |n| (source, n)))
        {
            if let Some(sources) = pages.get_mut(&name) {
                *sources.entry(source).or_default() += 1;
            }
        }
        let most = |sources: FxHashMap<&str, u32>| {
            let mut sources: Vec<(u32, &str)> = sources.into_iter().map(|(source, pages)| (pages, source)).collect();
            sources.sort_unstable_by(|a, b| b.cmp(a));
            match sources[..] {
                [(_, only)] => Some(only.to_owned()),
                [(first, source), (second, _), ..] if first > second => Some(source.to_owned()),
                _ => None,
            }
        };
        let mut sources: FxHashMap<Vec<u32>, String> =
            pages.into_iter().filter_map(|(name, sources)| Some((name, most(sources)?))).collect();
        let mut all: Vec<&str> = documents().filter_map(|d| d.source()).collect();
        all.sort_unstable();
        all.dedup();
        for source in all {
            if let Some(name) = spelt.get(&lineage::bare(source)).filter(|name| !name.is_empty()) {
                sources.insert(name.clone(), source.to_owned());
            }
        }
        let mut articles: FxHashMap<String, Vec<Arrival>> =
            sources.values().map(|source| (source.clone(), Vec::new())).collect();
        for (document, arrival) in self.documents.iter().zip(self.first..) {
            let source = document.as_ref().and_then(|d| d.source());
            if let Some(known) = source.and_then(|source| articles.get_mut(source)) {
                known.push(arrival);
            }
        }
        let mastheads = self.mastheads(&sources);
        let recurring = self.recurring(|name| sources.contains_key(name));
        OutletNames { sources, articles, mastheads, recurring }
    }

    /// The article of an outlet which `child` names that has most of its words, in whatever cluster.
    ///
    /// Cost: at most 16 comparisons for each name.
    pub(super) fn named_elsewhere(&self, child: Arrival, outlets: &OutletNames) -> Option<String> {
        let names = Names::of(self.document(child)?);
        if !names.any() {
            return None;
        }
        let document = self.open(child)?;
        let mut comparer = Comparer::default();
        comparer.load(document.text());
        let mut best: Option<(f32, &Document)> = None;
        for (_, name) in &names.0 {
            let Some(articles) = outlets.source(name).and_then(|source| outlets.articles.get(source)) else { continue };
            let later = |d: &Document| d.published_at.is_some() && d.latest_at() > document.latest_at();
            let known = articles.iter().rev().filter(|&&arrival| arrival != child);
            let known = known.filter_map(|&arrival| self.document(arrival));
            for other in known.filter(|d| document.published_at.is_none() || !later(d)).take(MAX_SOURCES) {
                let found = comparer.compare(document.text(), other.open(&self.shelf).text(), &self.config.verify);
                let share = found.measures.containment.get();
                if share >= MIN_NAMED && best.is_none_or(|(most, _)| share > most) {
                    best = Some((share, other));
                }
            }
        }
        best.map(|(_, other)| other.id.to_string())
    }
}
