"""Scores CatBoost models (.cbm files) in WebAssembly, equal to the catboost package to the bit.

This file and catscore.wasm beside it are the whole host; it needs wasmtime and numpy. What the module exports, and how
rows lie in its memory, is in docs/abi.md of the project.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import math
import os
import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import wasmtime
from wasmtime import _ffi as ffi

__all__ = ["CatscoreError", "Feature", "Model", "load", "open_bundle"]

ABI_VERSION = 3
# the module's numbers of these are their positions
KINDS = ("float", "categorical", "text", "embedding")
NAN_MODES = ("AsIs", "Min", "Max", "Forbidden")
TYPES = (
    *("RawFormulaVal", "Probability", "LogProbability", "Class", "Exponent", "RMSEWithUncertainty"),
    *("MultiProbability", "VirtEnsembles", "TotalUncertainty", "LeafIndexes"),
)
LABEL_TYPES = (int, float, str, bool)
SINGLE = ("RawFormulaVal", "Class", "Exponent")  # of a model with one output: a number a row
MULTILABEL = ("MultiLogloss", "MultiCrossEntropy")  # their classes are 0 and 1 for each output, whatever the labels
INTEGERS = (int, np.integer, np.bool_)
CALL_ROWS = 1024  # rows of one call: enough to fill the module's blocks, few enough to stay in cache
CALL_NUMBERS = 1 << 20  # most numbers that a call may take or make, unless CALL_GROUP rows have more
CALL_GROUP = 4  # exponents are taken of so many rows together, and of what is left of a call in another way
HASHES_KEPT = 1 << 16  # hashes of categories; when there are more, all are forgotten


class CatscoreError(ValueError):
    """A model, a row or an option that cannot be used: what, where, what came and what was expected."""


class Feature(NamedTuple):
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


class _Plan(NamedTuple):
    """What options ask of a model, checked and in the module's terms."""

    arguments: tuple[int, int, int, int]  # of the export `predict`, after the number of rows
    width: int  # numbers of a row
    shape: tuple[int, ...]  # of a row's answer
    dtype: Any
    labels: np.ndarray | None  # what the numbers are positions in; None where they are the answer
    call_rows: int  # most rows of one call


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

    def __init__(self, instance: _Instance, name: str) -> None:
        self._instance = instance
        self._lock = threading.Lock()
        self.tree_count, self.output_count = instance.call("treeCount"), instance.call("outputCount")
        self.loss_function = instance.text("lossFunction")
        self.class_labels = instance.class_labels()
        self.features = tuple(sorted(instance.feature(i) for i in range(instance.call("featureCount"))))
        self._names = {feature.name: feature for feature in self.features}
        self._width = self.features[-1].index + 1 if self.features else 0
        # whose value tells a row from columns
        self._probe = min(self.features, key=lambda feature: feature.kind == "embedding", default=None)
        self._asked: tuple[Any, ...] = (TYPES[0], 0, 0, 10)
        self._plan = self._plan_of(*self._asked)
        instance.check(instance.call("reserveRows", self._plan.call_rows), name)
        instance.refresh()
        # where the block of each kind begins, in words
        exports = ("floatsAddress", "categoriesAddress", "textsAddress", "embeddingsAddress")
        self._blocks = {kind: instance.call(export) >> 2 for kind, export in zip(KINDS, exports)}
        # of a single row: whether a float is written without a look at it, and where a value stands
        self._items = [
            (f.kind == "float" and not _refuses_missing(f), self._blocks[f.kind] + f.slot * _words(f), f)
            for f in self.features
        ]
        self._hashes: dict[str, int] = {}
        # a place for the bytes of texts, categories and embeddings
        self._strings = self._strings_used = self._strings_end = 0

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
        asked = (prediction_type, ntree_start, ntree_end, virtual_ensembles_count)
        row = self._row_of(data)
        columns, row_count = self._columns_of(data) if row is None else ([], 1)
        with self._lock:
            if asked != self._asked:
                self._plan, self._asked = self._plan_of(*asked), asked
            if row is not None:
                return self._score_row(row, self._plan)
            with np.errstate(over="ignore"):  # a float beyond float32 is infinite
                return self._score_columns(columns, row_count, self._plan)

    def _plan_of(self, kind: str, tree_begin: int, ntree_end: int, ensembles: int) -> _Plan:
        """Checks what options ask of the model."""
        if kind not in TYPES:
            raise CatscoreError(f"got the prediction type {_show(kind)}, expected one of {', '.join(TYPES)}")
        labels = self.class_labels if kind == "Class" and self.loss_function not in MULTILABEL else None
        width = self._instance.call("predictionWidth", TYPES.index(kind))
        if width == 0 or (labels is not None and len(labels) < self.output_count):
            raise CatscoreError(f"a model with the loss {self.loss_function or 'unknown'} cannot give {kind}")

        trees = self.tree_count
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

        shape: tuple[int, ...] = () if kind in SINGLE and self.output_count == 1 else (width,)
        shape = {"LeafIndexes": (tree_end - tree_begin,), "VirtEnsembles": (ensembles, width)}.get(kind, shape)
        width = int(np.prod(shape))
        numbers = max(len(self.features), width, self.output_count * max(ensembles, 1))
        call_rows = min(CALL_ROWS, max(1, CALL_NUMBERS // numbers // CALL_GROUP) * CALL_GROUP)
        dtype = {"Class": np.int64, "LeafIndexes": np.uint32}.get(kind, np.float64)
        return _Plan((TYPES.index(kind), tree_begin, tree_end, ensembles), width, shape, dtype, labels, call_rows)

    def _row_of(self, data: Any) -> Sequence[Any] | None:
        """The values of one row in feature order; None where data are several rows."""
        if getattr(data, "ndim", 0) == 1 and hasattr(data, "items"):  # a row of a DataFrame
            data = dict(data.items())
        if isinstance(data, Mapping):
            if self._probe is not None and not self._is_value(data.get(self._probe.name)):
                return None
            self._check_names(data)
            return [data[name] for name in self._names]
        if not _is_list(data) or len(data) == 0 or getattr(data, "ndim", 1) != 1 or isinstance(data[0], Mapping):
            return None
        at = self._probe.index if self._probe is not None else 0
        if _is_list(data[0]) and not (at < len(data) and self._is_value(data[at])):
            return None
        if len(data) != self._width:
            raise CatscoreError(f"got {len(data)} values, expected {self._width}")
        return [data[feature.index] for feature in self.features]

    def _is_value(self, value: Any) -> bool:
        """Whether this is a value of the probe, and not a column of them or a row."""
        if not _is_list(value):
            return not isinstance(value, Mapping)
        return self._probe.kind == "embedding" and len(value) > 0 and not _is_list(next(iter(value)))

    def _check_names(self, row: Mapping[str, Any], number: int | None = None) -> None:
        if row.keys() == self._names.keys():
            return
        for name, feature in self._names.items():
            if name not in row:
                raise CatscoreError(f"{_where(number, feature)}is missing")
        unknown = next(name for name in row if name not in self._names)
        raise CatscoreError(f'{_where(number)}column "{unknown}" is no feature of the model')

    def _columns_of(self, data: Any) -> tuple[list[Any], int]:
        """Columns in feature order, and their length."""
        if hasattr(data, "columns"):  # a DataFrame
            names = list(map(str, data.columns))
            if len(set(names)) < len(names):
                raise CatscoreError(f"got columns of one name: {_show(names)}")
            data = {name: data[column] for name, column in zip(names, data.columns)}
        if isinstance(data, Mapping):
            self._check_names(data)
            columns = [data[name] for name in self._names]
            row_count = len(data[self._probe.name])
            for feature, column in zip(self.features, columns):
                if not _is_list(column) or len(column) != row_count:
                    raise CatscoreError(f"{_where(None, feature)}got {_size(column)}, expected a column of {row_count}")
            return columns, row_count
        if not _is_list(data):
            raise CatscoreError(f"got {_show(data)}, expected a dict, a list, a DataFrame or a numpy array")
        if getattr(data, "ndim", 1) == 2:
            if data.shape[1] != self._width:
                raise CatscoreError(f"got {data.shape[1]} columns, expected {self._width}")
            return [data[:, feature.index] for feature in self.features], len(data)
        by_name = len(data) > 0 and isinstance(data[0], Mapping)
        for number, row in enumerate(data):
            if by_name and isinstance(row, Mapping):
                self._check_names(row, number)
            elif by_name or not _is_list(row) or len(row) != self._width:
                expected = "a dict" if by_name else f"{self._width} values"
                raise CatscoreError(f"{_where(number)}got {_size(row)}, expected {expected}")
        keys = self._names if by_name else [feature.index for feature in self.features]
        return [[row[key] for row in data] for key in keys], len(data)

    def _score_row(self, row: Sequence[Any], plan: _Plan) -> Any:
        instance = self._instance
        self._strings_used = self._strings
        for (is_plain, item, feature), value in zip(self._items, row):
            if is_plain:
                try:
                    instance.f32[item] = value
                    continue
                except (TypeError, ValueError, OverflowError):
                    pass  # it is missing or wrong
            if feature.kind == "float":
                instance.f32[item] = _number(feature, value)
            elif feature.kind == "categorical":
                instance.u32[item] = self._hash(feature, value)
            elif feature.kind == "text":
                text = _utf8(feature, value)
                instance.u32[item], instance.u32[item + 1] = self._place(text), len(text)
            else:
                vector = array("f", _vector(feature, value))
                instance.u32[item], instance.u32[item + 1] = self._place(vector.tobytes()), len(vector)
        answer = self._run(1, plan)
        if plan.shape != ():
            return _shaped(np.array(answer), plan, plan.shape)
        return plan.dtype(answer[0]) if plan.labels is None else plan.labels[int(answer[0])]

    def _score_columns(self, columns: list[Any], row_count: int, plan: _Plan) -> np.ndarray:
        prepared = [self._prepare(feature, column) for feature, column in zip(self.features, columns)]
        answers = np.empty(row_count * plan.width)
        for first in range(0, row_count, plan.call_rows):
            last = min(row_count, first + plan.call_rows)
            self._strings_used = self._strings
            for feature, values in zip(self.features, prepared):
                self._write(feature, values[first:last])
            answers[first * plan.width : last * plan.width] = self._run(last - first, plan)
        return _shaped(answers, plan, (row_count, *plan.shape))

    def _prepare(self, feature: Feature, column: Any) -> Any:
        """A column as `_write` takes it: an array of floats or hashes, a list of UTF-8, a matrix of embeddings."""
        if feature.kind == "float":
            return _floats(feature, column)
        if feature.kind == "categorical":
            return self._hash_column(feature, column)
        if feature.kind == "text":
            return [_utf8(feature, value, row) for row, value in enumerate(_listed(column))]
        return _matrix(feature, column)

    def _write(self, feature: Feature, values: Any) -> None:
        """Writes a feature's values for a call of as many rows."""
        count, words = len(values), _words(feature)
        first = self._blocks[feature.kind] + feature.slot * count * words
        items = slice(first, first + count * words)
        if feature.kind == "float":
            np.asarray(self._instance.f32[items])[:] = values
        elif feature.kind == "categorical":
            np.asarray(self._instance.u32[items])[:] = values
        else:
            if feature.kind == "text":
                lengths = np.fromiter(map(len, values), np.int64, count)
                addresses = self._place(b"".join(values)) + np.cumsum(lengths) - lengths
            else:
                lengths = values.shape[1]
                addresses = self._place(values.astype(np.float32).tobytes()) + 4 * lengths * np.arange(count)
            pairs = np.asarray(self._instance.u32[items])  # the place may have grown the memory
            pairs[0::2], pairs[1::2] = addresses, lengths

    def _run(self, row_count: int, plan: _Plan) -> memoryview:
        """Scores the rows that were written. @returns their numbers, until the next call"""
        instance = self._instance
        status = instance.call("predict", row_count, *plan.arguments)
        instance.refresh()
        instance.check(status, "scoring")
        out = instance.call("outAddress") >> 3
        return instance.f64[out : out + row_count * plan.width]

    def _hash_column(self, feature: Feature, column: Any) -> np.ndarray:
        """Hashes of a column, computed once for each value; one after the other where one is wrong, to name its row."""
        accessor = getattr(column, "cat", column)
        if hasattr(accessor, "codes") and hasattr(accessor, "categories"):  # a pandas Categorical, or a Series of it
            codes = np.asarray(accessor.codes)
            used = np.unique(codes)
            categories = _listed(accessor.categories[used])
            if used.min(initial=0) >= 0 and _are_categories(categories):
                hashes = np.zeros(used.max(initial=0) + 1, np.uint32)
                hashes[used] = [self._hash(feature, value) for value in categories]
                return hashes[codes]
        values = _listed(column)
        if _are_categories(values):
            by_value = {value: self._hash(feature, value) for value in dict.fromkeys(values)}
            return np.fromiter(map(by_value.__getitem__, values), np.uint32, len(values))
        return np.array([self._hash(feature, value, row) for row, value in enumerate(values)], np.uint32)

    def _hash(self, feature: Feature, value: Any, row: int | None = None) -> int:
        """The module's hash of a category, from those kept where it is among them."""
        if not isinstance(value, str):
            if not isinstance(value, INTEGERS) or not -(1 << 63) <= int(value) < 1 << 63:
                raise _wrong(feature, value, "a string or an integer", row)
            value = str(int(value))
        known = self._hashes.get(value)
        if known is None:
            content = _utf8(feature, value, row)
            self._strings_used = address = self._place(content)
            known = self._instance.call("hashCategory", address, len(content))
            if len(self._hashes) >= HASHES_KEPT:
                self._hashes.clear()
            self._hashes[value] = known
        return known

    def _place(self, content: bytes) -> int:
        """Writes bytes to the place for strings. @returns their address, a multiple of 4"""
        address = -(-self._strings_used // 4) * 4
        if address + len(content) > self._strings_end:
            # what this call wrote before stays where it is
            room = max(4096, 2 * (self._strings_end - self._strings), len(content))
            self._strings = address = self._instance.allocate(room)
            self._strings_end = address + room
        self._strings_used = address + len(content)
        self._instance.u8[address : self._strings_used] = content
        return address


def load(model: str | os.PathLike[str] | bytes) -> Model:
    """Loads a model from a .cbm file, or from its bytes.

    Raises:
        CatscoreError: the file is damaged, or something in it is not supported.
        OSError: the file cannot be read.
    """
    name, content = _read(model, "the model")
    instance = _Instance(_module(), "catscore.wasm")
    address = instance.allocate(len(content))
    instance.u8[address : address + len(content)] = content
    status = instance.call("loadModel", address, len(content))
    instance.refresh()
    instance.check(status, name)
    return Model(instance, name)


def open_bundle(bundle: str | os.PathLike[str] | bytes) -> Model:
    """Opens a module that holds its model, as `catscore bundle` writes it, from a file or its bytes.

    Raises:
        CatscoreError: it is no such module.
        OSError: the file cannot be read.
    """
    name, content = _read(bundle, "the bundle")
    try:
        module = _compile(content)
    except wasmtime.WasmtimeError as error:
        raise CatscoreError(f"{name}: {error}") from None
    instance = _Instance(module, name)
    if "loadModel" in instance.exports:
        raise CatscoreError(f"{name}: it holds no model: it is no bundle")
    return Model(instance, name)


def _read(source: str | os.PathLike[str] | bytes, name: str) -> tuple[str, bytes]:
    """What errors call a file, and its bytes."""
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source), Path(source).read_bytes()
    return name, bytes(source)


class _Instance:
    """An instance of the module: calls of its exports, and views of its memory."""

    def __init__(self, module: wasmtime.Module, name: str) -> None:
        self._store = wasmtime.Store(_ENGINE)
        try:
            self.exports = dict(wasmtime.Instance(self._store, module, []).exports(self._store).items())
        except wasmtime.WasmtimeError as error:
            raise CatscoreError(f"{name}: {error}") from None
        if not {"memory", "abiVersion", "predict"} <= self.exports.keys():
            raise CatscoreError(f"{name}: it is no module of catscore")
        self._memory = self.exports["memory"]
        # the arguments of a call, then its result: up to 5 values of 16 bytes
        self._values = (ffi.wasmtime_val_raw * 5)()
        self._value_words = (ctypes.c_uint32 * 20).from_buffer(self._values)
        self._trap = ctypes.POINTER(ffi.wasm_trap_t)()
        self._context = ctypes.cast(self._store._context(), ctypes.c_void_p)
        self._calls: dict[str, Callable[[], int]] = {}
        self._memory_size = _bound("wasmtime_memory_data_size", self._context, ctypes.byref(self._memory._memory))
        self._size = 0
        self.refresh()
        version = self.call("abiVersion")
        if version != ABI_VERSION:
            raise CatscoreError(f"{name}: got version {version} of the ABI, expected {ABI_VERSION}")

    def call(self, export: str, *arguments: int) -> int:
        """Calls an export with u32. @returns its result as u32

        It is the C API's call without checks, with arguments that stay in place: 1 us, where wasmtime's Func takes 15
        to 60 to look at its types and to wrap values. Measured on an EPYC, wasmtime 50, Python 3.11.
        """
        words = self._value_words
        for i, argument in enumerate(arguments):
            words[4 * i] = argument
        if (self._calls.get(export) or self._bind(export))() or self._trap:
            raise RuntimeError(f"the module trapped in {export}: the model is of no further use")
        return words[0]

    def _bind(self, export: str) -> Callable[[], int]:
        function, values = ctypes.byref(self.exports[export]._func), ctypes.byref(self._values)
        size, trap = ctypes.c_size_t(len(self._values)), ctypes.byref(self._trap)
        self._calls[export] = _bound("wasmtime_func_call_unchecked", self._context, function, values, size, trap)
        return self._calls[export]

    def refresh(self) -> None:
        """Makes the views again if the memory grew; to be called after anything that may allocate."""
        size = self._memory_size()
        if size != self._size:
            self._size = size
            self.u8 = memoryview(self._memory.get_buffer_ptr(self._store)).cast("B")
            self.u32, self.f32, self.f64 = (self.u8.cast(item) for item in "Ifd")

    def allocate(self, byte_count: int) -> int:
        """Takes bytes of the module's memory for good. @returns their address"""
        address = self.call("allocate", byte_count) if byte_count < 1 << 32 else 0
        if address == 0:
            raise CatscoreError(f"the module has no room for {byte_count} bytes more")
        self.refresh()
        return address

    def text(self, export: str, *arguments: int) -> str:
        """The text whose address and length two exports give, of which the second ends in Bytes."""
        address = self.call(export, *arguments)
        return str(self.u8[address : address + self.call(f"{export}Bytes", *arguments)], "utf-8")

    def check(self, status: int, what: str) -> None:
        """Raises the module's own message of a status other than 0, after `what`."""
        if status != 0:
            where = f" (at byte {self.call('statusPosition')})" if status < 64 else ""
            raise CatscoreError(f"{what}: {self.text('statusMessage', status)}{where}")

    def feature(self, i: int) -> Feature:
        index = self.call("featureColumn", i)
        return Feature(
            index=index,
            name=self.text("featureName", i) or str(index),
            kind=KINDS[self.call("featureKind", i)],
            used=self.call("featureUsed", i) == 1,
            dimension=self.call("featureDimension", i),
            nan_mode=NAN_MODES[self.call("featureNanMode", i)],
            slot=self.call("featureSlot", i),
        )

    def class_labels(self) -> np.ndarray:
        """Labels of the classes, in a type that holds them all."""
        labels = [self._class_label(i) for i in range(self.call("classCount"))]
        return np.array(labels, None if labels and not isinstance(labels[0], str) else object)

    def _class_label(self, i: int) -> Any:
        kind = LABEL_TYPES[self.call("classLabelKind", i)]
        if kind is str:
            return self.text("classLabelText", i)
        self.call("classLabelNumber", i)
        return kind(self._values[0].f64)


def _bound(function: str, *arguments: Any) -> Callable[[], int]:
    """A function of wasmtime's C API with its arguments; without types, which ctypes would convert at each call."""
    bound = ffi.dll[function]
    bound.restype = ctypes.c_size_t
    return functools.partial(bound, *arguments)


def _engine() -> wasmtime.Engine:
    config = wasmtime.Config()
    with contextlib.suppress(wasmtime.WasmtimeError):  # there may be no folder for it
        config.cache = True  # of compiled code, between processes
    return wasmtime.Engine(config)


_ENGINE = _engine()


@functools.lru_cache(maxsize=16)
def _compile(module: bytes) -> wasmtime.Module:
    return wasmtime.Module(_ENGINE, module)


@functools.cache
def _module() -> wasmtime.Module:
    return _compile(Path(__file__).with_name("catscore.wasm").read_bytes())


def _floats(feature: Feature, column: Any) -> np.ndarray:
    """The numbers of a column; one after the other where numpy does not see them all as numbers."""
    numbers = _numbers(column)
    if numbers is None or numbers.ndim != 1 or (_refuses_missing(feature) and np.isnan(numbers).any()):
        numbers = np.array([_number(feature, value, row) for row, value in enumerate(_listed(column))], np.float64)
    return numbers


def _numbers(values: Any) -> np.ndarray | None:
    """Values as an array, missing ones as NaN; None where numpy does not see them all as numbers."""
    try:
        if hasattr(values, "to_numpy") and values.dtype.kind in "fiub":  # a Series, also of a type that knows NA
            return values.to_numpy(np.float64, na_value=np.nan)
        numbers = np.asarray(values)
        if numbers.dtype.kind == "O" and not any(isinstance(value, (str, bytes)) for value in numbers.flat):
            numbers = numbers.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    return numbers if numbers.dtype.kind in "fiub" else None


def _number(feature: Feature, value: Any, row: int | None = None) -> float:
    """A float, or a component of an embedding."""
    try:
        # None and pandas' NA are missing; what has a length is a string or several numbers
        missing = value is None or type(value).__name__ == "NAType"
        number = np.nan if missing else float(value if not hasattr(value, "__len__") else None)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(feature, value, "a number", row) from None
    if math.isnan(number) and _refuses_missing(feature):
        raise _wrong(feature, value, "a number (the model's nan_mode is Forbidden)", row)
    return number


def _refuses_missing(feature: Feature) -> bool:
    return feature.nan_mode == "Forbidden" and feature.used


def _utf8(feature: Feature, value: Any, row: int | None = None) -> bytes:
    if not isinstance(value, str):
        raise _wrong(feature, value, "a string", row)
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise _wrong(feature, value, "a string without half surrogate pairs", row) from None


def _matrix(feature: Feature, column: Any) -> np.ndarray:
    """The embeddings of a column, a row each; no numbers of an embedding that the model does not look at."""
    numbers = _numbers(column if getattr(column, "ndim", 1) == 2 else _listed(column))
    if numbers is None or numbers.ndim != 2 or numbers.shape[1] != feature.dimension:
        rows = [_vector(feature, value, row) for row, value in enumerate(column)]
        numbers = np.array(rows, np.float64).reshape(len(rows), feature.dimension)
    return numbers


def _vector(feature: Feature, value: Any, row: int | None = None) -> list[float]:
    if not _is_list(value) or feature.dimension not in (0, len(value)):
        expected = f"{feature.dimension} numbers" if feature.dimension > 0 else "numbers"
        raise _wrong(feature, value, f"a list of {expected}", row)
    return [_number(feature, component, row) for component in value] if feature.dimension > 0 else []


def _words(feature: Feature) -> int:
    """Words of an item of its block: a value or a hash, or an address and a count."""
    return 2 if feature.kind in ("text", "embedding") else 1


def _is_list(value: Any) -> bool:
    """Whether a value is several: a list, a tuple, an array, a Series."""
    return isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0


def _listed(column: Any) -> list[Any]:
    return column.tolist() if hasattr(column, "tolist") else list(column)


def _are_categories(values: list[Any]) -> bool:
    return all(issubclass(kind, (str, *INTEGERS)) for kind in set(map(type, values)))


def _shaped(numbers: np.ndarray, plan: _Plan, shape: tuple[int, ...]) -> np.ndarray:
    """The module's numbers as an answer."""
    numbers = numbers.astype(plan.dtype, copy=False).reshape(shape)
    return numbers if plan.labels is None else plan.labels[numbers]


def _wrong(feature: Feature, value: Any, expected: str, row: int | None) -> CatscoreError:
    return CatscoreError(f"{_where(row, feature)}got {_show(value)}, expected {expected}")


def _where(row: int | None, feature: Feature | None = None) -> str:
    """Where something is wrong, as far as it is known: row 3, column "age"."""
    parts = [] if row is None else [f"row {row}"]
    parts += [] if feature is None else [f'column "{feature.name}"']
    return f"{', '.join(parts)}: " if parts else ""


def _size(value: Any) -> str:
    return f"{len(value)} values" if _is_list(value) else _show(value)


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
