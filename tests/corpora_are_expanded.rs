//! The corpus' derived files are what its recipes give; `wirefold generate corpus corpora` writes them again.

use std::path::Path;
use wirefold::synth;

#[test]
fn derived_files_are_what_the_recipes_give() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora");
    if !corpora.join("dispatches").exists() {
        eprintln!("skipped: no recipes under {}", corpora.display());
        return;
    }
    let (mut articles, mut truths) = (Vec::new(), Vec::new());
    let items = synth::corpus::expand(&corpora).unwrap();
    synth::write_json_lines(items, &mut articles, &mut truths).unwrap();
    for (name, expected) in [("articles.jsonl", articles), ("truth.jsonl", truths)] {
        let found = std::fs::read(corpora.join(name)).unwrap_or_default();
        assert!(found == expected, "{name} is stale: run `wirefold generate corpus corpora`");
    }
}
