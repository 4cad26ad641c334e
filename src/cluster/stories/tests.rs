use super::story::CENTROID_TERMS;
use super::*;
use crate::embed::EmbedInput;
use crate::normalise::clean;
use crate::tokenise::{stem::StemCache, tokenise};
use crate::units::Language;
use proptest::prelude::*;

fn views(title: &str, body: &str, day: Option<i64>) -> Views {
    prepared(title, body, day, &DocumentFrequency::default())
}

fn prepared(title: &str, body: &str, day: Option<i64>, frequency: &DocumentFrequency) -> Views {
    let cache = StemCache::default();
    let language = Language::parse("en");
    let tokens = |text: &str| tokenise(&clean(text), language, &cache);
    let (title_tokens, body_tokens) = (tokens(title), tokens(body));
    let input = EmbedInput { title: &title_tokens, body: &body_tokens, title_text: title, body_text: body, language };
    let time = day.map(|day| Timestamp::from_seconds(day * 86_400));
    Views::prepare(&input, time, frequency, true)
}

/// Stories with the frequencies that they are weighed by; each article is a quantum of its own.
#[derive(Default)]
struct Stage {
    stories: Stories,
    frequency: DocumentFrequency,
}

impl Stage {
    fn assign(&mut self, cluster: u32, views: Views) -> Decision {
        let contacts = self.stories.contacts(&views, std::iter::empty(), std::iter::empty(), &self.frequency);
        let decision = self.stories.assign(cluster, &views, &contacts, |_| None, &self.frequency);
        self.settle(&views);
        decision
    }

    fn place(&mut self, cluster: u32, views: Views, story: Option<u32>) {
        self.stories.place(cluster, &views, story, &self.frequency);
        self.settle(&views);
    }

    fn settle(&mut self, views: &Views) {
        self.frequency.observe(&views.stems);
        self.stories.settle(&self.frequency);
        self.stories.look_midway(1, &self.frequency);
    }
}

/// News of other matters, so that common words are known to be common.
fn background(stage: &mut Stage) {
    let places = ["Harwick", "Ostrava", "Lund", "Merano", "Tilburg", "Galway", "Porto", "Vilnius"];
    let matters = [
        (
            "Council votes on school budget",
            "The council voted on the school budget. Officials said teachers would be paid.",
        ),
        (
            "Fire destroys warehouse",
            "A fire destroyed a warehouse. Police said nobody was hurt, firefighters were called.",
        ),
        (
            "Team wins cup final",
            "The team won the cup final. Thousands of people celebrated, the coach said on Sunday.",
        ),
        (
            "Thousands march over pensions",
            "Thousands of people marched through the city. Police said there were arrests.",
        ),
    ];
    for (n, place) in places.iter().cycle().take(32).enumerate() {
        let (title, body) = matters[n % 4];
        let body = format!("{body} The mayor of {place} spoke of item {n}00 and of plan{n} and street{n}.");
        stage.assign(1_000 + n as u32, views(&format!("{title} in {place}"), &body, Some(-60 - n as i64)));
    }
}

const BRIDGE: [(&str, &str); 3] = [
    (
        "Bridge at Veldhaven closed after cracks found",
        "VELDHAVEN - The Anker bridge at Veldhaven was closed on Monday after engineers found cracks in two pillars. \
         Traffic minister Ilse Brandt said repairs would take three weeks and cost 4.2 million euros. Lorries are \
         sent over the Delmar tunnel, and ferries run at night.",
    ),
    (
        "Cracks shut Anker bridge for three weeks",
        "Commuters in Veldhaven faced long queues as the Anker bridge stayed shut. Inspectors discovered cracks in \
         its pillars, said the ministry of Ilse Brandt, putting the cost at 4.2 million euros. Ferry operators added \
         night services while lorries use the Delmar tunnel.",
    ),
    (
        "Veldhaven bridge: minister defends inspectors",
        "Ilse Brandt defended the inspectors who let the Anker bridge at Veldhaven stay open until cracks in its \
         pillars were found. The opposition says the 4.2 million euros for repairs come too late for commuters.",
    ),
];

