"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.535,
    "spelling": -0.435,
    "differs": -5.147,
    "missing": -2.731,
    "same_title": 1.500,
    "order": -1.488,
    "twins": -2.029,
}
NULL = -4.413
SLOPE = 1.386
OFFSET = 2.065
