"""Codes of rows that give access: HMAC under the secret over the table and every column, so that none is put in by hand.

A row that somebody else wrote or changed opens nothing and stops the store: it takes no more writes and says why. A row of ours that
is put back later has a good code; what may then not be so again is asked of the record (``app.talks.people``), and of what this process
has seen of it.
"""

import hmac
import threading
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select, update

from parley.store import tables
from parley.store.sealing import derived

CHANGED = "access_changed"
CODED = (tables.invitations, tables.sign_ins, tables.origins)


class Codes:
    """Makes and checks the codes of rows, which are mappings by column."""

    def __init__(self, wrapping_key: bytes) -> None:
        self._key = derived(wrapping_key, b"parley-store/1 codes of rows")

    def of(self, table: Table, row: Any) -> bytes:
        """Return the code of a row; its own column ``code`` is not in it."""
        parts = [table.name.encode()]
        for column in table.columns:
            if column.name != "code":
                parts += [column.name.encode(), _spelt(row[column.name])]
        return hmac.digest(self._key, b"".join(len(p).to_bytes(4) + p for p in parts), sha256)

    def coded(self, table: Table, row: Any) -> dict[str, Any]:
        return {**row, "code": self.of(table, row)}

    def hold(self, table: Table, row: Any) -> bool:
        return hmac.compare_digest(bytes(row["code"] or b""), self.of(table, row))

    def trust(self, connection: Connection, coded: Sequence[Table] = CODED) -> int:
        """Give every row of these tables a code: once, in a database of a version without. Return how many."""
        count = 0
        for table in coded:
            for row in connection.execute(select(table)).mappings().all():
                which = [column == row[column.name] for column in table.primary_key]
                connection.execute(update(table).where(*which).values(code=self.of(table, row)))
                count += 1
        return count


class Seen:
    """What this process has seen end: it does not begin again, whatever row is put back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: set[bytes] = set()  # sign-ins, by the hash of their token
        self._spent: dict[str, tuple[bool, int]] = {}  # of invitations: used, wrong guesses

    def end(self, token_hash: bytes) -> None:
        with self._lock:
            self._ended.add(token_hash)

    def ended(self, token_hash: bytes) -> bool:
        return token_hash in self._ended

    def goes_on(self, number: str, *, used: bool, failures: int) -> bool:
        """Return whether an invitation is as it was or further on, and keep how far it is."""
        with self._lock:
            before = self._spent.get(number, (False, 0))
            if used < before[0] or failures < before[1]:
                return False
            self._spent[number] = (used, failures)
            return True


def _spelt(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return b"b" + bytes(value)
    return b"n" if value is None else b"t" + str(int(value) if isinstance(value, bool) else value).encode()
