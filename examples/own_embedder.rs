//! How do I use vectors of my own?
//!
//! `cargo run --example own_embedder`
//!
//! Vectors find candidates that share too few words to be found otherwise, and give the `cosine` of a pair. They never
//! decide that two articles are copies. Here a dictionary stands in for a multilingual model.

use ndarray::Array1;
use wirefold::embed::{EmbedInput, Embedder};
use wirefold::{Article, Engine};

/// What the model knows: words of two languages that mean the same.
const CONCEPTS: [&[&str]; 6] = [
    &["dam", "barrage"],
    &["closed", "fermé"],
    &["cracks", "fissures"],
    &["inspectors", "inspecteurs"],
    &["town", "ville"],
    &["trees", "arbres"],
];

const DIMENSIONS: usize = 256;

struct Dictionary;

impl Embedder for Dictionary {
    /// With a version: what was made by one embedder is never compared with what another made.
    fn name(&self) -> &str {
        "dictionary/1"
    }

    fn dimensions(&self) -> usize {
        DIMENSIONS
    }

    /// A fixed random direction for each concept, added up and brought to length 1. The same input must always give the
    /// same vector: articles are embedded on many threads.
    fn embed(&self, input: &EmbedInput<'_>) -> wirefold::Result<Array1<f32>> {
        let mut sum = Array1::zeros(DIMENSIONS);
        for word in input.body_text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
            if let Some(concept) = CONCEPTS.iter().position(|words| words.contains(&word)) {
                sum += &direction(concept as u64);
            }
        }
        let length = sum.dot(&sum).sqrt();
        Ok(if length > 0.0 { sum / length } else { sum })
    }
}

fn direction(concept: u64) -> Array1<f32> {
    let mut state = concept.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Array1::from_shape_fn(DIMENSIONS, |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        if state >> 63 == 0 { 1.0 } else { -1.0 }
    })
}

fn cosines(mut engine: Engine) -> wirefold::Result<(f32, f32)> {
    let texts = [
        ("en", "The dam above the town was closed after inspectors found cracks."),
        ("fr", "Le barrage au-dessus de la ville a été fermé après la découverte de fissures par des inspecteurs."),
        ("trees", "The town will plant four hundred trees along the ring road."),
    ];
    for (id, text) in texts {
        engine.ingest(&Article::new(id, text))?;
    }
    let cosine = |a, b| {
        let measures = engine.explain(a, b)?.measures;
        Ok::<_, wirefold::Error>(measures.cosine.expect("the engine makes vectors").get())
    };
    Ok((cosine("fr", "en")?, cosine("trees", "en")?))
}

fn main() -> wirefold::Result<()> {
    // The vectors of the default embedder are made from words, and so it knows no other language.
    let (translated, other) = cosines(Engine::builder().build()?)?;
    println!("words:      translation {translated:.2}, another matter {other:.2}");
    assert!(translated < 0.3);

    let (translated, other) = cosines(Engine::builder().embedder(Dictionary).build()?)?;
    println!("dictionary: translation {translated:.2}, another matter {other:.2}");
    assert!(translated > 0.9 && other < 0.5);
    Ok(())
}
