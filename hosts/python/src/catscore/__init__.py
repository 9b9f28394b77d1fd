"""CatBoost models scored in WebAssembly, equal to the catboost package to the bit."""

from .catscore import CatscoreError, Feature, Model, load, open_bundle

__all__ = ["CatscoreError", "Feature", "Model", "load", "open_bundle"]
