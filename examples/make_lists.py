"""Make the four lists of the example, the truth about them, and nothing by chance.

    python -m examples.make_lists [--out examples/22-march-2020] [--truth tests/rehearsal/truth] [--seed 1399]

The same seed gives the same bytes. The truth (who in which row is truly whom) is read by tests alone:
neither the rehearsal nor the matcher ever opens it.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random

from examples import sheets
from examples.hands import written_day, written_year
from examples.invented import SCRIPTS, Part, Person, brothers, full_name, invent, spelled, tidy, written

FOLDER = Path(__file__).parent / "22-march-2020"
TRUTH = Path(__file__).parent.parent / "tests" / "rehearsal" / "truth"

WORDS = {  # what stands in cells, by script
    "fighter": ("fighter", "جنگجو", "جنګیالی", "مقاتل"),
    "civilian": ("civilian", "ملکی", "ملکي", "مدني"),
    "soldier": ("soldier", "سرباز", "سرتېری", "جندي"),
    "police": ("police", "پولیس", "پولیس", "شرطي"),
    "official": ("government employee", "کارمند دولت", "دولتي کارکوونکی", "موظف"),
    "man": ("M", "مرد", "نارینه", "ذكر"),
    "woman": ("F", "زن", "ښځینه", "أنثى"),
    "convicted": ("convicted", "محکوم", "محکوم", "محكوم"),
    "awaiting trial": ("awaiting trial", "تحت محاکمه", "تر محاکمې لاندې", "قيد المحاكمة"),
    "detained": ("detained", "توقیف", "نیول شوی", "موقوف"),
    "well": ("", "", "", ""),
    "sick": ("sick", "مریض", "ناروغ", "مريض"),
    "wounded": ("wounded", "زخمی", "ټپي", "جريح"),
    "elderly": ("elderly", "مسن", "سپین‌ږیری", "مسن"),
    "brother": ("brother of no. {}", "برادر شماره {}", "د {} ګڼې ورور", "أخو رقم {}"),
    "father unknown": (
        "father's name not known",
        "نام پدر معلوم نیست",
        "د پلار نوم نه دی معلوم",
        "اسم الأب غير معروف",
    ),
    "moved": ("moved from another prison", "تبدیل شده از محبس دیگر", "له بل محبس نه راوړل شوی", "منقول"),
    "seen": (
        "last seen by family 1398",
        "آخرین دیدار فامیل ۱۳۹۸",
        "کورنۍ وروستی ځل ۱۳۹۸ کې ولید",
        "آخر زيارة ١٤٤٠ ق",
    ),
}
GOVERNMENT_SITES = tuple(
    Part((f"Prison {a}",), (f"محبس {b}",), (f"{b} محبس",))
    for a, b in zip("ABCDEFGHIJ", "الف ب ج د ه و ز ح ط ی".split(), strict=True)
)
TALIBAN_SITES = tuple(Part((f"Site {n}",), (f"نقطه {n}",), (f"{n} نقطه",)) for n in range(1, 8))


@dataclass(frozen=True, slots=True)
class Style:
    """How one side's clerks write one list."""

    side: str  # whose list
    scripts: tuple[float, float, float, float]  # share of latin, dari, pashto, arabic
    prefix: str
    fatherless: float  # share of rows without the father's name
    service: bool  # the people in it served the government
    sites: tuple[Part, ...] = ()  # places held; empty: a list of claims


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: its number there, who it is, and the cells by column."""

    number: str
    person: int
    cells: dict[str, str]


def cells_of(person: Person, number: str, style: Style, chance: Random) -> Row:
    """Return the line a clerk of ``style`` writes for ``person``."""
    script = chance.choices(SCRIPTS, weights=style.scripts)[0]
    at = SCRIPTS.index(script)

    def place(one: Part) -> str:
        return tidy(spelled(one, script, chance), script)

    father = "" if chance.random() < style.fatherless else written(person.father, script, chance)
    capacity = (
        chance.choice(("soldier", "police", "official"))
        if style.service
        else chance.choice(("fighter", "fighter", "civilian"))
    )
    other = WORDS["father unknown"][at] if not father and chance.random() < 0.4 else ""
    cells = {
        "number": number,
        "name": full_name(person, script, chance),
        "father": father,
        "grandfather": written(person.grandfather, script, chance) if chance.random() < 0.45 else "",
        "born": ""
        if chance.random() < 0.04
        else written_year(person.born + (chance.random() < 0.06), script, chance),
        "province": "" if chance.random() < 0.03 else place(person.province.name),
        "district": "" if chance.random() < 0.2 else place(person.district),
        "sex": WORDS["woman" if person.woman else "man"][at],
        "capacity": WORDS[capacity][at],
        "captured_on": "" if chance.random() < 0.12 else written_day(person.captured, script, chance),
        "captured_at": "" if chance.random() < 0.15 else place(person.captured_at),
        "other": other or (WORDS["seen"][at] if not style.sites and chance.random() < 0.05 else ""),
    }
    if style.sites:
        cells |= restricted(person, style, at, chance)
    return Row(number, person.number, cells)


def restricted(person: Person, style: Style, at: int, chance: Random) -> dict[str, str]:
    """Return what only the holder may read: place held, legal status, health, register number."""
    script = SCRIPTS[at]
    health = (
        "elderly"
        if person.born < 1957
        else chance.choices(("well", "sick", "wounded"), weights=(90, 7, 3))[0]
    )
    status = chance.choices(("convicted", "awaiting trial", "detained"), weights=(5, 3, 2))[0]
    site = chance.choices(style.sites, weights=range(len(style.sites) + 2, 2, -1))[0]
    return {
        "register": f"{style.prefix}R-{chance.randrange(10**6):06d}",
        "held_at": spelled(site, script, chance),
        "status": WORDS[status][at],
        "health": WORDS[health][at],
    }


def people(count: int, twins: int, first: int, service: bool, chance: Random) -> list[Person]:
    """Return ``count`` invented people, ``twins`` pairs of brothers among them, in chance order."""
    found: list[Person] = []
    while len(found) < 2 * twins:
        found += brothers(first + len(found), service, chance)
    while len(found) < count:
        found.append(invent(first + len(found), service, chance))
    chance.shuffle(found)
    return found


def numbered(chosen: Sequence[Person], again: int, style: Style, chance: Random) -> list[Row]:
    """Return the list's rows; ``again`` of them are people who stand in it twice, under a second number."""
    order = [*chosen, *chance.sample(list(chosen), again)]
    chance.shuffle(order)
    rows = [cells_of(person, f"{style.prefix}{n}", style, chance) for n, person in enumerate(order, 1)]
    return [with_brothers(row, rows, chance) if chance.random() < 0.01 else row for row in rows]


