"""Version 1: journal, outbox, blobs, people."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)


def upgrade(connection: Connection) -> None:
    schema = MetaData()
    _journal(schema)
    _blobs(schema)
    _people(schema)
    Table("parley_version", schema, Column("version", Integer, nullable=False))
    schema.create_all(connection, checkfirst=False)


def _journal(schema: MetaData) -> None:
    Table(
        "compartments",
        schema,
        Column("number", Integer, primary_key=True),
        Column("talks", String, nullable=False),
        Column("compartment", String, nullable=False),
        Index("compartments_once", "talks", "compartment", unique=True),
    )
    Table(
        "entries",
        schema,
        Column("talks", String, primary_key=True),
        Column("compartment", String, primary_key=True),
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("entry", LargeBinary, nullable=False),
        Column("note", LargeBinary),
    )
    Table(
        "cosignatures",
        schema,
        Column("talks", String, primary_key=True),
        Column("compartment", String, primary_key=True),
        Column("size", Integer, primary_key=True, autoincrement=False),
        Column("name", String, primary_key=True),
        Column("line", LargeBinary, nullable=False),
    )
    Table(
        "commands",
        schema,
        Column("talks", String, primary_key=True),
        Column("seat", String, primary_key=True),
        Column("command", String, primary_key=True),
        Column("digest", String, nullable=False),
        Column("answer", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    Table(
        "outbox",
        schema,
        Column("number", Integer, primary_key=True),
        Column("talks", String, nullable=False),
        Column("topic", String, nullable=False),
        Column("body", LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )


def _blobs(schema: MetaData) -> None:
    Table(
        "blob_keys",
        schema,
        Column("number", Integer, primary_key=True),
        Column("key", LargeBinary, nullable=False),
    )
    Table(
        "blobs",
        schema,
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("talks", String, nullable=False),
        Column("digest", String, nullable=False),
        Column("media", String, nullable=False),
        Column("erased", Boolean, nullable=False),
        Column("content", LargeBinary, nullable=False),
        Index("blobs_once", "talks", "digest", unique=True),
    )


def _people(schema: MetaData) -> None:
    Table(
        "invitations",
        schema,
        Column("number", String, primary_key=True),
        Column("talks", String, nullable=False, index=True),
        Column("seat", String, nullable=False),
        Column("secret_hash", LargeBinary, nullable=False),
        Column("code_hash", LargeBinary, nullable=False),
        Column("salt", LargeBinary, nullable=False),
        Column("language", String, nullable=False),
        Column("expires", BigInteger, nullable=False),
        Column("used", Boolean, nullable=False),
        Column("failures", Integer, nullable=False),
        Column("locked_until", BigInteger),
    )
    Table(
        "sign_ins",
        schema,
        Column("token_hash", LargeBinary, primary_key=True),
        Column("talks", String, nullable=False),
        Column("seat", String, nullable=False),
        Column("device", String, nullable=False),
        Column("expires", BigInteger, nullable=False),
        Index("sign_ins_of_seat", "talks", "seat"),
    )
    Table(
        "seat_values",
        schema,
        Column("talks", String, primary_key=True),
        Column("seat", String, primary_key=True),
        Column("name", String, primary_key=True),
        Column("sealed", LargeBinary, nullable=False),
    )
