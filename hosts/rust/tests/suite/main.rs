//! The host held to CatBoost's answers in tests/conformance of the repository; the environment variable
//! CATSCORE_CONFORMANCE names another folder.

mod bundle;
mod conformance;
mod errors;
mod forms;
mod golden;
mod threads;

use std::path::PathBuf;

use catscore::Model;
use golden::Golden;

/// A file of tests/conformance.
fn conformance_path(file: &str) -> PathBuf {
    let folder = std::env::var_os("CATSCORE_CONFORMANCE").map(PathBuf::from);
    folder.unwrap_or_else(|| repository().join("tests/conformance")).join(file)
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn load(name: &str) -> (Model, Golden) {
    let model = Model::load_file(conformance_path(&format!("{name}.cbm")));
    let golden = Golden::read(&conformance_path(&format!("{name}.json")));
    (model.unwrap_or_else(|error| panic!("{error}")), golden)
}

/// Bits of numbers, to compare them with those of others.
fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}
