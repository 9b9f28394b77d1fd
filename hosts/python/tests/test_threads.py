"""One model in several threads, and none in several processes."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from golden import golden, model_path

import catscore


def test_threads_share_a_model():
    """Answers are those of the rows that each thread gave, alone and together, with options of its own."""
    model, rows = catscore.load(model_path("embedding-mix")), golden("embedding-mix")["rows"]
    expected = {kind: model.predict(rows, kind) for kind in ("RawFormulaVal", "Probability")}

    def score(thread):
        kind = ("RawFormulaVal", "Probability")[thread % 2]
        for turn in range(100):
            i = (thread + turn) % len(rows)
            np.testing.assert_array_equal(model.predict(rows[i], kind), expected[kind][i])
            np.testing.assert_array_equal(model.predict(rows[i:] * 20, kind)[: len(rows) - i], expected[kind][i:])
        return turn + 1

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(score, range(8))) == [100] * 8


def test_threads_load_models_of_their_own():
    """Loading takes no turns."""
    expected = {name: golden(name)["answers"][0]["answer"] for name in ("text-mix", "multiclass", "names")}

    def score(name):
        return catscore.load(model_path(name)).predict(golden(name)["rows"]).tolist()

    with ThreadPoolExecutor(8) as threads:
        for name, answer in zip([*expected] * 8, threads.map(score, [*expected] * 8)):
            assert answer == expected[name]


def test_models_cannot_be_pickled():
    """The error says what to do."""
    with pytest.raises(TypeError, match="cannot be copied or pickled: load it"):
        pickle.dumps(catscore.load(model_path("text-mix")))
