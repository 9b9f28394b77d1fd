"""Kinds of models of texts and embeddings."""

from kind import Kind, OneOf
from tables import CITIES, COLORS, UNSEEN_COLORS, UNSEEN_NUMBERS, category, embedding, number, prose, text

WORD = {"Word": {"occurrence_lower_bound": "4", "gram_order": "1"}}
PAIRS = {"BiGram": {"occurrence_lower_bound": "5", "gram_order": "2"}}
SPACE = {"Space": {"separator_type": "ByDelimiter", "delimiter": " "}}
SENSE = {"separator_type": "BySense"}
BOW_AND_BAYES = {"BoW": ["Word", "BiGram"], "NaiveBayes": ["Word"]}
COMBINATIONS = {"max_ctr_complexity": 3, "one_hot_max_size": 3, "depth": 5, "model_size_reg": 0}

MIX = {
    "color": category(COLORS, UNSEEN_COLORS),
    "wet": category(["yes", "no", "maybe"], ["?"]),
    "city": category(CITIES[:4], ["nowhere"]),
    "code": category([3, 5], UNSEEN_NUMBERS),
    "text": text(),
    "n1": number(0.1),
}


def texts(calcers, dictionaries=WORD, tokenizers=SPACE):
    """CatBoost's text options: for each calcer its dictionaries, all of them with all tokenizers."""
    return {
        "text_processing": {
            "tokenizers": [{"tokenizer_id": name} | options for name, options in tokenizers.items()],
            "dictionaries": [{"dictionary_id": name} | options for name, options in dictionaries.items()],
            "feature_processing": {
                "default": [
                    {"tokenizers_names": list(tokenizers), "dictionaries_names": names, "feature_calcers": [calcer]}
                    for calcer, names in calcers.items()
                ]
            },
        }
    }


def words(text_column=text(), calcers=None, loss="Logloss", dictionary=(), **tokenizer):
    """A kind with one text, one tokenizer and one dictionary of these options."""
    options = {"Word": {"occurrence_lower_bound": OneOf(("5", "1", "3"))} | dict(dictionary)}
    calcers = calcers or {"BoW": ["Word"], "NaiveBayes": ["Word"]}
    separator = {"separator_type": "ByDelimiter", "delimiter": " "}
    parameters = texts(calcers, options, {"Tokens": separator | tokenizer})
    return Kind(loss, {"text": text_column, "n1": number()}, {"depth": 3} | parameters, rows=300)


TEXTS = {
    "text": Kind(
        "Logloss", {"text 1": text(), "text 2": text(4)}, texts(BOW_AND_BAYES, WORD | PAIRS), rows=500
    ),
    "text-mix": Kind(
        "Logloss",
        MIX,
        texts(BOW_AND_BAYES, WORD | PAIRS) | COMBINATIONS,
        rows=800,
    ),
    "text-default": Kind("Logloss", {"text": text(), "n1": number()}, {"depth": 3}),
    "text-only": Kind("Logloss", {"text": text(8)}, {"depth": 3}),
    "text-multiclass": Kind("MultiClass", {"text": text()}, {"depth": 3}),
    "text-regression": Kind("RMSE", {"text": text()}, {"depth": 3}),
    "text-lossguide": Kind("Logloss", {"text": text(), "n1": number()}, {"grow_policy": "Lossguide", "max_leaves": 8}),
    "text-bm25": words(calcers={"BM25": ["Word"]}),
    "text-bm25-multiclass": words(calcers={"BM25": ["Word"], "NaiveBayes": ["Word"]}, loss="MultiClass"),
    "text-bow-top": words(calcers={"BoW:top_tokens_count=5": ["Word"]}),
    "text-delimiter": words(text(between=(", ", ",", ";")), delimiter=OneOf((", ", ",", "; "))),
    "text-delimiter-set": words(prose(), delimiter=OneOf((" ,.-", " \t\n", "\u0451 ")), split_by_set="true"),
    "text-keep-empty": words(text(between=(" ", "  ")), skip_empty="false"),
    "text-lowercasing": words(prose(), lowercasing="true"),
    "text-numbers-skip": words(prose(), number_process_policy="Skip"),
    "text-numbers-replace": words(
        text(), number_process_policy="Replace", number_token=OneOf(("#", "ice", "\U0001f522"))
    ),
    "text-sense": words(prose(), **SENSE),
    "text-sense-lowercasing": words(prose(), **SENSE, lowercasing="true", number_process_policy="Replace"),
    "text-sense-types": words(
        prose(),
        **SENSE,
        token_types=OneOf(
            (["Word", "Punctuation"], ["Number", "Unknown", "SentenceBreak"], ["Word", "ParagraphBreak"])
        ),
    ),
    "text-sense-all-types": words(
        prose(),
        **SENSE,
        token_types=["Word", "Number", "Punctuation", "SentenceBreak", "ParagraphBreak", "Unknown"],
    ),
    "text-sense-parts": words(
        prose(), **SENSE, sub_tokens_policy="SeveralTokens", token_types=["Word", "Number", "Unknown"]
    ),
    "text-letters": words(
        prose(3), dictionary={"token_level_type": "Letter", "gram_order": OneOf(("1", "2", "4"))}
    ),
    "text-letters-3": words(
        text(4),
        dictionary={"token_level_type": "Letter", "gram_order": "3", "end_of_word_policy": "Skip"},
        lowercasing="true",
    ),
    "text-grams": words(
        text(8),
        dictionary={
            "occurrence_lower_bound": OneOf(("3", "1")),
            "gram_order": OneOf(("2", "3")),
            "skip_step": OneOf(("1", "2")),
        },
    ),
    "text-grams-end": words(text(), dictionary={"gram_order": "2", "end_of_sentence_policy": "Insert"}),
    "text-words-end": words(text(), dictionary={"end_of_sentence_policy": "Insert", "start_token_id": "5"}),
    "text-dictionary-size": words(text(), dictionary={"max_dictionary_size": OneOf(("7", "3"))}),
    "text-multi-logloss": Kind("MultiLogloss", {"text": text(), "n1": number()}, {"depth": 3}, rows=300),
    "text-each": Kind(
        "MultiClass",
        {"text 1": prose(), "n1": number(), "text 2": text(3)},
        {
            "depth": 3,
            "text_processing": {
                "tokenizers": [{"tokenizer_id": "Sense"} | SENSE, {"tokenizer_id": "Comma", "delimiter": ","}],
                "dictionaries": [{"dictionary_id": "Word"} | WORD["Word"]],
                "feature_processing": {
                    "0": [
                        {"tokenizers_names": ["Sense"], "dictionaries_names": ["Word"], "feature_calcers": ["BM25"]},
                        {"tokenizers_names": ["Sense"], "dictionaries_names": ["Word"], "feature_calcers": ["BoW"]},
                    ],
                    "1": [
                        {
                            "tokenizers_names": ["Comma"],
                            "dictionaries_names": ["Word"],
                            "feature_calcers": ["NaiveBayes", "BoW:top_tokens_count=9"],
                        }
                    ],
                },
            },
        },
        rows=300,
    ),
    "text-mix-lossguide": Kind("Logloss", MIX, {"grow_policy": "Lossguide", "max_leaves": 12} | COMBINATIONS, rows=300),
    "text-several": Kind(
        "Logloss",
        {"text 1": prose(), "text 2": text(3)},
        {"depth": 3}
        | texts(
            {"BoW": ["Word", "Letters"], "NaiveBayes": ["Word"], "BM25": ["Letters"]},
            WORD | {"Letters": {"token_level_type": "Letter", "gram_order": "2", "occurrence_lower_bound": "20"}},
            SPACE | {"Sense": SENSE | {"lowercasing": "true"}},
        ),
        rows=300,
    ),
}

