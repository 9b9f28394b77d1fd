"""The report of a run for the repository's docs/parity.md: values compared with CatBoost's, a model a line."""

import json
import os
from importlib.metadata import version
from pathlib import Path

import pytest

REPORT = pytest.StashKey[dict]()


@pytest.fixture
def report(request):
    """Takes what was compared of a model: values, and how many were different."""
    models = request.config.stash.setdefault(REPORT, {})

    def add(model, values, different):
        known = models.setdefault(model, {"values": 0, "different": 0})
        known["values"] += values
        known["different"] += different

    return add


def pytest_sessionfinish(session):
    """Writes the report where CATSCORE_REPORT names a file."""
    path = os.environ.get("CATSCORE_REPORT")
    if path:
        host = f"Python (wasmtime {version('wasmtime')})"
        document = {"host": host, "models": session.config.stash.get(REPORT, {})}
        Path(path).write_text(json.dumps(document), encoding="utf-8")
