"""Words, signs and dates that stand for "not known": what they fill says nothing, as if it were empty.

Two of them do not agree, and one contradicts nobody. Compared after ``names.bare``; brackets and signs around them count for
nothing, and neither does the heading said again: "(father unknown)".
"""

import re
from functools import lru_cache

from parley.letters import bare

# What programs write where nothing stands: pandas, R, SQL, Excel and Calc in several languages, Stata, SPSS.
_PROGRAMS = r"nan|nat|none|null|nil|<na>|n/a|n.a.|na|\n|(null)|(blank)|#n/a|#na|#ref!|#value!|#name?|#div/0!|#null!|#num!|#spill!|#calc!|#nv|#wert!|#bezug!|#n/d|#valeur!|#referencia!|err:502|err:504|err:508|err:509|err:511|err:522|undefined|nullptr|system.object|[object object]|#####|########"
_ENGLISH = "unknown|not known|unkown|unknow|unk|ukn|u/k|unknwon|unidentified|undetermined|unspecified|not specified|not stated|not given|not provided|not available|not applicable|not recorded|not registered|not reported|not mentioned|not found|no data|no info|no information|no record|no entry|missing|blank|empty|nothing|tbd|tbc|tba|to be confirmed|to be determined|to be completed|pending|don't know|dont know|does not know|do not know|dk|refused|withheld|redacted|idem unknown|name unknown|no name|nameless|fnu|lnu|snu|nfn|nln|nmn|nmi|first name unknown|last name unknown|family name unknown|john doe|jane doe|not clear|unclear|illegible|not legible|unreadable|as above unknown|same unknown"
_DARI = "نامعلوم|نا معلوم|نامعلومه|معلوم نیست|معلوم نمیباشد|معلوم نمی باشد|نامشخص|نا مشخص|مشخص نیست|ندارد|نه دارد|نداره|ناشناس|نا شناس|شناخته نشده|مجهول|مجهوله|مجهول الهویه|موجود نیست|ثبت نیست|ثبت نشده|ثبت نگردیده|درج نیست|درج نشده|ذکر نشده|ذکر نیست|نوشته نشده|خالی|هیچ|هیچی|نیست|فاقد|بدون|بدون نام|نام نامعلوم|اسم نامعلوم|ناخوانا|خوانده نشد|نمیداند|نمی داند|قابل تثبیت نیست|تثبیت نشده"
_PASHTO = "معلوم نه دی|معلوم نه ده|معلومه نه ده|معلوم نه|معلوم ندی|نه لري|نلري|نه لری|نلری|نشته|نشته دی|نه شته|هیڅ|ناپېژندل شوی|ناپیژندل شوی|نه دی ثبت|ثبت نه دی|نه دی لیکل شوی|بې نومه|بی نومه|نوم نامعلوم|پته نشته|خبر نه یم|تش"
_ARABIC = "غیر معروف|غیر معروفه|غیر معلوم|غیر معلومه|غیر محدد|غیر محدده|غیر متوفر|غیر متوفره|غیر متاح|غیر مسجل|غیر مذکور|غیر مبین|غیر موجود|لا یوجد|لا توجد|لایوجد|لا شیی|لاشی|لا شی|لا شیء|لا اعرف|لا یعرف|لا نعرف|بلا|بلا اسم|بدون اسم|مجهول الهویه|مجهول الاسم|لم یذکر|لم یحدد|لم یسجل|فارغ|معدوم|لیس له|لیس لدیه|ناقص|بانتظار"
_OTHERS = "inconnu|inconnue|non connu|non precise|non renseigne|non disponible|neant|aucun|aucune|sans objet|nsp|unbekannt|keine|keine angabe|nicht bekannt|desconocido|desconocida|sin datos|sin informacion|no consta|no aplica|ninguno|ninguna|bilinmiyor|bilinmeyen|belirsiz|yok|noma'lum|nomalum|нет|нет данных|неизвестно|неизвестен|неизвестный|не известно|не указано|не указан|отсутствует|номаълум|معلوم نہیں|نامعلوم ہے|نہیں|ناموجود|دستیاب نہیں|درج نہیں|موجود نہیں|کوئی نہیں"
# One more of these alone says nothing either, but may be a name, a sex, a number: never in those columns.
_SHORT = {bare(w) for w in "no|non|not|x|xx|xxx|xxxx|o|oo|لا|نه|نا|نخیر|ne|нет".split("|")}
_PLACES = {bare(w) for w in "other|others|elsewhere|abroad unknown|سایر|دیگر|دیگر ولایات|نور|نورو|اخری|أخرى|غیره|etc".split("|")}  # fmt: skip
_SAID_AGAIN = {
    bare(w)
    for w in "name names father fathers father's grandfather of his the is are date birth year dob age place province district village address number no id "
    "نام اسم پدر ولد پدرکلان د پلار نوم نیکه تاریخ سال تولد زېږېدو ولایت ولسوالی قریه آدرس شماره سن عمر الاسم الاب اسم الجد تاریخ المیلاد المحافظة العمر رقم است دی ده هو".split()
}  # fmt: skip
# Beside one of those, what is said of somebody whose name nobody knew: "Unknown male 1", «جسد نامعلوم».
_BEINGS = {
    bare(w)
    for w in "male female man woman men women boy girl child baby infant adult person persons people body bodies corpse individual subject prisoner detainee male/female no number case dead "
    "شخص اشخاص فرد افراد مرد زن طفل کودک نوزاد جسد اجساد میت مرده نفر پسر دختر محبوس زندانی بندی سړی ښځه ماشوم مړی رجل امرأة جثة جثه طفله سجین معتقل شخصی".split()
}
_BARE_NUMBER = re.compile(r"[#(]?\d{1,4}[).]?|[a-z]|[ivx]{1,4}")
_TELLS = re.compile(r"[^\W_]")
_BETWEEN = re.compile(r"[/|,;،؛&+()]|\s[-–—]\s")
_SIGNS = " \t.,;:!?؟،؛-–—_=*~'\"`«»()[]{}<>/\\|+#…·•×"  # round a word
_NAMES = frozenset(("name", "surname", "given", "father", "grandfather", "nickname"))
_DATES = frozenset(("birth_year", "captured_on"))
# Days that programs put where none was given: the first of Excel, SQL, DOS, Mac, Unix and .NET, and full fields.
_NO_YEARS = "0000|0001|1900|1899|1753|1601|1800|1111|9999|8888|7777|2999|2099|2100|2079"
_NO_DAY = re.compile(
    rf"(?:{_NO_YEARS})\D\d\d?\D\d\d?(?:[t ].*)?|\d\d?\D\d\d?\D(?:{_NO_YEARS})(?:[t ].*)?|0+\D0+\D0+"
    r"|(?:99|9999)\D99\D(?:99|9999)|1904\D0?1\D0?1(?:[t ].*)?|0?1\D0?1\D1904|12[89]\d\D\d\d?\D\d\d?|1300\D0?1\D0?1"
)
_NO_YEAR = re.compile(r"0+|1|-\d+|1900|1899|1753|1601|1300|9{2,8}|8888|1111|12345*|99/99|0+[./-]0+")
_EPOCH = re.compile(r"1970\D0?1\D0?1(?:[t ].*)?|0?1\D0?1\D1970|1348\D10\D11")
_NO_NUMBER = re.compile(r"0+|(\d)\1{4,}|1234567*8?9?0?|-1")
_NO_AGE = re.compile(r"0+|-\d+|99+|1[2-9]\d|[2-9]\d\d")


