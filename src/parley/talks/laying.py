"""What speaks against parties, places and seats as they are laid: of the acts, and of the file that talks are made from."""

from collections.abc import Container, Iterator, Sequence

from parley.base import LONGEST_ID, Reason, malformed_id, reason, usable_id

ROLES = ("head", "list_officer", "member", "interpreter", "facilitator", "observer", "spokesperson")
LONGEST_PARTY = LONGEST_ID - len("side-")  # its compartment's name is an id, too
PARTY_KINDS = ("side", "host", "neutral")


def against_ids(ids: Sequence[str], called: str) -> Iterator[Reason]:
    """Yield what is wrong with the ids of one list: malformed, or the same twice."""
    if len(set(ids)) != len(ids):
        yield reason("ids_doubled", list=called)
    for one in ids:
        yield from usable_id(one)
        if called == "parties" and len(one) > LONGEST_PARTY:
            yield malformed_id(one, LONGEST_PARTY)


def against_kinds(kinds: Sequence[str]) -> Iterator[Reason]:
    """Yield what is wrong with the kinds of all parties together."""
    if kinds.count("host") != 1:
        yield reason("one_host_needed", found=kinds.count("host"))
    if kinds.count("neutral") > 1:  # they would share one compartment, and read each other's notes
        yield reason("one_neutral_at_most", found=kinds.count("neutral"))
    for kind in kinds:
        if kind not in PARTY_KINDS:
            yield reason("party_kind_unknown", kind=kind[:20])


def against_seat(
    party: str, role: str, place: str, parties: Container[str], places: Container[str]
) -> Iterator[Reason]:
    """Yield what is wrong with where a seat is and what it is for."""
    if party not in parties:
        yield reason("party_unknown", party=party[:64])
    if place not in places:
        yield reason("place_unknown", place=place[:64])
    if role not in ROLES:
        yield reason("role_unknown", role=role[:40])
