//! Static embeddings in the format of Model2Vec: the mean of a vector for each token.

use super::{EmbedInput, Embedder, named};
use crate::error::{Error, Result};
use model2vec_rs::model::StaticModel;
use ndarray::Array1;
use std::path::Path;

/// A model from a folder with `tokenizer.json`, `model.safetensors` and `config.json`.
///
/// Reads the first 512 tokens. Cost: some 0.2 ms an article, and the memory of its table.
/// Source: Tulkens and van Dongen 2024, "Model2Vec: fast state-of-the-art static embeddings".
#[derive(Debug)]
pub struct Model2Vec {
    name: String,
    model: StaticModel,
}

impl Model2Vec {
    /// Opens the model of a folder.
    ///
    /// # Errors
    /// [`Error::Io`] for a file that is missing, [`Error::Embedder`] for files that are not such a model.
    pub fn open(folder: &Path) -> Result<Self> {
        let [tokenizer, weights, config] =
            ["tokenizer.json", "model.safetensors", "config.json"].map(|file| named::read(folder, file));
        let (tokenizer, weights, config) = (tokenizer?, weights?, config?);
        let model = StaticModel::from_bytes(&tokenizer, &weights, &config, Some(true));
        let model = model.map_err(|e| Error::Embedder {
            embedder: format!("model2vec:{}", folder.display()),
            reason: format!("{e:#}"),
        })?;
        let name = named::identity("model2vec", model.dim(), &[&tokenizer, &weights, &config]);
        Ok(Self { name, model })
    }
}

impl Embedder for Model2Vec {
    fn name(&self) -> &str {
        &self.name
    }

    fn dimensions(&self) -> usize {
        self.model.dim()
    }

    fn embed(&self, input: &EmbedInput<'_>) -> Result<Array1<f32>> {
        Ok(Array1::from(self.model.encode_single(&named::text(input))))
    }
}
