"""Synthetic tables for the small models: columns of every kind, each with an effect on the label.

A column is a function of (random, seen): it gives (value, effect). With `seen` false it makes the
values of a question asked of the model, odd ones among them: missing and infinite numbers,
categories and words the model was never shown.
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
WORDS = "ice fog sun rain snow wind hail storm cold warm 7 12 \u043b\u0451\u0434 \u0434\u043e\u043c \u2744".split()
UNSEEN_WORDS = ["never", "\U0001f600", "Ice", "ice,", "\u00a0", "\u0301", "\t", "x" * 70]


def number(missing=0.0, infinite=True):
    """A number, N(0, 1), NaN with a probability; its effect is its square's."""

    def column(random, seen):
        if random.random() < missing:
            return math.nan, 0.8
        if not seen and infinite and random.random() < 0.15:
            return random.choice([math.inf, -math.inf, 1e300, -1e300, 1e-300, 0.0, -0.0, 3.4028235e38]), 0.0
        value = random.gauss(0, 1)
        return round(value, random.choice([1, 3, 16])), min(value * value, 4) - 1

    return column


def noisy(count):
    """A number of 0 to 1 in `count` steps whose effect jumps at each: it needs many borders."""

    def column(random, seen):
        step = random.randrange(count)
        effect = 1.0 if step * 7919 % 1009 % 2 else -1.0
        return (step / count, effect) if seen else (random.choice([step, step + 0.5, step - 0.25]) / count, effect)

    return column


def category(values, unseen=()):
    """A string or an integer of a list; its effect comes from its place there."""

    def column(random, seen):
        place = min(int(random.expovariate(3 / len(values))), len(values) - 1)
        if not seen and unseen and random.random() < 0.2:
            return random.choice(unseen), 0.0
        return values[place], math.sin(1 + 2.3 * place)

    return column


def uniform(values, unseen=()):
    """As `category`, with every value as frequent as the next."""

    def column(random, seen):
        place = random.randrange(len(values))
        if not seen and unseen and random.random() < 0.2:
            return random.choice(unseen), 0.0
        return values[place], 2 * math.sin(1 + 2.3 * place)

    return column


def text(most=6):
    """Up to `most` words with one blank between; some words and some neighbours have an effect."""

    def column(random, seen):
        words = [random.choice(WORDS) for _ in range(random.randrange(most + 1))]
        if not seen and random.random() < 0.4:
            words.insert(random.randrange(len(words) + 1), random.choice(UNSEEN_WORDS))
        effect = 1.5 * words.count("ice") - words.count("sun") + sum(one == other for one, other in pairwise(words))
        start = "" if seen else random.choice(["", "", " ", "  "])
        return start + " ".join(words), effect - 0.3

    return column


def embedding(size):
    """A vector of `size` numbers."""

    def column(random, seen):
        values = [random.gauss(0, 1) for _ in range(size)]
        return values, values[0]

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
