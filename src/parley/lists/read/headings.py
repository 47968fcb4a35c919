"""What lists call their columns, in the languages of the talks and of those who gather lists.

Compared after ``names.bare`` and without signs. A heading of several words is what its head says: the last of "detainee
name" and of a survey's "person/father_name", the first of "name of detainee" and of «نام پدر».
"""

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from parley.letters import bare, is_arabic
from parley.lists.names.known import LATIN
from parley.lists.read import others
from parley.lists.read.heading_words import MORE, WORDS
from parley.lists.read.model import FIELDS
from parley.lists.read.others import ANOTHER

# A heading that says one of these says what the second of them is, where no other heading does.
FALLBACK = {
    "surname": "name", "address": "province", "village": "district", "year": "birth_year", "parent": "father",
}  # fmt: skip
NAMES = frozenset(("name", "given", "surname"))  # what of a list holds names

_NUMBERED = re.compile(r"^\s*[a-z]?\d{1,3}(?:\.\d{1,2})*[a-z]?\s*[-.):ـ]\s*(?=\D)")  # "5- DOB", "Q3. Name"
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "fatherName"
_SHARP = re.compile(r"(?<=[^\W\d])\s*#")  # "Reg#"
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_AND = re.compile(r"\s*[&+,]\s*|\s+(?:and|with|و|او|et|y|и|ve)\s+", re.IGNORECASE)
_PATH = re.compile(r"[/.:]|(?<=\w)-(?=\w)")
_SURVEY = re.compile(r"[A-Za-z_]\w*(?:[/.:-][A-Za-z_]\w*)*")
_GROUPS = frozenset("person people prisoner detainee persons individual member household hh group grp claimant respondent info details detail data general bio main section form".split())  # fmt: skip
_GENERAL = frozenset(
    "name date place year number no id location".split()
)  # what of a group these are, the group says
# Behind a heading: in which language, or which of several, it is.
_QUALIFIERS = frozenset("home origin current present english en eng dari fa fas prs pashto ps pus pushto arabic ar ara latin lat native local original written label value text full 1 01 first".split())  # fmt: skip
_OF = frozenset("of to de du des del der la le von کا کی".split())
_NAME = frozenset((*"name names nom nombre adı ismi".split(), *map(bare, "نام اسم نوم الاسم".split())))
_MOTHER = frozenset(
    bare(word)
    for word in """mother|mothers name|mother name|mother s name|mothers|name of mother|name of the mother|mother full name|mothers full name|نام مادر|مادر|اسم مادر|اسم الام|الام|اسم الوالده|الوالده|د مور نوم|مور|د مور نام|مور نوم|والده|والده کا نام|ماں کا نام
    |nom de la mere|mere|nombre de la madre|madre|nome della madre|nome da mae|mae|мать|имя матери|мати|ім'я матері|anne|anne adı|anne adi|ana adı|anasının adı|ناوی دایک|دایک|שם האם|nama ibu|mutter|name der mutter""".replace(
        "\n    ", ""
    ).split("|")
)
_FATHER = frozenset(map(bare, "father fathers پدر پلار الاب".split()))
# Of these a name is no person's: "Company name", "Unit name".
_THINGS = frozenset("company companies school university unit battalion brigade regiment squad bank account user login screen file sheet event project mosque street road hospital clinic camp operation case court organisation organization organisations ngo agency ministry department office vehicle weapon product item station base checkpoint post building block cell ward hotel shop market party group team faction ship boat database table field column language country nationality religion ethnic sect".split())  # fmt: skip
_TIMES = frozenset("year years yr yrs date dates".split())
_WHOLE = frozenset("full complete whole first given".split())  # names
_CODE = frozenset("code codes pcode no nr number id count total status type code2".split())
# "S/O", "W/O - S/O", "S/o, D/o": of whom somebody is the son, the daughter, the wife.
_SON_OF = re.compile(
    r"\s*[sdwhbc] ?[/\\.]? ?o\b\.?(?:(?:[\s,;&|+–—/\\-]|\bor\b|\band\b)+[sdwhbc] ?[/\\.]? ?o\b\.?)*(?:\s+name)?\s*"
)
_NTH = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|[abcd]|i{1,3}|iv")
# Of a person, but not of a name: "First name" is a part of one, and الاسم الثاني the father's.
_ORDINALS = {
    bare(word)
    for word in """one two three four first second third fourth another other اول دوم سوم چهارم یک دو سه لومړی لمړی دوهم دویم دریم یو دوه الاول الثانی الثالث
    premier deuxieme second primero segundo первый второй birinci ikinci""".split()
}
_PERSONS = frozenset(bare(word) for word in "name prisoner detainee inmate captive accused suspect person نام اسم نوم زندانی محبوس بندی الاسم السجین المعتقل".split())  # fmt: skip
_PHRASE = 6  # words of a heading; more are a sentence
_GLUED = 6  # letters of headings that are known without the blanks between their words, too
_LONGEST = 300  # letters of a heading that are looked at
_LONG = 4  # letters of a word that may be misspelt
_EXACTLY = frozenset(
    "wald walad valad padar pedar pidar plar parent".split()
)  # but none of these: Ward, Valid, Radar, Patent


