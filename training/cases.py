"""Edge cases of a body, made by changing one fixed body: `cases()` gives [(name, body), ...].

Whether a body is answered or refused is not said here: `features` decides. Plates are written with
Latin letters and turned to Cyrillic by `cyrillic`, as everywhere.
"""

from alphabet import CAMERAS, STATIONARY, cyrillic

BODY = {
    "regno_recognize": cyrillic("K208XE790"),
    "afts_regno_ai": cyrillic("K206XE790"),
    "recognition_accuracy": 71.5,
    "afts_regno_ai_score": 0.8125,
    "afts_regno_ai_char_scores": "[0.9984, 0.9991, 0.9873, 0.8342, 0.9962, 0.9935, 0.9998, 0.9997, 0.9941]",
    "afts_regno_ai_length_scores": "[1e-11, 2e-11, 3e-10, 2.5e-9, 1e-8, 3e-7, 4e-6, 0.0001, 0.0021, 0.9975, 0.0003]",
    "camera_type": STATIONARY,
    "camera_class": CAMERAS[0][0],
    "time_check": "2023-05-17 14:05:09",
    "direction": 0,
}
CAMERA, NETWORK, CHARACTERS, LENGTHS = list(BODY)[:2] + list(BODY)[4:6]
NUMBERS = ["recognition_accuracy", "afts_regno_ai_score", "direction"]
STRINGS = [CAMERA, NETWORK, "camera_type", "camera_class"]
LISTS = [CHARACTERS, LENGTHS]


def separated(text):
    """The parts of a text between bars and new lines."""
    return text.strip().replace("\n", "|").split("|")


