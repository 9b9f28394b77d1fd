"""Writes assembly/text/sense/tables.ts: the tables of CatBoost's tokenizer by sense.

The classes of the UTF-16 units come out of the installed package: its library holds them as 65536 bytes, which
are found by the first ones. Where it tells more apart than those classes do (decimal digits and other numbers,
accents that are cut off or not) its tokenizer is asked unit by unit. It is asked about the abbreviations too.
Source: library/cpp/tokenizer/charclasses.cpp, library/cpp/tokenizer/abbreviations.cpp

    python training/sense_tables.py
"""

from pathlib import Path

import catboost
from catboost.text_processing import Tokenizer

OUTPUT = Path(__file__).resolve().parent.parent / "assembly/text/sense/tables.ts"

# in the order of assembly/text/sense/classes.ts
CLASSES = (
    "OTHER LOWER TITLE DIGIT NUMERAL SIGN COPYRIGHT ACCENT LATE_ACCENT SOFT_HYPHEN IDEOGRAPH SURROGATE ZERO SPACE"
    " NO_BREAK_SPACE NUMBER_SIGN AT_SIGN DOLLAR_SIGN PLUS MINUS APOSTROPHE SLASH UNDERSCORE DOT TERMINATOR"
    " WIDE_TERMINATOR OPENING COMMA PUNCTUATION"
).split()
BY_TURNS = 30

UPSTREAM = {
    "OTHER": [0xFF],
    "LOWER": [0x61],
    "TITLE": [0x41, 0x81],
    "DIGIT": [0x31],
    "SIGN": [0xB7, 0xD0, 0xD1, 0xD2],
    "COPYRIGHT": [0xA9],
    "ACCENT": [0x80],
    "SOFT_HYPHEN": [0x8F],
    "IDEOGRAPH": [0x9F],
    "SURROGATE": [0xB4, 0xB5],
    "ZERO": [0x00],
    "SPACE": [0x09, 0x0A, 0x0D, 0x20, 0xB6],
    "NO_BREAK_SPACE": [0xA0],
    "NUMBER_SIGN": [0x23],
    "AT_SIGN": [0x40],
    "DOLLAR_SIGN": [0x24],
    "PLUS": [0x2B],
    "MINUS": [0x2D],
    "APOSTROPHE": [0x27],
    "SLASH": [0x2F],
    "UNDERSCORE": [0x5F],
    "DOT": [0x2E],
    "TERMINATOR": [0xBB],
    "WIDE_TERMINATOR": [0xBA],
    "OPENING": [0x22, 0x2A, 0xB2],
    "COMMA": [0x26, 0x2C],
    "PUNCTUATION": [0x25, 0xA7, 0xB0, 0xB3, 0xBD, 0xBE, 0xC0],
}

# 0x00 … 0x22: what the table in the library begins with
FIRST = bytes([0x00, *[0xBD] * 8, 0x09, 0x0A, 0xB6, 0xB6, 0x0D, *[0xBD] * 18, 0x20, 0xBB, 0x22])

# no sentence ends behind these
NEVER = (
    "агр акад ал алл арх асс бол бул бульв вл верхн вып гг ген гр деп дер дир дор доц зав зам им канд каб кв км кн"
    " корп корр кр лит маг мех мин мкр наб напр нов нс пав пер пл пос пп пр просп проф ред св см сов спец ср ст твц"
    " тоц трк тц тeх техн тов тт туп укр ул чл эт co corp dr inc ltd mr mrs ms st vs"
).split()
# nor behind these, where a digit follows
BEFORE_DIGIT = (
    "авг апр влад гл дек доб ил июл июн кг кл ком кор мар мб млн млрд моб нояб окт оф рис род руб сен сент сот стр"
    " табл тел тыс фев шк янв no pp vol"
).split()
# nor behind these, the last two spans of a word
PAIRS = "б-р кв-л м-н пер-к пр-д пр-зд пр-т пр-кт".split()

