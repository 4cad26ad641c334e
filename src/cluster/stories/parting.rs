//! Two events in one story: what an early article brought together parts again once each of them has more to say.
//!
//! An article that is somewhat like a story, and like no other, follows it. If it was the first of another event, those that
//! come after it follow it there, and no likeness of theirs tells: they are like the story, since they are part of it. So a
//! story's articles are compared with one another when it has grown by a half. Where they fall into two groups that each hold
//! together, and that are not one event as far as their articles tell, it parts. A text that one outlet alone has never leaves
//! by itself: a slight one is like few, and no sign of a second event.

use super::profile::{Profile, VIEWS, Weighing, comparing};
use super::story::Story;
use super::views::Views;
use super::{Split, Stories, views};
use crate::embed::DocumentFrequency;
use crate::units::Timestamp;
use rayon::prelude::*;
use thin_vec::{ThinVec, thin_vec};

/// Articles of a story that are remembered one by one; a larger story parts no more.
const MEMBERS: usize = 24;

/// Articles that are remembered in all. Some 1.4 KB each, so 6 MB: the stories that were not heard of for longest are one
/// from then on.
const REMEMBERED: usize = 4096;

/// Voices from which a story may part: of two and two, one wrong pair decides.
const LEAST: u8 = 5;

/// Voices that an article has at most: one for each of its printings. So many are no slight text, and may leave alone.
const VOICES: u8 = 3;

/// Mean log-odds of the articles of a group with one another from which they hold together, a probability of 0.88.
const TOGETHER: f32 = 2.0;

/// Log-odds beyond which a pair says no more: one text in two printings does not hold a group together.
const MOST_ODDS: f32 = 8.0;

/// An article of a story: its terms, days, language and vector, and whether its headline says that it has been before.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Member {
    cluster: u32,
    views: Box<Views>,
    /// Its printings, [`VOICES`] at most.
    voices: u8,
    /// When it was last printed.
    #[serde(with = "crate::units::seconds")]
    last: Option<Timestamp>,
}

impl Story {
    /// Remembers its one article, before it learns of another.
    fn remember_first(&mut self) {
        if let (1, [cluster]) = (self.learnt, &self.clusters[..]) {
            let views = Views {
                profile: self.centroid.clone(),
                language: self.language(),
                days: self.days.clone(),
                again: self.again,
                time: self.first,
                vector: self.vectors.first().map(|(_, vector)| vector.clone()),
                ..Views::default()
            };
            let voices = self.reprints.saturating_add(1).min(VOICES.into()) as u8;
            self.members = thin_vec![Member { cluster: *cluster, views: Box::new(views), voices, last: self.last }];
        }
    }

    /// Remembers a further article, where all before it are remembered and are not too many.
    fn remember(&mut self, cluster: u32, views: &Views) {
        if self.members.is_empty() || self.members.len() >= MEMBERS {
            self.members = ThinVec::new();
            return;
        }
        let kept = Views {
            profile: views.profile.clone(),
            language: views.language,
            days: views.days.clone(),
            again: views.again,
            time: views.time,
            vector: views.vector.clone(),
            ..Views::default()
        };
        self.members.push(Member { cluster, views: Box::new(kept), voices: 1, last: views.time });
    }

    /// An article of a cluster was printed again.
    pub(super) fn note_reprint(&mut self, cluster: u32, time: Option<Timestamp>) {
        self.reprints = self.reprints.saturating_add(1);
        if let Some(member) = self.members.iter_mut().find(|member| member.cluster == cluster) {
            member.last = member.last.max(time);
            member.voices = VOICES.min(member.voices + 1);
        }
    }

    /// The voices of its articles, 72 at most.
    fn voices(&self) -> u8 {
        self.members.iter().map(|member| member.voices).sum()
    }

    /// Whether it is to be looked at, having grown by a half since it was.
    fn is_due(&self) -> bool {
        let is_known = self.members.len() == self.clusters.len() && self.members.len() > 2;
        is_known && self.voices() >= LEAST.max(self.looked_at + self.looked_at / 2)
    }
}

impl Stories {
    /// Lets a story learn an article, which is remembered.
    pub(super) fn teach(&mut self, key: u32, cluster: u32, views: &Views, frequency: &DocumentFrequency) {
        let epoch = self.epoch;
        self.with_members(key, |story| {
            story.learn(views, epoch, frequency);
            story.remember(cluster, views);
        });
    }

    /// Before a story gets its second article.
    pub(super) fn remember_first(&mut self, key: u32) {
        if self.stories.get(&key).is_some_and(|story| story.learnt == 1) {
            self.with_members(key, Story::remember_first);
        }
    }

