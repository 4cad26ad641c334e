//! Wire days of any size, with known truth.
//!
//! Events arrive as a Poisson process over the days (slower by night). Agencies file dispatches on some of them, which
//! outlets print in all the ways that they have: verbatim, abridged, retitled, extended, lightly rewritten, revised with
//! new numbers, copied from each other in cascades that carry over every change; others write for themselves, fill
//! templates anew or sum up the news of the last hours. Pages carry furniture, credits and now and then damage.
//!
//! Only what is still to be printed is held, without its text: about 50 bytes an article. A text is written when its time
//! has come, from the seed of its dispatch and of every edit on its way; so each article costs the writing of its dispatch
//! once more, and memory does not grow with lengths or days.

use super::damage::damage;
use super::draft::{Draft, Facts, Writer};
use super::languages::LANGUAGES;
use super::lexicon::Lexicon;
use super::outlets::{Outlet, fill, outlets};
use super::plan::{Event, Kind, Origin, Planner, Print, Purpose, sequence, time_of_day};
use super::truth::{Credit, Relation, Truth};
use crate::article::{Article, Metadata};
use crate::random::SplitMix64;
use crate::units::{Language, Timestamp};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// What kind of wire day is wanted. Equal options give equal articles, in every version and on every machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Seed of everything. Default 1.
    pub seed: u64,
    /// Number of articles, exactly. Default 10,000: a large aggregator's day in one language.
    pub articles: u64,
    /// Days over which the events are spread, at least 1; the last prints may fall after the end. Default 1.
    pub days: u32,
    /// Midnight of the first day. Default 2031-03-04T00:00:00Z: in the future, as in the hand-written corpora, so that
    /// nobody takes it for news.
    pub start: Timestamp,
    /// Languages, of `en fr de es ru zh`; others are passed over. Default all, weighted .30 .20 .15 .15 .10 .10.
    pub languages: Vec<Language>,
    /// Outlets of each language, 9..=20,000. Default 600: their largest cluster (a third) is then as large as the
    /// largest that agencies report.
    pub outlets: usize,
    /// Share of the events that agencies file on. Default 0.35, which makes about two articles in three agency copy, as
    /// Cagé, Hervé and Viaud found (32.6 % of online news content is original).
    pub wire_events: f64,
    /// Share of the events that are a template filled anew. Default 0.06: about one article in eighty.
    pub template_events: f64,
    /// Share of the events that are a round-up of earlier dispatches. Default 0.06.
    pub round_up_events: f64,
    /// Share of an agency text's prints that are copied from another print instead of the wire. Default 0.35.
    pub copied: f64,
    /// Share of the articles with damaged text. Default 0.04.
    pub damaged: f64,
    /// Share of the articles without a date. Default 0.01.
    pub undated: f64,
    /// Median length of a text as written, in words. Default 350; lengths are log-normal with a spread of 0.6, within
    /// 60..=2,000.
    pub median_words: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            articles: 10_000,
            days: 1,
            start: Timestamp::from_seconds(1_930_348_800),
            languages: LANGUAGES.iter().map(|spec| Language::of(spec.code)).collect(),
            outlets: 600,
            wire_events: 0.35,
            template_events: 0.06,
            round_up_events: 0.06,
            copied: 0.35,
            damaged: 0.04,
            undated: 0.01,
            median_words: 350.0,
        }
    }
}

/// Articles that are written ahead at a time: enough for a few threads, and below 10 MB.
const AHEAD: usize = 1024;

/// The articles of the day in the order of their printing, each with its truth.
pub struct WireDay {
    options: Options,
    planner: Planner,
    lexicons: Vec<(Lexicon, Vec<Outlet>)>,
    /// Planned and not yet printed: what memory depends on.
    pending: BinaryHeap<Reverse<Print>>,
    batch: Vec<Print>,
    /// Written ahead, on all threads; each article depends on its print alone, so their number changes nothing.
    ready: VecDeque<(Article, Truth)>,
    /// The event to come, how many there are, and how many articles the events to come have left.
    event: u64,
    events: u64,
    unplanned: u64,
    /// Sum of the pauses up to the event to come, and over all events.
    elapsed: f64,
    total: f64,
}

