"""The models of tests/conformance in the repository, and what CatBoost's package answers for them."""

import functools
import json
import math
import os
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("CATSCORE_CONFORMANCE", ROOT / "tests/conformance"))
MODELS = sorted(path.stem for path in FOLDER.glob("*.cbm"))
# options of the files, and what `predict` calls them
OPTIONS = {
    "type": "prediction_type",
    "ntreeStart": "ntree_start",
    "ntreeEnd": "ntree_end",
    "virtualEnsemblesCount": "virtual_ensembles_count",
}


def model_path(name):
    """The path of a model."""
    return FOLDER / f"{name}.cbm"


@functools.cache
def golden(name):
    """What is known of a model: features, rows as lists, and answers."""
    document = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    kinds = [feature["kind"] for feature in document["features"]]
    document["rows"] = [[number(v, kind) for v, kind in zip(row, kinds)] for row in document["rows"]]
    return document


def number(value, kind):
    """A value of a row; words stand for numbers that are not finite."""
    if kind == "embedding":
        return [number(component, "float") for component in value]
    return float(value) if kind == "float" and isinstance(value, str) else value


def rows_by_name(document):
    """The rows as dicts. A feature without a name is a column that the model has dropped."""
    names = [feature["name"] for feature in document["features"]]
    return [{name: value for name, value in zip(names, row) if name} for row in document["rows"]]


def columns_by_name(document):
    """The rows as lists of values, by feature."""
    names = [feature["name"] for feature in document["features"]]
    return {name: list(column) for name, column in zip(names, zip(*document["rows"])) if name}


def options_of(line):
    """Options of an answer as arguments of `predict`."""
    return {OPTIONS[name]: value for name, value in line["options"].items()}


def count_different(expected, actual):
    """Numbers and labels that are compared, and how many are not the same to the bit."""
    expected, actual = flat(expected), flat(np.asarray(actual).tolist())
    assert len(expected) == len(actual)
    return len(expected), sum(not is_same(a, b) for a, b in zip(expected, actual))


def flat(values):
    """Nested lists as one."""
    return [one for value in values for one in flat(value)] if isinstance(values, list) else [values]


def is_same(expected, actual):
    """Whether two labels are equal, or two numbers to the bit; words stand for those that are not finite."""
    if isinstance(actual, float) and isinstance(expected, (str, float, int)):
        expected = float(expected)
        both_nan = math.isnan(expected) and math.isnan(actual)
        return both_nan or (expected == actual and math.copysign(1, expected) == math.copysign(1, actual))
    return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)
