"""Modules that hold their model, as the repository's `catscore bundle` writes them."""

import multiprocessing
import shutil
import subprocess

import numpy as np
import pytest
import wasmtime
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


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="there is no fork here")
def test_bundles_open_after_a_fork(bundle):
    """Also where this process has compiled before, with threads that a child would not have."""
    catscore.open_bundle(bundle)
    child = multiprocessing.get_context("fork").Process(target=catscore.open_bundle, args=(bundle,))
    child.start()
    child.join(60)
    child.kill()
    child.join()
    assert child.exitcode == 0


def module_of(version="(result i32) i32.const 2", predict="", more=""):
    """A module that is nearly one of catscore."""
    exports = f'(func (export "abiVersion") {version}) (func (export "predict") {predict})'
    return bytes(wasmtime.wat2wasm(f'(module {more} (memory (export "memory") 1) {exports})'))


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (b"CBM1", "the bundle: "),
        (b"\0asm\1\0\0\0", "the bundle: it is no module of catscore"),
        (module_of(), "the bundle: got version 2 of the ABI, expected 3"),
        # what would be read or written outside of a call's values
        (module_of(predict="(param i32 i32 i32 i32 i32 i32)"), "the bundle: it is no module of catscore"),
        (module_of(version="(result i32 i32) i32.const 3 i32.const 3"), "the bundle: it is no module of catscore"),
        (module_of(predict="(param externref)"), "the bundle: it is no module of catscore"),
        (module_of(more='(import "env" "clock" (func))'), "the bundle: "),
    ],
)
def test_other_files_are_refused(module, message):
    """Files that are no WebAssembly, not of catscore, of another version, or not to be called as catscore's are."""
    with pytest.raises(catscore.CatscoreError, match=message):
        catscore.open_bundle(module)


def test_damaged_bundles_are_refused(bundle):
    """Whatever is cut off."""
    content = bundle.read_bytes()
    for size in (0, 7, 100, len(content) // 2, len(content) - 1):
        with pytest.raises(catscore.CatscoreError, match="the bundle: "):
            catscore.open_bundle(content[:size])


def test_the_module_without_a_model_is_refused():
    """It is for `load`."""
    with pytest.raises(catscore.CatscoreError, match=r"catscore\.wasm: it holds no model: it is no bundle"):
        catscore.open_bundle(ROOT / "build/catscore.wasm")
