"""Why two rows may be one person: the matcher's evidence in a few sentences, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from parley.app.lists.views import Evidence, Pair
from parley.web.lists import phrases
from parley.web.render import Reader

TELLS = 1.0  # bits from which a field says something
RARE = 5.5  # … from which one word of a name says much
FIELDS = ("father", "grandfather", "birth_year", "province", "district", "captured_on", "captured_at", "sex")
ROWS: Mapping[str, tuple[str, ...]] = {
    "father": ("father",),
    "grandfather": ("grandfather",),
    "born": ("birth_year",),
    "home": ("province", "district"),
    "taken": ("captured_on", "captured_at"),
}  # a row of the page → the fields that stand in it


def chance(basis_points: int) -> int:
    """Return the chance as people say it: so many in a hundred, never all and never none."""
    return min(99, max(1, (basis_points + 50) // 100))


def standing(evidence: Sequence[Evidence]) -> dict[str, str]:
    """Return for each row of the page whether it ``agrees`` or ``differs``; rows that say little are left out."""
    found = {}
    for row, fields in ROWS.items():
        bits = [one.bits for one in evidence if one.kind in fields]
        if bits and min(bits) <= -TELLS:
            found[row] = "differs"
        elif bits and sum(bits) >= TELLS:
            found[row] = "agrees"
    return found


def left_because(pair: Pair, reader: Reader) -> Markup | None:
    """Return the one reason why a pair is left to people; None if the comparison kept none."""
    if pair.left_because:
        return reader.phrase(phrases.LEFT, pair.left_because)
    if pair.threshold is None:
        return None
    return reader.phrase(phrases.LEFT, "threshold", {"threshold": pair.threshold})


def sentences(pair: Pair, reader: Reader) -> list[Markup]:
    """Return what speaks for and against, plainest first; empty if the comparison kept no evidence."""
    evidence = pair.evidence
    words = [one for one in evidence if one.kind == "same"]
    agree = _fields(evidence, reader, lambda bits: bits >= TELLS)
    if words and not any(one.kind in ("differs", "missing_left", "missing_right") for one in evidence):
        agree.insert(0, _field(reader, "name"))
    found = [_said(reader, "agree", fields=reader.series(agree))] if agree else []
    found += [
        _said(reader, "against", claim=_bdi(one.claim), holding=_bdi(one.holding))
        for one in evidence
        if one.kind == "differs"
    ]
    found += [
        _said(reader, "alone", word=_bdi(one.claim or one.holding))
        for one in evidence
        if one.kind in ("missing_left", "missing_right")
    ]
    if differ := _fields(evidence, reader, lambda bits: bits <= -TELLS):
        found.append(_said(reader, "differ", fields=reader.series(differ)))
    rarest = max(words, key=lambda one: one.bits, default=None)
    if rarest is not None and rarest.bits >= RARE:
        found.append(_said(reader, "rare", word=_bdi(rarest.claim)))
    return found


def _fields(evidence: Sequence[Evidence], reader: Reader, wanted: Callable[[float], bool]) -> list[Markup]:
    bits = {one.kind: one.bits for one in evidence}
    return [_field(reader, name) for name in FIELDS if name in bits and wanted(bits[name])]


def _field(reader: Reader, name: str) -> Markup:
    said = reader.phrase(phrases.FIELDS, name)
    return Markup(str(said)[:1].lower() + str(said)[1:])  # noqa: S704 - markup already; Arabic script has no capitals


def _said(reader: Reader, code: str, **values: Markup) -> Markup:
    return reader.phrase(phrases.WHY, code, values)


def _bdi(text: str) -> Markup:
    return Markup('<bdi dir="auto">{}</bdi>').format(text)