def key(text: str) -> str:
    """Return a heading as it is compared: bare, its number, signs and brackets gone."""
    text = _NUMBERED.sub("", bare(_CAMEL.sub(" ", text[:_LONGEST])))
    text = (
        re.sub(r"[\(\[\{][^)\]}]*[\)\]\}]", " ", text)
        if re.search(r"\w", re.sub(r"[\(\[].*", "", text))
        else text
    )
    text = _SHARP.sub(" no", text)
    return " ".join(re.sub(r"[^\w#/]+|_", " ", text.replace("'", " ").replace("’", " ")).split())


@cache
def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for field, words in (*WORDS.items(), *MORE.items()):
        for word in words.split("|"):
            known.setdefault(key(word), field)
    for word, field in list(known.items()):
        if word.isascii() and len(word) > _GLUED and " " in word:
            known.setdefault(word.replace(" ", ""), field)  # "fathername", "dateofbirth"
    return known


def _scripts(text: str) -> tuple[str, str]:
    """Return the words of a heading that are in the Arabic script and the others: "Full Name نام مکمل" says it twice, "Ata adı" once."""
    words = text.split()
    return " ".join(w for w in words if not is_arabic(w)), " ".join(w for w in words if is_arabic(w))


@cache
def field_of(heading: str) -> tuple[str, float]:
    """Return (field, certainty 0 to 1) for a heading; ("", 0) if it is none we know. "row", "other" and "another" are no fields."""
    field, sure = _field_of(heading)
    if (field in FIELDS or field in NAMES) and others.of_another(heading, field):
        return (ANOTHER if field in NAMES else "other"), max(sure, 0.95) if len(
            heading.split()
        ) <= _PHRASE else sure
    if field not in NAMES and others.held_relative(heading) and _NAME.intersection(key(heading).split()):
        return "name", 0.9
    return field, sure


def _field_of(heading: str) -> tuple[str, float]:
    text = key(heading) if len(heading) <= _LONGEST else ""
    if not text or len(text) > 80:
        return "", 0.0
    known = _known()
    inside = known.get(key(" ".join(_BRACKETS.findall(heading))), "")
    if inside in FIELDS and (known.get(text, "address") == "address" or text in _NAME):
        return inside, 0.95  # "Residence (District)", "Name (father)"
    if text in known:
        return known[text], 1.0
    if re.search(r"[/\\.]", heading) and _SON_OF.fullmatch(said := bare(heading)):
        return ("father" if re.search(r"\b[sdc] ?[/\\.]? ?o\b", said) else "other"), 0.95
    if found := _survey(heading):
        return found
    for half in (
        *re.split(r"\s*[/|\n]\s*|\s+(?:or|یا)\s+", bare(heading)),
        *_scripts(text),
    ):  # "Name / نام": either half may tell
        if key(half) != text and key(half) in known:
            return known[key(half)], 0.95
    first, *more = _AND.split(bare(heading))
    if more and is_names(first) and _by_head(text.split())[0] not in (*NAMES, "father"):
        return "name", 0.95  # "Name with parentage & address"
    return _by_head(text.split())


def _survey(heading: str) -> tuple[str, float] | None:
    """Return what a survey's heading says, None if it is none: groups, then the question, then its language."""
    path, _, language = heading.strip().partition("::")
    parts = _PATH.split(path)
    if not language and not (_SURVEY.fullmatch(path) and ("_" in path or len(parts) > 2 or _is_group(parts))):
        return None
    last = key(parts[-1])
    whole = key(" ".join(parts[-2:]))
    if len(parts) > 1 and last in _GENERAL and whole in _known():
        return _known()[whole], 0.95  # "father/name"
    if last in _known() and not (len(parts) > 1 and last in _GENERAL and _by_head(whole.split())[0]):
        return _known()[last], 0.95
    return _by_head((whole if last in _GENERAL else last).split())


def _is_group(parts: list[str]) -> bool:
    """Return whether the first part of a path names whom it asks about, or nothing we know."""
    first = key(parts[0])
    return len(parts) > 1 and (first in _GROUPS or first not in _known())


def _by_head(words: list[str]) -> tuple[str, float]:
    """Return the field of a heading of several words, of which some are known."""
    known, words = _known(), [word for word in words if word != "s"]
    if " ".join(words) in known:
        return known[" ".join(words)], 0.95
    while len(words) > 1 and words[-1] in _QUALIFIERS:
        words = words[:-1]
        if " ".join(words) in known:
            return known[" ".join(words)], 0.9
    if len(words) > 1 and (found := _of_whom(words)):
        return found
    head_first = any(word in _OF for word in words[1:]) or not words[:1] or not words[0].isascii()
    for size in range(len(words) - 1, 0, -1):
        ends = (" ".join(words[-size:]), " ".join(words[:size]))
        for part in reversed(ends) if head_first else ends:
            part = part if part in known else part.removesuffix("s")  # noqa: PLW2901
            if part in known and (len(part) > 3 or size > 1):
                return known[part], 0.4 + 0.5 * size / len(words) * (len(words) <= 6)
    return "", 0.0