    /// The articles of two stories in one, where both remember theirs.
    pub(super) fn unite_members(&mut self, kept: u32, members: ThinVec<Member>) {
        self.with_members(kept, |story| {
            if members.is_empty() || story.members.is_empty() || members.len() + story.members.len() > MEMBERS {
                story.members = ThinVec::new();
            } else {
                story.members.extend(members);
                story.members.sort_unstable_by_key(|member| member.cluster);
            }
        });
    }

    /// Takes what a story remembers.
    pub(super) fn take_members(&mut self, key: u32) -> ThinVec<Member> {
        self.with_members(key, |story| std::mem::take(&mut story.members)).unwrap_or_default()
    }

    /// An article is gone.
    pub(super) fn forget_member(&mut self, key: u32, cluster: u32) {
        self.with_members(key, |story| story.members.retain(|member| member.cluster != cluster));
    }

    /// Changes a story, and counts anew what is remembered.
    fn with_members<R>(&mut self, key: u32, change: impl FnOnce(&mut Story) -> R) -> Option<R> {
        let story = self.stories.get_mut(&key)?;
        let before = story.members.len();
        let given = change(story);
        if before > 0 {
            self.remembering.remove(&(story.heard, key));
        }
        self.remembered = self.remembered + story.members.len() - before;
        if !story.members.is_empty() {
            self.heard += 1;
            story.heard = self.heard;
            self.remembering.insert((story.heard, key));
        }
        while self.remembered > REMEMBERED {
            let Some((_, oldest)) = self.remembering.pop_first() else { break };
            let forgotten = self.stories.get_mut(&oldest).map(|story| std::mem::take(&mut story.members));
            self.remembered -= forgotten.map_or(0, |members| members.len());
            self.note(oldest);
        }
        Some(given)
    }

    /// Parts the stories that have moved and are two events; gives these, in their order.
    ///
    /// Cost: for each story that has grown by a half, the comparison of its articles, 276 at most, on all threads.
    pub(super) fn part(&mut self, frequency: &DocumentFrequency) -> Vec<Split> {
        let is_due = |key: &&u32| self.stories.get(key).is_some_and(|story| story.is_due());
        let mut due: Vec<u32> = self.moving.iter().filter(is_due).copied().collect();
        due.sort_unstable();
        let found: Vec<(u32, Option<Vec<u32>>)> =
            due.into_par_iter().map(|key| (key, self.second_event(key, frequency))).collect();
        let mut splits = Vec::new();
        for (key, leaving) in found {
            if let Some(story) = self.stories.get_mut(&key) {
                story.looked_at = story.voices();
                self.note(key);
            }
            splits.extend(leaving.and_then(|leaving| self.split(key, &leaving, frequency)));
        }
        splits
    }

    /// The clusters of a story that report another event than its oldest. Pure.
    fn second_event(&self, key: u32, frequency: &DocumentFrequency) -> Option<Vec<u32>> {
        let members = &self.stories.get(&key)?.members;
        let odds = self.compare_members(members, frequency);
        let (stays, leaves) = halves(&odds)?;
        let is_whole = |group: &[usize]| match group {
            [only] => members[*only].voices == VOICES,
            _ => mean(&odds, group, group) >= TOGETHER,
        };
        let are_two = is_whole(&stays) && is_whole(&leaves) && mean(&odds, &stays, &leaves) <= self.config.part;
        are_two.then(|| leaves.iter().map(|&n| members[n].cluster).collect())
    }

    /// Log-odds that two members report one event: a row for each, with the members before it. Time is left out: what runs for
    /// weeks is one event for all that, and would fall into its weeks.
    fn compare_members(&self, members: &[Member], frequency: &DocumentFrequency) -> Vec<Vec<f32>> {
        let idf: Vec<Vec<f32>> = members.iter().map(|member| member.views.profile.idf(frequency)).collect();
        let scales = members.iter().zip(&idf).map(|(member, idf)| member.views.profile.scale_by(idf));
        let scales: Vec<[f32; VIEWS]> = scales.collect();
        let row = |n: usize| {
            let Views { profile, language, .. } = &*members[n].views;
            let own = Profile { scale: scales[n], ..profile.clone() };
            let weighing = Weighing::among(&own, &idf[n], &[], 0.0, None, 0.0);
            comparing(&own, *language, &weighing, |likeness| {
                let odds = |(other, scale): (&Member, &[f32; VIEWS])| {
                    let mut evidence = likeness(&other.views.profile, scale);
                    evidence.foreign = language.zip(other.views.language).is_some_and(|(a, b)| a != b);
                    evidence.vector = self.cosine(members[n].views.located(), other.views.located());
                    self.config.weights.log_odds(&evidence).clamp(-MOST_ODDS, MOST_ODDS)
                };
                members[..n].iter().zip(&scales).map(odds).collect()
            })
        };
        (0..members.len()).map(row).collect()
    }

