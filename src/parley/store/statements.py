"""Inserts that both databases spell alike but SQLAlchemy keeps in two dialects."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Insert, or do nothing if a row with one of its unique keys is there; ``rowcount`` tells which.

    On PostgreSQL it waits for a transaction that is just writing the same key.
    """
    new = postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
    return new.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def insert_or_replace(connection: Connection, table: Table, column: str) -> postgresql.Insert | sqlite.Insert:
    """Insert, or give ``column`` of the row with the same primary key the new value."""
    keys = list(table.primary_key)
    if connection.dialect.name == "postgresql":
        new = postgresql.insert(table)
        return new.on_conflict_do_update(index_elements=keys, set_={column: new.excluded[column]})
    made = sqlite.insert(table)
    return made.on_conflict_do_update(index_elements=keys, set_={column: made.excluded[column]})