TOKENIZER = Tokenizer(
    separator_type="BySense",
    token_types=["Word", "Number", "Punctuation", "SentenceBreak", "ParagraphBreak", "Unknown"],
)


def ends_sentence(text):
    return any(kind == "SentenceBreak" for _, kind in TOKENIZER.tokenize(text, types=True))


def is_cut_off(unit):
    """Whether an accent is no part of a long word that it begins."""
    return len(TOKENIZER.tokenize(chr(unit) + "a" * 300)) > 1


def upstream_classes():
    (library,) = Path(catboost.__file__).parent.glob("_catboost*.so")
    data = library.read_bytes()
    at = data.index(FIRST)
    assert data.find(FIRST, at + 1) < 0
    table = bytearray(data[at : at + 0x10000])
    table[ord(";")] = 0xBE  # it is a full stop in Greek alone
    return table


def classes():
    """The class of each of the 65536 units."""
    number = {name: index for index, name in enumerate(CLASSES)}
    by_upstream = {value: number[name] for name, values in UPSTREAM.items() for value in values}
    table = [by_upstream[value] for value in upstream_classes()]
    for unit, kind in enumerate(table):
        if kind == number["DIGIT"] and ends_sentence(f"aa no. {chr(unit)}"):
            table[unit] = number["NUMERAL"]
        if kind == number["ACCENT"] and not is_cut_off(unit):
            table[unit] = number["LATE_ACCENT"]
    return table


def runs(table):
    """Runs of one class or of TITLE and LOWER by turns: class | length << 5, or class and a u16 length."""
    lower, title = CLASSES.index("LOWER"), CLASSES.index("TITLE")
    out, at = [], 0
    while at < len(table):
        same = at + 1
        while same < len(table) and table[same] == table[at]:
            same += 1
        turns = at
        while turns < len(table) and table[turns] == (title, lower)[(turns - at) & 1]:
            turns += 1
        kind, end = (BY_TURNS, turns) if turns > same else (table[at], same)
        while at < end:
            length = min(end - at, 0xFFFF)
            out += [kind | length << 5] if length < 8 else [kind, length & 0xFF, length >> 8]
            at += length
    return out


def words(texts):
    """A length and as many bytes for each word, 0 behind the last; Cyrillic letters are 0x80 and up."""
    out = []
    for text in texts:
        out += [len(text)] + [ord(letter) if ord(letter) < 0x80 else 0x80 + ord(letter) - ord("а") for letter in text]
    return out + [0]


def numbers(name, comment, values):
    lines, line = [], " "
    for value in values:
        if len(line) + len(f" {value},") > 110:
            lines.append(line)
            line = " "
        line += f" {value},"
    body = "\n".join([*lines, line])
    return f"/** {comment} */\nexport const {name} = memory.data<u8>([\n{body}\n]);\n"


def main():
    for text in NEVER + PAIRS:
        assert ends_sentence(f"aa {text}z. A") and not ends_sentence(f"aa {text}. A"), text
    for text in BEFORE_DIGIT:
        assert ends_sentence(f"aa {text}. A") and not ends_sentence(f"aa {text}. 1"), text
    class_runs = runs(classes())
    parts = [
        "/**\n * Tables of the tokenizer by sense, written by training/sense_tables.py from the package.\n */\n",
        f"export const CLASS_RUNS_BYTES: usize = {len(class_runs)};\n",
        numbers("CLASS_RUNS", "Classes of the UTF-16 units, run after run: class | length << 5, or class and u16 length.", class_runs),
        "/**\n * Abbreviations, a length and as many bytes each, 0 behind the last. A byte below 0x80 is a character of ASCII,\n"
        " * one above is 0x80 + the small Cyrillic letter's place behind U+0430.\n */\n",
        numbers("NEVER_ENDING", "No sentence ends behind these.", words(NEVER)),
        numbers("NOT_BEFORE_DIGIT", "None ends behind these where a digit follows.", words(BEFORE_DIGIT)),
        numbers("NEVER_ENDING_PAIRS", "None ends behind these two last spans of a word.", words(PAIRS)),
    ]
    OUTPUT.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