impl WireDay {
    /// A day as `options` say; shares are taken into [0, 1].
    ///
    /// Cost: the vocabularies, some milliseconds each, and some nanoseconds an event.
    pub fn new(mut options: Options) -> Self {
        let share = |value: f64| if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) };
        options.outlets = options.outlets.clamp(9, 20_000);
        options.median_words =
            if options.median_words.is_nan() { 350.0 } else { options.median_words.clamp(60.0, 2000.0) };
        let wanted = |code: [u8; 2]| options.languages.contains(&Language::of(code));
        let mut specs: Vec<_> = LANGUAGES.iter().filter(|spec| wanted(spec.code)).collect();
        if specs.is_empty() {
            specs = LANGUAGES.iter().collect();
        }
        let (wire, template, round_up) =
            (share(options.wire_events), share(options.template_events), share(options.round_up_events));
        // Never quite without own texts, so that the shares of kinds cannot all be 0.
        let kinds = [wire, (1.0 - wire - template - round_up).max(1e-9), template, round_up];
        let weights: Vec<f64> = specs.iter().map(|spec| spec.weight).collect();
        let planner = Planner::new(options.seed, kinds, &weights, options.outlets / 3, share(options.copied));
        let lexicons = specs.into_iter().map(|spec| {
            let lexicon = Lexicon::new(spec);
            let outlets = outlets(&lexicon, options.outlets);
            (lexicon, outlets)
        });
        let lexicons = lexicons.collect();
        let (mut events, mut articles, mut total) = (0, 0, 0.0);
        while articles < options.articles {
            articles += planner.event(events).prints();
            total += planner.gap(events);
            events += 1;
        }
        // One more pause, up to the end of the days.
        total += planner.gap(events);
        let unplanned = options.articles;
        let elapsed = planner.gap(0);
        let (pending, batch, ready) = (BinaryHeap::new(), Vec::new(), VecDeque::new());
        Self { options, planner, lexicons, pending, batch, ready, event: 0, events, unplanned, elapsed, total }
    }

    /// When the event to come begins, in seconds since 1970.
    fn begins(&self) -> f64 {
        // With the sum of all pauses known, the times are those of a Poisson process of this many events.
        let days = self.elapsed / self.total * f64::from(self.options.days.max(1));
        let whole = days.floor();
        self.options.start.seconds() as f64 + 86_400.0 * whole + time_of_day(days - whole)
    }

    fn next_print(&mut self) -> Option<Print> {
        while self.event < self.events {
            let begins = self.begins();
            if self.pending.peek().is_some_and(|Reverse(print)| (print.at as f64) < begins) {
                break;
            }
            self.plan_next(begins);
        }
        self.pending.pop().map(|Reverse(print)| print)
    }

    fn article(&self, print: Print, plan: Event) -> (Article, Truth) {
        let (lexicon, outlets) = &self.lexicons[plan.language];
        Press { day: self, lexicon, outlets, plan, print }.article()
    }

    fn plan_next(&mut self, begins: f64) {
        let plan = self.planner.event(self.event);
        self.planner.prints(self.event, &plan, begins, self.unplanned, &mut self.batch);
        self.unplanned -= self.batch.len() as u64;
        self.pending.extend(self.batch.iter().map(|&print| Reverse(print)));
        self.event += 1;
        self.elapsed += self.planner.gap(self.event);
    }
}

impl Iterator for WireDay {
    type Item = (Article, Truth);

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let prints: Vec<Print> = std::iter::from_fn(|| self.next_print()).take(AHEAD).collect();
            let plan = |(i, print): (usize, Print)| (i, print, self.planner.event(print.event));
            let mut plans: Vec<_> = prints.into_iter().enumerate().map(plan).collect();
            // One vocabulary after the other fits the processor's cache; all of them at once do not.
            plans.sort_by_key(|(i, _, plan)| (plan.language, *i));
            let day = &*self;
            let written = plans.into_par_iter().with_min_len(16).map(|(i, print, plan)| (i, day.article(print, plan)));
            let mut written: Vec<_> = written.collect();
            written.sort_unstable_by_key(|(i, _)| *i);
            self.ready.extend(written.into_iter().map(|(_, item)| item));
        }
        self.ready.pop_front()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.unplanned as usize + self.pending.len() + self.ready.len();
        (left, Some(left))
    }
}

/// Templates of each language.
const TEMPLATES: usize = 12;

fn article_id(event: u64, number: u16) -> String {
    format!("e{event:07}-{number:03}")
}

fn cluster_id(event: u64, dispatch: u8) -> String {
    format!("e{event:07}-d{dispatch}")
}

