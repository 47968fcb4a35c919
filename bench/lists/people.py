"""Made-up people for measuring speed: names put together from parts, in two scripts, with fathers, years and provinces.

The parts are the 300 common ones of tests/lists/names/parts.tsv and tribal names made from them; how often each is used
falls off as it does in real lists (Zipf, exponent 0.8). Each person's second record is in the other script, with slips.
"""

import csv
import html
import io
import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

PARTS = Path(__file__).parents[2] / "tests/lists/names/parts.tsv"
PROVINCES = [("Kabul", "کابل"), ("Nangarhar", "ننگرهار"), ("Kandahar", "کندهار"), ("Herat", "هرات"), ("Helmand", "هلمند"), ("Balkh", "بلخ"), ("Kunduz", "کندز"), ("Ghazni", "غزنی"), ("Paktia", "پکتیا"), ("Khost", "خوست"), ("Logar", "لوگر"), ("Wardak", "وردک"), ("Kunar", "کنر"), ("Laghman", "لغمان"), ("Zabul", "زابل"), ("Uruzgan", "ارزگان"), ("Faryab", "فاریاب"), ("Takhar", "تخار"), ("Badakhshan", "بدخشان"), ("Baghlan", "بغلان")]  # fmt: skip


def parts() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (given, family) as (Latin, Dari)."""
    with PARTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    given = [(r["latin"], r["dari"]) for r in rows]
    plain = [g for g in given if " " not in g[1] and len(g[1]) > 3]
    family = [
        (a + end, b + ending)
        for a, b in plain
        for end, ending in (("i", "ی"), ("zai", "زی"), ("zada", "زاده"), ("khel", "خیل"))
    ]
    return given, family


def people(
    count: int, seed: int = 1, respelled: float = 0.15, other: tuple[float, float] = (0, 0)
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return Latin rows and Dari rows of the same people, shuffled apart; a person's ids agree after their first letter.

    ``respelled``: share of records with one slip on a side. Fields: 15 % blank, 5 % wrong; years within two.
    ``other``: shares of the left and the right rows that are in the other script.
    """
    rng, scripts = random.Random(seed), random.Random(f"scripts {seed}")
    given, family = parts()
    rng.shuffle(given)
    rng.shuffle(family)
    weight_given = [1 / (k + 3) ** 0.8 for k in range(len(given))]
    weight_family = [1 / (k + 10) ** 0.8 for k in range(len(family))]
    names = rng.choices(given, weight_given, k=count * 4)
    ends = rng.choices(family, weight_family, k=count)
    left: list[dict[str, str]] = []
    right: list[dict[str, str]] = []
    for k in range(count):
        own = [
            names[4 * k],
            *([names[4 * k + 1]] if rng.random() < 0.6 else []),
            *([ends[k]] if rng.random() < 0.8 else []),
        ]
        father = [names[4 * k + 2], *([names[4 * k + 3]] if rng.random() < 0.4 else [])]
        year, place = rng.randint(1950, 2002), rng.choice(PROVINCES)
        for side, rows in enumerate((left, right)):
            script = side ^ (scripts.random() < other[side])
            written = [p[script] for p in own], [p[script] for p in father]
            rows.append(_row(f"{'AB'[side]}{k}", *written, year, place[script], script, rng, respelled))
    rng.shuffle(left)
    rng.shuffle(right)
    return left, right


def of_two_scripts(persons: Sequence[tuple[str, str]], count: int, seed: int = 1) -> tuple[list[str], list[str]]:  # fmt: skip
    """Return names of made-up people whose words are as frequent as those of ``persons`` (Latin, Dari).

    The left list is Latin but for one in ten, the right one Dari but for two in ten.
    """
    rng = random.Random(seed)
    pairs = [(latin.split(), dari.split()) for latin, dari in persons]
    words = [list(zip(*both, strict=True)) for both in pairs if len(both[0]) == len(both[1]) > 1]
    left: list[str] = []
    right: list[str] = []
    for _ in range(count):
        name = [*rng.choice(words)[:-1], rng.choice(words)[-1]]
        for side, other in ((left, 0.1), (right, 0.8)):
            script = int(rng.random() < other)
            side.append(" ".join(word[script] for word in name))
    rng.shuffle(right)
    return left, right


def _row(number: str, own: list[str], father: list[str], year: int, place: str, script: int, rng: random.Random, respelled: float) -> dict[str, str]:  # fmt: skip
    if rng.random() < respelled:
        at = rng.randrange(len(own))
        word = own[at]
        cut = rng.randrange(1, max(len(word) - 1, 2))
        own[at] = word[:cut] + word[cut + 1 :]
    if rng.random() < 0.2:
        own = [("Haji", "حاجی")[script], *own]
    draw = rng.random()
    year_text = (
        ""
        if draw < 0.15
        else str(rng.randint(1950, 2002))
        if draw < 0.2
        else str(year + rng.choice((0, 0, 0, 0, 1, -1, 2)))
    )
    draw = rng.random()
    place = "" if draw < 0.15 else rng.choice(PROVINCES)[script] if draw < 0.2 else place
    return {
        "id": number, "name": " ".join(own), "father": " ".join(father) if rng.random() < 0.85 else "",
        "birth_year": year_text, "province": place,
    }  # fmt: skip


def _cells(rows: list[dict[str, str]]) -> list[list[str]]:
    return [list(rows[0]), *([row[key] for key in rows[0]] for row in rows)]


def workbook(rows: list[dict[str, str]]) -> bytes:
    """Return rows as an XLSX file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet()
    for at, cells in enumerate(_cells(rows)):
        sheet.write_row(at, 0, cells)
    book.close()
    return out.getvalue()


def text(rows: list[dict[str, str]]) -> bytes:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows(_cells(rows))
    return out.getvalue().encode()


def page(rows: list[dict[str, str]]) -> bytes:
    """Return rows as HTML, as systems write it that call it .xls."""
    cells = (
        "".join(f"<td style='mso-number-format:\"\\@\"'>{html.escape(c)}</td>" for c in row)
        for row in _cells(rows)
    )
    return f"<html><meta charset=utf-8><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></html>".encode()
