//! How alike an article and a story are, view by view, and what that says.

use crate::units::Timestamp;

/// Likeness of an article and a story, view by view, each in [0, 1].
///
/// What other stories hold as well counts less, by [`StoryConfig::discount`](super::StoryConfig::discount). Of a story of
/// several languages, one of which is the article's, it is the likeness to what is said in that.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Cosine of the headlines' terms.
    pub title: f32,
    /// Share of the headlines' weight that the other side's body has, mean of both directions.
    pub title_in_body: f32,
    /// Cosine of the leads.
    pub lead: f32,
    /// Cosine of the body with the story's centroid.
    pub body: f32,
    /// Cosine of the names.
    pub names: f32,
    /// How alike what is named there is: [`Self::names`], or a part of [`Self::sounds`] where neither side has a name by its
    /// capitals.
    pub named: f32,
    /// Cosine of the numbers.
    pub numbers: f32,
    /// Cosine of the names as they sound, whatever the script.
    pub sounds: f32,
    /// How brief the two bodies are, as the mean logarithm of how many times less they say than one of 32 words that count: 0
    /// from that on and below 8, 0.7 for half of it. What two say of one event are samples of it, and these share the less the smaller they are.
    pub brief: f32,
    /// How much they share of rare words that no other compared story holds, beyond what any two articles share by chance,
    /// while fewer than [`YOUNG`](super::YOUNG) documents of the language are known: 0 for none, 0.63 for 14 of the rarest.
    pub rare: f32,
    /// Rare names that they share and no other compared story holds, as they are written or as they sound, beyond what any two
    /// articles share by chance; two names in a row count as three more. 0 from [`YOUNG`](super::YOUNG) documents on, as `rare`.
    pub rare_names: f32,
    /// Numbers of the article that the story does not have, as a share of its terms.
    pub figures: f32,
    /// Whether the day that the article names first is one that the story names: 1 or -1; 0 where one side names none, or the
    /// story none that the article could have named.
    pub days: f32,
    /// Whether what both count has the same number, from 0 to 1, or all of it another, from 0 to -1.
    pub counts: f32,
    /// Whether one side's headline says that what it reports has been before (*another* fire, a *second* one, *again*), and
    /// none of the other's does.
    pub again: bool,
    /// Whether the story has no article in the article's language.
    pub foreign: bool,
    /// Cosine of the vectors of a model that the user named, as seen from the means of their languages
    /// ([`Centres`](crate::embed::Centres)); `None` with the built-in ones, which say what the words say.
    pub vector: Option<f32>,
    /// Nearness in time; `None` where one side has no date.
    pub time: Option<f32>,
}

/// What likeness by sound counts where a script has no capitals: more is alike by chance.
pub(super) const UNNAMED: f32 = 0.3;

/// Words in common, of the rarest, after which more of them say less.
pub(super) const RARE_WORDS: f32 = 14.0;

/// Names that two in a row count for beside each of them: who is named in full was there.
pub(super) const IN_FULL: f32 = 3.0;

/// Rare names in common after which more of them say less.
const RARE_NAMES: f32 = 3.0;

/// Those that say nothing where one side has no date: news of other years names the same people.
const UNDATED_NAMES: f32 = 3.0;

/// How much rare words in common say where one side has no date.
const UNDATED_RARE: f32 = 0.5;

/// How soon one report is taken to follow the other where one side has no date: as on the next day.
const UNDATED_SOON: f32 = 0.8;

/// Share of an article's rare words that any story of its language has by chance: while few documents are known, common
/// words are rare.
pub(super) const BY_CHANCE: f32 = 0.05;

/// Share of figures of its own from which an article rather reports what happened than what it was like. Reportage has
/// 0.02, a report on another event at the place 0.05.
const FIGURES: f32 = 0.045;

/// Terms of a body from which it is not brief.
pub(super) const LONG: f32 = 32.0;

/// Terms of a body of which a share tells something: one of three words in common is no sample of an event.
const TELLING: f32 = 8.0;

