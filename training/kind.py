"""A kind of small model: what its table looks like, how it is trained and what is done to it afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


class OneOf(tuple):
    """A setting that the seed chooses: OneOf((4, 6, 8)). Seed 0 takes the first."""


def settle(setting, random):
    """A setting, or a dict or list of them, with each OneOf replaced by its choice; `random` is None for seed 0."""
    if isinstance(setting, OneOf):
        return settle(random.choice(setting) if random else setting[0], random)
    if isinstance(setting, dict):
        return {name: settle(value, random) for name, value in setting.items()}
    if isinstance(setting, list):
        return [settle(value, random) for value in setting]
    return setting


@dataclass(frozen=True)
class Kind:
    """What the corpus knows of a kind of model."""

    loss: Any  # CatBoost's loss function with its parameters, or OneOf several
    columns: dict[str, Callable]  # by feature name, see tables
    parameters: dict[str, Any] = field(default_factory=dict)  # of CatBoost; values may be OneOf
    rows: int = 400  # to train on
    classes: Sequence | None = None  # labels of the classes in the training data; None: 0, 1, ...
    label: Callable | None = None  # (score, random) -> label; None: that of the loss
    weightless: bool = False  # saved without leaf weights, which no prediction uses: half the size
    edit: Callable | None = None  # (model, train) -> model; train(random_seed) gives another of the kind
    edit_file: Callable | None = None  # bytes of the .cbm -> bytes, before the package answers
    release: str | None = None  # release of CatBoost that wrote the file in tests/conformance; trained by releases.py
