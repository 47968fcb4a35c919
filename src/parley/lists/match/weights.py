"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.500,
    "spelling": -0.389,
    "differs": -6.652,
    "alike": 6.213,
    "missing": -3.314,
    "same_title": 1.271,
    "order": -1.241,
    "twins": -2.920,
}
NULL = -4.801
SLOPE = 1.640
OFFSET = 0.880
