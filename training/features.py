"""A body of POST /reg/ -> the 41 features of the model.

`features(body)` gives a dict in the model's order: floats (NaN where missing), categories and
texts as strings. A body that the service must refuse raises `FieldError`, which names the field.
"""

import math
import re
from datetime import date

from alphabet import CYRILLIC, FIRST_CAPITAL, LAST_CAPITAL, SCORE_CHARACTERS

STRING_FIELDS = ["regno_recognize", "afts_regno_ai"]
NUMBER_FIELDS = ["afts_regno_ai_score", "direction", "recognition_accuracy"]
LIST_FIELDS = ["afts_regno_ai_char_scores", "afts_regno_ai_length_scores"]
CATEGORY_FIELDS = ["camera_type", "camera_class"]
BODY_FIELDS = [
    "regno_recognize",
    "afts_regno_ai",
    "recognition_accuracy",
    "afts_regno_ai_score",
    "afts_regno_ai_char_scores",
    "afts_regno_ai_length_scores",
    "camera_type",
    "camera_class",
    "time_check",
    "direction",
]

FLOAT_FEATURES = [*NUMBER_FIELDS, "max_sym_score", "min_sym_score", "max_len_score", "ai_len", "cam_len"]
FLOAT_FEATURES += [*SCORE_CHARACTERS, "foreign_sym", "hour"]
CATEGORICAL_FEATURES = ["camera_type", "camera_class", "weekday", "month", "regno_template", "regno_template_ai"]
TEXT_FEATURES = ["afts_regno_ai_text", "regno_recognize_text"]
FEATURES = FLOAT_FEATURES + CATEGORICAL_FEATURES + TEXT_FEATURES

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()

# L a capital, d a decimal digit, ? an optional digit; the first that fits the whole plate counts.
# A category is the exact bytes the model was trained with, a leading blank included.
CATEGORIES = [
    ("LdddLLdd?", "private car"),
    ("LLddddd?", " lk_taxi_r_pricep"),
    ("LLdddddd?", "lk_pricep_r_transit"),
    ("ddddLLdd?", "lk_moto_tract"),
    ("LddddLL", "some"),
    ("LLdddLdd?", "lk_transit"),
    ("EXLLddddd?", "lk_export"),
    ("Ldddddd?", "lk_mvd_avto"),
    ("ddddLdd?", "lk_mvd_moto"),
    ("dddLdd?", "lk_mvd_pricep"),
    ("dddDIPLddd???", "lk_diplomat"),
]
EXPORT = f"[T{CYRILLIC['T']}]"
DIPLOMAT = f"(?:CD|{CYRILLIC['C']}D|D|{EXPORT})"


def expression(shape):
    """The regular expression of a shape of CATEGORIES."""
    parts = {"EX": EXPORT, "DIPL": DIPLOMAT, "L": f"[{FIRST_CAPITAL}-{LAST_CAPITAL}]", "d": r"\d", "?": r"\d?"}
    return re.compile(re.sub(r"EX|DIPL|L|d|\?", lambda match: parts[match[0]], shape))


EXPRESSIONS = [(expression(shape), category) for shape, category in CATEGORIES]

TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
# A decimal number in ASCII; words for missing or infinite values are not used here.
DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


class FieldError(ValueError):
    """A body the service must refuse; `field` is the name of the field at fault."""

    def __init__(self, field, reason):
        super().__init__(f"{field}: {reason}")
        self.field = field


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(body, field):
    """A number field as a float; null is NaN, a numeric string its number, a boolean 0 or 1."""
    value = body[field]
    if value is None:
        return math.nan
    if isinstance(value, (int, float)) or (isinstance(value, str) and DECIMAL.fullmatch(value)):
        return float(value)
    raise FieldError(field, f"expected a number, got {value!r}")


def scores(body, field):
    """A score list, from its text or from a JSON array; an empty list is [0]."""
    value = body[field]
    if isinstance(value, list):
        if not all(is_number(item) for item in value):
            raise FieldError(field, f"expected numbers, got {value!r}")
        return [float(item) for item in value] or [0.0]
    if not isinstance(value, str) or value[:1] != "[" or value[-1:] != "]":
        raise FieldError(field, f"expected a list of numbers, got {value!r}")
    if value == "[]":
        return [0.0]
    items = [item.strip() for item in value[1:-1].split(",")]
    if not all(DECIMAL.fullmatch(item) for item in items):
        raise FieldError(field, f"expected a list of numbers, got {value!r}")
    return [float(item) for item in items]


def text(body, field):
    """A plate as sent."""
    if not isinstance(body[field], str):
        raise FieldError(field, f"expected a string, got {body[field]!r}")
    return body[field]


def category(body, field):
    """A category's text; an integer is its decimal text."""
    value = body[field]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(body, field)


def moment(body, field):
    """(date, hour) of the local time as written; an offset does not shift it."""
    match = TIME.fullmatch(text(body, field))
    if not match:
        raise FieldError(field, f"expected a date and time, got {body[field]!r}")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    if hour > 23 or minute > 59 or second > 59:
        raise FieldError(field, f"no such time: {body[field]!r}")
    try:
        return date(year, month, day), hour
    except ValueError:
        raise FieldError(field, f"no such date: {body[field]!r}") from None


def template(plate):
    """The category of a plate."""
    return next((name for pattern, name in EXPRESSIONS if pattern.fullmatch(plate)), "unknown")


def character_scores(plate, values):
    """The lowest score of each character of SCORE_CHARACTERS; 1 where the plate has none."""
    lowest = {}
    for character, score in zip(plate, values):
        lowest[character] = min(score, lowest.get(character, score))
    return {character: lowest.get(character, 1.0) for character in SCORE_CHARACTERS}


def features(body):
    """The 41 features of a body (a dict of BODY_FIELDS), in the model's order.

    Raises FieldError for a missing or unknown field and for a value of a wrong kind.
    """
    for field in BODY_FIELDS:
        if field not in body:
            raise FieldError(field, "missing")
    for field in body:
        if field not in BODY_FIELDS:
            raise FieldError(field, "unknown")
    values = {field: number(body, field) for field in NUMBER_FIELDS}
    characters, lengths = (scores(body, field) for field in LIST_FIELDS)
    camera, network = (text(body, field) for field in STRING_FIELDS)
    day, hour = moment(body, "time_check")
    values |= {"max_sym_score": max(characters), "min_sym_score": min(characters), "max_len_score": max(lengths)}
    values |= {"ai_len": len(network), "cam_len": len(camera), "foreign_sym": math.nan, "hour": hour}
    values |= character_scores(network, characters)
    values |= {field: category(body, field) for field in CATEGORY_FIELDS}
    values |= {"weekday": DAYS[day.weekday()], "month": MONTHS[day.month - 1]}
    values |= {"regno_template": template(camera), "regno_template_ai": template(network)}
    values |= {"afts_regno_ai_text": " ".join(network), "regno_recognize_text": " ".join(camera)}
    return {name: values[name] for name in FEATURES}
