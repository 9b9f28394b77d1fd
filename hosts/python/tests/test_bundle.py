"""Modules that hold their model, as the repository's `catscore bundle` writes them."""

import shutil
import subprocess

import numpy as np
import pytest
from golden import ROOT, golden, model_path, rows_by_name

import catscore

COMMAND = ROOT / "build/cli/main.js"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The path of a bundle of a model with all kinds of features."""
    if shutil.which("node") is None or not COMMAND.is_file():
        pytest.skip("bundles are made by Node and the built repository")
    path = tmp_path_factory.mktemp("bundle") / "scorer.wasm"
    subprocess.run(["node", COMMAND, "bundle", model_path("embedding-mix"), "-o", path], check=True)
    return path


def test_bundles_answer_as_their_models(bundle):
    """From a path and from bytes."""
    model, rows = catscore.load(model_path("embedding-mix")), rows_by_name(golden("embedding-mix"))
    for opened in (catscore.open_bundle(bundle), catscore.open_bundle(bundle.read_bytes())):
        assert opened.features == model.features
        assert opened.class_labels.tolist() == model.class_labels.tolist()
        for kind in ("RawFormulaVal", "Probability", "Class", "LeafIndexes"):
            np.testing.assert_array_equal(opened.predict(rows, kind), model.predict(rows, kind))
            np.testing.assert_array_equal(opened.predict(rows[0], kind), model.predict(rows[0], kind))


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (b"CBM1", "the bundle: "),
        (b"\0asm\1\0\0\0", "the bundle: it is no module of catscore"),
    ],
)
def test_other_files_are_refused(module, message):
    """Files that are no WebAssembly, or not of catscore."""
    with pytest.raises(catscore.CatscoreError, match=message):
        catscore.open_bundle(module)


def test_the_module_without_a_model_is_refused():
    """It is for `load`."""
    with pytest.raises(catscore.CatscoreError, match=r"catscore\.wasm: it holds no model: it is no bundle"):
        catscore.open_bundle(ROOT / "build/catscore.wasm")
