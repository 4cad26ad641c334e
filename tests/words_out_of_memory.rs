//! Where the words of older articles lie changes no answer.

mod news;

use wirefold::{Article, Config, Engine};

/// Verdicts as they were given and as they are at the end, lineages, and explanations with their passages.
fn everything(articles: &[Article], in_memory: u32, keep_text: bool) -> Vec<String> {
    let mut config = Config { keep_text, ..news::config(0.0, true) };
    config.window.articles = 10_000;
    config.window.in_memory = in_memory;
    let mut engine = Engine::builder().config(config).edges(keep_text).build().expect("a valid configuration");
    let mut verdicts = engine.ingest_batch(articles).expect("verdicts");
    let mut all: Vec<String> = verdicts.iter().map(|v| serde_json::to_string(v).expect("JSON")).collect();
    engine.settle(&mut verdicts).expect("words that can be read");
    all.extend(verdicts.iter().map(|v| serde_json::to_string(v).expect("JSON")));
    for cluster in engine.clusters().filter(|c| c.len() > 1) {
        all.push(format!("{:?}", cluster.label()));
        all.push(serde_json::to_string(&engine.lineage(cluster.id()).expect("a lineage")).expect("JSON"));
        let members = cluster.members();
        let explanation = engine.explain(&members[0], &members[1]).expect("both are there");
        all.push(serde_json::to_string(&explanation).expect("JSON"));
    }
    all
}

#[test]
fn nothing_differs() {
    let articles = news::sent_again(&news::day(6, 800), 6);
    for keep_text in [true, false] {
        let expected = everything(&articles, 1_000_000, keep_text);
        for in_memory in [0, 500] {
            let found = everything(&articles, in_memory, keep_text);
            assert_eq!(expected.len(), found.len());
            for (n, (e, f)) in expected.iter().zip(&found).enumerate() {
                assert_eq!(e, f, "{n}, {in_memory} in memory, texts kept: {keep_text}");
            }
        }
    }
}
