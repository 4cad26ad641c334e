//! How do I pass on only what is new?
//!
//! `cargo run --example streaming_filter`
//!
//! The same as `wirefold stream < corpora/articles.jsonl | jq -r 'select(.cluster_id == "c:" + .id) | .id'`, in a
//! program of one's own.

use wirefold::Engine;
use wirefold::ingest::{self, Options};

fn main() -> wirefold::Result<()> {
    let mut engine = Engine::builder().build()?;
    let (mut new, mut read) = (Vec::new(), 0);

    // Reading goes on after a bad record: it is an outcome like an article.
    for outcome in ingest::read(&["corpora/articles.jsonl"], &Options::default())? {
        let article = match outcome? {
            Ok(article) => article,
            Err(rejected) => {
                eprintln!("{}", rejected.rejection);
                continue;
            }
        };
        read += 1;

        // The verdict is there before the next article is read, and later articles do not change it.
        let verdict = engine.ingest(&article)?;

        // Only the article that founds a cluster is new. `relation` says less: a text can be a copy of a late take and
        // too far from the first one to be in its cluster. A cluster is named after it, so that nothing need be
        // remembered, however long the stream is.
        if verdict.cluster_id == format!("c:{}", article.id) {
            new.push(article.id);
        }
    }
    println!("{read} articles, {} of them new", new.len());

    // Six outlets printed the ferry accident, and one of the printings was passed on.
    let passed: Vec<&String> = new.iter().filter(|id| id.starts_with("en-04-")).collect();
    assert_eq!(passed, ["en-04-a"]);
    assert!(5 * new.len() < 3 * read);
    Ok(())
}
