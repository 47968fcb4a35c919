"""Invented people: names recombined from common parts, and the ways a clerk may write them down.

Pure functions of a ``random.Random``; ``make_lists.py`` turns what they return into spreadsheets.
"""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

PARTS = tomllib.loads(Path(__file__).with_name("name_parts.toml").read_text("utf-8"))
SCRIPTS = ("latin", "dari", "pashto", "arabic")


@dataclass(frozen=True, slots=True)
class Part:
    """One name part and its spellings; ``glue`` says how it joins what stands before or after it."""

    latin: tuple[str, ...]
    dari: tuple[str, ...]
    pashto: tuple[str, ...]
    glue: str = ""  # "", "abd", "ullah", "uddin"


@dataclass(frozen=True, slots=True)
class Province:
    name: Part
    districts: tuple[Part, ...]
    weights: tuple[int, int]  # among the fighters, among those in service


@dataclass(frozen=True, slots=True)
class Person:
    number: int  # who it truly is; only the truth knows it
    given: tuple[Part, ...]
    family: Part | None
    father: tuple[Part, ...]
    grandfather: tuple[Part, ...]
    title: Part | None
    nickname: Part | None
    born: int  # Gregorian year
    province: Province
    district: Part
    woman: bool
    captured: date
    captured_at: Part


def part(line: str, glue: str = "") -> Part:
    latin, dari, *pashto = (tuple(s.strip() for s in field.split(",")) for field in line.split(";"))
    return Part(latin, dari, pashto[0] if pashto else dari, glue)


def parts(name: str, glue: str = "") -> tuple[Part, ...]:
    return tuple(part(line, glue) for line in PARTS[name])


def province(line: str) -> Province:
    name, *districts, fighters, service = (field.strip() for field in line.split("|"))
    return Province(part(name), tuple(part(d) for d in districts), (int(fighters), int(service)))


GIVEN, BEFORE, FAMILY, WOMEN = parts("given"), parts("before"), parts("family"), parts("women")
ABD, ULLAH, UDDIN = parts("abd", "abd"), parts("ullah", "ullah"), parts("uddin", "uddin")
NICKNAMES, TITLES, TITLES_SERVICE = parts("nicknames"), parts("titles"), parts("titles_service")
PROVINCES = tuple(province(line) for line in PARTS["provinces"]["lines"])
BY_LATIN = {p.latin[0]: p for p in GIVEN}
ALIKE = [tuple(BY_LATIN[name] for name in line.split()) for line in PARTS["alike"]]

KNOWN = {  # public figures whom chance could name
    ("Najib", "Ahmadzai"), ("Rahim", "Wardak"), ("Mirwais", "Hotak"), ("Rahmat", "Safi"), ("Zalmai", "Rasuli"), ("Shams", "Kakar"),
}  # fmt: skip


def given_name(chance: Random) -> tuple[Part, ...]:
    """Return one given name: a single part, a compound, or one with Mohammad, Gul, … before it."""
    kind = chance.random()
    if kind < 0.26:
        return (chance.choice(ABD),)
    if kind < 0.48:
        return (chance.choice(ULLAH),)
    if kind < 0.55:
        return (chance.choice(UDDIN),)
    if kind < 0.85:
        first = BEFORE[0] if chance.random() < 0.6 else chance.choice(BEFORE[1:])
        return (first, chance.choice(GIVEN))
    return (chance.choice(GIVEN),)


def invent(number: int, service: bool, chance: Random) -> Person:
    """Return somebody new, a fighter or somebody in the government's service."""
    where = chance.choices(PROVINCES, weights=[p.weights[service] for p in PROVINCES])[0]
    woman = chance.random() < (0.02 if service else 0.003)
    given = (chance.choice(WOMEN),) if woman else given_name(chance)
    titles = TITLES_SERVICE if service else TITLES
    family = chance.choice(FAMILY) if chance.random() < 0.7 else None
    if family and (given[-1].latin[0], family.latin[0]) in KNOWN:
        family = None
    return Person(
        number=number,
        given=given,
        family=family,
        father=given_name(chance),
        grandfather=given_name(chance),
        title=chance.choice(titles) if chance.random() < 0.3 and not woman else None,
        nickname=chance.choice(NICKNAMES) if chance.random() < (0.02 if service else 0.09) else None,
        born=min(2001, max(1944, round(chance.gauss(1987, 8)))),
        province=where,
        district=chance.choice(where.districts),
        woman=woman,
        captured=date.fromordinal(
            chance.randint(date(2010, 3, 1).toordinal(), date(2020, 2, 10).toordinal())
        ),
        captured_at=(where if chance.random() < 0.7 else chance.choice(PROVINCES)).name,
    )