    /// Makes a story of some clusters of one, all of which are remembered.
    fn split(&mut self, key: u32, leaving: &[u32], frequency: &DocumentFrequency) -> Option<Split> {
        let members = self.take_members(key);
        let (gone, stays): (Vec<Member>, Vec<Member>) = members.into_iter().partition(|m| leaving.contains(&m.cluster));
        let (into, first, second) = (self.next, stays.first()?.cluster, gone.first()?.cluster);
        let old = self.stories.remove(&key)?;
        self.next += 1;
        for (key, part, other) in [(key, stays, second), (into, gone, first)] {
            let mut story = Story { apart: old.apart.clone(), ..Story::default() };
            story.keep_apart_from(thin_vec![other]);
            for member in &part {
                story.clusters.push(member.cluster);
                story.extend_time(member.views.time);
                story.extend_time(member.last);
                story.learn(&member.views, self.epoch, frequency);
                self.of_cluster.insert(member.cluster, key);
                if key == into {
                    let profile = &member.views.profile;
                    self.unlisted.push((member.cluster, views::keys(profile, &profile.idf(frequency))));
                }
            }
            self.stories.insert(key, Box::new(story));
            self.with_members(key, |story| {
                story.members = part.into();
                story.looked_at = story.voices();
                // Of a single article all that it is now.
                story.reprints = u32::from(story.looked_at.saturating_sub(1));
            });
            self.note_moving(key);
        }
        Some(Split { from: key, into, clusters: self.clusters(into).to_vec() })
    }
}

/// Mean of the log-odds between two groups, or within one.
fn mean(odds: &[Vec<f32>], a: &[usize], b: &[usize]) -> f32 {
    let pairs = a.iter().flat_map(|&a| b.iter().map(move |&b| (a.max(b), a.min(b)))).filter(|(a, b)| a != b);
    let (sum, count) = pairs.fold((0.0, 0.0), |(sum, count), (a, b)| (sum + odds[a][b], count + 1.0));
    sum / count
}

/// Two groups of members, that of the first one before the other: always those two are joined whose members are most alike in
/// the mean (average link; Sokal and Michener 1958, "A statistical method for evaluating systematic relationships"). None of
/// fewer than two members. Cost: O(members³).
fn halves(odds: &[Vec<f32>]) -> Option<(Vec<usize>, Vec<usize>)> {
    let mut groups: Vec<Vec<usize>> = (0..odds.len()).map(|n| vec![n]).collect();
    let mut links = odds.to_vec();
    while groups.len() > 2 {
        let pairs = (0..groups.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let (a, b) = pairs.max_by(|x, y| links[x.0][x.1].total_cmp(&links[y.0][y.1]).then(y.cmp(x)))?;
        let (of_a, of_b) = (groups[a].len() as f32, groups[b].len() as f32);
        for other in (0..groups.len()).filter(|&other| other != a && other != b) {
            let link = |group: usize| links[group.max(other)][group.min(other)];
            let both = (link(a) * of_a + link(b) * of_b) / (of_a + of_b);
            links[b.max(other)][b.min(other)] = both;
        }
        links.remove(a);
        links.iter_mut().filter(|row| row.len() > a).for_each(|row| _ = row.remove(a));
        let joined = groups.remove(a);
        groups[b].extend(joined);
    }
    let second = groups.pop()?;
    Some((groups.pop()?, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_found_by_their_mean_likeness() {
        // 0, 2 and 3 are alike, 1 and 4 are; one pair between them is alike as well.
        let odds = [vec![], vec![-3.0], vec![4.0, -2.0], vec![3.0, 5.0, 4.0], vec![-3.0, 6.0, -4.0, -5.0]];
        let (first, second) = halves(&odds).expect("two");
        assert_eq!((&first[..], &second[..]), (&[0, 2, 3][..], &[1, 4][..]));
        assert_eq!(mean(&odds, &first, &second), -12.0 / 6.0);
        assert_eq!(mean(&odds, &first, &first), 11.0 / 3.0);
        assert_eq!(halves(&odds[..1]), None);
    }
}
