"""What passes between the two processes: bytes and a mapping in, a table or a refusal out, as JSON.

Never pickle: code injected into the reading process could then run in the parent.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from parley.lists.read import (
    FIELDS,
    KIN_SEX,
    MOTHER,
    NOT_UNDERSTOOD,
    Aside,
    Column,
    ParsedList,
    ReadError,
    Row,
)

KINDS = ("csv", "html", "ods", "xls", "xlsx", "xml")
ROW_FIELDS = (*FIELDS, NOT_UNDERSTOOD, MOTHER, KIN_SEX)
_CODE = re.compile(r"[a-z_0-9-]{0,40}")


class MalformedAnswer(Exception):
    """These bytes are not a valid answer."""


def asked(data: bytes, mapping: Mapping[str, str] | None) -> bytes:
    """Return the question: a line of JSON, then the file."""
    return json.dumps(None if mapping is None else dict(mapping)).encode() + b"\n" + data


def question(asked: bytes) -> tuple[bytes, Mapping[str, str] | None]:
    """Return the file and the mapping of a question."""
    head, _, data = asked.partition(b"\n")
    return data, json.loads(head)


def refusal(code: str, numbers: Mapping[str, str | int]) -> bytes:
    return json.dumps({"refused": code, "numbers": dict(numbers)}).encode()


def packed(table: ParsedList) -> bytes:
    """Return a table, column by column: an answer of 100,000 rows is then made and read in a second."""
    fields = {name: [row.fields.get(name) for row in table.rows] for name in ROW_FIELDS}
    said = {
        "kind": table.kind,
        "sheet": table.sheet,
        "header_rows": table.header_rows,
        "columns": [[c.index, c.header, c.field, c.why, c.share, c.hidden] for c in table.columns],
        "notes": table.notes,
        "numbers": [row.number for row in table.rows],
        "problems": [row.problem for row in table.rows],
        "said": [row.said for row in table.rows if row.problem],
        "aside": [[one.sheet, one.number, one.code, one.said] for one in table.aside],
        "fields": {name: values for name, values in fields.items() if any(v is not None for v in values)},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(answer: bytes) -> ParsedList:
    """Return the table of an answer. Raises: MalformedAnswer; ReadError if the answer is a refusal."""
    if b"\\u" in answer and re.search(rb"\\u[dD][89a-fA-F]", answer):
        raise MalformedAnswer  # half a surrogate pair: it could not be written again
    try:
        said = json.loads(answer)
        refused = _refusal(said)
        table = None if refused else _table(said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError):
        raise MalformedAnswer from None
    if table is None:
        raise refused or MalformedAnswer
    return table


def _refusal(said: Any) -> ReadError | None:
    if "refused" not in said:
        return None
    numbers = {_code(name): _of(value, int, str) for name, value in said["numbers"].items()}
    return ReadError(_code(said["refused"]), **numbers)


def _table(said: Any) -> ParsedList:
    numbers, problems = _all(said["numbers"], int), said["problems"]
    for code in set(problems) - {None}:
        _code(code)
    once: dict[str | None, str | None] = {}  # the same words stand in memory once
    columns = {
        name: [once.setdefault(value, value) for value in _all(values, str, type(None))]
        for name, values in said["fields"].items()
        if name in ROW_FIELDS
    }
    spoken = _all(said["said"], str)
    if len(spoken) != sum(problem is not None for problem in problems):
        raise ValueError
    lists = [problems, *columns.values()]
    if said["kind"] not in KINDS or any(len(each) != len(numbers) for each in lists):
        raise ValueError
    return ParsedList(
        said["kind"],
        _of(said["sheet"], str),
        tuple(_all(said["header_rows"], int)),
        tuple(_column(*one) for one in said["columns"]),
        tuple(_rows(numbers, problems, iter(spoken), columns)),
        tuple((_code(code), _of(count, int)) for code, count in said["notes"]),
        tuple(_aside(*one) for one in said["aside"]),
    )


def _aside(sheet: Any, number: Any, code: Any, said: Any) -> Aside:
    return Aside(_of(sheet, str), _of(number, int), _code(code), _of(said, str))


def _rows(
    numbers: list[int],
    problems: list[str | None],
    spoken: Iterator[str],
    columns: dict[str, list[str | None]],
) -> list[Row]:
    names = tuple(columns)
    values = zip(*columns.values(), strict=True) if columns else ((),) * len(numbers)
    return [
        Row(
            number,
            {name: value for name, value in zip(names, row, strict=True) if value is not None},
            problem,
            "" if problem is None else next(spoken),
        )
        for number, problem, row in zip(numbers, problems, values, strict=True)
    ]


def _column(index: Any, header: Any, field: Any, why: Any, share: Any, hidden: Any) -> Column:
    if field is not None and field not in FIELDS:
        raise ValueError
    looks = float(_of(share, float, int))
    return Column(_of(index, int), _of(header, str), field, _code(why), looks, _of(hidden, bool))


def _all(values: Any, *kinds: type) -> Any:
    if type(values) is not list or not set(map(type, values)) <= set(kinds):
        raise TypeError
    return values


def _of(value: Any, *kinds: type) -> Any:
    if type(value) not in kinds:
        raise TypeError
    return value


def _code(text: Any) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError
    return str(text)
