"""Version 4: an act is one row. Its answer stands on its first leaf; a checkpoint is kept where somebody cosigned it.

Until then answers had a table of their own, whose long random keys cost as many pages as all the rest of an append, and
a checkpoint was signed for every append and kept on its last leaf (``docs/adr/0016``).
"""

import hashlib
import json

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, String, Table, text

EACH = 2**32  # leaves a compartment may have


def upgrade(connection: Connection) -> None:
    _keep_heads(connection)
    blob = "BLOB" if connection.dialect.name == "sqlite" else "BYTEA"
    connection.execute(text("ALTER TABLE leaves DROP COLUMN note"))
    for column, kind in (("command", blob), ("digest", "VARCHAR"), ("answer", blob)):
        connection.execute(text(f"ALTER TABLE leaves ADD COLUMN {column} {kind}"))
    _move_answers(connection)
    connection.execute(text("CREATE UNIQUE INDEX leaves_once ON leaves (command)"))


def _keep_heads(connection: Connection) -> None:
    schema = MetaData()
    Table(
        "heads",
        schema,
        Column("talks", String, primary_key=True),
        Column("compartment", String, primary_key=True),
        Column("size", Integer, primary_key=True, autoincrement=False),
        Column("note", LargeBinary, nullable=False),
    )
    schema.create_all(connection, checkfirst=False)
    connection.execute(
        text(
            "INSERT INTO heads (talks, compartment, size, note) SELECT s.talks, s.compartment, s.size, l.note "
            "FROM (SELECT DISTINCT talks, compartment, size FROM cosignatures) s "
            "JOIN compartments c ON c.talks = s.talks AND c.compartment = s.compartment "
            "JOIN leaves l ON l.place = c.number * :each + s.size - 1 WHERE l.note IS NOT NULL"
        ),
        {"each": EACH},
    )


def _move_answers(connection: Connection) -> None:
    numbers = {
        (talks, compartment): number
        for number, talks, compartment in connection.execute(
            text("SELECT number, talks, compartment FROM compartments")
        )
    }
    put = text(
        "UPDATE leaves SET command = :command, digest = :digest, answer = :answer WHERE place = :place"
    )
    for talks, seat, command, digest, answer in connection.execute(
        text("SELECT talks, seat, command, digest, answer FROM commands")
    ).all():
        first = json.loads(bytes(answer))["recorded"][0]
        place = numbers[talks, first["compartment"]] * EACH + first["seq"]
        key = hashlib.sha256(f"{talks}\0{seat}\0{command}".encode()).digest()[:16]
        connection.execute(put, {"command": key, "digest": digest, "answer": bytes(answer), "place": place})
    connection.execute(text("DROP TABLE commands"))
