//! The view that the vectors of a model give, where the user named one.

use super::Stories;
use super::story::{CENTROID_MEMORY, LANGUAGES, Story};
use super::views::Views;
use crate::embed::{CompactVector, Located};
use crate::units::Language;

impl Views {
    /// Its vector with its language; none where the model knows none of its words.
    pub(super) fn located(&self) -> Option<Located<'_>> {
        self.vector.as_ref().filter(|vector| !vector.is_empty()).map(|vector| (vector, self.language))
    }
}

impl Story {
    /// Learns a vector of so many articles in a language. What others have in it is taken for all that was learnt.
    pub(super) fn point(&mut self, vector: &CompactVector, language: Option<Language>, articles: u32) {
        if let Some((_, own)) = self.vectors.iter_mut().find(|(of, _)| *of == language) {
            let share = articles as f32 / (articles + self.learnt) as f32;
            own.drift(vector, share.max(1.0 / CENTROID_MEMORY));
        } else if self.vectors.len() < LANGUAGES {
            self.vectors.reserve_exact(1);
            self.vectors.push((language, vector.clone()));
        }
    }

    /// The vector that one of an article in the language is compared with: of that language, else of its first.
    pub(super) fn vector_for(&self, language: Option<Language>) -> Option<Located<'_>> {
        let of_language = self.vectors.iter().find(|(of, _)| *of == language);
        of_language.or_else(|| self.vectors.first()).map(|(language, vector)| (vector, *language))
    }
}

impl Stories {
    /// Learns, where nothing was learnt at once, where the vectors of a model lie. At the end of a quantum, before
    /// [`Self::settle`].
    pub fn learn(&mut self, views: &Views) {
        if !self.is_young() {
            self.point(views);
        }
    }

    /// Learns from an article where the vectors of its language lie.
    pub(super) fn point(&mut self, views: &Views) {
        views.located().into_iter().for_each(|vector| self.centres.learn(vector));
    }

    /// The mean of the vectors of a model in a language, without those of the open quantum; `None` without one, and while too
    /// few are known.
    pub fn centre(&self, language: Option<Language>) -> Option<&[f32]> {
        self.centres_before.as_ref().unwrap_or(&self.centres).of(language)
    }

    /// How near two vectors are; `None` without them, and while too little is known.
    pub(super) fn cosine(&self, a: Option<Located<'_>>, b: Option<Located<'_>>) -> Option<f32> {
        self.centres.cosine(a?, b?)
    }
}