#[test]
fn texts_about_one_event_are_one_story() {
    let mut stage = Stage::default();
    background(&mut stage);
    for (n, (title, body)) in BRIDGE.iter().enumerate() {
        let decision = stage.assign(n as u32, views(title, body, Some(n as i64)));
        assert_eq!(decision.opened, n == 0, "{title}: {decision:?}");
    }
    assert_eq!(stage.stories.clusters(stage.stories.story_of(0).expect("placed")), [0, 1, 2]);
}

const ROOF: [(&str, &str); 3] = [
    (
        "Roof of swimming hall falls in at Lindmark",
        "LINDMARK - The roof of the swimming hall in Lindmark fell in under wet snow on Tuesday night, two hours after the \
         last class had left. Caretaker Jonas Thule heard the beams creak and locked the doors. Nobody was hurt. The hall \
         was built in 1968.",
    ),
    (
        "Caretaker saw beams bend before Lindmark hall roof fell",
        "The caretaker of the Lindmark swimming hall, Jonas Thule, locked its doors two hours before the roof fell in under \
         wet snow. The beams had creaked since noon, he said. The hall was built in 1968 and was to be repaired.",
    ),
    (
        "Snow brings down roof of 1968 swimming hall",
        "Wet snow brought down the roof of the swimming hall at Lindmark, built in 1968. Jonas Thule, the caretaker, had \
         heard its beams creak and sent the last class home.",
    ),
];

#[test]
fn a_story_of_two_events_parts_and_stays_apart() {
    let mut stage = Stage::default();
    background(&mut stage);
    stage.place(0, views(BRIDGE[0].0, BRIDGE[0].1, Some(0)), None);
    let mixed = stage.stories.story_of(0).expect("placed");
    for (n, (title, body)) in [ROOF[0], BRIDGE[1], ROOF[1]].into_iter().enumerate() {
        stage.place(1 + n as u32, views(title, body, Some(1)), Some(mixed));
    }
    assert_eq!(stage.stories.clusters(mixed), [0, 1, 2, 3], "of two and two, one wrong pair would decide");
    let decision = stage.assign(4, views(ROOF[2].0, ROOF[2].1, Some(1)));
    assert!(!decision.opened && decision.story == mixed, "{decision:?}");
    let [Split { from, into, clusters }] = &decision.splits[..] else { panic!("{decision:?}") };
    assert_eq!((*from, &clusters[..]), (mixed, &[1, 3, 4][..]));
    assert_eq!(stage.stories.clusters(mixed), [0, 2]);
    assert!(stage.stories.are_apart(mixed, *into));
    let decision = stage.assign(5, views(BRIDGE[2].0, BRIDGE[2].1, Some(1)));
    assert_eq!((decision.story, decision.splits), (mixed, vec![]));
}

#[test]
fn what_stories_remember_of_their_articles_is_bounded_and_comes_back_from_state() {
    let mut stage = Stage::default();
    stage.stories.track();
    background(&mut stage);
    let remembered = |stories: &Stories| stories.stories.values().map(|s| s.members.len()).sum::<usize>();
    for n in 0..40 {
        let (title, body) = BRIDGE[n as usize % 3];
        stage.place(n, views(title, body, Some(1)), (n > 0).then(|| stage.stories.story_of(0).expect("placed")));
        assert_eq!(remembered(&stage.stories), stage.stories.remembered);
        assert_eq!(
            stage.stories.stories[&stage.stories.of_cluster[&0]].members.len(),
            [0, n as usize + 1][usize::from((1..24).contains(&n))]
        );
    }
    for n in 40..60 {
        let (title, body) = ROOF[n as usize % 3];
        let story = stage.stories.story_of(n - 1).filter(|_| n > 40);
        stage.place(n, views(title, body, Some(1)), story);
    }
    let mut restored = Stories::default();
    for (key, story) in stage.stories.changes(|_, story| story) {
        story.iter().for_each(|story| restored.restore(key, story).expect("a story"));
    }
    assert_eq!(restored.remembering, stage.stories.remembering);
    let all = stage.stories.remembered;
    assert_eq!(restored.remembered, all);
    stage.stories.remove_cluster(59);
    assert_eq!(stage.stories.remembered, all - 1);
    (40..59).for_each(|cluster| _ = stage.stories.remove_cluster(cluster));
    assert_eq!((stage.stories.remembered, stage.stories.remembering.len()), (all - 20, restored.remembering.len() - 1));
}

