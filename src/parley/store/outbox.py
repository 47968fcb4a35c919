"""Messages to be sent after commit: written together with an append, deleted once they were sent."""

import json
from collections.abc import Collection

from sqlalchemy import Connection, Select, delete, func, select, update

from parley.app.core.ports import Message
from parley.store.tables import outbox

SENT = ""  # the topic of a message that was sent: only its number is kept


def spelt(message: Message) -> bytes:
    """Return a message's body as it is kept."""
    return json.dumps(message.body, ensure_ascii=False, sort_keys=True).encode()


def read(topic: str, body: bytes) -> Message:
    """Return a message from its row."""
    return Message(topic, json.loads(bytes(body)))


def waiting() -> Select[int, str, str, bytes]:
    """Select those not yet sent, oldest first."""
    columns = outbox.c.number, outbox.c.talks, outbox.c.topic, outbox.c.body
    return select(*columns).where(outbox.c.topic != SENT).order_by(outbox.c.number)


def forget(connection: Connection, numbers: Collection[int]) -> None:
    """Delete these; the highest number of all stays taken, so that the next is a new one."""
    last = select(func.max(outbox.c.number)).scalar_subquery()
    gone = outbox.c.number.in_(sorted(numbers))
    connection.execute(delete(outbox).where(gone | (outbox.c.topic == SENT), outbox.c.number < last))
    connection.execute(update(outbox).where(gone).values(topic=SENT, body=b"{}"))
