//! Readable names for clusters and stories: a headline and the words that tell them from all else.
//!
//! - takes: some articles of a cluster or story as printed, and how often words are found elsewhere
//! - gives: a [`Label`]
//! - useful for: lists that people read
//! - not useful for: keys; ids are, labels change as articles come
//!
//! Made when it is asked for: nothing of it is kept.
#![doc = include_str!("../../docs/formats/labels.md")]

use crate::embed::{DocumentFrequency, distinct_stems};
use crate::normalise::clean;
use crate::random::GOLDEN_GAMMA;
use crate::tokenise::{Kind, Tokens, stem::StemCache, tokenise};
use crate::units::{Language, is_of_south_east_asia};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// Distinctive terms of a label at most.
const TERMS: usize = 5;

/// Articles that a label is made from; further ones are left out.
pub const MOST_ARTICLES: usize = 8;

/// Characters of a text that are looked at: its beginning says what it is about.
pub const CHARACTERS: usize = 2000;

/// Characters of a text that stand for a headline at most.
const HEADLINE: usize = 90;

/// Words that a term may have, and pairs of characters in scripts without spaces.
const LONGEST: usize = 3;
const LONGEST_OVERLAPPING: usize = 16;

/// Pairs of consonants that a term of Thai, Lao, Khmer and Burmese has at least: what is shorter is a syllable.
const FEWEST_SYLLABLES: usize = 3;

/// Places of a pair of characters that are looked at, those in other surroundings; and pairs on either side that make
/// surroundings: printings of one text say once what stands beside what.
const PLACES: usize = 32;
const SURROUNDINGS: usize = 12;

/// A readable name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The headline of the article that stands for it, or how its text begins; none where it has neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Words and names that are frequent in it and rare elsewhere, as printed, the most telling first. At most 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
}

/// What of an article a label is made from.
#[derive(Clone, Copy, Debug)]
pub struct Printed<'a> {
    /// Its headline, empty for none.
    pub title: &'a str,
    /// Its text, of which the first [`CHARACTERS`] count.
    pub text: &'a str,
    /// Its language, where known.
    pub language: Option<Language>,
}

impl Printed<'_> {
    /// Its headline, or the beginning of its text: the first line, cut at a word.
    pub fn headline(&self) -> Option<String> {
        let [title, text] = [self.title, self.text].map(str::trim);
        let line = if title.is_empty() { text.lines().next()?.trim_end() } else { return Some(title.to_owned()) };
        let Some((end, _)) = line.char_indices().nth(HEADLINE) else { return Some(line.to_owned()) };
        let end = line[..end].rfind(' ').unwrap_or(end);
        Some(format!("{} …", line[..end].trim_end()))
    }
}

/// A text as words, with what makes them readable again.
struct Words<'a> {
    text: &'a str,
    /// Byte offset of each character, and of the end.
    bytes: Vec<usize>,
    tokens: Tokens,
}

impl<'a> Words<'a> {
    fn of(text: &'a str, language: Option<Language>) -> Self {
        let text = text.char_indices().nth(CHARACTERS).map_or(text, |(end, _)| &text[..end]);
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Self { text, bytes, tokens: tokenise(&clean(text), language, StemCache::shared()) }
    }