#[test]
fn what_stood_alone_is_looked_at_again_and_rare_words_lead_there_at_once() {
    let early = "Ferry operators said they would sail at night from Monday on. Lorries must take the tunnel.";
    let mut stage = Stage::default();
    background(&mut stage);
    stage.assign(100, views("Ferries will sail at night", early, Some(0)));
    let (title, body) = BRIDGE[0];
    assert!(!stage.assign(0, views(title, body, Some(0))).opened);

    let weights = Weights { rare: 0.0, rare_names: 0.0, brief: 0.0, ..Weights::default() };
    let stories = Stories::new(StoryConfig { weights, ..StoryConfig::default() });
    let mut stage = Stage { stories, ..Stage::default() };
    background(&mut stage);
    let alone = stage.assign(100, views("Ferries will sail at night", early, Some(0)));
    assert!(alone.opened);
    let mut merges = Vec::new();
    for (n, (title, body)) in BRIDGE.iter().cycle().take(6).enumerate() {
        let decision = stage.assign(n as u32, views(title, &format!("{body} Update {n}."), Some(n as i64 / 3)));
        assert_eq!(decision.opened, n == 0, "{title}: {decision:?}");
        merges.extend(decision.merges);
    }
    let story = stage.stories.story_of(0);
    assert_eq!(merges.len(), 1, "{merges:?}");
    assert_eq!(stage.stories.story_of(100), story);
    assert_eq!(story, Some(alone.story), "the older key stands for both");
}

#[test]
fn reportage_follows_its_dispatch_and_what_has_figures_of_its_own_does_not() {
    let reportage = "The Delmar tunnel smelled of rain and diesel. Lorries stood in it with engines off, and nobody sang. \
                     Commuters walked down to the ferries, past the pillars that Brandt had looked at, and were silent.";
    let another = "The Delmar tunnel was shut at 4.20 after 2 lorries met in it at 60 kilometres an hour. Of 19 commuters 7 \
                   were hurt. They were taken to the ferries, past the pillars, by 12 nurses, police said, for 35 minutes.";
    let found = |title: &str, body: &str| {
        let mut stage = Stage::default();
        background(&mut stage);
        stage.assign(0, views(BRIDGE[0].0, BRIDGE[0].1, Some(0)));
        stage.assign(1, views(title, body, Some(1)))
    };
    let reportage = found("A smell of rain", reportage);
    let another = found("Seven hurt among lorries", another).evidence.expect("a candidate");
    let evidence = reportage.evidence.expect("a candidate");
    assert!(!reportage.opened && evidence.rare > 0.1 && evidence.figures == 0.0, "{evidence:?}");
    assert!(another.rare > 0.1 && another.figures > 0.1, "{another:?}");
    let weights = Weights::default();
    let of_rare = |e: Evidence| weights.log_odds(&e) - weights.log_odds(&Evidence { rare: 0.0, ..e });
    assert!(of_rare(evidence) > 0.5 && of_rare(another) < 0.1, "{} {}", of_rare(evidence), of_rare(another));
}

#[test]
fn of_two_briefs_less_in_common_is_enough() {
    let weights = Weights::default();
    let of = |words: usize| {
        let mut stage = Stage::default();
        background(&mut stage);
        let cut = |n: usize| BRIDGE[n].1.split_inclusive(' ').take(words).collect::<String>();
        stage.assign(0, views(BRIDGE[0].0, &cut(0), Some(0)));
        stage.assign(1, views(BRIDGE[1].0, &cut(1), Some(0))).evidence.expect("a candidate")
    };
    let (brief, briefer) = (of(24), of(18));
    assert!(briefer.brief > brief.brief && brief.brief > 0.3, "{brief:?} {briefer:?}");
    let of_body = |e: Evidence| weights.log_odds(&e) - weights.log_odds(&Evidence { body: 0.0, ..e });
    let [long, same] = [0.0, brief.brief].map(|brief| Evidence { body: 0.2, brief, ..Evidence::default() });
    assert!((of_body(long) - 2.0).abs() < 1e-4 && of_body(same) > 3.0, "{} {}", of_body(long), of_body(same));
}

