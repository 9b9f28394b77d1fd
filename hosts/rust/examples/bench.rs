//! Measures a model: `cargo run --release --example bench MODEL.cbm ROWS.json [SECONDS]`. ROWS.json is a file as those
//! of tests/conformance; SECONDS, by default 1, is how long each measure is repeated. Prints a line of JSON.

#[path = "../tests/suite/golden.rs"]
mod golden;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use catscore::{Column, Model, Options, Value};
use golden::{Cell, Golden};
use serde_json::json;

const BATCH_ROWS: usize = 10_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, model_path, rows_path, seconds @ ..] = arguments.as_slice() else {
        return Err("usage: bench MODEL.cbm ROWS.json [SECONDS]".into());
    };
    let budget = Duration::from_secs_f64(seconds.first().map_or(Ok(1.0), |text| text.parse())?);
    let bytes = std::fs::read(model_path)?;
    let golden = Golden::read(Path::new(rows_path));
    let rows = golden.named_rows();
    let options = Options::default();

    let first_answer = || Model::load(&bytes)?.predict(&rows[0], options);
    let started = Instant::now();
    first_answer()?;
    let with_compilation = started.elapsed();
    let load = median(budget, || first_answer().map(drop))?;

    let mut model = Model::load(&bytes)?;
    let one_row = median(budget, || {
        // many rows a round: a clock is too coarse for one
        rows.iter().try_for_each(|row| model.predict(black_box(row), options).map(drop))
    })?;

    let repeats = BATCH_ROWS.div_ceil(rows.len());
    let columns: Vec<Owned> = (0..golden.features.len()).map(|i| Owned::of(&golden, i, repeats)).collect();
    let names = golden.features.iter().map(|(name, _)| name.as_str());
    let named: Vec<(&str, Column)> = names.zip(columns.iter().map(Owned::column)).collect();
    let batch = median(budget, || model.predict_columns(black_box(&named), options).map(drop))?;

    let micros = |time: Duration, rows: usize| time.as_secs_f64() * 1e6 / rows as f64;
    let line = json!({
        "host": "Rust (wasmtime)",
        "load_ms": micros(load, 1000),
        "compile_ms": micros(with_compilation.saturating_sub(load), 1000),
        "one_row_us": micros(one_row, rows.len()),
        "batch_us_per_row": micros(batch, rows.len() * repeats),
    });
    println!("{line}");
    Ok(())
}

/// A feature's values: floats, or those of another kind.
enum Owned<'a> {
    Floats(Vec<f64>),
    Values(Vec<Value<'a>>),
}

impl<'a> Owned<'a> {
    /// The values of column i, repeated.
    fn of(golden: &'a Golden, i: usize, repeats: usize) -> Self {
        let cells = golden.rows.iter().map(|row| &row[i]).cycle().take(golden.rows.len() * repeats);
        match golden.features[i].1.as_str() {
            "float" => Owned::Floats(cells.map(float).collect()),
            _ => Owned::Values(cells.map(Cell::value).collect()),
        }
    }

    fn column(&self) -> Column<'_> {
        match self {
            Owned::Floats(values) => Column::Floats(values),
            Owned::Values(values) => Column::Values(values),
        }
    }
}

fn float(cell: &Cell) -> f64 {
    match cell {
        Cell::Float(number) => *number,
        Cell::Integer(number) => *number as f64,
        _ => f64::NAN,
    }
}

/// Median time of a round; rounds are repeated for the budget, three times at least.
fn median<E>(budget: Duration, mut round: impl FnMut() -> Result<(), E>) -> Result<Duration, E> {
    let started = Instant::now();
    let mut times = Vec::new();
    while times.len() < 3 || started.elapsed() < budget {
        let begun = Instant::now();
        round()?;
        times.push(begun.elapsed());
    }
    times.sort();
    Ok(times[times.len() / 2])
}
