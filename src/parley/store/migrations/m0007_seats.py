"""Version 7: which seat brought a content, so that what each has brought can be counted. Of what was brought before: none."""

from sqlalchemy import Connection, text


def upgrade(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE origins ADD COLUMN seat VARCHAR NOT NULL DEFAULT ''"))