#[test]
fn rare_names_join_what_nothing_else_does() {
    let dispatch = (
        "Court acquits former forester of illegal logging",
        "The district court on Tuesday acquitted Bohdan Talimonchuk, the former head of the forestry, of felling oaks without a \
         permit. Judge Larysa Priadko said the searches had been made without a warrant.",
    );
    // In another case, as a language that inflects names prints them.
    let reportage = "A woman in the corridor wept. On her knees lay photographs of stumps, which she brought to each hearing. Out \
                     of a side door, as Priadko was still reading, came Bohdana Talimonchuka, and was silent.";
    let found = |rare_names: f32| {
        let weights = Weights { rare_names, ..Weights::default() };
        let stories = Stories::new(StoryConfig { weights, ..StoryConfig::default() });
        let mut stage = Stage { stories, ..Stage::default() };
        background(&mut stage);
        stage.assign(0, views(dispatch.0, dispatch.1, Some(0)));
        stage.assign(1, views("Stumps remain", reportage, Some(0)))
    };
    let (named, unnamed) = (found(Weights::default().rare_names), found(0.0));
    assert!(!named.opened && unnamed.opened, "{named:?}, {unnamed:?}");
    assert!(named.margin > unnamed.margin && named.similarity > unnamed.similarity);

    let weights = Weights::default();
    let evidence = named.evidence.expect("a candidate");
    assert!(evidence.rare_names > 1.0 && weights.by_names(&evidence) > 1.0, "{evidence:?}");
    for other in [
        Evidence { days: -1.0, ..evidence },
        Evidence { counts: -0.5, ..evidence },
        Evidence { foreign: true, ..evidence },
        Evidence { time: None, ..evidence },
    ] {
        assert_eq!(weights.by_names(&other), 0.0, "{other:?}");
    }
    let in_full = Evidence { rare_names: 6.0, time: None, ..evidence };
    assert!(weights.by_names(&in_full) > 1.0);
}

#[test]
fn rare_words_say_nothing_where_both_the_day_and_the_numbers_are_others() {
    let weights = Weights::default();
    let of_rare = |days: f32, counts: f32| {
        let evidence = Evidence { rare: 0.3, days, counts, time: Some(0.5), ..Evidence::default() };
        weights.log_odds(&evidence) - weights.log_odds(&Evidence { rare: 0.0, ..evidence })
    };
    assert!(of_rare(0.0, -0.5) > 0.5 && of_rare(-1.0, 0.0) > 0.5);
    assert_eq!(of_rare(-1.0, -0.5), 0.0);
}

#[test]
fn rare_words_count_while_few_documents_of_their_language_are_known() {
    let mut frequency = DocumentFrequency::default();
    let [english, french] = ["en", "fr"].map(Language::parse);
    let (title, body) = BRIDGE[0];
    for document in 0..YOUNG {
        assert!(unseen(&frequency, english).is_some(), "{document}");
        frequency.observe(&views(title, body, None).stems);
    }
    assert_eq!((unseen(&frequency, english), unseen(&frequency, None)), (None, None));
    assert_eq!(unseen(&frequency, french), Some(frequency.unseen()));
}

