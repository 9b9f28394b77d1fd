"""Prediction types and ranges of trees: what can be asked of a model, and the shape of its answer."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from .engine import Instance
from .error import CatscoreError, show
from .info import ModelInfo

# the module's numbers of these are their positions
TYPES = (
    *("RawFormulaVal", "Probability", "LogProbability", "Class", "Exponent", "RMSEWithUncertainty"),
    *("MultiProbability", "VirtEnsembles", "TotalUncertainty", "LeafIndexes"),
)
SINGLE = ("RawFormulaVal", "Class", "Exponent")  # of a model with one output: a number a row
MULTILABEL = ("MultiLogloss", "MultiCrossEntropy")  # their classes are 0 and 1 for each output, whatever the labels
INTEGERS = (int, np.integer)
CALL_ROWS = 1024  # rows of one call: enough to fill the module's blocks, few enough to stay in cache
CALL_NUMBERS = 1 << 20  # most numbers that a call may take or make, unless CALL_GROUP rows have more
CALL_GROUP = 4  # exponents are taken of so many rows together, and of what is left of a call in another way


class Asked(NamedTuple):
    """The options of `Model.predict`."""

    prediction_type: str = "RawFormulaVal"
    ntree_start: int = 0
    ntree_end: int = 0
    virtual_ensembles_count: int = 10


class Plan(NamedTuple):
    """What options ask of a model, checked and in the module's terms."""

    arguments: tuple[int, int, int, int]  # of the export `predict`, after the number of rows
    shape: tuple[int, ...]  # of a row's answer
    width: int  # numbers of a row
    dtype: Any
    labels: np.ndarray | None  # what the numbers are positions in; None where they are the answer
    call_rows: int  # most rows of one call

    def shaped(self, numbers: np.ndarray, row_count: int) -> np.ndarray:
        """The module's numbers of many rows as their answer."""
        answer = numbers.astype(self.dtype, copy=False).reshape(row_count, *self.shape)
        return answer if self.labels is None else self.labels[answer]


def make_plan(instance: Instance, info: ModelInfo, asked: Asked) -> Plan:
    """Checks what options ask of a model."""
    kind, tree_begin, ntree_end, ensembles = asked
    if kind not in TYPES:
        raise CatscoreError(f"got the prediction type {show(kind)}, expected one of {', '.join(TYPES)}")
    labels = info.class_labels if kind == "Class" and info.loss_function not in MULTILABEL else None
    width = instance.call("predictionWidth", TYPES.index(kind))
    if width == 0 or (labels is not None and len(labels) < info.output_count):
        raise CatscoreError(f"a model with the loss {info.loss_function or 'unknown'} cannot give {kind}")

    trees = info.tree_count
    tree_end = ntree_end or trees
    is_range = isinstance(tree_begin, INTEGERS) and isinstance(tree_end, INTEGERS) and tree_begin < tree_end
    if (tree_begin, tree_end) != (0, trees) and not (is_range and tree_begin >= 0 and tree_end <= trees):
        got = f"got ntree_start {tree_begin} and ntree_end {tree_end}"
        raise CatscoreError(f"{got}, expected 0 <= ntree_start < ntree_end <= {trees}, the number of trees")
    if kind not in ("VirtEnsembles", "TotalUncertainty"):
        ensembles = 0
    elif tree_begin != 0:
        raise CatscoreError(f"got ntree_start {tree_begin}, expected 0 for {kind}")
    elif not isinstance(ensembles, INTEGERS) or not 2 <= 2 * ensembles <= tree_end:
        got = f"got virtual_ensembles_count {ensembles} and {tree_end} trees"
        raise CatscoreError(f"{got}, expected 1 ensemble or more of at least 2 trees each")

    shape: tuple[int, ...] = () if kind in SINGLE and info.output_count == 1 else (width,)
    shape = {"LeafIndexes": (tree_end - tree_begin,), "VirtEnsembles": (ensembles, width)}.get(kind, shape)
    width = math.prod(shape)
    numbers = max(len(info.features), width, info.output_count * max(ensembles, 1))
    call_rows = min(CALL_ROWS, max(1, CALL_NUMBERS // numbers // CALL_GROUP) * CALL_GROUP)
    dtype = {"Class": np.int64, "LeafIndexes": np.uint32}.get(kind, np.float64)
    return Plan((TYPES.index(kind), tree_begin, tree_end, ensembles), shape, width, dtype, labels, call_rows)
