"""How the limits and places of detention that keep somebody in are named, in the reader's language."""

from markupsafe import Markup, escape

from parley.web.plan import phrases
from parley.web.render import Reader

HELD = ("site", "site_capacity")  # limits that are of a place of detention


def sites(reader: Reader, said: str | int) -> Markup:
    """Return places of detention (``north-3, north-4``; ``north`` where the reader may not know which)."""
    return reader.series([_site(reader, one.strip()) for one in str(said).split(",")])


def _site(reader: Reader, said: str) -> Markup:
    party, _, number = said.rpartition("-")
    if party and number.isdigit():
        return reader.phrase(phrases.HELD_IN, "numbered", {"number": number, "party": party})
    return reader.phrase(phrases.HELD_IN, "some", {"party": said})


def limits(reader: Reader, said: str | int) -> Markup:
    """Return limits, each with what it is of: ``vehicles|north,site_capacity|north-3``."""
    return reader.series([_limit(reader, one) for one in str(said).split(",")])


def _limit(reader: Reader, said: str) -> Markup:
    kind, _, of = said.partition("|")
    if kind in HELD:
        return reader.phrase(phrases.SHORTAGES, kind, {"site": of})
    if kind == "place_capacity":
        return reader.phrase(phrases.SHORTAGES, kind, {"place": escape(of)})
    return reader.phrase(phrases.SHORTAGES, kind, {"party": of} if of else {})
