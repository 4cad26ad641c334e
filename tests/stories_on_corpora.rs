//! Stories of the corpora: floors under what is measured, within a language and across languages.

mod news;

use std::collections::{BTreeMap, BTreeSet};
use wirefold::eval::Contingency;
use wirefold::eval::report::ClusterFigures;

#[test]
fn events_are_told_apart_and_followed() {
    let mut engine = news::engine(&news::config(0.0, true));
    let verdicts = news::settled(&mut engine, &news::corpus());
    let found: BTreeMap<&str, &str> =
        verdicts.iter().map(|v| (v.id.as_str(), v.story_id.as_deref().expect("a story"))).collect();
    let truths = news::truths();
    let mut languages: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for truth in &truths {
        languages.entry(&truth.story).or_default().insert(truth.language.to_string());
    }
    let within = truths.iter().map(|t| ((t.language, &t.story), (t.language, found[t.id.as_str()])));
    let figures = ClusterFigures::new(&Contingency::new(within)).b_cubed;
    assert!(figures.f1 >= 0.95, "within a language: {figures:?}");
    let across = truths.iter().filter(|t| languages[t.story.as_str()].len() > 1);
    let figures = ClusterFigures::new(&Contingency::new(across.map(|t| (&t.story, found[t.id.as_str()])))).b_cubed;
    assert!(figures.f1 >= 0.96, "across languages: {figures:?}");
}

/// The weather of two days or two places, two draws, two closes: alike in all but what was filled in.
#[test]
fn forms_are_events_of_their_own() {
    let mut engine = news::engine(&news::config(0.0, true));
    engine.ingest_batch(&news::corpus()).expect("verdicts");
    let forms = [
        "nl-weer-",
        "ru-pogoda-",
        "fr-meteo-",
        "ja-kuji-",
        "es-fortunal-",
        "de-boerse-",
        "en-market-close-",
        "ko-nalssi-",
        "ko-jisu-",
        "hi-mausam-",
        "hi-sarrafa-",
        "id-cuaca-",
        "id-emas-",
        "vi-thoitiet-",
        "vi-giavang-",
        "th-akat-",
        "th-thong-",
        "da-aktier-",
        "no-strom-",
        "bg-vreme-",
        "sr-kurs-",
        "hr-burza-",
        "sk-pocasie-",
        "ca-pantans-",
        "bn-abohawa-",
        "ur-sona-",
        "sw-mafuta-",
    ];
    for form in forms {
        let mut stories: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for truth in news::truths().iter().filter(|t| t.story.starts_with(form)) {
            let story = engine.standing(&truth.id).expect("it is there").story_id.expect("a story");
            stories.entry(story).or_default().insert(truth.story.clone());
        }
        assert!(stories.len() > 1, "{form}");
        assert!(stories.values().all(|events| events.len() == 1), "{form}: {stories:?}");
    }
}
