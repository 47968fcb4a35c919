"""Version 2: markers, for what holds of the whole store: why it takes no writes, which key wraps it."""

from sqlalchemy import Column, Connection, LargeBinary, MetaData, String, Table


def upgrade(connection: Connection) -> None:
    schema = MetaData()
    Table(
        "markers",
        schema,
        Column("name", String, primary_key=True),
        Column("value", LargeBinary, nullable=False),
    )
    schema.create_all(connection, checkfirst=False)