# One plate for each shape of a category, and some that just miss one.
PLATES = """
A123BC45 A123BC456 A123BC4 A123BC4567 AB12345 AB123456 AB1234567 AB12345678 AB1234 1234AB56 1234AB567 1234AB5
A1234BC A1234BC5 AB123C45 AB123C456 AB123C4 TAB12345 TAB123456 TAB1234 A123456 A1234567 A12345 A12345678
1234A56 1234A567 1234A5 123A45 123A456 123A4 123D456 123D4567 123D45678 123D456789 123D4567890 123D45
123T456 123T456789 12D345 D 1 AAAAAA 111111
""".split()
ODD_PLATES = {
    "Latin letters": "A123BC45",
    "lower case": cyrillic("A123BC45").lower(),
    "Latin C and D": "123CD456",
    "Cyrillic C and Latin D": cyrillic("123C") + "D456",
    "Latin T of a diplomat": "123T456",
    "Latin T of an export": "T" + cyrillic("AB12345"),
    "Latin T and three letters": "T" + cyrillic("ABC12345"),
    "first and last capital": "\u0410123\u042f\u042f45",
    "Cyrillic letters off the plates": "\u0416123\u0419\u042945",
    "Yo is no capital of a pattern": "\u0401123" + cyrillic("BC45"),
    "Ukrainian Yi": "\u0407123" + cyrillic("BC45"),
    "Arabic-Indic digits": "\u0410\u0661\u0662\u0663" + cyrillic("BC45"),
    "Devanagari digits": "\u0410\u0967\u0968\u0969" + cyrillic("BC\u096a\u096b"),
    "fullwidth digits": "\u0410\uff11\uff12\uff13" + cyrillic("BC45"),
    "mathematical digits outside the first plane": "\u0410\U0001d7d9\U0001d7da\U0001d7db" + cyrillic("BC45"),
    "superscript two is no digit": "\u0410\u00b223" + cyrillic("BC45"),
    "Roman numeral is no digit": "\u0410\u216023" + cyrillic("BC45"),
    "fraction is no digit": "\u0410\u00bd23" + cyrillic("BC45"),
    "emoji": "\U0001f600123" + cyrillic("BC45"),
    "emoji of several code points": "\U0001f468\u200d\U0001f469\u200d\U0001f467" + "45",
    "combining accent": "\u0410\u0301123" + cyrillic("BC45"),
    "combining breve is not the letter": "\u0418\u0306123" + cyrillic("BC45"),
    "zero-width blank": "\u0410123\u200b" + cyrillic("BC45"),
    "byte order mark": "\ufeff" + cyrillic("A123BC45"),
    "blank inside": cyrillic("A123 BC45"),
    "two blanks inside": cyrillic("A123  BC45"),
    "blank before": cyrillic(" A123BC45"),
    "blank behind": cyrillic("A123BC45 "),
    "only a blank": " ",
    "no-break blank": cyrillic("A123\u00a0BC45"),
    "new line behind": cyrillic("A123BC45\n"),
    "tab inside": cyrillic("A123\tBC45"),
    "unread character": cyrillic("A123BC7_"),
    "quotation mark and backslash": 'A"\\' + cyrillic("BC45"),
    "NUL inside": cyrillic("A12\0BC45"),
    "last code point": "\U0010ffff123" + cyrillic("BC45"),
    "empty": "",
    "40 characters": cyrillic("A123BC45") * 5,
    "1000 characters": cyrillic("AB12345678") * 100,
}
TIMES = separated("""
2023-05-17|2023-05-17 14:05|2023-05-17T14:05|2023-05-17 14:05:09|2023-05-17T14:05:09|2023-05-17T14:05:09Z
2023-05-17 14:05:09Z|2023-05-17T14:05:09+03:00|2023-05-17 23:59:59+03:00|2023-05-17 00:30:00+03:00
2023-05-17T23:30:00-08:00|2023-05-17 14:05:09.5|2023-05-17T14:05:09.123|2023-05-17 14:05:09.123456
2023-05-17T14:05:09.123456Z|2023-05-17T14:05:09.123456+03:00|2023-05-17 9:2:5|2023-5-7|2023-5-7 14:05:09
2023-01-01 00:00:00|2023-12-31 23:59:59|2024-02-29 12:00:00|2000-02-29|1999-12-31 23:59:59
1970-01-01 00:00:00|2099-07-04 04:00:00
""")
TIMES += [f"2023-{month:02d}-{month + 10:02d} {2 * month - 1:02d}:15:00" for month in range(1, 13)]
BAD_TIMES = ["", 1627797779, 1.5, None, True, [], {}, ["2023-05-17"]]
BAD_TIMES += separated("""
nope|2021-13-01|2021-00-10|2021-02-30|2023-02-29|1900-02-29|2021-04-31|2021-08-00|2021-08-32
2021-08-01 24:00:00|2021-08-01 10:60:00|2021-08-01 10:00:61|2021-08-01 25:00
""")
SCORES = {
    "no blanks": "[0.5,0.6]",
    "many blanks": "[  0.5 ,   0.6  ]",
    "tabs and new lines": "[\t0.5,\n0.6\r\n]",
    "empty": "[]",
    "one": "[0.5]",
    "more than characters": "[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 0.05, 1.1]",
    "a hundred": str([round(0.01 * (index * 37 % 100), 2) for index in range(100)]),
    "all zeros": "[0, 0, 0, 0, 0, 0, 0, 0, 0]",
    "integers": "[1, 0, 1, 1]",
    "negative": "[-0.5, -1, 0.25]",
    "negative zero": "[-0.0]",
    "above one": "[1.5, 2.25, 100]",
    "exponents": "[1e-3, 2.5E-1, 1e+0, 5e-324, 3.24e-10]",
    "signs and bare points": "[+0.5, .25, 1.]",
    "huge": "[1e300, 1.7976931348623157e308]",
    "tiny": "[2.2250738585072014e-308, 2.2250738585072011e-308, 4.9e-324]",
    "long decimals": "[0.1000000000000000055511151231257827021181583404541015625, 0.30000000000000004440892098500626]",
    "halfway between two doubles": "[0.500000000000000055511151231257827021181583404541015625, 9007199254740993]",
    "just above halfway": "[0.50000000000000005551115123125782702118158340454101562500001, 9007199254740993.0000001]",
    "twenty digits": "[0.12345678901234567890, 0.98765432109876543210]",
    "leading zeros": "[000.5, 00.25]",
    "zeros behind": "[0.50000000000000000000000000000000000000000000000000]",
    "a float32": "[0.8702163696289062, 0.9999990463256836]",
    "equal": "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]",
    "array": [0.5, 0.6],
    "array of integers": [1, 0, 1],
    "array of one": [0.25],
    "empty array": [],
    "array as long as the plate": [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1],
}
BAD_SCORES = {
    "empty string": "",
    "only a blank": "[ ]",
    "trailing comma": "[0.5,]",
    "leading comma": "[,0.5]",
    "two commas": "[0.5,,0.6]",
    "words": "[a,b]",
    "null in the text": "[null]",
    "hexadecimal": "[0x1]",
    "open bracket": "[",
    "nested": "[[0.5]]",
    "two numbers in one": "[1 2]",
    "bare exponent": "[1e]",
    "null": None,
    "number": 0.5,
    "boolean": True,
    "object": {"0": 0.5},
    "array of strings": ["0.5"],
    "array with null": [0.5, None],
    "array of arrays": [[0.5]],
    "word": "nope",
}
VALUES = {
    "recognition_accuracy": [None, "71.5", "100", "-3", "1e2", True, False, 0, 100, -1, -0.0, 100.5, 71]
    + [1e300, -1e300, 1e-300, 5e-324, 10**20],
    "afts_regno_ai_score": [None, "0.8125", "1", "5e-1", True, 0, 1, -0.5, 1.5, 0.1 + 0.2, 0.9999999999999999]
    + [1e39, 3.4028235e38, 1e-46],
    "direction": [None, "0", "1", True, False, 1, -1, 2, 0.5, 1e10],
    "camera_type": ["", " ", 0, 5, -3, 10**15, "5", "nope", "\U0001f600", "x" * 300, "a\0b", "\u0401", "CTA"]
    + ["\u0418\u0306", STATIONARY + " "],
    "camera_class": ["", " ", 0, 7, -1, 2**53 - 1, "7", "7.0", "nope", "\u0661", "y" * 64, "y" * 65, "CTA", "\t"],
}
BAD_VALUES = {field: ["abc", "1,5", "0.5.5", [1], [], {}, "1 2"] for field in NUMBERS}
BAD_VALUES |= {field: [None, [], ["A"], {}, 5.5] for field in STRINGS}
for plate_field in (CAMERA, NETWORK):
    BAD_VALUES[plate_field] = BAD_VALUES[plate_field] + [12345, True]
