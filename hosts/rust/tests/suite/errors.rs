use catscore::{Column, Error, Model, Options, PredictionType, Value};
use serde_json::Value as Json;

use crate::golden::{Cell, array, read_json};
use crate::{conformance_path, load};

#[test]
fn damaged_files_are_refused_with_the_modules_message() {
    for case in array(&read_json(&conformance_path("errors.json"))["load"]) {
        let file = conformance_path(&format!("{}.cbm", case["model"].as_str().unwrap()));
        let bytes = std::fs::read(file).unwrap();
        let error = Model::load(&bytes[..case["bytes"].as_u64().unwrap() as usize]).unwrap_err();
        assert_eq!(error, Error::Damaged(format!("the model: {}", case["message"].as_str().unwrap())));
    }
}

#[test]
fn bad_rows_are_refused_by_row_and_column() {
    let mut not_expressible = 0;
    for case in array(&read_json(&conformance_path("errors.json"))["rows"]) {
        let (mut model, golden) = load(case["model"].as_str().unwrap());
        let Some(cells) = cells(&case["row"], &golden.features) else {
            not_expressible += 1;
            continue;
        };
        let bad: Vec<(&str, Value)> =
            cells.iter().map(|(name, cell)| (name.as_str(), cell.value())).collect();
        let rows = [golden.named_rows().swap_remove(0), bad];
        let error = model.predict_many(&rows, Options::default()).unwrap_err();
        let Error::Row { row: Some(1), column, problem } = &error else { panic!("{case}: {error:?}") };
        assert_eq!(column, case["column"].as_str().unwrap());
        let expected = match case["about"].as_str().unwrap() {
            "missing" => "is missing",
            "unknown" => "is no feature of the model",
            _ => "expected",
        };
        assert!(problem.contains(expected), "{case}: {error}");
        assert!(error.to_string().starts_with(&format!("row 1, column {column:?}: ")), "{error}");
    }
    assert_eq!(not_expressible, 1, "an embedding with a text in it has no Value");
}

#[test]
fn a_model_serves_on_after_a_text_that_it_has_no_room_for() {
    let (mut model, golden) = load("embedding-mix");
    let row = golden.named_rows().swap_remove(0);
    let with_text =
        |text| row.iter().map(move |&(name, value)| (name, if name == "text" { text } else { value }));
    let long = "good ".repeat(2000);
    let long: Vec<_> = with_text(Value::Text(&long)).collect();
    let expected = load("embedding-mix").0.predict(&long, Options::default()).unwrap().values;

    let huge = String::from_utf8(vec![0; 1 << 32]).unwrap();
    let huge: Vec<_> = with_text(Value::Text(&huge)).collect();
    let error = model.predict(&huge, Options::default()).unwrap_err();
    assert_eq!(error, Error::Module("the module has no room for 4294967296 bytes more".into()));
    assert_eq!(model.predict(&long, Options::default()).unwrap().values, expected);
}

#[test]
fn a_value_in_an_error_is_shown_and_cut() {
    let (mut model, golden) = load("embedding-mix");
    let long = "x".repeat(1000);
    let mut row = golden.named_rows().swap_remove(0);
    row.iter_mut().find(|(name, _)| *name == "n1").unwrap().1 = Value::Text(&long);
    let message = model.predict(&row, Options::default()).unwrap_err().to_string();
    assert!(message.starts_with("row 0, column \"n1\": got Text(\"xxx"), "{message}");
    assert!(message.ends_with("xxx, expected a number"), "{message}");
    assert!(message.len() < 120, "{message}");
}

#[test]
fn columns_must_be_there_once_and_of_one_length() {
    let (mut model, _) = load("numeric-nan-forbidden");
    let (short, long) = ([1.0], [1.0, 2.0]);
    let mut error = |columns: &[(&str, Column)]| {
        model.predict_columns(columns, Options::default()).unwrap_err().to_string()
    };
    let (short, long) = (Column::Floats(&short), Column::Floats(&long));
    assert_eq!(error(&[("n1", long)]), "column \"n2\": is missing");
    assert_eq!(
        error(&[("n1", long), ("n2", long), ("n3", long)]),
        "column \"n3\": is no feature of the model"
    );
    assert_eq!(error(&[("n1", long), ("n2", long), ("n1", long)]), "column \"n1\": comes twice");
    assert_eq!(error(&[("n1", long), ("n2", short)]), "column \"n2\": got 1 values, expected 2");
    let missing = [0.5, f64::NAN];
    assert_eq!(
        error(&[("n1", Column::Floats(&missing)), ("n2", long)]),
        "row 1, column \"n1\": got Float(NaN), expected a number (the model's nan_mode is Forbidden)"
    );
}

#[test]
fn options_that_the_model_cannot_serve_are_refused() {
    let (mut model, golden) = load("biases");
    let rows = golden.named_rows();
    let trees = model.tree_count();
    let of = |prediction_type, ntree_start, ntree_end, virtual_ensembles_count| Options {
        prediction_type,
        ntree_start,
        ntree_end,
        virtual_ensembles_count,
    };
    for options in [
        of(PredictionType::MultiProbability, 0, 0, 10),
        of(PredictionType::RawFormulaVal, 2, 1, 10),
        of(PredictionType::RawFormulaVal, trees, 0, 10),
        of(PredictionType::LeafIndexes, 0, trees + 1, 10),
        of(PredictionType::VirtEnsembles, 1, 0, 1),
        of(PredictionType::VirtEnsembles, 0, 0, 0),
        of(PredictionType::TotalUncertainty, 0, 0, u32::MAX),
    ] {
        let error = model.predict_many(&rows, options).unwrap_err();
        assert!(matches!(error, Error::Options(_)), "{options:?}: {error}");
        let got_and_expected = error.to_string();
        assert!(got_and_expected.contains("expected") || got_and_expected.contains("cannot give"), "{error}");
    }
    assert!(model.predict_many(&rows, Options::default()).is_ok(), "it still scores");
}

#[test]
fn files_and_bundles_that_are_none() {
    let error = Model::load_file("no/such/model.cbm").unwrap_err();
    assert!(matches!(&error, Error::File(message) if message.starts_with("no/such/model.cbm: ")), "{error}");
    let empty_module = b"\0asm\x01\0\0\0";
    let without_model = include_bytes!("../../src/catscore.wasm");
    for bytes in [&b"CBM1"[..], empty_module, without_model] {
        assert!(matches!(Model::open_bundle(bytes).unwrap_err(), Error::Module(_)));
    }
}

/// A row of errors.json; `None` where one of its values is no [`Value`].
fn cells(row: &Json, features: &[(String, String)]) -> Option<Vec<(String, Cell)>> {
    let kind =
        |name: &str| features.iter().find(|feature| feature.0 == name).map_or("text", |(_, kind)| kind);
    let row = row.as_object().unwrap();
    row.iter().map(|(name, json)| Some((name.clone(), Cell::of(json, kind(name))?))).collect()
}