#[test]
fn a_form_filled_anew_is_another_event() {
    let form = |place: &str, degrees: u32| {
        format!(
            "The weather in {place} stays cloudy in the morning with light winds from the west. In the afternoon the sun \
             comes out and temperatures reach {degrees} degrees. The night will be dry and clear in all districts."
        )
    };
    for is_form in [true, false] {
        let mut stage = Stage::default();
        background(&mut stage);
        let mut opened = 0;
        for n in 0..8u32 {
            let views = views("Weather in Lund", &form("Lund", 11 + n), Some(i64::from(n)));
            let mut contacts = stage.stories.contacts(&views, std::iter::empty(), std::iter::empty(), &stage.frequency);
            (0..n).for_each(|earlier| contacts.note_shared(earlier, is_form));
            let decision = stage.stories.assign(n, &views, &contacts, Some, &stage.frequency);
            assert!(decision.merges.is_empty());
            opened += usize::from(decision.opened);
            stage.settle(&views);
        }
        assert_eq!(opened, if is_form { 8 } else { 1 });
    }
}

#[test]
fn a_digest_does_not_report_the_event_that_it_tells_among_others() {
    for is_digest in [true, false] {
        let mut stage = Stage::default();
        background(&mut stage);
        let (title, body) = BRIDGE[0];
        let opened = stage.assign(0, views(title, body, Some(0)));
        let other: Vec<String> = (0..40).map(|n| format!("item{n}")).collect();
        let rest = views("", if is_digest { &other[..] } else { &[] }.join(" ").as_str(), None).stems;
        let digest = views(title, &format!("{body} {}", other.join(" ")), Some(0));
        let mut contacts = stage.stories.contacts(&digest, std::iter::empty(), std::iter::empty(), &stage.frequency);
        contacts.note_shared(0, false);
        contacts.note_rest(rest);
        let decision = stage.stories.assign(1, &digest, &contacts, Some, &stage.frequency);
        assert_eq!(decision.story != opened.story, is_digest, "{decision:?}");
    }
}

#[test]
fn a_text_is_compared_with_what_a_story_says_in_its_language() {
    let likeness = |languages: usize| {
        let mut stage = Stage::default();
        background(&mut stage);
        let (title, body) = BRIDGE[0];
        stage.place(0, views(title, body, Some(0)), Some(1000));
        for n in 1..languages {
            let words: Vec<String> = (0..60).map(|word| format!("wort{n}x{word}")).collect();
            let mut other = views(&words[0], &words.join(" "), Some(0));
            other.language = Language::parse(["de", "fr", "es", "it"][n - 1]);
            stage.place(n as u32, other, Some(1000));
        }
        let (title, body) = BRIDGE[1];
        stage.assign(9, views(title, body, Some(0))).evidence.expect("a candidate").body
    };
    let (of_one, of_five) = (likeness(1), likeness(5));
    assert!(of_one > 0.1 && (of_one - of_five).abs() < of_one / 5.0, "{of_one} {of_five}");
}

#[test]
fn two_attacks_in_one_city_are_two_stories() {
    let mut stage = Stage::default();
    background(&mut stage);
    let first = "LUND - Two people were stabbed outside the central station in Lund on Tuesday evening. Police arrested \
                 a man aged 34, Erik Sandell, near the Botulf square. The victims, two nurses, were taken to hospital. \
                 Witnesses said that he shouted at passengers before drawing a kitchen knife.";
    let second = "LUND - A gunman fired at a bakery in the Norra Faladen district of Lund on Thursday night, wounding \
                  the owner, Amir Haddad, 51. Police said that two men fled on a motorcycle and that gang rivalry over \
                  drug sales was being looked into. Shots hit the shop window eleven times.";
    let again = "Erik Sandell, 34, arrested over the stabbing of two nurses outside the central station in Lund, was \
                 known to doctors, police said on Wednesday. Passengers near the Botulf square had tried to calm him \
                 before he drew a kitchen knife.";
    let a = stage.assign(0, views("Two stabbed at Lund station", first, Some(1)));
    let b = stage.assign(1, views("Bakery owner shot in Lund", second, Some(3)));
    let c = stage.assign(2, views("Lund station stabbing suspect known to doctors", again, Some(3)));
    assert!(a.opened && b.opened, "{b:?}");
    assert_eq!(c.story, a.story, "{c:?}");
}

