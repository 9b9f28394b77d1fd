"""Labels for every loss of CatBoost, from a score of about N(0, 1) for each row."""

import math

GROUP_ROWS = 10  # of a query in the ranking losses


def sigmoid(score):
    return 1 / (1 + math.exp(-score))


def by_loss(loss):
    """Label of one row as a function of (score, random)."""
    name, _, parameters = loss.partition(":")
    match name:
        case "Logloss" | "Focal" | "QuerySoftMax":
            return lambda score, random: int(score > 0)
        case "CrossEntropy":
            return lambda score, random: sigmoid(score)
        case "MultiClass" | "MultiClassOneVsAll":
            return lambda score, random: sum(score > border for border in (-0.5, 0.5, 2.0))
        case "MultiLogloss":
            return lambda score, random: [int(score > 0), int(score * score > 1), int(random.random() < sigmoid(score))]
        case "MultiCrossEntropy":
            return lambda score, random: [sigmoid(score), sigmoid(1 - score * score)]
        case "MultiRMSE":
            return lambda score, random: [score, score * score, random.gauss(-score, 1)]
        case "MultiRMSEWithMissingValues":
            return lambda score, random: [score, score * score if random.random() < 0.7 else math.nan]
        case "SurvivalAft":
            return lambda score, random: [math.exp(score / 2), random.choice([math.exp(score / 2) + 1, -1])]
        case "Cox":
            return lambda score, random: math.exp(score / 2) * random.choice([1, 1, -1])
        case "Poisson" | "Tweedie" | "LogLinQuantile" | "MAPE" | "MSLE":
            return lambda score, random: math.exp(min(score, 6) / 2)
        case "PairLogit" | "PairLogitPairwise" | "YetiRank" | "YetiRankPairwise" | "LambdaMart" | "StochasticRank":
            return lambda score, random: max(0, min(4, int(score + 2))) / 4
        case _:
            return lambda score, random: round(score, 6)


def is_ranking(loss):
    """Whether a loss wants its rows in groups."""
    words = ("Query", "Pair", "Yeti", "LambdaMart", "StochasticRank", "GroupQuantile")
    return any(word in loss.partition(":")[0] for word in words)


def labels(loss, scores, random, classes=None, label=None):
    """Labels of rows; those of a classification by their names in `classes`, where it has them."""
    label = label or by_loss(loss)
    made = [label(score, random) for score in scores]
    return made if classes is None else [classes[min(one, len(classes) - 1)] for one in made]


def groups(loss, count):
    """Pool's group_id for `count` rows, none for losses that have no groups."""
    return {"group_id": [row // GROUP_ROWS for row in range(count)]} if is_ranking(loss) else {}
