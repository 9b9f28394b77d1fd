"""Small models of every kind with the package's answers: NAME.cbm and NAME.json (see answers.py).

Without arguments this asks the models of tests/conformance and writes their answers anew. With --train it trains
them first, always from the same tables; those with a `release` are kept, releases.py makes them. The bytes of a .cbm
differ at each training, its answers do not, but for models with texts and CTRs: CatBoost takes a one-hot split inside
a CTR combination from the bin of some text feature there, and the order of those hangs on random ids.

With --folder, --seed and --models it makes as many models there, kind after kind, their tables and settings varied by
the seed, and prints a line of JSON for each as it is ready.

    python training/corpus.py
    python training/corpus.py --train [--only NAME ...]
    python training/corpus.py --folder /tmp/corpus --seed 7 --models 200
"""

import argparse
import json
import shutil
from pathlib import Path
from random import Random

from catboost import CatBoost, CatBoostError

import category_kinds
import model_kinds
import numeric_kinds
import release_kinds
import text_kinds
from answers import answers, pool, write
from edits import without_weights
from kind import OneOf, settle
from losses import groups, labels
from tables import rows

FOLDER = Path(__file__).resolve().parent.parent / "tests/conformance"
GOLDEN_ROWS = 8
CORPUS_ROWS = 150
ATTEMPTS = 5  # to draw settings and a table that CatBoost takes
MAX_MODEL_BYTES = 60_000
LARGE = "depth-16"  # 2^16 leaves: the one file that cannot be small

TRAINED = numeric_kinds.KINDS | category_kinds.KINDS | text_kinds.KINDS | model_kinds.KINDS
KINDS = TRAINED | release_kinds.KINDS
# Not committed, to keep tests/golden small: for each there is a like that is.
CORPUS_ONLY = """
    bias-huge borders-1 borders-each class-names-one-vs-all class-weights ctr-buckets ctr-depthwise ctr-each
    ctr-lossguide ctr-means ctr-multi-logloss ctr-multi-rmse ctr-multiclass-combinations
    ctr-one-hot-combinations ctr-target-borders depthwise-categories depthwise-multi depthwise-uncertainty
    dropped-features dropped-texts embedding-both embedding-default embedding-knn-multiclass
    embedding-knn-regression embedding-lda-likelihood embedding-long embedding-lossguide embedding-mix-lossguide
    expectile first-split-unused group-quantile huber labels-one-vs-all log-lin-quantile lossguide-borders lq
    many-features mape monotone multi-rmse-wide multiclass-five multiclass-many numeric-nan-new
    one-hot-multiclass ordered-boosting posterior-sampling-classes scale-only shrink-decreasing stochastic-rank
    sum-logloss sum-multiclass text-bm25-multiclass text-default text-delimiter text-dictionary-size text-each
    text-letters-3 text-lossguide text-mix-lossguide text-multi-logloss text-multiclass text-numbers-skip
    text-only text-regression text-sense-types text-words-end tweedie
""".split()
GOLDEN = [name for name in KINDS if name not in CORPUS_ONLY]
SETTINGS = {
    "iterations": OneOf((12, 25, 40, 7)),
    "depth": OneOf((4, 3, 6)),
    "learning_rate": OneOf((0.3, 0.1, 0.9)),
    "random_seed": OneOf(range(1000)),
    "thread_count": 1,
    "allow_writing_files": False,
    "logging_level": "Silent",
}


def table_of(kind, purpose, count, seen):
    """`count` rows by name and their scores, the same for the same purpose."""
    table, scores = zip(*rows(kind.columns, count, Random(purpose), seen))
    return table, scores


def train(kind, purpose, settings):
    """A trained model of a kind, edited as the kind wants it."""
    table, scores = table_of(kind, f"{purpose} table", kind.rows, seen=True)
    loss = settings["loss_function"]
    targets = labels(loss, scores, Random(f"{purpose} labels"), kind.classes, kind.label)
    learnt = pool(table, kind.columns, label=targets, **groups(loss, kind.rows))

    def fit(seed):
        return CatBoost(settings | {"random_seed": seed}).fit(learnt)

    model = fit(settings["random_seed"])
    if kind.edit is not None:
        model = kind.edit(model, fit)
    return without_weights(model) if kind.weightless else model


def save(model, kind, path):
    """Writes a model, as the kind wants its file."""
    written = path.with_suffix(".new")
    model.save_model(str(written))
    if kind.edit_file is not None:
        written.write_bytes(kind.edit_file(written.read_bytes()))
    written.replace(path)


def ask(kind, purpose, path, count):
    """Writes the answers of a model's file. @returns its number of trees"""
    model = CatBoost().load_model(str(path))
    table, _ = table_of(kind, f"{purpose} questions", count, seen=False)
    write(answers(model, table, kind.columns), path.with_suffix(".json"))
    return model.tree_count_


def settings_of(kind, random):
    return settle(SETTINGS | {"loss_function": kind.loss} | kind.parameters, random)


def without_history(model):
    """The model without what it remembers of its training: bytes that no answer needs."""
    metadata = model.get_metadata()
    for key in {"training", "output_options"}.intersection(metadata.keys()):
        del metadata[key]
    return model


def make_golden(names, trained):
    """The committed models: seed 0 of each kind."""
    for name in names:
        kind, path = KINDS[name], FOLDER / f"{name}.cbm"
        if trained and kind.release is None:
            save(without_history(train(kind, name, settings_of(kind, None))), kind, path)
        trees = ask(kind, name, path, GOLDEN_ROWS)
        size_bytes = path.stat().st_size
        if size_bytes > MAX_MODEL_BYTES and name != LARGE:
            raise SystemExit(f"{path.name}: {size_bytes} bytes, more than {MAX_MODEL_BYTES}")
        print(f"{path.name}: {size_bytes} bytes, {trees} trees", flush=True)


def train_somehow(kind, purpose):
    """A model of settings and a table that CatBoost can learn from: an empty dictionary, for one, it refuses."""
    for attempt in range(ATTEMPTS):
        drawn = f"{purpose} {attempt}"
        try:
            return train(kind, drawn, settings_of(kind, Random(drawn)))
        except CatBoostError as error:
            refused = error
    raise refused


def make_corpus(folder, seed, count):
    """Models number 0, 1, 2 ... of a seed: each kind in turn."""
    names = list(KINDS)
    for number in range(count):
        name = names[number % len(names)]
        kind, purpose = KINDS[name], f"{seed} {number}"
        path = folder / f"{name}-{number // len(names)}.cbm"
        if kind.release is None:
            save(train_somehow(kind, purpose), kind, path)
        else:
            shutil.copyfile(FOLDER / f"{name}.cbm", path)
        trees = ask(kind, purpose, path, CORPUS_ROWS)
        print(json.dumps({"model": path.stem, "kind": name, "trees": trees, "of": count}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="train the models anew before they are asked")
    parser.add_argument("--only", nargs="+", choices=GOLDEN, default=GOLDEN, help="kinds of the golden models")
    parser.add_argument("--folder", type=Path, help="make random models here instead")
    parser.add_argument("--seed", default="1", help="what random models are made from")
    parser.add_argument("--models", type=int, default=len(KINDS), help="how many random models")
    options = parser.parse_args()
    if options.folder is None:
        make_golden(options.only, options.train)
    else:
        make_corpus(options.folder, options.seed, options.models)


if __name__ == "__main__":
    main()
