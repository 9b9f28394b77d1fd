"""Values of features, one and whole columns of them: checked, and as the module takes them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .error import CatscoreError, place, show
from .info import Feature

INTEGERS = (int, np.integer, np.bool_)


def to_float(feature: Feature, value: Any, row: int | None = None) -> float:
    """A float, or a component of an embedding; `row` is what errors call the row."""
    try:
        # None and pandas' NA are missing; what has a length is a string or several numbers
        missing = value is None or type(value).__name__ == "NAType"
        number = math.nan if missing else float(value if not hasattr(value, "__len__") else None)
    except (TypeError, ValueError, OverflowError):
        raise _wrong(feature, value, "a number", row) from None
    if feature.refuses_missing and math.isnan(number):
        raise _wrong(feature, value, "a number (the model's nan_mode is Forbidden)", row)
    return number


def to_category(feature: Feature, value: Any, row: int | None = None) -> str:
    """The text of a category: integers in decimal, booleans as 1 and 0."""
    if isinstance(value, str):
        return value
    if isinstance(value, INTEGERS) and -(1 << 63) <= int(value) < 1 << 64:
        return str(int(value))
    raise _wrong(feature, value, "a string or an integer", row)


def to_utf8(feature: Feature, value: Any, row: int | None = None) -> bytes:
    """The bytes of a text, or of a category's text."""
    if not isinstance(value, str):
        raise _wrong(feature, value, "a string", row)
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise _wrong(feature, value, "a string without half surrogate pairs", row) from None


def to_vector(feature: Feature, value: Any, row: int | None = None) -> list[float]:
    """The numbers of an embedding; none of one that the model does not look at."""
    if not is_list(value) or feature.dimension not in (0, len(value)):
        expected = f"{feature.dimension} numbers" if feature.dimension > 0 else "numbers"
        raise _wrong(feature, value, f"a list of {expected}", row)
    return [to_float(feature, component, row) for component in value] if feature.dimension > 0 else []


def to_floats(feature: Feature, column: Any) -> np.ndarray:
    """The floats of a column; one after the other where numpy does not see them all as numbers, to name the row."""
    numbers = _numbers(column)
    if numbers is None or numbers.ndim != 1 or (feature.refuses_missing and np.isnan(numbers).any()):
        numbers = np.array([to_float(feature, value, row) for row, value in enumerate(listed(column))], np.float64)
    return numbers


def to_matrix(feature: Feature, column: Any) -> np.ndarray:
    """The embeddings of a column, a row each."""
    numbers = _numbers(column if getattr(column, "ndim", 1) == 2 else listed(column))
    if numbers is None or numbers.ndim != 2 or numbers.shape[1] != feature.dimension:
        rows = [to_vector(feature, value, row) for row, value in enumerate(column)]
        numbers = np.array(rows, np.float64).reshape(len(rows), feature.dimension)
    return numbers


def is_list(value: Any) -> bool:
    """Whether a value is several: a list, a tuple, an array, a Series."""
    return isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) > 0


def listed(column: Any) -> list[Any]:
    """A column as a list of Python's own values."""
    return column.tolist() if hasattr(column, "tolist") else list(column)


def are_categories(values: list[Any]) -> bool:
    """Whether all are strings or integers."""
    return all(issubclass(kind, (str, *INTEGERS)) for kind in set(map(type, values)))


def _numbers(values: Any) -> np.ndarray | None:
    """Values as an array, missing ones as NaN; None where numpy does not see them all as numbers."""
    try:
        if hasattr(values, "to_numpy") and values.dtype.kind in "fiub":  # a Series, also of a type that knows NA
            return values.to_numpy(np.float64, na_value=np.nan)
        numbers = np.asarray(listed(values) if isinstance(values, np.ma.MaskedArray) else values)
        if numbers.dtype.kind == "O" and not any(isinstance(value, (str, bytes)) for value in numbers.flat):
            numbers = numbers.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    return numbers if numbers.dtype.kind in "fiub" else None


def _wrong(feature: Feature, value: Any, expected: str, row: int | None) -> CatscoreError:
    return CatscoreError(f"{place(row, feature.name)}got {show(value)}, expected {expected}")
