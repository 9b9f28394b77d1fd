"""What is refused, and that the message says where."""

import json

import numpy as np
import pandas as pd
import pytest
from golden import FOLDER, golden, model_path, rows_by_name

import catscore

KNOWN = json.loads((FOLDER / "errors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def mixed():
    """A model of all kinds of features."""
    return catscore.load(model_path("embedding-mix"))


def refusal(ask, *arguments, **options):
    """The message of the error that a call must raise."""
    with pytest.raises(catscore.CatscoreError) as error:
        ask(*arguments, **options)
    assert isinstance(error.value, ValueError)
    return str(error.value)


@pytest.mark.parametrize("case", KNOWN["load"], ids=lambda case: f"{case['model']}-{case['bytes']}")
def test_damaged_files(case, tmp_path):
    """The engine's message, after the file's name."""
    content = model_path(case["model"]).read_bytes()[: case["bytes"]]
    assert refusal(catscore.load, content) == f"the model: {case['message']}"
    path = tmp_path / "cut.cbm"
    path.write_bytes(content)
    assert refusal(catscore.load, path) == f"{path}: {case['message']}"


def test_absent_file(tmp_path):
    """An OSError, as of any file."""
    with pytest.raises(FileNotFoundError):
        catscore.load(tmp_path / "absent.cbm")


def test_what_is_no_file():
    """A TypeError, and not as many bytes of zero."""
    with pytest.raises(TypeError):
        catscore.load(5)


@pytest.mark.parametrize("case", KNOWN["rows"], ids=lambda case: f"{case['column']}-{case['about']}")
def test_bad_rows(case):
    """Row and column are named: of dicts, of lists, of columns; of one row the column."""
    model = catscore.load(model_path(case["model"]))
    good, bad = rows_by_name(golden(case["model"]))[0], case["row"]
    column = f'column "{case["column"]}"'
    message = refusal(model.predict, [good, bad])
    assert "row 1" in message
    assert column in message
    assert column in refusal(model.predict, bad)
    if case["about"] == "value":
        assert refusal(model.predict, [list(good.values()), [bad[name] for name in good]]) == message
        assert refusal(model.predict, {name: [good[name], bad[name]] for name in good}) == message
    # the model is as good as before
    assert model.predict([good]) == model.predict(good)


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("n1", [0.5, "0.5"], "got '0.5', expected a number"),
        ("n1", [0.5, 10**400], "expected a number"),
        ("n1", np.array([b"1", b"2"]), "expected a number"),
        ("color", [1, 1.0], "got 1.0, expected a string or an integer"),
        ("color", ["red", 1 << 64], 'row 1, column "color": got 18446744073709551616, expected a string'),
        ("color", ["red", "\ud800"], "row 1, column \"color\": got '\\ud800', expected a string without"),
        ("color", pd.Categorical(["red", "\ud800"]), 'row 1, column "color": got'),
        ("color", np.array([1.0, 2.0]), "got 1.0, expected a string or an integer"),
        ("text", ["rain", float("nan")], "got nan, expected a string"),
        ("vector", [[1, 2, 3, 4], [1, 2, 3]], "got [1, 2, 3], expected a list of 4 numbers"),
        ("vector", np.zeros((2, 3)), "expected a list of 4 numbers"),
    ],
)
def test_bad_columns(mixed, column, values, message):
    """Values of the wrong kind."""
    columns = {"vector": np.zeros((2, 4)), "text": ["a", "b"], "color": ["red"] * 2, "wet": ["no"] * 2, "n1": [1, 2]}
    got = refusal(mixed.predict, columns | {column: values})
    assert message in got
    assert f'column "{column}"' in got


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (5, "got 5, expected a dict, a list, a DataFrame or a numpy array"),
        ("abcde", "got 'abcde', expected a dict, a list, a DataFrame or a numpy array"),
        ([1.0, "red"], "got 2 values, expected 5"),
        ([[1.0, "red"]], "row 0: got 2 values, expected 5"),
        ([{}, []], 'row 0, column "vector": is missing'),
        (np.zeros((3, 2)), "got 2 columns, expected 5"),
        (
            {"vector": np.zeros((2, 4)), "text": ["a"], "color": ["b"], "wet": ["c"], "n1": [1]},
            'column "vector": got 2',
        ),
        (
            {"vector": np.zeros((1, 4)), "text": ["a"], "color": "b", "wet": ["c"], "n1": [1]},
            "column \"color\": got 'b'",
        ),
    ],
)
def test_bad_shapes(mixed, data, message):
    """Data that are no rows, or rows of another size."""
    assert message in refusal(mixed.predict, data)


def test_dicts_and_lists_do_not_mix(mixed):
    """All rows are given in one way."""
    row = rows_by_name(golden("embedding-mix"))[0]
    assert refusal(mixed.predict, [row, list(row.values())]) == "row 1: got 5 values, expected a dict"
    assert refusal(mixed.predict, [list(row.values()), row]).startswith("row 1: got {")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"prediction_type": "Odds"}, "got the prediction type 'Odds', expected one of RawFormulaVal, "),
        ({"prediction_type": "RMSEWithUncertainty"}, "a model with the loss Logloss cannot give RMSEWithUncertainty"),
        ({"ntree_start": 3, "ntree_end": 3}, "got ntree_start 3 and ntree_end 3, expected 0 <= ntree_start"),
        ({"ntree_end": 13}, "ntree_end <= 12, the number of trees"),
        ({"ntree_start": -1}, "got ntree_start -1"),
        ({"ntree_end": 1.5}, "got ntree_start 0 and ntree_end 1.5"),
        ({"prediction_type": "VirtEnsembles", "ntree_start": 1}, "expected 0 for VirtEnsembles"),
        ({"prediction_type": "VirtEnsembles"}, "got virtual_ensembles_count 10 and 12 trees, expected"),
        ({"prediction_type": "TotalUncertainty", "virtual_ensembles_count": 0}, "got virtual_ensembles_count 0"),
    ],
)
def test_bad_options(mixed, options, message):
    """What the model cannot give."""
    assert message in refusal(mixed.predict, rows_by_name(golden("embedding-mix")), **options)
