"""The newest heads that this installation has found good, under a code: in the database, and in a file outside of it.

Entries up to a kept head are known by their hashes; only newer ones are verified when the store is opened. Whoever writes to the database
cannot shorten or change it behind a head that the file keeps as well.
"""

import hmac
import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from parley.app.core.ports import Heads
from parley.store.database import Database, StoreError
from parley.store.markers import HEADS, mark, marker
from parley.store.sealing import derived

FILE = "kept-heads"  # in the data folder: beside it a service may write nothing
ORIGINS = ("", "origins")  # of no talks: says that whose contents are carries codes from here on
BEFORE_RESTORE = FILE + "-before-restore"


class Keeping:
    """Keeps heads; ``file`` is None where there is only the database."""

    def __init__(self, database: Database, wrapping_key: bytes, file: Path | None) -> None:
        self._database, self._file = database, file
        self._key = derived(wrapping_key, b"parley-store/1 kept heads")
        self._written = b""  # by this process, last

    def origins_coded(self) -> bool:
        """Return whether a database whose origins carry codes stood here, as the file says. Raises: StoreError as ``heads``."""
        return ORIGINS in self._in_file(self._file)

    def heads(self) -> Heads:
        """Return the newest of both. Raises: StoreError if one of the two is not as we wrote it."""
        with self._database.read() as connection:
            inside = marker(connection, HEADS)
        found = self._read(inside, f"database {self._database.name}")
        for place, head in self._in_file(self._file).items():
            if place not in found or head[0] >= found[place][0]:
                found[place] = head
        found.pop(ORIGINS, None)
        return found

    def before_restore(self) -> Heads:
        """Return what was kept before a backup was restored, {} if none was."""
        return {place: head for place, head in self._in_file(self._beside()).items() if place != ORIGINS}

    def keep(self, heads: Heads) -> None:
        said = json.dumps(
            [
                [*place, size, root.hex()]
                for place, (size, root) in sorted({ORIGINS: (0, b""), **heads}.items())
            ]
        ).encode()
        whole = self._code(said).hex().encode() + b" " + said
        if whole == self._written:
            return
        with self._database.write() as connection:
            mark(connection, HEADS, whole)
        if self._file is not None:
            part = self._file.with_name(self._file.name + ".part")
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(whole)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._file)
        self._written = whole

    def forget_restore(self) -> None:
        if beside := self._beside():
            beside.unlink(missing_ok=True)

    def _beside(self) -> Path | None:
        return self._file.with_name(BEFORE_RESTORE) if self._file else None

    def _in_file(self, file: Path | None) -> dict[tuple[str, str], tuple[int, bytes]]:
        if file is not None:
            with suppress(FileNotFoundError):
                return self._read(file.read_bytes(), str(file))
        return {}

    def _read(self, whole: bytes | None, where: str) -> dict[tuple[str, str], tuple[int, bytes]]:
        if whole is None:
            return {}
        code, _, said = whole.partition(b" ")
        if not hmac.compare_digest(code, self._code(said).hex().encode()):
            raise StoreError(
                f"{where}: the heads that were kept in it are not as this installation wrote them; nothing was opened. Somebody "
                "changed them, or they belong to other secrets. Restore the last backup with `parley restore`."
            )
        return {(talks, name): (size, bytes.fromhex(root)) for talks, name, size, root in json.loads(said)}

    def _code(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, sha256)
