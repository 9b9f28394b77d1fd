"""What the splits of a trained model use: counts by kind, read from the .cbm file itself.

CatBoost exports a model with texts in no other format, so this reads the few FlatBuffers tables it
needs. It trusts the file: it is for models trained here, not for anyone else's.

    python training/splits.py models/plates.cbm
"""

import struct
import sys
from collections import Counter
from pathlib import Path

CTR_TYPES = ["Borders", "Buckets", "BinarizedTargetMeanValue", "FloatTargetMeanValue", "Counter", "FeatureFreq"]
CALCER_MAGIC, DICTIONARY_MAGIC, GUID_BYTES = b"FeatureCalcerV1\0", b"DictionaryV1\0\0\0\0", 16


class Table:
    """A FlatBuffers table at `position` of `data`; fields are taken by slot."""

    def __init__(self, data, position=None):
        self.data = data
        self.position = self.u32(0) if position is None else position

    def u32(self, at):
        return struct.unpack_from("<I", self.data, at)[0]

    def field(self, slot):
        """Offset of a field's value, or None where the default stands."""
        vtable = self.position - struct.unpack_from("<i", self.data, self.position)[0]
        at = 4 + 2 * slot
        size = struct.unpack_from("<H", self.data, vtable)[0]
        offset = struct.unpack_from("<H", self.data, vtable + at)[0] if at < size else 0
        return self.position + offset if offset else None

    def scalar(self, slot, code, default):
        at = self.field(slot)
        return default if at is None else struct.unpack_from("<" + code, self.data, at)[0]

    def target(self, at):
        return at + self.u32(at)

    def table(self, slot):
        return Table(self.data, self.target(self.field(slot)))

    def vector(self, slot):
        """(offset of the first item, count of items)."""
        at = self.field(slot)
        start = None if at is None else self.target(at)
        return (0, 0) if start is None else (start + 4, self.u32(start))

    def numbers(self, slot, code):
        start, count = self.vector(slot)
        return struct.unpack_from(f"<{count}{code}", self.data, start)

    def guids(self, slot):
        start, count = self.vector(slot)
        return [self.data[at : at + GUID_BYTES] for at in range(start, start + count * GUID_BYTES, GUID_BYTES)]

    def tables(self, slot):
        start, count = self.vector(slot)
        return [Table(self.data, self.target(start + 4 * index)) for index in range(count)]


def sized(data, at):
    """(the bytes behind a u64 size at `at`, the offset after them)."""
    end = at + 8 + struct.unpack_from("<Q", data, at)[0]
    return data[at + 8 : end], end


def calcer_kinds(data):
    """Text calcer's GUID -> its kind with the gram order of its dictionary, such as "BoW of 2".

    `data` is the file's parts, all that stands behind the model core.
    """
    start = data.find(b"text_process_v2\0")
    if start < 0:
        return {}
    header, _ = sized(data, start + 16)
    header = Table(header)
    orders, kinds, at = {}, {}, -1
    while (at := data.find(DICTIONARY_MAGIC, at + 1)) >= 0:
        meta, _ = sized(data, at + 16 + GUID_BYTES + 16 + 8)
        orders[data[at + 16 : at + 16 + GUID_BYTES]] = Table(meta).table(1).scalar(1, "I", 1)
    types, at = {}, -1
    while (at := data.find(CALCER_MAGIC, at + 1)) >= 0:
        calcer = Table(sized(data, at + 20)[0])
        guid = calcer.field(0)
        kind = ["BoW", "NaiveBayes", "BM25"][struct.unpack_from("<I", data, at + 16)[0]]
        types[calcer.data[guid : guid + GUID_BYTES]] = kind
    digitizers = [number for text in header.tables(3) for number in text.numbers(0, "I")]
    for digitizer, calcers in zip(digitizers, header.tables(4)):
        order = orders[header.guids(1)[digitizer]]
        for number in calcers.numbers(0, "I"):
            guid = header.guids(2)[number]
            kinds[guid] = f"{types[guid]} of {order}"
    return kinds


def split_kinds(path):
    """Counter: kind of split -> how many splits of all trees are of this kind."""
    data = Path(path).read_bytes()
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    trees, calcers = Table(data[8:end]).table(1), calcer_kinds(data[end:])
    kinds = []
    for feature in trees.tables(5):
        kinds += ["float"] * feature.vector(3)[1]
    for feature in trees.tables(13):
        guid = feature.field(1)
        kinds += [calcers.get(feature.data[guid : guid + GUID_BYTES], "embedding")] * feature.vector(3)[1]
    for feature in trees.tables(6):
        kinds += ["one-hot"] * feature.vector(1)[1]
    for feature in trees.tables(7):
        base = feature.table(0).table(0)
        sources = sum(base.table(0).vector(slot)[1] for slot in range(3))
        kind = f"CTR {CTR_TYPES[base.scalar(1, 'b', 0)]}" + (" of a combination" if sources > 1 else "")
        prior = feature.table(0).scalar(2, "f", 0.0)
        kinds += [f"{kind}, prior {prior:g}"] * feature.vector(1)[1]
    return Counter(kinds[split] for split in trees.numbers(1, "i"))


if __name__ == "__main__":
    for kind, count in sorted(split_kinds(sys.argv[1]).items()):
        print(f"{count:6d}  {kind}")