def _of_whom(words: list[str]) -> tuple[str, float] | None:
    """Return what "district name", "province code" and «د ولسوالۍ نوم» say: the name of a place is the place, its code is not."""
    known, rest = _known(), " ".join(words[:-1])
    if words[0] == "د":
        rest = " ".join(words[1:-1])
    elif len(words) > 2 and words[0] in _NAME and words[1] in _OF:
        whose = [word for word in words[2:] if word != "the"]
        found = (known.get(" ".join(whose)) or _by_head(whose)[0]) if whose else ""
        return (found, 0.85) if found and found not in NAMES else None
    elif not words[0].isascii() and words[0] in _NAME:
        rest = " ".join(words[1:])
    elif words[-1] in _TIMES and known.get(rest) in ("birth_year", "captured_on"):
        return known[rest], 0.9  # "born years"
    elif words[-1] not in _NAME | _CODE:
        return None
    if words[-1] in _NAME and rest.split()[-1:] and rest.split()[-1] in _THINGS:
        return "other", 0.9
    if words[-1] in _NAME:
        whose = [word for word in rest.split() if word not in _WHOLE]
        rest = " ".join(whose)
        field = known.get(rest) or (_by_head(whose)[0] if whose else "")
    else:
        field = known.get(rest, "")
    if not field or (words[-1] in _CODE and field in NAMES):
        return None
    return ("other", 0.6) if words[-1] in _CODE else (field, 0.85) if field not in NAMES else None


@cache
def guess_field(heading: str) -> tuple[str, float]:
    """Return (field, certainty) of a heading that may be misspelt: "Nmae", "Provence", "Date of Brith"."""
    found = field_of(heading)
    if found[1] >= 0.9 or len(heading) > 80:
        return found
    text = key(heading)
    corrected = " ".join(map(_corrected, text.split()))
    return (_known()[corrected], 0.8) if corrected != text and corrected in _known() else found


def _corrected(word: str) -> str:
    """Return the word of a heading that is one slip away, ``word`` itself if it is one or a name, or none or two are."""
    if len(word) < _LONG or word in LATIN or word in _EXACTLY or word in _vocabulary():
        return word
    near = [other for other in _vocabulary() if OSA.distance(word, other, score_cutoff=1) == 1]
    return near[0] if len({_known().get(other, other) for other in near}) == 1 else word


@cache
def _vocabulary() -> tuple[str, ...]:
    words = {word: "" for heading in _known() for word in heading.split() if len(word) >= _LONG}
    return tuple(word for word in words if word not in _EXACTLY)


@cache
def _names() -> frozenset[str]:
    return frozenset(word for word, field in _known().items() if field in NAMES)


def is_names(cell: str) -> bool:
    """Return whether a cell is a heading of names as a whole: nobody is called so."""
    return key(cell) in _names()


def numbered(heading: str) -> tuple[str, str]:
    """Return a heading of persons' names without its number, and the number; "" and "" if it is no such heading."""
    words = re.sub(r"(?<=[^\W\d_])(?=\d)", " ", key(heading)).split()
    if not words or len(words) > 6:
        return "", ""
    own = [word for word in words if not _NTH.fullmatch(word)]
    number = " ".join(word for word in words if _NTH.fullmatch(word))
    if not number and len(words) > 1 and not _NAME.intersection(words[-1:]):
        ordinals = [word for word in words if word in _ORDINALS]
        own, number = [word for word in words if word not in _ORDINALS], " ".join(ordinals)
    base = " ".join(word for word in own if word not in ("no", "number", "the", "of"))
    if field_of(heading)[0] not in ("name", "") or not _PERSONS.intersection(own):
        return "", ""
    return (base, number) if field_of(base) == ("name", 1.0) or base in _PERSONS else ("", "")


def is_fathers(heading: str) -> bool:
    """Return whether a heading is the fathers' as a whole, in a word that stands in nobody's row."""
    return field_of(heading) == ("father", 1.0) and not _FATHER.isdisjoint(key(heading).split())


def is_mothers(heading: str) -> bool:
    """Return whether a heading is the mothers' as a whole."""
    return bool(heading) and (
        key(heading) in _MOTHER or any(key(half) in _MOTHER for half in heading.split("/"))
    )


def has_father(heading: str) -> bool:
    """Return whether a word of a heading is the father's."""
    return any(_known().get(word) == "father" for word in key(heading).split())


def holds_both(heading: str) -> bool:
    """Return whether a heading says a name and the father's in one: "Name (father)", "Name and father's name", «نام و ولد»."""
    if _BRACKETS.search(heading):
        return is_names(heading)
    return any(map(is_names, _AND.split(heading)[:1])) and len(_AND.split(heading)) > 1


def known_words() -> Iterable[str]:
    """Return every heading that is known, as compared."""
    return _known()
