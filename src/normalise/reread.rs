//! A text that was not given as it was written: as a list or a literal of a programming language, with escapes, in a wrong
//! encoding, with the marks of Markdown. It is read as what it stands for.
//!
//! Each form is taken off as a layer, and looked for once more below it: text that was wrongly read twice, escaped twice, or
//! escaped as the bytes of UTF-8. A wrong reading would invent text, so each asks for evidence from the whole of it.

use super::clean::Step;
use super::{entities, escapes, literals, lost, mojibake, notes, wiki};

/// Layers that are taken off at most.
const DEEPEST: usize = 6;

/// What a text stands for, and the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reread {
    pub text: String,
    /// Where the distance between the two texts changes, ascending.
    steps: Vec<Step>,
}

impl Reread {
    /// None where a text is as it was written, as nearly all are. Cost: O(bytes) where it is not, and otherwise searches for a few
    /// bytes and a look at the first characters.
    pub fn of(original: &str) -> Option<Self> {
        let mut read: Option<Self> = None;
        for _ in 0..DEEPEST {
            let given = read.as_ref().map_or(original, |read| &read.text);
            let next = literals::read(given).or_else(|| escapes::read(given)).or_else(|| mojibake::read(given));
            let next = next.or_else(|| entities::read(given));
            let Some(next) = next else { break };
            read = Some(next.over(read));
        }
        for layer in [lost::read, notes::read, wiki::read] {
            let given = read.as_ref().map_or(original, |read| &read.text);
            if let Some(next) = layer(given) {
                read = Some(next.over(read));
            }
        }
        read
    }

    /// What was read of a text that is itself what `below` stands for.
    fn over(self, below: Option<Self>) -> Self {
        let Some(below) = below else { return self };
        let steps = below.lead_back(&self.steps, &self.text);
        Self { text: self.text, steps }
    }

    /// Steps into this text from one that was made of it, as steps into the original. Cost: O(bytes).
    pub fn lead_back(&self, steps: &[Step], made: &str) -> Vec<Step> {
        let characters = self.characters();
        let mut found: Vec<Step> = Vec::with_capacity(steps.len() + self.steps.len());
        let mut push = |step: Step| match found.last_mut() {
            Some(last) if last.clean == step.clean => *last = step,
            _ => found.push(step),
        };
        let begins_there = steps.first().is_some_and(|step| step.clean == 0);
        let first = (!begins_there).then(Step::default);
        let mut steps = first.iter().chain(steps).peekable();
        while let Some(step) = steps.next() {
            let end = steps.peek().map_or(made.len() as u32 + 1, |next| next.clean);
            let behind = self.steps.partition_point(|below| below.clean <= step.byte);
            push(match behind.checked_sub(1) {
                Some(at) => {
                    let below = self.steps[at];
                    Step {
                        clean: step.clean,
                        byte: below.byte + (step.byte - below.clean),
                        character: below.character + (step.character - characters[at]),
                    }
                }
                None => *step,
            });
            for below in self.steps[behind..].iter().take_while(|below| below.clean - step.byte < end - step.clean) {
                let clean = step.clean + (below.clean - step.byte);
                // A character that was made of several has no middle.
                if made.is_char_boundary(clean as usize) {
                    push(Step { clean, ..*below });
                }
            }
        }
        found
    }

    /// Where the distance changes, in characters of this text and of the original, ascending. Cost: O(bytes).
    pub fn steps_in_characters(&self) -> Vec<[u32; 2]> {
        self.characters().into_iter().zip(&self.steps).map(|(here, step)| [here, step.character]).collect()
    }

    /// The characters of this text before each step.
    fn characters(&self) -> Vec<u32> {
        let (mut at, mut characters) = (0, 0);
        let mut count = |step: &Step| {
            characters += self.text[at..step.clean as usize].chars().count() as u32;
            at = step.clean as usize;
            characters
        };
        self.steps.iter().map(&mut count).collect()
    }
}

/// Writes what a text stands for, from its beginning to its end.
pub(super) struct Rewriter<'t> {
    given: &'t str,
    /// Bytes and characters of it that are done.
    at: usize,
    character: u32,
    read: Reread,
    is_other: bool,
}

impl<'t> Rewriter<'t> {
    pub fn new(given: &'t str) -> Self {
        let read = Reread { text: String::with_capacity(given.len()), steps: Vec::new() };
        Self { given, at: 0, character: 0, read, is_other: false }
    }

