"""What lists call their columns, in English, Dari, Pashto and Arabic. Compared after ``names.bare`` and without signs."""

import re
from functools import cache

from rapidfuzz.distance import OSA

from parley.lists.names.known import LATIN
from parley.lists.names.script import bare
from parley.lists.read.model import FIELDS

# A heading that says one of these says what the second of them is, where no other heading does.
FALLBACK = {"surname": "name", "address": "province", "village": "district"}

# Whole headings, or their beginnings: "name of prisoner" is "name". The longest that fits wins.
_WORDS: dict[str, str] = {
    "id": "id|no id|prisoner id|person id|record id|case number|case no|case id|ref|reference|شناسه|کد|کود|آی دی|پېژند|پیژند|المعرف|معرف|الرمز|رقم الملف|claim id|claim no|code|ref no|reference no|reference number|unique id|uid",
    "row": "no|ser|sr|sr no|s no|nr|#|s/n|sn|s no|serial|serial no|serial number|row|number|item|شماره|شمار|ردیف|نمبر|شمېره|ګڼه|گڼه|کڼه|م|ت|رقم|الرقم|الرقم التسلسلي|مسلسل|تسلسل|نمبر مسلسل|ش|n|seq|sl|sl no|شماره مسلسل|شماره ردیف|مسلسل نمبر|عدد",
    "name": "name|full name|name of prisoner|name of detainee|prisoner|prisoner name|detainee|detainee name|person|first name|given name|given names|forename|names|name and surname|name latin|name dari|name pashto|name arabic|name original script|name in english|name as written|نام|اسم|نوم|نام مکمل|نام کامل|نام زندانی|نام محبوس|نام و تخلص|نام و نام خانوادگی|اسم زندانی|اسم محبوس|بشپړ نوم|د بندي نوم|د زنداني نوم|نوم او تخلص|نوم تخلص|الاسم|الاسم الکامل|اسم السجین|اسم الاسیر|اسم المعتقل|الاسم الثلاثی|الاسم الرباعی|اسم المحتجز|شهرت محبوس|شهرت زندانی|شهرت|detained person|prisoners full name|اسم و شهرت|نام و شهرت|اسم و تخلص|اسم و ولد|نام و نام پدر|اسم و اسم پدر|نوم او د پلار نوم|الاسم واللقب|اسم الشخص|الاسم الاول",
    "surname": "surname|last name|family name|lastname|family|tribe name|تخلص|نام خانوادگی|نام فامیلی|فامیل|کورنی نوم|د کورنۍ نوم|تخلص لقب|اللقب|اسم العائله|اسم العایله|الکنیه العائلیه|لقب|middle name",
    "father": "father|fathers name|father name|name of father|father s name|son of|s/o|so|f/name|f name|fname|ولد|فرزند|نام پدر|اسم پدر|پدر|بن|ولدیت|د پلار نوم|پلار|پلار نوم|پلار نام|اسم الاب|الاب|اسم الوالد|والد|ابن|f/n|f n|father full name|fathers full name|father first name|name father|اسم والد|نام والد|الاسم الثاني|second name",
    "grandfather": "grandfather|grand f/name|g/f/name|gf/name|g/father|g f name|grand f name|grandfather/name|grandfathers name|grand father|grandfather name|grandfather s name|name of grandfather|grand father name|grand father s name|ولدیت پدر|نام پدرکلان|پدرکلان|نام پدر کلان|پدر کلان|نام پدربزرگ|پدربزرگ|جد|نام جد|د نیکه نوم|نیکه|نیکه نوم|اسم الجد|الجد|الاسم الثالث|third name|نیکه نوم|نام بابا",
    "nickname": "nickname|known as|alias|aliases|nom de guerre|aka|a k a|also known as|لقب مستعار|مشهور به|مشهور|معروف|معروف به|نام مستعار|مستعار|کنیه|الکنیه|اسم الشهره|الشهره|المعروف ب|په نامه مشهور|مستعار نوم|کورنی نوم مستعار",
    "birth_year": "birth year|زوکړه|د زوکړې نېټه|د زوکړې کال|پیدایښت|year of birth|born|birth|date of birth|dob|d o b|y o b|yob|birth date|birthdate|born year|birth yr|سال تولد|تاریخ تولد|تولد|د زیږیدو کال|د زېږېدو کال|زیږیدو کال|د زیږیدو نیټه|د زېږېدنې کال|زېږېدنه|زیږیدنه|زېږکال|د تولد کال|سنه المیلاد|سنه الولاده|تاریخ المیلاد|تاریخ الولاده|المیلاد|الموالید|موالید|مولد|سال ولادت|b date|birthday|year birth|date of birth solar|سن تولد|تاریخ تولدی|سال تولد شمسی|تاریخ ولادت|سال پیدایش",
    "age": "age|age years|age in years|سن|عمر|سن سال|د عمر کلونه|عمر کلونه|العمر|السن|عمر سال",
    "province": "province|home province|governorate|prov|province of origin|province of residence|origin province|region|ولایت|ولایت اصلی|استان|ولایت مربوطه|المحافظه|محافظه|الولایه|سکونت ولایت|اصلی ولایت|constituency",
    "district": "district|dist|home district|woleswali|uluswali|city district|ولسوالی|ولسوالۍ|شهرستان|ناحیه|المدیریه|مدیریه|القضاء|المنطقه|منطقه|district village",
    "village": "village|village name|قریه|کلی|القریه|قریه گذر",
    "address": "address|home address|full address|permanent address|residence|place of residence|home|origin|place of origin|place of birth|آدرس|سکونت|سکونت اصلی|سکونت فعلی|محل سکونت|سکونت دایمی|اصلی سکونت|مسکونه|محل تولد|استوګنځی|اصلي استوګنځی|استوګنه|د استوګنې ځای|پته|العنوان|عنوان|السکن|محل السکن|مکان السکن|محل الولاده|مکان الولاده",
    "sex": "sex|gender|m/f|جنس|جنسیت|جنسیه|جنډر|الجنس|النوع|نوع الجنس",
    "captured_on": "captured on|capture|capture date|نیول نېټه|نیول|د نیولو|دستگیری|date of capture|capture date|date captured|arrest date|date of arrest|arrested on|date of detention|detention date|detained on|detained|captured|arrested|تاریخ گرفتاری|تاریخ دستگیری|تاریخ اسارت|تاریخ بازداشت|گرفتاری|د نیولو نیټه|د نیول کېدو نیټه|نیول شوی|د نیولو تاریخ|د گرفتارۍ نیټه|تاریخ القبض|تاریخ الاسر|تاریخ الاعتقال|تاریخ الاحتجاز|تاریخ توقیف|تاریخ حبس|arresting date|arrested date|capturing date|captured date|detained date|date of apprehension|apprehended on|زمان دستگیری|زمان گرفتاری|سال گرفتاری|سال دستگیری|سنه الاسر|تاریخ نیول",
    "captured_at": "captured at|place of capture|capture place|place captured|place of arrest|arrest place|arrested at|location of capture|محل گرفتاری|محل دستگیری|محل اسارت|جای گرفتاری|محل بازداشت|د نیولو ځای|د نیول کېدو ځای|مکان القبض|مکان الاسر|مکان الاعتقال|مکان الاحتجاز|موقع الاسر|arresting place|capture location|arrest location|location of arrest|area of arrest",
    "register_number": "register number|register no|registration number|registration no|reg no|reg number|registry number|prison number|prison no|prisoner no|prisoner number|file no|file number|tazkira|tazkira no|national id|id number|id no|isn|شماره ثبت|نمبر ثبت|شماره تذکره|نمبر تذکره|شماره دوسیه|نمبر دوسیه|دوسیه|تذکره|د تذکرې شمېره|تذکره نمبر|د ثبت شمېره|د دوسیې شمېره|رقم القید|رقم التسجیل|رقم السجل|رقم الهویه|رقم السجین|رقم الاسیر",
    "place_held": "place held|place of detention|held at|detention place|prison|prison name|facility|location held|held|detention facility|jail|محل نگهداری|محبس|زندان|محل حبس|نام محبس|توقیف خانه|د ساتلو ځای|زندان نوم|بندیخانه|د بند ځای|محل زندان|السجن|مکان السجن|سجن|مکان الحجز|present location|current location|present place|detained at|place of custody|موقعیت فعلی|محل فعلی|مکان التوقیف",
    "other": "date|place|تاریخ|نېټه|نیټه|التاریخ|ځای|محل|المکان|remarks|remark|notes|note|comments|comment|other|others|status|crime|charge|sentence|photo|signature|capacity|occupation|job|phone|mother|mothers name|mother name|ملاحظات|ملاحظه|نوټ|یادښت|نظریات|جرم|اتهام|وظیفه|دنده|مدت حبس|عکس|امضا|مادر|نام مادر|د مور نوم|تلیفون|ملاحظات اخرى|الملاحظات|التهمه|المهنه|اسم الام|الصفه|الحاله|quality|grade|wife|wife name|brother|brothers name|brother name|guardian|guardian name|relative|contact|contact person|contact name|commander|commander name|lawyer|lawyer name|judge name|officer|officer name|prepared by|checked by|approved by|نام برادر|نام قومندان|وکیل|نام وکیل|ترتیب کننده|تایید کننده|التوقیع|لاسلیک|شهرت خسر",
}  # fmt: skip


