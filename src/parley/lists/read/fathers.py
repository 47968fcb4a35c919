"""Fathers in cells: behind "son of" in the name, behind "S/O" in a column of their own; and what stands there and is no father."""

import re
from collections.abc import Sequence

from parley.letters import digits
from parley.lists.names.sexes import sex_of, sex_of_kin
from parley.lists.read.model import KIN_SEX, Column

# "عبدالرحمن ولد رحیم": the father stands in the column of names. Not bin: it is part of Arabic names.
_SON_OF = re.compile(
    r"(?i)(?P<own>.*?\w)\W+(?P<kin>ولد|ولدیت|فرزند|پسر|دختر|بنت|bint|binte|[sd]\s?/\s?o\b\.?|son of|daughter of|"
    r"(?:father(?:['’]?s)?(?: name)?|f\s?/\s?n|نام پدر|اسم پدر|پدر|د پلار نوم|پلار|اسم الأب)(?=\s*[:=]))\W+(?P<who>\w.*)"
)
_HIS_SON = re.compile(
    r"(?P<own>.{1,100}\w)\s+د\s+(?P<who>\w.{1,100}\w)\s+(?P<kin>زو[یي]|لور)"
)  # Pashto: "نذیر د ګل میر زوی"
# Compared as written: "S/O", "son of", «ولد», "Father:" before a father's name; "W/O" before a husband's.
FATHER = re.compile(
    r"(?i)\s*[(\[]?\s*(?:(?:[sd]\s?[/\\]\s?o|c\s?/\s?o)\b\.?\s*[:=-]?|(?:son|daughter|child)\s+of\b|bint[ei]?\s|(?:father|father['’]?s\s+name|f\s?/\s?n|f\.?\s?name)\s*[:=–-]|"
    r"(?:ولد|ولدیت|ولديت|فرزند|پسر|دختر|بنت|ابنة)(?:\s*[:：=-]\s*|\s+)|(?:نام پدر|اسم پدر|پدر|د پلار نوم|پلار|اسم الأب|اسم الاب|اسم الوالد|الأب|والد)\s*[:：=-])\s*(?P<who>\w.*)"
)
HUSBAND = re.compile(
    r"(?i)\s*[(\[]?\s*(?:(?:w|wd)\s?[/\\]\s?o\b\.?|(?:wife|widow)\s+of\b|زوجه|زوجة|زوجۀ|همسر|خانم)\s*[:：=-]?\s*(?P<who>\w.*)"
)
_TELEPHONE = re.compile(r"[+(]?\d[\d\s()+./-]{4,30}\d")
# What a cell has that is more than a name: signs, figures, a word of those above.
_ODD = re.compile(
    r"(?i)[^\w '’-]|\d|_|^(?:[sdwcf]|son|daughter|child|wife|widow|bint|father|ولد|فرزند|پسر|دختر|بنت|ابنة|زوج|همسر|خانم)"
)
_LONGEST = 300  # letters of a cell that is looked at
ELDERS = ("father", "grandfather")


def settled(fields: dict[str, str]) -> None:
    """Take fathers off the names, and put right what stands in their own columns.

    "S/O" and telephone numbers go; a husband goes to the name, where ``names.kin`` knows him.
    """
    _apart(fields)
    for kind in ELDERS:
        said = fields.get(kind, "")
        if not said or len(said) > _LONGEST or not _ODD.search(said):
            continue
        if any(map(str.isdigit, said)):
            said = " ".join(_TELEPHONE.sub(" ", digits(said)).split()).strip(" ,;/-")
        if (found := FATHER.fullmatch(said)) and not said.startswith("فرزند"):  # a name, too
            if kind == "father":
                _sex(fields, said)
            said = found["who"].strip(" )]")
        elif kind == "father" and "name" in fields and HUSBAND.fullmatch(said):
            fields["name"], said = f"{fields['name']} {said}", ""
        fields[kind] = said
        if not any(map(str.isalpha, said)):
            del fields[kind]


def numbers(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> int:
    """Return in how many rows a column of fathers holds a number: a telephone's, an identity card's."""
    at = [column.index for column in columns if column.field in ELDERS]
    return sum(any(i < len(row) and _is_number(row[i]) for i in at) for row in cells)


def _is_number(cell: str) -> bool:
    if not any(map(str.isdigit, cell)):
        return False
    return not any(map(str.isalpha, cell)) or _TELEPHONE.search(digits(cell)) is not None


def _apart(fields: dict[str, str]) -> None:
    """Take "son of ..." off a name, and off the father's; what a column says of a father stands."""
    for kind, older in (("name", "father"), ("father", "grandfather")):
        said = fields.get(kind, "")
        if (
            older not in fields
            and " ; " not in said
            and (found := _SON_OF.fullmatch(said) or _HIS_SON.fullmatch(said))
        ):
            fields[kind], fields[older] = found["own"].strip(" ([:,،"), found["who"].strip(" )]")
            if kind == "name":
                _sex(fields, found["kin"])


def _sex(fields: dict[str, str], kin: str) -> None:
    """Say the sex that "son of" and "daughter of" tell, where no column does."""
    if not sex_of(fields.get("sex", "")) and (sex := sex_of_kin(kin)):
        fields[KIN_SEX] = sex
