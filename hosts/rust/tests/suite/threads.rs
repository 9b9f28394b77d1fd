use std::sync::Mutex;
use std::thread;

use catscore::{Model, Options};

use crate::{bits, load};

const THREADS: usize = 4;
const ROUNDS: usize = 20;

#[test]
fn a_model_in_each_thread() {
    let expected = {
        let (mut model, golden) = load("text-mix");
        bits(&model.predict_many(&golden.named_rows(), Options::default()).unwrap().values)
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let (mut model, golden) = load("text-mix");
                for _ in 0..ROUNDS {
                    let predictions = model.predict_many(&golden.named_rows(), Options::default()).unwrap();
                    assert_eq!(bits(&predictions.values), expected);
                }
            });
        }
    });
}

#[test]
fn a_model_in_a_mutex_for_all_threads() {
    let (mut model, golden) = load("embedding-mix");
    let rows = golden.named_rows();
    let expected = bits(&model.predict_many(&rows, Options::default()).unwrap().values);
    let model: Mutex<Model> = Mutex::new(model);
    thread::scope(|scope| {
        for first in 0..THREADS {
            let (model, rows, expected) = (&model, &rows, &expected);
            scope.spawn(move || {
                for i in (first..rows.len()).step_by(THREADS) {
                    let predictions = model.lock().unwrap().predict(&rows[i], Options::default()).unwrap();
                    assert_eq!(bits(&predictions.values), expected[i..=i]);
                }
            });
        }
    });
}
