"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.592,
    "spelling": -1.027,
    "far_spelling": -0.028,
    "differs": -5.089,
    "missing": -2.790,
    "same_title": 1.500,
    "other_title": -0.144,
    "order": -1.747,
    "twins": -2.535,
}
NULL = -4.298
SLOPE = 1.330
OFFSET = 1.952