_NUMBERED = re.compile(r"^\s*\d{1,2}\s*[-.):ـ]\s*(?=\D)")  # "5- DOB"
_SHARP = re.compile(r"(?<=[^\W\d])\s*#")  # "Reg#"
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_LONGEST = 300  # letters of a heading that are looked at
_LONG = 4  # letters of a word that may be misspelt


def key(text: str) -> str:
    """Return a heading as it is compared: bare, its number, signs and brackets gone."""
    text = _NUMBERED.sub("", bare(text[:_LONGEST]))
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
    for field, words in _WORDS.items():
        for word in words.split("|"):
            known.setdefault(key(word), field)
    return known


def _scripts(text: str) -> tuple[str, str]:
    """Return the Latin words of a heading and the others: "Full Name نام مکمل" says it twice."""
    words = text.split()
    return " ".join(w for w in words if w.isascii()), " ".join(w for w in words if not w.isascii())


@cache
def field_of(heading: str) -> tuple[str, float]:
    """Return (field, certainty 0 to 1) for a heading; ("", 0) if it is none we know. "row" and "other" are no fields."""
    text = key(heading) if len(heading) <= _LONGEST else ""
    if not text or len(text) > 80:
        return "", 0.0
    known = _known()
    inside = known.get(key(" ".join(_BRACKETS.findall(heading))), "")
    if inside in FIELDS and known.get(text, "address") == "address":
        return inside, 0.95  # "Residence (District)"
    if text in known:
        return known[text], 1.0
    for half in (
        *re.split(r"\s*[/|\n]\s*", bare(heading)),
        *_scripts(text),
    ):  # "Name / نام": either half may tell
        if key(half) != text and key(half) in known:
            return known[key(half)], 0.95
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        for part in (" ".join(words[:size]), " ".join(words[-size:])):
            if part in known and (len(part) > 3 or size > 1):
                return known[part], 0.4 + 0.5 * size / len(words) * (len(words) <= 6)
    return "", 0.0


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
    if len(word) < _LONG or word in LATIN or word in _vocabulary():
        return word
    near = [other for other in _vocabulary() if OSA.distance(word, other, score_cutoff=1) == 1]
    return near[0] if len({_known().get(other, other) for other in near}) == 1 else word


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple({word: "" for heading in _known() for word in heading.split() if len(word) >= _LONG})
