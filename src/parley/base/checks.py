"""What several domains ask of an act's fields."""

import re
from collections.abc import Iterator

from parley.base.acts import By
from parley.base.outcomes import Reason, reason

LONGEST_ID = 64
_ID = re.compile(
    rf"(?=.{{1,{LONGEST_ID}}}$)[a-z0-9]+(-[a-z0-9]+)*"
)  # as entries spell them (docs/record-format.md)


def own_party(by: By, party: str) -> Iterator[Reason]:
    """Yield the reason against speaking for a party that is not one's own."""
    if party != by.party:
        yield reason("not_your_party", party=party[:64])


def usable_id(name: str) -> Iterator[Reason]:
    """Yield the reason against an id that is not small letters, digits and hyphens, LONGEST_ID at most."""
    if not _ID.fullmatch(name):
        yield malformed_id(name)


def unused_id(name: str, *, used: bool) -> Iterator[Reason]:
    """Yield the reason against the id of something new that is malformed or taken."""
    if used or not _ID.fullmatch(name):
        yield malformed_id(name)


def malformed_id(name: str, most: int = LONGEST_ID) -> Reason:
    """Return the reason against an id that is none."""
    return reason("id_malformed", id=name[:LONGEST_ID], most=most)
