"""Workbooks of a few bytes that took a core for a minute: elements that begin and never end."""

import io
import time
import zipfile
from contextlib import suppress

import pytest

from parley.lists.read import ReadError, read_table

OPENINGS = 40_000


def zipped(name: str, text: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", b"<Types/>")
        folder.writestr("xl/workbook.xml", b"<workbook/>")
        folder.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet>" + b"<c " * OPENINGS),
        ("content.xml", b"<table:table " + b"<table:table-row>" * OPENINGS),
    ],
)
def test_what_begins_and_never_ends_is_looked_through_once(name: str, text: bytes) -> None:
    began = time.process_time()
    with suppress(ReadError):
        read_table(zipped(name, text), "")
    assert time.process_time() - began < 3
