"""True plates: a template in a plausible share, filled with letters, digits and a region code."""

from alphabet import CYRILLIC, DIGITS, PLATE_LETTERS

# pattern, share: L a plate letter, d a digit, R a region code, any other character itself.
TEMPLATES = [
    ("LdddLLR", 720),
    ("LLdddR", 70),
    ("LLddddR", 60),
    ("ddddLLR", 30),
    ("LddddLL", 8),
    ("LLdddLR", 20),
    (CYRILLIC["T"] + "LLdddR", 15),
    ("LddddR", 20),
    ("ddddLR", 8),
    ("dddLR", 6),
    ("ddd" + CYRILLIC["C"] + "DdddR", 5),
    ("dddDdddR", 18),
    ("ddd" + CYRILLIC["T"] + "dddR", 10),
    # Neighbours' plates, which fit no category.
    ("ddddLLd", 12),
    ("dddLLLdd", 12),
]

# Regions near the cameras are seen most: code, share. All others share the rest evenly.
NEAR_REGIONS = [("77", 10), ("97", 7), ("99", 8), ("177", 9), ("197", 8), ("199", 8), ("777", 9), ("797", 6)]
NEAR_REGIONS += [("799", 6), ("50", 7), ("90", 6), ("150", 6), ("190", 7), ("750", 5), ("790", 4)]
NEAR_REGIONS += [("71", 2), ("69", 2), ("40", 2)]
FAR_SHARE = 0.18


def choose(random, weighted):
    """One value of `[(value, weight), ...]`, by weight."""
    return random.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def region(random):
    """A region code, two or three digits."""
    if random.random() < FAR_SHARE:
        code = random.randrange(1, 96)
        return f"{code:02d}" if random.random() < 0.7 else f"1{code:02d}"
    return choose(random, NEAR_REGIONS)


def plate(random):
    """One true plate, 6 to 10 characters."""
    fill = {"L": lambda: random.choice(PLATE_LETTERS), "d": lambda: random.choice(DIGITS), "R": lambda: region(random)}
    return "".join(fill[part]() if part in fill else part for part in choose(random, TEMPLATES))
