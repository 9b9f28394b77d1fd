"""Writes tests/golden/sense.jsonl: texts and what CatBoost's tokenizer by sense makes of them.

A line is {"text", "tokens": [[token, type], ...]}, and "split", the tokens with SeveralTokens for sub_tokens_policy, where
they are others. All types are kept.

    python training/sense_golden.py
"""

import json
import random
from pathlib import Path

from catboost.text_processing import Tokenizer

OUTPUT = Path(__file__).resolve().parent.parent / "tests/golden/sense.jsonl"
SEED = 7
RANDOM_TEXTS = 180
TYPES = ["Word", "Number", "Punctuation", "SentenceBreak", "ParagraphBreak", "Unknown"]

TEXTS = [
    "",
    " ",
    "The quick brown fox didn't jump. It's over 3.5 e-mails!",
    "Dr. Smith went to Washington. He met Mr. J. F. Kennedy at 5 p.m. Really?! Yes...",
    "See vol. 2, no. 5, pp. 10. Then read on.",
    "H-P. Kriegel and J-C. Freytag wrote it. Co-author: A-b. Cd",
    "1. First item. 2. Second item. 10. Tenth",
    "Встретимся на ул. Ленина, д. 5, кв. 10. Тел. 8-800-555-35-35.",
    "Цена 100 руб. за кг. Это т.е. дорого, см. стр. 7. Пр-т Мира, б-р. Роз",
    "ООО «Ромашка» — лучшая компания! «Правда?» — спросил он.",
    "日本語のテスト。次の文です！ 中文，测试？好。",
    "한국어 문장입니다. 다음 문장.",
    "ภาษาไทยไม่มีช่องว่าง 123",
    "مرحبا بالعالم. كيف حالك؟ ١٢٣٫٤",
    "שלום עולם. מה שלומך? 5 ש״ח",
    "नमस्ते दुनिया। यह हिन्दी है।",
    "L'été, aujourd'hui, c'est l’heure. Straße, naïve café résumé",
    "http://example.com/a/b-c?d=e&f=%D1%82%D0%B5%D1%81%D1%82#part",
    "user.name+tag@mail.example.co.uk, @handle #hashtag $5.00 €10 50% №7",
    "C++ C# .NET F# a+b a++b a#@b a+@b a@@b a+++@b 18+ 16+/18+ a_b/c",
    "v1.0.2 a1b2 B2B 4x4 1e5 0x1F -5 +3 1/2 10,000.50 2020-01-31T12:30",
    "a-b-c-d-e-f-g one-2 2-one x'y'z a1-b a-b2 1-2a 1.2a",
    "so\u00adft hy\u00ad\u00adphen a1\u00ad2b a\u00ad1 1\u00ad2 a\u00ad\u0301b a\u00ad\u0301 a-b\u00adc-d a.b\u00adc",
    "cafe\u0301 \u0301abc a\u0301\u0302b -\u0301x #\u0301y 1\u03012",
    "😀 a😀b 👨\u200d👩\u200d👧 ❤\ufe0f \U0010ffff \U0001d400",
    "© 2020 ® ™ ½ ² Ⅷ ① ° § → ≤ x×y € €5 5€ €-5",
    "%41%42 %D0%90 %d0%b0%20%0A %D0 %D0%90%D0 100% %zz %C3%A9t",
    "line\none\r\n\r\ntwo\n\nthree\tfour\u00a0five\u2028six\u200bseven\ufeff",
    "zero\0byte. \0Next .\0 \0A",
    "end. - ( A end . ( x ). ' B end! © © C. \"Quoted.\" [D]",
    "wide。。 「次」。A。1。，。。B",
    "\uffff\uffff。A \uffff.B",
    ":-) ;) ^_^ <3 -> ... !!! ?! -- --- *** /// \\\\ {[(<>)]}",
    "+".join(str(index) for index in range(70)),
    "@".join("ab"[index % 2] for index in range(66)),
    "\u00ad".join(["a", "1"] * 40),
    "x" * 300 + " y",
    "#" + "a1" * 150 + "+",
    "\u0301\u0301" + "a" * 260,
    "ab\u00ad" * 100 + "z++",
]

WORDS = (
    "the fox don't e-mail Well-Known C++ .NET a1b2 v1.0 3.14 1,000 10% $5 Mr. Inc. No. U.S.A. e.g. и в на Москва, Привет!"
    " ул. стр. кв. т.е. б-р. Ёлка 日本 語。 한국 ไทย مرحبا שלום नमस्ते 😀 © № € ½ « » — … ’ “ ” user@x.com http://a.b/c?d=%D1%82%D0%B5"
    " #tag @me a/b a_b x+y 18+ - -- ( ) [ ] \" ' . ! ? : ; , & * \u00ad \u0301 \0 \n"
).split(" ")
LETTERS = "aA1.-' +#@$_/!,&(\u00ad\u0301©€あ。😀א\u00a0*"


def random_text(source):
    if source.random() < 0.5:
        return "".join(source.choice(LETTERS) for _ in range(source.randint(3, 24)))
    glue = [" ", " ", " ", "", ". ", "-", "\n"]
    return "".join(source.choice(WORDS) + source.choice(glue) for _ in range(source.randint(2, 12)))


def main():
    source = random.Random(SEED)
    texts = TEXTS + [random_text(source) for _ in range(RANDOM_TEXTS)]
    whole, split = (
        Tokenizer(separator_type="BySense", token_types=TYPES, sub_tokens_policy=policy)
        for policy in ("SingleToken", "SeveralTokens")
    )
    with OUTPUT.open("w") as file:
        for text in texts:
            line = {"text": text, "tokens": whole.tokenize(text, types=True)}
            parts = split.tokenize(text, types=True)
            if parts != line["tokens"]:
                line["split"] = parts
            file.write(json.dumps(line, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