/// How brief a body of so many terms is.
pub(super) fn brevity(terms: f32) -> f32 {
    if terms < TELLING { 0.0 } else { (LONG / terms).ln().max(0.0) }
}

/// Days after which rare words in common say half as much.
const RARE_DAYS: f32 = 2.0;

/// How much rare words in common say at this nearness in time: the names of a place and of its people come again whenever
/// something happens there, but mostly another day. 1 at no gap, 0.8 at a day, 0.3 at three, 0.08 at a week.
fn soon(nearness: f32) -> f32 {
    let days = 1.0 / nearness - 1.0;
    1.0 / (1.0 + (days / RARE_DAYS).powi(2))
}

/// How much an article of this share of figures may be reportage: 1 without any, 0.5 at [`FIGURES`], 0.1 at 0.08.
fn tells_no_figures(share: f32) -> f32 {
    1.0 / (1.0 + (share / FIGURES).powi(4))
}

/// Whether a place and its people come again with another event: another day is named, and all that is counted has other
/// numbers.
fn comes_again(e: &Evidence) -> bool {
    e.days < 0.0 && e.counts < 0.0
}

/// How much another number speaks for another event at the place: the more, the more alike what is named there.
fn another_there(e: &Evidence) -> f32 {
    if e.again { 1.0 + e.named } else { e.named }
}

/// Nearness in time: 1 at no gap, 1/2 at a day, 1/8 at a week: coverage of an event falls with its age as a power law.
///
/// The logarithm of this says more than the Gaussian of 72 hours of Miranda et al. 2018, which takes a fortnight and two
/// years for the same. Source of the shape: Dezsö et al. 2006, "Dynamics of information access on the web".
fn nearness(gap_seconds: i64) -> f32 {
    1.0 / (1.0 + gap_seconds as f32 / 86_400.0)
}

/// Seconds from `time` to the nearest instant of `first..=last`.
fn gap(time: Timestamp, first: Timestamp, last: Timestamp) -> i64 {
    first.seconds_since(time).max(time.seconds_since(last)).max(0)
}

/// First and last instant.
pub(super) type Stretch = (Option<Timestamp>, Option<Timestamp>);

/// How near two stretches of time are; `None` where one is unknown.
pub(super) fn time_nearness((first, last): Stretch, (from, to): Stretch) -> Option<f32> {
    let (first, last, from, to) = (first?, last?, from?, to?);
    Some(nearness(gap(first, from, to).min(gap(last, from, to)).min(gap(from, first, last))))
}

