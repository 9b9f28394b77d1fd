"""Every form of rows gives the same answers, in the shapes of the catboost package."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from golden import MODELS, columns_by_name, golden, model_path, rows_by_name

import catscore
from catscore.info import Feature
from catscore.rows import RowReader

MIXED = "embedding-mix"


@pytest.fixture(scope="module")
def mixed():
    """A model of all kinds of features."""
    return catscore.load(model_path(MIXED))


@pytest.fixture(scope="module")
def numeric():
    """A model of eight floats."""
    return catscore.load(model_path("names"))


def raw(name):
    """The raw values of the rows of a model."""
    return np.array(golden(name)["answers"][0]["answer"])


def frame(name):
    """The rows of a model as a DataFrame."""
    return pd.DataFrame({column: pd.Series(values) for column, values in columns_by_name(golden(name)).items()})


@pytest.mark.parametrize("name", MODELS)
def test_columns_and_frames(name):
    """Dicts of columns, DataFrames and their rows, of every model."""
    model, known = catscore.load(model_path(name)), golden(name)
    expected = model.predict(rows_by_name(known))
    columns = columns_by_name(known)
    np.testing.assert_array_equal(model.predict(columns), expected)
    objects = {}
    for column, values in columns.items():
        objects[column] = np.empty(len(values), object)
        objects[column][:] = values
    np.testing.assert_array_equal(model.predict(objects), expected)
    np.testing.assert_array_equal(model.predict(pd.DataFrame(objects)), expected)
    np.testing.assert_array_equal(model.predict(pd.DataFrame(objects)[list(objects)[::-1]]), expected)
    np.testing.assert_array_equal(model.predict(pd.DataFrame(objects).iloc[0]), expected[0])


def test_types_of_frames(mixed):
    """Categorical and string types of pandas, numpy's strings, embeddings as a matrix."""
    table = frame(MIXED)
    categorical = table.astype({"color": "category", "wet": "category", "text": "category"})
    np.testing.assert_array_equal(mixed.predict(categorical), raw(MIXED))
    np.testing.assert_array_equal(mixed.predict(categorical.iloc[3:5]), raw(MIXED)[3:5])
    strings = table.astype({"color": "string", "wet": str, "text": "string", "n1": "Float64"})
    np.testing.assert_array_equal(mixed.predict(strings), raw(MIXED))
    columns = {name: np.array(values) for name, values in columns_by_name(golden(MIXED)).items()}
    assert columns["vector"].shape == (8, 4)
    np.testing.assert_array_equal(mixed.predict(columns), raw(MIXED))
    columns["color"] = pd.Categorical(columns["color"])
    columns["vector"] = [list(vector) for vector in columns["vector"]]
    np.testing.assert_array_equal(mixed.predict(columns), raw(MIXED))


def test_missing_categories_are_refused(mixed):
    """pandas' missing values are no categories."""
    table = frame(MIXED).astype({"color": "category"})
    table.loc[3, "color"] = None
    with pytest.raises(catscore.CatscoreError, match='row 3, column "color": got nan, expected a string'):
        mixed.predict(table)
    with pytest.raises(catscore.CatscoreError, match='row 3, column "color": got <NA>, expected a string'):
        mixed.predict(frame(MIXED).astype({"color": "string"}).assign(color=table["color"].astype("string")))


def test_equal_names_of_columns_are_refused(mixed):
    """It is not known which one is meant."""
    table = frame(MIXED)
    with pytest.raises(catscore.CatscoreError, match="got columns of one name"):
        mixed.predict(pd.concat([table, table[["n1"]]], axis=1))


def test_integer_categories():
    """Integers of any type are their decimal text."""
    model, known = catscore.load(model_path("ctr-integers")), golden("ctr-integers")
    expected = raw("ctr-integers")
    table = frame("ctr-integers")
    integers = [f.name for f in model.features if f.kind == "categorical" and table[f.name].dtype == np.int64]
    assert integers
    for kind in ("int64", "Int64", "category", object, str):
        np.testing.assert_array_equal(model.predict(table.astype(dict.fromkeys(integers, kind))), expected)
    row = rows_by_name(known)[0]
    for convert in (np.int64, str, np.str_):
        assert model.predict(row | {name: convert(row[name]) for name in integers}) == expected[0]
    largest = {name: [str((1 << 64) - 1)] for name in integers}
    unsigned = {name: np.array([(1 << 64) - 1], np.uint64) for name in integers}
    columns = {name: [value] for name, value in row.items()}
    assert model.predict(columns | unsigned) == model.predict(columns | largest)
    assert model.predict(row | dict.fromkeys(integers, True)) == model.predict(row | dict.fromkeys(integers, "1"))


