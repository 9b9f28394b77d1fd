"""Synthetic tables for the small models: columns of every kind, each with an effect on the label.

A column is a function of (random, seen): it gives (value, effect). With `seen` false it makes the
values of a question asked of the model, odd ones among them: missing and infinite numbers,
categories and words the model was never shown. `kind` of a column is the name of its kind of feature.
"""

import math
from itertools import pairwise

COLORS = [
    "red",
    "green",
    "blue",
    "",
    " red",
    "Red",
    "\u0436\u0451\u043b\u0442\u044b\u0439",
    "\U0001f697",
    "1",
    "a\u0301",
]
CITIES = [f"city {index}" for index in range(40)]
UNSEEN_COLORS = ["violet", "RED", "red ", "\U0001f600", "2", "1.0", "x" * 100, "nan", "\0", "\u202e"]
UNSEEN_NUMBERS = [-1, 10**6, -(2**40), 2**53 - 1, 0]
ODD_NUMBERS = [math.inf, -math.inf, 1e300, -1e300, 1e-300, 1e-42, -1e-45, 0.0, -0.0, 3.4028235e38]

WORDS = "ice sun fog rain snow wind hail storm cold warm 7 12 \u043b\u0451\u0434 \u0434\u043e\u043c \u2744".split()
UNSEEN_WORDS = ["never", "\U0001f600", "Ice", "ice,", "\u00a0", "\u0301", "\t", "x" * 70, "007", "\u0130ce", "\u03a3"]
PROSE = [
    "ice",
    "sun",
    "Fog-lamp",
    "don't",
    "3.14",
    "-7",
    "1,000",
    "x86_64",
    "e-mail",
    "a.b@c.org",
    "http://ice.sun/7?x=1",
    "\u0421\u043e\u043b\u043d\u0446\u0435",
    "\u0451\u043b\u043a\u0430",
    "\u65e5\u672c\u8a9e",
    "\u2116 5",
    "U.S.A.",
    "snow2snow",
    "\u00ab\u043b\u0451\u0434\u00bb",
    "stra\u00dfe",
    "5%",
]
UNSEEN_PROSE = ["\U0001f600\U0001f697", "a\u0301", "\u0130zmir", "\u03a3\u0391\u03a3", "\u00ad", "...", "?!", "_", "\r"]
BETWEEN_PROSE = [" ", " ", " ", ", ", ". ", "  ", "\n", "-", "\n\n", "! ", "\t", ""]


def of_kind(kind):
    """Marks a column with its kind of feature."""

    def mark(column):
        column.kind = kind
        return column

    return mark


def number(missing=0.0, odd=True):
    """A number, N(0, 1), NaN with a probability; its effect is its square's. Asked `odd`: missing, infinite, tiny."""

    @of_kind("float")
    def column(random, seen):
        if random.random() < missing:
            return math.nan, 0.8
        if not seen and odd and random.random() < 0.15:
            return random.choice([math.nan, *ODD_NUMBERS]), 0.0
        value = random.gauss(0, 1)
        return round(value, random.choice([1, 3, 16])), min(value * value, 4) - 1

    return column


def scaled(factor, infinite=0.0):
    """A number of N(0, factor), some of them infinite: with a factor of 1e-41 float32 has few digits for it."""

    @of_kind("float")
    def column(random, seen):
        if random.random() < (infinite if seen else 0.2):
            return random.choice([math.inf, -math.inf] if seen else [math.nan, *ODD_NUMBERS]), 1.0
        value = random.gauss(0, 1)
        return value * factor, value

    return column


def noisy(count):
    """A number of 0 to 1 in `count` steps whose effect jumps at each: it needs many borders."""

    @of_kind("float")
    def column(random, seen):
        step = random.randrange(count)
        effect = 1.0 if step * 7919 % 1009 % 2 else -1.0
        return (step / count, effect) if seen else (random.choice([step, step + 0.5, step - 0.25]) / count, effect)

    return column


def category(values, unseen=()):
    """A string or an integer of a list; its effect comes from its place there."""

    @of_kind("categorical")
    def column(random, seen):
        place = min(int(random.expovariate(3 / len(values))), len(values) - 1)
        if not seen and unseen and random.random() < 0.2:
            return random.choice(unseen), 0.0
        return values[place], math.sin(1 + 2.3 * place)

    return column


def uniform(values, unseen=()):
    """As `category`, with every value as frequent as the next."""

    @of_kind("categorical")
    def column(random, seen):
        place = random.randrange(len(values))
        if not seen and unseen and random.random() < 0.2:
            return random.choice(unseen), 0.0
        return values[place], 2 * math.sin(1 + 2.3 * place)

    return column


def any_unicode(length=3):
    """A category of odd characters, one of twelve; when asked, half of them are any characters of all planes."""

    @of_kind("categorical")
    def column(random, seen):
        letters = "\u00e9\u0416\u05d0\u0639\u0e01\u3042\U00010348\U0001f9ca\u0000\u007f\u0308'\",\n\\"
        place = random.randrange(12)
        if not seen and random.random() < 0.5:
            low, high = random.choice([(0, 0xD800), (0xE000, 0x110000)])
            return "".join(chr(random.randrange(low, high)) for _ in range(length)), 0.0
        return letters[place : place + length], math.sin(1 + 2.3 * place)

    return column


def text(most=6, words=WORDS, unseen=UNSEEN_WORDS, between=(" ",)):
    """Up to `most` words, something of `between` after each; some words and some neighbours have an effect."""

    @of_kind("text")
    def column(random, seen):
        chosen = [random.choice(words) for _ in range(random.randrange(most + 1))]
        if not seen and random.random() < 0.4:
            chosen.insert(random.randrange(len(chosen) + 1), random.choice(unseen))
        effect = 1.5 * chosen.count(words[0]) - chosen.count(words[1])
        effect += sum(one == other for one, other in pairwise(chosen))
        start = "" if seen else random.choice(["", "", " ", "  "])
        separators = [random.choice(between) for _ in chosen[1:]]
        return start + "".join(word + gap for word, gap in zip(chosen, [*separators, ""])), effect - 0.3

    return column


def prose(most=6):
    """Text with punctuation, numbers, several scripts: food for a tokenizer."""
    return text(most, PROSE, UNSEEN_PROSE, BETWEEN_PROSE)


def embedding(size):
    """A vector of `size` numbers; asked, sometimes of zeros or large ones, or with a missing or infinite one."""

    @of_kind("embedding")
    def column(random, seen):
        values = [random.gauss(0, 1) for _ in range(size)]
        if not seen and random.random() < 0.15:
            factor = random.choice([0.0, 1e6, 1e-6])
            values = [factor * value for value in values]
        if not seen and random.random() < 0.15:
            values[random.randrange(size)] = random.choice([math.nan, *ODD_NUMBERS])
        return values, values[0] + values[-1] * values[0]

    return column


def rows(columns, count, random, seen=True):
    """`count` pairs (row by name, score), the score being about N(0, 1) with interactions."""
    for _ in range(count):
        row, score = {}, random.gauss(0, 0.3)
        last = 0.5
        for name, column in columns.items():
            row[name], effect = column(random, seen)
            score += 0.6 * effect + effect * last
            last = effect
        yield row, score
