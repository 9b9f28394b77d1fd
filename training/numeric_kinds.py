"""Kinds of models of numbers: trees, borders, losses."""

import math

from kind import Kind, OneOf
from losses import sigmoid
from tables import category, noisy, number, scaled

TWO = {"n1": number(0.1), "n2": number()}
THREE = TWO | {"n3": number(0.2)}
MIX = {"n1": number(0.1), "code": category(list(range(6)), [-1, 77]), "n2": number()}
LEAVES = {"grow_policy": "Lossguide", "depth": OneOf((8, 5, 12)), "max_leaves": OneOf((20, 5, 31, 64))}
LEVELS = {"grow_policy": "Depthwise", "depth": OneOf((4, 2, 6))}


def constant(_score, _random):
    """A target that is the same for each row."""
    return 1.75


def bucket(count):
    """A target of `count` classes, all of about the same frequency."""
    return lambda score, _random: min(count - 1, max(0, int(count * sigmoid(score))))


def spread(count):
    """Targets in `count` dimensions."""
    return lambda score, _random: [math.sin(score * (1 + dimension)) for dimension in range(count)]


TREES = {
    "numeric-nan-min": Kind("Logloss", THREE, {"nan_mode": "Min"}),
    "numeric-nan-max": Kind("Logloss", THREE, {"nan_mode": "Max"}),
    "numeric-nan-forbidden": Kind(
        "RMSE", {"n1": number(odd=False), "n2": number(odd=False)}, {"nan_mode": "Forbidden"}
    ),
    "numeric-nan-new": Kind("RMSE", {"n1": number(), "n2": number()}),
    "denormal": Kind("RMSE", {"n1": scaled(1e-41), "n2": scaled(1e-44), "n3": scaled(1.0)}),
    "infinite": Kind("RMSE", {"n1": scaled(1e38, 0.1), "n2": scaled(3.0, 0.3)}),
    "depth-1": Kind("Logloss", TWO, {"depth": 1, "iterations": 40}),
    "depth-16": Kind(
        "RMSE",
        {f"n{index}": number() for index in range(8)},
        {"depth": 16, "iterations": 1},
        rows=3000,
        weightless=True,
    ),
    "trees-1000": Kind("RMSE", TWO, {"depth": 1, "iterations": OneOf((1000, 4000))}, weightless=True),
    "one-leaf": Kind("RMSE", TWO, {"allow_const_label": True, "bootstrap_type": "No"}, label=constant),
    "one-leaf-lossguide": Kind(
        "RMSE", TWO, {"allow_const_label": True, "bootstrap_type": "No", "grow_policy": "Lossguide"}, label=constant
    ),
    "borders-1024": Kind(
        "Logloss",
        {"step": noisy(700)},
        {"border_count": 1024, "depth": 2, "iterations": 250, "random_strength": 0, "learning_rate": 0.9},
        rows=4000,
    ),
    "borders-1": Kind("RMSE", THREE, {"border_count": OneOf((1, 2)), "feature_border_type": "Uniform"}),
    "borders-each": Kind(
        "Logloss",
        THREE,
        {"per_float_feature_quantization": ["0:border_count=5,nan_mode=Max", "1:border_count=300"]},
    ),
    "lossguide": Kind("Logloss", THREE, LEAVES),
    "lossguide-multiclass": Kind("MultiClass", MIX, LEAVES | {"one_hot_max_size": OneOf((10, 2))}),
    "lossguide-borders": Kind(
        "RMSE", {"step": noisy(700), "n1": number(0.1)}, LEAVES | {"border_count": 800, "depth": 10}, rows=3000
    ),
    "depthwise": Kind("RMSE", THREE, LEVELS),
    "depthwise-categories": Kind("Logloss", MIX, LEVELS | {"one_hot_max_size": OneOf((2, 10))}),
    "depthwise-multi": Kind("MultiRMSE", THREE, LEVELS),
    "depthwise-uncertainty": Kind("RMSEWithUncertainty", THREE, LEVELS),
    "ordered-boosting": Kind("Logloss", MIX, {"boosting_type": "Ordered"}),
    "monotone": Kind("RMSE", TWO, {"monotone_constraints": [1, -1]}),
    "many-features": Kind("Logloss", {f"n{index}": number(0.05) for index in range(80)}, {"iterations": 40}),
    "first-split-unused": Kind("RMSE", THREE, {"depth": 6, "iterations": 2, "min_data_in_leaf": 50}),
}

