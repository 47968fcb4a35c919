"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.593,
    "spelling": -0.902,
    "far_spelling": -0.230,
    "differs": -5.117,
    "missing": -2.736,
    "same_title": 1.500,
    "order": -1.416,
    "twins": -2.126,
}
NULL = -4.270
SLOPE = 1.356
OFFSET = 1.994
