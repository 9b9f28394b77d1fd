"""Rows in the module's memory: a block of items for each kind of feature, and a place for strings and embeddings."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from .engine import Instance
from .error import CatscoreError
from .info import KINDS, Feature
from .value import are_categories, listed, to_category, to_float, to_floats, to_matrix, to_utf8, to_vector

HASHES_KEPT = 1 << 16  # hashes of categories; when there are more, all are forgotten
KEPT_LENGTH_MAX = 256  # characters; hashes of longer categories are not kept
ITEM_WORDS = {"float": 1, "categorical": 1, "text": 2, "embedding": 2}  # a value, a hash, or an address and a count


class RowWriter:
    """Writes rows for the next call of `predict`: item slot * row_count + r of a kind's block is that of row r."""

    def __init__(self, instance: Instance, features: tuple[Feature, ...]) -> None:
        """After the module has reserved its rows."""
        self._instance = instance
        self._features = features
        # where the block of each kind begins, in words
        exports = ("floatsAddress", "categoriesAddress", "textsAddress", "embeddingsAddress")
        self._blocks = {kind: instance.call(export) >> 2 for kind, export in zip(KINDS, exports)}
        # of a single row: whether a float is written without a look at it, and where a value stands
        self._items = [
            (f.kind == "float" and not f.refuses_missing, self._blocks[f.kind] + f.slot * ITEM_WORDS[f.kind], f)
            for f in features
        ]
        self._hashes: dict[str, int] = {}
        self._strings = self._strings_used = self._strings_end = 0

    def write_row(self, row: Sequence[Any]) -> None:
        """Writes a call of one row, its values in feature order."""
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
                instance.f32[item] = to_float(feature, value)
            elif feature.kind == "categorical":
                instance.u32[item] = self._hash(feature, value)
            elif feature.kind == "text":
                text = to_utf8(feature, value)
                instance.u32[item], instance.u32[item + 1] = self._place(text), len(text)
            else:
                vector = array("f", to_vector(feature, value))
                instance.u32[item], instance.u32[item + 1] = self._place(vector.tobytes()), len(vector)

    def prepare(self, columns: list[Any]) -> list[Any]:
        """Columns as `write` takes them: arrays of floats or hashes, lists of UTF-8, matrices of embeddings."""
        self._strings_used = self._strings
        return [self._prepare(feature, column) for feature, column in zip(self._features, columns)]

    def write(self, columns: list[Any], first: int, last: int) -> None:
        """Writes a call of the rows from first up to, without, last of prepared columns."""
        self._strings_used = self._strings
        for feature, column in zip(self._features, columns):
            self._write_column(feature, column[first:last])

    def _prepare(self, feature: Feature, column: Any) -> Any:
        if feature.kind == "float":
            return to_floats(feature, column)
        if feature.kind == "categorical":
            return self._hash_column(feature, column)
        if feature.kind == "text":
            return [to_utf8(feature, value, row) for row, value in enumerate(listed(column))]
        return to_matrix(feature, column)

    def _write_column(self, feature: Feature, values: Any) -> None:
        count, words = len(values), ITEM_WORDS[feature.kind]
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

    def _hash_column(self, feature: Feature, column: Any) -> np.ndarray:
        """Hashes of a column; one after the other where a value is wrong, to name its row."""
        try:
            hashes = self._hash_distinct(feature, column)
        except CatscoreError:
            hashes = None
        if hashes is None:
            hashes = [self._hash(feature, value, row) for row, value in enumerate(listed(column))]
        return np.asarray(hashes, np.uint32)

    def _hash_distinct(self, feature: Feature, column: Any) -> np.ndarray | None:
        """Hashes of a column, computed once for each value; None where not all are strings and integers."""
        accessor = getattr(column, "cat", column)
        if hasattr(accessor, "codes") and hasattr(accessor, "categories"):  # a pandas Categorical, or a Series of it
            codes = np.asarray(accessor.codes)
            used = np.unique(codes)
            categories = listed(accessor.categories[used])
            if used.min(initial=0) >= 0 and are_categories(categories):
                hashes = np.zeros(used.max(initial=0) + 1, np.uint32)
                hashes[used] = [self._hash(feature, value) for value in categories]
                return hashes[codes]
        values = listed(column)
        if not are_categories(values):
            return None
        by_value = {value: self._hash(feature, value) for value in dict.fromkeys(values)}
        return np.fromiter(map(by_value.__getitem__, values), np.uint32, len(values))

    def _hash(self, feature: Feature, value: Any, row: int | None = None) -> int:
        """The module's hash of a category, from those kept where it is among them."""
        text = to_category(feature, value, row)
        known = self._hashes.get(text)
        if known is None:
            content = to_utf8(feature, text, row)
            self._strings_used = address = self._place(content)  # which the next string may have
            known = self._instance.call("hashCategory", address, len(content))
            if len(text) > KEPT_LENGTH_MAX:
                return known
            if len(self._hashes) >= HASHES_KEPT:
                self._hashes.clear()
            self._hashes[text] = known
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
