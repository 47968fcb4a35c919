"""The schema as it is now. ``migrations`` makes it; a test holds the two together."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table

schema = MetaData()

# Compartments in the order in which they were begun; a row is written with each one's entry 0.
compartments = Table(
    "compartments",
    schema,
    Column("number", Integer, primary_key=True),
    Column("talks", String, nullable=False),
    Column("compartment", String, nullable=False),
    Index("compartments_once", "talks", "compartment", unique=True),
)

# A row is a leaf, where ``places`` says. The first leaf that a command wrote keeps what it was answered, so that
# pressing again gets it again: a unique index over short keys costs half of the pages that a table of its own does.
leaves = Table(
    "leaves",
    schema,
    Column("place", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("entry", LargeBinary, nullable=False),
    Column("command", LargeBinary),  # of talks, seat and the client's id: ``places.command_key``
    Column("digest", String),  # of what was said under that id
    Column("answer", LargeBinary),
    Index("leaves_once", "command", unique=True),
)

# Checkpoints that were cosigned, as the server signed them then.
heads = Table(
    "heads",
    schema,
    Column("talks", String, primary_key=True),
    Column("compartment", String, primary_key=True),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),
)

cosignatures = Table(
    "cosignatures",
    schema,
    Column("talks", String, primary_key=True),
    Column("compartment", String, primary_key=True),
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True),
    Column("line", LargeBinary, nullable=False),
)

# To be sent after commit. Numbers are never used twice, ``sent`` may come late: so the row with the highest
# stays, with no topic once it was sent, until one with a higher is there.
outbox = Table(
    "outbox",
    schema,
    Column("number", Integer, primary_key=True),
    Column("talks", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("body", LargeBinary, nullable=False),  # canonical JSON
)

# Keys stand apart from content, all of one length and only ever overwritten in place: SQLite then never
# moves one to another page, so erasing leaves no stale copy behind (tests/store/test_erasing.py).
blob_keys = Table(
    "blob_keys",
    schema,
    Column("number", Integer, primary_key=True),
    Column("key", LargeBinary, nullable=False),  # a data key, wrapped; zeros once erased
)

blobs = Table(
    "blobs",
    schema,
    Column("number", Integer, primary_key=True, autoincrement=False),  # of its key
    Column("talks", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("media", String, nullable=False),
    Column("erased", Boolean, nullable=False),
    Column("content", LargeBinary, nullable=False),  # salt and bytes, sealed; zeros once erased
    Index("blobs_once", "talks", "digest", unique=True),
)

# Whose a content is and what for. Apart from the content, whose rows are only ever overwritten in place.
origins = Table(
    "origins",
    schema,
    Column("talks", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("party", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("compartment", String, nullable=False),
    Column("seat", String, nullable=False, server_default=""),  # that brought it
    Column("code", LargeBinary),  # ``codes``
)

# Times are microseconds since 1970, UTC: SQLite keeps no time zones.
invitations = Table(
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
    Column("code", LargeBinary),  # ``codes``
    Column("generation", Integer, nullable=False, server_default="-1"),  # of its seat, as the record had it
)

sign_ins = Table(
    "sign_ins",
    schema,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("talks", String, nullable=False),
    Column("seat", String, nullable=False),
    Column("device", String, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("code", LargeBinary),  # ``codes``
    Index("sign_ins_of_seat", "talks", "seat"),
)

# Drafts and other small things of one seat, sealed.
seat_values = Table(
    "seat_values",
    schema,
    Column("talks", String, primary_key=True),
    Column("seat", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

# What holds of the whole store; names in ``markers``.
markers = Table(
    "markers",
    schema,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

version = Table("parley_version", schema, Column("version", Integer, nullable=False))
