//! One story: what its articles say, together and in each of their languages.

use super::parting::Member;
use super::profile::Profile;
use super::views::Views;
use super::{counted, days};
use crate::embed::{CompactVector, DocumentFrequency};
use crate::units::{Language, Timestamp};
use thin_vec::ThinVec;

/// Members that a centroid remembers: each new one moves it by at least one part in this many.
pub(super) const CENTROID_MEMORY: f32 = 8.0;

/// Terms of a centroid: about as many as an article's views have, so that large stories are not nearer to all.
pub(super) const CENTROID_TERMS: usize = 256;

/// Languages that a story remembers.
pub(super) const LANGUAGES: usize = 8;

/// A story of the window. State, but for what its profiles derive.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Story {
    pub(super) centroid: Profile,
    /// Articles that the centroid was made from.
    pub(super) learnt: u32,
    /// [`Stories::epoch`](super::Stories) in which the centroid was weighed.
    pub(super) epoch: u32,
    /// The means of its articles' vectors in each of its languages, at most [`LANGUAGES`], where a model gives them.
    pub(super) vectors: ThinVec<(Option<Language>, CompactVector)>,
    /// Languages of its articles, at most [`LANGUAGES`], in the order in which they came.
    pub(super) languages: ThinVec<Spoken>,
    /// Days that its articles state by name, the first ones.
    pub(super) days: ThinVec<i32>,
    /// Numbers of its articles with the words beside them, the first ones.
    pub(super) counted: ThinVec<u32>,
    /// Whether the headline of one of them says that it has been before.
    pub(super) again: bool,
    /// Member clusters, ascending.
    pub(super) clusters: ThinVec<u32>,
    /// Clusters that report other events, however alike they are: the same form filled otherwise.
    pub(super) apart: ThinVec<u32>,
    /// Its articles one by one, while they are few and it was heard of lately; none where it has one alone.
    pub(super) members: ThinVec<Member>,
    /// What their voices were when it was last asked whether they report one event.
    pub(super) looked_at: u8,
    /// How often articles joined its clusters.
    pub(super) reprints: u32,
    /// [`Stories::heard`](super::Stories::heard) when they last changed.
    pub(super) heard: u64,
    #[serde(with = "crate::units::seconds")]
    pub(super) first: Option<Timestamp>,
    #[serde(with = "crate::units::seconds")]
    pub(super) last: Option<Timestamp>,
}

/// What a story says in one language.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Spoken {
    language: Language,
    /// Its articles in this language.
    learnt: u32,
    /// Their centroid; none where the story has no other language, and its own is the same.
    centroid: Option<Box<Profile>>,
}

impl Story {
    /// Whether it has no article in the language, as far as is known.
    pub(super) fn is_foreign_to(&self, language: Option<Language>) -> bool {
        let of = |language| self.languages.iter().all(|spoken| spoken.language != language);
        language.is_some_and(|language| !self.languages.is_empty() && of(language))
    }

    /// Whether it has no language in common with another story, as far as is known.
    pub(super) fn is_foreign_to_all_of(&self, other: &Self) -> bool {
        !self.languages.is_empty() && self.languages.iter().all(|spoken| other.is_foreign_to(Some(spoken.language)))
    }

    /// What it says in the language, where it has others as well. In a centroid of several languages the words of one are
    /// a part, and its articles would seem the less alike the more languages there are.
    pub(super) fn said_in(&self, language: Option<Language>) -> Option<&Profile> {
        self.languages.iter().find(|spoken| Some(spoken.language) == language)?.centroid.as_deref()
    }

    /// What an article in the language is compared with.
    pub(super) fn profile_for(&self, language: Option<Language>) -> &Profile {
        self.said_in(language).unwrap_or(&self.centroid)
    }

    /// Whether it says that what it reports has been before, and another says nothing of that and is no later, as far as known.
    pub(super) fn is_further_than(&self, other: &Self) -> bool {
        let is_earlier = self.first.zip(other.first).is_some_and(|(own, theirs)| own < theirs);
        self.again && !other.again && !is_earlier
    }

