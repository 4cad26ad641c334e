//! An article's text as tokens: written, edited, and printed at last.

use super::lexicon::{Lexicon, Token};
use crate::random::SplitMix64;

/// What an event's texts have in common: names, places, numbers, a date and the words of the topic.
pub(super) struct Facts {
    people: [(Token, Token); 4],
    pub places: [Token; 3],
    numbers: [Token; 8],
    topics: [u32; 24],
    date: Token,
}

impl Facts {
    pub fn new(lexicon: &Lexicon, random: &mut SplitMix64) -> Self {
        Self {
            people: std::array::from_fn(|_| (lexicon.given_name(random), lexicon.surname(random))),
            places: std::array::from_fn(|_| lexicon.place(random)),
            numbers: std::array::from_fn(|i| match i {
                0..3 => Token::integer(3 + random.below(900)),
                3..5 => Token::integer(1000 + random.below(90_000)),
                5 => Token::integer(1950 + random.below(85)),
                _ => Token::tenths(random.below(1000)),
            }),
            // A topic's own words are not the frequent ones.
            topics: std::array::from_fn(|_| lexicon.stem(random).max(lexicon.stem(random))),
            date: Token::date(1 + random.below(28), random.below(12)),
        }
    }
}

#[derive(Clone, Copy)]
struct Sentence {
    start: u32,
    end: u32,
    /// Whether a paragraph ends with it.
    last: bool,
}

/// A title and the sentences of a body.
#[derive(Default)]
pub(super) struct Draft {
    pub title: Vec<Token>,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
}

/// Writes about an event. `numbers` is the share of numbers among the words that are no stop words.
pub(super) struct Writer<'a> {
    pub lexicon: &'a Lexicon,
    pub facts: &'a Facts,
    pub numbers: f64,
}

impl Writer<'_> {
    /// A headline of 6 to 11 words.
    pub fn title(&self, random: &mut SplitMix64) -> Vec<Token> {
        let mut title = Vec::with_capacity(12);
        title.push(if random.chance(0.5) {
            *random.choose(&self.facts.places)
        } else {
            random.choose(&self.facts.people).1
        });
        for _ in 0..random.between(5, 9) {
            let stem = if random.chance(0.6) { *random.choose(&self.facts.topics) } else { self.lexicon.stem(random) };
            title.push(if random.chance(0.25) {
                self.lexicon.stop_word(random)
            } else {
                self.lexicon.inflected(stem, random)
            });
        }
        if random.chance(0.4) {
            title.push(*random.choose(&self.facts.numbers));
        }
        title
    }

    /// A title and a body of about `words` words.
    pub fn draft(&self, words: usize, random: &mut SplitMix64) -> Draft {
        let mut draft = Draft { title: self.title(random), ..Draft::default() };
        self.write(&mut draft, words, random);
        draft
    }

    /// Appends sentences until `draft` has `words` more words; paragraphs of two to four sentences.
    pub fn write(&self, draft: &mut Draft, words: usize, random: &mut SplitMix64) {
        let until = draft.tokens.len() + words;
        let mut left = random.between(2, 4);
        while draft.tokens.len() < until {
            let start = draft.tokens.len() as u32;
            self.sentence(&mut draft.tokens, random);
            left -= 1;
            let end = draft.tokens.len();
            draft.sentences.push(Sentence { start, end: end as u32, last: left == 0 || end >= until });
            if left == 0 {
                left = random.between(2, 4);
            }
        }
    }

    /// 8 to 30 tokens, about 45 % of them stop words, never three of these in a row: a shingle of stop words alone would
    /// be shared by unrelated texts more often than in real ones.
    fn sentence(&self, tokens: &mut Vec<Token>, random: &mut SplitMix64) {
        let mut stops = 0;
        let until = tokens.len() + random.between(8, 30);
        while tokens.len() < until {
            if stops < 2 && random.chance(0.55) {
                tokens.push(self.lexicon.stop_word(random));
                stops += 1;
                continue;
            }
            stops = 0;
            let numbers = self.numbers;
            let kind = random.unit();
            if kind < 0.10 {
                let &(given, surname) = random.choose(&self.facts.people);
                if kind < 0.04 {
                    tokens.push(given);
                }
                tokens.push(surname);
            } else if kind < 0.16 {
                tokens.push(*random.choose(&self.facts.places));
            } else if kind < 0.16 + numbers {
                tokens.push(*random.choose(&self.facts.numbers));
            } else if kind < 0.16 + 1.6 * numbers {
                tokens.push(Token::integer(2 + random.below(300)));
            } else if kind < 0.17 + 1.6 * numbers {
                tokens.push(self.facts.date);
            } else {
                let topical = kind > 0.78;
                let stem = if topical { *random.choose(&self.facts.topics) } else { self.lexicon.stem(random) };
                tokens.push(self.lexicon.inflected(stem, random));
                if kind > 0.97 && tokens.len() + 1 < until {
                    tokens.push(Token::COMMA);
                }
            }
        }
    }
}

