use std::path::Path;
use std::process::Command;

use catscore::{Model, PredictionType};

use crate::{bits, conformance_path, load, repository};

#[test]
fn a_bundle_answers_as_its_model_does() {
    for name in ["text-mix", "embedding-mix", "ctr-multiclass"] {
        let path = std::env::temp_dir().join(format!("catscore-{}-{name}.wasm", std::process::id()));
        if let Err(reason) = bundle(name, &path) {
            return eprintln!("skipped: {reason}");
        }
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let mut bundle = Model::open_bundle(&bytes).unwrap();
        let (mut model, golden) = load(name);
        assert_eq!(bundle.class_labels(), model.class_labels());
        assert_eq!(format!("{:?}", bundle.features()), format!("{:?}", model.features()));
        let rows = golden.named_rows();
        for prediction_type in [PredictionType::RawFormulaVal, PredictionType::Exponent] {
            let expected = model.predict_many(&rows, prediction_type).unwrap();
            let predictions = bundle.predict_many(&rows, prediction_type).unwrap();
            assert_eq!(bits(&predictions.values), bits(&expected.values), "{name}");
        }
    }
}

/// Has the command line make a bundle; fails where there is no Node or no built command line.
fn bundle(name: &str, path: &Path) -> Result<(), String> {
    let main = repository().join("build/cli/main.js");
    if !main.exists() {
        return Err(format!("{} is not built", main.display()));
    }
    let mut command = Command::new("node");
    command.arg(main).arg("bundle").arg(conformance_path(&format!("{name}.cbm"))).arg("-o").arg(path);
    let output = command.output().map_err(|error| format!("node does not run: {error}"))?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
