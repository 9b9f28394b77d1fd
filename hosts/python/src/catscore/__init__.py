"""CatBoost models (.cbm files) scored in WebAssembly, equal to the catboost package to the bit.

The module catscore.wasm lies beside this file. What it exports, and how rows lie in its memory, is in docs/abi.md of
the project.
"""

from .error import CatscoreError
from .info import Feature
from .model import Model, load, open_bundle

__all__ = ["CatscoreError", "Feature", "Model", "load", "open_bundle"]
