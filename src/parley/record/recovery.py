"""What a head set up for the day its device is lost: a deputy's device, and a key on paper that vouches once."""

from dataclasses import dataclass

from parley.record.canonical import unb64u
from parley.record.curve import signing_key_sound
from parley.record.notes import signature_holds


@dataclass(slots=True)
class _Paper:
    seat: str
    spent: bool = False


class Recovery:
    """By head's seat. What it refuses changes nothing and returns False."""

    def __init__(self) -> None:
        self._deputies: dict[str, str] = {}
        self._papers: dict[str, _Paper] = {}  # public part → whose, in order

    def name(self, seat: str, deputy: str) -> None:
        """Let this device be the deputy of a head's seat, in place of the one before."""
        self._deputies[seat] = deputy

    def is_deputy(self, seat: str, device: str) -> bool:
        """Return whether this device is the one that the head of this seat named last."""
        return self._deputies.get(seat) == device

    def make(self, seat: str, key: str) -> bool:
        """Let this be the paper key of a head's seat, in place of the one before; False for one that is known or weak."""
        try:
            sound = signing_key_sound(unb64u(key, 32))
        except ValueError:
            return False
        if not sound or key in self._papers:
            return False
        self._papers[key] = _Paper(seat)
        return True

    def spend(self, seat: str, key: str, proof: str, statement: bytes) -> bool:
        """Use a paper key over ``statement``; False if it is not this seat's last one, was used, or did not sign that."""
        own = [public for public, paper in self._papers.items() if paper.seat == seat]
        if own[-1:] != [key] or self._papers[key].spent:
            return False
        try:
            holds = signature_holds(unb64u(key, 32), unb64u(proof, 64), statement)
        except ValueError:
            return False
        self._papers[key].spent = holds
        return holds
