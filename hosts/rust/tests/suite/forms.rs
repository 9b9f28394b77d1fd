//! Rows, columns, names in another order, and batches of many calls: all forms give the same bits.

use catscore::{Column, Label, Options, PredictionType, Value};

use crate::{bits, load};

/// Models of every kind of feature; of embeddings of one and several calcers.
const MODELS: [&str; 4] = ["embedding-mix", "text-mix", "ctr-integers", "biases"];
/// More than two calls of 1,024 rows, and a last one that is no multiple of 4.
const ROWS: usize = 2_503;

#[test]
fn a_batch_of_several_calls_equals_its_rows_alone() {
    for name in MODELS {
        let (mut model, golden) = load(name);
        let rows = golden.named_rows();
        let alone: Vec<f64> = rows
            .iter()
            .flat_map(|row| model.predict(row, PredictionType::RawFormulaVal).unwrap().values)
            .collect();
        let expected: Vec<f64> = alone.iter().copied().cycle().take(ROWS * model.output_count()).collect();

        let many: Vec<_> = rows.iter().cloned().cycle().take(ROWS).collect();
        let predictions = model.predict_many(&many, Options::default()).unwrap();
        assert_eq!(predictions.width, model.output_count(), "{name}");
        assert_eq!(bits(&predictions.values), bits(&expected), "{name}: rows");

        let reversed: Vec<Vec<_>> = many.iter().map(|row| row.iter().rev().copied().collect()).collect();
        let predictions = model.predict_many(&reversed, Options::default()).unwrap();
        assert_eq!(bits(&predictions.values), bits(&expected), "{name}: names in another order");

        let columns: Vec<Vec<Value>> =
            (0..golden.features.len()).map(|i| many.iter().map(|row| row[i].1).collect()).collect();
        let named: Vec<_> =
            rows[0].iter().zip(&columns).map(|((name, _), column)| (*name, Column::Values(column))).collect();
        let predictions = model.predict_columns(&named, Options::default()).unwrap();
        assert_eq!(bits(&predictions.values), bits(&expected), "{name}: columns");
    }
}

#[test]
fn columns_of_floats_equal_rows() {
    let (mut model, golden) = load("biases");
    let rows: Vec<_> = golden.named_rows().into_iter().cycle().take(ROWS).collect();
    let expected = model.predict_many(&rows, PredictionType::Exponent).unwrap();
    let float = |value: &Value| match value {
        Value::Float(number) => *number,
        Value::Integer(number) => *number as f64,
        Value::Missing => f64::NAN,
        other => panic!("{other:?}"),
    };
    let columns: Vec<Vec<f64>> =
        (0..golden.features.len()).map(|i| rows.iter().map(|row| float(&row[i].1)).collect()).collect();
    let named: Vec<_> =
        rows[0].iter().zip(&columns).map(|((name, _), column)| (*name, Column::Floats(column))).collect();
    let predictions = model.predict_columns(&named, PredictionType::Exponent).unwrap();
    assert_eq!(bits(&predictions.values), bits(&expected.values));
}

#[test]
fn no_rows_have_no_answers() {
    let (mut model, _) = load("biases");
    let none: [Vec<(&str, Value)>; 0] = [];
    let predictions = model.predict_many(&none, PredictionType::LeafIndexes).unwrap();
    assert_eq!((predictions.values.len(), predictions.rows().len()), (0, 0));
}

#[test]
fn long_texts_find_room() {
    let (mut model, golden) = load("text-mix");
    let mut row = golden.named_rows().swap_remove(0);
    let text = row.iter_mut().find(|(_, value)| matches!(value, Value::Text(text) if text.contains(' ')));
    let (_, value) = text.expect("a text of several words");
    let Value::Text(words) = *value else { unreachable!() };
    let padded = format!("{words}{}", " ".repeat(1_000_000));
    *value = Value::Text(&padded);
    let expected = load("text-mix").0.predict(&row, Options::default()).unwrap();
    let rows = vec![row; 20];
    let predictions = model.predict_many(&rows, Options::default()).unwrap();
    assert_eq!(bits(&predictions.values), bits(&expected.values.repeat(20)));
}

#[test]
fn values_are_made_of_plain_ones() {
    assert_eq!(Value::from(1.5), Value::Float(1.5));
    assert_eq!(Value::from(0.1f32), Value::Float(f64::from(0.1f32)));
    assert_eq!(Value::from(true), Value::Integer(1));
    assert_eq!(Value::from(-3), Value::Integer(-3));
    assert_eq!(Value::from(&"Omsk".to_string()), Value::Text("Omsk"));
    assert_eq!(Value::from(None::<f64>), Value::Missing);
    assert_eq!(Value::from(Some("Omsk")), Value::Text("Omsk"));
    assert_eq!(Value::from(&[1.0, 2.0]), Value::Embedding(&[1.0, 2.0]));
}

#[test]
fn labels_are_shown_as_they_are() {
    let labels = [Label::Integer(-1), Label::Float(1.0), Label::Text("no".into()), Label::Boolean(true)];
    assert_eq!(labels.map(|label| label.to_string()), ["-1", "1.0", "no", "true"]);
}
