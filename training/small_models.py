"""Small models of every kind for the engine's tests, in tests/golden/models.

Without a flag this asks the models that are there and writes their answers, `name.jsonl`: lines of
{"row": {name: value}, "raw": x, "exponent": e, "probability": [p0, p1], "log_probability": [l0, l1], "class": c}
(RMSE: raw and exponent alone); null is a missing number, "inf" and "-inf" are the infinities. With --train it trains
them first, and the models in `refused`, which a reader has to refuse. The bytes of a .cbm differ at each
training. Its answers do not, but for text-mix: CatBoost takes a one-hot split inside a CTR combination from the bin of some text
feature there, and the order of those hangs on random ids. A reader has to do the same.

    python training/small_models.py
    python training/small_models.py --train
"""

import argparse
import json
import math
import random
import tempfile
from pathlib import Path

import pandas
from catboost import CatBoost, Pool

from tables import COLORS, category, embedding, noisy, number, rows, text, uniform

FOLDER = Path(__file__).resolve().parent.parent / "tests/golden/models"
ASKED_ROWS = 60
MAX_MODEL_BYTES = 60_000

CITIES = [f"city {index}" for index in range(40)]
UNSEEN_COLORS = ["violet", "RED", "red ", "\U0001f600", "2", "1.0", "x" * 100]
UNSEEN_NUMBERS = [-1, 10**6, -(2**40)]


def text_processing(calcers, dictionaries=(), tokenizer=()):
    """CatBoost's text options with one Space tokenizer, and for each calcer its dictionaries."""
    return {
        "tokenizers": [{"tokenizer_id": "Space", "separator_type": "ByDelimiter", "delimiter": " "} | dict(tokenizer)],
        "dictionaries": [
            {"dictionary_id": "Word", "occurrence_lower_bound": "3", "gram_order": "1"} | dict(dictionaries),
            {"dictionary_id": "BiGram", "occurrence_lower_bound": "3", "gram_order": "2"},
        ],
        "feature_processing": {
            "default": [
                {"tokenizers_names": ["Space"], "dictionaries_names": names, "feature_calcers": [calcer]}
                for calcer, names in calcers.items()
            ]
        },
    }


WORD_CALCERS = {"BoW": ["Word", "BiGram"], "NaiveBayes": ["Word"]}
CTRS = ["Borders:CtrBorderCount=15:Prior=0/1:Prior=0.5/1:Prior=1/1", "Counter:CtrBorderCount=15:Prior=0/1"]
OTHER_CTRS = ["Buckets:Prior=0.25/1", "BinarizedTargetMeanValue:Prior=0.5/1", "Counter:Prior=0.75/1"]
COMBINATIONS = {"max_ctr_complexity": 3, "one_hot_max_size": 3, "depth": 5, "model_size_reg": 0}
CLASSES, NUMBERS = "Logloss", "RMSE"

