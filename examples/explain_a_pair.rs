//! Why were these two taken for copies, or not?
//!
//! `cargo run --example explain_a_pair`

use wirefold::engine::explain_articles;
use wirefold::{Article, Config, Relation, Rule};

const DISPATCH: &str = "\
The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior ministry \
said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley. The road over the dam is \
the only link between three villages and the capital. \"Nobody goes back before the wall is safe,\" said the minister, \
Oskar Velindt. The longest of seven cracks runs for 11 metres along the crest, and the lake behind it stood at 38 \
metres on Tuesday, according to Tamara Roskell, who leads the inspection.";

const LATER: &str = "\
The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior ministry \
said. Some 4,900 people were moved from the town of Meldrin to schools in the next valley. The road over the dam is \
the only link between three villages and the capital. \"Nobody goes back before the wall is safe,\" said the minister, \
Oskar Velindt. The longest of seven cracks runs for 11 metres along the crest, and the lake behind it stood at 38 \
metres on Tuesday, according to Tamara Roskell, who leads the inspection. Rain is forecast for the night.";

const MONDAY: &str = "\
Shares closed higher on Monday. The Marlow 50 rose 12.4 points to 3,118.2. Tarn Holdings gained 2.1 percent and \
Ashdene Mills lost 0.8 percent. Turnover was 4.1 billion crowns.";
const TUESDAY: &str = "\
Shares closed higher on Tuesday. The Marlow 50 rose 31.9 points to 3,150.1. Benquet Steel gained 3.7 percent and \
Oldrado Paper lost 1.2 percent. Turnover was 5.6 billion crowns.";

fn main() {
    let config = Config::default();

    // Two articles that no engine has seen are compared as they stand. `Engine::explain` does the same for two of its
    // window, and knows the furniture that their sources repeat.
    let found = explain_articles(&Article::new("later", LATER), &Article::new("dispatch", DISPATCH), &config);
    println!("{} is a {} of {}:\n{}\n", found.a, found.relation.name(), found.b, found.because);
    assert_eq!((found.relation, found.rule), (Relation::Version, Rule::ChangedFigures));
    assert_eq!(found.numbers_changed, 1);

    // Each passage is shown as both have it. Places are in characters of the text as it was given.
    for passage in &found.passages {
        println!("{} words: {}\n", passage.words, passage.a_text);
    }
    assert_eq!(found.passages.len(), 1);
    assert_eq!(found.passages[0].a[0].start, 0);
    assert!(found.passages[0].a_text.contains("4,900") && found.passages[0].b_text.contains("4,300"));

    // A form that is filled in anew every day shares its words and none of its facts.
    let found = explain_articles(&Article::new("tuesday", TUESDAY), &Article::new("monday", MONDAY), &config);
    println!("{} and {}:\n{}", found.a, found.b, found.because);
    assert_eq!((found.relation, found.rule), (Relation::None, Rule::Template));
}
