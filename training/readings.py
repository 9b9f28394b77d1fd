"""Synthetic readings: a body of POST /reg/ and whether the network's reading is the true plate.

A reading starts from a true plate seen by one camera at one moment. Night, winter dirt and the
camera decide how hard it is to see; hardness lowers each character's score, and a low score makes a
misread likely. The same seed gives the same rows.

    python training/readings.py --rows 1000 --seed 7 > readings.jsonl
"""

import argparse
import json
import math
import random
import sys
from datetime import datetime, timedelta

import numpy

from alphabet import CAMERAS, DIGITS, LOOK_ALIKES, PLATE_LETTERS
from plates import choose, plate

LENGTH_COUNT = 11  # lengths 0 to 10 have a score
FIRST_MOMENT = datetime(2023, 1, 1)
YEAR_SECONDS = 365 * 24 * 3600
DISPUTED_SHARE = 0.9  # of the rows have two readings that differ: the service is asked about those
TWINS = {}
for one, other, weight in LOOK_ALIKES:
    TWINS.setdefault(one, []).append((other, weight))
    TWINS.setdefault(other, []).append((one, weight))


def float32(value):
    """The nearest float32, as a double: scores come from a float32 network."""
    return float(numpy.float32(value))


def sigmoid(value):
    return 1 / (1 + math.exp(-value))


def misread(rng, character):
    """A wrong character: mostly a look-alike, else any of the same kind."""
    twins = TWINS.get(character)
    if twins and rng.random() < 0.8:
        return choose(rng, twins)
    kind = DIGITS if character in DIGITS else PLATE_LETTERS
    return rng.choice(kind.replace(character, ""))


def hardness(rng, moment, direction):
    """How hard the plate is to see, about 0 (easy) to 4."""
    night = max(0.0, math.cos(2 * math.pi * (moment.hour - 2) / 24))
    dirt = {11: 0.5, 12: 0.7, 1: 0.8, 2: 0.9, 3: 1.0, 4: 0.4}.get(moment.month, 0.0)
    friday = 0.4 if moment.weekday() == 4 else 0.0
    return 1.2 * night + dirt + friday + 0.4 * direction + rng.gammavariate(1.2, 0.5)


def network_reading(rng, true, hard, quality):
    """(text, char scores, length scores, whole score) as the network would give them."""
    text, scores = "", []
    for position, character in enumerate(true):
        slip = 1.5 if character in TWINS else 0.0
        margin = rng.gauss(7.5 + 3.5 * quality - 1.6 * hard - slip, 2.2)
        # A network that was not taught a camera's pictures is sure of itself without reason.
        trust = margin if quality > 0.1 else margin - 4.0
        wrong = rng.random() < 0.45 * sigmoid(-(trust - 2.0))
        # Its habit: the last digits of a region end in 77 where it cannot see.
        if wrong and position >= len(true) - 2 and rng.random() < 0.5:
            character = "7"
        elif wrong:
            character = misread(rng, character)
        text += character
        scores.append(sigmoid(margin))
    sure = rng.gauss(9 + 3 * quality - 1.5 * hard, 2.5)
    if len(text) > 6 and rng.random() < 0.5 * sigmoid(-(sure - 1.5)):
        cut = rng.randrange(len(text))
        text, scores = text[:cut] + text[cut + 1 :], scores[:cut] + scores[cut + 1 :]
    best = sigmoid(sure)
    lengths = [
        (1 - best) * math.exp(-2.5 * abs(count - len(text)) + rng.gauss(0, 0.3)) for count in range(LENGTH_COUNT)
    ]
    lengths[min(len(text), LENGTH_COUNT - 1)] = best
    total = sum(lengths)
    lengths = [float32(score / total) for score in lengths]
    scores = [float32(score) for score in scores]
    return text, scores, lengths, float32(math.prod(scores) * max(lengths) * rng.uniform(0.998, 1))


def camera_reading(rng, true, hard, quality, whole):
    """(text, accuracy 0 to 100) as the camera's own reader would give them."""
    skill = rng.gauss(2.0 + 3 * quality - 1.1 * hard, 1.2)
    text = ""
    for character in true:
        fate = rng.random()
        wrong = 0.35 * sigmoid(-(skill - 0.5))
        if fate < wrong * 0.12:
            continue
        if fate < wrong * 0.30:
            text += "_"
        elif fate < wrong:
            text += misread(rng, character)
        else:
            text += character
        if rng.random() < wrong * 0.04:
            text += rng.choice(DIGITS)
    accuracy = 100 * sigmoid(0.8 * skill + rng.gauss(0, 0.9))
    return text, float(round(accuracy)) if whole else round(float32(accuracy), rng.choice([1, 2, 6]))


def scene(rng):
    """(body, label) of any one reading; the label is 1 where the network's text is the true plate."""
    name, kind, _, eye, taught, whole = rng.choices(CAMERAS, [camera[2] for camera in CAMERAS])[0]
    moment = FIRST_MOMENT + timedelta(seconds=rng.randrange(YEAR_SECONDS))
    direction = int(rng.random() < 0.45)
    true = plate(rng)
    hard = hardness(rng, moment, direction)
    network, scores, lengths, score = network_reading(rng, true, hard, taught)
    camera, accuracy = camera_reading(rng, true, hard, eye, whole)
    body = {
        "regno_recognize": camera,
        "afts_regno_ai": network,
        "recognition_accuracy": accuracy,
        "afts_regno_ai_score": score,
        "afts_regno_ai_char_scores": str(scores),
        "afts_regno_ai_length_scores": str(lengths),
        "camera_type": kind,
        "camera_class": name,
        "time_check": str(moment),
        "direction": direction,
    }
    return body, int(network == true)


def readings(count, seed):
    """Yields `count` pairs (body, label) made from a seed; most have two readings that differ."""
    rng = random.Random(seed)
    while count:
        wanted = rng.random() < DISPUTED_SHARE
        body, label = scene(rng)
        while (body["regno_recognize"] != body["afts_regno_ai"]) != wanted:
            body, label = scene(rng)
        yield body, label
        count -= 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1000, help="number of rows (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the rows (default: 1)")
    options = parser.parse_args()
    for body, label in readings(options.rows, options.seed):
        json.dump({"body": body, "label": label}, sys.stdout, ensure_ascii=False)
        print()


if __name__ == "__main__":
    main()
