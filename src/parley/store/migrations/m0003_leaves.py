"""Version 3: entries by one number each, and an outbox whose last row stays; fewer pages an append.

On SQLite an entry lay in a table and in the index of its key, and AUTOINCREMENT kept a table of its own: five
pages a commit where three do (``bench/append``).
"""

from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, MetaData, String, Table, text

EACH = 2**32  # leaves a compartment may have


def upgrade(connection: Connection) -> None:
    schema = MetaData()
    Table(
        "leaves",
        schema,
        Column("place", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("entry", LargeBinary, nullable=False),
        Column("note", LargeBinary),
    )
    schema.create_all(connection, checkfirst=False)
    connection.execute(
        text(
            "INSERT INTO leaves (place, entry, note) SELECT c.number * :each + e.seq, e.entry, e.note FROM entries e "
            "JOIN compartments c ON c.talks = e.talks AND c.compartment = e.compartment ORDER BY 1"
        ),
        {"each": EACH},
    )
    connection.execute(text("DROP TABLE entries"))
    if connection.dialect.name == "sqlite":
        _outbox_without_a_count(connection)


def _outbox_without_a_count(connection: Connection) -> None:
    schema = MetaData()
    Table(
        "outbox_3",
        schema,
        Column("number", Integer, primary_key=True),
        Column("talks", String, nullable=False),
        Column("topic", String, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )
    schema.create_all(connection, checkfirst=False)
    connection.execute(
        text("INSERT INTO outbox_3 SELECT number, talks, topic, body FROM outbox ORDER BY number")
    )
    connection.execute(text("DROP TABLE outbox"))
    connection.execute(text("ALTER TABLE outbox_3 RENAME TO outbox"))
