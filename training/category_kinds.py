"""Kinds of models of categories: one-hot features and CTRs."""

from edits import gpu_ctr_types, shrunk
from kind import Kind, OneOf
from tables import CITIES, COLORS, UNSEEN_COLORS, UNSEEN_NUMBERS, any_unicode, category, number, uniform

COLOR = category(COLORS, UNSEEN_COLORS)
CITY = category(CITIES, ["nowhere"])
CODE = category(list(range(30)), UNSEEN_NUMBERS)
WET = category(["yes", "no", "maybe"], ["?"])

PRIORS = ["Borders:CtrBorderCount=15:Prior=0/1:Prior=0.5/1:Prior=1/1", "Counter:CtrBorderCount=15:Prior=0/1"]
OTHERS = ["Buckets:Prior=0.25/1", "BinarizedTargetMeanValue:Prior=0.5/1", "Counter:Prior=0.75/1"]
COMBINATIONS = {"max_ctr_complexity": 3, "one_hot_max_size": 3, "depth": 5, "model_size_reg": 0}
MIX = {"color": COLOR, "wet": WET, "city": category(CITIES[:6], ["nowhere"]), "n1": number(0.1)}
SMALL = {"color": COLOR, "code": CODE, "n1": number()}


def ctrs(*kinds):
    """The same CTR descriptions for single categories and for combinations."""
    return {"simple_ctr": list(kinds), "combinations_ctr": list(kinds)}


KINDS = {
    "one-hot-300": Kind(
        "Logloss",
        {
            "color": uniform(COLORS + [f"color {index}" for index in range(290)], UNSEEN_COLORS),
            "code": uniform(list(range(-5, 25)), UNSEEN_NUMBERS),
            "n1": number(),
        },
        {"one_hot_max_size": 300, "depth": 2, "iterations": 250, "learning_rate": 0.9},
        rows=6000,
    ),
    "one-hot-two": Kind("RMSE", {"flag": category([0, 1], [2]), "wet": category(["", "\0"], ["x"])}, {"depth": 2}),
    "one-hot-multiclass": Kind("MultiClass", {"color": COLOR, "code": CODE}, {"one_hot_max_size": 40}),
    "unicode": Kind(
        "Logloss",
        {"letters": any_unicode(), "letter": any_unicode(1)},
        {"one_hot_max_size": OneOf((2, 20)), "depth": 3},
    ),
    "ctr-simple": Kind(
        "Logloss", {"color": COLOR, "city": CITY, "code": CODE}, {"max_ctr_complexity": 1} | ctrs(*PRIORS), rows=800
    ),
    "ctr-types": Kind("Logloss", SMALL, {"max_ctr_complexity": 2} | ctrs(*OTHERS), rows=800),
    "ctr-borders": Kind("RMSE", SMALL, ctrs("Borders:TargetBorderCount=4:TargetBorderType=GreedyLogSum:Prior=0.3/1")),
    "ctr-buckets": Kind("RMSE", SMALL, ctrs("Buckets:TargetBorderCount=3:CtrBorderCount=30:Prior=0.5/1")),
    "ctr-means": Kind("RMSE", SMALL, ctrs("BinarizedTargetMeanValue:TargetBorderCount=5:Prior=0.1/1")),
    "ctr-counter": Kind(
        "Logloss",
        SMALL,
        ctrs("Counter:Prior=0.5/1:Prior=-0.5/1") | {"counter_calc_method": OneOf(("SkipTest", "Full"))},
    ),
    "ctr-float-means": Kind(
        "RMSE", SMALL, ctrs("BinarizedTargetMeanValue:TargetBorderCount=3:Prior=0.5/1"), edit=gpu_ctr_types
    ),
    "ctr-frequencies": Kind("Logloss", SMALL, ctrs("Counter:Prior=0.5/1"), edit=gpu_ctr_types),
    "ctr-multiclass": Kind("MultiClass", SMALL, ctrs("Borders:Prior=0.5/1", "Buckets:Prior=0/1", "Counter:Prior=0/1")),
    "ctr-multi-logloss": Kind("MultiLogloss", SMALL),
    "ctr-each": Kind(
        "Logloss", SMALL, {"per_feature_ctr": ["0:Borders:Prior=0.2/1", "1:Counter:CtrBorderCount=7:Prior=0.1/1"]}
    ),
    "ctr-integers": Kind(
        "Logloss",
        {"code": category(list(range(-20, 20)), UNSEEN_NUMBERS), "big": category([2**31, -(2**31), 2**40, 0, 7])},
    ),
    "ctr-combinations": Kind("Logloss", MIX, {"iterations": 9} | COMBINATIONS, rows=500),
    # combinations again, cut to its first trees: CTR tables stay that no tree looks into any more
    "ctr-shrunk": Kind("Logloss", MIX, {"iterations": 9} | COMBINATIONS, rows=500, edit=shrunk(0, 3)),
    "ctr-target-borders": Kind("RMSE", MIX, {"ctr_target_border_count": 5} | COMBINATIONS, rows=300),
    "ctr-multi-rmse": Kind("MultiRMSE", MIX, COMBINATIONS, rows=300),
    "ctr-depthwise": Kind("MultiClass", MIX, {"iterations": 12, "grow_policy": "Depthwise"} | COMBINATIONS, rows=300),
    "ctr-long-combinations": Kind(
        "Logloss",
        {f"c{index}": category(list(range(3)), [9]) for index in range(5)} | {"n1": number(0.1), "n2": number()},
        {"iterations": 6, "depth": 6, "max_ctr_complexity": 6, "one_hot_max_size": 2, "model_size_reg": 0},
        rows=300,
    ),
    "ctr-one-hot-combinations": Kind(
        "RMSE",
        MIX | {"flag": category([0, 1], [2])},
        {"iterations": 12} | COMBINATIONS | {"one_hot_max_size": 6},
        rows=300,
    ),
    "ctr-lossguide": Kind(
        "Logloss", MIX, {"iterations": 12, "grow_policy": "Lossguide", "max_leaves": 12} | COMBINATIONS, rows=300
    ),
    "ctr-multiclass-combinations": Kind("MultiClass", MIX, {"iterations": 8} | COMBINATIONS, rows=300),
}