def test_numpy_matrices(numeric):
    """Floats of any type, C or Fortran order; a one-dimensional array is one row."""
    expected = raw("names")
    matrix = np.array(golden("names")["rows"], np.float64)
    np.testing.assert_array_equal(numeric.predict(matrix), expected)
    np.testing.assert_array_equal(numeric.predict(np.asfortranarray(matrix)), expected)
    with np.errstate(over="ignore"):
        np.testing.assert_array_equal(numeric.predict(matrix.astype(np.float32)), expected)
    np.testing.assert_array_equal(numeric.predict(matrix.astype(object)), expected)
    np.testing.assert_array_equal(numeric.predict(matrix[:0]), expected[:0])
    assert numeric.predict(matrix[2]) == expected[2]
    integers = np.arange(16).reshape(2, 8)
    for kind in (np.uint8, np.int32, np.int64, np.float16):
        np.testing.assert_array_equal(numeric.predict(integers.astype(kind)), numeric.predict(integers.tolist()))


def test_numbers_and_missing_ones(numeric):
    """What stands for a number and for none, in one row and in many."""
    names = [feature.name for feature in numeric.features]
    expected = numeric.predict([1.0, 0.5, 0.0] + [np.nan] * 5)
    values = [True, Decimal("0.5"), np.False_, None, pd.NA, np.nan, np.float32("nan"), float("nan")]
    assert numeric.predict(values) == expected
    np.testing.assert_array_equal(numeric.predict([values, values]), [expected] * 2)
    table = pd.DataFrame([values, values], columns=names)
    np.testing.assert_array_equal(numeric.predict(table), [expected] * 2)
    nullable = pd.DataFrame({name: pd.array([1, None], "Int64") for name in names})
    np.testing.assert_array_equal(numeric.predict(nullable), [numeric.predict([1] * 8), numeric.predict([None] * 8)])
    flags = pd.DataFrame({name: pd.array([True, None], "boolean") for name in names})
    np.testing.assert_array_equal(numeric.predict(flags), numeric.predict(nullable))


def test_masked_numbers_are_missing(numeric):
    """Those of a column, of a matrix, of integers too."""
    matrix = np.arange(16.0).reshape(2, 8)
    expected = numeric.predict(np.where(matrix % 3 == 0, np.nan, matrix))
    masked = np.ma.masked_where(matrix % 3 == 0, matrix)
    np.testing.assert_array_equal(numeric.predict(masked), expected)
    np.testing.assert_array_equal(numeric.predict(masked.astype(np.int32)), expected)
    columns = {feature.name: masked[:, feature.index] for feature in numeric.features}
    np.testing.assert_array_equal(numeric.predict(columns), expected)


def test_lists_of_series(mixed):
    """Rows of a DataFrame one by one, whatever the order of its columns."""
    table = frame(MIXED)
    for ordered in (table, table[list(table)[::-1]]):
        np.testing.assert_array_equal(mixed.predict([row for _, row in ordered.iterrows()]), raw(MIXED))


def test_columns_by_number():
    """Frames and Series call features without names by integers."""
    reader = RowReader(tuple(Feature(i, str(i), "float", True, 0, "AsIs", i) for i in range(2)))
    table = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]])[[1, 0]]
    assert reader.one_row(table.iloc[1]) == [3.0, 4.0]
    assert reader.columns([row for _, row in table.iterrows()]) == ([[1.0, 3.0], [2.0, 4.0]], 2)
    assert [list(column) for column in reader.columns(table)[0]] == [[1.0, 3.0], [2.0, 4.0]]


