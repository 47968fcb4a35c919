"""Version 5: whose a content is and what for. Of what was brought before, the acts that cite it tell (``app.core.contents``)."""

from sqlalchemy import Column, Connection, MetaData, String, Table


def upgrade(connection: Connection) -> None:
    schema = MetaData()
    Table(
        "origins",
        schema,
        Column("talks", String, primary_key=True),
        Column("digest", String, primary_key=True),
        Column("party", String, nullable=False),
        Column("purpose", String, nullable=False),
        Column("compartment", String, nullable=False),
    )
    schema.create_all(connection, checkfirst=False)
