//! What it rests on that a member is said to have its text from another.

use super::collation::Collation;
use super::stemma::{Witness, can_precede};
use super::variants::Places;
use serde::{Deserialize, Serialize};

/// Why a member is said to come from another, or from nobody that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Evidence {
    /// The member names the other's outlet.
    Named,
    /// It names an outlet that none of the members is known to be.
    NamesSomeone,
    /// Both share words that few others have.
    SharedAdditions,
    /// Both lack the same passages.
    SharedCuts,
    /// All of its words that others have stand in the other.
    Contained,
    /// The other is the earlier one.
    Time,
    /// There is no other that could be its source.
    OnlySource,
    /// Both are of one outlet.
    SameOutlet,
    /// Both print the text of one agency.
    OneAgency,
    /// Both outlets are of one publisher.
    OnePublisher,
    /// Several explain it equally well.
    Undecided,
}

impl Evidence {
    /// The same for people, as an aside.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Named => "it names the outlet",
            Self::NamesSomeone => "it names an outlet that is not among these",
            Self::SharedAdditions => "both have words that few others have",
            Self::SharedCuts => "both lack the same passages",
            Self::Contained => "all of its words that others have stand there",
            Self::Time => "the other is the earlier",
            Self::OnlySource => "there is no other",
            Self::SameOutlet => "the sources are one",
            Self::OneAgency => "both print one agency's text",
            Self::OnePublisher => "one publisher has both outlets",
            Self::Undecided => "others explain it as well",
        }
    }
}

impl Collation {
    /// Why the child is said to have its text from `parent`, or from nobody that is known; `named` says whether it names that
    /// one, `names` whether it names anyone.
    pub(super) fn evidence(
        &self,
        members: &[Witness<'_>],
        child: usize,
        (parent, confidence): (Option<usize>, f32),
        named: bool,
        names: bool,
        room: &mut Places,
    ) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        if let Some(parent) = parent {
            if named {
                evidence.push(Evidence::Named);
            } else if names {
                evidence.push(Evidence::NamesSomeone);
            }
            let rare = |s: u32| self.holders.of(s).len() * 3 <= members.len().max(6);
            if members.len() > 2 && self.texts[child].nodes.iter().any(|&s| rare(s) && self.has(parent, s)) {
                evidence.push(Evidence::SharedAdditions);
            }
            let common = |s: u32| self.holders.of(s).len() * 2 > members.len();
            let fullest = (0..members.len()).max_by_key(|&m| (self.texts[m].len(), std::cmp::Reverse(m))).unwrap_or(0);
            let both_lack = |&s: &u32| common(s) && !self.has(parent, s) && !self.has(child, s);
            if members.len() > 2 && self.texts[fullest].nodes.iter().any(both_lack) {
                evidence.push(Evidence::SharedCuts);
            }
            let inherited = self.inherited(child, |_| true);
            let inherited = self.texts[child].part(|at| inherited[at]);
            if self.differences(child, parent, &inherited, room).additions == 0 {
                evidence.push(Evidence::Contained);
            }
            if members[parent].facts.is_before(&members[child].facts) {
                evidence.push(Evidence::Time);
            }
        } else if names {
            evidence.push(Evidence::NamesSomeone);
        } else if !(0..members.len()).any(|m| can_precede(members, m, child)) {
            evidence.push(Evidence::OnlySource);
        }
        if confidence < 0.5 {
            evidence.push(Evidence::Undecided);
        }
        evidence
    }
}
