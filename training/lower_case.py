"""Writes assembly/text/lower-case-table.ts: how CatBoost's tokenizer lower-cases a code point.

CatBoost has a Unicode table of its own, older than those of Python and of JavaScript. Its tokenizer is asked
for every code point; runs of the same distance, neighbours or every other one, make a range.

    python training/lower_case.py && npx biome check --write assembly/text/lower-case-table.ts
"""

from pathlib import Path

import catboost
from catboost.text_processing import Tokenizer

TABLE = Path(__file__).resolve().parent.parent / "assembly" / "text" / "lower-case-table.ts"
BLOCK = 1 << 15

HEAD = """\
/**
 * How CatBoost's tokenizer lower-cases a code point: ranges that ascend, each four u32: first, last, step
 * between the members, lower case of the first. Made by training/lower_case.py from catboost {version}.
 */

export const LOWER_CASE_RANGES: u32 = {count};

export const LOWER_CASE = memory.data<u32>([
"""


def lower_cases():
    """Pairs (code point, its lower case) of all that the tokenizer changes."""
    tokenizer = Tokenizer(lowercasing=True, delimiter=" ", skip_empty=False)
    points = [point for point in range(0x110000) if not 0xD800 <= point < 0xE000 and point != ord(" ")]
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK]
        tokens = tokenizer.tokenize(" ".join(map(chr, block)))
        if len(tokens) != len(block) or any(len(token) != 1 for token in tokens):
            raise SystemExit("the tokenizer does not lower-case code point by code point")
        yield from ((point, ord(token)) for point, token in zip(block, tokens) if ord(token) != point)


def ranges():
    """Lists [first, last, step, lower case of first]."""
    found = []
    for point, lower in lower_cases():
        if found:
            first, last, step, start = found[-1]
            gap = point - last
            if lower - point == start - first and (gap == step or (first == last and gap <= 2)):
                found[-1] = [first, point, gap, start]
                continue
        found.append([point, point, 1, lower])
    return found


def main():
    found = ranges()
    lines = (", ".join(f"0x{number:x}" for number in one) + "," for one in found)
    head = HEAD.format(version=catboost.__version__, count=len(found))
    TABLE.write_text(head + "\n".join(lines) + "\n]);\n")


main()
