"""Who stands in a cell beside the person: "and two sons", «و دو پسرش», «الف و ب»; the row is that person's, and of others too.

Karim Noori and his brother Rahim  ->  Karim Noori, beside: Rahim          کریم نوری و دو پسرش  ->  کریم نوری
"""

import re
from typing import NamedTuple

from parley.letters import bare
from parley.lists.names.known import DARI


class Company(NamedTuple):
    """The persons that a cell names, the first first; ``unnamed``: it speaks of more, by no name."""

    names: tuple[str, ...]
    unnamed: bool = False


_NUMBER = r"\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|some|several"
_LATIN = re.compile(
    rf"(?i)(?:\s*[+&]\s*|\s*,\s*(?=(?:{_NUMBER})\b)|\s+\(?(?:and|with|plus)\s+)(?:(?:his|her|their|the|(?:an)?other|{_NUMBER}|of|more|small|young|minor)\s+)*"
    r"(?:sons?|daughters?|brothers?|sisters?|child(?:ren)?|kids?|wife|wives|mother|father|parents|family|relatives?|cousins?|nephews?|"
    r"others?|companions?|friends?|people|persons?|men|(?:body)?guards?|members?|more)\b(?!\s+of\b)(?P<rest>.*)$"
)
# "+3", "et al.", «وغیره»: more people, of whom nothing is said.
_MORE = re.compile(r"(?i)\s*(?:\+\s*\d{1,3}\s*$|\(?\s*\+\s*\d{1,3}\s*\)\s*$|[\s,(]*\bet\.? al\b\.?\)?\s*$|\s&\s?co\b\.?\s*$|[\s,،(]+(?:و\s?غیره|وغيره|وآخرون|واخرون|و آخرون|و همراهان|و نور)\)?\s*$)")  # fmt: skip
_COUNTED = (
    r"\d+|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|چند|یو|دوه|درې|څلور|پنځه|شپږ|اثنان|اثنین|اثنين|ثلاثة|اربعة|أربعة"
)
_ARABIC = re.compile(
    rf"(?:\s+(?:و|او|با|مع|سره|معه|بمعه|همراه(?:\s+با)?)\s+|\s*[+&]\s*|\s*،\s*(?=(?:{_COUNTED})\s)|\s+و(?=[اأآوزشع]))(?:(?:{_COUNTED}|تن|نفر|تنه|کسه|از|من|د|له|خپل|خپلو)\s+)*"
    r"(?:پسر|پسران|پسرش|پسرانش|برادر|برادران|برادرش|برادرانش|دختر|دختران|دخترش|دخترانش|خواهر\w*|خانمش|خانم|همسر\w*|فامیل\w*|خانواده\w*|اولاد\w*|"
    r"أولاد\w*|اطفال\w*|طفل\w*|فرزند\w*|همراه\w*|محافظ\w*|نفر|تن|دیگران|دیگر|زامن|زامنو|زوی|ورور|وروڼه|وروڼو|لور|لوڼه|کورنۍ|ولد(?:ه|اه|يه|یه)|"
    r"ابن(?:ه|اه|يه|یه)|أبنا\w*|ابنا\w*|ابنائ\w*|زوجت\w*|شقيق\w*|أخ(?:وه|يه|وته|وانه)|عائلت\w*|اخرون|آخرون|أشخاص)(?!\w)(?P<rest>.*)$"
)
_AND = re.compile(r"\s+(?:and|و|او)\s+(?=\w)|\s*[&+]\s*(?=[^\W\d])", re.IGNORECASE)


def begins(text: str) -> int:
    """Return where others are spoken of behind a name ("and two sons"); the text's length if nowhere."""
    found = _found(text)
    return found.start() if found and any(map(str.isalpha, text[: found.start()])) else len(text)


def _found(text: str) -> re.Match[str] | None:
    return _LATIN.search(text) or _ARABIC.search(text) or _MORE.search(text)


def company(text: str) -> Company:
    """Return the persons of a cell. Never raises; a cell that names one comes back as it is."""
    names, unnamed = [text], False
    at = begins(text)
    if at < len(text):
        found = _found(text)
        rest = (found.groupdict().get("rest") or "").strip(" :,.،()-") if found else ""
        named = sum(map(str.isalpha, rest)) > 2  # not Pashto یې, "his"
        names = [text[:at].strip(" ("), *([rest] if named else [])]
        unnamed = True
    names = [name for one in names for name in _parted(one)]
    return Company(tuple(names), unnamed)


def _parted(text: str) -> list[str]:
    """Return the names between "and"; not where a و is the first letter of what follows: محمد و لی."""
    out, begin = [], 0
    for found in _AND.finditer(text):
        after = text[found.end() :].split(" ", 1)[0]
        own = text[begin : found.start()].strip()
        if not any(map(str.isalpha, own)) or (found[0].strip() == "و" and bare(f"و{after}") in DARI):
            continue
        out.append(own)
        begin = found.end()
    return [*out, text[begin:].strip()]
