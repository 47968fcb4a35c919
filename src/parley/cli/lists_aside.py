"""``OUT.aside.csv``: the rows of both lists that have no line in the answer, each with the reason, in the four languages."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from parley.lists import spreadsheet
from parley.lists.read import UNREAD, ParsedList

HEADER = ("list", "row", "reason")
_REASONS: dict[str, dict[str, str]] = {
    "en": {
        "title": "stands above the header", "header": "header", "blank": "blank", "total": "a total", "page_header": "a page heading or a note",
        "section": "stands over other rows", "repeated_header": "repeats the header", "second_header": "header of another table below",
        "tags": "tags under the header", "continued": "goes on with the row above", "no_name": "holds no name and cannot be compared",
        "ragged": "its cells fit no columns; it was not understood", "other_sheet": "on a sheet that was not read", "hidden_sheet": "on a hidden sheet, which was not read",
        "no_candidate": "no candidate of anybody on the left", "signature": "signs the list", "struck": "struck through", "outside": "stands in no table",
    },
    "fa-AF": {
        "title": "بالای سرعنوان قرار دارد", "header": "سرعنوان", "blank": "خالی", "total": "مجموع", "page_header": "عنوان صفحه یا یادداشت",
        "section": "بالای سطرهای دیگر قرار دارد", "repeated_header": "سرعنوان تکراری", "second_header": "سرعنوان جدول دیگر در پایین",
        "tags": "برچسب‌های زیر سرعنوان", "continued": "ادامه سطر بالا است", "no_name": "نامی ندارد و مقایسه نمی‌شود",
        "ragged": "خانه‌هایش با ستون‌ها برابر نیست؛ فهمیده نشد", "other_sheet": "در ورقی که خوانده نشد", "hidden_sheet": "در ورق پنهان که خوانده نشد",
        "no_candidate": "نامزد هیچ کس در سمت چپ نیست", "signature": "امضای لست", "struck": "خط خورده است", "outside": "در هیچ جدولی نیست",
    },
    "ps": {
        "title": "د سرلیک پورته دی", "header": "سرلیک", "blank": "تش", "total": "ټولټال", "page_header": "د پاڼې سرلیک یا یادښت",
        "section": "د نورو کرښو پورته دی", "repeated_header": "سرلیک بیا راغلی", "second_header": "لاندې د بل جدول سرلیک",
        "tags": "د سرلیک لاندې نښې", "continued": "د پورتنۍ کرښې دوام دی", "no_name": "نوم نه لري او نه شي پرتله کېدای",
        "ragged": "خانې یې له ستنو سره برابرې نه دي؛ ونه پوهېدل شو", "other_sheet": "په هغه پاڼه کې چې ونه لوستل شوه", "hidden_sheet": "په پټه پاڼه کې چې ونه لوستل شوه",
        "no_candidate": "د کیڼې خوا د هیچا نوماند نه دی", "signature": "د لېست لاسلیک", "struck": "کرښه پرې راښکل شوې", "outside": "په هېڅ جدول کې نه ده",
    },
    "ar": {
        "title": "فوق صف العناوين", "header": "صف العناوين", "blank": "فارغ", "total": "مجموع", "page_header": "عنوان صفحة أو ملاحظة",
        "section": "يعلو صفوفا أخرى", "repeated_header": "عناوين مكررة", "second_header": "عناوين جدول آخر في الأسفل",
        "tags": "وسوم تحت العناوين", "continued": "تتمة الصف الذي فوقه", "no_name": "لا يحمل اسما ولا يمكن مقارنته",
        "ragged": "خلاياه لا توافق الأعمدة؛ لم يُفهم", "other_sheet": "في ورقة لم تُقرأ", "hidden_sheet": "في ورقة مخفية لم تُقرأ",
        "no_candidate": "ليس مرشحا لأحد في اليسار", "signature": "توقيع القائمة", "struck": "مشطوب", "outside": "خارج كل جدول",
    },
}  # fmt: skip

Line = tuple[str, str, str]


def beside(out: Path) -> Path:
    """Return the path of the rows that stand aside, for the path of an answer."""
    return out.with_suffix(".aside.csv")


def reason(code: str, lang: str) -> str:
    """Return why a row has no line, or is for people to look at."""
    return _REASONS.get(lang, _REASONS["en"]).get(code, code)


def lines(name: str, table: ParsedList, lang: str, answered: Collection[int] | None = None) -> Iterator[Line]:
    """Yield the rows of a list that the answer has no line for.

    ``answered``: places among its people of those on the answer's right; None for the left list, each of whom has a line.
    """
    for one in table.aside:
        row = f"{one.sheet}!{one.number}" if one.sheet and one.sheet != table.sheet else str(one.number)
        yield name, row, reason(one.code, lang)
    person = 0
    for row_ in table.rows:
        if row_.problem is None:
            if answered is not None and person not in answered:
                yield name, str(row_.number), reason("no_candidate", lang)
            person += 1
        elif answered is not None or row_.problem not in UNREAD:
            yield name, str(row_.number), reason(row_.problem, lang)


def written(found: Sequence[Line]) -> bytes:
    """Return the file's bytes."""
    return spreadsheet.written(HEADER, found).encode()
