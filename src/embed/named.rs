//! Embedders that a user names: `tfidf`, `model2vec:FOLDER`, `onnx:FOLDER`.

use super::Embedder;
use crate::error::{Error, Result};
use std::path::Path;

/// The name of the embedder that needs no model.
pub const BUILT_IN: &str = "tfidf";

/// Opens the embedder of this name; `None` for the built-in one.
///
/// # Errors
/// [`Error::Embedder`] for a name that is none of these, one that this build was made without, and a folder whose files
/// are not a model; [`Error::Io`] for files that cannot be read.
pub fn open(name: &str) -> Result<Option<Box<dyn Embedder>>> {
    if name == BUILT_IN {
        return Ok(None);
    }
    let wrong = |reason: &str| Error::Embedder { embedder: name.to_owned(), reason: reason.to_owned() };
    match name.split_once(':') {
        Some((kind @ ("model2vec" | "onnx"), folder)) => of_folder(kind, Path::new(folder))
            .unwrap_or_else(|| Err(wrong(&format!("this build is without it: cargo install --features {kind}"))))
            .map(Some),
        _ => Err(wrong("it is none of tfidf, model2vec:FOLDER and onnx:FOLDER")),
    }
}

/// The model of a folder; `None` where this build cannot read its kind.
#[allow(unused_variables, clippy::needless_return, reason = "what is left of it depends on the features")]
fn of_folder(kind: &str, folder: &Path) -> Option<Result<Box<dyn Embedder>>> {
    #[cfg(feature = "model2vec")]
    if kind == "model2vec" {
        return Some(super::model2vec::Model2Vec::open(folder).map(|model| Box::new(model) as Box<dyn Embedder>));
    }
    #[cfg(feature = "onnx")]
    if kind == "onnx" {
        return Some(super::onnx::Onnx::open(folder).map(|model| Box::new(model) as Box<dyn Embedder>));
    }
    return None;
}

/// A file of a model's folder.
#[cfg(any(feature = "model2vec", feature = "onnx"))]
pub(super) fn read(folder: &Path, file: &str) -> Result<Vec<u8>> {
    let path = folder.join(file);
    std::fs::read(&path).map_err(Error::io(&path))
}

/// What tells one model from another: the hash of its files.
#[cfg(any(feature = "model2vec", feature = "onnx"))]
pub(super) fn identity(kind: &str, dimensions: usize, files: &[&[u8]]) -> String {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    files.iter().for_each(|file| hash.update(file));
    format!("{kind}-{dimensions}/{:016x}", hash.digest())
}

/// Headline and body, as models are given them.
#[cfg(any(feature = "model2vec", feature = "onnx"))]
pub(super) fn text(input: &super::EmbedInput<'_>) -> String {
    format!("{}\n{}", input.title_text, input.body_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_name_is_said() {
        assert!(open("tfidf").is_ok_and(|own| own.is_none()));
        for name in ["", "word2vec", "model2vec", "bert:folder"] {
            let error = open(name).err().expect("no such embedder").to_string();
            assert!(error.contains("none of tfidf"), "{error}");
        }
        for kind in ["model2vec", "onnx"] {
            let error = open(&format!("{kind}:no/such/folder")).err().expect("no such folder").to_string();
            assert!(error.contains("no/such/folder") || error.contains(&format!("--features {kind}")), "{error}");
        }
    }
}
