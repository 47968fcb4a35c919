"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.581,
    "spelling": -0.807,
    "far_spelling": -0.336,
    "differs": -3.852,
    "differs_rare": 0.000,
    "missing": -2.472,
    "missing_rare": 0.000,
    "same_title": 1.500,
    "other_title": -0.360,
    "order": -2.000,
    "joins": 0.000,
    "first_differs": 0.000,
    "twins": -0.293,
}
NULL = -3.898
SLOPE = 1.527
OFFSET = 2.240
