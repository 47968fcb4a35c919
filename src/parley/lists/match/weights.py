"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.500,
    "spelling": -0.378,
    "differs": -6.732,
    "alike": 5.856,
    "missing": -3.582,
    "same_title": 1.341,
    "order": -1.229,
    "twins": -3.241,
}
NULL = -4.872
SLOPE = 1.600
OFFSET = 0.822
USUAL = {"differs": 0.014, "twins": 0.013}  # share of pairs of one person whose names so differ
