//! Embedders that a user names: tiny models, made here, give stories that words alone do not; what is wrong is said.
#![cfg(any(feature = "model2vec", feature = "onnx"))]

use std::path::Path;
use wirefold::embed::named;
use wirefold::{Article, Config, Engine, Error};

/// Words of two languages, each beside its translation: they get the same vector.
const WORDS: [(&str, &str); 8] = [
    ("bridge", "pont"),
    ("closed", "ferme"),
    ("cracks", "fissures"),
    ("engineers", "ingenieurs"),
    ("budget", "finances"),
    ("council", "conseil"),
    ("votes", "vote"),
    ("schools", "ecoles"),
];
const DIMENSIONS: usize = 8;

/// A tokenizer of whole words; the unknown one is 0, and the words of a row have the same number.
fn tokenizer() -> String {
    let pairs = WORDS.iter().enumerate().flat_map(|(n, (a, b))| [(a, 2 * n + 1), (b, 2 * n + 2)]);
    let vocabulary: serde_json::Map<String, serde_json::Value> = std::iter::once(("[UNK]".to_owned(), 0.into()))
        .chain(pairs.map(|(w, n)| ((*w).to_owned(), n.into())))
        .collect();
    serde_json::json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": null, "decoder": null,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"}
    })
    .to_string()
}

/// The table: a dimension for each pair of words, `scale` long; nothing for what is unknown.
fn table(scale: f32) -> Vec<f32> {
    let mut table = vec![0.0; (2 * WORDS.len() + 1) * DIMENSIONS];
    for row in 0..2 * WORDS.len() {
        table[(row + 1) * DIMENSIONS + row / 2] = scale;
    }
    table
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn config(embedder: String) -> Config {
    Config { embedder, ..Config::default() }
}

/// Takes in articles of both languages, on one thing each: what a cosine says is known by what unrelated ones have.
fn take_in_other_matters(engine: &mut Engine) {
    for n in 0..3 * WORDS.len() {
        let (english, french) = WORDS[n % WORDS.len()];
        for (language, word) in [("en", english), ("fr", french)] {
            let mut article =
                Article::new(format!("{language}{n}"), format!("{language}{n} {word} {word} n{n}{language}"));
            article.language = wirefold::units::Language::parse(language);
            engine.ingest(&article).expect("an article");
        }
    }
}

/// Whether an article and its translation are one story, and another matter is not.
fn joins_translations(embedder: String) -> bool {
    let mut engine = Engine::builder().config(config(embedder)).build().expect("it opens");
    take_in_other_matters(&mut engine);
    let articles = [
        ("en", "Bridge closed: engineers found cracks. The bridge stays closed, engineers say of the cracks."),
        ("en", "Council votes budget for schools. The schools get the budget that the council votes."),
        ("fr", "Le pont ferme : ingenieurs, fissures. Le pont ferme, les ingenieurs parlent des fissures."),
    ];
    let stories: Vec<Option<String>> = articles
        .iter()
        .zip(["a", "b", "c"])
        .map(|((language, text), id)| {
            let mut article = Article::new(id, *text);
            article.language = wirefold::units::Language::parse(language);
            engine.ingest(&article).expect("an article").story_id
        })
        .collect();
    assert_ne!(stories[0], stories[1]);
    stories[0] == stories[2]
}

fn expect_error(name: &str) -> Error {
    named::open(name).err().unwrap_or_else(|| panic!("{name} opened"))
}

#[test]
fn words_alone_join_no_translations() {
    assert!(!joins_translations("tfidf".into()));
}

#[cfg(feature = "model2vec")]
mod model2vec {
    use super::*;

    fn write(folder: &Path, scale: f32) -> String {
        let data = bytes(&table(scale));
        let shape = [2 * WORDS.len() + 1, DIMENSIONS];
        let header =
            serde_json::json!({"embeddings": {"dtype": "F32", "shape": shape, "data_offsets": [0, data.len()]}});
        let header = header.to_string();
        let mut model = (header.len() as u64).to_le_bytes().to_vec();
        model.extend(header.into_bytes());
        model.extend(data);
        std::fs::write(folder.join("model.safetensors"), model).expect("written");
        std::fs::write(folder.join("tokenizer.json"), tokenizer()).expect("written");
        std::fs::write(folder.join("config.json"), r#"{"normalize": true}"#).expect("written");
        format!("model2vec:{}", folder.display())
    }

    #[test]
    fn a_model_joins_what_words_do_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = write(folder.path(), 1.0);
        let model = named::open(&name).expect("it opens").expect("not the built-in one");
        assert_eq!(model.dimensions(), DIMENSIONS);
        assert!(joins_translations(name));
    }

    #[test]
    fn another_model_has_another_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = |scale| {
            let model = named::open(&write(folder.path(), scale)).expect("it opens").expect("a model");
            model.name().to_owned()
        };
        assert_eq!(name(1.0), name(1.0));
        assert_ne!(name(1.0), name(2.0));
    }

    #[test]
    fn what_is_wrong_with_the_files_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = format!("model2vec:{}", folder.path().display());
        assert!(matches!(expect_error(&name), Error::Io { .. }));
        write(folder.path(), 1.0);
        std::fs::write(folder.path().join("model.safetensors"), b"no model").expect("written");
        let error = expect_error(&name);
        assert!(matches!(error, Error::Embedder { .. }) && error.to_string().contains("safetensors"), "{error}");
    }
}