/// Weights of the logistic model of "this article reports the story's event".
///
/// The defaults are round numbers near a logistic regression over labelled articles and candidate stories, on a plateau:
/// changing one of them by a fifth to a half moved mean B-cubed F1 by less than 0.005. Leaving one out: see
/// `benches/records/stories.md`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Log-odds of an event in common at no likeness at all.
    pub bias: f32,
    /// Of [`Evidence::title`].
    pub title: f32,
    /// Of [`Evidence::title_in_body`].
    pub title_in_body: f32,
    /// Of [`Evidence::lead`].
    pub lead: f32,
    /// Of [`Evidence::body`].
    pub body: f32,
    /// How much more [`Self::body`] and [`Self::rare`] count with [`Evidence::brief`].
    pub brief: f32,
    /// Of [`Evidence::names`].
    pub names: f32,
    /// Of [`Evidence::numbers`].
    pub numbers: f32,
    /// Of [`Evidence::rare`] on one day; less with the time between, where one side has no date and with [`Evidence::figures`],
    /// and nothing where both the day and all numbers are others. Reportage from the place shares few words with a dispatch, and so has a small cosine with it, but those
    /// that it shares nobody else has. What names times and numbers of its own reports another event there.
    pub rare: f32,
    /// Of [`Evidence::rare_names`], up to this, where the article would else open a story, and neither days nor what is counted
    /// speak against: see [`Self::by_names`].
    pub rare_names: f32,
    /// Of [`Evidence::days`], the more the farther they are apart in time: what is printed on one day names one day, whatever
    /// it reports. Two reports from one place share the place and who speaks for it; the day is another.
    pub days: f32,
    /// Of [`Evidence::counts`] where something has the same number.
    pub counts_alike: f32,
    /// Of [`Evidence::counts`] where all has another, by how alike the names are, or how alike they sound where a script tells
    /// none by capitals: two fires in one town differ by who was hurt and by how many came. As much again where
    /// [`Evidence::again`], whatever the names.
    pub counts_otherwise: f32,
    /// Of the logarithm of [`Evidence::time`]: distance in time speaks against, the absence of dates says nothing.
    pub time: f32,
    /// Log-odds at no likeness at all where [`Evidence::foreign`]: words cannot agree there, names and numbers can.
    pub foreign_bias: f32,
    /// Of [`Evidence::sounds`] where foreign.
    pub foreign_sounds: f32,
    /// Of [`Evidence::numbers`] where foreign.
    pub foreign_numbers: f32,
    /// Of what [`Evidence::vector`] is above [`Self::vector_neutral`]: beside words it says little that is new.
    pub vector: f32,
    /// The same where foreign.
    pub foreign_vector: f32,
    /// Cosine at which a model's vectors speak neither for nor against.
    pub vector_neutral: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            bias: -4.0,
            title: 2.0,
            title_in_body: 3.0,
            lead: 2.0,
            body: 10.0,
            brief: 2.0,
            names: 1.0,
            numbers: 3.0,
            rare: 6.0,
            rare_names: 6.0,
            days: 1.0,
            counts_alike: 2.0,
            counts_otherwise: 3.0,
            time: 0.8,
            foreign_bias: -3.5,
            foreign_sounds: 10.0,
            foreign_numbers: 3.0,
            vector: 3.0,
            foreign_vector: 10.0,
            vector_neutral: 0.4,
        }
    }
}

impl Weights {
    /// Log-odds that the article reports the story's event.
    pub fn log_odds(&self, e: &Evidence) -> f32 {
        let weight = if e.foreign { self.foreign_vector } else { self.vector };
        let apart = e.time.map_or(0.0, |time| self.time * time.ln())
            + e.vector.map_or(0.0, |cosine| weight * (cosine - self.vector_neutral));
        if e.foreign {
            return self.foreign_bias + self.foreign_sounds * e.sounds + self.foreign_numbers * e.numbers + apart;
        }
        let brief = 1.0 + self.brief * e.brief;
        let soon = if comes_again(e) { 0.0 } else { e.time.map_or(UNDATED_RARE, soon) };
        self.bias
            + self.title * e.title
            + self.title_in_body * e.title_in_body
            + self.lead * e.lead
            + self.body * e.body * brief
            + self.names * e.names
            + self.numbers * e.numbers
            + self.counts_alike * e.counts.max(0.0)
            + self.counts_otherwise * e.counts.min(0.0) * another_there(e)
            + e.time.map_or(0.0, |time| self.days * e.days * (1.0 - time))
            + self.rare * e.rare * brief * soon * tells_no_figures(e.figures)
            + apart
    }

    /// What rare names in common add to the log-odds of one event, asked only where nothing else joins the article: reportage
    /// shares one or two names with a dispatch, and its words with none. Less with time and with [`Evidence::figures`], as rare
    /// words do; nothing where another day is named or all numbers are others, since a place and its people come again.
    pub fn by_names(&self, e: &Evidence) -> f32 {
        let names = e.rare_names - if e.time.is_none() { UNDATED_NAMES } else { 0.0 };
        if names <= 0.0 || e.foreign || e.days < 0.0 || e.counts < 0.0 {
            return 0.0;
        }
        let soon = e.time.map_or(UNDATED_SOON, soon);
        self.rare_names * (1.0 - (-names / RARE_NAMES).exp()) * soon * tells_no_figures(e.figures)
    }
}
