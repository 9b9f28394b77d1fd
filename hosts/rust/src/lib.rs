//! CatBoost models scored in WebAssembly, equal to CatBoost to the bit.
//!
//! ```no_run
//! use catscore::{Model, PredictionType};
//!
//! let mut model = Model::load_file("model.cbm")?;
//! let row = [("age", 31.into()), ("city", "Omsk".into())];
//! let probabilities = model.predict(&row, PredictionType::Probability)?;
//! println!("{:?}", probabilities.values);
//! # Ok::<(), catscore::Error>(())
//! ```
//!
//! A [`Model`] is one instance of the module, which is compiled once a process. It is `Send`, and scoring takes
//! `&mut self`: for parallel work load a model in each thread; to share one, put it in a `Mutex`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod error;
mod model;
mod prediction;
mod row;
mod scorer;

pub use error::Error;
pub use model::Model;
pub use prediction::{Label, Options, PredictionType, Predictions};
pub use row::{Column, Feature, FeatureKind, Value};