impl Draft {
    pub fn words(&self) -> usize {
        self.sentences.iter().map(|s| (s.end - s.start) as usize).sum()
    }

    pub fn paragraphs(&self) -> usize {
        self.sentences.iter().filter(|s| s.last).count()
    }

    /// Keeps the first `share` of the paragraphs, one at least.
    pub fn abridge(&mut self, share: f64) {
        let keep = ((self.paragraphs() as f64 * share) as usize).max(1);
        let mut seen = 0;
        self.sentences.retain(|s| {
            let kept = seen < keep;
            seen += usize::from(s.last);
            kept
        });
    }

    /// Drops each sentence but the first with probability `share`. Returns whether one was dropped.
    pub fn thin(&mut self, share: f64, random: &mut SplitMix64) -> bool {
        let before = self.sentences.len();
        let mut kept: Vec<Sentence> = Vec::with_capacity(before);
        for (i, &sentence) in self.sentences.iter().enumerate() {
            if i == 0 || !random.chance(share) {
                kept.push(sentence);
            } else if let Some(previous) = kept.last_mut() {
                previous.last |= sentence.last;
            }
        }
        self.sentences = kept;
        self.sentences.len() < before
    }

    /// Puts synonyms in the place of `share` of the words that have one.
    pub fn reword(&mut self, share: f64, lexicon: &Lexicon, random: &mut SplitMix64) {
        for token in &mut self.tokens {
            if let Some(synonym) = lexicon.synonym(*token)
                && random.chance(share)
            {
                *token = synonym;
            }
        }
    }

    /// Gives `share` of the distinct numbers other values, each the same wherever it stands.
    pub fn renumber(&mut self, share: f64, random: &mut SplitMix64) {
        let key = random.bits();
        for token in self.tokens.iter_mut().chain(&mut self.title).filter(|t| t.is_number()) {
            let mut own = SplitMix64::of(key, &[token.bits()]);
            if own.chance(share) {
                *token = token.with_other_number(&mut own);
            }
        }
    }

    /// Gives every number another value and every place another name: a template filled anew.
    pub fn refill(&mut self, lexicon: &Lexicon, random: &mut SplitMix64) {
        for token in self.tokens.iter_mut().chain(&mut self.title) {
            if token.is_number() {
                *token = token.with_other_number(random);
            } else if lexicon.is_place(*token) {
                *token = lexicon.place(random);
            }
        }
    }

    /// Sets a new first paragraph of about `words` words before the rest.
    pub fn lead(&mut self, writer: &Writer, words: usize, random: &mut SplitMix64) {
        let old = self.sentences.len();
        writer.write(self, words, random);
        let count = self.sentences.len() - old;
        self.sentences.rotate_right(count);
        for (i, sentence) in self.sentences[..count].iter_mut().enumerate() {
            sentence.last = i + 1 == count;
        }
    }

    /// Appends paragraph `number` (from 0) of `other`, if it has one.
    pub fn quote(&mut self, other: &Draft, number: usize) {
        let mut seen = 0;
        for sentence in &other.sentences {
            if seen == number {
                let start = self.tokens.len() as u32;
                self.tokens.extend_from_slice(&other.tokens[sentence.start as usize..sentence.end as usize]);
                self.sentences.push(Sentence { start, end: self.tokens.len() as u32, last: sentence.last });
            }
            seen += usize::from(sentence.last);
        }
    }

    /// Prints the body, `between` being asked for lines to print after each paragraph but the last.
    pub fn print(&self, lexicon: &Lexicon, out: &mut String, mut between: impl FnMut(&mut String)) {
        let stop = lexicon.spec.stops.1;
        for (i, sentence) in self.sentences.iter().enumerate() {
            lexicon.print(&self.tokens[sentence.start as usize..sentence.end as usize], out);
            if !sentence.last {
                out.push_str(stop);
                continue;
            }
            out.push_str(stop.trim_end());
            if i + 1 < self.sentences.len() {
                between(out);
                out.push_str("\n\n");
            }
        }
    }
}
