//! Who wrote it, who carried it, who copied whom: on the hand-written corpora, whose truth is known by construction.
//! `examples/lineage.rs` prints the figures behind these floors.

mod news;

use rustc_hash::FxHashMap;
use std::path::Path;
use wirefold::config::WindowConfig;
use wirefold::provenance::lineage::{AgencyRole, Derivation, OriginKind, same_outlet};
use wirefold::provenance::{Basis, Gazetteer};
use wirefold::synth::{Relation, Truth, corpus};
use wirefold::{Article, Config, Engine, Verdict};

fn folded() -> (Engine, FxHashMap<String, Verdict>, Vec<(Article, Truth)>) {
    let items = corpus::expand(Path::new("corpora")).expect("the corpora are sound");
    let mut articles: Vec<Article> = items.iter().map(|(a, _)| a.clone()).collect();
    articles.sort_by(Article::by_publication);
    let config = Config { window: WindowConfig::UNBOUNDED, ..Config::default() };
    let mut engine = Engine::builder().config(config).build().expect("a valid configuration");
    let verdicts = news::settled(&mut engine, &articles);
    (engine, verdicts.into_iter().map(|v| (v.id.clone(), v)).collect(), items)
}

#[test]
fn agencies_carriers_and_parents_are_found() {
    let (_, verdicts, items) = folded();
    let gazetteer = Gazetteer::built_in();
    let known = |spelling: &str| {
        let lower = spelling.to_lowercase();
        let spelt = |n: &String| n.to_lowercase() == lower;
        let found = gazetteer.by_name(spelling);
        let found = found.or_else(|| gazetteer.agencies().find(|a| a.names.iter().chain(&a.weak).any(spelt)));
        found.map_or(spelling.to_owned(), |a| a.name.clone())
    };
    let (mut hits, mut said, mut wanted, mut carriers, mut parents) = (0, 0, 0, 0, 0);
    for (_, truth) in &items {
        let provenance = verdicts[&truth.id].provenance.as_ref().expect("a batch tells the provenance");
        let author = |a: &&AgencyRole| (a.basis.is_credit() || a.basis == Basis::Inferred) && a.confidence >= 0.25;
        let author = provenance.agencies.iter().find(author);
        let found = author.map(|a| a.name.clone());
        said += usize::from(found.is_some());
        wanted += usize::from(truth.agency.is_some());
        hits += usize::from(found.is_some() && found == truth.agency.as_deref().map(known));
        carriers += usize::from(match (&truth.carrier, provenance.via.first()) {
            (Some(carrier), Some(via)) => same_outlet(carrier, via),
            (carrier, via) => carrier.is_none() && via.is_none(),
        });
        parents += usize::from(provenance.taken_from == truth.taken_from);
    }
    let f1 = 2.0 * hits as f64 / (said + wanted) as f64;
    let share = |n: usize| n as f64 / items.len() as f64;
    println!("agency F1 {f1:.3}, carrier {:.3}, parent {:.3}", share(carriers), share(parents));
    assert!(f1 >= 0.97, "agency F1 {f1}");
    assert!(share(carriers) >= 0.96, "carriers {}", share(carriers));
    assert!(share(parents) >= 0.93, "parents {}", share(parents));
}

#[test]
fn what_stands_in_an_earlier_print_is_not_original() {
    let (engine, verdicts, items) = folded();
    let mut held = 0;
    for (article, _) in &items {
        let verdict = &verdicts[&article.id];
        let (Some(of), Some(measures)) = (&verdict.of, &verdict.measures) else { continue };
        let own = verdict.provenance.as_ref().and_then(|p| p.originality);
        let is_dated = |id: &str| items.iter().any(|(a, _)| a.id == id && a.published_at.is_some());
        if let Some(own) = own.filter(|_| verdicts[of].cluster_id == verdict.cluster_id && is_dated(of)) {
            held += 1;
            assert!(own + measures.containment.get() < 1.001, "{}: {own} {measures:?}", article.id);
        }
    }
    assert!(held > 200, "{held}");
    for cluster in engine.clusters().filter(|c| c.len() > 1) {
        let lineage = engine.lineage(cluster.id()).expect("the cluster is there");
        for (n, (printing, taking)) in lineage.printings.iter().zip(&lineage.takings).enumerate() {
            let is_earlier = |id| lineage.printings[..n].iter().any(|earlier| Some(&earlier.id) == id);
            if is_earlier(taking.measured_against.as_ref()) {
                assert!(printing.originality <= taking.new.get() + 1e-4, "{printing:?} {taking:?}");
            }
        }
    }
}