LDA = ["LDA"]
KNN = ["KNN:k=5"]


def vectors(calcers, loss="Logloss", columns=None, **parameters):
    """A kind of embeddings with these calcers."""
    columns = columns or {"vector": embedding(4), "n1": number()}
    return Kind(loss, columns, {"depth": 3, "embedding_calcers": calcers} | parameters, rows=200)


EMBEDDINGS = {
    "embedding-lda": vectors(LDA),
    "embedding-lda-multiclass": vectors(
        ["LDA:components=2:reg=0.1"], "MultiClass", {"vector": embedding(7), "other": embedding(3)}
    ),
    "embedding-lda-likelihood": vectors(["LDA:components=1:likelihood=true"]),
    "embedding-knn": vectors(KNN),
    "embedding-knn-multiclass": vectors(["KNN:k=3"], "MultiClass"),
    "embedding-knn-regression": vectors(["KNN:k=4"], "RMSE"),
    "embedding-lda-knn": vectors(LDA + KNN, columns={"n1": number(), "vector": embedding(5)}),
    "embedding-both": vectors(LDA + KNN, columns={"vector": embedding(5), "n1": number(), "other": embedding(2)}),
    "embedding-default": Kind("Logloss", {"vector": embedding(6), "n1": number()}, {"depth": 3}, rows=200),
    "embedding-long": vectors(LDA, columns={"vector": embedding(33)}),
    "embedding-mix": Kind(
        "Logloss",
        {
            "vector": embedding(4),
            "text": text(),
            "color": category(COLORS, UNSEEN_COLORS),
            "wet": category(["yes", "no", "maybe"], ["?"]),
            "n1": number(0.1),
        },
        {"iterations": 12} | COMBINATIONS | {"embedding_calcers": LDA},
        rows=300,
    ),
    "embedding-mix-lossguide": Kind(
        "MultiClass",
        {"vector": embedding(4)} | MIX,
        {"iterations": 12, "grow_policy": "Lossguide", "max_leaves": 12, "embedding_calcers": LDA + KNN} | COMBINATIONS,
        rows=300,
    ),
    "embedding-each": Kind(
        "MultiClass",
        {"vector": embedding(5), "n1": number(), "other": embedding(2)},
        {"depth": 3, "embedding_processing": {"embedding_processing": {"0": ["LDA:components=1"], "1": KNN}}},
        rows=200,
    ),
    "embedding-lossguide": vectors(LDA, grow_policy="Lossguide", max_leaves=8),
}

KINDS = TEXTS | EMBEDDINGS
