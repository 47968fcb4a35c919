"""What can be recorded of the text. Wordings are content; acts hold their salted digests by language."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ClauseDrafted:
    """The host, who holds the pen, put this version of a clause on the table, in every language."""

    KIND: ClassVar = "text.clause-drafted.1"
    clause: str
    version: int
    digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClauseBracketed:
    """A side put this version in brackets, with its own wording or (empty ``digests``) without."""

    KIND: ClassVar = "text.clause-bracketed.1"
    clause: str
    version: int
    party: str
    digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClauseAgreed:
    """A side agreed to this version in the room, subject to approval at home."""

    KIND: ClassVar = "text.clause-agreed.1"
    clause: str
    version: int
    party: str
    digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClauseAdopted:
    """A side adopted this version, all languages alike."""

    KIND: ClassVar = "text.clause-adopted.1"
    clause: str
    version: int
    party: str
    digests: dict[str, str]


ACTS: tuple[type, ...] = (ClauseDrafted, ClauseBracketed, ClauseAgreed, ClauseAdopted)