def test_calls_of_many_rows_equal_small_ones(mixed):
    """Across the bound of a call, with texts and embeddings that outgrow their place."""
    known = rows_by_name(golden(MIXED))
    rows = [row | {"text": row["text"] * (i % 50)} for i in range(300) for row in known]
    answers = mixed.predict(rows)
    assert answers.shape == (2400,)
    small = np.concatenate([mixed.predict(rows[i : i + 7]) for i in range(0, 2400, 7)])
    np.testing.assert_array_equal(answers, small)
    ensembles = {"prediction_type": "VirtEnsembles", "virtual_ensembles_count": 5}
    np.testing.assert_array_equal(mixed.predict(rows, **ensembles)[2000:], mixed.predict(rows[2000:], **ensembles))


def test_many_categories(mixed):
    """More than are kept."""
    row = rows_by_name(golden(MIXED))[0]
    rows = [row | {"color": f"{row['color']}{i}"} for i in range(70_000)] + [row]
    assert mixed.predict(rows)[-1] == raw(MIXED)[0]
    assert mixed.predict(row) == raw(MIXED)[0]


def test_long_categories(mixed):
    """In dicts and columns the same, whether or not they are kept."""
    rows = [row | {"color": "red " * length} for row in rows_by_name(golden(MIXED)) for length in (1, 64, 65, 9000)]
    np.testing.assert_array_equal(mixed.predict(rows + rows)[len(rows) :], [mixed.predict(row) for row in rows])


def test_no_rows(mixed, numeric):
    """Give no answers, in the shape of answers."""
    assert mixed.predict([]).shape == (0,)
    assert mixed.predict(frame(MIXED).iloc[:0], "Probability").shape == (0, 2)
    assert numeric.predict(np.empty((0, 8)), "LeafIndexes").shape == (0, numeric.tree_count)


@pytest.mark.parametrize(
    ("name", "kind", "shape", "dtype"),
    [
        ("logloss", "RawFormulaVal", (), np.float64),
        ("logloss", "Probability", (2,), np.float64),
        ("logloss", "Exponent", (), np.float64),
        ("logloss", "Class", (), np.int64),
        ("labels-strings", "Class", (), object),
        ("labels-floats", "Class", (), np.float64),
        ("labels-booleans", "Class", (), np.bool_),
        ("multiclass", "Class", (1,), np.int64),
        ("labels-multiclass-strings", "Class", (1,), object),
        ("multiclass", "Exponent", (1,), np.float64),
        ("multi-logloss", "Class", (3,), np.int64),
        ("logloss", "VirtEnsembles", (2, 1), np.float64),
        ("logloss", "TotalUncertainty", (2,), np.float64),
        ("logloss", "LeafIndexes", (12,), np.uint32),
    ],
)
def test_shapes(name, kind, shape, dtype):
    """As the package's: rows first, and one row without that axis; labels in a type of their own."""
    model, rows = catscore.load(model_path(name)), golden(name)["rows"]
    many = model.predict(rows, kind, virtual_ensembles_count=2)
    assert (many.shape, many.dtype) == ((len(rows), *shape), dtype)
    one = model.predict(rows[0], kind, virtual_ensembles_count=2)
    assert np.shape(one) == shape
    assert type(one) is (str if dtype is object and shape == () else np.ndarray if shape else dtype)
    np.testing.assert_array_equal(one, many[0])


def test_what_a_model_is(mixed):
    """Features, labels, trees, outputs, loss."""
    vector = mixed.features[0]
    assert (vector.index, vector.name, vector.kind, vector.used, vector.dimension) == (
        0,
        "vector",
        "embedding",
        True,
        4,
    )
    assert mixed.class_labels.tolist() == [0, 1]
    assert (mixed.tree_count, mixed.output_count, mixed.loss_function) == (12, 1, "Logloss")
    assert catscore.load(model_path("labels-strings")).class_labels.tolist() == ["no", 'y"es\U0001f600']
    assert catscore.load(model_path("labels-booleans")).class_labels.dtype == np.bool_


def test_bytes_of_a_model(mixed):
    """A model from bytes is that from a path."""
    model = catscore.load(model_path(MIXED).read_bytes())
    assert model.features == mixed.features
    np.testing.assert_array_equal(model.predict(golden(MIXED)["rows"]), raw(MIXED))
