"""Kinds of models that older releases of CatBoost wrote: tests/conformance/release-*.cbm, made by releases.py."""

from kind import Kind
from tables import CITIES, COLORS, UNSEEN_COLORS, category, number, text

MIX = {"n1": number(0.1), "color": category(COLORS, UNSEEN_COLORS), "city": category(CITIES[:6], ["nowhere"])}
CTRS = {"max_ctr_complexity": 2, "one_hot_max_size": 2, "depth": 4}
TWO = {"n1": number(0.1), "n2": number()}

KINDS = {
    "release-0.6": Kind("Logloss", MIX, CTRS, release="0.6.3"),
    "release-0.14": Kind("MultiClass", MIX, CTRS, classes=["x", "y", "z"], release="0.14.2"),
    "release-0.20": Kind("Logloss", TWO, {"depth": 3}, release="0.20"),
    "release-0.24": Kind(
        "RMSE", MIX, CTRS | {"grow_policy": "Lossguide", "max_leaves": 12}, release="0.24.4"
    ),
    "release-0.24-text": Kind("Logloss", {"text": text(), "n1": number()}, {"depth": 3}, release="0.24.4"),
    "release-1.0": Kind("RMSEWithUncertainty", MIX, CTRS, release="1.0.0"),
}
