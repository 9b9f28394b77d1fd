//! The files of tests/conformance: a model, rows, and what CatBoost answers for them.

use std::path::Path;

use catscore::Value;
use serde_json::Value as Json;

/// A value of a row in a file.
#[derive(Clone)]
pub enum Cell {
    Missing,
    Float(f64),
    Integer(i64),
    Text(String),
    Embedding(Vec<f32>),
}

impl Cell {
    /// `None` of what no [`Value`] can hold.
    pub fn of(json: &Json, kind: &str) -> Option<Cell> {
        let is_numeric = kind == "float" || kind == "embedding";
        match json {
            Json::Null => Some(Cell::Missing),
            Json::String(text) if !is_numeric || number(json).is_none() => Some(Cell::Text(text.clone())),
            Json::Array(numbers) => {
                let numbers: Option<Vec<f32>> =
                    numbers.iter().map(|json| Some(number(json)? as f32)).collect();
                numbers.map(Cell::Embedding)
            }
            _ => match json.as_i64() {
                Some(integer) => Some(Cell::Integer(integer)),
                None => number(json).map(Cell::Float),
            },
        }
    }

    pub fn value(&self) -> Value<'_> {
        match self {
            Cell::Missing => Value::Missing,
            Cell::Float(number) => Value::Float(*number),
            Cell::Integer(number) => Value::Integer(*number),
            Cell::Text(text) => Value::Text(text),
            Cell::Embedding(numbers) => Value::Embedding(numbers),
        }
    }
}

/// A number of a file, where infinities and NaN are texts; null, a missing one, is NaN too.
pub fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Null => Some(f64::NAN),
        Json::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => json.as_f64(),
    }
}

/// NAME.json.
pub struct Golden {
    /// Names and kinds.
    pub features: Vec<(String, String)>,
    pub rows: Vec<Vec<Cell>>,
}

impl Golden {
    pub fn read(path: &Path) -> Golden {
        let json = read_json(path);
        let text = |json: &Json| json.as_str().expect("a string").to_string();
        let features: Vec<_> = array(&json["features"])
            .iter()
            .map(|feature| (text(&feature["name"]), text(&feature["kind"])))
            .collect();
        let row = |row: &Json| {
            let cells = array(row).iter().zip(&features);
            cells.map(|(json, (_, kind))| Cell::of(json, kind).expect("a value")).collect()
        };
        Golden { rows: array(&json["rows"]).iter().map(row).collect(), features }
    }

    /// Rows as `Model::predict_many` takes them.
    pub fn named_rows(&self) -> Vec<Vec<(&str, Value<'_>)>> {
        let names = || self.features.iter().map(|(name, _)| name.as_str());
        self.rows.iter().map(|row| names().zip(row.iter().map(Cell::value)).collect()).collect()
    }
}

pub fn read_json(path: &Path) -> Json {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn array(json: &Json) -> &Vec<Json> {
    json.as_array().expect("an array")
}
