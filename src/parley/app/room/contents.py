"""Who else is in a seat's room off camera: names and roles, kept as content, so that they can be destroyed and the record still holds."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from parley.app.core.model import OWN, App, Content
from parley.app.core.states import TalksState
from parley.app.talks.definition import against_name
from parley.base import Reason, reason
from parley.record import canonical
from parley.room import MOST_COMPANY, Room

COMPANY = "company"
MEDIA = "application/json"
LONGEST = 200  # letters of a name, or of a role
FIELDS = ("name", "role")
Others = Sequence[
    tuple[str, str]
]  # name and role of each; both empty: somebody who is there and not yet named


def packed(others: Others) -> bytes:
    """Return the content that lists these people."""
    return canonical([dict(zip(FIELDS, one, strict=True)) for one in others])


def unpacked(data: bytes) -> Others:
    """Return the people of such a list. Raises: ValueError if it is none."""
    said = json.loads(data)
    if not isinstance(said, list) or not all(_is_one(one) for one in said):
        raise ValueError("not a list of people")
    return tuple((one["name"], one["role"]) for one in said)


def _is_one(one: Any) -> bool:
    texts = isinstance(one, Mapping) and set(one) == set(FIELDS)
    return texts and all(isinstance(one[name], str) for name in FIELDS)


def _none_before(app: App, state: TalksState, digest: str) -> Collection[str]:
    return []  # no version before kept any


def _declared(app: App, state: TalksState, digest: str) -> bool:
    """A seat's last declaration is about them: what it said before is shown to nobody else."""
    return any(one.digest == digest for one in state.of(Room).company.values())


def _unfit(data: bytes, media: str, called: str) -> Iterator[Reason]:
    try:
        others = unpacked(data) if media == MEDIA else None
    except (ValueError, RecursionError):
        others = None
    if others is None:
        yield reason("company_no_list")
        return
    if not 0 < len(others) <= MOST_COMPANY:
        yield reason("company_too_many", most=MOST_COMPANY)
    for text in (part for one in others for part in one):
        if len(text) > LONGEST:
            yield reason("company_name_too_long", most=LONGEST)
        yield from against_name(text, called)


ANYONE = frozenset({"anyone"})
CONTENTS = (
    Content(
        "who else is in a room off camera",
        COMPANY,
        OWN,
        _none_before,
        ANYONE,
        _declared,
        brings=ANYONE,
        unfit=_unfit,
    ),
)