    /// What the tokens `first..=last` cover, as printed.
    fn printed(&self, first: usize, last: usize) -> &'a str {
        let (start, end) = (
            self.tokens.starts[first] as usize,
            self.tokens.starts[last] as usize + usize::from(self.tokens.lengths[last]),
        );
        let byte = |character: usize| self.bytes[character.min(self.bytes.len() - 1)];
        &self.text[byte(start)..byte(end.max(start))]
    }

    /// Whether a token may stand in a label: neither a function word nor a number, nor what hiragana is part of, by which
    /// Japanese writes endings and particles.
    fn tells(&self, at: usize) -> bool {
        let kind = self.tokens.kinds[at];
        let printed = || self.printed(at, at).chars();
        !kind.has(Kind::STOP)
            && !kind.has(Kind::NUMBER)
            && printed().filter(|c| c.is_alphabetic()).count() > 1
            && printed().all(|c| !('\u{3041}'..='\u{309f}').contains(&c))
    }

    /// Whether a token is one of the pairs of characters of a script without spaces.
    fn overlaps(&self, at: usize) -> bool {
        [at, at + 1].iter().any(|&at| self.tokens.kinds.get(at).is_some_and(|kind| kind.has(Kind::OVERLAPS)))
    }

    /// A hash of the tokens around one.
    fn surroundings(&self, at: usize) -> u64 {
        let around = at.saturating_sub(SURROUNDINGS)..(at + SURROUNDINGS + 1).min(self.tokens.len());
        // Where it stands at the beginning or the end, the others lie on one side.
        let seed = (at - around.start) as u64;
        self.tokens.stems[around]
            .iter()
            .fold(seed, |hash, &stem| (hash ^ u64::from(stem)).wrapping_mul(GOLDEN_GAMMA).rotate_left(29))
    }

    /// Whether the token after `at` goes on what `at` begins: a name of several words, or a word of several characters.
    fn goes_on(&self, at: usize) -> bool {
        let (Some(&kind), Some(&next)) = (self.tokens.kinds.get(at), self.tokens.kinds.get(at + 1)) else {
            return false;
        };
        let names = kind.has(Kind::CAPITAL) && next.has(Kind::CAPITAL) && !next.has(Kind::FIRST);
        // What stands between two words of a name is a space.
        let is_near = self.tokens.starts[at + 1] as usize
            <= self.tokens.starts[at] as usize + usize::from(self.tokens.lengths[at]) + 1;
        is_near && self.tells(at) && self.tells(at + 1) && (names || next.has(Kind::OVERLAPS))
    }
}

/// How a stem is found in the texts.
#[derive(Default)]
struct Found<'a> {
    texts: u32,
    times: u32,
    /// How it is printed, inside sentences where it stands there at all, with how often.
    printed: Vec<(&'a str, u32)>,
    inside: bool,
    /// Where it stands first: text and token.
    place: (usize, usize),
    /// Of a pair of characters, where it stands in different surroundings, at most [`PLACES`].
    places: Vec<(usize, usize)>,
}

/// What the texts hold.
#[derive(Default)]
struct Holdings<'a> {
    stems: FxHashMap<u32, Found<'a>>,
    /// How often a stem goes on what another begins.
    pairs: FxHashMap<(u32, u32), u32>,
}

