"""The card of models/plates.cbm as Markdown."""

import hashlib
import platform
from importlib.metadata import version

from alphabet import CAMERAS
from features import CATEGORICAL_FEATURES, FLOAT_FEATURES, TEXT_FEATURES
from splits import split_kinds

TEXT = """\
# plates.cbm

A CatBoost model for `POST /reg/`: given a camera's and a neural network's reading of one licence
plate, the probability that the network's reading is right (class 1, `positive`).

**It is for trying catscore, not for decisions.** Its data are synthetic: plates, cameras and misreads
were made by `training/readings.py`, no real reading was used. Put a model of your own data in its place.

This card is written by `training/train.py` together with the model.

| | |
|---|---|
| file | `plates.cbm`, {size} bytes |
| SHA-256 | `{sha}` |
| trees | {trees} symmetric trees of depth {depth} and less, Logloss, learning rate {rate:.4f}, L2 {l2:g} |
| command | `python training/train.py` in an environment of `training/requirements.txt` |
| versions | catboost {catboost}, numpy {numpy}, pandas {pandas}, Python {python} |
| licence | that of the project |

## Data

A true plate is drawn from the Russian templates in plausible shares; one of {cameras} invented cameras
sees it at a random moment of a year. Night, winter, a Friday, the direction and the camera make it hard
to see; hard plates lower the character scores, and low scores make misreads likely: look-alikes (8 and
B, 0 and O, 1 and 7, ...), dropped and added characters. Forty of the cameras are units on trial with few
readings each, where the network is sure of itself without reason. Nine rows in ten have two readings
that differ. `python training/readings.py --rows 20000 --seed 1` writes the training rows; seed 2 is the
held-out rows'.

## Quality

| | training | held-out |
|---|---|---|
{quality}

## Features

{float_count} numbers, {category_count} categories, {text_count} texts, in this order:

{features}

How a body becomes these features: `training/features.py` in Python, `src/plate/` in the service.
`foreign_sym` is always missing, as it is for every model of this service. The splits of the trees use:

| kind of split | splits |
|---|---|
{splits}

## Limits

- Synthetic data: a score says how the generator works, nothing about a real camera or plate.
- A plate, camera or template that the generator does not make is outside what the trees were taught.
- The probability is not calibrated for any real traffic.

## Training it again

The rows, the trees and every prediction come out the same again with the versions above on the same
kind of processor. The file does not: CatBoost writes the training time and random ids (of the model and
of its text parts) into it, so a new file has another SHA-256. `npm run golden` then writes the expected
answers anew.
"""


def table(rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def card(model, path, figures):
    """Markdown of a trained model saved at `path`; `figures` is part -> name -> number."""
    data = path.read_bytes()
    parameters = model.get_all_params()
    names = FLOAT_FEATURES, CATEGORICAL_FEATURES, TEXT_FEATURES
    kinds = split_kinds(path)
    return TEXT.format(
        size=len(data),
        sha=hashlib.sha256(data).hexdigest(),
        trees=model.tree_count_,
        depth=parameters["depth"],
        rate=parameters["learning_rate"],
        l2=parameters["l2_leaf_reg"],
        catboost=version("catboost"),
        numpy=version("numpy"),
        pandas=version("pandas"),
        python=platform.python_version(),
        cameras=len(CAMERAS),
        quality=table(
            [name, *(f"{figures[part][name]:.4f}".removesuffix(".0000") for part in ["training", "held-out"])]
            for name in figures["training"]
        ),
        float_count=len(FLOAT_FEATURES),
        category_count=len(CATEGORICAL_FEATURES),
        text_count=len(TEXT_FEATURES),
        features=", ".join(f"`{name}`" for group in names for name in group),
        splits=table([kind, str(count)] for kind, count in sorted(kinds.items())),
    )
