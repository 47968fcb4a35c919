"""The sheet: one binding act, exactly as it would be signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.app.views.common import Numbers


@dataclass(frozen=True, slots=True)
class SheetContent:
    """One thing shown in full: its digest must be computed by the device from these very bytes."""

    label: str  # a language tag for a text; else claims, holdings, problem, plan …
    media: str  # text/plain, application/json, …
    digest: str
    salt: str  # base64url
    body: str  # base64url of the exact bytes; "" if too long to show in full: then the sheet fetches content/<digest>
    size: int = 0


@dataclass(frozen=True, slots=True)
class Signer:
    party: str
    seat: str
    state: str  # signed | you | waiting
    at: datetime | None = None
    same: bool = True  # signed the same version


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one binding act is: ``fields`` is its body exactly as the device will sign it."""

    kind: str
    compartment: str
    fields: Mapping[str, object]
    contents: Sequence[SheetContent]
    commits: tuple[str, Numbers]  # code and numbers of the one sentence on what it commits to
    signers: Sequence[Signer]
    back: str  # page to go back to
    about: Numbers = field(
        default_factory=dict
    )  # clause, version, persons, rows …: for the title and the facts
    facts: Sequence[tuple[str, str | int | datetime]] = ()  # label code, value
    devices: Sequence[tuple[str, str]] = ()  # (seat, device id): those vouched for or accepted
    instead: Sequence[str] = ()  # kinds that might be signed instead, with the same fields
    refused: Sequence[tuple[str, Numbers]] = ()  # why it cannot be signed now: all reasons
