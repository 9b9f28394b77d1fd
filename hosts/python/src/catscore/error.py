"""The one error of this package, and how its messages say where something is and what it is."""

from __future__ import annotations

from typing import Any


class CatscoreError(ValueError):
    """A model, a row or an option that cannot be used: what, where, what came and what was expected."""


def place(row: int | None, column: str | None = None) -> str:
    """Where something is, as far as it is known: `row 3, column "age": `."""
    parts = [] if row is None else [f"row {row}"]
    parts += [] if column is None else [f'column "{column}"']
    return f"{', '.join(parts)}: " if parts else ""


def show(value: Any) -> str:
    """A value as messages show it, shortened."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
