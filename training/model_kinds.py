"""Kinds of models that differ in what is around the trees: labels, names, scale and bias, sums, old files."""

from edits import (
    labels_in_parameters,
    labels_of_old,
    old_layout,
    scaled_and_biased,
    shrunk,
    summed,
    with_threshold,
    without_trees,
    without_unused,
)
from kind import Kind, OneOf
from tables import COLORS, UNSEEN_COLORS, category, embedding, number, text

TWO = {"n1": number(0.1), "n2": number()}
MIX = {"n1": number(0.1), "color": category(COLORS, UNSEEN_COLORS), "n2": number()}
SMALL = {"depth": 3, "iterations": OneOf((5, 30))}
ODD_NAMES = ["", 'a "quoted" one', "a,b;c\td", "two\nlines", "\u0438\u043c\u044f \U0001f600", "__proto__", "'", " "]

KINDS = {
    "labels-integers": Kind("Logloss", TWO, SMALL, classes=[7, -3]),
    "labels-floats": Kind("Logloss", TWO, SMALL, classes=[-0.5, 1.25]),
    "labels-strings": Kind("Logloss", TWO, SMALL, classes=["no", 'y"es\U0001f600']),
    "labels-booleans": Kind("Logloss", TWO, SMALL, classes=[False, True]),
    "labels-multiclass-strings": Kind("MultiClass", TWO, SMALL, classes=["x", " ", "1", "NaN"]),
    "labels-multiclass-floats": Kind("MultiClass", TWO, SMALL, classes=[0.0, 0.5, 1e20, -3.0]),
    "labels-one-vs-all": Kind("MultiClassOneVsAll", TWO, SMALL, classes=["a", "b", "c", "d"]),
    "labels-parameters": Kind(
        OneOf(("MultiClass", "MultiClassOneVsAll")), TWO, SMALL, classes=["a", "b", "c", "d"], edit=labels_in_parameters
    ),
    "labels-old": Kind("MultiClass", TWO, SMALL, edit=labels_of_old([3.0, 7.0, -1.0, 0.0])),
    "classes-count": Kind("MultiClass", TWO, SMALL | {"classes_count": OneOf((6, 9))}, classes=[0, 2, 3, 5]),
    "class-names": Kind(
        "MultiClass", TWO, SMALL | {"class_names": ["q", "zz", "y", "never", "x"]}, classes=["x", "y", "zz"]
    ),
    "class-names-one-vs-all": Kind(
        "MultiClassOneVsAll", TWO, SMALL | {"class_names": [5, 3, 1, 0]}, classes=[0, 1, 3]
    ),
    "class-names-order": Kind("Logloss", TWO, SMALL | {"class_names": ["yes", "no"]}, classes=["no", "yes"]),
    "class-weights": Kind("MultiClass", TWO, SMALL | {"auto_class_weights": "Balanced"}),
    "threshold": Kind("Logloss", TWO, SMALL, edit=with_threshold(0.8)),
    "threshold-multi-logloss": Kind("MultiLogloss", TWO, SMALL, edit=with_threshold(0.3)),
    "scale-and-bias": Kind("Logloss", MIX, SMALL, edit=scaled_and_biased(0.7, -0.3125)),
    "scale-only": Kind("RMSE", TWO, SMALL, edit=scaled_and_biased(-1.3, 0.0)),
    "bias-huge": Kind("RMSE", TWO, SMALL, edit=scaled_and_biased(1.0, 711.25)),
    "scale-extreme": Kind("RMSE", TWO, SMALL, edit=scaled_and_biased(400.0, 0.0)),
    "scale-extreme-multiclass": Kind("MultiClass", TWO, SMALL, edit=scaled_and_biased(600.0, [1.0, 2.0, -30.0, 0.5])),
    "biases": Kind("MultiClass", TWO, SMALL, edit=scaled_and_biased(1.0, [0.25, -1.5, 0.0, 3.0])),
    "scale-and-biases": Kind("MultiRMSE", TWO, SMALL, edit=scaled_and_biased(0.3, [0.1, -0.7, 0.9])),
    "sum": Kind("RMSE", MIX, SMALL, edit=summed([0.5, 0.25, -1.0])),
    "sum-multiclass": Kind("MultiClass", TWO, SMALL, edit=summed([1.0, 0.3])),
    "sum-logloss": Kind("Logloss", TWO, SMALL, edit=summed([0.5, 0.5])),
    "shrunk": Kind("MultiClass", MIX, SMALL, edit=shrunk(1, 5)),
    "no-trees": Kind("RMSE", TWO, SMALL, edit=without_trees),
    "dropped-features": Kind(
        "Logloss",
        {f"n{index}": number(0.1) for index in range(12)}
        | {"c1": category(COLORS), "c2": category(COLORS, UNSEEN_COLORS)}
        | {f"m{index}": number() for index in range(5)},
        {"depth": 2, "iterations": 4, "one_hot_max_size": OneOf((2, 20))},
        edit=without_unused,
    ),
    "dropped-texts": Kind(
        "Logloss",
        {"t1": text(), "n1": number(), "e1": embedding(3), "t2": text(), "n2": number(), "e2": embedding(2)},
        {"depth": 2, "ignored_features": OneOf(([0], [2], [0, 2, 4]))},
        rows=300,
        edit=without_unused,
    ),
    "names": Kind("Logloss", {name: number() for name in ODD_NAMES}, SMALL),
    "ignored": Kind(
        "Logloss",
        MIX | {"text": text(), "c2": category(COLORS), "n3": number()},
        SMALL | {"ignored_features": [0, 3]},
    ),
    "posterior-sampling": Kind("RMSE", TWO, SMALL | {"posterior_sampling": True}),
    "posterior-sampling-classes": Kind("Logloss", TWO, SMALL | {"posterior_sampling": True}),
    "langevin": Kind("RMSEWithUncertainty", TWO, SMALL | {"langevin": True, "diffusion_temperature": 1000}),
    "shrink-rate": Kind("MultiClass", TWO, SMALL | {"model_shrink_rate": 0.2}),
    "shrink-decreasing": Kind("RMSE", MIX, SMALL | {"model_shrink_rate": 0.5, "model_shrink_mode": "Decreasing"}),
    "old-layout": Kind("Logloss", MIX, SMALL, edit=scaled_and_biased(0.5, 1.5), edit_file=old_layout),
}
