"""Kinsmen in a name: "wife of", W/O, زوجه, بنت take the husband or the father off, who are other people.

Zarmina wife of Karim Jan  ->  Zarmina, husband Karim Jan          فاطمه بنت یوسف  ->  فاطمه, father یوسف
"""

import re
from typing import NamedTuple

from parley.letters import without_marks
from parley.lists.names.cells import is_plain
from parley.lists.names.company import begins
from parley.lists.names.sexes import sex_of_kin


class Apart(NamedTuple):
    """A name without its kinsmen, and their names; "" where none is said."""

    name: str
    father: str = ""
    grandfather: str = ""
    others: str = (
        ""  # husband, wife, brother ...: other people, who say no more than that they belong to this one
    )
    sex: str = ""  # m or f, where "son of" or "wife of" tells


# Not bin, ibn and بن: they stand inside Arab names, which go on to the fathers by themselves.
_CHILD = (
    r"[sd]\s?[/\\]\s?o\b\.?|(?:son|daughter|child)\s+of|bint[ei]?|bt[e]?\.?|binth?|walad-?e|farzand-?e?|dukhtar-?e?|pesar-?e?|"
    r"ولد|ولدیت|ولديت|بنت|ابنة|ابنه|فرزند|پسر|دختر"
)
_OTHER = (
    r"[whmfb]\s?[/\\]\s?o\b\.?|wd\s?[/\\]\s?o\b\.?|(?:ex-?)?(?:wife|widow|husband|mother|father|brother|sister|uncle|nephew|niece|cousin|spouse|relative)\s+of|"
    r"zawja(?:h|t)?-?e?|zawjat|zauja|hamsar-?e?|khan[uo]m-?e|"
    r"زوجه|زوجة|زوجۀ|زوجهٔ|همسر|حرم|ارمله|أرملة|ارملة|بیوه|عیال|اهلیه|شقیق|شقيق|شقیقه|شقيقة|خواهر|مادر|والده|والدة"
)
_BEGIN = re.compile(rf"(?i)(?<![\w/])(?:(?P<child>{_CHILD})|(?P<other>{_OTHER}))(?![\w/])[\s:.,،]*")
# Pashto: "زرمینه د کریم جان مېرمن", «نذیر د ګل میر زوی».
_PASHTO = re.compile(
    r"(.{1,100}?\w)\s+د\s+(\w.{0,100}?)\s+(?:(زو[یيئ]|لور|بچی)|مېرمن|میرمن|ښځه|ښځ[ېۍی]|کونډه|ورور|خور|مور|زوجه)"
)
# Turkic: the word for son or daughter stands behind the father's name.
_TURKIC = re.compile(
    r"(?i)(\w.{0,100}?)\s+([\w'’ʻ`]+)\s+(?P<kin>o['’ʻ`]?g['’ʻ`]?li|og[h]?l[ui]|qizi|kizi|угли|оглы|кизи|кызы|اوغلی|اوغلو|قیزی)"
)
# Which alone make a line a kinsman's, whose own name is not said: "wife of Karim Jan".
_NAMELESS = re.compile(
    r"(?i)\s*(?:[sdwhmfb]\s?[/\\]\s?o\b\.?|wd\s?[/\\]\s?o\b\.?|(?:new)?born(?: child)?\s+of|(?:son|daughter|wife|widow|husband|mother|father|brother|sister|baby(?: (?:boy|girl))?|infant|child(?:ren)?|twins?)\s+of|(?:نوزاد|رضيع|رضیع|طفل|کودک|ماشوم)|همسر|زوجه|زوجة|زوجۀ|حرم|بیوه)[\s:]+\w"
)
_PEOPLE = re.compile(r"\s+;\s+")  # between people whom the reader found in one cell
_MARKED = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed]")
# "Mrs" before a name and behind it; between two names it may be "wife of".
_MISTRESS = re.compile(r"(?i)(\w.*?)\s+(?:خانم|خانوم|khan[uo]m)\s+\w.*")


def before_mistress(text: str) -> str:
    """Return the name before "khanum" where one stands behind it too, whose wife she may be; "" else."""
    found = _MISTRESS.fullmatch(text) if "خان" in text or "han" in text.lower() else None
    return found[1] if found else ""


def apart(text: str) -> Apart:
    """Return a name and its kinsmen apart. Never raises; a name without any comes back as it is."""
    if len(text) > 300 or is_plain(text):
        return Apart(text)
    beside = begins(text)
    if beside < len(text):  # "and two sons": they stay in the cell, for ``several``
        one = apart(text[:beside])
        return one._replace(name=f"{one.name}{text[beside:]}") if one.name else one
    plainest = without_marks(text) if _MARKED.search(text) else text
    if _NAMELESS.match(plainest):
        return Apart("", others=plainest)
    if (
        len(people := _PEOPLE.split(text)) > 1
    ):  # each with kinsmen of their own, who say nothing of the others
        return Apart(" ; ".join(one.name for one in map(apart, people) if one.name))
    found = _PASHTO.fullmatch(plainest.strip())
    if found:
        first = apart(found[1])._replace(sex=sex_of_kin(plainest.split()[-1]))
        return first._replace(father=first.father or found[2]) if found[3] else first._replace(others=f"{first.others} {found[2]}".strip())  # fmt: skip
    found = _TURKIC.fullmatch(plainest.strip())
    return Apart(found[1], found[2], sex=sex_of_kin(found["kin"])) if found else _cut(text, plainest)


def _cut(text: str, plainest: str) -> Apart:
    """Cut a name at the words that begin a kinsman's."""
    begins = [found for found in _BEGIN.finditer(plainest) if plainest[: found.start()].strip()]
    begins = [found for found in begins if any(map(str.isalpha, plainest[found.end() :]))]
    if not begins:
        return Apart(text)
    fathers: list[str] = []
    others: list[str] = []
    for at, found in enumerate(begins):
        end = begins[at + 1].start() if at + 1 < len(begins) else len(plainest)
        said = plainest[found.end() : end].strip(" .,،;:()-–")
        (fathers if found["child"] else others).append(said)
    fathers = [*(said for said in fathers if said), "", ""]
    name = plainest[: begins[0].start()].strip(" ,،;:(-–")
    return Apart(name, fathers[0], fathers[1], " ".join(others), sex_of_kin(begins[0][0]))