#[cfg(feature = "onnx")]
mod onnx {
    use super::*;

    /// A field of a protocol buffer that holds bytes.
    fn field(number: u8, content: &[u8]) -> Vec<u8> {
        let mut field = vec![number << 3 | 2];
        let mut length = content.len();
        while length >= 0x80 {
            field.push(length as u8 & 0x7f | 0x80);
            length >>= 7;
        }
        field.push(length as u8);
        field.extend(content);
        field
    }

    fn number(number: u8, value: u8) -> Vec<u8> {
        vec![number << 3, value]
    }

    /// A tensor type: element type, and one dimension for each name.
    fn value(name: &str, element: u8, dimensions: &[&str]) -> Vec<u8> {
        let dimensions = dimensions.iter().map(|d| field(1, &field(2, d.as_bytes()))).collect::<Vec<_>>().concat();
        let tensor = [number(1, element), field(2, &dimensions)].concat();
        [field(1, name.as_bytes()), field(2, &field(1, &tensor))].concat()
    }

    /// A graph of one node: the rows of a table at the tokens' numbers.
    fn write(folder: &Path) -> String {
        const FLOAT: u8 = 1;
        const INT64: u8 = 7;
        let rows = (2 * WORDS.len() + 1) as u8;
        let table = [
            number(1, rows),
            number(1, DIMENSIONS as u8),
            number(2, FLOAT),
            field(8, b"table"),
            field(9, &bytes(&table(1.0))),
        ];
        let gather = [field(1, b"table"), field(1, b"input_ids"), field(2, b"out"), field(4, b"Gather")].concat();
        let graph = [
            field(1, &gather),
            field(2, b"tiny"),
            field(5, &table.concat()),
            field(11, &value("input_ids", INT64, &["one", "tokens"])),
            field(12, &value("out", FLOAT, &["one", "tokens", "dimensions"])),
        ];
        let model = [number(1, 8), field(7, &graph.concat()), field(8, &number(2, 13))].concat();
        std::fs::write(folder.join("model.onnx"), model).expect("written");
        std::fs::write(folder.join("tokenizer.json"), tokenizer()).expect("written");
        format!("onnx:{}", folder.display())
    }

    #[test]
    fn a_transformer_joins_what_words_do_not() {
        if std::env::var_os("ORT_DYLIB_PATH").is_none() {
            eprintln!("ORT_DYLIB_PATH names no ONNX Runtime: nothing is run");
            return;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let name = write(folder.path());
        let model = named::open(&name).expect("it opens").expect("not the built-in one");
        assert_eq!(model.dimensions(), DIMENSIONS);
        assert!(joins_translations(name));
    }

    #[test]
    fn what_is_missing_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = format!("onnx:{}", folder.path().display());
        assert!(matches!(expect_error(&name), Error::Io { .. }));
        std::fs::write(folder.path().join("model.onnx"), b"no model").expect("written");
        std::fs::write(folder.path().join("tokenizer.json"), b"no tokenizer").expect("written");
        let error = expect_error(&name);
        assert!(matches!(error, Error::Embedder { .. }) && error.to_string().contains("tokenizer.json"), "{error}");
    }
}
