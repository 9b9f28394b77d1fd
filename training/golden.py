"""Writes tests/golden/plates.jsonl: bodies with the features and predictions of models/plates.cbm.

A line is {"name", "body", "features", "raw", "negative", "positive"}, or {"name", "body", "error"} with
the name of the field at fault. Only edge cases have a name. A missing feature is null; numbers are
CatBoost's doubles, written so that they are read back to the bit. The same model gives the same file.

    python training/golden.py
    python training/golden.py --rows 100 --output plates.jsonl
"""

import argparse
import json
import math
from pathlib import Path

import numpy
from catboost import CatBoostClassifier

from cases import cases, changed
from features import FieldError, features
from readings import readings

ROOT = Path(__file__).resolve().parent.parent
GOLDEN_SEED = 3
BORDER_FIELDS = {
    "recognition_accuracy": "recognition_accuracy",
    "afts_regno_ai_score": "afts_regno_ai_score",
    "max_sym_score": "afts_regno_ai_char_scores",
    "min_sym_score": "afts_regno_ai_char_scores",
    "max_len_score": "afts_regno_ai_length_scores",
}


def border_cases(model):
    """Bodies with a value on a border of the model, one float32 beside it, and a hair above it."""
    borders = {model.feature_names_[index]: values for index, values in model.get_borders().items()}
    found = []
    for feature, field in BORDER_FIELDS.items():
        for border in sorted({borders[feature][0], borders[feature][len(borders[feature]) // 2], borders[feature][-1]}):
            exact = numpy.float32(border)
            places = {
                "on": float(exact),
                "one float32 below": float(numpy.nextafter(exact, numpy.float32(-numpy.inf))),
                "one float32 above": float(numpy.nextafter(exact, numpy.float32(numpy.inf))),
                "one double above": float(numpy.nextafter(float(exact), math.inf)),
            }
            for place, value in places.items():
                sent = value if field == feature else str([value])
                if feature == "min_sym_score":
                    sent = str([1.0, value])
                found.append((f"{feature} {place} the border {float(exact)!r}", changed(**{field: sent})))
    return found


def row(model, body, name=None):
    """One line of the file as a dict."""
    line = {"body": body} if name is None else {"name": name, "body": body}
    try:
        values = features(body)
    except FieldError as error:
        return line | {"error": error.field}
    # One row, as a list: the path on which CatBoost takes a single object.
    raw = model.predict(list(values.values()), prediction_type="RawFormulaVal")
    negative, positive = model.predict(list(values.values()), prediction_type="Probability")
    shown = {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in values.items()}
    return line | {"features": shown, "raw": float(raw), "negative": float(negative), "positive": float(positive)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500, help="generated bodies beside the edge cases (default: 500)")
    parser.add_argument("--model", type=Path, default=ROOT / "models/plates.cbm", help="model to ask")
    parser.add_argument("--output", type=Path, default=ROOT / "tests/golden/plates.jsonl", help="file to write")
    options = parser.parse_args()

    model = CatBoostClassifier().load_model(str(options.model))
    bodies = [(body, None) for body, _ in readings(options.rows, GOLDEN_SEED)]
    bodies += [(body, name) for name, body in cases() + border_cases(model)]
    with options.output.open("w", encoding="utf-8", newline="\n") as file:
        for body, name in bodies:
            file.write(json.dumps(row(model, body, name), ensure_ascii=False, allow_nan=False) + "\n")
    print(f"{options.output}: {len(bodies)} rows, {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
