//! Is this article a copy of one that I have seen?
//!
//! `cargo run --example first_duplicate`

use wirefold::{Article, Engine, Relation, Timestamp};

const DISPATCH: &str = "\
MELDRIN (AFP) - The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the \
interior ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley.\n\n\
The road over the dam is the only link between three villages and the capital. Engineers will decide on Friday \
whether the lake behind it has to be lowered.";

/// The second paragraph is gone, a sentence of the outlet's own and a line of furniture are new.
const REPRINT: &str = "\
The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior ministry \
said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley.\n\n\
Read also: Five dams worth a visit\n\n\
Our reporter is on the way.";

const ANOTHER: &str = "\
The town council of Brackwell voted on Tuesday to plant four hundred lime trees along the ring road. Work begins in \
the autumn and will take two winters, said the head of the parks department, who had asked for twice as many.";

fn main() -> wirefold::Result<()> {
    // An engine holds the articles of the last two weeks. It learns while articles pass, and is told nothing else.
    let mut engine = Engine::builder().build()?;

    // An id and a text are enough. Outlet and time make the verdicts better: who wrote it, who was first.
    let at = |text| Timestamp::parse(text).expect("it is a date");
    let dispatch = Article::new("a1", DISPATCH).with_source("voice.example").with_published_at(at("2031-03-04 06:10"));
    let reprint = Article::new("b7", REPRINT).with_source("tribune.example").with_published_at(at("2031-03-04 07:30"));
    let another = Article::new("c2", ANOTHER).with_source("tribune.example").with_published_at(at("2031-03-04 08:00"));

    // The first article of a text founds a cluster, whose id is made from its own.
    let verdict = engine.ingest(&dispatch)?;
    assert_eq!(verdict.relation, Relation::None);
    assert_eq!(verdict.cluster_id, "c:a1");

    // The reprint joins it. `containment` is how much of the reprint stands in the dispatch.
    let verdict = engine.ingest(&reprint)?;
    assert_eq!(verdict.relation, Relation::Copy);
    assert_eq!(verdict.of.as_deref(), Some("a1"));
    assert_eq!(verdict.cluster_id, "c:a1");
    let copied = verdict.measures.expect("there is an earlier article").containment.get();
    println!("b7 is a copy of a1: {:.0} % of it stands there", copied * 100.0);
    assert!(copied > 0.8);

    // It credits nobody, but its cluster does.
    let origin = verdict.provenance.expect("every article has one").origin;
    println!("the text is from {}", origin.name.as_deref().unwrap_or("nobody knows whom"));
    assert_eq!(origin.name.as_deref(), Some("AFP"));

    // What shares nothing founds a cluster of its own.
    let verdict = engine.ingest(&another)?;
    assert_eq!((verdict.relation, verdict.cluster_id.as_str()), (Relation::None, "c:c2"));
    Ok(())
}