    /// Its language, where it has one alone.
    pub(super) fn language(&self) -> Option<Language> {
        if let [only] = &self.languages[..] { Some(only.language) } else { None }
    }

    /// Share of the weight of some stems that it speaks of. Cost: O(stems).
    pub(super) fn share_of(&self, stems: &[u32], frequency: &DocumentFrequency) -> f32 {
        let profiles = || self.languages.iter().filter_map(|spoken| spoken.centroid.as_deref()).chain([&self.centroid]);
        let (mut all, mut known) = (0.0, 0.0);
        for (stem, idf) in stems.iter().zip(frequency.idf_of(stems)) {
            all += idf * idf;
            known += if profiles().any(|p| p.terms.binary_search(stem).is_ok()) { idf * idf } else { 0.0 };
        }
        if all > 0.0 { known / all } else { 0.0 }
    }

    /// Takes an article in. Cost: O(terms).
    pub(super) fn learn(&mut self, views: &Views, epoch: u32, frequency: &DocumentFrequency) {
        if let Some(language) = views.language {
            self.say(language, &views.profile, 1, frequency);
        }
        if self.learnt == 0 {
            self.centroid = views.profile.clone();
        } else {
            let share = 1.0 / (self.learnt as f32 + 1.0).min(CENTROID_MEMORY);
            self.centroid.drift(&views.profile, share, CENTROID_TERMS, frequency);
        }
        if let Some((vector, language)) = views.located() {
            self.point(vector, language, 1);
        }
        self.learnt += 1;
        days::add(&views.days, &mut self.days, days::OF_STORY);
        counted::add(&views.counted, &mut self.counted);
        self.again |= views.again;
        self.epoch = epoch;
    }

    /// Takes in what another story has learnt. Cost: O(terms).
    pub(super) fn unite(&mut self, other: &Self, epoch: u32, frequency: &DocumentFrequency) {
        if other.languages.iter().any(|spoken| self.is_foreign_to(Some(spoken.language))) {
            self.tell_languages_apart();
        }
        for Spoken { language, learnt, centroid } in &other.languages {
            self.say(*language, centroid.as_deref().unwrap_or(&other.centroid), *learnt, frequency);
        }
        let share = other.learnt as f32 / (other.learnt + self.learnt).max(1) as f32;
        self.centroid.drift(&other.centroid, share, CENTROID_TERMS, frequency);
        for (language, vector) in &other.vectors {
            self.point(vector, *language, other.learnt);
        }
        self.learnt += other.learnt;
        days::add(&other.days, &mut self.days, days::OF_STORY);
        counted::add(&other.counted, &mut self.counted);
        self.again |= other.again;
        self.epoch = epoch;
    }

    /// Learns what so many articles say in a language, before the centroid does.
    fn say(&mut self, language: Language, profile: &Profile, articles: u32, frequency: &DocumentFrequency) {
        if let Some(spoken) = self.languages.iter_mut().find(|spoken| spoken.language == language) {
            spoken.learnt += articles;
            let share = (articles as f32 / spoken.learnt as f32).max(1.0 / CENTROID_MEMORY);
            if let Some(centroid) = &mut spoken.centroid {
                centroid.drift(profile, share, CENTROID_TERMS, frequency);
            }
            return;
        }
        self.tell_languages_apart();
        self.languages.truncate(LANGUAGES - 1);
        let centroid = (!self.languages.is_empty()).then(|| Box::new(profile.clone()));
        // Most stories have one language.
        self.languages.reserve_exact(1);
        self.languages.push(Spoken { language, learnt: articles, centroid });
    }

    /// Where it has had one language alone, that has said all that was learnt.
    fn tell_languages_apart(&mut self) {
        if let [only] = &mut self.languages[..] {
            only.centroid.get_or_insert_with(|| Box::new(self.centroid.clone()));
        }
    }

    pub(super) fn extend_time(&mut self, time: Option<Timestamp>) {
        self.first = self.first.into_iter().chain(time).min();
        self.last = self.last.into_iter().chain(time).max();
    }
}