SMALL = {"depth": 3, "iterations": OneOf((5, 30))}
LOSSES = {
    "logloss": Kind("Logloss", MIX),
    "cross-entropy": Kind("CrossEntropy", THREE),
    "focal": Kind("Focal:focal_alpha=0.4;focal_gamma=1.5", THREE),
    "rmse": Kind("RMSE", MIX),
    "mae": Kind(OneOf(("MAE", "LogCosh")), TWO, SMALL),
    "mape": Kind("MAPE", TWO, SMALL),
    "lq": Kind("Lq:q=3", TWO, SMALL),
    "huber": Kind("Huber:delta=0.7", TWO, SMALL),
    "expectile": Kind("Expectile:alpha=0.3", TWO, SMALL),
    "quantile": Kind(OneOf(("Quantile:alpha=0.8", "Quantile:alpha=0.1")), MIX, SMALL),
    "group-quantile": Kind("GroupQuantile", TWO, SMALL),
    "poisson": Kind("Poisson", THREE, SMALL),
    "tweedie": Kind("Tweedie:variance_power=1.5", TWO, SMALL),
    "log-lin-quantile": Kind("LogLinQuantile:alpha=0.6", TWO, SMALL),
    "cox": Kind("Cox", TWO, SMALL),
    "survival": Kind(
        OneOf(("SurvivalAft:dist=Normal", "SurvivalAft:dist=Logistic;scale=2", "SurvivalAft:dist=Extreme")), TWO, SMALL
    ),
    "multiclass": Kind("MultiClass", MIX),
    "multiclass-many": Kind("MultiClass", MIX, SMALL, label=bucket(23)),
    "multiclass-five": Kind(OneOf(("MultiClass", "MultiClassOneVsAll")), TWO, SMALL, label=bucket(5)),
    "multi-rmse-wide": Kind("MultiRMSE", TWO, SMALL, label=spread(17)),
    "one-class": Kind(
        OneOf(("Logloss", "MultiClass")), TWO, SMALL | {"allow_const_label": True}, label=bucket(1), classes=["only"]
    ),
    "multiclass-two": Kind("MultiClass", TWO, SMALL, classes=[0, 1]),
    "multiclass-one-vs-all": Kind("MultiClassOneVsAll", MIX),
    "multi-logloss": Kind("MultiLogloss", MIX),
    "multi-logloss-one": Kind(
        OneOf(("MultiLogloss", "MultiCrossEntropy")), TWO, SMALL, label=lambda score, random: [int(score > 0)]
    ),
    "multi-cross-entropy": Kind("MultiCrossEntropy", THREE),
    "multi-rmse": Kind("MultiRMSE", MIX),
    "multi-rmse-missing": Kind("MultiRMSEWithMissingValues", TWO, SMALL),
    "multi-quantile": Kind("MultiQuantile:alpha=0.1,0.5,0.9", THREE),
    "uncertainty": Kind("RMSEWithUncertainty", MIX),
    "query-rmse": Kind("QueryRMSE", MIX, SMALL),
    "query-softmax": Kind("QuerySoftMax", TWO, SMALL),
    "pair-logit": Kind(OneOf(("PairLogit", "PairLogitPairwise")), TWO, SMALL),
    "yeti-rank": Kind(OneOf(("YetiRank", "YetiRankPairwise", "YetiRank:mode=NDCG")), TWO, SMALL),
    "stochastic-rank": Kind(OneOf(("StochasticRank:metric=DCG", "StochasticRank:metric=NDCG")), TWO, SMALL),
    "lambda-mart": Kind("LambdaMart", TWO, SMALL),
}

KINDS = TREES | LOSSES