/// What an article's body is, beside its text.
struct Body {
    draft: Draft,
    relation: Relation,
    reuses: Vec<String>,
    trap: Option<&'static str>,
}

/// Makes one article.
struct Press<'a> {
    day: &'a WireDay,
    lexicon: &'a Lexicon,
    outlets: &'a [Outlet],
    plan: Event,
    print: Print,
}

impl Press<'_> {
    fn sequence(&self, purpose: Purpose, event: u64, number: u64) -> SplitMix64 {
        sequence(self.day.options.seed, purpose, [event, number])
    }

    fn facts(&self, event: u64) -> Facts {
        Facts::new(self.lexicon, &mut self.sequence(Purpose::Facts, event, 0))
    }

    fn writer<'b>(&'b self, facts: &'b Facts) -> Writer<'b> {
        Writer { lexicon: self.lexicon, facts, numbers: 0.06 }
    }

    fn length(&self, random: &mut SplitMix64) -> usize {
        random.log_normal(self.day.options.median_words, 0.6).clamp(60.0, 2000.0) as usize
    }

    /// A dispatch as filed; `number` from 0.
    fn dispatch(&self, facts: &Facts, event: u64, number: u8) -> Draft {
        let mut random = self.sequence(Purpose::Dispatch, event, u64::from(number));
        let words = self.length(&mut random);
        self.writer(facts).draft(words, &mut random)
    }

    /// Outlet of the event's print `number`; different prints have different outlets.
    fn outlet(&self, number: u16) -> &Outlet {
        let mut random = self.sequence(Purpose::Event, self.print.event, 1);
        let count = self.outlets.len();
        let offset = random.below(count);
        let mut stride = 1 + random.below(count - 1);
        while greatest_common_divisor(stride, count) != 1 {
            stride += 1;
        }
        &self.outlets[(offset + usize::from(number) * stride) % count]
    }

    fn article(self) -> (Article, Truth) {
        let Print { event, number, origin, .. } = self.print;
        let facts = self.facts(event);
        let Body { draft, mut relation, reuses, mut trap } = self.body(&facts);
        let mut random = self.sequence(Purpose::Page, event, u64::from(number));
        let outlet = self.outlet(number);
        let agency = self.agency();
        let credit = match agency {
            Some(_) if random.chance(0.35) => Credit::Full,
            Some(_) if random.chance(0.4) => Credit::Part,
            _ => Credit::None,
        };
        let parent = self.print.ancestors().last().copied();
        let carrier = parent.filter(|_| random.chance(0.6)).map(|parent| self.outlet(parent).name.clone());
        let signature = Signature { outlet, agency, credit, carrier: carrier.as_deref() };
        let mut text = self.page(&draft, &facts, &signature, &mut random);
        let mut title = String::new();
        self.lexicon.print(&draft.title, &mut title);
        let author = match (credit, agency) {
            (Credit::Full, Some(agency)) if random.chance(0.3) => Some(agency.to_owned()),
            (Credit::Part, Some(agency)) if random.chance(0.3) => Some(format!("{} / {agency}", outlet.name)),
            _ => None,
        };
        let options = &self.day.options;
        if random.chance(options.damaged) {
            trap = Some(damage(&mut text, &mut random));
            if relation == Relation::Identical {
                relation = Relation::Copy;
            }
        }
        let id = article_id(event, number);
        let dated = !random.chance(options.undated);
        let language = Language::of(self.lexicon.spec.code);
        let truth = Truth {
            language,
            cluster: match origin {
                Origin::Dispatch(dispatch) => cluster_id(event, dispatch),
                Origin::Partial | Origin::Own => id.clone(),
            },
            story: format!("e{event:07}"),
            relation,
            agency: agency.map(str::to_owned),
            carrier,
            taken_from: parent.map(|parent| article_id(event, parent)),
            depth: self.print.ancestors().len() as u32,
            credit,
            reuses,
            trap: trap.map(str::to_owned),
            id: id.clone(),
        };
        let article = Article {
            source: Some(outlet.domain.clone()),
            published_at: dated.then(|| Timestamp::from_seconds(self.print.at)),
            url: Some(format!("https://{}/{id}", outlet.domain)),
            title: Some(title),
            text,
            language: Some(language),
            metadata: Metadata { author, ..Metadata::default() },
            id,
        };
        (article, truth)
    }

    fn body(&self, facts: &Facts) -> Body {
        match (self.print.origin, self.plan.kind) {
            (Origin::Dispatch(dispatch), _) => self.copy(facts, dispatch),
            (Origin::Partial, _) => self.partial(facts),
            (Origin::Own, Kind::Template) => self.template(),
            (Origin::Own, Kind::RoundUp) => self.round_up(facts),
            (Origin::Own, Kind::Wire | Kind::Own) => self.independent(facts),
        }
    }

    /// Whose dispatch it is.
    fn agency(&self) -> Option<&'static str> {
        let Origin::Dispatch(dispatch) = self.print.origin else { return None };
        let agencies = self.lexicon.spec.agencies;
        let first = self.sequence(Purpose::Event, self.print.event, 2).below(agencies.len());
        Some(agencies[(first + usize::from(dispatch)) % agencies.len()])
    }

    /// The dispatch, in the take that was current, through the hands of all who passed it on.
    fn copy(&self, facts: &Facts, dispatch: u8) -> Body {
        let event = self.print.event;
        let mut draft = self.dispatch(facts, event, dispatch);
        let writer = self.writer(facts);
        for take in 1..=self.print.take {
            let mut random = self.sequence(Purpose::Take, event, u64::from(dispatch) << 8 | u64::from(take));
            draft.renumber(0.5, &mut random);
            let words = (draft.words() / 8).clamp(20, 60);
            draft.lead(&writer, words, &mut random);
            if random.chance(0.5) {
                draft.title = writer.title(&mut random);
            }
        }
        let mut changed = false;
        for &hand in self.print.ancestors().iter().chain([&self.print.number]) {
            let mut random = self.sequence(Purpose::Edit, event, u64::from(hand));
            changed |= edit(&mut draft, &writer, &mut random);
        }
        let relation = match (self.print.take, changed) {
            (0, false) => Relation::Identical,
            (0, true) => Relation::Copy,
            _ => Relation::Version,
        };
        Body { draft, relation, reuses: Vec::new(), trap: None }
    }

    fn independent(&self, facts: &Facts) -> Body {
        let mut random = self.sequence(Purpose::Edit, self.print.event, u64::from(self.print.number));
        let words = self.length(&mut random);
        let draft = self.writer(facts).draft(words, &mut random);
        let alone = self.plan.prints() == 1;
        Body { draft, relation: Relation::None, reuses: Vec::new(), trap: (!alone).then_some("same event, own text") }
    }

    /// An own text with one or two paragraphs of the event's first dispatch; where that is too short to lend any, wholly
    /// independent.
    fn partial(&self, facts: &Facts) -> Body {
        let dispatch = self.dispatch(facts, self.print.event, 0);
        let paragraphs = dispatch.paragraphs();
        if paragraphs < 4 {
            return self.independent(facts);
        }
        let mut random = self.sequence(Purpose::Edit, self.print.event, u64::from(self.print.number));
        let words = self.length(&mut random).max(200);
        let mut draft = self.writer(facts).draft(words / 2, &mut random);
        draft.quote(&dispatch, 1);
        self.writer(facts).write(&mut draft, words / 2, &mut random);
        if paragraphs > 8 {
            draft.quote(&dispatch, 3);
        }
        Body {
            draft,
            relation: Relation::Partial,
            reuses: vec![cluster_id(self.print.event, 0)],
            trap: Some("own text with passages of a dispatch"),
        }
    }

    fn template(&self) -> Body {
        let mut random = self.sequence(Purpose::Edit, self.print.event, 0);
        let number = random.below(TEMPLATES) as u64;
        let mut fixed = self.sequence(Purpose::Template, number, u64::from(self.lexicon.spec.code[0]));
        let facts = Facts::new(self.lexicon, &mut fixed);
        let writer = Writer { numbers: 0.25, ..self.writer(&facts) };
        let words = fixed.between(80, 200);
        let mut draft = writer.draft(words, &mut fixed);
        draft.refill(self.lexicon, &mut random);
        Body { draft, relation: Relation::None, reuses: Vec::new(), trap: Some("template filled anew") }
    }

    /// Single paragraphs of dispatches of the last events between sentences of one's own.
    fn round_up(&self, facts: &Facts) -> Body {
        let mut random = self.sequence(Purpose::Edit, self.print.event, 0);
        let mut draft = self.writer(facts).draft(50, &mut random);
        let mut reuses = Vec::new();
        for back in 1..=self.print.event.min(60) {
            let event = self.print.event - back;
            let plan = self.day.planner.event(event);
            if plan.kind != Kind::Wire || plan.language != self.plan.language || reuses.len() == 4 {
                continue;
            }
            let dispatch = self.dispatch(&self.facts(event), event, 0);
            if dispatch.paragraphs() >= 4 {
                draft.quote(&dispatch, random.below(2));
                self.writer(facts).write(&mut draft, 45, &mut random);
                reuses.push(cluster_id(event, 0));
            }
        }
        let relation = if reuses.is_empty() { Relation::None } else { Relation::Partial };
        Body { draft, relation, reuses, trap: Some("round-up") }
    }

    /// The body within the outlet's furniture, with dateline, credit and carrier.
    fn page(&self, draft: &Draft, facts: &Facts, signature: &Signature, random: &mut SplitMix64) -> String {
        let spec = self.lexicon.spec;
        let Signature { outlet, agency, credit, carrier } = *signature;
        let mut text = String::with_capacity(draft.words() * 8 + 400);
        let line = |text: &mut String, line: &str| {
            text.push_str("\n\n");
            text.push_str(line);
        };
        if random.chance(0.4) {
            text.push_str(&outlet.furniture[0]);
            text.push_str("\n\n");
        }
        let agency = agency.unwrap_or_default();
        let dateline = credit == Credit::Full && random.chance(0.6);
        if dateline {
            let place = self.lexicon.word(facts.places[0]);
            let days = (self.print.at.div_euclid(86_400)) as i32;
            let (day, month) = day_and_month(days);
            let values =
                [("{place}", place.as_str()), ("{day}", &day), ("{month}", spec.months[month]), ("{agency}", agency)];
            text.push_str(&fill(spec.dateline, &values));
        }
        draft.print(self.lexicon, &mut text, |text| {
            if random.chance(outlet.density) {
                if random.chance(0.4) {
                    let mut link = spec.read_also.to_owned();
                    self.lexicon.print(&self.writer(facts).title(random), &mut link);
                    line(text, &link);
                } else {
                    line(text, random.choose::<String>(&outlet.furniture));
                }
            }
        });
        let values = [("{agency}", agency), ("{outlet}", outlet.name.as_str())];
        match credit {
            Credit::Full if !dateline || random.chance(0.4) => {
                line(&mut text, &fill(random.choose::<&str>(spec.credit_lines), &values));
            }
            Credit::Part => line(&mut text, &fill(random.choose::<&str>(spec.part_lines), &values)),
            Credit::Full | Credit::None => {}
        }
        if let Some(carrier) = carrier {
            line(&mut text, &fill(random.choose::<&str>(spec.via_lines), &[("{outlet}", carrier)]));
        }
        for furniture in outlet.furniture.iter().skip(1).take(3) {
            line(&mut text, furniture);
        }
        text
    }
}

