"""What holds of the whole store, a row each: why it takes no writes, which key wraps its contents."""

from sqlalchemy import Connection, delete, select

from parley.store.statements import insert_or_replace
from parley.store.tables import markers

READ_ONLY = "read_only"  # a refusal code; no row: it takes writes
WRAPPING_KEY = "wrapping_key"  # its fingerprint, to know the right secrets file by
HOLDER = "holder"  # who holds the store: ``hold``
HEADS = "heads"  # the newest that were found good: ``keeping``
PROBE = "probe"  # written to see whether the disk takes anything


def marker(connection: Connection, name: str) -> bytes | None:
    found = connection.execute(select(markers.c.value).where(markers.c.name == name)).scalar_one_or_none()
    return None if found is None else bytes(found)


def mark(connection: Connection, name: str, value: bytes | None) -> None:
    """Set the marker, or take it away if ``value`` is None."""
    if value is None:
        connection.execute(delete(markers).where(markers.c.name == name))
    else:
        connection.execute(insert_or_replace(connection, markers, "value"), {"name": name, "value": value})
