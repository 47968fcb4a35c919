"""A file's bytes to rows: ``read_table``. What it makes of a list can be shown, changed (``mapping``) and kept."""

from parley.lists.read.dates import ages, days, years
from parley.lists.read.errors import ReadError
from parley.lists.read.model import (
    AGE,
    FIELDS,
    KIN_SEX,
    MOTHER,
    NOT_UNDERSTOOD,
    READ_AS,
    UNREAD,
    Aside,
    Column,
    ParsedList,
    Row,
    letter,
)
from parley.lists.read.places import province
from parley.lists.read.sex_codes import codes_of_sex
from parley.lists.read.table import read_table

__all__ = [
    "AGE",
    "FIELDS",
    "KIN_SEX",
    "MOTHER",
    "NOT_UNDERSTOOD",
    "READ_AS",
    "UNREAD",
    "Aside",
    "Column",
    "ParsedList",
    "ReadError",
    "Row",
    "ages",
    "codes_of_sex",
    "days",
    "letter",
    "province",
    "read_table",
    "years",
]
