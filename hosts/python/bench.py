"""The host's speed: `python bench.py MODEL.cbm ROWS.json [SECONDS]` prints a line of JSON.

ROWS.json has features and rows as the files of tests/conformance. Each figure is the median of calls within SECONDS.
"""

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

import catscore
from catscore.engine import compile_module

BATCH_ROWS = 10_000  # at least


def number(value, kind):
    """A value of a row; words stand for numbers that are not finite."""
    if kind == "embedding":
        return [number(component, "float") for component in value]
    return float(value) if kind == "float" and isinstance(value, str) else value


def column(values, kind):
    """A column in the form that is read fastest."""
    if kind in ("float", "embedding"):
        return np.array(values, np.float64)
    objects = np.empty(len(values), object)
    objects[:] = values
    return objects


def median_ms(run, seconds):
    """The median time of a call, after one that warms up."""
    run()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main(model_path, rows_path, seconds="1"):
    """Measures and prints."""
    seconds = float(seconds)
    document = json.loads(Path(rows_path).read_text(encoding="utf-8"))
    # a feature without a name is a column that the model has dropped
    features = [
        (i, feature["name"], feature["kind"]) for i, feature in enumerate(document["features"]) if feature["name"]
    ]
    rows = [{name: number(row[i], kind) for i, name, kind in features} for row in document["rows"]]
    repeats = -(-BATCH_ROWS // len(rows))
    columns = {name: column([row[name] for row in rows] * repeats, kind) for _, name, kind in features}
    content = Path(model_path).read_bytes()
    wasm = Path(catscore.__file__).with_name("catscore.wasm").read_bytes()

    model = catscore.load(content)
    figures = {
        "host": f"Python (wasmtime {version('wasmtime')})",
        "load_ms": median_ms(lambda: catscore.load(content).predict(rows[0]), seconds),
        "compile_ms": median_ms(lambda: compile_module(wasm, "catscore.wasm"), seconds),
        "one_row_us": 1000 * median_ms(lambda: [model.predict(row) for row in rows], seconds) / len(rows),
        "batch_us_per_row": 1000 * median_ms(lambda: model.predict(columns), seconds) / (len(rows) * repeats),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
