"""Version 6: rows that give access carry a code under the secret, and what they were made after (``docs/adr/0022``)."""

from sqlalchemy import Connection, text


def upgrade(connection: Connection) -> None:
    blob = "BLOB" if connection.dialect.name == "sqlite" else "BYTEA"
    for table in ("invitations", "sign_ins"):
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN code {blob}"))
    connection.execute(text("ALTER TABLE invitations ADD COLUMN generation INTEGER NOT NULL DEFAULT -1"))
