"""The letters of plates and the names of cameras: the only file here with non-ASCII text.

Twelve Cyrillic letters stand on Russian plates because each looks like a Latin one. A reader
cannot tell the two apart, so every other file writes plates in Latin and calls `cyrillic`:
`cyrillic("A123BC77")` is the plate with Cyrillic letters. Letters are escapes for the same reason.
"""

CYRILLIC = {
    "A": "\u0410",
    "B": "\u0412",
    "E": "\u0415",
    "K": "\u041a",
    "M": "\u041c",
    "H": "\u041d",
    "O": "\u041e",
    "P": "\u0420",
    "C": "\u0421",
    "T": "\u0422",
    "Y": "\u0423",
    "X": "\u0425",
}

PLATE_LETTERS = "".join(CYRILLIC.values())
DIGITS = "0123456789"

# The capital letters of a plate category's pattern: U+0410 to U+042F, without U+0401.
FIRST_CAPITAL, LAST_CAPITAL = "\u0410", "\u042f"

# Features that hold the score of one character, in the model's order.
SCORE_CHARACTERS = [CYRILLIC.get(character, character) for character in "18795BPM024O6AX3KEDCHTY"]


def cyrillic(latin):
    """The text with the twelve Latin look-alikes replaced by plate letters; all else stays."""
    return "".join(CYRILLIC.get(character, character) for character in latin)


# Pairs that cameras and networks mistake for one another, with a weight.
LOOK_ALIKES = [
    (cyrillic(pair[0]), cyrillic(pair[1]), weight)
    for weight, pairs in {5: "8B 0O 17", 4: "68 HM", 3: "CO KX", 2: "38 56 90 T7 YX D0", 1: "4A EB PB 27"}.items()
    for pair in pairs.split()
]

STATIONARY, MOBILE = "Стационарная", "Передвижная"

# name, type, share of the readings, camera's quality (0 worst, 1 best), network's quality on its
# pictures, whether its accuracy is a whole number. Invented names.
CAMERAS = [
    ("Взор-Поток", STATIONARY, 26, 0.55, 0.80, False),
    ("Дрозд-Плюс", STATIONARY, 20, 0.80, 0.60, True),
    ("Иволга-ВМ3", STATIONARY, 14, 0.70, 0.45, True),
    ("Дрозд-М", STATIONARY, 7, 0.65, 0.70, True),
    ("Дрозд-270", STATIONARY, 5, 0.45, 0.75, True),
    ("Маяк Север", STATIONARY, 4, 0.35, 0.85, False),
    ("Вереск-2", STATIONARY, 3, 0.75, 0.35, False),
    ("Окунь-СМ", MOBILE, 5, 0.50, 0.40, False),
    ("Порог", MOBILE, 3, 0.40, 0.55, True),
    ("Луч-7", MOBILE, 2, 0.60, 0.25, False),
]
# Units on trial: many, each with few readings, and the network was never taught their pictures.
CAMERAS += [
    (f"Опыт-{number:02d}", MOBILE if number % 3 else STATIONARY, 0.25, 0.6, 0.05, False) for number in range(1, 41)
]