# name -> (loss, rows to train on, columns, parameters)
MODELS = {
    "numeric-nan-min": (CLASSES, 500, {"n1": number(0.1), "n2": number(0.2), "n3": number()}, {"nan_mode": "Min"}),
    "numeric-nan-max": (CLASSES, 500, {"n1": number(0.1), "n2": number(0.2), "n3": number()}, {"nan_mode": "Max"}),
    "numeric-nan-forbidden": (NUMBERS, 500, {"n1": number(), "n2": number()}, {"nan_mode": "Forbidden"}),
    "depth-1": (CLASSES, 300, {"n1": number(), "n2": number(0.1)}, {"depth": 1, "iterations": 40}),
    "depth-16": (NUMBERS, 3000, {f"n{index}": number() for index in range(8)}, {"depth": 16, "iterations": 1}),
    "borders-1024": (
        CLASSES,
        4000,
        {"step": noisy(700), "n1": number(0.1)},
        {"border_count": 1024, "depth": 3, "iterations": 200, "random_strength": 0, "learning_rate": 0.9},
    ),
    "one-hot-300": (
        CLASSES,
        6000,
        {
            "color": uniform(COLORS + [f"color {index}" for index in range(290)], UNSEEN_COLORS),
            "code": uniform(list(range(-5, 25)), UNSEEN_NUMBERS),
            "n1": number(),
        },
        {"one_hot_max_size": 300, "depth": 3, "iterations": 200, "learning_rate": 0.9},
    ),
    "ctr-simple": (
        CLASSES,
        800,
        {
            "color": category(COLORS, UNSEEN_COLORS),
            "city": category(CITIES, ["nowhere"]),
            "code": category(list(range(30)), UNSEEN_NUMBERS),
        },
        {"max_ctr_complexity": 1, "simple_ctr": CTRS, "combinations_ctr": CTRS},
    ),
    "ctr-types": (
        CLASSES,
        800,
        {"color": category(COLORS, UNSEEN_COLORS), "code": category(list(range(30)), UNSEEN_NUMBERS), "n1": number()},
        {
            "max_ctr_complexity": 2,
            "simple_ctr": OTHER_CTRS,
            "combinations_ctr": OTHER_CTRS,
        },
    ),
    "ctr-combinations": (
        CLASSES,
        700,
        {
            "color": category(COLORS, UNSEEN_COLORS),
            "wet": category(["yes", "no", "maybe"], ["?"]),
            "city": category(CITIES[:6], ["nowhere"]),
            "n1": number(0.1),
        },
        {"iterations": 16} | COMBINATIONS,
    ),
    "text": (CLASSES, 600, {"text 1": text(), "text 2": text(3)}, {"text_processing": text_processing(WORD_CALCERS)}),
    "text-mix": (
        CLASSES,
        800,
        {
            "color": category(COLORS, UNSEEN_COLORS),
            "wet": category(["yes", "no", "maybe"], ["?"]),
            "city": category(CITIES[:4], ["nowhere"]),
            "code": category([3, 5], UNSEEN_NUMBERS),
            "text": text(),
            "n1": number(0.1),
        },
        {"text_processing": text_processing(WORD_CALCERS), "iterations": 20} | COMBINATIONS,
    ),
    "scale-and-bias": (CLASSES, 300, {"n1": number(), "wet": category(["yes", "no"], ["?"])}, {}),
}
# combinations again, cut to its first trees: CTR tables stay that no tree looks into any more
MODELS["ctr-shrunk"] = MODELS["ctr-combinations"]
SHRUNK = {"ctr-shrunk": 3}
SCALE_AND_BIAS = {"scale-and-bias": (0.7, -0.3125)}
WITHOUT_WEIGHTS = "depth-16"  # 2^16 leaves: the one file that cannot be small

# name -> (what the reader has to say is not supported, loss, columns, parameters)
REFUSED = {
    "multiclass": ("multi-dimensional", "MultiClass", {"n1": number(), "n2": number()}, {}),
    "lossguide": ("non-symmetric trees", CLASSES, {"n1": number(), "n2": number()}, {"grow_policy": "Lossguide"}),
    "embeddings": ("embedding features", CLASSES, {"n1": number(), "vector": embedding(4)}, {}),
    "bm25": ("BM25", CLASSES, {"text": text()}, {"text_processing": text_processing({"BM25": ["Word"]})}),
    "letters": (
        "letter",
        CLASSES,
        {"text": text()},
        {"text_processing": text_processing({"BoW": ["Word"]}, dictionaries={"token_level_type": "Letter"})},
    ),
    "lowercasing": (
        "tokenizer",
        CLASSES,
        {"text": text()},
        {"text_processing": text_processing({"BoW": ["Word"]}, tokenizer={"lowercasing": "true"})},
    ),
}


def kinds(row):
    """The columns of a row by kind, as Pool's arguments."""
    columns = {"cat_features": [], "text_features": [], "embedding_features": []}
    for name, value in row.items():
        if isinstance(value, list):
            columns["embedding_features"].append(name)
        elif name.startswith("text"):
            columns["text_features"].append(name)
        elif isinstance(value, (str, int)):
            columns["cat_features"].append(name)
    return columns


