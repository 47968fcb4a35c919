"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 1.07, "spelling": -1.37, "far_spelling": -0.38, "differs": -5.14, "differs_rare": 0.3, "missing": -0.99,
    "missing_rare": -0.33, "same_title": 2.0, "other_title": -0.8, "order": -1.02, "joins": -0.13, "first_differs": 0.0,
}  # fmt: skip
NULL = -1.29
SLOPE = 1.0
OFFSET = 0.0
