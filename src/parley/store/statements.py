"""Inserts that both databases spell alike but SQLAlchemy keeps in two dialects; and statements that must be quick."""

from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(dialect: Dialect, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Insert, or do nothing if a row with one of its unique keys is there; ``rowcount`` says which.

    On PostgreSQL it waits for a transaction that is just writing the same key.
    """
    new = postgresql.insert(table) if dialect.name == "postgresql" else sqlite.insert(table)
    return new.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def insert_or_replace(connection: Connection, table: Table, column: str) -> postgresql.Insert | sqlite.Insert:
    """Insert, or give ``column`` of the row with the same primary key the new value."""
    keys = list(table.primary_key)
    if connection.dialect.name == "postgresql":
        new = postgresql.insert(table)
        return new.on_conflict_do_update(index_elements=keys, set_={column: new.excluded[column]})
    made = sqlite.insert(table)
    return made.on_conflict_do_update(index_elements=keys, set_={column: made.excluded[column]})


class Quick:
    """A statement compiled once and given to the driver as it is.

    For the statements of an act alone: through SQLAlchemy each costs ten times what SQLite takes to run it
    (``bench/append``). Parameters are named as in the statement; values go in as the driver takes them.
    """

    def __init__(
        self, dialect: Dialect, statement: Insert | Delete | Select[*tuple[Any, ...]], *columns: str
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns) or None)
        self._sql = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, driver: Any, parameters: dict[str, object]) -> int:
        """Run it and return how many rows it inserted or deleted."""
        return int(driver.execute(self._sql, self._fixed | parameters).rowcount)

    def all(self, driver: Any, parameters: dict[str, object]) -> list[tuple[Any, ...]]:
        """Run it and return its rows."""
        return [tuple(row) for row in driver.execute(self._sql, self._fixed | parameters).fetchall()]

    def first(self, driver: Any, parameters: dict[str, object]) -> Any:
        """Run it and return the first column of its first row, None if there is none."""
        return next((row[0] for row in self.all(driver, parameters)), None)
