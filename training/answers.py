"""What the catboost package answers for a model: the golden files of catscore, name.json.

One JSON document, a row or an answer a line: {"features": [{"name", "kind"}], "importances": [percent, ...], "rows":
[[value, ...]], "answers": [{"options", "answer"}, {"options", "row", "answer"}, {"options", "refused"}]}. `options` are
those of catscore's predict; `row` is the one row that was asked, where it was asked alone; `refused` is why the package
gives nothing. `importances` (PredictionValuesChange) are there where the package has them: of models with leaf weights.
A feature without a name is a column that the model has dropped. Numbers that JSON has no word for are "NaN",
"Infinity" and "-Infinity"; a missing value of a row is null.
"""

import json
import math

import numpy
import pandas
from catboost import CatBoostError, Pool

TYPES = ["RawFormulaVal", "Probability", "LogProbability", "Class", "Exponent", "RMSEWithUncertainty"]
ENSEMBLE_TYPES = ["VirtEnsembles", "TotalUncertainty"]
LEAF_TREES = 8  # of which leaf indexes are asked: the last ones
POOL_ARGUMENTS = {"categorical": "cat_features", "text": "text_features", "embedding": "embedding_features"}


def pool(table, columns, **arguments):
    """A Pool of rows by name; columns in the order in which the rows have them."""
    for kind, argument in POOL_ARGUMENTS.items():
        arguments[argument] = [name for name, column in columns.items() if column.kind == kind]
    frame = pandas.DataFrame({name: pandas.Series([row[name] for row in table]) for name in columns})
    for name in arguments["cat_features"]:
        frame[name] = pandas.Series([row[name] for row in table], dtype=object)
    return Pool(frame, **arguments)


def dimension_of(raw):
    return len(raw[0]) if isinstance(raw[0], list) else 1


def answers(model, table, columns):
    """The golden document of a model for rows by name; the package refuses a model without trees: that is its bias."""
    if model.tree_count_ == 0:
        lines = [{"options": {"type": "RawFormulaVal"}, "answer": [model.get_scale_and_bias()[1]] * len(table)}]
    else:
        pooled = pool(table, columns)
        extreme = extreme_row(model.predict(pooled, prediction_type="RawFormulaVal").tolist())
        questions = [{"options": options} for options in all_options(model.tree_count_)]
        questions += [{"options": {"type": kind}, "row": extreme} for kind in TYPES]
        lines = [answered(model, question, pooled, table, columns) for question in questions]
    names = names_of(model, columns)
    return {
        "features": [{"name": name, "kind": column.kind} for name, column in zip(names, columns.values())],
        **importances(model),
        "rows": [[shown(value, nan=None) for value in row.values()][: len(names)] for row in table],
        "answers": [line for line in lines if line is not None],
    }


def importances(model):
    """The feature importances by column, where the package gives them: not without trees or leaf weights."""
    try:
        return {"importances": shown(model.get_feature_importance(type="PredictionValuesChange").tolist())}
    except CatBoostError:
        return {}


def names_of(model, columns):
    """The model's names of columns up to the last that it has kept, empty for those that it has dropped."""
    kept = model.feature_names_
    if len(kept) == len(columns):
        return kept
    last = list(columns).index(kept[-1])
    return [name if name in kept else "" for name in columns][: last + 1]


def all_options(trees):
    """The options asked of all rows: each type, two ranges of trees, leaf indexes, two numbers of ensembles."""
    yield from ({"type": kind} for kind in TYPES)
    if trees > 1:
        half = {"ntreeStart": 0, "ntreeEnd": max(1, trees // 2)}
        yield {"type": "RawFormulaVal"} | half
        yield {"type": "Probability"} | half
        yield {"type": "RawFormulaVal", "ntreeStart": trees // 3 + 1, "ntreeEnd": trees}
        yield {"type": "LogProbability", "ntreeStart": trees // 2, "ntreeEnd": trees}
        yield {"type": "TotalUncertainty", "ntreeEnd": trees - 1, "virtualEnsemblesCount": 2}
    yield {"type": "LeafIndexes", "ntreeStart": max(0, trees - LEAF_TREES), "ntreeEnd": trees}
    for count in sorted({2, max(1, min(3, trees // 2))}):
        yield from ({"type": kind, "virtualEnsemblesCount": count} for kind in ENSEMBLE_TYPES)


def answered(model, question, pooled, table, columns):
    """A question with its answer, or why it has none; None where a row alone is refused as all rows are."""
    asked = pooled if "row" not in question else pool([table[question["row"]]], columns)
    options = question["options"]
    try:
        answer = ask(model, asked, options).tolist()
    except (CatBoostError, IndexError) as error:
        return None if "row" in question else question | {"refused": reason(error)}
    answer = answer[0] if "row" in question else answer
    return question | {"answer": answer if options["type"] == "Class" else shown(answer)}


def ask(model, asked, options):
    """The package's answer, an array. @raises CatBoostError, IndexError (Class of a model without labels)"""
    kind = options["type"]
    trees = {"ntree_start": options.get("ntreeStart", 0), "ntree_end": options.get("ntreeEnd", 0)}
    if kind == "LeafIndexes":
        return model.calc_leaf_indexes(asked, thread_count=1, **trees)
    if kind in ENSEMBLE_TYPES:
        count = options.get("virtualEnsemblesCount", 2)
        return model.virtual_ensembles_predict(
            asked, kind, ntree_end=trees["ntree_end"], virtual_ensembles_count=count, thread_count=1
        )
    if kind == "RMSEWithUncertainty":
        dimension = dimension_of(model.predict(asked, prediction_type="RawFormulaVal").tolist())
        if dimension < 2:
            raise CatBoostError("crashes where the dimension is 1, and was not asked")
    return model.predict(asked, prediction_type=kind, thread_count=1, **trees)


def reason(error):
    """The first line of an error without the path in CatBoost's sources before it."""
    return str(error).splitlines()[0].split(": ", 1)[-1]


def extreme_row(raw):
    """The row with the largest raw value, which is where single rows are computed differently if anywhere."""
    return int(numpy.argmax([numpy.nanmax(numpy.abs(numpy.nan_to_num(value))) for value in raw]))


def shown(value, nan="NaN"):
    """A value, or nested lists of them, as JSON: words for numbers that are not finite."""
    if isinstance(value, list):
        return [shown(one, nan) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return nan if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def write(document, path):
    """Writes a golden document, a row or an answer a line."""

    def line(value):
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    names = ["features", "rows", "answers"]
    lists = {name: ",\n".join(map(line, document[name])) for name in names}
    parts = [f'"{name}": [\n{lists[name]}\n]' for name in names]
    if "importances" in document:
        parts.insert(1, f'"importances": {line(document["importances"])}')
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")
