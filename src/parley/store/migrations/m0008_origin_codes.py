"""Version 8: whose a content is carries a code, too: who may read it rests on that row alone."""

from sqlalchemy import Connection, text


def upgrade(connection: Connection) -> None:
    blob = "BLOB" if connection.dialect.name == "sqlite" else "BYTEA"
    connection.execute(text(f"ALTER TABLE origins ADD COLUMN code {blob}"))
