"""Models: loaded from .cbm files or opened from bundles, and asked for predictions."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from .engine import Instance, compile_module, shared_module
from .error import CatscoreError
from .info import Feature, read_info
from .prediction import Asked, Plan, make_plan
from .rows import RowReader
from .writer import RowWriter


class Model:
    """A CatBoost model in an instance of the module, made by `load` or `open_bundle`.

    Threads may share it: their calls wait for each other. For parallel work make a model for each thread.

    Attributes:
        features: in the order of a row given as a list.
        class_labels: in the order of outputs, of int64, float64, bool or object (str); empty of no classifier.
        tree_count: trees of the model.
        output_count: raw values of a row.
        loss_function: name of the loss that it was trained for; empty where the file does not say.
    """

    features: tuple[Feature, ...]
    class_labels: np.ndarray
    tree_count: int
    output_count: int
    loss_function: str

    def __init__(self, instance: Instance, name: str) -> None:
        self._instance = instance
        self._lock = threading.Lock()
        self._info = info = read_info(instance)
        self.features, self.class_labels, self.tree_count, self.output_count, self.loss_function = info
        self._asked = Asked()
        self._plan = make_plan(instance, info, self._asked)
        # no other options have calls of more rows
        instance.check(instance.call("reserveRows", self._plan.call_rows), name)
        self._reader = RowReader(info.features)
        self._writer = RowWriter(instance, info.features)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a model of catscore cannot be copied or pickled: load it where it is needed")

    def predict(
        self,
        data: Any,
        prediction_type: str = "RawFormulaVal",
        ntree_start: int = 0,
        ntree_end: int = 0,
        virtual_ensembles_count: int = 10,
    ) -> Any:
        """Scores rows.

        One row is a dict by feature name, or a list in feature order. Several are a list of dicts or of lists, a pandas
        DataFrame, a dict of columns (numpy arrays, lists, Series) or a two-dimensional numpy array. A float is a
        number; None, NaN and pandas' NA are missing. A category is a string or an integer, a text a string, an
        embedding a list or array of numbers.

        Args:
            data: the rows.
            prediction_type: CatBoost's name: RawFormulaVal, Probability, LogProbability, Class, Exponent,
                RMSEWithUncertainty, MultiProbability, VirtEnsembles, TotalUncertainty or LeafIndexes.
            ntree_start: the first tree.
            ntree_end: the tree after the last one; 0 stands for the number of trees.
            virtual_ensembles_count: ensembles of VirtEnsembles and TotalUncertainty.

        Returns:
            What catboost's predict, virtual_ensembles_predict or calc_leaf_indexes returns: an array whose first axis
            is the rows; for one row a scalar, or an array without that axis.

        Raises:
            CatscoreError: a column is missing or unknown, a value is of the wrong kind (row and column are named), or
                the model cannot give what was asked.
        """
        asked = Asked(prediction_type, ntree_start, ntree_end, virtual_ensembles_count)
        row = self._reader.one_row(data)
        columns, row_count = self._reader.columns(data) if row is None else ([], 1)
        with self._lock:
            if asked != self._asked:
                self._plan, self._asked = make_plan(self._instance, self._info, asked), asked
            if row is None:
                return self._score_columns(columns, row_count, self._plan)
            self._writer.write_row(row)
            return self._answer(self._run(1, self._plan), self._plan)

    def _score_columns(self, columns: list[Any], row_count: int, plan: Plan) -> np.ndarray:
        answers = np.empty(row_count * plan.width)
        with np.errstate(over="ignore"):  # a float beyond float32 is infinite
            prepared = self._writer.prepare(columns)
            for first in range(0, row_count, plan.call_rows):
                last = min(row_count, first + plan.call_rows)
                self._writer.write(prepared, first, last)
                answers[first * plan.width : last * plan.width] = self._run(last - first, plan)
        return plan.shaped(answers, row_count)

    @staticmethod
    def _answer(numbers: memoryview, plan: Plan) -> Any:
        """The answer of one row; a scalar is made without an array in between."""
        if plan.shape != ():
            return plan.shaped(np.array(numbers), 1)[0]
        return plan.dtype(numbers[0]) if plan.labels is None else plan.labels[int(numbers[0])]

    def _run(self, row_count: int, plan: Plan) -> memoryview:
        """Scores the rows that were written. @returns their numbers, until the next call"""
        instance = self._instance
        instance.check(instance.call("predict", row_count, *plan.arguments), "scoring")
        out = instance.call("outAddress") >> 3
        return instance.f64[out : out + row_count * plan.width]


def load(model: str | os.PathLike[str] | bytes) -> Model:
    """Loads a model from a .cbm file, or from its bytes.

    Raises:
        CatscoreError: the file is damaged, or something in it is not supported.
        OSError: the file cannot be read.
    """
    name, content = _read(model, "the model")
    instance = Instance(shared_module(), "catscore.wasm")
    address = instance.allocate(len(content))
    instance.u8[address : address + len(content)] = content
    instance.check(instance.call("loadModel", address, len(content)), name)
    return Model(instance, name)


def open_bundle(bundle: str | os.PathLike[str] | bytes) -> Model:
    """Opens a module that holds its model, as `catscore bundle` writes it, from a file or its bytes.

    It is compiled each time. A bundle is code: open those that you trust.

    Raises:
        CatscoreError: it is no such module.
        OSError: the file cannot be read.
    """
    name, content = _read(bundle, "the bundle")
    instance = Instance(compile_module(content, name), name)
    if "loadModel" in instance.exports:
        raise CatscoreError(f"{name}: it holds no model: it is no bundle")
    return Model(instance, name)


def _read(source: str | os.PathLike[str] | bytes, name: str) -> tuple[str, bytes]:
    """What errors call a file, and its bytes."""
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source), Path(source).read_bytes()
    return name, bytes(memoryview(source))
