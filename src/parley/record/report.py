"""What a verification found: faults, what the folder alone cannot show, and the keys that all of it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from parley.record.canonical import Json

LISTED = 100  # faults that are listed; further ones are counted


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the folder: what, where, and what was found and expected."""

    code: str
    where: str  # a path in the folder, or "entry 4112", or "seen head 2"
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that this folder alone cannot prove, even without faults."""

    code: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that the result rests on: compare it with what its owner wrote down."""

    use: str  # "server" or "head"
    party: str
    seat: str
    fingerprint: str
    trusted: bool  # it stood in --trust


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A device saw a head of this size, grown from the last one it had kept."""

    party: str
    seat: str
    device: str
    size: int
    time: int  # POSIX seconds, by the device's own clock


@dataclass(frozen=True, slots=True)
class Erased:
    """Content that the record says was erased, and by whose order."""

    digest: str
    order: str
    seq: int


@dataclass(slots=True)
class Report:
    """The result of ``verify``; ``ok`` is whether the folder agrees with itself and with the evidence given."""

    talks: str = ""
    compartment: str = ""
    size: int = 0  # entries by the checkpoint
    root: str = ""  # lower hex, of the checkpoint
    readable: bool = True  # False: this is no record at all
    faults: list[Fault] = field(default_factory=list)
    more: int = 0  # faults beyond those listed
    gaps: list[Gap] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    cosigned: list[Cosigned] = field(default_factory=list)
    erased: list[Erased] = field(default_factory=list)  # the first hundred
    binding: int = 0  # acts that a device signed
    procedural: int = 0  # acts that the server signed
    contents: int = 0  # contents found in the folder and right
    latest: str = ""  # the latest time of an entry so far
    back: int = 0  # entries that say an earlier time than one before them
    first_back: int = 0  # the first of these

    @property
    def ok(self) -> bool:
        return self.readable and not self.faults

    def add(self, code: str, where: str, found: object = "", expected: object = "") -> None:
        """Note a fault."""
        if len(self.faults) < LISTED:
            self.faults.append(Fault(code, where, str(found), str(expected)))
        else:
            self.more += 1

    def count(self, index: int, at: str, *, binding: bool) -> None:
        """Count an entry, and look whether its time runs back."""
        self.binding += binding
        self.procedural += not binding
        if at < self.latest:
            self.first_back = self.first_back if self.back else index
            self.back += 1
        self.latest = max(self.latest, at)

    def times(self) -> Iterator[Gap]:
        """Yield what times cannot show."""
        yield Gap("server_times")
        if self.back:
            yield Gap("times_run_back", f"{self.back} {self.first_back}")

    def as_json(self) -> dict[str, Json]:
        """Return it as plain JSON, for ``--json`` (docs/record-format.md)."""
        return {
            "format": "parley-report/1",
            "ok": self.ok,
            "readable": self.readable,
            "talks": self.talks,
            "compartment": self.compartment,
            "size": self.size,
            "root": self.root,
            "binding": self.binding,
            "procedural": self.procedural,
            "contents": self.contents,
            "faults": [
                {"code": one.code, "where": one.where, "found": one.found, "expected": one.expected}
                for one in self.faults
            ],
            "more": self.more,
            "cannot_show": [{"code": one.code, "what": one.what} for one in self.gaps],
            "keys": [
                {
                    "use": one.use,
                    "party": one.party,
                    "seat": one.seat,
                    "fingerprint": one.fingerprint,
                    "trusted": one.trusted,
                }
                for one in self.keys
            ],
            "cosigned": [
                {
                    "party": one.party,
                    "seat": one.seat,
                    "device": one.device,
                    "size": one.size,
                    "time": one.time,
                }
                for one in self.cosigned
            ],
            "erased": [{"digest": one.digest, "order": one.order, "seq": one.seq} for one in self.erased],
        }
