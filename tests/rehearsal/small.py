"""A scenario of sixty names, so that the whole way can be gone in a test."""

import shutil
from pathlib import Path
from random import Random

from examples.invented import full_name, invent, written

EXAMPLE = Path(__file__).parents[2] / "examples" / "22-march-2020"
HELD, ONLY = 40, 10


def small_scenario(folder: Path) -> Path:
    """Write the example with short lists into ``folder``: forty of fifty claims are held, in plain spelling."""
    shutil.copytree(EXAMPLE / "text", folder / "text")
    shutil.copy(EXAMPLE / "talks.toml", folder)
    text = (EXAMPLE / "rehearsal.toml").read_text("utf-8")
    for name in (
        "claims-government.csv",
        "holdings-government.ods",
        "claims-taliban.xlsx",
        "holdings-taliban.xlsx",
    ):
        text = text.replace(name, f"{Path(name).stem}.csv")
    for least in ("600", "3000"):
        text = text.replace(f"cleared_at_least = {least}", "cleared_at_least = 20")
    (folder / "rehearsal.toml").write_text(text.replace("decide = 40", "decide = 2"), "utf-8")
    chance = Random(7)
    for claimant, holder in (("government", "taliban"), ("taliban", "government")):
        lines = [_line(number, chance) for number in range(HELD + 2 * ONLY)]
        _write(folder / f"claims-{claimant}.csv", lines[: HELD + ONLY])
        _write(folder / f"holdings-{holder}.csv", lines[:HELD] + lines[HELD + ONLY :])
    return folder


def _line(number: int, chance: Random) -> str:
    person = invent(number, False, chance)
    father, born = written(person.father, "latin", chance), person.born
    return f"{full_name(person, 'latin', chance)},{father},{born},{person.province.name.latin[0]}"


def _write(path: Path, lines: list[str]) -> None:
    header = "number,name,father's name,year of birth,province\n"
    path.write_text(header + "".join(f"{n},{line}\n" for n, line in enumerate(lines, 1)), "utf-8")