    /// A text without what stands between these bytes, in any order; of two that overlap, the first is left out.
    pub fn without(given: &'t str, mut marks: Vec<(usize, usize)>) -> Option<Reread> {
        marks.sort_unstable();
        let mut out = Self::new(given);
        for (from, to) in marks {
            if from >= out.at {
                out.write(from, to, "");
            }
        }
        out.finish()
    }

    /// What stands up to `from` is as it was written; what stands from there to `to` is read as `written`.
    pub fn write(&mut self, from: usize, to: usize, written: &str) {
        let as_it_is = &self.given[self.at..from];
        self.read.text.push_str(as_it_is);
        self.character += as_it_is.chars().count() as u32;
        let characters = self.given[from..to].chars().count() as u32;
        let is_one_for_one = characters == 1 && written.len() == to - from;
        if !is_one_for_one {
            self.step(from);
        }
        self.read.text.push_str(written);
        self.character += characters;
        if !is_one_for_one {
            self.step(to);
        }
        (self.at, self.is_other) = (to, true);
    }

    /// The same for one character.
    pub fn character(&mut self, from: usize, to: usize, ch: char) {
        self.write(from, to, ch.encode_utf8(&mut [0; 4]));
    }

    fn step(&mut self, byte: usize) {
        let step = Step { clean: self.read.text.len() as u32, byte: byte as u32, character: self.character };
        match self.read.steps.last_mut() {
            Some(last) if last.clean == step.clean => *last = step,
            _ => self.read.steps.push(step),
        }
    }

    /// None where nothing was read otherwise than it stands.
    pub fn finish(mut self) -> Option<Reread> {
        if !self.is_other {
            return None;
        }
        self.read.text.push_str(&self.given[self.at..]);
        Some(self.read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;
    use proptest::prelude::*;

    /// What forms of text are made of.
    const PIECES: [&str; 28] = [
        "& eacute;",
        "#39;",
        "quot;",
        "[[Orsa|bridge]] ",
        "{{w|bridge}} ",
        "[b]bridge[/b] ",
        "Bridge ",
        "bridge. ",
        "\\n",
        "\\u00e9t\\u00e9",
        "\\xc3\\xa9",
        "\\\"",
        "\\\\",
        "Ã©t",
        "â€™",
        "Ð¿Ñ€",
        "é",
        "pr?sident ",
        "d\u{fffd}j\u{fffd} ",
        "[bridge](https://orsk.example/1) ",
        "**bridge** ",
        "(https://orsk.example) ",
        "[1] ",
        "it.[2] ",
        "&eacute;",
        "<b>",
        "\n",
        "ﬁ\u{ad} ",
    ];

    #[test]
    fn layers_are_taken_off_one_after_the_other() {
        let given = r#"['Il est ferm\u00c3\u00a9, \"dit\u00c3\u00a9\" le maire.[1]', 'Il rouvre.[2]']"#;
        let read = Reread::of(given).expect("it is a list");
        assert_eq!(read.text, "Il est fermé, \"dité\" le maire.\n\nIl rouvre.");
        let steps = read.steps_in_characters();
        assert!(steps.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] < pair[1][1]), "{steps:?}");
    }

    proptest! {
        #[test]
        fn any_text_that_is_read_anew_maps_back_in_order(
            pieces in proptest::collection::vec(0..PIECES.len(), 0..24),
            (list, twice) in (any::<bool>(), any::<bool>()),
        ) {
            let mut original: String = pieces.iter().map(|&n| PIECES[n]).collect();
            if twice {
                original = original.bytes().map(char::from).collect();
            }
            if list {
                original = format!("['{}', 'x']", original.replace('\'', ""));
            }
            let text = clean(&original);
            let (mut last, mut characters) = (0, 0);
            for step in text.steps() {
                prop_assert!(original.is_char_boundary(step.byte as usize) && text.as_str().is_char_boundary(step.clean as usize));
                prop_assert_eq!(original[..step.byte as usize].chars().count(), step.character as usize);
            }
            for (at, _) in text.as_str().char_indices() {
                let back = text.original_offset(at as u32) as usize;
                prop_assert!(back <= original.len() && back >= last, "{at} {back} {last}");
                last = back;
                if text.as_str()[at..].starts_with("bridge") && !text.as_str()[..at].ends_with('b') {
                    prop_assert!(original[back..].to_lowercase().starts_with("bridge"), "{}", &original[back..]);
                    characters += 1;
                }
            }
            prop_assert!(characters <= pieces.len());
        }
    }
}