impl<'a> Holdings<'a> {
    /// Of some articles, `texts` their bodies and behind these their titles.
    fn of(texts: &[Words<'a>], articles: usize) -> Self {
        let mut held = Self::default();
        let mut seen: FxHashSet<(usize, u32)> = FxHashSet::default();
        let mut surroundings: FxHashSet<(u32, u64)> = FxHashSet::default();
        for (n, words) in texts.iter().enumerate() {
            for at in (0..words.tokens.len()).filter(|&at| words.tells(at)) {
                let stem = words.tokens.stems[at];
                let entry = held.stems.entry(stem).or_insert_with(|| Found { place: (n, at), ..Found::default() });
                entry.texts += u32::from(seen.insert((n % articles, stem)));
                entry.times += 1;
                let inside = n < articles && !words.tokens.kinds[at].has(Kind::FIRST);
                if inside && !entry.inside {
                    entry.printed.clear();
                    (entry.inside, entry.place) = (true, (n, at));
                }
                if inside == entry.inside {
                    let printed = words.printed(at, at);
                    match entry.printed.iter_mut().find(|(known, _)| *known == printed) {
                        Some((_, times)) => *times += 1,
                        None => entry.printed.push((printed, 1)),
                    }
                }
                if words.overlaps(at) {
                    if entry.places.len() < PLACES && surroundings.insert((stem, words.surroundings(at))) {
                        entry.places.push((n, at));
                    }
                } else if words.goes_on(at) {
                    *held.pairs.entry((stem, words.tokens.stems[at + 1])).or_default() += 1;
                }
            }
        }
        held
    }

    /// The stems, the most telling first.
    fn ranked(&self, articles: usize, frequency: &DocumentFrequency) -> Vec<u32> {
        let scale = frequency.scale();
        let weight = |(&stem, f): (&u32, &Found<'_>)| {
            let share = f.texts as f32 / articles as f32;
            (share * (1.0 + (f.times as f32).ln()) * scale.idf(frequency.count(stem)), stem)
        };
        let mut ranked: Vec<(f32, u32)> = self.stems.iter().map(weight).collect();
        ranked.sort_unstable_by(|a, b| {
            b.0.total_cmp(&a.0).then_with(|| self.stems[&a.1].place.cmp(&self.stems[&b.1].place))
        });
        ranked.into_iter().map(|(_, stem)| stem).collect()
    }

    /// The tokens around one that mostly stand together with it.
    fn whole(&self, words: &Words<'_>, at: usize) -> (usize, usize) {
        let stem = |at: usize| words.tokens.stems[at];
        // Together in most of the places of both: a surname stands alone as often as not.
        let holds = |left: usize| {
            words.goes_on(left) && !words.overlaps(left) && {
                let (a, b) = (stem(left), stem(left + 1));
                let together = self.pairs.get(&(a, b)).copied().unwrap_or(0);
                3 * together >= 2 * self.stems[&a].times.min(self.stems[&b].times)
            }
        };
        let (mut first, mut last) = (at, at);
        loop {
            let before = (first, last);
            if last - first + 1 < LONGEST && holds(last) {
                last += 1;
            }
            if last - first + 1 < LONGEST && first > 0 && holds(first - 1) {
                first -= 1;
            }
            if (first, last) == before {
                return before;
            }
        }
    }
}

/// The longest string of a script without spaces that two thirds of these places, two at least, have around them: what
/// stands beside a word varies. Text, first and last token.
fn string_around(texts: &[Words<'_>], places: &[(usize, usize)]) -> Option<(usize, usize, usize)> {
    let enough = (2 * places.len()).div_ceil(3).max(2);
    let mut held: Vec<(usize, usize, usize)> = places.iter().map(|&(n, at)| (n, at, at)).collect();
    let mut grows = true;
    while std::mem::take(&mut grows) && held.first().is_some_and(|(_, a, b)| b - a + 1 < LONGEST_OVERLAPPING) {
        for step in [1, 0] {
            // The token behind, or before, where the string goes on to it.
            let next = |&(n, first, last): &(usize, usize, usize)| {
                let (left, right) = if step == 1 { (last, last + 1) } else { (first.checked_sub(1)?, first) };
                let words: &Words<'_> = &texts[n];
                let goes_on = words.tokens.kinds.get(right)?.has(Kind::OVERLAPS) && words.goes_on(left);
                goes_on.then(|| words.tokens.stems[left + step])
            };
            let found: Vec<Option<u32>> = held.iter().map(next).collect();
            // What two thirds have is left over when those that differ are struck out by twos (Boyer and Moore 1991).
            let strike = |(stem, votes): (u32, u32), &next: &u32| match votes {
                0 => (next, 1),
                _ if next == stem => (stem, votes + 1),
                _ => (stem, votes - 1),
            };
            let (stem, _) = found.iter().flatten().fold((0, 0), strike);
            if found.iter().filter(|&&next| next == Some(stem)).count() >= enough {
                let mut found = found.into_iter();
                held.retain(|_| found.next().flatten() == Some(stem));
                held.iter_mut().for_each(|(_, first, last)| if step == 1 { *last += 1 } else { *first -= 1 });
                grows = true;
            }
        }
    }
    held.first().copied()
}

/// The distinctive terms of some articles, of which the first [`MOST_ARTICLES`] are looked at, the most telling first.
///
/// A term weighs the share of the articles that have it, times its logarithmic frequency, times its inverse document
/// frequency. Words that mostly stand together become one term; in scripts without spaces, what stands together in different
/// surroundings. Cost: O(characters looked at), in such scripts some 32 steps for each character of a term.
pub fn terms(articles: &[Printed<'_>], frequency: &DocumentFrequency) -> Vec<String> {
    let articles = &articles[..articles.len().min(MOST_ARTICLES)];
    // Bodies first: capitals of headlines say little.
    let bodies = articles.iter().map(|a| Words::of(a.text, a.language));
    let words: Vec<Words<'_>> = bodies.chain(articles.iter().map(|a| Words::of(a.title, a.language))).collect();
    let held = Holdings::of(&words, articles.len());
    let mut taken: FxHashSet<u32> = FxHashSet::default();
    let mut chosen: Vec<String> = Vec::with_capacity(TERMS);
    for stem in held.ranked(articles.len(), frequency) {
        if chosen.len() == TERMS {
            break;
        }
        if taken.contains(&stem) {
            continue;
        }
        let of = &held.stems[&stem];
        let string = string_around(&words, &of.places);
        let (n, first, last) = string.unwrap_or_else(|| {
            let (n, at) = of.place;
            let (first, last) = held.whole(&words[n], at);
            (n, first, last)
        });
        if string.is_some()
            && last - first + 1 < FEWEST_SYLLABLES
            && words[n].printed(first, last).starts_with(is_of_south_east_asia)
        {
            continue;
        }
        taken.extend(&words[n].tokens.stems[first..=last]);
        let printed = if first == last {
            of.printed.iter().fold(("", 0), |best, &(p, times)| if times > best.1 { (p, times) } else { best }).0
        } else {
            words[n].printed(first, last)
        };
        let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        if !printed.is_empty() && !chosen.contains(&printed) {
            chosen.push(printed);
        }
    }
    chosen
}

/// Document frequencies of printed articles, for those who have no engine. Cost: O(characters looked at).
pub fn frequencies<'a>(articles: impl IntoIterator<Item = Printed<'a>>) -> DocumentFrequency {
    let mut frequency = DocumentFrequency::default();
    for article in articles {
        let [title, text] = [article.title, article.text].map(|text| Words::of(text, article.language).tokens);
        frequency.observe(&distinct_stems(&title, &text));
    }
    frequency
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn printed<'a>(title: &'a str, text: &'a str, language: &str) -> Printed<'a> {
        Printed { title, text, language: Language::parse(language) }
    }

    #[test]
    fn terms_are_names_and_words_as_printed() {
        let others: Vec<String> = (0..40)
            .map(|n| format!("The council of town{n} said on Monday that police closed the bridge after a fire."))
            .collect();
        let frequency = frequencies(others.iter().map(|text| printed("Council says", text, "en")));
        let story = [
            printed(
                "Cracks Found In Anker Bridge",
                "The bridge at Veldhaven was closed on Monday. Traffic minister Ilse Brandt said that cracks were found.",
                "en",
            ),
            printed(
                "Minister defends inspectors",
                "On Monday Ilse Brandt defended inspectors who found the cracks at Veldhaven, said the council.",
                "en",
            ),
        ];
        let terms = terms(&story, &frequency);
        assert!(terms.contains(&"Ilse Brandt".to_owned()) && terms.contains(&"Veldhaven".to_owned()), "{terms:?}");
        assert!(terms.contains(&"cracks".to_owned()), "{terms:?}");
        assert!(!terms.iter().any(|term| term == "council" || term == "Monday" || term == "the"), "{terms:?}");
    }

    #[test]
    fn scripts_without_spaces_give_more_than_two_characters() {
        let text = "卡尔索瓦大坝出现裂缝。当局说卡尔索瓦大坝已关闭。";
        let terms = terms(&[printed("", text, "zh")], &DocumentFrequency::default());
        assert!(terms.iter().any(|term| term.chars().count() > 2), "{terms:?}");
    }

    #[test]
    fn terms_of_scripts_without_spaces_are_whole_strings() {
        // The tunnel of the town of San Dao: its name in other surroundings each time.
        let thai = "อุโมงค์ซานดาโอปิดแล้ว คนงานของซานดาโอหยุดพัก ชาวเมืองกลัวว่าซานดาโอจะถล่ม";
        let found = terms(&[printed("", thai, "th")], &DocumentFrequency::default());
        assert_eq!(found, ["ซานดาโอ"]);
        // Printed again and again, it says no more.
        let found = terms(&[printed("", thai, "th"), printed("", thai, "th")], &DocumentFrequency::default());
        assert_eq!(found, ["ซานดาโอ"]);
        let chinese = "卡尔索瓦大坝出现裂缝。当局说卡尔索瓦大坝已关闭，居民离开卡尔索瓦大坝附近。";
        let found = terms(&[printed("", chinese, "zh")], &DocumentFrequency::default());
        assert_eq!(found[0], "卡尔索瓦大坝");
    }

    proptest! {
        #[test]
        fn any_text_gives_terms_that_stand_in_it(title in "\\PC{0,60}", text in "\\PC{0,400}") {
            let found = terms(&[printed(&title, &text, "en")], &DocumentFrequency::default());
            prop_assert!(found.len() <= TERMS);
            let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            for term in found {
                prop_assert!(flat(&text).contains(&term) || flat(&title).contains(&term), "{term}");
            }
        }
    }

    #[test]
    fn no_article_has_no_terms() {
        assert!(terms(&[], &DocumentFrequency::default()).is_empty());
    }
}
