"""What a model is: its features, labels and sizes, read from the module."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from .engine import Instance

# the module's numbers of these are their positions
KINDS = ("float", "categorical", "text", "embedding")
NAN_MODES = ("AsIs", "Min", "Max", "Forbidden")
LABEL_TYPES = (int, float, str, bool)


@dataclass(frozen=True)
class Feature:
    """An input feature of a model.

    Attributes:
        index: position in a row given as a list.
        name: CatBoost's feature name; the decimal index where the model has none.
        kind: "float", "categorical", "text" or "embedding".
        used: whether the model looks at it.
        dimension: how many numbers an embedding has; 0 for other kinds, and where the model looks at none of them.
        nan_mode: what a missing float was in training: "AsIs" (there was none), "Min", "Max", or "Forbidden", which
            makes it an error where the feature is used.
        slot: position in the module's input block of its kind.
    """

    index: int
    name: str
    kind: str
    used: bool
    dimension: int
    nan_mode: str
    slot: int

    @property
    def refuses_missing(self) -> bool:
        """Whether a missing value of this float is an error."""
        return self.nan_mode == "Forbidden" and self.used


class ModelInfo(NamedTuple):
    """What `Model` says of itself under the same names."""

    features: tuple[Feature, ...]
    class_labels: np.ndarray
    tree_count: int
    output_count: int
    loss_function: str


def read_info(instance: Instance) -> ModelInfo:
    """Reads what a loaded model is."""
    features = [_feature(instance, i) for i in range(instance.call("featureCount"))]
    return ModelInfo(
        features=tuple(sorted(features, key=attrgetter("index"))),
        class_labels=_class_labels(instance),
        tree_count=instance.call("treeCount"),
        output_count=instance.call("outputCount"),
        loss_function=instance.text("lossFunction"),
    )


def _feature(instance: Instance, i: int) -> Feature:
    index = instance.call("featureColumn", i)
    return Feature(
        index=index,
        name=instance.text("featureName", i) or str(index),
        kind=KINDS[instance.call("featureKind", i)],
        used=instance.call("featureUsed", i) == 1,
        dimension=instance.call("featureDimension", i),
        nan_mode=NAN_MODES[instance.call("featureNanMode", i)],
        slot=instance.call("featureSlot", i),
    )


def _class_labels(instance: Instance) -> np.ndarray:
    """Labels of the classes, in a type that holds them all."""
    labels = [_class_label(instance, i) for i in range(instance.call("classCount"))]
    return np.array(labels, None if labels and not isinstance(labels[0], str) else object)


def _class_label(instance: Instance, i: int) -> Any:
    kind = LABEL_TYPES[instance.call("classLabelKind", i)]
    return instance.text("classLabelText", i) if kind is str else kind(instance.call_f64("classLabelNumber", i))