#[test]
fn copies_print_the_first_version_and_takes_are_not_outdated() {
    let (_, verdicts, items) = folded();
    let (mut first, mut copies) = (0, 0);
    for (_, truth) in &items {
        let Some(provenance) = &verdicts[&truth.id].provenance else { continue };
        let Some(version) = provenance.version else { continue };
        if matches!(truth.relation, Relation::Copy | Relation::Identical) {
            copies += 1;
            first += usize::from(version == 1);
        } else if truth.relation == Relation::Version {
            assert!(!provenance.outdated, "{}", truth.id);
        }
    }
    assert!(first * 100 >= copies * 97, "{first} of {copies}");
}

#[test]
fn a_lineage_is_whole() {
    let (engine, verdicts, _) = folded();
    let clusters: Vec<String> = engine.clusters().filter(|c| c.len() > 1).map(|c| c.id().to_owned()).collect();
    for id in &clusters {
        let lineage = engine.lineage(id).expect("the cluster is there");
        let members = engine.cluster(id).expect("the cluster is there").members();
        assert_eq!(lineage.printings.len(), members.len());
        assert!(lineage.independent_outlets as usize <= members.len() && lineage.versions >= 1);
        for (printing, taking) in lineage.printings.iter().zip(&lineage.takings) {
            assert_eq!(printing.id, taking.child);
            assert_eq!(taking.parent.as_ref(), taking.parent.as_ref().filter(|p| members.contains(p)));
            let shares = taking.verbatim.get() + taking.reworded.get() + taking.new.get();
            assert!((shares - 1.0).abs() < 1e-4, "{shares} {taking:?}");
            assert!(taking.lag.is_none_or(|lag| lag >= 0), "{taking:?}");
            assert_eq!(taking.class, Derivation::of(taking.containment));
            assert_eq!(taking.passages.is_empty(), taking.containment.get() == 0.0, "{taking:?}");
            let in_verdict = verdicts[&printing.id].provenance.as_ref().and_then(|p| p.taken_from.as_ref());
            assert!(taking.parent.is_none() || taking.parent.as_ref() == in_verdict);
        }
    }
    assert!(engine.lineage("c:nobody").is_err());
}

#[test]
fn a_kill_marks_every_carrier() {
    let text = "MELDRIN (AFP) - The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its \
                crest, the interior ministry said. Some 4,300 people were moved from the town of Meldrin to schools in \
                the next valley, and three villages were cut off. The dam, built sixty years ago, holds back a lake.";
    let killed = format!("KILL: The following item is withdrawn.\n\n{text}");
    let mut engine = Engine::builder().build().expect("a valid configuration");
    let article = |id: &str, text: &str| Article::new(id, text).with_source(format!("{id}.example"));
    let articles =
        [article("early", text), article("notice", &killed).with_title("KILL: Karsova dam"), article("late", text)];
    let mut verdicts = engine.ingest_batch(&articles).expect("articles are taken in");
    let withdrawn = |v: &Verdict| v.provenance.as_ref().and_then(|p| p.withdrawn_by.clone());
    assert_eq!(withdrawn(&verdicts[0]), None);
    assert_eq!(withdrawn(&verdicts[2]).as_deref(), Some("notice"));
    engine.settle(&mut verdicts).expect("words that can be read");
    assert_eq!(withdrawn(&verdicts[0]).as_deref(), Some("notice"));
    assert_eq!(withdrawn(&verdicts[1]), None);
    let origin = &verdicts[0].provenance.as_ref().expect("known").origin;
    assert_eq!(origin.kind, OriginKind::Agency);
}
