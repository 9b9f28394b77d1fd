"""Trains models/plates.cbm on synthetic readings and writes its card, models/README.md.

    python training/train.py
    python training/train.py --rows 2000 --model small.cbm --card small.md

The rows and the trees are the same at every run; the file holds a training time and random ids, so
its bytes and its SHA-256 are not. About a minute on two cores.
"""

import argparse
from pathlib import Path

import numpy
import pandas
from catboost import CatBoostClassifier, Pool
from catboost.utils import eval_metric

from card import card
from features import CATEGORICAL_FEATURES, FEATURES, FLOAT_FEATURES, TEXT_FEATURES, features
from readings import readings

ROOT = Path(__file__).resolve().parent.parent
TRAINING_SEED, HELD_OUT_SEED = 1, 2
MAX_MODEL_BYTES = 2_000_000

WORDS = {"occurrence_lower_bound": "5", "max_dictionary_size": "50000", "token_level_type": "Word"}
# CTRs are CatBoost's own for this loss: Borders with the priors 0, 0.5 and 1, and Counter.
PARAMETERS = {
    "loss_function": "Logloss",
    "eval_metric": "F1",
    "iterations": 100,
    "depth": 10,
    "learning_rate": 0.1878776706,
    "l2_leaf_reg": 20,
    "random_strength": 14,
    "bootstrap_type": "MVS",
    "subsample": 0.8,
    "grow_policy": "SymmetricTree",
    "one_hot_max_size": 2,
    "max_ctr_complexity": 1,
    "text_processing": {
        "tokenizers": [{"tokenizer_id": "Space", "separator_type": "ByDelimiter", "delimiter": " "}],
        "dictionaries": [
            {"dictionary_id": "BiGram", "gram_order": "2"} | WORDS,
            {"dictionary_id": "Word", "gram_order": "1"} | WORDS,
        ],
        "feature_processing": {
            "default": [
                {"tokenizers_names": ["Space"], "dictionaries_names": ["BiGram", "Word"], "feature_calcers": ["BoW"]},
                {"tokenizers_names": ["Space"], "dictionaries_names": ["Word"], "feature_calcers": ["NaiveBayes"]},
            ]
        },
    },
    "random_seed": 0,
    "thread_count": 2,
    "allow_writing_files": False,
}


def pool(rows):
    """A Pool of `[(body, label), ...]`: rows x 41 features in the model's order."""
    bodies, labels = zip(*rows)
    frame = pandas.DataFrame([features(body) for body in bodies], columns=FEATURES)
    frame = frame.astype({name: "float64" for name in FLOAT_FEATURES})
    return Pool(frame, list(labels), cat_features=CATEGORICAL_FEATURES, text_features=TEXT_FEATURES)


def quality(model, rows):
    """Figures of a model on a Pool: name -> number."""
    labels = numpy.asarray(rows.get_label()).astype(int)
    raw = model.predict(rows, prediction_type="RawFormulaVal")
    figures = {name: eval_metric(labels, raw, name)[0] for name in ["AUC", "Logloss", "Accuracy", "F1"]}
    return {"rows": len(labels), "share of positives": float(labels.mean())} | figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20000, help="rows to train on (default: 20000)")
    parser.add_argument("--held-out", type=int, default=10000, help="rows to judge on (default: 10000)")
    parser.add_argument("--model", type=Path, default=ROOT / "models/plates.cbm", help="file to write")
    parser.add_argument("--card", type=Path, default=ROOT / "models/README.md", help="card to write")
    options = parser.parse_args()

    training = pool(readings(options.rows, TRAINING_SEED))
    held_out = pool(readings(options.held_out, HELD_OUT_SEED))
    model = CatBoostClassifier(**PARAMETERS)
    model.fit(training, verbose=10)
    model.save_model(str(options.model))
    size_bytes = options.model.stat().st_size
    if size_bytes > MAX_MODEL_BYTES:
        raise SystemExit(f"{options.model}: {size_bytes} bytes, more than {MAX_MODEL_BYTES}")
    figures = {"training": quality(model, training), "held-out": quality(model, held_out)}
    options.card.write_text(card(model, options.model, figures), encoding="utf-8")
    print(f"{options.model}: {size_bytes} bytes; held-out {figures['held-out']}")


if __name__ == "__main__":
    main()
