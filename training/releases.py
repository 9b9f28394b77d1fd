"""Trains the models of release_kinds.py with older releases of CatBoost, each in a Python of its own.

    pyenv exec python3.7 -m venv /tmp/old && /tmp/old/bin/pip install catboost==0.20 'numpy<1.18' 'pandas<1.1'
    python training/releases.py release-0.20 /tmp/old/bin/python
"""

import json
import subprocess
import sys
from random import Random

from corpus import FOLDER, settings_of, table_of
from losses import labels
from release_kinds import KINDS

# Runs in the other Python, which may be 3.6.
TRAIN = """
import json, sys, catboost, pandas
task = json.load(sys.stdin)
assert catboost.__version__ == task["release"], catboost.__version__
frame = pandas.DataFrame(task["rows"])[task["columns"]]
learnt = catboost.Pool(frame, task["labels"], **task["features"])
catboost.CatBoost(task["settings"]).fit(learnt).save_model(task["path"])
"""


def main():
    name, python = sys.argv[1:]
    kind = KINDS[name]
    table, scores = table_of(kind, f"{name} table", kind.rows, seen=True)
    settings = settings_of(kind, None)
    features = {"cat_features": [i for i, column in enumerate(kind.columns.values()) if column.kind == "categorical"]}
    texts = [i for i, column in enumerate(kind.columns.values()) if column.kind == "text"]
    task = {
        "release": kind.release,
        "rows": table,
        "columns": list(kind.columns),
        "labels": labels(settings["loss_function"], scores, Random(f"{name} labels"), kind.classes),
        "features": features | ({"text_features": texts} if texts else {}),
        "settings": settings,
        "path": str(FOLDER / f"{name}.cbm"),
    }
    subprocess.run([python, "-c", TRAIN], input=json.dumps(task), text=True, check=True)


if __name__ == "__main__":
    main()
