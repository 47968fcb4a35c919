"""Failures of the disk or the database server, as the exceptions that callers know."""

import os
import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from parley.app.core.ports import ReadOnly, Unavailable
from parley.base import RuleError

FULL = "disk_full"
READ_ONLY = "disk_read_only"

_NEARLY_NOTHING = 256 * 1024  # bytes free, below which an unexplained write error is a full disk


DRIVER_ERRORS = (DBAPIError, sqlite3.Error, psycopg.Error)


def named(fault: Exception, file: Path | None) -> Exception:
    """Return what to raise instead of ``fault``: ReadOnly, Unavailable, RuleError for what no text can hold, or the fault itself.

    ``file`` is SQLite's; the disk under it is asked where SQLite's own code is vague.
    """
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    if isinstance(cause, sqlite3.Error) and file is not None:
        return _of_sqlite(cause, file) or fault
    if isinstance(cause, psycopg.errors.DiskFull):
        return ReadOnly(FULL)
    if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
        return ReadOnly(READ_ONLY)
    if isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError)):
        return Unavailable(" ".join(str(cause).split()))
    if (
        isinstance(cause, psycopg.DataError) and cause.sqlstate is None
    ):  # the driver's own: a text with a NUL in it
        return RuleError("field_wrong_type", path=".", expected="text without NUL")
    return fault


def _of_sqlite(cause: sqlite3.Error, file: Path) -> Exception | None:
    code = (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF  # without the extended part
    if code == sqlite3.SQLITE_FULL:
        return ReadOnly(FULL)
    if code == sqlite3.SQLITE_READONLY:
        return ReadOnly(READ_ONLY)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return ReadOnly(of_disk(file)) if of_disk(file) else Unavailable(str(cause))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable(str(cause))
    return None


def of_disk(file: Path) -> str:
    """Return why the disk under ``file`` takes no writes, '' if it seems to."""
    try:
        disk = os.statvfs(file.parent)
    except OSError:
        return ""
    if disk.f_flag & os.ST_RDONLY:
        return READ_ONLY
    return FULL if disk.f_bavail * disk.f_frsize < _NEARLY_NOTHING else ""