def brothers(number: int, service: bool, chance: Random) -> tuple[Person, Person]:
    """Return two brothers whose names a tired eye takes for one another."""
    one, two = chance.choice(ALIKE)
    first = replace(invent(number, service, chance), given=(BEFORE[0], one), woman=False)
    return first, replace(
        first,
        number=number + 1,
        given=(BEFORE[0], two),
        born=first.born + chance.choice((-3, -2, 2, 3)),
        nickname=None,
        title=None,
        captured=date.fromordinal(first.captured.toordinal() - chance.randint(0, 300)),
    )


def spelled(one: Part, script: str, chance: Random) -> str:
    """Return one spelling of ``one``: usually the usual one."""
    if script == "latin":
        return chance.choice(one.latin)
    choices = one.pashto if script == "pashto" else one.dari
    return choices[0] if chance.random() < 0.85 else chance.choice(choices)


def joined(one: Part, script: str, chance: Random) -> str:
    """Return a part with what glues to it: Abdul Karim, Abdulkarim, Abd-ul-Karim; نجیب الله, نجیب‌الله."""
    word = spelled(one, script, chance)
    latin = {
        "abd": ("Abdul {}", "Abdul {}", "Abdul{l}", "Abd-ul-{}"),
        "ullah": ("{}ullah", "{}ullah", "{} Ullah", "{}ollah"),
        "uddin": ("{}uddin", "{}uddin", "{}-ud-Din", "{} Uddin"),
    }
    arabic = {
        "abd": ("عبدال{}", "عبدال{}", "عبدال{}", "عبد ال{}"),
        "ullah": ("{} الله", "{} الله", "{}الله", "{}\u200cالله"),
        "uddin": ("{} الدین", "{} الدین", "{}الدین", "{}\u200cالدین"),
    }
    shapes = (latin if script == "latin" else arabic).get(one.glue)
    return chance.choice(shapes).format(word, l=word.lower()) if shapes else word


def tidy(text: str, script: str) -> str:
    """Return ``text`` in the letters of its keyboard: Arabic yeh and kaf, or Pashto final yeh."""
    if script == "arabic":
        return text.replace("ی", "ي").replace("ک", "ك").replace("گ", "ك")
    if script == "pashto":
        return text.replace("گ", "ګ")
    return text


def slip(text: str, chance: Random) -> str:
    """Return ``text`` with one slip of the hand: a letter dropped, doubled or two changed about."""
    at = chance.randrange(1, len(text) - 1) if len(text) > 3 else 0
    if at == 0 or " " in text[at : at + 2]:
        return text
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def written(name: tuple[Part, ...], script: str, chance: Random) -> str:
    """Return a name as a clerk writes it, without title or family name."""
    words = [joined(one, script, chance) for one in name]
    text = " ".join(words)
    if script != "latin" and len(words) > 1 and chance.random() < 0.08:
        text = "".join(words)  # glued: محمدنذیر
    if chance.random() < 0.025:
        text = slip(text, chance)
    return tidy(text, script)


def full_name(person: Person, script: str, chance: Random) -> str:
    """Return a whole name: title, given name, family name, "known as", each as often as clerks write them."""
    text = written(person.given, script, chance)
    if person.family and chance.random() < 0.78:
        text += " " + tidy(spelled(person.family, script, chance), script)
    if person.title and chance.random() < 0.6:
        glue = "" if script != "latin" and chance.random() < 0.12 else " "
        text = tidy(spelled(person.title, script, chance), script) + glue + text
    if person.nickname and chance.random() < 0.3:
        known = {"latin": " alias ", "dari": " مشهور به ", "pashto": " مشهور په ", "arabic": " المعروف ب"}[
            script
        ]
        text += known + spelled(person.nickname, script, chance)
    if script == "latin" and chance.random() < 0.12:
        text = text.upper()
    return text