def with_brothers(row: Row, rows: Sequence[Row], chance: Random) -> Row:
    """Return ``row`` saying in "other" whose brother this is: hearsay, often of the wrong number."""
    text = WORDS["brother"][1].format(chance.choice(rows).number)
    return Row(row.number, row.person, row.cells | {"other": text})


def exchange(
    held: int,
    elsewhere: int,
    unclaimed: int,
    twice: tuple[int, int],
    styles: tuple[Style, Style],
    first: int,
    chance: Random,
) -> tuple[list[Row], list[Row]]:
    """Return one side's claims and the other's holdings.

    ``held`` people stand in both, ``elsewhere`` only among the claims, ``unclaimed`` only among the holdings;
    ``twice`` are the doubled rows of each.
    """
    claimant, holder = styles
    everybody = people(held + elsewhere + unclaimed, held // 40, first, claimant.service, chance)
    claimed, holdings = everybody[: held + elsewhere], everybody[:held] + everybody[held + elsewhere :]
    return numbered(claimed, twice[0], claimant, chance), numbered(holdings, twice[1], holder, chance)


def truth(claims: Sequence[Row], holdings: Sequence[Row]) -> str:
    """Return CSV: each claim's number and every row of the holdings that is truly the same person."""
    rows: dict[int, list[str]] = {}
    for row in holdings:
        rows.setdefault(row.person, []).append(row.number)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("claim", "holdings"))
    writer.writerows((row.number, " ".join(rows.get(row.person, ()))) for row in claims)
    return out.getvalue()


def make(seed: int) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the four files of lists and the two of truth, by name."""
    chance = Random(seed)
    taliban = Style("taliban", (0.08, 0.22, 0.62, 0.08), "T", 0.06, service=False)
    government = Style(
        "government", (0.09, 0.67, 0.2, 0.04), "G", 0.04, service=False, sites=GOVERNMENT_SITES
    )
    soldiers = Style("government", (0.06, 0.94, 0.0, 0.0), "", 0.04, service=True)
    captives = Style("taliban", (0.03, 0.2, 0.7, 0.07), "B-", 0.07, service=True, sites=TALIBAN_SITES)
    claims, holdings = exchange(4600, 355, 1840, (45, 60), (taliban, government), 1, chance)
    claims_back, holdings_back = exchange(815, 173, 75, (12, 10), (soldiers, captives), 100_001, chance)
    lists = {
        "claims-taliban.xlsx": sheets.claims_taliban(claims_rows(claims), chance),
        "holdings-government.ods": sheets.holdings_government(claims_rows(holdings), chance),
        "claims-government.csv": sheets.claims_government(claims_rows(claims_back), chance),
        "holdings-taliban.xlsx": sheets.holdings_taliban(claims_rows(holdings_back), chance),
    }
    truths = {"taliban.csv": truth(claims, holdings), "government.csv": truth(claims_back, holdings_back)}
    return lists, {name: text.encode() for name, text in truths.items()}


def claims_rows(rows: Sequence[Row]) -> list[dict[str, str]]:
    return [row.cells for row in rows]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--out", type=Path, default=FOLDER)
    options.add_argument("--truth", type=Path, default=TRUTH)
    options.add_argument("--seed", type=int, default=1399)
    chosen = options.parse_args()
    for folder, files in zip((chosen.out, chosen.truth), make(chosen.seed), strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
            print(f"{folder / name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