BAD_VALUES["time_check"] = BAD_TIMES


def changed(**changes):
    """The fixed body with some fields changed, in the fixed order."""
    return {field: changes.get(field, value) for field, value in BODY.items()} | changes


def label(value):
    """A value's name in ASCII, at most some 40 characters."""
    name = ascii(value)
    return name if len(name) <= 40 else f"of {len(value)} characters"


def cases():
    """All edge cases as `[(name, body), ...]`; names differ."""
    found = [("the fixed body", BODY)]
    for text in PLATES:
        plate, scores = cyrillic(text), str([round(0.99 - 0.01 * index, 2) for index in range(len(text))])
        found.append((f"plate {text} in both readings", changed(**{CAMERA: plate, NETWORK: plate, CHARACTERS: scores})))
    for name, plate in ODD_PLATES.items():
        scores = str([round(0.97 - 0.005 * index, 3) for index in range(len(plate))])
        found.append((f"camera's plate: {name}", changed(**{CAMERA: plate})))
        found.append((f"network's plate: {name}", changed(**{NETWORK: plate, CHARACTERS: scores})))
    found.append(("both plates empty", changed(**{CAMERA: "", NETWORK: ""})))
    found.append(("both plates and lists empty", changed(**{CAMERA: "", NETWORK: "", CHARACTERS: "[]", LENGTHS: "[]"})))
    repeated = {"falling": "[0.9,0.2,0.5,0.3,0.8,0.1]", "rising": "[0.1,0.2,0.3,0.4,0.5,0.6]", "short": "[0.9,0.2]"}
    for name, scores in repeated.items():
        for text in ("AAA111", "ABABAB"):
            body = changed(**{NETWORK: cyrillic(text), CHARACTERS: scores})
            found.append((f"{name} scores of {text}", body))
    every, scores = cyrillic("0123456789DABEKMHOPCTYX"), str([round(0.04 * place, 2) for place in range(1, 24)])
    found.append(("all score characters", changed(**{NETWORK: every, CHARACTERS: scores})))
    for field in LISTS:
        found += [(f"{field}: {name}", changed(**{field: scores})) for name, scores in SCORES.items()]
        found += [(f"{field} refused: {name}", changed(**{field: scores})) for name, scores in BAD_SCORES.items()]
    found += [(f"time {time}", changed(time_check=time)) for time in TIMES]
    for field, values in VALUES.items():
        found += [(f"{field} {label(value)}", changed(**{field: value})) for value in values]
    for field, values in BAD_VALUES.items():
        found += [(f"{field} refused: {label(value)}", changed(**{field: value})) for value in values]
    found.append(("fields in the opposite order", dict(reversed(BODY.items()))))
    found.append(("fields in the order of their names", dict(sorted(BODY.items()))))
    for field in BODY:
        found.append((f"{field} is missing", {name: value for name, value in BODY.items() if name != field}))
    found.append(("an unknown field", BODY | {"speed": 60}))
    found.append(("a field in capitals is unknown", BODY | {"DIRECTION": 0}))
    names = [name for name, _ in found]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    return found
