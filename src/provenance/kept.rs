//! What an article says of its origin, as it is stored. Agencies are named, and found again in the shipped list.

use super::{Agency, AgencySignal, Basis, Byline, Dateline, Field, Gazetteer, House, Mark, MarkKind, Signals, Via};
use crate::units::Span;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;
use std::sync::{Arc, LazyLock};
use thin_vec::ThinVec;

/// An agency by what tells it from others, and by what verdicts say of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAgency {
    name: String,
    country: Option<String>,
    wikidata: Option<String>,
    world: bool,
    photo: bool,
    generic: bool,
}

impl KeptAgency {
    /// What is kept of an agency.
    pub fn of(agency: &Agency) -> Self {
        Self {
            name: agency.name.clone(),
            country: agency.country.clone(),
            wikidata: agency.wikidata.clone(),
            world: agency.world,
            photo: agency.photo,
            generic: agency.generic,
        }
    }

    /// The agency of the shipped list; of one that it no longer has, what was kept.
    pub fn agency(self) -> Arc<Agency> {
        static BY_NAME: LazyLock<FxHashMap<String, Vec<Arc<Agency>>>> = LazyLock::new(|| {
            let mut by_name: FxHashMap<String, Vec<Arc<Agency>>> = FxHashMap::default();
            for agency in Gazetteer::shared().agencies() {
                by_name.entry(agency.name.clone()).or_default().push(agency.clone());
            }
            by_name
        });
        let named = BY_NAME.get(&self.name).into_iter().flatten();
        if let Some(known) = named.into_iter().find(|a| Self::of(a) == self) {
            return known.clone();
        }
        let Self { name, country, wikidata, world, photo, generic } = self;
        Arc::new(Agency { name, country, wikidata, world, photo, generic, ..Agency::default() })
    }
}

/// What an article says of its origin, held for long: no more memory than it takes, and a word where it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Said(Option<Box<(Signals, ThinVec<u32>)>>);

impl Said {
    /// Of a kill or withhold notice, the articles that it withdraws, by numbers of the caller's.
    pub fn withdrawn(&self) -> &[u32] {
        self.0.as_ref().map_or(&[], |said| said.1.as_slice())
    }

    /// Notes what it withdraws.
    pub fn withdraw(&mut self, articles: Vec<u32>) {
        self.0.get_or_insert_default().1 = articles.into();
    }
}

const NOTHING: &Signals = &Signals {
    agencies: ThinVec::new(),
    house: None,
    byline: None,
    dateline: None,
    via: ThinVec::new(),
    marks: ThinVec::new(),
    withdraws: ThinVec::new(),
    slugs: ThinVec::new(),
};

impl Deref for Said {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0.as_ref().map_or(NOTHING, |said| &said.0)
    }
}

impl From<Signals> for Said {
    fn from(mut signals: Signals) -> Self {
        if signals == *NOTHING {
            return Self(None);
        }
        let Signals { agencies, via, marks, withdraws, slugs, .. } = &mut signals;
        agencies.shrink_to_fit();
        via.shrink_to_fit();
        marks.shrink_to_fit();
        withdraws.shrink_to_fit();
        slugs.shrink_to_fit();
        Self(Some(Box::new((signals, ThinVec::new()))))
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        (KeptSignals::from(&**self), self.withdrawn()).serialize(s)
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let (signals, withdrawn): (KeptSignals, Vec<u32>) = Deserialize::deserialize(d)?;
        let mut said = Self::from(Signals::from(signals));
        if !withdrawn.is_empty() {
            said.withdraw(withdrawn);
        }
        Ok(said)
    }
}

/// [`Signals`] as they are stored.
#[derive(Serialize, Deserialize)]
struct KeptSignals {
    agencies: Vec<(KeptAgency, Basis, f32, Field, Span, bool)>,
    house: Option<(String, Field, Span)>,
    byline: Option<(String, Field, Span)>,
    dateline: Option<(Option<String>, Option<String>, Field, Span)>,
    via: Vec<(Option<String>, f32, Field, Span)>,
    marks: Vec<(MarkKind, Option<u32>, Field, Span)>,
    withdraws: ThinVec<String>,
    slugs: ThinVec<String>,
}

impl From<&Signals> for KeptSignals {
    fn from(signals: &Signals) -> Self {
        let Signals { agencies, house, byline, dateline, via, marks, withdraws, slugs } = signals.clone();
        Self {
            agencies: agencies
                .into_iter()
                .map(|AgencySignal { agency, basis, confidence, field, span, told }| {
                    (KeptAgency::of(&agency), basis, confidence, field, span, told)
                })
                .collect(),
            house: house.map(|h| (h.name, h.field, h.span)),
            byline: byline.map(|b| (b.name, b.field, b.span)),
            dateline: dateline.map(|d| (d.place, d.date, d.field, d.span)),
            via: via.into_iter().map(|Via { name, confidence, field, span }| (name, confidence, field, span)).collect(),
            marks: marks.into_iter().map(|Mark { kind, number, field, span }| (kind, number, field, span)).collect(),
            withdraws,
            slugs,
        }
    }
}

impl From<KeptSignals> for Signals {
    fn from(kept: KeptSignals) -> Self {
        let KeptSignals { agencies, house, byline, dateline, via, marks, withdraws, slugs } = kept;
        Self {
            agencies: agencies
                .into_iter()
                .map(|(agency, basis, confidence, field, span, told)| AgencySignal {
                    agency: agency.agency(),
                    basis,
                    confidence,
                    field,
                    span,
                    told,
                })
                .collect(),
            house: house.map(|(name, field, span)| Box::new(House { name, field, span })),
            byline: byline.map(|(name, field, span)| Box::new(Byline { name, field, span })),
            dateline: dateline.map(|(place, date, field, span)| Box::new(Dateline { place, date, field, span })),
            via: via.into_iter().map(|(name, confidence, field, span)| Via { name, confidence, field, span }).collect(),
            marks: marks.into_iter().map(|(kind, number, field, span)| Mark { kind, number, field, span }).collect(),
            withdraws,
            slugs,
        }
    }
}
