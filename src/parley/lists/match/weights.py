"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.500,
    "spelling": -0.383,
    "differs": -5.704,
    "missing": -3.275,
    "same_title": 1.500,
    "order": -1.714,
    "twins": -2.729,
}
NULL = -4.747
SLOPE = 1.625
OFFSET = 0.922
