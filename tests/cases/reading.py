"""How a list comes out when it is read."""

from collections.abc import Iterator
from datetime import date

from parley.lists.read import ParsedList, ReadError, days, read_table, years
from tests.cases.model import Case, Outcome, content, outcome


def judge(case: Case) -> Outcome:
    """Read the case's list and hold it against what is right."""
    said = case.said
    if "days" in said or "births" in said:
        return outcome([*_days(case), *_births(case)])
    try:
        table = read_table(content(said), said.get("file", ""), said.get("map"))
    except ReadError as refusal:
        if refusal.code in said.get("refuse", ()):
            return Outcome("right")
        return Outcome("refused" if refusal.code in said.get("allow", ()) else "wrong", refusal.code)
    if "refuse" in said:
        return Outcome("wrong", "read, not refused")
    found = [*_people(case, table), *_left_out(case, table), *_notes(case, table)]
    return outcome(found)


def _days(case: Case) -> Iterator[str]:
    for text, (first, last) in case.said.get("days", {}).items():
        found = days(text)
        read = [] if found is None else [date.fromordinal(day).isoformat() for day in found]
        if read != [first, last]:
            yield f"{text} is {read}"


def _births(case: Case) -> Iterator[str]:
    """Yield the births that are read wrongly; a text may have the day of capture behind " @ "."""
    for said, wanted in case.said.get("births", {}).items():
        text, _, taken = said.partition(" @ ")
        found = years(text, days(taken) if taken else None)
        if list(found or ()) != wanted:
            yield f"{said} is {found}"


def _people(case: Case, table: ParsedList) -> list[str]:
    rows = list(table.people())
    wanted = case.said.get("rows")
    count = len(wanted) if wanted is not None else case.said.get("people")
    if count is not None and len(rows) != count:
        return [f"{len(rows)} people, not {count}"]
    found = [
        f"{mark} has {field} “{row.get(field, '')}”"
        for row in rows
        for mark, fields in case.said.get("says_of", {}).items()
        for field, value in fields.items()
        if row["id"] == mark and row.get(field, "") != value
    ]
    for at, row in enumerate(wanted or ()):
        got = [rows[at].get(field, "") for field in case.said["fields"]]
        if got != list(row):
            found.append(f"{row} was read as {got}")
    return found


def _left_out(case: Case, table: ParsedList) -> list[str]:
    said = {str(row.number): row.problem for row in table.rows if row.problem not in (None, "blank")}
    wanted = case.said.get("left_out")
    if isinstance(wanted, list):
        return [] if set(said.values()) == set(wanted) else [f"left out: {said}"]
    return [] if wanted is None or said == wanted else [f"left out: {said}"]


def _notes(case: Case, table: ParsedList) -> list[str]:
    codes = {code for code, _ in table.notes}
    missing = [code for code in case.said.get("says", ()) if code not in codes]
    spoken = [code for code in case.said.get("silent", ()) if code in codes]
    return [*(f"does not say {code}" for code in missing), *(f"says {code}" for code in spoken)]
