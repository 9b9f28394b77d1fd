"""The forms that rows may have: one row or many, by name or in feature order, row by row or as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .error import CatscoreError, place, show
from .info import Feature
from .value import is_list


class RowReader:
    """Tells the forms apart, and takes them into feature order; values are not looked at."""

    def __init__(self, features: tuple[Feature, ...]) -> None:
        self._features = features
        self._names = {feature.name: feature for feature in features}
        self._width = features[-1].index + 1 if features else 0
        # the feature whose value tells a row from columns and from many rows
        self._probe = min(features, key=lambda feature: feature.kind == "embedding", default=None)

    def one_row(self, data: Any) -> Sequence[Any] | None:
        """The values of one row; None where data are several rows."""
        data = _by_name(data)
        if isinstance(data, Mapping):
            if self._probe is not None and not self._is_value(data.get(self._probe.name)):
                return None
            self._check_names(data)
            return [data[name] for name in self._names]
        if not is_list(data) or len(data) == 0 or getattr(data, "ndim", 1) != 1 or isinstance(data[0], Mapping):
            return None
        at = self._probe.index if self._probe is not None else 0
        if is_list(data[0]) and not (at < len(data) and self._is_value(data[at])):
            return None
        if len(data) != self._width:
            raise CatscoreError(f"got {len(data)} values, expected {self._width}")
        return [data[feature.index] for feature in self._features]

    def columns(self, data: Any) -> tuple[list[Any], int]:
        """The columns of many rows, and their length."""
        if hasattr(data, "columns"):  # a DataFrame
            names = list(map(str, data.columns))
            if len(set(names)) < len(names):
                raise CatscoreError(f"got columns of one name: {show(names)}")
            data = {name: data[column] for name, column in zip(names, data.columns)}
        if isinstance(data, Mapping):
            return self._columns_by_name(data)
        if not is_list(data):
            raise CatscoreError(f"got {show(data)}, expected a dict, a list, a DataFrame or a numpy array")
        if getattr(data, "ndim", 1) == 2:
            if data.shape[1] != self._width:
                raise CatscoreError(f"got {data.shape[1]} columns, expected {self._width}")
            return [data[:, feature.index] for feature in self._features], len(data)
        data = [_by_name(row) for row in data]
        by_name = len(data) > 0 and isinstance(data[0], Mapping)
        for number, row in enumerate(data):
            if by_name and isinstance(row, Mapping):
                self._check_names(row, number)
            elif by_name or not is_list(row) or len(row) != self._width:
                expected = "a dict" if by_name else f"{self._width} values"
                raise CatscoreError(f"{place(number)}got {_size(row)}, expected {expected}")
        keys = self._names if by_name else [feature.index for feature in self._features]
        return [[row[key] for row in data] for key in keys], len(data)

    def _columns_by_name(self, data: Mapping[str, Any]) -> tuple[list[Any], int]:
        self._check_names(data)
        columns = [data[name] for name in self._names]
        row_count = len(data[self._probe.name])
        for name, column in zip(self._names, columns):
            if not is_list(column) or len(column) != row_count:
                raise CatscoreError(f"{place(None, name)}got {_size(column)}, expected a column of {row_count}")
        return columns, row_count

    def _is_value(self, value: Any) -> bool:
        """Whether this is a value of the probe, and not a row or a column."""
        if not is_list(value):
            return not isinstance(value, Mapping)
        return self._probe.kind == "embedding" and len(value) > 0 and not is_list(next(iter(value)))

    def _check_names(self, row: Mapping[str, Any], number: int | None = None) -> None:
        if row.keys() == self._names.keys():
            return
        for name in self._names:
            if name not in row:
                raise CatscoreError(f"{place(number, name)}is missing")
        unknown = next(name for name in row if name not in self._names)
        raise CatscoreError(f'{place(number)}column "{unknown}" is no feature of the model')


def _by_name(row: Any) -> Any:
    """A Series, which is a row of a DataFrame, as a dict by feature name; anything else as it is."""
    if getattr(row, "ndim", 0) == 1 and hasattr(row, "items"):
        return {str(name): value for name, value in row.items()}
    return row


def _size(value: Any) -> str:
    return f"{len(value)} values" if is_list(value) else show(value)
