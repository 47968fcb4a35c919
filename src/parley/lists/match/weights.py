"""What each measure of two names weighs, in nats; made by bench/lists/train_weights.py on the tuning half. Do not edit."""

VERSION = 1
WEIGHTS = {
    "rarity": 0.500,
    "spelling": -0.376,
    "differs": -6.720,
    "alike": 5.853,
    "missing": -3.528,
    "same_title": 1.341,
    "order": -1.232,
    "twins": -3.250,
}
NULL = -4.862
SLOPE = 1.608
OFFSET = 0.847
USUAL = {"differs": 0.014, "twins": 0.013}  # share of pairs of one person whose names so differ