#[test]
fn this_week_s_march_is_not_last_week_s() {
    let mut stage = Stage::default();
    background(&mut stage);
    let march = |saturday: &str, route: &str, number: &str, arrests: &str, speaker: &str| {
        format!(
            "Protesters marched through Porto on Saturday for the {saturday} week over pensions, from {route}. Police \
             counted {number} people and made {arrests} arrests. {speaker} spoke to the crowd."
        )
    };
    let last = march("third", "the Aliados avenue to the Ribeira docks", "12,400", "17", "Union leader Rui Tavora");
    let this = march("fourth", "Bolhao market to the Casa da Musica", "8,150", "46", "Student Marta Seixas");
    let a = stage.assign(0, views("12,400 march in Porto, 17 arrests", &last, Some(1)));
    let b = stage.assign(1, views("Tear gas at Bolhao as 8,150 march, 46 arrests", &this, Some(15)));
    assert!(a.opened && b.opened, "{b:?}");
}

#[test]
fn dates_that_are_absent_say_nothing() {
    let mut stage = Stage::default();
    background(&mut stage);
    for (n, (title, body)) in BRIDGE.iter().enumerate() {
        let decision = stage.assign(n as u32, views(title, body, None));
        assert_eq!(decision.opened, n == 0, "{title}: {decision:?}");
        assert!(n == 0 || decision.evidence.is_some_and(|e| e.time.is_none()));
    }
}

#[test]
fn clusters_can_be_taken_out_merged_and_forgotten() {
    let mut stage = Stage::default();
    let [a, b] = [BRIDGE[0], ("Harwick wins cup", "Harwick won the cup final against Merano on penalties.")];
    let first = stage.assign(0, views(a.0, a.1, Some(1))).story;
    let second = stage.assign(1, views(b.0, b.1, Some(9))).story;
    assert_ne!(first, second);
    stage.assign(2, views(BRIDGE[1].0, BRIDGE[1].1, Some(2)));
    let Stage { stories, frequency } = &mut stage;
    assert_eq!(stories.remove_cluster(2), None);
    assert_eq!(stories.merge_clusters(1, 0, frequency), Some(Merge { from: second, into: first }));
    assert_eq!((stories.clusters(first), stories.len()), (&[0][..], 1));
    assert_eq!((stories.remove_cluster(0), stories.remove_cluster(0)), (Some(first), None));
    stories.settle(frequency);
    assert!(stories.is_empty() && stories.index.longest() == 0 && stories.of_cluster.is_empty());
    let third = stage.assign(3, views(a.0, a.1, Some(30))).story;
    assert!(third > second, "keys are not used again");
}

#[test]
fn memory_of_a_story_is_bounded() {
    let mut stage = Stage::default();
    for n in 0..200u32 {
        let body = format!("{} Extra{n} detail{n} about matter{n} and place{n}.", BRIDGE[0].1);
        stage.place(n, views(BRIDGE[0].0, &body, Some(i64::from(n))), Some(0));
    }
    let story = &stage.stories.stories[&0];
    assert_eq!(stage.stories.len(), 1);
    assert!(story.centroid.terms.len() <= CENTROID_TERMS, "{}", story.centroid.terms.len());
    assert!(stage.stories.index.longest() <= index::POSTINGS);
}

#[test]
fn what_is_prepared_ahead_leads_to_the_same_stories() {
    let mut stage = Stage::default();
    for _ in 0..YOUNG / 32 + 1 {
        background(&mut stage);
    }
    assert!(!stage.stories.is_young());
    let together: Vec<Views> =
        BRIDGE.iter().map(|(title, body)| prepared(title, body, Some(1), &stage.frequency)).collect();
    let frequency = &stage.frequency;
    let run = |chunk: usize| {
        let mut stories = stage.stories.clone();
        for first in (0..3).step_by(chunk) {
            let chunk = first..(first + chunk).min(3);
            let contacts: Vec<Contacts> = chunk
                .clone()
                .map(|n| stories.contacts(&together[n], (0..).zip(&together[..n]), std::iter::empty(), frequency))
                .collect();
            for (n, contacts) in chunk.zip(&contacts) {
                stories.assign(n as u32, &together[n], contacts, Some, frequency);
            }
        }
        (0..3).map(|n| stories.story_of(n)).collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(3));
    assert!(run(1).windows(2).all(|pair| pair[0] == pair[1]), "{:?}", run(1));
}

