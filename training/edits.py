"""What can be done to a model after training, for the kinds that are about it. An edit is (model, train) -> model."""

import json
import struct
import tempfile
from pathlib import Path

from catboost import CatBoost, sum_models


def scaled_and_biased(scale, bias):
    def edit(model, _train):
        model.set_scale_and_bias(scale, bias)
        return model

    return edit


def shrunk(first, end):
    """Keeps trees first ... end - 1."""

    def edit(model, _train):
        model.shrink(end, first)
        return model

    return edit


def without_trees(model, _train):
    model.shrink(0)
    return model


def without_unused(model, _train):
    model.drop_unused_features()
    return model


def with_threshold(probability):
    """Sets what CatBoostClassifier.set_probability_threshold sets."""

    def edit(model, _train):
        model.get_metadata()["binclass_probability_threshold"] = str(probability)
        return model

    return edit


def labels_in_parameters(model, _train):
    """The classes' names are left to the training parameters, which have them too."""
    del model.get_metadata()["class_params"]
    return model


def labels_of_old(labels):
    """Labels as files had them before 2020: numbers, under another name."""

    def edit(model, _train):
        metadata = model.get_metadata()
        del metadata["class_params"]
        metadata["multiclass_params"] = json.dumps({"class_to_label": labels, "class_names": [], "classes_count": 0})
        return model

    return edit


def summed(weights):
    """A weighted sum of as many models, each trained from another seed."""

    def edit(model, train):
        others = [train(seed) for seed in range(1, len(weights))]
        return sum_models([model, *others], weights=weights)

    return edit


def gpu_ctr_types(model, _train):
    """The two CTR types that only training on a GPU gives, in the places of their likes."""

    def changed(export):
        ctrs = json.dumps([export["features_info"]["ctrs"], export["ctr_data"]])
        for trained, other in (("BinarizedTargetMeanValue", "FloatTargetMeanValue"), ("Counter", "FeatureFreq")):
            ctrs = ctrs.replace(trained, other)
        export["features_info"]["ctrs"], export["ctr_data"] = json.loads(ctrs)
        return export

    return through_json(model, changed)


def without_weights(model):
    """The model without its leaf weights."""

    def changed(export):
        for tree in export["oblivious_trees"]:
            del tree["leaf_weights"]
        return export

    return through_json(model, changed)


def through_json(model, changed):
    """The model that CatBoost reads from its JSON export, which `changed` gets and gives back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        export = changed(json.loads(path.read_text(encoding="utf-8")))
        path.write_text(json.dumps(export), encoding="utf-8")
        return CatBoost().load_model(str(path), format="json")


SCALE, BIAS, MULTI_BIAS, REPACKED_BINS = 14, 15, 16, 17  # fields of the table of trees


def old_layout(file):
    """
    A file as releases before 0.25 laid it out: one scalar bias, in the place of the scale here, which is then 1;
    no list of biases, no repacked bins.
    """
    edited = bytearray(file)
    core = 8 + struct.unpack_from("<I", edited, 8)[0]  # behind "CBM1" and the length

    def slot(table, field):
        return table - struct.unpack_from("<i", edited, table)[0] + 4 + 2 * field

    place = core + struct.unpack_from("<H", edited, slot(core, 1))[0]
    trees = place + struct.unpack_from("<I", edited, place)[0]

    def inline(field):
        return trees + struct.unpack_from("<H", edited, slot(trees, field))[0]

    biases = inline(MULTI_BIAS)
    biases += struct.unpack_from("<I", edited, biases)[0]
    scale = slot(trees, SCALE)
    struct.pack_into("<d", edited, inline(SCALE), struct.unpack_from("<d", edited, biases + 4)[0])
    edited[slot(trees, BIAS) : slot(trees, BIAS) + 2] = edited[scale : scale + 2]
    for field in (SCALE, MULTI_BIAS, REPACKED_BINS):
        struct.pack_into("<H", edited, slot(trees, field), 0)
    return bytes(edited)
