"""The four files as four different offices would send them: xlsx, OpenDocument and a CSV in windows-1256.

Each takes rows of cells by column and returns bytes; nothing in them depends on the day they are made.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter

Rows = Sequence[Mapping[str, str]]
Group = tuple[str, tuple[tuple[str, str], ...]]  # what stands above, then (column, heading) below it

CLAIMS_PASHTO: tuple[Group, ...] = (
    ("", (("number", "شمېره"),)),
    (
        "پېژندنه",
        (
            ("name", "نوم او تخلص"),
            ("father", "د پلار نوم"),
            ("grandfather", "د نیکه نوم"),
            ("born", "د زېږېدو کال"),
        ),
    ),
    ("استوګنه", (("province", "ولایت"), ("district", "ولسوالۍ"))),
    ("", (("sex", "جنس"),)),
    ("", (("capacity", "دنده"),)),
    ("نیول کېدل", (("captured_on", "د نیولو نېټه"), ("captured_at", "د نیولو ځای"))),
    ("", (("other", "نور"),)),
)
HOLDINGS_PASHTO: tuple[Group, ...] = (
    ("", (("number", "ګڼه"),)),
    ("", (("register", "د ثبت شمېره"),)),
    ("بندي", (("name", "نوم"), ("father", "د پلار نوم"), ("born", "د زېږېدو کال"), ("sex", "جنس"))),
    ("اصلي استوګنه", (("province", "ولایت"), ("district", "ولسوالۍ"))),
    ("", (("capacity", "دنده"),)),
    ("نیول کېدل", (("captured_on", "د نیولو نېټه"), ("captured_at", "د نیولو ځای"))),
    ("ساتل", (("held_at", "د ساتلو ځای"), ("health", "روغتیا"), ("status", "حقوقي حالت"))),
    ("", (("other", "نور"),)),
)
HOLDINGS_DARI = (  # column, Dari, English
    ("number", "شماره", "No."),
    ("register", "شماره ثبت", "Register no."),
    ("name", "نام و تخلص", "Name"),
    ("father", "نام پدر", "Father's name"),
    ("grandfather", "نام پدرکلان", "Grandfather"),
    ("born", "سال تولد", "Year of birth"),
    ("sex", "جنس", "Sex"),
    ("province", "ولایت", "Province"),
    ("district", "ولسوالی", "District"),
    ("capacity", "وظیفه", "Capacity"),
    ("captured_on", "تاریخ گرفتاری", "Captured on"),
    ("captured_at", "محل گرفتاری", "Captured at"),
    ("held_at", "محل نگهداری", "Place held"),
    ("status", "وضعیت حقوقی", "Legal status"),
    ("health", "وضعیت صحی", "Health"),
    ("other", "سایر", "Other"),
)
CLAIMS_DARI = (
    ("number", "شماره"),
    ("name", "اسم"),
    ("father", "ولد"),
    ("grandfather", "ولدیت"),
    ("born", "سال تولد"),
    ("province", "ولایت"),
    ("district", "ولسوالی"),
    ("sex", "جنس"),
    ("capacity", "وظیفه"),
    ("captured_on", "تاریخ اسارت"),
    ("captured_at", "محل اسارت"),
    ("other", "ملاحظات"),
)
TO_1256 = str.maketrans("ی۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "ي" + "0123456789" * 2)


def claims_taliban(rows: Rows, chance: Random) -> bytes:
    return grouped("د بندیانو د تبادلې کمېسیون — نوملړ", CLAIMS_PASHTO, rows, "ټول: {}", chance)


def holdings_taliban(rows: Rows, chance: Random) -> bytes:
    return grouped("د نیول شویو نوملړ", HOLDINGS_PASHTO, rows, "ټول شمېر {} تنه", chance)


def grouped(title: str, groups: Sequence[Group], rows: Rows, total: str, chance: Random) -> bytes:
    """Return an xlsx whose header has two lines with merged cells, under a merged title."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2020, 3, 18, 9, tzinfo=UTC)})
    sheet = book.add_worksheet("نوملړ")
    sheet.right_to_left()
    bold = book.add_format({"bold": True, "align": "center"})
    columns = [column for _, below in groups for column in below]
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, bold)
    at = 0
    for above, below in groups:
        last = at + len(below) - 1
        if not above:
            sheet.merge_range(2, at, 3, at, below[0][1], bold)
        else:
            sheet.merge_range(2, at, 2, last, above, bold)
            for offset, (_, heading) in enumerate(below):
                sheet.write_string(3, at + offset, heading, bold)
        at = last + 1
    for line, row in enumerate(with_gaps(rows, chance), 4):
        if row is None:
            continue
        for place, (name, _) in enumerate(columns):
            if row.get(name):
                sheet.write_string(line, place, row[name])
    sheet.write_string(line + 2, 1, total.format(len(rows)), bold)
    book.close()
    return out.getvalue()


def with_gaps(rows: Rows, chance: Random) -> Iterator[Mapping[str, str] | None]:
    """Yield the rows, with a blank one (None) where a page ended, about every four hundred."""
    for row in rows:
        yield row
        if chance.random() < 1 / 400:
            yield None


def holdings_government(rows: Rows, chance: Random) -> bytes:
    """Return an OpenDocument sheet: a title over all columns, a line of Dari headings, a line of English ones."""
    width = len(HOLDINGS_DARI)
    lines = [
        cell("فهرست محبوسین — ریاست عمومی محابس", f' table:number-columns-spanned="{width}"')
        + f'<table:covered-table-cell table:number-columns-repeated="{width - 1}"/>',
        "".join(cell(dari) for _, dari, _ in HOLDINGS_DARI),
        "".join(cell(english) for _, _, english in HOLDINGS_DARI),
    ]
    lines += [
        "".join(cell(row.get(name, "")) for name, *_ in HOLDINGS_DARI) if row else cell("")
        for row in with_gaps(rows, chance)
    ]
    lines += [cell(""), cell("مجموع") + cell(f"{len(rows)} نفر")]
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return opendocument(
        f'<table:table table:name="محبوسین"><table:table-column table:number-columns-repeated="{width}"/>{body}</table:table>'
    )


def cell(text: str, attributes: str = "") -> str:
    if not text:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{escape(text)}</text:p></table:table-cell>'


def opendocument(table: str) -> bytes:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    content = (
        f'{head}<office:document-content{spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f"{table}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'{head}<manifest:manifest xmlns:manifest="{name}" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = BytesIO()
    with ZipFile(out, "w") as folder:
        for path, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            entry = ZipInfo(path, (2020, 3, 18, 9, 0, 0))
            entry.compress_type = ZIP_STORED if path == "mimetype" else ZIP_DEFLATED
            folder.writestr(entry, text, compresslevel=9 if path != "mimetype" else None)
    return out.getvalue()


def claims_government(rows: Rows, chance: Random) -> bytes:
    """Return what an old program saves: semicolons and windows-1256, which has no Farsi yeh and no Persian digits."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["فهرست اسیران نیروهای امنیتی"] + [""] * (len(CLAIMS_DARI) - 1))
    writer.writerow([heading for _, heading in CLAIMS_DARI])
    for row in with_gaps(rows, chance):
        writer.writerow([row.get(name, "") for name, _ in CLAIMS_DARI] if row else [""] * len(CLAIMS_DARI))
    writer.writerow(["مجموع", str(len(rows)), *[""] * (len(CLAIMS_DARI) - 2)])
    return out.getvalue().translate(TO_1256).encode("windows-1256")
