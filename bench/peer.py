"""CatBoost's own figures for bench/main.mjs: reads one JSON command a line, answers one JSON line.

Times are taken here, around the call alone, in nanoseconds. One thread everywhere but in training.
"""

import json
import sys
import time
from pathlib import Path

import catboost
import numpy as np

FLOAT_COUNT = 50
ROW_COUNT = 10_000
models = {}
pools = {}


def load(path):
    model = catboost.CatBoost()
    model.load_model(path)
    return model


def model_of(path):
    if path not in models:
        models[path] = load(path)
    return models[path]


def rows_of(path):
    """Rows in feature order: a .f32 file, or a .json file of lists."""
    if path.endswith(".f32"):
        return np.fromfile(path, dtype=np.float32).reshape(-1, FLOAT_COUNT)
    return json.loads(Path(path).read_text(encoding="utf-8"))


def pool_of(model_path, rows_path):
    key = (model_path, rows_path)
    if key not in pools:
        model, rows = model_of(model_path), rows_of(rows_path)
        pools[key] = catboost.Pool(
            rows,
            cat_features=model.get_cat_feature_indices(),
            text_features=model.get_text_feature_indices(),
        )
    return pools[key]


def version():
    return {"version": catboost.__version__}


def train(folder):
    """1,000 trees of depth 6 over 50 floats, and the rows to score with them."""
    random = np.random.default_rng(1)
    rows = random.normal(size=(2 * ROW_COUNT, FLOAT_COUNT)).astype(np.float32)
    weights = random.normal(size=FLOAT_COUNT)
    target = rows @ weights + np.sin(3 * rows[:, 0]) * rows[:, 1] + random.normal(size=len(rows))
    model = catboost.CatBoostRegressor(
        iterations=1000, depth=6, random_seed=1, verbose=False, allow_writing_files=False
    )
    model.fit(rows[:ROW_COUNT], target[:ROW_COUNT])
    model.save_model(f"{folder}/trees.cbm")
    rows[ROW_COUNT:].tofile(f"{folder}/trees.f32")
    return {"model": f"{folder}/trees.cbm", "rows": f"{folder}/trees.f32"}


def batch(model, rows, seconds):
    """Time of predict(pool) for all rows, and the raw values themselves in a file of doubles."""
    pool = pool_of(model, rows)
    model_of(model).predict(pool, thread_count=1).astype(np.float64).tofile(f"{rows}.raw")
    return {"ns": sample(lambda: model_of(model).predict(pool, thread_count=1), seconds)}


def one(model, rows, seconds):
    """Time of predict(row) for a row that is ready as CatBoost takes it."""
    all_rows = rows_of(rows)
    predict = model_of(model).predict
    index = 0

    def next_row():
        nonlocal index
        index = (index + 1) % len(all_rows)
        return predict(all_rows[index], thread_count=1)

    return {"ns": sample(next_row, seconds)}


def load_model(model, seconds):
    return {"ns": sample(lambda: load(model), seconds)}


def sample(call, seconds):
    """Median time of a call, over the calls that fit into the seconds; the first is not counted."""
    call()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        begin = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - begin)
    return float(np.median(times))


COMMANDS = {"version": version, "train": train, "batch": batch, "one": one, "load": load_model}

for line in sys.stdin:
    command = json.loads(line)
    answer = COMMANDS[command.pop("do")](**command)
    print(json.dumps(answer), flush=True)
