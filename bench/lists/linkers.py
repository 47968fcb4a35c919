"""splink 5 as a peer: names romanised first (without that it cannot train across scripts), then as its guide has it.

Forename, surname and both together by Jaro-Winkler with term frequencies; father, year and province where there are;
u by random sampling, m by expectation-maximisation blocked once by surname and once by forename; then its best pair each.
"""

import logging
from collections.abc import Sequence
from typing import Any

from bench.lists.measure import Line

WHOLE = 2_000  # names
FIELDS = ("father", "birth_year", "province")
# Blocking as others use it on such lists, with father, year and province: fewer pairs than each name with each field.
SPARING = (
    ("substr(last, 1, 3)", "substr(first, 1, 3)"),
    ("first", "birth_year", "substr(province, 1, 2)"),
    ("last", "birth_year"),
    ("last", "father"),
)


def roman(names: Sequence[str]) -> list[str]:
    """Return names in lower-case Latin letters, Arabic script by arabic-name-romanizer.

    Many names are romanised word by word, because the library takes milliseconds for each.
    """
    from arabic_name_romanizer import transliterate

    from bench.lists.peers import text_of

    known: dict[str, str] = {}
    whole = len(names) < WHOLE
    for word in {word for name in names for word in ([name] if whole else name.split())}:
        arabic = any("\u0600" <= c <= "\u06ff" for c in word)
        known[word] = (text_of(transliterate(word)) if arabic else word).lower()
    return [known[name] if whole else " ".join(known[word] for word in name.split()) for name in names]


def table(rows: Sequence[dict[str, str]]) -> Any:
    """Return rows as a pandas table for splink: forename, surname, both; None where a row says nothing."""
    import pandas

    from parley.lists.read import province

    words = [name.split() or [""] for name in roman([row["name"] for row in rows])]
    columns: dict[str, list[str | None]] = {
        "unique_id": [row["id"] for row in rows],
        "first": [w[0] for w in words],
        "last": [w[-1] if len(w) > 1 else None for w in words],
        "full": [" ".join(w) for w in words],
    }
    if any("father" in row for row in rows):
        columns["father"] = [x or None for x in roman([row.get("father", "") for row in rows])]
    for field in ("birth_year", "province"):
        if any(field in row for row in rows):
            said = [row.get(field, "") for row in rows]
            columns[field] = [(province(x) or x) if field == "province" else x for x in said]
            columns[field] = [x or None for x in columns[field]]
    return pandas.DataFrame(columns)


def predicted(
    left: Any,
    right: Any,
    threads: int,
    least: float | None = None,
    blocking: Sequence[tuple[str, ...]] | None = None,
) -> list[tuple[str, str, float]]:
    """Return splink's best right row of each left row that it blocks with any, and its match weight.

    ``least``: the weight below which a pair is not kept; None keeps all, for which large lists have no room.
    ``blocking``: pairs are compared that agree in all of one of these; None for rules by the fields there are.
    """
    import duckdb
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    extra = [f for f in FIELDS if f in left.columns and f in right.columns]
    comparisons = [
        compare.ForenameSurnameComparison("first", "last"),
        compare.JaroWinklerAtThresholds("full", [0.95, 0.88, 0.8]),
    ]
    if "father" in extra:
        comparisons.append(compare.JaroWinklerAtThresholds("father", [0.95, 0.85]))
    if "birth_year" in extra:
        comparisons.append(compare.LevenshteinAtThresholds("birth_year", [1]))
    if "province" in extra:
        comparisons.append(compare.ExactMatch("province").configure(term_frequency_adjustments=True))
    blocks = [block_on("first", "last")] + [block_on("first", f) for f in extra] + [block_on("last", f) for f in extra]  # fmt: skip
    if {"father", "birth_year", "province"} <= set(extra):
        blocks.append(block_on("father", "birth_year"))
    if not extra:
        blocks = [block_on("first"), block_on("last"), block_on("substr(first, 1, 3)", "substr(last, 1, 3)")]
    if blocking is not None:
        blocks = [block_on(*rule) for rule in blocking]
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET threads TO {threads}")
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="link_only", comparisons=comparisons, blocking_rules_to_generate_predictions=blocks,
        retain_intermediate_calculation_columns=False, retain_matching_columns=False,
    )  # fmt: skip
    linker = Linker([api.register(left), api.register(right)], settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("full")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for by in (block_on("last"), block_on("first")):
        linker.training.estimate_parameters_using_expectation_maximisation(by)
    found = linker.inference.predict(threshold_match_weight=least).physical_name
    best = f"SELECT unique_id_l, arg_max(unique_id_r, match_weight), max(match_weight) FROM {found} GROUP BY 1 ORDER BY 1"  # fmt: skip
    return [(str(a), str(b), float(w)) for a, b, w in connection.execute(best).fetchall()]


def lines(left: Sequence[dict[str, str]], right: Sequence[dict[str, str]]) -> list[Line]:
    """Return each left row's best right row by splink."""
    return [Line(*row) for row in predicted(table(left), table(right), 1)]
