"""Section rows: "Kandahar:", «ولایت کندهار», above the people who come from there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parley.letters import bare, plain
from parley.lists.read import places
from parley.lists.read.model import Column, Row
from parley.lists.read.rows import Layout, shown

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PROVINCE = {bare(w) for w in "province provinces prov wilayat velayat governorate ولایت ولايت استان محافظة المحافظة الولاية".split()}  # fmt: skip
_DISTRICT = {bare(w) for w in "district woleswali uluswali ولسوالی ولسوالۍ شهرستان مديرية المديرية ناحیه".split()}  # fmt: skip
_BESIDE = {bare(w) for w in "of the from in list persons person people prisoners detainees د از در مربوط اړوند لست لیست فهرست نوملړ محبوسین محبوسان زندانیان بندیان نفر تن کسان من في قائمة".split()}  # fmt: skip
# Names of people too: alone in a row and without a mark they may be somebody of whom no more is known.
_NAMES_TOO = {"farah", "nimroz"}
# Without one of these no row of several cells, nor of a list of names alone, is a section; letters as PDF files have
# them may spell any of the words.
_HINT = re.compile(r"[:؛：\ufb50-\ufeff]|prov|w[ie]l|v[ei]l|govern|distr|wol|ulus|ول|استان|محاف|شهرستان|مدير|مدیر|ناح", re.IGNORECASE)  # fmt: skip
_MOST = 3  # cells: "Province:" "Kandahar" "12"
_WORDS = 3  # of a province's name
_WELL_KNOWN = 3  # columns: who is listed with so many has more than a name
_MAY_BE = (
    None,
    "no_name",
    "page_header",
)  # what a section row was taken for, as long as nobody looked for one


_PLACES = ("province", "district", "captured_at", "place_held")


@dataclass(frozen=True, slots=True)
class Section:
    """A row over others. ``province`` as written, "" where it names none; ``within``: it divides the one before it."""

    province: str = ""
    within: bool = False


def section(cells: Sequence[str], fields: Sequence[str | None], *, well_known: bool) -> Section | None:
    """Return what a row stands over, None if it is no section row.

    ``fields``: what each column was taken for. ``well_known``: so many columns are known that a row which fills one
    cell alone is hardly a person.
    """
    at = [i for i, cell in enumerate(cells) if cell.strip()]
    alone = len(at) == 1 and well_known
    if not 1 <= len(at) <= _MOST or not (alone or any(_HINT.search(cells[i]) for i in at)):
        return None
    filled = [(plain(cells[i]), fields[i] if i < len(fields) else None) for i in at]
    written = [word for text, _ in filled for word in _WORD.findall(text)]
    words = [bare(word) for word in written]
    marked = any(word in _PROVINCE for word in words)
    headed = filled[0][0].rstrip("*-=_ ").endswith((":", "؛", "："))
    if not headed and any(field in _PLACES for _, field in filled) and not any(map(_is_mark, filled)):
        return None  # what is known of somebody without a name
    rest = [w for w, b in zip(written, words, strict=True) if b not in _PROVINCE and b not in _BESIDE]
    name = places.exactly(" ".join(rest))
    if (
        name is None
        and marked
        and alone
        and 0 < len(rest) <= _WORDS
        and not any(w in _DISTRICT for w in words)
    ):
        name = " ".join(rest)  # a governorate of another country
    if name is not None and (marked or headed or (alone and name not in _NAMES_TOO)):
        return Section(" ".join(rest))
    if any(word in _DISTRICT for word in words) and (headed or alone):
        return Section(within=True)
    return Section() if alone and headed else None


def _is_mark(cell: tuple[str, str | None]) -> bool:
    words = _WORD.findall(cell[0])
    return bool(words) and all(bare(word) in _PROVINCE for word in words)


def carried(
    rows: Sequence[Row],
    cells: Sequence[Sequence[str]],
    columns: Sequence[Column],
    layout: Layout,
    over: str = "",
) -> tuple[list[Row], str, int, str]:
    """Return the rows with the province that stands over them, the first heading that named one, and to how many it went.

    ``over``: the province above them all; the last of the result is the one above what follows, "" if somebody stands between.
    A row's own province is never replaced. A total ends a section, and so does whatever stands alone and names no province.
    """
    fields = [column.field for column in columns]
    well_known = sum(field is not None for field in fields) >= _WELL_KNOWN
    out, heading, count, between = [], over, 0, True
    for row, filled in zip(rows, cells, strict=True):
        may_be = row.problem in _MAY_BE and not layout.is_person(filled, row.fields)
        found = section(filled, fields, well_known=well_known) if may_be else None
        if found is not None:
            out.append(Row(row.number, {}, "section", row.said or shown(filled)))
            over = over if found.within else found.province
            heading = heading or (" ".join(plain(c) for c in filled if c.strip()) if found.province else "")
            between = False
            continue
        between = between or row.problem != "blank"
        if row.problem == "total" or (row.problem == "no_name" and _stands_alone(filled)):
            over = ""
        if over and row.problem is None and "province" not in row.fields:
            row = replace(row, fields={**row.fields, "province": over})  # noqa: PLW2901
            count += 1
        out.append(row)
    return out, heading, count, "" if between else over


def _stands_alone(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 and any(c.isalpha() for c in filled[0])