def train(loss, count, columns, parameters):
    """A model of `count` rows made from a fixed seed."""
    table, scores = zip(*rows(columns, count, random.Random(11)))
    labels = {
        CLASSES: [int(score > 0) for score in scores],
        "MultiClass": [sum(score > border for border in (-0.5, 0.5)) for score in scores],
        NUMBERS: [round(score, 6) for score in scores],
    }
    settings = {"iterations": 20, "depth": 4, "learning_rate": 0.3, "random_seed": 0, "thread_count": 1}
    settings |= {"loss_function": loss, "allow_writing_files": False, "logging_level": "Silent"} | parameters
    model = CatBoost(settings)
    return model.fit(Pool(pandas.DataFrame(table), labels[loss], **kinds(table[0])))


def shown(value):
    """A value of a row as JSON: null for NaN, words for the infinities."""
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value


def answers(model, loss, columns):
    """Lines of name.jsonl as dicts, each asked of the model as one row."""
    for row, _ in rows(columns, ASKED_ROWS, random.Random(12), seen=False):
        values = list(row.values())
        line = {"row": {name: shown(value) for name, value in row.items()}}
        line["raw"] = float(model.predict(values, prediction_type="RawFormulaVal"))
        line["exponent"] = float(model.predict(values, prediction_type="Exponent"))
        if loss == CLASSES:
            line["probability"] = [float(share) for share in model.predict(values, prediction_type="Probability")]
            line["log_probability"] = [float(log) for log in model.predict(values, prediction_type="LogProbability")]
            line["class"] = int(model.predict(values, prediction_type="Class"))
        yield line


def without_weights(model):
    """The model without its leaf weights, which no prediction uses: half the size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        export = json.loads(path.read_text(encoding="utf-8"))
        for tree in export["oblivious_trees"]:
            del tree["leaf_weights"]
        path.write_text(json.dumps(export), encoding="utf-8")
        return CatBoost().load_model(str(path), format="json")


def save(model, path):
    """Writes a model, or ends the run where it is too large for a fixture."""
    if path.stem == WITHOUT_WEIGHTS:
        model = without_weights(model)
    written = path.with_suffix(".new")
    model.save_model(str(written))
    size_bytes = written.stat().st_size
    if size_bytes > MAX_MODEL_BYTES and path.stem != WITHOUT_WEIGHTS:
        written.unlink()
        raise SystemExit(f"{path.name}: {size_bytes} bytes, more than {MAX_MODEL_BYTES}")
    written.replace(path)
    print(f"{path.name}: {size_bytes} bytes, {model.tree_count_} trees")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="train the models anew before they are asked")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of the models and their answers")
    options = parser.parse_args()

    refused = options.folder / "refused"
    refused.mkdir(parents=True, exist_ok=True)
    for name, (loss, count, columns, parameters) in MODELS.items():
        path = options.folder / f"{name}.cbm"
        if options.train:
            model = train(loss, count, columns, parameters)
            if name in SHRUNK:
                model.shrink(SHRUNK[name])
            if name in SCALE_AND_BIAS:
                model.set_scale_and_bias(*SCALE_AND_BIAS[name])
            save(model, path)
        model = CatBoost().load_model(str(path))
        lines = [json.dumps(line, ensure_ascii=False, allow_nan=False) for line in answers(model, loss, columns)]
        path.with_suffix(".jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.train:
        for name, (_, loss, columns, parameters) in REFUSED.items():
            save(train(loss, 200, columns, {"iterations": 3, "depth": 2} | parameters), refused / f"{name}.cbm")
    reasons = {name: reason for name, (reason, *_) in REFUSED.items()}
    (refused / "refused.json").write_text(json.dumps(reasons, indent=2) + "\n", encoding="utf-8")
    print(f"{options.folder}: {len(MODELS)} models asked {ASKED_ROWS} rows each")


if __name__ == "__main__":
    main()
