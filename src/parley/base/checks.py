"""What several domains ask of an act's fields."""

import re
from collections.abc import Iterator

from parley.base.acts import By
from parley.base.outcomes import Reason, reason

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def own_party(by: By, party: str) -> Iterator[Reason]:
    """Yield the reason against speaking for a party that is not one's own."""
    if party != by.party:
        yield reason("not_your_party", party=party[:64])


def usable_id(name: str) -> Iterator[Reason]:
    """Yield the reason against an id that is not small letters, digits and hyphens, 64 at most."""
    if not _ID.fullmatch(name):
        yield reason("id_malformed", id=name[:64])


def unused_id(name: str, *, used: bool) -> Iterator[Reason]:
    """Yield the reason against the id of something new that is malformed or taken."""
    if used or not _ID.fullmatch(name):
        yield reason("id_malformed", id=name[:64])
