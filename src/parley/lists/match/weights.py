"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.574,
    "spelling": -0.795,
    "far_spelling": -0.376,
    "differs": -3.691,
    "differs_rare": 0.000,
    "missing": -2.530,
    "missing_rare": 0.000,
    "same_title": 1.500,
    "other_title": -0.473,
    "order": -2.000,
    "joins": 0.000,
    "first_differs": 0.000,
    "twins": -0.348,
}
NULL = -4.035
SLOPE = 1.573
OFFSET = 2.533
