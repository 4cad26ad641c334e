//! Sentence transformers as ONNX, run by an installed ONNX Runtime.

use super::{EmbedInput, Embedder, named};
use crate::error::{Error, Result};
use ndarray::Array1;
use ort::environment::Environment;
use ort::session::{Session, SessionInputValue};
use ort::value::Tensor;
use std::borrow::Cow;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use tokenizers::{Tokenizer, TruncationParams};

/// Tokens of an article that are read, the first.
const TOKENS: usize = 256;

/// The library that is loaded where `ORT_DYLIB_PATH` names no other.
const LIBRARY: &str = if cfg!(target_os = "windows") {
    "onnxruntime.dll"
} else if cfg!(target_os = "macos") {
    "libonnxruntime.dylib"
} else {
    "libonnxruntime.so"
};

/// A transformer from a folder with `model.onnx` and `tokenizer.json`.
///
/// Takes `input_ids` and, where the model asks for them, `attention_mask` and `token_type_ids`; its first output is
/// either one vector, or one for each token, of which the mean is taken. Reads the first 256 tokens. One article at a time
/// and on one thread, so that the answer is the same each time. Cost: tens of milliseconds an article.
pub struct Onnx {
    name: String,
    dimensions: usize,
    tokenizer: Tokenizer,
    session: Mutex<Session>,
}

impl std::fmt::Debug for Onnx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Onnx").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Onnx {
    /// Opens the model of a folder.
    ///
    /// # Errors
    /// [`Error::Io`] for a file that is missing, [`Error::Embedder`] for files that are not such a model, and where no ONNX
    /// Runtime is found.
    pub fn open(folder: &Path) -> Result<Self> {
        let [model, words] = ["model.onnx", "tokenizer.json"].map(|file| named::read(folder, file));
        let (model, words) = (model?, words?);
        let wrong = |reason: String| Error::Embedder { embedder: format!("onnx:{}", folder.display()), reason };
        let mut tokenizer = Tokenizer::from_bytes(&words).map_err(|e| wrong(format!("tokenizer.json: {e}")))?;
        tokenizer.with_padding(None);
        let truncation = TruncationParams { max_length: TOKENS, ..TruncationParams::default() };
        tokenizer.with_truncation(Some(truncation)).map_err(|e| wrong(e.to_string()))?;
        let session = session(&folder.join("model.onnx")).map_err(wrong)?;
        let mut open = Self { name: String::new(), dimensions: 0, tokenizer, session: Mutex::new(session) };
        // What the graph declares may be open; what it gives is certain.
        open.dimensions = open.run("a").map_err(wrong)?.len();
        open.name = named::identity("onnx", open.dimensions, &[&model, &words]);
        Ok(open)
    }

    fn run(&self, text: &str) -> std::result::Result<Array1<f32>, String> {
        let encoding = self.tokenizer.encode_fast(text, true).map_err(|e| e.to_string())?;
        let ids: Vec<i64> = encoding.get_ids().iter().map(|&id| i64::from(id)).collect();
        let count = ids.len();
        if count == 0 {
            return Ok(Array1::zeros(self.dimensions));
        }
        let tensor = |values: Vec<i64>| Tensor::from_array(([1, count], values)).map_err(|e| e.to_string());
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let mut inputs: Vec<(Cow<'_, str>, SessionInputValue<'_>)> = Vec::new();
        for input in session.inputs() {
            let values = match input.name() {
                "input_ids" => ids.clone(),
                "attention_mask" => vec![1; count],
                "token_type_ids" => vec![0; count],
                other => return Err(format!("the model asks for an input {other:?}")),
            };
            inputs.push((Cow::Owned(input.name().to_owned()), tensor(values)?.into()));
        }
        let outputs = session.run(inputs).map_err(|e| e.to_string())?;
        let (shape, values) = outputs[0].try_extract_tensor::<f32>().map_err(|e| e.to_string())?;
        match *shape.as_ref() {
            [1, dimensions] if dimensions > 0 => Ok(unit(values.iter().copied().collect())),
            [1, tokens, dimensions] if tokens > 0 && dimensions > 0 => {
                let mut sum = Array1::zeros(dimensions as usize);
                for token in values.chunks_exact(dimensions as usize) {
                    sum.iter_mut().zip(token).for_each(|(sum, value)| *sum += value);
                }
                Ok(unit(sum))
            }
            ref other => Err(format!("the model's first output has the shape {other:?}")),
        }
    }
}

/// The runtime: a process can have one.
static ENVIRONMENT: OnceLock<std::result::Result<Environment, String>> = OnceLock::new();

fn environment() -> std::result::Result<Environment, String> {
    let library = std::env::var_os("ORT_DYLIB_PATH").unwrap_or_else(|| LIBRARY.into());
    let found = ort::init_from(&library).map_err(|e| format!("no ONNX Runtime: {e}; ORT_DYLIB_PATH names it"))?;
    found.build().map_err(|e| e.to_string())
}

fn session(model: &Path) -> std::result::Result<Session, String> {
    let environment = ENVIRONMENT.get_or_init(environment).as_ref().map_err(Clone::clone)?;
    let builder = Session::builder(environment).map_err(|e| e.to_string())?;
    let mut builder = builder.with_intra_threads(1).map_err(|e| e.to_string())?;
    builder.commit_from_file(model).map_err(|e| e.to_string())
}

fn unit(vector: Array1<f32>) -> Array1<f32> {
    let norm = vector.dot(&vector).sqrt();
    if norm > 0.0 { vector / norm } else { vector }
}

impl Embedder for Onnx {
    fn name(&self) -> &str {
        &self.name
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn embed(&self, input: &EmbedInput<'_>) -> Result<Array1<f32>> {
        self.run(&named::text(input)).map_err(|reason| Error::Embedder { embedder: self.name.clone(), reason })
    }
}
