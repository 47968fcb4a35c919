"""Values that mean nothing: words, signs and dates that stand for "not known", in the languages that lists are written in.

One place for all who read a cell: the reader of files and the matcher ask ``said``, ``said_date``.
"""

import re

from parley.lists.names.script import bare, plain, without_marks

_WORDS = """unknown|not known|unkown|unknow|unk|unidentified|undetermined|unspecified|undefined|unavailable|not available|not applicable|not stated|not given|
not specified|not recorded|not provided|not reported|not found|no data|no info|no information|no value|no name|no record|nameless|missing|blank|empty|
to be determined|to be confirmed|tbd|tbc|none|nil|null|nan|nat|na|n a|n k|nk|void|idk|dont know|does not know|do not know|no idea|
x|xx|xxx|xxxx|xxxxx|ref|value|div 0|num|name error|nd|s n|s i|
نامعلوم|نا معلوم|نامعلومه|نامالوم|معلوم نیست|معلوم نه دی|معلوم نه ده|معلوم ندی|معلوم نشد|معلوم نشده|معلوم ندارد|معلومات نیست|معلومات ندارد|معلومات نشته|معلومات نلری|
نامشخص|نا مشخص|مشخص نیست|مشخص نه دی|مجهول|مجهوله|مجهول الهویه|ناشناس|ناشناخته|ناپیژاند|ناپیژندل شوی|ندارد|نه دارد|نداره|ندارند|نیست|موجود نیست|موجود نه دی|در دست نیست|
درج نیست|درج نشده|درج نشده است|ثبت نشده|ثبت نیست|گفته نشده|داده نشده|هیچ|هیچ کدام|خالی|بدون|بدون نام|بی نام|بې نومه|بی نوم|نام ندارد|نمی دانم|نمی داند|نمیدانم|نمیداند|خبر ندارد|
نشته|نشته دی|نسته|نلری|نه لری|نه پیژندل کیږی|نه پوهیږم|نه پوهیږی|نه دی معلوم|نه معلومیږی|نه ده ورکړل شوی|نه دی لیکل شوی|
لا یوجد|لایوجد|لا توجد|لا شی|لاشی|لا ینطبق|لا یعرف|لا نعرف|لا اعرف|غیر معروف|غیر معروفه|غیر معلوم|غیر معلومه|غیر متوفر|غیر متوفره|غیر متاح|غیر محدد|غیر مذکور|غیر موجود|
غیر مسجل|لم یذکر|لم یحدد|لم یسجل|لیس له|لیس لها|مفقود البیانات|بدون اسم|بلا اسم|بلا|معلوم نہیں|نامعلوم ہے|کوئی نہیں|نہیں ہے|معلوم نهیں|کویی نهیں|نهیں هی|
inconnu|inconnue|non connu|neant|aucun|aucune|sans objet|non renseigne|non precise|non disponible|
desconocido|desconocida|ninguno|ninguna|sin datos|sin dato|sin nombre|no consta|no disponible|
bilinmiyor|bilinmeyen|belirsiz|yok|bilgi yok|mechul|malum degil|nomalum|nomaelum|mavjud emas|
неизвестно|неизвестен|неизвестна|неизвестный|нет|нет данных|не указано|не указан|не известно|отсутствует|
unbekannt|keine|keine angabe|nicht bekannt"""
# What may stand beside such a word and says no more: "father's name: unknown", «نام پدر نامعلوم».
_FIELDS = """s father fathers grandfather name names surname of the his her date year birth born place province district age sex is number
نام اسم نوم پدر پدرش پلار د والد الاب الاسم الوالد فامیلی تخلص ولد تاریخ سال سنه تولد زیږیدو محل ځای ولایت ولسوالی ولسوالۍ عمر سن شماره است دی ده هست"""


def _key(text: str) -> str:
    """Return a text's letters and digits, bare, one space between words; a full stop in an abbreviation is nothing."""
    return " ".join(re.sub(r"[\W_]+", " ", bare(without_marks(text))).split())


_NOTHING = frozenset(_key(word) for word in _WORDS.replace("\n", "").split("|"))
_BESIDE = frozenset(_key(word) for word in _FIELDS.split())
_SIMPLE = re.compile(
    r"[^\W\d_]+(?: [^\W\d_]+)*"
)  # words of letters with one space between: what most cells hold
_TELLS = frozenset(word for words in _NOTHING for word in words.split())  # no phrase is without one of these
_LONGEST = max(len(words.split()) for words in _NOTHING)
_MOST = 60  # letters; a longer text says something
_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[ t][\d:.+z]*)?", re.IGNORECASE)
# Dates that programs write where none was given (the first days that Excel, SQL and others can count, and their last), as year,
# month, day; 1278-10-11 is 1900-01-01 of the solar calendar. Nobody on a list of today was born then.
_NO_DAYS = frozenset(
    [(1900, 1, 0), (1900, 1, 1), (1900, 1, 2), (1899, 12, 30), (1899, 12, 31), (1904, 1, 1), (1901, 1, 1), (1800, 1, 1), (1753, 1, 1), (1600, 1, 1),
     (1601, 1, 1), (1, 1, 1), (9999, 12, 31), (9999, 9, 9), (2999, 12, 31), (1111, 11, 11), (1278, 10, 11), (1300, 1, 1)]
)  # fmt: skip
_NO_YEARS = frozenset(("1899", "1900", "1111", "1234", "9999", "9998", "999", "99999", "2999", "1"))
_EPOCH = (
    1970,
    1,
    1,
)  # so often a year of birth without its day that it stands there; nobody was captured on it


def said(text: str) -> str:
    """Return ``text``, or "" if it means nothing. Never raises."""
    return "" if text and _means_nothing(text) else text


def said_date(text: str, *, birth: bool = True) -> str:
    """Return the text of a date, or "" if it means nothing or stands for none. ``birth``: a person's, else another date."""
    return "" if text and (_means_nothing(text) or _is_no_date(text, birth)) else text


def _means_nothing(text: str) -> bool:
    if len(text) > _MOST:
        return False
    if _SIMPLE.fullmatch(text) and (words := bare(text).split()) and _TELLS.isdisjoint(words):
        return False
    key = _key(text)
    if not key or text.strip() == "\\N" or not key.strip("0 "):
        return True
    words = key.split()
    return key in _NOTHING or (len(words) > 1 and _only_fields_beside(words))


def _only_fields_beside(words: list[str]) -> bool:
    """Return whether a phrase that means nothing stands among words for fields, and nothing else does."""
    for size in range(1, _LONGEST + 1):
        for at in range(len(words) - size + 1):
            rest = words[:at] + words[at + size :]
            if " ".join(words[at : at + size]) in _NOTHING and all(
                word in _BESIDE or word in _NOTHING for word in rest
            ):
                return True
    return False


def _is_no_date(text: str, birth: bool) -> bool:
    text = plain(text)
    if text in _NO_YEARS:
        return True
    found = _DATE.fullmatch(text) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    if not found:
        return False
    first, second, third = (int(number) for number in found.groups())
    days = {(first, second, third), (third, second, first), (third, first, second)}
    return not any(days_ for days_ in (first, second, third)) or bool(
        days & (_NO_DAYS if birth else _NO_DAYS | {_EPOCH})
    )