/// Texts on a few matters that share words, so that stories move, and become one, while others are looked for.
fn on_few_matters(count: usize, words: usize, frequency: &DocumentFrequency) -> Vec<Views> {
    let random = &mut crate::random::SplitMix64::of(1, &[]);
    let mut word = |matter: usize| match random.below(4) {
        0 => format!("Common{} ", random.below(40)),
        1 => format!("Single{} ", random.below(4000)),
        _ => format!("Matter{}x{} ", (matter + random.below(2)) % 9, random.below(14)),
    };
    let mut text = |matter, words| (0..words).map(|_| word(matter)).collect::<String>();
    (0..count)
        .map(|n| prepared(&text(n * 7 % 9, 5), &text(n * 7 % 9, words), Some((n / 40) as i64), frequency))
        .collect()
}

#[test]
fn when_a_story_is_looked_for_within_a_quantum_changes_nothing() {
    let mut stage = Stage::default();
    for _ in 0..YOUNG / 32 + 1 {
        background(&mut stage);
    }
    const QUANTUM: usize = 32;
    let of_words = |words: usize| {
        let texts = on_few_matters(8 * QUANTUM, words, &stage.frequency);
        let run = |chunk: usize| {
            let (mut stories, mut frequency, mut told) = (stage.stories.clone(), stage.frequency.clone(), Vec::new());
            for (quantum, texts) in texts.chunks(QUANTUM).enumerate() {
                let number = |n: usize| (quantum * QUANTUM + n) as u32;
                for first in (0..QUANTUM).step_by(chunk) {
                    let places = first..first + chunk;
                    let earlier = |n: usize| (number(0)..).zip(&texts[..n]);
                    let contacts =
                        places.clone().map(|n| stories.contacts(&texts[n], earlier(n), std::iter::empty(), &frequency));
                    for (n, contacts) in places.clone().zip(contacts.collect::<Vec<_>>()) {
                        told.push(stories.assign(number(n), &texts[n], &contacts, Some, &frequency));
                        // A copy of an earlier text came, and an old one went.
                        stories.touch(number(n) / 2, texts[n].time);
                        stories.remove_cluster(number(n) / 3);
                        let looked = stories.look_midway((QUANTUM - n) as u32, &frequency);
                        told.last_mut().expect("a decision").merges.extend(looked);
                    }
                }
                texts.iter().for_each(|text| frequency.observe(&text.stems));
                stories.settle(&frequency);
            }
            told
        };
        let expected = run(1);
        for chunk in [4, QUANTUM] {
            for (n, (e, f)) in expected.iter().zip(&run(chunk)).enumerate() {
                assert_eq!(e, f, "the decision on {n} of {words} words, looked for in chunks of {chunk}");
            }
        }
        expected.into_iter().filter(|decision| !decision.opened && !decision.merges.is_empty()).count()
    };
    assert!([15, 20, 25, 30, 40].map(of_words).iter().sum::<usize>() > 5, "stories become one within a quantum");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn any_texts_are_placed_once_and_the_same_each_time(
        texts in proptest::collection::vec(("[A-Da-d ]{0,12}", "[A-Fa-f0-9. ]{0,60}", proptest::option::of(0i64..9)), 0..25)
    ) {
        let run = || {
            let mut stage = Stage::default();
            let placed: Vec<Decision> = texts
                .iter()
                .enumerate()
                .map(|(n, (title, body, day))| stage.assign(n as u32, views(title, body, *day)))
                .collect();
            let stories = &stage.stories;
            let members: usize = stories.stories.values().map(|s| s.clusters.len()).sum();
            (placed, members, (0..texts.len() as u32).map(|n| stories.story_of(n)).collect::<Vec<_>>())
        };
        let (placed, members, of) = run();
        prop_assert_eq!(members, texts.len());
        prop_assert!(of.iter().all(Option::is_some));
        prop_assert_eq!((placed, members, of), run());
    }
}