/// Who signs for a page.
#[derive(Clone, Copy)]
struct Signature<'a> {
    outlet: &'a Outlet,
    agency: Option<&'a str>,
    credit: Credit,
    carrier: Option<&'a str>,
}

/// What one outlet does to a text. Returns whether the body is another afterwards.
fn edit(draft: &mut Draft, writer: &Writer, random: &mut SplitMix64) -> bool {
    if random.chance(0.4) {
        draft.title = writer.title(random);
    }
    let paragraphs = draft.paragraphs();
    // What is short already is cut no further: a lead alone would tell nobody which dispatch it is from.
    let long = draft.words() >= 150;
    match random.below(20) {
        // Verbatim.
        0..8 => false,
        8..13 if long => {
            draft.abridge(0.35 + 0.5 * random.unit());
            let abridged = draft.paragraphs() < paragraphs;
            draft.thin(0.05, random) || abridged
        }
        13..16 => {
            // At most a quarter is added, so that copies of copies still share most of their text.
            let words = (draft.words() as f64 * (0.1 + 0.15 * random.unit())) as usize;
            writer.write(draft, words.max(10), random);
            true
        }
        16..19 => {
            draft.reword(0.03 + 0.09 * random.unit(), writer.lexicon, random);
            true
        }
        _ => long && draft.thin(0.15, random),
    }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Day of the month as printed, and month from 0.
fn day_and_month(days_since_1970: i32) -> (String, usize) {
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days_since_1970));
    date.map_or_else(|_| ("1".into(), 0), |date| (date.day().to_string(), date.month() as usize - 1))
}
