"""Every model and every answer of tests/conformance, to the bit."""

import numpy as np
import pytest
from golden import MODELS, count_different, golden, model_path, options_of, rows_by_name

import catscore

# of a row alone and among others the same; the vector exp of the others looks at neighbours
ROWWISE = ("RawFormulaVal", "Probability", "LogProbability", "Class", "LeafIndexes")


@pytest.mark.parametrize("name", MODELS)
def test_answers_as_catboost(name, report):
    """All types, all rows by name, rows one after the other as lists, ranges of trees."""
    model, known = catscore.load(model_path(name)), golden(name)
    named = rows_by_name(known)
    for line in known["answers"]:
        options = options_of(line)
        if "refused" in line:
            with pytest.raises(catscore.CatscoreError):
                model.predict(named, **options)
            continue
        if "row" in line:
            pairs = [(line["answer"], model.predict(known["rows"][line["row"]], **options))]
        else:
            answer = model.predict(named, **options)
            assert answer.shape == np.shape(line["answer"])
            pairs = [(line["answer"], answer)]
            if options["prediction_type"] in ROWWISE:
                pairs += [(line["answer"], [model.predict(row, **options) for row in known["rows"]])]
        for expected, actual in pairs:
            values, different = count_different(expected, actual)
            report(name, values, different)
            assert different == 0, line


@pytest.mark.parametrize("name", MODELS)
def test_features(name):
    """Names and kinds are those of the training, in its order."""
    features = catscore.load(model_path(name)).features
    known = [(feature["name"], feature["kind"]) for feature in golden(name)["features"] if feature["name"]]
    assert [(feature.name, feature.kind) for feature in features] == known