def _words() -> frozenset[str]:
    said = f"{_PROGRAMS}|{_ENGLISH}|{_DARI}|{_PASHTO}|{_ARABIC}|{_OTHERS}"
    return frozenset(bare(w).strip(_SIGNS) for w in said.split("|")) | {"na"}


_NOTHING = _words()
# What one of them begins with: any other cell is looked at no longer.
_BEGINS = _BEINGS | _NOTHING | {w.split()[0] for w in _NOTHING if w} | _SHORT | _PLACES | _SAID_AGAIN
_LONGEST = max(map(len, _NOTHING)) + 40


@lru_cache(65536)
def says_nothing(text: str, field: str = "") -> bool:
    """Return whether ``text`` stands for "not known" where ``field`` is written; a field of "" is any.

    Limits: a sign alone, a word for it, a word for it beside the field's own, or a date, age or number that programs and
    clerks put where none was given.
    """
    if not _TELLS.search(text):
        return True
    if len(text) > _LONGEST:
        return False
    said = bare(text)
    if field in _DATES and (_NO_DAY.fullmatch(said) or _NO_YEAR.fullmatch(said)):
        return True
    if field == "captured_on" and _EPOCH.fullmatch(said):
        return True
    if field == "age" and _NO_AGE.fullmatch(said):
        return True
    if field == "register_number" and _NO_NUMBER.fullmatch(said):
        return True
    words = said.strip(_SIGNS).split()
    begins = words[0].strip(_SIGNS) if words else ""
    return (begins in _BEGINS or _BETWEEN.split(begins)[0] in _BEGINS) and _is_word(" ".join(words), field)


def _is_word(said: str, field: str) -> bool:
    if said in _NOTHING:
        return True
    if said in _SHORT and field not in ("name", "surname", "given", "sex", "id", "register_number"):
        return True
    if said in _PLACES and field in (
        "province",
        "district",
        "village",
        "address",
        "captured_at",
        "place_held",
    ):
        return True
    parts = [part.strip(_SIGNS) for part in _BETWEEN.split(said)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(_is_word(part, field) for part in parts):
        return True  # "unknown / نامعلوم"
    words = said.split()
    if field in _NAMES and _is_nobody(words):
        return True
    rest = [word.strip(_SIGNS) for word in words if word.strip(_SIGNS) not in _SAID_AGAIN]
    if 0 < len(rest) < len(words):
        return " ".join(rest) in _NOTHING  # "father unknown", «نام پدر نامعلوم»
    return len(words) > 1 and all(word in _NOTHING for word in words)  # "nan nan"


def _is_nobody(words: list[str]) -> bool:
    """Return whether words say of somebody no more than that nobody knew the name: "Unidentified man", «نامعلوم ۱»."""
    rest = [word for word in words if word.strip(_SIGNS) not in _BEINGS and not _BARE_NUMBER.fullmatch(word)]
    return 0 < len(rest) < len(words) and (
        " ".join(rest) in _NOTHING or all(word.strip(_SIGNS) in _NOTHING for word in rest)
    )
