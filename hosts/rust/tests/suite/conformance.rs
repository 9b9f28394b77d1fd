use std::collections::BTreeMap;

use catscore::{Error, Label, Model, Options, PredictionType, Predictions, Value};
use serde_json::{Value as Json, json};

use crate::golden::{Golden, array, number, read_json};
use crate::{conformance_path, load};

const TYPES: [PredictionType; 10] = [
    PredictionType::RawFormulaVal,
    PredictionType::Probability,
    PredictionType::LogProbability,
    PredictionType::Class,
    PredictionType::Exponent,
    PredictionType::RMSEWithUncertainty,
    PredictionType::MultiProbability,
    PredictionType::VirtEnsembles,
    PredictionType::TotalUncertainty,
    PredictionType::LeafIndexes,
];
/// Types whose answer for a row is the same alone and among others.
const ROWWISE: [&str; 5] = ["RawFormulaVal", "Probability", "LogProbability", "Class", "LeafIndexes"];
const WITH_MULTIPROBABILITY: [&str; 3] = ["MultiLogloss", "MultiCrossEntropy", "MultiClassOneVsAll"];

/// How many numbers and labels were compared, and how many are not the same.
#[derive(Default)]
struct Verdict {
    values: usize,
    different: usize,
}

#[test]
fn every_model_answers_as_catboost_does_to_the_bit() {
    let mut verdicts = BTreeMap::new();
    for entry in std::fs::read_dir(conformance_path("")).expect("the folder tests/conformance") {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = file.strip_suffix(".cbm") else { continue };
        let (mut model, golden) = load(name);
        assert_features(name, &model, &golden);
        let mut verdict = Verdict::default();
        let answers = &read_json(&conformance_path(&format!("{name}.json")))["answers"];
        for line in array(answers) {
            compare_line(name, &mut model, &golden, line, &mut verdict);
        }
        verdicts.insert(name.to_string(), verdict);
    }
    assert!(verdicts.len() > 50, "{} models", verdicts.len());
    if let Some(path) = std::env::var_os("CATSCORE_REPORT") {
        let count = |verdict: &Verdict| json!({ "values": verdict.values, "different": verdict.different });
        let models: BTreeMap<_, _> = verdicts.iter().map(|(name, verdict)| (name, count(verdict))).collect();
        let host = format!("Rust (wasmtime {})", wasmtime_version());
        std::fs::write(path, json!({ "host": host, "models": models }).to_string()).unwrap();
    }
    let different: Vec<_> = verdicts.iter().filter(|(_, verdict)| verdict.different > 0).collect();
    assert!(
        different.is_empty(),
        "different: {:?}",
        different.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
}

#[test]
fn multiprobability_is_of_some_losses_only() {
    for name in ["multi-logloss", "multi-cross-entropy", "multi-logloss-one", "biases"] {
        let (mut model, golden) = load(name);
        let rows = golden.named_rows();
        let answer = model.predict_many(&rows, PredictionType::MultiProbability);
        if !WITH_MULTIPROBABILITY.contains(&model.loss_function()) {
            assert!(matches!(answer, Err(Error::Options(_))), "{name}");
            continue;
        }
        // of one label, Probability has that of its opposite in front
        let probabilities = model.predict_many(&rows, PredictionType::Probability).unwrap();
        let outputs = probabilities.width - model.output_count();
        let expected: Vec<&[f64]> = probabilities.rows().map(|row| &row[outputs..]).collect();
        assert_eq!(answer.unwrap().rows().collect::<Vec<_>>(), expected, "{name}");
    }
}

fn assert_features(name: &str, model: &Model, golden: &Golden) {
    let features: Vec<_> = model
        .features()
        .iter()
        .map(|feature| (feature.name.clone(), format!("{:?}", feature.kind).to_lowercase()))
        .collect();
    assert_eq!(features, golden.features, "{name}");
}

/// Asks what a line asks: all rows, and where that is the same one after the other; or its one row.
fn compare_line(name: &str, model: &mut Model, golden: &Golden, line: &Json, verdict: &mut Verdict) {
    let options = options(&line["options"]);
    let rows = golden.named_rows();
    if line.get("refused").is_some() {
        let answer = model.predict_many(&rows, options);
        assert!(matches!(answer, Err(Error::Options(_))), "{name}: {line}");
        return;
    }
    let predict = |model: &mut Model, rows: &[Vec<(&str, Value)>]| {
        model.predict_many(rows, options).unwrap_or_else(|error| panic!("{name}: {options:?}: {error}"))
    };
    if let Some(row) = line["row"].as_u64() {
        let predictions = predict(model, &rows[row as usize..][..1]);
        return compare(name, &[&line["answer"]], &predictions, verdict);
    }
    let answers: Vec<&Json> = array(&line["answer"]).iter().collect();
    compare(name, &answers, &predict(model, &rows), verdict);
    if line["options"]["type"].as_str().is_some_and(|name| ROWWISE.contains(&name)) {
        for (row, answer) in rows.iter().zip(answers) {
            let predictions = model.predict(row, options).unwrap();
            compare(name, &[answer], &predictions, verdict);
        }
    }
}

fn options(asked: &Json) -> Options {
    let name = asked["type"].as_str().expect("a type");
    let prediction_type = TYPES.into_iter().find(|known| format!("{known:?}") == name).expect(name);
    let defaults = Options::from(prediction_type);
    let count = |key: &str, default: u32| asked[key].as_u64().map_or(default, |count| count as u32);
    Options {
        prediction_type,
        ntree_start: count("ntreeStart", defaults.ntree_start),
        ntree_end: count("ntreeEnd", defaults.ntree_end),
        virtual_ensembles_count: count("virtualEnsemblesCount", defaults.virtual_ensembles_count),
    }
}

/// Compares the answers of rows, number for number and label for label.
fn compare(name: &str, answers: &[&Json], predictions: &Predictions, verdict: &mut Verdict) {
    assert_eq!(predictions.rows().len(), answers.len(), "{name}: rows");
    let labels: Vec<&Label> = predictions.labels().collect();
    for (row, (answer, values)) in answers.iter().zip(predictions.rows()).enumerate() {
        let expected = flat(answer);
        assert_eq!(values.len(), expected.len(), "{name}: numbers of row {row}");
        for (expected, value) in expected.into_iter().zip(values) {
            let is_same = match labels.get(row) {
                Some(label) => is_label(label, expected),
                None => is_number(*value, expected),
            };
            verdict.values += 1;
            if !is_same {
                verdict.different += 1;
                eprintln!("{name}: row {row}: got {value} ({:?}), expected {expected}", labels.get(row));
            }
        }
    }
}

fn flat(answer: &Json) -> Vec<&Json> {
    answer.as_array().map_or(vec![answer], |items| items.iter().flat_map(flat).collect())
}

fn is_number(actual: f64, expected: &Json) -> bool {
    number(expected)
        .is_some_and(|number| number.to_bits() == actual.to_bits() || number.is_nan() && actual.is_nan())
}

fn is_label(label: &Label, expected: &Json) -> bool {
    match label {
        Label::Integer(number) => expected.as_f64() == Some(*number as f64),
        Label::Float(number) => expected.as_f64() == Some(*number),
        Label::Text(text) => expected.as_str() == Some(text),
        Label::Boolean(boolean) => expected.as_bool() == Some(*boolean),
    }
}

fn wasmtime_version() -> &'static str {
    let lock = include_str!("../../Cargo.lock");
    let (_, package) = lock.split_once("name = \"wasmtime\"\nversion = \"").expect("wasmtime in Cargo.lock");
    package.split('"').next().expect("a version")
}
